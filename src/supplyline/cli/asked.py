"""What do the commands of trade ask for, and how is what they found drawn?

One place for the options that `flows`, `mirror`, `anomalies`, `checks` and `shipments` share: which goods, countries and time, and
the picture beside the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplyline.cli import args, show

if TYPE_CHECKING:
    from supplyline.model import Flow, Shipment
    from supplyline.publish.chart import Line

_SHOWN = 10  # codes of a group that are told


def _year(text: str | None) -> str | None:
    if text is not None and not re.fullmatch(r"\d{4}(-\d{2})?", text, re.ASCII):
        raise typer.BadParameter(f"{text!r} is no year or month; write 2022 or 2022-03")
    return text


Hs = Annotated[str | None, typer.Option("--hs", metavar="CODE", help="Code of the Harmonized System (2 to 6 digits, with all below it), TOTAL, the id of a group of goods (chpl, chpl-1, chemicals-29, machine-tools; `supplyline goods --groups` lists all), or goods in words.")]
Reporter = Annotated[str | None, typer.Option("--reporter", metavar="COUNTRY", help="Who recorded it; in mirror, checks and shipments: who sent it. A name, an ISO code or a group of case.toml.")]
Partner = Annotated[str | None, typer.Option("--partner", metavar="COUNTRY", help="With whom; in mirror, checks and shipments: who received it.")]
Since = Annotated[str | None, typer.Option("--since", metavar="YEAR", callback=_year, help="From this year or month on.")]
Chart = Annotated[Path | None, typer.Option("--chart", metavar="FILE.svg", help="Also draw the series as a picture.", dir_okay=False)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for."""

    codes: tuple[str, ...]
    reporters: frozenset[str] | None
    partners: frozenset[str] | None
    since: str

    def fits(self, reporter: str, partner: str, codes: Iterable[str], period: str) -> bool:
        from supplyline.trade.revisions import members

        return (
            (self.reporters is None or reporter in self.reporters)
            and (self.partners is None or partner in self.partners)
            and (not self.codes or any(one.startswith(self.codes) for c in codes for one in members(c)))
            and period[-7:] >= self.since[: len(period[-7:])]
        )

    def flow(self, f: Flow) -> bool:
        return self.fits(f.reporter, f.partner, (f.hs,), f.period)

    def shipment(self, s: Shipment) -> bool:
        """A side fits by any country that the line has for it."""
        return (
            (self.reporters is None or bool(self.reporters & {s.consignor_country, s.departure, s.origin}))
            and (self.partners is None or bool(self.partners & {s.consignee_country, s.destination}))
            and (self.codes in ((), ("TOTAL",)) or s.hs.startswith(self.codes))
            and (not self.since or (s.date is not None and s.date[: len(self.since)] >= self.since))
        )


def wanted(case: Path, hs: str | None, reporter: str | None, partner: str | None, since: str | None) -> Wanted:
    groups = args.opened(case).settings.groups

    def countries(text: str | None) -> frozenset[str] | None:
        from supplyline.read.trade_cells import country

        if text is None:
            return None
        return frozenset(groups[text.lower()]) if text.lower() in groups else frozenset((country(text),))

    return Wanted(codes_of(hs), countries(reporter), countries(partner), since or "")


def codes_of(hs: str | None) -> tuple[str, ...]:
    """The codes that --hs asks for, by number, by a group of goods or by words; none for all goods."""
    if hs is None:
        return ()
    plain = re.sub(r"[.\s]", "", hs)
    if re.fullmatch(r"\d{2,10}", plain, re.ASCII) or plain.upper() == "TOTAL":
        return (plain.upper(),)
    from supplyline import trade
    from supplyline.trade import tree

    if (group := tree.named(hs.strip().lower())) is not None:
        more = f" and {len(group.prefixes) - _SHOWN:,} more" if len(group.prefixes) > _SHOWN else ""
        show.tell(f"{group.id}: {group.name} ({group.source}): HS {', '.join(group.prefixes[:_SHOWN])}{more}")
        return group.prefixes
    found = trade.codes(hs)
    if not found:
        raise typer.BadParameter(f"--hs {hs!r}: no code or group is known for it; write 2 to 6 digits, TOTAL, an id that `supplyline goods --groups` lists, or other words")
    show.tell(f"{hs}: HS {', '.join(code for code, _ in found)}")
    return tuple(code for code, _ in found)


def tell_empty(found: list[Any], every: list[Any], what: str) -> None:
    if not found:
        show.tell(f"no {what} fits; {len(every)} in the case" if every else f"the case has no {what}; trade tables are added with: supplyline trade add")


def title(hs: str | None, reporter: str | None, partner: str | None, what: str = "What customs recorded") -> str:
    parts = [reporter or "all reporters", f"and {partner}" if partner else "and all partners", f"HS {hs}" if hs else "all goods"]
    return f"{what}: {' '.join(parts[:2])}, {parts[2]}"


def write_chart(path: Path, lines: list[Line], title: str, limit: str | None = None) -> None:
    """Draw the lines of the currency that most of them have; the others are named."""
    from supplyline.publish.chart import LIMIT, draw, of_one_unit

    drawn, note = of_one_unit(lines)
    path.write_text(draw(drawn, title, f"{LIMIT if limit is None else limit} {note}".strip()), "utf-8")
    show.tell(f"drawn: {path}")
