"""A table of scenarios (scénario; structure; paramètre; valeur; à partir de) → settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from excel_tools.errors import InputError
from excel_tools.inputs import columns
from excel_tools.inputs.csvfile import read_csv
from excel_tools.inputs.fields import Entry
from excel_tools.inputs.linked import check_doubled, parameter_kind, parameter_of
from excel_tools.inputs.portfolio import load_signed
from excel_tools.inputs.table import HeadedTable, RawTable, find_header, nearest, plain
from excel_tools.inputs.xlsx import read_workbook
from excel_tools.rules import Rules
from excel_tools.scenarios import EVERYONE, MOST_SCENARIOS, SCENARIO_PARAMETERS, YEARLESS, Setting
from excel_tools.structure import KINDS

LONGEST_SCENARIO = 30
"""Room for the name of a scenario in a workbook."""


@dataclass(frozen=True, slots=True)
class Scenarios:
    """The settings of a file, and every file read."""

    settings: tuple[Setting, ...]
    files: tuple[Path, ...]


def read_scenarios(path: str | Path, kinds: Mapping[str, str], rules: Rules, unread: Sequence[str] = ()) -> Scenarios:
    """Read a table of scenarios; one row without a parameter declares a scenario that changes nothing.

    Args:
        kinds: name of each structure of the portfolio → its kind.
        rules: the barèmes, whose codes the signed contracts name.
        unread: names of the structures refused: a setting that names one is no mistake of this file.

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
    for entry in [Entry(headed, row, columns.SCENARIOS) for row in headed.rows]:
        setting = _setting(entry, kinds, [plain(name) for name in unread])
        _check_spelling(entry, setting, spelled)
        check_doubled(entry, setting, given)
        if setting.parameter == "contrat" and setting.value is not None:
            signed = load_signed([path.parent], setting.value, rules, files)
            if isinstance(signed, InputError):
                problems += [f"{entry.what('valeur')} : {message}" for message in signed.messages]
            else:
                setting = replace(setting, value=signed)
        problems += entry.messages
        settings.append(setting)
    problems += _count(settings, headed)
    if problems:
        raise InputError(problems)
    return Scenarios(tuple(settings), tuple(files))


def _table(path: Path) -> RawTable:
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
    if len(names) > MOST_SCENARIOS:
        shown = ", ".join(f"« {name} »" for name in names)
        return [
            f"{headed.table.label} : {len(names)} scénarios ({shown}) ; un classeur en accueille {MOST_SCENARIOS} "
            "au plus, garder les plus utiles ou lancer la commande deux fois."
        ]
    return []


def _setting(entry: Entry, kinds: Mapping[str, str], unread: Sequence[str]) -> Setting:
    scenario = entry.get("scenario", "")
    if len(scenario) > LONGEST_SCENARIO:
        entry.refuse("scenario", f"« {scenario[:40]}… » est trop long ; {LONGEST_SCENARIO} caractères au plus.")
    everyone = {plain(word) for word in (EVERYONE, "toutes", "tout", "*")} | {""}
    typed = entry.get("structure", EVERYONE)
    structure, kind = EVERYONE, ""
    if plain(typed) not in everyone:
        names = {plain(name): name for name in kinds}
        structure = names.get(plain(typed), typed)
        kind = kinds.get(structure, "")
        if not kind and plain(typed) not in unread:
            entry.refuse(
                "structure", f"la structure « {typed} » n'est pas dans le portefeuille.{nearest(typed, kinds)}"
            )
    parameter, value = _parameter(entry, kind)
    year = entry.get("a_partir_de")
    if year is not None and parameter.partition(".")[0] in YEARLESS:
        entry.refuse(
            "a_partir_de", f"« {year} » : « {parameter} » vaut pour tout le contrat, sans année ; vider la cellule."
        )
    elif year is not None and not parameter and not entry.written("parametre"):
        entry.refuse("a_partir_de", f"« {year} » : année sans paramètre ; vider la cellule.")
    return Setting(scenario, structure, parameter, value, year)


def _parameter(entry: Entry, kind: str) -> tuple[str, Any]:
    typed = entry.get("parametre", "")
    if not typed:
        if entry.written("valeur"):
            entry.refuse("parametre", "valeur sans paramètre ; écrire lequel change, ou vider la valeur.")
        return "", None
    everything = tuple(dict.fromkeys(name for each in KINDS for name in SCENARIO_PARAMETERS[each]))
    parameter = parameter_of(typed, everything)
    if parameter is None:
        rest = nearest(typed, everything) or f" Paramètres : {', '.join(SCENARIO_PARAMETERS[kind or 'CPTS'])}."
        entry.refuse("parametre", f"« {typed} » inconnu.{rest}")
        return "", None
    if kind and parameter not in SCENARIO_PARAMETERS[kind]:
        entry.refuse(
            "parametre", f"« {typed} » est sans effet sur une {kind} ; {', '.join(SCENARIO_PARAMETERS[kind])}."
        )
    raw = entry.raw("valeur")
    if raw is None:
        before = len(entry.messages)
        entry.get("valeur")
        if len(entry.messages) == before:
            entry.refuse("valeur", "valeur manquante.")
        return parameter, None
    try:
        return parameter, entry.parse("valeur", parameter_kind(parameter))
    except InputError as error:
        entry.messages += error.messages
        return parameter, None
