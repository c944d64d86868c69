"""What changed in a list, and whom that touches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplyline.cli import args, show
from supplyline.cli.args import Json
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.case.store import Case
    from supplyline.read.lists import ListFile
    from supplyline.screen.diff import Change, Touch
    from supplyline.screen.held import Held


def register(lists_app: typer.Typer) -> None:
    command(lists_app, "diff")(lists_diff)


def lists_diff(
    what: Annotated[list[str], typer.Argument(metavar="OLD NEW | CASE", help="Two versions of one list: files, folders, or with --case versions as CODE@DATE or the first characters of their hash. Or a case: the last two versions of each of its lists.")],
    case: Annotated[Path | None, typer.Option("--case", metavar="CASE", help="Say which parties of this built case a change touches.")] = None,
    json_: Json = False,
) -> None:
    """Say what changed between two versions of a list: added, removed, changed, and how.

    Listings are paired by the list's own ids, else by identifiers, else by name. With a case each change names the
    parties whose earlier result, a match or none, it turns.

    Example: supplyline lists diff un_2025-08.xml un_2026-02.xml
    """  # fmt: skip
    from supplyline.screen import held

    if len(what) == 1 and (Path(what[0]) / "case.toml").is_file() and case is None:
        case = Path(what[0])
        what = []
    if len(what) not in (0, 2) or (not what and case is None):
        raise typer.BadParameter("give two versions of a list, OLD and NEW, or a case")
    opened = args.opened(case) if case is not None else None
    built = _built(opened)
    with show.progress("lists") as step:
        mine = held.of_case(opened, step) if opened is not None else None
        pairs = [(_version(what[0], mine), _version(what[1], mine))] if what else _last_two(mine)
    if not pairs:
        show.tell(f"no list of {case} is there in two versions; add another with: supplyline lists add {case} FILE")
    for old, new in pairs:
        _tell(old, new, opened if built else None, json_)


def _built(case: Case | None) -> bool:
    """Whether a case can say whom a change touches; where it cannot, that is told."""
    from supplyline.case.snapshot import Snapshot
    from supplyline.model import SnapshotMissing

    if case is None:
        return False
    try:
        Snapshot.open(case).close()
    except SnapshotMissing as error:
        show.tell(f"whom the changes touch is not said: {error}")
        return False
    return True


def _version(text: str, mine: Held | None) -> ListFile:
    """The one list that a word of the command line means."""
    from supplyline.model import BadInput
    from supplyline.screen import held

    path = Path(text)
    if path.exists():
        found = held.of_files([path])
        if len(found.files) != 1:
            for problem in found.problems:
                show.tell(f"problem: {show.problem(problem)}")
            raise BadInput(f"{path}: {len(found.files)} lists, one is needed; put the files of one version into a folder")
        return found.files[0]
    if mine is None:
        raise typer.BadParameter(f"{text}: no such file; a version of a case is named with --case CASE")
    code, at, day = text.partition("@")
    fitting = [
        f for f in mine.files
        if (f.version.code == code and f.version.as_of == day if at else f.version.sha256.startswith(text) and len(text) >= 4)
    ]  # fmt: skip
    if len(fitting) != 1:
        known = ", ".join(f"{f.version.code}@{f.version.as_of} ({f.version.sha256[:12]})" for f in mine.files)
        raise BadInput(f"{text}: {len(fitting)} versions are meant by that; the case holds {known or 'none'}")
    return fitting[0]


def _last_two(mine: Held | None) -> list[tuple[ListFile, ListFile]]:
    held = mine.going_by() if mine is not None else None
    pairs = [(held.earlier(file.version)[:1], file) for file in held.in_force] if held is not None else []
    return [(earlier[0], file) for earlier, file in pairs if earlier]


def _tell(old: ListFile, new: ListFile, case: Case | None, json_: bool) -> None:
    from supplyline.screen import diff, shrank

    changes = diff.diff(old, new)
    touched = _touched(old, new, changes, case) if case is not None else {}
    show.tell(diff.summary(changes, old.version, new.version))
    doubt = shrank(old.version, new.version)
    for place, change in enumerate(changes):
        whom = touched.get(place, ())
        if json_:
            show.json_line(_json(change, whom, old, new))
        else:
            _print(change, whom)
    if case is not None:
        turned = {t.entity for touches in touched.values() for t in touches if t.before != t.after}
        show.tell(f"{len(turned)} parties of {case.path} have another result by this")
    show.report([doubt] if doubt else [])


def _touched(old: ListFile, new: ListFile, changes: tuple[Change, ...], case: Case) -> Any:
    from supplyline import screen
    from supplyline.case.decisions import active
    from supplyline.case.snapshot import Snapshot
    from supplyline.screen import diff

    with Snapshot.open(case) as snapshot:
        entities = tuple(snapshot.rows("entities"))
    settings, decisions = case.settings, active(case.decisions())
    limits = screen.Thresholds(settings.match, settings.possible, settings.screen)
    sides = [
        screen.decided(screen.screen(entities, screen.ListsIndex.of([file.version], file.listings), limits), decisions)
        for file in (old, new)
    ]
    return diff.touched(changes, entities, *sides)


def _json(change: Change, whom: tuple[Touch, ...], old: ListFile, new: ListFile) -> dict[str, Any]:
    listing = change.listing
    return {
        "change": change.kind, "list": new.version.code, "listing": listing.local_id, "schema": listing.schema,
        "caption": listing.caption, "what": list(change.what),
        "from": {"as_of": old.version.as_of, "version": old.version.sha256[:12], "row": change.old.row if change.old else None},
        "to": {"as_of": new.version.as_of, "version": new.version.sha256[:12], "row": change.new.row if change.new else None},
        "touches": [{"entity": t.entity, "caption": t.caption, "before": t.before, "after": t.after} for t in whom],
    }  # fmt: skip


def _print(change: Change, whom: tuple[Touch, ...]) -> None:
    listing = change.listing
    dates = sorted(s.listing_date for s in listing.sanctions if s.listing_date)
    since = f", listed on {dates[0]}" if dates else ""
    print(f"{change.kind:8} {listing.local_id}  {listing.caption} ({listing.schema}{since})")
    for what in change.what:
        print(f"    {show.short(what)}")
    for touch in whom:
        before, after = touch.before.replace("_", " "), touch.after.replace("_", " ")
        result = f"{before} → {after}" if before != after else f"stays {after}"
        print(f"    touches {touch.entity} {touch.caption}: {result}")
