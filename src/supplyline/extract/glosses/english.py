"""Forms of English words, as a gloss wants them."""

from __future__ import annotations

from functools import cache

from supplyline.extract.inflection import inflect
from supplyline.extract.lexicon import table

BE = {"past": ("was", "were"), "pres": ("is", "are"), "futr": ("will be", "will be"), "infn": ("to be", "to be")}
OBJECTS = {"he": "him", "she": "her", "they": "them", "we": "us", "i": "me", "who": "whom"}
_AUXILIARIES: dict[str, dict[str, tuple[str, ...]]] = {"do": {"ed": ("did", "done"), "s": ("does",), "ing": ("doing",)}, "have": {"ed": ("had",), "s": ("has",), "ing": ("having",)}}
_DOUBLED = ("begin", "split", "sit", "win", "hit", "spin", "dig")
_MORE = {"cost": ("cost",), "wear": ("wore", "worn"), "sit": ("sat",), "sleep": ("slept",), "lay": ("laid",), "blow": ("blew", "blown")}
_SAME = ("aircraft", "information", "equipment", "machinery", "data", "goods", "evidence", "weaponry", "ammunition", "sanctions", "gunpowder", "electronics", "optics", "people", "gas", "oil", "steel", "series")
_IRREGULAR = (("man", "men"), ("child", "children"), ("person", "people"), ("foot", "feet"), ("half", "halves"), ("analysis", "analyses"), ("crisis", "crises"), ("basis", "bases"))


@cache
def _forms() -> dict[str, dict[str, tuple[str, ...]]]:
    out: dict[str, dict[str, tuple[str, ...]]] = {}
    for lemma, irregular, *_ in ((*row, "") for row in (*table("en", "verbs_more"), *table("en", "verbs"))):
        own = {form: (word,) for word, form in inflect(lemma).items()}
        told = [word for word in irregular.split(",") if word]
        past = sorted((word for word in told if not word.endswith("ing")), key=lambda word: word.endswith(("n", "ne")))  # "arose", then "arisen"
        if len(past) == 1 and lemma.endswith(("come", "run")):
            past.append(lemma)
        going = (f"{lemma}{lemma[-1]}ing",) if lemma in _DOUBLED else tuple(word for word in told if word.endswith("ing"))
        out[lemma] = own | ({"ed": tuple(past)} if past else {}) | ({"ing": going} if going else {})
    return out | _AUXILIARIES | {lemma: {form: (word,) for word, form in inflect(lemma).items()} | {"ed": past} for lemma, past in _MORE.items()}


@cache
def verb(lemma: str, form: str) -> str:
    """A form of a verb: past, done (the participle of the passive), ing or s; further words stay behind it."""
    head, _, tail = lemma.partition(" ")
    known = _forms().get(head) or {form: (word,) for word, form in inflect(head).items()}
    own = known.get("ed" if form in ("past", "done") else form, (head,))
    return f"{own[-1] if form == 'done' else own[0]} {tail}".rstrip()


@cache
def is_verb(lemma: str) -> bool:
    """Is the first word a verb that the word lists know?"""
    return lemma.partition(" ")[0] in _forms()


@cache
def plural(noun: str) -> str:
    """Of the last word of a phrase."""
    for one, many in _IRREGULAR:
        if noun.endswith(one) and not noun.endswith("human"):
            return noun.removesuffix(one) + many
    if noun.endswith(_SAME) or (noun.endswith("s") and not noun.endswith("ss")):
        return noun
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
