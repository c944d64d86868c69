"""Which names of a list are worth comparing with this one?

`Index(items)` promises for `candidates(name, k)` the k items most alike the name by a cheap measure of what the
comparison weighs: which words answer which (equal, alike in sound, forms of one given name, one concept in two
languages, written together, an acronym), against what either name has beside. `many` does so for a block of names.
The same items and name give the same answer, always: all sums are of whole numbers. `save` and `load` put it on disk
and map it back; the files are the same bytes for the same items.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from supplyline.names import features
from supplyline.names.align import WRITTEN_TOGETHER
from supplyline.names.features import ACRONYM_WORTH, Row
from supplyline.names.words import WIDTH, Floats, Ints, Words, changes, ragged, spell

_WIDTH = 40
SCALE = 1024  # of weights, which are summed as whole numbers
_MOST_TOKENS = 48  # of a name that are looked up: the rarest
BUDGET = 12_000  # entries of the index that one name may touch
_ENOUGH = 0.55  # of a name's weight must be looked up, whatever it costs
_HARD = 100_000
_TOGETHER = 9  # letters that two words run together have at least
_BLOCK = 512
_CHUNK = 20_000  # names that a worker takes at a time
# Against a match, as the comparison has it: what both names have beside, what only one has.
BOTH, ONE = 0.8, 0.4
_REMEMBERED = 200_000

Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class _Part:
    """The entries of some names: what one worker makes of them."""

    known: tuple[str, ...]  # features, in the order they were met
    feature: npt.NDArray[np.int32]
    row: npt.NDArray[np.int32]
    value: npt.NDArray[np.float32]
    name: npt.NDArray[np.int32]  # of each row
    total: npt.NDArray[np.float32]
    stand: tuple[tuple[str, str], ...]


def _part(names: Sequence[str]) -> _Part:
    ids: dict[str, int] = {}
    feature, row, name, value, total = array("i"), array("i"), array("i"), array("f"), array("f")
    stand: dict[tuple[str, str], None] = {}
    for place, text in enumerate(names):
        for one in features.rows(text):
            at = len(name)
            found = dict(one.words)
            for joined, weight in one.joined:
                found.setdefault("+" + features.sound(joined), weight)
            if one.initials:
                found["@" + one.initials] = one.total
            for key, weight in found.items():
                feature.append(ids.setdefault(key, len(ids)))
                row.append(at)
                value.append(weight)
            for (key, _), spelled in zip(one.words, one.spelled, strict=True):
                if len(spelled) > 2 and spelled != key[1:]:
                    stand[spelled, key] = None
            name.append(place)
            total.append(one.total)
    return _Part(
        tuple(ids), np.array(feature, dtype=np.int32), np.array(row, dtype=np.int32), np.array(value, dtype=np.float32),
        np.array(name, dtype=np.int32), np.array(total, dtype=np.float32), tuple(stand),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """The index of some names, which it knows by their places."""

    features: npt.NDArray[np.bytes_]
    starts: Ints  # of the entries of each feature
    entries: npt.NDArray[np.int32]  # rows
    values: npt.NDArray[np.float32]
    name: npt.NDArray[np.int32]  # of each row
    total: npt.NDArray[np.float32]
    single: Words  # that may be misspelled, each with the features it leads to
    together: Words  # the same of words run together

    @staticmethod
    def build(names: Sequence[str], spread: Spread = map) -> Names:
        ids: dict[str, int] = {}
        stand: dict[tuple[str, str], None] = {}
        feature, row, name, value, total = [], [], [], [], []
        rows = 0
        for number, part in enumerate(spread(_part, (names[at : at + _CHUNK] for at in range(0, len(names), _CHUNK)))):
            local = np.array([ids.setdefault(key, len(ids)) for key in part.known], dtype=np.int32)
            feature.append(local[part.feature])
            row.append(part.row + rows)
            name.append(part.name + number * _CHUNK)
            value.append(part.value)
            total.append(part.total)
            stand.update(dict.fromkeys(part.stand))
            rows += len(part.name)
        texts = np.array([key.encode("utf-8")[:_WIDTH] for key in ids], dtype=f"S{_WIDTH}")
        ids.clear()
        # In order of their bytes, so that nothing hangs on who was first; two that are cut to one are one.
        known, renamed = np.unique(texts, return_inverse=True)
        of = renamed.astype(np.int32)[_joined(feature, np.int32)]
        order = np.argsort(of, kind="stable")
        starts = np.searchsorted(of[order], np.arange(len(known) + 1)).astype(np.int64)
        return Names(
            known, starts, _joined(row, np.int32)[order], _joined(value, np.float32)[order],
            _joined(name, np.int32), _joined(total, np.float32), *_spelled(known, stand),
        )  # fmt: skip


def _joined(parts: Sequence[npt.NDArray[Any]], kind: type) -> npt.NDArray[Any]:
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.zeros(0, dtype=kind)


def _spelled(known: npt.NDArray[np.bytes_], stand: Iterable[tuple[str, str]]) -> tuple[Words, Words]:
    pairs = list(stand)
    texts = spell([text for text, _ in pairs])
    keys = np.array([key.encode()[:_WIDTH] for _, key in pairs], dtype=f"S{_WIDTH}")
    targets = np.searchsorted(known, keys).astype(np.int32)
    words, places = _of_kind(known, b"w")
    return Words.of(np.concatenate((words, texts)), np.concatenate((places, targets))), Words.of(*_of_kind(known, b"+"))


def _of_kind(known: npt.NDArray[np.bytes_], kind: bytes) -> tuple[npt.NDArray[np.bytes_], npt.NDArray[np.int32]]:
    """The words of features of one kind, and their places."""
    a, b = np.searchsorted(known, np.array([kind, bytes([kind[0] + 1])], dtype=known.dtype)).tolist()
    grid = known[a:b].view(np.uint8).reshape(b - a, _WIDTH)
    words = np.ascontiguousarray(grid[:, 1 : WIDTH + 1]).view(f"S{WIDTH}").reshape(b - a)
    return words, np.arange(a, b, dtype=np.int32)


_ARRAYS = ("features", "starts", "entries", "values", "name", "total")  # of Names; the rest are Words


@dataclass(frozen=True, slots=True)
class _Like:
    """What a feature of a name finds: entries from, how many of each, how alike; and how many in all."""

    starts: Ints
    counts: Ints
    sims: Floats
    size: int


_NOTHING = _Like(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32), 0)
_TOGETHER_LIKE = np.array([0.95], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Question:
    """What a block of names asks of the index: rows of names, whose they are and what they weigh; of each word that is looked
    up whose it is, its place there, its weight and how many runs of entries it finds; and these runs, end to end."""

    owner: Ints
    total: Floats
    query: Ints
    token: Ints
    weight: Floats
    runs: Ints
    starts: Ints
    counts: Ints
    sims: Floats


class Finder:
    """Asks an index; remembers what words it was asked for."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[str, _Like] = {}
        self._work: Any = None  # of compiled code, once it was asked for
        self._seen: dict[int, npt.NDArray[np.int32]] = {}

    def best(self, names: Sequence[str], k: int, floor: float = 0.0, budget: int = BUDGET) -> Iterator[list[tuple[int, float]]]:
        """For each name the places of the k best of the index and how good they seem, best first, from `floor` on."""
        for at in range(0, len(names), _BLOCK):
            block = names[at : at + _BLOCK]
            yield from self._ranked(len(block), self._question(block, budget), k, floor)

    def pairs(self, names: Sequence[str], k: int, floor: float = 0.0, budget: int = BUDGET) -> tuple[Ints, Ints]:
        """The same for many names, compiled: places of names and of the index, end to end."""
        from supplyline.names import gather

        held = self._names
        if self._work is None:
            self._work = gather.work(held.total, held.name, int(held.name.max(initial=-1)) + 1)
        found = []
        for at in range(0, len(names), _BLOCK):
            block = names[at : at + _BLOCK]
            owner, place = gather.best(held, self._question(block, budget), len(block), k, floor, self._work)
            found.append((owner + at, place))
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        return np.concatenate([o for o, _ in found]), np.concatenate([p for _, p in found])

    def _question(self, names: Sequence[str], budget: int) -> Question:
        asked = [features.rows(name) for name in names]
        flat = [row for rows in asked for row in rows]
        wanted = [self._wanted(row) for row in flat]
        self._learn({key for want in wanted for key, _ in want})
        joined = self._run_together(list(dict.fromkeys([text for row in flat for text, _ in row.joined])))
        query: list[int] = []
        token: list[int] = []
        weights: list[float] = []
        likes: list[_Like] = []
        for number, (row, want) in enumerate(zip(flat, wanted, strict=True)):
            for nth, (like, weight) in enumerate(self._chosen(row, want, joined, budget)):
                query.append(number)
                token.append(nth)
                weights.append(weight)
                likes.append(like)
        owner = np.array([n for n, rows in enumerate(asked) for _ in rows], dtype=np.int64)
        total = np.array([row.total for row in flat], dtype=np.float32)
        runs = np.array([len(like.starts) for like in likes], dtype=np.int64)
        starts, counts, sims = (
            _joined([getattr(like, what) for like in likes], kind) for what, kind in (("starts", np.int64), ("counts", np.int64), ("sims", np.float32))
        )  # fmt: skip
        return Question(owner, total, np.array(query, dtype=np.int64), np.array(token, dtype=np.int64), np.array(weights, dtype=np.float32), runs, starts, counts, sims)

    def _wanted(self, row: Row) -> list[tuple[str, float]]:
        """Features of a name that is asked for, and their weight: its words, then what it may be an acronym of or have one of."""
        out = [
            (f"{key}\n{spelled}" if spelled and spelled != key[1:] else key, weight)
            for (key, weight), spelled in zip(row.words, row.spelled, strict=True)
        ]
        out += [("~" + short, weight) for short, weight in row.short]
        if row.initials:
            out.append(("@" + row.initials, row.total))
        return out

    def _chosen(self, row: Row, want: Sequence[tuple[str, float]], joined: Mapping[str, _Like], budget: int) -> Iterator[tuple[_Like, float]]:
        """The rarest first, until enough of the name's weight was looked up and the budget is spent."""
        known, words = self._known, len(row.words)
        likes = [(known[key], weight) for key, weight in want]
        likes[words:words] = [(joined.get(text, _NOTHING), weight) for text, weight in row.joined]  # words run together answer words
        whole = sum([weight for _, weight in row.words])
        spent, looked = 0, 0.0
        for size, n in sorted([(like.size, n) for n, (like, _) in enumerate(likes)])[:_MOST_TOKENS]:
            spent += size
            if spent > budget and (looked > _ENOUGH * whole or spent > _HARD):
                return
            if n < words:
                looked += likes[n][1]
            if size:
                yield likes[n]

    def _run_together(self, texts: Sequence[str]) -> dict[str, _Like]:
        """Of words run together what they find: a word that sounds the same. Not remembered: they seldom come again."""
        if not texts:
            return {}
        names = self._names
        if self._work is not None:
            from supplyline.names import gather

            place = gather.together(names.features, texts)
        else:
            place = self._places(["w" + features.sound(text) for text in texts])
        found = {}
        for n in np.flatnonzero(place >= 0).tolist():
            starts = names.starts[place[n] : place[n] + 1]
            many = int(names.starts[place[n] + 1] - starts[0])
            found[texts[n]] = _Like(starts, np.array([many], dtype=np.int64), _TOGETHER_LIKE, many)
        return found

    def _learn(self, keys: Collection[str]) -> None:
        new = sorted(key for key in keys if key not in self._known)
        if len(self._known) + len(new) > _REMEMBERED:
            self._known.clear()
            new = sorted(keys)
        if not new:
            return
        exact: list[tuple[int, str, float]] = []
        fuzzy: list[tuple[int, str]] = []
        for n, key in enumerate(new):
            key, _, spelled = key.partition("\n")
            kind, text = key[0], key[1:]
            if spelled:
                fuzzy.append((n, spelled))
            if kind == "w":
                fuzzy.append((n, text))
                exact += [(n, "+" + text, 0.95)]
                exact += [(n, "w" + form, 0.97) for form in features.forms_of(text) if form != text]
            elif kind == "~":
                exact.append((n, "@" + text, ACRONYM_WORTH))
            elif kind == "@":
                exact.append((n, "w" + features.sound(text), ACRONYM_WORTH))
            else:
                exact.append((n, key, 1.0))
        of = np.array([n for n, _, _ in exact], dtype=np.int64)
        place = self._places([key for _, key, _ in exact])
        sims = np.array([sim for _, _, sim in exact], dtype=np.float32)
        of, place, sims = of[place >= 0], place[place >= 0], sims[place >= 0]
        owners, places, values = [of], [place], [sims]
        names = self._names
        for words, asked in ((names.single, fuzzy), (names.together, [f for f in fuzzy if len(f[1]) >= _TOGETHER])):
            whose = np.array([n for n, _ in asked], dtype=np.int64)
            which, found, like = self._alike(words, [text for _, text in asked])
            if words is names.together:
                enough = like >= WRITTEN_TOGETHER
                which, found, like = which[enough], found[enough], like[enough]
            many = words.starts[found + 1] - words.starts[found]
            targets, likes = words.stand_for(found, like)
            owners.append(np.repeat(whose[which], many))
            places.append(targets)
            values.append(likes)
        owner, place, sim = np.concatenate(owners), np.concatenate(places), np.concatenate(values)
        order = np.lexsort((-sim, place, owner))
        owner, place, sim = owner[order], place[order], sim[order]
        first = changes(owner, place)  # the best of each
        owner, place, sim = owner[first], place[first], sim[first]
        starts = names.starts[place]
        counts = names.starts[place + 1] - starts
        ends = np.searchsorted(owner, np.arange(len(new) + 1)).tolist()
        sizes = np.append(0, np.cumsum(counts))
        for n, key in enumerate(new):
            a, b = ends[n], ends[n + 1]
            self._known[key] = _Like(starts[a:b], counts[a:b], sim[a:b], int(sizes[b] - sizes[a]))

    def _alike(self, words: Words, asked: Sequence[str]) -> tuple[Ints, Ints, Floats]:
        """Words like these: places of those asked for, places found, and how alike, end to end; compiled where there are many."""
        if self._work is not None and len(words.words):
            from supplyline.names import gather

            seen = self._seen.setdefault(id(words), np.zeros(len(words.words), dtype=np.int32))
            return gather.alike(words, spell(asked), seen)
        found = words.alike(asked)
        which = np.repeat(np.arange(len(asked)), [len(places) for places, _ in found])
        return which, _joined([places for places, _ in found], np.int64), _joined([sims for _, sims in found], np.float32)

    def _places(self, keys: Sequence[str]) -> Ints:
        known = self._names.features
        if not len(known) or not keys:
            return np.full(len(keys), -1, dtype=np.int64)
        asked = np.array([key.encode("utf-8")[:_WIDTH] for key in keys], dtype=f"S{_WIDTH}")
        at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        return np.where(known[at] == asked, at, -1).astype(np.int64)

    def _ranked(self, size: int, question: Question, k: int, floor: float) -> list[list[tuple[int, float]]]:
        out: list[list[tuple[int, float]]] = [[] for _ in range(size)]
        if not len(question.runs):
            return out
        names, runs, starts, counts, sims = self._names, question.runs, question.starts, question.counts, question.sims
        owner, total = question.owner, question.total
        of = np.repeat(question.query.astype(np.uint64) << np.uint64(52) | question.token.astype(np.uint64) << np.uint64(16), runs)
        weight = np.repeat(question.weight, runs)
        at = ragged(starts, counts)
        share = (np.repeat(weight, counts) + names.values[at]) * np.repeat(sims * np.float32(SCALE / 2), counts)
        share = np.minimum(share, np.float32(65535)).astype(np.uint64)
        # Packed and sorted: name asked for (12 bits), row (30), word asked for (6), share (16). Of what one word finds in
        # a row the most counts, and the words of a row are summed.
        keys = np.repeat(of, counts) | names.entries[at].astype(np.uint64) << np.uint64(22) | share
        keys.sort()
        keys = keys[np.append(changes(keys >> np.uint64(16))[1:], True)]
        pairs = keys >> np.uint64(22)
        first = np.flatnonzero(changes(pairs))
        shared = np.add.reduceat(keys & np.uint64(0xFFFF), first).astype(np.float32) / np.float32(SCALE)
        pairs = pairs[first]
        asked, row = (pairs >> np.uint64(30)).astype(np.int64), (pairs & np.uint64(0x3FFFFFFF)).astype(np.int64)
        ours, theirs = total[asked], names.total[row]
        shared = np.minimum(shared, np.minimum(ours, theirs))
        ours, theirs = ours - shared, theirs - shared
        against = BOTH * np.minimum(ours, theirs) + ONE * np.maximum(ours, theirs)
        score = (shared / (shared + against.astype(np.float32))).astype(np.float32)
        kept = np.flatnonzero(score >= floor)
        score16 = (np.float32(65535) * (1 - score[kept])).astype(np.uint64)
        ranked = owner[asked[kept]].astype(np.uint64) << np.uint64(48) | score16 << np.uint64(32)
        ranked |= names.name[row[kept]].astype(np.uint64)
        ranked.sort()
        whose = (ranked >> np.uint64(48)).astype(np.int64)
        ends = np.searchsorted(whose, np.arange(size + 1)).tolist()
        for n in range(size):
            found = ranked[ends[n] : min(ends[n + 1], ends[n] + 4 * k)].tolist()
            best: dict[int, float] = {}
            for value in found:
                best.setdefault(value & 0xFFFFFFFF, 1 - (value >> 32 & 0xFFFF) / 65535)
                if len(best) == k:
                    break
            out[n] = list(best.items())
        return out


