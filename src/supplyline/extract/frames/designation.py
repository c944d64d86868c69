"""Who put whom on a sanctions list, why, and when?

Shapes: "A sanctions B", "A imposed / announced N sanctions on B", "B were sanctioned (by A)", "the
sanctions target / cover / include B", "B added to the … List", "the listing of B". The authority of
a sentence that names none is the last one the document named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supplyline.extract.frames.authority import agent, authority_of, listing
from supplyline.extract.frames.common import (
    Frame,
    Scene,
    appositive_split,
    past_time,
    split,
    stance_of,
    with_name,
)
from supplyline.extract.frames.listings import against, among, covered, faced, frozen, lists_parties, nominal
from supplyline.extract.frames.parties import first_word
from supplyline.extract.frames.reasons import find_programme, find_reason
from supplyline.extract.frames.targets import targets_right
from supplyline.extract.phrases import Range, extend, np_left, np_right
from supplyline.extract.text import Token
from supplyline.extract.verbs import VerbGroup
from supplyline.model import Count

PLANS = ("consider", "weigh", "plan", "threaten", "propose", "prepare", "mull", "discuss")


def find(scene: Scene) -> Iterator[Frame]:
    toks = scene.toks
    nouns = scene.group_words("sanction_noun")
    for vg in scene.groups:
        if vg.start in scene.used or vg.negated:
            continue
        if vg.lemma in scene.group_words("sanction_verb"):
            yield from _direct(scene, vg)
        elif vg.lemma in ("list", "include", "name") and (vg.passive or vg.link == "reduced"):
            if (listed := _impose(scene, vg, nouns)) is not None:
                yield listed
        elif vg.lemma == "be" and toks[0].low == "among" and (told := among(scene, vg, nouns)):
            yield told
        elif (vg.lemma in scene.group_words("impose_verb") and (made := _impose(scene, vg, nouns))) or (
            vg.lemma in scene.group_words("cover_verb") and (made := covered(scene, vg, nouns))
        ):
            yield made
        elif vg.lemma in ("face", "incur") and (told := faced(scene, vg, nouns)):
            yield told
        elif vg.passive and vg.lemma in ("affect", "hit", "target") and scene.memory.about_sanctions and vg.subject and lists_parties(scene, vg.subject[0]):
            reason, stop = find_reason(scene, vg.end)  # "four entities were also affected"
            yield listing(scene, vg, vg.subject[0], max(stop, vg.end), agent(scene, vg) or scene.memory.authority, split(scene, vg.subject), reason)
        elif vg.lemma in ("freeze", "block") and (told := frozen(scene, vg)):
            yield told
    if any(t.low in nouns for t in toks):
        yield from nominal(scene)
        yield from against(scene, nouns)


def _direct(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "sanctioned B", "B was sanctioned", "sanctioning B"."""
    adverbs = all(t.tag == "A" for t in scene.toks[vg.start : vg.head])
    bare = adverbs and vg.form == "ed" and vg.link == "reduced"
    if vg.passive or bare:
        if vg.subject is None:
            return
        targets = appositive_split(scene, split(scene, vg.subject))
        nxt = next(
            (g for g in scene.groups if g.start >= vg.end and g.lemma in ("include", "comprise")), None
        )
        if bare and nxt is not None and nxt.start - vg.end <= 2:
            targets = targets_right(scene, nxt.end)
            scene.used.add(nxt.start)
            end = targets[-1][1] if targets else nxt.end
        else:
            if bare and agent(scene, vg) == ():
                return
            end = vg.end
        authority = agent(scene, vg) or scene.memory.authority
        reason, stop = find_reason(scene, end)
        aside = vg.subject[0]
        yield listing(scene, vg, aside, max(stop, end), authority, targets, reason)
        return
    items = targets_right(scene, vg.end)
    if not items:
        return
    authority = authority_of(scene, vg)
    reason, stop = find_reason(scene, items[-1][1])
    yield listing(scene, vg, first_word(vg), max(stop, items[-1][1]), authority, items, reason)


