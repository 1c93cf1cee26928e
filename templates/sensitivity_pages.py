"""« Tornado », « Probabilités » and « Hypothèses » of the sensitivity."""

from __future__ import annotations

from excel_tools.comparison.figures import LOWEST, MEASURE_LABELS, PRODUITS, RESULTAT, TRESORERIE
from excel_tools.reports.sensitivity_shape import CLASS_ROWS, LAW_ROWS, LEVER_ROWS, OUTLOOKS, RANKS, SHORT
from excel_tools.schedule import YEARS
from templates.comparison_plan import title
from templates.kit import cells
from templates.kit.book import Sheet
from templates.kit.plan import A, B, C, D, E, F, G, H, I, K
from templates.sensitivity_plan import YEARS_AT, Plan, assumptions

_OVER = {
    PRODUITS: "Cinq exercices",
    RESULTAT: "Cinq exercices",
    TRESORERIE: "Fin d'horizon",
    LOWEST: "Soixante mois",
}
_LAST = YEARS_AT + YEARS
"""Column of what a measure gives over the horizon."""
_REACHED = {10: "neuf tirages sur dix", 50: "un tirage sur deux", 90: "un tirage sur dix"}


def hypotheses(plan: Plan) -> None:
    """Write what the figures rest on: the scenario, the draws, their laws."""
    sheet = plan.book.sheets["Hypothèses"]
    title(sheet, "Hypothèses", choice=False)
    sheet.ws.freeze_panes(2, 0)
    sheet.repeat(1)
    sheet.row = 3
    sheet.section("Ce qui est étudié")
    for label, name, number in (
        ("Saisies", "bar_scenario", "general"),
        ("Résultat du tornado", "bar_resultat", "general"),
        ("Premier exercice", "bar_exercice", "year"),
    ):
        _filled(sheet, label, name, number)
    sheet.row += 1
    sheet.section("Tirages")
    _filled(sheet, "Nombre de tirages", "bar_tirages", "int")
    _filled(sheet, "Graine", "bar_graine", "year")
    _pair(
        sheet, "Même graine", "Mêmes saisies, même graine, même nombre : les mêmes tirages, donc les mêmes résultats."
    )
    sheet.row += 1
    sheet.section("Plages du tornado")
    sheet.head(sheet.row, ["Hypothèse, bougée seule", "Plage"], 2)
    top, source = sheet.row + 1, plan.first["leviers"]
    name, low, high = (f"Tornado!{cells.cell(source, col)}" for col in (A, B, C))
    sheet.down(top, A, LEVER_ROWS, f'={name}&""', "label", "")
    sheet.down(top, B, LEVER_ROWS, f'=IF({name}="","",{low}&" à "&{high})', "label", "")
    sheet.name("out_plages", top, A, LEVER_ROWS, 2)
    sheet.row = top + LEVER_ROWS + 1
    sheet.section("Ce qui est tiré au sort, et comment")
    look = sheet.book.format("plain", "", text_wrap=False)
    for row in range(sheet.row, sheet.row + LAW_ROWS):
        sheet.ws.write_blank(row, A, None, look)
    sheet.name("bar_lois", sheet.row, A, LAW_ROWS)
    sheet.row += LAW_ROWS + 1
    sheet.section("Ce que cela veut dire, et ce qui n'est pas tiré")
    for label, text in (
        (
            "Loi triangulaire",
            "La valeur la plus probable pèse le plus, les autres de moins en moins, à pas égaux, jusqu'aux deux bouts. "
            "De 0 à 3 mois, le plus probable 0, ce sont 4, 3, 2 et 1 tirages sur dix.",
        ),
        (
            "Tout le reste",
            "Charges, salaires, population, barème, autres produits, renouvellement : comme dans la référence. "
            "« Synthèse » nomme ceux qui pèsent, le tornado dit ce qu'ils donnent, bougés seuls.",
        ),
        (
            "Indépendance",
            "Une mission en retard n'en retarde pas une autre, une atteinte basse n'en abaisse pas une autre. Si les "
            "aléas vont ensemble, les cas extrêmes sont plus fréquents que ce qui est montré.",
        ),
        (
            "Plages et lois",
            "Hypothèses de travail, qu'aucun texte ne fixe : à discuter et à remplacer par celles de la structure "
            "(excel-tools sensibilite --plage, --loi).",
        ),
    ):
        _pair(sheet, label, text)
    sheet.ws.print_area(0, 0, sheet.row, C)


def _filled(sheet: Sheet, label: str, name: str, number: str) -> None:
    sheet.write(sheet.row, A, label, "strong")
    sheet.filled(name, sheet.row, B, number=number, align="left")
    sheet.row += 1


def _pair(sheet: Sheet, label: str, text: str) -> None:
    sheet.write(sheet.row, A, label, "strong")
    sheet.write(sheet.row, B, text, "label", "general")
    sheet.row += 1


