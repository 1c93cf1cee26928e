"""« Indemnités »: what each professional asks for, and what is retained of it under the ceiling of the civil year."""

from __future__ import annotations

from excel_tools.budget import CAPPED
from excel_tools.reports.shape import CLASS_LABELS, MONTHS, YEARS, Shape
from excel_tools.reports.spending_shape import ALONE, IDLE, INDEMNITY_ROWS, KNOWN, UNKNOWN
from templates.kit import cells, lines, rules
from templates.kit.book import Book, Sheet
from templates.kit.charges import calendar
from templates.kit.pages import closings
from templates.kit.plan import A, B, C, D, E, F, G, I, J, K

L = 11
_NOTE = (
    "Heures × taux horaire, par professionnel et par mission ; un même nom compte ensemble. "
    "Les noms ne sortent pas de cette feuille."
)
_COUNT = INDEMNITY_ROWS
_HOURS = rules.decimal("Heures", 0, 366 * 24, "Heures indemnisées dans l'exercice, deux décimales au plus.", places=2)


class _Places:
    """First rows of the blocks, down the sheet: what is read, then the detail of the calculation."""

    def __init__(self, top: int) -> None:
        self.top = top
        self.facts = top + _COUNT + 2
        height = _COUNT + 2
        self.kept, self.left = (self.facts + 9 + height * step for step in range(2))
        self.detail = self.left + height - 1
        self.asked, self.until, self.first, self.rest, self.classes = (
            self.detail + 3 + height * step for step in range(5)
        )


def draw(book: Book, shape: Shape) -> None:
    """Write the sheet; the ceilings are the names ``bar_pass_…`` where they hold."""
    sheet = book.sheets["Indemnités"]
    sheet.heading("Indemnités des professionnels", _NOTE)
    sheet.tight()
    closings(sheet, "indemnites")
    row = sheet.row
    sheet.head(row, ["Professionnel", "Mission", "Compte"], 3)
    lines.year_heads(sheet, row, "out_indemnites_exercices")
    for col, text in (
        (I, "Taux horaire"),
        (J, "Payé avant\n(dès janvier)"),
        (K, "Non retenu\n(5 exercices)"),
        (L, "État"),
    ):
        sheet.write(row, col, text, "head_center" if col == L else "head_right")
    sheet.lines(row, 2)
    sheet.ws.freeze_panes(row + 1, 1)
    sheet.repeat(2)
    at = _Places(row + 1)
    _inputs(sheet, shape, at.top)
    _total(sheet, at)
    _facts(sheet, shape, at)
    _retained(sheet, shape, at)
    _states(sheet, at)
    _left(sheet, shape, at)
    _classes(sheet, at)
    sheet.row = at.detail
    sheet.unprinted()
    if shape.kind in CAPPED:
        sheet.page_break(at.kept - 1)
    sheet.ws.print_area(0, 0, at.detail - 1, L)


def _inputs(sheet: Sheet, shape: Shape, top: int) -> None:
    before = "Payé à cette personne entre le 1er janvier et le premier jour de l'horizon (exercice décalé seulement)."
    for name, col, width, look, rule in (
        ("nom", A, 1, "general", rules.text("Professionnel", "Nom ou initiales ; le même nom partout pour la même.")),
        ("mission", B, 1, "general", rules.mission(shape)),
        ("compte", C, 1, "general", lines.account_rule(60, 69, "6226, employé si la cellule est vide")),
        ("heures", D, YEARS, "number", _HOURS),
        ("taux", I, 1, "euro", rules.euros("Taux horaire", "Euros de l'heure.")),
        ("anterieur", J, 1, "euro", rules.euros("Déjà payé", before)),
    ):
        sheet.input(f"in_indemnites_{name}", top, col, _COUNT, width, number=look, rule=rule)


def _total(sheet: Sheet, at: _Places) -> None:
    sheet.row = at.top + _COUNT
    kept = cells.area(at.kept, D, _COUNT, 1, "row")
    lines.total(sheet, "out_indemnites_total", "Total retenu, en euros", f"=SUM({kept})")


