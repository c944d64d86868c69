"""Accounts on disk and by the command: what is kept, what is refused, what the log says, two processes at once."""

from __future__ import annotations

import json
import os
import pty
import shutil
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from commands import ROOT, run
from publishing import built
from supplyline.accounts import file, log, passes, people
from supplyline.case.store import create
from supplyline.model import BadInput
from teaming import PASSWORD


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = file.place(tmp_path)
    people.add(found, "Ana", "admin", PASSWORD, "the tests")
    return found


# ---------------------------------------------------------------- names, passwords, roles


@pytest.mark.parametrize("name", ["", " ", "x" * 65, "a\x00b", "<b>", "a/b", "a\u202eb", "...", "a;b", 'a"b', "a\u200bb"])
def test_what_is_no_name_is_refused(path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="no name of an account"):
        people.add(path, name, "viewer", PASSWORD, "the tests")


@pytest.mark.parametrize(("name", "same"), [("Олена Коваль", "олена  коваль"), ("Zoë", "zoe\u0308"), ("O'Neil", "o'neil"), ("Straße", "STRASSE"), ("李娜", "李娜 "), ("ﬁne", "fine")])
def test_names_that_a_person_takes_for_one_are_one(path: Path, name: str, same: str) -> None:
    people.add(path, name, "viewer", PASSWORD, "the tests")
    with pytest.raises(BadInput, match="has an account already"):
        people.add(path, same, "viewer", PASSWORD, "the tests")
    assert people.checked(path, same, PASSWORD) is not None


@pytest.mark.parametrize("password", ["", "short", "x" * 1001, "aaaaaaaaaaaa", "abababababababab"])
def test_a_password_that_is_none_is_refused(path: Path, password: str) -> None:
    with pytest.raises(BadInput, match="password"):
        people.add(path, "Ben", "viewer", password, "the tests")
    with pytest.raises(BadInput, match="password"):
        people.set_password(path, "Ana", password, "the tests")
    assert [a.name for a in people.everybody(path)] == ["Ana"]
    assert people.checked(path, "Ana", PASSWORD) is not None


def test_a_password_is_what_was_typed_however_the_keyboard_writes_it(path: Path) -> None:
    people.set_password(path, "Ana", "zoë und ihre Reiher", "the tests")
    assert people.checked(path, "Ana", "zoe\u0308 und ihre Reiher") is not None
    assert people.checked(path, "Ana", "Zoë und ihre Reiher") is None
    assert people.checked(path, "Ana", "") is None
    assert people.checked(path, "Ana", "x" * 2_000_000) is None
    assert people.checked(path, "\x00", "\x00nobody") is None


def test_an_account_without_a_password_is_entered_by_none(path: Path) -> None:
    people.add(path, "Robot", "viewer", None, "the tests")
    for guess in ("", "\x00nobody", "None", PASSWORD):
        assert people.checked(path, "Robot", guess) is None


def test_a_hash_of_weaker_parameters_is_made_anew_at_the_login(path: Path) -> None:
    weak = PasswordHasher.from_parameters(CHEAPEST).hash(PASSWORD)
    with file.opened(path) as connection:
        connection.execute("UPDATE accounts SET password = ?", (weak,))
    assert people.checked(path, "Ana", PASSWORD + "x") is None
    assert people.checked(path, "Ana", PASSWORD) is not None
    with file.opened(path) as connection:
        assert connection.execute("SELECT password FROM accounts").fetchone()[0].startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert people.checked(path, "Ana", PASSWORD) is not None


def test_the_last_admin_stays(path: Path) -> None:
    people.add(path, "Ben", "analyst", PASSWORD, "the tests")
    for change in (lambda: people.remove(path, "Ana", "x"), lambda: people.set_role(path, "Ana", "viewer", "x")):
        with pytest.raises(BadInput, match="only admin"):
            change()
    people.set_role(path, "Ben", "admin", "x")
    people.remove(path, "Ana", "x")
    people.remove(path, "Ben", "x")  # nobody is left whom it would lock out
    assert people.everybody(path) == ()


@pytest.mark.parametrize("email", ["x", "@x", "x@", "a b@c", "a@b@c", "x" * 260 + "@y"])
def test_what_is_no_address_is_refused(path: Path, email: str) -> None:
    with pytest.raises(BadInput, match="no e-mail"):
        people.set_email(path, "Ana", email, "x")


def test_an_address_belongs_to_one(path: Path) -> None:
    people.add(path, "Ben", "viewer", None, "x", email="Ben@Example.org")
    with pytest.raises(BadInput, match="belongs to 'Ben'"):
        people.set_email(path, "Ana", "ben@example.org", "x")
    with pytest.raises(BadInput, match="belongs to 'Ben'"):
        people.add(path, "Cat", "viewer", None, "x", email="ben@example.org")


# ---------------------------------------------------------------- on disk


