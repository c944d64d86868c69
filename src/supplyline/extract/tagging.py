"""Which words are verbs, names, numbers, function words?

`tag(sentence, language)` fills `tag`, `lemma` and `form` of each token in place: a shallow, rule-based
tagging from the word tables of data/<language>/. The rules above read only these tags, so a learned
tagger can take this module's place. Deterministic, one pass for tags and one for the ambiguous words.
"""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache

from supplyline.extract.ambiguous import compound, is_verb, relative_that, title_case_verb
from supplyline.extract.inflection import verb_forms
from supplyline.extract.lexicon import entries, table, words
from supplyline.extract.numbers import SCALES, WORDS
from supplyline.extract.text import Sentence, Token
from supplyline.read.countries import adjective, country

# A word with one of these endings modifies the noun behind it; without one it is a noun itself.
ADJECTIVAL = ("ic", "ical", "ial", "onal", "ural", "ive", "ous", "ible", "able", "lethal", "less")

# "one-thousand", "twenty-five"
SPELLED = re.compile(rf"(?:(?:{'|'.join(WORDS)})-)+(?:{'|'.join([*WORDS, *SCALES])})")
CALIBRE = re.compile(r"[\d.,]+-?(?:mm|cm|nm|km|millimet(?:er|re)s?|inch|foot)")  # "152mm shells"
ORIGIN = ("-origin", "-made", "-built", "-branded", "-based")  # "U.S.-origin integrated circuits"


@cache
def closed_words(language: str) -> dict[str, str]:
    return {row[0]: row[1] for row in table(language, "words")}


def tag(sentence: Sentence, language: str = "en") -> None:
    toks = sentence.tokens
    verbs = verb_forms(language)
    for i, tok in enumerate(toks):
        tok.tag, tok.lemma, tok.form = _first_guess(tok.text, tok.low, i > 0, language)
    small = words(language, "word_groups", "small_country")
    for i, tok in enumerate(toks):
        if tok.text in small:
            tok.text = tok.text.capitalize()  # written small by choice; every rule takes it for the name it is
        if (
            tok.form == "ing" and tok.tag == "V" and 0 < i < len(toks) - 1 and not sentence.heading and tok.text[0].isupper()
            and ((toks[i + 1].text[0].isupper() and toks[i - 1].text[0].isalnum()) or (toks[i - 1].text[0].isupper() and toks[i - 1].tag in ("N", "J", "N?", "?")))
        ):  # "Institute for Emerging Economies", "Noy Shipping said"
            tok.tag = "N"
    before_to = words(language, "word_groups", "before_to")
    for i, tok in enumerate(toks[1:], 1):
        if tok.tag == "V" and tok.low == tok.lemma and toks[i - 1].tag in ("T", "O"):
            tok.form = "base"  # "to set", "will cut": one form for two
    for i, tok in enumerate(toks):
        if tok.low == "to" and (not _infinitive(toks, i) or (i > 0 and toks[i - 1].low in before_to)):
            tok.tag = "P"
    if len(toks) > 1 and toks[0].form == "s" and toks[0].text[:1].isupper() and toks[1].tag in ("V", "H", "B", "O") and toks[1].form != "ing":
        toks[0].tag = "N"  # "Peters said": a name, for no verb stands before a verb
    for before, since, after in zip(toks, toks[1:], toks[2:], strict=False):
        if since.low == "since" and before.tag == "H" and after.form == "ed":
            since.tag = "A"  # "have since accused"
    for surname, given in itertools.pairwise(toks):
        if surname.text in ("He", "She", "You") and given.text[0].isupper() and given.text[1:].islower() and given.tag in ("N", "N?"):
            surname.tag = given.tag = "N"  # "spokesman He Li said": no pronoun stands before a name
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


@lru_cache(maxsize=50_000)  # the words of a report come again and again
def _first_guess(text: str, low: str, inside: bool, language: str) -> tuple[str, str, str]:
    """Tag, lemma and form of a word for itself; `inside`: it is not the first of its sentence."""
    closed, verbs = closed_words(language), verb_forms(language)
    capital = text[0].isupper() and inside
    if not text[0].isalnum():
        if low in ("'s", "'"):
            return "G", "", ""
        if low == "n't":
            return "Z", "", ""
        return text[0], "", ""
    if low[0].isdigit():
        return ("J" if CALIBRE.fullmatch(low) else "M"), "", ""
    if SPELLED.fullmatch(low):
        return "M", "", ""
    if low.startswith("mid-") and low[4:].isdigit():
        return "Y", "", ""
    if low in closed and text not in ("US", "IT", "WHO"):
        return closed[low], low, ""
    if text[0].isupper() and adjective(text) is not None:
        return "J", "", ""  # "Turkish exports"
    known = verbs.get(low)
    if known and not (capital and (text.isupper() or known[1] != "ing")):
        lemma, form, noun = known
        return ("?" if noun else "V"), lemma, form
    if known and capital:
        return "N?", known[0], known[1]
    if "-" in low and low.endswith(("ed", "ing", *ORIGIN)):
        return "J", "", ""
    if capital and adjective(text) is not None and country(text) is None:
        return "J", "", ""  # "193 Taiwanese machines"
    if (
        low.endswith("est")
        and len(low) > 5
        and low not in ("interest", "request", "protest", "harvest", "forest", "arrest", "contest")
    ):
        return "J", "", ""
    if len(low) > 4 and text[0].islower() and low.endswith(ADJECTIVAL):
        return "J", "", ""
    if (
        low.endswith("ly")
        and not capital
        and len(low) > 4
        and low not in ("family", "supply", "italy", "assembly", "monopoly", "early", "anomaly")
    ):
        return "A", "", ""
    if low.endswith(("ed", "ing")) and len(low) > 5 and not text[0].isupper():
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
        tok.tag = "W" if relative_that(toks, i) else "S"
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
        tok.tag = "V" if title_case_verb(toks, i, heading) else "N"
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
    if tok.tag == "?" and tok.form == "s" and tok.lemma in entries("en", "cues") and prev is not None and prev.text[0].isupper() and nxt is not None and nxt.tag in ("V", "B", "H", "O") and any(t.tag == "W" for t in toks[max(i - 4, 0) : i]):
        tok.tag = "V"  # "companies that the US claims operate in Russia"
        return
    if tok.tag == "?":
        tok.tag = "V" if is_verb(toks, i, left, nxt) and not compound(toks, i) else "N"
    elif tok.tag == "V" and tok.form == "ed" and prev is not None and nxt is not None:
        # "confirmed data", "the sanctioned entities": an adjective
        after_det = prev.tag in ("D", "J", "M", "P", "G", "C", ",") or prev.low in (
            "more",
            "most",
            "newly",
            "further",
        )
        noun_next = nxt.tag in ("N", "J", "?") and not nxt.text[0].isupper()
        told_of = prev.tag in ("M", "D", "G") and nxt.tag == "J" and adjective(nxt.text) is not None and i + 2 < len(toks) and toks[i + 2].text[0].islower()
        listed = told_of or prev.low == "of" or (prev.tag == "A" and left is not None and left.tag in ("D", "G", "J"))
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


def capital_word(tok: Token) -> bool:
    return tok.text[0].isupper()
