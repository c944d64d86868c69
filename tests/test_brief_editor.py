"""Drafts of briefs: put together in the workbench, kept, and published only where every sentence is cited."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_corpus import EVERYTHING
from commands import run
from publishing import HOSTILE, Page, built
from serving import Served, serving
from supplyline import pipeline
from supplyline.case import desk
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Case, open_case
from supplyline.model import BadInput
from supplyline.publish import edition, pdf, prose
from supplyline.publish.cite import Uncited
from supplyline.publish.edition import Part
from supplyline.publish.page import page_of
from supplyline.serve.visitor import csrf_of

# ---------------------------------------------------------------- prose


def told(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(s.text, s.cites) for p in prose.paragraphs(text) for s in p]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lathes went to Kazan [c_aaaa1111].", [("Lathes went to Kazan.", ("c_aaaa1111",))]),
        ("Lathes went to Kazan. [c_aaaa1111] It was denied.", [("Lathes went to Kazan.", ("c_aaaa1111",)), ("It was denied.", ())]),
        ("Blue River Ltd. shipped it. [c_aaaa1111][v_bbbb2222]", [("Blue River Ltd. shipped it.", ("c_aaaa1111", "v_bbbb2222"))]),
        ("One. Two. [c_aaaa1111]", [("One.", ()), ("Two.", ("c_aaaa1111",))]),
        ("A wrapped\nline goes on. [c_aaaa1111]\n\nA new paragraph", [("A wrapped line goes on.", ("c_aaaa1111",)), ("A new paragraph", ())]),
        ("中国供应工具。[c_aaaa1111]俄罗斯否认。", [("中国供应工具。", ("c_aaaa1111",)), ("俄罗斯否认。", ())]),
        ("“Is it so?” he asked. [c_aaaa1111]", [("“Is it so?” he asked.", ("c_aaaa1111",))]),
        ("See [the annex]. [c_aaaa1111]", [("See [the annex].", ("c_aaaa1111",))]),
        (f"The report says so [{'a' * 64}].", [("The report says so.", ("a" * 64,))]),
        ("[c_aaaa1111] First words.", [("First words.", ("c_aaaa1111",))]),
        ("[c_aaaa1111]", [("", ("c_aaaa1111",))]), ("", []), (" \n\n ", []), ("— …", []),
    ],
)  # fmt: skip
def test_a_citation_belongs_to_the_sentence_that_it_stands_in_or_behind(text: str, expected: list[Any]) -> None:
    assert told(text) == expected
    assert list(prose.uncited(text)) == [t for t, cites in expected if not cites]


@given(st.lists(st.sampled_from(["Lathes", "Ltd.", "went.", "to", "Kazan!", "\n", "\n\n", "[c_aaaa1111]", "工具。", "“", "U.S.", "3.5", "no"]), max_size=40))
def test_no_word_and_no_citation_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    spoken = told(text)
    assert "".join("".join(t.split()) for t, _ in spoken).replace("“", "") == "".join(w for w in "".join(words).replace("[c_aaaa1111]", "").replace("“", "").split())
    if "[c_aaaa1111]" in text:
        assert any("c_aaaa1111" in cites for _, cites in spoken)


# ---------------------------------------------------------------- editions


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return built(tmp_path_factory.mktemp("desk") / "case", [*EVERYTHING, HOSTILE])


def saved(case: Case, name: str, *parts: Part) -> desk.Saved:
    return desk.save(case.desk_at, "brief", name, edition.write(parts), "Ada")


def page(case: Case, draft: desk.Saved) -> Page:
    with Snapshot.open(case) as snapshot:
        return Page(page_of(snapshot, case.settings, draft=draft))


def rows(case: Case, table: str) -> list[Any]:
    with Snapshot.open(case) as snapshot:
        return list(snapshot.rows(table))


def test_events_stand_in_the_order_they_were_given_with_passages_between(case: Case) -> None:
    one, two, *_ = sorted(rows(case, "events"), key=lambda e: e.id)
    alone = next(c for c in rows(case, "claims") if c.event not in (one.id, two.id))
    made = page(case, saved(case, "In order", Part(text=f"First comes this. [{two.id}] It rests on a claim [{alone.id}]."), Part(event=two.id), Part(text=f"Then that. [{one.id}]"), Part(event=one.id)))
    order = [a.get("id") or a.get("class") for a in made.tree.xpath("//main/article | //main/div")]
    assert order == ["passage", two.id, "passage", one.id]
    assert alone.quote.text in made.by_id(alone.id).text_content(), "a claim that no event shows is quoted"
    assert made.by_id(alone.quote.sha256) is not None, "with its document and hash"
    for link in made.tree.xpath("//a[starts-with(@href, '#')]"):
        target = link.get("href")[1:]
        assert target == "main" or target.startswith("rows-") or made.by_id(target) is not None, target
    assert "Put together by Ada" in made.text
    assert not made.tree.xpath("//script | //link | //img | //@onclick")


def test_a_sentence_that_cites_nothing_is_not_published_and_is_named(case: Case) -> None:
    event = rows(case, "events")[0].id
    with pytest.raises(Uncited, match="Nobody has ever denied it"):
        page(case, saved(case, "uncited", Part(text=f"It is so. [{event}] Nobody has ever denied it."), Part(event=event)))
    with pytest.raises(Uncited, match="c_000000000000"):
        page(case, saved(case, "unknown", Part(text="It is so. [c_000000000000]")))
    with pytest.raises(BadInput, match=r"v_000000000000.*gone since"):
        page(case, saved(case, "gone", Part(event="v_000000000000", called="gone since")))
    with pytest.raises(BadInput, match="empty"):
        page(case, saved(case, "empty", Part(text="  ")))


def test_the_same_draft_gives_the_same_bytes_and_what_is_written_stays_text(case: Case) -> None:
    hostile = next(c for c in rows(case, "claims") if "<b>lathes</b>" in c.quote.text)
    event = next(e for e in rows(case, "events"))
    draft = saved(case, "<script>alert('title')</script>", Part(text=f"<img src=x onerror=alert(1)> {{{{ 7 * 7 }}}} is so. [{event.id}] [{hostile.id}]"), Part(event=event.id))
    made = page(case, draft)
    assert made.text == page(case, draft).text
    assert not made.tree.xpath("//script | //img | //b[. = 'lathes']")
    assert "<b>lathes</b>" in made.tree.text_content()
    assert "{{ 7 * 7 }} is so." in made.tree.text_content()


def test_the_command_publishes_a_draft_by_name(tmp_path: Path) -> None:
    case = built(tmp_path / "case")
    event = rows(case, "events")[0]
    saved(case, "Lathes to Kazan", Part(event=event.id), Part(text=f"So it is told. [{event.id}]"))
    run("brief", case.path, "--draft", "lathes to kazan", "--out", tmp_path / "out.html")
    assert event.label in Page((tmp_path / "out.html").read_text("utf-8")).tree.text_content()
    assert "Lathes to Kazan" in run("brief", case.path, "--draft", "nothing", code=3).stderr
    saved(case, "Not yet", Part(text="Nobody said so."))
    done = run("brief", case.path, "--draft", "Not yet", "--out", tmp_path / "no.html", code=3)
    assert "Nobody said so." in done.stderr
    assert not (tmp_path / "no.html").exists()


@pytest.mark.skipif(pdf.chromium() is None, reason="no chromium here: apt-get install chromium")
def test_a_pdf_holds_the_words_and_is_the_same_again(case: Case, tmp_path: Path) -> None:
    import pypdfium2

    event = rows(case, "events")[0]
    draft = saved(case, "Printed", Part(text=f"So it is told in print. [{event.id}]"), Part(event=event.id))
    out = tmp_path / "out.pdf"
    run("brief", case.path, "--draft", draft.id, "--out", out)
    document = pypdfium2.PdfDocument(out.read_bytes())
    words = " ".join(" ".join(p.get_textpage().get_text_range() for p in document).split())
    assert "So it is told in print." in words
    assert document.get_metadata_dict()["CreationDate"].startswith(f"D:{draft.at[:10].replace('-', '')}")
    with Snapshot.open(case) as snapshot:
        assert pdf.of_html(page_of(snapshot, case.settings, draft=draft), draft.at) == out.read_bytes()


def test_without_a_chromium_it_says_so_and_writes_no_pdf(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("brief", case.path, "--out", tmp_path / "out.pdf", code=3, PATH=str(tmp_path))
    assert "none of chromium" in done.stderr
    assert not (tmp_path / "out.pdf").exists()
    event = rows(case, "events")[0].id
    draft = saved(case, "No printer", Part(event=event))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with serving(case) as served:
        assert "no PDF: there is no Chromium" in served.get(f"/briefs/{draft.id}").main
        refused = served.get(f"/briefs/{draft.id}/brief.pdf")
        assert refused.code == 409
        assert "none of chromium" in refused.main
        assert "%PDF" not in refused.text


# ---------------------------------------------------------------- the page


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(built(tmp_path / "case", [*EVERYTHING, HOSTILE])) as server:
        yield server


def begin(served: Served, title: str = "Lathes") -> str:
    answer = served.post("/briefs", [("title", title), ("by", "Ada")])
    assert answer.code == 303
    return answer.headers["location"]


def fields(served: Served, where: str) -> list[tuple[str, str]]:
    """What the form of a draft's page would send, without a button."""
    tree = served.get(where).tree
    (form,) = tree.xpath("//form[@id='draft']")
    out = []
    for field in form.xpath(".//input | .//textarea"):
        if (field.get("type") == "radio" and field.get("checked") is None) or field.get("name") == "csrf":
            continue
        out.append((field.get("name"), field.text or "" if field.tag == "textarea" else field.get("value") or ""))
    return out


