"""Which column of a register of shipments holds what?

`find(name, header, sample, mapping)` goes by headings (data/shipment_columns.tsv: English, Russian, Ukrainian, Chinese)
and by what the cells look like: a column that is called a code, date or country and holds none is not taken, a party
whose cells are countries is a country, and a code or date that no heading names is taken where one column alone looks so.
A mapping (consignor=COLUMN, currency==USD for all rows) corrects it. Promises: no column is taken twice; `told()` says
what was taken, what was left and what is in doubt, so that a person sees it first; nothing about order of rows matters
beyond the first `SAMPLE`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from supplyline import tsv
from supplyline.model import BadInput
from supplyline.read import cells, shipment_cells
from supplyline.read.trade_cells import country

SAMPLE = 300  # rows that are looked at
FIELDS = (
    *("number", "date", "flow", "consignor", "consignor_id", "consignor_country", "consignee", "consignee_id"),
    *("consignee_country", "origin", "departure", "destination", "hs", "goods", "quantity", "unit", "weight"),
    *("gross_weight", "value", "currency", "date_order", "weight_unit", "value_unit"),
)
PARTIES = ("consignor", "consignee")
COUNTRIES = ("consignor_country", "consignee_country", "origin", "departure", "destination")
NUMBERS = ("quantity", "weight", "gross_weight", "value")
# Shares of the cells that must look as the field does: of a heading that fits, of one that fits where nothing else does,
# of a column without such a heading, and of a party that is a country
_ENOUGH, _SOME, _SURE, _ARE_COUNTRIES = 0.6, 0.2, 0.95, 0.8


@dataclass(frozen=True, slots=True)
class Columns:
    """`taken`: field → column; `fixed`: field → the value that all rows have; `left`: columns that are not used."""

    taken: Mapping[str, str]
    fixed: Mapping[str, str]
    left: tuple[str, ...]
    doubts: tuple[str, ...]

    def told(self) -> str:
        said = [f"{field} = {self.taken[field]!r}" if field in self.taken else f"{field} is {self.fixed[field]!r}" for field in FIELDS if field in self.taken or field in self.fixed]
        left = f"; not used: {', '.join(map(repr, self.left))}" if self.left else ""
        return f"columns: {', '.join(said)}{left}"

    def mapping(self) -> dict[str, str]:
        """As `find` takes it and case.toml keeps it."""
        given = dict(self.taken) | {field: f"={value}" for field, value in self.fixed.items()}
        return {field: given[field] for field in FIELDS if field in given}

    def head(self, field: str) -> str:
        return self.taken.get(field, "")


def is_shipments(header: Sequence[str], sample: Sequence[Mapping[str, str]]) -> bool:
    """Does the table name a consignor or consignee who is no country? Then it is no table of statistics."""
    by_heading = _by_heading(header, {})
    return any(
        field in by_heading and not _are(sample, by_heading[field], _is_country, _ARE_COUNTRIES) and _filled(sample, by_heading[field]) for field in PARTIES
    )


def find(name: str, header: Sequence[str], sample: Sequence[Mapping[str, str]], mapping: Mapping[str, str] | None = None) -> Columns:
    taken, fixed = _given(name, header, mapping or {})
    doubts: list[str] = []
    unlike: dict[str, str] = {}
    headings = _by_heading(header, taken)
    for field in PARTIES:  # "Exporter" over names of countries
        if field in headings and _are(sample, headings[field], _is_country, _ARE_COUNTRIES):
            column = headings.pop(field)
            if headings.setdefault(f"{field}_country", column) == column:
                doubts.append(f"{column!r} holds countries, so it was taken for the {field}_country and not for the {field}")
    for field in FIELDS:
        column = headings.get(field, "")
        if not column or field in fixed or field in taken or column in taken.values():
            continue
        shape = _SHAPES.get(field)
        if shape is None or not _filled(sample, column) or _are(sample, column, shape, _ENOUGH):
            taken[field] = column
        else:
            unlike[field] = column
    for field, shape in (("hs", _is_hs), ("date", _is_date)):
        if field not in taken and field not in fixed:
            alike = [c for c in header if c and c not in taken.values() and _filled(sample, c) and _are(sample, c, shape, _SURE)]
            if len(alike) == 1:
                taken[field] = alike[0]
                doubts.append(f"{alike[0]!r} was taken for the {field} by what its cells look like")
            elif alike:
                doubts.append(f"{', '.join(map(repr, alike))} all look like a {field}; say which it is")
    for field, column in unlike.items():
        said = f"{column!r} is headed as the {field}, but most of its cells do not look so"
        if field not in taken and _are(sample, column, _SHAPES[field], _SOME):
            taken[field] = column
            doubts.append(f"{said}: lines where it does not will be problems")
        else:
            doubts.append(f"{said}, and it was not taken")
    doubts += _order(sample, taken, fixed) if "date" in taken else []
    if "value" in taken and "currency" not in taken and "currency" not in fixed and not shipment_cells.unit("currency", taken["value"]):
        doubts.append("no column and no heading names the currency of values; say --map currency==USD")
    missing = _missing(taken, fixed)
    if missing:
        raise BadInput(f"{name}: line 1: {missing}; the columns are {', '.join(map(repr, header))[:300]}")
    left = tuple(c for c in header if c and c not in taken.values())
    return Columns(taken, fixed, left, tuple(doubts))


def _missing(taken: Mapping[str, str], fixed: Mapping[str, str]) -> str:
    known = {*taken, *fixed}
    if not known & {*PARTIES}:
        return "no column is known to hold the consignor or consignee; say which: --map consignor=COLUMN --map consignee=COLUMN"
    if not known & {"hs", "goods"}:
        return "no column is known to hold the code or description of goods; say which: --map hs=COLUMN or --map goods=COLUMN"
    return ""


def _given(name: str, header: Sequence[str], mapping: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    taken: dict[str, str] = {}
    fixed: dict[str, str] = {}
    plain = {fold(column): column for column in reversed(header)}
    for field, column in mapping.items():
        if field not in FIELDS:
            raise BadInput(f"{name}: no field {field!r} in shipments; the fields are {', '.join(FIELDS)}")
        if column.startswith("="):
            fixed[field] = column[1:].strip()
        elif column == "":
            fixed[field] = ""  # "weight=" says that no column holds it
        elif column in header or fold(column) in plain:
            taken[field] = column if column in header else plain[fold(column)]
        else:
            raise BadInput(f"{name}: line 1: no column {column!r} for {field}; the columns are {', '.join(map(repr, header))[:300]}")
    twice = sorted({c for c in taken.values() if list(taken.values()).count(c) > 1})
    if twice:
        raise BadInput(f"{name}: {twice[0]!r} is given for two fields; a column holds one")
    if fixed.get("date_order", "dmy") not in ("dmy", "mdy"):
        raise BadInput(f"{name}: date_order {fixed['date_order']!r}; write --map date_order==dmy or ==mdy")
    return taken, fixed


def _by_heading(header: Sequence[str], taken: Mapping[str, str]) -> dict[str, str]:
    """Field → column: same words, then without units, then among other words; a better heading wins, then the first."""
    free = [c for c in header if c and c not in taken.values()]
    out: dict[str, str] = {}
    for way in (fold, _without_units, None):
        for field, words in _headings():
            if field in out or field in taken:
                continue
            fitting: list[tuple[int, int]] = []
            for at, column in enumerate(free):
                if column in out.values():
                    continue
                if way is not None:
                    fitting += [(words.index(way(column)), at)] if way(column) in words else []
                else:
                    fitting += [(len(words), at)] if _among(column, words) else []
            if fitting:
                out[field] = free[min(fitting)[1]]
    return out


def _among(column: str, words: Sequence[str]) -> bool:
    """Does the heading hold the words of another, such as "G33 (Код ТН ВЭД)", and speak of no other thing?"""
    own = fold(column).split()
    if set(own) & _other():
        return False
    text = f" {' '.join(own)} "
    return any(f" {w} " in text for w in words if len(w) > 4 or " " in w)


@lru_cache(maxsize=4096)
def fold(heading: str) -> str:
    plain = heading.replace("\ufeff", "").casefold().replace("ё", "е")
    return " ".join(re.sub(r"[^\w$€£¥№]+|_", " ", plain).split())


@lru_cache(maxsize=4096)
def _without_units(heading: str) -> str:
    return " ".join(w for w in fold(heading).split() if w not in shipment_cells.units())


@lru_cache(maxsize=1)
def _headings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = ((row[0], tuple(fold(w) for w in row[1].split(";"))) for row in tsv.rows("shipment_columns.tsv", 2))
    return tuple((field, words) for field, words in found if field != "not")


@lru_cache(maxsize=1)
def _other() -> frozenset[str]:
    return frozenset(w for row in tsv.rows("shipment_columns.tsv", 2) if row[0] == "not" for w in row[1].split(";"))


# ---------------------------------------------------------------- what cells look like


def _filled(sample: Sequence[Mapping[str, str]], column: str) -> bool:
    return any(row.get(column, "").strip() for row in sample)


def _are(sample: Sequence[Mapping[str, str]], column: str, shape: Callable[[str], bool], share: float) -> bool:
    found = [text for row in sample if (text := row.get(column, "").strip())]
    return bool(found) and sum(map(shape, found)) >= share * len(found)


def _is_country(text: str) -> bool:
    return re.fullmatch("[a-z]{2}", country(text)) is not None and not text.isdigit()


def _is_hs(text: str) -> bool:
    try:
        code = shipment_cells.hs(text)
    except ValueError:
        return False
    return len(code) >= 6 and code[:4] in _known_headings()


@lru_cache(maxsize=1)
def _known_headings() -> frozenset[str]:
    return frozenset(row[0] for row in tsv.rows("hs.tsv") if len(row[0]) == 4)


def _is_date(text: str) -> bool:
    day = shipment_cells.date(text, "dmy") or shipment_cells.date(text, "mdy")
    return day is not None and len(day) == 10 and "1980" <= day < "2100"


def _is_number(text: str) -> bool:
    try:
        shipment_cells.amount(text, "number")
    except ValueError:
        return False
    return True


def _is_party(text: str) -> bool:
    return sum(c.isalpha() for c in text) >= 2


_SHAPES: dict[str, Callable[[str], bool]] = {
    "hs": lambda text: _is_hs(text) or re.fullmatch(r"\d{2,5}", text) is not None,
    "date": _is_date,
    "flow": lambda text: shipment_cells.flow(text) != "",
    "currency": lambda text: shipment_cells.currency(text) != "",
    **dict.fromkeys(NUMBERS, _is_number),
    **dict.fromkeys(COUNTRIES, lambda text: _is_country(text) or re.fullmatch(r"\d{1,3}", text) is not None),
    **dict.fromkeys(PARTIES, _is_party),
}


def _order(sample: Sequence[Mapping[str, str]], taken: Mapping[str, str], fixed: dict[str, str]) -> list[str]:
    """Set `date_order` where cells such as 13/04/2023 tell it; doubts where they do not."""
    if "date_order" in fixed:
        return []
    pairs = [m for row in sample if (m := re.match(r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}", cells.spaced(row.get(taken["date"]))))]
    if not pairs:
        return []
    day_first, month_first = any(int(m[1]) > 12 for m in pairs), any(int(m[2]) > 12 for m in pairs)
    fixed["date_order"] = "mdy" if month_first and not day_first else "dmy"
    if day_first == month_first:
        example = pairs[0][0]
        return [f"dates such as {example} are read as day, month, year; if the month comes first, say --map date_order==mdy"]
    return []
