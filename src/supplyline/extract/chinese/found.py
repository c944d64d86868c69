"""Whose parts are found in whose arms? 在残骸中发现某国零件, 俄制无人机装有…, 其中31个来自某国.

What arms hold was supplied to who uses them, by who made it; where the text tells only who made it, it is a production.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from supplyline.extract.chinese.clauses import NOUNS, Span, chars, filler, is_party, left, listed, right
from supplyline.extract.chinese.scene import Roles, Scene, goods, made, parties, words_of
from supplyline.extract.chinese.supply import made_in, material
from supplyline.extract.chinese.text import Told, country_words, group, short_countries
from supplyline.extract.chinese.words import Word


def find(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    return _held(scene, words, start, end) or _some(scene, words, start, end)


def _held(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """The arms stand before the verb, as a place or as its subject; the parts behind it or, in the passive, before it."""
    verb = max((i for i in range(start, end) if words[i].text in group("finds")), default=None)
    if verb is None:
        return None
    before = left(words, start, verb)
    place = before.phrases.get("at") or before.phrases.get("from") or before.subject
    if before.negated or place is None or not any(words[i].text.endswith(tuple(group("arms"))) for i in range(start, verb)):
        return None
    holder = _holder(scene, words, (start, verb))
    things = right(words, verb, end)
    if things.object is None:
        return None
    whole = things.object
    if words[whole[0]].kind == "of":  # 公布在残骸中发现的零件清单: what the next clauses are about
        stop = whole[1] - (words[whole[1] - 1].kind == "list_noun")
        scene.last["goods"] = tuple((a, b) for _, a, b in goods(words, (whole[0] + 1, stop))) if stop > whole[0] + 1 else ()
        return None
    of = max((i for i in range(*whole) if words[i].kind == "of"), default=None)
    if words_of(words, whole).endswith(("清单", "名单", "标志", "标识", "字样")) and of is not None:
        whole = (whole[0], of)
    given: Roles = []
    givers: Roles = []
    makers: Roles = []
    theirs: Roles = []
    for part in listed(words, whole):
        maker, thing = made(words, part)
        things_of = goods(words, thing)
        given += things_of
        if maker is not None:
            theirs += things_of
        if maker is not None:
            makers += [("maker", *chars(words, f)) for one in listed(words, maker) if (f := filler(words, one)) and is_party(words_of(words, f))]
        else:
            givers += [("supplier", *at) for _, a, b in things_of if (at := made_in(scene.text, a, b)) is not None]
    if not material(scene.text, given) or not (holder or makers or givers):
        return None
    if makers:
        return Told("production", *chars(words, (start, end)), tuple(dict.fromkeys(makers + theirs)))
    return Told("supply", *chars(words, (start, end)), tuple(dict.fromkeys((*givers, *holder, *given))))


def _holder(scene: Scene, words: Sequence[Word], span: Span) -> Roles:
    """俄军, 俄制, 俄罗斯: whose arms they are."""
    for i in range(*span):
        w = words[i]
        if w.text in country_words()[0] and (i + 1 == span[1] or words[i + 1].kind not in ("party_tail",)):
            return [("recipient", w.start, w.end)]
        if w.text[0] in short_countries() and (w.text[1:] in ("军", "制", "方", "国") or (len(w.text) == 1 and w.text != "中")):
            return [("recipient", w.start, w.start + (2 if w.text[1:] == "军" else 1))]
    return []


_OF_THEM = re.compile(r"其中|另有?|另外|还有|此外|剩余|其余")


def _some(scene: Scene, words: Sequence[Word], start: int, end: int) -> Told | None:
    """其中31个来自美国, 另有3个由瑞士企业制造: of what was told before."""
    origin = next((i for i in range(start, end - 1) if words[i].kind == "origin" or words[i].kind == "by"), None)
    known = scene.last.get("goods", ())
    if origin is None or not known or not any(w.kind == "count" for w in words[start:origin]):
        return None
    if any(w.kind not in ("count", "adv", "among", "relative", "comma", "noun", "neg") or (w.kind == "noun" and not _OF_THEM.match(w.text)) for w in words[start:origin]):
        return None
    given = tuple(("goods", *at) for at in known)
    if words[origin].kind == "by":
        verb = next((i for i in range(origin + 1, end) if words[i].kind not in NOUNS), end)
        if verb >= end or words[verb].kind != "make_verb":
            return None
        maker = parties(scene, words, (origin + 1, verb), "maker")
        return Told("production", *chars(words, (start, end)), (*maker, *given)) if maker else None
    givers = [r for r in parties(scene, words, (origin + 1, end), "supplier") if is_party(scene.text[r[1] : r[2]])]
    return Told("supply", *chars(words, (start, end)), (*givers, *scene.before("supply", "recipient"), *given)) if givers else None
