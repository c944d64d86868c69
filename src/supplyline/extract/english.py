"""How does an English document become claims?

`read(document)` walks the sentences in order: tag, verb groups, dates, attributions, frames; then ties
each frame to the attribution whose content holds it. A frame in a sentence that goes on from an
attributed one ("These supplies include …") keeps that speaker, without content. An attribution
without a frame stays as a `statement`: nothing said is dropped.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from supplyline.extract import frames, learned, mended, parts
from supplyline.extract.amounts import values
from supplyline.extract.attribution import find as find_attributions
from supplyline.extract.build import said, share
from supplyline.extract.dates import Found, periods, repeated
from supplyline.extract.denials import baseless, deniers, negated, next_assertion, untrue
from supplyline.extract.frames.acting import once, shipped, supplied
from supplyline.extract.frames.antecedents import meant
from supplyline.extract.frames.common import Frame, Memory, Role, Scene
from supplyline.extract.frames.counted import counted
from supplyline.extract.frames.parties import country_like
from supplyline.extract.frames.settle import settled
from supplyline.extract.framing import added, doubt
from supplyline.extract.framing.decode import Seen
from supplyline.extract.labels import State, first_person, headed, labelled, turn
from supplyline.extract.lexicon import entries, mapping, table
from supplyline.extract.mentions import register
from supplyline.extract.numbers import counts
from supplyline.extract.people import Named, People
from supplyline.extract.phrases import np_left
from supplyline.extract.sayings import Attribution
from supplyline.extract.stances import revised, unheard
from supplyline.extract.tagger import model
from supplyline.extract.tagging import tag
from supplyline.extract.text import Sentence, sentences
from supplyline.extract.turns import author, turns
from supplyline.extract.verbs import VerbGroup, verb_groups
from supplyline.model import Claim, Document, Filler, Kind, Mention, Period, Ref, Span, Stance

LANGUAGE = "en"
OWN_ACTION = ("designation", "measure")


def read(document: Document, reader: str = "tagger") -> tuple[list[Claim], list[Mention]]:
    found = (model.find(document.text, model.ENGLISH[reader]) if reader != "rules" else None) or model.Found()
    state = State(document, People(LANGUAGE), Memory(), turns=turns(document.text), said=found.said, told=found.told, seen=found.seen, longest=max((t.end - t.start for t in found.told), default=0))
    signed = author(document.text)
    state.author = Named(document.text[slice(*signed)].split(",")[0], None, "person") if signed else None
    claims: list[Claim] = []
    mentions: list[Mention] = []
    before: Sentence | None = None
    for sentence in sentences(document.text):
        tag(sentence, LANGUAGE)
        sentence.tokens = mended.without(sentence.tokens)
        mentions += register(sentence, document, state.people, found.named)
        claims += _sentence(sentence, before, state)
        before = sentence
    claims = _with_authority(_unique(claims), document)
    return _reach_back(_merge_quotes(claims, document), document), mentions


def _sentence(sentence: Sentence, before: Sentence | None, state: State) -> list[Claim]:
    claims = turn(sentence, state)
    groups = verb_groups(sentence)
    dates = repeated(sentence.text, sentence.start, periods(sentence.text, sentence.start, state.document.published), state.memory.period)
    state.memory.period = next((f.period for f in reversed(dates) if (f.period.from_ or f.period.to) and (f.period.precision != "day" or f.period.from_ != f.period.to)), state.memory.period)
    attributions = find_attributions(sentence, groups, state.people, dates, before)
    some = _parts(sentence, state.document, dates)
    dates = parts.apart(dates, some)
    attributions += learned.added(sentence, groups, state.said, attributions, state.people)
    attributions = [a for a in attributions if not _shell(a, state.document)]
    attributions += labelled(sentence, state) or (headed(sentence, groups, state) if not attributions else [])
    attributions = [first_person(a, state) for a in attributions if state.turn is None or a.speaker[0] >= state.turn.content[0]]
    attributions = [revised(a, state.seen) for a in attributions]
    _remember_body(state, attributions)
    scene = Scene(sentence, groups, dates, state.memory, LANGUAGE, state.document.text)
    told = added.near(state.told, state.longest, sentence.start, sentence.end)
    found = [counted(scene, shipped(scene, settled(scene, added.filled(scene, told, f)))) for f in doubt.believed(frames.find(scene), state.seen)]
    found = [meant(scene, f) for f in _with_parts(found, some)]
    more = [shipped(scene, supplied(scene, settled(scene, once(scene, f)))) for f in added.added(scene, told, found) if f.kind != "denial" or not _denied(f, attributions, scene)]
    more = [meant(scene, f) for f in _with_parts(more, some)]
    if scene.memory.authority and not attributions:
        state.memory.body = scene.memory.authority[0]
    used: set[Attribution] = set()
    last: list[Claim] = []  # facts told in the stance of the saying itself stand after the others
    for frame in (*found, *more):
        a = _holder(frame, attributions)
        if a is not None and a.stance == "denies" and frame.kind not in OWN_ACTION:
            continue  # what is denied is not alleged by the denier: the denial below holds its words
        if a is not None and frame.kind in ("supply", "shipment") and _unproven(frame, scene):
            continue  # "no evidence that A supplies B"
        if a is not None:
            claim = _claim(frame, a, state, False, dates)
            same = claim.stance == _own_stance(a, found, scene, state.seen)
            (last if same else claims).append(claim)
            if same and frame.made_by == "rules":
                used.add(a)  # beside a learned frame, which is less sure, the words stay as said
        else:
            claims.append(_claim(frame, _carried(sentence, state) or state.turn, state, True, dates))
    claims += last
    claims += [_claim(m, a, state, False, dates) for a in attributions if a.stance == "calls_for" and (m := _step(a, scene)) is not None and not _told(m, [*found, *more])]
    for a in attributions:
        if a.stance == "denies":
            claims.append(_denial(a, sentence, state))
        elif a.stance != "calls_for" and (words := negated(a, scene) or baseless(a, scene)):
            claims.append(_denial(replace(a, stance="denies"), sentence, state, words))
        elif a not in used:
            claims.append(_statement(a, state, scene, found))
    if attributions:
        state.last, state.last_block = attributions[-1], sentence.block
    return claims


def _parts(sentence: Sentence, document: Document, dates: list[Found]) -> list[parts.Told]:
    if not parts.may_have(sentence.text, LANGUAGE, dates):
        return []
    numbers = [parts.Number(n.start, n.end, n.min, n.max) for n in counts(sentence.text, sentence.start)]
    return parts.find(document, sentence.start, sentence.end, LANGUAGE, numbers, dates)


def _with_parts(found: list[Frame], some: list[parts.Told]) -> list[Frame]:
    """Each count with its parts, which fill no role of their own: "including two in 2025"."""
    if not some:
        return found
    told = parts.given([(f.start, f.count) for f in found], some)
    taken = {p.at for p in some}
    return [replace(f, count=c, roles=tuple(r for r in f.roles if r.start not in taken) or f.roles) for f, c in zip(found, told, strict=True)]


def _step(a: Attribution, scene: Scene) -> Frame | None:
    """ "urged China to stop …": the step asked for, of a country or body that stands before it."""
    toks = scene.toks
    first = next((k for k, t in enumerate(toks) if t.start >= a.content[0]), None)
    if first is None or toks[first].tag not in ("T", "Z"):
        return None
    to = first if toks[first].tag == "T" else first + 1
    verb = next((g for g in scene.groups if g.start == to and g.infinitive), None)
    cue = next((k for k, t in enumerate(toks) if t.start == a.cue[0]), None)
    if verb is None or cue is None or cue >= first or verb.lemma in ("be", "have"):
        return None
    whom = np_left(toks, first)
    if whom is None or whom[0] <= cue or not (country_like(scene, whom) or toks[whom[0]].text[0].isupper()):
        return None
    end = next((k for k in range(verb.end, len(toks)) if toks[k].start >= a.content[1] or (toks[k].text in (",", ";") )), len(toks))
    measure = scene.role("measure", (verb.head, end))
    return scene.frame("measure", whom[0], end, [scene.role("actor", whom), measure], stance="calls_for")


def _denied(frame: Frame, attributions: list[Attribution], scene: Scene) -> bool:
    """Is it the denial that a saying tells already?"""
    return any(
        min(a.cue[0], a.content[0]) < frame.end and frame.start < max(a.cue[1], a.content[1]) and (a.stance == "denies" or negated(a, scene) or baseless(a, scene))
        for a in attributions
    )


def _told(frame: Frame, found: list[Frame]) -> bool:
    """Has another frame told the step?"""
    return any(f.kind in ("measure", "designation") and f.start < frame.end and frame.start < f.end for f in found)


def _remember_body(state: State, attributions: list[Attribution]) -> None:
    for a in attributions:
        if a.named.kind == "body" and a.named.name:
            state.memory.body = Role("authority", a.speaker[0], a.speaker[1], a.named.name)


def _holder(frame: Frame, attributions: list[Attribution]) -> Attribution | None:
    best: Attribution | None = None
    for a in attributions:
        shared = min(frame.end, a.content[1]) - max(frame.start, a.content[0])
        filler = sum(
            min(r.end, a.content[1]) > max(r.start, a.content[0])
            for r in frame.roles
            if r.role not in ("authority", "actor", "reason", "supplier")
        )
        if shared <= 0 or not (
            shared >= 0.5 * min(frame.end - frame.start, a.content[1] - a.content[0]) or filler
        ):
            continue
        if best is None or a.content[1] - a.content[0] < best.content[1] - best.content[0]:
            best = a
    return best


def _carried(sentence: Sentence, state: State) -> Attribution | None:
    if state.last is None or sentence.block != state.last_block or not sentence.tokens:
        return None
    first = sentence.tokens[0].low
    return state.last if first in entries(LANGUAGE, "continuations") else None


def _stance(frame: Frame, a: Attribution | None, carried: bool) -> str:
    if frame.stance is not None and not (
        a is not None and frame.stance == "suspects" and a.stance == "denies"
    ):
        return frame.stance
    if a is None or carried:
        return "asserts"
    own = (
        frame.kind in OWN_ACTION
        and a.named.kind in ("body", "person")
        and a.stance in ("asserts", "announces")
    )
    if own:
        return "announces" if frame.kind == "designation" else a.stance
    return "asserts" if a.stance in ("announces", "denies") else a.stance


def _claim(frame: Frame, a: Attribution | None, state: State, carried: bool, dates: list[Found]) -> Claim:
    doc = state.document
    quote = doc.span(frame.start, frame.end)
    stance = _stance(frame, a, carried)
    roles = tuple(
        Filler(r.role, doc.span(r.start, r.end), r.name or doc.text[r.start : r.end]) for r in frame.roles
    )
    count = frame.count if frame.count is not None else None
    claim = Claim(
        id="",
        kind=Kind(frame.kind),
        stance=Stance(stance),
        quote=quote,
        roles=roles,
        count=count,
        value=share(values(quote.text, quote.start)) if frame.kind == "ownership" and frame.value is None else frame.value,
        change=frame.change,
        period=_period(_time(frame, a, state.document.text, dates)),
        hedges=_hedges(quote.text),
        confidence=0.5 if frame.made_by != "rules" else 0.6 if carried and a is not None else 0.75,
        made_by=frame.made_by,
    )
    return _said(claim, a, state, with_content=not carried)


def _time(frame: Frame, a: Attribution | None, text: str, dates: list[Found]) -> Found | None:
    """When it happened: the frame's own time, or the first told in what was said, where that is when it was said."""
    if a is None or not _day_of_saying(frame, a, text):
        return frame.period
    if frame.period is None or frame.period.period.precision == "day":
        return None
    return next((f for f in dates if a.content[0] <= f.start < a.content[1] and (f.period.from_ or f.period.to)), None)


