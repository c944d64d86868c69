"""How does one server use more than one core?

`start(count, …)` starts further servers of the same case, address and token, each a process of its own, and waits until
they answer; the kernel shares out who connects. They need not know of each other: a build is one file that is replaced whole,
its reading index is made by one of them while the others wait, and decisions and drafts are in files that each looks at
for every request, so what one has acknowledged the next answer of any shows. Promises: none of them outlives the first,
however that ends.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import threading
from collections.abc import Callable, Mapping
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any

from supplyline.model import BadInput


def start(count: int, serve: Callable[..., None], *given: Any, **named: Any) -> list[BaseProcess]:
    """`serve(*given, tell=…, **named)` in so many processes, which `tell` once they listen."""
    context = multiprocessing.get_context("spawn")  # fork would share what is open
    out = []
    for _ in range(count):
        theirs, ours = context.Pipe()
        process = context.Process(target=_run, args=(ours, serve, given, named), daemon=True)
        process.start()
        ours.close()
        out.append((process, theirs))
    for process, ready in out:
        if ready not in wait([ready, process.sentinel]) or not ready.poll() or not _said(ready):
            raise BadInput("a further server did not start; what it said is above; try without --processes")
    return [process for process, _ in out]


def _said(ready: Any) -> bool:
    try:
        return bool(ready.recv())
    except EOFError:
        return False


def _run(ready: Any, serve: Callable[..., None], given: tuple[Any, ...], named: Mapping[str, Any]) -> None:
    threading.Thread(target=_end_with_the_first, name="parent", daemon=True).start()
    serve(*given, tell=lambda url: ready.send(True), **named)


def _end_with_the_first() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)  # nothing is lost: what was acknowledged is on disk


def shareable(made: socket.socket) -> None:
    """Let further processes listen at the same address; the kernel shares out who connects."""
    if not hasattr(socket, "SO_REUSEPORT"):
        raise BadInput("--processes: this system cannot share an address between processes")
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
