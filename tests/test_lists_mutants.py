"""Is every damaged list or trade table read or refused in words, and never with a fault of the program?

Each sample is damaged in ways that its form allows: bytes anywhere, cells of a CSV, values of a JSON, elements and
attributes of an XML. The damage is drawn from the file's name, so that a failure comes again.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from commands import EXAMPLES
from supplyline.model import LONGEST_WORDS, Problem, SupplylineError
from supplyline.read import lists
from supplyline.read.trade import read_trade

SAMPLES = sorted((Path(__file__).parent / "samples" / "lists").iterdir())
TABLES = {
    "comtrade.csv": (EXAMPLES / "trade" / "comtrade_391220.csv").read_bytes()[:6000],
    "baci.csv": b"t,i,j,k,v,q\n2022,156,643,010121,1.5,2\n2022,156,643,391220,NA,\n",
    "comext.csv": b"reporter,partner,product,flow,TIME_PERIOD,OBS_VALUE\nDE,RU,391220,2,2022-01,55\nDE,RU,391220,1,2022-02,1\n",
}
TIMES = 120
CELLS = (
    "", "-0-", "²", "٣", "-1", "1e400", "nan", "9" * 5000, "2026-13-45", "31/31/2024", "2023-02-29", "٢٠٢٤-01-01", "a;b;;c",
    "(1) (2)", ",", '"', "x" * 5000,
)  # fmt: skip
VALUES: tuple[Any, ...] = (None, 0, -1, 1e308, True, [], {}, "", "\0", "\ud800", ["a", None, {}], {"id": [1]}, [[]], *CELLS)
BYTES = (b"\0", b'"', b";", b"\t", b"\r", b"\xef\xbb\xbf", b"\xff\xfe", b"<", b"&x;", b"\xed\xa0\x80", b"\x85", "²".encode())
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


def bytes_damaged(data: bytes, draw: random.Random) -> bytes:
    at, end = sorted(draw.randrange(len(data)) for _ in range(2))
    kind = draw.randrange(6)
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[:at] + data[end:]
    if kind == 2:
        return data[:end] + data[at:end] + data[end:]
    if kind == 3:
        return data.replace(b"\n", draw.choice([b"\r\n", b"\r", b"\n\n"]))
    if kind == 4:
        return data.decode("utf-8", "replace").encode(draw.choice(["utf-16", "utf-16-le", "utf-32", "koi8-r"]), "replace")
    return data[:at] + draw.choice(BYTES) + data[at:end] + draw.choice(BYTES) + data[end + 1 :]


def value_damaged(value: Any, draw: random.Random) -> Any:
    if draw.random() < 0.08:
        return draw.choice(VALUES)
    if isinstance(value, dict):
        return {k: value_damaged(v, draw) for k, v in value.items() if draw.random() > 0.03}
    return [value_damaged(v, draw) for v in value] if isinstance(value, list) else value


def json_damaged(data: bytes, draw: random.Random) -> bytes:
    text = data.decode()
    try:
        return json.dumps(value_damaged(json.loads(text), draw)).encode()
    except json.JSONDecodeError:  # one object a line, and a line that is none
        lines = [line if not line.startswith("{") else json.dumps(value_damaged(json.loads(line), draw)) for line in text.splitlines()]
        return "\n".join(lines).encode()


def table_damaged(data: bytes, draw: random.Random) -> bytes:
    text = data.decode("utf-8-sig")
    mark = max(",;\t", key=text.partition("\n")[0].count)
    cells = list(csv.reader(io.StringIO(text), delimiter=mark))
    for row in cells[draw.randrange(2) :]:
        row[:] = [draw.choice(CELLS) if draw.random() < 0.06 else cell for cell in row]
        if draw.random() < 0.05:
            row.append(draw.choice(CELLS))
    if draw.random() < 0.1:
        cells[0] += cells[0][:2]
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(cells)
    return out.getvalue().encode()


def xml_damaged(data: bytes, draw: random.Random) -> bytes:
    root = etree.fromstring(data)
    for element in [e for e in root.iter() if isinstance(e.tag, str)]:
        if draw.random() < 0.05:
            element.text = draw.choice(CELLS)
        for key in [str(k) for k in element.attrib if draw.random() < 0.06]:
            element.set(key, draw.choice(CELLS))
        parent = element.getparent()
        if draw.random() < 0.03 and parent is not None:
            parent.remove(element)
        elif draw.random() < 0.03:
            element.insert(0, draw.choice((etree.Comment("x"), etree.ProcessingInstruction("x", "y"))))
    return bytes(etree.tostring(root))


def damaged(data: bytes, draw: random.Random) -> bytes:
    if draw.random() < 0.4:
        return bytes_damaged(data, draw)
    first = data.lstrip()[:1]
    return (json_damaged if first in b"{[" else xml_damaged if first == b"<" else table_damaged)(data, draw)


def whole(problems: tuple[Problem, ...]) -> bool:
    for p in problems:
        assert p.file and p.place and p.what and p.mend
        assert len(p.what.encode()) <= 4 * LONGEST_WORDS, "it can be stored and printed"
    return True


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_damaged_list_is_read_or_refused_in_words(path: Path) -> None:
    draw = random.Random(path.name)
    data = path.read_bytes()
    for _ in range(TIMES):
        for group in lists.group([(path.name, damaged(data, draw), None)]):
            try:
                found = lists.read_list(group.files, group.format)
            except SupplylineError as error:
                assert str(error).startswith(path.name) and len(str(error).encode()) < 2000
                continue
            assert found.listings and whole(found.problems)
            for listing in found.listings:
                words = (listing.caption, listing.local_id, *listing.identifiers, *listing.addresses)
                assert all(text.encode() for text in words) and listing.names and listing.row
                dates = [*listing.birth_dates, *(s.listing_date for s in listing.sanctions if s.listing_date)]
                assert all(DAY.fullmatch(date) for date in dates), dates


@pytest.mark.parametrize("name", TABLES)
def test_a_damaged_trade_table_is_read_or_refused_in_words(name: str) -> None:
    draw = random.Random(name)
    for _ in range(TIMES * 3):
        try:
            found, problems = read_trade(damaged(TABLES[name], draw), name)
        except SupplylineError as error:
            assert str(error).startswith(name) and len(str(error).encode()) < 2000
            continue
        assert whole(problems)
        for row in found:
            assert row.value is None or 0 <= row.value < 1e18
            assert DAY.fullmatch(row.period) and re.fullmatch(r"\d{2,10}|TOTAL", row.hs, re.ASCII)
