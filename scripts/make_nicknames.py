"""Make src/supplyline/data/given_names_english.tsv: what English given names are called for short.

    python scripts/make_nicknames.py NAMES.csv

NAMES.csv is of the package `nicknames` (Apache-2.0): name1,relationship,name2. A short form of several names stands with
the one that most names of persons on the US lists have (name_frequencies.tsv), ties by the alphabet; names that have short
forms themselves and forms that our own tables have are left out.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from supplyline.names import data
from supplyline.names.translit import skeleton

OUT = Path(__file__).resolve().parent.parent / "src/supplyline/data/given_names_english.tsv"
HEADER = """\
# Short forms of English given names; columns as in given_names.tsv.
# Source: the package nicknames 1.0.1 (https://github.com/carltonnorthern/nicknames), made into this table by
# scripts/make_nicknames.py. Licence: Apache-2.0.
name\tforms
"""
SHORTEST = 3


def main() -> None:
    full: dict[str, set[str]] = {}
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            full.setdefault(row["name2"], set()).add(row["name1"])
    names = {name for of in full.values() for name in of}
    seen = {row["word"]: int(row["names"]) for row in data.rows("name_frequencies.tsv") if row["kind"] == "person"}
    known = {skeleton(f) for file in data.GIVEN_NAMES[:-1] for row in data.rows(file) for f in (row["name"], *row["forms"].split("|"))}
    forms: dict[str, list[str]] = {}
    for short, of in sorted(full.items()):
        if short not in names and skeleton(short) not in known and short.isalpha() and len(short) >= SHORTEST:
            forms.setdefault(min(of, key=lambda name: (-seen.get(skeleton(name), 0), name)), []).append(short)
    OUT.write_text(HEADER + "".join(f"{name}\t{'|'.join(short)}\n" for name, short in sorted(forms.items())), encoding="utf-8")


if __name__ == "__main__":
    main()
