"""What may a tool be asked, and is it what was asked for?

`schema(args)` says it in JSON Schema, `checked(args, given)` holds what came to the same `Arg`s. Promises: an argument
that is unknown, missing, of another kind or out of range is `BadInput`, which names it and says what can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from supplyline.model import BadInput

LONGEST, MANY = 500, 20  # characters of a text; texts of a list


@dataclass(frozen=True, slots=True)
class Arg:
    """One argument. `kind`: text, number, texts. Where `default` is None it must be given."""

    name: str
    told: str
    kind: str = "text"
    default: Any = None
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 1_000_000


def schema(args: Sequence[Arg]) -> dict[str, Any]:
    """The arguments as a JSON Schema object."""
    return {
        "type": "object", "additionalProperties": False, "required": [a.name for a in args if a.default is None],
        "properties": {a.name: _one(a) for a in args},
    }  # fmt: skip


def _one(arg: Arg) -> dict[str, Any]:
    told = {"description": arg.told}
    if arg.kind == "number":
        return told | {"type": "integer", "minimum": arg.least, "maximum": arg.most, "default": arg.default}
    if arg.kind == "texts":
        return told | {"type": "array", "items": {"type": "string", "maxLength": LONGEST}, "maxItems": MANY}
    return told | {"type": "string"} | ({"enum": list(arg.choices)} if arg.choices else {"maxLength": LONGEST})


def checked(args: Sequence[Arg], given: Mapping[str, Any]) -> dict[str, Any]:
    """All arguments, what was left out by its default."""
    known = {a.name for a in args}
    for name in given:
        if name not in known:
            raise BadInput(f"{name[:60]!r} is no argument of this tool; known are {', '.join(sorted(known)) or 'none'}")
    return {a.name: _value(a, given.get(a.name)) for a in args}


def _value(arg: Arg, value: Any) -> Any:
    if value is None:
        if arg.default is None:
            raise BadInput(f"{arg.name} is missing: {arg.told}")
        return arg.default
    if arg.kind == "number":
        if isinstance(value, bool) or not isinstance(value, int) or not arg.least <= value <= arg.most:
            raise BadInput(f"{arg.name}: write a whole number from {arg.least} to {arg.most}")
        return value
    if arg.kind == "texts":
        if not isinstance(value, list) or len(value) > MANY or not all(_is_text(v) for v in value):
            raise BadInput(f"{arg.name}: write a list of at most {MANY} texts")
        return tuple(v.strip() for v in value if v.strip())
    if not _is_text(value):
        raise BadInput(f"{arg.name}: write a text of at most {LONGEST} characters")
    if arg.choices and value not in arg.choices and value != arg.default:
        raise BadInput(f"{arg.name}={value[:40]!r}: take one of {', '.join(arg.choices)}")
    if arg.default is None and not value.strip():
        raise BadInput(f"{arg.name} is empty: {arg.told}")
    return value.strip()


def whole(text: str, digits: int = 9) -> int | None:
    """A whole number of at most so many digits, as an address or form writes it; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST and "\x00" not in value
