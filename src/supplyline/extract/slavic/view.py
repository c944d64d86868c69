"""What is in one clause of a Ukrainian or Russian sentence, and what is its subject?

A `View` is one clause with its phrases, figures and subject; `chain` follows a list over commas and "і". A `Frame` is
what a rule finds in it, a `Memory` what the document has told before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from supplyline.extract.build import Role as Role
from supplyline.extract.dates import Found
from supplyline.extract.lexicon import words as group
from supplyline.extract.slavic import numbers
from supplyline.extract.slavic.clauses import JOINING, Clause
from supplyline.extract.slavic.phrases import Phrase, opens
from supplyline.extract.slavic.sources import Scene
from supplyline.extract.slavic.words import genders, going_on, past_gender, several
from supplyline.model import Change, Count, Value

OWN_ACTION = ("designation", "measure")
TO = ("до", "в", "у", "во", "на", "к", "ко", "для")
FROM = ("з", "із", "зі", "від", "из", "от", "с", "со", "у")
NOMINATIVE = ("хто", "кто", "яка", "який", "яке", "которая", "который", "которое", "які", "которые", "що")
AND = (",", "і", "й", "та", "и", "або", "или", "також", "также", "а")


@dataclass(frozen=True, slots=True)
class Frame:
    kind: str
    start: int
    end: int
    roles: tuple[Role, ...]
    count: Count | None = None
    value: Value | None = None
    change: Change | None = None
    period: Found | None = None
    negated: bool = False
    stance: str = ""  # what the words themselves say: expects, suspects, calls_for
    made_by: str = "rules"


@dataclass(slots=True)
class Memory:
    """The last goods, parties and flow of the document."""

    goods: tuple[Role, ...] = ()
    flow: tuple[str, tuple[Role, ...], tuple[Role, ...]] | None = None  # import or export, reporter, partner
    supplier: tuple[Role, ...] = ()
    recipient: tuple[Role, ...] = ()
    authority: tuple[Role, ...] = ()
    subject: tuple[Role, ...] = ()  # the last party that did something
    targets: tuple[Role, ...] = ()  # of the last listing or step
    company: tuple[Role, ...] = ()


@dataclass(slots=True)
class View:
    """One clause of a scene with what is in it."""

    scene: Scene
    clause: Clause
    memory: Memory
    subject: tuple[int, ...] = ()
    teller: tuple[int, ...] = ()  # who announces what the clause names: "объявил | о санкциях"
    helper: tuple[int, ...] = ()  # who lets or helps the subject do it
    here: list[int] = field(default_factory=list)  # phrases in the clause
    values: list[tuple[int, int, Value]] = field(default_factory=list)
    changes: list[tuple[int, int, Change]] = field(default_factory=list)
    counts: list[numbers.Counted] = field(default_factory=list)

    def is_(self, lemma: str, name: str) -> bool:
        return lemma in group(self.scene.language, "triggers", name)

    @property
    def verb(self) -> str:
        return self.scene.words[self.clause.verb].lemma if self.clause.verb >= 0 else ""

    @property
    def span(self) -> tuple[int, int]:
        words, text = self.scene.words, self.scene.text
        start, end = words[self.clause.start].start, words[self.clause.end - 1].end
        while start < end and text[start] in ' ,–—-:«»„“"':
            start += 1
        stop = self.clause.end
        while stop > self.clause.start + 1 and (words[stop - 1].low in JOINING or words[stop - 1].pos == "PNCT"):
            stop -= 1
            end = words[stop - 1].end
        return start, end

    @property
    def period(self) -> Found | None:
        start, end = self.span
        inside = [d for d in self.scene.dates if start <= d.start < end]
        return next((d for d in inside if d.period.from_ or d.period.to), next((d for d in inside if d.period.precision == "text"), None))

    @property
    def negated(self) -> bool:
        words = self.scene.words
        if 0 < self.clause.finite < self.clause.verb and words[self.clause.finite - 1].low == "не" and words[self.clause.finite].lemma in ("перестати", "перестать", "припинити", "прекратить", "переставати", "переставать"):
            return False  # "не перестали надходити"
        return any(v > 0 and words[v - 1].low == "не" for v in (self.clause.verb, self.clause.finite))

    @property
    def passive(self) -> bool:
        word = self.scene.words[self.clause.verb]
        if self.clause.verb < 0:
            return False
        if word.pos == "PRTF":  # an active one in Russian has "щ" or "вш" before its ending
            return re.search(r"(?:щ|вш)\w{2,3}$", word.low.removesuffix("ся")) is None or word.low.endswith("ся")
        return word.verb in ("pssv", "impers") or word.low.endswith(("ся", "сь"))

    @property
    def stance(self) -> str:
        """What tense and mood tell: plans and futures are expected, what may be is suspected."""
        words, clause = self.scene.words, self.clause
        if clause.kind == "relative" and self.verb in ("підозрювати", "подозревать"):
            return "suspects"
        if 0 <= clause.finite < clause.verb and words[clause.finite].lemma in ("домовитися", "договориться", "погодитися", "согласиться"):
            return "expects"  # "домовилися посилити контроль"
        if 0 <= clause.finite < clause.verb and words[clause.finite].lemma in ("запропонувати", "пропонувати", "предложить", "предлагать"):
            return "calls_for"
        if 0 <= clause.finite < clause.verb and any(self.is_(w.lemma, "leading_noun") for w in words[clause.finite : clause.verb]):
            return "expects"  # "висловив готовність надати"
        return mood(self.scene, clause.start, clause.end)


def mood(scene: Scene, start: int, end: int) -> str:
    """The stance that the first verb of words [start, end) carries, if it is more than a plain statement."""
    if any(w.low == "чи" for w in scene.words[max(start - 1, 0) : start + 1]) or any(w.low == "ли" for w in scene.words[start : min(start + 4, end)]):
        return "suspects"  # "перевіряють, чи постачала компанія": no fact
    for k in range(start, end):
        word = scene.words[k]
        if word.lemma in ("рассматривать", "розглядати", "изучать", "вивчати") and any(w.lemma in ("возможность", "можливість", "вопрос", "питання", "вариант", "варіант") for w in scene.words[k + 1 : k + 3]):
            return "expects"
        if word.lemma in ("собираться", "збиратися") and not any(w.verb == "infn" for w in scene.words[k + 1 : min(k + 6, end)]):
            return ""  # "собирается на заводе": put together
        for name, stance in (("plan_word", "expects"), ("ought_word", "calls_for"), ("may_word", "suspects")):
            if (word.lemma in group(scene.language, "triggers", name) or word.low in group(scene.language, "triggers", name)) and word.pos != "PRTF":
                done = next((w for w in scene.words[k + 1 : min(k + 5, end)] if w.verb == "infn"), None)
                return "expects" if name == "may_word" and done is not None and done.perfective and (word.verb != "past" or any(w.low in ("бы", "б", "би") for w in scene.words[k - 1 : k + 3])) else stance  # "может ввести", not "может поставлять"
        if word.verb == "futr" and not going_on(word.low, scene.language):
            return "expects"
        if word.verb in ("past", "pres", "pssv", "impers"):
            return ""
    return ""


def subject_of(view: View, before: View | None) -> tuple[int, ...]:
    scene, clause = view.scene, view.clause
    words = scene.words
    rel = next((w for w in words[clause.start : clause.start + 4] if w.pos == "REL"), None)
    if clause.kind == "relative" and rel is not None:
        own = [
            i
            for i in view.here
            if not scene.phrases[i].preposition and "nomn" in scene.phrases[i].cases and not is_genitive(view, i) and not is_time(view, scene.phrases[i])
        ]
        verb = words[clause.finite]
        oblique = rel is not words[clause.start] or rel.low not in NOMINATIVE
        ahead = [i for i in own if scene.phrases[i].end <= clause.finite]
        if ahead and (oblique or rel.low not in NOMINATIVE[:8]):
            return chain(view, ahead[0])
        own = [i for i in own if not oblique or "accs" not in scene.phrases[i].cases or scene.phrases[i].place is not None]
        if own and clause.finite >= 0 and (oblique or (rel.low not in NOMINATIVE[:8] and not verb.plural)):
            return chain(view, own[0])
        if rel.low in ("де", "где", "куди", "куда", "звідки", "откуда") and words[clause.finite].plural:
            return ()  # "завод, де виготовляють …": nobody is named
        if oblique:  # "указ, яким запроваджує санкції": whoever signed it
            many = before is not None and before.subject and (len(before.subject) > 1 or scene.phrases[before.subject[0]].many)
            return before.subject if before is not None and words[clause.finite].verb not in ("impers", "pssv") and (many or not words[clause.finite].plural) else ()
        return antecedent(view, rel.low)
    if clause.verb >= 0 and (words[clause.finite].verb == "impers" or words[clause.finite].lemma in ("довестися", "доводитися", "прийтися", "прийтись", "приходиться", "вдатися", "удаться")) and rel is None:
        return ()
    if clause.kind in ("that", "said") and clause.verb >= 0 and words[clause.verb].verb == "infn" and clause.finite in (-1, clause.verb):
        urged = next((i for i in view.here if scene.phrases[i].end <= clause.verb and not scene.phrases[i].preposition and {"accs", "datv"} & scene.phrases[i].cases), None)
        if urged is not None:  # "закликав Киргизстан посилити контроль"
            return chain(view, urged)
    left = [i for i in view.here if clause.verb < 0 or scene.phrases[i].end <= clause.finite]
    right = [i for i in view.here if clause.verb >= 0 and clause.finite < scene.phrases[i].start and ((clause.verb == clause.finite and words[clause.verb].verb != "infn") or scene.phrases[i].end <= clause.verb)]
    that = clause.kind == "that" and clause.start > 2 and words[clause.start - 1].low == "що" and words[clause.start - 3].pos in ("NOUN", "LATN")
    if that and not any("nomn" in scene.phrases[i].cases and not scene.phrases[i].preposition for i in left):
        return antecedent(view, "які" if words[clause.finite].plural else "який")  # "підприємства, що виготовляють …"
    for i in left:  # "одне з підприємств здатне випускати …"
        p = scene.phrases[i]
        if p.preposition in ("з", "із", "зі", "из") and p.many and p.start > 1 and words[p.start - 2].lemma in ("один", "одна", "одне", "одно"):
            return (i,)
    for i in (*reversed(left), *right) if clause.verb >= 0 else left[:1]:
        p = scene.phrases[i]
        if not p.preposition and not p.governed and "nomn" in p.cases and not is_genitive(view, i) and not is_time(view, p) and not (i in right and _figure(view, p)) and not _counted_of(view, i) and _agree(view, i) and not _aside(view, p):
            if i in right and clause.kind in ("joined", "that", "said") and before is not None and before.subject and _same_number(view, before) and "accs" in p.cases and (clause.kind == "joined" or p.place is None) and not view.is_(view.verb, "arrive_verb"):
                return before.subject  # "… і передав їй безпілотники"
            if i in right and p.place is not None and p.place.itself and "datv" in p.cases and before is not None and before.subject and clause.kind in ("that", "said", "joined") and _gives(view) and any(k > i and "accs" in scene.phrases[k].cases and not scene.phrases[k].preposition for k in right):
                continue  # "визнав, що передав КНДР креслення"
            if i in right and _object_like(view, p):
                continue  # "в Ірані заявили, що не постачали дрони": what is sent is no subject
            if i in left and (other := _after(view, p, right)) is not None:
                return chain(view, other)
            return chain(view, i, backwards=i in left)
    if clause.kind == "joined" and before is not None:
        return before.subject
    if clause.kind in ("that", "said") and words[clause.start - 1].low in ("що", "что", "хоча", "хотя", "нібито", "якобы", "мовляв") and before is not None and before.subject and clause.finite >= 0 and words[clause.finite].verb in ("past", "pres", "futr") and not words[clause.finite].low.endswith(("ся", "сь")):
        verb, p = words[clause.finite], scene.phrases[before.subject[0]]
        alike = verb.plural == p.plural or p.place is not None or p.name is not None or len(before.subject) > 1
        sexes = genders(words[p.head].low, scene.language) if p.name is None and p.place is None else frozenset()
        if alike and verb.plural in (True, len(before.subject) > 1 or p.many or verb.plural) and not (past_gender(verb) and sexes and past_gender(verb) not in sexes):
            return before.subject  # "утверждает, что приостановил продажи"
    if clause.finite >= 0 and words[clause.finite].plural and words[clause.finite].verb in ("past", "pres", "futr") and (clause.finite != clause.verb or view.is_(words[clause.finite].lemma, "plan_word")):
        there = next((i for i in reversed(left) if scene.phrases[i].preposition in ("в", "у") and "loct" in scene.phrases[i].cases and (place := scene.phrases[i].place) is not None and place.itself), None)
        if there is not None:
            return (there,)  # "в Китае намерены ограничить"
    if clause.finite >= 0:  # "до початку операції власти Ирана постачали": a party that stands like a genitive
        for i in reversed(left):
            p = scene.phrases[i]
            if not p.preposition and "nomn" in p.cases and is_genitive(view, i) and view.is_(words[p.head].lemma, "party_noun") and words[clause.finite].plural == p.many:
                return (i,)
    return ()


def _gives(view: View) -> bool:
    return any(view.is_(view.verb, g) for g in ("supply_verb", "send_verb", "export_verb"))


def _object_like(view: View, p: Phrase) -> bool:
    """ "постачали дрони": behind a verb of giving or taking a thing in a form of the accusative is its object."""
    verb = view.scene.words[view.clause.verb]
    gives = any(view.is_(verb.lemma, g) for g in ("supply_verb", "send_verb", "export_verb", "buy_verb", "get_verb", "import_verb")) and not verb.low.endswith(("ся", "сь")) and verb.verb not in ("pssv", "impers")
    return gives and "accs" in p.cases and p.place is None and p.name is None and not view.scene.words[p.head].animate and not any(view.is_(view.scene.words[p.head].lemma, g) for g in ("party_noun", "country_noun", "supply_noun"))


def _aside(view: View, p: Phrase) -> bool:
    """ "завод “день і ніч” виготовляє": words in marks before a verb without them, no name."""
    words = view.scene.words
    first = words[p.name[0]] if p.name is not None else words[p.start]
    return view.clause.finite >= 0 and first.quoted and not words[view.clause.finite].quoted and not first.capital and not first.latin


def _agree(view: View, i: int) -> bool:
    """ "Постачання товарів заблокували": a plural verb has no single thing for its subject, unless it is one of a list or some of many."""
    verb, p = view.scene.words[view.clause.finite], view.scene.phrases[i]
    if view.clause.finite >= 0 and verb.verb in ("past", "pres", "futr") and not verb.many and several(view.scene.words[p.head].low, view.scene.language) and (p.name is None or p.name[0] > p.head) and p.place is None and _things(view, p):
        return False  # "деталі постачала фірма"
    if view.clause.finite >= 0 and (wanted := past_gender(verb)) and p.name is None and p.place is None and _things(view, p) and (own := genders(view.scene.words[p.head].low, view.scene.language)) and wanted not in own:
        return False  # "обладнання постачала фірма"
    if view.clause.finite < 0 or not verb.plural or verb.verb not in ("past", "pres", "futr") or (p.many and not view.scene.words[p.head].low.endswith(("ння", "ття"))) or p.place is not None or p.name is not None:
        return True
    head = view.scene.words[p.head]
    if any(w.pos in ("ADJF", "PRTF") and w.plural for w in view.scene.words[p.start : p.head]):
        return True  # "нові обмеження"
    if head.low.endswith(("ння", "ття")) and len(chain(view, i, backwards=True)) == 1:
        return False
    numbered = any(w.pos in ("NUMB", "NUMR") for w in view.scene.words[p.start : p.head])
    return numbered or head.pos in ("NPRO", "LATN") or view.is_(head.lemma, "volume_noun") or len(chain(view, i, backwards=True)) > 1 or "accs" not in p.cases


def _counted_of(view: View, i: int) -> bool:
    """ "контракт на поставку 24 истребителей сорвался": what the noun before is of."""
    if i == 0 or view.scene.phrases[i - 1].end != view.scene.phrases[i].start or not any(w.pos in ("NUMB", "NUMR") for w in view.scene.words[view.scene.phrases[i].start : view.scene.phrases[i].head]):
        return False
    lemma = view.scene.words[view.scene.phrases[i - 1].head].lemma
    return any(view.is_(lemma, g) for g in ("supply_noun", "sold_noun", "export_noun", "import_noun", "make_noun"))


def _same_number(view: View, before: View) -> bool:
    """May the subject of the clause before be that of this verb too?"""
    verb, p = view.scene.words[view.clause.finite], before.scene.phrases[before.subject[0]]
    return verb.plural or not p.plural or p.name is not None or p.place is not None or len(before.subject) > 1


def _things(view: View, p: Phrase) -> bool:
    """Plain things in the plural: no count, no people, no abbreviation."""
    head = view.scene.words[p.head]
    return not head.animate and head.pos == "NOUN" and (head.text.islower() or p.start == 0) and not any(w.pos in ("NUMB", "NUMR") for w in view.scene.words[p.start : p.head]) and p.preposition == ""


def _figure(view: View, p: Phrase) -> bool:
    a, b = view.scene.words[p.start].start, view.scene.words[p.end - 1].end
    return any(s < b and a < e for s, e, _ in view.values)


def _after(view: View, p: Phrase, right: list[int]) -> int | None:
    """ "Більшість деталей постачає Китай": a country or name behind the verb is the subject where the first may be object."""
    if "accs" not in p.cases or p.place is not None or p.name is not None:
        return None
    for i in right:
        q = view.scene.phrases[i]
        if q.start == view.clause.verb + 1 and not q.preposition and "nomn" in q.cases and not is_genitive(view, i):
            sure = (q.place is not None and q.place.itself and "accs" not in q.cases) or (q.place is not None and q.place.itself and view.scene.words[q.head].low.isalpha() and not view.scene.words[view.clause.finite].plural) or (_figure(view, p) and view.is_(view.scene.words[q.head].lemma, "party_noun"))
            party = (view.is_(view.scene.words[q.head].lemma, "party_noun") or (q.name is not None and q.name[0] == q.start and view.scene.words[q.start].latin)) and not view.scene.words[p.head].animate and not view.is_(view.scene.words[p.head].lemma, "party_noun")
            does = any(view.is_(view.verb, g) for g in ("make_verb", "supply_verb", "send_verb", "export_verb", "buy_verb"))
            sure = sure or (party and does)  # "Двигатель производит китайская компания X"
            return i if sure and not view.passive else None
    return None


def antecedent(view: View, rel: str) -> tuple[int, ...]:
    """What "які" goes back to: the nearest phrase before the comma of its number, not the place that stands between.

    A list is gone back to whole, and a country that completes a name is none of its members.
    """
    plural = rel in ("хто", "кто", "які", "яких", "яким", "якими", "которые", "которых", "которым", "которыми")
    before = [i for i, p in enumerate(view.scene.phrases) if p.end <= view.clause.start]
    gender = "femn" if rel in ("яка", "которая", "якої", "которой", "яку", "которую") else "neut" if rel in ("яке", "которое") else "masc" if rel in ("який", "которий", "который") else ""
    for i in list(reversed(before))[:7]:
        p = view.scene.phrases[i]
        if p.place is not None and p.place.itself and (p.preposition or plural):
            continue
        own = genders(view.scene.words[p.head].lemma, view.scene.language) if gender and view.scene.words[p.head].pos == "NOUN" else frozenset()
        if own and gender not in own and not view.scene.words[p.head].animate:
            continue  # "фірму X з Белграда, яка …"
        if (p.preposition == "для" or (p.preposition in ("з", "із", "зі", "с", "со") and _carries(view, i - 1))) and view.is_(view.verb, "arrive_verb"):
            continue  # "вантажівок із запчастинами для танків, які прямували": the lorries
        if p.plural == plural or (plural and p.many) or (p.name is not None and not plural) or (plural and i > 0 and _joined(view, i)):
            return chain(view, i, backwards=True) if plural else (i,)
    return tuple(before[-1:])


def _carries(view: View, i: int) -> bool:
    lemma = view.scene.words[view.scene.phrases[i].head].lemma if i >= 0 else ""
    return view.is_(lemma, "container_noun") or view.is_(lemma, "carrier_noun")


def _joined(view: View, i: int) -> bool:
    """Is the phrase the last of a list: "X та Y, які …"?"""
    a, b = view.scene.phrases[i - 1], view.scene.phrases[i]
    between = view.scene.words[a.end : b.start]
    return bool(between) and all(w.low in AND for w in between) and any(w.low != "," for w in between) and not b.preposition


def _of_a_purpose(view: View, i: int, k: int) -> bool:
    """Does phrase k complete the member before it, with "для" or in the genitive?"""
    return k > i and (view.scene.phrases[k].preposition == "для" or is_genitive(view, k) or "nomn" not in view.scene.phrases[k].cases)


def is_time(view: View, p: Phrase) -> bool:
    start = view.scene.words[p.start].start
    return any(d.start <= start < d.end for d in view.scene.dates) or (bool(p.preposition) and view.is_(view.scene.words[p.head].lemma, "time_noun"))


def is_genitive(view: View, i: int) -> bool:
    """Does the phrase complete the one before it?"""
    scene = view.scene
    return (
        0 < i < len(scene.phrases)
        and not is_time(view, scene.phrases[i - 1])
        and not (view.is_(scene.words[scene.phrases[i - 1].head].lemma, "time_noun") and scene.phrases[i].name is not None and "nomn" in scene.phrases[i].cases)
        and not (opens(scene.words, scene.phrases[i].head) and view.is_(scene.words[scene.phrases[i - 1].head].lemma, "agreement_noun"))
        and not _behind_place(scene.phrases[i - 1], scene.phrases[i])
        and scene.phrases[i - 1].end == scene.phrases[i].start
        and "gent" in scene.phrases[i].cases
        and not scene.phrases[i].preposition
        and not any(w.pos in ("NUMB", "NUMR") for w in scene.words[scene.phrases[i].start : scene.phrases[i].head])
    )


def _stranger(scene: Scene, a: Phrase, b: Phrase) -> bool:
    """A person behind a comma is none of the things before: "передаёт ли Китай оружие, Блинкен …"."""
    things = scene.words[a.head].pos == "NOUN" and not scene.words[a.head].animate and not scene.words[a.head].capital and a.name is None
    return things and b.name is not None and any(w.proper and not w.latin for w in scene.words[b.name[0] : b.name[1]]) and b.name[0] == b.start


def _goes_on_behind(view: View, k: int) -> bool:
    """Does a list go on behind the country of its member, with a word for "and"?"""
    scene = view.scene
    if k + 1 >= len(scene.phrases):
        return False
    a, b = scene.phrases[k], scene.phrases[k + 1]
    between = [w.low for w in scene.words[a.end : b.start]]
    if b.governed and b.place is not None and b.place.itself:
        return True
    return bool(set(between) - {","}) and all(w in AND for w in between) and not b.preposition


def _both_places(a: Phrase, b: Phrase) -> bool:
    return all(p.place is not None and p.place.itself and "gent" in p.cases for p in (a, b))


def _behind_place(a: Phrase, b: Phrase) -> bool:
    """ "відправляв у Росію обладнання", "постачає Росії мікросхеми": the object, and nothing of Russia's."""
    if not a.preposition and a.name is not None and "datv" in a.cases and not {"gent", "nomn"} & a.cases and "accs" in b.cases and b.place is None and b.name is None:
        return True  # "поставили фірмі «Стан» обладнання"
    if not a.preposition and a.cases <= {"datv", "loct"} and "datv" in a.cases and "accs" in b.cases and b.place is None and a.many:
        return True  # "продав росіянам креслення"
    if a.preposition in ("в", "у") and a.name is not None and "loct" in a.cases and not a.cases & {"accs", "gent"} and "accs" in b.cases:
        return True  # "затримала в Харкові підприємця"
    if not a.preposition and a.place is not None and a.place.itself and "datv" in a.cases and "accs" in b.cases and b.many and b.place is None:
        return True
    return a.preposition in ("до", "в", "у", "через", "из", "з", "із", "на", "від", "от") and a.place is not None and a.place.itself and "accs" in b.cases and b.place is None


