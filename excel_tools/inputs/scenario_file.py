"""A table of scenarios (scénario; structure; paramètre; valeur; à partir de) → settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from excel_tools.errors import InputError
from excel_tools.inputs import columns
from excel_tools.inputs.csvfile import read_csv
from excel_tools.inputs.early_end import mistaken_ends
from excel_tools.inputs.fields import Entry
from excel_tools.inputs.hypotheses import Known, read_setting
from excel_tools.inputs.linked import check_doubled
from excel_tools.inputs.portfolio import load_signed
from excel_tools.inputs.table import HeadedTable, RawTable, find_header, nearest, plain
from excel_tools.inputs.xlsx import read_workbook
from excel_tools.rules import Contract, Rules
from excel_tools.scenarios import AS_ENTERED, EVERYONE, Setting
from excel_tools.scenarios.amounts import check_amendment
from excel_tools.scenarios.changes import amounts_only, contract_under
from excel_tools.scenarios.inherit import by_scenario, sound_chains
from excel_tools.scenarios.parameters import BASE
from excel_tools.structure import KINDS, Structure

MOST_NAMES = 40
"""Scenarios of one file: more are no longer compared, they are mistaken."""


@dataclass(frozen=True, slots=True)
class Scenarios:
    """The settings of a file, and every file read."""

    settings: tuple[Setting, ...]
    files: tuple[Path, ...]


def read_scenarios(
    path: str | Path,
    kinds: Mapping[str, str],
    rules: Rules,
    unread: Sequence[str] = (),
    structures: Sequence[Structure] | None = None,
) -> Scenarios:
    """Read a table of scenarios; one row without a parameter declares a scenario that changes nothing.

    Args:
        kinds: name of each structure of the portfolio → its kind.
        rules: the barèmes, whose codes the settings and the signed contracts name.
        unread: names of the structures refused: a setting that names one is no mistake of this file.
        structures: the structures themselves, against which the names of indicators are checked when they are given.

    Raises:
        InputError: everything wrong in the file, at once.
    """
    path = Path(path)
    table = _table(path)
    titles = {column.key: column.titles for column in columns.SCENARIOS}
    headed, problems = find_header(table, titles, ("scenario", "parametre", "valeur"), columns.FREE)
    if headed is None or problems:
        raise InputError(problems)
    files = [path]
    settings: list[Setting] = []
    spelled: dict[str, str] = {}
    given: dict[tuple[object, ...], int] = {}
    entries = [Entry(headed, row, columns.SCENARIOS) for row in headed.rows]
    known = Known.of(kinds, rules, unread, structures)
    scenarios = list(dict.fromkeys(str(entry.raw("scenario") or "").strip() for entry in entries))
    for entry in entries:
        setting = read_setting(entry, known)
        _check_spelling(entry, setting, spelled)
        if entry.written("parametre") and plain(setting.scenario) == plain(AS_ENTERED):
            entry.refuse(
                "scenario",
                f"« {AS_ENTERED} » désigne le portefeuille lui-même, sans scénario ; donner un autre nom à celui qui "
                "change quelque chose.",
            )
        check_doubled(entry, setting, given)
        if setting.parameter == BASE and setting.value:
            setting = replace(setting, value=_base(entry, setting.value, scenarios))
        if setting.parameter == "contrat" and setting.value is not None:
            signed = load_signed([path.parent], setting.value, rules, files)
            if isinstance(signed, InputError):
                problems += [f"{entry.what('valeur')} : {message}" for message in signed.messages]
            setting = replace(setting, value=None if isinstance(signed, InputError) else signed)
        problems += entry.messages
        settings.append(setting)
    problems += _count(settings, headed)
    problems += _chained(settings, scenarios, known, headed)
    problems += mistaken_ends(settings, structures or ())
    if problems:
        raise InputError(problems)
    return Scenarios(tuple(settings), tuple(files))


def _table(path: Path) -> RawTable:
    if path.is_dir():
        raise InputError(f"« {path} » est un dossier ; donner un classeur .xlsx ou un fichier .csv.")
    if not path.is_file():
        raise InputError(f"Fichier de scénarios introuvable : « {path} ». Vérifier le chemin et le nom du fichier.")
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        return read_csv(path)
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise InputError(f"« {path.name} » : un fichier de scénarios est un classeur .xlsx ou un fichier .csv.")
    tables = [table for table in read_workbook(path) if table.rows]
    if not tables:
        raise InputError(f"« {path.name} » est vide ; il faut une ligne d'en-tête puis une ligne par hypothèse.")
    chosen = [table for table in tables if plain(table.sheet) == "scenarios"]
    return (chosen or tables)[0]


def _check_spelling(entry: Entry, setting: Setting, spelled: dict[str, str]) -> None:
    """Refuse « Prudent » beside « prudent »: one scenario or two, only the user knows."""
    first = spelled.setdefault(plain(setting.scenario), setting.scenario)
    if first != setting.scenario:
        entry.refuse(
            "scenario",
            f"« {setting.scenario} » et « {first} » ne diffèrent que par la casse, les accents ou la ponctuation ; "
            "écrire le même nom pour un même scénario, sinon deux noms distincts.",
        )


def _count(settings: Sequence[Setting], headed: HeadedTable) -> list[str]:
    names = list(dict.fromkeys(setting.scenario for setting in settings if setting.scenario))
    if not names:
        return [f"{headed.table.label} : aucun scénario sous l'en-tête."]
    if len(names) > MOST_NAMES:
        return [
            f"{headed.table.label} : {len(names)} scénarios ; {MOST_NAMES} au plus, répartir en plusieurs fichiers."
        ]
    return []


def _base(entry: Entry, typed: str, scenarios: Sequence[str]) -> str:
    """Return the scenario meant as a base, accents and case aside."""
    found = {plain(name): name for name in scenarios if name}.get(plain(typed))
    if found is None:
        entry.refuse(
            "valeur", f"« {typed} » n'est pas un scénario de ce fichier.{nearest(typed, filter(None, scenarios))}"
        )
    return found or ""


def _chained(settings: Sequence[Setting], scenarios: Sequence[str], known: Known, headed: HeadedTable) -> list[str]:
    """Tell the scenarios that go round in circles, and those whose own amounts begin on several days.

    The amounts are looked at for everyone, then for each structure that is named.
    """
    usable = [one for one in settings if one.value is not None and (one.parameter != BASE or one.value)]
    usable += [Setting(name) for name in scenarios]
    own = by_scenario(one for one in usable if not one.parameter or amounts_only(one.parameter))
    made, problems = sound_chains(usable)
    found = [f"{headed.table.label} : {message}" for message in problems]
    for name, chain in made.items():
        for kind in KINDS:
            for who in dict.fromkeys((EVERYONE, *(one.structure for link in chain for one in own[link]))):
                if who != EVERYONE and known.kinds.get(who) != kind:
                    continue
                override: Contract | None = None
                for link in chain:
                    override = contract_under(own[link], override, who, kind)
                label = f"scénario « {name} »" if who == EVERYONE else f"« {who} », scénario « {name} »"
                try:
                    check_amendment(override, f"{headed.table.label} : {label}")
                except InputError as error:
                    found += error.messages
    return list(dict.fromkeys(found))
