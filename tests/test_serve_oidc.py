"""Logging in by a provider of OpenID Connect: the whole flow against a real one, and each lie that one could tell."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from case_corpus import EVERYTHING
from oidcstub import CLIENT, SECRET, Stub, by_public_key, provider, unsigned
from publishing import built
from serving import Answer, Served
from supplyline.accounts import file, log, passes, people
from supplyline.case import settings
from supplyline.case.settings import Oidc
from supplyline.model import BadInput
from supplyline.serve import oidc
from supplyline.serve.oidc import Provider
from supplyline.serve.team import Team
from teaming import Person, person, teaming, with_accounts

pytest.importorskip("joserfc", reason="pip install 'supplyline[oidc]'")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return with_accounts(built(tmp_path_factory.mktemp("oidc") / "case", EVERYTHING))


@pytest.fixture
def all_three(case: Any) -> Iterator[tuple[Served, Team, Stub]]:
    path = file.place(case.path)
    with provider() as stub:
        for name in ("Ana", "Vera"):
            people.set_email(path, name, f"{name.lower()}@example.org", "the tests")
        asked = Provider(Oidc(stub.issuer, CLIENT), SECRET, file.secret(path))
        with teaming(case, provider=asked) as (served, team):
            yield served, team, stub


def at_provider(address: str) -> str:
    """The browser goes to the provider, and is sent back: to where."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: object) -> None:
            return None

    try:
        urllib.request.build_opener(Stay, urllib.request.ProxyHandler({})).open(address, timeout=20)
    except urllib.error.HTTPError as error:
        return str(error.headers["Location"])
    raise AssertionError(address)


def through(browser: Person, next: str = "/") -> Answer:
    """Begin at the login page, agree at the provider, come back."""
    sent = browser.get(f"/login/oidc?next={next}")
    assert sent.code == 303, sent.main
    back = at_provider(sent.headers["location"])
    assert back.startswith(f"http://{browser.served.host}/login/oidc/callback?")
    return browser.get(back.partition(browser.served.host)[2])


def test_a_person_comes_in_by_the_provider(all_three: tuple[Served, Team, Stub]) -> None:
    served, team, stub = all_three
    browser = Person(served)
    assert browser.get("/login?next=/events").tree.xpath("string(//a[@class='button']/@href)") == "/login/oidc?next=%2Fevents"
    answer = through(browser, "/events")
    assert (answer.code, answer.headers["location"]) == (303, "/events")
    assert browser.get("/events").code == 200
    assert browser.get("/account").main.startswith("Your account NameAna")
    assert not [c for c in browser.cookies if "oidc" in c]
    assert stub.wrong == []
    assert people.known(team.path, "Ana").subject == f"{stub.issuer}#u-1"
    assert log.entries(team.path, "access")[0][0].what == f"logged in by {stub.issuer}"
    with file.opened(team.path) as connection:
        assert SECRET not in "\n".join(connection.iterdump())
    # Once bound the subject counts, whatever the address.
    stub.person = {"sub": "u-1", "email": "vera@example.org", "email_verified": True}
    browser = Person(served)
    assert through(browser).code == 303
    assert "Ana" in browser.get("/account").main
    stub.person = {"sub": "u-2", "email": "ana@example.org", "email_verified": True}
    refused = through(Person(served))
    assert refused.code == 403, "the address came to belong to somebody else"
    assert "no account here is yours" in refused.main


@pytest.mark.parametrize("person", [{"sub": "u-9", "email": "nobody@example.org", "email_verified": True}, {"sub": "u-9"}, {"sub": "u-9", "email": "vera@example.org"}, {"sub": "u-9", "email": "vera@example.org", "email_verified": False}, {"sub": "u-9", "email": "vera@example.org", "email_verified": "true"}, {"sub": "u-9", "email": ["vera@example.org"], "email_verified": True}, {"sub": "u-9", "email": "", "email_verified": True}])
def test_who_has_no_account_stays_out(all_three: tuple[Served, Team, Stub], person: dict[str, Any]) -> None:
    served, team, stub = all_three
    stub.person = person
    before = len(people.everybody(team.path))
    browser = Person(served)
    answer = through(browser)
    assert answer.code == 403
    assert not browser.session
    assert len(people.everybody(team.path)) == before
    assert "has no account" in log.entries(team.path, "access")[0][0].what


