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
from supplyline.extract.phrases import np_right
from supplyline.extract.verbs import VerbGroup


def production_frames(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    toks = scene.toks
    if (
        vg.negated
        or vg.infinitive
        or (vg.passive and find_agent(scene, vg) is None)
        or (vg.form == "ing" and vg.start == vg.head and vg.link not in ("reduced", "shared"))
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
        and is_recipient(scene, np)
    ):
        recipient = recipient_role(scene, np)
        yield scene.frame(
            "supply",
            first_word(vg),
            np[1],
            [*(with_name(m, "supplier") for m in maker), *roles, recipient],
            stance=stance_of(scene, vg),
        )


def _place(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    """ "a Shenzhen-based company that produces …"."""
    if vg.subject is None:
        return ()
    for t in scene.toks[max(vg.subject[0] - 2, 0) : vg.subject[1]]:
        if t.low.endswith("-based") and t.text[0].isupper():
            return (Role("place", t.start, t.end - len("-based")),)
    return ()
