"""What do registers of shipments record between two parties?

`Gathering.add(shipment, supplier, recipient)` takes line after line and gives each back with its entities, the groups of
controlled goods and its event; `events`, `origins` and `grades` then say what was gathered. One event for each consignor,
consignee and heading (4 digits) of the Harmonized System. Promises: a register is one origin however many lines and files
it has, and never one of the press; lines of one declaration are one shipment; shipments of two registers are not added,
since both may record the same, so the count is at least that of the fuller one; the grade is that of one voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from supplyline.model import Event, Grade, Origin, Shipment, make_id
from supplyline.trade import controlled, tree
from supplyline.trade.words import amount
from supplyline.weigh.publishers import publisher

MOST_BECAUSE = 50
_SHOWN = 60  # characters of what a heading holds


@dataclass(slots=True)
class Lines:
    """What one register has of one event."""

    lines: int = 0
    documents: set[str] = field(default_factory=set)  # numbers of declarations, or lines without one
    files: set[str] = field(default_factory=set)
    first: str = "9999"
    last: str = ""
    values: dict[str, float] = field(default_factory=dict)
    valued: int = 0
    converted: float = 0.0
    exchanged: int = 0
    weight: float = 0.0
    weighed: int = 0
    id: str = ""  # of the first line

    def add(self, s: Shipment) -> None:
        self.lines += 1
        self.id = self.id or s.id
        self.documents.add(s.number or s.id)
        self.files.add(s.sha256)
        if s.date:
            self.first, self.last = min(self.first, s.date), max(self.last, s.date)
        if s.value is not None:
            self.values[s.currency] = self.values.get(s.currency, 0.0) + s.value
            self.valued += 1
        if s.converted is not None:
            self.converted += s.converted
            self.exchanged += 1
        if s.weight is not None:
            self.weight += s.weight
            self.weighed += 1

    def summed(self) -> dict[str, object]:
        """The same for a program: null where no line has a value in the case's currency, or a weight."""
        return {
            "shipments": len(self.documents), "lines": self.lines, "values": dict(sorted(self.values.items())), "valued": self.valued,
            "converted": self.converted if self.exchanged else None, "exchanged": self.exchanged,
            "weight": self.weight if self.weighed else None, "weighed": self.weighed, "first": self.id,
        }  # fmt: skip

    def told(self, keeper: str, target: str = "") -> str:
        shipments = len(self.documents)
        text = f"{keeper}: {_plural(shipments, 'shipment')} in {_plural(self.lines, 'line')}"
        if self.last:
            text += f", {self.first}" if self.first == self.last else f", {self.first} to {self.last}"
        for currency, value in sorted(self.values.items()):
            text += f", {amount(value, currency or 'no currency')}"
        if target and self.exchanged and set(self.values) != {target}:
            some = "" if self.exchanged == self.valued else f", without the {self.valued - self.exchanged} lines for which there is no rate"
            text += f" (together {amount(self.converted, target)} by rates of their time{some})"
        text += f" ({self.valued} of {self.lines} lines have a value)" if 0 < self.valued < self.lines else ""
        text += f", {self.weight:,.0f} kg" if self.weighed else ""
        return text + (f" ({self.weighed} of {self.lines} lines have a weight)" if 0 < self.weighed < self.lines else "")


@dataclass(slots=True)
class _Found:
    """What all registers have of one event."""

    supplier: str
    recipient: str
    names: tuple[str, str]
    heading: str
    flags: set[str] = field(default_factory=set)
    registers: dict[str, Lines] = field(default_factory=dict)
    because: list[str] = field(default_factory=list)


def added(found: Iterable[Shipment], digits: int = 4) -> dict[tuple[str, str], Lines]:
    """(register, year) → what its lines add up to, in that order; 7 digits for months; "" holds those without a date."""
    out: dict[tuple[str, str], Lines] = {}
    for s in found:
        out.setdefault((s.register, (s.date or "")[:digits]), Lines()).add(s)
    return dict(sorted(out.items()))


