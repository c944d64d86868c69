"""Two workbenches on one case whose decisions are in PostgreSQL: each sees what the other records, and a database that dies."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

from commands import ROOT
from pgserver import Server
from publishing import built
from serving import serving
from supplyline.case import decisions, desk
from supplyline.case.move import move
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Case, open_case
from supplyline.case.verify import verify
from supplyline.publish import edition
from supplyline.serve import mcp
from supplyline.serve.live import PAUSE, Live
from supplyline.serve.visitor import csrf_of


@dataclass(frozen=True)
class Bench:
    """A `supplyline serve` in a process of its own."""

    base: str
    token: str

    def ask(self, path: str, fields: list[tuple[str, str]] | None = None, **headers: str) -> tuple[int, str]:
        body = None if fields is None else urllib.parse.urlencode([("csrf", csrf_of(self.token)), *fields]).encode()
        asked = urllib.request.Request(self.base + path, body, {"Authorization": f"Bearer {self.token}", **headers})
        try:
            with urllib.request.build_opener(_Still).open(asked, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def decide(self, claim: str, verb: str = "confirm", because: str = "read", by: str = "Ada") -> tuple[int, str]:
        return self.ask("/decide", [("verb", verb), ("target", claim), ("by", by), ("because", because), ("back", "/")])


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """A redirect is an answer."""


@contextmanager
def bench(case: Case) -> Iterator[Bench]:
    command = [sys.executable, "-m", "supplyline", "serve", str(case.path), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT, env={**os.environ})
    try:
        assert process.stdout is not None
        base, _, token = process.stdout.readline().strip().partition("/?token=")
        assert token, "it did not start"
        yield Bench(base, token)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def case(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Case:
    case = built(tmp_path_factory.mktemp("team") / "case")
    move(case, server.url(server.database()))
    return open_case(case.path)


@pytest.fixture(scope="module")
def benches(case: Case) -> Iterator[tuple[Bench, Bench]]:
    with ExitStack() as stack:
        yield stack.enter_context(bench(case)), stack.enter_context(bench(case))


@pytest.fixture(scope="module")
def claims(case: Case) -> list[str]:
    with Snapshot.open(case) as snapshot:
        return [c.id for c in snapshot.rows("claims")]


def test_a_decision_in_one_is_on_the_next_page_of_the_other(case: Case, benches: tuple[Bench, Bench], claims: list[str]) -> None:
    for one, other in (benches, benches[::-1]):
        code, _ = one.decide(claims[0], because=f"told at {one.base}")
        assert code == 303
        assert f"told at {one.base}" in other.ask("/decisions")[1]
        assert case.decisions()[-1].id in other.ask(f"/claims/{claims[0]}")[1]
        assert one.ask(f"/claims/{claims[0]}")[1].count("told at") == other.ask(f"/claims/{claims[0]}")[1].count("told at")


def test_analysts_who_decide_at_once_all_succeed(case: Case, benches: tuple[Bench, Bench], claims: list[str]) -> None:
    before = len(case.decisions())
    codes: list[int] = []

    def work(which: Bench, by: str) -> None:
        codes.extend(which.decide(claims[n % len(claims)], by=by)[0] for n in range(10))

    people = [threading.Thread(target=work, args=(b, f"{n} at {b.base}")) for b in benches for n in range(3)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert codes == [303] * 60
    made = case.decisions()
    assert len(made) == before + 60
    assert {b for d in made[before:] for b in [d.by]} == {f"{n} at {b.base}" for b in benches for n in range(3)}
    assert verify(case) == ()


def test_a_draft_that_was_saved_in_the_other_is_kept_beside(case: Case, benches: tuple[Bench, Bench]) -> None:
    one, other = benches
    first = desk.save(case.desk_at, "brief", "Lathes", edition.write([edition.Part(text="As it was.")]), "Ada")
    path = f"/briefs/{first.id}"

    def fields(by: str, text: str) -> list[tuple[str, str]]:
        return [("base", str(first.seq)), ("title", "Lathes"), ("by", by), ("kind", "text"), ("called", ""), ("value", text), ("do", "save")]

    assert one.ask(path, fields("Ada", "Ada wrote this."))[0] == 303
    assert "Ada wrote this." in other.ask(path)[1]
    code, told = other.ask(path, fields("Ben", "Ben wrote that."), Accept="application/json")
    assert code == 409
    assert "was saved by Ada" in told
    code, told = other.ask(path, fields("Ben", "Ben wrote that."))
    assert code == 409
    assert "beside, by Ben" in told
    assert {"Ada wrote this.", "Ben wrote that."} <= {p.text for s in desk.latest(case.desk_at) if s.body for p in edition.read(s.body)}
    assert "beside, by Ben" in one.ask("/briefs")[1]


def test_pages_stay_and_what_was_typed_is_kept_while_the_database_is_gone(server: Server, case: Case, benches: tuple[Bench, Bench], claims: list[str]) -> None:
    one, other = benches
    assert one.decide(claims[1], because="before it stopped")[0] == 303
    draft = desk.save(case.desk_at, "brief", "Stopped", edition.write([edition.Part(text="As it was.")]), "Ada")
    assert other.ask("/decisions")[0] == 200
    kept = len(case.decisions())
    live = Live(case)
    assert not any("last seen" in note for note in mcp.answered(live, "overview", {})["notes"])
    server.stop("immediate")
    try:
        assert any("last seen" in note for note in mcp.answered(live, "overview", {})["notes"])
        code, page = other.ask("/decisions")
        assert code == 200
        assert "before it stopped" in page
        assert "as they were last seen" in page
        assert other.ask(f"/claims/{claims[1]}")[0] == 200
        code, told = other.ask("/api/v1/decisions")
        assert code == 503
        assert "error" in told
        code, page = one.decide(claims[2], because="typed while it was gone <b>")
        assert code == 503
        tree = html.document_fromstring(page)
        (form,) = tree.xpath("//main//form")
        again = [(name, value) for name, value in form.form_values() if name != "csrf"]
        assert ("because", "typed while it was gone <b>") in again
        assert form.get("action") == "/decide"
        assert not tree.xpath("//main//b[not(ancestor::header)]")
        text = "What was typed.\n\nIn two parts."
        fields = [("base", str(draft.seq)), ("title", "Stopped"), ("by", "Ada"), ("kind", "text"), ("called", ""), ("value", text), ("do", "save")]
        code, told = one.ask(f"/briefs/{draft.id}", fields, Accept="application/json")
        assert code == 503
        assert "error" in told
        code, page = one.ask(f"/briefs/{draft.id}", fields)
        assert code == 503
        (written,) = html.document_fromstring(page).xpath("//main//form")
        assert text in [v.replace("\r\n", "\n") for _, v in written.form_values()]
    finally:
        server.start()
    assert len(case.decisions()) == kept, "nothing was recorded by halves"
    time.sleep(PAUSE)
    assert one.ask("/decide", again)[0] == 303
    assert one.ask(f"/briefs/{draft.id}", [(n, v) for n, v in written.form_values() if n != "csrf"])[0] == 303
    assert case.decisions()[-1].because == "typed while it was gone <b>"
    assert edition.read(desk.versions(case.desk_at, draft.id)[0].body)[0].text == text
    page = other.ask("/decisions")[1]
    assert "typed while it was gone" in page
    assert "as they were last seen" not in page


def test_one_does_not_start_where_the_database_is_not(server: Server, case: Case, tmp_path: Path) -> None:
    text = (case.path / "case.toml").read_text()
    (case.path / "case.toml").write_text(text.replace(str(server.folder), str(tmp_path)))
    try:
        done = subprocess.run([sys.executable, "-m", "supplyline", "serve", str(case.path), "--port", "0"], capture_output=True, text=True, timeout=60)
    finally:
        (case.path / "case.toml").write_text(text)
    assert done.returncode == 3
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_ran_through_a_move_records_nothing_in_the_old_place(case: Case, benches: tuple[Bench, Bench], claims: list[str]) -> None:
    one, _ = benches
    place, before = case.decisions_at, len(case.decisions())
    assert isinstance(place, decisions.Database)
    move(case, "sqlite:///decisions.sqlite")
    try:
        code, page = one.decide(claims[0], because="too late")
        assert code == 503
        assert "were moved to sqlite:///decisions.sqlite" in page
        assert "too late" in page
        assert len(open_case(case.path).decisions()) == before
    finally:
        move(open_case(case.path), place.url)
    time.sleep(PAUSE)
    assert one.decide(claims[0], because="it is back")[0] == 303


def test_in_a_browser_what_is_written_outlives_the_database(browser, server: Server, tmp_path: Path) -> None:
    from test_serve_browser import Tab

    made = built(tmp_path / "case")
    move(made, server.url(server.database()))
    case = open_case(made.path)
    draft = desk.save(case.desk_at, "brief", "Lathes", edition.write([edition.Part(text="")]), "Ada")
    with serving(case) as served:
        (claim, *_) = [c.id for c in served.live.now.shelf.rows("claims")]
        writer, reader = Tab(browser, served), Tab(browser, served)
        writer.go(f"/briefs/{draft.id}")
        reader.go(f"/claims/{claim}")
        server.stop("immediate")
        try:
            writer.page.fill("textarea", "Written while it was gone.")
            writer.page.wait_for_selector("#saved:has-text('Not saved')", timeout=20_000)
            reader.page.click("summary:has-text('Decide')") if reader.page.locator("summary:has-text('Decide')").count() else None
            form = reader.page.locator("form.decide").first
            form.locator("[name=because]").fill("a reason that took long to write")
            form.locator("button[value=confirm]").click()
            reader.page.wait_for_selector("h1:has-text('Not recorded')", timeout=20_000)
            assert reader.page.locator("textarea[name=because]").input_value() == "a reason that took long to write"
        finally:
            server.start()
        writer.page.wait_for_selector("#saved:has-text('Saved by')", timeout=30_000)
        assert edition.read(desk.versions(case.desk_at, draft.id)[0].body)[0].text == "Written while it was gone."
        reader.page.wait_for_timeout(PAUSE * 1000)
        reader.page.click("text=Send again")
        reader.page.wait_for_selector("text=It holds from the next build on")
        (decision,) = case.decisions()
        assert (decision.targets, decision.because) == ((claim,), "a reason that took long to write")
