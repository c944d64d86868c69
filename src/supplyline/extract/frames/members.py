"""Which listings are told of a list's members, or of the list itself?

"Of these entities, 42 are based in China", "The list has been extended by 32 organizations", "BIS included 29 firms
in a list of …", "Three companies are among those targeted", "A company was subjected to an asset freeze". What the
list is, and whose, the document has said before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supplyline.extract.frames.authority import agent, authority_of, is_authority, listing
from supplyline.extract.frames.common import Frame, Role, Scene, split
from supplyline.extract.frames.listings import lists_parties
from supplyline.extract.frames.reasons import find_reason
from supplyline.extract.frames.targets import targets_right
from supplyline.extract.phrases import Range, extend, np_right
from supplyline.extract.verbs import VerbGroup

PLACED = ("base", "locate", "spread", "register", "headquarter", "incorporate")
LISTED = ("targeted", "sanctioned", "listed", "designated", "blacklisted", "added")


def find(scene: Scene) -> Iterator[Frame]:
    for vg in scene.groups:
        if vg.start in scene.used or vg.negated:
            continue
        told = None
        if vg.lemma == "be" or (vg.passive and vg.lemma in PLACED):
            told = _members(scene, vg) or _among_those(scene, vg) or _listed_are(scene, vg)
        elif vg.lemma in ("extend", "expand", "enlarge") and vg.passive:
            told = _lengthened(scene, vg)
        elif vg.lemma == "subject" and vg.passive:
            told = _subjected(scene, vg)
        elif vg.lemma in ("slap", "hit", "threaten") and (vg.passive or vg.lemma == "threaten"):
            told = _with_sanctions(scene, vg)
        elif vg.lemma == "freeze" and not vg.passive:
            told = _assets_of(scene, vg)
        elif vg.lemma in ("include", "add", "place", "put") and not vg.passive:
            told = _put_on(scene, vg)
        elif vg.lemma == "add" and vg.passive:
            told = _also_added(scene, vg)
        if told is not None:
            yield told


def _members(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "42 are based in China", "The remaining seven entities are spread across Estonia and India"."""
    toks, subject = scene.toks, vg.subject
    if subject is None or not scene.memory.about_sanctions or not (scene.memory.targets or scene.memory.programme):
        return None
    at = vg.end if vg.passive or vg.end >= len(toks) or toks[vg.end].low not in ("based", "located", "spread", "registered", "headquartered") else vg.end + 1
    placed = at < len(toks) and toks[at].low in ("in", "across", "from") and np_right(toks, at + 1) is not None
    words = [t.low for t in toks[subject[0] : subject[1]]]
    counted = any(t.tag == "M" for t in toks[slice(*subject)]) or words[0] in ("some", "most", "many", "several", "others", "half")
    bare = len(words) == 1 and counted and any(t.low in ("these", "those", "them", "entities", "companies") for t in toks[: subject[0]])
    kept = any(t.low in ("remaining", "rest", "other", "others", "concerned", "listed") for t in toks[max(subject[0] - 1, 0) : subject[1]])
    entries = any(w in ("members", "entries", "additions", "listings") for w in words[-4:])
    if not placed or not (entries or (counted and (bare or (kept and lists_parties(scene, subject[0]))))):
        return None
    end = extend(toks, np_right(toks, at + 1) or (at, at + 1), ("of",))[1]
    return listing(scene, vg, subject[0], end, scene.memory.authority, [subject], None, None, scene.memory.programme)


