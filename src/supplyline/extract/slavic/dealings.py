"""Which supplies and shipments does a clause tell?

By a verb ("постачає", "потрапляє до", "виявили … на заводі"), by a noun ("постачання верстатів заводам", "шість поставок"),
by what one is ("був постачальником"), and what was given back ("в обмін на"). Roles left out are those told before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from supplyline.extract.lexicon import mapping
from supplyline.extract.slavic import numbers
from supplyline.extract.slavic.content import cues
from supplyline.extract.slavic.goods import carries, complement, goods_of, has_quality
from supplyline.extract.slavic.roles import (
    agents_of,
    bought_in,
    count_of,
    givers_of,
    goods_name,
    is_amount,
    is_body,
    object_of,
    origin,
    party,
    receivers_of,
    roles_of,
    through,
    value_of,
)
from supplyline.extract.slavic.sources import DASHES, WHOM, kind_of, outlet
from supplyline.extract.slavic.told import filled, named
from supplyline.extract.slavic.trade import made_up_of, per_day
from supplyline.extract.slavic.view import Frame, Role, View, antecedent, chain, is_genitive, is_time
from supplyline.model import Count

Roles = tuple[Role, ...]
OCCURS = ("perform_verb", "be_verb", "find_verb", "discuss_verb", "status_verb", "stop_verb", "occur_verb", "part_verb", "get_verb", "supply_verb", "send_verb")
TRIES = ("пытаться", "попытаться", "намагатися", "спробувати", "пробувати", "пробовать", "попробовать", "хотіти", "хотеть", "прагнути", "стремиться")
_HELP = ("помогать", "помочь", "допомагати", "допомогти")


def find(view: View) -> Iterator[Frame]:
    made = _dealing(view) or _including(view) or _arriving(view) or _found(view) or _supplying(view)
    yield from made
    for frame in made:
        yield from _given_back(view, frame)


def _dealing(view: View) -> list[Frame]:
    """ "постачає верстати заводам", "закупив деталі у X", "забезпечує заводи верстатами"."""
    scene, lemma = view.scene, view.verb
    sends = view.is_(lemma, "send_verb")
    if lemma in ("торгувати", "торговать") and view.subject and (trade := _trading(view)):
        return trade
    gives = view.is_(lemma, "supply_verb") or view.is_(lemma, "carry_verb") or sends or view.is_(lemma, "export_verb")
    equips = view.is_(lemma, "equip_verb")
    brings = view.is_(lemma, "bring_verb") and not view.passive and bool(view.subject) and not receivers_of(view)
    takes = view.is_(lemma, "buy_verb") or view.is_(lemma, "get_verb") or brings  # "Росія ввезла мікросхем": she gets them
    if not (gives or takes or equips):
        return []
    at = object_of(view)
    helpers: tuple[int, ...] = ()
    behind = at if at is not None and at not in view.subject else -1
    if equips and view.subject and not view.passive and all(not party(view, scene.phrases[i]) and scene.words[scene.phrases[i].head].pos == "NOUN" and not scene.words[scene.phrases[i].head].animate and not scene.words[scene.phrases[i].head].capital for i in view.subject):
        return []  # "елементи забезпечують навігацію"
    if equips:
        goods = next(
            (roles_of(view, "goods", chain(view, i)) for i in view.here if scene.phrases[i].cases == {"ablt"} and not scene.phrases[i].preposition),
            (),
        )
        supplier = roles_of(view, "supplier", view.subject)
        recipient = roles_of(view, "recipient", chain(view, at)) if at is not None else ()
        if not goods and at is not None and (given := receivers_of(view)):
            goods, recipient = goods_of(view, at), roles_of(view, "recipient", given)  # "обеспечивает стране 20 млн кубометров газа"
        if not goods or not recipient:
            return []
    elif view.passive:
        thing = view.subject[0] if view.subject else at
        goods = goods_of(view, thing) if thing is not None else ()
        if not goods and any(w.low in ("це", "это", "вони", "они", "усе", "все", "всё") for w in scene.words[view.clause.start : view.clause.verb]):
            goods = view.memory.goods  # "усе це постачається з-за кордону"
        supplier = roles_of(view, "supplier", agents_of(view) or givers_of(view))
        recipient = roles_of(view, "recipient", receivers_of(view))
        if takes:
            supplier, recipient = roles_of(view, "supplier", givers_of(view)), roles_of(view, "recipient", agents_of(view))
    elif takes:
        goods = goods_of(view, at) if at is not None else ()
        helped = view.clause.finite != view.clause.verb and scene.words[view.clause.finite].lemma in _HELP
        if helped:  # "помогала заводу закупать": the way it came
            helpers = view.helper or next((chain(view, i) for i in view.here if scene.phrases[i].end <= view.clause.finite and not scene.phrases[i].preposition and "nomn" in scene.phrases[i].cases), view.subject)
        recipient = roles_of(view, "recipient", (receivers_of(view) if helped and not view.helper else ()) or (view.subject if view.subject != helpers or not helped else ()))
        givers = tuple(i for i in givers_of(view) if not helped or scene.phrases[i].start > view.clause.verb)
        supplier = roles_of(view, "supplier", givers or bought_in(view)) or (tuple(replace(r, role="supplier") for r in origin(view, behind)) if behind >= 0 else ())
    else:
        sent = _sent_by_nobody(view)
        thing = view.subject[0] if sent else at
        goods = goods_of(view, thing) if thing is not None else ()
        supplier = roles_of(view, "supplier", givers_of(view) if sent or not view.subject else view.subject)
        recipient = roles_of(view, "recipient", receivers_of(view))
        if not supplier and not goods:
            return []
    if view.is_(lemma, "carry_verb") and not view.passive and view.subject:  # "судно везло вибухівку з Індії до Ізраїлю": the way it goes
        supplier, helpers = roles_of(view, "supplier", givers_of(view)), view.subject
    if not goods and view.clause.kind == "joined" and recipient and at is None:
        goods = view.memory.goods  # "закупила … і відправила до РФ"
    if view.verb in ("вивезти", "вивозити", "вывезти", "вывозить") and supplier and not recipient and not view.passive and (whence := givers_of(view)):
        supplier, recipient = roles_of(view, "supplier", whence), roles_of(view, "recipient", view.subject)  # "росіяни вивезли з Узбекистану": they have it now
    if at is not None and not goods and (sends or equips) and not scene.phrases[at].preposition and _batch(view, at):
        goods = view.memory.goods  # "певні партії відправили"
        if not supplier and not recipient:
            supplier, recipient = view.memory.supplier, view.memory.recipient
    if lemma in cues(scene.language) and (not goods or (goods[0].start > scene.sentence.start and scene.text[goods[0].start : goods[0].end].lstrip("«“„\"")[:1].isupper()) or any(kind_of(scene.words[scene.phrases[i].head], scene.language) == "outlet" for i in (() if at is None else (at,))) or any(outlet(scene, scene.phrases[i]) for i in (*view.subject, *(() if at is None else (at,))))):
        return []  # "передає X із посиланням на Y": news, not goods
    if goods and supplier and not recipient and (gives or equips) and not takes:  # "постачають мікрочипи у Росії"
        there = next((i for i in view.here if scene.phrases[i].preposition in ("в", "у") and scene.phrases[i].start > view.clause.verb and scene.phrases[i].place is not None and scene.phrases[i].place.itself and "loct" in scene.phrases[i].cases and not is_time(view, scene.phrases[i])), None)  # type: ignore[union-attr]
        recipient = roles_of(view, "recipient", (there,)) if there is not None else ()
    if recipient and goods:
        goods = tuple(_before(view, g, recipient[0].start) for g in goods)
    supplier, recipient = filled(view, named(view, supplier), named(view, recipient))
    if not (goods and (supplier or recipient or helpers or through(view) or view.negated)) and not (supplier and recipient and _arming(view)):
        return []
    return [_told(view, supplier, recipient, goods, perfect=sends or takes, sends=sends, helpers=helpers)]


def _trading(view: View) -> list[Frame]:
    """ "торгувала двигунами з російською фірмою"."""
    scene = view.scene
    what = next((i for i in view.here if scene.phrases[i].start == view.clause.verb + 1 and "ablt" in scene.phrases[i].cases and not scene.phrases[i].preposition), None)
    whom = next((i for i in view.here if what is not None and i > what and scene.phrases[i].preposition in ("з", "із", "зі", "с", "со") and "ablt" in scene.phrases[i].cases and party(view, scene.phrases[i])), None)
    if what is None or whom is None:
        return []
    return [_told(view, roles_of(view, "supplier", view.subject), roles_of(view, "recipient", (whom,)), goods_of(view, what))]


def _before(view: View, goods: Role, start: int) -> Role:
    """ "передала зброю компанії «X»": the goods end where the words for the recipient begin."""
    words = view.scene.words
    at = next((p.start for p in view.scene.phrases if words[p.start].start <= start < words[p.end - 1].end), None)
    if at is None or not goods.start < words[at].start < goods.end:
        return goods
    return replace(goods, end=words[at - 1].end)


def _sent_by_nobody(view: View) -> bool:
    """ "ці компоненти постачають у Росію": goods before a plural verb are what is sent."""
    p = view.scene.phrases[view.subject[0]] if len(view.subject) == 1 else None
    if p is None or p.start > view.clause.verb or "accs" not in p.cases or party(view, p) or not view.scene.words[view.clause.finite].plural:
        return False
    return goods_name(view.scene.words[p.start : p.end], view.scene.language) is not None or (not view.scene.words[p.head].animate and bool(receivers_of(view)))


def _arming(view: View) -> bool:
    """Without goods only what can have no other object is a supply: not "передав заводу"."""
    return view.is_(view.verb, "supply_verb") or view.is_(view.verb, "equip_verb") or view.is_(view.verb, "export_verb")


def _told(view: View, supplier: Roles, recipient: Roles, goods: Roles, perfect: bool = False, sends: bool = False, helpers: tuple[int, ...] = ()) -> Frame:
    scene = view.scene
    batches = tuple(i for i in (*view.subject, *view.here) if view.is_(scene.words[scene.phrases[i].head].lemma, "ship_noun"))
    countable = any(i in view.here for i in batches) and view.counts
    weighed = any(v.unit in ("t", "kg", "barrels", "cubic metres") and not per_day(view) and (not goods or b <= goods[0].start + 1 or goods[0].start < view.span[0]) for _, b, v in view.values) or (bool(goods) and _weighed(view, goods[0]))
    boxed = tuple(i for i in (*view.subject, *view.here) if view.is_(scene.words[scene.phrases[i].head].lemma, "container_noun") or carries(view, i))
    tried = view.clause.finite != view.clause.verb and scene.words[view.clause.finite].lemma in TRIES
    done = scene.words[view.clause.verb].perfective and perfect and not tried and not view.stance and view.clause.kind != "participle"
    batch = any(_batch(view, i) for i in view.here)
    many = (done or ((view.is_(view.verb, "export_verb") or view.is_(view.verb, "arrive_verb")) and scene.words[view.clause.finite].verb == "past")) and any(g.start - 40 < c.start and c.end <= g.start and (c.min or c.max or 0) > 1 and not view.scene.text[c.end : g.start].strip() for g in goods for c in view.counts)
    many = many or (done and any(view.is_(scene.words[scene.phrases[i].head].lemma, "vague_noun") and goods and 0 <= goods[0].start - scene.words[scene.phrases[i].head].end < 3 for i in view.here))
    kind = "shipment" if countable or weighed or boxed or many or (done and (batch or (sends and not view.is_(view.verb, "hand_verb")))) else "supply"
    roles = (*supplier, *recipient, *goods, *roles_of(view, "via", helpers), *(through(view) or _by_means(view)))
    count = count_of(view, roles, (*boxed, *batches))
    return Frame(kind, *view.span, roles, count, value_of(view), None, view.period, view.negated, view.stance)


def _weighed(view: View, goods: Role) -> bool:
    """ "15 тонн хімікатів, які прямували …": the weight stands before the clause."""
    first = max(view.scene.sentence.start, goods.start - 24)
    return any(v.unit in ("t", "kg") and goods.start - end < 3 for _, end, v in numbers.values(view.scene.text[first : goods.start], first, view.scene.language))


def _by_means(view: View) -> Roles:
    """ "судна, за допомогою яких X постачав …", "фирмы, через которые …": what stands before the comma is the way."""
    words, start = view.scene.words, view.clause.start
    led = [w.low for w in words[start : start + 3]]
    if view.clause.kind != "relative" or not any(w in ("допомогою", "помощью", "через", "посередництвом", "посредством") for w in led):
        return ()
    return roles_of(view, "via", antecedent(view, "які"))


def _batch(view: View, i: int) -> bool:
    """ "першу партію ракет", "аналогічний обсяг": one delivery, though not counted."""
    p = view.scene.phrases[i]
    lemma = view.scene.words[p.head].lemma
    return not p.preposition and lemma in ("партія", "партия", "обсяг", "объём", "объем", "вантаж", "груз")


def _arriving(view: View) -> list[Frame]:
    """ "технології потрапляють до РФ через Китай": the subject is what is supplied."""
    scene = view.scene
    if not view.is_(view.verb, "arrive_verb"):
        return []
    thing = view.subject[:1] or tuple(i for i in view.here if scene.phrases[i].start > view.clause.verb and not scene.phrases[i].preposition and {"nomn", "gent"} & scene.phrases[i].cases)[:1]
    laden = next((i for i in view.here if thing and view.is_(scene.words[scene.phrases[thing[0]].head].lemma, "carrier_noun") and i not in thing and scene.phrases[i].preposition in ("з", "із", "зі", "с", "со") and "ablt" in scene.phrases[i].cases and scene.phrases[i].place is None), None)
    if laden is not None:
        thing = (laden,)  # "вантажівку, яка прямувала до Білорусі з партією плат"
    if thing and mapping(scene.language, "speaker_nouns").get(scene.words[scene.phrases[thing[0]].head].lemma) == "record":
        return []  # "документы, оказавшиеся в распоряжении"
    if thing and is_amount(view, scene.phrases[thing[0]]) and is_genitive(view, thing[0] + 1) and is_body(view, scene.phrases[thing[0] + 1]):
        return []  # "потрапили кілька виробників"
    if not thing or (is_body(view, scene.phrases[thing[0]]) and goods_name(scene.words[scene.phrases[thing[0]].start : scene.phrases[thing[0]].end], scene.language) is None) or scene.words[scene.phrases[thing[0]].head].proper:
        return []
    recipient = roles_of(view, "recipient", receivers_of(view))
    if not recipient and view.verb in ("ввозитися", "завозитися", "імпортуватися", "ввозиться", "завозиться", "импортироваться"):
        recipient = roles_of(view, "recipient", agents_of(view))
    if not recipient and view.verb in ("опинитися", "оказаться"):  # "станки, которые оказались в России"
        recipient = roles_of(view, "recipient", tuple(i for i in view.here if scene.phrases[i].preposition in ("в", "у") and scene.phrases[i].place is not None and "loct" in scene.phrases[i].cases and not is_time(view, scene.phrases[i]))[:1])
    goods = goods_of(view, thing[0])
    if view.is_(view.verb, "go_verb") and goods and goods_name([w for w in scene.words if goods[0].start <= w.start < goods[0].end], scene.language) is None:
        return []  # what goes may be talks or a war
    made_by = tuple(replace(r, role="supplier") for r in origin(view, thing[0]) if goods and r.start < goods[0].end)
    supplier, recipient = filled(view, roles_of(view, "supplier", givers_of(view)) or made_by, recipient)
    if goods and not recipient and not supplier:
        supplier, recipient = view.memory.supplier, view.memory.recipient  # "ще тринадцять літаків надійдуть до кінця року"
    if not goods or not (recipient or supplier or (through(view) and goods_name([w for w in scene.words if goods[0].start <= w.start < goods[0].end], scene.language))):
        return []
    return [_told(view, supplier, recipient, goods)]


def _including(view: View) -> list[Frame]:
    """ "деякі з цих поставок підприємствам включали товари …": what a supply held is its goods."""
    scene = view.scene
    at = object_of(view)
    noun = next((i for i in view.here if any(view.is_(scene.words[scene.phrases[i].head].lemma, g) for g in ("supply_noun", "ship_noun")) and scene.phrases[i].start < view.clause.verb), None)
    if noun is not None and (what := made_up_of(view)) is not None:
        return [_told(view, view.memory.supplier, view.memory.recipient, goods_of(view, what))] if view.memory.supplier or view.memory.recipient else []
    if not view.is_(view.verb, "include_verb") or noun is None or at is None or scene.phrases[at].start < view.clause.verb:
        return []
    goods = goods_of(view, at)
    before = replace(view, here=[i for i in view.here if scene.phrases[i].start < view.clause.verb])
    supplier, recipient = filled(view, roles_of(view, "supplier", givers_of(before)), roles_of(view, "recipient", receivers_of(before, noun)))
    supplier = supplier or view.memory.supplier
    batch = view.is_(scene.words[scene.phrases[noun].head].lemma, "ship_noun") and bool(view.counts)  # "партія містила 40 прицілів"
    return [_told(view, supplier, recipient, goods)] if goods and (supplier or recipient or batch) else []


def _found(view: View) -> list[Frame]:
    """ "виявили на заводі верстат китайського виробництва": goods of known origin met with their user."""
    scene = view.scene
    if not view.is_(view.verb, "find_verb"):
        return []
    nobody = view.subject and scene.phrases[view.subject[0]].start > view.clause.verb and scene.words[view.clause.verb].plural
    at = view.subject[0] if view.subject and (view.passive or nobody) else object_of(view)
    if at is None or not origin(view, at):
        return []
    goods = goods_of(view, at)
    if not goods or goods_name([w for w in scene.words if goods[0].start <= w.start < goods[0].end], scene.language) is None:
        return []
    where = next((i for i in view.here if scene.phrases[i].preposition in ("в", "у", "на") and i != at and not is_time(view, scene.phrases[i])), None)
    recipient = roles_of(view, "recipient", (where,)) if where is not None and is_body(view, scene.phrases[where]) else ()
    if where is not None and not recipient and (user := scene.phrases[where].place) is not None and not user.itself:  # "у російській зброї"
        recipient = tuple(replace(r, role="recipient") for r in origin(view, where))
    recipient = recipient or (view.memory.recipient if view.memory.recipient else ())
    return [Frame("supply", *view.span, (*recipient, *goods), count_of(view, goods), None, None, view.period, view.negated)]


def _supplying(view: View) -> list[Frame]:
    """ "Тайвань був найбільшим постачальником верстатів у РФ", "Росія є покупцем продукції у X"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        lemma = scene.words[p.head].lemma
        gives, takes = view.is_(lemma, "supplier_noun"), view.is_(lemma, "buyer_noun")
        if not (gives or takes) or (i in view.subject and view.clause.verb >= 0) or (is_genitive(view, i) and kind_of(scene.words[scene.phrases[i - 1].head], scene.language) is not None) or p.preposition in ("від", "от", "у", "для", "на", "серед", "среди"):
            continue
        parties = tuple(k for k in view.subject if k != i and party(view, scene.phrases[k]))
        if view.clause.verb < 0 and (behind := _behind_dash(view, i)):
            parties = behind  # "провідні експортери верстатів до РФ – Китай і Тайвань"
        if view.is_(view.verb, "call_verb") and (called := object_of(view)) is not None and called < i:
            parties = (called,)  # "назвал Китай крупнейшим поставщиком"
        goods = complement(view, i) or view.memory.goods
        if parties and goods:
            if gives:
                taker = roles_of(view, "recipient", receivers_of(view, i)) or (view.memory.recipient if goods == view.memory.goods else ())
                roles = (*roles_of(view, "supplier", parties), *taker, *goods)
            else:
                roles = (*roles_of(view, "recipient", parties), *(roles_of(view, "supplier", givers_of(view)) or tuple(replace(r, role="supplier") for r in origin(view, i + 1))), *goods)
            return [Frame("supply", *view.span, roles, None, value_of(view), None, view.period)]
    return []


