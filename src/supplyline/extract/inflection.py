"""Which forms does an English verb have, and which verb is a word a form of?

`inflect` makes the regular forms; `verb_forms` is the table of all verbs that the word lists hold.
"""

from __future__ import annotations

from functools import cache

from supplyline.extract.lexicon import table, words

VOWELS = "aeiou"


def inflect(lemma: str) -> dict[str, str]:
    """Regular forms of an English verb: form name by word."""
    if lemma.endswith("e"):
        ed, ing = lemma + "d", (lemma[:-1] if not lemma.endswith("ee") else lemma) + "ing"
    elif lemma.endswith("y") and lemma[-2] not in VOWELS:
        ed, ing = lemma[:-1] + "ied", lemma + "ing"
    elif _doubles(lemma):
        ed, ing = lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"
    else:
        ed, ing = lemma + "ed", lemma + "ing"
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        s = lemma + "es"
    elif lemma.endswith("y") and lemma[-2] not in VOWELS:
        s = lemma[:-1] + "ies"
    else:
        s = lemma + "s"
    return {lemma: "base", s: "s", ed: "ed", ing: "ing"}


def _doubles(lemma: str) -> bool:
    return (
        len(lemma) > 2
        and lemma[-1] in "bdgmnprtl"
        and lemma[-2] in VOWELS
        and lemma[-3] not in VOWELS
        and (len(lemma) <= 4 or lemma.endswith(("mit", "fer", "bel", "pel", "cur", "rol", "sel", "bar")))
        and lemma not in words("en", "word_groups", "stress_first")
    )


@cache
def verb_forms(language: str) -> dict[str, tuple[str, str, bool]]:
    """word -> (lemma, form, may also be a noun)."""
    out: dict[str, tuple[str, str, bool]] = {}
    for row in (*table(language, "verbs_more"), *table(language, "verbs")):  # ours last: it wins
        lemma, irregular = row[0], row[1] if len(row) > 1 else ""
        noun = len(row) > 2 and row[2] == "n"
        for word, form in inflect(lemma).items():
            if irregular and form == "ed":
                continue
            out.setdefault(word, (lemma, form, noun and form in ("base", "s")))
        for word in filter(None, irregular.split(",")):
            out[word] = (lemma, "ing" if word.endswith("ing") else "ed", False)
    return out
