"""Who says it, with which word, and what exactly?

`find(sentence, …)` returns the attributions of one tagged sentence: source, cue, content, the outlet
it was said to, and the stance. Shapes covered: "X said (that) …", "…, X said", "X said: “…”",
"according to X", "X accused Y of …", "X denied …", "which X says is …", "warnings from X about …",
"A reported, citing B, that …", and label lines ("Source: …", "Quote: …").
Every range returned indexes the document; a content never includes its own cue unless the source
interrupts it. A learned tagger can return the same `Attribution`s instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from supplyline.extract.content import (
    clause_end,
    content_after,
    content_before,
    is_source_outlet,
    is_trailing,
    one_clause,
    past_apposition,
    phrase_end,
    resumed_end,
)
from supplyline.extract.dates import Found
from supplyline.extract.lexicon import entries, mapping, table
from supplyline.extract.people import Named, People
from supplyline.extract.phrases import QUOTES, Range, extend, np_chain_left, np_right, strip
from supplyline.extract.text import Sentence, Token
from supplyline.extract.verbs import VerbGroup

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    speaker: Offsets
    named: Named
    cue: Offsets
    content: Offsets
    stance: str
    via: Offsets | None = None
    via_named: Named | None = None
    said_on: Found | None = None
    trailing: bool = False


@cache
def cue_table(language: str) -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in table(language, "cues")}


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
        entry = cues.get(vg.lemma)
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
        made = _verbal(toks, groups, k, entry, people, previous)
        if made:
            out.append(made)
            if vg.subject is not None and not vg.passive and {"c", "q"} & set(entry[1]):
                spoke.append(vg)
    out += _according(toks, people)
    out += _follows(toks, people, previous)
    out += _nominal(toks, groups, people)
    out = [a for a in out if not _within_denial(a, out, toks) and not _opposing(a, out, toks) and not _mere_noun(a, out)]
    out = _drop_nested([_within_quote(_one_saying(a, toks, people.language), out) for a in out])
    return [_dated(a, dates, sentence) for a in sorted(out, key=lambda a: (a.content, a.cue))]


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
    if subject is None or vg.link in ("reason",):
        subject = _inverted(toks, vg)
        if subject is None:
            return None
        content = _told(toks, groups, content_before(toks, vg.start, inverted=True))
        return _make(toks, subject, vg, content, stance, people, trailing=True) if content else None
    if (vg.link == "reduced" and vg.form == "ed") or ("l" in takes and _names(toks, vg)):
        return None
    subject = (
        strip(toks, subject)
        if toks[subject[0]].tag not in ("R", "D") or subject[1] - subject[0] > 1
        else subject
    )
    if toks[subject[0]].tag == "R" and toks[subject[0]].low == "there":
        return None
    if any(t.tag == "T" for t in toks[subject[0] : subject[1]]) or not _can_speak(toks, subject, people, vg.lemma):
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
        return _make(toks, subject, vg, (vg.end, end), stance, people) if end - vg.end > 1 else None
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
            return _make(toks, subject, vg, content, stance, people, via=via, trailing=True)
    if content is None and "c" in takes and previous is not None and _says_this(toks, vg):
        made = _make(toks, subject, vg, (vg.end, vg.end + 1), stance, people, via=via)
        return replace(made, content=(previous.start, _stop(previous))) if made else None
    if content is None:
        return None
    return _make(toks, subject, vg, content, stance, people, via=via)


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
        return _make(toks, strip(toks, agent), vg, (of + 1, clause_end(toks, of + 1)), stance, people)
    if vg.subject is None or not _can_speak(toks, agent, people, vg.lemma):
        return None
    if vg.subject[1] - vg.subject[0] == 1 and toks[vg.subject[0]].tag in ("R", "D"):
        if previous is None:
            return None
        made = _make(toks, strip(toks, agent), vg, vg.subject, stance, people)
        return replace(made, content=(previous.start, _stop(previous))) if made else None
    return _make(toks, strip(toks, agent), vg, vg.subject, stance, people)


def _stop(sentence: Sentence) -> int:
    last = sentence.tokens[-1]
    return last.start if last.text in ".!?" and len(sentence.tokens) > 1 else last.end


def _can_speak(toks: list[Token], r: Range, people: People, lemma: str) -> bool:
    """Persons, bodies, records and groups speak; "these supplies show" and "the sanctions target" do not."""
    words = toks[r[0] : r[1]]
    if not words:
        return False
    if len(words) == 1 and words[0].tag in ("R", "W"):
        return words[0].low not in ("there", "this", "that", "which")
    heads = mapping(people.language, "speaker_nouns")
    strong = lemma in (
        "say",
        "tell",
        "state",
        "announce",
        "accuse",
        "deny",
        "add",
        "warn",
        "declare",
        "insist",
        "claim",
    )
    if any(t.text[0].isupper() and t.tag in ("N", "J") for t in words) and words[-1].tag == "N":
        last = words[-1]
        return last.text[0].isupper() or last.low in heads or strong or any(t.low in heads for t in words)
    return any(t.low in heads for t in words) or (
        strong and words[-1].tag in ("N", "M") and words[0].low not in ("this", "these")
    )


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
    return strip(toks, extend(toks, np, ("of", "for", "at")))


def _make(
    toks: list[Token],
    subject: Range,
    vg: VerbGroup,
    content: Range,
    stance: str,
    people: People,
    via: Range | None = None,
    trailing: bool = False,
) -> Attribution | None:
    i, j = content
    while i < j and (
        toks[i].text in (",", ":", "—", "–") or (toks[i].text in QUOTES and not _inner_quote(toks, i, j))
    ):
        i += 1
    while j > i and (
        toks[j - 1].text in (",", "—", "–") or (toks[j - 1].text in QUOTES and not _inner_quote(toks, i, j))
    ):
        j -= 1
    if j <= i or subject[1] <= subject[0]:
        return None
    cited = next(
        (x for x in range(vg.end, min(vg.end + 8, len(toks))) if toks[x].low in ("citing", "quoting")), None
    )
    if cited is not None:
        np = np_right(toks, cited + 1)
        if np and (
            _names_source(toks, np)
            and (
                is_source_outlet(toks, subject, people)
                or toks[np[1] - 1].low
                not in ("reports", "report", "intelligence", "evidence", "documents", "information")
            )
        ):
            via, subject = subject, strip(toks, extend(toks, np, ("of", "from", "in")))
    subject = _author(toks, subject, people)
    subject, named = _with_apposition(toks, subject, people)
    via_named = people.resolve(toks, strip(toks, via), remember=False) if via else None
    head = toks[vg.head]
    return Attribution(
        (toks[subject[0]].start, toks[subject[1] - 1].end),
        named,
        (head.start, head.end),
        (toks[i].start, toks[j - 1].end),
        stance,
        (toks[strip(toks, via)[0]].start, toks[strip(toks, via)[1] - 1].end) if via else None,
        via_named,
        None,
        trailing,
    )


def _author(toks: list[Token], subject: Range, people: People) -> Range:
    """ "a report from the Bank of Finland", "an investigation by The Insider": who wrote it speaks."""
    heads = mapping(people.language, "speaker_nouns")
    i = subject[0]
    at = next((k for k in range(i + 1, min(i + 6, len(toks))) if toks[k].tag == "P"), None)
    if at is None or toks[at].low not in ("by", "from") or heads.get(toks[at - 1].low) != "record":
        return subject
    who = np_right(toks, at + 1)
    if who is None or not any(t.text[0].isupper() for t in toks[who[0] : who[1]]) or toks[who[0]].tag == "Y":
        return subject
    if toks[who[1] - 1].tag == "G":
        return subject
    return strip(toks, extend(toks, who, ("of", "for")))


def _names_source(toks: list[Token], np: Range) -> bool:
    """Data that are cited do not speak: whoever read them does."""
    return not any(t.low in ("data", "figures", "statistics", "records") for t in toks[np[0] : np[1]])


def _with_apposition(toks: list[Token], subject: Range, people: People) -> tuple[Range, Named]:
    """ "the embassy spokesperson in Washington, Ana Ruiz, said": the person named behind the office."""
    end = subject[1]
    heads = mapping(people.language, "speaker_nouns")
    titles = entries(people.language, "titles")
    office = any(t.low in titles or heads.get(t.low) == "person" for t in toks[subject[0] : end])
    if office and end + 2 < len(toks) and toks[end].text == ",":
        stop = end + 1
        while stop < len(toks) and toks[stop].tag == "N" and toks[stop].text[0].isupper():
            stop += 1
        closed = stop == len(toks) or toks[stop].text in (",", ".")
        if 2 <= stop - end - 1 <= 4 and closed and people.person_shaped(toks[end + 1 : stop]):
            role = toks[subject[0] : end]
            text = "".join(
                (" " if k and t.start > role[k - 1].end else "") + t.text for k, t in enumerate(role)
            )
            named = Named(" ".join(t.text for t in toks[end + 1 : stop]), text, "person")
            people.remember(named)
            return (end + 1, stop), named
    if office and (name := _named_before(toks, subject[0], people)) is not None:
        role = toks[subject[0] : end]
        named = Named(" ".join(t.text for t in toks[name[0] : name[1]]), " ".join(t.text for t in role), "person")
        people.remember(named)
        return name, named
    return subject, people.resolve(toks, subject)


def _named_before(toks: list[Token], at: int, people: People) -> Range | None:
    """ "Kyrylo Budanov, head of intelligence, told …": the name that the office stands behind."""
    k = at - 1
    while k > 0 and toks[k].tag == "D":
        k -= 1
    if k < 2 or toks[k].text != ",":
        return None
    start = k
    while start > 0 and toks[start - 1].tag == "N" and toks[start - 1].text[0].isupper():
        start -= 1
    name = toks[start:k]
    before = toks[start - 1] if start else None
    alone = before is None or before.tag in ("C", "S", "P", "V", ",", '"', "“") or before.text == "—"
    return (start, k) if 2 <= len(name) <= 3 and alone and people.person_shaped(name) else None


def _inner_quote(toks: list[Token], i: int, j: int) -> bool:
    """Quotation marks that belong to a part of the content: an even number inside."""
    return sum(t.text in QUOTES for t in toks[i:j]) % 2 == 0 and toks[i].text not in QUOTES


def _according(toks: list[Token], people: People) -> list[Attribution]:
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
            if rest is not None and len(toks) - rest > 6 and toks[i - 1].text == ",":
                end = clause_end(toks, rest)
        cue = VerbGroup(i, i, i + 2, "according", "")
        made = _make(toks, source, cue, (start, end), "asserts", people) if end > start else None
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
    made = _make(toks, strip(toks, np), VerbGroup(at - 1, at - 1, at + 1, toks[at - 1].low, ""), (0, 1), "asserts", people)
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
        if not _can_speak(toks, source, people, "say"):
            continue
        made = _make(toks, source, VerbGroup(i, i, i + 1, t.low, ""), (start, end), cues[t.low], people)
        if made:
            out.append(made)
    return out


def _one_saying(a: Attribution, toks: list[Token], language: str) -> Attribution:
    """ "denied involvement, reiterating that …": a participle of saying opens the speaker's next words."""
    if a.trailing or a.stance != "denies":
        return a
    sayings = cue_table(language)
    for k, t in enumerate(toks[:-1]):
        if t.text == "," and a.content[0] < t.start < a.content[1] and toks[k + 1].form == "ing" and toks[k + 1].lemma in sayings:
            return replace(a, content=(a.content[0], t.start))
    return a


