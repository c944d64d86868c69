"""Files that are odd, damaged or made to break a reader: each is read, or named with its place and mend."""

from __future__ import annotations

import io
import os
import random
import zipfile
from pathlib import Path

import pytest

from commands import EXAMPLES, run
from supplyline.case import store
from supplyline.case.verify import verify
from supplyline.model import Document, Problem
from supplyline.read.expand import Item, expand
from supplyline.read.language import detect
from supplyline.read.reports import read_document

WORDS = "China supplies machine tools to Russian factories, the ministry said on Monday.\n"


def read(data: bytes, name: str) -> Document:
    document, _ = read_document(data, name)
    assert document is not None
    return document


def refused(data: bytes, name: str) -> Problem:
    document, problems = read_document(data, name)
    assert document is None and len(problems) == 1
    assert problems[0].file == name and problems[0].place and problems[0].what and problems[0].mend
    return problems[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_without_a_mark_are_read_and_told(encoding: str) -> None:
    for text in (WORDS * 3, "Китай постачає верстати на заводи Росії, заявив міністр.\n" * 3):
        document, problems = read_document(text.encode(encoding), "a.txt")
        assert document is not None and document.text == text
        assert [encoding in p.what for p in problems] == [True]


@pytest.mark.parametrize("encoding", ["utf-32", "utf-16", "utf-8-sig"])
def test_a_mark_needs_no_guess(encoding: str) -> None:
    document, problems = read_document(WORDS.encode(encoding), "a.txt")
    assert document is not None and document.text == WORDS and not problems


def test_rtf_is_named_with_its_mend() -> None:
    assert "DOCX" in refused(rb"{\rtf1\ansi China supplies tools.}", "a.rtf").mend


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nitrocellulose exports", "en"), ("질산섬유소 수출", "ko"), ("ニトロセルロースの輸出", "ja"), ("中国出口", "zh"),
        ("Экспорт станков в Китай", "ru"), ("Експорт верстатів до Китаю", "uk"), ("", None), ("12 345", None),
        ("Die Ausfuhr von Werkzeugmaschinen nach Russland stieg im Jahr deutlich, sagte der Minister.", "de"),
        ("Redhill supplied lathes to Kronshtadt, Oleh Ivashchenko told Ukrinform on May 23.", "en"),
    ],
)  # fmt: skip
def test_short_texts_have_the_language_of_their_script_or_english(text: str, language: str | None) -> None:
    assert detect(text) == language


# ---------------------------------------------------------------- pages


def test_a_page_without_main_text_keeps_its_paragraphs_and_says_so() -> None:
    page = b"<html><body><ul><li>Menu</li></ul><table><tr><td>Exports of <b>nails</b> <i>rose</i>.</td></tr></table></body></html>"
    document, problems = read_document(page, "a.html")
    assert document is not None and document.text == "Menu\nExports of nails rose."
    assert ["menus too" in p.what for p in problems] == [True]


@pytest.mark.parametrize("charset", ["no-such-thing", "punycode", "hex", "idna", "unicode_escape", "undefined"])
def test_a_charset_that_is_none_is_not_believed(charset: str) -> None:
    page = f'<html><head><meta charset="{charset}"></head><body><article><p>{WORDS * 3}</p></article></body></html>'
    assert "machine tools" in read(page.encode(), "a.html").text


def test_a_very_large_page_is_read_in_a_straight_line() -> None:
    page = "<html><body>" + "".join(f"<p>Line {n} about <b>bearings</b>.</p>" for n in range(40_000)) + "</body></html>"
    document, problems = read_document(page.encode(), "a.html")
    assert document is not None and document.text.startswith("Line 0 about bearings.\nLine 1 about")
    assert ["very large page" in p.what for p in problems] == [True]


@pytest.mark.parametrize("tag", ["div", "span", "font"])
def test_a_page_nested_past_the_parser_loses_nothing(tag: str) -> None:
    """The main text of a page is below 300 elements, or behind 300 that were never closed."""
    for ends in (f"</{tag}>" * 300, ""):
        body = f"<p>Home</p><nav>Menu</nav><script>x()</script>{f'<{tag}>' * 300}<p>{WORDS * 3}</p>{ends}<footer>Imprint</footer>"
        page = f'<html><head><title>T</title><meta property="article:published_time" content="2025-05-27"></head><body>{body}</body></html>'
        document, problems = read_document(page.encode(), "a.html")
        assert document is not None and document.published == "2025-05-27"
        assert "machine tools" in document.text and "x()" not in document.text and "Menu" not in document.text and "Imprint" not in document.text
        assert ["nested too deeply" in p.what for p in problems] == [True]


def test_a_page_of_many_flat_parts_is_read_as_ever() -> None:
    page = f"<html><body><article>{''.join(f'<p>Part {n}. {WORDS}</p>' for n in range(400))}</article></body></html>"
    document, problems = read_document(page.encode(), "a.html")
    assert document is not None and "Part 399." in document.text and not problems


# ---------------------------------------------------------------- mails


def test_an_html_mail_is_a_mail() -> None:
    mail = (
        b"From: A <a@example.org>\nTo: b@example.org\nSubject: Tools\nDate: Tue, 27 May 2025 10:00:00 +0000\nMIME-Version: 1.0\n"
        b"Content-Type: text/html; charset=utf-8\n\n<html><body><p>China supplies tools to Russia, she said.</p></body></html>\n"
    )
    document = read(mail, "a.eml")
    assert document.media_type == "message/rfc822" and document.published == "2025-05-27"
    assert document.text == "China supplies tools to Russia, she said."