def _impose(scene: Scene, vg: VerbGroup, nouns: frozenset[str]) -> Frame | None:
    toks = scene.toks
    obj: Range | None
    if vg.passive or (vg.link == "reduced" and vg.form == "ed"):
        obj = _listings_by(scene, vg.subject, nouns)
        if vg.lemma in ("add", "place", "put", "list", "include", "name") and obj is not None:
            return _added(scene, vg, obj)
    else:
        obj = np_right(toks, past_time(scene, vg.end))
        if (
            vg.lemma in ("add", "place", "put")
            and obj is not None
            and not any(t.low in nouns for t in toks[obj[0] : obj[1]])
        ):
            return _added(scene, vg, obj)
        if obj is None and vg.end < len(toks) and toks[vg.end].low in ("them", "it"):
            on = next(
                (k for k in range(vg.end, min(vg.end + 4, len(toks))) if toks[k].low in ("on", "against")),
                None,
            )
            if on is None or (not scene.memory.about_sanctions and not any(t.low in nouns for t in toks)):
                return None
            obj = (vg.end, on)
            return _imposed(scene, vg, obj, on)
    if obj is None:
        return None
    chain = extend(toks, obj, ("of",)) if not vg.passive else obj
    at = next((k for k in range(chain[0], chain[1]) if toks[k].low in nouns), None)
    while at is not None and at + 1 < chain[1] and toks[at + 1].low in nouns:
        at += 1  # "sanctions designations of 400 firms"
    if at is None:
        at = _restriction_on_persons(scene, chain)
    if at is None:
        return None
    if (
        at + 1 < chain[1]
        and toks[at + 1].tag == "N"
        and toks[at + 1].low not in ("package", "packages")
        and toks[at + 1].low not in nouns
    ):
        return None
    on = next(
        (
            k
            for k in range(at + 1, min(at + 7, len(toks)))
            if toks[k].low in ("on", "against", "at", "targeting", "including", "for")
        ),
        None,
    )
    if on is None and toks[at].low.startswith(("designation", "listing")) and at + 1 < len(toks) and toks[at + 1].low == "of":
        on = at + 1
    if vg.passive and on is None:  # "sanctions have been imposed on ships"
        on = next((k for k in range(vg.end, min(vg.end + 4, len(toks))) if toks[k].low in ("on", "against")), None)
    if on is not None and not vg.passive and (
        any(toks[x].tag in ("V", "B", "H", "X") and toks[x].low != "targeting" for x in range(at + 1, on))
        or toks[on].low == "for"
    ):
        on = None
    targeting = next(
        (
            g
            for g in scene.groups
            if g.lemma in ("target", "hit") and g.form == "ing" and vg.end <= g.start <= at + 6
        ),
        None,
    )
    if targeting is not None:
        scene.used.add(targeting.start)
        on = targeting.head
    if on is not None and toks[on].low == "including" and on + 1 < len(toks) and toks[on + 1].low == "on":
        on += 1
    if (
        on is None
        and (with_on := next((k for k in range(at + 1, min(at + 5, len(toks))) if toks[k].text == ","), None))
        is not None
        and with_on + 2 < len(toks)
        and toks[with_on + 1].low == "including"
        and toks[with_on + 2].low == "on"
    ):
        on = with_on + 2
    return _imposed(scene, vg, chain, on)


def _listings_by(scene: Scene, subject: Range | None, nouns: frozenset[str]) -> Range | None:
    """ "The designations by the departments were imposed": the noun before "by" is what was imposed."""
    toks = scene.toks
    lead = subject[0] - 1 if subject else 0
    if subject is None or lead < 1:
        return subject
    lead -= toks[lead].tag == "D"
    if toks[lead].low != "by" or (what := np_left(toks, lead)) is None or not any(t.low in nouns for t in toks[what[0] : what[1]]):
        return subject
    scene.memory.authority = scene.roles("authority", [subject]) or scene.memory.authority
    return what


def _restriction_on_persons(scene: Scene, obj: Range) -> int | None:
    """ "imposing restrictions on 33 individuals": restrictions on persons or firms are a listing."""
    toks = scene.toks
    at = next((k for k in range(*obj) if toks[k].low in ("restrictions", "measures")), None)
    on = obj[1] if obj[1] < len(toks) and toks[obj[1]].low in ("on", "against") else None
    whom = np_right(toks, on + 1) if on is not None else None
    if at is None or whom is None:
        return None
    listed = scene.group_words("listed_noun") | scene.group_words("firm_noun")
    counted = any(t.tag == "M" or t.low in ("dozens", "several") for t in toks[whom[0] : whom[1]])
    return at if counted and any(t.low in listed for t in toks[whom[0] : whom[1]]) else None


def _imposed(scene: Scene, vg: VerbGroup, obj: Range, on: int | None) -> Frame | None:
    toks = scene.toks
    items = targets_right(scene, on + 1) if on is not None else []
    authority = agent(scene, vg) if vg.passive else authority_of(scene, vg)
    authority = authority or scene.memory.authority
    if (not items and not authority) or (
        not items and vg.lemma in PLANS
    ):
        return None
    end = max(obj[1], items[-1][1] if items else vg.end, vg.end)
    reason, stop = find_reason(scene, end)
    count = None
    listed = next((k for k in range(*obj) if toks[k].low in ("listings", "designations")), None)
    if not items and listed is not None and (own := np_left(toks, listed + 1)):
        items = [own]
        end = max(end, own[1])
    number = scene.number(obj)
    if number is not None and toks[obj[0]].low not in ("them", "it"):
        event = next(
            (t.text for t in toks[obj[0] : obj[1]] if t.low in scene.group_words("sanction_noun")), None
        )
        count = Count(number.min, number.max, number.text, None, event)
    start = min(obj[0], first_word(vg)) if vg.passive else first_word(vg)
    made = listing(
        scene,
        vg,
        start,
        max(stop, end),
        authority,
        items,
        reason,
        count,
        find_programme(scene, vg.start, max(stop, end)),
    )
    return replace(made, stance="expects") if made.stance is None and vg.lemma in PLANS and not vg.passive else made


