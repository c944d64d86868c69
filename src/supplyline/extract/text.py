"""Where do sentences and words begin and end?

`sentences(text)` splits a document into `Sentence`s of `Token`s; every token's `start:end` indexes
the document's text. Promises: sentences are in order, do not overlap, and cover every word; a line
break ends a sentence only where a block ends (blank line, list item, or a line without final
punctuation that is a heading or a list item). Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# A full stop behind these does not end a sentence.
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Ms|Mrs|Dr|Prof|Gen|Lt|Col|Sen|Rep|Gov|Sgt|Capt|St|Co|Corp|Inc|Ltd|Bros|No|Nos|vs|etc|Jan|Feb|Mar|Apr"
    r"|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|Fig|Art|Sec|e\.g|i\.e)|\b(?:[A-Z]\.)*[A-Z])\.$"
)
WORD = re.compile(
    r"[A-Za-z]{2,}+(?![\w.’'\-–‑/&\u0300-\u036f])"  # most words: tried first, since it is quick
    r"|(?:[A-Za-z]\.){2,}(?:[-–]\w+)*"  # U.S., U.S.-origin
    r"|\b(?:Co|Ltd|Inc|Corp|Mr|Ms|Mrs|Dr|Jr|Sr|St|Gen|Sen|Rep|Gov|No)\.(?=[\s,])"
    r"|(?<=[a-z] )[A-Z]\.(?= [A-Z][a-z])"  # Brian E. Nelson
    r"|[$€£¥]"
    r"|\d+(?:\.\d+)?-(?:mm|cm|nm|km|millimet(?:er|re)s?|inch|foot)\b"
    r"|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?\b%?"
    r"|n[’']t\b|[’'](?:s|S|re|ve|ll|d|m)\b"
    r"|\w+?(?=n[’']t\b)"  # does|n't, ca|n't
    r"|\w+(?:(?:[-–‑./&]|[\u0300-\u036f]+)\w+|[’'](?!s\b|S\b|re\b|ve\b|ll\b|d\b|m\b)\w+)*"
    r"|[-–—]+|\.\.\.|…|\S"
)
BLOCK_END = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-•*–·]|\d+[.)])[ \t])|\n")
TERMINAL = re.compile(r"[.!?…。]+[\"”’'»)\]]*(?=\s|$)")
MAX_TOKENS = 300  # a longer "sentence" is a table or noise: it is cut, so that rules stay linear
OPENERS, CLOSERS = "“„«", "”»"


@dataclass(slots=True)
class Token:
    """One word. `tag` is the shallow tag of data/<language>/words.tsv; `lemma` of a verb form."""

    text: str
    start: int
    end: int
    low: str = ""
    tag: str = "N"
    lemma: str = ""
    form: str = ""  # of verbs: base, s, ed, ing
    quoted: bool = False


@dataclass(slots=True)
class Sentence:
    """A sentence of one document; `heading` where its line has no final punctuation."""

    index: int
    start: int
    end: int
    block: int
    text: str
    heading: bool = False
    tokens: list[Token] = field(default_factory=list)


def sentences(text: str) -> list[Sentence]:
    out: list[Sentence] = []
    in_quote = False
    for number, (start, end) in enumerate(_blocks(text)):
        block = text[start:end]
        has_stop = TERMINAL.search(block) is not None
        for s, e in _split(block):
            words = tokens(text[start + s : start + e], start + s)
            lead = _dateline(words)
            if lead:
                out.append(Sentence(len(out), words[0].start, words[lead - 1].end, number, text[words[0].start : words[lead - 1].end], True, words[:lead]))
                words = words[lead:]
            for k in range(0, len(words), MAX_TOKENS):
                part = words[k : k + MAX_TOKENS]
                a, b = part[0].start, part[-1].end
                in_quote = _mark_quotes(part, in_quote)
                out.append(Sentence(len(out), a, b, number, text[a:b], not has_stop, part))
        in_quote = False
    return out


def spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end, for who needs no words."""
    return [(start + s, start + e) for start, end in _blocks(text) for s, e in _split(text[start:end])]


