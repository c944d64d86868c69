"""Who acts, where a sentence names an officer, a thing or nobody?

States and bodies list, bar and control. An officer does it for a state ("New Zealand Foreign Minister A": New Zealand), an office
for itself ("the Treasury's Office of Foreign Assets Control": the Office), a thing does not. Where nobody is named, whoever acted
last does, and before anyone has, the body that "issued a rule" or "adopted measures".
"""

from __future__ import annotations

import re
from dataclasses import replace

from supplyline.extract.frames.common import Frame, Role, Scene, known_authority
from supplyline.extract.frames.parties import country_like
from supplyline.extract.lexicon import entries, words
from supplyline.extract.phrases import Range, points
from supplyline.read.countries import adjective, country, metonym

ROLE = {"designation": "authority", "measure": "actor"}
ACRONYM = re.compile(r"\s*\([\"“]?([A-Z][A-Za-z&]{1,7})[\"”]?\)")
INSTRUMENTS = frozenset({"rule", "rules", "order", "orders", "act", "list", "lists", "package", "decree", "ordinance", "resolution", "decision", "action", "actions", "steps"})
BLOCS = frozenset({"bloc", "agency", "agencies", "decision"})
TOGETHER = frozenset({"allies", "countries", "states", "nations", "powers", "partners", "members", "authorities", "lawmakers", "jurisdictions", "administration", "agencies", "departments"})