def _changed(**values: Any):
    return lambda claims: {k: v for k, v in {**claims, **values}.items() if v is not None}


NOW = int(time.time())
LIES = {
    "nonce": (_changed(nonce="another"), "nonce"), "no nonce": (_changed(nonce=None), "nonce"), "audience": (_changed(aud="another program"), "aud"), "no audience": (_changed(aud=None), "aud"),
    "two audiences": (_changed(aud=[CLIENT, "another"]), "azp"), "made for another": (_changed(aud=[CLIENT, "another"], azp="another"), "azp"), "issuer": (_changed(iss="https://evil.example"), "iss"), "no issuer": (_changed(iss=None), "iss"),
    "expired": (_changed(exp=NOW - 3600, iat=NOW - 7200), "expired"), "no end": (_changed(exp=None), "exp"), "not yet": (_changed(nbf=NOW + 3600), "not valid"), "made in the future": (_changed(iat=NOW + 3600), "not valid"),
    "no subject": (_changed(sub=None), "sub"), "empty subject": (_changed(sub=""), "sub"), "subject is a number": (_changed(sub=7), "sub"), "long subject": (_changed(sub="x" * 300), "sub"),
}  # fmt: skip


@pytest.mark.parametrize("name", LIES)
def test_a_token_that_lies_lets_nobody_in(all_three: tuple[Served, Team, Stub], name: str) -> None:
    served, team, stub = all_three
    stub.lie, said = LIES[name]
    browser = Person(served)
    answer = through(browser)
    assert answer.code == 403, name
    assert "not valid" in answer.main
    assert said in answer.main, answer.main
    assert not browser.session
    assert browser.get("/").code == 303
    assert "refused by OpenID Connect" in log.entries(team.path, "access")[0][0].what
    stub.lie = lambda claims: claims
    assert through(browser).code in (303, 403) and "/token" in stub.asked


def test_a_token_that_is_signed_otherwise_lets_nobody_in(all_three: tuple[Served, Team, Stub]) -> None:
    from joserfc import jwt
    from joserfc.jwk import RSAKey

    served, _, stub = all_three
    other = RSAKey.generate_key(2048, {"kid": "one"})

    def otherwise(claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, other)

    def tampered(claims: dict[str, Any]) -> str:
        head, _, seal = jwt.encode({"alg": "RS256", "kid": "one"}, claims, stub.key).split(".")
        return f"{head}.{unsigned({**claims, 'sub': 'u-2'}).split('.')[1]}.{seal}"

    def embedded(claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "two", "jwk": other.as_dict(private=False)}, claims, other)

    for sign in (otherwise, tampered, embedded, unsigned, by_public_key(stub), lambda claims: "", lambda claims: "a.b.c", lambda claims: "x" * 2000):
        stub.sign = sign
        browser = Person(served)
        answer = through(browser)
        assert answer.code == 403
        assert "not valid" in answer.main
        assert not browser.session
    stub.sign = None
    assert through(Person(served)).code == 303


def test_keys_change_and_are_looked_up_again_but_not_at_everybodys_bidding(all_three: tuple[Served, Team, Stub], monkeypatch: pytest.MonkeyPatch) -> None:
    from joserfc.jwk import ECKey, RSAKey

    served, _, stub = all_three
    assert through(Person(served)).code == 303
    old, stub.key = stub.key, RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    stub.published = [stub.key, old]
    looked = stub.asked.count("/keys")
    for _ in range(3):
        assert through(Person(served)).code == 403, "looked up a moment ago"
    assert stub.asked.count("/keys") == looked
    monkeypatch.setattr(oidc, "_OFTEN", 0.0)
    assert through(Person(served)).code == 303
    assert stub.asked.count("/keys") == looked + 1
    stub.key = ECKey.generate_key("P-256", {"kid": "three", "use": "sig"})
    stub.published = [stub.key]
    assert through(Person(served)).code == 303, "ES256 too"