def _within_quote(a: Attribution, found: list[Attribution]) -> Attribution:
    """ "“B has warned that …,” A said": B's words end where A's quotation ends."""
    outer = next(
        (
            b
            for b in found
            if b is not a and b.trailing and not a.trailing and a.content[0] < b.content[1] < a.content[1]
        ),
        None,
    )
    return (
        replace(a, content=(a.content[0], outer.content[1]), via=outer.speaker, via_named=outer.named)
        if outer
        else a
    )


def _within_denial(a: Attribution, found: list[Attribution], toks: list[Token]) -> bool:
    """ "rejected Kyiv's claim of deliveries": the claim named inside a denial is what is denied; with a whole clause it is told too."""
    if any(t.low == "that" and 0 < a.content[0] - t.end <= 2 for t in toks):
        return False
    return any(b is not a and b.stance == "denies" and b.content[0] <= a.cue[0] < b.content[1] and a.stance != "denies" for b in found)


def _mere_noun(a: Attribution, found: list[Attribution]) -> bool:
    """ "reiterating its stance that …": the words are the noun's, and the verb adds none."""
    return any(b is not a and b.stance != "denies" and a.stance != "denies" and a.content[0] <= b.cue[0] < a.content[1] <= b.content[0] and b.speaker == a.speaker for b in found)


