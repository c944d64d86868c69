"""Which verb has which subject?

Verb groups of a tagged sentence ("has repeatedly denied", "was supplied", "to acquire") with voice,
modality, negation and subject: left of the verb, over relative clauses, participles, control ("agreed
to supply"), coordination and asides. Positions are token indices, ends exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass

from supplyline.extract.lexicon import entries
from supplyline.extract.lexicon import words as words_of
from supplyline.extract.phrases import QUOTES, Range, np_chain_left, np_right, quantifier
from supplyline.extract.text import Sentence, Token

CONTRACTED = {"ca": "can", "wo": "will"}  # before "n't"
REDUCED_BEFORE = ("by", "in", "to", "for", "from", "at", "on")


@dataclass(slots=True)
class VerbGroup:
    """ "has repeatedly denied", "was supplied", "to acquire": `head` is the main verb's index."""

    start: int
    head: int
    end: int
    lemma: str
    form: str
    passive: bool = False
    modal: str = ""
    negated: bool = False
    infinitive: bool = False
    subject: Range | None = None
    link: str = ""  # how the subject was found: left, relative, reduced, control, shared, by

    @property
    def first(self) -> int:
        """Where its words begin: at the subject before it, else at the verb."""
        return self.subject[0] if self.subject and self.subject[0] < self.start else self.start


def verb_groups(sentence: Sentence) -> list[VerbGroup]:
    toks, out, i = sentence.tokens, [], 0
    while i < len(toks):
        t = toks[i]
        if t.tag in ("V", "B", "H", "X", "O") or (t.tag == "T" and _infinitive(toks, i)):
            vg = _group(toks, i)
            out.append(vg)
            i = vg.end
        else:
            i += 1
    for k, vg in enumerate(out):
        vg.subject, vg.link = _subject(toks, out, k)
        vg.negated = vg.negated or _unable(toks, out, k) or _nobody(toks, vg)
    return out


def _nobody(toks: list[Token], vg: VerbGroup) -> bool:
    """ "no company in the country produces G", "none of the firms supplied B"."""
    if vg.subject is None or vg.link not in ("left", ""):
        return False
    first = toks[vg.subject[0]]
    before = toks[vg.subject[0] - 1] if vg.subject[0] else first
    return first.low in ("no", "none", "nobody", "neither") or before.low in ("no", "neither")


def _unable(toks: list[Token], groups: list[VerbGroup], k: int) -> bool:
    """ "did not agree to supply", "has no authority to impose": the infinitive falls under the "not"."""
    vg, prev = groups[k], groups[k - 1] if k else None
    if prev is None or not vg.infinitive or prev.lemma in ("hesitate", "fail", "forget"):
        return False
    between = toks[prev.end : vg.start]
    close = len(between) <= 3 and all(t.tag in ("D", "J", "N", "A") for t in between)
    nothing = prev.lemma == "have" and bool(between) and between[0].low == "no"
    return close and (prev.negated or nothing)


def _infinitive(toks: list[Token], i: int) -> bool:
    j = i + 1
    while j < len(toks) and toks[j].tag in ("A", "Z"):
        j += 1
    return j < len(toks) and (toks[j].tag in ("B", "H") or (toks[j].tag == "V" and toks[j].form == "base"))


def _group(toks: list[Token], i: int) -> VerbGroup:
    j, head, passive, modal, negated, infinitive = i, i, False, "", False, False
    be = False
    while j < len(toks):
        t = toks[j]
        if t.tag == "T" and j == i:
            infinitive = True
        elif t.tag == "O":
            modal = CONTRACTED.get(t.low, t.low)
            head = j
        elif t.tag in ("B", "H", "X"):
            be = be or t.tag == "B"
            head = j
        elif t.text in QUOTES and j > i and j + 2 < len(toks) and (toks[j + 1].tag == "V" or (toks[j + 1].tag == "A" and toks[j + 2].tag == "V")):
            pass  # has "strictly controlled" exports
        elif t.tag == "Z":
            negated = True
        elif t.low == "long" and j > i and toks[j - 1].tag in ("H", "B") and j + 1 < len(toks) and toks[j + 1].tag == "V":
            pass  # "has long denied"
        elif t.tag == "A":
            if not any(x.tag in ("V", "B", "H", "X", "O", "A", "Z", "Y") for x in toks[j + 1 : j + 2]):
                break
        elif t.tag == "Y" and j > i and toks[j - 1].tag in ("H", "A", "Y") and _past_time(toks, j):
            pass  # "had earlier this month said"
        elif t.tag == "P" and toks[j - 1].tag == "H" and j > i and (past := _between(toks, j)) is not None:
            j = past - 1  # "has on several occasions urged", "has in recent weeks sent"
        elif t.tag == "V":
            head = j
            passive = be and t.form == "ed"
            j += 1
            break
        else:
            break
        j += 1
    if i > 0 and toks[i - 1].tag == "Z":
        negated = True
    h = toks[head]
    lemma = "be" if h.tag == "B" else "have" if h.tag == "H" else h.lemma or h.low
    return VerbGroup(i, head, max(j, head + 1), lemma, h.form, passive, modal, negated, infinitive)


