"""The pages of the workbench, asked of a real server: each says what the case holds, and follows decisions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from case_corpus import EVERYTHING
from publishing import HOSTILE, built
from serving import Served, serving
from supplyline import pipeline
from supplyline.case import desk
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Addition
from supplyline.publish import edition
from supplyline.publish.articles import figure
from supplyline.serve.app import PAGES

TRANSLATED = Addition(
    "北方公司向俄罗斯供应硝化棉，中国外交部发言人说。\n".encode(), "zh.txt", published="2024-06-01", publisher="Example Wire",
)  # fmt: skip
RUSSIAN = Addition(
    "Компания «Северный путь» поставила порох заводу в Казани, сообщил представитель министерства 3 июня 2024 года.\n".encode(),
    "ru.txt", published="2024-06-04", publisher="Example Gazette",
)  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    case = built(tmp_path_factory.mktemp("pages") / "case", [*EVERYTHING, HOSTILE, TRANSLATED, RUSSIAN])
    with serving(case) as server:
        yield server


def rows(served: Served, table: str) -> list:
    return list(served.live.now.shelf.rows(table))


def test_every_page_opens(served: Served) -> None:
    one = {table: rows(served, table)[0] for table in ("documents", "claims", "entities", "events", "listings")}
    ids = {"/documents/{sha256}": one["documents"].sha256, "/claims/{id}": one["claims"].id, "/entities/{id}": one["entities"].id}
    ids |= {"/events/{id}": one["events"].id, "/listings/{id}": one["listings"].id, "/id/{id}": one["events"].id, "/why/{id}": one["claims"].id}
    draft = desk.save(served.live.case.desk_at, "brief", "A draft", edition.write([edition.Part(event=one["events"].id)]), "Ada").id
    ids |= dict.fromkeys(("/briefs/{id}", "/briefs/{id}/versions", "/briefs/{id}/published", "/briefs/{id}/brief.pdf"), draft)
    for pattern, _ in PAGES:
        if pattern.endswith(".pdf"):
            continue  # its own test has a browser
        path = pattern.replace("{sha256}", "{id}").format(id=ids.get(pattern, "")) if "{" in pattern else pattern
        answer = served.get(path)
        assert answer.code == (303 if pattern == "/id/{id}" else 200), (path, answer.text)
        if answer.code == 200 and path not in ("/brief", "/graph.svg", "/graph/whole.json", f"/briefs/{draft}/published"):
            tree = answer.tree
            assert len(tree.xpath("//h1")) == 1, path
            assert tree.xpath("//html/@lang") == ["en"], path
            ids_here = tree.xpath("//@id")
            assert len(ids_here) == len(set(ids_here)), path
            assert not tree.xpath("//@style | //style | //script[not(@src)] | //*[@onclick or @onload or @onerror]"), path
            assert all(src.startswith("/static/") for src in tree.xpath("//@src | //link/@href")), path


def test_every_link_of_the_main_pages_leads_somewhere(served: Served) -> None:
    seen, waiting = set(), ["/", "/events", "/entities", "/graph", "/gaps", "/review", "/sources", "/search?q=china", "/timeline", "/trade?view=checks"]
    while waiting and len(seen) < 250:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = served.get(path)
        assert answer.code in (200, 303), path
        if answer.code == 200 and "html" in answer.headers["content-type"] and not path.startswith("/brief"):
            waiting += [a.partition("#")[0] for a in answer.links(r"/[^/].*")]


def test_the_overview_has_figures_as_intervals(served: Served) -> None:
    main = served.get("/").main
    counted = [e for e in rows(served, "events") if figure(e)]
    assert counted
    assert all(figure(e) in main for e in counted[:6])
    shown = dict(zip(served.get("/").tree.xpath("//dl[@class='figures']//dt/text()"), served.get("/").tree.xpath("//dl[@class='figures']//dd/a/text()"), strict=True))
    assert shown["claims"] == str(len(rows(served, "claims")))
    assert "first build that the workbench has seen" in main


@pytest.mark.parametrize(
    ("words", "where", "shown"),
    [
        ("machine tools", "claims", "machine"), ("machne tols", "claims", "machine"), ("硝化棉", "documents", "硝化棉"), ("порохом", "documents", "порох"),
        ("kazani", "documents", "Казани"), ('"special chemicals"', "claims", "special"), ("Nortwind Precison", "entities", "Northwind"),
        ("Нортвинд Пресижн", "listings", "Northwind"), ("harbin blue", "listings", "Harbin Blue River"),
    ],
)  # fmt: skip
def test_search_forgives_typos_and_scripts(served: Served, words: str, where: str, shown: str) -> None:
    from urllib.parse import quote

    answer = served.get(f"/search?q={quote(words)}&where={where}")
    assert answer.tree.xpath("//ol[@class='hits']/li"), answer.main
    assert shown in answer.main
    if where in ("claims", "documents"):
        assert answer.tree.xpath("//ol[@class='hits']//mark")


def test_search_filters_and_says_when_nothing_fits(served: Served) -> None:
    every = served.get("/search?q=china")
    denied = served.get("/search?q=china&stance=denies")
    count = "count(//ol[@class='hits']/li)"
    assert 0 < denied.tree.xpath(count) < every.tree.xpath(count)
    assert all(c.stance == "denies" for c in rows(served, "claims") if f"/claims/{c.id}" in denied.links("/claims/.*"))
    assert "Nothing fits" in served.get("/search?q=zzzzqqqq").main


def test_an_id_that_is_pasted_into_the_search_leads_to_its_page(served: Served) -> None:
    event = rows(served, "events")[0].id
    assert served.get(f"/search?q={event}").headers["location"] == f"/id/{event}"
    assert served.get(f"/id/{event}").headers["location"] == f"/events/{event}"


def test_a_document_marks_each_claim_where_it_stands(served: Served) -> None:
    document = next(d for d in rows(served, "documents") if d.name == "one.txt")
    answer = served.get(f"/documents/{document.sha256}")
    (text,) = answer.tree.xpath("//div[@class='text']")
    assert "".join(text.xpath(".//text()")).replace("¶", "") == document.text
    for claim in (c for c in rows(served, "claims") if c.quote.sha256 == document.sha256):
        marked = answer.tree.xpath(f"//mark[contains(concat(' ', @data-claims, ' '), ' {claim.id} ')]")
        assert "".join(m.text_content() for m in marked) == claim.quote.text
        assert answer.tree.xpath(f"//article[@id='{claim.id}']"), "its card"


def test_an_event_shows_claims_by_origin_its_count_and_its_denials(served: Served) -> None:
    event = next(e for e in rows(served, "events") if e.count_min == 20 and e.kind == "supply")
    main = served.get(f"/events/{event.id}").main
    assert figure(event) in main
    assert all(line in main for line in event.derivation)
    disputes = [d for d in rows(served, "disputes") if d.event == event.id]
    assert disputes
    assert f"{len(disputes)} denial" in main


def test_a_party_shows_names_claims_and_lists(served: Served) -> None:
    party = next(e for e in rows(served, "entities") if "Northwind" in e.caption)
    answer = served.get(f"/entities/{party.id}")
    assert "Example list" in answer.main
    assert answer.links("/listings/.*")
    assert answer.links("/claims/.*")


def test_gaps_sort_by_a_list(served: Served) -> None:
    gap = rows(served, "gaps")[0]
    answer = served.get(f"/gaps?sort={gap.code}")
    assert answer.tree.xpath("//th[@aria-sort]")[0].text_content().startswith(gap.title)
    statuses = [c.rpartition("s-")[2] for c in answer.tree.xpath("//table//tbody/tr/td[2]/@class")]
    order = ["listed", "possible", "no_match"]
    assert len(set(statuses)) > 1
    assert statuses == sorted(statuses, key=order.index)
    assert "clears nobody" in answer.main


def test_trade_draws_series_and_both_sides(served: Served) -> None:
    assert served.get("/trade").tree.xpath("//svg[@class='chart']//circle")
    assert "170,000" in served.get("/trade?reporter=cn&hs=391220").main
    assert served.get("/trade?view=mirror").tree.xpath("//svg[contains(@class, 'ranges')]")
    checks = served.get("/trade?view=checks").tree.xpath("//ul[@class='said']/li")
    drawn = [c for c in rows(served, "checks") if len(c.because) > 1]
    assert len([li for li in checks if li.xpath(".//div[@class='small']/svg[@class='chart']//circle")]) == len(drawn) > 0  # a chart beside each
    assert "No figure fits" in served.get("/trade?reporter=zz").main
    stands_out = served.get("/trade?view=anomalies")
    assert [(a.kind, a.effect) for a in rows(served, "anomalies")] == [("too_thin", None)], "a gap with no other goods to compare it with"
    assert "cannot tell" in stands_out.tree.xpath("//svg[contains(@class, 'ranges')]")[0].text_content()


def test_the_graph_finds_parties_and_ways(served: Served) -> None:
    link = rows(served, "links")[0]
    answer = served.get(f"/graph?entity={link.source}&to={link.target}")
    assert f"/events/{link.event}" in answer.links("/events/.*")
    around = served.get(f"/graph?entity={link.source}")
    assert around.tree.xpath("//svg//a[contains(@class, 'node')]")
    picture = served.get(f"/graph.svg?entity={link.source}")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert "attachment" in picture.headers["content-disposition"]
    assert "No party is called" in served.get("/graph?entity=zzzzqqqq").main


def test_a_register_of_shipments_is_told_as_recorded(tmp_path: Path) -> None:
    """What a register recorded is nobody's allegation, and its lines are shown."""
    register = Addition(
        b"Bill of Lading Number,Arrival Date,Shipper Name,Consignee Name,Country of Origin,HS Code,Product Description,Gross Weight (kg)\n"
        b"B1,2024-03-01,Northwind Precision Tools Co.,Redhill Trading LLC,China,845710,machining centres,1200\n",
        "register.csv", role="trade", format="shipments",
    )  # fmt: skip
    with serving(built(tmp_path / "case", [*EVERYTHING, register])) as served:
        lines = rows(served, "shipments")
        assert lines
        link = next(one for one in rows(served, "links") if one.recorded)
        assert "recorded:" in served.get(f"/graph?entity={link.source}").main
        assert "machining centres" in served.get(f"/entities/{link.source}").main
        event = served.get(f"/events/{link.event}").main
        assert "of registers" in event


