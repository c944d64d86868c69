"""Who makes, who works with whom, who owns what, in a clause of Ukrainian or Russian?

"завод виробляє порох", "розгорнув виробництво корпусів"; "співпраця між A та B", "A уклав угоду з B на постачання …";
"входить до структури X", "німецькі філії компанії X".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supplyline.extract.slavic.goods import complement, goods_of
from supplyline.extract.slavic.phrases import whole
from supplyline.extract.slavic.roles import (
    agents_of,
    count_of,
    goods_name,
    is_body,
    object_of,
    party,
    roles_of,
    value_of,
)
from supplyline.extract.slavic.told import named
from supplyline.extract.slavic.view import Frame, Role, View, antecedent, chain, is_genitive, is_time
from supplyline.model import Count


def making(view: View) -> Iterator[Frame]:
    scene = view.scene
    built = next((i for i in view.here if scene.phrases[i].preposition in ("по", "з", "із", "зі", "для", "с") and view.is_(scene.words[scene.phrases[i].head].lemma, "make_noun") and i and is_body(view, scene.phrases[i - 1]) and scene.phrases[i - 1].end == scene.phrases[i].start - 1), None)
    opens = built is not None and view.subject and built - 1 not in view.subject and any(view.is_(view.verb, g) for g in ("make_verb", "found_verb", "launch_verb"))
    if opens and built is not None and (goods := complement(view, built)):  # "відкриє завод із випуску ракет"
        yield Frame("production", *view.span, (*named(view, roles_of(view, "maker", view.subject)), *goods, *_place(view)), None, value_of(view), None, view.period, view.negated, view.stance)
        return
    noun = next((i for i in view.here if view.is_(scene.words[scene.phrases[i].head].lemma, "make_noun") and not scene.phrases[i].preposition and not scene.phrases[i].governed), None)
    launches = noun is not None and view.is_(view.verb, "launch_verb")
    moved = noun is not None and view.changes and (view.is_(view.verb, "rise_verb") or view.is_(view.verb, "fall_verb")) and scene.words[scene.phrases[noun].head].lemma in ("виробництво", "випуск", "производство", "выпуск")
    if moved and noun is not None and (goods := complement(view, noun)):  # "производство ракет выросло в восемь раз"
        whose = tuple(k for k in view.subject if k != noun and party(view, scene.phrases[k]))
        maker = roles_of(view, "maker", agents_of(view) or whose) or tuple(replace(r, role="maker") for r in view.memory.subject)
        yield Frame("production", *view.span, (*maker, *goods), None, value_of(view), view.changes[0][2], view.period, view.negated, view.stance)
        return
    if not launches and not view.is_(view.verb.removesuffix("ся"), "make_verb"):
        return
    if view.verb in ("випустити", "выпустить") and any(scene.phrases[i].preposition == "по" and scene.phrases[i].start > view.clause.verb for i in view.here):
        return  # "ракету, яку випустили по місту"
    if launches and noun is not None:
        goods, maker = complement(view, noun), roles_of(view, "maker", tuple(i for i in view.subject if i != noun))
    elif view.passive:
        if view.clause.kind == "participle":
            return  # "мікросхеми, виготовлені компаніями X": whose they are, not what is told
        at = view.subject[0] if view.subject else object_of(view)
        goods = goods_of(view, at) if at is not None else ()
        if not goods and view.values and agents_of(view):
            goods = view.memory.goods  # "777 млн із цих продуктів було вироблено фірмами"
        place = next((i for i in view.here if scene.phrases[i].preposition in ("в", "у", "на") and (scene.phrases[i].place is not None or is_body(view, scene.phrases[i])) and "loct" in scene.phrases[i].cases and not is_time(view, scene.phrases[i])), None)
        led = [w.low for w in scene.words[max(0, view.clause.start - 1) : view.clause.start + 1]]
        where = antecedent(view, "який") if "де" in led or "где" in led else ()
        land = place is not None and scene.phrases[place].place is not None and scene.phrases[place].place.itself  # type: ignore[union-attr]
        maker = roles_of(view, "maker", agents_of(view) or ((place,) if place is not None and not land else where))
        if land and place is not None:
            maker = (*maker, *roles_of(view, "place", (place,)))  # "виготовляються у Британії"
    else:
        at = object_of(view)
        if at is not None and view.is_(view.verb, "found_verb") and is_body(view, scene.phrases[at]):
            return  # "створили фірму": founded, not made
        if at is not None and any(view.is_(scene.words[scene.phrases[at].head].lemma, g) for g in ("supply_noun", "export_noun", "import_noun", "sold_noun", "cooperate_noun")):
            return  # "налагодив постачання електроніки"
        goods = goods_of(view, at) if at is not None else ()
        maker = roles_of(view, "maker", view.subject)
    led_ = [w.low for w in scene.words[max(0, view.clause.start - 1) : view.clause.start + 1]]
    if not launches and not view.subject and not view.passive and goods and view.clause.kind == "relative" and ("де" in led_ or "где" in led_):
        maker = roles_of(view, "maker", antecedent(view, "який"))  # "завод «X», де виготовляють снаряди"
    nobody = not view.subject and view.clause.finite >= 0 and scene.words[view.clause.finite].plural and bool(_place(view))
    if view.negated and view.passive:
        return  # "товари, які не виробляються в країні": nobody denies anything
    if goods and (maker or (view.passive and not launches) or nobody):
        roles = (*named(view, maker), *goods, *_place(view))
        change = view.changes[0][2] if view.changes and launches else None  # "збільшила виробництво снарядів утричі"
        yield Frame("production", *view.span, roles, _made(view, goods), value_of(view), change, view.period, view.negated, view.stance)


def nominal(view: View, made: list[Frame]) -> Iterator[Frame]:
    """ "запуск масового виробництва дронів", "компоненти компаній A, B і C": who makes what, told by nouns."""
    scene, words = view.scene, view.scene.words
    if any(f.kind == "production" for f in made):
        return
    for i in view.here:
        p = scene.phrases[i]
        lemma = words[p.head].lemma
        if view.is_(lemma, "make_noun") and i and is_genitive(view, i) and view.is_(words[scene.phrases[i - 1].head].lemma, "launch_noun"):
            goods = complement(view, i)
            maker = roles_of(view, "maker", agents_of(view) or tuple(k for k in view.subject if k < i and party(view, scene.phrases[k]))) or tuple(replace(r, role="maker") for r in view.memory.subject)
            if goods and maker:
                yield Frame("production", words[scene.phrases[i - 1].start].start, goods[-1].end, (*named(view, maker), *goods), stance=view.stance)
            return
        if view.is_(lemma, "make_noun") and p.preposition in ("в", "у") and i and words[scene.phrases[i - 1].head].lemma in ("участь", "участие") and (goods := complement(view, i)):
            maker = roles_of(view, "maker", tuple(k for k in view.subject if party(view, scene.phrases[k])))
            if maker:  # "беруть участь у виробництві зброї"
                yield Frame("production", *view.span, (*named(view, maker), *goods, *_place(view)), None, None, None, view.period, view.negated, view.stance)
            return
        by = i + 1 if i + 1 < len(scene.phrases) and scene.phrases[i + 1].start == p.end and scene.phrases[i + 1].cases == {"ablt"} and party(view, scene.phrases[i + 1]) else None
        if view.is_(lemma, "make_noun") and by is not None and (goods := complement(view, i)):
            yield Frame("production", words[p.start].start, goods[-1].end, (*roles_of(view, "maker", (by,)), *goods))  # "виробництво Іраном дронів"
            return
        if made or p.preposition in ("для", "за") or goods_name(words[p.start : p.end], scene.language) is None or not is_genitive(view, i + 1):
            continue
        firms = chain(view, i + 1)
        named_ = [k for k in firms if (scene.phrases[k].name is not None and scene.phrases[k].place is None) or words[scene.phrases[k].head].latin]
        if is_body(view, scene.phrases[i + 1]) and len(named_) > 1:
            yield Frame("production", *view.span, (*roles_of(view, "maker", tuple(named_)), *roles_of(view, "goods", (i,))), None, None, None, view.period, view.negated, view.stance)
            return


def _place(view: View) -> tuple[Role, ...]:
    """ "завод у Воткінську виготовляє …", "виробляють на території Росії": where."""
    ground = next((i for i in view.here if view.scene.words[view.scene.phrases[i].head].lemma in ("територія", "территория") and view.scene.phrases[i].preposition == "на" and is_genitive(view, i + 1)), None)
    if ground is not None:
        return roles_of(view, "place", (ground + 1,))
    there = next((i for i in view.here if view.scene.phrases[i].preposition in ("в", "у") and "loct" in view.scene.phrases[i].cases and (place := view.scene.phrases[i].place) is not None and place.itself and not is_time(view, view.scene.phrases[i])), None)
    if there is None and view.clause.verb >= 0:
        town = next((i for i in view.here if view.scene.phrases[i].preposition in ("в", "у") and view.scene.phrases[i].start > view.clause.verb and "loct" in view.scene.phrases[i].cases and view.scene.phrases[i].end == view.scene.phrases[i].start + 1 and view.scene.words[view.scene.phrases[i].head].capital and not view.scene.words[view.scene.phrases[i].head].text.isupper() and not is_time(view, view.scene.phrases[i])), None)
        if town is not None:
            return roles_of(view, "place", (town,))  # "випускають дрони в Єлабузі"
    if there is not None and not view.passive and (there == 0 or not is_body(view, view.scene.phrases[there - 1]) or view.scene.phrases[there - 1].end != view.scene.phrases[there].start - 1):
        return roles_of(view, "place", (there,))  # "розгорнула в Китаї виробництво"
    if not view.subject or view.clause.verb < 0:
        return ()
    after = view.subject[-1] + 1
    if after >= len(view.scene.phrases):
        return ()
    p = view.scene.phrases[after]
    word = view.scene.words[p.head]
    near = p.start == view.scene.phrases[view.subject[-1]].end + 1
    return roles_of(view, "place", (after,)) if near and p.preposition in ("в", "у") and word.capital and not is_time(view, p) else ()


def _made(view: View, goods: tuple[Role, ...]) -> Count | None:
    for c in view.counts:
        if 0 <= goods[0].start - c.end < 22 and c.end <= goods[0].start:
            return Count(c.min, c.max, c.text, "goods", None)
    return None


def together(view: View) -> Iterator[Frame]:
    if view.is_(view.verb, "end_verb") and not view.negated:
        return  # "прекратила сотрудничество": a step
    yield from _agreed(view) or _working(view) or _jointly(view) or list(_cooperation(view))


def _agreed(view: View) -> list[Frame]:
    """ "A уклав угоду з B на постачання …": parties, form, field."""
    scene = view.scene
    at = next((i for i in view.here if view.is_(scene.words[scene.phrases[i].head].lemma, "agreement_noun")), None)
    between = next((i for i in view.here if at is not None and i > at and scene.phrases[i].preposition in ("між", "между")), None)
    if between is not None and at is not None and len(both := tuple(i for i in chain(view, between) if party(view, scene.phrases[i]))) > 1:
        head = scene.words[scene.phrases[at].head]  # "после подписания соглашения между A и B"
        return [Frame("cooperation", *view.span, (*roles_of(view, "party", both), Role("form", head.start, head.end)), None, None, None, view.period, view.negated, view.stance)]
    if at is None or not (view.is_(view.verb, "sign_verb") or view.is_(view.verb, "hold_verb")):
        return []
    with_ = next((i for i in view.here if i != at and scene.phrases[i].preposition in ("з", "із", "зі", "с", "со", "між", "между") and "ablt" in scene.phrases[i].cases and not is_time(view, scene.phrases[i])), None)
    parties = (*(i for i in view.subject if i != at and party(view, scene.phrases[i])), *(chain(view, with_) if with_ is not None else ()))
    if len(parties) < 2:
        return []
    about = next((i for i in view.here if i > at and scene.phrases[i].preposition in ("на", "про", "о", "об", "щодо", "для") and not is_time(view, scene.phrases[i]) and not any(w.pos in ("NUMB", "NUMR") for w in scene.words[scene.phrases[i].start : scene.phrases[i].head])), None)
    head = scene.words[scene.phrases[at].head]
    if about is not None and view.is_(scene.words[scene.phrases[about].head].lemma, "cooperate_noun") and about + 1 in view.here and scene.phrases[about + 1].preposition in ("в", "у", "щодо", "по", "з", "із"):
        about += 1  # "меморандум про співпрацю у створенні підприємства"
    field = roles_of(view, "field", (about,)) if about is not None else ()
    roles = (*roles_of(view, "party", parties), *field, Role("form", head.start, head.end))
    return [Frame("cooperation", *view.span, roles, None, value_of(view), None, view.period, view.negated, view.stance)]


def _jointly(view: View) -> list[Frame]:
    """ "Іран і Росія спільно випускають дрони", "договорились вместе выпускать снаряды"."""
    scene, verb = view.scene, view.clause.verb
    if verb < 0 or not view.is_(view.verb, "make_verb") or view.passive or len(view.subject) < 2 or not any(w.low in ("спільно", "разом", "совместно", "вместе") for w in scene.words[view.clause.start : view.clause.end]):
        return []
    at = object_of(view)
    parties = tuple(i for i in view.subject if party(view, scene.phrases[i]))
    if at is None or len(parties) < 2:
        return []
    return [Frame("cooperation", *view.span, (*roles_of(view, "party", parties), *roles_of(view, "field", (at,))), None, None, None, view.period, view.negated, view.stance)]


def _working(view: View) -> list[Frame]:
    """ "Росія співпрацює з Іраном у сфері …"."""
    scene = view.scene
    if not view.is_(view.verb, "cooperate_verb"):
        return []
    with_ = next((i for i in view.here if scene.phrases[i].preposition in ("з", "із", "зі", "с", "со") and scene.phrases[i].start > view.clause.verb and party(view, scene.phrases[i])), None)
    parties = (*view.subject, *(chain(view, with_) if with_ is not None else ()))
    if len(parties) < 2:
        return []
    agreed = view.verb in ("домовитися", "домовлятися", "договориться", "договариваться")  # "домовилася з X про створення заводу"
    about = next((i for i in view.here if agreed and i > (with_ or 0) and scene.phrases[i].preposition in ("про", "о", "об")), None)
    roles = (*roles_of(view, "party", parties), *(roles_of(view, "field", (about,)) if about is not None else _fields(view, with_ or 0)))
    return [Frame("cooperation", *view.span, roles, None, None, None, view.period, view.negated, view.stance)]


def _fields(view: View, behind: int) -> tuple[Role, ...]:
    """ "у сфері озброєнь", "в обход санкций"."""
    scene = view.scene
    for k in view.here:
        q = scene.phrases[k]
        lemma = scene.words[q.head].lemma
        if k <= behind or q.preposition not in ("в", "у") or not (view.is_(lemma, "field_noun") or view.is_(lemma, "bypass_noun")):
            continue
        end = whole(scene.phrases, k, scene.words)
        inner = (q.start, end) if view.is_(lemma, "bypass_noun") else (q.start, q.head) if q.head > q.start else (q.end, end)
        if inner[1] > inner[0]:
            return (Role("field", scene.words[inner[0]].start, scene.words[inner[1] - 1].end),)
    return ()


def _cooperation(view: View) -> Iterator[Frame]:
    """ "співпраця між Росією та Китаєм", "п'ять випадків співпраці"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if not view.is_(scene.words[p.head].lemma, "cooperate_noun"):
            continue
        parties = next((chain(view, k) for k in view.here if scene.phrases[k].preposition in ("між", "между")), ())
        if not parties and is_genitive(view, i + 1) and len(both := tuple(k for k in chain(view, i + 1) if party(view, scene.phrases[k]))) > 1:
            parties = both  # "співпраця «Росатому» та іранської AEOI"
        if not parties:
            parties = _with(view, i)
        if len(parties) < 2:
            parties = tuple(k for k in view.here if scene.phrases[k].place is not None and scene.phrases[k].place.itself and not is_time(view, scene.phrases[k]) and scene.phrases[k].preposition not in ("в", "у", "на", "проти", "против"))  # type: ignore[union-attr]
        if len(parties) < 2:
            continue
        cases = tuple(k for k in view.here if view.is_(scene.words[scene.phrases[k].head].lemma, "case_noun"))
        fields = tuple(
            Role("field", w.start, w.end) for w in scene.words[p.start : p.head] if w.pos == "ADJF" and w.low not in ("така", "такое", "цю", "эту")
        )
        fields = (*fields, *_fields(view, -1))
        roles = (*roles_of(view, "party", parties), *fields, *_forms(view, i))
        yield Frame("cooperation", *view.span, roles, count_of(view, (), (*cases, i)), None, None, view.period, view.negated, view.stance)
        return


