"""What does a table of trade statistics record?

`read_trade(data, name, mapping)` reads UN Comtrade (classic and new, CSV and JSON), CEPII BACI, Eurostat
Comext, Chinese customs (GACC) and plain CSV, XLSX and Parquet with recognised column names (data/trade_columns.tsv), also with
a column per year; encoding and delimiter are found from the bytes. `mapping` names a column per field, or a
constant with "=" ("reporter": "=cn"). Promises: every row read is a TradeRow with its line number (in JSON:
its place in the list), every row that is not is a Problem with its line number, and a table whose columns do
not tell who traded what with whom, and when, or tell it twice, is refused with the mend. Countries become
ISO alpha-2 where known, weights kg, values whole units of their currency; nothing else is changed.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from charset_normalizer import from_bytes

from supplyline.model import BadInput, Problem, TradeRow, make_id
from supplyline.read import countries, table, xlsx
from supplyline.read.trade_json import from_json
from supplyline.tsv import rows

FIELDS = ("reporter", "partner", "flow", "hs", "period", "month", "value", "weight", "currency", "unit", "weight_unit")
NEEDED = ("reporter", "partner", "flow", "hs", "period", "value")
MAX_BYTES = 1_000_000_000
MAX_PROBLEMS = 200  # a table of one kind of bad row is one mistake, not a million
_MOST = 1e15  # dollars or kilograms; the world's trade of a year is some 3e13 dollars
_LONGEST_NAME = 200
_BACI = {"t", "i", "j", "k", "v"}
# New Comtrade files list totals beside their parts by transport, customs procedure and second partner
_TOTALS = {"motcode": "0", "customscode": "C00", "partner2code": "0"}
_PROCEDURE = ("statprocedure", "statprocedurelab", "statisticalprocedure")  # Comext: in some tables its total stands beside the parts
_GACC = ({"商品编码", "贸易伙伴名称"}, {"dateofdata", "tradingpartner"})  # columns of Chinese customs: the reporter is China
_CURRENCIES = (("eur", "EUR"), ("cny", "CNY"), ("rmb", "CNY"), ("人民币", "CNY"), ("usd", "USD"), ("美元", "USD"))
_VALUE_UNITS = (("million", 1e6), ("百万", 1e6), ("万", 1e4), ("thousand", 1e3), ("1000", 1e3), ("千", 1e3))
_WEIGHT_UNITS = (("100kg", 100.0), ("kg", 1.0), ("ton", 1000.0), ("吨", 1000.0))
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
_FLOWS = {"进口": "import", "出口": "export", "m": "import", "x": "export", "1": "import", "2": "export", "rx": "re-export", "rm": "re-import"}


def read_trade(
    data: bytes, name: str, mapping: Mapping[str, str] | None = None
) -> tuple[tuple[TradeRow, ...], tuple[Problem, ...]]:
    """The rows of one table and the problems of the rows that could not be read."""
    if len(data) > MAX_BYTES:
        raise BadInput(
            f"{name}: {len(data):,} bytes, at most {MAX_BYTES:,} are read; split the table by year"
        )
    sha256 = hashlib.sha256(data).hexdigest()
    problems: list[Problem] = []
    numbered: Iterator[tuple[int, list[str]]] | None = None
    text = "" if data[:4] in (b"PAR1", xlsx.MAGIC) else _decode(data, name)
    if not text and data:
        found = table.look(data, name)
        header, place = list(found.header), "row" if found.kind == "xlsx" else "record"
        if found.doubt:
            problems.append(Problem.of(name, "whole file", found.doubt, "add each sheet as a table of its own", sha256))
        numbered = ((row.line, list(row.cells.values())) for row in table.rows(found))
    elif text.lstrip()[:1] in ("{", "["):
        header, lines, place = *from_json(text, name), "record"
    else:
        reader = csv.reader(io.StringIO(text, newline=""), _dialect(data))
        try:
            header, lines, place = next(reader, []), reader, "line"
        except csv.Error as error:
            raise BadInput(f"{name}: line 1: {error}; is this a CSV table?") from error
    _, shape = shape_of(header, name, mapping or {})
    procedure = next((i for i, h in enumerate(header) if _plain(h) in _PROCEDURE), -1)
    out: list[TradeRow] = []
    whole: set[tuple[str, ...]] = set()  # what the table gives for all customs procedures, beside or instead of each
    parts: set[str] = set()
    for number, cells in numbered if numbered is not None else _lines(lines, name, sha256, problems):
        if not any(cell.strip() for cell in cells):
            continue
        number -= place == "record" and numbered is None  # a list has no header
        try:
            found_rows = _rows(cells, number, sha256, shape)
            out.extend(found_rows)
            if 0 <= procedure < len(cells):
                if cells[procedure].strip().lower() in ("total", "t"):
                    whole.update(_key(r) for r in found_rows)
                else:
                    parts.update(r.id for r in found_rows)
        except ValueError as error:
            if len(problems) < MAX_PROBLEMS:
                problems.append(
                    Problem.of(name, f"{place} {number}", str(error), "correct or leave out the row", sha256)
                )
    if not out and not problems:
        problems.append(
            Problem.of(name, "whole file", "a header and no row", "download the table again, with its rows", sha256)
        )
    return tuple(r for r in out if r.id not in parts or _key(r) not in whole), tuple(problems)


def _key(row: TradeRow) -> tuple[str, ...]:
    return row.reporter, row.partner, row.flow, row.hs, row.period


def shape_of(header: Sequence[str], name: str, mapping: Mapping[str, str]) -> tuple[dict[str, int | str], Shape]:
    """Field → number of its column, or the constant given for it, and how the rows are to be read."""
    columns = _columns(header, name, mapping)
    return columns, _shape(header, columns, name)


def _decode(data: bytes, name: str) -> str:
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    with contextlib.suppress(UnicodeDecodeError):
        text = data.decode("utf-16" if marked else "utf-8-sig")
        if "\x00" not in text[:4096]:
            return text
    if b"\x00" in data[:4096]:
        raise BadInput(f"{name}: binary data, not a CSV table; export the table as CSV and add that")
    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise BadInput(f"{name}: its encoding cannot be told; save the table as UTF-8 CSV")
    return data.decode(best.encoding, "replace")


def _dialect(data: bytes) -> type[csv.Dialect]:
    """The delimiter that cuts the first line into most columns; semicolons and tabs are common."""
    first = data[:8192].replace(b"\x00", b"").split(b"\n", 1)[0]
    delimiter = max((b",", b";", b"\t", b"|"), key=lambda d: first.count(d)).decode()

    class Found(csv.excel):
        pass

    Found.delimiter = delimiter
    return Found


def _lines(
    lines: Iterator[list[str]], name: str, sha256: str, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    number = 1
    while True:
        number += 1
        try:
            yield number, next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(
                Problem.of(name, f"line {number}", str(error), "correct the row's quotes", sha256)
            )


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, int]]:
    return {column: (field, rank) for rank, (field, column) in enumerate(rows("trade_columns.tsv"))}


def _columns(header: Sequence[str], name: str, mapping: Mapping[str, str]) -> dict[str, int | str]:
    """Field -> column number, or the constant given for it."""
    plain = [_plain(h) for h in header]
    found: dict[str, int | str] = {}
    if set(plain) >= _BACI:
        found["flow"] = "export"  # BACI is what exporter i sent to importer j, reconciled
        found["unit"], found["weight_unit"] = "1000", "1000"  # in thousands of dollars and in tons
    if any(set(plain) >= heads for heads in _GACC):
        found["reporter"] = "cn"
    ranked: dict[str, tuple[int, int]] = {}
    for at, column in enumerate(plain):
        field, rank = _known().get(column, ("", 0))
        if field in FIELDS and (field not in ranked or (rank, at) < ranked[field]):
            ranked[field] = (rank, at)
    found.update({field: best[1] for field, best in ranked.items() if field not in found})
    for field, column in mapping.items():
        if field not in FIELDS:
            raise BadInput(f"{name}: no field {field!r}; the fields are {', '.join(FIELDS)}")
        if column.startswith("="):
            found[field] = column[1:]
        elif _plain(column) in plain:
            found[field] = plain.index(_plain(column))
        else:
            raise BadInput(f"{name}: line 1: no column {column!r}; the columns are {', '.join(header)}")
    if "value" not in found and "period" not in found and len(_years(header)) > 1:
        found["value"] = found["period"] = ""  # a column per year
    missing = [field for field in NEEDED if field not in found]
    if missing:
        say = " ".join(f'--map {field}=COLUMN (or "{field}==VALUE" for all rows)' for field in missing)
        raise BadInput(
            f"{name}: line 1: no column for {', '.join(missing)}; found: {', '.join(header)[:200]}. Try {say}"
        )
    for field, where in sorted(found.items()):
        twice = [i + 1 for i, p in enumerate(plain) if isinstance(where, int) and p == plain[where]]
        if len(twice) > 1 and isinstance(where, int):
            raise BadInput(
                f"{name}: line 1: the column {header[where].strip()!r}, which would be the {field}, is there {len(twice)} times "
                f"(columns {', '.join(map(str, twice))}); rename or remove all but one"
            )
    return found


def _years(header: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """The columns whose head is a year, where a table has one for each."""
    return tuple((at, h.strip()) for at, h in enumerate(header) if re.fullmatch(r"(19|20)\d{2}", h.strip(), re.ASCII))


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of one table are to be read; found once, from its header."""

    width: int
    columns: Mapping[str, int | str]
    totals: tuple[tuple[int, str], ...]
    baci: bool
    currency: str
    unit: float  # what a value of the table is multiplied by to be whole units of its currency
    weight_unit: float  # … and a weight to be kg
    years: tuple[tuple[int, str], ...]


