"""Joint work, production, ownership and how things stand, in Chinese clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from supplyline.extract.chinese import steps
from supplyline.extract.chinese.clauses import (
    NOUNS,
    Span,
    chars,
    filler,
    is_party,
    is_party_tail,
    left,
    listed,
    party,
    right,
)
from supplyline.extract.chinese.scene import Roles, Scene, goods, lead, pair, parties, words_of
from supplyline.extract.chinese.supply import material
from supplyline.extract.chinese.text import Told, country_words, group, short_countries
from supplyline.extract.chinese.words import Word, sounds

_NATIONS = re.compile(rf"(?P<all>[{''.join(short_countries())}印白]{{2,4}})(?:[两双三四][国方]|之间|(?=联合|共同|合作|签署|将|正|已))")


def cooperation(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    text = scene.text
    at = next((i for i in range(start, end) if words[i].kind in ("cooperate", "cooperation_noun") and not (i + 1 < end and words[i + 1].text.startswith("伙伴"))), None)
    if at is None and any(w.kind == "with" for w in words[start:end]):  # 与甲就…进行研发
        at = next((i for i in range(start + 2, end) if words[i].kind == "make_verb" and any(w.text in ("进行", "展开", "开展") for w in words[max(start, i - 2) : i])), None)
    first = lead(words, start, end)
    if both := pair(text, words[first[0]].start, words[first[0]].start + 2) if first[0] < end else []:
        scene.last["both"] = tuple(both)
    if at is not None and at + 1 < end and words[at + 1].kind == "cue":
        return None  # 三国联手宣布…
    if any(w.text in group("harms") for w in words[start : at or start]) or any(w.text in ("为由", "为名", "为借口") for w in words[at or start : end]):
        return None  # 破坏两国合作, 以…合作为由
    if at is None or (words[at].text in ("共同", "联合") and not re.search(r"生产|研发|制造|开发|建设|研制", words_of(words, (at, end)))):
        return None
    before = left(words, start, at)
    if before.inside & {"prevent", "call_verb", "step_verb"} or before.negated or (at + 1 < end and any(w.text.startswith(tuple(group("praise"))) for w in words[at + 1 : at + 4])):
        return None  # 两国合作合理合法: a judgement
    roles: Roles = []
    if any(words[i].kind == "to" and words[i + 1].kind == "with" for i in range(start, at)):
        return None
    if "with" in before.phrases:
        if before.subject is not None and before.subject[0] > before.phrases["with"][0]:
            before.subject = None
        roles = [
            ("party", a, b) for _, a, b in parties(scene, words, _subject(words, start, at, before.subject), "party")[:1] or ([("party", *scene.subject)] if scene.subject else [])
        ]
        of = next((i for i in range(*before.phrases["with"]) if words[i].kind == "of"), None)
        span = before.phrases["with"] if of is None else (before.phrases["with"][0], of)
        roles += [r for part in listed(words, span) for r in parties(scene, words, _country_first(words, part), "party")[:1]]
    elif first[0] < at and (m := _NATIONS.match(text, words[first[0]].start)) is not None and m.end() <= words[at].start:
        roles = [("party", m.start() + n, m.start() + n + 1) for n in range(m.end("all") - m.start())]  # 俄印两国
    elif "to" not in before.phrases and (here := _two(text, words, start, at)) is not None:
        roles = [("party", here.start, here.start + 1), ("party", here.start + 1, here.end)]
    elif words_of(words, lead(words, start, at)) in ("双方", "两国"):
        roles = []
    elif before.subject is not None:
        subject = _subject(words, start, at, before.subject) or before.subject
        a, b = chars(words, subject)
        both = pair(text, a, min(b, a + 4))
        if both and not country_words()[1].match(text, a):
            roles = [("party", *both[0]), ("party", *both[1])]
        else:
            names = [("party", *chars(words, f)) for part in listed(words, subject) if (f := party(words, _country_first(words, part)))]
            roles = [r for r in names if is_party(text[r[1] : r[2]])]
    if len(roles) < 2 and words_of(words, lead(words, start, at)) in ("双方", "两国"):
        both = list(scene.last.get("both", ()))
        roles = [("party", a, b) for a, b in both] or [("party", a, b) for _, a, b in (scene.before("supply", "supplier")[:1] + scene.before("supply", "recipient")[:1])]
    roles = [r for r in roles if (is_party(text[r[1] : r[2]]) or text[r[1] : r[2]] in ("印", "白")) and text[r[1] : r[2]] not in ("国家", "各国", "地区", "企业", "公司")]
    if len(roles) < 2 or len({text[a:b] for _, a, b in roles}) < 2:
        return None
    place = before.phrases.get("at")
    if place is not None:
        while place[1] > place[0] and words[place[1] - 1].kind in ("field_noun", "of"):
            place = (place[0], place[1] - 1)
        if place[1] > place[0]:
            roles += [("field", *chars(words, place))]
    elif words[at].text.endswith("合作") and len(words[at].text) > 2 and words[at].text[:-2] not in ("展开", "开展"):
        roles.append(("field", words[at].start, words[at].end - 2))
    elif (
        at > start and words[at - 1].kind == "noun" and not country_words()[1].fullmatch(words[at - 1].text) and words[at - 1].text not in ("展开", "开展", "进行", "两国", "双方", "三国", "四国")
    ):
        roles.append(("field", *chars(words, (at - 1, at))))
    elif words[at].kind == "cooperate":
        after = right(words, at, end)
        if after.object is not None and words[after.object[0]].kind != "of":
            roles += [("field", a, b) for _, a, b in goods(words, after.object)][:2]
    roles = [x for x in roles if x[0] != "field" or not any(p[0] == "party" and p[1] <= x[1] < p[2] for p in roles)]
    roles = [(r, a + 2 * (r == "field" and text[a : a + 2] in ("关于", "有关", "就")), b) for r, a, b in roles]
    roles = [r for r in roles if r[0] != "field" or (not text[r[1] : r[2]].startswith(("是", "为")) and text[r[1] : r[2]] not in ("深化", "加强", "合作", "相关", "任何"))]
    if not any(r == "field" for r, _, _ in roles) and end + 2 < len(words):
        stop = next((i for i in range(end + 1, len(words)) if words[i].kind in ("comma", "stop")), len(words))
        among = next((i for i in range(end + 1, min(end + 4, stop)) if words[i].kind == "among" or words[i].text in ("涵盖", "涉及", "包括", "聚焦", "覆盖")), None)
        if among is None:
            among = next((i for i in range(end + 1, stop) if words[i].text in ("共同", "联合", "合作")), None)  # 签署协议，将共同研制…
        last = next((i for i in range(among + 1, stop) if words[i].kind in ("field_noun", "of") or words[i].text == "等"), stop) if among is not None else stop
        roles += [("field", *chars(words, f)) for part in (listed(words, (among + 1, last)) if among is not None and last > among + 1 else []) if (f := filler(words, part))]
        end = stop if any(r == "field" for r, _, _ in roles) else end
    return Told("cooperation", *chars(words, (start, end)), tuple(dict.fromkeys(roles)), False, "expects" if before.will else None)


def _two(text: str, words: Sequence[Word], start: int, at: int) -> Word | None:
    """中俄 before the joint work, in one word or two."""
    for w in reversed(words[start:at]):
        if pair(text, w.start, w.start + 2) and w.text not in country_words()[0] and len(w.text) <= 2 and w.start + 2 <= words[at].start:
            return replace(w, end=w.start + 2)
    return None


def _subject(words: Sequence[Word], start: int, at: int, subject: Span | None) -> Span | None:
    first = lead(words, start, at)
    if first[1] > first[0] and is_party(words_of(words, first)) and (subject is None or not is_party(words_of(words, subject))):
        return first
    return subject


def _country_first(words: Sequence[Word], span: Span) -> Span:
    if country_words()[1].fullmatch(words[span[0]].text) and span[1] - span[0] > 1 and words[span[0] + 1].kind not in ("party_tail",):
        return span if is_party_tail(words, span) else (span[0], span[0] + 1)
    return span


def production(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    for verb in range(start, end):
        if words[verb].text in ("出自", "产自", "出产自") and verb + 1 < end:  # 许多产品出自…企业
            if any(w.kind == "amount" for w in words[start:verb]):
                continue  # 80%的元件产自某国: a flow
            made = left(words, start, verb).subject
            by = [("maker", a, b) for _, a, b in parties(scene, words, (verb + 1, end), "maker")]
            if by and made is not None and (things := goods(words, made)):
                return Told("production", *chars(words, (start, end)), tuple(by + things))
        if words[verb].kind != "make_verb" or (verb > start and words[verb - 1].kind == "of"):
            continue
        before, after = left(words, start, verb), right(words, verb, end)
        of = next((i for i in range(verb + 1, end) if words[i].kind == "of"), None)
        if of is not None and any(words[i].kind == "to" or words[i].text in ("是", "为") for i in range(start, verb)):
            continue  # 是制造火药的成分, 对生产…至关重要的
        if verb > start and words[verb - 1].text == "参与":
            before.inside.discard("help")  # 参与制造无人机
        if before.negated or before.inside & {"prevent", "step_verb", "supply_verb", "send_verb", "buy_verb", "cooperate", "help"}:
            continue
        maker: Roles = []
        given: Roles = []
        uses = next((i for i in range(start, verb) if words[i].text in ("采用", "使用", "利用", "用", "凭借")), None)
        if uses is not None and lead(words, start, uses)[1] > lead(words, start, uses)[0]:
            before.subject = lead(words, start, uses)  # 甲采用某国引擎生产…
        if words[verb + 1 : verb + 2] and words[verb + 1].kind == "of":
            continue  # 由某厂制造的零件: which one
        if any(w.text in ("所需", "所用") or (w.text in ("需", "用") and words[i].kind == "aux") for i, w in enumerate(words[verb + 1 : end], verb)):
            continue  # 生产轮胎所需的橡胶
        if "by" in before.phrases:
            maker = [("maker", a, b) for _, a, b in parties(scene, words, before.phrases["by"], "maker")]
            given = goods(words, before.subject) if before.subject else []
            first = next((i for i in range(start) if words[i].kind == "by"), None)
            if not given and first is not None:  # 无人机由甲设计，由乙生产
                given = goods(words, left(words, max((i + 1 for i in range(first) if words[i].kind in ("comma", "stop")), default=0), first).subject)
        elif after.head is not None and is_party_tail(words, after.head):
            continue
        elif after.object is not None and words[after.object[0]].kind == "of":  # 中国生产的机床: a modifier, no fact
            continue
        elif after.object is not None and before.subject is not None and (is_party(words_of(words, before.subject)) or "to" in before.phrases):
            maker = [("maker", a, b) for _, a, b in parties(scene, words, before.subject, "maker")]
            given = goods(words, after.object)
        elif after.object is not None and before.subject is None and scene.subject is not None and (verb == start or words[verb - 1].kind in ("adv", "will", "time", "pivot", "and", "aux") or all(w.kind in ("adv", "verb", "make_verb", "aux") for w in words[start:verb])):
            maker = [("maker", *scene.subject)]
            given = goods(words, after.object)
        place: Roles = []
        if "at" in before.phrases and (p := party(words, before.phrases["at"])):
            place = [("place", *chars(words, p))]
        if not place and (seat := _seat(words, start, verb)) is not None:
            place = [("place", *chars(words, seat))]
        if maker and given:
            return Told("production", *chars(words, (start, end)), tuple(maker + given + place), False, "expects" if before.will else None)
    return None


def output(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """某厂坦克月产量降到…, 俄罗斯的炮弹产能达…: how much is made."""
    at = next((i for i in range(start + 1, end) if words[i].text in group("output")), None)
    if at is None or not any(w.kind in ("rise", "fall", "amount", "count", "num") for w in words[at + 1 : end]):
        return None
    before = left(words, start, at)
    first = lead(words, start, at)
    maker, thing = first, (at, at)
    of = max((i for i in range(start, at) if words[i].kind == "of"), default=None)
    if of is not None and of > first[0]:
        maker, thing = (first[0], min(first[1], of)), (of + 1, at)
    elif first[1] == at:
        nation = next((i for i in range(*first) if words[i].kind == "party_tail" or words[i].text in country_words()[0] or words[i].text == "该厂"), None)
        maker, thing = ((first[0], nation + 1), (nation + 1, at)) if nation is not None else ((first[0], first[0]), first)
    made_by = [("maker", a, b) for _, a, b in parties(scene, words, maker, "maker") if is_party(scene.text[a:b])] if maker[1] > maker[0] else []
    made_by = made_by or ([("maker", *scene.subject)] if scene.subject is not None else [])
    things = goods(words, thing) if thing[1] > thing[0] else [("goods", *x) for x in scene.last.get("goods", ())]
    if not made_by or not material(scene.text, things) or before.negated:
        return None
    return Told("production", *chars(words, (start, end)), (*made_by, *things), False, "expects" if before.will else None)


def takes_part(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """参与无人机生产, 涉及某系列无人机的开发和生产: making told as a noun."""
    part = next((i for i in range(start, end) if words[i].text in group("takes_part")), None)
    verb = max((i for i in range(part + 2, end) if words[i].kind == "make_verb"), default=None) if part is not None else None
    if part is None or verb is None or (verb + 1 < end and words[verb + 1].kind != "aux") or any(w.kind in GIVING for w in words[part:verb]):
        return None
    last = next((i for i in range(verb - 1, part, -1) if words[i].kind == "of"), verb)
    first = part + 1
    if last < verb - 1 and all(w.kind in NOUNS for w in words[last + 1 : verb]) and material(scene.text, goods(words, (last + 1, verb))):
        first, last = last + 1, verb  # 参与在某国的武器生产
    whom = next((i for i in range(first, last) if words[i].text in ("为", "替")), None)
    if whom is not None:
        first = whom + 1 + (words[whom + 1].text in country_words()[0])
    before = left(words, start, part)
    accused = scene.before("designation", "target") if scene.subject is not None and (scene.subject,) == scene.last.get("designation authority") else []
    maker = [("maker", a, b) for _, a, b in accused or ([("", *scene.subject)] if scene.subject is not None else [])]
    maker = parties(scene, words, before.subject, "maker") if before.subject is not None else maker
    things = goods(words, (first, last)) if last > first else []
    if not maker or not things or before.negated:
        return None
    return Told("production", *chars(words, (start, end)), tuple(maker + things), False, "expects" if before.will else None)


GIVING = frozenset(("supply_verb", "send_verb", "buy_verb", "goal_verb"))


def _seat(words: Sequence[Word], start: int, verb: int) -> Span | None:
    """位于叶拉布加的工厂生产…, 设在当地的工厂: where the maker stands."""
    at = next((i for i in range(start, verb) if words[i].text in ("位于", "设在", "坐落于", "地处", "设于")), None)
    of = next((i for i in range(at + 1, verb) if words[i].kind == "of"), None) if at is not None else None
    return filler(words, (at + 1, of)) if at is not None and of is not None and of > at + 1 else None


def _noun_end(words: Sequence[Word], a: int, end: int) -> int:
    while a < end and words[a].kind in ("noun", "party_tail"):
        a += 1
    return a


def ownership(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    for verb in range(start, end):
        w = words[verb]
        before = left(words, start, verb)
        if w.text in group("belongs") and verb + 1 < end:  # 隶属于甲的乙, 乙隶属于甲
            head_of = next((i for i in range(verb + 1, end) if words[i].kind == "of"), end)
            own = before.subject if head_of == end else (head_of + 1, _noun_end(words, head_of + 1, end))
            roles = [("owner", a, b) for _, a, b in parties(scene, words, (verb + 1, head_of), "owner")] + ([("owned", a, b) for _, a, b in parties(scene, words, own, "owned")] if own is not None and own[1] > own[0] else [])
        elif w.text in group("takes_over") and "passive" in before.phrases:  # 某厂2022年被某集团收购
            own = before.subject or None
            roles = [("owner", a, b) for _, a, b in parties(scene, words, before.phrases["passive"], "owner")]
            roles += [("owned", a, b) for _, a, b in parties(scene, words, own, "owned")] if own is not None else [("owned", *scene.subject)] if scene.subject is not None else []
        elif w.kind == "own_verb":
            after = right(words, verb, end)
            owner = before.phrases.get("by") or before.phrases.get("passive")
            if owner is not None and before.subject is not None:
                roles = [("owner", a, b) for _, a, b in parties(scene, words, owner, "owner")] + [("owned", a, b) for _, a, b in parties(scene, words, before.subject, "owned")]
            elif after.object is not None and before.subject is not None and is_party(words_of(words, before.subject)):
                owned = after.object
                stock = next((i for i in range(*owned) if re.search(r"股份|股权|股", words[i].text)), None)
                if stock is None and w.text not in ("控股", "全资拥有", "控股了", "收购了"):
                    continue
                owned = (owned[0], stock) if stock is not None and stock > owned[0] else owned
                while owned[1] > owned[0] and words[owned[1] - 1].kind in ("of", "num", "amount", "count"):
                    owned = (owned[0], owned[1] - 1)
                if owned[1] <= owned[0]:
                    continue
                roles = [("owner", a, b) for _, a, b in parties(scene, words, before.subject, "owner")] + [("owned", a, b) for _, a, b in parties(scene, words, owned, "owned")]
            else:
                continue
        elif w.kind == "owned_noun" and w.text in ("股东", "所有者", "实际控制人", "母公司"):
            copula = verb + 1 + (verb + 1 < end and words[verb + 1].kind == "adv")
            if copula + 1 >= end or words[copula].text not in ("是", "为", "系") or before.inside:
                continue  # 甲的大股东是乙
            of = next((i for i in range(verb - 1, start, -1) if words[i].kind == "of"), None)
            if of is None:
                continue
            roles = [("owner", a, b) for _, a, b in parties(scene, words, (copula + 1, end), "owner")] + [("owned", a, b) for _, a, b in parties(scene, words, (start, of), "owned")]
        elif w.kind == "owned_noun" and w.text not in ("股东", "母公司", "所有者", "实际控制人", "旗下", "下属"):
            link = next((i for i in range(start, verb) if words[i].text in ("是", "为", "系")), None)
            if link is None:
                continue
            owner = (link + 1, verb)
            while owner[1] > owner[0] and words[owner[1] - 1].kind in ("of", "adv"):
                owner = (owner[0], owner[1] - 1)
            first = left(words, start, link).subject
            if owner[1] <= owner[0] or first is None:
                continue
            roles = [("owner", a, b) for _, a, b in parties(scene, words, owner, "owner")] + [("owned", a, b) for _, a, b in parties(scene, words, first, "owned")]
        else:
            continue
        roles = [r for r in roles if is_party(scene.text[r[1] : r[2]]) or sounds(scene.text[r[1] : r[2]])]
        if {r for r, _, _ in roles} == {"owner", "owned"}:
            return Told("ownership", *chars(words, (start, end)), tuple(roles), before.negated)
    return None


def status(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    for at in range(start, end):
        if words[at].kind == "stall" or (words[at].text in ("暂停", "中止", "停止") and at + 1 == end) or (words[at].text in ("冻结", "搁置", "取消", "中断", "推迟") and at > start and words[at - 1].kind == "passive" and at + 1 == end):
            before = left(words, start, at)
            first, last = lead(words, start, at)[0], at
            while last > first and words[last - 1].kind in ("adv", "time", "aux", "will"):
                last -= 1
            if last > first and words[last - 1].kind == "passive":
                last -= 1
            while last > first and words[last - 1].kind in ("adv", "time", "aux", "will"):
                last -= 1
            if words[start].kind == "as":
                continue  # 由于供应中断
            if last <= first or before.inside - {"send_verb", "buy_verb", "supply_verb", "make_verb"} or words[last - 1].kind not in ("status_noun", "cooperation_noun", "trade_noun", "cooperate", "make_verb", "send_verb", "buy_verb", "supply_verb"):
                continue
            state = at - (words[at - 1].kind == "passive")  # 被冻结
            roles = (("subject", *chars(words, (first, last))), ("state", words[state].start, words[end - 1].end))
            return Told("status", *chars(words, (start, end)), roles)
    return None


def find(scene: Scene, words: Sequence[Word], start: int, end: int) -> Iterator[Told]:
    for rule in (steps.measure, cooperation, production, output, takes_part, ownership, status):
        told = rule(scene, words, start, end)
        if told is not None:
            yield told
