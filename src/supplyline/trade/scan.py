"""What do the rows of a very large Parquet table add up to, without being read into memory?

`look(path, name, mapping)` finds the columns as `read.trade` does, `look_register(register)` those of a register of shipments
(whose goods go from the consignor's country to the consignee's), `added(table, by)` adds value and weight up by any of
`BY` with DuckDB, in place, and `rows_of(table, id)` finds the records behind one sum. Promises: one pass over the file;
memory stays below `MEMORY` whatever its size (what does not fit goes to `spill`); countries become ISO codes, periods months and amounts
whole units and kg after the adding up, by the few values that there are; records whose code, month, direction or country
cannot be read, or whose value is negative, are in no sum but counted, and the first of them named by their place; sums
are rounded to a hundredth, so that the order in which threads add does not show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from supplyline.model import BadInput, Problem
from supplyline.read import shipment_cells
from supplyline.read import table as tables
from supplyline.read import trade_cells as reading
from supplyline.read.shipments import Register
from supplyline.read.trade_shape import kept, shape_of

BY = ("reporter", "partner", "flow", "hs2", "hs4", "hs6", "year", "month")
MEMORY = "4GB"
NAMED = 200  # bad records that are named
PARTY = "party"  # in an id: the lines of a register that name a party
_DIGITS = {"hs2": 2, "hs4": 4, "hs6": 6}


@dataclass(frozen=True, slots=True)
class Scan:
    """A Parquet table with the SQL that gives each field from one of its rows."""

    path: Path
    name: str
    sha256: str
    fields: Mapping[str, str]
    unit: float
    weight_unit: float
    currency: str
    where: str
    spill: Path
    order: str = ""  # of the days of a register; "" for statistics
    columns: Mapping[str, str] = field(default_factory=dict)  # as a mapping has them
    wrong: str = ""  # the test of a value that is no number, where values are text
    comext: bool = False  # numbers of countries are Eurostat's, and codes may be confidential


def is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def records(path: Path) -> int:
    """How many records a Parquet table has; 0 for any other file."""
    try:
        return int(pq.read_metadata(path).num_rows) if is_parquet(path) else 0
    except (pa.ArrowException, OSError):
        return 0  # who reads it says what is wrong


def look(path: Path, name: str, sha256: str, mapping: Mapping[str, str] | None, spill: Path) -> Scan:
    """How a table is to be read. One without the columns of statistics is a BadInput."""
    header = list(tables.header(path, name))
    columns, shape = shape_of(header, name, mapping or {})
    if shape.years:
        raise BadInput(f"{name}: a column for each year; in place a table has one row for each period")
    if isinstance(columns.get("currency"), int) or isinstance(columns.get("month"), int):
        raise BadInput(f"{name}: a column for the currency or the month alone is not read in place; make it one, or part the table")
    empty = _empty(path, header)
    for of, others in shape.others.items():  # Comtrade without its descriptions has the columns of ISO codes, and nothing in them
        if columns[of] in empty:
            columns[of] = next((at for at in others if at not in empty), columns[of])

    def column(field: str) -> str:
        where = columns.get(field)
        if isinstance(where, int):
            return quoted(header[where])
        return literal("" if where is None else where)

    with opened(spill) as db:
        types = dict(db.execute(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet({literal(str(path))}))").fetchall())
        wholes = [found for at, whole in shape.cuts if (found := _whole(db, path, header[at], whole))]
    fields = {field: column(field) for field in ("reporter", "partner", "flow", "value", "weight", "hs", "period")}
    raw, wrong = fields["value"], ""
    for of in ("value", "weight"):
        where = columns.get(of)
        if isinstance(where, int) and types[header[where]] == "VARCHAR":
            number = f"TRY_CAST({fields[of]} AS DOUBLE)"
            if of == "value":
                wrong = f"({raw} IS NOT NULL AND trim({raw}) NOT IN ('', '-', ':', 'NA') AND {number} IS NULL)"
            fields[of] = number
    kind = str(types[header[columns["hs"]]]) if isinstance(columns["hs"], int) else ""
    whole, text = "INT" in kind, fields["hs"] if kind == "VARCHAR" else f"CAST({fields['hs']} AS VARCHAR)"
    if whole or (shape.baci and kind == "VARCHAR"):  # a number has lost its leading zero
        text = f"lpad({text}, 6, '0')"
    # As long as its code: 10121 is 010121, and a number below 10000 is a heading
    fields["code"] = f"CASE WHEN {fields['hs']} < 10000 THEN 'four' ELSE 'digits' END" if whole else text
    fields |= {by: f"left({text}, {digits})" for by, digits in _DIGITS.items()}
    weight = fields["weight"] if "weight" in columns else "NULL"
    fields |= {"weight": weight, "raw": raw}
    return Scan(path, name, sha256, fields, shape.unit, shape.weight_unit, shape.currency, " AND ".join(wholes), spill, "", kept(columns, header, shape), wrong, shape.comext)


def _empty(path: Path, header: Sequence[str]) -> set[int]:
    """The columns that hold nothing, by what Parquet counts of them."""
    held: set[int] = set()
    found = pq.read_metadata(path)
    for group in range(found.num_row_groups):
        for at in range(min(len(header), found.num_columns)):
            column = found.row_group(group).column(at)
            if column.statistics is None or not column.statistics.has_null_count or column.statistics.null_count < column.num_values:
                held.add(at)
    return set(range(len(header))) - held


def _whole(db: duckdb.DuckDBPyConnection, path: Path, column: str, whole: frozenset[str]) -> str:
    """The test by which the whole is told from its parts; "" where a table has parts alone, which then add up."""
    text = f"lower(CAST({quoted(column)} AS VARCHAR))"
    held = {row[0] or "" for row in db.execute(f"SELECT DISTINCT {text} FROM read_parquet({literal(str(path))})").fetchall()}
    kept = sorted(word for word in held if word.removesuffix(".0") in whole or word.split("-")[0] in whole)
    return f"({text} IS NULL OR {text} IN ({', '.join(map(literal, [*kept, '']))}))" if kept else ""


_FROM = ("departure", "consignor_country", "origin")
_TO = ("destination", "consignee_country")


def look_register(register: Register, sha256: str, spill: Path) -> Scan:
    """How a register of shipments is to be read: with the columns of statistics where it has them too, else by the countries
    that goods left and went to; which of them reports is told by the direction. A register that does not tell is a BadInput."""
    path, name, columns = register.table.source, register.table.name, register.columns
    assert isinstance(path, Path)
    try:
        return look(path, name, sha256, None, spill)
    except BadInput:
        pass

    def column(*fields: str) -> str:
        found = next((f for f in fields if f in columns.taken), None)
        if found is not None:
            return quoted(columns.taken[found])
        return literal(next((columns.fixed[f] for f in fields if columns.fixed.get(f)), ""))

    missing = [
        what for what, fields in (("departure", _FROM), ("destination", _TO), ("flow", ("flow",)), ("date", ("date",)), ("hs", ("hs",)), ("value", ("value",)))
        if column(*fields) == "''"
    ]  # fmt: skip
    if missing:
        say = " ".join(f"--map {field}=COLUMN (or {field}==VALUE for all rows)" for field in missing)
        raise BadInput(f"{name}: no column for {', '.join(missing)}, so it cannot be added up; try {say}")
    if "currency" in columns.taken:
        raise BadInput(f"{name}: a column for the currency is not read in place; part the table by currency, and say --map currency==USD of each")
    left, right, flow = column(*_FROM), column(*_TO), column("flow")
    with opened(spill) as db:
        words = [row[0] for row in db.execute(f"SELECT DISTINCT CAST({flow} AS VARCHAR) FROM read_parquet({literal(str(path))})").fetchall()]
    into = [word for word in words if word is not None and shipment_cells.flow(word) == "import"]
    # Imports are told by the country that goods went to, exports by the one they left
    turned = f"CAST({flow} AS VARCHAR) IN ({', '.join(map(literal, into))})" if into else "false"
    ends = (left, right) if not into else (right, left) if len(into) == len(words) else (f"CASE WHEN {turned} THEN {right} ELSE {left} END", f"CASE WHEN {turned} THEN {left} ELSE {right} END")
    hs = f"replace(replace(CAST({column('hs')} AS VARCHAR), '.', ''), ' ', '')"
    fields = {"reporter": ends[0], "partner": ends[1], "flow": flow, "value": column("value"), "period": column("date"), "hs": hs, "code": hs}
    fields |= {by: f"left({hs}, {digits})" for by, digits in _DIGITS.items()}
    weight, kg = ("weight", register.weight) if "weight" in columns.taken else ("gross_weight", register.gross)
    fields["weight"] = column(weight) if weight in columns.taken else "NULL"
    order = columns.fixed.get("date_order", "dmy")
    return Scan(path, name, sha256, fields, register.value, kg, register.currency or "no currency", "", spill, order)


def quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def opened(spill: Path) -> duckdb.DuckDBPyConnection:
    spill.mkdir(parents=True, exist_ok=True)
    return duckdb.connect(":memory:", config={"memory_limit": MEMORY, "temp_directory": str(spill), "preserve_insertion_order": False})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Codes of countries and goods to keep, and the first period; empty for all."""

    reporters: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()
    since: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """`table` has a column for each of `by`, then value, weight (null where a record has none) and records; sorted by `by`."""

    table: pa.Table
    by: tuple[str, ...]
    rows: int
    bad: int
    problems: tuple[Problem, ...]


