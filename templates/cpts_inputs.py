"""The input sheets of a CPTS: « Entrées » and « Indicateurs »."""

from __future__ import annotations

from excel_tools.funding.cpts_table import OBLIGATORY
from excel_tools.reports.cpts_shape import (
    BY_INDICATORS_WORD,
    CPTS_SHAPE,
    DOWN_WORD,
    MISSION_NAMES,
    MISSION_ROWS,
    RATED,
    UP_WORD,
)
from excel_tools.reports.shape import INDICATOR_ROWS, SCENARIOS, TIERS
from templates.kit import cells, entries, rises, rules
from templates.kit.book import Book
from templates.kit.plan import A, B, C, D, E, H


def draw_entries(book: Book, opening: str) -> dict[str, list[int]]:
    """Write « Entrées »; return the rows of what differs among scenarios, one per scenario.

    Args:
        opening: address of the first opening day on the scenarios' sheets.
    """
    sheet = entries.start(book)
    entries.identity(sheet)
    sheet.section("Contrat avec l'Assurance Maladie et l'ARS")
    signature = rules.day("Signature", "Date de signature du contrat, au format jj/mm/aaaa.")
    entries.field(sheet, "in_signature", "Date de signature", "", "date", signature)
    crisis = rules.day("Crise reconnue", "Jour où l'ARS reconnaît une crise sanitaire ; vide si aucune.")
    entries.field(sheet, "in_crise_date", "Crise sanitaire reconnue le", "vide si aucune", "date", crisis)
    sheet.row += 1
    sheet.head(sheet.row, ["Missions", "", "Démarrage"], 2)
    top = sheet.row + 1
    for step, mission in enumerate(MISSION_ROWS):
        sheet.write(top + step, A, MISSION_NAMES[mission], "label1")
        sheet.write(top + step, B, "socle" if mission in OBLIGATORY else "optionnelle", "note")
    start = rules.day("Démarrage", "Jour où la mission démarre ; vide si elle n'est pas engagée.")
    sheet.input("in_debut", top, C, len(MISSION_ROWS), number="date", rule=start)
    sheet.row = top + len(MISSION_ROWS) + 1
    entries.period_heads(book, sheet, "Population, à l'ouverture de l'année de contrat du", "population", opening)
    sheet.write(sheet.row, A, "Habitants couverts (avant croissance)", "label1")
    people = rules.whole("Population", 0, 9_999_999, "Nombre entier d'habitants couverts, sans croissance.")
    sheet.input("in_population", sheet.row, D, 1, 7, number="int", rule=people)
    rows = {"population": [sheet.row]}
    sheet.row += 2
    sheet.page_break()
    rows.update(_scenarios(book, opening))
    sheet.page_break()
    rises.draw(sheet)
    entries.earmarked(
        sheet,
        CPTS_SHAPE,
        "Enveloppe fléchée des soins non programmés (SNP), fonds dédiés d'ouverture",
        "Le non-dépensé d'une enveloppe va aux fonds dédiés (689), repris à la dépense (789). Un reliquat d'avant, SNP "
        "compris, se dépense sur la seconde ligne.",
    )
    note = (
        "Amorçage (FIR), avance à la lettre d'intention, remboursement (négatif)… : produits et encaissés le jour dit."
    )
    entries.aids(sheet, CPTS_SHAPE, note)
    return rows


def _scenarios(book: Book, opening: str) -> dict[str, list[int]]:
    sheet = book.sheets["Entrées"]
    rows: dict[str, list[int]] = {"habitants": [], "croissance": [], "missions": []}
    sheet.section(
        "Hypothèses des trois scénarios",
        f"Atteinte des parts variables : un taux de 0 % à 100 %, ou le mot « {BY_INDICATORS_WORD} » (feuille "
        f"Indicateurs).",
    )
    for number in range(1, SCENARIOS + 1):
        title = f"Scénario {number}"
        entries.period_heads(book, sheet, title, f"s{number}", opening, "", "Décalage (mois)")
        sheet.write(sheet.row, A, "Habitants couverts, si autres que ceux du contrat", "label1")
        sheet.write(sheet.row, B, "vide sinon", "note")
        own = rules.whole("Population", 1, 9_999_999, "Sans croissance ; vide : ceux du contrat.")
        sheet.input(f"in_s{number}_population", sheet.row, D, 1, 7, number="int", rule=own)
        rows["habitants"].append(sheet.row)
        row = sheet.row + 1
        sheet.write(row, A, "Croissance de la population depuis la période d'avant", "label1")
        sheet.write(row, D, "base", "note", "general", align="right")
        growth = rules.decimal("Croissance", -0.5, 1, "Croissance par an, de -50 % à 100 %.")
        sheet.input(f"in_s{number}_croissance", row, E, 1, 6, number="rate", rule=growth)
        rows["croissance"].append(row)
        top = row + 1
        for step, mission in enumerate(MISSION_ROWS):
            sheet.write(top + step, A, MISSION_NAMES[mission], "label1")
            sheet.write(top + step, B, "atteinte" if mission in RATED else "", "note")
        shift = rules.whole("Décalage", 0, 120, "Mois dont le démarrage est repoussé, de 0 à 120.")
        sheet.input(f"in_s{number}_decalage", top, C, len(MISSION_ROWS), number="int", rule=shift)
        first = cells.cell(top, D)
        accepted = f'=IF(ISNUMBER({first}),AND({first}>=0,{first}<=1),{first}="{BY_INDICATORS_WORD}")'
        rate = rules.custom("Atteinte", accepted, f"Taux de 0 % à 100 %, ou le mot « {BY_INDICATORS_WORD} ».")
        sheet.input(f"in_s{number}_atteinte", top, D, len(RATED), 7, number="rate", rule=rate)
        rows["missions"].append(top)
        sheet.row = top + len(MISSION_ROWS)
        entries.cash(sheet, CPTS_SHAPE, number)
        sheet.row += 1
    return rows


