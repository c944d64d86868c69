"""Who supplies what to whom, through whom, and who makes it?

Verbs in active, passive, reduced and infinitive form ("supplies B with G", "G were shipped to B by
A", "accused of supplying"), nominal forms ("suppliers of G to B", "deliveries of G to B", "A's
support for B's military"), continuations ("These supplies include …"), helpers ("helped B acquire
G": the helper is the channel) and production. A supply needs goods or a recipient, and a party.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.amounts import values
from supplyline.extract.frames.common import (
    SCALES,
    Frame,
    Role,
    Scene,
    known_authority,
    split,
    stance_of,
    with_name,
)
from supplyline.extract.frames.deliveries import nominal_frames
from supplyline.extract.frames.goods import (
    arms_goods,
    goods_list,
    helpers_goods,
    is_goods,
    is_support,
    split_batches,
    trailing_goods,
)
from supplyline.extract.frames.helpers import helped
from supplyline.extract.frames.parties import (
    count_of_cases,
    count_parties,
    country_like,
    country_named,
    find_agent,
    find_period,
    find_preposition,
    find_via,
    is_recipient,
    lent_recipient,
    recipient_role,
    recipients_right,
    subject_roles,
)
from supplyline.extract.frames.production import made_nominally, production_frames
from supplyline.extract.frames.purchases import bought, past_worth
from supplyline.extract.lexicon import entries, words
from supplyline.extract.phrases import Range, list_right, np_chain_left, np_right
from supplyline.extract.verbs import VerbGroup
from supplyline.model import Count
from supplyline.read.countries import country


def find(scene: Scene) -> Iterator[Frame]:
    verbs = {
        name: scene.group_words(name)
        for name in ("supply_verb", "send_verb", "get_verb", "help_verb", "produce_verb")
    }
    for vg in scene.groups:
        if vg.start in scene.used and vg.lemma not in verbs["help_verb"]:
            continue
        if vg.lemma in verbs["supply_verb"] | verbs["send_verb"] | scene.group_words("carry_verb"):
            yield from _give(scene, vg)
        elif vg.lemma in verbs["get_verb"]:
            yield from bought(scene, vg)
        elif vg.lemma in verbs["help_verb"]:
            yield from helped(scene, vg)
        if vg.lemma in verbs["produce_verb"]:
            yield from production_frames(scene, vg)
        if vg.lemma in ("include", "comprise", "contain", "involve") and not vg.modal:
            yield from _continued(scene, vg)
    yield from nominal_frames(scene)
    yield from made_nominally(scene)


def _give(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    toks = scene.toks
    if vg.negated or _forbidden(scene, vg):
        return
    if (stop := _stopped(scene, vg)) is not None:
        yield from stop
        return
    supplier = subject_roles(scene, vg, "supplier")
    goods: list[Range] = []
    recipient: list[Range] = []
    carrier: tuple[Role, ...] = ()
    lent: Role | None = None
    surely: tuple[str, ...] = ()
    j = vg.end
    if vg.passive or (vg.link == "reduced" and vg.form == "ed"):
        by = find_agent(scene, vg)
        obj = vg.subject
        if obj is None:
            return
        with_ = find_preposition(scene, j, ("with",))
        if with_ is not None:
            goods, recipient = goods_list(scene, with_ + 1), [obj]
        else:
            to = find_preposition(scene, j, ("to", "for", "into"))
            goods = split(scene, obj)
            if (share := _share_of(scene, obj)) is not None:
                lent, goods = share
            recipient = [r] if to is not None and (r := np_right(toks, to + 1)) else []
            from_ = find_preposition(scene, j, ("from",), limit=6)
            if (
                by is None
                and from_ is not None
                and (np := np_right(toks, from_ + 1))
                and toks[np[0]].tag != "Y"
            ):
                by = np
        supplier = scene.roles("supplier", [by]) if by else _makers_land(scene, obj, vg)
        counted_goods = scene.memory.recipients and vg.lemma in scene.group_words("send_verb") and any(t.tag == "M" for t in toks[slice(*obj)])
        if not recipient and not lent and not by and not count_of_cases(scene) and not counted_goods:
            return  # "over 1 million shells have been shipped" goes to whom the document named
    else:
        if (
            vg.end < len(toks)
            and toks[vg.end].low == "and"
            and vg.end + 1 < len(toks)
            and toks[vg.end + 1].tag == "V"
        ):
            # "produce and supply machine tools": the object stands behind the second verb
            other = next((g for g in scene.groups if g.start == vg.end + 1), None)
            j = other.end if other else j
        if vg.lemma == "hand" and j < len(toks) and toks[j].low == "over":
            j += 1
        if j + 1 < len(toks) and toks[j].low in ("them", "it", "him") and toks[j + 1].low == "with" and scene.memory.recipients:
            them = scene.memory.recipients[0]  # "manufacturers provide them with engines"
            lent = Role("recipient", toks[j].start, toks[j].end, them.name or scene.words(them))
            j += 2
        objects = goods_list(scene, past_worth(scene, j))
        gap = vg.subject[0] - 1 if vg.subject else 0
        if gap > 0 and toks[gap].tag == "D":
            gap -= 1
        which = gap if gap > 0 and toks[gap].tag == "W" and toks[gap - 1].text != "," else gap - 1
        if (
            not objects
            and gap > 0
            and toks[gap].tag == "W"
            and (what := np_chain_left(toks, which, tight=True))
        ):
            objects = [what]  # "nitrocellulose that the firm shipped to Russia"
            to = find_preposition(scene, j, ("to",), limit=4)
            if to is None:
                return
        if not objects and (sent := _to_first(scene, j)) is not None:
            recipient, objects = [sent[0]], sent[1]  # "funnelling to Russia products with dual uses"
        if not objects:
            return
        end = max(objects[-1][1], vg.end)
        with_ = find_preposition(scene, objects[0][1], ("with",), limit=4)
        to = find_preposition(scene, end, ("to", "for", "into"), limit=14) or _past_relative(scene, end)
        first = objects[0]
        if is_support(scene, first):
            return
        last_with = objects[-1][1] < len(toks) and toks[objects[-1][1]].low == "with" and len(objects) > 1 and is_recipient(scene, first)
        if recipient:
            goods = objects
        elif last_with:
            recipient, goods = objects, goods_list(scene, objects[-1][1] + 1)  # "supply the plant and other factories with pulp"
        elif with_ is not None and with_ == first[1]:
            recipient, goods = [first], goods_list(scene, with_ + 1)
        elif vg.lemma in ("give", "hand", "send", "sell", "supply", "offer") and is_recipient(scene, first) and len(objects) == 1 and first[1] < len(toks) and (
            (rest_ := goods_list(scene, first[1])) and toks[first[1]].text not in (",", ";")
        ):
            recipient, goods = [first], rest_  # "handed Russia not only shells but also missiles"
        elif vg.lemma in ("arm", "equip", "outfit") and with_ is None:
            recipient = [first]
        elif (parted := _country_first(scene, first)) is not None:
            recipient, goods, surely = [parted[0]], [parted[1], *objects[1:]], ("supplier", "recipient")  # "send Russia strike drones"
        elif to is not None:
            goods = objects
            recipient = recipients_right(scene, to + 1)
        elif is_recipient(scene, first) and vg.lemma not in scene.group_words("carry_verb"):
            if len(objects) == 1 and (rest := np_right(toks, first[1])) is not None:
                goods = goods_list(scene, rest[0])
            recipient = [first]
            if len(objects) > 1 and not goods:
                recipient = objects
        else:
            goods = objects
    if vg.lemma in scene.group_words("carry_verb"):
        if vg.end < len(toks) and toks[vg.end].low in ("out", "on", "over"):
            return  # "carried out strikes"
        # the vessel carries; the supplier is where the goods come from
        from_ = find_preposition(scene, goods[-1][1], ("from",), limit=2) if goods else None
        np = np_right(toks, from_ + 1) if from_ is not None else None
        if np is None and not recipient:
            return
        supplier = scene.roles("supplier", [np]) if np is not None else ()
        carrier = tuple(with_name(r, "via") for r in subject_roles(scene, vg, "supplier"))
    if not recipient and vg.lemma in scene.group_words("move_verb"):
        return  # "moves much of the trade": a supply goes to somebody
    goods, also = trailing_goods(scene, goods)
    told = goods
    goods, batches = split_batches(scene, goods)
    anaphoric = bool(goods) and toks[goods[0][0]].low in ("this", "these", "such")
    roles_goods = tuple(g for g in scene.roles("goods", goods) if is_goods(scene, g))
    if anaphoric and (named := helpers_goods(scene, vg, supplier)):
        roles_goods = named  # "producers of nitrocellulose who supplied … with this key ingredient"
    if goods and (meant := _goods_before(scene, goods[0])):
        roles_goods = meant
    if goods and not roles_goods:
        return
    roles_recipient = tuple(r for r in (lent, *(recipient_role(scene, x) for x in recipient)) if r)
    if (
        not supplier
        and vg.link in ("left", "relative", "control", "shared", "object", "")
        and scene.memory.suppliers
        and vg.subject is not None
        and not (vg.passive and toks[0].low == "if")
    ):
        supplier = scene.memory.suppliers
    if not supplier and vg.subject is None and vg.link in ("reason", "control"):
        # "sanctioned five firms for supplying B": who is listed supplies
        here = scene.sentence.start
        supplier = tuple(with_name(t, "supplier") for t in scene.memory.targets if here <= t.start < here + len(scene.sentence.text))
    if not roles_recipient and vg.form == "ing":
        roles_recipient = lent_recipient(scene, vg)
    if not roles_recipient and vg.passive and (supplier or any(t.tag == "M" for t in toks[slice(*(vg.subject or (0, 0)))])):
        roles_recipient = scene.memory.recipients[:1]
    if not roles_recipient and supplier and scene.memory.suppliers and {_called(scene, s) for s in supplier} == {_called(scene, s) for s in scene.memory.suppliers}:
        roles_recipient = scene.memory.recipients[:1]  # "it has sent ten shipments of shells": to whom it supplied before
    if not roles_recipient and not arms_goods(scene, roles_goods):
        return
    if (
        vg.lemma in ("provide", "offer", "give", "receive")
        and not arms_goods(scene, roles_goods)
        and not any(is_recipient(scene, r) for r in recipient)
    ):
        return  # "provide the detainee with consular assistance"
    if any(
        scene.words(s).casefold().split()[0:1]
        and set(scene.words(s).casefold().split()) & scene.group_words("status_subject")
        for s in supplier
    ):
        return
    via = (*carrier, *_used_for(scene, vg), *find_via(scene, vg.end))
    last = max([vg.end, also, *(g[1] for g in goods), *(r[1] for r in recipient)])
    start = vg.subject[0] if vg.subject and vg.subject[0] < vg.start and vg.link != "object" else vg.start
    if vg.passive and vg.subject:
        start = vg.subject[0]
    kind, count, value = _shipment(scene, vg, told)
    if batches is not None:
        kind, count = "shipment", batches
    elif kind == "supply" and goods and (vg.lemma in scene.group_words("send_verb") or (vg.form == "ed" and vg.lemma in ("provide", "supply"))):
        counted = scene.count(goods[0], "goods")  # "sent more than a million shells"
        if counted is not None and (counted.min is not None or counted.max is not None):
            kind, count = "shipment", counted
    worth = past_worth(scene, vg.end)
    if kind == "supply" and worth > vg.end and not vg.passive and supplier:
        amounts = [v for _, _, v in values(scene.text[toks[vg.end].start : toks[worth - 1].end], 0) if v.unit != "%"]
        kind, value = ("shipment", amounts[0]) if amounts else (kind, value)  # "exported at least $20 million worth of parts"
    if kind == "supply" and told and vg.lemma in scene.group_words("send_verb") and (toks[told[0][1] - 1].low in ("containers", "container") or (vg.passive and toks[told[0][0]].low in ("several", "dozens", "hundreds", "thousands") and toks[told[0][0] + 1].low in SCALES)):
        kind = "shipment"  # "sent containers", "several million shells have been sent"
    if kind == "supply" and roles_goods and vg.lemma in scene.group_words("sent_verb") and vg.form == "ed" and not vg.passive and vg.link != "reduced":
        many = toks[goods[0][0]].low in ("dozens", "hundreds", "thousands", "several") if goods else False
        firm = bool(supplier) and not any(country_named(scene, s) for s in supplier)
        kind = "shipment" if many or firm else kind  # "sent dozens of missiles", "Noy shipped the products"
    if not (roles_goods or roles_recipient) or not (supplier or roles_recipient or kind == "shipment"):
        return
    count = count or count_parties(scene, supplier, roles_recipient, vg, recipient)
    yield scene.frame(
        kind,
        start,
        last,
        [*supplier, *roles_goods, *roles_recipient, *via],
        stance=stance_of(scene, vg),
        count=count,
        value=value,
        period=find_period(scene, start, last),
        settled=surely if supplier else (),
    )
    scene.memory.suppliers = supplier or scene.memory.suppliers
    scene.memory.recipients = roles_recipient or scene.memory.recipients
    scene.memory.goods = roles_goods or scene.memory.goods


def _share_of(scene: Scene, r: Range) -> tuple[Role | None, list[Range]] | None:
    """ "40% of Russia's ammunition is supplied by A": to Russia, ammunition."""
    toks = scene.toks
    owner = next((k for k in range(r[0] + 2, r[1] - 1) if toks[k].tag == "G"), None)
    of = next((k for k in range(owner - 1, r[0], -1) if toks[k].low == "of"), None) if owner is not None else None
    if owner is None or of is None or not any(t.low in ("%", "percent", "cent", "half", "most", "third", "quarter", "majority", "share", "all") or "%" in t.text for t in toks[r[0] : of]):
        return None
    return (scene.role("recipient", (of + 1, owner)), [(owner + 1, r[1])]) if country_like(scene, (of + 1, owner)) else None


def _used_for(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    """ "used boats and an airline to move arms": what carries them."""
    use = next((g for g in reversed(scene.groups) if g.end < vg.start and g.lemma == "use" and not g.passive), None)
    if use is None or not vg.infinitive:
        return ()
    items = list_right(scene.toks, use.end, ())
    return scene.roles("via", items) if items and vg.start - items[-1][1] <= 12 else ()


def _called(scene: Scene, role: Role) -> str:
    return role.name or scene.words(role)


def _forbidden(scene: Scene, vg: VerbGroup) -> bool:
    """ "prohibit firms from exporting goods", "a ban on exporting goods", "B's ability to arm": none of it is a supply."""
    toks = scene.toks
    lead = toks[vg.start - 1].low if vg.start else ""
    if vg.infinitive:
        return lead in ("ability", "capacity", "capability", "capabilities", "inability", "right", "potential")
    if vg.form != "ing" or lead not in ("from", "on"):
        return False
    if lead == "on":
        return vg.start > 1 and toks[vg.start - 2].low in scene.group_words("restriction_noun")
    return any(g.lemma in scene.group_words("stop_verb") and not g.negated and 1 < vg.start - g.end <= 8 for g in scene.groups)


def _goods_before(scene: Scene, r: Range) -> tuple[Role, ...]:
    """ "then shipped the products to Russia": the goods that were told of last."""
    toks = scene.toks
    generic = toks[r[1] - 1].low in scene.group_words("goods_subject")
    if r[1] - r[0] != 2 or not generic or toks[r[0]].low not in ("the", "these", "those") or not scene.memory.goods:
        return ()
    last = scene.memory.goods[0]
    return (Role("goods", toks[r[0] + 1].start, toks[r[0] + 1].end, last.name or scene.words(last)),)


def _makers_land(scene: Scene, obj: Range, vg: VerbGroup) -> tuple[Role, ...]:
    """ "machine tools produced in Taiwan and shipped to Russia": where they come from."""
    toks = scene.toks
    made = next((g for g in scene.groups if obj[1] <= g.start < vg.start and g.link == "reduced" and g.lemma in ("produce", "make", "manufacture", "build")), None)
    if made is None or made.end >= len(toks) or toks[made.end].low != "in":
        return ()
    land = np_right(toks, made.end + 1)
    return scene.roles("supplier", [land]) if land is not None and country_like(scene, land) else ()


def _stopped(scene: Scene, vg: VerbGroup) -> list[Frame] | None:
    """ "has stopped supplying G to B", "prohibited from supplying G": a measure, and no supply."""
    toks = scene.toks
    main = next((g for g in scene.groups if g.end in (vg.start, vg.start - 1) and g.lemma in scene.group_words("stop_verb")), None)
    if vg.form != "ing" or main is None or main.negated:
        return None
    objects = goods_list(scene, vg.end)
    if not objects or main.subject is None:
        return []
    end = objects[-1][1]
    to = find_preposition(scene, end, ("to",), limit=2)
    end = whom[1] if to is not None and (whom := np_right(toks, to + 1)) else end
    roles = [scene.role("measure", (main.head, end))]
    if main.passive:
        roles += [*known_authority(scene, "actor"), *scene.roles("target", [main.subject])]
    else:
        roles += [*scene.roles("actor", split(scene, main.subject)), *scene.roles("target", objects)]
    return [scene.frame("measure", main.subject[0], end, roles, stance=stance_of(scene, main))]


def _to_first(scene: Scene, j: int) -> tuple[Range, list[Range]] | None:
    """The recipient before its goods: "to Russia products with dual uses"."""
    toks = scene.toks
    if j + 2 >= len(toks) or toks[j].low != "to" or toks[j].tag != "P":
        return None
    for size in (3, 2, 1):
        k = j + 1 + size
        name = " ".join(t.text for t in toks[j + 1 : k])
        if k < len(toks) and country(name) is not None and (goods := goods_list(scene, k)):
            return (j + 1, k), goods
    return None


def _country_first(scene: Scene, r: Range) -> tuple[Range, Range] | None:
    """A country and, right behind it, the goods it is given."""
    toks = scene.toks
    i, j = r
    for size in (3, 2, 1):
        k = i + size
        small = words(scene.language, "word_groups", "small_country")
        if k < j and all(t.text[0].isupper() or t.text in small for t in toks[i:k]) and country_like(scene, (i, k)):
            rest = toks[k:j]
            plain = all((t.tag in ("N", "J", "M", "A", "D") and not t.text[0].isupper()) or t.low == "of" for t in rest)
            names = country(" ".join(t.text for t in toks[i:k]).title()) is not None
            known = any(t.low in entries("goods", "words") or t.low in scene.group_words("vessel_noun") for t in toks[k:j] if t.tag == "N")
            return ((i, k), (k, j)) if plain and names and known else None
    return None


def _past_relative(scene: Scene, j: int) -> int | None:
    """ "microelectronics that can be used in drones to Russia": the "to" behind a clause about the goods."""
    toks = scene.toks
    if j >= len(toks) or toks[j].low not in ("that", "which"):
        return None
    for k in range(j + 1, min(j + 14, len(toks) - 1)):
        if toks[k].text in (",", ";", "."):
            return None
        if (
            toks[k].low == "to"
            and toks[k].tag == "P"
            and (np := np_right(toks, k + 1))
            and country_like(scene, np)
        ):
            return k
    return None


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
    told = (
        head.low in ("shipment", "consignment", "cargo")
        or subject[0].low in ("these", "those", "such", "the")
        or any(t.low in ("supplied", "imported", "delivered") for t in subject)
    )
    subject = toks[vg.subject[0] : vg.start]
    if not told or (
        head.low not in ("shipment", "consignment", "cargo")
        and head.low in ("goods", "items", "products", "materials")
        and not any(
            t.low in ("supplied", "imported", "delivered", "these", "those", "exported", "shipped")
            for t in subject
        )
    ):
        return
    goods = goods_list(scene, vg.end)
    roles = tuple(g for g in scene.roles("goods", goods) if is_goods(scene, g))
    if not roles:
        return
    single = head.low in ("shipment", "consignment", "cargo")
    recipients = scene.memory.recipients
    suppliers = () if any(t.low == "imported" for t in subject) else scene.memory.suppliers
    if not recipients and not suppliers and not single:
        return
    yield scene.frame(
        "shipment" if single else "supply", vg.subject[0], goods[-1][1], [*suppliers, *roles, *recipients]
    )


def _shipment(scene: Scene, vg: VerbGroup, goods: list[Range]) -> tuple[str, Count | None, object]:
    """An amount in tonnes, or deliveries counted by cases, make a shipment of a supply."""
    for r in goods:
        amounts = [
            v
            for _, _, v in values(scene.text[scene.toks[r[0]].start : scene.toks[r[1] - 1].end], 0)
            if v.unit not in ("%",)
        ]
        if amounts:
            return "shipment", None, amounts[0]
    cases = count_of_cases(scene)
    if cases is not None and vg.lemma in ("deliver", "ship", "send", "supply", "transfer"):
        return "shipment", cases, None
    return "supply", None, None
