"""Who put whom on a sanctions list, why, and when?

Shapes: "A sanctions B", "A imposed / announced N sanctions on B", "B were sanctioned (by A)", "the
sanctions target / cover / include B", "B added to the … List", "the listing of B". The authority of
a sentence that names none is the last one the document named.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.frames.common import Frame, Role, Scene, appositive_split, split, stance_of, with_name
from supplyline.extract.frames.reasons import find_programme, find_reason
from supplyline.extract.frames.targets import is_abstract, read_bullets, target_count, targets_right
from supplyline.extract.lexicon import words
from supplyline.extract.phrases import Range, extend, np_left, np_right
from supplyline.extract.text import Token
from supplyline.extract.verbs import VerbGroup
from supplyline.model import Count


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
        elif vg.lemma == "be" and toks[0].low == "among" and (among := _among(scene, vg, nouns)):
            yield among
        elif (vg.lemma in scene.group_words("impose_verb") and (made := _impose(scene, vg, nouns))) or (
            vg.lemma in scene.group_words("cover_verb") and (made := _cover(scene, vg, nouns))
        ):
            yield made
        elif vg.lemma in ("face", "incur") and (faced := _faced(scene, vg, nouns)):
            yield faced
        elif vg.passive and vg.lemma in ("affect", "hit") and scene.memory.about_sanctions and vg.subject and _lists_parties(scene, vg.subject[0]):
            reason, stop = find_reason(scene, vg.end)  # "four entities were also affected"
            yield _frame(scene, vg, vg.subject[0], max(stop, vg.end), _agent(scene, vg) or scene.memory.authority, split(scene, vg.subject), reason)
        elif vg.lemma in ("freeze", "block") and (frozen := _frozen(scene, vg)):
            yield frozen
    if any(t.low in nouns for t in toks):
        yield from _nominal(scene)
        yield from _against(scene, nouns)


def _among(scene: Scene, vg: VerbGroup, nouns: frozenset[str]) -> Frame | None:
    """ "Among those sanctioned is X"."""
    lead = scene.toks[: vg.start]
    about = any(
        t.low in nouns
        or t.lemma in scene.group_words("sanction_verb")
        or t.low in ("targets", "targeted", "listed")
        for t in lead
    )
    items = targets_right(scene, vg.end) if about and len(lead) <= 12 else []
    if not items:
        return None
    reason, stop = find_reason(scene, items[-1][1])
    return _frame(scene, vg, 0, max(stop, items[-1][1]), scene.memory.authority, items, reason)


def _faced(scene: Scene, vg: VerbGroup, nouns: frozenset[str]) -> Frame | None:
    """ "the firms face sanctions for playing a role in the invasion"."""
    obj = np_right(scene.toks, vg.end)
    if vg.subject is None or vg.passive or obj is None or scene.toks[obj[1] - 1].low not in nouns:
        return None
    reason, stop = find_reason(scene, obj[1])
    return _frame(scene, vg, _from(vg), max(stop, obj[1]), scene.memory.authority, split(scene, vg.subject), reason)


def _frozen(scene: Scene, vg: VerbGroup) -> Frame | None:
    """ "six companies will have their assets frozen": who owns the assets is listed."""
    toks = scene.toks
    have = next((g for g in reversed(scene.groups) if g.end <= vg.start and vg.start - g.end <= 3 and g.lemma in ("have", "see") and g.subject), None)
    if have is None or have.subject is None or not any(t.low in ("assets", "property", "accounts") for t in toks[have.end : vg.start]):
        return None
    return _frame(scene, have, have.subject[0], vg.end, _agent(scene, vg) or scene.memory.authority, split(scene, have.subject), None)


def _against(scene: Scene, nouns: frozenset[str]) -> Iterator[Frame]:
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
        if governor is not None and governor.lemma in (
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
        authority = authority or scene.memory.authority
        items = targets_right(scene, i + 2)
        if items and is_abstract(scene, items[0]):
            continue
        if items and (authority or scene.sentence.heading):
            reason, stop = find_reason(scene, items[-1][1])
            yield scene.frame(
                "designation",
                base[0],
                max(items[-1][1], stop),
                [*authority, *scene.roles("target", items), reason],
                count=scene.count(base, None, t.text) or target_count(scene, items),
                period=scene.day(),
            )


def _direct(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "sanctioned B", "B was sanctioned", "sanctioning B"."""
    adverbs = all(t.tag == "A" for t in scene.toks[vg.start : vg.head])
    bare = adverbs and vg.form == "ed" and vg.link == "reduced"
    if vg.passive or bare:
        if vg.subject is None:
            return
        targets = appositive_split(scene, _with_aside(scene, vg, split(scene, vg.subject)))
        nxt = next(
            (g for g in scene.groups if g.start >= vg.end and g.lemma in ("include", "comprise")), None
        )
        if bare and nxt is not None and nxt.start - vg.end <= 2:
            targets = targets_right(scene, nxt.end)
            scene.used.add(nxt.start)
            end = targets[-1][1] if targets else nxt.end
        else:
            if bare and _agent(scene, vg) == ():
                return
            end = vg.end
        authority = _agent(scene, vg) or scene.memory.authority
        reason, stop = find_reason(scene, end)
        aside = vg.subject[0]
        yield _frame(scene, vg, aside, max(stop, end), authority, targets, reason)
        return
    items = targets_right(scene, vg.end)
    if not items:
        return
    authority = _authority(scene, vg)
    reason, stop = find_reason(scene, items[-1][1])
    yield _frame(scene, vg, _from(vg), max(stop, items[-1][1]), authority, items, reason)


def _with_aside(scene: Scene, vg: VerbGroup, targets: list[Range]) -> list[Range]:
    return targets


