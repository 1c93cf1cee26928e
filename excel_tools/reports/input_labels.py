"""What the sheet calls an input: the text of its row, the head of its column; never the name of a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from excel_tools.dates import SERIAL_OFFSET, french, parse_day
from excel_tools.errors import InputError
from excel_tools.money import french_euros, french_number, french_rate, parse_number, parse_rate
from excel_tools.reports.shape import SCENARIOS
from excel_tools.vector import PPM, half_up
from excel_tools.workbook.formats import DATE, EUROS, GROUPED, PLAIN, RATE, Formats
from excel_tools.workbook.refs import Area, cell_ref

EMPTY = "vide"
PERSONS = ("in_indemnites_", "in_personnel_")
"""Beginnings of the names whose rows tell of a person: their text stays in the workbook."""
_PERSON_NAMES = ("in_indemnites_nom", "in_personnel_poste")
NAMELESS = "(nom)"
OTHER_NAME = "(autre nom)"

_ROWS: Mapping[str, str] = {"in_avenant_dates": "Date de l'avenant"}
"""Names whose row says something else first."""
_HEADS: Mapping[str, str] = {"in_nature_compte": "Compte", "in_nature_libelle": "Libellé"}
"""Names whose column has its head elsewhere than above it."""
_WORDS: Mapping[str, str] = {
    "atteinte": "atteinte",
    "imposes": "montant imposé",
    "heures": "heures",
    "aides_depense": "dépense",
    "ind_valeurs": "valeur",
    "in_ecart": "montant",
    "rendu_taux": "part",
}
"""End of a name → what its cells hold, where row and head do not say it."""
_SCENARIO = re.compile(r"in_s([1-9])_")
_SIDE_BY_SIDE = ("in_contrat", "in_avenant_dates")
"""Names with a column for each scenario, or two."""
_YEARS = range(1990, 2111)
_TWO_YEARS = re.compile(r"(\d{4})-(\d{4})")
"""Head that a formula gives a fiscal year which does not begin in January: « 2027-2028 »."""


def scenario_of(name: str, col: int = 0) -> int:
    """Return the number of the scenario that an input belongs to, 0 for those that all share.

    Args:
        col: column inside the name, from 0: some names hold those of the three scenarios side by side.
    """
    if name in _SIDE_BY_SIDE:
        return col % SCENARIOS + 1
    found = _SCENARIO.match(name)
    return int(found[1]) if found else 0


def shown(value: Any, kind: str) -> str:
    """Return a value as its cell shows it, with every decimal it has: « 80 % », « 01/09/2023 », « 1 234,56 € »."""
    value = _settled(value, kind)
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if not isinstance(value, int | float):
        return str(value)
    if kind == DATE and 0 < value < 2_958_465:
        return french(int(value) + SERIAL_OFFSET)
    exact = Fraction(repr(value))
    if kind == RATE and (exact * PPM).denominator == 1:
        return french_rate(int(exact * PPM))
    if kind == RATE:
        return f"{_plain(exact * 100, True)}\u202f%"
    if kind == EUROS and (exact * 100).denominator == 1:
        return french_euros(int(exact * 100))
    if kind == EUROS:
        return f"{_plain(exact, True)}\u202f€"
    return _plain(exact, kind == GROUPED)


def same(before: Any, after: Any, kind: str) -> bool:
    """Return whether two contents of a cell say the same: 1 and 1.0, an empty cell and a blank one, 606 and « 606 »."""
    before, after = _settled(before, kind), _settled(after, kind)
    if before == after:
        return True
    first, second = _number(before, kind), _number(after, kind)
    if first is None or second is None:
        return False
    # two programs may write the last digit of one number differently
    return abs(first - second) <= max(abs(first), abs(second)) / 10**12


def _settled(value: Any, kind: str) -> Any:
    """Return a content without what nobody sees: blanks around a text, a logical value's type in a number."""
    if isinstance(value, str):
        value = value.strip()
        return value or None
    return value


