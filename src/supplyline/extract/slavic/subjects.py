"""Which source goes with a word of saying?

`subject(scene, at)` finds the phrase in the first case that agrees with the verb at word `at`, to its left or right; a name beside it that
no dictionary has; or the place where it was said or written ("у заяві йдеться", "В Пекіні назвали").
"""

from __future__ import annotations

from dataclasses import replace

from supplyline.extract.lexicon import mapping
from supplyline.extract.lexicon import words as group
from supplyline.extract.slavic.clauses import JOINING
from supplyline.extract.slavic.phrases import Phrase
from supplyline.extract.slavic.places import country_of
from supplyline.extract.slavic.sources import (
    DASHES,
    Scene,
    Source,
    counted,
    follows,
    kind_of,
    known_as,
    named_outlet,
    outlet,
    source_of,
    speaks,
)
from supplyline.extract.slavic.words import Word, agrees, past_gender, unknown


def subject(scene: Scene, at: int, right: bool = False, limit: int | None = None, after: int = 0) -> Source | None:
    """The nominative phrase that goes with the verb, or a name beside it that no dictionary has: "Кая Каллас заявила"."""
    found = _subject(scene, at, right, limit, after)
    run = _capitals(scene, at, right)
    if run is None or scene.words[run[0]].start < (scene.words[after].start if after else 0) or (limit is not None and run[0] >= limit):
        return found
    a, b = scene.words[run[0]].start, scene.words[run[1] - 1].end
    if found is not None and right and found.start >= b:
        found = None  # what stands behind the name beside the verb is no subject of it
    if found is None or (found.kind in ("person", "body") and a <= found.start and found.end <= b and (found.start, found.end) != (a, b) and found.name in scene.text[a:b]):
        return known_as(scene, Source(a, b, scene.text[a:b], found.role if found is not None else None, "person"))
    return found


def _capitals(scene: Scene, at: int, right: bool) -> tuple[int, int] | None:
    """The two to four Cyrillic words with a capital right beside the verb, none of them a country or a common noun."""
    words, step = scene.words, 1 if right else -1
    run: list[int] = []
    k = at + step
    while 0 <= k < len(words) and len(run) < 4 and _nameable(scene, k):
        run.append(k)
        k += step
    run.sort()
    if len(run) < 2 or not any(words[i].proper or unknown(words[i].low, scene.language) for i in run):
        return None
    edge = run[0] - 1
    return (run[0], run[-1] + 1) if right or edge < 0 or words[edge].pos not in ("NOUN", "ADJF", "LATN", "PREP") else None


def _nameable(scene: Scene, k: int) -> bool:
    word = scene.words[k]
    if not word.capital or word.latin or not word.text[0].isalpha() or (len(word.text) > 1 and word.text.isupper()) or word.lemma in mapping(scene.language, "speaker_nouns") or country_of(word.lemma, scene.language) is not None:
        return False
    if word.proper or unknown(word.low, scene.language):
        return True
    return not word.opening and word.pos in ("NOUN", "ADJF", "CONJ", "INTJ")


