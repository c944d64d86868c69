"""Whom does a provider of OpenID Connect vouch for?

The authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636, RFC 9207): `begin` gives the address at the provider
to go to, `finish` takes what the browser came back with and gives the `Identity`. State, nonce and verifier are made from one
random value that the browser keeps in a signed cookie, so nothing is held here and a restart loses nobody. The ID token is
checked by joserfc against the provider's keys. Promises: what is wrong in any step is `BadInput` that names the step, and
nobody is let in; no algorithm without a public key is taken; the secret is sent to the provider's token endpoint alone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from supplyline import __version__
from supplyline.accounts.people import ROLES
from supplyline.case.settings import Oidc
from supplyline.model import BadInput
from supplyline.serve.visitor import inside, same

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
MINUTES, LEEWAY = 10, 60  # to log in at the provider; seconds that two clocks may differ
_SECONDS, _MOST, _KEPT = 10.0, 1 << 20, 3600.0
_OFTEN = 60.0  # seconds between two looks for a key that is not known


@dataclass(frozen=True, slots=True)
class Identity:
    """`email` is empty where the provider does not say that it verified it."""

    issuer: str
    subject: str
    email: str
    next: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A login on its way: where to go, and what the browser keeps meanwhile."""

    address: str
    cookie: str


def configured(settings: Oidc, env: Mapping[str, str]) -> Oidc | None:
    """The provider that case.toml or the environment names; None where neither does."""
    issuer = env.get("SUPPLYLINE_OIDC_ISSUER", "") or settings.issuer
    client = env.get("SUPPLYLINE_OIDC_CLIENT", "") or settings.client
    if not issuer and not client:
        return None
    if not issuer or not client:
        raise BadInput("OpenID Connect needs the issuer and the client: [oidc] in case.toml, or SUPPLYLINE_OIDC_ISSUER and SUPPLYLINE_OIDC_CLIENT")
    if settings.create and settings.create not in ROLES[:2]:
        raise BadInput(f"oidc.create: {settings.create!r} is no role that may be given unasked; take viewer or analyst, or leave it empty")
    _safe(issuer, "the issuer")
    return Oidc(issuer, client, settings.create)


def _safe(address: object, what: str) -> str:
    """An address over TLS; without it only on this machine."""
    parts = urlsplit(address if isinstance(address, str) else "")
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost"))):
        return str(address)
    raise BadInput(f"OpenID Connect: {what} is {str(address)[:200]!r}; an https address is needed")


