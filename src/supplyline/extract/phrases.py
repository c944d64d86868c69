"""Which words form a phrase, which verb has which subject?

Over the tags of one sentence: noun phrases to the right or left of a word, lists of them, and verb
groups with voice, modality, negation and subject. All positions are token indices, ends exclusive.
Promises: nothing outside the sentence, deterministic, bounded look-ahead.
"""

from __future__ import annotations

from dataclasses import dataclass

from supplyline.extract.lexicon import words as words_of
from supplyline.extract.text import Sentence, Token

Range = tuple[int, int]
QUOTES = ('"', "“", "”", "'", "‘", "«", "»")
GOODS_LINKS = ("for", "of", "used", "needed", "required", "in", "such")


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


def np_right(toks: list[Token], i: int) -> Range | None:
    """The base noun phrase that starts at i (determiners and quotes included)."""
    j, seen = i + _quantifier(toks, i), False
    while j < len(toks):
        t = toks[j]
        nxt = toks[j + 1] if j + 1 < len(toks) else None
        if t.tag in ("N", "M"):
            seen = True
        elif t.tag == "J" or (t.tag == "D" and not seen):
            pass
        elif t.tag == "G" and seen and nxt is not None and nxt.tag in ("N", "J", "M", "V", "?", "A", *QUOTES):
            seen = True
        elif (t.tag == "V" and t.form in ("ing", "ed") and nxt is not None and nxt.tag in ("N", "J") and not nxt.text[0].isupper() and (seen is False or toks[j - 1].tag in ("D", "J", "G", "M") or t.form == "ing") and (seen or j > i or _ing_modifier(toks, j))) or (t.tag == "A" and nxt is not None and nxt.tag in ("J", "M")) or (t.tag == "A" and t.low in ("more", "most", "almost", "nearly", "at", "least", "further", "earlier") and not seen) or (t.tag in ("C", ",") and j > i and toks[j - 1].tag == "J" and nxt is not None and (nxt.tag == "J" or (nxt.tag == "N" and t.tag == "C")) and _adjectives(toks, j)) or (t.text in ("&", "/") and seen and nxt is not None and nxt.tag == "N") or (t.text in QUOTES and nxt is not None and (nxt.tag in ("N", "J", "M", "A") or (nxt.tag == "V" and not seen) or (seen and _closes(toks, i, j) and nxt.tag in ("N", "J")))):
            pass
        elif t.text in QUOTES and seen and _closes(toks, i, j):
            j += 1
            break
        elif t.text == "(" and seen and j + 2 < len(toks) and toks[j + 2].text == ")" and toks[j + 1].text.isupper():
            j += 3
            continue
        elif (t.low == "than" and not seen and j > i) or (t.tag == "P" and t.low in ("around", "about", "over", "under") and nxt is not None and nxt.tag == "M" and not seen):
            pass
        else:
            break
        j += 1
    adjective_alone = j > i + 1 and toks[i].tag == "D" and toks[j - 1].tag == "J"  # "the military", "a total (of)"
    return (i, j) if seen or adjective_alone else None


QUANTIFIERS = (("at", "least"), ("at", "most"), ("up", "to"), ("more", "than"), ("less", "than"), ("fewer", "than"), ("greater", "than"), ("as", "many", "as"), ("close", "to"))


def _quantifier(toks: list[Token], i: int) -> int:
    """How many words of "at least", "more than" stand before the number at i."""
    for words_ in QUANTIFIERS:
        n = len(words_)
        if tuple(t.low for t in toks[i : i + n]) == words_ and i + n < len(toks) and (toks[i + n].tag == "M" or toks[i + n].low in ("a", "an", "dozens", "half")):
            return n
    return 0


def _adjectives(toks: list[Token], j: int) -> bool:
    """ "Russian and international entities", "Russian, Chinese firms": adjectives share the noun behind them."""
    k = j + 1
    while k < len(toks) and toks[k].tag == "J":
        k += 1
    return k < len(toks) and toks[k].tag == "N" and ((toks[j].tag == "C" and not toks[k].text[0].isupper()) or (toks[j].text == "," and k > j + 1 and not toks[k].text[0].isupper()))


def _ing_modifier(toks: list[Token], j: int) -> bool:
    """ "soldering machines", "ball bearings" but not "supplying machine tools"."""
    return toks[j].form == "ed" and j + 1 < len(toks) and toks[j + 1].tag == "N"


