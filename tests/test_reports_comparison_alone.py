"""What the comparison workbook of a single structure says and leaves out, and how its numbers are printed."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excel_tools.comparison import ALL, Comparison, compare, one_by_one
from excel_tools.comparison.figures import TRESORERIE
from excel_tools.reports.comparison_book import write_comparison
from excel_tools.reports.comparison_values import comparison_values
from excel_tools.reports.comparison_words import parameter_rows
from excel_tools.rules import load_rules
from excel_tools.scenarios import Setting, variants
from excel_tools.structure import Structure
from excel_tools.workbook.cached import cached_values
from excel_tools.workbook.recalc import compare as compare_cells
from excel_tools.workbook.recalc import recalculate
from templates.kit import style
from tests.comparison_support import RULES, cpts, under
from tests.random_small import random_msp

REFERENCE = Setting("central")


def compared(settings: tuple[Setting, ...], *structures: Structure) -> Comparison:
    return compare([(one, variants(one, settings)) for one in structures], one_by_one(RULES))


def filled(comparison: Comparison, settings: tuple[Setting, ...]) -> tuple[dict[str, Any], dict[str, str], Any]:
    return comparison_values(comparison, load_rules(), settings)


def test_cash_that_rises_is_said_to_rise_and_a_lone_cause_weighs_alone() -> None:
    settings = (REFERENCE, Setting("payé", "tous", "retard", 0))
    values = filled(compared(settings, under(cpts(), funder_delay=3)), settings)[0]
    text = " ".join(values["out_phrases"]).replace("\u00a0", " ")
    assert "Au plus bas, la trésorerie remonte à " in text
    assert "« central » ; y pèse : délais de paiement (+ " in text


def test_one_structure_is_not_counted() -> None:
    settings = (REFERENCE, Setting("prudent", "tous", "atteinte", 500_000))
    other = replace(cpts(), name="Autre")
    for structures, heads, rows in (((cpts(),), 0, 0), ((cpts(), other), 1, 2)):
        visible = filled(compared(settings, *structures), settings)[2]
        assert visible["out_syn_zero_exercices"] == heads
        assert visible["out_syn_zero"] == rows
        assert visible["out_syn_bas"] == 2


def test_parameters_of_another_kind_are_not_listed_nor_counted() -> None:
    settings = (
        REFERENCE,
        Setting("prudent", "tous", "base", "central"),
        Setting("prudent", "tous", "atteinte.acces", 500_000),
        Setting("prudent", "tous", "bareme.cpts.fonctionnement", 1, 2029),
        Setting("prudent", "tous", "ps_associes", 9),
        Setting("prudent", "Une autre", "ps_associes", 8),
    )
    comparison = compared((REFERENCE, *settings[4:5]), random_msp(random.Random(5))[0])
    assert [row[0] for row in parameter_rows(comparison, settings, RULES)] == [
        "Bâti sur le scénario",
        "Professionnels de santé associés",
    ]
    assert filled(comparison, settings)[0]["bar_scenario_hypotheses"][:2] == [0, 1]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("#,##0.00", '#,##0.00;"−"#,##0.00'),
        ("0.0 %", '0.0 %;"−"0.0 %'),
        ('[>=1]+0;[<=-1]-0;"–"', '[>=1]+0;[<=-1]"−"0;"–"'),
        ('+0;-0;"–"', '+0;"−"0;"–"'),
        ("dd/mm/yyyy", "dd/mm/yyyy"),
        ("0", "0"),
        ("General", "General"),
    ],
)
def test_amounts_below_zero_have_the_minus_sign_of_print(code: str, shown: str) -> None:
    assert style.with_minus(code) == shown


@pytest.mark.hote
def test_cash_that_stays_above_zero_is_drawn_as_it_is(tmp_path: Path) -> None:
    """Two CPTS that open with 900 000 €, of which none goes below zero: what they have together, no empty chart."""
    settings = (REFERENCE, Setting("tard", "tous", "retard", 2))
    rich = [replace(cpts(), name=name, opening_cash=90_000_000) for name in ("CPTS A", "CPTS B")]
    found = compared(settings, *rich)
    values = filled(found, settings)[0]
    assert values["out_courbe_titre"] == "Trésorerie de fin d'exercice (aucune sous zéro)"
    cash = [[cents / 100 for cents in found.amounts(ALL, name, TRESORERIE).values()] for name in found.scenarios]
    assert values["out_courbe"][:2] == cash
    book = write_comparison(found, tmp_path / "a.xlsx", rules=RULES, settings=settings)
    assert compare_cells(cached_values(book), recalculate(book, "libreoffice")) == []


def test_each_line_says_its_measure_under_its_label() -> None:
    settings = (REFERENCE, Setting("tard", "tous", "retard", 2))
    names = filled(compared(settings, cpts()), settings)[0]["out_lignes_noms"]
    assert names[:5] == [
        ["Droits ouverts : total", "Référence"],
        ["toutes les lignes", "Variante"],
        ["", "Écart"],
        ["CPTS – Fonctionnement", "Référence"],
        ["droits ouverts", "Variante"],
    ]
