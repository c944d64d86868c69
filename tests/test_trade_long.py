"""Tables that are packed, and tables of text too long to be read into rows: what the reader makes of rows, DuckDB makes of a copy.

The archives were written with py7zr 1.1.4 (LZMA2 with a packed header, LZMA with a plain one, as 7-Zip writes them) and are
kept here as base 85.
"""

from __future__ import annotations

import gzip
import random
from base64 import b85decode
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from commands import rows as printed
from commands import run
from supplyline.model import BadInput
from supplyline.read.packed import size, unpacked
from supplyline.read.trade import read_trade
from supplyline.trade import copied, scan

LZMA2 = b85decode(
    'H+sCUCma9-w}GK1U;zLC000006#xJL000006d*`}-~@mG_+0=g5k^LUtXe<<?_(mTGksS}+Ft!u+BcjJ!_Y+SIq$P<ga|jRoQqf--bNwGH6`a9{0s>efCy9^*PD^sY#6_%?g=&Zx*jk{99UalHF`_o'
    '2n(;1hkyezDy6yUqS}CqB{uEp$Y~0^gdduFvlrDpuJ`XOzv6n}dw|E~4PNmU`Xt%A=YcWfWL<#`2Nr1Td<RGQmoeowwM>sB%<ch8ELdzMn2EXrjbgYIVUjsK7A4X8wOQySc5OkPDijths*Uyb%hcPi'
    '1_2@T&9;y!&_FXHxXgB3PB@?Ex;Rj0O!R~U_N+nuCZfZWU(eH&(!4TuNmd{L-~e0zSX}@BfinlL57jr;DY2b?&Uh5BLh&=PvenC9vZ1@_Qe7&llrB?g57`i?or#Yxemj!rgnY;^kQhM!#HpQ^nD{3?'
    'W)DTOF_2M<)iz-&q(yRp-<pF=NB{r;7Y2a<0SRCL2MYlJ0U;p)7z|wi00'
)
LZMA = b85decode(
    'H+sCUCma9-0^0H{{r~^~00000V*mgE00000_z~<C04WhhMu4nZKmzY$BBwKbS4-Mn{Z`sHoDaj$MD026vuuP2H>{kCSRCF)A;~o*=N$YD2^N3|R2<ivk=tw-zo+gAHTAk4Fi0F&TVFMLOW_C$uak#>'
    '12QV5x#^<XfQuzI?diyA3cQ3LntQVs)jh8F?<~LKdf<D2$K?%P@fP|d*}La~G2>)ifei;1XzY9kNBNgA<u<iUk0i|Q0ZS}cY$ce9x&w`3xD;WMIXo66(fYMn=p=S+L7plU7A&fb_4dou+ph)zA@t3*'
    'kSWkWGa|Umc3e(4pXa(bP-jf^gah`hLH#D8!;@dn)0EP@GJXQ&QTF@+O_c!z1^@vGfc^jn3jqKDBLe{e1zi9DfB+1HfdB{!0gE+Q+W-Is0T}@R5g`C(0CfOt0BitX05SkD05SkH05t$I04@Mz0AT=h'
    '0000K3IPB>{+yb~ecb^S1_1ydfPjGj00'
)
TWO = b85decode(
    'H+sCUCma9-D6$|nZ~y=R000006aWAK00000ipSk50RRbMEMf{VEHVmX3IN~$XaHJW004nA2d)p!$6SF4Dz4M2Oqq5>UwV3qfGGf?Kq?fW^8|xylr|_&q8YHbKhw0IwSiYo0AIlhs?Gq2OaM;!xJh>K'
    'UA<Ck=$nUAR}@Wn&t<4@?qGaK000007X}Ui31R>T3jqKDAt3=63~2xW'
)
BRANCHED = b85decode(
    'H+sCUCma9-*0$frV*mgE000006aWAK00000dk0ba0RRVKEMf{VEHVlJ-~dnnPh9{2finlL56+wh#R&?K4_<M(;3>6a9lW671B%c+8R6FPHcTin=P?p0<k3Zb(f#$zQ5DumG_yBVY_Opk@_@Q#p?|ku'
    '`5K<R!O8Pr0000N1`GiSR{#eK0RRCZApsZ+Q2+n'
)
MOST = 10**9
HEAD = (
    "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,PRODUCT_BEC5,PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,"
    "VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT\n"
)


# ---------------------------------------------------------------- packed