def _between(toks: list[Token], j: int) -> int | None:
    """Where the participle stands that an auxiliary waits for, behind a short phrase with a preposition."""
    k = j + 1
    while k < len(toks) and k - j <= 4 and toks[k].tag in ("D", "J", "N", "Y", "M") and toks[k].text.islower():
        k += 1
    return k if j + 1 < k < len(toks) and toks[k].tag == "V" and toks[k].form == "ed" else None


def _past_time(toks: list[Token], j: int) -> bool:
    """Behind the words of time stands the participle the auxiliary waits for."""
    while j < len(toks) and toks[j].tag == "Y":
        j += 1
    return j < len(toks) and toks[j].tag == "V" and toks[j].form == "ed"


def _whose_role(toks: list[Token], at: int, prev: VerbGroup) -> Range | None:
    """ "sanctioned two firms for their roles in supplying …": the object of the verb before supplies."""
    if at < 4 or toks[at].low not in ("in", "of") or toks[at - 2].low not in ("their", "its", "his", "her") or toks[at - 3].low != "for":
        return None
    obj = np_right(toks, prev.end)
    if obj is None or obj[1] > at - 3:
        return None
    over = next((k for k in range(obj[1], at - 3) if toks[k].low in ("on", "against") and toks[k].tag == "P"), None)
    target = np_right(toks, over + 1) if over is not None else obj
    return target if target is not None and target[1] <= at - 3 else None


