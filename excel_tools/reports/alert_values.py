"""Values of « Alertes »: what formulas tell of the displayed scenario, and what only the program knows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from excel_tools.accounts.alerts import (
    LARGE_SURPLUS,
    Alert,
    Override,
    audit_threshold,
    budget_alerts,
    dormant_funds,
    is_public,
    overrides,
    public_subsidies,
    surplus_share,
)
from excel_tools.accounts.chart import chart_of
from excel_tools.accounts.grounds import LEVELS, Basis, basis
from excel_tools.accounts.postings import Posting, postings
from excel_tools.accounts.renewal import renewal, repaid
from excel_tools.budget import Budget
from excel_tools.dates import add_months, to_serial
from excel_tools.errors import others
from excel_tools.money import french_euros
from excel_tools.reports.alert_letters import (
    ENDED,
    SURPLUS_NONE,
    SURPLUS_SOME,
    fund_text,
    letters,
    low_text,
    month_text,
    renewal_text,
)
from excel_tools.reports.alert_shape import (
    ALERT,
    HYPOTHESES,
    NO_OTHER,
    NO_OVERRIDE,
    NOTICE_TEXT,
    OK,
    OVERRIDE_ROWS,
    REVIEW,
    SAME,
    STATES,
    Hypothesis,
    dated_rows,
    live_codes,
    mission_rows,
    year_rows,
)
from excel_tools.reports.cells import Values, euros, serial, source_shown
from excel_tools.reports.shape import NOTICE_ROWS, SCENARIOS, YEARS, Shape
from excel_tools.reports.watched import flat
from excel_tools.rules import Rules
from excel_tools.rules.units import french_value


def alerts_page(
    shape: Shape,
    budgets: Sequence[Budget],
    names: Sequence[str],
    inputs: Values,
    *,
    displayed: int = 1,
    shared: Sequence[Alert] = (),
) -> Values:
    """Return every value of the sheet.

    Args:
        budgets: the three scenarios.
        inputs: values of the inputs and of the barème.
        displayed: the scenario shown, 1 to 3.
        shared: alerts that the structure has with others of its portfolio.
    """
    budget = budgets[displayed - 1]
    rules = budget.rules
    # a scenario that repeats another one is the same budget
    told = {id(each): budget_alerts(each) for each in {id(each): each for each in budgets}.values()}
    alerts = [told[id(each)] for each in budgets]
    found = {alert.code for alert in alerts[displayed - 1]}
    first = budget.structure.first_exercice
    values: Values = {
        "out_alertes_scenario": f"Scénario : {names[displayed - 1]}",
        "out_alertes_exercices": list(range(first, first + YEARS)),
        "out_alertes_intactes": INTACT_TEXT,
        **_by_year(shape, budget, found),
        **letters(budgets, displayed),
        **_dated(shape, budgets, names, displayed, found, inputs),
        **_static(shape, rules, [*zip(alerts, names, strict=True)], shared, inputs),
        **_overrides(shape, budgets),
        **_hypotheses(shape, names, inputs),
    }
    bases = [basis(row.code, rules, int(budget.schedule.frame.first_day)) for row in year_rows(shape)]
    values["bar_alertes_regles"] = [[one.rule, placed(one)] for one in bases]
    rows = (*dated_rows(shape), *mission_rows(shape))
    bases = [basis(row.code, rules, amount=row.amount) for row in rows]
    values["bar_situations_regles"] = [[one.rule, placed(one)] for one in bases]
    return {**values, **_summary(values)}


INTACT_TEXT = "Entrées inchangées : listes à jour."
CHANGED_TEXT = "Entrées modifiées : listes à relire."

ABOUT_GENERATION = (
    *("out_alertes_intactes", "out_alertes_mots", "out_alertes_reperes", "out_alertes_resume"),
    *("out_lisezmoi_alertes", "out_synthese_alertes"),
)
"""Names that count what was noted when the workbook was generated, which its inputs no longer say."""


def placed(found: Basis) -> str:
    """Return a source as a narrow column shows it: its short title, and the place."""
    return ", ".join(part for part in (source_shown(found.source) if found.source else "", found.place) if part)


def _by_year(shape: Shape, budget: Budget, found: set[str]) -> Values:
    rows = postings(budget, chart_of(budget.structure, budget.rules))
    accrued, received = public_subsidies(rows)
    ours = _own_subsidies(rows)
    fin = budget.months.fin
    funds = budget.dedicated
    due, unsure = budget.droits_years, budget.a_confirmer_years
    _, month = budget.lowest_cash
    below = sum(1 for cents in fin if cents < 0)
    further = renewal(budget)
    figures: Mapping[str, Sequence[float]] = {
        "tresorerie": euros(min(fin[12 * year : 12 * year + 12]) for year in range(YEARS)),
        "resultat": euros(budget.result_years),
        "excedent": [float(surplus_share(budget, year)) for year in range(YEARS)],
        "renouvellement": euros(further.years if further else [0] * YEARS),
        "fonds": euros(spent - used for spent, used in zip(funds.depense, funds.utilise, strict=True)),
        "dormants": euros(dormant_funds(budget)),
        "audit": euros(map(max, accrued, received)),
        "a_confirmer": [part / whole if whole else 0 for part, whole in zip(unsure, due, strict=True)],
        "contrat": euros(sum(cut.produits[year] for cut in budget.calendars.values()) for year in range(YEARS)),
        "pass": euros(sum(row.refused[year] for row in budget.retained) for year in range(YEARS)),
    }
    level, _ = budget.lowest_cash
    lowest = to_serial(add_months(budget.schedule.frame.first_day, month))
    large = sum(1 for year in range(YEARS) if surplus_share(budget, year) > LARGE_SURPLUS)
    most = audit_threshold(budget, budget.rules) / 100
    texts = {
        "tresorerie": month_text(below, lowest, level),
        "resultat": _counted(figures["resultat"], "<0", "Exercices déficitaires : ", "Aucun exercice déficitaire."),
        "dormants": _counted(figures["dormants"], ">0", "Exercices touchés : ", "Aucun solde sans dépense."),
        "excedent": f"{SURPLUS_SOME}{large}" if large else SURPLUS_NONE,
        "renouvellement": renewal_text(further),
        "fonds": fund_text(budget),
        "audit": _over(figures["audit"], most),
        "a_confirmer": TO_CONFIRM_TEXT if "a-confirmer" in found else SURE_TEXT,
        "contrat": _counted(figures["contrat"], "=0", "Exercices sans produit : ", "Des produits chaque exercice."),
        "pass": _counted(figures["pass"], ">0", "Exercices touchés : ", "Aucun dépassement."),
    }
    shown = year_rows(shape)
    return {
        "out_alertes_etats": [_state(row.code, found, budget.rules) for row in shown],
        "out_alertes_constats": [texts[row.key] for row in shown],
        "out_alertes_chiffres": [list(figures[row.key]) for row in shown],
        "out_alertes_reperes": [below, lowest],
        **(
            {"bar_alertes_seuil": most, "out_alertes_subventions": [euros(accrued), euros(ours), euros(received)]}
            if any(row.key == "audit" for row in shown)
            else {}
        ),
    }


def _own_subsidies(rows: Sequence[Posting]) -> list[int]:
    """Return the public part of what the contract accrues, in cents by fiscal year."""
    public = [row for row in rows if row.of_contract and is_public(row)]
    return [sum(row.cents[year] for row in public) for year in range(YEARS)]


TO_CONFIRM_TEXT = "Des droits reposent sur des montants à confirmer ; leur part :"
SURE_TEXT = "Aucun montant à confirmer."


def _state(code: str, found: set[str], rules: Rules) -> str:
    return STATES[basis(code, rules).level] if code in found else OK


def _counted(figures: Iterable[float], sign: str, some: str, none: str) -> str:
    tests = {"<0": lambda value: value < 0, ">0": lambda value: value > 0, "=0": lambda value: value == 0}
    count = sum(1 for value in figures if tests[sign](value))
    return f"{some}{count}" if count else none


def _over(figures: Iterable[float], most: float) -> str:
    count = sum(1 for value in figures if value > most)
    return f"Exercices au-delà du seuil : {count}" if count else "Sous le seuil."


def _dated(
    shape: Shape, budgets: Sequence[Budget], names: Sequence[str], displayed: int, found: set[str], inputs: Values
) -> Values:
    budget = budgets[displayed - 1]
    lows = [each.lowest_cash[0] for each in budgets]
    shown = lows[displayed - 1]
    rules, contract = budget.rules, budget.structure.contract
    ends = serial(contract.ends_on) or 0
    stale = sum(1 for word in inputs["out_bareme_statut"] if word == "prolongé")
    wrong = _unbalanced(inputs)
    states = [
        *(OK if low >= 0 else SAME if low == shown else ALERT for low in lows),
        _state("fin-anticipee", found, rules),
        STATES[basis("bareme-prolonge", rules).level] if stale else OK,
        ALERT if wrong else OK,
    ]
    texts = [
        *(f"{name} : {low_text(each)}" for name, each in zip(names, budgets, strict=True)),
        f"{ENDED[0]}{french_euros(repaid(budget))}{ENDED[1]}" if ends else "Aucune.",
        "Lignes prolongées jusqu'à la fin de l'horizon." if stale else "Aucune ligne prolongée.",
        "Contrôles du formulaire à revoir." if wrong else "Le formulaire est équilibré.",
    ]
    missions = []
    delays = []
    for row in mission_rows(shape):
        amount = rules.amount(row.amount)
        since, months = amount.since, amount.value()
        start = budget.schedule.facts[f"debut_{row.key}"]
        latest = add_months(max(int(getattr(contract, "signature", 0)), since), months)
        late = start > latest
        states.append(ALERT if late or not start else OK)
        texts.append(_mission_text(start, latest))
        missions.append([serial(start) or 0, to_serial(latest)])
        delays.append([months, to_serial(since)])
    values: Values = {
        "out_situations_etats": states,
        "out_situations_constats": texts,
        "out_situations_chiffres": [*euros(lows), ends, stale, wrong],
    }
    if missions:
        values["out_situations_missions"] = missions
        values["bar_situations_delais"] = delays
    return values


def _unbalanced(inputs: Values) -> int:
    """Return how many checks of the budget form fail for the fiscal year that it shows."""
    return sum(1 for row in inputs["out_cerfa_equilibre"] if row[1] != OK)


def _mission_text(start: int, latest: int) -> str:
    if not start:
        return "Mission obligatoire non engagée."
    return f"Retard, en jours : {start - latest}" if start > latest else "Dans le délai."


def _static(
    shape: Shape,
    rules: Rules,
    scenarios: Sequence[tuple[Sequence[Alert], str]],
    shared: Sequence[Alert],
    inputs: Values,
) -> Values:
    """Return the alerts that no formula tells, those of the later scenarios only when the first does not give them."""
    # what the form itself tells of the year it shows is not told twice
    live = live_codes(shape) | ({"formulaire"} if _unbalanced(inputs) else set())
    found: dict[str, tuple[Alert, str]] = {alert.sentence: (alert, "Portefeuille") for alert in shared}
    for rank, (alerts, name) in enumerate(scenarios):
        where = "Les trois scénarios" if rank == 0 else f"Scénario « {name} »"
        for alert in alerts:
            if alert.code not in live:
                found.setdefault(alert.sentence, (alert, where))
    order = sorted(found.values(), key=lambda pair: LEVELS.index(pair[0].level))
    rows: list[list[Any]] = []
    for alert, where in order:
        text, *following = textwrap.wrap(alert.sentence, NOTICE_TEXT, break_long_words=False, break_on_hyphens=False)
        rows.append([where, STATES[alert.level], text, alert.rule, placed(basis(alert.code, rules))])
        rows += [["", "", f"… {more}", "", ""] for more in following]
    if len(rows) > NOTICE_ROWS:
        left = sum(1 for row in rows[NOTICE_ROWS - 1 :] if row[1])
        rows = [*rows[: NOTICE_ROWS - 1], ["", REVIEW, f"…{others(left, 'point')}, listés à la génération.", "", ""]]
    rows = rows or [["", OK, NO_OTHER, "", ""]]
    rows += [[None] * 5] * (NOTICE_ROWS - len(rows))
    return {
        "bar_alertes_portee": [row[0] for row in rows],
        "bar_alertes_etats": [row[1] for row in rows],
        "bar_alertes": [row[2] for row in rows],
        "bar_alertes_textes": [row[3:] for row in rows],
    }


def _overrides(shape: Shape, budgets: Sequence[Budget]) -> Values:
    """Return the amounts of the signed contract beside the national ones, with the scenarios that use them."""
    known: dict[tuple[Override, int], list[int]] = {}
    for number, budget in enumerate(budgets, 1):
        opening = budget.schedule.frame.ouverture[0]
        for override in overrides(budget.rules, [shape.kind.lower()]):
            if 0 < override.until < opening:
                continue  # replaced before the first period of this budget
            for size in range(len(override.values)):
                if override.values[size] != override.national[size]:
                    known.setdefault((override, size), []).append(number)
    rows: list[list[Any]] = [
        [
            override.label + (f", taille {size + 1}" if len(override.values) > 1 else ""),
            "1 à 3" if len(numbers) == SCENARIOS else ", ".join(map(str, numbers)),
            f"En vigueur depuis le {override.since}.",
            french_value(override.values[size], override.unit),
            french_value(override.national[size], override.unit),
            override.source,
        ]
        for (override, size), numbers in known.items()
    ]
    if len(rows) > OVERRIDE_ROWS:
        left = len(rows) - OVERRIDE_ROWS + 1
        rows = [*rows[: OVERRIDE_ROWS - 1], [f"…{others(left)}, feuille Barème.", "", "", "", "", ""]]
    rows = rows or [[NO_OVERRIDE, *[None] * 5]]
    rows += [[None] * 6] * (OVERRIDE_ROWS - len(rows))
    return {"bar_derogations": [row[:5] for row in rows], "bar_derogations_sources": [row[5] for row in rows]}


def _hypotheses(shape: Shape, names: Sequence[str], inputs: Values) -> Values:
    rows = [
        [_worth(shape, hypothesis, number, inputs) for number in range(1, SCENARIOS + 1)]
        for hypothesis in HYPOTHESES[shape.kind]
    ]
    found: Values = {}
    for name in ("out_hypotheses", "out_comparaison_hypotheses"):
        found.update({name: rows, f"{name}_noms": list(names)})
    return found


def _worth(shape: Shape, hypothesis: Hypothesis, number: int, inputs: Values) -> Any:
    """Return what a hypothesis is worth in a scenario, as its formula reads it from the inputs."""
    name, prefix = hypothesis.name, f"in_s{number}_"
    if hypothesis.number == "word":
        return inputs[prefix + name]
    if name == "contrat":
        return _signed_cells(shape, number, inputs)
    if name == "avenant_date":
        # the program never writes an amount of an amendment without its date, and reads none
        return 0
    cells = inputs[prefix + name]
    if hypothesis.row:
        cells = cells[hypothesis.row - 1]
    typed = [item for item in flat(cells) if isinstance(item, (int, float))]
    if name == "croissance":
        # as the sheet: the years without growth, such as the one whose count is known, are no part of the mean
        typed = [item for item in typed if item]
    if name == "croissance" or "AVERAGE" in hypothesis.formula:
        return sum(typed) / len(typed) if typed else 0
    return max(typed, default=0)


def _signed_cells(shape: Shape, number: int, inputs: Values) -> int:
    """Return how many amounts of a signed contract are typed for a scenario."""
    if shape.kind == "CPTS":
        names = [f"in_s{number}_{key}{end}" for key in ("contrat", "avenant") for end in ("", "_parametres")]
        cells = [item for name in names for item in flat(inputs[name])]
    elif shape.kind == "MSP":
        cells = [row[column] for row in inputs["in_contrat"] for column in (number - 1, number - 1 + SCENARIOS)]
    else:
        cells = [row[number - 1] for row in inputs["in_contrat"]]
    return sum(1 for item in cells if isinstance(item, (int, float)))


def _summary(values: Values) -> Values:
    states = [*values["out_alertes_etats"], *values["out_situations_etats"], *values["bar_alertes_etats"]]
    alerts, reviews = states.count(ALERT), states.count(REVIEW)
    words = _words(alerts, reviews)
    text = ", ".join(words[: 2 if reviews else 1])
    return {
        "out_alertes_mots": list(words),
        "out_alertes_reperes": [*values["out_alertes_reperes"], alerts, reviews],
        "out_alertes_resume": text,
        "out_lisezmoi_alertes": text,
        "out_synthese_alertes": text,
    }


def _words(alerts: int, reviews: int) -> tuple[str, str]:
    first = f"{alerts} alerte{'s' if alerts > 1 else ''}" if alerts else "Aucune alerte"
    return first, f"{reviews} point{'s' if reviews > 1 else ''} à revoir" if reviews else "Aucun point à revoir"
