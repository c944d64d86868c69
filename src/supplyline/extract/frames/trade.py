"""Which statistic of trade does a sentence give?

`find` yields trade_flow frames, one for each trade noun or verb that has a figure of its own: a change
("imports of LNG rose 3.3 percent in 2024"), a value ("exports reached $2.4 billion") or a share
("80% of electronics came from China"), with reporter, partner, goods and period. What a clause leaves
out (partner, goods, year) is what the document's last flow had.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from supplyline.extract.amounts import changes, values
from supplyline.extract.dates import Found
from supplyline.extract.frames.common import Frame, Role, Scene, split, with_name
from supplyline.extract.frames.goods import UNITS, goods_list
from supplyline.extract.frames.places import demonym, people, place
from supplyline.extract.frames.shares import others, share
from supplyline.extract.lexicon import mapping, words
from supplyline.extract.phrases import Range, list_right, np_left, np_right, strip
from supplyline.extract.verbs import VerbGroup
from supplyline.model import Change, Value

FROM = re.compile(r"\bfrom\b(?:[^,;]|,(?=\d)){0,30}\bin $")
TO = re.compile(r"\s*to\b(?:[^,;]|,(?=\d)){0,40}\bin $")


@dataclass(slots=True)
class Anchor:
    """A trade noun or verb and what hangs on it."""

    at: int
    start: int
    end: int
    reporter: list[Role] = field(default_factory=list)
    partner: list[Role] = field(default_factory=list)
    goods: list[Role] = field(default_factory=list)
    change: Change | None = None
    value: Value | None = None
    moved: bool = False
    verb: VerbGroup | None = None


def find(scene: Scene) -> Iterator[Frame]:
    s = scene.sentence
    moved = changes(s.text, s.start)
    amounts = [(a, b, v) for a, b, v in values(s.text, s.start) if not any(x <= a < y for x, y, _ in moved)]
    anchors = [*_nouns(scene), *_verbs(scene, bool(amounts))]
    if len(amounts) + len(moved) > len(anchors) and (scene.memory.flow is not None or anchors):
        anchors += list(_carried(scene, bool(anchors)))
    anchors.sort(key=lambda a: a.at)
    _assign(scene, anchors, moved, amounts)
    made = False
    for anchor in anchors:
        frame = _frame(scene, anchor)
        if frame is not None:
            made = True
            scene.taken.add(anchor.at)
            if anchor.verb is not None:
                scene.used.add(anchor.verb.start)
            yield frame
            if frame.change is not None and len(anchors) == 1:
                yield from others(scene, frame)
    if not made:
        told = share(scene, amounts)
        if told is not None:
            yield told


def _frame(scene: Scene, a: Anchor) -> Frame | None:
    if a.change is None and a.value is None and not a.moved:
        return None
    if (
        a.value is not None
        and a.value.unit == "%"
        and a.change is None
        and not a.moved
        and not _accounts(scene)
        and not (a.verb is not None and _of_its(scene, a))
    ):
        return None
    memory = scene.memory.flow
    if a.value is not None and a.value.unit == "%" and not a.partner:
        a.partner = _accountable(scene)
    if not a.reporter and not a.partner and memory is None:
        return None
    reporter, partner, goods = a.reporter, a.partner, a.goods
    if memory is not None:
        names = {scene.words(r).casefold() for r in [*reporter, *partner]}
        if not reporter:
            reporter = [r for r in memory[0] if (r.name or scene.words(r)).casefold() not in names]
        if not partner:
            partner = [r for r in memory[1] if (r.name or scene.words(r)).casefold() not in names]
        goods = goods or memory[2]
    if not reporter and not (partner and goods):
        return None
    scene.memory.flow = ([*reporter], [*partner], [*goods])
    scene.memory.goods = tuple(goods) or scene.memory.goods
    return scene.frame(
        "trade_flow",
        a.start,
        a.end,
        [*reporter, *partner, *goods],
        change=a.change,
        value=a.value,
        period=_period(scene, a),
    )


def _of_its(scene: Scene, a: Anchor) -> bool:
    """ "imports 60% of its diesel from B": a share of the reporter's own trade."""
    toks = scene.toks
    return any(toks[k].low == "of" and toks[k + 1].low in ("its", "their") for k in range(a.at, min(a.at + 6, len(toks) - 1)))


