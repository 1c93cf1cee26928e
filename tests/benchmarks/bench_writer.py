"""Our writer against the usual ones: same template, same values, paired rounds, CPU time of one process.

Run ``python tests/benchmarks/bench_writer.py [--modele F] [--tours N]``. Without a template it takes
``templates/cpts.xlsx``, or draws a stand-in of about 1 500 cells and 600 formulas.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from isal import isal_zlib
from openpyxl.workbook import Workbook

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from excel_tools.workbook import (  # noqa: E402 - the path is set just above
    Area,
    ErrorValue,
    Template,
    read_cells,
    read_names,
    write_atomically,
)

Rows = list[list[Any]]
Cells = dict[tuple[str, str], tuple[str | None, Any]]
OPENPYXL = "openpyxl, charger-remplir-enregistrer"
OURS = "excel-tools"


@dataclass(frozen=True)
class Result:
    """One way of writing: median CPU milliseconds for one workbook, its size, and where it does less."""

    name: str
    cpu_ms: float
    size: int
    remark: str


def draw_stand_in(path: Path) -> None:
    """A template of five sheets, about 1 500 cells of which 600 formulas, charts, a validation, formats."""
    book = xlsxwriter.Workbook(str(path))
    fill = book.add_format({"bg_color": "#FFF9E5", "num_format": '#,##0.00 "€"'})
    money = book.add_format({"num_format": '#,##0.00 "€"'})
    inputs = book.add_worksheet("Entrées")
    for row in range(60):
        inputs.write(row, 0, f"Ligne {row + 1}")
        for column in range(1, 6):
            inputs.write_number(row, column, 100 * row + column, fill)
    inputs.data_validation(0, 1, 59, 5, {"validate": "decimal", "criteria": ">=", "value": 0})
    book.define_name("in_charges", "='Entrées'!$B$1:$F$60")
    for sheet in range(4):
        title = f"Calculs {sheet + 1}"
        page = book.add_worksheet(title)
        for row in range(50):
            page.write(row, 0, f"Rang {row + 1}")
            for column in range(3):
                formula = f"=ROUND('Entrées'!{chr(66 + column)}{row + 1}*{sheet + 2},2)"
                page.write_formula(row, column + 1, formula, money, 1)
            for column in range(2):
                page.write(row, column + 4, f"note {row % 7}")
        page.conditional_format(0, 1, 49, 3, {"type": "data_bar"})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"='{title}'!$B$1:$B$12", "categories": f"='{title}'!$A$1:$A$12"})
        page.insert_chart("I2", chart)
        book.define_name(f"out_bloc_{sheet + 1}", f"='{title}'!$B$1:$D$50")
    book.close()


def new_values(template: Template, path: Path) -> dict[str, Rows]:
    """The template's own values, every number changed; a formula without a value gets one."""
    dice = random.Random(1)
    values = read_names(path, list(template.names))
    for name, rows in values.items():
        area = template.names[name]
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                if isinstance(value, bool | str):
                    continue
                if isinstance(value, int | float) or (down, right) in area.formulas:
                    row[right] = round(dice.uniform(0, 90_000), 2)
    return values


def fill_openpyxl(book: Workbook, names: dict[str, Area], values: dict[str, Rows], path: Path) -> None:
    """What a script with openpyxl does: inputs are written, formulas keep no value at all."""
    for name, area in names.items():
        sheet = book[area.sheet]
        for down, row in enumerate(values[name]):
            for right, value in enumerate(row):
                if (down, right) not in area.formulas:
                    held = value.code if isinstance(value, ErrorValue) else value
                    sheet.cell(area.row + down, area.column + right).value = held
    book.save(path)