def bars(plan: Plan) -> None:
    """Write what each hypothesis does, and what its chart reads."""
    sheet = plan.book.sheets["Tornado"]
    title(sheet, "Chaque hypothèse, bougée seule", choice=False)
    sheet.formula(2, A, '="Résultat étudié : "&bar_resultat', "strong", "", text_wrap=False)
    sheet.name("out_tornado_resultat", 2, A)
    sheet.formula(3, A, '="Valeur de référence ("&bar_scenario&")"', "strong", "", text_wrap=False)
    sheet.name("out_tornado_nom", 3, A)
    sheet.filled("bar_reference", 3, D, bold=True)
    for col in (B, C):
        sheet.write(3, col, None, "label")
    sheet.ws.write_blank(4, A, None, sheet.book.format("line", "", text_wrap=False))
    sheet.name("bar_avis", 4, A)
    heads = ["Hypothèse", "De", "À", "Résultat au plus bas de la plage", "Résultat au plus haut de la plage"]
    heads += ["Effet du plus bas", "Effet du plus haut", "Amplitude", "En % de la référence"]
    sheet.head(5, heads)
    sheet.lines(5, 3)
    sheet.ws.freeze_panes(6, 1)
    sheet.repeat(5)
    top = plan.first["leviers"] = 6
    sheet.filled("bar_leviers", top, A, LEVER_ROWS, 3, number="general", look="label")
    for row in range(top, top + LEVER_ROWS):
        sheet.ws.write_blank(row, A, None, sheet.book.format("label"))
        for col in (B, C):
            sheet.ws.write_blank(row, col, None, sheet.book.format("label", "", align="right"))
    sheet.filled("bar_leviers_resultats", top, D, LEVER_ROWS, 2)
    name, low, high = (cells.cell(top, col, "col") for col in (A, F, G))
    sheet.down(top, F, LEVER_ROWS, f'=IF({name}="",0,{cells.cell(top, D)}-bar_reference)', bold=True)
    sheet.down(top, G, LEVER_ROWS, f'=IF({name}="",0,{cells.cell(top, E)}-bar_reference)', bold=True)
    sheet.down(top, H, LEVER_ROWS, f"=MAX(0,{low},{high})-MIN(0,{low},{high})", "sum")
    share = f'=IF(bar_reference>0,{cells.cell(top, H)}/bar_reference,"–")'
    sheet.down(top, I, LEVER_ROWS, share, "value", "rate", num_format="#,##0.0\u00a0%")
    sheet.name("out_effets", top, F, LEVER_ROWS, 4)
    sheet.grey_zeros(top, F, LEVER_ROWS, 4)
    sheet.write(5, K, "tracé", "note", "", align="right")
    sheet.filled("bar_traces", top, K, LEVER_ROWS, number="int", look="note")
    sheet.row = top + LEVER_ROWS + 1
    sheet.section(
        "Données du graphique",
        "Les hypothèses qui ont un effet ; ce qui est tout ou rien (renouvellement) en est tenu à part.",
    )
    sheet.head(sheet.row, ["Hypothèse (plage)", "", "", "Effet du plus bas", "Effet du plus haut"], 3)
    first = plan.first["barres"] = sheet.row + 1
    label = f'=IF({name}="","",{name}&" ("&{cells.cell(top, B, "col")}&" / "&{cells.cell(top, C, "col")}&")")'
    sheet.down(first, A, LEVER_ROWS, label, "label", "", text_wrap=False)
    sheet.name("out_barres_noms", first, A, LEVER_ROWS)
    for row in range(first, first + LEVER_ROWS):
        for col in (B, C):
            sheet.write(row, col, None)
    trace = cells.cell(top, K, "col")
    sheet.down(first, D, LEVER_ROWS, f"={trace}*{low}")
    sheet.down(first, E, LEVER_ROWS, f"={trace}*{high}")
    sheet.name("out_barres", first, D, LEVER_ROWS, 2)
    sheet.row = first + LEVER_ROWS
    sheet.ws.print_area(0, 0, sheet.row, I)


def outlooks(plan: Plan) -> None:
    """Write what the draws leave by fiscal year, how often the cash goes below zero, the histogram of its lowest."""
    sheet = plan.book.sheets["Probabilités"]
    title(sheet, "Ce que donnent les tirages", choice=False)
    sheet.ws.freeze_panes(2, 1)
    assumptions(sheet, "bar_lois_probabilites")
    for measure in OUTLOOKS:
        if measure == LOWEST:
            sheet.page_break()
        _outlook(plan, sheet, measure)
    _below_zero(plan, sheet)
    sheet.page_break()
    _histogram(plan, sheet)
    sheet.ws.print_area(0, 0, sheet.row, H)


def _heads(sheet: Sheet, key: str, label: str, over: str) -> None:
    sheet.head(sheet.row, [label])
    sheet.across(sheet.row, YEARS_AT, YEARS, "=bar_exercice+COLUMNS($B:B)-1", "head_year", "")
    sheet.name(f"out_{key}_exercices", sheet.row, YEARS_AT, 1, YEARS)
    sheet.write(sheet.row, _LAST, over, "head_right")
    sheet.row += 1


