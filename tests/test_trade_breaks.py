"""Steps, goods that never arrive, and Poisson gravity: known answers, planted ones, and silence where nothing is."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from commands import rows as printed
from commands import run
from supplyline.model import Flow, make_id
from supplyline.trade.breaks import breaks, p_value, strongest
from supplyline.trade.gravity import gravity
from supplyline.trade.phantom import phantoms
from supplyline.trade.poisson import effect

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
GROUPS = {"coalition": ("de", "us"), "transit": ("kg", "am"), "destination": ("ru",)}


def flow(reporter, partner, hs, period, value, flow="export"):
    return Flow(make_id("f", reporter, partner, flow, hs, period), reporter, partner, flow, hs, str(period), value, None, None, (f"t_{hs}_{period}",))


# ---------------------------------------------------------------- Poisson


def table() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Twelve goods in eight years, four of them treated in the last three; every fifth cell is nothing."""
    cells = []
    for g in range(12):
        for t in range(8):
            treated = float(g < 4 and t >= 5)
            value = 0.0 if (g + t) % 5 == 0 else ((g * 7 + t * 3) % 11) * 100.0 + g * 50 + 10 * t
            cells.append((value * (2.5 if treated else 1.0), g, t, treated))
    y, g, t, x = np.array(cells).T
    return y, g.astype(int), t.astype(int), x


def test_poisson_gives_the_answer_of_pyfixest() -> None:
    """fepois("y ~ x | g + t", vcov={"CRV1": "g"}, ssc(k_adj=False)) of pyfixest 0.60.0, tolerances 1e-12."""
    fit = effect(*table())
    assert fit is not None
    assert fit.beta == pytest.approx(0.9697404995049831, abs=1e-8)
    assert fit.error == pytest.approx(0.21237821085109804, abs=1e-8)
    assert fit.clusters == 12


def test_poisson_agrees_with_pyfixest_where_it_is_installed() -> None:
    pf = pytest.importorskip("pyfixest")
    pd = pytest.importorskip("pandas")
    y, g, t, x = table()
    for scale in (1.0, 3.0):
        frame = pd.DataFrame({"y": y * np.where(x > 0, scale, 1.0), "g": g, "t": t, "x": x})
        known = pf.fepois("y ~ x | g + t", frame, vcov={"CRV1": "g"}, ssc=pf.ssc(k_adj=False, G_adj=True))
        fit = effect(frame["y"].to_numpy(), g, t, x)
        assert fit is not None
        assert fit.beta == pytest.approx(float(known.coef().iloc[0]), abs=1e-5)
        assert fit.error == pytest.approx(float(known.se().iloc[0]), abs=1e-5)


def test_poisson_finds_what_was_put_in_exactly() -> None:
    g, t = np.divmod(np.arange(60), 6)
    x = ((g < 3) & (t >= 4)).astype(float)
    y = np.exp(0.3 * g - 0.2 * t + 0.7 * x)
    fit = effect(y, g, t, x)
    assert fit is not None
    assert fit.beta == pytest.approx(0.7, abs=1e-9)
    assert fit.error < 1e-6
    dead = np.concatenate([y, np.zeros(6)])  # a good without any trade changes nothing
    more = effect(dead, np.concatenate([g, np.full(6, 10)]), np.concatenate([t, np.arange(6)]), np.concatenate([x, np.zeros(6)]))
    assert more is not None
    assert (more.beta, more.clusters) == (pytest.approx(0.7, abs=1e-9), 10)


def test_poisson_is_silent_where_nothing_tells() -> None:
    y, g, t, x = table()
    assert effect(y, g, t, (t >= 5).astype(float)) is None  # years say it all
    assert effect(np.zeros_like(y), g, t, x) is None
    assert effect(np.where(x > 0, 0.0, y), g, t, x) is None  # nothing at all once treated: the effect has no end


# ---------------------------------------------------------------- gravity


def countries(factor=3.0, on=None, growth=1.0, codes=8):
    chance = random.Random(1)
    controlled = ["854231", "854232", "854233", "854239", "845710", "848210", "853400", "902750"][:codes]
    out = []
    for hs in controlled + [f"39{n:04d}" for n in range(100, 120)]:
        for year in range(2017, 2025):
            late = year >= 2022
            own = factor if late and hs in controlled else 1.0
            out.append(flow("de", "kg", hs, year, 1e6 * chance.gauss(1, 0.1) * own))
            out.append(flow("kg", "ru", hs, year, 1e6 * chance.gauss(1, 0.1) * (growth if late else 1.0) * (own if on is None else on if late and hs in controlled else 1.0)))
    return out


def test_a_country_whose_controlled_goods_grew_on_both_legs_is_named() -> None:
    (found,) = gravity(countries(), GROUPS)
    assert (found.kind, found.reporter, found.partner) == ("gravity", "kg", "ru")
    assert found.low < found.effect < found.high
    assert found.effect == pytest.approx(np.log(3), abs=0.1)
    assert "8 and 8 codes" in found.text
    assert len(found.because) == 2 * 8 * 8
    assert gravity(countries(on=1.0), GROUPS) == []
    assert gravity(countries(factor=1.0, growth=5.0), GROUPS) == []  # growth of everything
    assert gravity(countries(codes=3), GROUPS) == []


# ---------------------------------------------------------------- phantoms


def mirrored(share=0.2, rise=1.0, codes=12, years=range(2018, 2025), rows=True):
    chance = random.Random(2)
    out = []
    for hs in ["854231"] + [f"39{n:04d}" for n in range(100, 100 + codes)]:
        for year in years:
            late, own = year >= 2022, hs == "854231"
            sent = 1e6 * chance.gauss(1, 0.1) * (rise if late and own else 1.0)
            got = sent * 1.06 * chance.gauss(1, 0.05) * (share if late and own else 1.0)
            out.append(flow("de", "kg", hs, year, sent))
            if rows or not (late and own):
                out.append(flow("kg", "de", hs, year, got, "import"))
    return out


