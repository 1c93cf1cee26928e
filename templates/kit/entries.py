"""The parts of « Entrées » that every family shares."""

from __future__ import annotations

from excel_tools.accounts.funders import FUNDERS
from excel_tools.accounts.renewal import RENEWABLE
from excel_tools.reports.shape import AID_ROWS, SCENARIOS, YEARS, Shape
from excel_tools.reports.spending_shape import OPENING_CLAIMS_INPUT
from templates.kit import cells, rules
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D

_NOTE = "Cellules jaunes à texte bleu : à remplir, sans jamais en couper ni en glisser une. Tout le reste se calcule."


def start(book: Book) -> Sheet:
    """Write the sheet's title and return it."""
    sheet = book.sheets["Entrées"]
    sheet.heading("Entrées", _NOTE)
    sheet.ws.freeze_panes(3, 1)
    sheet.repeat(2)
    return sheet


def field(sheet: Sheet, name: str, label: str, note: str, number: str, rule: dict[str, object], lines: int = 1) -> None:
    """Write one line of input: label, remark, cell in column C, which may hold some lines of text."""
    sheet.write(sheet.row, A, label)
    sheet.write(sheet.row, B, note, "note")
    wrap = {"text_wrap": True, "shrink": False} if lines > 1 else {}
    sheet.input(name, sheet.row, C, number=number, rule=rule, align="left", indent=1, **wrap)
    sheet.lines(sheet.row, lines)
    sheet.row += 1


def identity(sheet: Sheet) -> None:
    """Name, place, fiscal years, opening balances, displayed scenario."""
    sheet.section("Structure et horizon")
    field(
        sheet,
        "in_nom",
        "Nom de la structure",
        "",
        "general",
        rules.text("Nom", "Nom de la structure, 120 caractères au plus."),
    )
    field(sheet, "in_region", "Région", "", "general", rules.text("Région", "Région du siège."))
    communes = rules.text("Communes", "Communes couvertes, séparées par un point-virgule.", 8000)
    field(sheet, "in_communes", "Communes couvertes", "séparées par ;", "general", communes, 5)
    year = rules.whole("Premier exercice", 1995, 2095, "Année dans laquelle s'ouvre le premier des cinq exercices.")
    field(sheet, "in_exercice", "Premier exercice", "année", "year", year)
    month = rules.whole("Premier mois", 1, 12, "Mois d'ouverture de l'exercice, de 1 (janvier) à 12.")
    field(sheet, "in_mois1", "Premier mois de l'exercice", "1 à 12", "int", month)
    cash = rules.euros(
        "Trésorerie d'ouverture", "Solde du compte au premier jour ; négatif s'il est à découvert.", -99_999_999.99
    )
    field(sheet, "in_tresorerie", "Trésorerie au premier jour", "512", "euro", cash)
    funds = rules.euros("Fonds dédiés", "Fonds dédiés non dépensés au premier jour (compte 194).")
    field(sheet, "in_fonds_dedies", "Fonds dédiés au premier jour", "194", "euro", funds)
    debts = rules.euros("Dettes", "Charges d'exercices antérieurs encore à payer ; payées le premier mois.")
    field(sheet, "in_dettes", "Dettes au premier jour", "40 / 43", "euro", debts)
    claims = rules.euros("Créances", "Autres produits d'avant encore à recevoir ; reçus le premier mois.")
    field(sheet, OPENING_CLAIMS_INPUT, "Créances au premier jour, hors contrat", "41 / 46", "euro", claims)
    shown = rules.whole(
        "Scénario affiché", 1, SCENARIOS, "1, 2 ou 3 : celui que montrent Budget, Trésorerie et Synthèse."
    )
    field(sheet, "in_scenario", "Scénario affiché", "1, 2 ou 3", "int", shown)
    top = sheet.row
    for number in range(1, SCENARIOS + 1):
        sheet.write(top + number - 1, A, f"Nom du scénario {number}")
        sheet.write(top + number - 1, B, None, "note")
    sheet.input(
        "in_scenario_noms",
        top,
        C,
        SCENARIOS,
        number="general",
        rule=rules.text("Scénario", "Nom court du scénario.", 30),
    )
    sheet.row = top + SCENARIOS + 1


def period_heads(book: Book, sheet: Sheet, title: str, key: str, opening: str, *heads: str) -> int:
    """Head a table over the periods by the day on which each opens; return the row below.

    Args:
        opening: address, on « Scénario 1 », of the first opening day, its row fixed.
        heads: texts of columns B and C.
    """
    sheet.head(sheet.row, [title, *heads, *[""] * (2 - len(heads))], 2)
    sheet.across(sheet.row, D, 7, f"='Scénario 1'!{opening}", "head_date", "")
    sheet.name(f"out_entrees_{key}", sheet.row, D, 1, 7)
    sheet.row += 1
    return sheet.row


