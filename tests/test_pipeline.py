"""A build: the same bytes for the same inputs, no work twice, and no file that stops it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from case_corpus import EVERYTHING, LIST, REPORTS, make, many
from supplyline import pipeline
from supplyline.case import files, store
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Addition, Case
from supplyline.case.verify import verify
from supplyline.engine import reading
from supplyline.model import TABLES, BadInput, DecisionRefused, SnapshotMissing


def exported(case: Case, folder: Path) -> dict[str, bytes]:
    """Every table in every format."""
    folder.mkdir(exist_ok=True)
    found = {}
    with Snapshot.open(case) as snapshot:
        for table in TABLES:
            for format in ("csv", "jsonl", "parquet"):
                path = folder / f"{table}.{format}"
                assert snapshot.export(table, path, format=format) == snapshot.count(table)
                found[path.name] = path.read_bytes()
    return found


def rows(case: Case, table: str) -> list:
    with Snapshot.open(case) as snapshot:
        return list(snapshot.rows(table))


def claim_of(case: Case, words: str):
    return next(c for c in rows(case, "claims") if words in c.quote.text and c.event)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = make(tmp_path / "case", EVERYTHING)
    pipeline.build(case)
    return case


def test_every_stage_leaves_rows(case: Case) -> None:
    with Snapshot.open(case) as snapshot:
        counts = {table: snapshot.count(table) for table in TABLES}
    for table in ("documents", "mentions", "claims", "entities", "origins", "events", "grades", "listings", "lists"):
        assert counts[table] > 0, table
    for table in ("hits", "gaps", "links", "trade_rows", "flows"):
        assert counts[table] > 0, table
    assert counts["documents"] == len(REPORTS)
    assert counts["events"] == counts["grades"]
    assert counts["trade_rows"] == 3


def test_ids_are_unique_and_the_summary_counts_rows(case: Case) -> None:
    counts = pipeline.build(case).counts
    for table, cls in TABLES.items():
        found = rows(case, table)
        assert len(found) == counts[table], table
        if "id" in cls.__slots__:
            assert [n.id for n in found] == sorted({n.id for n in found}) or table == "decisions", table


def test_get_finds_rows_of_every_table_and_filters_agree(case: Case) -> None:
    with Snapshot.open(case) as snapshot:
        for table, cls in TABLES.items():
            for noun in snapshot.rows(table):
                if "id" in cls.__slots__:
                    assert snapshot.get(noun.id) == noun
        for document in snapshot.rows("documents"):
            assert snapshot.get(document.sha256) == document
            assert snapshot.text(document.sha256) == document.text
        assert snapshot.get("c_0") is None
        for event in snapshot.rows("events"):
            claims = list(snapshot.rows("claims", event=event.id))
            assert {c.id for c in claims} == set(event.because)
            assert len(claims) == event.claims == snapshot.count("claims", event=event.id)
        with pytest.raises(BadInput, match="no table"):
            snapshot.count("rumours")
        with pytest.raises(BadInput, match="no column 'mood'"):
            snapshot.rows("claims", mood="x")


def test_folders_and_the_order_of_adding_do_not_show(case: Case, tmp_path: Path) -> None:
    other = store.create(tmp_path / "elsewhere" / "deeper")
    for addition in reversed(EVERYTHING):
        other.add_originals([addition])
    pipeline.build(other)
    assert exported(other, tmp_path / "b") == exported(case, tmp_path / "a")


def test_a_pool_gives_what_one_process_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone, pooled = (make(tmp_path / name, [*EVERYTHING, *many(12)]) for name in ("alone", "pooled"))
    pipeline.build(alone)
    monkeypatch.setattr(reading, "HERE", 0)
    pipeline.build(pooled)
    assert exported(alone, tmp_path / "a") == exported(pooled, tmp_path / "b")


def test_a_second_build_does_no_work(case: Case, tmp_path: Path) -> None:
    before = exported(case, tmp_path / "a")
    cached = {p: p.stat().st_mtime_ns for p in case.cache.rglob("*") if p.is_file()}
    written = case.snapshot_path.stat().st_mtime_ns
    again = pipeline.build(store.open_case(case.path))
    assert (again.unchanged, again.computed) == (True, 0)
    assert case.snapshot_path.stat().st_mtime_ns == written
    case.snapshot_path.unlink()
    from_cache = pipeline.build(store.open_case(case.path))
    assert (from_cache.unchanged, from_cache.computed) == (False, 0)
    assert from_cache.counts == again.counts
    assert {p: p.stat().st_mtime_ns for p in case.cache.rglob("*") if p.is_file()} == cached
    assert exported(case, tmp_path / "b") == before


def test_only_what_is_new_is_extracted(case: Case) -> None:
    case.add_original(many(1)[0].data, "new.txt", published="2025-05-28")
    assert pipeline.build(case).computed == 1
    case.add_original(REPORTS[0].data, "one.txt", published="2025-05-25")
    assert pipeline.build(case).computed == 1, "another date reads another 'May 26'"


def test_a_damaged_or_deleted_cache_is_recomputed(case: Case, tmp_path: Path) -> None:
    before = exported(case, tmp_path / "a")
    cached = sorted(p for p in (case.cache / "readings").rglob("*") if p.is_file())
    assert len(cached) == len(REPORTS)
    cached[0].write_bytes(cached[0].read_bytes()[:-7])
    cached[1].write_bytes(b"")
    cached[2].write_bytes(cached[2].read_bytes()[:40] + b"x" + cached[2].read_bytes()[41:])
    case.snapshot_path.unlink()
    assert pipeline.build(case).computed == 3
    assert exported(case, tmp_path / "b") == before
    shutil.rmtree(case.cache)
    case.snapshot_path.unlink()
    assert pipeline.build(case).computed == len(REPORTS)
    assert exported(case, tmp_path / "b") == before


def test_the_cache_key_covers_all_code_that_a_reading_runs() -> None:
    script = (
        "import sys; from pathlib import Path; from supplyline.case import cache; from supplyline.case.custody import Original\n"
        "from supplyline.engine import reading; p = Path(sys.argv[1])\n"
        "reading.compute(reading.Job(Original('0' * 64, 'a.txt', 3, published='2025-05-26'), p, p, 'tagger'))\n"
        "print(*sorted(m for m in sys.modules if m.startswith('supplyline.')))"
    )
    path = Path(__file__).parent / "case_corpus.py"
    run = [sys.executable, "-c", script, str(path)]
    loaded = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
    parts = [s.removesuffix(".py").replace("/", ".") for s in reading.STAGES]
    # what keeps a case and runs jobs does not change what a document says
    others = {"supplyline.case", "supplyline.engine", *(f"supplyline.case.{m}" for m in _CASE), *_ENGINE}
    for module in loaded:
        covered = any(f"{module}.".startswith(f"supplyline.{part}.") for part in parts)
        assert covered or module in others, module


_CASE = ("files", "custody", "originals", "settings", "decisions", "store")
_ENGINE = ("supplyline.engine.local", "supplyline.engine.versions")


def test_one_bad_file_is_a_problem_and_stops_nothing(case: Case, tmp_path: Path) -> None:
    claims = rows(case, "claims")
    bad = [
        Addition(b"", "empty.txt"),
        Addition(bytes(range(256)) * 40, "binary.txt"),
        Addition(b"%PDF-1.7\n1 0 obj << /Type /Catalog >>\nendobj\ntrailer", "cut.pdf"),
        Addition(b"name,schema\n", "list.csv", role="list"),
        Addition(b"\x00\x01\x02", "trade.csv", role="trade"),
    ]
    case.add_originals(bad)
    summary = pipeline.build(case)
    problems = rows(case, "problems")
    assert summary.problems == len(problems) >= len(bad)
    for addition in bad:
        assert any(addition.name in p.file and p.what and p.mend for p in problems), addition.name
    assert {c.id for c in claims} <= {c.id for c in rows(case, "claims")}
    assert rows(case, "gaps"), "a list that cannot be read clears nobody"
    assert verify(case) == ()


def test_one_build_at_a_time(case: Case) -> None:
    with files.locked(case.path / ".build.lock"), pytest.raises(BadInput, match="another build is running"):
        pipeline.build(case)


def test_a_build_that_fails_leaves_the_last_snapshot(case: Case, tmp_path: Path) -> None:
    before = exported(case, tmp_path / "a")
    case.add_original(many(1)[0].data, "new.txt")
    manifest = case.manifest.read_bytes()
    case.manifest.write_bytes(b"no manifest\n" + manifest)
    with pytest.raises(BadInput, match=r"manifest.jsonl:1"):
        pipeline.build(store.open_case(case.path))
    assert exported(case, tmp_path / "b") == before
    assert not list(case.path.glob(".snapshot.*"))


def test_leftovers_of_a_dead_build_are_removed(case: Case) -> None:
    (case.path / ".snapshot.4711.building").write_bytes(b"x")
    (case.path / ".snapshot.4711.building.wal").write_bytes(b"x")
    case.add_original(many(1)[0].data, "new.txt")
    pipeline.build(case)
    assert not list(case.path.glob(".snapshot.*"))


def test_a_reader_keeps_its_snapshot_and_the_next_gets_the_new(case: Case) -> None:
    with Snapshot.open(case) as old:
        documents = old.count("documents")
        case.add_original(many(1)[0].data, "new.txt", published="2025-05-28")
        pipeline.build(case)
        with Snapshot.open(case) as new:
            assert (old.count("documents"), new.count("documents")) == (documents, documents + 1)


def test_nothing_built_is_said_with_the_mend(tmp_path: Path) -> None:
    case = store.create(tmp_path / "case")
    with pytest.raises(SnapshotMissing, match="supplyline build"):
        Snapshot.open(case)
    pipeline.build(case)
    assert rows(case, "claims") == []


# ---------------------------------------------------------------- decisions


def test_a_rejected_claim_stays_but_nothing_is_drawn_from_it(case: Case) -> None:
    claim = claim_of(case, "20 Russian military")
    decision = case.decide("reject", [claim.id], by="Ada", because="misread")
    assert decision.names == (claim.quote.text,)
    pipeline.build(case)
    (after,) = (c for c in rows(case, "claims") if c.id == claim.id)
    assert (after.event, after.origin, after.grade, after.confidence) == (None, None, None, 0.0)
    assert after.quote == claim.quote
    for table in ("events", "origins", "links"):
        assert all(claim.id not in noun.because for noun in rows(case, table)), table
    assert [p for p in rows(case, "problems") if "decisions" in p.file] == []


def test_rejected_claims_are_the_record_of_their_publisher_and_misread_ones_are_not(tmp_path: Path) -> None:
    makers = ("Northwind", "Blue River", "Tall Pine", "Red Hill", "Gold Lake", "Iron Gate")
    texts = [f"{name} Tools Co. supplied CNC machines to a plant in Kazan, Anna Berg told Reuters on May {day}, 2024.\n" for day, name in enumerate(makers, 1)]
    case = make(tmp_path / "case", [Addition(t.encode(), f"{i}.txt", published="2024-05-09", publisher="Reuters") for i, t in enumerate(texts)])
    pipeline.build(case)
    *judged, other = sorted((c for c in rows(case, "claims") if c.event), key=lambda c: c.quote.sha256)
    assert len(judged) == 5
    with pytest.raises(DecisionRefused, match="misread takes claims"):
        case.decide("misread", [other.event], by="Ada", because="the text says else")
    decision = case.decide("misread", [c.id for c in judged], by="Ada", because="the text says else")
    pipeline.build(case)
    assert [g.reliability for g in rows(case, "grades")] == ["B"]
    case.decide("undo", [decision.id], by="Ada", because="the agency is wrong")
    case.decide("reject", decision.targets, by="Ada", because="the agency is wrong")
    pipeline.build(case)
    (grade,) = rows(case, "grades")
    assert grade.reliability == "C"
    assert "0 of 5 claims that people judged were confirmed" in grade.reasons[0]


def test_a_listing_of_the_supplier_is_a_reason_beside_the_grade(case: Case) -> None:
    (event,) = (e for e in rows(case, "events") if e.kind == "shipment" and "Northwind" in e.label)
    (grade,) = (g for g in rows(case, "grades") if g.event == event.id)
    (reason,) = (r for r in grade.reasons if r.startswith("listed: "))
    assert "Northwind Precision Tools Co on Example list since 2024-05-01" in reason
    (hit,) = (h for h in rows(case, "hits") if h.id in grade.because)
    assert hit.status == "listed"
    listed = {g.event for g in rows(case, "grades") if any(r.startswith("listed: ") for r in g.reasons)}
    assert {"Northwind" in e.label or "Blue River" in e.label for e in rows(case, "events") if e.id in listed} == {True}
    assert all(g.event in listed for g in rows(case, "grades") if any(h.id in g.because for h in rows(case, "hits")))


def test_undo_gives_the_snapshot_of_before(case: Case, tmp_path: Path) -> None:
    def without_decisions(found: dict[str, bytes]) -> dict[str, bytes]:
        return {name: data for name, data in found.items() if not name.startswith("decisions")}

    before = without_decisions(exported(case, tmp_path / "a"))
    claim = claim_of(case, "20 Russian military")
    decision = case.decide("reject", [claim.id], by="Ada", because="misread")
    pipeline.build(case)
    assert without_decisions(exported(case, tmp_path / "b")) != before
    case.decide("undo", [decision.id], by="Bob", because="it is right")
    pipeline.build(case)
    assert without_decisions(exported(case, tmp_path / "b")) == before


def test_a_rejected_event_is_gone_and_a_confirmed_one_says_by_whom(case: Case) -> None:
    rejected, confirmed = rows(case, "events")[:2]
    case.decide("reject", [rejected.id], by="Ada", because="never happened")
    case.decide("confirm", [confirmed.id], by="Ada", because="photographs")
    pipeline.build(case)
    assert rejected.id not in {e.id for e in rows(case, "events")}
    assert all(c.event != rejected.id for c in rows(case, "claims"))
    (grade,) = (g for g in rows(case, "grades") if g.event == confirmed.id)
    assert "photographs" in grade.reasons[-1]


def test_merged_entities_are_one_and_split_again_by_undo(case: Case) -> None:
    entities = rows(case, "entities")
    one, two = [e for e in entities if e.schema in ("Organization", "Company")][:2]
    decision = case.decide("merge", [one.id, two.id], by="Ada", because="same house")
    pipeline.build(case)
    merged = rows(case, "entities")
    assert len(merged) == len(entities) - 1
    assert any({one.caption, two.caption} <= {n.text for n in e.names} for e in merged)
    case.decide("undo", [decision.id], by="Ada", because="two houses")
    pipeline.build(case)
    assert rows(case, "entities") == entities


def test_split_takes_names_apart(case: Case) -> None:
    one, two = [e for e in rows(case, "entities") if e.schema in ("Organization", "Company")][:2]
    case.decide("merge", [one.id, two.id], by="Ada", because="same house")
    pipeline.build(case)
    (merged,) = (e for e in rows(case, "entities") if {one.caption, two.caption} <= {n.text for n in e.names})
    with pytest.raises(DecisionRefused, match="names that belong to another party"):
        case.decide("split", [merged.id], by="Bob", because="two houses")
    case.decide("split", [merged.id, two.caption], by="Bob", because="two houses")
    pipeline.build(case)
    assert {one.caption, two.caption} <= {e.caption for e in rows(case, "entities")}
    assert rows(case, "problems") == []


def test_only_parties_are_merged_and_split(case: Case) -> None:
    land = next(e for e in rows(case, "entities") if e.schema == "Country")
    party = next(e for e in rows(case, "entities") if e.schema in ("Organization", "Company"))
    for verb, targets in (("split", [land.id, land.caption]), ("merge", [party.id, land.id]), ("merge", [party.id, rows(case, "claims")[0].id])):
        with pytest.raises(DecisionRefused, match=f"is no party: {verb} takes companies"):
            case.decide(verb, targets, by="Ada", because="not one")
    assert case.decisions() == ()


def test_decisions_on_nothing_known_are_refused(case: Case) -> None:
    with pytest.raises(DecisionRefused, match="e_0 is not in the last build"):
        case.decide("confirm", ["e_0"], by="Ada", because="why not")
    case.snapshot_path.unlink()
    with pytest.raises(DecisionRefused, match="nothing to decide on yet"):
        case.decide("confirm", ["e_0"], by="Ada", because="why not")


# ---------------------------------------------------------------- lists, verify


def test_a_list_that_shrank_is_not_believed(case: Case) -> None:
    gaps = rows(case, "gaps")
    shrunk = LIST.data.split(b"\n")[0] + b"\nNobody Ltd.,Company,EXAMPLE-1,2025-01-01\n"
    case.add_original(shrunk, LIST.name, role="list", published="2025-01-01", mapping=LIST.mapping)
    summary = pipeline.build(case)
    assert summary.problems > 0
    assert rows(case, "gaps") == gaps, "the earlier version is used"
    assert any("less than 50%" in p.what for p in rows(case, "problems"))


def test_verify_sees_a_span_that_lies(case: Case) -> None:
    import duckdb

    assert verify(case) == ()
    with duckdb.connect(str(case.snapshot_path)) as connection:
        connection.execute("UPDATE documents SET text = replace(text, 'gunpowder', 'gunpowdr')")
    assert verify(case)


def test_a_language_left_out_in_the_settings_gives_no_claims_and_says_so(case: Case) -> None:
    text = "Міністр заявив, що Китай постачає порох російським заводам."
    sha = case.add_original(text.encode(), "uk.txt", role="report", language="uk").sha256
    pipeline.build(case)
    assert [c for c in rows(case, "claims") if c.quote.sha256 == sha]
    toml = case.path / "case.toml"
    toml.write_text(toml.read_text("utf-8").replace('languages = ["en", "ru", "uk", "zh"]', 'languages = ["en"]'), "utf-8")
    again = store.open_case(case.path)
    pipeline.build(again)
    assert not [c for c in rows(again, "claims") if c.quote.sha256 == sha]
    assert [p.mend for p in rows(again, "problems") if p.file == "uk.txt"] == ['add "uk" to languages in case.toml and build again']
