"""Values of « Compte rendu » and of what was done, typed on « Écritures »."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.accounts.postings import Posting
from excel_tools.accounts.report15059 import ReportRow, report, report_delay
from excel_tools.budget import Budget
from excel_tools.dates import add_months, fiscal_name, to_serial
from excel_tools.reports.cells import Values, euros
from excel_tools.reports.cerfa_shape import printed
from excel_tools.reports.shape import YEARS
from excel_tools.rules.form import PARTS, SIDES, Form
from excel_tools.structure import FormEntries
from excel_tools.vector import PPM


def report_page(budget: Budget, form: Form, rows: Sequence[Posting], name: str) -> Values:
    """Return the inputs and the formulas of the report, for the displayed scenario.

    Args:
        rows: everything the budget writes on the form.
        name: name of the displayed scenario.
    """
    own, first = budget.structure.form, budget.structure.first_exercice
    year = own.report_year
    typed = {code: years[year - 1] for code, years in own.done.items()}
    done = {code: cents for code, cents in typed.items() if cents is not None}
    found = report(budget, form, rows, year, done, budget.rules)
    last_day = add_months(budget.schedule.frame.first_day, 12 * year) - 1
    compared = bool(done)
    values: Values = {
        "in_realise": [[_euros(cents) for cents in own.done.get(line.code, (None,) * YEARS)] for line in form.leaves],
        "in_rendu_exercice": year,
        "in_ecart": own.gap_cents / 100,
        "in_rendu_taux": own.gap_rate / PPM,
        "bar_rendu_delai": report_delay(budget.rules, int(last_day)),
        "out_comptes_realise_exercices": list(range(first, first + YEARS)),
        "out_rendu_scenario": f"Scénario : {name}",
        "out_rendu_exercice": f"Exercice {fiscal_name(first + year - 1, budget.structure.first_month)}",
        "out_rendu_echeance": to_serial(found.due),
        "out_rendu_saisies": len(done),
    }
    for side in SIDES:
        by_code = {row.code: row for row in found.side(side)}
        for part in PARTS:
            values[f"out_rendu_{side}_{part}"] = [
                _cells(by_code[line.code], own, compared) for line in printed(form, side, part)
            ]
        values[f"out_rendu_{side}_total"] = _cells(by_code["total"], own, compared)
        values[f"out_rendu_{side}_nature_total"] = _cells(by_code["nature"], own, compared)
    foreseen, made = found.result
    values["out_rendu_resultat"] = euros((foreseen, made, made - foreseen if compared else 0))
    return values


def _euros(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def _cells(row: ReportRow, own: FormEntries, compared: bool) -> list[object]:
    """Return a row as the sheet writes it: nothing is compared as long as nothing is typed."""
    gap = row.gap if compared else 0
    share = "" if not row.budget else gap / row.budget
    return [*euros((row.budget, row.done, gap)), share, row.to_say(own.gap_cents, own.gap_rate) if compared else ""]