def _period(scene: Scene, a: Anchor) -> Found | None:
    found = [f for f in scene.dates if f.period.from_ or f.period.to]
    near, start, end = scene.toks[a.at].start, scene.toks[a.start].start, scene.toks[min(a.end, len(scene.toks)) - 1].end
    if scene.toks[a.start].low == "which":
        found = [f for f in found if f.start > start]  # what stands before is the time of the clause before

    def own(f: Found) -> bool:
        """In the words of the frame, right behind them, or before them where the sentence begins with it."""
        lead = f.start <= scene.sentence.start + 10 and scene.text[f.end : start] in (", ", " ")
        return start <= f.start < end or lead or scene.text[end : f.start] in (" ", " in ", " in the ", " during ")

    found.sort(key=lambda f: (not own(f), abs(f.start - near), f.start))
    later = next((f for f in found if found[0].end < f.start), None)
    if later is not None and FROM.search(scene.text, scene.sentence.start, found[0].start) and TO.match(scene.text, found[0].end, later.start):
        return later  # "from lows in 2021 to millions in 2022"
    return found[0] if found else None


def _accountable(scene: Scene) -> list[Role]:
    """ "Noy was responsible for half of Russia's imports": the partner is who accounts for the share."""
    for g in scene.groups:
        behind = scene.toks[g.end].low if g.end < len(scene.toks) else ""
        if g.subject and (
            g.lemma in ("account", "represent", "constitute") or (g.lemma == "be" and behind == "responsible") or (g.lemma == "make" and behind == "up")
        ):
            i, j = g.subject
            of = next((k for k in range(i, j - 1) if scene.toks[k].low in ("from", "to") and scene.toks[k - 1].low in scene.group_words("flow_noun")), None)
            if of is not None:
                return [r for r in [scene.role("partner", (of + 1, j))] if r]  # "imports from China made up 38 percent"
            return [r for r in [scene.role("partner", g.subject)] if r]
    return []


def _accounts(scene: Scene) -> bool:
    return any(
        t.low
        in ("accounted", "account", "accounts", "share", "made", "represented", "constituted", "responsible")
        for t in scene.toks
    )


def _nouns(scene: Scene) -> Iterator[Anchor]:
    toks, nouns = scene.toks, scene.group_words("flow_noun")
    for i, t in enumerate(toks):
        if (
            t.low not in nouns
            or t.tag != "N"
            or (i + 1 < len(toks) and toks[i + 1].tag == "N" and toks[i + 1].low not in nouns)
        ):
            continue
        if i + 1 < len(toks) and toks[i + 1].low in nouns:
            continue
        base = np_left(toks, i + 1) or (i, i + 1)
        a = Anchor(i, base[0], i + 1)
        _parties(scene, a)
        _governor(scene, a, base)
        lead = base[0] - 1
        if lead > 0 and toks[lead].low in ("in", "of") and toks[lead - 1].tag == "N" and toks[lead - 1].low in mapping(scene.language, "directions"):
            a.moved, a.start = True, (np_left(toks, lead) or (lead - 1, lead))[0]  # "a drop in the supply of G"
        yield a


def _governor(scene: Scene, a: Anchor, base: Range) -> None:
    """ "China increased its imports", "imports rose": the verb of rise or fall, and its subject."""
    toks, direction = scene.toks, mapping(scene.language, "directions")
    up_down = words(scene.language, "word_groups", "moves")
    for g in scene.groups:
        if g.lemma == "be" and g.subject and g.subject[0] <= a.at < g.start and any(t.low in ("up", "down") for t in toks[g.end : g.end + 2]):
            a.moved, a.end = True, max(a.end, g.end + 1)  # "exports to Kyrgyzstan are up 2,550%"
        if g.lemma not in up_down and toks[g.head].low not in direction:
            continue
        if g.subject and g.subject[0] <= a.at < g.subject[1]:
            a.moved, a.end = True, max(a.end, g.end)
        elif a.at < g.start and _runs_to(scene, a.at, g):
            a.moved, a.end = True, max(a.end, g.end)
        elif (
            g.end <= a.at
            and not g.passive
            and (obj := np_right(toks, g.end))
            and obj[0] <= a.at <= obj[1] + 2
        ):
            a.moved = True
            a.start = g.first
            if g.subject and not a.reporter:
                a.reporter = [r for r in scene.roles("reporter", split(scene, g.subject)) if place(scene, r)]