def _among_those(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "Three Russian companies are among those targeted"."""
    toks = scene.toks
    after = [t.low for t in toks[vg.end : vg.end + 4]]
    if vg.subject is None or after[:1] != ["among"] or not any(w in LISTED for w in after[1:]):
        return None
    reason, stop = find_reason(scene, vg.subject[1])
    return listing(scene, vg, vg.subject[0], max(stop, vg.end + len(after)), scene.memory.authority, split(scene, vg.subject), reason)


def _listed_are(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "The Malaysian companies listed are A, B and C"."""
    toks, subject = scene.toks, vg.subject
    last = vg.start - 1 - (vg.start > 1 and toks[vg.start - 1].tag in ("Y", "A"))  # "the six firms sanctioned today are …"
    if vg.lemma != "be" or subject is None or vg.start == 0 or toks[last].low not in LISTED or not lists_parties(scene, subject[0]):
        return None
    items = targets_right(scene, vg.end)
    return listing(scene, vg, subject[0], items[-1][1], scene.memory.authority, items, None, None, scene.memory.programme) if items else None


def _lengthened(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "The list of B has been extended by 32 organizations"."""
    toks = scene.toks
    if vg.subject is None or not {t.low for t in toks[slice(*vg.subject)]} & {"list", "lists", "sanctions", "blacklist"}:
        return None
    by = next((k for k in range(vg.end, min(vg.end + 3, len(toks))) if toks[k].low in ("by", "with", "to")), None)
    if by is None:
        return None
    k = by + 1 + (toks[by].low == "to" and by + 1 < len(toks) and toks[by + 1].low == "include")
    items = targets_right(scene, k) if lists_parties(scene, k) else []
    if not items:
        return None
    named = any(t.low in ("list", "lists", "blacklist") for t in toks[slice(*vg.subject)])
    programme = scene.role("programme", vg.subject) if named else scene.memory.programme
    return listing(scene, vg, vg.subject[0], items[-1][1], scene.memory.authority, items, None, None, programme)


def _subjected(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "A company has been subjected to an asset freeze"."""
    toks = scene.toks
    what = np_right(toks, vg.end + 1) if vg.end < len(toks) and toks[vg.end].low == "to" else None
    if vg.subject is None or what is None or not {t.low for t in toks[slice(*what)]} & {"freeze", "freezes", "sanctions", "blacklisting"}:
        return None
    return listing(scene, vg, vg.subject[0], what[1], agent(scene, vg) or scene.memory.authority, split(scene, vg.subject), None, None, scene.role("programme", what))


def _with_sanctions(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "companies have been slapped with sanctions for …", "A threatened B with sanctions"."""
    toks = scene.toks
    whom = vg.subject if vg.passive else np_right(toks, vg.end)
    at = vg.end if vg.passive or whom is None else whom[1]
    what = np_right(toks, at + 1) if at < len(toks) and toks[at].low == "with" else None
    if whom is None or what is None or toks[what[1] - 1].low not in scene.group_words("sanction_noun"):
        return None
    reason, stop = find_reason(scene, what[1])
    authority = (agent(scene, vg) if vg.passive else authority_of(scene, vg)) or scene.memory.authority
    frame = listing(scene, vg, min(whom[0], vg.start), max(stop, what[1]), authority, split(scene, whom), reason)
    return replace(frame, stance="expects") if vg.lemma == "threaten" else frame


def _assets_of(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "freezing the assets of dozens of individuals": whose assets are frozen is listed."""
    toks = scene.toks
    obj = np_right(toks, vg.end)
    if obj is None or toks[obj[1] - 1].low not in ("assets", "property", "accounts", "funds") or toks[obj[1] : obj[1] + 1] == [] or toks[obj[1]].low != "of":
        return None
    items = targets_right(scene, obj[1] + 1)
    authority = authority_of(scene, vg)
    if not items or not authority:
        return None
    reason, stop = find_reason(scene, items[-1][1])
    return listing(scene, vg, vg.start, max(stop, items[-1][1]), authority, items, reason)


def _put_on(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "included at least 29 of the companies in a list of risky suppliers", "adding over a hundred firms to its blacklist"."""
    toks = scene.toks
    wanted = ("in", "on") if vg.lemma == "include" else ("to", "on")
    to = next((k for k in range(vg.end, min(vg.end + 16, len(toks))) if toks[k].low in wanted and toks[k].tag in ("P", "T")), None)
    what = np_right(toks, to + 1) if to is not None else None
    if to is None or what is None or toks[what[1] - 1].low not in ("list", "lists", "blacklist") or not vg.subject:
        return None
    if not (is_authority(scene, vg.subject) or scene.memory.about_sanctions):
        return None
    first = next((k for k in range(vg.end, to) if toks[k].tag not in ("P", "A", "D")), to)
    if first >= to or not any(t.tag in ("N", "M") for t in toks[first:to]):
        return None
    whole: Range = (vg.end, to)
    programme = scene.memory.programme = scene.role("programme", extend(toks, what, ("of",)))
    authority: tuple[Role, ...] = authority_of(scene, vg)
    reason, stop = find_reason(scene, what[1])
    items = split(scene, whole) if all(t.tag != "P" for t in toks[first:to]) else [whole]
    return listing(scene, vg, vg.first, max(stop, what[1]), authority or scene.memory.authority, items, reason, None, programme)


def _also_added(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "Other entities from China have also been added": to the list the document spoke of last."""
    if vg.subject is None or scene.memory.programme is None or not lists_parties(scene, vg.subject[0]):
        return None
    nxt = scene.toks[vg.end].low if vg.end < len(scene.toks) else "."
    if nxt == "to":
        return None
    return listing(scene, vg, vg.subject[0], vg.end, agent(scene, vg) or scene.memory.authority, [vg.subject], None, None, scene.memory.programme)
