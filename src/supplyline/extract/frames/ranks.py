"""Who ranks where among those who trade with whom?

"China was Mongolia's primary trading partner", "China is the world's second-largest importer of LNG", "Canada is a top U.S.
source of critical minerals", "Turkey remains a key transit hub". A rank without a figure is a statistic all the same;
a source or supplier of goods is a supply.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supplyline.extract.frames.common import Frame, Role, Scene, split, stance_of, with_name
from supplyline.extract.frames.goods import goods_list, is_goods
from supplyline.extract.frames.parties import country_like, country_named, find_preposition
from supplyline.extract.frames.places import people
from supplyline.extract.phrases import np_right
from supplyline.extract.verbs import VerbGroup

HEADS = {"partner": "partner", "partners": "partner", "importer": "taker", "buyer": "taker", "purchaser": "taker", "exporter": "giver", "source": "source"}
BE = ("be", "become", "remain", "rank")


def find(scene: Scene, told: Sequence[Frame]) -> Iterator[Frame]:
    for vg in scene.groups:
        if vg.lemma not in BE or vg.negated or vg.subject is None or not country_like(scene, vg.subject):
            continue
        head = _head(scene, vg)
        if head is not None and not any(f.kind in ("supply", "trade_flow") and f.start <= scene.toks[head].start < f.end for f in told):
            yield from _rank(scene, vg, head)


def _head(scene: Scene, vg: VerbGroup) -> int | None:
    """The noun of rank behind the verb, with a word of rank before it."""
    toks = scene.toks
    for k in range(vg.end, min(vg.end + 12, len(toks))):
        if toks[k].low in HEADS:
            before = [t.low for t in toks[vg.end : k]]
            trade = HEADS[toks[k].low] != "partner" or toks[k - 1].low in ("trade", "trading")
            ranked = any(w.endswith("largest") or w in ("top", "main", "major", "primary", "key", "biggest", "leading", "principal", "important") for w in before)
            return k if trade and ranked else None
        if (toks[k].tag in ("V", "B", "H", "O", "S", "W") and toks[k].low != "trading") or toks[k].text in (",", ";"):
            return None
    return None


def _rank(scene: Scene, vg: VerbGroup, head: int) -> Iterator[Frame]:
    toks, what = scene.toks, HEADS[scene.toks[head].low]
    if vg.subject is None:
        return
    subject = tuple(r for r in scene.roles("partner", split(scene, vg.subject)) if country_named(scene, r))
    other = people(scene, vg.end, head)  # "Mongolia's primary partner", "a top U.S. source"
    goods: tuple[Role, ...] = ()
    end = head + 1
    of = find_preposition(scene, head + 1, ("of",), limit=6)
    if of is not None and (items := goods_list(scene, of + 1)):
        goods = tuple(g for g in scene.roles("goods", items) if is_goods(scene, g))
        end = items[-1][1]
    with_ = find_preposition(scene, head + 1, ("from", "for", "to"), limit=2)
    if other is None and with_ is not None and (np := np_right(toks, with_ + 1)) and country_like(scene, np):
        other, end = np, max(end, np[1])
    party = scene.roles("reporter", [other]) if other is not None else ()
    if not subject or not (party or goods):
        return
    if what == "source":
        if goods:
            roles = [*(with_name(s, "supplier") for s in subject), *goods, *(with_name(p, "recipient") for p in party)]
            yield scene.frame("supply", vg.subject[0], end, roles, stance=stance_of(scene, vg))
        return
    # the rank of a partner is told of whose trade it is; the rank of an importer or exporter of that country itself
    mine, theirs = ("partner", "reporter") if what == "partner" else ("reporter", "partner")
    roles = [*(with_name(s, mine) for s in subject), *(with_name(p, theirs) for p in party), *goods]
    yield scene.frame("trade_flow", vg.subject[0], end, roles, stance=stance_of(scene, vg), period=scene.period())
