"""Who owns, founded or controls what, in a clause of Ukrainian or Russian?

"входить до структури X", "X володіє Y", "німецькі філії компанії X", "фірма, власником якої є X", "засновник компанії Y
Іван Коваль", "X зареєстрував у Туреччині компанію Y".
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.slavic.roles import is_body, object_of, party, role_of, roles_of
from supplyline.extract.slavic.view import Frame, Role, View, antecedent, is_genitive


def owning(view: View) -> Iterator[Frame]:
    if view.negated:
        return
    yield from _bought(view) or _registered(view) or _belonging(view) or _owner_of_which(view) or _founded(view) or _owner_is(view) or list(_owner_called(view)) or list(_subsidiary(view))


def _belonging(view: View) -> list[Frame]:
    """ "завод належить X", "входить до структури X", "X володіє Y"."""
    scene = view.scene
    if not view.subject:
        return []
    owner: tuple[int, ...]
    owned: tuple[int, ...]
    if view.is_(view.verb, "enter_verb"):
        at = next((i for i in view.here if view.is_(scene.words[scene.phrases[i].head].lemma, "group_noun") and scene.phrases[i].preposition), None)
        k = _named(view, at + 1) if at is not None else -1
        if not is_genitive(view, k) or scene.phrases[k].place is not None:
            return []
        owner, owned = (k,), view.subject
    elif view.is_(view.verb, "belong_verb"):
        owner = next(((i,) for i in view.here if i not in view.subject and not scene.phrases[i].preposition and _given(view, i)), ())
        owned = view.subject
    elif view.passive and view.is_(view.verb.removesuffix("ся"), "own_verb"):  # "контролюється КВІР"
        owner = next(((i,) for i in view.here if i not in view.subject and not scene.phrases[i].preposition and scene.phrases[i].start > view.clause.verb and "ablt" in scene.phrases[i].cases and party(view, scene.phrases[i])), ())
        owned = view.subject
    elif view.is_(view.verb, "own_verb") and view.clause.kind == "relative" and any(w.low in ("якої", "якого", "которой", "которого") for w in scene.words[view.clause.start : view.clause.start + 4]):
        rel = next(w.low for w in scene.words[view.clause.start : view.clause.start + 4] if w.low in ("якої", "якого", "которой", "которого"))
        owners = tuple(i for i in view.here if not scene.phrases[i].preposition and "nomn" in scene.phrases[i].cases and party(view, scene.phrases[i]))
        return _frame(view, roles_of(view, "owner", owners[:1]), roles_of(view, "owned", antecedent(view, rel)))
    elif view.is_(view.verb, "own_verb"):
        owner = view.subject
        owned = next(((i,) for i in view.here if i not in view.subject and not scene.phrases[i].preposition and scene.phrases[i].start > view.clause.verb and is_body(view, scene.phrases[i])), ())
    else:
        return []
    return _frame(view, roles_of(view, "owner", owner), roles_of(view, "owned", owned))


def _bought(view: View) -> list[Frame]:
    """ "придбав 51 відсоток акцій заводу X": who bought a share owns it."""
    scene = view.scene
    at = next((i for i in view.here if scene.phrases[i].start > view.clause.verb and scene.words[scene.phrases[i].head].lemma in ("акція", "акция", "частка", "доля", "пакет")), None)
    if at is None or not view.is_(view.verb, "buy_verb") or view.passive or not view.subject or not is_genitive(view, at + 1):
        return []
    k = _named(view, at + 1)
    return _frame(view, roles_of(view, "owner", view.subject), roles_of(view, "owned", (k,))) if is_body(view, scene.phrases[k]) or scene.phrases[k].name is not None else []


def _registered(view: View) -> list[Frame]:
    """ "фірм, зареєстрованих на дружину генерала": on whose name they stand."""
    scene = view.scene
    at = next((i for i in view.here if scene.phrases[i].preposition == "на" and scene.words[scene.phrases[i].head].animate and scene.phrases[i].start > view.clause.verb), None)
    if at is None or not view.is_(view.verb, "found_verb") or not view.passive or not view.subject or not is_body(view, scene.phrases[view.subject[0]]):
        return []
    return _frame(view, roles_of(view, "owner", (at,)), roles_of(view, "owned", view.subject))


def _named(view: View, k: int) -> int:
    """In a chain of genitives from phrase k on the first that has a name, else the last: "структури концерну X"."""
    while is_genitive(view, k + 1) and view.scene.phrases[k].name is None:
        k += 1
    return k


def _given(view: View, i: int) -> bool:
    """A party in the dative, or a person's name in it behind whose he is: "сину генерала Андрію Петрову"."""
    p = view.scene.phrases[i]
    name = view.scene.words[p.name[0]] if p.name is not None else None
    return ("datv" in p.cases and party(view, p)) or (name is not None and name.proper and "datv" in name.cases)


