"""Do registers of shipments bear a claim out?

`Watch(keys)` takes the claims of supply and shipment that name a party, is shown each line of each register by `add`, and
`checks(captions)` then says of each: `supports`, `contradicts` or `silent`, with the lines. A line counts where its consignor
and consignee are the supplier and recipient of the claim (an entity, or a country where the claim names no more), in the
claim's time, of its goods. Only a number can be contradicted, and only by more than it says: a register that has fewer may not
have all. `beyond` says what of the claim the lines do not reach: a plant without a name, a third party, goods narrower than the
code, a time that nobody gives. Promises: one check per claim, of however many registers and lines one origin at the most; lines of one
declaration are one shipment; memory grows with the claims that are watched, not with the lines; that a register names nobody is silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from supplyline.model import Check, ClaimKey, Shipment, make_id
from supplyline.trade.checks import SHARE, goods_of, span_of
from supplyline.trade.codes import exact
from supplyline.trade.figures import figures, fits
from supplyline.trade.shipments import Lines
from supplyline.trade.words import amount, country
from supplyline.weigh.places import COUNTRY, NAMED, countries_in

KINDS = frozenset(("supply", "shipment"))
LIMITS = "A line is what a declarant told the register's keeper, and no proof of what was in the box."
MOST_BECAUSE = 50
_SHIPMENTS = ("shipment", "delivery", "consignment", "cargo", "batch")


@dataclass(frozen=True, slots=True)
class _End:
    """One side of a claim: an entity's id, else a country, else "" for anybody."""

    entity: str = ""
    land: str = ""
    name: str = ""

    def fits(self, entity: str | None, *lands: str) -> bool:
        return entity == self.entity if self.entity else self.land in lands if self.land else True


@dataclass(slots=True)
class _Tally(Lines):
    """What the registers have on one claim: its lines are those of the claim's goods and time."""

    registers: set[str] = field(default_factory=set)
    between: int = 0  # lines between the two, of any goods and time
    narrow: int = 0  # of its lines, those whose code is the claim's own and not only its heading
    because: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Watched:
    claim: ClaimKey
    seller: _End
    buyer: _End
    goods: tuple[str, ...]  # headings: registers of other years have other codes below them
    codes: tuple[str, ...]  # as narrow as the claim tells
    span: tuple[str, str] | None
    tally: _Tally = field(default_factory=_Tally)


class Watch:
    """Claims while the lines of registers pass."""

    def __init__(self, keys: Iterable[ClaimKey], target: str = "") -> None:
        """`target`: the currency that values were converted to, "" for none."""
        self._target = target
        self._by_party: dict[str, list[_Watched]] = {}
        self._watched: list[_Watched] = []
        self._seen: dict[str, bool] = {}  # entities of claims: does a register name them?
        self._lines = 0
        for key in keys:
            if key.kind in KINDS and key.stance != "denies" and (made := _watched(key)) is not None:
                self._watched.append(made)
                self._by_party.setdefault(made.seller.entity or made.buyer.entity, []).append(made)
                self._seen |= dict.fromkeys(filter(None, (made.seller.entity, made.buyer.entity)), False)

    def add(self, s: Shipment) -> None:
        """A line with its entities."""
        self._lines += 1
        for party in (s.supplier, s.recipient):
            if party is not None and party in self._seen:
                self._seen[party] = True
                for one in self._by_party.get(party, ()):
                    _hold(one, s)

    def checks(self, captions: Mapping[str, str]) -> tuple[Check, ...]:
        """One for each claim that names a party, sorted by id; none where the case has no line of a register."""
        if not self._lines:
            return ()
        return tuple(sorted((_check(one, self._seen, captions, self._target) for one in self._watched), key=lambda c: c.id))


