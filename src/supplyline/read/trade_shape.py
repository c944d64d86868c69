"""Which column of a trade table holds what, and in which units?

`shape_of(header, name, mapping)` finds the columns by the names that Comtrade, BACI, Comext, Chinese customs and plain tables
give them (data/trade_columns.tsv), and says how the rows are to be read. A column that is named twice, a needed one that is
missing and a mapping that fits nothing are a BadInput with the mend.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from supplyline.model import BadInput
from supplyline.read.comext import is_comext
from supplyline.read.trade_cells import folded
from supplyline.tsv import rows

FIELDS = ("reporter", "partner", "flow", "hs", "period", "month", "value", "weight", "currency", "unit", "weight_unit")
NEEDED = ("reporter", "partner", "flow", "hs", "period", "value")
_BACI = {"t", "i", "j", "k", "v"}
_GACC = ({"商品编码", "贸易伙伴名称"}, {"dateofdata", "tradingpartner"})  # columns of Chinese customs: the reporter is China
_BY_NAME = (("import", ("import", "进口")), ("export", ("export", "出口")))  # Chinese customs: the direction is in the file's name, if anywhere
# Columns that cut a figure into parts, with what they hold where they do not: transport, procedure, second partner (Comtrade
# new and classic), and the statistical procedure of Comext, whose total older tables call 4
_MODES = frozenset({"0"})
_PROCEDURES = frozenset({"c00", "0"})
_REGIMES = frozenset({"total", "t", "4"})
_CUT_BY = {
    "motcode": _MODES, "moscode": _MODES, "modeoftransportcode": _MODES, "customscode": _PROCEDURES, "cstcode": _PROCEDURES, "customsproccode": _PROCEDURES,
    "partner2code": _MODES, "ptcode2": _MODES, "2ndpartnercode": _MODES,
    "statprocedure": _REGIMES, "statprocedurelab": _REGIMES, "statisticalprocedure": _REGIMES, "statregime": _REGIMES, "statregimelab": _REGIMES, "statisticalregime": _REGIMES,
}  # fmt: skip
_QUANTITIES = (("第一数量", "第一计量单位"), ("第二数量", "第二计量单位"), ("qty", "qtyunit"), ("qty", "qtyunitabbr"), ("altqty", "altqtyunit"), ("altqty", "altqtyunitabbr"), ("tradequantity", "qtdesc"))
_ALIKE = {"reporter": ("reporter", "rt", "declarant"), "partner": ("partner", "pt"), "flow": ("flow", "tradeflow", "rg")}  # columns of one thing as code, ISO code and name
_CURRENCIES = (("eur", "EUR"), ("ecu", "EUR"), ("cny", "CNY"), ("rmb", "CNY"), ("renminbi", "CNY"), ("人民币", "CNY"), ("usd", "USD"), ("美元", "USD"))
_VALUE_UNITS = (("million", 1e6), ("百万", 1e6), ("万", 1e4), ("thousand", 1e3), ("1000", 1e3), ("1k", 1e3), ("千", 1e3))
_WEIGHT_UNITS = (("100kg", 100.0), ("kg", 1.0), ("ton", 1000.0), ("吨", 1000.0))


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of one table are to be read; found once, from its header."""

    width: int
    columns: Mapping[str, int | str]
    others: Mapping[str, tuple[int, ...]]  # further columns of a field, for rows where the first is empty or names nothing known
    cuts: tuple[tuple[int, frozenset[str]], ...]  # columns that cut a figure into parts, and what the whole has in them
    baci: bool
    comext: bool
    currency: str
    unit: float  # what a value of the table is multiplied by to be whole units of its currency
    weight_unit: float  # … and a weight to be kg
    years: tuple[tuple[int, str], ...]
    quantities: tuple[tuple[int, int], ...] = field(default=())  # quantity and its unit


def shape_of(header: Sequence[str], name: str, mapping: Mapping[str, str], comext: bool | None = None) -> tuple[dict[str, int | str], Shape]:
    """Field → number of its column, or the constant given for it, and how the rows are to be read."""
    columns, others = _columns(header, name, mapping)
    return columns, _shape(header, columns, others, name, is_comext(header) if comext is None else comext)


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, int]]:
    return {column: (of, rank) for rank, (of, column) in enumerate(rows("trade_columns.tsv"))}


