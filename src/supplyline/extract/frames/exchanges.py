"""Which supplies are told as the other half of a trade, or by a noun whose parties stand around it?

"in exchange for G", "in return for G": what the recipient gives back. "Azu's sales to Russia", "North Korean arms exports
to Russia", "over their alleged export of G that could be used by B's military", "facilitating arms transfers with A".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supplyline.extract.frames.common import Frame, Role, Scene, split, stance_of, with_name
from supplyline.extract.frames.goods import goods_list, is_goods
from supplyline.extract.frames.parties import country_like, find_preposition, last_word, recipient_role
from supplyline.extract.phrases import Range, np_left, np_right
from supplyline.extract.verbs import VerbGroup
from supplyline.read.countries import adjective


def find(scene: Scene, told: Sequence[Frame]) -> Iterator[Frame]:
    yield from _given_back(scene, told)
    for i, t in enumerate(scene.toks):
        if t.tag == "N" and t.low in scene.group_words("supply_noun") and not any(f.kind in ("supply", "shipment", "trade_flow", "measure") and f.start <= t.start < f.end for f in told):
            yield from _between_parties(scene, i)


def _given_back(scene: Scene, told: Sequence[Frame]) -> Iterator[Frame]:
    """ "A sent shells to B in exchange for food": B gives food to A."""
    toks = scene.toks
    for k in range(len(toks) - 3):
        if toks[k].low != "in" or toks[k + 1].low not in ("exchange", "return") or toks[k + 2].low != "for":
            continue
        first = next((f for f in reversed(told) if f.kind in ("supply", "shipment") and f.start < toks[k].start and f.end <= toks[k].start), None)
        if first is None:
            continue
        giver = tuple(with_name(r, "supplier") for r in first.roles if r.role == "recipient")
        taker = tuple(with_name(r, "recipient") for r in first.roles if r.role == "supplier")
        goods = goods_list(scene, k + 3)
        roles = tuple(g for g in scene.roles("goods", goods) if is_goods(scene, g))
        if giver and taker and roles:
            yield scene.frame("supply", k, goods[-1][1], [*giver, *roles, *taker], stance=first.stance)


def _between_parties(scene: Scene, i: int) -> Iterator[Frame]:
    """A noun of supply with its supplier before it and its recipient behind it, with or without goods."""
    toks = scene.toks
    base = np_left(toks, i + 1) or (i, i + 1)
    supplier, start = _giver(scene, i, base)
    if not supplier or any(t.low == "no" for t in toks[max(0, base[0] - 2) : i]):
        return
    goods = goods_list(scene, i + 2, links=("for", "used", "needed")) if i + 1 < len(toks) and toks[i + 1].low == "of" else []
    j = goods[-1][1] if goods else i + 1
    if not goods and i - 1 >= base[0] and toks[i - 1].tag == "N" and toks[i - 1].text[0].islower():
        goods = [(i - 1, i)]  # "arms exports"
    roles = tuple(g for g in scene.roles("goods", goods) if is_goods(scene, g))
    to = find_preposition(scene, j, ("to", "with"), limit=3)
    whom = np_right(toks, to + 1) if to is not None else None
    recipient = recipient_role(scene, whom) if whom is not None and country_like(scene, whom) else _used_by(scene, j)
    if recipient is None or not (roles or toks[i].low not in ("transfer", "transfers", "flow", "flows", "supply", "provision")):
        return
    yield scene.frame("supply", start, max(j, last_word(scene, [recipient])), [*supplier, *roles, recipient], stance=_hedged(scene, i))


def _giver(scene: Scene, i: int, base: Range) -> tuple[tuple[Role, ...], int]:
    """ "Azu's sales", "North Korean arms exports", "firms over their export of"."""
    toks = scene.toks
    g = next((k for k in range(i - 1, max(base[0] - 1, -1), -1) if toks[k].tag == "G"), None)
    if g is not None and (whose := np_left(toks, g)) is not None:
        return scene.roles("supplier", [whose]), whose[0]
    lead = next((k for k in range(i - 1, max(i - 4, -1), -1) if toks[k].low in ("its", "their")), None)
    if lead is not None and lead > 1 and toks[lead - 1].low in ("over", "for") and (who := np_left(toks, lead - 1)) is not None:
        return scene.roles("supplier", split(scene, who)), who[0]
    for k in range(base[0], i):
        pair = f"{toks[k].text} {toks[k + 1].text}"
        if k + 1 < i and adjective(pair) is not None:
            return (Role("supplier", toks[k].start, toks[k + 1].end),), k
        if adjective(toks[k].text) is not None:
            return (Role("supplier", toks[k].start, toks[k].end),), k
    return (), base[0]


def _used_by(scene: Scene, j: int) -> Role | None:
    """ "goods that could be used by Russia's military"."""
    toks = scene.toks
    for vg in scene.groups:
        if vg.lemma == "use" and vg.passive and j <= vg.start <= j + 3 and vg.end < len(toks) and toks[vg.end].low in ("by", "in") and (np := np_right(toks, vg.end + 1)) and country_like(scene, np):
            return recipient_role(scene, np)
    return None


def _hedged(scene: Scene, i: int) -> str | None:
    doing: VerbGroup | None = next((g for g in reversed(scene.groups) if g.end <= i), None)
    alleged = any(t.low in ("alleged", "suspected", "purported") for t in scene.toks[max(0, i - 3) : i])
    return "suspects" if alleged else stance_of(scene, doing) if doing is not None and i - doing.end <= 3 else None
