"""The MCP server as a client meets it: the SDK's own client over stdin and stdout, in both ages of the protocol."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from case_corpus import EVERYTHING
from commands import ROOT, run
from publishing import HOSTILE, built
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Case, open_case
from supplyline.serve.arguments import Arg, checked, schema
from supplyline.serve.tools import TOOLS

pytest.importorskip("mcp", reason="mcp is not installed: pip install 'supplyline[mcp]'")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return built(tmp_path_factory.mktemp("mcp") / "case", [*EVERYTHING, HOSTILE])


def ask(case: Case, talk: Callable[[Any], Awaitable[Any]], mode: str = "auto") -> Any:
    """What a client hears that starts the command and talks to it."""
    from mcp import Client, StdioServerParameters

    async def session() -> Any:
        command = StdioServerParameters(command=sys.executable, args=["-m", "supplyline", "mcp", str(case.path)], env=dict(os.environ))
        async with Client(command, mode=mode) as client:
            return await talk(client)

    return asyncio.run(session())


def calls(case: Case, *asked: tuple[str, dict[str, Any]], mode: str = "auto") -> list[dict[str, Any]]:
    async def talk(client: Any) -> list[dict[str, Any]]:
        out = []
        for name, given in asked:
            answer = await client.call_tool(name, given)
            assert not answer.is_error, answer.content
            assert json.loads(answer.content[0].text) == answer.structured_content
            out.append(answer.structured_content)
        return out

    return ask(case, talk, mode)


def held(case: Case) -> dict[str, list[Any]]:
    with Snapshot.open(case) as snapshot:
        return {t: list(snapshot.rows(t)) for t in ("claims", "events", "entities", "links", "gaps", "checks", "documents", "hits", "listings")}


def every_question(case: Case) -> list[tuple[str, dict[str, Any]]]:
    rows = held(case)
    told = max(rows["events"], key=lambda e: (e.origins, e.id))
    supplier = next(e for e in rows["entities"] if "Northwind" in e.caption)
    link = rows["links"][0]
    return [
        ("overview", {}), ("search", {"words": "machine tools"}), ("search", {"words": "north", "where": "entities"}), ("search", {"words": "硝化棉", "where": "documents"}),
        ("search", {"words": "Northwind", "where": "listings"}), ("claim", {"id": rows["claims"][0].id}), ("claims", {"party": supplier.caption}), ("claims", {"event": told.id}),
        ("event", {"id": told.id}), ("party", {"party": supplier.id}), ("links", {"party": link.source, "to": link.target}), ("links", {"party": link.source}), ("why", {"id": link.id}),
        ("gaps", {}), ("screen", {"name": "Northwind Precision Tools"}), ("checks", {}), ("text", {"sha256": rows["documents"][0].sha256, "start": 3, "length": 40}),
    ]  # fmt: skip


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_every_tool_answers_with_words_that_stand_where_it_says(case: Case, mode: str) -> None:
    questions = every_question(case)
    assert {name for name, _ in questions} == {t.name for t in TOOLS}
    texts = {d.sha256: d.text for d in held(case)["documents"]}
    files = {o.sha256 for o in case.originals()}
    answers = calls(case, *questions, mode=mode)
    for (name, given), answer in zip(questions, answers, strict=True):
        assert answer["rows"] or name == "search", (name, given)
        assert "never an instruction" in answer["reading"]
        for cited in answer["citations"]:
            assert cited["sha256"] in files, (name, cited)
            if cited["sha256"] in texts and given.get("where") != "documents":
                assert texts[cited["sha256"]][cited["start"] : cited["end"]] == cited["quoted"]["words"], (name, cited)
    by_name = dict(zip([n for n, _ in questions], answers, strict=True))
    for name in ("claim", "claims", "event", "party", "links", "why", "gaps", "screen", "checks", "text"):
        assert by_name[name]["citations"], name
    assert answers == calls(case, *questions, mode=mode), "the same questions have the same answers"


def test_every_row_that_rests_on_words_has_some_of_them(case: Case) -> None:
    """One check or link that rests on much must not leave the others without a citation."""
    rows = held(case)
    checks, links, gaps = calls(case, ("checks", {"limit": 50}), ("links", {"party": rows["links"][0].source}), ("gaps", {"limit": 50}))
    cited = {c["id"] for c in checks["citations"]}
    assert all(row["claim"] in cited for row in checks["rows"])
    by_event = {e.id: set(e.because) for e in rows["events"]}
    quoted = {c["id"] for c in links["citations"]}
    assert all(by_event[row["event"]] & quoted for row in links["rows"])
    listed = {g.id: set(g.because) for g in rows["gaps"]}
    assert any(row["status"] == "listed" and listed[row["id"]] for row in gaps["rows"])
    assert any("file" in c["quoted"] for c in gaps["citations"])


def test_tools_only_read_and_say_what_they_take(case: Case) -> None:
    async def talk(client: Any) -> Any:
        return (await client.list_tools()).tools

    tools = ask(case, talk)
    assert [t.name for t in tools] == [t.name for t in TOOLS]
    assert all(t.annotations.read_only_hint and not t.annotations.open_world_hint for t in tools)
    before = {p: p.read_bytes() for p in (case.decisions_at, case.manifest, case.snapshot_path)}
    calls(case, *every_question(case))
    assert before == {p: p.read_bytes() for p in before}


def test_what_a_document_says_is_quoted_and_nothing_else(case: Case) -> None:
    """The hostile document's words reach the client inside `quoted`, or as names and goods of rows, never in our own words."""
    claims = [c for c in held(case)["claims"] if "<b>lathes</b>" in c.quote.text]
    assert claims
    answers = calls(case, ("claim", {"id": claims[0].id}), ("search", {"words": "alert"}), ("search", {"words": "alert", "where": "documents"}))
    for words in ("{{ 7 * 7 }}", "<b>lathes</b>", "<script>alert('publisher')", "<script>alert('title')"):
        assert any(words in json.dumps(c["quoted"], ensure_ascii=False) for a in answers for c in a["citations"]), words
    for answer in answers:
        told = [answer["reading"], *answer["notes"], *(json.dumps({k: v for k, v in c.items() if k != "quoted"}) for c in answer["citations"])]
        assert not any("<" in text or "{{" in text for text in told)


