"""Which steps other than listings does a clause tell, and how do relations and projects stand?

"обмежило торгівлю з 42 компаніями", "заявило про припинення поставок", "експорт заборонено", "вживе заходів", "заборона
торкнеться 53 організацій"; "імпорт став неможливим", "переговори зірвалися".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supplyline.extract.slavic.goods import complement
from supplyline.extract.slavic.phrases import whole
from supplyline.extract.slavic.roles import (
    against,
    agents_of,
    count_of,
    goods_name,
    object_of,
    party,
    roles_of,
    value_of,
    whose_act,
)
from supplyline.extract.slavic.sources import kind_of
from supplyline.extract.slavic.view import Frame, Role, View, chain, is_genitive, is_time

STOPS = ("відмовлятися", "відмовитися", "отказываться", "отказаться", "припинити", "перестати", "прекратить", "перестать", "припиняти", "прекращать")
AIMED = ("над", "за", "з", "із", "зі", "с", "со", "на", "для", "до", "в", "у")
TRADED = ("export_noun", "import_noun", "supply_noun", "trade_noun", "sold_noun", "step_noun", "rule_noun", "goods_noun", "access_noun")
Roles = tuple[Role, ...]


def find(view: View) -> Iterator[Frame]:
    yield from _charged(view) or _urged(view) or _in_force(view) or _step(view) or _undergone(view) or _touching(view) or _announced(view)


def _urged(view: View) -> list[Frame]:
    """ "закупівлі газу слід припинити": what ought to be stopped stands before the word that says so."""
    scene, words, verb = view.scene, view.scene.words, view.clause.verb
    if verb < 2 or words[verb].verb != "infn" or not (view.is_(view.verb, "end_verb") or view.is_(view.verb, "step_verb")) or not any(view.is_(w.lemma, "ought_word") or view.is_(w.low, "ought_word") for w in words[max(0, verb - 3) : verb]):
        return []
    at = next((i for i in view.here if scene.phrases[i].end <= verb and not scene.phrases[i].preposition and "accs" in scene.phrases[i].cases and any(view.is_(words[scene.phrases[i].head].lemma, g) for g in (*TRADED, "cooperate_noun", "bond_noun"))), None)
    if at is None:
        return []
    return [replace(_step_frame(view, (), scene.phrases[at].start, verb + 1, tuple(replace(r, role="target") for r in _traded(view, at))), stance="calls_for")]


def _traded(view: View, at: int) -> Roles:
    """The goods of "закупівлі газу", else the trade itself."""
    p, words = view.scene.phrases[at], view.scene.words
    return complement(view, at) or (Role("target", words[p.start].start, words[whole(view.scene.phrases, at, words) - 1].end),)


def _in_force(view: View) -> list[Frame]:
    """ "в Китае действуют новые правила экспорта": a rule for trade that holds."""
    scene, words = view.scene, view.scene.words
    if view.verb not in ("діяти", "действовать") or not view.subject or view.negated:
        return []
    at = view.subject[0]
    if not view.is_(words[scene.phrases[at].head].lemma, "step_noun") or not is_genitive(view, at + 1) or not any(view.is_(words[scene.phrases[at + 1].head].lemma, g) for g in TRADED):
        return []
    actor = roles_of(view, "actor", _there(view)) or tuple(Role("actor", r.start, r.end, r.name) for r in view.memory.authority)
    target = tuple(replace(r, role="target") for r in _traded(view, at + 1))
    return [_step_frame(view, actor, scene.phrases[at].start, whole(scene.phrases, at, words), target)]


def stopped(view: View) -> Iterator[Frame]:
    """ "припинив приймати платежі", "перестала поставлять станки": what one does no more is a step and no supply."""
    scene, words, clause = view.scene, view.scene.words, view.clause
    if not 0 <= clause.finite < clause.verb or words[clause.finite].lemma not in STOPS or words[clause.verb].verb != "infn" or view.negated:
        return
    at = object_of(view)
    if at is None or scene.phrases[at].start < clause.verb or not view.subject or not _acting(view):
        return
    yield _step_frame(view, roles_of(view, "actor", view.subject), clause.finite, _extent(view, at), roles_of(view, "target", (at,)))


def barred(view: View) -> list[Frame]:
    """ "не пропустили через кордон вантаж", "не видала ліцензію на експорт": what is not let is stopped."""
    verb, words = view.clause.verb, view.scene.words
    if 0 < view.clause.finite < verb and words[view.clause.finite - 1].low == "не" and view.is_(words[view.clause.finite].lemma, "permit_verb"):
        view = replace(view, clause=replace(view.clause, verb=view.clause.finite))  # "не дозволили вивезти"
        verb = view.clause.verb
    if verb < 1 or words[verb - 1].low != "не" or not (view.is_(view.verb, "let_verb") or view.is_(view.verb, "permit_verb")) or not view.subject or not _acting(view):
        return []
    at = object_of(view)
    if at is None or view.scene.phrases[at].start < verb or view.is_(words[view.scene.phrases[at].head].lemma, "step_noun"):
        return []
    frame = _step_frame(view, roles_of(view, "actor", view.subject), verb - 1, _extent(view, at), roles_of(view, "target", (at,)))
    return [replace(frame, negated=False)]


def permitted(view: View) -> Iterator[Frame]:
    """ "дозволив Nvidia продавати Китаю чипи": what an authority permits is its step, and no supply yet."""
    clause, scene = view.clause, view.scene
    if not 0 <= clause.finite < clause.verb or not view.is_(scene.words[clause.finite].lemma, "permit_verb") or not view.helper or view.negated or not view.subject:
        return
    actor = tuple(i for i in view.helper if ((place := scene.phrases[i].place) is not None and place.itself) or kind_of(scene.words[scene.phrases[i].head], scene.language) == "body")
    last = next((i for i in reversed(view.here) if scene.phrases[i].start > clause.verb), None)
    if actor and last is not None:
        at = object_of(view)
        stop = _extent(view, at) if at is not None and scene.phrases[at].start > clause.verb else whole(scene.phrases, last, scene.words)
        yield _step_frame(view, roles_of(view, "actor", actor), clause.finite, stop, roles_of(view, "target", view.subject))


def _charged(view: View) -> list[Frame]:
    """ "предъявила обвинения владельцу фирмы", "повідомили про підозру директору": charges are a step against whom they name."""
    words, verb = view.scene.words, view.clause.verb
    guilty = next((k for k in range(verb + 1, min(verb + 7, view.clause.end)) if words[k].lemma in ("винний", "винуватий", "виновный", "виноватый")), None) if verb >= 0 and view.verb in ("визнати", "признать") else None
    if guilty is not None and view.subject and not view.passive:  # "суд визнав винною компанію"
        whose = next((i for i in view.here if view.scene.phrases[i].start > verb and i not in view.subject and not view.scene.phrases[i].preposition and {"accs", "gent"} & view.scene.phrases[i].cases and _punishable(view, i)), None)
        return [_step_frame(view, roles_of(view, "actor", view.subject), verb, guilty + 1, roles_of(view, "target", (whose,)))] if whose is not None else []
    if verb < 0 or not view.is_(view.verb, "charge_verb"):
        return []
    at = next((i for i in view.here if view.is_(words[view.scene.phrases[i].head].lemma, "charge_noun")), None)
    whom = next((i for i in view.here if at is not None and i != at and i not in view.subject and not view.scene.phrases[i].preposition and "datv" in view.scene.phrases[i].cases and not {"nomn"} & view.scene.phrases[i].cases and not (is_genitive(view, i) and "gent" in view.scene.phrases[i].cases)), None)
    if at is None or whom is None:
        return []
    stop = max(view.scene.phrases[at].end, verb + 1)
    return [_step_frame(view, roles_of(view, "actor", view.subject if not view.passive else ()), min(verb, view.scene.phrases[at].start), stop, roles_of(view, "target", (whom,)))]


def _step(view: View) -> list[Frame]:
    """ "обмежило торгівлю з 42 компаніями", "запровадили ембарго на нафту", "вживе заходів"."""
    scene, verb = view.scene, view.clause.verb
    at = object_of(view) if verb >= 0 else None
    if at is None and view.is_(view.verb, "take_verb"):
        at = next((i for i in view.here if view.is_(scene.words[scene.phrases[i].head].lemma, "step_noun") and "gent" in scene.phrases[i].cases), None)
    if at is None and verb >= 0 and view.is_(view.verb, "hinder_verb"):  # "перешкоджати постачанню", "боротися з компаніями"
        at = next((i for i in view.here if scene.phrases[i].start > verb and ({"datv"} & scene.phrases[i].cases if not scene.phrases[i].preposition else scene.phrases[i].preposition in ("з", "із", "с", "со"))), None)
    refuses = verb >= 0 and view.verb in ("відмовитися", "відмовлятися", "отказаться", "отказываться")
    if refuses:  # "відмовилася від закупівлі нафти"
        at = next((i for i in view.here if scene.phrases[i].preposition in ("від", "от") and (goods_name(scene.words[scene.phrases[i].start : scene.phrases[i].end], scene.language) is not None or any(view.is_(scene.words[scene.phrases[i].head].lemma, g) for g in TRADED))), None)
    nobody = not view.subject and verb >= 0 and scene.words[view.clause.finite].plural and (bool(view.memory.authority) or view.clause.kind in ("that", "said"))
    if at is not None and view.is_(view.verb, "punish_verb") and not view.subject and not view.passive and scene.words[view.clause.finite].plural and scene.words[view.clause.finite].verb == "past" and scene.phrases[at].end <= verb and "nomn" not in scene.phrases[at].cases and _punishable(view, at):
        target = roles_of(view, "target", (at,))  # "Её директора Сергея Зайцева арестовали в аэропорту"
        return [_step_frame(view, roles_of(view, "actor", _there(view)), verb, verb + 1, target)]
    if view.is_(view.verb, "punish_verb") and view.subject and scene.phrases[view.subject[0]].start > verb and _there(view) and not view.passive:
        at, view.subject = view.subject[0], ()  # "в Канаде задержали трёх инженеров"
    if at is not None and not view.passive and view.is_(view.verb, "punish_verb") and at not in view.subject and not view.subject and _there(view) and _punishable(view, at):
        return [_step_frame(view, roles_of(view, "actor", _there(view)), verb, _extent(view, at), roles_of(view, "target", chain(view, at)))]
    if at is None or (view.passive and not refuses) or at in view.subject or not (nobody or (view.subject and _acting(view))):
        return []
    head = scene.words[scene.phrases[at].head].lemma
    if view.is_(head, "cooperate_noun") and not view.is_(view.verb, "end_verb"):
        return []  # "розширити співпрацю": no step against anybody
    if view.verb in ("перехватить", "перехопити") and kind_of(scene.words[scene.phrases[at].head], scene.language) == "record":
        return []  # "перехватила документы": read, not stopped
    noun = view.is_(head, "step_noun")
    governs = view.is_(view.verb, "govern_verb") and any(view.is_(head, g) for g in ("export_noun", "import_noun", "supply_noun", "trade_noun", "sold_noun"))
    if view.is_(view.verb, "punish_verb") and not _punishable(view, at) and (who := next((i for i in view.here if scene.phrases[i].start > scene.phrases[at].start and not scene.phrases[i].preposition and "accs" in scene.phrases[i].cases and scene.words[scene.phrases[i].head].animate), None)) is not None:
        return [_step_frame(view, roles_of(view, "actor", view.subject), verb, scene.phrases[at].end, roles_of(view, "target", (who,)))]  # "лишил гражданства бизнесмена"
    if view.is_(view.verb, "punish_verb") and _punishable(view, at):
        return [_step_frame(view, roles_of(view, "actor", view.subject or _there(view)), verb, _extent(view, at), roles_of(view, "target", chain(view, at)))]
    ended = view.is_(view.verb, "end_verb") and (view.is_(head, "cooperate_noun") or view.is_(head, "bond_noun"))
    permits = view.is_(view.verb, "permit_verb") and any(view.is_(head, g) for g in TRADED)
    if not (ended or permits or view.is_(view.verb, "step_verb") or view.is_(view.verb, "hinder_verb") or governs or (noun and (view.is_(view.verb, "impose_verb") or view.is_(view.verb, "take_verb") or (view.is_(view.verb, "launch_verb") and head in ("розслідування", "перевірка", "расследование", "проверка"))))):
        return []
    if view.clause.kind == "relative" and scene.phrases[at].end < view.clause.start:
        return _related(view, at)
    start = verb - 1 if verb and scene.words[verb - 1].pos == "ADVB" and not scene.words[verb - 1].low.startswith(("так", "рані", "ране")) else verb
    if scene.phrases[at].end <= verb:  # "Постачання товарів заблокували"
        start, stop = min(scene.phrases[at].start, start), verb + 1
    else:
        stop = _extent(view, at)
    done = whole(scene.phrases, at, scene.words)
    aimed = next((i for i in view.here if scene.phrases[i].start >= done and scene.phrases[i].preposition in AIMED and i not in view.subject and not is_time(view, scene.phrases[i]) and scene.words[scene.phrases[i].head].lemma != "число" and (scene.phrases[i].preposition != "за" or ("ablt" in scene.phrases[i].cases and view.is_(head, "watch_noun")))), None)
    numbered = next((i for i in view.here if scene.phrases[at].end <= scene.phrases[i].start < stop and not scene.phrases[i].preposition and _numbered(view, i)), None)
    forbidden = _forbidden(view, at)
    partner = next((i for i in view.here if ended and scene.phrases[i].start > scene.phrases[at].start and scene.phrases[i].preposition in ("з", "із", "зі", "с", "со") and "ablt" in scene.phrases[i].cases and party(view, scene.phrases[i])), None)
    targets: Roles
    if forbidden is not None:  # "запретило американским компаниям продавать им"
        stop, targets = forbidden
    elif partner is not None:
        targets = roles_of(view, "target", chain(view, partner))  # "прекратила сотрудничество с заводом"
    elif (found := against(view, done)) and not any(view.is_(scene.words[scene.phrases[i].head].lemma, "impose_noun") for i in view.here if i < found[0]):
        targets, stop = roles_of(view, "target", found), min(stop, _opening(view, found[0]))
    elif any(view.is_(head, g) for g in ("supply_noun", "sold_noun", "export_noun")) and (served := next((i for i in view.here if scene.phrases[i].start > scene.phrases[at].start and not scene.phrases[i].preposition and "datv" in scene.phrases[i].cases and "gent" not in scene.phrases[i].cases and party(view, scene.phrases[i])), None)) is not None:
        targets = roles_of(view, "target", chain(view, served))  # "обмежив постачання металів компаніям США"
    elif numbered is not None:
        targets = roles_of(view, "target", (numbered,))
    elif aimed is not None and (noun or stop == done or _with_whom(view, at, aimed)) and not _goods_told(view, at):
        targets = roles_of(view, "target", chain(view, aimed))
        stop = min(stop, _opening(view, aimed)) if _with_whom(view, at, aimed) else stop
    elif noun:
        targets = ()
    else:
        targets = (Role("target", scene.words[scene.phrases[at].start].start, scene.words[done - 1].end),)
        if len(listed := chain(view, at)) > 1:
            targets = roles_of(view, "target", listed)
    stop = max(stop, start + 1)
    measure = Role("measure", scene.words[start].start, scene.words[stop - 1].end)
    whose = view.subject[-1] + 1 if view.subject and _sanctions(view) and is_genitive(view, view.subject[-1] + 1) else -1  # "санкции ООН, которые ограничивают …"
    if view.subject and whose < 0 and not whose_act(view) and any(view.is_(scene.words[scene.phrases[view.subject[0]].head].lemma, g) for g in ("sanction_noun", "act_noun")):
        view.subject = ()  # "санкції забороняють": those who imposed them
    actor = roles_of(view, "actor", (whose,) if whose >= 0 else whose_act(view) or view.subject) or tuple(Role("actor", r.start, r.end, r.name) for r in view.memory.authority)
    roles = (*actor, measure, *targets)
    return [Frame("measure", *view.span, roles, count_of(view, roles), None, None, view.period, view.negated, view.stance)]


def _extent(view: View, at: int) -> int:
    """The end of a step's words: its object with what completes it, whom and where it goes to: "експорт до Росії 106 товарів"."""
    found, words = view.scene.phrases, view.scene.words
    end = whole(found, at, words)
    for i in range(at + 1, min(at + 7, len(found))):
        p = found[i]
        if p.start < end:
            continue
        if p.preposition == "за" and view.is_(view.verb, "punish_verb"):
            break  # "засудив підприємця за постачання": why
        near = p.start == end + (1 if p.preposition else 0)
        fits = p.preposition in ("в", "у", "до", "к", "з", "із", "из", "с", "зі", "со", "на", "за", "над") if p.preposition else "gent" in p.cases or _numbered(view, i)
        if not near or not fits or p.start >= view.clause.end or is_time(view, p):
            break
        end = whole(found, i, words)
    return end


