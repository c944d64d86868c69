"""What does a denial say, by its own words?

`sayings(claims)` puts the claims of a denial that use the same words into one `Saying`, with what is compared of it:
who denies, whom and which goods the words name, and the word that confines them to a part (`narrows`), that points back
at an accusation (`refers`), that speaks of arms at large (`arms`) or of giving (`gives`). Words are those of
data/denial_words.tsv; goods those of the claim and of data/goods.tsv. Promises: pure; the order of claims does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from supplyline.model import ClaimKey
from supplyline.names import script
from supplyline.tsv import rows
from supplyline.weigh.collector import remembered
from supplyline.weigh.dates import days
from supplyline.weigh.heard import bare_words
from supplyline.weigh.match import profile
from supplyline.weigh.places import COUNTRY, countries_in
from supplyline.weigh.text import goods_stems, stem, tokens


@dataclass(frozen=True, slots=True)
class Saying:
    """One wording of a denial. `deniers`: who denies; `called`: the words of their names; `countries`: whose they are;
    `state`: it is the country itself or a body or office of it that denies, and answers for all of the country."""

    claims: tuple[ClaimKey, ...]
    deniers: frozenset[str]
    called: tuple[frozenset[str], ...]
    countries: frozenset[str]
    state: bool
    named: frozenset[str]  # countries and parties it speaks of, but for the deniers
    stems: frozenset[str]
    goods: frozenset[str]  # of its roles
    listed: tuple[tuple[str, tuple[str, ...]], ...]  # goods its words name, with their codes
    narrows: str
    refers: str
    arms: str
    gives: str
    documents: frozenset[str]
    days: tuple[int, ...]  # when it was said, else printed


def sayings(claims: Iterable[ClaimKey]) -> list[Saying]:
    alike: dict[tuple[object, ...], list[ClaimKey]] = {}
    ordered = sorted(claims, key=lambda k: k.id)
    for claim in ordered:
        alike.setdefault((claim.words, claim.parties, claim.goods, claim.speaker, claim.speaker_country), []).append(claim)
    # An office that one claim tells of a speaker holds for all
    offices = {k.speaker for k in ordered if k.speaker is not None and _of_state(k.speaker_role or "")}
    return [_saying(group, group[0].speaker in offices) for group in alike.values()]


def together(said: Sequence[Saying]) -> Saying:
    """All wordings as one, to ask once what none of them speaks of."""
    return replace(
        said[0],
        named=frozenset().union(*(s.named for s in said)),
        stems=frozenset().union(*(s.stems for s in said)),
        goods=frozenset().union(*(s.goods for s in said)),
        listed=tuple(sorted({row for s in said for row in s.listed})),
    )


def _saying(claims: Sequence[ClaimKey], office: bool) -> Saying:
    claim = claims[0]
    found = profile(claim).parties.get("denier", ())
    countries = {p.country for p in found if p.country} or ({claim.speaker_country} if claim.speaker_country else set[str]())
    names = [p.name for p in claim.parties if p.role == "denier"] or [claim.speaker_name or ""]
    deniers = {p.value for p in found}
    named = set(countries_in(" ".join(claim.words))) | {p.value for p in claim.parties if p.role != "denier"}
    marks = {t for w in claim.words for t in (w, *tokens(w.replace("-", " ")))}
    stems = frozenset(stem(t) for t in claim.words)
    return Saying(
        claims=tuple(claims),
        deniers=frozenset(deniers),
        called=tuple(words for name in names if (words := frozenset(tokens(name)))),
        countries=frozenset(countries),
        state=office or any(p.nature == COUNTRY for p in found) or any(_of_state(name) for name in names),
        named=frozenset(named - deniers - countries),
        stems=stems,
        goods=frozenset(claim.goods),
        # "Analytical Marketing Chemical Group" speaks of no chemicals
        listed=_listed_goods(stems - {stem(t) for name in names for t in tokens(name)}),
        narrows=_mark("narrows", marks),
        refers=_mark("refers", marks) or ("it" if set(claim.words) <= {t for name in (*names, claim.speaker_name or "") for t in tokens(name)} | set(marked("denies")) else ""),
        arms=_mark("arms", marks),
        gives=_mark("gives", marks),
        documents=frozenset(k.sha256 for k in claims),
        days=tuple(sorted({d[0] for k in claims if (d := days(k.said_on or k.published))})),
    )


@remembered
def _of_state(text: str) -> bool:
    """ "Chinese foreign ministry", "President of Ukraine"; not "head of a Turkish company"."""
    said = set(tokens(text))
    if said & _words("party_words.tsv", "body", "government") or any(w in text if script(w) == "Han" else w in said for w in marked("state")):
        return True
    if any(not t.isascii() for t in said & bare_words("office")):
        return True
    return bool(said & _words("party_words.tsv", "holder")) and bool(countries_in(text)) and not said & _words("party_types.tsv", "Company")


@cache
def _words(table: str, *kinds: str) -> frozenset[str]:
    return frozenset(w for kind, listed, *_ in rows(table) if kind in kinds for w in re.split(r"[|;]", listed))


@cache
def marked(kind: str) -> Mapping[str, int]:
    """The words of a kind, in the order of the table: the one to quote comes first."""
    return {word: at for at, (mark, word) in enumerate(rows("denial_words.tsv")) if mark == kind}


def _mark(kind: str, words: Iterable[str]) -> str:
    known = marked(kind)
    return min((w for w in words if w in known), key=known.__getitem__, default="")


@cache
def _known_goods() -> tuple[tuple[str, tuple[str, ...], frozenset[str]], ...]:
    found = ((phrase, tuple(codes.split(",")), goods_stems(phrase)) for phrase, codes, *_ in rows("goods.tsv", width=3) if codes != "-")
    return tuple(row for row in found if row[2])


@remembered
def _listed_goods(stems: frozenset[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((phrase, codes) for phrase, codes, needed in _known_goods() if needed <= stems)
