"""The whole graph by filters, and views that keep a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from case_corpus import EVERYTHING
from publishing import built
from serving import Served, serving
from supplyline.case import desk
from supplyline.model import Link
from supplyline.serve.pages.graph import Wanted, _kept
from supplyline.serve.pages.graph_whole import lines


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(built(tmp_path_factory.mktemp("views") / "case", EVERYTHING)) as server:
        yield server


def now(served: Served):
    from supplyline.serve.now import Now

    return Now(served.live.case, served.live.now, ())


def links(served: Served) -> list[Link]:
    return list(served.live.now.shelf.rows("links"))


def expected(served: Served, wanted: Wanted) -> dict[tuple[str, str], int]:
    """What the other view's filter keeps, link by link."""
    kept = _kept(now(served), links(served), wanted)
    if wanted.listed:
        on = {h.entity for h in served.live.now.shelf.rows("hits") if h.status == "listed"}
        keep = {i for one in kept for i in (one.source, one.target) if (i in on) == (wanted.listed == "listed")}
        kept = [one for one in kept if one.source in keep or one.target in keep]
    out: dict[tuple[str, str], int] = {}
    for one in kept:
        out[one.source, one.target] = out.get((one.source, one.target), 0) + 1
    return out


def filters(served: Served) -> list[Wanted]:
    every = links(served)
    grades, roles = sorted({one.grade or "F6" for one in every}), sorted({one.role for one in every})
    goods = next(g for one in every for g in one.goods)
    return [
        Wanted(), *(Wanted(role=r) for r in roles), *(Wanted(grade=g) for g in (*grades, "A1", "F6")), Wanted(goods=goods.upper()[:6]), Wanted(goods="nothing of the kind"), Wanted(since="2025"), Wanted(until="2024-12"),
        Wanted(since="2025-05", until="2025-05"), Wanted(listed="listed"), Wanted(listed="unlisted"), Wanted(role=roles[0], grade=grades[-1], since="2020"), Wanted(goods="%"), Wanted(goods="' OR 1=1"),
    ]  # fmt: skip


def test_the_filters_of_both_views_agree(served: Served) -> None:
    ids = dict(served.live.now.shelf.sql("SELECT n, id FROM map_points"))
    different = 0
    for wanted in filters(served):
        found = {(ids[a], ids[b]): n for a, b, n, _ in lines(now(served), wanted)}
        assert found == expected(served, wanted), wanted
        different += 0 < len(found) < len(lines(now(served), Wanted()))
    assert different > 3, "some filters must leave something out and keep something"


def test_the_page_and_its_list_go_by_the_filters(served: Served) -> None:
    goods = next(g for one in links(served) for g in one.goods)
    ends = {e for one in links(served) if goods in one.goods for e in (one.source, one.target)}
    page = served.get(f"/graph/whole?goods={goods.replace(' ', '+')}")
    listed = [a.rpartition("=")[2] for a in page.links(r"/graph\?entity=e_.*")]
    assert set(listed) == ends
    (source,) = page.tree.xpath("//div[@id='map']/@data-src")
    got = served.get(source).json
    assert {got["points"][n][3] for a, b, *_ in got["lines"] for n in (a, b)} == ends
    assert len(got["points"]) == served.live.now.shelf.one("SELECT count(*) FROM map_points"), "points stay where they are"
    assert "No link fits" in served.get("/graph/whole?goods=zzzz").main


def save(served: Served, name: str, address: str, by: str = "Ada"):
    return served.post("/views", [("name", name), ("address", address), ("by", by)])


def test_a_view_is_saved_by_name_and_found_on_both_pages(tmp_path: Path) -> None:
    with serving(built(tmp_path / "case")) as served:
        party = links(served)[0].source
        address = f"/graph?entity={party}&hops=2&goods=%D1%81%D1%82%D0%B0%D0%BD%D0%BA%D0%B8"
        assert save(served, "Lathes", address).headers["location"] == address
        for page in ("/graph", "/graph/whole"):
            assert address in served.get(page).links("/graph.*")
        assert "станки" in served.get(address).text
        save(served, "lathes", "/graph/whole?grade=C3&at=0.1,0.2,3", by="Ben")
        (view,) = [s for s in desk.latest(served.live.case.desk_at) if not s.gone]
        assert (view.body, view.by) == ("/graph/whole?grade=C3&at=0.1,0.2,3", "Ben")
        assert len(desk.versions(served.live.case.desk_at, view.id)) == 2, "the older one is still there"
        assert served.post(f"/views/{view.id}", [("by", "Ada")]).code == 303
        assert "lathes" not in served.get("/graph").main
        assert desk.versions(served.live.case.desk_at, view.id)[1].body.startswith("/graph/whole")
        assert served.post(f"/views/{view.id}", [("by", "Ada")]).code == 400
        assert desk.verify(served.live.case.desk_at) == ()


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/graph", "javascript:alert(1)", "/decide?verb=reject", "/graph/../decide", "/graph?a=b\r\nSet-Cookie: x=y", "/graphs", "", "/graph#x", "/graph\\evil", "/graph?" + "a" * 9000])
def test_only_views_of_the_graph_are_saved(served: Served, address: str) -> None:
    assert save(served, "Bad", address).code == 400
    assert not desk.latest(served.live.case.desk_at)


def test_a_hostile_name_stays_text_and_a_form_of_another_site_saves_nothing(tmp_path: Path) -> None:
    with serving(built(tmp_path / "case")) as served:
        assert save(served, "<script>alert(1)</script>", "/graph").code == 303
        assert "<script>alert" not in served.get("/graph").text
        assert served.post("/views", [("name", "x"), ("address", "/graph"), ("by", "y")], Origin="http://evil.example").code == 403
        assert len(desk.latest(served.live.case.desk_at)) == 1
