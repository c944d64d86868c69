"""How does weighing grow with the claims, and what would comparing all pairs cost?

    python benchmarks/bench_weigh.py [--n 1000 10000] [--full] [--shape varied same-speaker same-pair] [--from FOLDER]

Reads and extracts real reports once, then makes the claim keys of N documents from them: other dates,
publishers, speakers, parties and numbers. Two further shapes are as bad as a real case can be: every claim
of one speaker on one day, and every claim of one pair of parties. Each size runs in a process of its own (which may fork
others) and prints seconds by the clock and of the processors (others may use the machine too) of origins, events, disputes and
grades, their peak memory (what pages all these processes hold, a shared one counted once), a hash of all rows (the same before
and after an optimisation), and beside it the plain method, which compares every two claims, where that ends within minutes.
--full adds 100,000 documents.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from bench_build import MAKERS, PLACES, reports
from processes import processors, tree_share, watched
from supplyline import weigh
from supplyline.extract import extract
from supplyline.model import ClaimKey, ToldParty, make_id
from supplyline.read.reports import read_document
from supplyline.weigh.match import fits, kind_of, profile
from supplyline.weigh.unionfind import Unions

SHAPES = ("varied", "same-speaker", "same-pair")
PLAIN_MOST = 2000  # claims; more pairs than that take minutes


def real_keys(folder: Path | None) -> list[list[ClaimKey]]:
    """The claim keys of each real report that has any."""
    out, pool = [], {}
    for number, text in enumerate(reports(folder)):
        document, _ = read_document(text.encode(), f"{number}.txt", published="2025-05-26", publisher="Outlet")
        if document is not None:
            keys = [weigh.key(claim, document, None, pool) for claim in extract(document).claims]
            out += [keys] if keys else []
    return out


def vary(real: list[list[ClaimKey]], number: int, shape: str) -> Iterator[ClaimKey]:
    """The claim keys of `number` documents: the same for the same arguments."""
    draw = random.Random(f"{number} {shape}")
    makers = max(40, number // 5)  # a larger case knows more names, not the same ones more often
    for i in range(number):
        sha = hashlib.sha256(f"{shape} {i}".encode()).hexdigest()
        day = f"{draw.randint(2022, 2025)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        outlet = f"Outlet {draw.randint(1, 60)}"
        for at, key in enumerate(draw.choice(real)):
            # Held once, as `weigh.key` does with every word and name of a real case
            name = sys.intern(f"{draw.choice(PLACES)} {draw.choice(MAKERS)} {draw.randint(1, makers)}")
            folded = sys.intern(name.casefold())
            role = draw.choice(("supplier", "recipient", "maker"))
            parties = tuple(sorted({*key.parties[:1], ToldParty(role, folded, "", "named", name)}))
            words, speaker, speaker_name, said_on = key.words, key.speaker, key.speaker_name, key.said_on
            if draw.random() < 0.7:  # three of ten passages are copied as they stand
                words = (*words, str(draw.randint(1, 10**6)), folded)
                words = tuple(w for w in words if draw.random() < 0.9)
            if speaker is not None and draw.random() < 0.5:
                speaker = speaker_name = sys.intern(f"Speaker {draw.randint(1, makers)}")
            if shape == "same-speaker":
                speaker, speaker_name, said_on, day = "ada lovelace", "Ada Lovelace", None, "2025-05-26"
            if shape == "same-pair":
                parties = ToldParty("recipient", "ru", "ru", "country", "Russia"), ToldParty("supplier", "cn", "cn", "country", "China")
            goods = key.goods if draw.random() < 0.5 else (f"{draw.choice(MAKERS)} part {draw.randint(1, makers)}".casefold(),)
            low = float(draw.randint(2, 500)) if key.count_min is not None else None
            yield replace(
                key, id=make_id("c", sha, at), sha256=sha, published=day, publisher=outlet, words=words, goods=goods,
                parties=parties, speaker=speaker, speaker_name=speaker_name, said_on=said_on, count_min=low,
                count_max=low if key.count_max is not None else None,
            )  # fmt: skip


def plain(keys: list[ClaimKey]) -> int:
    """Every two claims compared, and joined where they fit: the number of events that way."""
    profiles = [profile(k) for k in keys if kind_of(k) is not None]
    unions = Unions(len(profiles))
    for i, one in enumerate(profiles):
        for j in range(i):
            if fits(profiles[j], one) is not None:
                unions.join(i, j)
    return len(unions.groups())


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def one(number: int, shape: str, folder: Path | None) -> None:
    """The process that is measured; prints one line of JSON."""
    with ProcessPoolExecutor(1, get_context("spawn")) as reader:  # weighing in a build never holds the networks that reading does
        real = reader.submit(real_keys, folder).result()
    keys = list(vary(real, number, shape))
    del real
    before, seconds, digest = peak(), {}, hashlib.sha256()
    busy, start = processors(), time.perf_counter()
    origins, origin_of = weigh.origins(keys)
    seconds["origins"] = time.perf_counter() - start
    found, _ = weigh.events(keys, origin_of)
    seconds["events"] = time.perf_counter() - start - sum(seconds.values())
    disputes = weigh.disputes(keys, found)
    seconds["disputes"] = time.perf_counter() - start - sum(seconds.values())
    events, grades = weigh.grade(found, origin_of, disputes, None, keys)
    seconds["grades"] = time.perf_counter() - start - sum(seconds.values())
    busy = processors() - busy
    for row in (*origins, *events, *disputes, *grades):
        digest.update(repr(row).encode())
    out = {"claims": len(keys), "seconds": seconds, "busy": busy, "keys": before, "hash": digest.hexdigest()[:16]}
    out["events"], out["origins"], out["disputes"] = len(events), len(origins), len(disputes)
    if shape == "varied":
        some = keys[:PLAIN_MOST]
        start = time.process_time()
        plain(some)
        out["plain"] = time.process_time() - start
        start = time.process_time()
        weigh.events(some)
        out["ours"] = time.process_time() - start
    print(json.dumps(out))


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds and peak memory of weighing, by the number of documents.")
    parser.add_argument("--n", type=int, nargs="+", default=[1000, 10_000], help="numbers of documents")
    parser.add_argument("--full", action="store_true", help="100,000 documents too")
    parser.add_argument("--shape", nargs="+", choices=SHAPES, default=["varied"])
    parser.add_argument("--from", dest="folder", type=Path, help="folder of .txt reports to vary")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        one(args.one, args.shape[0], args.folder)
        return
    for shape in args.shape:
        results = []
        for number in sorted({*args.n, *([100_000] if args.full else [])}):
            command = [sys.executable, __file__, "--one", str(number), "--shape", shape]
            command += ["--from", str(args.folder)] if args.folder else []
            out, _, most = watched(command, held=tree_share, every=min(5, number / 20_000))
            found = json.loads(out)
            total = sum(found["seconds"].values())
            results.append((found["claims"], total))
            print(
                f"{shape:>12} {number:>7} documents, {found['claims']:>8} claims: {total:7.1f} s by the clock ({found['busy']:.1f} s of processors), "
                f"{found['claims'] / total:8.0f} claims/s, peak {most / 2**20:6.0f} MiB "
                f"(keys alone {found['keys'] / 2**20:.0f})  {found['origins']} origins, {found['events']} events, "
                f"{found['disputes']} disputes, rows {found['hash']}"
            )
            print("             " + ", ".join(f"{k} {v:.1f} s" for k, v in found["seconds"].items()))
            if "plain" in found:
                print(f"             all pairs of {min(PLAIN_MOST, found['claims'])} claims: {found['plain']:.1f} s, x{found['plain'] / found['ours']:.0f} of ours ({found['ours']:.2f} s)")
        if len(results) > 1:
            (few, short), (many, long) = results[0], results[-1]
            print(f"ratio: claims x{many / few:.1f}, seconds x{long / short:.1f}")


if __name__ == "__main__":
    main()
