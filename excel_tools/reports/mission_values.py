"""Values of « Missions »: what each mission receives, costs and leaves, from the engine.

What feeds a mission is a list of sources: each has its own block on the sheet, and the blocks above add them up. A
source that the sheets hold is named in ``SHOWN``; the template draws those, and these values fill them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from excel_tools.budget import EARMARKED_LINE, Budget, by_mission, fund_missions, mission_aids
from excel_tools.funding.families import FAMILIES
from excel_tools.reports.cells import Values, euros
from excel_tools.reports.shape import YEARS, Shape
from excel_tools.spending.analytic import RUNNING, MissionYears, analytic

RUNNING_LABEL = "Fonctionnement"
"""What serves no mission, as the sheet names it."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the missions receive or cost through one part of the budget.

    Attributes:
        code: last word of the block's name, ``out_missions_<code>``.
        account: accounts, for the reader.
        missions: name of the column that says the mission of each line, ``""`` for what is no list of lines.
        amounts: name whose last five columns are the years of these lines.
    """

    code: str
    label: str
    account: str
    missions: str = ""
    amounts: str = ""


INCOME = (
    Source("financements", "Financements du contrat", "74"),
    Source("aides", "Aides ponctuelles", "74"),
    Source("autres", "Autres produits", "70 à 79", "in_produits_mission", "out_produits_montants"),
    Source("reprise", "Reprise de fonds dédiés", "789"),
)
COSTS = (
    Source("charges", "Charges", "60 à 69", "in_charges_mission", "out_comptes_charges"),
    Source("personnel", "Personnel", "641, 645", "in_personnel_mission", "out_personnel_couts"),
    Source("indemnites", "Indemnités", "6226", "in_indemnites_mission", "out_indemnites_retenus"),
    Source("dotation", "Report en fonds dédiés", "689"),
)
SHOWN = ("financements", "aides", "autres", "reprise", "charges", "personnel", "indemnites", "dotation")
"""Codes of the sources that the sheets hold."""


def shown(sources: Iterable[Source]) -> list[Source]:
    """Return the sources that have a block."""
    return [source for source in sources if source.code in SHOWN]


def rows_of(shape: Shape) -> tuple[tuple[str, str], ...]:
    """Return the code and the label of each row: the missions, then what serves none."""
    return (*shape.missions, (RUNNING, RUNNING_LABEL))


def earmarked_mission(shape: Shape) -> str:
    """Return the mission of the contract's earmarked envelope."""
    return FAMILIES[shape.kind].line_missions.get(EARMARKED_LINE, RUNNING)


def missions_page(shape: Shape, budget: Budget, name: str) -> Values:
    """Return the formulas of « Missions » for a scenario, nothing where the family has no missions.

    Args:
        name: name of the scenario.
    """
    if not shape.missions:
        return {}
    first = budget.structure.first_exercice
    found = _folded(shape, by_mission(budget))
    values: Values = {
        "out_missions_scenario": f"Scénario : {name}",
        "out_missions_exercices": list(range(first, first + YEARS)),
        "out_missions_ecart": [[0] * (YEARS + 1)],
    }
    for key in ("recoit", "coute", "laisse"):
        rows = [getattr(row, key) for row in found]
        values[f"out_missions_{key}"] = _with_totals([*rows, [sum(column) for column in zip(*rows, strict=True)]])
    pairs = _pairs(budget)
    for source in shown((*INCOME, *COSTS)):
        by_code = {row.mission: row.recoit for row in _folded(shape, analytic((), pairs[source.code], ()))}
        values[f"out_missions_{source.code}"] = _with_totals([by_code[code] for code, _ in rows_of(shape)])
    return values


def _pairs(budget: Budget) -> dict[str, list[tuple[str, Sequence[int]]]]:
    """Return, by source, missions and their five amounts."""
    structure, lines = budget.structure, FAMILIES[budget.structure.kind].line_missions
    charges, posts = len(structure.charges), 2 * len(structure.posts)
    flows: list[tuple[str, Sequence[int]]] = [(flow.mission, flow.years) for flow in budget.flows]
    served = fund_missions(structure)
    return {
        "financements": [(lines.get(code, ""), cut.produits) for code, cut in budget.calendars.items()],
        "aides": [*mission_aids(budget)],
        "autres": [(flow.mission, flow.years) for flow in budget.incomes],
        "reprise": [(mission, fund.reprise) for mission, fund in zip(served, budget.funds, strict=True)],
        "charges": flows[:charges],
        "personnel": flows[charges : charges + posts],
        "indemnites": flows[charges + posts :],
        "dotation": [(mission, fund.dotation) for mission, fund in zip(served, budget.funds, strict=True)],
    }


def _folded(shape: Shape, found: Iterable[MissionYears]) -> list[MissionYears]:
    """Return a row for each mission of the sheet; what a mission that it does not list brings goes to the last one."""
    known = {code for code, _ in shape.missions}
    rows = [(row.mission if row.mission in known else "", row) for row in found]
    return list(analytic(known_order(shape), [(m, row.recoit) for m, row in rows], [(m, row.coute) for m, row in rows]))


def known_order(shape: Shape) -> list[str]:
    """Return the codes of the missions in the order of the rows."""
    return [code for code, _ in shape.missions]


def _with_totals(rows: Sequence[Sequence[int]]) -> list[list[float]]:
    return [euros([*row, sum(row)]) for row in rows]
