"""Which model is asked, where, and how much may it cost?

`endpoint(limits, environ)` puts together what case.toml and the environment say. What the case says of address and model
wins: a variable left over from other work never sends a case elsewhere. The key comes from SUPPLYLINE_LLM_KEY alone and
goes only to the server that SUPPLYLINE_LLM_URL names, so that a case from elsewhere cannot collect it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from supplyline.case.settings import Llm
from supplyline.model import BadInput

URL, MODEL, KEY = "SUPPLYLINE_LLM_URL", "SUPPLYLINE_LLM_MODEL", "SUPPLYLINE_LLM_KEY"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that speaks the protocol, without a slash at its end."""

    url: str
    model: str
    limits: Llm
    key: str = field(default="", repr=False)
    withheld: bool = False  # there is a key, and it is for another server or for none that is named

    @property
    def made_by(self) -> str:
        return f"llm:{self.model}"


def endpoint(limits: Llm, environ: Mapping[str, str]) -> Endpoint:
    """Raises `BadInput` where no address or model is named, or where the address cannot be one."""
    url = (limits.url or environ.get(URL, "")).strip().rstrip("/")
    model = (limits.model or environ.get(MODEL, "")).strip()
    if not url:
        raise BadInput(f"extractor llm: no address of a model; set {URL}, or url under [llm] in case.toml, such as http://localhost:8000/v1")
    if not model:
        raise BadInput(f"extractor llm: no model is named; set {MODEL}, or model under [llm] in case.toml, as the server calls it")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(f"extractor llm: {url!r} is no http or https address; write it as http://localhost:8000/v1")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise BadInput(f"extractor llm: the address of {parts.hostname} holds more than host and path; a key belongs into {KEY} and nowhere else")
    key = environ.get(KEY, "").strip()
    if not key.isascii() or not key.isprintable():
        raise BadInput(f"{KEY}: has characters that no key has; copy it again")
    own = _server(environ.get(URL, "")) == _server(url)
    return Endpoint(url, model, limits, key if own else "", bool(key) and not own)


def _server(url: str) -> tuple[str, str, int | None] | None:
    try:
        parts = urlsplit(url.strip())
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
    return parts.scheme, parts.hostname or "", port
