"""Which share of a trade or supply does a sentence give?

"80 percent of critical electronics originated in China", "A supplies 40% of B's ammunition", "half of the machinery
imported by B from A"; and the figures of a list that leaves the trade out.
"""

from __future__ import annotations

from collections.abc import Iterator

from supplyline.extract.dates import Found
from supplyline.extract.frames.common import Frame, Role, Scene, split, stance_of, with_name
from supplyline.extract.frames.goods import goods_list
from supplyline.extract.frames.places import country_word, demonym
from supplyline.extract.numbers import tidy
from supplyline.extract.phrases import np_right
from supplyline.model import Change, Value


def share(scene: Scene, amounts: list[tuple[int, int, Value]]) -> Frame | None:
    """ "80 percent of critical electronics … originated in / are from / of Chinese origin"; "A supplies 40% of B's ammunition"."""
    toks = scene.toks
    for start, end, value in amounts:
        if value.unit != "%":
            continue
        i = next((k for k, t in enumerate(toks) if t.start >= end), None)
        if i is None or (toks[i].low != "of" and toks[i - 1].low != "of"):
            continue
        k = i + 1 if toks[i].low == "of" else i
        goods = goods_list(scene, k, ("for", "used", "in", "found"))[:1]
        if not goods:
            continue
        first = next(k for k, t in enumerate(toks) if t.end > start)
        giver = next(
            (
                g
                for g in scene.groups
                if g.end <= first + 1
                and first - g.end <= 3
                and g.lemma in ("supply", "provide", "export", "account")
                and g.subject
                and not g.passive
            ),
            None,
        )
        if giver is not None and giver.subject is not None:
            g = next((x for x in range(*goods[0]) if toks[x].tag == "G"), None)
            imports = any(t.low in ("imports", "imported", "exports") for t in toks[goods[0][0] : goods[0][1]])
            receives, gives = ("reporter", "partner") if imports else ("recipient", "supplier")
            owner = scene.roles(receives, [(goods[0][0], g)]) if g is not None else ()
            what = (
                scene.role("goods", (g + 1, goods[0][1])) if g is not None else scene.role("goods", goods[0])
            )
            scene.used.add(giver.start)
            traded = next((t for t in toks[goods[0][0] : goods[0][1]] if t.low in ("imported", "exported")), None)
            if traded is not None and g is not None:
                what = scene.role("goods", (next(k for k, t in enumerate(toks) if t is traded) + 1, goods[0][1]))
            elif owner and giver.lemma in ("supply", "provide"):
                # "A supplies 40% of B's ammunition": a supply, and how much of it
                return scene.frame(
                    "supply", giver.subject[0], goods[0][1],
                    [*scene.roles("supplier", [giver.subject]), *(with_name(o, "recipient") for o in owner), what],
                    stance=stance_of(scene, giver), value=value, period=_near(scene, start),
                )  # fmt: skip
            return scene.frame(
                "trade_flow" if imports else "supply",
                giver.subject[0],
                goods[0][1],
                [*owner, *scene.roles(gives, split(scene, giver.subject)), what],
                value=value,
                period=_near(scene, start),
            )
        verb = next(
            (
                g
                for g in scene.groups
                if g.start >= goods[0][0] + 1
                and g.lemma in ("originate", "come", "be", "make", "import", "supply", "source", "account")
            ),
            None,
        )
        if verb is None:
            continue
        tail = toks[verb.end :]
        origin = next(
            (Role("partner", t.start, t.end) for t in tail if demonym(t.text) or country_word(t.text)), None
        )
        if origin is None:
            continue
        role = scene.role("goods", goods[0])
        if verb.lemma in ("import", "buy", "purchase") and verb.end < len(toks) and toks[verb.end].low == "by":
            # "half of the machinery imported by Russia from Turkey"
            by = np_right(toks, verb.end + 1)
            from_ = next((k for k in range(by[1], min(by[1] + 3, len(toks))) if toks[k].low == "from"), None) if by else None
            seller = np_right(toks, from_ + 1) if from_ is not None else None
            if by is not None:
                scene.used.add(verb.start)
                end_ = seller[1] if seller else by[1]
                return scene.frame(
                    "trade_flow", first, end_,
                    [*scene.roles("reporter", [by]), *(scene.roles("partner", [seller]) if seller else ()), role],
                    value=value, period=_near(scene, start),
                )  # fmt: skip
        user = next(
            (
                Role("reporter", t.start, t.end)
                for t in toks[goods[0][0] + 1 : goods[0][1]]
                if demonym(t.text)
            ),
            None,
        )
        last = next(k for k, t in enumerate(toks) if t.start == origin.start) + 1
        return scene.frame(
            "trade_flow",
            first,
            last + 1 if last < len(toks) and toks[last].low == "origin" else last,
            [user, origin, role],
            value=value,
            period=_near(scene, start),
        )
    return None


def others(scene: Scene, told: Frame) -> Iterator[Frame]:
    """ "Exports to A rose by 92%, those to B rose 136%, to C 172%": the same of B and C."""
    toks, change = scene.toks, told.change
    if change is None or change.percent is None:
        return
    for k in range(1, len(toks) - 2):
        np = np_right(toks, k + 1) if toks[k].low == "to" and (toks[k - 1].low in ("those", "and") or toks[k - 1].text == ",") else None
        if np is not None:
            np = np[0], next((n for n in range(*np) if toks[n].tag == "M"), np[1])
        land = scene.role("partner", np) if np is not None and np[1] > np[0] else None
        if np is None or land is None or not country_word(scene.words(land)) or any(r.start == land.start for r in told.roles):
            continue
        at = next((n for n in range(np[1], min(np[1] + 3, len(toks))) if toks[n].text[-1] == "%" and toks[n].text[:-1].replace(".", "").isdigit()), None)
        if at is not None:
            percent = tidy(float(toks[at].text[:-1])) * (-1 if change.percent < 0 else 1)
            kept = [r for r in told.roles if r.role != "partner"]
            yield scene.frame("trade_flow", k, at + 1, [*kept, land], change=Change(percent, toks[at].text), period=told.period)


def _near(scene: Scene, start: int) -> Found | None:
    found = sorted(
        (f for f in scene.dates if f.period.from_ or f.period.to),
        key=lambda f: (abs(f.start - start), f.start),
    )
    return found[0] if found else None
