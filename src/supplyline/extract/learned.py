"""Sayings that the rules miss and the tagger finds.

`added(sentence, said, found, …)` gives attributions beside those the rules found in a sentence: surely marked, with a source that can
speak, and with a content of its own; `said` is in the order of its cues. Offsets index the document; the words of a claim are the marked words, never others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from supplyline.extract.beside import meet, unheard
from supplyline.extract.lexicon import mapping
from supplyline.extract.people import People
from supplyline.extract.phrases import Range, strip
from supplyline.extract.sayings import Attribution, can_speak, cue_table, make
from supplyline.extract.tagger.model import Said
from supplyline.extract.text import Sentence, Token
from supplyline.extract.verbs import VerbGroup

SURE = 0.8
LEAST_WORDS = 4  # a shorter content is a name or a thing, not what was said


def added(sentence: Sentence, groups: list[VerbGroup], said: Sequence[Said], found: Sequence[Attribution], people: People) -> list[Attribution]:
    first = bisect_left(said, sentence.start, key=_begins)
    near = said[first : bisect_left(said, sentence.end, first, key=_begins)]
    return unheard((_attribution(sentence, groups, s, people) for s in near if s.sure >= SURE and s.source), found)


def _begins(s: Said) -> int:
    return s.cue[0][0]


def _attribution(sentence: Sentence, groups: list[VerbGroup], s: Said, people: People) -> Attribution | None:
    toks = sentence.tokens
    cue, source = _range(toks, s.cue), _range(toks, s.source)
    content = _longest(toks, s.content, cue)
    if cue is None or source is None or content is None or content[1] - content[0] < LEAST_WORDS or meet(source, content):
        return None
    group = next((g for g in groups if cue[0] <= g.head < cue[1]), None)
    stance = _stance(toks, cue, group, people.language)
    if stance is None:
        return None
    vg = group or VerbGroup(cue[0], cue[0], cue[1], toks[cue[0]].low, "")
    if group is not None and (group.passive or (group.negated and stance in ("asserts", "announces"))):
        return None
    source = strip(toks, source) if source[1] - source[0] > 1 else source
    if not can_speak(toks, source, people, "say"):
        return None
    if toks[content[0]].low == "that":
        content = (content[0] + 1, content[1])
    return make(toks, source, vg, content, stance, people, trailing=content[1] <= cue[0])


def _stance(toks: list[Token], cue: Range, group: VerbGroup | None, language: str) -> str | None:
    """As the table of cues says; None for a cue it does not know: orders, plans and likings are no claims of fact."""
    if group is not None:
        entry = cue_table(language).get(group.lemma)
        return entry[0] if entry else None
    nouns = mapping(language, "nominal_cues")
    known = next((nouns[t.low] for t in toks[cue[0] : cue[1]] if t.low in nouns), None)
    return known or ("asserts" if toks[cue[0]].low in ("according", ":") else None)


def _range(toks: list[Token], spans: Sequence[tuple[int, int]]) -> Range | None:
    """The tokens of the first span that lies in the sentence."""
    at = [k for k, t in enumerate(toks) if any(a < t.end and t.start < b for a, b in spans[:1])]
    return (at[0], at[-1] + 1) if at else None


def _longest(toks: list[Token], spans: Sequence[tuple[int, int]], cue: Range | None) -> Range | None:
    """The longest stretch of the content in this sentence, contents that touch taken as one."""
    best: Range | None = None
    start = -1
    for k in range(len(toks) + 1):
        inside = k < len(toks) and any(a < toks[k].end and toks[k].start < b for a, b in spans) and not (cue and cue[0] <= k < cue[1])
        if inside and start < 0:
            start = k
        elif not inside and start >= 0:
            if best is None or k - start > best[1] - best[0]:
                best = (start, k)
            start = -1
    return best
