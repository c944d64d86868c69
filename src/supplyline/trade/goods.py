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
from supplyline.trade.guesses import guesses
from supplyline.trade.lexicon import (
    HAN,
    LANGUAGES,
    Term,
    begins,
    folded,
    han_holding,
    han_terms,
    han_words,
    holding,
    key,
    meanings,
    places,
    stem,
    stems,
    written,
)
from supplyline.tsv import rows, words
from supplyline.weigh.text import fold

MOST = 5
LONGEST = 2000  # characters: what is longer is no phrase
EXCEPT = re.compile(r"\((?:other than|not |excluding|except).*?\)|\b(?:other than|excluding|except|n\.e\.c).*")
_USE = re.compile(
    r"\b(?:for|(?:that )?(?:are |is )?(?:used|utili[sz]ed|needed|intended|designed|necessary)|to make|of a kind"
    r"|із застосуванням|для|до|на основі|виготовлен\w*|вироблен\w*|произвед[её]нн\w*)\b"
)
_FULL, _HEAD, _COVER, _LIST_STEP, _TEXT, _SHARED, _ABOUT = 8.0, 2.0, 8.0, 0.4, 10.0, 12.0, 6.0
_K1, _B = 1.2, 0.75
_MANY = 6000  # terms of a language, about
_PART = "part"
_SOURCE = "synonyms, data/goods/terms.tsv"
_Word = tuple[str, ...]  # a word of a phrase: its stem, then the English ones it may stand for


@dataclass(frozen=True, slots=True)
class Answer:
    """A heading (or a chapter, where the words tell no more), with the most telling code below it."""

    heading: str  # 4 digits, or 2 at category level
    code: str  # 2 to 6 digits
    text: str  # of the nomenclature
    score: float
    reasons: tuple[str, ...]
    groups: tuple[str, ...]  # ids of trade.tree


def rank(text: str, most: int = MOST, without: str = "") -> tuple[Answer, ...]:
    """Headings for a phrase in English, Ukrainian, Russian or Chinese, best first.

    `without`: a synonym of these words is left out, to measure what the others can do.
    """
    whole = folded(text[:LONGEST])
    if not whole:
        return ()
    scores: dict[str, float] = {}
    codes: dict[str, tuple[float, str]] = {}
    reasons: dict[str, list[str]] = {}

    def give(term: Term, score: float, how: str) -> None:
        for at, code in enumerate(term.codes):
            heading, points = code[:4], score - _LIST_STEP * at
            if points > scores.get(heading, 0.0):
                scores[heading] = points
            if points > codes.get(heading, (0.0, ""))[0]:
                codes[heading] = (points, code)
            reason = f"“{term.text}” ({term.language}) {how}: {_SOURCE}"
            if reason not in reasons.setdefault(heading, []):
                reasons[heading].append(reason)

    barred = key(folded(without)) if without else ()

    def allowed(term: Term) -> bool:
        return not barred or key(folded(term.text)) != barred

    for score, term in _terms_in(whole):
        if allowed(term):
            give(term, score, "in the phrase")
    head = _head(whole)
    asked = _asked(head)
    spread = [(weight, tuple(filter(allowed, terms))) for weight, terms in _spread(head, asked)]
    for score, term in _near(spread):
        give(term, score, "shares words with the phrase")
    for weight, terms in spread:
        for heading in dict.fromkeys(term.codes[0][:4] for term in terms):
            if heading in scores:
                scores[heading] += _ABOUT * weight
    for heading, share, shared in _by_words(asked):
        best = f"“{', '.join(shared)}” in the words of HS {heading} (English)"
        scores[heading] = scores.get(heading, 0.0) + _TEXT * share
        reasons.setdefault(heading, []).append(best)
    order = sorted(scores, key=lambda h: (-round(scores[h], 9), h))[:most]
    wanted = frozenset(one for word in asked for one in word) - {_PART}
    return tuple(_answer(h, codes.get(h, (0.0, h))[1], scores[h], reasons[h], wanted, whole) for h in order)


def _answer(heading: str, code: str, score: float, why: list[str], wanted: frozenset[str], whole: str) -> Answer:
    if len(code) == 4:
        code = _subheading(code, wanted)
    groups = tree.groups_of(code)
    near = {g.id for g in groups}
    notes = list(why[:3])
    notes += [g.name + f" ({g.source})" for g in groups if tree.is_list(g)]
    inside = [g for g in tree.groups() if tree.is_list(g) and g.id not in near and any(p.startswith(code) for p in g.prefixes)]
    notes += [f"holds codes of the {g.name} ({g.source})" for g in inside]
    notes += [f"“{name}” is named by {entry} of the US Commerce Control List" for name, entry in _controlled() if name in whole]
    text = tree.nomenclature().get(code, "")
    return Answer(heading, code, text, round(score, 3), tuple(notes), tuple(g.id for g in groups))


