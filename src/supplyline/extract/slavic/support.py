"""Which supplies are told without a verb of supply, in a clause of Ukrainian or Russian?

"працюють на потреби армії", "виконують замовлення заводу", "звинувачують у підтримці Росії", "надати військову допомогу",
"у ракеті знайшли мікросхеми з Тайваню", "ракета містить компоненти іноземного виробництва".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supplyline.extract.slavic.goods import has_quality
from supplyline.extract.slavic.phrases import whole
from supplyline.extract.slavic.roles import (
    count_of,
    goods_name,
    is_body,
    object_of,
    origin,
    party,
    roles_of,
    value_of,
)
from supplyline.extract.slavic.told import named
from supplyline.extract.slavic.view import Frame, Role, View, chain, is_genitive, is_time

Roles = tuple[Role, ...]


def find(view: View) -> Iterator[Frame]:
    yield from _needs(view) or _working_for(view) or _aiding(view) or _accused(view) or _contained(view)


def _frame(view: View, supplier: Roles, recipient: Roles, goods: Roles) -> list[Frame]:
    roles = (*supplier, *recipient, *goods)
    return [Frame("supply", *view.span, roles, count_of(view, roles), value_of(view), None, view.period, view.negated, view.stance)]


def _lemma(view: View, i: int) -> str:
    return view.scene.words[view.scene.phrases[i].head].lemma


def _working_for(view: View) -> list[Frame]:
    """ "працюють на оборонні потреби РФ", "виконують замовлення армії", "залучені до виконання оборонного замовлення"."""
    scene = view.scene
    if not view.subject or view.clause.verb < 0:
        return []
    works = view.is_(view.verb, "work_verb")
    serves = view.is_(view.verb, "serve_verb") or view.is_(view.verb, "involved")
    at = next((i for i in view.here if i not in view.subject and ((works and scene.phrases[i].preposition == "на" and (view.is_(_lemma(view, i), "need_noun") or is_body(view, scene.phrases[i]))) or (serves and view.is_(_lemma(view, i), "order_noun") and scene.phrases[i].preposition not in ("по", "за")))), None)
    supplier = tuple(i for i in view.subject if party(view, scene.phrases[i]) or view.is_(_lemma(view, i), "volume_noun"))
    if at is None or not supplier:
        return []
    members = tuple(k + 1 if view.is_(_lemma(view, k), "volume_noun") and is_genitive(view, k + 1) else k for k in supplier)
    return _frame(view, roles_of(view, "supplier", members), _served(view, at), ())


def _needs(view: View) -> list[Frame]:
    """ "обеспечивает половину потребностей армии в снарядах", "покриває 60% потреб Росії у снарядах"."""
    scene = view.scene
    if not (view.is_(view.verb, "equip_verb") or view.is_(view.verb, "cover_verb")) or not view.subject:
        return []
    at = next((i for i in view.here if view.is_(_lemma(view, i), "need_noun") and scene.phrases[i].start > view.clause.verb), None)
    if at is None:
        return []
    goods = next((i for i in view.here if i > at and scene.phrases[i].preposition in ("в", "у") and "loct" in scene.phrases[i].cases and not party(view, scene.phrases[i])), None)
    served = _served(view, at)
    return _frame(view, named(view, roles_of(view, "supplier", view.subject)), served, roles_of(view, "goods", chain(view, goods))) if goods is not None else []


def _made_at(view: View, i: int) -> int | None:
    """ "микросхемы, изготовленные на Тайване": where, as a phrase."""
    scene, words = view.scene, view.scene.words
    end = whole(scene.phrases, i, words)
    if end + 1 >= len(words) or words[end].text != "," or not (words[end + 1].pos == "PRTF" and view.is_(words[end + 1].lemma, "make_verb")):
        return None
    return next((k for k in range(i + 1, len(scene.phrases)) if end < scene.phrases[k].start < end + 9 and scene.phrases[k].preposition in ("в", "у", "на") and (place := scene.phrases[k].place) is not None and place.itself), None)


def _served(view: View, at: int) -> Roles:
    """Whose need or order it is: the country or body in the genitive, else the words as they stand."""
    scene, k = view.scene, at
    while is_genitive(view, k + 1):
        k += 1
        if party(view, scene.phrases[k]):
            return roles_of(view, "recipient", (k,))
    p = scene.phrases[at]
    return (Role("recipient", scene.words[p.start].start, scene.words[whole(scene.phrases, at, scene.words) - 1].end),)


def _aiding(view: View) -> list[Frame]:
    """ "надати військову допомогу Росії", "допомога Китаю для армії Росії зростає": aid that is arms, or for those who bear them."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if not view.is_(_lemma(view, i), "aid_noun"):
            continue
        armed = any(view.is_(w.lemma, "arms_adjective") for w in scene.words[p.start : p.head])
        to = next((k for k in view.here if k > i and (scene.phrases[k].preposition in ("для", "до") or (not scene.phrases[k].preposition and "datv" in scene.phrases[k].cases and not is_genitive(view, k))) and party(view, scene.phrases[k])), None)
        to = to if to is not None else next((k for k in view.here if i + 1 == k and is_genitive(view, k) and view.is_(_lemma(view, k), "army_noun")), None)
        giving = view.is_(view.verb, "send_verb") or view.is_(view.verb, "supply_verb") or view.is_(view.verb, "give_verb")
        announces = armed and (bool(view.teller) or view.is_(view.verb, "impose_verb") or view.is_(view.verb, "aid_verb"))
        giving = giving or announces
        if giving and to is None and is_genitive(view, i + 1) and "datv" in scene.phrases[i + 1].cases and party(view, scene.phrases[i + 1]):
            to = i + 1  # "оказать военную помощь России"
        if announces and to is None and is_genitive(view, i) and i + 1 < len(scene.phrases) and scene.phrases[i + 1].start == p.end and "datv" in scene.phrases[i + 1].cases and party(view, scene.phrases[i + 1]):
            to = i + 1  # "пакет військової допомоги Україні"
        if giving and armed and to is None:
            to = next((k for k in view.here if view.clause.verb < scene.phrases[k].start < p.start and "datv" in scene.phrases[k].cases and party(view, scene.phrases[k])), None)
        if giving and armed and (view.subject or view.teller) and to is not None:
            return _frame(view, roles_of(view, "supplier", view.teller or view.subject), roles_of(view, "recipient", (to,)), roles_of(view, "goods", (i,)))
        whose = i + 1 if is_genitive(view, i + 1) and party(view, scene.phrases[i + 1]) else None
        if whose is not None and to is not None and to != whose and view.clause.verb >= 0 and (armed or view.is_(_lemma(view, to), "army_noun")):
            return _frame(view, roles_of(view, "supplier", (whose,)), roles_of(view, "recipient", (to,)), roles_of(view, "goods", (i,)) if armed else ())
    return []


