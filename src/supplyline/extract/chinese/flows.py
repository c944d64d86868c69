"""Which statistics of trade does a Chinese sentence tell? 对…出口增长, 从…进口…吨, 贸易额达, 有8成来自, 占…的…%."""

from __future__ import annotations

import re
from collections.abc import Sequence

from supplyline.extract.chinese.clauses import (
    NOUNS,
    Span,
    chars,
    filler,
    is_party,
    left,
    listed,
    party,
    right,
)
from supplyline.extract.chinese.numbers import AMOUNT
from supplyline.extract.chinese.scene import Roles, Scene, goods, lead, pair, parties, words_of
from supplyline.extract.chinese.supply import made_in, material
from supplyline.extract.chinese.text import Told, any_of, country_words, group, short_countries
from supplyline.extract.chinese.words import Word

_TRADE = re.compile(r"出口|供货|军售|进口|贸易|运往|流入|流向|出货|销往|输往|供应|输入|来自|购买|采购")


def find(scene: Scene, words: Sequence[Word], start: int, end: int, last: int) -> Told | None:
    """At most one in a clause; its numbers may stand in the clauses that follow, up to position `last`."""
    origin = next((i for i in range(start, end) if words[i].kind == "origin"), None)
    text = scene.text
    a, b = words[start].start, words[end - 1].end
    counted = last > end and end + 1 < last and (words[end + 1].kind in ("trade_noun", "abstract") or words[end + 1].text in ("金额", "数量", "总额", "价值", "规模"))
    if (last == end or counted) and (told := _relative(scene, words, start, end, last)) is not None:
        return told
    if origin is not None and re.compile(AMOUNT).search(text, a, b):
        return _from(scene, words, start, end, origin)
    if (told := _part(scene, words, start, end)) is not None:
        return told
    at = next((i for i in range(start, end) if words[i].kind == "trade_noun" or (words[i].text in ("出口", "进口", "输出", "运输") and words[i].kind != "noun") or words[i].text == "贸易"), None)
    if at is None:  # 对某国的天然气供应增至…
        at = next((i for i in range(start + 2, end) if words[i].text in group("supplies") and (i + 1 == end or words[i + 1].kind in ("rise", "fall", "will", "adv", "at", "time")) and any(w.kind in ("to", "from") for w in words[start:i]) and words[i - 1].kind in NOUNS), None)
    if at is None:  # 工具机输往俄罗斯金额已降为零
        goal = next((i for i in range(start + 1, end - 1) if words[i].kind == "goal_verb"), None)
        total = next((i for i in range(goal + 1, min(goal + 5, end)) if words[i].text in ("金额", "数量", "总额", "总值", "数额", "之")), None) if goal is not None else None
        if goal is None or total is None or not any(w.kind in ("rise", "fall", "amount") for w in words[total:last]):
            return None
        sent = left(words, start, goal)
        sender, whom = sent.subject, parties(scene, words, (goal + 1, total), "partner")[:1]
        if sender is None or not whom:
            return None
        if "from" in sent.phrases and not country_words()[1].search(words_of(words, sender)):  # 该机器从某国出口至…的金额
            senders = parties(scene, words, sent.phrases["from"], "reporter")[:1]
            return Told("trade_flow", a, words[end - 1].end, (*senders, *whom, *goods(words, sender)))
        rest = _rest(words, sender)
        named = [("reporter", x, y) for _, x, y in parties(scene, words, _first(words, sender), "reporter")[:1] if country_words()[1].search(text, x, y)]
        things = goods(words, rest if rest is not None and named else sender)
        return Told("trade_flow", a, words[last - 1].end, (*(named or [("reporter", *scene.subject)] if scene.subject else named), *whom, *things))
    if words[at].kind == "step_verb":
        return None
    tail = words[last - 1].end
    numbers = _moved(text, a, tail)
    who = "".join(w.text for w in words[start:at])
    if (
        words[at].kind != "trade_noun"
        and re.match(r"[^，]*?(?:公司|工厂|集团|企业|厂)(?:[^，]{0,16}(?:年|月|日|期间))?(?:从|自|向|对)", who)
        and not re.compile(rf"(?:{any_of('rise', 'fall')})").search(text, a, tail)
    ):
        return None  # one firm's deal is no statistic
    numbers = numbers or (at + 1 < end and any(w.kind in ("rise", "fall") for w in words[at + 1 : at + 4]) and any(w.kind in ("to", "from") for w in words[start:at]))
    if not numbers or not _TRADE.search(text, a, b):
        return None
    before = left(words, start, at)
    to, source = before.phrases.get("to"), before.phrases.get("from")
    roles: Roles = []
    subject = before.subject
    if before.inside & {"prevent", "step_verb", "cue"} and before.subject is None:
        return None
    both = pair(text, a, b)
    if both and not any(w.start == both[0][0] for w in words[start:end]):
        both = []  # 香港中转
    thing: Span | None = None
    goal = next((i for i in range(source[0] + 1, at) if words[i].kind == "goal"), None) if source is not None and to is None else None
    if goal is not None and source is not None and goal + 1 < at:  # 从甲到乙的出口额
        roles = parties(scene, words, (source[0], goal), "reporter")[:1] + parties(scene, words, _first(words, (goal + 1, at)), "partner")[:1]
        thing = _rest(words, (goal + 1, at))
    elif source is not None or to is not None:
        side = to if to is not None else source
        assert side is not None
        several = [r for part in listed(words, side) for r in parties(scene, words, part, "partner")[:1]]
        if len(several) > 1 and all(country_words()[1].fullmatch(text, x, y) for _, x, y in several):
            roles += several
        else:
            roles += parties(scene, words, _first(words, side), "partner")[:1]
            thing = _rest(words, side)
        roles = [("reporter", x, y) for _, x, y in parties(scene, words, subject, "reporter")[:1]] + roles
    elif both:
        roles = [("reporter", *both[0]), ("partner", *both[1])]
    elif "with" in before.phrases:
        roles = [("reporter", x, y) for _, x, y in parties(scene, words, subject, "reporter")[:1]]
        roles += parties(scene, words, _first(words, before.phrases["with"]), "partner")[:1]
    elif subject is not None and len(two := [r for part in listed(words, subject) for r in parties(scene, words, _first(words, part), "reporter")[:1] if country_words()[1].search(text, r[1], r[2])]) == 2:
        roles = [two[0], ("partner", *two[1][1:])]  # 甲和乙之间的贸易额
    elif subject is not None:
        roles += parties(scene, words, _first(words, subject), "reporter")[:1]
        thing = _rest(words, subject)
    if not any(r == "reporter" for r, _, _ in roles) and scene.subject is not None:
        roles = [("reporter", *scene.subject), *roles]
    given = goods(words, thing) if thing is not None else []
    given = [g for g in given if not re.search(r"(?:公司|企业|厂商|商家)$", text[g[1] : g[2]])]
    if not given and at + 1 < end and words[at].text in ("进口", "出口", "输出") and (behind := right(words, at, end).object) is not None and words[behind[0]].kind != "of" and not any(
        w.kind in ("rise", "fall") for w in words[behind[0] : behind[1]]
    ):
        given = [g for g in goods(words, behind) if not re.search(r"(?:额|量|值|金额|总额|商品)$", text[g[1] : g[2]])]
    if not given and at + 1 < end and words[at + 1].kind in ("noun", "of"):
        stop = next((i for i in range(at + 1, end) if words[i].kind not in ("noun", "of", "list", "and")), end)
        given = [g for g in goods(words, (at + 1, stop)) if not re.search(r"(?:额|量|值|金额|总额)$", text[g[1] : g[2]])]
    if not given:
        given = [g for g in scene.before("trade_flow", "goods") if not text[g[1] : g[2]].endswith("之间")] if not both and "with" not in before.phrases else []
    given = [g for g in given if text[g[1] : g[2]] not in ("同比", "环比") and not re.search(rf"(?:稳定|之间|{any_of('rise', 'fall')})$", text[g[1] : g[2]])]
    if given and not any(r == "partner" for r, _, _ in roles) and (made_there := made_in(text, given[0][1], given[0][2])) is not None and words[at].text.startswith("进口"):
        roles.append(("partner", *made_there))  # 进口俄罗斯原油
    if not any((r in ("reporter", "partner") and country_words()[1].search(text, x, y)) or (r == "reporter" and both) for r, x, y in roles):
        return None
    return Told("trade_flow", a, tail, tuple(dict.fromkeys(roles + given)), False, "expects" if before.will else None)


