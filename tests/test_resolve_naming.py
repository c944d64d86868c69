"""What counts as a name, what as a country, and what names nobody?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.resolve import is_name, party
from supplyline.resolve.naming import bare

NOBODY = [
    "20 Russian military factories", "the company", "The Company", "Chinese companies", "Chinese Companies",
    "two refineries", "several Russia-based agents", "Russia's military-industrial complex", "U.S. officials",
    "he", "officials", "Analysts", "nearly 300 companies and individuals", "Almost 300 targets", "more than 80",
    "those who support Russia's military regime", "10 China-based companies", "Russian military optics manufacturer",
    "Moscow's military", "the Russian army", "российские заводы", "head of the Foreign Intelligence Service", "2024",
    "Belgium- and Türkiye-based Machine Tool Procurement Networks", "", "«»", "the ministry", "Intelligence Chief Says",
    "Chinese firm", "the Agency", "Treasury Secretary", "Intelligence Chief",
]  # fmt: skip
NAMES = {
    "Foreign Intelligence Service": "Foreign Intelligence Service",
    "the U.S. Treasury Department": "U.S. Treasury Department",
    "Department of State": "Department of State",
    "Chinese Embassy in Washington": "Chinese Embassy in Washington",
    "President Volodymyr Zelenskyy": "Volodymyr Zelenskyy",
    "state news agency Ukrinform": "Ukrinform",
    "2Rivers DMCC": "2Rivers DMCC",
    "46 TsNII": "46 TsNII",
    "«Уральский завод гражданской авиации»": "Уральский завод гражданской авиации",
    "哈尔滨东安汽车动力股份有限公司": "哈尔滨东安汽车动力股份有限公司",
    "Rosneft's": "Rosneft",
    "OFAC": "OFAC",
    "Ukraine Oleh Ivashchenko": "Oleh Ivashchenko",
    "Bank of China": "Bank of China",
}
COUNTRIES = {
    "China": "cn", "Chinese": "cn", "the United States": "us", "U.S.": "us", "US": "us", "Russian": "ru",
    "the Chinese government": "cn", "government of China": "cn", "EU": "eu", "China's": "cn",
}  # fmt: skip


@pytest.mark.parametrize("text", NOBODY)
def test_names_nobody(text: str) -> None:
    assert party(text) is None


@pytest.mark.parametrize(("text", "shown"), sorted(NAMES.items()))
def test_names_a_party(text: str, shown: str) -> None:
    found = party(text)
    assert found is not None
    assert (found.text, found.country) == (shown, False)


@pytest.mark.parametrize(("text", "code"), sorted(COUNTRIES.items()))
def test_names_a_country(text: str, code: str) -> None:
    for speaks in (True, False):
        found = party(text, speaks)
        assert found is not None
        assert (found.key, found.country, found.metonym) == (code, True, False)


@pytest.mark.parametrize(("text", "code"), [("Beijing", "cn"), ("the Kremlin", "ru"), ("Washington", "us")])
def test_a_seat_stands_for_the_country_only_where_it_acts(text: str, code: str) -> None:
    found = party(text, True)
    assert found is not None
    assert (found.key, found.country, found.metonym) == (code, True, True)
    assert party(text, False) is None


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=50), st.text(alphabet="the TheOf9'’s.,()-«» аБ公司", max_size=40)))
def test_any_text_is_judged_alike_twice(text: str) -> None:
    assert party(text) == party(text)
    assert bare(bare(text)) == bare(bare(bare(text)))
    if (found := party(text)) is not None:
        assert found.key
        assert found.country or is_name(found.text)
