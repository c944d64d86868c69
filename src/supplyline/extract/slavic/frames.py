"""Which facts does a Ukrainian or Russian sentence tell?

`find(scene, memory)` reads each clause: its verb or its telling noun says which frame, cases and prepositions say which
role. Roles a clause leaves out are taken from the clause before, as readers do ("цей обсяг збільшився вдвічі"). Kinds
and roles are those of docs/method.md. Linear in the phrases of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from supplyline.extract.dates import Found
from supplyline.extract.lexicon import words as group
from supplyline.extract.slavic import numbers
from supplyline.extract.slavic.attribution import Scene
from supplyline.extract.slavic.clauses import JOINING, Clause, clauses
from supplyline.extract.slavic.phrases import Phrase, body, whole
from supplyline.extract.slavic.places import country_of
from supplyline.model import Change, Count, Value

TO = ("до", "в", "у", "во", "на", "к", "ко", "для")
FROM = ("з", "із", "зі", "від", "из", "от", "с", "со", "у")
AND = (",", "і", "й", "та", "и", "або", "или", "також", "также", "а")


@dataclass(frozen=True, slots=True)
class Role:
    role: str
    start: int
    end: int
    name: str | None = None


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


@dataclass(slots=True)
class Memory:
    """The last goods, parties and flow of the document."""

    goods: tuple[Role, ...] = ()
    flow: tuple[str, tuple[Role, ...], tuple[Role, ...]] | None = None  # import or export, reporter, partner
    supplier: tuple[Role, ...] = ()
    recipient: tuple[Role, ...] = ()
    authority: tuple[Role, ...] = ()
    company: tuple[Role, ...] = ()


@dataclass(slots=True)
class View:
    """One clause of a scene with what is in it."""

    scene: Scene
    clause: Clause
    memory: Memory
    subject: tuple[int, ...] = ()
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
        while start < end and text[start] in " ,–—-:«»„“\"":
            start += 1
        stop = self.clause.end
        while stop > self.clause.start + 1 and (words[stop - 1].low in JOINING or words[stop - 1].pos == "PNCT"):
            stop -= 1
            end = words[stop - 1].end
        return start, end

    @property
    def period(self) -> Found | None:
        start, end = self.span
        inside = [d for d in self.scene.dates if start <= d.start < end and d.period.precision != "day"]
        return inside[0] if inside else None

    @property
    def negated(self) -> bool:
        words, v = self.scene.words, self.clause.verb
        return v > 0 and words[v - 1].low == "не"


def find(scene: Scene, memory: Memory, opened: frozenset[int] = frozenset()) -> list[Frame]:
    text = scene.text[scene.sentence.start : scene.sentence.end]
    values = numbers.values(text, scene.sentence.start, scene.language)
    changes = numbers.changes(text, scene.sentence.start, scene.language)
    counts = numbers.counts(text, scene.sentence.start, scene.language)
    out: list[Frame] = []
    before: View | None = None
    for clause in clauses(scene.words, opened):
        first, last = scene.words[clause.start].start, scene.words[clause.end - 1].end
        view = View(scene, clause, memory)
        view.here = [i for i, p in enumerate(scene.phrases) if clause.start <= p.start < clause.end]
        view.values = [v for v in values if first <= v[0] < last]
        view.changes = [c for c in changes if first <= c[0] < last]
        view.counts = [c for c in counts if first <= c.start < last]
        view.subject = _subject(view, before)
        found = list(_clause(view))
        if out and found and clause.kind == "joined" and _goes_on(out[-1], found[0]):
            out[-1] = _merged(out[-1], found.pop(0))
        out += found
        _remember(view, found, memory)
        before = view
    return out


def _goes_on(one: Frame, two: Frame) -> bool:
    """"зріс удвічі та перевищив 1 300 тонн": one statistic in two verbs."""
    if one.kind != "trade_flow" or two.kind != "trade_flow" or one.roles != two.roles:
        return False
    return (one.value is None) != (two.value is None) or (one.change is None) != (two.change is None)


def _merged(one: Frame, two: Frame) -> Frame:
    return replace(one, end=two.end, value=one.value or two.value, change=one.change or two.change, period=one.period or two.period)


def _clause(view: View) -> Iterator[Frame]:
    made = list(_flow(view)) or list(_dealing(view)) or list(_listing(view)) or list(_making(view))
    yield from made
    if not made:
        yield from _nominal(view)
    yield from _together(view)
    yield from _owning(view)


# ---------------------------------------------------------------- phrases to roles


def _subject(view: View, before: View | None) -> tuple[int, ...]:
    scene, clause = view.scene, view.clause
    words = scene.words
    if clause.kind == "relative" and scene.words[clause.start].pos == "REL" or (clause.kind == "relative" and clause.start + 1 < len(words) and words[clause.start + 1].pos == "REL"):
        rel = words[clause.start] if words[clause.start].pos == "REL" else words[clause.start + 1]
        own = [i for i in view.here if not scene.phrases[i].preposition and "nomn" in scene.phrases[i].cases and clause.verb >= 0 and scene.phrases[i].end <= clause.verb]
        if own and not rel.low.startswith(("яка", "який", "яке", "которая", "который", "которое")):
            return _with(view, own[0])
        return _antecedent(view, rel.low)
    if clause.verb >= 0 and words[clause.verb].verb == "impers":
        return ()
    left = [i for i in view.here if clause.verb < 0 or scene.phrases[i].end <= clause.verb]
    right = [i for i in view.here if clause.verb >= 0 and scene.phrases[i].start > clause.verb]
    for i in (*reversed(left), *right) if clause.verb >= 0 else left[:1]:
        p = scene.phrases[i]
        if not p.preposition and "nomn" in p.cases and not _genitive(view, i) and not _time(view, p):
            return _with(view, i, backwards=i in left)
    if clause.kind == "joined" and before is not None:
        return before.subject
    return ()


def _antecedent(view: View, rel: str) -> tuple[int, ...]:
    """What "які" goes back to: the nearest phrase before the comma of its number, not the place that stands between."""
    plural = rel in ("які", "яких", "яким", "якими", "которые", "которых", "которым", "которыми")
    before = [i for i, p in enumerate(view.scene.phrases) if p.end <= view.clause.start]
    for i in list(reversed(before))[:7]:
        p = view.scene.phrases[i]
        if p.place is not None and p.place.itself and (p.preposition or plural):
            continue
        if p.plural == plural or p.name is not None and not plural:
            return (i,)
    return tuple(before[-1:])


def _time(view: View, p: Phrase) -> bool:
    start = view.scene.words[p.start].start
    return any(d.start <= start < d.end for d in view.scene.dates)


def _genitive(view: View, i: int) -> bool:
    """Does the phrase complete the one before it?"""
    scene = view.scene
    return i > 0 and scene.phrases[i - 1].end == scene.phrases[i].start and "gent" in scene.phrases[i].cases and not scene.phrases[i].preposition and scene.words[scene.phrases[i].start].pos not in ("NUMB", "NUMR")


def _with(view: View, i: int, backwards: bool = False) -> tuple[int, ...]:
    """A phrase and those joined to it: "Китай, США, Тайвань та Німеччина"."""
    scene = view.scene
    chain = [i]
    k = i
    while k + 1 < len(scene.phrases):
        a, b = scene.phrases[k], scene.phrases[k + 1]
        between = scene.words[a.end : b.start]
        if _genitive(view, k + 1) and not between:
            k += 1
            continue
        if b.preposition == "для" and len(between) == 1:
            k += 1
            continue
        if not between or any(w.low not in AND for w in between) or len(between) > 3 or b.preposition or not (b.cases & scene.phrases[i].cases) or b.start >= view.clause.end:
            break
        chain.append(k + 1)
        k += 1
    if backwards:
        k = i
        while k > 0:
            a, b = scene.phrases[k - 1], scene.phrases[k]
            between = scene.words[a.end : b.start]
            if not between or any(w.low not in AND for w in between) or a.preposition or not a.cases & b.cases or a.start < view.clause.start:
                break
            chain.insert(0, k - 1)
            k -= 1
        between = [w.low for a, b in pairwise(chain) for w in scene.words[scene.phrases[a].end : scene.phrases[b].start]]
        if len(chain) > 1 and all(w == "," for w in between):
            return (chain[0],)  # "Компанія X, дочірнє підприємство Y, постачала …"
    return tuple(chain)


def _role(view: View, name: str, i: int) -> Role:
    """A filler: a proper name without what it is, goods with genitives and purpose, no leading number."""
    scene, p = view.scene, view.scene.phrases[i]
    words = scene.words
    if name in ("goods", "field", "form", "target") and (p.name is None or name == "goods") and p.place is None or (name == "goods"):
        start, end = p.start, whole(scene.phrases, i, words)
    elif p.name is not None and p.name[0] > p.start and not (p.place is not None and p.place.itself and words[p.start].capital):
        start, end = p.name
    else:
        start, end = p.start, p.end
        if name in ("authority", "denier", "actor") and not (p.place is not None and p.place.itself):
            end = body(scene.phrases, i, words)
        elif name != "reporter" and p.place is None:
            end = whole(scene.phrases, i, words)
    while start < end - 1 and words[start].pos in ("NUMB", "NUMR", "ADVB", "PREP", "CONJ", "PRON"):
        start += 1
    a, b = words[start].start, words[end - 1].end
    resolved = None
    if p.place is not None and p.place.itself and p.end - p.start == 1:
        resolved = words[p.start].lemma.upper() if words[p.start].text.isupper() else words[p.start].lemma.capitalize()
    return Role(name, a, b, resolved)


def _roles(view: View, name: str, found: tuple[int, ...]) -> tuple[Role, ...]:
    return tuple(_role(view, name, i) for i in found)


def _amount(view: View, p: Phrase) -> bool:
    """Is the phrase an amount ("700 тонн") or a share, whose goods follow in the genitive?"""
    words = view.scene.words
    a, b = words[p.start].start, words[p.end - 1].end
    return any(s < b and a < e and e >= words[p.head].end for s, e, _ in view.values) or (
        view.is_(words[p.head].lemma, "volume_noun") or view.is_(words[p.head].lemma, "ship_noun")
    )


def _goods(view: View, i: int) -> tuple[Role, ...]:
    """The goods that phrase i names, or that follow it where it is an amount; anaphors go back."""
    scene = view.scene
    p = scene.phrases[i]
    if _amount(view, p) and i + 1 < len(scene.phrases) and _genitive(view, i + 1):
        return _goods(view, i + 1)
    head = scene.words[p.head]
    if view.is_(head.lemma, "anaphor_noun") and view.memory.goods and whole(scene.phrases, i, scene.words) == p.end:
        return view.memory.goods
    if head.pos == "NPRO" or _amount(view, p) or head.lemma in {r[0] for r in _not_goods(scene.language)} or p.place is not None and p.place.itself:
        return ()
    return _roles(view, "goods", _with(view, i))


def _not_goods(language: str) -> tuple[tuple[str, ...], ...]:
    from supplyline.extract.lexicon import table

    return table(language, "not_goods")


def _object(view: View) -> int | None:
    """The object of the verb: the nearest phrase in the accusative, after it first."""
    scene, clause = view.scene, view.clause
    after = [i for i in view.here if scene.phrases[i].start > clause.verb]
    passive = scene.words[clause.verb].verb in ("pssv", "impers")
    negated = view.negated
    for i in (*after, *[i for i in view.here if scene.phrases[i].end <= clause.verb]):
        p = scene.phrases[i]
        fits = "accs" in p.cases or (negated and "gent" in p.cases) or (_amount(view, p) and not p.preposition) or (passive and "nomn" in p.cases)
        if not p.preposition and fits and i not in view.subject and not _time(view, p) and not (_genitive(view, i) and not _amount(view, p)):
            return i
        if _amount(view, p) and p.preposition in ("близько", "понад", "около", "свыше", "более"):
            return i
    if clause.kind == "relative" and clause.verb >= 0:  # "нітроцелюлозу, яку …"
        return next((i for i in range(len(scene.phrases)) if scene.phrases[i].end == clause.start - 1), None)
    return None


def _receiver(view: View) -> tuple[int, ...]:
    """Whom it goes to: a dative, or a country or body behind "до", "в", "на"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if p.preposition in TO and not _time(view, p) and (p.preposition != "для" or p.place is not None) and (p.place is not None or p.name is not None or _body(view, p)) and (p.cases - {"loct"} or p.place is not None and p.preposition != "на"):
            return _with(view, i)
    for i in view.here:
        p = scene.phrases[i]
        if _time(view, p):
            continue
        if not p.preposition and "datv" in p.cases and not {"nomn", "accs"} & p.cases and (not _genitive(view, i) or "gent" not in p.cases) and i not in view.subject:
            return _with(view, i)
    for i in view.here:
        p = scene.phrases[i]
        if p.name is not None and not p.preposition and "datv" in p.cases and i not in view.subject and scene.words[p.head].pos == "NOUN" and p.head < p.name[0] and view.clause.verb >= 0 and p.start > view.clause.verb:
            return (i,)
    return ()


