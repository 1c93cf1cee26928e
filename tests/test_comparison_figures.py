"""The figures of a budget in one shape: every line is there, and they add up to what the budget says."""

import random

import pytest

from excel_tools.budget import build_budget
from excel_tools.comparison.figures import (
    CHARGES,
    DROITS,
    ENCAISSEMENTS,
    LOWEST,
    MEASURE_LABELS,
    MEASURES,
    PRODUITS,
    RESULTAT,
    TRESORERIE,
    figures,
    keys,
    label,
    over_years,
    total,
)
from excel_tools.structure import KINDS
from tests.comparison_support import MAKERS, RULES, cpts


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(8))
def test_the_rows_of_a_measure_add_up_to_the_budget(kind: str, seed: int) -> None:
    budget = build_budget(MAKERS[kind](random.Random(seed))[0], RULES)
    table = figures(budget)
    assert len(table) == len(keys(kind))
    assert total(kind, table, DROITS) == budget.droits_years
    assert total(kind, table, PRODUITS) == budget.produits_years
    assert total(kind, table, CHARGES) == budget.total_charges_years
    assert total(kind, table, ENCAISSEMENTS) == budget.encaissements_years
    assert total(kind, table, RESULTAT) == budget.result_years
    assert total(kind, table, TRESORERIE) == budget.cash_close_years
    assert over_years(LOWEST, total(kind, table, LOWEST)) == budget.lowest_cash[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_has_words_of_its_own(kind: str) -> None:
    assert set(MEASURE_LABELS) == set(MEASURES)
    for measure in MEASURES:
        lines = [key.line for key in keys(kind) if key.measure == measure]
        words = [label(kind, line) for line in lines if line]
        assert all(words)
        assert len(set(words)) == len(words)


def test_the_figures_of_a_printed_barème() -> None:
    # size 1, avenant 2: fonctionnement 50 000 € a year
    table = dict(zip(keys("CPTS"), figures(build_budget(cpts(), RULES)), strict=True))
    running = {key.measure: row for key, row in table.items() if key.line == "fonctionnement"}
    assert running[DROITS] == running[PRODUITS] == (5_000_000,) * 5
    # 75 % on 1 January, the balance of the year before with it: 37 500 + 12 500
    assert running[ENCAISSEMENTS] == (5_000_000,) * 5


def test_over_the_years() -> None:
    assert over_years(PRODUITS, (1, 2, 3, 4, 5)) == 15
    assert over_years(TRESORERIE, (1, 2, 3, 4, 5)) == 5
    assert over_years(LOWEST, (4, -2, 3, 4, 5)) == -2
