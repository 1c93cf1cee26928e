"""``index.xlsx``: every workbook of a run with its link, totals, lowest cash and alerts; and what was refused.

Drawn from code, since its length follows the portfolio; totals are native formulas that carry their value. Texts are
written as texts, whatever they start with.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from excel_tools import __version__
from excel_tools.dates import french
from excel_tools.money import euros
from excel_tools.structure import Structure
from excel_tools.vector import PPM

_INK, _SLATE, _RULE, _BAND = "#1B3A4B", "#5B6B73", "#B8C4CA", "#E9EFF1"
_EURO = '#,##0\u00a0"€"'
_MONEY = ("Produits", "Charges", "Résultat", "Encaissements", "Trésorerie")
_YEARS_NOTE = (
    "Un exercice qui ne suit pas l'année civile porte ses deux années ; la trésorerie est celle de sa clôture."
)
_CREATED = datetime.datetime(2026, 1, 1)


class FiguresLike(Protocol):
    """What is shown of one structure under one scenario (see ``batch.figures.Figures``)."""

    @property
    def scenario(self) -> str: ...
    @property
    def produits(self) -> tuple[int, ...]: ...
    @property
    def charges(self) -> tuple[int, ...]: ...
    @property
    def result(self) -> tuple[int, ...]: ...
    @property
    def encaissements(self) -> tuple[int, ...]: ...
    @property
    def cash(self) -> tuple[int, ...]: ...
    @property
    def lowest(self) -> int: ...
    @property
    def lowest_month(self) -> int: ...
    @property
    def share_to_confirm(self) -> int: ...
    @property
    def notices(self) -> tuple[tuple[str, str], ...]: ...


class RefusalLike(Protocol):
    """A row refused (see ``inputs.Refusal``)."""

    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def messages(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One workbook: its structure, its file, its figures under each scenario (the first one is shown), its alerts.

    ``count`` is the number of alerts and of points to look at that the workbook itself gives.
    """

    structure: Structure
    file: str
    figures: Sequence[FiguresLike]
    alerts: Sequence[tuple[str, str]] = ()
    count: int = 0

    def exercice(self, rank: int = 0) -> int | str:
        """Return the fiscal year as it is shown: a number, or ``2027-2028`` when it is not the civil year."""
        year = self.structure.first_exercice + rank
        return year if self.structure.first_month == 1 else f"{year}-{year + 1}"


_YearRow: TypeAlias = "tuple[IndexEntry, int | str, tuple[int, ...]]"

SHARED = ("bareme-prolonge", "commune-partagee")
"""Codes of what is told once, among the warnings of the portfolio: a whole barème, several structures."""


def _own(entry: IndexEntry) -> list[str]:
    notices = (*entry.figures[0].notices, *entry.alerts)
    return [text for code, text in notices if code not in SHARED]


def index_workbook(
    portfolio: str,
    entries: Sequence[IndexEntry],
    refusals: Sequence[RefusalLike],
    warnings: Sequence[str],
    edition: int,
) -> bytes:
    """Return the bytes of the index; the same arguments give the same bytes.

    Args:
        portfolio: name of the portfolio.
        warnings: what concerns the whole portfolio.
        edition: day of the edition.
    """
    stream = io.BytesIO()
    drawing = _Drawing(stream, portfolio, edition)
    drawing.index(entries, refusals)
    drawing.years(entries)
    drawing.scenarios(entries)
    drawing.alerts(entries, warnings)
    drawing.refusals(refusals)
    drawing.book.close()
    return stream.getvalue()


_ALERTS_NOTE = "Rien ici ne change un montant. Le nombre de la feuille Index est celui que donne le classeur lui-même."