def _body(view: View, p: Phrase) -> bool:
    lemma = view.scene.words[p.head].lemma
    return view.is_(lemma, "country_noun") or view.is_(lemma, "party_noun")


def _origin(view: View, at: int) -> tuple[Role, ...]:
    """The country an adjective tells of the goods: "експорт китайських підшипників"."""
    words = view.scene.words
    for k in range(at, min(at + 3, len(view.scene.phrases))):
        p = view.scene.phrases[k]
        if p.place is not None and not p.place.itself and p.start < view.clause.end:
            for w in words[p.start : p.head]:
                if country_of(w.lemma, view.scene.language):
                    return (Role("origin", w.start, w.end),)
    return ()


def _giver(view: View) -> tuple[int, ...]:
    """Whom it comes from: "з Китаю", "у німецького виробника", "Китаєм"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        named = p.name is not None and not scene.words[p.head].text.isupper()
        if p.preposition in FROM and not _time(view, p) and (p.place is not None or named or _body(view, p)) and "gent" in p.cases:
            return _with(view, i)
    return ()


def _agent(view: View) -> tuple[int, ...]:
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if not p.preposition and p.cases == {"ablt"} and (p.place is not None or p.name is not None):
            return _with(view, i)
    return ()


def _through(view: View) -> tuple[Role, ...]:
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if p.preposition == "через":
            if scene.words[p.head].pos == "NPRO":
                return tuple(replace(r, role="via") for r in view.memory.company)
            if p.place is not None or p.name is not None or _body(view, p):
                return tuple(_in_place(view, r) for r in _roles(view, "via", _with(view, i)))
    return ()


def _in_place(view: View, role: Role) -> Role:
    """"посередників у Туреччині": the country belongs to the words."""
    for p in view.scene.phrases:
        first, last = view.scene.words[p.start], view.scene.words[p.end - 1]
        if p.preposition in ("в", "у", "з", "із", "из") and p.place is not None and p.place.itself and 0 < first.start - role.end <= 4:
            return replace(role, end=last.end)
    return role


def _count(view: View, roles: tuple[Role, ...], events: tuple[int, ...] = ()) -> Count | None:
    words = view.scene.words
    for i in events:
        p = view.scene.phrases[i]
        for c in view.counts:
            if words[p.start].start - 25 <= c.start and c.end <= words[p.head].start:
                return Count(c.min, c.max, c.text, None, words[p.head].text)
    for role in roles:
        if role.role in ("goods",):
            continue
        for c in view.counts:
            if c.end <= role.start and role.start - c.end < 3:
                return Count(c.min, c.max, c.text, role.role, None)
    return None


def _value(view: View) -> Value | None:
    found = [v for s, e, v in view.values if not any(a < e and s < b for a, b, _ in view.changes)]
    return found[0] if found else None


# ---------------------------------------------------------------- frames


def _flow(view: View) -> Iterator[Frame]:
    """Statistics: exports and imports with a figure, a change or a period."""
    scene = view.scene
    heads = [(i, scene.words[scene.phrases[i].head].lemma) for i in view.here]
    noun = next(((i, lemma) for i, lemma in heads if view.is_(lemma, "export_noun") or view.is_(lemma, "import_noun")), None)
    supply = next(((i, lemma) for i, lemma in heads if view.is_(lemma, "supply_noun")), None)
    moves = view.is_(view.verb, "rise_verb") or view.is_(view.verb, "fall_verb")
    exporting, importing = view.is_(view.verb, "export_verb"), view.is_(view.verb, "import_verb")
    told = bool(view.values or view.changes)
    way = "import" if importing or (noun is not None and view.is_(noun[1], "import_noun")) else "export"
    goods: tuple[Role, ...] = ()
    if exporting or importing:
        if not (told or view.period):
            return
        at = _object(view)
        goods = _goods(view, at) if at is not None else ()
        own = _roles(view, "reporter", tuple(i for i in view.subject if _party(view, scene.phrases[i])))
        other = _roles(view, "partner", _giver(view) if importing else _receiver(view))
    elif noun is not None or (supply is not None and (moves or told)):
        at = noun[0] if noun is not None else supply[0]  # type: ignore[index]
        if not (told or moves or _rising(view)):
            return
        goods = _complement(view, at)
        subject = _roles(view, "reporter", tuple(i for i in view.subject if i != at and _party(view, scene.phrases[i])))
        receiver, giver, agent = _receiver(view), _giver(view), _agent(view)
        if way == "import":
            own = _roles(view, "reporter", receiver) or (() if _share(view) else subject)
            other = _roles(view, "partner", giver) or tuple(replace(r, role="partner") for r in _origin(view, at)) or (tuple(replace(r, role="partner") for r in subject) if _share(view) else ())
        else:
            own = subject or _roles(view, "reporter", agent or giver) or tuple(replace(r, role="reporter") for r in _origin(view, at))
            other = _roles(view, "partner", receiver)
    elif told and view.memory.flow is not None and (moves or view.is_(scene.words[scene.phrases[view.subject[0]].head].lemma, "volume_noun") if view.subject else moves):
        way, own, other = view.memory.flow
        goods = view.memory.goods
    else:
        return
    flow = view.memory.flow
    if flow is not None and flow[0] == way:
        own = own or flow[1]
        other = other or (flow[2] if way == "export" else ())
    goods = goods or view.memory.goods
    roles = (*own, *other, *goods)
    if not own and not other:
        return
    change = view.changes[0][2] if view.changes else _vague_change(view, moves)
    yield Frame("trade_flow", *view.span, roles, _count(view, roles), _value(view), change, view.period, view.negated)


def _party(view: View, p: Phrase) -> bool:
    return p.place is not None and p.place.itself or p.name is not None or _body(view, p)


def _share(view: View) -> bool:
    return any(v.unit == "%" for _, _, v in view.values) and not view.changes


def _rising(view: View) -> bool:
    return any(view.scene.words[view.scene.phrases[i].head].low.startswith(("збільш", "увелич", "зрост", "рост", "скороч", "сокращ")) for i in view.here)


def _vague_change(view: View, moves: bool) -> Change | None:
    return None


def _complement(view: View, at: int) -> tuple[Role, ...]:
    """The goods in the genitive behind a telling noun, next to it or behind its places."""
    scene = view.scene
    for k in range(at + 1, min(at + 5, len(scene.phrases))):
        p = scene.phrases[k]
        if p.start >= view.clause.end:
            break
        if not p.preposition and "gent" in p.cases and not (p.place is not None and p.place.itself) and p.name is None and scene.words[p.head].pos == "NOUN" and not _time(view, p):
            goods = _goods(view, k)
            if goods:
                return goods
        elif not (p.preposition or p.place is not None):
            break
    return ()


def _dealing(view: View) -> Iterator[Frame]:
    """Supplies and shipments told by a verb."""
    scene, lemma = view.scene, view.verb
    sends = view.is_(lemma, "send_verb")
    gives = view.is_(lemma, "supply_verb") or sends or view.is_(lemma, "export_verb")
    equips = view.is_(lemma, "equip_verb")
    takes = view.is_(lemma, "buy_verb") or view.is_(lemma, "get_verb")
    if not (gives or takes or equips):
        return
    at = _object(view)
    via = _through(view)
    passive = scene.words[view.clause.verb].verb in ("pssv", "impers") or scene.words[view.clause.verb].low.endswith(("ся", "сь"))
    if equips:  # "забезпечує заводи верстатами"
        goods = next((_roles(view, "goods", _with(view, i)) for i in view.here if scene.phrases[i].cases == {"ablt"} and not scene.phrases[i].preposition), ())
        supplier = _roles(view, "supplier", view.subject)
        recipient = _roles(view, "recipient", _with(view, at)) if at is not None else ()
        if not goods or not recipient:
            return
    elif takes:
        goods = _goods(view, at) if at is not None else ()
        recipient = _roles(view, "recipient", view.subject)
        supplier = _roles(view, "supplier", _giver(view))
    elif passive:
        goods = _goods(view, view.subject[0]) if view.subject else (_goods(view, at) if at is not None else ())
        supplier = _roles(view, "supplier", _agent(view) or _giver(view))
        recipient = _roles(view, "recipient", _receiver(view))
    else:
        goods = _goods(view, at) if at is not None else ()
        supplier = _roles(view, "supplier", view.subject)
        recipient = _roles(view, "recipient", _receiver(view))
        if not supplier and not goods:
            return
    if not (goods and (supplier or recipient)) and not (supplier and recipient):
        return
    supplier, recipient = _named(view, supplier), _named(view, recipient)
    countable = any(view.is_(scene.words[scene.phrases[i].head].lemma, "ship_noun") for i in view.here) and view.counts
    weighed = any(v.unit in ("t", "kg") for _, _, v in view.values)
    perfect = scene.words[view.clause.verb].perfective and (sends or takes)
    kind = "shipment" if countable or weighed or (perfect and sends) else "supply"
    roles = (*supplier, *recipient, *goods, *via)
    yield Frame(kind, *view.span, roles, _count(view, roles), _value(view), None, view.period, view.negated)


def _named(view: View, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """"компанія" alone is the last company told of."""
    if len(roles) == 1 and view.memory.company:
        words = view.scene.text[roles[0].start : roles[0].end].lower()
        if words in ("компанія", "компания", "фірма", "фирма", "вона", "она"):
            return tuple(replace(r, role=roles[0].role) for r in view.memory.company)
    return roles


def _nominal(view: View) -> Iterator[Frame]:
    """"постачання верстатів російським заводам", "шість поставок хімікатів", "експорт Китаєм матеріалів до Росії"."""
    scene = view.scene
    for i in view.here:
        lemma = scene.words[scene.phrases[i].head].lemma
        ship = view.is_(lemma, "ship_noun")
        if not (ship or view.is_(lemma, "supply_noun") or view.is_(lemma, "export_noun") or view.is_(lemma, "sold_noun")):
            continue
        goods = _complement(view, i)
        recipient = _roles(view, "recipient", _receiver(view))
        supplier = _roles(view, "supplier", _agent(view) or _giver(view) or (tuple(k for k in view.subject if k != i and _party(view, scene.phrases[k])) if view.is_(view.verb, "perform_verb") else ()))
        counted = _count(view, (), (i,))
        cue = scene.words[view.clause.start - 1].lemma if view.clause.start else view.verb
        if view.is_(cue, "accuse_verb") and view.here[0] < i and not scene.phrases[view.here[0]].preposition:
            supplier = _roles(view, "supplier", _with(view, view.here[0]))  # "обвинил компанию в поставках"
        if not goods or not (recipient or supplier or counted):
            continue
        supplier = supplier or (view.memory.supplier if counted else ())
        recipient = recipient or (view.memory.recipient if counted else ())
        roles = (*supplier, *recipient, *goods, *_through(view))
        yield Frame("shipment" if counted and ship else "supply", *view.span, roles, counted or _count(view, roles), _value(view), None, view.period, view.negated)
        return
    yield from _suppliers(view)


def _suppliers(view: View) -> Iterator[Frame]:
    """"В число главных поставщиков вещества в РФ входят Китай, США …"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if not view.is_(scene.words[p.head].lemma, "supplier_noun"):
            continue
        parties = tuple(k for k in view.subject if scene.phrases[k].place is not None or scene.phrases[k].name is not None)
        goods = _complement(view, i)
        if parties and goods:
            roles = (*_roles(view, "supplier", parties), *_roles(view, "recipient", _receiver(view)), *goods)
            yield Frame("supply", *view.span, roles, None, None, None, view.period)
        return


