"""How often is the right HS heading first, or among the first five, beside BM25 over the nomenclature?

    python scripts/score_goods.py [--errors]

Phrases of tests/cases/goods/phrases.tsv by part (README.md beside it). `real`, `again`, `last` and all phrases "of texts" stand
word for word in real texts; `real` is also told in two halves by hash, of which one alone was read for errors. `blind` leaves out
the synonym that equals the phrase itself, as if nobody had thought of it. BM25 is asked with the phrase as it stands, and with its
words put into English by our tables. --errors lists what goes wrong in the parts that may be read.
"""

from __future__ import annotations

import argparse
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from supplyline.trade import goods

PHRASES = Path(__file__).resolve().parents[1] / "tests/cases/goods/phrases.tsv"
Row = tuple[str, str, tuple[str, ...], str]
READ = ("develop", "real, read")


def phrases() -> list[Row]:
    """(phrase, language, right headings or chapters, part)."""
    lines = [line.split("\t") for line in PHRASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(p, language, tuple(codes.split(",")), part) for p, language, codes, _, _, part in lines]


def of_texts() -> list[Row]:
    """The phrases that stand word for word in a text or notice with a name or an address."""
    lines = [line.split("\t") for line in PHRASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [row for row, line in zip(phrases(), lines, strict=True) if line[4] != "written"]


def parts() -> dict[str, list[Row]]:
    """Part -> its phrases, in the order they are told."""
    everything = phrases()
    told = {name: [row for row in everything if row[3] == name] for name in ("develop", "check", "fresh", "drawn", "late", "real", "again", "last")}
    for name, half in (("real, read", 0), ("real, unread", 1)):
        told[name] = [row for row in told["real"] if zlib.crc32(row[0].encode()) % 2 == half]
    return {**told, "of texts": of_texts()}


def ours(phrase: str) -> list[str]:
    return [answer.heading for answer in goods.rank(phrase)]


def blind(phrase: str) -> list[str]:
    return [answer.heading for answer in goods.rank(phrase, without=phrase)]


def bm25(phrase: str) -> list[str]:
    return [heading for heading, _, _ in goods.bm25(phrase)][:5]


def in_english(phrase: str) -> list[str]:
    return [heading for heading, _, _ in goods.bm25(phrase, in_english=True)][:5]


def right(heading: str, codes: tuple[str, ...]) -> bool:
    """A chapter in the label takes any of its headings; a chapter in the answer only itself."""
    return any(heading == code or (len(code) == 2 and heading.startswith(code)) for code in codes)


def score(rows: list[Row], answer: Callable[[str], list[str]]) -> tuple[float, float]:
    """Top-1 and top-5 as shares of the phrases."""
    first = five = 0
    for phrase, _, codes, _ in rows:
        found = [right(heading, codes) for heading in answer(phrase)]
        first += bool(found and found[0])
        five += any(found)
    return first / len(rows), five / len(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="list what goes wrong in the parts that may be read")
    asked = parser.parse_args()
    rows = phrases()
    start = time.perf_counter()
    goods.rank("lathes")
    print(f"first answer {1000 * (time.perf_counter() - start):.0f} ms", end="")
    start = time.perf_counter()
    for phrase, *_ in rows:
        goods.rank(phrase)
    print(f", then {1000 * (time.perf_counter() - start) / len(rows):.2f} ms a phrase\n")
    print("| phrases | n | top-1 | top-5 | blind top-1 | blind top-5 | BM25 top-1 | BM25 top-5 | put into English top-1 | top-5 |\n|---|---|---|---|---|---|---|---|---|---|")
    told = parts()
    for name, members in told.items():
        for language in ("", "en", "uk", "ru", "zh"):
            part = [row for row in members if language in ("", row[1])]
            figures = [f for answer in (ours, blind, bm25, in_english) for f in score(part, answer)]
            print(f"| {name}{', ' + language if language else ''} | {len(part)} | {' | '.join(f'{f:.3f}' for f in figures)} |")
    if asked.errors:
        for name in READ:
            for phrase, _, codes, _ in told[name]:
                if not right((ours(phrase) or ["-"])[0], codes):
                    print(name, phrase, codes, ours(phrase), sep="\t")


if __name__ == "__main__":
    main()
