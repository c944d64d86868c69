"""Is a word that can be either a verb or a noun?

What stands around it decides: number and agreement, the finite verb ahead, the noun before. Used by tagging alone.
"""

from __future__ import annotations

from supplyline.extract.lexicon import party_nouns, words
from supplyline.extract.text import Token
from supplyline.read.countries import adjective, country


def compound(toks: list[Token], i: int) -> bool:
    """ "two cargo ships carrying", "North Korean arms exports": a noun that only looks like a verb in -s."""
    tok, prev = toks[i], toks[i - 1] if i else None
    if tok.form != "s" or prev is None:
        return False
    nxt = toks[i + 1] if i + 1 < len(toks) else None
    if tok.low == "sanctions" and nxt is not None and nxt.tag in ("N", "?") and nxt.text[0].islower() and not _party(nxt.low):
        return True  # "the EU sanctions package"
    if prev.tag == "J" and adjective(prev.text) is not None and country(prev.text) is None:
        return True  # a people's adjective has a noun behind it
    if prev.tag == "N" and i > 1 and toks[i - 2].text[0].isupper() and adjective(f"{toks[i - 2].text} {prev.text}") is not None:
        return True
    counted = prev.tag == "N" and prev.text[0].islower() and i > 1 and toks[i - 2].tag == "M" and toks[i - 2].low not in ("one", "1")
    return counted and not prev.low.endswith("s")


def _party(word: str) -> bool:
    """Can it be sanctioned? Firms, persons, ships; a package or a campaign cannot."""
    return word in party_nouns("en") or word in words("en", "word_groups", "army_word")


def is_verb(toks: list[Token], i: int, left: Token | None, nxt: Token | None) -> bool:
    tok = toks[i]
    if left is None:
        return nxt is not None and nxt.tag in ("D", "R") and tok.form == "base"
    if left.tag in ("T", "O", "R", "W", "X"):
        return True
    if left.tag in ("D", "P", "M", "J", "'", "B", "H", "G"):
        return (
            left.low in ("all", "both", "those")
            and tok.form == "base"
            and nxt is not None
            and (nxt.tag == "D" or (nxt.tag in ("N", "J") and left.low != "all"))  # "all export requirements"
        )
    if left.tag == "V":
        return False
    if (
        left.text == ","
        and tok.form == "s"
        and nxt is not None
        and nxt.tag in ("N", "J", "D", "M")
        and not any(t.tag in ("V", "B", "H", "O") and t.form != "ing" for t in toks[:i])
    ):
        return not _verb_ahead(toks, i)  # "The company, a subsidiary of …, manufactures drones"
    if (
        left.text in (",", ")")
        and toks[i - 1].low in ("also", "now", "then", "still")
        and nxt is not None
        and nxt.tag in ("N", "J", "?", "D", "M")
    ):
        return True
    if (
        left.tag == "N"
        and toks[i - 1].low == "also"
        and nxt is not None
        and nxt.tag in ("N", "J", "?", "D", "M")
    ):
        return True
    if left.tag == "N" and tok.form == "s" and left.text[0].isupper() and tok.lemma in words("en", "word_groups", "says") and _outlet_says(toks, i):
        return True
    if left.tag == "C":
        if toks[i - 1].tag == "A" and toks[i - 1].low.endswith("ly") and nxt is not None and nxt.tag == "D":
            return True  # "… and strictly controls the export"
        # coordinated with what stands before: "produce and supply machine tools"
        before = next((t for t in reversed(toks[: i - 1]) if t.tag not in ("A", ",")), None)
        follows = nxt is not None and (nxt.tag in ("D", "N", "J", "M", "R", "?"))
        if (
            nxt is not None
            and (nxt.tag in ("D", "R") or (nxt.text in ('"', "“") and tok.form == "base"))
            and any(t.tag == "V" and t.form == tok.form for t in toks[max(0, i - 60) : i - 1])
        ):
            return True
        return before is not None and before.tag == "V" and before.form == tok.form and follows
    if (nxt is None or nxt.text == ".") and left.tag == "N" and tok.lemma == "show" and any(t.text == "," for t in toks[max(0, i - 9) : i]):
        return True  # "…, customs data seen by Reuters show."
    if nxt is None:
        return False
    if left.tag == "N" and nxt.low in ("how", "whether", "why"):
        return True  # "Waybills show how …"
    if nxt.tag in ("D", "M", "R", "T", "S", "W") and nxt.low not in ("which", "who"):
        return True
    if (
        left.tag == "N"
        and nxt.tag == "C"
        and i + 2 < len(toks)
        and toks[i + 2].form == tok.form
        and toks[i + 2].tag in ("?", "V")
    ):
        return (tok.form == "base" and left.low.endswith("s")) or (
            tok.form == "s" and not left.low.endswith("s")
        )
    if left.tag == "N" and nxt.tag in ("N", "J", "?", "V", "A", "V?", "N?", '"', "“"):
        # "China supplies machine tools": agreement decides
        plural = (
            left.low.endswith("s")
            and not left.low.endswith(("ss", "us", "is"))
            and left.text not in ("US", "U.S.")
        )
        if tok.form == "s":
            return not plural and not (nxt.tag == "V" and nxt.form != "ing") and not _verb_ahead(toks, i)
        return plural and left.low != "customs" and not _verb_ahead(toks, i)  # "the customs service suspects"
    if left.tag == "N" and nxt.tag == "P":
        plural = left.low.endswith("s") and not left.low.endswith(("ss", "us", "is"))
        if tok.form == "base" and plural:
            return not _verb_ahead(toks, i)
        return (
            tok.form == "s"
            and not plural
            and left.text[0].isupper()
            and tok.text[0].islower()
            and not _verb_ahead(toks, i)
        )
    return False


