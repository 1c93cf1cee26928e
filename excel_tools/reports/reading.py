"""Inputs back: the structures that a workbook describes now, whoever changed them since it was made."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excel_tools.accounts.funders import FUNDERS
from excel_tools.errors import InputError
from excel_tools.reports.cpts_reading import read_cpts
from excel_tools.reports.cpts_shape import CPTS_SHAPE
from excel_tools.reports.esp_shape import ESP_SHAPE
from excel_tools.reports.ess_shape import ESS_SHAPE
from excel_tools.reports.form_reading import form_entries
from excel_tools.reports.msp_shape import MSP_SHAPE
from excel_tools.reports.shape import SCENARIOS, YEARS, Shape
from excel_tools.reports.sheet_inputs import SheetInputs
from excel_tools.reports.small_reading import read_esp, read_ess, read_msp
from excel_tools.reports.spending_reading import placed, scenario_rises, spending
from excel_tools.rules import Contract, Rules
from excel_tools.structure import KINDS, OneOff, Structure
from excel_tools.workbook.names import areas, read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.read import read_names

_NO_AID = OneOff("", 0, 0)

FamilyReader = Callable[[SheetInputs, int, Rules], "tuple[Any, Contract | None]"]
"""Inputs, number of the scenario and rules → contract of the family, amounts of the signed contract."""

READERS: Mapping[str, tuple[Shape, FamilyReader]] = {
    "CPTS": (CPTS_SHAPE, read_cpts),
    "MSP": (MSP_SHAPE, read_msp),
    "ESS": (ESS_SHAPE, read_ess),
    "ESP": (ESP_SHAPE, read_esp),
}
"""Kind of structure → the shape of its workbook, and what reads it."""


@dataclass(frozen=True, slots=True)
class WorkbookInputs:
    """What a workbook describes.

    Attributes:
        names: the three scenarios, as they are named in the workbook.
        structures: the structure under each of them.
        displayed: the scenario shown, 1 to 3.
    """

    names: tuple[str, ...]
    structures: tuple[Structure, ...]
    displayed: int


def read_workbook(path: str | os.PathLike[str], rules: Rules) -> WorkbookInputs:
    """Return the inputs of a workbook made from one of the templates.

    Raises:
        InputError: the file is not such a workbook, or cells cannot be read: each with its sheet and address.
    """
    cells = read_names(path)
    places, _ = areas(read_book(Package.read(path, InputError)))
    return described(SheetInputs(Path(path).name, cells, places), rules)


def described(inputs: SheetInputs, rules: Rules, only: int = 0) -> WorkbookInputs:
    """Return what some cells describe.

    Args:
        only: the scenario wanted, 1 to 3: ``structures`` holds it alone; all three when 0.

    Raises:
        InputError: as ``read_workbook``.
    """
    if not (inputs.has("in_nom") and inputs.has("bar_modele")):
        raise InputError(f"« {inputs.file} » n'est pas un classeur d'excel-tools : le nom « in_nom » y manque.")
    model = inputs.text("bar_modele")
    kind = next((kind for kind in KINDS if f" {kind}," in model), "")
    if kind not in READERS:
        raise InputError(f"« {inputs.file} » : type de structure inconnu dans « {model} » (feuille LISEZMOI).")
    shape, reader = READERS[kind]
    names = tuple(inputs.text("in_scenario_noms", row) or f"scénario {row + 1}" for row in range(SCENARIOS))
    base = {**_base(inputs, kind, shape), "form": form_entries(inputs, shape, rules)}
    structures = []
    for number in (only,) if only else range(1, SCENARIOS + 1):
        contract, signed = reader(inputs, number, rules)
        structures.append(Structure(**base, **scenario_rises(inputs, number), contract=contract, override=signed))
    displayed = inputs.whole("in_scenario", least=1, most=SCENARIOS, needed=True)
    if inputs.problems:
        raise InputError(inputs.problems)
    return WorkbookInputs(names, tuple(structures), displayed)


def read_structures(path: str | os.PathLike[str], rules: Rules) -> dict[str, Structure]:
    """Return the structure under each scenario of a workbook, by name of scenario; a name used twice gets its number.

    Raises:
        InputError: as ``read_workbook``.
    """
    found = read_workbook(path, rules)
    result: dict[str, Structure] = {}
    for number, (name, structure) in enumerate(zip(found.names, found.structures, strict=True), 1):
        result[f"{name} ({number})" if name in result else name] = structure
    return result


def _base(inputs: SheetInputs, kind: str, shape: Shape) -> dict[str, Any]:
    return {
        "name": inputs.text("in_nom"),
        "kind": kind,
        "region": inputs.text("in_region"),
        "communes": tuple(part.strip() for part in inputs.text("in_communes").split(";") if part.strip()),
        "first_exercice": inputs.whole("in_exercice", least=1995, most=2095, needed=True),
        "first_month": inputs.whole("in_mois1", least=1, most=12, needed=True),
        "opening_cash": inputs.euros("in_tresorerie"),
        "opening_dedicated": inputs.positive("in_fonds_dedies"),
        **_dedicated(inputs, shape),
        "one_offs": _one_offs(inputs, {label: code for code, label in shape.missions}),
        **spending(inputs, shape),
    }


def _dedicated(inputs: SheetInputs, shape: Shape) -> dict[str, Any]:
    """Return what is spent on the envelope of the contract and on the opening fonds dédiés, and whom they serve."""
    found: dict[str, Any] = {}
    if shape.earmarked:
        found["snp_spent"] = tuple(inputs.line("in_snp_depense", inputs.positive))
    # an older workbook has one line for both
    older = "in_fonds_depense" if inputs.has("in_fonds_depense") else "" if shape.earmarked else "in_snp_depense"
    if older:
        found["dedicated_spent"] = tuple(inputs.line(older, inputs.positive))
    if inputs.has("in_fonds_mission"):
        missions = {label: code for code, label in shape.missions}
        found["dedicated_mission"] = inputs.word("in_fonds_mission", missions, "")
    return found


def _one_offs(inputs: SheetInputs, missions: Mapping[str, str]) -> tuple[OneOff, ...]:
    found: list[OneOff] = []
    for row in range(inputs.height("in_aides_montant")):
        cents = inputs.maybe_euros("in_aides_montant", row)
        day = inputs.day("in_aides_date", row)
        if cents and not day and inputs.cell("in_aides_date", row) is None:
            inputs.problems.append(
                f"{inputs.place('in_aides_date', row)} : cellule vide, la date de l'encaissement est attendue."
            )
        marked, spent = _earmarked(inputs, row)
        # an earmarked aid counts by what is spent of it, received or not
        if not marked and not (day and cents is not None):
            found.append(_NO_AID)
            continue
        served = inputs.word("in_aides_mission", missions, "", row) if inputs.has("in_aides_mission") else ""
        label = inputs.text("in_aides_libelle", row)
        found.append(OneOff(label, day, cents or 0, marked, spent, mission=served, funder=_funder(inputs, row)))
    return placed(found, _NO_AID)


def _funder(inputs: SheetInputs, row: int) -> str:
    """Return who pays an aid; an older workbook does not say."""
    if not inputs.has("in_aides_financeur"):
        return ""
    return inputs.word("in_aides_financeur", {word: word for word in FUNDERS}, "", row)


def _earmarked(inputs: SheetInputs, row: int) -> tuple[bool, tuple[int, ...]]:
    """Return whether an aid is earmarked and what is spent of it; an older workbook does not say."""
    if not inputs.has("in_aides_fleche"):
        return False, (0,) * YEARS
    marked = inputs.word("in_aides_fleche", {"oui": True, "non": False}, False, row)
    return marked, tuple(inputs.line("in_aides_depense", inputs.positive, row))
