"""Which folded names of a case are one party?

`cluster(tally)` gives each name key its group and each group its reasons. Two keys are one when they have the same
words in another order, when documents of the case tie a short name to one long name only, or when `names.compare` finds every
word of one in the other, translated or spelled nearly alike, with nothing missing and nothing contradicting.
Everything else stays apart: a person can merge, but cannot see what was merged in silence.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from rapidfuzz import fuzz

from supplyline.names import Index, compare
from supplyline.names.data import lexicon
from supplyline.names.parse import parse
from supplyline.resolve.naming import country_words
from supplyline.resolve.tally import KINDS, Seen, Tally, kind_of

LEAST = {"organization": 0.93, "person": 0.95, "vessel": 0.97}
NEAR = 0.88  # for organizations whose differing words are long
LONG_WORD = 8
CANDIDATES = 8


def best_text(seen: Seen) -> str:
    """The most frequent name, then the longest, then the first in the alphabet."""
    texts = seen.texts or seen.short
    return min(texts, key=lambda t: (-texts[t], -len(t), t))


class Groups:
    """Keys joined into groups, with the reasons; the smallest key stands for its group."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}
        self.reasons: defaultdict[str, list[str]] = defaultdict(list)

    def find(self, key: str) -> str:
        while (up := self._up.get(key, key)) != key:
            key = up
        return key

    def join(self, one: str, two: str, reason: str) -> None:
        a, b = sorted((self.find(one), self.find(two)))
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
def _without_lands(text: str, key: str) -> str:
    """The key without the words for places."""
    return " ".join(w for w in key.split() if w not in lexicon().places) if _lands(text) else key


def cluster(tally: Tally) -> Groups:
    groups = Groups()
    texts = {key: best_text(seen) for key, seen in tally.names.items() if seen.texts or seen.short}
    kinds = {key: kind_of(tally.names[key].kinds, key) or "organization" for key in texts}
    bags: defaultdict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for key in sorted(texts):
        bags[(kinds[key], _bag(key, kinds[key]))].append(key)
    for same in bags.values():
        for key in same[1:]:
            groups.join(same[0], key, f'same words: "{texts[same[0]]}" and "{texts[key]}"')
    for short in sorted(tally.ties):
        longs = sorted({groups.find(long) for long in tally.ties[short] if long in texts})
        if short in texts and len(longs) == 1 and kinds[short] != "person" and len(short) > 2:
            rivals = {_lands(t) for k, t in texts.items() if _without_lands(t, k) == short and _lands(t)}
            if len(rivals) < 2:
                count = sum(tally.ties[short].values())
                texts_ = f'"{texts[short]}" means "{texts[longs[0]]}" in {count} document{"s" * (count > 1)}'
                groups.join(short, longs[0], texts_ + " of the case and never another")
    for kind in KINDS:
        keys = sorted(k for k in texts if kinds[k] == kind)
        index = Index([(k, texts[k]) for k in keys])
        for key in keys:
            for other, text in index.candidates(texts[key], CANDIDATES):
                if other <= key or groups.find(other) == groups.find(key):
                    continue
                if (
                    fuzz.token_sort_ratio(key, other) < 75
                    and fuzz.ratio(key.replace(" ", ""), other.replace(" ", "")) < 75
                ):
                    continue
                if set(country_words(text)) != set(country_words(texts[key])):
                    continue
                if reason := _one(texts[key], text, kind):
                    groups.join(key, other, reason)
    return groups
