"""Does each list format give exactly what its sample says?"""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.model import BadInput, Listing
from supplyline.read import identifiers, lists
from supplyline.read.lists import ListFile
from supplyline.read.lists.common import date_of_name, iso_date, script

HERE = Path(__file__).parent
SAMPLES = HERE / "samples" / "lists"
OFAC = ("sdn_2026-02-27.csv", "alt.csv", "add.csv", "sdn_comments.csv")

# format: sample files, code, as of, (local id, schema, caption) of each listing, problems
EXPECTED: dict[str, tuple[tuple[str, ...], str, str, list[tuple[str, str, str]], int]] = {
    "ofac_csv": (
        OFAC, "us_ofac_sdn", "2026-02-27",
        [("36", "Organization", "AEROCARIBBEAN AIRLINES"), ("33835", "Vessel", "SAMPLE STAR 7"),
         ("35307", "Person", "SAMPLEV, Aleksandr Petrovich"), ("17016", "Organization", "SAMPLE BANK OJSC")], 2,
    ),
    "ofac_xml": (
        ("sdn.xml",), "us_ofac_sdn", "2026-02-27",
        [("36", "Organization", "AEROCARIBBEAN AIRLINES"), ("35307", "Person", "SAMPLEV, Aleksandr Petrovich"),
         ("33835", "Vessel", "SAMPLE STAR 7")], 0,
    ),
    "ofac_advanced": (
        ("sdn_advanced.xml",), "us_ofac_sdn", "2026-02-27",
        [("35307", "Person", "SAMPLEV, Aleksandr Petrovich"), ("33835", "Vessel", "SAMPLE STAR 7")], 1,
    ),
    "un_xml": (
        ("un.xml",), "un_sc", "2026-02-27",
        [("IQi.004", "Person", "OMAR SAMI NASR AL-MITHAL"),
         ("KPe.001", "Organization", "KOREA MINING DEVELOPMENT TRADING CORPORATION")], 1,
    ),
    "eu_xml": (
        ("eu_fsf.xml",), "eu_fsf", "2026-02-27",
        [("EU.27.28", "Person", "Omar Sami Al-Mithal"), ("EU.7000.01", "Organization", "Sample Plant JSC")], 0,
    ),
    "eu_csv": (
        ("eu_fsf.csv",), "eu_fsf", "2026-02-27",
        [("EU.27.28", "Person", "Omar Sami Al-Mithal"), ("EU.7000.01", "Organization", "Sample Plant JSC")], 0,
    ),
    "eu_whole": (
        ("eu_whole.xml",), "eu_fsf", "2016-02-11",
        [("208", "Organization", "Hamas"), ("13", "Person", "Omar Sami Al-Mithal")], 0,
    ),
    "uk_xml": (
        ("uk.xml",), "uk_sl", "2026-02-26",
        [("RUS0001", "Organization", "SAMPLE PLANT JSC"), ("IRQ0007", "Person", "Omar Sami AL-MITHAL"),
         ("RUS2000", "Vessel", "SAMPLE STAR")], 0,
    ),
    "uk_csv": (
        ("uk.csv",), "uk_sl", "2026-02-26",
        [("RUS0001", "Organization", "SAMPLE PLANT JSC"), ("IRQ0007", "Person", "Omar Sami AL-MITHAL")], 0,
    ),
    "us_csl": (
        ("us_csl.csv",), "us_csl", "2022-04-08",
        [("us_bis_el:4398d33e", "LegalEntity", "140 Repair Plant JSC"),
         ("us_ofac_cons:CMIC:30902", "Organization", "AERO ENGINE CORPORATION OF CHINA"),
         ("us_ofac_sdn:36", "Organization", "AEROCARIBBEAN AIRLINES"), ("us_csl:7", "LegalEntity", "NEW PARTY")], 1,
    ),
    "us_csl_json": (
        ("us_csl.json",), "us_csl", "2022-04-08",
        [("us_bis_el:4398d33e", "LegalEntity", "140 Repair Plant JSC"),
         ("us_ofac_cons:CMIC:30902", "Organization", "AERO ENGINE CORPORATION OF CHINA"),
         ("us_ofac_sdn:36", "Organization", "AEROCARIBBEAN AIRLINES"), ("us_csl:7", "LegalEntity", "NEW PARTY")], 1,
    ),
    "bis_dpl": (
        ("bis_dpl.txt",), "us_bis_dpl", "2007-01-31",
        [("dpl_f407d1b55e81", "LegalEntity", "S. AMPLE"), ("dpl_0b8d67e97e2b", "LegalEntity", "SAMPLE AIR")], 0,
    ),
    "asia_json": (
        ("asia.json",), "jp_meti", "2026-07-20",
        [("jp-eul-103", "Organization", "Fater Institute"), ("jp-eul-478", "Organization", "23rd Research Institute")],
        1,
    ),
    "ftm_json": (
        ("ftm.json",), "custom:sample_list", "2026-02-27",
        [("E1", "Company", "Sample Plant JSC"), ("E2", "Vessel", "SAMPLE STAR")], 1,
    ),
    "targets_simple": (
        ("targets.simple.csv",), "custom:sample_list", "2026-02-27",
        [("S-1", "Company", "Sample Plant JSC"), ("S-2", "Vessel", "SAMPLE STAR")], 0,
    ),
    "csv": (
        ("watchlist_2026-02.csv",), "custom:watchlist", "2026-02",
        [("row_71a2e52828de", "LegalEntity", "Sample Plant JSC"),
         ("row_2342da9aa203", "LegalEntity", "Harmless Trading Ltd")], 3,
    ),
}  # fmt: skip


