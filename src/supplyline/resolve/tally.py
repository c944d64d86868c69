"""Which names does a case hold, how often, and which short names mean which long ones in a text?

`collect(claims, mentions, tally)` takes the claims and mentions of one or more whole documents and adds their
parties to the tally. Promises: the tally grows with distinct names and with short names per document, not with
claims; adding the same documents in another order gives an equal tally. A short name ("Ivashchenko", "FIS",
"Kronshtadt") is tied to a long one only when one long name alone of the same document fits.
"""

from __future__ import annotations

import re
from array import array
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from supplyline import names
from supplyline.model import Claim, Filler, Mention, Ref, Span
from supplyline.names.data import given_names, lexicon
from supplyline.names.parse import Reading, parse
from supplyline.names.translit import latin
from supplyline.resolve.naming import Party, bare, country_of, country_words, party, words

PARTY_ROLES = frozenset(
    [
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
        "subject",
    ]
)
NO_METONYM = frozenset({"via"})  # goods that pass "via Dubai" pass a place, not a government
KINDS = ("organization", "person", "vessel")
MOST_BECAUSE = 50
_POSSESSIVE = re.compile(r"['’]s?$")
_ACRONYM = re.compile(r"^[A-ZА-ЯІЇЄҐ][A-ZА-ЯІЇЄҐa-z&.]{1,8}$")
_IN_BRACKETS = re.compile(r"^\s*[(（]\s*[\"“'‘«]?([A-ZА-ЯІЇЄҐ][\w&.-]{1,9})[\"”'’»]?\s*[)）]")


@dataclass(slots=True)
class Seen:
    """What the case says of one name as written."""

    texts: Counter[str] = field(default_factory=Counter)
    short: Counter[str] = field(default_factory=Counter)  # short names that stood for it, with their places
    kinds: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    documents: array[int] = field(
        default_factory=lambda: array("I")
    )  # ordinals: four bytes a name and document
    because: list[str] = field(default_factory=list)  # the first ids in order, at most MOST_BECAUSE
    lands: Counter[str] = field(default_factory=Counter)  # countries that lines of registers give
    numbers: Counter[str] = field(default_factory=Counter)  # identifiers that they give

    def cite(self, claim: str) -> None:
        if claim not in self.because:
            insort(self.because, claim)
            del self.because[MOST_BECAUSE:]


@dataclass(slots=True)
class Tally:
    """All names of a case. `countries` are by ISO code; `local` ties (document, short name) to a long name;
    `ties` says how many documents tie a short name of a body to which long one."""

    names: defaultdict[str, Seen] = field(default_factory=lambda: defaultdict(Seen))
    countries: defaultdict[str, Seen] = field(default_factory=lambda: defaultdict(Seen))
    local: dict[tuple[str, str], str] = field(default_factory=dict)
    ties: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    documents: int = 0


def document(sha256: str) -> str:
    """How a tally calls a document: enough of its hash to be told from any other."""
    return sha256[:16]


def refs(claim: Claim) -> Iterator[tuple[Ref | Filler, Party]]:
    """The named parties of a claim, as `naming.party` sees them in their roles."""
    for ref in (claim.speaker, claim.via):
        if ref is not None and (found := party(ref.name)):
            yield ref, found
    for filler in claim.roles:
        if filler.role in PARTY_ROLES and (found := party(filler.name, filler.role not in NO_METONYM)):
            yield filler, found


def _reading(text: str) -> Reading:
    readings = parse(text).readings
    return next((r for r in readings if r.part == "outside"), readings[0])


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


@dataclass(slots=True)
class _Local:
    """One document while it is read: name -> texts, kinds, places, claims."""

    texts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    kinds: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    places: defaultdict[str, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))
    claims: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, found: Party, span: Span, kind: str | None, claim: str | None) -> None:
        if _place(span) not in self.places[found.node]:
            self.places[found.node].add(_place(span))
            self.texts[found.node][found.text] += 1
            if kind:
                self.kinds[found.node][kind] += 1
        if claim:
            self.claims[found.node].add(claim)