def press(served: Served, where: str, do: str, **changed: str) -> Any:
    def now(name: str, value: str) -> str:
        return changed.get("text", value) if name == "value" and not value.startswith("v_") else changed.get(name, value)

    sent = [(k, now(k, v)) for k, v in fields(served, where)]
    return served.post(where, [("do", do), *sent])


def parts(served: Served, where: str) -> list[Part]:
    id = where.rpartition("/")[2]
    return list(edition.read(desk.versions(served.live.case.desk_at, id)[0].body))


def test_a_brief_is_put_together_by_buttons_alone(served: Served) -> None:
    where = begin(served)
    one, two, *_ = served.live.now.shelf.page("events", 0, 9)
    claim = served.live.now.shelf.page("claims", 0, 1, event=one.id)[0]
    assert press(served, where, f"event:{one.id}").code == 303
    press(served, where, f"event:{two.id}")
    press(served, where, f"event:{one.id}")
    assert [p.event for p in parts(served, where)] == ["", one.id, two.id], "an event is in it once"
    press(served, where, "up:2")
    assert [p.event for p in parts(served, where)] == ["", two.id, one.id]
    press(served, where, "down:0")
    assert [p.event for p in parts(served, where)] == [two.id, "", one.id]
    press(served, where, "save", text="It was said.\nTwice.", into="1", title="Lathes, twice")
    press(served, where, f"cite:{claim.id}", into="1")
    assert parts(served, where)[1].text == f"It was said.\nTwice. [{claim.id}]"
    page = served.get(where).main
    assert "1 sentence cites nothing:It was said." in page
    refused = served.get(f"{where}/published")
    assert refused.code == 409
    assert "It was said." in refused.main
    press(served, where, "save", text=f"It was said twice. [{claim.id}]")
    assert "cites nothing" not in served.get(where).main
    published = served.get(f"{where}/published")
    assert published.code == 200
    assert [a.get("id") for a in published.tree.xpath("//main/article")] == [two.id, one.id]
    assert "unsafe" not in published.headers["content-security-policy"]
    assert served.get(f"{where}/published?download=1").headers["content-disposition"] == 'attachment; filename="lathes-twice.html"'
    press(served, where, "drop:0")
    press(served, where, "text:0")
    assert [p.event for p in parts(served, where)] == ["", "", one.id]
    assert "Lathes, twice" in served.get("/briefs").main


