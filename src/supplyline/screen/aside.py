"""Which matches did a person set aside, and does that hold here?

A decision about a hit is about a pair: the party's name and the listing, by the list's code and its own id. So
`decided(hits, decisions)` lets it hold for the same name and listing in every later build, in the next version of the
list and for a row of a table. Promises: what was set aside stays in the result with status `set_aside`, who decided and
why; a decision about a name never sets aside a match that rests on an identifier which is proof: the name may be the
other's, the number is not, so it is shown again and says so. Of two decisions about one pair the later stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from supplyline.model import Decision, Hit
from supplyline.screen import facts, match
from supplyline.screen.hits import PAIR

_Pair = tuple[str, str]  # the folded name, "us_ofac_sdn 1234"


def decided(hits: Iterable[Hit], decisions: Sequence[Decision]) -> tuple[Hit, ...]:
    """The hits as people decided on them; `decisions` are those that stand, in their order."""
    stands = _by_pair(decisions)
    return tuple(_hit(hit, stands) for hit in hits) if stands else tuple(hits)


def honoured(hits: Iterable[Hit], decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that change one of these hits."""
    named = {id for hit in hits for id in hit.because}
    return tuple(d for d in decisions if d.id in named)


def _pair(caption: str) -> _Pair | None:
    name, arrow, listing = caption.rpartition(PAIR)
    return (match.folded(name) or name, listing) if arrow else None


def _by_pair(decisions: Sequence[Decision]) -> dict[_Pair, Decision]:
    out: dict[_Pair, Decision] = {}
    for decision in decisions:
        if decision.verb in ("confirm", "reject"):
            for name in decision.names:
                pair = _pair(name)
                if pair is not None:
                    out[pair] = decision
    return out


def _hit(hit: Hit, stands: dict[_Pair, Decision]) -> Hit:
    pair = _pair(hit.caption)
    decision = stands.get(pair) if pair else None
    if decision is None or decision.id in hit.because:
        return hit
    own = hit.id in decision.targets
    number = next((line for line in hit.explanation if _proof(line)), None)
    if decision.verb == "confirm":
        status, reason = "listed", f"{decision.by} confirmed the match ({decision.id}): {decision.because}"
    elif number is not None and not own:
        return replace(hit, explanation=(*hit.explanation, (
            f"{decision.by} set this name aside ({decision.id}: {decision.because}), but here {number}: decide again"
        )))  # fmt: skip
    else:
        status, reason = "set_aside", words(decision)
    return replace(hit, status=status, explanation=(*hit.explanation, reason), because=(*hit.because, decision.id))


def words(decision: Decision) -> str:
    """ "set aside by Ada because it is another firm (d_0123456789ab)"."""
    return f"set aside by {decision.by} because “{decision.because}” ({decision.id})"


def _proof(line: str) -> bool:
    words = line.split(" ")
    return words[:2] == ["the", "same"] and len(words) > 3 and words[2].lower() in facts.PROOF
