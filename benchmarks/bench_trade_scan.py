"""How long do flows by reporter, partner, heading and month of a large Parquet table take, beside the bare query, and how
long with its parties screened?

    python benchmarks/bench_trade_scan.py [--rows 10000000] [--runs 3] [--parties 200000] [--listings 20000] [--folder DIR]

Makes a Parquet table in a temporary folder: reporter and partner (ISO codes of 40 and 50 countries), direction, a code of six
digits (600 codes in 60 headings), month (60), value, weight, consignor and consignee (`--parties` made names of
made_names.py, unevenly common, one in a hundred a noisy name of a listing). Two million rows are drawn by a hash of their number, so they are the same each time, and
repeated in other months with other values; codes and partners are unevenly common. Then, in turn and in processes of their own, the bare DuckDB query (scan
and add up the same columns, written to Parquet) and `supplyline trade flows --by` (the same, with countries, months and
directions made one, bad records found and rows in order), on two threads. Then `supplyline screen --parties` finds the different
parties of the same table where it lies and screens each against a list of `--listings` made names (once before with one name, so
that its index is made), as a user runs it. Last, as a build does with a register this long, the lines that name one of 200 parties are
found and read. Prints seconds of the clock and of the processor (which others on the machine
move less), the ratios of the best, the second figure (flows, parties and screening together), and the peak memory of
all processes.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow as pa

from made_names import noisy, ordinary
from processes import watched
from supplyline.names import key
from supplyline.read import countries, shipments
from supplyline.resolve.records import party_in
from supplyline.trade import parties, scan, tree

BY = ("reporter", "partner", "flow", "hs4", "month")
BARE = (
    "COPY (SELECT reporter, partner, flow, left(hs, 4) AS hs4, period, sum(value) AS value, sum(weight) AS weight, count(*) AS records "
    "FROM read_parquet('{table}') GROUP BY ALL) TO '{out}' (FORMAT parquet, COMPRESSION zstd)"
)


def made_parties(count: int, listings: int, listed: Path) -> list[str]:
    """Names of parties, and a list that some of them are on."""
    of_list = list(dict.fromkeys(ordinary(listings, 1)))
    with listed.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("id", "type", "name"))
        out.writerows((str(n), schema.lower(), name) for n, (schema, name) in enumerate(of_list))
    chance = random.Random(3)
    names = (noisy(chance.choice(of_list)[1], chance) if n % 100 == 0 else name for n, (_, name) in enumerate(ordinary(count, 2)))
    return list(dict.fromkeys(" ".join(name.split()) for name in names))


def make(path: Path, rows: int, names: list[str]) -> None:
    codes = sorted(code for code in countries.words("names").values() if code != "eu")
    iso = list(dict.fromkeys(codes))
    db = duckdb.connect(config={"memory_limit": "2GB", "threads": 2, "preserve_insertion_order": False, "temp_directory": str(path.parent)})

    def draw(salt: int, most: int, power: int = 1) -> str:
        """1 to `most` by a hash of the row; a power above 1 makes low ones common."""
        return f"CAST(floor(pow((hash(i + {salt}) % 1000003) / 1000003.0, {power}) * {most}) AS INTEGER) + 1"

    headings = [code for code in sorted(tree.nomenclature()) if len(code) == 4 and len(tree.children(code)) >= 10]
    hs = [code for heading in headings[-60:] for code in tree.children(heading)[:10]]
    salts = [n * 1_000_000_007 for n in range(1, 10)]
    known = pa.table({"n": range(1, len(names) + 1), "name": names})
    db.register("known", known)
    base = min(rows, 2_000_000)
    months = [f"{2019 + m // 12}-{m % 12 + 1:02d}" for m in range(60)]
    db.execute(
        f"CREATE TABLE base AS SELECT ({iso[:40]})[a] AS reporter, ({iso[40:90]})[b] AS partner, (['import', 'export'])[c] AS flow, "
        f"({hs})[d] AS hs, "
        f"e, (hash(i + {salts[5]}) % 10000000) / 100.0 AS value, (hash(i + {salts[6]}) % 1000000) / 10.0 AS weight, one.name AS consignor, two.name AS consignee "
        f"FROM (SELECT i, {draw(salts[7], len(names), 2)} AS f, {draw(salts[8], len(names), 2)} AS g, {draw(salts[0], 40)} AS a, {draw(salts[1], 50, 2)} AS b, {draw(salts[2], 2)} AS c, {draw(salts[3], 600, 2)} AS d, "
        f"{draw(salts[4], 60)} AS e FROM range({base}) AS t(i)) JOIN known AS one ON one.n = f JOIN known AS two ON two.n = g ORDER BY i"
    )
    db.execute(
        f"COPY (SELECT reporter, partner, flow, hs, ({months})[(e + k * 7) % 60 + 1] AS period, value + k AS value, weight, consignor, consignee FROM base, range({rows // base}) AS copies(k)) "
        f"TO '{path}' (FORMAT parquet, COMPRESSION snappy)"
    )


def timed(way: str, table: Path, out: Path, threads: int) -> tuple[float, float, int]:
    """Seconds of the clock and of the processor, and peak memory in MiB, of one run in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--run", way, str(table), str(out), str(threads)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    seconds, cpu, peak = done.stdout.split()
    return float(seconds), float(cpu), int(peak) // 1024


