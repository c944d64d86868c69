"""Do customs figures bear a claim out?

`checks(keys, flows)` holds each claim of trade, supply or shipment between two countries against the
flows of its goods: `supports`, `contradicts` or `silent`, with the sentence, the figures and their
limits. Only a number can be contradicted: a claimed change by more than one percentage point (or a
tenth of it), a claimed amount by more than a tenth. That nothing was recorded is silence, since military
goods and chemicals are often kept out of statistics. A check is never more than one origin and never
speaks of a company.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from supplyline.model import Check, ClaimKey, Flow, make_id
from supplyline.trade.anomalies import amount, country
from supplyline.trade.codes import codes
from supplyline.tsv import rows

KINDS = frozenset(("trade_flow", "supply", "shipment"))
POINTS, SHARE = 1.0, 0.1
LIMITS = "Figures of countries do not show which company traded or what the goods were used for."
_FIGURE = re.compile(r"([+-]?[\d.]+(?:e[+-]?\d+)?) (.+)")
_UNITS = {"t": ("weight", 1000.0), "kg": ("weight", 1.0), "usd": ("value", 1.0), "eur": ("value", 1.0)}
_SPELT = {
    "tons": "t",
    "tonnes": "t",
    "ton": "t",
    "tonne": "t",
    "metric tons": "t",
    "$": "usd",
    "€": "eur",
    "dollars": "usd",
    "euros": "eur",
    "us dollars": "usd",
}

Index = Mapping[tuple[str, str, str], Sequence[Flow]]


def checks(keys: Iterable[ClaimKey], flows: Iterable[Flow]) -> tuple[Check, ...]:
    """One check per claim that names two countries and goods with a code; none without trade tables."""
    index: dict[tuple[str, str, str], list[Flow]] = {}
    for flow in sorted(flows, key=lambda f: (f.period, f.hs, f.id)):
        index.setdefault((flow.reporter, flow.partner, flow.flow), []).append(flow)
    if not index:
        return ()
    out = [
        made
        for claim in keys
        if claim.kind in KINDS and claim.stance != "denies"
        if (made := _check(claim, index)) is not None
    ]
    return tuple(sorted(out, key=lambda c: c.id))


def _check(claim: ClaimKey, index: Index) -> Check | None:
    sides = _sides(claim)
    goods = _codes(claim)
    if sides is None or not goods:
        return None
    seller, buyer, reporter = sides
    found = _flows(index, seller, buyer, reporter, goods)
    between = f"{country(seller)} → {country(buyer)}, HS {', '.join(goods)}"
    if not found:
        text = f"The trade tables of this case hold no row for {between}; absence from them shows nothing."
        return _made(claim, "silent", text, ())
    years = _years(claim)
    within = [f for f in found if not years or f.period[:4] in years]
    if not within:
        last = max(f.period for f in found)
        return _made(
            claim,
            "silent",
            f"The tables for {between} end or begin elsewhere: latest {last}. {LIMITS}",
            found,
        )
    for figure in claim.figures:
        made = _figure(claim, figure, within, between)
        if made is not None:
            return made
    return _presence(claim, within, between)


def _sides(claim: ClaimKey) -> tuple[str, str, str | None] | None:
    """(seller, buyer, who reports) as ISO codes, by the roles, and by "imports" or "exports"."""
    iso = {value: code for value, code, _, _ in claim.places}
    by_role = {role: code for role, value in reversed(claim.parties) if (code := iso.get(value, ""))}
    if claim.kind == "trade_flow":
        reporter, partner = by_role.get("reporter"), by_role.get("partner")
        if not reporter or not partner or reporter == partner:
            return None
        way = _way(claim.words)
        if way is None:
            return None
        return (partner, reporter, reporter) if way == "import" else (reporter, partner, reporter)
    seller, buyer = by_role.get("supplier"), by_role.get("recipient")
    return (seller, buyer, None) if seller and buyer and seller != buyer else None


def _way(words: Sequence[str]) -> str | None:
    for word in words:
        for flow, start in rows("flow_words.tsv"):
            if word.startswith(start):
                return flow
    return None


def _codes(claim: ClaimKey) -> tuple[str, ...]:
    found: dict[str, None] = dict.fromkeys(claim.hs)
    for goods in claim.goods:
        found.update((code, None) for code, _ in codes(goods) if not claim.hs)
    # A heading takes in its subheadings: naming both would count twice
    return tuple(sorted(c for c in found if not any(c != d and c.startswith(d) for d in found)))


def _flows(index: Index, seller: str, buyer: str, reporter: str | None, goods: Sequence[str]) -> list[Flow]:
    """The exporter's record and the importer's mirror; one of them where the claim says whose."""
    out: list[Flow] = []
    for who, partner, way in ((seller, buyer, "export"), (buyer, seller, "import")):
        if reporter in (None, who):
            out.extend(f for f in index.get((who, partner, way), ()) if f.hs.startswith(tuple(goods)))
    if not out and reporter is not None:
        return _flows(index, seller, buyer, None, goods)
    return out


def _years(claim: ClaimKey) -> set[str]:
    first, last = (claim.period_from or claim.period_to), (claim.period_to or claim.period_from)
    if not first or not last or not (first[:4].isdigit() and last[:4].isdigit()):
        return set()
    return {str(year) for year in range(int(first[:4]), min(int(last[:4]), int(first[:4]) + 50) + 1)}


def _figure(claim: ClaimKey, figure: str, flows: Sequence[Flow], between: str) -> Check | None:
    match = _FIGURE.fullmatch(figure)
    if match is None:
        return None
    number, unit = float(match[1]), match[2].strip().lower()
    if unit == "%":
        return _changed(claim, number, flows, between) if figure[0] in "+-" else None
    field, factor = _UNITS.get(_SPELT.get(unit, unit), ("", 0.0))
    if not field or not _years(claim):
        return None
    # One reporter's record, never a sum of both sides of the mirror
    side = [f for f in flows if (f.reporter, f.flow) == (flows[0].reporter, flows[0].flow)]
    parts = [f.weight if field == "weight" else f.value for f in side]
    if not parts or any(p is None for p in parts):
        return None
    claimed, recorded = number * factor, sum(p for p in parts if p is not None)
    fits = abs(claimed - recorded) <= SHARE * max(claimed, recorded)
    shown = f"{recorded / 1000:,.0f} t" if field == "weight" else amount(recorded, side[0].currency)
    text = (
        f"{country(side[0].reporter)} recorded {shown} for {between} in {_when(side)}; "
        f"the claim says {figure} "
        f"(tolerance {SHARE:.0%}). {LIMITS}"
    )
    return _made(claim, "supports" if fits else "contradicts", text, side)


def _changed(claim: ClaimKey, claimed: float, flows: Sequence[Flow], between: str) -> Check | None:
    if len(_years(claim)) != 1:
        return None
    side = [
        f
        for f in flows
        if (f.reporter, f.flow, f.currency) == (flows[0].reporter, flows[0].flow, flows[0].currency)
    ]
    known = [f for f in side if f.change is not None]
    if not known or len(known) < len(side):
        return _made(
            claim, "silent", f"No earlier year to compare with for {between} in {_when(side)}. {LIMITS}", side
        )
    now = sum(f.value for f in known)
    before = sum(f.value / (1 + f.change / 100) for f in known if f.change is not None and f.change > -100)
    if before <= 0:
        return None
    computed = 100 * (now - before) / before
    fits = abs(computed - claimed) <= max(POINTS, SHARE * abs(claimed))
    text = (
        f"By value {country(side[0].reporter)} recorded {computed:+.1f} % for {between} in {_when(side)} "
        f"({amount(before, side[0].currency)} to {amount(now, side[0].currency)}); "
        f"the claim says {claimed:+g} % "
        f"(tolerance {POINTS:g} point or a tenth). A change by weight or by other codes can differ. {LIMITS}"
    )
    return _made(claim, "supports" if fits else "contradicts", text, known)


def _presence(claim: ClaimKey, flows: Sequence[Flow], between: str) -> Check:
    shown: list[str] = []
    for reporter, flow in sorted({(f.reporter, f.flow) for f in flows}):
        side = [
            f for f in flows if (f.reporter, f.flow) == (reporter, flow) and f.currency == flows[0].currency
        ]
        total = sum(f.value for f in side)
        shown.append(
            f"{country(reporter)} recorded {flow}s of {amount(total, flows[0].currency)} in {_when(side)}"
            if side
            else ""
        )
    some = any(f.value > 0 for f in flows)
    if claim.figures:
        note = "The claim's own figure could not be compared."
    else:
        note = "That such goods crossed the border fits the claim and does not show who received them."
    said = "; ".join(s for s in shown if s)
    text = (
        f"{between}: {said}. {note} {LIMITS}" if some else f"{between}: rows say nothing was traded. {LIMITS}"
    )
    return _made(claim, "supports" if some and not claim.figures else "silent", text, flows)


def _when(flows: Sequence[Flow]) -> str:
    periods = sorted({f.period for f in flows})
    return periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"


def _made(claim: ClaimKey, verdict: str, text: str, flows: Sequence[Flow]) -> Check:
    return Check(make_id("k", claim.id), claim.id, verdict, text, (claim.id, *sorted(f.id for f in flows)))