def _day_of_saying(frame: Frame, a: Attribution | None, text: str) -> bool:
    """ "told X on May 26 that A supplies B", "…, X reported in March", "reports from this year say": when it was said, not when it was supplied."""
    if frame.period is None or a is None or (frame.kind in OWN_ACTION and frame.stance != "expects"):
        return False
    found = frame.period
    behind = a.content[1] <= a.cue[0] < found.start  # "…, X warned on Friday", though the frame's words reach so far
    if (frame.start <= found.start < frame.end and not behind) or a.content[0] <= found.start < a.content[1]:
        return False
    after = text[a.cue[1] : found.start].split()
    if a.speaker[0] <= found.start < a.cue[0] <= a.content[0]:
        return True
    return found.period.precision == "day" or (found.start > a.cue[1] and len(after) <= 1)


def _said(claim: Claim, a: Attribution | None, state: State, with_content: bool) -> Claim:
    doc = state.document
    if a is None:
        return said(claim, doc, None)
    return said(
        claim,
        doc,
        Ref(doc.span(*a.speaker), a.named.name, a.named.role),
        cue=doc.span(*a.cue) if with_content else None,
        content=doc.span(*a.content) if with_content else None,
        via=Ref(doc.span(*a.via), a.via_named.name if a.via_named else doc.text[slice(*a.via)]) if a.via else None,
        said_on=_period(a.said_on),
    )