def _shape(header: Sequence[str], columns: Mapping[str, int | str], name: str) -> Shape:
    plain = [_plain(h) for h in header]
    totals = tuple((i, _TOTALS[p]) for i, p in enumerate(plain) if p in _TOTALS)

    def head(field: str) -> str:
        at = columns.get(field)
        return plain[at] if isinstance(at, int) else ""

    currency = next((iso for word, iso in _CURRENCIES if word in head("value")), "USD")
    given = columns.get("currency")
    if isinstance(given, str):
        if not re.fullmatch(r"[A-Za-z]{3}", given):
            raise BadInput(f"{name}: currency {given!r} is no ISO code; write --map currency==USD, EUR or CNY")
        currency = given.upper()
    unit = _unit(columns, "unit", _times(head("value"), _VALUE_UNITS), name)
    weight_unit = _unit(columns, "weight_unit", _times(head("weight"), _WEIGHT_UNITS), name)
    years = _years(header) if columns["value"] == "" else ()
    return Shape(len(header), columns, totals, set(plain) >= _BACI, currency, unit, weight_unit, years)


def _times(head: str, units: Sequence[tuple[str, float]]) -> float:
    return next((factor for word, factor in units if word in head), 1.0)


def _unit(columns: Mapping[str, int | str], field: str, default: float, name: str) -> float:
    given = columns.get(field)
    if given is None:
        return default
    try:
        factor = float(given) if isinstance(given, str) else 0.0
    except ValueError:
        factor = 0.0
    if not 0 < factor <= 1e9:
        raise BadInput(f"{name}: {field} is one number for all rows; write --map {field}==1000")
    return factor


