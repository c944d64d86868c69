"""Fetching the newest versions of public lists into a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from supplyline.cli import args, show
from supplyline.cli.args import CasePath, Json
from supplyline.cli.guard import command

if TYPE_CHECKING:
    from supplyline.case.store import Case
    from supplyline.model import ListVersion
    from supplyline.screen.update import Place, Seen

    Got = list[tuple[Place, bytes | None, str | None]]  # None: as it is held; and the day of its last change


def register(lists_app: typer.Typer) -> None:
    command(lists_app, "update")(lists_update)


def lists_update(
    case: CasePath,
    only: Annotated[list[str] | None, typer.Option("--list", metavar="CODE", help="Only this list, such as un_sc. May be repeated.")] = None,
    from_: Annotated[Path | None, typer.Option("--from", metavar="FOLDER", exists=True, file_okay=False, help="Take files that were fetched already, by the names that --offline prints; no network is used.")] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Use no network: say which versions are held and where each list comes from.")] = False,
    addresses: Annotated[Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="A table of addresses of your own: code, file and address, parted by tabs.")] = None,
    json_: Json = False,
) -> None:
    """Fetch the newest versions of public lists from their publishers and add those that can be believed.

    Nothing is taken that breaks off, is not the list that was asked for, is older than what is held or suspiciously
    smaller; the versions that are held stay. A file that did not change is not sent again. Say build afterwards.

    Example: supplyline lists update factories --list un_sc
    """  # fmt: skip
    from supplyline.screen import held, update

    opened = args.opened(case)
    places = update.wanted(addresses, only or ())
    with show.progress("lists") as step:
        versions = tuple(file.version for file in held.of_case(opened, step).files)
    if offline:
        for code, files in places.items():
            _tell(_row(code, _newest(versions, code), "held" if _newest(versions, code) else "not_held", _where(files)), json_)
        return
    failed = changed = 0
    seen = update.Seen.of(opened.cache / "lists_seen.json")
    for code, files in places.items():
        row = _one(opened, code, files, versions, seen, from_)
        failed += row["status"] == "refused"
        changed += row["status"] == "updated"
        _tell(row, json_)
    if from_ is None:
        seen.save()
    if changed:
        show.tell(f"{changed} new versions; next: supplyline build {case}, and supplyline lists diff {case} says what changed")
    if failed:
        raise typer.Exit(show.PROBLEMS)


def _one(case: Case, code: str, files: tuple[Place, ...], versions: tuple[ListVersion, ...], seen: Seen, folder: Path | None) -> dict[str, Any]:
    """One list, whole or not at all."""
    from supplyline.case.store import Addition
    from supplyline.model import SupplylineError
    from supplyline.screen import update

    own = [v for v in versions if v.code == code]
    try:
        got = _from_folder(files, folder) if folder is not None else _from_network(case, files, seen)
        if got is None:
            return _row(code, _newest(versions, code), "absent", f"not in {folder}: {', '.join(p.file for p in files)}")
        if all(data is None for _, data, _ in got):
            return _row(code, _newest(versions, code), "unchanged", "the server says that it did not change")
        if any(data is None for _, data, _ in got):  # one file of several: the others are needed to read the list
            got = _from_network(case, files, None)
        whole = [(place, data, day) for place, data, day in got if data is not None]
        day = max((day for _, _, day in whole if day), default=None)
        read = update.check(code, [(place.file, data) for place, data, _ in whole], day, own, case.settings.shrink)
        version = read.version
        if any(v.sha256 == version.sha256 for v in own):
            return _row(code, version, "unchanged", "the same bytes are held")
        case.add_originals(
            [Addition(data, _dated(place.file, version.as_of), "list", day, url=place.address) for place, data, _ in whole],
            source=whole[0][0].address if folder is None else str(whole[0][0].file),
        )  # fmt: skip
    except SupplylineError as error:
        return _row(code, _newest(versions, code), "refused", str(error))
    before = _newest(versions, code)
    return _row(code, version, "updated", f"{version.rows - before.rows:+,} entries" if before else "new in this case")


def _from_network(case: Case, files: tuple[Place, ...], seen: Seen | None) -> Got:
    from supplyline.read.fetch import fetch

    held = frozenset(o.sha256 for o in case.originals("list"))
    got: Got = []
    for place in files:
        known = seen.stamp(place.address, held) if seen is not None else None
        with show.progress(f"fetch {place.file}"):
            fetched = fetch(place.address, known)
        if fetched is None:
            got.append((place, None, None))
            continue
        if seen is not None:
            seen.saw(place.address, fetched.stamp, fetched.data)
        got.append((place, fetched.data, fetched.stamp.day))
    return got


def _from_folder(files: tuple[Place, ...], folder: Path) -> Got | None:
    paths = [(place, folder / place.file) for place in files]
    if not all(path.is_file() for _, path in paths):
        return None
    return [(place, path.read_bytes(), None) for place, path in paths]


def _dated(file: str, day: str | None) -> str:
    """ "un_sc_2026-02-27.xml": versions are told apart by their names too, and files of one list are held together."""
    path = Path(file)
    return f"{path.stem}_{day}{path.suffix}" if day else file


def _newest(versions: tuple[ListVersion, ...], code: str) -> ListVersion | None:
    return max((v for v in versions if v.code == code), key=lambda v: (v.as_of or "", v.rows), default=None)


def _where(files: tuple[Place, ...]) -> str:
    return "; ".join(f"{place.file} from {place.address}" for place in files)


def _row(code: str, version: ListVersion | None, status: str, why: str) -> dict[str, Any]:
    return {
        "list": code, "status": status, "as_of": version.as_of if version else None, "rows": version.rows if version else None,
        "version": version.sha256[:12] if version else None, "why": why,
    }  # fmt: skip


def _tell(row: dict[str, Any], json_: bool) -> None:
    if json_:
        show.json_line(row)
        return
    held = f"as of {row['as_of'] or 'an unknown date'}, {row['rows']:,} entries, version {row['version']}" if row["version"] else "no version is held"
    print(f"{row['list']:13} {row['status'].replace('_', ' '):9} {held}: {row['why']}")