def cash(sheet: Sheet, shape: Shape, number: int) -> None:
    """Write what a scenario supposes of the contract: the funder's delay, an early end, and its renewal if it may."""
    renewal = rules.choice(
        "Renouvellement", ["oui", "non"], "oui : le contrat continue après cinq ans ; non : il s'arrête."
    )
    renewed = (("renouvellement", "Renouvellement après cinq ans", "hypothèse", "general", renewal),)
    for name, label, note, look, rule in (
        (
            "retard",
            "Retard du financeur (versements du contrat)",
            "mois",
            "int",
            rules.whole(
                "Retard du financeur",
                0,
                120,
                "Mois dont ce scénario repousse les versements du contrat, de 0 à 120 ; les aides gardent leur date.",
            ),
        ),
        (
            "fin_anticipee",
            "Fin anticipée du contrat",
            "dernier jour",
            "date",
            rules.day("Fin anticipée", "Dernier jour du contrat s'il s'arrête avant son terme ; vide sinon."),
        ),
        *(renewed if shape.kind in RENEWABLE else ()),
    ):
        sheet.write(sheet.row, A, label, "label1")
        sheet.write(sheet.row, B, note, "note")
        sheet.input(f"in_s{number}_{name}", sheet.row, C, number=look, rule=rule, align="right", indent=0)
        sheet.row += 1


def aids(sheet: Sheet, shape: Shape, note: str) -> None:
    """Six receipts outside the yearly rules, and what is spent in each fiscal year of those that are earmarked.

    Where the family has missions, the last column says which one an aid serves.
    """
    sheet.section("Aides ponctuelles", note)
    sheet.write(
        sheet.row,
        A,
        "Aide fléchée : « oui » dans sa colonne, et ce qui en est dépensé sous chaque exercice ; le reste va aux "
        "fonds dédiés (689, 789).",
        "line",
        text_wrap=False,
    )
    sheet.row += 1
    serving = ["Mission"] if shape.missions else []
    heads = ["Libellé", "Date", "Montant", *[""] * YEARS, "Fléchée", "Financeur", *serving]
    sheet.head(sheet.row, heads, 1, states=(D + YEARS,), texts=tuple(range(D + YEARS + 1, len(heads))))
    sheet.across(sheet.row, D, YEARS, cells.YEAR_HEAD, "head_year", "")
    sheet.name("out_entrees_aides_exercices", sheet.row, D, 1, YEARS)
    top = sheet.row + 1
    spent = rules.euros("Dépensé", "Ce qui est dépensé dans l'exercice sur cette aide fléchée.")
    sheet.input("in_aides_depense", top, D, AID_ROWS, YEARS, rule=spent)
    told = "oui : l'aide ne sert qu'à son objet ; vide ou non : elle est libre."
    marked = rules.choice("Fléchée", ["oui", "non"], told)
    sheet.input("in_aides_fleche", top, D + YEARS, AID_ROWS, number="general", rule=marked, align="center", indent=0)
    payer = rules.choice("Financeur", list(FUNDERS), "Qui verse l'aide : sa ligne du CERFA ; vide : celle des aides.")
    sheet.input("in_aides_financeur", top, D + YEARS + 1, AID_ROWS, number="general", rule=payer, indent=1)
    if serving:
        sheet.input("in_aides_mission", top, D + YEARS + 2, AID_ROWS, number="general", rule=rules.mission(shape))
    sheet.input("in_aides_libelle", top, A, AID_ROWS, number="general", rule=rules.text("Libellé", "Nom de l'aide."))
    sheet.input("in_aides_date", top, B, AID_ROWS, number="date", rule=rules.day("Date de réception"))
    amount = rules.euros("Montant", "Montant reçu en euros ; négatif pour un remboursement.", -99_999_999.99)
    sheet.input("in_aides_montant", top, C, AID_ROWS, rule=amount)
    sheet.row = top + AID_ROWS + 1


def earmarked(sheet: Sheet, shape: Shape, title: str, note: str) -> None:
    """What was spent in each fiscal year on the opening fonds dédiés, and on the envelope of the contract if any."""
    sheet.section(title, note)
    sheet.head(sheet.row, ["Exercice", "", "Mission servie" if shape.missions else ""], 3)
    sheet.across(sheet.row, D, YEARS, cells.YEAR_HEAD, "head_year", "")
    sheet.name("out_entrees_exercices", sheet.row, D, 1, YEARS)
    sheet.row += 1
    if shape.earmarked:
        sheet.write(sheet.row, A, "Dépensé sur l'enveloppe SNP de l'exercice")
        sheet.input("in_snp_depense", sheet.row, D, 1, YEARS, rule=rules.euros("Dépenses sur l'enveloppe"))
        sheet.row += 1
    sheet.write(sheet.row, A, "Dépensé sur les fonds dédiés d'ouverture")
    spent = rules.euros("Dépenses sur fonds dédiés", "Dépensé dans l'exercice sur les fonds dédiés au premier jour.")
    sheet.input("in_fonds_depense", sheet.row, D, 1, YEARS, rule=spent)
    if shape.missions:
        sheet.input("in_fonds_mission", sheet.row, C, number="general", rule=rules.mission(shape))
    sheet.row += 2


def chosen(sheet: Sheet, rows: list[int], col: int, *, fixed: str = "") -> str:
    """Return the CHOOSE that reads, from a scenario's sheet, its own row among three of « Entrées »."""
    from templates.kit.cells import cell

    places = ",".join(f"'{sheet.title}'!{cell(row, col, fixed)}" for row in rows)
    return f"CHOOSE($C$3,{places})"