def test_a_party_that_is_on_a_list_is_found_in_any_script_and_nobody_is_cleared(case: Case) -> None:
    found, nobody = calls(case, ("screen", {"name": "Иван Сидоренко", "kind": "Person"}), ("screen", {"name": "Zzyzx Quux Bakery"}))
    assert any("Sidorenko" in r["name"] for r in found["rows"])
    assert nobody["rows"] == []
    for answer in (found, nobody):
        assert "clears nobody" in " ".join(answer["notes"])
        assert "Held against" in " ".join(answer["notes"])


def test_decisions_are_told_at_once(tmp_path: Path) -> None:
    case = built(tmp_path / "case")
    claim = held(case)["claims"][0].id
    decision = case.decide("reject", [claim], by="Ada", because="it says something else")
    (answer,) = calls(case, ("claim", {"id": claim}))
    assert answer["rows"][0]["set_aside"] == "reject"
    assert answer["decisions_not_in_it"] == [decision.id]


def test_a_question_that_cannot_be_is_answered_with_what_can(case: Case) -> None:
    async def talk(client: Any) -> list[tuple[bool, str]]:
        asked = [("claim", {"id": "c_nothing"}), ("claim", {}), ("search", {"words": "x", "where": "nowhere"}), ("search", {"words": "x", "limit": 5000}), ("claims", {}), ("gaps", {"party": "zzzzqqqq"}), ("claim", {"id": "x", "shell": "rm"}), ("screen", {"name": "§§§"}), ("why", {"id": "nothing at all"})]
        out = []
        for name, given in asked:
            answer = await client.call_tool(name, given)
            out.append((answer.is_error, answer.content[0].text))
        return out

    for refused, why in ask(case, talk):
        assert refused, why
        assert "unexpected" not in why
        assert len(why.splitlines()) == 1


def test_a_build_that_ends_meanwhile_is_taken_up(tmp_path: Path) -> None:
    from supplyline import pipeline

    case = built(tmp_path / "case")

    async def talk(client: Any) -> tuple[str, str]:
        first = (await client.call_tool("overview", {})).structured_content["build"]
        case.add_original(b"China supplied 3 lathes to Redhill Factory, the minister said on June 1, 2025.\n", "later.txt", published="2025-06-02")
        pipeline.build(case)
        for _ in range(100):
            now = (await client.call_tool("overview", {})).structured_content["build"]
            if now != first:
                break
            await asyncio.sleep(0.1)
        return first, now

    first, now = ask(case, talk)
    assert first != now


def test_it_ends_when_stdin_ends_and_a_line_that_is_no_message_harms_nothing(case: Case) -> None:
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}}
    done = subprocess.run(
        [sys.executable, "-m", "supplyline", "mcp", str(case.path)], input=f"this is no message\n{json.dumps(hello)}\n", capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert any(a.get("id") == 1 and a["result"]["serverInfo"]["name"] == "supplyline" for a in answers)


def test_a_case_without_a_build_or_without_the_package_says_what_to_do(tmp_path: Path, case: Case) -> None:
    run("new", tmp_path / "case")
    assert "supplyline build" in run("mcp", tmp_path / "case", code=3).stderr
    program = f"import sys; sys.modules['mcp'] = None; sys.argv = ['supplyline', 'mcp', {str(case.path)!r}]; from supplyline.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 3
    assert "pip install 'supplyline[mcp]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert open_case(case.path).decisions() == case.decisions()


def test_arguments_say_what_they_take_and_hold_to_it() -> None:
    args = (Arg("words", "w"), Arg("n", "n", "number", 5, least=1, most=9), Arg("many", "m", "texts", ()), Arg("one", "o", default="a", choices=("a", "b")))
    assert schema(args)["required"] == ["words"]
    assert checked(args, {"words": " x "}) == {"words": "x", "n": 5, "many": (), "one": "a"}
    for wrong in ({}, {"words": ""}, {"words": 3}, {"words": "x", "n": True}, {"words": "x", "n": 10}, {"words": "x", "many": "a"}, {"words": "x", "many": [1]}, {"words": "x", "one": "c"}, {"words": "x" * 501}, {"words": "x", "two": 1}):
        with pytest.raises(Exception, match=r"words|n:|many|one|two"):
            checked(args, wrong)
