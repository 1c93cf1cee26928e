"""« LISEZMOI », « Contrôles » and « Sources » of the sensitivity."""

from __future__ import annotations

from excel_tools.comparison.figures import LOWEST, MEASURE_LABELS, TRESORERIE
from excel_tools.reports.sensitivity_shape import CLASS_ROWS, LEVER_ROWS, OUTLOOKS, RANKS, SOURCE_ROWS
from excel_tools.schedule import YEARS
from templates.comparison_plan import title
from templates.kit import cells
from templates.kit.book import Sheet
from templates.kit.front import cited, in_brief, links, pair, pairs
from templates.kit.plan import A, B, C, D, E, H
from templates.sensitivity_plan import YEARS_AT, Plan

_BESIDE = E + 2
"""First of the columns, beyond the printed page of « Contrôles », where formulas read the reference and the ranks."""
_RANKS_AT = 5
_TEXTS = {
    "Synthèse": "Une page : les chiffres clés, le tornado, la trésorerie et son point bas selon les tirages.",
    "Tornado": "Chaque hypothèse bougée seule : ce qu'elle change au résultat étudié.",
    "Probabilités": "P10, P50 et P90 par exercice, probabilité d'une trésorerie sous zéro, histogramme.",
    "Hypothèses": "Ce qui est tiré au sort et comment, la graine, ce qui ne bouge pas.",
    "Contrôles": "Attendu, trouvé, écart et état de chaque vérification.",
    "Sources": "Les textes cités et la méthode.",
}
_METHOD = (
    (
        "Tornado",
        "Chaque hypothèse est portée au plus bas puis au plus haut de sa plage, toutes les autres restant comme "
        "dans la référence ; le budget entier est recalculé. Ce qui sortirait des bornes du possible s'y arrête (une "
        "atteinte à 100 %).",
    ),
    (
        "Tout ou rien",
        "Le renouvellement du contrat n'a pas de plage : son effet est dit à part, il écraserait les autres barres. Il "
        "est laissé de côté quand le contrat est arrivé à terme avant le premier exercice : c'est déjà décidé.",
    ),
    (
        "Tirages",
        "Chaque tirage est un budget entier, recalculé par le moteur avec des atteintes, des dates et un retard tirés "
        "au sort ; les charges restent celles de la référence."
        " Ce qui pèse sans être tiré est nommé à côté de chaque probabilité.",
    ),
    (
        "P10, P50, P90",
        "La valeur que 10, 50 ou 90 % des tirages ne dépassent pas, exercice par exercice ; c'est toujours la valeur "
        "d'un tirage. Les P10 de plusieurs exercices ne s'additionnent pas : ce ne sont pas les mêmes tirages.",
    ),
    (
        "Sous zéro",
        "Part des tirages dont la trésorerie est négative à la fin d'un mois au moins.",
    ),
    (
        "Référence",
        "Ce que donnent les saisies, ou le scénario étudié, sans aléa. Souvent près du P90 : retards et décalages ne "
        "vont que dans un sens.",
    ),
)  # fmt: skip


def front(plan: Plan) -> None:
    """Write LISEZMOI."""
    sheet = plan.book.sheets["LISEZMOI"]
    title(sheet, "Sensibilité du budget", choice=False)
    sheet.ws.freeze_panes(2, 0)
    sheet.repeat(1)
    sheet.row = 3
    in_brief(
        sheet,
        (
            ("Étude", "bar_titre", "general"),
            ("Barèmes relus le", "bar_edition", "date"),
            ("Programme", "bar_version", "general"),
        ),
    )
    sheet.row += 1
    sheet.section("Comment lire")
    pairs(
        sheet,
        (
            ("Étape 1", "Lire « Hypothèses » : les plages et les lois sont des choix, à discuter avant les chiffres."),
            ("Étape 2", "Lire « Synthèse » : ce qui pèse le plus, et combien de tirages passent sous zéro."),
            ("Étape 3", "Vérifier que « Contrôles » est en règle, puis imprimer."),
            (
                "Rien à saisir",
                "Les tirages sont faits par le programme : changer une saisie, c'est refaire ce classeur. Effets, "
                "écarts, parts et totaux sont des formules sur les valeurs du moteur.",
            ),
        ),
    )
    sheet.row += 1
    links(sheet, _TEXTS.items())
    sheet.row += 1
    sheet.section("Contenance")
    pair(sheet, "Hypothèses", f"{LEVER_ROWS} au plus dans le tornado.")
    sheet.ws.print_area(0, 0, sheet.row, C)


