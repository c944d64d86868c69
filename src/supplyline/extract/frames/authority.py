"""Who lists, and what is every listing made of?

`listing` makes the designation frame and remembers who listed whom; `authority_of` and `agent` find who acts.
"""

from __future__ import annotations

from supplyline.extract.frames.acting import acting, governing, told_before
from supplyline.extract.frames.common import Frame, Role, Scene, split, stance_of
from supplyline.extract.frames.targets import target_count
from supplyline.extract.lexicon import party_nouns, words
from supplyline.extract.phrases import Range, extend, np_right, points
from supplyline.extract.verbs import VerbGroup
from supplyline.model import Count
from supplyline.read.countries import country, metonym


def authority_of(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    if vg.subject is None:
        return scene.memory.authority
    toks = scene.toks
    first = toks[vg.subject[0]]
    if told_before(scene, vg.subject):
        return scene.memory.authority
    if points(toks, vg.subject):
        body, last = scene.memory.body, scene.memory.authority
        theirs = body is not None and any(scene.words(body).startswith(scene.words(a)) for a in last)  # "Tokyo’s foreign ministry": Tokyo
        return (body,) if body and first.low in ("it", "he", "she") and not theirs else last
    if any(t.low in scene.group_words("cover_subject") for t in toks[vg.subject[0] : vg.subject[1]]):
        return issued(scene, vg.subject) or scene.memory.authority
    if vg.infinitive and toks[vg.subject[1] - 1].low in scene.group_words("treaty_noun") | scene.group_words("aim_noun"):
        # "the EU reached an agreement to sanction": who reached it does
        main = next((g for g in reversed(scene.groups) if g.end <= vg.subject[0] and g.subject), None)
        return scene.roles("authority", split(scene, main.subject)) if main is not None and main.subject else scene.memory.authority
    lead = vg.subject[0] - (2 if vg.subject[0] > 1 and toks[vg.subject[0] - 1].tag == "D" else 1)
    if vg.infinitive and (toks[vg.subject[0]].low == "with" or (lead >= 0 and toks[lead].low == "with")):
        # "the Treasury coordinated with the FBI to designate": the Treasury does
        main = next((g for g in reversed(scene.groups) if g.end <= vg.start and g.subject), None)
        if main is not None and main.subject is not None:
            return scene.roles("authority", split(scene, main.subject))
    if vg.link == "reduced":
        # "the department issued a rule adding 36 entities": who issued it lists them
        main = next(
            (g for g in reversed(scene.groups) if g.end <= vg.start and g.subject and g.link == "left"), None
        )
        return (
            scene.roles("authority", split(scene, main.subject))
            if main is not None and main.subject
            else scene.memory.authority
        )
    return scene.roles("authority", split(scene, vg.subject))


def issued(scene: Scene, r: Range) -> tuple[Role, ...]:
    """ "BIS released two rules that expand …": who issued what the words name."""
    by = next((g for g in reversed(scene.groups) if 0 <= r[0] - g.end <= 2 and g.subject is not None and not g.passive and not points(scene.toks, g.subject)), None)
    return scene.roles("authority", [by.subject]) if by is not None and by.subject is not None and is_authority(scene, by.subject) else ()


def agent(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    toks = scene.toks
    for k in range(vg.end, min(vg.end + 10, len(toks))):
        if toks[k].low == "by":
            both = k + 1 < len(toks) and toks[k + 1].low == "both"
            np = np_right(toks, k + 2 if both else k + 1)
            if np is None:
                continue
            if (
                both
                and np[1] < len(toks)
                and toks[np[1]].low == "and"
                and (other := np_right(toks, np[1] + 1))
            ):
                return scene.roles("authority", [np, other])
            return scene.roles("authority", [extend(toks, np, ("of",))])
        if toks[k].text in (".", ";"):
            break
    return ()


def _including(scene: Scene, i: int) -> Range | None:
    """ "76 entities for providing parts to Russia, including more than 20 Chinese firms": they are named as well."""
    toks = scene.toks
    at = next((k for k in range(i, len(toks) - 1) if toks[k].low == "including" and toks[k - 1].text == ","), None)
    np = np_right(toks, at + 1) if at is not None else None
    return np if np is not None and toks[np[1] - 1].low in party_nouns(scene.language) else None


def has_body(scene: Scene, r: Range) -> bool:
    """ "the Commerce Department", "the Council": a body that can act with authority."""
    bodies = words(scene.language, "word_groups", "authority_body")
    return any(t.low in bodies for t in scene.toks[r[0] : r[1]])


def is_authority(scene: Scene, r: Range) -> bool:
    toks = scene.toks[r[0] : r[1]]
    text = " ".join(t.text for t in toks if t.tag != "D")
    return country(text) is not None or metonym(text) is not None or has_body(scene, r)


def listing(
    scene: Scene,
    vg: VerbGroup,
    i: int,
    j: int,
    authority: tuple[Role, ...],
    targets: list[Range],
    reason: Role | None,
    count: Count | None = None,
    programme: Role | None = None,
) -> Frame:
    scene.used.add(vg.start)
    more = _including(scene, targets[-1][1]) if targets else None
    if more is not None:
        targets, j = [*targets, more], max(j, more[1])
    named = scene.memory.targets = scene.roles("target", targets)
    authority = acting(scene, authority) or scene.memory.authority
    if authority:
        scene.memory.authority = governing(scene, authority)
    roles = [*authority, *named, programme, reason]
    scene.memory.about_sanctions = True
    if count is None or (count.min is None and count.max is None):
        count = target_count(scene, targets) or count
    if count is None and vg.passive and vg.subject:
        count = scene.count((vg.subject[0], vg.start), "target")
    return scene.frame(
        "designation", i, j, roles, stance=stance_of(scene, vg), count=count, period=scene.when()
    )
