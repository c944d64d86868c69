"""Which words form a noun phrase?

Over the tags of one sentence: noun phrases to the right or left of a word, and lists of them. All
positions are token indices, ends exclusive.
Promises: nothing outside the sentence, deterministic, bounded look-ahead.
"""

from __future__ import annotations

from supplyline.extract.text import Token

Range = tuple[int, int]


QUOTES = ('"', "“", "”", "„", "'", "‘", "«", "»")


GOODS_LINKS = ("for", "of", "used", "needed", "required", "in", "such")


def np_right(toks: list[Token], i: int) -> Range | None:
    """The base noun phrase that starts at i (determiners and quotes included)."""
    if (close := _quoted_name(toks, i)) is not None:
        return i, close
    j, seen = i + quantifier(toks, i), False
    while j < len(toks):
        t = toks[j]
        if t.tag in ("N", "M"):
            seen = True
        elif (
            t.text == "("
            and seen
            and j + 2 < len(toks)
            and toks[j + 2].text == ")"
            and toks[j + 1].text.isupper()
        ):
            j += 2  # an acronym in brackets belongs to its name
        elif t.text == "(" and seen and (inner := _bracket_in_name(toks, j)) is not None:
            j = inner  # "Chinaoil (Hong Kong) Corporation"
        elif not _goes_on(toks, i, j, seen):
            if t.text in QUOTES and seen and _closes(toks, i, j):
                j += 1
            break
        j += 1
    adjective_alone = (
        j > i + 1 and toks[i].tag == "D" and toks[j - 1].tag == "J"
    )  # "the military", "a total (of)"
    return (i, j) if seen or adjective_alone else None


def _quoted_name(toks: list[Token], i: int) -> int | None:
    """ "“Korolev Rocket and Space Corporation”": a name in quotation marks is one phrase, whatever is in it."""
    if i + 3 >= len(toks) or toks[i].text not in QUOTES or not toks[i + 1].text[0].isupper():
        return None
    for k in range(i + 2, min(i + 10, len(toks))):
        if toks[k].text in QUOTES:
            return k + 1 if k > i + 2 else None
        if not (toks[k].text[0].isupper() or toks[k].low in ("of", "and", "for", "the", "&")) or toks[k].tag in ("V", "B", "H", "O"):
            return None
    return None


def _bracket_in_name(toks: list[Token], j: int) -> int | None:
    """The closing bracket of "(Hong Kong)" when the name goes on behind it."""
    close = next((k for k in range(j + 1, min(j + 5, len(toks))) if toks[k].text == ")"), None)
    if close is None or close == j + 1 or close + 1 >= len(toks):
        return None
    inner = all(t.tag in ("N", "J") and t.text[0].isupper() for t in toks[j + 1 : close])
    return close if inner and toks[close + 1].tag == "N" and toks[close + 1].text[0].isupper() else None


def _bracket_before(toks: list[Token], close: int) -> int | None:
    opened = next((k for k in range(close - 1, max(close - 5, 0), -1) if toks[k].text == "("), None)
    return opened if opened is not None and _bracket_in_name(toks, opened) == close and toks[opened - 1].tag == "N" else None


def _goes_on(toks: list[Token], i: int, j: int, seen: bool) -> bool:
    """Is the word at j, which is no noun, part of the noun phrase from i?"""
    t, last = toks[j], toks[j - 1]
    nxt = toks[j + 1] if j + 1 < len(toks) else None
    if t.tag == "J" or (t.tag == "D" and not seen):
        return True
    if t.low == "than":
        return not seen and j > i
    if nxt is None:
        return t.tag == "A" and t.low in LEADS and not seen
    if t.tag == "G":
        return seen and nxt.tag in ("N", "J", "M", "V", "?", "A", *QUOTES)
    if t.tag == "V":
        modifies = t.form in ("ing", "ed") and nxt.tag in ("N", "J") and not nxt.text[0].isupper()
        after = not seen or last.tag in ("D", "J", "G", "M") or t.form == "ing"
        return modifies and after and (seen or j > i or _ing_modifier(toks, j))
    if t.tag == "A":
        if j > i and last.tag == "J" and t.low in LEADS:
            return False  # "sold the Russian military | more than 2,000 engines"
        return nxt.tag in ("J", "M") or (t.low in LEADS and not seen)
    if t.text == "," and seen and _company_form(nxt):
        return True  # "Aircraft Engine Co., Ltd."
    if t.tag in ("C", ","):
        joined = nxt.tag == "J" or (nxt.tag == "N" and t.tag == "C")
        return j > i and last.tag == "J" and joined and _adjectives(toks, j)
    if t.text in ("&", "/"):
        return seen and nxt.tag == "N"
    if t.text in QUOTES:
        opens = nxt.tag in ("N", "J", "M", "A") or (nxt.tag == "D" and j == i) or (nxt.tag == "V" and not seen)
        return opens or (seen and _closes(toks, i, j) and nxt.tag in ("N", "J"))
    return t.tag == "P" and t.low in ("around", "about", "over", "under") and nxt.tag == "M" and not seen


