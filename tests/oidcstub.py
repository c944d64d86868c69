"""A provider of OpenID Connect for the tests: it speaks the protocol with real keys, holds the client to it, and lies on request."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET = "bench", "s3cret of+the/client"
Claims = dict[str, Any]


@dataclass
class Stub:
    port: int = 0
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    published: list[Any] = field(default_factory=list)
    person: Claims = field(default_factory=lambda: {"sub": "u-1", "email": "ana@example.org", "email_verified": True})
    lie: Callable[[Claims], Claims] = lambda claims: claims  # of what it signs
    sign: Callable[[Claims], str] | None = None  # in another way than it should
    said: dict[str, Any] = field(default_factory=dict)  # what its configuration says otherwise
    back: dict[str, str] = field(default_factory=dict)  # what the browser is sent back with otherwise
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # what a client did against the protocol

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def configuration(self) -> Claims:
        at = self.issuer
        return {
            "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token", "jwks_uri": f"{at}/keys",
            "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
        } | self.said  # fmt: skip

    def keys(self) -> Claims:
        return {"keys": [k.as_dict(private=False) for k in (self.published or [self.key])]}

    def claims(self, nonce: str) -> Claims:
        now = int(time.time())
        return {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.person}

    def signed(self, claims: Claims) -> str:
        if self.sign is not None:
            return self.sign(claims)
        return jwt.encode({"alg": "ES256" if isinstance(self.key, ECKey) else "RS256", "kid": self.key.kid}, claims, self.key)

    def authorize(self, query: dict[str, str]) -> str:
        """The person agrees at once: the address to go back to."""
        for name, value in {"response_type": "code", "client_id": CLIENT, "code_challenge_method": "S256"}.items():
            if query.get(name) != value:
                self.wrong.append(f"authorize: {name}={query.get(name)}")
        if "openid" not in query.get("scope", "").split() or len(query.get("state", "")) < 20 or len(query.get("nonce", "")) < 20 or len(query.get("code_challenge", "")) != 43:
            self.wrong.append(f"authorize: {query}")
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'iss': self.issuer} | self.back)}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, Claims]:
        pair = f"{CLIENT}:{SECRET}"
        given = ":".join(unquote(p) for p in base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":", 1)) if authorization else f"{form.get('client_id')}:{form.get('client_secret')}"
        asked = self.codes.pop(form.get("code", ""), None)
        if given != pair:
            return 401, {"error": "invalid_client"}
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if asked is None or form.get("grant_type") != "authorization_code" or asked["redirect_uri"] != form.get("redirect_uri") or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.signed(self.lie(self.claims(asked["nonce"])))}


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(value if isinstance(value, bytes) else json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(claims: Claims) -> str:
    """alg none, as it would be written by hand."""
    return f"{_part({'alg': 'none', 'kid': 'one'})}.{_part(claims)}."


def by_public_key(stub: Stub) -> Callable[[Claims], str]:
    """HS256 with the published key as the secret: what a verifier that trusts the header would take."""

    def sign(claims: Claims) -> str:
        said = f"{_part({'alg': 'HS256', 'kid': 'one'})}.{_part(claims)}"
        return f"{said}.{_part(hmac.digest(stub.key.as_pem(private=False), said.encode(), 'sha256'))}"

    return sign


@contextmanager
def provider() -> Iterator[Stub]:
    stub = Stub()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

        def answer(self, code: int, value: Any) -> None:
            body = json.dumps(value).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
            stub.asked.append(path)
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", stub.authorize(query))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif path == "/moved":
                self.send_response(302)
                self.send_header("Location", f"{stub.issuer}/keys")
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                found = {"/.well-known/openid-configuration": stub.configuration, "/keys": stub.keys}.get(path)
                self.answer(200 if found else 404, found() if found else {})

        def do_POST(self) -> None:
            form = {k: v[0] for k, v in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
            stub.asked.append(urlsplit(self.path).path)
            self.answer(*stub.token(form, self.headers.get("Authorization", "")))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