def _subject(toks: list[Token], groups: list[VerbGroup], k: int) -> tuple[Range | None, str]:
    vg = groups[k]
    prev = groups[k - 1] if k else None
    j = vg.start
    while j > 0 and toks[j - 1].tag in ("A", "Z", "Y"):
        j -= 1
    if j > 1 and toks[j - 1].low == "than" and toks[j - 2].low in ("more", "less"):
        j -= 2  # "exports more than doubled"
    if any(t.tag == "Y" for t in toks[j : vg.start]) and j > 0 and toks[j - 1].tag == "P":
        j -= 1
        if toks[j].low == "from" and (np := np_chain_left(toks, j)):
            return (np[0], vg.start), "left"  # "Reports from earlier this year indicate"
    if j and prev is not None and prev.end == j and prev.form == "ed" and prev.link == "reduced":
        return prev.subject, "left"  # "Entities sanctioned include", "targets revealed Wednesday did not"
    if j == 0:
        later = next((g for g in groups[k + 1 :] if g.subject or g.form != "ing"), None)
        return (None, "") if later is None or vg.form != "ing" else (None, "participle")
    left = toks[j - 1]
    if vg.infinitive and prev is not None:
        # "agreed to supply": same subject; "pressed China to stop": the object
        if prev.end >= j or (prev.passive and prev.end >= j - 1):
            return prev.subject, "control"
        at = prev.end + 1 if prev.lemma in ("count", "rely", "depend", "call") and toks[prev.end : prev.end + 1] and toks[prev.end].low in ("on", "upon") else prev.end
        between = np_right(toks, at)
        # "urged China to stop": the object's step; "modified its rules to block exports": the subject's own aim
        theirs = prev.lemma in words_of("en", "triggers", "object_control")
        if between and between[1] >= j and not prev.passive:
            return (between if theirs or prev.subject is None else prev.subject), "control"
        chain = np_chain_left(toks, j, across=True)
        if chain and chain[0] >= prev.end and prev.lemma not in ("be", "have", "use", "take"):
            return (chain, "control") if not prev.passive else (prev.subject, "control")
        return prev.subject, "control"
    if left.tag == "W":
        e = j - 1
        if e > 0 and toks[e - 1].tag == "P":
            e -= 1
        if e > 0 and toks[e - 1].text in (",", "-", "–", "—"):
            e -= 1
        return _above_places(toks, e) or np_chain_left(toks, e, tight=True), "relative"
    if left.tag == "R" and left.low not in ("him", "them", "us", "me"):
        return (j - 1, j), "left"
    if left.tag == "D" and left.low in (
        "this",
        "each",
        "these",
        "that",
        "those",
        "some",
        "all",
        "both",
        "many",
        "several",
    ):
        return (j - 1, j), "left"
    if left.tag == "P" and vg.form == "ing" and prev is not None and (agent := _whose_role(toks, j - 1, prev)):
        return agent, "object"
    if left.tag == "P" and vg.form == "ing" and prev is not None:
        if left.low in ("of", "from") and prev.lemma in (
            "accuse",
            "suspect",
            "stop",
            "prevent",
            "ban",
            "bar",
            "convict",
        ):
            reduced = prev.link == "reduced" or (prev.form == "ed" and prev.end == j - 1)  # "a company accused of supplying": nobody is named between
            obj = prev.subject if prev.passive or reduced else np_right(toks, prev.end)
            return obj, "object"
        blamed = left.low in ("for", "over") and prev.lemma in words_of("en", "word_groups", "blames")
        if (blamed or left.low == "against") and not prev.passive:
            obj = np_right(toks, prev.end)
            if obj is not None and obj[1] == j - 1:
                return obj, "object"  # "criticized the regime for supplying …", "warned it against supplying …"
        if left.low == "against" and prev.end == j - 1:
            return None, "reason"  # "warned against supplying B": nobody is named who does
        if left.low in ("for",):
            return (prev.subject if prev.passive or prev.lemma == "be" or prev.link == "reduced" else None), "reason"
        return prev.subject, "shared"
    if left.tag == "C" and prev is not None:
        if prev.link == "reduced" and prev.form == vg.form == "ed" and vg.start == vg.head and _prepositional(toks, vg.end):
            return prev.subject, "reduced"  # "tools produced in Taiwan and shipped to Russia are"
        main = next((g for g in reversed(groups[: k - 1]) if g.link == "left" and g.form == vg.form), None) if prev.link == "relative" and prev.form != vg.form and vg.form else None
        if main is not None:
            return main.subject, "shared"  # "BIS released rules that expand controls and added 71 entities"
        if _finite_like(vg, prev):
            return prev.subject, "shared"
        return None, ""
    if left.tag == "V" and prev is not None:
        if toks[vg.start].tag in ("B", "H", "O") and prev.subject and prev.link in ("left", "relative"):
            # "firms that the ministry says are supplying": the subject stands before the cue's own
            s = prev.subject[0]
            if s > 0 and toks[s - 1].tag == "W":
                e = s - 1 - (s > 1 and toks[s - 2].text == ",")
                return _above_places(toks, e) or np_chain_left(toks, e, tight=True), "relative"
            if s > 0 and toks[s - 1].tag == "N":
                return np_chain_left(toks, s), "relative"
        return prev.subject, "shared"
    if left.text in (",", "—", "–", "-"):
        if vg.form in ("s", "ed") and vg.start == vg.head and _closes_inverted(toks, vg):
            return None, ""  # "…, says the report."
        if vg.form == "ing" and not any(t.tag == "B" for t in toks[vg.start : vg.head]):
            # "revealed that Russia has been evading sanctions, importing goods", but "dismissed the claim that A is supplying B, calling it …"
            saying = vg.lemma in entries("en", "cues")
            finite = [g for g in groups[:k] if g.subject and (g.form != "ing" or (g.start != g.head and not saying)) and g.link == "left"]
            free = [
                g
                for g in finite
                if not (
                    g.subject
                    and g.subject[0] > 0
                    and (
                        (toks[g.subject[0] - 1].tag == "S" and toks[g.subject[0] - 1].low != "that")
                        or toks[g.subject[0] - 1].low in ("since", "after", "before", "until")
                    )
                )
            ]
            told = free or finite
            anchor = told[-1] if told else prev
            return (anchor.subject if anchor else None), "shared"
        return _past_aside(toks, j, groups, k)
    if left.text in QUOTES or left.text == ")":
        if left.text == ")":
            opened = next((x for x in range(j - 2, max(j - 10, -1), -1) if toks[x].text == "("), None)
            chain = np_chain_left(toks, opened) if opened else None
            if chain:
                return chain, "left"
        chain = np_chain_left(toks, j)
        if chain:
            return chain, "left"
        return None, ""
    chain = np_chain_left(toks, _before_worth(toks, j))
    if chain is None:
        return None, ""
    if (
        _is_bare_participle(toks, vg)
        and vg.form == "ing"
        and chain[0] > 0
        and toks[chain[0] - 1].low in ("on", "at", "during")
    ):
        return (prev.subject, "shared") if prev is not None else (None, "")
    if vg.form == "ed" and chain[0] > 0 and toks[chain[0] - 1].tag == "W":
        return chain, "left"  # "the goods that Noy shipped to Russia"
    if _is_bare_participle(toks, vg) and not (vg.form == "ed" and (_opens_clause(toks, chain) or _only_verb(toks, vg)) and not _finite_ahead(toks, vg.end)):
        return np_chain_left(toks, j, tight=True), "reduced"
    if _rate(toks, chain):
        chain = np_chain_left(toks, chain[0]) or chain
    chain = _drop_time(toks, chain)
    if (
        chain
        and chain[0] > 0
        and toks[chain[0] - 1].tag == "V"
        and prev is not None
        and prev.end == chain[0]
        and prev.link == "reduced"
    ):
        return prev.subject, "left"  # "companies facing sanctions are accused"
    if (
        chain
        and chain[0] > 1
        and prev is not None
        and prev.link == "reduced"
        and prev.end < j
        and _prepositional(toks, prev.end)
        and all(t.tag in ("P", "N", "J", "D", "M", "G", "C", "A", "Y", "$", "€", "£") for t in toks[prev.end : j])
    ):
        return prev.subject, "left"  # "components found in drones originated", "tools priced between A and B were"
    if (
        chain
        and prev is not None
        and prev.infinitive
        and prev.end == chain[0]
        and (base := np_chain_left(toks, prev.start))
    ):
        return (base[0], chain[1]), "left"  # "everything necessary to produce chips is shipped"
    return chain, "left"