def _opposing(a: Attribution, found: list[Attribution], toks: list[Token]) -> bool:
    """ "Lin said Beijing opposes the listing": the saying is Lin's."""
    cue = next((t for t in toks if t.start == a.cue[0]), None)
    return cue is not None and cue.lemma == "oppose" and any(b is not a and b.content[0] <= a.cue[0] < b.content[1] for b in found)


def _drop_nested(found: list[Attribution]) -> list[Attribution]:
    """An outer "X said" whose content is nothing but "Y told Z that …" gives way to it and becomes its via."""
    out = []
    for a in found:
        inner = next(
            (
                b
                for b in found
                if b is not a
                and a.content[0] <= b.speaker[0] < a.content[0] + 12
                and b.content[1] <= a.content[1]
                and b.speaker != a.speaker
                and not b.trailing
                and a.cue[0] < b.speaker[0]
            ),
            None,
        )
        if inner is None:
            outer = next(
                (
                    b
                    for b in found
                    if b is not a
                    and b.content[0] <= a.speaker[0] < b.content[0] + 12
                    and a.content[1] <= b.content[1]
                    and b.cue[0] < a.speaker[0]
                ),
                None,
            )
            if outer is not None and not a.trailing and a.via is None:
                a = replace(a, via=outer.speaker, via_named=outer.named)
            if not any(b is not a and _inside(a, b) for b in found):
                out.append(a)
    return out


def _inside(a: Attribution, b: Attribution) -> bool:
    """a is a mere label ("what it called …") within the content of b."""
    return (
        b.content[0] <= a.cue[0]
        and a.cue[1] <= b.content[1]
        and a.content[1] - a.content[0] < 45
        and a.stance == "asserts"
        and a.speaker[1] - a.speaker[0] <= 4
    )


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
