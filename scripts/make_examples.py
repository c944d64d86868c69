"""Make the binary example reports from the texts in examples/made-from/.

    python scripts/make_examples.py [FOLDER]

A PDF, a DOCX and an e-mail, so that the demo reads each format. The same bytes each time: no clock,
no random id. The PDF writer below knows one font and plain ASCII, which is all that these texts need.
"""

from __future__ import annotations

import io
import sys
import textwrap
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def pdf(title: str, paragraphs: list[str]) -> bytes:
    """A one-page PDF of wrapped lines in Helvetica; the title stands in its properties."""
    lines = [line for paragraph in paragraphs for line in ("", *textwrap.wrap(paragraph, 88))]
    drawn, y = [], 800
    for line in lines:
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        drawn.append(f"BT /F1 11 Tf 60 {y} Td ({escaped}) Tj ET")
        y -= 15
    content = "\n".join(drawn).encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) >>" % title.encode("ascii"),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def word(title: str, paragraphs: list[str]) -> bytes:
    """A DOCX of the three parts that it must have, stored: deflated bytes depend on the version of zlib."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(p)}</w:t></w:r></w:p>' for p in (title, *paragraphs))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, xml in parts.items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 29, 0, 0, 0)), head + xml)
    return out.getvalue()


def mail(title: str, paragraphs: list[str]) -> bytes:
    """A newsletter as a plain-text e-mail."""
    headers = [
        "From: Morning Digest (example) <digest@morning-digest.example>",
        "To: reader@reader.example",
        "Date: Tue, 27 May 2025 06:00:00 +0000",
        f"Subject: {title}",
        "Message-ID: <2025-05-27@morning-digest.example>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 7bit",
    ]
    body = "\n\n".join(textwrap.fill(p, 76) for p in paragraphs)
    return ("\n".join(headers) + "\n\n" + body + "\n").replace("\n", "\r\n").encode("ascii")


MAKERS = {
    "2024-03-29-trade-ledger": (word, ".docx"),
    "2024-05-16-customs-nitrocellulose": (pdf, ".pdf"),
    "2025-05-27-morning-digest": (mail, ".eml"),
}


def make(folder: Path) -> list[Path]:
    """Write each example; returns the paths."""
    made = []
    for name, (write, suffix) in MAKERS.items():
        text = (EXAMPLES / "made-from" / f"{name}.txt").read_text("utf-8")
        title, *paragraphs = [part.replace("\n", " ").strip() for part in text.split("\n\n")]
        path = folder / (name + suffix)
        path.write_bytes(write(title, paragraphs))
        made.append(path)
    return made


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES / "reports"):
        print(path.name, path.stat().st_size)
