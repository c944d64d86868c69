"""A workbench with accounts: who comes in, what each role may, and what an attacker would try."""

from __future__ import annotations

import hashlib
import re
import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_corpus import EVERYTHING
from commands import run
from publishing import HOSTILE, built
from serving import Served
from supplyline.accounts import file, log, passes, people
from supplyline.case import desk
from supplyline.case.store import Case, open_case
from supplyline.model import BadInput
from supplyline.serve import app, server
from supplyline.serve.counted import Counted
from supplyline.serve.guard import POLICY
from supplyline.serve.limits import Attempts, Budget, Rate
from supplyline.serve.server import Shared, called, team_of
from supplyline.serve.team import Team
from teaming import PASSWORD, PEOPLE, Person, person, teaming, with_accounts


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Team]]:
    with teaming(with_accounts(built(tmp_path_factory.mktemp("team") / "case", [*EVERYTHING, HOSTILE]))) as served:
        yield served


@pytest.fixture(scope="module")
def served(both: tuple[Served, Team]) -> Served:
    return both[0]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built case with accounts, to be copied."""
    case = with_accounts(built(tmp_path_factory.mktemp("plain") / "case", EVERYTHING))
    with teaming(case):
        pass  # makes the reading index
    return case.path


@pytest.fixture
def own(plain: Path, tmp_path: Path) -> Case:
    """One whose accounts a test may change."""
    shutil.copytree(plain, tmp_path / "case")
    return open_case(tmp_path / "case")


@pytest.fixture
def fresh(own: Case) -> Iterator[tuple[Served, Team]]:
    with teaming(own) as found:
        yield found


def addresses() -> list[tuple[str, str, str]]:
    """Every route of the program: path, method, role."""
    found = [(path, "GET", "viewer") for path, _ in app.PAGES] + [(path, "POST", "analyst") for path, _ in app.WRITES]
    found += [(path, method, app.needs(path, methods)) for path, _, methods in app.PROGRAMS for method in methods]
    return found + [(path, method, needed) for path, _, method, needed in app.OWN if needed]


def filled(path: str) -> str:
    return re.sub(r"\{\w+\}", "x_000000000000", path)


def test_every_route_asks_for_a_login(served: Served) -> None:
    asked = addresses()
    assert len(asked) > 60
    for path, method, _ in asked:
        path = filled(path)
        answer = Person(served).ask(path, method, b"{}" if method != "GET" else None)
        told = (path, method, answer.code)
        assert served.live.case.path.name not in answer.text, told
        if path.startswith(("/api/", "/match", "/catalog", "/reconcile")):
            assert answer.code == 401, told
            assert answer.headers["www-authenticate"] == "Bearer", told
            assert answer.json["error"], told
        elif method == "GET":
            assert (answer.code, answer.headers["location"].partition("?")[0]) == (303, "/login"), told
        else:
            assert answer.code == 401, told
    assert served.ask("/?token=x").code == 303
    assert served.ask("/nothing").code == 303, "not even what is not there is told"


def test_roles_hold_on_every_route(served: Served) -> None:
    sent = {"Content-Type": "application/x-www-form-urlencoded"}
    for name, role in PEOPLE.items():
        browser = person(served, name)
        csrf = re.search(r'name="csrf" value="(\w+)"', browser.get("/account").text)[1]
        for path, method, needed in addresses():
            if path in ("/logout", "/account/sessions", "/account/password"):
                continue
            path = filled(path).replace("/reconcile/x_000000000000", "/nothing")
            answer = browser.ask(path, method, None if method == "GET" else f"csrf={csrf}".encode(), **sent, X_CSRF_Token=csrf)
            beyond = not people.may(role, needed)
            assert (answer.code == 403) == beyond, (name, path, method, answer.code)
            if beyond and path.startswith("/api/"):
                assert answer.json["error"] == f"This needs the role {needed}; {name} has the role {role}. An admin of the case can change it."
            elif beyond:
                assert "Not allowed" in answer.main
        assert not served.live.case.decisions()


def test_a_viewer_sees_no_form_that_would_be_refused(served: Served) -> None:
    shelf = served.live.now.shelf
    desk.save(served.live.case.desk_at, "view", "A view", "/graph?hops=2", "Ada")
    draft = desk.save(served.live.case.desk_at, "brief", "A draft", '{"parts": [{"text": "Words."}]}', "Ada").id
    event, claim, party = (next(iter(shelf.rows(t))).id for t in ("events", "claims", "entities"))
    browser = person(served, "Vera")
    for path in ("/", "/review", f"/events/{event}", f"/claims/{claim}", f"/entities/{party}", "/graph", "/briefs", f"/briefs/{draft}/versions", "/decisions"):
        answer = browser.get(path)
        assert answer.code == 200
        assert {f.get("action") for f in answer.tree.xpath("//form[@method='post']") if f.xpath(".//button")} <= {"/logout", f"/briefs/{draft}"}, path
    assert browser.get(f"/briefs/{draft}").tree.xpath("//form[@id='draft']/fieldset[@disabled]")
    assert not browser.get("/").tree.xpath("//a[@href='/accounts' or @href='/audit']")


def test_who_decides_is_the_account_whatever_the_form_says(fresh: tuple[Served, Team]) -> None:
    served, _ = fresh
    claims = [c.id for c in served.live.now.shelf.rows("claims")][:3]
    ana = person(served, "Ana")
    fields = [("verb", "confirm"), ("by", "Somebody Else"), ("because", "read it"), ("back", "/"), ("target", claims[0])]
    assert ana.post("/decide", fields).code == 303
    made = ana.post("/briefs", [("title", "Mine"), ("by", "Somebody Else")])
    assert made.code == 303
    ana.post(made.headers["location"], [("base", "1"), ("do", "save"), ("title", "Mine too"), ("by", "Somebody Else"), ("kind", "text"), ("value", "x"), ("called", "")])
    assert ana.post("/views", [("name", "V"), ("by", "Somebody Else"), ("address", "/graph")]).code == 303
    token = passes.give(file.place(served.live.case.path), "Ana", "a program", "the tests")
    served.send("/api/v1/decisions", {"verb": "reject", "targets": [claims[1]], "by": "Somebody Else", "because": "a program"}, Authorization=f"Bearer {token}")
    assert [(d.by, d.verb) for d in served.live.case.decisions()] == [("Ana", "confirm"), ("Ana", "reject")]
    assert {s.by for s in desk.latest(served.live.case.desk_at)} == {"Ana"}
    page = ana.get(f"/claims/{claims[2]}")
    assert not page.tree.xpath("//input[@name='by']")
    assert "as Ana" in page.main


# ---------------------------------------------------------------- sessions


def test_a_login_gives_a_cookie_of_its_own_and_a_logout_ends_it(served: Served) -> None:
    browser = Person(served)
    assert browser.login("Ana", "wrong wrong wrong").code == 403
    assert not browser.session
    answer = browser.login("ANA ", next="/events?kind=supply")
    assert (answer.code, answer.headers["location"]) == (303, "/events?kind=supply")
    kept = next(line for line in answer.headers["set-cookie"].split("\n") if line.startswith(f"supplyline-{served.port}=")).lower()
    assert "httponly" in kept
    assert "samesite=lax" in kept
    assert "path=/" in kept
    assert "domain" not in kept
    assert "max-age" not in kept, "it goes with the browser"
    assert "Ana" in browser.get("/").tree.xpath("string(//header)")
    stolen = browser.session
    assert browser.post("/logout").code == 303
    assert Person(served, cookies={f"supplyline-{served.port}": stolen}).get("/").code == 303, "the cookie is worth nothing now"


def test_a_session_that_somebody_planted_is_not_taken_up(served: Served) -> None:
    """Session fixation: what a browser brings to the login is no session afterwards."""
    mallory = person(served, "Vera")
    victim = Person(served, cookies={f"supplyline-{served.port}": "planted-by-somebody"})
    assert victim.login("Ana").code == 303
    assert victim.session != "planted-by-somebody"
    assert Person(served, cookies={f"supplyline-{served.port}": "planted-by-somebody"}).get("/").code == 303
    # A valid session of the attacker's, planted: logging in leaves it, and ends it.
    victim = Person(served, cookies={**Person(served).cookies, f"supplyline-{served.port}": mallory.session})
    victim.post("/logout")
    victim.login("Ana")
    assert victim.session != mallory.session
    assert mallory.get("/").code == 303


def test_sessions_end_with_password_role_and_account_also_after_a_restart(own: Case) -> None:
    case = own
    path = file.place(case.path)
    with teaming(case) as (served, _):
        kept = {name: person(served, name).session for name in PEOPLE}
        token = passes.give(path, "Ana", "p", "the tests")
        for session in kept.values():
            assert Person(served, cookies={f"supplyline-{served.port}": session}).get("/").code == 200

    def lets_in(served: Served, session: str) -> bool:
        return Person(served, cookies={f"supplyline-{served.port}": session}).get("/").code == 200

    with teaming(case) as (served, _):
        assert all(lets_in(served, s) for s in kept.values()), "a restart ends no session"
        people.set_role(path, "Vera", "analyst", "the tests")
        assert not lets_in(served, kept["Vera"])
        assert served.ask("/api/v1/status", Authorization=f"Bearer {token}").code == 200
        people.set_password(path, "Ana", "another " + PASSWORD, "the tests")
        assert not lets_in(served, kept["Ana"])
        assert served.ask("/api/v1/status", Authorization=f"Bearer {token}").code == 401
        people.add(path, "Second", "admin", PASSWORD, "the tests")
        people.remove(path, "Олена", "the tests")
        assert not lets_in(served, kept["Олена"])
    with teaming(case) as (served, _):
        assert not any(lets_in(served, s) for s in kept.values())
        assert Person(served).login("Ana").code == 403
        assert Person(served).login("Ana", "another " + PASSWORD).code == 303


def test_a_session_ends_by_itself(fresh: tuple[Served, Team]) -> None:
    served, team = fresh
    browser = person(served, "Ana")
    assert browser.get("/").code == 200
    with file.opened(team.path) as connection:
        connection.execute("UPDATE passes SET until = '2020-01-01T00:00:00+00:00'")
    assert browser.get("/").code == 303
    # What was written meanwhile is not lost: the page says so, and after a new login the same form is taken.
    claim = next(iter(served.live.now.shelf.rows("claims"))).id
    fields = [("verb", "confirm"), ("because", "read it"), ("back", "/"), ("target", claim)]
    csrf = team.csrf(people.known(team.path, "Ana"))
    sent = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{served.host}"}
    body = "&".join(f"{k}={quote(v)}" for k, v in [("csrf", csrf), *fields]).encode()
    refused = browser.ask("/decide", "POST", body, **sent)
    assert refused.code == 401
    assert "what you wrote is still in the page" in refused.text
    assert browser.ask("/briefs/x", "POST", body, **sent, Accept="application/json").json["error"]
    browser.login("Ana")
    assert browser.ask("/decide", "POST", body, **sent).code == 303


def test_an_account_has_so_many_sessions_and_no_more(fresh: tuple[Served, Team]) -> None:
    _, team = fresh
    ana = people.known(team.path, "Ana")
    made = [passes.begin(team.path, ana) for _ in range(25)]
    assert [passes.holder(team.path, "session", s) is not None for s in made] == [False] * 5 + [True] * 20
    assert len(passes.kept(team.path, ana, "session")) == 20


# ---------------------------------------------------------------- forms of other sites


def test_a_login_cannot_be_forged(served: Served) -> None:
    """Login CSRF: a page of another site must not log its victim in to an account of the attacker's."""
    fields = f"name=Ana&password={quote(PASSWORD)}&next=/".encode()
    sent = {"Content-Type": "application/x-www-form-urlencoded"}
    assert served.ask("/login", "POST", fields, **sent).code == 403
    assert served.ask("/login", "POST", b"csrf=&" + fields, **sent).code == 403
    mallory = Person(served)
    csrf = re.search(r'name="csrf" value="(\w+)"', mallory.get("/login").text)[1].encode()
    assert served.ask("/login", "POST", b"csrf=" + csrf + b"&" + fields, **sent).code == 403, "the token belongs to a browser"
    other = Person(served)
    other.get("/login")
    assert other.ask("/login", "POST", b"csrf=" + csrf + b"&" + fields, **sent).code == 403
    for origin in ("http://evil.example", "null", f"https://{served.host}", f"http://{served.host}.evil.example"):
        assert Person(served).login("Ana", Origin=origin).code == 403
    assert Person(served).login("Ana", Sec_Fetch_Site="cross-site").code == 403
    assert served.ask("/login", "POST", b"x" * 20_000, **sent).code == 413


