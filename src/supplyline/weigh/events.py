"""Which claims speak of one real-world happening?

`events(keys)` clusters claims of one kind by parties, goods, counts and time (see `match`). Claims
that say the same thing are taken together first; then the most specific go first and each later one
joins the event it shares most with, or starts its own. Candidates are found by pairs of shared
facts, so cost grows with the claims and not with their square.

Promises: the events do not depend on the order of arrival; a claim is in at most one event; a count
is never a sum. Claims without a frame (`statement`) belong to no event.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, pairwise
from sys import intern
from typing import Any

import numpy as np

from supplyline.model import ClaimKey, Event, make_id
from supplyline.weigh.collector import paused, shared
from supplyline.weigh.contained import Told, contained, evidence
from supplyline.weigh.counts import parts, settle, told_parts
from supplyline.weigh.describe import derivation, label
from supplyline.weigh.match import Profile, anchors, counted_as, kind_of, may_fit, profile
from supplyline.weigh.spread import processes, spread
from supplyline.weigh.telling import family
from supplyline.weigh.text import goods_stems
from supplyline.weigh.withdrawn import withdrawn

_LOOK = 32  # candidates looked at, per pair of facts and in all
_FACTS = 12  # facts of one claim that are indexed
_AT_ONCE = 4096
_LOW = 0xFFFFFFFF

_Cluster = tuple[Profile, list[list[ClaimKey]]]  # what an event says so far, and its claims by equal words


@paused()
def events(
    keys: Iterable[ClaimKey], origin_of: Mapping[str, str] | None = None, corrected: Mapping[str, str] | None = None
) -> tuple[tuple[Event, ...], dict[str, str]]:
    """The events (no grade yet), and claim id -> event id. `origin_of`: claim id -> origin id; `corrected`: claim id ->
    id of the claim that corrects it."""
    kinds: dict[str, list[ClaimKey]] = {}
    for claim in keys:
        if (kind := kind_of(claim)) is not None:
            kinds.setdefault(kind, []).append(claim)
    known = evidence(claim for claims in kinds.values() for claim in claims)

    def of(families: Sequence[Sequence[str]]) -> Iterator[Event]:
        # Claims of two kinds are never one event: a family of kinds at a time keeps the profiles of the others out of memory
        for alike in families:
            yield from contained([one for kind in alike for one in _of_kind(kind, kinds.pop(kind), origin_of or {}, corrected or {})], known)

    made = spread(of, _parted(kinds))
    lookup = {claim: event.id for event in made for claim in event.because}
    return tuple(sorted(made, key=lambda e: e.id)), lookup


def _family(kind: str) -> tuple[str, bool]:
    """A supply contains what is told as a shipment; what is expected contains nothing that has happened."""
    plain = kind.rstrip("?")
    return family(plain), plain != kind


def _parted(kinds: Mapping[str, Sequence[ClaimKey]]) -> list[list[list[str]]]:
    """The families of kinds, for each process some: the largest first, each to whom the least work was given. A claim is more
    work where there are more of its kind: about the number of claims to the 1.2 (benchmarks/bench_weigh.py)."""
    families = [list(alike) for _, alike in groupby(sorted(sorted(kinds), key=_family), key=_family)]
    work = [sum(len(kinds[kind]) for kind in alike) ** 1.2 for alike in families]
    parts: list[list[list[str]]] = [[] for _ in range(processes(sum(map(len, kinds.values()))))]
    given = [0.0] * len(parts)
    for n in sorted(range(len(families)), key=lambda n: -work[n]):
        least = given.index(min(given))
        parts[least].append(families[n])
        given[least] += work[n]
    return parts


def _of_kind(kind: str, claims: list[ClaimKey], known: Mapping[str, str], corrected: Mapping[str, str]) -> list[Told]:
    alike: dict[tuple[object, ...], list[ClaimKey]] = {}
    for claim in sorted(claims, key=lambda k: k.id):
        alike.setdefault(_same(kind, claim), []).append(claim)
    groups = list(alike.values())
    alike.clear()
    held: dict[str, frozenset[str]] = {}
    units: list[_Cluster] = [(_profile(group, known, held), [group]) for group in groups]
    del groups, held
    # Once over the claims and once over what came of it: a claim that ties two happenings may come last
    once = _clustered(units)
    del units
    clusters = _clustered(once, again=True)
    del once
    out: list[Told] = []
    for p, some in clusters:
        group = some[0] if len(some) == 1 else [k for one in some for k in one]
        out.append((p, _event(p, group, known, corrected), group))
    return out


def _clustered(units: list[_Cluster], again: bool = False) -> list[_Cluster]:
    """The fullest first; each later one joins the cluster it shares most with, or starts its own. `again`: of what
    was clustered before, only what has grown can take in more."""
    grown = [unit for unit in units if len(unit[1]) > 1] if again else units
    # What has not grown is in order since it was clustered before
    units = [*_in_order(grown), *(unit for unit in units if len(unit[1]) == 1)] if again else _in_order(units)
    out: list[_Cluster] = []
    size, shared = _shared(unit for unit, _ in units)
    index: list[tuple[int, ...]] = [()] * size
    for (unit, groups), pairs in zip(units, shared, strict=True):
        at = _best(unit, pairs, out, index)
        if at is None:
            at = len(out)
            out.append((unit, list(groups)))
        else:
            out[at][0].absorb(unit)
            out[at][1].extend(groups)
        if again and len(groups) == 1:
            continue
        for pair in pairs:
            posting = index[pair]
            if len(posting) < _LOOK and at not in posting:
                index[pair] = (*posting, at)
    return out


def _in_order(units: Sequence[_Cluster]) -> list[_Cluster]:
    def mark(unit: _Cluster) -> tuple[int, ...]:
        return _specific(unit[0])

    out: list[_Cluster] = []
    # The long keys of equals at a time: those of all are a third of a kilobyte each
    for _, equals in groupby(sorted(units, key=mark), key=mark):
        out += sorted(equals, key=lambda item: (_sort_key(item[0]), item[1][0][0].id))
    return out


def _same(kind: str, claim: ClaimKey) -> tuple[object, ...]:
    """Claims equal in this are copies of one passage, and go together."""
    who = claim.parties or (("denier", claim.speaker or ""),)
    return (
        kind,
        who,
        tuple(sorted(claim.goods)),
        claim.count_min,
        claim.count_max,
        claim.counted,
        claim.period_from,
        claim.period_to,
        claim.figures,
        claim.adds,
        claim.where,
        claim.words,
    )


def _profile(group: Sequence[ClaimKey], origin_of: Mapping[str, str], held: dict[str, frozenset[str]]) -> Profile:
    """The profile of a unit happens when it was first told: a later copy changes nothing. `held`: the set of a document or an
    origin alone, of which several units have the same."""
    made = profile(group[0])
    if len(group) > 1:
        made.origins = frozenset(origin_of[claim.id] for claim in group if claim.id in origin_of)
        made.happened = min((d for k in group if (d := profile(k).happened) is not None), default=None)
        made.documents = frozenset(claim.sha256 for claim in group)
        return made
    origin = origin_of.get(group[0].id)
    if origin is not None:
        made.origins = held.setdefault(origin, frozenset((origin,)))
    made.documents = held.setdefault(group[0].sha256, frozenset((group[0].sha256,)))
    return made


def _specific(p: Profile) -> tuple[int, int, int, int]:
    """Sorts the fullest claims first, so that what they say can receive the emptier ones."""
    return (-len(p.parties), -len(p.goods), -int(bool(p.counts)), -int(p.period is not None))


def _sort_key(p: Profile) -> str:
    parties = sorted((role, sorted(q.value for q in parties)) for role, parties in p.parties.items())
    counts = sorted(p.counts, key=str)
    return repr((p.kind, parties, sorted(p.goods), counts, p.period, sorted(p.figures), p.happened, sorted(p.where)))


def _shared(units: Iterable[Profile]) -> tuple[int, Iterator[list[int]]]:
    """How many pairs of facts two units or more have, and of each unit the numbers of those it has. Most facts, and most
    pairs of the others, are of one unit alone and find nothing: leaving them out keeps the index small."""
    numbers: dict[str, int] = {}
    flat, ends = array("I"), array("Q")
    for unit in units:
        flat.extend(numbers.setdefault(fact, len(numbers)) for fact in _facts(unit))
        ends.append(len(flat))
    del numbers
    facts = np.frombuffer(flat, dtype=np.uint32) if flat else np.empty(0, dtype=np.uint32)
    often = (np.bincount(facts) > 1)[facts]
    bounds = np.concatenate(([0], np.cumsum(often)))[np.concatenate(([0], np.asarray(ends, dtype=np.int64)))]
    facts = facts[often]
    lengths = np.diff(bounds)
    at = np.concatenate(([0], np.cumsum(lengths * (lengths - 1) // 2)))
    pairs = np.empty(at[-1], dtype=np.uint64)
    for length in range(2, _FACTS + 1):
        rows = np.flatnonzero(lengths == length)
        block = facts[bounds[rows][:, None] + np.arange(length)].astype(np.uint64)
        left, right = np.triu_indices(length, 1)
        pairs[at[rows][:, None] + np.arange(len(left))] = block[:, left] << np.uint64(32) | block[:, right]
    ordered = np.sort(pairs)
    repeated = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    return len(repeated), _numbered(pairs, at, repeated)


def _numbered(pairs: np.ndarray[Any, Any], at: np.ndarray[Any, Any], repeated: np.ndarray[Any, Any]) -> Iterator[list[int]]:
    """Of each unit the numbers of its pairs that are repeated, made for some units at a time."""
    for first in range(0, len(at) - 1, _AT_ONCE):
        ends = at[first : first + _AT_ONCE + 1]
        some = pairs[ends[0] : ends[-1]]
        number = np.minimum(np.searchsorted(repeated, some), max(len(repeated) - 1, 0))
        kept = repeated[number] == some if len(repeated) else np.zeros(len(some), dtype=bool)
        for start, end in pairwise((ends - ends[0]).tolist()):
            yield number[start:end][kept[start:end]].tolist()


def _facts(p: Profile) -> list[str]:
    """What an event is looked up by. Whatever fits a claim shares at least two of these with it."""
    facts: dict[str, None] = {}
    for role, parties in sorted(p.parties.items()):
        for token in sorted({t for q in parties for t in (q.token, q.country) if t})[:3]:
            facts[f"{role}={token}"] = None
    for low, high in sorted(p.counts, key=str) if p.counts else ():
        facts.update(dict.fromkeys(f"n={n:g}" for n in (low, high) if n is not None))
    if p.period is not None:
        facts[f"t={p.period}"] = None
    if p.hs:
        facts.update(dict.fromkeys([f"hs={code}" for code in sorted(p.hs)[:4]]))
    if p.figures:
        facts.update(dict.fromkeys([f"f={f}" for f in sorted(p.figures)]))
    if p.kind == "denial":
        facts.update(dict.fromkeys(f"d={sha}" for sha in sorted(p.documents)[:2]))
        # One utterance makes one denial by itself: two facts, so that it is a pair
        facts.update(dict.fromkeys(f"{half}={origin}" for origin in sorted(p.origins)[:2] for half in ("o", "also")))
    if p.happened is not None and p.kind == "denial":
        facts[f"on={p.happened}"] = None
    if p.goods:
        facts.update(dict.fromkeys([f"g={s}" for s in sorted({s for g in p.goods for s in goods_stems(g)})[:6]]))
    return list(facts)[:_FACTS]


def _best(
    unit: Profile,
    pairs: Sequence[int],
    clusters: Sequence[_Cluster],
    index: Sequence[tuple[int, ...]],
) -> int | None:
    shared: Counter[int] = Counter(chain.from_iterable([index[pair] for pair in pairs]))
    # What shares most pairs of facts is looked at first, and no more than a bounded number; the two in one number sort fastest
    seen = sorted([at - (times << 32) for at, times in shared.items()])[:_LOOK]
    best: tuple[int, int] | None = None
    for at in may_fit([packed & _LOW for packed in seen], clusters, unit):
        score = anchors(clusters[at][0], unit)
        if score is None:
            continue
        # The most anchors win, then one told in the same document, then the most specific one
        rank = -2 * score - bool(clusters[at][0].documents & unit.documents)
        if best is None or (rank, at) < best:
            best = (rank, at)
    return best[1] if best else None


def _event(
    p: Profile, group: Sequence[ClaimKey], origin_of: Mapping[str, str], corrected: Mapping[str, str]
) -> Event:
    claims = sorted(group, key=lambda k: k.id)
    taken_back = withdrawn(claims, origin_of, corrected)
    told = told_parts(claims)
    # "Two in 2025", told alone, beside "five, of which two in 2025": a part, whose time is not that of the whole
    some = {k.id for k in claims if (k.count_min, k.count_max, k.period_from, k.period_to) in told and (k.period_from or k.period_to)} if told else set()
    counted = [k for k in claims if (k.count_min is not None or k.count_max is not None) and k.id not in some]
    word = min((k.counted for k in counted if k.counted), default=None)
    stated = {(k.count_min, k.count_max) for k in counted if k.id not in taken_back and counted_as(k.counted) == counted_as(word)}
    part = parts(stated) if p.kind.startswith("designation") else set()
    settled = settle(stated - part)
    ids = tuple(k.id for k in claims)
    return Event(
        id=make_id("v", ids[0]),
        kind=p.kind.rstrip("?"),
        label=label(p, claims),
        count_min=settled.min,
        count_max=settled.max,
        counted=word,
        period_from=min((k.period_from for k in claims if k.period_from and k.id not in some), default=None),
        period_to=max((k.period_to for k in claims if k.period_to and k.id not in some), default=None),
        parties=shared(tuple(sorted({intern(f"{p.role}={p.value}") for k in claims for p in k.parties}))),
        goods=shared(tuple(sorted({g for k in claims for g in k.goods}))),
        claims=len(ids),
        origins=len({origin_of[i] for i in ids if i in origin_of}),
        documents=len({k.sha256 for k in claims}),
        grade=None,
        derivation=shared(derivation(claims, word, settled, part, some, origin_of, taken_back)),
        because=ids,
    )
