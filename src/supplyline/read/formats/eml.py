"""E-mail: the body (wrapped lines joined), with its subject, sender and date. Attachments become originals of their own when added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from supplyline.model import Problem
from supplyline.read.source import Source, Text

WRAP = 80
_HEADER = re.compile(
    rb"^(?:from|to|subject|date|received|return-path|message-id|mime-version|delivered-to|x-[\w-]+):",
    re.I | re.M,
)


# What the email package raises on mails that are damaged or made to break it.
FAULTS = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)


def detect(source: Source) -> bool:
    head = source.data[:4096]
    return len(_HEADER.findall(head)) >= 3 and re.match(rb"[A-Za-z-]+:[ \t]", head) is not None


def message(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def attachments(data: bytes) -> Iterator[tuple[str | None, bytes]]:
    """Names and bytes of what a mail carries; a forwarded mail is a mail again."""
    for part in message(data).iter_attachments():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            forwarded = inner[0] if isinstance(inner, list) and inner else None
            if isinstance(forwarded, Message):
                yield part.get_filename() or "forwarded.eml", forwarded.as_bytes()
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            yield part.get_filename(), payload


def read(source: Source) -> Text:
    from supplyline.read.formats import html, pdf

    try:
        mail = message(source.data)
        body = mail.get_body(preferencelist=("plain", "html"))
        content = body.get_content() if body is not None else ""
        is_html = body is not None and body.get_content_type() == "text/html"
    except FAULTS as error:
        return Text(
            None,
            "message/rfc822",
            problems=(
                source.problem(
                    "body", f"cannot be decoded ({type(error).__name__})", "save the mail again, or add its text"
                ),
            ),
        )
    text = str(content).replace("\r\n", "\n")
    problems: tuple[Problem, ...] = ()
    if is_html:
        inner = html.read(Source(source.name, text.encode("utf-8"), source.sha256, source.limits))
        text, problems = inner.text or "", inner.problems
    elif max(map(len, text.split("\n"))) <= WRAP:
        text = pdf.joined(text)  # lines that the mail program wrapped
    if not text.strip():
        return Text(
            None,
            "message/rfc822",
            problems=(
                *problems,
                source.problem(
                    "body",
                    "a mail without text",
                    "if the text is in an attachment, it is read as a file of its own",
                ),
            ),
        )
    return Text(
        text,
        "message/rfc822",
        title=_header(mail, "subject"),
        publisher=_header(mail, "from"),
        published=_day(mail),
        problems=problems,
    )


def _header(mail: EmailMessage, name: str) -> str | None:
    try:
        value = mail[name]
    except FAULTS:
        return None
    return " ".join(str(value).split()) or None if value else None


def _day(mail: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(mail["date"])).date().isoformat() if mail["date"] else None
    except FAULTS:
        return None
