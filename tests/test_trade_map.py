"""Trade on a map: the outlines, the arcs, and that nothing is added twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from case_corpus import EVERYTHING, TRADE
from publishing import built
from serving import Served, serving
from supplyline import tsv
from supplyline.case.store import Addition
from supplyline.read import countries
from supplyline.serve.worldmap import HEIGHT, WIDTH, Arc, draw, outlines

ROWS = (
    "reporter,partner,flow,hs,period,value,weight\n"
    "China,Russia,export,84,2022,500,1\n"  # the chapter holds the two codes below
    "China,Russia,export,845710,2022,300,1\n"
    "China,Russia,export,845811,2022,200,1\n"
    "China,Kyrgyzstan,export,845710,2022,70,1\n"
    "Kyrgyzstan,Russia,export,845710,2022,60,1\n"
    "Russia,China,import,845710,2022,900,1\n"
    "China,World,export,845710,2022,5000,1\n"
    "China,Russia,export,845710,2021,10,1\n"
)
# No free yearly mean of the tenge is at hand, so it cannot be told in dollars.
TENGE = "reporter,partner,flow,hs,period,value,weight\nTurkey,Russia,export,845710,2022,40,1\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    trade = Addition(ROWS.encode(), "machines.csv", role="trade")
    tenge = Addition(TENGE.encode(), "tenge.csv", role="trade", mapping={"currency": "=KZT"})
    with serving(built(tmp_path_factory.mktemp("map") / "case", [*(a for a in EVERYTHING if a is not TRADE), trade, tenge])) as server:
        yield server


def table(answer) -> list[tuple[str, str, str, str]]:
    rows = answer.tree.xpath("//main//tbody/tr")
    return [tuple(" ".join(cell.text_content().split()).split(" · ")[0] for cell in row) for row in rows]


def told(answer) -> list[str]:
    return [t.text for t in answer.tree.xpath("//svg//a//title")]


# ---------------------------------------------------------------- outlines


def rings(path: str) -> list[list[tuple[int, int]]]:
    out = []
    for part in filter(None, path.split("M")):
        start, _, steps = part.rstrip("z").partition("l")
        x, y = map(int, start.split())
        ring = [(x, y)]
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        out.append(ring)
    return out


def inside(path: str, px: float, py: float) -> bool:
    crossed = 0
    for ring in rings(path):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 <= py) != (y2 <= py) and px < x1 + (py - y1) * (x2 - x1) / (y2 - y1):
                crossed += 1
    return crossed % 2 == 1


def test_every_outline_is_a_country_on_the_picture() -> None:
    rows = tsv.rows("outlines.tsv", 4)
    assert len({row[0] for row in rows}) == len(rows) > 225
    for code, x, y, path in rows:
        assert countries.name(code), code
        assert 0 <= int(x) <= 10 * WIDTH, code
        assert -80 <= int(y) <= 10 * HEIGHT, code
        assert re.fullmatch(r"(M\d+ -?\d+l[-\d ]+z)*", path), code
    for code in ("ru", "ua", "cn", "us", "fr", "tr", "kz", "sg", "hk", "ae", "tw", "kp", "by", "in"):
        assert code in outlines(), code
    large = [r for r in rows if max((len(ring) for ring in rings(r[3])), default=0) > 30]
    assert len(large) > 50
    assert all(inside(path, int(x), int(y)) for _, x, y, path in large), "the point of a country lies inside it"


def test_crimea_is_drawn_as_a_part_of_ukraine() -> None:
    paths = {code: path for code, _, _, path in tsv.rows("outlines.tsv", 4)}
    x, y = 5772, 880  # Simferopol on the projection
    assert inside(paths["ua"], x, y)
    assert not inside(paths["ru"], x, y)


# ---------------------------------------------------------------- drawing


def arc(a: str, b: str, value: float = 1.0, told: str = "told", href: str = "/trade") -> Arc:
    return Arc(a, b, value, told, href)


def test_there_and_back_lie_apart_and_the_wider_has_more() -> None:
    svg = ElementTree.fromstring(draw([arc("cn", "ru", 100), arc("ru", "cn", 25)]))
    edges = [e for e in svg.iter("path") if e.get("class") == "edge"]
    (first, second) = edges
    assert first.get("d") != second.get("d")
    assert float(first.get("stroke-width")) > float(second.get("stroke-width"))
    controls = [re.search(r"Q([\d.-]+) ([\d.-]+)", e.get("d")).groups() for e in edges]
    assert controls[0] != controls[1]
    assert draw([arc("ru", "cn", 25), arc("cn", "ru", 100)]) == draw([arc("cn", "ru", 100), arc("ru", "cn", 25)])
    assert draw([]) == ""


def test_what_an_arc_says_stays_text() -> None:
    made = draw([arc("cn", "ru", told="<script>alert(1)</script>", href='/trade?hs="><img src=x>')])
    assert "<script" not in made
    assert "<img" not in made
    ElementTree.fromstring(made)


@pytest.mark.parametrize("pair", [("cn", "ru"), ("us", "cn"), ("nz", "us"), ("sg", "my"), ("cl", "no"), ("fj", "mx")])
def test_all_ends_are_on_the_picture(pair: tuple[str, str]) -> None:
    svg = ElementTree.fromstring(draw([arc(*pair)]))
    for end in (e for e in svg.iter("circle")):
        assert 0 <= float(end.get("cx")) <= WIDTH
        assert 0 <= float(end.get("cy")) <= HEIGHT


# ---------------------------------------------------------------- the page


def test_what_exporters_recorded_is_not_added_to_what_importers_did_nor_a_chapter_to_its_parts(served: Served) -> None:
    page = served.get("/trade/map?period=2022")
    assert table(page) == [("China", "Russia", "500", "1 figure of China to Russia"), ("China", "Kyrgyzstan", "70", "1 figure of China to Kyrgyzstan"), ("Kyrgyzstan", "Russia", "60", "1 figure of Kyrgyzstan to Russia")]
    assert "1 figure in another currency is not in it" in page.main
    assert table(served.get("/trade/map?side=importer&period=2022")) == [("China", "Russia", "900", "1 figure of China to Russia")]


def test_one_code_one_period_one_country(served: Served) -> None:
    assert [row[:3] for row in table(served.get("/trade/map?hs=845710&period=2022"))] == [("China", "Russia", "300"), ("China", "Kyrgyzstan", "70"), ("Kyrgyzstan", "Russia", "60")]
    assert [row[:3] for row in table(served.get("/trade/map?hs=845710&period=2021"))] == [("China", "Russia", "10")]
    assert [row[:3] for row in table(served.get("/trade/map?hs=845710&country=kg"))] == [("China", "Kyrgyzstan", "70"), ("Kyrgyzstan", "Russia", "60")]
    assert "2022" in served.get("/trade/map").tree.xpath("//select[@name='period']/option[@selected]/text()"), "the newest year"


def test_each_line_is_a_link_to_its_figures_and_the_list_says_the_same(served: Served) -> None:
    page = served.get("/trade/map?hs=845710&period=2022")
    assert "China to Russia: USD 300, as the exporter recorded it, 2022" in told(page)
    links = page.tree.xpath("//svg//a/@href")
    assert len(links) == 3
    for href in links:
        figures = served.get(href)
        assert figures.code == 200
        assert "845710" in figures.main
    (why, *_) = page.links("/why/.*")
    assert "845710" in served.get(why).main
    assert not page.tree.xpath("//svg//@style | //svg//script")


def test_whatever_is_asked_for_is_answered(served: Served) -> None:
    for query in ("hs=%3Cscript%3E", "period=9999", "country=zz", "side=both", "hs=84&period=1900", "country=%00"):
        answer = served.get(f"/trade/map?{query}")
        assert answer.code == 200, query
        assert "<script>" not in answer.text.replace('<script type="module"', "")


def test_a_case_without_figures_says_so(tmp_path: Path) -> None:
    with serving(built(tmp_path / "case", [a for a in EVERYTHING if a is not TRADE])) as served:
        assert "no yearly figures" in served.get("/trade/map").main
