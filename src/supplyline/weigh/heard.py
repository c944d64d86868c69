"""Who speaks in a claim, once the case tells what the claim leaves open?

`heard(claims)` gives the claims as origins reads them: "Beijing" and "China" are one speaker; an authority
speaks where it is told to have listed somebody, and a denier where it is told to have denied; a body is one
under every form of its name ("the U.S. Treasury", "Treasury Department"); an official publisher speaks in its
own words; "the newspaper" is the only outlet its document credits; sources unnamed but to one outlet are that
outlet's. Promises: only the speaker and the day of saying change; the claims keep their order and ids.
"""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from supplyline.model import ClaimKey, ToldParty
from supplyline.names import script
from supplyline.tsv import rows
from supplyline.weigh.collector import remembered
from supplyline.weigh.dates import days
from supplyline.weigh.places import COUNTRY, NAMED, countries_in, is_country_word, place
from supplyline.weigh.publishers import plain, publisher
from supplyline.weigh.text import fold, stem, tokens


def heard(claims: Sequence[ClaimKey]) -> list[ClaimKey]:
    claims = _full_names(claims)
    outlets, persons, sure = _outlets(claims), _persons(claims), countries_of(claims)
    roles = roles_of(claims)
    published = {plain(k.publisher) for k in claims if k.publisher}
    return [_cited(_heard(_named(claim, persons.get(claim.sha256, {}), roles, sure), outlets, sure), published) for claim in claims]


def speaker_of(claim: ClaimKey) -> str | None:
    """Who speaks: a country under any name; None where the text itself does."""
    if claim.speaker is None:
        return None
    iso, nature = place(claim.speaker_name or "")
    return f"country:{iso}" if nature == COUNTRY else claim.speaker


def countries_of(claims: Iterable[ClaimKey]) -> dict[str, str]:
    """A speaker whose country one claim tells ("head of Ukraine's …") has it in all; of two, none."""
    told: dict[str, set[str]] = {}
    for claim in claims:
        name = speaker_of(claim)
        if name is not None and claim.speaker_country and not claim.anonymous:
            told.setdefault(name, set()).add(claim.speaker_country)
    return {name: min(found) for name, found in told.items() if len(found) == 1}


def with_countries(keys: Iterable[ClaimKey]) -> tuple[ClaimKey, ...]:
    """The claims, each with its speaker's country where another claim tells it."""
    claims = list(keys)
    sure = countries_of(claims)
    out: list[ClaimKey] = []
    for claim in claims:
        country = None if claim.speaker_country or claim.anonymous else sure.get(speaker_of(claim) or "")
        out.append(replace(claim, speaker_country=country) if country else claim)
    return tuple(out)


@lru_cache(maxsize=8)
def bare_words(kind: str) -> frozenset[str]:
    return frozenset(word for mark, word in rows("bare_speakers.tsv") if mark == kind)


@remembered
def office_stems(text: str) -> frozenset[str]:
    """The words that tell one office from another: "head of Ukraine's Foreign Intelligence Service" has
    "foreig" and "intell"."""
    offices = bare_words("office")
    return frozenset(stem(t) for t in tokens(text) if len(t) > 2 and t not in offices and not is_country_word(t) and not t[0].isdigit())


def is_outlet_word(name: str) -> bool:
    return _all_bare(name, "outlet")


def outlet_of(claim: ClaimKey) -> str | None:
    """The outlet, by its plain name, that a document credits with a claim; None where it credits none."""
    if claim.via_name and (claim.anonymous or claim.speaker is None or is_outlet_word(claim.speaker_name or "")):
        return plain(claim.via_name)
    return plain(claim.speaker_name) if claim.speaker_name and not claim.anonymous else None


@remembered
def _personal(name: str) -> bool:
    return place(name)[1] == NAMED and not countries_in(name) and (len(tokens(name)) > 1 or script(name) == "Han")


def is_person(claim: ClaimKey) -> bool:
    """A name of two words or more, or in characters, with no country in it."""
    return not claim.anonymous and bool(claim.speaker_name) and _personal(claim.speaker_name or "")


