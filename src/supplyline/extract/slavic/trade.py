"""Which statistics of trade does a clause tell?

Exports, imports and trade with a figure, a change or a period: who reports, with whom, in what. What the clause leaves
out is that of the statistic before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supplyline.extract.lexicon import table
from supplyline.extract.slavic.roles import (
    agents_of,
    complement,
    count_of,
    givers_of,
    goods_of,
    object_of,
    origin,
    party,
    receivers_of,
    roles_of,
    value_of,
)
from supplyline.extract.slavic.view import Frame, Role, View, chain, is_genitive

CURRENCIES = ("USD", "EUR", "CNY", "RUB", "UAH", "GBP")


def find(view: View) -> Iterator[Frame]:
    yield from _between(view) or _flow(view)


def _between(view: View) -> list[Frame]:
    """ "товарообіг між Росією та Китаєм зріс", "рост торговли между …"."""
    scene = view.scene
    at = next((i for i in view.here if view.is_(scene.words[scene.phrases[i].head].lemma, "trade_noun")), None)
    if at is None:
        return []
    with_ = next((i for i in view.here if i > at and scene.phrases[i].preposition in ("між", "между")), None)
    parties = roles_of(view, "reporter", chain(view, with_)) if with_ is not None else ()
    if len(parties) < 2 and with_ is not None and view.memory.flow is not None:
        own, other = view.memory.flow[1][:1], view.memory.flow[2][:1]
        parties = (*own, *other)  # "між країнами"
    if with_ is None and not parties:
        with_ = next((i for i in view.here if i > at and scene.phrases[i].preposition in ("з", "із", "зі", "с", "со") and scene.phrases[i].place is not None), None)
        if with_ is not None:  # "товарооборот с Россией", "торгівля Китаю з Росією"
            whose = (at + 1,) if is_genitive(view, at + 1) and party(view, scene.phrases[at + 1]) else tuple(i for i in view.subject if i != at and party(view, scene.phrases[i]))
            own = roles_of(view, "reporter", whose[:1]) or (view.memory.flow[1][:1] if view.memory.flow else ())
            other = roles_of(view, "partner", (with_,))
            own = () if own and own[0].name == other[0].name else own
            change = view.changes[0][2] if view.changes else None
            if not (change or view.values or _rising(view)):
                return []
            return [Frame("trade_flow", *view.span, (*own, *other), None, value_of(view), change, view.period, view.negated)]
    if with_ is None:
        places = [k for k in view.here if k > at and scene.phrases[k].place is not None and scene.phrases[k].place.itself]  # type: ignore[union-attr]
        parties = roles_of(view, "reporter", tuple(places[:2]))
    change = view.changes[0][2] if view.changes else None
    if len(parties) < 2 or not (change or view.values or _rising(view)):
        return []
    roles = (replace(parties[0], role="reporter"), replace(parties[1], role="partner"))
    return [Frame("trade_flow", *view.span, roles, None, value_of(view), change, view.period, view.negated)]


def _flow(view: View) -> list[Frame]:
    """Statistics: exports and imports with a figure, a change or a period."""
    scene = view.scene
    heads = [(i, scene.words[scene.phrases[i].head].lemma) for i in view.here]
    noun = next(((i, lemma) for i, lemma in heads if view.is_(lemma, "export_noun") or view.is_(lemma, "import_noun")), None)
    supply = next(((i, lemma) for i, lemma in heads if view.is_(lemma, "supply_noun")), None)
    moves = view.is_(view.verb, "rise_verb") or view.is_(view.verb, "fall_verb")
    money = any(v.unit in CURRENCIES or v.unit == "%" for _, _, v in view.values)
    exporting = view.is_(view.verb, "export_verb")
    importing = view.is_(view.verb, "import_verb") or (view.is_(view.verb, "buy_verb") and money)
    bringing = view.is_(view.verb, "bring_verb") and money
    told = bool(view.values or view.changes)
    way = "import" if importing or (noun is not None and view.is_(noun[1], "import_noun")) else "export"
    goods: tuple[Role, ...] = ()
    other: tuple[Role, ...]
    if bringing and not importing:  # "в Россию ввезено чипов на $1 млрд"
        at = object_of(view)
        at = at if at is not None else next((i for i in view.here if "gent" in scene.phrases[i].cases and not scene.phrases[i].preposition and i not in view.subject), None)
        goods = goods_of(view, at) if at is not None else ()
        own = roles_of(view, "reporter", receivers_of(view))
        other = roles_of(view, "partner", givers_of(view)) or (tuple(replace(r, role="partner") for r in origin(view, at)) if at is not None else ())
        way = "import"
    elif exporting or importing:
        if not (told or view.period) or not (view.subject or view.passive):
            return []
        at = object_of(view)
        goods = goods_of(view, at) if at is not None else ()
        own = roles_of(view, "reporter", tuple(i for i in view.subject if party(view, scene.phrases[i])))
        other = roles_of(view, "partner", givers_of(view) if importing else receivers_of(view))
    elif noun is not None or (supply is not None and (moves or view.changes or _share(view))):
        at = noun[0] if noun is not None else supply[0]  # type: ignore[index]
        if not (told or moves or _rising(view)) or view.is_(view.verb, "step_verb"):
            return []
        goods = complement(view, at)
        subject = roles_of(view, "reporter", tuple(i for i in view.subject if i != at and party(view, scene.phrases[i])))
        receiver, giver, agent = receivers_of(view), givers_of(view), agents_of(view)
        if way == "import":
            own = roles_of(view, "reporter", receiver) or (() if _share(view) else subject)
            other = (
                roles_of(view, "partner", giver)
                or tuple(replace(r, role="partner") for r in origin(view, at))
                or (tuple(replace(r, role="partner") for r in subject) if _share(view) else ())
            )
        else:
            whose = (at + 1,) if at + 1 in view.here and is_genitive(view, at + 1) and party(view, scene.phrases[at + 1]) else ()
            own = subject or roles_of(view, "reporter", agent or giver or whose) or tuple(replace(r, role="reporter") for r in origin(view, at))
            other = roles_of(view, "partner", receiver)
    elif (
        told
        and view.memory.flow is not None
        and (moves or view.is_(scene.words[scene.phrases[view.subject[0]].head].lemma, "volume_noun") if view.subject else moves)
    ):
        way, own, other = view.memory.flow
        goods = view.memory.goods
    else:
        return []
    own, other = _filled(view, way, own, other)
    goods = goods or (view.memory.goods if told else ())
    if not own and not other:
        return []
    roles = (*own, *other, *goods)
    change = view.changes[0][2] if view.changes else None
    return [Frame("trade_flow", *view.span, roles, count_of(view, roles), value_of(view), change, view.period, view.negated)]


def _filled(view: View, way: str, own: tuple[Role, ...], other: tuple[Role, ...]) -> tuple[tuple[Role, ...], tuple[Role, ...]]:
    """What the clause leaves out: of two countries told of before, the one that is not named again."""
    flow = view.memory.flow
    if flow is None:
        return own, other
    if flow[0] == way and not (other and flow[1] and flow[1][0].name == other[0].name):
        other = other or (flow[2] if way == "export" and not (own and flow[2] and flow[2][0].name == own[0].name) else ())
        return own or flow[1], other
    if other and not own:
        own = next((tuple(replace(r, role="reporter") for r in side) for side in flow[1:] if side and side[0].name != other[0].name), ())
    return own, other


def _share(view: View) -> bool:
    return any(v.unit == "%" for _, _, v in view.values) and not view.changes


def _rising(view: View) -> bool:
    """ "скоротився", "значний ріст": a change, with a figure or without."""
    stems = tuple(row[0] for row in table(view.scene.language, "directions"))
    return any(w.low.startswith(stems) and (w.verb or w.pos == "NOUN") for w in view.scene.words[view.clause.start : view.clause.end])