def _runs_to(scene: Scene, at: int, g: VerbGroup) -> bool:
    """ "The export of technology that could be used in war to Russia has increased": one long subject, no other figure of trade."""
    toks, nouns = scene.toks, scene.group_words("flow_noun")
    between = toks[at + 1 : g.start]
    main = not g.infinitive and g.form != "ing" and not g.passive
    told = next((v for v in scene.groups if at < v.start and v.link in ("left", "") and not v.infinitive), g)
    return main and told.start == g.start and len(between) < 30 and not any(t.low in nouns or t.text in (";", ":") or (t.tag in ("S", "C") and t.low in ("but", "while", "as")) for t in between)


def _verbs(scene: Scene, figures: bool) -> Iterator[Anchor]:
    """ "China exported more than 700 tons of nitrocellulose to Russia in 2022"."""
    toks = scene.toks
    for g in scene.groups:
        if (
            g.lemma not in ("import", "export", "buy", "purchase", "sell", "supply", "ship", "source", "receive")
            or not figures
            or (g.form == "ing" and not _reported(scene, g))
            or g.modal
        ):
            continue
        obj = np_right(toks, g.end) if not g.passive else g.subject
        money = next((k for k in range(g.end, min(g.end + 4, len(toks))) if toks[k].tag not in ("D", "A", "P")), g.end)
        if obj is None and money < len(toks) and toks[money].text in ("$", "€", "£"):
            obj = (money, money + 2)
        if obj is None:
            continue
        worth = next((k for k in range(g.end, min(g.end + 18, len(toks))) if toks[k].low == "worth"), None)
        a = Anchor(g.head, g.start, max(obj[1], g.end), verb=g)
        taking = g.lemma in ("import", "buy", "purchase", "source", "receive")
        if g.lemma == "receive" and (worth is None or g.passive):
            continue
        subject = (
            []
            if g.subject is None or g.passive
            else [r for r in scene.roles("reporter", split(scene, g.subject)) if place(scene, r)]
        )
        if (told := _reported(scene, g)) is not None and told.subject is not None:
            subject = [r for r in scene.roles("reporter", split(scene, told.subject)) if place(scene, r)]
        if not subject and not g.passive:
            continue
        if g.subject and not g.passive and g.subject[0] < g.start:
            a.start = g.subject[0]
        a.reporter = subject
        for k in range(g.end, min(g.end + 18, len(toks))):
            low = toks[k].low
            if (
                low in ("of", "worth")
                and not a.goods
                and k + 1 < len(toks)
                and not (low == "worth" and toks[k + 1].low == "of")
            ):
                a.goods = [
                    r
                    for x in goods_list(scene, k + 1, ("for", "used"))[:3]
                    for r in _origin_split(scene, x, a.partner)
                ]
            elif (
                low in (("from",) if taking else ("to",))
                and toks[k].tag in ("P", "T")
                and (np := np_right(toks, k + 1))
            ):
                if worth is not None and np[0] < worth < np[1]:
                    np = (np[0], worth)  # "sold parts to Russia worth $377.7 million"
                a.partner += [r for r in scene.roles("partner", split(scene, np)) if place(scene, r)]
                a.end = max(a.end, np[1])
            elif toks[k].tag in ("V", "W", "S") and k > obj[1]:
                break
        if not a.partner and not taking and not g.passive:
            with_ = next((k for k in range(g.end, min(g.end + 8, len(toks))) if toks[k].low == "with"), None)
            role = scene.role("partner", obj)
            if with_ is not None and role is not None and place(scene, role):
                a.partner = [role]
        if not a.goods and worth is not None and a.partner and not g.passive and not any(t.tag in ("$", "M") for t in toks[obj[0] : obj[1]]):
            a.goods = _origin_split(scene, obj, a.partner)
        # "Russia imported 3,039 tons" of what the document spoke of last
        bare = toks[obj[1] - 1].low in UNITS
        if not a.goods and taking and not g.passive and not bare:
            a.goods = _origin_split(scene, _uncounted(scene, obj), a.partner)  # "imported 193 Taiwanese machines"
        if not a.goods and not a.partner and not ((g.passive or bare) and scene.memory.flow):
            continue
        yield a


