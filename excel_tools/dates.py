"""Days as whole numbers (``date.toordinal``), for one contract or an array of them; 0 means no date."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from excel_tools.errors import InputError
from excel_tools.vector import Int, least, numpy_of, where

SERIAL_OFFSET = 693_594
"""A spreadsheet's serial number plus this is our day (valid from 1 March 1900)."""

_FIRST, _LAST = datetime.date(1990, 1, 1).toordinal(), datetime.date(2100, 12, 31).toordinal()
_EPOCH = 719_163
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?")
_FRENCH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def day(year: Int, month: Int, day_of_month: Int) -> Int:
    """Return the day of a civil date; scalar or array (days from civil, by shifting the year to March)."""
    y = year - (month <= 2)
    era = y // 400
    yoe = y - era * 400
    doy = (153 * (month + where(month > 2, -3, 9)) + 2) // 5 + day_of_month - 1
    return era * 146_097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719_468 + _EPOCH


def civil(value: Int) -> tuple[Int, Int, Int]:
    """Return the year, month and day of month of a day; scalar or array."""
    almanac = _almanac_of(value)
    if almanac is not None:
        place = value - almanac.first
        return almanac.year[place], almanac.month[place], almanac.day_of_month[place]
    return _civil(value)


def _civil(value: Int) -> tuple[Int, Int, Int]:
    z = value - _EPOCH + 719_468
    era = z // 146_097
    doe = z - era * 146_097
    yoe = (doe - doe // 1460 + doe // 36_524 - doe // 146_096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    month = mp + where(mp < 10, 3, -9)
    return yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) // 5 + 1


@dataclass(frozen=True, slots=True)
class _Almanac:
    """The calendar of some centuries in arrays: many days are looked up faster than they are divided.

    Attributes:
        first: first day.
        year, month, day_of_month: those of each day.
        rank: month of each day, counted from 0.
        opening, length: first day and number of days of each month.
    """

    first: int
    year: Any
    month: Any
    day_of_month: Any
    rank: Any
    opening: Any
    length: Any


@cache
def _almanac(np: Any) -> _Almanac:
    """Return the almanac of the years in which dates are accepted, and of those around them."""
    first_year, last_year = 1900, 2200
    months = np.arange((last_year - first_year + 1) * 12 + 1)
    openings = day(first_year + months // 12, months % 12 + 1, 1)
    first = int(openings[0])
    year, month, day_of_month = _civil(np.arange(first, int(openings[-1])))
    rank = (year - first_year) * 12 + month - 1
    return _Almanac(first, year, month, day_of_month, rank, openings[:-1], np.diff(openings))


def _almanac_of(value: Int) -> _Almanac | None:
    """Return the almanac that holds every day of an array; None for a number, or for days too far away."""
    np = numpy_of(value)
    if np is None or not value.size:
        return None
    almanac = _almanac(np)
    inside = almanac.first <= value.min() and value.max() < almanac.first + almanac.day_of_month.size
    return almanac if inside else None


def year_of(value: Int) -> Int:
    """Return the civil year of a day."""
    return civil(value)[0]


def add_months(value: Int, months: Int) -> Int:
    """Return the day some months later, the last of the month where the day does not exist (a sheet's EDATE)."""
    almanac = _almanac_of(value)
    if almanac is not None:
        place = value - almanac.first
        index = almanac.rank[place] + months
        if index.min() >= 0 and index.max() < almanac.length.size:
            return almanac.opening[index] + least(almanac.day_of_month[place], almanac.length[index]) - 1
    year, month, day_of_month = civil(value)
    index = year * 12 + month - 1 + months
    first = day(index // 12, index % 12 + 1, 1)
    following = index + 1
    length = day(following // 12, following % 12 + 1, 1) - first
    return first + least(day_of_month, length) - 1


def put_off(value: Int, months: Int, first_day: Int) -> Int:
    """Return a day put off by a scenario; what lies before the horizon is history and stays where it is."""
    return where(value >= first_day, add_months(value, months), value)


def fiscal_year(value: Int, first_month: Int) -> Int:
    """Return the fiscal year, named by the civil year in which it opens, that holds a day."""
    return year_of(add_months(value, 1 - first_month))


def fiscal_name(year: int, first_month: int) -> str:
    """Return how a fiscal year is called: ``2027``, or ``2027-2028`` when it is not the civil one."""
    return str(year) if first_month == 1 else f"{year}-{year + 1}"


def iso(value: int) -> str:
    """Return a day as ``2024-09-01``."""
    return datetime.date.fromordinal(value).isoformat()


def french(value: int) -> str:
    """Return a day as ``01/09/2024``."""
    return datetime.date.fromordinal(value).strftime("%d/%m/%Y")


def to_serial(value: int) -> int:
    """Return the spreadsheet serial number of a day."""
    return value - SERIAL_OFFSET


def parse_day(value: object, what: str = "date") -> int:
    """Return the day meant by a date, an ISO or French text, or a spreadsheet serial number.

    Args:
        value: ``datetime.date``, ``"2024-09-01"``, ``"01/09/2024"`` or a serial such as 45536.
        what: what the value is, for the message.

    Raises:
        InputError: the value is no date, does not exist in the calendar, or lies outside 1990–2100.
    """
    found: int | None = None
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        found = value.toordinal()
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and -math.inf < value < math.inf:
        # a time of day is dropped, as that of a datetime: a date with its time is 45536.75 in one host, a datetime in
        # another
        found = math.floor(value) + SERIAL_OFFSET
    elif isinstance(value, str):
        text = value.strip()
        if match := _ISO.fullmatch(text):
            parts = [int(part) for part in match.groups()]
        elif match := _FRENCH.fullmatch(text):
            parts = [int(part) for part in reversed(match.groups())]
        else:
            parts = []
        if parts:
            try:
                found = datetime.date(*parts).toordinal()
            except ValueError as error:
                raise InputError(f"{what} : « {text} » n'existe pas au calendrier.") from error
    if found is None:
        raise InputError(f"{what} : « {value} » n'est pas une date ; écrire 2024-09-01 ou 01/09/2024.")
    if not _FIRST <= found <= _LAST:
        raise InputError(f"{what} : « {value} » est hors du calendrier accepté, de 1990 à 2100.")
    return found
