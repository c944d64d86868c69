"""Which facts does a Ukrainian or Russian sentence tell?

`find(scene, memory)` reads each clause: its verb or its telling noun says which frame, cases and prepositions say which
role. Roles a clause leaves out are taken from the clause before, as readers do ("цей обсяг збільшився вдвічі"). Kinds
and roles are those of docs/method.md. Linear in the phrases of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supplyline.extract.slavic import numbers
from supplyline.extract.slavic.attribution import Scene, cues, outlet
from supplyline.extract.slavic.clauses import clauses
from supplyline.extract.slavic.phrases import Phrase, whole
from supplyline.extract.slavic.roles import (
    OWN_ACTION,
    Frame,
    Memory,
    Role,
    View,
    against,
    agents_of,
    chain,
    count_of,
    givers_of,
    goods_of,
    has_quality,
    is_body,
    is_genitive,
    is_time,
    object_of,
    origin,
    receivers_of,
    role_of,
    roles_of,
    subject_of,
    through,
    value_of,
)
from supplyline.model import Change

AIMED = ("з", "із", "зі", "с", "со", "на", "для", "до", "в", "у")


def find(scene: Scene, memory: Memory, opened: frozenset[int] = frozenset()) -> list[Frame]:
    text = scene.text[scene.sentence.start : scene.sentence.end]
    values = numbers.values(text, scene.sentence.start, scene.language)
    changes = numbers.changes(text, scene.sentence.start, scene.language)
    counts = numbers.counts(text, scene.sentence.start, scene.language)
    out: list[Frame] = []
    before: View | None = None
    for clause in () if scene.words[-1].text == "?" else clauses(scene.words, opened):
        first, last = scene.words[clause.start].start, scene.words[clause.end - 1].end
        view = View(scene, clause, memory)
        view.here = [i for i, p in enumerate(scene.phrases) if clause.start <= p.start < clause.end]
        view.values = [v for v in values if first <= v[0] < last]
        view.changes = [c for c in changes if first <= c[0] < last]
        view.counts = [c for c in counts if first <= c.start < last]
        view.subject = subject_of(view, before)
        found = [] if _supposed(scene, clause.start) else list(_clause(view))
        if out and found and clause.kind == "joined" and _goes_on(out[-1], found[0]):
            out[-1] = _merged(out[-1], found.pop(0))
        out += found
        _remember(view, found, memory)
        before = view
    return out


def _supposed(scene: Scene, start: int) -> bool:
    """ "якщо ви постачаєте …", "в случае, если …": not told as a fact."""
    before = [w.low for w in scene.words[max(0, start - 2) : start + 1]]
    return any(w in ("якщо", "якби", "если", "коли б") for w in before)


def _goes_on(one: Frame, two: Frame) -> bool:
    """ "зріс удвічі та перевищив 1 300 тонн": one statistic in two verbs."""
    if one.kind != "trade_flow" or two.kind != "trade_flow" or one.roles != two.roles:
        return False
    return (one.value is None) != (two.value is None) or (one.change is None) != (two.change is None)


def _merged(one: Frame, two: Frame) -> Frame:
    return replace(one, end=two.end, value=one.value or two.value, change=one.change or two.change, period=one.period or two.period)


def _clause(view: View) -> Iterator[Frame]:
    made = list(_flow(view)) or list(_dealing(view)) or list(_listing(view)) or list(_making(view)) or list(_step(view))
    yield from made
    if not made:
        yield from _nominal(view)
    yield from _together(view)
    yield from _owning(view)


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
        at = object_of(view)
        goods = goods_of(view, at) if at is not None else ()
        own = roles_of(view, "reporter", tuple(i for i in view.subject if _party(view, scene.phrases[i])))
        other = roles_of(view, "partner", givers_of(view) if importing else receivers_of(view))
    elif noun is not None or (supply is not None and (moves or told)):
        at = noun[0] if noun is not None else supply[0]  # type: ignore[index]
        if not (told or moves or _rising(view)):
            return
        goods = _complement(view, at)
        subject = roles_of(view, "reporter", tuple(i for i in view.subject if i != at and _party(view, scene.phrases[i])))
        receiver, giver, agent = receivers_of(view), givers_of(view), agents_of(view)
        if way == "import":
            own = roles_of(view, "reporter", receiver) or (() if _share(view) else subject)
            other = (
                roles_of(view, "partner", giver)
                or tuple(replace(r, role="partner") for r in origin(view, at))
                or (tuple(replace(r, role="partner") for r in subject) if _share(view) else ())
            )
        else:
            own = subject or roles_of(view, "reporter", agent or giver) or tuple(replace(r, role="reporter") for r in origin(view, at))
            other = roles_of(view, "partner", receiver)
    elif (
        told
        and view.memory.flow is not None
        and (moves or view.is_(scene.words[scene.phrases[view.subject[0]].head].lemma, "volume_noun") if view.subject else moves)
    ):
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
    yield Frame("trade_flow", *view.span, roles, count_of(view, roles), value_of(view), change, view.period, view.negated)


def _party(view: View, p: Phrase) -> bool:
    return (p.place is not None and p.place.itself) or p.name is not None or is_body(view, p)


def _share(view: View) -> bool:
    return any(v.unit == "%" for _, _, v in view.values) and not view.changes


def _rising(view: View) -> bool:
    return any(
        view.scene.words[view.scene.phrases[i].head].low.startswith(("збільш", "увелич", "зрост", "рост", "скороч", "сокращ")) for i in view.here
    )


def _vague_change(view: View, moves: bool) -> Change | None:
    return None


def _complement(view: View, at: int) -> tuple[Role, ...]:
    """The goods in the genitive behind a telling noun, next to it or behind its places."""
    scene = view.scene
    for k in range(at + 1, min(at + 5, len(scene.phrases))):
        p = scene.phrases[k]
        if p.start >= view.clause.end:
            break
        if (
            not p.preposition
            and "gent" in p.cases
            and not (p.place is not None and p.place.itself)
            and p.name is None
            and scene.words[p.head].pos == "NOUN"
            and not is_time(view, p)
        ):
            goods = goods_of(view, k)
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
    at = object_of(view)
    via = through(view)
    passive = scene.words[view.clause.verb].verb in ("pssv", "impers") or scene.words[view.clause.verb].low.endswith(("ся", "сь"))
    if equips:  # "забезпечує заводи верстатами"
        goods = next(
            (roles_of(view, "goods", chain(view, i)) for i in view.here if scene.phrases[i].cases == {"ablt"} and not scene.phrases[i].preposition),
            (),
        )
        supplier = roles_of(view, "supplier", view.subject)
        recipient = roles_of(view, "recipient", chain(view, at)) if at is not None else ()
        if not goods or not recipient:
            return
    elif takes:
        goods = goods_of(view, at) if at is not None else ()
        recipient = roles_of(view, "recipient", view.subject)
        supplier = roles_of(view, "supplier", givers_of(view))
    elif passive:
        goods = goods_of(view, view.subject[0]) if view.subject else (goods_of(view, at) if at is not None else ())
        supplier = roles_of(view, "supplier", agents_of(view) or givers_of(view))
        recipient = roles_of(view, "recipient", receivers_of(view))
    else:
        goods = goods_of(view, at) if at is not None else ()
        supplier = roles_of(view, "supplier", view.subject)
        recipient = roles_of(view, "recipient", receivers_of(view))
        if not supplier and not goods:
            return
    if not (goods and (supplier or recipient)) and not (supplier and recipient):
        return
    if lemma in cues(scene.language) and (not goods or any(outlet(scene, scene.phrases[i]) for i in (*view.subject, *(() if at is None else (at,))))):
        return  # "передає X із посиланням на Y": news, not goods
    supplier, recipient = _named(view, supplier), _named(view, recipient)
    countable = any(view.is_(scene.words[scene.phrases[i].head].lemma, "ship_noun") for i in view.here) and view.counts
    weighed = any(v.unit in ("t", "kg") for _, _, v in view.values)
    perfect = scene.words[view.clause.verb].perfective and (sends or takes)
    kind = "shipment" if countable or weighed or (perfect and sends) else "supply"
    roles = (*supplier, *recipient, *goods, *via)
    yield Frame(kind, *view.span, roles, count_of(view, roles), value_of(view), None, view.period, view.negated)


def _named(view: View, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """ "компанія" alone is the last company told of, "ці компанії" those listed last."""
    words = view.scene.text[roles[0].start : roles[0].end].lower() if len(roles) == 1 else ""
    if words in ("компанії", "компании", "фірми", "фирмы", "підприємства", "предприятия", "вони", "они") and view.memory.targets:
        return tuple(replace(r, role=roles[0].role) for r in view.memory.targets)
    if words in ("компанія", "компания", "фірма", "фирма", "вона", "она") and view.memory.company:
        return tuple(replace(r, role=roles[0].role) for r in view.memory.company)
    return roles


def _nominal(view: View) -> Iterator[Frame]:
    """ "постачання верстатів російським заводам", "шість поставок хімікатів", "експорт Китаєм матеріалів до Росії"."""
    scene = view.scene
    for i in view.here:
        lemma = scene.words[scene.phrases[i].head].lemma
        ship = view.is_(lemma, "ship_noun")
        if not (ship or view.is_(lemma, "supply_noun") or view.is_(lemma, "export_noun") or view.is_(lemma, "sold_noun")):
            continue
        goods = roles_of(view, "goods", (i,)) if has_quality(view, i) else _complement(view, i)
        recipient = roles_of(view, "recipient", receivers_of(view, -1 if has_quality(view, i) else i))
        supplier = roles_of(
            view,
            "supplier",
            agents_of(view)
            or givers_of(view)
            or (tuple(k for k in view.subject if k != i and _party(view, scene.phrases[k])) if view.is_(view.verb, "perform_verb") else ()),
        )
        counted = count_of(view, (), (i,))
        cue = scene.words[view.clause.start - 1].lemma if view.clause.start else view.verb
        if view.is_(cue, "accuse_verb") and view.here[0] < i and not scene.phrases[view.here[0]].preposition:
            supplier = roles_of(view, "supplier", chain(view, view.here[0]))  # "обвинил компанию в поставках"
        if not goods or not (recipient or supplier or counted):
            continue
        supplier = supplier or (view.memory.supplier if counted else ())
        recipient = recipient or (view.memory.recipient if counted else ())
        roles = (*supplier, *recipient, *goods, *through(view))
        yield Frame(
            "shipment" if counted and ship else "supply",
            *view.span,
            roles,
            counted or count_of(view, roles),
            value_of(view),
            None,
            view.period,
            view.negated,
        )
        return
    yield from _suppliers(view)


def _suppliers(view: View) -> Iterator[Frame]:
    """ "В число главных поставщиков вещества в РФ входят Китай, США …"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if not view.is_(scene.words[p.head].lemma, "supplier_noun"):
            continue
        parties = tuple(k for k in view.subject if scene.phrases[k].place is not None or scene.phrases[k].name is not None)
        goods = _complement(view, i)
        if parties and goods:
            roles = (*roles_of(view, "supplier", parties), *roles_of(view, "recipient", receivers_of(view)), *goods)
            yield Frame("supply", *view.span, roles, None, None, None, view.period)
        return


