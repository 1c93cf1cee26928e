"""A generated workbook of each kind of structure, and its cells by the names that the templates give them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from excel_tools import __version__, api
from excel_tools.batch.templates import shipped
from excel_tools.reports import workbook_values
from excel_tools.workbook.names import areas, read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.refs import cell_ref
from tests.hosts.typing_hand import Typed, by_writer

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = {
    "CPTS": "CPTS du Bocage Fleuri",
    "MSP": "MSP du Vieux Moulin",
    "ESS": "ESS Cardiologie du Ponant",
    "ESP": "ESP Sologne Sud",
}
Cell = tuple[Any, ...]
"""Name, then row and column from 0 where they are not 0."""


def made_workbooks(folder: Path) -> dict[str, Path]:
    """Generate the workbook of a structure of the samples for each kind."""
    portfolio = api.lire_portefeuille(SAMPLES / "portefeuille.xlsx")
    found = {}
    for kind, name in NAMES.items():
        cases = api.budgets(api.trouver(portfolio, name))
        values, texts, rows = workbook_values(
            [case.budget for case in cases], [case.scenario for case in cases], version=f"excel-tools {__version__}"
        )
        template = shipped(kind)
        found[kind] = folder / f"{name}.xlsx"
        found[kind].write_bytes(template.render(values, texts=texts, visible_rows=rows))
    return found


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def at(source: Path, cell: Cell) -> tuple[str, str]:
    """Return where a cell of a name stands: rows come and go in the templates, names do not."""
    name, row, col = (*cell, 0, 0)[:3]
    area = areas(read_book(Package.read(source)), ("in_",))[0][name]
    return area.sheet, cell_ref(area.row + row, area.column + col)


def typed(source: Path, cells: Mapping[Cell, Any]) -> Typed:
    """Return what is typed, by sheet and address."""
    return {at(source, cell): value for cell, value in cells.items()}


def wrote(source: Path, target: Path, cells: Mapping[Cell, Any]) -> Path:
    """Write the contents into a copy, the stored results left as they were."""
    return by_writer(source, target, typed(source, cells))
