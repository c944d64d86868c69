"""Which words of a sentence only say who tells it, put in between: "компанії, як стверджує міністерство, постачали …"?

`without(scene)` is the scene as its clauses read when such words are left out, with the commas around them, so that a
subject meets its verb. Offsets stay those of the document. Promises: a scene without such words is returned as it is.
"""

from __future__ import annotations

from dataclasses import replace

from supplyline.extract.slavic.content import cues
from supplyline.extract.slavic.leads import leads
from supplyline.extract.slavic.phrases import phrases
from supplyline.extract.slavic.sources import DASHES, Scene
from supplyline.extract.slavic.words import Word

SPOKEN = ("past", "pres", "futr")
LONGEST = 18  # words


def ranges(words: list[Word], language: str) -> list[tuple[int, int]]:
    """From the comma that opens an aside to the one that closes it, in order."""
    out: list[tuple[int, int]] = []
    for i in range(1, len(words) - 3):
        if words[i].text == "," and (not out or i > out[-1][1]) and (close := _closed(words, i, language)) is not None:
            out.append((i, close))
    return out


def without(scene: Scene) -> Scene:
    words = scene.words
    gone: set[int] = set()
    for i, close in ranges(words, scene.language):
        spoken = next((w for w in reversed(words[:i]) if w.verb in SPOKEN or w.verb == "pssv" or w.text in (",", ":", ";", "«") or w.pos == "REL"), None)
        gone.update(range(i, close if spoken is not None and spoken.verb else close + 1))
    if not gone:
        return scene
    left = [w for k, w in enumerate(words) if k not in gone]
    return replace(scene, sentence=replace(scene.sentence, words=left), phrases=phrases(left, scene.language))


def _closed(words: list[Word], i: int, language: str) -> int | None:
    """The comma that closes the aside that opens at comma i; None where none does."""
    close = next((k for k in range(i + 2, min(i + LONGEST, len(words) - 2)) if words[k].text == ","), None)
    if close is None:
        return None
    inside = words[i + 1 : close]
    spoken = [w for w in inside if w.verb in SPOKEN]
    first = 1 if inside[0].low in ("як", "как") else 0
    sure = [w for w in inside[first : first + 2] if w.pos in ("ADJS", "ADJF", "PRTS", "PRTF") and "s" in cues(language).get(w.lemma, ("", ""))[1]]  # "переконані слідчі"
    says = (any(w.lemma in cues(language) for w in inside[first : first + 3] if w.verb in ("past", "pres")) and len(spoken) == 1) or (bool(sure) and not spoken)
    if says and (first or inside[0].verb or sure) and words[close + 1].low not in ("що", "что") and not any(w.text in (":", *DASHES) for w in inside):
        return close
    low = tuple(w.low for w in inside)
    led = not spoken and any(low[: len(lead)] == lead for lead, _, _ in leads(language)) and len(inside) > 1
    return close if led else None
