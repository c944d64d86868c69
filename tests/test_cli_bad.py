"""Bad input through the commands: each is named with file, place and mend, stops nothing and costs exit code 3."""

from __future__ import annotations

import io
import json
import os
import zipfile
from functools import lru_cache
from pathlib import Path

import duckdb
import pytest

from commands import EXAMPLES, rows, run

GOOD = EXAMPLES / "reports" / "2025-05-26-kyiv-desk.txt"
PDF = EXAMPLES / "reports" / "2024-05-16-customs-nitrocellulose.pdf"
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
UN = "<CONSOLIDATED_LIST><ENTITIES><ENTITY><DATAID>1</DATAID><FIRST_NAME>{name}</FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    run("new", tmp_path / "case")
    return tmp_path / "case"


def problems_after(case: Path, *words: object) -> str:
    """Add a good report beside the bad file; what the commands say of the bad one, all in all."""
    told = run(*words, code=None)
    assert told.returncode in (0, 3), told.stderr
    run("add", case, GOOD)
    built = run("build", case, code=None)
    found = rows("problems", case, code=3 if built.returncode == 3 else 0)
    assert 3 in (told.returncode, built.returncode), "somebody must say that something is wrong"
    assert all(p["file"] and p["place"] and p["what"] and p["mend"] for p in found)
    assert rows("claims", case), "one bad file stops nothing"
    run("verify", case)
    return told.stderr + built.stderr


@lru_cache(maxsize=1)
def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"\0" * 300_000_000)
    return out.getvalue()


REPORTS = {
    "empty.txt": (b"", "empty file"),
    "blank.txt": (b" \n\n", "empty file"),
    "binary.bin": (bytes(range(256)) * 100, "binary data"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "binary data"),
    "cut.pdf": (PDF.read_bytes()[:300], "cut.pdf"),
    "torn.docx": ((EXAMPLES / "reports" / "2024-03-29-trade-ledger.docx").read_bytes()[:900], "torn.docx"),
    "bomb.zip": (bomb(), "expands more than 200-fold"),
    "torn.zip": (bomb()[:500], "damaged archive"),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_that_cannot_be_used(case: Path, tmp_path: Path, name: str) -> None:
    data, said = REPORTS[name]
    (tmp_path / name).write_bytes(data)
    told = problems_after(case, "add", case, tmp_path / name)
    assert name in told and said in told


def test_a_report_that_is_too_large_is_not_even_read(case: Path, tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    assert "huge.txt: file: 200 MB" in problems_after(case, "add", case, huge)
    assert "200 MB" in run("extract", huge, code=3).stderr


def test_the_commands_without_a_case_meet_the_same_files(tmp_path: Path) -> None:
    for name, (data, said) in REPORTS.items():
        (tmp_path / name).write_bytes(data)
        for command in ("extract", "text"):
            done = run(command, tmp_path / name, code=3)
            assert done.stdout == "" and name in done.stderr and said in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "koi8-u", "gb18030"])
def test_words_in_another_encoding_are_read_and_the_guess_is_told(tmp_path: Path, encoding: str) -> None:
    words = {
        "koi8-u": "Служба зовнішньої розвідки України повідомила, що Китай постачає хімікати на заводи Росії. " * 4,
        "gb18030": "中国海关总署公布的数据显示，中国对俄罗斯的硝化纤维素出口大幅增加。外交部发言人否认了这一说法。" * 4,
    }.get(encoding, "The ministry said that “Café Noir” supplied machine tools to Russia – it did not say when. " * 4)
    (tmp_path / "a.txt").write_bytes(words.encode(encoding))
    done = run("text", tmp_path / "a.txt", code=None)
    assert done.stdout.split() == words.split()
    guessed = encoding not in ("utf-8-sig", "utf-16")
    assert done.returncode == (3 if guessed else 0)
    assert "not UTF-8; read as" in done.stderr if guessed else not done.stderr, "a guess is told"


def test_a_page_with_scripts_is_only_read(case: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><title><script>alert(1)</script>A & B</title><script>alert('one')</script></head><body onload=alert(2)><article>"
        "<p>The ministry said that China supplies <b>machine tools</b> to Russia &lt;script&gt;alert(3)&lt;/script&gt;.</p>"
        "<p>Officials added that six large shipments of chemicals were sent to Russia in 2024.</p>"
        "<img src=x onerror=alert(4)><iframe src='javascript:alert(5)'></iframe></article></body></html>",
        "utf-8",
    )
    text = run("text", page).stdout
    assert "machine tools" in text and "alert('one')" not in text and "alert(5)" not in text
    run("add", case, page, "--publisher", "<script>alert(6)</script>", "--url", "javascript:alert(7)")
    run("build", case)
    out = tmp_path / "brief.html"
    run("brief", case, "--out", out)
    html = out.read_text("utf-8")
    assert "<script>alert" not in html and 'href="javascript:' not in html and "onerror=alert" not in html.replace("&", "")


