"""How is the workbench started, and who can reach it?

`serve(case, port)` opens it on this machine alone: the address is 127.0.0.1, the token of the session is in the URL that
is printed, and it is another one each time. Beyond this machine there would have to be accounts; until there are, any
other address is refused.
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import socket
from collections.abc import Callable

import uvicorn
from starlette.concurrency import run_in_threadpool

from supplyline.case.store import Case
from supplyline.model import BadInput
from supplyline.serve import beside
from supplyline.serve.app import create
from supplyline.serve.live import Live

PORT = 8640
HOST = "127.0.0.1"


def loopback(host: str) -> str:
    """The address to listen on; one that others can reach is refused."""
    if host == "localhost":
        return HOST
    try:
        if ipaddress.ip_address(host).is_loopback:
            return host
    except ValueError:
        pass
    raise BadInput(
        f"{host}: the workbench opens on this machine alone (127.0.0.1), for it has no accounts yet; "
        f"to reach it from another machine, tunnel: ssh -L {PORT}:127.0.0.1:{PORT} …"
    )


def names(host: str, port: int) -> frozenset[str]:
    """What a browser may call this server."""
    shown = f"[{host}]" if ":" in host else host
    return frozenset(f"{name}:{port}" for name in {shown, "127.0.0.1", "localhost"})


def listen(host: str, port: int, share: bool = False) -> socket.socket:
    """A socket that listens; port 0 is any that is free. With `share`, further processes may listen at the same address."""
    # The protocol is named, for asyncio sends at once (TCP_NODELAY) only where it is: else every answer waits 40 ms.
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if share:
        beside.shareable(made)
    try:
        made.bind((host, port))
        made.listen(128)  # from here on who opens the URL waits and is not refused
    except OSError as error:
        made.close()
        raise BadInput(f"{host}:{port} cannot be used ({error.strerror}); another server may run there: take another --port") from error
    return made


def serve(
    case: Case, port: int = PORT, host: str = HOST, tell: Callable[[str], None] = print, progress: Callable[[str], None] | None = None, token: str | None = None,
    processes: int = 1, first: bool = True,
) -> None:  # fmt: skip
    """Serve until Ctrl-C. `tell` gets the URL to open, `progress` what takes long; port 0 is any that is free. `processes` that
    share the address answer; all but the `first` are started by it."""
    host = loopback(host)
    live = Live(case, progress)
    if first and processes > 1:
        listen(host, port).close()  # an address that another program has is shared with none of it
    listening = listen(host, port, processes > 1)
    port = listening.getsockname()[1]
    token = token or secrets.token_urlsafe(24)
    if first:
        beside.start(processes - 1, serve, case, port, host, token=token, processes=processes, first=False)
    app = create(live, token, names(host, port), port)
    server = uvicorn.Server(
        uvicorn.Config(
            app, http="h11", ws="none", loop="asyncio", lifespan="off", log_level="warning", access_log=False, server_header=False, date_header=False,
            timeout_graceful_shutdown=3,
        )
    )  # fmt: skip
    shown = f"[{host}]" if ":" in host else host
    asyncio.run(run_in_threadpool(int))  # opens what the first page that is made in a thread would wait for
    live.start()
    tell(f"http://{shown}:{port}/?token={token}")
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        live.stop()
        listening.close()
