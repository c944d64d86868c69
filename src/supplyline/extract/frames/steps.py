"""Which steps does a clause tell that no other family has taken?

The last family: any clause whose verb creates, sharpens, lifts or obeys a control, or stops a kind of dealing, with
a body, country or firm that acts. The verb's class and its arguments decide, not the construction: "imposes
collective restrictions on B", "suspended sales in Russia", "complies with all export controls", "B are subject to
license requirements", "the measures prohibit firms from exporting goods to B", "restrictions imposed by A".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supplyline.extract.frames.acting import state_in, told_before
from supplyline.extract.frames.authority import has_body, is_authority
from supplyline.extract.frames.common import Frame, Role, Scene, known_authority, split, stance_of
from supplyline.extract.frames.parties import country_like, find_agent, teller
from supplyline.extract.phrases import Range, extend, list_right, np_right, points
from supplyline.extract.verbs import VerbGroup

LINKS = ("of", "on", "against", "to", "for", "from", "into", "over")
BEGUN = ("phase", "package", "packages", "rule", "rules", "listings", "designations", "changes", "amendments")
AIMS = ("on", "against", "targeting", "over", "to", "for")


def find(scene: Scene, told: Sequence[Frame]) -> Iterator[Frame]:
    """Steps in the clauses that `told` (the frames of the other families) leave free."""
    for vg in scene.groups:
        if (vg.negated and vg.lemma not in scene.group_words("obeying_verb")) or vg.start in scene.used or _taken(scene, vg, told):
            continue
        frame = _obeyed(scene, vg) or _in_force(scene, vg) or _applies(scene, vg) or _listed_step(scene, vg) or _barred_from(scene, vg) or _subject_to(scene, vg) or _step(scene, vg)
        if frame is not None:
            yield frame


def _taken(scene: Scene, vg: VerbGroup, told: Sequence[Frame]) -> bool:
    """Does a listing or another measure hold the verb already?"""
    at = scene.toks[vg.head].start
    return any(f.kind in ("measure", "designation", "denial", "trade_flow") and f.start <= at < f.end for f in told)


def _has(scene: Scene, r: Range, group: str) -> bool:
    known = scene.group_words(group)
    return any(t.low in known for t in scene.toks[r[0] : r[1]])


def _acts(scene: Scene, r: Range) -> bool:
    """A country, body, named firm or "the government", no thing."""
    toks = scene.toks[r[0] : r[1]]
    named = any(t.tag == "N" and t.text[0].isupper() for t in toks)
    bodies = scene.group_words("state_noun") | scene.group_words("firm_noun") | scene.group_words("listed_noun")
    return is_authority(scene, r) or has_body(scene, r) or country_like(scene, r) or named or toks[-1].low in bodies


def _actor(scene: Scene, vg: VerbGroup) -> tuple[Role, ...] | None:
    """Who takes the step; nothing where the document must say, None where the subject cannot act."""
    subject = vg.subject
    if subject is None:
        return known_authority(scene, "actor") or None
    if points(scene.toks, subject) or told_before(scene, subject) or _has(scene, subject, "cover_subject") or _has(scene, subject, "control_noun"):
        return teller(scene, vg, "actor") or known_authority(scene, "actor")
    return scene.roles("actor", split(scene, subject)) if _acts(scene, subject) else None


def _aim(scene: Scene, start: int, end: int) -> tuple[tuple[Role, ...], int]:
    """Whom the step hits: what stands behind "on", "against", "to" …, and where that ends."""
    toks = scene.toks
    on = next((k for k in range(start, min(end + 4, len(toks))) if toks[k].low in AIMS and toks[k].tag in ("P", "V", "T")), None)
    whom = np_right(toks, on + 1) if on is not None else None
    if whom is None or toks[whom[0]].tag == "Y":
        return (), end
    return scene.roles("target", split(scene, whom)), max(end, whom[1])


def _object(scene: Scene, vg: VerbGroup) -> Range | None:
    toks, k = scene.toks, vg.end
    if k < len(toks) and toks[k].low in ("up", "off", "down", "on", "out") and toks[k].tag in ("P", "A"):
        k += 1
    base = np_right(toks, k)
    return extend(toks, base, LINKS) if base is not None else None


def _step(scene: Scene, vg: VerbGroup) -> Frame | None:
    creating, acting = vg.lemma in scene.group_words("creating_verb"), vg.lemma in scene.group_words("acting_verb")
    if not (creating or acting) or vg.infinitive or vg.link in ("reduced", "reason", "object"):
        return None
    obj = vg.subject if vg.passive else _object(scene, vg)
    if obj is None:
        return None
    base = (obj[0], next((k for k in range(*obj) if scene.toks[k].low in LINKS), obj[1]))
    control = _has(scene, base, "control_noun")
    if not control and not (acting and _has(scene, base, "act_noun")):
        return None
    if vg.passive:
        by = find_agent(scene, vg)
        actor = scene.roles("actor", [by]) if by is not None and _acts(scene, by) else known_authority(scene, "actor")
        end = max(vg.end, by[1] if by is not None else vg.end)
        target, end = _aim(scene, vg.end, end)
        step = scene.role("measure", obj) if control else scene.role("measure", (vg.head, vg.end))
        hit = target or (() if control else scene.roles("target", [obj]))
        return _made(scene, vg, obj[0], end, actor, step, hit) if actor else None
    actors = _actor(scene, vg)
    if actors is None:
        return None
    target, end = _aim(scene, base[1], obj[1])
    step = scene.role("measure", obj if creating else (vg.head, obj[1]))
    return _made(scene, vg, vg.first, end, actors, step, target or scene.roles("target", [base] if not control else []))


def _in_force(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "The remaining measures enter into force at midnight": a step, of whoever acted."""
    toks, low = scene.toks, [t.low for t in scene.toks[vg.end : vg.end + 2]]
    if vg.passive or vg.subject is None or not ((low[:1] == ["into"] and low[1:] in (["force"], ["effect"])) or (vg.lemma == "take" and low[:1] == ["effect"])):
        return None
    if not (_has(scene, vg.subject, "control_noun") or toks[vg.subject[1] - 1].low in BEGUN):
        return None
    owner = state_in(scene, *vg.subject)
    actor = scene.roles("actor", [owner]) if owner is not None else known_authority(scene, "actor")
    return _made(scene, vg, vg.first, vg.end + 2, actor, scene.role("measure", vg.subject), ()) if actor else None


