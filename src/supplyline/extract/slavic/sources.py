"""Who is a source, as written and as the document has named it before?

`source_of(scene, k)` resolves phrase k: the proper name in it with its office, else the phrase with its genitives;
`subject(scene, at)` finds the source that goes with the cue verb at word `at`. A surname alone, a pronoun or "the
service" is whoever the document named before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from supplyline.extract.dates import Found
from supplyline.extract.lexicon import mapping, table
from supplyline.extract.lexicon import words as group
from supplyline.extract.slavic.clauses import JOINING
from supplyline.extract.slavic.phrases import Phrase, body
from supplyline.extract.slavic.places import country_of
from supplyline.extract.slavic.words import (
    CLOSERS,
    OPENERS,
    Sentence,
    Word,
    agrees,
    named_first,
    past_gender,
    sense,
    unknown,
)
from supplyline.read import countries

WHOM = ("яких", "якого", "яку", "которых", "которого", "которую")  # the object of a relative clause
STATEMENTS = ("заява", "заявление", "відповідь", "ответ", "лист", "письмо", "пресреліз", "пресс-релиз", "реліз", "релиз", "повідомлення", "сообщение", "комюніке", "коммюнике", "звернення", "обращение", "постанова", "указ", "рішення", "решение")
OFFICES = ("мін", "держ", "нац", "укр", "мин", "гос", "рос", "глав", "головн", "роз", "євро", "евро", "центр")
DASHES = ("-", "–", "—", "−")


@dataclass(frozen=True, slots=True)
class Source:
    """A source as written and as resolved; `kind`: person, body, outlet, record, group."""

    start: int
    end: int
    name: str
    role: str | None
    kind: str


@dataclass(slots=True)
class Memory:
    """What the document has told so far."""

    sources: dict[str, Source] = field(default_factory=dict)  # the last of each kind
    persons: dict[str, Source] = field(default_factory=dict)  # by surname
    last: Source | None = None
    before: Sentence | None = None


@dataclass(slots=True)
class Scene:
    sentence: Sentence
    phrases: list[Phrase]
    dates: list[Found]
    language: str
    text: str
    memory: Memory

    @property
    def words(self) -> list[Word]:
        return self.sentence.words


def kind_of(word: Word, language: str) -> str | None:
    """Which kind of source a noun is: as the table has it, else a person where it is animate."""
    known = mapping(language, "speaker_nouns").get(word.lemma)
    if known == "person" and word.plural:
        return "group"
    return known or (("group" if word.plural else "person") if word.animate and (not word.capital or (word.opening and not word.proper)) else None)


def speaking(scene: Scene, k: int) -> bool:
    """Is the phrase behind a heading's dash one that can speak?"""
    p = scene.phrases[k]
    return (
        scene.words[p.head].lemma in mapping(scene.language, "speaker_nouns")
        or outlet(scene, p)
        or any(w.proper for w in scene.words[p.start : p.end])
    )


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
        return _known(scene, Source(a, b, scene.text[a:b], found.role if found is not None else None, "person"))
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
        if not right and p.plural and verb.verb in ("past", "pres") and not verb.many and not verb.plural and p.name is None and p.place is None and words[p.head].pos == "NOUN" and not _counted(scene, p):
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
        return Source(a, b, scene.text[a:b], None, "outlet" if _named_outlet(scene.text[a:b], scene.language) else "body")
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
    if i + 1 >= len(scene.phrases) or not _follows(scene, i + 1):
        return 0
    p, q = scene.phrases[i], scene.phrases[i + 1]
    bare = p.name is not None and len(p.cases) > 3 and kind_of(scene.words[p.head], scene.language) not in ("person", "group")
    speaker = kind_of(scene.words[q.head], scene.language) in ("person", "group") or any(w.proper for w in scene.words[q.start : q.end])
    return i + 1 if bare and speaker and "nomn" in q.cases and "gent" not in q.cases - (q.cases if _counted(scene, q) else frozenset()) else 0


def _counted(scene: Scene, p: Phrase) -> bool:
    return any(w.pos in ("NUMB", "NUMR") for w in scene.words[p.start : p.head])


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
    while first > 0 and _follows(scene, first):
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


def speaks(scene: Scene, p: Phrase) -> bool:
    head = scene.words[p.head]
    if p.place is not None and p.place.itself:
        return True
    if head.pos == "NPRO":
        return head.lemma not in ("ми", "мы", "я")
    if p.name is not None:
        return True
    if kind_of(head, scene.language) is not None:
        return True
    if scene.words[p.start].capital and p.start > 0 and scene.words[p.start].pos == "ADJF" and not head.capital:
        return True  # "Белый дом"
    if p.start == 0 and p.end == 1 and head.pos == "NOUN" and unknown(head.low, scene.language):
        return True  # "Эрдоган отверг …"
    if p.start == 0 and head.pos == "NOUN" and not head.plural and head.low.startswith(OFFICES) and head.lemma not in group(scene.language, "triggers", "not_office"):
        return True  # "Мінстратегпром спростував"
    return head.capital and (p.start > 0 or _surname(head.text, scene.language) in scene.memory.persons)


