"""Do customs figures bear a claim out?

`checks(keys, flows, rows)` holds each claim of trade, supply or shipment against the flows of its goods
between its two countries: `supports`, `contradicts` or `silent`, with the figures, their period, how far the
tables reach, and limits. A claim about part of a year is held against the months in `rows`. Only a number
can be contradicted: a claimed change by more than one percentage point (or a tenth of it), a claimed amount
or share by more than a tenth, and only where no side's record fits. That nothing was recorded is silence,
since military goods and chemicals are often kept out of statistics. `beyond` says what of the claim figures of
countries cannot reach: a firm or plant, a third party, a count, goods narrower or wider than the codes, a time that nobody gives.
Promises: one check per claim that denies nothing; never more than one origin; never a word of a company.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from supplyline.model import Check, ClaimKey, Flow, TradeRow, make_id
from supplyline.trade.codes import codes, exact
from supplyline.trade.figures import Read, figures, fits
from supplyline.trade.flows import WORLD, topmost
from supplyline.trade.flows import flows as add_up
from supplyline.trade.words import amount, country
from supplyline.tsv import rows as table
from supplyline.weigh.places import COUNTRY

KINDS = frozenset(("trade_flow", "supply", "shipment"))
POINTS, SHARE = 1.0, 0.1
LIMITS = "Figures of countries do not show which company traded or what the goods were used for."
LONGEST = 50  # years that one claim may be about
_VERDICT = {True: "supports", False: "contradicts", None: "silent"}

Pair = tuple[str, str, str]  # reporter, partner, flow


@dataclass(frozen=True, slots=True)
class _About:
    """What a claim is held against."""

    claim: ClaimKey
    seller: str
    buyer: str
    reporter: str | None
    goods: tuple[str, ...]
    span: tuple[str, str] | None  # first and last month
    wider: bool = False  # its headings, since the tables have no row of its subheadings

    @property
    def between(self) -> str:
        what = "all goods" if self.goods == ("TOTAL",) else f"HS {', '.join(self.goods)}"
        return f"{country(self.seller)} → {country(self.buyer)}, {what}"

    @property
    def whole(self) -> bool:
        """Whether the period is made of whole years, or none is given."""
        return self.span is None or (self.span[0].endswith("-01") and self.span[1].endswith("-12"))


def checks(keys: Iterable[ClaimKey], flows: Iterable[Flow], rows: Iterable[TradeRow] = ()) -> tuple[Check, ...]:
    """One check per claim, sorted by id; none where the case holds no trade table."""
    index: dict[Pair, list[Flow]] = {}
    for flow in sorted(flows, key=lambda f: (f.period, f.hs, f.id)):
        index.setdefault((flow.reporter, flow.partner, flow.flow), []).append(flow)
    if not index:
        return ()
    months: dict[Pair, list[TradeRow]] = {}
    for row in rows:
        if len(row.period) > 4:
            months.setdefault((row.reporter, row.partner, row.flow), []).append(row)
    held = (c for c in keys if c.kind in KINDS and c.stance != "denies")
    return tuple(sorted((_check(claim, index, months) for claim in held), key=lambda c: c.id))


def _check(claim: ClaimKey, index: Mapping[Pair, Sequence[Flow]], months: Mapping[Pair, Sequence[TradeRow]]) -> Check:
    about = _about(claim)
    if isinstance(about, str):
        return Check(make_id("k", claim.id), claim.id, "silent", about, (claim.id,))
    made = _looked_up(about, index, months)
    headings = tuple(dict.fromkeys(code[:4] for code in about.goods))
    if made.verdict == "silent" and headings != about.goods and "TOTAL" not in about.goods:
        # A table of headings, or of codes that the goods had in another revision
        wider = _looked_up(replace(about, goods=headings, wider=True), index, months)
        return made if wider.verdict == "silent" else wider
    return made


def _looked_up(about: _About, index: Mapping[Pair, Sequence[Flow]], months: Mapping[Pair, Sequence[TradeRow]]) -> Check:
    all_ = _sides(about, index)
    if not all_:
        text = f"The trade tables of this case hold no row for {about.between}; absence from them shows nothing."
        return _made(about, "silent", text, ())
    until = max(f.period[-7:] if "/" in f.period else f.period for f in all_)
    within = _within(about, all_, months)
    if not within:
        text = f"The tables for {about.between} have nothing for {_spelt(about)}; they reach to {until}. {LIMITS}"
        return _made(about, "silent", text, all_, until=until)
    claim, held = about.claim, [_figure(about, figure, within, until) for figure in figures(about.claim.figures, about.claim.bounds)]
    made = [check for check in held if check is not None]
    if not made:
        return _reaching(_presence(about, within, until), _beyond(about) or _unseen(about, within))
    first = min(made, key=lambda check: ("contradicts", "supports", "silent").index(check.verdict))
    left = "" if first.verdict == "contradicts" or len(made) == len(claim.figures) else "not all of its figures could be compared"
    narrow = "" if len(about.goods) == 1 else "its goods may have other codes too"
    return _reaching(first, _beyond(about) or narrow or left)


def _reaching(check: Check, beyond: str) -> Check:
    """The check with what it does not reach of the claim."""
    if check.verdict == "silent" or not beyond:
        return check
    return replace(check, beyond=beyond, text=f"{check.text} It does not reach the whole claim: {beyond}.")


def _beyond(about: _About) -> str:
    """What of the claim figures of two countries cannot show, "" where nothing is left."""
    claim = about.claim
    ends = ("reporter", "partner") if claim.kind == "trade_flow" else ("supplier", "recipient")
    if any(p.role in ends and p.nature != COUNTRY for p in claim.parties):
        return "they name no company, plant or buyer"
    if any(len({p.country for p in claim.parties if p.role == role}) > 1 for role in ends) or any(p.role not in ends for p in claim.parties):
        return "it names others beside the two countries"
    if about.wider or not (about.goods == ("TOTAL",) or all(exact(goods) for goods in claim.goods)):
        return "its goods and the codes are not of one width"
    if (claim.count_min, claim.count_max) != (None, None):
        return "figures of countries hold no count"
    return "it tells of what is still to come" if claim.stance in ("expects", "calls_for") else ""


def _unseen(about: _About, found: Sequence[Flow]) -> str:
    """Where goods were recorded at all: whether all goods of the claim, and in a time that the claim can mean."""
    traded = [f for f in found if f.value > 0]
    if any(not any(f.hs.startswith(tuple(_specific(goods, about.claim))) for f in traded) for goods in about.claim.goods if not about.wider):
        return "not all of its goods were recorded"
    published = (about.claim.published or "")[:4]
    if about.span is None and not (published.isdigit() and any(f.period[:4] in (published, str(int(published) - 1)) for f in traded)):
        return "it gives no time, and these figures are not of the year of the report or the one before"
    return ""


def _about(claim: ClaimKey) -> _About | str:
    """What to look up, or why it cannot be."""
    by_role = {p.role: p.country for p in reversed(claim.parties) if p.country}
    reporter: str | None = None
    if claim.kind == "trade_flow":
        reporter, partner = by_role.get("reporter"), by_role.get("partner")
        way = _way(claim.words)
        if way is None and reporter and partner:
            return "The claim does not say whether it speaks of imports or of exports."
        partner = partner or (WORLD if reporter and way else None)  # "Russian imports of X rose": from anywhere
        seller, buyer = (partner, reporter) if way == "import" else (reporter, partner)
    else:
        seller, buyer = by_role.get("supplier"), by_role.get("recipient")
    if not seller or not buyer or seller == buyer:
        return "The claim names no two countries that goods went between, so no figure of countries can be held against it."
    goods = goods_of(claim)
    if not goods:
        return f"No HS code is known for the goods of the claim, so the figures of {country(seller)} and {country(buyer)} were not searched."
    return _About(claim, seller, buyer, reporter, goods, span_of(claim))


def _way(words: Sequence[str]) -> str | None:
    for word in words:
        for flow, start in table("flow_words.tsv"):
            if word.startswith(start):
                return flow
    return None


def goods_of(claim: ClaimKey) -> tuple[str, ...]:
    """HS codes of what a claim speaks of, none beside its own heading."""
    if claim.kind == "trade_flow" and not claim.goods and not claim.hs:
        return ("TOTAL",)
    found = {code for goods in claim.goods for code in _specific(goods, claim)} or set(claim.hs)
    # A heading takes in its subheadings: naming both would count twice
    return tuple(sorted(c for c in found if not any(c != d and c.startswith(d) for d in found)))


def _specific(goods: str, claim: ClaimKey) -> list[str]:
    """The codes of one of the goods, of which a heading that stands beside its own subheading is the same goods told wider."""
    found = [code for code, _ in codes(goods) if not claim.hs or code[:4] in claim.hs]
    return [c for c in found if not any(c != d and d.startswith(c) for d in found)]


def span_of(claim: ClaimKey) -> tuple[str, str] | None:
    """First and last month of a claim's time, None where it gives none."""
    first, last = (claim.period_from or claim.period_to), (claim.period_to or claim.period_from)
    if not first or not last or not (first[:4].isdigit() and last[:4].isdigit()):
        return None
    last = min(last, f"{int(first[:4]) + LONGEST}")
    return (first[:7] if len(first) >= 7 else f"{first[:4]}-01", last[:7] if len(last) >= 7 else f"{last[:4]}-12")


