"""Our own annotations as if a perfect model gave them: nothing that is right is refused, and all of it ends up where it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commands import ROOT
from modelstub import claim
from supplyline.case.cache import Reading
from supplyline.extract import llm
from supplyline.extract.llm import parts
from supplyline.extract.llm.answers import Answer
from supplyline.model import Document, Extraction

TEXTS = ROOT / "training" / "corpus" / "texts"
LETTERS = sorted({path.name[0] for path in TEXTS.glob("*.gold.json")})


def frame_of(gold: dict[str, Any]) -> dict[str, Any]:
    """A frame of a gold file as a model tells it: words alone."""
    roles = [(role, words) for role, fillers in gold["roles"].items() for words in fillers]
    words = {k: v["text"] for k in ("value", "change", "period") if isinstance(v := gold.get(k), dict) and v.get("text")}
    count = gold.get("count") or {}
    of = count.get("role") or count.get("event")
    return claim(gold["kind"], _one(gold["evidence"]), roles, gold["stance"], **words, count={"text": count["text"], "of": of} if of and count.get("text") else None)


def saying_of(gold: dict[str, Any]) -> dict[str, Any]:
    return claim("statement", _one(gold["content"]), [], gold["stance"], speaker=gold["speaker_text"], cue=gold["cue"] and _one(gold["cue"]), content=_one(gold["content"]))


def _one(words: str | list[str]) -> str:
    return words if isinstance(words, str) else words[0]


def read(path: Path) -> tuple[dict[str, Any], Extraction]:
    gold = json.loads(path.read_text("utf-8"))
    text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text("utf-8")
    document = Document("0" * 64, path.name, text, language="en", published=gold["published"])
    told = [frame_of(f) for f in gold["frames"]] + [saying_of(a) for a in gold["attributions"]]
    answer = Answer(json.dumps({"claims": told}))
    return gold, llm._read(Reading(document, Extraction(document.sha256)), document, parts.orders(text), [(0, len(text))], [answer], "llm:gold").extraction


@pytest.mark.parametrize("letter", LETTERS)
def test_everything_that_is_right_is_taken(letter: str) -> None:
    for path in sorted(TEXTS.glob(f"{letter}*.gold.json")):
        gold, got = read(path)
        assert got.problems == (), path.name
        taken = {(c.kind.value, c.quote.text, tuple((f.role, f.span.text) for f in c.roles)) for c in got.claims}
        for frame in gold["frames"]:
            roles = dict.fromkeys((role, words) for role, fillers in frame["roles"].items() for words in fillers)
            assert (frame["kind"], _one(frame["evidence"]), tuple(roles)) in taken, (path.name, frame)


def test_numbers_are_those_of_the_annotators() -> None:
    """What the rules of English do not read ("+83%", "through the end of 2025") is the rest."""
    right = every = 0
    for path in sorted(TEXTS.glob("*.gold.json")):
        gold, got = read(path)
        for frame in gold["frames"]:
            found = next(c for c in got.claims if c.kind == frame["kind"] and c.quote.text == _one(frame["evidence"]))
            for key, names in (("count", ("min", "max")), ("value", ("amount",)), ("change", ("percent",))):
                want = frame.get(key)
                if want and want.get("text") and any(want.get(n) is not None for n in names):
                    part = getattr(found, key)
                    every += 1
                    right += part is not None and all(getattr(part, n) == want.get(n) for n in names)
    assert every > 300 and right / every > 0.88, (right, every)