def _closes(toks: list[Token], i: int, j: int) -> bool:
    return any(t.text in QUOTES for t in toks[i:j])


def np_left(toks: list[Token], j: int) -> Range | None:
    """The base noun phrase that ends before j."""
    i, seen = j, False
    while i > 0:
        t = toks[i - 1]
        if t.tag in ("N", "M"):
            seen = True
        elif t.tag in ("J", "G") and seen:
            pass
        elif t.tag == "D" and seen:
            i -= 1
            break
        elif t.text == ")" and not seen and i >= 3 and toks[i - 3].text == "(":
            i -= 3
            continue
        elif (t.text in QUOTES and (seen or (i > 1 and toks[i - 2].tag in ("N", "J"))) and t.tag != "G") or (t.tag == "V" and seen and t.form in ("ed", "ing") and i > 1 and toks[i - 2].tag in ("D", "J", "G", "M")) or (t.text in ("&",) and seen):
            pass
        elif t.low == "than" and seen and i > 1 and toks[i - 2].low in ("more", "less", "greater", "fewer"):
            i -= 2
            continue
        elif t.tag == "A" and seen and toks[i].tag in ("J", "M") and t.low not in ("also", "reportedly"):
            pass
        else:
            break
        i -= 1
    while i < j and toks[i].text in QUOTES and not _balanced(toks[i:j]):
        i += 1
    return (i, j) if seen and i < j else None


def _balanced(toks: list[Token]) -> bool:
    return sum(t.text in QUOTES for t in toks) % 2 == 0


def extend(toks: list[Token], np: Range, preps: tuple[str, ...]) -> Range:
    """Attach prepositional phrases that begin with one of `preps`."""
    i, j = np
    while j < len(toks) and toks[j].low in preps and toks[j].tag in ("P", "T"):
        more = np_right(toks, j + 1)
        if more is None:
            break
        j = more[1]
        if j < len(toks) and toks[j].tag == "C" and toks[j].low == "and":
            another = np_right(toks, j + 1)
            if another and not _verb_at(toks, another[1]):
                j = another[1]
    return i, j


def _verb_at(toks: list[Token], k: int) -> bool:
    while k < len(toks) and toks[k].tag == "A":
        k += 1
    return k < len(toks) and toks[k].tag in ("V", "B", "H", "X", "O")


def np_chain_left(toks: list[Token], j: int, coordinate: bool = True, across: bool = False, tight: bool = False) -> Range | None:
    """A full noun phrase ending before j: bases joined by prepositions and coordination."""
    np = np_left(toks, j)
    if np is None:
        return None
    i = np[0]
    while i > 1:
        t = toks[i - 1]
        if (t.tag == "P" and t.low in ("of", "in", "for", "from", "at", "with", "on", "to", "between", "against", "about")) or t.tag == "T":
            more = np_left(toks, i - 1)
            if tight and t.low not in ("of", "in", "from", "for"):
                break
            if more is None or (t.low == "on" and not any(x.low in ("import", "imports", "tax", "ban") for x in toks[more[0]:more[1]])):
                break
            i = more[0]
        elif coordinate and t.tag == "C" and t.low in ("and", "or"):
            k = i - 1
            oxford = k > 0 and toks[k - 1].text == ","
            if oxford:
                k -= 1
            more = np_left(toks, k)
            if more is not None and oxford and not (more[0] > 0 and toks[more[0] - 1].text == ","):
                break  # "…, and the U.S. is …" opens a clause; only a list of three has that comma
            if more is None or (more[0] > 0 and toks[more[0] - 1].tag == "V" and not across):
                break
            i = more[0]
        elif coordinate and t.text == "," and any(x.tag == "C" for x in toks[i : i + 12]) and (more := np_left(toks, i - 1)) and more[0] > 0 and toks[more[0] - 1].text == ",":
            i = more[0]
        else:
            break
    return i, j


def list_right(toks: list[Token], i: int, links: tuple[str, ...] = GOODS_LINKS, limit: int = 24) -> list[Range]:
    """A coordinated list of noun phrases from i on, each with its purpose or origin."""
    items: list[Range] = []
    j = i
    while len(items) < limit:
        if j < len(toks) and toks[j].low in ("also", "only", "both", "either"):
            j += 1
        np = _item(toks, j, links)
        if np is None:
            break
        items.append(np)
        j = np[1]
        k = _separator(toks, j)
        if k is None:
            break
        j = k
    return items


