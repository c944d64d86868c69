"""How well are sources, cues and contents found in general news?

    python benchmarks/bench_attribution.py [FOLDER] [--misses N]

FOLDER holds text/*.txt and attributions/*.ann (brat standoff, PolNeAR's development part by default; test and
reference only: nothing is learned from it). Prints token F1 of the three kinds of span, and F1 of linked triples
that overlap in source, cue and content. PolNeAR also marks attributions this program leaves out on purpose
(thoughts, wishes, mere mentions), so recall has a ceiling below 1 here.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from supplyline.extract import extract  # noqa: E402
from supplyline.extract.tagger.layers import PARTS  # noqa: E402
from supplyline.read.reports import read_document  # noqa: E402
from training.examples import Triple, standoff  # noqa: E402
from training.score import linked, words  # noqa: E402

POLNEAR = ROOT.parent / "shared/data/text/polnear/dev"
def found(text: str, name: str) -> list[Triple]:
    document, _ = read_document(text.encode(), name, language="en")
    if document is None:
        return []
    if document.text != text:
        raise ValueError(f"{name}: the text read is not the text annotated; offsets would not agree")
    triples = {
        Triple(((c.speaker.span.start, c.speaker.span.end),), ((c.cue.start, c.cue.end),), ((c.content.start, c.content.end),))
        for c in extract(document).claims
        if c.speaker is not None and c.cue is not None and c.content is not None
    }
    return sorted(triples, key=lambda t: (t.content, t.cue, t.source))


def f1(hits: int, predicted: int, wanted: int) -> str:
    p, r = hits / max(predicted, 1), hits / max(wanted, 1)
    return f"P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Attribution on general news.")
    parser.add_argument("folder", nargs="?", type=Path, default=POLNEAR)
    parser.add_argument("--misses", type=int, default=0, help="print so many triples that were missed, and extra ones")
    args = parser.parse_args()
    if not (args.folder / "text").exists():
        print(f"{args.folder.name}: no annotated news here; skipped", file=sys.stderr)
        return 0
    counts = {k: [0, 0, 0] for k in (*PARTS, "linked")}
    shown = 0
    for path in sorted((args.folder / "text").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        notes = next((args.folder / "attributions").glob(f"{path.stem}*.ann"), None)
        if notes is None:
            continue
        theirs, mine = standoff(notes.read_text("utf-8")), found(text, path.name)
        for kind in PARTS:
            a = {w for t in mine for w in words(text, getattr(t, kind))}
            b = {w for t in theirs for w in words(text, getattr(t, kind))}
            counts[kind] = [x + y for x, y in zip(counts[kind], (len(a & b), len(a), len(b)), strict=True)]
        whole = [t for t in theirs if t.source and t.cue and t.content]
        n = (linked(mine, whole), len(mine), len(whole))
        counts["linked"] = [x + y for x, y in zip(counts["linked"], n, strict=True)]
        for sign, ours, others in (("-", whole, mine), ("+", mine, theirs)):
            for t in ours:
                if shown < args.misses and not linked([t], others):
                    shown += 1
                    print(sign, *(f"{k.capitalize()}: {' … '.join(text[a:b] for a, b in getattr(t, k))[:160]!r}" for k in PARTS))
    for kind, (hits, predicted, wanted) in counts.items():
        print(f"{kind.capitalize():8} {f1(hits, predicted, wanted)}   ({hits} of {wanted}, {predicted} predicted)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
