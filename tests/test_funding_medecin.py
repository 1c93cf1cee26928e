"""The forfait structure of a doctor, and what replaced it."""

from __future__ import annotations

import pytest

from excel_tools.errors import RuleError
from excel_tools.funding.medecin import structure_fee
from excel_tools.rules import load_rules


def test_both_parts_in_2022() -> None:
    # 400 points × 7 € = 2 800 €; 985 points × 7 € = 6 895 €; 9 695 € in all
    fee = structure_fee(True, True, 2022, load_rules())
    assert (fee.volet1, fee.volet2, fee.cents) == (2_800_00, 6_895_00, 9_695_00)
    assert fee.notices == ()


def test_the_second_part_needs_the_first() -> None:
    fee = structure_fee(False, True, 2022, load_rules())
    assert fee.cents == 0
    assert [notice.code for notice in fee.notices] == ["volet-1-incomplet"]


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_later_years_are_to_be_confirmed(year: int) -> None:
    fee = structure_fee(True, False, year, load_rules())
    assert fee.cents == 2_800_00
    # what is known of 2025 contradicts the amounts of 2022
    contradicted = ["forfait-contredit"] if year == 2025 else []
    assert [notice.code for notice in fee.notices] == ["forfait-a-confirmer", *contradicted]


@pytest.mark.parametrize("year", [2026, 2030])
def test_from_2026_the_error_points_to_donum(year: int) -> None:
    # at most 420 points × 7 € = 2 940 €
    with pytest.raises(RuleError, match=r"DONUM.*420 points.*2\s940\s€"):
        structure_fee(True, True, year, load_rules())


def test_before_2022_nothing_is_known() -> None:
    with pytest.raises(RuleError, match="01/01/2022"):
        structure_fee(True, True, 2021, load_rules())