def test_the_token_of_one_account_is_no_token_of_another(served: Served) -> None:
    vera, ana = person(served, "Vera"), person(served, "Ana")
    csrf = re.search(r'name="csrf" value="(\w+)"', vera.get("/account").text)[1]
    body = f"csrf={csrf}&label=x".encode()
    assert ana.ask("/account/tokens", "POST", body, Content_Type="application/x-www-form-urlencoded").code == 403
    assert ana.post("/account/tokens", [("label", "x")], Origin="http://evil.example").code == 403
    assert ana.get(f"/logout?csrf={csrf}").code == 405


@pytest.mark.parametrize("next", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)", "evil.example", "", "/%0d%0aset-cookie:a=b\r\nx: y"])
def test_a_login_leads_nowhere_else(served: Served, next: str) -> None:
    assert Person(served).login("Ana", next=next).headers["location"] == "/"
    page = Person(served).get(f"/login?next={quote(next, safe='')}")
    assert page.tree.xpath("string(//input[@name='next']/@value)") == "/"
    browser = person(served, "Ana")
    assert browser.get(f"/login?next={quote(next, safe='')}").headers["location"] == "/"


def test_what_was_wanted_comes_after_the_login(served: Served) -> None:
    browser = Person(served)
    sent = browser.get("/search?q=machine+tools&where=claims").headers["location"]
    assert sent == "/login?next=%2Fsearch%3Fq%3Dmachine%2Btools%26where%3Dclaims"
    wanted = browser.get(sent).tree.xpath("string(//input[@name='next']/@value)")
    assert browser.login("Ana", next=wanted).headers["location"] == "/search?q=machine+tools&where=claims"
    assert browser.get("//evil.example/").code != 303 or browser.get("//evil.example/").headers["location"].startswith("/evil"), "no redirect to another host"
    assert Person(served).get("//evil.example/%2f..").headers["location"].startswith("/login")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "", "localhost.evil.example:{port}", "bench.example.org@evil.example"])
