"""Draw ``templates/esp.xlsx``: the budget workbook of équipes de soins primaires."""

from __future__ import annotations

from pathlib import Path

from excel_tools.reports.esp_shape import AMOUNT_ROWS, ESP_SHAPE, STATE
from excel_tools.reports.shape import SCENARIOS
from excel_tools.reports.small_watched import ESP_WATCHED
from templates import shared_texts, small_book
from templates.kit import cells, entries, rules
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D, E, F, G, H
from templates.kit.scenario import NUMBER_CELL, ScenarioSheet

TARGET = Path(__file__).with_name("esp.xlsx")

_WIDTHS = (44, 18, 15, 15, 15, 13, 14, 13, 20, 44)

SOURCES_CHECK = ("=COUNT(bar_depuis)", '=SUMPRODUCT((bar_depuis>0)*(bar_source<>"")*(bar_verifie>0))')

RULINGS = (
    ("Enveloppe", "Forfait par équipe × équipes × mois / 12, arrondi au centime ; tout mois commencé compte entier."),
    ("Forfait applicable", "Celui en vigueur au 1er janvier de l'année civile, dans la région de l'équipe."),
    ("Rattachement", "L'enveloppe est étalée par jours sur la partie de l'année où les équipes travaillent."),
    ("Versement", "Une fois l'an, le premier jour du mois indiqué, jamais avant le début, plus le retard."),
    (
        "Forfait inconnu",
        "Après la fin du dernier forfait connu, le montant vaut 0 et « Entrées » demande de le saisir.",
    ),
    *shared_texts.rulings(
        "ses mois commencés",
        " La fin connue d'avance, elle, borne ce qui est versé.",
    ),
)
UNVERIFIED = (
    "Les forfaits sont régionaux et expérimentaux (FIR) : le montant accordé par l'ARS fait foi.",
    "La date de début des forfaits n'est pas imprimée dans les sources.",
    "Ce classeur a été recalculé par LibreOffice ; il n'a pas été ouvert dans Excel avant sa diffusion.",
)


def _contract(book: Book, sheet: Sheet) -> None:
    sheet.section("Équipes et financement régional (FIR)")
    start = rules.day("Début", "Premier jour du financement, au format jj/mm/aaaa.")
    entries.field(sheet, "in_debut", "Début", "", "date", start)
    end = rules.day("Fin", "Dernier jour du financement ; vide s'il n'y en a pas.")
    entries.field(sheet, "in_fin", "Fin", "vide si aucune", "date", end)
    amount = rules.euros(
        "Forfait par équipe", "Montant par équipe et par an accordé ; vide pour celui du barème de la région."
    )
    entries.field(sheet, "in_montant", "Forfait par équipe et par an", "vide = barème", "euro", amount)
    month = rules.whole("Mois du versement", 1, 12, "Mois civil où l'enveloppe de l'année est versée, de 1 à 12.")
    entries.field(sheet, "in_mois_paiement", "Mois du versement", "1 à 12", "int", month)
    delay = rules.whole("Retard", 0, 120, "Mois dont le versement tarde.")
    entries.field(sheet, "in_retard", "Retard de versement", "mois", "int", delay)


def _hypotheses(book: Book, sheet: Sheet, number: int) -> None:
    small_book.heads(book, sheet, ESP_SHAPE, number)
    teams = rules.whole("Équipes", 0, 9_999, "Nombre d'équipes financées dans l'année.")
    small_book.row_input(sheet, f"in_s{number}_equipes", "Équipes", "nombre", "int", teams)
    sheet.row += 3


