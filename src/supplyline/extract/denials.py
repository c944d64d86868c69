"""Does a saying deny, without a verb of denying?

"has never provided weapons", "no record of exports", "the claims are groundless": `negated` and `baseless` give the
offsets of the words denied.
"""

from __future__ import annotations

import re

from supplyline.extract.frames.common import Scene
from supplyline.extract.lexicon import entries, mapping
from supplyline.extract.phrases import extend, np_right
from supplyline.extract.sayings import Attribution, cue_table
from supplyline.extract.text import Token
from supplyline.model import Document, Filler

NAME = r"[A-Z][\w.&’'-]*(?: [A-Z][\w.&’'-]*){0,3}"
NAMES = re.compile(rf"{NAME}(?:, {NAME})*,? and {NAME}")
NEXT = re.compile(r",? and that\b|,? but (?:that )?(?:it|he|she|they)\b|, and \w+ly \w+s\b|, (?:while|whereas|although)\b")
NO_PART = re.compile(
    r"\bno (?:direct |such )?(?:hand|part|role|involvement|connections?|links?|ties?) (?:in|with|to)\b|\bnothing (?:whatsoever |at all )?to do with\b|"
    r"(?:\b(?:not|never)|n['’]t) (?:been |become )?(?:a )?party to\b"
)
NEXT_ACT = re.compile(r", (?:and )?(?:\w+ly )?\w+ing\b")


def negated(a: Attribution, scene: Scene) -> tuple[int, int] | None:
    """The speaker says that someone does not supply: a denial. Returns the words denied."""
    verbs = scene.group_words("supply_verb") | scene.group_words("send_verb")
    cue = _cue(a, scene)
    promised = cue is not None and cue.lemma in scene.group_words("promise_verb")
    for g in scene.groups:
        head = scene.toks[g.head]
        if not g.negated or (g.modal in ("will", "would") and not promised) or not a.content[0] <= head.start < a.content[1]:
            continue
        arms = any(t.low in ("weapons", "arms", "weaponry", "munitions", "lethal") for t in scene.toks[g.end : g.end + 4])
        if g.lemma in verbs or arms:
            return (head.start, a.content[1])
    toks = scene.toks
    if (false := untrue(scene, a.content[0])) is not None and false < a.content[1]:
        return false, a.content[1]
    if (nothing_of := _no_flow(a, scene)) is not None:
        return nothing_of
    if (apart := NO_PART.search(scene.text, *a.content)) is not None:
        return (apart.start(), a.content[1])
    for k, t in enumerate(toks[:-3]):
        # "has no record of exports of G to B"
        nothing = t.low == "no" and toks[k + 1].low in ("record", "records", "evidence", "knowledge", "proof", "indication", "sign")
        if nothing and toks[k + 2].low in ("of", "that") and a.content[0] <= t.start < a.content[1]:
            return (toks[k + 3].start, a.content[1])
    return None


def untrue(scene: Scene, start: int) -> int | None:
    """Where the words begin that are said to be false: "it is not true that we supplied …"."""
    toks = scene.toks
    for k in range(1, len(toks) - 1):
        if toks[k].low in ("true", "correct") and toks[k].start >= start and toks[k + 1].low == "that" and any(t.low in ("not", "n't", "n’t") for t in toks[max(k - 2, 0) : k]):
            return toks[k + 2].start if k + 2 < len(toks) else None
    return None


def _no_flow(a: Attribution, scene: Scene) -> tuple[int, int] | None:
    """ "reports no production or exports of G", "has not recorded any sales of G": the words from the noun on."""
    toks = scene.toks
    flows = scene.group_words("supply_noun") | scene.group_words("flow_noun") | scene.group_words("making_noun")
    for k, t in enumerate(toks[:-1]):
        if not a.content[0] <= t.start < a.content[1]:
            continue
        denied = t.low == "no" or (t.low == "any" and any(g.negated and g.end == k for g in scene.groups))
        at = next((x for x in range(k + 1, min(k + 4, len(toks))) if toks[x].low in flows and toks[x].tag == "N"), None) if denied else None
        if at is not None and all(toks[x].tag in ("J", "N", "V", "A") for x in range(k + 1, at)):
            return toks[at].start, a.content[1]
    return None


def _cue(a: Attribution, scene: Scene) -> Token | None:
    return next((t for t in scene.toks if t.start == a.cue[0]), None)


def _naming_cue(a: Attribution, scene: Scene) -> bool:
    """Is the cue one that names what something is ("called", "labelled")?"""
    cue = _cue(a, scene)
    return cue is not None and "l" in cue_table(scene.language).get(cue.lemma, ("", ""))[1]


