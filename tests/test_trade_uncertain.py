"""How sure each find is: chapters that are watched as a whole, what strays by chance, and what was planted."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
import pytest

from commands import rows as printed
from commands import run
from supplyline import trade
from supplyline.trade.breaks import breaks
from supplyline.trade.controlled import CATEGORY, LISTED, level
from supplyline.trade.diversion import diversions
from supplyline.trade.gaps import gaps
from supplyline.trade.gravity import gravity
from supplyline.trade.jumps import jumps
from supplyline.trade.mirror import FACTOR
from supplyline.trade.newcomers import new_exporters
from supplyline.trade.nulls import Tails, _digamma, _trigamma, gamma_above, normal, shared, student, tails
from supplyline.trade.phantom import phantoms
from supplyline.trade.statistics import t_tail
from test_trade_anomalies import GROUPS, flow, sellers, world
from test_trade_breaks import months

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
NEAR = {**GROUPS, "transit": ("kg",)}
WEAKER = "weaker evidence than a listed code"


# ---------------------------------------------------------------- chapters


@pytest.mark.parametrize(("hs", "what"), [("854231", LISTED), ("840910", LISTED), ("280700", CATEGORY), ("290110", CATEGORY), ("360300", CATEGORY), ("391220", CATEGORY), ("391310", ""), ("640399", ""), ("8542", "")])
def test_what_is_flagged_in_shipments_is_looked_at_here_too(hs: str, what: str) -> None:
    assert level(hs) == what
    # Old codes, and codes made of those of two revisions: semiconductors, and an isotope numbered anew in 2022
    assert level("854150=854151+854159") == LISTED
    assert level("284590=284520+284530+284540+284590") == CATEGORY


@pytest.mark.parametrize(("hs", "chapter"), [("280700", "chemicals-28"), ("291020", "chemicals-29"), ("360200", "explosives-36"), ("391220", "cellulose-3912")])
def test_diversion_of_a_code_of_a_chapter_is_named_and_called_weaker(hs: str, chapter: str) -> None:
    (found,) = diversions(world(hs=hs), GROUPS)
    assert (found.kind, found.hs, found.controlled) == ("diversion", hs, (chapter,))
    assert WEAKER in found.text and "is not on the Common High Priority List" in found.text
    (listed,) = diversions(world(), GROUPS)
    assert listed.controlled == ("chpl-1",) and WEAKER not in listed.text and "Common High Priority List, tier 1" in listed.text


def test_codes_of_chapters_are_no_comparison_for_others() -> None:
    """Twelve chemicals that rise as much would otherwise make the listed code's rise look usual."""
    chance = random.Random(1)
    risen = [flow(a, b, f"29{n:04d}", y, 1e6 * chance.gauss(1, 0.1) * (6 if y >= 2022 else 1)) for n in range(100, 140) for y in range(2018, 2025) for a, b in (("de", "kg"), ("kg", "ru"))]
    found = {a.hs: a for a in diversions([*world(), *risen], GROUPS)}
    assert found["854231"].effect == next(a.effect for a in diversions(world(), GROUPS))
    assert len([hs for hs in found if hs.startswith("29")]) == 40


def test_a_broad_chapter_does_not_drown_the_list_nor_lean_on_it() -> None:
    """Two hundred quiet chemicals leave the listed code's q as it was, and one that rose alone among them pays for all of them."""
    chance = random.Random(2)
    quiet = [flow(a, b, f"29{n:04d}", y, 1e6 * chance.gauss(1, 0.1)) for n in range(100, 300) for y in range(2018, 2025) for a, b in (("de", "kg"), ("kg", "ru"))]
    (alone,) = diversions(world(), GROUPS)
    (listed,) = [a for a in diversions([*world(), *quiet], GROUPS) if a.hs == "854231"]
    assert listed.q == alone.q
    weak = world(hs="280700", rise_in=2.2, rise_on=2.2)
    (one,) = diversions(weak, GROUPS)
    many = [a for a in diversions([*weak, *quiet], GROUPS) if a.hs == "280700"]
    assert not many or many[0].q > one.q


def test_phantoms_breaks_gravity_and_sellers_look_at_chapters() -> None:
    chance = random.Random(2)
    both = []
    for hs in ["360300"] + [f"39{n:04d}" for n in range(100, 112)]:
        for year in range(2018, 2025):
            sent = 1e6 * chance.gauss(1, 0.1)
            both += [flow("de", "kg", hs, year, sent), flow("kg", "de", hs, year, sent * 1.06 * chance.gauss(1, 0.05) * (0.2 if year >= 2022 and hs == "360300" else 1.0), "import")]
    (phantom,) = phantoms(both, NEAR)
    (step,) = breaks(months(step=3.0, hs="391220"))
    grown = [
        flow(a, b, hs, year, 1e6 * chance.gauss(1, 0.1) * (3 if year >= 2022 and hs[:2] == "29" else 1))
        for hs in [f"29{n:04d}" for n in range(101, 109)] + [f"39{n:04d}" for n in range(100, 120)] for year in range(2017, 2025) for a, b in (("de", "kg"), ("kg", "ru"))
    ]  # fmt: skip
    (country,) = gravity(grown, GROUPS)
    past, _ = sellers()
    (seller,) = new_exporters([*past, flow("tr", "ru", "360200", 2023, 5e6)], GROUPS, "2022")
    for found, kind, hs in ((phantom, "transit_phantom", "360300"), (step, "break", "391220"), (country, "gravity", "29"), (seller, "new_exporter", "360200")):
        assert (found.kind, found.hs) == (kind, hs)
        assert WEAKER in found.text
        assert level(found.hs) == CATEGORY and len(found.controlled) == 1
    assert "what Kyrgyzstan received of goods of HS 29" in country.text


