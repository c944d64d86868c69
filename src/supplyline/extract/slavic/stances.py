"""Which sayings have their content beside the verb and not behind a conjunction?

"вважає причетними", "Тегеран постачання заперечує", "назвав звинувачення безпідставними", "США стурбовані експортом",
"обіцяв не постачати", "зростання поставок стурбувало партнерів", "…, що підтверджують дані", "Таку заяву зробив X".
"""

from __future__ import annotations

from supplyline.extract.lexicon import table
from supplyline.extract.lexicon import words as group
from supplyline.extract.slavic.content import (
    Attribution,
    Offsets,
    before,
    clause_end,
    conjunction,
    opened,
    trim,
)
from supplyline.extract.slavic.sources import Scene, Source, kind_of, outlet, source_of, speaks
from supplyline.extract.slavic.subjects import subject


def held(scene: Scene, at: int, cue: Offsets) -> Attribution | None:
    """ "яких Київ вважає причетними до …": what they are held to be."""
    words = scene.words
    if at + 1 < len(words) and conjunction(words, at) is None:
        stop = clause_end(words, at + 1)
        last = next((k for k in range(at + 2, stop) if words[k].pos in ("ADJF", "PRTF", "NOUN") and words[k].cases in ({"ablt"}, {"ablt", "datv"}) and words[k - 1].pos != "PREP"), None)
        whom = next((p for p in scene.phrases if p.start == at + 1 and "accs" in p.cases and not p.preposition), None)
        if whom is not None and last is not None and last >= whom.end and words[at].verb in ("past", "pres") and (source := subject(scene, at)) is not None:
            return Attribution(source, cue, trim(scene, words[at + 1].start, words[stop - 1].end), "suspects")  # "считает такие закупки недопустимыми"
    if at + 1 >= len(words) or words[at + 1].pos not in ("ADJF", "PRTF") or "ablt" not in words[at + 1].cases:
        return None
    source, end = subject(scene, at), clause_end(words, at + 1)
    return Attribution(source, cue, trim(scene, words[at + 1].start, words[end - 1].end), "suspects") if source is not None else None


def denied(scene: Scene, at: int, cue: Offsets) -> Attribution | None:
    """ "Тегеран постачання заперечує": what is denied stands before the verb."""
    words = scene.words
    if conjunction(words, at) is not None:
        return None
    if len(scene.phrases) > 1 and scene.phrases[0].start == 0 and scene.phrases[0].end == at and "accs" in scene.phrases[0].cases and words[at].plural and _there(scene, 1, at) and scene.phrases[1].start == at + 2:
        return Attribution(source_of(scene, 1), cue, (words[0].start, words[at - 1].end), "denies")  # "Ці дані спростували у посольстві"
    if at + 1 < len(words) and words[at + 1].text not in (".", ",", "!", ";") and words[at + 1].pos not in ("PNCT", "CONJ"):
        return None
    stop = at
    while stop > 1 and words[stop - 1].pos == "ADVB" and words[stop - 1].low not in ("не", "раніше", "ранее", "також", "также"):
        stop -= 1
    own = [i for i, p in enumerate(scene.phrases) if p.end == stop and not p.preposition and {"accs", "gent"} & p.cases]
    if not own:
        return None
    first = own[-1]
    while first > 0 and scene.phrases[first - 1].end == scene.phrases[first].start and "nomn" not in scene.phrases[first - 1].cases and not scene.phrases[first - 1].preposition:
        first -= 1
    if first == 0:
        return None
    p = scene.phrases[first]
    subject_ = next((i for i in range(first - 1, -1, -1) if ("nomn" in scene.phrases[i].cases and not scene.phrases[i].preposition) or _there(scene, i, at)), None)
    if subject_ is None or p.start - scene.phrases[subject_].end > 3:
        return None
    return Attribution(source_of(scene, subject_), cue, (words[p.start].start, words[stop - 1].end), "denies")


