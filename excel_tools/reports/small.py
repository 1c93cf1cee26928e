"""Budget → workbook for the families whose amounts do not depend on a size: MSP, ESS, ESP."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from excel_tools.accounts.alerts import Alert
from excel_tools.budget import Budget
from excel_tools.reports import check_values, common_values, esp, ess, msp, spending_values
from excel_tools.reports.alert_values import alerts_page
from excel_tools.reports.cells import Values
from excel_tools.reports.cerfa import cerfa_pages
from excel_tools.reports.esp_shape import ESP_SHAPE
from excel_tools.reports.ess_shape import ESS_SHAPE
from excel_tools.reports.msp_shape import MSP_SHAPE
from excel_tools.reports.scenario_values import shared
from excel_tools.reports.shape import Shape, scenario_prefix
from excel_tools.reports.small_watched import ESP_WATCHED, ESS_WATCHED, MSP_WATCHED
from excel_tools.reports.watched import Watched


@dataclass(frozen=True, slots=True)
class Report:
    """What the workbook of a family holds beyond what all share.

    Attributes:
        code: prefix of its amounts.
        values: inputs, barème and rows of the family's own.
        blocks: its own blocks on a scenario's sheet that are headed by the opening days.
        watched: inputs whose sums tell whether the workbook is as generated.
    """

    code: str
    shape: Shape
    values: Callable[[Sequence[Budget]], Values]
    blocks: tuple[str, ...]
    watched: tuple[Watched, ...]


REPORTS: Mapping[str, Report] = {
    "MSP": Report("msp", MSP_SHAPE, msp.family_values, msp.BLOCKS, MSP_WATCHED),
    "ESS": Report("ess", ESS_SHAPE, ess.family_values, ess.BLOCKS, ESS_WATCHED),
    "ESP": Report("esp", ESP_SHAPE, esp.family_values, esp.BLOCKS, ESP_WATCHED),
}
"""Kind of structure → its report."""


def small_values(
    budgets: Sequence[Budget], names: Sequence[str], edition: int, version: str, shared_with: Sequence[Alert] = ()
) -> Values:
    """Return the value of every name of the template, from the budgets of three scenarios."""
    first = budgets[0]
    report = REPORTS[first.structure.kind]
    shape = report.shape
    edition = edition or first.rules.verified_on([report.code])
    values = common_values.identity(shape, first, names)
    values.update(spending_values.spending(shape, budgets))
    values.update(common_values.cash_inputs(budgets))
    values.update(report.values(budgets))
    scenarios = [
        shared(shape, budget, scenario_prefix(number), report.blocks, names[number - 1])
        for number, budget in enumerate(budgets, 1)
    ]
    for scenario in scenarios:
        values.update(scenario)
    values.update(common_values.budget_page(shape, first, names[0]))
    values.update(cerfa_pages(shape, first, names[0]))
    values.update(common_values.cash_page(first, names[0], scenarios[0], scenario_prefix(1)))
    values.update(common_values.dedicated_page(shape, first, names[0]))
    values.update(common_values.comparison_page(budgets, names))
    values.update(check_values.checks(budgets, scenarios, report.watched, values))
    values.update(alerts_page(shape, budgets, names, values, shared=shared_with))
    values.update(common_values.synthesis_page(first, names[0], values["out_etat_global"]))
    values.update(common_values.front(first, [report.code], edition, version))
    return values
