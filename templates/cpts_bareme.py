"""The sheet « Barème » of a CPTS: the national amounts with their sources, then those of the signed contract."""

from __future__ import annotations

from dataclasses import dataclass

from excel_tools.reports.cpts_shape import LOOK_UP_LABELS, LOOKED_UP, PARAMETERS, RENEWALS, SLOTS
from excel_tools.reports.shape import SCENARIOS
from excel_tools.reports.spending_shape import PASS_ROWS
from templates.kit import cells, rules
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D, H

L, M, N, O, P = range(11, 16)  # noqa: E741  columns, named as in the sheets
WIDTHS = [38, 7, 10.5, *[12] * 4, *[11] * 4, 10.5, 10.5, 11, 18, 42]

_SIZES = ["Taille 1", "Taille 2", "Taille 3", "Taille 4"]


@dataclass(frozen=True)
class Bareme:
    """Where the tables stand: first rows, from 0."""

    amounts: int
    parameters: int
    contracts: tuple[int, ...]


def draw(book: Book) -> Bareme:
    """Write the sheet."""
    sheet = book.sheets["Barème"]
    sheet.heading("Barème", "Montants nationaux, datés et sourcés ; un contrat signé les remplace (tableaux du bas).")
    sheet.paginated = True
    sheet.ws.freeze_panes(3, 1)
    sheet.repeat(2)
    _dates(sheet)
    amounts, parameters = _national(sheet)
    contracts = []
    for number in range(1, SCENARIOS + 1):
        contracts.append(_contract(sheet, number, amounts, parameters))
    _ceilings(sheet)
    return Bareme(amounts, parameters, tuple(contracts))


def _dates(sheet: Sheet) -> None:
    sheet.section("Barèmes datés")
    sheet.head(sheet.row, ["Barème", "", "Depuis"], 2)
    top = sheet.row + 1
    sheet.filled("bar_noms", top, A, SLOTS, number="general")
    sheet.filled("bar_dates", top, C, SLOTS, number="date_or_reserve")
    row = top + SLOTS
    sheet.write(row, A, "Dernier jour de l'horizon", "note")
    sheet.formula(row, C, "=DATE(in_exercice+COLUMNS(in_snp_depense),in_mois1,1)-1", number="date")
    sheet.name("out_bareme_fin", row, C)
    sheet.write(row + 1, A, "Rang du barème ce jour", "note")
    sheet.formula(row + 1, C, "=MATCH(out_bareme_fin,bar_dates,1)", number="int")
    sheet.name("out_bareme_rang", row + 1, C)
    sheet.row = row + 3


def _national(sheet: Sheet) -> tuple[int, int]:
    sheet.section("A. Montants nationaux")
    words = [f"Confiance {step}" for step in range(1, 5)]
    end = ["Jusqu'au", "Vérifié le", "État", "Source", "Place dans le texte"]
    sheet.head(sheet.row, ["Ligne", "Unité", "Depuis", *_SIZES, *words, *end], 2, texts=(*range(H, L), N, O, P))
    top = row = sheet.row + 1
    for code in LOOKED_UP:
        for _ in range(SLOTS):
            sheet.write(row, A, LOOK_UP_LABELS[code])
            row += 1
    lines = len(LOOKED_UP) * SLOTS
    sheet.filled("bar_montants", top, D, lines, 4, shrink=True)
    parameters = row
    for _, label, number in PARAMETERS:
        sheet.write(row, A, label)
        sheet.ws.write_blank(row, D, None, sheet.book.format("value", number))
        row += 1
    sheet.name("bar_parametres", parameters, D, len(PARAMETERS))
    sheet.write(row, A, "Population à partir de laquelle commence chaque taille")
    sheet.filled("bar_seuils", row, D, 1, 4, number="int")
    height = row + 1 - top
    sheet.filled("bar_unites", top, B, height, number="general")
    sheet.filled("bar_depuis", top, C, height, number="date")
    sheet.filled("bar_confiances", top, H, height, 4, number="word")
    sheet.filled("bar_jusqua", top, L, height, number="date")
    sheet.filled("bar_verifie", top, M, height, number="date")
    first = top + 1
    late = f"1+(out_bareme_fin>M{first})"
    ended = f"(1+1+1)*(L{first}>0)*(L{first}<out_bareme_fin)"
    states = '"","en vigueur","prolongé","expiré"'
    sheet.down(top, N, height, f"=CHOOSE(1+(C{first}>0)*MAX({late},{ended}),{states})", "value", "word")
    sheet.name("out_bareme_statut", top, N, height)
    sheet.filled("bar_source", top, O, height, number="word")
    sheet.filled("bar_lieu", top, P, height, number="word", lines=2)
    row += 1
    sheet.row = row + 1
    sheet.section(
        "Hypothèse de calcul",
        "Ce n'est pas un montant du barème : aucun texte ne la donne, le programme se borne ainsi.",
    )
    row = sheet.row
    sheet.write(row, A, "Contrats successifs qu'un renouvellement permet")
    sheet.write(row, B, "contrats", "label", "general")
    sheet.write(row, D, RENEWALS, "value", "int")
    sheet.name("bar_renouvellements", row, D)
    sheet.write(row, H, "hypothèse", "label", "word")
    sheet.write(row, O, "excel-tools", "label", "word")
    sheet.write(row, P, "Feuille Sources, « Renouvellement » ; à retirer dans Entrées.", "label", "word")
    sheet.row = row + 2
    return top, parameters