def _subject(scene: Scene, at: int, right: bool = False, limit: int | None = None, after: int = 0) -> Source | None:
    """The nominative phrase that goes with the verb: to its left, nearest first, or to its right."""
    words, verb = scene.words, scene.words[at]
    if not right and at and words[at - 1].low in ("той", "та", "тот", "те", "ті") and words[at - 1].pos == "PRON":
        named = next((i for i in range(len(scene.phrases) - 1, -1, -1) if scene.phrases[i].end < at and any(w.proper for w in words[scene.phrases[i].start : scene.phrases[i].end])), None)
        if named is not None:  # "у розмові з X той обіцяв": X
            return replace(source_of(scene, named), start=words[at - 1].start, end=words[at - 1].end)
    if not right and at > 1 and words[at - 1].low in JOINING and (prior := next((k for k in range(at - 2, -1, -1) if words[k].verb in ("past", "pres", "futr")), None)) is not None:
        return subject(scene, prior)  # "Китай заперечує постачання і звинуватив НАТО"
    managed = not right and verb.verb == "infn" and any(w.lemma in ("вдатися", "вдаватися", "удаться", "удаваться", "пощастити") for w in words[max(0, at - 3) : at])
    if managed and (whose := next((i for i in range(len(scene.phrases) - 1, -1, -1) if scene.phrases[i].end <= at and "datv" in scene.phrases[i].cases and not scene.phrases[i].preposition), None)) is not None:
        return source_of(scene, whose)  # "Журналистам удалось установить"
    if verb.low.endswith(("ться", "тся", "лося", "лось")) and (written := _written(scene, at, right, limit, after)) is not None:
        return written
    aside = _relative_before(words, at) if not right else at
    places = [i for i, p in enumerate(scene.phrases) if (p.start > at if right else p.end <= aside)]
    for i in places if right else reversed(places):
        p = scene.phrases[i]
        if limit is not None and p.start >= limit:
            break
        between = words[at + 1 : p.start] if right else words[p.end : aside]
        if p.start < after or _apart(scene, between, right) > (4 if right else 18):
            break
        if not right and (joined := _joined(words, p.end, at)) is not None:
            return subject(scene, joined)  # "X підкреслив … і додав, що …"
        if any(w.low in ("що", "что") or w.text in (":", ";") or (w.verb in ("past", "pres", "futr") and w is not verb and not (verb.verb == "infn" and w.lemma in ("дать", "дати", "давать", "давати")) and not (verb.verb == "infn" and w.lemma in group(scene.language, "triggers", "leading"))) for w in between):
            break
        if i and scene.phrases[i - 1].end == p.start and "nomn" not in scene.phrases[i - 1].cases and p.place is None and not right and p.cases != {"nomn"} and not _begins(scene, i, verb):
            continue  # "адміністрації президента X": none of them is in the nominative
        if i and p.place is not None and scene.phrases[i - 1].end == p.start and scene.phrases[i - 1].preposition in ("в", "у") and kind_of(words[scene.phrases[i - 1].head], scene.language) == "body":
            continue  # "У Мін'юсті США повідомили": the ministry
        if p.start > 0 and words[p.start - 1].pos == "PRTF":
            continue  # "эксперты, опрошенные WSJ, полагают"
        if right and p.start == at + 1 and not p.preposition and not speaks(scene, p) and verb.verb != "infn" and _agreeing_thing(scene, p, verb):
            return source_of(scene, i)  # "Про це свідчить постанова Верховного суду України"
        if p.preposition or "nomn" not in p.cases or not speaks(scene, p) or _one_of_many(scene, verb, p):
            continue
        if not right and p.plural and verb.verb in ("past", "pres") and not verb.many and not verb.plural and p.name is None and p.place is None and words[p.head].pos == "NOUN" and not counted(scene, p):
            continue  # "его компании продают …, но признаёт": one who admits is not they
        if right and (told := _told_to(scene, i)):
            return source_of(scene, told)
        return source_of(scene, _first_of(scene, i))
    if verb.verb in ("pssv", "impers"):  # "ним сказано, що", "міністерством заявлено"
        by = next((i for i in places[:2] if right and scene.phrases[i].cases == {"ablt"} and not scene.phrases[i].preposition and speaks(scene, scene.phrases[i]) and scene.phrases[i].start - at < 3), None)
        by = by if by is not None else next((i for i in reversed(places) if not right and scene.phrases[i].cases == {"ablt"} and not scene.phrases[i].preposition and speaks(scene, scene.phrases[i]) and at - scene.phrases[i].end < 3), None)
        if by is not None:
            return source_of(scene, by)
    glued = next((p for p in scene.phrases if p.end == at and p.preposition and p.name is not None and p.head < p.name[0] and words[p.name[0]].latin), None) if not right else None
    if glued is not None and glued.name is not None:  # "в ответ на запрос Siemens сообщила"
        a, b = words[glued.name[0]].start, words[glued.name[1] - 1].end
        return Source(a, b, scene.text[a:b], None, "outlet" if named_outlet(scene.text[a:b], scene.language) else "body")
    if not (verb.plural or verb.low.endswith(("ли", "ють", "уть", "ать", "ять", "ят", "ют", "ут", "ся", "ься", "но", "то"))):
        return None
    near = [i for i in places if (scene.phrases[i].start - at <= 3 if right else at - scene.phrases[i].end <= 6 and all(w.text != "," or _aside(words, scene.phrases[i].end, at) for w in words[scene.phrases[i].end : at]))]
    for i in near if right else reversed(near):  # "У Пекіні назвали …", "…, – розповіли у відомстві", "говорится в заявлении МИД"
        p = scene.phrases[i]
        if p.preposition in ("в", "у", "на") and "loct" in p.cases and p.start >= after and (limit is None or p.start < limit):
            kind = kind_of(words[p.head], scene.language)
            if (p.place is not None and p.place.itself) or kind in ("body", "record", "outlet") or (words[p.head].lemma in ("запад", "захід") and words[p.head].capital) or (p.name is not None and p.end - p.start == 1 and p.preposition != "на" and not words[p.head].cases & {"nomn", "accs"} and not right) or (p.name is not None and (words[p.name[0]].text.isupper() or words[p.name[0]].latin or words[p.name[0]].quoted or outlet(scene, p))):
                return source_of(scene, i)
    there = next((w for w in words[max(0, at - 3) : at] if w.low == "там"), None)
    known = scene.memory.sources.get("body") or scene.memory.last
    if there is not None and known is not None and not right:  # "Там додали, що …"
        return replace(known, start=there.start, end=there.end)
    return None


