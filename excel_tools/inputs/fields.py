"""One row of a table, read column by column: what is wrong is gathered, not raised, so that a file tells everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from excel_tools.accounts.funders import FUNDERS
from excel_tools.dates import SERIAL_OFFSET
from excel_tools.dates import day as civil_day
from excel_tools.errors import InputError, discreet
from excel_tools.funding.cpts import BY_INDICATORS
from excel_tools.funding.msp_fields import COUNT, DECIMAL, LEVEL, PART, QUESTIONS, RATE, YEAR, Question, read_answer
from excel_tools.inputs import parse
from excel_tools.inputs.columns import MISSION_WORDS, REGIONS, Column
from excel_tools.inputs.parse import Parser
from excel_tools.inputs.table import HeadedTable, RawCell, RawRow, plain
from excel_tools.money import parse_rate
from excel_tools.spending.entry import INSTALMENTS, LONGEST_DELAY
from excel_tools.vector import PPM

FIRST_CPTS_DAY = civil_day(2019, 6, 20)
"""Signature of the ACI CPTS: no contract is older."""
FIRST_MSP_DAY = civil_day(2017, 4, 20)
FIRST_ESS_DAY = civil_day(2025, 1, 1)
_BEFORE_MSP = "précède le 20/04/2017, date de l'accord conventionnel des MSP ; vérifier l'année"
_BEFORE_ESS = (
    "précède le 01/01/2025 : la convention médicale ne finance les ESS qu'à partir de cette date ; "
    "avant, saisir les aides reçues dans la feuille « Aides »"
)


def _attainment(value: object, what: str) -> int:
    if isinstance(value, str) and plain(value) in ("indicateurs", "indicateur"):
        return BY_INDICATORS
    return int(parse.rate()(value, what))


def _mission(value: object, what: str) -> str:
    codes = {plain(word): code for code, word in MISSION_WORDS.items()}
    if (code := codes.get(plain(value))) is not None:
        return code
    return str(parse.choice(MISSION_WORDS.values(), "une mission connue")(value, what))


def _value(value: object, what: str) -> Fraction:
    """Return the value of an indicator: a number, a percentage, done or not done."""
    if isinstance(value, bool):
        return Fraction(int(value))
    if isinstance(value, str):
        if plain(value) in ("oui", "fait", "vrai"):
            return Fraction(1)
        if plain(value) in ("non", "pas fait", "faux"):
            return Fraction(0)
        if value.strip().endswith("%"):
            return Fraction(parse_rate(value, what), PPM)
    return parse.number(value, what)


def _answer(question: Question) -> Parser:
    """Return the parser of one of the questions a MSP answers; its messages name the place instead of the code."""
    return lambda value, what: read_answer(replace(question, code=what), value)


def _signature(value: object, what: str) -> int:
    reason = "précède le 20/06/2019, date du premier accord conventionnel des CPTS ; vérifier l'année"
    return int(parse.day(FIRST_CPTS_DAY, reason)(value, what))


PARSERS: Mapping[str, Parser] = MappingProxyType(
    {
        "nom": parse.name,
        "texte": parse.text,
        "brut": lambda value, what: value,
        "chemin": parse.text,
        "region": parse.choice(REGIONS, "une région connue"),
        "communes": parse.communes,
        "date": parse.day(),
        "signature": _signature,
        "signature_msp": parse.day(FIRST_MSP_DAY, _BEFORE_MSP),
        "signature_ess": parse.day(FIRST_ESS_DAY, _BEFORE_ESS),
        "signature_esp": parse.day(civil_day(2015, 1, 1), "est trop ancien pour une équipe de soins primaires"),
        "retard": parse.whole(0, 60),
        "rang": parse.whole(0, 10),
        "annee": parse.whole(2015, 2095),
        "mois": parse.whole(1, 12),
        "population": parse.whole(1, 15_000_000),
        "compteur": parse.whole(0, 10_000),
        "croissance": parse.rate(-PPM // 2, PPM // 2),
        "taux": parse.rate(),
        "euros": parse.euros(),
        "euros_positifs": parse.euros(0),
        "oui_non": parse.yes_no,
        "atteinte": _attainment,
        "mission": _mission,
        "compte": parse.account("6", "charges", "6226"),
        "compte_produit": parse.account("7", "produits", "7581"),
        "compte_nature": parse.account("8[67]", "contributions volontaires", "864 ou 870", "en 86 ou 87"),
        "financeur": parse.choice(FUNDERS, "un financeur connu"),
        "personne": parse.person,
        "versements": parse.one_of(INSTALMENTS, "un nombre de versements"),
        "delai": parse.whole(0, LONGEST_DELAY),
        "quantite": parse.decimal(10_000_000, 3, "un nombre"),
        "prix": parse.price,
        "heures": parse.hours,
        **{f"msp.{question.code}": _answer(question) for question in QUESTIONS},
        "sens": parse.choice(("hausse", "baisse", "fait"), "un sens connu"),
        "valeur": _value,
    }
)
"""Kind of a column → its parser."""


def _asked(*kinds: str) -> set[str]:
    return {f"msp.{question.code}" for question in QUESTIONS if question.kind in kinds}


_NUMBERS = frozenset(
    {"population", "compteur", "euros", "euros_positifs", "mois", "annee", "retard", "rang", "compte"}
    | {"compte_produit", "compte_nature", "versements", "delai", "quantite", "prix", "heures"}
    | _asked(COUNT, DECIMAL, LEVEL, YEAR)
)
"""Kinds that are neither a date nor a rate."""
_RATES = frozenset({"croissance", "taux", "atteinte", "valeur"} | _asked(RATE, PART))


def names_persons(columns: Sequence[Column]) -> bool:
    """Return whether a table has a column for the names of persons."""
    return any(column.kind == "personne" for column in columns)


class Entry:
    """One row under its header.

    Attributes:
        messages: what is wrong with it so far, one French sentence each.
        private: whether the table may name persons: its messages repeat nothing that was typed.
    """

    def __init__(self, table: HeadedTable, row: RawRow, columns: Sequence[Column]) -> None:
        self._table = table
        self._row = row
        self._columns = {column.key: column for column in columns}
        self.messages: list[str] = []
        # the index shows the messages, and a name may stand in the wrong column
        self.private = names_persons(columns)
        if row.trouble:
            self.messages.append(f"{table.table.label}, ligne {row.number} : {row.trouble}.")

    @property
    def number(self) -> int:
        """Number of the row in the file."""
        return self._row.number

    @property
    def sheet(self) -> str:
        """Sheet of the row, or its CSV file."""
        return self._table.table.sheet or self._table.table.file

    @property
    def place(self) -> str:
        """``« portefeuille.xlsx », feuille « CPTS », ligne 7``."""
        return f"{self._table.table.label}, ligne {self.number}"

    def what(self, key: str) -> str:
        """Return the place of a cell for a message: file, sheet, cell or line, column."""
        cell = self._cell(key)
        place = cell.place if cell else f"ligne {self.number}"
        return f"{self._table.table.label}, {place}, {self._columns[key].title}"

    def raw(self, key: str) -> Any:
        """Return the value as stored, None when empty or not to be trusted."""
        cell = self._cell(key)
        return None if cell is None or cell.empty or cell.trouble else cell.value

    def shown_as(self, key: str) -> str:
        """Return ``"date"`` or ``"%"`` when a number is shown so, else nothing."""
        cell = self._cell(key)
        return cell.shown_as if cell else ""

    def written(self, key: str) -> bool:
        """Return whether something is written in a column, be it of another kind of structure."""
        cell = self._cell(key)
        return cell is not None and cell.written

    def get(self, key: str, default: Any = None) -> Any:
        """Return the typed value; the default when the cell is empty or wrong (then a message is gathered)."""
        column = self._columns[key]
        cell = self._cell(key)
        if self._row.trouble:
            # its cells may stand in the wrong columns: one sentence is enough
            return default
        if cell is not None and cell.trouble:
            self.messages.append(f"{self.what(key)} : {cell.trouble}.")
            return default
        if cell is None or cell.empty:
            if column.required and not (column.instead and all(map(self.written, column.instead))):
                self.refuse(key, f"valeur manquante ; {column.help[:1].lower()}{column.help[1:]}")
            return default
        try:
            return self.parse(key, column.kind)
        except InputError as error:
            found = error.messages
            if self.private:
                remedy = column.help[:1].lower() + column.help[1:]
                found = [discreet(message, self.what(key), cell.value, remedy) for message in found]
            self.messages += found
            return default

    def parse(self, key: str, kind: str) -> Any:
        """Return the value of a cell that is not empty, read as a kind of ``PARSERS``.

        Raises:
            InputError: not such a value, or a number shown as a date or in percent where neither makes sense.
        """
        cell = self._cell(key)
        shown_as = cell.shown_as if cell else ""
        if shown_as == "date" and (kind in _NUMBERS or kind in _RATES):
            raise InputError(
                f"{self.what(key)} : la cellule est affichée comme une date ({self._shown_day(self.raw(key))}), "
                "un nombre est attendu ; remettre le format « Standard » et ressaisir le nombre."
            )
        if shown_as == "%" and kind in _NUMBERS:
            raise InputError(
                f"{self.what(key)} : la cellule est affichée en pourcentage, un nombre est attendu ; "
                "remettre le format « Standard » et ressaisir le nombre."
            )
        return PARSERS[kind](self.raw(key), self.what(key))

    @staticmethod
    def _shown_day(value: float) -> str:
        try:
            return parse.shown_day(int(value) + SERIAL_OFFSET)
        except (ValueError, OverflowError):
            return parse.printable(value)

    def refuse(self, key: str, reason: str) -> None:
        """Gather a sentence about a cell."""
        self.messages.append(f"{self.what(key)} : {reason if reason.endswith(('.', '?')) else reason + '.'}")

    def _cell(self, key: str) -> RawCell | None:
        rank = self._table.positions.get(key)
        return self._row.cells[rank] if rank is not None and rank < len(self._row.cells) else None
