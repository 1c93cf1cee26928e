"""The pages a treasurer hands over: Budget, Trésorerie, Comparaison."""

from __future__ import annotations

from typing import Any

from excel_tools.accounts.alerts import NO_ASSOCIATION
from excel_tools.reports.alert_shape import HYPOTHESES
from excel_tools.reports.shape import CLASS_LABELS, COMPARED, MONTHS, SCENARIOS, TOTALS, YEARS, Shape
from templates.kit import cells, style
from templates.kit.alert_lists import hypotheses
from templates.kit.book import Book, Sheet
from templates.kit.months import columns, heads
from templates.kit.plan import MONTHS_TOP, A, B, C, D, I, months_title, scenario_title
from templates.kit.scenario import ScenarioSheet
from templates.shared_texts import SOCIETY

_TOTAL_LABELS = dict(TOTALS)


def displayed(address: str, title: str = "Scénario") -> str:
    """Return the CHOOSE that reads a cell of the displayed scenario."""
    places = ",".join(f"'{title} {number}'!{address}" for number in range(1, SCENARIOS + 1))
    return f"=CHOOSE(in_scenario,{places})"


def year_heads(
    sheet: Sheet, key: str, title: str, second: str = "", third: str = "", total: str = "Total 5 ans"
) -> None:
    """Head a table over the fiscal years."""
    sheet.head(sheet.row, [title, second, third], 2)
    sheet.across(sheet.row, D, YEARS, cells.YEAR_HEAD, "head_year", "")
    sheet.name(f"out_{key}_exercices", sheet.row, D, 1, YEARS)
    sheet.write(sheet.row, I, total, "head_right")
    sheet.row += 1


def closings(sheet: Sheet, key: str) -> None:
    """Write above the heads the day on which each fiscal year closes: it need not be the 31st of December."""
    sheet.write(3, A, "Clôture de l'exercice", "line", "", align="right")
    sheet.across(3, D, YEARS, "=DATE(in_exercice+COLUMNS($D:D),in_mois1,1)-1", "line", "date")
    sheet.name(f"out_{key}_clotures", 3, D, 1, YEARS)


def _subtitle(sheet: Sheet, key: str) -> None:
    sheet.formula(2, 0, '="Scénario : "&INDEX(in_scenario_noms,in_scenario)', "strong", "")
    sheet.name(f"out_{key}_scenario", 2, 0)