def _written(scene: Scene, at: int, right: bool, limit: int | None, after: int) -> Source | None:
    """ "сообщается на сайте министерства", "У записці до постанови зазначалося": where it stands written, next to the verb or first of the clause."""
    words = scene.words
    for i, p in enumerate(scene.phrases):
        if p.preposition not in ("в", "у", "во", "на") or "loct" not in p.cases or p.start < after or (limit is not None and p.start >= limit):
            continue
        beside = p.start == at + 2 if right else p.end <= at and p.start <= 2 and not any(w.verb in ("past", "pres", "futr") or w.text in (",", ":", ";", *DASHES) for w in words[p.end : at])
        when = words[p.head].lemma in group(scene.language, "triggers", "time_noun") or any(d.start <= words[p.head].start < d.end for d in scene.dates)
        if beside and not when and not (p.place is not None and p.place.itself) and not words[p.head].animate:
            found = source_of(scene, i)
            return replace(found, kind="record") if kind_of(words[p.head], scene.language) is None and p.name is None else found
    return None


def _agreeing_thing(scene: Scene, p: Phrase, verb: Word) -> bool:
    head = scene.words[p.head]
    return head.pos == "NOUN" and not head.animate and "nomn" in p.cases and agrees(head.low, verb.plural, past_gender(verb), scene.language)


def _apart(scene: Scene, between: list[Word], right: bool) -> int:
    """How many words part a verb from its subject; behind the verb when and where it was said does not count."""
    count = [w for w in between if w.pos != "PNCT"]
    if right and len(count) > 4 and not any(w.text in (",", *DASHES) for w in between):
        told = [(scene.words[p.start].start, scene.words[p.end - 1].end) for p in scene.phrases if p.preposition]
        count = [w for w in count if w.pos != "PREP" and not any(a <= w.start < b for a, b in told)]
    return len(count)


def _begins(scene: Scene, i: int, verb: Word) -> bool:
    """ "В свою очередь Иван Петров сообщил": a name that agrees with the verb, behind words that say when, where or why."""
    p, k = scene.phrases[i], i - 1
    while k and not scene.phrases[k].preposition and scene.phrases[k - 1].end == scene.phrases[k].start:
        k -= 1
    before = scene.phrases[k]
    if not before.preposition or verb.plural or "nomn" not in p.cases or kind_of(scene.words[before.head], scene.language) is not None:
        return False
    first = scene.words[p.name[0] if p.name is not None else p.head]
    return agrees(first.low, False, past_gender(verb), scene.language)