def sample(name: str) -> ListFile:
    return lists.read_list([(file, (SAMPLES / file).read_bytes()) for file in EXPECTED[name][0]])


def by_id(name: str) -> dict[str, Listing]:
    return {listing.local_id: listing for listing in sample(name).listings}


def names(listing: Listing) -> list[tuple[str, str]]:
    return [(n.text, n.kind) for n in listing.names]


def test_every_format_has_a_sample_a_test_and_a_line_in_the_docs() -> None:
    docs = (HERE.parent / "docs" / "lists.md").read_text(encoding="utf-8")
    for name in lists.FORMATS:
        assert name in EXPECTED, f"no test of {name}"
        assert all((SAMPLES / file).is_file() for file in EXPECTED[name][0])
        assert f"`{name}`" in docs, f"docs/lists.md does not mention {name}"
    assert list(EXPECTED.keys() - lists.FORMATS.keys()) == []
    used = {file for files, *_ in EXPECTED.values() for file in files}
    assert used == {path.name for path in SAMPLES.iterdir()}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_sample_is_detected_and_read(name: str) -> None:
    files, code, as_of, expected, problems = EXPECTED[name]
    assert {lists.detect(file, (SAMPLES / file).read_bytes()) for file in files} == {name}
    found = sample(name)
    assert (found.version.code, found.version.format, found.version.as_of) == (code, name, as_of)
    assert [(x.local_id, x.schema, x.caption) for x in found.listings] == expected
    assert found.version.rows == len(expected)
    assert len(found.problems) == problems
    assert all(x.list == found.version.id and x.row and len(x.sha256) == 64 for x in found.listings)
    assert all(p.place and p.mend and p.file in files for p in found.problems)
    assert len({x.id for x in found.listings}) == len(expected)


def test_ofac_files_are_joined_and_null_is_no_value() -> None:
    found = by_id("ofac_csv")
    assert names(found["36"]) == [("AEROCARIBBEAN AIRLINES", "primary"), ("AERO-CARIBBEAN", "alias")]
    assert (found["36"].countries, found["36"].addresses) == (("cu",), ("Havana, Cuba",))
    assert names(found["17016"]) == [
        ("SAMPLE BANK OJSC", "primary"), ("SBK", "weak"), ("FORMER SAMPLE BANK OAO", "former"),
    ]  # fmt: skip
    assert found["17016"].identifiers == ("inn:7700000016",)
    assert found["17016"].sanctions[0].listing_date == "2022-02-24"
    assert found["33835"].identifiers == ("imo:1234567",) and found["33835"].countries == ("cn",)
    # The remark breaks off inside "(Rus" and goes on in the comments file.
    assert found["35307"].identifiers == ("inn:770000000220",)
    assert [s.programme for s in found["35307"].sanctions] == ["RUSSIA-EO14024", "UKRAINE-EO13661"]
    assert found["35307"].birth_dates == ("1985",) and found["35307"].countries == ("ru",)
    assert found["35307"].row == "line 3"
    assert not any("-0-" in text for x in found.values() for text in (x.caption, *x.addresses))


def test_ofac_strangers_are_told() -> None:
    whats = {p.file: p.what for p in sample("ofac_csv").problems}
    assert whats["alt.csv"].startswith("1 aliases of 1 parties that are not in sdn_2026-02-27.csv")
    assert whats["sdn_comments.csv"].startswith("1 comments of 1 parties")


