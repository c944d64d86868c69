"""What does a brief say that a person put together?

A draft is a list of parts: events of the build, and passages that cite (`prose`). `read` and `write` turn it into the body
that `case.desk` keeps; `compose` makes an `Edition` of it. Promises: the same draft and build give the same edition; an
event that the build does not have, and a cited claim that a person set aside, are refused by name; whether every sentence
is cited `cite.check` says.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from supplyline.case.desk import Saved
from supplyline.case.snapshot import Rows
from supplyline.model import BadInput, Claim, Document, Event
from supplyline.publish import prose, words
from supplyline.publish.articles import Library, article, gather
from supplyline.publish.brief import BUILD, fixed, references
from supplyline.publish.nouns import Article, Edition, Passage, Quote, Row, Sentence, Table, sentence, walk

MOST = 200  # parts of a draft
DESK = ("ref:desk",)


@dataclass(frozen=True, slots=True)
class Part:
    """An event by its id, with what it was called when it was picked, or a passage."""

    event: str = ""
    called: str = ""
    text: str = ""


def read(body: str) -> tuple[Part, ...]:
    try:
        return tuple(Part(p.get("event", ""), p.get("called", ""), p.get("text", "")) for p in json.loads(body)["parts"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput(f"this draft cannot be read ({error}); take an older version") from error


def write(parts: Sequence[Part]) -> str:
    if len(parts) > MOST:
        raise BadInput(f"a draft holds at most {MOST} events and passages; begin a second one")
    kept = [{"event": p.event, "called": p.called} if p.event else {"text": p.text} for p in parts]
    return json.dumps({"parts": kept}, ensure_ascii=False)


def compose(rows: Rows, saved: Saved, inputs: str) -> Edition:
    """The edition of a draft; `inputs` is the build's."""
    library = Library(rows)
    parts: list[Article | Passage] = []
    told: set[str] = set()
    for part in read(saved.body):
        if not part.event:
            if passage := prose.paragraphs(part.text):
                parts.append(Passage(passage))
            continue
        event = rows.get(part.event)
        if not isinstance(event, Event):
            raise BadInput(f"the draft tells {part.event} (“{part.called}”), which the last build does not have: take it out, or pick it as it is now")
        if event.id not in told:  # twice in a draft, it is told where it comes first
            told.add(event.id)
            parts.append(article(rows, event, gather(rows, event), library))
    if not parts:
        raise BadInput("the draft is empty: pick an event, or write a passage")
    shown = {q.claim for q in walk(tuple(parts), Quote)}
    spoken = [s for p in parts if isinstance(p, Passage) for group in p.paragraphs for s in group]
    cites = list(dict.fromkeys(c for s in spoken for c in s.cites))
    claims = [c for id in cites if isinstance(c := rows.get(id), Claim)]
    for claim in claims:
        if claim.confidence == 0:
            where = next(s.text for s in spoken if claim.id in s.cites)
            raise BadInput(f"the sentence “{where}” cites {claim.id}, which a person set aside ({claim.made_by}); cite what stands, or undo the decision")
    quotes = tuple(library.quote(c) for c in claims if c.id not in shown)
    edition = Edition(
        title=saved.name, language="en", by=saved.by, standing=fixed("standing"), parts=tuple(parts), quotes=quotes,
        documents=_documents(rows, parts, quotes, cites), colophon=_colophon(saved, inputs), references=(),
    )  # fmt: skip
    return replace(edition, references=references(edition, rows))


def _documents(rows: Rows, parts: list[Article | Passage], quotes: tuple[Quote, ...], cites: list[str]) -> Table:
    """Each document that something on the page leads to, with its hash."""
    wanted = {q.sha256 for q in (*walk(tuple(parts), Quote), *quotes)} | {c for c in cites if len(c) == 64}
    wanted |= {sha256 for a in parts if isinstance(a, Article) for sha256, _ in a.documents}
    wanted |= {c for a in parts if isinstance(a, Article) for c in a.said.cites if len(c) == 64}
    found = [d for sha256 in sorted(wanted) if isinstance(d := rows.get(sha256), Document)]
    listed = tuple(Row(d.sha256, (d.title or d.name, d.publisher or "", d.published or "", d.sha256)) for d in found)
    return Table("documents", ("Document", "Publisher", "Published", "SHA-256"), listed)


def _colophon(saved: Saved, inputs: str) -> tuple[Sentence, ...]:
    return (
        sentence(f"Put together by {saved.by} and saved as version {words.number(saved.seq)} of the desk at {saved.at}.", cites=DESK),
        sentence("Passages are a person's words; events, counts, grades and quotes are those of the build, as the program found them.", cites=(*DESK, *BUILD)),
        sentence(f"Made from the snapshot with inputs {inputs or 'unknown'}.", cites=BUILD),
    )