def mapped(path: Path) -> npt.NDArray[Any]:
    """An array on the disk, as if it might be written on: compiled code is made once for these and for those in memory."""
    array: npt.NDArray[Any] = np.load(path, mmap_mode="c", allow_pickle=False)
    return array.view(np.ndarray)  # the mapping stays; numpy's own class for it is slow to index


class Texts(Sequence[str]):
    """Texts end to end in one array, which may lie on disk."""

    def __init__(self, letters: npt.NDArray[np.uint8], ends: Ints) -> None:
        self.letters, self.ends = letters, ends

    @staticmethod
    def of(texts: Sequence[str]) -> Texts:
        parts = [text.encode("utf-8", "surrogatepass") for text in texts]
        ends = np.cumsum([0, *map(len, parts)], dtype=np.int64)
        return Texts(np.frombuffer(b"".join(parts), dtype=np.uint8), ends)

    def __len__(self) -> int:
        return len(self.ends) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        return str(self.letters.data[self.ends.item(at) : self.ends.item(at + 1)], "utf-8", "surrogatepass")


class Index:
    """Items, (id, name) each, in the order they were given."""

    def __init__(self, items: Sequence[tuple[str, str]], spread: Spread = map) -> None:
        places: dict[str, list[int]] = {}
        for at, (_, name) in enumerate(items):
            places.setdefault(name, []).append(at)
        names, held = list(places), list(places.values())
        order = np.array([at for own in held for at in own], dtype=np.int64)
        self._set(
            Names.build(names, spread), names, [items[at][0] for own in held for at in own],
            np.cumsum([0, *map(len, held)], dtype=np.int64), order,
        )  # fmt: skip

    def _set(self, names: Names, texts: Sequence[str], ids: Sequence[str], ends: Ints, order: Ints) -> None:
        self._names, self._texts, self._ids, self._ends, self._order = names, texts, ids, ends, order
        self.finder = Finder(names)

    def __len__(self) -> int:
        return len(self._ids)

    def text(self, place: int) -> str:
        """The name at a place, by which `finder` knows it."""
        return self._texts[place]

    @property
    def places(self) -> Sequence[str]:
        return self._texts

    def marked(self, which: Collection[str]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Of each place: does an id of `which` have its name, and does another?"""
        among = np.fromiter((id in which for id in self._ids), dtype=bool, count=len(self._ids))
        starts = self._ends[:-1]
        return tuple(np.bitwise_or.reduceat(own, starts) if len(starts) else own for own in (among, ~among))  # type: ignore[return-value]

    def items(self, place: int) -> Sequence[str]:
        """The ids that have the name at a place."""
        return [self._ids[at] for at in range(self._ends.item(place), self._ends.item(place + 1))]

    def candidates(self, name: str, k: int = 20) -> list[tuple[str, str]]:
        """Up to k (id, name) pairs, best first. Each id comes once for each of its names that fits."""
        (found,) = self.many([name], k)
        return [(id, text) for id, text, _ in found[:k]]

    def many(self, names: Sequence[str], k: int = 20, floor: float = 0.0) -> Iterator[list[tuple[str, str, float]]]:
        """For each name (id, name, how good it seems) of all items that have one of the k best names."""
        for found in self.finder.best(names, k, floor) if k > 0 else ([] for _ in names):
            yield [
                (self._ids[at], text, seems)
                for place, seems in found
                for text in [self._texts[place]]
                for at in range(int(self._ends[place]), int(self._ends[place + 1]))
            ]

    def save(self, folder: Path) -> None:
        """Into an empty folder; the same items give the same bytes."""
        texts, ids = Texts.of(self._texts), Texts.of(self._ids)
        names = self._names
        arrays: dict[str, npt.NDArray[Any]] = {name: getattr(names, name) for name in _ARRAYS} | {
            **{f"single_{name}": held for name, held in names.single.arrays().items()},
            **{f"together_{name}": held for name, held in names.together.arrays().items()},
            "texts": texts.letters, "text_ends": texts.ends, "ids": ids.letters, "id_ends": ids.ends,
            "item_ends": self._ends, "order": self._order,
        }  # fmt: skip
        for name, held in arrays.items():
            np.save(folder / f"{name}.npy", held, allow_pickle=False)

    @staticmethod
    def load(folder: Path) -> Index:
        """Mapped from the disk: what is not asked for is not read."""

        def held(name: str) -> npt.NDArray[Any]:
            return mapped(folder / f"{name}.npy")

        made = Index.__new__(Index)
        made._set(
            Names(
                single=Words.of_arrays(lambda name: held(f"single_{name}")),
                together=Words.of_arrays(lambda name: held(f"together_{name}")), **{name: held(name) for name in _ARRAYS},
            ), Texts(held("texts"), held("text_ends")),
            Texts(held("ids"), held("id_ends")), held("item_ends"), held("order"),
        )  # fmt: skip
        return made
