"""Which words of an English sentence only say what number was wrong?

"Four, not six, shipments" counts four shipments. `without(tokens)` leaves out the wrong number with the words around it, so
that the phrase is whole; the text keeps it, and `weigh.corrected` reads it there. Promises: no token is changed or moved.
"""

from __future__ import annotations

from supplyline.extract.text import Token

_ENDS = (",", ".", ";", ":", "—", "–", ")")


def without(toks: list[Token]) -> list[Token]:
    if not any(t.low in ("not", "rather", "instead") for t in toks):
        return toks
    out: list[Token] = []
    k = 0
    while k < len(toks):
        size = _wrong(toks, k)
        if size and (out or k == 0):
            k += size
        else:
            out.append(toks[k])
            k += 1
    return out


def _wrong(toks: list[Token], k: int) -> int:
    """How many tokens from `k` on say the wrong number; 0: none."""
    low = [t.low for t in toks[k : k + 6]]
    comma = int(low[:1] == [","])
    rest = low[comma:]
    if rest[:1] == ["not"] and _number(toks, k + comma + 1):
        if rest[2:3] == ["but"] and _number(toks, k + comma + 3):
            return comma + 3  # "not six but four"
        if comma and rest[2:3] == [","] and k > 0 and _number(toks, k - 1):
            return 4  # "four, not six, shipments"
    if rest[:2] in (["rather", "than"], ["instead", "of"]) and _number(toks, k + comma + 2) and _ended(toks, k + comma + 3):
        return comma + 3
    return 0


def _number(toks: list[Token], k: int) -> bool:
    return k < len(toks) and toks[k].tag == "M"


def _ended(toks: list[Token], k: int) -> bool:
    return k >= len(toks) or toks[k].text in _ENDS