def _listing(view: View) -> Iterator[Frame]:
    """Sanctions: "ввели санкції проти …", "внесла до списку …", "під санкції потрапили …"."""
    scene = view.scene
    heads = {i: scene.words[scene.phrases[i].head].lemma for i in view.here}
    sanction = next((i for i, lemma in heads.items() if view.is_(lemma, "sanction_noun")), None)
    listed = next((i for i, lemma in heads.items() if view.is_(lemma, "list_noun")), None)
    authority = roles_of(view, "authority", tuple(i for i in view.subject if i != sanction))
    if sanction is not None and (view.is_(view.verb, "impose_verb") or view.clause.verb < 0):
        target = against(view)
        if not target:
            return
        if view.clause.verb >= 0 and scene.words[view.clause.verb].verb in ("pssv", "impers"):
            authority = roles_of(view, "authority", agents_of(view))
        roles = (*(authority or view.memory.authority), *roles_of(view, "target", target))
        yield Frame("designation", *view.span, roles, count_of(view, roles), None, None, view.period, view.negated)
    elif listed is not None and view.is_(view.verb, "list_verb"):
        passive = scene.words[view.clause.verb].verb in ("pssv", "impers")
        at = view.subject[0] if passive and view.subject else object_of(view)
        if at is None or at == listed:
            return
        whose = tuple(k for k in (listed + 1,) if k < len(scene.phrases) and is_genitive(view, k))
        authority = roles_of(view, "authority", whose) if passive else authority
        roles = (*(authority or view.memory.authority), *roles_of(view, "target", chain(view, at)), *roles_of(view, "programme", (listed,)))
        yield Frame("designation", *view.span, roles, count_of(view, roles), None, None, view.period, view.negated)
    elif (sanction is not None or listed is not None) and view.is_(view.verb, "to_list") and view.subject:
        under = sanction if sanction is not None else listed
        whose = tuple(k for k in ((under or 0) + 1,) if k < len(scene.phrases) and is_genitive(view, k) and _party(view, scene.phrases[k]))
        roles = (*(roles_of(view, "authority", whose) or view.memory.authority), *roles_of(view, "target", view.subject))
        yield Frame("designation", *view.span, roles, count_of(view, roles), None, None, view.period, view.negated)


