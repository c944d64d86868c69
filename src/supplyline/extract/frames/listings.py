"""Which listings are told without a verb of listing?

"the sanctions target B", "its sanctions against B", "the listing of B", "among those sanctioned is B", "B will
have their assets frozen", "B faces sanctions".
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.frames.authority import agent, is_authority, listing
from supplyline.extract.frames.common import Frame, Role, Scene, split
from supplyline.extract.frames.parties import first_word
from supplyline.extract.frames.reasons import find_programme, find_reason
from supplyline.extract.frames.targets import is_abstract, read_bullets, target_count, targets_right
from supplyline.extract.lexicon import party_nouns
from supplyline.extract.phrases import Range, np_left, np_right
from supplyline.extract.verbs import VerbGroup


def among(scene: Scene, vg: VerbGroup, nouns: frozenset[str]) -> Frame | None:
    """ "Among those sanctioned is X"."""
    lead = scene.toks[: vg.start]
    about = any(
        t.low in nouns
        or t.lemma in scene.group_words("sanction_verb")
        or t.low in ("targets", "targeted", "listed")
        for t in lead
    )
    about = about or (scene.memory.about_sanctions and [t.low for t in lead] in (["among", "them"], ["among", "these"]))
    items = targets_right(scene, vg.end) if about and len(lead) <= 12 else []
    if not items:
        return None
    reason, stop = find_reason(scene, items[-1][1])
    return listing(scene, vg, 0, max(stop, items[-1][1]), scene.memory.authority, items, reason)


def faced(scene: Scene, vg: VerbGroup, nouns: frozenset[str]) -> Frame | None:
    """ "the firms face sanctions for playing a role in the invasion"."""
    obj = np_right(scene.toks, vg.end)
    if vg.subject is None or vg.passive or obj is None or scene.toks[obj[1] - 1].low not in nouns:
        return None
    reason, stop = find_reason(scene, obj[1])
    return listing(scene, vg, first_word(vg), max(stop, obj[1]), scene.memory.authority, split(scene, vg.subject), reason)


def frozen(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "six companies will have their assets frozen": who owns the assets is listed."""
    toks = scene.toks
    have = next((g for g in reversed(scene.groups) if g.end <= vg.start and vg.start - g.end <= 3 and g.lemma in ("have", "see") and g.subject), None)
    if have is None or have.subject is None or not any(t.low in ("assets", "property", "accounts") for t in toks[have.end : vg.start]):
        return None
    return listing(scene, have, have.subject[0], vg.end, agent(scene, vg) or scene.memory.authority, split(scene, have.subject), None)


def against(scene: Scene, nouns: frozenset[str]) -> Iterator[Frame]:
    """ "its sanctions against 190 targets", "Imposing Sanctions on Network Supporting …"."""
    toks = scene.toks
    for i, t in enumerate(toks):
        if (
            t.low not in nouns
            or t.low.startswith(("listing", "designation"))
            or i + 2 >= len(toks)
            or toks[i + 1].low not in ("against", "on")
        ):
            continue
        base = np_left(toks, i + 1) or (i, i + 1)
        governor = next((g for g in scene.groups if g.end <= base[0] and base[0] - g.end <= 2), None)
        owned = any(toks[k].tag == "G" for k in range(base[0], i))  # "opposes Canada's sanctions against B": they stand
        if governor is not None and not (owned and governor.lemma in ("oppose", "condemn", "discuss", "follow")) and governor.lemma in (
            "evade",
            "skirt",
            "circumvent",
            "lift",
            "ease",
            "avoid",
            "dodge",
            "bypass",
            "violate",
            "oppose",
            "condemn",
            "call",
            "follow",
            "stop",
            "discuss",
            "comment",
        ):
            continue
        g = next((k for k in range(base[0], i) if toks[k].tag == "G"), None)
        authority = scene.roles("authority", [(base[0], g)]) if g is not None else ()
        if (
            not authority
            and (
                adjective := next(
                    (
                        k
                        for k in range(base[0], i)
                        if toks[k].text
                        in ("Western", "EU", "US", "U.S.", "UK", "U.K.", "American", "European")
                    ),
                    None,
                )
            )
            is not None
        ):
            authority = scene.roles("authority", [(adjective, adjective + 1)])
        if not authority and not scene.sentence.heading:
            continue  # "sanctions against B" in passing: nobody imposes them here
        authority = authority or scene.memory.authority
        items = targets_right(scene, i + 2)
        if items and is_abstract(scene, items[0]):
            continue
        if items:
            reason, stop = find_reason(scene, items[-1][1])
            yield scene.frame(
                "designation",
                base[0],
                max(items[-1][1], stop),
                [*authority, *scene.roles("target", items), reason],
                count=scene.count(base, None, t.text) or target_count(scene, items),
                period=scene.when(),
            )


