"""Which statistics of trade does a clause tell?

Exports, imports and trade with a figure, a change or a period: who reports, with whom, in what. What the clause leaves
out is that of the statistic before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from supplyline.extract.lexicon import table
from supplyline.extract.slavic.goods import complement, goods_of
from supplyline.extract.slavic.roles import (
    agents_of,
    bought_in,
    count_of,
    givers_of,
    goods_name,
    is_amount,
    object_of,
    origin,
    party,
    receivers_of,
    roles_of,
    value_of,
)
from supplyline.extract.slavic.view import Frame, Role, View, chain, is_genitive, is_time
from supplyline.extract.slavic.words import Word
from supplyline.model import Change, Value

CURRENCIES = ("USD", "EUR", "CNY", "RUB", "UAH", "GBP", "CZK", "PLN", "JPY")


def find(view: View) -> Iterator[Frame]:
    yield from _between(view) or _shared(view) or _summed(view) or _flow(view) or _growth(view)


def counted_in_money(view: View, frame: Frame) -> Frame:
    """A supply told in money is a statistic, unless a company is named that made it: then it is its shipments."""
    if frame.kind not in ("supply", "shipment") or frame.value is None or (frame.value.unit not in CURRENCIES and not (frame.value.unit in ("barrels", "cubic metres") and per_day(view))) or frame.stance or frame.negated or view.verb.startswith(("перед", "надат", "надав", "предостав")):
        return frame
    by: dict[str, tuple[Role, ...]] = {}
    for r in frame.roles:
        by[r.role] = (*by.get(r.role, ()), r)
    supplier, recipient = by.get("supplier", ()), by.get("recipient", ())
    if any(_firm(view, r) for r in (*supplier, *recipient)):
        return replace(frame, kind="shipment")
    taking = view.is_(view.verb, "arrive_verb") or view.is_(view.verb, "buy_verb") or view.is_(view.verb, "get_verb") or view.is_(view.verb, "bring_verb") or not supplier
    own, other = (recipient, supplier) if taking else (supplier, recipient)
    roles = (*(replace(r, role="reporter") for r in own), *(replace(r, role="partner") for r in other), *by.get("goods", ()))
    return replace(frame, kind="trade_flow", roles=roles, change=view.changes[0][2] if view.changes else None)


def per_day(view: View) -> bool:
    """ "1,5 млн барелів на добу": a rate and no delivery."""
    words = view.scene.words[view.clause.start : view.clause.end]
    return any(a.low in ("на", "в", "за") and b.lemma in ("доба", "день", "місяць", "рік", "сутки", "месяц", "год") and "accs" in b.cases for a, b in pairwise(words))


def _firm(view: View, r: Role) -> bool:
    """A company with a name: no country, no "турецькі компанії"."""
    p = next((p for p in view.scene.phrases if view.scene.words[p.start].start <= r.start < view.scene.words[p.end - 1].end), None)
    if p is None:
        words = view.scene.text[r.start : r.end].split()
        return r.name is None and (words[0][0].isascii() or len(words) > 1) and all(w[0].isupper() for w in words)
    head = view.scene.words[p.head]
    if p.name is None and not p.many and (head.animate or (view.is_(head.lemma, "party_noun") and not view.is_(head.lemma, "country_noun"))):
        return True  # "його фірма"
    return p.name is not None and not (p.place is not None and p.place.itself)


def _shared(view: View) -> list[Frame]:
    """ "на долю Китая пришлось 57% импорта", "частка китайських дронів склала 98 %", "на Китай припадає 60 % поставок"."""
    scene, words = view.scene, view.scene.words
    shares = [v for v in view.values if v[2].unit == "%"]
    falls = view.is_(view.verb, "share_verb")
    at = next((i for i in view.here if view.is_(words[scene.phrases[i].head].lemma, "share_noun")), None)
    told = any(view.is_(words[scene.phrases[i].head].lemma, g) for i in view.here for g in ("export_noun", "import_noun", "supply_noun", "trade_noun"))
    makes = view.is_(view.verb, "rise_verb") or view.is_(view.verb, "fall_verb") or view.clause.verb < 0
    grown = at is not None and _rising(view) and bool(view.changes or not shares) and bool(origin(view, at + 1) if at + 1 < len(scene.phrases) else ())
    if (not grown and (not shares or view.changes)) or (not grown and not (falls or (at is not None and makes))) or not (told or view.memory.flow or view.memory.goods):
        return []
    k = at + 1 if at is not None else next((i for i in view.here if scene.phrases[i].preposition == "на" and not is_amount(view, scene.phrases[i]) and not is_time(view, scene.phrases[i])), -1)
    if not 0 <= k < len(scene.phrases):
        return []
    whose = scene.phrases[k]
    goods: tuple[Role, ...] = ()
    partner: tuple[Role, ...] = ()
    if party(view, whose):
        partner = roles_of(view, "partner", chain(view, k))
    else:
        flow = any(view.is_(words[whose.head].lemma, g) for g in ("export_noun", "import_noun", "supply_noun"))  # "доля турецкого импорта"
        goods = complement(view, k) if flow else goods_of(view, k)
        partner = tuple(replace(r, role="partner") for r in origin(view, k))
    whole_ = next((i for i in view.here if i != k and scene.phrases[i].start > whose.start - 12 and any(view.is_(words[scene.phrases[i].head].lemma, g) for g in ("export_noun", "import_noun", "supply_noun", "trade_noun"))), None)
    reporter: tuple[Role, ...] = ()
    if whole_ is not None:
        reporter = tuple(replace(r, role="reporter") for r in origin(view, whole_) if r.start < words[scene.phrases[whole_].head].start)
        after = (whole_ + 1,) if is_genitive(view, whole_ + 1) and party(view, scene.phrases[whole_ + 1]) else ()
        reporter = reporter or roles_of(view, "reporter", after)
        goods = goods or complement(view, whole_)
    if not reporter and view.memory.flow is not None:
        reporter = next((tuple(replace(r, role="reporter") for r in side) for side in view.memory.flow[1:] if side and (not partner or side[0].name != partner[0].name)), ())
    reporter = reporter or tuple(replace(r, role="reporter") for r in view.memory.recipient if not partner or r.name != partner[0].name)
    turnover = whole_ is not None and view.is_(words[scene.phrases[whole_].head].lemma, "trade_noun")  # of everything, and not of the goods told before
    roles = (*reporter, *partner, *(goods or (() if turnover else view.memory.goods)))
    change = view.changes[0][2] if view.changes else None
    return [Frame("trade_flow", *view.span, roles, None, shares[-1 if len(shares) == 2 and _from_to(view, shares) else 0][2] if shares else None, change, view.period, view.negated)] if partner or reporter else []


def _from_to(view: View, shares: list[tuple[int, int, Value]]) -> bool:
    """ "знизилася з 45% до 19%": the second is what it is now."""
    return view.scene.text[shares[0][1] : shares[1][0]].strip() in ("до",) or shares[1][2].text.startswith("до ")


def _between(view: View) -> list[Frame]:
    """ "товарообіг між Росією та Китаєм зріс", "рост торговли между …"."""
    scene = view.scene
    at = next((i for i in view.here if view.is_(scene.words[scene.phrases[i].head].lemma, "trade_noun")), None)
    if at is None:
        return []
    with_ = next((i for i in view.here if i > at and scene.phrases[i].preposition in ("між", "между")), None)
    parties = roles_of(view, "reporter", chain(view, with_)) if with_ is not None else ()
    if len(parties) < 2 and with_ is not None and view.memory.flow is not None:
        own, other = view.memory.flow[1][:1], view.memory.flow[2][:1]
        parties = (*own, *other)  # "між країнами"
    if with_ is None and not parties:
        with_ = next((i for i in view.here if i > at and scene.phrases[i].preposition in ("з", "із", "зі", "с", "со") and scene.phrases[i].place is not None), None)
        if with_ is not None:  # "товарооборот с Россией", "торгівля Китаю з Росією"
            whose = (at + 1,) if is_genitive(view, at + 1) and party(view, scene.phrases[at + 1]) else tuple(i for i in view.subject if i != at and party(view, scene.phrases[i]))
            own = roles_of(view, "reporter", whose[:1]) or (view.memory.flow[1][:1] if view.memory.flow else ())
            other = roles_of(view, "partner", (with_,))
            own = () if own and own[0].name == other[0].name else own
            change = view.changes[0][2] if view.changes else None
            if not (change or view.values or _rising(view)):
                return []
            return [Frame("trade_flow", *view.span, (*own, *other), None, value_of(view), change, view.period, view.negated)]
    if with_ is None:
        places = [k for k in view.here if k > at and scene.phrases[k].place is not None and scene.phrases[k].place.itself]  # type: ignore[union-attr]
        parties = roles_of(view, "reporter", tuple(places[:2]))
    change = view.changes[0][2] if view.changes else None
    if len(parties) < 2 or not (change or view.values or _rising(view)):
        return []
    roles = (replace(parties[0], role="reporter"), replace(parties[1], role="partner"))
    return [Frame("trade_flow", *view.span, roles, None, value_of(view), change, view.period, view.negated)]


def _flow(view: View) -> list[Frame]:
    """Statistics: exports and imports with a figure, a change or a period."""
    scene = view.scene
    heads = [(i, scene.words[scene.phrases[i].head].lemma) for i in view.here]
    noun = next(((i, lemma) for i, lemma in heads if view.is_(lemma, "export_noun") or view.is_(lemma, "import_noun")), None)
    supply = next(((i, lemma) for i, lemma in heads if view.is_(lemma, "supply_noun") or (view.is_(lemma, "sold_noun") and (view.is_(view.verb, "fall_verb") or view.is_(view.verb, "rise_verb")))), None)
    moves = view.is_(view.verb, "rise_verb") or view.is_(view.verb, "fall_verb")
    money = any(v.unit in CURRENCIES or v.unit == "%" for _, _, v in view.values)
    exporting = view.is_(view.verb, "export_verb")
    importing = view.is_(view.verb, "import_verb") or (view.is_(view.verb, "buy_verb") and money)
    bringing = view.is_(view.verb, "bring_verb") and money
    told = bool(view.values or view.changes)
    way = "import" if importing or (noun is not None and view.is_(noun[1], "import_noun")) else "export"
    goods: tuple[Role, ...] = ()
    other: tuple[Role, ...]
    if bringing and not importing:  # "в Россию ввезено чипов на $1 млрд"
        at = object_of(view)
        at = at if at is not None else next((i for i in view.here if "gent" in scene.phrases[i].cases and not scene.phrases[i].preposition and i not in view.subject), None)
        goods = goods_of(view, at) if at is not None else ()
        own = roles_of(view, "reporter", receivers_of(view)) or roles_of(view, "reporter", tuple(i for i in view.subject if party(view, scene.phrases[i])))
        other = roles_of(view, "partner", givers_of(view)) or (tuple(replace(r, role="partner") for r in origin(view, at)) if at is not None else ())
        way = "import"
    elif exporting or importing:
        more = any(w.low in ("більше", "больше", "менше", "меньше") for w in scene.words[view.clause.verb : view.clause.end])
        if not (told or more or view.period) or not (view.subject or view.passive):
            return []
        at = object_of(view)
        goods = goods_of(view, at) if at is not None else ()
        own = roles_of(view, "reporter", tuple(i for i in view.subject if party(view, scene.phrases[i])))
        other = roles_of(view, "partner", (givers_of(view) or bought_in(view)) if importing else receivers_of(view))
    elif noun is not None or (supply is not None and (moves or view.changes or _share(view)) and not made_up_of(view)):
        at = noun[0] if noun is not None else supply[0]  # type: ignore[index]
        if not (told or moves or _rising(view)) or view.is_(view.verb, "step_verb"):
            return []
        goods = complement(view, at)
        subject = roles_of(view, "reporter", tuple(i for i in view.subject if i != at and party(view, scene.phrases[i]) and not any(w.proper for w in scene.words[scene.phrases[i].start : scene.phrases[i].end])))
        receiver, giver, agent = receivers_of(view), givers_of(view), agents_of(view)
        if way == "import":
            adjective = tuple(r for r in origin(view, at) if r.start < scene.words[scene.phrases[at].head].start)
            own = roles_of(view, "reporter", receiver or agent) or tuple(replace(r, role="reporter") for r in adjective) or (() if _share(view) else subject)
            other = (
                roles_of(view, "partner", giver)
                or tuple(replace(r, role="partner") for r in origin(view, at) if r not in adjective)
                or (tuple(replace(r, role="partner") for r in subject) if _share(view) else ())
            )
        else:
            whose = (at + 1,) if at + 1 in view.here and is_genitive(view, at + 1) and party(view, scene.phrases[at + 1]) else ()
            own = subject or roles_of(view, "reporter", agent or giver or whose) or tuple(replace(r, role="reporter") for r in origin(view, at))
            other = roles_of(view, "partner", receiver)
    elif (
        told
        and view.memory.flow is not None
        and (_flows(view) if view.subject else moves or (view.clause.verb < 0 and bool(view.changes) and scene.words[view.clause.start].low in ("це", "это")))
    ):
        way, own, other = view.memory.flow
        goods = view.memory.goods
    else:
        return []
    own, other = _filled(view, way, own, other)
    goods = goods or (view.memory.goods if told else ())
    if not own and not other and not (goods and (view.changes or moves)):
        return []
    if (exporting or importing) and not told and any(_firm(view, r) or r.name is None for r in own):
        return []  # a company's purchase is a supply
    roles = (*own, *other, *goods)
    change = view.changes[0][2] if view.changes else _gapped(view)
    stance = view.stance if view.stance in ("expects", "calls_for") else ""
    made = Frame("trade_flow", *view.span, roles, count_of(view, roles), value_of(view), change, view.period, view.negated, stance)
    if money and (exporting or importing) and any(_firm(view, r) for r in own):  # a company's own exports are its shipments
        sides = ("recipient", "supplier") if importing else ("supplier", "recipient")
        roles = (*(replace(r, role=sides[0]) for r in own), *(replace(r, role=sides[1]) for r in other), *goods)
        return [replace(made, kind="shipment", roles=roles)]
    return [made]


def _growth(view: View) -> list[Frame]:
    """ "рост поставок станков", "через скорочення експорту": a noun tells the change."""
    scene = view.scene
    stems = tuple(row[0] for row in table(scene.language, "directions"))
    for i in view.here:
        word = scene.words[scene.phrases[i].head]
        if word.pos != "NOUN" or not word.low.startswith(stems) or not is_genitive(view, i + 1):
            continue
        lemma = scene.words[scene.phrases[i + 1].head].lemma
        if not any(view.is_(lemma, g) for g in ("export_noun", "import_noun", "supply_noun")):
            continue
        goods, imports = complement(view, i + 1), view.is_(lemma, "import_noun")
        giver = roles_of(view, "", givers_of(view)) or tuple(origin(view, i + 1))
        taker = roles_of(view, "", receivers_of(view, i + 1))
        giver = giver or (view.memory.supplier if not taker or not view.memory.supplier or taker[0].name != view.memory.supplier[0].name else ())
        taker = taker or (view.memory.recipient if not giver or not view.memory.recipient or giver[0].name != view.memory.recipient[0].name else ())
        own, other = (taker, giver) if imports else (giver, taker)
        if goods and (own or other):
            roles = (*(replace(r, role="reporter") for r in own), *(replace(r, role="partner") for r in other), *goods)
            return [Frame("trade_flow", *view.span, roles, None, value_of(view), view.changes[0][2] if view.changes else None, view.period, view.negated, view.stance)]
    return []


def made_up_of(view: View) -> int | None:
    """ "основную часть поставок составили микросхемы": the phrase of what they are."""
    scene = view.scene
    if view.verb not in ("составить", "составлять", "становити", "скласти", "складати") or view.changes:
        return None
    found = (i for i in (*view.subject, *view.here) if not scene.phrases[i].preposition and "nomn" in scene.phrases[i].cases and not is_genitive(view, i))
    return next((i for i in found if goods_name(scene.words[scene.phrases[i].start : scene.phrases[i].end], scene.language) is not None), None)


def _flows(view: View) -> bool:
    """Is the subject a volume, a flow or what stands for one, and no economy that grows?"""
    head = view.scene.words[view.scene.phrases[view.subject[0]].head]
    return head.pos == "NPRO" or any(view.is_(head.lemma, g) for g in ("volume_noun", "export_noun", "import_noun", "supply_noun", "trade_noun"))


def _gapped(view: View) -> Change | None:
    """ "…, а експорт – на 1200 %": the verb of the clause before is meant."""
    if view.clause.verb >= 0 or view.clause.kind != "joined":
        return None
    words = view.scene.words
    for s, _, v in view.values:
        k = next((k for k in range(view.clause.start, view.clause.end) if words[k].start >= s), view.clause.start)
        if v.unit == "%" and k and words[k - 1].low == "на":
            falling = _falls(view, words[: view.clause.start])
            return Change(-v.amount if falling else v.amount, "на " + v.text)
    return None


def _falls(view: View, before: list[Word]) -> bool:
    stems = tuple(row[0] for row in table(view.scene.language, "directions") if row[1] == "down")
    told = [w for w in before if w.verb and w.low.startswith(tuple(row[0] for row in table(view.scene.language, "directions")))]
    return bool(told) and told[-1].low.startswith(stems)


def _summed(view: View) -> list[Frame]:
    """ "загальна вартість поставлених до Росії технологій становить 10 млрд", "сума постачань X до РФ перевищила 700 тисяч"."""
    scene, words = view.scene, view.scene.words
    if not view.subject or not any(v.unit in CURRENCIES for _, _, v in view.values) or not (view.is_(view.verb, "rise_verb") or view.is_(view.verb, "fall_verb")):
        return []
    at = view.subject[0]
    k = at + 1
    if view.is_(words[scene.phrases[at].head].lemma, "sum_noun") and words[scene.phrases[at].end].pos == "PRTF":  # "вартість ввезених у РФ мікросхем"
        k = next((n for n in range(at + 1, min(at + 4, len(scene.phrases))) if not scene.phrases[n].preposition and "gent" in scene.phrases[n].cases and not (scene.phrases[n].place and scene.phrases[n].place.itself)), k)  # type: ignore[union-attr]
    elif not view.is_(words[scene.phrases[at].head].lemma, "sum_noun") or not is_genitive(view, at + 1):
        return []
    if k >= len(scene.phrases) or not view.is_(words[scene.phrases[at].head].lemma, "sum_noun"):
        return []
    flow = any(view.is_(words[scene.phrases[k].head].lemma, g) for g in ("export_noun", "import_noun", "supply_noun", "sold_noun"))
    goods = complement(view, k) if flow else goods_of(view, k)
    made_by = (k + 1,) if flow and is_genitive(view, k + 1) and party(view, scene.phrases[k + 1]) else ()
    giver = roles_of(view, "reporter", made_by or givers_of(view)) or tuple(replace(r, role="reporter") for r in origin(view, k)) or tuple(replace(r, role="reporter") for r in view.memory.supplier)
    to = next((i for i, p in enumerate(scene.phrases) if scene.phrases[at].start < p.start < view.clause.end and p.preposition in ("до", "в", "у", "на") and p.place is not None and p.place.itself and "accs" in p.cases | ({"accs"} if p.preposition == "до" else set())), None)
    taker = roles_of(view, "partner", (to,)) if to is not None else tuple(replace(r, role="partner") for r in view.memory.recipient)
    if not giver and not taker:
        return []
    goods = goods or view.memory.goods
    if any(_firm(view, r) for r in giver):
        roles = (*(replace(r, role="supplier") for r in giver), *(replace(r, role="recipient") for r in taker), *goods)
        return [Frame("shipment", *view.span, roles, None, value_of(view), None, view.period, view.negated)]
    return [Frame("trade_flow", *view.span, (*giver, *taker, *goods), None, value_of(view), None, view.period, view.negated)]


def _filled(view: View, way: str, own: tuple[Role, ...], other: tuple[Role, ...]) -> tuple[tuple[Role, ...], tuple[Role, ...]]:
    """What the clause leaves out: of two countries told of before, the one that is not named again."""
    flow = view.memory.flow
    if flow is None and (own or other or view.memory.supplier or view.memory.subject):
        giver, taker = view.memory.supplier, view.memory.recipient
        sides = (giver, taker) if way == "export" else (taker, giver)
        if not own and not sides[0] and other and view.memory.subject and view.memory.subject[0].name and view.memory.subject[0].name != other[0].name:
            own = tuple(replace(r, role="reporter") for r in view.memory.subject[:1])
        elif not own and not (other and sides[0] and sides[0][0].name == other[0].name):
            own = tuple(replace(r, role="reporter") for r in sides[0])
        if not other and not (own and sides[1] and sides[1][0].name == own[0].name):
            other = tuple(replace(r, role="partner") for r in sides[1])
        return own, other
    if flow is None:
        return own, other
    if flow[0] != way and not own and not other:
        return tuple(replace(r, role="reporter") for r in flow[2]), tuple(replace(r, role="partner") for r in flow[1])
    if flow[0] == way and not (other and flow[1] and flow[1][0].name == other[0].name):
        other = other or (flow[2] if way == "export" and not (own and flow[2] and flow[2][0].name == own[0].name) else ())
        return own or flow[1], other
    if other and not own:
        own = next((tuple(replace(r, role="reporter") for r in side) for side in flow[1:] if side and side[0].name != other[0].name), ())
    return own, other


def _share(view: View) -> bool:
    return any(v.unit == "%" for _, _, v in view.values) and not view.changes


def _rising(view: View) -> bool:
    """ "скоротився", "значний ріст": a change, with a figure or without."""
    stems = tuple(row[0] for row in table(view.scene.language, "directions"))
    return any(w.low.startswith(stems) and (w.verb or w.pos == "NOUN") for w in view.scene.words[view.clause.start : view.clause.end])
