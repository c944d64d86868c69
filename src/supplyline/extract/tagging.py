"""Which words are verbs, names, numbers, function words?

`tag(sentence, language)` fills `tag`, `lemma` and `form` of each token in place: a shallow, rule-based
tagging from the word tables of data/<language>/. The rules above read only these tags, so a learned
tagger can take this module's place. Deterministic, one pass for tags and one for the ambiguous words.
"""

from __future__ import annotations

import itertools
from functools import cache

from supplyline.extract.inflection import verb_forms
from supplyline.extract.lexicon import table, words
from supplyline.extract.text import Sentence, Token
from supplyline.read.countries import adjective, country

# A word with one of these endings modifies the noun behind it; without one it is a noun itself.
ADJECTIVAL = ("ic", "ical", "ial", "onal", "ural", "ive", "ous", "ible", "able", "lethal", "less")

ORIGIN = ("-origin", "-made", "-built", "-branded", "-based")  # "U.S.-origin integrated circuits"


@cache
def closed_words(language: str) -> dict[str, str]:
    return {row[0]: row[1] for row in table(language, "words")}


def tag(sentence: Sentence, language: str = "en") -> None:
    toks = sentence.tokens
    closed, verbs = closed_words(language), verb_forms(language)
    for i, tok in enumerate(toks):
        tok.tag, tok.lemma, tok.form = _first_guess(tok, i, closed, verbs)
    small = words(language, "word_groups", "small_country")
    for i, tok in enumerate(toks):
        if tok.text in small:
            tok.text = tok.text.capitalize()  # written small by choice; every rule takes it for the name it is
        if (
            tok.form == "ing" and tok.tag == "V" and 0 < i < len(toks) - 1 and not sentence.heading
            and tok.text[0].isupper() and toks[i + 1].text[0].isupper() and toks[i - 1].text[0].isalnum()
        ):  # "Institute for Emerging Economies"
            tok.tag = "N"
    before_to = words(language, "word_groups", "before_to")
    for i, tok in enumerate(toks[1:], 1):
        if tok.tag == "V" and tok.low == tok.lemma and toks[i - 1].tag in ("T", "O"):
            tok.form = "base"  # "to set", "will cut": one form for two
    for i, tok in enumerate(toks):
        if tok.low == "to" and (not _infinitive(toks, i) or (i > 0 and toks[i - 1].low in before_to)):
            tok.tag = "P"
    for no, longer in itertools.pairwise(toks):
        if (no.low, longer.low) == ("no", "longer"):
            no.tag = longer.tag = "Z"
    for i in range(len(toks)):
        if toks[i].low == "arms" and toks[i].text != "Arms":
            toks[i].tag = "N"  # weapons; whoever arms somebody is told with "arming" or "to arm"
        _settle(toks, i, verbs, sentence.heading)
        _after_auxiliary(toks, i)
        if toks[i].tag == "R" and i and toks[i - 1].tag == "N" and toks[i].low.endswith(("self", "selves")):
            toks[i].tag = "A"  # "Russia itself produces"


def _after_auxiliary(toks: list[Token], i: int) -> None:
    """What an auxiliary asks for is a verb, whatever the word may be else: "can still count", "has restricted the sale"."""
    tok = toks[i]
    if tok.tag not in ("N", "J") or not tok.text.islower() or not tok.text.isalpha():
        return
    k = i - 1
    while k >= 0 and toks[k].tag in ("A", "Z"):
        k -= 1
    if k < 0:
        return
    nxt = toks[i + 1] if i + 1 < len(toks) else None
    if toks[k].tag == "O" and not tok.low.endswith(("ing", "ed")):
        tok.tag, tok.form, tok.lemma = "V", "base", tok.lemma or tok.low
    elif toks[k].tag == "H" and tok.low.endswith("ed") and nxt is not None and nxt.tag in ("D", "N", "J", "M", "P", "R", "?"):
        lemma = verb_forms("en").get(tok.low)
        if lemma is not None:
            tok.tag, tok.form, tok.lemma = "V", "ed", lemma[0]


def _bare_infinitive(toks: list[Token], i: int) -> bool:
    """ "helped Russia's military acquire engines", "let the firm sell": a base form behind the object of helping."""
    for k in range(i - 2, max(i - 9, -1), -1):
        if toks[k].tag == "V":
            return toks[k].lemma in words("en", "triggers", "help_verb") or toks[k].lemma in ("make", "let", "see", "have")
        if toks[k].tag in ("S", "W", "O", "B", "T", ",") or toks[k].text in (";", ":"):
            return False
    return False


def _infinitive(toks: list[Token], i: int) -> bool:
    """ "to supply" is an infinitive, "to Russia" a preposition."""
    after = next((t for t in toks[i + 1 :] if t.tag not in ("A", "Z")), None)
    return after is not None and (
        after.tag in ("B", "H", "X") or (after.tag in ("V", "?") and after.form == "base")
    )


