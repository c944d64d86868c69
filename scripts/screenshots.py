"""What does a brief look like? `python scripts/screenshots.py BRIEF OUTDIR` takes three pictures.

brief.png (1280×800, light), brief-dark.png and brief-phone.png (360×760), with the Chromium of this
machine through Playwright; nothing is loaded from a network.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

SHOTS: tuple[tuple[str, int, int, Literal["light", "dark"]], ...] = (
    ("brief.png", 1280, 800, "light"),
    ("brief-dark.png", 1280, 800, "dark"),
    ("brief-phone.png", 360, 760, "light"),
)
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main(brief: Path, out: Path) -> int:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no chromium here; install it (apt-get install chromium) and run again", file=sys.stderr)
        return 2
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        for name, width, height, scheme in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(brief.resolve().as_uri())
            page.screenshot(path=out / name)
            page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python scripts/screenshots.py BRIEF OUTDIR")
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