def _plural(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


class Gathering:
    """Lines of registers while they pass; memory grows with events, not with lines."""

    def __init__(self, target: str = "") -> None:
        self._target = target  # the currency that values were converted to; "" for none
        self._found: dict[str, _Found] = {}
        self._registers: dict[str, tuple[set[str], list[str]]] = {}

    def add(self, s: Shipment, supplier: str | None, recipient: str | None) -> Shipment:
        """The line with what it is part of. `supplier`, `recipient`: the entities of its parties, where they have one."""
        flags = controlled.flags(s.hs)
        files, because = self._registers.setdefault(s.register, (set(), []))
        files.add(s.sha256)
        if len(because) < MOST_BECAUSE:
            because.append(s.id)
        ends = (supplier or s.consignor.casefold(), recipient or s.consignee.casefold())
        if not all(ends) or ends[0] == ends[1]:
            return replace(s, controlled=flags, supplier=supplier, recipient=recipient)
        id = make_id("v", "shipments", *ends, s.hs[:4])
        found = self._found.setdefault(id, _Found(*ends, (s.consignor, s.consignee), s.hs[:4]))
        found.flags.update(flags)
        found.registers.setdefault(s.register, Lines()).add(s)
        if len(found.because) < MOST_BECAUSE:
            found.because.append(s.id)
        return replace(s, controlled=flags, supplier=supplier, recipient=recipient, event=id)

    def origins(self) -> tuple[Origin, ...]:
        """One for each register."""
        return tuple(
            Origin(
                _origin(keeper), f"the register {keeper}", None, None, None, len(files), 0,
                ("a register of shipments: what declarants told its keeper, so all its lines are one origin",), tuple(because),
            )
            for keeper, (files, because) in sorted(self._registers.items())
        )  # fmt: skip

    def events(self, captions: Mapping[str, str], reliability: Mapping[str, str]) -> tuple[tuple[Event, ...], tuple[Grade, ...]]:
        """Events and a grade for each, sorted by id. `captions`: what entities are called; `reliability`: that of case.toml."""
        made = [_event(id, self._found[id], captions, reliability, self._target) for id in sorted(self._found)]
        return tuple(event for event, _ in made), tuple(grade for _, grade in made)


def _origin(keeper: str) -> str:
    return make_id("o", "register", keeper)


def _goods(heading: str, flags: Iterable[str]) -> str:
    text = tree.nomenclature().get(heading, "")
    text = text.split(";")[0] if len(text) > _SHOWN else text
    text = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rsplit(' ', 1)[0]}…"
    goods = f"HS {heading} {text}".strip() if heading else "goods without a code"
    held = controlled.in_words(tuple(sorted(flags)))
    return f"{goods} [controlled: {held}]" if held else goods


def _event(id: str, found: _Found, captions: Mapping[str, str], reliability: Mapping[str, str], target: str) -> tuple[Event, Grade]:
    registers = sorted(found.registers)
    all_ = [found.registers[keeper] for keeper in registers]
    goods = _goods(found.heading, found.flags)
    called = [captions.get(value) or name for value, name in zip((found.supplier, found.recipient), found.names, strict=True)]
    derivation = [lines.told(keeper, target) for keeper, lines in zip(registers, all_, strict=True)]
    if len(all_) > 1:
        derivation.append("not added: the registers may record the same shipments")
    last = max((x.last for x in all_ if x.last), default=None)
    grade = _grade(id, registers, reliability)
    event = Event(
        id=id,
        kind="shipment",
        label=f"{called[0]} → {called[1]}: {goods} (shipment, recorded)",
        count_min=float(max(len(x.documents) for x in all_)),
        count_max=None,
        counted="shipments",
        period_from=min((x.first for x in all_ if x.last), default=None),
        period_to=last,
        parties=(f"recipient={found.recipient}", f"supplier={found.supplier}"),
        goods=(goods,),
        claims=0,
        origins=len(registers),
        documents=len(set().union(*(x.files for x in all_))),
        grade=grade.code,
        derivation=tuple(derivation),
        because=tuple(found.because),
        shipments=sum(x.lines for x in all_),
    )
    return event, grade


def _grade(event: str, registers: list[str], reliability: Mapping[str, str]) -> Grade:
    known = [publisher(keeper, reliability) for keeper in registers]
    best = min(known, key=lambda p: (p.letter, p.name))
    reason = "one register: what a declarant told it, and no proof of what was in the box"
    if len(registers) > 1:
        reason = f"no reason to hold these registers independent: {'; '.join(registers[:4])}"
    raise_ = ["a named source independent of the register: a report, a document of the parties, another country's customs"]
    if best.letter == "F":
        raise_.append(f"a reliability for {best.name} in case.toml, if you know it")
    return Grade(
        make_id("g", event), event, best.letter, 3, (best.reason, reason), tuple(raise_), ("customs record",),
        tuple(sorted(_origin(keeper) for keeper in registers)),
    )  # fmt: skip