def _first_guess(
    tok: Token, i: int, closed: dict[str, str], verbs: dict[str, tuple[str, str, bool]]
) -> tuple[str, str, str]:
    low = tok.low
    capital = tok.text[0].isupper() and i > 0
    if not tok.text[0].isalnum():
        if low in ("'s", "'"):
            return "G", "", ""
        if low == "n't":
            return "Z", "", ""
        return tok.text[0], "", ""
    if low[0].isdigit():
        return "M", "", ""
    if low.startswith("mid-") and low[4:].isdigit():
        return "Y", "", ""
    if low in closed and tok.text not in ("US", "IT", "WHO"):
        return closed[low], low, ""
    if tok.text[0].isupper() and adjective(tok.text) is not None:
        return "J", "", ""  # "Turkish exports"
    known = verbs.get(low)
    if known and not (capital and (tok.text.isupper() or known[1] != "ing")):
        lemma, form, noun = known
        return ("?" if noun else "V"), lemma, form
    if known and i > 0 and capital:
        return "N?", known[0], known[1]
    if "-" in low and low.endswith(("ed", "ing", *ORIGIN)):
        return "J", "", ""
    if capital and adjective(tok.text) is not None and country(tok.text) is None:
        return "J", "", ""  # "193 Taiwanese machines"
    if (
        low.endswith("est")
        and len(low) > 5
        and low not in ("interest", "request", "protest", "harvest", "forest", "arrest", "contest")
    ):
        return "J", "", ""
    if len(low) > 4 and tok.text[0].islower() and low.endswith(ADJECTIVAL):
        return "J", "", ""
    if (
        low.endswith("ly")
        and not capital
        and len(low) > 4
        and low not in ("family", "supply", "italy", "assembly", "monopoly", "early", "anomaly")
    ):
        return "A", "", ""
    if low.endswith(("ed", "ing")) and len(low) > 5 and not tok.text[0].isupper():
        return "V?", low, "ed" if low.endswith("ed") else "ing"
    return "N", "", ""


