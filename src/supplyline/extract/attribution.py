"""Who says it, with which word, and what exactly?

`find(sentence, …)` returns the attributions of one tagged sentence: source, cue, content, the outlet
it was said to, and the stance. Shapes covered: "X said (that) …", "…, X said", "X said: “…”",
"according to X", "X accused Y of …", "X denied …", "which X says is …", "warnings from X about …",
"A reported, citing B, that …", and label lines ("Source: …", "Quote: …").
Every range returned indexes the document; a content never includes its own cue unless the source
interrupts it. A learned tagger can return the same `Attribution`s instead.
"""

from __future__ import annotations

from dataclasses import replace

from supplyline.extract.content import (
    clause_end,
    content_after,
    content_before,
    is_trailing,
    one_clause,
    past_apposition,
    phrase_end,
    resumed_end,
)
from supplyline.extract.dates import Found
from supplyline.extract.lexicon import entries, mapping
from supplyline.extract.overlaps import settled
from supplyline.extract.people import People
from supplyline.extract.phrases import QUOTES, Range, extend, np_chain_left, np_left, np_right, strip
from supplyline.extract.sayings import Attribution, can_speak, cue_table, make, phrasal_cues
from supplyline.extract.text import Sentence, Token
from supplyline.extract.verbs import VerbGroup


def find(
    sentence: Sentence,
    groups: list[VerbGroup],
    people: People,
    dates: list[Found],
    previous: Sentence | None = None,
) -> list[Attribution]:
    toks, cues = sentence.tokens, cue_table(people.language)
    out: list[Attribution] = []
    spoke: list[VerbGroup] = []  # the verbs of saying so far that take a clause or a quotation
    for k, vg in enumerate(groups):
        entry = _phrasal(toks, vg, people.language) or cues.get(vg.lemma) or _made_clear(toks, vg)
        if (
            entry is None
            or vg.modal
            or (
                vg.infinitive and vg.lemma not in ("warn", "say", "insist", "claim", "deny", "demand", "urge")
            )
        ):
            continue
        if vg.infinitive and k and groups[k - 1].subject and vg.lemma in ("demand", "urge"):
            vg.subject = groups[k - 1].subject
        speaking = next((g for g in reversed(spoke) if _goes_on_saying(toks, vg, g)), None)
        if speaking is not None:
            vg.subject, vg.link = speaking.subject, "shared"
            told = toks[vg.start - 1 if toks[vg.start - 1].tag in (",", "C") else vg.start].start
            out = [replace(a, content=(a.content[0], _before(toks, told))) if a.content[0] < told < a.content[1] and not a.trailing else a for a in out]
        made = _quoted(toks, groups, k, people) or _verbal(toks, groups, k, entry, people, previous)
        if made:
            out.append(made)
            if vg.subject is not None and not vg.passive and {"c", "q"} & set(entry[1]):
                spoke.append(vg)
    out += _according(toks, groups, people)
    out += _as_told_by(toks, people)
    out += _follows(toks, people, previous)
    out += _nominal(toks, groups, people)
    out = settled(out, toks, people.language)
    return [_dated(a, dates, sentence) for a in sorted(out, key=lambda a: (a.content, a.cue))]


def _phrasal(toks: list[Token], vg: VerbGroup, language: str) -> tuple[str, str] | None:
    """ "calls on Russia to …", "pleaded guilty to exporting …": the group then reaches to the last word of the cue."""
    start = vg.head if vg.passive else vg.end  # "is concerned that" looks like a passive
    for words, entry in phrasal_cues(language).get("be" if vg.passive else vg.lemma, ()):
        end = start + len(words)
        if tuple(t.low for t in toks[start:end]) == words and end < len(toks):
            vg.end, vg.passive = end, False
            return entry
    return None


def _made_clear(toks: list[Token], vg: VerbGroup) -> tuple[str, str] | None:
    """ "has made it perfectly clear that …" is a cue; the group then reaches to "clear"."""
    if vg.lemma != "make" or vg.passive:
        return None
    at = next((k for k in range(vg.end, min(vg.end + 4, len(toks) - 1)) if toks[k].low == "clear" and toks[k + 1].low == "that"), None)
    if at is None:
        return None
    vg.end = at + 1
    return "asserts", "c"


