"""What every shipped template keeps: formulas, names, protection, print set-up, accessibility."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from excel_tools.reports.comparison_shape import template_name  # noqa: E402  the templates are beside the package
from excel_tools.workbook import Template, read_cells  # noqa: E402
from excel_tools.workbook.refs import parse_area  # noqa: E402
from templates import comparison, cpts, esp, ess, msp, sensitivity  # noqa: E402
from templates.kit import cells as kit_cells  # noqa: E402

FAMILIES = {"cpts": cpts.draw, "msp": msp.draw, "ess": ess.draw, "esp": esp.draw}
COMPARISONS = {Path(template_name(years)).stem: partial(comparison.draw, years=years) for years in comparison.HORIZONS}
DRAWERS = {**FAMILIES, **COMPARISONS, "sensibilite": sensitivity.draw}
KINDS = tuple(DRAWERS)


def _path(kind: str) -> Path:
    return ROOT / "templates" / f"{kind}.xlsx"


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def book(kind: str) -> Any:
    return openpyxl.load_workbook(_path(kind))


@pytest.fixture(scope="module")
def template(kind: str) -> Template:
    return Template.compile(_path(kind))


@pytest.fixture(scope="module")
def formulas(kind: str) -> dict[tuple[str, str], str]:
    return {place: formula for place, (formula, _) in read_cells(_path(kind)).items() if formula is not None}


def _parts(kind: str, folder: str) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(_path(kind)) as archive:
        for name in archive.namelist():
            if name.startswith(folder):
                yield name, archive.read(name).decode()


def test_the_committed_template_is_what_its_script_draws(kind: str, tmp_path: Path) -> None:
    DRAWERS[kind](tmp_path / "again.xlsx")
    with zipfile.ZipFile(_path(kind)) as old, zipfile.ZipFile(tmp_path / "again.xlsx") as new:
        assert old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert not changed, f"run « python -m templates »: {changed}"


def test_formulas_are_short_plain_and_old_enough(formulas: dict[tuple[str, str], str]) -> None:
    faults = {place: found for place, formula in formulas.items() if (found := kit_cells.faults(f"={formula}"))}
    assert not faults


def test_every_formula_lies_under_one_name(template: Template) -> None:
    assert not template.uncovered_formulas
    seen: set[tuple[str, int, int]] = set()
    for name, area in template.names.items():
        covered = {
            (area.sheet, area.row + down, area.column + right)
            for down in range(area.height)
            for right in range(area.width)
        }
        assert not covered & seen, name
        seen |= covered
        assert len(area.formulas) == (area.size if name.startswith("out_") else 0), name


def test_names_never_read_as_an_address(template: Template) -> None:
    for name in template.names:
        assert re.fullmatch(r"(in|bar|out)_[a-z0-9_]+", name)


def test_unlocked_cells_are_the_inputs_and_are_validated(template: Template, book: Any) -> None:
    inputs: dict[str, set[str]] = {sheet.title: set() for sheet in book}
    for name, area in template.names.items():
        if name.startswith("in_"):
            for row in book[area.sheet][area.ref] if area.size > 1 else ((book[area.sheet][area.ref],),):
                inputs[area.sheet] |= {cell.coordinate for cell in row}
    for sheet in book:
        unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        assert unlocked == inputs[sheet.title], sheet.title
        assert {sheet[ref].style for ref in unlocked} <= {"Saisie"}, sheet.title
        validated = {
            cell.coordinate
            for rule in sheet.data_validations.dataValidation
            for part in rule.sqref.ranges
            for row in sheet[part.coord if ":" in part.coord else f"{part.coord}:{part.coord}"]
            for cell in row
        }
        assert unlocked <= validated, sheet.title
        for rule in sheet.data_validations.dataValidation:
            assert rule.error
            assert rule.prompt
            assert len(rule.formula1 or "") <= 255


def test_sheets_are_protected_visible_unmerged_and_not_empty(book: Any) -> None:
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert not sheet.protection.formatRows  # False: formatting rows is allowed
        assert not sheet.merged_cells.ranges
        assert sheet.max_row > 5
        assert not any(dimension.hidden for dimension in sheet.column_dimensions.values())


def test_pages_are_a4_one_page_wide_with_a_footer(book: Any) -> None:
    for sheet in book:
        assert sheet.page_setup.paperSize in (9, "9")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert "{{structure}}" in sheet.oddFooter.left.text
        assert "{{scenario}}" in sheet.oddFooter.center.text
        assert "{{version}}" in sheet.oddFooter.right.text
        assert "&P" in sheet.oddFooter.right.text or "[Page]" in sheet.oddFooter.right.text
        assert sheet.print_title_rows or sheet.title == "Synthèse"
        assert sheet.freeze_panes or sheet.title == "Synthèse"


def test_the_document_speaks_french(kind: str, book: Any) -> None:
    assert book.properties.title == "{{titre}}"
    assert book.properties.language == "fr-FR"
    for name, text in _parts(kind, "xl/charts/chart"):
        assert 'c:lang val="fr-FR"' in text, name


def test_charts_have_alt_text_and_euros(kind: str) -> None:
    pictures = [text for _, text in _parts(kind, "xl/drawings/drawing")]
    assert pictures
    for text in pictures:
        for frame in re.findall(r"<xdr:cNvPr [^>]*>", text):
            assert re.search(r'descr="[^"]{20,}"', frame), frame
    for name, text in _parts(kind, "xl/charts/chart"):
        assert "€" in text, name


@pytest.mark.parametrize("kind", tuple(FAMILIES), indirect=True, scope="module")
def test_sheets_of_scenarios_are_identical(formulas: dict[tuple[str, str], str]) -> None:
    for title in ("Scénario", "Mois"):
        found = []
        for number in (1, 2, 3):
            own = {ref: formula for (sheet, ref), formula in formulas.items() if sheet == f"{title} {number}"}
            found.append(
                {
                    ref: formula.replace(f"'Scénario {number}'", "'Scénario'").replace(f"'Mois {number}'", "'Mois'")
                    for ref, formula in own.items()
                }
            )
        assert found[0]
        assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("kind", tuple(FAMILIES), indirect=True, scope="module")
def test_rows_of_a_block_have_one_formula(template: Template, formulas: dict[tuple[str, str], str]) -> None:
    """In a block over periods or years, each row is its first formula copied to the right."""
    names = template.names
    for name, area in names.items():
        if not re.match(
            r"out_s1_(du|montant|debut|rattache_|dates|versements|droits|produits|encaissements|totaux)", name
        ):
            continue
        for down in range(area.height):
            first = area.formulas[down, 0]
            for right in range(1, area.width):
                assert area.formulas[down, right] == kit_cells.shifted(f"={first}", 0, right)[1:], (name, down)


def test_every_name_points_to_a_rectangle(book: Any) -> None:
    for name, defined in book.defined_names.items():
        assert parse_area(defined.attr_text) is not None, name
