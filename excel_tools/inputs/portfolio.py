"""A portfolio: every structure of a file, and what was refused with the reason; a bad row stops its structure only."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from excel_tools import scenarios
from excel_tools.accounts.chart import Chart, default_chart
from excel_tools.dates import year_of
from excel_tools.errors import InputError
from excel_tools.errors import others as and_others
from excel_tools.inputs.accounts import read_chart
from excel_tools.inputs.contracts import CONTRACTS
from excel_tools.inputs.fields import Entry
from excel_tools.inputs.filenames import safe_stem
from excel_tools.inputs.form import form_entries
from excel_tools.inputs.linked import MOST, READERS, Linked, check_doubled
from excel_tools.inputs.sheets import LINKED, SHEET_TITLES, TYPE, Sheets, columns_of, read_sheets, shown_name
from excel_tools.inputs.spending import WITH_MISSIONS, nothing_before
from excel_tools.inputs.table import HeadedTable, nearest, plain
from excel_tools.rules import Contract as SignedContract
from excel_tools.rules import Rules, read_contract
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.staff import SOCIAL_DELAY
from excel_tools.structure import KINDS, Structure


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that gives no workbook.

    Attributes:
        sheet: sheet of the row, or its CSV file.
        row: number of the row in the file.
        name: structure concerned, as typed; may be empty.
        messages: every reason, with the cell and the remedy.
    """

    sheet: str
    row: int
    name: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A structure accepted and where it was read."""

    structure: Structure
    sheet: str
    row: int
    stem: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What a portfolio holds.

    Attributes:
        name: name of the file or folder.
        files: every file read, signed contracts included.
        items: structures accepted, in the order of the sheets and rows.
        refusals: rows refused, in the same order.
        warnings: what must be told without refusing anything.
    """

    name: str
    files: tuple[Path, ...]
    items: tuple[Item, ...]
    refusals: tuple[Refusal, ...]
    warnings: tuple[str, ...]

    @property
    def structures(self) -> tuple[Structure, ...]:
        """The structures accepted."""
        return tuple(item.structure for item in self.items)


def read_portfolio(path: str | Path, rules: Rules, comptes: Path | None = None) -> Portfolio:
    """Read a portfolio from a workbook, a folder of CSV files or one CSV file.

    Args:
        rules: the barèmes, whose codes the signed contracts name.
        comptes: CSV of the accounts whose line of the budget form the treasurer chose.

    Raises:
        InputError: the file of accounts is wrong; or the file as a whole cannot be used (missing, unreadable, columns
            missing or unknown, no structure).
    """
    path = Path(path)
    chart = default_chart(rules)
    own = None if comptes is None else read_chart(comptes, chart)
    found = _Reading(path, read_sheets(path), rules, own or chart, own is not None).portfolio()
    return found if comptes is None else replace(found, files=(*found.files, comptes))