def _goes_on_saying(toks: list[Token], vg: VerbGroup, speaking: VerbGroup) -> bool:
    """ "said that A, adding that B", "responded that A and maintained that B": one speaker, two sayings."""
    if vg.start != vg.head and not all(t.tag == "A" for t in toks[vg.start : vg.head]):
        return False
    left = toks[vg.start - 1] if vg.start else None
    nxt = toks[vg.end] if vg.end < len(toks) else None
    if left is None or nxt is None or vg.start <= speaking.end:
        return False
    if vg.form == "ing":
        opens = nxt.low == "that" or nxt.text in (":", *QUOTES) or (nxt.text == "," and toks[vg.end + 1 : vg.end + 2] and toks[vg.end + 1].text in QUOTES)
        return (left.text in (",", *QUOTES) or left.tag == "C") and bool(opens)
    opens = nxt.low == "that" or nxt.text in (":", *QUOTES) or (nxt.tag == "R" and vg.lemma in ("say", "claim", "insist"))
    return left.tag == "C" and vg.form == speaking.form and opens


def _before(toks: list[Token], at: int) -> int:
    """Where the words before an offset end, without the comma and the quotation mark."""
    k = next((k for k, t in enumerate(toks) if t.start >= at), len(toks))
    while k > 1 and (toks[k - 1].text in (",", "—", "–", *QUOTES) or toks[k - 1].tag == "C"):
        k -= 1
    return toks[k - 1].end


def _verbal(
    toks: list[Token],
    groups: list[VerbGroup],
    k: int,
    entry: tuple[str, str],
    people: People,
    previous: Sentence | None,
) -> Attribution | None:
    stance, takes = entry
    vg = groups[k]
    if vg.negated and stance in ("asserts", "announces"):
        if vg.lemma in ("confirm", "comment", "say", "respond", "reply"):
            return None
        stance = "denies" if vg.lemma in ("acknowledge", "admit") else stance
    if (
        vg.lemma == "add"
        and (thing := np_right(toks, vg.end))
        and thing[1] < len(toks)
        and toks[thing[1]].low == "to"
    ):
        return None  # "added 11 entities to the Entity List"
    if vg.passive:
        return _passive(toks, groups, k, stance, takes, people, previous)
    subject = vg.subject
    if subject is not None and subject[0] > 2 and toks[subject[0] - 1].low == "by" and toks[subject[0] - 2].low in ("seen", "reviewed", "obtained", "compiled", "analysed", "analyzed"):
        subject = np_left(toks, subject[0] - 2) or subject  # "customs data seen by Reuters show"
    if subject is None or vg.link in ("reason",):
        subject = _inverted(toks, vg)
        if subject is None:
            return None
        content = _told(toks, groups, content_before(toks, vg.start))
        if content is not None and subject[1] + 1 < len(toks) and toks[subject[1]].text == "," and toks[subject[1] + 1].text in QUOTES:
            content = (content[0], clause_end(toks, subject[1] + 1))  # "“All states,” says X, “must comply.”"
        elif content is None and {"c", "q"} & set(takes):
            content = _around(toks, groups, vg.start, subject[1])
        return make(toks, subject, vg, content, stance, people, trailing=True) if content else None
    if vg.form == "ing" and vg.end < len(toks) and toks[vg.end].low in ("it", "him", "her", "them"):
        # "sent a letter to the government urging it to act": who sent it urges
        subject = next((g.subject for g in reversed(groups[:k]) if g.subject and g.link == "left" and not g.infinitive), subject)
    if (vg.link == "reduced" and vg.form == "ed") or ("l" in takes and _names(toks, vg)):
        return None
    subject = (
        strip(toks, subject)
        if toks[subject[0]].tag not in ("R", "D") or subject[1] - subject[0] > 1
        else subject
    )
    if toks[subject[0]].tag == "R" and toks[subject[0]].low == "there":
        return None
    if any(t.tag == "T" for t in toks[subject[0] : subject[1]]) or not can_speak(toks, subject, people, vg.lemma):
        return None
    if (
        vg.link == "relative"
        and toks[vg.start - 1].low in ("which", "that")
        and takes != "g"
        and stance != "denies"
    ):
        pass
    # "China, which the US says is helping": the content goes on behind the cue
    if subject[0] > 0 and _gap(toks, vg, subject):
        end = clause_end(toks, vg.end, commas=True)
        return make(toks, subject, vg, (vg.end, end), stance, people) if end - vg.end > 1 else None
    content, via = content_after(toks, groups, k, takes, people)
    if (
        content is not None
        and "c" in takes
        and _weak(toks, vg, content)
        and _clause_before(toks, groups, subject[0])
    ):
        content = None
    if content is None and ("q" in takes or "c" in takes) and vg.link != "relative":
        lead = _told(toks, groups, content_before(toks, subject[0]))
        if lead is not None and is_trailing(toks, vg):
            rest = resumed_end(toks, vg)
            content = (lead[0], rest) if rest else lead
            return make(toks, subject, vg, content, stance, people, via=via, trailing=True)
    if content is None and {"c", "q"} & set(takes) and (whole := _around(toks, groups, subject[0], vg.end)) is not None:
        return make(toks, subject, vg, whole, stance, people, via=via, trailing=True)
    if content is None and "c" in takes and previous is not None and _says_this(toks, vg):
        made = make(toks, subject, vg, (vg.end, vg.end + 1), stance, people, via=via)
        return replace(made, content=(previous.start, _stop(previous))) if made else None
    if content is None:
        return None
    return make(toks, subject, vg, content, stance, people, via=via)


