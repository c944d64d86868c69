"""Which facts does a Chinese sentence tell? Clause by clause; what a clause leaves out is known from those before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from supplyline.extract.chinese import deeds, demands, flows, listings, suppliers, supply
from supplyline.extract.chinese import found as parts_found
from supplyline.extract.chinese.clauses import (
    MARKERS,
    NOUNS,
    Span,
    chars,
    clauses,
    is_army,
    is_party,
    is_party_tail,
    left,
    party,
)
from supplyline.extract.chinese.scene import Scene, goods, lead, words_of
from supplyline.extract.chinese.text import Told, country_words, group, short_countries
from supplyline.extract.chinese.words import Word

_CONDITIONS = frozenset(("如果", "若", "倘若", "一旦", "假如", "是否", "当", "只有", "除非"))


def find(scene: Scene, words: Sequence[Word]) -> list[Told]:
    out: list[Told] = []
    parts = list(clauses(words))
    scene.toward = None
    for n, (start, end) in enumerate(parts):
        if scene.asker is not None and any(w.kind == "will" for w in words[start : start + 2]):  # 敦促…停止…，并将采取措施
            scene.subject = scene.asker
        scene.asker = None if n == 0 else scene.asker
        last = end
        for _, b in parts[n + 1 :]:  # the numbers of a statistic may follow
            if words[b - 1].start > words[last - 1].end + 40:
                break
            last = b
        supposed = next((i for i in range(start, end) if words[i].text in _CONDITIONS and (i < start + 3 or words[i].text == "是否" or (i < start + 6 and words[i].text in ("若", "如果", "一旦")))), None)
        if supposed is None and any(w.text in group("ruled_out") for w in words[start:end]):
            continue  # 不排除…的可能
        if supposed is not None:
            if supposed + 1 < end:
                _subject(scene, words, supposed + 1, end)
            scene.supposed = True
            continue  # what is only supposed
        if words[start].kind == "at" and end - start > 3 and words[end - 1].text in ("后", "之后", "以后", "以来"):
            start, end = start + 1, end - 1  # 在某国制裁某公司后: told as well
        found = list(listings.find(scene, words, start, end))
        flow = flows.find(scene, words, start, end, end) or (flows.find(scene, words, start, end, last) if not found else None)
        for m in range(n + 1, len(parts)) if flow is not None else ():  # …，同比增长80%
            opening = words[parts[m][0] : min(parts[m][0] + 3, parts[m][1])]
            if not any(w.kind in ("rise", "fall") for w in opening) and not (opening[0].text in ("达", "达到", "为", "总额", "总值", "价值", "共计", "总计", "至", "降至", "升至", "增至") and any(w.kind == "amount" for w in opening)):
                break
            flow = replace(flow, end=words[parts[m][1] - 1].end) if flow is not None else None
        if flow is not None:
            found.append(flow)
        else:
            listing = next((i for i in range(start, end) if words[i].kind == "list_verb"), end) if found else end
            before = words[end - 1].text in ("之前", "前", "以前") and any(w.text in ("在", "自") for w in words[start:end])
            found += supply.find(scene, words, start, listing) if not before else ()
            if not found and n and not before and (told_over := _over_comma(scene, words, parts[n - 1], (start, listing))):
                found += told_over
            if not found and (told := next(
                (t for rule in (suppliers.named, suppliers.bought, suppliers.grown, parts_found.find, suppliers.sourced) if (t := rule(scene, words, start, end))), None
            )) is not None:
                found.append(told)
        way = _way(words, parts[n - 1]) if n else None
        if way is not None:  # 通过甲的中间商，机床流入乙
            found = [replace(f, roles=(*f.roles, *supply.over(scene, words, way))) if f.kind == "supply" and not any(r == "via" for r, _, _ in f.roles) else f for f in found]
        found += [d for d in deeds.find(scene, words, start, end) if not (d.kind == "measure" and any(f.kind == "designation" for f in found))]
        found = [_ended(scene, words, start, end, f) if f.negated and f.kind == "supply" else f for f in found]
        if not any(f.kind in ("measure", "designation") for f in found) and (demand := demands.find(scene, words, start, end)) is not None:
            found = [f for f in found if f.start < demand.start and not f.negated]
            found.append(demand)
        scene.supposed = False
        if not found and out and out[-1].kind == "designation" and words[start].text == "其中" and (some := _some(scene, words, start, end, out[-1])):
            found.append(some)
        first = next((i for i in range(start, end) if words[i].kind not in ("adv", "time")), start)
        if not found and words[first].kind == "among" and not any(t.kind == "designation" for t in out) and any(w.kind in ("list_noun", "sanctioned_noun") for w in words[: start]):
            listed_now = [t for t in listings.targets(scene, words, (first + 1, end)) if is_party(scene.text[t[1] : t[2]])]
            if listed_now:  # 公布制裁名单，…，还包括三家企业
                who = [("authority", *scene.subject)] if scene.subject is not None else scene.before("designation", "authority")
                found.append(Told("designation", *chars(words, (start, end)), (*who, *listed_now)))
        if n and (words[first].kind in ("among", "and") or words_of(words, (start, min(start + 2, end))) in ("分别是", "分别为", "即是")) and out and not found:
            out[-1] = _more(scene, words, (first, end), out[-1])
            scene.remember(out[-1])
        elif (
            n
            and out
            and not found
            and out[-1].kind == "supply"
            and out[-1].end >= words[start].start - 2
            and (
                all(w.kind in ("adv", "count", "amount", "total", "num") or w.text in group("abstract") for w in words[start:end])
                or (any(w.kind == "amount" for w in words[start:end]) and all(w.kind in NOUNS or w.kind in ("adv", "to", "aux", "pivot", "verb") for w in words[start:end]) and any(w.text in group("worth") for w in words[start:end]))
            )
        ):
            out[-1] = replace(out[-1], end=words[end - 1].end)
        for told in found:
            if told.kind == "designation" and out and out[-1].kind == "supply" and n and words[parts[n - 1][0]].text in ("因", "因为", "由于", "因涉嫌", "涉嫌") and not any(r == "supplier" for r, _, _ in out[-1].roles):
                gave = tuple(("supplier", a, b) for r, a, b in told.roles if r == "target")
                out[-1] = replace(out[-1], roles=(*gave, *out[-1].roles))  # 因涉嫌向甲提供…，乙遭制裁
            scene.remember(told)
            out.append(told)
        _subject(scene, words, start, end)
        scene.toward = _toward(words, start, end) or scene.toward
        if found and found[-1].kind == "designation" and any(w.kind == "passive" for w in words[start:end]) and (met := [r for r in found[-1].roles if r[0] == "target"]) and not any(w.kind == "cue" for w in words[start:end]):
            scene.subject = met[0][1:]
        elif found and found[-1].kind == "designation" and (who := [r for r in found[-1].roles if r[0] == "authority"]):
            scene.subject = who[0][1:]
    return list(dict.fromkeys(out))


def _over_comma(scene: Scene, words: Sequence[Word], first: Span, second: Span) -> list[Told]:
    """俄国企业从中国以…价格，进口…: a clause without a verb belongs to the next."""
    before = words[slice(*first)]
    told = NOUNS | MARKERS | {"adv", "time", "will", "prep"} | ({"sanction"} if any(w.kind == "of" for w in before) else set())
    if not any(w.kind in ("from", "to", "route") for w in before) or any(w.kind not in told for w in before) or not second[1] - second[0] > 0:
        return []
    if words[second[0]].kind not in ("adv", "buy_verb", "send_verb", "supply_verb", "route", "to"):
        return []
    whole = [*before, *words[slice(*second)]]
    return list(supply.find(scene, whole, 0, len(whole)))


def _way(words: Sequence[Word], part: Span) -> Span | None:
    """The way of a clause that tells of nothing else."""
    a = next((i for i in range(*part) if words[i].kind not in ("adv", "time")), part[1])
    a = next((i for i in range(a, min(a + 3, part[1])) if words[i].kind == "route"), a)  # 上述网络通过…，
    of = max((i for i in range(a + 1, part[1]) if words[i].kind == "of"), default=a)
    first = of + 1 if any(w.kind not in NOUNS for w in words[a + 1 : of]) else a + 1  # 设在香港的空壳公司
    if first >= part[1] or words[a].kind != "route" or any(w.kind not in NOUNS for w in words[first : part[1]]):
        return None
    return first, part[1]


def _more(scene: Scene, words: Sequence[Word], span: Span, told: Told) -> Told:
    """包括…: the list goes on with what the last fact was about."""
    a, b = span
    if told.kind in ("supply", "shipment"):
        extra = [g for g in goods(words, (a + 1, b)) if supply.material(scene.text, [g]) or not is_party(scene.text[g[1] : g[2]])]
    elif told.kind == "designation":
        extra = listings.targets(scene, words, (a + 1, b))
    else:
        return told
    return replace(told, end=words[b - 1].end, roles=tuple(dict.fromkeys((*told.roles, *extra))))


def _some(scene: Scene, words: Sequence[Word], start: int, end: int, told: Told) -> Told | None:
    """其中7个实体是…: some of those listed."""
    target = listings.targets(scene, words, lead(words, start, end)) if lead(words, start, end)[1] > start else []
    if not any(w.kind == "count" for w in words[start : start + 3]) or not target or any(w.text in group("lies") for w in words[start:end]):
        return None
    return Told("designation", *chars(words, (start, end)), (*[r for r in told.roles if r[0] == "authority"], target[0]))


def _subject(scene: Scene, words: Sequence[Word], start: int, end: int) -> None:
    """Who the next clause is about where it names nobody: whom this one asks to act, else its subject."""
    verb = next(
        (i for i in range(end - 1, start - 1, -1) if words[i].kind not in ("noun",) and words[i].kind in ("cue", "call_verb") and words[i].text in group("call_verb")), None
    )
    if verb is not None and verb + 1 < end:
        found = party(words, (verb + 1, _np_end(words, verb + 1, end)))
        if found is not None and is_party(words_of(words, found)):
            asker = party(words, subject) if (subject := left(words, start, verb).subject) is not None else None
            scene.asker = chars(words, asker) if asker is not None else scene.subject
            scene.subject = chars(words, found)
            return
    sees = max((i for i in range(start, end - 1) if words[i].kind in ("cue", "pivot") and words[i + 1].kind in ("noun", "relative", "party_tail") and (words[i].text in group("sees") or (words[i].kind == "cue" and words[i + 1].text in country_words()[0] and i + 2 < end and words[i + 2].kind not in NOUNS))), default=None)
    seen = party(words, (sees + 1, _np_end(words, sees + 1, end))) if sees is not None and sees > start else None
    if seen is not None and is_party(words_of(words, seen)) and words_of(words, seen) not in group("relative"):
        scene.subject = chars(words, seen)  # 中方注意到美国商务部…
        return
    named = start + (words[start].kind in ("pivot", "cue"))
    if named + 1 < end and words_of(words, (named, named + 1)) in ("这些公司", "这些企业", "这些实体") and "designation target" in scene.last:
        scene.subject = scene.last["designation target"][0]
        return
    among = next((i for i in range(start, min(start + 3, end)) if words[i].kind == "among"), None)
    if among is not None and among + 1 < end and (one := party(words, (among + 1, _np_end(words, among + 1, end)))) is not None and is_party(words_of(words, one)):
        scene.subject = chars(words, one)  # 当中包括某公司，被指…
        return
    if end < len(words) and words[end].text == "：" and not any(w.kind in ("cue", "to") for w in words[start:end]):
        return  # a label
    last_of = max((i for i in range(start, end - 1) if words[i].kind == "of"), default=end)
    told_of = party(words, (last_of + 1, end)) if words[start].kind == "count" and all(words[i].kind in NOUNS for i in range(last_of + 1, end)) else None
    if told_of is not None and (is_party_tail(words, told_of) or (words[told_of[1] - 1].text[0].isascii() and any(w.kind == "party_tail" for w in words[last_of + 1 : end]))):
        scene.subject = chars(words, told_of)  # 一家与军方有关联的公司，正向…
        return
    start += int(words[start].text in ("因为", "由于", "鉴于") and start + 1 < end)
    opens = next((w for w in words[start:end] if w.kind not in ("adv", "time")), None)
    if opens is not None and (opens.text in ("是", "不是", "并非", "并不是", "为") or opens.kind == "neg"):
        return
    first = next((i for i in range(start, end) if words[i].kind not in ("noun", "adv", "time", "num", "count", "of", "list", "and", "party_tail", "relative", "amount")), end)
    subject = left(words, start, first).subject if first > start else None
    found = party(words, subject) if subject is not None else None
    if found is not None and is_party(words_of(words, found)) and words_of(words, found) not in group("relative"):
        scene.subject = chars(words, found)


def _ended(scene: Scene, words: Sequence[Word], start: int, end: int, told: Told) -> Told:
    """甲不再向乙供货: a step, no denial."""
    at = next((i for i in range(start, end) if words[i].text in group("no_more")), None)
    if at is None:
        return told
    actor = next((("actor", a, b) for r, a, b in told.roles if r in ("supplier", "recipient") and b <= words[at].start), None)
    actor = actor or (("actor", *scene.subject) if scene.subject is not None else None)
    if actor is None:
        return told
    goods_of = tuple(("target", a, b) for r, a, b in told.roles if r == "goods")
    return Told("measure", *chars(words, (start, end)), (actor, ("measure", words[at].start, words[end - 1].end), *goods_of))


def _toward(words: Sequence[Word], start: int, end: int) -> tuple[int, int] | None:
    """The country behind 向, 对 or 协助 in a clause."""
    for i in range(start, end - 1):
        w = words[i + 1]
        if words[i].kind in ("to", "help") and (w.text in country_words()[0] or is_army(w.text) or (w.text in short_countries() and w.kind == "noun")):
            return w.start, w.end
    return None


def _np_end(words: Sequence[Word], a: int, end: int) -> int:
    while a < end and words[a].kind in ("noun", "party_tail"):
        a += 1
    return a