def test_goods_that_no_longer_arrive_are_named_with_both_records() -> None:
    (found,) = phantoms(mirrored(), GROUPS)
    assert (found.kind, found.reporter, found.partner, found.hs) == ("transit_phantom", "de", "kg", "854231")
    assert found.effect == pytest.approx(np.log(0.2), abs=0.15)
    assert found.low < found.effect < found.high < 0
    assert "Germany recorded sending" in found.text
    assert "the share that arrives is 0.2 times what it was" in found.text
    assert len(found.because) == 14
    assert phantoms(mirrored(share=1.0), GROUPS) == []
    assert phantoms(mirrored(share=1.0, rise=8.0), GROUPS) == []  # sent and received more
    assert phantoms(mirrored(), {**GROUPS, "transit": ("am",)}) == []  # no neighbour


def test_no_row_at_all_from_then_on_is_nothing_arrived_and_a_lost_year_is_not() -> None:
    (found,) = phantoms(mirrored(share=1.0, rows=False), GROUPS)
    assert "which recorded receiving USD 0" in found.text
    whole = mirrored(share=1.0)
    lost = [f for f in whole if not (f.flow == "import" and f.hs == "854231" and f.period in ("2022", "2023"))]
    assert phantoms(lost, GROUPS) == []


def test_phantoms_cannot_be_told_without_both_records() -> None:
    for thin in (mirrored(codes=5), mirrored(years=range(2021, 2025))):
        (found,) = phantoms(thin, GROUPS)
        assert (found.kind, found.partner) == ("too_thin", "kg")
        assert "Cannot tell" in found.text
    assert phantoms([f for f in mirrored() if f.flow == "export"], GROUPS) == []


# ---------------------------------------------------------------- breaks


def months(step=1.0, at=40, length=84, trend=0.0, season=0.3, wild=(), seed=3, partner="kg", hs="845710"):
    chance = np.random.default_rng(seed)
    logs = 13 + chance.normal(0, 0.2, length) + trend * np.arange(length) + season * np.sin(np.arange(length) * np.pi / 6)
    logs[at:] += np.log(step)
    for month in wild:
        logs[month] += 3
    return [flow("cn", partner, hs, f"{2017 + n // 12}-{n % 12 + 1:02d}", float(v)) for n, v in enumerate(np.exp(logs))]


def test_a_step_is_found_in_its_month() -> None:
    (found,) = breaks(months(step=3.0))
    assert (found.kind, found.reporter, found.partner, found.hs) == ("break", "cn", "kg", "845710")
    assert "2020-04" <= found.period <= "2020-06"
    assert found.low < np.log(3) < found.high
    assert found.q < 0.01
    assert "stepped up" in found.text
    assert len(found.because) == 84
    (down,) = breaks(months(step=0.3))
    assert down.effect < 0
    assert "stepped down" in down.text


@pytest.mark.parametrize("seed", range(5))
def test_trends_seasons_wild_months_and_chance_are_no_step(seed: int) -> None:
    assert breaks(months(seed=seed)) == []
    assert breaks(months(trend=0.03, season=0.8, seed=seed)) == []
    assert breaks(months(wild=(20, 50), seed=seed)) == []


def test_short_thin_or_free_goods_are_not_looked_at() -> None:
    assert breaks(months(step=5.0, at=17, length=35)) == []
    assert breaks(months(step=5.0, hs="640399")) == []
    assert breaks([replace(f, value=f.value / 1e4) for f in months(step=5.0)]) == []
    holes = [f for n, f in enumerate(months(step=5.0)) if n % 4]
    assert breaks(holes) == []


def test_p_values_fall_with_the_statistic_and_reach_one() -> None:
    for length in (36, 47, 60, 500):
        found = [p_value(x / 4, length) for x in range(60)]
        assert found == sorted(found, reverse=True)
        assert found[0] == 1.0
        assert 0 < found[-1] < 1e-5


def test_the_strongest_place_is_that_of_a_clean_step() -> None:
    y = np.concatenate([np.zeros(30), np.ones(30)]) + np.random.default_rng(1).normal(0, 0.05, 60)
    at, step, error = strongest(y, np.arange(60.0))
    assert (at, step) == (30, pytest.approx(1.0, abs=0.1))
    assert error > 0


# ---------------------------------------------------------------- a case


def test_a_case_names_a_step_and_why_leads_to_its_rows(tmp_path: Path) -> None:
    case, table = tmp_path / "case", tmp_path / "t.csv"
    lines = [f"cn,kg,export,845710,{f.period},{f.value:.0f}" for f in months(step=4.0)]
    table.write_text("reporter,partner,flow,hs,period,value\n" + "\n".join(lines) + "\n", "utf-8")
    run("new", case)
    run("trade", "add", case, table)
    run("build", case)
    (found,) = [a for a in printed("trade", "anomalies", case) if a["kind"] == "break"]
    steps = printed("why", case, found["id"])
    assert [s["table"] for s in steps].count("trade_rows") == 84
    assert {s["notes"][0].split(", row ")[1] for s in steps[1:]} == {str(n) for n in range(2, 86)}


def test_the_benchmark_finds_what_it_plants() -> None:
    import bench_trade

    found, planted = bench_trade.months_world(np.random.default_rng(5), (3.0, 5.0))
    named = {a.partner for a in breaks(found)}
    assert len(named & planted.keys()) >= 0.6 * len(planted)
    assert len(named - planted.keys()) <= 2
    assert breaks(bench_trade.months_world(np.random.default_rng(6), (1.0, 1.0))[0]) == []