def test_a_misread_claim_is_no_mark_against_its_publisher(tmp_path: Path) -> None:
    case = built(tmp_path / "case")
    with serving(case) as served:
        claim = next(c for c in rows(served, "claims") if c.event)
        assert served.decide("misread", claim.id).code == 303
        pipeline.build(case)
        assert served.live.look()
        assert "misread" in served.get(f"/claims/{claim.id}").main
        assert served.get("/sources").code == 200


def test_pages_answer_with_one_etag_until_somebody_decides(tmp_path: Path) -> None:
    with serving(built(tmp_path / "case")) as served:
        tag = served.get("/events").headers["etag"]
        assert served.get("/events", If_None_Match=tag).code == 304
        served.decide("reject", rows(served, "claims")[0].id)
        assert served.get("/events", If_None_Match=tag).code == 200


def test_a_decision_is_recorded_shown_and_holds_after_the_build(tmp_path: Path) -> None:
    case = built(tmp_path / "case")
    with serving(case) as served:
        claim = next(c for c in rows(served, "claims") if c.event)
        done = served.decide("reject", claim.id, back=f"/claims/{claim.id}")
        assert done.code == 303
        assert done.headers["location"].startswith(f"/claims/{claim.id}?done=d_")
        (decision,) = case.decisions()
        assert (decision.verb, decision.targets, decision.by) == ("reject", (claim.id,), "A. Analyst")
        page = served.get(done.headers["location"]).main
        assert "supplyline build" in page
        assert "as the page shows" in page
        pipeline.build(case)
        assert served.live.look()
        assert "rejected by a person" in served.get(f"/claims/{claim.id}").main
        assert served.live.now.shelf.many("claims", [claim.id])[claim.id].confidence == 0
        assert "not in it yet" not in served.get("/").text


