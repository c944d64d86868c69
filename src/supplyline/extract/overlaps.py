"""Which sayings of a sentence stay where several share words?

`settled` drops a saying that is but the noun or the denial of another, keeps each within its quotation and takes of
two nested ones the one that tells more.
"""

from __future__ import annotations

from dataclasses import replace

from supplyline.extract.sayings import Attribution, cue_table
from supplyline.extract.text import Token


def settled(found: list[Attribution], toks: list[Token], language: str) -> list[Attribution]:
    found = _passed_on(_spoken_in_first_person(found, toks), toks)
    found = [a for a in found if not _within_denial(a, found, toks) and not _opposing(a, found, toks) and not _mere_noun(a, found)]
    return [_spoken_by(a, found, toks) for a in _drop_nested([_within_quote(_one_saying(a, toks, language), found) for a in found])]


def _spoken_by(a: Attribution, found: list[Attribution], toks: list[Token]) -> Attribution:
    """ "“We have data that …,” X said": "we" is X."""
    if not any(t.start == a.speaker[0] and t.end == a.speaker[1] and t.low in ("we", "i") for t in toks):
        return a
    outer = next((b for b in found if b is not a and b.content[0] <= a.speaker[0] < b.content[1]), None)
    return replace(a, speaker=outer.speaker, named=outer.named, via=outer.via, via_named=outer.via_named, said_on=outer.said_on) if outer else a


def _spoken_in_first_person(found: list[Attribution], toks: list[Token]) -> list[Attribution]:
    """ "“We reject the claims,” A told reporters": A rejects them, and that is one saying."""
    out = list(found)
    for a in found:
        word = next((t.low for t in toks if t.start == a.speaker[0]), "")
        outer = next((b for b in found if b is not a and b.trailing and word in ("we", "i") and b.content[0] <= a.speaker[0] < b.content[1]), None)
        if outer is not None:
            out.remove(a)
            if a.stance == "denies" and outer in out:
                out[out.index(outer)] = replace(outer, stance="denies")
    return out


def _passed_on(found: list[Attribution], toks: list[Token]) -> list[Attribution]:
    """ "“…,” X said, according to Y": Y passes on what X said."""
    out = list(found)
    for b in found:
        k = next((k for k, t in enumerate(toks) if t.start == b.cue[0] and t.low == "according"), None)
        a = next((a for a in found if a is not b and a.trailing and a.cue[1] < b.cue[0] and toks[k - 1].text == "," and toks[k - 2].end in (a.cue[1], a.speaker[1])), None) if k is not None and k > 1 else None
        if a is not None and a in out and b in out:
            out[out.index(a)] = replace(a, via=a.via or b.speaker, via_named=a.via_named or b.named)
            out.remove(b)
    return out


def _one_saying(a: Attribution, toks: list[Token], language: str) -> Attribution:
    """ "denied involvement, reiterating that …": a participle of saying opens the speaker's next words."""
    if a.trailing or a.stance != "denies":
        return a
    sayings = cue_table(language)
    for k, t in enumerate(toks[:-1]):
        if t.text == "," and a.content[0] < t.start < a.content[1] and toks[k + 1].form == "ing" and toks[k + 1].lemma in sayings:
            return replace(a, content=(a.content[0], t.start))
    return a


def _within_quote(a: Attribution, found: list[Attribution]) -> Attribution:
    """ "“B has warned that …,” A said": B's words end where A's quotation ends."""
    outer = next(
        (
            b
            for b in found
            if b is not a and b.trailing and not a.trailing and a.content[0] < b.content[1] < a.content[1]
        ),
        None,
    )
    return (
        replace(a, content=(a.content[0], outer.content[1]), via=outer.speaker, via_named=outer.named)
        if outer
        else a
    )


def _within_denial(a: Attribution, found: list[Attribution], toks: list[Token]) -> bool:
    """ "rejected Kyiv's claim of deliveries": the claim named inside a denial is what is denied; with a whole clause it is told too."""
    if any(t.low == "that" and 0 < a.content[0] - t.end <= 2 for t in toks):
        return False
    return any(b is not a and b.stance == "denies" and b.content[0] <= a.cue[0] < b.content[1] and a.stance != "denies" for b in found)


def _mere_noun(a: Attribution, found: list[Attribution]) -> bool:
    """ "reiterating its stance that …": the words are the noun's, and the verb adds none."""
    return any(b is not a and b.stance != "denies" and a.stance != "denies" and a.content[0] <= b.cue[0] < a.content[1] <= b.content[0] and b.speaker == a.speaker for b in found)


def _opposing(a: Attribution, found: list[Attribution], toks: list[Token]) -> bool:
    """ "Lin said Beijing opposes the listing": the saying is Lin's."""
    cue = next((t for t in toks if t.start == a.cue[0]), None)
    return cue is not None and cue.lemma == "oppose" and any(b is not a and b.content[0] <= a.cue[0] < b.content[1] for b in found)


def _drop_nested(found: list[Attribution]) -> list[Attribution]:
    """An outer "X said" whose content is nothing but "Y told Z that …" gives way to it and becomes its via."""
    out = []
    for a in found:
        inner = next(
            (
                b
                for b in found
                if b is not a
                and a.content[0] <= b.speaker[0] < a.content[0] + 12
                and b.content[1] <= a.content[1]
                and b.speaker != a.speaker
                and not b.trailing
                and a.cue[0] < b.speaker[0]
            ),
            None,
        )
        if inner is None:
            outer = next(
                (
                    b
                    for b in found
                    if b is not a
                    and b.content[0] <= a.speaker[0] < b.content[0] + 12
                    and a.content[1] <= b.content[1]
                    and b.cue[0] < a.speaker[0]
                ),
                None,
            )
            if outer is not None and not a.trailing and a.via is None:
                a = replace(a, via=outer.speaker, via_named=outer.named)
            if not any(b is not a and _inside(a, b) for b in found):
                out.append(a)
    return out


def _inside(a: Attribution, b: Attribution) -> bool:
    """a is a mere label ("what it called …") within the content of b."""
    return (
        b.content[0] <= a.cue[0]
        and a.cue[1] <= b.content[1]
        and a.content[1] - a.content[0] < 45
        and a.stance == "asserts"
        and a.speaker[1] - a.speaker[0] <= 4
    )
