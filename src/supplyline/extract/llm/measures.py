"""What do words mean that a model calls a number, a time or a name?

The model gives words and these are read as the rules of the document's language read them, so that "at least 20" and "понад
20" are intervals whoever found them. What the rules do not understand keeps its words (times, counts) or is left out
(amounts and changes, which are numbers or nothing). Languages without rules get what digits say.
"""

from __future__ import annotations

import re
from dataclasses import replace

from supplyline.extract import amounts, dates, numbers
from supplyline.extract.chinese import dates as zh_dates
from supplyline.extract.chinese import numbers as zh_numbers
from supplyline.extract.chinese.text import Page, Told, english, page
from supplyline.extract.slavic import dates as slavic_dates
from supplyline.extract.slavic import numbers as slavic_numbers
from supplyline.extract.slavic import places as slavic_places
from supplyline.extract.slavic.roles import goods_name
from supplyline.extract.slavic.sentences import sentences
from supplyline.extract.slavic.words import NoDictionary
from supplyline.model import Change, Count, Document, Period, Value
from supplyline.read import countries

SLAVIC = ("uk", "ru")


def period(words: str, document: Document, language: str) -> Period:
    """A time as an interval of dates; open where only the words are known."""
    flat = " ".join(words.split())
    if re.fullmatch(r"(?:19|20)\d\d", flat):
        return Period(flat, flat, words, "year")
    if language == "zh":
        alone = _chinese(flat, document.published)
        found = zh_dates.period_in(alone, 0, len(alone.text))
        return replace(found, text=words) if found else Period(None, None, words)
    if language in SLAVIC:
        met = slavic_dates.periods(flat, 0, language, document.published)
    else:
        met = dates.periods(flat, 0, document.published) or dates.periods(f"in {flat}", 0, document.published)
    return replace(met[0].period, text=words) if met else Period(None, None, words)


def count(words: str, language: str, role: str | None, event: str | None) -> Count:
    flat = " ".join(words.split())
    if language == "zh":
        alone = _chinese(flat)
        end = len(alone.text)
        found = zh_numbers.count_in(alone, Told("supply", 0, end, (("party", 0, end),)))
        return Count(found.min, found.max, words, role, event) if found else Count(None, None, words, role, event)
    if language in SLAVIC:
        met = next(iter(slavic_numbers.counts(flat, 0, language)), None)
        return Count(met.min, met.max, words, role, event) if met else Count(None, None, words, role, event)
    number = numbers.count_in(flat, 0)
    return Count(number.min, number.max, words, role, event) if number else Count(None, None, words, role, event)


def value(words: str, language: str) -> Value | None:
    flat = " ".join(words.split())
    if language == "zh":
        alone = _chinese(flat)
        found = zh_numbers.value_in(alone, 0, len(alone.text), "trade_flow")
    elif language in SLAVIC:
        found = next((v for _, _, v in slavic_numbers.values(flat, 0, language)), None)
    else:
        found = next((v for _, _, v in amounts.values(flat, 0) or amounts.values(f"{flat} of", 0)), None)
    return replace(found, text=words) if found else None


def change(words: str, around: str, language: str) -> Change | None:
    """`around`: the evidence; it may say whether a bare "3.3 percent" was a rise or a fall."""
    for text in (" ".join(words.split()), " ".join(around.split())):
        if language == "zh":
            alone = _chinese(text)
            found = zh_numbers.change_in(alone, 0, len(alone.text))
        elif language in SLAVIC:
            found = next((c for _, _, c in slavic_numbers.changes(text, 0, language)), None)
        else:
            found = next((c for _, _, c in amounts.changes(text, 0)), None)
        if found is not None:
            return replace(found, text=words)
    return None


def _chinese(words: str, published: str | None = None) -> Page:
    """Words that stand alone as the rules for Chinese see a text."""
    return page(Document("", "", words, published=published, language="zh"))


def name(words: str, role: str, language: str) -> str:
    """Countries and known goods by their English names, as the rules of each language do it."""
    flat = " ".join(words.split())
    if language == "zh":
        return english(flat, role)
    if language in SLAVIC:
        try:
            found = [w for s in sentences(flat, language) for w in s.words]
        except NoDictionary:
            return flat
        if found and role == "goods":
            return goods_name(found, language) or flat
        place = slavic_places.place(found, 0, len(found), language) if found else None
        if place is not None and place.itself and not place.seat:
            return countries.name(place.iso) or flat
    return flat
