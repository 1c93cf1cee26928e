"""What a CPTS is due, with the arithmetic of the texts written out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.dates import add_months, day
from excel_tools.funding.cpts import BY_INDICATORS, CptsContract, schedule
from excel_tools.funding.cpts_table import CODES, MISSIONS, CptsTable, cpts_table
from excel_tools.funding.indicators import DOWN, UP, Indicator, Tier
from excel_tools.money import split_cumulative
from excel_tools.rules import load_rules
from excel_tools.schedule import Line, calendar, contract_frame, payments, whole_contract_frame
from excel_tools.vector import PPM

TABLE = cpts_table(load_rules())


def line(contract: CptsContract, code: str, first_exercice: int = 2024, first_month: int = 1) -> Line:
    frame = contract_frame(contract.signature, first_exercice, first_month)
    return next(found for found in schedule(contract, TABLE, frame).lines if found.code == code)


def size_3(signature: int, starts: dict[str, int], **more: Any) -> CptsContract:
    return CptsContract(signature, [100_000] * 7, [0] * 7, starts, **more)


def test_first_year_is_paid_in_full_then_three_quarters_and_the_balance() -> None:
    # ACI art. 9.1: 75 000 € at the signature; each later year 75 % at the anniversary, 25 % at the next one
    contract = size_3(day(2024, 3, 1), {"parcours": day(2024, 3, 1)})
    rows = line(contract, "fonctionnement").rows
    first = rows["du"].index(7_500_000)
    assert rows["avance"][first : first + 2] == [7_500_000, 5_625_000]
    assert rows["solde"][first : first + 2] == [0, 1_875_000]
    assert rows["date_solde"][first + 1] == day(2026, 3, 1)


def test_fixed_part_is_prorated_from_the_start_of_the_mission() -> None:
    # signed 01/03/2024, started 01/09/2024: 181 days of 365 (2025 is not a leap year) of 45 000 €
    contract = size_3(day(2024, 3, 1), {"parcours": day(2024, 9, 1)})
    rows = line(contract, "parcours_fixe").rows
    due = round(4_500_000 * 181 / 365)
    assert due == 2_231_507
    period = rows["du"].index(due)
    assert rows["avance"][period] == 1_673_630  # 75 % of 22 315.07 € is 16 736.3025 €
    assert rows["solde"][period] == 2_231_507 - 1_673_630
    assert rows["date_avance"][period] == day(2024, 9, 1)
    assert rows["date_solde"][period] == day(2025, 3, 1)


def test_variable_part_is_paid_two_months_after_the_anniversary() -> None:
    contract = size_3(day(2024, 3, 1), {"parcours": day(2024, 9, 1)}, attainment={"parcours": [800_000] * 7})
    rows = line(contract, "parcours_variable").rows
    # the prorated envelope is rounded first: 22 315.07 € × 80 % = 17 852.056 €
    period = rows["enveloppe"].index(2_231_507)
    assert rows["du"][period] == 1_785_206
    assert rows["date_solde"][period] == day(2025, 5, 1)
    assert rows["avance"][period] == 0


def test_signature_on_29_february_follows_edate() -> None:
    frame = contract_frame(day(2020, 2, 29), 2024)
    assert frame.rang == [3, 4, 5, 6, 7, 8, 9]
    assert frame.ouverture[:3] == [day(2022, 2, 28), day(2023, 2, 28), day(2024, 2, 29)]
    assert frame.jours[:3] == [365, 366, 365]


def test_crisis_plan_first_year_then_half() -> None:
    # size 3, avenant 2: 45 000 € the year it starts, prorated, then 22 500 €; 67 500 € when the ARS recognises a crisis
    contract = size_3(day(2023, 1, 1), {"crise": day(2023, 7, 1)}, crisis_day=day(2025, 6, 15))
    plan = line(contract, "crise_fixe").rows
    assert plan["du"][:3] == [round(4_500_000 * 184 / 365), 2_250_000, 2_250_000]
    declared = line(contract, "crise_declaree").rows
    assert declared["du"] == [0, 0, 6_750_000, 0, 0, 0, 0]
    assert declared["date_solde"][2] == day(2026, 3, 1)


def test_missions_of_avenant_2_are_worth_nothing_before_it() -> None:
    # the contract year opened on 01/06/2021 follows the 2019 barème to its end, whatever the mission's date
    contract = size_3(day(2020, 6, 1), {"crise": day(2022, 2, 1), "acces": day(2020, 6, 1)})
    frame = contract_frame(contract.signature, 2021)
    lines = {found.code: found.rows["du"] for found in schedule(contract, TABLE, frame).lines}
    opened = frame.ouverture.index(day(2021, 6, 1))
    # the year in which it started has passed when avenant 2 reaches the contract: the later amount is due
    assert lines["crise_fixe"][opened : opened + 2] == [0, 2_250_000]
    assert lines["acces_snp_compensation"][opened] == 1_500_000
    assert lines["acces_snp_compensation"][opened + 1] == 0
    assert lines["acces_fixe"][opened : opened + 2] == [2_500_000, 9_000_000]


def test_size_is_that_of_the_opening_day() -> None:
    contract = CptsContract(day(2024, 1, 1), [79_999, 79_999, 80_000, 80_000, 175_000, 39_999, 0], [0] * 7, {})
    frame = contract_frame(contract.signature, 2024)
    assert schedule(contract, TABLE, frame).state["taille"] == [2, 2, 3, 3, 4, 1, 1]


def test_without_renewal_nothing_is_due_after_five_years() -> None:
    contract = size_3(day(2022, 1, 1), {}, renewal=0)
    assert line(contract, "fonctionnement").rows["du"] == [7_500_000] * 4 + [0] * 3


def test_indicators_of_a_real_contract() -> None:
    # a count to bring down (≤ 50 → 9 000 €, ≤ 100 → 6 000, ≤ 219 → 3 000), a rate to bring up, a thing done
    def euros(*tiers: tuple[str, int]) -> tuple[Tier, ...]:
        return tuple(Tier(Fraction(threshold), cents * 100) for threshold, cents in tiers)

    count = Indicator("parcours", "Passages", DOWN, euros(("50", 9_000), ("100", 6_000), ("219", 3_000)), ())
    rate = Indicator("parcours", "Taux", UP, euros(("0.6970", 1_000), ("0.7240", 2_500), ("0.75", 3_500)), ())
    assert [count.earned(Fraction(value)) for value in (50, 51, 100, 101, 219, 220)] == [
        900_000, 600_000, 600_000, 300_000, 300_000, 0,
    ]  # fmt: skip
    assert [rate.earned(Fraction(value)) for value in ("0.69", "0.697", "0.7240", "0.9")] == [
        0,
        100_000,
        250_000,
        350_000,
    ]
    assert count.earned(None) == 0, "a count that is not known earns nothing, although 0 is below every threshold"


def test_tiers_are_prorated_and_capped_at_the_envelope() -> None:
    done = Indicator("prevention", "Fait", UP, (Tier(Fraction(1), 5_000_000),), (Fraction(1),) * 7)
    contract = size_3(
        day(2024, 1, 1),
        {"prevention": day(2024, 7, 1)},
        attainment={"prevention": [BY_INDICATORS] * 7},
        indicators=(done,),
    )
    rows = line(contract, "prevention_variable").rows
    # envelope 17 500 €, 184 days of 366 the first year
    assert rows["du"][1:3] == [round(1_750_000 * 184 / 366), 1_750_000]
    assert rows["paliers"][1] == round(5_000_000 * 184 / 366)


def test_totals_of_the_printed_tables() -> None:
    # seed-001: 220 000, 287 000, 370 000, 450 000 €; avenant 2, size 4: 450 + 5 + 50 = 505 k€, + 75 k€ declared
    plans = ("crise_suivantes", "crise_declaree")
    for size, total in enumerate((220_000, 287_000, 370_000, 450_000), 1):
        assert sum(TABLE.amount(row, 1, size) for row in CODES) == total * 100
    assert sum(TABLE.amount(row, 2, 4) for row in CODES if row not in plans) == 50_500_000
    assert sum(TABLE.amount(row, 2, 4) for row in CODES if row != "crise_suivantes") == 58_000_000


def test_amounts_to_confirm_are_flagged_by_size() -> None:
    assert TABLE.flag("parcours_fixe", 2, 3) == 0
    assert TABLE.flag("acces_fixe", 2, 3) == 0, "déduit"
    assert TABLE.flag("acces_fixe", 2, 2) == 1
    assert TABLE.flag("crise_premiere", 2, 2) == 1


DAYS = st.integers(day(2019, 6, 20), day(2030, 12, 31))


@st.composite
def contracts(draw: st.DrawFn) -> CptsContract:
    signature = draw(DAYS)
    rates = st.lists(st.integers(0, PPM), min_size=7, max_size=7)
    missions = draw(st.sets(st.sampled_from(MISSIONS)))
    return CptsContract(
        signature,
        draw(st.lists(st.integers(1, 400_000), min_size=7, max_size=7)),
        draw(st.lists(st.integers(-50_000, 100_000), min_size=7, max_size=7)),
        {mission: signature + draw(st.integers(-100, 1500)) for mission in sorted(missions)},
        shifts={mission: draw(st.integers(0, 18)) for mission in sorted(missions)},
        attainment={mission: draw(rates) for mission in sorted(missions)},
        crisis_day=draw(st.one_of(st.just(0), DAYS)),
        renewal=draw(st.integers(0, 1)),
    )


@settings(deadline=None, max_examples=60)
@given(contracts(), st.integers(2019, 2031), st.integers(1, 12))
def test_pieces_add_up_and_receivables_close(contract: CptsContract, exercice: int, month: int) -> None:
    frame = contract_frame(contract.signature, exercice, month)
    for found in schedule(contract, TABLE, frame).lines:
        rows = found.rows
        for period, due in enumerate(rows["du"]):
            assert rows["avance"][period] + rows["solde"][period] == due
            assert rows["rattache_1"][period] + rows["rattache_2"][period] == due
            assert due >= 0
            assert 0 <= rows["rattache_1"][period] <= due
        years = calendar(found, frame)
        for year in range(5):
            closing = years.creances[year] + years.produits[year] - years.encaissements[year]
            assert closing == years.creances[year + 1]
        # the closing balance seen from the other side: what is still to be received or still to be earned
        last = frame.last_day
        owed = sum(
            rows[amount][period] * (rows[date][period] <= last)
            for amount, date in (("avance", "date_avance"), ("solde", "date_solde"))
            for period in range(7)
        )
        earned = sum(
            rows[piece][period] * (frame.exercice[period] + offset < exercice + 5)
            for piece, offset in (("rattache_1", 0), ("rattache_2", 1))
            for period in range(7)
        )
        assert years.creances[5] == earned - owed


@settings(deadline=None, max_examples=40)
@given(contracts())
def test_payments_of_the_contract_add_up_to_what_is_due(contract: CptsContract) -> None:
    frame = whole_contract_frame(contract.signature, 5)
    short = CptsContract(
        contract.signature, contract.population[:5], contract.growth[:5], contract.starts, contract.shifts,
        {mission: rates[:5] for mission, rates in contract.attainment.items()}, (), contract.crisis_day, 0,
    )  # fmt: skip
    lines = schedule(short, TABLE, frame).lines
    paid = payments(lines)
    assert sum(payment.cents for payment in paid) == sum(sum(found.rows["du"]) for found in lines)
    assert [payment.day for payment in paid] == sorted(payment.day for payment in paid)


@settings(deadline=None, max_examples=25)
@given(st.lists(contracts(), min_size=2, max_size=6), st.integers(2020, 2030), st.integers(1, 12))
def test_an_array_gives_what_each_number_gives(chosen: list[CptsContract], exercice: int, month: int) -> None:
    def column(values: list[int]) -> np.ndarray:
        return np.array(values, dtype=np.int64)

    together = CptsContract(
        column([one.signature for one in chosen]),
        [column([one.population[period] for one in chosen]) for period in range(7)],
        [column([one.growth[period] for one in chosen]) for period in range(7)],
        {mission: column([one.starts.get(mission, 0) for one in chosen]) for mission in MISSIONS},
        {mission: column([one.shifts.get(mission, 0) for one in chosen]) for mission in MISSIONS},
        {
            mission: [column([one.attainment.get(mission, [PPM] * 7)[period] for one in chosen]) for period in range(7)]
            for mission in MISSIONS
        },
        (),
        column([one.crisis_day for one in chosen]),
        column([one.renewal for one in chosen]),
    )
    frame = contract_frame(together.signature, exercice, month)
    arrays = schedule(together, TABLE, frame).lines
    for index, one in enumerate(chosen):
        alone_frame = contract_frame(one.signature, exercice, month)
        for array, alone in zip(arrays, schedule(one, TABLE, alone_frame).lines, strict=True):
            for row, values in alone.rows.items():
                found = [int(np.broadcast_to(value, len(chosen))[index]) for value in array.rows[row]]
                assert found == values, (alone.code, row)
            many, single = calendar(array, frame), calendar(alone, alone_frame)
            assert [int(np.broadcast_to(value, len(chosen))[index]) for value in many.mois] == single.mois
            assert [int(np.broadcast_to(value, len(chosen))[index]) for value in many.creances] == single.creances


@given(st.integers(1, 300_000), st.integers(0, 100_000), st.sampled_from((1, 2)))
def test_amounts_never_fall_when_the_population_grows(population: int, more: int, period: int) -> None:
    small, large = TABLE.size(population), TABLE.size(population + more)
    assert all(TABLE.amount(row, period, small) <= TABLE.amount(row, period, large) for row in CODES)


@pytest.mark.parametrize(("total", "expected"), [(100, [8, 9, 8]), (-100, [-8, -9, -8])])
def test_monthly_pieces_are_rounded_cumulative_amounts(total: int, expected: list[int]) -> None:
    # 100 cents over 12 months: 8.33 → 8, 16.67 → 17, 25 → 25
    pieces = split_cumulative(total, [1] * 12)
    assert pieces[:3] == expected
    assert sum(pieces) == total


def test_table_is_a_plain_value() -> None:
    assert isinstance(TABLE, CptsTable)
    assert add_months(day(2020, 2, 29), 12) == day(2021, 2, 28)


def test_a_scenario_puts_off_only_what_has_not_begun() -> None:
    signed, first = day(2024, 2, 29), day(2026, 1, 1)
    shifts = {"parcours": 6, "prevention": 6}
    contract = size_3(signed, {"parcours": first - 1, "prevention": first}, shifts=shifts)
    facts = schedule(contract, TABLE, contract_frame(signed, 2026)).facts
    assert facts["debut_parcours"] == first - 1, "history stays where it is"
    assert facts["debut_prevention"] == day(2026, 7, 1)


def test_months_are_counted_from_the_signature() -> None:
    # signed on 29/02/2024: anniversary on 28/02/2025, variable part at EDATE(29/02/2024; 14)
    contract = size_3(day(2024, 2, 29), {"parcours": day(2024, 9, 1)})
    rows = line(contract, "parcours_variable").rows
    period = next(index for index, end in enumerate(rows["terme"]) if end == day(2025, 2, 28))
    assert rows["date_solde"][period] == day(2025, 4, 29)