def _making(view: View) -> Iterator[Frame]:
    if not view.is_(view.verb, "make_verb") or not view.subject:
        return
    at = object_of(view)
    goods = goods_of(view, at) if at is not None else ()
    if goods:
        roles = (*_named(view, roles_of(view, "maker", view.subject)), *goods)
        yield Frame("production", *view.span, roles, None, value_of(view), None, view.period, view.negated)


def _step(view: View) -> Iterator[Frame]:
    """ "обмежило торгівлю з 42 компаніями", "запровадили ембарго на нафту": a step other than a listing."""
    scene, verb = view.scene, view.clause.verb
    at = object_of(view) if verb >= 0 else None
    if at is None or not view.subject or scene.words[verb].verb in ("pssv", "impers"):
        return
    head = scene.words[scene.phrases[at].head].lemma
    if not (view.is_(view.verb, "step_verb") or (view.is_(view.verb, "impose_verb") and view.is_(head, "step_noun"))):
        return
    stop = whole(scene.phrases, at, scene.words)
    behind = [i for i in view.here if scene.phrases[i].start >= stop and i not in view.subject and not is_time(view, scene.phrases[i])]
    aimed = next((i for i in behind if scene.phrases[i].preposition in AIMED), None)
    targets = against(view, stop) or (chain(view, aimed) if aimed is not None else () if view.is_(head, "step_noun") else chain(view, at))
    measure = Role("measure", scene.words[verb].start, scene.words[stop - 1].end)
    roles = (*roles_of(view, "actor", view.subject), measure, *roles_of(view, "target", targets))
    yield Frame("measure", *view.span, roles, count_of(view, roles), None, None, view.period, view.negated)