def test_ofac_xml_keeps_alias_quality_and_numbers() -> None:
    found = by_id("ofac_xml")
    assert names(found["35307"]) == [
        ("SAMPLEV, Aleksandr Petrovich", "primary"), ("SASHA", "weak"), ("SAMPLEFF, Aleksandr", "former"),
    ]  # fmt: skip
    assert found["35307"].identifiers == ("inn:770000000220",)
    assert found["33835"].identifiers == ("imo:1234567",) and found["33835"].countries == ("cn",)


def test_ofac_advanced_has_own_scripts_and_all_programmes() -> None:
    found = by_id("ofac_advanced")["35307"]
    assert [(n.text, n.kind, n.script) for n in found.names] == [
        ("SAMPLEV, Aleksandr Petrovich", "primary", "Latin"),
        ("ПРИМЕРОВ, Александр Петрович", "alias", "Cyrillic"),
        ("Sasha", "weak", "Latin"),
    ]
    assert [(s.programme, s.listing_date) for s in found.sanctions] == [
        ("RUSSIA-EO14024", "2022-03-24"), ("UKRAINE-EO13661", "2022-03-24"),
    ]  # fmt: skip
    assert (found.countries, found.addresses, found.birth_dates) == (("ru",), ("Moscow",), ("1985-03-09",))
    assert names(by_id("ofac_advanced")["33835"])[1] == ("OLD NAME 1", "former")


def test_un_aliases_have_quality_and_original_script() -> None:
    found = by_id("un_xml")["IQi.004"]
    assert [(n.text, n.kind, n.script) for n in found.names][1:] == [
        ("عمر سامي نصر المثال", "alias", "Arabic"), ("Omar Sami Nasr", "alias", "Latin"), ("Abu Weak", "weak", "Latin"),
    ]  # fmt: skip
    assert found.sanctions[0].listing_date == "2003-06-27" and found.birth_dates == ("1957",)
    assert by_id("un_xml")["KPe.001"].countries == ("kp",)


def test_eu_xml_and_csv_agree_on_what_both_have() -> None:
    xml, table = by_id("eu_xml"), by_id("eu_csv")
    for number in xml:
        assert (xml[number].identifiers, xml[number].countries) == (table[number].identifiers, table[number].countries)
        assert xml[number].birth_dates == table[number].birth_dates
    assert names(xml["EU.27.28"])[1] == ("Abou Mithal", "weak") == names(table["EU.27.28"])[1]
    assert xml["EU.7000.01"].names[1].language == "ru"
    assert xml["EU.7000.01"].identifiers == ("ogrn:1027700000008",)
    # The designation date, not that of the last amendment.
    assert xml["EU.7000.01"].sanctions[0].listing_date == "2022-02-28"


def test_eu_whole_takes_the_oldest_date_and_alpha_3_countries() -> None:
    found = by_id("eu_whole")
    assert found["208"].sanctions[0].listing_date == "2003-12-22"
    assert [(n.text, n.script, n.language) for n in found["208"].names][1] == ("Χαµάς", "Greek", "el")
    assert found["13"].countries == ("iq",)


def test_uk_list_joins_rows_and_reads_numbered_cells() -> None:
    table = by_id("uk_csv")
    assert names(table["RUS0001"]) == [
        ("SAMPLE PLANT JSC", "primary"), ("АО Примерный завод", "alias"), ("PRIMERNY ZAVOD", "weak"),
    ]  # fmt: skip
    assert table["IRQ0007"].birth_dates == ("1957-02-01", "1958")
    xml = by_id("uk_xml")
    assert xml["RUS0001"].identifiers == ("ogrn:1027700000008",)
    assert xml["RUS2000"].identifiers == ("imo:1234567",)
    assert xml["RUS0001"].sanctions[0].listing_date == "2022-02-24"


def test_csl_rows_know_their_own_list() -> None:
    found = sample("us_csl")
    assert found.version.republishes == "us_ofac_sdn,us_ofac_cons,us_bis_dpl"
    rows = {x.local_id: x for x in found.listings}
    assert [n.text for n in rows["us_bis_el:4398d33e"].names][2] == "JSC 140 Repair Plant"
    assert rows["us_bis_el:4398d33e"].sanctions[0].authority == "Bureau of Industry and Security"
    cmic = rows["us_ofac_cons:CMIC:30902"]
    assert cmic.identifiers == ("uscc:91110000MA005UCQ5P",) and cmic.sanctions[0].listing_date == "2021-06-03"
    assert "Some New List" in found.problems[0].what


