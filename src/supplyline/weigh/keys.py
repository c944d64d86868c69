"""What does weighing need of a claim?

`key(claim, document)` reduces a claim to a `ClaimKey`: folded words, parties with their country and
nature, goods, counts and dates. A build holds one key per claim and never all claims. Promises: a
pure function of its arguments; what repeats from claim to claim (words, parties, a whole passage) is
held once, so 200,000 keys stay small.
"""

from __future__ import annotations

import re
import sys
from calendar import month_abbr, month_name
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from supplyline.model import Claim, ClaimKey, Document, Entity, Filler, Part, ToldPart, ToldParty
from supplyline.tsv import rows, words
from supplyline.weigh.corrected import takes_back
from supplyline.weigh.places import COUNTRY, DESCRIBED, NAMED, countries_in, is_anonymous, place
from supplyline.weigh.text import content, fold, stem, tokens

PARTY_ROLES = frozenset(
    (
        "supplier",
        "recipient",
        "via",
        "maker",
        "authority",
        "target",
        "owner",
        "owned",
        "party",
        "denier",
        "actor",
        "reporter",
        "partner",
    )
)
T = TypeVar("T")
Pool = dict[object, object]
_GOODS_ROLES = frozenset(("goods", "form", "field", "measure", "subject"))
_HEAD, _LONG = 100, 4000  # code points looked at for the words of a correction
_HEDGED_STANCES = frozenset(("suspects",))


def key(
    claim: Claim, document: Document, entities: Mapping[str, Entity] | None = None, pool: Pool | None = None
) -> ClaimKey:
    """`entities` (id -> Entity) adds what resolution knows of a party's country; without it the words
    alone tell ("Russian military factories"). Keys made with one `pool` share their equal tuples."""
    known = entities or {}
    pool = {} if pool is None else pool

    def once(value: T) -> T:
        return pool.setdefault(value, value)  # type: ignore[return-value]

    roles: set[tuple[str, str]] = set()
    who: dict[str, tuple[str, str, str]] = {}
    goods: dict[str, None] = {}
    hs: dict[str, None] = {}
    for filler in claim.roles:
        if filler.role in PARTY_ROLES:
            value, iso, nature = _party(filler, known, document)
            roles.add((sys.intern(filler.role), value))
            party = known.get(filler.entity or "")
            told = iso, nature, sys.intern(party.caption if party else filler.name)
            who[value] = max(who.get(value, told), told)
        elif filler.role in _GOODS_ROLES:
            goods[sys.intern(fold(filler.name))] = None
            hs.update(dict.fromkeys(code[:4] for code in filler.hs if len(code) >= 4))
    speaker, count = claim.speaker, claim.count
    where = _where(claim, document)
    himself, instead = takes_back(claim, document)
    said_on = sys.intern(claim.said_on.from_) if claim.said_on and claim.said_on.from_ else None
    return ClaimKey(
        id=claim.id,
        sha256=sys.intern(document.sha256),
        kind=sys.intern(str(claim.kind)),
        stance=sys.intern(str(claim.stance)),
        speaker=sys.intern(speaker.entity or fold(speaker.name)) if speaker else None,
        speaker_name=sys.intern(speaker.name) if speaker else None,
        via=sys.intern(claim.via.entity or fold(claim.via.name)) if claim.via else None,
        said_on=said_on,
        publisher=sys.intern(document.publisher) if document.publisher else None,
        published=sys.intern(document.published) if document.published else None,
        parties=once(tuple(once(ToldParty(role, value, *who[value])) for role, value in sorted(roles))),
        goods=once(tuple(goods)),
        count_min=count.min if count else None,
        count_max=count.max if count else None,
        counted=(count.role or count.event) if count else None,
        period_from=claim.period.from_ if claim.period else None,
        period_to=claim.period.to if claim.period else None,
        # A town behind the quote belongs to what is said: two towns are no copy
        words=once(tuple(sys.intern(w) for w in (*content(claim.quote.text), *(town for _, town in where)))),
        hs=once(tuple(hs)),
        speaker_country=_speaker_country(claim, known),
        anonymous=bool(speaker and _anonymous(speaker.name)),
        hedged=any(fold(h) not in _bounds() for h in claim.hedges) or str(claim.stance) in _HEDGED_STANCES,
        figures=once(_figures(claim)),
        bounds=once(_bounds_of(claim)),
        via_name=sys.intern(claim.via.name) if claim.via else None,
        language=sys.intern(document.language.split("-")[0]) if document.language else None,
        speaker_role=sys.intern(fold(speaker.role)) if speaker and speaker.role else None,
        adds=_adds(claim),
        corrects=_corrects(document.sha256, document.text),
        where=once(where),
        cites=_cites(claim, document),
        parts=once(tuple(_part(p) for p in count.parts)) if count else (),
        revises=himself,
        instead=once(instead),
    )


