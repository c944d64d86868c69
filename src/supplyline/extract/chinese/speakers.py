"""Who speaks in a Chinese clause? The person behind an office, a body or a paper before the cue, or who spoke before.

`Speakers` goes through the text: persons named with their office, who spoke last, and the press that passes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from supplyline.extract.chinese.clauses import NOUNS, chars, is_party, left
from supplyline.extract.chinese.scene import POINTS_BACK, words_of
from supplyline.extract.chinese.text import (
    PRESS,
    Page,
    Saying,
    balanced,
    country_words,
    either,
    fold,
    folded,
    group,
)
from supplyline.extract.chinese.words import Word, sounds

PAPER = re.compile(r"(?:资料|数据|报告|记录|清单|文件|声明|公告|统计|信息|图片|证据|照片|影像|说法|名单|迹象|调查|研究|情报|情资|档案|图像)$")


_PAPER_FIRST = re.compile(r"(?:报告|报道|报导|研究|声明|公告|评估|调查|文件|新闻稿)(?=[称说指显认表强警])")


@dataclass(slots=True)
class Speakers:
    """Who spoke so far, for the sentences that name nobody."""

    persons: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    last: Saying | None = None
    press: tuple[int, int] | None = None
    running: Saying | None = None  # whose words go on in this paragraph
    titled: tuple[tuple[int, int], str] | None = None  # a spokesperson without a name, who gives the answers
    bodies: list[tuple[int, str]] = field(default_factory=list)  # where a body or a firm was named, and how
    met: list[tuple[int, str, str]] = field(default_factory=list)  # where a person was named, and the office

    def note(self, said: Saying) -> None:
        self.last = said
        if said.role and said.name not in self.persons:
            self.persons[said.name] = (said.name, said.role)


@dataclass(frozen=True, slots=True)
class Who:
    span: tuple[int, int]
    name: str
    role: str | None
    via: tuple[int, int] | None = None


def meet(page: Page, words: Sequence[Word], speakers: Speakers) -> None:
    """Persons that the text names with their office, spoken or not: a later sentence may call them by their name alone."""
    i = 0
    while i < len(words):
        j = i
        while j < len(words) and words[j].kind in ("noun", "party_tail"):
            j += 1
        body = j  # 情报总局
        while body < len(words) and words[body].kind in ("noun", "party_tail", "no_goods", "field_noun", "goods"):
            body += 1
        title = next((k for k in range(j - 1, i, -1) if words[k - 1].text in folded("persons") and words[k].kind == "noun"), None)
        if title is not None and 2 <= words[j - 1].end - words[title].start <= 16 and words[title].text not in country_words()[0]:
            name, office = page.text[words[title].start : words[j - 1].end], page.span(words[i].start, words[title - 1].end).text
            if len(name) <= 5 or "·" in name:
                for known in (name, name.rpartition("·")[2]):
                    speakers.persons.setdefault(known, (known, office))
                speakers.met.append((words[title].start, page.span(words[title].start, words[j - 1].end).text, office))
        elif j > i and body > i + 1 and _BODY.search(name := page.text[words[i].start : words[body - 1].end]) and not POINTS_BACK.match(name):
            speakers.bodies.append((words[i].start, page.span(words[i].start, words[body - 1].end).text))
        i = max(j, i + 1)


_BODY = re.compile(r"(?:公司|集团|企业|厂|银行|部|局|署|机构|组织|委员会|协会|智库|研究所|研究院|院|中心|大使馆|办公室)$")
_LIKE = (("公司", "集团", "企业", "厂商", "制造商"), ("厂", "工厂"), ("银行", "行"), ("部", "局", "署", "部门", "机构"))


def stands_for(name: str, at: int, speakers: Speakers) -> tuple[str, str | None] | None:
    """Whom 他, 该公司 or 该部门 means: who spoke last or was named last before `at`, with the office; None where nobody fits."""
    if name in ("他", "她", "这位官员", "该官员", "这名官员"):
        if speakers.last is not None and (speakers.last.role or not (is_party(speakers.last.name) or PRESS.search(speakers.last.name))):
            return speakers.last.name, speakers.last.role
        named = [(n, office) for where, n, office in speakers.met if where < at]
        return named[-1] if named else None
    m = POINTS_BACK.match(name)
    if m is None:
        return None
    what = m["what"]
    ends = next((like for like in _LIKE if what in like), (what,))
    before = [n for where, n in speakers.bodies if where < at]
    like = [n for n in before if fold(n).endswith(ends)] or (before if what in ("机构", "组织", "部门") else [])
    return (like[-1], None) if like else None


def speaker(page: Page, words: Sequence[Word], a: int, cue: int, speakers: Speakers, inner: bool, word: str) -> Who | None:
    before = left(words, a, cue)
    last = speakers.last
    head = next((j for j in range(a, cue) if words[j].kind not in ("adv", "time")), cue)
    joined = NOUNS | {"with", "adv"} if head < cue and words[head].kind == "count" else NOUNS  # 多项情报与报道
    stop = next((j for j in range(head, cue) if words[j].kind not in joined or words[j].kind == "of"), cue)
    over = cue
    while over > head and words[over - 1].kind in ("adv", "time", "will", "aux"):
        over -= 1
    inner_of = max((j for j in range(stop, cue) if words[j].kind == "of"), default=None)
    if head < stop < cue and inner_of is not None and words[stop].kind == "verb":  # 财政部负责情报的次长某某
        upto = next((j for j in range(inner_of + 1, cue) if words[j].kind not in NOUNS), cue)
        officer = who_is(page, words, (inner_of + 1, upto), speakers) if upto > inner_of + 1 else None
        if officer is not None and officer.role:
            return officer
    if head < stop < over and all(words[j].kind in NOUNS or words[j].kind in ("verb", "at", "prep") for j in range(head, over)):  # 常驻联合国副代表…: a verb in an office
        named = who_is(page, words, (head, over), speakers)
        if named is not None and named.role and page.text[words[stop].start] in named.role:
            return named
        if named is not None and words[over - 1].text in folded("persons") and words[stop].kind == "verb":
            return named  # 反腐败局局长
    cites = next((j for j in range(head + 1, cue - 1) if words[j].text in group("cite")), None)
    if cites is not None and head < stop:  # 路透社援引两名官员及相关文件指出
        last_of = over - 2 if over - 2 > cites + 1 and words[over - 2].kind == "of" and words[over - 1].text in ("说法", "话", "消息", "看法", "报告") else over
        source, relay = who_is(page, words, (cites + 1, last_of), speakers), who_is(page, words, (head, stop), speakers)
        if source is not None and relay is not None and all(words[j].kind in NOUNS or words[j].kind == "adv" for j in range(cites + 1, over)):
            if PAPER.search(source.name) and not any(p in source.name for p in folded("persons")):
                return relay  # 引用海关资料指出: data speak only where they govern the cue
            return replace(source, via=relay.span)
    if head < stop < cue and page.text[words[head].start : words[stop - 1].end] in speakers.persons:
        return who_is(page, words, (head, stop), speakers)
    if (
        head < stop < cue and (not before.inside & {"cue"} or words[stop].text in group("replies")) and words[stop].kind != "of"
    ):  # …接受采访时表示: the first words of the clause speak
        first = who_is(page, words, (head, stop), speakers)
        if first is not None and words[stop].text in group("reads") and stop + 1 < cue:
            over = next((j for j in range(stop + 1, cue) if words[j].kind not in NOUNS or words[j].kind == "of"), cue)
            seen = who_is(page, words, (stop + 1, over), speakers) if over > stop + 1 else None
            return replace(seen, via=first.span) if seen is not None else first
        if first is not None and (first.role or first.name in speakers.persons or is_party(first.name) or PRESS.search(first.name) or sounds(first.name) or (_plain_name(first.name) and words[cue - 1].text == "时")):
            return first
    if head < over and words[head].kind == "count" and stop >= over:
        return who_is(page, words, (head, over), speakers)
    if before.subject is None:
        quiet = all(words[j].kind in ("adv", "time", "will", "about", "at", "to", "passive") or words[j].text in ("并", "还", "则") for j in range(a, cue))
        opening = words[a].text if a < cue else ""
        if quiet and not before.phrases and _PAPER_FIRST.match(word) is not None and (last is None or not word.startswith(("报道", "报导"))) and not (last is not None and words[a].kind != "cue"):
            return Who((words[cue].start, words[cue].start + 2), page.span(words[cue].start, words[cue].start + 2).text, None)
        if quiet and not before.phrases and last is not None and word in group("weak_cue") and opening not in ("并", "还", "也", "又", "亦"):
            return None if inner else _before(page, words, a, speakers)
        if quiet and not before.phrases and last is not None:
            if word.startswith(("报道", "报导", "报告", "消息")):
                return Who(speakers.press, page.span(*speakers.press).text, None) if speakers.press else None
            return (None if inner else _before(page, words, a, speakers)) or Who(last.speaker, last.name, last.role)
        if quiet and not before.phrases and last is None:
            return _before(page, words, a, speakers)
        if (before.inside and before.phrases) or not before.phrases:
            return None
        if a >= 2 and words[a - 1].kind == "comma":  # 毛宁27日在记者会上，对此表示
            start = max((j for j in range(a - 1) if words[j].kind in ("comma", "stop")), default=-1) + 1
            prior = left(words, start, a - 1)
            if prior.subject is not None:
                return who_is(page, words, prior.subject, speakers)
        return None
    if head < stop < cue and PAPER.search(words_of(words, before.subject)) and not (before.inside - {"cue"}) and any(words[j].kind == "of" for j in range(a, before.subject[0])):
        # …提供的一份资料显示: the body that gave the paper speaks by it
        return who_is(page, words, (head, stop), speakers) or who_is(page, words, before.subject, speakers)
    if words_of(words, before.subject) in group("they"):  # 莫斯科和北京没有评论，尽管它们否认…
        return _before(page, words, a, speakers)
    return who_is(page, words, before.subject, speakers)


def _plain_name(name: str) -> bool:
    """王毅: two or three characters that begin with a surname."""
    return 2 <= len(name) <= 3 and name[0] in group("surname")


def _before(page: Page, words: Sequence[Word], a: int, speakers: Speakers) -> Who | None:
    """Who an earlier clause of the sentence is about, if no cue stands between: "美国财政部采取…，宣称"."""
    b = a - 1
    while b > 0:
        start = max((j for j in range(b) if words[j].kind in ("comma", "stop")), default=-1) + 1
        if any(w.kind == "cue" for w in words[start:b]):
            return None
        i = start
        while i < b and words[i].kind in ("adv", "time"):
            i += 1
        stop = next((j for j in range(i, b) if words[j].kind not in NOUNS or words[j].kind == "of"), b)
        who = who_is(page, words, (i, stop), speakers) if i < stop < b else None
        if who is not None and (who.role or is_party(who.name) or who.name in speakers.persons or PRESS.search(who.name)):
            return who
        b = start - 1
    return None


def who_is(page: Page, words: Sequence[Word], span: tuple[int, int], speakers: Speakers) -> Who | None:
    while span[1] - span[0] > 1 and words[span[0]].kind in ("adv", "time", "num", "list", "and", "of", "relative"):
        if words[span[0]].kind == "relative" and span[1] - span[0] < 2:
            break
        span = (span[0] + 1, span[1])
    a, b = chars(words, span)
    if page.text[a] == "连":
        a += 1  # 连美军高层也承认
    if (line := re.search(r"）(?:[讯电])?[-—](?=..)", page.text[a:b])) is not None:  # 迪拜（路透社）-
        a += line.end()
    a, b = balanced(page.text, a, b)
    if (paper := page.text.rfind("《", a, b)) > a and page.text[b : b + 1] == "》":
        a = paper + 1  # 英国《晨报》
    name = page.text[a:b]
    last = speakers.last
    if name in group("relative") or name in ("发言人", "该发言人", "这位发言人", "报道", "声明", "文章"):
        if name in ("报道", "文章"):
            return Who(speakers.press, page.text[slice(*speakers.press)], None) if speakers.press else None
        if last is not None and name in ("其", "本部", "该部", "发言人", "该发言人", "这位发言人"):
            return Who((a, b), last.name, last.role)
        if name in ("他", "她") or POINTS_BACK.match(name):
            return Who((a, b), *(stands_for(name, a, speakers) or (name, None)))
        return None
    if POINTS_BACK.match(name) and (meant := stands_for(name, a, speakers)) is not None:
        return Who((a, b), *meant)
    if not 1 < b - a <= 40 or name[-1] in "上下时后" or re.match(r"(?:这|那|如果|因为|有人|问题|什么|记者问|有记者)", name):
        return None
    known = person(re.sub(r"（[^）]*）", "", name))
    if known is not None:
        at = page.text.rfind(known[0], a, b)
        if at >= 0:
            office = page.span(a, at).text if at > a else None
            return Who((at, at + len(known[0])), known[0], office)
    if name in speakers.persons:
        return Who((a, b), *speakers.persons[name])
    return Who((a, b), name, None)


def person(text: str) -> tuple[str, str | None] | None:
    """ "外交部发言人郭嘉昆" is 郭嘉昆 with his office."""
    found = re.search(rf"^.*(?:{either(frozenset(folded('persons')))})(?P<n>[\u3400-\u9fff·\-]{{2,16}}|[A-Z][A-Za-z.\-]+(?: [A-Z][A-Za-z.\-]+){{0,3}})$", text)
    if found is None or re.match(either(frozenset(folded("persons"))), found["n"]):
        return None
    name = found["n"]
    if name[0] in "和及与或等的" or name in ("小组", "团队", "团体", "委员会", "组织", "代表团", "办公室"):
        return None
    if len(name) > 2 and name[-1] in "昨今":
        name = name[:-1]
    if name.isascii():
        return name, text[: found.start("n")] or None
    if (is_party(name) and not 2 <= len(name) <= 3 and name not in group("leader")) or (len(name) > 8 and "·" not in name and "-" not in name and not name.isascii()):
        return None
    return name, text[: found.start("n")] or None
