"""DOCX: paragraphs and tables in the order of the document; headers and footers stay out."""

from __future__ import annotations

import io
import zipfile

from supplyline.read.formats.text import title
from supplyline.read.source import Source, Text

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XML_LIMIT = 100_000_000


def detect(source: Source) -> bool:
    if not source.data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return source.suffix == "docx"


def read(source: Source) -> Text:
    import docx
    from docx.opc.exceptions import OpcError
    from docx.table import Table
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            if sum(i.file_size for i in archive.infolist()) > _XML_LIMIT:
                return Text(
                    None,
                    TYPE,
                    problems=(
                        source.problem(
                            "file", "expands to more than 100 MB", "save it without pictures, or add its text"
                        ),
                    ),
                )
        document = docx.Document(io.BytesIO(source.data))
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += [
                    "\t".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows
                ]
            else:
                lines.append(block.text)
    except (
        zipfile.BadZipFile,
        OpcError,
        KeyError,
        ValueError,
        etree.XMLSyntaxError,
        OSError,
        EOFError,
        NotImplementedError,
    ) as error:
        what = f"a damaged DOCX ({type(error).__name__})"
        return Text(
            None,
            TYPE,
            problems=(source.problem("file", what, "open it in a word processor and save it again"),),
        )
    text = "\n".join(lines).strip("\n")
    if not text.strip():
        return Text(
            None,
            TYPE,
            problems=(
                source.problem(
                    "file", "no text in this document", "if its text is in pictures, add the text itself"
                ),
            ),
        )
    # The file's own properties are no publication date, and python-docx fills absent ones with the clock's.
    return Text(text, TYPE, title=title(text))