def test_csl_is_the_same_list_as_csv_and_as_json() -> None:
    table, answer = by_id("us_csl"), by_id("us_csl_json")
    for number, row in table.items():
        same = answer[number]
        assert (same.names, same.identifiers, same.countries) == (row.names, row.identifiers, row.countries), number
        assert (same.topics, same.sanctions) == (row.topics, row.sanctions), number
    assert answer["us_bis_el:4398d33e"].addresses == ("19 Luysi Chalovskoy St., Borisov, 222512, BY",)
    assert sample("us_csl_json").version.republishes == sample("us_csl").version.republishes


def test_one_page_of_a_csl_search_clears_nobody() -> None:
    page = json.loads((SAMPLES / "us_csl.json").read_bytes())
    whole = lists.read_list([("a.json", json.dumps({"total": 4, **page}).encode())])
    assert whole.version.rows == 4
    with pytest.raises(BadInput, match=r"a\.json:1: expected all 9 results, found 4: one page of an answer"):
        lists.read_list([("a.json", json.dumps({"total": 9, **page}).encode())])


def test_denied_persons_have_dates_and_an_impossible_year_is_none() -> None:
    first = sample("bis_dpl").listings[0]
    assert (first.sanctions[0].listing_date, first.sanctions[0].end_date) == ("2003-06-19", "2056-06-29")


def test_an_empty_name_of_the_japanese_list_is_found_behind_its_country() -> None:
    found = by_id("asia_json")["jp-eul-478"]
    assert found.caption == "23rd Research Institute" and found.countries == ("cn",)
    assert found.addresses == ("People's Republic of China",)


def test_ftm_joins_sanctions_and_leaves_what_is_no_party() -> None:
    found = by_id("ftm_json")["E1"]
    assert names(found) == [
        ("Sample Plant JSC", "primary"), ("АО Примерный завод", "alias"), ("Sample Works", "former"), ("SPL", "weak"),
    ]  # fmt: skip
    assert found.identifiers == ("ogrn:1027700000008", "inn:7700000016")
    assert (found.sanctions[0].authority, found.sanctions[0].programme, found.sanctions[0].listing_date) == (
        "Sample Ministry", "SM-1", "2023-05-01",
    )  # fmt: skip


def test_targets_simple_tells_numbers_by_their_checksum() -> None:
    found = by_id("targets_simple")
    assert found["S-1"].identifiers == ("ogrn:1027700000008", "inn:7700000016")
    assert found["S-2"].identifiers == ("imo:1234567",) and found["S-2"].sanctions == ()


def test_plain_csv_by_usual_headers_and_by_mapping_agree() -> None:
    data = (SAMPLES / "watchlist_2026-02.csv").read_bytes()
    mapping = {
        "name": "Company", "alias": "Other names", "country": "Country", "identifier": "Reg No", "date": "Listed on",
        "programme": "Regime", "list": "My watch list", "jurisdiction": "UA",
    }  # fmt: skip
    mapped = lists.read_list([("watchlist_2026-02.csv", data)], mapping=mapping)
    assert (mapped.version.code, mapped.version.jurisdiction) == ("custom:my_watch_list", "UA")
    auto = sample("csv").listings
    assert [(x.caption, x.names, x.identifiers) for x in mapped.listings] == [
        (x.caption, x.names, x.identifiers) for x in auto
    ]
    assert [s.programme for s in auto[0].sanctions] == ["R-1", "R-2"]
    assert {p.place for p in sample("csv").problems} == {"line 3", "line 4"}


def test_two_fitting_columns_are_told() -> None:
    found = lists.read_list([("x_2024.csv", b"Company,Entity name,Country\nA Ltd,B Ltd,China\n")])
    assert found.listings[0].caption == "A Ltd"
    assert found.problems[0].what == "columns Company, Entity name may each be the name; the first was taken"


def test_a_list_without_date_says_so_or_takes_the_given_one() -> None:
    data = b"name,country\nA Ltd,China\n"
    found = lists.read_list([("list.csv", data)])
    assert found.version.as_of is None and "carries no date" in found.problems[0].what
    assert lists.read_list([("list.csv", data)], as_of="2024-05-01").version.as_of == "2024-05-01"


def test_the_order_of_files_changes_nothing() -> None:
    files = [(file, (SAMPLES / file).read_bytes()) for file in OFAC]
    assert lists.read_list(files) == lists.read_list(files[::-1])