def _numbered(view: View, i: int) -> bool:
    p = view.scene.phrases[i]
    return any(w.pos in ("NUMB", "NUMR") for w in view.scene.words[p.start : p.head]) or (view.is_(view.scene.words[p.head].lemma, "volume_noun") and "ablt" not in p.cases)


def _opening(view: View, i: int) -> int:
    """The word where a phrase begins with its preposition: "з 42 компаніями", "в отношении 7 компаний"."""
    p, before = view.scene.phrases[i], view.scene.phrases[i - 1] if i else None
    if before is not None and before.end == p.start and before.preposition and not p.preposition:
        return before.start - 1
    return p.start - 1 if p.preposition else p.start


def _with_whom(view: View, at: int, aimed: int) -> bool:
    """ "обмежило торгівлю з 42 компаніями": those it is with."""
    p = view.scene.phrases[aimed]
    return p.preposition in ("з", "із", "зі", "с", "со") and "ablt" in p.cases and party(view, p)


def _goods_told(view: View, at: int) -> bool:
    return is_genitive(view, at + 1) and not party(view, view.scene.phrases[at + 1])


def _forbidden(view: View, at: int) -> tuple[int, Roles] | None:
    """ "заборонило компаніям продавати їм продукцію": to the end of what is forbidden, and whom it cuts off."""
    scene, words = view.scene, view.scene.words
    infinitive = next((k for k in range(view.clause.verb + 1, view.clause.end) if words[k].verb == "infn"), None)
    if infinitive is None or scene.phrases[at].start < view.clause.verb:
        return None
    last = next((i for i in reversed(view.here) if scene.phrases[i].start > infinitive), None)
    stop = whole(scene.phrases, last, words) if last is not None else infinitive + 1
    pronoun = any(w.pos == "NPRO" and "datv" in w.cases for w in words[infinitive + 1 : infinitive + 3])
    whom = next((i for i in view.here if view.clause.verb < scene.phrases[i].start < infinitive and "datv" in scene.phrases[i].cases), None)
    if pronoun and view.memory.targets:
        return stop, view.memory.targets
    return stop, roles_of(view, "target", chain(view, whom)) if whom is not None else ()