@pytest.mark.parametrize("data", [LZMA2, LZMA])
def test_a_monthly_archive_of_comext_is_read(data: bytes, tmp_path: Path) -> None:
    rows, problems = read_trade(data, "full_v2_202452.7z")
    assert problems == ()
    assert [(r.reporter, r.partner, r.hs, r.period, r.value, r.weight, r.row) for r in rows] == [("de", "kg", "84581120", f"2024-{m:02d}", m * 1000.0, m * 10.0, m + 1) for m in range(1, 13)]
    (tmp_path / "a.7z").write_bytes(data)
    assert size(tmp_path / "a.7z") == len(unpacked(data, "a", MOST))


def test_what_is_damaged_or_packed_otherwise_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"a\.7z: 2 files in the archive, one table is expected; unpack it"):
        unpacked(TWO, "a.7z", MOST)
    with pytest.raises(BadInput, match="in several steps, which is not read here; unpack it with 7-Zip"):
        unpacked(BRANCHED, "a.7z", MOST)
    with pytest.raises(BadInput, match="unpacks to more than 100 bytes"):
        unpacked(LZMA2, "a.7z", 100)
    with pytest.raises(BadInput, match="unpacks to more than 100 bytes"):
        unpacked(gzip.compress(b"x" * 101), "a.gz", 100)
    with pytest.raises(BadInput, match="a damaged archive"):
        unpacked(gzip.compress(b"x" * 101)[:-9], "a.gz", 1000)
    whole, chance = unpacked(LZMA2, "a.7z", MOST), random.Random(3)
    for turn in range(400):
        harmed = bytearray(LZMA2)
        for _ in range(2):
            harmed[chance.randrange(6, len(harmed))] = chance.randrange(256)
        data = bytes(harmed[: chance.randrange(40, len(harmed))] if turn % 3 == 0 else harmed)
        try:
            assert unpacked(data, "a.7z", MOST) == whole
        except BadInput as error:
            assert "a.7z" in str(error)
        (tmp_path / "h.7z").write_bytes(data)
        assert size(tmp_path / "h.7z") >= 0


# ---------------------------------------------------------------- long