def draw_indicators(book: Book, opening: str) -> int:
    """Write « Indicateurs »: definitions, values and what they earn; return the first row of the latter."""
    sheet = book.sheets["Indicateurs"]
    sheet.heading(
        "Indicateurs du contrat",
        f"Comptent pour les missions dont l'atteinte vaut « {BY_INDICATORS_WORD} » ; seul le meilleur palier "
        f"atteint compte.",
    )
    sheet.ws.freeze_panes(3, 1)
    sheet.repeat(2)
    count = INDICATOR_ROWS
    tiers = [f"Palier {step + 1}" for step in range(TIERS)]
    sheet.head(sheet.row, ["Définition", "Mission", "Sens", *tiers, *[f"{tier} (€)" for tier in tiers]], 3)
    top = sheet.row + 1
    sheet.input("in_ind_libelle", top, A, count, number="general", rule=rules.text("Indicateur", "Ce qui est compté."))
    mission = rules.choice(
        "Mission", [MISSION_NAMES[code] for code in RATED], "Mission de l'indicateur, dans la liste."
    )
    sheet.input("in_ind_mission", top, B, count, number="general", rule=mission)
    sense = rules.choice("Sens", [UP_WORD, DOWN_WORD], "Une valeur à augmenter, ou à réduire.")
    sheet.input("in_ind_sens", top, C, count, number="general", rule=sense)
    threshold = rules.decimal("Seuil du palier", -1e9, 1e9, "Valeur à atteindre (0,75 pour 75 % ; 1 pour « fait »).")
    sheet.input("in_ind_seuils", top, D, count, TIERS, number="free", rule=threshold)
    sheet.input("in_ind_montants", top, H, count, TIERS, rule=rules.euros("Montant du palier"))
    sheet.row = top + count + 1
    values = _indicator_block(book, "Valeur observée ou attendue", "valeurs", opening, top)
    any_value = rules.decimal(
        "Valeur", -1e9, 1e9, "Nombre ou taux ; vide tant qu'il n'est pas connu (ne rapporte rien)."
    )
    sheet.input("in_ind_valeurs", values, D, count, 7, number="free", rule=any_value)
    earned = _indicator_block(book, "Montant atteint, en année pleine", "gains", opening, top)
    sign = f'=IF({cells.cell(top, C)}="{DOWN_WORD}",-1,1)'
    sheet.down(earned, C, count, sign, number="int")
    sheet.name("out_ind_signe", earned, C, count)
    for step in range(count):
        value, turn = cells.cell(values + step, D), cells.cell(earned + step, C, "col")
        limits = cells.area(top + step, D, 1, TIERS, "col")
        prizes = cells.area(top + step, H, 1, TIERS, "col")
        formula = f"=ISNUMBER({value})*SUMPRODUCT(MAX(({turn}*N({value})>={turn}*{limits})*{prizes}))"
        sheet.across(earned + step, D, 7, formula)
    sheet.name("out_ind_gains", earned, D, count, 7)
    return earned


def _indicator_block(book: Book, title: str, key: str, opening: str, names: int) -> int:
    sheet = book.sheets["Indicateurs"]
    sheet.head(sheet.row, [title, "Mission", "" if key == "valeurs" else "Sens"], 3)
    sheet.across(sheet.row, D, 7, f"='Scénario 1'!{opening}", "head_date", "")
    sheet.name(f"out_ind_{key}_ouverture", sheet.row, D, 1, 7)
    top = sheet.row + 1
    sheet.down(top, A, INDICATOR_ROWS, f'={cells.cell(names, A)}&""', "label", "")
    sheet.down(top, B, INDICATOR_ROWS, f'={cells.cell(names, B)}&""', "label", "")
    sheet.name(f"out_ind_{key}_noms", top, A, INDICATOR_ROWS, 2)
    sheet.row = top + INDICATOR_ROWS + 1
    return top
