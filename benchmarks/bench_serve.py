"""How fast does the workbench answer on a large case, and with many readers at once?

    python benchmarks/bench_serve.py [--full] [--documents 5000] [--claims 10] [--processes 1] [--readers 20] [--seconds 60] [--keep FOLDER]

Writes the snapshot of a made-up case (`documents` × `claims` claims, events, parties, links, lists, trade) straight into a
case's folder, starts `supplyline serve` in a process of its own and prints: seconds and size of the reading index; p50, p99
and the slowest answer of each page, with the server's own work (processor time, whatever else runs), asked alone; the same of
searches and of a mix of all pages for many readers at once, who either pause as a person does (a second on average, the
figure to hold against "20 readers at once") or never (how much the server can do: then each waits for all the others); the
first page in Chromium; the compressed weight of scripts and styles. Hardly a search or an address is asked twice within a
mix. --full is the size that the project holds itself to: 100,000 documents, 1,000,000 claims. The same arguments make the
same case. With --keep the case is left and taken up again.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asking import Connection, Readers, Server, quantiles, served, told
from made_case import addresses, fill
from supplyline.case import store
from supplyline.case.store import Case
from supplyline.serve import render

PAGE, SEARCH, FIRST, WEIGHT = 150, 100, 1000, 400_000  # what the project holds itself to: p99 in ms, ms, bytes
_READY = "() => { const n = performance.getEntriesByType('navigation')[0]; return [n.responseStart, n.domInteractive, n.domContentLoadedEventEnd, performance.now()]; }"


def alone(server: Server, pages: dict[str, list[str]], most: int) -> Iterator[str]:
    connection = Connection(server)
    every: list[tuple[float, str]] = []
    for label, paths in pages.items():
        before, times = server.work(), []
        for path in [paths[n % len(paths)] for n in range(min(most, max(len(paths), most // 4)))]:
            seconds, code, _ = connection.get(path)
            if code not in (200, 303):
                raise SystemExit(f"{path}: {code}")
            times.append(seconds)
            every.append((seconds, path))
        yield told(label, times, server.work() - before)
    yield "slowest: " + ", ".join(f"{path} {seconds * 1000:.0f} ms" for seconds, path in sorted(every, reverse=True)[:5])


def together(server: Server, pages: dict[str, list[str]], readers: int, seconds: float, pauses: bool, hold: int) -> Iterator[str]:
    """A person reads between half a second and one and a half; who never pauses asks as soon as the answer is there."""
    people = Readers(server, dict(pages), readers, (lambda draw: draw.uniform(0.5, 1.5)) if pauses else (lambda draw: 0.0))
    before = server.work()
    took = people.run(int(readers * seconds) if pauses else int(100 * seconds))
    work, every = server.work() - before, [t for own in people.times.values() for t in own]
    p99 = quantiles(every)[1]
    yield f"{readers} readers at once who {'pause a second between two answers' if pauses else 'never pause'}: {len(every) / took:.0f} answers a second, the server busy {work / took:.2f} of {os.cpu_count()} cores"
    yield told("all", every, work) + (f"   p99 {'holds' if p99 < hold else 'MISSES'} {hold} ms" if pauses else "")
    if len(people.times) > 2:
        for label in pages:
            if label in people.times:
                yield told(label, people.times[label])


def first_page(server: Server, tries: int = 7) -> Iterator[str]:
    """From the start of the navigation until the page can be used: by then its scripts ran, and a key moves the focus."""
    executable = shutil.which("chromium")
    if executable is None:
        yield "no chromium on this machine: the first page was not opened"
        return
    from playwright.sync_api import sync_playwright

    rows: list[list[float]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for _ in range(tries):
            page = browser.new_context().new_page()  # an empty cache each time
            page.goto(server.url, wait_until="domcontentloaded")
            page.keyboard.press("Tab")
            page.wait_for_function("() => document.activeElement && document.activeElement !== document.body")
            rows.append(page.evaluate(_READY))
            page.context.close()
        browser.close()
    middle = [sorted(column)[tries // 2] for column in zip(*rows, strict=True)]
    worst = max(row[3] for row in rows)
    yield (
        f"first page in Chromium, empty cache, median of {tries}: first byte {middle[0]:.0f} ms, text there and parsed {middle[1]:.0f} ms, scripts run {middle[2]:.0f} ms, "
        f"a key moves the focus {middle[3]:.0f} ms (at worst {worst:.0f} ms, {'holds' if worst < FIRST else 'MISSES'} {FIRST:,} ms)"
    )


def weight() -> Iterator[str]:
    """What a browser loads beside the pages themselves, as gzip would send it."""
    names = ["brief.css", "workbench.css", "workbench.js", "draft.js", "graph.js", "icon.svg"]
    sizes = {}
    for name in names:
        data = render.static(name)
        assert data is not None, name
        sizes[name] = len(zlib.compress(data, 9))
    total = sum(size for name, size in sizes.items() if name != "graph.js")
    yield f"scripts and styles compressed: {total / 1000:.1f} kB besides the graph's {sizes['graph.js'] / 1000:.1f} kB, {'holds' if total < WEIGHT else 'MISSES'} {WEIGHT // 1000} kB: " + ", ".join(f"{n} {s:,}" for n, s in sizes.items())


def measured(case: Case, args: Any) -> None:
    pages = addresses(case)
    searches = {k: v for k, v in pages.items() if k.startswith("search")}
    began = time.perf_counter()
    more = ("--processes", str(args.processes)) if args.processes > 1 else ()
    with served(case, *more) as server:
        size = sum(p.stat().st_size for p in (case.cache / "serve").rglob("*") if p.is_file() and p.name != "last.duckdb") / 2**20
        print(f"reading index and start: {time.perf_counter() - began:.1f} s, {size:,.0f} MiB; {args.processes} {'process' if args.processes == 1 else 'processes'}", flush=True)
        print("asked alone:")
        for line in alone(server, pages, args.requests):
            print(line, flush=True)
        for pauses in (True, False):
            for asked, hold in ((searches, SEARCH), (pages, PAGE)):
                print("searches, " if asked is searches else "all pages, ", end="")
                for line in together(server, asked, args.readers, args.seconds, pauses, hold):
                    print(line, flush=True)
        for line in (*first_page(server), *weight()):
            print(line, flush=True)
        now, most, own = server.memory()
        print(f"memory of the server: {now:,} MiB now, {own:,} MiB of it its own and not of files, {most:,} MiB at its most; {server.files()} files open")


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds of each page of the workbench on a made-up case.")
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--claims", type=int, default=10, help="of each document")
    parser.add_argument("--processes", type=int, default=1, help="of the server")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60, help="of each mix with pauses; without, 100 answers for each")
    parser.add_argument("--requests", type=int, default=200, help="of each page alone, at most")
    parser.add_argument("--full", action="store_true", help="100,000 documents with 10 claims each")
    parser.add_argument("--keep", type=Path, help="folder to leave the case in, and to take it up from")
    args: Any = parser.parse_args()
    documents = 100_000 if args.full else args.documents
    with tempfile.TemporaryDirectory() as folder:
        place = (args.keep or Path(folder)) / f"case-{documents}-{args.claims}"
        start = time.perf_counter()
        if (place / "snapshot.duckdb").exists():
            case = store.open_case(place)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            case = store.create(place)
            counts = fill(case, documents, args.claims)
            print(f"made in {time.perf_counter() - start:.0f} s: " + ", ".join(f"{n:,} {table}" for table, n in counts.items() if n), flush=True)
        print(f"on {os.cpu_count()} cores, the readers on the same; load average {os.getloadavg()[0]:.1f} before it begins")
        measured(case, args)
        print(f"load average {os.getloadavg()[0]:.1f} at the end")
    print(f"memory of this program: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
