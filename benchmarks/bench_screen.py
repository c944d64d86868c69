"""How fast is screening, what does its index miss, and how many ordinary names does it call listed by mistake?

    python benchmarks/bench_screen.py [--quick]          (make bench-names)

Every figure stands beside its peer's of the same run: RapidFuzz, and nomenklatura's logic-v2 where the environment
variable SUPPLYLINE_PEERS names a Python that has it. Names of the speed figures are made (made_names.py), and so are the
lists, of the same few words, so that half of the names hit; `--only real` holds them against the names of the real lists of
../shared/data/lists beside it, where fewer do (with --listings 300000 these come again, each as others would write it, until
there are so many). False hits are counted on these lists, at the threshold that keeps 95 % of the labelled pairs.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process, utils

from made_names import noisy, ordinary
from processes import processors
from supplyline.engine import local
from supplyline.names import Index, score, scores
from supplyline.names.index import Finder, Names
from supplyline.names.store import keep
from supplyline.screen import held
from supplyline.screen.index import CANDIDATES, SEEMS

DATA = Path(__file__).resolve().parents[2] / "shared/data"
LISTS = ("us_csl_2022.csv", "ofac_sdn_2023_with_header.csv", "un_2026-02.xml", "eu_fsd_2016.xml", "bis_dpl.txt", "jp_meti_end_users.json",
         "cn_mofcom_lists.json", "ua_war_sanctions_2026-03.targets.simple.csv", "ofac_cons_prim.csv", "ofac_cons_alt.csv")  # fmt: skip
LEAST = 0.7
PEER = """
import json, sys, itertools
from nomenklatura.matching import get_algorithm, ScoringConfig
from followthemoney import model
one = get_algorithm("logic-v2"); config = one.default_config() if hasattr(one, "default_config") else ScoringConfig.defaults()
new = itertools.count()
def entity(name, schema):
    made = model.make_entity(schema); made.id = f"e{next(new)}"; made.add("name", name); return made
for line in sys.stdin:
    a, b, schema = json.loads(line)
    print(one.compare(entity(a, schema), entity(b, schema), config).score)
"""


def line(what: str, ours: str, peer: str = "", whose: str = "") -> None:
    print(f"{what:62}{ours:>14}{peer:>14}  {whose}", flush=True)


def build_apart(size: int) -> None:
    """In a process of its own, for its memory: build an index of made names and ask it."""
    names = list(dict.fromkeys(name for _, name in ordinary(size, 1)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, spent = time.perf_counter(), processors()
    made = Names.build(names, lambda function, jobs: _whole(local.each(function, jobs, seconds=600)))
    built, spent = time.perf_counter() - start, processors() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    finder, took = Finder(made), []
    next(iter(finder.best(["Nobody At All Ltd", "Никто"], 20)))  # the tables of words are read once
    for _, name in ordinary(3000, 2):
        start = time.perf_counter()
        next(iter(finder.best([name], 20)))
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    sample = [name for _, name in ordinary(20, 3)]
    start = time.perf_counter()
    for name in sample:
        process.extract(name, names, scorer=fuzz.token_sort_ratio, processor=None, limit=20)
    peer = (time.perf_counter() - start) / len(sample) * 1000
    line(f"index of {len(names):,} names, seconds (of processors)", f"{built:.1f}", f"{spent:.1f}")
    line("  memory of the process, MiB (names alone; most of a worker)", f"{peak >> 10}", f"{before >> 10}", f"{workers >> 10}")
    line("  one look-up, ms: median", f"{took[len(took) // 2]:.2f}", f"{peer:.0f}", f"RapidFuzz extract, x{peer / took[len(took) // 2]:,.0f}")
    start = time.perf_counter()
    keep(names, lambda function, jobs: _whole(local.each(function, jobs, seconds=600)))
    line("  its words and names as arrays, for tables: seconds", f"{time.perf_counter() - start:.1f}")
    line("  one look-up, ms: 99 of 100, and the worst", f"{took[int(len(took) * 0.99)]:.2f}", f"{took[-1]:.2f}")


def _whole(results: Iterable[object]) -> Iterable[object]:
    for result in results:
        if isinstance(result, local.Lost):
            raise SystemExit(result.why)
        yield result


def real(listings: int) -> list[tuple[str, str]]:
    """The names of the real lists, each once with its schema; where more are wanted, as others would write them too."""
    files = held.of_files([DATA / "lists" / name for name in LISTS]).going_by()
    found = dict.fromkeys((listing.schema, name.text) for listing in files.listings for name in listing.names)
    plain, chance = list(found), random.Random(5)
    while plain and len(found) < listings:
        schema, name = chance.choice(plain)
        found.setdefault((schema, noisy(name, chance)))
    return list(found)


def batch(listed: Sequence[tuple[str, str]], names: int) -> None:
    """A table against a list, by the command, as a user runs it; one name in twenty is a listing's as somebody else writes it."""
    with tempfile.TemporaryDirectory() as folder:
        home, chance = Path(folder), random.Random(3)
        _table(home / "list_2026-01-01.csv", ((str(n), s.lower(), name) for n, (s, name) in enumerate(listed)))
        asked = ordinary(names, 2)
        mixed = ((s, noisy(name, chance)) if n % 20 == 0 else own for n, own in enumerate(asked) for s, name in [chance.choice(listed)])
        _table(home / "names.csv", ((str(n), s.lower(), name) for n, (s, name) in enumerate(mixed)))
        _table(home / "one.csv", [("1", "company", "Nobody At All Ltd")])
        took, spent = [], []
        for table in ("one.csv", "names.csv"):
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            command = [sys.executable, "-m", "supplyline", "screen", "--in", table, "--lists", "list_2026-01-01.csv", "--out", "hits.csv"]
            done = subprocess.run(command, cwd=home, env={**os.environ, "SUPPLYLINE_CACHE": folder}, capture_output=True, text=True, check=True)
            took.append(time.perf_counter() - start)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        told = next(text for text in done.stderr.splitlines() if " listed, " in text)
        sample = [name for _, name in ordinary(20, 5)]
        plain = [name for _, name in listed]
        start = time.perf_counter()
        process.cdist(sample, plain, scorer=fuzz.token_sort_ratio, score_cutoff=LEAST * 100, workers=2)
        peer = len(sample) / (time.perf_counter() - start)
        line(f"supplyline screen, {len(listed):,} listings: seconds the first time (of processors)", f"{took[0]:.1f}", f"{spent[0]:.1f}")
        ours = names / took[1]
        line(f"  {names:,} names then, names per second in all", f"{ours:,.0f}", f"{peer:,.0f}", f"RapidFuzz cdist, 2 threads, x{ours / peer:,.0f}")
        line("  of each processor second (others may use the machine too)", f"{names / spent[1]:,.0f}")
        print(f"  {told}")


