"""How do the lists and trade tables of a case come in?

`lists` reads every list file once and says which version of each list to go by; `trade_rows` reads
every trade table, with amounts in one currency where case.toml asks for it and a table of rates is there, and
`concordances` the tables of codes. A file that cannot be used becomes a problem and clears nobody; two versions
of a list are told apart by their dates, never by the order of adding.
"""

from __future__ import annotations

from collections.abc import Callable

from supplyline import screen
from supplyline.case.custody import Original
from supplyline.case.store import Case
from supplyline.engine.building import Build
from supplyline.model import Problem, SupplylineError, TradeRow
from supplyline.read.concordance import FORMAT as CODES
from supplyline.read.concordance import read_concordance
from supplyline.read.rates import FORMAT as RATES
from supplyline.read.rates import Quotes, read_rates
from supplyline.read.trade import read_trade
from supplyline.screen.held import Held
from supplyline.trade import copied, scan
from supplyline.trade.rates import Exchange, converted
from supplyline.trade.revisions import Family

MOST_RECORDS = 2_000_000  # of a Parquet table that a build reads whole; a larger one stays on disk and is asked there


def lists(now: Build) -> Held:
    """Every list of the case with the version of each to go by."""
    settings = now.case.settings
    held = screen.held_in(now.case, now.progress).going_by(settings.lists, settings.shrink)
    now.problems(held.problems)
    return held


def trade_rows(now: Build, exchange: Exchange | None) -> tuple[TradeRow, ...]:
    """All rows of all trade tables, by table and line, in one currency where there is a rate."""
    found: list[TradeRow] = []
    originals = [o for o in now.case.originals("trade") if o.format is None]
    for done, original in enumerate(originals, 1):
        try:
            path = now.case.original_path(original.sha256)
            if (size := scan.records(path)) > MOST_RECORDS or copied.is_long(path):
                what = f"{f'{size:,} records' if size else 'a long table of text'}: too many for claims to be held against and anomalies to be looked for in"
                mend = "ask it with: supplyline trade flows CASE --by …; for checks add the goods and years that matter as a table of their own"
                now.problems([Problem.of(original.name, "whole file", what, mend, original.sha256)])
                continue
            rows, problems = read_trade(now.case.read(original.sha256), original.name, columns(now.case, original))
            found += rows
            now.problems(problems)
        except SupplylineError as error:
            mend = "mend or replace the file and add it again; without it nobody is cleared"
            now.problems([Problem.of(original.name, original.role, str(error), mend, original.sha256)])
        now.progress("read trade", done, len(originals))
    return tuple(found if exchange is None else converted(found, exchange))


def columns(case: Case, original: Original) -> dict[str, str]:
    """The columns of a table of statistics: what case.toml has for it, else what was said when it was added."""
    kept = dict(case.settings.tables.get(original.sha256[:12], original.columns or {}))
    kept.pop("file", None)
    return kept


def exchange(now: Build) -> Exchange | None:
    """Rates into the currency of case.toml, by the tables of the case and then by ours; None where amounts stay as they are."""
    target = now.case.settings.currency
    if not target:
        return None
    quotes: list[Quotes] = []
    for original in now.case.originals("trade"):
        if original.format == RATES:
            try:
                read, problems = read_rates(now.case.read(original.sha256), original.name)
                quotes += read
                now.problems(problems)
            except SupplylineError as error:
                now.problems([Problem.of(original.name, "rates", str(error), "mend or replace the file and add it again", original.sha256)])
    return Exchange(quotes, target)


def write_rates(exchange: Exchange | None, now: Build) -> None:
    """The rates that amounts were converted with, and what could not be converted."""
    if exchange is None:
        return
    now.write("rates", exchange.used)
    for (currency, period), count in sorted(exchange.missing.items()):
        what = f"no rate from {currency} to {exchange.target} for {period}: {count:,} rows stay in {currency}"
        now.problems([Problem.of("case.toml", f"trade.currency, {currency} {period}", what, "add a table of rates with: supplyline trade add CASE FILE --as rates")])


def concordances(case: Case, problems: Callable[[list[Problem]], None]) -> tuple[Family, ...]:
    """Groups of codes of two revisions, as tables of the case have them."""
    out: list[Family] = []
    for original in case.originals("trade"):
        if original.format == CODES:
            try:
                groups, (_, after) = read_concordance(case.read(original.sha256), original.name)
                out += [Family((old, new), "", original.name, (str(after),)) for old, new in groups]
            except SupplylineError as error:
                problems([Problem.of(original.name, "concordance", str(error), "mend or replace the file and add it again", original.sha256)])
    return tuple(out)
