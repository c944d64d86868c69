"""Which shipments does a register record, line by line?

`opened(source, name, mapping)` finds the columns of a bill-of-lading or customs table (CSV, XLSX, Parquet) and says which;
`lines(register)` streams a `Shipment` or a `Problem` for each line, and `Sums` adds up what was read beside what was not,
so that the table's whole can be held against it. Promises: every line that is read keeps its place in the file; a line
that cannot be read is named with its place and never half read; a line that adds up others is no shipment, and is held
against their sum; weights are kg, dates ISO, countries ISO alpha-2 where known; amounts are never converted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from supplyline.model import BadInput, Problem, Shipment, make_id
from supplyline.read import shipment_cells as cells
from supplyline.read import table
from supplyline.read.identifiers import identify
from supplyline.read.shipment_columns import SAMPLE, Columns, find, is_shipments
from supplyline.read.table import Row, Table
from supplyline.read.trade_cells import country

MAX_PROBLEMS = 200  # a register of one kind of bad line is one mistake, not a million
_MEND = "correct or leave out the line"
_SAME = 0.0001  # of the whole: a table's own total may be rounded


@dataclass(frozen=True, slots=True)
class Register:
    """A table with its columns; `keeper` is whose record it is."""

    table: Table
    columns: Columns
    keeper: str
    weight: float  # kg in one unit of the weight column
    gross: float
    value: float
    currency: str  # of all values, where no column says it


@dataclass(slots=True)
class Sums:
    """What the lines of one table add up to: read, refused and, where a line says so, the table's own total."""

    read: int = 0
    refused: int = 0
    values: dict[str, float] = field(default_factory=dict)  # by currency, of lines that were read
    lost: float = 0.0  # value of lines that were refused, where it could be read
    weight: float = 0.0
    said: list[tuple[int, float, float]] = field(default_factory=list)  # line of a total, its value, that of the lines above

    def told(self) -> str:
        amounts = ", ".join(f"{c or 'no currency'} {v:,.0f}" for c, v in sorted(self.values.items()))
        text = f"{self.read:,} shipments read of {self.read + self.refused:,} lines"
        text += f"; values add up to {amounts}" if amounts else ""
        text += f"; weights to {self.weight:,.0f} kg" if self.weight else ""
        text += f"; not read: {self.refused:,}, with values of {self.lost:,.0f}" if self.refused else ""
        for line, said, above in self.said:
            text += f"; line {line} gives a total of {said:,.0f}, a difference of {said - above:,.0f} to what was read"
        return text


def looks_like_one(source: Path | bytes, name: str) -> bool:
    """Is this a table of shipments, and not of statistics or no table that can be read?"""
    try:
        found = table.look(source, name)
        return is_shipments(found.header, _sample(found))
    except BadInput:
        return False


def opened(source: Path | bytes, name: str, mapping: Mapping[str, str] | None = None, keeper: str | None = None) -> Register:
    """The register in a file. A table whose columns do not tell who sent what is a BadInput with the mend."""
    found = table.look(source, name)
    columns = find(name, found.header, _sample(found), mapping)
    try:
        kg = [_kg(columns, "weight"), _kg(columns, "gross_weight")]
        value = float(columns.fixed.get("value_unit", "1"))
        if not 0 < value <= 1e9:
            raise ValueError(f"value_unit {columns.fixed['value_unit']!r} is no number that values are multiplied by")
    except ValueError as error:
        raise BadInput(f"{name}: {error}; write --map weight_unit==1000 or --map value_unit==1000") from error
    named = columns.fixed.get("currency", "")
    if named and not cells.currency(named):
        raise BadInput(f"{name}: currency {named!r} is no ISO code; write --map currency==USD, EUR or CNY")
    currency = cells.currency(named) or cells.unit("currency", columns.head("value"))
    return Register(found, columns, keeper or Path(name).stem, kg[0], kg[1], value, currency)


def _sample(found: Table) -> list[dict[str, str]]:
    return [row.cells for row in islice(table.rows(found), SAMPLE) if not row.wrong]


def _kg(columns: Columns, name: str) -> float:
    given = columns.fixed.get("weight_unit")
    return cells.weight_factor(given or cells.unit("weight", columns.head(name)) or "1")


