"""Who helps somebody to goods?

"is helping Russia arm itself": who helps supplies. "helped Russia acquire G", "enables Russia's ability to procure G", "helps Russia
bypass sanctions on G": who helps is the channel.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.frames.common import Frame, Scene, stance_of, with_name
from supplyline.extract.frames.goods import goods_list, helpers_goods, people_of
from supplyline.extract.frames.parties import (
    count_parties,
    country_like,
    country_named,
    first_word,
    is_recipient,
    last_word,
    recipient_role,
    subject_roles,
)
from supplyline.extract.phrases import np_right
from supplyline.extract.verbs import VerbGroup

EVADING = ("bypass", "evade", "circumvent", "skirt", "dodge", "sidestep")


def helped(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "is helping Russia arm itself": supplier; "helped Russia acquire G": the helper is the channel."""
    toks = scene.toks
    if vg.negated or vg.passive or vg.subject is None:
        return
    obj = np_right(toks, vg.end)
    if obj is None:
        return
    nxt = next((g for g in scene.groups if g.start >= obj[1] and g.start <= obj[1] + 1), None)
    if nxt is not None and nxt.form == "base" and nxt.lemma not in scene.group_words("get_verb"):
        # "helped Russia circumvent sanctions and buy G"
        both = next((g for g in scene.groups if g.start > nxt.end and g.form == "base" and toks[g.start - 1].tag == "C"), None)
        nxt = both if both is not None and both.lemma in scene.group_words("get_verb") else nxt
    helper = subject_roles(scene, vg, "supplier")
    if nxt is not None and nxt.lemma in EVADING:
        on = next((k for k in range(nxt.end, min(nxt.end + 5, len(toks))) if toks[k].low == "on"), None)
        banned = scene.roles("goods", goods_list(scene, on + 1, links=("for", "of"))) if on is not None else ()
        if banned and helper and country_like(scene, obj):  # "helping Russia bypass sanctions on chips"
            yield scene.frame("supply", first_word(vg), last_word(scene, list(banned)), [*(with_name(h, "via") for h in helper), recipient_role(scene, obj), *banned], stance=stance_of(scene, vg))
        return
    aided = recipient_role(scene, obj)
    if aided is None or not helper:
        return
    if nxt is not None and nxt.lemma in scene.group_words("get_verb"):
        goods = goods_list(scene, nxt.end, links=("for", "of", "used", "needed", "required"))
        roles = scene.roles("goods", goods)
        if roles:
            yield scene.frame(
                "supply",
                first_word(vg),
                goods[-1][1],
                [*(with_name(h, "via") for h in helper), aided, *roles],
                stance=stance_of(scene, vg),
                count=count_parties(scene, (), (), vg, [], "via"),
            )
        return
    if vg.lemma in ("help", "aid", "assist", "enable"):
        if (
            nxt is not None
            and nxt.lemma in ("arm", "replenish", "rearm", "restock", "equip", "rebuild")
            and is_recipient(scene, obj)
        ):
            theirs = helpers_goods(scene, vg, helper)
            yield scene.frame(
                "supply",
                first_word(vg),
                nxt.end + 1,
                [*(people_of(scene, helper) if theirs else helper), *theirs, aided],
                stance=stance_of(scene, vg),
            )
        return
    low = [t.low for t in toks[obj[0] : obj[1]]]
    if (
        vg.lemma in ("support", "back")
        and any(w in ("military", "army", "complex") for w in low)
        and country_like(scene, obj)
        and vg.link == "left"
        and vg.form != "ing"
        and any(country_named(scene, h) for h in helper)
    ):
        yield scene.frame("supply", first_word(vg), obj[1], [*helper, aided], stance=stance_of(scene, vg))
