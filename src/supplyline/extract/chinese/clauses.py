"""Who does what to whom in a Chinese clause: the subject and the coverb phrases before a verb, the object behind it.

A stretch of words is a pair of positions in the list of words, the second exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from supplyline.extract.chinese.text import (
    any_of,
    country_words,
    either,
    fold,
    folded,
    group,
    short_countries,
)
from supplyline.extract.chinese.words import Word, sounds

Span = tuple[int, int]
MARKERS = frozenset(("to", "from", "by", "take", "passive", "route", "at", "as", "about", "with"))
_QUIET = frozenset(("adv", "time", "aux", "will", "neg", "prep"))
_LOCAL = frozenset(["前", "后", "时", "中", "上", "内", "间", "期间", "之际", "以来", "下", "里", "之前", "之后"])
NOUNS = frozenset(
    ("noun", "num", "count", "amount", "measure", "list", "and", "of", "status_noun", "party_tail", "relative", "goods", "list_noun", "trade_noun",
     "owned_noun", "no_goods", "sanction_noun", "sanctioned_noun", "cooperation_noun", "field_noun", "step_noun", "denied", "baseless", "programme", "size", "total")
)  # fmt: skip


@dataclass(slots=True)
class Left:
    subject: Span | None = None
    phrases: dict[str, Span] = field(default_factory=dict)
    negated: bool = False
    will: bool = False
    inside: set[str] = field(default_factory=set)  # kinds of the verbs that this one hangs on
    nested: bool = False  # 对向…供货的公司: a phrase inside a phrase


def clauses(words: Sequence[Word]) -> Iterator[Span]:
    start = 0
    for i, w in enumerate(words):
        if w.kind in ("comma", "stop"):
            if i > start:
                yield start, i
            start = i + 1
    if start < len(words):
        yield start, len(words)


def left(words: Sequence[Word], start: int, verb: int) -> Left:
    """Subject and coverb phrases between the start of a clause and its verb.

    A verb in between has its own object: a noun phrase right behind it is the new subject ("要求公司向…提供"), else
    the subject stays. 的 closes a modifier: what was read of it is no part of this clause.
    """
    out = Left()
    ofs = [i for i in range(start, verb) if words[i].kind == "of"]
    mark: str | None = "subject"
    begin: int | None = None
    verbs, fresh, inner = False, True, False
    resume = start

    def close(end: int) -> None:
        nonlocal begin, fresh
        if begin is not None and mark is not None and end > begin:
            if mark == "subject":
                out.subject = (begin, end)
                fresh = False
            else:
                out.phrases[mark] = (begin, end)
        begin = None

    opens = start
    while opens < verb and words[opens].kind in ("adv", "time"):
        opens += 1
    if opens + 3 < verb and words[opens].text in ("受", "遭", "被", "受到", "遭到") and (told := next((i for i in range(opens + 1, verb - 1) if words[i].kind == "of"), None)) is not None and not any(
        words[i].kind in ("comma", "to", "take", "from") for i in range(opens, told)
    ):
        resume = told + 1  # 受某国制裁的公司: who the clause is about stands behind 的
    for i in range(start, verb):
        w = words[i]
        if i < resume:
            continue
        if w.kind == "by" and (made := _made(words, i, verb)) is not None:
            close(i)  # 由某厂生产的零件: who made it is no part of the clause
            resume, mark = made + 1, "subject" if fresh else None
            continue
        if w.kind == "as" and w.text in ("因为", "由于", "鉴于") and all(x.kind in _QUIET for x in words[start:i]) and not any(x.text == "而" for x in words[i:verb]):
            continue  # 因为甲向乙…: told as well
        if w.kind == "as" and (reason := next((j for j in range(i + 1, verb) if words[j].text in group("as_end")), None)) is not None:
            close(i)  # 因甲侵略乙而…, 以…为由: a reason is no part of who does what
            resume, mark = reason + 1, "subject" if fresh else None
            continue
        if w.kind == "to" and mark == "to" and begin is not None and i > begin and words[begin - 1].text in ("对", "就", "针对") and w.text in ("向", "给", "为") and is_party(text_of(words, (begin, i))):
            close(i)  # 对甲向乙输出零件深感关切
            out.subject, mark, fresh = out.phrases.pop("to"), "to", False
            continue
        if w.text == "来" and w.kind == "use":
            close(i)  # 通过某处来获取
            continue
        modifies = mark is not None and mark != "subject" and begin is not None and any(j > i for j in ofs)
        if w.kind in MARKERS:
            if modifies and (w.kind not in ("route", "take", "passive") or (w.kind == "passive" and mark == "to" and begin is not None and words[begin].kind in ("count", "num", "amount"))):
                continue  # 对41艘被认定为…的油轮
            if w.kind == "with" and begin is not None and mark == "subject":
                close(i)
                mark, begin = "with", None
                continue
            if w.kind == "passive" and mark == "to" and begin is None and words[i - 1].kind == "to" and any(j > i for j in ofs):
                begin = i  # 代表被制裁的公司采购
                continue
            if out.nested and mark == "to" and w.kind in ("to", "from", "with"):
                continue
            inside = begin is None or words[begin].kind in ("with", "to", "from")
            if (mark == "take" or (mark == "to" and w.kind in ("with", "about"))) and inside and (begin is not None or words[i - 1].kind == mark) and any(j > i for j in ofs):
                begin = i if begin is None else begin  # 将向…出售…的公司列入, 对与…有关的实体
                continue
            if mark == "about" and begin is not None and words[begin - 1].text in ("关于", "有关", "对于"):
                mark = "subject"  # 关于甲向乙提供…
            if w.kind == "about" and w.text in ("关于", "有关") and verbs:
                out.subject, out.phrases = None, {}  # 从盟国获悉关于甲向乙…: told of anew
            close(i)
            mark, inner = w.kind, False
            if w.kind == "to" and i + 1 < verb and words[i + 1].kind in ("to", "from", "with"):
                out.nested = any(words[j].kind not in NOUNS and words[j].kind not in _QUIET and words[j].kind not in MARKERS for j in range(i + 2, verb))
        elif w.kind in _QUIET:
            if mark in ("to", "take", "by", "from", "passive", "at") and begin is None and w.kind == "neg" and words[i - 1].kind == mark and any(j > i for j in ofs):
                begin = i  # 对不遵守…的企业
                continue
            if begin is not None and w.kind == "adv" and words[i - 1].kind in ("list", "and") and i + 1 < verb and words[i + 1].kind in NOUNS:
                continue  # 甲及另外12个实体
            out.negated |= w.kind == "neg"
            out.will |= w.kind == "will"
            if not modifies:
                close(i)
                mark = "subject" if mark == "subject" and fresh else None
        elif w.kind == "of" and out.nested and mark == "to":
            begin = None
        elif w.kind == "of":
            if i - 2 >= start and words[i - 1].kind == "adv" and words[i - 2].kind in ("time", "at"):
                continue  # 在2023年最初的…
            if begin is not None and mark is not None and not verbs and not (mark == "at" and inner):
                continue
            if (
                (verbs and mark == "subject") or begin is None or (mark == "at" and inner and (out.subject is None or words[out.subject[0]].kind == "count"))
            ):  # a relative clause has ended: its noun is the subject
                out.subject, out.phrases, begin, mark, verbs, fresh = None, {}, None, "subject", False, True
                out.negated = out.will = False
        elif w.kind in NOUNS:
            if begin is None and w.kind not in ("list", "and"):
                begin = i
                if mark is None:
                    begin = None
        else:  # a verb
            if w.kind in ("impose", "take_step") and mark == "to" and begin is not None and words[i - 1].kind in NOUNS - {"of"} and any(begin < j < i for j in ofs):
                close(i)  # 对被认定为…的油轮实施新的…
                out.inside.add(w.kind)
                verbs, fresh, mark = True, True, "subject"
                continue
            local = mark == "at" and begin is not None and words[i - 1].text in _LOCAL  # 在冲突中使用的…: the place has ended
            if (modifies and not local) or (mark == "at" and not local and any(words[j].kind == "field_noun" or words[j].text in _LOCAL for j in range(i, verb))):
                inner = True
                continue
            if out.nested and mark == "to":
                begin = None
                continue
            if mark in ("to", "take", "by", "from", "passive") and begin is None and i > start and words[i - 1].kind == mark and any(j > i for j in ofs):
                begin = i  # 对协助…的企业
                continue
            close(i)
            out.inside.add(w.kind)
            verbs, fresh, mark = True, True, "subject"
            if w.kind == "cue" and i + 1 < verb:
                out.phrases, out.negated, out.will = {}, False, False
    close(verb)
    return out


def _made(words: Sequence[Word], by: int, end: int) -> int | None:
    """Where the 的 stands that closes 由某厂生产的."""
    verb = next((i for i in range(by + 1, end - 1) if words[i].kind not in NOUNS or words[i].kind == "of"), end)
    return verb + 1 if by + 1 < verb < end - 1 and words[verb].kind == "make_verb" and words[verb + 1].kind == "of" else None


@dataclass(frozen=True, slots=True)
class Right:
    object: Span | None
    goal: Span | None  # behind 给, 至, 到
    head: Span | None  # the noun that a relative clause describes: 向…出售…的 *公司*
    end: int
    use: int | None = None


_NEXT = frozenset(("impose", "take_step", "list_verb"))  # behind 出口车床的公司: 采取…, 列入…


def right(words: Sequence[Word], verb: int, end: int) -> Right:
    i = verb + 1
    while i < end and (words[i].kind == "aux" or (words[i].kind == "adv" and words[i].text not in ("等",))):
        i += 1
    end = next((j for j in range(i + 2, end) if words[j].kind in _NEXT and words[j - 1].kind in NOUNS - {"of"} and any(words[k].kind == "of" for k in range(i, j))), end)
    ofs = [j for j in range(i, end) if words[j].kind == "of"]
    begin, goal, stop, use = i, None, end, None
    for j in range(i, end):
        w = words[j]
        if w.kind in ("goal", "to") and w.text in ("给", "到", "至", "予", "往") and j > begin:
            goal, stop = (j + 1, end), j
            break
        if w.kind == "use" and j > begin and words[j - 1].kind in NOUNS and words[j - 1].text not in ("可", "能"):
            use, stop = j, j
            break
        if w.text in ("是", "系") and w.kind != "noun" and j > begin:
            stop = j
            break
        if any(k > j for k in ofs):
            continue
        if w.kind not in NOUNS and w.kind not in ("adv", "time", "of", "with", "among") and j > begin:
            stop = j
            break
        if w.kind in ("time", "adv") and j > begin and j + 1 < end and words[j + 1].kind in MARKERS:
            stop = j
            break
    if stop < end and stop - 1 > begin and words[stop - 1].kind == "of" and words[stop].text == "网络":
        stop += 1  # 由某些公司组成的网络
    head = None
    inner = [j for j in ofs if i <= j < stop]
    if inner and inner[-1] + 1 < stop:
        head = (inner[-1] + 1, stop)
    return Right((begin, stop) if stop > begin else None, goal, head, stop, use)


def text_of(words: Sequence[Word], span: Span) -> str:
    return "".join(w.text for w in words[span[0] : span[1]])


def chars(words: Sequence[Word], span: Span) -> tuple[int, int]:
    return words[span[0]].start, words[span[1] - 1].end


_LEADING = frozenset(("total", "adv", "time", "count", "num", "amount", "measure", "aux", "of", "list", "and", "will", "neg", "prep", "with", "at"))
_TRAILING = frozenset(("adv", "time", "aux", "of", "list", "and", "will", "measure", "prep", "with", "cue", "at", "neg", "goal", "to", "as"))


def filler(words: Sequence[Word], span: Span, counted: bool = True) -> Span | None:
    """Without adverbs, times, and a count before it; a count stays where nothing but a bare noun follows ("11个实体")."""
    a, b = span
    while a < b and (words[b - 1].kind in _TRAILING or (b - a > 1 and words[b - 1].text in ("同比", "环比", "中", "内", "里", "之中", "之内", "后", "前", "时"))):
        b -= 1
    if b - a > 2 and words[a].text in ("受制裁", "被制裁", "遭制裁") and words[a + 1].kind == "of":
        a += 2  # 受制裁的某公司
    first = a
    value = a + 1 if b - a > 1 and words[a].kind in ("count", "num") else a
    worth = next((i for i in range(value + 1, min(b - 1, value + 5)) if words[i].kind == "of"), None) if value < b and words[value].text in ("价值", "总价值", "总值", "单价", "总额", "总金额") else None
    if worth is not None and all(w.kind in ("amount", "count", "num", "measure", "adv") for w in words[value + 1 : worth]):
        a = worth + 1  # 价值1200万美元的…
    while a < b and words[a].kind in _LEADING and not (words[a].kind == "with" and words[a].text != "等" and any(w.kind == "of" for w in words[a:b])):
        a += 1
    if a < b and not counted and a > first and words[a - 1].kind == "count":
        return a - 1, b
    while (
        b - a > 2
        and words[a].kind == "noun"
        and words[a].text in ("价值", "总价值", "总值", "名为", "各类", "各种", "多种", "部分", "有关", "相关", "某些", "一些", "其他", "这些", "该", "所谓", "新", "更", "总")
        and words[a].text not in ("相关", "部分")
    ):
        a += 1
        while a < b and words[a].kind in _LEADING:
            a += 1
    return (a, b) if a < b else None


_ADJECTIVES = frozenset(("军事", "民用", "军用", "国防", "军民", "经济", "先进", "攻击", "侦察", "进攻", "防御", "情报"))


def listed(words: Sequence[Word], span: Span) -> list[Span]:
    """A、B和C: several. A modifier that 的 closes later is not cut, and numbers ("122毫米及152毫米炮弹") are not."""
    out: list[Span] = []
    a, b = span
    begin = a
    for i in range(a, b):
        if words[i].kind not in ("list", "and", "with") or i == begin:
            if words[i].kind in ("list", "and") and i == begin:
                begin = i + 1
            continue
        before = words[begin:i]
        if words[i].kind == "with" and any(w.text in ("有关", "相关", "有关联", "关联", "有联系") for w in words[i:b]):
            continue  # 60艘与舰队有关的船只
        if all(w.kind in ("num", "amount", "count", "measure", "size") for w in before) and words[i].kind == "and":
            continue
        if before[-1].text in _ADJECTIVES and words[i].kind in ("and", "with"):
            continue  # 军事和民用技术
        rest = [w.kind for w in words[i:b]]
        opens = next((w for w in before if w.kind not in ("count", "num", "adv", "time", "relative")), before[0])
        if "of" in rest and not any(w.kind == "of" for w in before) and any(w.text in ("位于", "设在", "注册于", "来自") for w in before):
            continue  # 总部位于甲和乙的企业
        if "of" in rest and not any(w.kind == "of" for w in before) and (opens.kind not in NOUNS or opens.kind == "use" or any(w.kind in ("make_verb", "use") for w in before)):
            continue  # 某厂制造、可用于侦察的无人机
        out.append((begin, i))
        begin = i + 1
    if begin < b:
        last = (begin, b)
        etc = next((i for i in range(begin, b) if words[i].text in ("等", "等等") and words[i].start), None)
        if etc is not None and etc + 1 < b and any(w.kind in ("count", "total") for w in words[etc + 1 : etc + 3]):
            pass
        elif etc is not None and etc > begin and out:
            last = (begin, etc)
        elif etc == begin and out:
            last = (b, b)
        if last[1] > last[0]:
            out.append(last)
    return out


_TAIL = re.compile(rf"(?:{any_of('party_tail')})$")
_SOMEBODY = re.compile(r"(?:被告人?|嫌犯|嫌疑人|男子|女子|商人|公民)?[\u4e00-\u9fff]某{1,2}[\u4e00-\u9fff]?")  # 李某, whose name a court leaves out
_FIRM_NAME = re.compile(r"(?!西方|先进|军事|高|核心|关键|敏感|尖端|外国|国防|信息|消费|民用|新|清洁|可再生|军民)[\u3400-\u9fff]{2,8}(?:科技|电子|石化|重工|实业|控股|物流|航运|贸易|造船|精机|矿业|机电|光电|能源|化工|航空|半导体|微电子)")
_COUNTRY_AS_ADJECTIVE = frozenset("中俄美欧朝伊乌日韩英")


def is_party(text: str) -> bool:
    """A country, what names a body, a firm or people, or a name in Latin letters."""
    text = fold(text)
    if _SOMEBODY.fullmatch(text) or (_FIRM_NAME.fullmatch(text) is not None and text not in folded("goods")):
        return True
    return text not in group("no_party") and bool(
        country_words()[1].search(text) or text in short_countries() or (text[:1] in _COUNTRY_AS_ADJECTIVE and len(text) <= 3)
        or _TAIL.search(text) or text in group("leader") or re.match(r"[A-Z]", text) or text in group("relative")
    )  # fmt: skip


def is_army(text: str) -> bool:
    """俄军, 伊军."""
    return len(text) == 2 and text[0] in short_countries() and text[1] == "军"


def is_party_tail(words: Sequence[Word], span: Span) -> bool:
    return _TAIL.search("".join(w.text for w in words[span[0] : span[1]])) is not None


_PERSONS = re.compile(r"(?:商人|寡头|富豪|富翁|公民|男子|女子|官员|大亨|企业家|企业)$")
_MAKERS = re.compile(r"(?:制造商|生产商|供应商|开发商|承包商|运营商|军火商|贸易商|国企|军工企业|国有企业|国营企业|民企|空壳公司|贸易公司|子公司|初创公司|科技公司|物流公司|智库|石油公司|能源公司|巨头|造船厂|中间商|经销商)$")


def party(words: Sequence[Word], span: Span | None) -> Span | None:
    """The words of a party: a country that other words follow is the country, unless they make a body of it."""
    if span is None:
        return None
    found = filler(words, span)
    if found is None:
        return None
    a, b = found
    ranked = next((i for i in range(a + 1, min(b - 1, a + 5)) if words[i].kind == "of"), None) if words[a].text in country_words()[0] else None
    if ranked is not None and any(w.text.startswith(("最", "第", "主要", "知名", "领先", "头号", "著名")) for w in words[a + 1 : ranked]):
        return party(words, (ranked + 1, b)) or found  # 某国最大的炼油商某某
    text = "".join(w.text for w in words[a:b])
    kind_of = max((i for i in range(a, b - 1) if _MAKERS.search(words[i].text)), default=None)
    if kind_of is not None and not country_words()[1].match(text) and all(w.kind == "noun" for w in words[kind_of + 1 : b]) and words[kind_of + 1].text not in group("persons_of"):
        return kind_of + 1, b  # 民营炼油商某某
    who = next((i for i in range(a + 1, b) if _SOMEBODY.fullmatch(text_of(words, (i, b)))), None)
    if who is not None and words[b - 1].text.endswith("某"):
        return who, b  # 某国商人何某
    if b - a > 2 and sounds(words[b - 1].text) and _PERSONS.search(words[b - 2].text):
        return b - 1, b  # 某国商人某某
    if _TAIL.search(text) or not country_words()[1].match(text):
        return found
    kind_of = max((i for i in range(a, b - 1) if _MAKERS.search(words[i].text)), default=None)
    if kind_of is not None and all(w.kind == "noun" for w in words[kind_of + 1 : b]) and words[kind_of + 1].text not in group("persons_of"):
        return kind_of + 1, b  # 某国晶片制造商某某
    if words[b - 1].text[0].isascii() and words[b - 1].text[0].isupper() and any(_TAIL.search(w.text) for w in words[a : b - 1]):
        return b - 1, b  # 俄罗斯采购商TSK
    if words[a].text in country_words()[0] and b - a == 2 and re.fullmatch(r"[A-Z][A-Za-z0-9 .&'-]+", words[a + 1].text):
        return a + 1, b  # 立陶宛UAB Bank
    if words[a].text in country_words()[0] and b - a > 1 and not re.search(either(frozenset(folded("persons"))), text):
        return a, a + 1
    return found