def _behind_dash(view: View, i: int) -> tuple[int, ...]:
    scene = view.scene
    dash = next((k for k in range(scene.phrases[i].end, view.clause.end) if scene.words[k].text in DASHES), None)
    first = next((k for k, p in enumerate(scene.phrases) if dash is not None and dash < p.start <= dash + 2), None)
    return chain(view, first) if first is not None and party(view, scene.phrases[first]) else ()


def _given_back(view: View, frame: Frame) -> Iterator[Frame]:
    """ "… в обмін на сою і пшеницю": the recipient gives them to the supplier."""
    scene, words = view.scene, view.scene.words
    giver = tuple(replace(r, role="supplier") for r in frame.roles if r.role == "recipient")
    taker = tuple(replace(r, role="recipient") for r in frame.roles if r.role == "supplier")
    for i in view.here:
        p = scene.phrases[i]
        if p.preposition == "на" and p.start > 2 and words[p.start - 2].low in ("обмін", "обмен") and giver and taker:
            goods = next((g for k in chain(view, i) if (g := goods_of(view, k))), ())
            if goods:
                yield Frame("supply", words[p.start - 3].start, goods[-1].end, (*giver, *taker, *goods), stance=frame.stance)


def nominal(view: View, made: Sequence[Frame]) -> Iterator[Frame]:
    """ "постачання верстатів російським заводам", "шість поставок хімікатів", "експорт Китаєм матеріалів до Росії"."""
    scene = view.scene
    steps = [(r.start, r.end) for f in made if f.kind in ("measure", "status") for r in f.roles if r.role in ("measure", "target", "subject")]
    taken = [r.start for f in made if f.kind in ("supply", "shipment", "trade_flow", "cooperation") for r in f.roles if r.role in ("goods", "field")]
    last: Roles = ()
    for n, i in enumerate(view.here):
        p = scene.phrases[i]
        lemma = scene.words[p.head].lemma
        ship = view.is_(lemma, "ship_noun") and scene.words[p.head].text.islower()
        if not (ship or any(view.is_(lemma, g) for g in ("supply_noun", "export_noun", "import_noun", "sold_noun"))):
            continue
        goods = roles_of(view, "goods", (i,)) if has_quality(view, i) else complement(view, i)
        at = scene.words[p.head].start
        if not goods and view.is_(lemma, "supply_noun") and is_genitive(view, i + 1) and is_body(view, scene.phrases[i + 1]):
            goods = view.memory.goods  # "поставки компаній із Китаю"
        counted = count_of(view, (), (i,)) or _none(view, i)
        if not goods and counted and ship:
            goods = view.memory.goods  # "група організувала 16 000 поставок"
        bare = not goods and view.is_(lemma, "supply_noun") and p.preposition in ("в", "у", "за") and bool(receivers_of(view, i))
        carried = not goods and i in view.subject and view.is_(lemma, "supply_noun") and (view.passive or view.is_(view.verb, "go_verb")) and bool(through(view))
        if carried:
            goods = view.memory.goods  # "постачання здійснювалося через мережу фірм"
        busy = not goods and view.is_(lemma, "supply_noun") and view.is_(view.verb, "perform_verb") and p.cases == {"ablt"} and not p.preposition and any(k != i and party(view, scene.phrases[k]) for k in view.subject)
        if busy and view.memory.goods:
            goods, carried = view.memory.goods, True  # "поставками занималась компания X"
        if not (goods or bare or carried) or any(r.start in taken for r in goods) or any(a <= at < b for a, b in steps):
            continue
        recipient = roles_of(view, "recipient", receivers_of(view, -1 if has_quality(view, i) else i))
        if not recipient:  # "передачу ракет Сирии"
            last_goods = max((k for k in view.here if goods and scene.words[scene.phrases[k].start].start <= goods[-1].end), default=i)  # goods may be told before
            q = scene.phrases[last_goods + 1] if last_goods + 1 < len(scene.phrases) else None
            if q is not None and q.start == scene.phrases[last_goods].end and q.place is not None and q.place.itself and "datv" in q.cases:
                recipient = roles_of(view, "recipient", (last_goods + 1,))
        recipient = named(view, tuple(r for r in recipient if r.start not in {g.start for g in goods}))
        supplier = _supplier(view, i, made) or (last if n and not p.preposition else ())
        last = supplier
        if view.is_(lemma, "import_noun"):
            supplier, recipient = roles_of(view, "supplier", givers_of(view)), named(view, roles_of(view, "recipient", agents_of(view) or receivers_of(view, i)))
        if supplier and recipient and supplier[0].start == recipient[0].start:
            supplier, recipient = (supplier, ()) if view.is_(view.verb, "thank_verb") else ((), recipient)
        if counted or (view.is_(lemma, "supply_noun") and not view.is_(view.verb, "step_verb")):
            supplier, recipient = filled(view, supplier, recipient)
            if not supplier and not recipient:
                supplier, recipient = view.memory.supplier, view.memory.recipient
        if not (recipient or supplier or counted or carried) or (bare and not supplier):
            continue
        taken += [r.start for r in goods]
        if view.negated and view.clause.verb >= 0 and not any(view.is_(view.verb, g) for g in OCCURS):
            continue  # "торгівля не спрямована проти третіх країн"
        if view.negated and view.is_(view.verb, "admit_verb"):
            continue  # "не допустить реэкспорта": nobody says that there is none
        if view.negated and view.is_(view.verb, "find_verb") and view.subject:
            yield _not_found(view, i, goods, recipient)
            continue
        roles = (*supplier, *recipient, *goods, *through(view))
        yield Frame(
            "shipment" if (counted and ship) or (goods and _weighed(view, goods[0]) and view.is_(lemma, "supply_noun") and not view.stance and not per_day(view)) else "supply", *view.span, roles, counted or count_of(view, roles), value_of(view), None, view.period,
            view.negated and not (counted and counted.max == 0) and not (view.is_(view.verb, "status_verb") or view.is_(view.verb, "stop_verb")), view.stance,
        )  # fmt: skip