def _separator(toks: list[Token], j: int) -> int | None:
    """Past ", and", ",", "and", "as well as", ";": where the next item starts."""
    k = j
    if k < len(toks) and toks[k].text in (",", ";"):
        k += 1
    if k + 2 < len(toks) and [t.low for t in toks[k : k + 3]] == ["as", "well", "as"]:
        return k + 3
    if k < len(toks) and toks[k].tag == "C" and toks[k].low in ("and", "or"):
        k += 1
    if k < len(toks) and toks[k].low in ("including", "like") and toks[k].tag == "P":
        k += 1
    if k + 1 < len(toks) and toks[k].low == "such" and toks[k + 1].low == "as":
        k += 2
    return k if k > j else None


def _item(toks: list[Token], j: int, links: tuple[str, ...]) -> Range | None:
    np = np_right(toks, j)
    if np is None and j < len(toks) and toks[j].form == "ing" and j + 1 < len(toks):
        # "soldering and welding machines"
        k = j + 1
        if toks[k].tag == "C" and k + 1 < len(toks) and toks[k + 1].form == "ing":
            k += 2
        rest = np_right(toks, k) if toks[k].tag in ("N", "J") and (k > j + 1 or toks[j - 1].text != ",") else None
        np = (j, rest[1]) if rest else None
    if np is None:
        return None
    start, end = np
    while end < len(toks) and toks[end].low in links:
        low = toks[end].low
        if low in ("used", "needed", "required", "found"):
            k = end + 1
            if k < len(toks) and toks[k].tag in ("P", "T"):
                k += 1
                if k < len(toks) and toks[k].tag == "V":
                    k += 1
            more = np_right(toks, k)
        elif low == "such" or (low == "for" and end + 2 < len(toks) and toks[end + 2].low in ("first", "second", "third", "last", "time")):
            break
        else:
            more = np_right(toks, end + 1)
        if more is None or (low == "in" and any(t.tag == "M" and len(t.low) == 4 for t in toks[more[0] : more[1]])):
            break
        end = more[1]
    return start, end


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
    return out


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
            modal = t.low
            head = j
        elif t.tag in ("B", "H", "X"):
            be = be or t.tag == "B"
            head = j
        elif t.tag == "Z":
            negated = True
        elif t.tag == "A":
            if not any(x.tag in ("V", "B", "H", "X", "O", "A", "Z") for x in toks[j + 1 : j + 2]):
                break
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


def _subject(toks: list[Token], groups: list[VerbGroup], k: int) -> tuple[Range | None, str]:
    vg = groups[k]
    prev = groups[k - 1] if k else None
    j = vg.start
    while j > 0 and toks[j - 1].tag in ("A", "Z", "Y"):
        j -= 1
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
        between = np_right(toks, prev.end)
        if between and between[1] >= j and not prev.passive:
            return between, "control"
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
    if left.tag == "D" and left.low in ("this", "these", "that", "those", "some", "all", "both", "many", "several"):
        return (j - 1, j), "left"
    if left.tag == "P" and vg.form == "ing" and prev is not None:
        if left.low in ("of", "from") and prev.lemma in ("accuse", "suspect", "stop", "prevent", "ban", "bar", "convict"):
            obj = prev.subject if prev.passive else np_right(toks, prev.end)
            return obj, "object"
        if left.low in ("for",):
            return (prev.subject if prev.passive or prev.lemma == "be" else None), "reason"
        return prev.subject, "shared"
    if left.tag == "C" and prev is not None:
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
        if vg.form == "ing" and not any(t.tag == "B" for t in toks[vg.start : vg.head]):
            finite = [g for g in groups[:k] if g.subject and g.form != "ing" and g.link == "left"]
            free = [g for g in finite if not (g.subject and g.subject[0] > 0 and ((toks[g.subject[0] - 1].tag == "S" and toks[g.subject[0] - 1].low != "that") or toks[g.subject[0] - 1].low in ("since", "after", "before", "until")))]
            told = free or finite
            anchor = told[-1] if told else prev
            return (anchor.subject if anchor else None), "shared"
        return _past_aside(toks, j, groups, k)
    if left.text in QUOTES or left.text == ")":
        chain = np_chain_left(toks, j)
        if chain:
            return chain, "left"
        return None, ""
    chain = np_chain_left(toks, j)
    if chain is None:
        return None, ""
    if _is_bare_participle(toks, vg) and vg.form == "ing" and chain[0] > 0 and toks[chain[0] - 1].low in ("on", "at", "during"):
        return (prev.subject, "shared") if prev is not None else (None, "")
    if _is_bare_participle(toks, vg):
        return np_chain_left(toks, j, tight=True), "reduced"
    chain = _drop_time(toks, chain)
    if chain and chain[0] > 0 and toks[chain[0] - 1].tag == "V" and prev is not None and prev.end == chain[0] and prev.link == "reduced":
        return prev.subject, "left"  # "companies facing sanctions are accused"
    if chain and chain[0] > 1 and toks[chain[0] - 1].tag == "P" and prev is not None and prev.end == chain[0] - 1 and prev.link == "reduced":
        return prev.subject, "left"  # "components found in drones originated"
    if chain and prev is not None and prev.infinitive and prev.end == chain[0] and (base := np_chain_left(toks, prev.start)):
        return (base[0], chain[1]), "left"  # "everything necessary to produce chips is shipped"
    return chain, "left"