def _facts(sheet: Sheet, shape: Shape, at: _Places) -> None:
    """Write the civil years, their ceilings, and the months of a fiscal year up to December."""
    row = at.facts
    sheet.head(row, ["Plafond par personne, année civile", "", "", *[""] * (YEARS + 1)], 3)
    civil = "=in_exercice+COLUMNS($D:D)-1"
    sheet.write(row + 1, A, "Année civile")
    sheet.across(row + 1, D, YEARS + 1, civil, number="year")
    if shape.kind in CAPPED:
        label = "Plafond annuel de la sécurité sociale"
        # nothing is known before the first row: no amount, and the words below say so
        day = f"DATE({cells.cell(row + 1, D)},1,1)"
        ceiling = f"=IF({day}<INDEX(bar_pass_depuis,1),0,INDEX(bar_pass_montants,MATCH({day},bar_pass_depuis,1)))"
    else:
        label = f"Aucun plafond pour une {shape.kind} : tout ce qui est demandé est retenu"
        ceiling = f'="{IDLE}"'
    sheet.write(row + 2, A, label)
    sheet.across(row + 2, D, YEARS + 1, ceiling, **({} if shape.kind in CAPPED else {"align": "right"}))
    sheet.name("out_indemnites_plafonds", row + 1, D, 2, YEARS + 1)
    for step, (label, formula) in enumerate(
        (("Mois de l'exercice jusqu'en décembre", "=12-in_mois1+1"), ("Mois à partir de janvier", "=in_mois1-1")), 3
    ):
        sheet.write(row + step, A, label)
        sheet.formula(row + step, D, formula, number="int")
    sheet.name("out_indemnites_coupe", row + 3, D, 2)
    if shape.kind in CAPPED:
        _known(sheet, at)


def _known(sheet: Sheet, at: _Places) -> None:
    """Write what is asked in each civil year, and in words whether its ceiling is known."""
    row = at.facts + 5
    sheet.write(row, A, "Demandé dans l'année civile")
    until = cells.area(at.until, D, _COUNT, 1, "row")
    # the columns on the left of the first year hold no number
    past = [cells.area(block, C, _COUNT, 1, "row") for block in (at.asked, at.until)]
    sheet.across(row, D, YEARS + 1, f"=SUM({until})+SUM({past[0]})-SUM({past[1]})", shrink=True)
    sheet.write(row + 1, A, "Plafond de l'année")
    most, wanted = cells.cell(at.facts + 2, D), cells.cell(row, D)
    state = f'=IF({most}>0,"{KNOWN}",IF({wanted}>0,"{UNKNOWN}","{IDLE}"))'
    sheet.across(row + 1, D, YEARS + 1, state, "state", "", align="right")
    sheet.name("out_indemnites_civiles", row, D, 1, YEARS + 1)
    sheet.name("out_indemnites_connu", row + 1, D, 1, YEARS + 1)
    rule = {"type": "text", "criteria": "begins with", "value": UNKNOWN, "format": sheet.book.format_alert()}
    sheet.ws.conditional_format(row + 1, D, row + 1, D + YEARS, rule)


def _head(sheet: Sheet, row: int, title: str, name: str, third: str = "", second: str = "") -> None:
    sheet.head(row - 1, [title, second, third], 1)
    heads = f"out_indemnites_{name}_exercices"
    if name in ("premiers", "suites"):
        # the sums of the rows above begin at these heads: they stay numbers
        sheet.across(row - 1, D, YEARS, "=in_exercice+COLUMNS($D:D)-1", "head_year", "")
        sheet.name(heads, row - 1, D, 1, YEARS)
        return
    lines.year_heads(sheet, row - 1, heads)


def _names(sheet: Sheet, at: _Places, row: int, name: str) -> None:
    sheet.down(row, A, _COUNT, f"={cells.cell(at.asked, A, 'col')}", "label", "", text_wrap=False, shrink=True)
    sheet.name(f"out_indemnites_{name}_noms", row, A, _COUNT)


