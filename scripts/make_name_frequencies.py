"""Make src/supplyline/data/name_frequencies.tsv: in how many listed names does a word stand?

    python scripts/make_name_frequencies.py US_CSL.csv OFAC_ALT.csv

Both lists are works of the US government and in the public domain. Names of persons and of others are counted
apart; words met in fewer than 4 names are left out, for a word not in the table counts as rare anyway.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from supplyline.names.data import pieces

OUT = Path(__file__).resolve().parent.parent / "src/supplyline/data/name_frequencies.tsv"
HEADER = """\
# In how many names of US lists a word (folded) stands; kind: person or other.
# Source: US Consolidated Screening List (native CSV, 2022) and OFAC SDN aliases (alt.csv, 2025), public domain as
# works of the US government; counted by scripts/make_name_frequencies.py.
kind\tword\tnames
"""


def main() -> None:
    csl, alt = (Path(p) for p in sys.argv[1:3])
    counts: dict[str, Counter[str]] = {"person": Counter(), "other": Counter()}
    persons = set()
    with csl.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = "person" if row["type"] == "Individual" else "other"
            if kind == "person":
                persons.add(row["entity_number"])
            counts[kind].update(set(pieces(row["name"])))
    with alt.open(encoding="utf-8", newline="") as file:
        for fields in csv.reader(file):
            if len(fields) > 3:
                kind = "person" if fields[0] in persons else "other"
                counts[kind].update(set(pieces(fields[3])))
    lines = [
        f"{kind}\t{word}\t{n}\n"
        for kind in sorted(counts)
        for word, n in sorted(counts[kind].items())
        if n >= 4 and len(word) > 1 and not word.isdigit()
    ]
    OUT.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
