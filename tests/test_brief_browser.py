"""The brief in a real browser: nothing runs, nothing is asked for, nothing scrolls sideways."""

from __future__ import annotations

from pathlib import Path

import pytest

from case_corpus import EVERYTHING
from publishing import HOSTILE, built, page
from supplyline.case import desk
from supplyline.case.snapshot import Snapshot
from supplyline.publish import edition
from supplyline.publish.page import page_of

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")

# Contrast of each run of text with the background behind it, by the formula of WCAG 2
CONTRAST = """() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const lum = ([r, g, b]) => { const f = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    return .2126 * f(r) + .7152 * f(g) + .0722 * f(b); };
  const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const bad = [];
  for (const e of document.querySelectorAll('body *:not(svg):not(svg *)')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const a = lum(parse(getComputedStyle(e).color)), b = lum(behind(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push(e.className + ' ' + e.textContent.slice(0, 30) + ' ' + ratio.toFixed(2));
  }
  return bad;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The brief of a whole build, and one that a person put together."""
    folder = tmp_path_factory.mktemp("browser")
    case = built(folder / "case", [*EVERYTHING, HOSTILE])
    page(case, folder / "brief.html")
    with Snapshot.open(case) as snapshot:
        event, claim = next(snapshot.rows("events")), next(c for c in snapshot.rows("claims") if "<b>" in c.quote.text)
        parts = [edition.Part(text=f"<i>It is so</i>. [{event.id}] It is also so, and that in {'very ' * 30}many words. [{claim.id}]"), edition.Part(event=event.id)]
        draft = desk.save(case.desk_at, "brief", "<script>alert('name')</script>", edition.write(parts), "Ada")
        (folder / "edition.html").write_text(page_of(snapshot, case.settings, draft=draft), "utf-8")
    return folder


@pytest.fixture(scope="module")
def url(folder: Path) -> str:
    return (folder / "brief.html").as_uri()


@pytest.mark.parametrize("name", ["brief.html", "edition.html"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")])
def test_the_page_is_quiet_fits_and_can_be_read(browser, folder: Path, name: str, width: int, scheme: str) -> None:
    url = (folder / name).as_uri()
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    said, asked = [], []
    tab.on("console", lambda m: said.append(m.text))
    tab.on("pageerror", lambda e: said.append(str(e)))
    tab.on("dialog", lambda d: (said.append(d.message), d.dismiss()))
    tab.on("request", lambda r: asked.append(r.url))
    tab.goto(url)
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate(CONTRAST) == []
    assert said == []
    assert asked == [url]
    tab.close()


def test_a_number_leads_to_its_rows(browser, url: str) -> None:
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(url)
    link = tab.locator("article a[data-count]").first
    target = link.get_attribute("href")
    link.click()
    assert tab.url.endswith(target)
    assert tab.locator(target).is_visible()
    tab.keyboard.press("Tab")
    tab.close()


def test_the_skip_link_is_first(browser, url: str) -> None:
    tab = browser.new_page()
    tab.goto(url)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.close()
