"""Which sayings have their content beside the verb and not behind a conjunction?

"вважає причетними", "Тегеран постачання заперечує", "назвав звинувачення безпідставними", "США стурбовані експортом",
"обіцяв не постачати", "зростання поставок стурбувало партнерів", "…, що підтверджують дані", "Таку заяву зробив X".
"""

from __future__ import annotations

from supplyline.extract.lexicon import table
from supplyline.extract.slavic.content import Attribution, Offsets, clause_end, conjunction, trim
from supplyline.extract.slavic.sources import Scene, source_of, subject


def held(scene: Scene, at: int, cue: Offsets) -> Attribution | None:
    """ "яких Київ вважає причетними до …": what they are held to be."""
    words = scene.words
    if at + 1 >= len(words) or words[at + 1].pos not in ("ADJF", "PRTF") or "ablt" not in words[at + 1].cases:
        return None
    source, end = subject(scene, at), clause_end(words, at + 1)
    return Attribution(source, cue, trim(scene, words[at + 1].start, words[end - 1].end), "suspects") if source is not None else None


def denied(scene: Scene, at: int, cue: Offsets) -> Attribution | None:
    """ "Тегеран постачання заперечує": what is denied stands before the verb."""
    words = scene.words
    if conjunction(words, at) is not None:
        return None
    if at + 1 < len(words) and words[at + 1].text not in (".", ",", "!", ";") and words[at + 1].pos not in ("PNCT", "CONJ"):
        return None
    own = [i for i, p in enumerate(scene.phrases) if p.end == at and not p.preposition and {"accs", "gent"} & p.cases]
    if not own:
        return None
    first = own[-1]
    while first > 0 and scene.phrases[first - 1].end == scene.phrases[first].start and "nomn" not in scene.phrases[first - 1].cases:
        first -= 1
    if first == 0:
        return None
    p = scene.phrases[first]
    subject_ = next((i for i in range(first - 1, -1, -1) if "nomn" in scene.phrases[i].cases and not scene.phrases[i].preposition), None)
    if subject_ is None or p.start - scene.phrases[subject_].end > 3:
        return None
    return Attribution(source_of(scene, subject_), cue, (words[p.start].start, words[at - 1].end), "denies")


def called(scene: Scene, at: int, cue: Offsets) -> Attribution | None:
    """ "X назвав звинувачення безпідставними": a denial of what it calls baseless."""
    words = scene.words
    groundless = {row[0] for row in table(scene.language, "triggers") if row[1] == "baseless"}
    end = clause_end(words, at + 1)
    if not any(w.lemma in groundless for w in words[at + 1 : end]):
        return None
    source = subject(scene, at)
    return Attribution(source, cue, trim(scene, words[at + 1].start, words[end - 1].end), "denies") if source else None


def concerned(scene: Scene, at: int, stance: str) -> Attribution | None:
    """ "США стурбовані експортом …": what concerns them."""
    words = scene.words
    source = subject(scene, at)
    end = clause_end(words, at + 1)
    if source is None or end <= at + 1:
        return None
    return Attribution(source, (words[at].start, words[at].end), trim(scene, words[at + 1].start, words[end - 1].end), stance)