def test_another_host_is_refused(served: Served, host: str) -> None:
    browser = person(served, "Ana")
    for path in ("/", "/login", "/api/v1/status", "/static/workbench.css"):
        assert browser.get(path, Host=host.format(port=served.port)).code == 403, path


def test_behind_a_proxy_addresses_and_cookies_are_those_of_tls(own: Case) -> None:
    shared = Shared(("bench.example.org",), proxies=("127.0.0.1",))
    with teaming(own, shared) as (served, team):
        browser = Person(served)
        page = browser.get("/login", Host="bench.example.org")
        csrf = page.tree.xpath("string(//input[@name='csrf']/@value)")
        assert page.headers["set-cookie"].startswith("__Host-supplyline-login-")
        assert "; Secure" in page.headers["set-cookie"]
        body = urlencode({"csrf": csrf, "name": "Ana", "password": PASSWORD, "next": "/"}).encode()
        sent = {"Host": "bench.example.org", "Content-Type": "application/x-www-form-urlencoded"}
        assert browser.ask("/login", "POST", body, Origin="http://bench.example.org", **sent).code == 403, "a page that came without TLS"
        answer = browser.ask("/login", "POST", body, Origin="https://bench.example.org", **sent)
        assert answer.code == 303
        assert all("; Secure" in line and "; HttpOnly" in line and line.startswith("__Host-") for line in answer.headers["set-cookie"].split("\n"))
        token = passes.give(team.path, "Vera", "OpenRefine", "the tests")
        manifest = served.ask(f"/reconcile/{token}", Host="bench.example.org", X_Forwarded_Proto="http", X_Forwarded_Host="evil.example").json
        assert manifest["view"]["url"].startswith("https://bench.example.org/id/")


