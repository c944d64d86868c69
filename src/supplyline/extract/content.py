"""What exactly was said, and to whom?

Where the content of an attribution begins and ends, left or right of its cue, and the outlet that stands
between: "told Ukrinform on May 26 that …". All ranges are token indices.
"""

from __future__ import annotations

from supplyline.extract.dates import DAYS
from supplyline.extract.lexicon import mapping
from supplyline.extract.people import People, is_outlet
from supplyline.extract.phrases import QUOTES, Range, extend, np_right
from supplyline.extract.text import Token
from supplyline.extract.verbs import VerbGroup

# "retracts its report that A supplied B": the clause is what the noun tells
TOLD = frozenset(("report", "reports", "claim", "claims", "story", "statement", "accusation", "accusations", "allegation", "allegations", "assertion"))

DENYING = frozenset(("deny", "reject", "dismiss", "refute", "rebut", "dispute", "repudiate"))
POINTS_BACK = frozenset(("it", "this", "that", "them", "these", "those", "both"))
WHEN = frozenset((*(f"{day}day" for day in DAYS), "yesterday", "today"))


def content_after(
    toks: list[Token], groups: list[VerbGroup], k: int, takes: str, people: People
) -> tuple[Range | None, Range | None]:
    """The content right of the cue, and the hearer when it is an outlet."""
    vg = groups[k]
    j, via = vg.end, None
    if "g" in takes:
        obj = (j, j + 1) if j < len(toks) and toks[j].tag == "R" else np_right(toks, j)
        if obj is None:
            return None, None
        obj = extend(toks, obj, ("in",))
        if obj[1] < len(toks) and toks[obj[1]].low in ("of", "for", "over"):
            return (
                obj[1] + 1,
                _gerund_end(toks, obj[1] + 1, clause_end(toks, obj[1] + 1, commas=toks[0].tag == "S")),
            ), None
        if "n" not in takes:
            return None, None
    j, via = _skip_adverbials(toks, j, people, hearer="o" in takes)
    if j >= len(toks):
        return None, via
    t = toks[j]
    if vg.lemma in DENYING and t.low in POINTS_BACK and (j + 1 == len(toks) or toks[j + 1].tag in ("P", "G", "A", "C", "M") or not toks[j + 1].text[0].isalnum() or toks[j + 1].low in WHEN):
        return (j, j + 1), via  # "The agency denied it on Tuesday"
    if (t.low == "that" and t.tag in ("S", "W", "D")) or (t.low == "how" and "c" in takes):
        return (j + 1, clause_end(toks, j + 1)), via
    if t.text in (":", ",") and j + 1 < len(toks) and (toks[j + 1].text in QUOTES or t.text == ":"):
        return (j + 1, clause_end(toks, j + 1)), via
    if t.text in ('"', "“", "«"):
        return (j, clause_end(toks, j)), via
    if "p" in takes and ((over := _about(toks, j)) is not None) and (np := np_right(toks, over + 1)):
        return (over + 1, phrase_end(toks, np[1])), via
    if "c" in takes and t.tag == "S" and t.low in ("whether",):
        return (j, clause_end(toks, j)), via
    if "i" in takes and t.form == "ing":
        end = clause_end(toks, j)
        if vg.subject is not None and any(x.tag == "S" and x.low != "that" for x in toks[max(0, vg.subject[0] - 2) : vg.subject[0]]):
            end = clause_end(toks, j, commas=True)  # "Though Beijing denied supplying arms, reports …"
        return (j, _gerund_end(toks, j, end)), via
    if "c" in takes and _clause_starts(toks, groups, j):
        return (j, clause_end(toks, j)), via
    if "t" in takes and t.tag == "T":
        return (j, clause_end(toks, j)), via
    if (
        ("o" in takes or "w" in takes)
        and "n" in takes
        and (np := (j, j + 1) if t.tag == "R" else np_right(toks, j))
        and np[1] + 1 < len(toks)
        and (toks[np[1]].tag == "T" or (toks[np[1]].tag == "Z" and toks[np[1] + 1].tag == "T"))
    ):
        return (np[1], clause_end(toks, np[1])), via  # "urged B to stop", "urged B not to sell"
    if "l" in takes:
        start = j + 1 if t.tag == "R" else j
        return (
            ((start, phrase_end(toks, start)), via)
            if start < len(toks) and toks[start].tag in ("D", "N", "J", "M", *QUOTES, "R")
            else (None, via)
        )
    if "n" in takes and vg.lemma in ("demand", "request") and t.low in ("from", "of") and (whom := np_right(toks, j + 1)):
        return ((whom[1], clause_end(toks, whom[1])) if whom[1] < len(toks) and toks[whom[1]].tag == "T" else None), via
    if "n" in takes and t.low == "as" and j + 2 < len(toks) and np_right(toks, j + 2):
        j += 2  # "dismissed as baseless reports that …"
    if "n" in takes and np_right(toks, j):
        return (j, phrase_end(toks, j)), via
    return None, via


