"""Which columns does a noun become, and which JSON?

The nouns of `model` are the schema: `schema(cls)` derives Arrow columns from the dataclass by
introspection, `rows` and `nouns` go there and back without loss, `claim_json` is the claim
contract that other programs read, and `as_json` does the same for every other noun.

Promises: column order is field order; `Period.from_` is the column and key "from"; a whole
number is written without a decimal point; nothing depends on the order in which rows arrive.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar

import pyarrow as pa

from supplyline.model import TABLES, Claim, Count, Filler, Part, Period, Ref, Span, Value

T = TypeVar("T")

_SCALARS: dict[type, pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}

# What a table is sorted by where it has no `id`: columns as SQL writes them.
_ORDER = {
    "documents": ("sha256",),
    "mentions": ("span.sha256", "span.start", "span.end", "kind", "name"),
    "decisions": ("seq",),
}


def order(table: str) -> tuple[str, ...]:
    """The columns that sort a table into its one order."""
    return _ORDER.get(table, ("id",))


def column(field: str) -> str:
    """`from_` is Python's spelling of the column "from"."""
    return field.removesuffix("_")


@cache
def _hints(cls: type) -> tuple[tuple[str, str, Any], ...]:
    hints = typing.get_type_hints(cls)
    names = [f.name for f in fields(cls)] if is_dataclass(cls) else list(hints)
    return tuple((name, column(name), hints[name]) for name in names)


