"""E-mail: the body (wrapped lines joined), with its subject, sender and date. Attachments become originals of their own when added."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from supplyline.model import Problem
from supplyline.read.source import Source, Text

WRAP = 80
_HEADER = re.compile(
    rb"^(?:from|to|subject|date|received|return-path|message-id|mime-version|delivered-to|x-[\w-]+):",
    re.I | re.M,
)


def detect(source: Source) -> bool:
    head = source.data[:4096]
    return len(_HEADER.findall(head)) >= 3 and re.match(rb"[A-Za-z-]+:[ \t]", head) is not None


def message(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def read(source: Source) -> Text:
    from supplyline.read.formats import html, pdf

    mail = message(source.data)
    try:
        body = mail.get_body(preferencelist=("plain", "html"))
        content = body.get_content() if body is not None else ""
        is_html = body is not None and body.get_content_type() == "text/html"
    except (LookupError, ValueError, KeyError) as error:
        return Text(
            None,
            "message/rfc822",
            problems=(
                source.problem(
                    "body", f"cannot be decoded ({error})", "save the mail again, or add its text"
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
    except (ValueError, IndexError):
        return None
    return " ".join(str(value).split()) or None if value else None


def _day(mail: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(mail["date"])).date().isoformat() if mail["date"] else None
    except (ValueError, TypeError, IndexError):
        return None