def _there(scene: Scene, i: int, at: int) -> bool:
    """ "В Ірані цю інформацію спростували"."""
    p = scene.phrases[i]
    return p.preposition in ("в", "у") and "loct" in p.cases and scene.words[at].plural and speaks(scene, p)


def called(scene: Scene, at: int, cue: Offsets) -> Attribution | None:
    """ "X назвав звинувачення безпідставними": a denial of what it calls baseless."""
    words = scene.words
    groundless = {row[0] for row in table(scene.language, "triggers") if row[1] == "baseless"}
    end = clause_end(words, at + 1)
    if not any(w.lemma in groundless for w in words[at + 1 : end]):
        return _judged(scene, at, cue, end)
    own = next((i for i in range(len(scene.phrases) - 1, -1, -1) if scene.phrases[i].end == at and not scene.phrases[i].preposition and "accs" in scene.phrases[i].cases), None)
    if own is not None and own and words[at].plural and (there := next((i for i in range(own) if _there(scene, i, at)), None)) is not None:
        return Attribution(source_of(scene, there), cue, (words[scene.phrases[own].start].start, words[at - 1].end), "denies")  # "В МИД это решение назвали необоснованным"
    source = subject(scene, at)
    if source is not None and own is not None and words[at + 1].cases & {"ablt"} and scene.phrases[own].start > 0 and words[scene.phrases[own].start].start >= source.end:
        return Attribution(source, cue, (words[scene.phrases[own].start].start, words[at - 1].end), "denies")  # "У Кремлі ці повідомлення назвали вигадкою"
    if end > at + 2 and words[at + 1].pos == "NOUN" and words[at + 1].lemma in groundless and words[at + 1].cases & {"ablt"}:
        at += 1  # "назвало брехнею повідомлення"
    return Attribution(source, cue, trim(scene, words[at + 1].start, words[end - 1].end), "denies") if source else None


def _judged(scene: Scene, at: int, cue: Offsets, end: int) -> Attribution | None:
    """ "назвала поставки ракет ескалацією": what somebody calls what."""
    words = scene.words
    whom = next((p for p in scene.phrases if p.start == at + 1 and "accs" in p.cases and not p.preposition), None)
    last = next((p for p in scene.phrases if whom is not None and whom.end <= p.start < end and not p.preposition and p.cases <= {"ablt", "datv"} and "ablt" in p.cases and p.name is None), None)
    source = subject(scene, at) if last is not None and words[at].verb in ("past", "pres") else None
    if source is None or source.kind not in ("person", "body") or source.end > words[at].start:
        return None
    return Attribution(source, cue, trim(scene, words[at + 1].start, words[end - 1].end), "asserts")


def concerned(scene: Scene, at: int, stance: str) -> Attribution | None:
    """ "США стурбовані експортом …": what concerns them."""
    words = scene.words
    source = subject(scene, at)
    end = clause_end(words, at + 1)
    if source is None or end <= at + 1:
        return None
    return Attribution(source, (words[at].start, words[at].end), trim(scene, words[at + 1].start, words[end - 1].end), stance)


def moved(scene: Scene, at: int, cue: Offsets, stance: str) -> Attribution | None:
    """ "зростання постачань стурбувало партнерів України": what moves stands before the verb, whom it moves behind it."""
    words = scene.words
    k = next((i for i, p in enumerate(scene.phrases) if p.start == at + 1 and not p.preposition and "accs" in p.cases), None)
    first = next((j for j in range(at - 1, -1, -1) if words[j].low in ("що", "что") or words[j].text in (":", ";")), -1)
    if k is None or at - first < 3 or not speaks(scene, scene.phrases[k]):
        return None
    return Attribution(source_of(scene, k), cue, trim(scene, words[first + 1].start, words[at - 1].end), stance)


def threatened(scene: Scene, at: int, cue: Offsets, stance: str) -> Attribution | None:
    """ "пригрозила санкціями за передачу дронів": with what."""
    words = scene.words
    k = next((i for i, p in enumerate(scene.phrases) if at < p.start < at + 4 and not p.preposition and p.cases == {"ablt"}), None)
    source, end = subject(scene, at), clause_end(words, at + 1)
    if k is None or source is None:
        return None
    return Attribution(source, cue, trim(scene, words[scene.phrases[k].start].start, words[end - 1].end), stance)


