"""How do the lists and trade tables of a case come in?

`lists` reads every list file once and says which version of each list to go by; `trade_rows` reads
every trade table. A file that cannot be used becomes a problem and clears nobody; two versions
of a list are told apart by their dates, never by the order of adding.
"""

from __future__ import annotations

from supplyline import screen
from supplyline.engine.building import Build
from supplyline.engine.records import is_register
from supplyline.model import Problem, SupplylineError, TradeRow
from supplyline.read.trade import read_trade
from supplyline.screen.held import Held


def lists(now: Build) -> Held:
    """Every list of the case with the version of each to go by."""
    settings = now.case.settings
    held = screen.held_in(now.case, now.progress).going_by(settings.lists, settings.shrink)
    now.problems(held.problems)
    return held


def trade_rows(now: Build) -> tuple[TradeRow, ...]:
    """All rows of all trade tables, by table and line."""
    found: list[TradeRow] = []
    originals = [o for o in now.case.originals("trade") if not is_register(o)]
    for done, original in enumerate(originals, 1):
        try:
            rows, problems = read_trade(now.case.read(original.sha256), original.name, original.columns)
            found += rows
            now.problems(problems)
        except SupplylineError as error:
            mend = "mend or replace the file and add it again; without it nobody is cleared"
            now.problems([Problem.of(original.name, original.role, str(error), mend, original.sha256)])
        now.progress("read trade", done, len(originals))
    return tuple(found)
