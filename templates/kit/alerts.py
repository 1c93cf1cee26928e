"""The sheet « Alertes »: what must be looked at, each with its state in words, its rule and its source."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.accounts.grounds import basis
from excel_tools.reports.alert_letters import (
    ABOVE,
    COVERED,
    ENDED,
    RENEWAL,
    RENEWAL_NONE,
    STALE_TEXT,
    SURPLUS_NONE,
    SURPLUS_SOME,
    UNCOVERED,
)
from excel_tools.reports.alert_shape import (
    ALERT,
    HYPOTHESES,
    OK,
    OVERRIDE_ROWS,
    REVIEW,
    SAME,
    Row,
    dated_rows,
    mission_rows,
    year_rows,
)
from excel_tools.reports.alert_values import (
    CHANGED_TEXT,
    INTACT_TEXT,
    SURE_TEXT,
    TO_CONFIRM_TEXT,
    placed,
)
from excel_tools.reports.shape import DEDICATED, MONTHS, NOTICE_ROWS, SCENARIOS, YEARS, Shape
from excel_tools.reports.watched import INTACT
from excel_tools.rules import load_rules
from templates.kit import cells, letters
from templates.kit.alert_lists import hypotheses, line_across, overrides, subsidies
from templates.kit.book import Book, wrapped
from templates.kit.months import columns
from templates.kit.pages import displayed
from templates.kit.plan import MONTHS_TOP, A, B, C, D, E, F, G, H, I, J
from templates.kit.scenario import ScenarioSheet

TITLE = "Alertes"
_SUMMARY, _HEADS = 3, 5
_TALL = 4
"""Lines of a sentence of the program, in a row of its list; see ``alert_shape.NOTICE_TEXT``."""
_INDENT = 2
"""What the indent of a text takes from its column."""
_COUNTED = ("Nombre d'alertes", "Nombre de points à revoir")
_Formulas = tuple[str, str, str]
"""Of a row: its state, what is found, its figure in the first year."""


class _Alerts:
    """The sheet being drawn."""

    def __init__(self, book: Book, shape: Shape, first: ScenarioSheet) -> None:
        self.book, self.shape, self.first = book, shape, first
        self.sheet = book.sheets[TITLE]
        self.states: list[str] = []
        years, dates = len(year_rows(shape)), len(dated_rows(shape)) + len(mission_rows(shape))
        self.top = _HEADS + 1
        self.dated_top = self.top + years + 3
        self.static_top = self.dated_top + dates + 4
        self.override_top = self.static_top + NOTICE_ROWS + 3
        self.hypotheses_top = self.override_top + OVERRIDE_ROWS + 3
        self.marks_top = self.hypotheses_top + len(HYPOTHESES[shape.kind]) + 3

    def place(self, name: str, down: int = 0, right: int = 0, fixed: str = "both") -> str:
        """Return the address of a cell of a name, as this sheet writes it."""
        sheet, row, col, *_ = self.book.names[name]
        return f"'{sheet}'!{cells.cell(row + down, col + right, fixed)}"

    def draw(self) -> None:
        """Write everything."""
        sheet = self.sheet
        sheet.heading(TITLE)
        sheet.formula(2, 0, '="Scénario : "&INDEX(in_scenario_noms,in_scenario)', "strong", "", text_wrap=False)
        sheet.name("out_alertes_scenario", 2, 0)
        sheet.ws.freeze_panes(_HEADS, 1)
        sheet.repeat(_SUMMARY)
        self._marks()
        self._years()
        self._dated()
        self._static()
        overrides(self.book, sheet, self.override_top)
        hypotheses(sheet, self.shape, self.hypotheses_top)
        self._summary()
        last = self.last
        sheet.row = last
        sheet.ws.print_area(0, 0, last, J)

    # --- what formulas tell -----------------------------------------------------------------------------------------

    def _head(self, row: int, title: str, middle: Sequence[str], years: bool = False) -> None:
        """Head a table; texts are aligned left, states centred."""
        sheet = self.sheet
        heads = [title, "État", "Ce qui est trouvé", *middle, *[""] * (YEARS - len(middle)), "Règle", "Source"]
        sheet.head(row, heads, 1, texts=(C, I, J), states=(B,))
        if years:
            sheet.across(row, D, YEARS, cells.YEAR_HEAD, "head_year", "")
            sheet.name("out_alertes_exercices", row, D, 1, YEARS)

    def _years(self) -> None:
        sheet, rows = self.sheet, year_rows(self.shape)
        self._head(_HEADS, "Par exercice", (), years=True)
        found = self._year_formulas()
        for step, row in enumerate(rows):
            state, text, figure = found[row.key]
            self._row(self.top + step, row, state, text)
            sheet.across(self.top + step, D, YEARS, figure, "value", row.number, shrink=True)
        count = len(rows)
        sheet.name("out_alertes_chiffres", self.top, D, count, YEARS)
        self._named("alertes", self.top, count)

    def _row(self, at: int, row: Row, state: str, text: str) -> None:
        sheet = self.sheet
        sheet.write(at, A, row.label)
        sheet.formula(at, B, state, "state", "")
        sheet.formula(at, C, text, "value", "general", indent=1)
        known = load_rules()
        told = basis(row.code, known, amount=row.amount)
        # the texts are those of the barème of the day: this is the room they take
        for col, words in ((I, told.rule), (J, placed(told))):
            sheet.lines(at, wrapped(words, sheet.widths[col] - _INDENT))

    def _named(self, key: str, top: int, count: int) -> None:
        sheet = self.sheet
        sheet.name(f"out_{key}_etats", top, B, count)
        sheet.name(f"out_{key}_constats", top, C, count)
        sheet.filled(f"bar_{key}_regles", top, I, count, 2, number="word")
        self.states.append(cells.area(top, B, count, 1))
        self._inks(top, count)

    def _inks(self, top: int, count: int) -> None:
        """Write what is not « OK » in red too; the word alone tells it."""
        for word in (REVIEW, ALERT):
            rule = {"type": "text", "criteria": "containing", "value": word, "format": self.book.format_alert()}
            self.sheet.ws.conditional_format(top, B, top + count - 1, B, rule)

    def _year_formulas(self) -> dict[str, _Formulas]:
        at = {row.key: self.top + step for step, row in enumerate(year_rows(self.shape))}

        def span(key: str) -> str:
            return cells.area(at[key], D, 1, YEARS, "col") if key in at else ""

        def counted(key: str, sign: str, none: str, some: str) -> str:
            count = f'COUNTIF({span(key)},"{sign}")'
            return f'=IF({count}=0,"{none}","{some} : "&{count})'

        below = cells.cell(self.marks_top + 1, D, "both")
        month, amount = self.letters.month(0), self.letters.amount(0)
        closing = f"'Trésorerie'!{cells.area(MONTHS_TOP, len(columns(self.shape)) - 1, MONTHS, 1)}"
        last = "12*COLUMNS($D:D)"
        funds, spent = self.book.names["out_fonds_ensemble"], [key for key, _ in DEDICATED]
        gap = "-".join(f"'{funds[0]}'!{cells.cell(funds[1] + spent.index(key), D)}" for key in ("depense", "utilise"))
        due, unsure = (self.place("out_synthese", step, fixed="") for step in (0, 5))
        most = cells.cell(self.surplus, D, "both")
        large = f'COUNTIF({span("excedent")},">"&{most})'
        most_spent, named = self.letters.envelope(D), self.letters.envelope(E)
        income = self.place("out_budget_produits", self.book.names["out_budget_produits"][3] - 1, fixed="")
        part = "out_synthese_part"
        title, produits, *_ = self.book.names["out_budget_produits"]
        found = {
            "tresorerie": (
                f'=IF(MIN({span("tresorerie")})<0,"{ALERT}","{OK}")',
                f'=IF({below}=0,"Aucun mois négatif.","Mois sous zéro : "&{below}&" ; au plus bas : "&{month}&", "'
                f'&{amount}&".")',
                f"=MIN(INDEX({closing},{last}-12+1):INDEX({closing},{last}))",
            ),
            "resultat": (
                f'=IF(MIN({span("resultat")})<0,"{REVIEW}","{OK}")',
                counted("resultat", "<0", "Aucun exercice déficitaire.", "Exercices déficitaires"),
                f"={self.place('out_budget_resultat', fixed='')}",
            ),
            "excedent": (
                f'=IF(MAX({span("excedent")})>{cells.cell(self.surplus, D, "both")},"{REVIEW}","{OK}")',
                f'=IF(MAX({span("excedent")})<={most},"{SURPLUS_NONE}","{SURPLUS_SOME}"&{large})',
                f"=IF({income}>0,MAX(0,{self.place('out_budget_resultat', fixed='')})/MAX(1,{income}),0)",
            ),
            "fonds": (
                f'=IF(MAX({span("fonds")})>0,"{ALERT}","{OK}")',
                f'=IF({most_spent}<=0,"{COVERED}","{UNCOVERED[0]}"&{named}&"{UNCOVERED[1]}")',
                f"=ROUND({gap},2)",
            ),
            "dormants": (
                f'=IF(MAX({span("dormants")})>0,"{REVIEW}","{OK}")',
                counted("dormants", ">0", "Aucun solde sans dépense.", "Exercices touchés"),
                self._dormant(),
            ),
            "a_confirmer": (
                f'=IF({part}>0,"{REVIEW}","{OK}")',
                f'=IF({part}>0,"{TO_CONFIRM_TEXT}","{SURE_TEXT}")',
                f"=IF({due}=0,0,{unsure}/{due})",
            ),
            "contrat": (
                f'=IF(COUNTIF({span("contrat")},0)>0,"{REVIEW}","{OK}")',
                counted("contrat", "=0", "Des produits chaque exercice.", "Exercices sans produit"),
                f"=SUM('{title}'!{cells.area(produits, D, len(self.shape.lines), 1, '')})",
            ),
            "pass": (
                f'=IF(MAX({span("pass")})>0,"{ALERT}","{OK}")',
                counted("pass", ">0", "Aucun dépassement.", "Exercices touchés"),
                "=ROUND(SUM(INDEX(out_indemnites_demandes,0,COLUMNS($D:D)))-"
                "SUM(INDEX(out_indemnites_retenus,0,COLUMNS($D:D))),2)",
            ),
        }
        if "renouvellement" in at:
            beyond, amount, day = (
                get(letters.RENEWED) for get in (self.letters.number, self.letters.amount, self.letters.month)
            )
            found["renouvellement"] = (
                f'=IF({beyond}>0,"{REVIEW}","{OK}")',
                f'=IF({beyond}>0,"{RENEWAL[0]}"&{day}&"{RENEWAL[1]}"&{amount}&".","{RENEWAL_NONE}")',
                displayed(cells.cell(self.first.rows["renouveles"] + 2, D)),
            )
        if "audit" in at:
            most = cells.cell(self.marks_top + 5, D, "both")
            first, second = (cells.cell(self.marks_top + step, D) for step in (6, 8))
            beyond = f'COUNTIF({span("audit")},">"&{most})'
            found["audit"] = (
                f'=IF({beyond}>0,"{REVIEW}","{OK}")',
                f'=IF({beyond}=0,"Sous le seuil.","Exercices au-delà du seuil : "&{beyond})',
                f"=MAX({first},{second})",
            )
        return found

    def _dormant(self) -> str:
        """Return what the fonds dédiés leave idle, all of it once the contract has ended early."""
        funds = self.book.names["out_fonds_ensemble"]
        closing = f"'{funds[0]}'!{cells.cell(funds[1] + funds[3] - 1, D)}"
        ended = self.dated_top + [row.key for row in dated_rows(self.shape)].index("fin")
        day, next_day = cells.cell(ended, D, "both"), f"EDATE({self.place('out_fonds_jours', fixed='')},12)"
        return f"=IF(AND({day}>0,{day}<{next_day}),{closing},{self.place('out_fonds_dormants', fixed='')})"

    def _dated(self) -> None:
        sheet, top = self.sheet, self.dated_top
        rows, missions = dated_rows(self.shape), mission_rows(self.shape)
        if missions:
            # both tables do not hold on one page
            sheet.page_break(top - 1)
        middle = ("Valeur", "Au plus tard", "Délai (mois)", "Compté depuis") if missions else ("Valeur",)
        self._head(top - 1, "Contrat, barème, formulaire" + (", missions" if missions else ""), middle)
        day = cells.cell(self.first.rows["fin_anticipee"], D, "both")
        stale, wrong = 'COUNTIF(out_bareme_statut,"prolongé")', 'COUNTIF(out_cerfa_equilibre,"À revoir")'
        found = {
            "fin": (displayed(day), REVIEW, "", "Aucune."),
            "bareme": (
                f"={stale}",
                REVIEW,
                "Lignes prolongées jusqu'à la fin de l'horizon.",
                "Aucune ligne prolongée.",
            ),
            "formulaire": (f"={wrong}", ALERT, "Contrôles du formulaire à revoir.", "Le formulaire est équilibré."),
        }
        for step, row in enumerate(rows):
            value = cells.cell(top + step, D, "col")
            if row.key.startswith("scenario"):
                rank = step + 1
                shown = f"INDEX({cells.area(top, D, SCENARIOS, 1)},in_scenario)"
                state = f'=IF({value}>=0,"{OK}",IF({value}={shown},"{SAME}","{ALERT}"))'
                named = f"INDEX(in_scenario_noms,ROWS({cells.cell(top, D, 'both')}:{value}))"
                told = f'{self.letters.month(rank)}&", "&{self.letters.amount(rank)}&"."'
                self._row(top + step, row, state, f'={named}&" : "&IF({value}<0,"au plus bas "&{told},"{ABOVE}")')
                sheet.formula(top + step, D, f"={self.letters.number(rank)}", number="euro", shrink=True)
                continue
            formula, word, some, none = found[row.key]
            if row.key == "fin":
                back = self.letters.amount(letters.REPAID)
                told = f'=IF({value}>0,"{ENDED[0]}"&{back}&"{ENDED[1]}","{none}")'
                self._row(top + step, row, f'=IF({value}>0,"{word}","{OK}")', told)
                sheet.formula(top + step, D, formula, number=row.number)
                continue
            self._row(top + step, row, f'=IF({value}>0,"{word}","{OK}")', f'=IF({value}>0,"{some}","{none}")')
            sheet.formula(top + step, D, formula, number=row.number)
        sheet.name("out_situations_chiffres", top, D, len(rows))
        line_across(sheet, top, len(rows), E, H)
        line_across(sheet, top + len(rows), len(missions), H, H)
        start = top + len(rows)
        for step, row in enumerate(missions):
            at = start + step
            begins, latest = cells.cell(at, D, "col"), cells.cell(at, E, "col")
            self._row(
                at,
                row,
                f'=IF(OR({begins}=0,{begins}>{latest}),"{ALERT}","{OK}")',
                f'=IF({begins}=0,"Mission obligatoire non engagée.",'
                f'IF({begins}>{latest},"Retard, en jours : "&{begins}-{latest},"Dans le délai."))',
            )
            sheet.formula(at, D, displayed(cells.cell(self.first.rows[f"debut_{row.key}"], F)), number=row.number)
            delay, since = cells.cell(at, F), cells.cell(at, G)
            sheet.formula(at, E, f"=EDATE(MAX(in_signature,{since}),{delay})", number="date")
        if missions:
            sheet.name("out_situations_missions", start, D, len(missions), 2)
            sheet.filled("bar_situations_delais", start, F, len(missions), 2, number="int")
            for step in range(len(missions)):
                sheet.ws.write_blank(start + step, G, None, self.book.format("value", "date"))
        self._named("situations", top, len(rows) + len(missions))

    # --- what only the program knows --------------------------------------------------------------------------------

    def _static(self) -> None:
        sheet, top = self.sheet, self.static_top
        sheet.row = top - 3
        sheet.page_break()
        sheet.section("Ce que le programme a relevé en faisant ce classeur")
        self.sheet.row = top - 2
        state = f'=IF(out_entrees_intactes="{INTACT}","{INTACT_TEXT}","{CHANGED_TEXT}")'
        sheet.formula(top - 2, A, state, "line", "", text_wrap=False)
        sheet.name("out_alertes_intactes", top - 2, A)
        sheet.head(
            top - 1,
            ["Scénario", "État", "Ce qui est trouvé", *[""] * YEARS, "Règle", "Source"],
            1,
            texts=(C, I, J),
            states=(B,),
        )
        count = NOTICE_ROWS
        sheet.filled("bar_alertes_portee", top, A, count, number="general", look="note", lines=_TALL)
        sheet.filled("bar_alertes_etats", top, B, count, number="", look="state")
        sheet.filled("bar_alertes", top, C, count, number="word")
        sheet.filled("bar_alertes_textes", top, I, count, 2, number="word")
        line_across(sheet, top, count, D, H)
        self.states.append(cells.area(top, B, count, 1))
        self._inks(top, count)

    # --- figures the rest is made from ------------------------------------------------------------------------------

    def _marks(self) -> None:
        sheet, top, shape = self.sheet, self.marks_top, self.shape
        sheet.head(top, ["Chiffres qui servent aux phrases ci-dessus", *[""] * 9], 10)
        negative, lowest = self.place("out_synthese_mois_negatifs"), self.place("out_synthese_mois_bas")
        labels = ["Mois négatifs (trésorerie sous zéro)", "Mois le plus bas de la trésorerie", *_COUNTED]
        audited = any(row.key == "audit" for row in year_rows(shape))
        if audited:
            labels += [
                "Seuil annuel du commissaire aux comptes",
                "Subventions publiques rattachées (feuille Écritures)",
                "dont recettes du contrat",
                "Subventions publiques encaissées (aides et autres produits : rattachés)",
            ]
        labels.append("Part des produits au-delà de laquelle un excédent est à dire : choix d'excel-tools")
        for step, label in enumerate(labels, 1):
            sheet.write(top + step, A, label, "label", "", text_wrap=False)
            for col in (B, C, *range(E, J + 1)):
                sheet.write(top + step, col, None, "label")
        sheet.formula(top + 1, D, f"={negative}", number="int")
        sheet.formula(top + 2, D, f"={lowest}", number="month", shrink=True)
        sheet.name("out_alertes_reperes", top + 1, D, 4)
        if audited:
            sheet.filled("bar_alertes_seuil", top + 5, D)
            subsidies(self.book, sheet, shape, top + 6)
        self.surplus = top + len(labels)
        sheet.filled("bar_alertes_excedent", self.surplus, D, number="rate")
        self.last = self.surplus
        renewed = next((self.top + step for step, row in enumerate(year_rows(shape)) if row.key == "renouvellement"), 0)
        span = cells.area(renewed, D, 1, YEARS) if renewed else ""
        self.letters = letters.draw(sheet, shape, self.first, self.surplus + 2, span)

    def _summary(self) -> None:
        """Count the alerts in words; LISEZMOI and Synthèse repeat the sentence."""
        sheet, top = self.sheet, self.marks_top + 3
        alerts, reviews = (cells.cell(top + step, D) for step in (0, 1))
        for step, word in enumerate((ALERT, REVIEW)):
            counts = "+".join(f'COUNTIF({area},"{word}")' for area in self.states)
            sheet.formula(top + step, D, f"={counts}", number="int")
        words = (
            f'=IF({alerts}=0,"Aucune alerte",{alerts}&IF({alerts}>1," alertes"," alerte"))',
            f'=IF({reviews}=0,"Aucun point à revoir",{reviews}&IF({reviews}>1," points"," point")&" à revoir")',
        )
        for step, formula in enumerate(words):
            sheet.formula(top + step, C, formula, "value", "")
        sheet.name("out_alertes_mots", top, C, 2)
        first, second = (cells.cell(top + step, C) for step in (0, 1))
        both = f'={first}&IF({reviews}=0,"",", "&{second})'
        stale = f'IF(out_entrees_intactes="{INTACT}","","{STALE_TEXT}")'
        sheet.formula(_SUMMARY, A, f"{both}&{stale}", "strong", "", text_wrap=False)
        sheet.name("out_alertes_resume", _SUMMARY, A)


def draw(book: Book, shape: Shape, first: ScenarioSheet) -> None:
    """Write the sheet, once « Synthèse », « Écritures » and « Fonds dédiés » are drawn."""
    _Alerts(book, shape, first).draw()
