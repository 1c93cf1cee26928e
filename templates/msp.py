"""Draw ``templates/msp.xlsx``: the budget workbook of a maison de santé pluriprofessionnelle."""

from __future__ import annotations

from pathlib import Path

from excel_tools.funding.msp_fields import COUNT, DECIMAL, LEVEL, PART, RATE, SOFTWARE, YES_NO, Question
from excel_tools.reports.msp import kind_word
from excel_tools.reports.msp_shape import ANSWERS, EFFECT, MSP_SHAPE, RESULTS, VALUES
from excel_tools.reports.small_watched import MSP_WATCHED
from templates import shared_texts, small_bareme, small_book
from templates.kit import cells, entries, rules
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D
from templates.kit.scenario import ScenarioSheet
from templates.msp_sheet import NUMBERS, MspSheet

TARGET = Path(__file__).with_name("msp.xlsx")

RULINGS = (
    ("Points", "Ils ne sont pas arrondis ; les euros le sont au centime, indicateur par indicateur, puis additionnés."),
    ("Plafonds", "Un nombre au-delà de son maximum compte pour ce maximum."),
    (
        "Concertation",
        "Part exacte des dossiers étudiés (non tronquée), multipliée par la part des réunions tenues ; sans nombre de "
        "réunions, celles demandées sont supposées tenues.",
    ),
    (
        "Première année",
        "Points et avance au prorata des jours, de la date d'effet au 31 décembre inclus ; un logiciel acquis plus "
        "tard compte depuis son acquisition.",
    ),
    ("Ordre des calculs", "Prérequis, prorata, précarité, puis minimum d'une nouvelle structure."),
    ("Prérequis manquant", "Aucune rémunération, minimum compris ; l'avance reçue est à rendre."),
    ("Minimum d'une nouvelle structure", "Les deux premières années civiles, sans prorata."),
    ("Avance", "Socle et prérequis à 100 % : huit protocoles, concertation entière, bonus IPA, sans crise déclarée."),
    ("Versements", "Avance au 30 avril, ou trois mois après un contrat plus tardif ; solde au 30 avril suivant."),
    ("Atteinte d'un scénario", "Elle réduit les points variables des indicateurs qui ne sont pas des prérequis."),
    ("Rattachement", "La rémunération est étalée par jours sur la partie de l'année où le contrat court."),
    ("Aide FIR", "Produite et encaissée le jour de sa réception."),
    ("SISA, à confirmer", " ".join(shared_texts.SOCIETY)),
    ("12156 d'une SISA, à confirmer", " ".join(shared_texts.SOCIETY_FORM)),
    *shared_texts.rulings(
        "ses jours",
        " Une fin qui précède l'avance la supprime ; le minimum d'une nouvelle structure suit alors les jours.",
    ),
)
UNVERIFIED = (
    "Le prorata des points fixes la première année, et celui du minimum d'une nouvelle structure.",
    "La majoration précarité : formule lue dans une source antérieure à 2022, taux nationaux à ressaisir chaque année.",
    "Le prorata des points de concertation au nombre de réunions.",
    "Ce classeur a été recalculé par LibreOffice ; il n'a pas été ouvert dans Excel avant sa diffusion.",
)


def _contract(book: Book, sheet: Sheet) -> None:
    sheet.section("Contrat avec l'Assurance Maladie et l'ARS")
    day = rules.day("Date d'effet", "Date d'effet du contrat, au format jj/mm/aaaa.")
    entries.field(sheet, "in_signature", "Date d'effet du contrat", "", "date", day)
    aid = rules.day("Aide FIR", "Jour de réception de l'aide au démarrage (FIR) ; vide si aucune.")
    entries.field(sheet, "in_fir_date", "Aide au démarrage (FIR) reçue le", "vide si aucune", "date", aid)
    amount = rules.euros("Aide FIR", "Montant de l'aide régionale au démarrage.")
    entries.field(sheet, "in_fir_montant", "Montant de l'aide FIR", "", "euro", amount)


def _hypotheses(book: Book, sheet: Sheet, number: int) -> None:
    small_book.heads(book, sheet, MSP_SHAPE, number)
    small_book.growth(sheet, number, "Croissance de la patientèle depuis l'année d'avant")
    rate = rules.decimal("Atteinte", 0, 1, "Part des points variables, hors prérequis, de 0 % à 100 %.")
    small_book.row_input(
        sheet, f"in_s{number}_atteinte", "Atteinte des points variables", "hors prérequis", "rate", rate
    )
    top = sheet.row
    sheet.input(f"in_s{number}_reponses", top, D, len(ANSWERS), 7)
    for row, question in enumerate(ANSWERS, top):
        sheet.write(row, A, question.label, "label1")
        if number > 1:
            sheet.write(row, B, kind_word(question), "note")
        sheet.write(row, C, question.help, "note")
        words = question.kind in (YES_NO, SOFTWARE)
        look = book.format("input", "date" if words else NUMBERS.get(question.kind, "int"), align="right")
        for col in range(D, D + 7):
            sheet.ws.write_blank(row, col, None, look)
        sheet.ws.data_validation(row, D, row, D + 6, _rule(question, cells.cell(row, D)))
    if number == 1:
        sheet.filled("bar_types", top, B, len(ANSWERS), number="general", look="note")
    sheet.row = top + len(ANSWERS) + 3