def test_a_price_says_what_list_its_goods_are_on() -> None:
    partners = ["de", "fr", "it", "us", "jp", "kr", "nl", "pl", "at"]
    found = trade.anomalies([*(flow("cn", p, "290110", 2023, 1e6, weight=1e5 * (1 + n / 40)) for n, p in enumerate(partners)), flow("cn", "kg", "290110", 2023, 1e6, weight=4e3)])
    assert [(a.kind, a.controlled, WEAKER in a.text) for a in found] == [("unit_value", ("chemicals-29",), True)]


# ---------------------------------------------------------------- what strays by chance


def test_tails_are_those_of_known_distributions() -> None:
    assert Tails(2.0, 1.0).beyond(1.959964) == pytest.approx(0.025, abs=1e-5)  # the normal one
    assert Tails(2.0, 1.0).wide == pytest.approx(1.96, abs=1e-3)
    assert Tails(1.0, 1.0).beyond(3.0) == pytest.approx(0.5 * 2 ** (-3 / 0.6745))  # Laplace's
    assert Tails(1.0, 1.0).beyond(-3.0) == pytest.approx(1 - 0.5 * 2 ** (-3 / 0.6745))
    assert gamma_above(1.0, 2.5) == pytest.approx(np.exp(-2.5))
    assert gamma_above(0.5, 1e-9) == pytest.approx(1.0, abs=1e-4)
    assert _digamma(1.0) == pytest.approx(-0.5772156649, abs=1e-9)
    assert _trigamma(1.0) == pytest.approx(np.pi**2 / 6, abs=1e-8)


@pytest.mark.parametrize(("shape", "draw"), [(1.0, lambda r: r.laplace(0, 1, 5000)), (2.0, lambda r: r.normal(0, 1, 5000))])
def test_the_shape_of_what_strays_is_found_beside_what_was_planted(shape: float, draw) -> None:
    values = draw(np.random.default_rng(1))
    values = values / (1.4826 * np.median(np.abs(values)))
    for some in (values, np.concatenate([values, np.full(150, 9.0)])):
        found = tails(list(some))
        assert shape - 0.4 <= found.shape <= shape and 0.85 < found.scale < 1.15
        assert np.mean(np.abs(values) < found.wide) == pytest.approx(0.95, abs=0.01)
    assert tails([]) == tails([2.0]) == Tails(1.0, 1.0)
    assert tails([-1.0, 2.0, 3.0]).shape == 1.0


@pytest.mark.parametrize(("t", "df"), [(2.0, 5.0), (-1.0, 3.0), (6.0, 8.0)])
def test_students_values_become_normal_ones_and_back(t: float, df: float) -> None:
    z = normal(t, df)
    assert Tails(2.0, 1.0).beyond(z) == pytest.approx(t_tail(t, df), rel=0.06)
    assert student(z, df) == pytest.approx(t)


def test_variances_that_are_alike_are_held_to_be_one() -> None:
    chance = np.random.default_rng(3)
    one = shared([(0.09 * chance.chisquare(5) / 5, 5.0) for _ in range(500)])
    assert one.variance == pytest.approx(0.09, rel=0.15) and one.df > 20
    wild = shared([(0.09 * np.exp(chance.normal(0, 1.2)) * chance.chisquare(5) / 5, 5.0) for _ in range(500)])
    assert wild.df < 6
    assert wild.drawn(1.0, 5.0)[0] > one.drawn(1.0, 5.0)[0]


def reporter(rise: float = 1.0, all_: float = 1.0, others: int = 30):
    """One exporter's series of eight years; in 2023 one of them rises, and all of them by another factor."""
    chance = np.random.default_rng(7)
    out = []
    for n in range(others + 1):
        for year in range(2016, 2024):
            own = (rise if n == 0 else 1.0) * all_ if year == 2023 else 1.0
            out.append(flow("cn", "kg", f"39{100 + n:04d}", year, 1e6 * own * float(np.exp(chance.laplace(0, 0.15)))))
    return out