def test_the_names_of_a_server_are_what_it_was_told() -> None:
    def has(site, host: str, at=("10.0.0.5", 8640)) -> bool:
        return site.has({"server": at}, host)

    site = called("0.0.0.0", 8640, Shared(("Bench.example.org",)))
    assert has(site, "bench.example.org:8640") and has(site, "10.0.0.5:8640") and has(site, "localhost:8640")
    assert not has(site, "10.0.0.6:8640") and not has(site, "evil.example:8640") and not has(site, "bench.example.org:80")
    behind = called("127.0.0.1", 8640, Shared(("bench.example.org:8443",), proxies=("127.0.0.1",)))
    assert behind.secure
    assert has(behind, "bench.example.org:8443") and not has(behind, "bench.example.org")
    assert behind.origin("bench.example.org:8443") == "https://bench.example.org:8443"
    assert has(called("::", 443, Shared(("b.org",), Path("c"))), "[2001:db8::1]", ("2001:db8::1", 443))


# ---------------------------------------------------------------- guessing


def test_who_guesses_waits_longer_each_time_and_nobody_else_does(fresh: tuple[Served, Team]) -> None:
    served, team = fresh
    home, mallory = "192.0.2.1", "198.51.100.7"
    person(served, "Ana", address=home)
    guesser = Person(served, address=mallory)
    answers = [guesser.login("Ana", f"guess number {n}") for n in range(6)]
    assert [a.code for a in answers[:4]] == [403, 403, 403, 429]
    assert answers[3].headers["retry-after"] == "1"
    assert "Too many attempts" in answers[3].main
    assert guesser.login("Ana").code == 429, "the right password waits too: else it would be told"
    assert Person(served, address=home).login("Ana").code == 303, "from where she always comes in"
    assert Person(served, address="203.0.113.9").login("Vera").code == 303
    time.sleep(1.1)
    assert guesser.login("Ana").code == 303, "after the wait"
    found, _ = log.entries(team.path, "access")
    assert {(e.what, e.about, e.address) for e in found if e.about} == {("refused: wrong password", "Ana", mallory)}
    assert sum(e.times for e in found if e.about) == 3