def _with(view: View, i: int) -> tuple[int, ...]:
    """ "сотрудничество России с Ираном", "співпраця заводу з компаніями": whose it is and with whom."""
    scene = view.scene
    whose = (i + 1,) if i + 1 in view.here and is_genitive(view, i + 1) and party(view, scene.phrases[i + 1]) else ()
    with_ = next((k for k in view.here if k > i and scene.phrases[k].preposition in ("з", "із", "зі", "с", "со") and "ablt" in scene.phrases[k].cases and party(view, scene.phrases[k])), None)
    own = whose or tuple(k for k in view.subject if k != i and party(view, scene.phrases[k]) and k < i)
    return (*own, *chain(view, with_)) if with_ is not None and with_ - i < 4 else ()


def _forms(view: View, at: int) -> tuple[Role, ...]:
    """What was handed over: "зокрема передачу обладнання, запасних частин і документації"."""
    scene = view.scene
    for k in range(at + 1, len(scene.phrases)):
        if view.is_(scene.words[scene.phrases[k].head].lemma, "transfer_noun") and k + 1 < len(scene.phrases) and is_genitive(view, k + 1):
            wide = replace(view, clause=replace(view.clause, end=len(scene.words)))
            return roles_of(view, "form", chain(wide, k + 1))
    return ()