def _denial(a: Attribution, sentence: Sentence, state: State, denied: tuple[int, int] | None = None) -> Claim:
    doc = state.document
    start, end = denied or a.content
    words = doc.text[start:end]
    cut = re.search(r"\s+(?:as\s+[\"“‘'(]?\w+|(?:at|during|in)\s+(?:an?|the|his|her|their)\s+(?:\w+\s+){0,3}(?:conference|briefing|interview|statement)\b)", words)
    if cut and denied is None:
        end = start + cut.start()
    end = min(end, start + next_assertion(words))
    while end > start + 1 and doc.text[end - 1] in " \"“”'‘’(":
        end -= 1
    first, last = min(a.speaker[0], a.cue[0], start), max(a.content[1], a.cue[1], a.speaker[1])
    claim = Claim(
        "",
        Kind.denial,
        Stance.denies,
        doc.span(first, last),
        roles=(*deniers(a, doc), Filler("denied", doc.span(start, end), doc.text[start:end])),
        hedges=_hedges(doc.text[first:last]),
        confidence=0.8,
    )
    return _said(claim, a, state, with_content=True)


def _unproven(frame: Frame, scene: Scene) -> bool:
    toks = scene.toks
    false = untrue(scene, scene.sentence.start)
    return (false is not None and false <= frame.start) or any(
        t.low == "no" and toks[k + 1].low in ("evidence", "proof", "indication", "sign", "record") and toks[k + 2].low in ("that", "of") and 0 <= frame.start - toks[k + 2].end <= 2
        for k, t in enumerate(toks[:-3])
    )