def _together(view: View) -> Iterator[Frame]:
    """ "співпраця між Росією та Китаєм", "п'ять випадків співпраці"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if not view.is_(scene.words[p.head].lemma, "cooperate_noun"):
            continue
        parties = next((chain(view, k) for k in view.here if scene.phrases[k].preposition in ("між", "между")), ())
        if not parties:
            parties = tuple(k for k in view.here if scene.phrases[k].place is not None and scene.phrases[k].place.itself)  # type: ignore[union-attr]
        if len(parties) < 2:
            continue
        cases = tuple(k for k in view.here if view.is_(scene.words[scene.phrases[k].head].lemma, "case_noun"))
        fields = tuple(
            Role("field", w.start, w.end) for w in scene.words[p.start : p.head] if w.pos == "ADJF" and w.low not in ("така", "такое", "цю", "эту")
        )
        place = next(
            (k for k in view.here if scene.phrases[k].preposition in ("в", "у") and view.is_(scene.words[scene.phrases[k].head].lemma, "field_noun")),
            None,
        )
        if place is not None:
            q = scene.phrases[place]
            end = whole(scene.phrases, place, scene.words)
            inner = (q.start, q.head) if q.head > q.start else (q.end, end)
            if inner[1] > inner[0]:
                fields = (*fields, Role("field", scene.words[inner[0]].start, scene.words[inner[1] - 1].end))
        roles = (*roles_of(view, "party", parties), *fields, *_forms(view, i))
        yield Frame("cooperation", *view.span, roles, count_of(view, (), (*cases, i)), None, None, view.period, view.negated)
        return


def _forms(view: View, at: int) -> tuple[Role, ...]:
    """What was handed over: "зокрема передачу обладнання, запасних частин і документації"."""
    scene = view.scene
    for k in range(at + 1, len(scene.phrases)):
        if view.is_(scene.words[scene.phrases[k].head].lemma, "transfer_noun") and k + 1 < len(scene.phrases) and is_genitive(view, k + 1):
            wide = replace(view, clause=replace(view.clause, end=len(scene.words)))
            return roles_of(view, "form", chain(wide, k + 1))
    return ()


def _owning(view: View) -> Iterator[Frame]:
    """ "німецькі філії компанії X"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if view.is_(scene.words[p.head].lemma, "own_noun") and i + 1 < len(scene.phrases) and is_genitive(view, i + 1):
            k = i + 1
            while k + 1 < len(scene.phrases) and scene.phrases[k].name is None and is_genitive(view, k + 1):
                k += 1
            if scene.phrases[k].name is None:
                continue
            owner = role_of(view, "owner", k)
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
        memory.authority = by.get("authority", by.get("actor", memory.authority))
        if frame.kind in OWN_ACTION:
            memory.targets = by.get("target", memory.targets)
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
