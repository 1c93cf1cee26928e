"""« LISEZMOI », « Contrôles » and « Sources » of the comparison."""

from __future__ import annotations

from excel_tools.comparison.figures import CHARGES, MEASURE_LABELS, PRODUITS, RESULTAT, TRESORERIE
from excel_tools.money import french_number
from excel_tools.reports.comparison_shape import (
    CAUSE_ROWS,
    DATA_ROWS,
    LINE_CHECKS,
    SCENARIO_ROWS,
    SCOPE_ROWS,
    SHORT,
    SHOWN,
    SOURCE_ROWS,
    SUM_CHECKS,
)
from templates.comparison_plan import YEARS_AT, Plan, measure, title
from templates.kit import cells
from templates.kit.book import Sheet
from templates.kit.front import cited, colours, in_brief, links, pair, pairs, steps_of
from templates.kit.plan import A, B, C, D, E

_STEPS = (
    "Dans « Synthèse », choisir le périmètre (ensemble, type, région, structure) et la variante : toutes les feuilles "
    "suivent, sans programme.",
    "Lire « Écarts » pour savoir d'où vient l'écart, « Lignes » et « Structures » pour savoir où il se trouve.",
    "Lire « Paramètres » et « Explications » pour savoir ce que chaque scénario change, et quel texte le fonde.",
    "Vérifier que « Contrôles » est en règle, puis imprimer : la première page de « Synthèse » se suffit. "
    "«\u00a0Données\u00a0», «\u00a0Causes\u00a0» et «\u00a0Phrases\u00a0» ne s'impriment pas.",
)
_TEXTS = {
    "Synthèse": "Une page pour l'assemblée, puis les scénarios côte à côte ; les deux choix à faire.",
    "Écarts": "L'écart de chaque mesure partagé entre ses causes, au centime.",
    "Lignes": "Chaque ligne et chaque exercice, sous la référence et sous la variante.",
    "Structures": "L'écart par structure, par type, par région et en tout.",
    "Paramètres": "Ce que change chaque scénario, côte à côte.",
    "Explications": "Chaque cause de chaque écart, en une phrase, avec sa source.",
    "Contrôles": "Attendu, trouvé, écart et état de chaque vérification.",
    "Sources": "Les textes cités et la méthode.",
    "Données": "Les montants calculés par le programme, que lisent les formules.",
    "Causes": "Les effets de chaque cause calculés par le programme.",
    "Phrases": "Les phrases de « Synthèse » pour chaque choix possible.",
}
_COLOURS = (
    (
        "Choix",
        "input",
        "Fond jaune pâle, texte bleu : les deux listes de « Synthèse », seules cellules déverrouillées.",
    ),
    ("Calcul", "value", "Formule native sur les données : se recalcule seule, verrouillée."),
    ("Total", "total", "Somme ou solde."),
)
_METHOD = (
    (
        "Ordre des causes",
        "Barème et montants du contrat, population et taille, dates, atteinte, indexation, délais, autres saisies ; "
        "toujours le même.",
    ),
    (
        "Cause seule",
        "La référence est recalculée avec cette seule cause prise dans la variante ; l'effet est ce que cela change.",
    ),
    (
        "Effet combiné",
        "Ce que plusieurs causes donnent ensemble au-delà de la somme de ce que chacune donne seule. Causes seules et "
        "effet combiné font l'écart au centime.",
    ),
    (
        "Dans l'ordre",
        "Chaque cause ajoutée à celles d'avant ; la dernière mène à la variante. Leur somme est aussi l'écart.",
    ),
    (
        "Exercices",
        "Un exercice porte l'année où il s'ouvre. Quand les structures n'ont pas le même premier exercice, les années "
        "du bord ne réunissent que celles qui les ont.",
    ),
    (
        "Fin d'horizon",
        "La trésorerie de clôture du cinquième exercice de chaque structure, additionnée.",
    ),
    (
        "Trésorerie au plus bas",
        "Le solde de fin de mois le plus bas. Celui d'un groupe n'est pas la somme de ceux de ses membres : on compte "
        "les structures qui passent sous zéro.",
    ),
    (
        "Pourcentages",
        "L'écart rapporté à la référence ; un tiret quand rien ne change, quand la référence est nulle, quand elle ou "
        "la variante est négative.",
    ),
)  # fmt: skip


