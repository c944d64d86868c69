"""A workbench in a process of its own, and readers that ask it, for the benchmarks.

`served(case)` starts `supplyline serve` and stops it; `Readers` are many connections in one thread that does nothing but
ask and wait, so that the machine is the server's. Times are from the first byte sent to the last byte read; `work` is the
processor time of the server and its helpers, which other work on the machine changes little.
"""

from __future__ import annotations

import heapq
import os
import random
import re
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from supplyline.case.store import Case

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.I)
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[str]
    url: str

    @property
    def port(self) -> int:
        return int(self.url.split(":")[2].split("/")[0])

    @property
    def token(self) -> str:
        return self.url.partition("token=")[2]

    @property
    def pids(self) -> list[int]:
        """The server and the processes that it started."""
        out = [self.process.pid]
        for pid in out:
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                out += [int(child) for child in task.read_text().split()]
        return out

    def work(self) -> float:
        """Seconds of processor time so far."""
        total = 0.0
        for pid in self.pids:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / _TICKS
        return total

    def memory(self) -> tuple[int, int, int]:
        """(now, at its most, what no other process shares) in MiB, of all processes together."""
        out = [0, 0, 0]
        for pid in self.pids:
            status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
            out[0] += int(status["VmRSS"].split()[0])
            out[1] += int(status["VmHWM"].split()[0])
            out[2] += int(status["RssAnon"].split()[0])
        return out[0] // 1024, out[1] // 1024, out[2] // 1024

    def files(self) -> int:
        """Open files, of all processes together."""
        return sum(sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()) for pid in self.pids)


def start(case: Case, *more: str) -> Server:
    """`supplyline serve` on a free port (or on that of `more`), once it has told its URL."""
    command = [sys.executable, "-m", "supplyline", "serve", str(case.path), *(() if "--port" in more else ("--port", "0")), *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    if not url:
        raise SystemExit(f"the server did not start (exit code {process.wait()})")
    return Server(process, url)


@contextmanager
def served(case: Case, *more: str) -> Iterator[Server]:
    server = start(case, *more)
    try:
        yield server
    finally:
        server.process.send_signal(signal.SIGINT)
        try:
            server.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait()


class Connection:
    """One keep-alive connection. What comes back is (code, body)."""

    def __init__(self, server: Server) -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = f" HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {server.token}\r\n\r\n".encode()
        self._got = bytearray()
        self._size = -1
        self._body = 0

    def ask(self, path: str) -> None:
        self._got.clear()
        self._size = -1
        self.socket.sendall(b"GET " + path.encode() + self._head)

    def more(self) -> tuple[int, bytes] | None:
        """Read what is there; the answer when it is whole."""
        part = self.socket.recv(2**18)
        if not part:
            raise SystemExit("the server closed a connection")
        self._got += part
        if self._size < 0:
            end = self._got.find(b"\r\n\r\n")
            if end < 0:
                return None
            found = _LENGTH.search(self._got, 0, end + 2)
            self._body = end + 4
            self._size = self._body + (int(found[1]) if found else 0)
        if len(self._got) < self._size:
            return None
        return int(self._got[9:12]), bytes(self._got[self._body :])

    def get(self, path: str) -> tuple[float, int, bytes]:
        """(seconds, code, body)"""
        began = time.perf_counter()
        self.ask(path)
        while (answer := self.more()) is None:
            pass
        return time.perf_counter() - began, *answer


@dataclass
class Reader:
    connection: Connection
    draw: random.Random
    label: str = ""
    path: str = ""
    began: float = 0.0


@dataclass
class Readers:
    """`readers` people at once. Each draws a label of `pages`, then one of its addresses; `pause` draws the seconds that it
    reads before it asks again. `times` are seconds by label."""

    server: Server
    pages: dict[str, Sequence[str]]
    readers: int
    pause: Callable[[random.Random], float] = lambda draw: 0.0
    times: dict[str, list[float]] = field(default_factory=dict)

    def run(self, requests: int) -> float:
        """Ask so many times in all; the seconds that it took."""
        selector = selectors.DefaultSelector()
        labels = list(self.pages)
        waiting: list[tuple[float, int]] = []
        people = []
        for number in range(self.readers):
            reader = Reader(Connection(self.server), random.Random(number))
            selector.register(reader.connection.socket, selectors.EVENT_READ, reader)
            people.append(reader)
            waiting.append((self.pause(reader.draw), number))
        heapq.heapify(waiting)
        number_of = {id(reader): n for n, reader in enumerate(people)}
        began, asked, busy = time.perf_counter(), 0, 0
        while busy or asked < requests:
            now = time.perf_counter() - began
            while waiting and asked < requests and waiting[0][0] <= now:
                reader = people[heapq.heappop(waiting)[1]]
                reader.label = reader.draw.choice(labels)
                reader.path = reader.draw.choice(self.pages[reader.label])
                reader.began = time.perf_counter()
                reader.connection.ask(reader.path)
                asked, busy = asked + 1, busy + 1
            soonest = waiting[0][0] - now if waiting and asked < requests else None
            for key, _ in selector.select(None if soonest is None else max(soonest, 0.0)):
                reader = key.data
                answer = reader.connection.more()
                if answer is None:
                    continue
                ended = time.perf_counter()
                if answer[0] not in (200, 303):
                    raise SystemExit(f"{reader.path}: {answer[0]}")
                self.times.setdefault(reader.label, []).append(ended - reader.began)
                busy -= 1
                heapq.heappush(waiting, (ended - began + self.pause(reader.draw), number_of[id(reader)]))
        took = time.perf_counter() - began
        for reader in people:
            reader.connection.socket.close()
        selector.close()
        return took


def quantiles(times: Sequence[float]) -> tuple[float, float, float]:
    """(p50, p99, most) in milliseconds."""
    ordered = sorted(times)
    p50, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * q))] for q in (0.5, 0.99))
    return p50 * 1000, p99 * 1000, ordered[-1] * 1000


def told(label: str, times: Sequence[float], work: float | None = None) -> str:
    p50, p99, most = quantiles(times)
    done = "" if work is None else f"work {work / len(times) * 1000:5.1f} ms   "
    return f"{label:>24}  p50 {p50:7.1f} ms   p99 {p99:7.1f} ms   most {most:7.1f} ms   {done}({len(times)} answers)"