def test_a_jump_is_held_against_what_all_series_did() -> None:
    (found,) = jumps(reporter(rise=12.0))
    assert (found.kind, found.hs, found.period) == ("jump", "390100", "2023")
    assert 1.7 < found.effect < 3.2 and found.low < found.effect < found.high and found.q < 0.05
    assert "Beside what China's 30 other series did that year" in found.text and "are expected to be chance" in found.text
    assert jumps(reporter()) == []
    assert jumps(reporter(all_=5.0)) == []  # growth of all
    assert [a.hs for a in jumps(reporter(rise=12.0, all_=5.0))] == ["390100"]


def test_order_changes_no_find() -> None:
    import made_trade as made

    flows, _ = made.gaps_world(np.random.default_rng(1), True)
    mixed = flows[:]
    random.Random(1).shuffle(mixed)
    assert gaps(mixed, FACTOR) == gaps(flows, FACTOR) != []
    some = reporter(rise=12.0)
    assert jumps(some[::-1]) == jumps(some)


def test_the_factors_own_spread_widens_a_gap() -> None:
    import made_trade as made

    flows, _ = made.gaps_world(np.random.default_rng(1), True)
    narrow, wide = ({a.id: a for a in gaps(flows, band)} for band in ((1.074, 1.076), (0.9, 1.284)))
    both = narrow.keys() & wide.keys()
    assert both and all(wide[id].high - wide[id].low > narrow[id].high - narrow[id].low for id in both)


# ---------------------------------------------------------------- what was planted


def test_planted_jumps_gaps_and_sellers_are_found_and_little_else() -> None:
    import made_trade as made

    flows, at = made.jumps_world(np.random.default_rng([2, 1]), True)
    named = [((a.reporter, a.partner, a.hs), int(a.period)) for a in jumps(flows)]
    right = [s for s, year in named if s in at and at[s] <= year <= at[s] + 2]
    assert len(set(right)) >= 0.8 * len(at) and len(named) - len(right) <= 0.2 * len(named)
    assert len(jumps(made.jumps_world(np.random.default_rng([2, 2]), False)[0])) <= 10
    flows, off = made.gaps_world(np.random.default_rng([2, 3]), True)
    found = {((a.reporter, a.partner, a.hs), a.period) for a in gaps(flows, FACTOR)}
    assert len(found & off) >= 0.6 * len(off) and len(found - off) <= 0.1 * len(found)
    assert gaps(made.gaps_world(np.random.default_rng([2, 4]), False)[0], FACTOR) == []
    right_ = new_ = there = 0
    for number in range(6):
        flows, new = made.sellers_world(np.random.default_rng([2, 5, number]), True)
        sold = {(a.reporter, a.hs) for a in new_exporters(flows, GROUPS, "2022") if a.kind == "new_exporter"}
        right_, new_, there = right_ + len(sold & new), new_ + len(sold), there + len(new)
    assert right_ >= 0.3 * there and new_ - right_ <= 0.15 * new_
    assert new_exporters(made.sellers_world(np.random.default_rng([2, 6]), False)[0], GROUPS, "2022") == []


def test_planted_diversion_of_chemicals_is_found_beside_that_of_listed_codes() -> None:
    from bench_trade import GROUPS as MADE
    from bench_trade import world as made

    flows, planted = made(np.random.default_rng([11, 1]), (3.0, 10.0), chemicals=True)
    found = {(a.reporter, a.hs) for a in diversions(flows, MADE) if a.kind == "diversion"}
    for what in (LISTED, CATEGORY):
        named, there = ({pair for pair in pairs if level(pair[1]) == what} for pairs in (found, planted))
        assert len(named & there) >= 0.75 * len(there) and len(named - there) <= 0.15 * len(named)


# ---------------------------------------------------------------- a case


def test_why_leads_to_the_rows_of_a_find_and_to_what_it_was_set_against(tmp_path: Path) -> None:
    case = tmp_path / "case"
    run("new", case)
    (tmp_path / "t.csv").write_text("reporter,partner,flow,hs,period,value\n" + "".join(f"{f.reporter},{f.partner},{f.flow},{f.hs},{f.period},{f.value:.0f}\n" for f in world(hs="360200")), "utf-8")
    run("trade", "add", case, tmp_path / "t.csv")
    run("build", case)
    found = {a["kind"]: a for a in printed("trade", "anomalies", case)}
    one = found["diversion"]
    assert one["controlled"] == ["explosives-36"] and one["low"] < one["effect"] < one["high"] and one["q"] < 0.1
    steps = printed("why", case, one["id"])
    assert [s["table"] for s in steps].count("trade_rows") == 14
    assert steps[0]["notes"] == [f"the other goods between them: supplyline trade flows CASE --reporter {a} --partner {b}" for a, b in (("de", "kg"), ("kg", "ru"))]
    words = steps[0]["notes"][1].split(": supplyline ")[1].replace("CASE", str(case)).split()
    listed = printed(*words)
    assert len({f["hs"] for f in listed}) == 13 and printed("why", case, listed[0]["id"])[-1]["table"] == "trade_rows"