def _relative_before(words: list[Word], at: int) -> int:
    """ "Ардестани, слова которого приводит ILNA, признал": where the relative clause before the verb begins; `at` where none does."""
    if at < 3 or words[at - 1].text != ",":
        return at
    for k in range(at - 2, max(0, at - 22), -1):
        if words[k].text == "," and any(w.pos == "REL" for w in words[k + 1 : min(k + 4, at - 1)]):
            return k
        if words[k].text in (";", ":", ".") or words[k].low in ("что", "що"):
            return at
    return at


def _aside(words: list[Word], start: int, at: int) -> bool:
    """ "В Минфине, впрочем, уверены": only small words between commas."""
    return all(w.pos in ("PNCT", "ADVB", "PRCL", "CONJ", "PRED") or w.low in ("впрочем", "втім", "утім", "однако", "між", "иным") for w in words[start:at])


def _told_to(scene: Scene, i: int) -> int:
    """ "сообщили Би-би-си два источника": behind an outlet that no case marks stands who speaks; 0 where nobody does."""
    if i + 1 >= len(scene.phrases) or not follows(scene, i + 1):
        return 0
    p, q = scene.phrases[i], scene.phrases[i + 1]
    bare = p.name is not None and len(p.cases) > 3 and kind_of(scene.words[p.head], scene.language) not in ("person", "group")
    speaker = kind_of(scene.words[q.head], scene.language) in ("person", "group") or any(w.proper for w in scene.words[q.start : q.end])
    return i + 1 if bare and speaker and "nomn" in q.cases and "gent" not in q.cases - (q.cases if counted(scene, q) else frozenset()) else 0


def _joined(words: list[Word], start: int, at: int) -> int | None:
    """The verb before "і" whose subject the verb at `at` shares, with no noun of its own between."""
    joint = next((k for k in range(at - 1, max(start, at - 4), -1) if words[k].low in JOINING), None)
    if joint is None or any(w.pos in ("NOUN", "LATN", "NPRO") and "nomn" in w.cases for w in words[joint:at]):
        return None
    return next((k for k in range(joint - 1, start - 1, -1) if words[k].verb in ("past", "pres", "futr")), None)


def _one_of_many(scene: Scene, verb: Word, p: Phrase) -> bool:
    """ "китайская X — её обвиняют в …": one firm is not those who accuse."""
    single = any(w.pos == "ADJF" and not w.plural and w.cases & {"nomn"} for w in scene.words[p.start : p.head]) and not p.plural
    return verb.plural and verb.verb in ("pres", "past") and single and p.place is None and scene.words[p.head].latin


def _first_of(scene: Scene, i: int) -> int:
    """The head of a chain of phrases: "Речниця МЗС Китаю Мао Нін" begins with the office."""

    def plain(k: int) -> bool:
        p = scene.phrases[k]
        head = scene.words[p.head]
        return kind_of(head, scene.language) is None and p.place is None and not head.text.isupper()

    def named(k: int) -> bool:
        p = scene.phrases[k]
        return scene.words[p.head].text.isupper() or any(w.proper for w in scene.words[p.start : p.end])

    first = i
    while first > 0 and follows(scene, first):
        before = scene.phrases[first - 1]
        if before.preposition or (plain(first - 1) and "gent" not in before.cases):
            break
        first -= 1
    # What the chain begins with may be nobody's: "промышленности" is a genitive only where an office stands before it
    while first < i and ("nomn" not in scene.phrases[first].cases or (plain(first) and not named(first))):
        first += 1
    if scene.phrases[i].cases == {"nomn"} and any(w.proper for w in scene.words[scene.phrases[i].start : scene.phrases[i].end]):
        while first < i and kind_of(scene.words[scene.phrases[first].head], scene.language) not in ("person", "group", "body", "outlet"):
            first += 1  # "пресс-службы и информации Минобороны полковник Иван Петров": the colonel
    return first
