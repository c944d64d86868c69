"""What every test shares: a cache of its own, never the user's."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings

# No test is timed: speed limits live in benchmarks. The same examples each time, so that what fails is what was changed;
# `pytest --hypothesis-profile=explore` looks for others.
settings.register_profile("explore", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("same")


@pytest.fixture(scope="session", autouse=True)
def _own_cache() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SUPPLYLINE_CACHE"] = folder
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Chromium of this machine, without a network of its own."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium here: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server() -> Iterator[object]:
    """A PostgreSQL server, started for the tests of a module."""
    import pgserver

    for package in ("sqlalchemy", "psycopg", "alembic"):
        pytest.importorskip(package, reason=f"{package} is not installed: pip install 'supplyline[postgres]'")
    bin = pgserver.programs()
    if bin is None:
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    with pgserver.started(bin) as server:
        yield server
