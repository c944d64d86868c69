"""How do originals become documents and claims, once?

`Readings.first` yields a `Reading` for each report, by SHA-256: from the cache where it is there, else
computed in the pool, which writes the cache. `again` yields them a second time from the cache.

Where the case asks a large model, what rules and tagger read is kept as ever and the model's answers beside it, each named by
document, prompt and model: a reading is made of the two, so that going from one extractor to the other reads nothing again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from supplyline.case import cache
from supplyline.case.cache import Reading
from supplyline.case.custody import Original
from supplyline.case.store import Case
from supplyline.engine import local, versions
from supplyline.model import Document, Extraction, Problem
from supplyline.read.expand import inside, unread

if TYPE_CHECKING:
    from supplyline.extract.llm import Model

# The parts of the package that a reading depends on.
STAGES = (
    *("model.py", "tsv.py", "read", "extract", "names", "data"),
    *("case/cache.py", "case/tables.py", "engine/reading.py"),
)

# So few files are read faster than a pool starts; PDF always goes to the pool, because its parser
# is C code that a hostile file may bring down.
HERE = 16


@dataclass(frozen=True, slots=True)
class Job:
    original: Original
    path: Path
    cached: Path
    reader: str  # of extract.READERS


def _is_pdf(job: Job) -> bool:
    with job.path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def _lone_surrogates(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text) if not text.isascii() else False


def compute(job: Job) -> Reading:
    """Read and extract one original; a pure function of its bytes and of what is said of them."""
    from supplyline.extract import extract
    from supplyline.read.reports import read_document

    o = job.original
    if o.role == "container":
        return Reading(None, Extraction(o.sha256), unread(o.name, job.path.read_bytes(), o.origin))
    document, problems = read_document(
        job.path.read_bytes(),
        o.name,
        published=o.published,
        publisher=o.publisher,
        url=o.url,
        language=o.language,
        media_type=o.media_type,
    )
    if document is None:
        return _placed(o, Reading(None, Extraction(o.sha256), tuple(problems)))
    if _lone_surrogates(document.text):  # cannot be stored as UTF-8; the replacement keeps the offsets
        text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in document.text)
        document = replace(document, text=text)
    return _placed(o, Reading(document, extract(document, job.reader), tuple(problems)))


def _placed(original: Original, reading: Reading) -> Reading:
    """The reading with its problems told of the file where a person finds it: in its archive."""
    where = inside(original.origin, original.name)
    problems, more = (tuple(replace(p, file=where) for p in found) for found in (reading.problems, reading.extraction.problems))
    return replace(reading, problems=problems, extraction=replace(reading.extraction, problems=more))


def work(job: Job) -> bool:
    """Compute one reading and keep it. True: done; what a job gives back must be small."""
    cache.save(job.cached, compute(job))
    return True


def lost(name: str, why: str, sha256: str | None = None) -> Problem:
    mend = "look at the file; if it is needed, add its text as a .txt file"
    return Problem.of(name, "file", f"could not be read: {why}", mend, sha256)


def _unread(original: Original, why: str) -> Reading:
    return Reading(None, Extraction(original.sha256), (lost(inside(original.origin, original.name), why, original.sha256),))


class Readings:
    """The readings of a case's reports under the code of today."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self.version = versions.of(*STAGES)
        folder = case.cache / "readings"
        reader = case.settings.reader
        self._jobs = [
            Job(o, case.original_path(o.sha256), cache.place(folder, self.version, o, reader), reader)
            for o in (*case.originals("report"), *_outer(case.originals("container")))
        ]
        self._lost: dict[str, Reading] = {}
        self._model = _model(case)
        self.computed = 0
        cache.tidy(folder, self.version)

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def whole(self) -> bool:
        """Did every document that a model was to read get an answer?"""
        return self._model is None or self._model.whole

    def problems(self) -> list[Problem]:
        """What is wrong with no document of its own."""
        return [] if self._model is None else self._model.problems()

    def first(self, progress: Callable[[str, int, int], None]) -> Iterator[Reading]:
        """All readings, computing those that the cache does not have."""
        read = self._first(progress)
        return read if self._model is None else self._model.first(read)

    def _first(self, progress: Callable[[str, int, int], None]) -> Iterator[Reading]:
        missing = [job for job in self._jobs if not job.cached.exists()]
        here = len(missing) <= HERE and not any(map(_is_pdf, missing))
        limits = self._case.settings
        results = local.each(
            work, missing, seconds=limits.seconds_per_document, workers=limits.workers, here=here
        )
        wanted = {job.original.sha256 for job in missing}
        for done, job in enumerate(self._jobs, 1):
            if job.original.sha256 in wanted:
                result = next(results)
                self.computed += 1
                if isinstance(result, local.Lost):
                    self._lost[job.original.sha256] = _unread(job.original, result.why)
            yield self._reading(job)
            progress("read and extract", done, len(self._jobs))

    def again(self, stage: str, progress: Callable[[str, int, int], None]) -> Iterator[tuple[Document, Extraction]]:
        """The documents that could be read, with what was extracted from them."""
        for done, job in enumerate(self._jobs, 1):
            reading = self._reading(job)
            if self._model is not None:
                reading = self._model.again(reading)
            if reading.document is not None:
                yield reading.document, reading.extraction
            progress(stage, done, len(self._jobs))

    def _reading(self, job: Job) -> Reading:
        if job.original.sha256 in self._lost:
            return self._lost[job.original.sha256]
        reading = cache.load(job.cached)
        if reading is None:  # deleted or damaged
            self.computed += 1
            work(job)
            reading = cache.load(job.cached)
        return _asked(reading, self._case.settings.languages) if reading else _unread(job.original, "its cached result does not stay on disk")


def _outer(containers: tuple[Original, ...]) -> Iterator[Original]:
    """Archives that are in no other: what is in an inner one is told with the outer."""
    names = {o.name for o in containers if o.origin is None}
    return (o for o in containers if o.origin is None or o.origin.split("!/")[0] not in names)


def _model(case: Case) -> Model | None:
    """The large model that the case asks, if it asks one."""
    if case.settings.extractor != "llm":
        return None
    from supplyline.extract import llm

    return llm.Model(llm.endpoint(case.settings.llm, os.environ), case.cache / "answers", case.settings.languages)


def _asked(reading: Reading, languages: tuple[str, ...]) -> Reading:
    """The reading, without claims where the case leaves out the document's language."""
    document = reading.document
    language = ((document.language if document else None) or "en").split("-")[0]
    if document is None or language in languages:
        return reading
    from supplyline.extract import LANGUAGES

    if language not in LANGUAGES:
        return reading  # extraction has said so
    problem = Problem.of(
        document.name,
        f"language {language}",
        "no claims are taken from this language in this case",
        f'add "{language}" to languages in case.toml and build again',
        document.sha256,
    )
    return Reading(document, Extraction(document.sha256, problems=(problem,)), reading.problems)

