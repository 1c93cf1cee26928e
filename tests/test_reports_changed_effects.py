"""What each changed input gives alone, lines of lists put in another order, numbers left as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.cli import main
from excel_tools.comparison import one_by_one
from excel_tools.comparison.figures import CHARGES, LOWEST, PRODUITS, RESULTAT, TRESORERIE
from excel_tools.errors import InputError
from excel_tools.reports.changed import Changes, compare_workbooks
from excel_tools.reports.changed_rows import lined_up
from excel_tools.reports.sheet_inputs import SheetInputs
from excel_tools.rules import load_rules
from excel_tools.workbook.read import read_names
from excel_tools.workbook.refs import Area
from tests.hosts.made_workbooks import Cell, at, plain, typed, wrote
from tests.hosts.typing_hand import by_libreoffice

RULES = load_rules()


def compared(before: Path, after: Path, scenario: str = "") -> Changes:
    return compare_workbooks(before, after, RULES, one_by_one(RULES), scenario)


def swapped(source: Path, head: str, one: int, other: int) -> dict[Cell, Any]:
    """Return what to type for two rows of a list to change places."""
    cells = {}
    for name, rows in read_names(source).items():
        if name.startswith(head) and len(rows) > 1:
            for col, (left, right) in enumerate(zip(rows[one], rows[other], strict=True)):
                if left != right:
                    cells[name, one, col], cells[name, other, col] = right, left
    return cells


def first_blank(source: Path, name: str) -> int:
    return next(rank for rank, row in enumerate(read_names(source)[name]) if row[0] is None)


def test_the_effect_of_an_input_is_that_of_a_workbook_with_it_alone(made: dict[str, Path], tmp_path: Path) -> None:
    source = made["CPTS"]
    cells: dict[Cell, Any] = {
        ("in_s1_atteinte", 1, 2): 0.6,
        ("in_population",): 61000,
        ("in_charges_hausse", 1): 0.1,
        ("in_s1_retard",): 3,
        ("in_tresorerie",): 20_000,
    }
    found = compared(source, wrote(source, tmp_path / "toutes.xlsx", cells))
    effects = {(change.sheet, change.ref): change.effects for change in found.inputs}
    assert len(effects) == len(cells)
    for number, (cell, value) in enumerate(cells.items()):
        alone = compared(source, wrote(source, tmp_path / f"{number}.xlsx", {cell: value}))
        assert effects[at(source, cell)] == alone.gap == alone.inputs[0].effects
    # the opening cash is at the end too, and in every month between; it is nobody's income
    cash = effects[at(source, ("in_tresorerie",))]
    opening = read_names(source)["in_tresorerie"][0][0]
    moved = 2_000_000 - round(float(str(opening)) * 100)
    assert cash == {PRODUITS: 0, CHARGES: 0, RESULTAT: 0, TRESORERIE: moved, LOWEST: moved}


def test_each_team_gives_its_own_amount(made: dict[str, Path], tmp_path: Path) -> None:
    # 7 500 € a team and a civil year, in 2028 and in 2029
    cells: dict[Cell, Any] = {("in_s1_equipes", 0, 2): 3, ("in_s1_equipes", 0, 3): 4}
    found = compared(made["ESP"], wrote(made["ESP"], tmp_path / "apres.xlsx", cells))
    assert [change.effects and change.effects[PRODUITS] for change in found.inputs] == [750_000, 1_500_000]
    assert found.gap[PRODUITS] == 2_250_000
    # a change of another scenario is counted under it
    cells = {("in_s1_equipes", 0, 2): 3, ("in_s2_equipes", 0, 2): 5}
    found = compared(made["ESP"], wrote(made["ESP"], tmp_path / "deux.xlsx", cells))
    assert [change.effects and change.effects[PRODUITS] for change in found.inputs] == [750_000, 2_250_000]
    assert (found.scenario, found.elsewhere) == ("central", ("prudent",))


def test_a_column_of_the_contract_belongs_to_its_scenario(made: dict[str, Path], tmp_path: Path) -> None:
    # « in_contrat » holds the three scenarios side by side: this one is that of « prudent »
    found = compared(made["ESP"], wrote(made["ESP"], tmp_path / "apres.xlsx", {("in_contrat", 0, 1): 9000}))
    (contract,) = found.inputs
    assert (contract.scenario, plain(contract.label)) == ("prudent", "Forfait du contrat, par équipe et par an")
    assert found.scenario == "prudent"


def test_a_line_added_is_counted_whole(made: dict[str, Path], tmp_path: Path) -> None:
    source = made["CPTS"]
    row = first_blank(source, "in_charges_compte")
    added: dict[Cell, Any] = {
        ("in_charges_libelle", row): "Ménage",
        ("in_charges_compte", row): "6152",
        ("in_charges_quantite", row): 12,
        ("in_charges_prix", row): 150,
    }
    # an aid without its date is refused alone
    added |= {("in_aides_montant",): 5000, ("in_aides_date",): 46461}
    found = compared(source, wrote(source, tmp_path / "apres.xlsx", added))
    # edits stand in the order of the tabs
    aid, line = found.edits
    assert line.action == aid.action == "ligne ajoutée"
    # 12 × 150 € each of the five years
    assert line.effects is not None
    assert (line.effects[CHARGES], line.effects[RESULTAT]) == (900_000, -900_000)
    assert aid.effects is not None
    assert aid.effects[PRODUITS] == 500_000
    place = f"{line.inputs[0].sheet} {line.inputs[0].ref}"
    assert [change.counted_with for change in line.inputs] == ["", place, place, place]
    assert [change.effects is None for change in line.inputs] == [False, True, True, True]
    # and back: it is removed
    back = compared(tmp_path / "apres.xlsx", source)
    assert {edit.action for edit in back.edits} == {"ligne retirée"}
    assert back.gap[RESULTAT] == -found.gap[RESULTAT]


def test_inputs_that_mean_nothing_apart_are_counted_together(made: dict[str, Path], tmp_path: Path) -> None:
    source = made["CPTS"]
    blank = wrote(source, tmp_path / "sans.xlsx", {("in_aides_libelle",): "FIR"})
    after = wrote(blank, tmp_path / "apres.xlsx", {("in_aides_montant",): 5000, ("in_aides_date",): 46461})
    (edit,) = compared(blank, after).edits
    assert (len(edit.inputs), edit.action) == (2, "")
    assert edit.effects is not None
    assert edit.effects[RESULTAT] == 500_000


def test_rows_put_in_another_order_are_told_as_such(
    made: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = made["CPTS"]
    cells = swapped(source, "in_charges_", 0, 2)
    after = wrote(source, tmp_path / "apres.xlsx", cells)
    found = compared(source, after)
    top = int(at(source, ("in_charges_compte",))[1][1:])
    assert found.inputs == ()
    assert [moved.as_dict() for moved in found.moved] == [
        {"feuille": "Charges", "deplacement": f"lignes {top} et {top + 2} échangées"}
    ]
    assert not found.moves_amounts
    # a line that moved and was changed too: only what it holds now is told
    cells |= {("in_charges_hausse", 2): 0.1}
    (change,) = compared(source, wrote(source, tmp_path / "et.xlsx", cells)).inputs
    assert (change.sheet, change.ref) == at(source, ("in_charges_hausse", 2))
    assert plain(change.before) == "2 %"
    # rows that stand for missions are no list: two rates exchanged are two changes
    rates = compared(source, wrote(source, tmp_path / "t.xlsx", swapped(source, "in_s1_atteinte", 0, 1)))
    assert (rates.moved, len(rates.inputs) > 1) == ((), True)
    assert main(["comparer", str(source), str(after), "--json", str(tmp_path / "a.json")]) == 0
    out = plain(capsys.readouterr().out)
    assert "Aucune saisie n'a changé, seulement l'ordre de lignes :" in out
    assert f"Charges : lignes {top} et {top + 2} échangées, sans effet sur les montants" in out
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["lignes_deplacees"][0]["feuille"] == "Charges"


AREA = Area("Charges", 6, 1, 6)


def moved(before: Sequence[str | None], after: Sequence[str | None]) -> tuple[list[Any], list[str]]:
    rows = [[[text] for text in state] for state in (before, after)]
    found, told = lined_up(
        {"in_charges_libelle": rows[0]}, {"in_charges_libelle": rows[1]}, {"in_charges_libelle": AREA}
    )
    return [row[0] for row in found["in_charges_libelle"]], [item.text for item in told]


def test_lines_are_matched_before_they_are_compared() -> None:
    # a line put in above the others, which go down
    assert moved(["a", "b", "c", None], ["x", "a", "b", "c"]) == (
        [None, "a", "b", "c"],
        ["lignes 6 à 8 descendues d'une ligne"],
    )
    assert moved(["a", "b", "c", None], ["b", "c", None, None]) == (
        ["b", "c", "a", None],
        ["lignes 7 à 8 remontées d'une ligne"],
    )
    assert moved(["a", "b", "c"], ["c", "b", "a"]) == (["c", "b", "a"], ["lignes 6 et 8 échangées"])
    assert moved(["a", "b", None, None], ["b", None, None, "a"]) == (
        ["b", None, None, "a"],
        ["ligne 7 remontée d'une ligne, ligne 6 descendue de 3 lignes"],
    )
    # nothing is found elsewhere: each row is compared with itself
    assert moved(["a", "b"], ["a", "c"]) == (["a", "b"], [])
    assert moved(["a", None], ["a", "a"]) == (["a", None], [])


@given(st.permutations(["a", "b", "c", "d", "e", None]))
def test_any_order_of_the_same_lines_leaves_nothing_to_tell(after: Sequence[str | None]) -> None:
    before = ["a", "b", "c", "d", "e", None]
    lined, told = moved(before, after)
    assert lined == list(after)
    assert bool(told) == (list(after) != before)


TEXTS: dict[str, list[tuple[Cell, str, str]]] = {
    "CPTS": [
        (("in_s1_atteinte", 1, 2), "0.6", "« 0.6 » est un texte, que la feuille ne compte pas ; vider la cellule, "),
        (("in_charges_imposes", 1), "11 000", "puis saisir 11000."),
        (("in_tresorerie",), "120000 €", "puis saisir 120000."),
        (("in_signature",), "01/06/2023", "puis saisir 01/06/2023."),
        (("in_s2_atteinte",), "62,5 %", "puis saisir 62,5 %."),
        (("in_population",), "58 200", "puis saisir 58200."),
        (("in_exercice",), "2027", "puis saisir 2027."),
        (("in_s1_retard",), "2", "puis saisir 2."),
    ],
    "MSP": [
        (("in_s1_reponses",), "9600", "puis saisir 9600."),
        (("in_s1_reponses", 5), "x", "« x » trouvé, que la feuille ne compte pas ; oui ou non attendu."),
        (("in_contrat",), "7,5", "puis saisir 7,5."),
    ],
    "ESS": [(("in_s1_dotation",), "75 000", "puis saisir 75000.")],
    "ESP": [(("in_s1_equipes",), "3", "puis saisir 3."), (("in_debut",), "2024-03-01", "puis saisir 01/03/2024.")],
}
"""Kind → cell, text typed there, words of the sentence."""


@pytest.mark.parametrize("kind", list(TEXTS))
def test_a_number_left_as_text_is_never_read(kind: str, made: dict[str, Path], tmp_path: Path) -> None:
    source = made[kind]
    after = wrote(source, tmp_path / "texte.xlsx", {cell: text for cell, text, _ in TEXTS[kind]})
    with pytest.raises(InputError) as raised:
        compared(source, after)
    said = [plain(message) for message in raised.value.messages]
    for cell, text, words in TEXTS[kind]:
        sheet, ref = at(source, cell)
        (one,) = [message for message in said if f"« texte.xlsx », feuille {sheet}, {ref} : « {text} »" in message]
        assert words in one
    assert len(said) == len(TEXTS[kind])


def test_a_logical_value_is_told_as_a_sheet_shows_it() -> None:
    inputs = SheetInputs("a.xlsx", {"in_tresorerie": [[True]], "in_renouvellement": [[False]]}, {})
    assert inputs.euros("in_tresorerie") == 0
    assert inputs.word("in_renouvellement", {"oui": 1, "non": 0}, 0) == 0
    assert inputs.problems == [
        "« a.xlsx », in_tresorerie : « VRAI » trouvé, un nombre est attendu.",
        "« a.xlsx », in_renouvellement : « FAUX » trouvé, attendu : oui, non.",
    ]


def test_a_text_in_a_named_sheet_is_not_repeated(made: dict[str, Path], tmp_path: Path) -> None:
    after = wrote(made["CPTS"], tmp_path / "texte.xlsx", {("in_personnel_brut",): "31415"})
    with pytest.raises(InputError) as raised:
        compared(made["CPTS"], after)
    (said,) = raised.value.messages
    assert "est un texte, que la feuille ne compte pas" in said
    assert "31415" not in said


@pytest.mark.hote
def test_changes_made_in_libreoffice_are_counted_one_by_one(made: dict[str, Path], tmp_path: Path) -> None:
    source = made["ESP"]
    row = first_blank(source, "in_charges_compte")
    cells: dict[Cell, Any] = {
        ("in_s1_equipes", 0, 2): 3,
        ("in_charges_libelle", row): "Ménage",
        ("in_charges_compte", row): 6152,
        ("in_charges_imposes", row, 1): 600,
        ("in_nom",): "ESP de Sologne",
        **swapped(source, "in_charges_", 0, 1),
    }
    found = compared(source, by_libreoffice(source, tmp_path / "apres.xlsx", typed(source, cells)))
    assert dict(found.stale) == {}
    assert [moved.sheet for moved in found.moved] == ["Charges"]
    results = [(edit.inputs[0].label.split(" – ")[0], edit.action, edit.effects) for edit in found.edits]
    assert [(label, action) for label, action, _ in results] == [
        ("Nom de la structure", ""),
        ("Équipes", ""),
        (f"Ligne {row + 1}", "ligne ajoutée"),
    ]
    # 7 500 € for the team; 600 € from the second year on, which the next three years repeat
    assert [effects and effects[RESULTAT] for _, _, effects in results] == [0, 750_000, -240_000]
    assert found.gap[RESULTAT] == 510_000


@pytest.mark.hote
def test_a_point_typed_in_libreoffice_stays_a_text_and_is_named(
    made: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = made["ESP"]
    # an apostrophe keeps a text, as a cell formatted so does
    after = by_libreoffice(source, tmp_path / "apres.xlsx", typed(source, {("in_montant",): "'7600.5"}))
    sheet, ref = at(source, ("in_montant",))
    for words in (["comparer", str(source), str(after)], ["verifier", str(after)]):
        assert main(words) > 0
        told = capsys.readouterr()
        said = plain(told.out + told.err)
        assert f"« apres.xlsx », feuille {sheet}, {ref} : « 7600.5 » est un texte" in said
        assert "puis saisir 7600,5." in said
