"""Diversion, prices and new sellers: found where planted, silent where data are too thin, and never by chance alone."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from supplyline import trade
from supplyline.model import Flow, make_id
from supplyline.trade.controlled import LISTED, level
from supplyline.trade.diversion import diversions
from supplyline.trade.newcomers import new_exporters
from supplyline.trade.outliers import unit_values
from supplyline.trade.statistics import q_values, robust, t_quantile, t_tail
from supplyline.tsv import rows

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
GROUPS = {"coalition": ("de", "us"), "destination": ("ru",)}
LISTED_CODES = [r[0] for r in rows("chpl.tsv")]


def flow(reporter, partner, hs, period, value, flow="export", weight=None, currency="USD"):
    return Flow(make_id("f", reporter, partner, flow, hs, period), reporter, partner, flow, hs, str(period), value, weight, None, (), currency, value / weight if weight else None)


def world(rise_in=6.0, rise_on=6.0, others=12, years=range(2018, 2025), growth=1.0, hs="854231"):
    """One third country: twelve comparable goods and one controlled code whose legs rise from 2022 on."""
    chance = random.Random(4)
    out = []
    for code in [hs] + [f"39{n:04d}" for n in range(100, 100 + others)]:
        for year in years:
            late = year >= 2022
            noise_in, noise_on = chance.gauss(1, 0.1), chance.gauss(1, 0.1)
            out.append(flow("de", "kg", code, year, 1e6 * noise_in * (rise_in if late and code == hs else 1)))
            out.append(flow("kg", "ru", code, year, 1e6 * noise_on * (growth if late else 1) * (rise_on if late and code == hs else 1)))
    return out


def test_both_legs_of_a_controlled_code_must_rise_against_comparable_goods() -> None:
    (found,) = diversions(world(), GROUPS)
    assert (found.kind, found.reporter, found.partner, found.hs) == ("diversion", "kg", "ru", "854231")
    assert found.low < found.effect < found.high
    assert 1.4 < found.effect < 2.2  # log 6 is 1.8
    assert found.q < 0.01
    assert "Kyrgyzstan received" in found.text
    assert "says nothing of a company" in found.text
    assert len(found.because) == 14
    assert diversions(world(rise_in=1.0), GROUPS) == ()
    assert diversions(world(rise_on=1.0), GROUPS) == ()
    assert diversions(world(hs="390999"), GROUPS) == ()  # not controlled


def test_growth_of_everything_is_no_diversion() -> None:
    assert diversions(world(rise_in=1.0, rise_on=1.0, growth=5.0), GROUPS) == ()
    (found,) = diversions(world(growth=5.0), GROUPS)
    assert 1.4 < found.effect < 2.2  # the fivefold growth of all goods is not in it


def test_thin_data_cannot_tell() -> None:
    for thin in (world(others=5), world(years=range(2021, 2025)), world(years=range(2018, 2022))):
        (found,) = diversions(thin, GROUPS)
        assert found.kind == "too_thin"
        assert found.text.startswith("Cannot tell whether 1 controlled code passes Kyrgyzstan")
        assert found.q is None
    assert diversions(world(), {}) == ()


def test_the_importers_record_serves_where_the_exporter_reports_nothing() -> None:
    turned = [flow(f.partner, f.reporter, f.hs, f.period, f.value, "import") for f in world()]
    assert [a.kind for a in diversions(turned, GROUPS)] == ["diversion"]
    assert [a.effect for a in diversions(turned, GROUPS)] == [a.effect for a in diversions(world(), GROUPS)]


def test_order_and_a_lost_year_change_little() -> None:
    flows = world()
    shuffled = flows[:]
    random.Random(1).shuffle(shuffled)
    assert diversions(shuffled, GROUPS) == diversions(flows, GROUPS)
    lost = [f for f in flows if not (f.hs == "854231" and f.partner == "ru" and f.period == "2023")]
    (found,) = diversions(lost, GROUPS)
    assert found.kind == "diversion"


def test_planted_diversion_is_found_and_nothing_else() -> None:
    import numpy as np

    from bench_trade import GROUPS as MADE
    from bench_trade import world as made

    right = named = there = 0
    for number in range(3):
        flows, planted = made(np.random.default_rng([11, number]), (3.0, 10.0))
        found = {(a.reporter, a.hs) for a in diversions(flows, MADE) if a.kind == "diversion"}
        right, named, there = right + len(found & planted), named + len(found), there + len(planted)
    assert right / there >= 0.9
    assert 1 - right / named <= 0.1
    flows, planted = made(np.random.default_rng([11, 0]), (1.0, 1.0))
    assert planted == set()
    assert len([a for a in diversions(flows, MADE) if a.kind == "diversion"]) <= 3


def test_prices_stand_apart_only_in_a_crowd() -> None:
    partners = ["de", "fr", "it", "us", "jp", "kr", "nl", "pl", "at"]
    flows = [flow("cn", p, "854231", 2023, 1e6, weight=1e5 * (1 + n / 40)) for n, p in enumerate(partners)]
    odd = flow("cn", "kg", "854231", 2023, 1e6, weight=4e3)
    (found,) = unit_values([*flows, odd])
    assert (found.kind, found.partner) == ("unit_value", "kg")
    assert "above the median of its 10 partners" in found.text
    assert found.low < found.effect < found.high
    assert unit_values(flows) == []
    assert unit_values([*flows[:6], odd]) == []
    assert unit_values([*flows, flow("cn", "kg", "854231", 2023, 1e4, weight=40.0)]) == []  # a trifle


def sellers(others=60, value=5e6):
    """Turkey sold a third of its other goods to Russia all along; one of the rest and one listed code began in 2023."""
    out = [flow("tr", "ru", f"39{n:04d}", y, 1e6) for n in range(others // 3) for y in (2019, 2020, 2021, 2022, 2023)]
    out += [flow("tr", "de", f"39{n:04d}", 2021, 1e6) for n in range(others)]  # goods that it has, and did not sell there
    out += [flow("tr", "ru", f"39{others - 1:04d}", 2023, 1e6)]
    return out, flow("tr", "ru", "854231", 2023, value)


def test_a_new_seller_is_held_against_goods_that_began_by_chance() -> None:
    past, sold = sellers()
    (found,) = new_exporters([*past, sold], GROUPS, "2022")
    assert (found.kind, found.reporter, found.hs, found.period) == ("new_exporter", "tr", "854231", "2023")
    # One of forty began, and at less: (1+1)/(40+1) times (1+0)/(1+1)
    assert found.q == pytest.approx(1 / 41, abs=1e-5)
    assert found.low < found.effect < found.high
    assert "2019–2021" in found.text and "of 40 other goods 1" in found.text and "once in 41" in found.text
    assert found.controlled == ("chpl-1",)
    assert new_exporters([*past, flow("tr", "ru", "854231", 2020, 1.0), sold], GROUPS, "2022") == []
    assert new_exporters([*past, flow("tr", "ru", "390200", 2023, 8e5)], GROUPS, "2022") == []
    assert [a.kind for a in trade.anomalies([*past, sold], GROUPS)] == ["new_exporter"]


def test_a_new_seller_among_many_that_began_is_chance() -> None:
    past, sold = sellers()
    began = [flow("tr", "ru", f"39{n:04d}", 2023, 8e6) for n in range(25, 45)]
    assert new_exporters([*past, *began, sold], GROUPS, "2022") == []
    # and so is the only one of many codes that could have begun
    listed = [flow("de", "tr", hs, 2021, 1e6) for hs in LISTED_CODES]
    assert new_exporters([*past, *listed, sold], GROUPS, "2022") == []


def test_a_new_seller_without_goods_to_compare_cannot_be_told() -> None:
    past, sold = sellers(others=6)
    (found,) = new_exporters([*past, sold], GROUPS, "2022")
    assert (found.kind, found.q) == ("too_thin", None)
    assert "began to sell 1 controlled code" in found.text and "USD 5.0 million in 2023" in found.text
    assert new_exporters([sold], GROUPS, "2022") == []


@pytest.mark.parametrize(("t", "df", "tail"), [(2.0, 10, 0.036694), (1.0, 1, 0.25), (0.0, 5, 0.5), (-1.0, 1, 0.75), (3.169, 10, 0.005), (1.96, 100000, 0.025)])
def test_students_tail_is_that_of_the_tables(t: float, df: int, tail: float) -> None:
    assert t_tail(t, df) == pytest.approx(tail, abs=2e-5)
    if 0 < tail < 0.5:
        assert t_quantile(tail, df) == pytest.approx(t, abs=2e-3)


def test_q_values_are_those_of_benjamini_and_hochberg() -> None:
    assert q_values([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.04 * 4 / 3, 0.04 * 4 / 3, 0.5])
    assert q_values([]) == []
    assert robust([1.0, 2.0, 3.0, 100.0, 2.0]) == (2.0, 1.4826)
    assert level("854231") == LISTED
    assert level("85423190") == LISTED
    assert level("8542") == ""
