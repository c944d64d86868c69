"""From the numbers of the network to frames: stretches of evidence, each with its roles, as offsets into the text.

For each layer the chance that a piece is inside is 1 less that of "outside", evened out over the pieces of a word. Evidence of a
kind is a run of pieces above EVIDENCE, parted where a piece surely begins anew. Where roles of a kind exclude each other, the
likelier one has the piece. A role belongs to the evidence that holds it. Same numbers, same frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from supplyline.extract.tagger.decode import chances, mean, stretches
from supplyline.extract.tagger.layers import FRAMES, INDEX, KINDS, ONE, RIVALS, ROLES, STANCES
from supplyline.read.countries import country

Array = NDArray[np.float32]
Run = tuple[int, int, float]  # pieces from, to, and how sure (mean chance)
EVIDENCE, ROLE, ANEW = 0.3, 0.45, 0.5  # a run goes on above the first two; it is parted above the last
SEEN = (*FRAMES, *(("stance", s) for s in STANCES))  # what is asked of single words later
PLACE = {pair: n for n, pair in enumerate(SEEN)}
KEPT = [INDEX[pair] for pair in SEEN]
GAP = 2  # pieces between two runs that are one phrase


@dataclass(frozen=True, slots=True)
class Told:
    """One frame: offsets of its evidence and of its fillers, each with its chance in [0, 1]."""

    kind: str
    start: int
    end: int
    sure: float
    fillers: tuple[tuple[str, int, int, float], ...]
    made_by: str = ""  # which network marked it


@dataclass(frozen=True, slots=True)
class Seen:
    """The pieces of a text in their order: where each begins and ends, and its chance to be inside each of SEEN."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    inside: Array

    def most(self, start: int, end: int, pairs: Sequence[tuple[str, str]]) -> float:
        """The highest chance of a piece between two offsets, in [0, 1]; 1 where no piece was read."""
        a, b = np.searchsorted(self.ends, start, "right"), np.searchsorted(self.starts, end, "left")
        return max(float(self.inside[a:b, PLACE[p]].max()) for p in pairs) if a < b else 1.0


def joined(windows: Sequence[Seen]) -> Seen | None:
    """Those of windows that follow each other, as one."""
    if not windows:
        return None
    return Seen(np.concatenate([w.starts for w in windows]), np.concatenate([w.ends for w in windows]), np.concatenate([w.inside for w in windows]))


def told(scores: Array, offsets: list[tuple[int, int]], text: str, made_by: str = "") -> tuple[list[Told], Seen]:
    """Frames of one window from scores (pieces, layers, 3 labels) of the network of that name, and its pieces; the first and last piece are the end marks."""
    chance = chances(scores)
    words = _words(offsets, text)
    inside = _even(1 - chance[..., 0], words)
    begins = np.where((words == np.arange(len(words)))[:, None], chance[..., 1], 0)
    out = []
    for kind in KINDS:
        layer = INDEX[kind, ""]
        runs = _runs(inside[:, layer], begins[:, layer], EVIDENCE)
        if not runs:
            continue
        rivals = [INDEX[kind, r] for r in RIVALS[kind]]
        best = inside[:, rivals].max(axis=1)
        held: list[list[tuple[str, int, int, float]]] = [[] for _ in runs]
        for role in ROLES[kind]:
            layer = INDEX[kind, role]
            mine = np.where(inside[:, layer] >= best, inside[:, layer], 0) if role in RIVALS[kind] else inside[:, layer]
            found = _runs(mine, begins[:, layer], ROLE)
            for evidence, fillers in zip(runs, held, strict=True):
                inner = [r for r in found if r[0] < evidence[1] and evidence[0] < r[1]]
                fillers += [(role, offsets[a][0], offsets[b - 1][1], sure) for a, b, sure in (_one(inner) if role in ONE else inner)]
        for (a, b, sure), fillers in zip(runs, held, strict=True):
            out.append(Told(kind, offsets[a][0], offsets[b - 1][1], sure, tuple(sorted(fillers, key=lambda f: (f[1], f[0]))), made_by))
    at = np.asarray(offsets[1:-1], dtype=np.int64).reshape(-1, 2)
    return sorted(out, key=lambda t: (t.start, t.end, t.kind)), Seen(at[:, 0], at[:, 1], inside[1:-1][:, KEPT])


def _one(runs: list[Run]) -> list[Run]:
    """The surest phrase, runs that nearly touch taken as one."""
    whole: list[Run] = []
    for a, b, sure in runs:
        if whole and a - whole[-1][1] <= GAP:
            x, y, s = whole.pop()
            a, sure = x, (s * (y - x) + sure * (b - a)) / (y - x + b - a)
        whole.append((a, b, sure))
    return [max(whole, key=lambda r: (r[2] * (r[1] - r[0]), -r[0]))] if whole else []


def _words(offsets: list[tuple[int, int]], text: str) -> NDArray[np.int64]:
    """For each piece the piece that begins its word; a mark of punctuation is a word, but not the hyphen or apostrophe in one. "North Korea" is one word."""
    out = np.arange(len(offsets))
    for k in range(2, len(offsets) - 1):
        (a, b), (x, y) = offsets[k - 1], offsets[k]
        if b == x and y > x and (text[x].isalnum() or text[x] in "-–'’") and (text[b - 1].isalnum() or text[b - 1] in "-–'’") and b > a:
            out[k] = out[k - 1]
    firsts = [k for k in range(1, len(offsets) - 1) if out[k] == k]
    for one, two, after in zip(firsts, firsts[1:], [*firsts[2:], len(offsets) - 1], strict=False):
        name = text[offsets[one][0] : offsets[after - 1][1]]
        if text[offsets[one][0]].isupper() and " " in name and country(name) is not None:
            out[two:after] = out[one]
    return out


def _even(inside: Array, words: NDArray[np.int64]) -> Array:
    """Each piece with the mean of its word."""
    size = len(words)
    total = np.zeros_like(inside)
    np.add.at(total, words, inside)
    count = np.bincount(words, minlength=size)
    mean: Array = (total[words] / count[words][:, None]).astype(np.float32)
    return mean


def _runs(inside: Array, begins: Array, least: float) -> list[Run]:
    on = inside > least
    on[:1] = on[-1:] = False
    return [(a, b, float(mean(inside[a:b]))) for a, b in stretches(on, begins > ANEW)]
