"""Score name pairs with nomenklatura's matchers, in whatever interpreter has them.

    PEER_PYTHON scripts/peer_names.py < PAIRS.csv > SCORES.json

PAIRS has name_a, name_b, schema. Prints {matcher: {scores, cold, warm}}; cold and warm are pairs per processor second on a first and
a second pass over the same entities. Every entity has an id of its own, for the matchers cache by id. Run by
scripts/score_names.py; nothing of Supplyline is needed here.
"""

from __future__ import annotations

import csv
import json
import sys
import time

from followthemoney.proxy import EntityProxy
from nomenklatura.matching import get_algorithm

MATCHERS = ("logic-v2", "name-based")


def main() -> None:
    rows = list(csv.DictReader(sys.stdin))
    out = {}
    for name in MATCHERS:
        matcher = get_algorithm(name)
        config = matcher.default_config()
        pairs = [
            tuple(
                EntityProxy.from_dict(
                    {"id": f"{name}-{n}-{side}", "schema": row["schema"], "properties": {"name": [row[f"name_{side}"]]}}
                )
                for side in "ab"
            )
            for n, row in enumerate(rows)
        ]
        speeds = []
        for _ in range(2):
            start = time.process_time()
            scores = [matcher.compare(a, b, config).score for a, b in pairs]
            speeds.append(len(pairs) / (time.process_time() - start))
        out[name] = {"scores": scores, "cold": speeds[0], "warm": speeds[1]}
    json.dump(out, sys.stdout)


if __name__ == "__main__":
    main()
