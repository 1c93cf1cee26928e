"""What a late funder, and a contract that ends early, change: the arithmetic written out, and what must always hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.budget import build_budget
from excel_tools.dates import add_months, day, put_off
from excel_tools.funding import cpts, esp, ess, msp
from excel_tools.funding.cpts_table import MISSIONS, cpts_table
from excel_tools.funding.families import FAMILIES
from excel_tools.funding.msp_data import MspData
from excel_tools.money import french_euros
from excel_tools.rules import load_rules
from excel_tools.schedule import PERIODS, Line, Schedule, calendar, contract_frame
from excel_tools.structure import Structure

RULES = load_rules()
STRUCTURES = {
    "CPTS": cpts.CptsContract(
        day(2024, 3, 1), [100_000] * PERIODS, [0] * PERIODS, dict.fromkeys(MISSIONS, day(2024, 9, 1))
    ),
    "MSP": msp.MspContract(
        day(2024, 3, 1),
        (MspData(patientele=4000, ps_associes=13, protocoles=8, reunions=6),) * PERIODS,
        fir=(day(2028, 5, 2), 1_500_000),
    ),
    "ESS": ess.EssContract(day(2025, 3, 1), [7_500_000] * PERIODS, delay=4),
    "ESP": esp.EspContract("Pays de la Loire", [5] * PERIODS, day(2024, 3, 1), amount=1_000_000, payment_month=4),
}


def computed(kind: str, contract: Any, first_exercice: int = 2027) -> Schedule:
    family = FAMILIES[kind]
    return family.schedule(contract, family.table(RULES), family.frame(contract, first_exercice, 1))


def rows(kind: str, contract: Any, code: str) -> dict[str, Any]:
    return dict(next(line for line in computed(kind, contract).lines if line.code == code).rows)


def test_running_costs_of_a_year_cut_on_30_june() -> None:
    # size 3: 75 000 € a year; the contract year opened on 1 March 2028 has 365 days, of which 122 up to 30 June.
    # Due: 75 000 × 122 / 365 = 25 068.49 €. Paid on 1 March 2028: 75 % of 75 000 = 56 250.00 €, the whole year's.
    # To repay on 1 July: 56 250.00 − 25 068.49 = 31 181.51 €.
    contract = replace(STRUCTURES["CPTS"], ends_on=day(2028, 6, 30))
    found = rows("CPTS", contract, "fonctionnement")
    period = computed("CPTS", contract).frame.ouverture.index(day(2028, 3, 1))
    assert found["du"][period] == 2_506_849
    assert found["avance"][period] == 5_625_000
    assert found["solde"][period] == -3_118_151
    assert found["date_solde"][period] == day(2028, 7, 1)
    assert found["terme"][period] == day(2028, 7, 1)
    assert found["du"][period + 1 :] == [0] * (PERIODS - period - 1), "later years do not exist"
    # the year before is untouched: its balance is paid on the anniversary
    assert (found["solde"][period - 1], found["date_solde"][period - 1]) == (1_875_000, day(2028, 3, 1))


def test_variable_part_of_a_year_cut_on_30_june() -> None:
    # parcours, size 3: 45 000 € × 122 / 365 = 15 041.10 €; at 80 %: 12 032.88 €, two months after the end
    contract = replace(STRUCTURES["CPTS"], ends_on=day(2028, 6, 30), attainment={"parcours": [800_000] * PERIODS})
    found = rows("CPTS", contract, "parcours_variable")
    period = computed("CPTS", contract).frame.ouverture.index(day(2028, 3, 1))
    assert found["enveloppe"][period] == 1_504_110
    assert found["du"][period] == found["solde"][period] == 1_203_288
    assert found["date_solde"][period] == day(2028, 9, 1)


def test_what_is_owed_back_is_told() -> None:
    contract = cpts.CptsContract(day(2027, 1, 1), [60_000] * PERIODS, [0] * PERIODS, {}, ends_on=day(2027, 12, 30))
    # the first year is paid in full at the signature: 60 000 € × 364 / 365 = 59 835.62 € are kept
    budget = build_budget(Structure("CPTS", "CPTS", "", contract, 2027), RULES)
    assert budget.encaissements_years == (5_983_562, 0, 0, 0, 0)
    told = [notice.text for notice in budget.notices if notice.code == "fin-anticipee"]
    assert told == [
        "Fin anticipée du contrat le 30/12/2027 : plus rien n'est dû après ce jour ; "
        f"{french_euros(16_438)} versés d'avance sont à reverser. "
        "Les charges, les salaires et les autres produits saisis continuent."
    ]


def test_a_crisis_recognised_before_the_end_stays_due_in_full() -> None:
    contract = replace(STRUCTURES["CPTS"], crisis_day=day(2028, 4, 15))
    before = rows("CPTS", replace(contract, ends_on=day(2028, 4, 15)), "crise_declaree")
    assert sum(before["du"]) == 6_750_000
    assert day(2028, 6, 16) in before["date_solde"], "the end's next day and two months"
    assert not any(rows("CPTS", replace(contract, ends_on=day(2028, 4, 14)), "crise_declaree")["du"])


def test_a_mission_that_would_start_after_the_end_is_paid_nothing() -> None:
    late = {"parcours": day(2028, 9, 1)}
    contract = replace(STRUCTURES["CPTS"], starts=late, ends_on=day(2028, 6, 30))
    found = rows("CPTS", contract, "parcours_fixe")
    assert not any(found["du"])
    assert not any(found["avance"])


def test_a_dotation_paid_before_the_end_is_repaid_in_part() -> None:
    # contract year from 1 March 2028, paid on 1 July 2028: ended on 31 August, 184 days of 365 are due
    contract = replace(STRUCTURES["ESS"], ends_on=day(2028, 8, 31))
    found = rows("ESS", contract, "dotation")
    period = computed("ESS", contract).frame.ouverture.index(day(2028, 3, 1))
    assert found["du"][period] == 3_780_822  # 75 000 × 184 / 365 = 37 808.219
    assert (found["avance"][period], found["solde"][period]) == (7_500_000, 3_780_822 - 7_500_000)
    assert found["date_solde"][period] == day(2028, 9, 1)
    # 37 808,22 € are no dotation outside the bounds of the convention: the yearly one is compared
    told = FAMILIES["ESS"].notices(contract, computed("ESS", contract), RULES)
    assert "dotation-hors-bornes" not in {notice.code for notice in told}
    # ended before it was paid: nothing but what is due comes, on the day foreseen
    early = rows("ESS", replace(contract, ends_on=day(2028, 5, 31)), "dotation")
    assert (early["avance"][period], early["solde"][period]) == (1_890_411, 0)  # 92 days
    assert early["date_avance"][period] == day(2028, 7, 1)


def test_teams_are_counted_by_months_begun_up_to_the_end() -> None:
    # 5 teams × 10 000 € are paid on 1 April; ended on 10 May: five months begun of twelve are due
    found = rows("ESP", replace(STRUCTURES["ESP"], ends_on=day(2028, 5, 10)), "enveloppe")
    period = 2
    assert found["du"][period] == 2_083_333
    assert (found["avance"][period], found["solde"][period]) == (5_000_000, -2_916_667)
    assert found["date_solde"][period] == day(2028, 5, 11)
    # an end known from the start is no surprise: the envelope paid was that of the five months
    known = rows("ESP", replace(STRUCTURES["ESP"], end=day(2028, 5, 10)), "enveloppe")
    assert (known["avance"][period], known["solde"][period]) == (2_083_333, 0)


def test_points_are_prorated_and_the_advance_of_april_is_not() -> None:
    whole = rows("MSP", STRUCTURES["MSP"], "remuneration")
    state = computed("MSP", replace(STRUCTURES["MSP"], ends_on=day(2029, 6, 30))).state
    period = state["annee"].index(2029)
    found = rows("MSP", replace(STRUCTURES["MSP"], ends_on=day(2029, 6, 30)), "remuneration")
    assert state["effet_jours"][period] == 181
    # each indicator is rounded by itself: within a cent for each of the twenty or so
    assert abs(found["du"][period] - whole["du"][period] * 181 / 365) <= 12
    assert found["avance"][period] == whole["avance"][period]
    assert found["solde"][period] == found["du"][period] - whole["avance"][period]
    assert (found["date_avance"][period], found["date_solde"][period]) == (day(2029, 4, 30), day(2029, 7, 1))
    # ended before 30 April: no advance, all of it the day after
    early = rows("MSP", replace(STRUCTURES["MSP"], ends_on=day(2029, 3, 31)), "remuneration")
    assert early["avance"][period] == 0
    assert early["solde"][period] == early["du"][period] > 0
    # ended with the year: nothing of it is cut, and its balance comes in April
    last_day = rows("MSP", replace(STRUCTURES["MSP"], ends_on=day(2029, 12, 31)), "remuneration")
    assert (last_day["du"][period], last_day["avance"][period]) == (whole["du"][period], whole["avance"][period])
    assert last_day["date_solde"][period] == day(2030, 4, 30)


@pytest.mark.parametrize("kind", STRUCTURES)
def test_a_delay_puts_off_every_payment_of_the_horizon_and_no_other(kind: str) -> None:
    usual, late = (computed(kind, replace(STRUCTURES[kind], funder_delay=months)) for months in (0, 5))
    first = usual.frame.first_day
    for before, after in zip(usual.lines, late.lines, strict=True):
        for name, row in before.rows.items():
            moved = name.startswith("date_") and before.code != "fir"
            assert after.rows[name] == ([put_off(one, 5, first) for one in row] if moved else row), (before.code, name)


ends = st.sampled_from([0, *range(day(2025, 12, 1), day(2032, 3, 1), 37), day(2028, 2, 29), day(2028, 12, 31)])
contracts = st.sampled_from(tuple(STRUCTURES))


def check(line: Line, schedule: Schedule) -> None:
    found = calendar(line, schedule.frame)
    for period, due in enumerate(line.rows["du"]):
        assert due >= 0
        assert line.rows["avance"][period] + line.rows["solde"][period] == due
        assert line.rows["rattache_1"][period] + line.rows["rattache_2"][period] == due
        assert line.rows["rattache_1"][period] >= 0
        assert line.rows["rattache_2"][period] >= 0
    for year in range(5):
        opening, closing = found.creances[year : year + 2]
        assert opening + found.produits[year] - found.encaissements[year] == closing


@settings(deadline=None, max_examples=150)
@given(contracts, ends, st.integers(0, 24), st.integers(2024, 2029))
def test_calendars_close_and_no_early_end_changes_what_was_earned_before_it(
    kind: str, ends_on: int, delay: int, exercice: int
) -> None:
    if kind == "ESS":
        exercice = max(exercice, 2025)
    contract = replace(STRUCTURES[kind], ends_on=ends_on, funder_delay=delay)
    schedule, usual = computed(kind, contract, exercice), computed(kind, STRUCTURES[kind], exercice)
    for line, whole in zip(schedule.lines, usual.lines, strict=True):
        check(line, schedule)
        if line.code == "fir":
            assert line == whole
            continue
        for period, closing in enumerate(schedule.frame.cloture):
            if not ends_on or closing <= ends_on + 1:
                assert line.rows["du"][period] == whole.rows["du"][period]
                assert line.rows["avance"][period] == whole.rows["avance"][period]
            assert line.rows["du"][period] <= whole.rows["du"][period]
            if 0 < ends_on < schedule.frame.ouverture[period]:
                assert line.rows["du"][period] == line.rows["avance"][period] == 0


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.integers(day(2022, 1, 1), day(2027, 1, 1)), ends, st.integers(0, 24)), min_size=2))
def test_a_portfolio_in_arrays_gives_the_same(many: list[tuple[int, int, int]]) -> None:
    table = cpts_table(RULES)
    starts, stops, delays = (np.array(column, dtype=np.int64) for column in zip(*many, strict=True))

    def contract(signature: Any, stop: Any, delay: Any) -> cpts.CptsContract:
        begun = {mission: add_months(signature, 7) for mission in MISSIONS}
        people = [60_000 + 0 * signature] * PERIODS
        return cpts.CptsContract(signature, people, [0] * PERIODS, begun, funder_delay=delay, ends_on=stop)

    frame = contract_frame(starts, 2026)
    at_once = cpts.schedule(contract(starts, stops, delays), table, frame)
    for rank, one in enumerate(many):
        alone = cpts.schedule(contract(*one), table, contract_frame(one[0], 2026))
        for together, single in zip(at_once.lines, alone.lines, strict=True):
            for name in ("du", "avance", "solde", "date_avance", "date_solde", "rattache_1"):
                values = [int(np.broadcast_to(value, len(many))[rank]) for value in together.rows[name]]
                assert values == single.rows[name], (single.code, name)


def test_the_floor_of_a_new_msp_is_cut_by_an_early_end_only() -> None:
    def floor(signature: int, ends_on: int = 0) -> int:
        data = MspData(patientele=100, ps_associes=2, nouvelle_structure=1)
        found = computed("MSP", msp.MspContract(signature, (data,) * PERIODS, ends_on=ends_on))
        return int(found.state["plancher"][found.frame.ouverture.index(day(2027, 1, 1))])

    # 20 000 € × 10 days / 365 = 547.945 € → 547.95 €
    assert floor(day(2027, 1, 1), day(2027, 1, 10)) == 54_795
    assert floor(day(2027, 1, 1)) == 2_000_000
    # a first year of 184 days has the whole floor, 92 of them half of it
    assert floor(day(2027, 7, 1)) == 2_000_000
    assert floor(day(2027, 7, 1), day(2027, 9, 30)) == 1_000_000


def test_the_floor_that_an_early_end_cuts_is_told() -> None:
    data = MspData(patientele=100, ps_associes=2, nouvelle_structure=1)
    contract = msp.MspContract(day(2027, 1, 1), (data,) * PERIODS, ends_on=day(2027, 1, 10))
    found = computed("MSP", contract)
    told = [notice.text for notice in msp.notices(contract, found, RULES) if notice.code == "msp-plancher"]
    assert len(told) == 1
    assert "547,95" in told[0]
    assert "plancher au prorata en cas de fin anticipée, à confirmer" in told[0]