class _Reading:
    """The state of one reading."""

    def __init__(self, path: Path, sheets: Sheets, rules: Rules, chart: Chart, own: bool) -> None:
        self.chart, self.own = chart, own
        # a contract stands beside the portfolio, or inside its folder
        self.folders = (path, path.parent) if path.is_dir() else (path.parent,)
        self.name = shown_name(path)
        self.sheets = sheets
        self.rules = rules
        self.files = list(sheets.files)
        self.contracts: dict[str, SignedContract | InputError] = {}
        self.refusals: list[Refusal] = []
        self.taken: dict[str, tuple[str, str]] = {}

    def portfolio(self) -> Portfolio:
        rows = self._structure_rows()
        named = [(kind, str(entry.raw("nom"))) for kind, entry in rows if entry.raw("nom") is not None]
        linked = self._linked({plain(name): kind for kind, name in named}, [name for _, name in named])
        items = [item for kind, entry in rows if (item := self._item(kind, entry, linked)) is not None]
        if not items and not self.refusals:
            raise InputError(f"« {self.name} » ne contient aucune structure : les feuilles n'ont que leur en-tête.")
        return Portfolio(self.name, tuple(self.files), tuple(items), tuple(self.refusals), self.sheets.warnings)

    def _structure_rows(self) -> list[tuple[str, Entry]]:
        found: list[tuple[str, Entry]] = []
        for kind in KINDS:
            table = self.sheets.tables.get(kind.lower())
            if table is not None:
                found += [(kind, Entry(table, row, columns_of(kind.lower()))) for row in table.rows]
        return found if self.sheets.mixed is None else [*found, *self._mixed_rows(self.sheets.mixed)]

    def _mixed_rows(self, mixed: HeadedTable) -> list[tuple[str, Entry]]:
        found: list[tuple[str, Entry]] = []
        for row in mixed.rows:
            typed = Entry(mixed, row, (TYPE, *columns_of("cpts")))
            kind = str(typed.get("type", "CPTS")).strip().upper()
            if kind in KINDS:
                entry = Entry(mixed, row, columns_of(kind.lower()))
                entry.messages += [m for m in typed.messages if m not in entry.messages]
                self._foreign_cells(entry, kind)
                found.append((kind, entry))
            else:
                typed.refuse("type", f"« {typed.raw('type')} » inconnu ; écrire {', '.join(KINDS)}.")
                self._refuse(typed, typed.messages)
        return found

    def _foreign_cells(self, entry: Entry, kind: str) -> None:
        known = {column.key for column in columns_of(kind.lower())}
        others = {column.key: column for other in KINDS for column in columns_of(other.lower())}
        for key, column in others.items():
            if key not in known and entry.written(key):
                entry.messages.append(
                    f"{entry.place} : la colonne « {column.title} » ne concerne pas une {kind} ; la vider."
                )

    def _linked(self, kinds: dict[str, str], names: list[str]) -> dict[str, Linked]:
        found: dict[str, Linked] = {}
        given: dict[tuple[object, ...], int] = {}
        orphans: dict[tuple[str, str], list[Entry]] = {}
        for key in LINKED:
            table = self.sheets.tables.get(key)
            for entry in () if table is None else [Entry(table, row, LINKED[key]) for row in table.rows]:
                owner = plain(entry.raw("nom") or "")
                if owner not in kinds:
                    if entry.get("nom") is None:
                        self._refuse(entry, entry.messages)
                    else:
                        orphans.setdefault((key, owner), []).append(entry)
                    continue
                slot = found.setdefault(owner, Linked())
                value = READERS[key](entry, kinds[owner])
                if isinstance(value, scenarios.Setting):
                    check_doubled(entry, replace(value, structure=owner), given)
                if isinstance(value, Indemnity) and value.before:
                    slot.civil.append(nothing_before(entry))
                slot.messages += entry.messages
                slot.rows.setdefault(key, []).append(value)
        for (_, owner), entries in orphans.items():
            self._refuse_orphans(entries, nearest(owner, names))
        for slot in found.values():
            for key, values in slot.rows.items():
                if len(values) > MOST[key]:
                    slot.messages.append(
                        f"« {self.name} », {SHEET_TITLES[key]} : {len(values)} lignes pour cette structure, "
                        f"le classeur en accueille {MOST[key]} ; regrouper des lignes."
                    )
        return found

    def _refuse_orphans(self, entries: Sequence[Entry], near: str) -> None:
        """Tell once the rows of one sheet that name the same unknown structure."""
        first, *others = entries
        lines = f" (et lignes {', '.join(str(entry.number) for entry in others[:20])}" if others else ""
        lines += f"{and_others(len(others) - 20)})" if others else ""
        typed = "indiquée" if first.private else f"« {first.raw('nom')} »"
        first.refuse("nom", f"la structure {typed} n'existe pas{lines}.{near}")
        self._refuse(first, first.messages)

    def _item(self, kind: str, entry: Entry, linked: dict[str, Linked]) -> Item | None:
        name = entry.get("nom", "")
        slot = linked.get(plain(entry.raw("nom") or ""), Linked())
        form = form_entries(slot.of("contributions"), slot.of("cerfa"), self.chart, self.own, slot.messages)
        contract = CONTRACTS[kind](entry, slot.of("indicateurs"))
        if slot.of("indicateurs") and kind != "CPTS":
            entry.messages.append(f"{entry.place} : une {kind} n'a pas d'indicateurs ; les retirer de leur feuille.")
        structure = Structure(
            name=name,
            kind=kind,
            region=entry.get("region", ""),
            contract=contract,
            first_exercice=entry.get("premier_exercice", 0),
            first_month=entry.get("premier_mois", 1),
            communes=entry.get("communes", ()),
            opening_cash=entry.get("tresorerie", 0),
            opening_dedicated=entry.get("fonds_dedies", 0),
            one_offs=slot.of("aides"),
            charges=slot.of("charges"),
            incomes=slot.of("produits"),
            posts=slot.of("personnel"),
            indemnities=slot.of("indemnites"),
            social_delay=entry.get("delai_cotisations", SOCIAL_DELAY),
            opening_payables=entry.get("dettes", 0),
            opening_receivables=entry.get("creances", 0),
            dedicated_spent=tuple(entry.get(f"fonds_depense_{year}", 0) for year in range(1, 6)),
            **_earmarked(entry, kind),
            override=self._signed(entry),
            form=form,
        )
        self._check_horizon(entry, structure)
        stem = safe_stem(name)
        self._check_name(entry, name, stem)
        if structure.first_month == 1:
            slot.messages += slot.civil
        if entry.messages or slot.messages:
            self._refuse(entry, [*entry.messages, *slot.messages])
            return None
        return Item(scenarios.apply(structure, slot.of("annees")), entry.sheet, entry.number, stem)

    def _check_horizon(self, entry: Entry, structure: Structure) -> None:
        start = getattr(structure.contract, "signature", 0) or getattr(structure.contract, "start", 0)
        if entry.messages or not start:
            return
        year = int(year_of(start))
        if year > structure.first_exercice + 4:
            entry.refuse(
                "premier_exercice",
                f"« {structure.first_exercice} » : le contrat ne commence qu'en {year}, après les cinq exercices.",
            )
        if structure.first_exercice - year > 45:
            entry.refuse("premier_exercice", f"« {structure.first_exercice} » est trop loin du contrat ({year}).")

    def _check_name(self, entry: Entry, name: str, stem: str) -> None:
        """Refuse a name already used, be it with other accents, case or spaces, or one that gives the same file."""
        if not name:
            return
        for key in (plain(name), plain(stem)):
            if key not in self.taken:
                continue
            other, place = self.taken[key]
            reason = "est le même nom" if _spelled(other) == _spelled(name) else "donne le même nom de fichier"
            entry.refuse("nom", f"« {name} » {reason} que « {other} » ({place}) ; un nom ne sert qu'une fois.")
            return
        self.taken[plain(name)] = self.taken[plain(stem)] = (name, f"{entry.sheet}, ligne {entry.number}")

    def _signed(self, entry: Entry) -> SignedContract | None:
        typed = entry.get("contrat")
        if not typed:
            return None
        signed = self.contracts.get(typed)
        if signed is None:
            signed = self.contracts[typed] = load_signed(self.folders, typed, self.rules, self.files)
        if isinstance(signed, InputError):
            entry.messages += [f"{entry.what('contrat')} : {message}" for message in signed.messages]
            return None
        return signed

    def _refuse(self, entry: Entry, messages: list[str]) -> None:
        name = None if entry.private else entry.raw("nom")
        self.refusals.append(Refusal(entry.sheet, entry.number, "" if name is None else str(name), tuple(messages)))


def _spelled(name: str) -> str:
    """Return a name without accents nor case, its signs kept: « A/B » is not « A:B »."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(letter for letter in folded if not unicodedata.combining(letter)).split())


def load_signed(folders: Sequence[Path], typed: str, rules: Rules, files: list[Path]) -> SignedContract | InputError:
    """Read the contract file named in a cell, beside the file that names it; an error is returned, not raised."""
    path = Path(typed.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        return InputError(f"« {typed} » : le fichier du contrat se place à côté du portefeuille ; donner son seul nom.")
    found = next((folder / path for folder in folders if (folder / path).is_file()), None)
    if found is None:
        return InputError(f"« {typed} » introuvable ; placer le fichier du contrat à côté du fichier qui le nomme.")
    try:
        signed = read_contract(found, rules)
    except InputError as error:
        return error
    if found not in files:
        files.append(found)
    return signed


def _earmarked(entry: Entry, kind: str) -> dict[str, Any]:
    """Return what a structure with missions says of its own envelope and of its older fonds dédiés."""
    if kind != WITH_MISSIONS:
        return {}
    return {
        "snp_spent": tuple(entry.get(f"snp_{year}", 0) for year in range(1, 6)),
        "dedicated_mission": entry.get("fonds_mission", ""),
    }
