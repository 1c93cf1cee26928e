"""Budget → workbook: the value of every name of a family's template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from excel_tools import __version__
from excel_tools.accounts.alerts import Alert
from excel_tools.budget import Budget
from excel_tools.errors import InputError
from excel_tools.reports import check_values, common_values, cpts, mission_values, spending_values
from excel_tools.reports.alert_values import alerts_page
from excel_tools.reports.cells import Values, head_years
from excel_tools.reports.cerfa import cerfa_pages
from excel_tools.reports.cpts_bareme import grid_of
from excel_tools.reports.cpts_shape import CPTS_SHAPE
from excel_tools.reports.cpts_watched import CPTS_WATCHED
from excel_tools.reports.shape import AID_ROWS, SCENARIOS, scenario_prefix
from excel_tools.reports.small import REPORTS, small_values

Filling = tuple[Values, dict[str, str], dict[str, Any]]

SPARE_NAME = "libre"
"""Name of a scenario slot that repeats the first one: the treasurer plays with it."""

_DEFAULT_NAMES = ("scénario 1", "scénario 2", "scénario 3")


def workbook_values(
    budgets: Sequence[Budget],
    names: Sequence[str] = (),
    *,
    displayed: int = 1,
    edition: int = 0,
    version: str = f"excel-tools {__version__}",
    shared_with: Sequence[Alert] = (),
) -> Filling:
    """Return what fills the template of a structure's family.

    Args:
        budgets: one to three scenarios of one structure.
        names: their names.
        displayed: the scenario that Synthèse, Budget and Trésorerie show, 1 to 3.
        edition: day written as the edition date; 0 for the latest reading of the barèmes used.
        version: what the footer and LISEZMOI say of the program.
        shared_with: alerts that the structure has with others of its portfolio.

    Returns:
        The values of the names, the texts of the tokens, and the rows to show, for ``Template.render``.

    Raises:
        InputError: the budgets do not share what a workbook shares, or exceed its room.
    """
    check_values.same_structure(budgets)
    kind = budgets[0].structure.kind
    if kind not in FILLERS:
        raise InputError(f"Aucun classeur n'existe pour une structure de type « {kind} ».")
    given = [*names, *_DEFAULT_NAMES[len(names) :]][: len(budgets)]
    slots = [*budgets, *[budgets[0]] * (SCENARIOS - len(budgets))]
    titles = [*given, *(f"{SPARE_NAME} {number}" for number in range(1, SCENARIOS - len(budgets) + 1))]
    filler: Any = FILLERS[kind]
    filling: Filling = filler(slots, titles, edition, version, shared_with)
    if displayed != 1:
        _display(filling, slots, titles, displayed, version, shared_with)
    head_years(filling[0], budgets[0].structure.first_month)
    return filling


def _display(
    filling: Filling,
    budgets: Sequence[Budget],
    names: Sequence[str],
    number: int,
    version: str,
    shared_with: Sequence[Alert],
) -> None:
    """Show another scenario than the first one."""
    values, texts, _ = filling
    budget, name = budgets[number - 1], names[number - 1]
    kind = budget.structure.kind
    shape = REPORTS[kind].shape if kind in REPORTS else CPTS_SHAPE
    values["in_scenario"] = number
    values.update(spending_values.spending(shape, budgets, number))
    values.update(common_values.budget_page(shape, budget, name))
    values.update(cerfa_pages(shape, budget, name))
    values.update(common_values.cash_page(budget, name, values, scenario_prefix(number)))
    values.update(common_values.dedicated_page(shape, budget, name))
    values.update(mission_values.missions_page(shape, budget, name))
    watched = REPORTS[kind].watched if kind in REPORTS else CPTS_WATCHED
    values.update(check_values.checks(budgets, [values] * SCENARIOS, watched, values, number))
    values.update(common_values.synthesis_page(budget, name, values["out_etat_global"]))
    values.update(alerts_page(shape, budgets, names, values, displayed=number, shared=shared_with))
    texts.update(_texts(budget, name, version))


def _cpts(
    budgets: Sequence[Budget], names: Sequence[str], edition: int, version: str, shared_with: Sequence[Alert]
) -> Filling:
    first, shape = budgets[0], CPTS_SHAPE
    edition = edition or first.rules.verified_on(["cpts"])
    grid = grid_of(tuple(budget.rules for budget in budgets))
    values = common_values.identity(shape, first, names)
    values.update(spending_values.spending(shape, budgets))
    values.update(common_values.cash_inputs(budgets))
    values.update(cpts.inputs(budgets))
    values.update(cpts.bareme(budgets))
    scenarios = [cpts.scenario(budget, n, names[n - 1], grid, first) for n, budget in enumerate(budgets, 1)]
    for scenario in scenarios:
        values.update(scenario)
    values.update(common_values.budget_page(shape, first, names[0]))
    values.update(cerfa_pages(shape, first, names[0]))
    values.update(common_values.cash_page(first, names[0], scenarios[0], scenario_prefix(1)))
    values.update(common_values.dedicated_page(shape, first, names[0]))
    values.update(common_values.comparison_page(budgets, names))
    values.update(mission_values.missions_page(shape, first, names[0]))
    values.update(check_values.checks(budgets, scenarios, CPTS_WATCHED, values))
    values.update(alerts_page(shape, budgets, names, values, shared=shared_with))
    values.update(common_values.synthesis_page(first, names[0], values["out_etat_global"]))
    values.update(common_values.front(first, ["cpts", "pass"], edition, version))
    return values, _texts(first, names[0], version), _visible(values, first)


def _small(
    budgets: Sequence[Budget], names: Sequence[str], edition: int, version: str, shared_with: Sequence[Alert]
) -> Filling:
    values = small_values(budgets, names, edition, version, shared_with)
    return values, _texts(budgets[0], names[0], version), _visible(values, budgets[0])


def _texts(budget: Budget, name: str, version: str) -> dict[str, str]:
    title = f"Budget prévisionnel – {budget.structure.name}"
    return {"structure": budget.structure.name, "scenario": f"scénario : {name}", "version": version, "titre": title}


def _aid_rows(budget: Budget) -> dict[str, int]:
    """Return the blocks of « Fonds dédiés » to hide: those of what is not an earmarked aid."""
    aids = budget.structure.one_offs
    kept = {rank for rank, aid in enumerate(aids, 1) if aid.earmarked}
    names = [f"out_fonds_{rank}{end}" for rank in range(1, AID_ROWS + 1) if rank not in kept for end in ("_nom", "")]
    return dict.fromkeys(names, 0)


def _visible(values: Mapping[str, Any], budget: Budget) -> dict[str, Any]:
    """Return the rows to show of the lists that have room to spare: those filled, and one more."""

    def used(name: str, spare: int) -> int:
        column = values[name]
        return min(len(column), sum(1 for item in column if item is not None) + spare)

    found: dict[str, Any] = {
        **spending_values.shown(budget.structure),
        **_aid_rows(budget),
        "bar_alertes": used("bar_alertes", 0),
        "bar_derogations": sum(1 for row in values["bar_derogations"] if row[0] is not None),
        "out_comptes_charges": used("in_charges_compte", 3),
        "out_comptes_indemnites": used("in_indemnites_compte", 3),
        "out_comptes_produits": used("in_produits_compte", 3),
        "in_comptes_bornes": used("bar_comptes_libelles", 4),
        "out_comptes_aides": used("in_aides_libelle", 1),
        "bar_sources": sum(1 for row in values["bar_sources"] if row[0] is not None),
    }
    if "bar_pass_noms" in values:
        found["bar_pass_noms"] = used("bar_pass_noms", 0)
    if "bar_regions" in values:
        found["bar_regions"] = used("bar_regions", 0)
    if "in_ind_libelle" in values:
        shown = min(len(values["in_ind_libelle"]), used("in_ind_mission", 0) + 3)
        found.update({"in_ind_libelle": shown, "in_ind_valeurs": shown, "out_ind_gains": shown})
        found["bar_noms"] = [name != "réserve" for name in values["bar_noms"]]
        found["bar_depuis"] = [day is not None for day in values["bar_depuis"]]
    return found


FILLERS = {"CPTS": _cpts, **dict.fromkeys(REPORTS, _small)}
"""Kind of structure → what fills its template."""