def lines(register: Register, sums: Sums | None = None) -> Iterator[Shipment | Problem]:
    """Each line of the register, in order. `sums` is added up on the way and is whole when the lines are."""
    sums = sums if sums is not None else Sums()
    name, sha256 = register.table.name, register.table.sha256
    if register.table.doubt:
        yield Problem.of(name, "whole file", register.table.doubt, "save it as UTF-8, or as a table of its own", sha256)
    for row in table.rows(register.table):
        try:
            if row.wrong:
                raise ValueError(row.wrong.split(": ", 1)[-1])
            if _is_total(row):
                yield from _total(register, row, sums)
                continue
            shipment = _shipment(register, row)
        except ValueError as error:
            sums.refused += 1
            sums.lost += _value_of(register, row)
            if sums.refused <= MAX_PROBLEMS:
                yield Problem.of(name, _place(register, row), str(error), _MEND, sha256)
            continue
        sums.read += 1
        if shipment.value is not None:
            sums.values[shipment.currency] = sums.values.get(shipment.currency, 0.0) + shipment.value
        sums.weight += shipment.weight or 0.0
        yield shipment
    if sums.refused > MAX_PROBLEMS:
        what = f"{sums.refused - MAX_PROBLEMS:,} more lines could not be read; the first {MAX_PROBLEMS} are named"
        yield Problem.of(name, "whole file", what, _MEND, sha256)
    if not sums.read and not sums.refused:
        yield Problem.of(name, "whole file", "a header and no line", "fetch the register again, with its lines", sha256)


def _place(register: Register, row: Row) -> str:
    return f"{ {'csv': 'line', 'xlsx': 'row'}.get(register.table.kind, 'record')} {row.line}"


def _is_total(row: Row) -> bool:
    first = next((text for text in row.cells.values() if text.strip()), "")
    return cells.is_total(first)


def _total(register: Register, row: Row, sums: Sums) -> Iterator[Problem]:
    """Hold a line that adds up the others against them."""
    try:
        said = cells.amount(row.cells.get(register.columns.head("value"), ""), "value")
    except ValueError:
        said = None
    if said is None or len(sums.values) > 1:
        return
    said, above = said * register.value, sum(sums.values.values())
    sums.said.append((row.line, said, above))
    # What lines that could not be read would add is told with them
    if abs(said - above - sums.lost) > _SAME * max(said, above):
        what = f"the table's total is {said:,.0f}, the lines above it that were read add up to {above:,.0f} ({100 * (above - said) / (said or 1):+.2f} %)"
        yield Problem.of(register.table.name, _place(register, row), what, "look for lines that were not read or left out of the table", register.table.sha256)


def _value_of(register: Register, row: Row) -> float:
    try:
        return (cells.amount(row.cells.get(register.columns.head("value"), ""), "value") or 0.0) * register.value
    except ValueError:
        return 0.0


def _shipment(register: Register, row: Row) -> Shipment:
    columns, sha256 = register.columns, register.table.sha256

    def cell(name: str) -> str:
        column = columns.taken.get(name)
        return (row.cells[column] if column is not None else columns.fixed.get(name, "")).strip()

    hs = cells.hs(cell("hs")) if cell("hs") else ""
    goods = " ".join(cell("goods").split())
    if not hs and not goods:
        raise ValueError("neither a code nor a description of goods")
    date = None
    if cell("date"):
        date = cells.date(cell("date"), columns.fixed.get("date_order", "dmy"))
        if date is None:
            raise ValueError(f"date {cell('date')!r} is no day or month")
    currency = register.currency
    if "currency" in columns.taken and cell("currency"):
        currency = cells.currency(cell("currency"))
        if not currency:
            raise ValueError(f"currency {cell('currency')!r} is no ISO code")
    value, net, gross = (cells.amount(cell(name), name.replace("_", " ")) for name in ("value", "weight", "gross_weight"))
    weight = net * register.weight if net is not None else gross * register.gross if gross is not None else None
    return Shipment(
        id=make_id("s", sha256, row.line),
        sha256=sha256,
        row=row.line,
        register=register.keeper,
        number=cell("number"),
        date=date,
        flow=cells.flow(cell("flow")),
        consignor=cells.party(cell("consignor")),
        consignee=cells.party(cell("consignee")),
        consignor_id=identified(columns, "consignor", cell("consignor_id")),
        consignee_id=identified(columns, "consignee", cell("consignee_id")),
        hs=hs,
        goods=goods,
        quantity=cells.amount(cell("quantity"), "quantity"),
        unit=cell("unit"),
        weight=weight,
        value=None if value is None else value * register.value,
        currency=currency if value is not None else "",
        consignor_country=_land(cell("consignor_country")),
        consignee_country=_land(cell("consignee_country")),
        origin=_land(cell("origin")),
        departure=_land(cell("departure")),
        destination=_land(cell("destination")),
    )


def _land(text: str) -> str:
    return country(text) if text else ""


_KINDS = (("едрпоу", "edrpou"), ("єдрпоу", "edrpou"), ("инн", "inn"), ("inn", "inn"), ("统一社会信用代码", "uscc"))


def identified(columns: Columns, party: str, text: str) -> str | None:
    """The party's number where it is one that can be checked: a register's own numbers prove nothing elsewhere."""
    number = text.split("/")[0].strip()  # an INN with the KPP behind it
    if not number:
        return None
    head = columns.head(f"{party}_id").casefold()
    label = next((kind for word, kind in _KINDS if word in head), "")
    found = identify(number.zfill(8) if label == "edrpou" and number.isdigit() else number, label)
    return found if found is not None and not found.startswith(("reg:", "tax:")) else None
