"""Putting trade tables into a case: statistics of countries, and registers of single shipments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath, Files
from supplyline.cli.fill import add_files
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.model import Problem

KINDS = ("auto", "statistics", "shipments", "rates", "concordance")


def register(app: typer.Typer) -> None:
    command(app, "add")(trade_add)


def trade_add(
    case: CasePath, files: Files, map: args.Mapped = None,
    kind: Annotated[str, typer.Option("--as", metavar="KIND", help="What the files are: statistics, shipments, rates (of exchange), concordance (of two revisions of the HS), or auto to tell the first two by their columns.")] = "auto",
    keeper: Annotated[str | None, typer.Option("--register", metavar="NAME", help="Who keeps the register of shipments, such as its customs service; else the name of the file. All its files are one origin.")] = None,
) -> None:
    """Add trade tables: statistics of countries, or registers of shipments (bills of lading, customs declarations).

    Statistics are UN Comtrade (CSV or JSON, classic and new), BACI, Eurostat Comext (bulk files, also .7z and .gz,
    SDMX-CSV, TSV, extractions), Chinese customs or a plain table; claims about trade are held against them, and what stands out is
    looked for. Totals are held against their parts, and the difference is told. Fields: reporter, partner, flow, hs,
    period, month, value, weight, currency, unit and weight_unit (what values and weights are multiplied by).

    Registers are CSV, XLSX or Parquet. Columns of both are found by their headings (of registers in four languages, and by what the cells look
    like), told, and kept in case.toml, where they can be corrected. Fields of registers: consignor, consignee (with _id and _country),
    date, hs, goods, weight, gross_weight, value, currency, quantity, unit, number, flow, origin, departure, destination,
    date_order (dmy or mdy), weight_unit and value_unit.

    Rates (the ECB's eurofxref-hist.csv, or date, currency, rate, base) convert figures where case.toml names a currency.
    A concordance has a column for each of two revisions, as the tables of the UN, the WCO and the World Bank have; where it
    has a code, it goes before the program's own.

    A value for all rows is written with two signs, and no column with one: --map reporter==cn --map weight=

    Example: supplyline trade add factories declarations.xlsx --register "Customs of Ukraine" --map consignee=Buyer
    """  # fmt: skip
    from supplyline.case import files as disk
    from supplyline.case.settings import keep_columns
    from supplyline.engine.records import FORMAT
    from supplyline.read.shipments import looks_like_one

    if kind not in KINDS:
        raise typer.BadParameter(f"--as {kind}: kinds are {', '.join(KINDS)}")
    mapping = args.columns(map)
    opened = args.opened(case)
    registers: dict[str, dict[str, str]] = {}
    tables: dict[str, dict[str, str]] = {}
    found: dict[str, bool] = {}

    def look(name: str, data: bytes) -> list[Problem]:
        if kind in ("rates", "concordance"):
            return _reference(name, data, kind)
        found[name] = kind == "shipments" or (kind == "auto" and looks_like_one(data, name))
        if not found[name]:
            return _statistics(name, data, mapping, opened.settings.tables, tables)
        return _register(name, data, mapping, keeper, opened.settings.registers, registers)

    def known(name: str) -> dict[str, Any]:
        if kind in ("rates", "concordance"):
            return {"format": kind}
        if name not in found:  # an archive, whose files are looked at one by one
            return {}
        # The columns of a register are kept in case.toml alone, where a person corrects them
        return {"format": FORMAT, "publisher": keeper} if found[name] else {"mapping": mapping}

    problems: list[Problem] = []
    large = [path for path in files if _is_large(path)]
    for path in large:
        problems += _add_large(opened, path, mapping, kind, keeper, registers, tables)
    rest = [path for path in files if path not in large]
    problems += add_files(case, rest, "trade", known, look, report=False) if rest else []
    with disk.locked(opened.path / ".lock"):
        for of, kept in (("statistics", tables), ("shipments", registers)):
            if kept:
                keep_columns(opened.path / "case.toml", of, kept)
    for of, kept in (("statistics", tables), ("shipments", registers)):
        if kept:
            show.tell(f"columns are kept in {opened.path / 'case.toml'} under [trade.{of}.…]; correct them there or with --map FIELD=COLUMN, and build again")
    show.report(problems)


def _is_large(path: Path) -> bool:
    """A table that is asked where it lies and never read whole: long Parquet, or long text."""
    from supplyline.engine.inputs import MOST_RECORDS
    from supplyline.trade import copied, scan

    return path.is_file() and (scan.records(path) > MOST_RECORDS or copied.is_long(path))


def _add_large(
    opened: Any, path: Path, mapping: dict[str, str] | None, kind: str, keeper: str | None,
    registers: dict[str, dict[str, str]], tables: dict[str, dict[str, str]],
) -> list[Problem]:
    from supplyline.engine.records import FORMAT
    from supplyline.model import BadInput
    from supplyline.read.shipments import looks_like_one
    from supplyline.trade import scan

    size = scan.records(path)
    if not size:
        return _add_long(opened, path, mapping, kind, tables)
    if kind not in ("auto", "statistics", "shipments"):
        raise BadInput(f"{path}: {size:,} records; a table of {kind} this long is not read, so part it by year")
    if kind == "shipments" or (kind == "auto" and looks_like_one(path, path.name)):
        from supplyline.read import shipments, table

        sha256, before, keeper = _before(table.look(path, path.name).sha256, opened.settings.registers, keeper)
        register = shipments.opened(path, path.name, before | (mapping or {}), keeper)
        opened.add_file(path, role="trade", format=FORMAT, publisher=keeper)
        _columns(path.name, register, sha256, registers)
        show.tell(f"{path.name}: {size:,} records, kept as they are; ask them with: supplyline trade parties {opened.path}, or supplyline trade flows {opened.path} --by reporter,partner,hs4,month")
        return []
    found = scan.look(path, path.name, "", mapping, opened.cache / "spill")
    _keep_large(opened, path, f"{size:,} records", found.columns, mapping, tables)
    return []


def _add_long(opened: Any, path: Path, mapping: dict[str, str] | None, kind: str, tables: dict[str, dict[str, str]]) -> list[Problem]:
    """Text that is too long to be read into rows: of the kept original a copy as Parquet is asked."""
    import hashlib

    from supplyline.model import BadInput
    from supplyline.read import packed
    from supplyline.read.shipments import looks_like_one
    from supplyline.trade import copied, scan

    with path.open("rb") as file:
        archive = packed.is_packed(file.read(6))
    if kind not in ("auto", "statistics") or (kind == "auto" and not archive and looks_like_one(path, path.name)):
        kind = "shipments" if kind == "auto" else kind
        raise BadInput(f"{path}: {path.stat().st_size / 1e6:,.0f} MB of text; a table of {kind} this long is read as Parquet alone, so write it as Parquet")
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    copy, problems = copied.parquet(path, path.name, sha256, opened.cache)
    found = scan.look(copy, path.name, sha256, mapping, opened.cache / "spill")
    _keep_large(opened, path, f"{scan.records(copy):,} lines", found.columns, mapping, tables)
    return list(problems)


def _keep_large(opened: Any, path: Path, size: str, columns: Any, mapping: dict[str, str] | None, tables: dict[str, dict[str, str]]) -> None:
    original = opened.add_file(path, role="trade", mapping=mapping)
    tables[original.sha256] = {"file": path.name, **columns}
    show.tell(f"{path.name}: {size}, kept as they are; columns: {_told(columns)}")
    show.tell(f"ask it with: supplyline trade flows {opened.path} --by reporter,partner,hs4,year")


def _before(sha256: str, kept: Any, keeper: str | None) -> tuple[str, dict[str, str], str | None]:
    """What case.toml already has for a register."""
    before = dict(kept.get(sha256[:12], {}))
    before.pop("file", None)
    known = before.pop("register", None)
    return sha256, before, keeper or known


def _columns(name: str, register: Any, sha256: str, registers: dict[str, dict[str, str]]) -> None:
    """Say which columns a register has, and remember them for case.toml."""
    registers[sha256] = {"file": name, "register": register.keeper, **register.columns.mapping()}
    show.tell(f"{name}: shipments of the register {register.keeper!r}; {register.columns.told()}")
    for doubt in register.columns.doubts:
        show.tell(f"{name}: {doubt}")


def _reference(name: str, data: bytes, kind: str) -> list[Problem]:
    """Say what a table of rates or of codes holds."""
    from supplyline.model import Problem, SupplylineError
    from supplyline.read.concordance import read_concordance
    from supplyline.read.rates import read_rates

    try:
        if kind == "rates":
            tables, problems = read_rates(data, name)
            for t in tables:
                days = sorted({day for quotes in t.days.values() for day in quotes})
                show.tell(f"{name}: rates of {', '.join(sorted(t.days))} for {t.base} 1, {days[0]} to {days[-1]}")
            return list(problems)
        groups, (first, last) = read_concordance(data, name)
    except SupplylineError as error:
        return [Problem.of(name, kind, str(error), "mend or replace the file and add it again")]
    wide = sum(bool(set(old) & set(new)) for old, new in groups)
    show.tell(f"{name}: HS {first} and HS {last}: {len(groups):,} groups of codes that were cut up, put together or numbered anew; in {wide:,} a code is on both sides")
    return []


def _statistics(
    name: str, data: bytes, mapping: dict[str, str] | None, kept: Any, tables: dict[str, dict[str, str]]
) -> list[Problem]:
    """Say which columns a table of statistics has and whether its parts make up its totals, and remember the columns for case.toml."""
    import hashlib

    from supplyline.model import Problem, SupplylineError
    from supplyline.read.trade import read_table
    from supplyline.read.trade_whole import reconciled

    sha256 = hashlib.sha256(data).hexdigest()
    before = {of: column for of, column in kept.get(sha256[:12], {}).items() if of != "file"}
    try:
        found = read_table(data, name, before | (mapping or {}))
    except SupplylineError as error:
        return [Problem.of(name, "trade", str(error), "mend or replace the file and add it again")]
    tables[sha256] = {"file": name, **found.columns}
    show.tell(f"{name}: {len(found.rows):,} rows; columns: {_told(found.columns)}")
    for said in (*found.told, *reconciled(found.rows)):
        show.tell(f"{name}: {said}")
    return list(found.problems)


def _told(columns: dict[str, str]) -> str:
    return ", ".join(f"{of} = {column[1:] if column.startswith('=') else repr(column)}" for of, column in columns.items())


def _register(
    name: str, data: bytes, mapping: dict[str, str] | None, keeper: str | None, kept: Any, registers: dict[str, dict[str, str]]
) -> list[Problem]:
    """Say which columns a register has and what its lines add up to, and remember the columns for case.toml."""
    import hashlib

    from supplyline.model import Problem, SupplylineError
    from supplyline.read import shipments

    sha256, before, keeper = _before(hashlib.sha256(data).hexdigest(), kept, keeper)
    sums, problems = shipments.Sums(), list[Problem]()
    try:
        register = shipments.opened(data, name, before | (mapping or {}), keeper)
        problems = [line for line in shipments.lines(register, sums) if isinstance(line, Problem)]
    except SupplylineError as error:
        return [Problem.of(name, "register", str(error), "say which column holds what with --map, or mend the file")]
    _columns(name, register, sha256, registers)
    show.tell(f"{name}: {sums.told()}")
    return problems