def _around(toks: list[Token], groups: list[VerbGroup], start: int, end: int) -> Range | None:
    """ "Exports, he said, have doubled": the clause that ", SOURCE said," stands in, from its first word to its last."""
    while start and toks[start - 1].tag == "D":
        start -= 1
    if end < len(toks) and toks[end].tag in ("P", "Y", "A"):
        end = next((k for k in range(end + 1, min(end + 6, len(toks))) if toks[k].text == ","), end)
    if start < 2 or end + 2 >= len(toks) or toks[start - 1].text not in (",", "—", "–") or toks[end].text not in (",", "—", "–"):
        return None
    told = any(g.head < start and not g.infinitive and g.form != "ing" and g.link in ("left", "") for g in groups)
    goes_on = any(t.tag in ("B", "H", "O", "X") for t in toks[end + 1 : end + 8]) or any(g.start > end and not g.infinitive and g.form != "ing" for g in groups)
    if (told and toks[0].tag != "S") or not goes_on or toks[end + 1].tag == "C":
        return None
    begin = 1 if toks[0].tag == "C" else 0
    return begin, clause_end(toks, end + 1)


def _quoted(toks: list[Token], groups: list[VerbGroup], k: int, people: People) -> Attribution | None:
    """ "The Journal cited officials as saying that …", "“…,” Sky News quoted a source as saying": who is quoted speaks, the outlet relays."""
    vg, relay = groups[k], groups[k - 1] if k else None
    if vg.form != "ing" or relay is None or relay.lemma not in ("cite", "quote") or relay.passive or relay.subject is None or toks[vg.start - 1].low != "as":
        return None
    who = np_right(toks, relay.end)
    if who is None or who[1] > vg.start - 1:
        return None
    who = strip(toks, (who[0], vg.start - 1))
    after = vg.end + (vg.end < len(toks) and toks[vg.end].low == "that")
    trailing = after >= len(toks) - 1
    content = content_before(toks, relay.subject[0]) if trailing else (after, clause_end(toks, after))
    return make(toks, who, vg, content, "asserts", people, via=relay.subject, trailing=trailing) if content is not None else None


def _as_told_by(toks: list[Token], people: People) -> list[Attribution]:
    """ "…, as reported by officials": the words before it."""
    out = []
    for i in range(3, len(toks) - 3):
        if toks[1].text == ":" or toks[i].low != "as" or toks[i + 1].form != "ed" or toks[i + 1].lemma not in cue_table(people.language) or toks[i + 2].low != "by":
            continue
        who = np_right(toks, i + 3)
        end = i - (toks[i - 1].text == ",")
        if who is not None and end > 2:
            made = make(toks, strip(toks, extend(toks, who, ("of",))), VerbGroup(i + 1, i + 1, i + 2, toks[i + 1].lemma, "ed"), (0, end), "asserts", people, trailing=True)
            out += [made] if made else []
    return out


def _says_this(toks: list[Token], vg: VerbGroup) -> bool:
    """ "A spokesman stated this.": the sentence before is what was said."""
    rest = toks[vg.end :]
    return bool(rest) and rest[0].low in ("this", "so") and (len(rest) == 1 or rest[1].tag in (".", "P", ",", "Y"))


def _names(toks: list[Token], vg: VerbGroup) -> bool:
    """ "a firm called Noy has …": the verb gives a name, and nobody says anything."""
    if vg.form != "ed" or vg.start != vg.head or vg.end >= len(toks) or not toks[vg.end].text[0].isupper():
        return False
    np = np_right(toks, vg.end)
    after = toks[np[1]] if np is not None and np[1] < len(toks) else None
    return np is not None and (after is None or after.tag in ("B", "H", "O", "V", "P", ",", ".", "W"))


def _weak(toks: list[Token], vg: VerbGroup, content: Range) -> bool:
    """The content was found by its verb alone: no "that", colon or quotation mark opens it."""
    before = toks[content[0] - 1]
    return not (before.low == "that" or before.text in (":", ",") or toks[content[0]].text in QUOTES)


