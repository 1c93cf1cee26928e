"""« Lignes », « Structures », « Paramètres », « Explications » and the two sheets of data."""

from __future__ import annotations

from typing import Any

from excel_tools.comparison.figures import (
    ADDED,
    CHARGES,
    LOWEST,
    MEASURE_LABELS,
    MEASURES,
    PRODUITS,
    RESULTAT,
    TRESORERIE,
)
from excel_tools.reports.comparison_shape import (
    CAUSE_ROWS,
    DATA_ROWS,
    LINES,
    PARAMETER_ROWS,
    SCENARIO_ROWS,
    SCOPE_ROWS,
    SENTENCE_ROWS,
    SHORT,
    line_number,
)
from templates.comparison_plan import (
    DATA_TOP,
    YEARS_AT,
    Plan,
    data_column,
    fit,
    key,
    key_head,
    measure,
    scope_sum,
    title,
    year_heads,
)
from templates.kit import cells, style
from templates.kit.book import Sheet
from templates.kit.plan import A, B, C, D, E, I


def scenarios(plan: Plan) -> None:
    """Write « Paramètres »: the scenarios, then what each one changes, side by side."""
    sheet = plan.book.sheets["Paramètres"]
    title(sheet, "Paramètres des scénarios", choice=False)
    sheet.ws.freeze_panes(3, 1)
    sheet.repeat(1)
    sheet.section("Scénarios")
    sheet.head(sheet.row, ["Scénario", "Rôle", "Hypothèses"], 2)
    top = plan.first["scenarios"] = sheet.row + 1
    sheet.filled("bar_scenarios", top, A, SCENARIO_ROWS, number="word", look="label")
    sheet.filled("bar_scenario_roles", top, B, SCENARIO_ROWS, number="word", look="label")
    sheet.filled("bar_scenario_hypotheses", top, C, SCENARIO_ROWS, number="int")
    at = 3 + SCENARIO_ROWS + 1
    sheet.write(top - 1, at, "n°", "note", "", align="right")
    sheet.filled("bar_s_n", top, at, SCENARIO_ROWS, number="int", look="note")
    sheet.row = top + SCENARIO_ROWS + 1
    sheet.section(
        "Ce que chacun change", "Vide : comme les saisies de la structure. Un scénario sans ligne ne change rien."
    )
    row = sheet.row
    sheet.head(row, ["Paramètre", "Structures", "À partir de"], 2)
    sheet.across(row, D, SCENARIO_ROWS, '=INDEX(bar_scenarios,COLUMNS($D:D))&""', "strong", "", **_FITTED)
    sheet.name("out_parametres_scenarios", row, D, 1, SCENARIO_ROWS)
    # a head only over the scenarios that there are
    look = sheet.book.format("head_right", "")
    rule = {"type": "formula", "criteria": f"=LEN({cells.cell(row, D)})>0", "format": look}
    sheet.ws.conditional_format(row, D, row, D + SCENARIO_ROWS - 1, rule)
    top, left = row + 1, sheet.book.format("label", "", text_wrap=False, shrink=True)
    right, year = sheet.book.format("label", "", **_FITTED), sheet.book.format("label", "year", align="right")
    for line in range(top, top + PARAMETER_ROWS):
        for col in range(D + SCENARIO_ROWS):
            sheet.ws.write_blank(line, col, None, left if col < C else year if col == C else right)
    sheet.name("bar_parametres", top, A, PARAMETER_ROWS, 3)
    sheet.name("bar_parametres_valeurs", top, D, PARAMETER_ROWS, SCENARIO_ROWS)
    sheet.row = top + PARAMETER_ROWS
    fit(plan, sheet, sheet.row, 2 + SCENARIO_ROWS)


_FITTED: dict[str, Any] = {"align": "right", "shrink": True, "text_wrap": False}