def _sanctions(view: View) -> bool:
    """Is the subject sanctions, of somebody named here or before?"""
    last = view.subject[-1]
    named = (is_genitive(view, last + 1) and last + 1 < len(view.scene.phrases)) or bool(view.memory.authority)
    return view.is_(view.scene.words[view.scene.phrases[last].head].lemma, "sanction_noun") and named


def _acting(view: View) -> bool:
    """Goods and papers take no steps."""
    p = view.scene.phrases[view.subject[0]]
    if _sanctions(view) or whose_act(view):
        return True
    if view.is_(view.scene.words[p.head].lemma, "act_noun") and view.memory.authority:
        return True  # "документ предусматривает запрет": those who passed it
    return party(view, p) or view.scene.words[p.head].pos == "NPRO" or p.place is not None or view.scene.words[p.head].animate


def _related(view: View, at: int) -> list[Frame]:
    """ "обмеження, які вводить КНР": the step stands before its clause."""
    scene = view.scene
    p = scene.phrases[at]
    roles = (*roles_of(view, "actor", view.subject), Role("measure", scene.words[p.start].start, scene.words[p.end - 1].end), *roles_of(view, "target", against(view)))
    return [Frame("measure", scene.words[p.start].start, view.span[1], roles, None, None, None, view.period, view.negated, view.stance)]


