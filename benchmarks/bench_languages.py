"""Extraction in Ukrainian, Russian and Chinese beside natasha's and spaCy's pipelines, on the same texts in one run.

    SUPPLYLINE_PEER_PYTHON=PYTHON python benchmarks/bench_languages.py [FOLDER]

PYTHON names an interpreter with natasha and spacy; without one only our own figures are printed. FOLDER holds NAME.txt with
NAME.meta.json and, where somebody annotated it, NAME.gold.json (the dev cases by default). Prints documents of 600 words (Chinese:
1,000 characters) a second of one core's time, and how many of the speakers and parties of the gold answers each names.
The peers do less: words, sentences and, in Russian, morphology, syntax and names; no sayings and no facts.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from supplyline.extract import extract
from supplyline.model import Document
from supplyline.read.reports import read_document

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT.parent / "shared" / "cases" / "dev"
LANGUAGES = ("uk", "ru", "zh")
PARTIES = ("supplier", "recipient", "via", "authority", "target", "party", "maker", "owner", "owned", "denier", "actor", "reporter", "partner")


@dataclass(frozen=True, slots=True)
class Text:
    document: Document
    wanted: tuple[tuple[str, ...], ...]  # of each speaker and party of the gold answers, how it may be written


def main() -> int:
    parser = argparse.ArgumentParser(description="Ukrainian, Russian and Chinese beside natasha and spaCy.")
    parser.add_argument("folder", nargs="?", type=Path, default=CASES)
    parser.add_argument("--times", type=int, default=20, help="how often the texts are read")
    args = parser.parse_args()
    texts = {language: list(read(args.folder, language)) for language in LANGUAGES}
    if not any(texts.values()):
        print(f"{args.folder.name}: no texts in these languages", file=sys.stderr)
        return 2
    peers = beside({k: [t.document.text for t in v] for k, v in texts.items() if v})
    print(f"{'language':10}{'pipeline':14}{'documents':>11}{'documents/s':>13}{'gold names found':>19}")
    for language, known in texts.items():
        if not known:
            continue
        found = [names_of(t.document) for t in known]
        start = time.process_time()
        for _ in range(args.times):
            for t in known:
                extract(t.document)
        row(language, "supplyline", known, (time.process_time() - start) / args.times, found)
        for title, figures in peers.items():
            if language in figures:
                row(language, title, known, figures[language]["seconds"], figures[language]["names"])
    return 0


def read(folder: Path, language: str) -> list[Text]:
    out = []
    for meta in sorted(folder.glob("*.meta.json")):
        told = json.loads(meta.read_text("utf-8"))
        name = meta.name.removesuffix(".meta.json")
        if str(told.get("language") or told.get("lang")).split("-")[0] != language:
            continue
        document, _ = read_document((folder / f"{name}.txt").read_bytes(), f"{name}.txt", language=language)
        gold = folder / f"{name}.gold.json"
        if document is not None:
            out.append(Text(document, tuple(wanted(json.loads(gold.read_text("utf-8")))) if gold.exists() else ()))
    return out


def wanted(gold: dict[str, list[dict[str, object]]]) -> list[tuple[str, ...]]:
    names: dict[tuple[str, ...], None] = {}
    for said in gold["attributions"]:
        names[tuple(str(said[k]) for k in ("speaker", "speaker_text") if said.get(k))] = None
    for frame in gold["frames"]:
        for role, fillers in (frame.get("roles") or {}).items():  # type: ignore[attr-defined]
            if role in PARTIES:
                for filler in fillers if isinstance(fillers, list) else [fillers]:
                    names[(filler if isinstance(filler, str) else filler["text"],)] = None
    return [n for n in names if n]


def names_of(document: Document) -> list[str]:
    """Speakers and parties as extraction tells them."""
    out = []
    for claim in extract(document).claims:
        out += [f.span.text for f in claim.roles if f.role in PARTIES]
        if claim.speaker is not None:
            out += [claim.speaker.span.text, claim.speaker.name]
    return out


def row(language: str, title: str, texts: list[Text], seconds: float, found: list[list[str]]) -> None:
    size = sum(len(t.document.text) / 1000 if language == "zh" else len(t.document.text.split()) / 600 for t in texts)
    all_of = [(w, names) for t, names in zip(texts, found, strict=True) for w in t.wanted]
    hits = sum(any(alike(w, n) for w in written for n in names) for written, names in all_of)
    share = f"{hits} of {len(all_of)}" if all_of and any(found) else "-"
    print(f"{language:10}{title:14}{len(texts):>11}{size / max(seconds, 1e-9):>13.0f}{share:>19}")


def alike(a: str, b: str) -> bool:
    """At least half of the words (Chinese: characters) of both are the same: the measure of ../shared/cases/score.py."""
    one, two = (re.findall(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+", x.casefold()) for x in (a, b))
    rest, same = list(two), 0
    for word in one:
        if word in rest:
            rest.remove(word)
            same += 1
    return bool(one and two) and 2 * same / (len(one) + len(two)) >= 0.5


def beside(texts: dict[str, list[str]]) -> dict[str, dict[str, dict[str, object]]]:
    python = os.environ.get("SUPPLYLINE_PEER_PYTHON", sys.executable)
    done = subprocess.run([python, Path(__file__).with_name("peer_languages.py")], input=json.dumps(texts), capture_output=True, text=True, check=False)
    if done.returncode or not (found := json.loads(done.stdout)):
        print("natasha and spaCy are not run: set SUPPLYLINE_PEER_PYTHON to an interpreter that has them\n", file=sys.stderr)
        return {}
    return found  # type: ignore[no-any-return]


if __name__ == "__main__":
    sys.exit(main())
