"""Which words does a Chinese sentence have, and what can each do in a clause?

The likeliest cut by the counts of data/zh/words.tsv; words of our own tables are whole and have the kind that their
table gives. Dates, counts and names in Latin letters are found before by their form. Time: linear in the text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from supplyline.extract.chinese.numbers import AMOUNT, COUNT, PROGRAMME, TIME
from supplyline.extract.chinese.text import LANGUAGE, country_words, fold, folded, group, short_countries
from supplyline.extract.lexicon import table

_LONGEST = 10
_ELSEWHERE = ("goods_tail", "cannot", "aid_kind", "weak_cue", "place_tail", "no_party", "nominal", "sees", "hub", "they", "leader", "firm_pronoun", "we", "tells", "vague_step", "supplier_noun", "rank", "flows", "harms", "sanction_of", "adds", "comply", "points", "evidence", "threatens", "must", "must_not", "face", "matter", "lead_end", "decides", "not_cue", "denied", "baseless", "oppose", "cite", "takes_part", "firms_pronoun", "as_end", "no_reply", "law", "decree", "finds", "arms", "belongs", "ruled_out", "lets", "worth", "on_list", "goods_pronoun", "military", "persons_of", "alters", "link", "buyer_noun", "praise", "share_of", "seizes", "lies", "set_high", "output", "aims", "breaks", "caught", "under_sanction", "surname", "no_more", "grants", "supplies", "takes_over", "some_say")  # groups that are read by patterns
_OWN = 20_000  # how often a word of our tables counts as seen at least
_LATIN = r"[A-Za-z][A-Za-z0-9.&'’_\-]*(?:,? (?:\d+ )?[A-Za-z&][A-Za-z0-9.&'’_\-]*)*"
_SPECIAL = re.compile(
    rf"(?P<take>将(?=来自))|(?P<title>(?<=《)[^》，。]{{1,15}}(?:报|刊|志|社|网|新闻|评论|亚洲|经济学人)(?=》))|(?P<programme>{PROGRAMME})|(?P<since>自[\u3400-\u9fff]{{2,12}}?(?:以来|之后)(?=[^\u3400-\u9fff]|[\u3400-\u9fff]))|(?P<time>(?:(?:在|自|从|截至|截止)?(?:{TIME})))|(?P<body>[\u3400-\u9fff]{{2}}[与和][\u3400-\u9fff]{{2}}(?:局|司|署|厅|政策|办公室|研究所|委员会|理事会))|(?P<states>[\d两三四五六七八九十]+国(?=政府|外长|领导人|防长|总统))|(?P<size>\d+(?:\.\d+)?(?:毫米|mm|纳米|厘米|公里|千米))|(?P<amount>{AMOUNT})|(?P<count>{COUNT})|(?P<latin>{_LATIN})|(?P<num>\d+(?:[.,]\d+)*%?)|(?P<mark>[^\u3400-\u9fff·])",
    re.DOTALL,
)
NO_EVIDENCE = re.compile(r"(?:并?没有|并?无|尚无|未见|缺乏)(?:任何|确凿|直接|足够|充分)*的?(?:证据|迹象|线索)(?:显示|表明|证明|说明)")
_MARKS = {"，": "comma", "、": "list", "；": "stop", "：": "stop", "。": "stop", "！": "stop", "？": "stop", "\n": "stop", "—": "stop", "（": "open", "）": "shut", "【": "open", "】": "shut", "〔": "open", "〕": "shut"}
_TAGS = {"v": "verb", "d": "adv", "t": "time", "m": "num", "q": "measure", "p": "prep", "c": "adv", "u": "aux"}


_SOUNDS = frozenset("阿埃艾安昂奥巴拜班贝本比彼别宾伯勃博布查察达戴丹德登蒂丁东杜多厄恩尔法菲费芬弗夫福富盖甘戈哥格根古哈海汉赫亨胡霍基吉加贾杰金津京久卡凯坎康考柯科克肯孔库奎拉莱赖兰朗劳勒雷黎里利连廉列林琳留龙卢鲁伦罗洛吕马玛迈曼芒梅门蒙米密明缪莫默姆穆纳娜奈南内能尼涅宁纽努诺欧帕潘佩皮珀普齐奇契恰钱乔切琴丘琼让热仁日茹瑞若萨塞赛瑟森沙莎珊舍申什圣施史叔舒顺斯丝思松苏孙索塔泰坦汤唐陶特滕提廷图托瓦娃万旺威韦维魏温翁沃乌武西希悉锡夏香肖谢辛欣兴休修许雅亚延扬耶叶伊因英尤于约赞泽扎詹哲珍芝治茨朱卓兹子宗祖佐琅得先顿辽绍捷佳季丽娅聂秋岑喀波楚邦弥")
_NO_SOUND = frozenset(("to", "from", "by", "at", "with", "passive", "route", "take", "cue", "and", "count", "num", "amount", "time", "latin", "size", "party_tail"))


_SPEAKS = frozenset(("to", "from", "take", "passive", "cue", "neg", "comma", "list", "stop", "list_noun", "pivot", "will", "prep", "send_verb", "supply_verb"))


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text: str
    kind: str  # a group of data/zh/triggers.tsv, else noun, verb, adv, time, num, count, amount, measure, prep, aux, a mark


@cache
def _dictionary() -> tuple[dict[str, tuple[float, str]], float]:
    """Word -> log of its count, kind; and the log of the sum of counts."""
    counts: dict[str, tuple[int, str]] = {}
    for line in files("supplyline").joinpath("data", LANGUAGE, "words.tsv").read_text("utf-8").splitlines():
        if line[0] == "#":
            continue
        word, count, tag = line.split("\t")
        if len(word) == 1:
            tag = "n"  # most often a part of a name; what one character tells of a clause is in our tables
        counts[word] = (int(count), "of" if tag == "uj" else "noun" if tag == "vn" else _TAGS.get("d" if tag == "ad" else tag[0], "noun"))
    own = {
        **dict.fromkeys((*folded("goods"), *group("goods_tail", "leader"), *country_words()[0], *folded("persons")), "noun"),
        **dict.fromkeys((*folded("adverbs"), *folded("hedges")), "adv"),
        **{fold(row[0]): "prep" if row[1] == "lead" else row[1] for row in reversed(table(LANGUAGE, "triggers")) if row[1] not in _ELSEWHERE},
        **dict.fromkeys(folded("cues"), "cue"),
    }
    for word, kind in own.items():
        counts[word] = (max(counts.get(word, (0, ""))[0], _OWN if len(word) > 1 else 0), kind)
    for word in short_countries():
        counts[word] = (max(counts[word][0], _OWN // 4), "noun")
    total = math.log(sum(c for c, _ in counts.values()))
    return {w: (math.log(max(c, 1)), k) for w, (c, k) in counts.items()}, total


def _cut(text: str) -> Iterator[tuple[str, str]]:
    known, total = _dictionary()
    best: list[tuple[float, int]] = [(0.0, 0)] * (len(text) + 1)
    for i in range(len(text) - 1, -1, -1):
        best[i] = max(
            (known[text[i:j]][0] - total + best[j][0] if text[i:j] in known else -total - 2 + best[j][0], j)
            for j in range(i + 1, min(len(text), i + _LONGEST) + 1)
            if j == i + 1 or text[i:j] in known
        )
    i = 0
    while i < len(text):
        j = best[i][1]
        yield text[i:j], known.get(text[i:j], (0.0, "noun"))[1]
        i = j


def _sounded(words: list[Word]) -> list[Word]:
    """A foreign name that the dictionary cuts in pieces is one word: three or more characters that are used for sounds."""
    out: list[Word] = []
    i = 0
    while i < len(words):
        j = i
        while j < len(words) and _is_sound(words[j]):
            j += 1
        while j > i and words[j - 1].kind != "noun":
            j -= 1
        name = "".join(w.text for w in words[i:j])
        if j - i > 1 and len(name) > 2 and words[i].kind in ("noun", "verb", "pivot"):
            out.append(Word(words[i].start, words[j - 1].end, name, "noun"))
            i = j
        else:
            out.append(words[i])
            i += 1
    return out


def sounds(name: str) -> bool:
    """Is it a foreign name written by its sound? 布达诺夫, 弗拉修克."""
    return 3 <= len(name) <= 16 and (_SOUNDS | {"·"}).issuperset(name)


def _is_sound(word: Word) -> bool:
    if word.kind in _NO_SOUND or not _SOUNDS.issuperset(word.text) or word.text in country_words()[0]:
        return False
    return word.kind == "noun" or len(word.text) == 1


@cache
def _wanted() -> frozenset[str]:
    return frozenset(("noun", "num", "count", "amount", "party_tail"))


def words(text: str, start: int, end: int) -> list[Word]:
    """The words without quotation marks; what stands in round brackets is left out, for it names nothing new."""
    out: list[Word] = []
    quotes: list[tuple[int, int]] = []
    depth = opened = 0
    at = start
    for m in (*_SPECIAL.finditer(text, start, end), None):
        here = m.start() if m is not None else end
        if here > at and not depth:
            first = len(out)
            for word, what in _cut(text[at:here]):
                out.append(Word(at, at + len(word), word, what))
                at += len(word)
            out[first:] = _sounded(out[first:])
        if m is None:
            break
        at = m.end()
        kind = m.lastgroup or ""
        if kind == "mark":
            mark = _MARKS.get(m.group())
            if m.group() == "“":
                opened = len(out)
            elif m.group() == "”" and opened < len(out):
                quotes.append((opened, len(out)))
            if mark == "open":
                depth += 1
            elif mark == "shut":
                depth = max(0, depth - 1)
            elif mark is not None and not depth:
                parts = mark == "list" and text[m.start() - 1 : m.start()] == "”" and text[m.end() : m.end() + 1] == "“" and m.start() - 1 - text.rfind("“", 0, m.start()) > 20
                out.append(Word(m.start(), m.end(), m.group(), "comma" if parts else mark))
        elif depth:
            continue
        else:
            out.append(Word(m.start(), m.end(), m.group(), "noun" if kind in ("latin", "title", "body", "states") else "time" if kind == "since" else "adv" if m.group() in ("多次", "数次", "几次", "一次") else kind))
    for a, b in reversed(quotes):
        if 1 < b - a <= len(out) - a and out[b - 1].end - out[a].start <= 20 and all(w.kind not in _SPEAKS for w in out[a:b]):
            out[a:b] = [Word(out[a].start, out[b - 1].end, text[out[a].start : out[b - 1].end], "noun")]  # a name in quotation marks
    for i in range(len(out) - 2, -1, -1):  # 没有任何证据显示…: not so
        if out[i].kind == "neg" and (m := NO_EVIDENCE.match(text, out[i].start, end)) is not None:
            stop = next((n for n in range(i, len(out)) if out[n].end >= m.end()), i)
            out[i : stop + 1] = [Word(out[i].start, out[stop].end, text[out[i].start : out[stop].end], "neg")]
    for i, w in enumerate(out):  # 这些企业代表某公司采购…: on whose behalf
        if w.text == "代表" and 0 < i < len(out) - 1 and out[i - 1].kind in ("relative", "party_tail") and out[i + 1].kind in ("noun", "passive"):
            stop = next((n for n in range(i, len(out)) if out[n].kind in ("comma", "stop")), len(out))
            if any(x.kind == "buy_verb" for x in out[i:stop]):
                out[i] = replace(w, kind="to")
    for i in range(len(out) - 2, -1, -1):  # 拟将48家实体列入: he means to, and 将 takes the object
        w = out[i]
        if w.text in ("拟将", "计划将", "准备将", "考虑将", "有意将") and out[i + 1].kind in _wanted():
            out[i : i + 1] = [replace(w, end=w.end - 1, text=w.text[:-1], kind="will"), Word(w.end - 1, w.end, "将", "take")]
    for i, w in enumerate(out):  # 将向…出售…的公司列入: 将 takes the company
        if w.text in ("将", "把") and w.kind == "take":
            rest = [x.kind for x in out[i + 1 :]]
            stop = next((n for n, k in enumerate(rest) if k in ("comma", "stop")), len(rest))
            if "of" in rest[:stop] and "list_verb" in rest[rest.index("of") : stop] and rest[0] not in _wanted():
                out[i] = replace(w, kind="takes")
        if w.text == "地" and 0 < i < len(out) - 1 and out[i - 1].kind in ("verb", "adv", "noun") and out[i - 1].end == w.start and out[i + 1].kind.endswith("_verb"):
            out[i - 1], out[i] = replace(out[i - 1], kind="adv"), replace(w, kind="aux")  # 泛滥地出售
    settled = [_settled(w, out[i - 1] if i else None, out[i + 1] if i + 1 < len(out) else None) for i, w in enumerate(out)]
    return [replace(w, kind="noun") if (w.kind in ("verb", "send_verb", "buy_verb", "make_verb", "cooperate") or w.text == "武装") and _in_a_name(settled, i) else w for i, w in enumerate(settled)]


_FIRMS = frozenset(("公司", "集团", "总公司", "厂", "工厂", "联合体"))


def _in_a_name(words: list[Word], i: int) -> bool:
    """A plain verb behind 的 is a noun (他的分析), and so is one before goods in what is given (提供卫星侦察图像)."""
    after = words[i + 1] if i + 1 < len(words) else None
    if words[i].kind in ("send_verb", "buy_verb"):  # 国防出口公司
        return i > 1 and after is not None and after.text in ("公司", "集团", "总公司") and words[i - 1].kind == "noun" and words[i - 1].text not in country_words()[0] and words[i - 2].kind != "to"
    if words[i].kind == "cooperate":  # 皇家联合军种研究所
        if not i or after is None or words[i - 1].kind != "noun" or words[i].text not in ("联合", "合作", "协作", "共同") or words[i - 1].text in country_words()[0]:
            return False
        j = i + 1
        while j < len(words) and j < i + 4 and words[j].kind in ("noun", "no_goods"):
            j += 1
        return j < len(words) and words[j].kind == "party_tail"
    if words[i].kind == "make_verb":  # 飞机制造工业公司
        if not i or words[i - 1].kind != "noun" or words[i - 1].text in country_words()[0]:
            return False
        j = i + 1
        while j < len(words) and j < i + 3 and words[j].kind in ("noun", "party_tail") and words[j].text not in _FIRMS and words[j].text not in country_words()[0]:
            j += 1
        return j < len(words) and words[j].text in _FIRMS
    if i and words[i - 1].kind == "of" and (after is None or after.kind != "aux"):
        return True
    if i and words[i - 1].kind in ("route", "by", "from") and after is not None and after.kind == "noun":
        return True  # 透过迂回管道
    if i and words[i - 1].kind == "count" and after is not None and after.kind == "noun":
        return True  # 多项公开情报
    if after is None or after.kind != "noun" or not after.text.endswith(_goods_tails()):
        return False
    while i and words[i - 1].kind == "noun" and words[i - 1].text not in country_words()[0]:
        i -= 1
    return i > 0 and words[i - 1].kind in _BEFORE_GOODS


@cache
def _goods_tails() -> tuple[str, ...]:
    return tuple(group("goods_tail"))


_BEFORE_GOODS = frozenset(("supply_verb", "send_verb", "buy_verb", "make_verb", "among", "list", "and", "with", "of", "count", "amount", "aux", "use"))


def _settled(word: Word, before: Word | None, after: Word | None) -> Word:
    """将 before a noun takes an object, before a verb it tells of the future; behind 的 a cue is a noun (欧盟的声明)."""
    if word.kind == "takes":
        return replace(word, kind="take")
    if word.kind == "take" and (after is None or after.kind not in _wanted()):
        return replace(word, kind="will")
    if word.kind == "sanction" and before is not None and before.kind in ("noun", "party_tail") and after is not None and after.text in folded("persons"):
        return replace(word, kind="noun")  # 制裁专员
    if word.text == "可能" and before is not None and after is not None and after.kind not in ("noun", "of", "comma", "stop"):
        return replace(word, kind="adv")  # 甲可能通过…
    if word.kind == "arm_verb" and before is not None and before.text in group("aid_kind"):
        return replace(word, kind="no_goods")  # 军事援助
    if word.text == "处" and before is not None and before.kind == "party_tail":
        return replace(word, kind="aux")  # 从三家供应商处购买
    if word.kind == "cue" and not word.text.endswith(("指出", "称", "显示", "认为", "表示")) and before is not None and before.kind == "of" and after is not None and after.kind in ("cue", "comma"):
        return replace(word, kind="noun")
    return word
