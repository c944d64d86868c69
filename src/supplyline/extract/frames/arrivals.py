"""Which supplies are told from where the goods arrive, or from who depends on whom?

"Machine tools made in Taiwan end up in Russian factories", "Parts flow from A to B", "B relies on A for G", "A accused B
of providing support to Russia's military", "A supports B's industry with G". Who passes goods on is not always named:
a frame needs goods and a place where they arrive, or two parties.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.amounts import values
from supplyline.extract.frames.common import Frame, Role, Scene, split, stance_of
from supplyline.extract.frames.goods import arms_goods, goods_list, is_goods
from supplyline.extract.frames.parties import (
    country_like,
    country_named,
    find_period,
    find_preposition,
    find_via,
    is_military,
    is_recipient,
    recipient_role,
    subject_roles,
)
from supplyline.extract.phrases import Range, np_right
from supplyline.extract.verbs import VerbGroup


def find(scene: Scene) -> Iterator[Frame]:
    for vg in scene.groups:
        if vg.negated or vg.start in scene.used:
            continue
        if vg.lemma in scene.group_words("arrive_verb") and vg.subject is not None and not vg.passive:
            yield from _arrives(scene, vg, vg.subject)
        elif vg.lemma in scene.group_words("depend_verb"):
            yield from _depends(scene, vg)
        elif vg.lemma in scene.group_words("supply_verb"):
            yield from _support_to_arms(scene, vg)
        elif vg.lemma in scene.group_words("help_verb"):
            yield from _helps_with(scene, vg)


def _arrives(scene: Scene, vg: VerbGroup, subject: Range) -> Iterator[Frame]:
    toks = scene.toks
    j = vg.end
    while j < len(toks) and toks[j].low in ("up", "its", "their", "way", "on", "directly"):
        j += 1
    # "reach Russia", "enter Russia" have their place as object; the others have it behind a preposition
    to = j - 1 if vg.lemma in ("reach", "enter") else find_preposition(scene, j, ("in", "into", "to", "at"), limit=8)
    where = np_right(toks, to + 1) if to is not None else None
    if where is None or not (is_recipient(scene, where) or country_like(scene, where)):
        return
    goods, supplier = _made_in(scene, subject)
    from_ = find_preposition(scene, j, ("from",), limit=3)
    if from_ is not None and (origin := np_right(toks, from_ + 1)) is not None and country_like(scene, origin):
        supplier = scene.roles("supplier", [origin])
    elif vg.lemma == "go":
        return  # "went from A to B" tells a supply, "went to B" may be anything
    roles = tuple(g for g in goods if is_goods(scene, g))
    recipient = recipient_role(scene, where)
    if recipient is None or not arms_goods(scene, roles):
        return  # people arrive too
    yield scene.frame(
        "supply", subject[0], where[1], [*supplier, *roles, recipient, *find_via(scene, j)],
        stance=stance_of(scene, vg), period=find_period(scene, subject[0], where[1]),
    )  # fmt: skip


def _made_in(scene: Scene, subject: Range) -> tuple[tuple[Role, ...], tuple[Role, ...]]:
    """ "machine tools made in Taiwan", "parts from China": the goods, and where they come from."""
    toks = scene.toks
    i, j = subject
    for k in range(i + 1, j - 1):
        made = toks[k].low in ("made", "produced", "manufactured", "built") and toks[k + 1].low in ("in", "by")
        if made or toks[k].low == "from":
            at = k + 2 if made else k + 1
            origin = np_right(toks, at)
            if origin is not None and country_like(scene, origin):
                return scene.roles("goods", split(scene, (i, k))), scene.roles("supplier", [origin])
    return scene.roles("goods", split(scene, subject)), ()


def _depends(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "Russia relies on China for 70% of its machine tools"."""
    toks = scene.toks
    on = find_preposition(scene, vg.end, ("on", "upon"), limit=3)
    supplier = np_right(toks, on + 1) if on is not None else None
    if supplier is None or not (country_like(scene, supplier) or (vg.subject is not None and country_like(scene, vg.subject))):
        return
    for_ = find_preposition(scene, supplier[1], ("for",), limit=2)
    if for_ is None:
        return
    of = next((k for k in range(for_ + 1, min(for_ + 8, len(toks))) if toks[k].low == "of"), None)
    figure = [v for a, b, v in values(scene.sentence.text, scene.sentence.start) if toks[for_].end <= a and v.unit == "%"]
    goods = scene.roles("goods", goods_list(scene, of + 1 if figure and of is not None else for_ + 1, ("for",)))
    recipient = subject_roles(scene, vg, "recipient")
    roles = tuple(g for g in goods if is_goods(scene, g))
    if not roles or not recipient:
        return
    end = max(next((k + 1 for k, t in enumerate(toks) if t.end >= g.end), vg.end) for g in roles)
    start = vg.subject[0] if vg.subject else vg.start
    named = scene.roles("supplier", [supplier]) if toks[supplier[1] - 1].text[0].isupper() or country_like(scene, supplier) else ()
    supply = [*named, *recipient, *roles]  # "foreign suppliers" are nobody
    yield scene.frame("supply", start, end, supply, value=figure[0] if figure else None)


def _support_to_arms(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "providing material support to Russia's military-industrial base": no goods, but whom it arms."""
    toks = scene.toks
    obj = np_right(toks, vg.end)
    if obj is None or vg.passive or toks[obj[1] - 1].low not in scene.group_words("support_noun"):
        return
    to = find_preposition(scene, obj[1], ("to", "for"), limit=2)
    whom = np_right(toks, to + 1) if to is not None else None
    supplier = subject_roles(scene, vg, "supplier")
    if whom is None or not supplier or not is_military(scene, whom) or not country_like(scene, whom):
        return
    start = vg.first
    yield scene.frame("supply", start, whom[1], [*supplier, scene.role("recipient", whom)], stance=stance_of(scene, vg))


def _helps_with(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "China supports Russia's defense industry with dual-use goods"."""
    toks = scene.toks
    whom = np_right(toks, vg.end)
    if whom is None or vg.passive or not country_like(scene, whom):
        return
    with_ = find_preposition(scene, whom[1], ("with",), limit=1)
    supplier = subject_roles(scene, vg, "supplier")
    if not supplier:
        return
    if with_ is None:
        # "China supports Russia's defense industry": who arms or supports a military supplies it
        if vg.lemma in ("support", "back", "bolster", "sustain") and is_military(scene, whom) and all(country_named(scene, s) for s in supplier):
            yield scene.frame("supply", vg.first, whom[1], [*supplier, recipient_role(scene, whom)], stance=stance_of(scene, vg))
        return
    goods = goods_list(scene, with_ + 1)
    roles = tuple(g for g in scene.roles("goods", goods) if is_goods(scene, g))
    if roles:
        start = vg.first
        yield scene.frame("supply", start, goods[-1][1], [*supplier, recipient_role(scene, whom), *roles], stance=stance_of(scene, vg))
