"""Which statistic of trade does a sentence give?

`find` yields trade_flow frames: a change ("imports of LNG rose 3.3 percent in 2024"), a value
("exports reached $2.4 billion") or a share ("80% of electronics came from China"), with reporter,
partner, goods and period. A trade noun or verb must stand in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.frames.common import Frame, Role, Scene
from supplyline.extract.frames.supply import goods_list
from supplyline.extract.numbers import changes, values
from supplyline.extract.phrases import Range, np_left, np_right, strip


def find(scene: Scene) -> Iterator[Frame]:
    toks, s = scene.toks, scene.sentence
    moved = changes(s.text, s.start)
    amounts = [(a, b, v) for a, b, v in values(s.text, s.start) if not any(x <= a < y for x, y, _ in moved)]
    if not moved and not amounts:
        return
    nouns = scene.group_words("flow_noun")
    at = next((i for i, t in enumerate(toks) if t.low in nouns and (t.tag == "N" or t.low in ("import", "export"))), None)
    if at is None:
        share = _share(scene, amounts)
        if share is not None:
            yield share
        return
    if any(t.low in ("sanctions", "sanctioned", "shipments") for t in toks) and not moved:
        return
    change = moved[0][2] if moved else None
    value = amounts[0][2] if amounts else None
    reporter, partner, goods = _roles(scene, at)
    if change is None and (value is None or not (reporter or partner)):
        return
    if value is not None and value.unit in ("t", "%") and change is None and not any(t.low in ("reached", "totaled", "totalled", "accounted", "amounted", "stood", "worth", "exceeded", "were", "was") for t in toks):
        return
    roles = [*reporter, *partner, *goods]
    if not roles:
        return
    near = moved[0][0] if moved else amounts[0][0]
    dated = sorted((f for f in scene.dates if f.period.from_ or f.period.to), key=lambda f: (abs(f.start - near), f.start))
    period = dated[0] if dated else None
    yield scene.frame("trade_flow", 0, len(toks), roles, change=change, value=value, period=period)


def _roles(scene: Scene, at: int) -> tuple[list[Role], list[Role], list[Role]]:
    toks = scene.toks
    reporter: list[Role] = []
    partner: list[Role] = []
    goods: list[Role] = []
    g = next((k for k in range(at - 1, max(at - 5, -1), -1) if toks[k].tag == "G" or toks[k].low == "its"), None)
    if g is not None and toks[g].low == "its":
        verb = next((v for v in reversed(scene.groups) if v.end <= g and v.subject), None)
        if verb is not None and verb.subject is not None:
            reporter = [r for r in [scene.role("reporter", verb.subject)] if r]
    elif g is not None and (np := np_left(toks, g)):
        reporter = [r for r in [scene.role("reporter", np)] if r]
    elif at > 0 and _demonym(toks[at - 1].text):
        reporter = [Role("reporter", toks[at - 1].start, toks[at - 1].end)]
    for k in range(at + 1, min(at + 16, len(toks))):
        low = toks[k].low
        if low == "of" and not goods:
            for r in goods_list(scene, k + 1, ("for", "used"))[:4]:
                goods += _origin_split(scene, r, partner)
        elif low in ("from", "to", "with") and toks[k].tag in ("P", "T") and (np := np_right(toks, k + 1)) and _place(scene, np):
            partner += [r for r in [scene.role("partner", np)] if r]
        elif low == "between" and (a := np_right(toks, k + 1)) and a[1] < len(toks) and toks[a[1]].tag == "C" and (b := np_right(toks, a[1] + 1)):
            reporter = [r for r in [scene.role("reporter", a)] if r]
            partner += [r for r in [scene.role("partner", b)] if r]
        elif toks[k].tag in ("V", "B", "H") and goods:
            break
    verb = next((v for v in scene.groups if v.lemma in ("import", "export", "buy", "purchase", "sell") and v.subject), None)
    if not reporter and verb is not None and verb.subject is not None:
        reporter = [r for r in [scene.role("reporter", verb.subject)] if r]
    return reporter, partner[:2], goods


def _origin_split(scene: Scene, r: Range, partner: list[Role]) -> list[Role]:
    """ "Russian liquefied natural gas": the adjective is the partner, the rest the goods."""
    toks = scene.toks
    i, j = strip(toks, r)
    if i < j - 1 and _demonym(toks[i].text):
        partner.append(Role("partner", toks[i].start, toks[i].end))
        i += 1
    role = scene.role("goods", (i, j))
    return [role] if role else []


def _share(scene: Scene, amounts: list) -> Frame | None:  # type: ignore[type-arg]
    """ "80 percent of critical electronics … originated in / are from / of Chinese origin"."""
    toks = scene.toks
    for start, end, value in amounts:
        if value.unit != "%":
            continue
        i = next((k for k, t in enumerate(toks) if t.start >= end), None)
        if i is None or toks[i].low != "of" and not (toks[i - 1].low == "of"):
            continue
        k = i + 1 if toks[i].low == "of" else i
        goods = goods_list(scene, k, ("for", "used", "in", "found"))[:1]
        if not goods:
            continue
        verb = next((g for g in scene.groups if g.start >= goods[0][0] + 1 and g.lemma in ("originate", "come", "be", "make", "import", "supply", "source", "account")), None)
        if verb is None:
            continue
        tail = toks[verb.end :]
        origin = next((Role("partner", t.start, t.end) for t in tail if _demonym(t.text) or _country(t.text)), None)
        if origin is None:
            continue
        role = scene.role("goods", goods[0])
        user = next((Role("reporter", t.start, t.end) for t in toks[goods[0][0] + 1 : goods[0][1]] if _demonym(t.text)), None)
        last = next(k for k, t in enumerate(toks) if t.start == origin.start) + 1
        period = next((f for f in scene.dates if f.period.from_ or f.period.to), None)
        first = next(k for k, t in enumerate(toks) if t.end > start)
        return scene.frame("trade_flow", first, last + 1 if last < len(toks) and toks[last].low == "origin" else last, [user, origin, role], value=value, period=period)
    return None


def _demonym(text: str) -> bool:
    from supplyline.read.countries import adjective

    return text[:1].isupper() and adjective(text) is not None


def _country(text: str) -> bool:
    from supplyline.read.countries import country

    return text[:1].isupper() and country(text) is not None


def _place(scene: Scene, r: Range) -> bool:
    text = " ".join(t.text for t in scene.toks[r[0] : r[1]] if t.tag != "D")
    return _country(text) or any(_country(t.text) for t in scene.toks[r[0] : r[1]])
