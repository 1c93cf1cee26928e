"""The ESP: an amount per team and per year, by region, over the months in which the teams work."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.errors import InputError, RuleError
from excel_tools.funding import esp
from excel_tools.money import parse_euros
from excel_tools.rules import load_rules
from excel_tools.schedule import calendar, payments

CASES = Path(__file__).parent / "cas"


def d(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


def table() -> esp.EspTable:
    return esp.esp_table(load_rules())


def cases() -> list[dict[str, str]]:
    with (CASES / "esp_enveloppes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["cas"])
def test_envelope(case: dict[str, str]) -> None:
    amount = parse_euros(case["montant"]) if case["montant"] else None
    found = esp.envelope(
        int(case["equipes"]), int(case["annee"]), load_rules(), case["region"], int(case["mois"]), amount
    )
    assert found.cents == parse_euros(case["enveloppe"]), case["texte"]


def test_centre_val_de_loire_after_2025_is_refused_with_the_reason() -> None:
    with pytest.raises(RuleError, match=r"31/12/2025.*plus certain en 2026.*expérimental"):
        esp.envelope(3, 2026, load_rules(), "Centre-Val de Loire")


def test_without_region_nor_amount_the_regions_are_listed() -> None:
    with pytest.raises(RuleError, match=r"Centre-Val de Loire.*Pays de la Loire"):
        esp.envelope(3, 2024, load_rules())
    with pytest.raises(RuleError, match="Bretagne"):
        esp.envelope(3, 2024, load_rules(), "Bretagne")


def test_before_the_first_amount_and_impossible_counts() -> None:
    with pytest.raises(RuleError, match="01/01/2023"):
        esp.envelope(1, 2020, load_rules(), "Pays de la Loire")
    with pytest.raises(InputError) as caught:
        esp.envelope(-1, 2024, load_rules(), "Pays de la Loire", 13)
    assert len(caught.value.messages) == 2


def test_months_begun_count_whole() -> None:
    start, end = d("2024-03-15"), d("2025-09-02")
    assert [esp.months_of(year, start, end) for year in (2023, 2024, 2025, 2026)] == [0, 10, 9, 0]
    assert [esp.months_of(year, start, 0) for year in (2023, 2024, 2025)] == [0, 10, 12]
    assert esp.months_of(2024, d("2024-03-20"), d("2024-03-10")) == 0


def test_schedule_until_an_end_date() -> None:
    contract = esp.EspContract("Centre-Val de Loire", [3] * 7, d("2024-04-01"), d("2025-12-31"), payment_month=6)
    frame = esp.frame(contract, 2024)
    schedule = esp.schedule(contract, table(), frame)
    (line,) = schedule.lines
    # 3 × 7 500 × 9 / 12 in 2024, then 22 500
    assert line.rows["du"] == [0, 16_875_00, 22_500_00, 0, 0, 0, 0]
    assert line.rows["date_avance"][1:3] == [d("2024-06-01"), d("2025-06-01")]
    assert calendar(line, frame).produits == [16_875_00, 22_500_00, 0, 0, 0]


def test_a_budget_past_the_last_certain_year_is_refused() -> None:
    contract = esp.EspContract("Centre-Val de Loire", [3] * 7, d("2024-04-01"))
    with pytest.raises(RuleError, match="2026"):
        esp.schedule(contract, table(), esp.frame(contract, 2024))
    given_amount = esp.EspContract("Centre-Val de Loire", [3] * 7, d("2024-04-01"), amount=8_000_00)
    assert esp.schedule(given_amount, table(), esp.frame(given_amount, 2024)).lines[0].rows["du"][3] == 24_000_00


def test_what_is_to_confirm_is_told() -> None:
    contract = esp.EspContract("Pays de la Loire", [1] * 7, d("2025-01-01"))
    schedule = esp.schedule(contract, table(), esp.frame(contract, 2025))
    assert [notice.code for notice in esp.notices(contract, schedule, load_rules())] == ["esp-a-confirmer"]
    assert sum(schedule.lines[0].rows["a_confirmer"]) == 6 * 10_000_00


@given(
    st.lists(st.integers(0, 40), min_size=7, max_size=7),
    st.integers(d("2023-01-01"), d("2028-12-31")),
    st.integers(0, 2000),
    st.integers(1, 12),
    st.integers(0, 12),
    st.integers(1, 12),
)
def test_payments_add_up_and_receivables_close(
    teams: list[int], start: int, length: int, payment_month: int, delay: int, first_month: int
) -> None:
    contract = esp.EspContract(
        "Pays de la Loire",
        teams,
        start,
        start + length if length else 0,
        payment_month=payment_month,
        delay=delay,
    )
    frame = esp.frame(contract, 2025, first_month)
    schedule = esp.schedule(contract, table(), frame)
    (line,) = schedule.lines
    assert sum(payment.cents for payment in payments(schedule.lines)) == sum(line.rows["du"])
    found = calendar(line, frame)
    assert found.creances[-1] == found.creances[0] + sum(found.produits) - sum(found.encaissements)
    assert all(
        a + b == due
        for a, b, due in zip(line.rows["rattache_1"], line.rows["rattache_2"], line.rows["du"], strict=True)
    )
