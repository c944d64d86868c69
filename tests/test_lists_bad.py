"""Does a bad list stop with file, line and mend, and a bad row only itself?"""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from supplyline.model import BadInput, ListVersion, UnknownList
from supplyline.read import lists
from supplyline.read.lists import ListFile, xmls
from supplyline.read.lists.common import Source
from supplyline.screen import shrank

UN_HEAD = '<?xml version="1.0"?>{dtd}<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:00Z"><ENTITIES>'
UN_TAIL = "</ENTITIES></CONSOLIDATED_LIST>"
ENTITY = "<ENTITY><FIRST_NAME>{name}</FIRST_NAME><REFERENCE_NUMBER>{number}</REFERENCE_NUMBER></ENTITY>"
ROW = '{n},"PARTY {n}",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'


def un(body: str, dtd: str = "") -> bytes:
    return (UN_HEAD.format(dtd=dtd) + body + UN_TAIL).encode()


def read(name: str, data: bytes, format: str = "auto") -> ListFile:
    return lists.read_list([(name, data)], format)


def test_billion_laughs_is_refused_at_once_and_expands_nothing() -> None:
    dtd = '<!DOCTYPE l [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else chr(0)};".replace(chr(0), "") * 10}">' for n in range(1, 10)
    ) + "]>"
    tracemalloc.start()
    started = time.monotonic()
    with pytest.raises(BadInput, match=r"un\.xml:1: a document type declaration"):
        read("un.xml", un(ENTITY.format(name="&a9;", number="1"), dtd))
    assert time.monotonic() - started < 2
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("kind", ["un", "sdn", "eu", "uk", "whole", "advanced"])
def test_external_entities_are_refused_in_every_xml_format(kind: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do-not-read-me")
    root = {
        "un": "CONSOLIDATED_LIST", "sdn": "sdnList", "eu": 'export xmlns="http://eu.europa.ec/fpi/fsd/export"',
        "uk": "Designations", "whole": "WHOLE", "advanced": "Sanctions",
    }[kind]  # fmt: skip
    name = root.split()[0]
    text = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        f"<{root}><ReferenceValueSets/><a>&e;</a></{name}>"
    )
    with pytest.raises(BadInput) as caught:
        read("list.xml", text.encode())
    assert "document type declaration" in str(caught.value) and "do-not-read-me" not in str(caught.value)


def test_cut_off_xml_names_the_line() -> None:
    with pytest.raises(BadInput, match=r"un\.xml:3: not well-formed XML .* download it again"):
        read("un.xml", un("\n" + ENTITY.format(name="A", number="1") + "\n<ENTITY>")[: -len(UN_TAIL)])


def test_another_root_than_the_declared_format_says_expected_and_found() -> None:
    with pytest.raises(BadInput, match=r"x\.xml:1: expected the root element <sdnList>, found <CONSOLIDATED_LIST>"):
        read("x.xml", un(ENTITY.format(name="A", number="1")), "ofac_xml")


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("un.xml", un(""), "auto"),
        ("ftm.json", b'{"id":"a","schema":"Address","properties":{}}\n', "auto"),
        ("x.csv", b"name,country\n", "auto"),
        ("uk.xml", b"<Designations><DateGenerated>26/02/2026</DateGenerated></Designations>", "auto"),
    ],
)
def test_an_empty_list_clears_nobody(name: str, data: bytes, format: str) -> None:
    with pytest.raises(BadInput, match=r"no entry found .* would clear everybody"):
        read(name, data, format)


def test_empty_binary_and_unknown_files() -> None:
    with pytest.raises(BadInput, match=r"sdn\.csv:1: the file is empty"):
        read("sdn.csv", b" \n")
    with pytest.raises(UnknownList, match=r"a\.bin:1: not a list format"):
        read("a.bin", b"\x89PNG\x00\x00")
    with pytest.raises(BadInput, match=r"a\.csv:2: a NUL byte"):
        read("a.csv", b"name,country\nA\0,cn\n", "csv")
    with pytest.raises(UnknownList, match=r"no list format 'sdn'\. There are: auto, ofac_advanced"):
        read("a.csv", b"x", "sdn")
    with pytest.raises(UnknownList, match="starts with '<html>'"):
        read("sdn.csv", b"<html>\n<body>Not found</body></html>")


@pytest.mark.parametrize(
    ("format", "data", "expected"),
    [
        ("us_csl", b"source,name\nx,y\n", r"a\.csv:1: expected the columns source, name, alt_names.* without alt_names"),
        ("eu_csv", b"Entity_LogicalId;x\n1;2\n", r"a\.csv:1: expected the columns .*found Entity_LogicalId, x without"),
        ("uk_csv", b"Unique ID,Name 6\n1,x\n", r"a\.csv:1: expected the columns .* without Name type, Regime Name"),
        ("bis_dpl", b'"Name"\t"City"\nx\ty\n', r"a\.csv:1: expected the columns .* without Street_Address"),
        ("targets_simple", b"id,schema,name\n1,Person,x\n", r"a\.csv:1: expected the columns"),
        ("ofac_csv", b"a,b,c\n1,2,3\n", r"a\.csv:1: expected 12, 6, 5 or 2 columns"),
        ("csv", b"foo,bar\n1,2\n", r"a\.csv:1: expected a column for the name, found foo, bar\. Give a mapping"),
        ("asia_json", b"[1", r"a\.csv:1: not readable as JSON"),
        ("asia_json", b'[{"country": "fr"}]', r"a\.csv:1: expected country"),
    ],
)
def test_wrong_columns_say_expected_and_found(format: str, data: bytes, expected: str) -> None:
    with pytest.raises(BadInput, match=expected):
        read("a.csv", data, format)