def _retained(sheet: Sheet, shape: Shape, at: _Places) -> None:
    """Write what is asked, its part up to December, what is retained of both."""
    who = cells.cell(at.top, A, "col")
    rate, hours = cells.cell(at.top, I, "col"), cells.cell(at.top, D)
    _head(sheet, at.asked, "Demandé : heures × taux", "demandes", "Compte", "Même personne (rang)")
    # a line without a name is a person of its own
    sheet.down(
        at.asked,
        A,
        _COUNT,
        f'=IF(TRIM({who})="","{ALONE}"&ROWS(A${at.top + 1}:A{at.top + 1}),{_shown(who)})',
        "label",
        "",
        text_wrap=False,
        shrink=True,
    )
    sheet.name("out_indemnites_noms", at.asked, A, _COUNT)
    # the first line of the same person: who shares a ceiling with whom
    people = cells.area(at.asked, A, _COUNT, 1)
    # letter by letter: = takes a ligature for its letters, MATCH alone a star for anything
    same = f"EXACT(LOWER({people}),LOWER({cells.cell(at.asked, A)}))*1"
    sheet.down(at.asked, B, _COUNT, f"=SUMPRODUCT(MATCH(1,{same},0))", "note", "int")
    sheet.name("out_indemnites_rangs", at.asked, B, _COUNT)
    account = cells.cell(at.top, C, "col")
    sheet.down(at.asked, C, _COUNT, f'=IF({account}="","6226",{account}&"")', "value", "general", align="right")
    sheet.name("out_indemnites_comptes", at.asked, C, _COUNT)
    _each(sheet, at.asked, f"=ROUND({hours}*{rate},2)")
    sheet.name("out_indemnites_demandes", at.asked, D, _COUNT, YEARS)

    _head(sheet, at.until, "Dont demandé jusqu'en décembre", "decembre")
    _names(sheet, at, at.until, "decembre")
    part = cells.cell(at.facts + 3, D, "both")
    _each(sheet, at.until, f"=ROUND({cells.cell(at.asked, D)}*{part}/12,2)")
    sheet.name("out_indemnites_decembre", at.until, D, _COUNT, YEARS)

    people, own = cells.area(at.asked, B, _COUNT, 1), cells.cell(at.asked, B, "col")
    above = f"{cells.cell(at.asked - 1, B, 'both')}:{cells.cell(at.asked - 1, B, 'col')}"

    def earlier(block: int) -> str:
        rows = f"{cells.cell(block - 1, D, 'row')}:{cells.cell(block - 1, D)}"
        return f"SUMPRODUCT(({above}={own})*{rows})"

    _head(sheet, at.first, "Retenu jusqu'en décembre", "premiers")
    _names(sheet, at, at.first, "premiers")
    carried = f"SUMPRODUCT(({people}={own})*{cells.area(at.rest, C, _COUNT, 1, 'row')})"
    most = cells.cell(at.facts + 2, D, "row")
    # the middle of nothing, what is asked and the room left is what fits, be there any room or none
    until = cells.cell(at.until, D)
    capped = shape.kind in CAPPED
    _each(
        sheet,
        at.first,
        f"=ROUND(MEDIAN(0,{until},{most}-{carried}-{earlier(at.first)}),2)" if capped else f"={until}",
    )
    sheet.name("out_indemnites_premiers", at.first, D, _COUNT, YEARS)

    _head(sheet, at.rest, "Retenu à partir de janvier", "suites", "Avant l'horizon")
    _names(sheet, at, at.rest, "suites")
    sheet.down(at.rest, C, _COUNT, f"=IF(in_mois1>1,N({cells.cell(at.top, J)}),0)")
    sheet.name("out_indemnites_avant", at.rest, C, _COUNT)
    most = cells.cell(at.facts + 2, E, "row")
    wanted = f"{cells.cell(at.asked, D)}-{until}"
    _each(
        sheet,
        at.rest,
        f"=ROUND(MEDIAN(0,{wanted},{most}-{earlier(at.rest)}),2)" if capped else f"=ROUND({wanted},2)",
    )
    sheet.name("out_indemnites_suites", at.rest, D, _COUNT, YEARS)

    _head(sheet, at.kept, "Retenu dans l'exercice", "retenus")
    _names(sheet, at, at.kept, "retenus")
    _each(sheet, at.kept, f"={cells.cell(at.first, D)}+{cells.cell(at.rest, D)}")
    sheet.name("out_indemnites_retenus", at.kept, D, _COUNT, YEARS)
    for row in (at.asked, at.until, at.first, at.rest, at.kept):
        sheet.grey_zeros(row, C, _COUNT, YEARS + 1)


def _shown(who: str) -> str:
    """Return a name without the spaces that cannot be told from a plain one."""
    return f'TRIM(SUBSTITUTE(SUBSTITUTE({who},"\u00a0"," "),"\u202f"," "))'


def _each(sheet: Sheet, row: int, formula: str) -> None:
    """Write the formula of the first line and year, and its copies."""
    for step in range(_COUNT):
        sheet.across(row + step, D, YEARS, cells.shifted(formula, step, 0), shrink=True)


