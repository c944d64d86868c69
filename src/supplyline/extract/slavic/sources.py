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
    Sentence,
    Word,
    agrees,
    named_first,
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


def counted(scene: Scene, p: Phrase) -> bool:
    return any(w.pos in ("NUMB", "NUMR") for w in scene.words[p.start : p.head])


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
    if head.lemma in group(scene.language, "triggers", "authored_noun") and k + 1 < len(scene.phrases) and follows(scene, k + 1) and ("gent" in scene.phrases[k + 1].cases or words[scene.phrases[k + 1].head].text.isupper()):
        author = source_of(scene, k + 1)
        if author.kind in ("outlet", "person", "body") and (author.name[:1].isupper() or author.kind == "outlet"):
            return author  # "у розслідуванні видання X": X
    last = k
    while last + 1 < len(scene.phrases) and last - k < 6 and (follows(scene, last + 1) or (kind == "person" and _charge(scene, last + 1))):
        last += 1
    if kind == "person" and (more := _joint(scene, last)):  # "министр промышленности и торговли РФ Иван Петров"
        last = more
        while last + 1 < len(scene.phrases) and last - k < 8 and follows(scene, last + 1):
            last += 1
    while last > k and not follows(scene, last) and not ((own := scene.phrases[last].name) is not None and own[0] > scene.phrases[last].start and words[own[0]].proper):
        last -= 1  # a charge that no name follows is none
    person = _person(scene, k, last)
    if person is not None and kind in ("body", "outlet", "record") and "gent" in words[person[0]].cases:
        person = None  # "уряд Орбана", "пресс-служба Порошенко"
    if person is not None:
        a, b = words[person[0]].start, words[person[1] - 1].end
        role = scene.text[start:a].strip(" ,") or _office(scene, k)
        return known_as(scene, Source(a, b, scene.text[a:b], role, "person"))
    if p.name is not None and p.head < p.name[0]:
        inner = words[p.name[0]]
        if kind in ("group", "person") or (kind in ("body", "record") and inner.proper and not inner.latin and not inner.quoted and "gent" in inner.cases):
            return Source(start, end, scene.text[start:end], None, kind)  # "журналисты WSJ", "пресс-служба Порошенко"
        a, b = words[p.name[0]].start, words[p.name[1] - 1].end
        return Source(
            a,
            b,
            scene.text[a:b],
            scene.text[start:a].strip(' «“"') or None,
            "outlet" if named_outlet(scene.text[a:b], scene.language) else kind or "body",
        )
    stop = p.end if p.name is not None and outlet(scene, p) else body(scene.phrases, k, words)
    end = words[stop - 1].end
    second = next((i for i in range(k + 1, min(k + 6, len(scene.phrases))) if scene.phrases[i].start == stop + 1), None) if kind == "person" and "nomn" in p.cases and stop + 1 < len(words) and words[stop].text == "," else None
    if second is not None and kind_of(words[scene.phrases[second].head], scene.language) == "person" and scene.phrases[second].cases & p.cases and (named_ := source_of(scene, second)).kind == "person" and named_.name[:1].isupper():
        return named_  # "заступник прем'єра, міністр торгівлі Іван Коваль"
    named = next((q for q in scene.phrases[k + 1 : last + 1] if q.end <= stop and q.name is not None and q.place is None and words[q.name[0]].latin and q.name[0] > q.start), None)
    if named is not None and (kind in ("body", "outlet") or head.lemma in group(scene.language, "triggers", "party_noun")):  # "объединение бывших силовиков BELPOL"
        a, b = words[named.name[0]].start, words[named.name[1] - 1].end  # type: ignore[index]
        return Source(a, b, scene.text[a:b], scene.text[start:a].strip(' «“"') or None, "outlet" if named_outlet(scene.text[a:b], scene.language) else "body")
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


def follows(scene: Scene, i: int) -> bool:
    return scene.phrases[i].start == scene.phrases[i - 1].end and not scene.phrases[i].preposition


def _joint(scene: Scene, last: int) -> int:
    """The phrase that "and" joins to what an office is for; 0 where none is."""
    if last + 2 >= len(scene.phrases):
        return 0
    a, b = scene.phrases[last], scene.phrases[last + 1]
    between = scene.words[a.end : b.start]
    alike = "gent" in a.cases and "gent" in b.cases and not b.preposition and not scene.words[b.head].animate and not scene.words[b.head].capital
    return last + 1 if alike and len(between) == 1 and between[0].low in JOINING and follows(scene, last + 2) else 0


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
    return named_outlet(lemmas, scene.language) or named_outlet(scene.text[scene.words[a].start : scene.words[b - 1].end], scene.language)


def named_outlet(text: str, language: str) -> bool:
    low = text.casefold().removeprefix("the ")
    return low in {row[0] for row in table(language, "outlets")} or low in {row[0].casefold().removeprefix("the ") for row in table("en", "outlets")}


def known_as(scene: Scene, source: Source) -> Source:
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
