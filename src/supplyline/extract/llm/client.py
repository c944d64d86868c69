"""How does one question get one answer from a server that speaks the OpenAI protocol, or none?

`ask` posts to `/chat/completions` and tries again, with growing pauses or as long as the server asks for, where the failure
may pass: too many requests, a fault of the server, silence, an answer that breaks off. Any other failure and the last of
these is a `Failed`, whose words name the cause and the mend; `ends` says that no other question would fare better.
Nothing is followed elsewhere (no redirects), no tool is offered, and to this machine itself no proxy is used.
The standard library is enough: one kind of request, whole answers; a client library would be one more dependency.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from supplyline import __version__
from supplyline.extract.llm.budget import Budget
from supplyline.extract.llm.endpoint import KEY, URL, Endpoint

PAUSE = 1.0  # seconds before the second attempt; doubles with each
LONGEST_PAUSE = 60.0  # a server that asks for more is not waited for
MOST_BYTES = 4 << 20
PASSING = {408, 409, 425, 429, 500, 502, 503, 504, 529}
# What servers disagree about: where one refuses the parameter by name, the question goes without it or under its other name.
OPTIONAL = ("response_format", "max_tokens", "temperature", "seed")


class Failed(Exception):
    """No answer. `ends`: the server, not the question, is why."""

    def __init__(self, what: str, mend: str, *, ends: bool) -> None:
        super().__init__(what)
        self.what, self.mend, self.ends = what, mend, ends


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said. `tokens` is what the server counted, or None where it does not say."""

    content: str
    refusal: str
    finish: str
    tokens: int | None


class Passing(Exception):
    """A failure that may pass. `wait`: what the server asks for; `paid`: tokens may have been used."""

    def __init__(self, what: str, wait: float | None = None, *, paid: bool = False, reached: bool = True) -> None:
        super().__init__(what)
        self.wait, self.paid, self.reached = wait, paid, reached


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        return None  # a redirect would carry text and key to where nobody sent them


def ask(endpoint: Endpoint, body: dict[str, Any], budget: Budget, most: int, stop: threading.Event, dropped: set[str]) -> Reply:
    """The reply. `most`: tokens that one attempt may cost; those of the first are reserved by the caller, of each further one
    here. `stop` cuts pauses short; `dropped` gathers the parameters that this server does not take."""
    limits, pause, attempt = endpoint.limits, PAUSE, 0
    for name in OPTIONAL:
        body = _without(body, name) if name in dropped else body
    while True:
        try:
            return _once(endpoint, body)
        except Passing as error:
            if not error.paid:
                budget.back(most)
            wait = pause if error.wait is None else error.wait
            if attempt >= limits.retries or wait > LONGEST_PAUSE or stop.is_set():
                asked = f"; it asks to wait {wait:.0f} seconds" if wait > LONGEST_PAUSE else ""
                times = f" after {attempt + 1} attempts" if attempt else ""
                mend = "is it running, and is the address right? Answers so far are kept: build again to go on"
                raise Failed(f"{error}{times}{asked}", mend, ends=not error.reached or wait > LONGEST_PAUSE) from error
            stop.wait(wait)
            attempt, pause = attempt + 1, pause * 2
        except _Refused as error:
            budget.back(most)
            name = next((p for p in OPTIONAL if p in error.words and p in body), "")
            shorter = _without(body, name) if name else body
            if shorter == body:
                raise Failed(error.what, error.mend, ends=error.ends) from error
            dropped.add(name)
            body = shorter
        if (short := budget.take(1, most)) is not None:
            raise used_up(short)


def used_up(budget: str) -> Failed:
    return Failed(f"the budget of {budget} is used up", f"raise {budget} under [llm] in case.toml, or build again to go on", ends=True)


def _without(body: dict[str, Any], name: str) -> dict[str, Any]:
    """The question as a server takes it that does not know a parameter: under its newer name, in a simpler form, or without."""
    rest = {k: v for k, v in body.items() if k != name}
    if name == "max_tokens" and name in body:
        return rest | {"max_completion_tokens": body[name]}
    if name == "response_format":
        return rest | {name: {"type": "json_object"}}
    return rest


class _Refused(Exception):
    """The server does not take the question as it is."""

    def __init__(self, what: str, mend: str, words: str, *, ends: bool) -> None:
        super().__init__(what)
        self.what, self.mend, self.words, self.ends = what, mend, words, ends