def _added(scene: Scene, vg: VerbGroup, obj: Range) -> Frame | None:
    """ "added 12 firms to the Entity List"."""
    toks = scene.toks
    after = vg.end if vg.passive else obj[1]
    to = next(
        (
            k
            for k in range(after, min(after + 34, len(toks)))
            if toks[k].low in (("in", "on", "under") if vg.lemma in ("list", "include", "name") else ("to", "on", "under"))
            and toks[k].tag in ("P", "T")
            and _names_list(toks, k)
        ),
        None,
    )
    if to is None:
        return _controlled(scene, vg, obj, after) or (_listed_for(scene, vg, obj) if vg.passive else None)
    k = to + 1
    end = next(
        (
            x
            for x in range(k, min(k + 12, len(toks)))
            if toks[x].text in ("List", "list", "blacklist", "sanctions", "Lists", "lists")
        ),
        None,
    )
    if end is None:
        return None
    if toks[end].low == "sanctions" and end + 1 < len(toks) and toks[end + 1].low in ("list", "lists"):
        end += 1
    items = split(scene, obj) if vg.passive else targets_right(scene, vg.end)
    if end + 1 < len(toks) and toks[end + 1].low == "of" and (what := np_right(toks, end + 2)) and toks[what[1] - 1].low in scene.group_words("goods_subject"):
        # "added machine tools to the list of controlled goods": no party is listed
        return _step(scene, vg, obj, items, what[1])
    named = extend(toks, (k, end + 1), ("of",)) if toks[end].text in ("list", "lists") else (k, end + 1)
    programme = scene.memory.programme = scene.role("programme", named)
    authority = agent(scene, vg) if vg.passive else authority_of(scene, vg)
    reason, stop = find_reason(scene, named[1])
    return listing(
        scene,
        vg,
        min(obj[0], first_word(vg)),
        max(end + 1, stop),
        authority or scene.memory.authority,
        items,
        reason,
        None,
        programme,
    )


def _controlled(scene: Scene, vg: VerbGroup, obj: Range, after: int) -> Frame | None:
    """ "added nitrocellulose to its export controls": a step, and nobody is listed."""
    toks = scene.toks
    to = next((k for k in range(after, min(after + 4, len(toks))) if toks[k].low in ("to", "under")), None)
    what = np_right(toks, to + 1) if to is not None and vg.lemma in ("add", "place", "put") else None
    if what is None or toks[what[1] - 1].low not in ("control", "controls", "restrictions", "ban", "embargo", "licensing"):
        return None
    return _step(scene, vg, obj, split(scene, obj), what[1])


def _step(scene: Scene, vg: VerbGroup, obj: Range, goods: list[Range], end: int) -> Frame:
    authority = agent(scene, vg) if vg.passive else authority_of(scene, vg)
    step = (vg.head if not vg.passive else min(obj[0], vg.start), end)
    scene.used.add(vg.start)
    return scene.frame(
        "measure", min(obj[0], first_word(vg)), end,
        [*(with_name(a, "actor") for a in authority or scene.memory.authority), scene.role("measure", step), *scene.roles("target", goods)],
        stance=stance_of(scene, vg), period=scene.when(),
    )  # fmt: skip


def _names_list(toks: list[Token], to: int) -> bool:
    """Does a list or "sanctions" stand behind "to", "on" or "under"?"""
    for x in range(to + 1, min(to + 13, len(toks))):
        if toks[x].text in ("List", "list", "blacklist", "sanctions", "Lists", "lists"):
            return True
        if toks[x].text in (";", ".") or (toks[x].tag == "V" and toks[x].form in ("s", "ed") and toks[x].lemma != "sanction"):
            return False
    return False


def _listed_for(scene: Scene, vg: VerbGroup, obj: Range) -> Frame | None:
    """ "Four entities were added for support of …": the list is the one the document spoke of."""
    if not scene.memory.about_sanctions:
        return None
    reason, stop = find_reason(scene, vg.end)
    if reason is None:
        return None
    authority = agent(scene, vg) or scene.memory.authority
    return listing(scene, vg, obj[0], stop, authority, split(scene, obj), reason, None, scene.memory.programme)
