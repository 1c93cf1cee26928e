"""A structure, or what a variant changes of it, told in two columns: « donnée ; valeur », and the first year concerned.

The words are those of the columns of a portfolio and of the parameters of a scenario, read by the same readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from excel_tools.dates import year_of
from excel_tools.errors import InputError
from excel_tools.functions.ranges import read_rows
from excel_tools.functions.values import is_empty
from excel_tools.inputs import columns
from excel_tools.inputs.columns import Column
from excel_tools.inputs.contracts import CONTRACTS
from excel_tools.inputs.fields import PARSERS, Entry
from excel_tools.inputs.hypotheses import Known, read_setting
from excel_tools.inputs.parameters import resolve
from excel_tools.inputs.table import HeadedTable, RawCell, RawRow, RawTable, nearest, plain
from excel_tools.rules import Rules
from excel_tools.scenarios import Setting, apply
from excel_tools.scenarios.parameters import BASE, plain_names
from excel_tools.schedule import YEARS
from excel_tools.spending.entry import Entry as Line
from excel_tools.spending.staff import SOCIAL_DELAY
from excel_tools.structure import KINDS, Structure

TYPE = ("type", "type de structure")
_IN_FILES = {
    "contrat": "nomme un fichier ; ici, écrire « bareme. » suivi du code de chaque montant.",
    BASE: "ne sert qu'aux fichiers de scénarios ; ici, la variante part toujours de la référence.",
}
"""What names a file, or another scenario, and what to write instead."""
_LINE = re.compile(r"(charge|produit)s?(?: compte)? (\d{2,8})")
_AMBIGUOUS = "retard"


@dataclass(frozen=True, slots=True)
class Said:
    """One row: where it stands (« ligne 3 »), the word, the value and the first year concerned, if any."""

    place: str
    word: str
    value: Any
    year: Any = None


@dataclass(frozen=True, slots=True)
class Described:
    """The rows of an argument, in their order."""

    what: str
    rows: tuple[Said, ...]


def read_described(value: object, what: str) -> Described:
    """Return the rows of a range, of an inline text (``"type=CPTS;population=45000"``), a file or a mapping.

    Raises:
        InputError: rows of another shape, or given twice: all at once.
    """
    errors: list[str] = []
    found: dict[tuple[str, object], Said] = {}
    for row in read_rows(value, what, ";", "="):
        cells = [None if is_empty(cell) else cell for cell in row.cells]
        place = row.place.removeprefix(f"{what}, ")
        if cells[0] is None or len(cells) < 2 or any(cell is not None for cell in cells[3:]):
            shown = " ; ".join("" if cell is None else str(cell) for cell in cells)
            errors.append(
                f"« {what} », {place} : « {shown} » n'est pas de la forme donnée ; valeur ; [première année]."
            )
        elif cells[1] is not None:
            said = Said(place, str(cells[0]).strip(), cells[1], cells[2] if len(cells) > 2 else None)
            key = (plain(said.word), said.year)
            if key in found:
                errors.append(f"« {what} », {place} : « {said.word} » est déjà donné plus haut.")
            found.setdefault(key, said)
    if errors:
        raise InputError(errors)
    return Described(what, tuple(found.values()))


def structure(told: Described, rules: Rules) -> Structure:
    """Return the structure described.

    Raises:
        InputError: everything wrong in the rows, with the nearest words.
    """
    reader = _Reader(_kind(told), rules)
    reader.read(told, first=True)
    return reader.structure(told.what)


def pair(reference: Described, variant: Described, rules: Rules) -> tuple[Structure, Structure]:
    """Return a structure and its variant, which says only what differs.

    A parameter of the variant acts as in a scenario built on the reference; any other word takes the place of the
    value given there.

    Raises:
        InputError: everything wrong in the rows of the reference, then in those of the variant.
    """
    reader = _Reader(_kind(reference), rules)
    reader.read(reference, first=True)
    before = reader.structure(reference.what)
    reader.read(variant, first=False)
    return before, reader.structure(variant.what)


def _kind(told: Described) -> str:
    typed = next((said for said in told.rows if plain(said.word) in TYPE), None)
    kind = str(typed.value).strip().upper() if typed else ""
    if kind not in KINDS:
        found = f"{typed.place} : type « {typed.value} » inconnu" if typed else "il manque la donnée « type »"
        raise InputError(f"« {told.what} », {found} ; écrire {', '.join(KINDS)}.")
    return kind


class _Reader:
    """What was said so far of one structure: its columns, its lines of charges and income, its hypotheses."""

    def __init__(self, kind: str, rules: Rules) -> None:
        self.kind, self.rules = kind, rules
        self.known = {
            plain(title): column
            for column in columns.KIND_COLUMNS[kind]
            if column.key not in _IN_FILES
            for title in column.titles
        }
        self.keys = {column.key: column for column in self.known.values()}
        self.cells: dict[str, Said] = {}
        # one list a description, as for the hypotheses
        self.lines: dict[str, list[list[Said]]] = {}
        # one list a description: that of the variant comes after the whole of the reference's
        self.hypotheses: list[list[Said]] = []
        self.whats: list[str] = []

    def read(self, told: Described, *, first: bool) -> None:
        """Take the rows of a description; those of a variant are parameters before they are columns."""
        own: list[Said] = []
        given: dict[str, Said] = {}
        errors: list[str] = []
        for name in self.lines:
            self.lines[name].append([])
        for said in told.rows:
            try:
                self._take(said, own, given, first)
            except InputError as error:
                errors += [f"« {told.what} », {said.place} : {message}" for message in error.messages]
        if errors:
            raise InputError(errors)
        self.cells |= given
        self.hypotheses.append(own)
        self.whats.append(told.what)

    def _take(self, said: Said, own: list[Said], given: dict[str, Said], first: bool) -> None:
        word = plain(said.word)
        if word in TYPE:
            if str(said.value).strip().upper() != self.kind:
                raise InputError(
                    f"« {said.value} » : la référence est une {self.kind}, un autre type ne se compare pas."
                )
            return
        if first and word == _AMBIGUOUS and self.kind in ("ESS", "ESP"):
            raise InputError(
                "« retard » se comprend de deux façons ; écrire « retard de paiement » (celui du contrat) ou « retard "
                "du financeur » (celui que l'on suppose)."
            )
        if matched := _LINE.fullmatch(word):
            self.lines.setdefault(f"{matched[1]} {matched[2]}", [[]])[-1].append(said)
            return
        column = self.known.get(word)
        if column is None or not first or said.year is not None:
            name = self._parameter(said, column)
            # another word for a column of the portfolio: « associés »
            synonym = first and said.year is None and name in self.keys
            column = self.keys[name] if synonym else column
            if name and not synonym:
                own.append(said)
                return
        if column is None or said.year is not None:
            raise InputError(f"« {said.word} » vaut pour tout le contrat, sans année ; vider la troisième cellule.")
        if column.key in given:
            before = given[column.key]
            raise InputError(f"« {said.word} » est déjà donné {before.place}, sous le mot « {before.word} ».")
        given[column.key] = said

    def _parameter(self, said: Said, column: Column | None) -> str:
        """Return the parameter meant, nothing when the word is that of a column alone."""
        try:
            name = resolve(said.word, self.kind, self.rules, ())
        except InputError as error:
            if column is not None:
                return ""
            head = plain(said.word).partition(" ")[0]
            if head in ("bareme", "indicateur") or "sans effet" in error.messages[0]:
                raise
            titles = [known.title for known in self.known.values()]
            near = nearest(said.word, ["type", *titles, *plain_names(self.kind), "charge 613", "produit 758"])
            raise InputError(f"donnée « {said.word} » inconnue.{near or _WHERE}") from error
        if name in _IN_FILES:
            raise InputError(f"« {said.word} » {_IN_FILES[name]}")
        return name

    def structure(self, what: str) -> Structure:
        """Return what was described so far.

        Raises:
            InputError: everything wrong in the values, or missing.
        """
        found = self._bare(what)
        delay = found.contract.funder_delay
        for told, own in zip(self.whats, self.hypotheses, strict=True):
            settings, errors = [], []
            given: dict[tuple[str, int | None], Said] = {}
            for said in own:
                setting, messages = self._setting(said, told, found.name)
                settings.append(setting)
                errors += messages
                before = given.setdefault((setting.parameter, setting.from_year), said)
                if setting.parameter and before is not said:
                    errors.append(
                        f"« {told} », {said.place} : « {said.word} » est déjà donné {before.place}, sous le mot "
                        f"« {before.word} »."
                    )
            if errors:
                raise InputError(errors)
            found = apply(found, settings, delay)
        return found

    def _bare(self, what: str) -> Structure:
        family = columns.KIND_COLUMNS[self.kind]
        missing = [column.title for column in family if column.required and column.key not in (*self.cells, "nom")]
        if missing:
            shown = ", ".join(f"« {title} »" for title in missing)
            raise InputError(f"« {what} » : il manque {shown}.")
        entry = _entry(what, {key: (said.place, said.value) for key, said in self.cells.items()}, family)
        contract = CONTRACTS[self.kind](entry, ())
        # only a contract with missions has an envelope of its own
        own = range(1, YEARS + 1) if self.kind == "CPTS" else ()
        found = Structure(
            name=entry.get("nom", "") if "nom" in self.cells else self.kind,
            kind=self.kind,
            region=entry.get("region", ""),
            contract=contract,
            first_exercice=entry.get("premier_exercice", 0),
            first_month=entry.get("premier_mois", 1),
            communes=entry.get("communes", ()),
            opening_cash=entry.get("tresorerie", 0),
            opening_dedicated=entry.get("fonds_dedies", 0),
            snp_spent=tuple(entry.get(f"snp_{year}", 0) for year in own) or (0,) * YEARS,
            dedicated_spent=tuple(entry.get(f"fonds_depense_{year}", 0) for year in range(1, YEARS + 1)),
            dedicated_mission=entry.get("fonds_mission", "") if own else "",
            social_delay=entry.get("delai_cotisations", SOCIAL_DELAY),
            opening_payables=entry.get("dettes", 0),
            opening_receivables=entry.get("creances", 0),
        )
        if entry.messages:
            raise InputError(dict.fromkeys(entry.messages))
        _check_horizon(found, what)
        return replace(
            found,
            charges=self._lines("charge", found.first_exercice, what),
            incomes=self._lines("produit", found.first_exercice, what),
        )

    def _lines(self, side: str, first_exercice: int, what: str) -> tuple[Line, ...]:
        found, errors = [], []
        for name, told in self.lines.items():
            head, account = name.split(" ")
            if head != side:
                continue
            last = [said for rows in told for said in rows][-1]
            try:
                PARSERS["compte" if side == "charge" else "compte_produit"](account, f"« {what} », {last.place}")
                found.append(Line(account, f"Compte {account}", "", 0, _yearly(told, first_exercice, what)))
            except InputError as error:
                errors += error.messages
        if errors:
            raise InputError(errors)
        return tuple(found)

    def _setting(self, said: Said, what: str, name: str) -> tuple[Setting, list[str]]:
        cells = {
            "scenario": (said.place, what),
            "structure": (said.place, name),
            "parametre": (said.place, said.word),
            "valeur": (said.place, said.value),
            "a_partir_de": (said.place, said.year),
        }
        entry = _entry(what, cells, columns.SCENARIOS)
        setting = read_setting(entry, Known({name: self.kind}, self.rules, frozenset(), {name: ()}))
        return setting, entry.messages


_WHERE = " Écrire une colonne du portefeuille, un paramètre de scénario, ou « charge » et un numéro de compte."


def _entry(what: str, cells: Mapping[str, tuple[str, Any]], family: Sequence[Column]) -> Entry:
    """Return a row of a portfolio, or of a table of scenarios, whose cells stand each in a row of the range."""
    raw = tuple(RawCell(value, place) for place, value in cells.values())
    table = HeadedTable(RawTable(what, "", ()), RawRow(0, ()), {key: rank for rank, key in enumerate(cells)}, ())
    return Entry(table, RawRow(1, raw), family)


def _yearly(told: Iterable[Sequence[Said]], first_exercice: int, what: str) -> tuple[int, ...]:
    """Return the yearly amounts of a line, each row holding from its fiscal year on.

    The latest year prevails, wherever its row stands; those of a variant come over the whole of the reference's.

    Raises:
        InputError: a value or a year that is none, or two values from the same year on.
    """
    years = [0] * YEARS
    for rows in told:
        given: dict[int, tuple[int, Said]] = {}
        for said in rows:
            place = f"« {what} », {said.place}, {said.word}"
            cents = PARSERS["euros_positifs"](said.value, place)
            # a row without a year comes before any other
            since = 0 if said.year is None else PARSERS["annee"](said.year, place)
            _, before = given.setdefault(since, (cents, said))
            if before is not said:
                raise InputError(f"{place} : déjà donné {before.place} pour la même année.")
        for since, (cents, _) in sorted(given.items(), key=lambda row: row[0]):
            for year in range(max(0, since - first_exercice), YEARS):
                years[year] = cents
    return tuple(years)


def _check_horizon(found: Structure, what: str) -> None:
    contract: Any = found.contract
    start = year_of(contract.start if found.kind == "ESP" else contract.signature)
    if not found.first_exercice - 45 <= start <= found.first_exercice + YEARS - 1:
        raise InputError(
            f"« {what} », Premier exercice : « {found.first_exercice} » est trop loin du contrat, qui commence en "
            f"{start}."
        )
