"""Which folded names of a case are one party?

`cluster(tally)` gives each name its group and each group its reasons. Two names are one when they have the same
folded words in any order, when documents of the case tie a short name to one long name only, or when `names.compare` finds every
word of one in the other, translated or spelled nearly alike, with nothing missing and nothing contradicting.
Everything else stays apart: a person can merge, but cannot see what was merged in silence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from supplyline.names import Index, compare
from supplyline.names import key as fold
from supplyline.names.data import lexicon
from supplyline.names.parse import parse
from supplyline.resolve.naming import country_words
from supplyline.resolve.tally import KINDS, Tally, kind_of

# Scores of persons are calibrated since 2026-11: what was 0.95 is 0.997 now. Joining wrongly costs more than leaving apart.
LEAST = {"organization": 0.945, "person": 0.997, "vessel": 0.97}
NEAR = 0.88  # for organizations whose differing words are long
LONG_WORD = 8
CANDIDATES = 8


class Groups:
    """Names joined into groups, with the reasons; the first in the alphabet stands for its group."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}
        self.reasons: defaultdict[str, list[str]] = defaultdict(list)

    def find(self, key: str) -> str:
        while (up := self._up.get(key, key)) != key:
            key = up
        return key

    def join(self, one: str, two: str, reason: str) -> None:
        a, b = sorted((self.find(one), self.find(two)))
        if reason:
            self.reasons[min(one, two)].append(reason)
        if a != b:
            self._up[b] = a


def _bag(key: str, kind: str) -> tuple[str, ...]:
    words = key.split()
    if kind == "person":  # initials in the middle come and go
        words = [w for i, w in enumerate(words) if len(w) > 1 or i in (0, len(words) - 1)]
    return tuple(sorted(words))


def _one(a: str, b: str, kind: str) -> str | None:
    """The reason why two names are one party, or None."""
    found = compare(a, b, "Person" if kind == "person" else "LegalEntity")
    notes = " ".join(found.explanation)
    if "missing:" in notes or "contradicts" in notes or "acronym:" in notes or "initial:" in notes:
        return None
    if found.score < LEAST[kind]:
        if (
            kind != "organization"
            or found.score < NEAR
            or "spelled alike" not in notes
            or "legal form differs" in notes
        ):
            return None
        words = [t.spelled for name in (a, b) for t in parse(name).readings[0].tokens if t.kind == "word"]
        if min(map(len, words), default=0) < LONG_WORD:
            return None
    told = "; ".join(n for n in found.explanation if not n.startswith("same"))
    return f'"{a}" and "{b}" compare {found.score:.2f}{": " + told if told else ""}'


@lru_cache(maxsize=100_000)
def _lands(text: str) -> tuple[str, ...]:
    return tuple(sorted(country_words(text)))


@lru_cache(maxsize=100_000)
def _without_lands(text: str) -> str:
    """The key without the words for places."""
    return " ".join(w for w in fold(text).split() if w not in lexicon().places)


def kinds(tally: Tally) -> dict[str, str]:
    """The kind of each name: names with one folded key have one kind."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, seen in tally.names.items():
        votes[fold(name)].update(seen.kinds)
    return {name: kind_of(votes[fold(name)], fold(name)) or "organization" for name in tally.names}


def cluster(tally: Tally) -> Groups:
    groups = Groups()
    kind = kinds(tally)
    bags: defaultdict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = defaultdict(list)
    for name in sorted(kind):  # "Cloudminds (Hong Kong)" is not Cloudminds: lands in brackets part names
        bags[(kind[name], _bag(fold(name), kind[name]), _lands(name))].append(name)
    for same in bags.values():
        for name in same[1:]:
            told = fold(name) == fold(same[0])
            groups.join(same[0], name, "" if told else f'same words: "{same[0]}" and "{name}"')
    _tied(groups, tally, kind)
    _numbered(groups, tally, kind)
    _alike(groups, {same[0]: kind[same[0]] for same in bags.values()})
    return groups


def _tied(groups: Groups, tally: Tally, kind: dict[str, str]) -> None:
    """Join short names of bodies that documents tie to one long name and never to another."""
    lands: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name in kind:
        if found := _lands(name):
            lands[_without_lands(name)].add(found)
    for short in sorted(tally.ties):
        longs = sorted({groups.find(long) for long in tally.ties[short] if long in kind})
        rivals = len(lands[fold(short)]) > 1
        if short in kind and len(longs) == 1 and kind[short] != "person" and len(short) > 2 and not rivals:
            long = min(tally.ties[short], key=lambda t: (-tally.ties[short][t], t))
            count = sum(tally.ties[short].values())
            where = f"{count} document{'s' * (count > 1)} of the case"
            groups.join(short, longs[0], f'"{short}" means "{long}" in {where} and never another')


def _numbered(groups: Groups, tally: Tally, kind: dict[str, str]) -> None:
    """Join names that registers give one number, where neither has another of its kind."""
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(kind):
        for number in only(tally.names[name].numbers):
            holders[number].append(name)
    for number, names in sorted(holders.items()):
        for name in names[1:]:
            groups.join(names[0], name, f'"{names[0]}" and "{name}" have the same {number.replace(":", " ")} in registers')


def only(numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers of kinds of which there is one alone: with two, companies share a name, and no number tells which."""
    by_kind: defaultdict[str, set[str]] = defaultdict(set)
    for number in numbers:
        by_kind[number.partition(":")[0]].add(number)
    return tuple(sorted(n for found in by_kind.values() if len(found) == 1 for n in found))


def _alike(groups: Groups, kind: dict[str, str]) -> None:
    """Join names that `compare` finds to be one."""
    for wanted in KINDS:
        names = sorted(n for n, k in kind.items() if k == wanted)
        index = Index([(n, n) for n in names])
        for name in names:
            one = fold(name)
            for other, _ in index.candidates(name, CANDIDATES):
                if other <= name or groups.find(other) == groups.find(name) or _lands(other) != _lands(name):
                    continue
                two = fold(other)
                near = max(
                    fuzz.token_sort_ratio(one, two), fuzz.ratio(one.replace(" ", ""), two.replace(" ", ""))
                )
                if near >= 75 and (reason := _one(name, other, wanted)):
                    groups.join(name, other, reason)
