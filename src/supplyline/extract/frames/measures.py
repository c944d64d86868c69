"""Who takes, considers or is urged to take which measure, against whom?

Bans, restrictions, caps, export controls and seizures; a listing is no measure but a designation.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.frames.acting import told_before
from supplyline.extract.frames.common import Frame, Role, Scene, known_authority, split, stance_of, with_name
from supplyline.extract.frames.parties import country_like, country_named, teller
from supplyline.extract.lexicon import words
from supplyline.extract.phrases import Range, extend, list_right, np_right, points
from supplyline.extract.verbs import VerbGroup
from supplyline.model import Count


def measures(scene: Scene) -> Iterator[Frame]:
    toks = scene.toks
    nouns, verbs, direct = (
        scene.group_words("measure_noun"),
        scene.group_words("measure_verb"),
        scene.group_words("direct_verb"),
    )
    for vg in scene.groups:
        if vg.lemma not in verbs or vg.start in scene.used or vg.negated:
            continue
        obj = vg.subject if vg.passive else np_right(toks, vg.end)
        if obj is None:
            continue
        if vg.lemma == "face":
            yield from _faced(scene, vg, obj)
            continue
        chain = extend(toks, obj, ("of",)) if not vg.passive else obj
        at = next((k for k in range(chain[0], chain[1]) if toks[k].low in nouns and not _modifier(scene, k, chain[1])), None)
        if at is not None and toks[at].low in ("sanctions",) and vg.lemma not in scene.group_words("relief_verb") | {"consider"}:
            continue
        if at is None and vg.lemma in scene.group_words("policy_verb"):
            at = next((k for k in range(chain[0], chain[1]) if toks[k].low in scene.group_words("policy_noun")), None)
        if at is None and not (vg.lemma in direct and _policy_object(scene, obj)):
            continue
        frame = _measure(scene, vg, obj, at)
        if frame is not None:
            scene.used.add(vg.start)
            actors = tuple(with_name(r, "authority") for r in frame.roles if r.role == "actor")
            if all((country_named(scene, a) or has_body_word(scene, a)) and scene.words(a).split()[-1][0].isupper() for a in actors):
                scene.memory.authority = actors or scene.memory.authority
            yield frame


def _modifier(scene: Scene, k: int, end: int) -> bool:
    """ "remote control systems": the noun tells a kind of goods."""
    nouns, after = scene.group_words("measure_noun"), scene.toks[k + 1 : min(k + 2, end)]
    return bool(after) and after[0].tag == "N" and after[0].text[0].islower() and after[0].low not in nouns | {"regime", "package", "list", "lists"}
def _faced(scene: Scene, vg: VerbGroup, obj: Range) -> Iterator[Frame]:
    """ "Chinese entities will face travel bans": whoever lists them takes the measure."""
    toks = scene.toks
    items = [r for r in list_right(toks, obj[0], ("of",))[:3] if any(toks[k].low in scene.group_words("measure_noun") for k in range(*r))]
    if not items or vg.subject is None or vg.passive or not (scene.memory.about_sanctions or country_like(scene, vg.subject)):
        return
    scene.used.add(vg.start)
    roles = [*known_authority(scene, "actor"), *scene.roles("measure", items), *scene.roles("target", split(scene, vg.subject))]
    yield scene.frame("measure", vg.subject[0], items[-1][1], roles, stance=stance_of(scene, vg), period=scene.when())


def seizures(scene: Scene) -> Iterator[Frame]:
    """ "CENTCOM intercepted a weapons consignment", "A was arrested by the FBI"."""
    toks = scene.toks
    for vg in scene.groups:
        if vg.lemma not in scene.group_words("seize_verb") or vg.negated or vg.infinitive or vg.form == "ing":
            continue
        if vg.passive:
            by = next((k for k in range(vg.end, min(vg.end + 6, len(toks))) if toks[k].low == "by"), None)
            np = np_right(toks, by + 1) if by is not None else None
            actor, target = scene.roles("actor", [np]) if np else (), vg.subject
        else:
            actor, target = _actor(scene, vg), np_right(toks, vg.end)
        if target is None or not actor or vg.link == "reduced":
            continue
        start = vg.first
        yield scene.frame(
            "measure",
            start,
            max(target[1], vg.end),
            [*actor, scene.role("measure", (vg.head, vg.end)), scene.role("target", target)],
            period=scene.when(),
        )


def _policy_object(scene: Scene, obj: Range) -> bool:
    return any(
        t.low
        in (
            "export",
            "exports",
            "import",
            "imports",
            "assets",
            "sales",
            "trade",
            "shipments",
            "transactions",
            "license",
            "licence",
            "licenses",
            "supplies",
            "deliveries",
        )
        for t in scene.toks[obj[0] : obj[1]]
    )


def _measure(scene: Scene, vg: VerbGroup, obj: Range, at: int | None) -> Frame | None:
    toks = scene.toks
    actor = _actor(scene, vg)
    if not actor and not (vg.passive and vg.lemma in scene.group_words("direct_verb") and at is None):
        return None
    chain = obj
    items: list[Range] = []
    if at is not None and not vg.passive:
        items = [
            r
            for r in list_right(toks, obj[0], ("of",))[:3]
            if any(toks[k].low in scene.group_words("measure_noun") for k in range(*r))
        ] or [obj]
        chain = items[-1]
    end = chain[1]
    target: tuple[Role, ...] = ()
    counted: Count | None = None
    measure: list[Role | None] = []
    on = next(
        (
            k
            for k in range(end, min(end + 5, len(toks)))
            if toks[k].low in ("on", "against", "over", "targeting", "to") and toks[k].tag in ("P", "V", "T")
        ),
        None,
    )
    on = next(
        (
            k
            for k in range(obj[0], min(end + 5, len(toks)))
            if toks[k].low in ("on", "against", "over", "targeting")
        ),
        on,
    )
    if on is not None:
        if toks[on].tag == "T" or toks[on].low == "to":
            aim = next((g for g in scene.groups if g.start == on), None)
            np = np_right(toks, aim.end) if aim else None
            if np is not None:
                g = next((k for k in range(*np) if toks[k].tag == "G"), np[1])
                target = scene.roles("target", [(np[0], g)])
                end = np[1]
        else:
            those = on + 1 < len(toks) and toks[on + 1].low == "those"
            np = None if those else np_right(toks, on + 1)
            if np is not None or (on + 1 < len(toks) and toks[on + 1].low == "those"):
                r = np if np is not None else (on + 1, _to_stop(scene, on + 1))
                long = r if np is None else extend(toks, r, ("of", "into", "to"))
                inner = _of_flow(scene, r) if np is not None else []
                target = scene.roles("target", inner or (split(scene, r) if np is not None else [r]))
                low = [t.low for t in toks[obj[0] : on]]
                if any(
                    w in ("ban", "bans", "control", "controls", "restrictions", "prohibition") for w in low
                ) and vg.lemma in ("introduce", "impose", "tighten", "strengthen"):
                    noun = scene.role(
                        "measure",
                        (
                            vg.head if vg.lemma == "strengthen" else obj[0],
                            long[1] if vg.lemma != "tighten" else on,
                        ),
                    )
                    measure = [noun]
                    if vg.lemma == "tighten":
                        measure = [scene.role("measure", (vg.head, on))]
                        if brackets := _bracketed(scene, long[1]):
                            target, counted = brackets, scene.count(long, "target")
                end = long[1]
    if not measure:
        if vg.passive:
            measure = [scene.role("measure", obj)]
        elif vg.lemma in ("take",) and any(toks[k].low in ("stance", "steps") for k in range(*obj)):
            measure = [scene.role("measure", (vg.head, obj[1]))]
        elif at is None:
            measure = [scene.role("measure", (vg.head, extend(toks, obj, ("of", "to"))[1]))]
            np = extend(toks, obj, ("of", "to"))
            end = np[1]
            inner = _of_flow(scene, obj)
            if inner:
                end = max(end, inner[-1][1])
                measure = [scene.role("measure", (vg.head, inner[0][1]))]
            target = target or scene.roles("target", inner or [np])
        else:
            measure = list(scene.roles("measure", items))
    stance = stance_of(scene, vg)
    if stance is None and vg.infinitive:
        before = [
            g
            for g in scene.groups
            if g.end <= vg.start and g.lemma in ("pressure", "urge", "push", "call", "press", "ask", "demand")
        ]
        if before:
            stance = "calls_for" if before[-1].lemma != "push" else "expects"
    if stance is None and vg.lemma == "consider":
        stance = "expects"
    start = vg.first
    if vg.passive:
        start = obj[0]
    count = counted or (scene.count(obj, "measure") if not vg.passive else None)
    return scene.frame(
        "measure",
        start,
        max(end, vg.end),
        [*actor, *measure, *target],
        stance=stance,
        count=count,
        period=_when(scene, end),
    )


def has_body_word(scene: Scene, role: Role) -> bool:
    """ "the Commerce Department", "the Council": a body that can act with authority."""
    bodies = words(scene.language, "word_groups", "authority_body")
    return any(w.casefold() in bodies for w in scene.words(role).split())


def _of_flow(scene: Scene, r: Range) -> list[Range]:
    """ "a ban on imports of Russian gas", "bans exports of goods that could help B": what is hit is the goods."""
    toks = scene.toks
    if r[1] >= len(toks) or toks[r[1]].low != "of" or toks[r[1] - 1].low not in scene.group_words("flow_act"):
        return []
    items = list_right(toks, r[1] + 1, ("for", "of"))
    if items and items[-1][1] + 1 < len(toks) and toks[items[-1][1]].low == "that":
        items[-1] = (items[-1][0], _to_stop(scene, items[-1][1]))
    return items


def _bracketed(scene: Scene, j: int) -> tuple[Role, ...]:
    toks = scene.toks
    open_ = next((k for k in range(j - 2, min(j + 2, len(toks))) if k >= 0 and toks[k].text == "("), None)
    if open_ is None:
        return ()
    close = next((k for k in range(open_, min(open_ + 14, len(toks))) if toks[k].text == ")"), None)
    return scene.roles("target", split(scene, (open_ + 1, close))) if close else ()


def _actor(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    toks = scene.toks
    if vg.passive:
        by = next((k for k in range(vg.end, min(vg.end + 8, len(toks))) if toks[k].low == "by"), None)
        np = np_right(toks, by + 1) if by is not None else None
        return scene.roles("actor", [np]) if np else ((known_authority(scene, "actor")) or ())
    if vg.subject is None:
        return ()
    signed = next((g for g in reversed(scene.groups) if g.end <= vg.subject[0] and vg.subject[0] - g.end <= 2 and g.lemma in scene.group_words("sign_verb") and g.subject), None)
    if signed is not None and signed.subject is not None and vg.form == "ing":
        return scene.roles("actor", [signed.subject]) or known_authority(scene, "actor")  # "he signed decrees imposing …"
    first = toks[vg.subject[0]]
    low = [t.low for t in toks[vg.subject[0] : vg.subject[1]]]
    if points(toks, vg.subject):
        own = teller(scene, vg, "actor") or (_said_of(scene, vg) if first.low in ("it", "they", "he", "she") else ())
        return own or known_authority(scene, "actor")
    if told_before(scene, vg.subject) or any(w in scene.group_words("cover_subject") for w in low):
        return known_authority(scene, "actor")
    return scene.roles("actor", split(scene, vg.subject))


def _said_of(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    """ "The Philippines said it would ban …": the speaker of the same sentence takes the step."""
    before = next((g for g in reversed(scene.groups) if vg.subject and g.end <= vg.subject[0] and g.subject and scene.toks[g.subject[0]].tag not in ("R", "D", "W")), None)
    if before is None or before.subject is None:
        return ()
    return tuple(a for a in scene.roles("actor", [before.subject]) if country_named(scene, a) or has_body_word(scene, a))


def _to_stop(scene: Scene, j: int) -> int:
    while j < len(scene.toks) and scene.toks[j].text not in (".", ",", ";"):
        j += 1
    return j


def _when(scene: Scene, j: int):  # type: ignore[no-untyped-def]
    open_ended = next(
        (
            f
            for f in scene.dates
            if f.period.from_ and f.period.to is None and f.period.text.casefold().startswith("starting")
        ),
        None,
    )
    return open_ended or scene.when()
