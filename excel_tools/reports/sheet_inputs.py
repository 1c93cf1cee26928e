"""The cells behind the input names of a workbook, read with a French sentence for each one that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from excel_tools.dates import french, parse_day
from excel_tools.errors import InputError, discreet
from excel_tools.money import french_euros, french_number, parse_euros, parse_number, parse_rate
from excel_tools.vector import PPM
from excel_tools.workbook.refs import Area, cell_ref

Read = TypeVar("Read")

PRIVATE = ("in_personnel_", "in_indemnites_")
"""Inputs of the sheets that may name persons: no message repeats what was typed there."""
_UNIT = re.compile(r"\s*(?:€|EUR|euros?)\s*$", re.IGNORECASE)
MOST_EUROS = 10_000_000_000
"""Cents: a hundred million euros."""


def _euros(least: int) -> Callable[[object, str], int]:
    """Return the parser of an amount within bounds in cents."""

    def parse(value: object, what: str) -> int:
        found = parse_euros(value, what)
        if not least <= found <= MOST_EUROS:
            bounds = f"de {french_euros(least)} à {french_euros(MOST_EUROS)}"
            raise InputError(f"{what} : « {french_euros(found)} » trouvé, un montant {bounds} attendu.")
        return found

    return parse


def left_as_text(value: str) -> str:
    """Return what is said of a number or a day left as text: which one to type again."""
    return f"« {value} » est un texte, que la feuille ne compte pas ; vider la cellule, puis saisir {_typed(value)}."


def _typed(text: str) -> str:
    """Return what to type in a French spreadsheet for a number or a day to be one: « 0,6 », « 11000 », « 80 % »."""
    try:
        return french(parse_day(text))
    except InputError:
        pass
    percent = text.strip().endswith("%")
    try:
        number = Fraction(parse_rate(text), 10_000) if percent else parse_number(_UNIT.sub("", text))
    except InputError:
        return "un nombre"
    decimals = next((places for places in range(7) if (number * 10**places).denominator == 1), 7)
    bare = french_number(number, decimals).replace("\u202f", "")
    return f"{bare} %" if percent else bare


class SheetInputs:
    """Inputs by name; what is wrong is kept in ``problems``, so that all is told at once."""

    def __init__(self, file: str, cells: Mapping[str, Sequence[Sequence[Any]]], places: Mapping[str, Area]) -> None:
        self.file = file
        self.problems: list[str] = []
        self._cells = cells
        self._places = places

    def has(self, name: str) -> bool:
        """Return whether the workbook holds a name."""
        return name in self._cells

    def cell(self, name: str, row: int = 0, col: int = 0) -> Any:
        """Return what a cell holds; None when it is empty, or blank."""
        rows = self._cells.get(name)
        if rows is None:
            self._add(f"« {self.file} » : le nom « {name} » manque ; reprendre un classeur produit par excel-tools.")
            return None
        value = rows[row][col]
        return None if isinstance(value, str) and not value.strip() else value

    def typed(self, name: str, row: int) -> bool:
        """Return whether a row of a name holds something."""
        for col in range(self.width(name)):
            self._told_blank(name, row, col)
        return any(self.cell(name, row, col) is not None for col in range(self.width(name)))

    def height(self, name: str) -> int:
        """Return the number of rows of a name."""
        return len(self._cells.get(name, ()))

    def width(self, name: str) -> int:
        """Return the number of columns of a name."""
        rows = self._cells.get(name, ())
        return len(rows[0]) if rows else 0

    def text(self, name: str, row: int = 0, col: int = 0) -> str:
        """Return a text, ``""`` when the cell is empty; a whole number loses its decimals."""
        value = self.cell(name, row, col)
        if isinstance(value, float) and value == int(value):
            value = int(value)
        return "" if value is None else str(value).strip()

    def day(self, name: str, row: int = 0, col: int = 0, *, needed: bool = False, least: int = 0) -> int:
        """Return a day, 0 when the cell is empty; one before ``least`` precedes what the barèmes know."""

        def parse(value: object, what: str) -> int:
            found = parse_day(value, what)
            if found < least:
                raise InputError(
                    f"{what} : « {french(found)} » trouvé, une date à partir du {french(least)} attendue "
                    "(premier barème)."
                )
            return found

        found: int = self._read(name, row, col, parse, 0, needed)
        return found

    def euros(self, name: str, row: int = 0, col: int = 0) -> int:
        """Return cents, 0 when the cell is empty."""
        found: int = self._read(name, row, col, _euros(-MOST_EUROS), 0)
        return found

    def positive(self, name: str, row: int = 0, col: int = 0) -> int:
        """Return cents that are never negative, 0 when the cell is empty."""
        found: int = self._read(name, row, col, _euros(0), 0)
        return found

    def maybe_euros(self, name: str, row: int = 0, col: int = 0) -> int | None:
        """Return cents, None when the cell is empty."""
        found: int | None = self._read(name, row, col, _euros(-MOST_EUROS), None)
        return found

    def cash(self, number: int, start: str, older: str = "") -> dict[str, int]:
        """Return what a scenario supposes of the payments; an older workbook names them otherwise, or not.

        Args:
            start: name of the first day of the contract, which an early end does not precede.
        """
        delay, end = f"in_s{number}_retard", f"in_s{number}_fin_anticipee"
        delay = delay if self.has(delay) or not older else older
        ends_on = self.day(end) if self.has(end) else 0
        if ends_on and ends_on < self.day(start):
            self._add(
                f"{self.place(end)} : la fin anticipée précède le début du contrat ; corriger la date ou la vider."
            )
        return {"funder_delay": self.whole(delay, most=600) if self.has(delay) else 0, "ends_on": ends_on}

    def renewal(self, number: int) -> int:
        """Return whether a scenario supposes the contract renewed; an older workbook says it once for all of them."""
        name = f"in_s{number}_renouvellement"
        return self.word(name if self.has(name) else "in_renouvellement", {"oui": 1, "non": 0}, 0)

    def rate(self, name: str, row: int = 0, col: int = 0, *, least: int = 0, most: int = PPM) -> int:
        """Return millionths between two bounds, 0 when the cell is empty."""

        def parse(value: object, what: str) -> int:
            found = parse_rate(value, what)
            if not least <= found <= most:
                bounds = f"de {least // 10_000} à {most // 10_000} %"
                shown = f"{french_number(Fraction(found, 10_000))} %"
                raise InputError(f"{what} : « {shown} » trouvé, un taux {bounds} attendu.")
            return found

        found: int = self._read(name, row, col, parse, 0)
        return found

    def growth(self, name: str, row: int = 0, col: int = 0) -> int:
        """Return a yearly growth in millionths, between a loss and a gain of half, 0 when the cell is empty."""
        return self.rate(name, row, col, least=-PPM // 2, most=PPM // 2)

    def number(self, name: str, row: int = 0, col: int = 0) -> Fraction | None:
        """Return an exact number, None when the cell is empty."""
        found: Fraction | None = self._read(name, row, col, parse_number, None)
        return found

    def whole(
        self, name: str, row: int = 0, col: int = 0, *, least: int = 0, most: int = 10**9, needed: bool = False
    ) -> int:
        """Return a whole number between two bounds, 0 when the cell is empty."""

        def parse(value: object, what: str) -> int:
            bounds = f"de {least} à {french_number(most) if most > 9999 else most}"
            try:
                number = parse_number(value, what)
            except InputError:
                raise InputError(f"{what} : « {value} » trouvé, un nombre {bounds} attendu.") from None
            if number.denominator != 1 or not least <= number <= most:
                raise InputError(f"{what} : « {value} » trouvé, un nombre entier {bounds} attendu.")
            return int(number)

        found: int = self._read(name, row, col, parse, 0, needed)
        return found

    def word(self, name: str, choices: Mapping[str, Read], default: Read, row: int = 0, col: int = 0) -> Read:
        """Return what a word means, the default when the cell is empty."""

        def parse(value: object, what: str) -> Read:
            # as the sheet compares: case does not matter, a space does
            key = next((word for word in choices if word.casefold() == str(value).casefold()), None)
            if key is None:
                expected = f"attendu : {', '.join(choices)}" if choices else "une cellule vide attendue"
                raise InputError(f"{what} : « {value} » trouvé, {expected}.")
            return choices[key]

        found: Read = self._read(name, row, col, parse, default, needed_number=False)
        return found

    def maybe(self, name: str, parse: Callable[[Any, str], Read], row: int = 0, col: int = 0) -> Read | None:
        """Return what a parser reads in a cell, None when it is empty or wrong."""
        found: Read | None = self._read(name, row, col, parse, None)
        return found

    def column(self, name: str, read: Callable[..., Read]) -> list[Read]:
        """Return the cells of a column."""
        return [read(name, row, 0) for row in range(self.height(name))]

    def line(self, name: str, read: Callable[..., Read], row: int = 0) -> list[Read]:
        """Return the cells of a row."""
        return [read(name, row, col) for col in range(self.width(name))]

    def undated(self, name: str, row: int, col: int, dates: tuple[str, int]) -> None:
        """Refuse an amount of an amendment whose date is missing: the sheet counts it for nothing.

        Args:
            dates: name of the date, and its column there.
        """
        day, at = dates
        if self.cell(name, row, col) is not None and self.cell(day, 0, at) is None:
            area = self._places.get(day)
            where = f" en {cell_ref(area.row, area.column + at)}" if area else ""
            self._add(
                f"{self.place(name, row, col)} : date de l'avenant manquante : le montant ne compte pas ; "
                f"saisir la date{where}, ou vider la cellule."
            )

    def place(self, name: str, row: int = 0, col: int = 0) -> str:
        """Return where a cell stands, as a person says it."""
        area = self._places.get(name)
        where = f"feuille {area.sheet}, {cell_ref(area.row + row, area.column + col)}" if area else name
        return f"« {self.file} », {where}"

    def _read(
        self,
        name: str,
        row: int,
        col: int,
        parse: Callable[[Any, str], Read],
        blank: Any,
        needed: bool = False,
        needed_number: bool = True,
    ) -> Any:
        value = self.cell(name, row, col)
        if value is None:
            if not self._told_blank(name, row, col) and needed:
                self._add(f"{self.place(name, row, col)} : cellule vide, une valeur est attendue.")
            return blank
        what = self.place(name, row, col)
        if isinstance(value, bool):
            value = "VRAI" if value else "FAUX"
            if needed_number:
                self._add(f"{what} : « {value} » trouvé, un nombre est attendu.")
                return blank
        try:
            found = parse(value, what)
            if isinstance(value, str) and needed_number:
                # a text that looks like a number: a sheet counts it as nothing, and so it is never read as one
                raise InputError(f"{what} : {left_as_text(value)}")
            return found
        except InputError as error:
            for message in error.messages:
                self._add(discreet(message, what, value, "corriger la saisie") if name.startswith(PRIVATE) else message)
            return blank

    def _told_blank(self, name: str, row: int, col: int) -> bool:
        """Tell a cell that looks empty and is not: with a blank in it, the sheet computes an error."""
        rows = self._cells.get(name)
        if rows is None or not isinstance(rows[row][col], str) or not rows[row][col].isspace():
            return False
        self._add(
            f"{self.place(name, row, col)} : la cellule semble vide mais contient un espace, qui fausse le calcul ; "
            "la vider par la touche Suppr."
        )
        return True

    def _add(self, message: str) -> None:
        if message not in self.problems:
            self.problems.append(message)