def test_an_answer_of_another_login_is_refused(all_three: tuple[Served, Team, Stub]) -> None:
    """Login CSRF: what the attacker's browser was sent back with is given to the victim's."""
    served, team, _ = all_three
    mallory, victim = Person(served), Person(served)
    back = at_provider(mallory.get("/login/oidc").headers["location"]).partition(served.host)[2]
    assert victim.get(back).code == 403, "it began none"
    victim.get("/login/oidc")
    assert victim.get(back).code == 403, "it began another"
    assert not victim.session
    flow = team.flow
    for kept in ("", "x", "x.y", mallory.cookies[flow][:-6] + "AAAAAA", mallory.cookies[flow].partition(".")[0] + "."):
        assert Person(served, cookies={flow: kept}).get(back).code == 403
    other_case = Provider(team.provider.client, SECRET, "another secret").begin(f"http://{served.host}", "/")
    assert Person(served, cookies={flow: other_case.cookie}).get(back).code == 403
    assert mallory.get(back).code == 303
    assert mallory.get(back).code == 403, "and only once: the code is spent and the cookie gone"


def test_a_login_that_took_too_long_is_refused(all_three: tuple[Served, Team, Stub], monkeypatch: pytest.MonkeyPatch) -> None:
    served, _, _ = all_three
    browser = Person(served)
    back = at_provider(browser.get("/login/oidc").headers["location"]).partition(served.host)[2]
    monkeypatch.setattr(oidc, "MINUTES", -1)
    assert "took more than" in browser.get(back).main


@pytest.mark.parametrize(("back", "said"), [({"iss": "https://evil.example"}, "another provider"), ({"state": "x"}, "another login"), ({"code": ""}, "no code"), ({"code": "stolen"}, "answers 400"), ({"error": "access_denied <b>"}, "access_denied <b>")])
def test_what_the_browser_brings_back_is_checked(all_three: tuple[Served, Team, Stub], back: dict[str, str], said: str) -> None:
    served, _, stub = all_three
    stub.back = back
    answer = through(browser := Person(served))
    assert answer.code == 403
    assert said in answer.main
    assert "<b>" not in answer.text.partition("<h1>")[2].replace("<b>Supplyline</b>", "")
    assert not browser.session


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_a_login_by_the_provider_leads_nowhere_else(all_three: tuple[Served, Team, Stub], next: str) -> None:
    served, _, _ = all_three
    assert through(Person(served), next).headers["location"] == "/"


@pytest.mark.parametrize(("said", "told"), [({"issuer": "https://evil.example"}, "calls itself"), ({"authorization_endpoint": "http://evil.example/a"}, "https"), ({"authorization_endpoint": None}, "https")])
def test_a_provider_that_is_not_what_was_named_is_not_used(all_three: tuple[Served, Team, Stub], said: dict[str, Any], told: str) -> None:
    served, _, stub = all_three
    stub.said = said
    answer = Person(served).get("/login/oidc")
    assert answer.code == 502
    assert told in answer.main


@pytest.mark.parametrize("said", ["http://evil.example/token", "ftp://127.0.0.1/token", "file:///etc/passwd"])
def test_the_secret_goes_nowhere_without_tls(all_three: tuple[Served, Team, Stub], said: str) -> None:
    served, _, stub = all_three
    stub.said = {"token_endpoint": said}
    assert "https" in through(Person(served)).main
    stub.said = {"jwks_uri": said}


def test_no_redirect_of_the_provider_is_followed(all_three: tuple[Served, Team, Stub]) -> None:
    served, _, stub = all_three
    stub.said = {"jwks_uri": f"{stub.issuer}/moved"}
    answer = through(Person(served))
    assert "answers 302" in answer.main
    assert "/keys" not in stub.asked


