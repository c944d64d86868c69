"""Which listings and sanctions does a clause tell?

"ввели санкції проти …", "внесла до списку …", "під санкції потрапили …", "розширила санкційний список", "внесення X до
списку": who lists, whom, on which list and why. Who lists is left out where the text told it before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supplyline.extract.slavic.content import cues
from supplyline.extract.slavic.phrases import told_by, whole
from supplyline.extract.slavic.roles import (
    against,
    agents_of,
    count_of,
    goods_name,
    is_body,
    object_of,
    origin,
    party,
    roles_of,
    whose_act,
)
from supplyline.extract.slavic.view import Frame, Role, View, chain, is_genitive, is_time

Roles = tuple[Role, ...]


def find(view: View) -> Iterator[Frame]:
    """The first shape that fits: a clause tells of one listing."""
    heads = {i: view.scene.words[view.scene.phrases[i].head].lemma for i in view.here}
    sanction = next((i for i, lemma in heads.items() if (view.is_(lemma, "sanction_noun") and not _on_trade(view, i)) or _restrictive(view, i)), None)
    listed = next((i for i, lemma in heads.items() if view.is_(lemma, "list_noun")), None)
    yield from (
        _imposed(view, sanction)
        or _put(view, listed)
        or _fell(view, sanction, listed)
        or _widened(view, listed)
        or _punished(view)
        or _entered(view, listed)
        or _acted(view)
        or _published(view, listed)
    )[:1]


def _targets(view: View, found: tuple[int, ...]) -> Roles:
    """ "людей та груп, які постачають …": words that name nobody take the clause that tells who they are."""
    roles = roles_of(view, "target", found)
    if len(found) == 1 and view.scene.words[view.scene.phrases[found[0]].head].low in ("них", "їх", "их", "нього", "него", "неї", "нее", "неё"):
        told = view.memory.supplier or view.memory.company or view.memory.subject
        return tuple(replace(r, role="target") for r in told) or roles
    if not found or not all(_bare(view, i) for i in found):
        return roles
    words, end = view.scene.words, view.scene.phrases[found[-1]].end
    more = told_by(words, end)
    if len(found) > 1 and more > end and words[end + 1].pos == "PRTF":
        return roles
    return (Role("target", roles[0].start, words[more - 1].end),) if more > end else roles


def _bare(view: View, i: int) -> bool:
    p, words = view.scene.phrases[i], view.scene.words
    return p.name is None and p.place is None and p.start == p.head and (is_body(view, p) or view.is_(words[p.head].lemma, "people_noun")) and not is_genitive(view, i + 1)


def _on_trade(view: View, i: int) -> bool:
    """ "обмеження на вивезення галію": a rule for goods, no listing of anybody."""
    lemma = view.scene.words[view.scene.phrases[i].head].lemma
    q = view.scene.phrases[i + 1] if i + 1 < len(view.scene.phrases) else None
    after = view.scene.words[q.head].lemma if q is not None and q.preposition == "на" and q.start == view.scene.phrases[i].end + 1 else ""
    trade = any(view.is_(after, g) for g in ("export_noun", "import_noun", "supply_noun", "trade_noun", "sold_noun"))
    return lemma in ("обмеження", "ограничение") and trade and not against(view)


def _restrictive(view: View, i: int) -> bool:
    """ "ограничительные меры", "обмежувальні заходи"."""
    p, words = view.scene.phrases[i], view.scene.words
    return view.is_(words[p.head].lemma, "step_noun") and any(view.is_(w.lemma, "sanction_adjective") for w in words[p.start : p.head])


def _imposed(view: View, sanction: int | None) -> list[Frame]:
    """ "запровадив пакет санкцій проти X через Y", "наклав санкції на X", "запровадження обмежень проти X"."""
    scene = view.scene
    if sanction is None:
        return []
    imposing = next((i for i in view.here if view.is_(scene.words[scene.phrases[i].head].lemma, "impose_noun")), None)
    p = scene.phrases[sanction]
    whose = _whose(view, sanction) or tuple(replace(r, role="authority") for r in origin(view, sanction) if r.start < scene.words[p.head].start)
    saying = view.verb in cues(scene.language) and not view.is_(view.verb, "impose_verb")
    told = (view.verb in cues(scene.language) and p.preposition in ("о", "об", "про")) or (saying and p.cases == {"ablt"})  # "оголосив про санкції", "пригрозив санкціями"
    decreed = p.preposition in ("о", "об", "про") and sanction > 0 and view.is_(scene.words[scene.phrases[sanction - 1].head].lemma, "act_noun")
    verb = (view.is_(view.verb, "impose_verb") and (p.preposition in ("", "з", "із", "из") or sanction in view.subject or decreed)) or told  # "пакет із 150 санкцій", "указ про санкції"
    force = view.is_(view.verb, "force_verb") and sanction in view.subject
    target = against(view) or _on(view, sanction)
    if not target and imposing is not None and scene.words[scene.phrases[imposing].head].lemma in ("застосування", "применение"):
        target = next((chain(view, i) for i in view.here if i > sanction and scene.phrases[i].preposition in ("до", "к")), ())
    if not target and verb and view.passive and sanction in view.subject:
        target = next((chain(view, i) for i in view.here if i > sanction and scene.phrases[i].preposition == "на" and is_body(view, scene.phrases[i]) and not is_time(view, scene.phrases[i])), ())
    if not target and force:  # "санкції набудуть чинності для 57 компаній"
        target = next((chain(view, i) for i in view.here if scene.phrases[i].preposition == "для"), ())
    verb = verb or (force and bool(target))
    if not target and verb and view.clause.kind == "relative":
        target = _related(view)
    reason = _reason(view, sanction)
    if not (verb or view.is_(view.verb, "join_verb") or view.clause.verb < 0 or imposing is not None or (whose and (target or reason))):
        return []
    who = agents_of(view) if view.clause.verb >= 0 and view.passive else () if saying and not told else view.subject
    who = tuple(i for i in who if i != sanction and i not in target and not _thing(view, i) and (view.clause.verb >= 0 or party(view, scene.phrases[i])))
    acting = bool(who) and party(view, scene.phrases[who[0]]) and view.clause.verb >= 0 and not (imposing is not None and sanction < imposing)
    who = whose_act(view) or tuple(i for i in who if party(view, scene.phrases[i]) or scene.words[scene.phrases[i].head].animate or scene.words[scene.phrases[i].head].pos in ("NPRO", "LATN"))
    if who and all(scene.words[scene.phrases[i].head].pos == "NPRO" for i in who) and view.memory.authority:
        who = ()  # "він охоплює": the package of those told before
    joins = view.is_(view.verb, "join_verb")  # "Швейцарія приєдналася до санкцій ЄС": hers now
    authority = (roles_of(view, "authority", view.subject) if joins else ()) or whose or roles_of(view, "authority", who or view.teller) or (roles_of(view, "authority", agents_of(view)) if imposing is not None else ())
    if joins and not target and authority and p.preposition in ("до", "к", ""):
        at = sanction - 1 if is_genitive(view, sanction) else sanction
        return [_frame(view, authority, (), roles_of(view, "programme", (at,)), reason)]
    if not target and imposing is not None and agents_of(view):
        return [_frame(view, authority, (), (), reason)]  # "запровадження санкцій урядом США"
    threatened = view.clause.verb < 0 and view.clause.kind in ("that", "said") and p.cases == {"ablt"}  # "пригрозила санкціями за …": who speaks imposes them
    if not target and not ((verb or imposing is not None) and acting) and not ((authority or view.memory.authority or threatened) and reason):
        return []
    if view.clause.verb < 0 and view.clause.kind not in ("that", "said") and not authority and not view.memory.authority:
        return []
    frame = _frame(view, authority, _targets(view, target), roles_of(view, "programme", (sanction,)) if not target and not reason else (), reason)
    done = imposing is not None and scene.phrases[imposing].preposition in ("після", "после", "через", "из-за", "внаслідок", "вследствие", "з", "с", "із", "завдяки", "благодаря")
    planned = (not verb and imposing is not None and not done) or (told and p.cases == {"ablt"}) or view.is_(view.verb, "ponder_verb")
    return [replace(frame, stance="expects") if planned else frame]


def _whose(view: View, sanction: int) -> Roles:
    """ "санкції США": who imposes them."""
    k = sanction + 1
    if not is_genitive(view, k) or not party(view, view.scene.phrases[k]):
        return ()
    return roles_of(view, "authority", (k,))


def _on(view: View, sanction: int) -> tuple[int, ...]:
    """ "санкції на компанії", "обмеження на торгівлю з 42 компаніями"."""
    scene = view.scene
    end = whole(scene.phrases, sanction, scene.words)
    on = next((i for i in view.here if i > sanction and scene.phrases[i].preposition == "на" and scene.phrases[i].start == end + 1 and not is_time(view, scene.phrases[i])), None)
    if on is not None and any(view.is_(scene.words[scene.phrases[on].head].lemma, g) for g in ("trade_noun", "export_noun", "import_noun", "supply_noun")):
        on = next((i for i in view.here if i > on and scene.phrases[i].preposition in ("з", "із", "с", "со") and "ablt" in scene.phrases[i].cases), None)
    return chain(view, on) if on is not None else ()


def _published(view: View, listed: int | None) -> list[Frame]:
    """ "оприлюднило перелік компаній, яким …", "опубликовал новый список подсанкционных компаний"."""
    scene = view.scene
    if listed is None or not view.is_(view.verb, "publish_verb") or scene.phrases[listed].preposition or listed + 1 >= len(scene.phrases) or not ("gent" in scene.phrases[listed + 1].cases and scene.phrases[listed + 1].start == scene.phrases[listed].end) or not is_body(view, scene.phrases[listed + 1]) or not view.subject:
        return []
    return [_frame(view, roles_of(view, "authority", view.subject), _targets(view, chain(view, listed + 1)), (), ())]


def _acted(view: View) -> list[Frame]:
    """ "вжила заходів проти 30 організацій" where the text tells of listings."""
    scene = view.scene
    found = against(view)
    reason = _reason(view, found[-1]) if found else ()
    if not view.is_(view.verb, "take_verb") or not found or not (view.memory.targets or reason) or not is_body(view, scene.phrases[found[0]]):
        return []
    if not any(view.is_(scene.words[scene.phrases[i].head].lemma, "step_noun") for i in view.here if i < found[0]):
        return []
    return [_frame(view, roles_of(view, "authority", view.subject), _targets(view, found), (), reason)]


def _thing(view: View, i: int) -> bool:
    """A decree or a list imposes nothing by itself."""
    p = view.scene.phrases[i]
    lemma = view.scene.words[p.head].lemma
    return p.name is None and (p.place is None or not p.place.itself) and (view.is_(lemma, "list_noun") or view.is_(lemma, "act_noun"))


def _related(view: View) -> tuple[int, ...]:
    """ "компаній, щодо яких введено санкції", "компании, в отношении которых …": what stands before the comma."""
    words = view.scene.words
    rel = next((k for k in range(view.clause.start, min(view.clause.start + 4, view.clause.end)) if words[k].pos == "REL"), None)
    if rel is None or rel == view.clause.start or (words[rel].cases & {"nomn"} and rel == view.clause.start):
        return ()
    return next(((i,) for i in range(len(view.scene.phrases) - 1, -1, -1) if view.scene.phrases[i].end == view.clause.start - 1), ())


def _put(view: View, listed: int | None) -> list[Frame]:
    """ "внесла 14 компаній до списку за …", "в перечень включили 297 наименований", "занесені до реєстру"."""
    scene = view.scene
    if listed is None:  # "у 19-му пакеті планує додати ще 120 танкерів"
        listed = next((i for i in view.here if scene.phrases[i].preposition in ("в", "у", "до", "к") and scene.words[scene.phrases[i].head].lemma == "пакет"), None)
    if not view.is_(view.verb, "list_verb") or listed is None:
        return []
    passive = view.passive
    verb = scene.words[view.clause.verb]
    nobody = bool(view.subject) and verb.plural and scene.phrases[view.subject[0]].start > view.clause.verb and "accs" in scene.phrases[view.subject[0]].cases
    listed_ = bool(view.subject) and verb.plural and verb.verb == "past" and view.is_(scene.words[scene.phrases[view.subject[0]].head].lemma, "people_noun") and scene.phrases[view.subject[0]].name is None and scene.phrases[view.subject[0]].end <= view.clause.verb
    passive = passive or nobody or listed_  # "До списку внесли десять осіб": who did it is not named
    at = view.subject[0] if passive and view.subject else object_of(view)
    if at is None or at == listed or _thing(view, at) or view.is_(scene.words[scene.phrases[at].head].lemma, "goods_noun"):
        return []
    whose = tuple(k for k in (listed + 1,) if k < len(scene.phrases) and is_genitive(view, k) and party(view, scene.phrases[k]))
    authority = roles_of(view, "authority", whose) if passive or not view.subject else roles_of(view, "authority", tuple(i for i in view.subject if i != at))
    targets = (*_targets(view, chain(view, at)), *_among(view))
    return [_frame(view, authority, targets, roles_of(view, "programme", (listed,)), _reason(view, listed))]


def _fell(view: View, sanction: int | None, listed: int | None) -> list[Frame]:
    """ "під санкції потрапили компанії", "які потрапили до списку США", "санкції торкнуться 20 компаній"."""
    scene = view.scene
    under = sanction if sanction is not None and (listed is None or view.scene.phrases[sanction].preposition in ("під", "под")) else listed
    if under is None and view.is_(view.verb, "touch_verb"):
        under = next((k for k in view.subject if view.is_(scene.words[scene.phrases[k].head].lemma, "sanction_noun")), None)
    if under is None and view.is_(view.verb, "touch_verb"):
        under = next((k + 1 for k in view.subject if is_genitive(view, k + 1) and view.is_(scene.words[scene.phrases[k + 1].head].lemma, "sanction_noun")), None)
    if under is None and view.is_(view.verb, "touch_verb"):
        under = next((k for k in view.subject if scene.words[scene.phrases[k].head].lemma in ("пакет", "список", "перелік", "перечень")), None)
    if under is None and view.is_(view.verb, "to_list"):
        return _entering(view)
    if under is None:
        return []
    if view.is_(view.verb, "touch_verb") and (under in view.subject or (under - 1 in view.subject and is_genitive(view, under))):
        at = next((i for i in view.here if i > under and i not in view.subject and not is_time(view, scene.phrases[i]) and not is_genitive(view, i)), None)
        at = at if at is not None else next((i for i in view.here if scene.phrases[i].start > view.clause.verb), None)
        if at is not None and (view.is_(scene.words[scene.phrases[at].head].lemma, "goods_noun") or goods_name(scene.words[scene.phrases[at].start : scene.phrases[at].end], scene.language) is not None):
            return []  # "обмеження поширюються на товари": a step, no listing
        if at is None or (view.is_(scene.words[scene.phrases[under].head].lemma, "step_noun") and scene.words[scene.phrases[under].head].lemma not in ("обмеження", "ограничение")):
            return []
        return [_frame(view, _whose(view, under), (*_targets(view, chain(view, at)), *_among(view)), (), ())]
    if not view.is_(view.verb, "to_list") or not view.subject or under in view.subject:
        return []
    if scene.phrases[under].preposition not in ("під", "под", "до", "в", "у", "во", "на"):
        return []
    if scene.phrases[under].preposition not in ("під", "под") and under == sanction and listed is None:
        return []
    end = whole(scene.phrases, under, scene.words)
    whose = tuple(k for k in range(under + 1, min(under + 4, len(scene.phrases))) if scene.phrases[k].start <= end and is_genitive(view, k) and _speaker(view, k))
    programme = roles_of(view, "programme", (under,)) if listed is not None and under == listed else ()
    subject = _colon(view) or _behind_dash(view) or view.subject
    return [_frame(view, roles_of(view, "authority", whose[:1]), (*_targets(view, subject), *_among(view)), programme, _reason(view, under))]


def _entering(view: View) -> list[Frame]:
    """ "пакет санкцій, до якого увійдуть чотири компанії"."""
    scene = view.scene
    it = next((i for i in view.here if scene.phrases[i].preposition in ("до", "в", "у", "під", "под") and scene.words[scene.phrases[i].head].pos == "NPRO"), None)
    if it is not None and view.subject and view.memory.authority:
        return [_frame(view, (), _targets(view, view.subject), (), ())]  # "В него вошли …"
    if view.clause.kind != "relative":
        return []
    before = [p for p in scene.phrases if p.end <= view.clause.start][-4:]
    if not view.subject or not any(view.is_(scene.words[p.head].lemma, "list_noun") or view.is_(scene.words[p.head].lemma, "sanction_noun") for p in before):
        return []
    return [_frame(view, (), _targets(view, view.subject), (), ())]


def _speaker(view: View, k: int) -> bool:
    p = view.scene.phrases[k]
    return (p.place is not None and p.place.itself) or p.name is not None


def _behind_dash(view: View) -> tuple[int, ...]:
    """ "Серед компаній, що потрапили під санкції, — A і B"."""
    words, end = view.scene.words, view.clause.end
    among = view.scene.phrases[view.subject[0]].preposition in ("серед", "среди", "між", "между")
    dash = next((k for k in range(max(0, end - 3), min(end + 3, len(words))) if words[k].text in ("—", "–", "-", "−")), None)
    if not among or dash is None:
        return ()
    first = next((i for i, p in enumerate(view.scene.phrases) if p.start == dash + 1), None)
    return chain(replace(view, clause=replace(view.clause, end=len(words))), first) if first is not None else ()


def _colon(view: View) -> tuple[int, ...]:
    """ "потрапили такі компанії: A, B та C": those named behind the colon."""
    words = view.scene.words
    colon = next((k for k in range(view.clause.end - 1, min(view.clause.end + 6, len(words) - 1)) if words[k].text == ":"), None)
    if colon is None:
        return ()
    it = words[colon + 1].low in ("це", "это")
    first = next((i for i, p in enumerate(view.scene.phrases) if p.start in (colon + 1, colon + 1 + it)), None)
    if first is None or (colon >= view.clause.end and view.scene.phrases[first].name is None):
        return ()
    return chain(replace(view, clause=replace(view.clause, end=len(words))), first)


def _among(view: View) -> Roles:
    """ "297 наименований, среди которых 240 компаний, семь физлиц и 50 судов": those named among them are listed too."""
    words = view.scene.words
    for k in range(view.clause.end, min(view.clause.end + 2, len(words) - 2)):
        if words[k].low in ("серед", "среди") and words[k + 1].pos == "REL":
            first = next((i for i, p in enumerate(view.scene.phrases) if k + 2 <= p.start <= k + 3 and not p.preposition), None)
            if first is not None:
                return _targets(view, chain(replace(view, clause=replace(view.clause, end=len(words))), first))
    return ()


def _widened(view: View, listed: int | None) -> list[Frame]:
    """ "расширила санкционный список", "расширило список компаний, в отношении которых введены санкции": nobody is named."""
    scene = view.scene
    if listed is not None and view.verb in ("поповнити", "пополнить", "поповнювати", "пополнять"):  # "список ЄС поповнили 22 судна": they were added
        added = next((i for i in view.here if scene.phrases[i].start > view.clause.verb and not scene.phrases[i].preposition and "nomn" in scene.phrases[i].cases), None)
        if added is not None and scene.phrases[listed].end <= view.clause.verb:
            return [_frame(view, _whose(view, listed), _targets(view, chain(view, added)), roles_of(view, "programme", (listed,)), ())]
    if listed is None or not view.is_(view.verb, "widen_verb") or object_of(view) != listed or not view.subject:
        return []
    sanctions = any(w.low.startswith(("санкц", "антиро", "чорн", "черн")) for w in scene.words[scene.phrases[listed].start :])
    if not sanctions:
        return []
    members = tuple(k for k in (listed + 1,) if k < len(scene.phrases) and is_genitive(view, k) and is_body(view, scene.phrases[k]))
    wide = replace(view, clause=replace(view.clause, end=len(scene.words)), here=[i for i, p in enumerate(scene.phrases) if p.start >= view.clause.start])
    return [_frame(view, roles_of(view, "authority", view.subject), _targets(view, members), () if members else roles_of(view, "programme", (listed,)), _reason(wide, listed))]


def _punished(view: View) -> list[Frame]:
    """ "санкціонувала п'ять компаній", "наказаны были по одной компании", "заморозять активи 12 осіб"."""
    scene = view.scene
    if view.is_(view.verb, "sanction_verb"):
        at = view.subject[0] if view.passive and view.subject else object_of(view)
        if at is None:
            at = next((i for i in view.here if scene.phrases[i].preposition == "по" and is_body(view, scene.phrases[i])), None)
        if at is None or not party(view, scene.phrases[at]):
            return []
        authority = () if view.passive else roles_of(view, "authority", tuple(i for i in view.subject if i != at))
        return [_frame(view, authority, _targets(view, chain(view, at)), (), _reason(view, at))]
    frozen = next((i for i in view.here if view.is_(scene.words[scene.phrases[i].head].lemma, "asset_noun")), None)
    if view.is_(view.verb, "freeze_verb") and frozen is not None:
        at = next((i for i in view.here if i > frozen and (scene.phrases[i].preposition in ("для", "у") or is_genitive(view, i)) and party(view, scene.phrases[i])), None)
        if at is None:
            return []
        authority = roles_of(view, "authority", tuple(i for i in view.subject if i != frozen)) if not view.passive else ()
        return [_frame(view, authority, (*_targets(view, chain(view, at)), *_among(view)), (), ())]
    return []


def _entered(view: View, listed: int | None) -> list[Frame]:
    """ "після внесення компаній до списку санкцій"."""
    scene = view.scene
    if listed is None:
        return []
    at = next((i for i in view.here if view.is_(scene.words[scene.phrases[i].head].lemma, "list_act_noun") and i < listed), None)
    if at is not None and at + 1 == listed:  # "включення до списку 12 компаній"
        found = next((i for i in view.here if i > listed and not scene.phrases[i].preposition and "gent" in scene.phrases[i].cases and (is_body(view, scene.phrases[i]) or scene.phrases[i].name is not None)), None)
        if found is not None:
            frame = _frame(view, roles_of(view, "authority", tuple(i for i in view.subject if party(view, scene.phrases[i]))), _targets(view, chain(view, found)), roles_of(view, "programme", (listed,)), _reason(view, found))
            return [replace(frame, stance="")]
    if at is None or at + 1 >= len(scene.phrases) or not is_genitive(view, at + 1) or _thing(view, at + 1):
        return []
    frame = _frame(view, roles_of(view, "authority", agents_of(view)), _targets(view, chain(view, at + 1)), roles_of(view, "programme", (listed,)), ())
    return [replace(frame, stance="", start=scene.words[scene.phrases[at].start].start)]


def _frame(view: View, authority: Roles, targets: Roles, programme: Roles, reason: Roles) -> Frame:
    programme = tuple(r for r in programme if " " in view.scene.text[r.start : r.end])  # "список" alone names none
    reason = reason or _why(view, targets)
    roles = (*(authority or tuple(replace(r, role="authority") for r in view.memory.authority)), *targets, *programme, *reason)
    return Frame("designation", *view.span, roles, count_of(view, roles), None, None, view.period, view.negated, view.stance)


def _why(view: View, targets: Roles) -> Roles:
    """ "підприємства, які продовжують підтримувати вторгнення": what is told of those listed is why."""
    words = view.scene.words
    at = next((k for k, w in enumerate(words) if targets and w.start >= targets[-1].end), None)
    if at is None or words[at].text != ",":
        return ()
    end = told_by(words, at)
    verb = next((k for k in range(at + 1, end) if words[k].verb in ("past", "pres", "futr")), None)
    if verb is None or any(w.lemma in ("бути", "быть") or view.is_(w.lemma, "to_list") for w in words[at:end]) or words[verb - 1].low == "не":
        return ()
    if view.is_(words[verb].lemma, "leading"):
        verb = next((k for k in range(verb + 1, end) if words[k].verb == "infn"), verb)
    return (Role("reason", words[verb].start, words[end - 1].end),) if end - verb > 2 else ()


def _reason(view: View, behind: int) -> Roles:
    """ "за постачання ракет", "через її агресію": why, with all that belongs to the words."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if i <= behind or p.preposition not in ("за", "через", "из-за", "внаслідок", "вследствие") or is_time(view, p) or party(view, p) or not {"accs", "gent"} & p.cases:
            continue
        words = scene.words
        end = next((k for k in range(p.end, len(words)) if words[k].text in (".", ";", ":", "–", "—") or (words[k].text == "," and words[k + 1 : k + 2] and (words[k + 1].verb or words[k + 1].pos in ("REL", "CONJ")))), len(words))
        end = min(end, max(view.clause.end, p.end))
        while end > p.end and words[end - 1].pos == "PNCT":
            end -= 1
        return (Role("reason", words[p.start].start, words[end - 1].end),)
    return ()
