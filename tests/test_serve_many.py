"""Several processes that serve one case, and what is left when one of them is killed."""

from __future__ import annotations

import signal
import sys
import time
import weakref
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import pytest

from asking import Connection, Server, start
from case_corpus import EVERYTHING
from commands import run
from publishing import built
from serving import Served, serving
from supplyline import pipeline
from supplyline.accounts import file, passes, people
from supplyline.case import store
from supplyline.serve import index, live
from supplyline.serve.counted import Counted
from supplyline.serve.limits import Attempts, Budget, Rate
from supplyline.serve.pages import overview
from supplyline.serve.team import rate as rate_of
from teaming import Person, with_accounts

SEARCHES = rate_of("/api/v1/search")


def gone(pids: list[int]) -> bool:
    """Whether all of some processes have ended, or do within half a minute."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if not any(_alive(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def answering(server: Server) -> set[int]:
    """Which processes hold connections that have just been opened and answered."""
    opened = [Connection(server) for _ in range(16)]
    assert all(connection.get("/decisions")[1] == 200 for connection in opened)
    taken = {pid: sum(1 for fd in Path(f"/proc/{pid}/fd").iterdir() if str(fd.readlink()).startswith("socket:")) for pid in server.pids}
    for connection in opened:
        connection.socket.close()
    return {pid for pid, sockets in taken.items() if sockets > 4}


def test_processes_share_an_address_and_see_each_others_decisions(tmp_path: Path) -> None:
    case = built(tmp_path / "case", EVERYTHING)
    server = start(case, "--processes", "2")
    pids = server.pids
    try:
        assert len(answering(server)) == 2
        with serving(case) as other:
            claim = next(iter(other.live.now.shelf.rows("claims"))).id
        made = case.decide("confirm", [claim], by="Ada", because="read")
        for _ in range(12):  # a new connection each time: now this process, now that one
            assert made.id in Connection(server).get("/decisions")[2].decode()
        other_ = run("serve", case.path, "--port", str(server.port), "--processes", "2", code=3)
        assert "cannot be used" in other_.stderr
        server.process.send_signal(signal.SIGINT)
        server.process.wait(timeout=60)
        assert gone(pids)
    finally:
        server.process.kill()


def test_no_process_outlives_the_first(tmp_path: Path) -> None:
    server = start(built(tmp_path / "case", EVERYTHING), "--processes", "2")
    pids = server.pids
    assert len(pids) > 1
    server.process.kill()
    server.process.wait(timeout=30)
    assert gone(pids)


def test_processes_count_what_somebody_asks_together(tmp_path: Path) -> None:
    """Two processes are no two chances to guess, and no two budgets; nor is a restart a new one."""
    case = with_accounts(built(tmp_path / "case", EVERYTHING))
    token = passes.give(file.place(case.path), "Ana", "a program", "the tests")

    def searched(server: Server, times: int) -> list[int]:
        said = Server(server.process, f"{server.url}?token={token}")
        return [Connection(said).get("/api/v1/search?q=lathes")[1] for _ in range(times)]  # a new connection each time: now this process, now that one

    def guess(server: Server) -> int:
        person = Person(Served(server.port, None), address="")
        return person.login("Vera", "wrong wrong wrong").code

    server = start(case, "--accounts", "--processes", "2")
    try:
        began = time.monotonic()
        codes = searched(server, 120)
        allowed = SEARCHES.burst + SEARCHES.each * (time.monotonic() - began) + 1
        assert SEARCHES.burst <= codes.count(200) <= allowed, (codes.count(200), allowed)
        assert [guess(server) for _ in range(4)] == [403, 403, 403, 429]
        later = [time.time()]
        guessing = Attempts(Counted("attempts", case.cache / "asked.sqlite", file.secret(file.place(case.path)).encode(), lambda: later[0]))
        for _ in range(20):  # so many that the wait outlives a start on a busy machine
            later[0] += guessing.begin(people.key("Vera"), "127.0.0.1", False)
    finally:
        server.process.kill()
        server.process.wait(timeout=30)
    server = start(case, "--accounts")
    try:
        assert guess(server) == 429
        kept = (case.cache / "asked.sqlite").read_bytes() + (case.cache / "asked.sqlite-wal").read_bytes()
        assert b"vera" not in kept.lower()
        assert b"127.0.0.1" not in kept
        assert {p.stat().st_mode & 0o777 for p in case.cache.glob("asked.sqlite*")} == {0o600}
    finally:
        server.process.kill()
        server.process.wait(timeout=30)


def test_counts_that_are_damaged_or_cannot_be_kept_stop_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "asked.sqlite"
    rate = Rate("r", 1.0, 2)
    path.write_bytes(b"no database at all, of some length" * 100)
    budget = Budget(Counted("budget", path))
    assert [budget.spend(rate, "a") for _ in range(3)] == [0, 0, 1]
    assert Budget(Counted("budget", path)).spend(rate, "a") == 1, "begun anew, and shared"
    assert capsys.readouterr().err == ""
    held = Counted("budget", path)
    held._connection.execute("PRAGMA query_only = ON")  # as a disk that is full refuses
    assert [Budget(held).spend(rate, "b") for _ in range(3)] == [0, 0, 1]
    assert "counts for itself" in capsys.readouterr().err
    lost = Counted("budget", path)
    lost._connection.execute("DROP TABLE budget")
    assert [Budget(lost).spend(rate, "c") for _ in range(3)] == [0, 0, 1]
    assert "counts for itself" in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert Budget(Counted("budget", tmp_path / "file" / "asked.sqlite")).spend(rate, "a") == 0
    assert "cannot be written" in capsys.readouterr().err


def test_what_a_killed_server_left_half_made_is_thrown_away(tmp_path: Path) -> None:
    case = built(tmp_path / "case", EVERYTHING)
    root = case.cache / "serve"
    left = root / ".making-killed"
    left.mkdir(parents=True)
    (left / index.FILE).write_bytes(b"half of it")
    folder = index.make(store.open_case(case.path), root)
    assert (folder / index.FILE).exists()
    assert not left.exists()


def test_changes_that_become_known_later_have_an_etag_of_their_own(tmp_path: Path) -> None:
    with serving(built(tmp_path / "case", EVERYTHING)) as served:
        first = served.get("/")
        (served.live.now.shelf.folder / "changes.json").write_text('[{"kind": "new", "event": "v_1", "label": "An event", "text": "is new", "documents": []}]')
        second = served.get("/", If_None_Match=first.headers["etag"])
        assert second.code == 200
        assert "1 new" in second.main


def test_a_tab_says_how_many_names_hold_the_words_and_nothing_where_only_alike_ones_may_be_there(tmp_path: Path) -> None:
    with serving(built(tmp_path / "case", EVERYTHING)) as served:
        def tab(words: str) -> str:
            (link,) = served.get(f"/search?q={words}").tree.xpath("//nav[@class='tabs']//a[contains(@href, 'where=listings')]")
            return " ".join(link.text_content().split())

        assert tab("northwind") == "List entries 1"
        assert tab("northvind") == "List entries"
        assert "Northwind" in served.get("/search?q=northvind&where=listings").main


def test_the_index_of_a_large_rebuild_is_made_by_another_process_and_the_build_before_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for where in (live, overview):
        monkeypatch.setattr(where, "LARGE", 0)
    made: list[int] = []
    real = index.make
    case = built(tmp_path / "case", EVERYTHING)
    with serving(case) as served:
        monkeypatch.setattr(index, "make", lambda *given: made.append(len(list((case.cache / "serve").glob("[!.]*/rows.sqlite")))) or real(*given))
        before = weakref.ref(served.live.now)
        case.add_original(b"China supplied 3 lathes to Redhill Factory, the minister said on June 1, 2025.\n", "later.txt", published="2025-06-02")
        pipeline.build(case)
        assert served.live.look()
        assert made == [2], "when this process asked for the index, both were there"
        assert "later.txt" in served.get("/documents").main
        assert before() is None
        assert "too long for a page" in served.get("/brief").main
