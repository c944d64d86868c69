"""Which nouns tell that somebody buys?

"significant buyers of crude oil", "B's imports of G from A", "has been making purchases of G", "facilitating the procurement of G
from A for B".
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.frames.common import Frame, Role, Scene, split
from supplyline.extract.frames.goods import goods_list, is_goods
from supplyline.extract.frames.parties import (
    country_like,
    find_preposition,
    find_via,
    last_word,
    recipient_role,
)
from supplyline.extract.phrases import Range, list_right, np_left, np_right


def bought_by(scene: Scene, i: int) -> Iterator[Frame]:
    """ "significant buyers of Russian crude oil", "imports of nitrocellulose from China"."""
    toks = scene.toks
    goods, roles = _of(scene, i, ("for", "used"))
    if not roles:
        return
    from_ = find_preposition(scene, goods[-1][1], ("from",), limit=3)
    supplier = scene.roles("supplier", [x]) if from_ is not None and (x := np_right(toks, from_ + 1)) else ()
    recipient: tuple[Role, ...] = ()
    start = i
    be = next(
        (
            g
            for g in scene.groups
            if (g.lemma in ("be", "become", "remain") or (g.lemma == "make" and g.form != "base")) and not g.negated and g.end <= i and i - g.end <= 4 and g.subject
        ),
        None,
    )
    if be is not None and be.subject is not None:
        recipient, start = scene.roles("recipient", split(scene, be.subject)), be.subject[0]
        if be.link == "relative" and be.subject[0] > 1 and toks[be.subject[0] - 1].text in ("-", "–", "—"):
            before = np_left(toks, be.subject[0] - 1)
            if before:
                recipient, start = (*scene.roles("recipient", [before]), *recipient), before[0]
    g = next((k for k in range(i - 1, max(i - 4, 0), -1) if toks[k].tag == "G"), None)
    if not recipient and g is not None and (np := np_left(toks, g)):
        recipient = scene.roles("recipient", [np])
    via = find_via(scene, goods[-1][1]) if be is not None and be.lemma == "make" else ()
    if toks[i].low in scene.group_words("import_noun") and not supplier and not (be is not None and be.lemma == "make"):
        return
    if recipient:
        yield scene.frame("supply", start, goods[-1][1], [*supplier, *roles, *recipient, *via])


def procured(scene: Scene, i: int) -> Iterator[Frame]:
    """ "facilitating the procurement of G from A for B", "involved in the procurement of G in support of B"."""
    toks = scene.toks
    goods, roles = _of(scene, i, ("used", "needed"))
    if not roles:
        return
    j = goods[-1][1]
    from_ = find_preposition(scene, j, ("from",), limit=3)
    supplier: tuple[Role, ...] = ()
    if from_ is not None:
        supplier = scene.roles("supplier", list_right(toks, from_ + 1, ()))
        j = max(j, last_word(scene, list(supplier)))
    end, recipient = beneficiary(scene, j)
    agent = next(
        (
            g
            for g in reversed(scene.groups)
            if g.end <= i and i - g.end <= 3 and g.lemma in scene.group_words("agent_verb")
        ),
        None,
    )
    via: tuple[Role, ...] = ()
    if agent is not None and agent.subject is not None:
        via = tuple(r for r in scene.roles("via", split(scene, agent.subject)))
    if recipient is None and not (supplier and via):
        return
    start = agent.subject[0] if agent is not None and agent.subject and agent.subject[0] < i else i
    yield scene.frame("supply", start, max(end, j), [*supplier, *roles, recipient, *via])


def _of(scene: Scene, i: int, links: tuple[str, ...]) -> tuple[list[Range], tuple[Role, ...]]:
    """The goods behind "of" that a noun of buying has, and the fillers they make."""
    goods = goods_list(scene, i + 2, links=links) if i + 1 < len(scene.toks) and scene.toks[i + 1].low == "of" else []
    return goods, tuple(r for r in scene.roles("goods", goods) if is_goods(scene, r))


def beneficiary(scene: Scene, j: int) -> tuple[int, Role | None]:
    """For whom something is procured: "for B", "on behalf of B", "in support of B's programme"."""
    toks = scene.toks
    low = [t.low for t in toks[j : j + 3]]
    if low[:1] == ["on"] and (whose := np_right(toks, j + 1)) and toks[whose[1] - 1].low == "behalf":
        g = next((k for k in range(*whose) if toks[k].tag == "G"), None)  # "on Russia's behalf"
        if g is not None and country_like(scene, (whose[0], g)):
            return whose[1], recipient_role(scene, (whose[0], g))
    for lead in (("in", "support", "of"), ("on", "behalf", "of"), ("for",)):
        if low[: len(lead)] == list(lead) and (np := np_right(toks, j + len(lead))):
            return (np[1], recipient_role(scene, np)) if country_like(scene, np) else (j, None)
    return j, None