def source_of(scene: Scene, k: int) -> Source:
    """The source of phrase k: its proper name, with its office as role, else the whole phrase with its genitives."""
    words, p = scene.words, scene.phrases[k]
    head = words[p.head]
    kind = kind_of(head, scene.language)
    start, end = words[p.start].start, words[p.end - 1].end
    if head.pos == "NPRO":
        if (near := _mentioned(scene, k)) is not None:
            return replace(near, start=start, end=end)
        known = scene.memory.sources.get("person" if head.lemma in ("він", "вона", "он", "она") else "body") or scene.memory.last
        return replace(known, start=start, end=end) if known else Source(start, end, head.text, None, "person")
    if p.place is not None and p.place.itself:
        return Source(start, end, countries.name(p.place.iso) or scene.text[start:end], None, "body")
    if head.lemma in group(scene.language, "triggers", "authored_noun") and k + 1 < len(scene.phrases) and _follows(scene, k + 1) and ("gent" in scene.phrases[k + 1].cases or words[scene.phrases[k + 1].head].text.isupper()):
        author = source_of(scene, k + 1)
        if author.kind in ("outlet", "person", "body") and (author.name[:1].isupper() or author.kind == "outlet"):
            return author  # "у розслідуванні видання X": X
    last = k
    while last + 1 < len(scene.phrases) and last - k < 6 and (_follows(scene, last + 1) or (kind == "person" and _charge(scene, last + 1))):
        last += 1
    if kind == "person" and (more := _joint(scene, last)):  # "министр промышленности и торговли РФ Иван Петров"
        last = more
        while last + 1 < len(scene.phrases) and last - k < 8 and _follows(scene, last + 1):
            last += 1
    while last > k and not _follows(scene, last) and not ((own := scene.phrases[last].name) is not None and own[0] > scene.phrases[last].start and words[own[0]].proper):
        last -= 1  # a charge that no name follows is none
    person = _person(scene, k, last)
    if person is not None and kind in ("body", "outlet", "record") and "gent" in words[person[0]].cases:
        person = None  # "уряд Орбана", "пресс-служба Порошенко"
    if person is not None:
        a, b = words[person[0]].start, words[person[1] - 1].end
        role = scene.text[start:a].strip(" ,") or _office(scene, k)
        return _known(scene, Source(a, b, scene.text[a:b], role, "person"))
    if p.name is not None and p.head < p.name[0]:
        own = words[p.name[0]]
        if kind in ("group", "person") or (kind in ("body", "record") and own.proper and not own.latin and not own.quoted and "gent" in own.cases):
            return Source(start, end, scene.text[start:end], None, kind)  # "журналисты WSJ", "пресс-служба Порошенко"
        a, b = words[p.name[0]].start, words[p.name[1] - 1].end
        return Source(
            a,
            b,
            scene.text[a:b],
            scene.text[start:a].strip(' «“"') or None,
            "outlet" if _named_outlet(scene.text[a:b], scene.language) else kind or "body",
        )
    stop = p.end if p.name is not None and outlet(scene, p) else body(scene.phrases, k, words)
    end = words[stop - 1].end
    second = next((i for i in range(k + 1, min(k + 6, len(scene.phrases))) if scene.phrases[i].start == stop + 1), None) if kind == "person" and "nomn" in p.cases and stop + 1 < len(words) and words[stop].text == "," else None
    if second is not None and kind_of(words[scene.phrases[second].head], scene.language) == "person" and scene.phrases[second].cases & p.cases and (named_ := source_of(scene, second)).kind == "person" and named_.name[:1].isupper():
        return named_  # "заступник прем'єра, міністр торгівлі Іван Коваль"
    named = next((q for q in scene.phrases[k + 1 : last + 1] if q.end <= stop and q.name is not None and q.place is None and words[q.name[0]].latin and q.name[0] > q.start), None)
    if named is not None and (kind in ("body", "outlet") or head.lemma in group(scene.language, "triggers", "party_noun")):  # "объединение бывших силовиков BELPOL"
        a, b = words[named.name[0]].start, words[named.name[1] - 1].end  # type: ignore[index]
        return Source(a, b, scene.text[a:b], scene.text[start:a].strip(' «“"') or None, "outlet" if _named_outlet(scene.text[a:b], scene.language) else "body")
    if stop < len(words) - 2 and words[stop].text == "," and words[stop + 1].pos == "PRTF" and kind == "group":
        close = next((j for j in range(stop + 1, min(stop + 9, len(words))) if words[j].text == ","), None)
        if close is not None:
            end = words[close - 1].end  # "эксперты, опрошенные WSJ"
    if kind == "record" and (by := _published_by(scene, k, stop)) is not None:
        return by
    kinds = ("body", "outlet") if head.lemma in STATEMENTS else ("outlet", "body")
    if kind == "record" and stop == p.end and not (p.plural and p.start == p.head) and (owner := scene.memory.sources.get(kinds[0]) or scene.memory.sources.get(kinds[1])) is not None:
        return replace(owner, start=start, end=end)  # "у матеріалі стверджується": the paper's
    kind = "outlet" if outlet(scene, p) else kind or "body"
    if stop == p.start + 1 and kind in ("outlet", "body", "person") and (not head.capital or (p.start == 0 and kind_of(head, scene.language) is not None)) and head.pos == "NOUN":
        known = scene.memory.sources.get(kind)
        if known is not None:
            return replace(known, start=start, end=end)
    return Source(start, end, scene.text[start:end].split(",")[0], None, kind)


