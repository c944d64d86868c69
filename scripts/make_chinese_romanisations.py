"""Make src/supplyline/data/chinese_romanisations.tsv: how older spellings write the syllables of Mandarin and Cantonese.

    python scripts/make_chinese_romanisations.py Unihan_Readings.txt

Unihan_Readings.txt (Unicode Character Database; Debian's package unicode-data) gives the syllables that there are: pinyin
(kMandarin) and Jyutping (kCantonese). Older spellings follow from rules: Wade-Giles without its apostrophes, as
passports and lists leave them out, the postal spelling of places (Peking, Tsingtao, Foochow), and what Hong Kong writes
(Chan, Cheung, Kwok).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src/supplyline/data/chinese_romanisations.tsv"
HEADER = """\
# How older spellings write a syllable of Chinese: of pinyin Wade-Giles and postal spelling, of Jyutping that of Hong Kong.
# Source: rules of these spellings, in scripts/make_chinese_romanisations.py, over the syllables of the Unicode Character
# Database. Licence: Apache-2.0.
system\tsyllable\tforms
"""
_PINYIN = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcs]?)(.+)")
_JYUTPING = re.compile(r"(gw|kw|ng|[bpmfdtnlgkhzcsjw]?)(.+)")
_WADE = {"b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs", "zh": "ch", "r": "j", "z": "ts", "c": "ts"}
_POSTAL = {"j": ("k", "ts"), "q": ("k", "ts"), "x": ("s", "h")}
_FINALS = {"er": "erh", "ong": "ung", "ie": "ieh", "ian": "ien", "iong": "iung"}
_WITH_Y = {"yi": "i", "yan": "yen", "ye": "yeh", "yong": "yung", "you": "yu", "yue": "yueh"}
_AS_U = {"ue": "ueh"}  # after j, q, x what pinyin writes u is ü
_HONG_KONG = {"": ("",), "j": ("y",), "z": ("ch", "ts"), "c": ("ch", "ts"), "s": ("s", "sh"), "d": ("t",), "b": ("p",), "g": ("k",), "gw": ("kw",)}
_HONG_KONG_FINALS = {
    "aa": "a", "aai": "ai", "aau": "au", "aam": "am", "aan": "an", "aang": "ang", "aap": "ap", "aat": "at", "aak": "ak",
    "au": "au ow", "ing": "ing", "ei": "ei ee i", "eng": "eng ing ang", "ek": "ek", "i": "i ee", "ou": "o ou", "u": "u oo", "un": "un oon",
    "oe": "eu", "oeng": "eung", "oek": "euk", "eoi": "ui", "eon": "un", "eot": "ut", "yu": "yu u ue", "yun": "uen un", "yut": "uet",
    "am": "am um", "oi": "oi", "on": "on", "ung": "ung", "o": "o aw",
}  # fmt: skip


def wade(syllable: str) -> list[str]:
    """Wade-Giles and postal spellings of a syllable of pinyin."""
    if syllable[0] in "yw":
        return [_WITH_Y.get(syllable, syllable)]
    match = _PINYIN.fullmatch(syllable)
    if match is None:
        return []
    initial, final = match.groups()
    first = _WADE.get(initial, initial)
    if initial in ("j", "q", "x") and final.startswith("u"):
        finals = [_AS_U.get(final, final)]
    elif final == "i" and initial in ("zh", "ch", "sh", "r"):
        finals = ["ih"]
    elif final == "i" and initial in ("z", "c"):
        return ["tzu", "tze"]
    elif syllable == "si":
        return ["ssu", "szu", "sze"]
    elif final == "e":
        finals = ["o"] if initial in ("g", "k", "h") else ["e"]
    elif final == "uo" and initial not in ("g", "k", "h", "sh"):
        finals = ["o"]
    elif syllable in ("gui", "kui"):
        finals = ["uei", "wei"]
    else:
        finals = [_FINALS.get(final, final)]
    if finals[0].startswith("ua") and initial in ("g", "k", "h"):
        finals.append("w" + finals[0][1:])  # Kwangtung, Hwang
    if finals[0] == "ou":
        finals.append("ow")
    if finals[0] == "u" and initial not in ("j", "q", "x"):
        finals.append("oo")
    firsts = [first, *(_POSTAL.get(initial, ()) if finals[0][0] == "i" else ())]
    return [one + two for one in firsts for two in finals]


def hong_kong(syllable: str) -> list[str]:
    """What Hong Kong writes for a syllable of Jyutping."""
    match = _JYUTPING.fullmatch(syllable)
    if match is None:
        return [syllable]  # m and ng, which have no vowel
    initial, final = match.groups()
    finals = _HONG_KONG_FINALS.get(final, final).split()
    if initial == "j" and final.startswith(("yu", "i")):  # 余 is Yu, 葉 is Yip
        finals = [f.removeprefix("y") for f in finals]
    return [one + two for one in _HONG_KONG.get(initial, (initial,)) for two in finals]


def plain(text: str) -> str:
    """Letters without tones; ü is u, as old spellings without marks have it."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if c.isascii() and c.isalpha())


def main() -> None:
    known: dict[str, set[str]] = {"pinyin": set(), "jyutping": set()}
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        _, kind, value = (*line.split("\t"), "", "")[:3]
        if kind in ("kMandarin", "kCantonese"):
            known["pinyin" if kind == "kMandarin" else "jyutping"].update(map(plain, value.split()))
    lines = []
    for system, write in (("pinyin", wade), ("jyutping", hong_kong)):
        for syllable in sorted(known[system]):
            forms = [f for f in dict.fromkeys(write(syllable)) if len(f) > 1]  # its own spelling too: all syllables are told
            if forms:
                lines.append(f"{system}\t{syllable}\t{'|'.join(forms)}\n")
    OUT.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
