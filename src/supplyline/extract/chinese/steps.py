"""Which steps does a Chinese clause tell? 禁止…, 扣押…, 采取…措施, 被起诉, 把罚则提高."""

from __future__ import annotations

import re
from collections.abc import Sequence

from supplyline.extract.chinese.clauses import (
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
from supplyline.extract.chinese.scene import Roles, Scene, goods, lead, parties, words_of
from supplyline.extract.chinese.text import Told, country_words, group
from supplyline.extract.chinese.words import Word


def measure(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """采取必要措施, 禁止…, 暂停…, 对…的限制措施."""
    for verb in range(start, end):
        w = words[verb]
        if words[start].text in ("除", "除了") or any(x.text in group("cannot") for x in words[start:verb]):
            return None  # 除了已…的印度外, 未能阻止…
        tells = w.kind in _TELLING or w.text == "调查" or w.text in group("comply", "impose", "grants")
        if tells and w.text not in group("comply") and left(words, start, verb).inside & {"step_verb", "prevent"}:
            return None
        if verb > start and (words[verb - 1].kind == "use" or (words[verb - 1].text in ("以", "旨在") and w.text in group("vague_step", "comply"))):
            continue  # 用于打击…, 以打击…: what for
        if w.text in group("comply") and verb + 1 < end:
            told = _complied(scene, words, start, end, verb)
        elif w.kind == "step_verb" and verb + 1 == end and any(x.kind == "passive" for x in words[max(start, verb - 6) : verb]):
            told = _suffered(scene, words, start, end, verb)
        elif (w.kind == "step_verb" or (w.text == "调查" and verb > start and words[verb - 1].text in ("正在", "正", "已", "将"))) and verb + 1 < end:
            told = _step(scene, words, start, end, verb)
        elif (w.text not in group("grants") and w.kind in ("take_step", "impose")) or (w.text in group("impose") and w.kind not in ("route", "cooperate")):
            noun = next((i for i in range(verb + 1, end) if words[i].kind in ("step_noun", "list_noun") or (w.kind != "cue" and words[i].kind == "step_verb") or words[i].text in group("step_noun")), None)
            told = _taken(scene, words, start, end, verb, noun) if noun is not None else None
        elif w.text in group("grants") and verb + 1 < end and any(x.kind in ("send_verb", "supply_verb") or x.text in ("军售", "出口许可") for x in words[verb + 1 : end]):
            told = _step(scene, words, start, end, verb)  # 批准向某国出售…
        elif w.text in group("caught"):
            first = lead(words, start, verb)
            target = [t for t in parties(scene, words, first, "target")[:1] if is_party(scene.text[t[1] : t[2]]) or first[1] > first[0]] if first[1] > first[0] else []
            told = Told("measure", *chars(words, (start, end)), (("measure", w.start, w.end), *target)) if target else None
        elif w.kind in ("rise", "fall"):
            told = _raised(scene, words, start, end, verb)
        else:
            continue
        if told is not None:
            return told
    return None


_TELLING = frozenset(("step_verb", "take_step", "impose", "rise", "fall"))


def _actor(scene: Scene, words: Sequence[Word], subject: Span | None) -> Roles:
    if subject is not None:
        found = [("actor", a, b) for _, a, b in parties(scene, words, subject, "actor") if is_party(scene.text[a:b]) or (scene.voice is not None and a == scene.voice[0])]
        if not found and (words[subject[1] - 1].kind in ("programme", "sanction_noun", "sanction", "step_noun") or words[subject[1] - 1].text in group("decree")):
            whose = scene.before("designation", "authority") or scene.before("measure", "actor")
            return [("actor", *scene.side)] if scene.side is not None else [("actor", *r[1:]) for r in whose[:1]]  # 新一轮制裁禁止…
        return found[:1]
    return [("actor", *scene.subject)] if scene.subject is not None else []


def _step(scene: Scene, words: Sequence[Word], start: int, end: int, verb: int) -> Told | None:
    before = left(words, start, verb)
    if any(w.kind == "passive" for w in words[start:verb]):
        return _suffered(scene, words, start, end, verb)
    if before.inside & {"help"}:
        return None
    if before.subject is not None and "to" in before.phrases and before.subject[0] > before.phrases["to"][0]:
        before.subject = None  # 针对甲购买乙石油加征…
    after = right(words, verb, end)
    if after.object is None or words[after.object[0]].kind == "of":
        return None
    actor = _actor(scene, words, before.subject)
    if not actor:
        return None
    while end > verb + 1 and words[end - 1].text in ("后", "时", "之后", "之际", "外"):
        end -= 1
    if end - 2 > verb and words[end - 2].kind == "of" and words[end - 1].text in ("言论", "说法", "表态", "呼吁", "主张", "提议", "消息"):
        end -= 2  # 呼吁停止进口的言论
    a, b = words[verb].start, words[end - 1].end
    object_ = filler(words, (verb + 1, end))
    target: Roles = []
    listing = next((i for i in range(verb + 1, end) if words[i].kind == "sanction"), None)
    if listing is not None and words[verb].kind == "step_verb" and listing + 1 < end:  # 停止列单中国企业的做法
        of = next((i for i in range(listing + 1, end) if words[i].kind == "of"), end)
        target = [("target", *chars(words, f)) for part in listed(words, (listing + 1, of)) if (f := filler(words, part))] if of > listing + 1 else []
    elif "to" in before.phrases:
        target = [("target", x, y) for _, x, y in parties(scene, words, before.phrases["to"], "target")]
    elif "take" in before.phrases:
        target = [("target", x, y) for _, x, y in goods(words, before.phrases["take"])]
    elif object_ is not None and words[object_[0]].text in ("其", "他们", "她们", "它们") and object_[1] > object_[0] + 1:  # 禁止其进入港口
        target = parties(scene, words, (object_[0], object_[0] + 1), "target")
    elif object_ is not None and words[object_[0]].kind in ("to", "from") and (words[verb].text in group("prevent") or _told_by_verb(words, object_) is None) and not (words[object_[0]].kind == "from" and _told_by_verb(words, object_)):
        gives = next((i for i in range(object_[0] + 1, end) if words[i].kind in ("supply_verb", "send_verb", "buy_verb", "arm_verb")), None)
        given = right(words, gives, end).object if gives is not None else None
        whom = (object_[0] + 1, gives if gives is not None else _name_end(words, object_[0] + 1, object_[1]))
        listed_ones = gives is not None and words[object_[0]].kind == "to" and (words_of(words, whom) in group("relative") or words_of(words, whom).endswith(("名单", "清单")) or (is_party_tail(words, whom) and words[whom[1] - 1].text not in group("military") and words[whom[1] - 1].text not in country_words()[0]))
        target = [("target", x, y) for _, x, y in goods(words, given)] if given is not None and words[given[0]].kind != "of" and not listed_ones else []
        target = target or ([("target", x, y) for _, x, y in parties(scene, words, whom, "target")] if whom[1] > whom[0] else [])
    elif object_ is not None and (head := _told_by_verb(words, object_)) is not None:  # 扣押运往某国的轴承, 调查向某国供货的公司
        target = [("target", *chars(words, f)) for part in listed(words, head) if (f := filler(words, part))][:6]
    elif object_ is not None:
        inner = next((i for i in range(*object_) if words[i].kind in ("to", "with")), None)
        if inner is not None and inner + 1 < end and (t := party(words, (inner + 1, _name_end(words, inner + 1, end)))):
            target = [("target", *chars(words, t))]
        stop = next((i for i in range(*object_) if words[i].kind in ("send_verb", "goal_verb", "buy_verb", "supply_verb") and i > object_[0] and not (i + 1 < object_[1] and words[i + 1].kind == "noun") and not any(w.kind == "of" for w in words[i : object_[1]])), object_[1])
        first = object_[0] + (words[object_[0]].kind in ("buy_verb", "send_verb", "supply_verb", "make_verb") and stop > object_[0] + 1)
        target += [("target", *chars(words, f)) for part in listed(words, (first, stop)) if (f := filler(words, part))][:6] if not target else []
    if end - 1 > verb and words[end - 1].text in ("能力", "力量", "空间"):
        return None
    if before.negated or (words[verb].text in group("vague_step") and not _bears(words, verb, end)):
        return None
    must = any(w.text in group("must") for w in words[start:verb])
    return Told("measure", *chars(words, (start, end)), (*actor, ("measure", a, b), *target), False, "calls_for" if must else "expects" if before.will else None)


def _name_end(words: Sequence[Word], a: int, end: int) -> int:
    """After a country, the words up to the last that makes a body of it: 对中国企业的…"""
    b = a
    while b < end and words[b].kind in ("noun", "party_tail"):
        b += 1
    return b if b > a and words[b - 1].kind == "party_tail" else min(a + 1, end)


_TELLS = frozenset(("goal_verb", "send_verb", "supply_verb", "buy_verb", "make_verb", "arm_verb", "verb", "pivot"))


def _told_by_verb(words: Sequence[Word], span: Span) -> Span | None:
    """The noun behind 的 where a verb before it only tells which one."""
    of = max((i for i in range(span[0] + 1, span[1] - 1) if words[i].kind == "of"), default=None)
    if of is None or not any(w.kind in _TELLS for w in words[span[0] : of]) or words[of + 1].kind in ("abstract", "status_noun", "denied") or words[of + 1].text in ("做法", "行为", "能力", "计划", "行动"):
        return None
    last = next((i for i in range(of + 1, span[1]) if words[i].kind in ("send_verb", "goal_verb", "buy_verb", "supply_verb")), span[1])
    return (of + 1, last) if last > of + 1 else None


def _suffered(scene: Scene, words: Sequence[Word], start: int, end: int, verb: int) -> Told | None:
    """这些公司被禁止…, 资产遭到凍結: the step is told by whom it meets."""
    before = left(words, start, verb)
    if words[verb].text in group("vague_step") or (verb + 1 < end and words[verb + 1].kind == "of"):
        return None
    actor: Roles = [("actor", a, b) for _, a, b in parties(scene, words, before.phrases.get("passive"), "actor")][:1]
    actor = actor or [("actor", a, b) for _, a, b in scene.before("designation", "authority")]
    first = lead(words, start, verb)
    told = first if first[1] > first[0] else before.subject
    target = parties(scene, words, told, "target")
    if told is not None and {words[told[0]].text, words[told[1] - 1].text} & {"资产", "账户", "财产"}:
        target = [("target", a, b) for _, a, b in scene.before("designation", "target")][:3] or target  # 资产将被冻结
    if told is None:
        target = [("target", *at) for at in scene.last.get("goods", ())] if words[verb].text in group("seizes") else [("target", *scene.subject)] if scene.subject is not None else []
    if not target or (not actor and verb + 1 < end) or before.negated:
        return None
    return Told("measure", *chars(words, (start, end)), (*actor, ("measure", words[verb].start, words[end - 1].end), *target), before.negated, "expects" if before.will else None)


def _bears(words: Sequence[Word], verb: int, end: int) -> bool:
    """Does what is fought or strengthened bear on arms, trade or a party? 打击两个目标 does not."""
    rest = words_of(words, (verb + 1, end))
    return is_party(rest) or country_words()[1].search(rest) is not None or any(w.text in group("matter", "goods_tail", "step_noun") or w.kind in ("sanction_noun", "supply_verb") for w in words[verb + 1 : end])


def _complied(scene: Scene, words: Sequence[Word], start: int, end: int, verb: int) -> Told | None:
    """配合欧美对俄制裁, 遵守出口管制."""
    before = left(words, start, verb)
    actor = _actor(scene, words, before.subject)
    if not actor or before.negated or not any(w.kind in ("sanction", "sanction_noun", "step_noun", "step_verb", "list_noun") for w in words[verb:end]):
        return None
    if any(words[i].text in group("law") for i in range(verb + 1, end)):
        return None  # 遵守出口管制法规: what everybody says of himself
    to = next((i for i in range(verb, end - 1) if words[i].kind == "to"), None)
    whom = party(words, (to + 1, to + 2)) if to is not None else None
    target: Roles = [("target", *chars(words, whom))] if whom is not None and is_party(words_of(words, whom)) else []
    begin = next((i for i in range(start, verb) if words[i].kind in ("prevent", "step_verb")), verb)  # 拒绝采纳…
    return Told("measure", *chars(words, (start, end)), (*actor, ("measure", words[begin].start, words[end - 1].end), *target), False, "expects" if before.will else None)


def _taken(scene: Scene, words: Sequence[Word], start: int, end: int, verb: int, noun: int) -> Told | None:
    before = left(words, start, verb)
    actor = _actor(scene, words, before.subject)
    if words[noun].text in ("清单", "名单") and not re.search(r"制裁|管制|管控|禁", words_of(words, (verb, noun))):
        return None  # 公布了零件清单
    if words[verb + 1].kind == "of" or any(w.text in ("以来", "之际", "期间") for w in words[noun + 1 : noun + 2]):
        return None
    if not actor or before.negated or any(w.text in ("军事", "特别军事行动") for w in words[verb + 1 : noun]) or any(w.kind == "of" for w in words[noun + 1 : noun + 2]):
        return None
    stop = noun + 1
    target: Roles = []
    inner = next((i for i in range(verb + 1, noun) if words[i].kind == "to"), None)
    if inner is not None:
        of = next((i for i in range(noun - 1, inner, -1) if words[i].kind == "of"), noun)
        step = next((i for i in range(inner + 2, of) if words[i].kind in ("impose", "take_step")), of)
        span = (inner + 1, step)
        cut = max((i for i in range(*span) if words[i].kind == "of"), default=None)
        span = (cut + 1, step) if cut is not None and cut + 1 < step else span
        target = [("target", x, y) for _, x, y in parties(scene, words, span, "target")]
        found = filler(words, (of + 1, stop)) if of + 1 < stop else None
        m = chars(words, found) if found else chars(words, (noun, stop))
        m = (words[verb].start, m[1]) if words[verb].text in group("alters") else m  # 延长对某国的封锁
    else:
        if "to" in before.phrases:
            target = [("target", x, y) for _, x, y in parties(scene, words, before.phrases["to"], "target")]
        m = (words[verb].start, words[noun].end)
    return Told("measure", *chars(words, (start, end)), (*actor, ("measure", *m), *target), False, "expects" if before.will else None)


def _raised(scene: Scene, words: Sequence[Word], start: int, end: int, verb: int) -> Told | None:
    """把罚则提高十倍, 将关税上调至…: what is set higher or lower is no trade."""
    before = left(words, start, verb)
    what = before.phrases.get("take")
    actor = _actor(scene, words, before.subject)
    if what is None or not actor or not words_of(words, what).endswith(tuple(group("set_high"))):
        return None
    take = next(i for i in range(start, verb) if words[i].kind == "take")
    return Told("measure", *chars(words, (start, end)), (*actor, ("measure", words[take].start, words[end - 1].end)), False, "expects" if before.will else None)
