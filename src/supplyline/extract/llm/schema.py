"""What may a model answer?

`SCHEMA` is the JSON schema that the server holds the model to: the claim contract with strings alone, since offsets and
numbers are found by us. `check(content)` holds the answer to it once more, for not every server does: a `Told` for each
claim, or the `Broken` that says why it is none; an answer that is no list of claims raises `Broken`. What may be null may
also be missing or empty; nothing else is forgiven.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from supplyline.extract.tagger.layers import ROLES as FRAMES
from supplyline.model import Kind, Stance

# What a model may say beside the frames that are learned
ROLES: dict[str, tuple[str, ...]] = FRAMES | {"assessment": ("subject", "state"), "statement": ()}
WORDS = ("speaker", "speaker_name", "speaker_role", "cue", "content", "via", "said_on", "value", "change", "period")
MOST_CLAIMS, MOST_ROLES, MOST_HEDGES, LONGEST = 200, 60, 12, 4000


class Broken(Exception):
    """An answer, or one claim of it, that the schema does not allow; the words say why."""


@dataclass(frozen=True, slots=True)
class Part:
    role: str
    text: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One claim as the model tells it: words that must be in the text, and choices from closed lists."""

    kind: str
    stance: str
    evidence: str
    words: dict[str, str]  # the WORDS that are not null
    roles: tuple[Part, ...]
    count: tuple[str, str] | None  # its words, and the role or the word that is counted
    hedges: tuple[str, ...]


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_COUNT = _object({"text": _TEXT, "of": _TEXT})
SCHEMA: dict[str, Any] = _object(
    {
        "claims": {
            "type": "array",
            "items": _object(
                {
                    "kind": {"type": "string", "enum": [k.value for k in Kind]},
                    "stance": {"type": "string", "enum": [s.value for s in Stance]},
                    "evidence": _TEXT,
                    **dict.fromkeys(WORDS, _MAYBE),
                    "roles": {
                        "type": "array",
                        "items": _object(
                            {
                                "role": {"type": "string", "enum": sorted({r for roles in ROLES.values() for r in roles})},
                                "text": _TEXT,
                                "name": _MAYBE,
                            }
                        ),
                    },
                    "count": {"anyOf": [_COUNT, {"type": "null"}]},
                    "hedges": {"type": "array", "items": _TEXT},
                }
            ),
        }
    }
)


def check(content: str) -> list[Told | Broken]:
    """The claims of an answer, in its order. A fence or a preamble around the object is passed over."""
    try:
        value = json.loads(content[content.find("{") : content.rfind("}") + 1])
    except (ValueError, RecursionError) as error:
        raise Broken("it is no JSON object") from error
    claims = _keys(value, ("claims",), "the answer").get("claims")
    if not isinstance(claims, list) or len(claims) > MOST_CLAIMS:
        raise Broken(f"its claims are no list of at most {MOST_CLAIMS}")
    return [_claim(c) for c in claims]


def _claim(value: Any) -> Told | Broken:
    try:
        got = _keys(value, ("kind", "stance", "evidence", *WORDS, "roles", "count", "hedges"), "it")
        kind, stance = _choice(got.get("kind"), ROLES, "its kind"), _choice(got.get("stance"), Stance.__members__, "its stance")
        roles = tuple(_role(r, kind) for r in _list(got.get("roles"), MOST_ROLES, "its roles"))
        if not roles and kind != Kind.statement:
            return Broken(f"it is a {kind} without roles")
        words = {w: _text(got[w], f"its {w}") for w in WORDS if got.get(w)}
        if kind == Kind.statement and not {"speaker", "content"} <= words.keys():
            return Broken("it is a statement without speaker or content")
        hedges = tuple(_text(h, "its hedges") for h in _list(got.get("hedges"), MOST_HEDGES, "its hedges") if h)
        return Told(kind, stance, _text(got.get("evidence"), "its evidence"), words, roles, _count(got.get("count")), hedges)
    except Broken as error:
        return error


def _count(value: Any) -> tuple[str, str] | None:
    if not value:
        return None
    got = _keys(value, ("text", "of"), "its count")
    return (_text(got["text"], "its count"), _text(got.get("of"), "what its count is of")) if got.get("text") else None


def _role(value: Any, kind: str) -> Part:
    got = _keys(value, ("role", "text", "name"), "a role of it")
    role = _choice(got.get("role"), ROLES[kind], f"a role of the {kind}")
    return Part(role, _text(got.get("text"), f"its {role}"), _text(got["name"], f"its {role}") if got.get("name") else None)


def _keys(value: Any, known: tuple[str, ...], where: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not set(value) <= set(known):
        raise Broken(f"{where} is not an object with no keys but {', '.join(known)}")
    return value


def _list(value: Any, most: int, where: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > most:
        raise Broken(f"{where} are no list of at most {most}")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        raise Broken(f"{where} is not a text of 1 to {LONGEST:,} characters")
    return value


def _choice(value: Any, known: Any, where: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise Broken(f"{where} is not one of {', '.join(known) or 'none'}")
    return value
