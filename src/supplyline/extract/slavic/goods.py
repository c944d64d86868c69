"""Which goods does a phrase name, or the words behind it?

`goods_of(view, i)` reads phrase i, what an amount, a container or a carrier holds, and what "включаючи" adds; `complement` what a telling noun
has in the genitive ("постачання верстатів"). Anaphors go back to the goods told before.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from supplyline.extract.lexicon import mapping, table
from supplyline.extract.slavic.clauses import FINITE
from supplyline.extract.slavic.phrases import whole
from supplyline.extract.slavic.roles import (
    GOODS_PRONOUNS,
    goods_name,
    is_amount,
    is_body,
    many_of,
    party,
    roles_of,
)
from supplyline.extract.slavic.sources import kind_of
from supplyline.extract.slavic.view import Role, View, chain, is_genitive, is_time


def goods_of(view: View, i: int) -> tuple[Role, ...]:
    """The goods that phrase i names, or that follow it where it is an amount; anaphors go back."""
    scene = view.scene
    p = scene.phrases[i]
    of_a_kind = has_quality(view, i)
    if view.is_(scene.words[p.head].lemma, "container_noun") and not of_a_kind and (inside := _inside(view, i)):
        return inside
    if carries(view, i):
        return _inside(view, i)
    if is_amount(view, p) and i + 1 < len(scene.phrases) and is_genitive(view, i + 1) and not of_a_kind:
        return goods_of(view, i + 1)
    head = scene.words[p.head]
    back = any(view.is_(w.lemma, "this_word") for w in scene.words[p.start : p.head])
    bare = view.is_(head.lemma, "anaphor_noun") and not any(w.pos == "ADJF" for w in scene.words[p.start : p.head]) and not many_of(view, p)
    if (bare or (back and view.is_(head.lemma, "goods_noun"))) and view.memory.goods and whole(scene.phrases, i, scene.words) == p.end and len(chain(view, i)) == 1:
        return view.memory.goods
    if mapping(scene.language, "speaker_nouns").get(head.lemma) == "body" and goods_name(scene.words[p.start : p.end], scene.language) is None:
        return ()
    if any(view.is_(head.lemma, g) for g in ("trade_noun", "sold_noun", "supply_noun", "cooperate_noun", "sanction_noun")):
        return ()  # "торгівля не спрямована проти …": no goods
    if head.pos == "NPRO" and head.low in GOODS_PRONOUNS and view.memory.goods:
        return view.memory.goods
    if head.animate and p.name is None and (kind_of(head, scene.language) is not None or view.is_(head.lemma, "people_noun")) and goods_name([head], scene.language) is None:
        return ()  # people are no goods
    if head.pos == "NPRO" or (is_amount(view, p) and not of_a_kind) or head.lemma in not_goods(scene.language) or (p.place is not None and p.place.itself):
        return ()
    return roles_of(view, "goods", (*(k for k in chain(view, i) if k == i or not is_genitive(view, k)), *_among(view, i)))


def carries(view: View, i: int) -> bool:
    """ "ешелони зі снарядами", "12 вантажівок із запчастинами": transport told with what is in it."""
    return _laden(view, i) and view.is_(view.scene.words[view.scene.phrases[i].head].lemma, "carrier_noun")


def _laden(view: View, i: int) -> bool:
    """Does "із …", with something, follow the phrase?"""
    p, *behind = view.scene.phrases[i : i + 2]
    return any(q.preposition in ("з", "із", "зі", "с", "со") and q.start == p.end + 1 and "ablt" in q.cases for q in behind)


def _inside(view: View, i: int) -> tuple[Role, ...]:
    """ "7 тисяч контейнерів із боєприпасами": what is in them."""
    if _laden(view, i):
        return roles_of(view, "goods", chain(view, i + 1))
    if i + 1 < len(view.scene.phrases) and is_genitive(view, i + 1):
        return goods_of(view, i + 1)
    return roles_of(view, "goods", (i,))


def has_quality(view: View, i: int) -> bool:
    """ "вантажі військового призначення": cargo that is told by what it is for."""
    return i + 1 < len(view.scene.phrases) and is_genitive(view, i + 1) and view.is_(view.scene.words[view.scene.phrases[i + 1].head].lemma, "quality_noun")


def _among(view: View, i: int) -> tuple[int, ...]:
    """ "матеріали та компоненти для заводів, включаючи спецхімію, порох і електроніку": what is named among them."""
    scene = view.scene
    words = scene.words
    for k in range(scene.phrases[i].end, min(view.clause.end + 1, len(words) - 1)):
        if (words[k].low in ("включаючи", "включая", "зокрема")) or words[k].low == "числі" or words[k].low == "числе":
            first = next((n for n, p in enumerate(scene.phrases) if p.start in (k + 1, k + 2) and not p.preposition), None)
            place = scene.phrases[first].place if first is not None else None
            if first is None or (place is not None and place.itself):
                return ()
            wide = replace(view, clause=replace(view.clause, end=len(words)))
            return chain(wide, first)
        if words[k].verb in FINITE:
            return ()
    return ()


@cache
def not_goods(language: str) -> frozenset[str]:
    return frozenset(row[0] for row in table(language, "not_goods"))


def complement(view: View, at: int) -> tuple[Role, ...]:
    """The goods in the genitive behind a telling noun, next to it or behind its places and those it goes to."""
    scene = view.scene
    for k in range(at + 1, min(at + 6, len(scene.phrases))):
        p = scene.phrases[k]
        if p.start >= view.clause.end or (p.start > scene.phrases[k - 1].end + (1 if p.preposition else 0)):
            break
        country = p.place is not None and p.place.itself
        about = p.preposition in ("близько", "понад", "около", "свыше", "более", "порядка")
        if (not p.preposition or about) and "gent" in p.cases | ({"gent"} if about else set()) and not country and (p.name is None or view.is_(scene.words[p.head].lemma, "goods_noun") or goods_name([scene.words[p.head]], scene.language) is not None) and not is_time(view, p):
            if is_body(view, p) and goods_name(scene.words[p.start : p.end], scene.language) is None:
                return ()  # "поставки компаній": whose they are
            if scene.words[p.head].pos == "NOUN" or is_amount(view, p):
                goods = goods_of(view, k)
                if goods:
                    return goods
        elif p.preposition and not (country or party(view, p) or about):
            break  # "поставки в інтересах комплексу": what follows belongs to that
        elif not (p.preposition or p.place is not None or "datv" in p.cases or p.cases == {"ablt"}):
            break
    return ()
