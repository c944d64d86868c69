"""Score extraction on the dev cases: `supplyline extract` on each document, then shared/cases/score.py.

usage: python scripts/score.py [--language en] [--only PREFIX] [--errors] [--extractor llm]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from supplyline.case.cache import Reading
from supplyline.case.settings import EXTRACTORS, Llm, Settings
from supplyline.case.tables import json_line
from supplyline.extract import extract, llm
from supplyline.model import Extraction
from supplyline.read.dates import check_date
from supplyline.read.reports import read_document

CASES = Path(__file__).parent.parent.parent / "shared" / "cases"


def read(text: Path, published: str | None, reader: str) -> Reading:
    """What is read in a file on this machine."""
    document, _ = read_document(text.read_bytes(), text.name, published=check_date(published) if published else None)
    return Reading(document, Extraction("") if document is None else extract(document, reader))


def main() -> int:
    parser = argparse.ArgumentParser(description="Score extraction on the dev cases.")
    parser.add_argument("--language", default="", help="only documents of this language")
    parser.add_argument("--only", default="", help="only documents whose name begins so")
    parser.add_argument("--errors", action="store_true", help="name what was missed and what was extra")
    parser.add_argument("--extractor", default="tagger", choices=EXTRACTORS, help="llm asks SUPPLYLINE_LLM_MODEL at SUPPLYLINE_LLM_URL")
    args = parser.parse_args()
    if not CASES.exists():
        print(f"{CASES.name}: the cases are not here; `make score` needs ../shared/cases", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        gold, predicted = Path(folder, "gold"), Path(folder, "predicted")
        gold.mkdir()
        predicted.mkdir()
        readings: dict[str, Reading] = {}
        for answers in sorted((CASES / "dev").glob(f"{args.only}*.gold.json")):
            name = answers.name.removesuffix(".gold.json")
            if args.language and json.loads(answers.read_text("utf-8"))["language"] != args.language:
                continue
            text = answers.with_name(f"{name}.txt")
            meta = json.loads(answers.with_name(f"{name}.meta.json").read_text("utf-8"))
            shutil.copy(answers, gold)
            shutil.copy(text, gold)
            readings[name] = read(text, meta.get("date"), Settings(extractor=args.extractor).reader)
        if args.extractor == "llm":
            model = llm.Model(llm.endpoint(Llm(), os.environ), folder=None)
            readings = dict(zip(readings, model.first(list(readings.values())), strict=True))
            for problem in (*(p for r in readings.values() for p in r.extraction.problems), *model.problems()):
                print(f"{problem.file}: {problem.place}: {problem.what}", file=sys.stderr)
        for name, reading in readings.items():
            (predicted / f"{name}.jsonl").write_text("".join(f"{json_line(c)}\n" for c in reading.extraction.claims), "utf-8")
        return subprocess.run(
            [sys.executable, CASES / "score.py", gold, predicted, *(["--errors"] if args.errors else [])],
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
