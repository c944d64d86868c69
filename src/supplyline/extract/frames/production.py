"""Who makes what, and for whom?

Verbs of making; "produced G for B" is a supply to B as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.frames.common import Frame, Role, Scene, split, stance_of, with_name
from supplyline.extract.frames.goods import arms_goods, goods_list, is_goods, split_batches, trailing_goods
from supplyline.extract.frames.parties import (
    find_agent,
    find_preposition,
    first_word,
    is_recipient,
    recipient_role,
    subject_roles,
)
from supplyline.extract.lexicon import words
from supplyline.extract.phrases import Range, extend, np_left, np_right, strip
from supplyline.extract.verbs import VerbGroup
from supplyline.read.countries import adjective


def production_frames(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    toks = scene.toks
    if (
        vg.negated
        or vg.infinitive
        or (vg.passive and find_agent(scene, vg) is None)
        or (vg.form == "ing" and vg.start == vg.head and (vg.link not in ("reduced", "shared") or toks[vg.head].text[0].isupper()))
    ):
        return
    if vg.passive:
        by = find_agent(scene, vg)
        maker = scene.roles("maker", [by]) if by else ()
        goods = split(scene, vg.subject) if vg.subject else []
    else:
        j = vg.end
        if j < len(toks) and toks[j].low == "and" and j + 1 < len(toks) and toks[j + 1].tag == "V":
            other = next((g for g in scene.groups if g.start == j + 1), None)
            j = other.end if other else j
        goods = goods_list(
            scene, j, links=("for", "of", "used", "needed", "required") if j != vg.end else ("of", "used")
        )
        goods, _ = trailing_goods(scene, goods)
        goods, _ = split_batches(scene, goods)
        maker = subject_roles(scene, vg, "maker")
    roles = tuple(g for g in scene.roles("goods", goods) if is_goods(scene, g))
    if not roles or not maker:
        return
    if vg.lemma in ("make", "build", "develop") and not arms_goods(scene, roles):
        return
    place = _place(scene, vg)
    last = max(g[1] for g in goods)
    yield scene.frame(
        "production", first_word(vg), last, [*maker, *roles, *place], stance=stance_of(scene, vg)
    )
    to = find_preposition(scene, last, ("for",), limit=1) if not vg.passive else None
    if (
        vg.lemma in ("produce", "manufacture", "make")
        and to is not None
        and (np := np_right(toks, to + 1))
        and (is_recipient(scene, np) or any(x.low in words(scene.language, "word_groups", "army_word") for x in toks[np[0] : np[1]]))
    ):
        recipient = recipient_role(scene, np)
        yield scene.frame(
            "supply",
            first_word(vg),
            np[1],
            [*(with_name(m, "supplier") for m in maker), *roles, recipient],
            stance=stance_of(scene, vg),
        )


def made_nominally(scene: Scene) -> Iterator[Frame]:
    """ "Russia's production of detonators", "engaged in the production of weapons on the territory of Russia", "drones
    assembled at the Alabuga plant"."""
    toks = scene.toks
    for i, t in enumerate(toks):
        if t.tag != "N" or t.low not in scene.group_words("making_noun"):
            continue
        base = np_left(toks, i + 1) or (i, i + 1)
        goods = goods_list(scene, i + 2, links=("of", "used")) if i + 1 < len(toks) and toks[i + 1].low == "of" else []
        j = goods[-1][1] if goods else i + 1
        if not goods and i > base[0] and toks[i - 1].tag == "N" and toks[i - 1].text[0].islower():
            goods = [(i - 1, i)]  # "weapons production"
        g = next((k for k in range(i - 1, base[0] - 1, -1) if toks[k].tag == "G"), None)
        maker: tuple[Role, ...] = ()
        start = base[0]
        if g is not None and (whose := np_left(toks, g)):
            maker, start = scene.roles("maker", [whose]), whose[0]
        else:
            doing = next((v for v in reversed(scene.groups) if v.end <= base[0] and base[0] - v.end <= 2 and v.lemma in scene.group_words("engage_verb") and v.subject), None)
            if doing is not None and doing.subject is not None:
                maker, start = scene.roles("maker", split(scene, doing.subject)), doing.subject[0]
            elif not any(adjective(x.text) for x in toks[base[0] : i]) and (who := _raises(scene, base[0])) is not None:
                maker, start = scene.roles("maker", split(scene, who)), who[0]
            elif base[0] > 1 and toks[base[0] - 1].low == "in" and toks[base[0] - 2].low in scene.group_words("taking_part") and (whose := np_left(toks, base[0] - 1)):
                # "Chinese involvement in weapons production"
                end = next((k for k in range(*whose) if toks[k].tag == "G"), whose[1] - 1)
                if end > whose[0] and toks[strip(toks, (whose[0], end))[0]].text[0].isupper():
                    maker, start = scene.roles("maker", [(whose[0], end)]), whose[0]
        roles = tuple(x for x in scene.roles("goods", goods) if is_goods(scene, x))
        if not roles or not maker or not arms_goods(scene, roles):
            continue
        at = find_preposition(scene, j, ("in", "on", "at"), limit=2)
        where = np_right(toks, at + 1) if at is not None else None
        place = scene.roles("place", [extend(toks, where, ("of",))]) if where is not None and any(x.text[0].isupper() for x in toks[where[0] : where[1] + 3]) else ()
        yield scene.frame("production", start, max(j, where[1] if where and place else j), [*maker, *roles, *place])
    for vg in scene.groups:
        if vg.lemma not in scene.group_words("produce_verb") or vg.negated or vg.subject is None:
            continue
        if not (vg.passive or (vg.form == "ed" and vg.link == "reduced")) or find_agent(scene, vg) is not None:
            continue
        at = find_preposition(scene, vg.end, ("at", "in"), limit=2)
        where = np_right(toks, at + 1) if at is not None else None
        roles = tuple(x for x in scene.roles("goods", split(scene, vg.subject)) if is_goods(scene, x))
        if at is None or where is None or not roles or not arms_goods(scene, roles):
            continue
        plant = toks[where[1] - 1].low in ("plant", "factory", "works", "facility", "site") or toks[at].low == "at"
        if plant:
            yield scene.frame("production", vg.subject[0], where[1], [scene.role("maker", where), *roles], stance=stance_of(scene, vg))


def _raises(scene: Scene, i: int) -> Range | None:
    """ "Kupol increased production of drones", "signed a contract for the production of": whose verb it is."""
    toks = scene.toks
    at = i
    while at > 0 and toks[at - 1].tag == "D":
        at -= 1
    if at > 1 and toks[at - 1].low in ("for", "on") and (deal := np_left(toks, at - 1)) is not None:
        at = deal[0]
    doing = next((v for v in reversed(scene.groups) if v.end == at or (v.end < at and at - v.end == 1 and toks[v.end].low in ("up", "its", "their"))), None)
    who = doing.subject if doing is not None and not doing.passive and not doing.negated else None
    named = who is not None and toks[who[1] - 1].text[0].isupper()
    return who if named else None


def _place(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    """ "a Shenzhen-based company that produces …"."""
    if vg.subject is None:
        return ()
    for t in scene.toks[max(vg.subject[0] - 2, 0) : vg.subject[1]]:
        if t.low.endswith("-based") and t.text[0].isupper():
            return (Role("place", t.start, t.end - len("-based")),)
    return ()
