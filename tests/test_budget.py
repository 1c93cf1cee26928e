"""The budget of one structure: charges, fonds dédiés, result, cash, and what is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.budget import build_budget
from excel_tools.dates import day
from excel_tools.funding.cpts import CptsContract
from excel_tools.funding.esp import EspContract
from excel_tools.rules import load_rules
from excel_tools.spending.entry import due_months
from excel_tools.structure import Charge, OneOff, Structure

RULES = load_rules()


def size_2(signature: int, exercice: int, starts: dict[str, int] | None = None, **more: Any) -> Structure:
    contract = CptsContract(signature, [60_000] * 7, [0] * 7, starts or {})
    return Structure("CPTS des Monts", "CPTS", "Bretagne", contract, exercice, **more)


def test_a_charge_is_paid_in_its_month_or_spread_by_cumulative_amounts() -> None:
    insurance = Charge("616", "Assurance", "", 3, (120_000,) * 5)
    assert due_months(insurance, 1)[:12] == (0, 0, 120_000, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert due_months(insurance, 7)[:12] == (0, 0, 0, 0, 0, 0, 0, 0, 120_000, 0, 0, 0), "July to June: March is ninth"
    rent = Charge("613", "Loyer", "", 0, (100, 0, 0, 0, 0))
    # 100 cents × n / 12, rounded: 8 17 25 33 42 50 58 67 75 83 92 100
    assert due_months(rent, 1)[:12] == (8, 9, 8, 8, 9, 8, 8, 9, 8, 8, 9, 8)


def test_result_and_cash_of_a_whole_first_year() -> None:
    # signed on 1 January 2026: 60 000 € of fonctionnement at once, 40 000 € of salaries, 20 000 € in hand
    salary = Charge("641", "Coordination", "", 0, (4_000_000,) * 5)
    budget = build_budget(size_2(day(2026, 1, 1), 2026, charges=(salary,), opening_cash=2_000_000), RULES)
    assert budget.produits_years == (6_000_000,) * 5
    assert budget.result_years == (2_000_000,) * 5
    # cash: 60 000 in 2026, then 45 000 at each anniversary and, from 2028, the balance of 15 000
    assert budget.encaissements_years == (6_000_000, 4_500_000, 6_000_000, 6_000_000, 6_000_000)
    assert budget.cash_close_years == (4_000_000, 4_500_000, 6_500_000, 8_500_000, 10_500_000)
    # end of 2027: 15 000 € earned and not yet received
    assert budget.calendars["fonctionnement"].creances == [0, 0, 1_500_000, 1_500_000, 1_500_000, 1_500_000]


def test_unspent_earmarked_envelope_is_not_a_surplus() -> None:
    # 2019 barème, size 2: 45 000 € of SNP envelope; 30 000 € spent the first year, 60 000 € the second
    structure = size_2(
        day(2020, 1, 1), 2020, {"acces": day(2020, 1, 1)}, snp_spent=(3_000_000, 6_000_000, 100_000, 0, 0)
    )
    budget = build_budget(structure, RULES)
    funds = budget.dedicated
    assert funds.entree == (4_500_000, 4_500_000, 0, 0, 0), "avenant 2 has no such line from 2022 on"
    assert funds.dotation[:2] == (1_500_000, 0)
    assert funds.reprise[:2] == (0, 1_500_000)
    assert funds.utilise == (3_000_000, 6_000_000, 0, 0, 0)
    assert funds.cloture[:2] == (1_500_000, 0)
    # what was not spent leaves the result: 60 000 + 17 500 × 2 + 12 000 + 45 000 − 15 000
    assert budget.result_years[0] == 13_700_000
    assert any(notice.code == "fonds-dedies" for notice in budget.notices), "100 000 cents of 2022 are not covered"


def test_one_off_aids_are_income_and_cash_of_their_day() -> None:
    aids = (OneOff("Amorçage", day(2026, 5, 12), 1_500_000), OneOff("Trop tôt", day(2025, 12, 31), 900_000))
    budget = build_budget(size_2(day(2026, 9, 1), 2026, one_offs=aids), RULES)
    assert budget.one_off_years == (1_500_000, 0, 0, 0, 0)
    assert budget.one_off_months[4] == 1_500_000


def codes(structure: Structure) -> set[str]:
    return {notice.code for notice in build_budget(structure, RULES).notices}


def test_what_a_treasurer_is_told() -> None:
    signed = day(2024, 3, 1)
    on_time = {"acces": day(2024, 9, 1), "parcours": day(2025, 3, 1), "prevention": signed, "crise": signed}
    assert codes(size_2(signed, 2026, on_time)) == {"bareme-prolonge", "a-confirmer"}
    assert "mission-tardive" in codes(size_2(signed, 2026, on_time | {"acces": day(2024, 9, 2)}))
    assert "mission-tardive" in codes(size_2(signed, 2026, on_time | {"parcours": day(2025, 3, 2)}))
    assert "mission-absente" in codes(size_2(signed, 2026, {**on_time, "prevention": 0}))
    assert "mission-avant-signature" in codes(size_2(signed, 2026, on_time | {"prevention": day(2023, 1, 1)}))
    assert "fonctionnement-sans-mission" in codes(size_2(signed, 2026))
    rent = Charge("613", "Loyer", "", 1, (90_000_000,) * 5)
    assert "tresorerie-negative" in codes(size_2(signed, 2026, on_time, charges=(rent,)))
    # before avenant 2 the mission exists in no barème
    assert "mission-hors-bareme" in codes(size_2(day(2021, 6, 1), 2022, {"crise": day(2022, 1, 1)}))


def test_crisis_mission_has_six_months_from_avenant_2_at_the_latest() -> None:
    old = size_2(day(2020, 3, 1), 2026, {"crise": day(2022, 7, 1)})
    assert "mission-tardive" not in codes(old), "six months from 1 January 2022"
    assert "mission-tardive" in codes(size_2(day(2020, 3, 1), 2026, {"crise": day(2022, 7, 2)}))


amounts = st.tuples(*[st.integers(0, 50_000_000)] * 5)
charges = st.builds(
    Charge,
    account=st.sampled_from(["606", "613", "6226", "641", "695"]),
    label=st.just("Charge"),
    mission=st.just(""),
    month=st.integers(0, 12),
    cents=amounts,
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(charges, max_size=8),
    st.integers(1, 12),
    st.integers(-(10**8), 10**8),
    st.integers(day(2019, 6, 20), day(2030, 1, 1)),
    amounts,
)
def test_every_total_is_the_sum_of_its_parts(
    chosen: list[Charge], month: int, opening: int, signature: int, spent: tuple[int, ...]
) -> None:
    structure = size_2(
        signature,
        2021,
        {"acces": signature, "crise": signature + 200},
        charges=tuple(chosen),
        opening_cash=opening,
        first_month=month,
        snp_spent=spent,
    )
    budget = build_budget(structure, RULES)
    months, funds = budget.months, budget.dedicated
    assert sum(budget.charges_months) == sum(sum(charge.cents) for charge in chosen)
    assert budget.charges_years == tuple(
        sum(years[year] for years in budget.charges_by_account.values()) for year in range(5)
    )
    assert months.debut[0] == opening
    assert months.debut[1:] == months.fin[:-1]
    for start, received, paid, end in zip(months.debut, months.encaissements, months.charges, months.fin, strict=True):
        assert start + received - paid == end
    assert funds.ouverture[1:] == funds.cloture[:-1]
    for year in range(5):
        assert funds.ouverture[year] + funds.dotation[year] - funds.reprise[year] == funds.cloture[year] >= 0
        assert budget.produits_years[year] - budget.total_charges_years[year] == budget.result_years[year]
    assert sum(budget.encaissements_years) == sum(months.encaissements)


def test_a_late_funder_does_not_pay_the_past_twice() -> None:
    # 15 000 € of 2026 were paid in August 2026, before the horizon: six months of delay do not bring them back
    contract = EspContract("Pays de la Loire", (2,) * 7, day(2024, 1, 1), amount=750_000, payment_month=8)
    late = replace(contract, funder_delay=6)
    totals = []
    for chosen in (contract, late):
        budget = build_budget(Structure("ESP", "ESP", "Pays de la Loire", chosen, 2027), RULES)
        totals.append(sum(budget.encaissements_years))
        assert budget.calendars["enveloppe"].creances[0] == 0
    assert totals == [5 * 1_500_000, 4 * 1_500_000], "the last payment leaves the horizon"
