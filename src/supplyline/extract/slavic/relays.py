"""Of the sayings found in a sentence, which only pass another on?

"передаёт X со ссылкой на Y", "Власти сообщили, что …, пишет Y", "Про це повідомив X, передає Y": who said it is the speaker, who passes it
on `via`. Promises: nothing is found here that was not found before.
"""

from __future__ import annotations

from dataclasses import replace

from supplyline.extract.slavic.content import Attribution, this
from supplyline.extract.slavic.sources import Scene, source_of

REFERENCE = ("ссылка", "ссылаться", "посилання", "посилатися", "покликання", "покликатися", "отсылка")


def relayed(found: list[Attribution], scene: Scene) -> list[Attribution]:
    """ "Как передаёт X, …, выяснили журналисты Y": Y says it, X passes it on."""
    opening = next((a for a in found if a.cue[0] - scene.words[0].start < 14 and a.cue[1] <= a.content[0] and a.content[0] - scene.words[0].start < 60 and (scene.words[0].low in ("як", "как") or (scene.words[0].pos == "PREP" and a.speaker.kind in ("outlet", "record")))), None)
    if opening is None:
        return found
    if any(a.content[1] <= scene.sentence.start for a in found):
        return [a for a in found if a is not opening]  # "Як пише Y, про це повідомив X": Y is told already
    begin = opening.content[0]
    inner = [a for a in found if a is not opening and a.cue[0] >= begin and (a.content[0] <= begin or (min(a.cue[0], a.speaker.start) - begin < 70 and a.content[1] >= opening.content[1] - 2))]
    if not inner:
        return found
    kept = [a for a in found if a is not opening and a not in inner]
    return kept + [replace(a, content=(begin if a.content[0] <= begin else a.content[0], a.content[1]), via=opening.speaker) for a in inner]


def referring(found: list[Attribution], scene: Scene) -> list[Attribution]:
    """ "передаёт X со ссылкой на Y": Y says it and X passes it on, unless Y are data or papers, which say nothing themselves."""
    words = scene.words
    for at in range(1, len(words) - 2):
        named = words[at].lemma in REFERENCE and words[at + 1].low == "на" and (words[at - 1].pos == "PREP" or words[at].verb == "grnd")
        k = next((i for i, p in enumerate(scene.phrases) if p.start == at + 2), None) if named else None
        if k is None:
            continue
        begin = words[at if words[at].verb else at - 1].start
        told = [a for a in found if a.cue[0] != begin and not (a.content[0] <= begin < a.content[1] and a.cue[0] > begin)]
        if not told:
            continue
        source, near = source_of(scene, k), min(told, key=lambda a: abs(a.cue[0] - begin))
        told = [a for a in found if a.cue[0] != begin]
        if source.kind == "record" or (source.kind == "outlet" and len(told) > 1) or source.name == near.speaker.name or near.speaker.kind not in ("outlet", "body", "record"):
            found = told
        else:
            found = [replace(a, speaker=source, via=a.speaker) if a is near else a for a in told]
    return found


def told_on(found: list[Attribution], scene: Scene) -> list[Attribution]:
    """ "Власти X сообщили, что …, пишет Y": X says it, Y passes it on."""
    for outer in found:
        inner = [a for a in found if a is not outer and outer.content[0] <= min(a.speaker.start, a.cue[0]) and a.content[1] >= outer.content[1] - 2 and a.content[1] <= outer.cue[0] and min(a.speaker.start, a.cue[0]) - outer.content[0] < 40]
        inner += [a for a in found if a is not outer and a not in inner and a.content[0] == outer.content[0] and outer.content[0] <= a.cue[0] < a.cue[1] <= outer.content[1] <= outer.cue[0] and a.content[1] <= a.cue[0]]
        if outer.speaker.kind == "outlet" and outer.content[0] >= scene.sentence.start and inner:
            return [replace(a, via=a.via or outer.speaker) if a in inner else a for a in found if a is not outer]
    return found


def passed_on(found: list[Attribution], scene: Scene) -> list[Attribution]:
    """ "Про це повідомив X, передає Y": Y passes on what X said in the sentence before."""
    if not this(scene.words, len(scene.words)):
        return found
    shells = [a for a in found if a.content[0] == scene.sentence.start]
    said = [a for a in found if a.content[1] <= scene.sentence.start]
    if not shells or not said:
        return found
    return [replace(a, via=a.via or shells[0].speaker) if a in said else a for a in found if a not in shells]


def widest(found: list[Attribution]) -> list[Attribution]:
    """One attribution a content: of two with the same content the first; none inside its own source."""
    out: list[Attribution] = []
    for a in sorted(found, key=lambda a: (a.content[0], -a.content[1])):
        same = next((b for b in out if b.speaker.start == a.speaker.start and b.cue[0] < a.cue[1] and a.cue[0] < b.cue[1] and b.content[1] >= a.content[1]), None)
        if same is not None:
            out[out.index(same)] = a  # the narrower of two readings of one cue
        elif a.content[1] - a.content[0] > 2 and all(a.content != b.content for b in out):
            out.append(a)
    return out
