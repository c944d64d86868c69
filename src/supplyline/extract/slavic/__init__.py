"""How does a Ukrainian or Russian document become claims?

`read(document, language)` walks the sentences in order: analyse, phrases, dates, attributions, frames; then ties each
frame to the attribution whose content holds it. What is denied is not alleged by the denier; an attribution without a
frame stays as a `statement`. The same contract as English; what differs by language is data/<language>/*.tsv.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

from supplyline.extract import parts
from supplyline.extract.build import Role, said, share
from supplyline.extract.glosses import marks
from supplyline.extract.glosses import slavic as glosses
from supplyline.extract.lexicon import mapping, table
from supplyline.extract.lexicon import words as group
from supplyline.extract.slavic import asides, attribution, dates, frames, learned, numbers, phrases, sources
from supplyline.extract.slavic.content import Attribution
from supplyline.extract.slavic.sentences import sentences
from supplyline.extract.slavic.sources import Scene, Source
from supplyline.extract.slavic.view import OWN_ACTION, Frame, Memory, mood
from supplyline.extract.slavic.words import Word
from supplyline.model import Claim, Document, Filler, Kind, Mention, Ref, Span, Stance
from supplyline.read import countries

OWN_WORDS = ("ми", "мы", "я", "вони", "они", "вона", "она", "він", "он", "компанія", "компания", "фірма", "фирма", "ніколи", "никогда", "жодним", "чином", "наша", "наш")


SPEAKING = ("він", "вона", "вони", "он", "она", "они", "компанія", "компания", "фірма", "фирма", "видання", "издание", "агентство", "відомство", "ведомство", "міністерство", "министерство", "служба", "підприємство", "предприятие", "завод", "посольство", "розвідка", "разведка", "політик", "политик", "чиновник", "посадовець", "дипломат", "міністр", "министр", "президент", "прем'єр", "премьер", "журналісти", "журналисты")


def read(document: Document, language: str, reader: str = "tagger") -> tuple[list[Claim], list[Mention]]:
    claims: list[Claim] = []
    mentions: list[Mention] = []
    later: list[Attribution] = []
    known, memory = sources.Memory(), Memory()
    denied: list[Frame] = []  # of the sentence before: who denies may be named behind it
    cut = [(sentence, phrases.phrases(sentence.words, language)) for sentence in sentences(document.text, language)]
    marked = marks.found(glosses.gloss(document.text, cut, language), reader) if reader != "rules" else marks.Marks()
    for sentence, own in cut:
        scene = Scene(
            sentence,
            own,
            dates.periods(document.text[sentence.start : sentence.end], sentence.start, language, document.published),
            language,
            document.text,
            known,
        )
        mentions += _mentions(scene, document)
        attributions = attribution.find(scene)
        attributions += learned.said(scene, marked, attributions)
        attributions = [_insisted(a, scene) for a in attributions]
        behind = [a for a in attributions if a.content[0] < sentence.start]
        later += behind
        claims += [_denial(a, document, language, (f.start, f.end)) for f in denied for a in behind if a.content[0] <= f.start and f.end <= a.content[1]][:1]
        denied = []
        claims += _claims(scene, document, memory, attributions, denied, marked)
        known.before = sentence
    return _attributed_later(list({c.id: c for c in claims}.values()), later, document), mentions


def _claims(scene: Scene, document: Document, memory: Memory, attributions: list[Attribution], denied: list[Frame], marked: marks.Marks) -> list[Claim]:
    own = [a for a in attributions if a.content[1] > scene.sentence.start]
    some = _parts(scene, document)
    found = frames.find(replace(asides.without(scene), dates=parts.apart(scene.dates, some)), memory, frozenset(a.content[0] for a in own))
    found = [replace(f, count=c) for f, c in zip(found, parts.given([(f.start, f.count) for f in found], some), strict=True)]
    found = learned.judged(scene, marked, found)
    found += learned.added(scene, marked, found, [a for a in attributions if a.stance == "denies"])
    out: list[Claim] = []
    used: set[Attribution] = set()
    for frame in _dated(scene, found, attributions):
        a = _holder(frame, own)
        if a is not None and a.stance == "denies":
            if frame.kind not in OWN_ACTION:
                continue
            a = None  # what is denied is not the step itself: "відкидає введені США санкції"
        if a is not None and frame.kind not in OWN_ACTION and _false(a, scene):
            continue  # "информация о поставках является ложью": nobody says that they are
        none = frame.count is not None and frame.count.max == 0 and a is not None and a.stance == "asserts" and a.speaker.kind == "person"  # "жодних поставок не було"
        if (frame.negated or none) and frame.kind in ("supply", "shipment", "cooperation", "production"):
            if a is not None:
                out.append(_denial(a, document, scene.language, (frame.start, frame.end)))
                used.add(a)
            else:
                denied.append(frame)
            continue
        out.append(_claim(frame, a, document, scene.language, scene.memory))
        if a is not None:
            used.add(a)
    for a in attributions:
        if a.stance == "denies":
            out.append(_denial(a, document, scene.language))
        elif _baseless(a, scene) or (a not in used and _nothing(a, scene)):
            out.append(_denial(replace(a, stance="denies"), document, scene.language))
        elif a not in used:
            quote = document.span(*a.content)
            out.append(
                _said(
                    Claim(
                        "",
                        Kind.statement,
                        Stance((_mood(scene, a) if a.stance == "asserts" else "") or a.stance),
                        quote,
                        hedges=_hedges(quote.text, scene.language),
                        confidence=0.8,
                        made_by=f"rules-{scene.language}",
                    ),
                    a,
                    document,
                )
            )
    return out


def _dated(scene: Scene, found: list[Frame], attributions: list[Attribution]) -> list[Frame]:
    """ "Торік, нагадав він, …": the time that opens a sentence is that of its first frame, unless it is when something was said."""
    lead = next((d for d in scene.dates if d.period.from_ or d.period.to), None)
    first = min(found, key=lambda f: f.start, default=None)
    if lead is None or first is None or first.period is not None or first.start < lead.end or any(a.said_on == lead for a in attributions):
        return found
    opens = scene.words[0].start >= lead.start or (len(scene.words) > 1 and scene.words[1].start >= lead.start)
    return [replace(f, period=lead) if f is first and opens else f for f in found]


def _parts(scene: Scene, document: Document) -> list[parts.Told]:
    start, end = scene.sentence.start, scene.sentence.end
    text = document.text[start:end]
    if not parts.may_have(text, scene.language, scene.dates):
        return []
    counted = [parts.Number(c.start, c.end, c.min, c.max) for c in numbers.counts(text, start, scene.language)]
    return parts.find(document, start, end, scene.language, counted, scene.dates)


def _holder(frame: Frame, attributions: list[Attribution]) -> Attribution | None:
    best: Attribution | None = None
    for a in attributions:
        shared = min(frame.end, a.content[1]) - max(frame.start, a.content[0])
        if shared >= 0.5 * min(frame.end - frame.start, a.content[1] - a.content[0]) and (
            best is None or a.content[1] - a.content[0] < best.content[1] - best.content[0]
        ):
            best = a
    return best


def _claim(frame: Frame, a: Attribution | None, document: Document, language: str, known: sources.Memory) -> Claim:
    quote = document.span(frame.start, frame.end)
    stance = a.stance if a is not None else "asserts"
    if frame.kind in OWN_ACTION and a is not None and stance == "asserts" and a.speaker.kind in ("body", "person"):
        stance = "announces"
    elif stance == "announces" and frame.kind not in OWN_ACTION:
        stance = "asserts"
    if frame.stance and (stance == "asserts" or (stance == "announces" and (a is None or a.stance != "announces"))):
        stance = frame.stance
    hedges = _hedges(quote.text, language)
    if stance == "asserts" and any(h.lower() in _doubts(language) for h in hedges):
        stance = "suspects"
    listing = a is not None and frame.kind == "designation" and a.speaker.kind == "body" and a.stance == "asserts" and document.text[frame.start : frame.end].lower().startswith(("введен", "запровадж", "санкц", "нових санкц", "новых санкц"))  # "заявил о введении санкций"
    if a is not None and (listing or a.stance == "announces" or (a.speaker.kind == "body" and a.stance == "asserts" and frame.kind == "measure") or (a.stance == "expects" and a.speaker.kind == "body")) and frame.kind in OWN_ACTION and not any(r.role in ("authority", "actor") for r in frame.roles):
        own = _named(a.speaker, document)
        who = Role("authority" if frame.kind == "designation" else "actor", own.start, own.end, a.speaker.name)
        frame = replace(frame, roles=(who, *frame.roles))  # "оголосив про санкції": they are the speaker's
    if a is not None:
        frame = replace(frame, roles=tuple(_we(r, a, document, known) for r in frame.roles))
    admits = a is not None and document.text[a.cue[0] : a.cue[1]].lower().startswith(("визна", "призна"))
    if a is not None and admits and frame.kind in ("supply", "shipment") and a.speaker.kind == "body" and not any(r.role == "supplier" for r in frame.roles):
        frame = replace(frame, roles=(Role("supplier", (own := _named(a.speaker, document)).start, own.end, a.speaker.name), *frame.roles))  # who admits a supply makes it
    roles = tuple(Filler(r.role, document.span(r.start, r.end), r.name or document.text[r.start : r.end]) for r in dict.fromkeys(frame.roles))
    claim = Claim(
        "", Kind(frame.kind), Stance(stance), quote, roles=roles, count=frame.count,
        value=share(numbers.values(quote.text, quote.start, language)) if frame.kind == "ownership" and frame.value is None else frame.value,
        change=frame.change, period=frame.period.period if frame.period else None, hedges=hedges,
        confidence=0.7 if frame.made_by == "rules" else 0.5, made_by=f"rules-{language}" if frame.made_by == "rules" else frame.made_by,
    )  # fmt: skip
    return _said(claim, a, document)


def _we(role: Role, a: Attribution, document: Document, known: sources.Memory) -> Role:
    """ "ми заборонили": the body that speaks, or the one told before whose office the speaker has."""
    if document.text[role.start : role.end].lower() not in ("ми", "мы"):
        return role
    who = a.speaker if a.speaker.kind != "person" else known.sources.get("body") or known.sources.get("group") or a.speaker
    own = _named(who, document)
    return Role(role.role, own.start, own.end, who.name)


def _said(claim: Claim, a: Attribution | None, document: Document) -> Claim:
    if a is None:
        return said(claim, document, None)
    return said(
        claim,
        document,
        _ref(a.speaker, document),
        document.span(*a.cue),
        document.span(*a.content),
        _ref(a.via, document) if a.via else None,
        a.said_on.period if a.said_on else None,
    )


def _ref(source: Source, document: Document) -> Ref:
    return Ref(document.span(source.start, source.end), source.name, source.role)


def _denial(a: Attribution, document: Document, language: str, denied: tuple[int, int] | None = None) -> Claim:
    start, end = denied or a.content
    first = min(a.speaker.start, a.cue[0], start)
    last = max(a.content[1], a.cue[1], a.speaker.end)
    quote = document.span(first, last)
    roles = (
        *(Filler("denier", _named(who, document), who.name) for who in (*a.others, a.speaker)),
        Filler("denied", document.span(start, end), document.text[start:end]),
    )
    claim = Claim(
        "", Kind.denial, Stance.denies, quote, roles=roles, hedges=_hedges(quote.text, language), confidence=0.75, made_by=f"rules-{language}"
    )
    return _said(claim, replace(a, stance="denies"), document)


def _named(source: Source, document: Document) -> Span:
    """Where the text last names who speaks, for "она", "в компании" and the like."""
    own = document.text[source.start : source.end]
    if own == source.name or (own[:1].isupper() and (own in source.name or own.lower() not in SPEAKING)):
        return document.span(source.start, source.end)
    at = document.text.rfind(source.name, 0, source.start)
    return document.span(at, at + len(source.name)) if at >= 0 else document.span(source.start, source.end)


def _disowned(a: Attribution, scene: Scene) -> bool:
    """ "заявили, що не співпрацюють із заводом", "«Мы не продавали их»": who speaks does not do it."""
    inside = [w for w in scene.words if a.content[0] <= w.start < a.content[1] and w.pos != "PNCT"]
    at = next((k for k, w in enumerate(inside[:5]) if w.low == "не"), None)
    if at is None or a.speaker.kind in ("outlet", "record", "group") or at + 1 >= len(inside) or not inside[at + 1].verb:
        return False
    own = all(w.low in OWN_WORDS or w.pos == "ADVB" for w in inside[:at])
    done = next((w for w in inside[at + 1 : at + 4] if w.verb and w.lemma not in group(scene.language, "triggers", "leading")), inside[at + 1])
    return own and inside[at + 1].verb in ("past", "pres") and any(done.lemma in group(scene.language, "triggers", name) for name in ("supply_verb", "send_verb", "export_verb", "cooperate_verb", "equip_verb"))


def _nothing(a: Attribution, scene: Scene) -> bool:
    """ "цих постачань не було": what is said is that there was none."""
    if _disowned(a, scene):
        return True
    inside = [w for w in scene.words if a.content[0] <= w.start < a.content[1]]
    supply = group(scene.language, "triggers", "supply_noun") | group(scene.language, "triggers", "ship_noun") | group(scene.language, "triggers", "sold_noun")
    if any(w.low in ("ніколи", "никогда", "нас", "жодних", "никаких", "такої", "таких", "такого", "такой") for w in inside):
        supply |= group(scene.language, "triggers", "agreement_noun") | group(scene.language, "triggers", "cooperate_noun")
    unrelated = any(w.low == "не" and v.lemma in ("мати", "иметь", "располагать", "володіти", "обладать") for w, v in pairwise(inside)) and any(w.lemma in group(scene.language, "triggers", "relation_noun") for w in inside)
    rejected = any(w.low in ("жодних", "никаких", "жодного", "никакого", "жодної", "никакой") for w in inside) and any(w.low == "не" for w in inside)
    if _never(inside) and a.speaker.kind != "outlet":
        return True  # "никаких указаний компаниям не давали"
    if rejected and len(inside) < 16 and a.speaker.kind in ("person", "body") and any(w.lemma in supply for w in inside):
        return True  # "жодних рішень про передачу ракет ми не ухвалювали"
    bypassing = any(w.low == "не" and v.lemma in group(scene.language, "triggers", "part_verb") for w, v in pairwise(inside)) and any(w.lemma in group(scene.language, "triggers", "bypass_noun") or w.lemma in supply for w in inside)
    if bypassing and len(inside) < 14:
        return True  # "не участвует в обходе санкций"
    undiscussed = any(w.low == "не" and v.lemma in group(scene.language, "triggers", "discuss_verb") for w, v in pairwise(inside))
    low = " ".join(w.low for w in inside)
    if len(inside) < 16 and any(words in low for words in ("не соответствует действительности", "не соответствуют действительности", "не відповідає дійсності", "не відповідають дійсності", "не имеет ничего общего с действительностью", "не имеют под собой", "не має під собою", "не мають під собою", "не имеет под собой", "не основаны на", "не основано на", "не основана на", "не ґрунтуються на", "не ґрунтується на", "не подтверждаются", "не підтверджуються", "не подтверждается", "не підтверджується", "далеки от действительности", "далекі від дійсності")):
        return True
    proof = any(w.low in ("немає", "нет", "нема") for w in inside) and any(w.lemma in ("підтвердження", "доказ", "подтверждение", "доказательство", "підстава", "основание") for w in inside)
    if proof and len(inside) < 14 and a.speaker.kind in ("person", "body"):
        return True  # "никаких подтверждений этому нет"
    if undiscussed and len(inside) < 20 and any(w.lemma in supply for w in inside):
        return True  # "не обговорював такі поставки"
    if unrelated and len(inside) < 16:
        return True  # "не мають жодного стосунку до уряду"
    none = any(
        w.low in ("немає", "нет") or (w.low == "не" and v.low in ("було", "было", "буде", "будет", "існує", "существует") and not (u is not None and u.verb))
        for w, v, u in zip(inside, inside[1:], [*inside[2:], None], strict=False)
    )
    return none and len(inside) < 16 and any(w.lemma in supply for w in inside)


def _false(a: Attribution, scene: Scene) -> bool:
    """Does what is said call what others say false?"""
    low = scene.text[a.content[0] : a.content[1]].lower()
    return _baseless(a, scene) and any(word in low for word in ("информаци", "інформаці", "сообщени", "повідомлен", "обвинени", "звинувачен", "данные", "дані", "утверждени", "твердженн", "слухи", "чутки"))


_NEVER = ("никак", "жодн", "ніколи", "никогда", "ниче", "нічого", "никто", "ніхто", "нико", "нікого", "нікому")  # how a second word for no begins


def _finite(words: list[Word]) -> int:
    """Where the first verb stands that tells a time; -1 where none does."""
    return next((k for k, w in enumerate(words) if w.verb in ("past", "pres", "futr", "pssv", "impers")), -1)


def _never(words: list[Word]) -> bool:
    """Is the first verb denied, and with a second word for no: "ніколи не постачав"?"""
    k = _finite(words)
    return k > 0 and words[k].verb in ("past", "pres") and words[k - 1].low == "не" and any(w.low.startswith(_NEVER) or w.low in ("ни", "ані") for w in words)


def _insisted(a: Attribution, scene: Scene) -> Attribution:
    """Who insists that something is so calls for nothing: "настаивает, что продажа была законной"."""
    if a.stance != "calls_for" or not scene.text[a.cue[0] : a.cue[1]].lower().startswith(("наполяг", "настаива")):
        return a
    inside = [w for w in scene.words if a.content[0] <= w.start < a.content[1]]
    k = _finite(inside)
    return replace(a, stance="asserts") if k >= 0 and inside[k].verb in ("past", "pres", "pssv") and not any(w.verb == "infn" for w in inside[:k]) else a


def _baseless(a: Attribution, scene: Scene) -> bool:
    if a.speaker.kind == "outlet" or scene.text[a.cue[0] : a.cue[1]].lower().startswith(("обвин", "звинувач", "винит")):
        return False  # a paper that tells who called it baseless denies nothing
    groundless = group(scene.language, "triggers", "baseless")
    return any(w.lemma in groundless and a.content[0] <= w.start < a.content[1] for w in scene.words)


def _mood(scene: Scene, a: Attribution) -> str:
    """Plans, futures and duties in what is said: expected or called for."""
    inside = [k for k, w in enumerate(scene.words) if a.content[0] <= w.start < a.content[1]]
    found = mood(scene, inside[0], inside[-1] + 1) if inside else ""
    return found if found in ("expects", "calls_for") else ""


def _attributed_later(claims: list[Claim], later: list[Attribution], document: Document) -> list[Claim]:
    """ "Про це пише X" and the end of a long quotation hold sentences before: their frames are X's, and no statement repeats them."""
    out = []
    repeated: set[tuple[int, int]] = set()
    for c in claims:
        holder = None
        if c.speaker is None:
            holder = next((a for a in later if a.content[0] <= c.quote.start and c.quote.end <= a.content[1]), None)
        if holder is not None:
            repeated.add(holder.content)
            stance = holder.stance if c.stance == Stance.asserts and holder.stance in ("suspects", "expects") else c.stance
            if c.kind.value in OWN_ACTION and c.stance == Stance.asserts and holder.stance == "announces":
                stance = holder.stance
            c = _said(replace(c, stance=Stance(stance)), holder, document)
        out.append(c)
    return [c for c in out if not (c.kind == Kind.statement and c.content is not None and (c.content.start, c.content.end) in repeated)]


@cache
def _doubts(language: str) -> frozenset[str]:
    return frozenset(k for k, v in mapping(language, "hedges").items() if v == "doubt")


@cache
def _hedge_pattern(language: str) -> re.Pattern[str]:
    found = "|".join(re.escape(row[0]) for row in table(language, "hedges") if row[0] != "до")
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)


def _hedges(text: str, language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.group() for m in _hedge_pattern(language).finditer(text)))


def _mentions(scene: Scene, document: Document) -> list[Mention]:
    out = []
    kinds = mapping(scene.language, "speaker_nouns")
    for p in scene.phrases:
        found = scene.words[p.start : p.end]
        if p.place is not None and p.place.itself and not p.place.seat:
            span = document.span(found[0].start, found[-1].end)
            out.append(Mention(span, "government", countries.name(p.place.iso) or span.text))
        elif p.name is not None:
            inner = scene.words[p.name[0] : p.name[1]]
            person = any(w.proper for w in inner)
            if not person and len(inner) == 1 and inner[0].pos == "NOUN" and kinds.get(inner[0].lemma) is None and p.place is not None:
                continue
            span = document.span(inner[0].start, inner[-1].end)
            out.append(Mention(span, "person" if person else "organization", span.text))
    return out