class Provider:
    def __init__(self, client: Oidc, secret: str, sealed: str) -> None:
        """`secret` is the client's, empty for a public one; `sealed` what cookies are signed with."""
        try:
            import joserfc  # noqa: F401
        except ImportError as error:
            raise BadInput(f"OpenID Connect needs the package joserfc ({error}): pip install 'supplyline[oidc]'") from error
        self.client, self._secret, self._sealed = client, secret, sealed.encode()
        self._lock = threading.Lock()
        self._described: tuple[float, dict[str, Any]] = (0.0, {})
        self._keys: tuple[float, dict[str, Any]] = (0.0, {})

    # ------------------------------------------------------------ the flow

    def begin(self, base: str, next: str) -> Flow:
        """`base` is this server's own origin, as the browser calls it."""
        described = self._metadata()
        flow = secrets.token_urlsafe(32)
        verifier = self._made("verifier", flow)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code", "client_id": self.client.client, "redirect_uri": f"{base}/login/oidc/callback", "scope": "openid email",
            "state": self._made("state", flow), "nonce": self._made("nonce", flow), "code_challenge": challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        where = _safe(described.get("authorization_endpoint"), "the authorization endpoint")
        kept = base64.urlsafe_b64encode(json.dumps([flow, int(time.time()), next]).encode()).decode()
        return Flow(f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}", f"{kept}.{self._made('cookie', kept)}")

    def finish(self, base: str, cookie: str, query: Mapping[str, str]) -> Identity:
        flow, next = self._opened(cookie)
        if not same(query.get("state", ""), self._made("state", flow)):
            raise BadInput("this answer belongs to another login; begin again")
        if query.get("iss", self.client.issuer) != self.client.issuer:
            raise BadInput("this answer comes from another provider; begin again")
        if "error" in query:
            raise BadInput(f"the provider refused: {_plain(query['error'])}")
        if not query.get("code"):
            raise BadInput("the provider sent no code; begin again")
        form = {"grant_type": "authorization_code", "code": query["code"], "redirect_uri": f"{base}/login/oidc/callback", "code_verifier": self._made("verifier", flow)}
        answer = self._token(form)
        claims = self._verified(answer.get("id_token"), self._made("nonce", flow))
        email = claims.get("email") if claims.get("email_verified") is True else ""
        return Identity(self.client.issuer, claims["sub"], email if isinstance(email, str) else "", inside(next, "/"))

    def _made(self, what: str, value: str) -> str:
        digest = hmac.new(self._sealed, f"oidc {what} {value}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def _opened(self, cookie: str) -> tuple[str, str]:
        kept, _, seal = cookie.partition(".")
        if not kept or not same(seal, self._made("cookie", kept)):
            raise BadInput("this browser did not begin a login here, or has kept no cookie of it; begin again")
        flow, at, next = json.loads(base64.urlsafe_b64decode(kept))
        if not 0 <= time.time() - at <= MINUTES * 60:
            raise BadInput(f"the login took more than {MINUTES} minutes; begin again")
        return str(flow), str(next)

    # ------------------------------------------------------------ what the provider says

    def _metadata(self) -> dict[str, Any]:
        with self._lock:
            at, found = self._described
        if found and time.monotonic() - at < _KEPT:
            return found
        issuer = self.client.issuer
        found = _object(_asked(f"{issuer.rstrip('/')}/.well-known/openid-configuration"), "the provider's configuration")
        if found.get("issuer") != issuer:
            raise BadInput(f"OpenID Connect: {issuer} calls itself {_plain(found.get('issuer'))}; write the issuer exactly so")
        with self._lock:
            self._described = (time.monotonic(), found)
        return found

    def _token(self, form: dict[str, str]) -> dict[str, Any]:
        described = self._metadata()
        where = _safe(described.get("token_endpoint"), "the token endpoint")
        headers: dict[str, str] = {}
        known = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if self._secret and "client_secret_basic" in known:
            pair = f"{quote(self.client.client, safe='')}:{quote(self._secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form = {**form, "client_id": self.client.client} | ({"client_secret": self._secret} if self._secret else {})
        return _object(_asked(where, form, headers), "the provider's answer")

    def _key_set(self, kid: object) -> dict[str, Any]:
        """The provider's keys; looked up again where one is not known, but not at everybody's bidding."""
        with self._lock:
            at, found = self._keys
        age = time.monotonic() - at
        known = bool(found) and any(k.get("kid") == kid for k in found["keys"])
        if not found or age > _KEPT or (not known and age > _OFTEN):
            where = _safe(self._metadata().get("jwks_uri"), "the address of the keys")
            found = _object(_asked(where), "the provider's keys")
            if not isinstance(found.get("keys"), list) or not all(isinstance(k, dict) for k in found["keys"]):
                raise BadInput("OpenID Connect: the provider's keys are no set of keys")
            with self._lock:
                self._keys = (time.monotonic(), found)
        return found

    def _verified(self, token: object, nonce: str) -> dict[str, Any]:
        """The claims of an ID token whose signature, issuer, audience, times and nonce are right."""
        from joserfc import jws, jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        if not isinstance(token, str):
            raise BadInput("the provider sent no ID token")
        try:
            kid = jws.extract_compact(token.encode()).headers().get("kid")
            public = [k for k in self._key_set(kid)["keys"] if k.get("kty") in ("RSA", "EC", "OKP") and k.get("use", "sig") == "sig"]
            decoded = jwt.decode(token, KeySet.import_key_set({"keys": public}), algorithms=ALGORITHMS)
            claims = dict(decoded.claims)
            jwt.JWTClaimsRegistry(
                leeway=LEEWAY, iss={"essential": True, "value": self.client.issuer}, aud={"essential": True, "value": self.client.client},
                exp={"essential": True}, iat={"essential": True}, sub={"essential": True}, nonce={"essential": True, "value": nonce},
            ).validate(claims)  # fmt: skip
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise BadInput(f"the provider's ID token is not valid: {_plain(error) or type(error).__name__}") from error
        audience = claims["aud"]
        if ((isinstance(audience, list) and len(audience) > 1) or "azp" in claims) and claims.get("azp") != self.client.client:
            raise BadInput("the provider's ID token is not valid: it was made for another program (azp)")
        if not isinstance(claims["sub"], str) or len(claims["sub"]) > 255:
            raise BadInput("the provider's ID token is not valid: sub is no text of at most 255 characters")
        return claims


def _plain(value: object) -> str:
    return "".join(c if c.isprintable() else " " for c in str(value))[:200]


def _object(data: bytes, what: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadInput(f"OpenID Connect: {what} is no JSON object")
    return found


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """What is sent on would carry the secret elsewhere."""


def _asked(address: str, form: dict[str, str] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
    said = {"User-Agent": f"supplyline/{__version__}", "Accept": "application/json", **(headers or {})}
    asked = urllib.request.Request(address, urlencode(form).encode() if form is not None else None, said)
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if urlsplit(address).scheme == "http":  # on this machine: no proxy of the environment
        handlers.append(urllib.request.ProxyHandler({}))
    where = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}"
    try:
        with urllib.request.build_opener(*handlers).open(asked, timeout=_SECONDS) as answer:
            data: bytes = answer.read(_MOST + 1)
    except urllib.error.HTTPError as error:
        with error:
            raise BadInput(f"OpenID Connect: {where} answers {error.code}") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"OpenID Connect: {where} cannot be reached ({_plain(getattr(error, 'reason', error))})") from error
    if len(data) > _MOST:
        raise BadInput(f"OpenID Connect: {where} sends more than {_MOST} bytes")
    return data