def structures(plan: Plan) -> None:
    """Write « Structures »: all together, each type, each region, each structure."""
    sheet = plan.book.sheets["Structures"]
    title(sheet, "Structures, types et régions")
    sheet.ws.freeze_panes(6, 1)
    sheet.repeat(5)
    sheet.write(3, A, "Tous exercices réunis ; l'écart est celui de la variante choisie à la référence.", "line")
    heads = [
        "Périmètre",
        "Produits, référence",
        "Produits, variante",
        "Écart en %",
        "Écart de produits",
        "Écart de charges",
        "Écart de résultat",
        "Écart de trésorerie en fin d'horizon",
        "Structures sous zéro, variante",
    ]
    sheet.head(5, heads)
    sheet.lines(5, 3)
    top = plan.first["perimetres"] = 6
    k = plan.keys + 2
    helpers = [f"{MEASURE_LABELS[code]}, {who}" for code in (CHARGES, RESULTAT, TRESORERIE) for who in ("réf.", "var.")]
    for step, label in enumerate(["n°", "structure", "type", "région", "seule", *helpers]):
        sheet.write(5, k + step, label, "note", "", align="right", text_wrap=False)
    sheet.filled("bar_perimetres", top, A, SCOPE_ROWS, look="label")
    for row in range(top, top + SCOPE_ROWS):
        sheet.ws.write_blank(row, A, None, sheet.book.format("label"))
    for step, name in enumerate(("n", "s", "t", "r", "u")):
        sheet.filled(f"bar_p_{name}", top, k + step, SCOPE_ROWS, number="word", look="note")
    who = "".join(f"bar_d_{name},{cells.cell(top, k + step, 'col')}," for step, name in enumerate("str", 1))

    def summed(code: str, scenario: str) -> str:
        return f"=SUMIFS(bar_d_h,{who}bar_d_c,{scenario},{measure(code)})"

    def gap(right: str, left: str) -> str:
        return f"={right}-{left}"

    h = k + 5
    place = [cells.cell(top, col) for col in range(h, h + 6)]
    b, c = cells.cell(top, B), cells.cell(top, C)
    e = cells.cell(top, E)
    columns = (
        (B, summed(PRODUITS, "1"), "euro"),
        (C, summed(PRODUITS, "out_v"), "euro"),
        (D, f'=IF({b}=0,"",{e}/ABS({b}))', "rate"),
        (E, gap(c, b), "euro"),
        (E + 1, gap(place[1], place[0]), "euro"),
        (E + 2, gap(place[3], place[2]), "euro"),
        (E + 3, gap(place[5], place[4]), "euro"),
        (I, f'=COUNTIFS(bar_d_h,"<0",{who}bar_d_c,out_v,{measure(LOWEST)})', "int"),
    )
    for col, formula, number in columns:
        sheet.down(top, col, SCOPE_ROWS, formula, "value", number)
    sheet.name("out_structures", top, B, SCOPE_ROWS, len(columns))
    for step, code in enumerate((CHARGES, RESULTAT, TRESORERIE)):
        sheet.down(top, h + 2 * step, SCOPE_ROWS, summed(code, "1"), "note", "number")
        sheet.down(top, h + 2 * step + 1, SCOPE_ROWS, summed(code, "out_v"), "note", "number")
    sheet.name("out_structures_detail", top, h, SCOPE_ROWS, 6)
    sheet.grey_zeros(top, D, SCOPE_ROWS, 6)
    sheet.row = top + SCOPE_ROWS
    fit(plan, sheet, sheet.row, I)


def lines(plan: Plan) -> None:
    """Write « Lignes »: every line under the reference and the variant, and its gap."""
    sheet = plan.book.sheets["Lignes"]
    title(sheet, "Ligne par ligne")
    sheet.ws.freeze_panes(4, 2)
    sheet.repeat(3)
    sheet.tight(13)
    sheet.row = 3
    key_head(plan, sheet, sheet.row, "ligne n°", "lecture")
    year_heads(plan, sheet, "lignes", ("Ligne", "", "Total", "Écart en %"))
    sheet.write(3, B, "Scénario", "head")
    for code in ADDED:
        if code != ADDED[0]:
            sheet.page_break()
        _measure(plan, sheet, code)
    fit(plan, sheet, sheet.row)


