"""What a structure spends, from the samples to their workbooks and back, and what these cells refuse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from excel_tools.batch.templates import shipped
from excel_tools.budget import build_budget
from excel_tools.errors import InputError
from excel_tools.inputs import read_portfolio
from excel_tools.reports import workbook_values
from excel_tools.reports.cpts_shape import CPTS_SHAPE
from excel_tools.reports.reading import read_workbook
from excel_tools.reports.sheet_inputs import SheetInputs
from excel_tools.reports.spending_reading import spending
from excel_tools.rules import load_rules
from excel_tools.spending.entry import Entry
from excel_tools.structure import Structure

SAMPLES = Path(__file__).parents[1] / "samples" / "portefeuille"
STAFFED = [structure for structure in read_portfolio(SAMPLES, load_rules()).structures if structure.posts]
PARTS = ("charges", "incomes", "posts", "indemnities", "social_delay", "opening_payables")


def written(path: Path, structure: Structure, **changed: tuple[tuple[int, ...], Any]) -> Path:
    """The workbook of a structure, some cells typed over: name → place, value."""
    template = shipped(structure.kind)
    values, texts, rows = workbook_values([build_budget(structure, load_rules())])
    for name, (place, typed) in changed.items():
        if not place:
            values[name] = typed
        elif len(place) == 1:
            values[name] = [*values[name][: place[0]], typed, *values[name][place[0] + 1 :]]
        else:
            table = [list(row) for row in values[name]]
            table[place[0]][place[1]] = typed
            values[name] = table
    path.write_bytes(template.render(values, texts=texts, visible_rows=rows))
    return path


@pytest.mark.parametrize("structure", STAFFED, ids=lambda structure: structure.name)
def test_a_sample_comes_back_from_its_workbook(structure: Structure, tmp_path: Path) -> None:
    found = read_workbook(written(tmp_path / "a.xlsx", structure), load_rules()).structures[0]
    for part in PARTS:
        assert getattr(found, part) == getattr(structure, part), part
    again, expected = build_budget(found, load_rules()), build_budget(structure, load_rules())
    assert again.months == expected.months
    assert again.result_years == expected.result_years


def test_the_samples_hold_every_kind_of_line() -> None:
    assert [structure.kind for structure in STAFFED] == ["CPTS", "CPTS", "MSP"]
    charges = [charge for structure in STAFFED for charge in structure.charges]
    assert {charge.payments for charge in charges} >= {0, 1, 2, 4}
    assert any(charge.delay for charge in charges)
    assert any(charge.basis and charge.basis.quantity for charge in charges)
    assert all(structure.incomes and structure.opening_payables for structure in STAFFED)


# name, place, what is typed there, words of the sentence
WRONG: Sequence[tuple[str, tuple[int, ...], Any, tuple[str, ...]]] = (
    ("in_charges_compte", (0,), 706, ("feuille Charges", "« 706 »", "60 à 69")),
    ("in_charges_versements", (0,), 3, ("« 3 »", "1, 2, 4 ou 12")),
    ("in_charges_delai", (0,), 5, ("« 5 »", "de 0 à 3")),
    ("in_charges_quantite", (0,), -1, ("« -1 »", "un nombre de 0 à")),
    ("in_charges_imposes", (0, 1), "cher", ("feuille Charges, N", "« cher »")),
    ("in_charges_hausse", (0,), 3, ("« 300 % »", "-50 à 50 %")),
    ("in_produits_compte", (0,), 606, ("feuille Autres produits", "« 606 »", "70 à 79")),
    ("in_personnel_taux", (0,), 42, ("feuille Personnel", "la valeur saisie", "0 à 100 %")),
    ("in_personnel_sortie", (0,), 40_000, ("feuille Personnel", "précède l'entrée")),
    ("in_personnel_mission", (0,), "ailleurs", ("feuille Personnel", "la valeur saisie")),
    ("in_cotisations_delai", (), None, ("feuille Personnel", "cellule vide", "de 0 à 3")),
    ("in_indemnites_heures", (0, 0), 1.125, ("feuille Indemnités", "la valeur saisie", "2 décimales")),
    ("in_indemnites_taux", (0,), -60, ("feuille Indemnités",)),
    ("in_dettes", (), -5, ("feuille Entrées",)),
    ("in_creances", (), -6, ("feuille Entrées", "-6")),
    ("in_aides_mission", (0,), "nulle part", ("feuille Entrées", "« nulle part »")),
)


def test_every_wrong_cell_is_named_at_once(tmp_path: Path) -> None:
    first = STAFFED[0]
    changed = {name: (place, typed) for name, place, typed, _ in WRONG}
    # the first post is there from the first day: give it an entry that its exit precedes
    changed["in_personnel_entree"] = ((0,), 46_000)
    with pytest.raises(InputError) as raised:
        read_workbook(written(tmp_path / "faux.xlsx", first, **changed), load_rules())
    told = [message.replace("\u202f", " ").replace("\u00a0", " ") for message in raised.value.messages]
    # a line whose account is wrong is told by its account alone
    left = [case for case in WRONG if not (case[0].startswith("in_charges") and case[0] != "in_charges_compte")]
    for name, _, _, words in left:
        assert any(all(word in message for word in words) for message in told), name
    assert all("faux.xlsx" in message for message in told)
    assert len(told) == len(left)


@pytest.mark.parametrize("case", [case for case in WRONG if case[0].startswith("in_charges")], ids=lambda case: case[0])
def test_a_wrong_cell_of_a_line_is_named(
    case: tuple[str, tuple[int, ...], Any, tuple[str, ...]], tmp_path: Path
) -> None:
    name, place, typed, words = case
    with pytest.raises(InputError) as raised:
        read_workbook(written(tmp_path / "faux.xlsx", STAFFED[0], **{name: (place, typed)}), load_rules())
    (message,) = raised.value.messages
    assert all(word in message for word in words), message


def test_an_older_workbook_says_less() -> None:
    cells = {
        "in_charges_libelle": [["Loyer"], [None]],
        "in_charges_compte": [[6132.0], [None]],
        "in_charges_mission": [["Parcours"], [None]],
        "in_charges_mois": [[4.0], [None]],
        "in_charges_montants": [[100.5, 0.0, None, 3.0, 4.0], [None] * 5],
    }
    inputs = SheetInputs("ancien.xlsx", cells, {})
    assert spending(inputs, CPTS_SHAPE) == {
        "charges": (Entry("6132", "Loyer", "parcours", 4, (10_050, 0, 0, 300, 400)),)
    }
    assert not inputs.problems
