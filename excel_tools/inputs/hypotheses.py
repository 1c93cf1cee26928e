"""One row of a table of scenarios → one setting; what is wrong is gathered in the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from excel_tools.dates import day, french
from excel_tools.errors import InputError
from excel_tools.funding.cpts import CptsContract
from excel_tools.inputs import parse
from excel_tools.inputs.fields import Entry
from excel_tools.inputs.parameters import resolve, size_of
from excel_tools.inputs.risen import check_unsigned, check_whole, is_rise, risen
from excel_tools.inputs.table import nearest, plain
from excel_tools.rules import ContractLine, Rules
from excel_tools.rules.contract_file import read_value
from excel_tools.scenarios import EVERYONE, Setting
from excel_tools.scenarios.amounts import ADVANCE_CODES, in_force, may_begin, source_of
from excel_tools.scenarios.parameters import BASE, CODE, find
from excel_tools.structure import KINDS, Structure

LONGEST_SCENARIO = 30
"""Room for the name of a scenario in a workbook."""
_LATEST = 3000
"""A number below it is a year; a day of a spreadsheet counts from 1900."""
_EVERYONE = frozenset({plain(word) for word in (EVERYONE, "toutes", "tout", "*")} | {""})


@dataclass(frozen=True, slots=True)
class Known:
    """What a table of scenarios may name.

    Attributes:
        kinds: name of each structure → its kind.
        rules: the barèmes.
        unread: names of the structures refused, as names are compared.
        labels: name of each structure → labels of its indicators; None when they are not known.
    """

    kinds: Mapping[str, str]
    rules: Rules
    unread: frozenset[str]
    labels: Mapping[str, tuple[str, ...]] | None

    @classmethod
    def of(
        cls, kinds: Mapping[str, str], rules: Rules, unread: Sequence[str], structures: Sequence[Structure] | None
    ) -> Known:
        """Return what may be named, from a portfolio."""
        labels = None
        if structures is not None:
            labels = {
                one.name: tuple(each.label for each in one.contract.indicators)
                if isinstance(one.contract, CptsContract)
                else ()
                for one in structures
            }
        return cls(kinds, rules, frozenset(map(plain, unread)), labels)

    def indicators(self, structure: str) -> tuple[str, ...] | None:
        """Return the labels that may be named for a structure, or for everyone."""
        if self.labels is None or (structure != EVERYONE and structure not in self.labels):
            return None
        if structure != EVERYONE:
            return self.labels[structure]
        if self.unread:
            # one of the structures refused may have it
            return None
        return tuple(dict.fromkeys(label for labels in self.labels.values() for label in labels))


def read_setting(entry: Entry, known: Known) -> Setting:
    """Return the setting of a row; the value of « contrat » is still a file, that of « base » still as typed."""
    scenario = entry.get("scenario", "")
    if len(scenario) > LONGEST_SCENARIO:
        entry.refuse("scenario", f"« {scenario[:40]}… » est trop long ; {LONGEST_SCENARIO} caractères au plus.")
    structure = _structure(entry, known)
    name = _parameter(entry, structure, known)
    year = _year(entry, name)
    value = _value(entry, name, structure, year, scenario, known) if name else None
    if name == BASE and structure != EVERYONE:
        entry.refuse("structure", "une base vaut pour tout le scénario ; vider la cellule ou écrire « tous ».")
    return Setting(scenario, structure, name, value, year)


def _structure(entry: Entry, known: Known) -> str:
    typed = entry.get("structure", EVERYONE)
    if plain(typed) in _EVERYONE:
        return EVERYONE
    found: str = {plain(name): name for name in known.kinds}.get(plain(typed), typed)
    if found not in known.kinds and plain(typed) not in known.unread:
        near = nearest(typed, known.kinds)
        entry.refuse("structure", f"la structure « {typed} » n'est pas dans le portefeuille.{near}")
    return found


def _parameter(entry: Entry, structure: str, known: Known) -> str:
    typed = entry.get("parametre", "")
    if not typed:
        if entry.written("valeur"):
            entry.refuse("parametre", "valeur sans paramètre ; écrire lequel change, ou vider la valeur.")
        return ""
    try:
        return resolve(typed, known.kinds.get(structure, ""), known.rules, known.indicators(structure))
    except InputError as error:
        for message in error.messages:
            entry.refuse("parametre", message)
        return ""


def _year(entry: Entry, name: str) -> int | None:
    year: int | None = entry.get("a_partir_de")
    found = find(name)
    if year is None:
        return None
    if found is None:
        if not entry.written("parametre"):
            entry.refuse("a_partir_de", f"« {year} » : année sans paramètre ; vider la cellule.")
        return year
    if name == BASE:
        entry.refuse("a_partir_de", f"« {year} » : une base vaut pour tout le scénario ; vider la cellule.")
    elif not found.yearly or (found.follow == CODE and not may_begin(size_of(name)[0])):
        entry.refuse(
            "a_partir_de", f"« {year} » : « {name} » vaut pour tout le contrat, sans année ; vider la cellule."
        )
    return year


def _value(entry: Entry, name: str, structure: str, year: int | None, scenario: str, known: Known) -> Any:
    """Return the typed value of a parameter, None when it is missing or wrong."""
    if entry.raw("valeur") is None:
        before = len(entry.messages)
        entry.get("valeur")
        if len(entry.messages) == before:
            entry.refuse("valeur", "valeur manquante.")
        return None
    try:
        if name == BASE:
            return entry.parse("valeur", "texte")
        if name == "bareme":
            kind = known.kinds.get(structure)
            return _period(entry, (kind,) if kind else KINDS, scenario, known.rules)
        if name.startswith("bareme."):
            code, size = size_of(name)
            since = int(day(year, 1, 1)) if year else 0
            if is_rise(entry, known.rules.amount(code)):
                return risen(entry, code, size, since, scenario, known.rules)
            check_unsigned(entry)
            amount = _amount(entry, code, known.rules)
            check_whole(entry, code, size, since, amount, known.rules)
            return (ContractLine(code, amount, size, since, source_of(scenario)),)
        found = find(name)
        value = entry.parse("valeur", found.value if found is not None else "brut")
    except InputError as error:
        entry.messages += error.messages
        return None
    if name == "avance":
        since = int(day(year, 1, 1)) if year else 0
        return tuple(ContractLine(code, value, 0, since, source_of(scenario)) for code in ADVANCE_CODES)
    return value


def _amount(entry: Entry, code: str, rules: Rules) -> int:
    amount = rules.amount(code)
    if amount.unit == "%" and entry.shown_as("valeur") == "%":
        return int(entry.parse("valeur", "taux"))
    # a first look, for what only a cell tells: shown as a date, a letter among the digits…
    entry.parse("valeur", "euros_positifs" if amount.unit.startswith("EUR") else "valeur")
    try:
        return read_value(entry.raw("valeur"), amount)
    except InputError as error:
        raise InputError([f"{entry.what('valeur')} : {message}" for message in error.messages]) from error


def _period(entry: Entry, kinds: Sequence[str], scenario: str, rules: Rules) -> tuple[ContractLine, ...]:
    """Return the amounts in force on a day, in a year, or under the barème of a name.

    Raises:
        InputError: no such barème; the names known are listed.
    """
    raw, what = entry.raw("valeur"), entry.what("valeur")
    words = plain(raw)
    found: list[ContractLine] = []
    read = False
    for kind in kinds:
        family = kind.lower()
        named = {plain(label): since for since, label in rules.periods(family)}
        on = named.get(words)
        if on is None and not (isinstance(raw, str) and any(map(str.isalpha, words))):
            on = _asked_day(entry, raw)
        lines = None if on is None else in_force(rules, family, on)
        if lines is not None:
            read = True
            found += lines
    if not read:
        labels = [label for kind in kinds for _, label in rules.periods(kind.lower())]
        shown = parse.printable(french(_asked_day(entry, raw)) if entry.shown_as("valeur") == "date" else raw)
        listed = f" Barèmes : {', '.join(f'« {label} »' for label in dict.fromkeys(labels))}."
        raise InputError(f"{what} : aucun barème connu pour « {shown} ».{nearest(raw, labels) or listed}")
    return tuple(ContractLine(one.code, one.value, one.size, one.since, source_of(scenario)) for one in found)


def _asked_day(entry: Entry, raw: object) -> int:
    """Return the day of a cell: a date, or the last one of a year."""
    number = int(raw) if isinstance(raw, str) and raw.strip().isdigit() else raw
    if isinstance(number, int | float) and number < _LATEST and entry.shown_as("valeur") != "date":
        return int(day(entry.parse("valeur", "annee"), 12, 31))
    return int(entry.parse("valeur", "date"))
