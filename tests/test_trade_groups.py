"""Figures asked for by the id of a group of goods, in the commands, over Parquet in place, and in the workbench."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from case_corpus import EVERYTHING, TRADE
from commands import rows as printed
from commands import run
from publishing import built
from serving import Served, serving
from supplyline.case.store import Addition
from supplyline.trade import tree

CODES = ("845710", "854231", "360100", "391220", "940169", "8542")
HEAD = "reporter,partner,flow,hs,period,value\n"
ROWS = "".join(f"cn,ru,export,{code},{year},{1000 + year}\nru,cn,import,{code},{year},{1500 + year}\n" for code in CODES for year in (2021, 2022))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("groups")
    (folder / "t.csv").write_text(HEAD + ROWS, "utf-8")
    pq.write_table(pa.table({"reporter": ["cn"] * 4, "partner": ["ru"] * 4, "flow": ["export"] * 4, "hs": ["845710", "854231", "360100", "940169"], "period": ["2022"] * 4, "value": [1.0, 2.0, 4.0, 8.0]}), folder / "t.parquet")
    run("new", folder / "case")
    run("trade", "add", folder / "case", folder / "t.csv", folder / "t.parquet")
    run("build", folder / "case")
    return folder / "case"


def asked(case: Path, command: str, group: str, *more: str) -> set[str]:
    return {r["hs"] for r in printed("trade", command, case, "--hs", group, *more)}


def test_every_id_of_the_tree_is_one_of_the_groups_that_goods_lists() -> None:
    listed = printed("goods", "--groups")
    assert [g["id"] for g in listed] == [g.id for g in (*tree.groups(), *tree.sets())]
    assert len({g["id"] for g in listed}) == len(listed)
    assert {"chpl-1", "chpl-4b", "chpl", "chemicals-29", "chemicals", "machine-tools", "eu-833-xxiii", "us-746-7", "dual-use-3"} <= {g["id"] for g in listed}
    assert all(g["prefixes"] and g["name"] and g["source"] for g in listed)
    assert set(tree.named("chpl").prefixes) == {code for g in tree.groups() if g.id.startswith("chpl-") for code in g.prefixes}
    assert tree.named("chemicals").prefixes == ("28", "29", "36", "3912")  # what the list leaves out
    assert tree.named("") is None and tree.named("chpl-9") is None
    assert "machine-tools               machine tools and their parts: HS 8456, 8457, 8458, 8459, 8460 and 4 more" in run("goods", "--groups").stdout
    assert "say what the goods are called, or --groups" in run("goods", code=2).stderr


def test_flows_and_mirrors_are_asked_by_a_group(case: Path) -> None:
    assert asked(case, "flows", "chpl-1") == {"854231"}
    assert asked(case, "flows", "CHPL") == {"854231", "845710"}
    assert asked(case, "flows", "chemicals") == {"360100", "391220"}
    assert asked(case, "flows", "microelectronics") == {"854231", "8542"}
    assert asked(case, "mirror", "machine-tools") == {"845710"}
    told = run("trade", "flows", case, "--hs", "chpl-4b").stderr
    assert "chpl-4b: Common High Priority List, tier 4.B (BIS, version of 2024-02-23): HS 845710, 845811, 845891, 845961, 846693" in told
    assert "us-746-4: industrial goods (exports to Russia and Belarus)" in run("trade", "flows", case, "--hs", "us-746-4").stderr
    sums = printed("trade", "flows", case, "--hs", "microelectronics", "--total", "--reporter", "cn")
    assert {s["period"]: s["value"] for s in sums} == {"2021": 3021.0, "2022": 3022.0}  # the heading, and not its part beside it
    for command in ("anomalies", "checks", "shipments"):
        run("trade", command, case, "--hs", "chpl")
    wrong = run("trade", "flows", case, "--hs", "chpl-99 qwertz", code=2).stderr
    assert "no code or group is known for it" in " ".join(wrong.replace("│", " ").split())
    for command in ("flows", "mirror", "anomalies", "checks", "shipments"):
        assert "supplyline goods --groups" in " ".join(run("trade", command, "--help").stdout.replace("│", " ").split())


def test_a_table_in_place_is_asked_by_a_group(case: Path) -> None:
    sums = printed("trade", "flows", case, "--by", "reporter,hs6", "--hs", "chpl")
    assert {s["hs6"]: s["value"] for s in sums} == {"845710": 1.0, "854231": 2.0}
    assert {s["hs6"] for s in printed("trade", "flows", case, "--by", "reporter,hs6", "--hs", "chemicals")} == {"360100"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    trade = Addition((HEAD + ROWS).encode(), "t.csv", role="trade")
    with serving(built(tmp_path_factory.mktemp("served") / "case", [*(a for a in EVERYTHING if a is not TRADE), trade])) as server:
        yield server


def shown(served: Served, query: str) -> set[str]:
    return set(served.get(f"/trade?{query}").tree.xpath("//td[@data-label='HS']/text()"))


def test_the_workbench_offers_the_groups_that_the_figures_have_codes_of(served: Served) -> None:
    assert shown(served, "hs=chpl") == {"854231", "845710"}
    assert shown(served, "hs=chemicals&reporter=ru") == {"360100", "391220"}
    assert shown(served, "hs=845710") == {"845710"}
    page = served.get("/trade?hs=machine-tools")
    offered = page.tree.xpath("//select[@name='hs']/optgroup/option/@value")
    assert {"chpl", "chpl-4b", "chemicals", "machine-tools"} <= set(offered)
    assert not {"eu-833-xxvi", "bearings", "energy"} & set(offered)
    assert page.tree.xpath("//select[@name='hs']//option[@selected]/@value") == ["machine-tools"]
    assert "machine tools and their parts" in page.tree.xpath("string(//svg)")
    mirrors = served.get("/trade?view=mirror&hs=chpl-1")
    assert "854231" in mirrors.main and "845710" not in mirrors.tree.xpath("string(//svg[contains(@class, 'ranges')])")
    assert shown(served, "hs=bearings") == set()
    assert "No figure fits" in served.get("/trade?hs=bearings").main