def draw_with_xlsxwriter(cells: Cells, titles: Sequence[str], path: Path) -> None:
    """The same cells, formulas and cached values, from code."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    money = book.add_format({"num_format": '#,##0.00 "€"'})
    sheets = {title: book.add_worksheet(title) for title in titles}
    for (title, ref), (formula, held) in cells.items():
        sheet = sheets[title]
        value = held.code if isinstance(held, ErrorValue) else held
        if formula is not None:
            sheet.write_formula(ref, f"={formula}", money, "" if value is None else value)
        elif value is None:
            sheet.write_blank(ref, None, money)
        elif isinstance(value, str):
            sheet.write_string(ref, value)
        else:
            sheet.write(ref, value, money)
    book.close()


def measure(path: Path, rounds: int, folder: Path) -> list[Result]:
    """Median CPU time of each way, in paired rounds: each round runs every way once."""
    template = Template.compile(path)
    names = dict(template.names)
    values = new_values(template, path)
    texts = dict.fromkeys(template.tokens, "CPTS du Val de Loire")
    out = folder / "bench.xlsx"
    write_atomically(folder / "ours.xlsx", template.render(values, texts=texts))
    if read_names(folder / "ours.xlsx", list(names)) != values:
        raise SystemExit("le classeur écrit ne rend pas les valeurs données")
    cells = read_cells(folder / "ours.xlsx")
    titles = list(dict.fromkeys(title for title, _ in cells))
    loaded = openpyxl.load_workbook(path)
    # The floor: the changed parts are ready, they are only deflated and the file written.
    program = template._program
    ready = [b"".join(part.filled([b"12345.67"] * program.tokens)) for part in program.parts]
    rest = (folder / "ours.xlsx").read_bytes()

    def ours() -> None:
        write_atomically(out, template.render(values, texts=texts))

    def floor() -> None:
        packed = b"".join([isal_zlib.compress(part, 1, -15) for part in ready])
        out.write_bytes(packed + rest[len(packed) :])

    lost = "aucune valeur en cache ; perd zones de texte, textes de remplacement, sparklines"
    ways: list[tuple[str, Callable[[], None], str]] = [
        (OURS, ours, "formules et valeurs en cache, le reste octet pour octet"),
        (OPENPYXL, lambda: fill_openpyxl(openpyxl.load_workbook(path), names, values, out), lost),
        ("openpyxl, chargé une fois", lambda: fill_openpyxl(loaded, names, values, out), lost),
        (
            "XlsxWriter, dessiné par le code",
            lambda: draw_with_xlsxwriter(cells, titles, out),
            "cellules seules : ni graphiques, ni validations, ni mise en page",
        ),
        ("plancher (compresser et écrire)", floor, "octets déjà prêts, aucun calcul"),
    ]
    times: dict[str, list[float]] = {name: [] for name, _, _ in ways}
    sizes: dict[str, int] = {}
    for turn in range(rounds + 1):
        for name, way, _ in ways:
            # The short ways are repeated: the clock of the process is coarse.
            repeat = 10 if name == OURS or name.startswith("plancher") else 1
            start = time.process_time()
            for _ in range(repeat):
                way()
            if turn:
                times[name].append((time.process_time() - start) / repeat * 1000)
            sizes[name] = out.stat().st_size
    return [Result(name, statistics.median(times[name]), sizes[name], remark) for name, _, remark in ways]


def main(arguments: Sequence[str] | None = None) -> list[Result]:
    """Measure and print; the results are returned too."""
    parser = argparse.ArgumentParser(description="Compare les façons de remplir un modèle.")
    parser.add_argument("--modele", type=Path, help="un modèle .xlsx (par défaut templates/cpts.xlsx)")
    parser.add_argument("--tours", type=int, default=11, help="nombre de tours appariés")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = options.modele or ROOT / "templates" / "cpts.xlsx"
        if not path.exists():
            path = folder / "modele.xlsx"
            draw_stand_in(path)
        start = time.process_time()
        template = Template.compile(path)
        compiled = (time.process_time() - start) * 1000
        results = measure(path, options.tours, folder)
    cells = sum(area.size for area in template.names.values())
    formulas = sum(len(area.formulas) for area in template.names.values())
    print(f"{path.name} : {cells} cellules remplies, dont {formulas} formules ; compilé en {compiled:.1f} ms\n")
    reference = next(result.cpu_ms for result in results if result.name == OPENPYXL)
    print(f"{'façon d’écrire un classeur':<40}{'ms CPU':>9}{'rapport':>10}{'octets':>9}  remarque")
    for result in results:
        ratio = reference / result.cpu_ms
        print(f"{result.name:<40}{result.cpu_ms:>9.2f}{ratio:>9.1f}×{result.size:>9}  {result.remark}")
    return results


if __name__ == "__main__":
    main()