def _ceilings(sheet: Sheet) -> None:
    sheet.section(
        "C. Plafond annuel de la sécurité sociale (PASS)",
        "Ce qu'une CPTS peut verser à un professionnel dans une année civile ; après la dernière connue, son montant.",
    )
    heads = ["Plafond", "", "Depuis", "Montant", "", "", "", "Confiance", *[""] * 4, "Vérifié le", "", "Source", "Lieu"]
    sheet.head(sheet.row, heads, 2, texts=(H, O, P))
    top = sheet.row + 1
    for name, col, number in (
        *(("noms", A, "general"), ("depuis", C, "date_or_reserve"), ("montants", D, "euro")),
        *(("confiances", H, "word"), ("verifie", M, "date"), ("source", O, "word"), ("lieu", P, "word")),
    ):
        sheet.filled(f"bar_pass_{name}", top, col, PASS_ROWS, number=number)
    sheet.row = top + PASS_ROWS + 1


def _contract(sheet: Sheet, number: int, amounts: int, parameters: int) -> int:
    sheet.section(
        f"B. Contrat signé – scénario {number}",
        "Une cellule remplie remplace le montant national à droite ; l'avenant vaut pour les années ouvertes "
        "dès sa date.",
    )
    row = sheet.row
    sheet.write(row, A, "Référence du contrat")
    sheet.input(
        f"in_s{number}_contrat_reference",
        row,
        D,
        number="general",
        rule=rules.text("Référence", "Contrat signé le…"),
        shrink=False,
    )
    sheet.write(row + 1, A, "Date de l'avenant au contrat")
    sheet.input(f"in_s{number}_avenant_date", row + 1, H, number="date", rule=rules.day("Date de l'avenant"))
    row += 2
    first = [f"Contrat\ntaille {size}" for size in range(1, 5)]
    second = [f"Avenant\ntaille {size}" for size in range(1, 5)]
    national = [f"National\ntaille {size}" for size in range(1, 5)]
    sheet.head(row, ["Ligne", "", "", *first, *second, *national, ""], 3)
    top = row + 1
    for step, code in enumerate(LOOKED_UP):
        sheet.write(top + step, A, LOOK_UP_LABELS[code])
        source = cells.area(amounts + SLOTS * step, D, SLOTS, 1, "")
        sheet.across(
            top + step, L, 4, f"=INDEX({source},out_bareme_rang)", "note", "euro", text_wrap=False, shrink=True
        )
    count = len(LOOKED_UP)
    sheet.name(f"out_s{number}_national_contrat", top, L, count, 4)
    amount = rules.euros(
        "Montant du contrat", "Montant annuel du contrat signé ; vide : le montant national s'applique."
    )
    sheet.input(f"in_s{number}_contrat", top, D, count, 4, rule=amount, shrink=True)
    sheet.input(f"in_s{number}_avenant", top, H, count, 4, rule=amount, shrink=True)
    for step, (_, label, kind) in enumerate(PARAMETERS):
        row = top + count + step
        sheet.write(row, A, label)
        sheet.formula(row, L, f"={cells.cell(parameters + step, D)}", "note", kind, text_wrap=False)
    sheet.name(f"out_s{number}_national_parametres", top + count, L, len(PARAMETERS))
    value = rules.decimal(
        "Paramètre du contrat", 0, 600, "Taux de 0 % à 100 % ou nombre de mois ; vide : valeur nationale."
    )
    for col, key in ((D, "contrat"), (H, "avenant")):
        sheet.input(f"in_s{number}_{key}_parametres", top + count, col, len(PARAMETERS), number="number", rule=value)
        for step, (_, _, kind) in enumerate(PARAMETERS):
            sheet.ws.write_blank(top + count + step, col, None, sheet.book.format("input", kind))
    sheet.row = top + count + len(PARAMETERS) + 1
    return top
