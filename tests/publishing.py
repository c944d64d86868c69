"""What the tests of the brief share: a built case of several origins and denials, and the page read back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import html

from case_corpus import EVERYTHING, make
from supplyline import pipeline
from supplyline.case.snapshot import Snapshot
from supplyline.case.store import Addition, Case
from supplyline.publish.page import write_brief

HOSTILE_NAME = 'x"><script>alert(1)</script>.html'
HOSTILE = Addition(
    b"<html><head><title>&lt;script&gt;alert('title')&lt;/script&gt;</title><script>alert('head')</script></head>"
    b"<body><article><p>Quarrystone Trading Ltd supplied machine tools &lt;script&gt;alert('text')&lt;/script&gt; and "
    b"&lt;img src=x onerror=alert(2)&gt; gunpowder to Redhill Factory, Oleh Ivashchenko told Ukrinform on May 26. "
    b"{{ 7 * 7 }} Quarrystone Trading Ltd supplied &lt;b&gt;lathes&lt;/b&gt; to Redhill Factory, two officials said.</p>"
    b"<p>The factory received the lathes in April 2025, the officials said.</p></article></body></html>",
    HOSTILE_NAME,
    published="2025-05-27",
    publisher="<script>alert('publisher')</script>",
    url="javascript:alert(3)",
)


@dataclass
class Page:
    text: str

    def __post_init__(self) -> None:
        self.tree = html.document_fromstring(self.text)

    def by_id(self, id: str):
        return next(iter(self.tree.xpath("//*[@id=$id]", id=id)), None)

    def rows(self, key: str) -> int:
        """Rows of a group inside its target."""
        target = self.by_id(f"rows-{key}")
        assert target is not None, key
        found = target.xpath("descendant-or-self::*[@data-of=$key]/@data-rows", key=key)
        return sum(int(n) for n in found)

    def counts(self) -> list[tuple[int, str, str]]:
        """Every printed count: the number, its group, and the words of the link."""
        return [
            (int(a.get("data-count")), a.get("href").removeprefix("#rows-"), a.text_content())
            for a in self.tree.xpath("//a[@data-count]")
        ]


def built(path: Path, additions: list[Addition] = EVERYTHING) -> Case:
    case = make(path, additions)
    pipeline.build(case)
    return case


def page(case: Case, out: Path) -> Page:
    with Snapshot.open(case) as snapshot:
        return Page(write_brief(snapshot, case.settings, out).read_text("utf-8"))
