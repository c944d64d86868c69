"""How do Eurostat's tables of Comext become tables with a row for each flow?

`reshaped(header, lines)` takes the header and the numbered lines of any table. Of Eurostat's bulk TSV (the dimensions in one
cell, a column for each period) it makes a line for each figure; where the figures of value and quantity stand in lines of their
own, told apart by a column of indicators (SDMX-CSV 1.0 and 2.0, extractions of Easy Comext), it joins them to one line. Any other table
comes back as it is. Promises: a joined line has the number of the line of its value; what is wrong with a line comes in its
place, as text; a figure that is flagged as confidential is empty and never nought; memory is that of the table's figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from supplyline.read.trade_cells import folded

Line = tuple[int, list[str] | str]  # the cells, or what is wrong

_INDICATORS = ("indicators", "indicator", "indicatorslab", "indicatorlab")
_FIGURES = ("obsvalue", "indicatorvalue", "indicatorsvalue", "value")
_FLAGS = ("obsflag", "obsstatus", "confstatus")
_IDLE = ("dataflow", "lastupdate", "structure", "structureid", "structurename", "action", "observationvalue", "obsflaglabel")  # say nothing of a flow
_HEADS = {"declarant", "declarantiso", "statregime", "statprocedure", "statisticalregime", "statisticalprocedure", "productnc", "statregimelab", "statprocedurelab"}
_FIGURE = re.compile(r"([-+.\d:]*)\s*([a-z]{0,3})", re.ASCII)  # a number or ":", and letters that flag it
_UNITED_KINGDOM = ("XI", "XU")  # partners since 2021, which Eurostat gives beside the whole, GB


@dataclass(frozen=True, slots=True)
class Shaped:
    header: list[str]
    lines: Iterator[Line]
    comext: bool  # numbers of countries are Eurostat's, and codes may be confidential
    wide: bool = False  # a line of the file gives several rows


def reshaped(header: Sequence[str], lines: Iterator[Line]) -> Shaped:
    header, wide = list(header), False
    if is_bulk(header):
        header, lines, wide = _melted(header, lines)
    header, lines = _without_labels(header, lines)
    plain = [folded(h) for h in header]
    indicator = next((plain.index(name) for name in _INDICATORS if name in plain), -1)
    figure = next((plain.index(name) for name in _FIGURES if name in plain), -1)
    if indicator >= 0 and figure >= 0:
        return Shaped(*_joined(header, plain, lines, indicator, figure), comext=True, wide=wide)
    return Shaped(header, lines, is_comext(header), wide)


def is_bulk(header: Sequence[str]) -> bool:
    """Is it Eurostat's TSV: "freq,reporter,…\\TIME_PERIOD" and a column for each period?"""
    return len(header) > 1 and "," in header[0] and "\\" in header[0]


def has_indicators(header: Sequence[str]) -> bool:
    """Do lines tell a value or a quantity, by a column of indicators?"""
    plain = {folded(h.split(":")[0]) for h in header}
    return not plain.isdisjoint(_INDICATORS) and not plain.isdisjoint(_FIGURES)


def is_comext(header: Sequence[str]) -> bool:
    return not _HEADS.isdisjoint(folded(h) for h in header)


def is_part_of_whole(country: str) -> bool:
    """Northern Ireland, and the United Kingdom without it."""
    return country.strip().upper() in _UNITED_KINGDOM


def _melted(header: Sequence[str], lines: Iterator[Line]) -> tuple[list[str], Iterator[Line], bool]:
    names = [name.strip() for name in header[0].split("\\")[0].split(",")]
    periods = [head.strip() for head in header[1:]]

    def melted() -> Iterator[Line]:
        for number, cells in lines:
            if isinstance(cells, str):
                yield number, cells
                continue
            dimensions = [cell.strip() for cell in cells[0].split(",")] if cells else []
            if len(dimensions) != len(names) or len(cells) != len(header):
                yield number, f"{len(dimensions)} dimensions and {len(cells) - 1} periods, {len(names)} and {len(periods)} expected"
                continue
            for period, cell in zip(periods, cells[1:], strict=True):
                match = _FIGURE.fullmatch(cell.strip())
                figure, flag = (match[1], match[2]) if match else (cell.strip(), "")
                if figure not in ("", ":"):
                    yield number, [*dimensions, period, figure, flag]

    return [*names, "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"], melted(), True


def _without_labels(header: list[str], lines: Iterator[Line]) -> tuple[list[str], Iterator[Line]]:
    """SDMX-CSV with codes and labels: "freq: Time frequency" over "M: Monthly", or a column of labels behind that of codes."""
    both = [at for at, h in enumerate(header) if re.match(r"[A-Za-z_]+: ?\S", h.strip())]
    if len(both) > 1:
        header = [h.split(":")[0].strip() if at in both else h for at, h in enumerate(header)]

        def codes(lines: Iterator[Line]) -> Iterator[Line]:
            for number, cells in lines:
                if not isinstance(cells, str):
                    cells = [cell.split(":")[0] if at in both else cell for at, cell in enumerate(cells)]
                yield number, cells

        return header, codes(lines)
    plain = [folded(h) for h in header]
    if "structureid" in plain:
        header = [f"{h} (label)" if plain[at] in plain[:at] else h for at, h in enumerate(header)]
    return header, lines


def _joined(header: Sequence[str], plain: Sequence[str], lines: Iterator[Line], indicator: int, figure: int) -> tuple[list[str], Iterator[Line]]:
    """The keys of a flow, and behind them a column for each indicator that the table has."""
    flags = [at for at, p in enumerate(plain) if p in _FLAGS]
    keys = [at for at, p in enumerate(plain) if at not in (indicator, figure, *flags) and p not in _IDLE and not p.endswith("label")]
    found: dict[tuple[str, ...], dict[str, str]] = {}
    numbers: dict[tuple[str, ...], int] = {}
    names: dict[str, None] = {}
    wrong: list[Line] = []
    for number, cells in lines:
        if isinstance(cells, str):
            wrong.append((number, cells))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) < len(header) - len(flags):
            wrong.append((number, f"{len(cells)} columns, {len(header)} expected"))
            continue
        name = cells[indicator].strip()
        key = tuple(cells[at].strip() if at < len(cells) else "" for at in keys)
        figures = found.setdefault(key, {})
        if name in figures:
            wrong.append((number, f"the {name} of the same flow is there twice, first near {'line' if number > 1 else 'record'} {numbers[key]}"))
            continue
        names.setdefault(name)
        secret = any(at < len(cells) and cells[at].strip().lower() == "c" for at in flags)
        figures[name] = "" if secret else cells[figure].strip()
        if key not in numbers or folded(name).startswith("value"):
            numbers[key] = number

    def joined() -> Iterator[Line]:
        yield from sorted(wrong, key=lambda line: line[0])
        for key, figures in found.items():
            yield numbers[key], [*key, *(figures.get(name, "") for name in names)]

    return [*(header[at] for at in keys), *names], joined()