LISTS = {
    "empty.xml": (b"", "empty"),
    "wrong.csv": (b"colour,size\nred,1\n", "wrong.csv"),
    "cut.xml": ((EXAMPLES / "lists" / "un_2026-02.xml").read_bytes()[:4000], "cut.xml"),
    "sdn.csv": (b'36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- \r\n', "sdn.csv"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "picture.csv"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_cannot_be_used_clears_nobody(case: Path, tmp_path: Path, name: str) -> None:
    data, said = LISTS[name]
    (tmp_path / name).write_bytes(data)
    told = problems_after(case, "lists", "add", case, tmp_path / name)
    assert name in told and said in told
    assert rows("gaps", case) == []


def test_xml_fetches_nothing_and_does_not_grow(case: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret words", "utf-8")
    for name, doctype, inside in (("outside.xml", ENTITY.format(secret=secret), "&e;"), ("laughs.xml", LAUGHS, "&a11;")):
        bad = tmp_path / name
        bad.write_text(f'<?xml version="1.0"?>{doctype}{UN.format(name=inside)}', "utf-8")
        told = run("lists", "add", case, bad, code=3).stderr
        assert name in told and len(told) < 2000
    run("build", case, code=3)
    for path in case.rglob("*"):
        if path.is_file() and "originals" not in path.parts:
            assert b"the secret words" not in path.read_bytes()


def test_a_list_that_shrank_is_not_believed(case: Path, tmp_path: Path) -> None:
    whole = "name,country\nHarbin Oriental Machine Works Ltd,cn\n" + "".join(f"Company {n},cn\n" for n in range(40))
    for day, text in (("2025-01-01", whole), ("2025-02-01", "name,country\nCompany 1,cn\n")):
        path = tmp_path / f"our_{day}.csv"
        path.write_text(text, "utf-8")
        run("lists", "add", case, path)
    report = tmp_path / "report.txt"
    report.write_text("The ministry said that Harbin Oriental Machine Works Ltd supplied machine tools to Russia in 2024.\n", "utf-8")
    run("add", case, report)
    assert "our_2025-02-01.csv" in run("build", case, code=3).stderr
    (told,) = [p for p in rows("problems", case, code=3) if p["file"] == "our_2025-02-01.csv"]
    assert told["what"].startswith("1 entries of our, 41 in the version as of 2025-01-01") and "lists.shrink" in told["mend"]
    gaps = [g for g in rows("gaps", case, code=None) if g["list"]]
    assert [g["status"] for g in gaps] == ["listed"], "the short version clears nobody"


def test_a_list_with_an_unknown_format_or_mapping(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text("Firma;Land\nNoy;tr\n", "utf-8")
    assert "known formats are" in run("lists", "add", case, path, "--format", "excel", code=2).stderr
    assert "FIELD=COLUMN" in run("lists", "add", case, path, "--map", "Firma", code=2).stderr
    assert "Company" in run("lists", "add", case, path, "--map", "name=Company", code=3).stderr
    assert "1 listings" in run("lists", "add", case, path, "--map", "name=Firma", "--as-of", "2025-01-01").stderr


def test_a_trade_table_that_cannot_be_used(case: Path, tmp_path: Path) -> None:
    head = "reporterISO,partnerISO,flowCode,cmdCode,period,primaryValue\n"
    for name, text, said in (
        ("columns.csv", "a,b\n1,2\n", "columns.csv"),
        ("rows.csv", f"{head}CHN,RUS,X,391220,2023,many\nCHN,RUS,X,391220,2022,100\n", "line 2"),
        ("empty.csv", "", "empty.csv"),
        ("none.csv", head, "a header and no row"),
        ("endless.csv", f"{head}CHN,RUS,X,391220,2023,1e999\n", "line 2: value '1e999' is larger than any trade"),
        ("digits.csv", f"{head}CHN,RUS,X,39122²,2023,1\nCHN,RUS,X,391220,٢٠٢٣,1\n", "line 3"),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        told = run("trade", "add", case, tmp_path / name, code=3).stderr
        assert name in told and said in told


@pytest.mark.parametrize("text", ["someday", "2025-02-30", "2025-13", "0000", "26/05/2025", "٢٠٢٥", "2025-05-26T00:00", ""])
def test_a_date_that_is_none(case: Path, text: str) -> None:
    assert "write YYYY, YYYY-MM or YYYY-MM-DD" in run("add", case, GOOD, "--published", text, code=2).stderr


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("file,published\na.txt,someday\n", ":2: 'someday' is no date"),
        ("file,published,file\na.txt,2025,b.txt\n", ":1: the columns are file, published, file; they must be"),
        ("file,language\na.txt,english\n", ":2: 'english' is no language code"),
        ("file,published\n,2025\n", ":2: no file is named"),
        ("file;published\na.txt;2025\n", ":1: the columns are file;published"),
    ],
)
def test_a_table_of_sources_that_cannot_be_used(case: Path, tmp_path: Path, table: str, said: str) -> None:
    sources = tmp_path / "sources.csv"
    sources.write_text(table, "utf-8")
    assert f"sources.csv{said}" in run("add", case, GOOD, "--sources", sources, code=3).stderr


def test_a_row_of_sources_that_meets_no_file_is_told(case: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources.csv"
    sources.write_text(f"file,published\n{GOOD.name},2025-05-26\nmispelt.txt,2025\n", "utf-8")
    told = run("add", case, GOOD, "--sources", sources).stderr
    assert "1 of 2 rows are of no file that was added now: mispelt.txt" in told


def test_pairs_with_a_ragged_row(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    for row in ("A\n", "A,B,C\n"):
        pairs.write_text("name_a,name_b\nA,B\n" + row, "utf-8")
        assert "pairs.csv:3: as many cells" in run("compare", "--pairs", pairs, "--out", tmp_path / "o.csv", code=3).stderr
    assert not (tmp_path / "o.csv").exists()


def test_a_pipe_is_not_waited_for(case: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for words in (("add", case), ("lists", "add", case), ("trade", "add", case), ("extract",)):
        assert "a pipe or device" in run(*words, tmp_path / "pipe", code=3).stderr


def test_a_workbook_under_another_name_is_one_file(case: Path, tmp_path: Path) -> None:
    book = tmp_path / "list.bin"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "Save the sheet as CSV" in run("lists", "add", case, book, code=3).stderr
    assert "or export it as CSV" in run("trade", "add", case, book, code=3).stderr
    assert "binary data" in run("extract", book, code=3).stderr


def test_settings_that_cannot_be(case: Path) -> None:
    toml = case / "case.toml"
    whole = toml.read_text("utf-8")
    for wrong, place in (("match = 0", "match = 8"), ("shrink", "shrikn")):
        toml.write_text(whole.replace(wrong, place), "utf-8")
        assert f"{toml}:" in run("build", case, code=3).stderr
    toml.write_text("title = ", "utf-8")
    assert "not valid TOML" in run("build", case, code=3).stderr


def test_a_case_that_is_not_one_and_one_that_is_there(case: Path, tmp_path: Path) -> None:
    assert "a case is here already" in run("new", case, code=3).stderr
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    assert "not empty" in run("new", tmp_path / "full", code=3).stderr
    assert "not built yet" in run("events", case, code=3).stderr
    assert "not built yet" in run("brief", case, code=3).stderr
    snapshot = case / "snapshot.duckdb"
    snapshot.write_bytes(b"not a database" * 999)
    assert "snapshot.duckdb" in run("events", case, code=3).stderr


@pytest.mark.parametrize("cut", [10, 40])
def test_a_damaged_manifest_is_named(case: Path, cut: int) -> None:
    run("add", case, GOOD)
    manifest = case / "manifest.jsonl"
    line = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(line)[:cut] + "\n", "utf-8")
    assert "manifest.jsonl:1" in run("build", case, code=3).stderr
    assert "manifest.jsonl" in run("verify", case, code=3).stderr


# ---------------------------------------------------------------- archives, folders and names that are odd


def archive(path: Path, members: dict[str, bytes], locked: bool = False) -> Path:
    with zipfile.ZipFile(path, "w") as out:
        for name, data in members.items():
            out.writestr(name, data)
    if locked:
        data = bytearray(path.read_bytes())
        data[data.find(b"PK\x03\x04") + 6] |= 1
        data[data.find(b"PK\x01\x02") + 8] |= 1
        path.write_bytes(data)
    return path


def test_what_an_archive_did_not_give_stays_in_problems(case: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.zip"
    torn.write_bytes(b"PK\x03\x04 and no more")
    locked = archive(tmp_path / "locked.zip", {"a.txt": b"words"}, locked=True)
    inner = archive(tmp_path / "inner.zip", {"blank.txt": b" ", "deep.bin": bytes(range(256)) * 9})
    outer = archive(tmp_path / "outer.zip", {"in.zip": inner.read_bytes(), "de.txt": b"Die Ausfuhr von Werkzeugmaschinen nach Russland stieg im Jahr deutlich, sagte der Minister."})
    run("add", case, GOOD, torn, locked, outer, code=3)
    run("build", case, code=3)
    found = {p["file"]: f"{p['place']}: {p['what']}" for p in rows("problems", case, code=3)}
    assert set(found) == {"torn.zip", "locked.zip", "outer.zip!/in.zip!/blank.txt", "outer.zip!/in.zip!/deep.bin", "outer.zip!/de.txt"}
    assert found["locked.zip"] == "a.txt: locked by a password" and "damaged" in found["torn.zip"]
    assert "outer.zip!/in.zip!/blank.txt: " in run("extract", outer, code=3).stderr


def test_what_a_desktop_leaves_in_an_archive_is_no_report(case: Path, tmp_path: Path) -> None:
    words = GOOD.read_bytes()
    path = archive(tmp_path / "mac.zip", {"a.txt": words, "__MACOSX/._a.txt": b"\0\1\2", ".DS_Store": b"\0\1", "../b.txt": words + b" More."})
    assert "added 2 files" in run("add", case, path).stderr


def test_an_archive_of_trade_tables(case: Path, tmp_path: Path) -> None:
    table = EXAMPLES / "trade" / "comtrade_391220.csv"
    told = run("trade", "add", case, archive(tmp_path / "trade.zip", {"a.csv": table.read_bytes()})).stderr
    assert "a.csv: 16 rows" in told and "added 1 file" in told


def test_a_folder_with_nothing_in_it_is_told(case: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert "none: folder: no file in it" in run("add", case, tmp_path / "none", code=3).stderr


def test_links_that_are_not_followed_are_told(case: Path, tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_bytes(GOOD.read_bytes())
    (tmp_path / "in" / "sub" / "up").symlink_to("..")
    (tmp_path / "in" / "self").symlink_to("self")
    told = run("add", case, tmp_path / "in", code=3).stderr
    assert "added 1 file" in told and "sub/up: file: a link" in told and "self: file: a link" in told


def test_names_and_texts_do_not_command_a_terminal(case: Path, tmp_path: Path) -> None:
    odd = tmp_path / "a\nb\x1b[31m.txt"
    odd.write_bytes(b"\0\1\2" * 40)
    loud = tmp_path / "loud.txt"
    loud.write_text("China supplied \x1b]0;owned\x07 \u202egnp tools to Russia, the ministry said.\n", "utf-8")
    run("add", case, odd, loud)
    out = run("build", case, code=3)
    claim = rows("claims", case)[0]
    told = out.stderr + run("problems", case, code=3).stdout + run("claims", case).stdout + run("why", case, claim["id"]).stdout
    told += run("extract", loud).stdout
    assert not {"\x1b", "\x07", "\u202e"} & set(told)
    assert "a\\nb\\x1b[31m.txt: file: " in out.stderr and "\\u202egnp" in told
    assert run("text", loud).stdout == loud.read_text("utf-8"), "the text itself is what offsets count in"
    assert any("\x1b]0;owned" in c["quote"]["text"] for c in rows("claims", case)), "and JSON keeps it"


def test_a_file_where_a_folder_belongs_and_the_other_way(case: Path, tmp_path: Path) -> None:
    assert "a file of this name is here" in run("new", GOOD, code=3).stderr
    run("add", case, GOOD)
    run("build", case)
    assert f"{tmp_path}: a folder; name a file in it" in run("brief", case, "--out", tmp_path, code=3).stderr


def test_no_name_is_like_no_other(tmp_path: Path) -> None:
    assert "a name is empty" in run("compare", "", " ", code=2).stderr
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("name_a,name_b\n,\nNoy,\nNoy,Noy\n", "utf-8")
    run("compare", "--pairs", pairs, "--out", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text("utf-8").splitlines()[1:] == [",,0.0000,a name is missing", "Noy,,0.0000,a name is missing", "Noy,Noy,1.0000,same text"]


def test_a_build_of_another_version_is_told_and_built_again(case: Path) -> None:
    run("add", case, GOOD)
    run("build", case)
    with duckdb.connect(str(case / "snapshot.duckdb")) as built:
        built.execute("ALTER TABLE claims DROP COLUMN hedges")
        built.execute("UPDATE meta SET value = 'older' WHERE key = 'tables'")
    for words in (("claims",), ("events",), ("verify",), ("brief",), ("why", "v_0")):
        told = run(words[0], case, *words[1:], code=3).stderr
        assert "built by another version of the program; run `supplyline build" in told
    assert "nothing changed" not in run("build", case).stderr
    assert rows("claims", case)