def _gerund_end(toks: list[Token], j: int, end: int) -> int:
    """ "accused B of supplying G but gave no proof": a finite verb behind "and" or "but" is the accuser's own."""
    finite = False
    for x in range(j, end - 1):
        t, nxt = toks[x], toks[x + 1]
        if t.text == "," and not finite and (who := np_right(toks, x + 1)) is not None and who[1] < end and toks[x + 1].low != "including":
            verb = toks[who[1]]
            if verb.tag in ("B", "H", "O"):
                return x  # "denied supplying arms, several reports have said otherwise"
        if t.low == "as" and x > j + 1 and (who := np_right(toks, x + 1)) is not None and who[1] < end and toks[who[0]].text[0].isupper():
            verb = toks[who[1]]
            if verb.tag in ("B", "H", "O") or (verb.tag == "V" and verb.form in ("s", "ed")):
                return x  # "accused China of aiding Russia as Kyiv imposed sanctions"
        if (
            t.tag == "C"
            and not finite
            and (nxt.tag in ("H", "B", "O") or (nxt.tag == "V" and nxt.form in ("ed", "s")))
        ):
            return x - 1 if toks[x - 1].text == "," else x
        subject = np_right(toks, x + 1) if t.tag == "C" and toks[x - 1].text == "," and not finite else None
        if subject is not None and subject[1] < end:
            verb = toks[subject[1]]
            if verb.tag in ("B", "H", "O") or (verb.tag == "V" and verb.form in ("s", "ed")):
                return x - 1
        finite = finite or t.tag in ("B", "H", "O", "W", "S", "R")
    return end


def _about(toks: list[Token], j: int) -> int | None:
    """ "warned (Beijing) over / of / about …": where the preposition stands."""
    k = j
    if (np := np_right(toks, j)) is not None and np[1] - np[0] <= 5:
        k = np[1]
    return k if k < len(toks) and toks[k].low in ("over", "about", "of", "against") else None


def _clause_starts(toks: list[Token], groups: list[VerbGroup], j: int) -> bool:
    """A subject and its finite verb begin here, perhaps behind ", as of early 2025,"."""
    for g in groups:
        if g.start <= j:
            continue
        if (g.subject and g.subject[0] >= j and g.link in ("left",) and g.form != "ing") or (
            g.subject and g.subject[0] >= j and toks[g.start].tag in ("B", "H", "O")
        ):
            return g.subject[0] - j <= 14
        if g.start == j + 1 and toks[j].tag in ("R", "D"):
            return True
        if g.start - j > 25:
            return False
    return False


def _skip_adverbials(toks: list[Token], j: int, people: People, hearer: bool) -> tuple[int, Range | None]:
    """Past "on May 26 to the state news agency Ukrinform", "in an interview with X", "reporters"."""
    via: Range | None = None
    n = len(toks)
    while j < n:
        t = toks[j]
        if t.tag in ("Y", "A") and t.low not in ("more", "less"):
            if j + 1 < n and toks[j + 1].tag == "G":
                break  # "said Friday's approval shows …"
            j += 1
        elif t.tag == "P" and j + 1 < n and toks[j + 1].tag == "Y":
            j += 2
        elif t.low in ("to", "with") and t.tag == "P" and (np := np_right(toks, j + 1)) is not None:
            if via is None and is_source_outlet(toks, np, people):
                via = np
            elif t.low == "with":
                return j, via
            j = np[1]
        elif (
            t.low in ("in", "at", "during", "on", "via", "through")
            and t.tag == "P"
            and (np := np_right(toks, j + 1)) is not None
            and np[1] < n
            and (
                toks[np[1]].low in ("that", ",", ":", "with", "to", "on", "by")
                or toks[np[1]].tag in ("Y", "S", "W")
            )
        ):
            j = np[1]
            if j < n and toks[j].low == "by" and (by := np_right(toks, j + 1)):
                via, j = by, by[1]
        elif (
            hearer
            and t.tag in ("N", "J", "D", "R", "M")
            and (np := ((j, j + 1) if t.tag == "R" else np_right(toks, j))) is not None
            and _is_hearer(toks, np, people)
        ):
            if is_source_outlet(toks, np, people) or _is_named(toks, np):
                via = np
            j = np[1]
            hearer = False
        elif t.text == "," and j + 1 < n and toks[j + 1].low in ("citing", "quoting"):
            np = np_right(toks, j + 2)
            if np is None:
                break
            j = extend(toks, np, ("of", "from", "in"))[1]
            if j < n and toks[j].text == ",":
                j += 1
        elif t.text == "," and j + 1 < n and (toks[j + 1].low == "that" or toks[j + 1].tag == "Y"):
            j += 1
        else:
            break
    return j, via


def _is_named(toks: list[Token], np: Range) -> bool:
    """ "told Hague Daily": an outlet that no table knows, or a person; both are who it was said to."""
    words = [t for t in toks[np[0] : np[1]] if t.tag != "D"]
    return bool(words) and all(t.tag in ("N", "J") and t.text[0].isupper() for t in words)