def _company_form(t: Token) -> bool:
    return t.low.strip(".") in ("ltd", "inc", "llc", "jsc", "plc", "gmbh") and t.text[0].isupper()


LEADS = ("more", "most", "almost", "nearly", "at", "least", "further", "earlier")


QUANTIFIERS = (
    ("at", "least"),
    ("at", "most"),
    ("up", "to"),
    ("more", "than"),
    ("less", "than"),
    ("fewer", "than"),
    ("greater", "than"),
    ("as", "many", "as"),
    ("close", "to"),
    ("just", "over"),
    ("just", "under"),
    ("well", "over"),
    ("slightly", "more", "than"),
)


QUANTIFIER_FIRST = frozenset(words_[0] for words_ in QUANTIFIERS)


def quantifier(toks: list[Token], i: int) -> int:
    """How many words of "at least", "more than" stand before the number at i."""
    if i >= len(toks) or toks[i].low not in QUANTIFIER_FIRST:
        return 0
    for words_ in QUANTIFIERS:
        n = len(words_)
        if (
            tuple(t.low for t in toks[i : i + n]) == words_
            and i + n < len(toks)
            and (toks[i + n].tag == "M" or toks[i + n].low in ("a", "an", "dozens", "half", "$", "€", "£"))
        ):
            return n
    return 0


def _adjectives(toks: list[Token], j: int) -> bool:
    """ "Russian and international entities", "Russian, Chinese firms": adjectives share the noun behind them."""
    k = j + 1
    while k < len(toks) and toks[k].tag == "J":
        k += 1
    return (
        k < len(toks)
        and toks[k].tag == "N"
        and (
            (toks[j].tag == "C" and not toks[k].text[0].isupper())
            or (toks[j].text == "," and k > j + 1 and not toks[k].text[0].isupper())
        )
    )


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
        elif t.tag == "D" and seen:
            i -= 1
            break
        elif t.text == ")" and i >= 3 and toks[i - 3].text == "(" and (not seen or toks[i - 2].text.isupper()):
            i -= 2
        elif t.text == ")" and seen and (opened := _bracket_before(toks, i - 1)) is not None:
            i = opened + 1
        elif t.low == "than" and seen and i > 1 and toks[i - 2].low in ("more", "less", "greater", "fewer"):
            i -= 1
        elif not _goes_back(toks, i, seen):
            break
        i -= 1
    while i < j and toks[i].text in QUOTES and not _balanced(toks[i:j]):
        i += 1
    return (i, j) if seen and i < j else None


def _goes_back(toks: list[Token], i: int, seen: bool) -> bool:
    """Is the word before i, which is no noun, part of the noun phrase that i is in?"""
    t = toks[i - 1]
    before = toks[i - 2] if i > 1 else None
    if t.tag in ("J", "G") or t.text == "&":
        return seen
    if t.text in QUOTES:
        return seen or (before is not None and before.tag in ("N", "J"))
    if t.text == ",":
        return seen and _company_form(toks[i]) and before is not None and before.tag == "N"
    if t.tag == "V":
        return seen and t.form in ("ed", "ing") and before is not None and before.tag in ("D", "J", "G", "M")
    return t.tag == "A" and seen and toks[i].tag in ("J", "M") and t.low not in ("also", "reportedly")


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


