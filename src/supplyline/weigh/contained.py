"""Which happening is one of the many that another counts?

"China supplied 20 Russian factories" contains what another report tells of the Kazan plant. The two stay two events, so that
the one lends the other neither number nor voice; `contained(told, claims)` says in the derivation of both that one is of the
other. Sure is it where the many name the one, or its country is told (by its name, a list, another document) and the supplier
and goods are the same; probable where the country is known by the town in its name or by the country told beside it. Where
nothing tells the country, nothing is said. Promises: no order of arrival; no count and no origin is touched; cost grows with
the events, for each looks at a bounded number of others, the nearest in time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from supplyline.model import ClaimKey, Event
from supplyline.read import countries
from supplyline.weigh.match import (
    DATED_KINDS,
    Party,
    Profile,
    counted_as,
    elsewhere,
    goods_agree,
    is_many,
    is_one,
    same_party,
    times_agree,
)
from supplyline.weigh.places import NAMED, classes_of, town_country

_LOOK = 32
_SHOWN = 3
_ONE = "one of these, told elsewhere and not added:"
_BRACKET = re.compile(r" \(v_[^()]*\)")

Told = tuple[Profile, Event, Sequence[ClaimKey]]
Countries = Mapping[str, str]


class Evidence(NamedTuple):
    """Party -> country: as told of it anywhere, and as the claims that name it let one think."""

    told: Countries
    beside: Countries


class _One(NamedTuple):
    """A party that may be one of many: its country and how that is known ("": told)."""

    role: str
    party: Party
    name: str
    country: str
    how: str


def evidence(claims: Iterable[ClaimKey]) -> Evidence:
    told: dict[str, set[str]] = {}
    beside: dict[str, set[str]] = {}
    for claim in claims:
        for role, value, iso, nature, _ in claim.parties:
            if nature != NAMED:
                continue
            if iso:
                told.setdefault(value, set()).add(iso)
            others = {p.country for p in claim.parties if p.role == role and p.value != value and p.nature != NAMED}
            beside.setdefault(value, set()).update(others - {""})
    return Evidence(_sure(told), _sure(beside))


def _sure(found: Mapping[str, set[str]]) -> Countries:
    """Of two countries, none."""
    return {value: min(isos) for value, isos in found.items() if len(isos) == 1}


def contained(told: Sequence[Told], known: Evidence) -> list[Event]:
    """The events of one family of kinds, with what each says of being one of many, or of holding one."""
    lines: dict[int, list[tuple[bool, str, str]]] = {}  # event -> (probable, text, id), of those it contains
    within: dict[int, list[tuple[bool, str, str]]] = {}
    index: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    many = [at for at, (p, event, _) in enumerate(told) if is_many(p) and p.kind.rstrip("?") not in (*DATED_KINDS, "denial")]
    for at in many:
        p = told[at][0]
        for mark in _marks(p, counted_as(p.counted)):
            index.setdefault(mark, []).append((p.happened or 0, at))
    for postings in index.values():
        postings.sort(key=lambda item: (item[0], told[item[1]][1].id))
    roles = sorted({counted_as(told[at][0].counted) for at in many})
    for at in range(len(told)) if many else ():
        p, event, _ = told[at]
        for role in roles:
            wholes = [whole for whole in _near(p, role, index) if whole != at]
            for one, whole in product(_ones(told[at], role, known), wholes) if wholes else ():
                probable = _holds(told[whole][0], p, one)
                if probable is not None:
                    of = told[whole][1]
                    why = f"; {one.how}" if one.how else ""
                    lines.setdefault(whole, []).append((probable, f"{one.name} ({event.id}, {event.claims} {'claim' if event.claims == 1 else 'claims'}{why})", event.id))
                    within.setdefault(at, []).append((probable, f"{of.label} ({of.id}{why})", of.id))
    return [_noted(event, sorted(set(lines.get(at, ()))), sorted(set(within.get(at, ())))) for at, (_, event, _) in enumerate(told)]


def holds(event: Event) -> list[str]:
    """Which others an event says it contains, without their ids, which change from build to build."""
    return [_BRACKET.sub("", line) for line in event.derivation if _ONE in line]


def _noted(event: Event, holds: Sequence[tuple[bool, str, str]], within: Sequence[tuple[bool, str, str]]) -> Event:
    notes = []
    for probable in (False, True):
        word = "probably " if probable else ""
        if names := [text for p, text, _ in holds if p == probable]:
            notes.append(f"{word}{_ONE} {_listed(names)}")
        if names := [text for p, text, _ in within if p == probable]:
            notes.append(f"{word}one of those counted in: {_listed(names)}")
    return replace(event, derivation=(*event.derivation, *notes)) if notes else event


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return "; ".join(names[:_SHOWN]) + more


def _marks(p: Profile, role: str) -> Iterator[tuple[str, str, str]]:
    """By what the many and the one of them find each other: who stands on the other side."""
    for other, parties in sorted(p.parties.items()):
        if other != role:
            yield from ((role, other, token) for token in sorted({t for q in parties for t in (q.token, q.country) if t}))


def _near(p: Profile, role: str, index: Mapping[tuple[str, str, str], Sequence[tuple[int, int]]]) -> list[int]:
    found: dict[int, None] = {}
    for mark in _marks(p, role):
        postings = index.get(mark, ())
        at = bisect_left(postings, (p.happened or 0, -1))
        found.update((whole, None) for _, whole in postings[max(0, at - _LOOK // 2) : at + _LOOK // 2])
    return list(found)


def _ones(told: Told, role: str, known: Evidence) -> Iterator[_One]:
    p, _, claims = told
    if is_many(p) and role == counted_as(p.counted):
        return
    parties = sorted(q for q in p.parties.get(role, ()) if is_one(q))
    for party in [q for q in parties if q.nature == NAMED] or parties:
        name = min(q.name for k in claims for q in k.parties if q.value == party.value)
        country, how = _country(party, name, p, known)
        yield _One(role, party, name, country, how)


def _country(party: Party, name: str, p: Profile, known: Evidence) -> tuple[str, str]:
    if party.country or party.value in known.told:
        return party.country or known.told[party.value], ""
    beside = known.beside.get(party.value, "") if party.nature == NAMED else ""
    town = next((iso for t in (name, *(t for _, t in sorted(p.where) if party.nature != NAMED)) if (iso := town_country(t))), "")
    if beside and town and beside != town:
        return "", ""
    how = "only known by its town" if town else "only told beside it"
    return (beside or town), f"its country is {how}: {countries.called(beside or town)}" if beside or town else ""


def _holds(whole: Profile, part: Profile, one: _One) -> bool | None:
    """Is the one of the many: surely (False), probably (True), or not (None)?"""
    many = whole.parties.get(one.role, ())
    named = any(q.token == one.party.token for q in many)
    if not times_agree(whole, part) or elsewhere(whole, part) or whole.adds != part.adds:
        return None
    if (not named and not (one.country and one.country in {q.country for q in many})) or _other_class(many, one.name):
        return None
    levels = [same_party(whole.parties[r], part.parties[r]) for r in whole.parties.keys() & part.parties.keys() if r != one.role]
    if not levels or None in levels or not max(level or 0 for level in levels):
        return None
    goods = goods_agree(whole, part) if (whole.goods and part.goods) or (whole.hs and part.hs) else None
    if goods is False:
        return None
    return not (goods and min(level or 0 for level in levels) == 2 and (named or not one.how))


def _other_class(many: Iterable[Party], name: str) -> bool:
    """A bank is none of "20 factories"."""
    counted = {kind for q in many if q.nature != NAMED for kind in classes_of(q.value)}
    own = classes_of(name)
    return bool(counted and own) and not counted & own
