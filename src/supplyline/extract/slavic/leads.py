"""Which sayings open or close with words that name their source: "за словами X, …", "…, – NHK", "NHK: …"?

`leading(scene)` reads the leads of data/<language>/leads.tsv, `labelled(scene)` a name behind a dash or before a colon.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from supplyline.extract.lexicon import table
from supplyline.extract.slavic.content import Attribution, clause_end, this, trim
from supplyline.extract.slavic.sources import DASHES, Scene, kind_of, source_of, speaking
from supplyline.extract.slavic.words import CLOSERS, Word, unknown


@cache
def leads(language: str) -> list[tuple[tuple[str, ...], str, str]]:
    """ "за словами", "по мнению": words, stance, case of what follows; "-" where the source was named before."""
    return [(tuple(row[0].split()), row[1], row[2]) for row in table(language, "leads")]


def leading(scene: Scene) -> Iterator[Attribution]:
    words = scene.words
    for lead, stance, case in leads(scene.language):
        n = len(lead)
        for at in range(len(words) - n):
            if tuple(w.low for w in words[at : at + n]) != lead or (at == 2 and this(words, at)):
                continue
            cue = (words[at].start, words[at + n - 1].end)
            if case == "-":
                known = scene.memory.sources.get("person") or scene.memory.last
                if known is None:
                    continue
                source, ends = replace(known, start=words[at + 1].start, end=words[at + 1].end), at + n
            else:
                k = next((i for i, p in enumerate(scene.phrases) if p.start <= at + n < p.end or (p.start == at + n + 1 and p.preposition in ("в", "у", "на") and "loct" in p.cases and kind_of(words[p.head], scene.language) is not None)), None)
                if k is None or (case not in scene.phrases[k].cases and scene.phrases[k].start == at + n and not scene.phrases[k].preposition and not _foreign(scene, k)):
                    continue
                source, ends = source_of(scene, k), scene.phrases[k].end
                if scene.phrases[k].start < at + n:
                    source = replace(source, role=None)
            if case == "-" and ends < len(words) - 3 and words[ends].text != ",":  # "За його словами підходи є …"
                yield Attribution(source, cue, trim(scene, words[ends].start, words[-1].end), stance)
                continue
            comma = _behind_relative(words, next((i for i in range(ends, len(words)) if words[i].text == ","), None))
            named = any(w.pos in ("NOUN", "LATN") and "nomn" in w.cases for w in words[:at])
            opening = words[0].low in ("як", "как") and words[at - 1].text == "," and at < 12
            own = next((i for i in range(at - 1, 0, -1) if words[i].text in (":", ";") or words[i].pos == "REL"), None)
            if own is not None and words[at - 1].text == "," and not opening and own >= at - 4 and comma is not None:
                end = clause_end(words, comma + 1)  # "компанії, які, за даними X, постачали …"
                yield Attribution(source, cue, trim(scene, words[comma].end, words[end - 1].end), stance)
            elif (at <= 2 and not named) or opening:
                if comma is None:
                    comma = next((i for i in range(ends, len(words)) if words[i].start >= source.end), None)
                if comma is not None:
                    begin = words[comma].end if words[comma].text == "," else words[comma].start
                    yield Attribution(source, cue, trim(scene, begin, words[-1].end), stance)
            elif words[at - 1].text in (",", *DASHES):
                more = comma is not None and len(words) - comma > 4
                begin = words[comma].end if more and comma is not None and not named else words[0].start
                yield Attribution(source, cue, trim(scene, begin, words[-1].end if more else words[at - 1].start), stance)


def _behind_relative(words: list[Word], comma: int | None) -> int | None:
    """ "По словам X, которого цитирует Y, …": the comma that closes the relative clause."""
    if comma is None or comma + 3 >= len(words) or words[comma + 1].pos != "REL":
        return comma
    verb = next((i for i in range(comma + 2, len(words)) if words[i].verb in ("past", "pres", "futr") or words[i].text == ","), None)
    return next((i for i in range(verb, len(words)) if words[i].text == ","), comma) if verb is not None and words[verb].verb else comma


def _foreign(scene: Scene, k: int) -> bool:
    """ "по словам Данна": a name whose cases the dictionary does not know."""
    first = scene.words[scene.phrases[k].start]
    return first.capital and not first.latin and unknown(first.low, scene.language)


def labelled(scene: Scene) -> Iterator[Attribution]:
    """ "Китай збільшив експорт, – NHK" and "NHK: Китай збільшив експорт"."""
    words = scene.words
    for at in range(len(words) - 2, max(len(words) - 9, 2), -1):
        if words[at].text in DASHES and (words[at - 1].text in (",", *CLOSERS, '"') or scene.sentence.heading):
            k = next((i for i, p in enumerate(scene.phrases) if p.start == at + 1), None)
            if words[at - 1].text in (*CLOSERS, '"') and not any(w.verb for w in words[:at] if w.quoted):
                return  # "компанія «X» — виробник зброї"
            bare = words[at - 1].text not in (",", *CLOSERS, '"')
            if k is not None and bare and (source_of(scene, k).kind == "group" or not speaking(scene, k)):
                k = None
            if k is not None and not any(w.verb for w in words[at + 1 :]):
                stop = at - 1 if words[at - 1].text == "," else at
                yield Attribution(source_of(scene, k), (words[at].start, words[at].end), trim(scene, words[0].start, words[stop].start), "asserts")
            return
    for at in range(1, min(8, len(words) - 2)):
        if words[at].text == ":" and scene.phrases and scene.phrases[0].start == 0 and scene.phrases[0].end <= at:
            source = source_of(scene, 0)
            if source.kind in ("outlet", "person", "body", "group", "record") and not any(w.verb for w in words[:at]):
                yield Attribution(source, (words[at].start, words[at].end), trim(scene, words[at].end, words[-1].end), "asserts")
            return
