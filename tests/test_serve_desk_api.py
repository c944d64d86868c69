"""Drafts and views for programs: what is kept, who may, and that nobody writes over somebody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from case_corpus import EVERYTHING
from publishing import built
from serving import TOKEN, Answer, Served, serving
from supplyline.accounts import passes
from supplyline.case import desk
from teaming import teaming, with_accounts


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(built(tmp_path / "case", EVERYTHING)) as server:
        yield server


def send(served: Served, method: str, path: str, value: Any = None, match: str | None = None, token: str = TOKEN) -> Answer:
    said = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"} | ({} if match is None else {"If-Match": match})
    return served.ask(path, method, None if value is None else json.dumps(value).encode(), **said)


def test_a_draft_is_made_read_changed_and_thrown_away(served: Served) -> None:
    event = served.live.now.shelf.page("events", 0, 1)[0]
    made = send(served, "POST", "/api/v1/briefs", {"name": " Lathes ", "by": "Ada", "parts": [{"text": f"So it is. [{event.id}]"}, {"event": event.id}]})
    assert made.code == 201
    row = made.json
    assert row["parts"] == [{"text": f"So it is. [{event.id}]"}, {"event": event.id, "called": event.label}]
    assert (row["name"], row["by"], row["version"]) == ("Lathes", "Ada", 1)
    place = made.headers["location"]
    assert place == f"/api/v1/briefs/{row['id']}"
    got = served.get(place)
    assert (got.json, got.headers["etag"]) == (row, made.headers["etag"])
    assert served.get(place, If_None_Match=got.headers["etag"]).code == 304
    # It is the draft of the page.
    assert "So it is." in served.get(f"/briefs/{row['id']}").text
    assert served.get(f"/briefs/{row['id']}/published").code == 200
    changed = send(served, "PUT", place, {"name": "Lathes", "parts": []}, got.headers["etag"])
    assert changed.code == 200
    assert changed.json["version"] == 2
    assert changed.headers["etag"] != got.headers["etag"]
    assert send(served, "PUT", place, {"name": "Late", "parts": []}, got.headers["etag"]).code == 412
    assert send(served, "PUT", place, {"name": "Late", "parts": []}).code == 428
    assert send(served, "DELETE", place, match=got.headers["etag"]).code == 412
    assert send(served, "PUT", place, {"name": "Any", "parts": []}, "*").code == 200
    assert send(served, "DELETE", place, match="*").code == 204
    assert served.get(place).code == send(served, "PUT", place, {"name": "x", "parts": []}, "*").code == send(served, "DELETE", place, match="*").code == 404
    assert served.get("/api/v1/briefs").json["results"] == []
    assert len(desk.versions(served.live.case.desk_at, row["id"])) == 4
    assert desk.verify(served.live.case.desk_at) == ()


def test_lists_are_paged_and_say_what_stands(served: Served) -> None:
    ids = [send(served, "POST", "/api/v1/views", {"name": f"View {n}", "address": f"/graph?hops={n}"}).json["id"] for n in range(5)]
    seen: list[str] = []
    path = "/api/v1/views?limit=2"
    while path:
        page = served.get(path).json
        assert page["total"] == 5
        seen += [r["id"] for r in page["results"]]
        path = page["next"]
    assert seen == sorted(ids)
    assert served.get("/api/v1/views?limit=0").code == served.get("/api/v1/views?x=1").code == 400
    assert send(served, "POST", "/api/v1/views", {"name": "view  0", "address": "/graph"}).code == 409, "as on the page, a name is one view"
    assert served.get("/api/v1/briefs").json["total"] == 0
    assert served.get(f"/api/v1/briefs/{ids[0]}").code == 404, "a view is no draft"
    etag = served.get("/api/v1/views").headers["etag"]
    assert served.get("/api/v1/views", If_None_Match=etag).code == 304
    send(served, "DELETE", f"/api/v1/views/{ids[0]}", match="*")
    assert served.get("/api/v1/views", If_None_Match=etag).code == 200


@pytest.mark.parametrize("address", ["/graph/../accounts", "https://evil.example/graph", "//evil.example", "/graph#x", "/graph?a b", "javascript:alert(1)", "/graphs", "", 3, None])
def test_only_a_view_of_the_graph_is_one(served: Served, address: Any) -> None:
    assert send(served, "POST", "/api/v1/views", {"name": "x", "address": address}).code == 400


@pytest.mark.parametrize("body", [None, [], "x", {}, {"name": "x"}, {"parts": []}, {"name": 1, "parts": []}, {"name": "", "parts": []}, {"name": "x" * 201, "parts": []}, {"name": "x", "parts": {}}, {"name": "x", "parts": ["x"]}, {"name": "x", "parts": [{}]}, {"name": "x", "parts": [{"text": 1}]}, {"name": "x", "parts": [{"text": "x", "event": "v_1"}]}, {"name": "x", "parts": [{"event": ""}]}, {"name": "x", "parts": [{"event": "v_1", "more": "x"}]}, {"name": "x", "parts": [{"text": ""}] * 201}, {"name": "x", "parts": [], "by": 3}, {"name": "x", "parts": [], "id": "b_1"}, {"name": "x", "parts": [{"text": "\ud800"}]}, {"name": "x", "parts": [{"text": "x" * 1_000_001}]}])
def test_what_cannot_be_kept_is_refused(served: Served, body: Any) -> None:
    answer = send(served, "POST", "/api/v1/briefs", body)
    assert answer.code == 400
    assert answer.json["error"]
    assert served.get("/api/v1/briefs").json["total"] == 0


def test_a_browser_needs_the_forms_token_too(served: Served) -> None:
    body = json.dumps({"name": "x", "parts": []}).encode()
    assert served.ask("/api/v1/briefs", "POST", body, Cookie=served.cookie, Content_Type="application/json").code == 403
    for method in ("PUT", "DELETE"):
        assert served.ask("/api/v1/briefs/b_1", method, body, Cookie=served.cookie, If_Match="*").code == 403
    assert served.ask("/api/v1/briefs", "PATCH", body, Authorization=f"Bearer {TOKEN}").code == 405
    assert served.ask("/briefs", "PUT", body, Authorization=f"Bearer {TOKEN}").code == 405
    assert served.ask("/api/v1/claims/c_1", "PUT", body, Authorization=f"Bearer {TOKEN}").code == 405


def test_roles_and_names_hold(tmp_path: Path) -> None:
    with teaming(with_accounts(built(tmp_path / "case", EVERYTHING))) as (served, team):
        vera, ana = (passes.give(team.path, name, "p", "the tests") for name in ("Vera", "Ana"))
        body = {"name": "Lathes", "by": "Somebody Else", "parts": [{"text": "x"}]}
        assert send(served, "POST", "/api/v1/briefs", body, token=vera).code == 403
        made = send(served, "POST", "/api/v1/briefs", body, token=ana)
        assert made.json["by"] == "Ana"
        place = made.headers["location"]
        assert send(served, "GET", place, token=vera).json == made.json
        for method in ("PUT", "DELETE"):
            assert send(served, method, place, body, "*", token=vera).code == 403
            assert send(served, method, place, body, "*", token="wrong").code == 401
        assert send(served, "DELETE", place, match=made.headers["etag"], token=ana).code == 204
        assert {v.by for v in desk.versions(served.live.case.desk_at, made.json["id"])} == {"Ana"}
