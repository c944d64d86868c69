"""Which nouns carry a supply?

"suppliers of G to B", "deliveries of G to B", "six large shipments of G", "A's support for B's
military", "buyers of G", "confirmed data on 20 factories".
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.amounts import values
from supplyline.extract.frames.buyers import bought_by, procured
from supplyline.extract.frames.common import Frame, Role, Scene, split, stance_of
from supplyline.extract.frames.goods import arms_goods, cut_for, goods_list, is_goods
from supplyline.extract.frames.parties import (
    count_of_cases,
    country_like,
    country_named,
    find_period,
    find_preposition,
    find_via,
    has_military_word,
    is_military,
    is_named,
    is_recipient,
    last_word,
    recipient_role,
    recipients_right,
)
from supplyline.extract.phrases import (
    Range,
    list_right,
    np_left,
    np_right,
    strip,
)
from supplyline.extract.verbs import VerbGroup
from supplyline.model import Count
from supplyline.read.countries import adjective


def nominal_frames(scene: Scene) -> Iterator[Frame]:
    suppliers, support = scene.group_words("supplier_noun"), scene.group_words("support_noun")
    supplies = scene.group_words("supply_noun") | scene.group_words("shipment_noun")
    bought = scene.group_words("importer_noun") | scene.group_words("import_noun")
    for i, t in enumerate(scene.toks):
        if t.tag != "N" or i in scene.taken:
            continue
        if t.low in suppliers:
            yield from _suppliers(scene, i)
        elif t.low in support:
            yield from _support(scene, i)
        elif t.low in supplies:
            yield from _deliveries(scene, i)
        elif t.low in ("data", "information", "evidence"):
            yield from _evidence(scene, i)
        elif t.low in bought:
            frames = list(procured(scene, i)) if t.low in scene.group_words("procure_noun") else []
            yield from frames or bought_by(scene, i)


def _suppliers(scene: Scene, i: int) -> Iterator[Frame]:
    """ "suppliers of microelectronics and ball bearings to Russia's military-industrial complex"."""
    toks = scene.toks
    yield from _named_supplier(scene, i)
    if i + 1 >= len(toks) or toks[i + 1].low not in ("of", "to"):
        if i + 1 < len(toks) and toks[i + 1].tag == "C" and i + 2 < len(toks) and toks[i + 2].tag == "N":
            pass
        else:
            return
    rel = next(
        (
            g
            for g in scene.groups
            if g.link == "relative"
            and g.subject
            and g.subject[0] <= i < g.subject[1]
            and g.lemma in scene.group_words("supply_verb") | scene.group_words("send_verb")
        ),
        None,
    )
    if rel is not None:
        return
    of = find_preposition(scene, i + 1, ("of",), limit=5)
    goods = goods_list(scene, of + 1, links=("for", "used")) if of is not None else []
    goods = [(g[0], cut_for(scene, g)) for g in goods]
    to = find_preposition(scene, goods[-1][1] if goods else i + 1, ("to", "for"), limit=2)
    g = next((k for k in range(i - 1, max(i - 4, 0), -1) if toks[k].tag == "G"), None)
    if to is None and g is not None and goods and (owner := np_left(toks, g)) and country_like(scene, owner):
        # "becoming Moscow's leading supplier of dual-use goods"
        be = next(
            (
                v
                for v in reversed(scene.groups)
                if v.end <= owner[0] and v.lemma in ("be", "become", "remain") and v.subject
            ),
            None,
        )
        before = owner[0] - 1 - (toks[owner[0] - 1].tag == "D") if owner[0] else 0
        named = np_left(toks, before) if before > 0 and toks[before].text == "," else None
        who = be.subject if be is not None and be.subject is not None else named
        if who is not None and (who != named or toks[who[0]].text[0].isupper()):
            roles = tuple(x for x in scene.roles("goods", goods) if is_goods(scene, x))
            yield scene.frame(
                "supply",
                owner[0],
                goods[-1][1],
                [scene.role("supplier", who), *roles, scene.role("recipient", owner)],
            )
        return
    if to is None and goods and (fed := _fed(scene, goods)) is not None:
        lead = _leading(scene, np_left(toks, i + 1) or (i, i + 1))
        if lead is not None and lead.subject is not None:
            roles = tuple(x for x in scene.roles("goods", goods) if is_goods(scene, x))
            yield scene.frame("supply", lead.subject[0], fed[1], [scene.role("supplier", lead.subject), *roles, scene.role("recipient", fed)], stance=stance_of(scene, lead))
        return
    roles = tuple(g for g in scene.roles("goods", goods) if is_goods(scene, g))
    head = np_left(toks, i + 1) or (i, i + 1)
    supplier = scene.role("supplier", head)
    leading = _leading(scene, head)
    if leading is not None and leading.subject is not None:
        supplier = scene.role("supplier", leading.subject) or supplier
        head = (leading.subject[0], head[1])
    np = np_right(toks, to + 1) if to is not None else None
    if np is None or not is_recipient(scene, np):
        if leading is not None and leading.subject is not None and country_like(scene, leading.subject) and arms_goods(scene, roles):
            yield scene.frame("supply", head[0], goods[-1][1], [supplier, *roles])  # "emerged as a top supplier of drones"
        return
    yield scene.frame("supply", head[0], np[1], [supplier, *roles, recipient_role(scene, np)])


def _leading(scene: Scene, head: Range) -> VerbGroup | None:
    """The verb of being before "a leading supplier": "is", "has become", "emerged as", "serves as", "is among"."""
    toks = scene.toks
    for g in reversed(scene.groups):
        if g.end > head[0]:
            continue
        between = [t.low for t in toks[g.end : head[0]] if t.tag != "D"]
        plain = g.lemma in ("become", "be", "remain") and between in ([], ["among"], ["now"], ["also"], ["still"])
        return g if plain or (g.lemma in scene.group_words("serve_verb") and between in (["as"], ["up", "as"])) else None
    return None


def _fed(scene: Scene, goods: list[Range]) -> Range | None:
    """ "goods that feed the Russian defense sector": whom they are for."""
    toks, j = scene.toks, goods[-1][1]
    verb = next((g for g in scene.groups if g.link == "relative" and g.start == j + 1 and not g.negated), None)
    whom = np_right(toks, verb.end) if verb is not None and verb.lemma in scene.group_words("feed_verb") else None
    return whom if whom is not None and country_like(scene, whom) and is_military(scene, whom) else None


def _named_supplier(scene: Scene, i: int) -> Iterator[Frame]:
    """ "North Korea is Russia's leading weapons supplier"."""
    toks = scene.toks
    base = np_left(toks, i + 1)
    g = next((k for k in range(i - 1, max(i - 7, 0), -1) if toks[k].tag == "G"), None)
    if base is None or g is None or toks[i - 1].tag != "N" or toks[i - 1].text[0].isupper() or i - 1 <= g:
        return
    owner = np_left(toks, g)
    be = _leading(scene, owner) if owner is not None else None
    if owner is None or be is None or be.subject is None or be.negated or not country_like(scene, owner):
        return
    goods = tuple(r for r in scene.roles("goods", [(i - 1, i)]) if is_goods(scene, r))
    if goods:
        yield scene.frame("supply", be.subject[0], i + 1, [scene.role("supplier", be.subject), *goods, scene.role("recipient", owner)])


def _support(scene: Scene, i: int) -> Iterator[Frame]:
    """ "announced $2 billion in military aid for Ukraine", "Beijing's support for Moscow's military", "contribution of China … to maintaining Russia's military industrial base"."""
    toks = scene.toks
    supplier: tuple[Role, ...] = ()
    g = next((k for k in range(i - 1, max(i - 4, 0), -1) if toks[k].tag == "G"), None)
    if g is not None and (np := np_left(toks, g)):
        supplier = tuple(r for r in scene.roles("supplier", [np]) if country_named(scene, r))
        if supplier and i - 1 > g and arms_goods(scene, scene.roles("goods", [(i - 1, i)])):
            # "North Korea's arms support"
            arms = scene.roles("goods", [(i - 1, i)])
            yield scene.frame("supply", np[0], i + 1, [*supplier, *arms, *scene.memory.recipients[:1]])
            return
    elif i > 0 and toks[i - 1].low in ("its", "their"):
        doing = next((v for v in reversed(scene.groups) if v.end <= i and v.subject), None)
        if doing is not None and doing.subject is not None:  # "China has defended its support for …"
            supplier = tuple(r for r in scene.roles("supplier", [doing.subject]) if country_named(scene, r))
    elif (base := np_left(toks, i + 1)) is not None and (own := strip(toks, base))[0] < i and all(t.text[0].isupper() or t.text in "()" for t in toks[own[0] : i]):
        supplier = tuple(r for r in scene.roles("supplier", [(own[0], i)]) if country_like(scene, (own[0], i)))  # "Chinese support for …"
    j = i + 1
    if not supplier and j < len(toks) and toks[j].low in ("of", "from"):
        chain = list_right(toks, j + 1, ())
        if not chain:
            return
        supplier, j = scene.roles("supplier", chain), chain[-1][1]
        if not any(country_named(scene, s) for s in supplier):
            return
    to = find_preposition(scene, j, ("for", "to"), limit=1)
    if not supplier and to is not None and i > 0 and toks[i - 1].low in ("military", "lethal", "security"):
        verb = next(
            (
                g
                for g in reversed(scene.groups)
                if g.end <= i
                and g.lemma in ("announce", "pledge", "approve", "promise", "authorize", "unveil")
                and g.subject
            ),
            None,
        )
        np = np_right(toks, to + 1)
        if verb is not None and verb.subject is not None and np is not None and country_like(scene, np):
            base = np_left(toks, i + 1) or (i - 1, i + 1)
            amount = [
                v for _, _, v in values(scene.text[toks[verb.end].start : toks[i].end], 0) if v.unit != "%"
            ]
            yield scene.frame(
                "supply",
                verb.subject[0],
                np[1],
                [
                    *scene.roles("supplier", [verb.subject]),
                    scene.role("goods", base),
                    recipient_role(scene, np),
                ],
                value=amount[0] if amount else None,
                period=scene.period(),
            )
            return
    if to is None or not supplier:
        return
    k = to + 1
    if k < len(toks) and toks[k].form == "ing":
        k += 1
    np2 = np_right(toks, k)
    if np2 is None or not (country_like(scene, np2) and is_military(scene, np2)):
        return
    start = next(k for k, t in enumerate(toks) if t.start >= supplier[0].start)
    yield scene.frame("supply", min(start, i), np2[1], [*supplier, recipient_role(scene, np2)])


def _deliveries(scene: Scene, i: int) -> Iterator[Frame]:
    """ "six large shipments of special chemicals", "deliveries of G (from A) to B", "the supply of G to B"."""
    toks = scene.toks
    if any(t.low == "no" for t in toks[max(0, i - 3) : i]):
        return  # "no record of exports of …"
    if toks[i].low in ("transfer", "exchange") and any(
        t.low in scene.group_words("cooperation_noun") for t in toks
    ):
        return  # a form of the cooperation the sentence tells
    base = np_left(toks, i + 1) or (i, i + 1)
    j = i + 1
    goods: list[Range] = []
    if j + 1 < len(toks) and toks[j].text in ('"', "”") and toks[j + 1].low == "of":
        j += 1
    if j < len(toks) and toks[j].low == "of":
        goods = goods_list(scene, j + 1, links=("for", "used", "needed"))
        j = goods[-1][1] if goods else j
    elif (
        i > base[0]
        and toks[i - 1].tag in ("N", "J")
        and toks[i - 1].low not in ("military", "critical", "large", "significant", "russian", "chinese")
    ):
        k = i - 1
        while k > base[0] and toks[k - 1].tag == "N" and not toks[k - 1].text[0].isupper():
            k -= 1
        if toks[k].tag == "N":
            goods = [(k, i)]
    if _restricted(scene, i, base) or _absent(scene, i):
        return  # "banned exports of gallium": what is stopped is not supplied
    to = find_preposition(scene, j, ("to",), limit=8)
    from_ = find_preposition(scene, j, ("from",), limit=6)
    by = find_preposition(scene, j, ("by",), limit=8)
    recipient = [
        r
        for x in (recipients_right(scene, to + 1) if to is not None else [])
        if (r := recipient_role(scene, x))
    ]
    if (
        recipient
        and to is not None
        and not is_recipient(scene, (to + 1, to + 2))
        and not any(
            country_named(scene, r) or is_named(scene, r) or has_military_word(scene.words(r))
            for r in recipient
        )
    ):
        recipient = []
    supplier: tuple[Role, ...] = ()
    for at in (from_, by):
        if at is not None and not supplier and (np := np_right(toks, at + 1)) and toks[np[0]].tag != "Y":
            supplier = tuple(
                r for r in scene.roles("supplier", [np]) if country_named(scene, r) or is_named(scene, r)
            )
    g = next((k for k in range(i - 1, base[0] - 1, -1) if toks[k].tag == "G"), None)
    if g is not None and not supplier and (np := np_left(toks, g)):
        supplier = scene.roles("supplier", [np])
    if not supplier and recipient and (a := next((a for a in range(base[0], i) if adjective(toks[a].text)), None)) is not None:
        supplier = (Role("supplier", toks[a].start, toks[a].end),)  # "Chinese deliveries of gunpowder to Russia"
    if not supplier and recipient and goods and adjective(toks[goods[0][0]].text):
        first = toks[goods[0][0]]
        supplier = (Role("supplier", first.start, first.end),)  # "the supply of North Korean weapons to Russia"
    number = scene.number(base)
    cases = count_of_cases(scene)
    shipment = toks[i].low in scene.group_words("shipment_noun") or (
        cases is not None and toks[i].low in scene.group_words("supply_noun")
    )
    count = (
        Count(number.min, number.max, number.text, None, toks[i].text)
        if number
        and shipment
        and any(
            t.tag == "M" or t.low in ("several", "multiple", "dozens", "numerous", "hundreds")
            for t in toks[base[0] : i]
        )
        else None
    )
    if count is None and shipment and cases is not None:
        count = Count(cases.min, cases.max, cases.text, None, cases.event)
    if not goods and to is not None and recipient:
        end = last_word(scene, recipient)
        if end < len(toks) and toks[end].low == "of":  # "shipments to Russia of components"
            goods = goods_list(scene, end + 1, links=("for", "used", "needed"))
            j = goods[-1][1] if goods else j
    roles = tuple(r for r in scene.roles("goods", goods) if is_goods(scene, r))
    amount = [
        v
        for s, e, v in values(scene.text[toks[base[0]].start : toks[min(j, len(toks)) - 1].end], 0)
        if v.unit != "%"
    ]
    if _governs(scene, i):
        return
    if shipment and count is not None and (roles or recipient):
        yield scene.frame(
            "shipment",
            base[0],
            j,
            [*supplier, *roles, *recipient],
            count=count,
            value=amount[0] if amount else None,
            period=find_period(scene, 0, len(toks)),
        )
        return
    if not roles or not (recipient or supplier):
        return
    single = toks[i].low in ("shipment", "consignment", "cargo", "batch") and toks[base[0]].low in (
        "a",
        "an",
        "the",
        "one",
        "this",
    )
    yield scene.frame(
        "shipment" if single else "supply",
        base[0],
        max(j, last_word(scene, recipient)),
        [*supplier, *roles, *recipient, *find_via(scene, i), *(_involved(scene, base[0]) if from_ is not None and supplier else ())],
        value=amount[0] if amount else None,
        period=find_period(scene, base[0], len(toks)),
    )


def _involved(scene: Scene, i: int) -> tuple[Role, ...]:
    """ "firms involved in the supply of G from A to B": A supplies, through them."""
    verb = next((g for g in scene.groups if g.lemma == "involve" and 0 < i - g.end <= 2), None)
    return scene.roles("via", split(scene, verb.subject)) if verb is not None and verb.subject is not None else ()


def _restricted(scene: Scene, i: int, base: Range) -> bool:
    """Does a verb of stopping govern the noun, or a noun of restriction stand before it ("a ban on exports of …")?"""
    toks = scene.toks
    if base[0] > 1 and toks[base[0] - 1].low in ("on", "of") and toks[base[0] - 2].low in scene.group_words("restriction_noun"):
        return True
    if i + 1 < len(toks) and toks[i + 1].low in scene.group_words("restriction_noun"):
        return True
    return any(
        g.lemma in scene.group_words("restrict_verb") and not g.passive and not g.negated and g.end <= i and base[0] - g.end <= 2
        for g in scene.groups
    )


def _absent(scene: Scene, i: int) -> bool:
    """ "exports to Russia were practically non-existent": nothing was supplied."""
    toks = scene.toks
    return any(
        g.lemma in ("be", "remain") and g.subject and g.subject[0] <= i < g.start
        and any(t.low in ("non-existent", "nonexistent", "absent", "nil", "zero") for t in toks[g.end : g.end + 3])
        for g in scene.groups
    )  # fmt: skip


def _evidence(scene: Scene, i: int) -> Iterator[Frame]:
    """ "confirmed data on 20 Russian factories", once the document has said who supplies."""
    toks = scene.toks
    if (
        i + 1 >= len(toks)
        or toks[i + 1].low not in ("on", "about", "concerning", "regarding")
        or not scene.memory.suppliers
    ):
        return
    np = np_right(toks, i + 2)
    if np is None or not any(t.tag == "M" for t in toks[np[0] : np[1]]) or not is_recipient(scene, np):
        return
    yield scene.frame(
        "supply",
        i,
        np[1],
        [*scene.memory.suppliers, recipient_role(scene, np)],
        count=scene.count(np, "recipient"),
    )


def _governs(scene: Scene, i: int) -> bool:
    """The noun is the goods of a supply verb ("is providing critical supplies"): the verb's frame has it."""
    verbs = scene.group_words("supply_verb") | scene.group_words("send_verb") | scene.group_words("get_verb")
    return any(g.lemma in verbs and g.end <= i and i - g.end <= 3 for g in scene.groups)
