"""Does every sentence say what it rests on?

`check(brief, snapshot)` refuses a brief with a sentence that cites nothing, or that cites an id which
is neither a row of the snapshot nor a reference of the program. Promises: the message names the
sentence and the id; nothing is written before it passes.
"""

from __future__ import annotations

from supplyline.case.snapshot import Rows
from supplyline.model import SupplylineError
from supplyline.publish import words
from supplyline.publish.nouns import Brief, Edition, Sentence, walk


class Uncited(SupplylineError):
    """A sentence of the brief that rests on nothing known."""


def check(brief: Brief | Edition, snapshot: Rows) -> None:
    references = set(words.keys("reference"))
    known: set[str] = set()
    for sentence in walk(brief, Sentence):
        if not sentence.cites:
            raise Uncited(f"no citation for the sentence “{sentence.text}”; cite the rows it rests on, or leave it out")
        for cite in sentence.cites:
            if cite in known or cite in references:
                continue
            if not cite or snapshot.get(cite) is None:
                raise Uncited(
                    f"{cite!r}, cited by the sentence “{sentence.text}”, is no row of the snapshot; build the case again"
                )
            known.add(cite)
