"""How does a Chinese document, simplified or traditional, become claims?

`read(document)` folds a text to simplified characters and full marks, cuts it at 。！？ and line ends and then into
words (`words`), finds sayings (`sayings`) and in each clause the frames that a verb, its coverb phrases and its object
make (`clauses`, `frames`). What a clause leaves out is taken from those before (`scene`). Spans are the document's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cache

from supplyline.extract import parts
from supplyline.extract.build import said
from supplyline.extract.chinese import frames, learned
from supplyline.extract.chinese import sayings as sayings_of
from supplyline.extract.chinese.dates import period_before, period_in, periods
from supplyline.extract.chinese.demands import side
from supplyline.extract.chinese.numbers import change_in, count_in, counts, value_in
from supplyline.extract.chinese.sayings import rejects
from supplyline.extract.chinese.scene import Scene
from supplyline.extract.chinese.speakers import PAPER, Speakers, meet
from supplyline.extract.chinese.text import (
    LANGUAGE,
    MOST,
    Page,
    Saying,
    Told,
    balanced,
    country_words,
    either,
    english,
    fold,
    folded,
    group,
    page,
    sentences,
    strip,
    whole,
)
from supplyline.extract.chinese.words import NO_EVIDENCE, words
from supplyline.extract.dates import Found
from supplyline.extract.glosses import chinese as glosses
from supplyline.extract.glosses import marks
from supplyline.extract.lexicon import table
from supplyline.model import Claim, Document, Filler, Kind, Mention, Ref, Stance

_QUESTION = re.compile(r"请问|问[：，]|记者问|[有另]记者")


def read(document: Document, reader: str = "tagger") -> tuple[list[Claim], list[Mention]]:
    text = page(document)
    parted = [(start, end, words(text.text, start, end)) for start, end in sentences(text.text)]
    marked = marks.found(glosses.gloss(text, parted), reader) if reader != "rules" else marks.Marks()
    mentions: list[Mention] = []
    speakers = Speakers()
    scene = Scene(text.text)
    said_so_far: list[Saying] = []
    told: list[tuple[Told, int | None, list[parts.Told]]] = []
    for start, end, cut in parted:
        some = _parts(text, start, end)
        mentions += _mentions(text, start, end)
        _titles(text, start, end, speakers)
        meet(text, cut, speakers)
        asked = _QUESTION.search(text.text, start, min(end, start + 12)) is not None
        new_paragraph = start == 0 or "\n" in text.text[max(start - 2, 0) : start]
        if new_paragraph:
            speakers.running = None
        running = speakers.running
        fresh = sayings_of.label(text, start, speakers)
        if fresh is not None:
            speakers.note(fresh)
        found = [] if asked and "宣" not in text.text[start:end] else sayings_of.find(text, cut, start, end, speakers)
        if fresh is not None:
            found = [fresh, *[replace(s, via=s.via or fresh.speaker) for s in found if s.stance in ("calls_for", "denies") and s.name != fresh.name]]
        elif running is not None and start < running.content[1]:  # inside a labelled answer
            found = [replace(s, via=s.via or running.speaker) for s in found if s.stance in ("calls_for", "denies") and s.name != running.name]
        elif (
            running is not None
            and sayings_of.goes_on(text, start, end, speakers)
            and not any(s.stance == "denies" or (s.stance != "calls_for" and text.text[slice(*s.cue)] != "反对") for s in found)
        ):
            at = next(i for i, s in enumerate(said_so_far) if s is running)
            longer = replace(running, content=(running.content[0], strip(text.text, start, end, "。”“ ")[1]))
            if longer.content[1] - longer.content[0] <= MOST:
                said_so_far[at] = longer
                speakers.running = longer
            found = [replace(s, via=s.via or running.speaker) for s in found if s.stance == "calls_for" and s.name != running.name]
        elif running is not None and found and found[0].stance == "denies" and sayings_of.goes_on(text, start, end, speakers):
            found = [replace(s, via=s.via or running.speaker) for s in found]
        if not asked or "宣" in text.text[start:end]:  # what a reporter asks is said by nobody
            found += learned.said(text, marked, start, end, [*said_so_far[-4:], *found])
        first = len(said_so_far)
        for s in found:
            if s.content[1] <= start:  # the quotation before: papers in it say nothing of their own
                said_so_far = [x for x in said_so_far if not (s.content[0] <= x.cue[0] < s.content[1] and (PAPER.search(x.name) or x.name == s.name))]
        first = min(first, len(said_so_far))
        said_so_far += found
        outer = next((s for s in found if s.role or s.via is None), None)
        if fresh is not None:
            speakers.running = fresh
        elif found and not (running is not None and start < running.content[1]) and outer is not None:
            if speakers.running is running or running is None:
                speakers.running = outer if speakers.running is running and not (running and sayings_of.goes_on(text, start, end, speakers)) else speakers.running
            if speakers.running is None:
                speakers.running = outer
        if asked and not found:
            continue
        speaks = outer or speakers.running
        scene.voice = speaks.speaker if speaks is not None else None
        scene.side = side(text.text, speaks.role or "", speaks.speaker) if speaks is not None else None
        facts = learned.judged(text, marked, frames.find(scene, cut))
        for frame in (*facts, *learned.added(text, marked, start, end, facts, [s for s in said_so_far[-4:] if s.stance == "denies"])):
            told.append((frame, _holder(frame, said_so_far, first), some))
    return _claims(text, said_so_far, told), mentions


def _parts(text: Page, start: int, end: int) -> list[parts.Told]:
    at = text.at
    dates = [Found(at[a], at[b - 1] + 1, period) for a, b, period in periods(text, start, end)]
    if not parts.may_have(text.text[start:end], LANGUAGE, dates):
        return []
    numbers = [parts.Number(at[a], at[b - 1] + 1, low, high) for a, b, low, high in counts(text, start, end)]
    return parts.find(text.document, at[start], at[end - 1] + 1, LANGUAGE, numbers, dates)


def _holder(frame: Told, sayings: list[Saying], first: int) -> int | None:
    """The innermost saying whose content holds the frame."""
    best: tuple[int, int] | None = None
    for i in range(max(0, first - 4), len(sayings)):
        a, b = sayings[i].content
        if a <= max(r[1] for r in frame.roles) < b or a <= frame.start < b or 2 * (min(frame.end, b) - max(frame.start, a)) > frame.end - frame.start:
            best = min(best, (b - a, i)) if best else (b - a, i)
    return best[1] if best else None


def _claims(text: Page, sayings: list[Saying], told: list[tuple[Told, int | None, list[parts.Told]]]) -> list[Claim]:
    claims: list[Claim] = []
    used: set[int] = set()
    for frame, at, some in told:
        holder = sayings[at] if at is not None else None
        if frame.negated:
            if holder is not None and frame.kind not in ("designation", "measure"):
                claims.append(_denial(text, holder, _denied(text, frame)))
                if at is not None:
                    used.add(at)
            continue
        if holder is not None and holder.stance == "denies" and frame.kind not in ("designation", "measure"):
            continue
        claims.append(_claim(text, frame, holder, some))
        if at is not None:
            used.add(at)
    for i, s in enumerate(sayings):
        denies = s.stance == "denies"
        if i in used and not (denies and not any(c.kind == "denial" and c.cue and c.cue.start == text.at[s.cue[0]] for c in claims)):
            continue
        if denies or rejects(text.text[slice(*s.content)].split("，")[0]):
            claims.append(_denial(text, s))
        else:
            quote = text.span(*s.content)
            claim = Claim("", Kind.statement, Stance(s.stance), quote, hedges=_hedges(text, *s.content), confidence=0.7, made_by="rules-zh")
            claims.append(_said(text, claim, s))
    found = {c.id: c for c in claims}
    return sorted(found.values(), key=lambda c: (c.quote.start, c.quote.end, c.id))


_MOVED = re.compile(r"，(?:[同环]比|按[年月]|年|月|较(?:上年|去年|前年)?同期)?(?:大幅|仅|微|则|分别)?[增减升降涨跌][^，。；、]{0,4}?\d[\d.]*(?:%|倍)(?=[，。；])")


def _claim(text: Page, frame: Told, holder: Saying | None, some: list[parts.Told]) -> Claim:
    change = change_in(text, frame.start, frame.end) if frame.kind == "trade_flow" else None
    if frame.kind == "trade_flow" and change is None and (moved := _MOVED.match(text.text, frame.end)) is not None:
        frame = replace(frame, end=moved.end())  # "出口23亿美元，增25%"
        change = change_in(text, frame.start, frame.end)
    quote = text.span(frame.start, frame.end)
    whole = min((k for p in some if frame.start < (k := bisect_left(text.at, p.start)) < frame.end), default=frame.end)  # what stands before its parts
    stance = holder.stance if holder is not None else "asserts"
    allowed = {"designation": ("announces", "calls_for", "expects", "suspects"), "measure": ("announces", "calls_for", "expects", "suspects")}
    if stance not in allowed.get(frame.kind, ("suspects",)):
        stance = "asserts"
    stance = frame.stance or stance
    hedges = _hedges(text, frame.start, frame.end)
    if stance == "asserts" and any(folded("hedges")[fold(h)] == "doubt" for h in hedges):
        stance = "suspects"
    (count,) = parts.given([(quote.start, count_in(text, frame))], some)
    kind = frame.kind
    value = value_in(text, frame.start, frame.end, kind) if kind in ("trade_flow", "supply", "ownership") else None
    if kind == "supply" and (value is not None or (count is not None and (count.event or (count.role == "goods" and (count.min or count.max))))):
        kind = "shipment"
    claim = Claim(
        "", Kind(kind), Stance(stance), quote,
        roles=tuple(Filler(r, s, english(s.text, r)) for r, s in ((r, text.span(*balanced(text.text, a, b))) for r, a, b in frame.roles)),
        count=count, value=value, change=change,
        period=period_in(text, frame.start, whole) or period_before(text, frame.start), hedges=hedges, confidence=0.6 if frame.made_by == "rules" else 0.5, made_by="rules-zh" if frame.made_by == "rules" else frame.made_by,
    )  # fmt: skip
    return _said(text, claim, holder)


_TOLD_OF = re.compile(r"(?:有关|关于|所谓)([^，。；]{4,60}?)的(?:有关|相关|不实|所谓)?(?:指控|说法|报道|报导|指责|传闻|传言|消息)")


_MEANS_IT = re.compile(r"“?(?:这|此|该|有关|相关|上述|一切|所有|纯属|都是|完全)")
_ASKED = re.compile(r"(?:是否|有关|关于|就)([^，。；\n]{4,50}?)(?:时|的(?:指控|报道|报导|说法|指责|问题|传闻)(?:时|，))")


@cache
def _neg() -> re.Pattern[str]:
    """A word of negation; one of one character only before what it can negate, for 无 is in 无人机 too."""
    long = either(frozenset(w for w in group("neg") if len(w) > 1))
    return re.compile(rf"{NO_EVIDENCE.pattern}|(?:{long})|[不未没无](?=[向对会曾从给])")


def _denied(text: Page, frame: Told) -> tuple[int, int]:
    m = _neg().search(text.text, frame.start, frame.end)
    return (m.end(), frame.end) if m is not None and m.end() < frame.end else (frame.start, frame.end)


def _denial(text: Page, s: Saying, denied: tuple[int, int] | None = None) -> Claim:
    if denied is None and (told := _TOLD_OF.search(text.text, *s.content)) is not None and rejects(text.text[slice(*s.content)]):
        denied = told.span(1)  # 有关甲…的指控是谎言
    if denied is None and _MEANS_IT.match(text.text, *s.content) and (asked := _ASKED.search(text.text, max(0, s.speaker[0] - 60), s.speaker[0])) is not None:
        denied = asked.span(1)  # 被问到是否…时，他说“这是谎言”
    if denied is None:
        start, end = s.content
        comma = text.text.find("，", start, end)
        neg = _neg().search(text.text, start, comma if comma > 0 else end)
        denied = (neg.end() if neg and not rejects(text.text[start:end]) else start, comma if comma > start else end)
        denied = whole(text.text, *strip(text.text, *denied))
        if denied[1] <= denied[0]:
            denied = s.content
    quote = text.span(min(s.speaker[0], s.cue[0], denied[0]), max(s.content[1], s.cue[1], s.speaker[1]))
    if quote.end - quote.start > MOST:
        quote = text.span(*s.content)
    denier = s.speaker
    if denier[1] - denier[0] == 1 and (at := text.text.rfind(s.name, 0, denier[0])) >= 0:
        denier = (at, at + len(s.name))
    roles = (Filler("denier", text.span(*denier), english(s.name, "denier")), Filler("denied", text.span(*denied), text.span(*denied).text))
    claim = Claim("", Kind.denial, Stance.denies, quote, roles=roles, confidence=0.7, made_by="rules-zh")
    return _said(text, claim, replace(s, stance="denies"))


def _said(text: Page, claim: Claim, s: Saying | None) -> Claim:
    if s is None:
        return said(claim, text.document, None)
    via = Ref(text.span(*s.via), text.span(*s.via).text) if s.via else None
    name = text.span(*s.speaker).text if fold(text.span(*s.speaker).text) == s.name else s.name
    speaker = Ref(text.span(*s.speaker), english(name, "speaker"), s.role)
    return said(claim, text.document, speaker, text.span(*s.cue), text.span(*s.content), via, s.said_on)


def _hedges(text: Page, start: int, end: int) -> tuple[str, ...]:
    here = text.text[start:end]
    found = []
    for row in table("zh", "hedges"):
        word = fold(row[0])
        at = here.find(word)
        if at >= 0 and (len(word) > 1 or re.search(re.escape(word) + r"\d", here)):
            found.append((at, row[0] if row[0] in text.span(start, end).text else word))
    return tuple(dict.fromkeys(w for _, w in sorted(found) if w in text.span(start, end).text))


def _titles(text: Page, start: int, end: int, speakers: Speakers) -> None:
    """A spokesperson told without a name gives the answers that follow."""
    m = re.compile(r"[\u3400-\u9fff]{2,10}?(?:新闻)?发言人(?=就|\d|回应|答|[，。]|$)").search(text.text, start, end)
    if m is not None and speakers.titled is None:
        speakers.titled = (m.span(), text.span(*m.span()).text)


_FIRM = re.compile(r"[\u3400-\u9fffA-Za-z（）()·]{2,20}?(?:股份有限公司|有限责任公司|有限公司|集团公司|集团)")


def _mentions(text: Page, start: int, end: int) -> list[Mention]:
    out: list[Mention] = []
    for m in country_words()[1].finditer(text.text, start, end):
        span = text.span(*m.span())
        out.append(Mention(span, "government", english(span.text, "party")))
    for m in _FIRM.finditer(text.text, start, end):
        span = text.span(*m.span())
        out.append(Mention(span, "organization", span.text))
    return sorted(out, key=lambda x: x.span.start)
