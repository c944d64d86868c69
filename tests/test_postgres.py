"""Decisions and drafts of a team, in a real PostgreSQL server: what holds for the file holds there, and the way between them."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import pytest

from case_corpus import EVERYTHING
from commands import ROOT, rows, run
from pgserver import PASSWORD, Server
from supplyline import pipeline
from supplyline.case import decisions, desk, store
from supplyline.case.decisions import Database
from supplyline.case.move import move
from supplyline.case.snapshot import TABLES, Snapshot
from supplyline.case.store import Case, open_case
from supplyline.case.verify import verify
from supplyline.model import BadInput, DecisionRefused, NotKept, SavedMeanwhile

FILE = "sqlite:///decisions.sqlite"


def team(server: Server, folder: Path, url: str = "") -> Case:
    """An empty case whose decisions are in a database."""
    case = store.create(folder)
    move(case, url or server.url(server.database()))
    return open_case(folder)


@pytest.fixture(scope="module")
def shared(server: Server) -> str:
    """One database for most tests: a case of its own is enough, and a server that recovers syncs each file of each database."""
    return server.database()


@pytest.fixture
def place(server: Server, shared: str, tmp_path: Path) -> Database:
    return team(server, tmp_path / "case", server.url(shared)).decisions_at


def database(place: Database) -> str:
    return place.url.rpartition("@/")[2].partition("?")[0]


def decide(place: decisions.Place, verb: str = "confirm", *targets: str) -> decisions.Decision:
    targets = targets or ("c_1",)
    return decisions.append(place, verb, targets, tuple(f"the {t}" for t in targets), "Ada", "I read it")


def by_hand(server: Server, place: Database, *statements: str, table: str = "") -> None:
    """What somebody could do who owns the tables, for the rows of this case; with `table` its triggers are off meanwhile."""
    off, on = (f"ALTER TABLE supplyline.{table} {verb} TRIGGER ALL" for verb in ("DISABLE", "ENABLE"))
    own = [s.replace(" WHERE ", f" WHERE case_id = '{place.case}' AND ") for s in statements]
    server.sql(database(place), *([off] if table else []), *own, *([on] if table else []))


# ---------------------------------------------------------------- the chain


def test_decisions_come_back_as_they_were_made(place: Database) -> None:
    made = [decide(place, "confirm", "c_1"), decide(place, "merge", "e_1", "e_2"), decide(place, "reject", "події")]
    assert decisions.read(place) == tuple(made)
    assert [d.seq for d in made] == [1, 2, 3]
    assert made[1].previous == made[0].hash
    assert decisions.verify(place, kept=made) == ()
    with pytest.raises(DecisionRefused, match="no decision of this case"):
        decide(place, "undo", "d_0")
    with pytest.raises(DecisionRefused, match="no file can hold"):
        decisions.append(place, "confirm", ("c_1",), (), "Ada", "a\x00b")
    assert len(decisions.read(place)) == 3, "what is refused leaves nothing"


def test_versions_come_back_as_they_were_saved(place: Database) -> None:
    first = desk.save(place, "brief", "Lathes", "one %s ? {}", "Ada")
    second = desk.save(place, "brief", "Lathes to Kazan", "two", "Ben", first.id, first.seq)
    with pytest.raises(SavedMeanwhile, match="saved by Ben"):
        desk.save(place, "brief", "Lathes", "three", "Ada", first.id, first.seq)
    view = desk.save(place, "view", "Kazan", "/graph", "Ada")
    assert desk.versions(place, first.id) == (second, first)
    assert desk.latest(place) == (second, view)
    assert desk.save(place, "brief", "Lathes to Kazan", "two", "Eve", first.id, second.seq) == second, "the same again is no version"
    assert desk.verify(place) == ()


@pytest.mark.parametrize("table", ["decisions", "saved", "heads"])
@pytest.mark.parametrize("change", ["UPDATE supplyline.{} SET case_id = 'x'", "DELETE FROM supplyline.{}", "TRUNCATE supplyline.{}", "UPDATE supplyline.heads SET seq = 0 WHERE book = '{}'"])
def test_the_database_refuses_a_change(server: Server, place: Database, table: str, change: str) -> None:
    decide(place)
    desk.save(place, "view", "Kazan", "/graph", "Ada")
    if "book" in change and table == "heads":
        change = "UPDATE supplyline.heads SET seq = seq + 1 WHERE book = 'saved'"
    with pytest.raises(AssertionError, match=r"stay: answer|set by its rows alone"):
        by_hand(server, place, change.format(table))
    assert decisions.verify(place) == desk.verify(place) == ()


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_the_database_refuses_a_place_that_is_not_the_next(server: Server, place: Database, seq: int) -> None:
    for n in range(3):
        decide(place, "confirm", f"c_{n}")
    row = f"INSERT INTO supplyline.decisions SELECT case_id, {seq}, 'd_x', verb, targets, names, by, because, at, previous, hash FROM supplyline.decisions WHERE seq = 3"
    with pytest.raises(AssertionError, match=r"does not follow|duplicate key"):
        by_hand(server, place, row)
    assert len(decisions.read(place)) == 3


@pytest.mark.parametrize("column", ["verb", "targets", "names", "by", "because", "at", "previous", "hash", "id"])
def test_an_edited_row_is_named(server: Server, place: Database, column: str) -> None:
    for n in range(3):
        decide(place, "confirm", f"c_{n}")
    value = '["x"]' if column in ("targets", "names") else "x"
    by_hand(server, place, f"UPDATE supplyline.decisions SET {column} = '{value}' WHERE seq = 2", table="decisions")
    assert [p.place for p in decisions.verify(place)] == ["row 2"]


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_dropped_row_is_named_also_the_last(server: Server, place: Database, seq: int) -> None:
    for n in range(3):
        decide(place, "confirm", f"c_{n}")
        desk.save(place, "view", f"view {n}", "/graph", "Ada")
    kept = decisions.read(place)
    for table in ("decisions", "saved"):
        by_hand(server, place, f"DELETE FROM supplyline.{table} WHERE seq = {seq}", table=table)
    assert [p.place for p in decisions.verify(place)] == [f"row {seq}"]
    assert [p.place for p in desk.verify(place)] == [f"row {seq}"]
    if seq == 3:  # who covers that up too is given away by the last build
        by_hand(server, place, "UPDATE supplyline.heads SET seq = 2 WHERE book = 'decisions'", table="heads")
        assert decisions.verify(place) == ()
        assert [p.place for p in decisions.verify(place, kept=kept)] == ["row 3"]


def test_triggers_that_are_gone_or_off_are_named(server: Server, tmp_path: Path) -> None:
    from supplyline.case.postgres import GUARDS

    name = server.database()
    place = team(server, tmp_path / "case", server.url(name)).decisions_at
    for table, names in GUARDS.items():
        for trigger in names:
            server.sql(name, f"ALTER TABLE supplyline.{table} DISABLE TRIGGER {trigger}")
            assert "triggers" in decisions.verify(place)[0].what
            assert "triggers" in desk.verify(place)[0].what
            server.sql(name, f"ALTER TABLE supplyline.{table} ENABLE TRIGGER {trigger}")
            assert decisions.verify(place) == ()
    server.sql(name, "DROP TRIGGER no_update ON supplyline.saved")
    assert "triggers" in desk.verify(place)[0].what


def test_cases_of_one_database_never_mix(server: Server, shared: str, tmp_path: Path) -> None:
    url = server.url(shared)
    one, two = (team(server, tmp_path / name, url) for name in ("one", "two"))
    first = [decide(one.decisions_at, "confirm", "c_1"), decide(two.decisions_at, "reject", "c_1"), decide(one.decisions_at, "confirm", "c_2")]
    draft = desk.save(one.desk_at, "brief", "Lathes", "one", "Ada")
    assert one.decisions() == (first[0], first[2])
    assert two.decisions() == (first[1],)
    assert [d.seq for d in first] == [1, 1, 2]
    assert desk.latest(two.desk_at) == desk.versions(two.desk_at, draft.id) == ()
    with pytest.raises(BadInput, match="nothing was saved under this id"):
        desk.save(two.desk_at, "brief", "Lathes", "two", "Ben", draft.id)
    with pytest.raises(DecisionRefused, match="no decision of this case"):
        decide(two.decisions_at, "undo", first[0].id)
    assert not [p for case in (one, two) for p in verify(case)]


def _many(place: Database, who: str) -> None:
    for n in range(10):
        decisions.append(place, "confirm", (f"c_{n}",), (), who, "at once")
        desk.save(place, "brief", f"{who} {n}", "body", who)


def test_processes_that_write_at_once_take_no_place_twice(place: Database) -> None:
    context = multiprocessing.get_context("spawn")
    people = [context.Process(target=_many, args=(place, who)) for who in ("Ada", "Bob", "Cyd")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert [p.exitcode for p in people] == [0, 0, 0]
    assert [d.seq for d in decisions.read(place)] == list(range(1, 31))
    assert len(desk.latest(place)) == 30
    assert decisions.verify(place) == desk.verify(place) == ()


def test_a_process_that_forks_keeps_its_own_connections(place: Database) -> None:
    decide(place)
    child = os.fork()
    if child == 0:
        try:
            decide(place, "confirm", "c_2")
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    decide(place, "confirm", "c_3")
    assert [d.targets for d in decisions.read(place)] == [("c_1",), ("c_2",), ("c_3",)]


# ---------------------------------------------------------------- nothing that was told to be recorded is lost

_LOOP = """
import sys
from supplyline.case import decisions, desk
place = decisions.Database(sys.argv[1], sys.argv[2])
for n in range(10**6):
    print(decisions.append(place, "confirm", (f"c_{n}",), (), "Ada", "read").id, flush=True)
    print(desk.save(place, "brief", f"draft {n}", "body", "Ada").id, flush=True)
