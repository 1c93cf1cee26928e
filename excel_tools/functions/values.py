"""Values as the functions carry them (whole minor units) and as the outside sees them (euros, dates, texts)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from excel_tools.dates import french, iso
from excel_tools.money import euros, french_euros, french_number, french_rate
from excel_tools.vector import PPM

ValueKind: TypeAlias = Literal["euros", "nombre", "points", "taux", "date", "texte", "booleen"]
"""``euros``: cents; ``nombre`` and ``points``: whole or exact; ``taux``: millionths; ``date``: a day ordinal."""

Raw: TypeAlias = "int | Fraction | str | bool | None"
Public: TypeAlias = "int | float | str | bool | None"
Row: TypeAlias = "Mapping[str, Raw]"

UNITS: Mapping[str, ValueKind] = {"%": "taux", "points": "points", "oui/non": "booleen"}


@dataclass(frozen=True, slots=True)
class Typed:
    """A value whose kind is only known once it is computed (an amount of the barème in its own unit)."""

    value: Raw
    kind: ValueKind


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table of results."""

    name: str
    kind: ValueKind


@dataclass(frozen=True, slots=True)
class Headed:
    """A table whose columns are only named once it is computed: those of the years bear the years."""

    rows: list[dict[str, Raw]]
    columns: tuple[Column, ...]


def kind_of_unit(unit: str) -> ValueKind:
    """Return the kind of an amount of the barème from its unit: ``"EUR/an"`` is in cents."""
    return "euros" if unit.startswith("EUR") else UNITS.get(unit, "nombre")


def public(value: Raw, kind: ValueKind) -> Public:
    """Return a value for JSON: euros, a share of 1, an ISO date; an ``int`` when whole, a ``float`` otherwise."""
    if value is None or isinstance(value, str):
        return value
    if kind == "booleen":
        return bool(value)
    if kind == "date":
        return iso(int(value)) if value else None
    if kind == "euros":
        return euros(int(value))
    number = Fraction(value, PPM) if kind == "taux" else Fraction(value)
    return int(number) if number.denominator == 1 else float(number)


def shown(value: Raw, kind: ValueKind) -> str:
    """Return a value as a French reader writes it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if kind == "booleen":
        return "VRAI" if value else "FAUX"
    if kind == "date":
        return french(int(value)) if value else ""
    if kind == "euros":
        return french_euros(int(value))
    if kind == "taux":
        return french_rate(int(value))
    number = Fraction(value)
    text = exact_text(number)
    return f"{text} point{'s' if abs(number) >= 2 else ''}" if kind == "points" else text


def exact_text(number: Fraction) -> str:
    """Return a number with as few decimals as it needs, four at most (points are not rounded)."""
    decimals = next((n for n in range(4) if (number * 10**n).denominator == 1), 4)
    return french_number(number, decimals)


def public_rows(rows: Sequence[Row], columns: Sequence[Column]) -> list[dict[str, Public]]:
    """Return a table as a list of objects keyed by column, in the order of the columns."""
    return [{column.name: public(row[column.name], column.kind) for column in columns} for row in rows]


def as_date(value: int) -> datetime.date:
    """Return a day as a standard date, for Python users."""
    return datetime.date.fromordinal(value)


_ERRORS = re.compile(
    r"#\s?(?:N/A|N/D|DIV/0\s?!|NUM\s?!|NOMBRE\s?!|VALUE!|VALEUR\s?!|REF\s?!|NAME\?|NOM\s?\?|NULL!|NUL\s?!)(?=\s|$)",
    re.IGNORECASE,
)
_FRENCH_ERRORS = {"#N/D": "#N/A", "#NUM!": "#NOMBRE!", "#VALUE!": "#VALEUR!", "#NAME?": "#NOM?", "#NULL!": "#NUL!"}


def passed_error(value: Any) -> str:
    """Return the French code of the error that a cell or a range holds (``"#NOMBRE!"``), or nothing.

    A host gives an error as its text, in English or in the French of Excel or of LibreOffice (``#NUM !``); one of ours
    has its sentence behind it.
    """
    if isinstance(value, str):
        found = _ERRORS.match(value.lstrip()) if "#" in value else None
        code = re.sub(r"\s", "", found[0]).upper() if found else ""
        return _FRENCH_ERRORS.get(code, code)
    if isinstance(value, (list, tuple)):
        return next(filter(None, map(passed_error, value)), "")
    return ""


def as_cells(value: Any) -> Any:
    """Return a value of numpy or pandas as Python ones: a number, a list, a list of rows; neither is imported."""
    if isinstance(value, datetime.date):
        # a pandas timestamp is one
        return value
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    if (kind := getattr(getattr(value, "dtype", None), "kind", "")) in ("M", "m"):
        # days and lengths of time, where numpy would count nanoseconds
        value = value.astype("datetime64[D]" if kind == "M" else "timedelta64[us]")
    return value.tolist() if hasattr(value, "tolist") else value


def is_empty(value: Any) -> bool:
    """Return whether an argument was left out: None, a blank text, NaN, NaT, an empty range."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, float):
        return value != value
    if type(value).__name__ in ("NaTType", "NAType"):
        # pandas' absent date and absent value, told by name: pandas need not be there
        return True
    if isinstance(value, (list, tuple)):
        return all(is_empty(item) for item in value)
    return isinstance(value, Mapping) and not value
