"""What does the exporter say was sent, and what does the importer say arrived?

`mirrors(flows, factor)` pairs the exporter's record of a code, partner and whole year with the importer's
record in the same currency. Imports are usually counted c.i.f. (with freight and insurance), exports f.o.b.;
the import is divided by both ends of the factor's band before the difference is taken, so a difference is
always an interval. National codes of more than six digits meet in the six that countries share. Where one side is missing it says which, and whether that country's own figures of that
year are in the tables at all. Promises: one Mirror per exporter, importer, code, year and currency; never a
finding: timing, re-exports, confidential codes, exchange rates and valuation each make differences.

Factor: the IMF divides imports c.i.f. by 1.06 (Direction of Trade Statistics Yearbook 2017); it used 1.10
before, which older studies keep. The band 1.05-1.10 covers both and is a setting of the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from supplyline.model import Flow, Mirror, make_id
from supplyline.trade.flows import comparable
from supplyline.trade.revisions import shown
from supplyline.trade.words import amount, country

FACTOR = (1.05, 1.10)  # IMF, Direction of Trade Statistics Yearbook 2017: 1.06; 1.10 before
_COUNTRY = re.compile(r"[a-z]{2}")
Key = tuple[str, str, str, str, str]  # exporter, importer, hs, period, currency


def mirrors(flows: Iterable[Flow], factor: tuple[float, float] = FACTOR) -> tuple[Mirror, ...]:
    """Every pair of countries with a record of whole years by at least one of them, sorted by id."""
    sent: dict[Key, Flow] = {}
    got: dict[Key, Flow] = {}
    reports: set[tuple[str, str, str]] = set()
    for flow in comparable(flows):
        if len(flow.period) != 4 or flow.flow not in ("export", "import"):
            continue
        reports.add((flow.reporter, flow.flow, flow.period))
        if _COUNTRY.fullmatch(flow.reporter) and _COUNTRY.fullmatch(flow.partner):
            ends = (flow.reporter, flow.partner) if flow.flow == "export" else (flow.partner, flow.reporter)
            side = sent if flow.flow == "export" else got
            side[(*ends, flow.hs, flow.period, flow.currency)] = flow
    out = [_mirror(key, sent.get(key), got.get(key), factor, reports) for key in sorted(sent.keys() | got.keys())]
    return tuple(sorted(out, key=lambda m: m.id))


def _mirror(
    key: Key, sent: Flow | None, got: Flow | None, factor: tuple[float, float], reports: set[tuple[str, str, str]]
) -> Mirror:
    exporter, importer, hs, period, currency = key
    low = high = percent_low = percent_high = None
    missing = ""
    if sent is None:
        missing, text = "exporter", _alone(exporter, "exports", got, (exporter, "export", period) in reports)
    elif got is None:
        missing, text = "importer", _alone(importer, "imports", sent, (importer, "import", period) in reports)
    else:
        low, high = got.value / factor[1] - sent.value, got.value / factor[0] - sent.value
        if sent.value > 0:
            percent_low, percent_high = (round(100 * x / sent.value, 4) for x in (low, high))
        text = _both(sent, got, low, high, factor)
    return Mirror(
        make_id("m", *key), exporter, importer, hs, period, currency,
        sent.value if sent else None, got.value if got else None,
        low, high, percent_low, percent_high, missing, text,
        tuple(f.id for f in (sent, got) if f),
    )  # fmt: skip


def _both(sent: Flow, got: Flow, low: float, high: float, factor: tuple[float, float]) -> str:
    if low <= 0 <= high:
        verdict = "freight and insurance explain the difference"
    else:
        near, far = sorted((abs(low), abs(high)))
        percent = f" ({100 * near / sent.value:,.0f} % to {100 * far / sent.value:,.0f} %)" if sent.value > 0 else ""
        side = "more" if low > 0 else "less"
        verdict = f"the importer has {amount(near, got.currency)} to {amount(far, got.currency)}{percent} {side}"
    return (
        f"{country(sent.reporter)} recorded sending {amount(sent.value, sent.currency)} of HS {shown(sent.hs)} to "
        f"{country(got.reporter)} in {sent.period}; {country(got.reporter)} recorded receiving "
        f"{amount(got.value, got.currency)}. After a c.i.f./f.o.b. factor of {factor[0]:.2f} to {factor[1]:.2f} {verdict}."
    )


def _alone(absent: str, what: str, there: Flow | None, reports: bool) -> str:
    assert there is not None
    way = "receiving" if there.flow == "import" else "sending"
    to = "from" if there.flow == "import" else "to"
    said = (
        f"{country(there.reporter)} recorded {way} {amount(there.value, there.currency)} of HS {shown(there.hs)} {to} "
        f"{country(absent)} in {there.period}. "
    )
    if reports:
        return said + (
            f"{country(absent)}'s own {what} of that year are in the tables, without a row for this: it recorded none, "
            "keeps it confidential, or the tables hold a part."
        )
    return said + f"The tables hold no {what} of {country(absent)} of that year, so nothing can be compared."
