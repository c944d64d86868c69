"""What does every frame rule need?

`Scene` is one tagged sentence with its verb groups, dates and the document's memory; `Frame` is what
a rule returns: a kind, the tokens that carry it, and role fillers as token ranges (or as names the
document gave earlier). Rules yield frames, in any order; `frames.find` removes what repeats.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from operator import attrgetter

from supplyline.extract.build import Role as Role
from supplyline.extract.dates import Found
from supplyline.extract.lexicon import words
from supplyline.extract.numbers import Number, count_in
from supplyline.extract.phrases import QUOTES, Range, quantifier, strip
from supplyline.extract.text import Sentence, Token
from supplyline.extract.verbs import VerbGroup
from supplyline.model import Change, Count, Period, Value

Offsets = tuple[int, int]
HEDGES = ("over", "about", "around", "nearly", "almost", "approximately", "roughly", "some", "another")
SCALES = ("hundred", "thousand", "million", "billion", "dozen")


@dataclass(frozen=True, slots=True)
class Frame:
    kind: str
    start: int
    end: int
    roles: tuple[Role, ...]
    stance: str | None = None
    count: Count | None = None
    period: Found | None = None
    value: Value | None = None
    change: Change | None = None
    trigger: int = 0
    made_by: str = "rules"
    settled: tuple[str, ...] = ()  # roles that the grammar tells beyond doubt


@dataclass(slots=True)
class Memory:
    """What the document has said so far, for roles a sentence leaves out."""

    authority: tuple[Role, ...] = ()
    suppliers: tuple[Role, ...] = ()
    recipients: tuple[Role, ...] = ()
    goods: tuple[Role, ...] = ()
    parties: tuple[Role, ...] = ()
    targets: tuple[Role, ...] = ()  # whom the last listing named
    named: tuple[Role, ...] = ()  # parties in the order in which they were told, for words that point back
    about_sanctions: bool = False
    programme: Role | None = None  # the list that parties were last added to
    body: Role | None = None
    period: Period | None = None  # the last that was told
    flow: tuple[list[Role], list[Role], list[Role]] | None = (
        None  # reporter, partner, goods of the last trade_flow
    )


_starts, _ends = attrgetter("start"), attrgetter("end")


@dataclass(slots=True)
class Scene:
    sentence: Sentence
    groups: list[VerbGroup]
    dates: list[Found]
    memory: Memory
    language: str = "en"
    text: str = ""  # of the document
    used: set[int] = field(default_factory=set)  # verb group starts already taken
    taken: set[int] = field(default_factory=set)  # trade nouns already told as a statistic

    @property
    def toks(self) -> list[Token]:
        return self.sentence.tokens

    def range(self, start: int, end: int) -> Range | None:
        """The tokens between two offsets."""
        toks = self.sentence.tokens
        first = bisect_right(toks, start, key=_ends)
        last = bisect_left(toks, end, first, key=_starts)
        return (first, last) if first < last else None

    def here(self, role: Role) -> bool:
        """Does the filler stand in this sentence, and not before?"""
        return self.sentence.start <= role.start < self.sentence.end

    def group_words(self, name: str) -> frozenset[str]:
        return words(self.language, "triggers", name)

    def role(self, name: str, r: Range) -> Role | None:
        i, j = strip(self.toks, r)
        while j > i and (self.toks[j - 1].tag == "Y" or (self.toks[j - 1].low == "worth" and j - i > 1)):
            j -= 1
        while (
            i < j - 1
            and self.toks[i].text in ("also", "only", "new", "fresh", "latest")
            and (name in ("authority", "actor") or self.toks[i].tag == "A")
        ):
            i += 1
        if i < j - 1 and re.fullmatch(r"(?:19|20)\d\d", self.toks[i].text) and self.toks[i + 1].text[0].isupper():
            i += 1  # "In 2021 Kazakhstan exported"
        if name == "goods":
            i = self._past_quantity(i, j)
        if (
            i >= j
            or all(t.tag in ("P", "T", "A", "S", "C") for t in self.toks[i:j])
            or (j - i == 1 and self.toks[i].tag in ("R", "W", "D") and self.toks[i].low not in ("some",))
        ):
            return None
        return Role(name, self.toks[i].start, self.toks[j - 1].end)

    def _past_quantity(self, i: int, j: int) -> int:
        """ "more than three million artillery shells", "large quantities of bullets": the count is told apart, the goods are shells."""
        toks = self.toks
        of = next((k for k in range(i, min(i + 6, j - 1)) if toks[k].low == "of"), None)
        if of is not None and toks[of - 1 - (toks[of - 1].text in QUOTES)].low in self.group_words("quantity_noun") | {"hundreds", "thousands", "millions", "dozens", "tons", "tonnes"}:
            return of + 1
        k = i + (quantifier(toks, i) or (i < j - 2 and toks[i].low in HEDGES and toks[i + 1].tag == "M"))
        while k < j - 1 and (toks[k].low.replace(",", "").replace(".", "").isdigit() or toks[k].low in SCALES or (toks[k].tag == "M" and toks[k].low.isalpha())):
            k += 1
        return k if any(t.tag == "M" for t in toks[i:k]) else i

    def words(self, role: Role) -> str:
        return self.text[role.start : role.end]

    def roles(self, name: str, ranges: Iterable[Range]) -> tuple[Role, ...]:
        return tuple(r for x in ranges if (r := self.role(name, x)) is not None)

    def day(self) -> Found | None:
        """A day the sentence names, not "since …"."""
        return next(
            (
                f
                for f in self.dates
                if f.period.precision == "day" and f.period.from_ and f.period.to == f.period.from_
            ),
            None,
        )

    def when(self) -> Found | None:
        """The day of a step, or the month that the sentence begins with ("In June, …", "Last month …")."""
        first = next(iter(self.dates), None)
        return self.day() or (first if first and first.start <= self.sentence.start + 4 and (first.period.from_ or first.period.to) else None)

    def period(self) -> Found | None:
        return next((f for f in self.dates if f.period.from_ or f.period.to), None)

    def frame(self, kind: str, i: int, j: int, roles: Iterable[Role | None], **rest: object) -> Frame:
        got = tuple(dict.fromkeys(r for r in roles if r is not None))
        i, j = max(i, 0), min(j, len(self.toks))
        while i > 0 and self.toks[i].low in ("least", "most", "than"):
            i -= 1  # "at least five": the hedge belongs to the words quoted
        while j > i + 1 and self.toks[j - 1].text in (".", ",", ";", *QUOTES):
            j -= 1
        return Frame(kind, self.toks[i].start, self.toks[j - 1].end, got, trigger=i, **rest)  # type: ignore[arg-type]

    def count(self, r: Range, role: str | None = None, event: str | None = None) -> Count | None:
        number = self.number(r)
        return Count(number.min, number.max, number.text, role, event) if number else None

    def number(self, r: Range) -> Number | None:
        i, j = r
        while (
            i > 0
            and self.toks[i - 1].tag in ("A", "P", "D")
            and self.toks[i - 1].low
            in (
                "at",
                "least",
                "most",
                "more",
                "greater",
                "than",
                "over",
                "nearly",
                "almost",
                "practically",
                "about",
                "around",
                "approximately",
                "roughly",
                "up",
                "to",
                "some",
                "fewer",
                "less",
                "under",
                "a",
                "further",
                "an",
            )
        ):
            i -= 1
        start, end = self.toks[i].start, self.toks[min(j, len(self.toks)) - 1].end
        return count_in(self.text[start:end], start)


def past_time(scene: Scene, k: int) -> int:
    """Behind a time that stands between a verb and its object: "adopted on Friday a package"."""
    at = scene.toks[k].start if k < len(scene.toks) else -1
    found = next((f for f in scene.dates if at <= f.start <= at + 4), None)
    return next((n for n in range(k, len(scene.toks)) if scene.toks[n].start >= found.end), k) if found is not None else k


def modal_stance(vg: VerbGroup, scene: Scene) -> str | None:
    """Future and possible happenings are expected, not asserted."""
    if vg.modal in ("will", "would", "could", "may", "might", "should", "can", "shall"):
        return "expects"
    return None


def governed(scene: Scene, vg: VerbGroup) -> str | None:
    """The stance a governing verb lends: "considering imposing", "believed to have supplied"."""
    if "possibility" in [t.low for t in scene.toks[max(0, vg.start - 3) : vg.start]]:
        return "expects"  # "evaluating the possibility of imposing"
    if vg.start > 0 and scene.toks[vg.start - 1].low == "against":
        return "expects"  # "warned A against supplying B": nobody says it does
    for g in scene.groups:
        if g.end in (vg.start, vg.start - 1) and g.start != vg.start:
            if (
                g.lemma
                in (
                    "consider",
                    "plan",
                    "prepare",
                    "propose",
                    "threaten",
                    "weigh",
                    "intend",
                    "expect",
                    "mull",
                    "vow",
                    "pledge",
                    "discuss",
                )
                and not g.passive
            ):
                return "expects"
            if g.lemma in ("believe", "suspect", "allege", "think", "understand", "suppose"):
                return "suspects"
            if g.lemma in ("urge", "call", "demand", "press", "push", "ask"):
                return "calls_for"
    return None


def stance_of(scene: Scene, vg: VerbGroup) -> str | None:
    low = [t.low for t in scene.toks[max(0, vg.start - 3) : vg.end + 1]]
    if any(w in ("reportedly", "allegedly", "suspected", "presumably", "likely", "probably") for w in low):
        return governed(scene, vg) or "suspects"
    return modal_stance(vg, scene) or governed(scene, vg) or _supposed(scene, vg)


def _supposed(scene: Scene, vg: VerbGroup) -> str | None:
    """ "if Russia gave A to B", "whether B supplied A": no fact."""
    lead = vg.subject[0] if vg.subject is not None and vg.subject[0] < vg.start else vg.start
    opener = next((t.low for t in reversed(scene.toks[max(0, lead - 2) : lead]) if t.tag not in ("D", "J", "A")), "")
    return "expects" if opener in ("if", "unless", "should") else "suspects" if opener == "whether" else None


def split(scene: Scene, r: Range) -> list[Range]:
    """A coordinated phrase into its members: "Treasury and State departments" stays one."""
    toks, out, start = scene.toks, [], r[0]
    i = r[0]
    while i < r[1]:
        t = toks[i]
        if t.tag == "C" or t.text in (",", ";"):
            left, right = toks[start:i], toks[i + 1 : r[1]]
            if right and right[0].low.strip(".") in ("ltd", "inc", "llc", "jsc", "plc", "gmbh"):
                i += 1
                continue
            if left and right and _whole(left) and (t.tag != "C" or _two(left, right)):
                out.append((start, i))
                start = i + 1
        i += 1
    out.append((start, r[1]))
    return [x for x in out if any(toks[k].tag in ("N", "J", "M") for k in range(*x))]


def _whole(left: list[Token]) -> bool:
    return any(t.tag == "N" for t in left)


def _two(left: list[Token], right: list[Token]) -> bool:
    """ "China and Russia" are two; "companies and individuals in Russia" is one description."""

    def name(ts: list[Token]) -> bool:
        core = [t for t in ts if t.tag in ("N", "J")]
        return bool(core) and core[-1].text[0].isupper() and not any(t.tag == "P" for t in ts[:1])

    if right[0].low == "other" and left[-1].tag == "N" and not any(t.low == "of" for t in left):
        return True  # "Ukraine and other European countries"
    if any(t.tag == "M" for t in left) and right[0].tag == "M":
        return True  # "106 officials and 88 entities"
    shared_head = right and right[-1].text[0].islower()
    of = next((k for k in range(len(left) - 1, -1, -1) if left[k].low == "of"), None)
    if of is not None and len(left) - of == 2 and right[0].tag != "D":
        return False  # "Bureau of Industry and Security" is one name
    return name(left) and name(right) and not shared_head


def with_name(role: Role, name: str) -> Role:
    return replace(role, role=name)


def known_authority(scene: Scene, name: str) -> tuple[Role, ...]:
    """Who acted with authority last in the document, as a filler of the role `name`."""
    return tuple(with_name(a, name) for a in scene.memory.authority)


def appositive_split(scene: Scene, items: list[Range]) -> list[Range]:
    """ "two Chinese groups, A and B" names A and B; "A and B, two companies" too."""
    toks = scene.toks
    if len(items) < 2:
        return items

    def head(r: Range) -> Token | None:
        stop = next((k for k in range(r[0] + 1, r[1]) if toks[k].tag in ("P", "V", "W")), r[1])
        core = [t for t in toks[r[0] : stop] if t.tag in ("N", "J")]
        return core[-1] if core else None

    def generic(r: Range) -> bool:
        h = head(r)
        return h is not None and h.text[0].islower()

    def named(r: Range) -> bool:
        h = head(r)
        return (
            h is not None
            and h.text[0].isupper()
            and toks[r[0] - 1].low != "including"
            and toks[r[0]].low != "some"
        )

    first = items[0]
    if (
        generic(first)
        and any(t.tag == "M" for t in toks[first[0] : first[1]])
        and all(named(r) for r in items[1:])
        and toks[first[1]].text in (",", ":", "—", "–", "-")
    ):
        return items[1:]
    before = toks[items[1][0] - 1]
    article = toks[items[1][0]].tag == "D" or before.tag == "D"
    comma = before.text == "," or (before.tag == "D" and toks[items[1][0] - 2].text == ",")
    possessive = any(t.tag == "G" for t in toks[items[1][0] : items[1][1]])
    if named(items[0]) and generic(items[1]) and comma and (article or possessive):
        return [items[0], *items[2:]]
    return items
