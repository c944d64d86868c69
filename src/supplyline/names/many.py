"""How probable is it that two names are of one party, for thousands of pairs at once?

`Scorer(person).scores(pairs)` gives what `compare.score` gives for each pair, computed in arrays: names and words are read
once and kept, the words of all pairs are held against each other together, and the evidence is summed in the same order.
Pairs in which a word may stand for several (words written together, acronyms) go to `compare.score` itself. With `least`, a pair that cannot reach it scores 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from supplyline.names.compare import PARTS, may_stand, score
from supplyline.names.evidence import OTHER, PERSON, SHARE_LESS, SHARE_MORE, weigh_tokens, wholes_of
from supplyline.names.model import weights
from supplyline.names.pairwise import Tokens, ragged_pairs
from supplyline.names.parse import Reading, parse
from supplyline.names.words import changes

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]

_REMEMBERED = 400_000  # names, some 250 MB when full: a table of names meets the same listings again and again
_AT_ONCE = 100_000  # pairs
_MOST_WORDS = 1_000_000  # words held against words at once
_FEW = 40  # pairs are sooner compared one by one


@dataclass(frozen=True, slots=True)
class _Read:
    """What is kept of a reading: numbers of its tokens, how much each weighs, and what is held against the other as a whole."""

    tokens: tuple[int, ...]
    weights: tuple[float, ...]
    part: str
    worth: bool  # may it stand for the name?
    forms: int
    numbers: int
    keys: str
    shown: str
    script: str  # of its own characters, "" for none


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    folded: str
    readings: tuple[_Read, ...]  # none where there is nothing to hold against another name
    aside: frozenset[str]  # places in the brackets that a reading leaves out


@dataclass(frozen=True, slots=True)
class _Met:
    """Tokens that answer each other: the pair they are of, their places, how alike and how; in the order they were met."""

    of: Ints
    i: Ints
    j: Ints
    sim: Doubles
    how: npt.NDArray[np.int8]


class Scorer:
    """Compares names of one kind of party; remembers the names it saw."""

    def __init__(self, person: bool) -> None:
        self._person = person
        self._schema = "Person" if person else "LegalEntity"
        self._forget()

    def _forget(self) -> None:
        self._names: dict[str, _Name] = {}
        self._tokens = Tokens(self._person)
        self._forms: dict[tuple[tuple[str, str], ...], int] = {}
        self._numbers: dict[frozenset[str], int] = {frozenset(): 0}

    def scores(self, pairs: Sequence[tuple[str, str]], least: float = 0.0) -> Doubles:
        parts = [self._scores(pairs[at : at + _AT_ONCE], least) for at in range(0, len(pairs), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _name(self, name: str) -> _Name:
        if (known := self._names.get(name)) is not None:
            return known
        parsed = parse(name, self._person)
        readings = tuple(map(self._read, parsed.readings)) if parsed.readings[0].tokens else ()
        aside = frozenset(place for r in parsed.readings for place in r.aside)
        made = self._names[name] = _Name(parsed.text, parsed.text.casefold(), readings, aside)
        return made

    def _read(self, reading: Reading) -> _Read:
        return _Read(
            tuple(self._tokens.number(t) for t in reading.tokens), tuple(weigh_tokens(reading, self._person)), reading.part,
            may_stand(reading, self._person), self._forms.setdefault(reading.forms, len(self._forms)), self._number_set(reading),
            *wholes_of(reading),
        )  # fmt: skip

    def _number_set(self, reading: Reading) -> int:
        held = frozenset(t.key for t in reading.tokens if t.kind == "number")
        return self._numbers.setdefault(held, len(self._numbers))

    def _scores(self, pairs: Sequence[tuple[str, str]], least: float) -> Doubles:
        if len(self._names) > _REMEMBERED:  # with their tokens, whose numbers they hold
            self._forget()
        out = np.zeros(len(pairs))
        one: list[_Read] = []
        two: list[_Read] = []
        owner: list[int] = []
        hard: list[int] = []
        for at, (a, b) in enumerate(pairs):
            left, right = self._name(a), self._name(b)
            if a == b or (left.text and left.folded == right.folded):
                out[at] = 1.0
            elif not left.readings or not right.readings:
                hard.append(at)
            else:
                if (right.text, b) < (left.text, a):
                    left, right = right, left
                for mine, other in _readings(left, right):
                    one.append(mine)
                    two.append(other)
                    owner.append(at)
        of = np.array(owner, dtype=np.int64)
        found, share, more = np.zeros(len(of)), np.zeros(len(of)), np.zeros(len(of), dtype=bool)
        cost = np.cumsum([len(x.tokens) * len(y.tokens) for x, y in zip(one, two, strict=True)])
        begin = 0
        while begin < len(of):  # so many that the words of long names, each against each, fit the memory
            end = max(int(np.searchsorted(cost, (cost[begin - 1] if begin else 0) + _MOST_WORDS, "right")), begin + 1)
            held = slice(begin, end)
            found[held], share[held], more[held] = self._aligned(one[held], two[held], least)
            begin = end
        # Of several readings the pair that shares most is the name, the first of equals.
        order = np.lexsort((np.arange(len(of)), -share, of))
        best = order[changes(of[order])]
        out[of[best]] = found[best]
        for at in [*hard, *dict.fromkeys(of[more].tolist())]:
            a, b = pairs[at]
            out[at] = score(a, b, self._schema)
        return out

    def _aligned(self, one: list[_Read], two: list[_Read], least: float) -> tuple[Doubles, Doubles, Bools]:
        """Scores, a rough share of what is met, and which of the pairs need a closer look."""
        tokens = self._tokens
        a, b = _Side.made(one), _Side.made(two)
        met = self._met(a, b)
        free_a, free_b = np.ones(len(a.token), dtype=bool), np.ones(len(b.token), dtype=bool)
        free_a[a.starts[met.of] + met.i] = False
        free_b[b.starts[met.of] + met.j] = False
        size = len(one)
        left, right = np.bincount(a.of[free_a], minlength=size), np.bincount(b.of[free_b], minlength=size)
        more = tokens.together(a, b, free_a, free_b, left, right)
        if not self._person:
            more |= tokens.acronyms(a, b, free_a, free_b, left, right)
        figures = self._figures(one, two, a, b, met, free_a, free_b, left, right)
        share = figures.pop("*share")
        return self._weighed(one, two, figures, np.bincount(met.of, minlength=size) > 0, more, least), share, more

    def _met(self, a: _Side, b: _Side) -> _Met:
        """Which tokens answer which, as `align` takes them: the equal in their order, then the others, the best first."""
        la, lb = a.sizes, b.sizes
        of, i, j = ragged_pairs(la, lb)
        ta, tb = a.token[a.starts[of] + i], b.token[b.starts[of] + j]
        sim, how, equal = self._tokens.sims(ta, tb)
        kept = np.flatnonzero(sim > 0)
        of, i, j, sim, how, equal = of[kept], i[kept], j[kept], sim[kept], how[kept], equal[kept]
        order = np.lexsort((j, i, np.where(equal, 0.0, -sim), ~equal, of))
        of, i, j, sim, how = of[order], i[order], j[order], sim[order], how[order]
        place_a, place_b = a.starts[of] + i, b.starts[of] + j
        alive = np.arange(len(of))
        taken: list[Ints] = []
        while len(alive):
            own, pa, pb = of[alive], place_a[alive], place_b[alive]
            first = np.empty(len(alive), dtype=bool)
            first[0] = True
            first[1:] = own[1:] != own[:-1]
            best = alive[first]
            taken.append(best)
            used_a, used_b = np.zeros(len(a.token), dtype=bool), np.zeros(len(b.token), dtype=bool)
            used_a[place_a[best]] = True
            used_b[place_b[best]] = True
            alive = alive[~(used_a[pa] | used_b[pb])]
        chosen = np.sort(np.concatenate(taken)) if taken else alive
        return _Met(of[chosen], i[chosen], j[chosen], sim[chosen], how[chosen])

    def _figures(
        self, one: list[_Read], two: list[_Read], a: _Side, b: _Side, met: _Met, free_a: Bools, free_b: Bools, left: Ints, right: Ints
    ) -> dict[str, Doubles]:
        """The figures of `evidence` by their names, but for those of the whole."""
        tokens, size = self._tokens, len(one)
        pa, pb = a.starts[met.of] + met.i, b.starts[met.of] + met.j
        va, vb = a.weight[pa], b.weight[pb]
        weight = np.where(met.how == Tokens.INITIAL, np.minimum(va, vb), (va + vb) / 2)
        good = met.sim * weight

        def summed(values: Doubles) -> Doubles:
            out: Doubles = np.bincount(met.of, values, minlength=size).astype(np.float64)
            return out

        total, doubt = summed(good), summed(weight - good)
        over_a = doubt + np.bincount(a.of[free_a], a.weight[free_a], minlength=size)
        over_b = doubt + np.bincount(b.of[free_b], b.weight[free_b], minlength=size)
        rare_a, rare_b, rarest = np.zeros(size), np.zeros(size), np.zeros(size)
        np.maximum.at(rare_a, a.of[free_a], a.weight[free_a])
        np.maximum.at(rare_b, b.of[free_b], b.weight[free_b])
        np.maximum.at(rarest, met.of, good)
        swap = (over_b < over_a) | ((over_b == over_a) & (rare_b < rare_a))
        less, more = np.where(swap, over_b, over_a), np.where(swap, over_a, over_b)
        rare_less, rare_more = np.where(swap, rare_b, rare_a), np.where(swap, rare_a, rare_b)
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.where(total > 0, total / (total + less + more), 0.0)
            cover = np.where(total > 0, total / (total + less), 0.0)
        contradicts, missing = self._numbers_of(one, two)
        any_met = np.bincount(met.of, minlength=size) > 0
        figures = {
            "ratio": ratio, **_over("ratio", ratio, 0.4, 0.6, 0.8, 0.93), "cover": cover, **_over("cover", cover, 0.6, 0.85),
            "met": np.minimum(total, 3.0), "met<1": np.minimum(total, 1.0), "fewer left": np.minimum(less, 3.0),
            "fewer left<0.4": np.minimum(less, 0.4), "more left": np.minimum(more, 3.0), "more left<0.4": np.minimum(more, 0.4),
            "rarest left of fewer": rare_less, "rarest left of more": rare_more, "rarest met": rarest, "doubt": doubt,
            "nothing left": (any_met & (left == 0) & (right == 0)).astype(float), "number contradicts": contradicts,
            "number missing": missing, "words left of both": np.minimum(np.minimum(left, right), 2) / 2,
        }  # fmt: skip
        ta = a.token[pa]
        words = np.bincount(met.of[tokens.column("is_word")[ta]], minlength=size)
        figures["words contradict"] = tokens.contradict(a, b, free_a, free_b, size)

        def some(which: Bools, of: Ints) -> Bools:
            return np.bincount(of[which], minlength=size) > 0

        def left_over(flag: str) -> tuple[Bools, Bools]:
            return some(free_a & tokens.column(flag)[a.token], a.of), some(free_b & tokens.column(flag)[b.token], b.of)

        if self._person:
            fathers_a, fathers_b = left_over("patronymic")
            initials_a, initials_b = left_over("is_initial")
            named = np.bincount(met.of[met.how == Tokens.FORM], minlength=size)
            figures |= {
                "patronymic contradicts": (fathers_a & fathers_b).astype(float),
                "patronymic met": some(tokens.column("patronymic")[ta] & (met.how != Tokens.INITIAL), met.of).astype(float),
                "name forms": np.minimum(named, 2) / 2, "two words met": (words >= 2).astype(float),
                "three words met": (words >= 3).astype(float), "word left of both": (rare_less > 0.4).astype(float),
                "initial contradicts": ((initials_a | initials_b) & (left > 0) & (right > 0)).astype(float),
                "many words met": (words >= 4).astype(float),
            }  # fmt: skip
        else:
            places_a, places_b = left_over("place")
            concepts_a, concepts_b = left_over("is_concept")
            script_a, script_b = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
            for script, free, side in ((script_a, free_a, a), (script_b, free_b, b)):
                script[side.of[free]] = tokens.column("script")[side.token[free]]
            changed = (left == 1) & (right == 1) & (script_a == script_b)
            same_places = ~(places_a & places_b)
            differs, kin, same = self._forms_of(one, two)
            figures |= {
                "place contradicts": (places_a & places_b).astype(float), "place missing": (places_a ^ places_b).astype(float),
                "form contradicts": differs, "form kin": kin, "form same": same,
                "no rare word met": ((rarest > 0) & (rarest < 0.55)).astype(float),
                "first word met": some((met.i == 0) & (met.j == 0), met.of).astype(float),
                "meanings contradict": (concepts_a & concepts_b & same_places).astype(float),
                "one word changed": (changed & same_places).astype(float),
                "translated": np.minimum(summed(np.where(met.how == Tokens.TRANSLATED, weight, 0.0)), 1.0),
            }  # fmt: skip
        parts = np.array([PARTS[x.part] * PARTS[y.part] for x, y in zip(one, two, strict=True)])
        with np.errstate(invalid="ignore"):
            shared = total / (total + SHARE_LESS[self._person] * less + SHARE_MORE[self._person] * more)
        figures["*share"] = np.where(total > 0, shared, 0.0) * parts
        for figure, part in (("in brackets", "inside"), ("after aka", "aka")):
            figures[figure] = np.array([part in (x.part, y.part) for x, y in zip(one, two, strict=True)], dtype=float)
        figures["*whole"] = (total > 0) & ((left > 0) | (right > 0) | (doubt != 0))
        figures["*met"] = (total > 0).astype(float)
        return figures

    def _weighed(
        self, one: list[_Read], two: list[_Read], figures: dict[str, Doubles], met: Bools, more: Bools, least: float
    ) -> Doubles:
        unsure, whole = figures.pop("*whole"), figures.pop("*met")
        intercept, own = weights("person" if self._person else "other")
        names = [name for name, _ in (PERSON if self._person else OTHER)]

        def probable(whole: Doubles) -> Doubles:
            held = figures | {"whole": whole, **_over("whole", whole, 0.7, 0.85)}
            total = np.zeros(len(whole))
            for name, weight in zip(names, own, strict=True):
                if name in held:
                    total = total + weight * held[name]
            return np.where(met, 1.0 / (1.0 + np.exp(-np.clip(intercept + total, -30.0, 30.0))), 0.0)

        # No weight of the whole is negative, so with the best of wholes a pair scores more than it can.
        worth = np.flatnonzero(unsure.astype(bool) & ~more & (probable(whole) >= least - 1e-4))
        letters = [
            (x.shown, y.shown) if x.script and x.script == y.script else (x.keys, y.keys)
            for x, y in ((one[n], two[n]) for n in worth.tolist())
        ]
        whole = np.where(unsure, 0.0, whole)
        if letters:
            whole[worth] = cpdist([x for x, _ in letters], [y for _, y in letters], scorer=Indel.normalized_similarity, dtype=np.float64)
        found = probable(whole)
        out = np.zeros(len(found))
        kept = np.flatnonzero(found >= least - 1e-4)
        out[kept] = [round(value, 4) for value in found[kept].tolist()]
        return out

    def _numbers_of(self, one: list[_Read], two: list[_Read]) -> tuple[Doubles, Doubles]:
        a, b = (np.fromiter((n.numbers for n in names), dtype=np.int64, count=len(names)) for names in (one, two))
        contradicts, missing = np.zeros(len(one)), np.zeros(len(one))
        held = list(self._numbers)
        for at in np.flatnonzero(a != b).tolist():
            mine, other = held[a[at]], held[b[at]]
            against = bool(mine - other and other - mine)
            contradicts[at], missing[at] = against, not against
        return contradicts, missing

    def _forms_of(self, one: list[_Read], two: list[_Read]) -> tuple[Doubles, Doubles, Doubles]:
        """Whether legal forms contradict, are kin, are the same; nothing where a side has none."""
        a, b = (np.fromiter((n.forms for n in names), dtype=np.int64, count=len(names)) for names in (one, two))
        met, back = np.unique(a * len(self._forms) + b, return_inverse=True)
        held = list(self._forms)
        table = np.zeros((len(met), 3))
        for at, code in enumerate(met.tolist()):
            mine, other = held[code // len(held)], held[code % len(held)]
            if mine and other:
                same = list(dict.fromkeys(c for c, _ in mine)) == list(dict.fromkeys(c for c, _ in other))
                differs = not {f for _, f in mine} & {f for _, f in other}
                table[at] = (differs, not same and not differs, same)
        found = table[back]
        return found[:, 0], found[:, 1], found[:, 2]


@dataclass(frozen=True, slots=True)
class _Side:
    """The tokens of one name of each pair, end to end."""

    token: Ints
    weight: Doubles
    of: Ints  # the pair of each token
    starts: Ints  # of the tokens of each pair
    sizes: Ints

    @staticmethod
    def made(names: list[_Read]) -> _Side:
        sizes = np.fromiter((len(n.tokens) for n in names), dtype=np.int64, count=len(names))
        total = int(sizes.sum())
        token = np.fromiter(chain.from_iterable(n.tokens for n in names), dtype=np.int64, count=total)
        weight = np.fromiter(chain.from_iterable(n.weights for n in names), dtype=np.float64, count=total)
        return _Side(token, weight, np.repeat(np.arange(len(names)), sizes), np.cumsum(sizes) - sizes, sizes)


@cache
def _scorer(person: bool) -> Scorer:
    return Scorer(person)


def scores(pairs: Sequence[tuple[str, str]], schema: str = "LegalEntity", least: float = 0.0) -> list[float]:
    """`compare.score` of each pair, in arrays where there are enough of them; 0 where it is less than `least`."""
    if len(pairs) < _FEW:
        return [value if (value := score(a, b, schema)) >= least else 0.0 for a, b in pairs]
    found: list[float] = _scorer(schema == "Person").scores(pairs, least).tolist()
    return found


def _readings(one: _Name, two: _Name) -> list[tuple[_Read, _Read]]:
    """The readings that are held against each other, as `compare.judge` takes them."""
    first = (one.readings[0], two.readings[0])
    if len(one.readings) == len(two.readings) == 1:
        return [first]
    branches = bool(one.aside and two.aside and not one.aside & two.aside)
    found = [
        (x, y) for x in one.readings for y in two.readings
        if x.worth and y.worth and not x.part == y.part == "inside" and not (branches and "outside" in (x.part, y.part))
    ]  # fmt: skip
    return found or [first]


def _over(name: str, values: Doubles, *knots: float) -> dict[str, Doubles]:
    return {f"{name}>{knot}": np.where(values > knot, values - knot, 0.0) for knot in knots}