def test_a_draft_is_found_thrown_away_and_taken_up_again(served: Served) -> None:
    where = begin(served)
    press(served, where, "save", text="Kept words.")
    assert press(served, where, "throw").headers["location"] == "/briefs"
    assert "No draft yet" in served.get("/briefs").main
    versions = served.get(f"{where}/versions")
    (button, *_) = versions.tree.xpath("//button[starts-with(@value, 'restore:')]/@value")
    assert served.post(where, [("do", button), ("by", "Ben")]).code == 303
    assert parts(served, where)[0].text == "Kept words."
    assert "Kept words." in served.get(where).text


def test_two_people_at_one_draft_lose_nothing(served: Served) -> None:
    where = begin(served)
    mine, theirs = fields(served, where), fields(served, where)

    def sent(form: list[tuple[str, str]], text: str, by: str, **headers: str) -> Any:
        changed = [(k, text if k == "value" else by if k == "by" else v) for k, v in form]
        return served.post(where, [("do", "save"), *changed], **headers)

    assert sent(mine, "Words of Ada.", "Ada").code == 303
    by_itself = sent(theirs, "Words of Ben.", "Ben", Accept="application/json")
    assert by_itself.code == 409
    assert "saved by Ada" in by_itself.json["error"]
    beside = sent(theirs, "Words of Ben.", "Ben")
    assert beside.code == 409
    assert "Nothing was written over" in beside.main
    assert parts(served, where)[0].text == "Words of Ada."
    (other,) = beside.links("/briefs/b_.*")
    assert parts(served, other)[0].text == "Words of Ben."
    again = sent(fields(served, where), "Words of both.", "Ben", Accept="application/json")
    assert again.json["uncited"] == [["Words of both."]]
    assert sent([(k, str(again.json["base"]) if k == "base" else v) for k, v in mine], "More of both.", "Ada").code == 303


