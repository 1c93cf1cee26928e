"""A workbook changed by hand: the engine reads it as the sheet counts it, or says in words why it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from excel_tools.batch.templates import shipped
from excel_tools.batch.verify import verify_files
from excel_tools.budget import build_budget
from excel_tools.dates import day, to_serial
from excel_tools.errors import InputError
from excel_tools.inputs import read_portfolio
from excel_tools.reports import workbook_values
from excel_tools.reports.reading import read_workbook
from excel_tools.rules import load_rules
from excel_tools.spending.entry import Basis, based
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.staff import Post
from excel_tools.structure import OneOff, Structure
from tests.malformed.build import CPTS, csv_folder

RULES = load_rules()
Edits = Mapping[tuple[str, int, int], Any]
"""Name, row and column in it → what is typed there."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saisies")
    (found,) = read_portfolio(csv_folder(folder, cpts=[CPTS]), RULES).structures
    structure = replace(
        found,
        charges=tuple(
            based("606", label, "", 0, Basis(Fraction(10), Fraction(price), 20_000))
            for label, price in (("Un", 1_000), ("Deux", 2_500), ("Trois", 4_000))
        ),
        posts=tuple(Post(label, "", 300_000, 420_000) for label in ("A", "B", "C")),
        indemnities=tuple(Indemnity(name, "", 6_000, (10_000,) * 5) for name in ("P", "", "R")),
        one_offs=(OneOff("Départ", day(2027, 3, 1), 500_000), OneOff("Suite", day(2027, 5, 1), 300_000)),
    )
    return written(folder / "budget.xlsx", structure)


def written(path: Path, structure: Structure) -> Path:
    values, texts, rows = workbook_values([build_budget(structure, RULES)] * 3)
    path.write_bytes(shipped("CPTS").render(values, texts=texts, visible_rows=rows))
    return path


def edited(made: Path, target: Path, edits: Edits) -> Path:
    book = openpyxl.load_workbook(made)
    for (name, row, column), value in edits.items():
        ((sheet, area),) = book.defined_names[name].destinations
        first = area.replace("$", "").split(":")[0]
        book[sheet][first].offset(row, column).value = value
    book.save(target)
    return target


def read(made: Path, target: Path, edits: Edits) -> Structure:
    return read_workbook(edited(made, target, edits), RULES).structures[0]


def cleared(prefix: str, row: int, **widths: int) -> dict[tuple[str, int, int], Any]:
    return {(f"{prefix}_{name}", row, col): None for name, width in widths.items() for col in range(width)}


CLEARED = {
    **cleared("in_charges", 1, libelle=1, compte=1, quantite=1, prix=1, hausse=1, imposes=5),
    **cleared("in_personnel", 0, poste=1, brut=1, taux=1, quotite=1),
    **cleared("in_indemnites", 0, nom=1, taux=1, compte=1, heures=5),
    **cleared("in_aides", 0, libelle=1, date=1, montant=1),
}


def test_a_row_cleared_above_others_keeps_their_place(made: Path, tmp_path: Path) -> None:
    found = read(made, tmp_path / "a.xlsx", CLEARED)
    assert [line.label for line in found.charges] == ["Un", "", "Trois"]
    assert [post.label for post in found.posts] == ["", "B", "C"]
    assert [line.rate for line in found.indemnities] == [0, 6_000, 6_000]
    assert [aid.label for aid in found.one_offs] == ["", "Suite"]
    budget = build_budget(found, RULES)
    # charges 10 × 10 € and 10 × 40 €; two posts at 3 000 € × 1,42 × 12; two lines of 100 h at 60 €
    assert budget.charges_years[0] == 10_000 + 40_000 + 2 * (12 * 300_000 + 12 * 126_000) + 2 * 600_000


@pytest.mark.hote
def test_what_is_changed_by_hand_agrees_with_libreoffice(made: Path, tmp_path: Path) -> None:
    cases: dict[str, Edits] = {
        "ligne videe": CLEARED,
        "taux longs": {
            ("in_charges_hausse", 0, 0): 0.01234567,
            ("in_personnel_taux", 0, 0): 0.4212345678,
            ("in_personnel_quotite", 1, 0): 0.333333333333,
            ("in_personnel_hausse", 1, 0): 0.0123456789,
        },
        "aide": {
            ("in_aides_fleche", 2, 0): "OUI",
            ("in_aides_libelle", 2, 0): "Projet",
            ("in_aides_depense", 2, 0): 300,
        },
    }
    paths = [edited(made, tmp_path / f"{name}.xlsx", edits) for name, edits in cases.items()]
    _, checks = verify_files(paths)
    for check in checks:
        assert (check.errors, check.refused) == ((), ())
        assert check.computed == (), check.path.name


def test_yes_in_capitals_and_an_earmarked_aid_that_is_spent_before_it_is_received(made: Path, tmp_path: Path) -> None:
    edits = {("in_aides_fleche", 2, 0): "OUI", ("in_aides_depense", 2, 0): 300}
    found = read(made, tmp_path / "a.xlsx", edits)
    assert found.one_offs[2] == OneOff("", 0, 0, earmarked=True, spent=(30_000, 0, 0, 0, 0))
    told = [notice.text for notice in build_budget(found, RULES).notices if notice.code == "fonds-dedies"]
    assert any("300\u202f€ dépensés" in text for text in told)


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({("in_charges_imposes", 0, 0): "1 000"}, ("feuille Charges", "« 1 000 » est un texte", "puis saisir 1000.")),
        ({("in_charges_hausse", 0, 0): 0.6}, ("feuille Charges", "de -50 à 50 %")),
        ({("in_charges_mission", 0, 0): "Danse"}, ("« Danse » trouvé", "attendu : ")),
        (
            {("in_indemnites_heures", 0, 0): "Quatrevaux"},
            ("feuille Indemnités", "la valeur saisie n'est pas un nombre"),
        ),
        ({("in_indemnites_mission", 0, 0): "Quatrevaux"}, ("feuille Indemnités", "la valeur saisie")),
        ({("in_s1_fin_anticipee", 0, 0): to_serial(day(2020, 1, 1))}, ("Entrées", "précède le début du contrat")),
    ],
)
def test_what_cannot_be_counted_is_told_with_its_cell(
    made: Path, tmp_path: Path, edits: Edits, words: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as caught:
        read(made, tmp_path / "a.xlsx", edits)
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert "Quatrevaux" not in str(caught.value)
