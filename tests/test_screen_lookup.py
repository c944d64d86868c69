"""Can one name be looked up, in a case and without one, with reasons and the versions that were asked?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import run
from screening import own_list, sdn
from supplyline.model import BadInput
from supplyline.screen import ListsIndex, Thresholds, held, look_up


@pytest.fixture
def index(tmp_path: Path) -> ListsIndex:
    found = held.of_files([sdn(tmp_path)]).going_by()
    assert found.problems == ()
    return found.index()


def test_a_name_is_found_with_reasons_across_scripts(index: ListsIndex) -> None:
    (best, *_) = look_up("АО «Красный завод»", "Company", index)
    assert (best.status, index.listings[best.listing].caption) == ("listed", "KRASNY ZAVOD JSC")
    assert any("transliterated" in reason or "translated" in reason for reason in best.explanation)
    assert best.caption == "АО «Красный завод» → us_ofac_sdn 1000"


def test_what_is_known_beside_the_name_counts(index: ListsIndex) -> None:
    def status(**known: list[str]) -> tuple[str, str]:
        (hit, *_) = look_up("Ivan Ivanovich Ivanov", "Person", index, **known)
        return hit.status, hit.explanation[-1]

    assert status()[0] == "listed"
    assert status(births=["1962"])[0] == "listed"
    assert status(births=["1962-05-31"]) == ("listed", "the same date of birth 1962-05-31")
    assert status(births=["1971"]) == ("possible", "against it: another date of birth (1971; 1962-05-31)")
    assert status(countries=["CN"])[0] == "possible"
    (by_number,) = look_up("Somebody Else Entirely", "Person", index, identifiers=["INN=7702235133"])
    assert (by_number.status, by_number.score, by_number.explanation[0]) == ("listed", 1.0, "the same INN 7702235133")


def test_hits_come_best_first_and_only_from_the_threshold_on(index: ListsIndex) -> None:
    low = look_up("Krasny Zavod", "Company", index, thresholds=Thresholds(possible=0.0))
    assert [h.score for h in low] == sorted((h.score for h in low), reverse=True) and len(low) > 1
    assert len(look_up("Krasny Zavod", "Company", index)) == 1
    noisy = Thresholds(lists={"us_ofac_sdn": 0.99})
    assert look_up("Krasny Zawod Trading", "Company", index, thresholds=noisy) == ()


@pytest.mark.parametrize("known", [{"countries": ["Nowhereland"]}, {"births": ["soon"]}, {"identifiers": ["INN=x"]}])
def test_what_cannot_be_understood_is_refused_with_the_form_it_takes(index: ListsIndex, known: dict[str, list[str]]) -> None:
    with pytest.raises(BadInput, match=r"write|use"):
        look_up("Ivan Ivanov", "Person", index, **known)
    with pytest.raises(BadInput, match="no name"):
        look_up(" -- ", "Person", index)


@pytest.mark.parametrize("name", ["x" * 10_000, "\u202egnorts\u202c\x00\x07 JSC", "?!…—", "Rаythеon", "А" * 3000 + " 北" * 3000])
def test_hostile_names_neither_crash_nor_find_everything(index: ListsIndex, name: str) -> None:
    try:
        assert len(look_up(name, "Company", index)) <= 1
    except BadInput as error:
        assert "no name" in str(error)


def test_the_command_tells_each_list_its_version_and_never_clears(tmp_path: Path) -> None:
    own = own_list(tmp_path, ("a1,Blue River Foods,RU,,2023-01-02",))
    done = run("screen", "Krasny Zavod", "--schema", "Company", "--lists", sdn(tmp_path), own)
    listed, missed = done.stdout.split("no match in ")
    assert "KRASNY ZAVOD JSC" in listed and "listed since 2023-05-12" in listed and "as of 2023-03 (version " in listed
    assert missed.startswith("blocked as of 2024-01-01 (1 listings, version ")
    assert "clear" not in done.stdout
    rows = [json.loads(line) for line in run("screen", "Krasny Zavod", "--lists", sdn(tmp_path), own, "--json").stdout.splitlines()]
    assert [(r["status"], r["list"], r["as_of"]) for r in rows] == [
        ("listed", "us_ofac_sdn", "2023-03"), ("no_match", "custom:blocked", "2024-01-01"),
    ]  # fmt: skip
    assert all(len(r["version"]) == 12 for r in rows)


def test_wrong_usage_says_what_is_right(tmp_path: Path) -> None:
    lists = sdn(tmp_path)
    assert "--lists FILE" in run("screen", "Krasny Zavod", code=2).stderr
    assert "quotes" in run("screen", "Krasny", "Zavod", "--lists", lists, code=2).stderr
    assert "not both" in run("screen", "Krasny", "--in", lists, "--lists", lists, code=2).stderr
    broken = tmp_path / "list.xml"
    broken.write_text("<html>not a list</html>")
    assert "no list could be read" in run("screen", "Krasny", "--lists", broken, code=3).stderr
    assert "INN=" in run("screen", "Krasny", "--id", "INN=x", "--lists", lists, code=3).stderr
