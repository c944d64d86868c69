"""How are codes of different revisions of the Harmonized System made one?

A `Family` is the codes that hold the same goods in each of several revisions, such as 854150 (2017) and 854151 with 854159 (2022):
together they hold them in every year, while an old figure cannot be shared out among the new codes without inventing something.
`joined(flows, families)` adds a series for each family of which the case has codes of two revisions, under the code
"854150=854151+854159", with the flows it is made of. Of a case that reaches over several revisions, all codes that hang together
over all of them are one family ("a=b+c=b+d"), since what is one trade over one change may have been cut again by the next. A code that
kept its number and gave goods away, or took some in, stands on several sides ("284590=284520+284530+284540+284590"): such a family is
wide. Promises: nothing is shared out; a year in which a country gives codes of two revisions is left out, since one trade may be
told in both; `topmost` never adds a family to its parts. What changed before 2007 is not known here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from supplyline.model import Flow, make_id
from supplyline.read.groups import connected
from supplyline.tsv import rows

Key = tuple[str, str, str, str, str]  # reporter, partner, flow, family, currency
REVISIONS = ("2007", "2012", "2017", "2022")  # by the year from which they are in force
_SHOWN = 4  # codes of one side that are written out


@dataclass(frozen=True, slots=True)
class Family:
    """`sides` are codes of six digits, those of the oldest revision first; `source` is whose table says so; `changed` the revisions
    that put other codes in the place of those before."""

    sides: tuple[tuple[str, ...], ...]
    scope: str = ""
    source: str = "data/hs_revisions.tsv"
    changed: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return "=".join("+".join(side) for side in self.sides)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(code for side in self.sides for code in side)


@lru_cache(maxsize=16)
def families(first: str = "2017", last: str = "2022") -> tuple[Family, ...]:
    """Those that ship with the program and lead from one revision to another: narrow ones first, then all that hangs together."""
    span = REVISIONS[REVISIONS.index(first) : REVISIONS.index(last) + 1]
    whole = tuple(_linked(span))
    known = {f.code for f in whole}
    narrow = (f for f in _narrow() if f.changed[0] in span[1:] and f.code not in known)
    # Codes that another revision of the span changed too do not hold the same goods over all of it
    return tuple(f for f in narrow if not any(f.codes & _touched(r) for r, after in pairwise(span) if after != f.changed[0])) + whole


@lru_cache(maxsize=1)
def _narrow() -> tuple[Family, ...]:
    after = dict(pairwise(REVISIONS))
    return tuple(Family((tuple(old.split(",")), tuple(new.split(","))), scope, changed=(after[until],)) for until, old, new, scope in rows("hs_revisions.tsv", 4))


def _linked(span: tuple[str, ...]) -> Iterable[Family]:
    pairs = ((old, new) for r in span[:-1] for old, news in _links()[r].items() for new in news)
    for codes in connected(pairs):
        sides = [(tuple(c for c in codes if c in _codes(r)), r) for r in span]
        told = [(side, next(same)[1]) for side, same in groupby(sides, key=lambda one: one[0])]
        if len(told) > 1:
            yield Family(tuple(side for side, _ in told), "", "data/hs_links.tsv", tuple(r for _, r in told[1:]))


@lru_cache(maxsize=1)
def _links() -> dict[str, dict[str, tuple[str, ...]]]:
    """Last revision that has the old code → it → the codes of the next one that took goods over from it."""
    out: dict[str, dict[str, tuple[str, ...]]] = {}
    for until, old, news in rows("hs_links.tsv"):
        out.setdefault(until, {})[old] = tuple(news.split(","))
    return out


def _touched(revision: str) -> frozenset[str]:
    """The codes that the change from a revision to the next one names."""
    return frozenset(_links()[revision]) | _taking(revision)


def _taking(revision: str) -> frozenset[str]:
    return frozenset(new for news in _links()[revision].values() for new in news)


@lru_cache(maxsize=len(REVISIONS))
def _codes(revision: str) -> frozenset[str]:
    """The codes of a revision: those of the next one, less what was new in it, with what is linked to it."""
    if revision == REVISIONS[-1]:
        return frozenset(row[0] for row in rows("hs.tsv") if len(row[0]) == 6)
    old = frozenset(_links()[revision])
    return (_codes(REVISIONS[REVISIONS.index(revision) + 1]) - (_taking(revision) - old)) | old


def is_family(hs: str) -> bool:
    return "=" in hs


def sides(hs: str) -> tuple[tuple[str, ...], ...]:
    """The codes of a family by revision, the oldest first."""
    return tuple(tuple(side.split("+")) for side in hs.split("="))


def is_wide(hs: str) -> bool:
    """Does a code stand on several sides of a family? Then its number does not tell the revision."""
    return is_family(hs) and max(Counter(code for side in sides(hs) for code in side).values()) > 1


def members(hs: str) -> tuple[str, ...]:
    """The codes that a family is made of; a plain code itself."""
    return tuple(dict.fromkeys(code for side in sides(hs) for code in side)) if is_family(hs) else (hs,)


def parts(hs: str) -> tuple[str, ...]:
    """The newest codes that a code or family stands for; itself for a plain code that is in force. A number that was given to other
    goods later is read as today's."""
    if is_family(hs):
        return tuple(sorted({new for code in sides(hs)[-1] for new in _newest(code, code)}))
    return _newest(hs[:6], hs)


