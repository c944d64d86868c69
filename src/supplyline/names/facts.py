"""What beside the names speaks for one party, or against it?

`Facts` is what is known of a party beside its name, `weigh` raises or lowers a score by the facts of both sides and says
each in words. An identifier outweighs names: one that belongs to a single party in the world makes the score 1 where it
agrees, and brings it down to `CONTRADICTED` at most where a party has only one and the other has another. What is not
known of either side says nothing. How much a fact counts is set by hand, in log odds, and not learned.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from supplyline.model import BadInput
from supplyline.names.parse import key
from supplyline.read.cells import country, iso_date, spaced
from supplyline.read.identifiers import identify

# Identifiers that belong to one party in the world, of which a party has only one.
PROOF = frozenset({"inn", "ogrn", "imo", "lei", "uscc", "edrpou"})
CONTRADICTED = 0.1
NUMBER_AGREES = 3.0  # of another kind: a passport or a register of a country
BIRTHDAY_AGREES, BIRTH_YEAR_AGREES, BIRTH_CONTRADICTS = 2.5, 0.8, -4.0
COUNTRY_AGREES, COUNTRY_CONTRADICTS = 0.4, -1.2
ADDRESS_AGREES = 1.5
SAME_ADDRESS = 88.0  # of 100: words of two addresses, in any order and script
MOST_ADDRESSES = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """`countries` are two-letter codes, `births` ISO dates as precise as is known, `identifiers` as lists have them
    ("inn:7702235133")."""

    countries: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def asked(
    countries: Iterable[str] = (), births: Iterable[str] = (), identifiers: Iterable[str] = (), addresses: Iterable[str] = ()
) -> Facts:  # fmt: skip
    """Facts from words as a person or a file gives them; what cannot be understood is a BadInput."""
    return Facts(
        tuple(dict.fromkeys(_country(c) for c in countries)),
        tuple(dict.fromkeys(_birth(b) for b in births)),
        tuple(dict.fromkeys(_number(n) for n in identifiers)),
        tuple(dict.fromkeys(filter(None, (spaced(a) for a in addresses)))),
    )


def _country(text: str) -> str:
    found = country(text)
    if found is None:
        raise BadInput(f"{text!r} is no country that is known; use a two-letter code or an English name")
    return found


def _birth(text: str) -> str:
    found = iso_date(text)
    if found is None:
        raise BadInput(f"{text!r} is no date of birth; write it as 1962-05-31, 1962-05 or 1962")
    return found


def _number(text: str) -> str:
    label, _, number = text.rpartition("=")
    found = identify(number, label.strip())
    if found is None:
        raise BadInput(f"{text!r} is no identifier; write KIND=NUMBER, such as INN=7702235133 or LEI=…")
    return found


def same_numbers(one: Sequence[str], other: Sequence[str]) -> list[str]:
    return sorted(set(one) & set(other))


def is_proof(identifier: str) -> bool:
    return identifier.partition(":")[0] in PROOF


def in_words(identifier: str) -> str:
    kind, _, number = identifier.partition(":")
    return f"{kind.upper()} {number}"


def other_numbers(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The kinds of identifier of which both sides have one, and not the same."""
    own, theirs = _proofs(one), _proofs(other)
    return tuple(kind.upper() for kind in sorted(set(own) & set(theirs)) if not own[kind] & theirs[kind])


def other_countries(one: Facts, other: Facts) -> bool:
    return bool(one.countries and other.countries and not set(one.countries) & set(other.countries))


def same_births(one: Facts, other: Facts) -> tuple[str, ...]:
    """Dates to the day that both sides have."""
    return tuple(b for b in one.births if len(b) >= 10 and any(b[:10] == o[:10] for o in other.births))


def other_births(one: Facts, other: Facts) -> bool:
    """Dates agree as far as the less precise of them goes: 1962 and 1962-05-31 do."""
    return bool(one.births and other.births) and not any(
        a[: min(len(a), len(b))] == b[: min(len(a), len(b))] for a in one.births for b in other.births
    )


def against(one: Facts, other: Facts) -> tuple[str, ...]:
    """What contradicts, in words."""
    reasons = []
    if other_countries(one, other):
        reasons.append(f"other countries ({', '.join(one.countries)}; {', '.join(other.countries)})")
    reasons += [f"another {kind}" for kind in other_numbers(one.identifiers, other.identifiers)]
    if other_births(one, other):
        reasons.append(f"another date of birth ({', '.join(one.births)}; {', '.join(other.births)})")
    return tuple(reasons)


def same_address(one: Facts, other: Facts) -> tuple[str, str] | None:
    """Two addresses that hold the same words, in any order, script and detail."""
    for a in one.addresses[:MOST_ADDRESSES]:
        for b in other.addresses[:MOST_ADDRESSES]:
            first, second = key(a), key(b)
            if (
                len(first.split()) > 1
                and len(second.split()) > 1
                and fuzz.token_sort_ratio(first, second) >= SAME_ADDRESS
            ):
                return a, b
    return None


def weigh(score: float, one: Facts, other: Facts) -> tuple[float, tuple[str, ...]]:
    """A score by names, raised and lowered by the facts, and what was said."""
    same = same_numbers(one.identifiers, other.identifiers)
    if proof := [n for n in same if is_proof(n)]:
        return 1.0, tuple(f"the same {in_words(n)}" for n in proof)
    odds, reasons = 0.0, [f"the same {in_words(n)}" for n in same]
    odds += NUMBER_AGREES if same else 0.0
    if births := same_births(one, other):
        odds += BIRTHDAY_AGREES
        reasons += [f"the same date of birth {b}" for b in births]
    elif one.births and other.births and not other_births(one, other):
        odds += BIRTH_YEAR_AGREES
        reasons.append(f"dates of birth that fit ({', '.join(one.births)}; {', '.join(other.births)})")
    elif other_births(one, other):
        odds += BIRTH_CONTRADICTS
    if common_countries := [c for c in one.countries if c in other.countries]:
        odds += COUNTRY_AGREES
        reasons.append(f"the same country ({', '.join(common_countries)})")
    elif other_countries(one, other):
        odds += COUNTRY_CONTRADICTS
    if (addresses := same_address(one, other)) is not None:
        odds += ADDRESS_AGREES
        reasons.append(f'the same address: "{addresses[0]}" / "{addresses[1]}"')
    reasons += [f"{reason} — contradicts" for reason in against(one, other)]
    if odds:
        held = min(max(score, 0.001), 0.999)
        moved = 1.0 / (1.0 + math.exp(-(math.log(held / (1.0 - held)) + odds)))
        score = (
            max(score, moved) if odds > 0 else min(score, moved)
        )  # a fact for it never lowers, one against never raises
    if other_numbers(one.identifiers, other.identifiers):
        score = min(score, CONTRADICTED)
    return score, tuple(reasons)


def _proofs(identifiers: Sequence[str]) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for identifier in identifiers:
        if is_proof(identifier):
            out.setdefault(identifier.partition(":")[0], set()).add(identifier)
    return out