def _statement(a: Attribution, state: State, scene: Scene, found: list[Frame]) -> Claim:
    """What was said, as said: no frame of it carries the stance of the saying."""
    quote = state.document.span(*a.content)
    stance = Stance(_own_stance(a, found, scene, state.seen))
    return _said(
        Claim("", Kind.statement, stance, quote, hedges=_hedges(quote.text), confidence=0.8),
        a,
        state,
        with_content=True,
    )


def _shares(f: Frame, a: Attribution) -> bool:
    both = min(f.end, a.content[1]) - max(f.start, a.content[0])
    return both > 0.5 * min(f.end - f.start, a.content[1] - a.content[0]) and both > 0.4 * (f.end - f.start)


def _own_stance(a: Attribution, found: list[Frame], scene: Scene, seen: Seen | None) -> str:
    stance = _read_stance(a, found, scene)
    return a.stance if unheard(a, seen, stance) else stance


def _read_stance(a: Attribution, found: list[Frame], scene: Scene) -> str:
    """The stance of the saying: an authority that tells of its own listings announces; what will be is expected."""
    if a.stance != "asserts":
        return a.stance
    said = [t for t in scene.toks if a.content[0] <= t.start < a.content[1]][:3]
    if len(said) > 2 and said[0].low in ("we", "i") and said[1].lemma in ("call", "urge", "demand", "ask", "appeal"):
        return "calls_for"
    own = [f for f in found if f.kind == "designation" and f.stance is None and _shares(f, a)]
    if own and a.named.kind in ("body", "person"):
        return "announces"
    if any(
        t.low in ("likely", "probably", "possibly", "allegedly", "reportedly", "suspect")
        and a.content[0] <= t.start < a.content[1]
        for t in scene.toks
    ):
        return "suspects"
    if (held := _held(a, scene)) is not None:
        return held
    if not _future(a, scene):
        return a.stance
    acts = any(
        g.lemma in scene.group_words("cover_verb") | scene.group_words("impose_verb")
        for g in scene.groups
        if g.infinitive and a.content[0] <= scene.toks[g.head].start < a.content[1]
    )
    return "announces" if acts and a.named.kind == "body" else "expects"


def _main(a: Attribution, scene: Scene) -> VerbGroup | None:
    """The first verb of what was said that has a subject of its own."""
    return next((g for g in scene.groups if a.content[0] <= scene.toks[g.head].start < a.content[1] and g.link in ("left", "")), None)


def _held(a: Attribution, scene: Scene) -> str | None:
    """ "said A is suspected of …", "could have been used", "is expected to", "must be stopped": the stance of the words themselves."""
    main = _main(a, scene)
    if main is None:
        return None
    if main.passive and not main.negated and main.modal == "":
        return mapping(LANGUAGE, "passive_stances").get(main.lemma)
    if main.modal in ("must", "should") and not main.negated:
        return "calls_for"
    perfect = any(scene.toks[k].tag == "H" for k in range(main.start, main.head))
    return "suspects" if perfect and main.modal in ("may", "might", "could") and not main.negated else None