def _undergone(view: View) -> list[Frame]:
    """ "правила экспортного контроля были ужесточены", "компаніям заборонено купувати", "може бути притягнута до відповідальності"."""
    scene, verb = view.scene, view.clause.verb
    if verb < 0 or not (scene.words[verb].verb in ("pssv", "impers") or (view.verb.endswith(("ся", "сь")) and scene.words[verb].verb == "pres")):
        return []
    punished = view.is_(view.verb, "punish_verb")
    if not (punished or view.is_(view.verb, "step_verb") or view.is_(view.verb.removesuffix("ся").removesuffix("сь"), "step_verb")):
        return []
    infinitive = next((k for k in range(verb + 1, view.clause.end) if scene.words[k].verb == "infn"), None)
    at = view.subject[0] if view.subject else object_of(view)
    whom = next((i for i in view.here if i != at and not scene.phrases[i].preposition and scene.phrases[i].cases & {"datv"} and not {"nomn", "accs"} & scene.phrases[i].cases and not (is_genitive(view, i) and scene.phrases[i].start < verb)), None)
    actor = roles_of(view, "actor", agents_of(view) or (_there(view) if punished else ())) or tuple(Role("actor", r.start, r.end, r.name) for r in view.memory.authority)
    if infinitive is not None and (at is not None or whom is not None):
        last = next((i for i in reversed(view.here) if scene.phrases[i].start > infinitive), None)
        stop = whole(scene.phrases, last, scene.words) if last is not None else infinitive + 1
        target = roles_of(view, "target", chain(view, whom if whom is not None else at))  # type: ignore[arg-type]
        return [_step_frame(view, actor, verb, stop, target)]
    if at is None:
        return []
    p = scene.phrases[at]
    head = scene.words[p.head].lemma
    end = whole(scene.phrases, at, scene.words)
    if punished:
        if not _punishable(view, at):
            return []
        before = next((i for i in view.here if scene.phrases[i].preposition in ("до", "к") and scene.phrases[i].start == verb + 2), None)
        stop = whole(scene.phrases, before, scene.words) if before is not None else verb + 1
        return [_step_frame(view, actor, verb, stop, roles_of(view, "target", chain(view, at)))]
    if not any(view.is_(head, g) for g in (*TRADED, "asset_noun")):
        return []
    first, last = (p.start, verb + 1) if p.start < verb else (verb, _extent(view, at))
    target = roles_of(view, "target", (whom,)) if whom is not None else (Role("target", scene.words[p.start].start, scene.words[end - 1].end),)
    return [_step_frame(view, actor, first, last, target)]


