"""Who cooperates, who owns whom, and how does a project stand?

Frames of kinds cooperation, ownership and status from one tagged sentence. A cooperation is a claim
when it is counted or its form is told; a status when the subject is a project, talks or relations.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.frames.common import Frame, Role, Scene, split, stance_of
from supplyline.extract.frames.measures import measures, seizures
from supplyline.extract.frames.parties import count_of_cases
from supplyline.extract.phrases import Range, extend, list_right, np_left, np_right, strip
from supplyline.extract.verbs import VerbGroup
from supplyline.model import Count


def find(scene: Scene) -> Iterator[Frame]:
    yield from _cooperation(scene)
    yield from _joint(scene)
    yield from measures(scene)
    yield from seizures(scene)
    yield from _status(scene)
    yield from _ownership(scene)
    yield from _daughters(scene)


def _cooperation(scene: Scene) -> Iterator[Frame]:
    toks = scene.toks
    for i, t in enumerate(toks):
        if t.tag != "N" or t.low not in scene.group_words("cooperation_noun"):
            continue
        base = np_left(toks, i + 1) or (i, i + 1)
        parties = _parties(scene, i, base)
        field = _field(scene, i, base)
        start, count = base[0], None
        if (
            base[0] > 1
            and toks[base[0] - 1].low == "of"
            and (head := np_left(toks, base[0] - 1))
            and any(x.low in scene.group_words("instance_noun") for x in toks[head[0] : head[1]])
        ):
            number = scene.number(head)
            event = next(
                x.text for x in toks[head[0] : head[1]] if x.low in scene.group_words("instance_noun")
            )
            count = Count(number.min, number.max, number.text, None, event) if number else None
            start = head[0]
        verb = next(
            (
                g
                for g in scene.groups
                if g.subject
                and g.subject[0] <= i < g.subject[1]
                and g.lemma in ("include", "involve", "cover")
            ),
            None,
        )
        if count is None and verb is None:
            if not (frame := _told_cooperation(scene, i, base, parties, field)):
                continue
            yield frame
            continue
        form: tuple[Role, ...] = ()
        end = max(i + 1, *(_index_end(scene, p) for p in parties), 0) if parties else i + 1
        if verb is not None:
            form = _forms(scene, verb.end)
            end = max(end, *(_index_end(scene, f) for f in form)) if form else end
            if not form:
                continue
        told = next(
            (
                k
                for k in range(end, len(toks) - 1)
                if toks[k].low in ("including", "involving") and toks[k - 1].text == ","
            ),
            None,
        )
        if told is not None and not form and (more := _forms(scene, told + 1)):
            form, end = more, _index_end(scene, more[-1])
        period = next((f for f in scene.dates if f.period.from_ and f.period.precision != "day"), None)
        parties = parties or scene.memory.parties
        if not parties:
            continue
        scene.memory.parties = parties
        yield scene.frame("cooperation", start, end, [*parties, *field, *form], count=count, period=period)
    for g in scene.groups:
        if (
            g.lemma in ("include", "involve", "be")
            and g.subject
            and scene.memory.parties
            and g.subject[1] - g.subject[0] == 1
            and toks[g.subject[0]].low in ("these", "they", "this")
        ):
            form = _forms(scene, g.end)
            if form and len(form) >= 2:
                yield scene.frame(
                    "cooperation", g.subject[0], _index_end(scene, form[-1]), [*scene.memory.parties, *form]
                )


def _told_cooperation(scene: Scene, i: int, base: Range, parties: tuple[Role, ...], field: tuple[Role, ...]) -> Frame | None:
    """ "A has strengthened its military cooperation with B", "cooperation between A and B in space": two parties and a field."""
    toks = scene.toks
    own = next((g for g in reversed(scene.groups) if g.end <= base[0] + 1 and base[0] - g.end <= 2 and g.subject), None)
    if len(parties) == 1 and own is not None and own.subject is not None and toks[own.subject[0]].text[0].isupper():
        parties = (*scene.roles("party", split(scene, own.subject)), *parties)
    named = [p for p in parties if scene.words(p)[:1].isupper()]
    if len(named) < 2 or not field or (own is not None and own.negated):
        return None
    known = toks[base[0]].low in ("the", "this", "their") or (base[0] > 0 and toks[base[0] - 1].low in ("the", "this", "their"))
    if known and any(g.subject and g.subject[0] <= i < g.start for g in scene.groups):
        return None  # "The cooperation between A and B comes amid …": spoken of, not told
    start = own.subject[0] if own is not None and own.subject and own.subject[0] < base[0] else base[0]
    end = max(i + 1, *(_index_end(scene, p) for p in named), *(_index_end(scene, f) for f in field))
    scene.memory.parties = tuple(named)
    return scene.frame("cooperation", start, end, [*named, *field], stance=stance_of(scene, own) if own is not None else None)


def _joint(scene: Scene) -> Iterator[Frame]:
    """ "A and B signed a mutual defense treaty", "A has cooperated with B on aviation in five cases"."""
    toks = scene.toks
    for g in scene.groups:
        signs = g.lemma in scene.group_words("sign_verb")
        works = g.lemma in scene.group_words("work_verb") and toks[g.end : g.end + 1] and toks[g.end].low in ("closely", "together", "jointly")
        if not (signs or works or g.lemma in scene.group_words("cooperate_verb")) or g.passive or g.negated:
            continue
        subject = g.subject or _subject_after(scene, g)
        if subject is None:
            continue
        field: tuple[Role, ...] = ()
        form: tuple[Role, ...] = ()
        end = g.end
        if signs:
            obj = np_right(toks, g.end + (g.end < len(toks) and toks[g.end].low == "up"))
            if obj is None or toks[obj[1] - 1].low not in scene.group_words("treaty_noun"):
                continue
            if g.lemma in scene.group_words("found_verb") and toks[obj[1] - 1].low != "venture":
                continue
            end = obj[1]
            form = scene.roles("form", [(obj[1] - 1, obj[1])])
            inner = strip(toks, (obj[0], obj[1] - 1))
            field = scene.roles("field", [inner]) if inner[1] > inner[0] else ()
        parties = scene.roles("party", split(scene, subject))
        for k in range(end, min(end + 12, len(toks))):
            if toks[k].low == "with" and (other := np_right(toks, k + 1)):
                parties = (*parties, *scene.roles("party", split(scene, other)))
                end = max(end, other[1])
            elif toks[k].low in (("on",) if signs else ("on", "in")) and not field and (about := np_right(toks, k + 1)) and toks[about[0]].tag not in ("Y", "M"):
                field = scene.roles("field", [about])
                end = max(end, about[1])
            elif toks[k].tag == "T" and works and not field:
                field = scene.roles("field", [(k + 1, _clause_end(scene, k + 1))])  # "work closely to identify targets"
                end = max(end, _clause_end(scene, k + 1))
                break
            elif toks[k].tag in ("V", "W", "S") or toks[k].text in (";", "."):
                break
        known = [p for p in parties if scene.words(p)[:1].isupper()]
        if len(known) < 2 or not (field or form):
            continue
        yield scene.frame(
            "cooperation", min(subject[0], g.start), end, [*known, *field, *form],
            count=count_of_cases(scene), period=next((f for f in scene.dates if f.period.from_ and f.period.precision != "day"), None), stance=stance_of(scene, g),
        )  # fmt: skip


def _clause_end(scene: Scene, j: int) -> int:
    return next((k for k in range(j, len(scene.toks)) if scene.toks[k].text in (".", ",", ";") or scene.toks[k].tag in ("W", "S")), len(scene.toks))


def _subject_after(scene: Scene, g: VerbGroup) -> Range | None:
    """ "Since signing the treaty, A …": the subject of the clause that follows."""
    if g.form != "ing":
        return None
    return next((later.subject for later in scene.groups if later.start > g.end and later.subject and later.link == "left" and later.subject[0] > g.end), None)


def _forms(scene: Scene, j: int) -> tuple[Role, ...]:
    toks = scene.toks
    np = np_right(toks, j)
    if (
        np is not None
        and np[1] < len(toks)
        and toks[np[1]].low == "of"
        and toks[np[1] - 1].low in ("transfer", "exchange", "supply", "provision", "transfers")
    ):
        j = np[1] + 1
    return scene.roles("form", list_right(toks, j, ("for", "of")))


def _parties(scene: Scene, i: int, base: Range) -> tuple[Role, ...]:
    toks = scene.toks
    out: tuple[Role, ...] = ()
    for k in range(i + 1, min(i + 8, len(toks))):
        if (
            toks[k].low == "between"
            and k + 1 < len(toks)
            and toks[k + 1].tag != "M"
            and (a := np_right(toks, k + 1))
        ):
            out = scene.roles("party", [a])
            if a[1] < len(toks) and toks[a[1]].tag == "C" and (b := np_right(toks, a[1] + 1)):
                out = (*out, *scene.roles("party", [b]))
            return out
        if toks[k].low == "with" and (a := np_right(toks, k + 1)):
            out = scene.roles("party", [a])
            break
    for t in toks[base[0] : i]:
        for part in _hyphen_parts(t.text):
            at = t.text.find(part)
            out = (*out, Role("party", t.start + at, t.start + at + len(part)))
    return out


def _hyphen_parts(text: str) -> list[str]:
    from supplyline.read.countries import adjective, country

    parts = text.replace("–", "-").split("-")
    return (
        parts
        if len(parts) == 2 and all(p[:1].isupper() and (country(p) or adjective(p)) for p in parts)
        else []
    )


def _field(scene: Scene, i: int, base: Range) -> tuple[Role, ...]:
    toks = scene.toks
    words = [k for k in range(base[0], i) if toks[k].tag in ("N", "J") and not toks[k].text[0].isupper()]
    if words:
        r = scene.role("field", (words[0], words[-1] + 1))
        return (r,) if r else ()
    for k in range(i + 1, min(i + 9, len(toks))):
        if toks[k].low == "in" and k + 1 < len(toks) and toks[k + 1].form == "ing" and (act := np_right(toks, k + 2)):
            r = scene.role("field", (k + 1, extend(toks, act, ("of",))[1]))  # "in conducting reconnaissance of the territory"
            return (r,) if r else ()
        if (
            toks[k].low == "in"
            and (np := np_right(toks, k + 1))
            and not any(t.tag == "Y" for t in toks[np[0] : np[1]])
        ):
            if np[1] < len(toks) and toks[np[1]].low == "of" and (more := np_right(toks, np[1] + 1)):
                np = more
            r = scene.role("field", np)
            return (r,) if r else ()
    return ()


def _status(scene: Scene) -> Iterator[Frame]:
    toks = scene.toks
    subjects, verbs, states = (
        scene.group_words("status_subject"),
        scene.group_words("status_verb"),
        scene.group_words("status_state"),
    )
    for vg in scene.groups:
        if vg.subject is None or vg.lemma not in verbs or vg.infinitive or vg.link in ("relative", "shared"):
            continue
        low = [t.low for t in toks[vg.subject[0] : vg.subject[1]]]
        if not any(w in subjects for w in low[-2:] + low[:2]):
            continue
        end = vg.end
        nxt = next((g for g in scene.groups if g.start == vg.end and g.infinitive), None)
        if nxt is not None:
            end = nxt.end
        elif vg.lemma == "remain":
            while end < len(toks) and toks[end].text not in (".", ",") and end < vg.end + 4:
                end += 1
        elif vg.lemma == "continue":
            continue
        subject = scene.role("subject", vg.subject)
        state = scene.role("state", (vg.start, end))
        yield scene.frame("status", vg.subject[0], end, [subject, state], stance=stance_of(scene, vg))
    for vg in scene.groups:
        obj = (
            np_right(toks, vg.end)
            if vg.lemma in ("strengthen", "deepen", "expand", "sever", "cut", "resume", "suspend", "halt")
            and not vg.passive
            and not vg.infinitive
            and (vg.form != "ing" or vg.start != vg.head)
            else None
        )
        if (
            obj is not None
            and vg.subject is not None
            and toks[obj[1] - 1].low in subjects
            and vg.link in ("left", "shared")
        ):
            full = extend(toks, obj, ("with", "between"))
            yield scene.frame(
                "status",
                vg.start,
                full[1],
                [scene.role("subject", full), scene.role("state", (vg.head, vg.end))],
                stance=stance_of(scene, vg),
            )
    for i, t in enumerate(toks):
        if (
            t.low in states
            and t.tag in ("J", "V")
            and i + 1 < len(toks)
            and toks[i + 1].low in ("progress", "work", "talks", "negotiations", "construction")
        ):
            on = next(
                (k for k in range(i + 2, min(i + 4, len(toks))) if toks[k].low in ("on", "over", "of")), None
            )
            if on is None or (np := np_right(toks, on + 1)) is None:
                continue
            if np[1] < len(toks) and (toks[np[1]].low == "like" or toks[np[1]].low == "such"):
                k = np[1] + (1 if toks[np[1]].low == "like" else 2)
                named = np_right(toks, k)
                np = extend(toks, named, ("of",)) if named else np
            yield scene.frame(
                "status",
                max(i - 1, 0) if i and toks[i - 1].low in ("despite", "amid") else i,
                np[1],
                [scene.role("subject", np), scene.role("state", (i, i + 2))],
            )


def _ownership(scene: Scene) -> Iterator[Frame]:
    toks = scene.toks
    for vg in scene.groups:
        if vg.subject is None or vg.negated or vg.lemma != "own":
            continue
        if vg.passive or (vg.form == "ed" and vg.link == "reduced"):
            by = next((k for k in range(vg.end, min(vg.end + 3, len(toks))) if toks[k].low == "by"), None)
            np = np_right(toks, by + 1) if by is not None else None
            what = vg.subject
            if toks[what[1] - 1].low in ("%", "percent", "majority", "minority") or not any(c.isalpha() for t in toks[what[0] : what[1]] for c in t.text):
                before = what[0] - (what[0] > 0 and toks[what[0] - 1].low in ("is", "are", "was", "were", ","))
                what = np_left(toks, before) or what  # "the plant is 51% owned by B"
            if np is not None and any(c.isalpha() for t in toks[what[0] : what[1]] for c in t.text):
                yield scene.frame("ownership", what[0], np[1], [scene.role("owner", np), scene.role("owned", what)])
        else:
            share = next((k for k in range(vg.end, min(vg.end + 5, len(toks) - 1)) if toks[k].low == "of" and toks[k - 1].tag in ("M", "N")), None)
            np = np_right(toks, vg.end if share is None else share + 1)  # "owns 49% of B"
            if np is not None and any(t.text[0].isupper() for t in toks[np[0] : np[1]]):
                yield scene.frame(
                    "ownership",
                    vg.subject[0],
                    np[1],
                    [scene.role("owner", vg.subject), scene.role("owned", np)],
                )
    for i, t in enumerate(toks):
        if (
            t.low in scene.group_words("subsidiary_noun")
            and i + 1 < len(toks)
            and toks[i + 1].low == "of"
            and (np := np_right(toks, i + 2))
            and any(x.text[0].isupper() for x in toks[np[0] : np[1]])
        ):
            k = i
            while k > 0 and toks[k - 1].tag in ("D", "J", "A"):
                k -= 1
            if k > 1 and toks[k - 1].text in (",", "–", "—", "-", "(") and (owned := np_left(toks, k - 1)):
                yield scene.frame(
                    "ownership", owned[0], np[1], [scene.role("owner", np), scene.role("owned", owned)]
                )


def _daughters(scene: Scene) -> Iterator[Frame]:
    """ "The German subsidiaries of X sold …", "Y, another X subsidiary"."""
    toks = scene.toks
    for i, t in enumerate(toks):
        if t.low not in scene.group_words("subsidiary_noun"):
            continue
        base = np_left(toks, i + 1) or (i, i + 1)
        if i + 1 < len(toks) and toks[i + 1].low == "of" and (owner := np_right(toks, i + 2)) and any(x.text[0].isupper() for x in toks[owner[0] : owner[1]]):
            if base[0] == 0 or toks[base[0] - 1].text not in (",", "–", "—", "-", "("):
                k = next((k for k in range(*owner) if toks[k].low.endswith("-based")), owner[0] - 1)
                yield scene.frame("ownership", base[0], owner[1], [scene.role("owner", (k + 1, owner[1])), scene.role("owned", strip(toks, base))])
        elif i > base[0] and toks[i - 1].text[0].isupper() and base[0] > 1 and toks[base[0] - 1].text in (",", "–", "—", "-", "(") and (owned := np_left(toks, base[0] - 1)):
            k = i
            while k > base[0] and toks[k - 1].text[0].isupper():
                k -= 1
            yield scene.frame("ownership", owned[0], i + 1, [scene.role("owner", (k, i)), scene.role("owned", owned)])


def _index_end(scene: Scene, role: Role) -> int:
    return next((k + 1 for k, t in enumerate(scene.toks) if t.end >= role.end), len(scene.toks))
