"""What people decide: recorded with who and why, never erased, applied by the next build."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath, Json
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.case.store import Case


class Verb(Enum):
    confirm = "confirm"
    reject = "reject"
    misread = "misread"
    merge = "merge"
    split = "split"
    undo = "undo"


def register(app: typer.Typer) -> None:
    command(app)(decide)
    command(app)(decisions)


def decide(
    case: CasePath,
    verb: Annotated[Verb, typer.Argument(metavar="VERB", help="confirm, reject, misread, merge, split or undo.")],
    targets: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids that a list printed, or the first characters of one.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides.")],
    because: Annotated[str, typer.Option(metavar="TEXT", help="Why: one sentence for whoever reads the case next.")],
) -> None:
    """Record what a person decided: confirm, reject, misread, merge, split or undo.

    confirm and reject take claims, events or list matches: what is rejected stays visible and counts for nothing.
    Claims confirmed or rejected are also the track record of their publisher. misread takes claims that the text does
    not make: the program's error, which says nothing of the publisher.
    merge takes two or more entities that are one party. split takes an entity and the names that are not its own.
    undo takes decisions. Nothing is erased: a wrong decision is answered by another, and the next build applies them.

    Example: supplyline decide factories merge e_0123456789ab e_ba9876543210 --by "A. Analyst" --because "same tax number"
    """
    opened = args.opened(case)
    decision = opened.decide(verb.value, _whole(opened, verb, targets), by=by, because=because)
    named = ", ".join(show.short(n, 60) for n in decision.names or decision.targets)
    show.tell(f"recorded {decision.id}: {verb.value} {named}; next: supplyline build {case}")


def _whole(case: Case, verb: Verb, targets: list[str]) -> list[str]:
    """The ids that were meant by their first characters; what fits nothing stays, to be refused by name."""
    from supplyline.case.snapshot import Snapshot
    from supplyline.model import BadInput, DecisionRefused
    from supplyline.trace import find

    if verb is Verb.undo:
        known = [d.id for d in case.decisions()]
        fitting = [[k for k in known if k.startswith(t)] for t in targets]
        return [f[0] if len(f) == 1 and len(t) >= 4 else t for t, f in zip(targets, fitting, strict=True)]
    if not case.snapshot_path.exists():
        return targets
    ids = targets[:1] if verb is Verb.split else targets
    with Snapshot.open(case) as snapshot:
        try:
            return [find(snapshot, t).id for t in ids] + targets[len(ids) :]
        except BadInput as error:
            raise DecisionRefused(str(error)) from error


def decisions(case: CasePath, json_: Json = False) -> None:
    """List the decisions of a case, in the order they were made.

    Example: supplyline decisions factories
    """
    for d in args.opened(case).decisions():
        if json_:
            show.row(d)
        else:
            print(show.shown(f"{d.id}  {d.at}  {d.verb} {', '.join(d.names or d.targets)}  by {d.by}: {d.because}"))
