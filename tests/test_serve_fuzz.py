"""Whatever is sent to the pages and forms that have no OpenAPI document: an answer, never a fault of the program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_corpus import EVERYTHING
from publishing import HOSTILE, built
from serving import TOKEN, Served, serving
from supplyline.case import desk
from supplyline.publish import edition, prose

QUIET = settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
NASTY = st.one_of(
    st.text(max_size=60), st.sampled_from(["", " ", "\x00", "\ud7ff", "٣", "²", "9" * 30, "-1", "1e9", "%", "' OR 1=1 --", '"', "[]", "{}", "null", "<script>alert(1)</script>", "{{ 7 * 7 }}", "/graph", "//evil.example", "c_", "v_000000000000", "[c_", "a" * 300]),
)  # fmt: skip
ANYTHING = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | NASTY, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NASTY, inner, max_size=3), max_leaves=8)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(built(tmp_path_factory.mktemp("fuzz") / "case", [*EVERYTHING, HOSTILE])) as server:
        yield server


@pytest.fixture(scope="module")
def draft(served: Served) -> str:
    event = served.live.now.shelf.page("events", 0, 1)[0].id
    return desk.save(served.live.case.desk_at, "brief", "Fuzzed", edition.write([edition.Part(text="One. Two."), edition.Part(event=event)]), "Ada").id


def held(answer) -> None:
    assert answer.code < 500, answer.text[:300]
    assert "unexpected" not in answer.text
    assert "<script>alert(1)" not in answer.text


PAGES = [
    ("/trade/map", ("side", "hs", "period", "country")), ("/graph/whole", ("role", "grade", "goods", "since", "until", "listed", "find", "at")), ("/graph/whole.json", ("role", "grade", "goods", "since", "until", "listed")),
    ("/graph", ("entity", "to", "hops", "role", "grade", "goods", "since", "until", "listed")), ("/briefs/{draft}", ("find", "into")), ("/briefs/{draft}/versions", ("start",)),
    ("/reconcile/{token}", ("queries", "extend")), ("/reconcile/{token}/preview", ("id",)), ("/reconcile/{token}/properties", ("type", "limit")), ("/reconcile/{token}/suggest/property", ("prefix",)), ("/reconcile/{token}/suggest/type", ("prefix",)),
]  # fmt: skip


@pytest.mark.parametrize(("path", "names"), PAGES, ids=[p for p, _ in PAGES])
def test_any_address_is_answered(served: Served, draft: str, path: str, names: tuple[str, ...]) -> None:
    @QUIET
    @given(st.dictionaries(st.sampled_from(names), NASTY, min_size=1))
    def check(asked: dict[str, str]) -> None:
        held(served.get(f"{path.format(draft=draft, token=TOKEN)}?{urlencode(asked, errors='replace')}"))

    check()


@pytest.mark.parametrize("path", ["/briefs/{}", "/briefs/{}/versions", "/briefs/{}/published", "/briefs/{}/brief.pdf"])
def test_any_id_is_answered(served: Served, path: str) -> None:
    @QUIET
    @given(NASTY)
    def check(id: str) -> None:
        held(served.get(path.format(quote(id, safe="", errors="replace"))))

    check()


FORMS = [
    ("/briefs", ("title", "by", "event")), ("/views", ("name", "by", "address")), ("/views/w_000000000000", ("by",)),
    ("/briefs/{draft}", ("title", "by", "base", "do", "into", "find", "kind", "value", "called")),
]  # fmt: skip


@pytest.mark.parametrize(("path", "names"), FORMS, ids=[p for p, _ in FORMS])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_any_form_is_answered(served: Served, draft: str, path: str, names: tuple[str, ...], accept: str) -> None:
    verbs = st.sampled_from(["save", "find", "up:0", "down:9", "drop:-1", "text:99999999", "event:x", "cite:c_x", "restore:1", "throw", ":", "up:²"])

    @QUIET
    @given(st.lists(st.one_of(st.tuples(st.sampled_from(names), NASTY), st.tuples(st.just("do"), verbs), st.tuples(st.just("base"), st.sampled_from(["1", "2", "x"]))), max_size=8))
    def check(fields: list[tuple[str, str]]) -> None:
        clean = [(k, v.encode("utf-8", "replace").decode()) for k, v in fields]
        held(served.post(path.format(draft=draft), clean, Accept=accept))

    check()
    assert desk.verify(served.live.case.desk_at) == ()


def test_any_extension_is_answered(served: Served) -> None:
    @QUIET
    @given(ANYTHING)
    def check(value: object) -> None:
        body = urlencode({"extend": json.dumps(value)}).encode()
        held(served.ask(f"/reconcile/{TOKEN}", "POST", body, Content_Type="application/x-www-form-urlencoded"))

    check()


@QUIET
@given(st.text(max_size=400))
def test_any_prose_is_read_and_loses_no_letter(text: str) -> None:
    spoken = "".join(s.text for p in prose.paragraphs(text) for s in p)
    letters = [c for c in prose.CITE.sub("", text.replace("\r\n", "\n")) if c.isalnum()]
    assert [c for c in spoken if c.isalnum()] == letters
