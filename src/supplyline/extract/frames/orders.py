"""What is forbidden, blocked or ordered, where the doer is left to the document?

"all property of the persons is blocked", "transactions by US persons are prohibited", "ordered firms to
sever ties".
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.frames.authority import has_body
from supplyline.extract.frames.common import Frame, Scene, known_authority, stance_of
from supplyline.extract.frames.parties import country_like, find_agent
from supplyline.extract.phrases import np_chain_left, np_right
from supplyline.extract.verbs import VerbGroup


def find(scene: Scene) -> Iterator[Frame]:
    for vg in scene.groups:
        if vg.negated or vg.subject is None or vg.start in scene.used:
            continue
        if vg.passive and vg.lemma in scene.group_words("bar_verb") and scene.toks[vg.end : vg.end + 1] and scene.toks[vg.end].low == "from":
            yield from _barred(scene, vg)
        elif vg.passive and vg.lemma in scene.group_words("restrict_verb") | {"freeze"}:
            yield from _forbidden(scene, vg)
        elif not vg.passive and not vg.infinitive and vg.lemma in scene.group_words("order_verb"):
            yield from _ordered(scene, vg)


def _forbidden(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """A kind of dealing is blocked; by whom, the sentence or the document says."""
    toks, subject = scene.toks, vg.subject
    if subject is None:
        return
    whole = np_chain_left(toks, vg.start, across=True) or subject
    heads = scene.group_words("dealing_noun")
    first = next((k for k in range(whole[0], vg.start) if toks[k].low in heads), None)
    if first is None:
        first = next((k for k in range(vg.start) if toks[k].low in heads and toks[max(k - 1, 0)].tag in ("D", "N", "J")), None)
    by = find_agent(scene, vg)
    actor = scene.roles("actor", [by]) if by else known_authority(scene, "actor")
    if first is None or not actor:
        return
    target = scene.role("target", (first, subject[1] if subject[1] > first else vg.start))
    yield scene.frame("measure", first, vg.end, [*actor, scene.role("measure", (vg.head, vg.end)), target], stance=stance_of(scene, vg))


def _barred(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "Tankers will be banned from accessing British ports"."""
    by = find_agent(scene, vg)
    actor = scene.roles("actor", [by]) if by else known_authority(scene, "actor")
    if vg.subject is None or not actor:
        return
    end = _stop(scene, vg.end + 1)
    yield scene.frame("measure", vg.subject[0], end, [*actor, scene.role("measure", (vg.head, end)), *scene.roles("target", [vg.subject])], stance=stance_of(scene, vg))


def _ordered(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "Taiwan ordered local companies to sever ties": the step ordered, and who must take it."""
    toks, subject = scene.toks, vg.subject
    whom = np_right(toks, vg.end)
    if subject is None or whom is None or not (country_like(scene, subject) or has_body(scene, subject)):
        return
    step = next((g for g in scene.groups if g.infinitive and g.start == whom[1]), None)
    if step is None or step.lemma in ("be", "have"):
        return
    end = _stop(scene, step.end)
    yield scene.frame(
        "measure",
        subject[0],
        end,
        [*scene.roles("actor", [subject]), scene.role("measure", (step.head, end)), *scene.roles("target", [whom])],
        stance=stance_of(scene, vg),
        period=scene.when(),
    )


def _stop(scene: Scene, j: int) -> int:
    while j < len(scene.toks) and scene.toks[j].text not in (".", ",", ";", "(") and scene.toks[j].tag not in ("W", "S"):
        j += 1
    return j
