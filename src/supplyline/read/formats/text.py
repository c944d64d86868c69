"""Plain text and Markdown, in whatever encoding.

A UTF-8 text comes out exactly as it stands (offsets count on it): only a byte order mark goes, and
\\r\\n becomes \\n. Another encoding is guessed from the bytes and the guess is told as a problem.
"""

from __future__ import annotations

from supplyline.model import Problem
from supplyline.read.source import Source, Text

# Tried in this order where the guess is ambiguous: the encodings reports in our languages come in.
CANDIDATES = ["cp1251", "koi8_r", "koi8_u", "gb18030", "big5", "cp1252", "latin_1"]
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def detect(source: Source) -> bool:
    """Anything without NUL bytes may be text; a UTF-16 or UTF-32 file says so by its mark or its shape."""
    return (
        source.data.startswith(tuple(mark for mark, _ in MARKS))
        or (b"\0" not in source.data and bool(source.data.strip()))
        or _wide(source.data) is not None
    )


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: the zero bytes of spaces and line ends stand at one place of each unit only."""
    sample = data[:4096]
    for width, places in ((4, ((0, "utf-32-le"), (3, "utf-32-be"))), (2, ((0, "utf-16-le"), (1, "utf-16-be")))):
        for low, encoding in places:
            units = [sample[i : i + width] for i in range(0, len(sample) - width + 1, width)]
            plain = sum(u[low] in (0x20, 0x0A, 0x0D) and u.count(0) == width - 1 for u in units)
            if len(units) >= 8 and plain * 25 >= len(units) and _decoded(data, encoding) is not None:
                return encoding
    return None


def read(source: Source) -> Text:
    text, problems = decode(source)
    if text is None:
        return Text(None, "text/plain", problems=problems)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Text(
        text,
        "text/markdown" if source.suffix in ("md", "markdown") else "text/plain",
        title(text),
        problems=problems,
    )


def title(text: str) -> str | None:
    """The first line, where it is short and no sentence."""
    line = next((x.strip() for x in text.split("\n") if x.strip()), "")
    return line if 0 < len(line) <= 200 and not line.endswith((".", "!", "?", ";", ",")) else None


def decode(source: Source) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of the bytes, and which encoding was assumed where they do not say."""
    data = source.data
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError as error:
                return None, (
                    source.problem(
                        f"byte {error.start}",
                        f"not {encoding}, though its first bytes say so",
                        "save it again as UTF-8",
                    ),
                )
    try:
        if b"\0" not in data[:4096] or _wide(data) is None:  # UTF-16 of plain letters is UTF-8 with NULs between
            return data.decode("utf-8"), ()
        first = UnicodeDecodeError("utf-8", data[:1], 0, 1, "wide")
    except UnicodeDecodeError as error:
        first = error
    if (shape := _wide(data)) is not None and (wide := _decoded(data, shape)) is not None:
        return wide, (source.problem("file", f"no byte order mark; read as {shape}", "check the text; if it is wrong, save the file as UTF-8 and add that"),)
    if b"\0" in data[:8192]:
        return None, (
            source.problem(
                "file", "binary data, no text", "add the text itself, or a PDF, DOCX, HTML or EML file"
            ),
        )
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000], cp_isolation=CANDIDATES).best()
    if best is None or (guess := _decoded(data, best.encoding)) is None:
        what = f"not UTF-8 (byte {data[first.start]:#04x}) and in no encoding that makes sense"
        return None, (source.problem(f"byte {first.start}", what, "save it again as UTF-8"),)
    problem = source.problem(
        f"byte {first.start}",
        f"not UTF-8; read as {best.encoding}",
        "check the text; if it is wrong, save the file as UTF-8 and add that",
    )
    return guess, (problem,)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
