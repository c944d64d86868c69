"""What did the text name before, that a later clause leaves out?

A `Scene` goes through the text with the rules: the subject of the last clause and the last filler of each role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from supplyline.extract.chinese.clauses import NOUNS, Span, chars, filler, listed, party
from supplyline.extract.chinese.text import Told, country_words, group, short_countries
from supplyline.extract.chinese.words import Word

Roles = list[tuple[str, int, int]]
At = tuple[int, int]


POINTS_BACK = re.compile(r"(?:该|这一家|这一|这家|这个|这名|这位|上述)(?P<what>[\u3400-\u9fff]{1,6})$")
_SEATED = re.compile(r"(?:厂|院|所|商|网络|机构|组织|部门|船|油轮|集团)$")
_NO_FIRM = re.compile(r"(?:出口|进口|管制|物项|产品|国家|个人|人|者|们|军|方|战略|商品|设备|元件|零件|芯片|油|气)$")
_FIRM = re.compile(r"(?:公司|集团|企业|厂|银行)$")


@dataclass(slots=True)
class Scene:
    text: str
    subject: At | None = None  # of the clause before
    last: dict[str, tuple[At, ...]] = field(default_factory=dict)
    seen: list[At] = field(default_factory=list)  # countries, in the order of the text
    asker: At | None = None  # who asked the subject to act
    side: At | None = None  # the country that the speaker speaks for
    firm: At | None = None  # the last firm told of
    voice: At | None = None  # who speaks
    supposed: bool = False  # the clause before is a condition
    latter: At | None = None  # the last party of the last fact
    toward: At | None = None  # the country that a clause before in the sentence acts on or helps

    def remember(self, told: Told) -> None:
        firms = [(a, b) for _, a, b in told.roles if _FIRM.search(self.text[a:b]) and b - a > 3]
        if not firms and told.kind == "measure":  # 对制造商某某展开调查: 该公司
            firms = [(a, b) for r, a, b in told.roles if r == "target" and b - a > 2 and not country_words()[1].match(self.text, a, b) and not _NO_FIRM.search(self.text[a:b])]
        self.firm = firms[-1] if firms else self.firm
        family = told.kind if told.kind != "shipment" else "supply"
        named = [(a, b) for r, a, b in told.roles if r in ("recipient", "owned", "party", "target", "partner")]
        self.latter = max(named) if named else self.latter
        if things := tuple((a, b) for r, a, b in told.roles if r == "goods"):
            self.last["goods"] = things
        for role in {r for r, _, _ in told.roles}:
            self.last[f"{family} {role}"] = tuple((a, b) for r, a, b in told.roles if r == role)

    def before(self, kind: str, role: str) -> Roles:
        return [(role, a, b) for a, b in self.last.get(f"{kind} {role}", ())]


def pointed(text: str) -> str | None:
    """电厂 of 这家电厂, where such a party points back to one that was named."""
    m = POINTS_BACK.match(text)
    return m["what"] if m is not None and _SEATED.search(m["what"]) else None


def words_of(words: Sequence[Word], span: Span) -> str:
    return "".join(w.text for w in words[span[0] : span[1]])


def parties(scene: Scene, words: Sequence[Word], span: Span | None, role: str) -> Roles:
    """One or several parties of a stretch; a pronoun is who it stands for, where the text told."""
    if span is None:
        return []
    out: Roles = []
    for part in listed(words, span):
        found = party(words, part)
        if found is None:
            continue
        a, b = chars(words, found)
        if words_of(words, part) == "该国":
            near = [m for at in (scene.subject, scene.voice) if at is not None and (m := country_words()[1].search(scene.text, *at)) is not None]
            out += [(role, *near[0].span())] if near else []
            continue
        if words_of(words, part)[:1] in "这该此" and words_of(words, part).endswith(("国家", "国")):  # 这两个国家
            again = scene.before("trade_flow", "partner") or scene.before("supply", "recipient")
            out += [(role, *at[1:]) for at in again]
            continue
        if (what := pointed(words_of(words, part))) is not None:  # 这家电厂: the firm of that kind that was named, else itself
            same = scene.firm is not None and scene.text[slice(*scene.firm)].endswith(what[-1])
            out.append((role, *scene.firm) if same and scene.firm is not None else (role, *chars(words, part)))
            continue
        if words_of(words, part) in ("公司", "本公司", "我公司") and scene.voice is not None:
            spoken = re.sub(r"(?:的|新闻)?(?:发言人|代表|负责人|首席执行官|董事长|总裁)$", "", scene.text[slice(*scene.voice)])
            out.append((role, scene.voice[0], scene.voice[0] + len(spoken)))
            continue
        if words_of(words, found) == "后者":  # 卖给经销商，再由后者…
            out += [(role, *scene.latter)] if scene.latter is not None else []
            continue
        if words_of(words, found) in group("relative"):
            listed_before = scene.last.get("designation target") or scene.last.get("measure target")
            if words_of(words, found) in ("他", "她", "其", "它") and scene.subject is not None and (scene.subject,) == scene.last.get("designation authority") and role != "authority":
                out += [(role, *at) for at in scene.last.get("designation target", ())[:1]]  # 宣布制裁某人，指控他…
                continue
            if words_of(words, found) in ("其", "他", "她", "他们", "此人") and role not in ("authority", "actor") and scene.subject is not None and (scene.subject,) == scene.last.get("measure actor"):
                met = [at for at in scene.last.get("measure target", ()) if re.search(r"公司|企业|厂|集团|男子|女子|商人|负责人|公民|国民|高管|嫌疑犯|居民|员工|夫妇|人$", scene.text[slice(*at)])]
                if met:  # 起诉一家公司，指其…
                    out.append((role, *met[0]))
                    continue
            firm = scene.voice if scene.voice is not None and _FIRM.search(scene.text[slice(*scene.voice)]) else scene.firm
            if firm is not None and words_of(words, found) in group("firm_pronoun"):
                out.append((role, *firm))
            elif role == "target" and listed_before and words_of(words, found) not in group("we"):
                out += [(role, *at) for at in listed_before[:3]]
            elif words_of(words, found) in group("firms_pronoun") | {"它们"} and listed_before:
                out += [(role, *at) for at in listed_before[:2]]
            elif words_of(words, found) in group("firms_pronoun"):
                out.append((role, a, b))
            elif scene.subject is not None:
                out.append((role, *scene.subject))
            elif words_of(words, found) in group("firm_pronoun"):
                out.append((role, a, b))  # nobody was named whom it could mean
            continue
        if b - a <= 40:
            out.append((role, a, b))
    return out


def made(words: Sequence[Word], span: Span) -> tuple[Span | None, Span]:
    """数十架某厂生产的无人机: who made it, where told, and what it is."""
    of = max((i for i in range(span[0] + 1, span[1] - 1) if words[i].kind == "of"), default=None)
    verb = next((i for i in range(span[0] + 1, of) if words[i].kind == "make_verb"), None) if of is not None else None
    if of is None or verb is None:
        return None, span
    a = span[0]
    while a < verb and words[a].kind in ("count", "num", "amount", "adv", "time", "by", "origin"):
        a += 1
    at = next((i for i in range(a + 1, verb) if words[i].kind == "at"), verb)  # 某公司在波兰制造的
    if a == verb or any(w.kind not in ("noun", "party_tail", "list", "and", "with") for w in words[a:at]):
        return None, span
    return (a, at), (of + 1, span[1])


def goods(words: Sequence[Word], span: Span | None) -> Roles:
    if span is None:
        return []
    a, b = span
    # 提供 …等方面的支持: support in goods is those goods
    arms = re.search(r"(?:军事|武器|军备|致命性?|弹药)(?:支持|支援|援助)$|(?:卫星|影像|图像|遥感|技术|目标|军事)(?:资料|数据|信息)$|^情报$|(?:卫星|军事|目标)情报$", words_of(words, (a, b))) if b > a else None
    tail = next((i for i in range(b - 1, max(a - 1, b - 4), -1) if words[i].kind == "no_goods" or words[i].text.endswith(("支持", "支援", "援助", "服务"))), None)
    if arms is not None:
        tail = b - 1
    elif tail is not None and tail > a and all(w.kind in ("noun", "no_goods", "adv") for w in words[tail:b]):
        b = tail
        while b > a and (words[b - 1].kind in ("of", "field_noun") or words[b - 1].text in ("等", "方面", "所需")):
            b -= 1
        if not any(w.kind == "of" for w in words[b : span[1]]):
            return []
    elif tail is not None:
        return []
    tail_end = b if arms is not None else -1  # 军事援助 is given
    # 炮弹数量超过100万枚: how many is no part of what
    said = next((i for i in range(a + 1, b) if words[i].kind in ("count", "amount", "num") and i == b - 1 and words[i - 1].kind not in ("list", "and", "total")), None)
    b = said if said is not None else b
    out: Roles = []
    for part in [p for whole in _kinds(words, (a, b)) for p in listed(words, whole)]:
        while part[0] < part[1] and words[part[0]].kind in ("send_verb", "buy_verb", "supply_verb", "make_verb"):
            part = (part[0] + 1, part[1])
        part = made(words, part)[1]
        found = filler(words, part)
        while found is not None and found[1] != tail_end and found[1] - found[0] > 1 and words[found[1] - 1].text.endswith(tuple(group("abstract"))):
            found = (found[0], found[1] - 1)
            found = (found[0], found[1] - 1) if found[1] - found[0] > 1 and words[found[1] - 1].kind == "of" else found
        if found is None or (words[found[1] - 1].kind == "no_goods" and found[1] != tail_end):
            continue
        x, y = chars(words, found)
        if (
            1 <= y - x <= 60
            and words_of(words, found) not in country_words()[0]
            and words_of(words, found) not in group("no_goods")
            and words_of(words, found) not in ("其他", "等", "方面", "之前", "之后", "以来", "期间", "时")
        ):
            out.append(("goods", x, y))
    return out


def _kinds(words: Sequence[Word], span: Span) -> list[Span]:
    """包括甲在内的乙, 甲、乙等丙, 丙包括甲: the kind and what is named of it."""
    a, b = span
    for i in range(a, b):
        w = words[i]
        if w.text in ("等", "等等", "在内") and a < i and i + 1 < b and not any(x.kind in ("count", "total") for x in words[i + 1 : i + 3]):
            rest = i + 1 + (words[i + 1].kind == "of")
            first = a + (words[a].kind == "among")
            if words_of(words, (rest, b)).startswith(("方面", "领域", "地", "国", "在内", "人", "方式", "手段")):
                return [(first, i)]
            return [x for x in ((first, i), *_kinds(words, (rest, b))) if x[1] > x[0]]
        if w.kind == "among" and i > a and i + 1 < b and not any(x.kind == "of" for x in words[i:b]):
            return [(a, i), *_kinds(words, (i + 1, b))]
    return [(a + 1, b)] if b - a > 1 and words[a].kind == "among" else [span]


def lead(words: Sequence[Word], start: int, end: int) -> Span:
    """The noun phrase that a clause begins with, after adverbs and times."""
    a = start
    while a < end and words[a].kind in ("adv", "time", "prep"):
        a += 1
    b = a
    while b < end and words[b].kind in NOUNS and words[b].kind != "of":
        b += 1
    return a, b


def pair(text: str, start: int, end: int) -> list[At]:
    """中俄, 朝俄: two countries in two characters."""
    for i in range(start, min(end, len(text)) - 1):
        if text[i] in short_countries() and text[i + 1] in short_countries() and text[i] != text[i + 1]:
            return [(i, i + 1), (i + 1, i + 2)]
    return []
