"""Which answers does a case have already?

One file an answer under the case's cache, named by the document's SHA-256, the version of the prompt, the model and the
words that were sent. It holds what the model said, not what was made of it, so that better checks need no new question.
Promises: a torn or changed file is no answer; deleting the folder costs questions, nothing else.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from supplyline.case import cache
from supplyline.extract.llm import prompt


@dataclass(frozen=True, slots=True)
class Answer:
    """`why` is empty, or says why there is nothing to read in it: also that is an answer, and is not asked for twice, but
    where it was `cut` at a number of tokens and more are allowed now."""

    content: str
    why: str = ""
    cut: int | None = None


def place(folder: Path, sha256: str, model: str, shown: str) -> Path:
    words = hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()
    key = hashlib.sha256(json.dumps([sha256, prompt.VERSION, model, words]).encode()).hexdigest()
    return folder / key[:2] / key


def load(path: Path) -> Answer | None:
    row = cache.unpack(path)
    return None if row is None else Answer(row["content"], row["why"], row["cut"])


def save(path: Path, answer: Answer) -> None:
    cache.pack(path, asdict(answer))
