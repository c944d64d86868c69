"""Annotated texts, whatever corpus they come from, as one kind of example.

`corpus(folder)` reads our gold files, `written(folder)` the passages we wrote with their marks in the line, `brat(folder)`
PolNeAR's standoff. Offsets are code points into the text. For what belongs to a part of an attribution all follow PolNeAR's guide: "that"
and the quotation marks to the content; auxiliaries, adverbs and a preposition that the content hangs on to the cue.
A filler of a frame is its occurrence in the evidence, else the one that lies nearest to it in the same paragraph, else none: the
words of a role are learned only where a reader of the paragraph finds them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

Span = tuple[int, int]
Spans = tuple[Span, ...]

BEFORE_CUE = re.compile(
    r"(?:\b(?:has|have|had|is|are|was|were|be|been|being|will|would|could|should|can|may|might|must|did|does|do|not|never|also|"
    r"now|still|then|again|later|once|already|even|only|simply|long|since|recently|reportedly|\w+ly)\s+|\b(?:did|does|do|has|have|"
    r"is|are|was|were|would|could)n['’]t\s+)+$"
)
HAN = re.compile(r"[\u3400-\u9fff]")
ALONE = 50
TAIL = re.compile(r"\s*(?::|\b(?:for|on|of|about|against|over|at|in|by|upon|as)\b)?\s*$")


@dataclass(frozen=True, slots=True)
class Triple:
    """One attribution; a part can lie in several places, or nowhere. `stance` is None where nobody annotated it."""

    source: Spans
    cue: Spans
    content: Spans
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One frame: where its evidence stands, and its fillers as (role, start, end)."""

    kind: str
    evidence: Span
    fillers: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """`frames` and `mentions` (kind, start, end) are None where nobody annotated them; texts of one page stay on one side of a split."""

    name: str
    text: str
    attributions: tuple[Triple, ...] = ()
    frames: tuple[Told, ...] | None = None
    mentions: tuple[tuple[str, int, int], ...] | None = None
    page: str = ""


def brat(folder: Path) -> Iterator[Example]:
    """PolNeAR: text/NAME.txt with attributions/NAME*.ann."""
    for path in sorted((folder / "text").glob("*.txt")):
        notes = next((folder / "attributions").glob(f"{path.stem}*.ann"), None)
        if notes is not None:
            yield Example(path.stem, path.read_bytes().decode("utf-8"), tuple(standoff(notes.read_text("utf-8"))))


def standoff(annotations: str) -> list[Triple]:
    """The attributions of one .ann file, in its order."""
    spans: dict[str, Spans] = {}
    for line in annotations.splitlines():
        if match := re.match(r"(T\d+)\t\w+ ([\d; ]+)\t", line):
            parts = [p.split() for p in match[2].split(";")]
            spans[match[1]] = tuple((int(a), int(b)) for a, b in parts)
    out = []
    for line in annotations.splitlines():
        if line.startswith("E"):
            tied: dict[str, Spans] = {"Source": (), "Cue": (), "Content": ()}
            for kind, at in re.findall(r"(Source|Cue|Content)\d*:(T\d+)", line):
                tied[kind] += spans.get(at, ())
            out.append(Triple(tied["Source"], tied["Cue"], tied["Content"]))
    return out


def written(folder: Path) -> Iterator[Example]:
    """Our own passages: files of passages parted by empty lines, marked as `[S1 source] [C1 cue] [T1 content]`.

    Attributions are told apart by their numbers; marks nest. One without a source has that of the number before, unless
    its own is ALONE or more. A line that starts with # is a remark.
    """
    for path in sorted(folder.glob("*.txt")):
        lines = [x for x in path.read_text("utf-8").splitlines() if not x.startswith("#")]
        for n, passage in enumerate(re.split(r"\n\s*\n", "\n".join(lines).strip())):
            yield marked(f"{path.stem}-{n + 1:03}", passage.strip() + "\n")


def marked(name: str, passage: str) -> Example:
    """The text without its marks, and what they marked. Raises ValueError where marks do not pair."""
    text, open_, found = "", list[tuple[str, int]](), list[tuple[str, int, int]]()
    last = 0
    for match in re.finditer(r"\[([SCT]\d+) |\]", passage):
        text += passage[last : match.start()]
        last = match.end()
        if match[1]:
            open_.append((match[1], len(text)))
        elif open_:
            mark, start = open_.pop()
            found.append((mark, start, len(text)))
        else:
            raise ValueError(f"{name}: a mark closes that was never opened, near {text[-30:]!r}")
    if open_:
        raise ValueError(f"{name}: mark {open_[-1][0]} is not closed")
    text += passage[last:]
    triples: list[Triple] = []
    speaker: Spans = ()
    for number in sorted({m[1:] for m, _, _ in found}, key=int):
        source, cue, content = (tuple(sorted((a, b) for m, a, b in found if m == kind + number)) for kind in "SCT")
        speaker = source or (speaker if int(number) < ALONE else ())
        if content and (speaker or cue):
            triples.append(Triple(speaker, cue, content))
    return Example(name, text, tuple(triples))


