"""Values of the inputs and pages that every family's workbook has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from excel_tools.accounts.renewal import RENEWABLE
from excel_tools.budget import Budget
from excel_tools.dates import add_months, to_serial
from excel_tools.errors import InputError
from excel_tools.funding.dedicated import DedicatedFunds, dormant, together
from excel_tools.reports.alert_letters import month_text
from excel_tools.reports.cells import Values, euros, flat_euros, padded, serial, serials, source_shown
from excel_tools.reports.mission_values import RUNNING_LABEL
from excel_tools.reports.shape import (
    AID_ROWS,
    CLASSES,
    MONTHS,
    SCENARIOS,
    SOURCE_ROWS,
    YEARS,
    Shape,
    slug,
)
from excel_tools.reports.spending_values import room
from excel_tools.rules import Source
from excel_tools.rules.form import ANY_RECEIPT, Provenance
from excel_tools.structure import OneOff, Structure


def month_serials(budget: Budget) -> list[int]:
    """Return the first day of each of the sixty months."""
    first = budget.schedule.frame.first_day
    return serials(add_months(first, month) for month in range(MONTHS))


def identity(shape: Shape, budget: Budget, names: Sequence[str]) -> Values:
    """Return the inputs of « Entrées » that every family has.

    Raises:
        InputError: more charges or aids than the workbook has room for.
    """
    structure = budget.structure
    problems = room(structure)
    if len(structure.one_offs) > AID_ROWS:
        problems.append(
            f"« {structure.name} » : {len(structure.one_offs)} aides ponctuelles, le classeur en tient {AID_ROWS} au "
            "plus ; en regrouper."
        )
    if problems:
        raise InputError(problems)
    aids = structure.one_offs
    values: Values = {
        "in_nom": structure.name,
        "in_region": structure.region or None,
        "in_communes": " ; ".join(structure.communes) or None,
        "in_exercice": structure.first_exercice,
        "in_mois1": structure.first_month,
        "in_tresorerie": structure.opening_cash / 100,
        "in_fonds_dedies": structure.opening_dedicated / 100,
        "in_scenario": 1,
        "in_scenario_noms": list(names),
        **_spent(shape, structure),
        "in_aides_libelle": padded((aid.label for aid in aids), AID_ROWS),
        "in_aides_date": padded((serial(aid.day) for aid in aids), AID_ROWS),
        "in_aides_montant": padded((aid.cents / 100 for aid in aids), AID_ROWS),
        "in_aides_fleche": padded(("oui" if aid.earmarked else None for aid in aids), AID_ROWS),
        "in_aides_financeur": padded((aid.funder or None for aid in aids), AID_ROWS),
        "in_aides_depense": [
            *([cents / 100 if cents else None for cents in aid.spent] for aid in aids),
            *[[None] * YEARS] * (AID_ROWS - len(aids)),
        ],
        **_served(shape, aids),
        "out_entrees_aides_exercices": list(range(structure.first_exercice, structure.first_exercice + YEARS)),
        "out_entrees_exercices": list(range(structure.first_exercice, structure.first_exercice + YEARS)),
    }
    for page in ("budget", "comparaison", "synthese", *(("missions",) if shape.missions else ())):
        values[f"out_{page}_clotures"] = _closings(budget)
    for title in shape.sheets:
        values[f"out_nom_{slug(title)}"] = structure.name
    return values


def _spent(shape: Shape, structure: Structure) -> Values:
    """Return what is spent on fonds dédiés, on the envelope of the contract where the family has one."""
    values: Values = {"in_fonds_depense": euros(structure.dedicated_spent)}
    if shape.earmarked:
        values["in_snp_depense"] = euros(structure.snp_spent)
    if shape.missions:
        values["in_fonds_mission"] = dict(shape.missions).get(structure.dedicated_mission)
    return values


def _served(shape: Shape, aids: Sequence[OneOff]) -> Values:
    """Return the missions of the aids, nothing where the family has none."""
    labels = dict(shape.missions)
    return {"in_aides_mission": padded((labels.get(aid.mission) for aid in aids), AID_ROWS)} if labels else {}


def cash_inputs(budgets: Sequence[Budget]) -> Values:
    """Return what each scenario supposes of the contract: the funder's delay, an early end, its renewal."""
    values: Values = {}
    for number, budget in enumerate(budgets, 1):
        contract = budget.structure.contract
        values[f"in_s{number}_retard"] = contract.funder_delay
        values[f"in_s{number}_fin_anticipee"] = serial(contract.ends_on)
        if budget.structure.kind in RENEWABLE:
            values[f"in_s{number}_renouvellement"] = "oui" if getattr(contract, "renewal", 0) else "non"
    return values


