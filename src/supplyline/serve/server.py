"""How is the workbench started, and who can reach it?

`serve(case, port)` opens it on this machine alone: the address is 127.0.0.1, the token of the session is in the URL that is
printed, and it is another one each time. With `shared`, whoever has an account in the case reaches it: on every address of
`Shared.host`, over TLS of its own or behind a proxy that speaks TLS. Beyond this machine nothing is served without accounts.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import secrets
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.concurrency import run_in_threadpool

from supplyline.accounts import file, people
from supplyline.case import settings
from supplyline.case.store import Case
from supplyline.model import BadInput
from supplyline.serve import beside, oidc
from supplyline.serve.app import create
from supplyline.serve.guard import Site
from supplyline.serve.live import Live
from supplyline.serve.team import Team
from supplyline.serve.visitor import alone

PORT = 8640
HOST = "127.0.0.1"
_MANY = 400  # connections at once; more are told to come back


@dataclass(frozen=True, slots=True)
class Shared:
    """How a workbench with accounts is reached: `names` are what browsers call it, with a port where it is another one;
    `proxies` the addresses or networks whose word on who asks is taken."""

    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()

    @property
    def secure(self) -> bool:
        return self.certificate is not None or bool(self.proxies)


def loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        raise BadInput(f"--proxy {text[:80]}: write the proxy's address, such as 127.0.0.1, or its network, such as 10.0.0.0/24") from None
    return text


def _tls(shared: Shared) -> dict[str, Any]:
    """What the server needs to speak TLS by the two files, which are tried first."""
    if shared.certificate is None:
        if shared.key is not None:
            raise BadInput("--keyfile needs the certificate too: --certfile FILE")
        return {}
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(shared.certificate, shared.key, password=lambda: "")
    except OSError as error:  # ssl.SSLError too
        raise BadInput(f"{shared.certificate}{f', {shared.key}' if shared.key else ''}: no certificate with its key ({error.strerror or error}); both are PEM files, the key without a password") from error
    return {"ssl_certfile": str(shared.certificate), "ssl_keyfile": str(shared.key) if shared.key else None}


def called(host: str, port: int, shared: Shared) -> Site:
    """The names by which browsers may call a shared server."""
    own = {shared_name(n) for n in shared.names}
    usual = "443" if shared.secure else "80"
    found = names(HOST if host in ("0.0.0.0", "::") else host, port)
    if host in ("0.0.0.0", "::") or not own:
        own |= {socket.gethostname().lower(), socket.getfqdn().lower()}
    for name in own:
        bare, at = _parted(name)
        found |= {f"{bare}:{at}"} | ({bare} if at == usual else set()) if at else {f"{bare}:{port}", bare}
    return Site(found, shared.secure, by_number=True)


def _parted(name: str) -> tuple[str, str]:
    if name.startswith("["):
        bare, _, at = name.rpartition("]:")
        return (f"{bare}]", at) if bare else (name, "")
    bare, _, at = name.partition(":")
    return bare, at


def shared_name(text: str) -> str:
    name = text.strip().lower()
    bare, at = _parted(name)
    if not bare or not all(c.isascii() and (c.isalnum() or c in ".-_[]:") for c in bare) or (at and not at.isdigit()):
        raise BadInput(f"--name {text[:80]}: write what browsers call this server, such as bench.example.org or bench.example.org:8443")
    return name


def team_of(case: Case, port: int, shared: Shared) -> Team:
    """The accounts of a case, ready to be asked; a case that has none is refused."""
    path = file.place(case.path)
    if not people.everybody(path):
        raise BadInput(
            f"this case has no accounts, and without them only this machine is served; make one, then start again: "
            f"supplyline accounts {case.path} add NAME admin (or tunnel: ssh -L {PORT}:127.0.0.1:{PORT} HOST)"
        )
    file.prepare(path)  # its mode, and tables of a later version
    client = oidc.configured(settings.oidc(case.path / "case.toml"), os.environ)
    provider = oidc.Provider(client, os.environ.get("SUPPLYLINE_OIDC_SECRET", ""), file.secret(path)) if client else None
    return Team(path, port, shared.secure, provider)


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
    shared: Shared | None = None, processes: int = 1, first: bool = True,
) -> None:  # fmt: skip
    """Serve until Ctrl-C. `tell` gets the URL to open, `progress` what takes long; port 0 is any that is free. With `shared`,
    and on an address that others can reach, accounts are asked for. `processes` that share the address answer; all but the
    `first` are started by it."""
    host = HOST if host == "localhost" else host
    if shared is None and not loopback(host):
        shared = Shared()
    options: dict[str, Any] = {"proxy_headers": False}  # whom a request comes from is what the connection says
    if shared is not None:
        team_of(case, port, shared)  # what is missing is said before anything takes long
        for name in shared.names:
            shared_name(name)
        if shared.proxies:
            options = {"proxy_headers": True, "forwarded_allow_ips": [_network(p) for p in shared.proxies]}
        options |= _tls(shared)
    live = Live(case, progress)
    if first and processes > 1:
        listen(host, port).close()  # an address that another program has is shared with none of it
    listening = listen(host, port, processes > 1)
    port = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    if shared is None:
        token = token or secrets.token_urlsafe(24)
    if first:
        beside.start(processes - 1, serve, case, port, host, token=token, shared=shared, processes=processes, first=False)
    if shared is not None:
        team = team_of(case, port, shared)
        app, url = create(live, team.visitor, called(host, port, shared), team), _opened(shown, port, shared)
    else:
        app, url = create(live, alone(token or "", port), Site(names(host, port))), f"http://{shown}:{port}/?token={token}"
    config = uvicorn.Config(
        app, http="h11", ws="none", loop="asyncio", lifespan="off", log_level="warning", access_log=False, server_header=False, date_header=False,
        timeout_graceful_shutdown=3, limit_concurrency=_MANY if shared else None, **options,
    )  # fmt: skip
    server = uvicorn.Server(config)
    asyncio.run(run_in_threadpool(int))  # opens what the first page that is made in a thread would wait for
    live.start()
    tell(url)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        live.stop()
        listening.close()


def _opened(shown: str, port: int, shared: Shared) -> str:
    """What to open in a browser."""
    if shared.names:
        name = shared_name(shared.names[0])
        direct = not shared.proxies and not _parted(name)[1]
        return f"{'https' if shared.secure else 'http'}://{name}{f':{port}' if direct else ''}/"
    host = socket.gethostname() if shown in ("0.0.0.0", "[::]") else shown
    return f"{'https' if shared.secure else 'http'}://{host}:{port}/"