def _subsidiary(view: View) -> Iterator[Frame]:
    """ "німецькі філії компанії X"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if view.is_(scene.words[p.head].lemma, "own_noun") and i + 1 < len(scene.phrases) and is_genitive(view, i + 1):
            k = _named(view, i + 1)
            if scene.phrases[k].name is None:
                continue
            owner = role_of(view, "owner", k)
            owned = Role("owned", scene.words[p.start].start, scene.words[p.end - 1].end)
            yield Frame("ownership", owned.start, owner.end, (owner, owned))


def _frame(view: View, owner: tuple[Role, ...], owned: tuple[Role, ...]) -> list[Frame]:
    return [Frame("ownership", *view.span, (*owner, *owned), None, None, None, view.period, view.negated)] if owner and owned else []


def _owns(view: View, i: int) -> bool:
    return view.is_(view.scene.words[view.scene.phrases[i].head].lemma, "owner_noun")


def _owner_of_which(view: View) -> list[Frame]:
    """ "компанія X, співзасновником якої є Y", "в их соучредители вошли граждане России"."""
    scene = view.scene
    at = next((i for i in view.here if _owns(view, i)), None)
    if at is None or view.clause.verb < 0:
        return []
    p = scene.phrases[at]
    rel = next((w for w in scene.words[p.end : p.end + 1] if w.pos == "REL"), None)
    who = tuple(i for i in view.here if i > at and "nomn" in scene.phrases[i].cases and not scene.phrases[i].preposition and not is_genitive(view, i) and not _named_before(view, i))
    if rel is not None and p.cases & {"ablt", "nomn"}:
        return _frame(view, roles_of(view, "owner", tuple(i for i in view.subject if i != at)[:1] or who[:1]), roles_of(view, "owned", antecedent(view, rel.low)[-1:]))
    if p.preposition in ("в", "у", "до") and view.is_(view.verb, "enter_verb"):
        whose = roles_of(view, "owned", (at + 1,)) if is_genitive(view, at + 1) and party(view, scene.phrases[at + 1]) else ()
        owned = whose or tuple(Role("owned", r.start, r.end, r.name) for r in view.memory.targets or view.memory.company)
        return _frame(view, roles_of(view, "owner", view.subject), owned)
    return []


def _named_before(view: View, i: int) -> bool:
    """A person's office stands before the name: the name is the owner."""
    q = view.scene.phrases[i + 1] if i + 1 < len(view.scene.phrases) else None
    return q is not None and q.start == view.scene.phrases[i].end and any(w.proper for w in view.scene.words[q.start : q.end]) and view.scene.phrases[i].name is None


def _founded(view: View) -> list[Frame]:
    """ "X зареєстрував у Туреччині компанію Y"."""
    scene = view.scene
    at = object_of(view) if view.is_(view.verb, "found_verb") else None
    known = at is not None and is_body(view, scene.phrases[at]) and (scene.phrases[at].name is not None or (view.verb in ("заснувати", "основать", "учредить", "засновувати") and scene.words[scene.phrases[view.subject[0]].head].animate if view.subject else False))
    if at is None or not known or not view.subject or view.passive:
        return []
    person = next((i for i in range(view.subject[-1], at) if any(w.proper for w in scene.words[scene.phrases[i].start : scene.phrases[i].end]) and scene.phrases[i].end <= view.clause.verb), None)
    return _frame(view, roles_of(view, "owner", (person,) if person is not None else view.subject), roles_of(view, "owned", (at,)))


def _owner_is(view: View) -> list[Frame]:
    """ "X є власником компанії Y", "власником Y є X"."""
    scene = view.scene
    at = next((i for i in view.here if _owns(view, i) and "ablt" in scene.phrases[i].cases and not scene.phrases[i].preposition), None)
    if at is None or not view.subject or at in view.subject or not is_genitive(view, at + 1):
        return []
    return _frame(view, roles_of(view, "owner", view.subject[:1]), roles_of(view, "owned", (_named(view, at + 1),)))


def _owner_called(view: View) -> Iterator[Frame]:
    """ "засновник компанії Y Іван Коваль", "Іван Коваль, власник фірми Y"."""
    scene, words = view.scene, view.scene.words
    for at in view.here:
        p = scene.phrases[at]
        if not _owns(view, at) or not is_genitive(view, at + 1):
            continue
        firm = _named(view, at + 1)
        q = scene.phrases[firm]
        if q.name is None or q.place is not None or any(w.proper for w in words[q.start : q.end]):
            continue
        after = firm + 1 if firm + 1 < len(scene.phrases) and scene.phrases[firm + 1].start == q.end else None
        before = at - 1 if at and words[p.start - 1].text == "," and scene.phrases[at - 1].end == p.start - 1 else None
        who = next((i for i in (after, before) if i is not None and any(w.proper for w in words[scene.phrases[i].start : scene.phrases[i].end])), None)
        if who is not None:
            owner, owned = role_of(view, "owner", who), role_of(view, "owned", firm)
            yield Frame("ownership", min(owner.start, words[p.start].start), max(owner.end, owned.end), (owner, owned))
            return