def chain(view: View, i: int, backwards: bool = False) -> tuple[int, ...]:
    """A phrase and those joined to it: "Китай, США, Тайвань та Німеччина"."""
    scene = view.scene
    chain = [i]
    k = i
    own_cases = scene.phrases[i].cases
    if not scene.phrases[i].preposition and own_cases & {"nomn", "accs"} and not is_genitive(view, i):
        own_cases = own_cases & {"nomn", "accs"}
    while k + 1 < len(scene.phrases):
        a, b = scene.phrases[k], scene.phrases[k + 1]
        between = [w for w in scene.words[a.end : b.start] if w.text not in (")",)]
        if len(between) == 1 and between[0].text == "(" and scene.words[b.end : b.end + 1] and scene.words[b.end].text == ")":
            k += 1  # "Advanced Micro Devices Inc (AMD)"
            continue
        if _of_a_purpose(view, i, k) and between and all(w.low in AND for w in between) and "gent" in b.cases and not b.preposition and not b.cases & own_cases:
            k += 1  # "мікросхеми для озброєння, ракет та боєприпасів, лінзи": still the purpose
            continue
        if b.preposition == "на" and len(between) == 1 and _figure(view, b):
            k += 1  # "плати на мільйони доларів, підшипники"
            continue
        if is_genitive(view, k + 1) and not between:
            k += 1
            continue
        if k > i and is_genitive(view, k) and b.governed is False and len(between) == 1 and between[0].low != "," and _both_places(a, b):
            k += 1  # "компанії Китаю та Туреччини"
            continue
        if b.preposition == "для" and len(between) == 1:
            k += 1
            continue
        own = scene.phrases[i].place
        if not (own is not None and own.itself) and b.place is not None and b.place.itself and (b.governed or (b.preposition in ("з", "із", "зі", "из", "с") and len(between) == 1)):
            if not _goes_on_behind(view, k + 1):
                break
            k += 1  # "осіб з Ірану та Росії, а також чотири судна"
            continue
        if (
            not between
            or any(w.low not in AND for w in between)
            or len(between) > 3
            or b.preposition
            or not (b.cases & own_cases)
            or _stranger(scene, scene.phrases[i], b)
            or b.start >= view.clause.end
        ):
            break
        chain.append(k + 1)
        k += 1
    if backwards:
        k = i
        while k > 0:
            a, b = scene.phrases[k - 1], scene.phrases[k]
            between = scene.words[a.end : b.start]
            if not between or any(w.low not in AND for w in between) or a.preposition or not a.cases & b.cases or (is_genitive(view, k - 1) and all(w.text == "," for w in between)) or (a.start < view.clause.start and i in view.here):
                break
            chain.insert(0, k - 1)
            k -= 1
        joints = [w.low for a, b in pairwise(chain) for w in scene.words[scene.phrases[a].end : scene.phrases[b].start]]
        if len(chain) > 1 and all(joint == "," for joint in joints):
            return (chain[0],)  # "Компанія X, дочірнє підприємство Y, постачала …"
    return tuple(chain)
