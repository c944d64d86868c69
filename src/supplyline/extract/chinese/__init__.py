"""How does a Chinese document, simplified or traditional, become claims?

`read(document)` cuts a text at 。！？ and line ends, finds sayings and, in each clause, the frames that a verb and its
coverbs make. Written without a word segmenter: every rule starts from a word of data/zh/*.tsv and ends at punctuation
or the next such word, so spans are exact. What is not told by these words is not guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from supplyline.extract.build import said
from supplyline.extract.chinese import frames
from supplyline.extract.chinese import sayings as sayings_of
from supplyline.extract.chinese.numbers import change_in, count_in, period_in, value_in
from supplyline.extract.chinese.sayings import rejects
from supplyline.extract.chinese.text import LANGUAGE, Saying, Told, country_words, english, sentences
from supplyline.extract.lexicon import mapping, table
from supplyline.model import Claim, Document, Filler, Kind, Mention, Ref, Stance


def read(document: Document) -> tuple[list[Claim], list[Mention]]:
    claims: list[Claim] = []
    mentions: list[Mention] = []
    persons: dict[str, tuple[str, str | None]] = {}
    told: set[Saying] = set()
    authority: tuple[str, int, int] | None = None  # whose listing was told last
    label: Saying | None = None  # "发言人：…" speaks to the end of its paragraph
    for start, end in sentences(document.text):
        mentions += _mentions(document, start, end)
        if label is not None and start < label.content[1]:
            sayings = [label]
        else:
            sayings = list(sayings_of.find(document, start, end, persons))
            label = next((s for s in sayings if document.text[slice(*s.cue)] in ":："), None)
        for s in sayings:
            if s.role:
                persons.setdefault(s.name, (s.name, s.role))
        if "请问" in document.text[start:end] or "請問" in document.text[start:end]:
            continue  # a question that a reporter asks
        facts = list(frames.find(document.text, start, end))
        used: set[Saying] = told if label is not None and sayings == [label] else set()
        told = used
        for frame in facts:
            holder = next((s for s in sayings if s.content[0] <= frame.start < s.content[1] or 2 * (min(frame.end, s.content[1]) - max(frame.start, s.content[0])) > frame.end - frame.start), None)
            if frame.negated:
                if holder is not None:
                    claims.append(_denial(document, holder, (frame.start, frame.end)))
                    used.add(holder)
                continue
            if holder is not None and holder.stance == "denies" and frame.kind != "designation":
                continue
            if frame.kind == "designation":
                known = next((r for r in frame.roles if r[0] == "authority"), None)
                authority = known or authority or (("authority", *holder.speaker) if holder else None)
                if authority is None:
                    continue
                frame = frame if known else replace(frame, roles=(authority, *frame.roles))
            claims.append(_claim(document, frame, holder))
            if holder is not None:
                used.add(holder)
        for s in sayings:
            if s in used:
                continue
            used.add(s)
            if s.stance == "denies" or rejects(document.text[s.content[0] : s.content[1]]):
                claims.append(_denial(document, s))
            else:
                quote = document.span(*s.content)
                claims.append(
                    _said(
                        Claim("", Kind.statement, Stance(s.stance), quote, hedges=_hedges(quote.text), confidence=0.7, made_by="rules-zh"),
                        s,
                        document,
                    )
                )
    return list({c.id: c for c in claims}.values()), mentions


def _claim(document: Document, frame: Told, holder: Saying | None) -> Claim:
    quote = document.span(frame.start, frame.end)
    stance = holder.stance if holder is not None else "asserts"
    if stance == "announces" and frame.kind != "designation":
        stance = "asserts"
    hedges = _hedges(quote.text)
    if stance == "asserts" and any(mapping(LANGUAGE, "hedges")[h] == "doubt" for h in hedges):
        stance = "suspects"
    count = count_in(document.text, frame)
    value = value_in(quote.text) if frame.kind in ("trade_flow", "supply") else None
    kind = frame.kind
    if kind == "supply" and ((value is not None and value.unit in ("t", "kg")) or (count is not None and count.event)):
        kind = "shipment"
    claim = Claim(
        "", Kind(kind), Stance(stance), quote,
        roles=tuple(Filler(r, document.span(a, b), english(document.text[a:b], r)) for r, a, b in frame.roles),
        count=count, value=value, change=change_in(quote.text) if kind == "trade_flow" else None,
        period=period_in(document, quote.text), hedges=hedges, confidence=0.6, made_by="rules-zh",
    )  # fmt: skip
    return _said(claim, holder, document)


def _denial(document: Document, s: Saying, denied: tuple[int, int] | None = None) -> Claim:
    start, end = denied or s.content
    quote = document.span(min(s.speaker[0], s.cue[0], start), max(s.content[1], s.cue[1], s.speaker[1]))
    roles = (Filler("denier", document.span(*s.speaker), s.name), Filler("denied", document.span(start, end), document.text[start:end]))
    claim = Claim("", Kind.denial, Stance.denies, quote, roles=roles, hedges=_hedges(quote.text), confidence=0.7, made_by="rules-zh")
    return _said(claim, replace(s, stance="denies"), document)


def _said(claim: Claim, s: Saying | None, document: Document) -> Claim:
    if s is None:
        return said(claim, document, None)
    via = Ref(document.span(*s.via), document.text[slice(*s.via)]) if s.via else None
    return said(
        claim,
        document,
        Ref(document.span(*s.speaker), english(s.name, "speaker"), s.role),
        document.span(*s.cue),
        document.span(*s.content),
        via,
        s.said_on,
    )


def _hedges(text: str) -> tuple[str, ...]:
    found = sorted(
        (text.find(r[0]), r[0]) for r in table(LANGUAGE, "hedges") if r[0] in text and (len(r[0]) > 1 or re.search(re.escape(r[0]) + r"\d", text))
    )
    return tuple(dict.fromkeys(w for _, w in found))


def _mentions(document: Document, start: int, end: int) -> list[Mention]:
    out = [
        Mention(document.span(*m.span()), "government", english(m.group(), "party")) for m in country_words()[1].finditer(document.text, start, end)
    ]
    firm = re.compile(r"[\u3400-\u9fffA-Za-z（）()·]{2,20}?(?:股份有限公司|有限责任公司|有限公司|集团公司|集团|集團)")
    out += [Mention(document.span(*m.span()), "organization", m.group()) for m in firm.finditer(document.text, start, end)]
    return sorted(out, key=lambda m: m.span.start)
