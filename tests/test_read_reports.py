"""Reports of every format, good and bad: a document, or a problem that names the mend."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.model import BadInput, Document, Problem
from supplyline.read.dates import check_date
from supplyline.read.expand import Item, clean, expand
from supplyline.read.reports import FORMATS, read_document
from supplyline.read.source import Limits

EXAMPLES = Path(__file__).parent.parent / "examples" / "reports"


def good(data: bytes, name: str, **told: str) -> Document:
    document, problems = read_document(data, name, **told)
    assert document is not None, problems
    return document


def bad(data: bytes, name: str = "x.bin") -> Problem:
    document, problems = read_document(data, name)
    assert document is None
    assert problems
    assert problems[0].file == name
    assert problems[0].mend
    return problems[0]


def test_a_utf8_text_comes_out_as_it_stands() -> None:
    text = "  Heading\n\n“Quoted”\ttext – with ünïcode.  \n"
    assert good(text.encode(), "a.txt").text == text
    assert good(b"\xef\xbb\xbf" + text.encode(), "a.txt").text == text
    assert good(text.replace("\n", "\r\n").encode(), "a.txt").text == text
    assert good(b"\xff\xfe" + text.encode("utf-16-le"), "a.txt").text == text


@given(
    st.text(
        alphabet=st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), min_size=1
    ).filter(str.strip)
)
@settings(max_examples=200, deadline=None)
def test_any_utf8_text_keeps_every_code_point(text: str) -> None:
    if text.startswith("﻿"):
        return
    document, _ = read_document(text.encode(), "a.txt", language="en")
    if document is not None and document.media_type == "text/plain":
        assert document.text == text


def test_another_encoding_is_read_and_told() -> None:
    text = "Китай поставляет станки на российские заводы, сообщила разведка Украины. " * 4
    document, problems = read_document(text.encode("cp1251"), "a.txt")
    assert document is not None
    assert document.text == text
    assert document.language == "ru"
    assert "cp1251" in problems[0].what


def test_html_gives_its_main_text_and_what_it_says_of_itself() -> None:
    page = b"""<!doctype html><html lang="en"><head><title>T</title><meta property="og:site_name" content="Example Daily">
    <script>alert('x')</script><style>p{color:red}</style></head><body><nav>Home About</nav><article><h1>Exports rose</h1>
    <p>China supplies machine tools to Russian factories, the ministry said on Monday in a long statement.</p>
    <p onclick="steal()">A second paragraph says that exports rose by nine percent in the year 2024.</p>
    <script>document.write('evil')</script></article><footer>Imprint</footer></body></html>"""
    document = good(page, "a.html")
    assert "China supplies machine tools" in document.text
    assert "second paragraph" in document.text
    for word in ("alert", "evil", "color:red", "steal", "<p"):
        assert word not in document.text
    assert document.publisher == "Example Daily"
    assert document.language == "en"


def test_docx_keeps_paragraphs_and_tables_in_order() -> None:
    made = docx.Document()
    made.add_paragraph("First paragraph.")
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "HS 8457", "12 tons"
    made.add_paragraph("Last paragraph.")
    out = io.BytesIO()
    made.save(out)
    assert good(out.getvalue(), "a.docx").text == "First paragraph.\nHS 8457\t12 tons\nLast paragraph."


def test_docx_takes_no_date_from_the_clock_or_the_file() -> None:
    data = next(EXAMPLES.glob("*.docx")).read_bytes()  # it has no properties: python-docx would say "now"
    assert good(data, "a.docx").published is None
    assert good(data, "a.docx").title != "Word Document"


def mail(text: str, **headers: str) -> bytes:
    message = EmailMessage()
    for name, value in {
        "From": "Example Wire <a@example.org>",
        "To": "b@example.org",
        "Subject": "News",
        "Date": "Tue, 27 May 2025 09:00:00 +0200",
        **headers,
    }.items():
        message[name] = value
    message.set_content(text)
    message.add_attachment(
        b"Attached words of a report.", maintype="text", subtype="plain", filename="../../evil.txt"
    )
    return message.as_bytes()


def test_mail_gives_body_subject_sender_and_day() -> None:
    document = good(mail("China supplied machine tools.\n"), "a.eml")
    assert document.text.strip() == "China supplied machine tools."
    assert (document.title, document.published) == ("News", "2025-05-27")
    assert document.publisher is not None
    assert "Example Wire" in document.publisher


def test_mail_attachments_become_files_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mail("Body."))
    items = [i for i in expand(path) if isinstance(i, Item)]
    assert [(i.name, i.origin) for i in items] == [("a.eml", None), ("evil.txt", "a.eml")]


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.iterdir()) if EXAMPLES.exists() else [], ids=lambda p: p.name
)
def test_every_example_is_read(path: Path) -> None:
    document = good(path.read_bytes(), path.name)
    assert document.language == "en"
    assert len(document.text) > 100


def test_what_the_caller_says_wins() -> None:
    document = good(
        mail("Words."),
        "a.eml",
        published="2024-01-02",
        publisher="P",
        url="https://example.org/",
        language="uk",
    )
    assert (document.published, document.publisher, document.url, document.language) == (
        "2024-01-02",
        "P",
        "https://example.org/",
        "uk",
    )


# ---------------------------------------------------------------- bad input


def test_bad_files_are_problems_with_a_mend() -> None:
    assert "empty" in bad(b"", "e.txt").what
    assert "binary" in bad(bytes(range(256)) * 40).what
    assert "binary" in bad(b"\x89PNG\r\n\x1a\n" + bytes(2000), "p.png").what
    assert "PDF" in bad(b"%PDF-1.4\n%broken", "b.pdf").what
    assert "DOCX" in bad(b"PK\x03\x04 broken", "b.docx").what
    assert bad(b"   \n\t ", "w.txt")


def test_a_truncated_pdf_is_named() -> None:
    whole = next(EXAMPLES.glob("*.pdf")).read_bytes()
    document, problems = read_document(whole[: len(whole) // 3], "half.pdf")
    assert document is None or problems
    if document is None:
        assert problems[0].file == "half.pdf"


def test_a_page_without_text_is_named() -> None:
    import pypdfium2 as pdfium

    made = pdfium.PdfDocument.new()
    made.new_page(200, 200)
    out = io.BytesIO()
    made.save(out)
    problem = bad(out.getvalue(), "scan.pdf")
    assert problem.place == "page 1"
    assert "OCR" in problem.mend


def test_a_file_of_200_mb_is_refused_from_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    found = list(expand(path))
    assert len(found) == 1
    assert isinstance(found[0], Problem)
    assert "200 MB" in found[0].what


def test_a_zip_bomb_is_refused_before_it_expands(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "A small report.")
        archive.writestr("b.txt", b"\0" * 50_000_000)
    found = list(expand(path))
    assert [i.name for i in found if isinstance(i, Item)] == ["bomb.zip", "a.txt"]
    assert any(isinstance(p, Problem) and "expands" in p.what for p in found)


def test_nested_archives_stop(tmp_path: Path) -> None:
    data = b"words of a report"
    for depth in range(6):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(f"level{depth}.{'zip' if depth else 'txt'}", data)
        data = out.getvalue()
    path = tmp_path / "deep.zip"
    path.write_bytes(data)
    found = list(expand(path, Limits(depth=2)))
    assert any(isinstance(p, Problem) and "nested" in p.what for p in found)


def test_folders_are_walked_in_order_and_hidden_files_left(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden", "sub/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("words")
    assert [i.name for i in expand(tmp_path) if isinstance(i, Item)] == ["a.txt", "b.txt", "sub/c.txt"]


def test_names_stay_inside() -> None:
    assert clean("../../etc/passwd") == "etc/passwd"
    assert clean("C:\\Users\\x\\r.txt") == "Users/x/r.txt"
    assert clean("a\x00b\x1b[31m.txt") == "ab[31m.txt"
    assert clean("..") == "unnamed"


def test_a_missing_path_is_an_error_of_use(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        list(expand(tmp_path / "nothing"))


@pytest.mark.parametrize("text", ["2025-05-26", "2025-05", "2025"])
def test_dates_as_precise_as_known(text: str) -> None:
    assert check_date(text) == text


@pytest.mark.parametrize("text", ["26.05.2025", "2025-13", "2025-02-30", "yesterday", "", "20250526"])
def test_other_dates_are_refused_with_the_forms(text: str) -> None:
    with pytest.raises(BadInput, match="YYYY-MM-DD"):
        check_date(text)


@given(
    st.binary(max_size=600), st.sampled_from(["a.txt", "a.html", "a.pdf", "a.docx", "a.eml", "a", "a.zip"])
)
@settings(max_examples=300, deadline=None)
def test_arbitrary_bytes_give_a_document_or_a_problem(data: bytes, name: str) -> None:
    document, problems = read_document(data, name)
    assert document is not None or problems
    assert read_document(data, name) == (document, problems)


@given(
    st.binary(max_size=300),
    st.sampled_from(
        [b"%PDF-1.4\n", b"<html><body><p>", b"From: a\nTo: b\nSubject: c\nDate: d\n\n", b"PK\x03\x04"]
    ),
)
@settings(max_examples=200, deadline=None)
def test_arbitrary_bytes_behind_a_known_beginning(data: bytes, head: bytes) -> None:
    document, problems = read_document(head + data, "x")
    assert document is not None or problems


def test_every_format_has_an_example() -> None:
    endings = {"pdf": "pdf", "docx": "docx", "html": "html", "eml": "eml", "text": "txt"}
    assert set(endings) == set(FORMATS)
    for ending in endings.values():
        assert list(EXAMPLES.glob(f"*.{ending}")), ending