def _spelt(about: _About) -> str:
    if about.span is None:
        return "the claim's time"
    first, last = (m[:4] if about.whole else m for m in about.span)
    return first if first == last else f"{first} to {last}"


def _pairs(about: _About) -> list[Pair]:
    """The exporter's record and the importer's; first, or alone where it is there, that of the one the claim names."""
    both = [(about.seller, about.buyer, "export"), (about.buyer, about.seller, "import")]
    return sorted(both, key=lambda pair: pair[0] != about.reporter) if about.reporter else both


def _sides(about: _About, index: Mapping[Pair, Sequence[Flow]]) -> list[Flow]:
    out: list[Flow] = []
    for pair in _pairs(about):
        out.extend(f for f in index.get(pair, ()) if f.hs.startswith(about.goods))
        if out and about.reporter:
            break
    return topmost(out)


def _within(about: _About, all_: Sequence[Flow], months: Mapping[Pair, Sequence[TradeRow]]) -> list[Flow]:
    """The flows of the claim's period: whole years as they are, parts of years from their months."""
    if about.span is None:
        return list(all_)
    first, last = about.span
    if about.whole:
        return [f for f in all_ if first[:4] <= f.period[:4] <= last[:4]]
    # The same months of the year before come along, so that a change can be told
    now = frozenset(_months(first, last))
    wanted = now | {f"{int(m[:4]) - 1}{m[4:]}" for m in now}
    out: list[Flow] = []
    for pair in _pairs(about):
        rows = [r for r in months.get(pair, ()) if r.hs.startswith(about.goods) and r.period in wanted]
        there: dict[tuple[str, str], set[str]] = {}
        for r in rows:
            there.setdefault((r.hs, r.currency), set()).add(r.period)
        known = {f.id: f for f in add_up(rows)}
        out.extend(
            replace(f, because=f.because + (known[f.before].because if f.before else ()))
            for f in known.values()
            if first[:4] <= f.period[:4] <= last[:4] and there[f.hs, f.currency] >= now  # a month that lacks is no zero
        )
        if out and about.reporter:
            break
    return topmost(sorted(out, key=lambda f: (_pairs(about).index((f.reporter, f.partner, f.flow)), f.period, f.hs)))


