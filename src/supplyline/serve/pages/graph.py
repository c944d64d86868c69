"""Who is alleged to supply whom, drawn, and by which ways one party is tied to another.

The address is the view: it holds the parties it starts from, how far it goes and the filters, so a bookmark saves it.
What is drawn is bounded; what is left out is counted and said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from supplyline.graph import MOST_STEPS
from supplyline.model import Entity, Link
from supplyline.serve import draw, ways
from supplyline.serve.now import Now
from supplyline.serve.pages.common import number, party_called
from supplyline.serve.render import link, render, static

DRAWN, READ = 70, 3000
_YEAR = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which links are asked for."""

    role: str = ""
    grade: str = ""
    goods: str = ""
    since: str = ""
    until: str = ""
    listed: str = ""  # listed, unlisted

    @property
    def by_event(self) -> bool:
        return bool(self.since or self.until)

    def fits(self, one: Link, when: dict[str, str | None]) -> bool:
        if self.role and one.role != self.role:
            return False
        if self.grade and (one.grade or "F6") > self.grade:
            return False
        if self.goods and not any(self.goods.casefold() in g.casefold() for g in one.goods):
            return False
        if self.by_event:
            day = when.get(one.event)
            return day is not None and (not self.since or day >= self.since) and (not self.until or day <= f"{self.until}\uffff")
        return True

    def sql(self) -> tuple[str, list[str]]:
        """What `fits` says, as a condition on map_links m and its values."""
        asked = {
            "m.role = ?": self.role, "coalesce(m.grade, 'F6') <= ?": self.grade, "instr(m.goods, ?) > 0": self.goods.casefold(),
            "m.happened >= ?": self.since, "m.happened <= ?": f"{self.until}\uffff" if self.until else "",
        }  # fmt: skip
        return " AND ".join(sql for sql, value in asked.items() if value) or "1", [value for value in asked.values() if value]


def wanted_of(query: QueryParams) -> Wanted:
    """The filters of an address; what is no date is left out."""
    year = {k: query.get(k, "") if _YEAR.fullmatch(query.get(k, "")) else "" for k in ("since", "until")}
    listed = query.get("listed", "") if query.get("listed", "") in ("listed", "unlisted") else ""
    return Wanted(query.get("role", "")[:40], query.get("grade", "")[:2], query.get("goods", "")[:80].strip(), year["since"], year["until"], listed)


def graph(request: Request, now: Now) -> Response:
    view = _view(request, now)
    return render(request, "graph.html", title="Graph", **view)


def picture(request: Request, now: Now) -> Response:
    """The picture alone, to be kept: one file with its colours."""
    view = _view(request, now)
    style = "".join((static(name) or b"").decode() for name in ("brief.css", "workbench.css"))
    root = ":root" + style.split(":root", 1)[1].split("}", 1)[0] + "}"
    rules = "".join(line for line in style.splitlines() if line.startswith((".graph", ".net", ".edge", "@media(prefers-color-scheme")))
    svg = str(view["picture"]).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    svg = svg.replace("<defs>", f"<style>{root}{rules}svg{{background:var(--card)}}</style><defs>", 1) if view["picture"] else "<svg xmlns='http://www.w3.org/2000/svg'/>"
    return Response(svg, media_type="image/svg+xml", headers={"content-disposition": 'attachment; filename="graph.svg"'})


def here(request: Request) -> str:
    """The address of a view, as it is saved."""
    return link(request.url.path, [(k, v) for k, v in request.query_params.multi_items() if k not in ("done", "saved")])


def _view(request: Request, now: Now) -> dict[str, object]:
    query, shelf = request.query_params, now.shelf
    wanted = wanted_of(query)
    starts = [party_called(now, text) for text in query.getlist("entity")[:12] if text.strip()]
    seeds = list(dict.fromkeys(e.id for e in starts if e))
    goal_text = query.get("to", "").strip()
    goal = party_called(now, goal_text) if goal_text else None
    hops = number(request, "hops", 1, 1, 3)
    found: list[tuple[Link, ...]] = []
    if seeds and goal is not None:
        found = ways_between(now, seeds[0], goal.id, wanted)
        links = list({step.id: step for way in found for step in way}.values())
        left = 0
    elif seeds:
        links, left = _around(now, seeds, hops, wanted)
    else:
        links, left = _best(now, wanted)
    ids = list(dict.fromkeys([*seeds, *([goal.id] if goal else []), *(i for one in links for i in (one.source, one.target))]))
    parties: dict[str, Entity] = shelf.many("entities", ids)
    status = dict(shelf.among("SELECT entity, min(CASE status WHEN 'listed' THEN 'a' WHEN 'possible' THEN 'b' ELSE 'c' END) FROM hits WHERE entity IN (?) GROUP BY 1", ids))
    if wanted.listed:
        keep = {i for i in parties if (status.get(i) == "a") == (wanted.listed == "listed")} | set(seeds)
        links = [one for one in links if (one.source in keep or one.target in keep)]
    return {
        "links": links, "left": left, "parties": parties, "starts": starts, "asked": query.getlist("entity"), "missing": [t for t, e in zip(query.getlist("entity"), starts, strict=False) if e is None],
        "goal": goal, "goal_text": goal_text, "ways": found, "hops": hops, "wanted": wanted, "status": status, "picture": _drawn(request, links, parties, set(seeds), status),
        "roles": shelf.values("role"), "grades": shelf.values("linkgrade"), "total": shelf.count("links"), "address": link("/graph.svg", query.multi_items()), "here": here(request), "views": now.saved("view"), "most_steps": MOST_STEPS,
    }  # fmt: skip


