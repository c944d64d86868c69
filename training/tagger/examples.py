"""Annotated texts, whatever corpus they come from, as one kind of example.

`corpus(folder)` reads our own gold files, `brat(folder)` PolNeAR's standoff, `columns(file)` the two-column files of
WNUT17 and CrossNER. Offsets are code points into the text. An example names the heads it teaches: a corpus without
attributions says nothing about them, and its windows add nothing to their loss.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Spans = tuple[tuple[int, int], ...]
MENTIONS = ("person", "organization", "place", "goods", "vessel", "date", "number")
# What the labels of the borrowed corpora are here; a label not named is left out of what is taught.
BORROWED = {
    "person": "person", "politician": "person", "scientist": "person", "researcher": "person", "writer": "person",
    "musicalartist": "person", "corporation": "organization", "organisation": "organization", "organization": "organization",
    "politicalparty": "organization", "university": "organization", "band": "organization", "location": "place",
    "country": "place", "product": "goods", "chemicalcompound": "goods", "chemicalelement": "goods",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Triple:
    """One attribution; a part can lie in several places, or nowhere."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what is taught of it; `roles` are (kind.role, start, end), `mentions` (kind, start, end)."""

    name: str
    text: str
    attributions: tuple[Triple, ...] = ()
    mentions: tuple[tuple[str, int, int], ...] = ()
    roles: tuple[tuple[str, int, int], ...] = ()
    teaches: frozenset[str] = frozenset({"attributions", "mentions", "roles"})


def brat(folder: Path) -> Iterator[Example]:
    """PolNeAR: text/NAME.txt with attributions/NAME*.ann."""
    for path in sorted((folder / "text").glob("*.txt")):
        notes = next((folder / "attributions").glob(f"{path.stem}*.ann"), None)
        if notes is not None:
            text = path.read_bytes().decode("utf-8")
            yield Example(path.stem, text, tuple(standoff(notes.read_text("utf-8"))), teaches=frozenset({"attributions"}))


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


def corpus(folder: Path, attributions_only: bool = False) -> Iterator[Example]:
    """Our gold files: NAME.txt with NAME.gold.json, strings instead of offsets."""
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text("utf-8")
        triples = []
        for a in gold["attributions"] + gold.get("more_attributions", []):
            content = _all(text, a["content"])
            around = content[0][0] if content else 0
            cue = _near(text, a["cue"], around)
            source = _near(text, a.get("source") or a.get("speaker_text"), cue[0][0] if cue else around)
            if content and cue:
                triples.append(Triple(source, cue, content))
        mentions = {
            (m["kind"], m_.start(), m_.end())
            for m in gold.get("mentions", [])
            for m_ in re.finditer(rf"(?<!\w){re.escape(m['text'])}(?!\w)", text)
        }
        roles = set()
        for frame in gold["frames"]:
            evidence = _all(text, frame["evidence"])
            for role, fillers in frame["roles"].items():
                for filler in fillers:
                    roles |= {(f"{frame['kind']}.{role}", a, b) for a, b in _near(text, filler, evidence[0][0] if evidence else 0)}
        teaches = {"attributions"} if attributions_only else {"attributions", "mentions", "roles"}
        yield Example(gold["doc"], text, tuple(triples), tuple(sorted(mentions)), tuple(sorted(roles)), frozenset(teaches))


def _all(text: str, said: str | list[str] | None) -> Spans:
    parts = [said] if isinstance(said, str) else said or []
    return tuple((text.index(p), text.index(p) + len(p)) for p in parts if p and p in text)


def _near(text: str, words: str | None, at: int) -> Spans:
    """The occurrence of the words that lies nearest to an offset."""
    if not words:
        return ()
    found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)] or [m.span() for m in re.finditer(re.escape(words), text)]
    return (min(found, key=lambda s: (min(abs(s[0] - at), abs(s[1] - at)), s)),) if found else ()


def columns(path: Path, per_example: int = 8) -> Iterator[Example]:
    """Two columns, word and BIO label, sentences parted by empty lines; some sentences make one example."""
    sentences: list[list[tuple[str, str]]] = [[]]
    for line in path.read_text("utf-8").splitlines():
        cells = line.rstrip().split("\t")
        if len(cells) >= 2 and cells[0]:
            sentences[-1].append((cells[0], cells[-1]))
        elif sentences[-1]:
            sentences.append([])
    for n in range(0, len(sentences), per_example):
        yield _joined(f"{path.stem}-{n:05}", sentences[n : n + per_example])


def _joined(name: str, sentences: Iterable[list[tuple[str, str]]]) -> Example:
    text, mentions = "", []
    for sentence in sentences:
        for word, label in sentence:
            start = len(text)
            text += word
            kind = BORROWED.get(label[2:].replace("-", "").lower()) if label[:2] in ("B-", "I-") else None
            if kind and label[0] == "I" and mentions and mentions[-1][0] == kind and mentions[-1][2] == start - 1:
                mentions[-1] = (kind, mentions[-1][1], len(text))
            elif kind:
                mentions.append((kind, start, len(text)))
            text += " "
        text = text.rstrip() + "\n"
    return Example(name, text, mentions=tuple(mentions), teaches=frozenset({"mentions"}))