class _Drawing:
    def __init__(self, stream: io.BytesIO, portfolio: str, edition: int) -> None:
        self.portfolio = portfolio
        self.edition = edition
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = xlsxwriter.Workbook(stream, options)
        self.book.set_properties({"title": f"Index – {portfolio}", "author": "excel-tools", "created": _CREATED})
        self.book.formats[0].set_font_name("Calibri")
        self.book.formats[0].set_font_size(10)
        self._formats: dict[Any, Any] = {}

    def format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": "Calibri", "font_size": 10, "valign": "vcenter"}
            self._formats[key] = self.book.add_format(base | properties)
        return self._formats[key]

    def cell(self, number: str = "", **more: Any) -> Any:
        return self.format(bottom=4, bottom_color=_RULE, **({"num_format": number} if number else {}), **more)

    def total(self, number: str = "", **more: Any) -> Any:
        extra = {**({"num_format": number} if number else {}), **more}
        return self.format(bold=True, bg_color=_BAND, top=1, bottom=1, top_color=_INK, bottom_color=_INK, **extra)

    def sheet(self, name: str, title: str, introduction: str, widths: Sequence[float], heads: Sequence[str]) -> Any:
        """Add a sheet with its title, its column heads on row 4, and its print set-up."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
        sheet.set_footer(
            f"&L&8{self.portfolio.replace('&', '&&')[:60]}&C&8{name}&R&8excel-tools {__version__} – page &P / &N"
        )
        for rank, width in enumerate(widths):
            sheet.set_column(rank, rank, width)
        sheet.set_row(0, 28)
        sheet.write_string(0, 0, title, self.format(bold=True, font_size=18, font_color=_INK))
        sheet.write_string(1, 0, introduction, self.format(font_color=_SLATE, italic=True))
        sheet.set_row(3, 32)
        for rank, head in enumerate(heads):
            left = "left" if rank < 3 else "right"
            sheet.write_string(
                3, rank, head, self.format(bold=True, font_color="#FFFFFF", bg_color=_INK, text_wrap=True, align=left)
            )
        sheet.repeat_rows(3)
        sheet.freeze_panes(4, 1)
        return sheet

    def index(self, entries: Sequence[IndexEntry], refusals: Sequence[RefusalLike]) -> None:
        """First sheet: one row a structure, totals over the five fiscal years."""
        count = f"{len(entries)} classeur{'s' if len(entries) > 1 else ''}"
        refused = f", {len(refusals)} ligne{'s' if len(refusals) > 1 else ''} refusée{'s' if len(refusals) > 1 else ''}"
        scenario = f", scénario « {entries[0].figures[0].scenario} »" if entries else ""
        heads = (
            "Structure", "Type", "Région", "Premier exercice", "Produits (5 ans)", "Charges (5 ans)",
            "Résultat (5 ans)", "Trésorerie finale", "Trésorerie au plus bas", "à la date du", "Part à confirmer",
            "Alertes et points à revoir",
        )  # fmt: skip
        sheet = self.sheet(
            "Index",
            f"Index – {self.portfolio}",
            f"{count}{refused if refusals else ''}{scenario} ; barèmes relus le {french(self.edition)}.",
            (34, 7, 24, 10, 15, 15, 14, 14, 15, 12, 10, 11),
            heads,
        )
        link = self.cell(font_color="#1F3FBF", underline=1)
        for row, entry in enumerate(entries, 4):
            figures, structure = entry.figures[0], entry.structure
            sheet.write_url(row, 0, f"external:{entry.file}", link, structure.name, f"Ouvrir {entry.file}"[:255])
            sheet.write_string(row, 1, structure.kind, self.cell())
            sheet.write_string(row, 2, structure.region, self.cell())
            sheet.write(row, 3, entry.exercice(), self.cell("0", align="right"))
            produits, charges = sum(figures.produits), sum(figures.charges)
            sheet.write_number(row, 4, euros(produits), self.cell(_EURO))
            sheet.write_number(row, 5, euros(charges), self.cell(_EURO))
            place = [xl_rowcol_to_cell(row, column) for column in (4, 5)]
            sheet.write_formula(row, 6, f"={place[0]}-{place[1]}", self.cell(_EURO), euros(produits - charges))
            sheet.write_number(row, 7, euros(figures.cash[-1]), self.cell(_EURO))
            sheet.write_number(row, 8, euros(figures.lowest), self.cell(_EURO + ';[Red]-#,##0\u00a0"€"'))
            sheet.write_number(row, 9, figures.lowest_month - 693_594, self.cell("dd/mm/yyyy", align="right"))
            sheet.write_number(row, 10, figures.share_to_confirm / PPM, self.cell("0%"))
            sheet.write_number(row, 11, entry.count, self.cell("0"))
        if entries:
            self._totals(sheet, 4 + len(entries), entries)
            sheet.autofilter(3, 0, 3 + len(entries), 11)

    def _totals(self, sheet: Any, row: int, entries: Sequence[IndexEntry]) -> None:
        shown = [entry.figures[0] for entry in entries]
        for column in range(12):
            sheet.write_blank(row, column, None, self.total())
        sheet.write_string(row, 0, "Total", self.total())
        sums = {
            4: sum(sum(f.produits) for f in shown),
            5: sum(sum(f.charges) for f in shown),
            6: sum(sum(f.result) for f in shown),
            7: sum(f.cash[-1] for f in shown),
        }
        for column, cents in sums.items():
            self._sum(sheet, row, column, 4, row - 1, euros(cents), self.total(_EURO))
        self._sum(sheet, row, 11, 4, row - 1, sum(entry.count for entry in entries), self.total("0"))

    def _sum(self, sheet: Any, row: int, column: int, first: int, last: int, value: float, look: Any) -> None:
        area = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)}"
        sheet.write_formula(row, column, f"=SUM({area})", look, value)

    def years(self, entries: Sequence[IndexEntry]) -> None:
        """Second and third sheets: totals by fiscal year with their chart, and one row a structure and fiscal year."""
        rows: list[_YearRow] = []
        for entry in entries:
            shown = entry.figures[0]
            by_year = zip(shown.produits, shown.charges, shown.result, shown.encaissements, shown.cash, strict=True)
            rows += [(entry, entry.exercice(year), money) for year, money in enumerate(by_year)]
        self._year_totals(rows)
        heads = ("Structure", "Type", "Région", "Exercice", *_MONEY)
        widths = (34, 7, 24, 10, 16, 16, 15, 16, 15)
        sheet = self.sheet("Détail", "Détail par exercice", _YEARS_NOTE, widths, heads)
        for row, (entry, year, money) in enumerate(rows, 4):
            sheet.write_string(row, 0, entry.structure.name, self.cell())
            sheet.write_string(row, 1, entry.structure.kind, self.cell())
            sheet.write_string(row, 2, entry.structure.region, self.cell())
            sheet.write(row, 3, year, self.cell("0", align="right"))
            for column, cents in enumerate(money, 4):
                sheet.write_number(row, column, euros(cents), self.cell(_EURO))
        if rows:
            sheet.autofilter(3, 0, 3 + len(rows), 8)

    def _year_totals(self, rows: Sequence[_YearRow]) -> None:
        heads = ("Exercice", "Structures", *_MONEY)
        widths = (14, 11, 18, 18, 18, 18, 18)
        introduction = f"Toutes les structures dont le budget a cet exercice. {_YEARS_NOTE}"
        sheet = self.sheet("Par exercice", "Totaux par exercice", introduction, widths, heads)
        years = sorted({year for _, year, _ in rows}, key=str)
        last = 4 + len(rows)
        for row, year in enumerate(years, 4):
            found = [money for _, other, money in rows if other == year]
            sheet.write(row, 0, year, self.total("0", align="left"))
            formula = f"=COUNTIF('Détail'!$D$5:$D${last},$A{row + 1})"
            sheet.write_formula(row, 1, formula, self.total("0"), len(found))
            for column in range(2, 7):
                letter = "EFGHI"[column - 2]
                area = f"'Détail'!{letter}$5:{letter}${last}"
                formula = f"=SUMIFS({area},'Détail'!$D$5:$D${last},$A{row + 1})"
                cents = sum(money[column - 2] for money in found)
                sheet.write_formula(row, column, formula, self.total(_EURO), euros(cents))
        if years:
            self._chart(sheet, len(years))

    def _chart(self, sheet: Any, count: int) -> None:
        chart = self.book.add_chart({"type": "column"})
        for column, color in ((2, _INK), (3, "#C9A24B")):
            chart.add_series(
                {
                    "name": ["Par exercice", 3, column],
                    "categories": ["Par exercice", 4, 0, 3 + count, 0],
                    "values": ["Par exercice", 4, column, 3 + count, column],
                    "fill": {"color": color},
                }
            )
        chart.set_title(
            {"name": "Produits et charges de toutes les structures", "name_font": {"size": 11, "color": _INK}}
        )
        chart.set_y_axis(
            {"num_format": '#,##0\u00a0"€"', "major_gridlines": {"visible": True, "line": {"color": _RULE}}}
        )
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 900, "height": 320})
        options = {"description": "Histogramme des produits et des charges de toutes les structures, par exercice."}
        sheet.insert_chart(5 + count, 0, chart, options)

    def scenarios(self, entries: Sequence[IndexEntry]) -> None:
        """Third sheet: every scenario of every structure."""
        heads = (
            "Structure",
            "Type",
            "Scénario",
            "Produits (5 ans)",
            "Résultat (5 ans)",
            "Trésorerie au plus bas",
            "à la date du",
        )
        sheet = self.sheet(
            "Scénarios", "Scénarios", "Sur les cinq exercices de chaque structure.", (34, 7, 20, 17, 16, 18, 13), heads
        )
        row = 4
        for entry in entries:
            for figures in entry.figures:
                sheet.write_string(row, 0, entry.structure.name, self.cell())
                sheet.write_string(row, 1, entry.structure.kind, self.cell())
                sheet.write_string(row, 2, figures.scenario, self.cell())
                sheet.write_number(row, 3, euros(sum(figures.produits)), self.cell(_EURO))
                sheet.write_number(row, 4, euros(sum(figures.result)), self.cell(_EURO))
                sheet.write_number(row, 5, euros(figures.lowest), self.cell(_EURO + ';[Red]-#,##0\u00a0"€"'))
                sheet.write_number(row, 6, figures.lowest_month - 693_594, self.cell("dd/mm/yyyy", align="right"))
                row += 1

    def alerts(self, entries: Sequence[IndexEntry], warnings: Sequence[str]) -> None:
        """Fourth sheet: what must be looked at."""
        rows = [("Portefeuille", "", text) for text in warnings]
        for entry in entries:
            rows += [(entry.structure.name, entry.structure.kind, text) for text in _own(entry)]
        self._texts(
            "Alertes",
            "Alertes",
            _ALERTS_NOTE,
            (34, 7, 110),
            ("Structure", "Type", "Alerte"),
            rows,
        )

    def refusals(self, refusals: Sequence[RefusalLike]) -> None:
        """Last sheet: rows that gave no workbook, with the cell and the remedy."""
        rows = [(r.name, f"{r.sheet}, {r.row}", message) for r in refusals for message in r.messages]
        heads = ("Structure", "Feuille, ligne", "Motif et remède")
        self._texts("Refus", "Lignes refusées", "Corriger puis relancer.", (34, 20, 110), heads, rows)

    def _texts(
        self,
        name: str,
        title: str,
        introduction: str,
        widths: Sequence[float],
        heads: Sequence[str],
        rows: Sequence[tuple[str, str, str]],
    ) -> None:
        sheet = self.sheet(name, title, introduction, widths, heads)
        wrapped = self.cell(text_wrap=True)
        for row, texts in enumerate(rows or [("Aucune ligne.", "", "")], 4):
            # LibreOffice and Excel size a wrapped row only when they open it; printing must not wait for that
            sheet.set_row(row, 14 * max(1, -(-len(texts[2]) // int(widths[2])), -(-len(texts[0]) // int(widths[0]))))
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, wrapped)