def collect(claims: Iterable[Claim], mentions: Iterable[Mention], tally: Tally) -> None:
    """Add whole documents to the tally: each document's claims and mentions come in one call, once."""
    by_document: defaultdict[str, tuple[list[Claim], list[Mention]]] = defaultdict(lambda: ([], []))
    for claim in claims:
        by_document[claim.quote.sha256][0].append(claim)
    for mention in mentions:
        by_document[mention.span.sha256][1].append(mention)
    for sha256 in sorted(by_document):
        _add_document(document(sha256), *by_document[sha256], tally)


def _add_document(sha: str, claims: Sequence[Claim], mentions: Sequence[Mention], tally: Tally) -> None:
    found, lands = _Local(), _Local()
    for claim in claims:
        for ref, named in refs(claim):
            kind = "person" if isinstance(ref, Ref) and ref.role and not named.country else None
            (lands if named.country else found).add(named, ref.span, kind, claim.id)
    for mention in mentions:
        if mention.kind in ("person", "organization", "vessel", "government"):
            named_ = party(mention.name, False)
            if named_ is not None and not named_.country:
                kind = "organization" if mention.kind == "government" else mention.kind
                found.add(named_, mention.span, kind, None)
                found.kinds[named_.node][kind] += 1
        elif mention.kind == "outlet" and (paper := party(mention.name, False)) is not None and paper.node in found.texts:
            found.kinds[paper.node]["outlet"] += 1  # known by its name: what else its words may mean does not count
    aliases = _brackets(found, claims, mentions, tally)
    aliases |= _short_names(found, aliases)
    for short, long in sorted(aliases.items()):
        if _kind(found, long) != "person":
            tally.ties[short][long] += 1
    for short, long in aliases.items():
        tally.local[(sha, short)] = long
    for local, seen in ((found, tally.names), (lands, tally.countries)):
        documents: set[str] = set()
        for key in sorted(local.texts):
            target = seen[aliases.get(key, key) if local is found else key]
            if key in aliases and local is found:
                target.short.update(local.texts[key])
            else:
                target.texts.update(local.texts[key])
                target.kinds.update(local.kinds[key])
            target.mentions += len(local.places[key])
            for claim_id in sorted(local.claims[key]):
                target.cite(claim_id)
            documents.add(aliases.get(key, key) if local is found else key)
        for key in documents:
            seen[key].documents.append(tally.documents)
    tally.documents += 1


def _brackets(
    found: _Local, claims: Sequence[Claim], mentions: Sequence[Mention], tally: Tally
) -> dict[str, str]:
    """Acronyms that a text itself puts in brackets behind a name: short -> long."""
    out: defaultdict[str, set[str]] = defaultdict(set)
    for key in sorted(found.texts):
        for text in found.texts[key]:
            inside = [r for r in parse(text).readings if r.part == "inside"]
            if inside and len(inside[0].tokens) == 1 and _ACRONYM.match(inside[0].tokens[0].shown):
                out[inside[0].tokens[0].shown].add(key)
    quotes = sorted({c.quote.text for c in claims})
    for key in sorted(found.texts):
        for text in sorted(found.texts[key]):
            for quote in quotes:
                at = quote.find(text)
                if at >= 0 and (match := _IN_BRACKETS.match(quote[at + len(text) :])):
                    out[match.group(1)].add(key)
    ends = {m.span.end: m for m in mentions if m.kind in ("organization", "government")}
    for mention in mentions:
        before = ends.get(mention.span.start - 2)
        if (
            before is not None
            and _ACRONYM.match(mention.name)
            and mention.kind in ("organization", "government")
        ):
            named = party(before.name, False)
            if named is not None and not named.country:
                out[mention.name].add(named.node)
    aliases = {short: min(longs) for short, longs in out.items() if len(longs) == 1 and short not in longs}
    aliases = {short: long for short, long in aliases.items() if _abbreviates(short, long)}
    return {short: long for short, long in aliases.items() if short in found.texts}


def _abbreviates(short: str, long: str) -> bool:
    """Are the letters of the short name in the long one, in order, from the start of its first or second word?"""
    wanted = latin(short)
    for begin in (0, 1):
        rest = latin("".join(long.split()[begin:]))
        letters = iter(rest)
        if rest[:1] == wanted[:1] and all(c in letters for c in wanted):
            return True
    return False