def _impose(scene: Scene, vg: VerbGroup, nouns: frozenset[str]) -> Frame | None:
    toks = scene.toks
    obj: Range | None
    if vg.passive or (vg.link == "reduced" and vg.form == "ed"):
        obj = _listings_by(scene, vg.subject, nouns)
        if vg.lemma in ("add", "place", "put", "list", "include", "name") and obj is not None:
            return _added(scene, vg, obj)
    else:
        obj = np_right(toks, vg.end)
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
    authority = _agent(scene, vg) if vg.passive else _authority(scene, vg)
    authority = authority or scene.memory.authority
    if (not items and not authority) or (
        not items and vg.lemma in ("consider", "weigh", "plan", "threaten", "propose", "prepare")
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
    start = min(obj[0], _from(vg)) if vg.passive else _from(vg)
    return _frame(
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
        return _listed_for(scene, vg, obj) if vg.passive else None
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
        authority = _agent(scene, vg) if vg.passive else _authority(scene, vg)
        step = (vg.head if not vg.passive else min(obj[0], vg.start), what[1])
        scene.used.add(vg.start)
        return scene.frame(
            "measure", min(obj[0], _from(vg)), what[1],
            [*(with_name(a, "actor") for a in authority or scene.memory.authority), scene.role("measure", step), *scene.roles("target", items)],
            stance=stance_of(scene, vg), period=scene.day(),
        )  # fmt: skip
    programme = scene.memory.programme = scene.role("programme", (k, end + 1))
    authority = _agent(scene, vg) if vg.passive else _authority(scene, vg)
    reason, stop = find_reason(scene, end + 1)
    return _frame(
        scene,
        vg,
        min(obj[0], _from(vg)),
        max(end + 1, stop),
        authority or scene.memory.authority,
        items,
        reason,
        None,
        programme,
    )


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
    authority = _agent(scene, vg) or scene.memory.authority
    return _frame(scene, vg, obj[0], stop, authority, split(scene, obj), reason, None, scene.memory.programme)


def _cover(scene: Scene, vg: VerbGroup, nouns: frozenset[str]) -> Frame | None:
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
    inclusive = vg.lemma == "include" and scene.memory.about_sanctions and _lists_parties(scene, vg.end)
    if vg.lemma == "affect" and "restrictions" in low and scene.memory.about_sanctions and _lists_parties(scene, vg.end):
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
        if not (about or (pronoun and scene.memory.about_sanctions) or _is_authority(scene, subject)):
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
    if of is not None and (whose := np_right(toks, of + 1)) and _is_authority(scene, whose):
        authority = scene.roles("authority", [whose])  # "new sanctions of the EU affected …"
    by = _co_authority(scene, subject, vg)
    listing = next(
        (k for k in range(items[-1][1], min(items[-1][1] + 3, len(toks))) if toks[k].text == ":"), None
    )
    end = items[-1][1]
    if listing is not None and (bullets := read_bullets(scene, listing)):
        items, end = bullets, bullets[-1][1]
    reason, stop = find_reason(scene, end)
    frame = _frame(
        scene,
        vg,
        subject[0] if vg.link != "relative" else vg.start - 1,
        max(stop, end),
        (*authority, *by),
        items,
        reason,
        None,
        find_programme(scene, *subject),
    )
    scene.memory.authority = authority
    return frame


def _lists_parties(scene: Scene, i: int) -> bool:
    """Do firms, persons or ships, counted or named, stand there?"""
    np = np_right(scene.toks, i)
    listed = scene.group_words("listed_noun") | scene.group_words("firm_noun") | scene.group_words("party_noun")
    return np is not None and any(t.low in listed for t in scene.toks[np[0] : np[1]])


def _co_authority(scene: Scene, subject: Range, vg: VerbGroup) -> tuple[Role, ...]:
    """ "The sanctions, coordinated with the State Department, also target …"."""
    toks = scene.toks
    for k in range(subject[1], vg.start):
        if toks[k].low == "with" and (np := np_right(toks, k + 1)) and np[1] <= vg.start:
            return scene.roles("authority", [np])
    return ()


def _nominal(scene: Scene) -> Iterator[Frame]:
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
                    period=scene.day(),
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


def _authority(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    if vg.subject is None:
        return scene.memory.authority
    toks = scene.toks
    first = toks[vg.subject[0]]
    if vg.subject[1] - vg.subject[0] == 1 and first.tag in ("R", "D", "W"):
        return (
            (scene.memory.body,)
            if scene.memory.body and first.low in ("it", "he", "she")
            else scene.memory.authority
        )
    if any(t.low in scene.group_words("cover_subject") for t in toks[vg.subject[0] : vg.subject[1]]):
        return scene.memory.authority
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


def _agent(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
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


def _is_authority(scene: Scene, r: Range) -> bool:
    from supplyline.read.countries import country

    toks = scene.toks[r[0] : r[1]]
    text = " ".join(t.text for t in toks if t.tag != "D")
    bodies = words(scene.language, "word_groups", "authority_body")
    return country(text) is not None or any(t.low in bodies for t in toks)


def _from(vg: VerbGroup) -> int:
    return vg.subject[0] if vg.subject and vg.subject[0] < vg.start and vg.link != "object" else vg.start


def _frame(
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
    named = scene.memory.targets = scene.roles("target", targets)
    roles = [*authority, *named, programme, reason]
    if authority:
        scene.memory.authority = authority
    scene.memory.about_sanctions = True
    if count is None or (count.min is None and count.max is None):
        count = target_count(scene, targets) or count
    if count is None and vg.passive and vg.subject:
        count = scene.count((vg.subject[0], vg.start), "target")
    return scene.frame(
        "designation", i, j, roles, stance=stance_of(scene, vg), count=count, period=scene.day()
    )