def test_what_cannot_be_is_refused_and_changes_nothing(served: Served) -> None:
    where = begin(served)
    before = desk.versions(served.live.case.desk_at, where.rpartition("/")[2])
    for do, changed in (("event:v_000000000000", {}), ("cite:c_000000000000", {}), ("restore:999", {}), ("save", {"base": "x"})):
        assert press(served, where, do, **changed).code == 400, do
    assert served.post(where, [("do", "save"), ("base", "1"), ("by", "Ada"), ("kind", "text")]).code == 400
    assert served.post("/briefs", [("title", " "), ("by", "Ada")]).code == 400
    assert served.get("/briefs/b_000000000000").code == 404
    assert served.post("/briefs/b_000000000000", [("do", "save"), ("base", "1")]).code == 404
    assert served.post(where, [("do", "throw"), ("base", "1"), ("by", "x")], Origin="http://evil.example").code == 403
    assert served.ask(where, "POST", b"do=throw&base=1&by=x", Cookie=served.cookie, Content_Type="application/x-www-form-urlencoded").code == 403
    assert desk.versions(served.live.case.desk_at, where.rpartition("/")[2]) == before


def test_an_event_that_a_build_no_longer_has_is_said_and_kept(served: Served) -> None:
    where = begin(served)
    event = next(e for e in served.live.now.shelf.rows("events") if e.claims == 1)
    claim = served.live.now.shelf.page("claims", 0, 1, event=event.id)[0]
    press(served, where, f"event:{event.id}")
    assert served.decide("reject", event.id).code == 303
    assert served.decide("reject", claim.id).code == 303
    pipeline.build(served.live.case)
    assert served.live.look()
    page = served.get(where)
    assert "is not in the last build" in page.main
    assert event.label in page.main
    assert event.label in served.get(f"{where}/published").main
    assert [p.event for p in parts(served, where)] == ["", event.id]


def test_a_killed_server_loses_no_draft(tmp_path: Path) -> None:
    case = built(tmp_path / "case")
    command = [sys.executable, "-m", "supplyline", "serve", str(case.path), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ})
    assert process.stdout is not None
    base, _, token = process.stdout.readline().strip().partition("/?token=")

    def send(path: str, **asked: str) -> str:
        body = urllib.parse.urlencode({"csrf": csrf_of(token), "by": "Ada", **asked}).encode()
        with urllib.request.urlopen(urllib.request.Request(base + path, body, {"Authorization": f"Bearer {token}"}), timeout=30) as answer:
            return answer.url

    where = urllib.parse.urlsplit(send("/briefs", title="Precious")).path
    for n in range(5):
        last = desk.latest(case.desk_at)[0].seq
        send(where, title="Precious", base=str(last), do="save", kind="text", called="", value=f"Version {n} of the words.")
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=10)
    (kept,) = desk.latest(open_case(case.path).desk_at)
    assert edition.read(kept.body)[0].text == "Version 4 of the words."
    assert desk.verify(case.desk_at) == ()
    assert len(desk.versions(case.desk_at, kept.id)) == 6


def test_a_claim_that_a_person_set_aside_is_not_cited_in_print(served: Served) -> None:
    where = begin(served)
    claim = next(c for c in served.live.now.shelf.rows("claims") if c.event)
    press(served, where, "save", text=f"It is so. [{claim.id}]")
    assert served.get(f"{where}/published").code == 200
    assert served.decide("reject", claim.id).code == 303
    pipeline.build(served.live.case)
    assert served.live.look()
    assert "set aside by a person" in served.get(where).main
    refused = served.get(f"{where}/published")
    assert refused.code == 409
    assert "It is so." in refused.main
    assert claim.id in refused.main
    assert f"cite:{claim.id}" not in served.get(where).tree.xpath("//button/@value"), "nor offered"


def test_a_broken_draft_is_told_in_a_sentence(served: Served) -> None:
    made = desk.save(served.live.case.desk_at, "brief", "Broken", "no json", "Ada")
    assert "cannot be read" in served.get(f"/briefs/{made.id}").main
    assert served.get(f"/briefs/{made.id}/versions").code == 200
