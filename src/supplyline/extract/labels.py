"""Who speaks where no verb of saying tells it?

Labels do: "Source: NAME" and "Quote: …" lines, headlines with a colon or a dash, turns of an interview or a briefing,
and whose statement a document is, for "I" and "we". `State` is what an English document has told so far.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from supplyline.extract.build import said
from supplyline.extract.frames.common import Memory
from supplyline.extract.framing.decode import Seen, Told
from supplyline.extract.lexicon import mapping
from supplyline.extract.people import Named, People
from supplyline.extract.sayings import Attribution
from supplyline.extract.tagger.model import Said
from supplyline.extract.text import Sentence
from supplyline.extract.turns import Turn
from supplyline.extract.verbs import VerbGroup
from supplyline.model import Claim, Document, Kind, Ref, Stance


@dataclass(slots=True)
class State:
    document: Document
    people: People
    memory: Memory
    label: tuple[tuple[int, int], Named] | None = None  # "Source: NAME" for the lines below it
    last: Attribution | None = None
    last_block: int = -1
    said: tuple[Said, ...] = ()  # what the tagger found in the document
    told: tuple[Told, ...] = ()  # frames that it marks in it, in the order of their beginnings
    seen: Seen | None = None  # how likely each piece of it is in a role
    longest: int = 0  # characters of the longest of them
    turns: list[Turn] = field(default_factory=list)  # those that have not begun
    turn: Attribution | None = None  # whose turn it is, in an interview
    author: Named | None = None  # who is "I" where nobody else speaks


def turn(sentence: Sentence, state: State) -> list[Claim]:
    """Where a turn begins: what its bearer says, as said. Where one has ended, nobody has the word."""
    if state.turn is not None and sentence.start >= state.turn.content[1]:
        state.turn = None
    if not state.turns or sentence.end <= state.turns[0].label[0]:
        return []
    turn, doc = state.turns.pop(0), state.document
    label = doc.text[slice(*turn.label)]
    known = state.people.persons.get(label.split()[-1].casefold())
    state.turn = Attribution(turn.label, known or Named(label, None, "person"), turn.label, turn.said, "asserts")
    quote = doc.span(*turn.said)
    claim = Claim("", Kind.statement, Stance.asserts, quote, hedges=(), confidence=0.9)
    return [said(claim, doc, Ref(doc.span(*turn.label), state.turn.named.name, state.turn.named.role), content=quote)]


def first_person(a: Attribution, state: State) -> Attribution:
    """ "I welcome the listing" in somebody's turn or statement: who "I" is."""
    who = state.turn.named if state.turn is not None else state.author
    said_by = state.document.text[slice(*a.speaker)].casefold()
    return replace(a, named=who) if who is not None and said_by in ("i", "we", "me", "us") else a


def labelled(sentence: Sentence, state: State) -> list[Attribution]:
    """ "Source: NAME, office, in an interview with X" and "Quote: “…”" lines."""
    toks = sentence.tokens
    if len(toks) < 3 or toks[1].text != ":":
        return []
    if toks[0].low == "source":
        end = next((k for k in range(2, len(toks)) if toks[k].text in (",", ".")), len(toks))
        named = state.people.resolve(toks, (2, end))
        if named.kind != "person" and all(t.text[0].isupper() for t in toks[2:end]):
            named = replace(named, kind="person")
            state.people.remember(named)
        state.label = ((toks[2].start, toks[end - 1].end), named)
        return []
    if toks[0].low == "quote" and state.label is not None:
        last = toks[-1].end - (1 if toks[-1].text in ('"', "”") else 0)
        start = toks[3].start if toks[2].text in ('"', "“") and len(toks) > 3 else toks[2].start
        return (
            [
                Attribution(
                    state.label[0], state.label[1], (toks[0].start, toks[0].end), (start, last), "asserts"
                )
            ]
            if last > start
            else []
        )
    return []


def headed(sentence: Sentence, groups: list[VerbGroup], state: State) -> list[Attribution]:
    """Headlines: "WSJ: Russia doubles imports", "North Korea supplies weapons – Budanov"."""
    toks = sentence.tokens
    if not sentence.heading or not groups or not 5 <= len(toks) <= 40:
        return []
    colon = next((k for k in range(1, min(6, len(toks) - 3)) if toks[k].text == ":"), None)
    dash = next((k for k in range(len(toks) - 2, max(len(toks) - 6, 3), -1) if toks[k].text in ("-", "–", "—")), None)
    if colon is not None and groups[0].start > colon:
        source, cue, content = (0, colon), toks[colon], (toks[colon + 1].start, toks[-1].end)
    elif dash is not None and groups[-1].end <= dash:
        source, cue, content = (dash + 1, len(toks)), toks[dash], (toks[0].start, toks[dash - 1].end)
    else:
        return []
    words = toks[source[0] : source[1]]
    heads = mapping(state.people.language, "speaker_nouns")
    known = all(t.text[0].isupper() for t in words) or any(t.low in heads for t in words)
    if not known or any(t.tag == "M" for t in words):
        return []
    named = state.people.resolve(toks, source)
    speaker = (words[0].start, words[-1].end)
    return [Attribution(speaker, named, (cue.start, cue.end), content, "asserts")]
