"""What changed between two versions of a list, told by its own ids, and whose result does it turn?"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from commands import ROOT, rows, run
from screening import PARTIES, own_list, sdn
from supplyline.model import BadInput
from supplyline.read.lists import ListFile, read_list
from supplyline.screen.diff import Change, diff

SHARED = ROOT.parent / "shared" / "data" / "lists"


def file(path: Path) -> ListFile:
    return read_list([(path.name, path.read_bytes())])


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(c.kind, c.listing.local_id, c.what) for c in changes]


def test_added_removed_and_changed_by_the_lists_own_ids(tmp_path: Path) -> None:
    old = file(own_list(tmp_path, ("a,Alpha,RU,7702235133,2020-01-01", "b,Beta,CN,,2020-01-01", "c,Gamma,IR,,2020-01-01"), "x_2024-01-01.csv"))
    new = file(own_list(tmp_path, ("c,Gamma,IR,,2020-01-01", "a,Alpha Trading,RU;BY,,2021-01-01", "d,Delta,KP,,2024-02-01"), "x_2024-03-01.csv"))
    assert told(diff(old, new)) == [
        ("removed", "b", ()),
        ("added", "d", ()),
        ("changed", "a", (
            "called: Alpha → Alpha Trading", "name removed: Alpha", "name added: Alpha Trading", "identifier removed: inn:7702235133",
            "country added: by", "listing date removed: 2020-01-01", "listing date added: 2021-01-01",
        )),
    ]  # fmt: skip
    assert diff(old, old) == diff(new, new) == ()
    back = diff(new, old)
    assert {(c.kind, c.listing.local_id) for c in back} == {("removed", "d"), ("added", "b"), ("changed", "a")}


def test_without_ids_identifiers_and_names_pair(tmp_path: Path) -> None:
    head = "company,country,inn\n"
    (tmp_path / "y_2024-01-01.csv").write_text(head + "Krasny Zavod JSC,RU,\nAlpha,RU,7702235133\nOmega,RU,\n")
    (tmp_path / "y_2024-02-01.csv").write_text(head + '"KRASNY ZAVOD, JSC",BY,\nAnother Name Entirely,RU,7702235133\nPsi,RU,\n')
    changes = diff(file(tmp_path / "y_2024-01-01.csv"), file(tmp_path / "y_2024-02-01.csv"))
    assert [(c.kind, c.listing.caption) for c in changes if c.kind != "changed"] == [("removed", "Omega"), ("added", "Psi")]
    assert {c.old.caption: c.new.caption for c in changes if c.old and c.new} == {
        "Krasny Zavod JSC": "KRASNY ZAVOD, JSC", "Alpha": "Another Name Entirely",
    }  # fmt: skip


def test_two_lists_are_no_versions_of_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="two versions of one list"):
        diff(file(sdn(tmp_path)), file(own_list(tmp_path, ("a,Alpha,RU,,",))))


def test_order_is_no_change(tmp_path: Path) -> None:
    one = file(sdn(tmp_path))
    shuffled = list(one.listings)
    random.Random(3).shuffle(shuffled)
    turned = [replace(x, names=x.names[::-1], identifiers=x.identifiers[::-1]) for x in shuffled]
    assert diff(one, replace(one, listings=tuple(turned))) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("un_2025-08.xml", "un_2026-02.xml", {"added": 127, "removed": 3, "changed": 5}),
        ("ofac_sdn_2021-01_native.csv", "ofac_sdn_2021_native.csv", {"added": 291, "removed": 69, "changed": 28}),
    ],
)
def test_real_versions(old: str, new: str, expected: dict[str, int]) -> None:
    if not SHARED.exists():
        pytest.skip("the shared inputs are not beside this checkout")
    one, two = file(SHARED / old), file(SHARED / new)
    changes = diff(one, two)
    counts = {kind: sum(c.kind == kind for c in changes) for kind in ("added", "removed", "changed")}
    assert counts == expected
    assert counts["added"] - counts["removed"] == len(two.listings) - len(one.listings)
    ids = [{listing.local_id for listing in f.listings} for f in (one, two)]
    assert {c.listing.local_id for c in changes if c.kind == "added"} <= ids[1] - ids[0]
    assert {c.listing.local_id for c in changes if c.kind == "removed"} <= ids[0] - ids[1]
    assert all(c.what for c in changes if c.kind == "changed")


def test_a_case_says_whose_result_a_change_turns(tmp_path: Path) -> None:
    case = tmp_path / "case"
    report = tmp_path / "report.txt"
    report.write_text("Krasny Zavod supplied gunpowder to Orbita Machine Works in May 2024. Zvezda Plant supplied gunpowder to Orbita Machine Works.\n")
    run("new", case)
    run("add", case, report, "--published", "2024-06-01")
    run("lists", "add", case, sdn(tmp_path, "2023-03"))
    run("build", case)
    assert "two versions" in run("lists", "diff", case).stderr
    run("lists", "add", case, sdn(tmp_path, "2024-07", (*PARTIES[1:], "ZVEZDA PLANT")))
    found = rows("lists", "diff", case)
    assert [(r["change"], r["caption"], [(t["caption"], t["before"], t["after"]) for t in r["touches"]]) for r in found] == [
        ("removed", "KRASNY ZAVOD JSC", [("Krasny Zavod", "listed", "no_match")]),
        ("added", "ZVEZDA PLANT", [("Zvezda Plant", "no_match", "listed")]),
    ]  # fmt: skip
    by_version = run("lists", "diff", "us_ofac_sdn@2023-03", found[0]["to"]["version"], "--case", case)
    assert "Zvezda Plant: no match → listed" in by_version.stdout
    assert "1 added, 1 removed, 0 changed" in by_version.stderr and "2 parties of" in by_version.stderr
    assert "the case holds us_ofac_sdn@2023-03" in run("lists", "diff", "un_sc@2020", "un_sc@2021", "--case", case, code=3).stderr
    assert "OLD and NEW" in run("lists", "diff", tmp_path / "ofac_sdn_2023-03.csv", code=2).stderr
