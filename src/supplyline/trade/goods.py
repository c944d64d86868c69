"""Which HS headings does a goods phrase mean, and why?

`rank("CNC lathes")` → headings, best first, with reasons: what goods are called in four languages (data/goods/terms.tsv,
data/goods.tsv), then words of the nomenclature by BM25 (Robertson and Zaragoza 2009; k1 1.2, b 0.75). A term counts
where all its words stand in the phrase, by how much of the phrase it covers; the words before "for" and the last of them
weigh most. Promises: pure, deterministic; nothing where no word is known; a reading aid, never a legal classification.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from supplyline.trade import tree
from supplyline.tsv import rows, words
from supplyline.weigh.text import fold

MOST = 5
LONGEST = 2000  # characters: what is longer is no phrase
_WORD = re.compile(r"[^\W_]+(?:['’/-][^\W_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
EXCEPT = re.compile(r"\((?:other than|not |excluding|except).*?\)|\b(?:other than|excluding|except|n\.e\.c).*")
_USE = re.compile(
    r"\b(?:for|(?:that )?(?:are |is )?(?:used|utili[sz]ed|needed|intended|designed|necessary)|to make|of a kind"
    r"|із застосуванням|для|до|на основі|виготовлен\w*|вироблен\w*|произвед[её]нн\w*)\b"
)
_ENDINGS = re.compile(
    r"(?:ами|ями|ого|его|ому|ему|ими|ыми|ьо|ією|ією|ою|ею|ів|їв|ов|ев|ах|ях|ам|ям|ом|ем|им|ым|их|ых|ий|ый|ой|ей|ій"
    r"|ая|яя|ое|ее|ие|ые|ої|ую|юю|[аеиіоуыюяьєїйё])$"
)
_LANGUAGES = ("English", "Ukrainian", "Russian", "Chinese")
_FULL, _HEAD, _COVER, _LIST_STEP, _TEXT = 2.0, 2.0, 8.0, 0.4, 8.0
_K1, _B = 1.2, 0.75
_PART = "part"


@dataclass(frozen=True, slots=True)
class Answer:
    """A heading (or a chapter, where the words tell no more), with the most telling code below it."""

    heading: str  # 4 digits, or 2 at category level
    code: str  # 2 to 6 digits
    text: str  # of the nomenclature
    score: float
    reasons: tuple[str, ...]
    groups: tuple[str, ...]  # ids of trade.tree


@dataclass(frozen=True, slots=True)
class _Term:
    text: str
    language: str
    codes: tuple[str, ...]
    stems: tuple[str, ...]
    source: str


def rank(text: str, most: int = MOST, without: str = "") -> tuple[Answer, ...]:
    """Headings for a phrase in English, Ukrainian, Russian or Chinese, best first.

    `without`: a synonym of these words is left out, to measure what the others can do.
    """
    whole = _simplified(fold(text[:LONGEST]))
    if not whole:
        return ()
    scores: dict[str, float] = {}
    codes: dict[str, tuple[float, str]] = {}
    reasons: dict[str, list[str]] = {}

    def give(code: str, score: float, reason: str) -> None:
        heading = code[:4]
        if score > scores.get(heading, 0.0):
            scores[heading] = score
        if score > codes.get(heading, (0.0, ""))[0]:
            codes[heading] = (score, code)
        if reason not in reasons.setdefault(heading, []):
            reasons[heading].append(reason)

    barred = _key(_simplified(fold(without)))
    for score, term in _terms_in(whole):
        if without and _key(_simplified(fold(term.text))) == barred:
            continue
        for at, code in enumerate(term.codes):
            reason = f"“{term.text}” ({term.language}) in the phrase: {term.source}"
            give(code, score - _LIST_STEP * at, reason)
    head = _head(whole)
    for heading, share, shared in bm25(head):
        best = f"“{', '.join(shared)}” in the words of HS {heading} (English)"
        scores[heading] = scores.get(heading, 0.0) + _TEXT * share
        reasons.setdefault(heading, []).append(best)
    order = sorted(scores, key=lambda h: (-round(scores[h], 9), h))[:most]
    wanted = frozenset(stems(head)) - {_PART}
    return tuple(_answer(h, codes.get(h, (0.0, h))[1], scores[h], reasons[h], wanted, whole) for h in order)


def _answer(heading: str, code: str, score: float, why: list[str], wanted: frozenset[str], whole: str) -> Answer:
    if len(code) == 4:
        code = _subheading(code, wanted)
    groups = tree.groups_of(code)
    near = {g.id for g in groups}
    notes = list(why[:3])
    notes += [g.name + f" ({g.source})" for g in groups if g.id.startswith("chpl-")]
    inside = [
        g for g in tree.groups() if g.id.startswith("chpl-") and g.id not in near and any(p.startswith(code) for p in g.prefixes)
    ]
    notes += [f"holds codes of the {g.name} ({g.source})" for g in inside]
    notes += [f"“{name}” is named by {entry} of the US Commerce Control List" for name, entry in _controlled() if name in whole]
    text = tree.nomenclature().get(code, "")
    return Answer(heading, code, text, round(score, 3), tuple(notes), tuple(g.id for g in groups))


def stems(text: str) -> tuple[str, ...]:
    """The words of a folded text without their inflections and in one spelling, in order; Han is left out."""
    return tuple(_stem(word) for word in _WORD.findall(text) if not _HAN.search(word))


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return text.lower() if text.isascii() else fold(text)


def named(text: str) -> tuple[tuple[str, str], ...]:
    """(code, reason) where one synonym says the whole phrase up to "for"; empty otherwise."""
    whole = _simplified(fold(text[:LONGEST]))
    found = [(score, term) for score, term in _terms_in(whole) if score >= _COVER + _HEAD + _FULL - 0.01]
    reasons: dict[str, str] = {}
    for _, term in found:
        for code in term.codes:
            reasons.setdefault(code, f"“{term.text}” ({term.language}): {term.source}")
    return tuple(reasons.items())


def _key(text: str) -> tuple[str, ...]:
    return tuple(sorted(stems(text))) or (text,)


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    spelled = _spellings().get(word)
    if spelled:
        return spelled
    if word.isascii():
        if len(word) > 4 and word.endswith("ies"):
            return word[:-3] + "y"
        if len(word) > 4 and re.search(r"(?:ss|sh|ch|x|z)es$", word):
            return word[:-2]
        if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
        return _spellings().get(word, word)
    word = word.replace("ё", "е")
    while len(word) > 4 and (cut := _ENDINGS.sub("", word)) != word and len(cut) > 2:
        word = cut
    return word


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    return {fold(word): as_ for word, as_ in rows("goods/spellings.tsv")}


@lru_cache(maxsize=1)
def _variants() -> dict[int, str]:
    return {ord(row[0]): row[1] for row in rows("han_simplified.tsv") if len(row[0]) == 1 and len(row[1]) == 1}


def _simplified(text: str) -> str:
    return text.translate(_variants()) if _HAN.search(text) else text


def _head(whole: str) -> str:
    return _USE.split(whole, maxsplit=1)[0].strip(" ,.;(") or whole


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, list[_Term]]:
    """Terms that are not in Han by one of their stems."""
    out: dict[str, list[_Term]] = {}
    for term in _terms(_LANGUAGES[:3]):
        out.setdefault(min(term.stems), []).append(term)
    return out


@lru_cache(maxsize=1)
def _han_lexicon() -> tuple[_Term, ...]:
    return tuple(_terms(_LANGUAGES[3:]))


def _terms(languages: tuple[str, ...]) -> list[_Term]:
    out = []
    for row in rows("goods/terms.tsv", width=5):
        listed = tuple(row[0].split(","))
        for language in languages:
            for raw in filter(None, (t.strip() for t in row[1 + _LANGUAGES.index(language)].split(","))):
                text = _folded(raw)
                out.append(_Term(raw, language, listed, stems(text) or (text,), "synonyms, data/goods/terms.tsv"))
    return out


def _terms_in(whole: str) -> list[tuple[float, _Term]]:
    if _HAN.search(whole):
        return _han_terms(whole)
    head = _head(whole)
    first, every = stems(head), stems(whole)
    if first and all(one == _PART or one in _vague() for one in first) and len(every) > len(first):
        # "components for drones" are parts of drones: what they are for names them
        first = every = (*(one for one in every[len(first) :] if one not in _links()), _PART)
    out: list[tuple[float, _Term]] = []
    for found, factor in ((first, 1.0), (every, 0.5)) if every != first else ((first, 1.0),):
        weigh = {one: 0.25 if one in _vague() else 1.0 for one in found if one not in _links()}
        total = sum(weigh.values()) or 1.0
        have = frozenset(found)
        last = next((one for one in reversed(found) if one in weigh), "")
        for one in sorted(have):
            for term in _lexicon().get(one, ()):
                if not have.issuperset(term.stems):
                    continue
                covered = sum(weigh.get(s, 0.0) for s in set(term.stems)) / total
                score = _COVER * covered + (_HEAD if last in term.stems else 0.0) + (_FULL if covered > 0.999 else 0.0)
                out.append((score * factor, term))
    out.sort(key=lambda pair: (-pair[0], pair[1].text, pair[1].codes))
    return out


def _han_terms(whole: str) -> list[tuple[float, _Term]]:
    """Terms inside a phrase in Han; the head of a Chinese phrase stands last."""
    out: list[tuple[float, _Term]] = []
    length = max(len(whole), 1)
    for term in _han_lexicon():
        text = _folded(term.text)
        if text in whole:
            ends = whole.endswith(text)
            score = _COVER * len(text) / length + (_HEAD if ends else 0.0) + (_FULL if text == whole else 0.0)
            out.append((score, term))
    out.sort(key=lambda pair: (-pair[0], pair[1].text))
    return out


@lru_cache(maxsize=1)
def _vague() -> frozenset[str]:
    return frozenset(_stem(fold(w)) for w in words("vague_goods.tsv") | words("goods/qualifiers.tsv"))


@lru_cache(maxsize=1)
def _links() -> frozenset[str]:
    return words("goods/links.tsv")


@lru_cache(maxsize=1)
def _controlled() -> tuple[tuple[str, str], ...]:
    return tuple((fold(name), f"ECCN {entry}") for name, _, entry in rows("goods/controlled.tsv", width=3) if len(name) > 5)


@lru_cache(maxsize=1)
def _texts() -> tuple[list[tuple[str, str]], dict[str, int], float]:
    """(heading, text in lower case) of headings and subheadings, words a heading has, and their mean."""
    texts = [(code[:4], _folded(text)) for code, text in rows("hs.tsv") if len(code) in (4, 6)]
    sizes: dict[str, int] = {}
    for heading, text in texts:
        sizes[heading] = sizes.get(heading, 0) + text.count(" ") + 1
    return texts, sizes, sum(sizes.values()) / len(sizes)


@lru_cache(maxsize=8192)
def _stems_of(text: str) -> Counter[str]:
    # What a heading excepts it does not hold
    return Counter(s for s in stems(EXCEPT.sub(" ", text)) if len(s) > 2 and not s[0].isdigit())


@lru_cache(maxsize=4096)
def _held(one: str) -> dict[str, int]:
    """Heading → how often it has the stem. Words are cut only where the letters stand: that is what makes a start quick."""
    out: dict[str, int] = {}
    letters = one[:-1] if one.endswith("y") else one
    for heading, text in _texts()[0]:
        if letters in text and (times := _stems_of(text)[one]):
            out[heading] = out.get(heading, 0) + times
    return out


def bm25(head: str) -> list[tuple[str, float, tuple[str, ...]]]:
    """(heading, share of the best possible, shared words) by the words of the nomenclature alone, best first."""
    if _HAN.search(head):
        return []
    wanted = [s for s in dict.fromkeys(stems(head)) if s != _PART and s.isascii() and s not in _vague() and s not in _links()]
    got: dict[str, float] = {}
    shared: dict[str, list[str]] = {}
    total = 0.0
    for one in wanted:
        sizes, mean = _texts()[1:]
        listed = _held(one)
        weight = math.log(1 + (len(sizes) - len(listed) + 0.5) / (len(listed) + 0.5))
        total += weight * (_K1 + 1)
        for heading, times in listed.items():
            norm = _K1 * (1 - _B + _B * sizes[heading] / mean)
            got[heading] = got.get(heading, 0.0) + weight * times * (_K1 + 1) / (times + norm)
            shared.setdefault(heading, []).append(one)
    ranked = sorted(got, key=lambda h: (-round(got[h], 9), h))[:20]
    return [(h, got[h] / total, tuple(shared[h])) for h in ranked]


def _subheading(heading: str, wanted: frozenset[str]) -> str:
    """The one subheading that shares most words beyond those all share, or the heading itself."""
    listed = [(code, frozenset(_stems_of(_folded(tree.nomenclature()[code])))) for code in tree.children(heading)]
    if not listed:
        return heading
    common = frozenset.intersection(*(found for _, found in listed))
    by_score = sorted(((len((found & wanted) - common), code) for code, found in listed), reverse=True)
    if by_score[0][0] and (len(by_score) == 1 or by_score[0][0] > by_score[1][0]):
        return by_score[0][1]
    return heading
