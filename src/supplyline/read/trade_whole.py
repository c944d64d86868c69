"""Is a figure there beside its own parts, and do the parts make it up?

`Parts` remembers for each row in how many ways its table cuts it: by transport, customs procedure, second partner, a part of
the United Kingdom, a part of exports. `once` keeps of each flow the rows that are cut least: the whole where it is there, else
one way of cutting it, so that nothing counts twice. `reconciled(rows)` holds the partners' sum against the total with the
world, and the codes' sum against the total of all goods, and says the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from supplyline.model import TradeRow
from supplyline.read.comext import is_part_of_whole
from supplyline.read.trade_cells import is_part_of_flow
from supplyline.read.trade_shape import Shape

CLOSE = 0.005  # a difference of less is told as none
_NAMED = 3  # totals whose difference is told one by one

_Key = tuple[str, ...]


class Parts:
    def __init__(self) -> None:
        self._cuts: list[int] = []  # a bit for each way in which a row is cut

    def mark(self, made: Sequence[TradeRow], cells: Sequence[str], shape: Shape) -> None:
        cut = 0
        for bit, (at, whole) in enumerate(shape.cuts):
            text = cells[at].strip().lower().removesuffix(".0") if at < len(cells) else ""
            if text and text not in whole and text.split("-")[0] not in whole:
                cut |= 1 << bit
        flow = shape.columns["flow"]
        if isinstance(flow, int) and is_part_of_flow(cells[flow]):
            cut |= 1 << len(shape.cuts)
        if shape.comext:
            for side, of in enumerate(("reporter", "partner"), len(shape.cuts) + 1):
                where = shape.columns[of]
                if isinstance(where, int) and is_part_of_whole(cells[where]):
                    cut |= 1 << side
        self._cuts += [cut] * len(made)

    def once(self, rows: Sequence[TradeRow]) -> tuple[TradeRow, ...]:
        """The rows, in their order, without those that are parts beside their whole."""
        if len(set(self._cuts)) < 2:
            return tuple(rows)
        sums: dict[_Key, dict[int, float]] = {}
        for row, cut in zip(rows, self._cuts, strict=True):
            ways = sums.setdefault(_key(row), {})
            ways[cut] = ways.get(cut, 0.0) + (row.value or 0.0)
        # Of two ways to cut it the one that tells more of it
        kept = {key: min(ways, key=lambda cut: (cut.bit_count(), -ways[cut], cut)) for key, ways in sums.items()}
        return tuple(row for row, cut in zip(rows, self._cuts, strict=True) if kept[_key(row)] == cut)


def _key(row: TradeRow) -> _Key:
    return row.reporter, row.partner, row.flow, row.hs, row.period


def reconciled(rows: Iterable[TradeRow]) -> tuple[str, ...]:
    """A sentence for each kind of total that the rows hold beside its parts."""
    rows = [row for row in rows if row.value is not None]
    return tuple(filter(None, (_partners(rows), _goods(rows))))


def _partners(rows: Sequence[TradeRow]) -> str:
    whole: dict[_Key, float] = {}
    parts: dict[_Key, float] = {}
    for row in rows:
        key = (row.reporter, row.flow, row.hs, row.period, row.currency)
        if row.partner == "world":
            whole[key] = whole.get(key, 0.0) + (row.value or 0.0)
        elif len(row.partner) == 2 and row.partner != "eu":
            parts[key] = parts.get(key, 0.0) + (row.value or 0.0)
    return _said("the partners of", "with the world", whole, parts, lambda k: f"{k[0]} {k[1]}s of HS {k[2]} in {k[3]}")


def _goods(rows: Sequence[TradeRow]) -> str:
    """Codes of one length alone: a heading stands beside its subheadings."""
    longest: dict[_Key, int] = {}
    whole: dict[_Key, float] = {}
    for row in rows:
        key = (row.reporter, row.partner, row.flow, row.period, row.currency)
        if row.hs == "TOTAL":
            whole[key] = whole.get(key, 0.0) + (row.value or 0.0)
        else:
            longest[key] = max(longest.get(key, 0), len(row.hs))
    parts: dict[_Key, float] = {}
    for row in rows:
        key = (row.reporter, row.partner, row.flow, row.period, row.currency)
        if row.hs != "TOTAL" and key in whole and len(row.hs) == longest[key]:
            parts[key] = parts.get(key, 0.0) + (row.value or 0.0)
    return _said("the codes of", "of all goods", whole, parts, lambda k: f"{k[0]} {k[2]}s, {k[1]}, in {k[3]}")


def _said(what: str, kind: str, whole: dict[_Key, float], parts: dict[_Key, float], name: Callable[[_Key], str]) -> str:
    held = sorted(key for key in whole.keys() & parts.keys() if whole[key] > 0)
    if not held:
        return ""
    off = {key: parts[key] / whole[key] - 1 for key in held}
    far = sorted((key for key in held if abs(off[key]) >= CLOSE), key=lambda key: (-abs(parts[key] - whole[key]), key))
    added, total = sum(parts[k] for k in held), sum(whole[k] for k in held)
    text = f"{what} {len(held):,} total{'' if len(held) == 1 else 's'} {kind} add up to {100 * added / total:,.1f} % of {'it' if len(held) == 1 else 'them'}"
    if not far:
        return f"{text}, each within {100 * CLOSE:g} %"
    shown = "; ".join(f"{name(key)}: {parts[key]:,.0f} of {key[-1]} {whole[key]:,.0f}, {100 * off[key]:+.1f} %" for key in far[:_NAMED])
    return f"{text}; {len(far):,} differ{'s' if len(far) == 1 else ''}: {shown}{'; …' if len(far) > _NAMED else ''}"
