"""Score origins and events: build a case from marked documents, and hold what it says against the marks.

usage: python scripts/score_origins.py [--part tune|unseen|all|real] [--errors]

tests/cases/origins/README.md says how the documents are marked. Every claim that lies in a marked passage is an
item; a passage without a claim is an item that stands alone, so what extraction misses counts against us.
B-cubed (Bagga and Baldwin 1998): precision of an item is the share of its cluster that is of its gold class,
recall the share of its class that is in its cluster; F1 is of their means over all items.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from supplyline import pipeline
from supplyline.case import store
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Addition, Case
from supplyline.model import Claim

ROOT = Path(__file__).resolve().parent.parent
MARKED = ROOT / "tests/cases/origins"
REAL = ROOT.parent / "shared/cases/dev"
FIRST_UNSEEN = "08"
_MARK = re.compile(r"\{(?P<origin>\S+) (?P<event>\S+?)\| (?P<words>[^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Passage:
    """Marked words of one document. `event` is "kind:name"; offsets are code points of the text without marks."""

    document: str
    start: int
    end: int
    origin: str
    event: str


@dataclass(frozen=True, slots=True)
class Marked:
    name: str
    publisher: str
    published: str
    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One claim, or a passage without one: what it should be with, and what it is with."""

    gold: str
    found: str
    words: str
    document: str


@dataclass(frozen=True, slots=True)
class Score:
    precision: float
    recall: float
    items: int

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def unmarked(name: str, marked: str) -> tuple[str, tuple[Passage, ...]]:
    """The text without its marks, and where they were."""
    out, passages, at = "", [], 0
    for found in _MARK.finditer(marked):
        out += marked[at : found.start()]
        start, at = len(out), found.end()
        out += found["words"]
        passages.append(Passage(name, start, len(out), found["origin"], found["event"]))
    return out + marked[at:], tuple(passages)


def corpus(part: str = "all") -> list[Marked]:
    """Our own documents: `tune` those that rules were written on, `unseen` those kept for the end."""
    out = []
    for path in sorted((MARKED / "documents").glob("*.txt")):
        if part == "all" or (path.name[:2] >= FIRST_UNSEEN) == (part == "unseen"):
            head, _, body = path.read_text("utf-8").partition("\n\n")
            about = dict(line.split(": ", 1) for line in head.splitlines())
            text, passages = unmarked(path.name, body)
            out.append(Marked(path.name, about["publisher"], about["published"], text, passages))
    return out