def _columns(header: Sequence[str], name: str, mapping: Mapping[str, str]) -> tuple[dict[str, int | str], dict[str, tuple[int, ...]]]:
    plain = [folded(h) for h in header]
    found: dict[str, int | str] = {}
    if set(plain) >= _BACI:
        found["flow"] = "export"  # BACI is what exporter i sent to importer j, reconciled
        found["unit"], found["weight_unit"] = "1000", "1000"  # in thousands of dollars and in tons
    ranked: dict[str, list[tuple[int, int]]] = {}
    for at, column in enumerate(plain):
        of, rank = _known().get(column, ("", 0))
        if of in FIELDS:
            ranked.setdefault(of, []).append((rank, at))
    if any(set(plain) >= heads for heads in _GACC):
        found["reporter"] = "cn"
        told = [flow for flow, words in _BY_NAME if any(word in name.casefold() for word in words)]
        if "flow" not in ranked and len(told) == 1:
            found["flow"] = told[0]
    if any(quantity in plain and unit in plain for quantity, unit in _QUANTITIES):  # pieces are no kilograms
        ranked["weight"] = [(rank, at) for rank, at in ranked.get("weight", ()) if plain[at] != "qty"]
    best = {of: sorted(places)[0][1] for of, places in ranked.items() if places}
    found.update({of: at for of, at in best.items() if of not in found})
    for of, column in mapping.items():
        if of not in FIELDS:
            raise BadInput(f"{name}: no field {of!r}; the fields are {', '.join(FIELDS)}")
        if column.startswith("="):
            found[of] = column[1:]
        elif folded(column) in plain:
            found[of] = plain.index(folded(column))
        else:
            raise BadInput(f"{name}: line 1: no column {column!r}; the columns are {', '.join(header)}")
    if "value" not in found and "period" not in found and len(_years(header)) > 1:
        found["value"] = found["period"] = ""  # a column per year
    missing = [of for of in NEEDED if of not in found]
    if missing:
        say = " ".join(f'--map {of}=COLUMN (or "{of}==VALUE" for all rows)' for of in missing)
        raise BadInput(f"{name}: line 1: no column for {', '.join(missing)}; found: {', '.join(header)[:200]}. Try {say}")
    for of, where in sorted(found.items()):
        twice = [i + 1 for i, p in enumerate(plain) if isinstance(where, int) and p == plain[where]]
        if len(twice) > 1 and isinstance(where, int):
            raise BadInput(
                f"{name}: line 1: the column {header[where].strip()!r}, which would be the {of}, is there {len(twice)} times "
                f"(columns {', '.join(map(str, twice))}); rename or remove all but one"
            )
    others = {
        of: tuple(at for _, at in sorted(ranked.get(of, ())) if at != best.get(of) and plain[at].startswith(alike))
        for of, alike in _ALIKE.items() if found[of] == best.get(of)
    }  # fmt: skip
    return found, others


def _years(header: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """The columns whose head is a year, where a table has one for each."""
    return tuple((at, h.strip()) for at, h in enumerate(header) if re.fullmatch(r"(19|20)\d{2}", h.strip(), re.ASCII))


def _shape(header: Sequence[str], columns: Mapping[str, int | str], others: Mapping[str, tuple[int, ...]], name: str, comext: bool) -> Shape:
    plain = [folded(h) for h in header]

    def head(of: str) -> str:
        at = columns.get(of)
        return plain[at] if isinstance(at, int) else ""

    currency = next((iso for word, iso in _CURRENCIES if word in head("value")), "USD")
    given = columns.get("currency")
    if isinstance(given, str):
        if not re.fullmatch(r"[A-Za-z]{3}", given):
            raise BadInput(f"{name}: currency {given!r} is no ISO code; write --map currency==USD, EUR or CNY")
        currency = given.upper()
    unit = _unit(columns, "unit", _times(head("value"), _VALUE_UNITS), name)
    weight_unit = _unit(columns, "weight_unit", _times(head("weight"), _WEIGHT_UNITS), name)
    cuts = tuple((at, _CUT_BY[p]) for at, p in enumerate(plain) if p in _CUT_BY)
    quantities = tuple((plain.index(quantity), plain.index(of)) for quantity, of in _QUANTITIES if quantity in plain and of in plain)
    years = _years(header) if columns["value"] == "" else ()
    return Shape(len(header), columns, others, cuts, set(plain) >= _BACI, comext, currency, unit, weight_unit, years, quantities)


def _times(head: str, units: Sequence[tuple[str, float]]) -> float:
    return next((factor for word, factor in units if word in head), 1.0)


def _unit(columns: Mapping[str, int | str], of: str, default: float, name: str) -> float:
    given = columns.get(of)
    if given is None:
        return default
    try:
        factor = float(given) if isinstance(given, str) else 0.0
    except ValueError:
        factor = 0.0
    if not 0 < factor <= 1e9:
        raise BadInput(f"{name}: {of} is one number for all rows; write --map {of}==1000")
    return factor


def kept(columns: Mapping[str, int | str], header: Sequence[str], shape: Shape) -> dict[str, str]:
    """The columns as a mapping has them, with the currency and units that their heads tell."""
    found = {of: header[where].strip() if isinstance(where, int) else f"={where}" for of, where in columns.items() if not (shape.years and of in ("value", "period"))}
    found.setdefault("currency", f"={shape.currency}")
    for of, factor in (("unit", shape.unit), ("weight_unit", shape.weight_unit)):
        if factor != 1:
            found.setdefault(of, f"={factor:g}")
    return {of: found[of] for of in FIELDS if of in found}
