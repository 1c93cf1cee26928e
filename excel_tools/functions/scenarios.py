"""SCENARIO: the five-year budget of a structure told in a sheet, two of them compared, and what the gap comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from excel_tools.budget import Budget, build_budget
from excel_tools.comparison.causes import CAUSE_LABELS
from excel_tools.comparison.figures import (
    ADDED,
    MEASURE_LABELS,
    MEASURES,
    PRODUITS,
    Table,
    figures,
    keys,
    label,
    over_years,
    total,
)
from excel_tools.comparison.gap import Gap, explain, one_by_one, relative
from excel_tools.comparison.sentences import over_causes, sentences
from excel_tools.functions.explanation import Node
from excel_tools.functions.kinds import single
from excel_tools.functions.ledger import Ledger
from excel_tools.functions.scenario_facts import Described, pair, structure
from excel_tools.functions.values import Column, Headed, Raw
from excel_tools.functions.words import one_of, plain
from excel_tools.schedule import YEARS

YEAR_COLUMNS = tuple(Column(f"exercice_{rank}", "euros") for rank in range(1, YEARS + 1))
BUDGET_COLUMNS = (Column("ligne", "texte"), *YEAR_COLUMNS, Column("cinq_exercices", "euros"))
GAP_COLUMNS = (
    Column("ligne", "texte"),
    Column("reference", "euros"),
    Column("variante", "euros"),
    Column("ecart", "euros"),
    Column("ecart_relatif", "taux"),
    *(Column(f"ecart_{rank}", "euros") for rank in range(1, YEARS + 1)),
)
CAUSE_COLUMNS = (
    Column("cause", "texte"),
    *YEAR_COLUMNS,
    Column("cinq_exercices", "euros"),
    Column("explication", "texte"),
    Column("source", "texte"),
)
TOTAL, GAP = "Total", "Écart"

_NAMES = {plain(words): code for code, words in MEASURE_LABELS.items()}


def measure(value: object, what: str) -> str:
    """Return the measure meant by a word: « produits », « Trésorerie de fin d'exercice »."""
    return one_of(single(value, what), MEASURES, what, _NAMES)


def compute_budget(ledger: Ledger, donnees: Described, mesure: str | None) -> Headed:
    """SCENARIO.BUDGET: every measure, or the lines of one."""
    budget = _budget(ledger, donnees)
    rows: list[dict[str, Raw]] = []
    for words, own, years in _lines(budget.structure.kind, figures(budget), mesure):
        rows.append({"ligne": words, **_spread(years), "cinq_exercices": over_years(own, years)})
    return _headed(rows, BUDGET_COLUMNS, budget.structure.first_exercice)


def compute_gap(ledger: Ledger, reference: Described, variante: Described, mesure: str | None) -> Headed:
    """SCENARIO.COMPARER: every measure, or the lines of one, in the reference and in the variant."""
    gap = _gap(ledger, reference, variante)
    kind = gap.structure.kind
    before, after = (dict(_keyed(kind, table, mesure)) for table in (gap.before, gap.after))
    rows: list[dict[str, Raw]] = []
    for (words, own), years in before.items():
        old, new = over_years(own, years), over_years(own, after[words, own])
        differences = [end - start for start, end in zip(years, after[words, own], strict=True)]
        if any(years) or any(after[words, own]) or mesure is None:
            rows.append(
                {
                    "ligne": words,
                    "reference": old,
                    "variante": new,
                    "ecart": new - old,
                    "ecart_relatif": relative(new - old, old),
                    **_spread(differences, "ecart"),
                }
            )
    return _headed(rows, GAP_COLUMNS, gap.structure.first_exercice)