@lru_cache(maxsize=4096)
def _newest(code: str, unknown: str) -> tuple[str, ...]:
    if code in _codes(REVISIONS[-1]):
        return (unknown,)
    after = next((table[code] for r in reversed(REVISIONS[:-1]) if code in (table := _links()[r])), None)
    return (unknown,) if after is None else tuple(sorted({new for one in after for new in _newest(one, one)}))


def shown(hs: str) -> str:
    """A code as it is printed: of a long family the first codes of each side, and how many more."""
    if not is_family(hs):
        return hs
    return "=".join("+".join(side) if len(side) <= _SHOWN else f"{'+'.join(side[: _SHOWN - 1])}+{len(side) - _SHOWN + 1} more" for side in sides(hs))


def told(hs: str, known: Iterable[Family] = ()) -> str:
    """What happened to the codes of a family, in words; "" for a plain code."""
    if not is_family(hs):
        return ""
    family = next((f for f in known if f.code == hs), None) or _by_code().get(hs)
    all_ = sides(hs)
    old, new = all_[0], all_[-1]
    what = (
        "goods of these codes were regrouped" if len(all_) > 2 or is_wide(hs) or (len(old) > 1 and len(new) > 1)
        else "the code was split" if len(new) > 1 else "the codes were merged" if len(old) > 1 else "the code was numbered anew"
    )  # fmt: skip
    after = f" in {' and '.join(f'HS {year}' for year in family.changed)}" if family is not None and family.changed else ""
    scope = f"; {family.scope}" if family is not None and family.scope else ""
    return f"{what}{after}, so they are added up together{scope} ({family.source if family is not None else 'a table of the case'})"


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Family]:
    return {f.code: f for n, first in enumerate(REVISIONS) for last in REVISIONS[n + 1 :] for f in families(first, last)}


def joined(flows: Iterable[Flow], known: Iterable[Family] = ()) -> list[Flow]:
    """The flows of families, where the case has codes of several revisions; `known` go before those that ship and share a code with them."""
    flows = list(flows)
    by_code: dict[str, list[Family]] = {}
    given = list(known)
    taken = {code for f in given for code in f.codes}
    for each in (*given, *(f for f in families(*_span(flows)) if not taken & f.codes)):
        for code in sorted(each.codes):
            by_code.setdefault(code, []).append(each)
    found: dict[Key, dict[str, list[Flow]]] = {}
    used: dict[str, Family] = {}
    for f in flows:
        for family in by_code.get(f.hs, ()):
            used[family.code] = family
            found.setdefault((f.reporter, f.partner, f.flow, family.code, f.currency), {}).setdefault(f.period, []).append(f)
    seen: dict[str, set[int]] = {}
    told_by = {(key, period): _revision(used[key[3]], {f.hs for f in ones}) for key, periods in found.items() for period, ones in periods.items()}
    for (key, _), revision in told_by.items():
        if revision is not None and revision >= 0:
            seen.setdefault(key[3], set()).add(revision)
    out: list[Flow] = []
    for key, periods in sorted(found.items()):
        if len(seen.get(key[3], ())) > 1:
            out += _series(key, {p: fs for p, fs in periods.items() if told_by[key, p] is not None})
    return out


def _span(flows: Collection[Flow]) -> tuple[str, str]:
    """The first and last revision that the case may have codes of: by its years, and by codes of older or newer ones than they."""
    years = [f.period[:4] for f in flows]
    codes = {f.hs for f in flows}
    first, last = (max((n for n, r in enumerate(REVISIONS) if r <= year), default=0) for year in (min(years, default=""), max(years, default="")))
    for n, r in enumerate(REVISIONS[:-1]):
        if codes & (_codes(r) - _codes(REVISIONS[n + 1])):
            first = min(first, n)
        if codes & (_codes(REVISIONS[n + 1]) - _codes(r)):
            last = max(last, n + 1)
    return REVISIONS[first], REVISIONS[last]


def _revision(family: Family, codes: set[str]) -> int | None:
    """Of which side the codes of one period are: the one that has them all and least beside them; -1 where two have as little, and
    None where no side has them all, so that they are of two revisions."""
    sizes = {n: len(side) for n, side in enumerate(family.sides) if codes <= set(side)}
    if not sizes:
        return None
    least = min(sizes.values())
    found = [n for n, size in sizes.items() if size == least]
    return found[0] if len(found) == 1 else -1


def _series(key: Key, periods: Mapping[str, list[Flow]]) -> list[Flow]:
    out: list[Flow] = []
    last: Flow | None = None
    for period, ones in sorted(periods.items()):
        ones = sorted(ones, key=lambda f: f.hs)
        value = sum(f.value for f in ones)
        weights = [f.weight for f in ones if f.weight is not None]
        weight = sum(weights) if len(weights) == len(ones) else None
        past = last if last is not None and len(period) == 4 and last.period == str(int(period) - 1) and last.value > 0 else None
        reporter, partner, flow, code, currency = key
        last = Flow(
            make_id("f", *key, period), reporter, partner, flow, code, period, value, weight,
            None if past is None else round(100 * (value - past.value) / past.value, 4), tuple(f.id for f in ones), currency,
            round(value / weight, 6) if weight else None, None, past.id if past is not None else None,
        )  # fmt: skip
        out.append(last)
    return out
