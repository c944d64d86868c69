"""Who buys what from whom, and for whom?

"B bought G from A", "G were procured from A", "a network procuring G for B": what may not be bought is no purchase.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.frames.buyers import beneficiary
from supplyline.extract.frames.common import Frame, Role, Scene, split, stance_of, with_name
from supplyline.extract.frames.goods import (
    arms_goods,
    cut_for,
    goods_list,
    is_goods,
    split_batches,
)
from supplyline.extract.frames.parties import (
    country_like,
    find_agent,
    find_period,
    find_preposition,
    find_via,
    is_recipient,
    recipient_role,
    subject_roles,
)
from supplyline.extract.phrases import Range, list_right, np_right
from supplyline.extract.verbs import VerbGroup
from supplyline.read.countries import adjective


def past_worth(scene: Scene, j: int) -> int:
    """ "$20 million worth of equipment": where the goods begin."""
    toks = scene.toks
    return next((k + 2 for k in range(j, min(j + 9, len(toks) - 1)) if toks[k].low == "worth" and toks[k + 1].low == "of"), j)


def bought(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "B bought G from A", "G were procured from A"."""
    toks = scene.toks
    if vg.negated or _barred(scene, vg):
        return
    if vg.passive or (vg.link == "reduced" and vg.form == "ed"):
        if vg.subject is None:
            return
        goods = split(scene, vg.subject)
        from_ = find_preposition(scene, vg.end, ("from",), limit=6)
        by = find_agent(scene, vg)
        recipient = scene.roles("recipient", [by]) if by else ()
    else:
        goods = goods_list(scene, past_worth(scene, vg.end), links=("for", "of", "used", "needed", "required"))
        from_ = find_preposition(scene, goods[-1][1], ("from",), limit=6) if goods else None
        if vg.infinitive and _aim(scene, vg):
            return
        recipient = subject_roles(scene, vg, "recipient")
    via = find_via(scene, vg.end) if not vg.passive else ()
    origin = _origin(scene, goods) if vg.lemma == "receive" and from_ is None and not vg.passive else ()
    whose = find_preposition(scene, cut_for(scene, goods[-1]), ("for",), limit=2) if goods else None
    if vg.lemma in ("receive", "secure", "get", "obtain", "source") and from_ is None and not via and not origin and not (whose is not None and vg.lemma == "obtain"):
        return
    goods = [(g[0], cut_for(scene, g)) for g in goods]
    after = goods[-1][1] if goods else 0
    goods, batches = split_batches(scene, goods)
    roles_goods = tuple(g for g in scene.roles("goods", goods) if is_goods(scene, g))
    if not roles_goods:
        return
    sources = list_right(toks, from_ + 1, ("of",))[:4] if from_ is not None else []
    told = next((n for n, r in enumerate(sources) if n and r[1] < len(toks) and toks[r[1]].tag in ("V", "B", "H", "O")), len(sources))
    sources = sources[:told]  # "from China, S&P said"
    if sources:
        sources += _more_sources(scene, sources[-1][1])
    supplier = scene.roles("supplier", sources) if from_ is not None else origin
    for_ = find_preposition(scene, after, ("for", "on"), limit=2) or (find_preposition(scene, sources[-1][1], ("for",), limit=1) if sources else None)
    if for_ is not None and not vg.passive and (np := np_right(toks, for_ + 1)) and (country_like(scene, np) or is_recipient(scene, np) or toks[np[1] - 1].text.isupper()):
        # "a network procuring parts for Russia": the buyer is the channel
        start = vg.first
        yield scene.frame(
            "supply",
            start,
            np[1],
            [*(with_name(r, "via") for r in recipient), *supplier, *roles_goods, recipient_role(scene, np)],
            stance=stance_of(scene, vg),
            period=find_period(scene, start, np[1]),
        )
        return
    end, whom = beneficiary(scene, goods[-1][1])
    if whom is not None and not vg.passive and end > goods[-1][1] and toks[goods[-1][1]].low != "for":
        start = vg.first
        agents = [with_name(r, "via") for r in recipient]
        yield scene.frame(
            "supply", start, end, [*agents, *supplier, *roles_goods, whom], stance=stance_of(scene, vg)
        )
        return
    if not supplier and not (recipient and (via or arms_goods(scene, roles_goods))):
        return
    if any(scene.words(s).casefold() in ("abroad", "there", "now") for s in supplier):
        supplier = ()
    ends = [vg.end, *(g[1] for g in goods)]
    if supplier and from_ is not None:
        ends.append(next((k for k in range(from_, len(toks)) if toks[k].end >= supplier[-1].end), from_) + 1)
    start = vg.first
    yield scene.frame(
        "supply" if batches is None else "shipment",
        start,
        max(ends),
        [*supplier, *roles_goods, *recipient, *via],
        stance=stance_of(scene, vg),
        count=batches,
        period=find_period(scene, start, max(ends)),
        settled=("supplier", "recipient") if supplier and recipient and from_ is not None else (),
    )


def _more_sources(scene: Scene, j: int) -> list[Range]:
    """ "from China, X said, and also from Kazakhstan and Turkey": the sources go on."""
    toks = scene.toks
    at = next((k for k in range(j, min(j + 9, len(toks) - 1)) if toks[k].low == "from" and toks[k - 1].low in ("and", "also", "as") and toks[k].tag == "P"), None)
    return list_right(toks, at + 1, ("of",))[:4] if at is not None else []


def _barred(scene: Scene, vg: VerbGroup) -> bool:
    """ "entities banned from buying goods": what is forbidden is no purchase."""
    stops = scene.group_words("stop_verb") | scene.group_words("restrict_verb")
    return vg.form == "ing" and any(g.lemma in stops and g.end in (vg.start, vg.start - 1) for g in scene.groups)


def _origin(scene: Scene, goods: list[Range]) -> tuple[Role, ...]:
    """ "received 500,000 barrels of Iranian crude": Iranian."""
    for r in goods[:1]:
        for t in scene.toks[r[0] : r[1]]:
            if t.text[0].isupper() and adjective(t.text) is not None:
                return (Role("supplier", t.start, t.end),)
    return ()


def _aim(scene: Scene, vg: VerbGroup) -> bool:
    """ "B's ability to procure G": what B could or would do is no supply."""
    noun = scene.toks[vg.start - 1].low if vg.start else ""
    return noun in scene.group_words("aim_noun")