def test_a_provider_that_is_away_is_said(case: Any) -> None:
    asked = Provider(Oidc("http://127.0.0.1:9", CLIENT), SECRET, "x")
    with teaming(case, provider=asked) as (served, _):
        answer = Person(served).get("/login/oidc")
        assert answer.code == 502
        assert "cannot be reached" in answer.main
        assert person(served, "Ana").get("/").code == 200, "passwords still let in"


def test_the_secret_is_sent_as_the_provider_wants_it(all_three: tuple[Served, Team, Stub]) -> None:
    served, team, stub = all_three
    stub.said = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert through(Person(served)).code == 303
    team.provider._secret = "wrong"
    assert "answers 401" in through(Person(served)).main


def test_accounts_are_made_only_where_it_was_told(case: Any) -> None:
    path = file.place(case.path)
    with provider() as stub:
        stub.person = {"sub": "u-7", "email": "New.Person+x@Example.org", "email_verified": True}
        asked = Provider(Oidc(stub.issuer, CLIENT, "viewer"), SECRET, file.secret(path))
        with teaming(case, provider=asked) as (served, team):
            browser = Person(served)
            assert through(browser).code == 303
            made = people.known(team.path, "new.person-x@example.org")
            assert (made.role, made.has_password, made.email) == ("viewer", False, "new.person+x@example.org")
            assert browser.post("/accounts", on="/account").code == 403
            assert Person(served).login("new.person-x@example.org", "").code == 403, "an account without a password has none that fits"
            stub.person = {"sub": "u-8", "email": "other@example.org", "email_verified": False}
            assert through(Person(served)).code == 403
        people.remove(path, made.name, "the tests")


def test_a_subject_can_be_bound_by_hand(case: Any) -> None:
    path = file.place(case.path)
    people.set_email(path, "Vera", "", "the tests")
    people.set_subject(path, "Vera", "https://id.example.org", "u-77", "the tests")
    found = people.of_identity(path, "https://id.example.org", "u-77", "", "x")
    assert found is not None and found.name == "Vera"
    assert people.of_identity(path, "https://evil.example.org", "u-77", "", "x") is None
    with pytest.raises(BadInput, match="belongs to 'Vera'"):
        people.set_subject(path, "Ana", "https://id.example.org", "u-77", "the tests")
    session = passes.begin(path, found)
    people.set_subject(path, "Vera", "", "", "the tests")
    assert passes.holder(path, "session", session) is None
    assert people.of_identity(path, "https://id.example.org", "u-77", "", "x") is None


def test_settings_name_the_provider_and_never_the_secret(tmp_path: Path) -> None:
    toml = tmp_path / "case.toml"
    toml.write_text(settings.DEFAULT, "utf-8")
    assert settings.oidc(toml) == Oidc()
    assert oidc.configured(Oidc(), {}) is None
    toml.write_text('[oidc]\nissuer = "https://id.example.org"\nclient = "bench"\n', "utf-8")
    assert oidc.configured(settings.oidc(toml), {}) == Oidc("https://id.example.org", "bench")
    assert oidc.configured(settings.oidc(toml), {"SUPPLYLINE_OIDC_CLIENT": "other"}) == Oidc("https://id.example.org", "other")
    assert settings.load(toml) == settings.Settings(), "what is built does not depend on it"
    for text, said in (('[oidc]\nclient_secret = "x"\n', "SUPPLYLINE_OIDC_SECRET"), ('[oidc]\nissue = "x"\n', "known are"), ("[oidc]\nissuer = 3\n", "not text")):
        toml.write_text(text, "utf-8")
        with pytest.raises(BadInput, match=said):
            settings.oidc(toml)
    with pytest.raises(BadInput, match="viewer or analyst"):
        oidc.configured(Oidc("https://id.example.org", "bench", "admin"), {})