def baseless(a: Attribution, scene: Scene) -> tuple[int, int] | None:
    """ "the claims … are groundless": the speaker denies the subject of the sentence."""
    words = scene.group_words("baseless_word")
    for k, t in enumerate(scene.toks):
        be = next((g for g in scene.groups if g.end == k and g.lemma == "be" and g.negated and g.start > 0), None) if t.low in ("true", "correct", "accurate") and a.content[0] <= t.start < a.content[1] else None
        if be is not None and (k + 1 == len(scene.toks) or scene.toks[k + 1].low != "that") and scene.toks[be.start - 1].end > a.content[0]:
            return a.content[0], scene.toks[be.start - 1].end  # "some of these things are not true"
    for k, t in enumerate(scene.toks):
        if t.low in words and a.content[0] <= t.start < a.content[1]:
            cue = _cue(a, scene)
            if cue is not None and cue.lemma == "oppose" and t.start - a.content[0] <= 3:
                return a.content  # "opposes groundless accusations"
            rejects = next((g for g in reversed(scene.groups) if g.end <= k and k - g.end <= 2 and g.lemma in ("oppose", "reject", "dismiss") and not g.negated), None)
            if rejects is not None and (np := np_right(scene.toks, k)) is not None:
                return t.start, scene.toks[np[1] - 1].end  # "said it opposes groundless accusations"
            if _naming_cue(a, scene) and t.start - a.content[0] > 3:
                return a.content[0], scene.toks[k - 1].end  # "called the accusations baseless"
            calls = next((g for g in reversed(scene.groups) if g.end <= k and g.lemma in ("call", "label", "brand", "criticize", "slam", "denounce") and not g.negated), None)
            what = np_right(scene.toks, calls.end) if calls is not None else None
            if what is not None and k >= what[1]:
                what = extend(scene.toks, what, ("of", "by", "from", "about", "that"))  # "the statements of A about B's support"
            if what is not None and (k == what[0] or what[1] <= k <= what[1] + 1):
                return scene.toks[what[0]].start, scene.toks[what[1] - 1].end  # "calling the protests “baseless accusations”"
            be = next(
                (g for g in reversed(scene.groups) if g.end <= k and k - g.end <= 3 and g.lemma == "be"), None
            )
            if be is not None and be.start > 0:
                return a.content[0], scene.toks[be.start - 1].end
            if (
                be is None
                and scene.sentence.heading
                and not any(
                    a.content[0] <= scene.toks[g.head].start < t.start
                    for g in scene.groups
                    if g.link in ("left", "relative")
                )
            ):
                first = next((x for x in scene.toks if x.start >= a.content[0]), t)
                quote = next(
                    (
                        x
                        for x in scene.toks
                        if x.text in ("'", '"', "‘", "“") and first.start < x.start < t.start
                    ),
                    t,
                )
                if quote.start - 1 > a.content[0]:
                    return a.content[0], quote.start - 1
    return None


_OFFICE = re.compile(r"((?:[a-z-]+ )*[a-z-]+) (?:of|for|at) (?:the )?(?=[A-Z])")


def deniers(a: Attribution, document: Document) -> list[Filler]:
    """Who denies, each by name: "A, B and C" are three; an officer is the name behind the office, "he" whom he was named before, and
    "the director of A" speaks for A."""
    start, end = a.speaker
    words = document.text[start:end]
    if NAMES.fullmatch(words) and a.named.name == words:
        return [Filler("denier", document.span(start + m.start(), start + m.end()), m.group()) for m in re.finditer(NAME, words)]
    name = _spoken_for(a.named.name)
    at = document.text.find(name, start, end)
    if at < 0 and a.named.kind == "person" and not any(w[0].isupper() and w not in ("He", "She") for w in words.split()):
        at = document.text.rfind(name, 0, start)
    return [Filler("denier", document.span(at, at + len(name)) if at >= 0 else document.span(start, end), name)]


def _spoken_for(name: str) -> str:
    office = _OFFICE.match(name)
    if office is None:
        return name
    head = office[1].split()[-1]
    return name[office.end() :] if head in entries("en", "titles") or mapping("en", "speaker_nouns").get(head) == "person" else name


def next_assertion(words: str) -> int:
    """Where the words denied end and another assertion begins ("has not armed either side, and that it controls its exports")."""
    stop = NEXT.search(words) or (NEXT_ACT.search(words) if re.match(r"\w+ing\b", words) else None)
    return stop.start() if stop else len(words)