def _reported(scene: Scene, g: VerbGroup) -> VerbGroup | None:
    """ "Turkey reported exporting goods worth …": who reports its own trade."""
    return next((v for v in scene.groups if g.form == "ing" and v.end == g.start and v.lemma in ("report", "register", "record", "admit", "acknowledge", "begin", "start")), None)


def _carried(scene: Scene, relative: bool) -> Iterator[Anchor]:
    """ "By July it had decreased to $4.5 million": the flow the document spoke of last, or the clause before ("…, which rose to $37.6 million")."""
    up_down = words(scene.language, "word_groups", "moves") | {"total", "reach", "amount", "stand"}
    for g in scene.groups:
        if relative:
            again = (bool(g.start) and scene.toks[g.start - 1].low == "which") or (g.subject is not None and _sum(scene, g.subject))
            if g.lemma in up_down and again and not g.modal and not g.passive:
                yield Anchor(g.head, max(g.start - 1, 0), g.end, moved=True, verb=g)
        elif g.subject and ((_points_back(scene, g.subject) and g.lemma in up_down) or _figure(scene, g)) and not g.modal and not g.passive:
            yield Anchor(g.head, g.subject[0], g.end, moved=True, verb=g)


def _figure(scene: Scene, g: VerbGroup) -> bool:
    """ "by 2023 that number was $4 million", "the total trade value was $1,000"."""
    return g.lemma == "be" and g.subject is not None and _sum(scene, g.subject)


def _points_back(scene: Scene, r: Range) -> bool:
    """ "it", "which", "this amount", "that figure"."""
    alone = r[1] - r[0] == 1 and scene.toks[r[0]].low in ("it", "they", "which", "this", "these")
    return alone or _sum(scene, r)


def _sum(scene: Scene, r: Range) -> bool:
    """ "this amount", "the total trade value"."""
    toks = scene.toks
    lead = toks[r[0]].low if toks[r[0]].tag in ("D", "R", "W") else toks[r[0] - 1].low if r[0] else ""
    return lead in ("this", "that", "the") and toks[r[1] - 1].low in ("amount", "figure", "volume", "value", "number", "total", "sum")


def _uncounted(scene: Scene, r: Range) -> Range:
    """The phrase behind its number."""
    last = max((k for k in range(*r) if scene.toks[k].tag == "M"), default=r[0] - 1)
    return (last + 1, r[1]) if last + 1 < r[1] else r


def _assign(
    scene: Scene,
    anchors: list[Anchor],
    moved: list[tuple[int, int, Change]],
    amounts: list[tuple[int, int, Value]],
) -> None:
    """Each figure to the nearest anchor; one change and one value an anchor, the nearest wins."""
    toks = scene.toks

    def distance(a: Anchor, start: int, end: int) -> int:
        here = toks[a.at]
        before = here.start - end
        if before < 0:
            return start - here.end
        # "a 6.2% rise in imports": nothing but the noun's own phrase may stand between
        between = [t for t in toks[: a.at] if t.start >= end]
        return before if all(t.tag in ("P", "D", "N", "J") for t in between) else before + 200

    for start, end, change in moved:
        free = [a for a in anchors if a.change is None]
        if free:
            best = min(free, key=lambda a: (distance(a, start, end), a.at))
            best.change = change
            _stretch(scene, best, start, end)
    for start, end, value in amounts:
        free = [a for a in anchors if a.value is None]
        if free:
            best = min(free, key=lambda a: (distance(a, start, end), a.at))
            if value.unit == "%" and (best.change is not None or best.verb is None) and not _accounts(scene):
                continue  # a share needs a word of sharing, and beside a change it is another's change
            best.value = value
            _stretch(scene, best, start, end)


def _stretch(scene: Scene, a: Anchor, start: int, end: int) -> None:
    toks = scene.toks
    i = next((k for k, t in enumerate(toks) if t.end > start), a.start)
    j = next((k + 1 for k, t in enumerate(toks) if t.end >= end), a.end)
    a.start, a.end = min(a.start, i), max(a.end, j)