def _months(first: str, last: str) -> list[str]:
    at, end = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(at, end + 1)]


def _series(found: Sequence[Flow]) -> list[list[Flow]]:
    """One list per side and currency, the side to go by first; never a sum of both sides of the mirror."""
    out: dict[tuple[str, str, str], list[Flow]] = {}
    for f in found:
        out.setdefault((f.reporter, f.flow, f.currency), []).append(f)
    return list(out.values())


def _figure(about: _About, figure: Read, found: Sequence[Flow], until: str) -> Check | None:
    """The check of one figure: the first side whose record fits, else the first that can be compared."""
    made = [c for side in _series(found) if (c := _held(about, figure, side, until)) is not None]
    return next((c for c in made if c.verdict == "supports"), made[0] if made else None)


def _held(about: _About, figure: Read, side: Sequence[Flow], until: str) -> Check | None:
    who = country(side[0].reporter)
    if figure.kind == "change":
        return _changed(about, figure, side, until)
    if figure.kind == "share":
        if len({f.period for f in side}) != 1 or len(side) != 1 or side[0].share is None:
            return None
        recorded, unit, shown = side[0].share, "%", f"a share of {side[0].share:.1f} %"
    elif not _covered(about, side):
        return None
    elif figure.kind == "weight":
        if any(f.weight is None for f in side):
            return None
        recorded, unit = sum(f.weight or 0.0 for f in side), "kg"
        shown = f"{recorded / 1000:,.0f} t"
    elif figure.unit == side[0].currency:
        recorded, unit = sum(f.value for f in side), figure.unit
        shown = amount(recorded, unit)
    else:
        return None
    verdict = _VERDICT[fits(figure, recorded, SHARE * max(figure.number, recorded))]
    text = (
        f"{who} recorded {shown} for {about.between} in {_when(side)}; the claim says {figure.text} "
        f"(tolerance {SHARE:.0%}). {_reach(until)} {LIMITS}"
    )
    return _made(about, verdict, text, side, figure.number, recorded, unit, until)