def real() -> list[Marked]:
    """The real documents of ../shared/cases, which stay there: we keep offsets into them and no words."""
    passages = defaultdict(list)
    for line in (MARKED / "real.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, start, end, origin, event = line.split("\t")
            passages[name].append(Passage(name, int(start), int(end), origin, event))
    out = []
    for name, marks in sorted(passages.items()):
        meta = json.loads((REAL / f"{name}.meta.json").read_text("utf-8"))
        publisher = meta["licence"].rpartition("(c) ")[2]
        out.append(Marked(name, publisher, meta["date"], (REAL / f"{name}.txt").read_text("utf-8"), tuple(marks)))
    return out


def build(documents: Sequence[Marked], folder: Path) -> Case:
    case = store.create(folder)
    case.add_originals(
        [Addition(d.text.encode(), f"{d.name}.txt", published=d.published, publisher=d.publisher) for d in documents]
    )
    pipeline.build(case)
    return case


def items(documents: Sequence[Marked], case: Case) -> tuple[list[Item], list[Item]]:
    """Items for origins and for events."""
    with Snapshot.open(case) as snapshot:
        names = {d.sha256: d.name.removesuffix(".txt") for d in snapshot.rows("documents")}
        texts = {names[sha]: snapshot.text(sha) for sha in names}
        claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in snapshot.rows("claims"):
            claims[names[claim.quote.sha256]].append(claim)
    origins, events = [], []
    for document in documents:
        text = texts[document.name]
        if text.strip() != document.text.strip():
            raise SystemExit(f"{document.name}: read otherwise than written, so its marks do not fit")
        moved = document.text.index(text.strip()) - text.index(text.strip())
        found: dict[Passage, list[Claim]] = {p: [] for p in document.passages}
        for claim in claims[document.name]:
            at = _passage(claim, document.passages, moved)
            if at is not None:
                found[at].append(claim)
        for passage, inside in found.items():
            words = document.text[passage.start : passage.end]
            alone = f"no claim in {document.name} at {passage.start}"
            origins += _items(passage.origin, [c.origin for c in inside], alone, words, document.name)
            if passage.event != "-":
                # A passage is marked for one event; claims of another kind count where none of its kind was found
                own = [c.event for c in inside if c.event and passage.event.startswith(f"{c.kind}:")]
                told = own or [c.event for c in inside if c.event]
                events += _items(passage.event, told, alone, words, document.name)
    return origins, events


def _items(gold: str, found: Sequence[str | None], alone: str, words: str, document: str) -> Iterator[Item]:
    for label in found or [None]:
        yield Item(gold, label or alone, words, document)


def _passage(claim: Claim, passages: Sequence[Passage], moved: int) -> Passage | None:
    """The marked passage a claim stands in: of several the one of its kind, then the one that fits it best."""
    start, end = claim.quote.start + moved, claim.quote.end + moved
    best: tuple[bool, float] | None = None
    chosen = None
    for passage in passages:
        shared = min(end, passage.end) - max(start, passage.start)
        if 2 * shared < min(end - start, passage.end - passage.start):
            continue
        whole = max(end, passage.end) - min(start, passage.start)
        rank = (passage.event.startswith(f"{claim.kind}:"), shared / whole)
        if best is None or rank > best:
            best, chosen = rank, passage
    return chosen


def b_cubed(found: Sequence[Item]) -> Score:
    gold, ours, both = defaultdict(int), defaultdict(int), defaultdict(int)
    for item in found:
        gold[item.gold] += 1
        ours[item.found] += 1
        both[item.gold, item.found] += 1
    if not found:
        return Score(0.0, 0.0, 0)
    precision = sum(both[i.gold, i.found] / ours[i.found] for i in found) / len(found)
    recall = sum(both[i.gold, i.found] / gold[i.gold] for i in found) / len(found)
    return Score(precision, recall, len(found))


def errors(found: Sequence[Item], what: str) -> Iterator[str]:
    """Every class that is not one cluster, and every cluster that is not of one class, with the words."""
    by_gold: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    by_found: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in found:
        by_gold[item.gold][item.found].append(item)
        by_found[item.found][item.gold].append(item)
    for gold, parts in sorted(by_gold.items()):
        if len(parts) > 1:
            yield f"{what} {gold} is in {len(parts)} parts:"
            yield from _lines(parts)
    for label, parts in sorted(by_found.items()):
        if len(parts) > 1:
            yield f"{what} {', '.join(sorted(parts))} are one ({label}):"
            yield from _lines(parts)


def _lines(parts: dict[str, list[Item]]) -> Iterator[str]:
    for label, group in sorted(parts.items(), key=lambda part: (-len(part[1]), part[0])):
        yield f"  {label}"
        for item in group:
            yield f"    {item.document}: {' '.join(item.words.split())[:100]}"


def score(part: str) -> tuple[Score, Score, list[str]]:
    """Scores of origins and events of a part, and every error in words."""
    documents = real() if part == "real" else corpus(part)
    with tempfile.TemporaryDirectory() as folder:
        origins, events = items(documents, build(documents, Path(folder, "case")))
    return b_cubed(origins), b_cubed(events), [*errors(origins, "origin"), *errors(events, "event")]


def main() -> int:
    parser = argparse.ArgumentParser(description="B-cubed F1 of origins and events.")
    parser.add_argument("--part", nargs="+", choices=("tune", "unseen", "all", "real"), default=["tune", "unseen", "all", "real"])
    parser.add_argument("--errors", action="store_true", help="print every error")
    args = parser.parse_args()
    for part in args.part:
        if part == "real" and not REAL.exists():
            print("real: the cases are not here; it needs ../shared/cases", file=sys.stderr)
            continue
        origins, events, wrong = score(part)
        for what, found in (("origins", origins), ("events", events)):
            print(f"{part:7} {what:8} F1 {found.f1:.3f}  P {found.precision:.3f}  R {found.recall:.3f}  {found.items} items")
        if args.errors:
            print("\n".join(wrong))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
