"""The sheets of spending: their room, the rows they show, and what a treasurer types in them by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excel_tools.batch.templates import shipped
from excel_tools.budget import Budget, build_budget
from excel_tools.dates import day
from excel_tools.errors import InputError
from excel_tools.funding.cpts import CptsContract
from excel_tools.reports import workbook_values
from excel_tools.reports.alert_values import ABOUT_GENERATION
from excel_tools.reports.reading import read_workbook
from excel_tools.rules import load_rules
from excel_tools.spending.entry import Entry
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.staff import Post
from excel_tools.structure import Structure
from excel_tools.workbook import read_names
from excel_tools.workbook.office import convert
from excel_tools.workbook.recalc import compare

LINE = Entry("6226", "Honoraires", "", 0, (120_000,) * 5)
INCOME = Entry("756", "Cotisations", "", 2, (50_000,) * 5)
POST = Post("Coordination", "", 300_000, 420_000)
PERSON = Indemnity("A. Martin", "", 6_000, (1_000,) * 5)


def _structure(**more: Any) -> Structure:
    """A CPTS whose fiscal year opens in September."""
    contract = CptsContract(signature=day(2026, 9, 1), population=[60_000] * 7, growth=[0] * 7, starts={})
    base = Structure("CPTS du Val", "CPTS", "Bretagne", contract, 2026, first_month=9, opening_cash=10_000_000)
    return replace(base, **more)


def _budget(**more: Any) -> Budget:
    return build_budget(_structure(**more), load_rules())


@pytest.mark.parametrize(
    ("field", "item", "most", "words"),
    [
        ("charges", LINE, 60, "lignes de charges"),
        ("incomes", INCOME, 20, "lignes d'autres produits"),
        ("posts", POST, 20, "postes de personnel"),
        ("indemnities", PERSON, 40, "lignes d'indemnités"),
    ],
)
def test_a_list_too_long_is_refused_with_its_limit(field: str, item: object, most: int, words: str) -> None:
    workbook_values([_budget(**{field: (item,) * most})])
    with pytest.raises(InputError, match=f"{most + 1} {words}, le classeur en tient {most} au plus"):
        workbook_values([_budget(**{field: (item,) * (most + 1)})])


def test_only_the_rows_in_use_and_three_more_are_shown() -> None:
    _, _, rows = workbook_values([_budget(charges=(LINE,) * 59, posts=(POST,) * 2, indemnities=(PERSON,))])
    assert rows["in_charges_compte"] == rows["out_charges_atteint"] == 60
    assert rows["in_produits_compte"] == 3
    assert rows["in_personnel_poste"] == rows["out_personnel_presence"] == 5
    assert rows["in_indemnites_nom"] == rows["out_indemnites_reste"] == 4


def test_debts_follow_what_is_paid() -> None:
    """1 200 € a year by twelfths, paid two months later: 200 € are left each year; 300 € of older debts are paid."""
    values, _, _ = workbook_values([_budget(charges=(replace(LINE, delay=2),), opening_payables=30_000)])
    opening, added, cashless, settled, closing = values["out_charges_dettes"]
    assert opening == [300, 200, 200, 200, 200]
    assert added == [1_200] * 5
    assert cashless == [0] * 5
    assert settled == [1_300, 1_200, 1_200, 1_200, 1_200]
    assert closing == [200] * 5
    assert values["out_budget_soldes"][2] == closing
    # due, salaries, contributions, indemnities, all; paid lines, contributions, debts, all
    assert values["out_charges_mois"][0] == [100, 0, 0, 0, 100, 0, 0, 300, 300]
    assert values["out_charges_mois"][2] == [100, 0, 0, 0, 100, 100, 0, 0, 100]


def test_an_allowance_is_a_charge_and_never_a_payment() -> None:
    """1 200 € a year on 6811 and as much on 613: 2 400 € of charges, 1 200 € paid, nothing owed; no delay for 6811."""
    allowance = replace(LINE, account="6811", delay=2)
    income = replace(LINE, account="7815")
    values, _, _ = workbook_values([_budget(charges=(LINE, allowance), incomes=(income,))])
    assert values["out_charges_total"] == [2_400] * 5
    assert values["out_charges_dettes"] == [[0] * 5, [2_400] * 5, [1_200] * 5, [1_200] * 5, [0] * 5]
    assert values["out_produits_creances"] == [[0] * 5, [1_200] * 5, [1_200] * 5, [0] * 5, [0] * 5]
    assert values["out_charges_delais"][:3] == [0, "sans", 0]
    assert values["out_charges_mois"][5] == [200, 0, 0, 0, 200, 100, 0, 0, 100]
    assert values["out_charges_classes"][8] == [1_200] * 5
    assert values["out_produits_mois"][0] == [100, 0, 0, 0]


def test_a_year_that_opens_in_september_is_cut_at_the_end_of_december() -> None:
    """1 000 hours at 60 € are asked; 48 060 € are left by the ceiling of 2026 less 40 000 € already paid: 8 060 €."""
    person = Indemnity("A. Martin", "", 6_000, (100_000, 0, 0, 0, 0), before=4_000_000)
    values, _, _ = workbook_values([_budget(indemnities=(person,))])
    assert values["out_indemnites_demandes"][0] == [60_000, 0, 0, 0, 0]
    assert values["out_indemnites_decembre"][0] == [20_000, 0, 0, 0, 0]
    assert values["out_indemnites_premiers"][0] == [8_060, 0, 0, 0, 0]
    assert values["out_indemnites_suites"][0] == [40_000, 0, 0, 0, 0]
    assert values["out_indemnites_exces"][0] == 11_940
    assert values["out_indemnites_etat"][0] == "Plafond dépassé"
    assert values["out_indemnites_reste"][0] == [0, 8_060, 48_060, 48_060, 48_060, 48_060]


def _column(values: dict[str, Any], name: str, *items: object) -> None:
    """Type some cells at the top of an input."""
    values[name] = [*items, *values[name][len(items) :]]


def _flat(value: Any) -> list[Any]:
    return [item for part in value for item in _flat(part)] if isinstance(value, (list, tuple)) else [value]


@pytest.mark.hote
def test_what_is_typed_by_hand_gives_the_engine_to_the_cent(tmp_path: Path) -> None:
    values, texts, rows = workbook_values([_budget(charges=(LINE, LINE, LINE))])
    _column(values, "in_charges_imposes", [None] * 5, [None, None, 850.05, None, None], [1_000, *[None] * 4])
    _column(values, "in_charges_quantite", 1_234.5, 7)
    _column(values, "in_charges_prix", 0.665, 99.99)
    _column(values, "in_charges_hausse", 0.0225, -0.015, 0.1)
    _column(values, "in_charges_versements", 4, 2, 1)
    _column(values, "in_charges_mois", 2, None, None)
    _column(values, "in_charges_delai", 3, 1, 2)
    _column(values, "in_produits_compte", 756, 768)
    _column(values, "in_produits_imposes", [1_000.01] * 5, [99.99] * 5)
    _column(values, "in_produits_versements", None, 4)
    _column(values, "in_produits_mois", 11, 12)
    _column(values, "in_produits_delai", None, 1)
    _column(values, "in_personnel_poste", "Coordination", "Secrétariat")
    _column(values, "in_personnel_brut", 3_210.55, 2_000.45)
    _column(values, "in_personnel_taux", 0.4225, 0.405)
    _column(values, "in_personnel_quotite", None, 0.5)
    _column(values, "in_personnel_entree", None, 46_371)
    _column(values, "in_personnel_sortie", 47_500, None)
    _column(values, "in_personnel_hausse", 0.015, None)
    values["in_cotisations_delai"] = 2
    _column(values, "in_indemnites_nom", "Dr Élise  Martin", "dr élise martin", None, None)
    _column(values, "in_indemnites_taux", 75.5, 60, 60, 60)
    _column(values, "in_indemnites_heures", [900] * 5, [300.25] * 5, [900] * 5, [10] * 5)
    _column(values, "in_indemnites_anterieur", 12_000, None, None, None)
    values["in_dettes"] = 4_321.09
    # every formula goes without a value: what comes back was computed
    bare = {name: [None] * len(_flat(item)) if name.startswith("out_") else item for name, item in values.items()}
    path = tmp_path / "saisi.xlsx"
    path.write_bytes(shipped("CPTS").render(bare, texts=texts, visible_rows=rows))
    (done,) = convert([path], "xlsx", tmp_path / "out")
    rules = load_rules()
    typed = read_workbook(done, rules)
    budgets = [build_budget(structure, rules) for structure in typed.structures]
    assert budgets[0].structure.charges[0].cents[0] == 82_094  # 1 234,5 × 0,665 = 820,9425
    assert any(row.refused[0] for row in budgets[0].retained)
    expected, _, _ = workbook_values(budgets, typed.names)
    found = read_names(done, prefixes=("out_",))
    about_generation = (
        "out_moteur",
        "out_entrees_intactes",
        "out_empreinte",
        "out_etat_global",
        "out_controles_comptes",
    )
    about_generation += ("out_synthese_etat", "out_lisezmoi_etat", *ABOUT_GENERATION)
    gaps = compare(
        {
            (name, str(rank)): item
            for name, value in expected.items()
            if name.startswith("out_") and not name.startswith(about_generation)
            for rank, item in enumerate(_flat(value))
        },
        {(name, str(rank)): item for name, value in found.items() for rank, item in enumerate(_flat(value))},
    )
    assert [str(gap) for gap in gaps] == []
    assert found["out_etat_global"] == [["OK"]]
