"""Does what a person decided about a match hold for the same name and listing, everywhere, and is it shown?"""

from __future__ import annotations

import json
from pathlib import Path

from commands import rows, run
from screening import PARTIES, sdn
from supplyline.case.decisions import active
from supplyline.model import Decision, Hit
from supplyline.screen import decided, honoured

HIT = Hit("h_1", "n_1", "li_9", "l_2", 0.9, "possible", ("alike",), None, ("n_1",), "Krasny  Zavod → us_ofac_sdn 1000")


def decision(verb: str, name: str = "KRASNY ZAVOD → us_ofac_sdn 1000", target: str = "h_0") -> Decision:
    return Decision(1, f"d_{verb}", verb, (target,), (name,), "Ada", "another firm", "2025-01-01", "", "")


def test_a_pair_is_a_name_and_a_listing() -> None:
    (aside,) = decided([HIT], [decision("reject")])
    assert (aside.status, aside.because[-1]) == ("set_aside", "d_reject")
    assert aside.explanation[-1] == "set aside by Ada because “another firm” (d_reject)"
    assert honoured([aside], [decision("reject")]) == (decision("reject"),)
    for other in ("Krasny Zavod → us_ofac_sdn 1001", "Krasny Zavod → un_sc 1000", "Beliy Zavod → us_ofac_sdn 1000", "no pair"):
        assert decided([HIT], [decision("reject", other)]) == (HIT,)
    (confirmed,) = decided([HIT], [decision("reject"), decision("confirm")])
    assert confirmed.status == "listed", "the later stands"


def test_a_number_that_is_proof_is_not_set_aside_by_a_name() -> None:
    proof = Hit("h_1", "n_1", "li_9", "l_2", 1.0, "listed", ("the same INN 7702235133",), None, (), HIT.caption)
    (hit,) = decided([proof], [decision("reject")])
    assert hit.status == "listed" and "the same INN 7702235133: decide again" in hit.explanation[-1]
    (own,) = decided([proof], [decision("reject", target="h_1")])
    assert own.status == "set_aside", "whoever decides on this very match has seen the number"


def case_with(folder: Path, listed: Path) -> Path:
    report = folder / "report.txt"
    report.write_text("Krasny Zavod supplied gunpowder to Orbita Machine Works in May 2024, the ministry said.\n")
    run("new", folder / "case")
    run("add", folder / "case", report, "--published", "2024-06-01", "--publisher", "Example Daily")
    run("lists", "add", folder / "case", listed)
    run("build", folder / "case")
    return folder / "case"


def test_a_rejected_match_holds_in_the_next_build_the_next_version_and_in_tables(tmp_path: Path) -> None:
    case = case_with(tmp_path, sdn(tmp_path))
    (gap,) = [g for g in rows("gaps", case) if g["caption"] == "Krasny Zavod"]
    assert gap["status"] == "listed"
    hit = next(b for b in gap["because"] if b.startswith("h_"))
    run("decide", case, "reject", hit, "--by", "Ada", "--because", "the bakery of that name")
    assert rows("decisions", case)[0]["names"] == ["Krasny Zavod → us_ofac_sdn 1000"]
    for _ in range(2):
        run("build", case)
        (gap,) = [g for g in rows("gaps", case) if g["caption"] == "Krasny Zavod"]
        assert gap["status"] == "set_aside"
        assert gap["text"].startswith("no match in OFAC") and "set aside by Ada because “the bakery of that name”" in gap["text"]
        assert any(d["id"] in gap["text"] for d in rows("decisions", case))
        run("lists", "add", case, sdn(tmp_path, "2024-07", (*PARTIES, "ANOTHER ONE")))
    names = tmp_path / "names.csv"
    names.write_text("name\nKRASNY ZAVOD\nUral Works of Civil Aviation\n")
    found = [json.loads(line) for line in run("screen", case, "--in", names, "--json").stdout.splitlines()]
    assert [(r["row"], r["status"], r["as_of"]) for r in found] == [(1, "set_aside", "2024-07"), (2, "listed", "2024-07")]
    assert "set aside by Ada" in found[0]["explanation"][-1]
    done = run("screen", case, "--in", names)
    assert "1 set aside by a person" in done.stderr
    assert run("screen", "Krasny Zavod", "--case", case).stdout.startswith("set aside ")
    # Undone, it is shown as it was.
    run("decide", case, "undo", rows("decisions", case)[0]["id"], "--by", "Ada", "--because", "it is the arms maker")
    assert "listed" in run("screen", "Krasny Zavod", "--case", case).stdout.splitlines()[0]


def test_a_case_gives_its_thresholds(tmp_path: Path) -> None:
    case = case_with(tmp_path, sdn(tmp_path))
    assert "0." in run("screen", "Ural Aviation Works", "--case", case).stdout
    with (case / "case.toml").open("a") as settings:
        settings.write("\n[screen]\nthresholds = { us_ofac_sdn = 0.99 }\n")
    text = (case / "case.toml").read_text().replace("[screen.thresholds]\n", "")
    (case / "case.toml").write_text(text)
    assert run("screen", "Ural Aviation Works", "--case", case).stdout.startswith("no match in OFAC")
    (case / "case.toml").write_text(text.replace("0.99", '"high"'))
    assert "us_ofac_sdn: 'high' is not a number from 0 to 1" in run("screen", "x", "--case", case, code=3).stderr
    assert active([]) == ()
