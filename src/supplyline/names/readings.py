"""Is this run of Han characters the word of another language or an older spelling that Latin letters write?

`reads_as(run, word)` promises True only where every character is read in one way (data/han_readings.tsv) and the readings in
order make up the whole word: 長水 is Jangsu (Korean), 小松 is Komatsu (Japanese), 清華 is Tsinghua (old spellings of Mandarin),
陳 is Chan (Hong Kong). To save compiled code a loop, old Mandarin stands with Korean and Hong Kong with Japanese, folded as
these are. Pinyin is read elsewhere.
"""

from __future__ import annotations

from functools import cache, lru_cache

from supplyline.names import data

LONGEST = 6  # characters of a run
_KOREAN = (("yeo", "yo"), ("eo", "o"), ("eu", "u"), ("ye", "e"), ("oo", "u"), ("ee", "i"), ("ch", "j"), ("sh", "s"), ("k", "g"), ("t", "d"), ("p", "b"), ("r", "l"))  # fmt: skip
_JAPANESE = (("ou", "o"), ("oo", "o"), ("oh", "o"), ("uu", "u"))


@cache
def _table() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Readings of a character, Korean or old Mandarin, and Japanese or of Hong Kong, folded as words are."""
    old = {(r["system"], r["syllable"]): r["forms"] for r in data.rows("chinese_romanisations.tsv")}

    def written(system: str, syllables: str) -> str:
        # A word may have syllables that old and new spelling share: Hsinhua is hsin and hua.
        return "|".join(f"{syllable}|{old.get((system, syllable), '')}" for syllable in syllables.split("|"))

    return {
        r["character"]: (
            _folded(f"{r['korean']}|{written('pinyin', r['mandarin'])}", _KOREAN),
            _folded(f"{r['japanese']}|{written('jyutping', r['cantonese'])}", _JAPANESE),
        )
        for r in data.rows("han_readings.tsv")
    }


def _folded(readings: str, folds: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_fold(reading, folds) for reading in readings.split("|") if reading))


def _fold(word: str, folds: tuple[tuple[str, str], ...]) -> str:
    for a, b in folds:
        if a in word:
            word = word.replace(a, b)
    return word


def folds(word: str) -> tuple[str, str]:
    """A word as Korean and as Japanese readings are folded."""
    return _fold(word, _KOREAN), _fold(word, _JAPANESE)


def begins(text: str, run: bool) -> str:
    """The letters that a run's readings begin with; of a word those it begins with as they are folded. Where the two share
    none, the run is not read as the word."""
    if run:
        known = len(text) <= LONGEST and all(c in _table() for c in text)
        return "".join(r[:1] for readings in _table()[text[0]] for r in readings) if text and known else ""
    return "".join(_fold(text, folds)[:1] for folds in (_KOREAN, _JAPANESE))


@lru_cache(maxsize=50_000)
def reads_as(run: str, word: str) -> bool:
    table = _table()
    if not 0 < len(run) <= LONGEST or len(word) < 2 or any(c not in table for c in run):
        return False
    for language, folds in enumerate((_KOREAN, _JAPANESE)):
        whole = _fold(word, folds)
        ends = {0}
        for character in run:
            ends = {at + len(r) for at in ends for r in table[character][language] if whole.startswith(r, at)}
        if len(whole) in ends:
            return True
    return False
