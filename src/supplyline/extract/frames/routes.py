"""Through where do goods reach whom?

"goods are (re)routed through the UAE", "machine tools shipped to Russia go via Turkey and China",
"the UAE is becoming a hub for electronics": the country or firm passed through is the channel of the supply.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.frames.common import Frame, Role, Scene, split, stance_of
from supplyline.extract.frames.goods import goods_list, is_goods
from supplyline.extract.frames.parties import country_like, find_preposition, last_word, recipient_role
from supplyline.extract.phrases import Range, list_right, np_chain_left, np_right
from supplyline.extract.verbs import VerbGroup


def find(scene: Scene) -> Iterator[Frame]:
    for vg in scene.groups:
        if not vg.negated and vg.start not in scene.used and vg.subject is not None and vg.lemma in scene.group_words("route_verb") and (vg.passive or vg.form == "ed"):
            yield from _routed(scene, vg)


def hubs(scene: Scene) -> Iterator[Frame]:
    """Before the supplies that go through them, whose frames do not say so."""
    for vg in scene.groups:
        becomes = vg.lemma in scene.group_words("become_verb") or vg.lemma in scene.group_words("serve_verb") or vg.lemma in ("be", "remain")
        if becomes and not vg.negated and vg.start not in scene.used and vg.subject is not None:
            yield from _hub(scene, vg)


def _routed(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    toks = scene.toks
    at = next((k for k in range(vg.end, min(vg.end + 6, len(toks))) if toks[k].low in ("through", "via")), None)
    if at is None or vg.subject is None:
        return
    via = scene.roles("via", list_right(toks, at + 1, ("of",))[:4])
    goods, recipient, start = _what(scene, vg)
    to = find_preposition(scene, vg.end, ("to", "into"), limit=12)
    if to is not None and (np := np_right(toks, to + 1)) and country_like(scene, np):
        recipient = recipient_role(scene, np)
    roles = tuple(g for g in scene.roles("goods", goods) if is_goods(scene, g))
    recipient = recipient or next(iter(scene.memory.recipients), None)
    if not roles or not via or recipient is None:
        return
    last = last_word(scene, [via[-1]])
    yield scene.frame("supply", start, last, [*roles, recipient, *via], stance=stance_of(scene, vg))


def _what(scene: Scene, vg: VerbGroup) -> tuple[list[Range], Role | None, int]:
    """The goods of the subject, and the recipient of its own clause ("G produced in A and shipped to B are …")."""
    toks, subject = scene.toks, vg.subject
    if subject is None:
        return [], None, vg.start
    inner = next(
        (
            g
            for g in reversed(scene.groups)
            if g.end <= vg.start and g.lemma in scene.group_words("send_verb") and g.form == "ed" and not g.infinitive
        ),
        None,
    )
    recipient = None
    if inner is not None:
        to = find_preposition(scene, inner.end, ("to",), limit=3)
        if to is not None and to < vg.start and (np := np_right(toks, to + 1)):
            recipient = recipient_role(scene, np)
            first = next((g for g in scene.groups if g.end <= inner.start and inner.start - g.end <= 5), inner)
            head = np_chain_left(toks, first.start, tight=True) if first.link == "reduced" else None
            subject = head or inner.subject or subject
    return split(scene, subject), recipient, subject[0]


def _hub(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "the UAE is becoming a shipping hub for goods such as electronics", "Turkey serves as a conduit for sensitive goods"."""
    toks = scene.toks
    k = vg.end + (1 if vg.end < len(toks) and toks[vg.end].low == "as" else 0)
    modified = k + 1 < len(toks) and toks[k].tag == "V" and toks[k + 1].low in scene.group_words("hub_noun")
    np = (k, k + 2) if modified else np_right(toks, k)  # "re-export hubs"
    if np is None or vg.subject is None or not _is_hub(scene, np) or not country_like(scene, vg.subject):
        return
    for_ = find_preposition(scene, np[1], ("for", "of"), limit=1)
    goods = goods_list(scene, for_ + 1, links=("for", "used", "such")) if for_ is not None else []
    if goods and (of := _flow_of(scene, goods[0])) is not None:
        goods = goods_list(scene, of, links=("for", "used", "such"))  # "for shipments of chips to B"
    served = np_right(toks, for_ + 1) if for_ is not None else None
    if served is not None and country_like(scene, served) and toks[served[1] - 1].text[0].isupper():
        goods = []  # "hubs for B"
        end = served[1]
        to: int | None = for_
    else:
        end = goods[-1][1] if goods else np[1]
        to = find_preposition(scene, end, ("to", "into"), limit=3)
    roles = tuple(g for g in scene.roles("goods", goods) if is_goods(scene, g))
    whom = np_right(toks, to + 1) if to is not None else None
    if whom is not None and country_like(scene, whom):
        recipient, end = recipient_role(scene, whom), whom[1]
    else:
        recipient = next(iter(scene.memory.recipients), None)
    if recipient is not None:
        yield scene.frame("supply", vg.subject[0], end, [*roles, recipient, *scene.roles("via", split(scene, vg.subject))], stance=stance_of(scene, vg))


def _is_hub(scene: Scene, np: Range) -> bool:
    """ "a hub", "a transit point", not any point or channel."""
    low = [t.low for t in scene.toks[np[0] : np[1]]]
    return low[-1] in scene.group_words("hub_noun") and (low[-1] not in ("point", "points", "channel", "channels") or any(w.startswith(("trans", "supply")) for w in low))


def _flow_of(scene: Scene, r: Range) -> int | None:
    """Where the goods begin in "shipments of chips"."""
    toks = scene.toks
    of = next((k for k in range(r[0], min(r[1] + 1, len(toks))) if toks[k].low == "of"), None)
    return of + 1 if of is not None and of > r[0] and (toks[of - 1].low in scene.group_words("supply_noun") or toks[of - 1].low in scene.group_words("shipment_noun")) else None