def sources(plan: Plan) -> None:
    """Write Sources: the texts cited, then the method."""
    sheet = plan.book.sheets["Sources"]
    title(sheet, "Sources et méthode", choice=False)
    sheet.ws.freeze_panes(2, 0)
    sheet.repeat(1)
    sheet.row = 3
    cited(sheet, "Textes cités par le barème de la structure", SOURCE_ROWS)
    sheet.section("Méthode")
    pairs(sheet, _METHOD)
    sheet.row += 1
    sheet.section("Ce qu'aucun texte ne fixe")
    pair(sheet, "Plages et lois", "Hypothèses de la structure ou, à défaut, de l'outil : elles n'engagent personne.")
    sheet.ws.print_area(0, 0, sheet.row, C)


def checks(plan: Plan) -> None:
    """Write « Contrôles » and the global state."""
    sheet = plan.book.sheets["Contrôles"]
    title(sheet, "Contrôles", choice=False)
    sheet.ws.freeze_panes(5, 1)
    sheet.repeat(2)
    sheet.write(3, A, "État global des contrôles", "strong")
    first, years = plan.first, cells.area
    sheet.row = 6
    sheet.section("La référence")
    _given(plan, sheet)
    own, end = cells.area(3, _BESIDE, 1, YEARS), cells.cell(3, _BESIDE + YEARS - 1)
    over = f"=CHOOSE(bar_mode,SUM({own}),{end},MIN({own}))"
    label = "Valeur de référence du tornado = ses exercices (somme, dernier ou plus bas)"
    areas = [_group(sheet, "montants", [(label, "=bar_reference", over)], "euro")]
    sheet.section("Les tirages")
    total = f"=Probabilités!{cells.cell(first['classes'] + CLASS_ROWS, D)}"
    zero, last = first["sous_zero"], YEARS_AT + YEARS
    below = f"Probabilités!{cells.cell(zero, last)}"
    by_year = f"Probabilités!{years(zero, YEARS_AT, 1, YEARS)}"
    rows = [
        ("Somme de l'histogramme = nombre de tirages", "=bar_tirages", total),
        (
            "Tirages sous zéro de l'histogramme = tirages sous zéro",
            f"={below}",
            '=SUMIFS(bar_effectifs,bar_a,"<=0")',
        ),
    ]
    rows += [
        (f"{MEASURE_LABELS[measure]} : cas où P10 ≤ P50 ≤ P90 n'est pas vrai", "", _unordered(first[measure]))
        for measure in OUTLOOKS
    ]
    rows += [
        (f"P{rank} de la trésorerie la plus basse hors de sa tranche", "", _misplaced(step))
        for step, rank in enumerate(RANKS)
    ]
    top = first["leviers"]
    upper, lower = (f"Tornado!{years(top + step, H, LEVER_ROWS - 1, 1)}" for step in (0, 1))
    low, close = (f"Probabilités!{years(first[m], YEARS_AT, 1 + len(RANKS), YEARS)}" for m in (LOWEST, TRESORERIE))
    rows += [
        ("Hypothèses du tornado qui ne sont pas à leur rang", "", f"=SUMPRODUCT(({upper}<{lower})*1)"),
        (
            "Tirages sous zéro : au moins ceux du pire exercice, au plus leur somme",
            "",
            f"=IF(AND({below}>=MAX({by_year}),{below}<=SUM({by_year})),0,1)",
        ),
        ("Exercices dont le plus bas dépasse la trésorerie de clôture", "", f"=SUMPRODUCT(({low}>{close})*1)"),
    ]
    areas.append(_group(sheet, "comptes", rows, "int"))
    sheet.write(4, A, "Contrôles en règle, et leur nombre", "note")
    sheet.formula(4, B, f'=COUNTIF({years(6, E, sheet.row - 6, 1)},"OK")', number="int")
    sheet.formula(4, C, "=" + "+".join(f"ROWS({area})" for area in areas), number="int")
    sheet.name("out_controles_comptes", 4, B, 1, 2)
    sheet.formula(3, B, '=IF(B5=C5,"OK","À revoir")', "state", "")
    sheet.name("out_etat_global", 3, B)
    sheet.alert(3, B)
    sheet.alert(6, E, sheet.row)
    sheet.ws.print_area(0, 0, sheet.row, E)


