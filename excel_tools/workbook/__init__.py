"""Fill spreadsheet templates without loss, and read them back.

A template is an .xlsx or .xlsm file whose defined names say where values go. It is compiled once into byte spans;
each workbook is then a join of what never changes with what does. This package knows nothing of budgets.
"""

from excel_tools.workbook.files import write_atomically
from excel_tools.workbook.read import read_cells, read_names
from excel_tools.workbook.refs import Area
from excel_tools.workbook.render import Template, Values
from excel_tools.workbook.values import CellValue, ErrorValue, Scalar

__all__ = [
    "Area",
    "CellValue",
    "ErrorValue",
    "Scalar",
    "Template",
    "Values",
    "read_cells",
    "read_names",
    "write_atomically",
]