def fund_rows(funds: DedicatedFunds) -> list[float]:
    """Return the rows of fonds dédiés as the workbook lays them, one after the other."""
    rows = (funds.ouverture, funds.entree, funds.depense, funds.utilise, funds.dotation, funds.reprise, funds.cloture)
    return flat_euros(rows)


def dedicated_page(shape: Shape, budget: Budget, name: str) -> Values:
    """Return the formulas of « Fonds dédiés », which show the displayed scenario and each earmarked aid."""
    first, aids = budget.structure.first_exercice, budget.structure.one_offs
    blank = DedicatedFunds(*[(0,) * YEARS] * len(fields(DedicatedFunds)))
    older = len(budget.funds) - sum(aid.earmarked for aid in aids)
    own = iter(budget.funds[older:])
    each = [next(own) if aid.earmarked else blank for aid in aids] + [blank] * (AID_ROWS - len(aids))
    titles = [f"Aide fléchée : {aid.label}" if aid.earmarked else "Aide non fléchée, ou sans objet" for aid in aids] + [
        "Aide non fléchée, ou sans objet"
    ] * (AID_ROWS - len(aids))
    values: Values = {
        "out_fonds_scenario": f"Scénario : {name}",
        "out_fonds_jours": month_serials(budget)[::12],
        "out_fonds_exercices": list(range(first, first + YEARS)),
        "out_fonds_ensemble": fund_rows(budget.dedicated),
        "out_fonds_contrat": fund_rows(budget.funds[0]),
        "out_fonds_aides": fund_rows(together(each)),
        "out_fonds_dormants": euros(sum(row) for row in zip(*map(dormant, budget.funds), strict=True)),
    }
    for rank, (title, funds) in enumerate(zip(titles, each, strict=True), 1):
        values[f"out_fonds_{rank}_nom"] = title
        values[f"out_fonds_{rank}"] = fund_rows(funds)
    labels = {"": RUNNING_LABEL, **dict(shape.missions)}
    marks = [labels[aid.mission] if aid.earmarked else "" for aid in aids] + [""] * (AID_ROWS - len(aids))
    if shape.earmarked:
        values["out_fonds_anterieurs"] = fund_rows(budget.funds[1])
    if shape.missions:
        values["out_fonds_anterieurs_mission"] = labels[budget.structure.dedicated_mission]
        values.update({f"out_fonds_{rank}_mission": mark for rank, mark in enumerate(marks, 1)})
    return values


def _closings(budget: Budget) -> list[int]:
    """Return the last day of each fiscal year."""
    return serials(add_months(budget.schedule.frame.first_day, 12 * year) - 1 for year in range(1, YEARS + 1))


def budget_page(shape: Shape, budget: Budget, name: str) -> Values:
    """Return the formulas of « Budget », the first scenario being displayed."""
    calendars = [budget.calendars[code] for code in shape.codes]
    funds = budget.dedicated

    def with_total(rows: Sequence[Sequence[int]]) -> list[list[float]]:
        return [euros([*row, sum(row)]) for row in rows]

    receivable = [sum(calendar.creances[year + 1] for calendar in calendars) for year in range(YEARS)]
    first = budget.structure.first_exercice
    return {
        "out_budget_scenario": f"Scénario : {name}",
        "out_budget_exercices": list(range(first, first + YEARS)),
        "out_budget_produits": with_total(
            [
                *(c.produits for c in calendars),
                budget.one_off_years,
                budget.other_income_years,
                funds.reprise,
                budget.produits_years,
            ]
        ),
        "out_budget_charges": with_total(
            [*(budget.charges_by_account[account] for account in CLASSES), funds.dotation, budget.total_charges_years]
        ),
        "out_budget_resultat": with_total([budget.result_years]),
        "out_budget_droits": with_total([*(c.droits for c in calendars), budget.droits_years]),
        "out_budget_encaissements": with_total(
            [
                *(c.encaissements for c in calendars),
                budget.one_off_years,
                budget.receivables.regle,
                budget.encaissements_years,
            ]
        ),
        "out_budget_soldes": [
            euros(row)
            for row in (
                receivable,
                budget.receivables.cloture,
                budget.payables.cloture,
                funds.cloture,
                budget.cash_close_years,
            )
        ],
    }


def cash_page(budget: Budget, name: str, monthly: Values, prefix: str) -> Values:
    """Return the formulas of « Trésorerie », which mirror the months of the displayed scenario."""
    below = sum(1 for cents in budget.months.fin if cents < 0)
    first_day, (lowest, month) = budget.schedule.frame.first_day, budget.lowest_cash
    start, receipts, totals = (monthly[f"{prefix}mois_{key}"] for key in ("debut", "recettes", "totaux"))
    return {
        "out_tresorerie_scenario": f"Scénario : {name}",
        "out_tresorerie_alerte": month_text(below, to_serial(add_months(first_day, month)), lowest),
        "out_tresorerie_mois": monthly[f"{prefix}mois_date"],
        "out_tresorerie": [[a, *b, *c] for a, b, c in zip(start, receipts, totals, strict=True)],
        "out_tresorerie_decouvert": euros(min(0, cents) for cents in budget.months.fin),
        "out_tresorerie_etat": ["Négatif" if cents < 0 else "" for cents in budget.months.fin],
    }