def _listing(view: View) -> Iterator[Frame]:
    """Sanctions: "ввели санкції проти …", "внесла до списку …", "під санкції потрапили …"."""
    scene = view.scene
    heads = {i: scene.words[scene.phrases[i].head].lemma for i in view.here}
    sanction = next((i for i, lemma in heads.items() if view.is_(lemma, "sanction_noun")), None)
    listed = next((i for i, lemma in heads.items() if view.is_(lemma, "list_noun")), None)
    authority = _roles(view, "authority", tuple(i for i in view.subject if i != sanction))
    if sanction is not None and (view.is_(view.verb, "impose_verb") or view.clause.verb < 0):
        target = next(
            (_with(view, i) for i in view.here if view.is_(scene.phrases[i].preposition, "against")), ()
        )
        if not target:
            return
        if view.clause.verb >= 0 and scene.words[view.clause.verb].verb in ("pssv", "impers"):
            authority = _roles(view, "authority", _agent(view))
        roles = (*(authority or view.memory.authority), *_roles(view, "target", target))
        yield Frame("designation", *view.span, roles, _count(view, roles), None, None, view.period, view.negated)
    elif listed is not None and view.is_(view.verb, "list_verb"):
        passive = scene.words[view.clause.verb].verb in ("pssv", "impers")
        at = view.subject[0] if passive and view.subject else _object(view)
        if at is None or at == listed:
            return
        whose = tuple(k for k in (listed + 1,) if k < len(scene.phrases) and _genitive(view, k))
        authority = _roles(view, "authority", whose) if passive else authority
        roles = (*(authority or view.memory.authority), *_roles(view, "target", _with(view, at)), *_roles(view, "programme", (listed,)))
        yield Frame("designation", *view.span, roles, _count(view, roles), None, None, view.period, view.negated)
    elif (sanction is not None or listed is not None) and view.is_(view.verb, "to_list") and view.subject:
        roles = (*view.memory.authority, *_roles(view, "target", view.subject))
        yield Frame("designation", *view.span, roles, _count(view, roles), None, None, view.period, view.negated)


