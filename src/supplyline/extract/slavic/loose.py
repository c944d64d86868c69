"""What may a clause tell that no closer rule reads, in Ukrainian or Russian?

Where a clause names known goods, a party, and any form of a word of supply or making ("поставлених до Росії", "закупівель
мікросхем", "доступ до компонентів"), it tells a supply or a production; where foreign goods stand in somebody's arms, a
supply to him. Cases and prepositions tell the roles as in the closer rules; what is left open was told before. Promises:
nothing where the clause is denied, or names no goods.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supplyline.extract.lexicon import table
from supplyline.extract.slavic.phrases import whole
from supplyline.extract.slavic.roles import (
    agents_of,
    count_of,
    givers_of,
    goods_name,
    is_amount,
    is_body,
    origin,
    party,
    receivers_of,
    roles_of,
    through,
    value_of,
)
from supplyline.extract.slavic.view import Frame, Role, View, chain, is_time

Roles = tuple[Role, ...]


def find(view: View) -> Iterator[Frame]:
    if view.verb in ("виступати", "виступити", "выступать", "выступить"):
        return  # "виступає проти заборони на імпорт"
    goods = _goods(view)
    if not goods or (view.negated and not _spoken_of(view, goods)):
        return
    if _spoken_of(view, goods):
        yield from _told_of(view, goods)
        return
    family = _family(view)
    made = _making(view, goods) if family == "make" else _giving(view, family, goods) if family else _held(view, goods)
    yield from made


def _family(view: View) -> str:
    """What the first telling word of the clause tells of."""
    stems = [(row[0], row[1]) for row in table(view.scene.language, "stems")]
    for w in view.scene.words[view.clause.start : view.clause.end]:
        if w.pos in ("NOUN", "VERB", "INFN", "PRTF", "PRTS", "ADJF", "GRND") and not w.capital and not view.is_(w.lemma, "supplier_noun"):
            for stem, family in stems:
                if w.low.startswith(stem):
                    return family
    return ""


def _goods(view: View) -> tuple[int, ...]:
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if p.preposition in ("для", "в", "у") or is_time(view, p) or is_amount(view, p) or goods_name(scene.words[p.start : p.end], scene.language) is None:
            continue
        if i and scene.phrases[i - 1].preposition == "для" and scene.phrases[i - 1].end == p.start:
            continue  # "для виробництва ракет": a purpose
        return tuple(k for k in chain(view, i) if goods_name(scene.words[scene.phrases[k].start : scene.phrases[k].end], scene.language) is not None or k == i)
    return ()


def _giving(view: View, family: str, goods: tuple[int, ...]) -> list[Frame]:
    scene = view.scene
    things = roles_of(view, "goods", goods)
    subject = tuple(i for i in view.subject if party(view, scene.phrases[i]) and i not in goods)
    giver = tuple(i for i in givers_of(view) if i not in goods)
    taker = tuple(i for i in receivers_of(view) if i not in goods)
    if family in ("take", "access"):
        supplier = roles_of(view, "supplier", giver)
        recipient = roles_of(view, "recipient", subject if not view.passive else agents_of(view)) or roles_of(view, "recipient", taker)
    else:
        supplier = roles_of(view, "supplier", agents_of(view) or giver or (() if view.passive else subject))
        recipient = roles_of(view, "recipient", taker)
    supplier = supplier or tuple(replace(r, role="supplier") for r in origin(view, goods[0]) if r.start < things[0].end)
    if not recipient and supplier and view.memory.recipient and view.memory.recipient[0].name != supplier[0].name:
        recipient = view.memory.recipient
    if not supplier and not recipient:
        return []
    roles = (*supplier, *recipient, *things, *through(view))
    return [Frame("supply", *view.span, roles, count_of(view, roles), value_of(view), None, view.period, False, view.stance)]


def _spoken_of(view: View, goods: tuple[int, ...]) -> bool:
    """ "йдеться про мікроелектроніку", "речь идет о товарах"."""
    words = [w.low for w in view.scene.words[view.clause.start : view.clause.start + 4]]
    return view.scene.phrases[goods[0]].preposition in ("про", "о", "об") and bool({"йдеться", "ідеться", "речь"} & set(words))


def _told_of(view: View, goods: tuple[int, ...]) -> list[Frame]:
    """What is spoken of is what was supplied: the goods, with the parties told before."""
    supplier, recipient = view.memory.supplier, view.memory.recipient
    if not supplier and not recipient:
        return []
    scene = view.scene
    more = [i for i in view.here if i > goods[-1] and scene.phrases[i].preposition in ("про", "о", "об") and goods_name(scene.words[scene.phrases[i].start : scene.phrases[i].end], scene.language) is not None]
    things = tuple(dict.fromkeys((*goods, *(k for i in more for k in chain(view, i)))))
    return [Frame("supply", *view.span, (*supplier, *recipient, *roles_of(view, "goods", things)), stance=view.stance)]


def _making(view: View, goods: tuple[int, ...]) -> list[Frame]:
    scene = view.scene
    maker = agents_of(view) or (() if view.passive else tuple(i for i in view.subject if party(view, scene.phrases[i]) and i not in goods))
    place = next((i for i in view.here if scene.phrases[i].preposition in ("в", "у", "на") and i not in goods and (is_body(view, scene.phrases[i]) or (scene.phrases[i].place is not None and scene.phrases[i].place.itself)) and not is_time(view, scene.phrases[i])), None)  # type: ignore[union-attr]
    roles = (*roles_of(view, "maker", maker), *roles_of(view, "goods", goods), *(roles_of(view, "place", (place,)) if place is not None else ()))
    if not maker and place is None:
        return []
    return [Frame("production", *view.span, roles, count_of(view, roles), value_of(view), None, view.period, False, view.stance)]


def _held(view: View, goods: tuple[int, ...]) -> list[Frame]:
    """ "у цих ракетах близько 30 іноземних мікросхем": goods from abroad in somebody's arms."""
    scene, words = view.scene, view.scene.words
    p = scene.phrases[goods[0]]
    end = whole(scene.phrases, goods[0], words)
    foreign = any(view.is_(w.lemma, "foreign_adjective") for w in words[p.start : end]) or bool(origin(view, goods[0]))
    where = next((i for i in view.here if i not in goods and scene.phrases[i].preposition in ("в", "у") and not is_time(view, scene.phrases[i]) and (goods_name(words[scene.phrases[i].start : scene.phrases[i].end], scene.language) is not None or words[scene.phrases[i].head].pos == "NPRO" or scene.phrases[i].name is not None)), None)
    holding = view.clause.verb < 0 or view.is_(view.verb, "be_verb") or view.is_(view.verb, "find_verb") or view.is_(view.verb, "contain_verb")
    if p.preposition or not foreign or where is None or not holding or (scene.phrases[where].place is not None and scene.phrases[where].place.itself):  # type: ignore[union-attr]
        return []
    user = tuple(replace(r, role="recipient") for r in origin(view, where)) or view.memory.recipient
    supplier = tuple(replace(r, role="supplier") for r in origin(view, goods[0]) if r.start < words[end - 1].end)
    roles = (*supplier, *user, *roles_of(view, "goods", goods))
    return [Frame("supply", *view.span, roles, count_of(view, roles), None, None, view.period, False, view.stance)]
