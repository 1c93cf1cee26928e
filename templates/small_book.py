"""What the templates of MSP, ESS and ESP share: the order in which their sheets are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from excel_tools.reports.shape import SCENARIOS, Shape
from excel_tools.reports.watched import Watched
from templates.examples import EXAMPLES
from templates.kit import (
    alerts,
    cerfa,
    checks,
    dedicated,
    entries,
    front,
    months,
    pages,
    rises,
    rules,
    spending,
    synthesis,
)
from templates.kit.book import Book, Sheet
from templates.kit.cells import cell
from templates.kit.plan import A, B, D, create_sheets
from templates.kit.scenario import ScenarioSheet, opening_of
from templates.shared_texts import PRINTED
from templates.small_bareme import SOURCES_CHECK, WIDTHS

STEPS = (
    "Entrées : la structure, le contrat, les hypothèses de chaque scénario.",
    "Charges, Autres produits : une ligne par dépense ou recette ; Personnel et Indemnités s'y ajoutent.",
    "Barème : les montants nationaux datés ; ceux du contrat signé, s'ils diffèrent, dans la colonne du scénario.",
    "Synthèse, Budget et Trésorerie montrent le scénario affiché ; Comparaison montre les trois.",
    "Contrôles : chaque ligne doit dire « OK ».",
    "Les lignes vides des listes sont masquées : sélectionner les lignes voisines, clic droit, Afficher. Dans "
    "LibreOffice, ôter d'abord la protection : Outils, Protéger la feuille (pas de mot de passe).",
    PRINTED,
)

SHEETS = (
    ("Synthèse", "La page de l'assemblée générale : chiffres clés, graphiques, vote."),
    ("Budget", "Produits, charges et résultat du scénario affiché."),
    ("CERFA", "Le budget d'un exercice au format du formulaire 12156*06, le précédent à côté."),
    ("Compte rendu", "Prévu et réalisé d'un exercice, ligne par ligne (CERFA 15059) ; les écarts à dire."),
    ("Trésorerie", "Le plan de trésorerie mensuel du scénario affiché."),
    ("Comparaison", "Les trois scénarios côte à côte."),
    ("Alertes", "Ce qu'il faut regarder : son état, sa règle, sa source ; montants du contrat et hypothèses."),
    ("Entrées", "Ce que l'on saisit : structure, contrat, scénarios, aides."),
    ("Charges", "Les dépenses, par exercice."),
    ("Autres produits", "Les recettes hors contrat, et ce qui en reste à recevoir."),
    ("Personnel", "Les postes : brut, charges sociales, entrées et sorties, mois par mois."),
    ("Indemnités", "Heures × taux par professionnel. Seule feuille nominative."),
    ("Échéances", "Le mois où chaque ligne est due, et les soixante mois par délai de paiement."),
    ("Charges par mois", "Ce qui est dû et ce qui est payé, mois par mois, dans le scénario affiché."),
    ("Fonds dédiés", "Chaque aide fléchée d'un exercice à l'autre : entrée, dépensé, 689, 789, solde 194."),
    ("Comptes", "La ligne du formulaire de chaque compte, recette et financeur, à adapter."),
    ("Écritures", "Ce que le budget porte sur le formulaire ; à saisir : bénévolat, exercice précédent, réalisé."),
    ("Barème", "Les montants, leur date, leur source ; ceux du contrat."),
    ("Scénario 1", "Le détail du calcul, période par période (de même 2 et 3)."),
    ("Mois 1", "Les soixante mois du scénario (de même 2 et 3)."),
    ("Contrôles", "Ce qui doit être égal, et l'est ou non."),
    ("Sources", "Les textes cités et les hypothèses retenues."),
)

_RULINGS = (
    (
        "Versements d'une ligne",
        "L'année est coupée en 1, 2, 4 ou 12 versements par cumuls arrondis ; chacun est payé après son délai. Ce qui "
        "reste à payer est une dette, ce qui reste à recevoir une créance.",
    ),
    ("Indemnités", "Heures × taux horaire, payées par douzièmes ; le plafond annuel (PASS) ne vise que les CPTS."),
)


@dataclass(frozen=True)
class Parts:
    """What a family draws itself.

    Attributes:
        contract: its fields of « Entrées », under the identity.
        hypotheses: its rows of one scenario in « Entrées »; number, then ``None``.
        bareme: the sheet « Barème ».
        scenario: the rows of a scenario's sheet up to the accruals, frame included.
        mirror: what « Entrées » shows of a scenario, under its inputs, once its sheet is drawn.
        watched: inputs whose sums tell whether the workbook is as generated.
        rulings: hypotheses retained where the texts leave the choice.
        unverified: what was not seen in a text of reference.
        sources: formulas of the number of amounts, and of those with a source and a date.
    """

    contract: Callable[[Book, Sheet], None]
    hypotheses: Callable[[Book, Sheet, int], None]
    bareme: Callable[[Book], None]
    scenario: Callable[[ScenarioSheet], None]
    mirror: Callable[[Book, ScenarioSheet], None]
    watched: Sequence[Watched]
    rulings: Sequence[tuple[str, str]]
    unverified: Sequence[str]
    hypotheses_note: str = ""
    page_per_scenario: bool = False
    sources: tuple[str, str] = SOURCES_CHECK
    bareme_widths: Sequence[float] = tuple(WIDTHS)


def draw(path: Path, shape: Shape, parts: Parts) -> None:
    """Draw a whole template.

    Raises:
        ValueError: a convention is broken.
    """
    book = Book(path, EXAMPLES[shape.kind]())
    create_sheets(book, shape, bareme_widths=parts.bareme_widths)
    front.reading_guide(book, STEPS, SHEETS)
    sheet = entries.start(book)
    sheet.paginated = True
    entries.identity(sheet)
    parts.contract(book, sheet)
    sheet.row += 1
    _dedicated_and_aids(sheet, shape)
    if parts.page_per_scenario:
        sheet.page_break()
    sheet.section("Hypothèses des trois scénarios", parts.hypotheses_note)
    for number in range(1, SCENARIOS + 1):
        if parts.page_per_scenario and number > 1:
            sheet.page_break()
        parts.hypotheses(book, sheet, number)
    sheet.row += 1
    rises.draw(sheet)
    sheet.ws.print_area(0, 0, sheet.row, D + 6)
    spending.draw(book, shape)
    dedicated.draw_aids(book, shape)
    parts.bareme(book)
    scenarios = []
    for number in range(1, SCENARIOS + 1):
        scenario = ScenarioSheet(book, shape, number)
        parts.scenario(scenario)
        parts.mirror(book, scenario)
        scenario.years()
        scenarios.append(scenario)
    first = scenarios[0]
    for scenario in scenarios:
        months.draw(book, shape, scenario)
    pages.budget(book, shape, first)
    cerfa.draw(book, shape)
    pages.cash(book, shape)
    dedicated.draw_displayed(book, first)
    pages.comparison(book, first)
    synthesis.draw(book, shape, first)
    alerts.draw(book, shape, first)
    checks.draw(book, first, parts.watched, parts.sources)
    front.sources(book, (*parts.rulings, *_RULINGS), parts.unverified)
    book.close()


def _dedicated_and_aids(sheet: Sheet, shape: Shape) -> None:
    entries.earmarked(
        sheet,
        shape,
        "Dépenses sur fonds dédiés",
        "Ce qui est dépensé dans l'exercice sur les fonds dédiés au premier jour (194) en est repris (789).",
    )
    note = (
        "Toute recette hors des règles annuelles, négative pour un remboursement : produite et encaissée le jour dit."
    )
    entries.aids(sheet, shape, note)


def heads(book: Book, sheet: Sheet, shape: Shape, number: int) -> None:
    """Head the hypotheses of a scenario by the opening days of the periods, then write those on its payments."""
    entries.period_heads(book, sheet, f"Scénario {number}", f"s{number}", opening_of(shape), "", "")
    entries.cash(sheet, shape, number)


def growth(sheet: Sheet, number: int, label: str) -> None:
    """Write the yearly growth of a scenario: nothing to say of the first period, which is the base."""
    sheet.write(sheet.row, A, label, "label1")
    sheet.write(sheet.row, D, "base", "note", "general", align="right")
    rule = rules.decimal("Croissance", -0.5, 1, "Croissance par an, de -50 % à 100 %.")
    sheet.input(f"in_s{number}_croissance", sheet.row, D + 1, 1, 6, number="rate", rule=rule)
    sheet.row += 1


def row_input(sheet: Sheet, name: str, label: str, note: str, number: str, rule: dict[str, object]) -> None:
    """Write a row of inputs over the seven periods."""
    sheet.write(sheet.row, A, label, "label1")
    sheet.write(sheet.row, B, note, "note")
    sheet.input(name, sheet.row, D, 1, 7, number=number, rule=rule)
    sheet.row += 1


def own_cell(book: Book, name: str, col: int = D, row: int = 0, fixed: str = "") -> str:
    """Return the CHOOSE that reads a scenario's own input, as the three identical sheets write it.

    Args:
        name: name of the input without ``in_s1_``.
        col: column read in the first period.
        row: row of the input, from its first one.
    """
    places = [book.names[f"in_s{number}_{name}"][1] + row for number in range(1, SCENARIOS + 1)]
    return f"CHOOSE($C$3,{','.join(f'Entrées!{cell(place, col, fixed)}' for place in places)})"


def mirrored(book: Book, scenario: ScenarioSheet, row: int, lines: Sequence[tuple[str, str, str]]) -> None:
    """Show rows of a scenario's sheet in « Entrées », under the inputs that make them.

    Args:
        lines: label, formula of the first cell where ``{}`` stands for the scenario's sheet, number format.
    """
    sheet, place = book.sheets["Entrées"], f"'{scenario.sheet.title}'!"
    for step, (label, formula, number) in enumerate(lines):
        sheet.write(row + step, A, label, "label1")
        sheet.across(row + step, D, 7, formula.format(place), "sum", number, align="right")
    sheet.name(f"out_entrees_s{scenario.number}_effet", row, D, len(lines), 7)