def corpus(folder: Path) -> Iterator[Example]:
    """Our gold files: NAME.txt with NAME.gold.json and NAME.meta.json, strings instead of offsets."""
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text("utf-8")
        meta = json.loads(path.with_name(path.name.replace(".gold.json", ".meta.json")).read_text("utf-8"))
        triples = []
        for a in gold["attributions"] + gold.get("more_attributions", []):
            content = _all(text, a["content"])
            around = content[0][0] if content else 0
            cue = _near(text, a["cue"], around)
            source = _near(text, a.get("source") or a.get("speaker_text"), cue[0][0] if cue else around)
            if content:
                triples.append(_whole(text, Triple(source, cue, content, a.get("stance"))))
        yield Example(gold["doc"], text, tuple(triples), tuple(_frames(text, gold["frames"])), tuple(_mentions(text, gold["mentions"])) if "mentions" in gold else None, meta.get("url") or gold["doc"])


def _frames(text: str, frames: list[dict[str, Any]]) -> Iterator[Told]:
    last = 0
    for frame in frames:
        parts = [frame["evidence"]] if isinstance(frame["evidence"], str) else frame["evidence"]
        found = [(at, at + len(p)) for p in parts if (at := text.find(p, last) if p in text[last:] else text.find(p)) >= 0]
        if found:  # from the first to the last of its words; of several occurrences the next in reading order
            span = min(a for a, _ in found), max(b for _, b in found)
            last = span[0]
            yield Told(frame["kind"], span, tuple(_fillers(text, span, frame["roles"])))


def _fillers(text: str, evidence: Span, roles: dict[str, str | list[str] | None]) -> Iterator[tuple[str, int, int]]:
    start, end = evidence
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    for role, value in roles.items():
        for words in [value] if isinstance(value, str) else value or []:
            found = [(a + line, b + line) for a, b in _places(text[line : stop if stop > 0 else len(text)], words)]
            if found:
                yield role, *min(found, key=lambda s: (max(start - s[1], s[0] - end, 0), s))


def _mentions(text: str, mentions: list[dict[str, str]]) -> Iterator[tuple[str, int, int]]:
    """Each place where the words of a mention stand, but inside a longer one of its kind."""
    last: dict[str, int] = {}
    found = ((a, -b, m["kind"]) for m in mentions for a, b in _places(text, m["text"]))
    for a, b, kind in sorted(set(found)):
        if a >= last.get(kind, 0):
            last[kind] = -b
            yield kind, a, -b


def _places(text: str, words: str) -> list[Span]:
    """Where the words stand as words; Chinese has none of the blanks that part them."""
    own = re.escape(words)
    return [m.span() for m in re.finditer(own if HAN.search(words) else rf"(?<!\w){own}(?!\w)", text)]


def _all(text: str, said: str | list[str] | None) -> Spans:
    parts = [said] if isinstance(said, str) else said or []
    return tuple((text.index(p), text.index(p) + len(p)) for p in parts if p and p in text)


def _near(text: str, words: str | None, at: int) -> Spans:
    """The occurrence of the words that lies nearest to an offset."""
    if not words:
        return ()
    found = _places(text, words) or [m.span() for m in re.finditer(re.escape(words), text)]
    return (min(found, key=lambda s: (min(abs(s[0] - at), abs(s[1] - at)), s)),) if found else ()


def _whole(text: str, t: Triple) -> Triple:
    """The parts widened to what PolNeAR's guide counts in: our gold keeps the shortest words that carry the claim."""
    content = tuple(_widened(text, *span) for span in t.content)
    cue = tuple(_cue(text, *span, content, t.source) for span in t.cue)
    return replace(t, cue=cue, content=content)


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    if start and text[start - 1] in "“\"‘'" and (text[start - 1] != "'" or start < 2 or not text[start - 2].isalnum()):
        start -= 1
        if match := re.match(r"[.,?!]?[”\"’']", text[end : end + 2]):
            end += match.end()
    elif (sum(c in "“”" for c in text[start:end]) % 2 or text[start:end].count('"') % 2) and (
        match := re.match(r"[.,?!]?[”\"]", text[end : end + 2])
    ):
        end += match.end()
    if match := re.search(r"\bthat\s+$", text[max(0, start - 8) : start]):
        start -= match.end() - match.start()
    return start, end


def _cue(text: str, start: int, end: int, content: Spans, source: Spans) -> tuple[int, int]:
    floor = max([0, *(b for _, b in (*source, *content) if b <= start)])
    if match := BEFORE_CUE.search(text[floor:start]):
        start -= match.end() - match.start()
    after = min((a for a, _ in content if a >= end), default=-1)
    if after > end and TAIL.fullmatch(text[end:after]):
        end = len(text[:after].rstrip())
    return start, end