def test_a_mapping_is_checked() -> None:
    files = [("a.csv", b"Company,Land\nA,cn\n")]
    with pytest.raises(BadInput, match="expected the column 'Firma' mapped to name, found Company, Land"):
        lists.read_list(files, mapping={"name": "Firma"})
    with pytest.raises(BadInput, match=r"the mapping has nme; it may have name, alias"):
        lists.read_list(files, "csv", {"nme": "Company"})
    with pytest.raises(BadInput, match="the mapping has no name"):
        lists.read_list(files, "csv", {"country": "Land"})


@pytest.mark.parametrize("mark", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_is_named_with_its_mend(mark: bytes) -> None:
    with pytest.raises(BadInput, match=r"a\.xlsx:1: a workbook .* Save the sheet as CSV"):
        read("a.xlsx", mark + bytes(500))


def test_settings_of_a_mapping_are_checked() -> None:
    for wrong in ({"separator": ""}, {"date_order": "ymd"}):
        with pytest.raises(BadInput, match=r"a\.csv: the mapping has a separator of nothing, or a date_order"):
            lists.read_list([("a.csv", b"Company,Land\nA,cn\n")], "csv", {"name": "Company", **wrong})


def test_a_column_that_stands_twice_is_told() -> None:
    found = read("a_2024.csv", b"name,name,country\nA,B,cn\n")
    assert [p.what for p in found.problems] == ["columns that stand twice: name; the last of each is read"]


def test_dates_that_cannot_be_read_are_one_problem_and_lose_nobody() -> None:
    body = "".join(
        f"<ENTITY><FIRST_NAME>P{n}</FIRST_NAME><REFERENCE_NUMBER>{n}</REFERENCE_NUMBER><LISTED_ON>{day}</LISTED_ON></ENTITY>"
        for n, day in ((1, "someday"), (2, "2024-02-30"), (3, "2015-04-07-04:00"))
    )
    found = read("un.xml", un(body))
    assert [x.sanctions[0].listing_date for x in found.listings] == [None, None, "2015-04-07"]
    (problem,) = found.problems
    assert problem.place.startswith("ENTITY 1") and "'someday'; so are 1 more" in problem.what


def test_a_list_of_bad_rows_alone_names_the_first() -> None:
    with pytest.raises(BadInput, match=r"would clear everybody\. line 2: 1 columns, 2 expected"):
        read("a.csv", b'name,country\n"A,cn\nB,ru\n')


def test_a_bad_row_is_a_problem_and_the_rest_goes_on() -> None:
    data = (ROW.format(n=1) + '2,"SHORT","x"\r\n' + ROW.format(n=3) + "\x1a").encode()
    found = read("sdn_2026.csv", data, "ofac_csv")
    assert [x.local_id for x in found.listings] == ["1", "3"]
    assert [(p.place, p.what) for p in found.problems] == [
        ("line 2", "3 columns, 12 expected; the row was left out"),
    ]  # fmt: skip


def test_aliases_without_their_parties_are_refused() -> None:
    with pytest.raises(BadInput, match=r"alt\.csv: aliases without their parties\. Add it together with sdn\.csv"):
        read("alt.csv", b'36,12,"aka","AERO-CARIBBEAN",-0- \r\n37,13,"aka","B",-0- \r\n')


def test_a_list_with_an_open_quote_names_a_line() -> None:
    with pytest.raises(BadInput, match=r"a\.csv:2: not readable as CSV"):
        read("a.csv", b'name,country\n"' + b"A" * (5 << 20) + b",cn\n", "csv")


def test_windows_1252_is_read_and_told() -> None:
    found = read("a_2024.csv", "name,country\nA Ltd,cn\nCafé Société,fr\n".encode("cp1252"))
    assert found.listings[1].caption == "Café Société"
    assert found.problems[0].place == "line 3" and "not UTF-8" in found.problems[0].what
    assert read("a_2024.csv", "name,country\nCafé,fr\n".encode("utf-16")).listings[0].caption == "Café"


def test_the_same_id_twice_keeps_both() -> None:
    found = read("a_2024.csv", b"id,name\n1,A\n1,B\n")
    assert [x.local_id for x in found.listings] == ["1", "1#2"]
    assert len({x.id for x in found.listings}) == 2 and "2. time" in found.problems[0].what


def test_big_xml_is_freed_while_it_is_read() -> None:
    def most(count: int) -> int:
        """The most entries that hang on the tree at a time: those of one chunk the parser reads ahead."""
        body = "".join(ENTITY.format(name=f"PARTY {n}" + " X" * 400, number=f"E{n}") for n in range(count))
        found = 0
        for element in xmls.elements(Source("un.xml", un(body), ""), ("ENTITY",), ("CONSOLIDATED_LIST",)):
            parent = element.getparent()
            found = max(found, 0 if parent is None else len(parent))
        return found

    assert most(2000) <= 100 and most(4000) <= 100


def version(rows: int, code: str = "un_sc") -> ListVersion:
    return ListVersion(f"l_{rows}", code, "A list", "UN", "un_xml", "2026-01-01", "ab" * 32, "f.xml", rows)


def test_a_list_that_shrank_is_told() -> None:
    problem = shrank(version(1000), version(499))
    assert problem is not None and problem.what.startswith("499 entries of A list, 1000 in the version as of 2026-01-01")
    assert shrank(version(1000), version(500)) is None
    assert shrank(version(1000), version(10, "eu_fsf")) is None
    assert shrank(version(6), version(1)) is None