def _making(view: View) -> Iterator[Frame]:
    if not view.is_(view.verb, "make_verb") or not view.subject:
        return
    at = _object(view)
    goods = _goods(view, at) if at is not None else ()
    if goods:
        roles = (*_named(view, _roles(view, "maker", view.subject)), *goods)
        yield Frame("production", *view.span, roles, None, _value(view), None, view.period, view.negated)


def _together(view: View) -> Iterator[Frame]:
    """"співпраця між Росією та Китаєм", "п'ять випадків співпраці"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if not view.is_(scene.words[p.head].lemma, "cooperate_noun"):
            continue
        parties = next((_with(view, k) for k in view.here if scene.phrases[k].preposition in ("між", "между")), ())
        if not parties:
            parties = tuple(k for k in view.here if scene.phrases[k].place is not None and scene.phrases[k].place.itself)  # type: ignore[union-attr]
        if len(parties) < 2:
            continue
        cases = tuple(k for k in view.here if view.is_(scene.words[scene.phrases[k].head].lemma, "case_noun"))
        fields = tuple(Role("field", w.start, w.end) for w in scene.words[p.start : p.head] if w.pos == "ADJF" and w.low not in ("така", "такое", "цю", "эту"))
        place = next((k for k in view.here if scene.phrases[k].preposition in ("в", "у") and view.is_(scene.words[scene.phrases[k].head].lemma, "field_noun")), None)
        if place is not None:
            q = scene.phrases[place]
            end = whole(scene.phrases, place, scene.words)
            inner = (q.start, q.head) if q.head > q.start else (q.end, end)
            if inner[1] > inner[0]:
                fields = (*fields, Role("field", scene.words[inner[0]].start, scene.words[inner[1] - 1].end))
        roles = (*_roles(view, "party", parties), *fields, *_forms(view, i))
        yield Frame("cooperation", *view.span, roles, _count(view, (), (*cases, i)), None, None, view.period, view.negated)
        return


def _forms(view: View, at: int) -> tuple[Role, ...]:
    """What was handed over: "зокрема передачу обладнання, запасних частин і документації"."""
    scene = view.scene
    for k in range(at + 1, len(scene.phrases)):
        if view.is_(scene.words[scene.phrases[k].head].lemma, "transfer_noun") and k + 1 < len(scene.phrases) and _genitive(view, k + 1):
            wide = replace(view, clause=replace(view.clause, end=len(scene.words)))
            return _roles(view, "form", _with(wide, k + 1))
    return ()


def _owning(view: View) -> Iterator[Frame]:
    """"німецькі філії компанії X"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if view.is_(scene.words[p.head].lemma, "own_noun") and i + 1 < len(scene.phrases) and _genitive(view, i + 1):
            k = i + 1
            while k + 1 < len(scene.phrases) and scene.phrases[k].name is None and _genitive(view, k + 1):
                k += 1
            if scene.phrases[k].name is None:
                continue
            owner = _role(view, "owner", k)
            owned = Role("owned", scene.words[p.start].start, scene.words[p.end - 1].end)
            yield Frame("ownership", owned.start, owner.end, (owner, owned))