def _table(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("id", "type", "name"))
        out.writerows(rows)


def recall(listings: int, asked: int) -> None:
    """Of the pairs that comparing with every name finds, how many are among what the index gives to compare? Of the ten best
    of each name (a tie with the tenth is as good as the tenth) and of all; as screening does it, which compares two names
    as those of persons where either is one."""
    chance = random.Random(7)
    listed = list(dict.fromkeys(ordinary(listings, 1)))
    queries = [*ordinary(asked // 2, 2), *((s, noisy(n, chance)) for s, n in (chance.choice(listed) for _ in range(asked // 2)))]
    index = Names.build([name for _, name in listed])
    of_person = np.array([schema == "Person" for schema, _ in listed])
    tally = {least: np.zeros(4, dtype=int) for least in (LEAST, 0.9)}
    compared, took = dict.fromkeys(tally, 0), 0.0
    given = {least: list(Finder(index).best([name for _, name in queries], CANDIDATES, SEEMS * least)) for least in tally}
    for at, (schema, name) in enumerate(queries):
        start = time.perf_counter()
        values = np.zeros(len(listed))
        for person in (False, True):
            some_ = np.flatnonzero((of_person | (schema == "Person")) == person)
            values[some_] = scores([(name, listed[n][1]) for n in some_.tolist()], "Person" if person else schema, LEAST)
        took += time.perf_counter() - start
        for least, counts in tally.items():
            mine = values[[place for place, _ in given[least][at]]]
            compared[least] += len(mine)
            best = [value for value in sorted(values.tolist(), reverse=True)[:10] if value >= least]
            if best:
                counts += (min(len(best), int((mine >= best[-1]).sum())), len(best), int((mine >= least).sum()), int((values >= least).sum()))
    for least, (ten, best_ten, some, all_) in tally.items():
        line(f"recall@10 of comparing with all {len(listed):,}, threshold {least}", f"{ten / max(best_ten, 1):.3f}", f"{best_ten}", "wanted")
        line("  of all from the threshold on", f"{some / max(all_, 1):.3f}", f"{all_}", "wanted")
        line("  names compared for one name", f"{compared[least] / len(queries):.1f}")
    line("comparing with all, pairs per second, one process", f"{len(queries) * len(listed) / took:,.0f}")


def false_hits(count: int, peers: str | None) -> None:
    """Ordinary names that are on no list, against the real lists."""
    pairs = DATA / "names/pairs_dev.csv"
    if not pairs.exists():
        print("false hits: ../shared is absent")
        return
    with pairs.open(encoding="utf-8", newline="") as file:
        same = [r for r in csv.DictReader(file) if r["same"] == "1" and r["name_a"] != r["name_b"]]
    files = held.of_files([DATA / "lists" / name for name in LISTS]).going_by()
    kinds = {listing.id: listing.schema for listing in files.listings}
    index = Index([(listing.id, name.text) for listing in files.listings for name in listing.names])
    asked = list(ordinary(count, 11))

    def schema(own: str, other: str) -> str:
        return "Person" if "Person" in (own, other) else own

    ours = sorted(score(r["name_a"], r["name_b"], r["schema"]) for r in same)
    tight = ours[int(len(ours) * 0.05)]

    def rate(least: float) -> float:
        """Hits per 1,000 names, found as screening finds them at this threshold."""
        found = zip(asked, index.many([n for _, n in asked], CANDIDATES, SEEMS * least), strict=True)
        return 1000 * sum(any(score(n, o, schema(own, kinds[id])) >= least for id, o, _ in given) for (own, n), given in found) / count

    plain = sorted(fuzz.token_sort_ratio(r["name_a"], r["name_b"], processor=utils.default_process) for r in same)
    loose = plain[int(len(plain) * 0.05)]
    folded = [utils.default_process(n.text) for listing in files.listings for n in listing.names]
    folded = list(dict.fromkeys(filter(None, folded)))
    some = [utils.default_process(name) for _, name in asked[:: max(count // 2000, 1)]]
    line(f"{len(index):,} names of {len(files.in_force)} lists, {count:,} ordinary names: hits per 1,000", "", "", "")
    line(f"  at the threshold that keeps 95 % of {len(same):,} pairs ({tight:.3f}; {loose:.0f})", f"{rate(tight):.1f}", f"{_plain(some, folded, loose):.1f}", f"RapidFuzz token_sort_ratio, {len(some):,} names")
    for least in (LEAST, 0.8, 0.9, 0.95):
        found = sum(value >= least for value in ours) / len(ours)
        equal = plain[int(len(plain) * (1 - found))]
        line(f"  at {least}, which keeps {found:.1%} of the pairs", f"{rate(least):.1f}", f"{_plain(some, folded, equal):.1f}", f"token_sort_ratio that keeps as many ({equal:.0f})")
    if peers:
        few = [(r["name_a"], r["name_b"], r["schema"] if r["schema"] != "LegalEntity" else "Company") for r in same[:: max(len(same) // 1500, 1)]]
        kept = sorted(_peer(peers, few))
        theirs = kept[int(len(kept) * 0.05)]
        sample = asked[:: max(count // 500, 1)]
        rows, owner = [], []
        for n, ((own, name), found) in enumerate(zip(sample, index.many([n for _, n in sample], 10), strict=True)):
            for id, other, _ in found[:10]:
                rows.append((name, other, schema(own, kinds[id])))
                owner.append(n)
        start = time.perf_counter()
        given = _peer(peers, rows)
        speed = len(rows) / (time.perf_counter() - start)
        hits = len({n for n, value in zip(owner, given, strict=True) if value >= theirs and value > 0})
        line(f"  nomenklatura logic-v2 at its own ({theirs:.3f}), on 10 candidates", "", f"{1000 * hits / len(sample):.1f}", f"{len(sample):,} names, {speed:,.0f} pairs/s with start-up")


def _plain(asked: Sequence[str], listed: Sequence[str], least: float) -> float:
    """Hits of RapidFuzz per 1,000 names."""
    hit = 0
    for at in range(0, len(asked), 100):
        scores = process.cdist(asked[at : at + 100], listed, scorer=fuzz.token_sort_ratio, score_cutoff=least, dtype=np.uint8, workers=2)
        hit += int((scores.max(axis=1) >= max(least, 1)).sum())
    return 1000 * hit / len(asked)


def _peer(python: str, rows: Sequence[tuple[str, str, str]]) -> list[float]:
    text = "".join(json.dumps(row) + "\n" for row in rows)
    done = subprocess.run([python, "-c", PEER], input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{python}: {done.stderr[-500:]}")
    return [float(value) for value in done.stdout.split()]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="small sizes, for CI")
    options.add_argument("--only", choices=("build", "batch", "real", "recall", "false"))
    options.add_argument("--listings", type=int, default=0, help="how many listings the table of real lists is held against at least")
    options.add_argument("--names", type=int, default=1_000_000, help="how many names the table of the batch has")
    options.add_argument("--build-apart", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":  # some towns of Faker's hang on it
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    if given.build_apart:
        build_apart(given.build_apart)
        return
    line("", "ours", "peer")
    if given.only in (None, "build"):
        for size in (20_000,) if given.quick else (300_000, 1_000_000):
            subprocess.run([sys.executable, __file__, "--build-apart", str(size)], check=True)
    if given.only in (None, "batch"):
        batch(list(dict.fromkeys(ordinary(20_000 if given.quick else 300_000, 1))), 5_000 if given.quick else given.names)
    if given.only in (None, "real") and DATA.exists():
        batch(real(given.listings), 5_000 if given.quick else given.names)
    if given.only in (None, "recall"):
        recall(*((5_000, 100) if given.quick else (20_000, 1_000)))
    if given.only in (None, "false"):
        false_hits(2_000 if given.quick else 20_000, os.environ.get("SUPPLYLINE_PEERS"))


if __name__ == "__main__":
    main()