def added(scan: Scan, by: Sequence[str], wanted: Wanted = Wanted(), out: Path | None = None) -> Sums:
    """The sums; with `out` (a .parquet or .csv file) they are written there, and `table` is empty."""
    for name in by:
        if name not in BY:
            raise BadInput(f"{name!r} is nothing that flows are added up by; known are {', '.join(BY)}")
    by = tuple(k for k in BY if k in {*by, "flow"})  # what goes in and what goes out are never one sum
    if sum(k in _DIGITS for k in by) > 1 or {"year", "month"} <= set(by):
        raise BadInput(f"{','.join(by)}: one length of codes and one of periods; a shorter one is in the longer")
    with opened(scan.spill) as db:
        keys = {name: _words(db, scan, name, by) for name in ("reporter", "partner", "flow", "period", next((k for k in by if k in _DIGITS), "hs2"))}
        tests, bad = _tests(db, scan, keys, wanted, by)
        count, problems = _bad(db, scan, keys, bad) if bad else (0, ())
        shorter, told = _lengths(db, scan)
        tests += shorter
        problems += told
        sql = _sums(db, scan, by, keys, tests)
        if out is not None:
            form = "FORMAT parquet, COMPRESSION zstd" if out.suffix == ".parquet" else "FORMAT csv, HEADER"
            (rows,) = db.execute(f"COPY ({sql}) TO {literal(str(out))} ({form})").fetchall()[0]
            return Sums(pa.table({}), by, int(rows), count, problems)
        found = db.execute(sql).to_arrow_table()
    return Sums(found, by, found.num_rows, count, problems)