def named(text: str) -> tuple[tuple[str, str], ...]:
    """(code, reason) where one synonym says the whole phrase up to "for"; empty otherwise."""
    found = [(score, term) for score, term in _terms_in(folded(text[:LONGEST])) if score >= _COVER + _HEAD + _FULL - 0.01]
    reasons: dict[str, str] = {}
    for _, term in found:
        for code in term.codes:
            reasons.setdefault(code, f"“{term.text}” ({term.language}): {_SOURCE}")
    return tuple(reasons.items())


def called(text: str) -> bool:
    """Does one synonym say the whole phrase, its use and all?"""
    whole = folded(text[:LONGEST])
    return _head(whole) == whole and bool(named(text))


def _head(whole: str) -> str:
    return _USE.split(whole, maxsplit=1)[0].strip(" ,.;(") or whole


def _terms_in(whole: str) -> list[tuple[float, Term]]:
    """Terms of which every word stands in the phrase, by how much of it they cover."""
    if HAN.search(whole):
        return _han_terms_in(whole)
    head = _head(whole)
    first, every = stems(head), stems(whole)
    if first and all(one == _PART or one in _vague() for one in first) and len(every) > len(first):
        # "components for drones" are parts of drones: what they are for names them
        first = every = (*(one for one in every[len(first) :] if one not in _links()), _PART)
    out: list[tuple[float, Term]] = []
    for found, factor in ((first, 1.0), (every, 0.5)) if every != first else ((first, 1.0),):
        weigh = {one: 0.25 if one in _vague() else 1.0 for one in found if one not in _links()}
        total = sum(weigh.values()) or 1.0
        have = frozenset(found)
        naming = frozenset(one for one in weigh if one not in _qualifiers()) or frozenset(weigh)
        last = next((one for one in reversed(found) if one in weigh), "")
        for term in dict.fromkeys(t for one in sorted(have) for t in holding(one) if have.issuperset(t.stems)):
            covered = sum(weigh.get(s, 0.0) for s in set(term.stems)) / total
            # "Heavy" and the like may be left unsaid. In English the last word names the goods: conveyor belts are no belt conveyors
            same = naming.issubset(term.stems) and (term.language != LANGUAGES[0] or term.stems[-1] == last)
            score = _COVER * covered + (_HEAD if last in term.stems else 0.0) + (_FULL if same else 0.0)
            out.append((score * factor, term))
    out.sort(key=_order)
    return out


def _order(pair: tuple[float, Term]) -> tuple[float, str, tuple[str, ...], str]:
    return -pair[0], pair[1].text, pair[1].codes, pair[1].language


def _han_terms_in(whole: str) -> list[tuple[float, Term]]:
    """Terms inside a phrase in Han; the head of a Chinese phrase stands last."""
    out: list[tuple[float, Term]] = []
    for term in dict.fromkeys(han_terms(whole)):
        text = folded(term.text)
        ends = whole.endswith(text)
        out.append((_COVER * len(text) / len(whole) + (_HEAD if ends else 0.0) + (_FULL if text == whole else 0.0), term))
    out.sort(key=_order)
    return out


def _asked(head: str) -> list[_Word]:
    """The words of a phrase that tell goods apart, each with what it may stand for in the nomenclature."""
    out = [(one, *(meanings(one) or guesses(one))) for one in dict.fromkeys(stems(head)) if one != _PART and one not in _vague() and one not in _links()]
    return out + [(word, *means) for word, means in dict.fromkeys(han_words(head))]


def _spread(head: str, asked: list[_Word]) -> list[tuple[float, tuple[Term, ...]]]:
    """For each word of a phrase, or each two characters in Han, its share of the weight and the terms that hold it."""
    if HAN.search(head):
        found = [han_holding(pair) for pair in dict.fromkeys(head[at : at + 2] for at in range(len(head) - 1))]
        weigh = [math.log(1 + _MANY / (1 + len(terms))) for terms in found]
    else:
        found = [tuple(dict.fromkeys(t for one in word for t in holding(one))) for word in asked]
        weigh = [math.log(1 + _MANY / (1 + max(len(holding(one)) for one in word))) for word in asked]
    total = sum(weigh)
    return [(weight / total, terms) for weight, terms in zip(weigh, found, strict=True)]


def _near(spread: list[tuple[float, tuple[Term, ...]]]) -> list[tuple[float, Term]]:
    """Terms that share words with the phrase, by the share of the phrase's weight and of the term that is shared."""
    shared: dict[Term, float] = {}
    hits: Counter[Term] = Counter()
    for weight, terms in spread:
        for term in terms:
            shared[term] = shared.get(term, 0.0) + weight
            hits[term] += 1
    out = [(_SHARED * weight * min(1.0, hits[term] / _words_of(term)), term) for term, weight in shared.items()]
    out.sort(key=_order)
    return out[:40]