def _before_worth(toks: list[Token], j: int) -> int:
    """ "Shells worth about €800 million have reached A": the shells have, not what they cost."""
    k = next((k for k in range(j - 1, max(j - 8, 0), -1) if toks[k].low == "worth"), j)
    return k if k < j and all(t.tag in ("M", "A", "D", "P", "N") or t.text in "$€£¥" for t in toks[k + 1 : j]) else j


def _only_verb(toks: list[Token], vg: VerbGroup) -> bool:
    """ "Turkey exported to Russia goods worth $158 million.": a sentence has a finite verb, and there is no other."""
    others = (t for k, t in enumerate(toks) if not vg.start <= k < vg.end)
    return toks[-1].text == "." and not any(t.tag in ("B", "H", "X", "O") or (t.tag == "V" and t.form in ("s", "ed", "base")) for t in others)


def _opens_clause(toks: list[Token], chain: Range) -> bool:
    """ "According to the records, the company exported …", "show that the company exported …": the phrase opens a clause."""
    k = chain[0] - (chain[0] > 0 and toks[chain[0] - 1].tag == "D")
    if k > 0 and toks[k - 1].tag == "S":
        return True
    lead = toks[: max(k - 1, 0)]
    return k > 1 and toks[k - 1].text == "," and (lead[0].tag in ("P", "Y", "A", "S") or lead[0].low == "according") and not any(t.tag in ("V", "B", "H", "X", "O") and t.form != "ing" for t in lead)


def _closes_inverted(toks: list[Token], vg: VerbGroup) -> bool:
    """A verb of saying whose own noun phrase ends the sentence."""
    np = np_right(toks, vg.end) if vg.lemma in ("say", "report", "write", "note", "add", "state", "claim", "explain", "warn") else None
    return np is not None and all(t.text in (".", *QUOTES) for t in toks[np[1] :])


def _above_places(toks: list[Token], e: int) -> Range | None:
    """ "targets in Azerbaijan, Belgium and Turkey that …": the antecedent stands before the places."""
    k, commas = e, 0
    while k > 0 and toks[k - 1].tag in ("N", "J", "D", ",", "C"):
        k -= 1
        commas += toks[k].text == ","
    if (
        commas
        and k > 1
        and toks[k - 1].low in ("in", "across", "from")
        and all(t.text[0].isupper() or t.tag in (",", "C", "D") for t in toks[k:e])
    ):
        return np_chain_left(toks, k - 1)
    return None


def _prepositional(toks: list[Token], k: int) -> bool:
    return k < len(toks) and toks[k].tag in ("P", "T")


