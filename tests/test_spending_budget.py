"""Salaries, indemnities, other income and debts in the budget of a structure."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.batch import results
from excel_tools.budget import Budget, build_budget, by_mission
from excel_tools.dates import day
from excel_tools.errors import RuleError
from excel_tools.funding.cpts import CptsContract
from excel_tools.funding.esp import EspContract
from excel_tools.reports.values import workbook_values
from excel_tools.rules import load_rules
from excel_tools.spending.entry import Entry
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.staff import Post
from excel_tools.structure import OneOff, Structure
from excel_tools.vector import PPM
from tests.random_structures import random_cpts

RULES = load_rules()
SIGNED = day(2026, 1, 1)
YEARS = (0, 0, 0, 0, 0)


def size_2(starts: dict[str, int] | None = None, exercice: int = 2026, **more: Any) -> Structure:
    contract = CptsContract(SIGNED, [60_000] * 7, [0] * 7, starts or {})
    return Structure("CPTS des Monts", "CPTS", "Bretagne", contract, exercice, **more)


def notices(budget: Budget) -> dict[str, str]:
    return {notice.code: notice.text for notice in budget.notices}


EXAMPLE = size_2(
    {"prevention": SIGNED},
    charges=(Entry("6132", "Loyer", "", 0, (480_000,) * 5, 4, 1),),
    incomes=(
        Entry("756", "Cotisations", "", 3, (150_000,) * 5),
        Entry("741", "Commune", "prevention", 11, (200_000,) * 5, 0, 2),
    ),
    posts=(Post("Coordinatrice", "", 250_000, 400_000, 800_000),),
    indemnities=(
        Indemnity("Dr Martin", "prevention", 7_500, (20_000,) * 5),
        Indemnity("Dr Diallo", "prevention", 7_500, (70_000, 10_000, 10_000, 10_000, 10_000)),
    ),
    opening_cash=1_000_000,
    opening_payables=90_000,
)


def test_the_budget_of_a_whole_example() -> None:
    budget = build_budget(EXAMPLE, RULES)
    # salary: 2 500 × 80 % = 2 000 a month; contributions 40 % = 800
    # indemnities: Martin 200 h × 75 = 15 000; Diallo 700 h × 75 = 52 500, 48 060 retained; then 100 h = 7 500
    assert budget.charges_by_account["61"] == (480_000,) * 5
    assert budget.charges_by_account["64"] == (12 * 280_000,) * 5
    assert budget.charges_by_account["62"] == (6_306_000, *(2_250_000,) * 4)
    assert budget.charges_years == (480_000 + 3_360_000 + 6_306_000, *(6_090_000,) * 4)
    # income: 60 000 fonctionnement, prévention 15 000 + 15 000, cotisations 1 500, commune 2 000
    assert budget.produits_years == (9_350_000,) * 5
    assert budget.result_years == (-796_000, *(3_260_000,) * 4)
    # January: 900 of earlier debts, 2 000 of salary, 63 060 / 12 of indemnities; the rent of January is paid in
    # February, with the contributions of January
    assert budget.months.charges[0] == 90_000 + 200_000 + 525_500
    assert budget.months.charges[1] == 200_000 + 80_000 + 525_500 + 120_000
    # November's 2 000 of the commune come in January
    assert budget.other_income_months[2] == 150_000
    assert budget.other_income_months[12] == 200_000
    assert budget.receivables.cloture == (200_000,) * 5
    # at the end of the year, the contributions of December are owed; the rent of October was paid in November
    assert budget.payables.ouverture == (90_000, *(80_000,) * 4)
    assert budget.payables.cloture == (80_000,) * 5
    assert budget.payables.regle == (90_000 + 10_146_000 - 80_000, *(6_090_000,) * 4)
    told = notices(budget)
    assert told["pass-depasse"] == (
        "Plafond des indemnités (PASS) dépassé pour un professionnel : 4\u202f440\u202f€ demandés ne sont pas retenus "
        "(2026 : 4\u202f440\u202f€)."
    )
    assert "2027 à 2030 (48\u202f060\u202f€, dernier montant connu, 2026, prolongé)" in told["pass-a-confirmer"]


def test_what_a_mission_receives_costs_and_leaves() -> None:
    rows = {row.mission: row for row in by_mission(build_budget(EXAMPLE, RULES))}
    assert list(rows) == ["acces", "parcours", "prevention", "crise", "qualite", "accompagnement", "fonctionnement"]
    prevention = rows["prevention"]
    # 15 000 fixed + 15 000 variable + 2 000 of the commune − 63 060 of indemnities
    assert prevention.recoit[0] == 3_200_000
    assert prevention.coute[0] == 6_306_000
    assert prevention.laisse == (-3_106_000, *(950_000,) * 4)
    # 60 000 + 1 500 − 4 800 of rent − 33 600 of salary
    assert rows["fonctionnement"].laisse == (2_310_000,) * 5
    assert rows["acces"].recoit == rows["acces"].coute == YEARS


def test_an_unspent_envelope_leaves_its_mission_at_what_was_spent() -> None:
    start = day(2020, 1, 1)
    contract = CptsContract(start, [60_000] * 7, [0] * 7, {"acces": start})
    structure = Structure("C", "CPTS", "", contract, 2020, snp_spent=(3_000_000, 6_000_000, 0, 0, 0))
    budget = build_budget(structure, RULES)
    acces = next(row for row in by_mission(budget) if row.mission == "acces")
    # 2020: 17 500 × 2 + 12 000 + 45 000 received, 15 000 carried over; 2021: the same received, 15 000 taken back
    assert acces.laisse[:2] == (7_700_000, 10_700_000)


def test_names_stay_out_of_the_results() -> None:
    text = results.rows(build_budget(EXAMPLE, RULES), "central")
    assert not any(name in text for name in ("Martin", "Diallo", "Coordinatrice"))
    assert "2026;;6226 Indemnités des professionnels;charge;63060,00" in text
    assert "2026;;641 Rémunérations du personnel;charge;24000,00" in text
    assert "2026;2026-01;dettes antérieures;décaissement;900,00" in text
    assert "2026;2026-02;645;décaissement;800,00" in text
    assert "2026;2026-03;756 Cotisations;encaissement;1500,00" in text


def test_the_results_add_up_to_the_budget() -> None:
    budget = build_budget(EXAMPLE, RULES)
    found: dict[tuple[str, str], int] = {}
    for line in io.StringIO(results.rows(budget, "central")):
        *_, year, _, _, nature, amount = line.strip().split(";")
        found[nature, year] = found.get((nature, year), 0) + int(amount.replace(",", ""))
    for year in range(5):
        exercice = str(2026 + year)
        assert found["charge", exercice] == budget.total_charges_years[year]
        assert found["décaissement", exercice] == budget.payables.regle[year]
        assert found["produit", exercice] == budget.produits_years[year]
        assert found["encaissement", exercice] == budget.encaissements_years[year]


def test_a_ceiling_is_asked_only_where_it_holds() -> None:
    hours = Indemnity("A", "", 10_000, (60_000,) * 5)
    with pytest.raises(RuleError, match="connu qu'à partir de 2023 ; ouvrir le premier exercice en 2023"):
        build_budget(size_2(exercice=2022, indemnities=(hours,)), RULES)
    later = replace(hours, hours=(0, 60_000, 0, 0, 0))
    budget = build_budget(size_2(exercice=2022, indemnities=(later,)), RULES)
    assert budget.charges_by_account["62"] == (0, 4_399_200, 0, 0, 0)
    assert "pass-a-confirmer" not in notices(budget), "2023 is sure"
    team = EspContract("Pays de la Loire", (2,) * 7, day(2024, 1, 1), amount=750_000)
    free = build_budget(Structure("ESP", "ESP", "Pays de la Loire", team, 2022, indemnities=(hours,)), RULES)
    assert free.charges_by_account["62"] == (6_000_000,) * 5
    assert notices(free)["pass-hors-champ"].endswith("il n'est pas appliqué à une ESP.")
    assert "pass-depasse" not in notices(free)


def test_a_workbook_shows_all_of_them() -> None:
    budget = build_budget(EXAMPLE, RULES)
    values, _, _ = workbook_values([budget])
    assert values["out_charges_total"] == [cents / 100 for cents in budget.charges_years]
    assert values["out_charges_dettes"][-1] == [cents / 100 for cents in budget.payables.cloture]


def test_what_is_left_empty_changes_nothing() -> None:
    for seed in range(10):
        for drawn in random_cpts(random.Random(seed)):
            # an allowance is never paid: it has its own tests
            paid = [line for line in drawn.charges if not line.account.startswith("68")]
            lines = tuple(replace(line, payments=0, delay=0) for line in paid)
            structure = replace(drawn, charges=lines, incomes=(), posts=(), indemnities=(), opening_payables=0)
            budget = build_budget(structure, RULES)
            said = [replace(line, payments=1 if line.month else 12) for line in structure.charges]
            assert build_budget(replace(structure, charges=tuple(said)), RULES).months == budget.months
            assert budget.months.charges == budget.charges_months
            assert budget.payables.cloture == budget.receivables.cloture == YEARS
            assert sum(budget.charges_months) == sum(sum(line.cents) for line in structure.charges)


cents = st.tuples(*[st.integers(0, 5_000_000)] * 5)
missions = st.sampled_from(("", "acces", "prevention"))


def entries(*accounts: str) -> st.SearchStrategy[tuple[Entry, ...]]:
    line = st.builds(
        Entry,
        st.sampled_from(accounts),
        st.just("Ligne"),
        missions,
        st.integers(0, 12),
        cents,
        st.sampled_from((0, 1, 2, 4, 12)),
        st.integers(0, 3),
    )
    return st.lists(line, max_size=4).map(tuple)


posts = st.builds(
    Post,
    st.just("Poste"),
    missions,
    st.integers(0, 500_000),
    st.integers(0, PPM),
    st.integers(0, PPM),
    st.one_of(st.just(0), st.integers(SIGNED - 100, SIGNED + 1900)),
    st.one_of(st.just(0), st.integers(SIGNED - 100, SIGNED + 1900)),
    st.integers(-50_000, 50_000),
)
indemnities = st.builds(
    Indemnity, st.sampled_from(("A", "B")), missions, st.integers(0, 20_000), st.tuples(*[st.integers(0, 90_000)] * 5)
)


@settings(max_examples=60)
@given(
    entries("606", "6132", "695"),
    entries("70", "756"),
    st.lists(posts, max_size=3).map(tuple),
    st.lists(indemnities, max_size=4).map(tuple),
    st.integers(1, 12),
    st.integers(0, 3),
    st.integers(0, 10**7),
)
def test_every_total_is_the_sum_of_its_parts(
    charges: tuple[Entry, ...],
    incomes: tuple[Entry, ...],
    staff: tuple[Post, ...],
    hours: tuple[Indemnity, ...],
    month: int,
    social_delay: int,
    owed: int,
) -> None:
    structure = size_2(
        {"acces": SIGNED, "prevention": SIGNED + 100},
        first_month=month,
        charges=charges,
        incomes=incomes,
        posts=staff,
        indemnities=hours,
        social_delay=social_delay,
        opening_payables=owed,
        one_offs=(OneOff("Aide", SIGNED + 400, owed, earmarked=True, spent=(0, owed // 3, owed, 0, 0)),),
    )
    budget = build_budget(structure, RULES)
    months, debts, claims = budget.months, budget.payables, budget.receivables
    for year in range(5):
        assert sum(row[year] for row in budget.charges_by_account.values()) == budget.charges_years[year]
        assert debts.ouverture[year] + budget.charges_years[year] - debts.regle[year] == debts.cloture[year] >= 0
        assert claims.ouverture[year] + budget.other_income_years[year] - claims.regle[year] == claims.cloture[year]
        assert sum(months.charges[12 * year : 12 * year + 12]) == debts.regle[year]
    assert debts.ouverture[0] == owed
    assert debts.ouverture[1:] == debts.cloture[:-1]
    # result − cash of the horizon = what is owed to us − what we owe
    due = sum(sum(row.creances[-1:]) - row.creances[0] for row in budget.calendars.values())
    change = months.fin[-1] - structure.opening_cash
    carried = budget.dedicated.cloture[-1] - structure.opening_dedicated
    assert sum(budget.result_years) - change == due + claims.cloture[-1] - (debts.cloture[-1] - owed) - carried
    rows = by_mission(budget)
    assert tuple(sum(row.laisse[year] for row in rows) for year in range(5)) == budget.result_years