def _outlook(plan: Plan, sheet: Sheet, measure: str) -> None:
    short = SHORT[measure]
    _heads(sheet, short, MEASURE_LABELS[measure], _OVER[measure])
    top = plan.first[measure] = sheet.row
    sheet.formula(top, A, '="Référence ("&bar_scenario&")"', "label", "", text_wrap=False)
    sheet.name(f"out_{short}_nom", top, A)
    sheet.filled(f"bar_{short}_reference", top, YEARS_AT, 1, YEARS)
    years = cells.area(top, YEARS_AT, 1, YEARS, "")
    over = {TRESORERIE: f"={cells.cell(top, _LAST - 1)}", LOWEST: f"=MIN({years})"}.get(measure, f"=SUM({years})")
    sheet.formula(top, _LAST, over, "sum")
    sheet.name(f"out_{short}_horizon", top, _LAST)
    for step, rank in enumerate(RANKS, 1):
        sheet.write(top + step, A, f"P{rank} : atteint par {_REACHED[rank]} au moins", "label", "")
    sheet.filled(f"bar_{short}_p", top + 1, YEARS_AT, len(RANKS), YEARS)
    low, middle, high = (top + 1 + step for step in range(3))
    gap, spread = high + 1, high + 2
    sheet.write(gap, A, "Écart de P50 à la référence", "note", "")
    sheet.write(spread, A, "Étendue : P90 − P10", "note", "")

    def rows(col: int, width: int, end: str) -> None:
        formula = f"={cells.cell(middle, col)}-{cells.cell(top, col)}"
        sheet.across(gap, col, width, formula)
        sheet.name(f"out_{short}_ecart{end}", gap, col, 1, width)
        sheet.across(spread, col, width, f"={cells.cell(high, col)}-{cells.cell(low, col)}")
        sheet.name(f"out_{short}_etendue{end}", spread, col, 1, width)

    rows(YEARS_AT, YEARS, "")
    if measure == LOWEST:
        sheet.filled("bar_bas_p_horizon", low, _LAST, len(RANKS), look="sum")
        rows(_LAST, 1, "_horizon")
    sheet.row = spread + 2


def _below_zero(plan: Plan, sheet: Sheet) -> None:
    _heads(sheet, "zero", "Trésorerie sous zéro à la fin d'un mois au moins", "Soixante mois")
    top = plan.first["sous_zero"] = sheet.row
    sheet.write(top, A, "Tirages sous zéro", "label", "")
    sheet.filled("bar_sous_zero", top, YEARS_AT, 1, YEARS + 1, number="int")
    sheet.write(top + 1, A, "Probabilité", "sum", "general")
    sheet.across(top + 1, YEARS_AT, YEARS + 1, f"={cells.cell(top, YEARS_AT)}/bar_tirages", "sum", "rate")
    sheet.name("out_sous_zero", top + 1, YEARS_AT, 1, YEARS + 1)
    sheet.row = top + 3


def _histogram(plan: Plan, sheet: Sheet) -> None:
    sheet.section("Trésorerie la plus basse des soixante mois : combien de tirages dans chaque tranche")
    heads = ["Tranche", "De", "À (exclu)", "Tirages", "Part", "Part cumulée", "Part sous zéro", "Part au-dessus"]
    sheet.head(sheet.row, heads)
    top = plan.first["classes"] = sheet.row + 1
    sheet.filled("bar_classes", top, A, CLASS_ROWS, look="label")
    for row in range(top, top + CLASS_ROWS):
        sheet.ws.write_blank(row, A, None, sheet.book.format("label"))
    sheet.filled("bar_de", top, B, CLASS_ROWS)
    sheet.filled("bar_a", top, C, CLASS_ROWS)
    sheet.filled("bar_effectifs", top, D, CLASS_ROWS, number="int")
    count, share = cells.cell(top, D), cells.cell(top, E)
    high = cells.cell(top, C, "col")
    summed = f"SUM({cells.cell(top, D, 'row')}:{count})"
    sheet.down(top, E, CLASS_ROWS, f"={count}/bar_tirages", "value", "rate")
    sheet.down(top, F, CLASS_ROWS, f"={summed}/bar_tirages", "value", "rate")
    sheet.down(top, G, CLASS_ROWS, f"=IF({high}<=0,{share},0)", "value", "rate")
    sheet.down(top, H, CLASS_ROWS, f"=IF({high}<=0,0,{share})", "value", "rate")
    sheet.name("out_classes", top, E, CLASS_ROWS, 4)
    sheet.grey_zeros(top, D, CLASS_ROWS, 5)
    last = top + CLASS_ROWS
    sheet.write(last, A, "Ensemble des tirages", "total", "general")
    for col in (B, C, F, G, H):
        sheet.write(last, col, None, "total")
    for col, number in ((D, "int"), (E, "rate")):
        sheet.formula(last, col, f"=SUM({cells.area(top, col, CLASS_ROWS, 1, '')})", "total", number)
    sheet.name("out_classes_total", last, D, 1, 2)
    sheet.row = last + 1