def _kept(now: Now, links: Iterable[Link], wanted: Wanted) -> list[Link]:
    found = list(links)
    when: dict[str, str | None] = {}
    if wanted.by_event:
        ids = list({one.event for one in found})
        for at in range(0, len(ids), 900):
            part = ids[at : at + 900]
            when |= dict(now.shelf.sql(f"SELECT id, happened FROM events WHERE id IN ({', '.join('?' * len(part))})", part))
    return [one for one in found if wanted.fits(one, when)]


def links_of(now: Now, ids: list[str], most: int) -> list[Link]:
    """Links of some parties, the best graded first."""
    places = sorted({n for side in ("source", "target") for n in now.shelf.of_any("links", side, ids, most)})[:most]
    return [one for at in range(0, len(places), 900) for one in now.shelf.at("links", places[at : at + 900])]


def _around(now: Now, seeds: list[str], hops: int, wanted: Wanted) -> tuple[list[Link], int]:
    """Links from some parties outwards, ring by ring, as long as the picture can hold them."""
    kept: dict[str, Link] = {}
    known, ring, left = set(seeds), list(seeds), 0
    for _ in range(hops):
        outer: dict[str, None] = {}
        for one in _kept(now, links_of(now, ring[:200], READ), wanted):
            new = [i for i in (one.source, one.target) if i not in known and i not in outer]
            if len(known) + len(outer) + len(new) > DRAWN:
                left += one.id not in kept
                continue
            kept[one.id] = one
            outer.update(dict.fromkeys(new))
        known.update(outer)
        ring = list(outer)
        if not ring:
            break
    return list(kept.values()), left


def _best(now: Now, wanted: Wanted) -> tuple[list[Link], int]:
    """The best graded links of the case, as many as a picture can hold."""
    kept: list[Link] = []
    known: set[str] = set()
    found = _kept(now, now.shelf.page("links", 0, READ if wanted != Wanted() else 4 * DRAWN), wanted)
    for one in found:
        if len(known | {one.source, one.target}) > DRAWN:
            break
        known |= {one.source, one.target}
        kept.append(one)
    total = now.shelf.count("links") if wanted == Wanted() else len(found)
    return kept, total - len(kept)


def ways_between(now: Now, start: str, goal: str, wanted: Wanted) -> list[tuple[Link, ...]]:
    """The shortest ways from one party to another in the direction of supply."""
    return ways.between(now.shelf, start, goal, *wanted.sql())


def _drawn(request: Request, links: list[Link], parties: dict[str, Entity], seeds: set[str], status: dict[str, str]) -> str:
    """One line for each pair and role, as wide as links say it; a click on a party puts it in the middle too."""
    pairs: dict[tuple[str, str, str], list[Link]] = {}
    for one in links:
        if one.source in parties and one.target in parties:
            pairs.setdefault((one.source, one.target, one.role), []).append(one)
    degree = Counter(i for (a, b, _), ones in pairs.items() for i in (a, b) for _ in ones)
    asked = [(k, v) for k, v in request.query_params.multi_items() if k not in ("to", "done")]
    kinds = {"a": "listed", "b": "possible"}
    nodes = []
    for id in sorted({i for a, b, _ in pairs for i in (a, b)}, key=lambda i: (-degree[i], i)):
        e = parties[id]
        look = " ".join(filter(None, ("country" if e.schema == "Country" else "person" if e.schema == "Person" else "", kinds.get(status.get(id, ""), ""), "seed" if id in seeds else "")))
        target = f"/entities/{id}" if id in seeds else link("/graph", [*asked, ("entity", id)])
        told = f"{e.caption}: {e.schema}, {'open its page' if id in seeds else 'show what it is tied to'}"
        nodes.append(draw.Node(id, e.caption, look, target, degree[id] ** 0.5 * 2, told))
    edges = []
    for (a, b, role), ones in sorted(pairs.items()):
        goods = ", ".join(dict.fromkeys(g for one in ones for g in one.goods))
        denied = any(one.disputed for one in ones)
        told = f"{'recorded' if all(one.recorded for one in ones) else 'alleged'}: {parties[a].caption} {role} {parties[b].caption}{f': {goods}' if goods else ''} ({len(ones)} {'event' if len(ones) == 1 else 'events'}{', denied' if denied else ''})"
        edges.append(draw.Edge(a, b, told, f"/events/{ones[0].event}", "disputed" if denied else "", len(ones)))
    return draw.network(tuple(nodes), tuple(edges))


ROUTES = (("/graph", graph), ("/graph.svg", picture))
