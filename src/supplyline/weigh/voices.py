"""Which origins of an event are independent of each other, and for what reason?

Independence is only claimed with a reason: two named speakers of different countries, or a primary
record beside a speaker. Everything else that might depend on each other counts for nothing more: one
speaker on two days, two officials of one government, speakers whose country nobody knows, unnamed
sources, an outlet's own words beside the speaker it quotes, two outlets that name nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from supplyline.model import ClaimKey
from supplyline.weigh.heard import speaker_of
from supplyline.weigh.publishers import Publishers


@dataclass(frozen=True, slots=True)
class Voice:
    """Origins that are not independent of each other. `named`: somebody who could be asked, or a record;
    `apart`: its country or record is known, so that there is a reason to hold it independent of others."""

    label: str
    origins: tuple[str, ...]
    named: bool
    record: bool
    country: str

    @property
    def apart(self) -> bool:
        return self.record or bool(self.country)


def voices(claims: Sequence[ClaimKey], origin_of: Mapping[str, str], known: Publishers) -> tuple[Voice, ...]:
    """The voices behind the claims of one event, named ones first, then by label."""
    named: dict[tuple[str, str], list[ClaimKey]] = {}
    rest: list[ClaimKey] = []
    by_origin: dict[str, list[ClaimKey]] = {}
    for claim in claims:
        by_origin.setdefault(origin_of[claim.id], []).append(claim)
    for _, group in sorted(by_origin.items()):
        mark = _identity(group, known)
        if mark is None:
            rest.extend(group)
        else:
            named.setdefault(mark, []).extend(group)
    out = [_voice(mark, group, origin_of) for mark, group in sorted(named.items())]
    if rest:
        ids = tuple(sorted({origin_of[k.id] for k in rest}))
        out.append(Voice("unnamed sources or outlets that name none", ids, False, False, ""))
    return tuple(out)


def _identity(group: Sequence[ClaimKey], known: Publishers) -> tuple[str, str] | None:
    """("country", "ua") for a government's people, ("speaker", id) for others, ("record", name)."""
    spoken = [k for k in group if k.speaker is not None and not k.anonymous]
    if spoken:
        # A country known for one claim of an origin holds for all: they are one speaker
        country = min((k.speaker_country for k in spoken if k.speaker_country), default=None)
        if country:
            return "country", country
        return "speaker", min(speaker_of(k) or "" for k in spoken)
    if any(k.speaker is not None for k in group):
        return None
    first = min(group, key=lambda k: (k.published or "9999", k.sha256, k.id))
    source = known[first.publisher]
    if source.kind == "register":
        return "record", source.name
    if source.kind == "official":
        return "country", source.country or source.name
    return None


def _voice(mark: tuple[str, str], group: Sequence[ClaimKey], origin_of: Mapping[str, str]) -> Voice:
    kind, value = mark
    names = sorted({k.speaker_name for k in group if k.speaker_name and not k.anonymous})
    names = names or sorted({k.publisher for k in group if k.publisher})
    return Voice(
        label=", ".join(names[:3]) or value,
        origins=tuple(sorted({origin_of[k.id] for k in group})),
        named=True,
        record=kind == "record",
        country=value if kind == "country" else "",
    )