def acting(scene: Scene, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """The authorities of a listing as states and bodies, without what cannot act; those of other sentences as they are."""
    out = []
    for r in roles:
        at = scene.range(r.start, r.end)
        part = _acts(scene, at) if at is not None else None
        if at is None or part == at:
            out.append(r)
        elif part is not None and (cut := scene.role(r.role, part)) is not None:
            out.append(cut)
    return tuple(out)


def governing(scene: Scene, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """As later sentences go on from them: "representatives of the EU states" acted for the EU."""
    out = []
    for r in roles:
        at = scene.range(r.start, r.end)
        of = next((k for k in range(*at) if scene.toks[k].low == "of"), None) if at is not None else None
        if at is not None and of is not None and (scene.toks[of - 1].text[0].islower() or of == 1):
            named = state_in(scene, of + 1, at[1])
            r = scene.role(r.role, named) or r if named is not None else r
        out.append(r)
    return tuple(out)


def supplied(scene: Scene, frame: Frame) -> Frame:
    """A listing or step whose words name nobody, with who acted last."""
    role = ROLE.get(frame.kind)
    if role is None or any(r.role == role for r in frame.roles):
        return frame
    known = (_shared_subject(scene, frame) if frame.kind == "measure" else ()) or known_authority(scene, role)
    return replace(frame, roles=(*(r for r in known if not any(_same(scene, r, q) for q in frame.roles)), *frame.roles))


def shipped(scene: Scene, frame: Frame) -> Frame:
    """A shipment whose words leave out who sent or got it, with those of the supply told last."""
    if frame.kind != "shipment":
        return frame
    told = {r.role for r in frame.roles}
    known = [replace(r, role=role) for role, last in (("supplier", scene.memory.suppliers), ("recipient", scene.memory.recipients)) if role not in told for r in last]
    return replace(frame, roles=(*frame.roles, *(r for r in known if not any(_same(scene, r, q) for q in frame.roles))))


def told_before(scene: Scene, r: Range) -> bool:
    """ "The bloc", "the department": the body that acted last."""
    toks = scene.toks
    i = r[0] + (toks[r[0]].low == "the")
    the = i > r[0] or (i > 0 and toks[i - 1].low == "the")
    return the and r[1] - i == 1 and toks[i].text[0].islower() and (toks[i].low in BLOCS or is_body(scene, (i, r[1]))) and bool(scene.memory.authority)


def once(scene: Scene, frame: Frame) -> Frame:
    """ "the Treasury’s Office of Assets (OA)": three marks name one authority."""
    role = ROLE.get(frame.kind)
    who = [r for r in frame.roles if r.role == role]

    def again(r: Role) -> bool:
        owner = any(0 < q.start - r.end <= 4 and scene.text[r.end : q.start].strip() in ("'s", "’s") for q in who)
        short = any(0 < r.start - q.end <= 3 and set(scene.text[q.end : r.start]) <= set(" (“\"") and "(" in scene.text[q.end : r.start] for q in who)
        return owner or short

    return replace(frame, roles=tuple(r for r in frame.roles if r.role != role or not again(r))) if len(who) > 1 else frame


def latest(scene: Scene, role: Role) -> Role:
    """ "the Bureau of Industry and Science (“BIS”)" goes on as BIS where a later sentence calls it so."""
    name = scene.words(role)
    told = ACRONYM.match(scene.text, role.end) or ACRONYM.search(scene.text, role.start, role.end)
    short = told[1] if told else "".join(w[0] for w in name.split() if w[0].isupper())
    if len(short) < 2 + (told is None) or short == name:
        return role
    toks, end = scene.toks, told.end() if told else role.end
    at = next((t for k, t in enumerate(toks) if t.text == short and t.start > end and (k == 0 or toks[k - 1].text != "(")), None)
    return Role(role.role, at.start, at.end) if at is not None else role


def _shared_subject(scene: Scene, frame: Frame) -> tuple[Role, ...]:
    """ "China has never armed them, and strictly controls exports", "The UK said it will ban B": the subject of the clause before."""
    for g in reversed(scene.groups):
        if g.start < frame.trigger and g.subject is not None and not points(scene.toks, g.subject):
            who = scene.roles("actor", [g.subject])
            return who if country_like(scene, g.subject) and scene.toks[g.subject[1] - 1].text[0].isupper() else ()
    return ()


def issuers(scene: Scene) -> tuple[Role, ...]:
    """ "The Bureau issued a new rule": who acts, where the document has not told of anyone yet."""
    for g in scene.groups:
        made = g.lemma in scene.group_words("creating_verb") or g.lemma in scene.group_words("impose_verb") or g.lemma in ("publish", "decide", "take")
        if made and not g.passive and not g.negated and g.subject is not None and not points(scene.toks, g.subject):
            aimed = any(t.low in INSTRUMENTS or t.low in scene.group_words("control_noun") or t.low in scene.group_words("sanction_noun") for t in scene.toks[g.end : g.end + 8])
            if aimed and (country_like(scene, g.subject) or is_body(scene, g.subject)):
                return governing(scene, acting(scene, scene.roles("authority", [g.subject])))
    return ()


def is_body(scene: Scene, r: Range) -> bool:
    """ "the Commerce Department", "the Council": a body that can act with authority."""
    bodies = words(scene.language, "word_groups", "authority_body")
    return any(t.low in bodies for t in scene.toks[r[0] : r[1]])


def _acts(scene: Scene, r: Range) -> Range | None:
    toks, (i, j) = scene.toks, r
    owner = next((k for k in range(j - 1, i, -1) if toks[k].tag == "G"), None)
    if owner is not None and is_body(scene, (i, owner)) and is_body(scene, (owner + 1, j)):
        return owner + 1, j
    j = next((k for k in range(i + 1, j - 1) if toks[k].low == "for" and toks[k + 1].low in ("its", "their")), j)
    titles = entries(scene.language, "titles")
    title = next((k for k in range(i, j) if toks[k].low in titles and toks[k].low not in ("state",)), None)
    if title is not None and not is_body(scene, (title + 1, j)):
        return _state(scene, i, title) or ((i, title) if title > i and is_body(scene, (i, title)) else None)
    if toks[j - 1].low in INSTRUMENTS:
        return state_in(scene, i, j)  # "the EU sanctions list"
    named = any(t.text[0].isupper() for t in toks[i:j])
    return (i, j) if named or is_body(scene, r) or any(t.low in TOGETHER for t in toks[i:j]) else None


def state_in(scene: Scene, i: int, j: int) -> Range | None:
    """The first state that is named between two words."""
    return next((s for k in range(i, j) if (s := _state(scene, k, j))), None)


def _state(scene: Scene, i: int, j: int) -> Range | None:
    """The state that the words from i on begin with."""
    for k in range(min(j, i + 4), i, -1):
        text = scene.text[scene.toks[i].start : scene.toks[k - 1].end]
        if text[:1].isupper() and (country(text) or metonym(text) or adjective(text)):
            return i, k
    return None


def _same(scene: Scene, a: Role, b: Role) -> bool:
    return scene.words(a).casefold() == scene.words(b).casefold()
