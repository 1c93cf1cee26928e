"""What the tests of the template engine share: templates drawn, altered and looked into."""

import datetime
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

Draw = Callable[[xlsxwriter.Workbook], None]

SHEET = "xl/worksheets/sheet1.xml"

VALUES: dict[str, Any] = {
    "in_nom": "CPTS",
    "in_nombres": [1, 2.5, 3],
    "in_vides": [[None, None]] * 6,
    "out_doubles": (2, 5, 6),
    "out_texte": "13",
}
TEXTS = {"structure": "Soins & Co", "version": "1.0"}


def draw(path: Path, *pages: Draw, **options: Any) -> Path:
    """A template drawn by XlsxWriter."""
    book = xlsxwriter.Workbook(str(path), options)
    for page in pages:
        page(book)
    book.close()
    return path


def budget(book: xlsxwriter.Workbook) -> None:
    """Inputs partly unwritten, formulas, a chart, a merge, a hidden row, header tokens."""
    sheet = book.add_worksheet("L'été")
    yellow = book.add_format({"bg_color": "yellow"})
    bold = book.add_format({"bold": True})
    sheet.set_column("D:D", 12, bold)
    sheet.write("A1", "Libellé")
    sheet.write_string("A2", "structure", yellow)
    for row in range(2, 5):
        sheet.write_number(row, 1, row, yellow)
        sheet.write_formula(row, 2, f"=B{row + 1}*2", yellow, row * 2)
    sheet.write_formula("C6", '=SUM(C3:C5)&""', None, "18")
    sheet.merge_range("F1:G2", "fusion")
    sheet.set_row(8, None, None, {"hidden": True})
    sheet.write("A10", "fin")
    sheet.set_header("&L&8{{structure}}&R&D")
    sheet.set_footer("&CPage &P — {{version}}")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"name": "='L''été'!$A$2", "categories": "='L''été'!$B$3:$B$5", "values": "='L''été'!$C$3:$C$5"})
    sheet.insert_chart("I2", chart)
    book.add_worksheet("Autre").write("A1", "intact")
    book.set_properties({"title": "Budget {{structure}}", "created": datetime.datetime(2026, 1, 1)})
    for name, area in {
        "in_nom": "$A$2",
        "in_nombres": "$B$3:$B$5",
        "in_vides": "$D$3:$E$8",
        "out_doubles": "$C$3:$C$5",
        "out_texte": "$C$6",
    }.items():
        book.define_name(name, f"='L''été'!{area}")


def member(path: Path, name: str) -> str:
    """One part, inflated, as text."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def raw_members(path: Path) -> dict[str, bytes]:
    """Each part as it lies in the file, compressed."""
    blob = path.read_bytes()
    found = {}
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name, extra = struct.unpack_from("<2H", blob, info.header_offset + 26)
            start = info.header_offset + 30 + name + extra
            found[info.filename] = blob[start : start + info.compress_size]
    return found


def patched(path: Path, changes: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """The same file with some parts altered."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, changes[name](data) if name in changes else data)
    return path


def strip_recalculation(path: Path) -> Path:
    """The template without the request XlsxWriter always writes, as Excel saves it."""
    return patched(path, {"xl/workbook.xml": lambda xml: xml.replace(b' fullCalcOnLoad="1"', b"")})
