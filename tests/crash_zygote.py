"""Forks a child for each line of stdin ("add SECONDS CASE", decide, build), kills it after so many
seconds (-1: never) and tells how long it lived, whether it was killed, and its exit status. Imports
are paid once, so a test can kill many children at many instants. A child writes each thing it was promised to CASE/done before it goes on."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from case_corpus import EVERYTHING
from supplyline import pipeline
from supplyline.case import store

DECISIONS = 8


def add(case: store.Case, done: int) -> None:
    for addition in [*EVERYTHING, *EVERYTHING[:2]]:
        original = case.add_originals([addition])[0]
        os.write(done, f"{original.sha256}\n".encode())


def decide(case: store.Case, done: int) -> None:
    claims = (case.path / "claims").read_text().split()
    for claim in claims[len(case.decisions()) : DECISIONS]:
        decision = case.decide("confirm", [claim], by="Ada", because="read")
        os.write(done, f"{decision.id}\n".encode())


def build(case: store.Case, done: int) -> None:
    pipeline.build(case)


def main() -> None:
    for line in sys.stdin:
        verb, seconds, place = line.split(maxsplit=2)
        start = time.perf_counter()
        child = os.fork()
        if child == 0:
            try:
                case = store.open_case(Path(place.strip()))
                done = os.open(case.path / "done", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
                {"add": add, "decide": decide, "build": build}[verb](case, done)
                os._exit(0)
            finally:
                os._exit(1)
        if float(seconds) >= 0:
            time.sleep(float(seconds))
            os.kill(child, signal.SIGKILL)  # not yet waited for, so the number is still the child's
        status = os.waitpid(child, 0)[1]
        killed = os.WIFSIGNALED(status)
        print(time.perf_counter() - start, int(killed), os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