@dataclass(frozen=True, slots=True)
class _Words:
    """The different words of one column, as they sort by what they mean; `codes` has None for what cannot be read."""

    sql: str
    words: tuple[str | None, ...]
    codes: tuple[str | None, ...]

    @property
    def bad(self) -> list[str | None]:
        return [word for word, code in zip(self.words, self.codes, strict=True) if code is None]

    def meaning(self, test: Callable[[str], bool]) -> list[str]:
        return [w for w, code in zip(self.words, self.codes, strict=True) if w is not None and code is not None and test(code)]


def _words(db: duckdb.DuckDBPyConnection, scan: Scan, name: str, by: Sequence[str]) -> _Words:
    """A column of few words is read alone, which costs little, so that everything else can be numbers."""
    sql = scan.fields[name] if name in _DIGITS else f"CAST({scan.fields[name]} AS VARCHAR)"
    year = "year" in by and "month" not in by
    found = [row[0] for row in db.execute(f"SELECT DISTINCT {sql} FROM {_source(scan)}").fetchall()]
    codes = {word: _code(scan, name, word or "") for word in found}
    if name == "period":
        codes = {w: None if c is None or ("month" in by and len(c) != 7) else c[:4] if year else c for w, c in codes.items()}
    order = sorted(found, key=lambda w: (codes[w] or "", w or ""))
    return _Words(sql, tuple(order), tuple(codes[w] for w in order))


def _code(scan: Scan, name: str, raw: str) -> str | None:
    try:
        if name in _DIGITS:
            secret = rf"|\d\d[0-9A-Z]{{0,{_DIGITS[name] - 2}}}" if scan.comext else ""
            return raw if re.fullmatch(rf"\d{{2,{_DIGITS[name]}}}|TO(TAL?)?{secret}", raw, re.ASCII) else None
        if scan.order and name in ("period", "flow"):
            return (shipment_cells.flow(raw) if name == "flow" else (shipment_cells.date(raw, scan.order) or "")[:7]) or None
        if name == "period":
            return reading.period(raw)
        return reading.direction(raw) if name == "flow" else reading.country(raw, scan.comext) or None
    except ValueError:
        return None


def _source(scan: Scan, numbered: bool = False) -> str:
    return f"read_parquet({literal(str(scan.path))}{', file_row_number = true' if numbered else ''})"


