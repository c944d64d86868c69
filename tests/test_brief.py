"""The brief: every sentence cited, every count equal to its rows, one file that loads and runs nothing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from case_corpus import EVERYTHING, LIST, TRADE, many
from publishing import HOSTILE, HOSTILE_NAME, Page, built, page
from supplyline import pipeline
from supplyline.case import store
from supplyline.case.snapshot import Snapshot
from supplyline.publish import articles, brief, cite, words
from supplyline.publish.nouns import Counted, Sentence, walk


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> store.Case:
    return built(tmp_path_factory.mktemp("brief") / "case", [*EVERYTHING, HOSTILE, *many(5)])


@pytest.fixture(scope="module")
def found(case: store.Case, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return page(case, tmp_path_factory.mktemp("page") / "brief.html")


def composed(case: store.Case) -> brief.Brief:
    with Snapshot.open(case) as snapshot:
        return brief.compose(snapshot, case.settings)


# ---------------------------------------------------------------- citations


def test_every_sentence_cites_what_is_known(case: store.Case) -> None:
    told = composed(case)
    sentences = list(walk(told, Sentence))
    assert len(sentences) > 50
    with Snapshot.open(case) as snapshot:
        cite.check(told, snapshot)
        for each in sentences:
            assert each.text.strip()
            assert each.cites


@pytest.mark.parametrize("cites", [(), ("c_000000000000",), ("",), ("v_nothing",), ("0" * 64,)])
def test_a_sentence_without_a_known_citation_is_refused_by_name(
    case: store.Case, cites: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = composed(case)
    bad = replace(told, method=(*told.method, Sentence(("China did it.",), cites)))
    with Snapshot.open(case) as snapshot:
        with pytest.raises(cite.Uncited, match=r"China did it\.") as error:
            cite.check(bad, snapshot)
        assert not cites or repr(cites[0]) in str(error.value)
        monkeypatch.setattr("supplyline.publish.page.compose", lambda *_: bad)
        with pytest.raises(cite.Uncited):
            from supplyline.publish.page import write_brief

            write_brief(snapshot, case.settings, tmp_path / "brief.html")
    assert list(tmp_path.iterdir()) == [], "nothing is written"


def test_a_bad_sentence_deep_in_an_article_is_found(case: store.Case) -> None:
    told = composed(case)
    first = replace(told.articles[0], facts=(("Count", Sentence(("Twenty.",), ())),))
    with Snapshot.open(case) as snapshot, pytest.raises(cite.Uncited, match=r"Twenty\."):
        cite.check(replace(told, articles=(first, *told.articles[1:])), snapshot)


def test_prose_stands_in_sentences_with_links_to_what_they_cite(case: store.Case, found: Page) -> None:
    rendered = found.tree.xpath("//span[@class='s']")
    assert len(rendered) >= len(list(walk(composed(case).articles, Sentence)))
    for each in rendered:
        assert each.xpath("span[@class='cite']/a[starts-with(@href, '#')]"), each.text_content()


# ---------------------------------------------------------------- counts and links


def test_every_count_equals_the_rows_behind_it(found: Page) -> None:
    counts = found.counts()
    assert len(counts) > 20
    for n, key, text in counts:
        assert found.rows(key) == n, (key, n)
        assert text == f"{n:,}"


def test_every_count_of_the_brief_is_printed_as_one(case: store.Case, found: Page) -> None:
    made = {(c.n, c.rows) for c in walk(composed(case), Counted)}
    assert made == {(n, key) for n, key, _ in found.counts()}


def test_counts_are_those_of_the_snapshot(case: store.Case, found: Page) -> None:
    printed = {key: n for n, key, _ in found.counts()}
    with Snapshot.open(case) as snapshot:
        for table in ("documents", "claims", "events", "gaps", "flows", "problems"):
            assert printed[table] == snapshot.count(table), table
        for event in brief.compose(snapshot, case.settings).articles:
            assert printed[f"{event.id}-claims"] == snapshot.count("claims", event=event.id)
            assert printed[f"{event.id}-denials"] == snapshot.count("disputes", event=event.id)
            claims = list(snapshot.rows("claims", event=event.id))
            assert printed[f"{event.id}-origins"] == len({c.origin for c in claims})
            assert printed[f"{event.id}-documents"] == len({c.quote.sha256 for c in claims})


def test_what_is_left_out_is_counted(case: store.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brief, "EVENTS", 2)
    for name in ("GROUPS", "QUOTES", "DOCUMENTS"):
        monkeypatch.setattr(articles, name, 1)
    small = page(case, tmp_path / "small.html")
    assert len(small.tree.xpath("//article")) == 2
    left = {key: n for n, key, _ in small.counts()}["events-left"]
    with Snapshot.open(case) as snapshot:
        assert left == snapshot.count("events") - 2
        best = min(snapshot.rows("events"), key=brief.rank)
        assert best.id in small.tree.xpath("(//article)[1]/@id")
        assert best.claims > 1
    for n, key, _ in small.counts():
        assert small.rows(key) == n, key


def test_every_link_leads_somewhere_and_every_id_is_given_once(found: Page) -> None:
    ids = Counter(found.tree.xpath("//@id"))
    assert [id for id, n in ids.items() if n > 1] == []
    links = found.tree.xpath("//a/@href")
    assert links and all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(ids)


# ---------------------------------------------------------------- what must be said


def test_standing_notes_and_allegations(case: store.Case, found: Page) -> None:
    head = found.tree.xpath("//header[@class='top']")[0].text_content()
    for words_ in ("allegations", "not clearance", "not a targeting tool"):
        assert words_ in head
    told = composed(case)
    supply = [a for a in told.articles if a.kind in ("supply", "shipment")]
    assert supply
    for event in supply:
        assert event.said.text.startswith("Alleged by ")
    assert any("Alleged by Oleh Ivashchenko, to Ukrinform, 2025-05-26" in a.said.text for a in supply)


def test_denials_stand_beside_with_their_words(case: store.Case, found: Page) -> None:
    with Snapshot.open(case) as snapshot:
        disputes = list(snapshot.rows("disputes"))
        assert disputes
        for dispute in disputes:
            article = found.by_id(dispute.event)
            if article is not None:
                quote = snapshot.get(dispute.denial).quote.text
                marked = article.xpath(".//section[@aria-label='Denials']//mark/text()")
                assert quote in marked


def test_intervals_are_printed_as_intervals(found: Page) -> None:
    assert "at least 20" in found.text.casefold()
    assert words.interval(20, None) == "at least 20"
    assert words.interval(None, 5) == "at most 5"
    assert words.interval(20, 20) == "20"
    assert words.interval(10, 2500.5) == "10 to 2,500.5"
    assert words.interval(None, None) == ""


def test_no_match_is_never_clear(case: store.Case, found: Page) -> None:
    gaps = found.by_id("rows-gaps").text_content().casefold()
    assert "no match" in gaps or "listed" in gaps
    assert not re.search(r"\bclear(ed)?\b", gaps)


def test_quotes_are_the_documents_own_words(case: store.Case) -> None:
    with Snapshot.open(case) as snapshot:
        for event in brief.compose(snapshot, case.settings).articles:
            for group in event.groups:
                for quote in group.quotes:
                    assert quote.before + quote.marked + quote.after in snapshot.text(quote.sha256)
                    assert snapshot.get(quote.claim).quote.text == quote.marked


def test_the_colophon_has_every_hash(case: store.Case, found: Page) -> None:
    footer = found.tree.xpath("//footer")[0].text_content()
    for original in case.originals():
        assert original.sha256 in footer, original.name


# ---------------------------------------------------------------- one file, always the same, nothing runs


def test_hostile_documents_stay_text(found: Page) -> None:
    assert found.tree.xpath("//script | //img | //iframe | //object | //link | //base | //form") == []
    assert [a for a in found.tree.xpath("//@*") if a.attrname.startswith("on")] == []
    assert "javascript:" not in "".join(found.tree.xpath("//@href"))
    text = found.tree.text_content()
    assert HOSTILE_NAME in text or "<script>alert('title')</script>" in text
    assert "<script>alert('publisher')</script>" in text
    assert "<script>alert('text')</script>" in text, "quoted as it stands in the document"
    assert "<script" not in found.text


def test_nothing_is_loaded(found: Page) -> None:
    assert found.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [
        "default-src 'none'; style-src 'unsafe-inline'"
    ]
    assert found.tree.xpath("//@src") == []
    style = "".join(found.tree.xpath("//style/text()"))
    assert "url(" not in style and "@import" not in style
    for needed in ("prefers-color-scheme:dark", "@media print", "max-width"):
        assert needed in style
    assert found.tree.xpath("//a[@class='skip']/@href") == ["#main"]
    assert all(found.tree.xpath(f"//{mark}") for mark in ("header", "nav", "main", "footer"))


def test_the_same_inputs_give_the_same_bytes(case: store.Case, found: Page, tmp_path: Path) -> None:
    assert page(case, tmp_path / "again.html").text == found.text
    other = built(tmp_path / "elsewhere", [*reversed([*EVERYTHING, HOSTILE, *many(5)])])
    assert page(other, tmp_path / "other.html").text == found.text
    assert str(tmp_path) not in found.text


@pytest.mark.parametrize("additions", [[], [LIST], [TRADE], [HOSTILE]])
def test_a_case_with_little_in_it_has_a_brief(tmp_path: Path, additions: list[store.Addition]) -> None:
    small = page(built(tmp_path / "case", additions), tmp_path / "brief.html")
    for n, key, _ in small.counts():
        assert small.rows(key) == n
    ids = set(small.tree.xpath("//@id"))
    assert {link[1:] for link in small.tree.xpath("//a/@href")} <= ids


def test_the_colophon_says_who_found_the_claims(case: store.Case, tmp_path: Path) -> None:
    told = [s.text for s in composed(case).colophon]
    assert "Claims were found by rules and by small trained taggers beside them." in told
    alone = built(tmp_path / "alone", EVERYTHING[:1])
    alone.settings = replace(alone.settings, extractor="rules")
    pipeline.build(alone)
    assert "Claims were found by rules." in [s.text for s in composed(alone).colophon]
