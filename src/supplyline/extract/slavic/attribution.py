"""Who says it, with which word, and what exactly, in a Ukrainian or Russian sentence?

`find(scene)` returns the attributions of one sentence: "X заявив, що …", "…, – сказав X", "X: «…»", "за словами X, …",
"Как передаёт X, …", "Про це пише X" (the sentence before), "X заперечує …". Ranges index the document. A source is
the proper name in its phrase, else the phrase with its genitives; what does not resolve keeps its own words.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from supplyline.extract.lexicon import mapping, table
from supplyline.extract.lexicon import words as group
from supplyline.extract.slavic import asides, leads, relays, stances
from supplyline.extract.slavic.content import (
    THIS,
    Attribution,
    Offsets,
    before,
    clause_end,
    conjunction,
    cues,
    impersonal,
    opened,
    tail,
    this,
    trim,
)
from supplyline.extract.slavic.phrases import Phrase
from supplyline.extract.slavic.sources import (
    DASHES,
    WHOM,
    Scene,
    Source,
    kind_of,
    outlet,
    remember,
    source_of,
)
from supplyline.extract.slavic.subjects import subject
from supplyline.extract.slavic.words import CLOSERS, Word

ABOUT = ("против", "проти", "через", "из-за", "в", "у", "по", "относительно", "щодо", "з", "із", "на", "за", "о", "об", "про", "стосовно")
OFFERS = ("пропозиція", "предложение", "вимога", "требование", "план", "ідея", "идея", "ультиматум", "заклик", "призыв", "умова", "условие", "критика")
FOLLOWS = ("следовать", "вытекать", "випливати", "слідувати", "явствовать")
ADMITS = ("визнати", "визнавати", "признать", "признавать")


def find(scene: Scene) -> list[Attribution]:
    out: list[Attribution] = []
    out += leads.leading(scene)
    for at, word in enumerate(scene.words):
        known = cues(scene.language).get(word.lemma)
        if known is not None and "i" in known[1] and word.pos == "PRTS" and (made := stances.concerned(scene, at, known[0])) is not None:
            out.append(made)
        elif known is not None and at and words_before(scene, at) == "не" and word.lemma in ADMITS and _says(scene, at):
            made = _cued(scene, at, "denies", known[1])
            if made is not None:
                out.append(made)
        elif known is not None and _says(scene, at) and not _negated(scene.words, at, *known):
            made = _cued(scene, at, *known)
            if made is not None:
                out.append(made)
        elif known is None and at < 5 and word.verb in ("past", "pres") and (made := _such(scene, at, (word.start, word.end))) is not None:
            out.append(made)
        elif known is not None and "i" in known[1] and word.pos in ("ADJF", "PRTF", "PRTS"):
            made = stances.concerned(scene, at, known[0])
            if made is not None:
                out.append(made)
    for at in range(len(scene.words)):
        out += [a for a in _noted(scene, at) if a.cue[0] < scene.words[at].start or not any(b.content[0] <= a.cue[0] < b.content[1] for b in out)]
    if not out:
        out += leads.labelled(scene)
    out = relays.told_on(relays.passed_on(relays.widest(relays.relayed(relays.referring(out, scene), scene)), scene), scene)
    for a in out:
        if scene.text[a.speaker.start : a.speaker.end].lower() != "там":
            remember(scene.memory, a.speaker, scene.language)
    if not any(a.speaker.kind == "person" for a in out):
        _meet(scene)
    return [replace(_dated(a, scene), others=_others(scene, a)) if a.stance == "denies" else _dated(a, scene) for a in out]


def _others(scene: Scene, a: Attribution) -> tuple[Source, ...]:
    """ "и Москва, и Пхеньян это отрицали": those whom "and" or a comma joins to the speaker, countries and bodies alike."""
    k = next((i for i, p in enumerate(scene.phrases) if scene.words[p.start].start <= a.speaker.start < scene.words[p.end - 1].end), -1)
    out: list[Source] = []
    while k > 0 and not scene.phrases[k].preposition:
        p, q = scene.phrases[k - 1], scene.phrases[k]
        between = [w.low for w in scene.words[p.end : q.start]]
        if not between or not all(w in (",", "і", "й", "и", "та") for w in between) or p.preposition or "nomn" not in p.cases or not (_countries(p, q) or _firms(scene, p, q)):
            break
        out.append(source_of(scene, k - 1))
        k -= 1
    return tuple(reversed(out))


def _countries(p: Phrase, q: Phrase) -> bool:
    return p.place is not None and q.place is not None and p.place.itself and q.place.itself


def _firms(scene: Scene, p: Phrase, q: Phrase) -> bool:
    """ "компании Fanuc и Okuma"."""
    return all(x.name is not None and scene.words[x.name[0]].latin for x in (p, q))


def words_before(scene: Scene, at: int) -> str:
    return scene.words[at - 1].low if at else ""


def _meet(scene: Scene) -> None:
    """The person with a name that a sentence tells of is who "he" is in the next."""
    for i, p in enumerate(scene.phrases):
        if p.preposition or "nomn" not in p.cases or (i and scene.phrases[i - 1].end == p.start):
            continue
        if any(w.proper for w in scene.words[p.start : p.end]) or kind_of(scene.words[p.head], scene.language) == "person":
            found = source_of(scene, i)
            if found.kind == "person" and " " in found.name and found.name[:1].isupper():
                remember(scene.memory, found, scene.language)
                return


def _says(scene: Scene, at: int) -> bool:
    """A finite verb, a gerund or a short adjective, or an infinitive that a verb leads to: "продовжує стверджувати"."""
    word = scene.words[at]
    if "s" in cues(scene.language)[word.lemma][1] and word.pos in ("ADJS", "ADJF", "PRTS", "PRTF"):
        return "nomn" in word.cases or word.pos in ("ADJS", "PRTS")
    if word.lemma in ("понять", "зрозуміти"):
        return word.verb == "infn" and at > 0 and any(w.lemma in ("дать", "дати", "давать", "давати") for w in scene.words[max(0, at - 2) : at])
    if cues(scene.language)[word.lemma][1] == "s":
        return False
    if word.verb != "infn":
        return bool(word.verb)
    leading = group(scene.language, "triggers", "leading")
    return any(w.lemma in leading and w.verb in ("past", "pres", "futr") for w in scene.words[max(0, at - 3) : at])


def _noted(scene: Scene, at: int) -> list[Attribution]:
    """ "висловив підозру, що …", "повідомлення про те, що …": a noun is the cue, its source who voices it or whose it is."""
    words = scene.words
    stance = mapping(scene.language, "noun_cues").get(words[at].lemma)
    if stance is None or words[at].pos != "NOUN":
        return []
    conj = next((k for k in range(at + 1, min(at + 8, len(words) - 1)) if words[k].low in ("що", "что") and words[k - 1].text == ","), None)
    if conj is None or any(w.verb for w in words[at + 1 : conj]):
        verb = next((k for k in range(at - 1, max(-1, at - 5), -1) if words[k].lemma in ("выразить", "выражать", "высказать", "высказывать", "заявить", "висловити", "висловлювати", "заявити") and words[k].verb in ("past", "pres") and not any(w.text == "," for w in words[k:at])), None)
        end = clause_end(words, at + 1)
        about = at + 1 < len(words) and (words[at + 1].low in ABOUT or words[at + 1].verb == "infn" or words[at + 1].cases == {"ablt"})
        source = subject(scene, verb) if verb is not None and about and end > at + 2 else None
        return [Attribution(source, (words[verb].start, words[at].end), trim(scene, words[at + 1].start, words[end - 1].end), stance)] if source is not None and verb is not None else []
    cue = (words[at].start, words[at].end)
    content = trim(scene, words[conj].end, tail(scene, conj))
    voicing = group(scene.language, "triggers", "voice_verb")
    if any(w.low == "не" for w in words[max(0, at - 3) : at]):
        return []  # "не располагает доказательствами того, что"
    verb = next((k for k in range(at - 1, max(-1, at - 5), -1) if words[k].lemma in voicing), None)
    if verb is not None and (source := subject(scene, verb)) is not None:
        return [Attribution(source, (words[verb].start, cue[1]), content, stance)]
    k = next((i for i, p in enumerate(scene.phrases) if p.start <= at < p.end), None)
    if k is None or verb is not None or any(w.low in ("є", "есть", "немає", "нет") for w in words[max(0, at - 2) : at]):
        return []  # "є дані, що": nobody's
    if stance == "asserts" and words[at].lemma in ("доказ", "доказательство", "підтвердження", "подтверждение", "свидетельство", "факт") and any(w.low in ("немає", "нема", "нет", "жодних", "никаких", "жодного") for w in words):
        return []  # "доказательств того, что …, нет"
    if k + 1 < len(scene.phrases) and words[scene.phrases[k + 1].head].low in ("того", "тому", "тим", "том"):
        return [Attribution(source_of(scene, k), cue, content, stance)]
    after = k + 1 < len(scene.phrases) and scene.phrases[k + 1].start == scene.phrases[k].end and "gent" in scene.phrases[k + 1].cases
    return [Attribution(source_of(scene, k + 1 if after and not scene.phrases[k + 1].preposition else k), cue, content, stance)]


def _negated(words: list[Word], at: int, stance: str, takes: str) -> bool:
    """ "не заявляв" says nothing; only "не виключає" does, and says it negated."""
    negated = at > 0 and words[at - 1].low == "не"
    if words[at].verb == "infn" and not negated:
        negated = any(a.low == "не" and b.verb in ("past", "pres", "futr") for a, b in pairwise(words[max(0, at - 4) : at]))
    if at + 1 < len(words) and words[at + 1].low == "ли":
        return True  # "передаёт ли Китай оружие": asked
    return negated != ("x" in takes) and (stance != "denies" or "x" in takes)


def _dated(a: Attribution, scene: Scene) -> Attribution:
    day = next((d for d in scene.dates if d.period.precision == "day" and not a.content[0] <= d.start < a.content[1]), None)
    return replace(a, said_on=day)


# ---------------------------------------------------------------- the shapes


def _cued(scene: Scene, at: int, stance: str, takes: str) -> Attribution | None:
    words = scene.words
    if any(w.lemma in ("винний", "виновный", "винуватий", "виноватый") for w in words[at + 1 : at + 6]) and words[at].lemma in ADMITS:
        return None  # "суд признал его виновным"
    if _sentenced(scene, at) or (at and words[at - 1].pos == "REL" and words[at - 1].low in WHOM and (words[at].lemma in ("подозревать", "підозрювати") or words[at].lemma in group(scene.language, "triggers", "accuse_verb"))):
        return None  # "двух мужчин, которых подозревают в поставках": they say nothing
    cue = (words[at].start, words[at].end)
    if words[at].lemma in group(scene.language, "triggers", "accuse_verb") and words[at].low.endswith(("ся", "сь")):
        return None  # "обвиняются в том, что …": they say nothing
    if stance == "denies" and any(p.start in (at + 1, at + 2) and words[p.head].lemma in OFFERS for p in scene.phrases):
        stance = "asserts"  # "відкинув пропозицію": nothing is denied
    if (found := stances.quoting(scene, at, cue, stance)) is not None:
        return found
    if "l" in takes and "c" not in takes:
        return stances.called(scene, at, cue)
    if stance == "suspects" and (found := stances.held(scene, at, cue)) is not None:
        return found
    if stance == "denies" and (found := stances.denied(scene, at, cue)) is not None:
        return found
    if "o" in takes and (found := stances.moved(scene, at, cue, stance)) is not None:
        return found
    if "v" in takes and (found := stances.promised(scene, at, cue, stance)) is not None:
        return found
    if "v" in takes and (found := stances.threatened(scene, at, cue, stance)) is not None:
        return found
    if (found := stances.confirmed(scene, at, cue, stance)) is not None:
        return found
    start = opened(scene, at)
    if words[0].low in ("це", "это") and at == 1 and words[at].verb == "past" and conjunction(words, at) is None and scene.memory.before is not None and (source := subject(scene, at, right=True)) is not None:
        return Attribution(source, cue, trim(scene, scene.memory.before.start, scene.memory.before.end), stance)  # "Это выяснили журналисты"
    if words[0].low in ("як", "как") and (passed := _passing(scene, at, cue, stance)) is not None:
        return passed
    if this(words, at) and not any(w.verb in ("past", "pres", "futr") and w.lemma not in ("йтися", "идти", "говориться") for w in words[:at]):  # "Про це пише X": the sentence before
        source = subject(scene, at, right=True) or subject(scene, at)
        told = scene.memory.before
        if source is None or told is None:
            return None
        return Attribution(source, cue, trim(scene, told.start, told.end), stance)
    dash = next((k for k in range(at - 2, 2, -1) if (words[k].low, words[k + 1].low) in THIS and words[k - 1].text in (*DASHES, ",")), None)
    if dash is not None:  # "…, – про це йдеться в розслідуванні X"
        source = subject(scene, at, right=True) or subject(scene, at, after=dash + 2)
        return Attribution(source, cue, trim(scene, start, words[dash - 1].start), stance) if source is not None else None
    conj = conjunction(words, at)
    if conj is not None and words[at].lemma in group(scene.language, "triggers", "accuse_verb") and words[conj - 2].low in ("том", "тому", "тім") and (source := subject(scene, at)) is not None:
        return Attribution(source, cue, trim(scene, words[conj].end, tail(scene, conj)), stance)  # "звинувачує братів у тому, що …"
    if conj is not None and words[conj - 2].low in ("том", "те") and any(w.lemma in mapping(scene.language, "noun_cues") for w in words[at + 1 : conj - 2]):
        if stance == "denies" and (source := subject(scene, at)) is not None:
            return Attribution(source, cue, trim(scene, words[at + 1].start, tail(scene, conj)), stance)  # "опровергает информацию о том, что …"
        return None  # "відповів на прохання прокоментувати повідомлення X про те, що …": X says it
    if conj is None and at + 2 < len(words) and words[at].lemma in FOLLOWS and words[at + 1].low in ("из", "з", "із", "зі") and (stop := before(words, at)) is not None:
        k = next((i for i, p in enumerate(scene.phrases) if p.start == at + 2), None)  # "…, следует из данных таможни"
        return Attribution(source_of(scene, k), cue, trim(scene, start, words[stop].start), stance) if k is not None else None
    if conj is not None and words[at].lemma in FOLLOWS:
        k = next((i for i, p in enumerate(scene.phrases) if p.end <= at and p.preposition in ("из", "з", "із", "зі")), None)
        return Attribution(source_of(scene, k), cue, trim(scene, words[conj].end, tail(scene, conj)), stance) if k is not None else None
    if conj is not None and impersonal(words[at]) and words[0].low in ("раніше", "ранее") and at < 3:
        return None  # "Раніше повідомлялося, що …": nobody is named
    if conj is not None and "c" in takes:
        source = subject(scene, at) or subject(scene, at, right=True, limit=conj) or ((scene.memory.sources.get("outlet") if impersonal(words[at]) else None) or scene.memory.last if impersonal(words[at]) or words[at].verb == "grnd" else None)
        if source is None:
            return None
        return Attribution(source, cue, trim(scene, words[conj].end, tail(scene, conj)), stance, _via(scene, at, conj))
    colon = next((k for k in range(at + 1, min(at + 14, len(words) - 1)) if words[k].text == ":"), None)
    if colon is not None and not any(w.verb for w in words[at + 1 : colon]):
        source = subject(scene, at) or subject(scene, at, right=True, limit=colon)
        if source is not None:
            return Attribution(source, cue, trim(scene, words[colon].end, words[-1].end), stance, _via(scene, at, colon))
    if "c" in takes and at + 4 < len(words) and words[at + 1].text == "," and words[at].verb in ("past", "pres") and _tells(words, at + 2) and not any(w.text in (",", ":", '"', *CLOSERS) for w in words[:at]) and (source := subject(scene, at)) is not None:
        return Attribution(source, cue, trim(scene, words[at + 2].start, words[-1].end), stance)  # "Президент повідомив, розвідка отримала …"
    if (found := _such(scene, at, cue)) is not None:
        return found
    if (found := _topic(scene, at, cue, stance)) is not None and "c" in takes:
        return found
    aside = next(((i, close) for i, close in asides.ranges(words, scene.language) if i < at < close), None)
    if aside is not None and (put := _inserted(scene, at, *aside)) is not None:
        return Attribution(put[0], cue, put[1], stance)
    stop = before(words, at)
    if stop is not None and ("c" in takes or "s" in takes or ("q" in takes and words[at].verb != "grnd")):  # "…, – сказав X"
        source = subject(scene, at, right=True)
        if source is not None:
            via = _via(scene, at, len(words))
            after = next((k for k in range(at, len(words)) if words[k].start >= source.end), len(words))
            if after + 3 < len(words) and words[after].text == "," and words[stop].text == "," and any(w.verb in ("past", "pres", "futr") for w in words[after:]) and not any(w.verb in ("past", "pres", "futr") for w in words[:stop]):
                bare = not any(w.pos in ("NOUN", "LATN", "NPRO") and "nomn" in w.cases for w in words[:stop])
                return Attribution(source, cue, trim(scene, words[after].end if bare else start, words[-1].end), stance, via)  # "також компанії, твердить X, закуповували …"
            return Attribution(source, cue, trim(scene, start, words[stop].start), stance, via if via is None or via.start != source.start else None)
        source = subject(scene, at, after=stop)
        if source is not None and at >= len(words) - 3:
            return Attribution(source, cue, trim(scene, start, words[stop].start), stance)
    how = next((k for k in range(max(0, at - 3), at) if words[k].low in ("як", "как")), -1)
    if how > 0 and words[how - 1].text in (",", *DASHES) and (source := subject(scene, at, right=True)) is not None:  # "Водночас, як пише X, …"
        close = next((k for k in range(at + 1, len(words)) if words[k].start >= source.end and words[k].text in (",", *DASHES)), None)
        begun = any(w.verb in ("past", "pres", "futr", "pssv", "impers") for w in words[:how])
        if close is not None and how > 1 and words[how - 2].pos == "REL":  # "которая, как утверждает X, …"
            return Attribution(source, cue, trim(scene, words[close].end, words[clause_end(words, close + 1) - 1].end), stance)
        if close is not None and len(words) - close > 4:
            return Attribution(source, cue, trim(scene, words[0].start if begun else words[close].end, words[how - 1].start if begun else words[-1].end), stance)
        return Attribution(source, cue, trim(scene, start, words[how - 1].start), stance)
    if at < 3 and words[0].low in ("як", "как"):  # "Как передаёт X, …"
        source = subject(scene, at, right=True)
        comma = next((k for k in range(at + 1, len(words)) if words[k].text == ","), None)
        teller = next((i for i, p in enumerate(scene.phrases) if i and source is not None and words[p.start].start - source.end in (1, 2) and not p.preposition and "nomn" in p.cases and kind_of(words[p.head], scene.language) in ("person", "group")), None)
        if source is not None and source.kind == "outlet" and teller is not None and comma is not None:  # "Як розповів The Times високопосадовець НАТО"
            speaker = source_of(scene, teller)
            return Attribution(speaker, cue, trim(scene, words[comma].end, words[-1].end), stance, source) if words[comma].start >= speaker.end else None
        if source is not None and comma is not None and words[comma].start >= source.end:
            heard = next((p for p in scene.phrases if p.start == at + 1 and not p.preposition and words[p.end - 1].end < source.start and outlet(scene, p)), None)
            via = _paper(scene, *(heard.name or (heard.start, heard.end))) if heard is not None and source.kind in ("person", "group") else None
            return Attribution(source, cue, trim(scene, words[comma].end, words[-1].end), stance, via)
    about = next((k for k in range(at + 1, min(at + 12, len(words) - 1)) if words[k].low in ("о", "об", "про") or (words[k].low == "на" and "p" in takes and k < at + 3) or words[k].verb or words[k].text == ","), None)
    charged = about is not None and about + 1 < len(words) and words[about + 1].lemma in group(scene.language, "triggers", "charge_noun") and words[at].lemma in group(scene.language, "triggers", "charge_verb")
    if "c" in takes and stance != "denies" and about is not None and not charged and words[about].low in ("о", "об", "про", "на"):  # "заявила в интервью X о намерении …"
        source = subject(scene, at) or subject(scene, at, right=True, limit=about)
        end = clause_end(words, about + 1)
        if source is not None and end > about + 2:
            return Attribution(source, cue, trim(scene, words[about + 1].start, words[end - 1].end), stance, _via(scene, at, about))
    if ("n" in takes or "p" in takes or "x" in takes) and at + 1 < len(words):
        source = subject(scene, at)
        end = clause_end(words, at + 1)
        if source is not None and source.end <= words[at].start and end > at + 1:
            return Attribution(source, cue, trim(scene, words[at + 1].start, words[end - 1].end), stance)
    return None


def _passing(scene: Scene, at: int, cue: Offsets, stance: str) -> Attribution | None:
    """ "Як пише Y, про це повідомив X": X said the sentence before, and Y passes it on."""
    words, told = scene.words, scene.memory.before
    comma = next((k for k in range(2, min(8, at)) if words[k].text == "," and (words[k + 1].low, words[k + 2].low) in THIS), None)
    source = subject(scene, at, right=True) or subject(scene, at, after=comma + 3) if comma is not None else None
    first = next((k for k in range(1, comma) if words[k].lemma in cues(scene.language)), None) if comma is not None else None
    if source is None or told is None or first is None or comma is None:
        return None
    return Attribution(source, cue, trim(scene, told.start, told.end), stance, subject(scene, first, right=True, limit=comma))


def _inserted(scene: Scene, at: int, start: int, close: int) -> tuple[Source, Offsets] | None:
    """ "Деталі, переконані слідчі, призначалися …": who says what stands before and behind."""
    words = scene.words
    source = subject(scene, at, right=True, limit=close) or subject(scene, at, after=start)
    if source is None or not words[start].end <= source.start < words[close].start or words[start - 1].pos == "REL":
        return None
    bare = not any(w.pos in ("NOUN", "LATN", "NPRO") and "nomn" in w.cases for w in words[:start]) or (words[0].pos == "PREP" and start < 4)
    told = any(w.verb in ("past", "pres", "futr", "pssv", "impers") for w in words[:start])
    if told and (tail(scene, close) < words[-1].end or (words[close + 1].lemma in cues(scene.language) and words[close + 1].verb in ("past", "pres"))):
        return source, trim(scene, words[0].start, words[start].start)  # "…, повідомив X, пише Y"
    if told:
        return source, trim(scene, words[0].start, words[start].start) if words[close + 1].pos != "REL" and words[close + 1].low in ("а", "але", "но", "однак", "однако", "проте") else trim(scene, words[0].start, words[-1].end)
    return source, trim(scene, words[close].end if bare else words[0].start, words[-1].end)


def _tells(words: list[Word], at: int) -> bool:
    """Does a clause of its own open here, with a noun in the first case and its verb behind it, and no word that hangs it on the one before?"""
    if words[at].pos in ("CONJ", "REL", "PREP", "GRND") or words[at].verb or words[at].low in ("а", "але", "но", "однак", "однако", "коли", "когда", "як", "как", "хоча", "хотя", "поки", "пока"):
        return False
    verb = next((k for k in range(at, len(words)) if words[k].verb in ("past", "pres", "futr") or words[k].text in (",", ";", ":")), None)
    return verb is not None and words[verb].verb != "" and any(w.pos in ("NOUN", "LATN", "NPRO") and "nomn" in w.cases for w in words[at:verb])


def _such(scene: Scene, at: int, cue: Offsets) -> Attribution | None:
    """ "Такого висновку дійшли аналітики", "Такие данные приводит центр": it is the sentence before that they say."""
    words, told = scene.words, scene.memory.before
    head = next((k for k in range(at) if words[k].pos == "NOUN"), None)
    stance = mapping(scene.language, "noun_cues").get(words[head].lemma) if head is not None else None
    if told is None or at > 4 or head is None or stance is None or not any(w.low.startswith(("так", "ці", "эти", "цю", "эту", "відповідн", "соответств")) for w in words[:head]):
        return None
    source = subject(scene, at, right=True)
    return Attribution(source, (words[0].start, cue[1]), trim(scene, told.start, told.end), stance) if source is not None else None


def _topic(scene: Scene, at: int, cue: Offsets, stance: str) -> Attribution | None:
    """ "Об увеличении закупок сообщила компания X": what it is about stands before the verb."""
    words = scene.words
    opening = [w.low for w in words[:4]]
    if len(opening) == 4 and opening[0] in ("про", "о") and opening[1] in ("те", "том") and opening[3] in ("що", "что"):  # "О том, что …, написал X"
        comma = next((k for k in range(at - 1, max(3, at - 5), -1) if words[k].text == ","), None)
        source = subject(scene, at, right=True) if comma is not None else None
        return Attribution(source, cue, trim(scene, words[4].start, words[comma].start), stance) if source is not None and comma is not None and comma > 5 else None
    if words[0].low not in ("про", "о", "об", "обо") or at < 3 or words[1].low in ("це", "этом", "что", "що", "чем", "чём") or any(w.verb in ("past", "pres", "futr") for w in words[:at]) or any(w.text in (":", ";") for w in words[:at]):
        return None
    source = subject(scene, at, right=True)
    return Attribution(source, cue, (words[1].start, words[at - 1].end), stance) if source is not None else None


def _sentenced(scene: Scene, at: int) -> bool:
    """ "засудив підприємця до двох років": a sentence of a court, which says nothing."""
    words = scene.words
    near = words[at + 1 : at + 7]
    return words[at].lemma in group(scene.language, "triggers", "punish_verb") and any(a.low in ("до", "к") and (b.pos in ("NUMR", "NUMB") or b.lemma in ("рік", "год", "штраф", "ув'язнення")) for a, b in pairwise(near))


def _via(scene: Scene, at: int, limit: int) -> Source | None:
    """The outlet it was said to: "в інтерв'ю Укрінформу", "со ссылкой на NHK"."""
    words = scene.words
    to = {row[0] for row in table(scene.language, "triggers") if row[1] == "interview_noun"}
    for i, p in enumerate(scene.phrases[:-1]):
        q = scene.phrases[i + 1]
        if p.start < min(at, 4) and p.preposition and words[p.head].lemma in to and q.start in (p.end, p.end + 1) and q.end <= at and (outlet(scene, q) or q.name is not None):
            return _paper(scene, *(q.name if q.name is not None else (q.start, q.end)))  # "В интервью газете Die Welt министр сказал"
    for i, p in enumerate(scene.phrases):
        if p.start <= at or p.start >= limit:
            continue
        if words[p.head].lemma in to and p.name is not None and p.name[0] > p.head:  # "в интервью Financial Times"
            return _paper(scene, *p.name)
        previous = scene.phrases[i - 1] if i else None
        after_interview = previous is not None and words[previous.head].lemma in to and p.start == previous.end
        quoting = words[at].lemma.startswith(("цитув", "цитир")) and outlet(scene, p) and i > 0 and words[p.start - 1].pos != "PREP"
        if quoting:
            return _paper(scene, p.start, p.end)
        if after_interview or (not p.preposition and "datv" in p.cases and "nomn" not in p.cases and outlet(scene, p)):
            return source_of(scene, i)
    return None


def _paper(scene: Scene, first: int, last: int) -> Source:
    start, end = scene.words[first].start, scene.words[last - 1].end
    return Source(start, end, scene.text[start:end], None, "outlet")
