"""Simulate what the largest t-value of a step is by chance, for data/break_quantiles.tsv.

    python scripts/fit_breaks.py [--draws 20000] > src/supplyline/data/break_quantiles.tsv

Series of normal errors correlated at 0.6 (the safe side: customs series are less so), without seasons and step, through
`trade.breaks.strongest` itself. Numbers of chance come from a fixed seed, so the table is made again byte for byte.
"""

from __future__ import annotations

import argparse

import numpy as np

from supplyline.trade.breaks import strongest

LENGTHS, RHO = (36, 48, 60, 84, 120), 0.6
TAILS = (0.9, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=20_000)
    args = parser.parse_args()
    print("# What the largest t-value of a step in a monthly series exceeds by chance: months, p, value. Made by scripts/fit_breaks.py")
    print(f"# ({args.draws} draws of errors correlated at {RHO}, seed 1). Licence: as the project.")
    print("# months\tp\tvalue")
    for length in LENGTHS:
        rng = np.random.default_rng([1, length])
        found = np.empty(args.draws)
        for draw in range(args.draws):
            e = rng.normal(size=length)
            e[0] /= np.sqrt(1 - RHO**2)
            for at in range(1, length):
                e[at] += RHO * e[at - 1]
            _, step, error = strongest(e, np.arange(length, dtype=float))
            found[draw] = abs(step) / error
        for p in TAILS:
            print(f"{length}\t{p}\t{np.quantile(found, 1 - p):.4f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