def _published_by(scene: Scene, k: int, stop: int) -> Source | None:
    """ "у звіті, оприлюдненому 18 лютого Freedom Foundation": whose it is, told by a participle."""
    words = scene.words
    if stop + 2 >= len(words) or words[stop].text != "," or words[stop + 1].pos != "PRTF" or not words[stop + 1].low.startswith(("оприлюдн", "опублік", "підготовл", "складен", "опублик", "подготовл", "составлен", "обнарод", "проведен")):
        return None
    for i in range(k + 1, min(k + 6, len(scene.phrases))):
        p = scene.phrases[i]
        if stop < p.start <= stop + 8 and not p.preposition and (p.cases == {"ablt"} or (p.name is not None and words[p.name[0]].latin)) and speaks(scene, p):
            return source_of(scene, i)
        if any(w.text == "," for w in words[stop + 1 : p.start]):
            return None
    return None


def _mentioned(scene: Scene, k: int) -> Source | None:
    """ "після допису президента X, де він заявив": the person with an office that the sentence names before the pronoun."""
    head = scene.words[scene.phrases[k].head]
    if head.lemma not in ("він", "он") or scene.sentence.words[0] is head:
        return None
    for i in range(k - 1, -1, -1):
        p = scene.phrases[i]
        if p.preposition or any(w.proper for w in scene.words[p.start : p.end]):
            offices = [j for j in range(max(0, i - 3), i + 1) if kind_of(scene.words[scene.phrases[j].head], scene.language) == "person"]
            if any(w.proper for w in scene.words[p.start : p.end]) and offices:
                found = source_of(scene, offices[0])
                return found if found.kind == "person" and found.name[:1].isupper() else None
    return None


def _follows(scene: Scene, i: int) -> bool:
    return scene.phrases[i].start == scene.phrases[i - 1].end and not scene.phrases[i].preposition


def _joint(scene: Scene, last: int) -> int:
    """The phrase that "and" joins to what an office is for; 0 where none is."""
    if last + 2 >= len(scene.phrases):
        return 0
    a, b = scene.phrases[last], scene.phrases[last + 1]
    between = scene.words[a.end : b.start]
    alike = "gent" in a.cases and "gent" in b.cases and not b.preposition and not scene.words[b.head].animate and not scene.words[b.head].capital
    return last + 1 if alike and len(between) == 1 and between[0].low in JOINING and _follows(scene, last + 2) else 0


def _charge(scene: Scene, i: int) -> bool:
    """ "помічник міністра з питань експорту Петро Коваль": what the office is for."""
    p = scene.phrases[i]
    at_ = p.preposition in ("в", "у", "во", "на") and "loct" in p.cases and (p.place is not None or kind_of(scene.words[p.head], scene.language) == "body")
    return (at_ or p.preposition in ("з", "із", "зі", "по", "щодо", "при")) and p.start == scene.phrases[i - 1].end + 1