def _future(a: Attribution, scene: Scene) -> bool:
    main = _main(a, scene)
    if main is None or main.modal not in ("will", "would", "shall", "could", "may", "might"):
        return False
    perfect = any(scene.toks[k].tag == "H" for k in range(main.start, main.head))
    return not perfect and not (main.negated and main.modal == "could")  # "would have been", "could not confirm"


def _shell(a: Attribution, document: Document) -> bool:
    """ "This is reported by B, reports A": nothing is said but that B said it."""
    words = document.text[a.content[0] : a.content[1]].casefold()
    return re.match(r"(?:this|it)\s+(?:is|was|has been)\s+(?:reported|stated|said|announced|written)\b", words) is not None


def _period(found: Found | None) -> Period | None:
    return found.period if found is not None else None


@cache
def _hedge_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{'|'.join(re.escape(row[0]) for row in table(LANGUAGE, 'hedges'))})\b", re.IGNORECASE
    )


def _hedges(text: str) -> tuple[str, ...]:
    """The hedging words of a quote, as written, in order; "May" is a month."""
    return tuple(dict.fromkeys(m.group() for m in _hedge_pattern().finditer(text) if m.group() != "May"))


def _unique(claims: list[Claim]) -> list[Claim]:
    seen: dict[str, Claim] = {}
    for c in claims:
        seen.setdefault(c.id, c)
    return list(seen.values())


def _with_authority(claims: list[Claim], document: Document) -> list[Claim]:
    """ "Imposing Sanctions on a Network": a heading leaves out who, and the first listing below it says."""
    listings = [c for c in claims if c.kind == Kind.designation]
    known = next((f for c in listings for f in c.roles if f.role == "authority"), None)
    first = next((c for c in listings), None)
    if known is None or first is None or any(f.role == "authority" for f in first.roles):
        return claims
    head = document.text[: first.quote.start]
    if head.count("\n") > 1 or first.speaker is not None:
        return claims
    whole = replace(first, roles=(known, *first.roles))
    return [whole if c is first else c for c in claims]


def _reach_back(claims: list[Claim], document: Document) -> list[Claim]:
    """ "“A. B,” he said": the words before the last sentence of a quotation are the speaker's too."""
    out = []
    for c in claims:
        if c.content is not None and document.text[c.content.end : c.content.end + 2].strip(",.")[:1] in (
            '"',
            "”",
        ):
            line = document.text.rfind("\n", 0, c.content.start) + 1
            opened = max(
                document.text.rfind('"', line, c.content.start),
                document.text.rfind("“", line, c.content.start),
            )
            between = document.text[opened + 1 : c.content.start]
            if (
                opened >= line
                and document.text[line:opened].count('"') % 2 == 0
                and between.strip()
                and "”" not in between
            ):
                c = replace(c, content=document.span(opened + 1, c.content.end))
        out.append(c)
    spoken = [c for c in out if c.content is not None and c.speaker is not None]
    return [
        replace(c, speaker=s.speaker, cue=s.cue, via=s.via, said_on=s.said_on, content=s.content)
        if c.speaker is None
        and (
            s := next(
                (
                    s
                    for s in spoken
                    if s.content and s.content.start <= c.quote.start and c.quote.end <= s.content.end
                ),
                None,
            )
        )
        is not None
        else c
        for c in out
    ]


def _merge_quotes(claims: list[Claim], document: Document) -> list[Claim]:
    """ "“A,” he said. “B.”": the quotation that goes on in the next sentence belongs to the same words."""
    out = []
    for c in claims:
        if c.content is not None and c.cue is not None and c.cue.start > c.content.end - 1:
            rest = re.match(
                r"[^\n\"“”]{0,90}[.:] *[\"“]([^\"“”\n]+)[\"”]", document.text[c.cue.end : c.cue.end + 700]
            )
            opened = document.text[max(0, c.content.start - 1) : c.content.start] in ('"', "“")
            if (
                rest
                and opened
                and not re.search(
                    r"[\"”]\s*,?\s*\w+\s+(?:said|added)",
                    document.text[c.cue.end + rest.end() : c.cue.end + rest.end() + 30],
                )
            ):
                end = c.cue.end + rest.end(1)
                c = replace(
                    c,
                    content=Span(document.sha256, c.content.start, end, document.text[c.content.start : end]),
                )
        out.append(c)
    return out
