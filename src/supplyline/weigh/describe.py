"""How is an event called, and how was its count reached, in words?

`label` gives "China → Russian military factories: machine tools, gunpowder (supply)"; `derivation`
says which statements stand behind a count and why they were not added. Promises: pure, no order of
arrival; names as the claims write them, the commonest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from supplyline.model import ClaimKey, Event
from supplyline.weigh.counts import Bounds, Settled, told_parts, words
from supplyline.weigh.match import Profile, counted_as
from supplyline.weigh.places import NAMED
from supplyline.weigh.text import goods_stems

# Who acts and who is acted on, per kind; None: the roles stand side by side
_SIDES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "supply": (("supplier",), ("recipient",)),
    "shipment": (("supplier",), ("recipient",)),
    "trade_flow": (("reporter",), ("partner",)),
    "designation": (("authority",), ("target",)),
    "ownership": (("owner",), ("owned",)),
    "production": (("maker",), ()),
    "measure": (("actor",), ("target",)),
    "denial": (("denier",), ()),
    "cooperation": (("party",), ()),
}
_SHOWN = 3
_EXCLUDE, _WITHDRAWN, _OF_THESE = "the statements exclude each other", ": withdrawn,", "of these"


def contested(event: Event) -> bool:
    """Do numbers of it exclude each other?"""
    return any(line.startswith(_EXCLUDE) for line in event.derivation)


def taken_back(event: Event) -> dict[str, str]:
    """The numbers of it that their own source took back, each with who did and when."""
    lines = (line.partition("; kept")[0] for line in event.derivation if _WITHDRAWN in line)
    return {line.partition(":")[0]: line for line in lines}


def told_of(event: Event) -> list[str]:
    """Its parts: "of these 2 in 2025"."""
    return [line.partition(": a part")[0] for line in event.derivation if line.startswith(f"{_OF_THESE} ")]


def label(profile: Profile, claims: Sequence[ClaimKey]) -> str:
    kind = profile.kind.rstrip("?")
    names: dict[str, dict[str, int]] = {}
    for claim in claims:
        for party in claim.parties:
            _count(names.setdefault(party.role, {}), party.name)
    left_roles, right_roles = _SIDES.get(kind, (tuple(sorted(names)), ()))
    left = _join(names, left_roles)
    right = _join(names, right_roles)
    if kind == "cooperation":
        left = left.replace(", ", " – ")
    if kind == "denial" and not left:
        left = min((k.speaker_name for k in claims if k.speaker_name), default="unnamed")
    every: dict[str, int] = {}
    for claim in claims:
        for phrase in claim.goods:
            _count(every, phrase)
    goods = {phrase: times for phrase, times in every.items() if goods_stems(phrase)} or every
    listed = ", ".join(_commonest(goods)[: _SHOWN + 1])
    parties = f"{left or 'unnamed'} → {right}" if right else left
    text = ": ".join(part for part in (parties, listed) if part) or "unnamed parties"
    note = f"{kind.replace('_', ' ')}, expected" if profile.kind.endswith("?") else kind.replace("_", " ")
    return f"{text} ({note})"


def _count(times: dict[str, int], name: str, more: int = 1) -> None:
    """As a Counter does, of which most events would need three for one name each."""
    times[name] = times.get(name, 0) + more


def _commonest(times: Mapping[str, int]) -> list[str]:
    return sorted(times, key=lambda name: (-times[name], name)) if len(times) > 1 else list(times)


def _join(names: Mapping[str, Mapping[str, int]], roles: Sequence[str]) -> str:
    total: dict[str, int] = {}
    for role in roles:
        for name, times in names.get(role, {}).items():
            _count(total, name, times)
    ranked = _commonest(total)
    more = f" and {len(ranked) - _SHOWN} more" if len(ranked) > _SHOWN else ""
    return ", ".join(ranked[:_SHOWN]) + more


def derivation(
    claims: Sequence[ClaimKey],
    counted: str | None,
    settled: Settled,
    part: AbstractSet[Bounds],
    some: AbstractSet[str],
    origin_of: Mapping[str, str],
    taken_back: Mapping[str, ClaimKey],
) -> tuple[str, ...]:
    """One line per number stated, then the result, then what was left out and why. `some`: claims that tell alone
    what others tell as a part."""
    stated: dict[tuple[str, str], list[ClaimKey]] = {}
    for claim in claims:
        bounds = (claim.count_min, claim.count_max)
        if bounds != (None, None) and claim.id not in some:
            stated.setdefault((claim.counted or "", words(bounds)), []).append(claim)
    if not stated:
        return (f"no number stated in {_tally(claims, origin_of)}",)
    back: dict[str, list[ClaimKey]] = {}
    for claim in claims:
        if claim.id in taken_back:
            correction = taken_back[claim.id]
            told = words((claim.count_min, claim.count_max))
            back.setdefault(f"{told}{_WITHDRAWN} {_corrected_by(correction)}; kept, but not counted", []).append(claim)
            stated[claim.counted or "", told].remove(claim)
    stated = {mark: group for mark, group in stated.items() if group}
    lines = [
        f"{text}{f' ({word})' if word else ''}: {_tally(group, origin_of)}"
        for (word, text), group in sorted(stated.items())
    ]
    small = {words(bounds) for bounds in part}
    same = counted_as(counted)
    here = {text for word, text in stated if counted_as(word) == same and text not in small}
    result = words((settled.min, settled.max))
    if settled.contested:
        lines.append(f"{_EXCLUDE}; {result} covers them all and none is preferred")
    elif len(here) > 1:
        lines.append(f"not added, since each restates the same happening: {result} satisfies them all")
    elif (
        sum(len(group) for (word, text), group in stated.items() if text in here and counted_as(word) == same)
        > 1
    ):
        lines.append(f"not added: restatements of {result}")
    lines.extend(_told_parts(claims, some, origin_of))
    if small:
        lines.append(f"a part of the whole and not added to it: {', '.join(sorted(small))}")
    lines.extend(f"{text} ({_tally(group, origin_of)})" for text, group in sorted(back.items()))
    if any(k.adds for group in stated.values() for k in group):
        lines.append("told as coming on top of what was told before: a happening beside it, and not a part of it")
    one_of = _named_parts(claims, counted)
    if one_of:
        lines.append(f"named without a number and taken as a part, not added: {', '.join(one_of)}")
    others = sorted({word for word, _ in stated if counted_as(word) != same})
    if others:
        lines.append(f"counts of other things kept apart: {', '.join(w or 'unnamed' for w in others)}")
    return tuple(lines)


def _corrected_by(correction: ClaimKey) -> str:
    """Who takes it back, and when: the outlet what it printed, else the speaker what he said."""
    if correction.corrects or not correction.speaker_name:
        who, day = correction.publisher or "its source", correction.published
    else:
        who, day = correction.speaker_name, correction.said_on or correction.published
    return f"{who} corrected it{f' on {day}' if day else ''}"


def _told_parts(claims: Sequence[ClaimKey], some: AbstractSet[str], origin_of: Mapping[str, str]) -> list[str]:
    lines = []
    for (low, high, start, end), told in told_parts(claims).items():
        when = f" {_time(start, end)}" if start or end else f" (“{min(p.words for p in told)}”)"
        alone = {k.id for k in claims if k.id in some and (k.count_min, k.count_max, k.period_from, k.period_to) == (low, high, start, end)}
        tellers = [k for k in claims if k.id in alone or any(p.mark == (low, high, start, end) for p in k.parts)]
        lines.append(f"{_OF_THESE} {words((low, high))}{when}: a part, not added ({_tally(tellers, origin_of)})")
    return sorted(lines)


def _time(start: str | None, end: str | None) -> str:
    if start == end:
        return f"in {start}"
    return f"from {start} to {end}" if start and end else f"since {start}" if start else f"until {end}"


def _named_parts(claims: Sequence[ClaimKey], counted: str | None) -> list[str]:
    """Of "20 factories", the factory that another report names: parties of the counted role in claims without a number."""
    if not any(k.counted == counted and (k.count_min or 0) > 1 for k in claims):
        return []
    names = {
        p.name
        for k in claims
        if k.count_min is None and k.count_max is None
        for p in k.parties
        if p.role == counted and p.nature == NAMED
    }
    return sorted(names)[:_SHOWN]


def _tally(claims: Sequence[ClaimKey], origin_of: Mapping[str, str]) -> str:
    documents = len({k.sha256 for k in claims})
    sources = len({origin_of[k.id] for k in claims if k.id in origin_of})
    parts = [_plural(len(claims), "claim"), _plural(documents, "document")]
    if sources:
        parts.append(_plural(sources, "origin"))
    return ", ".join(parts)


def _plural(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
