"""Draw ``templates/ess.xlsx``: the budget workbook of an équipe de soins spécialisés."""

from __future__ import annotations

from pathlib import Path

from excel_tools.reports.ess_shape import CODES, ESS_SHAPE
from excel_tools.reports.small_bareme import DATE_SLOTS
from excel_tools.reports.small_watched import ESS_WATCHED
from templates import shared_texts, small_bareme, small_book
from templates.kit import cells, entries, rules
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D
from templates.kit.scenario import NUMBER_CELL, ScenarioSheet

TARGET = Path(__file__).with_name("ess.xlsx")

RULINGS = (
    (
        "Amorçage et dotation",
        "La première dotation tombe l'année qui suit l'amorçage ; l'écart se règle dans « Entrées ».",
    ),
    (
        "Rattachement",
        "Chaque somme est étalée par jours sur l'année de contrat, jours de début compris, de fin exclus.",
    ),
    ("Versement", "Une fois l'an, à l'ouverture de l'année de contrat plus le retard indiqué."),
    (
        "Renouvellement",
        "La convention n'étant pas bornée dans l'outil, la dotation continue jusqu'à la fin de l'horizon.",
    ),
    *shared_texts.rulings("ses jours"),
)
UNVERIFIED = (
    "Le barème de la dotation selon le nombre de médecins n'a pas été trouvé : le montant est une saisie.",
    "L'année de la première dotation et les délais de versement.",
    "Ce classeur a été recalculé par LibreOffice ; il n'a pas été ouvert dans Excel avant sa diffusion.",
)


def _contract(book: Book, sheet: Sheet) -> None:
    sheet.section("Convention avec l'Assurance Maladie")
    yes_no = ["oui", "non"]
    day = rules.day("Signature", "Date de signature, à partir du 01/01/2025, au format jj/mm/aaaa.")
    entries.field(sheet, "in_signature", "Date de signature", "", "date", day)
    credit = rules.choice("Amorçage", yes_no, "oui si le crédit d'amorçage est dû la première année.")
    entries.field(sheet, "in_amorcage", "Crédit d'amorçage", "oui / non", "general", credit)
    offset = rules.whole("Première dotation", 0, 10, "Années de contrat entre la signature et la première dotation.")
    entries.field(sheet, "in_premiere_dotation", "Années avant la première dotation", "hypothèse", "int", offset)
    delay = rules.whole("Retard", 0, 120, "Mois entre l'ouverture de l'année de contrat et le versement.")
    entries.field(sheet, "in_retard", "Délai de versement", "mois", "int", delay)
    signed = rules.choice(
        "Dotation du contrat", yes_no, "oui : le montant est celui du contrat signé, rien n'est à confirmer."
    )
    entries.field(sheet, "in_dotation_contrat", "Dotation inscrite au contrat signé", "oui / non", "general", signed)
    _eligibility(book, sheet)


def _eligibility(book: Book, sheet: Sheet) -> None:
    sheet.row += 1
    sheet.section(
        "Éligibilité", "Conditions de nombre de la convention ; le territoire et les dérogations restent à vérifier."
    )
    for name, label, text in (
        ("in_presents", "Médecins de la spécialité présents", "Médecins de la spécialité présents sur le territoire."),
        ("in_liberaux", "Dont médecins libéraux", "Médecins libéraux de la spécialité sur le territoire."),
        ("in_adherents", "Médecins libéraux adhérents", "Médecins libéraux de la spécialité membres de l'équipe."),
    ):
        entries.field(sheet, name, label, "nombre", "int", rules.whole("Médecins", 0, 999_999, text))
    for label, note in _CONDITIONS:
        sheet.write(sheet.row, A, label, "label1")
        sheet.write(sheet.row, B, note, "note")
        sheet.row += 1


_CONDITIONS = (
    ("Part des libéraux adhérents", ""),
    ("Assez de médecins présents", "condition"),
    ("Assez d'adhérents", "condition"),
    ("Cible d'adhésion atteinte", "à cinq ans"),
)


def _conditions(book: Book) -> None:
    """Write what is said of the conditions, once the barème has its place."""
    sheet, row = book.sheets["Entrées"], book.names["in_adherents"][1] + 1
    top, left = book.names["bar_valeurs"][1:3]
    fewest, least, target = (
        f"Barème!{cells.cell(top + CODES.index(f'ess.eligibilite.{code}'), left, 'both')}"
        for code in ("medecins_min", "adhesion_min", "adhesion_cible")
    )
    sheet.formula(row, C, "=IF(in_liberaux>0,in_adherents/in_liberaux,0)", "value", "rate", align="left", indent=1)
    sheet.formula(row + 1, C, f'=IF(in_presents>={fewest},"oui","non")', "value", "general", indent=1)
    for step, threshold in ((2, least), (3, target)):
        reached = f"(in_liberaux>0)*(in_adherents>={threshold}*in_liberaux)"
        sheet.formula(row + step, C, f'=IF({reached},"oui","non")', "value", "general", indent=1)
    sheet.name("out_eligibilite", row, C, len(_CONDITIONS))


