"""Make src/supplyline/data/en/verbs_more.tsv: English verbs that are no nouns, adjectives or adverbs besides.

    python scripts/make_verbs.py

Read from the inflection table that the package lemminflect (MIT) ships, made from the SPECIALIST Lexicon of the US
National Library of Medicine (free to use with its source named). verbs.tsv, written by us, comes first: what it has is
left out here. Install lemminflect to run it; the program itself does not need it.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import defaultdict
from importlib import resources
from pathlib import Path

from supplyline.extract.inflection import inflect

DATA = Path(__file__).parent.parent / "src" / "supplyline" / "data" / "en"
HEADER = (
    "# English verbs beside verbs.tsv: lemma, irregular forms (comma separated). Made by scripts/make_verbs.py from lemminflect (MIT),"
    " whose table comes from the SPECIALIST Lexicon of the US National Library of Medicine. Only verbs that are no other part of speech.\n"
)


def main() -> int:
    try:
        table = resources.files("lemminflect").joinpath("resources/infl_lu.csv.gz").read_bytes()
    except ModuleNotFoundError:
        print("pip install lemminflect, then run this again", file=sys.stderr)
        return 2
    parts: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for row in csv.reader(gzip.decompress(table).decode("utf-8").splitlines()):
        parts[row[0]][row[1]] = row[2:]
    known = {line.split("\t")[0] for line in (DATA / "verbs.tsv").read_text("utf-8").splitlines() if line and line[0] != "#"}
    lines = []
    for lemma, kinds in sorted(parts.items()):
        if set(kinds) != {"verb"} or lemma in known or not (lemma.isascii() and lemma.isalpha() and lemma.islower()) or len(lemma) < 4:
            continue
        regular = set(inflect(lemma))
        told = {form for cell in kinds["verb"] for form in cell.split("/") if form.isalpha()}
        irregular = sorted(form for form in told - regular if not form.endswith("s"))
        lines.append(f"{lemma}\t{','.join(irregular)}\n")
    (DATA / "verbs_more.tsv").write_text(HEADER + "".join(lines), "utf-8")
    print(f"{len(lines)} verbs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