def _punishable(view: View, i: int) -> bool:
    p = view.scene.phrases[i]
    head = view.scene.words[p.head]
    return party(view, p) or head.animate or view.is_(head.lemma, "people_noun")


def _there(view: View) -> tuple[int, ...]:
    """ "У Німеччині затримали …": where it is done, by those who rule there."""
    return next(((i,) for i in view.here if view.scene.phrases[i].preposition in ("в", "у") and view.scene.phrases[i].place is not None and view.scene.phrases[i].place.itself and "loct" in view.scene.phrases[i].cases), ())  # type: ignore[union-attr]


def _step_frame(view: View, actor: Roles, first: int, stop: int, target: Roles) -> Frame:
    words = view.scene.words
    first, stop = min(first, stop - 1), max(first + 1, stop)  # the object may stand before the verb
    roles = (*actor, Role("measure", words[first].start, words[stop - 1].end), *target)
    return Frame("measure", *view.span, roles, count_of(view, roles), value_of(view), None, view.period, view.negated, view.stance)


def _touching(view: View) -> list[Frame]:
    """ "заборона на експорт торкнеться 53 організацій"."""
    scene = view.scene
    if not view.is_(view.verb, "touch_verb") or not view.subject:
        return []
    at = view.subject[0]
    if not view.is_(scene.words[scene.phrases[at].head].lemma, "step_noun"):
        return []
    target = next((i for i in view.here if scene.phrases[i].start > view.clause.verb and not is_time(view, scene.phrases[i])), None)
    if target is None:
        return []
    end = max(whole(scene.phrases, at, scene.words), scene.phrases[at].end)
    follows = next((q for q in scene.phrases if q.preposition == "на" and q.start == end + 1), None)
    end = follows.end if follows is not None else end
    actor = tuple(Role("actor", r.start, r.end, r.name) for r in view.memory.authority)
    roles = (*actor, Role("measure", scene.words[scene.phrases[at].start].start, scene.words[end - 1].end), *roles_of(view, "target", chain(view, target)))
    return [Frame("measure", *view.span, roles, count_of(view, roles), None, None, view.period, view.negated, view.stance)]


