"""What each scenario adds to prices, to wages, and to the delay of charges, on « Entrées »: typed, then as indexes."""

from __future__ import annotations

from excel_tools.reports.shape import SCENARIOS, YEARS
from excel_tools.reports.spending_shape import DELAY_LABEL, INDEXES, RISES
from templates.kit import cells, rules
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D, E

_NOTE = (
    "En plus de la hausse propre à chaque ligne de charges et à chaque poste, dès le deuxième exercice ; ni les "
    "indemnités ni les autres produits ne suivent."
)
_LAST = "scénario affiché"


def draw(sheet: Sheet) -> None:
    """Write the rises of the three scenarios side by side, the delays, then the index that each makes."""
    sheet.section("Prix, salaires et délai des charges, par scénario", _NOTE)
    sheet.head(sheet.row, ["Hausse par an", "", ""], 3)
    _years(sheet, "hausses")
    sheet.row += 1
    typed: dict[str, int] = {}
    for key, label, whose in RISES:
        rule = rules.decimal(
            label, -0.5, 0.5, f"{label} par an, de -50 % à 50 %, en plus de celle de {whose} ; vide : aucune."
        )
        typed[key] = sheet.row
        for number in range(1, SCENARIOS + 1):
            sheet.write(sheet.row, A, f"{label}, scénario {number}", "label1")
            sheet.write(sheet.row, B, "par an", "note")
            sheet.write(sheet.row, D, "base", "note", "general", align="right")
            sheet.input(f"in_s{number}_{key}", sheet.row, E, 1, YEARS - 1, number="rate", rule=rule)
            sheet.row += 1
    late = rules.whole(
        "Délai ajouté", 0, 3, "Mois ajoutés au délai de chaque ligne de charges, de 0 à 3 ; vide : aucun."
    )
    for number in range(1, SCENARIOS + 1):
        sheet.write(sheet.row, A, f"{DELAY_LABEL}, scénario {number}", "label1")
        sheet.write(sheet.row, B, "mois, 0 à 3", "note")
        sheet.input(f"in_s{number}_delai_charges", sheet.row, C, number="int", rule=late)
        sheet.row += 1
    sheet.row += 1
    sheet.head(sheet.row, ["Indice (1 le premier exercice)", "", ""], 3)
    _years(sheet, "indices")
    sheet.row += 1
    for key, label, _ in RISES:
        _index(sheet, key, label, typed[key])
    sheet.row += 1


def _years(sheet: Sheet, key: str) -> None:
    sheet.across(sheet.row, D, YEARS, cells.YEAR_HEAD, "head_year", "")
    sheet.name(f"out_entrees_{key}_exercices", sheet.row, D, 1, YEARS)


def _index(sheet: Sheet, key: str, label: str, typed: int) -> None:
    """Write the index of each scenario, then that of the displayed one."""
    top = sheet.row
    for step in range(SCENARIOS):
        rise, before = cells.cell(typed + step, D), cells.cell(top + step, C)
        # rounded twice, so that an exact half that a sheet holds as 0,499… stays a half
        grown = f"ROUND(ROUND(N({before})*(1+ROUND(N({rise}),6)),12),6)"
        sheet.write(top + step, A, f"{label}, scénario {step + 1}", "label1")
        sheet.across(top + step, D, YEARS, f"=IF(COLUMNS($D:D)=1,1,{grown})", number="factor")
    sheet.write(top + SCENARIOS, A, f"{label}, {_LAST}", "label1")
    shown = ",".join(cells.cell(top + step, D) for step in range(SCENARIOS))
    sheet.across(top + SCENARIOS, D, YEARS, f"=CHOOSE(in_scenario,{shown})", "sum", "factor")
    sheet.name(INDEXES[key], top, D, SCENARIOS + 1, YEARS)
    sheet.row = top + SCENARIOS + 1


def index(book: Book, key: str, number: int = 0, *, year: int = 0, fixed: str = "row") -> str:
    """Return the address of an index in a fiscal year, as another sheet writes it.

    Args:
        key: ``"prix"`` or ``"salaires"``.
        number: scenario, 0 for the displayed one.
    """
    title, top, left, _, _ = book.names[INDEXES[key]]
    return f"{title}!{cells.cell(top + (number or SCENARIOS + 1) - 1, left + year, fixed)}"


def indexes(book: Book, key: str, number: int) -> str:
    """Return the address of the five years of an index of a scenario."""
    title, top, left, _, width = book.names[INDEXES[key]]
    return f"{title}!{cells.area(top + number - 1, left, 1, width)}"


def yearly(book: Book, name: str, number: str) -> str:
    """Return what is due or paid in the first fiscal year under a scenario, as another sheet writes it.

    Args:
        name: ``"dues"`` or ``"payees"``.
        number: address of its number.
    """
    title, top, left, height, _ = book.names["out_charges_calendrier"]
    years = f"'{title}'!{cells.area(top, left + 1, height, 1)}"
    return f"SUMIFS(INDEX(out_charges_{name},0,{number}),{years},COLUMNS($D:D))"
