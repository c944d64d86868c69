"""What the tests of the workbench share: a real server in a thread, and a client that says what it got."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import uvicorn
from lxml import html

from supplyline.case.store import Case
from supplyline.serve.app import create
from supplyline.serve.guard import Site
from supplyline.serve.live import Live
from supplyline.serve.server import listen, names
from supplyline.serve.visitor import alone, csrf_of

TOKEN = "a-token-of-the-tests"


@dataclass(frozen=True)
class Answer:
    code: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def tree(self) -> Any:
        return html.document_fromstring(self.text)

    @property
    def main(self) -> str:
        """The words of the page's own part."""
        (found,) = self.tree.xpath("//main")
        return " ".join(found.text_content().split())

    def links(self, pattern: str) -> list[str]:
        return [a for a in self.tree.xpath("//main//@href") if re.fullmatch(pattern, a)]


@dataclass
class Served:
    port: int
    live: Live

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """A request without anything that would let it in."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            headers: dict[str, str] = {}
            for name, value in answer.getheaders():  # of cookies there may be several
                headers[name.lower()] = f"{headers[name.lower()]}\n{value}" if name.lower() in headers else value
            return Answer(answer.status, headers, answer.read().decode("utf-8"))
        finally:
            connection.close()

    @property
    def cookie(self) -> str:
        return f"supplyline-{self.port}={TOKEN}"

    def get(self, path: str, **headers: str) -> Answer:
        """As a browser asks that has opened the URL."""
        return self.ask(path, Cookie=self.cookie, **headers)

    def post(self, path: str, fields: list[tuple[str, str]], **headers: str) -> Answer:
        """A form of a page."""
        body = urlencode([("csrf", csrf_of(TOKEN)), *fields]).encode()
        asked = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"}
        return self.ask(path, "POST", body, **(asked | headers))

    def send(self, path: str, value: Any, **headers: str) -> Answer:
        """JSON, as a program sends it."""
        asked = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        return self.ask(path, "POST", json.dumps(value).encode(), **(asked | headers))

    def decide(self, verb: str, *targets: str, names: tuple[str, ...] = (), back: str = "/") -> Answer:
        fields = [("verb", verb), ("by", "A. Analyst"), ("because", "as the page shows"), ("back", back)]
        return self.post("/decide", fields + [("target", t) for t in targets] + [("name", n) for n in names])


@contextmanager
def serving(case: Case) -> Iterator[Served]:
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    live = Live(case)
    config = uvicorn.Config(create(live, alone(TOKEN, port), Site(names("127.0.0.1", port))), log_level="error", lifespan="off", http="h11")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield Served(port, live)
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listening.close()


def follow(page: Any, where: Any) -> None:
    """Click what leads to another page (a selector, or a locator) and wait until that page is there: a click alone comes back at its first bytes."""
    with page.expect_navigation():
        page.click(where) if isinstance(where, str) else where.click()