def _settle(toks: list[Token], i: int, verbs: dict[str, tuple[str, str, bool]], heading: bool) -> None:
    """Noun or verb, from the neighbours."""
    tok = toks[i]
    prev = toks[i - 1] if i else None
    k = i - 1
    while k >= 0 and toks[k].tag in ("A", "Z"):
        k -= 1
    left = toks[k] if k >= 0 else None
    nxt = toks[i + 1] if i + 1 < len(toks) else None
    if tok.low == "that":
        tok.tag = "W" if _relative_that(toks, i) else "S"
        if prev and prev.tag in ("P",) and nxt is not None and nxt.tag in ("N", "J", "?"):
            tok.tag = "D"
        return
    if tok.text == "United" and nxt is not None and nxt.text in ("States", "Kingdom", "Nations", "Arab"):
        tok.tag = "J"
        return
    if tok.form == "base" and nxt is not None and nxt.tag in ("M", "D") and prev is not None and prev.low in ("these", "those", "they"):
        tok.tag = "V"  # "These include two ships"
        return
    if tok.tag == "J" and nxt is not None and nxt.tag == "G" and prev is not None and prev.tag in ("D", "J", "P"):
        tok.tag = "N"  # "the Russian military's supplier"
        return
    if tok.tag == "Y":
        if (
            tok.low.startswith("mid-")
            or (
                capital_word(tok)
                and (tok.text != "March" or (nxt is not None and nxt.tag in ("M", "P", ",", "C")))
            )
            or tok.text.endswith(".")
        ):
            return
        tok.tag = "N"
        return
    if (
        tok.low == "may"
        and tok.text == "May"
        and (
            (nxt and nxt.tag == "M")
            or (prev and (prev.tag in ("P", "M") or prev.low in ("last", "early", "late", "this")))
        )
    ):
        tok.tag = "Y"
        return
    if (
        tok.tag == "M"
        and prev is not None
        and (prev.tag == "Y" or (prev.text == "," and i > 1 and toks[i - 2].tag == "Y"))
        and len(tok.low) in (1, 2, 4)
        and tok.low.isdigit()
    ):
        tok.tag = "Y"
        return
    if tok.tag == "M" and nxt is not None and nxt.tag == "Y" and nxt.text[0].isupper() and len(tok.low) <= 4:
        tok.tag = "Y"
        return
    if (
        tok.low in ("year", "month", "week", "quarter")
        and prev is not None
        and prev.low in ("this", "last", "next", "past", "previous")
    ):
        tok.tag = prev.tag = "Y"
        return
    if (
        tok.low == "'s"
        and nxt is not None
        and prev
        and prev.tag == "R"
        and (nxt.tag in ("D", "A") or nxt.form == "ing" or prev.low in ("it", "he", "she", "that", "there", "what"))
    ):
        tok.tag = "B"
        return
    if tok.low == "under" and nxt is not None and nxt.low.startswith("secretar"):
        tok.tag = "N"  # "Under Secretary of Commerce": an office, no preposition
        return
    if tok.tag == "A" and nxt is not None and nxt.low == "'s":
        tok.tag = "N"
    if tok.low == "there":
        tok.tag = "R"
    if tok.low in ("like", "around") and tok.tag == "P":
        return
    if tok.tag == "J" and tok.low in words("en", "word_groups", "adjective_noun") and (nxt is None or nxt.tag in ("V", "B", "H", "O", "P", "X", ".", ",", "W")):
        tok.tag = "N"  # "a senior EU official said", "Russia's military"
        return
    if (
        tok.tag == "J"
        and (closed_words("en").get(tok.low) != "J" or (i > 0 and tok.text[0].isupper()))
        and not tok.low.endswith(ORIGIN)
        and not (nxt is not None and nxt.tag in ("N", "J", "?", "M", "C", ",", "N?", '"', "“", "V?"))
    ):
        tok.tag = "N"
        return
    if tok.tag == "N?":
        tok.tag = "V" if _title_case_verb(toks, i, heading) else "N"
        return
    if tok.tag == "V?":
        # an unknown participle before a noun modifies it: "infrared detectors", "liquefied gas"
        tok.tag = (
            "J"
            if nxt is not None
            and nxt.tag in ("N", "J", "M")
            and not (prev is not None and prev.tag in ("B", "H", "P"))
            else "V"
        )
        return
    if (
        tok.tag == "?"
        and nxt is None
        and heading
        and left is not None
        and left.text[0].isupper()
        and tok.form == "s"
    ):
        tok.tag = "V"  # "…, WSJ reports"
        return
    if tok.tag == "?":
        tok.tag = "V" if _is_verb(toks, i, left, nxt) and not _compound(toks, i) else "N"
    elif tok.tag == "V" and tok.form == "ed" and prev is not None and nxt is not None:
        # "confirmed data", "the sanctioned entities": an adjective
        after_det = prev.tag in ("D", "J", "M", "P", "G", "C", ",") or prev.low in (
            "more",
            "most",
            "newly",
            "further",
        )
        noun_next = nxt.tag in ("N", "J", "?") and not nxt.text[0].isupper()
        listed = prev.low == "of" or (prev.tag == "A" and left is not None and left.tag in ("D", "G", "J"))
        if (listed and nxt.tag in ("N", "J")) or (tok.low == "armed" and nxt.tag == "N" and nxt.text[0].islower() and prev.tag in ("D", "J", "N", "G")):
            tok.tag = "J"  # "the list of sanctioned firms", "the previously sanctioned Bank"
        elif noun_next and (
            prev.tag in ("D", "J", "M", "G")
            or (after_det and prev.tag == "P")
            or prev.text in ('"', "“")
            or prev.form == "ing"
            or (prev.tag == "V" and prev.form in ("ed", "s", "base"))  # "supplied integrated circuits"
        ):
            tok.tag = "J"
    elif (
        tok.tag == "V"
        and tok.form == "ing"
        and tok.lemma in words("en", "word_groups", "compound_ing")
        and prev is not None
        and (
            (
                prev.tag in ("N", "J")
                and not (prev.low.endswith("s") and not prev.low.endswith("ss"))
                and (not prev.text[0].isupper() or "-" in prev.text)
            )
            or (
                prev.tag in ("G", "D", "C", "P")
                and nxt is not None
                and nxt.tag == "N"
                and prev.low not in ("of", "by", "for", "in")
            )
        )
        and (
            nxt is None
            or (nxt.tag in ("N", "P", ",", ".", "C", "O", "H", "B", '"') and not nxt.text[0].isupper())
        )
    ):
        tok.tag = "N"  # "defense manufacturing industries"
    elif (
        tok.tag == "V"
        and tok.form == "ing"
        and prev is not None
        and nxt is not None
        and (prev.tag in ("D", "J", "G") and nxt.tag in ("N", "J", "?", "P", "C", "M"))
    ) or (
        tok.tag == "V"
        and tok.form == "base"
        and prev is not None
        and prev.tag in ("D", "G", "J")
        and prev.low not in ("all", "both", "those", "each", "some", "many", "several")
        and not _bare_infinitive(toks, i)
    ):
        tok.tag = "N"
    if tok.tag == "G" and tok.low == "'" and not (prev and prev.low.endswith("s")):
        tok.tag = "'"


def _compound(toks: list[Token], i: int) -> bool:
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
    return any(word in words("en", "triggers", group) for group in ("listed_noun", "firm_noun", "party_noun")) or word in words("en", "word_groups", "army_word")


def capital_word(tok: Token) -> bool:
    return tok.text[0].isupper()


def _is_verb(toks: list[Token], i: int, left: Token | None, nxt: Token | None) -> bool:
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
    if nxt is None:
        return False
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
        return plural and not _verb_ahead(toks, i)
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


def _relative_that(toks: list[Token], i: int) -> bool:
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


def _title_case_verb(toks: list[Token], i: int, heading: bool) -> bool:
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
