"""What does a large language model find in the documents, if a person asks for one?

`Model.first(readings)` puts the model's claims in the place of the rules', document by document, in order; whatever it does
not answer, or not well enough, stays as the rules read it, with a problem row that says so. `Model.again` does the same from
the answers that are kept, without a question. The network is touched here and nowhere else.

A model is asked for words, never for offsets or numbers. Its answer is taken only through `schema`, and each word of a claim
must stand in the text (`locate`), else the claim is refused. Documents are data (`prompt`, `parts`): what a text says can
become a claim of that text, cited, and nothing more.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from supplyline.case.cache import Reading
from supplyline.extract.llm import answers, claims, client, locate, parts, prompt, schema
from supplyline.extract.llm.answers import Answer
from supplyline.extract.llm.budget import Budget
from supplyline.extract.llm.client import Failed, plain
from supplyline.extract.llm.endpoint import Endpoint, endpoint
from supplyline.model import BadInput, Claim, Document, Extraction, Kind, Problem

__all__ = ["Endpoint", "Model", "endpoint"]

IN_A_ROW = 3  # so many documents without an answer, one after another: nothing more is asked


@dataclass(frozen=True, slots=True)
class _Asked:
    """A document under way: what is left out of it, how it is cut, and the answers to its passages, kept or to come."""

    left_out: list[parts.Range]
    cut: list[parts.Range]
    most: int  # tokens reserved for it
    answers: Future[tuple[list[Answer], int]]  # with the tokens used


class Model:
    """One model, asked about the documents of one run. `folder`: where answers are kept; None keeps none."""

    def __init__(self, at: Endpoint, folder: Path | None, languages: Collection[str] | None = None) -> None:
        self._at, self._folder, self._languages = at, folder, languages
        self._budget = Budget(at.limits.requests, at.limits.tokens)
        self._stop = threading.Event()
        self._dropped: set[str] = set()
        self._ended: Failed | None = None
        self._in_a_row = 0
        self._by_rules: set[str] = set()  # documents that were to be asked about and have no answer
        self._left = 0

    @property
    def whole(self) -> bool:
        """Was every document answered? If not, another run may get further."""
        return not self._by_rules

    def first(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """Each reading, in order, as the model reads it. Some are under way at a time, and what a budget allows is settled in
        their order, so that the same answers lead to the same end."""
        flight: deque[tuple[Reading, _Asked | None]] = deque()
        try:
            for reading in readings:
                while len(flight) >= self._at.limits.parallel:
                    yield self._settled(*flight.popleft())
                flight.append((reading, self._begun(reading)))
            while flight:
                yield self._settled(*flight.popleft())
        finally:
            self._stop.set()

    def again(self, reading: Reading) -> Reading:
        """The reading as `first` gave it, but for problems, from the answers that are kept."""
        document = reading.document
        if document is None or not self._wanted(document) or _long(document) or document.sha256 in self._by_rules:
            return reading
        left_out, cut, shown = _passages(document)
        found = [answer for answer in self._kept(document, shown) if answer is not None]
        if len(found) < len(shown):
            raise BadInput(f"{document.name}: the model's answer went away while the case was being built; build again")
        return _read(reading, document, left_out, cut, found, self._at.made_by)

    def problems(self) -> list[Problem]:
        """Why nothing more was asked, and how many documents that concerns; nothing where all went well."""
        if self._ended is None or not self._left:
            return []
        documents = f"{self._left} {'document' if self._left == 1 else 'documents'}"
        what = f"{self._ended.what}; {documents} read by rules instead"
        return [Problem.of(self._at.url, f"model {plain(self._at.model)}", what, self._ended.mend)]

    # ------------------------------------------------------------ one document

    def _wanted(self, document: Document) -> bool:
        return bool(document.text.strip()) and (self._languages is None or (document.language or "en").split("-")[0] in self._languages)

    def _kept(self, document: Document, shown: list[str]) -> list[Answer | None]:
        """What is known already for each passage."""
        places = [answers.place(self._folder, document.sha256, self._at.model, words) for words in shown] if self._folder else []
        found = [answers.load(place) for place in places] or [None] * len(shown)
        allowed = self._at.limits.answer_tokens
        return [None if answer and answer.cut and answer.cut < allowed else answer for answer in found]

    def _begun(self, reading: Reading) -> _Asked | None:
        document = reading.document
        if document is None or not self._wanted(document) or _long(document):
            return None
        left_out, cut, shown = _passages(document)
        kept = self._kept(document, shown)
        bodies = [prompt.question(self._at, words) if answer is None else None for words, answer in zip(shown, kept, strict=True)]
        costs = [prompt.cost(body) for body in bodies if body is not None]
        asked = _Asked(left_out, cut, sum(costs), Future())
        if not costs:
            asked.answers.set_result(([answer for answer in kept if answer is not None], 0))
            return asked
        if self._ended is None and (short := self._budget.take(len(costs), sum(costs))) is not None:
            self._ended = client.used_up(short)
        if self._ended is not None:
            asked.answers.set_exception(self._ended)
            return asked

        def work() -> None:
            try:
                asked.answers.set_result(self._answers(document, shown, kept, bodies))
            except BaseException as error:  # whatever it is, it is for who waits
                asked.answers.set_exception(error)

        threading.Thread(target=work, daemon=True).start()  # a daemon: Ctrl-C need not wait for a slow server
        return asked

    def _answers(self, document: Document, shown: list[str], kept: list[Answer | None], bodies: list[dict[str, object] | None]) -> tuple[list[Answer], int]:
        """An answer for each passage, one after another."""
        out, used = [], 0
        for words, answer, body in zip(shown, kept, bodies, strict=True):
            if answer is None and body is not None:
                most = prompt.cost(body)
                reply = client.ask(self._at, body, self._budget, most, self._stop, self._dropped)
                used += most if reply.tokens is None else reply.tokens
                answer = _answer(reply, self._at.limits.answer_tokens)
                if self._folder is not None:
                    answers.save(answers.place(self._folder, document.sha256, self._at.model, words), answer)
            if answer is not None:
                out.append(answer)
        return out, used

    def _settled(self, reading: Reading, asked: _Asked | None) -> Reading:
        document = reading.document
        if document is not None and self._wanted(document) and _long(document):
            what = f"{len(document.text):,} characters are too many for a model, {parts.LONGEST:,} are taken"
            return _with(reading, reading.extraction, [_by_rules(document, what, "add what matters of it as a file of its own")])
        if asked is None or document is None:
            return reading
        try:
            found, used = asked.answers.result()
        except Failed as error:
            return self._unanswered(reading, document, error)
        self._in_a_row = 0
        self._budget.back(asked.most - used)
        return _read(reading, document, asked.left_out, asked.cut, found, self._at.made_by)

    def _unanswered(self, reading: Reading, document: Document, error: Failed) -> Reading:
        self._by_rules.add(document.sha256)
        self._in_a_row += 1
        if self._ended is None and (error.ends or self._in_a_row >= IN_A_ROW):
            self._ended = error if error.ends else Failed(f"no answer for {IN_A_ROW} documents one after another", error.mend, ends=True)
            self._stop.set()
        if error.ends:
            self._left += 1
            return reading
        return _with(reading, reading.extraction, [_by_rules(document, error.what, error.mend)])


# ---------------------------------------------------------------- from answers to claims


def _long(document: Document) -> bool:
    return len(document.text) > parts.LONGEST


def _passages(document: Document) -> tuple[list[parts.Range], list[parts.Range], list[str]]:
    """What is left out, how the text is cut, and the passages as they are sent."""
    left_out, cut = parts.orders(document.text), parts.parts(document.text)
    shown = [(part, parts.shown(document.text, part, left_out)) for part in cut]
    told = [(part, words) for part, words in shown if words.replace(parts.LEFT_OUT, "").strip()]
    return left_out, [part for part, _ in told], [words for _, words in told]


def _answer(reply: client.Reply, allowed: int) -> Answer:
    if reply.refusal or reply.finish == "content_filter":
        return Answer("", f"the model refuses to read it ({plain(reply.refusal) or 'content filter'})")
    if reply.finish == "length":
        return Answer("", f"the model's answer has no end after {allowed:,} tokens (answer_tokens under [llm] in case.toml)", allowed)
    try:
        schema.check(reply.content)
    except schema.Broken as error:
        return Answer(reply.content, f"the model's answer cannot be read: {error}")
    return Answer(reply.content)


def _read(
    reading: Reading, document: Document, left_out: list[parts.Range], cut: list[parts.Range], found: list[Answer], made_by: str
) -> Reading:
    """The reading with the claims of these answers; a pure function."""
    problems = [_ordered(document, left_out)] if left_out else []
    taken: dict[str, Claim] = {}
    for where, answer in zip(locate.passages(document.text, cut, left_out), found, strict=True):
        if answer.why:
            return _with(reading, reading.extraction, [*problems, _by_rules(document, answer.why, "take another model, or read it yourself")])
        try:
            told = schema.check(answer.content)
        except schema.Broken as error:
            return _with(reading, reading.extraction, [*problems, _by_rules(document, f"the model's answer cannot be read: {error}", "take another model")])
        for number, one in enumerate(told, 1):
            try:
                if isinstance(one, schema.Broken):
                    raise claims.Refused(str(one))
                claim = claims.told(one, document, where, made_by)
                taken.setdefault(claim.id, claim)
            except claims.Refused as error:
                place = f"characters {where.start}..{where.end}, claim {number} of the model"
                mend = "read the passage yourself; a model that does this often is the wrong one"
                problems.append(Problem.of(document.name, place, f"a claim is refused: {error}", mend, document.sha256))
    ruled = sum(c.kind != Kind.statement for c in reading.extraction.claims)
    if not taken and ruled:
        what = f"the model finds no claim that holds where the rules find {ruled}"
        return _with(reading, reading.extraction, [*problems, _by_rules(document, what, "read it yourself: one of them is wrong")])
    ordered = sorted(taken.values(), key=lambda c: (c.quote.start, c.quote.end, c.id))
    return _with(reading, Extraction(document.sha256, tuple(ordered), reading.extraction.mentions), problems)


def _with(reading: Reading, extraction: Extraction, problems: list[Problem]) -> Reading:
    whole = Extraction(extraction.sha256, extraction.claims, extraction.mentions, (*extraction.problems, *problems))
    return Reading(reading.document, whole, reading.problems)


def _by_rules(document: Document, what: str, mend: str) -> Problem:
    return Problem.of(document.name, "model", f"{what}; read by rules instead", mend, document.sha256)


def _ordered(document: Document, left_out: list[parts.Range]) -> Problem:
    first = left_out[0]
    what = f"sentences with orders to a program, {len(left_out)} in all, were not shown to the model; the first: “{plain(document.text[slice(*first)])}”"
    return Problem.of(document.name, f"characters {first[0]}..{first[1]}", what, "look at who wrote this report, and why", document.sha256)
