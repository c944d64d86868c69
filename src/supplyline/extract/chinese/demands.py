"""Who is asked, bound or threatened to what, in Chinese? 敦促甲…, 甲不得…, 甲须…, 甲将面临后果."""

from __future__ import annotations

import re
from collections.abc import Sequence

from supplyline.extract.chinese.clauses import NOUNS, chars, filler, is_party, left, party
from supplyline.extract.chinese.scene import Roles, Scene, words_of
from supplyline.extract.chinese.text import Told, country_words, group
from supplyline.extract.chinese.words import Word

_MATTER = frozenset(("supply_verb", "send_verb", "goal_verb", "buy_verb", "arm_verb", "step_verb", "sanction", "sanction_noun", "step_noun", "cooperate", "make_verb", "help"))


def find(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    for rule in (asked, threatened, bound):
        told = rule(scene, words, start, end)
        if told is not None:
            return told
    return None


_SIDES = re.compile(rf"{country_words()[1].pattern}|北约|联合国|七国集团")


def asked(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """敦促甲…, 警告甲不要…: the one who is asked, and what he is to do."""
    call = next((i for i in range(start, end) if words[i].kind in ("cue", "call_verb") and words[i].text in group("call_verb", "threatens")), None)
    if call is None:
        return None
    a = call + 1
    while a < end and words[a].kind in ("adv", "time"):
        a += 1
    b = a
    while b < end and words[b].kind in NOUNS:
        b += 1
    tail = next((i for i in range(a, b) if words[i].kind == "party_tail" and i + 1 < b and words[i + 1].kind == "noun"), None)
    b = tail + 1 if tail is not None else b  # 要求业者切结…
    who = party(words, (a, b)) if b > a else None
    if who is None or not is_party(words_of(words, who)) or b >= end or words[b].kind == "at" or (words[call].text in group("threatens") - group("call_verb") and not _must(words, b, end)):
        return None
    return _told(scene, words, start, end, ("actor", *chars(words, who)), b)


def bound(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """甲不得…, 甲必须…: what somebody must or must not do."""
    must = next((i for i in range(start, end) if words[i].text in group("must")), None)
    if must is None:
        return None
    a = b = must
    while a > start and (words[a - 1].kind in NOUNS or words[a - 1].kind == "among"):
        a -= 1
    who = filler(words, (a, b)) if b > a else None
    if who is not None and is_party(words_of(words, who)):
        return _told(scene, words, start, end, ("actor", *chars(words, who)), must)
    if must == start and scene.subject is not None:
        return _told(scene, words, start, end, ("actor", *scene.subject), must)
    return None


def _must(words: Sequence[Word], a: int, b: int) -> bool:
    return any(words[i].text in group("must") for i in range(a, min(b, a + 2)))


def _told(scene: Scene, words: Sequence[Word], start: int, end: int, actor: tuple[str, int, int], at: int) -> Told | None:
    while end > at + 1 and words[end - 1].text in ("后", "时", "之后", "之际"):
        end -= 1
    if not any(w.kind in _MATTER or w.text in group("matter") for w in words[at:end]):
        return None
    while at + 1 < end and words[at].text in group("must") and words[at].text not in group("must_not"):
        at += 1
    target: Roles = []
    mark = next((i for i in range(at, end - 1) if words[i].kind in ("to", "with", "about")), None)
    if mark is not None:
        stop = mark + 1
        while stop < end and words[stop].kind in NOUNS - {"of"}:
            stop += 1
        found = party(words, (mark + 1, stop)) if stop > mark + 1 else None
        if found is not None and is_party(words_of(words, found)):
            target = [("target", *chars(words, found))]
    return Told("measure", words[start].start, words[end - 1].end, (actor, ("measure", words[at].start, words[end - 1].end), *target), False, "calls_for")


def threatened(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """甲将面临后果: who threatens is the side of who says so."""
    face = next((i for i in range(start, end) if words[i].text in group("face")), None)
    if face is None:
        return None
    noun = next((i for i in range(face + 1, end) if words[i].kind in ("step_noun", "sanction", "sanction_noun") or words[i].text in group("consequence")), None)
    before = left(words, start, face)
    if noun is None or (noun + 1 < end and words[noun + 1].kind == "of") or not (before.will or scene.supposed or any(w.text in group("must") for w in words[start:face])):
        return None
    target: Roles = []
    if before.subject is not None and (who := party(words, before.subject)) is not None and is_party(words_of(words, who)):
        pronoun = words_of(words, who) in group("relative")
        if not pronoun:
            target = [("target", *chars(words, who))]
        elif scene.subject is not None:
            target = [("target", *scene.subject)]
    elif scene.subject is not None:
        target = [("target", *scene.subject)]
    first = noun
    while first - 1 > face and words[first - 1].kind in NOUNS - {"of"}:
        first -= 1
    actor: Roles = [("actor", *scene.side)] if scene.side is not None else []
    if not actor and not target:
        return None
    return Told("measure", words[start].start, words[end - 1].end, (*actor, ("measure", words[first].start, words[noun].end), *target), False, "expects")


def side(text: str, office: str, name: tuple[int, int]) -> tuple[int, int] | None:
    """The country that a speaker speaks for: in his office, or before his name."""
    m = _SIDES.search(text[max(0, name[0] - len(office)) : name[1]])
    if m is None:
        return None
    at = max(0, name[0] - len(office))
    return at + m.start(), at + m.end()