def _clause_before(toks: list[Token], groups: list[VerbGroup], j: int) -> bool:
    """Does a whole clause stand before ", SOURCE said"?"""
    lead = content_before(toks, j)
    if lead is None or toks[0].tag == "S":
        return False
    return any(g.end <= lead[1] and g.subject is not None and g.link in ("left", "relative") for g in groups)


def _told(toks: list[Token], groups: list[VerbGroup], lead: Range | None) -> Range | None:
    """Words that can have been said: a quotation, or a phrase with a verb ("WASHINGTON, D.C. –" is a dateline)."""
    if lead is None:
        return None
    quoted = any(t.text in QUOTES for t in toks[lead[0] : lead[1] + 1])
    return lead if quoted or any(lead[0] <= g.head < lead[1] for g in groups) else None


def _passive(
    toks: list[Token],
    groups: list[VerbGroup],
    k: int,
    stance: str,
    takes: str,
    people: People,
    previous: Sentence | None,
) -> Attribution | None:
    """ "were announced by the Foreign Office", "are accused by the Treasury of supplying …"."""
    vg = groups[k]
    by = next((j for j in range(vg.end, min(vg.end + 8, len(toks))) if toks[j].low == "by"), None)
    if by is None:
        return None
    agent = np_right(toks, by + 1)
    if agent is None:
        return None
    agent = extend(toks, agent, ("of", "in", "for"))
    if "g" in takes:
        of = next(
            (j for j in range(vg.end, min(agent[1] + 6, len(toks))) if toks[j].low == "of" and j >= agent[1]),
            None,
        )
        if of is None:
            return None
        return make(toks, strip(toks, agent), vg, (of + 1, clause_end(toks, of + 1)), stance, people)
    if vg.subject is None or not can_speak(toks, agent, people, vg.lemma):
        return None
    if vg.subject[1] - vg.subject[0] == 1 and toks[vg.subject[0]].tag in ("R", "D"):
        if previous is None:
            return None
        made = make(toks, strip(toks, agent), vg, vg.subject, stance, people)
        return replace(made, content=(previous.start, _stop(previous))) if made else None
    return make(toks, strip(toks, agent), vg, vg.subject, stance, people)


def _stop(sentence: Sentence) -> int:
    last = sentence.tokens[-1]
    return last.start if last.text in ".!?" and len(sentence.tokens) > 1 else last.end


def _gap(toks: list[Token], vg: VerbGroup, subject: Range) -> bool:
    if vg.end >= len(toks):
        return False
    after = toks[vg.end]
    verbal = (
        after.tag in ("B", "H", "O", "X")
        or (after.tag == "V" and after.form in ("s", "ed", "base"))
        or (after.tag == "A" and vg.end + 1 < len(toks) and toks[vg.end + 1].tag in ("B", "H", "V"))
    )
    before = toks[subject[0] - 1] if subject[0] else None
    article = before is not None and before.tag == "D" and subject[0] > 1
    if article:
        before = toks[subject[0] - 2]
    return verbal and before is not None and before.tag in ("W", "N", "S", ",")


def _inverted(toks: list[Token], vg: VerbGroup) -> Range | None:
    """ "…," said Janet Yellen."""
    before = toks[vg.start - 1] if vg.start else None
    if before is None or before.text not in (",", *QUOTES):
        return None
    np = np_right(toks, vg.end)
    if np is None:
        return (vg.end, vg.end + 1) if vg.end < len(toks) and toks[vg.end].tag == "R" else None
    office = entries("en", "titles")
    more = np_right(toks, np[1] + 1) if np[1] < len(toks) and toks[np[1]].low == "and" and toks[np[1] - 1].text[0].islower() else None
    if more is not None and any(t.low in office for t in toks[slice(*more)]) and not any(t.low in office for t in toks[slice(*np)]):
        np = np[0], more[1]  # "said UN aid and relief coordinator Tom Fisk"
    return strip(toks, extend(toks, np, ("of", "for", "at")))


