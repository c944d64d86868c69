"""Where do the words of a saying begin and end, in Ukrainian or Russian?

An `Attribution` and the parts that its shapes share: the conjunction that opens what is said, the clause it fills, the
comma before a cue that follows it. Ranges index the document, or the words of the sentence where a function says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from supplyline.extract.dates import Found
from supplyline.extract.lexicon import table
from supplyline.extract.slavic.clauses import FINITE, JOINING
from supplyline.extract.slavic.sources import DASHES, Scene, Source
from supplyline.extract.slavic.words import CLOSERS, OPENERS, Word

Offsets = tuple[int, int]
ASIDE = ("попри", "незважаючи", "несмотря", "хоча", "хотя", "вопреки")
THIS = (("про", "це"), ("об", "этом"), ("про", "що"), ("о", "чем"), ("о", "чём"))


@dataclass(frozen=True, slots=True)
class Attribution:
    speaker: Source
    cue: Offsets
    content: Offsets
    stance: str
    via: Source | None = None
    said_on: Found | None = None
    others: tuple[Source, ...] = ()  # who say it too: "и Москва, и Пхеньян"


@cache
def cues(language: str) -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in table(language, "cues")}


def this(words: list[Word], at: int) -> bool:
    low = tuple(w.low for w in words[: min(at, 2)])
    if 1 < at < min(4, len(words)) and low[0] in ("про", "о", "об") and words[at].low.endswith(("ся", "сь")):
        return True  # "Про санкції повідомляється на сайті …"
    return low in THIS


def impersonal(word: Word) -> bool:
    return word.low.endswith(("ся", "сь"))


def conjunction(words: list[Word], at: int) -> int | None:
    """The "що" that opens the content, within reach and behind a comma."""
    for k in range(at + 1, min(at + 22, len(words) - 1)):
        if words[k].low in ("що", "что", "нібито", "якобы", "щоб", "чтобы") and words[k - 1].text == ",":
            related = words[k].low == "що" and k - 2 > at and words[k - 2].pos == "NOUN" and words[k + 1].verb in ("past", "pres") and words[k + 1].plural and words[k - 2].many
            return None if related else k  # "санкції проти осіб, що працюють …"
        if words[k].low in ("як", "как") and words[k - 1].text == "," and words[at].lemma.startswith(("показ", "розпов", "расска", "опис", "поясн")):
            return k
        if words[k].verb in ("past", "pres", "futr") or words[k].text in (";", ":"):
            return None
    return None


def tail(scene: Scene, conj: int) -> int:
    """Where the content ends: at the sentence's end, before "…, повідомляє X"."""
    words = scene.words
    for k in range(conj + 3, len(words) - 1):
        if words[k].text in CLOSERS and words[k + 1].text in (",", *DASHES) and not any(w.text in OPENERS for w in words[conj:k]):
            return words[k].start
        if words[k].text == "," and words[k + 1].low in ("що", "что") and k + 2 < len(words) and words[k + 2].verb in ("past", "pres") and words[k + 2].low.endswith(("ло", "ється", "ется", "ає", "ает", "ить", "ит")):
            return words[k].start  # "…, що викликало тривогу": what it led to
        if words[k].text == "," and words[k + 1].lemma in cues(scene.language) and words[k + 1].verb in ("past", "pres"):
            return words[k].start
    return words[-1].end


def before(words: list[Word], at: int) -> int | None:
    """The comma or dash right before a cue that follows its content."""
    k = at - 1
    if k > 1 and words[k].low in ("так", "це", "это", "таку", "ці", "эти") and words[k - 1].text in (*DASHES, ",", *CLOSERS):
        k -= 1  # "«…», – так отреагировал посол"
    while k > 0 and words[k].text in (*DASHES, ",", *CLOSERS, '"'):
        k -= 1
    return k + 1 if k < at - 1 and k > 0 else None


def _sentence(words: list[Word], at: int) -> bool:
    """Does a clause of its own begin here: a nominative and soon its verb?"""
    if at >= len(words) or words[at].pos not in ("NOUN", "NPRO", "LATN") or "nomn" not in words[at].cases:
        return False
    return any(w.verb in ("past", "pres", "futr") for w in words[at + 1 : at + 4])


def clause_end(words: list[Word], at: int) -> int:
    for k in range(at, len(words)):
        if words[k].text in (";", ".", "!", "?", *DASHES) or (
            words[k].text == "," and k + 1 < len(words) and (words[k + 1].pos in ("CONJ",) or words[k + 1].verb or words[k + 1].low in ASIDE or _sentence(words, k + 1))
        ):
            return k
        if words[k].low in JOINING and k > at and _goes_on(words, k + 1):
            return k  # "заперечує постачання і звинувачує НАТО"
    return len(words)


def _goes_on(words: list[Word], at: int) -> bool:
    """Does a second verb of the same subject follow soon?"""
    for word in words[at : at + 4]:
        if word.verb in FINITE:
            return True
        if word.pos in ("NOUN", "LATN", "ADJF", "PREP") or word.text == ",":
            return False
    return False


def opened(scene: Scene, at: int) -> int:
    """Where the words before a cue begin: at the sentence, or where the quotation that closes before it opens."""
    words, start = scene.words, _behind_dateline(scene.words)
    close = next((k for k in range(at - 1, max(-1, at - 5), -1) if words[k].text in (*CLOSERS, '"')), None)
    if close is None:
        return start
    inside = scene.text[start : words[close].start]
    if words[close].text == '"':
        before = scene.text[scene.text.rfind("\n", 0, start) + 1 : start]
        return start if inside.count('"') % 2 or before.count('"') % 2 == 0 else scene.text.rfind('"', 0, start) + 1
    opener = "«" if words[close].text == "»" else "“" if words[close].text == "”" else "„"
    if inside.count(opener) > inside.count(words[close].text):
        return start
    line = scene.text.rfind("\n", 0, start) + 1
    found = max(scene.text.rfind(o, line, start) for o in ("«", "“", "„"))
    return found + 1 if found >= 0 and words[close].text not in scene.text[found:start] else start


def _behind_dateline(words: list[Word]) -> int:
    """ "Москва. 13 липня. ІНТЕРФАКС – Тема …": where the report begins."""
    for k in range(1, min(9, len(words) - 2)):
        if words[k].text in DASHES:
            head = words[:k]
            agency = any(w.text.isupper() and len(w.text) > 1 and w.text.isalpha() for w in head) or (head[0].text.isupper() and len(head[0].text) > 2)
            return words[k + 1].start if agency and not any(w.verb for w in head) and not words[k + 1].verb and (words[k + 1].capital or words[k + 1].text in OPENERS) and k > 0 and (head[-1].text.isupper() or head[-1].text == "." or head[-1].capital) and len(words) - k > 6 and head[0].text.isupper() else words[0].start
    return words[0].start


def trim(scene: Scene, start: int, end: int) -> Offsets:
    """Without the spaces, quotation marks and full stop around the words; a lone mark inside stays balanced."""
    text = scene.text
    while start < end and (text[start].isspace() or text[start] in ',–—−-:«“„"'):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ',.–—−-;»”"'):
        if text[end - 1] in '»”"' and text[start:end].count("«") == text[start:end].count("»") and text[end - 1] == "»":
            break
        end -= 1
    return start, end
