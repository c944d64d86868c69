"""What the tests of accounts share: a server that asks for them, and a browser without a screen."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import count
from typing import Any
from urllib.parse import urlencode

import uvicorn

from serving import Answer, Served
from supplyline.accounts import file, people
from supplyline.case.store import Case
from supplyline.serve.app import create
from supplyline.serve.live import Live
from supplyline.serve.oidc import Provider
from supplyline.serve.server import Shared, called, listen
from supplyline.serve.team import Team

_COUNT = count()
PASSWORD = "seven grey herons asleep"
PEOPLE = {"Vera": "viewer", "Ana": "analyst", "Олена": "admin"}


def with_accounts(case: Case) -> Case:
    for name, role in PEOPLE.items():
        people.add(file.place(case.path), name, role, PASSWORD, "the tests")
    return case


@dataclass
class Person:
    """A browser: it keeps cookies and finds the form's token on the page that it looks at."""

    served: Served
    address: str = field(default_factory=lambda: f"10.0.{next(_COUNT)}.1")  # as a trusted proxy would tell it
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        said = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}
        if self.address:
            said["X-Forwarded-For"] = self.address
        answer = self.served.ask(path, method, body, **(said | headers))
        for line in answer.headers.get("set-cookie", "").split("\n"):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0" or "1970" in morsel["expires"]:
                    del self.cookies[name]
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask(path, **headers)

    def post(self, path: str, fields: Sequence[tuple[str, str]] = (), on: str = "/account", **headers: str) -> Answer:
        """A form of the page `on`."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get(on).text)
        token = found[1] if found else ""
        said = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.served.host}"}
        return self.ask(path, "POST", urlencode([("csrf", token), *fields]).encode(), **(said | headers))

    def login(self, name: str, password: str = PASSWORD, next: str = "/", **headers: str) -> Answer:
        return self.post("/login", [("name", name), ("password", password), ("next", next)], on="/login", **headers)

    @property
    def session(self) -> str:
        return self.cookies.get(f"supplyline-{self.served.port}", "")


def person(served: Served, name: str, **more: Any) -> Person:
    made = Person(served, **more)
    assert made.login(name).code == 303
    return made


@contextmanager
def teaming(case: Case, shared: Shared | None = None, provider: Provider | None = None, trusted: Sequence[str] = ("127.0.0.1",)) -> Iterator[tuple[Served, Team]]:
    """A server with accounts, over plain HTTP so that the tests read along, or as a proxy that speaks TLS would ask it; it
    takes the word of that proxy for who asks."""
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    live = Live(case)
    team = Team(file.place(case.path), port, bool(shared and shared.secure), provider)
    config = uvicorn.Config(create(live, team.visitor, called("127.0.0.1", port, shared or Shared()), team), log_level="error", lifespan="off", http="h11", proxy_headers=bool(trusted), forwarded_allow_ips=list(trusted))
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield Served(port, live), team
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listening.close()
