"""Who supplies what to whom, through whom, and who makes it?

Verbs in active, passive, reduced and infinitive form ("supplies B with G", "G were shipped to B by
A", "accused of supplying"), nominal forms ("suppliers of G to B", "deliveries of G to B", "A's
support for B's military"), continuations ("These supplies include …"), helpers ("helped B acquire
G": the helper is the channel) and production. A supply needs goods or a recipient, and a party.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supplyline.extract.frames.common import Frame, Role, Scene, split, stance_of, with_name
from supplyline.extract.lexicon import table
from supplyline.extract.numbers import values
from supplyline.extract.phrases import (
    Range,
    VerbGroup,
    extend,
    list_right,
    np_chain_left,
    np_left,
    np_right,
    strip,
)
from supplyline.extract.text import Token
from supplyline.model import Count


def find(scene: Scene) -> Iterator[Frame]:
    verbs = {name: scene.group_words(name) for name in ("supply_verb", "send_verb", "get_verb", "help_verb", "produce_verb")}
    for vg in scene.groups:
        if vg.start in scene.used and vg.lemma not in verbs["help_verb"]:
            continue
        if vg.lemma in verbs["supply_verb"] or vg.lemma in verbs["send_verb"]:
            yield from _give(scene, vg)
        elif vg.lemma in verbs["get_verb"]:
            yield from _get(scene, vg)
        elif vg.lemma in verbs["help_verb"]:
            yield from _help(scene, vg)
        if vg.lemma in verbs["produce_verb"]:
            yield from _produce(scene, vg)
        if vg.lemma in ("include", "comprise", "contain", "involve") and not vg.modal:
            yield from _continued(scene, vg)
    yield from _nominal(scene)


# ------------------------------------------------------------------ verbs


def _give(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    toks = scene.toks
    if vg.negated:
        return
    if vg.start > 0 and toks[vg.start - 1].tag == "C":
        pass
    supplier = subject_roles(scene, vg, "supplier")
    goods: list[Range] = []
    recipient: list[Range] = []
    j = vg.end
    if vg.passive or (vg.link == "reduced" and vg.form == "ed"):
        by = _by(scene, vg)
        obj = vg.subject
        if obj is None:
            return
        with_ = _prep(scene, j, ("with",))
        if with_ is not None:
            goods, recipient = goods_list(scene, with_ + 1), [obj]
        else:
            to = _prep(scene, j, ("to", "for", "into"))
            goods = split(scene, obj)
            recipient = [r] if to is not None and (r := np_right(toks, to + 1)) else []
            from_ = _prep(scene, j, ("from",), limit=6)
            if by is None and from_ is not None and (np := np_right(toks, from_ + 1)) and toks[np[0]].tag != "Y":
                by = np
        supplier = scene.roles("supplier", [by]) if by else ()
        if not recipient and not by and not _in_cases(scene):
            return
    else:
        if vg.end < len(toks) and toks[vg.end].low == "and" and vg.end + 1 < len(toks) and toks[vg.end + 1].tag == "V":
            # "produce and supply machine tools": the object stands behind the second verb
            other = next((g for g in scene.groups if g.start == vg.end + 1), None)
            j = other.end if other else j
        objects = goods_list(scene, j)
        if not objects:
            return
        end = objects[-1][1]
        with_ = _prep(scene, objects[0][1], ("with",), limit=4)
        to = _prep(scene, end, ("to", "for", "into"), limit=14)
        first = objects[0]
        if _is_support(scene, first):
            return
        if with_ is not None and with_ == first[1]:
            recipient, goods = [first], goods_list(scene, with_ + 1)
        elif vg.lemma in ("arm", "equip", "outfit") and with_ is None:
            recipient = [first]
        elif to is not None:
            goods = objects
            recipient = _recipients(scene, to + 1)
        elif _is_recipient(scene, first):
            if len(objects) == 1 and (rest := np_right(toks, first[1])) is not None:
                goods = goods_list(scene, rest[0])
            recipient = [first]
            if len(objects) > 1 and not goods:
                recipient = objects
        else:
            goods = objects
    goods, also = _trailing_goods(scene, goods)
    goods, batches = _batches(scene, goods)
    anaphoric = bool(goods) and toks[goods[0][0]].low in ("this", "these", "such")
    roles_goods = tuple(g for g in scene.roles("goods", goods) if _is_goods(scene, g))
    if anaphoric and (named := _helpers_goods(scene, vg, supplier)):
        roles_goods = named  # "producers of nitrocellulose who supplied … with this key ingredient"
    if goods and not roles_goods:
        return
    roles_recipient = tuple(r for r in (_recipient_role(scene, x) for x in recipient) if r)
    if not supplier and vg.link in ("left", "relative", "control", "shared", "object", "") and scene.memory.suppliers and vg.subject is not None:
        supplier = scene.memory.suppliers
    if not roles_recipient and vg.form == "ing":
        roles_recipient = _lent_recipient(scene, vg)
    if not roles_recipient and vg.passive and supplier:
        roles_recipient = scene.memory.recipients[:1]
    if not roles_recipient and not _arms_goods(scene, roles_goods):
        return
    if any(scene.words(s).casefold().split()[0:1] and set(scene.words(s).casefold().split()) & scene.group_words("status_subject") for s in supplier):
        return
    via = _via(scene, vg.end)
    last = max([vg.end, also, *(g[1] for g in goods), *(r[1] for r in recipient)])
    start = vg.subject[0] if vg.subject and vg.subject[0] < vg.start and vg.link != "object" else vg.start
    if vg.passive and vg.subject:
        start = vg.subject[0]
    kind, count, value = _shipment(scene, vg, goods)
    if batches is not None:
        kind, count = "shipment", batches
    elif (kind == "supply" and goods and vg.lemma in scene.group_words("send_verb") and (counted := scene.count(goods[0], "goods")) and counted.min is not None) or (kind == "supply" and goods and vg.lemma in scene.group_words("send_verb") and scene.number(goods[0]) is not None and scene.number(goods[0]).max is not None):  # type: ignore[union-attr]
        kind, count = "shipment", scene.count(goods[0], "goods")
    if not (roles_goods or roles_recipient) or not (supplier or roles_recipient or kind == "shipment"):
        return
    count = count or _count(scene, supplier, roles_recipient, vg, recipient)
    yield scene.frame(kind, start, last, [*supplier, *roles_goods, *roles_recipient, *via], stance=stance_of(scene, vg), count=count, value=value, period=_period(scene, start, last))
    scene.memory.suppliers = supplier or scene.memory.suppliers
    scene.memory.recipients = roles_recipient or scene.memory.recipients
    scene.memory.goods = roles_goods or scene.memory.goods


def _get(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "B bought G from A", "G were procured from A"."""
    toks = scene.toks
    if vg.negated:
        return
    if vg.passive or (vg.link == "reduced" and vg.form == "ed"):
        if vg.subject is None:
            return
        goods = split(scene, vg.subject)
        from_ = _prep(scene, vg.end, ("from",), limit=6)
        by = _by(scene, vg)
        recipient = scene.roles("recipient", [by]) if by else ()
    else:
        goods = goods_list(scene, vg.end, links=("for", "of", "used", "needed", "required"))
        from_ = _prep(scene, goods[-1][1], ("from",), limit=6) if goods else None
        recipient = subject_roles(scene, vg, "recipient")
    if vg.lemma in ("receive", "secure", "get", "obtain", "source") and from_ is None:
        return
    goods = [(g[0], _cut_for(scene, g)) for g in goods]
    roles_goods = tuple(g for g in scene.roles("goods", goods) if _is_goods(scene, g))
    if not roles_goods:
        return
    supplier = scene.roles("supplier", list_right(toks, from_ + 1, ("of",))[:4]) if from_ is not None else ()
    for_ = _prep(scene, goods[-1][1], ("for", "on"), limit=2)
    if for_ is not None and not vg.passive and (np := np_right(toks, for_ + 1)) and _country_like(scene, np):
        # "a network procuring parts for Russia": the buyer is the channel
        start = vg.subject[0] if vg.subject and vg.subject[0] < vg.start else vg.start
        yield scene.frame("supply", start, np[1], [*(with_name(r, "via") for r in recipient), *supplier, *roles_goods, _recipient_role(scene, np)], stance=stance_of(scene, vg), period=_period(scene, start, np[1]))
        return
    if not supplier and not (recipient and _arms_goods(scene, roles_goods)):
        return
    if any(scene.words(s).casefold() in ("abroad", "there", "now") for s in supplier):
        supplier = ()
    ends = [vg.end, *(g[1] for g in goods)]
    if supplier and from_ is not None:
        ends.append(next((k for k in range(from_, len(toks)) if toks[k].end >= supplier[-1].end), from_) + 1)
    start = vg.subject[0] if vg.subject and vg.subject[0] < vg.start else vg.start
    yield scene.frame("supply", start, max(ends), [*supplier, *roles_goods, *recipient, *_via(scene, vg.end)], stance=stance_of(scene, vg), period=_period(scene, start, max(ends)))


