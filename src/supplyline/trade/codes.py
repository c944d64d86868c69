"""Which HS codes does a goods phrase mean?

`codes("electronic components for drones")` ranks codes with their reasons: phrases known in this
field first (data/goods.tsv), then what `goods.named` knows in four languages, then headings of the nomenclature
that share its words (data/hs.tsv).
What stands before "for" names the goods, what follows their use. A code on the Common High Priority
List says so with its tier. Promises: pure; nothing for phrases too vague to code; a code is a reading
aid, never a legal classification.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import lru_cache

from supplyline.model import Claim, Filler
from supplyline.trade.goods import EXCEPT, called, named
from supplyline.tsv import rows
from supplyline.weigh.text import fold, goods_stems, stem, tokens

MOST = 5
_ENOUGH = 0.62  # share of a phrase's weight that a heading must cover
_USE = re.compile(r"\b(?:for|used in|used for|needed to|intended for|для)\b")

Coded = tuple[tuple[str, str], ...]


@lru_cache(maxsize=65536)
def codes(text: str) -> Coded:
    """(code, reason) pairs, best first; empty where the phrase does not tell."""
    found: dict[str, str] = {}
    whole = fold(text)
    head = _USE.split(whole, maxsplit=1)[0].strip() or whole
    for phrase in dict.fromkeys((whole, head)):
        if phrase in _phrases():
            found.update(_known(phrase))
            break
    else:
        found.update((named(head) if goods_stems(head) else ()) or _known(head) or (_nomenclature(head) if goods_stems(head) else ()) or _known(whole))
    return tuple((code, reason + _priority(code)) for code, reason in list(found.items())[:MOST])


@lru_cache(maxsize=65536)
def exact(text: str) -> bool:
    """Whether the codes of a phrase are those of its goods and of no wider ones: "nitrocellulose", and not "high-density
    nitrocellulose" or "special chemicals"."""
    found = codes(text)
    known = fold(text).removeprefix("the ") in _phrases() or called(text)
    return known and bool(found) and all(len(code) >= 4 for code, _ in found)


def code_claim(claim: Claim) -> Claim:
    """The claim with HS codes on its goods, where codes are known and none were set."""
    if not any(f.role == "goods" and not f.hs for f in claim.roles):
        return claim
    return replace(claim, roles=tuple(_coded(f) for f in claim.roles))


def _coded(filler: Filler) -> Filler:
    if filler.role != "goods" or filler.hs:
        return filler
    return replace(filler, hs=tuple(code for code, _ in codes(filler.name)))


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[tuple[str, ...], str]]:
    out: dict[str, tuple[tuple[str, ...], str]] = {}
    for phrase, listed, note in rows("goods.tsv", width=3):
        out[fold(phrase)] = (() if listed == "-" else tuple(listed.split(",")), note)
    return out


@lru_cache(maxsize=1)
def _by_word() -> dict[str, list[tuple[frozenset[str], str]]]:
    """First stem -> phrases, so that a phrase inside a longer one is found without a scan of all."""
    out: dict[str, list[tuple[frozenset[str], str]]] = {}
    for phrase in _phrases():
        stems = frozenset(stem(t) for t in tokens(phrase))
        for one in stems:
            out.setdefault(one, []).append((stems, phrase))
    return out


def _known(phrase: str) -> list[tuple[str, str]]:
    exact = _phrases().get(phrase)
    if exact is not None:
        return [(code, f"“{phrase}”: {exact[1]}") for code in exact[0]]
    stems = frozenset(stem(t) for t in tokens(phrase))
    inside = {
        known_phrase: known
        for one in stems
        for known, known_phrase in _by_word().get(one, ())
        if known <= stems
    }
    out: list[tuple[str, str]] = []
    taken: frozenset[str] = frozenset()
    # The phrase that covers most words speaks first; what it contains ("gas" in "natural gas") adds nothing
    for known_phrase, known in sorted(inside.items(), key=lambda item: (-len(item[1]), item[0])):
        if known <= taken:
            continue
        taken |= known
        listed, note = _phrases()[known_phrase]
        out.extend((code, f"“{known_phrase}” in “{phrase}”: {note}") for code in listed)
    return out


@lru_cache(maxsize=1)
def _index() -> tuple[dict[str, list[int]], list[tuple[str, str, frozenset[str]]], dict[str, float]]:
    headings: list[tuple[str, str, frozenset[str]]] = []
    postings: dict[str, list[int]] = {}
    for code, description in rows("hs.tsv"):
        if len(code) not in (4, 6):
            continue
        # What a heading excepts it does not hold
        kept = EXCEPT.sub(" ", fold(description))
        stems = frozenset(stem(t) for t in tokens(kept) if len(t) > 2 and not t[0].isdigit())
        for one in stems:
            postings.setdefault(one, []).append(len(headings))
        headings.append((code, description, stems))
    weight = {one: math.log(len(headings) / len(found)) for one, found in postings.items()}
    return postings, headings, weight


def _nomenclature(phrase: str) -> list[tuple[str, str]]:
    postings, headings, weight = _index()
    wanted = goods_stems(phrase)
    # A word the nomenclature does not know weighs as much as the rarest: it must not be ignored
    rare = math.log(len(headings))
    total = sum(weight.get(one, rare) for one in wanted)
    shared: dict[int, float] = {}
    for one in sorted(wanted):
        for at in postings.get(one, ()):
            shared[at] = shared.get(at, 0.0) + weight[one]
    ranked: list[tuple[float, str, str]] = []
    for at, got in shared.items():
        code, description, stems = headings[at]
        if got >= _ENOUGH * total:
            # The same words in a shorter description are more of what it is about
            ranked.append(
                (-got / total + 0.01 * len(stems) + (0.02 if len(code) == 6 else 0.0), code, description)
            )
    ranked.sort()
    return [
        (code, f"HS {code} {description[:80]}: shares the words of “{phrase}”")
        for _, code, description in ranked[:MOST]
    ]


@lru_cache(maxsize=1)
def _tiers() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("chpl.tsv")}


def _priority(code: str) -> str:
    tier = _tiers().get(code)
    if tier is not None:
        return f"; Common High Priority List, tier {tier}"
    tiers = sorted({t for c, t in _tiers().items() if c.startswith(code)}) if len(code) == 4 else []
    return f"; holds codes of the Common High Priority List, tier {', '.join(tiers)}" if tiers else ""