def _accused(view: View) -> list[Frame]:
    """ "країни звинувачують у підтримці Росії", "обвиняются в помощи армии"."""
    scene = view.scene
    if not view.is_(view.verb, "accuse_verb"):
        return []
    at = next((i for i in view.here if view.is_(_lemma(view, i), "aid_noun") and scene.phrases[i].preposition in ("в", "у") and i + 1 < len(scene.phrases) and scene.phrases[i + 1].start == scene.phrases[i].end and party(view, scene.phrases[i + 1])), None)
    whom = view.subject if view.passive else (object_of(view),)
    parties = tuple(i for i in whom if i is not None and party(view, scene.phrases[i]))
    if at is None or not parties:
        return []
    return _frame(view, roles_of(view, "supplier", parties), roles_of(view, "recipient", (at + 1,)), ())


def _contained(view: View) -> list[Frame]:
    """ "у дроні виявили деталі американських компаній", "ракета містить 96 компонентів іноземного виробництва"."""
    scene, words = view.scene, view.scene.words
    holds = view.is_(view.verb, "contain_verb")
    if (not holds and not view.is_(view.verb, "find_verb")) or any(view.is_(_lemma(view, i), g) for i in view.here for g in ("supply_noun", "ship_noun")):
        return []
    for i in view.here:
        p = scene.phrases[i]
        if is_genitive(view, i) and scene.phrases[i - 1].preposition and not {"nomn", "accs"} & p.cases:
            continue  # "в обломках дрона"
        if goods_name(words[p.start : p.end], scene.language) is None or is_time(view, p) or (p.preposition and not holds) or p.preposition in ("в", "у"):
            continue
        made = has_quality(view, i)
        source = next((k for k in view.here if k > i and scene.phrases[k].preposition in ("з", "із", "зі", "из", "от", "від") and "gent" in scene.phrases[k].cases and party(view, scene.phrases[k])), None)
        source = source if source is not None else _made_at(view, i)
        made_in = i + 2 if made and is_genitive(view, i + 2) and scene.phrases[i + 2].place is not None and scene.phrases[i + 2].place.itself else None  # type: ignore[union-attr]
        maker = made_in if made_in is not None else i + 1 if is_genitive(view, i + 1) and party(view, scene.phrases[i + 1]) else None
        if not (made or source is not None or maker is not None or origin(view, i)):
            continue
        where = next((k for k in (*view.here, *view.subject) if k != i and (scene.phrases[k].preposition in ("в", "у", "на", "серед", "среди") or k in view.subject) and not is_time(view, scene.phrases[k]) and not view.is_(_lemma(view, k), "call_verb")), None)
        recipient: Roles = ()
        if where is not None:
            q = scene.phrases[where]
            if is_body(view, q):
                recipient = roles_of(view, "recipient", (where,))
            elif q.place is not None and not q.place.itself:
                recipient = tuple(replace(r, role="recipient") for r in origin(view, where))
        if not recipient and view.verb in ("використовувати", "использовать", "застосовувати", "применять"):  # "Росія використовує в дронах процесори X"
            recipient = roles_of(view, "recipient", tuple(k for k in view.subject if k != i and party(view, scene.phrases[k])))
        recipient = recipient or view.memory.recipient
        supplier = roles_of(view, "supplier", chain(view, source)) if source is not None else roles_of(view, "supplier", chain(view, maker)) if maker is not None else ()
        goods = roles_of(view, "goods", (i,))
        if maker is not None and (scene.phrases[maker].name is not None or made_in is not None):
            goods = (replace(goods[0], end=words[p.end - 1].end),)  # "процесори компанії X": X is told by its own role
        return _frame(view, supplier, recipient, goods)
    return []
