"""Whose turn is it in an interview or a briefing, and who is "I" in a statement?

`turns(text)` finds the stretches behind a speaker's label at the start of a line ("MR. HALE: …", "Ana Ruiz: …") up to
the next label; `author(text)` the person whose statement or remarks the whole text is. Promises: offsets index the
text; an office in capitals is enough, any other label must stand there twice; who asks ("Q:", "QUESTION:") has no turn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from supplyline.extract.lexicon import entries, mapping

_WORD = r"[A-Z][\w.’'-]*"
_LABEL = re.compile(rf"^[ \t]*(?P<label>\[?{_WORD}(?: (?:{_WORD}|\[?of|the|and)\]?){{0,5}}\]?):[ \t]+(?=\S)", re.M)
_ASKING = frozenset(("q", "question", "questions", "a", "answer"))
_FORM = frozenset(("subject", "from", "to", "date", "contact", "source", "quote", "note", "summary", "re", "cc", "tel", "phone", "email", "photo", "updated"))
_NAMES = r"(?:[A-Z][\w.’'-]*,?[ ]+(?:(?:of|for|the|and|to)[ ]+)*)"
_AUTHOR = re.compile(
    rf"(?<![^\n])(?:Statement|Remarks|Testimony|Speech|Address)[ ](?:by|from)[ ](?P<by>{_NAMES}{{1,12}}[A-Z][\w.’'-]*)"
    rf"|(?P<made>{_NAMES}{{2,10}})(?:today[ ]+|on[ ]+\w+[ ]+)?(?:released|made|issued|gave|delivered)[ ]the[ ]following[ ](?:statement|remarks)"
)
LEAST = 4  # words: shorter turns are greetings


@dataclass(frozen=True, slots=True)
class Turn:
    """Offsets (code points) of the label and of what its bearer says."""

    label: tuple[int, int]
    said: tuple[int, int]


def turns(text: str) -> list[Turn]:
    found = [m for m in _LABEL.finditer(text) if m["label"].strip("[]").casefold() not in _FORM]
    often: dict[str, int] = {}
    for m in found:
        often[m["label"]] = often.get(m["label"], 0) + 1
    found = [m for m in found if often[m["label"]] > 1 or _office(m["label"]) or m["label"].casefold() in _ASKING]
    ends = [*(m.start() for m in found[1:]), len(text)]
    out = []
    for m, end in zip(found, ends, strict=False):
        said = text[m.end() : end].rstrip()
        if m["label"].casefold() not in _ASKING and len(said.split()) >= LEAST:
            out.append(Turn((m.start("label"), m.end("label")), (m.end(), m.end() + len(said))))
    return out


def _office(label: str) -> bool:
    """In capitals and with a title: "MS. LUCAS", "SENIOR OFFICIAL"; "KUALA LUMPUR:" is where a report comes from."""
    known = entries("en", "titles") | mapping("en", "speaker_nouns").keys() | {"moderator"}
    return label.upper() == label and any(w.strip("[].").casefold() in known for w in label.split())


def author(text: str) -> tuple[int, int] | None:
    """Whose statement this is: the phrase that names the person, from the head of the text."""
    m = _AUTHOR.search(text[:600])
    if m is None:
        return None
    group = "by" if m["by"] else "made"
    start, end = m.span(group)
    words = text[start:end].rstrip(" ,\n")
    return (start, start + len(words)) if words else None
