"""Templates of a user's own: names that went astray, and formulas that are no longer ours."""

import re
import shutil
from pathlib import Path

import pytest

from excel_tools.batch.templates import compiled, shipped_path
from excel_tools.cli import main
from excel_tools.errors import TemplateError
from excel_tools.reports.shape import SHEETS
from excel_tools.workbook import Template, read_cells
from tests.malformed.build import csv_folder, replaced_part
from tests.test_batch_verify import TEAM, changed
from tests.workbook_support import member


def moved(path: Path, name: str, target: str) -> None:
    """Let a name designate other cells."""
    pattern = re.compile(rb'(<definedName name="' + name.encode() + rb'"[^>]*>)[^<]*<')
    replaced_part(path, "xl/workbook.xml", lambda data: pattern.sub(rb"\g<1>" + target.encode() + b"<", data))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mon modèle.xlsx"
    shutil.copy(shipped_path("ESP"), path)
    return path


@pytest.mark.parametrize(
    ("name", "target", "told"),
    [
        ("in_debut", "Sources!$A$1", "Sources!A1 est une cellule verrouillée, pas une cellule de saisie"),
        ("in_region", "Sources!$Z$90", "Sources!Z90 est une cellule verrouillée"),
        ("out_etat_global", "LISEZMOI!$Z$90", "LISEZMOI!Z90 ne contient pas de formule"),
    ],
)
def test_a_misplaced_name_is_refused_before_anything_is_written(own: Path, name: str, target: str, told: str) -> None:
    home = Template.compile(own).names[name]
    moved(own, name, target)
    with pytest.raises(TemplateError) as raised:
        compiled(["ESP"], [own])
    text = "\n".join(raised.value.messages)
    assert f"Nom « {name} » : {told}" in text
    assert f"le modèle livré a ce nom en {home.sheet}!{home.ref}" in text


def test_our_own_templates_are_laid_out_as_ours() -> None:
    for kind in ("CPTS", "MSP", "ESS", "ESP"):
        assert compiled([kind], [shipped_path(kind)])[kind].notice == ""


def test_an_input_moved_to_another_cell_of_saisie_is_taken(own: Path) -> None:
    """The formulas that read the old cell differ; those told by names do not."""
    before = Template.compile(own).names
    for name, other in (("in_debut", "in_fin"), ("in_fin", "in_debut")):
        moved(own, name, f"Entrées!$C${before[other].row}")
    template = compiled(["ESP"], [own])["ESP"]
    assert template.names["in_debut"] == before["in_fin"]


def test_a_formula_of_the_user_is_left_to_the_spreadsheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "mon modèle.xlsx"
    place = changed(
        shipped_path("ESP"), own, "out_s1_montant", lambda cell: re.sub(rb"<f>(.*?)</f>", rb"<f>2*(\1)</f>", cell)
    )
    sheet, ref = re.findall(r"« (.*) » (.*)", place)[0]
    template = compiled(["ESP"], [own])["ESP"]
    assert f"1 formule différente de celle du modèle livré ({sheet}!{ref})" in template.notice

    portfolio = csv_folder(tmp_path, esp=[TEAM])
    folder = tmp_path / "sortie"
    assert main(["generer", str(portfolio), "--sortie", str(folder), "--modele", str(own)]) == 0
    assert "1 formule différente" in capsys.readouterr().err
    formula, value = read_cells(folder / "ESP du Lac.xlsx")[sheet, ref]
    assert formula is not None
    assert formula.startswith("2*(")
    assert value is None
    assert 'fullCalcOnLoad="1"' in member(folder / "ESP du Lac.xlsx", "xl/workbook.xml")


def test_a_formula_moved_with_its_cells_is_still_ours(own: Path) -> None:
    """Sheets renamed by the user, quotes and spaces added by his spreadsheet."""

    def renamed(data: bytes) -> bytes:
        return data.replace(b'name="Charges"', b'name="Mes charges"').replace(b"'Charges'!", b"'Mes charges'!")

    replaced_part(own, "xl/workbook.xml", renamed)
    for number in range(1, len(SHEETS) + 1):
        part = f"xl/worksheets/sheet{number}.xml"
        replaced_part(
            own, part, lambda data: data.replace(b"'Charges'!", b"'Mes charges'!").replace(b"<f>IF(", b"<f>IF( ")
        )
    assert compiled(["ESP"], [own])["ESP"].notice == ""
