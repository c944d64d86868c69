"""A workbench with accounts in a real browser: by keyboard, without JavaScript, two people at once, and what axe says."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from case_corpus import EVERYTHING
from publishing import HOSTILE, built
from serving import Served, follow
from supplyline.accounts import file, log, passes, people
from supplyline.case import desk
from supplyline.publish import edition
from supplyline.serve.team import Team
from teaming import PASSWORD, teaming, with_accounts

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Team]]:
    with teaming(with_accounts(built(tmp_path_factory.mktemp("people") / "case", [*EVERYTHING, HOSTILE]))) as found:
        yield found


class Tab:
    def __init__(self, browser, served: Served, name: str = "", width: int = 1280, scheme: str = "light", javascript: bool = True) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=javascript)
        self.page = self.context.new_page()
        self.base = f"http://{served.host}"
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda m: self.said.append(m.text))
        self.page.on("pageerror", lambda e: self.said.append(str(e)))
        self.page.on("request", lambda r: self.asked.append(r.url))
        if name:
            self.login(name)

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def login(self, name: str, password: str = PASSWORD) -> None:
        self.go("/login")
        if self.page.locator("header button:has-text('Log out')").count():  # it leads on who is logged in
            follow(self.page, "header button:has-text('Log out')")
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=password]", password)
        follow(self.page, "main button")

    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def quiet(self, *but: str) -> None:
        """Nothing was said but what was refused on purpose, and nothing was asked of another host."""
        assert [t for t in self.said if not any(b in t for b in (*but, "Clear-Site-Data"))] == []
        assert all(url.startswith(self.base) for url in self.asked)
        self.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark"), (1280, "light"), (360, "dark")])
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(browser, both: tuple[Served, Team], width: int, scheme: str) -> None:
    package = pytest.importorskip("axe_playwright_python", reason="pip install axe-playwright-python")
    axe = (resources.files(package) / "axe.min.js").read_text("utf-8")
    served, team = both
    name = f"Given {width} {scheme}"
    people.add(team.path, name, "viewer", PASSWORD, "Олена", given=True)
    log.note(team.path, "", "refused: wrong password", "2001:db8:1234:5678:9abc:def0:1234:5678", "Ana")
    made = desk.save(served.live.case.desk_at, "brief", "A draft", edition.write([edition.Part(text="It is so.")]), "Ana").id

    def look(tab: Tab, what: str) -> None:
        tab.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width, what
        tab.page.evaluate(axe)
        found = tab.page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})")
        bad = [(v["id"], v["impact"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found["violations"] if v["impact"] in ("serious", "critical")]
        assert bad == [], what
        assert found["passes"], what

    tab = Tab(browser, served, width=width, scheme=scheme)
    tab.go("/login?next=/events")
    look(tab, "login")
    tab.page.fill("input[name=name]", "Ana")
    tab.page.fill("input[name=password]", "wrong wrong wrong")
    follow(tab.page, "main button")
    assert "do not belong together" in tab.text()
    look(tab, "login, refused")
    tab.login(name)
    assert "Choose one of your own" in tab.text()
    look(tab, "account, at first")
    follow(tab.page, "text=Log out")
    tab.login("Олена")
    for path in ("/", "/review", "/account", "/accounts", "/audit", "/audit?what=access", "/audit?what=change", f"/briefs/{made}"):
        tab.go(path)
        look(tab, path)
    tab.go("/account")
    tab.page.fill("input[name=label]", "screening")
    follow(tab.page, "text=Make a token")
    look(tab, "account, a token")
    tab.go("/accounts")
    tab.page.fill("input[name=name]", f"New {width} {scheme}")
    follow(tab.page, "button:has-text('Add')")
    look(tab, "accounts, a password")
    tab.login("Vera")
    for path in ("/accounts", "/review", f"/briefs/{made}", "/graph"):
        tab.go(path)
        look(tab, f"{path}, a viewer")
    tab.quiet("403")


def test_in_and_out_by_keyboard(browser, both: tuple[Served, Team]) -> None:
    served, _ = both
    tab = Tab(browser, served)
    tab.go("/events?kind=supply")
    assert tab.page.url.endswith("/login?next=%2Fevents%3Fkind%3Dsupply")
    assert tab.page.evaluate("document.activeElement.name") == "name"
    tab.page.keyboard.type("ana")
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.type(PASSWORD)
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/events?kind=supply")
    for _ in range(40):
        tab.page.keyboard.press("Tab")
        if tab.page.evaluate("document.activeElement.innerText") == "Log out":
            break
    assert tab.page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/login")
    tab.page.go_back()
    tab.page.wait_for_load_state()
    assert "/login" in tab.page.url, "the page of before is not shown to who comes next"
    tab.quiet()


def test_everything_works_without_javascript(browser, tmp_path: Path) -> None:
    with teaming(with_accounts(built(tmp_path / "case", EVERYTHING))) as (served, team):
        tab = Tab(browser, served, "Олена", javascript=False)
        follow(tab.page, "text=Accounts")
        tab.page.fill("input[name=name]", "Ben")
        follow(tab.page, "button:has-text('Add')")
        first = tab.page.locator("code.secret").inner_text()
        follow(tab.page, "text=Log out")
        tab.login("Ben", first)
        for field, value in (("before", first), ("wanted", "a few words of Ben"), ("again", "a few words of Ben")):
            tab.page.fill(f"input[name={field}]", value)
        follow(tab.page, "text=Change the password")
        assert "The password is changed" in tab.text()
        tab.go("/review")
        tab.page.fill("input[name=because]", "read it")
        follow(tab.page, "button[value=confirm]")
        assert "Recorded" in tab.text()
        assert [(d.by, d.because) for d in served.live.case.decisions()] == [("Ben", "read it")]
        tab.login("Олена")
        follow(tab.page, "text=Audit")
        assert "Ben" in tab.text() and "read it" in tab.text()
        follow(tab.page, "text=Changes of accounts")
        assert "added as analyst" in tab.text()
        tab.quiet()
        assert people.known(team.path, "Ben").given is False


def test_two_people_decide_at_once_each_in_the_own_name(browser, tmp_path: Path) -> None:
    case = with_accounts(built(tmp_path / "case", EVERYTHING))
    people.add(file.place(case.path), "Ben", "analyst", PASSWORD, "x")
    with teaming(case) as (served, _):
        one, two, reader = Tab(browser, served, "Ana"), Tab(browser, served, "Ben"), Tab(browser, served, "Vera")
        for tab in (one, two, reader):
            tab.go("/review")
        assert reader.page.locator("form.decide").count() == 0
        for tab, why in ((one, "Ana read it"), (two, "Ben read it")):
            tab.page.locator("input[name=because]").fill(why)
        follow(one.page, "button[value=confirm]")
        follow(two.page, "button[value=reject]")
        assert [(d.by, d.verb, d.because) for d in served.live.case.decisions()] == [("Ana", "confirm", "Ana read it"), ("Ben", "reject", "Ben read it")]
        for tab in (one, two, reader):
            tab.quiet()


def test_a_session_that_ends_takes_no_written_word_with_it(browser, tmp_path: Path) -> None:
    with teaming(with_accounts(built(tmp_path / "case", EVERYTHING))) as (served, team):
        made = desk.save(served.live.case.desk_at, "brief", "Lathes", edition.write([edition.Part(text="")]), "Ana")
        tab = Tab(browser, served, "Ana")
        tab.go(f"/briefs/{made.id}")
        passes.end_all(team.path, people.known(team.path, "Ana"))
        tab.page.fill("textarea", "Words of Ana.")
        tab.page.wait_for_selector("#saved:has-text('Your session has ended')", timeout=15_000)
        follow(tab.page, "button[value=save]")
        assert "what you wrote is still in the page" in tab.text()
        other = tab.context.new_page()
        other.goto(f"{tab.base}/login")
        other.fill("input[name=name]", "Ana")
        other.fill("input[name=password]", PASSWORD)
        follow(other, "main button")
        tab.page.go_back()
        assert tab.page.input_value("textarea") == "Words of Ana."
        follow(tab.page, "button[value=save]")
        kept = desk.versions(served.live.case.desk_at, made.id)[0]
        assert (edition.read(kept.body)[0].text, kept.by) == ("Words of Ana.", "Ana")
        tab.quiet("401")