def _mirror(book: Book, scenario: ScenarioSheet) -> None:
    """Whether the prérequis are met, and what the year is worth, under the answers."""
    row = book.names[f"in_s{scenario.number}_reponses"][1] + len(ANSWERS)
    effect, met, due = (
        scenario.at(block, [code for code, _ in rows].index(key), fixed="")
        for block, rows, key in (
            ("effet", EFFECT, "effet_jours"),
            ("resultats", RESULTS, "prerequis"),
            ("resultats", RESULTS, "remuneration"),
        )
    )
    lines = [
        ("Prérequis tous remplis", f'=IF({{0}}{effect}=0,"hors contrat",IF({{0}}{met}=1,"oui","non"))', ""),
        ("Rémunération de l'année", f"={{0}}{due}", "euro"),
    ]
    small_book.mirrored(book, scenario, row, lines)


def _rule(question: Question, first: str) -> dict[str, object]:
    text = f"{question.label}. {question.help}".strip()
    if question.kind == YES_NO:
        return rules.choice(question.label, ["oui", "non"], text)
    if question.kind == SOFTWARE:
        return rules.custom(question.label, f'=OR({first}="oui",{first}="non",ISNUMBER({first}))', text)
    if question.kind == PART:
        return rules.custom(question.label, f"=OR({first}=0,{first}=0.5,{first}=1)", text)
    if question.kind == RATE:
        return rules.decimal(question.label, 0, 1, text)
    if question.kind == DECIMAL:
        return rules.decimal(question.label, 0, question.most, text)
    if question.kind in (COUNT, LEVEL):
        return rules.whole(question.label, 0, question.most, text)
    raise ValueError(question.kind)


def _bareme(book: Book) -> None:
    small_bareme.draw(book, [f"msp.{code}" for code in VALUES], amendments=True)


def _scenario(scenario: ScenarioSheet) -> None:
    scenario.section("Années civiles")
    scenario.civil_frame("YEAR(in_signature)")
    sheet = MspSheet(scenario)
    sheet.draw()
    opening, closing = scenario.at("ouverture"), scenario.at("cloture")
    amount = scenario.block("montant", "Montant annuel", MSP_SHAPE.labels)
    scenario.fill(amount, sheet.formula("={remuneration}"))
    scenario.fill(amount + 1, "=N(in_fir_montant)")
    start = scenario.block("debut", "Début du décompte", MSP_SHAPE.labels)
    scenario.fill(start, f"=MAX({opening},in_signature)", "date")
    scenario.fill(start + 1, f"=MAX({opening},in_fir_date)", "date")
    end = scenario.block("terme", "Jour suivant la fin du décompte", MSP_SHAPE.labels)
    begin, received = cells.cell(start, D), cells.cell(start + 1, D)
    scenario.fill(end, sheet.formula(f"=MAX({begin},MIN({closing},{{fin_effet}}))"), "date")
    scenario.fill(end + 1, f"={received}+1", "date")
    due = scenario.block("du", "Droits", MSP_SHAPE.labels)
    scenario.fill(due, f"={cells.cell(amount, D)}")
    scenario.fill(due + 1, f"={cells.cell(amount + 1, D)}*(in_fir_date>={opening})*(in_fir_date<{closing})")
    planned = scenario.block("prevu", "Versements prévus, avant le retard du financeur", ["Avance", "Solde"])
    paid = "DATE(YEAR({ouverture}),{v:calendrier.avance_mois},{v:calendrier.avance_jour})"
    after = "EDATE(in_signature,{v:calendrier.delai_contrat})"
    scenario.fill(planned, sheet.formula(f"=MAX({paid},{after})"), "date")
    balance = "DATE(YEAR({ouverture})+1,{v:calendrier.solde_mois},{v:calendrier.solde_jour})"
    natural = "MIN({cloture},{fin_contrat})"
    scenario.fill(planned + 1, sheet.formula(f"=IF({{fin_effet}}<{natural},{{fin_effet}},{balance})"), "date")
    # an advance paid before an early end was that of the whole year; after it there is none
    paid = f"(({{fin_effet}}>={natural})+({cells.cell(planned, D)}<{{fin_effet}})>0)"
    days = f"=MAX(0,{natural}-MAX({{ouverture}},in_signature))*{paid}"
    scenario.fill(sheet.places["avance_jours"], sheet.formula(days), "int")
    advance_day, balance_day = (scenario.put_off(cells.cell(planned + step, D)) for step in (0, 1))
    scenario.payments(
        [sheet.formula("={avance}"), f"={cells.cell(due + 1, D)}"],
        [advance_day, f"={received}"],
        [balance_day, f"={received}"],
    )
    scenario.accruals([cells.cell(end, D), cells.cell(end + 1, D)], ["0", "0"])
    scenario.fill(scenario.rows["a_confirmer"], sheet.formula("={a_confirmer}"))


PARTS = small_book.Parts(
    _contract,
    _hypotheses,
    _bareme,
    _scenario,
    _mirror,
    MSP_WATCHED,
    RULINGS,
    UNVERIFIED,
    hypotheses_note="Les réponses de chaque année civile, les mêmes questions pour chacun des trois scénarios.",
    page_per_scenario=True,
)


def draw(path: Path = TARGET) -> None:
    """Write the template."""
    small_book.draw(path, MSP_SHAPE, PARTS)


if __name__ == "__main__":
    draw()