def test_a_forwarded_mail_is_read_as_a_file_of_its_own(tmp_path: Path) -> None:
    inner = "From: c@example.org\nTo: a@example.org\nSubject: Inner\nDate: Mon, 26 May 2025 10:00:00 +0000\n\nRussia buys powder.\n"
    mail = (
        "From: a@example.org\nTo: b@example.org\nSubject: Fwd\nDate: Tue, 27 May 2025 10:00:00 +0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nSee below.\n'
        f"--x\nContent-Type: message/rfc822\n\n{inner}\n--x--\n"
    )
    path = tmp_path / "fwd.eml"
    path.write_text(mail)
    items = [i for i in expand(path) if isinstance(i, Item)]
    texts = [read(i.data, i.name).text.strip() for i in items]
    assert texts == ["See below.", "Russia buys powder."]


# ---------------------------------------------------------------- DOCX

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, head: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_tracked_insertions_are_in_and_deletions_out() -> None:
    body = '<w:p><w:r><w:t xml:space="preserve">China </w:t></w:r><w:del><w:r><w:delText>sells</w:delText></w:r></w:del><w:ins><w:r><w:t>supplies</w:t></w:r></w:ins><w:r><w:t> tools.</w:t></w:r></w:p>'
    assert read(docx(body), "a.docx").text == "China supplies tools."


def test_equal_cells_stay_and_blocks_in_content_controls_are_read() -> None:
    row = "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in ("8457", "8457", "Total"))
    body = f"<w:sdt><w:sdtContent>{p('Title')}</w:sdtContent></w:sdt><w:tbl><w:tr>{row}</w:tr></w:tbl>"
    assert read(docx(body), "a.docx").text == "Title\n8457\t8457\tTotal"


def test_entities_of_a_docx_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE w [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY a0 "ha">{laughs}]>'
    document, _ = read_document(docx(p("Words &e; and &a11;."), head), "a.docx")
    assert document is None or ("s3cret" not in document.text and "haha" not in document.text)


# ---------------------------------------------------------------- folders, archives, fuzz


def test_a_link_out_of_the_folder_is_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text(WORDS)
    (folder / "b.txt").symlink_to(tmp_path / "outside.txt")
    found = list(expand(folder))
    assert [i.name for i in found if isinstance(i, Item)] == ["a.txt"]
    assert [(f.file, "leads out" in f.what) for f in found if isinstance(f, Problem)] == [("b.txt", True)]


def test_many_members_that_expand_together_are_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(300):
            archive.writestr(f"{number}.txt", b" " * 900_000)
    found = [f for f in expand(path) if isinstance(f, Problem)]
    assert len(found) == 1 and "expands" in found[0].what


REPORTS = sorted((EXAMPLES / "reports").iterdir())


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_damaged_copies_of_each_report_are_read_or_named(path: Path) -> None:
    draw = random.Random(path.name)
    whole = path.read_bytes()
    for _ in range(60):
        data = bytearray(whole[: draw.randrange(1, len(whole))] if draw.random() < 0.5 else whole)
        for _ in range(draw.randrange(0, 40)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        document, problems = read_document(bytes(data), path.name)
        assert document is not None or problems
        assert all(p.file and p.place and p.what and p.mend and "fault of this program" not in p.what for p in problems)


def test_a_report_that_takes_too_long_is_named_by_every_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = (
        "import time; from supplyline.read import reports; from supplyline.case import settings\n"
        "old = reports.read_document\n"
        "def wait(*a, **k):\n    time.sleep(9); return old(*a, **k)\n"
        "reports.read_document = wait\n"
        "settings.Settings.__init__.__defaults__ = tuple(0.3 if d == 120 else d for d in settings.Settings.__init__.__defaults__)\n"
        "from supplyline.cli import main; main()\n"
    )
    (tmp_path / "slow.py").write_text(slow)
    (tmp_path / "a.txt").write_text(WORDS)
    import subprocess
    import sys

    for command in ("extract", "text"):
        done = subprocess.run([sys.executable, tmp_path / "slow.py", command, tmp_path / "a.txt"], capture_output=True, text=True, check=False, timeout=8)
        assert done.returncode == 3 and "a.txt" in done.stderr and "more than 0.3 seconds" in done.stderr


# ---------------------------------------------------------------- nothing is lost unseen


def test_an_original_dropped_with_its_manifest_row_is_missed(tmp_path: Path) -> None:
    case = store.create(tmp_path / "case")
    case.add_original(b"one", "one.txt")
    last = case.add_original(b"two", "two.txt")
    assert verify(case) == ()
    lines = case.manifest.read_bytes().splitlines(keepends=True)
    case.manifest.write_bytes(b"".join(lines[:-1]))
    gone = case.original_path(last.sha256)
    gone.chmod(0o644)
    gone.unlink()
    found = verify(store.open_case(case.path))
    assert [f.file for f in found] == ["manifest.jsonl"] and "were dropped" in found[0].what


def test_a_case_whose_head_lags_behind_is_whole(tmp_path: Path) -> None:
    """A crash between the rows and their head: the rows are there."""
    case = store.create(tmp_path / "case")
    case.add_original(b"one", "one.txt")
    head = case.manifest.with_name("manifest.head")
    before = head.read_bytes()
    case.add_original(b"two", "two.txt")
    head.write_bytes(before)
    assert verify(store.open_case(case.path)) == ()
    run("verify", case.path)


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "a.txt").write_text(WORDS)
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: may(path, mode) and Path(path).name != "shut")  # root may all
    found = list(expand(tmp_path))
    assert [f"{f.file}: {f.what}" for f in found if isinstance(f, Problem)] == ["shut: cannot be read"]
    assert [f.name for f in found if isinstance(f, Item)] == ["a.txt"]
