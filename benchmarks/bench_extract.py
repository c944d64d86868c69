"""How many documents a second does extraction read?

    python benchmarks/bench_extract.py [FOLDER] [--seconds 10] [--reader rules] [--profile]

Joins the English texts of FOLDER (the dev cases by default) to documents of about 600 words and extracts them in
one process: print documents a second of processor time, which other work on the machine does not change. Documents are independent, so two cores read twice as many.
Machines differ by a factor of three, so the encoder alone reads the same pieces in the same run: how many a second, and how many times as long reading takes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from pathlib import Path

from supplyline.extract import READERS, extract
from supplyline.extract.tagger import model
from supplyline.extract.tagger.pieces import cut
from supplyline.model import Document
from supplyline.read.reports import read_document

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "../shared/cases/dev", ROOT / "examples/reports", ROOT / "examples")
WORDS = 600


def documents(folder: Path | None) -> list[Document]:
    """Documents of about WORDS words, from whole paragraphs of real ones, in order."""
    for place in [folder] if folder else FOLDERS:
        lines = [line for p in sorted(place.glob("*.txt")) for line in p.read_text("utf-8").splitlines() if _latin(line)]
        out: list[Document] = []
        held: list[str] = []
        n = 0
        for line in lines:
            held.append(line)
            n += len(line.split())
            if n >= WORDS:
                document, _ = read_document("\n".join(held).encode(), f"{len(out)}.txt", language="en")
                out += [document] if document is not None else []
                held, n = [], 0
        if out:
            return out
    return []


def _latin(line: str) -> bool:
    return bool(line.strip()) and sum(c.isascii() for c in line) > 0.9 * len(line)


def main() -> int:
    parser = argparse.ArgumentParser(description="Speed of extraction.")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--reader", default="tagger", choices=READERS)
    parser.add_argument("--profile", action="store_true", help="print the slowest functions")
    args = parser.parse_args()
    docs = documents(args.folder)
    if not docs:
        print("no English texts to read", file=sys.stderr)
        return 2
    for d in docs[:2]:
        extract(d, args.reader)  # the word tables are read once a process
    loaded = model.load(model.ENGLISH.get(args.reader, model.FOLDER))
    windows = [[ids for ids, _ in cut(d.text, loaded.tokenizer)] if loaded is not None else [] for d in docs]
    profile = cProfile.Profile()
    if args.profile:
        profile.enable()
    n, pieces, took, alone = 0, 0, 0.0, 0.0
    while took < args.seconds:  # in turn, for a machine changes its speed from second to second
        began = time.process_time()
        extract(docs[n % len(docs)], args.reader)
        took += time.process_time() - began
        if loaded is not None and not args.profile:
            began = time.process_time()
            loaded.run(windows[n % len(docs)])
            alone += time.process_time() - began
            pieces += sum(map(len, windows[n % len(docs)]))
        n += 1
    if args.profile:
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
    size = sum(len(d.text.split()) for d in docs) / len(docs)
    print(f"{n / took:.1f} documents of {size:.0f} words a second of one core's time ({n} in {took:.1f} s)")
    if pieces:
        print(f"the encoder alone on their {pieces / n:.0f} pieces: {pieces / alone:,.0f} a second; reading takes {took / alone:.2f} times as long")
    return 0


if __name__ == "__main__":
    sys.exit(main())