def _bareme(book: Book) -> None:
    sheet = book.sheets["Barème"]
    sheet.heading("Barème", "Forfaits régionaux datés ; le contrat signé l'emporte (tableau du bas).")
    sheet.ws.freeze_panes(3, 1)
    sheet.repeat(2)
    sheet.section("Forfaits par équipe et par an")
    heads = ["Région", "Unité", "Montant", "Depuis le", "Jusqu'au", "Relu le", "Confiance", "Statut", "Source", "Lieu"]
    sheet.head(sheet.row, heads, 2, texts=range(G, H + 3), states=(D, E, F))
    top = sheet.row + 1
    for name, col, number in (
        *(("bar_regions", A, "general"), ("bar_unites", B, "general"), ("bar_montants", C, "euro")),
        *(("bar_depuis", D, "date"), ("bar_jusqua", E, "date"), ("bar_verifie", F, "date")),
        *(("bar_confiance", G, "general"), ("bar_source", H + 1, "general")),
    ):
        sheet.filled(name, top, col, AMOUNT_ROWS, number=number)
    for col in (D, E, F):
        for step in range(AMOUNT_ROWS):
            sheet.ws.write_blank(top + step, col, None, book.format("value", "date_or_never", align="center"))
    sheet.filled("bar_lieu", top, H + 2, AMOUNT_ROWS, number="", look="line")
    first = top + 1
    never, end = (cells.cell(top + AMOUNT_ROWS + step, C, "both") for step in (0, 1))
    late = f'CHOOSE(1+(E{first}={never})*(F{first}<{end}),"en vigueur","prolongé")'
    state = f'=IF(D{first}=0,"",IF(E{first}<{end},"expiré",{late}))'
    sheet.down(top, H, AMOUNT_ROWS, state, "value", "general")
    sheet.name("out_bareme_statut", top, H, AMOUNT_ROWS)
    sheet.row = top + AMOUNT_ROWS
    sheet.write(sheet.row, A, "Fin d'un forfait sans terme connu", "note")
    sheet.filled("bar_jamais", sheet.row, C, number="date_or_never")
    sheet.write(sheet.row + 1, A, "Dernier jour de l'horizon", "note")
    sheet.formula(
        sheet.row + 1, C, "=EDATE(DATE(in_exercice,in_mois1,1),12*COLUMNS(out_charges_total))-1", number="date"
    )
    sheet.name("out_bareme_horizon", sheet.row + 1, C)
    sheet.row += 3
    _signed(sheet)
    sheet.ws.print_area(0, 0, sheet.row, H + 2)


def _signed(sheet: Sheet) -> None:
    sheet.section(
        "Contrat signé",
        "Un montant saisi remplace celui de la région ; l'avenant vaut pour les années ouvertes dès sa date.",
    )
    names = [f"Scénario {number}" for number in range(1, SCENARIOS + 1)]
    sheet.head(sheet.row, ["", "", *names], 2)
    top = sheet.row + 1
    amount = rules.euros("Forfait du contrat", "Forfait par équipe et par an du contrat ; vide pour celui du barème.")
    sheet.write(top, A, "Forfait du contrat, par équipe et par an")
    sheet.write(top + 1, A, "Forfait de l'avenant (reprendre le montant s'il ne change pas)")
    sheet.input("in_contrat", top, C, 2, SCENARIOS, rule=amount)
    sheet.write(top + 2, A, "Date de l'avenant")
    sheet.input("in_avenant_dates", top + 2, C, 1, SCENARIOS, number="date", rule=rules.day("Date de l'avenant"))
    sheet.row = top + 4


