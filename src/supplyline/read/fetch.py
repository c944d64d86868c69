"""How do the bytes at an address come whole, or not at all?

`fetch(address, known)` asks once, over http or https, and gives the bytes with what the server said of them, or None where
nothing changed since `known`. A body that ends early, grows beyond a bound or takes longer than its time, an error of the
server and a redirect to anything but http(s) are a `BadInput` that names the address; nothing half is ever given back.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from supplyline import __version__
from supplyline.model import BadInput

MOST_BYTES = 1 << 30
SECONDS, SILENCE = 600.0, 30.0  # for all of it; until the next bytes
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a server calls the version that it sent."""

    etag: str = ""
    modified: str = ""

    @property
    def day(self) -> str | None:
        """The day of its last change, as ISO."""
        try:
            return parsedate_to_datetime(self.modified).date().isoformat()
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Fetched:
    data: bytes
    stamp: Stamp


class _Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):  # urllib itself leaves out file: and the like
            raise BadInput(f"{req.full_url}: sends on to {newurl[:200]}, which is not followed. Look at the address in a browser.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(address: str, known: Stamp | None = None, *, seconds: float = SECONDS, silence: float = SILENCE, most: int = MOST_BYTES) -> Fetched | None:
    if not address.startswith(("http://", "https://")):
        raise BadInput(f"{address}: no http or https address")
    asked = urllib.request.Request(address, headers={"User-Agent": f"supplyline/{__version__}", "Accept": "*/*"})
    if known is not None and known.etag:
        asked.add_header("If-None-Match", known.etag)
    if known is not None and known.modified:
        asked.add_header("If-Modified-Since", known.modified)
    until = time.monotonic() + seconds
    try:
        with urllib.request.build_opener(_Redirects).open(asked, timeout=silence) as answer:
            data = bytearray()
            while chunk := answer.read1(_CHUNK):
                data += chunk
                if len(data) > most:
                    raise BadInput(f"{address}: more than {most:,} bytes; that is no list. Look at the address in a browser.")
                if time.monotonic() > until:
                    raise BadInput(f"{address}: not there after {seconds:g} seconds; try again, or fetch it by hand and use --from")
            promised = answer.headers.get("Content-Length", "")
            if promised.isdigit() and int(promised) != len(data):
                raise BadInput(f"{address}: {len(data):,} of {int(promised):,} bytes came; try again")
            return Fetched(bytes(data), Stamp(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")))
    except urllib.error.HTTPError as error:
        with error:
            if error.code == http.HTTPStatus.NOT_MODIFIED and known is not None:
                return None
            raise BadInput(f"{address}: the server says {error.code} {error.reason}; look at the address in a browser, or use --from") from error
    except http.client.HTTPException as error:
        raise BadInput(f"{address}: the answer broke off ({type(error).__name__}); try again") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", None) or error
        raise BadInput(f"{address}: cannot be reached ({why}); is there a network? With files at hand use --from FOLDER") from error