def _dateline(words: list[Token]) -> int:
    """How many words "WASHINGTON, D.C. (Reuters) —" has at the start of a sentence: names and marks up to a dash."""
    for k, t in enumerate(words[:14]):
        if t.text in ("—", "–", "--") or (t.text == "-" and k > 0 and _hyphen_parts(words, k)):
            return k + 1 if k and len(words) > k + 4 and (words[0].text.isupper() or any(w.text == "(" for w in words[:k])) else 0
        if not (t.text[0].isupper() or t.text[0].isdigit() or t.text in (",", ".", "(", ")", "/")):
            return 0
    return 0


def _hyphen_parts(words: list[Token], k: int) -> bool:
    """Does a hyphen stand for a dash: behind a bracket, or with a blank on either side? "US - China trade" is no dateline."""
    if words[k - 1].text == ")":
        return True
    return k < len(words) - 1 and (k > 1 or len(words[0].text) > 3) and words[k - 1].end < words[k].start and words[k].end < words[k + 1].start


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, headings and list items. A list introduced by a colon stays with its sentence."""
    start = 0
    for match in BLOCK_END.finditer(text):
        before, after = text[start : match.start()], text[match.end() : match.end() + 6].lstrip(" \t")
        line = text[match.end() : match.end() + 400].split("\n", 1)[0].rstrip()
        listing = bool(re.match(r"[-•*–·][ \t]", after)) and not (
            line.endswith((".", "!", "?")) and len(line.split()) > 6
        )
        if listing and (
            before.rstrip().endswith(":")
            or re.search(r":\s*\n[ \t]*[-•*–·] [^\n]*\Z", before, re.S)
            or _in_list(before)
        ):
            continue
        if match.group() == "\n" and not _line_ends(before, after):
            continue
        if before.strip():
            yield _trim(text, start, match.start())
        start = match.end()
    if text[start:].strip():
        yield _trim(text, start, len(text))


def _in_list(before: str) -> bool:
    last = before[-2000:].rstrip().rsplit("\n", 1)
    return len(last) == 2 and bool(re.match(r"[ \t]*[-•*–·] ", last[1])) and ":" in before[-2000:]


def _line_ends(before: str, after: str) -> bool:
    """A single newline: a wrapped line goes on when it ends mid-sentence and the next starts lower case."""
    return not (after[:1].islower() and not TERMINAL.search(before[-4:] + " "))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _split(block: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in TERMINAL.finditer(block):
        stop = match.end()
        head, rest = block[start : match.start() + 1], block[stop : stop + 40].lstrip()
        if (
            rest
            and block[match.start()] == "."
            and ABBREVIATION.search(head)
            and not _starts_anew(rest, head)
        ):
            continue
        if rest and rest[0].islower():
            continue
        while start < stop and block[start].isspace():
            start += 1
        yield start, stop
        start = stop
    while start < len(block) and block[start].isspace():
        start += 1
    if start < len(block):
        yield start, len(block)


def _starts_anew(rest: str, head: str) -> bool:
    """After "… in the U.S." or "… Ltd." a function word with a capital starts a sentence."""
    if re.search(r"\b(?:Mr|Ms|Mrs|Dr|Prof|Gen|Lt|Col|Sen|Rep|Gov|No|Sgt|Capt)\.$", head):
        return False
    return bool(
        re.match(
            r"(?:The|This|These|It|He|She|They|In|On|A|An|As|But|However|Its|Their|We|Those|At|For|After)\b",
            rest,
        )
    )


def tokens(text: str, offset: int) -> list[Token]:
    return [Token(word := m.group(), offset + m.start(), offset + m.end(), word.replace("’", "'").casefold()) for m in WORD.finditer(text)]


def _mark_quotes(toks: list[Token], inside: bool) -> bool:
    for tok in toks:
        if tok.text in OPENERS:
            inside = True
        elif tok.text in CLOSERS:
            inside = False
        elif tok.text == '"':
            inside = not inside
        tok.quoted = inside
    return inside
