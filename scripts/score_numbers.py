"""How much of what annotators read as times, counts, amounts and changes do the readers of each language read?

    python scripts/score_numbers.py [--misses LANGUAGE]

Asks the readers about the words that an annotator gave as evidence (of a time, about the whole text), in the texts of ours in
training/corpus: what comes out has to be the same number. Whether extraction finds the fact is not asked here (scripts/score.py).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from supplyline.extract import amounts, dates  # noqa: E402
from supplyline.extract.chinese import dates as chinese_dates  # noqa: E402
from supplyline.extract.chinese import numbers as chinese  # noqa: E402
from supplyline.extract.chinese.text import page  # noqa: E402
from supplyline.extract.slavic import dates as slavic_dates  # noqa: E402
from supplyline.extract.slavic import numbers as slavic  # noqa: E402
from supplyline.model import Document, Period  # noqa: E402

CORPUS = ROOT / "training" / "corpus"
Read = tuple[list[Any], list[Any], list[Any]]  # counts, amounts, changes of some words


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the readers of times, counts, amounts and changes.")
    parser.add_argument("--misses", choices=("en", "uk", "ru", "zh"), help="print what a language misses")
    args = parser.parse_args()
    print("        times          counts         amounts        changes")
    for language, files in (("en", "stories/*"), ("uk", "other/su*"), ("ru", "other/sr*"), ("zh", "other/sz*")):
        right: Counter[str] = Counter()
        told: Counter[str] = Counter()
        for path in sorted(CORPUS.glob(f"{files}.gold.json")):
            for kind, ok, wanted, words in _asked(path, language):
                told[kind] += 1
                right[kind] += ok
                if args.misses == language and not ok:
                    print(f"  {kind}: {wanted} in {words!r}")
        print(f"{language}   " + "   ".join(f"{right[k]:>4}/{told[k]:<4} {right[k] / told[k]:.2f}" if told[k] else " " * 14 for k in ("time", "count", "amount", "change")))
    return 0


def _asked(path: Path, language: str) -> Iterator[tuple[str, bool, object, str]]:
    gold = json.loads(path.read_text("utf-8"))
    text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text("utf-8")
    times = [(p.from_, p.to, p.text.lower()) for p in _times(text, gold.get("published"), language)]
    for frame in gold["frames"]:
        words = frame["evidence"] if isinstance(frame["evidence"], str) else " … ".join(frame["evidence"])
        period, count, value, change = (frame.get(k) or {} for k in ("period", "count", "value", "change"))
        if period.get("from") or period.get("to"):
            said, span = (period.get("text") or "").lower(), (period.get("from"), period.get("to"))
            yield "time", any(span == (a, b) and (said in shown or shown in said) for a, b, shown in times), span, period.get("text") or ""
        counts, values, changes = READERS[language](words, frame["kind"])
        if language in ("uk", "ru") and (count.get("min") is not None or count.get("max") is not None):
            yield "count", (count.get("min"), count.get("max")) in counts, (count.get("min"), count.get("max")), words
        if value.get("amount") is not None:
            yield "amount", value["amount"] in values, value["amount"], words
        if change.get("percent") is not None:
            yield "change", changes[:1] == [change["percent"]], change["percent"], words


def _times(text: str, published: str | None, language: str) -> list[Period]:
    if language == "zh":
        own = page(Document("0" * 64, "story.txt", text, published=published, language="zh"))
        return [period for _, _, period in chinese_dates.periods(own, 0, len(own.text))]
    found = dates.periods(text, 0, published) if language == "en" else slavic_dates.periods(text, 0, language, published)
    return [one.period for one in found]


def _english(words: str, kind: str) -> Read:
    return [], [v.amount for _, _, v in amounts.values(words, 0)], [c.percent for _, _, c in amounts.changes(words, 0)]


def _slavic(language: str) -> Callable[[str, str], Read]:
    def read(words: str, kind: str) -> Read:
        counts = [(c.min, c.max) for c in slavic.counts(words, 0, language)]
        return counts, [v.amount for _, _, v in slavic.values(words, 0, language)], [c.percent for _, _, c in slavic.changes(words, 0, language)]

    return read


def _chinese(words: str, kind: str) -> Read:
    own = page(Document("0" * 64, "story.txt", words, language="zh"))
    value, change = chinese.value_in(own, 0, len(own.text), kind), chinese.change_in(own, 0, len(own.text))
    return [], [value.amount] if value else [], [change.percent] if change else []


READERS: dict[str, Callable[[str, str], Read]] = {"en": _english, "uk": _slavic("uk"), "ru": _slavic("ru"), "zh": _chinese}

if __name__ == "__main__":
    sys.exit(main())