def _measure(plan: Plan, sheet: Sheet, code: str) -> None:
    short = SHORT[code]
    own = [line for line in LINES if line.measure == code]
    for col in range(plan.last + 1):
        sheet.write(sheet.row, col, MEASURE_LABELS[code] if col == A else None, "part", "general")
    sheet.row += 1
    top = sheet.row
    last = top + 3 * len(own) - 1
    for line in own:
        row = sheet.row
        number = line_number(line.measure, line.kind, line.code)
        _readings(plan, sheet, line.label, "value")
        where = cells.cell(row, plan.keys, "col")
        for step, scenario in enumerate(("1", "out_v")):
            key(plan, sheet, row + step, number)
            formula = scope_sum(data_column("Données"), scenario, f"bar_d_l,{where}")
            sheet.across(row + step, YEARS_AT, plan.years, cells.shifted(f"={formula}", step, 0))
        _gap(plan, sheet, row, f"out_lig_{number}_pct")
        sheet.row = row + 3
    sheet.down(top, C, 3 * len(own), f"=SUM({cells.area(top, YEARS_AT, 1, plan.years, '')})", "value", bold=True)
    sheet.name(f"out_lig_{short}_totaux", top, C, 3 * len(own))
    sheet.name(f"out_lig_{short}", top, YEARS_AT, 3 * len(own), plan.years)
    row = plan.first[f"lignes_{code}"] = sheet.row
    _readings(plan, sheet, f"Total : {MEASURE_LABELS[code].lower()}", "sum")
    marks = cells.area(top, plan.keys + 1, 3 * len(own), 1)
    where = cells.cell(row, plan.keys + 1, "col")
    for step in range(3):
        for left, width in ((C, 1), (YEARS_AT, plan.years)):
            column = cells.area(top, left, 3 * len(own), 1, "row")
            formula = cells.shifted(f"=SUMIFS({column},{marks},{where})", step, 0)
            sheet.across(row + step, left, width, formula, "sum")
    sheet.name(f"out_lig_{short}_somme_totaux", row, C, 3)
    sheet.name(f"out_lig_{short}_somme", row, YEARS_AT, 3, plan.years)
    first, here = cells.cell(row, C), cells.cell(row + 2, C)
    sheet.formula(row + 2, D, f'=IF({first}=0,"",{here}/ABS({first}))', "sum", "rate")
    sheet.name(f"out_lig_{short}_pct", row + 2, D)
    sheet.grey_zeros(top, C, last - top + 1, plan.last - C + 1)
    sheet.row = row + 3


def _readings(plan: Plan, sheet: Sheet, label: str, look: str) -> None:
    """Write the label of a line, what its three rows are, and their numbers beyond the page."""
    text = "label" if look == "value" else look
    more = {"bottom": 0} if look == "value" else {}
    for step, name in enumerate(("Référence", "Variante", "Écart")):
        row = sheet.row + step
        ruled = {} if step == 2 else more
        sheet.write(row, A, label if step == 0 else None, text, "" if look == "value" else "general", **ruled)
        sheet.write(row, B, name, "note" if look == "value" else look, "" if look == "value" else "general", **ruled)
        if step < 2:
            sheet.write(row, D, None, text, "", **ruled)
        key(plan, sheet, row, step + 1, 1)


def _gap(plan: Plan, sheet: Sheet, row: int, name: str) -> None:
    formula = f"={cells.cell(row + 1, YEARS_AT)}-{cells.cell(row, YEARS_AT)}"
    sheet.across(row + 2, YEARS_AT, plan.years, formula, "value", font_color=style.SLATE, italic=True)
    first, here = cells.cell(row, C), cells.cell(row + 2, C)
    sheet.formula(row + 2, D, f'=IF({first}=0,"",{here}/ABS({first}))', "value", "rate")
    sheet.name(name, row + 2, D)


def sentences(plan: Plan) -> None:
    """Write « Explications »: each cause of each gap in a sentence, with its source."""
    sheet = plan.book.sheets["Explications"]
    title(sheet, "Explications des écarts", choice=False)
    sheet.ws.freeze_panes(4, 2)
    sheet.repeat(3)
    text = "Ce que change chaque cause, seule : sur les produits ; à défaut sur le résultat, puis sur la trésorerie."
    sheet.write(2, A, text, "line")
    sheet.head(3, ["Cause", "Ce qui change, et ce que cela donne", "Effet seul", "Source"], 2, texts=(3,))
    texts, money = sheet.book.format("plain", "", text_wrap=False), sheet.book.format("plain", "euro")
    for col, look in enumerate((texts, texts, money, sheet.book.format("plain", "", text_wrap=False, indent=1))):
        sheet.ws.set_column(col, col, sheet.widths[col], look)
    sheet.name("bar_explications", 4, A, SENTENCE_ROWS, 4)
    last = 3 + SENTENCE_ROWS
    # a structure and a variant head their causes; a sentence goes on over the rows below its own
    for formula, look in (
        ("=AND(LEN($A5)>0,LEN($B5)=0)", sheet.book.format("part")),
        ("=LEN($A5)>0", sheet.book.format("ruled")),
    ):
        sheet.ws.conditional_format(4, A, last, 3, {"type": "formula", "criteria": formula, "format": look})
    sheet.row = last + 1
    fit(plan, sheet, sheet.row, 3)