def front(plan: Plan) -> None:
    """Write LISEZMOI."""
    sheet = plan.book.sheets["LISEZMOI"]
    title(sheet, "Comparaison de scénarios", choice=False)
    sheet.ws.freeze_panes(2, 0)
    sheet.repeat(1)
    sheet.row = 3
    in_brief(
        sheet,
        (
            ("Comparaison", "bar_titre", "general"),
            ("Scénarios", "bar_resume", "general"),
            ("Barèmes relus le", "bar_edition", "date"),
            ("Programme", "bar_version", "general"),
        ),
    )
    sheet.row += 1
    sheet.section("Mode d'emploi")
    steps_of(sheet, _STEPS)
    sheet.row += 1
    colours(sheet, _COLOURS)
    sheet.row += 1
    links(sheet, _TEXTS.items())
    sheet.row += 1
    sheet.section("Contenance")
    pair(sheet, "Scénarios", f"{SCENARIO_ROWS} au plus, la référence comprise.")
    pair(sheet, "Exercices", f"{plan.years} dans ce classeur ; le programme prend le modèle de cinq, six ou sept.")
    pair(
        sheet,
        "Données",
        f"{SCOPE_ROWS} périmètres, {french_number(DATA_ROWS)} lignes de données et {french_number(CAUSE_ROWS)} "
        "d'effets au plus : une quarantaine de CPTS sous trois ou quatre scénarios. Au-delà, comparer moins de "
        "structures à la fois, ou demander le CSV.",
    )
    sheet.ws.print_area(0, 0, sheet.row, C)


def sources(plan: Plan) -> None:
    """Write Sources: the texts cited, then the method."""
    sheet = plan.book.sheets["Sources"]
    title(sheet, "Sources et méthode", choice=False)
    sheet.ws.freeze_panes(2, 0)
    sheet.repeat(1)
    sheet.row = 3
    cited(sheet, "Textes cités par les barèmes des structures comparées", SOURCE_ROWS)
    sheet.section("Méthode de la comparaison")
    pairs(sheet, _METHOD)
    sheet.row += 1
    sheet.section("Ce qui n'est pas dans ce classeur")
    pair(
        sheet,
        "Saisies",
        "Les saisies et le détail du calcul d'une structure sont dans son propre classeur (excel-tools generer).",
    )
    pair(
        sheet,
        "À confirmer",
        "Un montant qu'aucun texte n'établit reste « à confirmer » : le classeur de la structure et "
        "« Explications » le disent.",
    )
    sheet.ws.print_area(0, 0, sheet.row, C)