def np_chain_left(
    toks: list[Token], j: int, coordinate: bool = True, across: bool = False, tight: bool = False
) -> Range | None:
    """A full noun phrase ending before j: bases joined by prepositions and coordination."""
    np = np_left(toks, j)
    if np is None:
        return None
    i = np[0]
    while i > 1:
        t = toks[i - 1]
        if (
            t.tag == "P"
            and t.low in ("of", "in", "for", "from", "at", "with", "on", "to", "between", "against", "about")
        ) or t.tag == "T":
            more = np_left(toks, i - 1)
            if tight and t.low not in ("of", "in", "from", "for"):
                break
            if more is None or (
                t.low == "on"
                and not any(x.low in ("import", "imports", "tax", "ban") for x in toks[more[0] : more[1]])
            ):
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
        elif (
            coordinate
            and t.text == ","
            and any(x.tag == "C" for x in toks[i : i + 12])
            and (more := np_left(toks, i - 1))
            and (toks[more[0] - 1].text == "," if more[0] else _names(toks, more) and _names(toks, (i, i + 1)))
        ):
            i = more[0]
        else:
            break
    return i, j


def _names(toks: list[Token], r: Range) -> bool:
    return all(t.tag == "N" and t.text[0].isupper() for t in toks[r[0] : r[1]])


def list_right(
    toks: list[Token], i: int, links: tuple[str, ...] = GOODS_LINKS, limit: int = 24
) -> list[Range]:
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


def _shared_noun(toks: list[Token], j: int) -> Range | None:
    """ "optical, telecommunications, and radar equipment": kinds of one thing, told once."""
    k = j
    while k + 1 < len(toks) and k - j < 10 and toks[k].tag in ("J", "N") and toks[k].text[0].islower() and toks[k + 1].text == ",":
        k += 2
    last = np_right(toks, k + 1) if k > j and k < len(toks) and toks[k].tag == "C" else None
    return (j, last[1]) if last is not None and toks[j].tag == "J" and last[1] - last[0] > 1 else None


def _item(toks: list[Token], j: int, links: tuple[str, ...]) -> Range | None:
    np = np_right(toks, j) or _shared_noun(toks, j)
    if np is None and j < len(toks) and toks[j].form == "ing" and j + 1 < len(toks):
        # "soldering and welding machines"
        k = j + 1
        if toks[k].tag == "C" and k + 1 < len(toks) and toks[k + 1].form == "ing":
            k += 2
        rest = (
            np_right(toks, k)
            if toks[k].tag in ("N", "J") and (k > j + 1 or toks[j - 1].text != ",")
            else None
        )
        np = (j, rest[1]) if rest else None
    if np is None:
        return None
    start, end = np
    worth = next((k for k in range(start + 1, end) if toks[k].low == "worth"), None)
    if worth is not None:
        return start, worth  # "nitrocellulose worth $10 million"
    while end < len(toks) and toks[end].low in links:
        low = toks[end].low
        if low in ("used", "needed", "required", "found"):
            k = end + 1
            if k < len(toks) and toks[k].tag in ("P", "T"):
                k += 1
                if k < len(toks) and toks[k].tag == "V":
                    k += 1
            more = np_right(toks, k)
        elif low == "such" or (
            low == "for"
            and end + 2 < len(toks)
            and toks[end + 2].low in ("first", "second", "third", "last", "time")
        ):
            break
        else:
            more = np_right(toks, end + 1)
        if more is None or (
            low == "in" and any(t.tag == "M" and len(t.low) == 4 for t in toks[more[0] : more[1]])
        ):
            break
        end = more[1]
    return start, end


KEPT = (
    "some",
    "those",
    "more",
    "almost",
    "nearly",
    "practically",
    "several",
    "at",
    "many",
    "up",
    "about",
    "approximately",
    "roughly",
)


def points(toks: list[Token], r: Range) -> bool:
    """One word that names nobody: "it", "these", "which"."""
    return r[1] - r[0] == 1 and toks[r[0]].tag in ("R", "D", "W")


def words(toks: list[Token], r: Range) -> list[str]:
    return [t.low for t in toks[r[0] : r[1]]]


def strip(toks: list[Token], r: Range) -> Range:
    """Without leading determiners, adverbs and commas, nor trailing ones."""
    i, j = r
    while (
        i < j
        and (
            toks[i].tag in ("D", ",", "C")
            or (toks[i].tag == "A" and toks[i].text[0].islower())
            or (toks[i].text in QUOTES and not _balanced(toks[i:j]))
        )
        and toks[i].low not in KEPT
    ):
        i += 1
    while i < j and (
        toks[j - 1].tag in (",", "D", "A", "C", "G", ";")
        or (toks[j - 1].text in QUOTES and not _balanced(toks[i:j]))
    ):
        j -= 1
    return i, j