def _part(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """中国占俄罗斯机床进口总量的80%: what part of one country's trade is with another."""
    share = next((i for i in range(start, end) if words[i].kind == "share"), None)
    of = max((i for i in range(share + 1, end) if words[i].kind == "of"), default=None) if share is not None else None
    if share is None or of is None or not re.compile(AMOUNT).search(scene.text, words[of].start, words[end - 1].end):
        return None
    whole = (share + 1, of)
    trade = next((i for i in range(*whole) if words[i].text.startswith(("进口", "出口")) or words[i].kind == "trade_noun"), None)
    side = next((i for i in range(*whole) if country_words()[1].fullmatch(words[i].text)), None)
    first = lead(words, start, share)
    partner = [r for r in parties(scene, words, first, "partner")[:1] if is_party(scene.text[r[1] : r[2]])] if first[1] > first[0] else []
    own = country_words()[1].search(scene.text, *scene.subject) if scene.subject is not None else None
    whose = words[share + 1].text
    if own is None and whose in ("该国", "其"):
        own = max(country_words()[1].finditer(scene.text, max(0, words[share].start - 80), words[share].start), key=lambda m: m.start(), default=None)
    reporter = (words[side].start, words[side].end) if side is not None else own.span() if own is not None and whose in ("该国", "其") else None
    side = share + 1 if side is None else side
    if reporter is not None and partner and not any(w.kind == "to" for w in words[share:of]) and scene.text[slice(*reporter)] == scene.text[partner[0][1] : partner[0][2]]:
        return None
    if first[1] == first[0]:  # …，占该国进口总量的38%
        partner = [("partner", a, b) for _, a, b in scene.before("trade_flow", "partner") or scene.before("supply", "supplier")][:1]
    if trade is None and reporter is not None and partner:  # 甲占乙所获军民两用物项的80%
        first_of = next((i for i in range(side + 1, of) if words[i].kind in NOUNS and words[i].kind != "of"), of)
        given = goods(words, (first_of, of)) if first_of < of else []
        return Told("trade_flow", *chars(words, (start, end)), (("reporter", *reporter), *partner, *given)) if material(scene.text, given) else None
    if trade is None or reporter is None or side > trade or not partner:
        return None
    if (toward := next((i for i in range(side, trade) if words[i].kind == "to"), None)) is not None and toward + 1 < trade:  # 占甲对乙出口总额的
        partner = [("partner", words[toward + 1].start, words[toward + 1].end)]
        side = toward + 1
    ends = next((i for i in range(side + 1, of) if i != trade and (words[i].kind in ("abstract", "total", "share") or words[i].text in ("总量", "总额"))), of)
    pieces = [(a, b) for a, b in ((side + 1, trade), (trade + 1, ends)) if b > a]
    given = [g for piece in pieces for g in goods(words, piece)]
    return Told("trade_flow", *chars(words, (start, end)), (("reporter", *reporter), *partner, *(given or scene.before("trade_flow", "goods") or [("goods", *at) for at in scene.last.get("goods", ())])))


def _relative(scene: Scene, words: Sequence[Word], start: int, end: int, last_word: int) -> Told | None:
    """经香港运往俄罗斯的芯片（，金额）减少了28%: goods told by their way, and how they rose or fell."""
    tail = words[last_word - 1].end
    move = next((i for i in range(start, last_word) if words[i].kind in ("rise", "fall")), None)
    verb = next((i for i in range(start, move or start) if words[i].kind in ("send_verb", "goal_verb", "buy_verb")), None)
    of = max((i for i in range(start, min(move or start, end)) if words[i].kind == "of"), default=None)
    if move is None or verb is None or of is None or of < verb or not _moved(scene.text, words[move].start, tail):
        return None
    before = left(words, start, verb)
    if before.subject is not None and "from" in before.phrases:
        return None
    roles: Roles = []
    for mark, role in (("from", "reporter"), ("route", "reporter"), ("to", "partner")):
        if mark in before.phrases and not any(r == role for r, _, _ in roles):
            roles += parties(scene, words, before.phrases[mark], role)
    if not any(r == "reporter" for r, _, _ in roles):
        roles += parties(scene, words, before.subject, "reporter")
    if words[verb].kind == "goal_verb":
        stop = next((i for i in range(verb + 1, of) if words[i].kind in ("of", "comma")), of)
        roles += parties(scene, words, (verb + 1, stop), "partner") if stop > verb + 1 else []
    last = min(move, end)
    while last > of + 1 and words[last - 1].kind in ("adv", "time", "will", "aux"):
        last -= 1
    given = goods(words, (of + 1, last)) if last > of + 1 else []
    if not given or not any(country_words()[1].search(scene.text, a, b) for _, a, b in roles):
        return None
    return Told("trade_flow", words[start].start, tail, tuple(dict.fromkeys(roles + given)))


def _moved(text: str, a: int, b: int) -> bool:
    return bool(
        re.compile(rf"(?:{any_of('rise', 'fall')})[^，。；]{{0,6}}(?:\d|[一二两三四五六七八九十]+[倍成])|(?:大幅|显著|急剧|明显|迅速|快速|有所)(?:{any_of('rise', 'fall')})|分之|翻了?一番|一倍|倍增|减半").search(text, a, b)
        or re.compile(AMOUNT).search(text, a, b)
    )


def _from(scene: Scene, words: Sequence[Word], start: int, end: int, origin: int) -> Told | None:
    before = left(words, start, origin)
    partner = parties(scene, words, (origin + 1, end), "partner")[:1] if origin + 1 < end else []
    if before.subject is None or not partner or (not country_words()[1].search(text := scene.text, *partner[0][1:]) and not is_party(text[slice(*partner[0][1:])])):
        return None
    whole = before.subject
    known = scene.before("supply", "goods")
    if known and all(words[i].kind in ("amount", "num", "adv", "among", "relative") or words[i].text in ("一半", "多数", "大部分", "其中") for i in range(start, origin)):
        taker = [("reporter", a, b) for _, a, b in scene.before("supply", "recipient")[:1]]  # 其中75%来自香港
        several = [("partner", a, b) for _, a, b in parties(scene, words, (origin + 1, end), "partner")]
        return Told("trade_flow", *chars(words, (start, end)), (*taker, *several, *known)) if taker else None
    while whole[1] > whole[0] and words[whole[1] - 1].kind in ("amount", "count", "num", "of"):
        whole = (whole[0], whole[1] - 1)
    roles: Roles = []
    first = party(words, whole)
    m = country_words()[1].match(scene.text, words[whole[0]].start) if first is not None else None
    if m is not None:
        roles.append(("reporter", *m.span()))
        i = whole[0] + 1
        while i < whole[1] and words[i].text in ("境内", "国内", "的", "市场", "所", "方面"):
            i += 1
        whole = (i, whole[1])
    share = next((i for i in range(whole[0] + 1, whole[1] - 2) if words[i].kind in ("amount", "num") and words[i + 1].kind == "of"), None)
    if share is not None:  # 俄军无人机80%的关键元件
        whole = (share + 2, whole[1])
    given = goods(words, whole) if whole[1] > whole[0] else []
    head = lead(words, start, origin)
    if not roles and head[1] > head[0] and (m := country_words()[1].match(scene.text, words[head[0]].start)):
        roles.append(("reporter", *m.span()))
    cue = max((i for i in range(start, origin) if words[i].kind == "cue"), default=start - 1)
    if not roles and (at := next((i for i in range(cue + 1, origin) if words[i].text in country_words()[0]), None)) is not None:
        roles.append(("reporter", words[at].start, words[at].end))  # 俄罗斯进口的零件中约八成
    if not roles and head[1] > head[0] and words[head[0]].text[0] in short_countries() and words[head[0]].text[1:] in ("军", "方", "国", "军队", ""):
        roles.append(("reporter", *chars(words, (head[0], head[0] + 1))))
    if not roles:
        roles = scene.before("supply", "recipient")
        roles = [("reporter", a, b) for _, a, b in roles][:1]
    if not given:
        return None
    return Told("trade_flow", *chars(words, (start, end)), tuple(roles + partner + given))


def _first(words: Sequence[Word], span: Span) -> Span:
    """The country at the head of 对俄罗斯的机床."""
    for i in range(*span):
        if country_words()[1].fullmatch(words[i].text) or words[i].text in "中美俄欧朝伊乌日韩英华":
            return span[0], i + 1
    return span


def _rest(words: Sequence[Word], span: Span) -> Span | None:
    a = _first(words, span)[1]
    while a < span[1] and words[a].kind in ("of", "adv", "time"):
        a += 1
    found = filler(words, (a, span[1])) if a < span[1] else None
    if found is None or re.search(r"^(?:企业|公司|海关|政府)", words_of(words, found)):
        return None
    return found
