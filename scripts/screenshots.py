"""What do the brief and the workbench look like?

    python scripts/screenshots.py BRIEF OUTDIR     brief.png, brief-dark.png, brief-phone.png
    python scripts/screenshots.py CASE OUTDIR      each page of the workbench, the same three ways

BRIEF is an HTML file, CASE the folder of a built case. Pictures are 1280×800, light and dark, and 360×760, with the
Chromium of this machine through Playwright; nothing is loaded from a network.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import sync_playwright

SHOTS: tuple[tuple[str, int, int, Literal["light", "dark"]], ...] = (
    ("", 1280, 800, "light"),
    ("-dark", 1280, 800, "dark"),
    ("-phone", 360, 760, "light"),
)
ARGS = ["--no-sandbox", "--disable-background-networking", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


def pages(case: Path) -> dict[str, str]:
    """An address for each page of the workbench, with what the case has most to show of."""
    from supplyline.case import desk
    from supplyline.case.snapshot import Snapshot
    from supplyline.case.store import open_case

    draft = next((s for s in desk.latest(open_case(case).desk_at) if s.kind == "brief" and not s.gone), None)
    with Snapshot.open(open_case(case)) as snapshot:
        event = max(snapshot.rows("events"), key=lambda e: (e.origins, e.claims, e.id), default=None)
        hits = {h.entity for h in snapshot.rows("hits")}
        links = {i for one in snapshot.rows("links") for i in (one.source, one.target)}
        party = max(snapshot.rows("entities"), key=lambda e: (e.id in hits, e.id in links, e.mentions, e.id), default=None)
        claim = next((c for c in snapshot.rows("claims") if event and c.event == event.id), None)
    found = {
        "overview": "/", "search": "/search?q=machine+tools", "events": "/events", "timeline": "/timeline", "parties": "/entities", "graph": "/graph", "graph-whole": "/graph/whole", "trade": "/trade",
        "trade-mirror": "/trade?view=mirror", "trade-anomalies": "/trade?view=anomalies", "trade-map": "/trade/map", "briefs": "/briefs", "gaps": "/gaps", "sources": "/sources", "review": "/review", "decisions": "/decisions",
    }  # fmt: skip
    if event and claim and party:
        found |= {"event": f"/events/{event.id}", "document": f"/documents/{claim.quote.sha256}?claim={claim.id}", "claim": f"/claims/{claim.id}", "party": f"/entities/{party.id}"}
    if draft:
        found |= {"brief-draft": f"/briefs/{draft.id}", "brief-published": f"/briefs/{draft.id}/published"}
    return found


PEOPLE = (("Olena Koval", "admin"), ("A. Analyst", "analyst"), ("V. Viewer", "viewer"))
PASSWORD = "three words together"
TEAM = {"account": "/account", "accounts": "/accounts", "audit": "/audit?what=access", "audit-accounts": "/audit?what=change", "as-admin": "/review"}


def team(folder: Path, port: int) -> Any:
    """Accounts of their own for the pictures: those of the case are left alone."""
    from supplyline.accounts import file, log, passes, people
    from supplyline.serve.team import Team

    path = file.place(folder)
    for name, role in PEOPLE:
        people.add(path, name, role, PASSWORD, "Olena Koval")
    passes.give(path, "Olena Koval", "screening program", "Olena Koval")
    people.set_role(path, "V. Viewer", "analyst", "Olena Koval")
    for who, what, about in (("A. Analyst", "logged in", ""), ("", "refused: wrong password", "A. Analyst"), ("V. Viewer", "refused: POST /decide as viewer", "")):
        log.note(path, who, what, "192.0.2.7", about)
    return Team(path, port, False)


@contextmanager
def served(case: Path, accounts: Path | None = None) -> Iterator[str]:
    """The workbench of a case, in a thread of its own: its address with the token; with a folder for accounts, with those."""
    import uvicorn

    from supplyline.case.store import open_case
    from supplyline.serve.app import create
    from supplyline.serve.guard import Site
    from supplyline.serve.live import Live
    from supplyline.serve.server import listen, names
    from supplyline.serve.visitor import alone

    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    live, site = Live(open_case(case)), Site(names("127.0.0.1", port))
    shared = team(accounts, port) if accounts else None
    app = create(live, shared.visitor, site, shared) if shared else create(live, alone("shots", port), site)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}/?token=shots"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def shoot(browser: Any, out: Path, name: str, url: str, enter: str | None = None) -> None:
    for suffix, width, height, scheme in SHOTS:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page = context.new_page()
        if enter:
            page.goto(enter)
            if page.locator("input[type=password]").count():
                page.fill("input[name=name]", PEOPLE[0][0])
                page.fill("input[type=password]", PASSWORD)
                page.click("button")
        page.goto(url)
        if page.locator("#map").count():
            page.wait_for_selector("#map[data-ready]", timeout=60_000)
            page.wait_for_timeout(500)
        page.screenshot(path=out / f"{name}{suffix}.png")
        context.close()


def main(what: Path, out: Path) -> int:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no chromium here; install it (apt-get install chromium) and run again", file=sys.stderr)
        return 2
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        if what.is_dir():
            with served(what) as enter:
                for name, path in pages(what).items():
                    shoot(browser, out, f"workbench-{name}", re.sub(r"/\?token=.*", path, enter), enter)
            with tempfile.TemporaryDirectory() as folder, served(what, Path(folder)) as enter:
                base = enter.partition("/?")[0]
                shoot(browser, out, "workbench-login", f"{base}/login")
                for name, path in TEAM.items():
                    shoot(browser, out, f"workbench-{name}", base + path, f"{base}/login")
        else:
            shoot(browser, out, "brief", what.resolve().as_uri())
        browser.close()
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python scripts/screenshots.py BRIEF|CASE OUTDIR")
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