def _according(toks: list[Token], groups: list[VerbGroup], people: People) -> list[Attribution]:
    out = []
    for i in range(len(toks) - 2):
        if toks[i].low != "according" or toks[i + 1].low != "to":
            continue
        np = np_right(toks, i + 2)
        if np is None and toks[i + 2].tag == "R":
            np = (i + 2, i + 3)  # "According to him"
        if np is None:
            continue
        np = extend(toks, np, ("of", "in", "from", "by", "at"))
        source = strip(toks, np) if toks[np[0]].tag != "R" else np
        j = np[1]
        opener = i == 0 or all(t.tag in ("A", ",", "C", "P") or t.low == "addition" for t in toks[:i])
        if opener:
            if j < len(toks) and (toks[j].form == "ed" or toks[j].tag == "W"):
                # "According to a report published by X, …"
                j = next((x for x in range(j, min(j + 16, len(toks))) if toks[x].text == ","), j)
            if j < len(toks) and toks[j].text == ",":
                k = past_apposition(toks, j)
                start, end = k + 1, clause_end(toks, k + 1)
            else:
                start, end = j, clause_end(toks, j)
        else:
            end = i
            while end > 0 and toks[end - 1].text in (",", *QUOTES):
                end -= 1
            start = 0
            rest = next((x for x in range(j, len(toks)) if toks[x].text == ","), None)
            bare = not any(g.head < i and not g.infinitive for g in groups)  # "The parts, according to X, are civilian"
            if rest is not None and (bare or len(toks) - rest > 6) and toks[i - 1].text == ",":
                end = clause_end(toks, rest)
        cue = VerbGroup(i, i, i + 2, "according", "")
        made = make(toks, source, cue, (start, end), "asserts", people) if end > start else None
        if made:
            out.append(replace(made, cue=(toks[i].start, toks[i + 1].end)))
    return out


def _follows(toks: list[Token], people: People, previous: Sentence | None) -> list[Attribution]:
    """ "This follows from a statement by X", "That is according to X": X said the sentence before."""
    if previous is None or len(toks) < 5 or toks[0].low not in ("this", "that", "it"):
        return []
    low = [t.low for t in toks[:4]]
    at = next((k for k in (2, 3) if low[k - 1 : k + 1] in (["follows", "from"], ["according", "to"], ["evidenced", "by"], ["stated", "in"])), None)
    np = np_right(toks, at + 1) if at is not None else None
    if np is None or at is None:
        return []
    if np[1] < len(toks) and toks[np[1]].low in ("by", "of", "from") and (who := np_right(toks, np[1] + 1)):
        np = who
    np = extend(toks, np, ("of", "for"))
    made = make(toks, strip(toks, np), VerbGroup(at - 1, at - 1, at + 1, toks[at - 1].low, ""), (0, 1), "asserts", people)
    return [replace(made, content=(previous.start, _stop(previous)))] if made else []


def _nominal(toks: list[Token], groups: list[VerbGroup], people: People) -> list[Attribution]:
    """ "repeated warnings from U.S. officials about …", "Washington's growing concern about …"."""
    out, cues = [], mapping(people.language, "nominal_cues")
    for i, t in enumerate(toks):
        if t.low not in cues or t.tag != "N":
            continue
        j, source = i + 1, None
        own = next((x for x in range(i - 1, max(i - 4, -1), -1) if toks[x].low in ("its", "his", "her", "their")), None)
        if j < len(toks) and toks[j].low in ("from", "by", "in", "among", "within") and (np := np_right(toks, j + 1)):
            source, j = strip(toks, np), np[1]
        elif own is not None:
            whose = next((g for g in reversed(groups) if g.end <= own and g.subject is not None and g.link != "relative"), None)
            source = whose.subject if whose is not None else None
        else:
            g = next((x for x in range(i - 1, max(i - 5, 0), -1) if toks[x].tag == "G"), None)
            if g is not None and (np := np_chain_left(toks, g)):
                source = strip(toks, np)
        if source is None or j >= len(toks):
            continue
        while j + 1 < len(toks) and (toks[j].tag == "Y" or (toks[j].tag == "P" and toks[j + 1].tag == "Y")):
            j += 1
        if toks[j].low == "that":
            start = j + 1
            end = one_clause(toks, start)
        elif toks[j].low in ("about", "of", "over", "regarding"):
            start, end = j + 1, phrase_end(toks, j + 1)
        else:
            continue
        if not can_speak(toks, source, people, "say"):
            continue
        made = make(toks, source, VerbGroup(i, i, i + 1, t.low, ""), (start, end), cues[t.low], people)
        if made:
            out.append(made)
    return out


def _dated(a: Attribution, dates: list[Found], sentence: Sentence) -> Attribution:
    """The date of the saying: outside the content, else a day inside it that the cue governs."""
    best = [
        f
        for f in dates
        if sentence.start <= f.start < sentence.end
        and not a.content[0] <= f.start < a.content[1]
        and f.period.from_
    ]
    best.sort(key=lambda f: abs(f.start - a.cue[0]))
    return replace(a, said_on=best[0]) if best else a
