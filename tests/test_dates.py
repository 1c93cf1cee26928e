"""Days, months as a sheet counts them, and dates as people write them."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.dates import add_months, civil, day, fiscal_year, french, iso, parse_day, to_serial, year_of
from excel_tools.errors import InputError

DAYS = st.dates(datetime.date(1900, 3, 1), datetime.date(2200, 12, 31))


@given(DAYS)
def test_civil_dates_are_those_of_the_calendar(date: datetime.date) -> None:
    assert day(date.year, date.month, date.day) == date.toordinal()
    assert civil(date.toordinal()) == (date.year, date.month, date.day)


@given(st.lists(DAYS, min_size=1, max_size=10), st.integers(-200, 200))
def test_an_array_of_days_counts_as_each_day(dates: list[datetime.date], months: int) -> None:
    days = np.array([date.toordinal() for date in dates])
    assert add_months(days, months).tolist() == [add_months(date.toordinal(), months) for date in dates]
    assert year_of(days).tolist() == [date.year for date in dates]


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-12-15", 2, "2025-02-15"),
        ("2024-08-31", 6, "2025-02-28"),
    ],
)
def test_months_are_those_of_edate(start: str, months: int, end: str) -> None:
    assert iso(add_months(parse_day(start), months)) == end


def test_a_fiscal_year_is_named_by_the_year_it_opens() -> None:
    assert fiscal_year(day(2026, 6, 30), 7) == 2025
    assert fiscal_year(day(2026, 7, 1), 7) == 2026
    assert fiscal_year(day(2026, 12, 31), 1) == 2026


@pytest.mark.parametrize(
    "value",
    [
        *("2024-09-01", "01/09/2024", "1/9/2024", 45536, 45536.0, 45536.75),
        *(datetime.date(2024, 9, 1), datetime.datetime(2024, 9, 1), datetime.datetime(2024, 9, 1, 18)),
    ],
)
def test_dates_as_people_write_them(value: object) -> None:
    assert parse_day(value) == day(2024, 9, 1)
    assert to_serial(parse_day(value)) == 45536
    assert french(parse_day(value)) == "01/09/2024"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("31/02/2024", "n'existe pas au calendrier"),
        ("2024-13-01", "n'existe pas au calendrier"),
        ("demain", "n'est pas une date"),
        ("01/09/24", "n'est pas une date"),
        ("1850-01-01", "hors du calendrier"),
        ("2101-01-01", "hors du calendrier"),
        (None, "n'est pas une date"),
        (True, "n'est pas une date"),
        (float("inf"), "n'est pas une date"),
        (10**9, "hors du calendrier"),
    ],
)
def test_what_is_no_date_is_told(value: object, words: str) -> None:
    with pytest.raises(InputError, match=words):
        parse_day(value, "Signature")


def test_arrays_of_days_near_the_bounds_of_the_almanac_and_beyond_give_what_numbers_give() -> None:
    days = np.array([day(1899, 12, 31), day(1900, 1, 1), day(1900, 2, 28), day(2024, 2, 29), day(2200, 12, 31), 1])
    for some in (days, days[1:5]):
        assert [tuple(map(int, row)) for row in zip(*civil(some), strict=True)] == [civil(int(one)) for one in some]
        for months in (-13, 0, 12, 30):
            assert add_months(some, months).tolist() == [add_months(int(one), months) for one in some]