def _cut_for(scene: Scene, g: Range) -> int:
    """ "ammunition for Russia" bought: the country is whom it is for, not part of the goods."""
    toks = scene.toks
    k = next((k for k in range(*g) if toks[k].low == "for"), None)
    return k if k is not None and _country_like(scene, (k + 1, g[1])) and toks[g[1] - 1].text[0].isupper() else g[1]


def _help(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "is helping Russia arm itself": supplier; "helped Russia acquire G": the helper is the channel."""
    toks = scene.toks
    if vg.negated or vg.passive or vg.subject is None:
        return
    obj = np_right(toks, vg.end)
    if obj is None:
        return
    nxt = next((g for g in scene.groups if g.start >= obj[1] and g.start <= obj[1] + 1), None)
    helper = subject_roles(scene, vg, "supplier")
    aided = _recipient_role(scene, obj)
    if aided is None or not helper:
        return
    if nxt is not None and nxt.lemma in scene.group_words("get_verb"):
        goods = goods_list(scene, nxt.end, links=("for", "of", "used", "needed", "required"))
        roles = scene.roles("goods", goods)
        if roles:
            yield scene.frame("supply", _start(vg), goods[-1][1], [*(with_name(h, "via") for h in helper), aided, *roles], stance=stance_of(scene, vg), count=_count(scene, (), (), vg, [], "via"))
        return
    if vg.lemma in ("help", "aid", "assist", "enable"):
        if nxt is not None and nxt.lemma in ("arm", "replenish", "rearm", "restock", "equip", "rebuild") and _is_recipient(scene, obj):
            theirs = _helpers_goods(scene, vg, helper)
            yield scene.frame("supply", _start(vg), nxt.end + 1, [*(_people_of(scene, helper) if theirs else helper), *theirs, aided], stance=stance_of(scene, vg))
        return
    low = [t.low for t in toks[obj[0] : obj[1]]]
    if vg.lemma in ("support", "back") and any(w in ("military", "army", "complex") for w in low) and _country_like(scene, obj) and vg.link == "left" and vg.form != "ing" and any(_country_named(scene, h) for h in helper):
        yield scene.frame("supply", _start(vg), obj[1], [*helper, aided], stance=stance_of(scene, vg))


def _helpers_goods(scene: Scene, vg: VerbGroup, helper: tuple[Role, ...]) -> tuple[Role, ...]:
    """ "suppliers of military technology that … is helping": what the helpers supply."""
    toks = scene.toks
    out = []
    for h in helper:
        i = next(k for k, t in enumerate(toks) if t.start >= h.start)
        for k in range(i, len(toks)):
            if toks[k].start >= h.end:
                break
            if toks[k].low == "of" and any(t.low in scene.group_words("supplier_noun") | scene.group_words("maker_noun") for t in toks[i:k]):
                out += [r for x in goods_list(scene, k + 1) if toks[x[1] - 1].end <= h.end + 1 and (r := scene.role("goods", x))]
    return tuple(out)


def _people_of(scene: Scene, helper: tuple[Role, ...]) -> tuple[Role, ...]:
    out = []
    for h in helper:
        at = scene.words(h).find(" of ")
        out.append(Role(h.role, h.start, h.start + at) if at > 0 else h)
    return tuple(out)


def _produce(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    toks = scene.toks
    if vg.negated or vg.infinitive or (vg.passive and _by(scene, vg) is None) or (vg.form == "ing" and vg.start == vg.head and vg.link not in ("reduced", "shared")):
        return
    if vg.passive:
        by = _by(scene, vg)
        maker = scene.roles("maker", [by]) if by else ()
        goods = split(scene, vg.subject) if vg.subject else []
    else:
        j = vg.end
        if j < len(toks) and toks[j].low == "and" and j + 1 < len(toks) and toks[j + 1].tag == "V":
            other = next((g for g in scene.groups if g.start == j + 1), None)
            j = other.end if other else j
        goods = goods_list(scene, j, links=("for", "of", "used", "needed", "required") if j != vg.end else ("of", "used"))
        goods, _ = _trailing_goods(scene, goods)
        maker = subject_roles(scene, vg, "maker")
    roles = tuple(g for g in scene.roles("goods", goods) if _is_goods(scene, g))
    if not roles or not maker:
        return
    if vg.lemma in ("make", "build", "develop") and not _arms_goods(scene, roles):
        return
    place = _place(scene, vg)
    last = max(g[1] for g in goods)
    yield scene.frame("production", _start(vg), last, [*maker, *roles, *place], stance=stance_of(scene, vg))
    to = _prep(scene, last, ("for",), limit=1) if not vg.passive else None
    if vg.lemma in ("produce", "manufacture", "make") and to is not None and (np := np_right(toks, to + 1)) and _is_recipient(scene, np):
        recipient = _recipient_role(scene, np)
        yield scene.frame("supply", _start(vg), np[1], [*(with_name(m, "supplier") for m in maker), *roles, recipient], stance=stance_of(scene, vg))


def _place(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    """ "a Shenzhen-based company that produces …"."""
    if vg.subject is None:
        return ()
    for t in scene.toks[max(vg.subject[0] - 2, 0) : vg.subject[1]]:
        if t.low.endswith("-based") and t.text[0].isupper():
            return (Role("place", t.start, t.end - len("-based")),)
    return ()


def _continued(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "These supplies include …", "The materials being supplied include …", "those imported items include …"."""
    toks = scene.toks
    if vg.subject is None or vg.passive:
        return
    subject = toks[vg.subject[0] : vg.subject[1]]
    heads = scene.group_words("goods_subject")
    head = next((t for t in reversed(subject) if t.tag == "N" and t.low in heads), None)
    if head is None or vg.lemma == "be":
        return
    told = head.low in ("shipment", "consignment", "cargo") or subject[0].low in ("these", "those", "such", "the") or any(t.low in ("supplied", "imported", "delivered") for t in subject)
    subject = toks[vg.subject[0] : vg.start]
    if not told or (head.low not in ("shipment", "consignment", "cargo") and head.low in ("goods", "items", "products", "materials") and not any(t.low in ("supplied", "imported", "delivered", "these", "those", "exported", "shipped") for t in subject)):
        return
    goods = goods_list(scene, vg.end)
    roles = tuple(g for g in scene.roles("goods", goods) if _is_goods(scene, g))
    if not roles:
        return
    single = head.low in ("shipment", "consignment", "cargo")
    recipients = scene.memory.recipients
    suppliers = () if any(t.low == "imported" for t in subject) else scene.memory.suppliers
    if not recipients and not suppliers and not single:
        return
    yield scene.frame("shipment" if single else "supply", vg.subject[0], goods[-1][1], [*suppliers, *roles, *recipients])


# ------------------------------------------------------------------ nouns


def _nominal(scene: Scene) -> Iterator[Frame]:
    toks = scene.toks
    for i, t in enumerate(toks):
        if t.tag != "N" or i in scene.taken:
            continue
        if t.low in scene.group_words("supplier_noun"):
            yield from _suppliers(scene, i)
        elif t.low in scene.group_words("support_noun"):
            yield from _support(scene, i)
        elif t.low in scene.group_words("supply_noun") | scene.group_words("shipment_noun"):
            yield from _deliveries(scene, i)
        elif t.low in ("data", "information", "evidence"):
            yield from _evidence(scene, i)
        elif t.low in scene.group_words("importer_noun") or t.low in scene.group_words("import_noun"):
            yield from _buyers(scene, i)


def _suppliers(scene: Scene, i: int) -> Iterator[Frame]:
    """ "suppliers of microelectronics and ball bearings to Russia's military-industrial complex"."""
    toks = scene.toks
    if i + 1 >= len(toks) or toks[i + 1].low not in ("of", "to"):
        if i + 1 < len(toks) and toks[i + 1].tag == "C" and i + 2 < len(toks) and toks[i + 2].tag == "N":
            pass
        else:
            return
    rel = next((g for g in scene.groups if g.link == "relative" and g.subject and g.subject[0] <= i < g.subject[1] and g.lemma in scene.group_words("supply_verb") | scene.group_words("send_verb")), None)
    if rel is not None:
        return
    of = _prep(scene, i + 1, ("of",), limit=5)
    goods = goods_list(scene, of + 1, links=("for", "used")) if of is not None else []
    to = _prep(scene, goods[-1][1] if goods else i + 1, ("to", "for"), limit=2)
    g = next((k for k in range(i - 1, max(i - 4, 0), -1) if toks[k].tag == "G"), None)
    if to is None and g is not None and goods and (owner := np_left(toks, g)) and _country_like(scene, owner):
        # "becoming Moscow's leading supplier of dual-use goods"
        be = next((v for v in reversed(scene.groups) if v.end <= owner[0] and v.lemma in ("be", "become", "remain") and v.subject), None)
        if be is not None and be.subject is not None:
            roles = tuple(x for x in scene.roles("goods", goods) if _is_goods(scene, x))
            yield scene.frame("supply", owner[0], goods[-1][1], [scene.role("supplier", be.subject), *roles, scene.role("recipient", owner)])
        return
    if to is None or (np := np_right(toks, to + 1)) is None or not _is_recipient(scene, np):
        return
    roles = tuple(g for g in scene.roles("goods", goods) if _is_goods(scene, g))
    head = np_left(toks, i + 1) or (i, i + 1)
    supplier = scene.role("supplier", head)
    leading = next((g for g in scene.groups if g.end <= head[0] <= g.end + 1 and g.lemma in ("become", "be", "remain")), None)
    if leading is not None and leading.subject is not None:
        supplier = scene.role("supplier", leading.subject) or supplier
        head = (leading.subject[0], head[1])
    yield scene.frame("supply", head[0], np[1], [supplier, *roles, _recipient_role(scene, np)])


def _support(scene: Scene, i: int) -> Iterator[Frame]:
    """ "Beijing's support for Moscow's military", "contribution of China … to maintaining Russia's military industrial base"."""
    toks = scene.toks
    supplier: tuple[Role, ...] = ()
    g = next((k for k in range(i - 1, max(i - 4, 0), -1) if toks[k].tag == "G"), None)
    if g is not None and (np := np_left(toks, g)):
        supplier = tuple(r for r in scene.roles("supplier", [np]) if _country_named(scene, r))
    j = i + 1
    if not supplier and j < len(toks) and toks[j].low in ("of", "from"):
        chain = list_right(toks, j + 1, ())
        if not chain:
            return
        supplier, j = scene.roles("supplier", chain), chain[-1][1]
        if not any(_country_named(scene, s) for s in supplier):
            return
    to = _prep(scene, j, ("for", "to"), limit=1)
    if to is None or not supplier:
        return
    k = to + 1
    if k < len(toks) and toks[k].form == "ing":
        k += 1
    np2 = np_right(toks, k)
    if np2 is None or not (_country_like(scene, np2) and _military(scene, np2)):
        return
    start = next(k for k, t in enumerate(toks) if t.start >= supplier[0].start)
    yield scene.frame("supply", min(start, i), np2[1], [*supplier, _recipient_role(scene, np2)])


def _deliveries(scene: Scene, i: int) -> Iterator[Frame]:
    """ "six large shipments of special chemicals", "deliveries of G (from A) to B", "the supply of G to B"."""
    toks = scene.toks
    base = np_left(toks, i + 1) or (i, i + 1)
    j = i + 1
    goods: list[Range] = []
    if j + 1 < len(toks) and toks[j].text in ('"', "”") and toks[j + 1].low == "of":
        j += 1
    if j < len(toks) and toks[j].low == "of":
        goods = goods_list(scene, j + 1, links=("for", "used", "needed"))
        j = goods[-1][1] if goods else j
    elif i > base[0] and toks[i - 1].tag in ("N", "J") and toks[i - 1].low not in ("military", "critical", "large", "significant", "russian", "chinese"):
        k = i - 1
        while k > base[0] and toks[k - 1].tag == "N" and not toks[k - 1].text[0].isupper():
            k -= 1
        if toks[k].tag == "N":
            goods = [(k, i)]
    to = _prep(scene, j, ("to",), limit=8)
    from_ = _prep(scene, j, ("from",), limit=6)
    by = _prep(scene, j, ("by",), limit=8)
    recipient = [r for x in (_recipients(scene, to + 1) if to is not None else []) if (r := _recipient_role(scene, x))]
    if recipient and to is not None and not _is_recipient(scene, (to + 1, to + 2)) and not any(_country_named(scene, r) or _named(scene, r) or _military_words(scene.words(r)) for r in recipient):
        recipient = []
    supplier: tuple[Role, ...] = ()
    for at in (from_, by):
        if at is not None and not supplier and (np := np_right(toks, at + 1)) and toks[np[0]].tag != "Y":
            supplier = tuple(r for r in scene.roles("supplier", [np]) if _country_named(scene, r) or _named(scene, r))
    g = next((k for k in range(i - 1, base[0] - 1, -1) if toks[k].tag == "G"), None)
    if g is not None and not supplier and (np := np_left(toks, g)):
        supplier = scene.roles("supplier", [np])
    number = scene.number(base)
    cases = _in_cases(scene)
    shipment = toks[i].low in scene.group_words("shipment_noun") or (cases is not None and toks[i].low in scene.group_words("supply_noun"))
    count = Count(number.min, number.max, number.text, None, toks[i].text) if number and shipment and any(t.tag == "M" or t.low in ("several", "multiple", "dozens", "numerous", "hundreds") for t in toks[base[0] : i]) else None
    if count is None and shipment and cases is not None:
        count = Count(cases.min, cases.max, cases.text, None, cases.event)
    roles = tuple(r for r in scene.roles("goods", goods) if _is_goods(scene, r))
    amount = [v for s, e, v in values(scene.text[toks[base[0]].start : toks[min(j, len(toks)) - 1].end], 0) if v.unit != "%"]
    if _governs(scene, i):
        return
    if shipment and count is not None and (roles or recipient):
        yield scene.frame("shipment", base[0], j, [*supplier, *roles, *recipient], count=count, value=amount[0] if amount else None, period=_period(scene, 0, len(toks)))
        return
    if not roles or not (recipient or supplier):
        return
    single = toks[i].low in ("shipment", "consignment", "cargo", "batch") and toks[base[0]].low in ("a", "an", "the", "one", "this")
    yield scene.frame("shipment" if single else "supply", base[0], max(j, _end_of(scene, recipient)), [*supplier, *roles, *recipient, *_via(scene, i)], value=amount[0] if amount else None, period=_period(scene, base[0], len(toks)))


def _buyers(scene: Scene, i: int) -> Iterator[Frame]:
    """ "significant buyers of Russian crude oil", "imports of nitrocellulose from China"."""
    toks = scene.toks
    if i + 1 >= len(toks) or toks[i + 1].low != "of":
        return
    goods = goods_list(scene, i + 2, links=("for", "used"))
    roles = tuple(r for r in scene.roles("goods", goods) if _is_goods(scene, r))
    if not roles:
        return
    from_ = _prep(scene, goods[-1][1], ("from",), limit=3)
    supplier = scene.roles("supplier", [x]) if from_ is not None and (x := np_right(toks, from_ + 1)) else ()
    recipient: tuple[Role, ...] = ()
    start = i
    be = next((g for g in scene.groups if g.lemma in ("be", "become", "remain") and g.end <= i and i - g.end <= 4 and g.subject), None)
    if be is not None and be.subject is not None:
        recipient, start = scene.roles("recipient", split(scene, be.subject)), be.subject[0]
        if be.link == "relative" and be.subject[0] > 1 and toks[be.subject[0] - 1].text in ("-", "–", "—"):
            before = np_left(toks, be.subject[0] - 1)
            if before:
                recipient, start = (*scene.roles("recipient", [before]), *recipient), before[0]
    g = next((k for k in range(i - 1, max(i - 4, 0), -1) if toks[k].tag == "G"), None)
    if not recipient and g is not None and (np := np_left(toks, g)):
        recipient = scene.roles("recipient", [np])
    if toks[i].low in scene.group_words("import_noun") and not supplier:
        return
    if recipient:
        yield scene.frame("supply", start, goods[-1][1], [*supplier, *roles, *recipient])


def _evidence(scene: Scene, i: int) -> Iterator[Frame]:
    """ "confirmed data on 20 Russian factories", once the document has said who supplies."""
    toks = scene.toks
    if i + 1 >= len(toks) or toks[i + 1].low not in ("on", "about", "concerning", "regarding") or not scene.memory.suppliers:
        return
    np = np_right(toks, i + 2)
    if np is None or not any(t.tag == "M" for t in toks[np[0] : np[1]]) or not _is_recipient(scene, np):
        return
    yield scene.frame("supply", i, np[1], [*scene.memory.suppliers, _recipient_role(scene, np)], count=scene.count(np, "recipient"))


# ------------------------------------------------------------------ parts


def _not_only(toks: list[Token], j: int) -> int:
    return j + 2 if j + 1 < len(toks) and toks[j].low == "not" and toks[j + 1].low == "only" else j


def goods_list(scene: Scene, j: int, links: tuple[str, ...] = ("for", "of", "used", "needed", "required", "in")) -> list[Range]:
    j = _not_only(scene.toks, j)
    items = _semicolons(scene, j) or list_right(scene.toks, j, links)
    out: list[Range] = []
    for r in items:
        # "…, the UK said" or "…, which": a new clause, not another item
        nxt = scene.toks[r[1]] if r[1] < len(scene.toks) else None
        if out and nxt is not None and (nxt.tag in ("B", "H", "O", "X") or (nxt.tag == "V" and nxt.form in ("s", "ed", "base") and nxt.lemma not in ("use", "need", "require", "make"))):
            break
        if scene.toks[r[0]].tag == "D" and scene.toks[r[0]].low in ("a", "an") and out and scene.toks[r[0] - 1].text == ",":
            break
        out.append(r)
    return out


def _semicolons(scene: Scene, j: int) -> list[Range]:
    """ "precursors needed to make A, B and C; electronics used in D; and E that are …": commas lie inside the items."""
    toks = scene.toks
    if not any(t.text == ";" for t in toks[j : j + 60]) or np_right(toks, j) is None:
        return []
    out, start = [], j
    for k in range(j, len(toks) + 1):
        if k < len(toks) and toks[k].text not in (";", "."):
            continue
        end = next((x for x in range(start, k) if toks[x].tag == "W"), k)
        while start < end and toks[start].tag == "C":
            start += 1
        if end > start:
            out.append((start, end))
        start = k + 1
        if k < len(toks) and toks[k].text == ".":
            break
    return out if len(out) > 1 else []


def _trailing_goods(scene: Scene, goods: list[Range]) -> tuple[list[Range], int]:
    """ "… for Russia's military, it said, including microprocessors used in weapons systems"."""
    if not goods:
        return goods, 0
    toks = scene.toks
    for k in range(goods[-1][1], len(toks)):
        if toks[k].low == "including" and toks[k - 1].text == ",":
            more = goods_list(scene, k + 1)
            new = [m for m in more if m not in goods]
            if new and not toks[new[0][0]].text[0].isupper():
                return goods + new, new[-1][1]
    return goods, 0


def subject_roles(scene: Scene, vg: VerbGroup, role: str) -> tuple[Role, ...]:
    if vg.subject is None:
        return ()
    toks = scene.toks
    first = toks[vg.subject[0]]
    if vg.subject[1] - vg.subject[0] == 1 and first.tag in ("R", "D", "W"):
        if first.low in ("they", "it", "this", "these") and scene.memory.suppliers and first.low != "this":
            return tuple(Role(role, first.start, first.end, scene.words(s)) for s in scene.memory.suppliers[:1])
        return ()
    i, j = vg.subject
    of = next((k for k in range(i, j) if toks[k].low == "of" and toks[k - 1].low in scene.group_words("instance_noun")), None)
    return scene.roles(role, split(scene, (of + 1, j) if of is not None else (i, j)))


def _is_support(scene: Scene, r: Range) -> bool:
    """ "providing material support for …" gives no goods, unless it is military aid."""
    toks = scene.toks
    base = np_right(toks, r[0])
    if base is None or toks[base[1] - 1].low not in scene.group_words("support_noun"):
        return False
    return not any(t.low in ("military", "lethal", "weapons") for t in toks[base[0] : base[1]])


def _recipients(scene: Scene, i: int) -> list[Range]:
    toks = scene.toks
    np = np_right(toks, i)
    if np is None:
        return []
    out = [np]
    j = np[1]
    while j + 1 < len(toks) and ((toks[j].tag == "C" and toks[j].low == "and") or toks[j].text == ","):
        more = np_right(toks, j + 1)
        if more is None or not any(toks[k].text[0].isupper() for k in range(*more)) or (more[1] < len(toks) and toks[more[1]].tag in ("V", "B", "H", "X", "O")):
            break
        out.append(more)
        j = more[1]
    return out


def _recipient_role(scene: Scene, r: Range) -> Role | None:
    """Cut "Russia's war effort" to the country, keep "Russia's military"."""
    toks = scene.toks
    i, j = strip(toks, r)
    g = next((k for k in range(i, j) if toks[k].tag == "G"), None)
    if g is not None and not _military_words(" ".join(t.low for t in toks[g:j] if t.low not in ("war",))):
        j = g
    return scene.role("recipient", (i, j)) if j > i else None


def _lent_recipient(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    """ "is aiding Russia's war effort by providing G": the recipient is whom the main verb aids."""
    toks = scene.toks
    if vg.start == 0 or toks[vg.start - 1].low not in ("by", ",", "through"):
        return ()
    main = next((g for g in reversed(scene.groups) if g.end < vg.start and g.lemma in scene.group_words("help_verb")), None)
    if main is None:
        return ()
    obj = np_right(toks, main.end)
    if obj is None or not _country_like(scene, obj):
        return ()
    i, j = strip(toks, obj)
    g = next((k for k in range(i, j) if toks[k].tag == "G"), j)
    r = scene.role("recipient", (i, g))
    return (r,) if r else ()


def _prep(scene: Scene, j: int, names: tuple[str, ...], limit: int = 8) -> int | None:
    for k in range(j, min(j + limit, len(scene.toks))):
        t = scene.toks[k]
        if t.low in names and t.tag in ("P", "T"):
            return k
        if t.tag in ("V", "B", "H", "O", "S", "W") or t.text in (";", ".", ":"):
            return None
    return None


def _by(scene: Scene, vg: VerbGroup) -> Range | None:
    k = _prep(scene, vg.end, ("by",), limit=14)
    np = np_right(scene.toks, k + 1) if k is not None else None
    return extend(scene.toks, np, ("of",)) if np else None


def _via(scene: Scene, j: int) -> tuple[Role, ...]:
    """ "through intermediaries in Turkey and the UAE", "via shell companies"."""
    toks = scene.toks
    for k in range(j, len(toks)):
        if toks[k].low in ("through", "via") and toks[k].tag == "P" and (np := np_right(toks, k + 1)):
            if toks[np[0]].tag == "Y" or any(t.tag == "M" for t in toks[np[0] : np[1]]):
                continue
            items = list_right(toks, k + 1, ("in", "of"))
            return scene.roles("via", items[:3])
    return ()


def _is_goods(scene: Scene, role: Role) -> bool:
    stop = {row[0] for row in table(scene.language, "not_goods")}
    text = scene.words(role).casefold()
    core = text.split(" for ")[0].split(" of ")[0].split(" in ")[0].split()
    head = core[-1:] or [""]
    if head[0] in scene.group_words("support_noun") and not {"military", "lethal", "weapons"} & set(core):
        return False
    first = text.split()
    return head[0] not in stop and not (first and first[0] in ("how", "it", "them")) and not _person_words(text)


def _person_words(text: str) -> bool:
    return text.split()[-1:] in (["citizens"], ["officials"], ["leaders"], ["companies"], ["firms"], ["entities"], ["networks"])


def _arms_goods(scene: Scene, goods: tuple[Role, ...]) -> bool:
    """Without a recipient, only goods of the trade's own kind make a supply."""
    known = {w for row in table("goods", "words") for w in (row[0],)}
    return any(known & set(scene.words(g).casefold().replace("-", " ").split()) for g in goods)


def _military_words(text: str) -> bool:
    return bool({row[0] for row in table("en", "military")} & set(text.casefold().replace("'s", " ").split()))


def _military(scene: Scene, r: Range) -> bool:
    return _military_words(" ".join(t.low for t in scene.toks[r[0] : r[1]]))


def _country_like(scene: Scene, r: Range) -> bool:
    from supplyline.read.countries import adjective, country, metonym

    toks = scene.toks[r[0] : r[1]]
    pairs = [" ".join(t.text for t in toks[k : k + 2]) for k in range(len(toks))] + [t.text for t in toks]
    return any(country(x) or adjective(x) or metonym(x) for x in pairs if x[:1].isupper() or x[:1] == "a")


def _country_named(scene: Scene, role: Role) -> bool:
    from supplyline.read.countries import country, metonym

    text = scene.words(role)
    return bool(country(text) or metonym(text)) or any(country(w) for w in text.split())


def _named(scene: Scene, role: Role) -> bool:
    return scene.words(role)[:1].isupper()


def _is_recipient(scene: Scene, r: Range) -> bool:
    """A country, a government's seat, or something military or industrial can be supplied."""
    if r[1] > len(scene.toks):
        return False
    base = np_right(scene.toks, r[0])
    toks = scene.toks[r[0] : min(r[1], base[1])] if base else scene.toks[r[0] : r[1]]
    if not toks:
        return False
    r = (r[0], r[0] + len(toks))
    head = toks[-1].low
    return (_country_like(scene, r) and (toks[-1].text[0].isupper() or _military(scene, r) or head in ("companies", "firms", "enterprises", "entities", "producers", "manufacturers", "customers", "buyers", "base", "industry", "sector"))) or (
        head in ("factories", "plants", "facilities", "enterprises", "army", "military", "troops", "firms", "manufacturers", "makers", "separatists", "rebels", "militias", "houthis", "hezbollah", "hamas")
    )


def _count(scene: Scene, supplier: tuple[Role, ...], recipient: tuple[Role, ...], vg: VerbGroup, ranges: list[Range], role: str = "supplier") -> Count | None:
    for r in ranges:
        count = scene.count(r, "recipient")
        if count is not None:
            return count
    if vg.subject is not None and not vg.passive:
        return scene.count(vg.subject, role)
    return None


def _in_cases(scene: Scene) -> Count | None:
    """ "In six cases, large supplies of special chemicals took place"."""
    toks = scene.toks
    for k, t in enumerate(toks):
        if t.low in scene.group_words("instance_noun") and t.low != "facts" and k > 0 and (base := np_left(toks, k + 1)):
            number = scene.number(base)
            if number is not None and number.min is not None:
                return Count(number.min, number.max, number.text, None, t.text)
    return None


def _batches(scene: Scene, goods: list[Range]) -> tuple[list[Range], Count | None]:
    """ "sent a dozen shipments of weapons": the goods are weapons, the count is of shipments."""
    toks = scene.toks
    if not goods:
        return goods, None
    i, j = goods[0]
    of = next((k for k in range(i, j) if toks[k].low == "of"), None)
    if of is None or toks[of - 1].low not in scene.group_words("shipment_noun"):
        return goods, None
    number = scene.number((i, of))
    rest = goods_list(scene, of + 1, ("for", "used", "of"))
    return rest or goods, Count(number.min, number.max, number.text, None, toks[of - 1].text) if number else Count(None, None, toks[of - 1].text, None, toks[of - 1].text)


def _shipment(scene: Scene, vg: VerbGroup, goods: list[Range]) -> tuple[str, Count | None, object]:
    """An amount in tonnes, or deliveries counted by cases, make a shipment of a supply."""
    for r in goods:
        amounts = [v for _, _, v in values(scene.text[scene.toks[r[0]].start : scene.toks[r[1] - 1].end], 0) if v.unit not in ("%",)]
        if amounts:
            return "shipment", None, amounts[0]
    cases = _in_cases(scene)
    if cases is not None and vg.lemma in ("deliver", "ship", "send", "supply", "transfer"):
        return "shipment", cases, None
    return "supply", None, None


def _period(scene: Scene, i: int, j: int) -> object:
    found = [f for f in scene.dates if f.period.from_ or f.period.to]
    found = [f for f in found if f.period.precision != "day"] or found
    return found[0] if found else None


def _governs(scene: Scene, i: int) -> bool:
    """The noun is the goods of a supply verb ("is providing critical supplies"): the verb's frame has it."""
    verbs = scene.group_words("supply_verb") | scene.group_words("send_verb") | scene.group_words("get_verb")
    return any(g.lemma in verbs and g.end <= i and i - g.end <= 3 for g in scene.groups)


def _end_of(scene: Scene, roles: list[Role]) -> int:
    ends = [next((k + 1 for k, t in enumerate(scene.toks) if t.end >= r.end), 0) for r in roles]
    return max(ends, default=0)


def _start(vg: VerbGroup) -> int:
    return vg.subject[0] if vg.subject and vg.subject[0] < vg.start and vg.link != "object" else vg.start


__all__ = ["Token", "find", "goods_list", "np_chain_left", "replace", "subject_roles"]