def _is_hearer(toks: list[Token], np: Range, people: People) -> bool:
    """ "told Reuters", "told her", "told a news conference": short, and a clause follows."""
    if np[1] >= len(toks):
        return True
    nxt = toks[np[1]]
    return (
        np[1] - np[0] <= 6
        and (
            nxt.tag in ("S", "W", "P", "Y", "R", "D", "A", "N", "J", "M", "B")
            or nxt.text in (",", ":", *QUOTES, ".")
        )
        and nxt.tag not in ("V", "H", "O")
    )


def is_source_outlet(toks: list[Token], np: Range, people: People) -> bool:
    text = " ".join(t.text for t in toks[np[0] : np[1]] if t.tag != "D")
    heads = mapping(people.language, "speaker_nouns")
    return (
        is_outlet(text, people.language)
        or any(is_outlet(toks[x].text, people.language) for x in range(*np))
        or any(heads.get(t.low) == "outlet" for t in toks[np[0] : np[1]])
    )


def content_before(toks: list[Token], j: int) -> Range | None:
    """The words left of ", SOURCE said"."""
    while j > 0 and toks[j - 1].tag == "D":
        j -= 1
    if j == 0 or toks[j - 1].text not in (",", *QUOTES, "—", "–"):
        return None
    end = j
    while end > 0 and toks[end - 1].text in (",", "—", "–", *QUOTES):
        end -= 1
    return (0, end) if end > 2 else None


def is_trailing(toks: list[Token], vg: VerbGroup) -> bool:
    """Behind the cue only adverbials, or the resumed quotation."""
    rest = toks[vg.end :]
    if rest and rest[0].text == ",":
        return True  # "…, he said, adding that …"
    return not any(t.low == "that" and t.tag == "S" for t in rest[:3])


def resumed_end(toks: list[Token], vg: VerbGroup) -> int | None:
    """ "…, it said, including …": where the interrupted content ends."""
    j = vg.end
    start = vg.subject[0] if vg.subject else vg.start
    quoted = any(t.text in QUOTES for t in toks[max(0, start - 3) : start])
    if j + 1 < len(toks) and quoted and toks[j + 1].text not in QUOTES:
        return None  # "“…,” he said, adding that …": the quotation has ended
    if (
        j + 3 < len(toks)
        and toks[j].text == ","
        and (toks[j + 1].form != "ing" or toks[j + 1].low in ("including", "involving"))
        and toks[j + 1].low not in ("citing", "quoting", "according", "in", "on")
    ):
        return clause_end(toks, j + 1)
    return None


def clause_end(toks: list[Token], j: int, commas: bool = False) -> int:
    end = len(toks)
    if commas:
        end = next((x for x in range(j, len(toks)) if toks[x].text in (",", ";")), end)
    while end > j and (toks[end - 1].text in (".", "!", "?", ";", ":", "…") or toks[end - 1].text in QUOTES):
        end -= 1
    return end


def phrase_end(toks: list[Token], j: int) -> int:
    """The end of a noun-phrase content: before a coordinated verb, a participle clause or a nested cue."""
    for x in range(j, len(toks)):
        t = toks[x]
        nxt = toks[x + 1] if x + 1 < len(toks) else None
        if (
            t.tag == "C"
            and nxt is not None
            and (
                nxt.tag in ("H", "B", "O")
                or (nxt.tag == "V" and nxt.form in ("ed", "s", "base"))
                or (nxt.tag == "A" and x + 2 < len(toks) and toks[x + 2].tag == "V")
            )
        ):
            return x
        if (
            t.text == ","
            and nxt is not None
            and nxt.text in QUOTES
            and x + 2 < len(toks)
            and toks[x + 2].low in ("but", "while", "and")
        ):
            return x + 2
        if (
            t.text == ","
            and nxt is not None
            and (
                nxt.tag in ("S", "R")
                or (nxt.form == "ing" and nxt.low != "including")
                or nxt.low in ("as", "but", "while", "in", "which", "who")
            )
        ):
            return x
        if t.tag == "W" and nxt is not None and t.low == "that" and nxt.tag in ("D", "R", "N") and toks[x - 1].low not in TOLD:
            return x
    return clause_end(toks, j)


def past_apposition(toks: list[Token], j: int) -> int:
    """ "According to Oleh Ivashchenko, the head of …, China": the comma after the apposition."""
    nxt = toks[j + 1] if j + 1 < len(toks) else None
    if nxt is not None and nxt.tag == "D":
        close = next((x for x in range(j + 1, min(j + 14, len(toks))) if toks[x].text == ","), None)
        if close and not any(t.tag in ("V", "B", "H") for t in toks[j:close]):
            return close
    return j


def one_clause(toks: list[Token], j: int) -> int:
    """ "the claims that China supplied G are groundless": the content ends before the outer verb."""
    seen, k = False, j
    while k < len(toks):
        if toks[k].tag in ("B", "H", "O", "X") or (toks[k].tag == "V" and toks[k].form in ("s", "ed")):
            if seen and toks[k - 1].tag in ("N", "J", '"', "”") and toks[k].tag in ("B", "O", "X", "H"):
                return k
            seen = True
            while k < len(toks) and toks[k].tag in ("B", "H", "O", "X", "V", "A", "Z"):
                k += 1
            continue
        k += 1
    return clause_end(toks, j)
