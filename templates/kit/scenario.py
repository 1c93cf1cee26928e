"""The sheet of one scenario: blocks of rows over the seven periods, then over the five fiscal years.

The three sheets are identical but for the number in C3; what differs among scenarios is read by CHOOSE.
"""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.accounts.renewal import RENEWABLE
from excel_tools.reports.shape import CHECKS, DEDICATED, PERIODS, SCENARIOS, TOTALS, YEARS, Shape, scenario_prefix
from templates.kit import cells
from templates.kit.book import Book
from templates.kit.entries import chosen
from templates.kit.plan import MONTHS_TOP, C, D, E, J, months_title, scenario_title
from templates.kit.renewal import renewal, rolled
from templates.kit.rises import yearly

NUMBER_CELL = "$C$3"


def opening_of(shape: Shape) -> str:
    """Return the first opening day on each of these sheets: « Entrées » is drawn before them and points to it."""
    return f"D${16 if shape.kind in RENEWABLE else 15}"


_LONG = 80
"""Rows of the calculation beyond which the fiscal years start a page: a shorter one would leave it half empty."""


class ScenarioSheet:
    """A scenario's sheet being drawn; ``rows`` gives the first row (from 0) of each block."""

    def __init__(self, book: Book, shape: Shape, number: int) -> None:
        self.book, self.shape, self.number = book, shape, number
        self.sheet = book.sheets[scenario_title(number)]
        self.prefix = scenario_prefix(number)
        self.rows: dict[str, int] = {}
        sheet = self.sheet
        sheet.paginated = True
        sheet.tight()
        sheet.heading(scenario_title(number))
        sheet.write(2, 0, "Numéro du scénario", "note")
        sheet.formula(2, 1, f"=INDEX(in_scenario_noms,{NUMBER_CELL})", "strong", "")
        sheet.name(f"{self.prefix}nom", 2, 1)
        sheet.write(2, 2, number, "strong", "int")
        sheet.ws.freeze_panes(3, 1)
        sheet.repeat(2)

    # --- blocks -------------------------------------------------------------------------------------------------

    def block(
        self, key: str, title: str, labels: Sequence[str], *, notes: Sequence[str] = (), head: str = "ouverture"
    ) -> int:
        """Open a block over the periods: heads, labels, name; return its first row.

        Args:
            head: ``"ouverture"`` heads each column with the opening day of its period, ``"rang"`` numbers them.
            notes: texts of column B.
        """
        sheet = self.sheet
        sheet.head(sheet.row, [title, "", ""], 3)
        if head == "rang":
            for step in range(PERIODS):
                sheet.write(sheet.row, D + step, f"Période {step + 1}", "head_right")
        else:
            self._head(key, f"=D${self.rows['ouverture'] + 1}", PERIODS, "head_date")
        return self.body(key, labels, notes, D, PERIODS)

    def year_block(self, key: str, title: str, labels: Sequence[str], *, left: int = D, width: int = YEARS) -> int:
        """Open a block over the fiscal years; return its first row."""
        sheet = self.sheet
        sheet.head(sheet.row, [title, "", "À l'ouverture" if left == C else ""], 2)
        self._head(key, cells.YEAR_HEAD, YEARS, "head_year")
        return self.body(key, labels, (), left, width)

    def _head(self, key: str, formula: str, count: int, look: str) -> None:
        self.sheet.across(self.sheet.row, D, count, formula, look, "")
        self.sheet.name(f"{self.prefix}tete_{key}", self.sheet.row, D, 1, count)

    def body(self, key: str, labels: Sequence[str], notes: Sequence[str], left: int, width: int) -> int:
        """Write the labels of a block and name it; return its first row."""
        sheet = self.sheet
        top = sheet.row + 1
        for step, label in enumerate(labels):
            sheet.write(top + step, 0, label, "label", "")
            if step < len(notes):
                sheet.write(top + step, 1, notes[step], "note")
        self.rows[key] = top
        sheet.name(self.prefix + key, top, left, len(labels), width)
        sheet.row = top + len(labels) + 1
        return top

    def fill(self, row: int, formula: str, number: str = "euro", look: str = "value") -> None:
        """Write a row of a block over the periods from the formula of its first cell."""
        self.sheet.across(row, D, PERIODS, formula, look, number)

    def fill_years(self, row: int, formula: str, number: str = "euro", look: str = "value") -> None:
        """Write a row of a block over the fiscal years."""
        self.sheet.across(row, D, YEARS, formula, look, number)

    def at(self, key: str, line: int = 0, *, fixed: str = "row", col: int = D) -> str:
        """Return the address of a block's row in the first column, its row fixed unless said otherwise."""
        return cells.cell(self.rows[key] + line, col, fixed)

    def span(self, key: str, line: int = 0, height: int = 1, *, fixed: str = "both", width: int = PERIODS) -> str:
        """Return the address of some rows of a block over all its columns."""
        return cells.area(self.rows[key] + line, D, height, width, fixed)

    def section(self, title: str, note: str = "") -> None:
        """Open a part of the sheet."""
        self.sheet.section(title, note)

    # --- frames -------------------------------------------------------------------------------------------------

    first_day = "DATE(in_exercice,in_mois1,1)"
    """The first day of the horizon, as formulas write it."""

    def put_off(self, planned: str) -> str:
        """Return the day put off by the funder's delay; what lies before the horizon stays where it is."""
        first, late = (self.at(key, fixed="both") for key in ("faits", "retard"))
        return f"=EDATE({planned},{late}*({planned}>={first}))"

    def ended(self) -> str:
        """Return the day after the last one of a period in which the contract runs: see ``schedule.ended``."""
        last, closing = self.at("fin_anticipee", fixed="both"), self.at("cloture")
        return f"=MAX({self.at('ouverture')},MIN({closing},IF({last}>0,{last}+1,{closing})))"

    def _marks(self, label: str, second: str) -> int:
        """Write what the frame starts from and what the scenario supposes of the payments; return the first row."""
        labels = ["Premier jour de l'horizon", label, second, "Retard du financeur (mois)", "Fin anticipée du contrat"]
        keys = [("retard", "{}", "int"), ("fin_anticipee", "{}", "date_or_none")]
        if self.shape.kind in RENEWABLE:
            labels.append("Contrat renouvelé (1 : oui)")
            keys.append(("renouvellement", '({}="oui")*1', "int"))
        self.sheet.head(self.sheet.row, ["Repères", "", "", ""], 4)
        top = self.body("faits", labels, (), D, 1)
        self.sheet.formula(top, D, f"={self.first_day}", number="date")
        for step, (key, read, number) in enumerate(keys, 3):
            rows = [self.book.names[f"in_s{each}_{key}"][1] for each in range(1, SCENARIOS + 1)]
            own = chosen(self.book.sheets["Entrées"], rows, C, fixed="both")
            self.sheet.formula(top + step, D, f"={read.format(own)}", number=number)
            self.rows[key] = top + step
        return top

    def contract_frame(self, duration_note: str = "") -> None:
        """Write the contract years around the horizon (CPTS, ESS): see ``schedule.contract_frame``."""
        sheet = self.sheet
        top = self._marks("Années civiles depuis la signature", "Rang ouvert ce jour")
        sheet.formula(top + 1, D, "=in_exercice-YEAR(in_signature)", number="int")
        sheet.formula(top + 2, D, f"=D{top + 2}+(EDATE(in_signature,12*D{top + 2})<=D{top + 1})", number="int")
        self._frame_rows(
            f"=$D${top + 3}+COLUMNS($D:D)-1-1",
            "=EDATE(in_signature,12*({rang}-1))",
            "=EDATE(in_signature,12*{rang})",
        )

    def civil_frame(self, first_year: str) -> None:
        """Write the civil years around the horizon (MSP, ESP): see ``schedule.civil_frame``.

        Args:
            first_year: formula, without equals sign, of the civil year of rank 1.
        """
        sheet = self.sheet
        top = self._marks("Première année civile", "Rang de la période 1")
        sheet.formula(top + 1, D, f"={first_year}", number="year")
        sheet.formula(top + 2, D, f"=in_exercice-1-D{top + 2}+1", number="int")
        self._frame_rows(
            f"=$D${top + 3}+COLUMNS($D:D)-1",
            f"=DATE({{rang}}+$D${top + 2}-1,1,1)",
            f"=DATE({{rang}}+$D${top + 2},1,1)",
        )

    def _frame_rows(self, rang: str, ouverture: str, cloture: str) -> None:
        labels = ["Rang", "Ouverture", "Jour suivant la clôture", "Jours", "Exercice d'ouverture", "Exercice suivant"]
        top = self.block("cadre", self.shape.period, labels, head="rang")
        for step, key in enumerate(("rang", "ouverture", "cloture", "jours", "exercice", "fin")):
            self.rows[key] = top + step
        rank = self.at("rang", fixed="row")
        self.fill(top, rang, "int")
        self.fill(top + 1, ouverture.format(rang=rank), "date")
        self.fill(top + 2, cloture.format(rang=rank), "date")
        self.fill(top + 3, f"={self.at('cloture')}-{self.at('ouverture')}", "int")
        self.fill(top + 4, f"=YEAR(EDATE({self.at('ouverture')},1-in_mois1))", "year")
        self.fill(top + 5, f"=DATE({self.at('exercice')}+1,in_mois1,1)", "date")
        if self.at("ouverture") != opening_of(self.shape):
            raise ValueError(f"the opening days stand at {self.at('ouverture')}, not at {opening_of(self.shape)}")

    # --- payments and accruals, the same for every family -----------------------------------------------------------

    def payments(self, avance: Sequence[str], date_avance: Sequence[str], date_solde: Sequence[str]) -> None:
        """Write the two payments of each line and their days, from the formulas of their first cells.

        The block ``du`` must be there: the balance takes the rest of what is due.
        """
        names = [f"{label} – {word}" for label in self.shape.labels for word in ("1er versement", "2e versement")]
        top = self.block("versements", "Versements", names)
        days = self.block("dates", "Dates des versements", names)
        for line in range(len(self.shape.lines)):
            first = top + 2 * line
            self.fill(first, avance[line])
            self.fill(first + 1, f"={self.at('du', line, fixed='')}-{cells.cell(first, D)}")
            self.fill(days + 2 * line, date_avance[line], "date")
            self.fill(days + 2 * line + 1, date_solde[line], "date")

    def accruals(self, terme: Sequence[str], flags: Sequence[str]) -> None:
        """Write the cut of each line at the end of the fiscal year and its part to be confirmed.

        Args:
            terme: address of the day after the last one of accrual, in the first column, by line.
            flags: condition (1 when the amount is to be confirmed), in the first column, by line.
        """
        labels = self.shape.labels
        first = self.block("rattache_1", "Produits rattachés à l'exercice d'ouverture", labels)
        second = self.block("rattache_2", "Produits rattachés à l'exercice suivant", labels)
        sure = self.block("a_confirmer", "Part à confirmer", labels)
        fin = self.at("fin")
        for line, end in enumerate(terme):
            du, start = self.at("du", line, fixed=""), self.at("debut", line, fixed="")
            inside = f"(MIN({end},MAX({fin},{start}))-MIN({end},{start}))"
            self.fill(first + line, f"=ROUND({du}*{inside}/MAX(1,{end}-{start}),2)")
            self.fill(second + line, f"={du}-{cells.cell(first + line, D)}")
            self.fill(sure + line, f"={du}*{flags[line]}")

    # --- fiscal years -----------------------------------------------------------------------------------------------

    def years(self) -> None:
        """Write the fiscal years: droits, produits, encaissements, receivables, fonds dédiés, totals, checks."""
        if self.sheet.row > _LONG:
            self.sheet.page_break()
        self.section("Exercices", "Les mêmes financements, par exercice comptable.")
        self._year_heads()
        self._line_blocks()
        self._receivables()
        self._dedicated()
        self._totals()
        renewal(self)
        self._checks()

    def _year_heads(self) -> None:
        sheet = self.sheet
        sheet.head(sheet.row, ["Exercice", "", "", *[""] * YEARS], 3)
        top = self.body("exercices", ["Exercice (année d'ouverture)", "Premier jour"], (), D, YEARS)
        self.rows["exercice_annee"], self.rows["exercice_jour"] = top, top + 1
        self.fill_years(top, "=in_exercice+COLUMNS($D:D)-1", "exercice", "value")
        self.fill_years(top + 1, f"=DATE({self.at('exercice_annee')},in_mois1,1)", "date")

    def _line_blocks(self) -> None:
        labels = self.shape.labels
        droits = self.year_block("droits", "Droits (périodes ouvertes dans l'exercice)", labels)
        produits = self.year_block("produits", "Produits rattachés", labels)
        recus = self.year_block("encaissements", "Encaissements", labels)
        years, year, day = self.span("exercice"), self.at("exercice_annee"), self.at("exercice_jour")
        for line in range(len(labels)):
            due = self.span("du", line, fixed="col")
            self.fill_years(droits + line, f"=SUMIFS({due},{years},{year})")
            now, after = self.span("rattache_1", line, fixed="col"), self.span("rattache_2", line, fixed="col")
            self.fill_years(produits + line, f"=SUMIFS({now},{years},{year})+SUMIFS({after},{years},{year}-1)")
            paid = self.span("versements", 2 * line, 2, fixed="col")
            days = self.span("dates", 2 * line, 2, fixed="col")
            self.fill_years(recus + line, f'=SUMIFS({paid},{days},">="&{day},{days},"<"&EDATE({day},12))')

    def _receivables(self) -> None:
        sheet, labels = self.sheet, self.shape.labels
        sheet.head(sheet.row, ["Avant l'horizon", "", "", "Produits", "Versements"], 3)
        before = self.body("avant", labels, (), D, 2)
        after = self.year_block("creances", "Créances (+) ou produits d'avance (−)", labels, left=C, width=YEARS + 1)
        years, first_day = self.span("exercice"), self.at("faits", fixed="both")
        for line in range(len(labels)):
            now, later = self.span("rattache_1", line, fixed="col"), self.span("rattache_2", line, fixed="col")
            paid = self.span("versements", 2 * line, 2, fixed="col")
            days = self.span("dates", 2 * line, 2, fixed="col")
            earlier = f'SUMIFS({now},{years},"<"&in_exercice)+SUMIFS({later},{years},"<"&in_exercice-1)'
            sheet.formula(before + line, D, f"={earlier}")
            sheet.formula(before + line, E, f'=SUMIFS({paid},{days},"<"&{first_day})')
            row = after + line
            sheet.formula(row, C, f"=D{before + line + 1}-E{before + line + 1}")
            produits, recus = self.at("produits", line, fixed=""), self.at("encaissements", line, fixed="")
            self.fill_years(row, f"={cells.cell(row, C)}+{produits}-{recus}")

    def _dedicated(self) -> None:
        labels = [label for _, label in DEDICATED]
        title = "enveloppe du contrat" if self.shape.earmarked else "antérieurs"
        top = self.year_block("fonds_dedies", f"Fonds dédiés – {title}", labels)
        sheet = self.sheet
        # the older ones stand on « Fonds dédiés » where the contract has an envelope of its own
        sheet.formula(top + 6, C, "=0*in_fonds_dedies" if self.shape.earmarked else "=in_fonds_dedies")
        sheet.name(f"{self.prefix}fonds_dedies_ouverture", top + 6, C)
        cell = {key: cells.cell(top + step, D) for step, (key, _) in enumerate(DEDICATED)}
        previous = cells.cell(top + 6, C)
        entry = "=0*" + cell["ouverture"]
        if self.shape.earmarked:
            entry = "=" + self.at("produits", self.shape.codes.index(self.shape.earmarked), fixed="")
        typed = "in_snp_depense" if self.shape.earmarked else "in_fonds_depense"
        spent = self.book.sheets["Entrées"].ref(cells.cell(self.book.names[typed][1], D, "row"))
        formulas = (
            f"={previous}",
            entry,
            f"={spent}",
            *rolled(cell),
        )
        for step, formula in enumerate(formulas):
            self.fill_years(top + step, formula, look="total" if step == 6 else "value")
        shared = [self.book.names["out_fonds_aides"]]
        if self.shape.earmarked:
            shared.append(self.book.names["out_fonds_anterieurs"])
        whole = self.year_block("fonds_ensemble", "Fonds dédiés – ensemble, aides fléchées comprises", labels)
        for step, (key, _) in enumerate(DEDICATED):
            others = [f"'{place[0]}'!{cells.cell(place[1] + step, D)}" for place in shared]
            formula = f"={'+'.join([cells.cell(top + step, D), *others])}"
            self.fill_years(whole + step, formula, look="total" if step == 6 else "value")
            self.rows[f"fonds_{key}"] = whole + step

    def _totals(self) -> None:
        count = len(self.shape.lines)
        top = self.year_block("totaux", "Totaux", [label for _, label in TOTALS])
        row = {key: top + step for step, (key, _) in enumerate(TOTALS)}
        self.rows.update({f"total_{key}": place for key, place in row.items()})
        cell = {key: cells.cell(place, D) for key, place in row.items()}
        day = self.at("exercice_jour")
        year = self.at("exercice_annee")

        def lines(key: str) -> str:
            return cells.area(self.rows[key], D, count, 1, "")

        charges, paid = (yearly(self.book, name, NUMBER_CELL) for name in ("dues", "payees"))
        other, received = self._spending("out_produits_saisies", 0), self._spending("out_produits_creances", 3)
        closing = f"'{months_title(self.number)}'!{cells.area(MONTHS_TOP, self._closing_column(), 60, 1)}"
        unsure = self.span("a_confirmer", 0, count, fixed="both")
        formulas = {
            "droits": f"=SUM({lines('droits')})",
            "produits_lignes": f"=SUM({lines('produits')})",
            "aides": f'=SUMIFS(in_aides_montant,in_aides_date,">="&{day},in_aides_date,"<"&EDATE({day},12))',
            "autres": f"={other}",
            "reprise": f"={self.at('fonds_reprise', fixed='')}",
            "produits": f"={cell['produits_lignes']}+{cell['aides']}+{cell['autres']}+{cell['reprise']}",
            "charges": f"={charges}",
            "dotation": f"={self.at('fonds_dotation', fixed='')}",
            "charges_totales": f"={cell['charges']}+{cell['dotation']}",
            "resultat": f"={cell['produits']}-{cell['charges_totales']}",
            "autres_recus": f"={received}",
            "encaissements": f"=SUM({lines('encaissements')})+{cell['aides']}+{cell['autres_recus']}",
            "decaissements": f"={paid}",
            "tresorerie": f"=INDEX({closing},12*COLUMNS($D:D))",
            "a_confirmer": f"=SUMPRODUCT(({self.span('exercice')}={year})*{unsure})",
            "creances": f"=SUM({lines('creances')})",
        }
        for key, formula in formulas.items():
            look = {"produits": "total", "charges_totales": "total", "resultat": "result"}.get(key, "value")
            self.fill_years(row[key], formula, look=look)

    def _spending(self, name: str, row: int) -> str:
        """Return the first year of a row of « Charges » or « Autres produits », the row fixed."""
        title, top, _, _, _ = self.book.names[name]
        return self.book.sheets[title].ref(cells.cell(top + row, D, "row"))

    def _closing_column(self) -> int:
        return len(self.shape.groups) + 6

    def _checks(self) -> None:
        sheet, count = self.sheet, len(self.shape.lines)
        sheet.head(sheet.row, ["Vérifications", "", "", "Attendu", "Trouvé"], 3)
        top = self.body("verif", [label for _, label in CHECKS], (), D, 2)

        def total(key: str) -> str:
            return f"SUM({cells.area(self.rows[f'total_{key}'], D, 1, YEARS, '')})"

        def fund(key: str) -> str:
            return f"SUM({cells.area(self.rows[f'fonds_{key}'], D, 1, YEARS, '')})"

        years, last = self.span("exercice"), cells.cell(self.rows["exercice_annee"], D + YEARS - 1)
        end = f"EDATE({cells.cell(self.rows['exercice_jour'], D + YEARS - 1)},12)"
        now, later = self.span("rattache_1", 0, count), self.span("rattache_2", 0, count)
        paid, days = self.span("versements", 0, 2 * count), self.span("dates", 0, 2 * count)
        accrued = f"SUMPRODUCT(({years}<={last})*{now})+SUMPRODUCT(({years}<{last})*{later})"
        closing = cells.area(self.rows["creances"], D + YEARS - 1, count, 1, "")
        monthly = f"'{months_title(self.number)}'!{cells.area(MONTHS_TOP, self._closing_column() - 2, 60, 1)}"
        due = f"SUM({self.span('du', 0, count)})"
        pairs = {
            "resultat": (f"={total('produits')}-{total('charges_totales')}", f"={total('resultat')}"),
            "tresorerie": (
                f"=in_tresorerie+{total('encaissements')}-{total('decaissements')}",
                f"={cells.cell(self.rows['total_tresorerie'], D + YEARS - 1)}",
            ),
            "versements": (f"={due}", f"=SUM({paid})"),
            "rattachement": (f"={due}", f"=SUM({now})+SUM({later})"),
            "creances": (f"={accrued}", f'=SUM({closing})+SUMIFS({paid},{days},"<"&{end})'),
            "fonds_dedies": (
                f"=in_fonds_dedies+{fund('entree')}-{fund('utilise')}",
                f"={cells.cell(self.rows['fonds_cloture'], D + YEARS - 1)}",
            ),
            "mois": (f"={total('encaissements')}", f"=SUM({monthly})"),
        }
        for step, (key, _) in enumerate(CHECKS):
            sheet.formula(top + step, D, pairs[key][0])
            sheet.formula(top + step, E, pairs[key][1])
        sheet.grey_zeros(self.rows["montant"], C, sheet.row, PERIODS + 1)
        sheet.ws.print_area(0, 0, sheet.row, J + 1)