def is_plural(claim: ClaimKey) -> bool:
    """ "officials", "three sources": nobody knows whether these are the one who is named."""
    last = tokens(claim.speaker_name or "")[-1:]
    return claim.anonymous and (not last or not last[0].isascii() or last[0].endswith("s"))


def roles_of(claims: Iterable[ClaimKey]) -> dict[str, frozenset[str]]:
    """The words of every office that the case gives a speaker."""
    out: dict[str, frozenset[str]] = {}
    for claim in claims:
        if claim.speaker is not None and claim.speaker_role:
            out[claim.speaker] = out.get(claim.speaker, frozenset()) | office_stems(claim.speaker_role)
    return out


def _persons(claims: Sequence[ClaimKey]) -> dict[str, dict[str, ClaimKey]]:
    """Document -> the persons who speak in it, each by a claim, one with an outlet where there is one."""
    out: dict[str, dict[str, ClaimKey]] = {}
    for claim in claims:
        if claim.speaker is not None and is_person(claim):
            here = out.setdefault(claim.sha256, {})
            if claim.speaker not in here or (claim.via_name and not here[claim.speaker].via_name):
                here[claim.speaker] = claim
    return out


def _full_names(claims: Sequence[ClaimKey]) -> list[ClaimKey]:
    """ "Swedish inspector Marta Lindqvist" and "Marta Lindqvist of Sweden" are Marta Lindqvist, where she speaks so."""
    known: dict[tuple[str, ...], ClaimKey] = {}
    for claim in sorted(claims, key=lambda k: (k.speaker or "", k.id)):
        if claim.speaker is not None and is_person(claim):
            known.setdefault(tokens(claim.speaker_name or ""), claim)
    return [_full_name(claim, known) for claim in claims]


def _full_name(claim: ClaimKey, known: Mapping[tuple[str, ...], ClaimKey]) -> ClaimKey:
    words = tokens(claim.speaker_name or "") if claim.speaker_name and not claim.anonymous else ()
    for length in range(len(words) - 1, 1, -1):
        for start in range(len(words) - length + 1):
            person = known.get(words[start : start + length])
            if person is not None and person.speaker != claim.speaker:
                rest = " ".join((*words[:start], *words[start + length :]))
                return replace(
                    claim, speaker=person.speaker, speaker_name=person.speaker_name,
                    speaker_role=claim.speaker_role or rest, speaker_country=claim.speaker_country or person.speaker_country,
                )  # fmt: skip
    return claim


def _all_bare(name: str, kind: str) -> bool:
    words = [t for t in tokens(name) if t != "the"]
    return bool(words) and all(t in bare_words(kind) for t in words)


def _is_outlet(name: str) -> bool:
    return bool(name) and publisher(name).kind in ("wire", "press", "state_media")


def _named(claim: ClaimKey, persons: Mapping[str, ClaimKey], roles: Mapping[str, frozenset[str]], sure: Mapping[str, str]) -> ClaimKey:
    """ "The head of the service", "we": the one person of the document with that office, or the only one."""
    name = claim.speaker_name or ""
    if claim.speaker is None or claim.speaker in persons or is_plural(claim):
        return claim
    office = office_stems(name)
    if _all_bare(name, "record"):
        return _as(claim, None, None, None)  # "evidence shows": whose, nobody says
    if _all_bare(name, "self"):
        if len(persons) != 1:
            return _as(claim, None, None, None)
        fitting = list(persons)
    elif _is_outlet(name):
        # "Ukrinform reported", beside "X told Ukrinform": it reports X
        fitting = [p for p, told in persons.items() if told.via_name and plain(told.via_name) == plain(name)]
    else:
        fitting = [p for p in persons if office and office <= roles.get(p, frozenset()) and _compatible(claim, persons[p], sure)]
    if len(fitting) != 1:
        return claim
    person = persons[fitting[0]]
    told = _as(claim, fitting[0], person.speaker_name, person.speaker_country or sure.get(fitting[0]))
    return replace(told, via=person.via, via_name=person.via_name) if _is_outlet(name) else told


def _compatible(claim: ClaimKey, person: ClaimKey, sure: Mapping[str, str]) -> bool:
    theirs = person.speaker_country or sure.get(person.speaker or "")
    return not theirs or not claim.speaker_country or theirs == claim.speaker_country