def compute_causes(ledger: Ledger, reference: Described, variante: Described, mesure: str | None) -> Headed:
    """SCENARIO.CAUSES: what each cause gives alone, what they give together, and the gap they make."""
    gap = _gap(ledger, reference, variante)
    asked = mesure or PRODUITS
    told = {sentence.cause: sentence for sentence in sentences(gap, ledger.rules, asked)}
    rows: list[dict[str, Raw]] = []
    for cause, cents in over_causes(gap, asked).items():
        if cause in told:
            rows.append(
                {
                    "cause": CAUSE_LABELS[cause],
                    **_spread(gap.effect(cause, asked)),
                    "cinq_exercices": cents,
                    "explication": told[cause].text,
                    "source": told[cause].source,
                }
            )
    whole = sum(over_causes(gap, asked).values())
    last = {"explication": f"{MEASURE_LABELS[asked]} : variante moins référence.", "source": ""}
    rows.append({"cause": GAP, **_spread(gap.years(asked)), "cinq_exercices": whole, **last})
    return _headed(rows, CAUSE_COLUMNS, gap.structure.first_exercice)


def explain_budget(ledger: Ledger, value: Sequence[object], donnees: Described, mesure: str | None) -> Iterable[Node]:
    """The measures of the budget, one under the other."""
    budget = build_budget(structure(donnees, ledger.rules), ledger.rules)
    for words, own, years in _lines(budget.structure.kind, figures(budget), mesure):
        yield Node(words, over_years(own, years), formula=_years_text(budget.structure.first_exercice))


def explain_gap(
    ledger: Ledger, value: Sequence[object], reference: Described, variante: Described, mesure: str | None
) -> Iterable[Node]:
    """The gap of a measure, cause by cause."""
    gap = _gap(ledger, reference, variante)
    for sentence in sentences(gap, ledger.rules, mesure or PRODUITS):
        yield Node(sentence.text.rstrip("."), sentence.cents, formula=sentence.source)


def _years_text(first: int) -> str:
    return f"exercices {first} à {first + YEARS - 1}"


def _budget(ledger: Ledger, donnees: Described) -> Budget:
    budget = build_budget(structure(donnees, ledger.rules), ledger.rules)
    _note(ledger, budget)
    return budget


def _gap(ledger: Ledger, reference: Described, variante: Described) -> Gap:
    before, after = pair(reference, variante, ledger.rules)
    (gap,) = explain([(before, after)], one_by_one(ledger.rules))
    for told in (before, after):
        _note(ledger, build_budget(told, ledger.rules))
    return gap


def _note(ledger: Ledger, budget: Budget) -> None:
    """Tell what must be told of a budget: amounts to be confirmed, dates, cash below zero…"""
    for notice in budget.notices:
        ledger.note(notice.text)


def _lines(kind: str, table: Table, mesure: str | None) -> Iterable[tuple[str, str, tuple[int, ...]]]:
    """Yield words, measure and years of what a budget shows; lines without any amount are left out."""
    for (words, own), years in _keyed(kind, table, mesure):
        if mesure is None or words in (TOTAL, MEASURE_LABELS[own]) or any(years):
            yield words, own, years


def _keyed(kind: str, table: Table, mesure: str | None) -> Iterable[tuple[tuple[str, str], tuple[int, ...]]]:
    if mesure is None:
        for own in MEASURES:
            yield (MEASURE_LABELS[own], own), total(kind, table, own)
        return
    for key, years in zip(keys(kind), table, strict=True):
        if key.measure == mesure:
            yield (label(kind, key.line) if key.line else MEASURE_LABELS[mesure], mesure), years
    if mesure in ADDED:
        yield (TOTAL, mesure), total(kind, table, mesure)


def _spread(years: Sequence[int], head: str = "exercice") -> dict[str, Raw]:
    return {f"{head}_{rank}": cents for rank, cents in enumerate(years, 1)}


def _headed(rows: list[dict[str, Raw]], columns: Sequence[Column], first_exercice: int) -> Headed:
    """Return a table whose columns of years bear the years: « exercice_1 » becomes « exercice_2026 »."""
    heads = {}
    for column in columns:
        stem, _, rank = column.name.rpartition("_")
        heads[column.name] = f"{stem}_{first_exercice + int(rank) - 1}" if rank.isdigit() else column.name
    return Headed(
        [{heads[name]: value for name, value in row.items()} for row in rows],
        tuple(Column(heads[column.name], column.kind) for column in columns),
    )
