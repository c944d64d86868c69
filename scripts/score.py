"""Score extraction on the dev cases: `supplyline extract` on each document, then shared/cases/score.py.

usage: python scripts/score.py [--language en] [--only PREFIX] [--errors]
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from supplyline.case.tables import claim_json
from supplyline.extract import extract
from supplyline.read.dates import check_date
from supplyline.read.reports import read_document

CASES = Path(__file__).parent.parent.parent / "shared" / "cases"


def predict(text: Path, published: str | None) -> str:
    """What `supplyline extract FILE --published DATE --json` prints."""
    document, _ = read_document(
        text.read_bytes(), text.name, published=check_date(published) if published else None
    )
    claims = extract(document).claims if document is not None else ()
    return "".join(json.dumps(claim_json(c), ensure_ascii=False) + "\n" for c in claims)


def main() -> int:
    parser = argparse.ArgumentParser(description="Score extraction on the dev cases.")
    parser.add_argument("--language", default="", help="only documents of this language")
    parser.add_argument("--only", default="", help="only documents whose name begins so")
    parser.add_argument("--errors", action="store_true", help="name what was missed and what was extra")
    args = parser.parse_args()
    if not CASES.exists():
        print(f"{CASES.name}: the cases are not here; `make score` needs ../shared/cases", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        gold, predicted = Path(folder, "gold"), Path(folder, "predicted")
        gold.mkdir()
        predicted.mkdir()
        for answers in sorted((CASES / "dev").glob(f"{args.only}*.gold.json")):
            name = answers.name.removesuffix(".gold.json")
            if args.language and json.loads(answers.read_text("utf-8"))["language"] != args.language:
                continue
            text = answers.with_name(f"{name}.txt")
            meta = json.loads(answers.with_name(f"{name}.meta.json").read_text("utf-8"))
            shutil.copy(answers, gold)
            shutil.copy(text, gold)
            (predicted / f"{name}.jsonl").write_text(predict(text, meta.get("date")), "utf-8")
        return subprocess.run(
            [sys.executable, CASES / "score.py", gold, predicted, *(["--errors"] if args.errors else [])],
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