def data(plan: Plan) -> None:
    """Write the two sheets of flat rows that every formula reads; only their heads are printed."""
    sheet = plan.book.sheets["Données"]
    _data_head(
        plan, sheet, "Données du moteur", ("Structure", "Scénario", "Mesure", "Ligne"), ("scénario", "mesure", "ligne")
    )
    for step, code in enumerate(MEASURES):
        sheet.write(3, YEARS_AT + step, MEASURE_LABELS[code], "note", "", align="right")
        sheet.write(4, YEARS_AT + step, step + 1, "note", "int")
        sheet.name(f"bar_m_{SHORT[code]}", 4, YEARS_AT + step)
    sheet.lines(3, 3)
    sheet.write(4, D, "Numéros des mesures", "note", "", align="right")
    _data_names(plan, sheet, "d", ("t", "g", "s", "r", "c", "m", "l"), DATA_ROWS)
    sheet = plan.book.sheets["Causes"]
    _data_head(
        plan, sheet, "Effets des causes", ("Structure", "Variante", "Mesure", "Cause"), ("variante", "mesure", "effet")
    )
    _data_names(plan, sheet, "e", ("t", "g", "s", "r", "c", "m", "n"), CAUSE_ROWS)


def _data_head(
    plan: Plan, sheet: Sheet, text: str, texts: tuple[str, str, str, str], numbers: tuple[str, str, str]
) -> None:
    title(sheet, text, choice=False)
    rows = DATA_ROWS if sheet.title == "Données" else CAUSE_ROWS
    text = f"Valeurs calculées par le programme, que lisent les formules des autres feuilles ; {rows} lignes au plus."
    sheet.write(2, A, text, "line")
    sheet.write(3, A, "Ces lignes ne s'impriment pas : elles se lisent et se copient à l'écran.", "line")
    for line in range(5):
        for col in (B, C, D):
            sheet.write(line, col, None, "plain")
    row = DATA_TOP - 1
    year_row, sheet.row = row, row
    year_heads(plan, sheet, f"{'donnees' if sheet.title == 'Données' else 'effets'}", texts)
    for col in range(YEARS_AT):
        sheet.write(year_row, col, texts[col], "head")
    heads = (
        "Sur l'horizon",
        "Type",
        "Région",
        "n° de structure",
        "n° de région",
        *(f"n° de {word}" for word in numbers),
    )
    for step, head in enumerate(heads):
        sheet.write(year_row, plan.last + 1 + step, head, "head_right" if step not in (1, 2) else "head")
    sheet.lines(year_row, 2)
    sheet.ws.freeze_panes(DATA_TOP, 1)
    sheet.repeat(1)
    fit(plan, sheet, 3, D)


def _data_names(plan: Plan, sheet: Sheet, prefix: str, after: tuple[str, ...], rows: int) -> None:
    """Give each column of the data its name and its look; the writer makes the cells."""
    book = sheet.book
    text, money, number = (
        book.format("label", "", text_wrap=False),
        book.format("value", "euro"),
        book.format("note", "int", align="right"),
    )
    sheet.name(f"bar_{prefix}_textes", DATA_TOP, A, rows, 4)
    sheet.name(f"bar_{prefix}_ex", DATA_TOP, YEARS_AT, rows, plan.years)
    sheet.name(f"bar_{prefix}_h", DATA_TOP, plan.last + 1, rows)
    for step, name in enumerate(after, plan.last + 2):
        sheet.name(f"bar_{prefix}_{name}", DATA_TOP, step, rows)
    for col, width in enumerate(sheet.widths):
        look = text if col < YEARS_AT or col in (plan.last + 2, plan.last + 3) else number
        sheet.ws.set_column(col, col, width, money if YEARS_AT <= col <= plan.last + 1 else look)
    sheet.row = DATA_TOP + rows