def _scenario(sheet: ScenarioSheet) -> None:
    book = sheet.book
    sheet.section("Années civiles")
    sheet.civil_frame("YEAR(in_debut)")
    top = sheet.block("etat", "Équipes et forfait", [label for _, label in STATE])
    at = {key: cells.cell(top + step, D) for step, (key, _) in enumerate(STATE)}
    opening, closing = sheet.at("ouverture"), sheet.at("cloture")
    amended = f"INDEX(in_avenant_dates,{NUMBER_CELL})"
    held = f'bar_regions,in_region,bar_depuis,"<="&{opening},bar_jusqua,">="&{opening}'
    sheet.fill(top, f"=YEAR({opening})", "year")
    until = f"MAX(0,MIN(12,(YEAR(in_fin)-{at['annee']})*12+MONTH(in_fin)))"
    sheet.fill(top + 1, f"=IF(in_fin>0,(in_fin>=in_debut)*{until},12)", "int")
    sheet.fill(top + 2, f"=MAX(0,(YEAR(in_debut)-{at['annee']})*12+MONTH(in_debut)-1)", "int")
    sheet.fill(top + 3, f"=MAX(0,{at['mois_fin']}-{at['mois_debut']})", "int")
    stop = sheet.at("fin_anticipee", fixed="both")
    early = f"({stop}>=in_debut)*MAX(0,MIN(12,(YEAR({stop})-{at['annee']})*12+MONTH({stop})))"
    sheet.fill(top + 4, f"=MAX(0,MIN({at['mois']},IF({stop}>0,{early},12)-{at['mois_debut']}))", "int")
    sheet.fill(top + 5, f"={small_book.own_cell(book, 'equipes')}", "int")
    sheet.fill(top + 6, f"=({at['mois_dus']}>0)*SUMIFS(bar_montants,{held})")
    sheet.fill(top + 7, f'=COUNTIFS({held},bar_confiance,"à confirmer")', "int")
    sheet.fill(top + 8, f"=1+({amended}>0)*({opening}>={amended})", "int")
    place = f"INDEX(in_contrat,{at['ligne_contrat']},{NUMBER_CELL})"
    sheet.fill(top + 9, f'=IF(COUNT({place}),({at["mois_dus"]}>0)*{place},"")')
    known = f"COUNT(in_montant)+COUNT({at['contrat']})+COUNTIFS({held})"
    sheet.fill(top + 10, f"=({known}=0)*({at['mois_dus']}*{at['equipes']}>0)", "int")
    amount = sheet.block("montant", "Forfait retenu", ESP_SHAPE.labels)
    sheet.fill(
        amount, f"=IF(COUNT(in_montant),in_montant,IF(ISNUMBER({at['contrat']}),{at['contrat']},{at['national']}))"
    )
    start = sheet.block("debut", "Début du décompte", ESP_SHAPE.labels)
    sheet.fill(start, f"=MAX({opening},in_debut)", "date")
    end = sheet.block("terme", "Jour suivant la fin du décompte", ESP_SHAPE.labels)
    begin = cells.cell(start, D)
    sheet.fill(end, f"=MAX({begin},MIN(IF(in_fin>0,in_fin+1,{closing}),{sheet.ended()[1:]}))", "date")
    due = sheet.block("du", "Droits", ESP_SHAPE.labels)
    year = f"{cells.cell(amount, D)}*{at['equipes']}"
    sheet.fill(due, f"=ROUND({year}*{at['mois_dus']}/12,2)")
    planned = sheet.block("prevu", "Versement prévu, avant le retard du financeur", ESP_SHAPE.labels)
    sheet.fill(planned, f"=EDATE(MAX({begin},DATE({at['annee']},in_mois_paiement,1)),in_retard)", "date")
    day, stopped = sheet.put_off(cells.cell(planned, D)), cells.cell(end, D)
    # paid whole before an early end, repaid in part the day after
    first = f"=IF({cells.cell(planned, D)}<{stopped},ROUND({year}*{at['mois']}/12,2),{cells.cell(due, D)})"
    settled = f"=IF({at['mois_dus']}<{at['mois']},{sheet.put_off(stopped)[1:]},{day[1:]})"
    sheet.payments([first], [day], [settled])
    unsure = f"(COUNT(in_montant)+COUNT({at['contrat']})=0)*({at['doute']}>0)"
    sheet.accruals([cells.cell(end, D)], [unsure])


def _mirror(book: Book, scenario: ScenarioSheet) -> None:
    """The envelope, and whether an amount must be entered because none is known."""
    row = book.names[f"in_s{scenario.number}_equipes"][1] + 1
    unknown = scenario.at("etat", len(STATE) - 1, fixed="")
    lines = [
        ("Droits de l'année", f"={{}}{scenario.at('du', fixed='')}", "euro"),
        ("Forfait par équipe", f'=IF({{}}{unknown}>0,"à saisir","connu")', ""),
    ]
    small_book.mirrored(book, scenario, row, lines)


PARTS = small_book.Parts(
    _contract,
    _hypotheses,
    _bareme,
    _scenario,
    _mirror,
    ESP_WATCHED,
    RULINGS,
    UNVERIFIED,
    sources=SOURCES_CHECK,
    bareme_widths=_WIDTHS,
)


def draw(path: Path = TARGET) -> None:
    """Write the template."""
    small_book.draw(path, ESP_SHAPE, PARTS)


if __name__ == "__main__":
    draw()
