"""How does a language model's program ask a case? By the Model Context Protocol, over stdin and stdout.

`serve(case)` answers until stdin ends, with the tools of `tools` and nothing else: nothing can be written, and no address
is opened. The protocol is the `mcp` package's (the extra `supplyline[mcp]`), which speaks the revisions from 2024-11-05 to
2026-07-28. A build that ends meanwhile is taken up. Promises: the same build, decisions and question give the same bytes.
"""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any

import anyio
import anyio.to_thread

from supplyline import __version__
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Case
from supplyline.model import BadInput, SupplylineError
from supplyline.serve import arguments
from supplyline.serve.live import Live
from supplyline.serve.now import Now
from supplyline.serve.tools import READING, TOOLS, as_json

_KNOWN = {tool.name: tool for tool in TOOLS}
_AT_ONCE = 4  # answers that are worked on; more wait
_ANSWER = {
    "type": "object", "required": ["reading", "rows", "citations", "notes", "total", "build", "decisions_not_in_it"],
    "properties": {
        "reading": {"type": "string"}, "rows": {"type": "array", "items": {"type": "object"}}, "notes": {"type": "array", "items": {"type": "string"}},
        "citations": {"type": "array", "items": {"type": "object", "required": ["id", "sha256", "quoted"], "properties": {
            "id": {"type": "string"}, "sha256": {"type": "string"}, "start": {"type": "integer"}, "end": {"type": "integer"}, "row": {"type": "string"}, "quoted": {"type": "object", "required": ["words"]},
        }}},
        "total": {"type": ["integer", "null"]}, "build": {"type": "string"}, "decisions_not_in_it": {"type": "array", "items": {"type": "string"}},
    },
}  # fmt: skip


def package() -> Any:
    """The protocol's package, or what to do where it is missing."""
    try:
        import mcp.server.lowlevel
        import mcp.server.stdio
        import mcp_types
    except ImportError as error:
        raise BadInput(f"the MCP server needs the package mcp, version 2 ({error}): pip install 'supplyline[mcp]'") from error
    return mcp, mcp_types


def answered(live: Live, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """The answer of a tool; a question that cannot be is BadInput."""
    tool = _KNOWN.get(name)
    if tool is None:
        raise BadInput(f"{name[:60]!r} is no tool; known are {', '.join(_KNOWN)}")
    now = Now(live.case, live.now, live.decisions())
    made = as_json(now, tool.run(now, arguments.checked(tool.args, given)))
    if live.trouble:
        made["notes"] = [*made["notes"], f"Decisions since the build are those last seen: {live.trouble}."]
    return made


def serve(case: Case) -> None:
    """Answer until stdin ends."""
    mcp, types = package()
    with Snapshot.open(case):
        pass  # a case without a build is said before anybody waits for an answer
    anyio.run(_run, mcp, types, case)


async def _run(mcp: Any, types: Any, case: Case) -> None:
    held: list[Live] = []
    opening, room = anyio.Lock(), anyio.CapacityLimiter(_AT_ONCE)

    async def live() -> Live:
        """Opened with the first question: to open a large case takes longer than a client waits for the first word."""
        async with opening:
            if not held:
                held.append(await anyio.to_thread.run_sync(Live, case))
                held[0].start()
        return held[0]

    async def listed(context: Any, asked: Any) -> Any:
        hints = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
        return types.ListToolsResult(tools=[types.Tool(name=t.name, description=t.told, input_schema=arguments.schema(t.args), output_schema=_ANSWER, annotations=hints) for t in TOOLS])

    async def called(context: Any, asked: Any) -> Any:
        try:
            one = await live()
            answer = await anyio.to_thread.run_sync(answered, one, asked.name, asked.arguments or {}, limiter=room)
        except SupplylineError as error:
            return _refused(types, str(error))
        except Exception as error:
            traceback.print_exception(error, file=sys.stderr)
            return _refused(types, f"unexpected {type(error).__name__}: a fault of the program; its log says more")
        return types.CallToolResult(content=[types.TextContent(type="text", text=json.dumps(answer, ensure_ascii=False))], structured_content=answer)

    server = mcp.server.lowlevel.Server("supplyline", version=__version__, instructions=READING, on_list_tools=listed, on_call_tool=called)
    try:
        async with mcp.server.stdio.stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())
    finally:
        for one in held:
            one.stop()


def _refused(types: Any, why: str) -> Any:
    return types.CallToolResult(content=[types.TextContent(type="text", text=why)], is_error=True)