def checks(plan: Plan) -> None:
    """Write « Contrôles » and the global state."""
    sheet = plan.book.sheets["Contrôles"]
    title(sheet, "Contrôles")
    sheet.paginated = True
    sheet.write(3, A, "État global des contrôles", "strong")
    sheet.ws.freeze_panes(5, 1)
    sheet.repeat(2)
    sheet.row = 6
    first = plan.first
    gap = {code: f"Écarts!{cells.cell(first[f'ecart_{code}'], B)}" for code in SHOWN}
    sums = {code: f"Écarts!{cells.cell(first[f'somme_{code}'], B)}" for code in SHOWN}
    ordered = {code: f"Écarts!{cells.cell(first[f'somme_{code}'], C)}" for code in SHOWN}

    def synthesis(code: str, rank: str) -> str:
        return f"INDEX(Synthèse!{cells.area(first[code], B, SCENARIO_ROWS, 1)},{rank})"

    def total(code: str, number: int) -> str:
        return f"Synthèse!{cells.cell(first[code] + number, B)}"

    groups = [
        (
            "causes",
            "Les causes font l'écart",
            [(f"{MEASURE_LABELS[code]} : causes seules + effet combiné = écart", f"={gap[code]}", f"={sums[code]}")
             for code in SHOWN]
            + [(f"{MEASURE_LABELS[code]} : causes dans l'ordre = écart", f"={gap[code]}", f"={ordered[code]}")
               for code in SHOWN],
        ),
        (
            "lignes",
            "Les lignes font le total",
            [
                (f"{MEASURE_LABELS[code]}, {who} : somme des lignes = total", f"={synthesis(code, rank)}",
                 plan.line_sum.format(measure=f"bar_m_{SHORT[code]}", scenario=rank))
                for code in LINE_CHECKS for who, rank in (("référence", "1"), ("variante", "out_v"))
            ],
        ),
        (
            "resultat",
            "Produits − charges = résultat",
            [
                (f"Scénario n° {number + 1}", f"={total(RESULTAT, number)}",
                 f"={total(PRODUITS, number)}-{total(CHARGES, number)}")
                for number in range(SCENARIO_ROWS)
            ],
        ),
        ("structures", "La somme des structures est l'ensemble (variante)", _by_structure(plan)),
        (
            "donnees",
            "Données",
            [
                ("Colonne « Sur l'horizon » = somme des exercices (produits, charges, droits, encaissements, résultat)",
                 '=SUMIFS(bar_d_h,bar_d_m,"<"&bar_m_tre)', "=SUMPRODUCT((bar_d_m>0)*(bar_d_m<bar_m_tre)*bar_d_ex)"),
            ],
        ),
    ]  # fmt: skip
    states = [_group(sheet, name, text, rows) for name, text, rows in groups]
    counted: list[tuple[str, str, str]] = [
        (
            f"{MEASURE_LABELS[code]} : exercices dont la somme des causes n'est pas l'écart",
            "",
            _years_off(plan, code),
        )
        for code in SHOWN
    ]
    counted += [
        ("Périmètre absent de la liste", "", "=IF(out_p=0,1,0)"),
        ("Variante absente de la liste, ou égale à la référence", "", "=IF(out_v>1,0,1)"),
    ]
    states.append(_group(sheet, "comptes", "Ce qui ne doit pas se produire", counted, counts=True))
    sheet.write(4, A, "Contrôles en règle, et leur nombre", "note")
    whole = cells.area(6, E, sheet.row - 6, 1)
    sheet.formula(4, B, f'=COUNTIF({whole},"OK")', number="int")
    sheet.formula(4, C, "=" + "+".join(f"ROWS({area})" for area in states), number="int")
    sheet.name("out_controles_comptes", 4, B, 1, 2)
    sheet.formula(3, B, '=IF(B5=C5,"OK","À revoir")', "state", "")
    sheet.name("out_etat_global", 3, B)
    sheet.alert(3, B)
    sheet.alert(6, E, sheet.row)
    sheet.ws.print_area(0, 0, sheet.row, E)


def _years_off(plan: Plan, code: str) -> str:
    sums, gap = (
        f"Écarts!{cells.area(plan.first[f'{key}_{code}'], YEARS_AT, 1, plan.years)}" for key in ("somme", "ecart")
    )
    return f"=SUMPRODUCT((ROUND({sums}-{gap},2)<>0)*1)"


def _by_structure(plan: Plan) -> list[tuple[str, str, str]]:
    top, k = plan.first["perimetres"], plan.keys + 2
    columns = {PRODUITS: C, CHARGES: k + 6, RESULTAT: k + 8, TRESORERIE: k + 10}
    return [
        (
            f"{MEASURE_LABELS[code]} : somme des structures = ensemble",
            f"=SUMIFS(bar_d_h,bar_d_c,out_v,{measure(code)})",
            f"=SUMIFS(Structures!{cells.area(top, columns[code], SCOPE_ROWS, 1)},bar_p_u,1)",
        )
        for code in SUM_CHECKS
    ]


def _group(sheet: Sheet, name: str, text: str, rows: list[tuple[str, str, str]], *, counts: bool = False) -> str:
    sheet.section(text)
    sheet.head(sheet.row, ["Contrôle", "Attendu", "Trouvé", "Écart", "État"], 1, states=(E,))
    top = sheet.row + 1
    number = "int" if counts else "euro"
    for row, (label, wanted, found) in enumerate(rows, top):
        sheet.write(row, A, label)
        if counts:
            sheet.write(row, B, 0, "value", "int")
        else:
            sheet.formula(row, B, wanted)
        sheet.formula(row, C, found, number=number)
        sheet.formula(row, D, f"=ROUND({cells.cell(row, C)}-{cells.cell(row, B)},2)", number=number)
        gap = cells.cell(row, D)
        # an error in the gap is no « OK » either
        sheet.formula(row, E, f'=IF(ISNUMBER({gap}),IF({gap}=0,"OK","À revoir"),"À revoir")', "state", "")
    left = C if counts else B
    sheet.name(f"out_ctl_{name}", top, left, len(rows), E + 1 - left)
    sheet.row = top + len(rows) + 1
    return cells.area(top, E, len(rows), 1, "")
