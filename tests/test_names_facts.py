"""Do facts beside the names raise and lower the score as promised, and say so?"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.model import BadInput
from supplyline.names import Facts, compare
from supplyline.names.facts import CONTRADICTED, asked, is_proof, weigh

INN, OTHER_INN = "INN=7702235133", "INN=7707083893"


def test_an_identifier_outweighs_names() -> None:
    same = compare("Alpha", "Ромашка", "Company", asked(identifiers=[INN]), asked(identifiers=[INN]))
    assert same.score == 1.0
    assert same.explanation[0] == "the same INN 7702235133"
    other = compare("Rosneft Trading SA", "Rosneft Trading SA", "Company", asked(identifiers=[INN]), asked(identifiers=[OTHER_INN]))
    assert other.score <= CONTRADICTED
    assert "another INN — contradicts" in other.explanation


@pytest.mark.parametrize(
    ("one", "other", "sign", "said"),
    [
        (asked(births=["1962-05-31"]), asked(births=["1962-05-31"]), 1, "the same date of birth 1962-05-31"),
        (asked(births=["1962-05-31"]), asked(births=["1962"]), 1, "dates of birth that fit (1962-05-31; 1962)"),
        (asked(births=["1962-05-31"]), asked(births=["1963"]), -1, "another date of birth (1962-05-31; 1963) — contradicts"),
        (asked(["RU"]), asked(["Russia"]), 1, "the same country (ru)"),
        (asked(["RU"]), asked(["CN"]), -1, "other countries (ru; cn) — contradicts"),
        (asked(addresses=["ul. Lenina 5, Moscow"]), asked(addresses=["Москва, ул. Ленина 5"]), 1, "the same address"),
        (asked(["RU"]), Facts(), 0, ""),
    ],
)
def test_each_fact_moves_the_score_its_way_and_is_said(one: Facts, other: Facts, sign: int, said: str) -> None:
    score, reasons = weigh(0.6, one, other)
    assert (score > 0.6) - (score < 0.6) == sign
    assert (not said and not reasons) or any(r.startswith(said) for r in reasons)


def test_the_day_of_birth_counts_more_than_the_year() -> None:
    day = weigh(0.6, Facts(births=("1962-05-31",)), Facts(births=("1962-05-31",)))[0]
    assert day > weigh(0.6, Facts(births=("1962-05-31",)), Facts(births=("1962",)))[0]


@pytest.mark.parametrize("text", ["LEI=XXX", "7"])
def test_what_is_no_identifier_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        asked(identifiers=[text])


def test_a_number_with_a_wrong_check_digit_is_no_proof() -> None:
    wrong = asked(identifiers=["INN=7702235134"])
    assert not any(is_proof(n) for n in wrong.identifiers)
    assert compare("Alpha", "Ромашка", "Company", wrong, wrong).score < 1.0


_facts = st.builds(
    Facts,
    st.lists(st.sampled_from(["ru", "cn", "ua"]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["1962", "1962-05", "1962-05-31", "1970-01-01"]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["inn:7702235133", "inn:7707083893", "passport:1"]), max_size=2).map(tuple),
    st.lists(st.text(max_size=20), max_size=2).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(st.floats(0, 1), _facts, _facts)
def test_bounds_and_symmetry(score: float, one: Facts, other: Facts) -> None:
    assert 0.0 <= weigh(score, one, other)[0] <= 1.0
    assert weigh(score, one, other)[0] == weigh(score, other, one)[0]
    assert weigh(score, Facts(), other) == (score, ())


def _compare(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "supplyline", "compare", *args], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_command_takes_facts(tmp_path: Path) -> None:
    done = _compare(tmp_path, "Alpha", "Omega", "--id-a", INN, "--id-b", INN, "--json")
    assert json.loads(done.stdout)["score"] == 1.0
    done = _compare(tmp_path, "Alpha", "Alpha", "--country-a", "RU", "--country-b", "Atlantis")
    assert done.returncode == 3
    assert "'Atlantis' is no country" in done.stderr


def test_a_table_may_have_facts(tmp_path: Path) -> None:
    head = "name_a,name_b,schema,id_a,id_b\n"
    (tmp_path / "pairs.csv").write_text(head + f"Alpha,Alpha,Company,{INN},{OTHER_INN}\nAlpha,Alpha,Company,,\n", encoding="utf-8")
    assert _compare(tmp_path, "--pairs", "pairs.csv", "--out", "out.csv").returncode == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [float(r["score"]) for r in csv.DictReader(file)] == [CONTRADICTED, 1.0]
    (tmp_path / "pairs.csv").write_text(head + "Alpha,Alpha,Company,7,\n", encoding="utf-8")
    assert "pairs.csv:2: '7' is no identifier" in _compare(tmp_path, "--pairs", "pairs.csv", "--out", "out.csv").stderr