def _once(endpoint: Endpoint, body: dict[str, Any]) -> Reply:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": f"supplyline/{__version__}"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    data = json.dumps(body, ensure_ascii=True, sort_keys=True).encode()
    asked = urllib.request.Request(f"{endpoint.url}/chat/completions", data, headers, method="POST")
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    host = urlsplit(endpoint.url).hostname or ""
    if host in ("localhost", "::1") or host.startswith("127."):
        handlers.append(urllib.request.ProxyHandler({}))
    until = time.monotonic() + endpoint.limits.seconds
    try:
        with urllib.request.build_opener(*handlers).open(asked, timeout=endpoint.limits.seconds) as answer:
            return _reply(_read(answer, until))
    except urllib.error.HTTPError as error:
        with error:
            raise _status(error, endpoint, until) from error
    except TimeoutError as error:
        raise Passing(f"no answer within {endpoint.limits.seconds} seconds", paid=True) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise Passing(f"no answer within {endpoint.limits.seconds} seconds", paid=True) from error
        raise Passing(f"cannot be reached ({error.reason})", reached=False) from error
    except (OSError, http.client.HTTPException) as error:
        raise Passing(f"the answer broke off ({type(error).__name__})", paid=True) from error


def _read(answer: Any, until: float) -> bytes:
    data = bytearray()
    while chunk := answer.read1(1 << 16):
        data += chunk
        if len(data) > MOST_BYTES:
            raise Passing(f"an answer of more than {MOST_BYTES:,} bytes", paid=True)
        if time.monotonic() > until:
            raise TimeoutError
    promised = answer.headers.get("Content-Length", "")
    if promised.isdigit() and int(promised) != len(data):
        raise Passing("the answer broke off", paid=True)
    return bytes(data)


def _reply(data: bytes) -> Reply:
    """What the protocol's answer holds; a whole answer in another protocol may pass (a proxy, a server that starts)."""
    try:
        answer = json.loads(data)
        choice = answer["choices"][0]
        message = choice["message"]
        content, refusal, finish = message.get("content"), message.get("refusal"), choice.get("finish_reason")
        usage = answer.get("usage")
        tokens = usage.get("total_tokens") if isinstance(usage, dict) else None
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise Passing("what it answers is no chat completion", paid=True) from error
    counted = tokens if isinstance(tokens, int) and not isinstance(tokens, bool) and tokens >= 0 else None
    said, refused, end = (v if isinstance(v, str) else "" for v in (content, refusal, finish))
    return Reply(said, refused, end, counted)


def _status(error: urllib.error.HTTPError, endpoint: Endpoint, until: float) -> Exception:
    try:
        words = _read(error, until)[:4000].decode("utf-8", "replace")
    except (OSError, Passing, http.client.HTTPException):
        words = ""
    if endpoint.key:
        words = words.replace(endpoint.key, "…")  # some servers repeat the key that they refuse
    told = plain(_message(words))
    what = f"the server says {error.code}" + (f": {told}" if told else "")
    if error.code in PASSING:
        return Passing(what, _wait(error.headers.get("Retry-After", "")))
    if error.code in (401, 403):
        mend = f"SUPPLYLINE_LLM_KEY goes only to the server that {URL} names: set it to {endpoint.url}" if endpoint.withheld else f"set {KEY} to a key of this server"
        return _Refused(what, mend, "", ends=True)
    if error.code == 404 or 300 <= error.code < 400:
        return _Refused(what, f"is {endpoint.url} the whole address, up to /v1, and does the server have a model {endpoint.model}?", "", ends=True)
    if error.code == 413 or "context_length" in words or "context length" in words:
        return _Refused(what, "the passage is too long for this model; take one that reads more at once", "", ends=False)
    return _Refused(what, "does the server take this model and what is set under [llm] in case.toml?", words, ends=error.code not in (400, 422))


def _message(words: str) -> str:
    try:
        error = json.loads(words)
        error = error.get("error", error)
        return str(error.get("message", "")) if isinstance(error, dict) else str(error)
    except (ValueError, AttributeError, RecursionError):
        return ""  # a page in HTML tells a person nothing here


def plain(words: str, most: int = 120) -> str:
    """Words from outside as they may be printed: one line, no control characters, not long."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in words[: 4 * most]).split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def _wait(header: str) -> float | None:
    """Seconds that Retry-After asks for."""
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