def covered(scene: Scene, vg: VerbGroup, nouns: frozenset[str]) -> Frame | None:
    """ "The sanctions target …", "They include …", "It also targeted …", "the State Department targeted …"."""
    toks = scene.toks
    subject = vg.subject
    if subject is None or vg.passive or (vg.lemma == "aim" and vg.form != "s") or (vg.lemma in ("focus", "address") and (vg.infinitive or vg.form == "ing")):
        return None
    low = [t.low for t in toks[subject[0] : subject[1]]]
    heads = scene.group_words("cover_subject") | nouns
    about = any(w in heads for w in low) and (
        any(w in nouns or w in ("targets", "package", "designees", "blacklist") for w in low)
        or scene.memory.about_sanctions
    )
    if scene.memory.about_sanctions and vg.lemma == "include" and low[-1] in scene.group_words("listed_noun"):
        about = about or toks[subject[0] - 1].low in ("the", "those") or low[0] in ("the", "those")
    inclusive = vg.lemma == "include" and scene.memory.about_sanctions and lists_parties(scene, vg.end)
    if vg.lemma == "affect" and "restrictions" in low and scene.memory.about_sanctions and lists_parties(scene, vg.end):
        about = True
    if inclusive and low[-1] in ("list", "lists", "restrictions", "update", "it"):
        about = True
    pronoun = len(low) == 1 and low[0] in ("they", "these", "those", "it", "this", "which", "that")
    if pronoun and vg.link == "relative":
        pronoun = False
    listing_now = vg.lemma in ("list", "name") and any(t.low in nouns for t in toks[: vg.start])
    if (vg.form == "ing" and vg.link == "shared" and not listing_now) or (toks[vg.end : vg.end + 1] and toks[vg.end].low in ("back", "out")):
        return None
    if vg.lemma in ("target", "hit", "list", "name"):
        if not (about or (pronoun and scene.memory.about_sanctions) or is_authority(scene, subject)):
            return None
        if not about and not scene.memory.about_sanctions and not any(t.low in nouns for t in toks):
            return None
    elif not (about or (pronoun and scene.memory.about_sanctions and low[0] in ("they", "these", "those"))):
        return None
    if vg.link == "relative" and not about:
        return None
    start = vg.end
    against = next(
        (k for k in range(start, min(start + 4, len(toks))) if toks[k].low in ("against", "on")), None
    )
    if against is not None and any(t.low in scene.group_words("measure_noun") for t in toks[start:against]):
        start = against + 1
    if start < len(toks) and toks[start].low in ("to", "on", "at") and vg.lemma in ("apply", "aim", "focus"):
        start += 1
    elif vg.lemma in ("apply", "aim", "focus"):
        return None
    if (
        vg.lemma in ("include", "involve")
        and start < len(toks)
        and toks[start].low == "the"
        and start + 2 < len(toks)
        and toks[start + 1].low in ("listing", "designation")
        and toks[start + 2].low == "of"
    ):
        start += 3
    if vg.lemma == "involve" and start < len(toks) and toks[start].form == "ing":
        return None
    items = targets_right(scene, start)
    if not items or is_abstract(scene, items[0]):
        return None
    authority = scene.memory.authority
    if not about and not pronoun:
        authority = scene.roles("authority", split(scene, subject))
    elif low == ["it"] and scene.memory.body is not None:
        authority = (scene.memory.body,)
    of = next((k for k in range(*subject) if toks[k].low == "of" and toks[k - 1].low in nouns), None)
    if of is not None and (whose := np_right(toks, of + 1)) and is_authority(scene, whose):
        authority = scene.roles("authority", [whose])  # "new sanctions of the EU affected …"
    by = _co_authority(scene, subject, vg)
    colon = next(
        (k for k in range(items[-1][1], min(items[-1][1] + 3, len(toks))) if toks[k].text == ":"), None
    )
    end = items[-1][1]
    if colon is not None and (bullets := read_bullets(scene, colon)):
        items, end = bullets, bullets[-1][1]
    reason, stop = find_reason(scene, end)
    frame = listing(
        scene,
        vg,
        subject[0] if vg.link != "relative" else vg.start - 1,
        max(stop, end),
        (*authority, *by),
        items,
        reason,
        None,
        find_programme(scene, *subject) or _list(scene, subject),
    )
    scene.memory.authority = authority
    return frame


