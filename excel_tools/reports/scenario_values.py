"""Values of a scenario's sheets: the rows that every family shares, from the engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from excel_tools.accounts.renewal import RENEWABLE, renewal, repaid
from excel_tools.budget import Budget
from excel_tools.dates import year_of
from excel_tools.reports.cells import Values, euros, flat_euros, serial, serials
from excel_tools.reports.common_values import fund_rows, month_serials
from excel_tools.reports.shape import YEARS, Shape
from excel_tools.schedule import Line

_PERIOD_BLOCKS = ("montant", "debut", "du", "versements", "dates", "rattache_1", "rattache_2", "a_confirmer")
_YEAR_BLOCKS = ("droits", "produits", "encaissements", "creances", "fonds_dedies", "fonds_ensemble", "totaux")


def lines_of(shape: Shape, budget: Budget) -> list[Line]:
    """Return the lines of receipts in the order of the shape."""
    found = {line.code: line for line in budget.schedule.lines}
    return [found[code] for code in shape.codes]


def frame_rows(budget: Budget) -> list[list[Any]]:
    """Return the rows of the block « cadre »."""
    frame = budget.schedule.frame
    return [
        list(frame.rang),
        serials(frame.ouverture),
        serials(frame.cloture),
        list(frame.jours),
        list(frame.exercice),
        serials(frame.fin),
    ]


def shared(shape: Shape, budget: Budget, prefix: str, family_blocks: Iterable[str], name: str) -> Values:
    """Return the values of every block that the kit draws on a scenario's sheets.

    Args:
        family_blocks: blocks of the family that are headed by the opening days.
        name: name of the scenario.
    """
    lines = lines_of(shape, budget)
    frame = budget.schedule.frame
    first = frame.first_exercice
    years = list(range(first, first + YEARS))
    openings = serials(frame.ouverture)
    values: Values = {f"{prefix}nom": name, f"{prefix}cadre": frame_rows(budget)}
    for key in (*_PERIOD_BLOCKS, *family_blocks):
        values[f"{prefix}tete_{key}"] = openings
    for key in _YEAR_BLOCKS:
        values[f"{prefix}tete_{key}"] = years
    for key in ("montant", "du", "rattache_1", "rattache_2", "a_confirmer"):
        values[prefix + key] = flat_euros(line.rows[key] for line in lines)
    values[f"{prefix}debut"] = [day for line in lines for day in serials(line.rows["debut"])]
    values[f"{prefix}versements"] = flat_euros(line.rows[key] for line in lines for key in ("avance", "solde"))
    values[f"{prefix}dates"] = [
        day for line in lines for key in ("date_avance", "date_solde") for day in serials(line.rows[key])
    ]
    values[f"{prefix}exercices"] = [years, _year_days(budget)]
    calendars = [budget.calendars[line.code] for line in lines]
    for key in ("droits", "produits", "encaissements", "creances"):
        values[prefix + key] = flat_euros(getattr(calendar, key) for calendar in calendars)
    values[f"{prefix}avant"] = flat_euros(_before(line, budget) for line in lines)
    values.update(_totals(budget, prefix))
    values.update(_renewal(budget, prefix))
    values.update(_checks(lines, budget, prefix))
    values.update(_months(shape, budget, prefix, name))
    contract = budget.structure.contract
    supposed = [contract.funder_delay, serial(contract.ends_on) or 0]
    if budget.structure.kind in RENEWABLE:
        supposed.append(int(bool(getattr(contract, "renewal", 0))))
    values[f"{prefix}faits"] = [serials([frame.first_day])[0], *_marks(budget), *supposed]
    return values


def _marks(budget: Budget) -> list[int]:
    """Return what the frame starts from: years elapsed or first civil year, then a rank."""
    frame, contract = budget.schedule.frame, budget.structure.contract
    signature = getattr(contract, "signature", None)
    if budget.structure.kind in ("CPTS", "ESS") and signature is not None:
        return [frame.first_exercice - year_of(signature), frame.rang[1]]
    first_civil_year = frame.first_exercice - 1 - frame.rang[0] + 1
    return [first_civil_year, frame.rang[0]]


def _year_days(budget: Budget) -> list[int]:
    return month_serials(budget)[::12]


def _before(line: Line, budget: Budget) -> tuple[int, int]:
    """Return what was accrued and what was paid before the horizon."""
    frame, rows = budget.schedule.frame, line.rows
    accrued = 0
    for year, now, after in zip(frame.exercice, rows["rattache_1"], rows["rattache_2"], strict=True):
        accrued += now * (year < frame.first_exercice) + after * (year + 1 < frame.first_exercice)
    return accrued, accrued - budget.calendars[line.code].creances[0]


def _totals(budget: Budget, prefix: str) -> Values:
    funds = budget.dedicated
    calendars = budget.calendars.values()
    line_income = [sum(calendar.produits[year] for calendar in calendars) for year in range(YEARS)]
    receivable = [sum(calendar.creances[year + 1] for calendar in calendars) for year in range(YEARS)]
    return {
        f"{prefix}totaux": flat_euros(
            (
                budget.droits_years,
                line_income,
                budget.one_off_years,
                budget.other_income_years,
                funds.reprise,
                budget.produits_years,
                budget.charges_years,
                funds.dotation,
                budget.total_charges_years,
                budget.result_years,
                budget.receivables.regle,
                budget.encaissements_years,
                budget.payables.regle,
                budget.cash_close_years,
                budget.a_confirmer_years,
                receivable,
            )
        ),
        f"{prefix}fonds_dedies": fund_rows(budget.funds[0]),
        f"{prefix}fonds_ensemble": fund_rows(funds),
        # the older ones stand aside where the contract has an envelope of its own
        f"{prefix}fonds_dedies_ouverture": budget.funds[0].ouverture[0] / 100,
    }


def _renewal(budget: Budget, prefix: str) -> Values:
    """Return what supposes a renewal, and what an early end makes the structure repay."""
    values: Values = {f"{prefix}reversement": repaid(budget) / 100}
    found = renewal(budget)
    if found is not None:
        frame = budget.schedule.frame
        values[f"{prefix}tete_suites"] = serials(frame.ouverture)
        values[f"{prefix}tete_renouveles"] = list(range(frame.first_exercice, frame.first_exercice + YEARS))
        parts = [[float(part[rank]) for part in found.parts] for rank in range(2)]
        values[f"{prefix}suites"] = [serials(found.ends), *parts]
        pieces = [[float(cents / 100) for cents in row] for row in found.pieces]
        values[f"{prefix}renouveles"] = [*pieces, [cents / 100 for cents in found.years]]
    return values


def _checks(lines: Sequence[Line], budget: Budget, prefix: str) -> Values:
    """Return both sides of each check; the engine closes them all, so that they are the same figure twice."""
    frame, horizon = budget.schedule.frame, budget.schedule.frame.first_exercice + YEARS
    due = sum(sum(line.rows["du"]) for line in lines)
    accrued = 0
    for line in lines:
        pieces = zip(frame.exercice, line.rows["rattache_1"], line.rows["rattache_2"], strict=True)
        accrued += sum(now * (year < horizon) + after * (year + 1 < horizon) for year, now, after in pieces)
    sides = (
        sum(budget.result_years),
        budget.months.fin[-1],
        due,
        due,
        accrued,
        budget.dedicated.cloture[-1],
        sum(budget.encaissements_years),
    )
    return {f"{prefix}verif": [[cents / 100, cents / 100] for cents in sides]}


def _months(shape: Shape, budget: Budget, prefix: str, name: str) -> Values:
    columns = []
    for group in shape.groups:
        calendars = [budget.calendars[code].mois for code in group.lines]
        columns.append(calendars[0] if len(calendars) == 1 else [sum(month) for month in zip(*calendars, strict=True)])
    columns += [list(budget.one_off_months), list(budget.other_income_months)]
    months = budget.months
    prefix += "mois_"
    return {
        f"{prefix}nom": name,
        f"{prefix}date": month_serials(budget),
        f"{prefix}debut": euros(months.debut),
        f"{prefix}recettes": [euros(row) for row in zip(*columns, strict=True)],
        f"{prefix}totaux": [euros(row) for row in zip(months.encaissements, months.charges, months.fin, strict=True)],
    }