def test_a_merge_and_what_changed_are_seen_after_the_build(tmp_path: Path) -> None:
    case = built(tmp_path / "case")
    with serving(case) as served:
        parties = [e for e in rows(served, "entities") if e.schema != "Country"][:2]
        assert served.decide("merge", *(p.id for p in parties)).code == 303
        case.add_original(b"Harbin Blue River Chemical Ltd supplied 40 tons of nitrocellulose to a plant in Kazan, the ministry said.\n", "new.txt", published="2024-07-01", publisher="New Wire")
        pipeline.build(case)
        assert served.live.look()
        names = {n.text for e in rows(served, "entities") for n in e.names if e.id in (parties[0].id, parties[1].id)}
        assert {p.caption for p in parties} <= names
        assert "Since the build that this page last showed" in served.get("/").main
        assert "new.txt" in served.get("/").main


def test_what_changed_is_told_since_the_last_look_and_not_since_the_last_build(tmp_path: Path) -> None:
    case = built(tmp_path / "case")

    def report(name: str) -> None:
        case.add_original(f"{name.title()} Trading Ltd supplied 40 lathes to a plant in Kazan, the ministry said.\n".encode(), f"{name}.txt", published="2024-07-01", publisher="New Wire")
        pipeline.build(case)

    def changed(served: Served) -> str:
        (section,) = served.get("/").tree.xpath("//section[@aria-labelledby='changed']")
        return section.text_content()

    with serving(case) as served:
        assert "first build" in changed(served)
        for name in ("alder", "birch"):
            report(name)
            assert served.live.look()
            assert served.get("/events").code == 200, "a look at another page tells nobody what changed"
    report("cedar")
    with serving(case) as served:  # and across a restart
        told = changed(served)
        assert all(f"{name}.txt" in told for name in ("alder", "birch", "cedar"))
        assert changed(served) == told, "it stays on the page until there is another build"
        report("douglas")
        assert served.live.look()
        told = changed(served)
        assert "douglas.txt" in told
        assert "cedar.txt" not in told
        kept = list((case.cache / "serve").glob("**/*.duckdb"))
        assert sorted(p.name for p in kept) == ["build.duckdb", "last.duckdb"], "of older builds nothing is kept"