class _Rows:
    """Rows of « Budget » that mirror rows of the displayed scenario."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def mirror(self, label: str, account: str, source: int, look: str = "value") -> int:
        """Write one row with its total; return where it stands."""
        sheet, row = self.sheet, self.sheet.row
        self._labels(label, account, look)
        sheet.across(row, D, YEARS, displayed(cells.cell(source, D)), look)
        sheet.formula(row, I, f"=SUM({cells.area(row, D, 1, YEARS, '')})", look)
        sheet.row += 1
        return row

    def own(self, label: str, account: str, formula: str, look: str = "value") -> None:
        """Write a row computed on the sheet itself."""
        sheet, row = self.sheet, self.sheet.row
        self._labels(label, account, look)
        sheet.across(row, D, YEARS, formula, look)
        sheet.formula(row, I, f"=SUM({cells.area(row, D, 1, YEARS, '')})", look)
        sheet.row += 1

    def _labels(self, label: str, account: str, look: str) -> None:
        plain = look == "value"
        self.sheet.write(self.sheet.row, A, label, "label1" if plain else look, "" if plain else "general")
        self.sheet.write(self.sheet.row, B, account, "label" if plain else look, "" if plain else "general")
        if not plain:
            self.sheet.write(self.sheet.row, C, None, look)


def budget(book: Book, shape: Shape, first: ScenarioSheet) -> dict[str, int]:
    """Write the budget of the displayed scenario; return the rows of its totals."""
    sheet = book.sheets["Budget"]
    sheet.heading("Budget prévisionnel")
    _subtitle(sheet, "budget")
    closings(sheet, "budget")
    sheet.ws.freeze_panes(5, 1)
    sheet.repeat(4)
    rows, found = _Rows(sheet), {}
    top_row = sheet.row
    sheet.tight(13.5)
    year_heads(sheet, "budget", "Budget", "Compte")
    _subhead(sheet, "Produits")
    top = sheet.row - 1
    for line, label in enumerate(shape.labels):
        rows.mirror(label, shape.account, first.rows["produits"] + line)
    found["aides"] = rows.mirror("Aides ponctuelles", shape.account, first.rows["total_aides"])
    found["autres"] = rows.mirror("Autres produits", "70 à 79", first.rows["total_autres"])
    found["reprise"] = rows.mirror(_TOTAL_LABELS["reprise"], "789", first.rows["total_reprise"])
    found["produits"] = rows.mirror("Total des produits", "", first.rows["total_produits"], "total")
    sheet.name("out_budget_produits", top + 1, D, len(shape.lines) + 4, YEARS + 1)
    sheet.row += 1
    _subhead(sheet, "Charges")
    top = sheet.row
    classes = book.names["out_charges_classes"][1]
    for step, (account, label) in enumerate(CLASS_LABELS.items()):
        rows.own(label, account, f"='Charges'!{cells.cell(classes + step, D)}")
    rows.mirror(_TOTAL_LABELS["dotation"], "689", first.rows["total_dotation"])
    found["charges"] = rows.mirror("Total des charges", "", first.rows["total_charges_totales"], "total")
    sheet.name("out_budget_charges", top, D, len(CLASS_LABELS) + 2, YEARS + 1)
    found["resultat"] = rows.mirror("Résultat de l'exercice", "", first.rows["total_resultat"], "result")
    sheet.name("out_budget_resultat", found["resultat"], D, 1, YEARS + 1)
    sheet.row += 1
    _balances(book, sheet, first)
    sheet.row += 1
    sheet.page_break()
    for key, title in (("droits", "Droits"), ("encaissements", "Encaissements")):
        _subhead(sheet, title)
        top = sheet.row
        for line, label in enumerate(shape.labels):
            rows.mirror(label, shape.account, first.rows[key] + line)
        if key == "encaissements":
            rows.mirror("Aides ponctuelles", shape.account, first.rows["total_aides"])
            rows.mirror("Autres produits", "70 à 79", first.rows["total_autres_recus"])
        found[key] = rows.mirror(f"Total des {title.lower()}", "", first.rows[f"total_{key}"], "total")
        sheet.name(f"out_budget_{key}", top, D, sheet.row - top, YEARS + 1)
        sheet.row += 1
    sheet.grey_zeros(top_row, D, sheet.row - top_row, YEARS + 1)
    if shape.kind in NO_ASSOCIATION:
        sheet.remark(sheet.row, *SOCIETY)
    return found


def _subhead(sheet: Sheet, title: str) -> None:
    """Head a part of the page, under the years that head it all."""
    for col in range(I + 1):
        sheet.write(sheet.row, col, title if col == 0 else None, "part", "general")
    sheet.row += 1


def _balances(book: Book, sheet: Sheet, first: ScenarioSheet) -> None:
    _subhead(sheet, "Soldes en fin d'exercice")
    top = sheet.row
    own = {key: book.names[f"out_{key}"] for key in ("produits_creances", "charges_dettes")}
    closing = {key: f"='{place[0]}'!{cells.cell(place[1] + place[3] - 1, D)}" for key, place in own.items()}
    for label, account, formula in (
        (
            "Créances (+) ou produits constatés d'avance (−)",
            "441 / 487",
            displayed(cells.cell(first.rows["total_creances"], D)),
        ),
        ("Autres produits à recevoir", "41 / 46", closing["produits_creances"]),
        ("Dettes : charges à payer", "40 / 43", closing["charges_dettes"]),
        ("Fonds dédiés", "194", displayed(cells.cell(first.rows["fonds_cloture"], D))),
        ("Trésorerie", "512", displayed(cells.cell(first.rows["total_tresorerie"], D))),
    ):
        sheet.write(sheet.row, A, label, "label1")
        sheet.write(sheet.row, B, account, "label", "")
        sheet.across(sheet.row, D, YEARS, formula)
        sheet.row += 1
    sheet.name("out_budget_soldes", top, D, 5, YEARS)


def cash(book: Book, shape: Shape) -> None:
    """Write the sixty months of the displayed scenario, and its chart."""
    sheet = book.sheets["Trésorerie"]
    sheet.heading("Plan de trésorerie")
    _subtitle(sheet, "tresorerie")
    width = len(columns(shape))
    top, last = MONTHS_TOP, width - 1
    sheet.formula(
        3,
        0,
        "=INDEX(out_alertes_constats,1)",
        "strong",
        "",
        text_wrap=False,
    )
    sheet.name("out_tresorerie_alerte", 3, 0)
    heads(sheet, shape, "Alerte", "Découvert")
    first = top + 1
    sheet.down(
        top, 0, MONTHS, f"=EDATE(DATE(in_exercice,in_mois1,1),ROWS(A${first}:A{first})-1)", number="month", align="left"
    )
    sheet.name("out_tresorerie_mois", top, 0, MONTHS)
    for col in range(1, width):
        look = "sum" if col in (last, last - 2) else "value"
        sheet.down(top, col, MONTHS, displayed(cells.cell(top, col), "Mois"), look)
    sheet.name("out_tresorerie", top, 1, MONTHS, width - 1)
    sheet.grey_zeros(top, 1, MONTHS, width - 1)
    sheet.down(top, width, MONTHS, f'=IF({cells.cell(top, last)}<0,"Négatif","")', "state", "", font_color=style.ALERT)
    sheet.name("out_tresorerie_etat", top, width, MONTHS)
    sheet.down(top, width + 1, MONTHS, f"=MIN(0,{cells.cell(top, last)})", number="euro_or_none")
    sheet.name("out_tresorerie_decouvert", top, width + 1, MONTHS)
    chart = cash_curve(book, "Solde à la fin du mois", top, last)
    text = "Courbe de la trésorerie à la fin de chacun des soixante mois ; les mois négatifs sont hachurés sous zéro."
    sheet.picture(top + MONTHS + 1, 0, chart, text, 1640, 330)


def comparison(book: Book, first: ScenarioSheet) -> None:
    """Write the three scenarios side by side, live, and their gap to the first one."""
    sheet = book.sheets["Comparaison"]
    sheet.paginated = True
    sheet.heading(
        "Comparaison des trois scénarios",
        "Les trois scénarios sont toujours calculés ; l'écart est celui au scénario 1.",
    )
    closings(sheet, "comparaison")
    sheet.ws.freeze_panes(4, 1)
    sheet.repeat(3)
    tops = {}
    for key in COMPARED:
        summed = key != "tresorerie"
        year_heads(sheet, f"comparaison_{key}", _TOTAL_LABELS[key], total="Total 5 ans" if summed else "")
        top = tops[key] = sheet.row
        width = YEARS + int(summed)
        for number in range(1, SCENARIOS + 1):
            row = top + number - 1
            sheet.formula(row, A, f"=INDEX(in_scenario_noms,{cells.cell(row, B, 'col')})", "label", "")
            sheet.write(row, B, number, "note", "int")
            source = f"'{scenario_title(number)}'!{cells.cell(first.rows[f'total_{key}'], D)}"
            sheet.across(row, D, YEARS, f"={source}")
            if summed:
                sheet.formula(row, I, f"=SUM({cells.area(row, D, 1, YEARS, '')})", "sum")
        for number in range(2, SCENARIOS + 1):
            row = top + SCENARIOS + number - 2
            # « prudent – central »: what is taken from what
            rank = f"ROWS({cells.cell(top + SCENARIOS, A, 'row')}:{cells.cell(row, A)})+1"
            sheet.formula(row, A, f'=INDEX(in_scenario_noms,{rank})&" – "&INDEX(in_scenario_noms,1)', "note", "")
            sheet.across(
                row,
                D,
                width,
                f"={cells.cell(top + number - 1, D)}-{cells.cell(top, D)}",
                "value",
                font_color=style.SLATE,
            )
        sheet.name(f"out_comparaison_{key}_noms", top, A, SCENARIOS)
        sheet.name(f"out_comparaison_{key}_ecarts", top + SCENARIOS, A, SCENARIOS - 1)
        sheet.name(f"out_comparaison_{key}", top, D, 2 * SCENARIOS - 1, width)
        sheet.row = top + 2 * SCENARIOS
    _lowest(sheet, first.shape)
    hypotheses(sheet, first.shape, sheet.row + 1, "out_comparaison_hypotheses", I)
    sheet.row += len(HYPOTHESES[first.shape.kind]) + 1
    heads_row = book.names["out_comparaison_produits_exercices"][1]
    for step, (key, title, text) in enumerate(
        (
            ("resultat", "Résultat par exercice", "Histogramme du résultat de chaque exercice, par scénario."),
            (
                "tresorerie",
                "Trésorerie en fin d'exercice",
                "Histogramme de la trésorerie en fin d'exercice, par scénario.",
            ),
        )
    ):
        chart = book.chart("column")
        for number in range(SCENARIOS):
            chart.add_series(
                {
                    "name": ["Comparaison", tops[key] + number, A],
                    "categories": ["Comparaison", heads_row, D, heads_row, D + YEARS - 1],
                    "values": ["Comparaison", tops[key] + number, D, tops[key] + number, D + YEARS - 1],
                    "fill": {"color": style.CHART[number]},
                    "border": {"color": style.INK, "width": 0.5},
                    "gap": 80,
                }
            )
        dress(chart, title)
        sheet.picture(sheet.row + 1, (A, D + 1)[step], chart, text, 580, 245)


def _lowest(sheet: Sheet, shape: Shape) -> None:
    """Write the lowest cash of each scenario, its month, and how many months are below zero."""
    sheet.head(sheet.row, ["Trésorerie au plus bas", "", "", "Solde", "À la fin de", "Mois sous zéro"], 3)
    top = sheet.row + 1
    months = f"'Trésorerie'!{cells.area(MONTHS_TOP, 0, MONTHS, 1)}"
    for number in range(1, SCENARIOS + 1):
        row, balances = top + number - 1, closing_months(shape, number)
        sheet.formula(row, A, f"=INDEX(in_scenario_noms,{cells.cell(row, B, 'col')})", "label", "")
        sheet.write(row, B, number, "note", "int")
        sheet.formula(row, D, f"=MIN({balances})")
        place = f"=INDEX({months},MATCH({cells.cell(row, D)},{balances},0))"
        sheet.formula(row, D + 1, place, number="month")
        sheet.formula(row, D + 2, f'=COUNTIF({balances},"<0")', number="int")
    sheet.name("out_comparaison_plus_bas_noms", top, A, SCENARIOS)
    sheet.name("out_comparaison_plus_bas", top, D, SCENARIOS, 3)
    sheet.row = top + SCENARIOS + 1


def euro_axis() -> dict[str, object]:
    """Return an axis of euros with a light grid."""
    return {
        "num_font": font(),
        "num_format": '#,##0 "€"',
        "major_gridlines": {"visible": True, "line": {"color": style.RULE, "width": 0.5}},
        "line": {"none": True},
    }


def month_axis() -> dict[str, object]:
    """Return an axis of months, one label in six."""
    return {
        "num_font": font(),
        "num_format": "mm/yyyy",
        "date_axis": True,
        "major_unit": 6,
        "major_unit_type": "months",
        "label_position": "low",
        "line": {"color": style.RULE},
    }


def font(size: int = 9, **more: object) -> dict[str, object]:
    """Return the font of a chart's text."""
    return {"name": style.FONT, "size": size, "color": style.SLATE, **more}