def _applies(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "The prohibition applies to explosives"."""
    toks = scene.toks
    if vg.lemma != "apply" or vg.passive or vg.subject is None or vg.end >= len(toks) or toks[vg.end].low != "to" or not _has(scene, vg.subject, "control_noun"):
        return None
    items = list_right(toks, vg.end + 1, ("of", "for", "in"))
    return _made(scene, vg, vg.first, items[-1][1], known_authority(scene, "actor"), scene.role("measure", vg.subject), scene.roles("target", items)) if items else None


def _deed(scene: Scene, vg: VerbGroup) -> bool:
    return vg.lemma in scene.group_words("creating_verb") or vg.lemma in scene.group_words("acting_verb")


def _listed_step(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "It reinforces sanctions by establishing new tools, introducing bans and adding licence requirements": each is a step."""
    toks = scene.toks
    lead = toks[vg.start - 1].low if vg.start else ";"
    if vg.form != "ing" or vg.passive or lead not in (",", ";", ":", "and", "by", "-", "•", "*", "–") or not _deed(scene, vg):
        return None
    obj = _object(scene, vg)
    base = (obj[0], next((k for k in range(*obj) if toks[k].low in LINKS), obj[1])) if obj is not None else None
    if obj is None or base is None or not _has(scene, base, "control_noun"):
        return None
    main = next((g for g in scene.groups if g.start < vg.start and g.subject is not None and not points(toks, g.subject) and _acts(scene, g.subject)), None)
    own = scene.roles("actor", [main.subject]) if main is not None and main.subject is not None and is_authority(scene, main.subject) else ()
    target, end = _aim(scene, base[1], obj[1])
    return _made(scene, vg, vg.start, end, own or known_authority(scene, "actor"), scene.role("measure", (vg.head, obj[1])), target)


def _obeyed(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "strictly complies with all export regulations"."""
    toks = scene.toks
    if vg.lemma not in scene.group_words("obeying_verb") or vg.end >= len(toks) or toks[vg.end].low not in ("with", "to", "by"):
        return None
    what = np_right(toks, vg.end + 1)
    if what is None or not _has(scene, what, "control_noun") or vg.negated:
        return None
    whole = extend(toks, what, LINKS)
    actors = _actor(scene, vg)
    target, end = _aim(scene, what[1], whole[1])
    return _made(scene, vg, vg.first, end, actors or (), scene.role("measure", (vg.head, whole[1])), target)


def _barred_from(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "The measures prohibit Japanese companies from exporting goods to the sanctioned firms"."""
    toks = scene.toks
    if vg.lemma not in scene.group_words("stop_verb") or vg.passive:
        return None
    whom = np_right(toks, vg.end)
    doing = next((g for g in scene.groups if whom is not None and g.start == whom[1] + 1 and g.form == "ing" and toks[whom[1]].low == "from"), None)
    actors = _actor(scene, vg)
    if whom is None or doing is None or actors is None:
        return None
    scene.used.add(doing.start)
    obj = _object(scene, doing)
    end = obj[1] if obj is not None else doing.end
    return _made(scene, vg, vg.first, end, actors, scene.role("measure", (vg.head, end)), scene.roles("target", split(scene, whom)))


def _subject_to(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "B will be subject to license requirements", "B face severe restrictions on access to technology"."""
    toks = scene.toks
    low = [t.low for t in toks[vg.end : vg.end + 2]]
    if vg.lemma == "be" and low[:2] == ["subject", "to"]:
        at = vg.end + 2
    elif (vg.lemma == "subject" and vg.passive and low[:1] == ["to"]) or (vg.lemma in ("fall", "come") and low[:1] == ["under"]):
        at = vg.end + 1
    elif vg.lemma in ("face", "incur"):
        at = vg.end
    else:
        return None
    what = np_right(toks, at)
    if vg.infinitive or vg.form == "ing" or vg.subject is None or what is None or not _has(scene, what, "control_noun"):
        return None
    end = extend(toks, what, LINKS)[1]
    target = () if points(toks, vg.subject) else scene.roles("target", split(scene, vg.subject))
    return _made(scene, vg, vg.first, end, known_authority(scene, "actor"), scene.role("measure", (what[0], end)), target)


def _made(scene: Scene, vg: VerbGroup, i: int, j: int, actor: tuple[Role, ...], step: Role | None, target: tuple[Role, ...]) -> Frame:
    scene.used.add(vg.start)
    return scene.frame("measure", i, j, [*actor, step, *target], stance=stance_of(scene, vg), period=scene.when())