def _rows(cells: Sequence[str], number: int, sha256: str, shape: Shape) -> list[TradeRow]:
    """What one line of the table records: nothing for a part beside its total, one row, or one per year."""

    def cell(field: str) -> str:
        at = shape.columns.get(field)
        if isinstance(at, int):
            if at >= len(cells):
                raise ValueError(f"{len(cells)} columns, {shape.width} expected")
            return cells[at].strip()
        return at or ""

    # A part counted beside its total would count twice
    if any(at < len(cells) and cells[at].strip() not in (total, "") for at, total in shape.totals):
        return []
    reporter, partner = country(cell("reporter")), country(cell("partner"))
    if not reporter or not partner:
        raise ValueError("no reporter or partner")
    if len(reporter) > _LONGEST_NAME or len(partner) > _LONGEST_NAME:
        raise ValueError("a reporter or partner whose name is longer than that of any country")
    currency = cell("currency").upper() if isinstance(shape.columns.get("currency"), int) else shape.currency
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise ValueError(f"currency {currency!r} is no ISO code")
    flow, hs, weight = direction(cell("flow")), hs_code(cell("hs"), shape.baci), amount(cell("weight"), "weight")
    if shape.years and len(cells) <= shape.years[-1][0]:
        raise ValueError(f"{len(cells)} columns, {shape.width} expected")
    found = [(year, cells[at].strip(), year) for at, year in shape.years] or [(_when(cell), cell("value"), "")]
    out: list[TradeRow] = []
    for when, text, year in found:
        value = amount(text, "value")
        out.append(
            TradeRow(
                id=make_id("t", sha256, number, year) if year else make_id("t", sha256, number),
                sha256=sha256,
                row=number,
                reporter=reporter,
                partner=partner,
                flow=flow,
                hs=hs,
                period=when,
                value=None if value is None else value * shape.unit,
                weight=None if weight is None else weight * shape.weight_unit,
                currency=currency,
            )
        )
    return out


def _when(cell: Callable[[str], str]) -> str:
    when, month = period(cell("period")), cell("month").lower()
    if not month or month in ("year", "total", "0"):
        return when
    number = _MONTHS.get(month[:3]) or (int(month) if month.isascii() and month.isdigit() else 0)
    if len(when) != 4 or not 1 <= number <= 12:
        raise ValueError(f"period {when!r} with month {month!r} is no month")
    return f"{when}-{number:02d}"


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in folded if c.isalnum())


