"""The layers of labels that the network writes: the parts of attributions, the evidence of each kind of frame, each role of each kind, mentions,
and on the words of a cue the stance that is taken (none of them: it is asserted).

In each layer a piece is outside (0), begins something (1) or goes on (2).
"""

from __future__ import annotations

ROLES: dict[str, tuple[str, ...]] = {
    "supply": ("supplier", "recipient", "goods", "via"),
    "shipment": ("supplier", "recipient", "goods", "via"),
    "cooperation": ("party", "field", "form"),
    "production": ("maker", "goods", "place"),
    "ownership": ("owner", "owned"),
    "designation": ("authority", "target", "programme", "reason"),
    "trade_flow": ("reporter", "partner", "goods"),
    "denial": ("denier", "denied"),
    "measure": ("actor", "measure", "target"),
    "status": ("subject", "state"),
}
KINDS = tuple(ROLES)
PARTS = ("source", "cue", "content")
STANCES = ("denies", "announces", "expects", "suspects", "calls_for")
MENTIONS = ("person", "organization", "place", "goods", "vessel", "date", "number")
FRAMES: tuple[tuple[str, str], ...] = (*((k, "") for k in KINDS), *((k, r) for k in KINDS for r in ROLES[k]))
LAYERS: tuple[tuple[str, str], ...] = (*(("said", p) for p in PARTS), *FRAMES, *(("named", k) for k in MENTIONS), *(("stance", s) for s in STANCES))
INDEX = {pair: n for n, pair in enumerate(LAYERS)}

# Roles of a kind exclude each other, word for word, but these, which others may stand inside ("measure": halt the transit of coal).
HOLDING = {("designation", "reason"), ("measure", "measure")}
RIVALS = {kind: tuple(r for r in roles if (kind, r) not in HOLDING) for kind, roles in ROLES.items()}
ONE = frozenset({"measure", "state", "denied", "reason", "programme", "subject", "denier"})  # one phrase each
