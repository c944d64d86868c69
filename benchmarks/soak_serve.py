"""Does the workbench stay what it is for half an hour of work, rebuilds and kills?

    python benchmarks/soak_serve.py [--minutes 30] [--readers 8] [--reports 200] [--rebuild 150] [--kill 100] [--processes 1] [--keep FOLDER]

Makes a case of so many reports by the ordinary commands and serves it with two servers at once. Readers ask both for all kinds
of pages; two analysts decide, one by the form and one by the API; every `rebuild` seconds a report is added and the case
built, under load; every `kill` seconds the second server is killed with SIGKILL, every other time while a build runs, and
started again. The first server lives throughout: its memory and its open files are what is compared.

It fails, and says why, on: an answer of 500 or more; a page that is not whole; two different answers under one ETag (a page
that mixes two builds); rows of the API that are not those of the build that they name; a decision that was acknowledged
and is not in `supplyline decisions` afterwards, or is there twice; `supplyline verify` that finds anything.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from asking import Server, start
from supplyline.case import store
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Case
from supplyline.serve.visitor import csrf_of

TABLES = ("documents", "claims", "events", "entities", "links", "disputes", "grades", "origins")
FIRST = 1000  # rows of a table that are held against the build
_PATIENCE = 600  # seconds
_LISTS = ("/", "/events", "/entities", "/documents", "/timeline", "/trade", "/gaps", "/sources", "/review", "/decisions", "/graph", "/graph/whole", "/graph/whole.json", "/problems", "/search?q=lathes", "/search?q=works&where=entities", "/search?q=Redhil", "/briefs", "/brief", "/api/v1/status")
_FIRMS = ("Northwind Precision Tools Co.", "Harbin Blue River Chemical Ltd", "Quarrystone Trading Ltd", "Tensol Bearing LLC", "Gorzav Machine Works", "Karomi Logistics Co.")
_TAKERS = ("Redhill Factory", "the Sovrin Plant", "Lower Volga Arsenal", "Kazan Powder Works", "Redhill Optics")
_GOODS = ("lathes", "machine tools", "nitrocellulose", "gunpowder", "ball bearings", "special chemicals")


def report(number: int) -> tuple[bytes, str, str]:
    """A made-up report: (text, file name, day)."""
    draw = random.Random(number)
    day = f"2025-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    told = []
    for _ in range(draw.randint(2, 6)):
        firm, taker, goods = draw.choice(_FIRMS), draw.choice(_TAKERS), draw.choice(_GOODS)
        told.append(draw.choice((
            f"{firm} supplied {draw.randint(2, 400)} {goods} to {taker}, two officials said.",
            f"{firm} shipped {goods} to {taker} in {draw.randint(2021, 2024)}, according to the ministry.",
            f"{firm} denied that it has supplied {goods} to {taker}.",
            f'"{taker} received {goods} from {firm}," the spokesman said.',
        )))  # fmt: skip
    return (" ".join(told) + "\n").encode(), f"report{number:05}.txt", day


def supplyline(*words: str, allowed: tuple[int, ...] = (0, 3)) -> str:
    """Run a command to its end; exit code 3 says that some file could not be used."""
    done = subprocess.run([sys.executable, "-m", "supplyline", *words], capture_output=True, encoding="utf-8")
    if done.returncode not in allowed:
        raise SystemExit(f"supplyline {' '.join(words)}: exit code {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


@dataclass
class Soak:
    case: Case
    until: float
    processes: int = 1
    lock: threading.Lock = field(default_factory=threading.Lock)
    servers: list[Server | None] = field(default_factory=lambda: [None, None])
    faults: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    unsure: int = 0  # decisions whose answer did not come: the server was killed
    tagged: dict[tuple[str, str], str] = field(default_factory=dict)
    expected: dict[str, dict[str, str]] = field(default_factory=dict)
    answered: dict[tuple[str, str], str] = field(default_factory=dict)
    building: threading.Event = field(default_factory=threading.Event)

    @property
    def over(self) -> bool:
        """Its time has passed, and each thing happened at least once: on a busy machine a short soak is a longer one."""
        late = time.monotonic() - self.until
        return bool(self.faults) or late >= _PATIENCE or (late >= 0 and all(self.done[what] for what in ("rebuilds", "kills")) and bool(self.acknowledged))

    def fault(self, what: str) -> None:
        with self.lock:
            self.faults.append(what)

    def count(self, what: str) -> None:
        with self.lock:
            self.done[what] += 1

    # ------------------------------------------------------------ asking

    def ask(self, which: int, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes] | None:
        """An answer, or None where the server is being killed or is not there."""
        server = self.servers[which]
        if server is None:
            time.sleep(0.2)
            return None
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
        try:
            connection.request("POST" if body is not None else "GET", path, body, {"Authorization": f"Bearer {server.token}", **headers})
            answer = connection.getresponse()
            read = answer.read()
            found = {k.lower(): v for k, v in answer.getheaders()}
        except (OSError, http.client.HTTPException) as error:
            if which == 0 and not self.over:
                self.fault(f"{path}: the server that nobody killed did not answer: {error!r}")
            return None
        finally:
            connection.close()
        self.count(f"answers of server {which + 1}")
        if answer.status >= 500:
            self.fault(f"{path}: {answer.status}: {read[-300:]!r}")
        return answer.status, found, read

    def read(self, number: int) -> None:
        draw = random.Random(f"reader {number}")
        known: dict[str, list[str]] = {}
        while not self.over:
            which = draw.randrange(2)
            kind = draw.random()
            if kind < 0.25 or not known:
                self._table(which, draw.choice(TABLES), known)
                continue
            path = draw.choice(_LISTS)
            if kind < 0.6:
                table = draw.choice([t for t in ("documents", "claims", "events", "entities") if t in known] or [""])
                path = f"/{table}/{draw.choice(known[table])}" if table and known[table] else path
            self._page(which, path)
            time.sleep(draw.uniform(0.05, 0.5))

    def _table(self, which: int, table: str, known: dict[str, list[str]]) -> None:
        """A table of the API, held against the build that it names; its ids are read next."""
        answer = self.ask(which, f"/api/v1/{table}?limit={FIRST}")
        if answer is None or answer[0] != 200:
            return
        body = json.loads(answer[2])
        ids = [row["sha256" if table == "documents" else "id"] for row in body["results"]]
        known[table] = ids
        key, seen = (body["snapshot"], table), _digest(ids, body["total"])
        with self.lock:
            if self.answered.setdefault(key, seen) != seen:
                self.faults.append(f"/api/v1/{table}: two answers of one build {body['snapshot'][:12]}")

    def _page(self, which: int, path: str) -> None:
        answer = self.ask(which, path)
        if answer is None:
            return
        code, headers, body = answer
        if code not in (200, 303) and not (code == 404 and path.count("/") > 1):  # the next build may not have that row
            self.fault(f"{path}: {code}: {body[-300:]!r}")
        if headers.get("content-type", "").startswith("text/html") and not body.rstrip().endswith(b"</html>"):
            self.fault(f"{path}: the page is not whole: …{body[-80:]!r}")
        tag = headers.get("etag")
        if code == 200 and tag:
            server = self.servers[which]
            seen = hashlib.sha256(body).hexdigest()
            with self.lock:
                self.done["answers with an ETag that was seen before"] += (path, tag) in self.tagged
                if self.tagged.setdefault((path, tag), seen) != seen:
                    self.faults.append(f"{path}: two answers under one ETag (server {which + 1}, process {server.process.pid if server else '?'})")

    # ------------------------------------------------------------ deciding

    def decide(self, number: int) -> None:
        draw = random.Random(f"analyst {number}")
        while not self.over:
            time.sleep(draw.uniform(0.5, 3))
            which, table = draw.randrange(2), "claims" if draw.random() < 0.8 else "entities"
            answer = self.ask(which, f"/api/v1/{table}?limit=200")
            if answer is None:
                continue
            ids = [row["id"] for row in json.loads(answer[2])["results"]]
            verb, targets = ("merge", draw.sample(ids, 2)) if table == "entities" and len(ids) > 1 else (draw.choice(("confirm", "reject", "misread")), [draw.choice(ids)])
            self._by_form(which, verb, targets) if number else self._by_api(which, verb, targets)

    def _by_api(self, which: int, verb: str, targets: list[str]) -> None:
        body = json.dumps({"verb": verb, "targets": targets, "by": "Ada", "because": "as the page shows"}).encode()
        answer = self.ask(which, "/api/v1/decisions", body, **{"Content-Type": "application/json"})
        self._kept(answer, json.loads(answer[2]).get("id", "") if answer and answer[0] == 201 else "", 201)

    def _by_form(self, which: int, verb: str, targets: list[str]) -> None:
        server = self.servers[which]
        if server is None:
            return
        fields = [("csrf", csrf_of(server.token)), ("verb", verb), ("by", "Bo"), ("because", "two sources"), ("back", "/review"), *(("target", t) for t in targets)]
        answer = self.ask(which, "/decide", urlencode(fields).encode(), **{"Content-Type": "application/x-www-form-urlencoded"})
        found = re.search(r"done=(d_\w+)", answer[1].get("location", "")) if answer else None
        self._kept(answer, found[1] if found else "", 303)

    def _kept(self, answer: tuple[int, dict[str, str], bytes] | None, id: str, code: int) -> None:
        with self.lock:
            if answer is None:
                self.unsure += 1
            elif answer[0] == code:
                self.acknowledged.append(id)
            elif answer[0] not in (403, 409):  # the session of a server that was killed; a row that the next build does not have
                self.faults.append(f"a decision was answered with {answer[0]}: {answer[2][-300:]!r}")
            else:
                self.done["decisions refused"] += 1

    # ------------------------------------------------------------ building and killing

    def expect(self) -> None:
        """What the API must say of the build that is there now."""
        with Snapshot.open(self.case) as snapshot:
            found = {}
            for table in TABLES:
                ids = sorted(getattr(row, "sha256" if table == "documents" else "id") for row in snapshot.rows(table))
                found[table] = _digest(ids[:FIRST], len(ids))
            self.expected[snapshot.meta()["inputs"]] = found

    def build(self, every: float, reports: int) -> None:
        number = reports
        while not self.over:
            self._wait(every)
            if self.over:
                return
            data, name, day = report(number)
            number += 1
            self.case.add_original(data, name, published=day, publisher=f"Outlet {number % 9}")
            self.building.set()
            supplyline("build", str(self.case.path), "--extractor", "rules")
            self.building.clear()
            self.expect()
            self.count("rebuilds")

    def kill(self, every: float) -> None:
        number = 0
        while not self.over:
            self._wait(every)
            if number % 2:
                self.building.wait(timeout=every)
                time.sleep(random.Random(number).uniform(0, 2))  # a build runs, or its index is being made
            number += 1
            server = self.servers[1]
            assert server is not None
            self.servers[1] = None
            server.process.kill()
            server.process.wait()
            self.count("kills")
            self.servers[1] = start(self.case, "--processes", str(self.processes))

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.over:
            time.sleep(0.1)

    def watch(self) -> list[tuple[float, int, int, int]]:
        """(minutes, MiB, MiB of its own, open files) of the first server, every five seconds."""
        began, out = time.monotonic(), []
        minute = 0
        while not self.over:
            server = self.servers[0]
            assert server is not None
            now, _, own = server.memory()
            out.append(((time.monotonic() - began) / 60, now, own, server.files()))
            if out[-1][0] >= minute + 1:
                minute += 1
                print(f"minute {minute:3}: {told(out, minute - 1, minute)}; {sum(n for k, n in self.done.items() if k.startswith('answers of')):,} answers, {len(self.acknowledged)} decisions, {self.done['rebuilds']} rebuilds, {self.done['kills']} kills", flush=True)
            time.sleep(5 if self.until - time.monotonic() > 60 or out[-1][0] > 2 else 1)
        return out


def _digest(ids: list[str], total: int) -> str:
    return hashlib.sha256(json.dumps([ids, total]).encode()).hexdigest()


def told(rows: list[tuple[float, int, int, int]], first: float, last: float) -> str:
    some = [row for row in rows if first <= row[0] < last] or rows[-1:]
    held, own, files = (sum(row[n] for row in some) / len(some) for n in (1, 2, 3))
    return f"{held:.0f} MiB, {own:.0f} of its own, {files:.0f} files open"


def made(place: Path, reports: int) -> Case:
    if (place / "snapshot.duckdb").exists():
        return store.open_case(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    case = store.create(place)
    case.add_originals([store.Addition(data, name, published=day, publisher=f"Outlet {n % 9}") for n in range(reports) for data, name, day in (report(n),)])
    supplyline("build", str(place), "--extractor", "rules")
    return case


def held(soak: Soak) -> None:
    """What must be so when all is over."""
    for (inputs, table), seen in soak.answered.items():
        if soak.expected.get(inputs, {}).get(table) != seen:
            soak.faults.append(f"/api/v1/{table}: the answer is not that of build {inputs[:12]}")
    kept = Counter(json.loads(line)["id"] for line in supplyline("decisions", str(soak.case.path), "--json").splitlines())
    lost = [id for id in soak.acknowledged if kept[id] != 1]
    if lost:
        soak.faults.append(f"{len(lost)} acknowledged decisions are not there once: {lost[:5]}")
    more = sum(kept.values()) - len(soak.acknowledged)
    if not 0 <= more <= soak.unsure:
        soak.faults.append(f"{more} decisions more than were acknowledged; {soak.unsure} had no answer")
    print(f"decisions: {len(soak.acknowledged)} acknowledged and each there once, {more} of {soak.unsure} that were not answered are there too, {soak.done['decisions refused']} refused")
    supplyline("verify", str(soak.case.path), allowed=(0,))
    print("supplyline verify: nothing found")


def main() -> None:
    parser = argparse.ArgumentParser(description="Half an hour of work, rebuilds and kills.")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--reports", type=int, default=200, help="of the case at its beginning")
    parser.add_argument("--rebuild", type=float, default=150, help="seconds between two builds")
    parser.add_argument("--kill", type=float, default=100, help="seconds between two kills")
    parser.add_argument("--processes", type=int, default=1, help="of each server")
    parser.add_argument("--keep", type=Path, help="folder to leave the case in")
    args: Any = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        case = made((args.keep or Path(folder)) / f"soak-{args.reports}", args.reports)
        print(f"{args.minutes:g} minutes, {args.readers} readers, 2 analysts, 2 servers of {args.processes} {'process' if args.processes == 1 else 'processes'}, {args.reports} reports; {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}", flush=True)
        soak = Soak(case, time.monotonic() + args.minutes * 60, args.processes)
        soak.expect()
        before = len(case.decisions())
        soak.acknowledged += [d.id for d in case.decisions()]
        soak.servers[:] = [start(case, "--processes", str(args.processes)) for _ in range(2)]
        jobs = [(soak.read, (n,)) for n in range(args.readers)] + [(soak.decide, (n,)) for n in range(2)] + [(soak.build, (args.rebuild, args.reports)), (soak.kill, (args.kill,))]
        threads = [threading.Thread(target=_kept_going, args=(soak, work, given)) for work, given in jobs]
        try:
            for thread in threads:
                thread.start()
            rows = soak.watch()
            for thread in threads:
                thread.join()
            print(", ".join(f"{n:,} {what}" for what, n in sorted(soak.done.items())))
            third = args.minutes / 6
            print(f"minutes {third:g} to {2 * third:g}: {told(rows, third, 2 * third)}; minutes {5 * third:g} to {6 * third:g}: {told(rows, 5 * third, 1e9)}")
            held(soak)
        finally:
            for server in soak.servers:
                if server is not None:
                    server.process.kill()
                    server.process.wait()
        if len(soak.acknowledged) == before or not soak.done["rebuilds"] or not soak.done["kills"]:
            soak.faults.append("nothing was decided, rebuilt or killed: the soak was too short to say anything")
    for what in soak.faults[:20]:
        print(f"FAULT: {what}")
    sys.exit(1 if soak.faults else 0)


def _kept_going(soak: Soak, work: Any, given: tuple[Any, ...]) -> None:
    """A thread that fails ends the soak."""
    try:
        work(*given)
    except BaseException as error:
        soak.fault(f"{work.__name__}: {error!r}")


if __name__ == "__main__":
    main()