def _parties(scene: Scene, a: Anchor) -> None:
    toks, at = scene.toks, a.at
    low = toks[at].low
    g = next(
        (
            k
            for k in range(at - 1, max(at - 7, -1), -1)
            if toks[k].tag == "G" or toks[k].low in ("its", "their")
        ),
        None,
    )
    if g is not None and toks[g].tag != "G":
        verb = next((v for v in reversed(scene.groups) if v.end <= g and v.subject), None)
        if verb is not None and verb.subject is not None:
            a.reporter = [r for r in scene.roles("reporter", split(scene, verb.subject)) if place(scene, r)]
    elif g is not None and (np := np_left(toks, g)):
        a.reporter = [r for r in scene.roles("reporter", [np]) if place(scene, r)]
    if not a.reporter and (whose := people(scene, a.start, at)) is not None:
        a.reporter = [Role("reporter", toks[whose[0]].start, toks[whose[1] - 1].end)]
    if (
        low not in ("trade", "turnover")
        and at - 1 >= a.start
        and toks[at - 1].tag == "N"
        and people(scene, at - 1, at) is None
        and toks[at - 1].low not in scene.group_words("no_goods_noun")
    ):
        k = at - 1
        while (
            k - 1 > (g if g is not None else a.start - 1)
            and toks[k - 1].tag in ("N", "J")
            and people(scene, k - 1, k) is None
        ):
            k -= 1
        if any(t.tag == "N" or "-" in t.text for t in toks[k:at]):
            a.goods = _origin_split(scene, (k, at), a.partner)
    for k in range(at + 1, min(at + 16, len(toks))):
        word = toks[k].low
        if word == "of" and not a.goods and k <= at + 4:
            for r in goods_list(scene, k + 1, ("for", "used"))[:4]:
                # "sales of Chinese excavators to Russia": what is sold abroad comes from the reporter
                sold = low.startswith(("export", "suppl", "deliver", "shipment", "sale")) and not a.reporter
                origin: list[Role] = []
                a.goods += _origin_split(scene, r, origin)
                if sold:
                    a.reporter = [with_name(o, "reporter") for o in origin]
                else:
                    a.partner += origin
                a.end = max(a.end, r[1])
        elif (
            word in ("from", "to", "with", "into", "by")
            and toks[k].tag in ("P", "T")
            and (np := np_right(toks, k + 1))
        ):
            items = list_right(toks, k + 1, ())
            items = items[1:] if items and toks[items[0][1] - 1].low in ("countries", "states", "nations") and not any(place(scene, r) for r in scene.roles("partner", items[:1])) else items
            listed = list(itertools.takewhile(lambda x: any(place(scene, r) for r in scene.roles("partner", split(scene, x))), items))  # "to countries like A and B"
            np = (np[0], listed[-1][1]) if listed else np
            roles = [r for x in listed for r in scene.roles("partner", split(scene, x)) if place(scene, r)]
            exports = low.startswith(("export", "suppl", "deliver", "shipment", "sale"))
            if roles and (
                (exports and word == "from")
                or (not exports and word in ("into", "by"))
                or (not exports and word == "to" and low.startswith("import"))
            ):
                a.reporter = a.reporter or [with_name(r, "reporter") for r in roles]
            elif roles and not a.partner:
                a.partner += roles
            if roles:
                a.end = max(a.end, np[1])
        elif word in ("through", "via") and toks[k].tag == "P" and not a.reporter and (np := np_right(toks, k + 1)):
            a.reporter = [r for r in scene.roles("reporter", split(scene, np)) if place(scene, r)]  # "deliveries through Hong Kong fell"
        elif (
            word == "between"
            and (one := np_right(toks, k + 1))
            and one[1] < len(toks)
            and toks[one[1]].tag == "C"
            and (two := np_right(toks, one[1] + 1))
        ):
            a.reporter = list(scene.roles("reporter", [one]))
            a.partner = list(scene.roles("partner", [two]))
            a.end = max(a.end, two[1])
        elif toks[k].tag in ("V", "B", "H", "W", "S", ";"):
            break


def _origin_split(scene: Scene, r: Range, partner: list[Role]) -> list[Role]:
    """ "Russian liquefied natural gas": the adjective is the partner, the rest the goods."""
    toks = scene.toks
    i, j = strip(toks, r)
    if i < j - 1 and demonym(toks[i].text):
        partner.append(Role("partner", toks[i].start, toks[i].end))
        i += 1
    role = scene.role("goods", (i, j))
    return (
        [role]
        if role and not any(t.tag == "M" for t in toks[i : i + 1]) and toks[i].text not in ("$", "€", "£")
        else []
    )
