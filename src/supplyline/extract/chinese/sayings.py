"""Who says it in a Chinese sentence, with which word, what exactly, and who passes it on?

Speaker before the cue ("外交部发言人毛宁表示"), "据…报道", and label lines ("郭嘉昆：…", "答：…"). A source that only
passes on what another says is `via`. Time, place and audience of the saying are no part of the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from supplyline.extract.chinese.clauses import NOUNS, chars, clauses, is_party
from supplyline.extract.chinese.dates import day_in
from supplyline.extract.chinese.numbers import TIME
from supplyline.extract.chinese.scene import lead, words_of
from supplyline.extract.chinese.speakers import PAPER, Speakers, Who, person, speaker, who_is
from supplyline.extract.chinese.text import (
    MOST,
    PRESS,
    Page,
    Saying,
    any_of,
    country_words,
    either,
    folded,
    group,
    short_countries,
    strip,
    whole,
)
from supplyline.extract.chinese.words import Word
from supplyline.extract.chinese.words import words as words_in

_OWN_SIDE = re.compile(r"^(?:.方|我们|我国|双方|各方|政府)$")
_EDGE = '“”"，：。； '


def label(page: Page, start: int, speakers: Speakers) -> Saying | None:
    """ "郭嘉昆：…", "答：…": to the end of the paragraph."""
    m = re.compile(r"([^，。：！？\s“”]{1,20})：(?=“?[^\n]{4})").match(page.text, start)
    if m is None or re.search(r"[问]", m[1]) or (len(m[1]) > 1 and re.search(r"(?:记者|注|图|时间|来源|编辑|责编|作者|标题|撰文|如下|包括|日期|是|为|有)$", m[1])):
        return None
    if len(m[1]) > 4 and re.search(rf"(?:{either(frozenset(folded('cues')))})$", m[1]):
        return None  # 某官员还说：…
    line = page.text.find("\n", start)
    a, b = strip(page.text, m.end(), line if line >= 0 else len(page.text), _EDGE)
    b = min(b, a + MOST)
    if b - a < 4:
        return None
    if m[1] in ("答", "发言人"):
        who = speakers.titled
        if who is None:
            return None
        return Saying(who[0], who[1], None, m.span(1), (a, b), "asserts")
    known = person(m[1]) or speakers.persons.get(m[1])
    if known is None and not (2 <= len(m[1]) <= 4 and not _cue_in(m[1])) and not (is_party(m[1]) and len(m[1]) <= 16) and not PRESS.search(m[1]) and not PAPER.search(m[1]):
        return None
    name, role = known or (m[1], None)
    return Saying(m.span(1), name, role, (m.end(1), m.end(1) + 1), (a, b), "asserts")


def _cue_in(text: str) -> bool:
    return re.search(either(frozenset(folded("cues"))), text) is not None


def find(page: Page, words: Sequence[Word], start: int, end: int, speakers: Speakers) -> list[Saying]:
    text = page.text
    led = _lead(page, start, end, speakers)
    found: list[Saying] = []
    stance_of = folded("cues")
    at = led.content[0] if led is not None else start
    pieces = list(clauses(words))
    open_: list[tuple[Saying, int]] = []
    for a, b in pieces:
        i = a
        while i < b:
            w = words[i]
            if (
                w.kind != "cue"
                or w.start < at
                or _nominal(words, i, b)
                or (w.text in group("replies") and any(words[j].text == "时" and (j + 1 == b or words[j + 1].kind == "cue") for j in range(i + 1, b)))
            ):
                i += 1
                continue
            last = i
            while last + 1 < b and (words[last + 1].kind == "cue" or (words[last + 1].kind in ("adv", "will") and last + 2 < b and words[last + 2].kind == "cue")):
                last += 1
            cue = words[last] if stance_of[words[last].text] != "asserts" or stance_of[w.text] == "asserts" else w
            by = next((j for j in range(a + 1, i) if words[j].kind == "passive"), None)
            if by is not None and by + 1 < i and stance_of[cue.text] in ("asserts", "suspects") and (accuser := who_is(page, words, (by + 1, i), speakers)) is not None and accuser.name not in group("relative"):
                content = whole(text, *strip(text, words[last].end, end, _EDGE))  # 被外界质疑…, 被某国指…
                if content[1] - content[0] > 3:
                    found.append(Saying(accuser.span, accuser.name, accuser.role, (cue.start, cue.end), content, stance_of[cue.text]))
                    open_.append((found[-1], words[a].start))
                i = last + 1
                continue
            if by is not None and by + 1 < i and stance_of[cue.text] == "denies" and (denier := who_is(page, words, (by + 1, i), speakers)) is not None:
                found.append(Saying(denier.span, denier.name, denier.role, (cue.start, cue.end), chars(words, (a, by)), "denies"))  # 这一说法遭某人否认
                open_.append((found[-1], words[a].start))
                i = last + 1
                continue
            who = speaker(page, words, a, i - _paper_says(words, i), speakers, bool(found), w.text)
            if _paper_says(words, i) and (wrote := next((j for j in range(a, i) if words[j].kind == "by"), None)) is not None:  # 由某处撰写的报告称
                last_of = next(j for j in range(wrote + 1, i) if words[j].kind not in NOUNS or words[j].kind == "of")
                who = who_is(page, words, (wrote + 1, last_of), speakers) if last_of > wrote + 1 else who
            if last > i and i > a and w.text in group("some_say") and words[i - 1].text in ("有", "另有", "也有"):
                who = Who((w.start, w.end), w.text, None)  # 有分析认为
            if words[a].text == "当" and who is not None:
                who = None
            if who is not None and who.name in group("evidence") and speakers.last is not None and not found:
                who = Who(speakers.last.speaker, speakers.last.name, speakers.last.role, speakers.last.via)  # 也有迹象显示
            if w.text in group("points") and not _points(words, i, b):
                who = None
            if w.text in ("威胁", "扬言") and last == i and not ((i + 1 < b and words[i + 1].kind in ("will", "step_verb", "impose", "to", "pivot", "take")) or text[w.end : w.end + 1] in "要将对会"):
                who = None  # 威胁供应链安全
            if who is None or (w.text in group("weak_cue") and not (is_party(who.name) or who.role or who.name in folded("persons") or who.name.endswith(tuple(folded("persons"))) or PRESS.search(who.name) or who.name in speakers.persons or PAPER.search(who.name))) or (w.text in ("转而", "加大")):
                i = last + 1
                continue
            stop = asks if (asks := text.find("请问", words[last].end, end)) > 0 else end
            if re.search(r"(?:时|之际|后|一事|问题|的(?:言论|表态|说法|呼吁))$", text[words[a].start : words[b - 1].end]) and b < len(words) and words[b].text == "，" and b - last > 2:
                stop = words[b - 1].start if words[b - 1].text in ("时", "后") or words[b - 2].kind == "of" else words[b - 1].end
            if stance_of[cue.text] == "calls_for" and (more := text.find("，并将", words[last].end, stop)) > 0:
                stop = more
            begins = words[last].end
            if cue.text in group("tells"):  # 告诉某报，…
                heard = next((j for j in range(last + 1, b + 1) if j == b or words[j].kind not in NOUNS), b)
                begins = words[heard - 1].end if heard == b < len(words) else begins
            content = whole(text, *strip(text, begins, stop, _EDGE + "了"))
            if content[1] - content[0] < 3 and not found and (quoted := _quoted(text, start)) is not None and text[start : words[a].start].strip("，") == "":
                content = quoted  # “…。”他说。
            elif content[1] - content[0] < 3:
                content = strip(text, start, min(who.span[0], words[a].start) if words[a].start > start else who.span[0], _EDGE)
                if content[1] - content[0] < 4 or found:
                    i = last + 1
                    continue
            source = _lead(page, *content, speakers)
            if source is not None and not _OWN_SIDE.search(source.name) and source.cue[0] == content[0] and who.via is None:  # 他表示，据某部掌握的情况…
                who, content = Who(source.speaker, source.name, None, who.span), source.content
            if who.via is None and (heard_by := _INTERVIEW.search(text, who.span[1], words[i].start)) is not None:
                who = replace(who, via=(max(heard_by.start("by"), text.rfind("《", *heard_by.span("by"))), heard_by.end("by")))
            said = Saying(who.span, who.name, who.role, (cue.start, cue.end), content, stance_of[cue.text], who.via, day_in(page, start, words[i].start))
            open_.append((said, words[a].start))
            found.append(said)
            speakers.last = said if is_party(said.name) or not PAPER.search(said.name) else speakers.last
            i = last + 1
            if words[last].end < end and text[words[last].end] == "，":
                break
    found = _nested(page, found, open_, led, start, end) + claims(page, start, end)
    for first, second in pairwise(found):
        if first.stance == "denies" and first.name == second.name and second.cue[0] >= first.content[1] and second.cue[0] - first.content[1] <= 4 and (rejects(text[slice(*second.content)]) or _ANAPHOR.match(text, *second.content)):
            found = [replace(first, content=(first.content[0], second.content[1])) if s is first else s for s in found if s is not second]  # 否认…，称其纯属捏造
            break
    found = [_stanced(page, s) for s in found if s.content[1] - s.content[0] >= 3]
    for s in found:
        if PRESS.search(s.name) or s.via:
            speakers.press = s.via or s.speaker
        speakers.note(s)
    if not found and led is not None:
        found = [_stanced(page, led)]
    return found


_ANAPHOR = re.compile(r"“?(?:其|这|此|该|有关|相关|上述)")


def _quoted(text: str, start: int) -> tuple[int, int] | None:
    """The quotation that ends right before a sentence, without its marks."""
    end = start
    while end > 0 and text[end - 1] in "，。 ":
        end -= 1
    opens = text.rfind("“", 0, end) if text[end - 1 : end] == "”" else -1
    return strip(text, opens + 1, end - 1, _EDGE) if opens >= 0 and 4 <= end - opens <= MOST and "\n" not in text[opens:end] else None


def _points(words: Sequence[Word], i: int, end: int) -> bool:
    """甲指乙…, 指其…: a word of one character is a cue before a party that acts."""
    if i + 1 >= end:
        return i > 0 and words[i - 1].text in ("又", "还", "亦", "并", "也")
    return words[i + 1].kind == "relative" or is_party(words[i + 1].text) or words[i + 1].kind == "count"


_INTERVIEW = re.compile(rf"(?:接受|在(?!接受))(?P<by>《[^》]{{2,16}}》|[^，。《》]{{1,12}}?(?:{PRESS.pattern.removesuffix('$')}))(?:记者)?的?(?:独家|电话|书面|视频|电视)?(?:采访|专访|访问|访谈|提问|书面答复)")


_CLAIM = re.compile(
    r"(?:(?P<who>[^，。；“”]{2,16}?)(?:的|此前的)(?:说法|指控|指责|主张|论断|声明)(?:，?(?:即|也就是)|称)(?P<a>[^。；]{6,120})"
    r"|(?:有关|关于|所谓)(?P<b>[^，。；]{6,60}?)的(?P<n>(?:不实|相关|有关|虚假|最新|所谓)?(?:说法|指控|指责|报道|报导|消息|传闻|传言|言论|宣称|新闻)))"
)


def claims(page: Page, start: int, end: int) -> list[Saying]:
    """甲的说法，即…; 甲有关…的报道: a noun that tells what somebody claims."""
    out: list[Saying] = []
    for m in _CLAIM.finditer(page.text, start, end):
        a = m.start("who") if m["who"] else max(start, m.start() - 16)
        b = m.end("who") if m["who"] else m.start()
        cut = words_in(page.text, a, b)
        first = len(cut)
        while first and cut[first - 1].kind in ("noun", "party_tail"):
            first -= 1
        if first == len(cut) or not (is_party(words_of(cut, (first, len(cut)))) or PRESS.search(words_of(cut, (first, len(cut))))):
            continue
        who = chars(cut, (first, len(cut)))
        content = strip(page.text, *(m.span("a") if m["a"] else m.span("b")), _EDGE)
        cue = m.span("n") if m["n"] else (m.end("who"), m.start("a"))
        out.append(Saying(who, page.span(*who).text, None, cue, content, "asserts"))
    return out


def _paper_says(words: Sequence[Word], i: int) -> bool:
    """甲的报告指出: a paper and its verb in one word."""
    return i > 0 and words[i - 1].kind == "of" and re.fullmatch(r"(?:报告|报道|报导|声明|研究|评估)(?:指出|称|说|显示|认为|表示)", words[i].text) is not None


def _nominal(words: Sequence[Word], i: int, end: int) -> bool:
    """公布的清单, 的报道, 反对的: a cue that is no verb here."""
    after = words[i + 1] if i + 1 < end else None
    before = words[i - 1] if i else None
    if words[i].text == "公告":
        return before is None or before.kind not in ("time", "noun", "party_tail", "adv") or not (after is None or after.kind in ("comma", "will", "take", "list_verb", "adv", "step_verb"))
    if words[i].text in group("cite") and after is not None and after.text.endswith(("法", "条例", "法案", "条款", "决议")):
        return True  # 援引某法
    if before is not None and before.text == "以":
        return True  # 以评估影响
    if _paper_says(words, i):
        return False
    if words[i].text in group("no_reply") and any(w.kind == "neg" or w.text in ("拒绝", "不愿", "拒不", "无法") for w in words[max(0, i - 2) : i]):
        return True  # 未回应…, 拒绝透露…
    if before is not None and before.kind == "count" and any(w.kind == "of" for w in words[i:end]):
        return True  # 一批拟转运的…
    if words[i].text in ("倡议", "计划") and after is not None and (after.kind == "time" or after.text in ("已", "已经", "将")):
        return True  # 某国倡议今年已交付…
    if (after is not None and after.kind in ("of", "passive")) or (before is not None and before.kind in ("of", "passive")):
        return True
    if before is not None and before.text in ("该", "此", "相关", "有关", "上述", "这") and words[i].text in ("报道", "报导", "报告", "声明", "分析", "评估", "说明"):
        return True
    return before is not None and before.kind in ("impose", "take_step") and words[i].text in ("报告", "声明", "分析")


def _lead(page: Page, start: int, end: int, speakers: Speakers) -> Saying | None:
    """据…报道, 根据…数据, 报道称: who passes it on, or speaks where nobody else does."""
    text = page.text
    m = re.compile(
        rf"(?:{any_of('lead')})(?P<s>[^，。]{{1,40}}?)(?:{_DATES})?(?:独家|最新|网站|当天|(?:援引|引述|引用)(?P<x>[^，]{{2,20}}?))?(?P<c>{any_of('lead_end')})(?:（[^）]*）)?(?P<e>称|显示|指出|推算|推测|分析|估计|测算)?(?:，|：|$|(?<=[称示出]))"
    ).match(text, start, end)
    if m is not None:
        a, b = strip(text, m.start("s"), m.end("c") if PAPER.search(m["c"]) else m.end("s"))
        b = a + len(re.sub(rf"(?:的|说法|{_DATES}|日前|近日|当天|最新|独家|公开|公布|网站)+$", "", text[a:b]))
        if b > a and m["x"]:  # 据某报援引知情人士报道
            content = strip(text, m.end(), end, _EDGE)
            cited = m.span("x")
            return Saying(cited, page.span(*cited).text, None, (start, start + 1), content, "asserts", (a, b), day_in(page, start, m.end())) if content[1] - content[0] >= 4 else None
        if b > a and text[a:b] not in ("悉", "了解"):
            content = strip(text, m.end(), end, _EDGE + "称的，")
            if content[1] - content[0] >= 4:
                cut = re.search(r"(?:援引|引述)([^，]{2,20})$", text[a:b])
                if cut:
                    a += cut.start(1)
                cut_words = words_in(text, a, b)
                first = lead(cut_words, 0, len(cut_words))
                body = words_of(cut_words, first)
                if first[0] < first[1] < len(cut_words) and cut_words[first[1] - 1].kind != "count" and cut_words[first[1]].kind not in ("of", "cue") and is_party(body) and not PAPER.search(body):
                    a, b = chars(cut_words, first)  # 某部先前未公开的数据: the body
                return Saying(
                    (a, b),
                    page.span(a, b).text,
                    None,
                    (start, start + 1),
                    content,
                    "suspects" if {m["e"], m["c"]} & group("guess") else "asserts",
                    None,
                    day_in(page, start, m.end()),
                )
    m = re.compile(r"(?:该|上述|这[份篇])?(?:报道|文章|消息)(?:还|也|同时|并|进一步)?(?:称|说|指出|提到|提及|指|显示|写道|援引)[，：]?").match(text, start, end)
    if m is not None and speakers.press is not None:
        content = strip(text, m.end(), end, _EDGE)
        if content[1] - content[0] >= 4:
            return Saying(speakers.press, page.span(*speakers.press).text, None, m.span(), content, "asserts")
    return None


_DATES = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日"


def _nested(page: Page, found: list[Saying], starts: list[tuple[Saying, int]], led: Saying | None, start: int, end: int) -> list[Saying]:
    """Who passes on is `via`; a second saying of one speaker ends the first; the words of another end it too where he only passes on."""
    out: list[Saying] = []
    begins = {id(s): at for s, at in starts}
    for i, said in enumerate(found):
        if led is not None and said.via is None and said.speaker != led.speaker and said.speaker[0] >= led.content[0]:
            said = replace(said, via=led.speaker)
        for outer in found[:i]:
            if outer.content[0] <= said.cue[0] < outer.content[1] and outer.name != said.name and said.via is None and outer.content[0] < begins.get(id(found[i]), 0) + 1:
                said = replace(said, via=outer.speaker)
        out.append(said)
    bare = [
        i
        for i, s in enumerate(out)
        if PAPER.search(s.name) and not is_party(s.name) and any(o.content[0] <= s.cue[0] < o.content[1] and not PRESS.search(o.name) for o in out[:i])
    ]
    found = [s for i, s in enumerate(found) if i not in bare]  # "他说，有证据显示…": he says it
    out = [s for i, s in enumerate(out) if i not in bare]
    kept: list[Saying] = []
    for i in range(len(out)):
        each = out[i]
        ended: Saying | None = each
        for n in range(i + 1, len(out)):
            later = out[n]
            if not each.content[0] <= later.cue[0] < each.content[1]:
                continue
            if later.name == each.name and begins[id(found[n])] <= each.content[0] + 1:
                ended = None  # "他说，预计…": one saying, of the kind of its last cue
                out[n] = replace(later, speaker=each.speaker if later.speaker[0] < each.speaker[0] else later.speaker, via=later.via or each.via)
                break
            if later.name == each.name and re.fullmatch(rf"(?:{TIME}|[，自从在])+", page.text[each.content[0] : begins[id(found[n])]]):
                out[n] = replace(later, content=(each.content[0], later.content[1]), via=later.via or each.via)
                ended = None
                break
            if later.name == each.name:
                opens = max(each.content[0] + 1, min(begins[id(found[n])], each.content[1]))
                ended = replace(each, content=whole(page.text, *strip(page.text, each.content[0], opens, _EDGE)))
                break
            relays = (
                later.stance in ("asserts", "suspects", "denies", "expects")
                and page.text[slice(*later.cue)] not in group("weak_cue")
                and not _OWN_SIDE.search(later.name)
                and page.text[slice(*later.cue)] not in ("反对", "认为")
            )
            if (
                (PRESS.search(each.name) or relays)
                and later.speaker[0] >= each.content[0]
                and later.speaker[0] - each.content[0] <= 40
                and begins[id(found[n])] <= each.content[0] + (40 if PRESS.search(each.name) else 4)
            ):
                ended = None
                break
            if relays and not PRESS.search(each.name) and begins[id(found[n])] > each.content[0] + 4:
                out[n] = replace(later, via=None if later.via == each.speaker else later.via)
                ended = replace(each, content=whole(page.text, *strip(page.text, each.content[0], min(begins[id(found[n])], each.content[1]), _EDGE)))
                break
        if ended is not None:
            kept.append(ended)
    out = []
    for each in kept:
        holder = next((o for o in out if o.content[0] <= each.cue[0] < o.content[1] and o.name != each.name and not PRESS.search(o.name)), None)
        if holder is not None and each.stance in ("asserts", "announces", "expects") and each.speaker[0] >= holder.content[0]:
            if each.stance == "announces" and holder.stance == "asserts" and each.speaker[0] - holder.content[0] < 16:
                out[out.index(holder)] = replace(holder, stance="announces")
            continue
        out.append(each)
    return out


_NOT = rf"(?:{either(frozenset(w for w in group('neg') if len(w) > 1))}|[不未没无](?=[向对会曾从给再有被]))(?!会?(?:容忍|允许|坐视|接受|放过|手软|退缩|排除|改变|让))"
_CALLS = re.compile(r"^[^，。；]{0,24}(?:不应|应当|应该|应立即|必须|务必|不要|不得|希望|敦促|呼吁|要求|有必要|理应)")
_IF = re.compile(r"如果|倘若|若|假如|一旦|要不是|除非|没有[^，。]{2,20}，[^，。]{0,12}(?:就|便|将|无法|难以|不)")
_EXPECTS = re.compile(r"^[^，。；]{0,10}?(?:正在考虑|考虑|即将|将(?=[采继推公实加进考宣会于])|可望|有望|计划|拟)")


def _stanced(page: Page, said: Saying) -> Saying:
    """What kind of saying a neutral cue makes is told by the words said."""
    if said.stance != "asserts":
        if said.cue and page.text[slice(*said.cue)] == "反对":
            return replace(said, stance="denies" if rejects(page.text[slice(*said.content)]) else "asserts")
        return said
    content = page.text[slice(*said.content)]
    if re.match(r"(?:我们|我方|我国|[\u3400-\u9fff]方)?(?:强烈|坚决|断然|一贯|完全|再次|对此)*(?:否认|驳斥)", content):
        return replace(said, stance="denies")
    if re.match(r"希望|敦促|呼吁", content):
        return replace(said, stance="calls_for")
    if rejects(content.split("，")[0]) or _claim_rejected(content):
        return replace(said, stance="denies")
    if _CALLS.match(content):
        return replace(said, stance="calls_for")
    if _IF.match(content):
        return said
    if re.match(rf"[^，。；]{{0,12}}?(?:{_NOT})[^，。；]{{0,20}}?(?:{any_of('supply_verb', 'send_verb', 'goal_verb')})", content):
        return replace(said, stance="denies")
    if _EXPECTS.match(content) or (page.text[slice(*said.cue)].rstrip("说称道") in group("threatens") and re.match(r"如果|若|一旦|倘若", content)):
        return replace(said, stance="expects")
    return said


def rejects(content: str) -> bool:
    """ "毫无根据": what is said to be baseless is denied."""
    return re.search(any_of("baseless"), content) is not None


def _claim_rejected(content: str) -> bool:
    """任何…的宣称，都是没有根据的."""
    return re.match(rf"[^。]{{0,80}}?(?:宣称|说法|指控|指责|报道|言论|论断|消息)[^。]{{0,16}}?(?:{any_of('baseless')})", content) is not None


def goes_on(page: Page, start: int, end: int, speakers: Speakers) -> bool:
    """Does a sentence without a cue go on with the words of who spoke before it? In quotation marks, or for his own side."""
    said = speakers.running
    if said is None:
        return False
    text = page.text[start:end]
    if text.startswith("“"):
        return True
    own = (said.role or "") + said.name
    side = next((c for c in short_countries() if re.match(rf"(?:{c}方|我们|我国)", text)), None)
    if side is None:
        return re.match(r"我们|我国", text) is not None
    return _side(own) in (side, None)


def _side(office: str) -> str | None:
    m = country_words()[1].search(office)
    if m is None:
        return None
    iso = country_words()[0][m.group()]
    return next((c for c, i in short_countries().items() if i == iso), "")
