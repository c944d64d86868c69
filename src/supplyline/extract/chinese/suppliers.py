"""Giving told by nouns, in Chinese: 甲是乙的主要供应国, 甲是乙的最大买家, 增加对乙的供应, 零件多数来自甲."""

from __future__ import annotations

from collections.abc import Sequence

from supplyline.extract.chinese.clauses import chars, left
from supplyline.extract.chinese.scene import Scene, goods, parties
from supplyline.extract.chinese.supply import BLOCK, known, material, unknown
from supplyline.extract.chinese.text import Told, country_words, group, short_countries
from supplyline.extract.chinese.words import Word


def named(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """甲是乙机床的主要供应国: a noun tells who gives."""
    link = next((i for i in range(start, end) if words[i].text in group("link")), None)
    noun = next((i for i in range(end - 1, link, -1) if words[i].text in group("supplier_noun")), None) if link is not None else None
    if link is None or noun is None or noun == link + 1:
        return None
    giver = parties(scene, words, left(words, start, link).subject, "supplier")
    taker = next((i for i in range(link + 1, noun) if country_words()[1].match(words[i].text)), None)
    if not giver or not any(known(scene.text[a:b]) for _, a, b in giver):
        return None
    roles = giver + ([("recipient", words[taker].start, words[taker].end)] if taker is not None else scene.before("supply", "recipient"))
    first = taker + 1 if taker is not None else link + 1
    last = noun
    while last > first and (words[last - 1].text in group("rank") or words[last - 1].kind in ("num", "count", "adv") or words[last - 1].text in ("大", "个")):
        last -= 1
    given = goods(words, (first, last)) if last > first else []
    if len({r for r, _, _ in roles}) < 2 and not given:
        return None
    return Told("supply", *chars(words, (start, end)), tuple(roles + given))


def bought(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """甲是乙石油的最大买家, 甲成为乙自丙进口无人机的第二大进口商: a noun tells who buys."""
    noun = next((i for i in range(end - 1, start, -1) if words[i].text.lstrip("大") in group("buyer_noun") or words[i].text in group("buyer_noun")), None)
    link = next((i for i in range(start, noun or start) if words[i].text in group("link")), None)
    of = max((i for i in range(link + 1, noun) if words[i].kind == "of"), default=None) if noun is not None and link is not None else None
    if noun is None or link is None or of is None or of == link + 1:
        return None
    first = left(words, start, link).subject
    taker = parties(scene, words, first, "recipient") if first is not None else [("recipient", *scene.subject)] if scene.subject is not None else []
    verb = next((i for i in range(link + 1, of) if words[i].kind in ("buy_verb", "goal_verb", "send_verb")), None)
    source = next((i for i in range(link + 1, verb) if words[i].kind == "from"), None) if verb is not None else None
    giver = next((i for i in range((source or link) + 1, of) if country_words()[1].match(words[i].text)), None)
    if giver is None or not taker:
        return None
    given = goods(words, (verb + 1, of)) if verb is not None else goods(words, (giver + 1, of)) if giver + 1 < of else []
    supplier = ("supplier", words[giver].start, words[giver].end)
    return Told("supply", *chars(words, (start, end)), (supplier, *taker, *given)) if given else None


def grown(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """增加了对俄罗斯的供应: giving told as a noun."""
    noun = next((i for i in range(end - 1, start, -1) if words[i].kind in ("supply_verb", "send_verb", "arm_verb") or words[i].text in ("军援", "军售")), None)
    if noun is None or (noun + 1 < end and words[noun + 1].kind not in ("comma", "stop", "noun")):
        return None
    of = next((i for i in range(noun - 1, start, -1) if words[i].kind == "of"), None)
    to = next((i for i in range(start, of) if words[i].kind == "to"), None) if of is not None else None
    verb = next((i for i in range(start, to) if words[i].kind in ("rise", "pivot", "take_step", "impose", "verb")), None) if to is not None else None
    if of is None or to is None or verb is None or of == to + 1 or left(words, start, verb).negated or any(w.kind in BLOCK for w in words[start:to]):
        return None
    giver = parties(scene, words, left(words, start, verb).subject, "supplier") or ([("supplier", *scene.subject)] if scene.subject else [])
    whom = parties(scene, words, (to + 1, of), "recipient")
    if not giver or not any(known(scene.text[a:b]) for _, a, b in whom):
        return None
    given = goods(words, (of + 1, noun)) if noun > of + 1 else [("goods", *at) for at in scene.last.get("goods", ())]
    return Told("supply", *chars(words, (start, end)), tuple(giver + whom + given))


def sourced(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """俄武器的零件多数来自美国; 运往俄国的货物中也有来自德国的: where goods come from, without a share."""
    origin = next((i for i in range(start + 1, end - 1) if words[i].kind == "origin"), None)
    if origin is None or words[origin].text in ("出自", "产自"):
        return None
    before = left(words, start, origin)
    whole = (start, origin)
    of = max((i for i in range(start, origin) if words[i].kind == "of"), default=None)
    thing = before.subject if of is None or before.subject is None or before.subject[0] > of else (of + 1, before.subject[1])
    while thing is not None and thing[1] > thing[0] and words[thing[1] - 1].text in ("多数", "部分", "大部分", "绝大多数", "中", "大半", "全部", "全数", "所有"):
        thing = (thing[0], thing[1] - 1)
    given = goods(words, thing) if thing is not None and thing[1] > thing[0] else []
    stop = next((i for i in range(origin + 1, end) if words[i].kind == "of"), end)
    givers = [r for r in parties(scene, words, (origin + 1, stop), "supplier") if known(scene.text[r[1] : r[2]]) or unknown(scene.text, words, (origin + 1, stop))]
    if not givers or not material(scene.text, given):
        return None
    taker = next((i for i in range(*whole) if country_words()[1].match(words[i].text) or words[i].text in short_countries()), None)
    roles = [("recipient", words[taker].start, words[taker].end)] if taker is not None else scene.before("supply", "recipient")
    roles = roles or [("recipient", a, b) for _, a, b in scene.before("production", "maker")]  # 生产炮弹，所用钢材来自…
    return Told("supply", *chars(words, (start, end)), tuple(givers + roles + given)) if roles else None