def _announced(view: View) -> list[Frame]:
    """ "заявило о прекращении поставок станков в Россию", "про намір обмежити": the step is a noun, its actor who speaks."""
    scene, words = view.scene, view.scene.words
    at = next((i for i in view.here if view.is_(words[scene.phrases[i].head].lemma, "stop_noun") and scene.phrases[i].preposition in ("о", "об", "про", "")), None)
    if at is None:
        return []
    own = [i for i in range(len(scene.phrases)) if scene.phrases[i].end <= scene.phrases[at].start and "nomn" in scene.phrases[i].cases and not scene.phrases[i].preposition and party(view, scene.phrases[i])]
    own = own[:1] or [i for i in view.subject if i != at and party(view, scene.phrases[i])]
    follows = at + 1 < len(scene.phrases) and is_genitive(view, at + 1)
    lemma = words[scene.phrases[at + 1].head].lemma if follows else ""
    trade = any(view.is_(lemma, g) for g in TRADED)
    if not own or not trade:
        return []
    stop = whole(scene.phrases, at, words)
    aimed = next((i for i in range(at + 2, len(scene.phrases)) if scene.phrases[i].preposition in ("в", "у", "до", "с", "з", "із") and scene.phrases[i].place is not None), None)
    measure = Role("measure", words[scene.phrases[at].start].start, words[stop - 1].end)
    roles = (*roles_of(view, "actor", tuple(own[:1])), measure, *roles_of(view, "target", against(view, stop) or ((aimed,) if aimed is not None else (at + 1,) if not view.is_(lemma, "step_noun") else ())))
    return [Frame("measure", words[scene.phrases[own[0]].start].start, view.span[1], roles, None, None, None, view.period, view.negated, view.stance)]