def kind_of(votes: Counter[str], key: str) -> str:
    """The kind of a name. "organization" is what taggers say when in doubt, so one vote for a person wins over it,
    and so does a known given name before another word; "" when nothing is known."""
    first, *rest = key.split() or [""]
    shaped = 1 <= len(rest) <= 3 and first in given_names() and not {*rest} & lexicon().weights.keys()
    if votes["outlet"] and not votes["person"]:
        return "organization"  # "Wall Street Journal", whatever given name it begins with
    if votes["person"] or (shaped and not votes["vessel"]):
        return "person"
    return max(KINDS, key=lambda k: votes[k]) if votes else ""


def _kind(found: _Local, key: str) -> str:
    return kind_of(found.kinds.get(key, Counter()), names.key(key))


def _short_names(found: _Local, known: dict[str, str]) -> dict[str, str]:
    """Short names of one document that one long name alone can mean."""
    out: dict[str, str] = {}
    readings = {key: _reading(min(found.texts[key])) for key in found.texts}
    for short in sorted(found.texts):
        if short in known:
            continue
        fits = {long for long in found.texts if long != short and _stands_for(found, readings, short, long)}
        # Of long names that stand for one another ("Treasury Department", "U.S. Treasury Department") the longest.
        fits = {f for f in fits if not any(g != f and _stands_for(found, readings, f, g) for g in fits)}
        whole = {_whole(readings[f]) for f in fits}
        if len(whole) == 1:
            out[short] = min(fits, key=lambda f: (len(f), f))
    for short in list(out):  # follow chains to their end
        seen = {short}
        while (further := out.get(out[short]) or known.get(out[short])) and further not in seen:
            seen.add(further)
            out[short] = further
    return out


def _whole(reading: Reading) -> tuple[str, ...]:
    """The words that make a name what it is: without initials, in any order."""
    return tuple(sorted(t.key for t in reading.tokens if t.kind != "initial"))


def _stands_for(found: _Local, readings: dict[str, Reading], short: str, long: str) -> bool:
    one, two = readings[short].tokens, readings[long].tokens
    if not one or len(one) > len(two):
        return False
    if _kind(found, long) == "person":
        # A surname, or a name without the initial or patronymic in the middle; first names alone are too common.
        if len(one) == 1:
            # The surname stands first in a Chinese name ("Lin" of "Lin Haoran")
            surname = two[-1].key if one[0].key in given_names() else one[0].key
            return len(two) > 1 and surname in (two[0].key, two[-1].key) and one[0].key == surname and not readings[short].forms
        ends = (one[0].key, one[-1].key) == (two[0].key, two[-1].key)
        return ends and len(one) < len(two) and {t.key for t in one} < {t.key for t in two}
    if _kind(found, short) == "person":
        return False
    text = min(found.texts[short])
    if len(one) == 1 and _ACRONYM.match(text) and text.isupper() and len(two) > 1:
        full = readings[long].initials
        if one[0].spelled in (full, full[1:] if country_words(min(found.texts[long])) else full):
            return True
    if len(one) == len(two) or readings[short].forms:
        return False  # a name with its legal form is whole
    return _differs_by_frame(one_keys={t.key for t in one}, two=readings[long], text=min(found.texts[long]))


def _differs_by_frame(one_keys: set[str], two: Reading, text: str) -> bool:
    """Has the long name nothing more than a country or a word such as "company" or "department"?"""
    extra = [t for t in two.tokens if t.key not in one_keys]
    if len(extra) != len(two.tokens) - len(one_keys):
        return False
    lands: set[str] = set()
    if {w.lower() for w in text.split()} & words(
        "body"
    ):  # a ministry has one country, a company daughters in many
        shown = [_POSSESSIVE.sub("", w) for w in bare(text).split()]
        lands = {w for w, at in zip(shown, text.split(), strict=False) if country_of(w) or country_of(at)}
    return all(t.key in lexicon().frames or t.shown in lands for t in extra)