def _tests(
    db: duckdb.DuckDBPyConnection, scan: Scan, keys: Mapping[str, _Words], wanted: Wanted, by: Sequence[str]
) -> tuple[list[str], list[str]]:
    """What a record must be to be in a sum, and what makes one bad."""
    tests, bad = [scan.where] if scan.where else [], []
    for words in keys.values():
        if words.bad:
            worse = [f"{words.sql} IN ({', '.join(literal(w) for w in words.bad if w is not None)})"] if any(w is not None for w in words.bad) else []
            worse += [f"{words.sql} IS NULL"] if None in words.bad else []
            bad.append(f"({' OR '.join(worse)})")
    (least,) = db.execute(f"SELECT min({scan.fields['value']}) FROM {_source(scan)}").fetchall()[0]
    if least is not None and least < 0:
        bad.append(f"{scan.fields['value']} < 0")
    if scan.wrong and db.execute(f"SELECT 1 FROM {_source(scan)} WHERE {scan.wrong} LIMIT 1").fetchall():
        bad.append(scan.wrong)
    tests += [f"NOT coalesce({test}, true)" for test in bad]
    chosen: list[tuple[str, Callable[[str], bool]]] = []
    if wanted.reporters:
        chosen.append(("reporter", wanted.reporters.__contains__))
    if wanted.partners:
        chosen.append(("partner", wanted.partners.__contains__))
    if "partner" not in by:  # no total beside its parts
        chosen.append(("partner", lambda code: code != "eu" and re.fullmatch("[a-z]{2}", code) is not None))
    if wanted.since:
        chosen.append(("period", lambda code: code >= wanted.since[: len(code)]))
    for name, test in chosen:
        words = keys[name]
        fitting = words.meaning(test)
        if len(fitting) < len(words.words):
            tests.append(f"{words.sql} IN ({', '.join(map(literal, fitting))})" if fitting else "false")
    if wanted.codes:
        lengths: dict[int, set[str]] = {}
        for code in wanted.codes:
            lengths.setdefault(len(code[:6]), set()).add(code[:6])
        tests.append("(" + " OR ".join(f"left({scan.fields['hs6']}, {n}) IN ({', '.join(map(literal, sorted(codes)))})" for n, codes in sorted(lengths.items())) + ")")
    return tests, bad


def _lengths(db: duckdb.DuckDBPyConnection, scan: Scan) -> tuple[list[str], tuple[Problem, ...]]:
    """A heading beside its subheadings would count twice, and so would TOTAL: the longest codes are taken alone."""
    if scan.order:  # each line of a register is a shipment of its own
        return [], ()
    text = scan.fields["code"]
    found = sorted(int(n) for (n,) in db.execute(f"SELECT DISTINCT length({text}) FROM {_source(scan)} WHERE {text} IS NOT NULL AND NOT starts_with(upper({text}), 'TO')").fetchall())
    totals = db.execute(f"SELECT count(*) FROM {_source(scan)} WHERE starts_with(upper({text}), 'TO')").fetchall()[0][0]
    if len(found) < 2 and not (totals and found):
        return [], ()
    test = f"length({text}) = {found[-1]} AND NOT starts_with(upper({text}), 'TO')"
    (count,) = db.execute(f"SELECT count(*) FROM {_source(scan)} WHERE NOT ({test})").fetchall()[0]
    what = f"{count:,} records have shorter codes than the others, or a total, and are left out, since a heading counts beside its parts"
    return [test], (Problem.of(scan.name, "whole file", what, "keep codes of one length in the table", scan.sha256),)


def _sums(db: duckdb.DuckDBPyConnection, scan: Scan, by: Sequence[str], keys: Mapping[str, _Words], tests: Sequence[str]) -> str:
    """Keys are added up as numbers (enumerations in the order of what they mean), which is faster than words, and are made
    words again behind it."""
    inner: list[str] = []
    shown: list[str] = []
    again = False
    for name in by:
        words = keys["period" if name in ("year", "month") else name]
        good = [(w, c) for w, c in zip(words.words, words.codes, strict=True) if w is not None and c is not None]
        if not good:  # nothing can be in a sum
            inner.append(f"NULL AS {name}")
            shown.append(f"CAST(NULL AS VARCHAR) AS {name}")
            continue
        db.execute(f"CREATE TYPE kind_{name} AS ENUM ({', '.join(literal(w) for w, _ in good)})")
        inner.append(f"TRY_CAST({words.sql} AS kind_{name}) AS {name}")
        codes = [c for _, c in good]
        again = again or len(set(codes)) < len(codes)
        plain = all(w == c for w, c in good)
        listed = ", ".join(map(literal, codes))
        shown.append(f"CAST({name} AS VARCHAR) AS {name}" if plain else f"([{listed}])[enum_code({name}) + 1] AS {name}")
    value, weight = scan.fields["value"], scan.fields["weight"]
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    sums = f"SELECT {', '.join(inner)}, sum({value}) AS value, sum({weight}) AS weight, count(*) AS records, count({weight}) AS weighed FROM {_source(scan)}{where} GROUP BY ALL"
    if again:  # several words for one country
        sums = f"SELECT {', '.join(shown)}, sum(value) AS value, sum(weight) AS weight, sum(records) AS records, sum(weighed) AS weighed FROM ({sums}) GROUP BY ALL"
        shown = list(by)
    return (
        f"SELECT {', '.join(shown)}, round(value * {scan.unit!r}, 2) AS value, CASE WHEN weighed = records THEN round(weight * {scan.weight_unit!r}, 2) END AS weight, "
        f"CAST(records AS BIGINT) AS records FROM ({sums}) AS sums ORDER BY {', '.join(f'sums.{k}' for k in by)}"
    )


