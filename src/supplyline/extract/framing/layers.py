"""The layers of labels in which learned frames are written: the evidence of each kind, then each role of each kind."""

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
LAYERS: tuple[tuple[str, str], ...] = (*((k, "") for k in KINDS), *((k, r) for k in KINDS for r in ROLES[k]))
INDEX = {pair: n for n, pair in enumerate(LAYERS)}

# Roles of a kind exclude each other, word for word, but these, which others may stand inside ("measure": halt the transit of coal).
HOLDING = {("designation", "reason"), ("measure", "measure")}
RIVALS = {kind: tuple(r for r in roles if (kind, r) not in HOLDING) for kind, roles in ROLES.items()}
ONE = frozenset({"measure", "state", "denied", "reason", "programme", "subject", "denier"})  # one phrase each