@lru_cache(maxsize=1)
def _numeric() -> tuple[dict[str, str], dict[str, str]]:
    table = rows("m49.tsv")
    tables = (*rows("zh/countries.tsv", 2), *rows("customs_countries.tsv", 2))
    foreign = {_plain(name): r[0] for r in tables for name in r[1].split(";")}
    return {r[0]: r[1] for r in table}, foreign | {r[2]: r[1] for r in table} | {_plain(r[3]): r[1] for r in table}


@lru_cache(maxsize=65536)
def country(text: str) -> str:
    """ISO alpha-2 of a name, alpha-3 or M49 code; the text itself where it is none; "world" for the total."""
    plain = text.strip()
    if plain.lower() in ("world", "wld", "w00") or plain in ("0", "000"):
        return "world"
    codes, other = _numeric()
    if plain.isascii() and plain.isdigit():
        return codes.get(plain.lstrip("0"), plain)
    found = countries.code(plain) if len(plain) == 2 else None
    if plain.startswith("European Union - 27 countries"):
        return "eu"
    if plain.startswith("European Union (AT-"):  # its members change from year to year: beside the 27 it would count twice
        return "European Union of each year"
    short = re.sub(r"\s*\(.*", "", plain)  # Eurostat: "France (incl. …)", "Russian Federation (Russia)"
    return (
        found
        or countries.country(plain)
        or countries.country(short)
        or other.get(_plain(plain))
        or short.strip()
        or plain
    )


def amount(text: str, field: str) -> float | None:
    """The amount of a cell, None where it says that there is none; a ValueError names what is no amount of trade."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace("'", "")
    if plain.lower() in ("", "-", ":", "na", "nan", "inf", "null", "none", "n/a"):
        return None
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"-?\d+,\d+", plain):
        plain = plain.replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d+", plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        raise ValueError(f"{field} {text!r} is not a number") from None
    if number < 0:
        raise ValueError(f"{field} {text} is negative")
    if not number <= _MOST:
        raise ValueError(f"{field} {text!r} is larger than any trade")
    return number


def direction(text: str) -> str:
    """import, export, re-import or re-export; a ValueError names what is neither."""
    plain = text.strip().lower()
    if plain in _FLOWS:
        return _FLOWS[plain]
    for word in ("re-export", "re-import", "import", "export"):
        if word in plain:
            return word
    raise ValueError(f"flow {text!r} is neither import nor export")


def hs_code(text: str, baci: bool = False) -> str:
    """2 to 10 digits of a cell, or TOTAL; a ValueError names what is neither."""
    code = text.split("-")[0].strip() if "-" in text else text.strip()
    if code.lower() in ("total", "ag0", "all"):
        return "TOTAL"
    code = re.sub(r"[.\s]", "", code)
    if baci or len(code) in (5, 7, 9):
        code = code.zfill(6 if len(code) < 7 else len(code) + 1)  # a spreadsheet ate the leading zero
    if not (code.isascii() and code.isdigit()) or not 2 <= len(code) <= 10:
        raise ValueError(f"HS code {text!r} is not 2 to 10 digits")
    return code


def period(text: str) -> str:
    """ "2023" or "2023-05" of a cell; a ValueError names what is no year or month."""
    plain = text.strip()
    # "Y2019", "2019.0", "Jan.-Dec. 2019", and Comext's year: month 52 ("201952-Jan.-Dec. 2019")
    if match := re.fullmatch(r"Y?(\d{4})(?:\.0|年)?|(\d{4})52(?:-.*)?|Jan\.?-Dec\.? (\d{4})", plain, re.ASCII):
        return match[1] or match[2] or match[3]
    if match := re.fullmatch(r"(\d{4})年(\d{1,2})月", plain, re.ASCII):
        return _year_month(match[1], int(match[2]), text)
    if match := re.match(r"(\d{4})(\d{2})(?:\d{2})?(?:\D|$)", plain, re.ASCII):
        return _year_month(match[1], int(match[2]), text)
    if match := re.match(r"(\d{4})[-/](\d{1,2})", plain, re.ASCII):
        return _year_month(match[1], int(match[2]), text)
    if (match := re.match(r"([A-Za-z]{3})\w*\.?[\s-]+(\d{4})", plain, re.ASCII)) and match[1].lower() in _MONTHS:
        return _year_month(match[2], _MONTHS[match[1].lower()], text)
    raise ValueError(f"period {text!r} is no year or month")


def _year_month(year: str, month: int, text: str) -> str:
    if month == 0 or month > 12:
        raise ValueError(f"period {text!r} is no year or month")
    return f"{year}-{month:02d}"
