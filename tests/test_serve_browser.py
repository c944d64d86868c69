"""The workbench in a real browser: its main path, by keyboard too, two people at once, and what axe says of each page."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from case_corpus import EVERYTHING
from publishing import HOSTILE, HOSTILE_NAME, built
from serving import TOKEN, Served, follow, serving
from supplyline import pipeline
from supplyline.case import desk
from supplyline.case.store import Addition
from supplyline.publish import edition

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(built(tmp_path_factory.mktemp("bench") / "case", [*EVERYTHING, HOSTILE])) as server:
        yield server


TWO_NAMES = [
    Addition(b"Quarrystone Trading Ltd supplied lathes to Russia, Oleh Ivashchenko told Ukrinform on May 26.\n", "five.txt", published="2025-05-27", publisher="Example Post"),
    Addition(b"Quarrystone Holding Ltd supplied gunpowder to Russia, two officials said on May 28.\n", "six.txt", published="2025-05-29", publisher="Example Herald"),
]


class Tab:
    """A page of its own session, which remembers what the browser complained of and what it asked for."""

    def __init__(self, browser, served: Served, width: int = 1280, scheme: str = "light", javascript: bool = True) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=javascript)
        self.page = self.context.new_page()
        self.base = f"http://{served.host}"
        self.said: list[str] = []
        self.asked: list[str] = []
        # What a driver says of its own speed is no complaint about the page.
        self.page.on("console", lambda m: self.said.append(m.text) if "GL Driver Message" not in m.text else None)
        self.page.on("pageerror", lambda e: self.said.append(str(e)))
        self.page.on("dialog", lambda d: (self.said.append(d.message), d.dismiss()))
        self.page.on("request", lambda r: self.asked.append(r.url))
        self.go(f"/?token={TOKEN}")

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def quiet(self) -> None:
        """Nothing was said, and nothing was asked of another host."""
        assert self.said == []
        assert all(url.startswith(self.base) for url in self.asked)
        self.context.close()


def all_pages(served: Served) -> list[str]:
    shelf = served.live.now.shelf

    def one(table: str):
        return next(iter(shelf.rows(table)))

    event = max(shelf.rows("events"), key=lambda e: (e.origins, e.id))
    party = next(e for e in shelf.rows("entities") if "Northwind" in e.caption)
    link = one("links")
    told = [edition.Part(text=f"It is so. [{event.id}] Nobody said this."), edition.Part(event=event.id, called=event.label), edition.Part(event="v_000000000000", called="gone")]
    desk.save(served.live.case.desk_at, "view", "A view", "/graph?hops=2", "Ada")
    draft = desk.save(served.live.case.desk_at, "brief", "A draft", edition.write(told), "Ada").id
    return [
        "/", "/search?q=machine+tools", "/search?q=north&where=entities", "/search?q=zzzz", "/documents", f"/documents/{one('claims').quote.sha256}", f"/claims/{one('claims').id}",
        f"/claims?entity={link.source}", "/entities", f"/entities/{party.id}", f"/entities/{link.source}", "/events", f"/events/{event.id}", f"/listings/{one('listings').id}", "/timeline", "/trade",
        "/trade?view=mirror", "/trade?view=anomalies", "/trade?view=checks", "/trade/map", "/gaps", "/sources", "/review", "/decisions", f"/graph?entity={link.source}", f"/graph?entity={link.source}&to={link.target}",
        "/graph/whole", "/graph/whole?goods=tools&find=north&at=0.1,0,1.5", "/problems", f"/why/{event.id}", "/briefs", f"/briefs/{draft}", f"/briefs/{draft}?find=machine+tools", f"/briefs/{draft}/versions", "/nothing",
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark"), (1280, "light"), (360, "dark")])
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(browser, served: Served, width: int, scheme: str) -> None:
    package = pytest.importorskip("axe_playwright_python", reason="pip install axe-playwright-python")
    axe = (resources.files(package) / "axe.min.js").read_text("utf-8")
    tab = Tab(browser, served, width, scheme)
    for path in all_pages(served):
        tab.go(path)
        tab.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width, path
        tab.page.evaluate(axe)
        found = tab.page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})")
        bad = [(v["id"], v["impact"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found["violations"] if v["impact"] in ("serious", "critical")]
        assert bad == [], path
        assert found["passes"], path
    tab.said = [text for text in tab.said if "404" not in text]  # "/nothing" is asked for on purpose
    tab.quiet()


def test_pages_can_be_read_without_javascript(browser, served: Served) -> None:
    tab = Tab(browser, served, javascript=False)
    for path in all_pages(served)[:-1]:
        tab.go(path)
        assert len(tab.text()) > 40, path
    tab.go("/")
    tab.page.fill("#q", "machine tools")
    follow(tab.page, ".find button")
    assert "machine" in tab.text()
    follow(tab.page, "ol.hits a >> nth=0")
    claim = tab.page.url
    tab.go("/graph/whole")
    assert not tab.page.locator("#map").is_visible(), "an empty frame says nothing"
    assert tab.page.locator("main ol a").count() > 1
    tab.page.goto(claim)
    tab.page.fill("input[name=because]", "read it")
    follow(tab.page, "button[value=confirm]")
    assert "Recorded" in tab.text()
    tab.quiet()


def test_the_main_path(browser, tmp_path: Path) -> None:
    """Open a report, confirm a claim, put two parties together, build: the graph and the brief have changed."""
    case = built(tmp_path / "case", [*EVERYTHING, *TWO_NAMES])
    with serving(case) as served:
        shelf = served.live.now.shelf
        parties = [next(e for e in shelf.rows("entities") if e.caption.startswith(name)) for name in ("Quarrystone Trading", "Quarrystone Holding")]
        tab = Tab(browser, served)
        follow(tab.page, "main a[href='/documents']")
        follow(tab.page, "table a >> nth=0")
        card = tab.page.locator("article.card").first
        claim = card.get_attribute("id")
        card.locator("summary").click()
        card.locator("input[name=because]").fill("I read the report")
        follow(tab.page, card.locator("button[value=confirm]"))
        assert "Recorded" in tab.text()
        before = tab.page.locator("body").inner_text()
        assert "not in it yet" in before
        tab.go(f"/entities/{parties[0].id}")
        tab.page.click("summary:has-text('Decide on this pair') >> nth=0")
        form = tab.page.locator("section[aria-labelledby=one] form").first
        form.locator("input[name=because]").fill("one tax number")
        follow(tab.page, form.locator("button[value=merge]"))
        assert "Recorded" in tab.text()
        tab.go("/graph")
        seen = tab.text()
        assert all(p.caption in seen for p in parties)
        tab.go("/brief")
        told = tab.page.locator("body").inner_text()
        pipeline.build(case)
        assert served.live.look()
        tab.go("/graph")
        assert sum(p.caption in tab.text() for p in parties) == 1
        tab.go("/brief")
        now = tab.page.locator("body").inner_text()
        assert now != told
        assert "I read the report" in now
        tab.go(f"/claims/{claim}")
        assert "confidence of the reading 1.00" in tab.text()
        tab.go("/")
        assert "not in it yet" not in tab.page.locator("body").inner_text()
        tab.quiet()


def test_review_by_keyboard_alone(browser, tmp_path: Path) -> None:
    with serving(built(tmp_path / "case")) as served:
        tab = Tab(browser, served)
        tab.go("/review")
        first = tab.page.locator("form.decide input[name=target]").first.get_attribute("value")
        tab.page.keyboard.press("j")
        tab.page.wait_for_url("**/review?n=*")
        tab.page.keyboard.press("k")
        tab.page.wait_for_load_state()
        assert tab.page.locator("form.decide input[name=target]").first.get_attribute("value") == first
        tab.page.keyboard.press("r")
        assert tab.page.evaluate("document.activeElement.name") == "because"
        tab.page.keyboard.type("it says something else")
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_url("**done=*")
        (decision,) = served.live.case.decisions()
        assert (decision.verb, decision.targets, decision.because) == ("reject", (first,), "it says something else")
        # Enter without a letter before decides nothing
        tab.go("/review")
        tab.page.locator("input[name=because]").fill("by accident")
        tab.page.keyboard.press("Enter")
        assert len(served.live.case.decisions()) == 1
        tab.page.keyboard.press("Escape")
        tab.page.locator("main").focus()
        tab.page.keyboard.press("/")
        assert tab.page.evaluate("document.activeElement.id") == "q"
        tab.quiet()


def test_pairs_are_merged_and_names_split_by_keyboard_alone_on_any_keyboard(browser, tmp_path: Path) -> None:
    spelled = [
        Addition(f"{name} supplied lathes to Redhill Factory, a minister told Ukrinform. The factory did not answer the questions of the newspaper.\n".encode(), f"{n}.txt", published="2025-05-28", publisher="Example Post")
        for n, name in enumerate(("Northwind Instruments Ltd", "Northwind Instrumants Ltd"))
    ]
    with serving(built(tmp_path / "case", [*TWO_NAMES, *spelled])) as served:
        tab = Tab(browser, served)
        asked = []
        for what, place, letter in (("merge", "KeyM", "ь"), ("split", "KeyS", "і")):
            tab.go(f"/review?what={what}")
            asked.append(tab.page.locator("form.decide input[name=target]").first.get_attribute("value"))
            tab.page.evaluate("([key, code]) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }))", [letter, place])
            assert tab.page.evaluate("document.activeElement.name") == "because"
            tab.page.keyboard.type("the register says so")
            if what == "split":
                while tab.page.evaluate("document.activeElement.name") != "name":
                    tab.page.keyboard.press("Shift+Tab")
                tab.page.keyboard.press("Space")
                while tab.page.evaluate("document.activeElement.name") != "because":
                    tab.page.keyboard.press("Tab")
            tab.page.keyboard.press("Enter")
            tab.page.wait_for_url("**done=*")
        merged, split = served.live.case.decisions()
        assert (merged.verb, merged.targets[0], len(merged.targets)) == ("merge", asked[0], 2)
        assert (split.verb, split.targets[0], split.because) == ("split", asked[1], "the register says so")
        assert split.names[0] in ("Northwind Instruments Ltd", "Northwind Instrumants Ltd")
        tab.quiet()


def test_two_people_decide_at_once(browser, tmp_path: Path) -> None:
    with serving(built(tmp_path / "case")) as served:
        one, two = Tab(browser, served), Tab(browser, served)
        one.go("/review")
        two.go("/review")
        for tab, who in ((one, "Ada"), (two, "Ben")):
            tab.page.locator("input[name=by]").fill(who)
            tab.page.locator("input[name=because]").fill(f"{who} read it")
        follow(one.page, "button[value=confirm]")
        follow(two.page, "button[value=reject]")
        assert [(d.by, d.verb) for d in served.live.case.decisions()] == [("Ada", "confirm"), ("Ben", "reject")]
        one.go("/decisions")
        assert "Ada read it" in one.text()
        assert "Ben read it" in one.text()
        one.quiet()
        two.quiet()


def test_a_hostile_document_runs_nothing(browser, served: Served) -> None:
    shelf = served.live.now.shelf
    document = next(d for d in shelf.rows("documents") if d.name == HOSTILE_NAME)
    tab = Tab(browser, served)
    for path in ("/", "/documents", "/sources", "/search?q=alert", f"/documents/{document.sha256}", "/review", "/entities", "/brief", "/graph"):
        tab.go(path)
        assert tab.page.evaluate("document.querySelectorAll('img, iframe, script:not([src])').length") == 0, path
    tab.go(f"/documents/{document.sha256}")
    assert "<script>alert('text')</script>" in tab.text()
    tab.quiet()


def test_marked_words_lead_to_the_card(browser, served: Served) -> None:
    claim = next(c for c in served.live.now.shelf.rows("claims") if c.quote.start > 0)
    tab = Tab(browser, served)
    tab.go(f"/documents/{claim.quote.sha256}")
    tab.page.locator("mark[data-claims]").last.click()
    assert tab.page.locator("article.card.wanted").count() == 1
    tab.go(f"/documents/{claim.quote.sha256}?claim={claim.id}")
    assert tab.page.locator("mark.wanted").first.is_visible()
    tab.quiet()


def test_a_brief_is_written_cited_by_click_and_saved_by_itself(browser, tmp_path: Path) -> None:
    with serving(built(tmp_path / "case")) as served:
        tab = Tab(browser, served)
        event = served.live.now.shelf.page("events", 0, 1)[0]
        tab.go(f"/events/{event.id}")
        tab.page.click("summary:has-text('Begin a brief with it')")
        tab.page.fill("form[action='/briefs'] input[name=title]", "Lathes")
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_url("**/briefs/b_*")
        tab.page.fill("textarea", "Tools are supplied. It is denied.")
        # The cursor stands behind the first sentence: there the citation goes.
        tab.page.evaluate("document.querySelector('textarea').setSelectionRange(19, 19)")
        tab.page.locator(f"button[data-cite='{event.id}']").first.click()
        assert tab.page.input_value("textarea") == f"Tools are supplied. [{event.id}] It is denied."
        tab.page.wait_for_selector("#open-0:has-text('It is denied.')", timeout=15_000)  # saved, without a button
        id = tab.page.url.rpartition("/")[2].partition("?")[0]
        kept = desk.versions(served.live.case.desk_at, id)[0]
        assert edition.read(kept.body)[0].text == f"Tools are supplied. [{event.id}] It is denied."
        follow(tab.page, "text=Read it as published")
        assert "It is denied." in tab.text()
        assert "Not published" in tab.text()
        follow(tab.page, "text=Back")
        tab.page.fill("textarea", f"Tools are supplied. [{event.id}]")
        follow(tab.page, "button[value=save]")
        follow(tab.page, "text=Read it as published")
        assert "Tools are supplied." in tab.page.locator(".passage").inner_text()
        assert event.label in tab.text()
        tab.said = [text for text in tab.said if "409" not in text]  # refused on purpose
        tab.quiet()


def test_two_people_in_one_draft_are_told_and_both_texts_are_kept(browser, tmp_path: Path) -> None:
    with serving(built(tmp_path / "case")) as served:
        made = desk.save(served.live.case.desk_at, "brief", "Lathes", edition.write([edition.Part(text="")]), "Ada")
        one, two = Tab(browser, served), Tab(browser, served)
        for tab, words in ((one, "Words of Ada."), (two, "Words of Ben.")):
            tab.go(f"/briefs/{made.id}")
            tab.page.fill("textarea", words)
        follow(one.page, "button[value=save]")
        two.page.wait_for_selector("#saved:has-text('was saved by')", timeout=15_000)
        follow(two.page, "button[value=save]")
        two.page.wait_for_selector("h1:has-text('Saved beside')")
        follow(two.page, "text=Back")
        assert two.page.input_value("textarea") == "Words of Ben."
        one.go(f"/briefs/{made.id}")
        assert one.page.input_value("textarea") == "Words of Ada."
        one.quiet()


def test_the_whole_graph_is_drawn_and_leads_to_a_party(browser, served: Served) -> None:
    with_webgl = browser.browser_type.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"])
    tab = Tab(with_webgl, served)
    tab.go("/graph/whole")
    tab.page.wait_for_selector("#map[data-ready]", timeout=60_000)
    drawn = int(tab.page.get_attribute("#map", "data-ready"))
    shelf = served.live.now.shelf
    assert drawn == shelf.one("SELECT count(*) FROM party_links") > 0
    (id, caption, x, y), *_ = shelf.sql("SELECT p.id, json_extract(e.body, '$.caption'), p.x, p.y FROM map_points p JOIN entities e ON e.id = p.id ORDER BY p.n")
    canvas = tab.page.locator("#map canvas")
    canvas.scroll_into_view_if_needed()
    tab.page.wait_for_selector("#map .names span")  # once the picture rests
    named = tab.page.locator("#map .names span").all_inner_texts()
    assert tab.page.locator("main ol a").first.inner_text()[:27] in [n.rstrip("…") for n in named]
    canvas.focus()
    tab.page.keyboard.press("+")
    tab.page.wait_for_selector("#map .names", state="hidden")
    tab.page.wait_for_selector("#map .names span")
    tab.page.keyboard.press("-")
    with tab.page.expect_download() as saved:
        tab.page.click("#map-save")
    assert saved.value.suggested_filename == "supply-graph.png"
    picture = Path(saved.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == tuple(tab.page.evaluate("[document.querySelector('#map canvas').width, document.querySelector('#map canvas').height]"))
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    side = min(box["width"], box["height"]) * 0.92
    place = (box["x"] + box["width"] / 2 + x * side / 2, box["y"] + box["height"] / 2 - y * side / 2)
    tab.page.mouse.move(*place)
    assert caption in tab.page.locator("#map .tip").inner_text()
    tab.page.mouse.click(*place)
    tab.page.wait_for_url(f"**/graph?entity={id}")
    tab.context.close()
    with_webgl.close()


def test_a_view_of_the_whole_graph_is_in_the_address_and_can_be_given_a_name(browser, tmp_path: Path) -> None:
    with_webgl = browser.browser_type.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"])
    with serving(built(tmp_path / "case")) as served:
        tab = Tab(with_webgl, served)
        tab.go("/graph/whole?goods=machine+tools")
        tab.page.wait_for_selector("#map[data-ready]", timeout=60_000)
        tab.page.locator("#map canvas").focus()
        for key in ("+", "+", "ArrowLeft"):
            tab.page.keyboard.press(key)
        tab.page.wait_for_url("**at=*")
        tab.page.fill("#map-find", "northwind")
        tab.page.wait_for_url("**find=northwind*")
        tab.page.click("summary:has-text('Saved views')")
        tab.page.fill("#save-view input[name=name]", "Tools, near Northwind")
        follow(tab.page, "#save-view button")
        tab.page.wait_for_selector("#map[data-ready]", timeout=60_000)
        (view,) = desk.latest(served.live.case.desk_at)
        assert view.name == "Tools, near Northwind"
        assert all(part in view.body for part in ("/graph/whole?", "goods=machine+tools", "find=northwind", "at=")), view.body
        tab.go("/graph")
        follow(tab.page, "text=Tools, near Northwind")
        tab.page.wait_for_selector("#map[data-ready]", timeout=60_000)
        assert tab.page.url.endswith(view.body)
        assert tab.page.input_value("#map-find") == "northwind"
        assert tab.page.input_value("input[name=goods]") == "machine tools"
        tab.quiet()
    with_webgl.close()


def test_openrefine_shows_the_preview_in_its_own_page_and_nobody_frames_the_rest(browser, served: Served) -> None:
    """A page of another port of this machine, as OpenRefine's is."""
    import http.server
    import threading

    listing = next(iter(served.live.now.shelf.rows("listings")))

    class Refine(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            frames = (f"/reconcile/{TOKEN}/preview?id={listing.id}", f"/?token={TOKEN}")
            self.wfile.write("".join(f'<iframe src="http://{served.host}{path}" width="430" height="320"></iframe>' for path in frames).encode())

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refine)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        page = browser.new_context().new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_load_state("networkidle")
        assert listing.caption in page.frame_locator("iframe >> nth=0").locator("main").inner_text()
        assert "Overview" not in page.frames[2].content()
        page.context.close()
    finally:
        server.shutdown()


def test_focus_is_seen_and_the_skip_link_is_first(browser, served: Served) -> None:
    tab = Tab(browser, served)
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.activeElement.className") == "skip"
    for _ in range(14):
        tab.page.keyboard.press("Tab")
        width = tab.page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert width >= 2, tab.page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
    tab.quiet()
