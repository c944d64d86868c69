"""Which document takes from which, and why?

`citations(claims, taken, circles)` turns the steps between claims into a directed graph of documents: one Citation
for each pair and kind, with its reason; credits to an outlet or speaker whose own report the case does not
have lead outside it. Credits that run in a round (`circles`: "A reports, citing B", and B cites A) are named as
circular reporting: no document of the round is a first source. Promises: pure; the order of claims does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from sys import intern

from supplyline.model import Citation, ClaimKey, make_id
from supplyline.weigh.circles import Circle, Step
from supplyline.weigh.publishers import plain
from supplyline.weigh.ties import COPIES, CREDITS, TRANSLATES, Taken


def citations(claims: Sequence[ClaimKey], taken: Sequence[Taken], circles: Mapping[Step, Circle]) -> tuple[Citation, ...]:
    steps: dict[tuple[str, str, str], list[Taken]] = {}
    known = {claims[s.claim].sha256 for s in taken if s.kind in (COPIES, CREDITS) and claims[s.claim].sha256 != claims[s.source].sha256}
    for step in taken:
        pair = claims[step.claim].sha256, claims[step.source].sha256, step.kind
        # A translation is a guess by what is told; where a document copies or credits another, its source is known
        if pair[0] != pair[1] and not (step.kind == TRANSLATES and pair[0] in known):
            steps.setdefault(pair, []).append(step)
    out = [_inside(pair, sorted(found), claims, circles) for pair, found in steps.items()]
    ahead = sorted(circles.keys() - {(s.claim, s.source) for s in taken})
    out.extend(_ahead(ahead, claims, circles))
    named = {(document, plain(claims[s.source].publisher or "")) for (document, _, _), found in steps.items() for s in found}
    named |= {(claims[i].sha256, plain(claims[j].publisher or "")) for i, j in ahead}
    out.extend(_outside(claims, named))
    return tuple(sorted(out, key=lambda c: c.id))


def _inside(
    pair: tuple[str, str, str], found: Sequence[Taken], claims: Sequence[ClaimKey], circles: Mapping[Step, Circle]
) -> Citation:
    document, source, kind = pair
    name = claims[found[0].source].publisher or "unknown publisher"
    circle = next((circles[s.claim, s.source] for s in found if (s.claim, s.source) in circles), None) if kind == CREDITS else None
    reasons = list(dict.fromkeys(step.reason for step in found))[:3]
    if circle is not None:
        reasons.append(circle.reason)
    ids = [claims[i].id for step in found for i in (step.claim, step.source)]
    return Citation(
        id=make_id("t", *pair),
        document=document,
        source=source,
        source_name=name,
        kind=kind,
        label=intern(f"{claims[found[0].claim].publisher or 'unknown publisher'} {kind} {name}"),
        reason=intern("; ".join(reasons)),
        circle=circle.outlets if circle is not None else (),
        because=tuple(dict.fromkeys(ids)),
    )


def _ahead(steps: Iterable[Step], claims: Sequence[ClaimKey], circles: Mapping[Step, Circle]) -> Iterable[Citation]:
    """Credits in a circle to what an outlet printed only later: the document did not take from that report."""
    by_outlet: dict[tuple[str, str], list[Step]] = {}
    for claim, source in steps:
        by_outlet.setdefault((claims[claim].sha256, plain(claims[source].publisher or "")), []).append((claim, source))
    for (document, outlet), found in by_outlet.items():
        claim, source = min(found, key=lambda s: (claims[s[1]].published or "9999", claims[s[1]].id))
        name, circle = claims[source].publisher or outlet, circles[claim, source]
        yield Citation(
            id=make_id("t", document, outlet, CREDITS),
            document=document,
            source=None,
            source_name=name,
            kind=CREDITS,
            label=intern(f"{claims[claim].publisher or 'unknown publisher'} {CREDITS} {name}"),
            reason=intern(f"credits {name}, whose report of it in the case came later, on {claims[source].published}; {circle.reason}"),
            circle=circle.outlets,
            because=tuple(dict.fromkeys(claims[i].id for step in found for i in step)),
        )


def _outside(claims: Sequence[ClaimKey], known: set[tuple[str, str]]) -> Iterable[Citation]:
    """Outlets that a document says were told, where the case does not have what they printed."""
    credited: dict[tuple[str, str], list[ClaimKey]] = {}
    for claim in claims:
        if claim.via_name and plain(claim.via_name) != plain(claim.publisher or ""):
            mark = claim.sha256, plain(claim.via_name)
            if mark not in known:
                credited.setdefault(mark, []).append(claim)
    for (document, outlet), group in credited.items():
        first = min(group, key=lambda k: k.id)
        yield Citation(
            id=make_id("t", document, outlet, CREDITS),
            document=document,
            source=None,
            source_name=first.via_name or outlet,
            kind=CREDITS,
            label=f"{first.publisher or 'unknown publisher'} {CREDITS} {first.via_name}",
            reason=f"says that {first.speaker_name or 'it'} told {first.via_name}",
            circle=(),
            because=tuple(sorted(k.id for k in group)),
        )
