"""What is in the case, what changed, and what could not be used?"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Case
from supplyline.model import BadInput
from supplyline.publish.articles import figure
from supplyline.publish.brief import compose
from supplyline.publish.page import render as render_brief
from supplyline.serve.live import LARGE, TOLD
from supplyline.serve.now import Now
from supplyline.serve.pages.common import MOST, number, paging, standing_alone
from supplyline.serve.render import render


def overview(request: Request, now: Now) -> Response:
    shelf = now.shelf
    counted = shelf.at("events", [n for (n,) in shelf.sql("SELECT n FROM events WHERE counted = 1 ORDER BY n LIMIT 6")])
    figures = [(e, figure(e)) for e in counted]
    changes = now.changes
    now.served.looked()
    kinds = changes.kinds if changes else {}
    return render(
        request, "overview.html", title="Overview", counts=shelf.counts, figures=figures, top=shelf.page("events", 0, 8),
        changes=None if changes is None else [_linked(now, c) for c in changes.first], more=max(sum(kinds.values()) - TOLD, 0), kinds=kinds,
        gaps=shelf.values("gap"), problems=shelf.page("problems", 0, 8), review=shelf.sql("SELECT what, count(*) FROM review GROUP BY 1 ORDER BY 1"),
    )  # fmt: skip


def _linked(now: Now, change: dict[str, Any]) -> dict[str, Any]:
    """A change, and whether its event is in this build."""
    return change | {"here": now.shelf.one("SELECT 1 FROM events WHERE id = ?", (change["event"],)) is not None}


def problems(request: Request, now: Now) -> Response:
    start, total = number(request, "start", 0), now.shelf.count("problems")
    rows = now.shelf.page("problems", start, MOST)
    return render(request, "problems.html", title="Problems", rows=rows, pages=paging(request, start, len(rows), total))


def brief(request: Request, now: Now) -> Response:
    """The brief of the build that is served, as `supplyline brief` writes it. Of a large one it takes minutes and is hundreds of
    megabytes long: no page, but a file for who asks for it."""
    if now.shelf.count("claims") > LARGE:
        raise BadInput(f"the brief of {now.shelf.count('claims'):,} claims is too long for a page: `supplyline brief {now.case.path} --out brief.html` writes it, and under Briefs you choose events for one of your own")
    with _ONE:  # who asks meanwhile waits for it and does not make another
        return standing_alone(_brief(now.case, now.shelf.inputs))


_ONE = threading.Lock()


@lru_cache(maxsize=2)
def _brief(case: Case, inputs: str) -> str:
    with Snapshot.open(case) as snapshot:
        return render_brief(compose(snapshot, case.settings, case.originals()))


ROUTES = (("/", overview), ("/problems", problems), ("/brief", brief))
