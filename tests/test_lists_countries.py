"""Does the country table name what lists and prose write, and nothing else?"""

from __future__ import annotations

import pytest

from supplyline import tsv
from supplyline.read import countries


@pytest.mark.parametrize(
    ("text", "alpha2"),
    [
        ("China", "cn"),
        ("PEOPLE'S REPUBLIC OF CHINA", "cn"),
        ("Korea, North", "kp"),
        ("Democratic People’s Republic of Korea", "kp"),
        ("Iran (Islamic Republic of)", "ir"),
        ("Cote d Ivoire", "ci"),
        ("Côte d’Ivoire", "ci"),
        ("Türkiye", "tr"),
        ("Turkiye", "tr"),
        ("Bahamas, The", "bs"),
        ("US", "us"),
        ("U.S.", "us"),
        ("European Union", "eu"),
        ("EU", "eu"),
        ("us", None),
        ("Beijing", None),
        ("Chinese", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_country(text: str, alpha2: str | None) -> None:
    assert countries.country(text) == alpha2


def test_adjectives_and_metonyms_are_their_own() -> None:
    assert countries.adjective("russian") == "ru"
    assert countries.adjective("North Korean") == "kp"
    assert countries.adjective("Russia") is None
    assert [countries.metonym(w) for w in ("Beijing", "the Kremlin", "Moscow", "Washington")] == [
        "cn", "ru", "ru", "us",
    ]
    assert [countries.metonym(w) for w in ("Brussels", "Kyiv", "China")] == ["eu", "ua", None]


def test_codes_are_read_in_either_case_but_are_no_names() -> None:
    assert countries.code("RU") == countries.code("ru") == "ru"
    assert countries.code("ZZ") is None
    assert countries.country("in") is None
    assert countries.name("kp") == "North Korea"


def test_the_table_is_whole_and_each_word_has_one_country() -> None:
    rows = tsv.rows("countries.tsv", 5)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert len(rows) == 251  # 249 of ISO 3166-1, the European Union and Kosovo
    for column in (2, 3, 4):
        seen: dict[str, str] = {}
        for row in rows:
            for word in filter(None, row[column].split(";")):
                assert seen.setdefault(word, row[0]) == row[0], word
    assert countries.words("adjectives")["Chinese"] == "cn"
