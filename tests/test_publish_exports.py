"""Exports: valid in their own formats, the same bytes for the same snapshot, named in the docs."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import networkx as nx
import pytest

from case_corpus import EVERYTHING
from publishing import HOSTILE, built
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Case
from supplyline.model import TABLES
from supplyline.publish.exports import EXPORTS, stix


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return built(tmp_path_factory.mktemp("exports") / "case", [*EVERYTHING, HOSTILE])


def export(case: Case, format: str, out: Path) -> Path:
    with Snapshot.open(case) as snapshot:
        return EXPORTS[format](snapshot, out)


def content(path: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in ([path] if path.is_file() else sorted(path.iterdir()))}


@pytest.mark.parametrize("format", sorted(EXPORTS))
def test_the_same_snapshot_gives_the_same_bytes(case: Case, format: str, tmp_path: Path) -> None:
    one, two = export(case, format, tmp_path / "a"), export(case, format, tmp_path / "b")
    assert content(one) == content(two)
    assert any(content(one).values())  # a table without rows (nobody has decided yet) is an empty file
    assert not list(tmp_path.rglob(".*")), "no half file is left"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The same originals in another folder, added one by one in another order."""
    return built(tmp_path_factory.mktemp("other") / "deeper" / "case", [HOSTILE, *reversed(EVERYTHING)])


@pytest.mark.parametrize("format", sorted(EXPORTS))
def test_folders_and_the_order_of_adding_do_not_show(case: Case, elsewhere: Case, format: str, tmp_path: Path) -> None:
    # One file name for both: a format may carry the name that its user gave it
    one, two = export(case, format, tmp_path / "a" / "out"), export(elsewhere, format, tmp_path / "b" / "out")
    assert content(one) == content(two)


@pytest.mark.parametrize("format", sorted(EXPORTS))
def test_the_docs_name_every_format(format: str) -> None:
    docs = (Path(__file__).parent.parent / "docs" / "exports.md").read_text("utf-8")
    assert f"`{format}`" in docs


def test_a_named_file_is_written_there(case: Case, tmp_path: Path) -> None:
    assert export(case, "stix", tmp_path / "deep" / "mine.json") == tmp_path / "deep" / "mine.json"
    assert export(case, "ftm", tmp_path) == tmp_path / "case.ftm.json"


def test_tables_hold_all_rows(case: Case, tmp_path: Path) -> None:
    folder = export(case, "csv", tmp_path / "csv")
    with Snapshot.open(case) as snapshot:
        for table in TABLES:
            with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                assert len(list(csv.reader(file))) - 1 == snapshot.count(table)


# ---------------------------------------------------------------- STIX


@pytest.fixture
def bundle(case: Case, tmp_path: Path) -> dict:
    return json.loads(export(case, "stix", tmp_path / "case.json").read_text("utf-8"))


def test_stix_is_valid_and_closed(bundle: dict) -> None:
    stix2 = pytest.importorskip("stix2", reason="stix2 is not installed: pip install stix2")
    parsed = stix2.parse(bundle)
    assert {o.type for o in parsed.objects} == {"identity", "note", "opinion", "relationship", "report"}
    ids = [o["id"] for o in bundle["objects"]]
    assert len(ids) == len(set(ids))
    for item in bundle["objects"]:
        refs = item.get("object_refs", []) + [item[k] for k in ("source_ref", "target_ref") if k in item]
        assert set(refs) <= set(ids)


@pytest.mark.parametrize(
    ("grade", "confidence"),
    [("A1", 90), ("F2", 70), ("C3", 50), ("B4", 30), ("E5", 10), ("F6", None), (None, None), ("", None)],
)
def test_credibility_becomes_confidence(grade: str | None, confidence: int | None) -> None:
    assert stix.confidence(grade).get("confidence") == confidence


def test_stix_says_what_is_alleged_and_denied(case: Case, bundle: dict) -> None:
    with Snapshot.open(case) as snapshot:
        links, disputes = list(snapshot.rows("links")), list(snapshot.rows("disputes"))
    kinds = [o["type"] for o in bundle["objects"]]
    assert kinds.count("relationship") == len(links) > 0
    assert 0 < kinds.count("opinion") <= len(disputes)
    for item in bundle["objects"]:
        if item["type"] == "relationship":
            assert item["description"].startswith("Alleged: ")
        if item["type"] == "opinion":
            assert item["opinion"] in ("strongly-disagree", "disagree", "neutral")
        if item["type"] == "note":
            assert item["content"].startswith("Allegation, not a finding.")


@pytest.mark.parametrize(
    ("day", "time"),
    [("2024", "2024-01-01"), ("2024-05", "2024-05-01"), ("2024-05-26", "2024-05-26"), (None, "1970-01-01"), ("May", "1970-01-01")],
)
def test_times(day: str | None, time: str) -> None:
    assert stix.time(day) == f"{time}T00:00:00.000Z"


# ---------------------------------------------------------------- FollowTheMoney and GraphML


def test_ftm_has_every_row_and_its_references_resolve(case: Case, tmp_path: Path) -> None:
    lines = export(case, "ftm", tmp_path / "x.json").read_text("utf-8").splitlines()
    entities = {e["id"]: e for e in map(json.loads, lines)}
    assert len(entities) == len(lines)
    with Snapshot.open(case) as snapshot:
        for table, schema in (("claims", "Note"), ("documents", "Document"), ("hits", "Similar")):
            assert sum(e["schema"] == schema for e in entities.values()) == snapshot.count(table), table
    for entity in entities.values():
        for name, values in entity["properties"].items():
            assert values and all(isinstance(v, str) and v for v in values)
            if name in ("entity", "document", "sender", "receiver", "subject", "object", "candidate", "match"):
                assert set(values) <= set(entities)


def test_graphml_is_read_by_networkx(case: Case, tmp_path: Path) -> None:
    graph = nx.read_graphml(export(case, "graphml", tmp_path / "x.graphml"))
    with Snapshot.open(case) as snapshot:
        links = list(snapshot.rows("links"))
    assert graph.number_of_edges() == len(links) > 0
    for _, _, data in graph.edges(data=True):
        assert data["status"] == "alleged" and data["event"].startswith("v_")