def run(way: str, table: str, out: str, threads: int) -> None:
    start, spill = time.perf_counter(), Path(out).parent / "spill"
    if way == "bare":
        db = duckdb.connect(config={"memory_limit": scan.MEMORY, "threads": threads, "temp_directory": str(spill), "preserve_insertion_order": False})
        db.execute(BARE.format(table=table, out=out))
    elif way == "named":
        named(Path(table), Path(out).read_text("utf-8").splitlines(), spill)
    else:
        found = scan.look(Path(table), "table", "0" * 64, None, spill)
        scan.added(found, BY, out=Path(out))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss)


def named(table: Path, known: list[str], spill: Path) -> None:
    """What a build does with a register this long: find the lines that name a party of the reports, and read them twice."""
    register, keys = shipments.opened(table, table.name), frozenset(map(key, known))
    narrow, count = parties.narrowed(register, lambda text: (at := party_in(text)) is not None and at.key in keys, spill)
    for _ in range(2):
        if sum(1 for _ in shipments.lines(narrow)) != count:
            sys.exit("not all of the lines that were counted were read")


def screened(folder: Path, table: Path) -> tuple[float, float, int]:
    """Seconds of the clock and of the processors, and peak MiB of all processes, of screening the table's parties by the command."""
    (folder / "one.csv").write_text("name\nNobody At All Ltd\n", "utf-8")
    env = {**os.environ, "SUPPLYLINE_CACHE": str(folder / "cache")}
    command = [sys.executable, "-m", "supplyline", "screen", "--lists", "list_2026-01-01.csv", "--out", "hits.csv", "--in"]
    watched([*command, "one.csv"], folder, env)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    _, told, peak = watched([*command, str(table), "--parties"], folder, env)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    for text in told.splitlines():
        if "different names" in text or " listed, " in text:
            print(f"    {text}")
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak >> 20


def main() -> int:
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--parties", type=int, default=200_000, help="different names")
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, default=None, help="where the temporary folder is made")
    args = parser.parse_args()
    place = args.folder or Path(tempfile.gettempdir())
    needed = args.rows * 100  # the table, two results and what spills
    if shutil.disk_usage(place).free < needed:
        print(f"{place}: {needed / 1e9:.0f} GB must be free; name another with --folder", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(dir=place) as folder:
        table = Path(folder) / "table.parquet"
        start = time.perf_counter()
        called = made_parties(args.parties, args.listings, Path(folder) / "list_2026-01-01.csv")
        make(table, args.rows, called)
        print(f"made {args.rows:,} rows, {table.stat().st_size / 1e6:,.0f} MB, in {time.perf_counter() - start:.0f} s")
        best: dict[str, tuple[float, float]] = {}
        for number in range(args.runs):
            for way in ("bare", "flows"):
                out = Path(folder) / f"{way}.parquet"
                seconds, cpu, peak = timed(way, table, out, 2)
                least = best.get(way, (seconds, cpu))
                best[way] = (min(least[0], seconds), min(least[1], cpu))
                print(f"run {number + 1}  {way:6} {seconds:7.2f} s, of the processor {cpu:7.2f} s, peak {peak:,} MiB", flush=True)
        one, two = (f"'{Path(folder) / f'{way}.parquet'}'" for way in ("bare", "flows"))
        rows, same = duckdb.execute(
            f"SELECT count(*), count(*) FILTER (abs(b.value - f.value) < 0.01 * b.records AND b.records = f.records) FROM {one} AS b "
            f"LEFT JOIN {two} AS f ON (b.reporter, b.partner, b.flow, b.hs4, b.period) = (f.reporter, f.partner, f.flow, f.hs4, f.month)"
        ).fetchall()[0]
        ratio = [best["flows"][n] / best["bare"][n] for n in (0, 1)]
        print(f"{rows:,} sums, {same:,} of them the same in both; ratio of the best times {ratio[0]:.2f}, of the processor {ratio[1]:.2f}")
        for way in ("bare", "flows"):
            (Path(folder) / f"{way}.parquet").unlink()
        seconds, cpu, peak = screened(Path(folder), table)
        print(f"parties found and screened {seconds:7.2f} s, of the processor {cpu:7.2f} s, peak of all processes {peak:,} MiB")
        whole = (best["flows"][0] + seconds, best["flows"][1] + cpu)
        ratio = [whole[n] / best["bare"][n] for n in (0, 1)]
        print(f"flows, parties and screening together {whole[0]:.2f} s, of the processor {whole[1]:.2f} s: {ratio[0]:.2f} and {ratio[1]:.2f} times the bare query of flows alone")
        some = Path(folder) / "names.txt"
        some.write_text("\n".join(called[len(called) // 4 :][:200]), "utf-8")
        seconds, cpu, peak = timed("named", table, some, 2)
        print(f"lines of 200 parties found and read twice {seconds:7.2f} s, of the processor {cpu:7.2f} s, peak {peak:,} MiB")
        return 0 if same == rows else 1


if __name__ == "__main__":
    raise SystemExit(main())