def _list(scene: Scene, subject: Range) -> Role | None:
    """ "The new EU sanctions list includes B"; "the list" is the one told of."""
    if scene.toks[subject[1] - 1].low not in ("list", "lists", "blacklist"):
        return None
    role = scene.role("programme", subject)
    return role if role is not None and " " in scene.words(role) else scene.memory.programme


def lists_parties(scene: Scene, i: int) -> bool:
    """Do firms, persons or ships, counted or named, stand there?"""
    np = np_right(scene.toks, i)
    return np is not None and any(t.low in party_nouns(scene.language) for t in scene.toks[np[0] : np[1]])


def _co_authority(scene: Scene, subject: Range, vg: VerbGroup) -> tuple[Role, ...]:
    """ "The sanctions, coordinated with the State Department, also target …"."""
    toks = scene.toks
    for k in range(subject[1], vg.start):
        if toks[k].low == "with" and (np := np_right(toks, k + 1)) and np[1] <= vg.start:
            return scene.roles("authority", [np])
    return ()


def nominal(scene: Scene) -> Iterator[Frame]:
    """ "the listing of X", "Hundreds of new sanctions"."""
    toks = scene.toks
    for i, t in enumerate(toks):
        if t.low in scene.group_words("imposition_noun") and (made := _imposition(scene, i)):
            yield made
        if (
            t.low in ("listing", "designation", "blacklisting", "sanctioning")
            and i + 1 < len(toks)
            and toks[i + 1].low == "of"
            and i > 0
            and toks[i - 1].low in ("the", "of", "in", "involves", "by")
        ):
            items = targets_right(scene, i + 2)
            if items:
                start = next((g.subject[0] for g in scene.groups if g.subject and g.end <= i + 1), i)
                reason, stop = find_reason(scene, items[-1][1])
                yield scene.frame(
                    "designation",
                    start,
                    max(items[-1][1], stop),
                    [
                        *scene.memory.authority,
                        *scene.roles("target", items),
                        reason,
                        find_programme(scene, 0, i),
                    ],
                    count=target_count(scene, items),
                    period=scene.when(),
                )


def _imposition(scene: Scene, i: int) -> Frame | None:
    """ "the EU's imposition of sanctions on companies from China"."""
    toks = scene.toks
    on = next((k for k in range(i + 1, min(i + 6, len(toks))) if toks[k].low in ("on", "against")), None)
    if on is None or not any(t.low in scene.group_words("sanction_noun") for t in toks[i:on]):
        return None
    items = targets_right(scene, on + 1)
    whose = np_left(toks, i - 1) if i > 1 and toks[i - 1].tag == "G" else None
    authority = scene.roles("authority", [whose]) if whose else scene.memory.authority
    if not items or not authority:
        return None
    start = whose[0] if whose else i
    return scene.frame("designation", start, items[-1][1], [*authority, *scene.roles("target", items)], stance="asserts", count=target_count(scene, items))