def _some(hint: Any) -> Any:
    """`X | None` without its None."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        rest = [h for h in typing.get_args(hint) if h is not type(None)]
        if len(rest) != 1:
            raise TypeError(f"a column holds one type, not {hint}")
        return rest[0]
    return hint


def _is_noun(hint: Any) -> bool:
    """A dataclass or a named tuple."""
    return isinstance(hint, type) and (is_dataclass(hint) or hasattr(hint, "_fields"))


def _arrow_type(hint: Any) -> pa.DataType:
    hint = _some(hint)
    if typing.get_origin(hint) is tuple:
        args = typing.get_args(hint)
        if len(args) == 2 and args[1] is Ellipsis:
            return pa.list_(_arrow_type(args[0]))
        return pa.struct([pa.field(f"_{i}", _arrow_type(a)) for i, a in enumerate(args)])
    if _is_noun(hint):
        return pa.struct([pa.field(name, _arrow_type(h)) for _, name, h in _hints(hint)])
    if isinstance(hint, type) and issubclass(hint, Enum):
        return pa.string()
    return _SCALARS[hint]


@cache
def schema(cls: type) -> pa.Schema:
    """The Arrow schema of one noun."""
    return pa.schema([pa.field(name, _arrow_type(hint)) for _, name, hint in _hints(cls)])


# ---------------------------------------------------------------- there and back


@cache
def _packer(hint: Any) -> Callable[[Any], Any] | None:
    """How a value of this type becomes what Arrow and JSON take; None: as it is."""
    hint = _some(hint)
    if typing.get_origin(hint) is tuple:
        args = typing.get_args(hint)
        if len(args) == 2 and args[1] is Ellipsis:
            inner = _packer(args[0])
            return list if inner is None else lambda xs: [inner(x) for x in xs]
        parts = [_packer(a) for a in args]
        return lambda xs: {
            f"_{i}": x if p is None or x is None else p(x) for i, (p, x) in enumerate(zip(parts, xs, strict=True))
        }
    if _is_noun(hint):
        return lambda noun: to_row(noun)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda e: e.value
    return None


@cache
def _unpacker(hint: Any) -> Callable[[Any], Any] | None:
    hint = _some(hint)
    if typing.get_origin(hint) is tuple:
        args = typing.get_args(hint)
        if len(args) == 2 and args[1] is Ellipsis:
            inner = _unpacker(args[0])
            return tuple if inner is None else lambda xs: tuple([inner(x) for x in xs])
        parts = [_unpacker(a) for a in args]
        return lambda row: tuple(
            v if p is None or v is None else p(v) for p, v in zip(parts, row.values(), strict=True)
        )
    if _is_noun(hint):
        return lambda row: from_row(hint, row)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return None


@cache
def _packers(cls: type) -> tuple[tuple[str, str, Callable[[Any], Any] | None], ...]:
    return tuple((attr, name, _packer(hint)) for attr, name, hint in _hints(cls))


@cache
def _unpackers(cls: type) -> tuple[tuple[str, str, Callable[[Any], Any] | None], ...]:
    return tuple((attr, name, _unpacker(hint)) for attr, name, hint in _hints(cls))


def to_row(noun: Any) -> dict[str, Any]:
    """One noun as a plain row: dicts, lists, strings, numbers."""
    row = {}
    cls: Any = type(noun)
    for attr, name, pack in _packers(cls):
        value = getattr(noun, attr)
        row[name] = value if pack is None or value is None else pack(value)
    return row


def from_row(cls: type[T], row: dict[str, Any]) -> T:
    """The noun that `to_row` made this row of."""
    values = {}
    hashable: Any = cls
    for attr, name, unpack in _unpackers(hashable):
        value = row[name]
        values[attr] = value if unpack is None or value is None else unpack(value)
    return cls(**values)


def to_batch(cls: type, nouns: Sequence[Any]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([to_row(n) for n in nouns], schema=schema(cls))


def from_batch(cls: type[T], batch: pa.RecordBatch) -> Iterator[T]:
    for row in batch.to_pylist():
        yield from_row(cls, row)


def spans(noun: Any) -> Iterator[Span]:
    """Every span inside a noun, however deep."""
    if isinstance(noun, Span):
        yield noun
    elif isinstance(noun, tuple):
        for part in noun:
            yield from spans(part)
    elif is_dataclass(noun):
        cls: Any = type(noun)
        for attr, _, _ in _hints(cls):
            yield from spans(getattr(noun, attr))


# ---------------------------------------------------------------- JSON


def _number(x: float | None) -> float | None:
    """20.0 is written 20: the contract has numbers, not floats."""
    return int(x) if isinstance(x, float) and x.is_integer() else x


def _words(span: Span) -> dict[str, Any]:
    return {"text": span.text, "start": span.start, "end": span.end}


def _ref(ref: Ref) -> dict[str, Any]:
    out = _words(ref.span) | {"name": ref.name, "entity": ref.entity}
    return out | {"role": ref.role} if ref.role else out


def _filler(filler: Filler) -> dict[str, Any]:
    out = _words(filler.span)
    if filler.name != filler.span.text:
        out["name"] = filler.name
    if filler.entity is not None:
        out["entity"] = filler.entity
    if filler.hs:
        out["goods"] = {"hs": list(filler.hs)}
    return out


def _count(count: Count) -> dict[str, Any]:
    out = {"min": _number(count.min), "max": _number(count.max), "text": count.text}
    out |= {k: v for k, v in (("role", count.role), ("event", count.event)) if v is not None}
    return out | ({"parts": [_part(p) for p in count.parts]} if count.parts else {})


def _part(part: Part) -> dict[str, Any]:
    out = {"min": _number(part.min), "max": _number(part.max), **_words(part.span)}
    return out | ({"period": _period(part.period, precision=False)} if part.period else {})


def _value(value: Value) -> dict[str, Any]:
    return {"amount": _number(value.amount), "unit": value.unit, "text": value.text}


def _period(period: Period, *, precision: bool) -> dict[str, Any]:
    out = {"from": period.from_, "to": period.to}
    return out | ({"precision": period.precision} if precision else {}) | {"text": period.text}


def claim_json(claim: Claim) -> dict[str, Any]:
    """The JSON of a claim: a contract. Roles and their fillers keep the order of the claim."""
    roles: dict[str, list[dict[str, Any]]] = {}
    for filler in claim.roles:
        roles.setdefault(filler.role, []).append(_filler(filler))
    made_by = {} if claim.made_by.startswith("rules") else {"made_by": claim.made_by}
    return {
        "id": claim.id,
        "kind": claim.kind.value,
        "stance": claim.stance.value,
        "speaker": _ref(claim.speaker) if claim.speaker else None,
        "cue": _words(claim.cue) if claim.cue else None,
        "via": _ref(claim.via) if claim.via else None,
        "said_on": _period(claim.said_on, precision=True) if claim.said_on else None,
        "roles": roles,
        "count": _count(claim.count) if claim.count else None,
        "quantity": _value(claim.quantity) if claim.quantity else None,
        "value": _value(claim.value) if claim.value else None,
        "change": {"percent": _number(claim.change.percent), "text": claim.change.text} if claim.change else None,
        "period": _period(claim.period, precision=False) if claim.period else None,
        "hedges": list(claim.hedges),
        "content": _words(claim.content) if claim.content else None,
        "quote": {"sha256": claim.quote.sha256, **_words(claim.quote)},
        "event": claim.event,
        "origin": claim.origin,
        "grade": claim.grade,
    } | made_by


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return _number(value) if isinstance(value, float) else value


def plain(noun: Any) -> dict[str, Any]:
    """Every column of a noun as JSON values."""
    return {name: _plain(value) for name, value in to_row(noun).items()}


def as_json(noun: Any) -> dict[str, Any]:
    """Any noun as JSON values; a claim as its contract says."""
    return claim_json(noun) if isinstance(noun, Claim) else plain(noun)


def json_line(noun: Any) -> str:
    """One line of JSON Lines."""
    return json.dumps(as_json(noun), ensure_ascii=False)


def table_of(noun: Any) -> str:
    """The table that a noun belongs to."""
    for name, cls in TABLES.items():
        if type(noun) is cls:
            return name
    raise KeyError(f"{type(noun).__name__} has no table")


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Runs of at most `size` items."""
    part: list[T] = []
    for item in items:
        part.append(item)
        if len(part) >= size:
            yield part
            part = []
    if part:
        yield part

