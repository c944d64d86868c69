"""Is a party that no list names owned by parties that a list names?

`blocked(listed, stakes, rule)` follows OFAC's 50 Percent Rule (Revised Guidance on Entities Owned by Persons Whose
Property and Interests in Property Are Blocked, 13 August 2014, and its FAQ 401) and its EU and UK kin as
data/ownership_rules.tsv has them: an entity owned 50 percent or more in the aggregate by blocked persons is itself
blocked, so its whole share in the next counts, and shares are added, not multiplied. Promises: a share that is not
stated counts for nothing and is said; two statements of one share count once, the higher; cycles end; who owns whom is
as good as who says so, and that is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from supplyline import tsv


@dataclass(frozen=True, slots=True)
class Stake:
    """`owner` and `asset` are nodes: entities of the case or parties of a list."""

    owner: str
    asset: str
    percent: float | None
    says: str  # who says so
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    list: str
    percent: float
    more: bool
    adding: bool
    valid_from: str
    where: str

    def reached(self, total: float) -> bool:
        return total > self.percent if self.more else total >= self.percent


@dataclass(frozen=True, slots=True)
class Owned:
    """`whole`: the rule is met; else what listed parties own falls short of it, or is not stated."""

    whole: bool
    percent: float
    text: str
    because: tuple[str, ...]


def rule_of(code: str, day: str | None) -> Rule | None:
    """The rule of a list on a day; the newest where no day is known."""
    rows = [Rule(r[0], float(r[1]), r[2] == "more", r[3] == "sum", r[4], r[5]) for r in tsv.rows("ownership_rules.tsv", 6)]
    fitting = [r for r in rows if r.list == code and (day is None or r.valid_from <= day)]
    return max(fitting, key=lambda r: r.valid_from, default=None)


def blocked(listed: Mapping[str, str], stakes: Iterable[Stake], rule: Rule, names: Mapping[str, str]) -> dict[str, Owned]:
    """By asset, what listed parties own of it. `listed` has the listed nodes, with what is said of each ("listed since
    …"), `names` what nodes are called."""
    best = _best(stakes)
    groups = [frozenset(listed)] if rule.adding else [frozenset([node]) for node in sorted(listed)]
    out: dict[str, Owned] = {}
    for group in groups:
        inside = _closure(group, best, rule)
        for asset in sorted(best):
            if asset in listed:
                continue
            parts = {owner: stake for owner, stake in best[asset].items() if owner in inside}
            if parts:
                found = _owned(asset in inside, parts, best, inside, listed, names, rule)
                if asset not in out or (found.whole, found.percent) > (out[asset].whole, out[asset].percent):
                    out[asset] = found
    return out


def _best(stakes: Iterable[Stake]) -> dict[str, dict[str, Stake]]:
    """By asset and owner the highest share that is stated."""
    best: dict[str, dict[str, Stake]] = {}
    for stake in sorted(stakes, key=lambda s: (s.asset, s.owner, -(s.percent or 0.0), s.because)):
        if stake.owner != stake.asset:
            best.setdefault(stake.asset, {}).setdefault(stake.owner, stake)
    return best


def _total(owners: Mapping[str, Stake], inside: frozenset[str] | set[str]) -> float:
    return round(sum(s.percent or 0.0 for owner, s in owners.items() if owner in inside), 6)


def _closure(group: frozenset[str], best: Mapping[str, Mapping[str, Stake]], rule: Rule) -> set[str]:
    """The listed and all that they own enough of, directly or through each other."""
    inside = set(group)
    while True:
        more = {asset for asset, owners in best.items() if asset not in inside and rule.reached(_total(owners, inside))}
        if not more:
            return inside
        inside |= more


def _owned(
    whole: bool, parts: Mapping[str, Stake], best: Mapping[str, Mapping[str, Stake]], inside: set[str],
    listed: Mapping[str, str], names: Mapping[str, str], rule: Rule,
) -> Owned:  # fmt: skip
    because: list[str] = []
    said: list[str] = []
    for owner, stake in sorted(parts.items(), key=lambda p: (-(p[1].percent or 0.0), names.get(p[0], p[0]))):
        share = f"{stake.percent:g} %" if stake.percent is not None else "a share that is not stated"
        how = listed.get(owner) or _through(owner, best, inside, listed, names, because)
        said.append(f"{share} by {names.get(owner, owner)} ({how}; {stake.says})")
        because += stake.because
    total = _total(parts, inside)
    if whole:
        text = f"owned {total:g} % by listed parties, as {rule.where} counts: {', '.join(said)}"
    else:
        text = f"listed parties are said to own part of it, less than {rule.where} asks for: {', '.join(said)}"
    return Owned(whole, total, text, tuple(dict.fromkeys(because)))


def _through(
    node: str, best: Mapping[str, Mapping[str, Stake]], inside: set[str], listed: Mapping[str, str],
    names: Mapping[str, str], because: list[str],
) -> str:  # fmt: skip
    """Why an owner that is not listed counts: who owns it, up to the listed ones."""
    owners, seen, chain = [node], {node}, []
    while owners:
        now = owners.pop(0)
        for owner, stake in sorted(best.get(now, {}).items()):
            if owner in inside and stake.percent:
                because.extend(stake.because)
                mark = f" ({listed[owner]})" if owner in listed else ""
                chain.append(f"{stake.percent:g} % of {names.get(now, now)} is {names.get(owner, owner)}'s{mark}")
                if owner not in listed and owner not in seen:
                    seen.add(owner)
                    owners.append(owner)
    return "not listed itself: " + "; ".join(chain)