def _hypotheses(book: Book, sheet: Sheet, number: int) -> None:
    small_book.heads(book, sheet, ESS_SHAPE, number)
    amount = rules.euros("Dotation", "Dotation annuelle de l'année de contrat, en euros.")
    small_book.row_input(sheet, f"in_s{number}_dotation", "Dotation annuelle", "", "euro", amount)
    sheet.row += 2


def _bareme(book: Book) -> None:
    small_bareme.draw(book, CODES, amendments=False)
    _conditions(book)


def _scenario(sheet: ScenarioSheet) -> None:
    book = sheet.book
    sheet.section("Années de contrat")
    sheet.contract_frame()
    place = {name: book.names[name] for name in ("bar_valeurs", "in_contrat", "bar_a_confirmer")}
    credit, signed, doubt = (
        f"Barème!{cells.area(top, left, 1, width)}"
        for (_, top, left, _, _), width in zip(place.values(), (DATE_SLOTS, 3, DATE_SLOTS), strict=True)
    )
    own = f"INDEX({signed},{NUMBER_CELL})"
    state = sheet.block(
        "etat",
        "État",
        [
            "Rang du barème à la signature",
            "Amorçage à confirmer (1 = oui)",
            "Versement prévu, hors retard du financeur",
            "Fin des droits (jour suivant)",
        ],
    )
    rank = cells.cell(state, D)
    sheet.fill(state, "=MATCH(MAX(in_signature,INDEX(bar_dates,1)),bar_dates,1)", "int")
    sheet.fill(state + 1, f"=INDEX({doubt},{rank})*(COUNT({own})=0)", "int")
    sheet.fill(state + 2, f"=EDATE(in_signature,12*({sheet.at('rang')}-1)+in_retard)", "date")
    sheet.fill(state + 3, sheet.ended(), "date")
    amount = sheet.block("montant", "Montant annuel", ESS_SHAPE.labels)
    sheet.fill(amount, f"=IF(COUNT({own}),{own},INDEX({credit},{rank}))")
    sheet.fill(amount + 1, f"={small_book.own_cell(book, 'dotation')}")
    start = sheet.block("debut", "Début du décompte", ESS_SHAPE.labels)
    due = sheet.block("du", "Droits", ESS_SHAPE.labels)
    rang = sheet.at("rang")
    opening, closing = sheet.at("ouverture"), sheet.at("cloture")
    planned, end = (cells.cell(state + step, D, "row") for step in (2, 3))
    whole = (
        f'{cells.cell(amount, D)}*({rang}=1)*(in_amorcage="oui")',
        f"{cells.cell(amount + 1, D)}*({rang}>=1)*({rang}>in_premiere_dotation)",
    )
    for line, year in enumerate(whole):
        sheet.fill(due + line, f"=ROUND({year}*({end}-{opening})/{sheet.at('jours')},2)")
    lines = range(len(ESS_SHAPE.lines))
    for line in lines:
        sheet.fill(start + line, f"={sheet.at('ouverture')}", "date")
    # paid whole before an early end, repaid in part the day after
    first = [f"=IF({planned}<{end},{year},{cells.cell(due + line, D)})" for line, year in enumerate(whole)]
    paid = sheet.put_off(planned)
    settled = f"=IF({end}<{closing},{sheet.put_off(end)[1:]},{paid[1:]})"
    sheet.payments(first, [paid] * len(lines), [settled] * len(lines))
    sheet.accruals([end] * len(lines), [cells.cell(state + 1, D, "row"), '(in_dotation_contrat<>"oui")'])


def _mirror(book: Book, scenario: ScenarioSheet) -> None:
    """What is due in each contract year, under the dotation of the scenario."""
    row = book.names[f"in_s{scenario.number}_dotation"][1] + 1
    due = scenario.span("du", 0, len(ESS_SHAPE.lines), fixed="", width=1)
    small_book.mirrored(book, scenario, row, [("Droits de l'année", f"=SUM({{}}{due})", "euro")])


PARTS = small_book.Parts(_contract, _hypotheses, _bareme, _scenario, _mirror, ESS_WATCHED, RULINGS, UNVERIFIED)


def draw(path: Path = TARGET) -> None:
    """Write the template."""
    small_book.draw(path, ESS_SHAPE, PARTS)


if __name__ == "__main__":
    draw()
