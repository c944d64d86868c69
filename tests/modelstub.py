"""A server on this machine that speaks the protocol of chat completions and answers as a test tells it to.

`Stub(script)`: `script(passage, body)` gives a `Said` for each request; passages are what stands between the marks. It records
what it was asked.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PASSAGE = re.compile(r"\A<<<report ([0-9a-f]{16})\n(.*)\n<<<end \1\Z", re.S)


@dataclass
class Said:
    """`claims` as the content of a right answer, or anything that a server may do instead."""

    claims: list[dict[str, Any]] | None = None
    content: str | None = None
    message: dict[str, Any] | None = None
    finish: str = "stop"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    wait: float = 0.0
    cut: int = 0  # bytes of the answer that never come
    tokens: int | None = 100

    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw
        content = self.content if self.claims is None else json.dumps({"claims": self.claims}, ensure_ascii=False)
        message = self.message or {"role": "assistant", "content": content}
        usage = {} if self.tokens is None else {"usage": {"prompt_tokens": 1, "total_tokens": self.tokens}}
        return json.dumps({"id": "x", "object": "chat.completion", "choices": [{"index": 0, "message": message, "finish_reason": self.finish}], **usage}).encode()


Script = Callable[[str, dict[str, Any]], Said]


class Stub:
    def __init__(self, script: Script) -> None:
        self.script = script
        self.bodies: list[dict[str, Any]] = []
        self.passages: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Stub:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                found = PASSAGE.match(body["messages"][-1]["content"])
                assert found, body["messages"][-1]
                with stub._lock:
                    stub.bodies.append(body)
                    stub.passages.append(found[2])
                    stub.headers.append({k.lower(): v for k, v in self.headers.items()})
                    stub.paths.append(self.path)
                said = stub.script(found[2], body)
                time.sleep(said.wait)
                data = said.body()
                try:
                    self.send_response(said.status)
                    for name, value in said.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data[: len(data) - said.cut])
                    self.close_connection = said.cut > 0
                except OSError:
                    pass  # who asked has left

            def do_GET(self) -> None:
                with stub._lock:
                    stub.paths.append(f"GET {self.path}")
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def claim(kind: str, evidence: str, roles: list[tuple[str, str]], stance: str = "asserts", **words: Any) -> dict[str, Any]:
    """One claim with every key of the schema."""
    empty = dict.fromkeys(("speaker", "speaker_name", "speaker_role", "cue", "content", "via", "said_on", "value", "change", "period", "count"))
    named = [{"role": r, "text": t, "name": None} for r, t in roles]
    return {"kind": kind, "stance": stance, "evidence": evidence, **empty, "roles": named, "hedges": [], **words}
