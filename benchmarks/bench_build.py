"""How fast is a build, and does its memory stay flat?

    python benchmarks/bench_build.py [--n 1000 10000] [--from FOLDER]

Makes cases of N reports, real ones repeated and varied (dates, figures, outlets, sentence order, one
supplier of many), builds each in a process of its own, and prints documents a second, the peak memory
of the whole process tree, the time of a second build with nothing changed, and the ratio of the
largest to the smallest.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from processes import watched
from supplyline import pipeline
from supplyline.case import store
from supplyline.case.store import Addition

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "../shared/cases/dev", ROOT / "examples/reports", ROOT / "examples")
MAKERS = ("Precision", "Chemical", "Optics", "Machine Tool", "Electronics", "Bearing", "Trading")
PLACES = ("Harbin", "Shenzhen", "Izmir", "Kazan", "Ningbo", "Dubai", "Almaty", "Perm", "Dalian")


def reports(folder: Path | None) -> list[str]:
    """The English texts to vary."""
    for place in [folder] if folder else FOLDERS:
        texts = [p.read_text("utf-8") for p in sorted(place.glob("*.txt")) if _english(p)]
        if texts:
            return texts
    raise SystemExit("no reports found; name a folder of .txt files with --from")


def _english(path: Path) -> bool:
    meta = path.with_suffix(".meta.json")
    return not meta.exists() or json.loads(meta.read_text("utf-8")).get("lang") == "en"


def vary(texts: list[str], number: int) -> Iterator[Addition]:
    """`number` reports: the same for the same number."""
    draw = random.Random(number)
    for i in range(number):
        paragraphs = draw.choice(texts).split("\n")
        head, body = paragraphs[:1], paragraphs[1:]
        draw.shuffle(body)
        text = "\n".join(head + body)
        text = re.sub(r"\b\d{2,3}\b", lambda m: str(max(2, int(m[0]) + draw.randint(-5, 5))), text)
        maker = f"{draw.choice(PLACES)} {draw.choice(MAKERS)} No. {draw.randint(1, 40)} Co., Ltd."
        text += f"\n{maker} supplied {draw.randint(2, 90)} machine tools to a Russian factory, officials said.\n"
        day = f"2025-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        yield Addition(text.encode(), f"report{i:06}.txt", published=day, publisher=f"Outlet {draw.randint(1, 60)}")


def build_here(path: str) -> None:
    """The process that is measured: a build and a second one; prints one line of JSON."""
    case = store.open_case(path)
    start = time.perf_counter()
    first = pipeline.build(case)
    middle = time.perf_counter()
    second = pipeline.build(store.open_case(path))
    print(
        json.dumps(
            {
                "seconds": middle - start,
                "again": time.perf_counter() - middle,
                "unchanged": second.unchanged,
                "counts": first.counts,
                "stages": {k: round(v, 1) for k, v in first.seconds.items()},
            }
        )
    )


def measure(number: int, texts: list[str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        case = store.create(Path(folder) / "case")
        start = time.perf_counter()
        case.add_originals(vary(texts, number))
        added = time.perf_counter() - start
        out, _, peak = watched([sys.executable, __file__, "--build", str(case.path)])
        found = json.loads(out)
    speed, counts = number / found["seconds"], found["counts"]
    print(
        f"{number:>7} reports: {speed:7.1f} documents/s  build {found['seconds']:6.1f} s  peak {peak / 2**20:6.0f} MiB  "
        f"again {found['again']:.2f} s ({'unchanged' if found['unchanged'] else 'rebuilt'})  add {added:.1f} s  "
        f"{counts['claims']} claims, {counts['entities']} entities, {counts['events']} events"
    )
    print(f"        {found['stages']}")
    return {"peak": peak, "speed": speed}


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds a second and peak memory of a build.")
    parser.add_argument("--n", type=int, nargs="+", default=[1000], help="numbers of reports")
    parser.add_argument("--from", dest="folder", type=Path, help="folder of .txt reports to vary")
    parser.add_argument("--build", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.build:
        build_here(args.build)
        return
    texts = reports(args.folder)
    results = [measure(number, texts) for number in sorted(args.n)]
    if len(results) > 1:
        first, last = results[0], results[-1]
        print(f"ratio: memory x{last['peak'] / first['peak']:.2f}, speed x{last['speed'] / first['speed']:.2f}")


if __name__ == "__main__":
    main()
