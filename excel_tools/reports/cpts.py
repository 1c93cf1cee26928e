"""Values of a CPTS workbook."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from excel_tools.budget import Budget
from excel_tools.errors import InputError
from excel_tools.funding.cpts import BY_INDICATORS, CptsContract
from excel_tools.funding.cpts_table import VARIABLE_LINES
from excel_tools.funding.indicators import DOWN
from excel_tools.reports.cells import Values, flat_euros, padded, rates, serial, serials
from excel_tools.reports.cpts_bareme import Grid, grid_of, read_contract_cells
from excel_tools.reports.cpts_shape import (
    ABSENT,
    BY_INDICATORS_WORD,
    CPTS_SHAPE,
    DOWN_WORD,
    LOOKED_UP,
    MISSION_NAMES,
    MISSION_ROWS,
    PARAMETERS,
    RATED,
    RENEWALS,
    UP_WORD,
)
from excel_tools.reports.scenario_values import lines_of, shared
from excel_tools.reports.shape import INDICATOR_ROWS, PERIODS, TIERS, scenario_prefix
from excel_tools.vector import PPM, count_reached

_BLOCKS = ("etat", "national", "mention", "contrat", "plan", "confiance", "enveloppe", "paliers", "taux")


def contract_of(budget: Budget) -> CptsContract:
    """Return the contract of a CPTS budget."""
    contract = budget.structure.contract
    if not isinstance(contract, CptsContract):
        raise InputError(f"« {budget.structure.name} » n'est pas une CPTS.")
    return contract


def inputs(budgets: Sequence[Budget]) -> Values:
    """Return the inputs of « Entrées » and « Indicateurs » that are particular to a CPTS."""
    contract = contract_of(budgets[0])
    openings = serials(budgets[0].schedule.frame.ouverture)
    values: Values = {
        "in_signature": serial(contract.signature),
        "in_crise_date": serial(contract.crisis_day),
        "in_debut": [serial(contract.starts.get(mission, 0)) for mission in MISSION_ROWS],
        "in_population": list(contract.population),
        "out_entrees_population": openings,
        "out_ind_valeurs_ouverture": openings,
        "out_ind_gains_ouverture": openings,
    }
    for number, budget in enumerate(budgets, 1):
        own = contract_of(budget)
        values[f"in_s{number}_population"] = _own_population(own, contract)
        values[f"in_s{number}_croissance"] = rates(own.growth[1:])
        values[f"in_s{number}_decalage"] = [own.shifts.get(mission, 0) for mission in MISSION_ROWS]
        values[f"in_s{number}_atteinte"] = [_attainment(own, mission) for mission in RATED]
        values[f"out_entrees_s{number}"] = openings
    values.update(_indicators(contract))
    return values


def _own_population(own: CptsContract, shared: CptsContract) -> list[int | None]:
    """Return the inhabitants of a scenario by period, None where they are those of the first one."""
    pairs = zip(own.population, shared.population, strict=True)
    return [mine if mine != usual else None for mine, usual in pairs]


def _attainment(contract: CptsContract, mission: str) -> list[float | str]:
    given = contract.attainment.get(mission)
    if given is None:
        return [1] * PERIODS
    return [BY_INDICATORS_WORD if rate == BY_INDICATORS else rate / PPM for rate in given]


def _number(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def _indicators(contract: CptsContract) -> Values:
    found = contract.indicators
    if len(found) > INDICATOR_ROWS:
        raise InputError(f"{len(found)} indicateurs ; le classeur en tient {INDICATOR_ROWS} au plus.")
    names = [[item.label or "", MISSION_NAMES[item.mission]] for item in found]
    names += [["", ""]] * (INDICATOR_ROWS - len(found))
    empty = [[None] * TIERS] * (INDICATOR_ROWS - len(found))
    gains = [[item.earned(value) / 100 for value in item.values] for item in found]
    gains += [[0] * PERIODS] * (INDICATOR_ROWS - len(found))
    values = [[_number(value) for value in item.values] for item in found]
    return {
        "in_ind_libelle": padded((item.label or None for item in found), INDICATOR_ROWS),
        "in_ind_mission": padded((MISSION_NAMES[item.mission] for item in found), INDICATOR_ROWS),
        "in_ind_sens": padded((DOWN_WORD if item.direction == DOWN else UP_WORD for item in found), INDICATOR_ROWS),
        "in_ind_seuils": [padded((_number(tier.threshold) for tier in item.tiers), TIERS) for item in found] + empty,
        "in_ind_montants": [padded((tier.cents / 100 for tier in item.tiers), TIERS) for item in found] + empty,
        "in_ind_valeurs": values + [[None] * PERIODS] * (INDICATOR_ROWS - len(found)),
        "out_ind_valeurs_noms": names,
        "out_ind_gains_noms": names,
        "out_ind_signe": [-1 if item.direction == DOWN else 1 for item in found] + [1] * (INDICATOR_ROWS - len(found)),
        "out_ind_gains": gains,
    }


def bareme(budgets: Sequence[Budget]) -> Values:
    """Return what fills « Barème »: national amounts, then the contract of each scenario."""
    grid = grid_of(tuple(budget.rules for budget in budgets))
    fin = budgets[0].schedule.frame.last_day
    values = dict(grid.national)
    values["bar_renouvellements"] = RENEWALS
    values["out_bareme_fin"] = serials([fin])[0]
    rank = count_reached(grid.dates, fin)
    values["out_bareme_rang"] = rank
    values["out_bareme_statut"] = grid.statuses(fin)
    latest = [grid.amounts[row][rank - 1] for row in range(len(LOOKED_UP))]
    for number, budget in enumerate(budgets, 1):
        cells = read_contract_cells(budget.rules)
        values[f"in_s{number}_contrat_reference"] = cells.reference
        values[f"in_s{number}_avenant_date"] = serial(cells.since)
        values[f"in_s{number}_contrat"] = [row[:4] for row in cells.rows]
        values[f"in_s{number}_avenant"] = [row[4:] for row in cells.rows]
        values[f"in_s{number}_contrat_parametres"] = [pair[0] for pair in cells.parameters]
        values[f"in_s{number}_avenant_parametres"] = [pair[1] for pair in cells.parameters]
        values[f"out_s{number}_national_contrat"] = flat_euros(latest)
        values[f"out_s{number}_national_parametres"] = values["bar_parametres"]
    return values


def scenario(budget: Budget, number: int, name: str, grid: Grid, first: Budget) -> Values:
    """Return the values of a scenario's two sheets.

    Args:
        first: the first scenario, whose population is that of the contract.
    """
    prefix = scenario_prefix(number)
    contract = contract_of(budget)
    schedule = budget.schedule
    state, facts = schedule.state, schedule.facts
    cells = read_contract_cells(budget.rules)
    values = shared(CPTS_SHAPE, budget, prefix, _BLOCKS, name)
    values[f"{prefix}contrat_lu"] = cells.read
    parameters = [
        next((value for value in (amended, signed) if value is not None), national)
        for (signed, amended), national in zip(cells.parameters, grid.national["bar_parametres"], strict=True)
    ]
    months = int(parameters[[code for code, _, _ in PARAMETERS].index("cpts.contrat.duree")])
    last = months // 12 * (RENEWALS if contract.renewal else 1)
    values[f"{prefix}parametres"] = [*parameters, last, serial(cells.since) or 0]
    openings = schedule.frame.ouverture
    ranks = [max(1, count_reached(grid.dates, opening)) for opening in openings]
    amended = [int(bool(cells.since) and opening >= cells.since) for opening in openings]
    growth: list[Any] = ["base", *rates(contract.growth[1:])]
    values[f"{prefix}etat"] = [
        growth,
        rates(state["facteur"]),
        [people or 0 for people in _own_population(contract, contract_of(first))],
        list(state["population"]),
        list(state["taille"]),
        ranks,
        amended,
        serials(state["fin_droits"]),
        list(state["en_cours"]),
        serials(state["versement_variable"]),
        rates(state["part_avance"]),
    ]
    values[f"{prefix}missions"] = [
        [serial(contract.starts.get(m, 0)) or 0, contract.shifts.get(m, 0), serial(facts[f"debut_{m}"]) or 0]
        for m in MISSION_ROWS
    ]
    values.update(_amounts(budget, prefix, grid, ranks, amended, cells.rows))
    by_code = {line.code: line for line in schedule.lines}
    variable = [by_code[VARIABLE_LINES[mission]].rows for mission in RATED]
    values[f"{prefix}enveloppe"] = flat_euros(rows["enveloppe"] for rows in variable)
    values[f"{prefix}paliers"] = flat_euros(rows["paliers"] for rows in variable)
    values[f"{prefix}taux"] = [_attainment(contract, mission) for mission in RATED]
    return values


def _amounts(
    budget: Budget,
    prefix: str,
    grid: Grid,
    ranks: Sequence[int],
    amended: Sequence[int],
    signed: Sequence[Sequence[float | None]],
) -> Values:
    """Return the barème and the contract as each period reads them, and how sure each retained amount is."""
    sizes = budget.schedule.state["taille"]
    columns = list(zip(ranks, sizes, amended, strict=True))
    national = [
        [grid.amounts[row][rank - 1][size - 1] / 100 for rank, size, _ in columns] for row in range(len(LOOKED_UP))
    ]
    words = [[grid.words[row][rank - 1][size - 1] for rank, size, _ in columns] for row in range(len(LOOKED_UP))]
    contract: list[list[float | str]] = []
    for row, cells in enumerate(signed):
        found: list[float | str] = []
        for (_, size, later), word in zip(columns, words[row], strict=True):
            value = cells[size + 3] if later and cells[size + 3] is not None else cells[size - 1]
            found.append("" if word == ABSENT or value is None else value)
        contract.append(found)
    start = budget.schedule.facts["debut_crise"]
    plan = [int(start >= opening) for opening in budget.schedule.frame.ouverture]

    def sure(row: int, period: int) -> str:
        return words[row][period] if contract[row][period] == "" else "contrat"

    trust = []
    for line in lines_of(CPTS_SHAPE, budget):
        if line.code == "crise_fixe":
            rows = [LOOKED_UP.index("crise_premiere" if new else "crise_suivantes") for new in plan]
        else:
            rows = [LOOKED_UP.index(line.code)] * PERIODS
        trust.append([sure(row, period) for period, row in enumerate(rows)])
    return {
        f"{prefix}national": national,
        f"{prefix}mention": words,
        f"{prefix}contrat": contract,
        f"{prefix}plan": plan,
        f"{prefix}confiance": trust,
    }