"""


def _deciding(place: Database) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", _LOOP, place.url, place.case], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)


def _told(process: subprocess.Popen[str], first: str) -> set[str]:
    assert process.stdout is not None
    lines = (first + process.stdout.read()).split("\n")
    process.wait()
    return {line for line in lines[:-1] if line}  # the last may be cut


def _kept(place: Database) -> set[str]:
    return {d.id for d in decisions.read(place)} | {s.id for s in desk.latest(place)}


def test_kill_9_of_who_decides_loses_nothing(place: Database) -> None:
    told: set[str] = set()
    for wait in (0.01, 0.03, 0.07, 0.13, 0.19, 0.29):
        process = _deciding(place)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        told |= _told(process, first)
        assert told <= _kept(place)
        assert decisions.verify(place) == desk.verify(place) == ()
    assert len(told) > 12


def test_a_server_that_dies_loses_nothing_and_says_so(server: Server, place: Database) -> None:
    told: set[str] = set()
    for wait in (0.02, 0.11, 0.23):
        process = _deciding(place)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(wait)
        server.stop("immediate")
        told |= _told(process, first)
        with pytest.raises(NotKept, match=r"cannot be reached|stopped in the middle"):
            decide(place)
        server.start()
        assert told <= _kept(place)
        decide(place)
        assert decisions.verify(place) == desk.verify(place) == ()
    assert len(told) > 6


# ---------------------------------------------------------------- there and back


def filled(folder: Path, many: int = 3) -> Case:
    case = store.create(folder)
    for n in range(many):
        decide(case.decisions_at, "confirm", f"c_{n}")
        draft = desk.save(case.desk_at, "brief", f"draft {n}", "тіло", "Ada")
        desk.save(case.desk_at, "brief", f"draft {n}", "", "Ben", draft.id, draft.seq)
    return case


def everything(case: Case) -> tuple[object, ...]:
    saved = [desk.versions(case.desk_at, s.id) for s in desk.latest(case.desk_at)]
    return case.decisions(), saved


def test_a_case_goes_there_and_back_unchanged(server: Server, shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supplyline.case.postgres._AT_ONCE", 7)
    case = filled(tmp_path / "case", many=20)
    before, toml = everything(case), (case.path / "case.toml").read_text()
    url = server.url(shared)
    done = move(case, url)
    assert (done.rows, done.carried) == ({"decision": 20, "version": 40}, 60)
    there = open_case(case.path)
    assert everything(there) == before
    assert verify(there) == ()
    again = move(there, url)
    assert (again.rows, again.carried) == (done.rows, 0)
    decide(there.decisions_at, "reject", "c_new")
    back = move(there, FILE)
    assert (back.rows, back.carried) == ({"decision": 21, "version": 40}, 1)
    here = open_case(case.path)
    assert here.decisions()[:20] == before[0]
    assert verify(here) == ()
    decide(here.decisions_at, "confirm", "c_newer")
    assert move(here, url).carried == 1
    written = (case.path / "case.toml").read_text()
    assert [line for line in written.splitlines() if not line.startswith(("url", "case ="))] == [line for line in toml.splitlines() if not line.startswith("url")]


def test_the_old_place_takes_nothing_any_more(server: Server, shared: str, tmp_path: Path) -> None:
    case = filled(tmp_path / "case")
    old = case.decisions_at, case.desk_at
    url = server.url(shared)
    move(case, url)
    for place in old:
        with pytest.raises(NotKept, match=r"no longer kept in .*sqlite: they were moved to postgresql"):
            decide(place) if place == old[0] else desk.save(place, "brief", "late", "body", "Ada")
    with pytest.raises(NotKept, match="no longer kept"):
        decisions.read(old[0])
    there = open_case(case.path)
    far = there.decisions_at
    move(there, FILE)
    with pytest.raises(NotKept, match=f"moved to {FILE}"):
        decide(far)
    assert len(everything(open_case(case.path))[0]) == 3
    (problem,) = decisions.verify(far)
    assert "moved to" in problem.what


def test_a_copy_that_became_another_case_is_refused(server: Server, shared: str, tmp_path: Path) -> None:
    url = server.url(shared)
    case = filled(tmp_path / "case")
    move(case, url)
    move(open_case(case.path), FILE)
    shutil.copytree(case.path, tmp_path / "copy")
    move(open_case(case.path), url)
    copy = open_case(tmp_path / "copy")
    with pytest.raises(BadInput, match="kept there already"):
        move(copy, url)
    decide(copy.decisions_at, "confirm", "c_other")
    decide(open_case(case.path).decisions_at, "reject", "c_more")
    with pytest.raises(BadInput, match="other decisions of this case"):
        move(copy, url)
    assert len(copy.decisions()) == 4
    assert verify(copy) == ()
    text = (copy.path / "case.toml").read_text()
    (copy.path / "case.toml").write_text("\n".join(line for line in text.splitlines() if not line.startswith("case =")))
    assert move(open_case(copy.path), url).rows["decision"] == 4, "a case of its own has an id of its own"
    assert len(open_case(case.path).decisions()) == 4


def test_a_broken_chain_is_not_moved(server: Server, shared: str, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    case = filled(tmp_path / "case")
    with closing(sqlite3.connect(case.decisions_at)) as connection:
        connection.executescript("DROP TRIGGER no_update; UPDATE decisions SET by = 'Eve' WHERE seq = 2;")
    with pytest.raises(BadInput, match=r"decisions.sqlite: row 2: .*nothing is moved"):
        move(case, server.url(shared))
    assert len(case.decisions()) == 3


_STEPS = ("add", "execute", "executemany", "keep_decisions", "move", "opened", "_file", "prepare", "write")


def _dies(case: Case, to: str, step: int) -> bool:
    """Move in a process that is killed at a step: as one of these functions is called, goes on or returns."""
    child = os.fork()
    if child == 0:
        try:
            left = step

            def count(frame: FrameType, event: str, what: object) -> None:
                nonlocal left
                name = getattr(what, "__name__", frame.f_code.co_name)
                if name in _STEPS and (name in ("execute", "executemany") or "/supplyline/case/" in frame.f_code.co_filename):
                    left -= 1
                    if left < 0:
                        os.kill(os.getpid(), signal.SIGKILL)

            sys.setprofile(count)
            move(case, to)
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("back", [False, True])
def test_a_move_killed_at_any_instant_loses_nothing_and_goes_on(server: Server, shared: str, tmp_path: Path, back: bool) -> None:
    base = filled(tmp_path / "base")
    before, reached = everything(base), set()
    step = 0
    killed = True
    while killed:
        case = open_case(shutil.copytree(base.path, tmp_path / f"case{step}"))
        url, to = server.url(shared), server.url(shared)
        if back:
            move(case, url)
            case, to = open_case(case.path), FILE
        killed = _dies(case, to, step)
        case = open_case(case.path)
        try:
            now = "open" if everything(case) == before else "other"
        except NotKept as error:
            assert f"--to {to} again" in str(error)
            now = "closed"
        assert now != "other"
        reached.add((case.settings.decisions == to, now))
        if case.settings.decisions != to and now == "open":
            decide(case.decisions_at, "reject", "c_late")  # work goes on before somebody tries again
        assert move(case, to).rows["decision"] == 3 + (case.settings.decisions != to and now == "open")
        case = open_case(case.path)
        assert everything(case)[1] == before[1]
        assert case.decisions()[:3] == before[0]
        assert verify(case) == ()
        step += 31
    assert reached == {(False, "open"), (False, "closed"), (True, "open")}


# ---------------------------------------------------------------- the same case, wherever its decisions are


def exported(case: Case, folder: Path) -> dict[str, bytes]:
    folder.mkdir(exist_ok=True)
    with Snapshot.open(case) as snapshot:
        for table in TABLES:
            snapshot.export(table, folder / f"{table}.parquet", format="parquet")
        found = {"inputs": snapshot.meta()["inputs"].encode()}
    return found | {p.name: p.read_bytes() for p in folder.iterdir()}


def test_a_snapshot_is_the_same_wherever_decisions_are(server: Server, shared: str, tmp_path: Path) -> None:
    case = store.create(tmp_path / "case")
    case.add_originals(EVERYTHING)
    pipeline.build(case)
    with Snapshot.open(case) as snapshot:
        claims, parties = [c.id for c in snapshot.rows("claims") if c.event], [e.id for e in snapshot.rows("entities") if e.schema != "Country"]
    case.decide("reject", claims[:1], by="Ada", because="misread")
    case.decide("merge", parties[:2], by="Ben", because="one party")
    decide(case.decisions_at, "confirm", "c_gone")  # a problem names where decisions are
    decide(case.decisions_at, "merge", "e_gone", "e_gone_too")
    pipeline.build(case)
    here = exported(case, tmp_path / "here")
    shutil.copytree(case.path, tmp_path / "other", ignore=shutil.ignore_patterns("snapshot*", "cache"))
    other = open_case(tmp_path / "other")
    move(other, server.url(shared))
    other = open_case(other.path)
    pipeline.build(other)
    assert exported(other, tmp_path / "there") == here
    assert pipeline.build(other).unchanged
    with Snapshot.open(other) as snapshot:
        assert {"row 3", "row 4"} <= {p.place for p in snapshot.rows("problems") if p.file == "decisions"}


def test_commands_say_the_same(server: Server, shared: str, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    case = store.create(folder)
    case.add_originals(EVERYTHING)
    run("build", folder)
    claim = rows("claims", folder)[0]["id"]
    told = run("move", folder, "--to", server.url(shared)).stderr
    assert "0 decisions, 0 versions, both chains whole" in told
    run("decide", folder, "confirm", claim, "--by", "Ada", "--because", "read")
    (made,) = rows("decisions", folder)
    assert made["targets"] == [claim]
    draft = desk.save(open_case(folder).desk_at, "brief", "Lathes", '{"parts": []}', "Ada")
    run("build", folder)
    with Snapshot.open(case) as snapshot:
        assert made["id"] in snapshot.get(claim).made_by, "the build knows what was decided"
    assert rows("status", folder)[0]["decisions"] == 1
    run("decide", folder, "undo", made["id"][:8], "--by", "Ada", "--because", "wrong")
    assert "no draft of this case is called so; known are " + draft.id in run("brief", folder, "--draft", "Nothing", code=3).stderr
    assert "1 of them came now" not in run("move", folder, "--to", FILE).stderr
    assert [d["verb"] for d in rows("decisions", folder)] == ["confirm", "undo"]
    assert "are whole" in run("verify", folder).stderr


def test_who_has_only_files_loads_none_of_it(tmp_path: Path) -> None:
    store.create(tmp_path / "case")
    program = (
        "import sys; from supplyline.cli import app\n"
        "try: app(['status', sys.argv[1]], standalone_mode=False)\nexcept SystemExit: pass\n"
        "print(*(m for m in sys.modules if m.split('.')[0] in ('sqlalchemy', 'psycopg', 'alembic') or m == 'supplyline.case.postgres'))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "case")], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ""


# ---------------------------------------------------------------- what goes wrong


def failing(case: Case, **env: str) -> str:
    """The one line that a command says, with nothing recorded."""
    done = run("decisions", case.path, code=3, **env)
    assert done.stdout == ""
    (line,) = done.stderr.strip().splitlines()
    return line


def pointed(case: Case, url: str) -> Case:
    text = (case.path / "case.toml").read_text()
    old = case.settings.decisions
    (case.path / "case.toml").write_text(text.replace(f'url = "{old}"', f'url = "{url}"'))
    return open_case(case.path)


def test_each_failure_is_one_line_that_says_what_to_do(server: Server, tmp_path: Path) -> None:
    name = server.database()
    case = team(server, tmp_path / "case", server.url(name))
    decide(case.decisions_at)
    for url, said in (
        (server.url("nowhere"), 'database "nowhere" does not exist; make it with createdb'),
        (server.url(name, "nobody_here"), 'role "nobody_here" does not exist'),
        (server.url(name, "locked"), "does not let you in"),
        (f"postgresql+psycopg://owner@/{name}?host={tmp_path}", "cannot be reached"),
        (f"postgresql+psycopg://owner@127.0.0.1:9/{name}", "cannot be reached"),
        (f"postgresql+psycopg://owner@no-such-host.invalid/{name}", "cannot be reached"),
        (server.url(server.database()), "has no tables of Supplyline; make them"),
        (f"postgresql+psycopg://owner@/{name}?host={server.folder}&colour=red", "colour"),
        ("postgresql+psycopg://owner@:x/y", "not a URL of PostgreSQL"),
    ):
        wrong = pointed(case, url)
        for use in (wrong.decisions, lambda c=wrong: decide(c.decisions_at), lambda c=wrong: desk.latest(c.desk_at)):
            with pytest.raises(NotKept) as error:
                use()
            assert said in str(error.value), url
            assert "\n" not in str(error.value)
        pointed(wrong, server.url(name))
    assert "set PGPASSWORD" in failing(pointed(case, server.url(name, "locked")), PGPASSWORD="wrong")
    pointed(open_case(case.path), server.url(name))
    other = store.create(tmp_path / "other")
    move(other, FILE)
    other = pointed(open_case(other.path), server.url(name))
    for use in (other.decisions, lambda: move(other, server.url(name)), lambda: decide(other.decisions_at)):
        with pytest.raises(NotKept, match=r"holds no case.* sqlite:///decisions.sqlite"):
            use()
    pointed(other, FILE)
    assert move(open_case(other.path), server.url(name)).rows["decision"] == 0
    for revision, said in (("0000", "older version (0000, 0001 is needed); bring them up to date"), ("0009", "newer version of Supplyline (0009, this one knows 0001); update it")):
        server.sql(name, f"UPDATE supplyline.version SET version_num = '{revision}'")
        for use in (case.decisions, lambda: decide(case.decisions_at)):
            with pytest.raises(NotKept, match=re.escape(said)):
                use()
    assert said in failing(case)
    server.sql(name, "UPDATE supplyline.version SET version_num = '0001'")
    assert len(case.decisions()) == 1


def test_without_the_packages_one_line_says_which_to_install(server: Server, shared: str, tmp_path: Path) -> None:
    case = team(server, tmp_path / "case", server.url(shared))
    hidden = tmp_path / "hidden" / "sqlalchemy.py"
    hidden.parent.mkdir()
    hidden.write_text("raise ImportError('it is not here')")
    path = os.pathsep.join([str(hidden.parent), *([os.environ["PYTHONPATH"]] if "PYTHONPATH" in os.environ else [])])
    assert "pip install 'supplyline[postgres]'" in failing(case, PYTHONPATH=path)


def test_the_address_may_be_in_the_environment_with_its_password(server: Server, tmp_path: Path) -> None:
    name = server.database()
    case = team(server, tmp_path / "case", server.url(name))
    decide(case.decisions_at)
    server.sql(name, *(f"GRANT {what}" for what in ("USAGE ON SCHEMA supplyline TO locked", "SELECT ON ALL TABLES IN SCHEMA supplyline TO locked")))
    pointed(case, "")
    assert "SUPPLYLINE_DECISIONS_URL is not set" in failing(case)
    assert "only sqlite" in failing(case, SUPPLYLINE_DECISIONS_URL="mysql://x/y")
    url = server.url(name, f"locked:{PASSWORD.replace(' ', '%20')}")
    assert "by Ada" in run("decisions", case.path, SUPPLYLINE_DECISIONS_URL=url).stdout
    assert PASSWORD not in run("decisions", case.path, code=3, SUPPLYLINE_DECISIONS_URL=url.replace("of%20the", "of")).stderr
    (tmp_path / "pgpass").write_text(f"*:*:*:locked:{PASSWORD}\n")
    (tmp_path / "pgpass").chmod(0o600)
    assert "by Ada" in run("decisions", case.path, SUPPLYLINE_DECISIONS_URL=server.url(name, "locked"), PGPASSFILE=str(tmp_path / "pgpass")).stdout
    told = run("move", case.path, "--to", url, code=3).stderr
    assert "a password is never kept in a case" in told
    assert run("move", case.path, "--to", "", SUPPLYLINE_DECISIONS_URL=server.url(name)).stderr.count("1 decision")


def test_no_password_goes_in_clear_to_a_server_that_the_case_names(server: Server, tmp_path: Path) -> None:
    name = server.database()
    case = team(server, tmp_path / "case", server.url(name))
    server.sql(name, "GRANT USAGE ON SCHEMA supplyline TO clear", "GRANT SELECT ON ALL TABLES IN SCHEMA supplyline TO clear")
    case = pointed(case, server.url(name, "clear"))
    assert "does not let you in" in failing(case, PGPASSWORD=PASSWORD)
    case = pointed(case, "")
    run("decisions", case.path, SUPPLYLINE_DECISIONS_URL=server.url(name, "clear"), PGPASSWORD=PASSWORD)


def test_an_analyst_needs_no_more_than_the_docs_grant(server: Server, tmp_path: Path) -> None:
    name = server.database()
    case = team(server, tmp_path / "case", server.url(name))
    grants = [line.strip() for line in (ROOT / "docs/workbench.md").read_text().splitlines() if line.strip().startswith("GRANT ")]
    case = pointed(case, server.url(name, "analyst"))
    with pytest.raises(NotKept, match=r"permission denied.*grant what"):
        decide(case.decisions_at)
    assert len(grants) >= 3
    server.sql(name, *grants)
    decide(case.decisions_at)
    desk.save(case.desk_at, "view", "Kazan", "/graph", "Ada")
    assert verify(case) == ()


def test_a_dump_restores_whole(server: Server, tmp_path: Path) -> None:
    name, other = server.database(), server.database()
    case = team(server, tmp_path / "case", server.url(name))
    for n in range(3):
        decide(case.decisions_at, "confirm", f"c_{n}")
        desk.save(case.desk_at, "brief", f"draft {n}", "body", "Ada")
    before = everything(case)
    server.run("pg_dump", "-h", str(server.folder), "-U", "owner", "-n", "supplyline", "-Fc", "-f", str(server.folder / "dump"), name)
    server.run("pg_restore", "-h", str(server.folder), "-U", "owner", "-d", other, str(server.folder / "dump"))
    case = pointed(case, server.url(other))
    assert everything(case) == before
    assert verify(case) == ()
    decide(case.decisions_at, "reject", "c_1")
    assert verify(case) == ()


def test_the_program_knows_the_last_migration(server: Server) -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from supplyline.case import postgres

    config = Config()
    config.set_main_option("script_location", str(Path(postgres.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_heads() == [postgres.REVISION]


def test_durability_does_not_hang_on_how_the_server_is_set(server: Server, place: Database) -> None:
    name = database(place)
    server.sql(name, f"ALTER DATABASE {name} SET synchronous_commit = off")
    from supplyline.case import postgres

    postgres._pool.cache_clear()
    with postgres.opened(place, decisions.BOOK, write=True) as table:
        assert table._run("SHOW synchronous_commit").scalar_one() == "on"