def test_a_decision_that_cannot_be_is_refused_with_a_reason(tmp_path: Path) -> None:
    with serving(built(tmp_path / "case")) as served:
        gone = served.decide("reject", "c_000000000000")
        assert gone.code == 409
        assert "not in the last build" in gone.main
        assert served.decide("merge", rows(served, "entities")[0].id).code == 409
        assert served.decide("sink", rows(served, "claims")[0].id).code == 409
        nobody = served.post("/decide", [("verb", "confirm"), ("target", rows(served, "claims")[0].id), ("by", " "), ("because", "x")])
        assert nobody.code == 409
        elsewhere = served.decide("confirm", rows(served, "claims")[0].id, back="//evil.example/")
        assert elsewhere.headers["location"].startswith("/decisions")
        assert len(served.live.case.decisions()) == 1


def test_review_asks_in_order_and_not_again(tmp_path: Path) -> None:
    with serving(built(tmp_path / "case")) as served:
        shelf = served.live.now.shelf
        worth = [w for (w,) in shelf.sql("SELECT worth FROM review ORDER BY n")]
        assert worth == sorted(worth, reverse=True)
        first = served.get("/review")
        (target, *_) = first.tree.xpath("//form[@class='decide']/input[@name='target']/@value")
        served.decide("confirm", target)
        (second, *_) = served.get("/review").tree.xpath("//form[@class='decide']/input[@name='target']/@value")
        assert second != target
        served.decide("undo", served.live.case.decisions()[0].id)
        assert served.get("/review").tree.xpath("//form[@class='decide']/input[@name='target']/@value")[0] == target


def test_two_servers_on_one_case_see_each_others_decisions(tmp_path: Path) -> None:
    case = built(tmp_path / "case")
    with serving(case) as one, serving(case) as two:
        claim = rows(one, "claims")[0].id
        one.decide("confirm", claim)
        two.decide("confirm", rows(two, "claims")[1].id)
        for server in (one, two):
            assert server.get("/decisions").tree.xpath("count(//ol/li[starts-with(@id, 'd_')])") == 2
        assert len(case.decisions()) == 2


def test_the_index_of_a_build_is_the_build(served: Served) -> None:
    """What is served is what the snapshot holds, row for row."""
    shelf = served.live.now.shelf
    with Snapshot.open(served.live.case) as snapshot:
        for table in ("claims", "events", "entities", "documents", "gaps", "flows", "disputes", "grades", "links", "listings"):
            assert list(shelf.rows(table)) == list(snapshot.rows(table)), table
