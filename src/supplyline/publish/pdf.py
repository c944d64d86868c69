"""How does a page become a PDF?

`of_html(page, at)` has a Chromium of this machine print it; there is no other way here, and where there is none `NoChromium`
says so. Promises: the page loads nothing, and Chromium is given no network name to ask for; dates inside the file are `at`,
so that the same page and the same Chromium give the same bytes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from supplyline.model import SupplylineError

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WAIT = 120  # seconds
UNDATED = "1970-01-01T00:00:00+00:00"  # a brief of a whole build has no hour of its own
_DATE = re.compile(rb"/(CreationDate|ModDate) \((D:[^)]*)\)")


class NoChromium(SupplylineError):
    """There is no Chromium here, or it does not print."""


def chromium() -> str | None:
    """The Chromium of this machine."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def of_html(page: str, at: str) -> bytes:
    """The PDF of one self-contained page; `at` is an ISO time in UTC."""
    program = chromium()
    if program is None:
        raise NoChromium(f"a PDF is printed by Chromium, and none of {', '.join(PROGRAMS)} is on this machine: install one, or open the HTML in a browser and print it")
    with tempfile.TemporaryDirectory(prefix="supplyline-pdf-") as folder:
        source, out = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            program, "--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={folder}/profile", "--no-pdf-header-footer", f"--print-to-pdf={out}", source.as_uri(),
        ]  # fmt: skip
        if os.geteuid() == 0:  # Chromium's sandbox refuses root; the page runs nothing
            command.insert(1, "--no-sandbox")
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=WAIT, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoChromium(f"{Path(program).name} did not print the page ({type(error).__name__}); open the HTML in a browser and print it") from error
        if not out.exists():
            told = next((line for line in reversed(done.stderr.splitlines()) if line.strip()), "it said nothing")
            raise NoChromium(f"{Path(program).name} did not print the page (exit code {done.returncode}: {told[:200]}); open the HTML in a browser and print it")
        return _dated(out.read_bytes(), at)


def _dated(data: bytes, at: str) -> bytes:
    """Chromium writes the hour of printing; a date of the same length keeps every offset of the file."""
    when = datetime.fromisoformat(at).strftime("D:%Y%m%d%H%M%S+00'00'").encode()
    return _DATE.sub(lambda m: b"/%s (%s)" % (m[1], when[: len(m[2])].ljust(len(m[2]))), data)