_LINE = 240  # code points before and after the words of a claim in which its sentence is looked for
_ENDS = re.compile(r"[.!?。!?]\s|[。!?]|\n")


@lru_cache(maxsize=1)
def _citing() -> re.Pattern[str]:
    cues = "|".join(re.escape(w) for w, *_ in rows("citing_words.tsv"))
    return re.compile(rf"(?:(?<!\w)(?:{cues}))\s*(?:the\s+)?([^,;:()\n,;]+?)(?=[,;:()\n,;]|[.!?。]?\s*$|\s+(?:that|said|says|reports|reported)\b)", re.IGNORECASE)


def _cites(claim: Claim, document: Document) -> str | None:
    """Whom an outlet cites for what it tells itself: "…, citing Frontline Blog, Delta Post has learned"."""
    if claim.via is not None or (claim.speaker is not None and fold(claim.speaker.name) != fold(document.publisher or "")):
        return None
    text, (start, end) = document.text, (claim.quote.start, claim.quote.end)
    before = max((m.end() for m in _ENDS.finditer(text, max(0, start - _LINE), start)), default=max(0, start - _LINE))
    after = _ENDS.search(text, end, min(len(text), end + _LINE))
    found = _citing().search(text[before : after.start() if after else min(len(text), end + _LINE)].rstrip(".!?。 "))
    return sys.intern(found[1].strip()) if found is not None else None


def _part(part: Part) -> ToldPart:
    period = part.period
    return ToldPart(part.min, part.max, period.from_ if period else None, period.to if period else None, sys.intern(part.span.text))


_MONTHS = frozenset(name for name in (*month_name, *month_abbr) if name)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NAME = r"((?:[A-Z][\w’'-]+\s?){1,3})"
_COUNTRY_BEHIND = re.compile(rf"\s*(?:\(|,?\s+in\s+(?:the\s+)?){_NAME}(?:,\s+{_NAME}(?=[,.;)]|$))?")
_COUNTRY_AFTER_TOWN = re.compile(rf",\s+{_NAME}(?=[,.;)]|$)")  # "Sigma Works in Dzerzhinsk" ", Russia"
_COUNTRY_BEFORE = re.compile(r"((?:[A-Z][\w-]+\s?){1,2})['’]s?\s+$")
_BEHIND = re.compile(r"\s+(?:in|at|near|outside|в|у|під|под)\s+(?:the\s+)?(?:(?:city|town|port)\s+of\s+)?([A-ZА-ЯІЇЄҐ][\w’'-]+)")


def _where(claim: Claim, document: Document) -> tuple[tuple[str, str], ...]:
    """ "a gunpowder plant in Kazan": the town tells it from a plant in Tula; a country or a month does not."""
    found = set()
    for filler in claim.roles:
        if filler.role in PARTY_ROLES and place(filler.name)[1] == DESCRIBED:
            after = _BEHIND.match(document.text, filler.span.end, filler.span.end + 60)
            if after is not None and not countries_in(after[1]) and after[1] not in _MONTHS:
                found.add(((document.language or "").split("-")[0], sys.intern(stem(fold(after[1])))))
    return tuple(sorted(found))


_WORDS_BEFORE = re.compile(r"([A-Z][\w.-]+|[^\W\d_]+) ([^\W\d_]+) [“\"«]?$")
_WORDS_BEHIND = re.compile(r"[”\"»]?, (?:an? )?([A-Z][\w.-]+|[^\W\d_]+) ([^\W\d_]+)\b")


def _by_word(filler: Filler, text: str) -> str:
    """ "The Turkish company Noy", "Noy, a Turkish firm": whose the party is, by the word beside a name that does not tell."""
    before = _WORDS_BEFORE.search(text[max(0, filler.span.start - 60) : filler.span.start])
    behind = _WORDS_BEHIND.match(text, filler.span.end, filler.span.end + 60)
    for found in (before, behind):
        if found is not None and fold(found[2]) in _kinds_of_party() and (isos := countries_in(found[1])):
            return isos[0]
    return ""


@lru_cache(maxsize=1)
def _kinds_of_party() -> frozenset[str]:
    return frozenset(word for kind, said in rows("party_words.tsv", width=2) if kind == "single" for word in said.split("|"))


