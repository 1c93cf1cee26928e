"""Indemnities of professionals and the ceiling of each person and civil year."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.dates import day
from excel_tools.errors import RuleError
from excel_tools.rules import Contract, ContractLine, load_rules
from excel_tools.spending.ceiling import ceiling, room, uncertain_text
from excel_tools.spending.indemnities import (
    Beyond,
    Indemnity,
    asked,
    beyond,
    beyond_text,
    by_person,
    civil_years,
    months,
    retain,
)

RULES = load_rules()
CEILINGS = dict.fromkeys(range(2026, 2032), 4_800_000)


def paid(person: str, euros: int, mission: str = "") -> Indemnity:
    """Return a line at 100 € an hour that asks the same euros each year."""
    return Indemnity(person, mission, 10_000, (euros,) * 5)


def test_hours_times_rate() -> None:
    # 12,35 h × 75,50 € = 932,425 € → 932,43; 0,05 h × 75,50 € = 3,775 → 3,78
    line = Indemnity("A", "", 7550, (1235, 5, 0, 100, 10_000))
    assert asked(line) == (93_243, 378, 0, 7550, 755_000)


def test_a_civil_fiscal_year_stops_at_the_ceiling() -> None:
    (row,) = retain([paid("A", 60_000)], 2026, 1, CEILINGS)
    assert row.years == (4_800_000,) * 5
    assert row.refused == (1_200_000,) * 5
    assert months(row, 1) == (400_000,) * 60


def test_a_fiscal_year_from_july_is_cut_at_the_end_of_december() -> None:
    # 60 000 a year from July: 30 000 in 2026, then 30 000 up to June and 18 000 from July
    (row,) = retain([paid("A", 60_000)], 2026, 7, CEILINGS)
    assert row.first == (3_000_000, 1_800_000, 1_800_000, 1_800_000, 1_800_000)
    assert row.rest == (3_000_000,) * 5
    assert by_person([row]) == ((3_000_000, *(4_800_000,) * 4, 3_000_000),)
    assert row.refused == (0, 1_200_000, 1_200_000, 1_200_000, 1_200_000)
    assert months(row, 7)[:18] == (500_000,) * 12 + (300_000,) * 6
    # 25 000 € already paid from January to June 2026: 23 000 are left for July to December
    (late,) = retain([replace(paid("A", 60_000), before=2_500_000)], 2026, 7, CEILINGS)
    assert late.first[0] == 2_300_000
    # the same is history when the fiscal year opens on 1 January
    (fresh,) = retain([replace(paid("A", 40_000), before=2_500_000)], 2026, 1, CEILINGS)
    assert fresh.refused == (0,) * 5


def test_the_ceiling_is_that_of_a_person_whatever_the_missions() -> None:
    lines = [
        paid("Dr  Martin", 30_000, "acces"),
        paid("", 40_000),
        paid("dr martin", 30_000, "parcours"),
        paid("", 40_000),
    ]
    rows = retain(lines, 2026, 1, CEILINGS)
    assert [row.years[0] for row in rows] == [3_000_000, 4_000_000, 1_800_000, 4_000_000], "unnamed lines stand alone"
    assert beyond(rows, 2026) == tuple(Beyond(year, 1, 1_200_000) for year in range(2026, 2031))
    text = beyond_text(rows, 2026)
    assert text.startswith("Plafond des indemnités (PASS) dépassé pour un professionnel : 60\u202f000\u202f€ demandés")
    assert "martin" not in text.lower()


def test_no_ceiling_holds_outside_the_cpts() -> None:
    (row,) = retain([paid("A", 90_000)], 2026, 7, None)
    assert row.years == (9_000_000,) * 5
    assert beyond([row], 2026) == ()
    assert beyond_text([row], 2026) == ""


def test_the_ceiling_of_a_civil_year() -> None:
    assert [ceiling(RULES, year).cents for year in (2023, 2024, 2025, 2026)] == [
        4_399_200,
        4_636_800,
        4_710_000,
        4_806_000,
    ]
    later = ceiling(RULES, 2029)
    assert (later.cents, later.extended, later.uncertain) == (4_806_000, True, True)
    assert not ceiling(RULES, 2023).uncertain
    with pytest.raises(RuleError, match="connu qu'à partir de 2023"):
        ceiling(RULES, 2022)
    # the user's own amount from a day on takes the place of the extension
    signed = Contract("contrat.csv", (ContractLine("pass.plafond", 5_000_000, 0, day(2028, 1, 1)),))
    rules = RULES.with_contract(signed)
    found = [ceiling(rules, year) for year in (2026, 2027, 2028, 2029)]
    assert [(one.cents, one.extended) for one in found] == [
        (4_806_000, False),
        (4_806_000, True),
        (5_000_000, False),
        (5_000_000, False),
    ]
    assert (room(4_000_000, 4_806_000), room(5_000_000, 4_806_000)) == (806_000, 0)


def test_uncertain_ceilings_are_told_in_one_sentence() -> None:
    assert uncertain_text([ceiling(RULES, 2023)]) == ""
    assert uncertain_text(ceiling(RULES, year) for year in range(2023, 2030)) == (
        "Plafond des indemnités (PASS) à confirmer : 2024 (46\u202f368\u202f€) ; 2025 (47\u202f100\u202f€) ; "
        "2026 (48\u202f060\u202f€) ; 2027 à 2029 (48\u202f060\u202f€, dernier montant connu, 2026, prolongé)."
    )


def test_only_the_civil_years_with_hours_need_a_ceiling() -> None:
    line = Indemnity("A", "", 5000, (0, 0, 100, 0, 0))
    assert civil_years([line], 2021, 1) == (2023,)
    assert civil_years([line], 2021, 9) == (2023, 2024)
    assert civil_years([], 2021, 9) == ()


lines = st.lists(
    st.builds(
        Indemnity,
        person=st.sampled_from(("", "A", "a", "B")),
        mission=st.just(""),
        rate=st.integers(0, 20_000),
        hours=st.tuples(*[st.integers(0, 100_000)] * 5),
        before=st.sampled_from((0, 3_000_000, 6_000_000)),
    ),
    max_size=6,
)


@given(lines, st.integers(1, 12), st.tuples(*[st.integers(0, 6_000_000)] * 6))
def test_no_person_passes_the_ceiling_and_nothing_is_lost(
    chosen: list[Indemnity], first_month: int, most: tuple[int, ...]
) -> None:
    rows = retain(chosen, 2026, first_month, {2026 + rank: cents for rank, cents in enumerate(most)})
    persons = by_person(rows)
    for years in persons:
        assert all(cents <= top for cents, top in zip(years, most, strict=True))
    assert sum(map(sum, persons)) == sum(sum(row.years) for row in rows), "civil years add up to fiscal years"
    assert sum(year.cents for year in beyond(rows, 2026)) == sum(sum(row.refused) for row in rows)
    for row in rows:
        assert all(refused >= 0 for refused in row.refused)
        cut = months(row, first_month)
        assert tuple(sum(cut[start : start + 12]) for start in range(0, 60, 12)) == row.years
        # the months of each civil year hold what was counted in it
        december = 13 - first_month
        assert tuple(sum(cut[start : start + december]) for start in range(0, 60, 12)) == row.first


@given(
    lines, st.integers(1, 12), st.tuples(*[st.integers(0, 6_000_000)] * 6), st.integers(0, 5), st.integers(1, 50_000)
)
def test_more_hours_never_lower_what_a_person_is_paid(
    chosen: list[Indemnity], first_month: int, most: tuple[int, ...], which: int, hours: int
) -> None:
    if which >= len(chosen):
        return
    ceilings = {2026 + rank: cents for rank, cents in enumerate(most)}
    more = list(chosen)
    more[which] = replace(chosen[which], hours=tuple(count + hours for count in chosen[which].hours))
    before, after = (by_person(retain(given, 2026, first_month, ceilings)) for given in (chosen, more))
    for few, many in zip(before, after, strict=True):
        assert all(a <= b for a, b in zip(few, many, strict=True))