def promised(scene: Scene, at: int, cue: Offsets, stance: str) -> Attribution | None:
    """ "обіцяв не постачати", "пообіцяв, що не постачатиме": who promises not to supply denies that he does."""
    words = scene.words
    supplies = group(scene.language, "triggers", "supply_verb") | group(scene.language, "triggers", "send_verb") | group(scene.language, "triggers", "export_verb")
    conj = conjunction(words, at)
    first = conj + 1 if conj is not None else at + 1
    end = clause_end(words, first)
    verb = next((k for k in range(first, min(first + 6, end)) if words[k].verb in ("infn", "futr", "pres")), None)
    source = subject(scene, at) or subject(scene, at, right=True, limit=first)
    if verb is None or source is None or (conj is None and words[verb].verb != "infn"):
        return None
    never = words[verb - 1].low == "не" and words[verb].lemma in supplies
    if not never and conj is not None:
        return None  # a clause that says more than the promise is read as any saying
    return Attribution(source, cue, trim(scene, words[first].start, words[end - 1].end), "denies" if never else stance)


def confirmed(scene: Scene, at: int, cue: Offsets, stance: str) -> Attribution | None:
    """ "…, що підтверджують останні дані": what stands before the comma is what they say."""
    words = scene.words
    if at < 4 or words[at - 1].low not in ("що", "что") or words[at - 2].text != "," or words[at - 3].pos in ("NPRO", "PRON"):
        return None
    source = subject(scene, at, right=True)
    if source is None or words[-1].end - source.end > 3:
        return None
    return Attribution(source, cue, trim(scene, words[0].start, words[at - 2].start), stance)


def quoting(scene: Scene, at: int, cue: Offsets, stance: str) -> Attribution | None:
    """ "«…», – цитирует РБК пресс-секретаря X", "«…», – приводить слова міністра Reuters", "Y цитирует X: «…»": the quoted one speaks, the other passes it on."""
    words = scene.words
    near = [i for i, p in enumerate(scene.phrases) if at < p.start <= at + 9 and not p.preposition and not any(w.text in (",", ":") for w in words[at : p.start])]
    word = next((i for i in near if words[scene.phrases[i].head].lemma in ("слово", "висловлювання", "высказывание")), None)
    if word is None and not words[at].lemma.startswith(("цитир", "процитир", "цитув", "процитув")):
        return None
    who = next((i for i in near if word is not None and i > word), None) if word is not None else next((i for i in near if not outlet(scene, scene.phrases[i]) and kind_of(words[scene.phrases[i].head], scene.language) != "outlet" and {"accs", "gent"} & scene.phrases[i].cases), None)
    if who is None:
        return None
    source = source_of(scene, who)
    paper = next((i for i in near if scene.phrases[i].end <= scene.phrases[who].start and i != word), None)
    if paper is None:
        paper = next((i for i in near if words[scene.phrases[i].start].start >= source.end and i != word and outlet(scene, scene.phrases[i])), None)
    via = source_of(scene, paper) if paper is not None else subject(scene, at)
    if via is not None and paper is not None and source.start < via.end and via.start < source.end:
        a, b = scene.phrases[paper].name or (scene.phrases[paper].start, scene.phrases[paper].end)
        via = Source(words[a].start, words[b - 1].end, scene.text[words[a].start : words[b - 1].end], None, "outlet")
    stop, colon = before(words, at), next((k for k in range(at + 1, len(words) - 1) if words[k].text == ":"), None)
    if colon is not None and colon < at + 16:
        return Attribution(source, cue, trim(scene, words[colon].end, words[-1].end), stance, via)
    if stop is not None:
        return Attribution(source, cue, trim(scene, opened(scene, at), words[stop].start), stance, via)
    return None
