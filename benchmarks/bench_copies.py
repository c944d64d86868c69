"""Does our search for copied passages find what comparing all pairs finds, and what does it cost beside MinHash?

    python benchmarks/bench_copies.py [--n 3000 20000]

Makes N passages from those of real reports: half with half of their words drawn anew, a quarter with one word changed,
a quarter shortened to 70 %. Groups them with `weigh.copies` and, where datasketch is installed, with its MinHash and
LSH (64 permutations, threshold 0.7, candidates checked by the same rule as ours); up to 4,000 passages all pairs are
compared too. Fewer classes mean more copies found; the all-pairs number is the truth.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence

from bench_weigh import real_keys
from supplyline.weigh.copies import MIN_NEAR, SHINGLE, _near, _shingles, copy_classes
from supplyline.weigh.unionfind import Unions

PLAIN_MOST = 4000
Passage = tuple[str, ...]


def vary(base: Sequence[Passage], number: int) -> list[Passage]:
    draw, words = random.Random(number), sorted({w for passage in base for w in passage})
    made = set()
    for i in range(number):
        passage = list(draw.choice(base))
        if i % 4 == 3:
            passage = passage[: max(MIN_NEAR, len(passage) * 7 // 10)]
        for _ in range((len(passage) // 2, 1, len(passage) // 2, 0)[i % 4]):
            passage[draw.randrange(len(passage))] = draw.choice(words)
        made.add(tuple(passage))
    return sorted(made)


def ours(passages: Sequence[Passage]) -> int:
    return len(set(copy_classes(passages)))


def all_pairs(passages: Sequence[Passage]) -> int:
    shingles, unions = [_shingles(p) for p in passages], Unions(len(passages))
    for i, one in enumerate(shingles):
        for j in range(i):
            if _near(one, shingles[j]):
                unions.join(i, j)
    return len({unions.root(i) for i in range(len(passages))})


def datasketch(passages: Sequence[Passage]) -> int:
    from datasketch import MinHash, MinHashLSH

    grams = [{" ".join(p[i : i + SHINGLE]).encode() for i in range(len(p) - SHINGLE + 1)} for p in passages]
    sketches, unions = list(MinHash.bulk(grams, num_perm=64)), Unions(len(passages))
    lsh = MinHashLSH(threshold=0.7, num_perm=64)
    for i, sketch in enumerate(sketches):
        for j in lsh.query(sketch):
            if unions.root(i) != unions.root(j) and _near(_shingles(passages[i]), _shingles(passages[j])):
                unions.join(i, j)
        lsh.insert(i, sketch)
    return len({unions.root(i) for i in range(len(passages))})


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--n", type=int, nargs="+", default=[3000, 20000], help="passages to make")
    args = parser.parse_args()
    base = sorted({k.words for keys in real_keys(None) for k in keys if len(k.words) >= MIN_NEAR})
    for number in args.n:
        passages, first = vary(base, number), 0.0
        methods: list[tuple[str, Callable[[Sequence[Passage]], int]]] = [("ours", ours), ("datasketch", datasketch)]
        methods += [("all pairs", all_pairs)] if len(passages) <= PLAIN_MOST else []
        for name, method in methods:
            start = time.perf_counter()
            try:
                classes = method(passages)
            except ImportError:
                print(f"{name:>12}  not installed")
                continue
            seconds = time.perf_counter() - start
            first = first or seconds
            print(f"{name:>12}  {len(passages)} passages: {seconds:.2f} s (x{seconds / first:.1f} of ours), {classes} classes")


if __name__ == "__main__":
    main()
