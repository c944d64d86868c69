"""Make src/supplyline/data/han_readings.tsv: how Koreans and Japanese read a character.

    python scripts/make_han_readings.py Unihan_Readings.txt

Unihan_Readings.txt is of the Unicode Character Database (Debian's package unicode-data has it). Characters are folded onto
the simplified ones that names are compared as (han_simplified.tsv). Korean comes from kHangul, written in Latin letters;
Japanese from kJapaneseOn and kJapaneseKun, the first three of each, long vowels short as companies write them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from anyascii import anyascii

from supplyline.names.data import simplified

OUT = Path(__file__).resolve().parent.parent / "src/supplyline/data/han_readings.tsv"
HEADER = """\
# How Koreans and Japanese read a character, by the simplified one it is compared as; readings separated by |.
# Source: Unicode Character Database 15.0, Unihan_Readings.txt (kHangul, kJapaneseOn, kJapaneseKun), made into this table by
# scripts/make_han_readings.py. Licence: Unicode licence (permissive). Copyright (c) 1991-2022 Unicode, Inc. All rights
# reserved. Distributed under the Terms of Use in http://www.unicode.org/copyright.html. The data was modified as said above.
character\tkorean\tjapanese
"""


def main() -> None:
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        code, kind, value = (*line.split("\t"), "", "")[:3]
        if not code.startswith("U+") or kind not in ("kHangul", "kJapaneseOn", "kJapaneseKun"):
            continue
        character = chr(int(code[2:], 16))
        if not 0x4E00 <= ord(character) <= 0x9FFF:
            continue
        korean, japanese = found.setdefault(simplified(character), ({}, {}))
        for reading in value.split()[:3]:
            if kind == "kHangul":
                korean.setdefault(anyascii(reading.split(":")[0]).lower())
            else:
                japanese.setdefault(reading.lower().replace("ou", "o").replace("uu", "u"))
    lines = [
        f"{c}\t{'|'.join(korean)}\t{'|'.join(japanese)}\n" for c, (korean, japanese) in sorted(found.items()) if korean or japanese
    ]
    OUT.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