def _none(view: View, i: int) -> Count | None:
    """ "не було зафіксовано жодних поставок": none."""
    p = view.scene.phrases[i]
    word = view.scene.words[p.start]
    return Count(0, 0, word.text, None, view.scene.words[p.head].text) if p.start < p.head and word.low.startswith(("жодн", "никак", "ніяк")) and not view.subject else None


def _not_found(view: View, i: int, goods: Roles, recipient: Roles) -> Frame:
    """ "не зафіксувала жодного факту постачання зброї": who looked and found nothing denies it."""
    start = view.scene.words[view.scene.phrases[i].start].start
    denied = Role("denied", start, max(r.end for r in (*goods, *recipient)))
    return Frame("denial", *view.span, (*roles_of(view, "denier", view.subject), denied), None, None, None, view.period, False, "denies")


def _supplier(view: View, i: int, made: Sequence[Frame]) -> Roles:
    """Whose supply it is: by case, by the verb that performs or accuses, or those listed for it."""
    scene = view.scene
    found = agents_of(view) or givers_of(view)
    if found:
        return roles_of(view, "supplier", found)
    if scene.phrases[i].preposition in ("в", "у") and any(scene.words[scene.phrases[k].head].lemma in ("провина", "вина") for k in view.here):
        before = tuple(k for k in range(view.here[0] - 1, -1, -1) if "nomn" in scene.phrases[k].cases and scene.phrases[k].name is not None)
        return roles_of(view, "supplier", tuple(k for k in view.subject if party(view, scene.phrases[k])) or before[:1])  # "визнав провину в постачанні"
    led = scene.words[view.clause.start]
    if view.clause.kind == "relative" and led.low in WHOM and (view.is_(view.verb, "accuse_verb") or view.verb in ("підозрювати", "подозревать")):
        return roles_of(view, "supplier", antecedent(view, led.low))  # "двох чоловіків, яких підозрюють у постачанні"
    if view.is_(view.verb, "thank_verb") and scene.phrases[i].preposition == "за":  # "поблагодарил Норвегию за передачу"
        whom = next((k for k in view.here if scene.phrases[k].start > view.clause.verb and k < i and not scene.phrases[k].preposition and {"accs", "datv"} & scene.phrases[k].cases and party(view, scene.phrases[k])), None)
        return roles_of(view, "supplier", (whom,)) if whom is not None else ()
    if scene.phrases[i].preposition == "за" and i and scene.phrases[i - 1].end == scene.phrases[i].start - 1 and i - 1 not in view.subject and scene.phrases[i - 1].start > view.clause.verb >= 0 and "accs" in scene.phrases[i - 1].cases and (party(view, scene.phrases[i - 1]) or scene.words[scene.phrases[i - 1].head].animate) and not scene.phrases[i - 1].preposition:
        return roles_of(view, "supplier", (i - 1,))  # "осудили власти за поставку"
    if any(view.is_(view.verb, g) for g in ("perform_verb", "let_verb", "launch_verb", "rise_verb", "fall_verb")) or (view.is_(view.verb, "accuse_verb") and view.passive):
        return roles_of(view, "supplier", tuple(k for k in view.subject if k != i and (party(view, scene.phrases[k]) or scene.words[scene.phrases[k].head].animate or scene.words[scene.phrases[k].head].pos == "NPRO")))
    if view.is_(view.verb, "accuse_verb") and not view.passive and view.subject and scene.words[view.clause.verb].plural and "accs" in scene.phrases[view.subject[0]].cases and scene.phrases[view.subject[0]].end <= view.clause.verb:
        return roles_of(view, "supplier", view.subject)  # "компанії викрили у продажу": nobody else accuses
    p = scene.phrases[i]
    if p.preposition in ("в", "у") and p.start > 1 and view.is_(scene.words[p.start - 2].lemma, "accused_word"):
        who = next((k for k in range(i - 1, -1, -1) if scene.phrases[k].start <= p.start - 2), None)
        if who is not None:  # "п'ятьох підозрюваних у постачанні"
            return roles_of(view, "supplier", (who,))
    punished = next((f for f in made if f.kind == "measure" and view.is_(view.verb, "punish_verb")), None)
    if punished is not None and p.preposition in ("за", "через", "в", "у"):
        return tuple(replace(r, role="supplier") for r in punished.roles if r.role == "target")
    if _takes_part(view) and view.subject:
        return roles_of(view, "supplier", tuple(k for k in view.subject if k != i and party(view, scene.phrases[k])))
    cue = scene.words[view.clause.start - 1].lemma if view.clause.start else view.verb
    if view.is_(cue, "accuse_verb") and view.here[0] < i and not scene.phrases[view.here[0]].preposition:
        return roles_of(view, "supplier", chain(view, view.here[0]))  # "обвинил компанию в поставках"
    p = scene.phrases[i]
    if p.preposition in ("з", "із", "зі", "с", "со") and "ablt" in p.cases and i and scene.phrases[i - 1].end == p.start - 1 and party(view, scene.phrases[i - 1]):
        return roles_of(view, "supplier", (i - 1,))  # "A із поставками сплавів"
    if p.preposition in ("до", "к", "в", "у", "за") and p.start > 1 and view.is_(scene.words[p.start - 2].lemma, "involved"):
        rel = next((w for w in reversed(scene.words[max(0, view.clause.start - 4) : p.start]) if w.pos == "REL"), None)
        if rel is not None:  # "компанії, які Київ вважає причетними до постачання …"
            first = next(k for k, w in enumerate(scene.words) if w is rel)
            return roles_of(view, "supplier", antecedent(replace(view, clause=replace(view.clause, start=first)), rel.low))
    listed = next((f for f in made if f.kind == "designation"), None)
    if listed is not None and scene.phrases[i].preposition in ("за", "через"):
        return tuple(replace(r, role="supplier") for r in listed.roles if r.role == "target")
    after = i + 1
    while after in view.here and is_genitive(view, after):
        place = scene.phrases[after].place
        if is_body(view, scene.phrases[after]) and after == i + 1:
            return roles_of(view, "supplier", (after,))
        if place is not None and place.itself:
            return () if _receives(view, after, i) else roles_of(view, "supplier", (after,))
        after += 1
    made_in = origin(view, i)
    return tuple(replace(r, role="supplier") for r in made_in) if made_in and made_in[0].start < scene.words[scene.phrases[i].head].start else ()


def _takes_part(view: View) -> bool:
    """ "взяли участь в експорті", "замішані в постачанні"."""
    part = any(view.scene.words[view.scene.phrases[i].head].lemma in ("участь", "участие") for i in view.here)
    return (part and view.is_(view.verb, "part_verb")) or view.is_(view.verb, "involved")


def _receives(view: View, k: int, noun: int) -> bool:
    """ "постачання Росії ракет": a country that stands before the goods, in a form of the dative too, is given to."""
    p = view.scene.phrases[k]
    if any(q.preposition in ("до", "для", "в", "у") and q.place is not None and q.place.itself for q in (view.scene.phrases[i] for i in view.here if i > noun)):
        return False
    return "datv" in p.cases and k + 1 < len(view.scene.phrases) and view.scene.phrases[k + 1].start == p.end and not view.scene.phrases[k + 1].preposition