def test_the_waits_grow_and_are_forgotten() -> None:
    now = [0.0]
    counted = Counted("attempts", clock=lambda: now[0])
    attempts = Attempts(counted)
    waits = []
    for _ in range(20):
        wait = attempts.begin("ana", "198.51.100.7", False)
        waits.append(wait)
        now[0] += wait
        if wait:
            assert attempts.begin("ana", "198.51.100.7", False) == 0
    assert waits[:3] == [0, 0, 0]
    assert waits[3:8] == [1, 2, 4, 8, 16]
    assert max(waits) == 900
    # Whom he guesses at waits a minute at most elsewhere, and not at all where she was before.
    assert attempts.begin("ana", "192.0.2.1", True) == 0
    assert 0 < attempts.begin("ana", "192.0.2.9", False) <= 60
    # He tries another name from the same address: the address waits.
    assert 0 < attempts.begin("ben", "198.51.100.7", False) <= 300
    assert attempts.begin("ben", "192.0.2.2", False) == 0
    now[0] += 3601
    assert attempts.begin("ana", "198.51.100.7", False) == 0
    # A whole network of IPv6 is one.
    for n in range(3):
        assert attempts.begin("v", f"2001:db8::{n}", False) == 0
    assert attempts.begin("v", "2001:db8::ffff", False) == 1
    # Many at once are counted before any of them is answered.
    assert [attempts.begin("w", "192.0.2.77", False) for _ in range(5)] == [0, 0, 0, 1, 1]
    for n in range(30_000):
        attempts.begin(f"n{n}", f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", True)
    assert len(counted) <= 10_100


def test_a_name_that_nobody_has_takes_as_long(served: Served) -> None:
    """Else the time would tell who has an account."""
    path = file.place(served.live.case.path)

    def taken(name: str) -> float:
        started = time.perf_counter()
        assert people.checked(path, name, "not the password at all") is None
        return time.perf_counter() - started

    taken("nobody")
    known, unknown = [], []
    for _ in range(7):
        known.append(taken("Ana"))
        unknown.append(taken("nobody"))
    assert 0.5 < statistics.median(known) / statistics.median(unknown) < 2, (known, unknown)
    one, other = Person(served, address="192.0.2.50").login("Ana", "x" * 12), Person(served, address="192.0.2.51").login("nobody", "x" * 12)
    shown = [re.sub(r'value="[^"]*"', "", a.text) for a in (one, other)]
    assert shown[0] == shown[1]
    assert one.code == other.code


def test_what_is_typed_as_a_name_is_not_kept(fresh: tuple[Served, Team]) -> None:
    """People type the password into the wrong field."""
    served, team = fresh
    Person(served).login("my secret password", "Ana")
    with file.opened(team.path) as connection:
        assert "my secret password" not in "\n".join(connection.iterdump())
    found, _ = log.entries(team.path, "access")
    assert found[0].what == "refused: a name that has no account"


def test_costly_requests_are_counted_for_each_session(fresh: tuple[Served, Team]) -> None:
    served, _ = fresh
    ana, vera = person(served, "Ana"), person(served, "Vera")
    codes = [ana.get("/api/v1/search?q=lathes").code for _ in range(80)]
    assert codes[:40] == [200] * 40
    assert 429 in codes[40:]
    refused = next(a for a in (ana.get("/api/v1/search?q=lathes") for _ in range(200)) if a.code == 429)
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.json["error"]
    assert vera.get("/api/v1/search?q=lathes").code == 200
    assert ana.get("/events").code == 200, "pages have a budget of their own"
    token = passes.give(file.place(served.live.case.path), "Vera", "p", "the tests")
    query = {"queries": {"a": {"schema": "Company", "properties": {"name": ["Northwind"]}}}}
    assert 429 in [served.send("/match/default", query, Authorization=f"Bearer {token}").code for _ in range(120)]
    stranger = [served.ask("/login").code for _ in range(80)]
    assert 429 in stranger
    assert ana.get("/").code == 200


def test_a_budget_refills() -> None:
    now = [0.0]
    budget = Budget(Counted("budget", clock=lambda: now[0]))
    rate = Rate("r", 2.0, 3)
    assert [budget.spend(rate, "a") for _ in range(4)] == [0, 0, 0, 1]
    assert budget.spend(rate, "b") == 0
    now[0] += 0.5
    assert [budget.spend(rate, "a") for _ in range(2)] == [0, 1]


def test_an_address_is_taken_from_a_proxy_that_was_named_and_from_nobody_else(own: Case) -> None:
    case = own
    with teaming(case, trusted=()) as (served, team):
        for n in range(4):
            answer = Person(served, address=f"192.0.2.{n}").login("Ana", "wrong wrong wrong")
        assert answer.code == 429, "a header that anybody can write makes no new address"
        found, _ = log.entries(team.path, "access")
        assert {e.address for e in found} == {"127.0.0.1"}
    with teaming(case, trusted=("203.0.113.0/24",)) as (served, team):
        Person(served, address="192.0.2.9").login("Vera")
        assert log.entries(team.path, "access")[0][0].address == "127.0.0.1"
    with teaming(case, trusted=("127.0.0.1",)) as (served, team):
        Person(served, address="1.2.3.4, 192.0.2.9").login("Vera")
        assert log.entries(team.path, "access")[0][0].address == "192.0.2.9", "the last that the proxy itself saw"


# ---------------------------------------------------------------- programs


def test_tokens_let_programs_in_in_the_role_that_holds(fresh: tuple[Served, Team]) -> None:
    served, team = fresh
    token = passes.give(team.path, "Vera", "screening", "the tests")
    claim = next(iter(served.live.now.shelf.rows("claims"))).id
    asked = {"verb": "confirm", "targets": [claim], "because": "read it"}
    assert served.ask("/api/v1/claims", Authorization=f"Bearer {token}").code == 200
    assert served.ask("/api/v1/claims", Authorization=f"ApiKey {token}").code == 200
    assert served.ask(f"/reconcile/{token}").code == 200
    assert served.ask(f"/api/v1/claims?token={token}").code == 401
    assert served.ask("/api/v1/claims", Cookie=f"supplyline-{served.port}={token}").code == 401, "a token is no session"
    session = person(served, "Vera").session
    assert served.ask("/api/v1/claims", Authorization=f"Bearer {session}").code == 401, "and a session no token"
    assert served.send("/api/v1/decisions", asked, Authorization=f"Bearer {token}").code == 403
    people.set_role(team.path, "Vera", "analyst", "the tests")
    assert served.send("/api/v1/decisions", asked, Authorization=f"Bearer {token}").code == 201
    people.remove(team.path, "Vera", "the tests")
    assert served.ask("/api/v1/claims", Authorization=f"Bearer {token}").code == 401


def test_a_token_keeps_no_accounts_and_makes_no_other_token(fresh: tuple[Served, Team]) -> None:
    served, team = fresh
    token = passes.give(team.path, "Олена", "p", "the tests")
    for path, method, needed in ((p, m, n) for p, _, m, n in app.OWN if n):
        answer = served.ask(filled(path), method, b"label=x&name=y&role=admin" if method == "POST" else None, Authorization=f"Bearer {token}", Content_Type="application/x-www-form-urlencoded")
        assert answer.code == 403, (path, method, needed)
    assert len(people.everybody(team.path)) == 3
    assert len(passes.kept(team.path, people.known(team.path, "Олена"), "token")) == 1


def test_nothing_that_lets_in_is_kept_as_it_is(fresh: tuple[Served, Team]) -> None:
    served, team = fresh
    session, token = person(served, "Ana").session, passes.give(team.path, "Ana", "p", "the tests")
    with file.opened(team.path) as connection:
        everything = "\n".join(connection.iterdump())
    assert session not in everything and token not in everything and PASSWORD not in everything
    assert hashlib.sha256(token.encode()).hexdigest() in everything
    assert everything.count("$argon2id$v=19$m=65536,t=3,p=4$") == 3
    for found in served.live.case.path.iterdir():
        if found.name.startswith("accounts.sqlite"):
            assert found.stat().st_mode & 0o777 == 0o600, found.name


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize("path", ["/login", "/account", "/accounts", "/audit", "/audit?what=access", "/audit?what=change", "/nothing"])
def test_every_answer_has_the_strict_policy(served: Served, path: str) -> None:
    for browser in (person(served, "Олена"), Person(served)):
        answer = browser.get(path)
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-frame-options"] == "DENY"
        assert "style=" not in answer.text and "<script>" not in answer.text


def test_no_page_says_where_the_case_lies_on_the_server(fresh: tuple[Served, Team]) -> None:
    served, _ = fresh
    ana = person(served, "Ana")
    claim = next(iter(served.live.now.shelf.rows("claims"))).id
    ana.post("/decide", [("verb", "confirm"), ("because", "read it"), ("back", "/"), ("target", claim)])
    for path in ("/", "/decisions", "/briefs", "/account", "/nothing", "/?done=d_1", "/api/v1/status"):
        answer = ana.get(path)
        assert str(served.live.case.path) not in answer.text, path
        assert "supplyline build case" in answer.text or path.startswith("/api/")


def test_the_login_tells_a_stranger_nothing(served: Served) -> None:
    page = Person(served).get("/login")
    assert served.live.case.settings.title not in page.text or not served.live.case.settings.title
    assert served.live.now.shelf.inputs[:12] not in page.text
    assert not page.tree.xpath("//nav")
    for path in ("/login/oidc", "/login/oidc/callback?code=x&state=y"):
        answer = Person(served).get(path)
        assert answer.code == 404
        assert served.live.now.shelf.inputs[:12] not in answer.text
    assert "build" not in served.ask("/login", "PUT").text
    browser = Person(served)
    refused = browser.post("/login/oidc", on="/login")
    assert (refused.code, refused.headers["content-type"].partition(";")[0]) == (405, "text/plain")


def test_an_admin_keeps_accounts(fresh: tuple[Served, Team]) -> None:
    served, team = fresh
    admin = person(served, "Олена")
    page = admin.post("/accounts", [("name", "Ben"), ("role", "analyst")], on="/accounts")
    assert page.code == 200
    first = page.tree.xpath("string(//code[@class='secret'])")
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", first)
    assert page.headers["cache-control"] == "no-store"
    assert "Not added" in admin.post("/accounts", [("name", "ben"), ("role", "viewer")], on="/accounts").main
    assert "Not added" in admin.post("/accounts", [("name", "<b>", ), ("role", "viewer")], on="/accounts").main
    # What an admin set is changed before anything else: nobody decides in another's name.
    ben = Person(served)
    assert ben.login("Ben", first).headers["location"] == "/account"
    assert ben.get("/events").headers["location"] == "/account"
    assert ben.get("/api/v1/status").code == 303
    assert "Choose one of your own" in ben.get("/account").main
    fields = [("before", first), ("wanted", "quite another herons"), ("again", "quite another herons")]
    assert ben.post("/account/password", [("before", first), ("wanted", "short"), ("again", "short")]).code == 400
    assert ben.post("/account/password", [("before", first), ("wanted", first), ("again", first)]).code == 400
    assert ben.post("/account/password", [("before", "wrong wrong wrong"), *fields[1:]]).code == 403
    assert ben.post("/account/password", fields).code == 303
    assert ben.get("/events").code == 200, "this browser stays logged in"
    id = people.known(team.path, "Ben").id
    assert admin.post(f"/accounts/{id}", [("do", "role"), ("role", "viewer")], on="/accounts").code == 303
    assert ben.get("/events").code == 303
    again = admin.post(f"/accounts/{id}", [("do", "password")], on="/accounts").tree.xpath("string(//code[@class='secret'])")
    assert again and again != first
    assert Person(served).login("Ben", "quite another herons").code == 403
    assert admin.post(f"/accounts/{id}", [("do", "remove")], on="/accounts").code == 400, "it asks whether one is sure"
    assert admin.post(f"/accounts/{id}", [("do", "remove"), ("sure", "on")], on="/accounts").code == 303
    assert Person(served).login("Ben", again).code == 403
    own = people.known(team.path, "Олена").id
    for fields in ([("do", "remove"), ("sure", "on")], [("do", "role"), ("role", "viewer")], [("do", "role"), ("role", "god")], [("do", "x")]):
        assert admin.post(f"/accounts/{own}", fields, on="/accounts").code == 400, fields
    assert admin.post("/accounts/999", [("do", "password")], on="/accounts").code == 404
    changes, _ = log.entries(team.path, "change")
    assert [(e.who, e.what) for e in changes if e.about == "Ben"] == [
        ("Олена", "removed (viewer)"), ("Олена", "new password, to be changed at the next login"), ("Олена", "role analyst → viewer"), ("Ben", "new password"), ("Олена", "added as analyst"),
    ]  # fmt: skip


def test_everybody_keeps_the_own_tokens_and_sessions(fresh: tuple[Served, Team]) -> None:
    served, team = fresh
    ana, other = person(served, "Ana"), person(served, "Ana")
    page = ana.post("/account/tokens", [("label", "screening <b>")])
    token = page.tree.xpath("string(//code[@class='secret'])")
    assert token.startswith("slt_")
    assert "screening <b>" in page.main
    assert served.ask("/api/v1/status", Authorization=f"Bearer {token}").code == 200
    assert token not in ana.get("/account").text
    ((kept),) = passes.kept(team.path, people.known(team.path, "Ana"), "token")
    assert person(served, "Vera").post(f"/account/tokens/{kept.id}").code == 400, "somebody else's"
    assert ana.post(f"/account/tokens/{kept.id}").code == 303
    assert served.ask("/api/v1/status", Authorization=f"Bearer {token}").code == 401
    assert "in 2 browsers" in ana.get("/account").main
    assert ana.post("/account/sessions").code == 303
    assert ana.get("/").code == other.get("/").code == 303


def test_an_admin_reads_the_audit(fresh: tuple[Served, Team]) -> None:
    served, _ = fresh
    ana, vera, admin = (person(served, n) for n in ("Ana", "Vera", "Олена"))
    claim = next(iter(served.live.now.shelf.rows("claims"))).id
    ana.post("/decide", [("verb", "reject"), ("because", "<script>alert(1)</script>"), ("back", "/"), ("target", claim)])
    vera.post("/decide", [("verb", "reject"), ("because", "x"), ("back", "/"), ("target", claim)])
    Person(served, address="<img src=x>").login("Ana", "wrong wrong wrong")
    page = admin.get("/audit")
    assert "<script>alert(1)</script>" in page.main and "<script>alert" not in page.text
    assert "Ana" in page.tree.xpath("string(//tbody)")
    assert "No decisions" in admin.get("/audit?who=Vera").main
    access = admin.get("/audit?what=access")
    assert "refused: POST /decide as viewer" in access.main
    assert "refused: wrong password" in access.main
    assert "<img" not in access.text
    assert "added as viewer" in admin.get("/audit?what=change").main
    assert ana.get("/audit").code == vera.get("/accounts").code == 403


def test_pages_of_one_are_not_given_to_another(served: Served) -> None:
    """An ETag that one person's browser kept answers nobody else with 304."""
    ana, vera = person(served, "Ana"), person(served, "Vera")
    etag = ana.get("/events").headers["etag"]
    assert ana.get("/events", If_None_Match=etag).code == 304
    assert vera.get("/events", If_None_Match=etag).code == 200
    assert Person(served).get("/events", If_None_Match=etag).code == 303
    assert "private" in ana.get("/events").headers["cache-control"]


@pytest.mark.parametrize("path", ["/static/../accounts.sqlite", "/static/..%2f..%2faccounts.sqlite", "/static/%2e%2e/%2e%2e/accounts.sqlite", "/accounts.sqlite", "/briefs/..%2f..%2faccounts.sqlite", "/static/a/b", "/static//etc/passwd"])
def test_no_file_of_the_case_is_served(served: Served, path: str) -> None:
    assert person(served, "Олена").get(path).code == 404
    assert Person(served).get(path).code in (303, 404)


@pytest.mark.parametrize("path", ["/ACCOUNTS", "/accounts/", "//accounts", "/./accounts", "/%61ccounts", "/accounts;x", "/accounts%00", "/audit/", "/%2faudit"])
def test_no_spelling_of_an_address_goes_round_the_role(served: Served, path: str) -> None:
    vera = person(served, "Vera")
    answer = vera.get(path)
    assert answer.code in (403, 404, 307), answer.code
    assert "Add an account" not in answer.text
    if answer.code == 307:
        assert vera.get("/" + answer.headers["location"].partition(f"{served.host}/")[2]).code == 403


@pytest.mark.parametrize("cookie", ["", ";;;", "a=b; =x", "supplyline-{port}", "supplyline-{port}=", "supplyline-{port}=\x7f", "supplyline-{port}=" + "x" * 5000, "supplyline-{port}=\"\\073\""])
def test_any_cookie_is_nobody(served: Served, cookie: str) -> None:
    assert served.ask("/", Cookie=cookie.format(port=served.port)).code == 303


NASTY = st.one_of(st.text(max_size=80), st.sampled_from(["", "\x00", "\ud7ff", "Ana", "admin", "9" * 30, "²", "-1", "//evil.example", "/\\x", "<script>alert(1)</script>", "{{ 7 * 7 }}", "' OR 1=1 --", "a\r\nset-cookie: x=y", "role", "password", "x" * 2000]))
FORMS = [("/accounts", ("name", "role", "email", "without")), ("/accounts/1", ("do", "role", "email")), ("/accounts/{}", ("do",)), ("/account/tokens", ("label",)), ("/account/tokens/{}", ()), ("/login", ("name", "password", "next"))]


@pytest.mark.parametrize(("path", "names"), FORMS, ids=[p for p, _ in FORMS])
def test_any_form_is_answered(fresh: tuple[Served, Team], path: str, names: tuple[str, ...]) -> None:
    served, team = fresh
    admin = person(served, "Олена")
    on = "/login" if path == "/login" else "/account"
    csrf = re.search(r'name="csrf" value="(\w+)"', (Person(served) if on == "/login" else admin).get(on).text)[1]

    @settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(names or ("x",)), NASTY), max_size=4), NASTY)
    def check(fields: list[tuple[str, str]], id: str) -> None:
        clean = [(k, v.encode("utf-8", "replace").decode()) for k, v in fields]
        if on == "/login":
            answer = Person(served).post("/login", clean, on="/login")
        else:
            body = urlencode([("csrf", csrf), *clean]).encode()
            answer = admin.ask(path.format(quote(id, safe="", errors="replace")), "POST", body, Content_Type="application/x-www-form-urlencoded")
        assert answer.code < 500, answer.text[:300]
        assert "unexpected" not in answer.text
        assert "<script>alert(1)" not in answer.text
        assert "x=y" not in answer.headers.get("set-cookie", "")
        if answer.code == 303 and on != "/login" and answer.headers["location"] == "/login":
            admin.login("Олена")

    check()
    assert people.named(team.path, "Олена") is not None