def _remember(view: View, found: list[Frame], memory: Memory) -> None:
    for frame in found:
        by: dict[str, tuple[Role, ...]] = {}
        for r in frame.roles:
            by[r.role] = (*by.get(r.role, ()), r)
        memory.goods = by.get("goods", memory.goods)
        memory.supplier = by.get("supplier", memory.supplier)
        memory.recipient = by.get("recipient", memory.recipient)
        memory.authority = by.get("authority", memory.authority)
        if frame.kind == "trade_flow":
            way = "import" if _imports(view) else (memory.flow[0] if memory.flow and not _exports(view) else "export")
            memory.flow = (way, by.get("reporter", ()), by.get("partner", ()))
    for i in view.here:
        p = view.scene.phrases[i]
        if p.name is not None and p.place is None and not any(w.proper for w in view.scene.words[p.name[0] : p.name[1]]):
            a, b = view.scene.words[p.name[0]].start, view.scene.words[p.name[1] - 1].end
            memory.company = (Role("company", a, b),)


def _imports(view: View) -> bool:
    return view.is_(view.verb, "import_verb") or any(view.is_(view.scene.words[view.scene.phrases[i].head].lemma, "import_noun") for i in view.here)


def _exports(view: View) -> bool:
    return view.is_(view.verb, "export_verb") or any(view.is_(view.scene.words[view.scene.phrases[i].head].lemma, "export_noun") for i in view.here)
