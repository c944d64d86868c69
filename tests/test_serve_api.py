"""The API: the JSON of the commands, paged; screening and reconciliation as other programs ask for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from case_corpus import EVERYTHING
from commands import rows
from publishing import built
from serving import TOKEN, Served, serving
from supplyline.serve.index import HELD

CODE = "custom:xx_example"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(built(tmp_path_factory.mktemp("api") / "case", EVERYTHING)) as server:
        yield server


def every(served: Served, table: str, limit: int) -> list[dict]:
    """All rows of a table, page by page."""
    out, path = [], f"/api/v1/{table}?limit={limit}"
    while path:
        answer = served.get(path).json
        out += answer["results"]
        assert len(answer["results"]) <= limit
        path = answer["next"]
    return out


@pytest.mark.parametrize("table", ["claims", "events", "entities", "links", "problems", "gaps"])
def test_rows_are_what_the_command_prints(served: Served, table: str) -> None:
    printed = rows(table, served.live.case.path)
    assert every(served, table, 3) == printed
    assert served.get(f"/api/v1/{table}").json["total"] == len(printed)


def test_why_is_what_the_command_prints(served: Served) -> None:
    event = every(served, "events", 100)[0]["id"]
    assert served.get(f"/api/v1/why/{event}").json["results"] == rows("why", served.live.case.path, event)
    assert served.get("/api/v1/why/v_0000").code == 404


@pytest.mark.parametrize("table", HELD)
def test_every_table_is_served_and_described(served: Served, table: str) -> None:
    answer = served.get(f"/api/v1/{table}")
    assert answer.code == 200
    described = served.get("/api/openapi.json").json
    assert f"/api/v1/{table}" in described["paths"]
    for row in answer.json["results"][:3]:
        ref = described["paths"][f"/api/v1/{table}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["results"]["items"]["$ref"]
        known = described["components"]["schemas"][ref.rpartition("/")[2]]["properties"]
        assert set(known) <= set(row)
        if table != "claims":
            assert set(row) == set(known)
        id = row.get("id", row.get("sha256"))
        assert served.get(f"/api/v1/{table}/{id}").json == row


def test_rows_can_be_asked_by_their_columns(served: Served) -> None:
    event = next(c["event"] for c in every(served, "claims", 100) if c["event"])
    found = served.get(f"/api/v1/claims?event={event}").json
    assert found["total"] == len(found["results"]) > 0
    assert all(c["event"] == event for c in found["results"])
    wrong = served.get("/api/v1/claims?colour=red")
    assert wrong.code == 400
    assert "colour" in wrong.json["error"]
    assert served.get("/api/v1/claims?limit=0").code == 400
    assert served.get("/api/v1/mentions").code == 404


def test_an_etag_holds_as_long_as_the_build(served: Served) -> None:
    answer = served.get("/api/v1/events")
    assert served.get("/api/v1/events", If_None_Match=answer.headers["etag"]).code == 304
    assert served.get("/api/v1/events?limit=2").headers["etag"] != answer.headers["etag"]


def test_search_marks_the_words(served: Served) -> None:
    found = served.get(f"/api/v1/search?q={quote('machine tools')}").json
    assert found["total"] == len(found["results"]) > 0
    for result in found["results"]:
        assert [p["text"].lower() for p in result["marked"] if p["hit"]]
    assert served.get("/api/v1/search?where=nowhere").code == 400


def test_a_decision_of_a_program(tmp_path: Path) -> None:
    with serving(built(tmp_path / "case")) as served:
        claim = every(served, "claims", 100)[0]["id"]
        made = served.send("/api/v1/decisions", {"verb": "confirm", "targets": [claim], "by": "A. Program", "because": "read it"})
        assert made.code == 201
        assert made.json["targets"] == [claim]
        listed = served.get("/api/v1/decisions").json
        assert listed["waiting"] == [made.json["id"]]
        printed = rows("decisions", served.live.case.path)
        assert listed["results"] == printed
        for word in ("second", "third"):
            served.send("/api/v1/decisions", {"verb": "confirm", "targets": [claim], "by": "A. Program", "because": word})
        first = served.get("/api/v1/decisions?limit=2").json
        rest = served.get(first["next"]).json
        assert [d["because"] for d in first["results"] + rest["results"]] == ["read it", "second", "third"]
        assert (first["total"], rest["next"]) == (3, None)
        assert served.get("/api/v1/decisions?after=d_000000000000").code == 404
        assert served.get("/api/v1/decisions?limit=0").code == 400
        assert served.get("/api/v1/decisions?by=Ada").code == 400
        for bad, code in (({"verb": "confirm"}, 409), ({"verb": "sing", "targets": [claim], "by": "a", "because": "b"}, 400), ([], 400), ({"verb": "confirm", "targets": "c", "by": "a", "because": "b"}, 400)):
            assert served.send("/api/v1/decisions", bad).code == code, bad
        assert served.ask("/api/v1/decisions", "POST", b"{", Authorization=f"Bearer {TOKEN}").code == 400


# ---------------------------------------------------------------- screening, as compliance tools ask


def test_match_answers_in_the_shape_of_yente(served: Served) -> None:
    queries = {
        "a": {"schema": "Company", "properties": {"name": ["Northwind Precision Tols"]}},
        "e": {"schema": "Company", "properties": {"name": ["Нортвинд Пресижн Тулз"]}},
        "b": {"schema": "Person", "properties": {"firstName": ["Ivan"], "lastName": ["Sidorenko"], "birthDate": "not a day"}},
        "c": {"schema": "Company", "properties": {"name": "Quite Unlike Anything"}},
        "d": {"schema": "Company", "properties": {}},
    }
    answer = served.send("/match/default?limit=3", {"queries": queries})
    assert answer.code == 200
    body = answer.json
    assert set(body) == {"responses", "matcher", "limit"}
    assert list(body["responses"]) == list(queries)
    best = body["responses"]["a"]["results"][0]
    assert best["caption"] == "Northwind Precision Tools Co."
    assert best["match"] is True
    assert best["score"] >= 0.7
    assert best["datasets"] == [CODE]
    assert best["properties"]["name"] == ["Northwind Precision Tools Co."]
    for key in ("id", "schema", "referents", "target", "features", "first_seen", "last_seen", "last_change"):
        assert key in best
    assert body["responses"]["e"]["results"][0]["id"] == best["id"]
    assert body["responses"]["b"]["results"][0]["caption"] == "Ivan Sidorenko"
    assert body["responses"]["b"]["ignored"] == ["not a day"]
    assert body["responses"]["c"]["results"] == []
    assert body["responses"]["c"]["total"] == {"value": 0, "relation": "eq"}
    assert body["responses"]["d"]["status"] == 400
    assert served.send(f"/match/{CODE}", {"queries": {"a": queries["a"]}}).json["responses"]["a"]["results"]
    assert served.send(f"/match/default?exclude_dataset={CODE}", {"queries": {"a": queries["a"]}}).json["responses"]["a"]["results"] == []
    assert served.send("/match/nowhere", {"queries": {}}).code == 404
    assert served.send("/match/default?threshold=2", {"queries": {}}).code == 400
    assert served.send("/match/default", {"queries": []}).code == 400
    assert CODE in [d["name"] for d in served.get("/catalog").json["datasets"]]
    assert {"/match/{dataset}", "/catalog"} <= set(served.get("/api/openapi.json").json["paths"])


def test_what_a_person_set_aside_is_no_match(tmp_path: Path) -> None:
    with serving(built(tmp_path / "case", EVERYTHING)) as served:
        hit = next(h for h in served.live.now.shelf.rows("hits") if "Northwind" in h.caption)
        query = {"queries": {"a": {"schema": "Company", "properties": {"name": [hit.caption.partition(" → ")[0]]}}}}
        assert served.send("/match/default", query).json["responses"]["a"]["results"][0]["match"] is True
        served.decide("reject", hit.id)
        after = served.send("/match/default", query).json["responses"]["a"]["results"][0]
        assert after["match"] is False
        assert after["status"] == "set_aside"


def test_openrefine_reconciles(served: Served) -> None:
    here = f"/reconcile/{TOKEN}"
    manifest = served.ask(here)
    assert manifest.headers["access-control-allow-origin"] == "*"
    assert manifest.json["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace"} <= set(manifest.json)
    queries = {"q0": {"query": "Harbin Blue River Chemical Ltd", "limit": 2}, "q1": {"query": "Northwind Precision Tools", "type": "case"}, "q2": {"query": " "}}
    body = urlencode({"queries": json.dumps(queries)}).encode()
    answer = served.ask(here, "POST", body, Content_Type="application/x-www-form-urlencoded").json
    first = answer["q0"]["result"][0]
    assert first["name"] == "Harbin Blue River Chemical Limited"
    assert first["match"] is True
    assert 70 <= first["score"] <= 100
    assert served.get(f"/id/{first['id']}").code == 303
    assert "Northwind" in answer["q1"]["result"][0]["name"]
    assert answer["q2"]["result"] == []
    assert served.ask(f"{here}?queries={quote(json.dumps(queries))}").json == answer
    assert served.ask(f"{here}/suggest/entity?prefix=harb").json["result"]
    assert served.ask("/reconcile/wrong").code == 403
    assert served.ask("/reconcile/wrong", "POST", body).code == 403
    assert served.ask(f"{here}?queries=nojson").code == 400


def extend(served: Served, ids: list[str], *properties: object) -> dict:
    asked = {"ids": ids, "properties": [p if isinstance(p, dict) else {"id": p} for p in properties]}
    body = urlencode({"extend": json.dumps(asked)}).encode()
    answer = served.ask(f"/reconcile/{TOKEN}", "POST", body, Content_Type="application/x-www-form-urlencoded")
    assert answer.code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    assert served.ask(f"/reconcile/{TOKEN}?extend={quote(json.dumps(asked))}").json == answer.json
    return answer.json


def test_openrefine_fills_columns_from_what_was_reconciled(served: Served) -> None:
    shelf, here = served.live.now.shelf, f"/reconcile/{TOKEN}"
    manifest = served.ask(here).json
    listing = next(x for x in shelf.rows("listings") if x.caption.startswith("Northwind"))
    party = next(e for e in shelf.rows("entities") if "Northwind" in e.caption)
    for kind, one in (("Company", listing), ("case", party)):
        where = manifest["extend"]["propose_properties"]
        assert where["service_url"].endswith(here)
        offered = served.ask(f"{here}{where['service_path']}?type={kind}&limit=100").json
        assert offered["type"] == kind
        ids = [p["id"] for p in offered["properties"]]
        assert len(ids) == len(set(ids)) > 8
        got = extend(served, [one.id], *ids)
        assert [m["id"] for m in got["meta"]] == ids
        assert all(m["name"] for m in got["meta"])
        assert got["rows"][one.id]["name"] == [{"str": n.text} for n in one.names]
        assert all(set(v) in ({"str"}, {"int"}) for values in got["rows"][one.id].values() for v in values)
    version = shelf.many("lists", [listing.list])[listing.list]
    got = extend(served, [listing.id, party.id, "li_000000000000"], "list", "sha256", "row", "gap", "no such thing", {"id": "name", "settings": {"limit": "1"}})
    assert got["rows"][listing.id]["list"] == [{"str": version.title}]
    assert got["rows"][listing.id]["sha256"] == [{"str": listing.sha256}]
    assert len(got["rows"][party.id]["name"]) == 1
    assert any("listed: Example list" in v["str"] for v in got["rows"][party.id]["gap"])
    assert got["rows"][listing.id]["gap"] == got["rows"][party.id]["sha256"] == []
    assert not any(got["rows"]["li_000000000000"].values())
    assert {p["id"] for p in served.ask(f"{here}/suggest/property?prefix=list").json["result"]} >= {"list", "listCode", "listingDate"}
    assert [t["id"] for t in served.ask(f"{here}/suggest/type?prefix=party").json["result"]] == ["case"]


@pytest.mark.parametrize("asked", ["nojson", "[]", "{}", '{"ids": 3, "properties": []}', '{"ids": [1], "properties": []}', '{"ids": [], "properties": [3]}', '{"ids": [], "properties": [{}]}', json.dumps({"ids": ["x"] * 501, "properties": []})])
def test_an_extension_that_cannot_be_is_refused(served: Served, asked: str) -> None:
    body = urlencode({"extend": asked}).encode()
    answer = served.ask(f"/reconcile/{TOKEN}", "POST", body, Content_Type="application/x-www-form-urlencoded")
    assert answer.code == 400
    assert answer.json["error"]


def test_openrefine_shows_a_preview_that_only_this_machine_may_frame(served: Served) -> None:
    shelf, here = served.live.now.shelf, f"/reconcile/{TOKEN}"
    pattern = served.ask(here).json["preview"]["url"]
    for table in ("listings", "entities"):
        one = next(iter(shelf.rows(table)))
        answer = served.ask(pattern.replace("{{id}}", one.id).partition(served.host)[2])
        assert answer.code == 200
        assert one.caption in answer.text
        assert "x-frame-options" not in answer.headers
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors http://127.0.0.1:* http://localhost:*" in policy
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert not answer.tree.xpath("//script | //form | //@style")
    assert served.ask(f"{here}/preview?id=nothing").code == 404
    assert served.ask(f"{here}/preview?id=%3Cscript%3E").text.count("<script>") == 0
    assert served.ask("/reconcile/wrong/preview?id=x").code == 403
    assert served.get("/").headers["x-frame-options"] == "DENY"


def test_schemathesis_finds_nothing(served: Served) -> None:
    """Answers hold to the OpenAPI document, and nothing that is asked makes the server fail."""
    schemathesis = pytest.importorskip("schemathesis", reason="pip install schemathesis")
    from hypothesis import HealthCheck, Phase, settings

    described = schemathesis.openapi.from_dict(served.get("/api/openapi.json").json)
    described.config.update(base_url=f"http://{served.host}")
    asked = 0
    for operation in described.get_all_operations():
        strategy = operation.ok().as_strategy()

        from hypothesis import given

        @settings(max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True, database=None)
        @given(case=strategy)
        def check(case) -> None:
            nonlocal asked
            answer = case.call(headers={"Authorization": f"Bearer {TOKEN}"})
            case.validate_response(answer)
            asked += 1

        check()
    assert asked > 100
