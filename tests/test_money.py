"""Cents, French number texts, and pieces that add up."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.errors import InputError
from excel_tools.money import (
    euros,
    french_euros,
    french_number,
    french_rate,
    parse_euros,
    parse_number,
    parse_rate,
    split_cumulative,
    split_largest_remainder,
)
from excel_tools.vector import PPM, at_rate, count_reached, half_up, share, take, tally, where


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45000", Fraction(45000)),
        ("45 000", Fraction(45000)),
        ("45\u00a0000", Fraction(45000)),
        ("45\u202f000,50", Fraction("45000.5")),
        ("1 234 567,89", Fraction("1234567.89")),
        ("0,125", Fraction(1, 8)),
        ("0.125", Fraction(1, 8)),
        ("1234.5", Fraction("1234.5")),
        ("-3", Fraction(-3)),
        ("\u22123", Fraction(-3)),
        ("1234,567", Fraction("1234.567")),
        (12, Fraction(12)),
        (0.1, Fraction(1, 10)),
    ],
)
def test_numbers_as_french_people_write_them(text: object, value: Fraction) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("45.000", "écrire 45000 sans séparateur, ou 45 pour"),
        ("1,250", "écrire 1250 sans séparateur, ou 1,25 pour"),
        ("3,333", "écrire 3333 sans séparateur, ou 3,3330 pour"),
        ("-10,005", "écrire -10005 sans séparateur, ou -10,0050 pour"),
    ],
)
def test_a_remedy_keeps_the_value(text: str, remedy: str) -> None:
    with pytest.raises(InputError, match=remedy):
        parse_number(text)
    assert parse_number(remedy.split()[-2]) == Fraction(text.replace(",", "."))


@pytest.mark.parametrize(("text", "ppm"), [("42,125 %", 421_250), ("42.125%", 421_250), ("1,250 %", 12_500)])
def test_a_percentage_of_three_decimals_is_not_ambiguous(text: str, ppm: int) -> None:
    assert parse_rate(text) == ppm


@pytest.mark.parametrize("text", ["45.000", "45,000", "-1.000", "123,456"])
def test_thousands_or_decimals_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="ambigu"):
        parse_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "4O 000",
        "",
        "abc",
        "12 34",
        "1.234.567",
        "1.234,56",
        "1e400",
        "1e99",
        "--3",
        True,
        None,
        float("nan"),
        float("inf"),
    ],
)
def test_what_is_no_number_is_told(text: object) -> None:
    with pytest.raises(InputError, match="Population : "):
        parse_number(text, "Population")


def test_amounts_go_down_to_the_cent() -> None:
    assert parse_euros("1 234,56 €") == 123_456
    assert parse_euros("12 EUR") == 1_200
    assert parse_euros(0.1 + 0.2) == 30, "a sum made by a sheet"
    with pytest.raises(InputError, match="deux décimales"):
        parse_euros("0,125")


def test_rates() -> None:
    assert parse_rate("80%") == parse_rate("80 %") == parse_rate("0,8") == parse_rate(0.8) == 800_000
    assert parse_rate("97,62 %") == 976_200


def test_printing() -> None:
    assert french_euros(123_456_789) == "1\u202f234\u202f567,89\u202f€"
    assert french_euros(-5) == "-0,05\u202f€"
    assert french_euros(500_000) == "5\u202f000\u202f€"
    assert french_rate(976_200) == "97,62\u202f%"
    assert french_number(Fraction(5, 2)) == "3"
    assert euros(1250) == 12.5
    assert euros(1200) == 12


@pytest.mark.parametrize(
    ("n", "d", "expected"), [(5, 10, 1), (-5, 10, -1), (4, 10, 0), (15, 10, 2), (25, 10, 3), (0, 7, 0)]
)
def test_halves_go_away_from_zero(n: int, d: int, expected: int) -> None:
    assert half_up(n, d) == expected


@given(st.lists(st.tuples(st.integers(-(10**12), 10**12), st.integers(1, 10**5)), min_size=1, max_size=20))
def test_rounding_an_array_is_rounding_its_numbers(pairs: list[tuple[int, int]]) -> None:
    n, d = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    assert half_up(n, d).tolist() == [half_up(*pair) for pair in pairs]


@given(st.integers(-(10**10), 10**10), st.lists(st.integers(0, 366), min_size=1, max_size=24))
def test_pieces_add_up(total: int, weights: list[int]) -> None:
    whole = total if any(weights) else 0
    assert sum(split_cumulative(total, weights)) == whole
    parts = split_largest_remainder(total, weights)
    assert sum(parts) == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - (Fraction(total * weight, sum(weights)) if any(weights) else 0)) < 1


def test_largest_remainder_serves_ties_in_input_order() -> None:
    assert split_largest_remainder(100, [1, 1, 1]) == [34, 33, 33]


def test_primitives_on_arrays() -> None:
    a = np.array([1, 5, 9])
    assert where(a > 4, a, 0).tolist() == [0, 5, 9]
    assert take((10, 20, 30), np.array([2, 0])).tolist() == [30, 10]
    assert count_reached((0, 40_000, 80_000), np.array([39_999, 40_000, 90_000])).tolist() == [1, 2, 3]
    assert [list(slot) for slot in tally([a * 0, a * 0 + 1, a - 20], [a, a, a], 2)] == [[1, 5, 9], [1, 5, 9]]
    assert tally([0, 0, 5, -1], [1, 2, 4, 8], 2) == [3, 0]
    assert at_rate(3, 500_000) == 2
    assert share(100, 1, 0) == 0
    assert PPM == 1_000_000
