"""Who put whom on a sanctions list, why, and when?

Shapes: "A sanctions B", "A imposed / announced N sanctions on B", "B were sanctioned (by A)", "the
sanctions target / cover / include B", "B added to the … List", "the listing of B". The authority of
a sentence that names none is the last one the document named.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.frames.common import Frame, Role, Scene, appositive_split, split, stance_of
from supplyline.extract.lexicon import table
from supplyline.extract.phrases import Range, VerbGroup, extend, list_right, np_left, np_right, strip
from supplyline.model import Count


def find(scene: Scene) -> Iterator[Frame]:
    toks = scene.toks
    nouns = scene.group_words("sanction_noun")
    for vg in scene.groups:
        if vg.start in scene.used or vg.negated:
            continue
        if vg.lemma in scene.group_words("sanction_verb"):
            yield from _direct(scene, vg)
        elif (vg.lemma in scene.group_words("impose_verb") and (made := _impose(scene, vg, nouns))) or (vg.lemma in scene.group_words("cover_verb") and (made := _cover(scene, vg, nouns))):
            yield made
    if any(t.low in nouns for t in toks):
        yield from _nominal(scene)
        yield from _against(scene, nouns)


def _against(scene: Scene, nouns: frozenset[str]) -> Iterator[Frame]:
    """ "its sanctions against 190 targets", "Imposing Sanctions on Network Supporting …"."""
    toks = scene.toks
    for i, t in enumerate(toks):
        if t.low not in nouns or t.low.startswith(("listing", "designation")) or i + 2 >= len(toks) or toks[i + 1].low not in ("against", "on"):
            continue
        base = np_left(toks, i + 1) or (i, i + 1)
        governor = next((g for g in scene.groups if g.end <= base[0] and base[0] - g.end <= 2), None)
        if governor is not None and governor.lemma in ("evade", "skirt", "circumvent", "lift", "ease", "avoid", "dodge", "bypass", "violate", "oppose", "condemn", "call", "follow", "stop"):
            continue
        g = next((k for k in range(base[0], i) if toks[k].tag == "G"), None)
        authority = scene.roles("authority", [(base[0], g)]) if g is not None else ()
        if not authority and (adjective := next((k for k in range(base[0], i) if toks[k].text in ("Western", "EU", "US", "U.S.", "UK", "U.K.", "American", "European")), None)) is not None:
            authority = scene.roles("authority", [(adjective, adjective + 1)])
        authority = authority or scene.memory.authority
        items = targets_right(scene, i + 2)
        if items and authority:
            reason, stop = _reason(scene, items[-1][1])
            yield scene.frame("designation", base[0], max(items[-1][1], stop), [*authority, *scene.roles("target", items), reason], count=scene.count(base, None, t.text) or _target_count(scene, items), period=scene.day())


def _direct(scene: Scene, vg: VerbGroup) -> Iterator[Frame]:
    """ "sanctioned B", "B was sanctioned", "sanctioning B"."""
    bare = vg.start == vg.head and vg.form == "ed" and vg.link == "reduced"
    if vg.passive or bare:
        if vg.subject is None:
            return
        targets = appositive_split(scene, _with_aside(scene, vg, split(scene, vg.subject)))
        nxt = next((g for g in scene.groups if g.start >= vg.end and g.lemma in ("include", "comprise")), None)
        if bare and nxt is not None and nxt.start - vg.end <= 2:
            targets = targets_right(scene, nxt.end)
            scene.used.add(nxt.start)
            end = targets[-1][1] if targets else nxt.end
        else:
            if bare and _agent(scene, vg) == ():
                return
            end = vg.end
        authority = _agent(scene, vg) or scene.memory.authority
        reason, stop = _reason(scene, end)
        aside = vg.subject[0]
        yield _frame(scene, vg, aside, max(stop, end), authority, targets, reason)
        return
    items = targets_right(scene, vg.end)
    if not items:
        return
    authority = _authority(scene, vg)
    reason, stop = _reason(scene, items[-1][1])
    yield _frame(scene, vg, _from(vg), max(stop, items[-1][1]), authority, items, reason)


def _with_aside(scene: Scene, vg: VerbGroup, targets: list[Range]) -> list[Range]:
    return targets


def _impose(scene: Scene, vg: VerbGroup, nouns: frozenset[str]) -> Frame | None:
    toks = scene.toks
    obj: Range | None
    if vg.passive or (vg.link == "reduced" and vg.form == "ed"):
        obj = vg.subject
        if vg.lemma in ("add", "place", "put") and obj is not None:
            return _added(scene, vg, obj)
    else:
        obj = np_right(toks, vg.end)
        if vg.lemma in ("add", "place", "put") and obj is not None and not any(t.low in nouns for t in toks[obj[0] : obj[1]]):
            return _added(scene, vg, obj)
        if obj is None and vg.end < len(toks) and toks[vg.end].low in ("them", "it"):
            on = next((k for k in range(vg.end, min(vg.end + 4, len(toks))) if toks[k].low in ("on", "against")), None)
            if on is None or (not scene.memory.about_sanctions and not any(t.low in nouns for t in toks)):
                return None
            obj = (vg.end, on)
            return _imposed(scene, vg, obj, on)
    if obj is None:
        return None
    chain = extend(toks, obj, ("of",)) if not vg.passive else obj
    at = next((k for k in range(chain[0], chain[1]) if toks[k].low in nouns), None)
    if at is None:
        return None
    if at + 1 < chain[1] and toks[at + 1].tag == "N" and toks[at + 1].low not in ("package", "packages") and toks[at + 1].low not in nouns:
        return None
    on = next((k for k in range(at + 1, min(at + 7, len(toks))) if toks[k].low in ("on", "against", "at", "targeting", "including", "for")), None)
    if on is not None and (any(toks[x].tag in ("V", "B", "H", "X") and toks[x].low != "targeting" for x in range(at + 1, on)) or toks[on].low == "for"):
        on = None
    targeting = next((g for g in scene.groups if g.lemma in ("target", "hit") and g.form == "ing" and vg.end <= g.start <= at + 6), None)
    if targeting is not None:
        scene.used.add(targeting.start)
        on = targeting.head
    if on is not None and toks[on].low == "including" and on + 1 < len(toks) and toks[on + 1].low == "on":
        on += 1
    if on is None and (with_on := next((k for k in range(at + 1, min(at + 5, len(toks))) if toks[k].text == ","), None)) is not None and with_on + 2 < len(toks) and toks[with_on + 1].low == "including" and toks[with_on + 2].low == "on":
        on = with_on + 2
    return _imposed(scene, vg, chain, on)


def _imposed(scene: Scene, vg: VerbGroup, obj: Range, on: int | None) -> Frame | None:
    toks = scene.toks
    items = targets_right(scene, on + 1) if on is not None else []
    authority = _agent(scene, vg) if vg.passive else _authority(scene, vg)
    authority = authority or scene.memory.authority
    if (not items and not authority) or (not items and vg.lemma in ("consider", "weigh", "plan", "threaten", "propose", "prepare")):
        return None
    end = max(obj[1], items[-1][1] if items else vg.end, vg.end)
    reason, stop = _reason(scene, end)
    count = None
    listed = next((k for k in range(*obj) if toks[k].low in ("listings", "designations")), None)
    if not items and listed is not None and (own := np_left(toks, listed + 1)):
        items = [own]
        end = max(end, own[1])
    number = scene.number(obj)
    if number is not None and toks[obj[0]].low not in ("them", "it"):
        event = next((t.text for t in toks[obj[0] : obj[1]] if t.low in scene.group_words("sanction_noun")), None)
        count = Count(number.min, number.max, number.text, None, event)
    start = min(obj[0], _from(vg)) if vg.passive else _from(vg)
    return _frame(scene, vg, start, max(stop, end), authority, items, reason, count, _programme(scene, vg.start, max(stop, end)))


def _added(scene: Scene, vg: VerbGroup, obj: Range) -> Frame | None:
    """ "added 12 firms to the Entity List"."""
    toks = scene.toks
    to = next((k for k in range(vg.end if vg.passive else obj[1], min((vg.end if vg.passive else obj[1]) + 18, len(toks))) if toks[k].low in ("to", "on", "under") and toks[k].tag in ("P", "T")), None)
    if to is None:
        return None
    k = to + 1
    end = next((x for x in range(k, min(k + 12, len(toks))) if toks[x].text in ("List", "list", "blacklist", "sanctions", "Lists", "lists")), None)
    if end is None:
        return None
    items = split(scene, obj) if vg.passive else targets_right(scene, vg.end)
    programme = scene.role("programme", (k, end + 1))
    authority = _agent(scene, vg) if vg.passive else _authority(scene, vg)
    reason, stop = _reason(scene, end + 1)
    return _frame(scene, vg, min(obj[0], _from(vg)), max(end + 1, stop), authority or scene.memory.authority, items, reason, None, programme)


def _cover(scene: Scene, vg: VerbGroup, nouns: frozenset[str]) -> Frame | None:
    """ "The sanctions target …", "They include …", "It also targeted …", "the State Department targeted …"."""
    toks = scene.toks
    subject = vg.subject
    if subject is None or vg.passive or (vg.lemma in ("aim", "focus") and vg.form != "s"):
        return None
    low = [t.low for t in toks[subject[0] : subject[1]]]
    heads = scene.group_words("cover_subject") | nouns
    about = any(w in heads for w in low) and (any(w in nouns or w in ("targets", "package", "designees", "blacklist") for w in low) or scene.memory.about_sanctions)
    pronoun = len(low) == 1 and low[0] in ("they", "these", "it", "this", "which", "that")
    if pronoun and vg.link == "relative":
        pronoun = False
    if vg.form == "ing" and vg.link == "shared":
        return None
    if vg.lemma in ("target", "hit", "list", "name"):
        if not (about or (pronoun and scene.memory.about_sanctions) or _is_authority(scene, subject)):
            return None
        if not about and not scene.memory.about_sanctions and not any(t.low in nouns for t in toks):
            return None
    elif not (about or (pronoun and scene.memory.about_sanctions and low[0] in ("they", "these"))):
        return None
    if vg.link == "relative" and not about:
        return None
    start = vg.end
    against = next((k for k in range(start, min(start + 4, len(toks))) if toks[k].low in ("against", "on")), None)
    if against is not None and any(t.low in scene.group_words("measure_noun") for t in toks[start:against]):
        start = against + 1
    if start < len(toks) and toks[start].low in ("to", "on", "at") and vg.lemma in ("apply", "aim", "focus"):
        start += 1
    elif vg.lemma in ("apply", "aim", "focus"):
        return None
    if vg.lemma in ("include", "involve") and start < len(toks) and toks[start].low == "the" and start + 2 < len(toks) and toks[start + 1].low in ("listing", "designation") and toks[start + 2].low == "of":
        start += 3
    if vg.lemma == "involve" and start < len(toks) and toks[start].form == "ing":
        return None
    items = targets_right(scene, start)
    if not items or _abstract(scene, items[0]):
        return None
    authority = scene.memory.authority
    if not about and not pronoun:
        authority = scene.roles("authority", split(scene, subject))
    elif low == ["it"] and scene.memory.body is not None:
        authority = (scene.memory.body,)
    by = _co_authority(scene, subject, vg)
    listing = next((k for k in range(items[-1][1], min(items[-1][1] + 3, len(toks))) if toks[k].text == ":"), None)
    end = items[-1][1]
    if listing is not None and (bullets := _bullets(scene, listing)):
        items, end = bullets, bullets[-1][1]
    reason, stop = _reason(scene, end)
    frame = _frame(scene, vg, subject[0] if vg.link != "relative" else vg.start - 1, max(stop, end), (*authority, *by), items, reason, None, _programme(scene, *subject))
    scene.memory.authority = authority
    return frame


def _bullets(scene: Scene, colon: int) -> list[Range]:
    toks, out, start = scene.toks, [], None
    for k in range(colon + 1, len(toks) + 1):
        at_bullet = k < len(toks) and toks[k].text in ("-", "•", "*", "–", "·") and "\n" in scene.text[toks[k - 1].end : toks[k].start]
        if at_bullet or k == len(toks):
            if start is not None and k > start:
                out.append((start, k - 1 if toks[k - 1].text in (".", ";") else k))
            start = k + 1
    return out


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
        if t.low in ("listing", "designation", "blacklisting", "sanctioning") and i + 1 < len(toks) and toks[i + 1].low == "of" and i > 0 and toks[i - 1].low in ("the", "of", "in", "involves", "by"):
            items = targets_right(scene, i + 2)
            if items:
                start = next((g.subject[0] for g in scene.groups if g.subject and g.end <= i + 1), i)
                reason, stop = _reason(scene, items[-1][1])
                yield scene.frame("designation", start, max(items[-1][1], stop), [*scene.memory.authority, *scene.roles("target", items), reason, _programme(scene, 0, i)], count=_target_count(scene, items), period=scene.day())


def targets_right(scene: Scene, i: int) -> list[Range]:
    """The list of targets from i on; each with "of …", "based in …", "supporting …"; "A in B" loses B."""
    toks = scene.toks
    if i < len(toks) and toks[i].low in ("those", "some", "all") and i + 1 < len(toks) and toks[i + 1].tag in ("W", "B", "V", "P"):
        np: Range | None = (i, i + 1)
    else:
        while i < len(toks) and toks[i].tag == "A" and toks[i].low not in ("more", "almost", "nearly", "practically", "up", "at", "further"):
            i += 1
        np = np_right(toks, i)
        if np is None and i < len(toks) and toks[i].low in ("more", "greater", "at", "up"):
            np = _measured(scene, i)
    out: list[Range] = []
    while np is not None and len(out) < 30:
        np = _modifiers(scene, np)
        out.append(np)
        j = np[1]
        j = _skip_place(scene, j)
        k = _next_item(scene, j)
        if k is None:
            break
        np = (k, k + 1) if toks[k].low in ("those", "some") and k + 1 < len(toks) and toks[k + 1].tag in ("P", "W") else np_right(toks, k) or _measured(scene, k)
        if (np is not None and np[1] < len(toks) and toks[np[1]].tag in ("B", "H", "O", "X")) or (np is not None and np[1] < len(toks) and toks[np[1]].tag == "V" and toks[np[1]].form in ("s", "ed") and toks[np[1]].lemma not in ("base", "locate", "involve", "link", "associate", "back")):
            break
        if np is not None and (_abstract(scene, np) or (toks[np[0] - 1].low == "including" and _is_goods(scene, np))):
            break
    return appositive_split(scene, [_bare_name(scene, strip(toks, r)) for r in _merged(scene, out)])


def _merged(scene: Scene, items: list[Range]) -> list[Range]:
    """ "nearly 300 companies and individuals", "producers and suppliers of cotton": one description."""
    toks, out = scene.toks, list(items[:1])
    for r in items[1:]:
        last = out[-1]
        joined = toks[r[0] - 1].tag == "C" and r[0] - last[1] <= 2
        bare = r[1] - r[0] == 1 and toks[r[0]].text[0].islower()
        lead = [t for t in toks[last[0] : last[1]] if t.tag == "N"]
        counted = any(t.tag == "M" or t.low in ("dozens", "hundreds", "several", "multiple") for t in toks[last[0] : last[1]])
        heads = bool(lead) and lead[-1].text[0].islower() and last[1] - last[0] <= 2 and any(t.low == "of" for t in toks[r[0] : r[1]]) and toks[r[0]].text[0].islower()
        twin = last[1] - last[0] == 1 and toks[last[0]].text[0].islower() and toks[r[0]].text[0].islower()
        if (joined and bare and counted) or heads or (joined and twin and r[1] - r[0] <= 5):
            out[-1] = (last[0], r[1])
        else:
            out.append(r)
    return out


def _bare_name(scene: Scene, r: Range) -> Range:
    """ "poisoning suspect Denis Sergeev" is the name behind the office."""
    toks, (i, j) = scene.toks, r
    titles = {row[0] for row in table(scene.language, "titles")}
    k = j
    while k > i and toks[k - 1].text[0].isupper() and toks[k - 1].tag == "N":
        k -= 1
    return (k, j) if i < k < j - 1 and toks[k - 1].low in titles else r


def _measured(scene: Scene, i: int) -> Range | None:
    """ "more than 80" with its noun, where there is one."""
    toks = scene.toks
    j = i
    while j < len(toks) and (toks[j].low in ("more", "greater", "than", "at", "least", "up", "to", "nearly", "a", "an", "almost") or toks[j].tag == "M"):
        j += 1
    np = np_right(toks, j)
    return (i, np[1]) if np else ((i, j) if j > i else None)


def _modifiers(scene: Scene, np: Range) -> Range:
    toks = scene.toks
    i, j = np
    while j < len(toks):
        low = toks[j].low
        more: Range | None = None
        if low == "of":
            more = np_right(toks, j + 1)
            if more is not None:
                j = _coordinated(scene, more[1])
                continue
        elif low in ("based", "located") and j + 1 < len(toks) and toks[j + 1].low in ("in", "across"):
            places = list_right(toks, j + 2, ())
            if places:
                cut = next((n for n, p in enumerate(places) if n and not toks[p[0]].text[0].isupper() and toks[p[0]].tag != "D"), len(places))
                j = places[cut - 1][1]
                continue
        elif low in ("supporting", "operating", "linked", "associated", "helping", "working", "responsible", "mostly") and toks[j].text[0].islower():
            stop = _phrase_stop(scene, j + 1)
            j = stop
            continue
        elif toks[i].low in ("those", "some") and j == i + 1 and low in ("who", "that", "in", "responsible"):
            j = _phrase_stop(scene, j + 1) if low != "in" else (list_right(toks, j + 1, ()) or [(j, j + 1)])[-1][1]
            continue
        elif low == "with" and (more := np_right(toks, j + 1)):
            j = extend(toks, more, ("to",))[1]
            continue
        elif low == "to" and any(t.low in ("suppliers", "supplies", "exporters") for t in toks[i:j]) and (more := np_right(toks, j + 1)):
            j = more[1]
            continue
        break
    return i, j


def _coordinated(scene: Scene, j: int) -> int:
    """ "suppliers of cotton cellulose and nitrocellulose": goods in lower case go on."""
    toks = scene.toks
    while j + 1 < len(toks) and toks[j].tag == "C":
        more = np_right(toks, j + 1)
        if more is None or toks[more[0]].text[0].isupper() or (more[1] < len(toks) and toks[more[1]].tag in ("V", "B", "H")) or any(t.tag == "D" for t in toks[more[0] : more[1]]):
            break
        j = more[1]
    return j


def _phrase_stop(scene: Scene, j: int) -> int:
    toks = scene.toks
    while j < len(toks) and toks[j].text not in (",", ".", ";", ":") and not (toks[j].tag == "C" and j + 1 < len(toks) and (toks[j + 1].text[0].isupper() or toks[j + 1].tag == "M")):
        j += 1
    return j


def _skip_place(scene: Scene, j: int) -> int:
    """Past "in Russia and third countries", "across Asia"."""
    toks = scene.toks
    if j < len(toks) and toks[j].low in ("in", "across", "from"):
        places = list_right(toks, j + 1, ("of",))
        if places:
            end = places[0][1]
            for p in places[1:]:
                if toks[p[0]].low == "including" or (p[0] > 0 and toks[p[0] - 1].low == "including"):
                    break
                if not toks[p[0]].text[0].isupper() and not any(t.low in ("countries", "world", "states") for t in toks[p[0] : p[1]]):
                    break
                end = p[1]
            return end
    return j


def _next_item(scene: Scene, j: int) -> int | None:
    toks = scene.toks
    k = j
    if (k < len(toks) and toks[k].text in (",", "-", "–", "—")) or (k < len(toks) and toks[k].text == ";"):
        k += 1
    for phrase in (("as", "well", "as"), ("along", "with")):
        if [t.low for t in toks[k : k + len(phrase)]] == list(phrase):
            return k + len(phrase)
    if k < len(toks) and toks[k].tag == "C" and toks[k].low in ("and", "or"):
        k += 1
    if k < len(toks) and toks[k].low == "including":
        k += 1
        if k < len(toks) and toks[k].low == "on":
            k += 1
    return k if k > j and k < len(toks) else None


def _reason(scene: Scene, j: int) -> tuple[Role | None, int]:
    """ "for supplying …", "over …", "that have enabled …", "accused of …" behind the targets."""
    toks = scene.toks
    for k in range(j, min(j + 24, len(toks))):
        t = toks[k]
        if t.low in (";", ":"):
            break
        if any(g.start == k and g.lemma in scene.group_words("cover_verb") and g.link != "relative" and not g.infinitive and g.form != "ing" for g in scene.groups):
            break
        nxt = toks[k + 1] if k + 1 < len(toks) else None
        if nxt is None:
            break
        if t.text == "," and nxt.tag == "D" and nxt.low in ("the", "a", "an"):
            break
        if t.low == "involved" and nxt.low == "in":
            end = _reason_end(scene, k)
            return scene.role("reason", (k, end)), end
        if (t.low == "for" and (nxt.form == "ing" or nxt.low in ("their", "its", "his", "allegedly"))) or (t.low == "over" and nxt.tag in ("D", "N", "J")):
            end = _reason_end(scene, k + 1)
            return scene.role("reason", (k + 1, end)), end
        if t.tag == "W" and t.low in ("that", "who") and k <= j + 14 and nxt.tag in ("H", "V", "B", "A", "D", "R"):
            rel = next((g for g in scene.groups if g.start > k and g.start <= k + 5), None)
            if toks[k - 1].low in ("reporters", "journalists") or (rel is not None and rel.lemma in scene.group_words("produce_verb")):
                break
            i = k + 1
            while (i < len(toks) and toks[i].tag in ("H", "A", "B")) or (toks[i].tag in ("D", "R", "N") and i < k + 3 and i + 1 < len(toks) and (toks[i + 1].low in ("says", "said", "stated") or toks[i].low in ("says", "said"))) or toks[i].low in ("says", "said", "stated", "allegedly"):
                i += 1
            end = _reason_end(scene, i)
            return (scene.role("reason", (i, end)), end) if end > i else (None, j)
        if t.tag == "B" and toks[k - 1].low in ("says", "said"):
            end = _reason_end(scene, k + 1)
            return scene.role("reason", (k + 1, end)), end
        if t.low == "in" and nxt.low in ("clampdown", "crackdown"):
            on = next((x for x in range(k, min(k + 4, len(toks))) if toks[x].low == "on"), None)
            if on:
                end = _reason_end(scene, on + 1)
                return scene.role("reason", (on + 1, end)), end
    return None, j


def _reason_end(scene: Scene, j: int) -> int:
    toks = scene.toks
    while j < len(toks) and toks[j].text not in (".", ";"):
        if toks[j].text == "," and j + 1 < len(toks) and ((toks[j + 1].form == "ing" and toks[j + 1].tag == "V") or toks[j + 1].low in ("as", "the", "in", "according", "while", "but", "which", "who", "it", "he", "she", "said", "a", "an") or toks[j + 1].tag in ("R", "S", "W")) and [t.low for t in toks[j + 1 : j + 4]] != ["as", "well", "as"]:
            break
        if toks[j].low == "as" and j + 1 < len(toks) and toks[j + 1].tag == "R":
            break
        j += 1
    return j


def _programme(scene: Scene, i: int, j: int) -> Role | None:
    """ "19th package", "Specially Designated Nationals (SDN) List"."""
    toks = scene.toks
    for k in range(max(i, 0), min(j, len(toks))):
        if toks[k].low in ("package", "packages") and k > 0 and toks[k - 1].low[0].isdigit():
            return scene.role("programme", (k - 1, k + 1))
    return None


def _authority(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    if vg.subject is None:
        return scene.memory.authority
    toks = scene.toks
    first = toks[vg.subject[0]]
    if vg.subject[1] - vg.subject[0] == 1 and first.tag in ("R", "D", "W"):
        return (scene.memory.body,) if scene.memory.body and first.low in ("it", "he", "she") else scene.memory.authority
    if any(t.low in scene.group_words("cover_subject") for t in toks[vg.subject[0] : vg.subject[1]]):
        return scene.memory.authority
    return scene.roles("authority", split(scene, vg.subject))


def _agent(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    toks = scene.toks
    for k in range(vg.end, min(vg.end + 10, len(toks))):
        if toks[k].low == "by" and (np := np_right(toks, k + 1)):
            return scene.roles("authority", [extend(toks, np, ("of",))])
        if toks[k].text in (".", ";"):
            break
    return ()


def _is_authority(scene: Scene, r: Range) -> bool:
    from supplyline.read.countries import country

    toks = scene.toks[r[0] : r[1]]
    text = " ".join(t.text for t in toks if t.tag != "D")
    bodies = ("department", "office", "treasury", "ministry", "council", "government", "union", "administration", "commission", "state", "ofac", "bis", "bureau", "eu", "washington", "brussels", "london")
    return country(text) is not None or any(t.low in bodies for t in toks)


def _is_goods(scene: Scene, r: Range) -> bool:
    known = {row[0] for row in table("goods", "words")}
    return scene.toks[r[1] - 1].low in known and not any(t.text[0].isupper() for t in scene.toks[r[0] : r[1]])


def _abstract(scene: Scene, r: Range) -> bool:
    """ "aim to combat trafficking", "a ban", "measures": no target."""
    low = [t.low for t in scene.toks[r[0] : r[1]]]
    head = low[-1] if low else ""
    return head in scene.group_words("measure_noun") or head in scene.group_words("sanction_noun")


def _from(vg: VerbGroup) -> int:
    return vg.subject[0] if vg.subject and vg.subject[0] < vg.start and vg.link != "object" else vg.start


def _target_count(scene: Scene, items: list[Range]) -> Count | None:
    if items and items[0][0] > 2 and scene.toks[items[0][0] - 1].text in (",", ":"):
        # "two Chinese groups, A and B": the number stands before the names
        i = items[0][0] - 1
        while i > 0 and scene.toks[i - 1].tag in ("N", "J", "M", "D"):
            i -= 1
        if (number := scene.number((i, items[0][0] - 1))) is not None and number.min is not None:
            return Count(number.min, number.max, number.text, "target", None)
    for n, r in enumerate(items):
        number = scene.number(r)
        if number is None:
            continue
        if n + 1 < len(items) and number.min is not None and number.min == number.max and scene.toks[r[1]].low == "and" and items[n + 1][0] - r[1] <= 2:
            # "two refineries and an oil trader" are three
            more = scene.number(items[n + 1])
            one = scene.toks[items[n + 1][0] - 1].low in ("a", "an")
            extra = 1 if one else more.min if more is not None and more.min == more.max else None
            if extra is not None:
                end = items[n + 1][1]
                text = scene.text[number.start : scene.toks[end - 1].end]
                return Count(number.min + extra, number.min + extra, text, "target", None)
        return Count(number.min, number.max, number.text, "target", None)
    return None


def _frame(scene: Scene, vg: VerbGroup, i: int, j: int, authority: tuple[Role, ...], targets: list[Range], reason: Role | None, count: Count | None = None, programme: Role | None = None) -> Frame:
    scene.used.add(vg.start)
    roles = [*authority, *scene.roles("target", targets), programme, reason]
    if authority:
        scene.memory.authority = authority
    scene.memory.about_sanctions = True
    if count is None or (count.min is None and count.max is None):
        count = _target_count(scene, targets) or count
    if count is None and vg.passive and vg.subject:
        count = scene.count((vg.subject[0], vg.start), "target")
    return scene.frame("designation", i, j, roles, stance=stance_of(scene, vg), count=count, period=scene.day())
