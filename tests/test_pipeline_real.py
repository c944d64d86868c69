"""A build of real reports and real lists holds together, row by row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supplyline import pipeline
from supplyline.case import store
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Addition
from supplyline.case.verify import verify

SHARED = Path(__file__).resolve().parents[2] / "shared"


def reports() -> list[Addition]:
    found = []
    for path in sorted((SHARED / "cases/dev").glob("*.txt")):
        meta = json.loads(path.with_suffix(".meta.json").read_text("utf-8"))
        found.append(
            Addition(path.read_bytes(), path.name, published=meta["date"], publisher=meta["cluster"], language=meta["lang"])
        )
    return found


def lists() -> list[Addition]:
    names = ("un_2025-08.xml", "un_2026-02.xml", "un_malformed.xml", "ofac_sdn_2021_native.csv", "ofac_cons_prim.csv")
    return [Addition((SHARED / "data/lists" / name).read_bytes(), name, role="list") for name in names]


def test_real_reports_and_lists(tmp_path: Path) -> None:
    if not SHARED.exists():
        pytest.skip("the shared inputs are not beside this checkout")
    case = store.create(tmp_path / "case")
    case.add_originals([*reports(), *lists()])
    summary = pipeline.build(case)
    assert verify(case) == ()
    assert summary.counts["documents"] == len(reports())
    with Snapshot.open(case) as snapshot:
        claims = {c.id: c for c in snapshot.rows("claims")}
        events = {e.id: e for e in snapshot.rows("events")}
        entities = {e.id for e in snapshot.rows("entities")}
        versions = {v.id: v for v in snapshot.rows("lists")}
        assert len(claims) > 100
        for event in events.values():
            assert {claims[c].event for c in event.because} == {event.id}
            assert event.claims == len(event.because)
            assert event.documents == len({claims[c].quote.sha256 for c in event.because})
        for claim in claims.values():
            assert claim.event is None or claim.id in events[claim.event].because
            assert {f.entity for f in claim.roles if f.entity} <= entities
        assert [v.as_of[:7] for v in versions.values() if v.code == "un_sc" and v.as_of] == ["2026-02"]
        for version in versions.values():
            assert snapshot.count("listings", list=version.id) == version.rows
        assert any("un_malformed" in p.file for p in snapshot.rows("problems"))
        hits = {h.entity for h in snapshot.rows("hits")}
        assert hits <= entities
        gaps = list(snapshot.rows("gaps"))
        assert {(g.entity, g.list) for g in gaps} == {(g.entity, v) for g in gaps for v in versions}
        assert not any("clear" in g.text for g in gaps)