@pytest.mark.parametrize("query", ["what=x&who=y&start=z", "what=access&start=99999999999999999999", "what=change&start=-1", "who=" + "x" * 3000, "what=decisions&who=%00", "said=<script>", "said=role&said=x"])
def test_any_query_of_an_admins_page_is_answered(served: Served, query: str) -> None:
    admin = person(served, "Олена")
    for path in ("/audit", "/accounts", "/account", "/login"):
        answer = admin.get(f"{path}?{query}")
        assert answer.code in (200, 303)
        assert "<script>" not in answer.text


# ---------------------------------------------------------------- the command


def test_a_server_that_others_reach_needs_accounts_and_says_so(tmp_path: Path) -> None:
    case = built(tmp_path / "case")
    for words in (("--host", "0.0.0.0"), ("--accounts",)):
        last = run("serve", case.path, *words, code=3).stderr.splitlines()[-1]
        assert last.startswith("error: this case has no accounts")
        assert f"supplyline accounts {case.path} add NAME admin" in last
    for host in ("0.0.0.0", "192.0.2.1", "::", "example.org"):
        with pytest.raises(BadInput, match="this case has no accounts"):
            server.serve(case, 0, host)
    with pytest.raises(BadInput, match="this case has no accounts"):
        server.serve(case, 0, shared=Shared(proxies=("127.0.0.1",)))


@pytest.mark.parametrize(
    ("shared", "said"),
    [(Shared(proxies=("*",)), "--proxy"), (Shared(proxies=("10.0.0.1/8",)), "--proxy"), (Shared(("a/b",)), "--name"), (Shared(("a:b",)), "--name"), (Shared(key=Path("x")), "--certfile"), (Shared(certificate=Path(__file__)), "no certificate with its key"), (Shared(certificate=Path("no such file")), "no certificate with its key")],
)  # fmt: skip
def test_what_cannot_be_served_is_said_in_a_line(own: Case, shared: Shared, said: str) -> None:
    with pytest.raises(BadInput, match=said) as told:
        server.serve(own, 0, shared=shared)
    assert "\n" not in str(told.value)


def test_what_is_missing_for_openid_connect_is_said_before_anything_starts(own: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    for issuer, client, said in (("https://id.example.org", "", "client"), ("http://id.example.org", "bench", "https"), ("id.example.org", "bench", "https")):
        monkeypatch.setenv("SUPPLYLINE_OIDC_ISSUER", issuer)
        monkeypatch.setenv("SUPPLYLINE_OIDC_CLIENT", client)
        with pytest.raises(BadInput, match=said):
            team_of(own, 1, Shared())