def _outlet_says(toks: list[Token], i: int) -> bool:
    """ "The Journal reports, citing data, that …"; "…, The Journal reports." """
    nxt = toks[i + 1] if i + 1 < len(toks) else None
    if nxt is None:
        return False
    if nxt.text == ":":
        return True
    if nxt.text == ",":
        return i + 2 < len(toks) and toks[i + 2].low in ("citing", "quoting", "referring", "according")
    k = i
    while k > 0 and (toks[k - 1].tag in ("N", "N?", "J", "D", "?") and (toks[k - 1].text[0].isupper() or toks[k - 1].tag == "D")):
        k -= 1
    return nxt.text == "." and 0 < k < i and toks[k - 1].text in (",", '"', "”")


def _verb_ahead(toks: list[Token], i: int) -> bool:
    """Is there a clear finite verb before the clause ends? Then the ambiguous word is its subject's noun."""
    last = toks[i]
    for t in toks[i + 1 : i + 60]:
        if t.tag in (",", ";", ":", "S", "W", "—", "–"):
            return False
        if t.tag in ("B", "H", "X", "O"):
            return True
        if (
            t.tag == "V"
            and last.tag in ("N", "A", "R")
            and (t.form == "s" or (t.form == "ed" and not _modifies(toks, t)))
        ):
            return True
        last = t
    return False


def _modifies(toks: list[Token], participle: Token) -> bool:
    """ "entities based in China": a participle before a preposition is no finite verb here."""
    nxt = next((t for t in toks if t.start >= participle.end), None)
    return nxt is None or nxt.tag in ("P", "T", ",", ".") or nxt.low in ("by", "in")


def relative_that(toks: list[Token], i: int) -> bool:
    """ "the firms that supply" is relative; "said that China" is not."""
    prev = toks[i - 1] if i else None
    nxt = toks[i + 1] if i + 1 < len(toks) else None
    if prev is None or nxt is None:
        return False
    if prev.tag in ("V",) or prev.low in (
        "information",
        "evidence",
        "claims",
        "claim",
        "reports",
        "data",
        "facts",
        "fact",
        "statement",
        "indications",
        "signs",
        "belief",
        "concern",
        "concerns",
        "warnings",
        "allegations",
        "accusations",
        "suggestions",
        "confirmation",
    ):
        return False
    return prev.tag in ("N", "M", ",", "'", '"', "”", ")") and (
        nxt.tag in ("V", "B", "H", "X", "A", "O", "?") or prev.tag == "N"
    )


def title_case_verb(toks: list[Token], i: int, heading: bool) -> bool:
    """In a headline "China Supplies Gunpowder" verbs wear capitals."""
    if not heading or toks[i].form == "base":
        return False
    if (
        i == len(toks) - 1
        and toks[i].lemma in ("say", "warn", "claim", "report", "show", "add")
        and toks[i - 1].tag in ("N", "N?")
    ):
        return True
    capitals = sum(t.text[0].isupper() for t in toks if t.text[0].isalpha())
    letters = sum(t.text[0].isalpha() for t in toks)
    if capitals < 0.6 * letters or any(t.tag in ("V", "B", "H") for t in toks[:i]):
        return False
    left, nxt = toks[i - 1] if i else None, toks[i + 1] if i + 1 < len(toks) else None
    return (
        left is not None
        and nxt is not None
        and left.tag in ("N", "N?")
        and nxt.tag in ("N", "N?", "J", "D", "M", "R", "A")
    )
