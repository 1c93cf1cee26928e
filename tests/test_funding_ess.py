"""The ESS: eligibility, crédit d'amorçage, dotation, delay of payment."""

from __future__ import annotations

import csv
import datetime
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.errors import InputError, RuleError
from excel_tools.funding import ess
from excel_tools.rules import load_rules
from excel_tools.schedule import calendar, payments

CASES = Path(__file__).parent / "cas"


def d(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


def table() -> ess.EssTable:
    return ess.ess_table(load_rules())


def cases() -> list[dict[str, str]]:
    with (CASES / "ess_eligibilite.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["cas"])
def test_eligibility(case: dict[str, str]) -> None:
    found = ess.eligibility(*(int(case[name]) for name in ("presents", "liberaux", "adherents")), load_rules())
    assert found.ok == (case["eligible"] == "oui")
    assert case["raison"] in " ".join(found.reasons)


def test_impossible_counts_are_refused_together() -> None:
    with pytest.raises(InputError) as caught:
        ess.eligibility(-1, -2, 3, load_rules())
    assert len(caught.value.messages) == 2
    with pytest.raises(InputError, match="dépasse"):
        ess.eligibility(10, 5, 6, load_rules())


def test_the_first_dotation_falls_in_the_second_year() -> None:
    contract = ess.EssContract(d("2025-04-01"), [75_000_00] * 7, delay=3)
    frame = ess.frame(contract, 2025)
    schedule = ess.schedule(contract, table(), frame)
    amorcage, dotation = schedule.lines
    # contract years from 1 April 2023: the first two lie before the signature
    assert amorcage.rows["du"] == [0, 0, 80_000_00, 0, 0, 0, 0]
    assert dotation.rows["du"] == [0, 0, 0, *[75_000_00] * 4]
    assert amorcage.rows["date_avance"][2] == d("2025-07-01")
    # 275 of the 365 days from 1 April 2025 lie in 2025: 80 000 × 275 / 365 = 60 273.97
    assert calendar(amorcage, frame).produits == [60_273_97, 19_726_03, 0, 0, 0]
    assert calendar(amorcage, frame).encaissements == [80_000_00, 0, 0, 0, 0]
    assert sum(dotation.rows["a_confirmer"]) == 4 * 75_000_00


def test_no_amorcage_and_a_dotation_at_once() -> None:
    contract = ess.EssContract(d("2026-01-01"), [50_000_00] * 7, amorcage=0, first_dotation=0, confirmed=1)
    schedule = ess.schedule(contract, table(), ess.frame(contract, 2026))
    assert sum(schedule.lines[0].rows["du"]) == 0
    assert schedule.lines[1].rows["du"] == [0, *[50_000_00] * 6]
    assert sum(schedule.lines[1].rows["a_confirmer"]) == 0


def test_before_the_convention_it_is_refused() -> None:
    contract = ess.EssContract(d("2024-12-31"), [50_000_00] * 7)
    with pytest.raises(RuleError, match="01/01/2025"):
        ess.schedule(contract, table(), ess.frame(contract, 2025))


def test_an_amount_outside_the_range_is_told() -> None:
    contract = ess.EssContract(d("2025-01-01"), [120_000_00] * 7, presents=8, liberaux=50, adherents=2)
    schedule = ess.schedule(contract, table(), ess.frame(contract, 2025))
    codes = [notice.code for notice in ess.notices(contract, schedule, load_rules())]
    assert codes == ["dotation-hors-bornes", "dotation-a-confirmer", "ess-non-eligible"]


CONTRACTS = st.builds(
    ess.EssContract,
    signature=st.integers(d("2025-01-01"), d("2030-12-31")),
    dotation=st.lists(st.integers(0, 20_000_000), min_size=7, max_size=7),
    amorcage=st.integers(0, 1),
    first_dotation=st.integers(0, 2),
    delay=st.integers(0, 24),
    funder_delay=st.integers(0, 6),
)


@given(CONTRACTS, st.integers(1, 12))
def test_payments_add_up_and_receivables_close(contract: ess.EssContract, first_month: int) -> None:
    frame = ess.frame(contract, 2026, first_month)
    schedule = ess.schedule(contract, table(), frame)
    assert sum(payment.cents for payment in payments(schedule.lines)) == sum(
        sum(line.rows["du"]) for line in schedule.lines
    )
    for line in schedule.lines:
        found = calendar(line, frame)
        assert found.creances[-1] == found.creances[0] + sum(found.produits) - sum(found.encaissements)


@given(st.lists(CONTRACTS, min_size=1, max_size=4))
def test_arrays_give_what_numbers_give(contracts: list[ess.EssContract]) -> None:
    columns = {
        name: np.array([getattr(contract, name) for contract in contracts], dtype=np.int64)
        for name in ("signature", "amorcage", "first_dotation", "delay", "funder_delay")
    }
    dotation = [np.array(values) for values in zip(*(contract.dotation for contract in contracts), strict=True)]
    together = ess.EssContract(dotation=dotation, **columns)
    many = ess.schedule(together, table(), ess.frame(together, 2026))
    for index, contract in enumerate(contracts):
        one = ess.schedule(contract, table(), ess.frame(contract, 2026))
        for line, lines in zip(one.lines, many.lines, strict=True):
            for row, values in line.rows.items():
                assert [int(np.broadcast_to(value, len(contracts))[index]) for value in lines.rows[row]] == values, row


@given(CONTRACTS, st.integers(0, 1_000_000))
def test_a_larger_dotation_never_gives_less(contract: ess.EssContract, more: int) -> None:
    larger = replace(contract, dotation=[cents + more for cents in contract.dotation])
    frame = ess.frame(contract, 2026)
    small, large = (ess.schedule(one, table(), frame).lines[1].rows["du"] for one in (contract, larger))
    assert all(b >= a for a, b in zip(small, large, strict=True))
