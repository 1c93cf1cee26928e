"""What holds of every budget of every family, whatever it is made of: it balances or says why, and rolls forward."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.accounts.alerts import budget_alerts
from excel_tools.accounts.cerfa import cerfa, problems
from excel_tools.accounts.chart import default_chart
from excel_tools.accounts.postings import postings
from excel_tools.budget import Budget, build_budget, by_mission, fund_missions, mission_aids
from excel_tools.dates import fiscal_name
from excel_tools.rules import load_rules
from excel_tools.spending.entry import Entry
from tests.random_small import random_esp, random_ess, random_msp
from tests.random_structures import random_cpts

RULES = load_rules()
CHART = default_chart(RULES)
DRAWS = (random_cpts, random_msp, random_ess, random_esp)

budgets = st.builds(
    lambda draw, seed: build_budget(draw(random.Random(seed))[-1], RULES), st.sampled_from(DRAWS), st.integers(0, 10**9)
)
"""The last scenario of a random structure: its own delay of the funder, early end and signed contract."""


def sentences(budget: Budget, code: str) -> str:
    """What the alerts of a kind say, one after the other."""
    return " ".join(alert.sentence for alert in budget_alerts(budget) if alert.code == code)


@settings(deadline=None, max_examples=80)
@given(budgets)
def test_a_budget_balances_or_says_why(budget: Budget) -> None:
    rows = postings(budget, CHART)
    first = budget.structure.first_exercice
    for year in range(5):
        result = budget.result_years[year]
        assert budget.produits_years[year] - budget.total_charges_years[year] == result
        form = cerfa(CHART.form, rows, year + 1)
        assert form.row("charges", "equilibre").cents == form.row("produits", "equilibre").cents
        # every account has its line: what the form adds up is the budget
        assert form.row("charges", "total").cents == budget.total_charges_years[year]
        assert form.row("produits", "total").cents == budget.produits_years[year]
        # the row that balances it is the result, on the side where it lacks
        assert form.row("charges", "solde").cents == max(0, result)
        assert form.row("produits", "solde").cents == max(0, -result)
        named = f" {fiscal_name(first + year, budget.structure.first_month)} ("
        assert (named in sentences(budget, "budget-deficitaire")) == (result < 0)
        for found in problems(CHART.form, rows, year + 1):
            assert found in sentences(budget, "formulaire")


@settings(deadline=None, max_examples=80)
@given(budgets)
def test_fonds_dedies_roll_forward_in_every_budget(budget: Budget) -> None:
    assert budget.dedicated.ouverture[0] == budget.structure.opening_dedicated
    assert budget.structure.opening_dedicated in [funds.ouverture[0] for funds in budget.funds]
    assert len(budget.funds) == len(budget.envelopes) == len(fund_missions(budget.structure))
    for funds in (*budget.funds, budget.dedicated):
        for closing, opening in pairwise(zip(funds.cloture, funds.ouverture, strict=True)):
            assert closing[0] == opening[1]
        for year in range(5):
            assert funds.ouverture[year] + funds.entree[year] - funds.utilise[year] == funds.cloture[year] >= 0
            assert funds.ouverture[year] + funds.dotation[year] - funds.reprise[year] == funds.cloture[year]
            assert min(funds.dotation[year], funds.reprise[year]) >= 0
    short = [spent > used for spent, used in zip(budget.dedicated.depense, budget.dedicated.utilise, strict=True)]
    assert bool(sentences(budget, "fonds-dedies")) == any(short)


@settings(deadline=None, max_examples=80)
@given(budgets)
def test_the_closing_cash_opens_the_next_month(budget: Budget) -> None:
    structure, months = budget.structure, budget.months
    assert months.debut == (structure.opening_cash, *months.fin[:-1])
    for start, received, paid, end in zip(months.debut, months.encaissements, months.charges, months.fin, strict=True):
        assert start + received - paid == end
    assert bool(sentences(budget, "tresorerie-negative")) == (min(months.fin) < 0)
    debts, claims = budget.payables, budget.receivables
    assert debts.ouverture == (structure.opening_payables, *debts.cloture[:-1])
    assert claims.ouverture == (structure.opening_receivables, *claims.cloture[:-1])
    for year in range(5):
        own = slice(12 * year, 12 * year + 12)
        assert budget.cash_close_years[year] == months.fin[12 * year + 11]
        owed = budget.charges_years[year] - debts.sans[year]
        assert debts.ouverture[year] + owed - debts.regle[year] == debts.cloture[year] >= 0
        assert debts.sans[year] == unpaid(structure.charges, ("675", "68"), year)
        earned = budget.other_income_years[year] - claims.sans[year]
        assert claims.ouverture[year] + earned - claims.regle[year] == claims.cloture[year] >= 0
        assert claims.sans[year] == unpaid(structure.incomes, ("71", "72", "777", "78"), year)
        assert sum(months.charges[own]) == debts.regle[year]
        assert sum(budget.other_income_months[own]) == claims.regle[year]


@settings(deadline=None, max_examples=80)
@given(budgets)
def test_what_was_earned_and_not_received_is_owed(budget: Budget) -> None:
    structure, months = budget.structure, budget.months
    contract = sum(cut.creances[-1] - cut.creances[0] for cut in budget.calendars.values())
    claims = budget.receivables.cloture[-1] - structure.opening_receivables
    debts = budget.payables.cloture[-1] - structure.opening_payables
    funds = budget.dedicated.cloture[-1] - structure.opening_dedicated
    change = months.fin[-1] - structure.opening_cash
    written = sum(budget.receivables.sans) - sum(budget.payables.sans)
    assert sum(budget.result_years) == change + contract + claims - debts - funds + written


def unpaid(lines: Sequence[Entry], accounts: tuple[str, ...], year: int) -> int:
    """What some accounts write in a fiscal year."""
    return sum(line.cents[year] for line in lines if line.account.startswith(accounts))


@settings(deadline=None, max_examples=60)
@given(budgets)
def test_the_missions_make_the_result(budget: Budget) -> None:
    rows = by_mission(budget)
    for year in range(5):
        assert sum(row.laisse[year] for row in rows) == budget.result_years[year]
        assert sum(years[year] for _, years in mission_aids(budget)) == budget.one_off_years[year]
