"""Are the real lists read whole? Counts were measured on the files of ../shared/data/lists."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from supplyline.model import BadInput, Listing
from supplyline.read import lists
from supplyline.read.lists import ListFile

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "lists"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared is not here")

# files: format, code, as of, rows, problems
REAL: dict[tuple[str, ...], tuple[str, str, str | None, int, int]] = {
    ("us_csl_2022.csv",): ("us_csl", "us_csl", "2022-04-21", 14160, 2),
    ("ofac_sdn_2021_native.csv",): ("ofac_csv", "us_ofac_sdn", "2021", 8976, 0),
    ("ofac_sdn_2021-01_native.csv",): ("ofac_csv", "us_ofac_sdn", "2021-01", 8754, 0),
    (
        "ofac_sdn_2023_with_header.csv", "ofac_alt_2025_native.csv", "ofac_add_2025_native.csv",
        "ofac_sdn_comments_native.csv",
    ): ("ofac_csv", "us_ofac_sdn", "2023", 11443, 3),
    ("ofac_cons_prim.csv", "ofac_cons_alt.csv", "ofac_cons_add.csv"): ("ofac_csv", "us_ofac_cons", None, 442, 1),
    ("bis_dpl.txt",): ("bis_dpl", "us_bis_dpl", "BIS", 546, 3),
    ("un_2026-02.xml",): ("un_xml", "un_sc", "2026-02-27", 1003, 0),
    ("un_2025-08.xml",): ("un_xml", "un_sc", "2025-08-02", 879, 0),
    ("eu_fsd_2016.xml",): ("eu_whole", "eu_fsf", "2016-02-11", 595, 0),
    ("jp_meti_end_users.json",): ("asia_json", "jp_meti", "2026-07-20", 835, 0),
    ("cn_mofcom_lists.json",): ("asia_json", "cn_mofcom", "2026-07-19", 240, 2),
    ("ua_war_sanctions_2026-03.targets.simple.csv",): (
        "targets_simple", "ua_war_sanctions", "2026-03-13", 5600, 0,
    ),
    ("opensanctions_sample.targets.simple.csv",): (
        "targets_simple", "custom:wikidata_politically_exposed_persons", "2024-03-08", 10, 0,
    ),
    ("opensanctions_sample.ftm.json",): ("ftm_json", "custom:sa_wiki_peps_v2", "2024-03-14", 423, 0),
}  # fmt: skip


@lru_cache(maxsize=2)
def real(files: tuple[str, ...]) -> ListFile:
    return lists.read_list([(file, (DATA / file).read_bytes()) for file in files])


def listings(*files: str) -> dict[str, Listing]:
    return {listing.local_id: listing for listing in real(files).listings}


@pytest.mark.parametrize("files", sorted(REAL))
def test_real_lists_are_whole(files: tuple[str, ...]) -> None:
    found = real(files)
    format, code, as_of, rows, problems = REAL[files]
    assert (found.version.format, found.version.code, found.version.as_of) == (
        format, code, found.version.as_of if as_of == "BIS" else as_of,
    )  # fmt: skip
    assert (found.version.rows, len(found.listings), len(found.problems)) == (rows, rows, problems)
    assert len({x.id for x in found.listings}) == rows
    assert all(x.caption and x.names and x.row for x in found.listings)


def test_us_csl_rows() -> None:
    rows = listings("us_csl_2022.csv")
    bank = rows["us_ofac_cons:NS-MBS List:31695"]
    assert bank.identifiers[:2] == ("inn:7702235133", "ogrn:1037700013020")
    assert bank.sanctions[0].listing_date == "2022-02-22" and bank.countries == ("ru",)
    entity_list = [x for number, x in rows.items() if number.startswith("us_bis_el:")]
    assert len(entity_list) == 2001
    assert sum("cn" in x.countries for x in entity_list) > 300
    assert {s.authority for x in entity_list for s in x.sanctions} == {"Bureau of Industry and Security"}
    assert len([n for n in rows if n.startswith("us_ofac_sdn:")]) == 10026


def test_ofac_rows() -> None:
    rows = listings(
        "ofac_sdn_2023_with_header.csv", "ofac_alt_2025_native.csv", "ofac_add_2025_native.csv",
        "ofac_sdn_comments_native.csv",
    )  # fmt: skip
    assert [n.text for n in rows["173"].names] == ["ANGLO-CARIBBEAN CO., LTD.", "AVIA IMPORT"]
    assert rows["173"].countries == ("gb",)
    assert rows["33835"].identifiers == ("imo:9914589",) and rows["33835"].schema == "Vessel"
    assert rows["35307"].identifiers == ("inn:770301931310",) and rows["35307"].birth_dates == ("1985",)
    cons = listings("ofac_cons_prim.csv", "ofac_cons_alt.csv", "ofac_cons_add.csv")
    assert [n.text for n in cons["9639"].names] == [
        "HANIYA, Ismail Abdul Salah", "HANIYA, Ismail", "HANIYYA, Ismaeel",
    ]  # fmt: skip


def test_un_rows() -> None:
    rows = listings("un_2026-02.xml")
    assert len([x for x in rows.values() if x.schema == "Person"]) == 730
    assert rows["QDe.002"].names[1].script == "Arabic"
    assert rows["IQi.004"].sanctions[0].listing_date == "2003-06-27"
    assert rows["QDi.352"].sanctions[0].listing_date == "2015-04-07", "written with a time zone"
    assert all(x.sanctions and all(s.authority and s.listing_date for s in x.sanctions) for x in rows.values())
    assert sum(n.kind == "weak" for x in rows.values() for n in x.names) > 550
    assert sum(n.script == "Arabic" for x in rows.values() for n in x.names) >= 300


def test_eu_ua_jp_cn_rows() -> None:
    assert listings("eu_fsd_2016.xml")["13"].names[2].language == "fr"
    plant = listings("ua_war_sanctions_2026-03.targets.simple.csv")["NK-KVUACFa3s8rmXG5joS5Z3H"]
    assert plant.identifiers == ("ogrn:1093254005899", "inn:3233502418")
    assert plant.sanctions[0].programme == "UA-WS-MILIND"
    assert listings("jp_meti_end_users.json")["jp-eul-103"].countries == ("ir",)
    assert listings("cn_mofcom_lists.json")["cn-att-20260224-1"].names[1].script == "Han"


def test_a_broken_list_is_refused_with_its_line() -> None:
    with pytest.raises(BadInput, match=r"un_malformed\.xml:53: not well-formed XML .* download it again"):
        lists.read_list([("un_malformed.xml", (DATA / "un_malformed.xml").read_bytes())])


def test_the_folder_sorts_into_lists() -> None:
    files = [(path.name, path.read_bytes(), None) for path in sorted(DATA.iterdir())]
    groups = {tuple(sorted(name for name, _ in g.files)) for g in lists.group(files)}
    assert {tuple(sorted(names)) for names in REAL} | {("un_malformed.xml",)} == groups
