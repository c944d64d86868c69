"""How well are sources, cues and contents found in general news, by the rules and the tagger that ships?

usage: python scripts/score_tagger.py [FOLDER]

FOLDER holds text/*.txt and attributions/*.ann (PolNeAR's dev part by default; nothing is learned from it). Prints token
F1 of the three parts, and F1 of triples that overlap in all three: what extraction finds with both, with the rules alone, and what the tagger marks alone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import bench_attribution as rules  # noqa: E402
from supplyline.extract.tagger import model  # noqa: E402
from training import examples, score  # noqa: E402

POLNEAR = ROOT.parent / "shared/data/text/polnear/dev"


def main() -> int:
    parser = argparse.ArgumentParser(description="Attribution on general news: rules and tagger.")
    parser.add_argument("folder", nargs="?", type=Path, default=POLNEAR)
    args = parser.parse_args()
    if not (args.folder / "text").exists():
        print(f"{args.folder.name}: no annotated news here; skipped", file=sys.stderr)
        return 0
    data = list(examples.brat(args.folder))
    tagger = model.load()
    if tagger is None:
        return 2
    print(f"both    {score.line(score.table((e, extracted(e)) for e in data))}", flush=True)
    model.find = lambda text: None  # the rules alone
    print(f"rules   {score.line(score.table((e, extracted(e)) for e in data))}", flush=True)
    print(f"tagger  {score.line(score.table((e, score.found(e.text, tagger.tokenizer, tagger.run, tagger.links)) for e in data))}")
    return 0


def extracted(e: examples.Example) -> tuple[dict[str, examples.Spans], list[examples.Triple]]:
    found = rules.found(e.text, f"{e.name}.txt")
    return {p: tuple(s for t in found for s in getattr(t, p)) for p in score.PARTS}, found


if __name__ == "__main__":
    sys.exit(main())
