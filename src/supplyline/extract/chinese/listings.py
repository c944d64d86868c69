"""Who sanctions or lists whom, in Chinese? 将…列入, 被列入, 对…实施制裁, 制裁…, 遭制裁, 冻结…资产."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
from supplyline.extract.chinese.numbers import PROGRAMME
from supplyline.extract.chinese.scene import Roles, Scene, goods, lead, parties, words_of
from supplyline.extract.chinese.supply import material
from supplyline.extract.chinese.text import Told, country_words, group, short_countries
from supplyline.extract.chinese.words import Word

_PROGRAMME = re.compile(r"“?[^，。；、“”的（）()]{0,12}?(?:清单|名单)”?")
_FILL = frozenset(("实体", "企业", "公司", "个人", "机构", "银行", "船只", "油轮"))


def find(scene: Scene, words: Sequence[Word], start: int, end: int) -> Iterator[Told]:
    done = -1
    for verb in range(start, end):
        if verb <= done:
            continue
        kind = words[verb].kind
        told: tuple[Told, int] | None = None
        if kind == "list_verb":
            told = _listed(scene, words, start, end, verb)
        elif kind == "sanction" and verb + 2 < len(words) and words[verb + 1].kind == "of" and words[verb + 2].text in ("对象", "目标", "名单"):
            told = _among(scene, words, start, end, verb + 2)
        elif words[verb].text in group("under_sanction") and any(w.kind == "among" for w in words[verb:end]):
            told = _among(scene, words, start, end, verb)
        elif kind in ("sanction", "sanction_noun") or (kind == "programme" and not any(w.kind in ("list_verb", "sanction") for w in words[verb + 1 : end])):
            told = _sanctioned(scene, words, start, end, verb)
        elif kind == "sanctioned_noun" or (kind == "list_noun" and any(w.kind == "among" for w in words[verb:end])):
            told = _among(scene, words, start, end, verb)
        elif words[verb].text in group("adds") and any(words[i].kind in ("list_noun", "sanctioned_noun") for i in range(start, end)):
            told = _added(scene, words, start, end, verb)
        elif words[verb].text == "冻结":
            told = _frozen(scene, words, start, end, verb)
        elif kind == "among" and verb > start and (of := next((i for i in range(verb + 1, end - 1) if words[i].kind == "of" and words[i + 1].kind in ("list_noun", "sanctioned_noun")), None)) is not None:
            who = left(words, start, verb).subject if any(w.kind in ("impose", "take_step", "cue") for w in words[start:verb]) else None
            made = _made(scene, words, start, end, _authority(scene, words, lead(words, start, verb)), targets(scene, words, (verb + 1, of)), []) if who or lead(words, start, verb)[1] > start else None
            told = (made, end) if made is not None else None  # 公布包含…公司的名单
        elif words[verb].text in group("aims") and any(w.text == "矛头" for w in words[start:verb]):
            after = right(words, verb, end)
            made = _made(scene, words, start, end, _authority(scene, words, _actor(words, start, verb, lead(words, start, verb))), targets(scene, words, after.object), []) if after.object is not None and scene.text[words[start].start : words[verb].start] else None
            named = [r for r in made.roles if r[0] == "authority"] if made is not None else []
            told = (made, end) if made is not None and named and _OFFICE.search(scene.text[named[0][1] : named[0][2]]) else None
        elif words[verb].text in group("on_list"):
            told = _on_it(scene, words, start, end, verb)
        elif words[verb].text == "点名":
            told = _named(scene, words, start, end, verb)
        if told is not None:
            yield told[0]
            done = told[1]


def _made(
    scene: Scene, words: Sequence[Word], start: int, end: int, authority: Roles, target: Roles, programme: Roles, stance: str | None = None, negated: bool = False
) -> Told | None:
    if not target:
        return None
    programme = programme + _reason(scene.text, words[start].start, words[end - 1].end)
    authority = authority or scene.before("designation", "authority")
    return Told("designation", *chars(words, (start, end)), tuple(dict.fromkeys(authority + target + programme)), negated, stance)


_WHY = re.compile(
    r"以(?:所谓的?)?“?([^，。；“”]{2,30}?)”?(?:等)?为(?:由|借口|名)|针对([^，。；]{4,24}?)(?:问题|一事)，"
    r"|(?<![基])(?:因为?|由于)(?:其|它们|他们|这些公司|这些实体)?((?:涉嫌|被控|参与|协助|帮助|支持|向|为|与|从事|违反|规避|涉及|被指|在)[^，。；]{3,40}?)(?:而|，|。|；|(?=[被遭受]))"
)
_WHY_AFTER = re.compile(r"(?:理由|原因)(?:是|为|在于|系|：)“?([^。；”]{4,60}?)(?=[。；”]|$|，(?:并|中方|这|该|此))|，(?:因为|因)(?:其|它们|他们|后者)?([^，。；]{4,40})|，指(?:控|责)?(?:其|它们|他们|她们|这些[\u4e00-\u9fff]{2}|有关企业|相关企业|上述企业)([^，。；]{4,40})")


def _reason(text: str, start: int, end: int) -> Roles:
    begin = max(text.rfind("。", 0, start), text.rfind("\n", 0, start)) + 1
    stop = min((at for at in (text.find("。", end), text.find("\n", end), len(text)) if at >= 0), default=len(text))
    m = _WHY.search(text, max(begin, start - 60), end) or _WHY_AFTER.search(text, start, min(stop + 1, end + 90))
    return [("reason", *m.span(m.lastindex or 0))] if m is not None else []


def targets(scene: Scene, words: Sequence[Word], span: Span | None) -> Roles:
    if span is None:
        return []
    out: Roles = []
    field = next((i for i in range(span[0] + 1, span[1] - 1) if words[i].text in ("领域", "行业", "产业") and words[i - 1].text == "等"), None)
    span = (field + 1 + (words[field + 1].kind == "of"), span[1]) if field is not None else span  # 半导体等领域多家实体
    total = max((i for i in range(*span) if words[i].text in ("共", "共计", "总计", "合计") and i + 1 < span[1] and words[i + 1].kind == "count"), default=None)
    span = (total + 1, span[1]) if total is not None else span  # 甲、乙等国共279个实体
    parts = listed(words, span)
    if 1 < len(parts) <= 4 and is_party_tail(words, parts[-1]) and not any((is_party_tail(words, p) and words[p[1] - 1].text not in country_words()[0]) or any(w.kind == "of" or (w.kind == "count" and p != parts[0]) for w in words[p[0] : p[1]]) for p in parts[:-1]):
        rest = [p for p in parts[:-1] if filler(words, p) and not words_of(words, filler(words, p) or p)[0].isascii()]
        if len(rest) == len(parts) - 1 and country_words()[1].match(words_of(words, filler(words, parts[0]) or parts[0])) and not any(w.kind == "count" for w in words[parts[-1][0] : parts[-1][1]]):
            parts = [(parts[0][0], parts[-1][1])]  # 俄国与朝鲜实体, 俄罗斯能源及攻击相关企业
    for part in [p for whole in parts for p in _numbered(words, whole)]:
        found = filler(words, part)
        if found is None:
            found = part if any(words[i].kind == "count" for i in range(*part)) else None
        if found is None:
            continue
        if words[found[0]].text in country_words()[0]:  # 对俄罗斯入侵…的制裁
            stop = next((i for i in range(found[0] + 1, found[1]) if words[i].kind in ("time", "verb", "send_verb", "arm_verb", "at")), found[1])
            found = (found[0], stop)
        if words_of(words, found).endswith(("清单", "名单", "措施", "制裁")):
            continue
        only = max((i for i in range(found[0] + 1, found[1] - 1) if words[i].kind == "of"), default=None)
        if only is not None and words[found[0]].kind in ("buy_verb", "supply_verb", "send_verb", "make_verb"):
            found = (only + 1, found[1])  # 购买石油的炼油厂
        last_of = max((i for i in range(found[0] + 1, found[1] - 1) if words[i].kind == "of" and words[i + 1].kind == "count"), default=None)
        if last_of is not None and last_of + 2 < found[1]:
            found = (last_of + 2, found[1])  # 11个国家的26个实体
        if words_of(words, found) in _FILL and found[0] > part[0] and words[found[0] - 1].kind == "count":
            found = (found[0] - 1, found[1])
        a, b = chars(words, found)
        if words_of(words, found) in group("relative"):
            out += scene.before("designation", "target") or ([("target", *scene.subject)] if scene.subject is not None else [])
        elif b - a <= 60:
            out.append(("target", a, b))
    return out


def _numbered(words: Sequence[Word], span: Span) -> list[Span]:
    """甲等10名个人 are two; of 甲等5国共11个实体 the last."""
    a, b = span
    total = max((i for i in range(a, b) if words[i].text in ("共", "共计", "总计", "合计") and i + 1 < b), default=None)
    if total is not None:
        return [(total + 1, b)]
    etc = next((i for i in range(a + 1, b - 1) if words[i].text == "等" and words[i + 1].kind == "count"), None)
    return [(a, etc), (etc + 1, b)] if etc is not None else [span]


def _actor(words: Sequence[Word], start: int, verb: int, subject: Span | None) -> Span | None:
    """The subject, or the first words of the clause where that is no party ("商务部发布公告决定将…")."""
    first = lead(words, start, verb)
    plain = subject is not None and is_party(words_of(words, subject))
    return subject if plain or first[0] == first[1] else first


_OFFICE = re.compile(r"[部局府会委院处室署]$")


def _authority(scene: Scene, words: Sequence[Word], span: Span | None, about: Span | None = None) -> Roles:
    if about is not None:
        m = country_words()[1].match(scene.text, words[about[0]].start)
        named = party(words, about)
        if named is not None and is_party(words_of(words, named)) and words_of(words, named)[-1:] in "部局府会委院处室":
            return [("authority", *chars(words, named))]
        if m is not None:
            return [("authority", *m.span())]
    found = [("authority", a, b) for _, a, b in parties(scene, words, span, "authority") if is_party(scene.text[a:b])]
    found = [(r, a, a + len(re.sub(r"(?:新闻)?发言人$", "", scene.text[a:b]))) for r, a, b in found if scene.text[a:b] not in ("发言人", "新闻发言人")]
    nations = [r for r in found if country_words()[1].fullmatch(scene.text[r[1] : r[2]])]
    if not found and scene.side is not None and scene.subject is not None and scene.voice is not None and scene.subject[0] <= scene.voice[0] < scene.subject[1] and not _OFFICE.search(scene.text[slice(*scene.voice)]):
        return [("authority", *scene.side)]  # 冯德莱恩说，第19轮制裁把…: her side lists
    if not found and scene.subject is not None:
        a, b = scene.subject
        return [("authority", a, a + len(re.sub(r"(?:新闻)?发言人$", "", scene.text[a:b])))]
    return found if len(nations) == len(found) else found[:1]


def _programme(text: str, start: int, end: int) -> Roles:
    m = re.compile(PROGRAMME).search(text, start, end) or _PROGRAMME.search(text, start, end)
    if m is None:
        return []
    a, b = m.span()
    while b - a > 2 and text[a] in "入为了在的“":
        a += 1
    return [("programme", a, b - (text[b - 1] == "”"))]


def _listed(scene: Scene, words: Sequence[Word], start: int, end: int, verb: int) -> tuple[Told, int] | None:
    before, after = left(words, start, verb), right(words, verb, end)
    text = scene.text
    a, b = words[verb].end, words[end - 1].end
    # what it is put on: a list, or the object of a freeze or ban
    on = "".join(w.text for w in words[verb + 1 : end])
    known = any(w in on for w in group("list_noun")) or "制裁" in on or "禁" in on or "冻结" in on or "管制" in on
    stance = "expects" if before.will else None
    if words[verb].text in ("新增", "增列", "添加", "指定") and after.object is not None:
        target = targets(scene, words, after.object)
        if not re.search(r"制裁|清单|名单|对象|实体", on) or not target:
            return None
        made = _made(scene, words, start, end, _authority(scene, words, _actor(words, start, verb, before.subject)), target, _programme(text, words[start].start, b), stance)
        return (made, end) if made else None
    prior = max((i for i in range(start - 1) if words[i].kind in ("comma", "stop")), default=-1) + 1
    listed_before = verb == start and any(words[i].kind in ("list_noun", "sanctioned_noun") for i in range(prior, start))  # 新增管制名单，纳入…
    if not known and after.object is not None and (listed_before or re.search(r"制裁|名单|清单", words_of(words, before.subject or (start, verb)))):  # 制裁将列入4家企业
        authority = _authority(scene, words, None) if listed_before else []
        on_it = _programme(text, words[prior].start, words[start].start) if listed_before else []
        made = _made(scene, words, start, end, authority, targets(scene, words, after.object), on_it, stance)
        return (made, end) if made else None
    if not known:
        return None
    whole = re.compile(PROGRAMME).search(text, words[start].start, b)
    programme = [("programme", *whole.span())] if whole else _programme(text, a, b)
    near = before.phrases.get("to")
    if "take" in before.phrases and near is not None and all(w.kind in ("adv", "time") for w in words[near[1] : before.phrases["take"][0] - 1]) and all(words[i].kind in NOUNS for i in range(*near)) and is_party(words_of(words, near)):
        before.phrases["about"] = near  # 针对美将…列入
    things = goods(words, before.phrases["take"]) if "take" in before.phrases and re.search(r"管制|管控|许可|禁", on) else []
    if things and material(text, things) and not re.search(r"名单|实体", on) and not any(is_party(text[x:y]) for _, x, y in things):
        actor = _authority(scene, words, _actor(words, start, verb, before.subject))  # 将76项车床纳入出口管制范围
        take = next(i for i in range(start, verb) if words[i].kind == "take")
        measure = ("measure", words[take].start, words[end - 1].end)
        return (Told("measure", *chars(words, (start, end)), (*[("actor", x, y) for _, x, y in actor[:1]], measure, *[("target", x, y) for _, x, y in things]), before.negated, stance), end)
    if "take" in before.phrases:
        made = _made(
            scene,
            words,
            start,
            end,
            _authority(scene, words, _actor(words, start, verb, before.subject), before.phrases.get("about")),
            targets(scene, words, before.phrases["take"]),
            programme,
            stance,
            before.negated,
        )
    else:
        authority = _authority(scene, words, before.phrases.get("passive")) if "passive" in before.phrases else []
        target = targets(scene, words, before.subject) if before.subject else []
        if not any(w.kind == "passive" for w in words[start:verb]):
            if before.subject is not None or scene.subject is None or any(w.kind not in ("adv", "time", "will", "pivot") for w in words[start:verb]):
                return None
            target = [("target", *scene.subject)]  # …，因此列入制裁名单
        elif (of := next((i for i in range(verb + 1, end) if words[i].kind == "of"), None)) is not None and (some := _among(scene, words, start, end, of)) is not None:
            return some  # 被列入名单的企业包括甲、乙
        elif of is not None and any(w.kind in ("to", "with", "route", "from", "by") for w in words[start:verb]):
            return None  # 向被列入名单的企业采取…: it only tells which
        made = _made(scene, words, start, end, authority, target or scene.before("designation", "target"), programme, stance, before.negated)
    return (made, end) if made else None


def _sanctioned(scene: Scene, words: Sequence[Word], start: int, end: int, verb: int) -> tuple[Told, int] | None:
    """对…实施制裁; 制裁N家…; 遭…制裁; 公布…制裁方案，涉及…"""
    before, after = left(words, start, verb), right(words, verb, end)
    if before.inside & {"prevent", "call_verb"} or (verb > start and words[verb - 1].text in ("反", "解除", "取消")):
        return None
    comply = next((i for i in range(start, verb) if words[i].text in group("comply")), None)
    if comply is not None and all(words[i].kind in NOUNS or words[i].kind in ("to", "adv", "count", "verb") for i in range(comply + 1, verb)):
        return None  # 配合…制裁: a step
    if verb + 1 < end and (words[verb + 1].text in group("sanction_of", "must")):
        return None  # 制裁数据, 制裁应由…
    if (before.nested and "to" not in before.phrases) or (verb - 2 > start and words[verb - 1].kind == "of" and words[verb - 2].kind in ("impose", "take_step")):
        return None  # …实施的制裁: told of, not told
    if any(words[i].text in group("breaks") for i in range(start, verb)):
        return None  # 违反对某国的制裁
    stance = "expects" if before.will else None
    text = scene.text
    programme = _programme(text, words[start].start, words[end - 1].end)
    if not programme and words[verb].kind == "sanction_noun":
        programme = [("programme", words[verb].start, words[verb].end)]
    about = next((i for i in range(verb + 1, end) if words[i].kind == "among" or words[i].text in ("针对", "牵扯", "波及", "牵涉")), None)
    if about is not None and about + 1 < end and words[verb].kind in ("sanction_noun", "programme"):
        named = [t for t in targets(scene, words, (about + 1, end)) if not text[t[1] : t[2]].endswith((*group("step_noun"), "冻结"))]
        made = _made(scene, words, start, end, _authority(scene, words, _actor(words, start, verb, before.subject)), named, programme, stance)
        return (made, end) if made else None
    at = next((i for i in range(start, verb) if words[i].kind == "passive" and not any(w.kind == "of" for w in words[i:verb])), None)
    if at is not None and verb + 1 < end and words[verb + 1].kind == "of" and any(w.kind in ("to", "route", "by", "with", "from") for w in words[start:at]):
        return None  # 为受制裁的工厂提供: it only tells which works
    if at is not None:
        if verb + 1 < end and words[verb + 1].kind == "of" and any(w.kind == "among" for w in words[verb + 2 : end]):
            return _among(scene, words, start, end, verb + 1)  # 被制裁的实体包括…
        if verb + 1 < end and words[verb + 1].kind in ("party_tail", "noun") and words[verb + 1].text not in ("后",):
            return None  # 被制裁公司: which one
        by = before.phrases.get("passive")
        first = lead(words, start, verb)
        target = targets(scene, words, first if first[1] > first[0] and is_party(words_of(words, first)) else before.subject)
        if after.object is not None and words[after.object[0]].kind == "of" and after.head is not None:  # 遭到制裁的7间企业
            target = targets(scene, words, after.head)
            if any(w.kind in ("supply_verb", "send_verb", "goal_verb", "buy_verb", "route") for w in words[after.head[1] :end]):
                return None  # 遭制裁的公司向…: which one
        made = _made(scene, words, start, end, _authority(scene, words, by) if by else [], target, programme, stance, before.negated)
        return (made, end) if made else None
    to = before.phrases.get("to")
    if to is not None and words[verb].kind == "sanction" and to[1] == verb and after.object is not None and words[after.object[0]].kind in NOUNS - {"of", "list", "and", "with"}:
        own = targets(scene, words, after.object)  # 对甲制裁乙…不满: the one who sanctions stands behind 对
        if own and is_party(text[own[0][1] : own[0][2]]):
            made = _made(scene, words, start, end, _authority(scene, words, to), own, programme, stance)
            return (made, end) if made else None
    imposes = any(w.text in group("impose", "take_step") for w in words[start:verb])
    if to is not None and (imposes or words[verb].kind == "sanction") and not (verb + 1 < end and words[verb + 1].kind == "of"):
        made = _made(scene, words, start, end, _authority(scene, words, _actor(words, start, verb, before.subject)), targets(scene, words, to), programme, stance, before.negated)
        return (made, end) if made else None
    if (
        words[verb].kind == "sanction"
        and after.head is not None
        and (is_party_tail(words, after.head) or words_of(words, after.head).endswith("网络"))
        and next(w.kind for w in words[verb + 1 :] if w.kind != "count") in ("supply_verb", "send_verb", "buy_verb", "make_verb", "help", "to", "from", "by")
    ):
        made = _made(scene, words, start, end, _authority(scene, words, _actor(words, start, verb, before.subject)), targets(scene, words, after.head), programme, stance)
        return (made, verb) if made else None  # 制裁生产炸药的企业
    if words[verb].kind == "sanction" and after.object is not None and words[after.object[0]].kind in NOUNS - {"of", "list", "and", "with"}:
        target = targets(scene, words, after.object)
        if not any(is_party(text[t[1] : t[2]]) or re.search(r"\d|[两三多数]", text[t[1] : t[2]]) for t in target):
            return None
        authority = _authority(scene, words, _actor(words, start, verb, before.subject), before.phrases.get("about"))
        if (
            target
            and authority
            and (
                before.subject is not None
                or verb == start
                or "as" in before.phrases
                or "about" in before.phrases
                or words[verb - 1].kind in ("adv", "will", "cue", "and", "programme")
            )
        ):
            made = _made(scene, words, start, end, authority, target, programme, stance, before.negated)
            return (made, end) if made else None
    if imposes and to is None:
        # 公布新的反俄制裁方案，涉及300多家公司: the next clause names them
        nxt = end + 1
        while nxt < len(words) and words[nxt].kind in ("adv", "and"):
            nxt += 1
        stop = next((i for i in range(nxt, len(words)) if words[i].kind in ("comma", "stop")), len(words))
        its_own = any(w.kind in ("sanction", "sanction_noun") for w in words[nxt + 1 : stop])
        if nxt < len(words) and not its_own and (words[nxt].kind in ("among", "list_verb", "rise") or words[nxt].text in ("针对", "对象", "制裁", "目标", "对象是", "目标是")):
            nxt += int(nxt + 1 < stop and words[nxt + 1].text in ("是", "为", "包括"))
            target = targets(scene, words, (nxt + 1, stop)) if nxt + 1 < stop else []
            named = [t for t in target if is_party(text[t[1] : t[2]])]
            made = _made(scene, words, start, stop, _authority(scene, words, _actor(words, start, verb, before.subject)), named, programme, stance)
            if made:
                return made, stop
        against = _AGAINST.search(text, words[start].start, words[end - 1].end)
        country = [("target", *against.span(1))] if against is not None else _other(scene, words, verb, before.subject)
        made = _made(scene, words, start, end, _authority(scene, words, _actor(words, start, verb, before.subject)), country, programme, stance, before.negated)
        return (made, end) if made else None
    return None


_AGAINST = re.compile(rf"(?:对|反|涉|针对)({country_words()[1].pattern}|[{''.join(short_countries())}])")


def _other(scene: Scene, words: Sequence[Word], verb: int, subject: Span | None) -> Roles:
    """尽管西方祭出制裁，但俄罗斯…: sanctions without an aim are against the country told of next."""
    said = words_of(words, subject) if subject is not None else ""
    m = next((m for m in country_words()[1].finditer(scene.text, words[verb].end, words[-1].end) if m.group() not in said), None)
    return [("target", *m.span())] if m is not None and subject is not None and is_party(said) else []


def _added(scene: Scene, words: Sequence[Word], start: int, end: int, verb: int) -> tuple[Told, int] | None:
    """在黑名单中增加了…公司."""
    before, after = left(words, start, verb), right(words, verb, end)
    if "to" in before.phrases and words[verb].text in ("增至", "新增至", "增列至", "加入", "列入", "添加至"):  # 对19个实体增至清单
        made = _made(scene, words, start, end, _authority(scene, words, _actor(words, start, verb, before.subject)), targets(scene, words, before.phrases["to"]), _programme(scene.text, words[verb].end, words[end - 1].end))
        return (made, end) if made else None
    if "at" not in before.phrases or after.object is None:
        return None
    target = [t for t in targets(scene, words, after.object) if is_party(scene.text[t[1] : t[2]])]
    made = _made(scene, words, start, end, _authority(scene, words, _actor(words, start, verb, before.subject)), target, _programme(scene.text, words[before.phrases["at"][0]].start, words[verb].start))
    return (made, end) if made else None


def _on_it(scene: Scene, words: Sequence[Word], start: int, end: int, verb: int) -> tuple[Told, int] | None:
    """其中两家公司因…而上榜."""
    first = next((i for i in range(start, verb) if words[i].kind not in ("adv", "time", "among")), verb)
    target = targets(scene, words, (first, lead(words, first, verb)[1])) if lead(words, first, verb)[1] > first else []
    if not scene.before("designation", "target") or not any(is_party(scene.text[t[1] : t[2]]) for t in target):
        return None
    made = _made(scene, words, start, end, [], target, [])
    return (made, end) if made else None


def _named(scene: Scene, words: Sequence[Word], start: int, end: int, verb: int) -> tuple[Told, int] | None:
    """制裁名单中点名6家公司; 遭点名的包括甲、乙."""
    if words[start].kind == "passive" or (verb > start and words[verb - 1].kind == "passive"):
        return _among(scene, words, start, end, verb)
    after = right(words, verb, end)
    if after.object is None or not any(w.kind in ("list_noun", "sanctioned_noun", "sanction_noun") or "制裁" in w.text for w in words[start:verb]):
        return None
    made = _made(scene, words, start, end, _authority(scene, words, None), targets(scene, words, after.object), [])
    return (made, end) if made else None


def _among(scene: Scene, words: Sequence[Word], start: int, end: int, noun: int) -> tuple[Told, int] | None:
    at = next((i for i in range(noun + 1, end) if words[i].kind == "among" or words[i].text in ("是", "为")), None)
    if at is None and end + 1 < len(words) and words[end + 1].kind == "among":
        at, end = end + 1, next((i for i in range(end + 1, len(words)) if words[i].kind in ("comma", "stop")), len(words))
    if at is None or at + 1 >= end:
        return None
    body = scene.voice is not None and re.search(r"[部局府会处室院]$", scene.text[slice(*scene.voice)]) is not None
    told_by = [("authority", *scene.voice)] if body and scene.voice is not None and not scene.text[slice(*scene.voice)].endswith("外交部") else []
    made = _made(scene, words, start, end, scene.before("designation", "authority") or told_by or ([("authority", *scene.side)] if scene.side is not None and scene.voice is not None else []), targets(scene, words, (at + 1, end)), [])  # 财政部指出，被制裁的实体包括…
    return (made, end) if made else None


def _frozen(scene: Scene, words: Sequence[Word], start: int, end: int, verb: int) -> tuple[Told, int] | None:
    before, after = left(words, start, verb), right(words, verb, end)
    if after.object is None or not re.search(r"资产|账户|帐户|财产|资金", words_of(words, (verb, end))):
        return None
    if "to" in before.phrases and before.inside & {"impose", "take_step"} and any(w.kind == "step_noun" for w in words[verb:end]):  # 对甲采取冻结资产的措施
        made = _made(scene, words, start, end, _authority(scene, words, _actor(words, start, verb, before.subject)), targets(scene, words, before.phrases["to"]), [], "expects" if before.will else None)
        return (made, end) if made else None
    a, b = after.object
    if words[a].text in group("relative") and any(w.kind == "of" or w.kind == "at" for w in words[a + 1 : b]):
        b = a + 1  # 冻结其在某国的资产
    while b > a and (words[b - 1].text in ("资产", "账户", "帐户", "财产", "资金") or words[b - 1].kind == "of" or (words[b - 1].text == "银行" and words[b].text in ("账户", "帐户"))):
        b -= 1
    if b <= a or before.inside & {"prevent", "call_verb"}:
        return None
    if any(w.kind == "passive" for w in words[start:verb]):  # 受制裁者将被…冻结资产
        target = targets(scene, words, lead(words, start, verb))
        made = _made(scene, words, start, end, [], target, [], "expects" if before.will else None)
        return (made, end) if made else None
    own = lead(words, start, verb)[1] > lead(words, start, verb)[0] or scene.subject is None or scene.subject not in scene.last.get("designation target", ())
    authority = _authority(scene, words, _actor(words, start, verb, before.subject)) if own else []  # 这些公司被禁止…，并冻结其资产
    made = _made(scene, words, start, end, authority, targets(scene, words, (a, b)), [], "expects" if before.will else None)
    return (made, end) if made else None