def _bad(db: duckdb.DuckDBPyConnection, scan: Scan, keys: Mapping[str, _Words], bad: Sequence[str]) -> tuple[int, tuple[Problem, ...]]:
    """How many records are in no sum, and the first of them by their place in the file."""
    where = f"{f'{scan.where} AND ' if scan.where else ''}coalesce({' OR '.join(bad)}, true)"
    (count,) = db.execute(f"SELECT count(*) FROM {_source(scan)} WHERE {where}").fetchall()[0]
    shown = [*keys, "value"]
    inner = ", ".join([*(words.sql for words in keys.values()), scan.fields["value"], scan.fields.get("raw", "NULL")])
    found = db.execute(f"SELECT file_row_number + 1, {inner} FROM {_source(scan, True)} WHERE {where} ORDER BY 1 LIMIT {NAMED}").fetchall()
    problems = []
    for number, *values, raw in found:
        wrong = [
            f"{name} {value!r}" for name, value in zip(shown, values, strict=True)
            if (value in keys[name].bad if name in keys else value is not None and value < 0)
        ]  # fmt: skip
        if not wrong:
            wrong = [f"value {raw!r}"]
        problems.append(Problem.of(scan.name, f"record {number}", f"in no sum: {', '.join(wrong)}", "correct or leave out the record", scan.sha256))
    return int(count), tuple(problems)


# ---------------------------------------------------------------- from a sum to its records


def make_id(sha256: str, by: Sequence[str], values: Sequence[str]) -> str:
    """An id that says what it is a sum of: "q_<file>.reporter=cn.hs4=8542.month=2023-05"."""
    return ".".join((f"q_{sha256[:12]}", *(f"{k}={quote(v, safe='').replace('.', '%2E')}" for k, v in zip(by, values, strict=True))))


def parsed(id: str) -> tuple[str, dict[str, str]]:
    """(beginning of the file's hash, what each key is); a BadInput where the id is none."""
    start, *rest = id.removeprefix("q_").split(".")
    keys = dict(part.partition("=")[::2] for part in rest)
    if not re.fullmatch("[0-9a-f]{12}", start) or not keys or not set(keys) <= {*BY, PARTY}:
        raise BadInput(f"{id}: no id of a sum; `supplyline trade flows CASE --by …` prints them")
    return start, {k: unquote(v) for k, v in keys.items()}


def rows_of(scan: Scan, keys: Mapping[str, str], most: int = 200) -> tuple[list[tuple[int, str]], int]:
    """(record, what it says) of the first records behind a sum, and how many there are."""
    with opened(scan.spill) as db:
        tests = [scan.where] if scan.where else []
        for key, value in keys.items():
            words = _words(db, scan, "period" if key in ("year", "month") else key, tuple(keys))
            fitting = words.meaning(value.__eq__)
            tests.append(f"{words.sql} IN ({', '.join(map(literal, fitting))})" if fitting else "false")
        where = " AND ".join([*tests, f"coalesce({scan.fields['value']} >= 0, true)"])
        (count,) = db.execute(f"SELECT count(*) FROM {_source(scan)} WHERE {where}").fetchall()[0]
        shown = ", ".join(scan.fields[f] for f in ("reporter", "flow", "partner", "hs", "period", "value", "weight"))
        found = db.execute(f"SELECT file_row_number + 1, {shown} FROM {_source(scan, True)} WHERE {where} ORDER BY 1 LIMIT {most}").fetchall()
    return [(int(n), _said(rest, scan)) for n, *rest in found], int(count)


def _said(values: Sequence[object], scan: Scan) -> str:
    reporter, flow, partner, hs, period, value, weight = values
    return f"{reporter} {flow} {partner} HS {hs} {period}: {scan.currency} {value}{'' if weight is None else f', weight {weight}'}"
