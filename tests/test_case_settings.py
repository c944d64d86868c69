"""Settings: what a person writes is what holds, or an error says where and how to mend it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from supplyline.case import settings
from supplyline.model import BadInput


def load(tmp_path: Path, text: str) -> settings.Settings:
    path = tmp_path / "case.toml"
    path.write_text(text)
    return settings.load(path)


def test_the_file_of_a_new_case_says_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, settings.DEFAULT) == settings.Settings() == load(tmp_path, "")


def test_what_is_written_holds(tmp_path: Path) -> None:
    text = """
    title = "Case 7"
    languages = ["en", "uk"]
    [reliability]
    "Ukrinform" = "B"
    "a.example" = "E"
    [thresholds]
    match = 0.9
    possible = 0
    [lists]
    use = ["us_ofac_sdn"]
    shrink = 0.25
    [limits]
    seconds_per_document = 5
    workers = 3
    [decisions]
    url = "sqlite:///other.sqlite"
    """
    assert load(tmp_path, text) == settings.Settings(
        title="Case 7",
        languages=("en", "uk"),
        reliability={"Ukrinform": "B", "a.example": "E"},
        match=0.9,
        possible=0.0,
        lists=("us_ofac_sdn",),
        shrink=0.25,
        seconds_per_document=5,
        workers=3,
        decisions="sqlite:///other.sqlite",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n[thresholds]\nmach = 0.9", "case.toml:3: thresholds.mach: not a setting; known are match, possible"),
        ("x = 1", "case.toml:1: x: not a setting"),
        ("[thresholds]\n\nmatch = 2", "case.toml:3: thresholds.match: 2 is not a number from 0 to 1"),
        ("[thresholds]\nmatch = true", "case.toml:2: thresholds.match: True is not a number"),
        ("[thresholds]\nmatch = 0.5\npossible = 0.7", "case.toml:3: thresholds.possible: 0.7 is above match"),
        ('[reliability]\n"A" = "B"\n"Ukrinform" = "G"', "case.toml:3: reliability.Ukrinform: 'G' is no letter"),
        ('[reliability]\n"A" = "AB"', "case.toml:2: reliability.A: 'AB' is no letter"),
        ('languages = "en"', "case.toml:1: languages: 'en' is not a list"),
        ("title = 1", "case.toml:1: title: 1 is not text"),
        ("thresholds = 1", "case.toml:1: thresholds: is a table"),
        ("[limits]\nworkers = -1", "case.toml:2: limits.workers: -1 is not a whole number of at least 0"),
        ('[decisions]\nurl = "mysql://x/y"', "case.toml:2: decisions.url: 'mysql://x/y': only sqlite"),
        ('[decisions]\nurl = "postgresql://ada:secret@x/y"', "case.toml:2: decisions.url: a password is never kept"),
        ('[decisions]\nurl = "postgresql://x/y?password=secret"', "case.toml:2: decisions.url: a password is never kept"),
        ('[decisions]\ncase = "a b"', "case.toml:2: decisions.case: 'a b' is no id"),
        ('[decisions]\nurl = "sqlite:///../x"', "case.toml:2: decisions.url"),
        ("[thresholds\n", "not valid TOML.*line 1"),
    ],
)
def test_what_cannot_be_is_an_error_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        load(tmp_path, text)


@pytest.mark.parametrize("text", [
    settings.DEFAULT, "", "title = 'x'", "[decisions]", '[decisions] # mine\n# too\ncase = "old"\n\n[trade]\nsince = 2021\n', '  [decisions]\nurl="sqlite:///other.sqlite"\n[limits]\nworkers = 2',
])  # fmt: skip
def test_where_decisions_are_kept_is_written_and_nothing_else(tmp_path: Path, text: str) -> None:
    before = load(tmp_path, text)
    path = tmp_path / "case.toml"
    for url, case in (('postgresql://x/y?host=/a b"c', "k_1"), ("", "k_1"), ("sqlite:///decisions.sqlite", "k_2")):
        settings.keep_decisions(path, url, case)
        assert settings.load(path) == replace(before, decisions=url, decisions_case=case)
    assert [line for line in path.read_text().splitlines() if "#" in line] == [line for line in text.splitlines() if "#" in line]


@pytest.mark.parametrize("text", ['decisions = { url = "sqlite:///decisions.sqlite" }', 'title = """\n[decisions]\nurl = 1\n"""'])
def test_a_file_that_cannot_be_written_into_stays_as_it_is(tmp_path: Path, text: str) -> None:
    load(tmp_path, text)
    with pytest.raises(BadInput, match="as a table of its own"):
        settings.keep_decisions(tmp_path / "case.toml", "postgresql://x/y", "k_1")
    assert (tmp_path / "case.toml").read_text() == text