def _words_of(term: Term) -> int:
    return max(1, len(term.text) - 1) if HAN.search(term.text) else len(set(term.stems))


@lru_cache(maxsize=1)
def _vague() -> frozenset[str]:
    return frozenset(stem(fold(w)) for w in words("vague_goods.tsv")) | _qualifiers()


@lru_cache(maxsize=1)
def _qualifiers() -> frozenset[str]:
    return frozenset(stem(fold(w)) for w in words("goods/qualifiers.tsv"))


@lru_cache(maxsize=1)
def _links() -> frozenset[str]:
    return words("goods/links.tsv")


@lru_cache(maxsize=1)
def _controlled() -> tuple[tuple[str, str], ...]:
    return tuple((fold(name), f"ECCN {entry}") for name, _, entry in rows("goods/controlled.tsv", width=3) if len(name) > 5)


@lru_cache(maxsize=1)
def _texts() -> tuple[str, list[int], list[str], dict[str, int], float]:
    """Headings and subheadings in lower case, one a line, where each begins, its heading, words a heading has, their mean."""
    texts = [(code[:4], text.lower()) for code, text in rows("hs.tsv") if len(code) in (4, 6)]
    sizes: dict[str, int] = {}
    for heading, text in texts:
        sizes[heading] = sizes.get(heading, 0) + text.count(" ") + 1
    lines = [text for _, text in texts]
    return "\n".join(lines) + "\n", begins(lines), [h for h, _ in texts], sizes, sum(sizes.values()) / len(sizes)


@lru_cache(maxsize=8192)
def _stems_of(text: str) -> Counter[str]:
    # What a heading excepts it does not hold
    return Counter(s for s in stems(EXCEPT.sub(" ", text)) if len(s) > 2 and not s[0].isdigit())


@lru_cache(maxsize=4096)
def _held(one: str) -> dict[str, int]:
    """Heading → how often it has the stem. Words are cut only where the letters stand: that is what makes a start quick."""
    text, starts, headings = _texts()[:3]
    out: dict[str, int] = {}
    for row in sorted({row for letters in written(one) for row, _ in places(text, starts, letters)}):
        if times := _stems_of(text[starts[row] : text.index("\n", starts[row])])[one]:
            out[headings[row]] = out.get(headings[row], 0) + times
    return out


def bm25(head: str, in_english: bool = False) -> list[tuple[str, float, tuple[str, ...]]]:
    """(heading, share of the best possible, shared words) by the words of the nomenclature alone, best first.

    `in_english`: words of other languages are put into English by our tables first, for the nomenclature has no other.
    """
    if in_english:
        return _by_words(_asked(folded(head)))
    return [] if HAN.search(head) else _by_words([word[:1] for word in _asked(head)])


def _by_words(asked: list[_Word]) -> list[tuple[str, float, tuple[str, ...]]]:
    """The same for words that may stand for several: what one stands for counts once, as the best of them."""
    got: dict[str, float] = {}
    shared: dict[str, list[str]] = {}
    total = 0.0
    for word in asked:
        sizes, mean = _texts()[3:]
        best: dict[str, tuple[float, str]] = {}
        most = 0.0
        for one in filter(str.isascii, word):
            listed = _held(one)
            weight = math.log(1 + (len(sizes) - len(listed) + 0.5) / (len(listed) + 0.5))
            most = max(most, weight if listed or len(word) == 1 else 0.0)
            for heading, times in listed.items():
                norm = _K1 * (1 - _B + _B * sizes[heading] / mean)
                points = weight * times * (_K1 + 1) / (times + norm)
                best[heading] = max(best.get(heading, (0.0, "")), (points, one))
        total += (most or math.log(1 + 2 * len(sizes))) * (_K1 + 1)
        for heading, (points, one) in best.items():
            got[heading] = got.get(heading, 0.0) + points
            shared.setdefault(heading, []).append(one)
    ranked = sorted(got, key=lambda h: (-round(got[h], 9), h))[:20]
    return [(h, got[h] / total, tuple(shared[h])) for h in ranked]


def _subheading(heading: str, wanted: frozenset[str]) -> str:
    """The one subheading that shares most words beyond those all share, or the heading itself."""
    listed = [(code, frozenset(_stems_of(tree.nomenclature()[code].lower()))) for code in tree.children(heading)]
    if not listed:
        return heading
    common = frozenset.intersection(*(found for _, found in listed))
    by_score = sorted(((len((found & wanted) - common), code) for code, found in listed), reverse=True)
    if by_score[0][0] and (len(by_score) == 1 or by_score[0][0] > by_score[1][0]):
        return by_score[0][1]
    return heading