def test_what_is_long_is_told_by_its_first_bytes_and_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied, "LONG", 400)
    found = {}
    for name, data in {
        "text.csv": b"a,b\n" * 101, "short.csv": b"a,b\n", "packed.7z": LZMA2, "small.7z": TWO, "packed.gz": gzip.compress(b"x" * 500), "small.gz": gzip.compress(b"x"),
        "list.json": b"\xef\xbb\xbf {" + b" " * 500, "cells.parquet": b"PAR1" + b" " * 500, "book.xlsx": b"PK\x03\x04" + b" " * 500,
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
        found[name] = copied.is_long(tmp_path / name)
    assert {name for name, is_long in found.items() if is_long} == {"text.csv", "packed.7z", "packed.gz"}


def asked(folder: Path, data: bytes, by: tuple[str, ...]) -> tuple[list[dict[str, object]], list[tuple[str, str]], scan.Scan]:
    (folder / "t").write_bytes(data)
    copy, problems = copied.parquet(folder / "t", "t", "a" * 64, folder / "cache")
    assert copied.parquet(folder / "t", "t", "a" * 64, folder / "cache") == (copy, ())
    table = scan.look(copy, "t", "a" * 64, None, folder / "spill")
    sums = scan.added(table, by)
    return sums.table.to_pylist(), [(p.place, p.what) for p in (*problems, *sums.problems)], table


BACI = "t,i,j,k,v,q\n2022,156,643,10121,     1.500,   0.250\n2022,156,643,854231,       2.0,        NA\n2022,842,643,854231,much,1\n2022,156\n2022,156,398,854231,\"1.000\",1\n"


@pytest.mark.parametrize("packed", [False, True])
def test_a_copy_of_text_gives_the_sums_of_its_rows_and_names_bad_lines(packed: bool, tmp_path: Path) -> None:
    sums, problems, table = asked(tmp_path, gzip.compress(BACI.encode()) if packed else BACI.encode(), ("reporter", "partner", "hs6", "year"))
    assert [tuple(s.values()) for s in sums] == [
        ("cn", "kz", "export", "854231", "2022", 1000.0, 1000.0, 1), ("cn", "ru", "export", "010121", "2022", 1500.0, 250.0, 1), ("cn", "ru", "export", "854231", "2022", 2000.0, None, 1),
    ]  # fmt: skip
    assert problems == [("line 5", "in no sum: not the 6 cells of its header"), ("record 3", "in no sum: value 'much'")]
    assert table.columns == {"reporter": "i", "partner": "j", "flow": "=export", "hs": "k", "period": "t", "value": "v", "weight": "q", "currency": "=USD", "unit": "=1000", "weight_unit": "=1000"}
    rows, _ = read_trade(BACI.encode(), "t")
    assert sorted((r.reporter, r.partner, r.hs, r.value) for r in rows) == [(s["reporter"], s["partner"], s["hs6"], s["value"]) for s in sums]


def test_a_copy_of_comext_keeps_its_numbers_of_countries_and_secret_codes(tmp_path: Path) -> None:
    lines = "".join(f"DE,KG,E,{code},.,.,.,.,.,16,2,{way},NO_SU,202403,{value},0,10,0\n" for code, way, value in (("84581120", 1, 60), ("84581120", 2, 40), ("28XXXXXX", 1, 7), ("TOTAL", 1, 500)))
    sums, problems, table = asked(tmp_path, (HEAD + lines).encode("utf-16"), ("reporter", "partner", "hs4", "month"))
    assert [(s["hs4"], s["month"], s["value"], s["weight"]) for s in sums] == [("28XX", "2024-03", 7.0, 10.0), ("8458", "2024-03", 100.0, 20.0)]
    assert "1 records have shorter codes" in problems[0][1]
    assert table.currency == "EUR"
    old = tmp_path / "old"
    old.mkdir()
    text = "DECLARANT,PARTNER,PRODUCT_NC,FLOW,STAT_REGIME,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG\n004,0720,84581120,2,1,200803,60,1\n004,0720,84581120,2,4,200803,100,1\n"
    assert [(s["reporter"], s["partner"], s["value"]) for s in asked(old, text.encode(), ("reporter", "partner", "hs4"))[0]] == [("de", "cn", 100.0)]


def test_what_cannot_be_asked_as_a_copy_says_so(tmp_path: Path) -> None:
    for name, data, said in (
        ("sdmx", b"freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\nM,DE,KG,8458,2,VALUE_IN_EUROS,2024-03,1\n", "are joined in memory, up to 100 MB"),
        ("none", b"a,b,c\n1\n2\n", r"no line has as many cells as its header \(3\)"),
    ):
        folder = tmp_path / name
        folder.mkdir()
        with pytest.raises(BadInput, match=said):
            asked(folder, data, ("reporter",))
        assert not list((folder / "cache" / "tables").iterdir())


def test_comtrade_in_parquet_without_descriptions_is_asked_by_its_numbers(tmp_path: Path) -> None:
    columns = {
        "period": ["2023"] * 4, "reporterCode": [156] * 4, "reporterISO": pa.array([None] * 4, pa.string()), "flowCode": ["X"] * 4, "partnerCode": [643, 643, 398, 398],
        "partnerISO": pa.array([None] * 4, pa.string()), "cmdCode": ["854231"] * 4, "motCode": [0, 2100, 2100, 3200], "primaryValue": [10.0, 4.0, 1.0, 2.0],
    }  # fmt: skip
    pq.write_table(pa.table(columns), tmp_path / "c.parquet")
    found = scan.added(scan.look(tmp_path / "c.parquet", "c", "a" * 64, None, tmp_path / "spill"), ("reporter", "partner", "hs4"))
    assert [(s["reporter"], s["partner"], s["value"]) for s in found.table.to_pylist()] == [("cn", "ru", 10.0)]
    pq.write_table(pa.table(columns | {"motCode": [2100, 3200, 2100, 3200]}), tmp_path / "d.parquet")  # parts alone add up
    found = scan.added(scan.look(tmp_path / "d.parquet", "d", "a" * 64, None, tmp_path / "spill"), ("reporter", "partner", "hs4"))
    assert [(s["partner"], s["value"]) for s in found.table.to_pylist()] == [("kz", 3.0), ("ru", 14.0)]


def test_a_year_of_baci_as_text_stays_on_disk_and_is_asked_there(tmp_path: Path) -> None:
    line, size = "2022,156,643,854231,0.250,1.000\n", 3_200_000
    path = tmp_path / "BACI_HS17_Y2022_V202401b.csv"
    path.write_text("t,i,j,k,v,q\n" + line * size)
    assert path.stat().st_size > copied.LONG
    case = tmp_path / "case"
    run("new", case)
    told = run("trade", "add", case, path).stderr
    assert "3,200,000 lines, kept as they are; columns: reporter = 'i', partner = 'j', flow = export" in told
    (sum_,) = printed("trade", "flows", case, "--by", "reporter,partner,hs6,year", "--hs", "chpl-1")
    assert (sum_["value"], sum_["weight"], sum_["records"]) == (250.0 * size, 1000.0 * size, size)
    assert "a long table of text: too many for claims" in run("build", case, code=3).stderr
    assert [r["record"] for r in printed("why", case, sum_["id"])][:2] == [1, 2]
