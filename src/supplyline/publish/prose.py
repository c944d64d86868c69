"""What does a person's prose cite, sentence by sentence?

A citation is an id in square brackets, `[c_0123456789ab]` or the SHA-256 of a document, in a sentence or right behind it.
`paragraphs(text)` gives the sentences with what they cite, without the brackets; `uncited(text)` those that cite nothing.
Promises: every word stands in one sentence; sentences end where the extraction's do, and Chinese ones at their full stop.
"""

from __future__ import annotations

import re

from supplyline.publish.nouns import Sentence

CITE = re.compile(r"[ \t]*\[((?:[a-z]{1,3}_[0-9a-z_]{4,40})|[0-9a-f]{64})\]")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_HAN_STOP = re.compile(r"(?<=[。！？])(?=[^\s”’」』）)])")


def paragraphs(text: str) -> tuple[tuple[Sentence, ...], ...]:
    found = (_sentences(part) for part in _PARAGRAPH.split(text.replace("\r\n", "\n")))
    return tuple(p for p in found if p)


def uncited(text: str) -> tuple[str, ...]:
    return tuple(s.text for p in paragraphs(text) for s in p if not s.cites)


def cited(text: str) -> tuple[str, ...]:
    """The ids of a text, each once, in order."""
    return tuple(dict.fromkeys(CITE.findall(text)))


def _sentences(text: str) -> tuple[Sentence, ...]:
    plain, marks, at = "", list[tuple[int, str]](), 0
    for found in CITE.finditer(text):
        plain += text[at : found.start()]
        marks.append((len(plain.rstrip()), found[1]))
        at = found.end()
    plain += text[at:]
    ends = _ends(plain) or [0] * bool(marks)
    cites: list[list[str]] = [[] for _ in ends]
    for place, id in marks:
        # A mark belongs to the sentence that it stands in or behind; before the first word, to the first.
        sentence = next((n for n, end in enumerate(ends) if place <= end), len(ends) - 1)
        cites[sentence].append(id)
    begins = [0, *ends][: len(ends)]
    out = [Sentence((" ".join(plain[b:e].split()),), tuple(dict.fromkeys(ids))) for b, e, ids in zip(begins, ends, cites, strict=True)]
    return tuple(s for s in out if s.cites or any(c.isalnum() for c in s.text))


def _ends(text: str) -> list[int]:
    """Where sentences end; the last takes what is left, so that no word is lost."""
    from supplyline.extract.text import spans  # here, for the package around it takes a moment to load

    ends: list[int] = []
    for start, end in spans(text):
        ends += [start + m.start() for m in _HAN_STOP.finditer(text[start:end])] + [end]
    if ends:
        ends[-1] = len(text)
    return ends or ([len(text)] if text.strip() else [])
