"""Which participles of a sentence tell a fact of their own?

`participles(scene)` finds "компаний, поставляющих в Россию товары" (behind its noun) and "поставленное из Китая
оборудование" (before it), each as a clause with the phrase it goes with. Linear in the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from supplyline.extract.slavic.clauses import FINITE, Clause
from supplyline.extract.slavic.sources import Scene


@dataclass(frozen=True, slots=True)
class Participle:
    """`noun`: the index of the phrase it goes with; words [start, end) are its own."""

    clause: Clause
    noun: int
    start: int
    end: int


def participles(scene: Scene) -> list[Participle]:
    return [*_behind(scene), *_before(scene), *_gerunds(scene)]


def _gerunds(scene: Scene) -> Iterator[Participle]:
    """ "включивши організації, Лондон …": what the subject of the clause does beside; it goes with no phrase (-1)."""
    for k, word in enumerate(scene.words):
        if word.verb == "grnd" and (k == 0 or scene.words[k - 1].pos in ("PNCT", "CONJ", "ADVB", "PRCL")):
            yield Participle(Clause(k, _end(scene, k), k, "gerund", k), -1, k, _end(scene, k))


def _behind(scene: Scene) -> Iterator[Participle]:
    words = scene.words
    end, last = 0, -1
    for k in range(2, len(words) - 1):
        if words[k].pos == "PRTF" and words[k - 1].low in ("и", "та", "і", "й") and k < end and last >= 0:
            end = _end(scene, k)  # "закупающих станки и поставляющих их"
            yield Participle(Clause(scene.phrases[last].start, end, k, "participle", k), last, k, end)
            continue
        if words[k].pos != "PRTF" or not (words[k - 1].text == "," or (words[k - 1].pos == "ADVB" and words[k - 2].text == ",")):
            continue
        comma = k - 1 if words[k - 1].text == "," else k - 2
        noun = next(
            (i for i in range(len(scene.phrases) - 1, -1, -1) if scene.phrases[i].end <= comma and comma - scene.phrases[i].end < 8 and _agrees(scene, i, k)),
            None,
        )
        if noun is not None:
            end, last = _end(scene, k), noun
            joint = next((j for j in range(k + 1, end - 1) if words[j].low in ("и", "та", "і", "й") and words[j + 1].pos == "PRTF"), end)
            yield Participle(Clause(scene.phrases[noun].start, joint, k, "participle", k), noun, comma + 1, joint)


def _agrees(scene: Scene, i: int, k: int) -> bool:
    word, p = scene.words[k], scene.phrases[i]
    return bool(word.cases & p.cases) and (word.plural or not p.plural or p.name is not None) and not (p.place is not None and p.place.itself)


def _end(scene: Scene, k: int) -> int:
    """At the next comma that no further noun of a list follows, or at the next verb."""
    words = scene.words
    for j in range(k + 1, len(words)):
        if words[j].verb in FINITE or words[j].text in (";", ":", ".", *"–—−") or words[j].pos == "REL":
            return j
        if words[j].text == "," and not any(p.start == j + 1 and "accs" in p.cases for p in scene.phrases):
            return j
    return len(words)


def _before(scene: Scene) -> Iterator[Participle]:
    words = scene.words
    for k in range(len(words) - 2):
        if words[k].pos != "PRTF" or (k and words[k - 1].text == ","):
            continue
        if any(p.start <= k < p.end for p in scene.phrases):
            continue  # "заборонених технологій": it stands next to its noun
        for i, p in enumerate(scene.phrases):
            if p.start <= k:
                continue
            if p.start > k + 10 or any(w.verb in FINITE or w.text == "," for w in words[k + 1 : p.start]):
                break
            if not p.preposition and p.cases & words[k].cases and p.start > k + 1:
                yield Participle(Clause(k, p.end, k, "participle", k), i, k, p.start)
                break
