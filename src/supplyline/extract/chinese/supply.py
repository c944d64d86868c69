"""Who gives what to whom, in Chinese? 向…提供, 从…进口, 把…运往, …提供给, 流入, 来自."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from supplyline.extract.chinese.clauses import (
    NOUNS,
    Left,
    Right,
    Span,
    chars,
    filler,
    is_party,
    is_party_tail,
    left,
    listed,
    right,
)
from supplyline.extract.chinese.scene import Roles, Scene, goods, made, parties, pointed, words_of
from supplyline.extract.chinese.text import (
    PRESS,
    Told,
    country_words,
    english,
    folded,
    group,
    short_countries,
)
from supplyline.extract.chinese.words import Word

GIVES = frozenset(("supply_verb", "send_verb", "goal_verb", "buy_verb", "arm_verb"))
BLOCK = frozenset(("step_verb", "prevent", "fall"))


def find(scene: Scene, words: Sequence[Word], start: int, end: int) -> Iterator[Told]:
    done = -1
    for verb in range(start, end):
        if words[verb].kind not in GIVES or verb <= done or (verb + 1 < end and words[verb + 1].text in group("nominal")):
            continue
        reason = next((i for i in range(start, verb) if words[i].kind == "as"), None)
        over = next((j for j in range(verb + 1, end) if words[j].text in group("as_end")), None) if reason is not None else None
        if reason is not None and over is not None and not any(w.text == "而" for w in words[over : over + 1]):
            subject, scene.subject = scene.subject, None  # 以为某国采购零件为由: who did it is not the subject
            told = _one(scene, words, reason + 1, over, verb)
            scene.subject = subject
        else:
            told = _one(scene, words, start, end, verb)
        if told is not None:
            yield told[0]
            done = told[1]


def _one(scene: Scene, words: Sequence[Word], start: int, end: int, verb: int) -> tuple[Told, int] | None:
    kind = words[verb].kind
    if verb > start and words[verb - 1].kind == "of":  # 从俄罗斯的进口, 六批化学品的交付
        return (told, verb + 1) if kind == "send_verb" and (told := _cases(scene, words, start, verb)) else None
    if kind == "buy_verb" and verb > start and words[verb - 1].kind == "to" and any(w.kind == "of" for w in words[verb:end]):
        return None  # 对购买某国石油的国家…: it only tells which
    before = left(words, start, verb)
    if before.inside & BLOCK and not before.negated:
        return None
    after = right(words, verb, end)
    if any(words[i].text in ("如何", "怎样", "怎么", "是否", "能否") for i in range(start, verb)):
        return None  # 调查机器如何流入: asked, not told
    if any(words[i].text in group("cannot") and not any(w.kind == "of" for w in words[i:verb]) for i in range(start, verb)):
        return None  # 未能交付, 无法从某国获得
    if after.object is not None and words[after.object[0]].kind in ("step_verb", "stall"):
        return None  # 对某国的出口已停止
    if before.inside & {"stall"} or any(words[i].text in group("lets") for i in range(start, verb)) or any(words[i].text in ("禁止", "不予") for i in range(verb + 1, end)):
        return None  # 可以恢复出口: a rule
    if words[start].text in ("较", "比", "相较于", "相比"):
        return None  # 较运往某国的多三成
    if before.subject is None and after.object is not None and words[after.object[1] - 1].text == "时":
        return None  # 进口无人机时
    role_of_verb = "recipient" if kind == "buy_verb" else "supplier"
    helps = max((i for i in range(start, verb) if words[i].kind == "help" and words[i].text in ("帮助", "协助", "助", "帮")), default=None) if kind == "buy_verb" else None
    subject = before.subject if before.subject is not None and _names(words, before.subject) else None
    roles: Roles = []
    given: Roles = []
    to, source = before.phrases.get("to"), before.phrases.get("from")
    if subject is None and before.subject is not None and to is not None and kind in ("supply_verb", "send_verb") and unknown(scene.text, words, before.subject):
        subject = before.subject  # 曼谷向俄罗斯提供…: a name that no table knows
    if kind == "arm_verb" and verb > start and words[verb - 1].kind == "as":
        return None
    if kind == "arm_verb" and to is not None and after.object is not None and material(scene.text, goods(words, after.object)):
        kind = "supply_verb"  # 对俄支援炮弹
    if kind == "arm_verb":
        who = parties(scene, words, subject, "supplier") or ([("supplier", *scene.subject)] if scene.subject and before.subject is None else [])
        whom = parties(scene, words, after.object, "recipient")
        named = words_of(words, after.object) if after.object is not None else ""
        if words[verb].text in ("支援", "援助", "支持") and not re.search(r"(?:军|军方|军队|军工|军工厂|国防工业|军事工业)$", named):
            return None
        if words[verb].text == "军援" and after.object is not None and any(words[i].kind == "count" for i in range(*after.object)):
            given = goods(words, after.object)
            whom = scene.before("supply", "recipient")
            return (Told("supply", *chars(words, (start, end)), tuple(who + whom + given)), end) if who and given else None
        text = words[verb].text
        if text.endswith("俄") and not whom:
            whom = [("recipient", words[verb].end - 1, words[verb].end)]
        if not who or not whom:
            return None
        return Told("supply", words[start].start, words[end - 1].end, tuple(who + whom), before.negated), after.end
    if kind == "send_verb" and (after.object is None or words[after.object[0]].kind == "of") and (told := _cases(scene, words, start, verb)):
        return told, verb + 1
    if kind == "goal_verb":
        given, roles = _to_a_place(scene, words, verb, before, after, subject)
    else:
        obj, head = after.object, after.head
        by_maker = False
        makes = next((i for i in range(*obj) if words[i].kind == "make_verb"), None) if obj is not None else None
        if makes is not None and obj is not None and head is not None and source is None and kind == "buy_verb" and makes + 2 == head[0]:  # 接收（由）某厂制造的无人机
            maker = (obj[0] + (words[obj[0]].kind in ("by", "origin")), makes)
            if maker[1] > maker[0] and (is_party(words_of(words, maker)) or words[obj[0]].kind == "by"):
                source, obj, head, by_maker = maker, head, None, True
        elif kind == "buy_verb" and source is None and obj is not None and (makers := [mk for part in listed(words, obj) if (mk := made(words, part)[0]) is not None]):
            roles += [r for maker in makers for r in _makers(scene, words, maker)]  # 接收数十架某厂生产的无人机
            head = None
        elif obj is not None and words[obj[0]].kind == "origin" and head is not None:  # 取得来自台湾的零件
            source = (obj[0] + 1, head[0] - 1) if source is None and head[0] - 1 > obj[0] + 1 else source
            obj, head = head, None
        chained: Span | None = None
        if words[verb].text == "供货" and obj is not None and is_party(words_of(words, obj)):
            roles = [*parties(scene, words, obj, "supplier"), *parties(scene, words, before.phrases.get("to"), "recipient")]
            return (Told("supply", *chars(words, (start, end)), tuple(roles)), after.end) if len(roles) > 1 else None
        if obj is not None and (chained := _chained(words, start, verb, obj)):
            head = chained
        if head is not None and obj is not None and words[head[1] - 1].text in group("abstract"):  # 提供武器的情况
            obj, head = (obj[0], head[0] - 1) if head[0] - 1 > obj[0] else obj, None
        firm = head is not None and is_party_tail(words, head)
        if firm and head is not None and re.search(r"(?:油轮|船|船只|船舶|船队|舰队)$", words_of(words, head)):
            return None  # 运输石油的油轮: ships carry, they do not give
        if chained is None and not firm and any(words[i].kind == "to" and words[i + 1].kind in ("to", "from") for i in range(start, verb)):
            return None  # 对向某国出售…的制裁: told of the sanctions
        link = next((i for i in range(start, verb) if words[i].text in ("是", "成为", "系", "仍是", "就是", "正是")), None)
        if head is not None and obj is not None and link is not None and _last(words, head) in group("supplier_noun", "hub"):  # 甲是向乙供应…的第二大供应国
            if _last(words, head) in group("hub") and subject is not None and subject[0] > link:
                roles += parties(scene, words, subject, "recipient")  # 甲是乙走私零件的枢纽
            roles += parties(scene, words, left(words, start, link).subject, "supplier")
            role_of_verb = "supplier"
            obj, head, subject = (obj[0], head[0] - 1) if head[0] - 1 > obj[0] else obj, None, None
            firm = False
        relative = head is not None and obj is not None and (subject is None or head is chained or firm) and is_party(words_of(words, head)) and head[0] - 1 > obj[0]
        if relative and head is not None and obj is not None:  # 向…出售…的公司: the company sells
            given = goods(words, (obj[0], head[0] - 1))
            if helps is not None and firm:  # 协助甲获取…的公司: the company is between
                roles += parties(scene, words, (helps + 1, verb), role_of_verb)
            roles += parties(scene, words, head, role_of_verb if helps is None or not firm else "via")
        elif obj is not None and words[obj[0]].kind == "of" and head is not None:  # 向…提供的机床
            if kind == "buy_verb" and source is None and to is None:
                return None
            given = goods(words, head)
            if not material(scene.text, given):
                return None  # 出口的曲线
        elif obj is not None and kind in ("supply_verb", "send_verb") and to is None and (split := _two(words, obj)):
            roles += parties(scene, words, (obj[0], split), "recipient")
            given = goods(words, (split, obj[1]))
        elif obj is not None:
            given = goods(words, obj)
        if not given and obj is None and kind == "send_verb" and before.subject is not None and subject is None and "by" not in before.phrases:
            given = goods(words, before.subject)  # 货物通过香港发运
        if kind in ("send_verb", "supply_verb") and obj is not None and to is None and subject is None and head is None and before.subject is not None and _names(words, obj):
            thing = goods(words, before.subject)  # 无人机已交付俄国
            if material(scene.text, thing):
                given, roles = thing, [*roles, *parties(scene, words, obj, "recipient")]
        if not given and "take" in before.phrases:
            given = goods(words, before.phrases["take"])
        roles += parties(scene, words, after.goal, "recipient") if after.goal else []
        if kind == "buy_verb":
            for_whom = to is not None and words[to[0] - 1].text in ("为", "给", "替", "代表")
            to = to if to is None or for_whom or words[to[0] - 1].text in ("向", "往") else None
            roles += _makers(scene, words, source) if by_maker and source else [("supplier", a, b) for _, a, b in parties(scene, words, source or (None if for_whom else to), "supplier")]
            if for_whom:  # 为某厂购买: the buyer is between
                roles += [("recipient", a, b) for _, a, b in parties(scene, words, to, "recipient")]
                role_of_verb = "via"
            if source is None and to is None and given and (origin := made_in(scene.text, given[0][1], len(scene.text))) is not None:
                roles.append(("supplier", *origin))  # 进口中国制无人机, 购买俄罗斯石油
            if (
                "by" not in before.phrases
                and source is None
                and (not given or (words[verb].text not in ("进口", "采购", "购买", "购入", "订购", "引进") and not material(scene.text, given)))
            ):
                return None
        elif to is not None and not (words[to[0] - 1].text == "为" and material(scene.text, [("goods", *chars(words, to))]) and not is_party(words_of(words, to))):  # 为导弹提供底盘
            roles += parties(scene, words, to, "recipient")
        if "by" in before.phrases:
            roles += parties(scene, words, before.phrases["by"], role_of_verb)
            given = given or (goods(words, before.subject) if before.subject and words_of(words, before.subject) not in group("goods_pronoun", "share_of") else [])
            if not given and kind == "buy_verb" and obj is None:
                given = [("goods", *at) for at in scene.last.get("goods", ())]  # 其中大部分由某厂买下
            if not given and obj is None and kind == "supply_verb":
                given = [("goods", *at) for at in scene.last.get("goods", ())]  # 其中多数由香港商家供货
        elif subject is not None and not relative and not any(r == role_of_verb for r, _, _ in roles):
            roles += parties(scene, words, subject, role_of_verb)
        if source is not None and kind != "buy_verb" and not _HARBOUR.search(words_of(words, source)):
            roles += parties(scene, words, source, "supplier")
    if kind != "buy_verb" and (made_by := _maker(words, start, before.subject)) and not any(r == "supplier" for r, _, _ in roles):
        roles += parties(scene, words, made_by, "supplier")
    if helps is not None and not any(r == "via" for r, _, _ in roles):
        helper = left(words, start, helps).subject  # 甲帮助乙采购: the helper is between
        between: Roles = parties(scene, words, helper, "via") if helper is not None else [("via", *scene.subject)] if scene.subject is not None else []
        roles += [r for r in between if is_party(scene.text[r[1] : r[2]]) and not any(r[1:] == x[1:] for x in roles)]
    ways = _ways(words, start, verb)
    if "route" in before.phrases and not ways:
        roles += parties(scene, words, before.phrases["route"], "via")
    roles += [r for way in ways for r in over(scene, words, way)]
    told_roles = {r for r, _, _ in roles}
    if not given and not (kind == "supply_verb" and words[verb].text in ("供货", "补给") and {"recipient"} <= told_roles):
        return None
    if not any(known(scene.text[a:b]) for r, a, b in roles if r in ("supplier", "recipient")):
        quiet = all(w.kind in ("adv", "time", "aux", "and", "verb", "pivot") for w in words[start:verb]) or "take" in before.phrases
        goes_on = (kind in ("supply_verb", "send_verb") or (kind == "buy_verb" and len(scene.before("cooperation", "party")) == 2)) and scene.subject is not None and quiet and known(scene.text[slice(*scene.subject)])
        if not (told_roles & {"supplier", "recipient"} or goes_on) or not (scene.subject or scene.last):
            return None
        if not material(scene.text, given):
            return None
    if "recipient" not in {r for r, _, _ in roles} and kind in ("supply_verb", "send_verb") and (helped := _helped(words, verb, end)):
        roles += parties(scene, words, helped, "recipient")
    if any(re.search(r"(?:船|船只|油轮|船舶|船队|舰队)$", scene.text[a:b]) for r, a, b in roles if r == "supplier"):
        return None
    if before.subject is not None and given and chars(words, before.subject)[0] <= given[0][1] < chars(words, before.subject)[1]:
        subject = before.subject  # the goods are the subject: who sends them is not said
    flows = kind == "goal_verb" and words[verb].text in group("flows") and "take" not in before.phrases
    roles = _filled(scene, roles, role_of_verb, bool(subject) or flows or "by" in before.phrases)
    if not {r for r, _, _ in roles} & {"supplier", "recipient"}:
        return None
    if "recipient" not in {r for r, _, _ in roles} and given and not material(scene.text, given):
        return None
    last = after.end if kind != "goal_verb" else end
    return Told("supply", *chars(words, (start, end)), tuple(dict.fromkeys(roles + given)), before.negated, _stance(before)), last - 1


_MADE_IN = re.compile(rf"({country_words()[1].pattern}|[{''.join(short_countries())}])(?:国)?[制产](?:造|的|出)?")


_FROM = re.compile(rf"({country_words()[1].pattern})的?(?=[\u3400-\u9fff“]{{2}})")


def made_in(text: str, a: int, b: int) -> tuple[int, int] | None:
    """中国 of 中国制晶片, 瑞典 of 瑞典轴承."""
    m = _MADE_IN.match(text, a, b) or _FROM.match(text, a, b)
    return m.span(1) if m is not None else None


def _stance(before: Left) -> str | None:
    return "expects" if before.will else None


def _to_a_place(scene: Scene, words: Sequence[Word], verb: int, before: Left, after: Right, subject: Span | None) -> tuple[Roles, Roles]:
    roles: Roles = []
    goal = after.object
    if words[verb].text.endswith("俄"):
        if goal is not None and before.subject is None and "take" not in before.phrases and not material(scene.text, goods(words, goal)):
            return [], []  # 输俄货品的资讯
        roles.append(("recipient", words[verb].end - 1, words[verb].end))
        if goal is not None and before.subject is not None and material(scene.text, goods(words, goal)):  # 朝鲜供俄炮弹
            return goods(words, goal), roles + parties(scene, words, before.subject, "supplier")
    elif goal is not None and "to" in before.phrases and material(scene.text, goods(words, goal)):  # 向朝鲜运入货柜
        return goods(words, goal), parties(scene, words, before.phrases["to"], "recipient") + parties(scene, words, subject, "supplier")
    elif goal is not None:
        head = after.head
        if head is not None and head[0] - 1 > goal[0] and material(scene.text, goods(words, head)) and "take" not in before.phrases:
            roles += parties(scene, words, (goal[0], head[0] - 1), "recipient")
            return goods(words, head), roles + parties(scene, words, subject, "supplier")
        if head is not None and head[0] - 1 > goal[0] and "take" not in before.phrases and not is_party(words_of(words, head)):
            return [], []  # 递交给盟国的文件
        roles += parties(scene, words, goal, "recipient")
    if not any(known(scene.text[a:b]) for _, a, b in roles) and "route" not in before.phrases:
        return [], []
    source = before.phrases.get("from")
    if "take" in before.phrases:
        given = goods(words, before.phrases["take"])
        roles += parties(scene, words, subject, "supplier")
    elif before.subject is not None and words_of(words, before.subject) in group("goods_pronoun"):
        given = [("goods", *at) for at in scene.last.get("goods", ())]  # 它们经…流入
    elif before.subject is not None and any(w.kind == "cue" for w in words[before.subject[1] : verb]):
        given = [("goods", *at) for at in scene.last.get("goods", ())]  # 专家认为其中大部分被出口到…
    elif before.subject is not None and not is_party_tail(words, before.subject):
        given = goods(words, before.subject)
        if "by" in before.phrases:
            roles += parties(scene, words, before.phrases["by"], "supplier")
    else:
        given = [] if source is not None else [("goods", *at) for at in scene.last.get("goods", ())]
        roles += parties(scene, words, before.phrases.get("by"), "supplier")
    if source is not None and not _HARBOUR.search(words_of(words, source)):
        roles += parties(scene, words, source, "supplier")
    if before.phrases.get("passive"):
        roles += parties(scene, words, before.phrases["passive"], "supplier")  # 被客户转给…
    return given, roles


def _helped(words: Sequence[Word], verb: int, end: int) -> Span | None:
    """提供图像，协助俄军…: whom it helps gets it."""
    for i in range(verb + 1, min(len(words) - 1, end + 4)):
        if words[i].kind == "help" and (words[i - 1].kind in ("comma", "adv", "noun", "party_tail", "use") or i == end):
            b = i + 1
            while b < len(words) and words[b].kind in ("noun", "party_tail"):
                b += 1
            if b > i + 1 and (country_words()[1].match(words[i + 1].text) or words[i + 1].kind == "party_tail"):
                return (i + 1, i + 2)
    return None


_HARBOUR = re.compile(r"(?:港|港口|口岸|机场|码头|火车站)$")
_CARRIER = re.compile(r"(?:船|船只|船舶|货轮|油轮|军舰|运输机|飞机|货机|列车|火车|卡车|车队)$")


def _ways(words: Sequence[Word], start: int, verb: int) -> list[Span]:
    """透过罗津港经海路, 从罗津港, 用船只: over what or by what it goes."""
    out: list[Span] = []
    for i in range(start, verb - 1):
        by = words[i].text in ("用", "利用", "使用", "动用")
        if words[i].kind not in ("route", "at", "from") and not by:
            continue
        j = i + 1
        while j < verb and (words[j].kind in ("noun", "party_tail", "list", "and", "count", "num") or (words[j].kind == "of" and words[i].kind == "route")):
            j += 1
        text = words_of(words, (i + 1, j))
        if j > i + 1 and (words[i].kind == "route" or (_CARRIER if by else _HARBOUR).search(text)):
            out.append((i + 1, j))
    return out


_NO_PLACE = re.compile(r"^[海陆空水铁公]路$")


def over(scene: Scene, words: Sequence[Word], way: Span) -> Roles:
    """Through whom or where, or by which carrier, goods go; 海路 names no place."""
    if _CARRIER.search(words_of(words, way)) and (found := filler(words, way)) is not None:
        return [("via", *chars(words, found))]
    return [r for r in parties(scene, words, way, "via") if not _NO_PLACE.search(scene.text[r[1] : r[2]])]


def _makers(scene: Scene, words: Sequence[Word], span: Span) -> Roles:
    """Who made it, by whole name: 泰国青山科技 is no country."""
    named = [f for part in listed(words, span) if (f := filler(words, part)) is not None]
    if any(words_of(words, f) in group("relative") for f in named):
        return parties(scene, words, span, "supplier")
    return [("supplier", *chars(words, f)) for f in named]


def _maker(words: Sequence[Word], start: int, subject: Span | None) -> Span | None:
    """印度生产的炮弹转运给…: who made what is given."""
    if subject is None or subject[0] - 2 < start or words[subject[0] - 1].kind != "of" or words[subject[0] - 2].kind != "make_verb":
        return None
    a = b = subject[0] - 2
    while a > start and words[a - 1].kind in ("noun", "party_tail"):
        a -= 1
    if a > start and words[a - 1].kind == "by" and a < b:
        return a, b
    return (a, b) if a < b and is_party(words_of(words, (a, b))) else None


def _chained(words: Sequence[Word], start: int, verb: int, obj: Span) -> Span | None:
    """针对向…出售…的公司的措施: the seller stands between two 的."""
    if not any(words[i].kind == "to" and words[i + 1].kind in ("to", "from") for i in range(start, verb)):
        return None
    ofs = [i for i in range(*obj) if words[i].kind == "of"]
    if not ofs:
        return None
    span = (ofs[0] + 1, ofs[1] if len(ofs) > 1 else obj[1])
    return span if span[1] > span[0] and is_party(words_of(words, span)) else None


def _cases(scene: Scene, words: Sequence[Word], start: int, verb: int) -> Told | None:
    """6次化学品运输: deliveries told as cases."""
    at = max((i for i in range(start, verb) if words[i].kind == "count" and words[i].text[-1] in "次批笔起宗"), default=None)
    last = verb - 1 if words[verb - 1].kind == "of" else verb
    first = at + 1 + (words[at + 1].kind == "among") if at is not None else verb
    if at is None or first >= last or any(words[i].kind not in NOUNS or words[i].kind in ("and", "of") for i in range(first, last)):
        return None
    given = goods(words, (first, last))
    roles = scene.before("supply", "supplier") + scene.before("supply", "recipient")
    return Told("supply", words[at].start, words[verb].end, tuple(roles + given)) if given and roles else None


def unknown(text: str, words: Sequence[Word], span: Span) -> bool:
    """May a noun phrase be the name of a giver? Neither goods, nor abstract, nor a count."""
    last = words[span[1] - 1]
    a, b = chars(words, span)
    return (
        last.kind == "noun" and 2 <= b - a <= 20 and last.text not in group("abstract", "no_goods", "matter") and not material(text, [("goods", a, b)])
        and not any(words[i].kind in ("of", "count") for i in range(*span)) and not re.search(r"(?:情况|问题|消息|报道|行动|战争|时间|方式|基础|一方|信息)$", text[a:b])
    )  # fmt: skip


def _last(words: Sequence[Word], span: Span) -> str:
    """The last word without the quotation marks it may stand in."""
    return re.sub(r"^.*(?:主要|关键|重要|最大)|[“”]", "", words[span[1] - 1].text)


def _names(words: Sequence[Word], span: Span) -> bool:
    text = words_of(words, span)
    return is_party(text) or text in group("relative") or pointed(text) is not None


def known(text: str) -> bool:
    return country_words()[1].search(text) is not None or text[:1] in short_countries() or is_party(text)


def material(text: str, given: Roles) -> bool:
    things = [text[a:b] for _, a, b in given if not text[a:b].endswith(tuple(group("place_tail")))]
    return any(w in thing for thing in things for w in folded("goods")) or any(thing.endswith(tuple(group("goods_tail"))) for thing in things)



def _two(words: Sequence[Word], obj: Span) -> int | None:
    """提供莫斯科超过6000个货柜: a country, then what it is given."""
    a, b = obj
    while a < b - 1 and words[a].kind in ("count", "amount", "num", "adv"):
        a += 1
    if words[a].text not in country_words()[0] and words[a].text not in ("俄军", "俄方", "军方"):
        return None
    i = a + 1
    while i < b and words[i].kind == "party_tail":
        i += 1
    if (
        i < b
        and (words[i].kind in ("count", "amount", "num") or (words[i].kind in NOUNS and words[i].kind not in ("of", "list", "and")))
        and not any(w.kind == "of" for w in words[i:b])
    ):
        return i
    return None


_PAPERS = re.compile(rf"{PRESS.pattern}|(?:海关|数据|资料|报告|文件|记录|调查|研究|情报|财政部|商务部|国务院|外交部|经济部|情报局|情报部门|国情院|情报院|国防部|委员会|理事会|办公室|法院|检察院|警方|白宫|发言人|官员|专家|总局|本部)$")


def _filled(scene: Scene, roles: Roles, role_of_verb: str, own: bool) -> Roles:
    """A subject left out is that of the clause before; the other side is who it was before."""
    have = {r for r, _, _ in roles}
    if role_of_verb not in have and scene.subject is not None and not own and not _PAPERS.search(scene.text[slice(*scene.subject)]):
        taken = {(a, b) for _, a, b in roles}
        who = english(scene.text[slice(*scene.subject)], "party")
        if scene.subject not in taken and not any(who == english(scene.text[a:b], "party") for a, b in taken):
            roles = [(role_of_verb, *scene.subject), *roles]
    for role in ("supplier", "recipient") if role_of_verb != "via" else ():
        have = {r for r, _, _ in roles}
        if role not in have:
            names = {scene.text[a:b] for _, a, b in roles}
            told = [r for r in scene.before("supply", role) if scene.text[r[1] : r[2]] not in names]
            known = {english(n, "party") for n in names}
            partners = [p for p in scene.before("cooperation", "party") if english(scene.text[p[1] : p[2]], "party") not in known]
            if not told and len(partners) == 1:  # 甲与乙签约，由甲提供…
                told = [(role, *partners[0][1:])]
            if not told and role == "recipient" and scene.toward is not None and english(scene.text[slice(*scene.toward)], "party") not in known:
                told = [(role, *scene.toward)]  # 向甲派出…，并交付…
            roles = roles + told
    return roles