def test_group_puts_the_ofac_files_together() -> None:
    files = [(path.name, path.read_bytes(), None) for path in sorted(SAMPLES.iterdir())]
    random.Random(7).shuffle(files)
    groups = lists.group(files)
    assert sorted(g.format for g in groups) == sorted(EXPECTED)
    assert [sorted(n for n, _ in g.files) for g in groups if g.format == "ofac_csv"] == [sorted(OFAC)]


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(["us_csl", "targets_simple", "uk_csv", "eu_csv", "bis_dpl"]))
def test_a_shuffled_table_gives_the_same_listings(shuffle: random.Random, name: str) -> None:
    file = EXPECTED[name][0][0]
    text = (SAMPLES / file).read_text(encoding="utf-8")
    head = 2 if name == "uk_csv" else 1
    delimiter = {"eu_csv": ";", "bis_dpl": "\t"}.get(name, ",")
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    body = rows[head:]
    shuffle.shuffle(body)
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows[:head] + body)
    found = lists.read_list([(file, out.getvalue().encode())], format=name)
    assert content(found) == content(sample(name))


def content(found: ListFile) -> set[tuple[object, ...]]:
    return {
        (x.local_id, x.schema, frozenset(n.text for n in x.names), frozenset(x.identifiers), frozenset(x.countries),
         frozenset(x.sanctions), frozenset(x.birth_dates))
        for x in found.listings
    }  # fmt: skip


@pytest.mark.parametrize(
    ("number", "label", "country", "expected"),
    [
        ("7700000016", "Tax ID No.", "ru", "inn:7700000016"),
        ("7700000017", "Tax ID No.", "ru", "tax:7700000017"),
        ("1027700000008", "Registration Number", "ru", "ogrn:1027700000008"),
        ("1027700000008", "Registration Number", "cn", "reg:1027700000008"),
        ("1027700000009", "Registration Number", "ru", "reg:1027700000009"),
        ("IMO 1234567", "Vessel Registration Identification", None, "imo:1234567"),
        ("IMO 1234568", "", None, "reg:IMO1234568"),
        ("91110000MA005UCQ5P", "Unified Social Credit Code (USCC)", "cn", "uscc:91110000MA005UCQ5P"),
        ("253400WSS48YWMBUA688", "Legal Entity Number", None, "lei:253400WSS48YWMBUA688"),
        ("Male", "Gender", None, None),
        ("123", "Registration Number", None, None),
        ("Q262597", "", None, "wikidata:Q262597"),
        ("AB 123456", "Passport", None, "passport:AB123456"),
        ("AB123456", "Telephone", None, None),
    ],
)
def test_identifiers(number: str, label: str, country: str | None, expected: str | None) -> None:
    assert identifiers.identify(number, label, country) == expected


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2022-02-24T10:00:00", "dmy", "2022-02-24"), ("24 Feb 2022", "dmy", "2022-02-24"), ("Feb 1962", "dmy", "1962-02"),
        ("circa 1962", "dmy", "1962"), ("02/03/2022", "dmy", "2022-03-02"), ("02/03/2022", "mdy", "2022-02-03"),
        ("dd/mm/1957", "dmy", "1957"), ("00/00/1957", "dmy", "1957"), ("26-Feb-2026", "dmy", "2026-02-26"),
        ("2015-04-07-04:00", "dmy", "2015-04-07"), ("2015-04-07Z", "dmy", "2015-04-07"), ("2023-02-29", "dmy", None),
        ("\u0662\u0660\u0662\u0664-01-02", "dmy", None), ("3017-08-22", "dmy", None), ("soon", "dmy", None), ("", "dmy", None), (None, "dmy", None),
    ],
)  # fmt: skip
def test_dates(text: str | None, order: str, expected: str | None) -> None:
    assert iso_date(text, order) == expected


def test_dates_of_file_names_and_scripts() -> None:
    assert date_of_name("lists/un_2026-02.xml") == "2026-02"
    assert date_of_name("sdn_20260227.csv") == "2026-02-27"
    assert date_of_name("eu_fsd_2016.xml") == "2016"
    assert date_of_name("sdn.csv") is None and date_of_name("order_62026.csv") is None
    assert [script(t) for t in ("ABC", "АО Завод", "北方公司", "한국", "123")] == [
        "Latin", "Cyrillic", "Han", "Hangul", "Latin",
    ]  # fmt: skip