def _above_places(toks: list[Token], e: int) -> Range | None:
    """ "targets in Azerbaijan, Belgium and Turkey that …": the antecedent stands before the places."""
    k, commas = e, 0
    while k > 0 and toks[k - 1].tag in ("N", "J", "D", ",", "C"):
        k -= 1
        commas += toks[k].text == ","
    if commas and k > 1 and toks[k - 1].low in ("in", "across", "from") and all(t.text[0].isupper() or t.tag in (",", "C", "D") for t in toks[k:e]):
        return np_chain_left(toks, k - 1)
    return None


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
    nxt = toks[vg.end] if vg.end < len(toks) else None
    if nxt is not None and nxt.tag in ("V", "B", "H", "X", "O", "Y") and t.lemma in words_of("en", "word_groups", "reduced_bare"):
        return nxt.tag != "Y" or any(x.tag in ("V", "B", "H", "X") for x in toks[vg.end : vg.end + 4])
    return nxt is not None and nxt.tag in ("P", "T") and nxt.low in ("by", "in", "to", "for", "from", "at", "on") and t.lemma in words_of("en", "word_groups", "reduced")
def _drop_time(toks: list[Token], chain: Range) -> Range | None:
    """ "In April Reuters" -> "Reuters"; a chain that starts with a time stays out of the subject."""
    i, j = chain
    while i < j and toks[i].tag in ("P", ","):
        i += 1
    return (i, j) if i < j else None


def _past_aside(toks: list[Token], j: int, groups: list[VerbGroup], k: int) -> tuple[Range | None, str]:
    """The noun phrase before ", … ,": apposition, relative clause or bracketed remark."""
    for e in range(j - 2, 0, -1):
        if toks[e].text not in (",", "—", "–", "-"):
            continue
        np = np_chain_left(toks, e)
        if np is None or _verbless_lead(toks, np):
            continue
        first = toks[e + 1]
        if first.tag in ("W", "D", "P", "M", "N", "J") or first.form in ("ing", "ed"):
            return np, "left"
    return None, ""


def _verbless_lead(toks: list[Token], np: Range) -> bool:
    """ "In April, Reuters": the phrase before the comma is an adverbial."""
    return np[0] > 0 and toks[np[0] - 1].tag in ("P", "T", "S")


KEPT = ("some", "those", "more", "almost", "nearly", "practically", "several", "at", "many", "up", "about", "approximately", "roughly")


def words(toks: list[Token], r: Range) -> list[str]:
    return [t.low for t in toks[r[0] : r[1]]]


def strip(toks: list[Token], r: Range) -> Range:
    """Without leading determiners, adverbs and commas, nor trailing ones."""
    i, j = r
    while i < j and (toks[i].tag in ("D", ",", "C") or (toks[i].tag == "A" and toks[i].text[0].islower()) or (toks[i].text in QUOTES and not _balanced(toks[i:j]))) and toks[i].low not in KEPT:
        i += 1
    while i < j and (toks[j - 1].tag in (",", "D", "A", "C", "G", ";") or (toks[j - 1].text in QUOTES and not _balanced(toks[i:j]))):
        j -= 1
    return i, j
