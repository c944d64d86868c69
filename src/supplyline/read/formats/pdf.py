"""PDF, page by page.

Lines that a page wraps inside a paragraph are joined by a space, so that sentences can be found; a
blank line, or a line that ends a sentence before a short line, ends a paragraph. Pages are parted by
a blank line. A page without text (a scan) is a problem that names the page; the others are kept.
"""

from __future__ import annotations

from typing import Any

from supplyline.model import Problem
from supplyline.read.source import Source, Text


def detect(source: Source) -> bool:
    return b"%PDF-" in source.data[:1024]


def read(source: Source) -> Text:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(source.data)
    except pdfium.PdfiumError as error:
        locked = "assword" in str(error)
        what = "locked by a password" if locked else "a damaged or truncated PDF"
        mend = (
            "save it without the password" if locked else "fetch the file again; its end is missing or broken"
        )
        return Text(None, "application/pdf", problems=(source.problem("file", what, mend),))
    try:
        return _pages(source, document)
    finally:
        document.close()


def _pages(source: Source, document: Any) -> Text:
    import pypdfium2 as pdfium

    count = len(document)
    if count > source.limits.pages:
        what = f"{count} pages; at most {source.limits.pages:,} are read"
        return Text(None, "application/pdf", problems=(source.problem("file", what, "split the file"),))
    problems: list[Problem] = []
    pages: list[str] = []
    for number in range(count):
        try:
            page = document[number]
            words = page.get_textpage().get_text_bounded()
        except pdfium.PdfiumError:
            problems.append(
                source.problem(f"page {number + 1}", "this page is damaged", "fetch the file again")
            )
            continue
        if words.strip():
            pages.append(joined(words))
        else:
            problems.append(
                source.problem(
                    f"page {number + 1}",
                    "no text on this page: a scan or a picture",
                    "run text recognition (OCR) on the file and add the result",
                )
            )
    text = "\n\n".join(pages)
    if not text.strip():
        if not problems:
            problems.append(source.problem("file", "a PDF without pages", "fetch the file again"))
        return Text(None, "application/pdf", problems=tuple(problems))
    told = document.get_metadata_dict(skip_empty=True)
    # The day the file was made is no day of publication: it changes with every "print to PDF".
    return Text(text, "application/pdf", title=told.get("Title") or None, problems=tuple(problems))


def joined(page: str) -> str:
    """Wrapped lines into paragraphs."""
    lines = [
        line.strip().replace("\x02", "-").replace("\ufffe", "-")
        for line in page.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    width = max((len(line) for line in lines), default=0)
    out: list[str] = []
    for line in lines:
        goes_on = (
            bool(out and out[-1])
            and bool(line)
            and not (len(out[-1].rsplit("\n", 1)[-1]) < 0.6 * width and out[-1][-1] in '.!?:”"')
        )
        if (
            out
            and out[-1]
            and line
            and len(out[-1]) < 0.6 * width
            and out[-1][-1].isalnum()
            and line[0].isupper()
        ):
            goes_on = False  # a heading above its paragraph
        if goes_on:
            out[-1] += " " + line
        else:
            out.append(line)
    return "\n".join(out).strip()