def _number(value: Any, kind: str) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        if isinstance(value, str) and kind == DATE:
            return Fraction(parse_day(value, "") - SERIAL_OFFSET)
        if isinstance(value, str) and value.endswith("%"):
            return Fraction(parse_rate(value, ""), PPM)
        return parse_number(value, "")
    except InputError:
        return None


def _plain(number: Fraction, grouped: bool) -> str:
    decimals = next((n for n in range(6) if (number * 10**n).denominator == 1), 6)
    if grouped:
        return french_number(number, decimals)
    scaled = half_up(number.numerator * 10**decimals, number.denominator)
    whole, rest = divmod(abs(int(scaled)), 10**decimals)
    return f"{'-' if scaled < 0 else ''}{whole}{f',{rest:0{decimals}d}' if decimals else ''}"


class Labels:
    """The words around the inputs of one workbook.

    Args:
        cells: (sheet, address) → (formula, value), as ``read_cells`` gives them.
        places: name → its cells, for every input.
    """

    def __init__(
        self,
        cells: Mapping[tuple[str, str], tuple[str | None, Any]],
        places: Mapping[str, Area],
        formats: Formats,
    ) -> None:
        self._cells = cells
        self._formats = formats
        self._inputs = {
            (area.sheet, row, column)
            for area in places.values()
            for row in range(area.row, area.row + area.height)
            for column in range(area.column, area.column + area.width)
        }

    def label(self, name: str, area: Area, row: int, col: int) -> str:
        """Return what an input is called: « Parcours, atteinte – 01/06/2028 ».

        Args:
            row, col: from 0, inside the area.
        """
        listed = area.height > 1
        text = "" if name.startswith(PERSONS) else _ROWS.get(name) or self._row_text(area, row)
        text = text or (f"Ligne {row + 1}" if listed else name.removeprefix("in_"))
        word = next((word for end, word in _WORDS.items() if name.endswith(end)), "")
        head = self._head(name, area, col) if listed or area.width > 1 else ""
        if word and word.casefold() not in f"{text} {head}".casefold():
            text = f"{text}, {word}"
        return f"{text} – {head}" if head else text

    def before_and_after(self, name: str, before: Any, after: Any, kind: str) -> tuple[str, str]:
        """Return both contents as the cell shows them; the name of a person is only said to be one."""
        texts = shown(before, kind), shown(after, kind)
        if name not in _PERSON_NAMES:
            return texts
        named = [text if text == EMPTY else NAMELESS for text in texts]
        return named[0], OTHER_NAME if named[0] == named[1] else named[1]

    def _value(self, sheet: str, row: int, column: int) -> tuple[str | None, Any]:
        return self._cells.get((sheet, cell_ref(row, column)), (None, None))

    def _row_text(self, area: Area, row: int) -> str:
        for column in range(1, area.column):
            value = self._value(area.sheet, area.row + row, column)[1]
            if isinstance(value, str) and value.strip():
                return " ".join(value.split())
        return ""

    def _head(self, name: str, area: Area, col: int) -> str:
        """Return the head of a column: that of the nearest row above which has one for every column of the area."""
        if name in _HEADS:
            return _HEADS[name]
        if name in _ROWS:
            return f"scénario {col + 1}"
        for row in range(area.row - 1, 0, -1):
            heads = [self._head_of(area.sheet, row, column) for column in range(area.column, area.column + area.width)]
            if all(heads):
                # the amounts of a contract stand under « Contrat, taille 1 », but its rates and delays have no size
                return heads[col].split(" taille ")[0] if name.endswith("_parametres") else heads[col]
        return ""

    def _head_of(self, sheet: str, row: int, column: int) -> str:
        if (sheet, row, column) in self._inputs:
            return ""
        formula, value = self._value(sheet, row, column)
        if isinstance(value, str) and (formula is None or _TWO_YEARS.fullmatch(value.strip())):
            return " ".join(value.split())
        if isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        kind = self._formats.kind(sheet, row, column)
        if kind == DATE:
            return shown(value, DATE)
        return str(int(value)) if kind == PLAIN and int(value) in _YEARS and value == int(value) else ""
