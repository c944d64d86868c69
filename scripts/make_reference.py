"""Make docs/reference.md from the commands and nouns themselves.

    python scripts/make_reference.py [--check]

Every command, argument and option with its help, every table with its columns. A test fails when the
file in the repository is not what this prints.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from supplyline.case import tables
from supplyline.cli import app
from supplyline.model import TABLES

OUT = Path(__file__).resolve().parent.parent / "docs" / "reference.md"

HEAD = """\
# Reference

Made by `make reference` from the program itself; a test fails when it is not current.

Rows go to stdout, messages to stderr. `--json` prints JSON Lines: one row a line. Exit codes: **0** all is well, **2** wrong
usage, **3** some input could not be used, or an operation was refused; each case is told in a line with file, place and
mend. Nothing prints a traceback; `SUPPLYLINE_DEBUG=1` asks for one. `NO_COLOR=1` takes colour away.
`SUPPLYLINE_CACHE` is where the index of lists that belong to no case is kept; empty keeps none.
`SUPPLYLINE_LLM_URL`, `SUPPLYLINE_LLM_MODEL` and `SUPPLYLINE_LLM_KEY` name a large model for `--extractor llm`, and its key.
`SUPPLYLINE_DECISIONS_URL` is the PostgreSQL database of decisions where case.toml has an empty url for it.
`SUPPLYLINE_USER` names who adds files in the chain of custody, else the login name is used.

## Commands
"""

CLAIM = """\
## The JSON of a claim

`supplyline extract FILE --json` and `supplyline claims CASE --json` print one claim a line:

| key | what |
|---|---|
| `id` | the same for the same words of the same original |
| `kind` | supply, shipment, cooperation, production, ownership, designation, trade_flow, denial, measure, status, assessment or statement |
| `stance` | asserts, denies, suspects, expects, calls_for, announces or reports |
| `speaker` | `{"text", "start", "end", "name", "entity", "role"?}`; null where the text itself speaks; `name` is the resolved name |
| `cue` | `{"text", "start", "end"}`: the word that attributes |
| `via` | to whom it was said, as `speaker` |
| `said_on` | `{"from", "to", "precision", "text"}` |
| `roles` | role → list of `{"text", "start", "end", "name"?, "entity"?, "goods"?}` |
| `count` | `{"min", "max", "text", "role"?, "event"?, "parts"?}`; null is open: "at least 20" has `min` 20 and `max` null |
| `quantity`, `value` | `{"amount", "unit", "text"}` |
| `change` | `{"percent", "text"}` |
| `period` | `{"from", "to", "text"}`, ISO dates as precise as the text |
| `hedges` | words such as "reportedly", as written |
| `content` | the attributed words, `{"text", "start", "end"}` |
| `quote` | `{"sha256", "start", "end", "text"}`: the clause or sentence that carries the claim |
| `made_by`? | "tagger-3", "glosses-1-xx" or "large-1" where a network told the claim (in the language xx), "llm:" and the name of a large model where one did; left out where rules found it |
| `event`, `origin`, `grade` | what a build made of it; null without a case |

Offsets are Unicode code points into the extracted text, which `supplyline text FILE` prints.

## Tables

The columns of a build, in `--json` (but for claims, above) and in `supplyline export`.
"""


def leaves(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Every command with the words that call it."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for word, child in inner.items():
        yield from leaves(child, f"{name} {word}")


def usage(param: Any) -> str:
    shown = param.metavar or param.name.upper()
    if not param.opts[0].startswith("-"):
        return shown if param.required else f"[{shown}]"
    called = param.opts[0] if getattr(param, "is_flag", False) else f"{param.opts[0]} {shown}"
    return called if param.required else f"[{called}]"


def described(name: str, command: Any) -> str:
    paragraphs = [" ".join(p.split()) for p in inspect.cleandoc(command.help or "").split("\n\n")]
    params = [p for p in command.params if "--help" not in p.opts]
    lines = [f"### {name}", ""]
    for paragraph in paragraphs:
        if paragraph.startswith("Example: "):
            continue
        lines += [paragraph, ""]
    lines += ["```text", " ".join([name, *map(usage, params)]), "```", ""]
    for param in params:
        called = ", ".join(f"`{o}`" for o in param.opts) if param.opts[0].startswith("-") else f"`{param.metavar or param.name}`"
        default = f" Default: `{param.default}`." if isinstance(param.default, str) and param.default else ""
        lines.append(f"- {called} — {param.help or ''}{default}")
    example = next((p.removeprefix("Example: ") for p in paragraphs if p.startswith("Example: ")), None)
    if example:
        lines += ["", f"Example: `{example}`"]
    return "\n".join(lines) + "\n"


def columns() -> Iterator[str]:
    for name, noun in TABLES.items():
        about = " ".join((inspect.getdoc(noun) or "").split("\n\n")[0].split())
        yield f"**{name}** — {about}\n"
        yield ", ".join(f"`{field.name}`" for field in tables.schema(noun)) + "\n"


def reference() -> str:
    commands = [described(name, command) for name, command in leaves(typer.main.get_command(app), "supplyline")]
    return "\n".join([HEAD, *commands, CLAIM, *columns()])


def main() -> int:
    text = reference()
    if "--check" in sys.argv:
        if OUT.read_text("utf-8") != text:
            print("docs/reference.md is not current; run: make reference", file=sys.stderr)
            return 1
        return 0
    OUT.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
