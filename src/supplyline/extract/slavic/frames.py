"""Which facts does a Ukrainian or Russian sentence tell?

`find(scene, memory)` reads each clause: its verb or its telling noun says which frame, cases and prepositions say which
role. Roles a clause leaves out are taken from the clause before, as readers do ("цей обсяг збільшився вдвічі"). Kinds
and roles are those of docs/method.md. Linear in the phrases of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supplyline.extract.slavic import (
    dealings,
    listings,
    loose,
    numbers,
    owners,
    relations,
    standing,
    steps,
    support,
    trade,
)
from supplyline.extract.slavic.clauses import Clause, clauses
from supplyline.extract.slavic.participles import participles
from supplyline.extract.slavic.roles import object_of, party, roles_of
from supplyline.extract.slavic.sources import Scene, outlet
from supplyline.extract.slavic.view import OWN_ACTION, Frame, Memory, Role, View, subject_of

PROOFS = ("доказ", "доказательство", "підтвердження", "подтверждение", "свідчення", "свидетельство")  # "не располагает доказательствами того, что": no fact


def find(scene: Scene, memory: Memory, opened: frozenset[int] = frozenset()) -> list[Frame]:
    text = scene.text[scene.sentence.start : scene.sentence.end]
    values = numbers.values(text, scene.sentence.start, scene.language)
    changes = numbers.changes(text, scene.sentence.start, scene.language)
    counts = numbers.counts(text, scene.sentence.start, scene.language)
    inner = participles(scene)
    out: list[Frame] = []
    before: View | None = None
    condition = False  # what follows an "if" is no fact either
    hanging: View | None = None  # a subject whose verb follows behind a relative clause
    views: list[View] = []
    hung: list[Frame] = []  # what the words before the relative clause tell

    def viewed(clause: Clause) -> View:
        first, last = scene.words[clause.start].start, scene.words[clause.end - 1].end
        return View(
            scene,
            clause,
            memory,
            values=[v for v in values if first <= v[0] < last],
            changes=[c for c in changes if first <= c[0] < last],
            counts=[c for c in counts if (first <= c.start or clause.kind == "relative") and c.start < last],  # "12 вантажівок, які прямували"
        )

    for clause in () if scene.words[-1].text == "?" else clauses(scene.words, scene.language, opened):
        view = viewed(clause)
        inside = [(p.start, p.end) for p in inner]
        view.here = [i for i, p in enumerate(scene.phrases) if clause.start <= p.start < clause.end and not any(a <= p.start < b for a, b in inside)]
        view.subject = subject_of(view, hanging if clause.kind == "joined" and hanging is not None else before)
        hanging = view if clause.verb < 0 and clause.kind in ("main", "that", "said") else hanging if clause.kind == "relative" else None
        _allowed(view)
        if before is not None and len(view.subject) == 1 and view.subject[0] in before.here and view.subject[0] not in before.subject and before.subject and view.is_(scene.words[scene.phrases[view.subject[0]].head].lemma, "act_noun"):
            view.subject = before.subject  # "ухвалив закон, що забороняє": who passed it
        if before is not None and clause.kind in ("that", "said") and (view.is_(before.verb, "accuse_verb") or before.verb in ("подозревать", "підозрювати")) and clause.verb >= 0:
            whom = object_of(before) if not before.passive else None
            if whom is not None and party(before, scene.phrases[whom]) and (not view.subject or view.subject == before.subject or all(scene.words[scene.phrases[i].head].pos == "NPRO" for i in view.subject)):
                view.subject = (whom,)  # "подозревает фирму в том, что она …"
            elif before.passive and before.subject and clause.finite >= 0 and (not view.subject or view.subject[0] > before.subject[-1]) and scene.words[clause.finite].plural == scene.words[before.clause.finite].plural and not any(party(view, scene.phrases[i]) for i in view.subject):
                view.subject = before.subject  # "обвиняются в том, что переправляли"
        if before is not None and clause.kind == "that" and clause.verb < 0 and (view.is_(before.verb, "impose_verb") or view.is_(before.verb, "threat_verb")):
            view.teller = tuple(i for i in before.subject if party(before, scene.phrases[i]))
        condition = condition or _supposed(scene, clause.start, clause.kind)
        unproved = before is not None and clause.kind == "that" and before.negated and any(scene.words[scene.phrases[i].head].lemma in PROOFS for i in before.here)
        found = [] if condition or unproved or _unreal(view) else list(_clause(view))
        if view.is_(view.verb, "ponder_verb"):
            found = [replace(f, stance="expects") if f.kind in OWN_ACTION and not f.stance else f for f in found]
        if before is not None and clause.kind in ("that", "said") and before.verb in ("подозревать", "підозрювати"):
            found = [replace(f, stance=f.stance or "suspects") for f in found]
        if view.negated and clause.kind == "joined" and hanging is None and hung:
            out = [replace(f, negated=True) if f in hung else f for f in out]  # "експорт, який …, не здійснюється"
        if clause.kind == "joined" and any(f.kind == "trade_flow" for f in found):
            out = [f for f in out if f not in hung or f.kind != "supply"]  # "постачання мікросхем, які …, скоротилися": one statistic
        hung = found if clause.verb < 0 and clause.kind != "relative" else hung if clause.kind == "relative" else []
        if out and found and clause.kind == "joined" and _goes_on(out[-1], found[0]):
            out[-1] = _merged(out[-1], found.pop(0))
        found = [f for f in found if not any(_same_listing(f, g) for g in out)]
        out += found
        _remember(view, found, memory)
        for p in inner:
            if p.noun >= 0 and clause.start <= p.clause.verb < clause.end and not condition:
                told = viewed(p.clause)
                told.here = [i for i, q in enumerate(scene.phrases) if p.start <= q.start < p.end]
                told.subject = (p.noun,)
                if view.is_(scene.words[scene.phrases[p.noun].head].lemma, "act_noun") and p.noun not in view.subject and view.subject:
                    told.subject = view.subject  # "принял закон, запрещающий …"
                made = list(_clause(told))
                out += made
                _remember(told, made, memory)
        before = view
        views.append(view)
    for p in inner if views and not condition else ():
        if p.noun < 0:
            told = viewed(p.clause)
            told.here = [i for i, q in enumerate(scene.phrases) if p.start < q.start < p.end]
            told.subject = _doer(views, p.start)
            out += [f for f in _clause(told) if not any(_same_listing(f, g) for g in out)]
    return out


def _doer(views: list[View], at: int) -> tuple[int, ...]:
    """Whose deed a gerund tells: the subject of its clause, or of the next one that has a verb."""
    own = [v for v in views if v.clause.end > at and v.clause.verb >= 0 and (v.clause.start <= at or v.clause.kind in ("main", "joined"))]
    return next((v.subject for v in own if v.subject), ())


def _allowed(view: View) -> None:
    """ "дозволяє Росії виробляти …": who is allowed to is who does it."""
    words, clause = view.scene.words, view.clause
    if clause.finite < 0 or clause.verb <= clause.finite or not view.is_(words[clause.finite].lemma, "allow_verb"):
        return
    given = next((i for i in view.here if clause.finite < view.scene.phrases[i].start < clause.verb and "datv" in view.scene.phrases[i].cases and party(view, view.scene.phrases[i])), None)
    if given is not None:
        view.subject, view.helper = (given,), view.subject


def _same_listing(one: Frame, two: Frame) -> bool:
    """ "розширило список компаній, щодо яких введено санкції": one listing, told twice."""
    targets = [{r.start for r in f.roles if r.role == "target"} for f in (one, two)]
    return one.kind == two.kind == "designation" and bool(targets[0] & targets[1])


def _supposed(scene: Scene, start: int, kind: str) -> bool:
    """ "якщо ви постачаєте …", "в случае, если …": not told as a fact."""
    if kind == "that" and start and scene.words[start - 1].low in ("щоб", "чтобы"):
        return True  # a purpose
    if scene.words[start].low in ("хто", "кто") and not (start > 1 and scene.words[start - 2].lemma == "ті"):
        return True  # "з'ясували, хто постачає"
    before = [w.low for w in scene.words[max(0, start - 2) : start + 1]]
    if any(w.low in ("раніше", "ранее", "раньше", "досі") for w in scene.words[start : start + 3]):
        return False  # "если ранее Китай поставлял …, то сейчас …": both are facts
    if any(w.low.startswith(("какие", "какая", "какой", "каких")) and (k == 0 or scene.words[start + k - 1].text == ",") for k, w in enumerate(scene.words[start : start + 5])):
        return True  # "о том, какие компании …"
    return any(w in ("якщо", "якби", "если", "коли б") for w in before)


def _unreal(view: View) -> bool:
    """ "не смогла бы производить": what would or cannot be is no fact, nor denied."""
    words = view.scene.words[view.clause.start : view.clause.end]
    finite = view.scene.words[view.clause.finite]
    unable = view.clause.finite >= 0 and finite.lemma in ("змогти", "смочь", "могти", "мочь") and finite.verb in ("futr", "pres")
    if view.clause.finite >= 0 and finite.verb == "past" and not view.stance and any(w.low in ("бы", "б", "би") for w in words):
        return True  # "завод зупинився б"
    return view.negated and (unable or any(w.low in ("бы", "б", "би") for w in words))


def _goes_on(one: Frame, two: Frame) -> bool:
    """ "зріс удвічі та перевищив 1 300 тонн": one statistic in two verbs."""
    if one.kind != "trade_flow" or two.kind != "trade_flow" or one.roles != two.roles:
        return False
    return (one.value is None) != (two.value is None) or (one.change is None) != (two.change is None)


def _merged(one: Frame, two: Frame) -> Frame:
    return replace(one, end=two.end, value=one.value or two.value, change=one.change or two.change, period=one.period or two.period)


def _clause(view: View) -> Iterator[Frame]:
    made = list(steps.stopped(view)) or list(steps.permitted(view)) or list(steps.barred(view)) or list(trade.find(view)) or list(listings.find(view)) or list(dealings.find(view)) or list(support.find(view)) or list(relations.making(view)) or list(steps.find(view))
    for f in made:
        if f.kind == "designation" and {r.role for r in f.roles} == {"authority"} and view.is_(view.verb, "impose_verb"):
            view.memory.authority = f.roles  # "расширили санкции": who did is told, on whom is not
    made = [f for f in made if f.kind != "designation" or len({r.role for r in f.roles} - {"authority"}) > 0]
    stepped = view.is_(view.verb, "step_verb") and not view.is_(view.verb, "impose_verb")
    if made and all(f.kind == "designation" for f in made) and stepped:
        made += steps.find(view)  # "приостановили закупки после введения санкций"
    made = [f for f in made if not (f.negated and f.kind in ("designation", "measure", "ownership"))]
    made += relations.together(view)
    made = made or list(standing.status(view))
    made = [trade.counted_in_money(view, f) for f in made]
    made += dealings.nominal(view, made)
    made += relations.nominal(view, made)
    yield from made or (trade.counted_in_money(view, f) for f in loose.find(view))
    yield from owners.owning(view)


def _remember(view: View, found: list[Frame], memory: Memory) -> None:
    for frame in found:
        by: dict[str, tuple[Role, ...]] = {}
        for r in frame.roles:
            by[r.role] = (*by.get(r.role, ()), r)
        memory.goods = by.get("goods", memory.goods)
        memory.supplier = by.get("supplier", memory.supplier)
        memory.recipient = tuple(r for r in by.get("recipient", ()) if r.name or _is_party(view, r)) or memory.recipient
        memory.authority = by.get("authority", by.get("actor", memory.authority))
        if frame.kind in OWN_ACTION:
            memory.targets = by.get("target", memory.targets)
        if frame.kind == "trade_flow":
            way = "import" if _imports(view) else (memory.flow[0] if memory.flow and not _exports(view) else "export")
            memory.flow = (way, by.get("reporter", ()), by.get("partner", ()))
            sides = memory.flow[1:] if way == "export" else (memory.flow[2], memory.flow[1])
            memory.supplier = tuple(replace(r, role="supplier") for r in sides[0]) or memory.supplier
            memory.recipient = tuple(replace(r, role="recipient") for r in sides[1]) or memory.recipient
    doing = tuple(i for i in view.subject if party(view, view.scene.phrases[i]) and not outlet(view.scene, view.scene.phrases[i]))
    if doing and view.clause.kind != "participle":
        memory.subject = roles_of(view, "subject", doing)
    for i in view.here:
        p = view.scene.phrases[i]
        if p.name is not None and p.place is None and not any(w.proper for w in view.scene.words[p.name[0] : p.name[1]]):
            a, b = view.scene.words[p.name[0]].start, view.scene.words[p.name[1] - 1].end
            memory.company = (Role("company", a, b),)


def _is_party(view: View, r: Role) -> bool:
    return any(party(view, p) for p in view.scene.phrases if r.start <= view.scene.words[p.head].start < r.end)


def _imports(view: View) -> bool:
    return view.is_(view.verb, "import_verb") or any(view.is_(view.scene.words[view.scene.phrases[i].head].lemma, "import_noun") for i in view.here)


def _exports(view: View) -> bool:
    return view.is_(view.verb, "export_verb") or any(view.is_(view.scene.words[view.scene.phrases[i].head].lemma, "export_noun") for i in view.here)