def cash_curve(book: Book, name: str, top: int, col: int) -> Any:
    """Return the curve of the sixty closing balances of « Trésorerie », whose months begin at a row.

    The months below zero are hatched bars under the axis, so that no colour is needed to see them.
    """
    categories = ["Trésorerie", top, 0, top + MONTHS - 1, 0]
    chart = book.chart("line")
    below = book.chart("column")
    below.add_series(
        {
            "name": "Mois négatifs",
            "categories": categories,
            "values": ["Trésorerie", top, col + 2, top + MONTHS - 1, col + 2],
            "pattern": {"pattern": "wide_upward_diagonal", "fg_color": style.ALERT, "bg_color": style.WHITE},
            # a border would draw the months above zero as a line on the axis
            "border": {"none": True},
            "gap": 10,
        }
    )
    chart.add_series(
        {
            "name": name,
            "categories": categories,
            "values": ["Trésorerie", top, col, top + MONTHS - 1, col],
            "line": {"color": style.CHART[0], "width": 2},
        }
    )
    dress(chart, "Trésorerie à la fin de chaque mois")
    chart.set_x_axis(month_axis())
    chart.combine(below)
    return chart


def dress(chart: object, title: str) -> None:
    """Give a chart the house look: title, euros on the axis, a light grid, the legend below."""
    # XlsxWriter is untyped: the chart is what its documentation says
    drawing: object = chart
    setters = {
        "set_title": {
            "name": title,
            "name_font": {"name": style.FONT, "size": 12, "bold": True, "color": style.INK},
            "overlay": False,
        },
        "set_x_axis": {
            "num_font": font(),
            "num_format": '"Ex. "0',
            "label_position": "low",
            "line": {"color": style.RULE},
        },
        "set_y_axis": euro_axis(),
        "set_legend": {"position": "bottom", "font": font()},
        "set_chartarea": {"border": {"color": style.RULE}, "fill": {"color": style.WHITE}},
    }
    for setter, options in setters.items():
        getattr(drawing, setter)(options)


def month_column(shape: Shape) -> int:
    """Return the column of the closing balance in a monthly sheet."""
    return len(columns(shape)) - 1


def closing_months(shape: Shape, number: int) -> str:
    """Return the closing balances of a scenario, as another sheet writes them."""
    return f"'{months_title(number)}'!{cells.area(MONTHS_TOP, month_column(shape), MONTHS, 1)}"