def _finite_ahead(toks: list[Token], j: int) -> bool:
    """ "machines priced between A and B have been sold": an auxiliary without a subject of its own follows."""
    for k in range(j, min(j + 14, len(toks))):
        if toks[k].tag in ("B", "H", "O", "X"):
            return toks[k - 1].tag in ("N", "M", "Y", ")")
        if toks[k].tag not in ("P", "N", "J", "D", "M", "G", "C", "A", "Y", "$", "€", "£"):
            return False
    return False


def _finite_like(vg: VerbGroup, prev: VerbGroup) -> bool:
    return not vg.infinitive or prev.infinitive


def _is_bare_participle(toks: list[Token], vg: VerbGroup) -> bool:
    """ "materials shipped to Russia", "firms supplying parts"."""
    if vg.start != vg.head:
        return False
    t = toks[vg.head]
    if t.form == "ing":
        return True
    if t.form != "ed":
        return False
    if t.lemma in ("call", "name", "dub") and vg.end < len(toks) and toks[vg.end].text[0].isupper():
        return any(
            x.tag in ("B", "H", "O") or x.form in ("s", "ed") for x in toks[vg.end + 1 : vg.end + 7]
        )  # "a firm called Noy was"
    nxt = toks[vg.end] if vg.end < len(toks) else None
    if t.lemma in ("accuse", "suspect", "convict") and nxt is not None and nxt.low == "of":
        return True  # "a company accused of supplying parts"
    if quantifier(toks, vg.end):
        return False  # "sold at least 80 tons"
    k = vg.end
    while k < len(toks) and toks[k].tag in ("P", "Y"):
        k += 1
    if vg.end < k < len(toks) and toks[k].low == "that" and toks[k - 1].tag == "Y":
        return False  # "announced on Wednesday that"
    if nxt is not None and nxt.low == "by" and t.lemma not in words_of("en", "word_groups", "moves") and any(x.tag in ("B", "H", "O") or (x.tag == "V" and x.form in ("s", "ed")) for x in toks[vg.end + 1 :]):
        return True  # "A document reviewed by Reuters showed"
    if (
        nxt is not None
        and nxt.tag in ("V", "B", "H", "X", "O", "Y")
        and t.lemma in words_of("en", "word_groups", "reduced_bare")
    ):
        after = next((x for x in toks[vg.end :] if x.tag != "Y"), None)
        if after is not None and after.tag == "S":
            return False  # "announced Friday that"
        return nxt.tag != "Y" or any(x.tag in ("V", "B", "H", "X") for x in toks[vg.end : vg.end + 4])
    return (
        nxt is not None
        and nxt.tag in ("P", "T")
        and nxt.low in ("by", "in", "to", "for", "from", "at", "on", "with", "under", "between", "through", "via", "as", "of")
        and ((t.lemma in words_of("en", "word_groups", "reduced") and nxt.low in REDUCED_BEFORE) or _finite_ahead(toks, vg.end))
    )


def _drop_time(toks: list[Token], chain: Range) -> Range | None:
    """ "In April Reuters" -> "Reuters"; a chain that starts with a time stays out of the subject."""
    i, j = chain
    while i < j and toks[i].tag in ("P", ","):
        i += 1
    return (i, j) if i < j else None


def _rate(toks: list[Token], chain: Range) -> bool:
    """ "3 million shells a year are …": is the phrase but a rate behind its noun?"""
    i, j = chain
    return j - i == 2 and i > 0 and toks[i].low in ("a", "per", "each", "every") and toks[i - 1].tag in ("N", "M") and toks[j - 1].low in ("year", "month", "week", "day", "quarter")


def _past_aside(toks: list[Token], j: int, groups: list[VerbGroup], k: int) -> tuple[Range | None, str]:
    """The noun phrase before ", … ,": apposition, relative clause or bracketed remark."""
    for e in range(j - 2, 0, -1):
        if toks[e].text not in (",", "—", "–", "-"):
            continue
        np = np_chain_left(toks, e)
        if np is None or _verbless_lead(toks, np):
            continue
        first = toks[e + 1]
        if first.tag in ("W", "D", "P", "M", "N", "J", "A") or first.form in ("ing", "ed"):
            return np, "left"
    return None, ""


def _verbless_lead(toks: list[Token], np: Range) -> bool:
    """ "In April, Reuters": the phrase before the comma is an adverbial."""
    return np[0] > 0 and toks[np[0] - 1].tag in ("P", "T", "S")