def _states(sheet: Sheet, at: _Places) -> None:
    asked, kept = (cells.area(row, D, 1, YEARS, "col") for row in (at.asked, at.kept))
    sheet.down(at.top, K, _COUNT, f"=ROUND(SUM({asked})-SUM({kept}),2)")
    sheet.name("out_indemnites_exces", at.top, K, _COUNT)
    over = cells.cell(at.top, K)
    state = f'=IF({over}>0,"Plafond dépassé",IF(SUM({asked})>0,"Retenu","–"))'
    sheet.down(at.top, L, _COUNT, state, "state", "")
    sheet.name("out_indemnites_etat", at.top, L, _COUNT)
    sheet.grey_zeros(at.top, K, _COUNT, 1)
    rule = {"type": "text", "criteria": "containing", "value": "dépassé", "format": sheet.book.format_alert()}
    sheet.ws.conditional_format(at.top, L, at.top + _COUNT - 1, L, rule)


def _left(sheet: Sheet, shape: Shape, at: _Places) -> None:
    """Write what may still be paid to each person in each civil year."""
    if shape.kind not in CAPPED:
        return
    sheet.head(at.left - 1, ["Place sous le plafond, par année civile", "", "", *[""] * (YEARS + 1)], 3)
    for col in range(D, D + YEARS + 1):
        sheet.formula(at.left - 1, col, f"={cells.cell(at.facts + 1, col, 'row')}", "head_right", "year")
    sheet.name("out_indemnites_reste_annees", at.left - 1, D, 1, YEARS + 1)
    _names(sheet, at, at.left, "reste")
    people, own = cells.area(at.asked, B, _COUNT, 1), cells.cell(at.asked, B, "col")
    rest = cells.area(at.rest, C, _COUNT, 1, "row")
    first = cells.area(at.first, D, _COUNT, 1, "row")
    paid = f"SUMPRODUCT(({people}={own})*({first}+{rest}))"
    formula = f"=MAX(0,ROUND({cells.cell(at.facts + 2, D, 'row')}-{paid},2))"
    for step in range(_COUNT):
        sheet.across(at.left + step, D, YEARS + 1, cells.shifted(formula, step, 0), shrink=True)
    sheet.name("out_indemnites_reste", at.left, D, _COUNT, YEARS + 1)


def _classes(sheet: Sheet, at: _Places) -> None:
    sheet.row = at.classes - 1
    accounts, amounts = cells.area(at.asked, C, _COUNT, 1), cells.area(at.kept, D, _COUNT, 1, "row")

    def formula(row: int) -> str:
        mark = cells.cell(row, B, "col")
        return f"=SUMPRODUCT((LEFT({accounts},LEN({mark}))={mark})*{amounts})"

    lines.classes(sheet, "out_indemnites_classes", CLASS_LABELS, formula)


def draw_months(book: Book) -> None:
    """Write what is paid each month on « Échéances »: both parts of a year are cut by rounded cumulative amounts."""
    sheet = book.sheets["Échéances"]
    row = sheet.row
    heads = ["Indemnités par mois", "Exercice", "Rang", "Rang dans la part", "Mois de la part", "Cumul payé", "Payé"]
    sheet.head(row, heads)
    sheet.lines(row, 2)
    top, first = row + 1, row + 2
    calendar(sheet, top, "out_indemnites_calendrier")
    _, cut, _, _, _ = book.names["out_indemnites_coupe"]
    until, after = (f"Indemnités!{cells.cell(cut + step, D, 'both')}" for step in (0, 1))
    late = f"$C{first}>{until}"
    sheet.down(top, D, MONTHS, f"=$C{first}-{until}*({late})", number="int")
    sheet.down(top, E, MONTHS, f"=IF({late},{after},{until})", number="int")
    part = f"INDEX(IF({late},out_indemnites_suites,out_indemnites_premiers),0,$B{first})"
    sheet.down(top, F, MONTHS, f"=SUMPRODUCT(ROUND({part}*D{first}/E{first},2))")
    sheet.down(top, G, MONTHS, f"=F{first}-IF(D{first}=1,0,N(F{first - 1}))", "sum")
    sheet.name("out_indemnites_mois", top, D, MONTHS, 4)
    sheet.grey_zeros(top, F, MONTHS, 2)
    sheet.row = top + MONTHS + 1
