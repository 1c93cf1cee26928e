"""The probability view: draws held against whole budgets, percentiles and probabilities known by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from excel_tools.budget import build_budget
from excel_tools.comparison.draws import CHUNK, DRAWN, MOST, Draws, classes, draw, percentiles
from excel_tools.comparison.figures import LOWEST, PRODUITS, RESULTAT, figures, total
from excel_tools.comparison.uncertainty import NOTHING, Spread, Uncertainty
from excel_tools.errors import InputError
from excel_tools.funding.cpts import BY_INDICATORS
from excel_tools.funding.indicators import UP, Indicator, Tier
from excel_tools.rules import Contract, ContractLine
from excel_tools.spending.entry import Entry
from excel_tools.structure import Structure
from excel_tools.vector import PPM
from tests.comparison_support import MAKERS, RULES, attainment, cpts, under

CERTAIN = Uncertainty(NOTHING, NOTHING, NOTHING)


def check_against_budgets(found: Draws, ranks: range) -> None:
    """Some draws, each held against the whole budget of its structure."""
    for rank in ranks:
        table = figures(build_budget(found.drawn(rank), RULES))
        for measure in DRAWN:
            expected = total(found.structure.kind, table, measure)
            assert tuple(found.measures[measure][rank].tolist()) == expected, (measure, rank)


@given(st.integers(0, 10**6), st.sampled_from(sorted(MAKERS)))
@hypothesis_settings(max_examples=25)
def test_a_draw_is_the_budget_of_its_structure(seed: int, kind: str) -> None:
    structure = MAKERS[kind](random.Random(seed))[0]
    check_against_budgets(draw(structure, RULES, count=60, seed=seed), range(0, 60, 12))


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_without_spread_every_draw_is_what_was_entered(kind: str) -> None:
    for seed in range(6):
        structure = MAKERS[kind](random.Random(seed))[0]
        found = draw(structure, RULES, CERTAIN, count=3)
        for measure in DRAWN:
            assert found.percentiles(measure) == dict.fromkeys((10, 50, 90), found.base[measure])
        assert found.below_zero == PPM * (min(found.base[LOWEST]) < 0)


def test_what_indicators_earn_is_kept_to_the_cent_without_spread_and_moved_as_a_rate_with_one() -> None:
    # 3 333.33 € earned of 10 000 €; twenty points less leave 13.3333 %, that is 1 333.33 €
    tier = Indicator("parcours", "Dossiers", UP, (Tier(Fraction(5), 3_333_33),), (Fraction(7),) * 7)
    rates = {**attainment(0), "parcours": [BY_INDICATORS] * 7}
    contract = Contract("contrat", (ContractLine("cpts.parcours.variable", 10_000_00),))
    structure = replace(under(cpts(), attainment=rates, indicators=(tier,)), override=contract)
    entered = draw(structure, RULES, CERTAIN, count=1).percentiles(PRODUITS, (50,))[50]
    less = replace(CERTAIN, missions={"parcours": Spread(-20, -20, -20)})
    moved = draw(structure, RULES, less, count=1).percentiles(PRODUITS, (50,))[50]
    assert [before - after for before, after in zip(entered, moved, strict=True)] == [2_000_00] * 5


def test_fifty_points_less_leave_half_of_the_variable_part() -> None:
    contract = Contract("contrat", (ContractLine("cpts.parcours.variable", 10_000_00),))
    structure = replace(cpts(), override=contract)
    half = replace(CERTAIN, missions={"parcours": Spread(-50, -50, -50)})
    found = draw(structure, RULES, half, count=2)
    expected = tuple(cents - 5_000_00 for cents in found.base[PRODUITS])
    assert found.percentiles(PRODUITS)[50] == expected


def test_the_law_drawn_is_the_one_stated() -> None:
    found = draw(cpts(), RULES, count=40_000)
    points = found.changes.points["parcours"]
    assert (points.min(), points.max()) == (-20, 10)
    # mean of a triangle: the mean of its three corners; two thirds of it lie left of its top, at 20 of 30
    assert abs(points.mean() - (-20 + 0 + 10) / 3) < 0.1
    assert abs((points < 0).mean() + (points == 0).mean() / 2 - 2 / 3) < 0.02
    # missions do not move together
    assert abs(np.corrcoef(points, found.changes.points["acces"])[0, 1]) < 0.02
    # four, three, two and one times out of ten: the one told as the likeliest is
    shares = [float((found.changes.delay == months).mean()) for months in range(5)]
    assert shares == pytest.approx([0.4, 0.3, 0.2, 0.1, 0], abs=0.01)
    assert max(range(-20, 11), key=lambda value: int((points == value).sum())) in (-1, 0, 1)


def test_a_seed_gives_its_draws_and_another_one_others() -> None:
    one, again, other = (draw(cpts(), RULES, count=CHUNK + 1, seed=seed) for seed in (1, 1, 2))
    assert all((one.measures[measure] == again.measures[measure]).all() for measure in DRAWN)
    assert (one.measures[PRODUITS] != other.measures[PRODUITS]).any()
    check_against_budgets(one, range(CHUNK - 1, CHUNK + 1))


def test_percentiles_of_known_values() -> None:
    thousand = np.random.default_rng(0).permutation(np.arange(1, 1001))[:, None]
    assert percentiles(thousand, (10, 50, 90)).tolist() == [[100], [500], [900]]
    # of three values the first is the P10, the second the P50, the third the P90
    assert percentiles(np.array([[30], [10], [20]]), (10, 50, 90)).tolist() == [[10], [20], [30]]
    assert percentiles(np.array([[7, 8]]), (10, 50, 90)).tolist() == [[7, 8]] * 3
    assert percentiles(thousand, (0, 100)).tolist() == [[1], [1000]]


def tight() -> Structure:
    """A CPTS that has nothing but the payments of January, out of which it pays 1 000 € at once."""
    return replace(cpts(), charges=(Entry("6132", "Loyer", "", 1, (1_000_00, 0, 0, 0, 0)),))


def test_cash_goes_below_zero_when_the_funder_is_late_and_only_then() -> None:
    found = draw(tight(), RULES, replace(CERTAIN, delay=Spread(0, 0, 3)), count=2_000)
    late = int((found.changes.delay > 0).sum())
    assert 0 < late < 2_000
    assert found.below_zero == late * PPM // 2_000
    assert found.below_zero_years == (late * PPM // 2_000, 0, 0, 0, 0)


def test_probabilities_of_one_and_of_none() -> None:
    rich = draw(replace(tight(), opening_cash=10_000_00), RULES, count=50)
    poor = draw(replace(tight(), opening_cash=-10_000_000_00), RULES, count=50)
    assert (rich.below_zero, rich.below_zero_years) == (0, (0,) * 5)
    assert (poor.below_zero, poor.below_zero_years) == (PPM, (PPM,) * 5)


def test_the_lowest_cash_of_the_horizon_is_that_of_its_worst_year() -> None:
    found = draw(tight(), RULES, count=200)
    assert (found.lowest == found.measures[LOWEST].min(axis=1)).all()
    low = found.lowest_percentiles((0, 100))
    assert (low[0], low[100]) == (int(found.lowest.min()), int(found.lowest.max()))


def test_a_histogram_counts_every_draw_once() -> None:
    values = np.array([-150, -50, 0, 99, 100, 100, 350])
    # 501 cents in five classes: 101 cents at least, hence two whole euros
    assert classes(values, 5) == ((-200, 0, 2), (0, 200, 4), (200, 400, 1))
    assert classes(np.array([42, 42]), 20) == ((0, 100, 2),)
    found = draw(cpts(), RULES, count=500)
    drawn = classes(found.measures[RESULTAT][:, 0])
    assert sum(count for _, _, count in drawn) == 500
    assert len(drawn) <= 21
    assert all(after[0] == before[1] for before, after in pairwise(drawn))


def test_what_is_drawn_is_told_in_french() -> None:
    told = Uncertainty(missions={"parcours": Spread(-30, 0, 0)}).told("CPTS")
    assert told[0] == (
        "Atteinte de chaque mission : de −20 à +10 points, le plus probable 0 (loi triangulaire, nombres entiers) ; "
        "parcours pluriprofessionnels de −30 à 0 points, le plus probable 0 (loi triangulaire, nombres entiers)."
    )
    assert told[2].startswith("Retard du financeur : de 0 à +3 mois")
    assert CERTAIN.told("ESS")[0] == "Retard du financeur : toujours 0 mois."
    assert len(Uncertainty().told("MSP")) == 3
    assert len(Uncertainty().told("ESP")) == 1, "no attainment is drawn"
    assert Uncertainty().told("CPTS", coming=False)[1] == (
        "Début de chaque mission à venir : aucune ne l'est, rien n'est tiré."
    )


@pytest.mark.parametrize(
    ("uncertainty", "words"),
    [
        (Uncertainty(Spread(10, 0, 20)), "atteinte : de 10 à 20, le plus probable 0"),
        (Uncertainty(delay=Spread(0, 0, 61)), "retard : de 0 à 61 ; de -60 à 60 au plus"),
        (Uncertainty(missions={"parcour": NOTHING}), "Vouliez-vous dire « parcours »"),
        (Uncertainty(starts={"crise": Spread(0, 80, 90)}), "décalage crise : de 0 à 90"),
    ],
)
def test_laws_that_cannot_be_drawn_are_refused(uncertainty: Uncertainty, words: str) -> None:
    with pytest.raises(InputError) as error:
        draw(cpts(), RULES, uncertainty, count=1)
    assert words in str(error.value)


def test_counts_seeds_and_amounts_out_of_bounds_are_refused() -> None:
    for count in (0, MOST + 1):
        with pytest.raises(InputError, match="Tirages"):
            draw(cpts(), RULES, count=count)
    with pytest.raises(InputError, match="Graine"):
        draw(cpts(), RULES, count=1, seed=-1)
    for wrong in ("a", 1.5, True, None):
        with pytest.raises(InputError, match=f"Tirages : « {wrong} » n'est pas un nombre entier"):
            draw(cpts(), RULES, count=cast(int, wrong))
        with pytest.raises(InputError, match=f"Graine : « {wrong} » n'est pas un nombre entier"):
            draw(cpts(), RULES, count=1, seed=cast(int, wrong))
    with pytest.raises(InputError, match="milliard"):
        draw(replace(cpts(), charges=(Entry("6132", "Loyer", "", 0, (10**15,) * 5),)), RULES, count=1)
