"""What does a reader get, and what does it give?

`Source` is the bytes of one file with its name and the limits; `Text` is what a format makes of them:
the extracted text, what the file says of itself, and problems. A format is one module with
`detect(source) -> bool` and `read(source) -> Text`, and one line in `reports.FORMATS`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from supplyline.model import Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """More than this is refused with a message, never half read. Sizes in bytes."""

    report: int = 20_000_000
    pages: int = 2_000
    members: int = 10_000
    expanded: int = 2_000_000_000
    ratio: int = 200
    depth: int = 3


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    data: bytes
    sha256: str
    limits: Limits = LIMITS

    @property
    def suffix(self) -> str:
        return self.name.rsplit(".", 1)[-1].casefold() if "." in self.name else ""

    def problem(self, place: str, what: str, mend: str) -> Problem:
        return Problem.of(self.name, place, what, mend, self.sha256)


@dataclass(frozen=True, slots=True)
class Text:
    """What one format read. `text` None: nothing usable, and `problems` says why."""

    text: str | None
    media_type: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    problems: tuple[Problem, ...] = field(default=())