def _watched(claim: ClaimKey) -> _Watched | None:
    """None where the claim names no party of its own."""
    def end(role: str) -> _End:
        for p in claim.parties:
            if p.role == role:
                return _End(p.value if p.nature == NAMED and p.value.startswith("e_") else "", p.country, p.name)
        return _End("", "", "")

    seller, buyer = end("supplier"), end("recipient")
    if not (seller.entity or buyer.entity) or seller.entity == buyer.entity:
        return None
    codes = goods_of(claim)
    return _Watched(claim, seller, buyer, tuple(dict.fromkeys(code[:4] for code in codes)), codes, span_of(claim))


def _hold(one: _Watched, s: Shipment) -> None:
    if not one.seller.fits(s.supplier, s.consignor_country, s.departure, s.origin) or not one.buyer.fits(s.recipient, s.consignee_country, s.destination):
        return
    tally = one.tally
    tally.between += 1
    tally.registers.add(s.register)
    if one.goods and not s.hs.startswith(one.goods):
        return
    if one.span is not None and not (s.date is not None and one.span[0] <= s.date[:7] and s.date[: len(one.span[1])] <= one.span[1]):
        return
    tally.add(s)
    tally.narrow += s.hs.startswith(one.codes)
    if len(tally.because) < MOST_BECAUSE:
        tally.because.append(s.id)


def _check(one: _Watched, seen: Mapping[str, bool], captions: Mapping[str, str], target: str) -> Check:
    tally = one.tally
    between = f"{_called(one.seller, captions)} → {_called(one.buyer, captions)}"
    unnamed = [_called(end, captions) for end in (one.seller, one.buyer) if end.entity and not seen[end.entity]]
    if unnamed:
        return _made(one, "silent", f"No register of this case names {' or '.join(unnamed)}; that a register does not name somebody shows nothing.")
    if not tally.between:
        return _made(one, "silent", f"No register of this case has a line {between}; that a register has none shows nothing.")
    keeper = " and ".join(sorted(tally.registers)[:3])
    if not tally.lines:
        what = f"HS {', '.join(one.goods)}" if one.goods else "goods"
        when = f" in {_spelt(one.span)}" if one.span is not None else ""
        return _made(one, "silent", f"{keeper}: {tally.between:,} lines {between}, none of {what}{when}. {LIMITS}")
    codes = f", HS {', '.join(one.goods)}" if one.goods else ""
    said = f"{keeper}: {_recorded(tally, target)} {between}{codes}"
    if not one.goods:
        return _made(one, "silent", f"{said}. No HS code is known for the goods of the claim, so what was sent was not compared. {LIMITS}")
    numbers = [*_numbers(one, target)]
    for verdict, claimed, recorded, unit, told in sorted(numbers, key=lambda n: ("contradicts", "silent", "supports").index(n[0]))[:1]:
        left = "" if verdict == "contradicts" or len(numbers) == _count_numbers(one.claim) else "not all of its numbers could be compared"
        return _reaching(_made(one, verdict, f"{said}; the claim says {told}. {LIMITS}", claimed, recorded, unit), _beyond(one) or left)
    if _count_numbers(one.claim):
        return _made(one, "silent", f"{said}. The claim's own figure could not be compared. {LIMITS}")
    return _reaching(_made(one, "supports", f"{said}. These lines fit the claim. {LIMITS}"), _beyond(one))


def _reaching(check: Check, beyond: str) -> Check:
    if check.verdict == "silent" or not beyond:
        return check
    return replace(check, beyond=beyond, text=f"{check.text} They do not reach the whole claim: {beyond}.")


def _beyond(one: _Watched) -> str:
    """What of the claim its lines cannot show, "" where nothing is left."""
    claim, ends = one.claim, {"supplier", "recipient"}
    if {p.role for p in claim.parties} != ends or len(claim.parties) > len(ends):
        return "it does not name one party on each side and no other"
    if any(p.nature not in (COUNTRY, NAMED) for p in claim.parties):
        return "it speaks of a party without a name"
    if one.tally.narrow < one.tally.lines or not all(exact(goods) for goods in claim.goods) or len(one.goods) > 1:
        return "its goods and the codes of the lines are not of one width"
    counted = (claim.count_min, claim.count_max) != (None, None)
    if counted and not _counts_shipments(claim):
        return "what it counts is in no line"
    year = (claim.published or "")[:4]
    if one.span is None and not (year.isdigit() and one.tally.last[:4] in (year, str(int(year) - 1))):
        return "it gives no time, and these lines are not of the year of the report or the one before"
    return "it tells of what is still to come" if claim.stance in ("expects", "calls_for") else ""