def _person(scene: Scene, k: int, last: int) -> tuple[int, int] | None:
    """Where the person's name stands in a chain of phrases: words that names dictionaries know, or capitals behind an office."""
    words = scene.words
    office = kind_of(words[scene.phrases[k].head], scene.language) == "person"
    if scene.phrases[k].plural and kind_of(words[scene.phrases[k].head], scene.language) == "group":
        return None  # "представники Громадської ради"
    for i in range(last, k - 1, -1):
        q = scene.phrases[i]
        a, b = q.name if q.name is not None else (q.start, q.end)
        found = words[a:b]
        if any(w.proper for w in found) and not any(w.text.isupper() and len(w.text) > 1 for w in found) and not (office and a > scene.phrases[k].head and _whose(scene, k, found, words[a - 1])):
            if other := _another(found, scene.language, "nomn" in scene.phrases[k].cases and not scene.phrases[k].preposition):
                return a + other, b
            while office and a > q.start and words[a - 1].capital and words[a - 1].pos == "NOUN" and not words[a - 1].text.isupper() and kind_of(words[a - 1], scene.language) is None:
                a -= 1  # a given name that no dictionary has
            return a, b
        capitals = [w for w in found if w.capital and not w.text.isupper()]
        if office and i > k and q.place is None and not (len(found) == 1 and (words[a - 1].lemma in group(scene.language, "triggers", "site_noun") or (not found[0].animate and not unknown(found[0].low, scene.language)))) and len(capitals) == len(found) and not words[a].latin:
            while (
                a > 0
                and i > k + 1
                and scene.phrases[i - 1].end == a
                and words[a - 1].capital
                and scene.phrases[i - 1].place is None
                and scene.phrases[i - 1].start > scene.phrases[k].start
                and not words[a - 1].text.isupper()
            ):
                i, a = i - 1, scene.phrases[i - 1].start
            return a, b
    tail = scene.phrases[last].end
    if office and tail < len(words) - 1 and words[tail].text == "," and last + 1 < len(scene.phrases):
        q = scene.phrases[last + 1]
        if q.start == tail + 1 and any(w.proper for w in words[q.start : q.end]) and "nomn" in q.cases:
            return q.start, q.end
    return None


def _whose(scene: Scene, k: int, found: list[Word], before: Word) -> bool:
    """ "глава Минобороны", "представители Громадської ради", "помічник Трампа": who is named has the office's holder, and is not he."""
    p = scene.phrases[k]
    last = found[-1]
    if len(found) == 1 and before.lemma in group(scene.language, "triggers", "site_noun"):
        return True  # "мэр города Немуро"
    if (len(found) == 1 and last.low.startswith(OFFICES) and unknown(last.low, scene.language)):
        return True
    return "nomn" in p.cases and not p.preposition and all(not w.cases & {"nomn"} for w in found) and not unknown(last.low, scene.language)


def _another(found: list[Word], language: str, first: bool) -> int:
    """ "пресс-секретарь Путина Дмитрий Песков": how many words name another than who has the office."""
    if len(found) > 1 and (country_of(found[0].lemma, language) is not None or (first and found[0].cases and "nomn" not in found[0].cases and "nomn" in found[1].cases and not named_first(found[0].low, language))):
        return 1  # "премьер-министр Японии Синдзо Абэ"
    if len(found) < 3 or not found[1].proper or not named_first(found[1].low, language) or named_first(found[0].low, language):
        return 0
    return 1 if not agrees(found[0].low, False, "masc", language) and agrees(found[1].low, False, "masc", language) else 0


def _office(scene: Scene, k: int) -> str | None:
    """The apposition behind or before a name: "Олег Іващенко, голова СЗР,"."""
    words, p = scene.words, scene.phrases[k]
    if p.end < len(words) - 1 and words[p.end].text == "," and k + 1 < len(scene.phrases):
        q = scene.phrases[k + 1]
        if q.start == p.end + 1 and kind_of(words[q.head], scene.language) == "person":
            return scene.text[words[q.start].start : words[body(scene.phrases, k + 1, words) - 1].end]
    return None


def outlet(scene: Scene, p: Phrase) -> bool:
    lemmas = " ".join(w.lemma for w in scene.words[p.start : p.end])
    a, b = p.name if p.name is not None else (p.start, p.end)
    return _named_outlet(lemmas, scene.language) or _named_outlet(scene.text[scene.words[a].start : scene.words[b - 1].end], scene.language)


def _named_outlet(text: str, language: str) -> bool:
    low = text.casefold().removeprefix("the ")
    return low in {row[0] for row in table(language, "outlets")} or low in {row[0].casefold().removeprefix("the ") for row in table("en", "outlets")}


def _known(scene: Scene, source: Source) -> Source:
    """A surname alone goes back to the full name."""
    before = scene.memory.persons.get(_surname(source.name, scene.language))
    if before is not None and " " not in source.name:
        return replace(source, name=before.name, role=before.role or source.role)
    return source


def _surname(name: str, language: str) -> str:
    """The last word of a name in its first form: "Зеленського" is "Зеленський"."""
    return sense(name.split()[-1].casefold(), True, language).lemma


def remember(memory: Memory, source: Source, language: str) -> None:
    memory.sources[source.kind] = source
    memory.last = source
    if source.kind == "person" and " " in source.name:
        for part in source.name.split():
            memory.persons.setdefault(_surname(part, language), source)
