"""Who speaks in a saying, and what is a saying made of?

`Attribution` is one saying: source, cue, content; `make` finds the name behind the source (an apposition, the author
of a report, who is cited) and `can_speak` tells whether a phrase can be a source at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from supplyline.extract.content import is_source_outlet
from supplyline.extract.dates import Found
from supplyline.extract.lexicon import entries, mapping, table
from supplyline.extract.people import Named, People
from supplyline.extract.phrases import QUOTES, Range, extend, np_right, strip
from supplyline.extract.text import Token
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


@cache
def phrasal_cues(language: str) -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, str]], ...]]:
    """By verb: the words behind it, the longest first, with stance and complements."""
    out: dict[str, list[tuple[tuple[str, ...], tuple[str, str]]]] = {}
    for verb, words, stance, takes in table(language, "phrasal_cues"):
        out.setdefault(verb, []).append((tuple(words.split()), (stance, takes)))
    return {verb: tuple(sorted(found, key=lambda f: -len(f[0]))) for verb, found in out.items()}


def can_speak(toks: list[Token], r: Range, people: People, lemma: str) -> bool:
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


def make(
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
        at = _published_by(toks, subject) if heads.get(toks[subject[1] - 1].low) == "record" else None
    if at is None:
        return subject
    who = np_right(toks, at + 1)
    if who is None or not any(t.text[0].isupper() for t in toks[who[0] : who[1]]) or toks[who[0]].tag == "Y":
        return subject
    if toks[who[1] - 1].tag == "G":
        return subject
    return strip(toks, extend(toks, who, ("of", "for")))


def _published_by(toks: list[Token], record: Range) -> int | None:
    """ "a report published on Friday by the broadcaster", "a press release dated 30 October from the department"."""
    k = record[1]
    if k >= len(toks) or toks[k].form != "ed" or toks[k].lemma not in ("publish", "release", "issue", "date", "write", "prepare", "post"):
        return None
    for x in range(k + 1, min(k + 9, len(toks))):
        if toks[x].low in ("by", "from"):
            return x
        if toks[x].text in (",", ";", ".") or toks[x].tag in ("B", "H", "O", "V", "S"):
            return None
    return None


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