def _outlets(claims: Sequence[ClaimKey]) -> dict[str, str]:
    """Document -> the one outlet it credits by name, among the publishers of the case and those known."""
    published = {plain(k.publisher) for k in claims if k.publisher}
    found: dict[str, set[str]] = {}
    for claim in claims:
        for name in (claim.speaker_name, claim.via_name):
            if name and (plain(name) in published or _is_outlet(name)):
                found.setdefault(claim.sha256, set()).add(name)
    return {sha: min(names) for sha, names in found.items() if len({plain(n) for n in names}) == 1}


def _heard(claim: ClaimKey, outlets: Mapping[str, str], sure: Mapping[str, str]) -> ClaimKey:
    if claim.speaker is None:
        return _own(claim)
    if claim.anonymous:
        # Unnamed to one outlet: two documents that credit it speak of its sources
        if claim.via_name is None:
            return claim
        return replace(_as(claim, f"outlet:{plain(claim.via_name)}", claim.via_name, None), via=None, via_name=None)
    name = claim.speaker_name or ""
    if is_outlet_word(name):
        outlet = outlets.get(claim.sha256)
        return _as(claim, f"outlet:{plain(outlet)}", outlet, None) if outlet else claim
    if _is_outlet(name):
        return _as(claim, f"outlet:{plain(name)}", name, claim.speaker_country)
    speaker = speaker_of(claim) or ""
    country = claim.speaker_country or sure.get(speaker)
    whose = countries_in(name)
    if whose and not speaker.startswith("country:") and place(name)[1] != "described" and office_stems(name):
        speaker = f"body:{whose[0]}:{' '.join(sorted(office_stems(name)))}"
    actor = _party(claim, "authority") if claim.kind == "designation" else None
    if actor and actor.country and (actor.country == country or (country is None and claim.stance == "announces")):
        # The authority's own listing, whoever of its government tells of it
        return _as(claim, f"acts:{actor.country}", name, actor.country)
    if speaker == claim.speaker and country == claim.speaker_country:
        return claim
    return replace(claim, speaker=sys.intern(speaker), speaker_country=country)


def _cited(claim: ClaimKey, published: Container[str]) -> ClaimKey:
    """What an outlet tells itself, citing another one, is what that one reports."""
    own = plain(claim.publisher or "")
    if not claim.cites or plain(claim.cites) == own or (claim.speaker is not None and plain(claim.speaker_name or "") != own):
        return claim
    if plain(claim.cites) not in published and not _is_outlet(claim.cites):
        return claim
    return _as(claim, fold(claim.cites), claim.cites, None)


def _own(claim: ClaimKey) -> ClaimKey:
    """What no source is named for: told by who alone can do it, or by the official body that prints it."""
    role = {"designation": "authority", "denial": "denier"}.get(claim.kind)
    actor = _party(claim, role) if role else None
    if actor is not None:
        _, value, iso, nature, name = actor
        speaker = f"acts:{iso}" if iso and claim.kind == "designation" else f"country:{iso}" if nature == COUNTRY else value
        return _as(claim, speaker, name, iso or None)
    source = publisher(claim.publisher)
    if source.kind == "official" and claim.publisher:
        whose = countries_in(claim.publisher) or ((source.country,) if source.country else ())
        stems = office_stems(claim.publisher)
        speaker = f"body:{whose[0]}:{' '.join(sorted(stems))}" if whose and stems else plain(claim.publisher)
        return _as(claim, speaker, claim.publisher, whose[0] if whose else None)
    return claim


def _as(claim: ClaimKey, speaker: str | None, name: str | None, country: str | None) -> ClaimKey:
    """The claim of this speaker; an act that is told with its day was done on it."""
    day = claim.said_on
    if day is None and claim.kind == "designation" and claim.period_from == claim.period_to:
        when = days(claim.period_from)
        day = claim.period_from if when is not None and when[0] == when[1] else None
    return replace(
        claim, speaker=sys.intern(speaker) if speaker else None, speaker_name=sys.intern(name) if name else None, speaker_country=country,
        said_on=day, anonymous=False,
    )  # fmt: skip


def _party(claim: ClaimKey, role: str) -> ToldParty | None:
    return next((p for p in claim.parties if p.role == role), None)