def _given(plan: Plan, sheet: Sheet) -> None:
    """Write what the reference is made of, and the ranks: beyond the page, formulas read them."""
    for step, (label, name, width, number) in enumerate(
        (
            ("lecture", "bar_mode", 1, "int"),
            ("référence par exercice", "bar_reference_annees", YEARS, "number"),
            ("rangs", "bar_rangs", len(RANKS), "int"),
        )
    ):
        sheet.write(2 * step, _BESIDE, label, "note", "", text_wrap=False)
        sheet.filled(name, 2 * step + 1, _BESIDE, 1, width, number=number, look="note")
    place = f"Probabilités!{cells.cell(plan.first[LOWEST] + 1, YEARS_AT + YEARS, 'col')}"
    for step in range(len(RANKS)):
        sheet.formula(_RANKS_AT + 1, _BESIDE + step, f"={cells.shifted(place, step, 0)}", "note", "number")
    sheet.name("out_ctl_p", _RANKS_AT + 1, _BESIDE, 1, len(RANKS))


def _unordered(top: int) -> str:
    lower, upper = (f"Probabilités!{cells.area(top + step, YEARS_AT, len(RANKS) - 1, YEARS)}" for step in (1, 2))
    return f"=SUMPRODUCT(({lower}>{upper})*1)"


def _misplaced(step: int) -> str:
    """Return how a percentile is held against the histogram: enough draws up to its class, too few before it."""
    rank, at = (cells.cell(row, _BESIDE + step) for row in (_RANKS_AT, _RANKS_AT + 1))
    wanted = f"{rank}*bar_tirages"
    reached, passed = (f"SUMPRODUCT(({name}<={at})*bar_effectifs)*100" for name in ("bar_de", "bar_a"))
    return f"=({reached}<{wanted})+({passed}>={wanted})"


def _group(sheet: Sheet, name: str, rows: list[tuple[str, str, str]], number: str) -> str:
    sheet.head(sheet.row, ["Contrôle", "Attendu", "Trouvé", "Écart", "État"], 1, states=(E,))
    top = sheet.row + 1
    for row, (label, wanted, found) in enumerate(rows, top):
        sheet.write(row, A, label)
        sheet.formula(row, B, wanted or "=0", number=number)
        sheet.formula(row, C, found, number=number)
        sheet.formula(row, D, f"=ROUND({cells.cell(row, C)}-{cells.cell(row, B)},2)", number=number)
        gap = cells.cell(row, D)
        # an error in the gap is no « OK » either
        sheet.formula(row, E, f'=IF(ISNUMBER({gap}),IF({gap}=0,"OK","À revoir"),"À revoir")', "state", "")
    sheet.name(f"out_ctl_{name}", top, B, len(rows), 4)
    sheet.row = top + len(rows) + 1
    return cells.area(top, E, len(rows), 1, "")
