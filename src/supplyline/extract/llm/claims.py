"""How does what a model told become claims?

`told(one, …)` finds all words of one claim in the passage that was asked about and makes the claim, or says why it is
refused. All or nothing: a claim with one word that is not in the text is not mended, because what else of it was made up
nobody knows.
"""

from __future__ import annotations

from supplyline.extract.build import said
from supplyline.extract.llm import measures
from supplyline.extract.llm.client import plain
from supplyline.extract.llm.locate import Passage, nearest, places
from supplyline.extract.llm.parts import Range
from supplyline.extract.llm.schema import ROLES, Told
from supplyline.model import Claim, Document, Filler, Kind, Ref, Span, Stance

CONFIDENCE = 0.7
LONGEST_QUOTE = 2000


class Refused(Exception):
    """Why a claim is not taken, in words."""


def told(one: Told, document: Document, where: Passage, made_by: str) -> Claim:
    """Raises `Refused`. The claim's spans index the document's text, whatever the model thought."""
    quote = _evidence(one, where)
    if quote[1] - quote[0] > LONGEST_QUOTE:
        raise Refused(f"its evidence is longer than {LONGEST_QUOTE:,} characters")
    language = (document.language or "en").split("-")[0]

    def span(words: str, what: str, to: Range = quote) -> Span:
        found = places(words, where)
        if not found:
            raise Refused(f"its {what} “{plain(words)}” is not in the text")
        return document.span(*nearest(found, to))

    def ref(words: str, name: str | None, role: str | None, what: str) -> Ref:
        at = span(words, what)
        office = span(role, f"{what}'s office", (at.start, at.end)).text if role else None
        known = span(name, f"{what}'s name", (at.start, at.end)).text if name else at.text
        return Ref(at, measures.name(known, "speaker", language), office)

    w = one.words
    speaker = ref(w["speaker"], w.get("speaker_name"), w.get("speaker_role"), "speaker") if "speaker" in w else None
    fillers = []
    for part in one.roles:
        at = span(part.text, part.role)
        known = span(part.name, f"{part.role}'s name", (at.start, at.end)).text if part.name else at.text
        fillers.append(Filler(part.role, at, measures.name(known, part.role, language)))
    time, amount, change, said_on = (span(w[k], k).text if k in w else None for k in ("period", "value", "change", "said_on"))
    count = None
    if one.count is not None:
        words, of = one.count
        role = of if of in ROLES[one.kind] else None
        count = measures.count(span(words, "count").text, language, role, None if role else span(of, "counted word").text)
    claim = Claim(
        "",
        Kind(one.kind),
        Stance(one.stance),
        document.span(*quote),
        roles=tuple(dict.fromkeys(fillers)),
        count=count,
        value=measures.value(amount, language) if amount else None,
        change=measures.change(change, document.text[slice(*quote)], language) if change else None,
        period=measures.period(time, document, language) if time else None,
        hedges=tuple(dict.fromkeys(span(h, "hedge").text for h in one.hedges)),
        confidence=CONFIDENCE,
        made_by=made_by,
    )
    cue, content = (span(w[k], k) if k in w else None for k in ("cue", "content"))
    via = ref(w["via"], None, None, "via") if "via" in w else None
    return said(claim, document, speaker, cue, content, via, measures.period(said_on, document, language) if said_on else None)


def _evidence(one: Told, where: Passage) -> Range:
    """The place of the evidence; of several the one that holds most of the claim's other words, else the first."""
    found = places(one.evidence, where)
    if not found:
        raise Refused(f"its evidence “{plain(one.evidence)}” is not in the text")
    if len(found) == 1:
        return found[0]
    others = [places(words, where) for words in (*one.words.values(), *(r.text for r in one.roles))]

    def near(span: Range) -> int:
        return sum(abs(nearest(o, span)[0] - span[0]) for o in others if o)

    return min(found, key=lambda span: (near(span), span))