def test_only_the_owner_reads_the_file_from_the_first_byte_on(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = file.place(tmp_path)
        people.add(path, "Ana", "admin", PASSWORD, "x")
        with file.opened(path) as connection:
            connection.execute("BEGIN IMMEDIATE")
            modes = {p.name: p.stat().st_mode & 0o777 for p in tmp_path.iterdir()}
            connection.execute("ROLLBACK")
    finally:
        os.umask(before)
    assert len(modes) == 3
    assert set(modes.values()) == {0o600}
    path.chmod(0o644)
    file.prepare(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_changes_stay_in_the_log_and_knocking_does_not_fill_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for sql in ("DELETE FROM log", "UPDATE log SET who = 'x'"):
        with pytest.raises(BadInput, match="stay in the log"), file.opened(path) as connection:
            connection.execute(sql)
    for _ in range(50):
        log.note(path, "", "refused: wrong password", "192.0.2.1", "Ana")
    rows, total = log.entries(path, "access")
    assert total == 1
    assert rows[0].times == 50
    monkeypatch.setattr(log, "KEPT", 100)
    for n in range(350):
        log.note(path, "", "refused", f"192.0.2.{n}")
    assert log.entries(path, "access")[1] <= 200
    assert log.entries(path, "change")[1] == 1
    log.note(path, "a\nb\x1b[31m", "x" * 1000, "y" * 1000)
    row = log.entries(path, "access")[0][0]
    assert row.who == "a?b?[31m"
    assert len(row.what) == 300
    assert len(row.address) == 64


def test_two_processes_change_accounts_at_once(path: Path) -> None:
    program = "import sys; from pathlib import Path; from supplyline.accounts import people\nfor n in range(8): people.add(Path(sys.argv[1]), f'{sys.argv[2]} {n}', 'viewer', None, sys.argv[2])"
    started = [subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in ("one", "two")]
    assert [p.wait(timeout=120) for p in started] == [0, 0]
    assert len(people.everybody(path)) == 17
    assert log.entries(path, "change")[1] == 17


def test_a_change_is_whole_or_not_at_all(path: Path) -> None:
    """The log's row and the change are one transaction."""
    with file.opened(path) as connection:
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
    for change in (lambda: people.add(path, "Ben", "viewer", None, "x"), lambda: people.set_password(path, "Ana", "another long one", "x"), lambda: passes.give(path, "Ana", "p", "x")):
        with pytest.raises(BadInput, match="the disk is full"):
            change()
    assert [a.name for a in people.everybody(path)] == ["Ana"]
    assert people.checked(path, "Ana", PASSWORD) is not None
    assert passes.kept(path, people.known(path, "Ana"), "token") == ()


def test_a_file_that_is_damaged_is_said(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(BadInput, match=r"accounts\.sqlite"):
        people.everybody(path)


def test_accounts_are_no_part_of_what_is_built(tmp_path: Path) -> None:
    from supplyline.engine.building import inputs

    case = create(tmp_path / "case")
    before = inputs(case)
    people.add(file.place(case.path), "Ana", "admin", PASSWORD, "x")
    assert inputs(case) == before
    run("verify", case.path)


# ---------------------------------------------------------------- the command


def command(case: Path, *words: str, given: str = "", code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, "-m", "supplyline", "accounts", str(case), *words], input=given, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    return done


def test_the_command_keeps_accounts(tmp_path: Path) -> None:
    case = create(tmp_path / "case").path
    path = file.place(case)
    assert command(case).stdout == ""
    assert not path.exists(), "looking makes no file"
    assert "add NAME admin" in command(case, "token", "Ana", code=2).stderr
    command(case, "add", "Ana Lyst", "admin", given=f"{PASSWORD}\n")
    assert people.checked(path, "ana lyst", PASSWORD) is not None
    assert "no password came on stdin" in command(case, "add", "Ben", "viewer", code=3).stderr
    assert "12 to 1000 characters" in command(case, "add", "Ben", "viewer", given="short\n", code=3).stderr
    assert "take one of viewer, analyst, admin" in command(case, "add", "Ben", "boss", given=f"{PASSWORD}\n", code=3).stderr
    command(case, "add", "Ben", "viewer", "--no-password")
    command(case, "role", "ben", "analyst")
    command(case, "email", "Ben", "ben@example.org")
    assert command(case, "list").stdout.splitlines() == [f"Ana Lyst  admin  password  since {people.known(path, 'Ana Lyst').made[:10]}", f"Ben  analyst  ben@example.org  since {people.known(path, 'Ben').made[:10]}"]
    token = command(case, "token", "Ben", "screening").stdout.strip()
    assert passes.holder(path, "token", token)[0].name == "Ben"
    (row,) = [json.loads(line) for line in command(case, "tokens", "Ben", "--json").stdout.splitlines()]
    assert row["label"] == "screening"
    assert token not in json.dumps(row)
    command(case, "withdraw", "Ben", str(row["id"]))
    assert passes.holder(path, "token", token) is None
    command(case, "password", "Ben", given="another long password\n")
    assert people.checked(path, "Ben", "another long password") is not None
    command(case, "remove", "Ben")
    for words, said in ({("remove", "Ben"): "has no account here", ("password", "Ben"): "has no account here", ("remove",): "takes NAME", ("add", "x", "viewer", "password"): "takes NAME ROLE", ("withdraw", "Ana Lyst", "x"): "no number", ("subject", "Ana Lyst", "u-1"): "SUPPLYLINE_OIDC_ISSUER"}).items():
        assert said in " ".join(command(case, *words, given=f"{PASSWORD}\n", code=2 if "takes" in said else 3).stderr.split())
    rows = [json.loads(line) for line in command(case, "log", "--json").stdout.splitlines()]
    assert [(r["about"], r["what"]) for r in rows] == [
        ("Ana Lyst", "added as admin"), ("Ben", "added as viewer, without a password"), ("Ben", "role viewer → analyst"), ("Ben", "e-mail none → ben@example.org"),
        ("Ben", "token made: screening"), ("Ben", "token withdrawn: screening"), ("Ben", "new password"), ("Ben", "removed (analyst)"),
    ]  # fmt: skip
    assert all(r["who"].endswith("(command line)") and r["at"] for r in rows)


def on_a_terminal(words: list[str], answers: list[str]) -> tuple[int, str]:
    """Run a command on a terminal of its own and answer what it asks."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-m", "supplyline", *words])
    shown = b""
    while True:
        try:
            data = os.read(terminal, 1000)
        except OSError:
            break
        if not data:
            break
        shown += data
        if data.rstrip().endswith(b":") and answers:
            os.write(terminal, f"{answers.pop(0)}\n".encode())
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


def test_on_a_terminal_the_password_is_asked_for_twice_and_not_shown(tmp_path: Path) -> None:
    case = create(tmp_path / "case").path
    code, shown = on_a_terminal(["accounts", str(case), "add", "Ana", "admin"], [PASSWORD, PASSWORD])
    assert code == 0, shown
    assert "Password of Ana:" in shown
    assert PASSWORD not in shown
    assert people.checked(file.place(case), "Ana", PASSWORD) is not None
    code, shown = on_a_terminal(["accounts", str(case), "password", "Ana"], ["one long password", "two long passwords"])
    assert code == 3
    assert "not the same" in shown
    assert people.checked(file.place(case), "Ana", PASSWORD) is not None


# ---------------------------------------------------------------- the server as a team starts it


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here to make a certificate")
def test_a_team_reaches_the_server_over_tls(tmp_path: Path) -> None:
    """The five minutes of docs/workbench.md: an account, a certificate, a server on every address; a login, a kill, a restart."""
    case = built(tmp_path / "case")
    command(case.path, "add", "Ana", "analyst", given=f"{PASSWORD}\n")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate], check=True, capture_output=True)
    tls = ssl.create_default_context(cafile=str(certificate))
    words = [sys.executable, "-m", "supplyline", "serve", str(case.path), "--host", "0.0.0.0", "--certfile", str(certificate), "--keyfile", str(key), "--name", "localhost", "--port"]

    def started(port: str) -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen([*words, port], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    process, url = started("0")
    try:
        assert url.startswith("https://localhost:"), url
        assert "token" not in url
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=tls), urllib.request.HTTPCookieProcessor(), urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=60) as answer:
            page = answer.read().decode()
            assert answer.url.endswith("/login")
            (cookie,) = answer.headers.get_all("set-cookie") or ["gone with the redirect"]
        assert cookie.startswith("__Host-supplyline-login-")
        assert "secure" in cookie.lower()
        csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
        sent = urlencode({"csrf": csrf, "name": "Ana", "password": PASSWORD, "next": "/events"}).encode()
        with opener.open(urllib.request.Request(f"{url}login", sent, {"Origin": url.rstrip("/")}), timeout=60) as answer:
            assert answer.url == f"{url}events"
            assert "Ana" in answer.read().decode()
        plain = url.replace("https", "http")
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(plain, timeout=10)
        process.kill()
        process.wait(timeout=20)
        process, again = started(url.rpartition(":")[2].strip("/"))
        assert again == url
        with opener.open(f"{url}account", timeout=60) as answer:
            assert "Ana" in answer.read().decode(), "killed and started again, the session holds"
        command(case.path, "password", "Ana", given="another long password\n")
        with opener.open(f"{url}account", timeout=60) as answer:
            assert answer.url.startswith(f"{url}login"), "and ends with a new password, while it runs"
    finally:
        process.kill()
        errors = process.communicate()[1]
    assert "Traceback" not in errors


def test_logins_at_once_take_turns_and_no_page_waits_for_them(tmp_path: Path) -> None:
    """Each check of a password takes 64 MiB and a while: twenty at once must not take a gigabyte, nor stop the pages."""
    from teaming import Person, person, teaming, with_accounts

    case = with_accounts(built(tmp_path / "case"))
    with teaming(case) as (served, _):
        ana = person(served, "Ana")
        crowd = [threading.Thread(target=lambda: Person(served).login("Ana", "wrong wrong wrong")) for _ in range(20)]
        for one in crowd:
            one.start()
        taken = []
        while any(t.is_alive() for t in crowd):
            started = time.perf_counter()
            assert ana.get("/account").code == 200
            taken.append(time.perf_counter() - started)
            time.sleep(0.05)  # a person, and not a program that is told to come back later
        for one in crowd:
            one.join()
        assert taken
        with sqlite3.connect(file.place(case.path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
