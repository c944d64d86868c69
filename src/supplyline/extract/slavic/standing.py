"""How do relations, projects and stocks stand, in a clause of Ukrainian or Russian?

"імпорт став практично неможливим", "переговори зірвалися", "виробництво триває цілодобово", "Білорусь залишається союзником
Росії", "вичерпала запаси снарядів", "комплекс інтегрувався в російський".
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.slavic.phrases import body, whole
from supplyline.extract.slavic.roles import object_of, party, roles_of
from supplyline.extract.slavic.view import Frame, Role, View, is_genitive


def status(view: View) -> Iterator[Frame]:
    yield from _depleted(view) or _depends(view) or _ally(view) or _joined(view) or list(_stands(view))


def _frame(view: View, subject: tuple[Role, ...], first: int, stop: int) -> list[Frame]:
    words = view.scene.words
    return [Frame("status", *view.span, (*subject, Role("state", words[first].start, words[stop - 1].end)), None, None, None, view.period, view.negated, view.stance)]


def _depleted(view: View) -> list[Frame]:
    """ "вичерпала запаси снарядів", "запаси закінчуються", "вичерпання запасів"."""
    scene, words = view.scene, view.scene.words
    for i in view.here:
        if not view.is_(words[scene.phrases[i].head].lemma, "stock_noun"):
            continue
        start = scene.phrases[i].head if any(w.low in ("свої", "свои", "своїх", "своих") for w in words[scene.phrases[i].start : scene.phrases[i].head]) else scene.phrases[i].start
        subject = (Role("subject", words[start].start, words[body(scene.phrases, i, words) - 1].end),)
        if view.is_(view.verb, "deplete_verb"):
            return _frame(view, subject, view.clause.verb, view.clause.verb + 1)
        if i and is_genitive(view, i) and view.is_(words[scene.phrases[i - 1].head].lemma, "deplete_noun"):
            q = scene.phrases[i - 1]
            made = _frame(view, subject, q.head, q.head + 1)[0]
            return [Frame("status", words[q.start].start, subject[0].end, made.roles)]
    return []


def _depends(view: View) -> list[Frame]:
    """ "Росія залежить від імпорту верстатів"."""
    scene, verb = view.scene, view.clause.verb
    on = next((i for i in view.here if scene.phrases[i].preposition in ("від", "от") and scene.phrases[i].start == verb + 2), None)
    if view.verb not in ("залежати", "зависеть") or not view.subject or on is None:
        return []
    return _frame(view, roles_of(view, "subject", view.subject), verb, whole(scene.phrases, on, scene.words))


def _ally(view: View) -> list[Frame]:
    """ "Білорусь залишається союзником Росії"."""
    scene, words = view.scene, view.scene.words
    if not view.subject or not party(view, scene.phrases[view.subject[0]]) or not (view.is_(view.verb, "become_verb") or view.is_(view.verb, "be_verb")):
        return []
    remains = view.verb in ("оставаться", "остаться", "залишатися", "залишитися", "лишатися")
    at = next((i for i in view.here if i not in view.subject and scene.phrases[i].start > view.clause.verb and "ablt" in scene.phrases[i].cases and not scene.phrases[i].preposition and (remains or view.is_(words[scene.phrases[i].head].lemma, "ally_noun"))), None)
    if at is None:
        return []
    first = scene.phrases[at].start
    while first - 1 > view.clause.verb and words[first - 1].pos in ("ADJF", "CONJ", "ADVB"):
        first -= 1
    return _frame(view, roles_of(view, "subject", view.subject), first, max(whole(scene.phrases, at, words), body(scene.phrases, at, words)))


def _joined(view: View) -> list[Frame]:
    """ "комплекс майже повністю інтегрувався у російський"."""
    words, verb = view.scene.words, view.clause.verb
    if verb < 0 or not view.is_(view.verb, "join_verb") or not view.subject:
        return []
    first = verb
    while first and words[first - 1].pos == "ADVB":
        first -= 1
    stop = view.clause.end
    while stop > verb + 1 and words[stop - 1].pos in ("PNCT", "CONJ"):
        stop -= 1
    p = view.scene.phrases[view.subject[0]]
    subject = Role("subject", words[p.start].start, words[whole(view.scene.phrases, view.subject[0], words) - 1].end)
    return _frame(view, (subject,), first, stop)


def _stands(view: View) -> Iterator[Frame]:
    """ "імпорт став практично неможливим", "переговори зірвалися", "виробництво триває цілодобово"."""
    scene, words, verb = view.scene, view.scene.words, view.clause.verb
    undone = object_of(view) if verb >= 0 and not view.subject and words[verb].verb == "impers" else None  # "угоду заморожено"
    if verb < 0 or view.clause.kind in ("relative", "participle") or not (view.subject or undone is not None):
        return
    at = view.subject[0] if undone is None else undone
    lemma = words[scene.phrases[at].head].lemma
    if not any(view.is_(lemma, g) for g in ("export_noun", "import_noun", "supply_noun", "trade_noun", "make_noun", "cooperate_noun", "status_noun", "sold_noun")):
        return
    becomes = view.is_(view.verb, "become_verb")
    if not (becomes or view.is_(view.verb, "status_verb")):
        return
    end = body(scene.phrases, at, words)
    while (more := next((q for q in scene.phrases if q.start == end + 1 and q.preposition and q.start < verb), None)) is not None:
        end = body(scene.phrases, scene.phrases.index(more), words)
    stop = verb + 1
    if becomes:
        adjective = next((k for k in range(verb + 1, min(verb + 4, view.clause.end)) if words[k].pos in ("ADJF", "PRTF", "NOUN") and words[k].cases == {"ablt"} | words[k].cases & {"datv"}), None)
        if adjective is None:
            return
        first, stop = verb + 1, adjective + 1
    else:
        first = verb
        while stop < view.clause.end and words[stop].pos == "ADVB":
            stop += 1
        goal = next((q for q in scene.phrases if (q.start == stop + 1 and q.preposition in ("к", "до")) or (q.start == stop and q.cases == {"gent"})), None)
        if goal is not None and view.verb in ("близиться", "добігати", "наближатися", "приближаться", "доходить", "доходити"):
            stop = goal.end  # "близится к завершению"
    subject = Role("subject", words[scene.phrases[at].start].start, words[end - 1].end)
    yield from _frame(view, (subject,), first, stop)