def _numbers(one: _Watched, target: str) -> Iterable[tuple[str, float, float, str, str]]:
    """(verdict, claimed, recorded, unit, what the claim says) of each number of the claim that the lines can be held against."""
    claim, tally = one.claim, one.tally
    if _counts_shipments(claim):
        count = float(len(tally.documents))
        low, high = claim.count_min or 0.0, claim.count_max
        told = f"{low:,.0f} or more" if high is None else f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
        verdict = "supports" if low <= count and (high is None or count <= high) else "contradicts" if one.span is not None and high is not None and count > high else "silent"
        yield verdict, low or high or 0.0, count, "shipments", f"{told} {claim.counted}"
    for figure in figures(claim.figures, claim.bounds):
        if figure.kind == "weight" and tally.weighed == tally.lines:
            recorded = tally.weight
        elif figure.kind == "value" and set(tally.values) == {figure.unit} and tally.valued == tally.lines:
            recorded = tally.values[figure.unit]
        elif figure.kind == "value" and figure.unit == target and tally.exchanged == tally.lines:
            recorded = tally.converted
        else:
            continue
        borne = fits(figure, recorded, SHARE * max(figure.number, recorded))
        verdict = "supports" if borne else "contradicts" if borne is False and recorded > figure.number and one.span is not None else "silent"
        yield verdict, figure.number, recorded, figure.unit, f"{figure.text} (tolerance {SHARE:.0%})"


def _counts_shipments(claim: ClaimKey) -> bool:
    return bool(claim.counted and (claim.count_min or claim.count_max) and any(word in claim.counted for word in _SHIPMENTS))


def _count_numbers(claim: ClaimKey) -> int:
    return len(claim.figures) + _counts_shipments(claim)


def _recorded(tally: _Tally, target: str) -> str:
    shipments = len(tally.documents)
    text = f"{shipments:,} shipment{'' if shipments == 1 else 's'} in {tally.lines:,} line{'' if tally.lines == 1 else 's'}"
    if tally.last:
        text += f" of {tally.first}" if tally.first == tally.last else f" of {tally.first} to {tally.last}"
    for currency, value in sorted(tally.values.items()):
        text += f", {amount(value, currency or 'no currency')}"
    if target and tally.exchanged and set(tally.values) != {target}:
        text += f" (together {amount(tally.converted, target)} by rates of their time)" if tally.exchanged == tally.valued else ""
    text += f" ({tally.valued:,} have a value)" if 0 < tally.valued < tally.lines else ""
    return text + (f", {tally.weight:,.0f} kg" if tally.weighed else "")


def _called(end: _End, captions: Mapping[str, str]) -> str:
    return captions.get(end.entity) or end.name or country(end.land) if end.entity else country(end.land) if end.land else "anybody"


def _spelt(span: tuple[str, str]) -> str:
    return span[0] if span[0] == span[1] else f"{span[0]} to {span[1]}"


def _made(one: _Watched, verdict: str, text: str, claimed: float | None = None, recorded: float | None = None, unit: str = "") -> Check:
    tally = one.tally
    period = "" if not tally.last else tally.first if tally.first == tally.last else f"{tally.first}/{tally.last}"
    return Check(
        make_id("k", one.claim.id, "registers"), one.claim.id, verdict, text, (one.claim.id, *tally.because), one.seller.land, one.buyer.land,
        one.goods, claimed, recorded, unit, period, tally.last, "registers",
        tuple(sorted({iso for name in tally.registers for iso in countries_in(name)})),
    )  # fmt: skip