def comparison_page(budgets: Sequence[Budget], names: Sequence[str]) -> Values:
    """Return the formulas of « Comparaison »."""
    compared = {
        "produits": [b.produits_years for b in budgets],
        "charges_totales": [b.total_charges_years for b in budgets],
        "resultat": [b.result_years for b in budgets],
        "encaissements": [b.encaissements_years for b in budgets],
        "tresorerie": [b.cash_close_years for b in budgets],
        "a_confirmer": [b.a_confirmer_years for b in budgets],
    }
    first = budgets[0].structure.first_exercice
    lows = [
        [low / 100, to_serial(add_months(each.schedule.frame.first_day, month)), sum(c < 0 for c in each.months.fin)]
        for each in budgets
        for low, month in [each.lowest_cash]
    ]
    values: Values = {"out_comparaison_plus_bas": lows, "out_comparaison_plus_bas_noms": list(names)}
    for key, rows in compared.items():
        full = [tuple(row) if key == "tresorerie" else (*row, sum(row)) for row in rows]
        gaps = [tuple(a - b for a, b in zip(row, full[0], strict=True)) for row in full[1:]]
        values[f"out_comparaison_{key}"] = flat_euros([*full, *gaps])
        values[f"out_comparaison_{key}_noms"] = list(names)
        values[f"out_comparaison_{key}_ecarts"] = [f"{name} – {names[0]}" for name in names[1:]]
        values[f"out_comparaison_{key}_exercices"] = list(range(first, first + YEARS))
    return values


def synthesis_page(budget: Budget, name: str, state: str) -> Values:
    """Return the formulas of « Synthèse »."""
    rows = (
        budget.droits_years,
        budget.produits_years,
        budget.total_charges_years,
        budget.result_years,
        budget.encaissements_years,
        budget.a_confirmer_years,
    )
    due, unsure = sum(budget.droits_years), sum(budget.a_confirmer_years)
    lowest, month = budget.lowest_cash
    first = budget.structure.first_exercice
    return {
        "out_synthese_scenario": f"Scénario : {name}",
        "out_synthese_exercices": list(range(first, first + YEARS)),
        "out_synthese": [euros([*row, sum(row)]) for row in rows],
        "out_synthese_tresorerie": euros(budget.cash_close_years),
        "out_synthese_part": unsure / due if due else 0,
        "out_synthese_plus_bas": lowest / 100,
        "out_synthese_mois_bas": to_serial(add_months(budget.schedule.frame.first_day, month)),
        "out_synthese_mois_negatifs": sum(1 for cents in budget.months.fin if cents < 0),
        "out_synthese_etat": state,
        "out_lisezmoi_etat": state,
    }


def front(budget: Budget, families: Sequence[str], edition: int, version: str) -> Values:
    """Return what LISEZMOI and Sources are filled with.

    Raises:
        InputError: more texts are cited than « Sources » has room for.
    """
    cited: dict[str, Source] = {}
    for family in families:
        for amount in budget.rules.family(family):
            for found in (amount, amount.national):
                if found is not None:
                    cited.setdefault(found.source.id, found.source)
    for read in _form_rows(budget):
        cited.setdefault(read.source.id, read.source)
    rows = [[source_shown(source), source.title, source.date or None] for source in cited.values()]
    if len(rows) > SOURCE_ROWS:
        raise InputError(f"{len(rows)} textes cités, la feuille « Sources » en tient {SOURCE_ROWS}.")
    return {
        "bar_modele": f"Budget d'une {budget.structure.kind}, cinq exercices, {SCENARIOS} scénarios",
        "bar_edition": to_serial(edition),
        "bar_version": version,
        "bar_sources": rows + [[None] * 3] * (SOURCE_ROWS - len(rows)),
    }


def _form_rows(budget: Budget) -> tuple[Provenance, ...]:
    """Return where each row of the budget form that concerns this kind of structure was read."""
    form = budget.rules.form
    if form is None:
        return ()
    receipts = [row for row in form.receipts if row.kind in (budget.structure.kind, ANY_RECEIPT)]
    return (
        *(line.provenance for line in form.lines),
        *(bound.provenance for bound in form.bounds),
        *(receipt.provenance for receipt in receipts),
    )