def _covered(about: _About, side: Sequence[Flow]) -> bool:
    """Whether the figures cover the claim's period, no more and no less."""
    if about.span is None:
        return False
    months: set[str] = set()
    for f in side:
        first, _, last = f.period.partition("/")
        months.update(_months(f"{first[:4]}-01", f"{first[:4]}-12") if len(first) == 4 else _months(first, last))
    return months == set(_months(*about.span))


def _changed(about: _About, figure: Read, side: Sequence[Flow], until: str) -> Check | None:
    if about.span is None or about.span[0][:4] != about.span[1][:4] or not _covered(about, side):
        return None
    if any(f.change is None for f in side):
        text = f"No earlier year to compare with for {about.between} in {_when(side)}. {_reach(until)} {LIMITS}"
        return _made(about, "silent", text, side, figure.number, None, "%", until)
    now = sum(f.value for f in side)
    before = sum(f.value / (1 + f.change / 100) for f in side if f.change is not None and f.change > -100)
    if before <= 0:
        return None
    computed = round(100 * (now - before) / before, 4)
    verdict = _VERDICT[fits(figure, computed, max(POINTS, SHARE * abs(figure.number)))]
    text = (
        f"By value {country(side[0].reporter)} recorded {computed:+.1f} % for {about.between} in {_when(side)} "
        f"({amount(before, side[0].currency)} to {amount(now, side[0].currency)}); the claim says {figure.text} "
        f"(tolerance {POINTS:g} point or a tenth). A change by weight or by other codes can differ. {_reach(until)} {LIMITS}"
    )
    return _made(about, verdict, text, side, figure.number, computed, "%", until)


def _presence(about: _About, found: Sequence[Flow], until: str) -> Check:
    sides = _series(found)
    said = "; ".join(
        f"{country(s[0].reporter)} recorded {s[0].flow}s of {amount(sum(f.value for f in s), s[0].currency)} in {_when(s)}"
        for s in sides
    )
    some = any(f.value > 0 for f in found)
    if not some:
        text = f"{about.between}: rows say nothing was traded. {_reach(until)} {LIMITS}"
        return _made(about, "silent", text, found, until=until)
    note = "That such goods crossed the border fits the claim and does not show who received them."
    if about.claim.figures:
        note = "The claim's own figure could not be compared."
    text = f"{about.between}: {said}. {note} {_reach(until)} {LIMITS}"
    recorded = sum(f.value for f in sides[0])
    verdict = "silent" if about.claim.figures else "supports"
    return _made(about, verdict, text, found, None, recorded, sides[0][0].currency, until)


def _reach(until: str) -> str:
    return f"The tables reach to {until} here."


def _when(found: Sequence[Flow]) -> str:
    periods = sorted({f.period for f in found})
    return periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"


def _made(
    about: _About, verdict: str, text: str, found: Sequence[Flow], claimed: float | None = None,
    recorded: float | None = None, unit: str = "", until: str = "",
) -> Check:  # fmt: skip
    # Months of a part of a year are no flow of the tables: then the rows themselves are named
    part = not about.whole and until != "" and all("-" in f.period for f in found)
    causes = {row for f in found for row in f.because} if part else {f.id for f in found}
    if unit == "%" and not part:
        causes |= {id for f in found for id in (f.before, f.world) if id}
    return Check(
        make_id("k", about.claim.id), about.claim.id, verdict, text, (about.claim.id, *sorted(causes)),
        about.seller, about.buyer, about.goods, claimed, recorded, unit, _when(found) if found else "", until,
        recorders=tuple(sorted({f.reporter for f in found if f.value > 0} or {f.reporter for f in found})),
    )  # fmt: skip