def _by_place(filler: Filler, text: str) -> str:
    """ "Sverdlov Plant in Dzerzhinsk, Russia", "Sigma Works (Russia)", "Russia's Sigma Works": by the country beside a name."""
    behind = _COUNTRY_BEHIND.match(text, filler.span.end, filler.span.end + 80)
    before = _COUNTRY_BEFORE.search(text, max(0, filler.span.start - 40), filler.span.start)
    places = [before[1]] if before else []
    if behind is not None:
        town = behind[1].strip()
        places.append(behind[2] if behind[2] and town not in _MONTHS and not countries_in(town) else town)
    if " in " in filler.name and (after := _COUNTRY_AFTER_TOWN.match(text, filler.span.end, filler.span.end + 40)) is not None:
        places.append(after[1])
    found = {iso for name in places for iso in countries_in(name)[:1]}
    return min(found) if len(found) == 1 else ""


def _party(filler: Filler, known: Mapping[str, Entity], document: Document) -> tuple[str, str, str]:
    iso, nature = place(filler.name)
    entity = known.get(filler.entity or "")
    if entity is not None and entity.countries:
        iso = entity.countries[0]
    elif not iso and nature == NAMED:
        iso = _by_word(filler, document.text) or _by_place(filler, document.text)
    return sys.intern(filler.entity or fold(filler.name)), iso, nature


def _speaker_country(claim: Claim, known: Mapping[str, Entity]) -> str | None:
    speaker = claim.speaker
    if speaker is None:
        return None
    # Of "Chinese foreign ministry spokesman Lin Jian" the role leaves out whose ministry it is
    found = countries_in(speaker.name) or countries_in(speaker.role or "") or countries_in(speaker.span.text)
    if found:
        return found[0]
    entity = known.get(speaker.entity or "")
    return entity.countries[0] if entity is not None and entity.countries else None


def _adds(claim: Claim) -> bool:
    """ "another two", "six additional cases": a word beside the number says that it comes on top."""
    if claim.count is None or claim.count.text not in claim.quote.text:
        return False
    before, _, after = claim.quote.text.partition(claim.count.text)
    near = (*tokens(before)[-2:], *tokens(claim.count.text), *tokens(after)[:1])
    return any(t in words("adding_words.tsv") for t in near)


@lru_cache(maxsize=4)  # the claims of one document follow each other
def _corrects(sha256: str, text: str) -> bool:
    head, whole = fold(text[:_HEAD]), fold(text[:_LONG])
    return any(whole.find(said) >= 0 if where == "any" else head.startswith(said) for where, said in rows("correction_words.tsv") if where in ("head", "any"))


@lru_cache(maxsize=1)
def _bounds() -> dict[str, str]:
    """Hedges of a number ("more than") or of a source: they are in the interval and the speaker, and doubt nothing."""
    tables = [rows(f"{language}/hedges.tsv", width=2) for language in ("en", "uk", "ru", "zh")]
    return {fold(words): kind for table in tables for words, kind, *_ in table if kind != "doubt"}


def _anonymous(name: str) -> bool:
    # "Treasury officials" and "analysts" are anonymous; "National Media Group" is a name
    return is_anonymous(name) and (place(name)[1] != NAMED or is_anonymous(name.split()[-1]))


def _bounds_of(claim: Claim) -> tuple[str, ...]:
    """What the words of each figure make of it, in the order of `_figures`; () where nothing is said of any."""
    found = tuple(_bound(claim.quote.text, v.text) for v in (claim.quantity, claim.value, claim.change) if v is not None)
    return found if any(found) else ()


def _bound(quote: str, text: str) -> str:
    """The kind of the longest hedge of a number that stands right before a figure or in its words ("no more than" is most)."""
    before, there, _ = quote.partition(text)
    said, own = f" {fold(before[-40:]).rstrip()}" if there else " ", f" {fold(text)} "
    found = [
        (len(word), kind) for word, kind in _bounds().items()
        if kind in ("least", "most", "about") and (said.endswith(word) or word in own if _HAN.match(word) else said.endswith(f" {word}") or f" {word} " in own)
    ]  # fmt: skip
    return max(found)[1] if found else ""


def _figures(claim: Claim) -> tuple[str, ...]:
    out = [f"{v.amount:g} {v.unit}" for v in (claim.quantity, claim.value) if v is not None]
    if claim.change is not None:
        out.append(f"{claim.change.percent:+g} %")
    return tuple(out)


__all__ = ["COUNTRY", "DESCRIBED", "NAMED", "PARTY_ROLES", "key"]
