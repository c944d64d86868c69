"""Make src/supplyline/data/han_readings.tsv: how Koreans, Japanese and Chinese read a character.

    python scripts/make_han_readings.py Unihan_Readings.txt

Unihan_Readings.txt is of the Unicode Character Database (Debian's package unicode-data has it). Characters are folded onto
the simplified ones that names are compared as (han_simplified.tsv). Korean comes from kHangul, written in Latin letters;
Japanese from kJapaneseOn and kJapaneseKun, the first three of each, long vowels short as companies write them; pinyin and
Jyutping, both without tones, from kMandarin and kCantonese.
"""

from __future__ import annotations

import sys
from pathlib import Path

from anyascii import anyascii
from make_chinese_romanisations import plain

from supplyline.names.data import simplified

OUT = Path(__file__).resolve().parent.parent / "src/supplyline/data/han_readings.tsv"
HEADER = """\
# How Koreans, Japanese and Chinese (pinyin, Jyutping) read a character, by the simplified one it is compared as; readings
# separated by |. Source: Unicode Character Database 15.0, Unihan_Readings.txt (kHangul, kJapaneseOn, kJapaneseKun,
# kMandarin, kCantonese), made into this table by scripts/make_han_readings.py. Licence: Unicode licence (permissive). Copyright (c) 1991-2022 Unicode, Inc. All rights
# reserved. Distributed under the Terms of Use in http://www.unicode.org/copyright.html. The data was modified as said above.
character\tkorean\tjapanese\tmandarin\tcantonese
"""


KINDS = {"kHangul": 0, "kJapaneseOn": 1, "kJapaneseKun": 1, "kMandarin": 2, "kCantonese": 3}


def main() -> None:
    found: dict[str, tuple[dict[str, None], ...]] = {}
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        code, kind, value = (*line.split("\t"), "", "")[:3]
        if not code.startswith("U+") or kind not in KINDS:
            continue
        character = chr(int(code[2:], 16))
        if not 0x4E00 <= ord(character) <= 0x9FFF:
            continue
        own = found.setdefault(simplified(character), ({}, {}, {}, {}))[KINDS[kind]]
        for reading in value.split()[:3]:
            if kind == "kHangul":
                own.setdefault(anyascii(reading.split(":")[0]).lower())
            elif kind in ("kMandarin", "kCantonese"):
                own.setdefault(plain(reading))
            else:
                own.setdefault(reading.lower().replace("ou", "o").replace("uu", "u"))
    lines = ["\t".join((c, *("|".join(own) for own in readings))) + "\n" for c, readings in sorted(found.items()) if any(readings[:2])]
    OUT.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
