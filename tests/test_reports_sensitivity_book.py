"""The sensitivity workbook says what the engine says, with and without a recalculation."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excel_tools.comparison.draws import draw
from excel_tools.comparison.figures import DROITS, LOWEST, MEASURES, PRODUITS, TRESORERIE
from excel_tools.comparison.sensitivity import tornado
from excel_tools.comparison.uncertainty import NOTHING, Spread, Uncertainty
from excel_tools.errors import InputError
from excel_tools.reports import sensitivity_values
from excel_tools.reports.sensitivity_book import compiled, sensitivity_bytes, write_sensitivity
from excel_tools.reports.sensitivity_data import Sensitivity, class_label, outlook
from excel_tools.reports.sensitivity_shape import LAW_ROWS
from excel_tools.rules import Contract, ContractLine
from excel_tools.spending.entry import Entry
from excel_tools.structure import Structure
from excel_tools.vector import PPM
from excel_tools.workbook import read_cells, read_names
from excel_tools.workbook.recalc import compare, recalculate_all
from tests.comparison_support import MAKERS, RULES, attainment, cpts, under

POINT = PPM // 100
VARIABLE = Contract("contrat", (ContractLine("cpts.parcours.variable", 10_000_00),))
LATE = Uncertainty(NOTHING, NOTHING, Spread(0, 0, 3))


def tight() -> Structure:
    """A CPTS that has nothing but the payments of January, out of which it pays 1 000 € at once."""
    return replace(cpts(), charges=(Entry("6132", "Loyer", "", 1, (1_000_00, 0, 0, 0, 0)),))


def studied(
    structure: Structure,
    result: str = PRODUITS,
    laws: Uncertainty | None = None,
    ranges: dict[str, tuple[int, int]] | None = None,
    count: int = 400,
) -> Sensitivity:
    drawn = outlook(draw(structure, RULES, laws, count))
    return Sensitivity(structure, "central", tornado(structure, RULES, ranges, result), drawn)


def written(found: Sensitivity, path: Path) -> dict[str, Any]:
    """What the file written holds under each name."""
    write_sensitivity(found, path, rules=RULES)
    return dict(read_names(path))


def test_the_tornado_of_ten_points_of_attainment(tmp_path: Path) -> None:
    # a variable part of 10 000 € a year attained at 80 %: 10 points are 1 000 € a year, 5 000 € over five years
    structure = replace(under(cpts(), attainment=attainment(800_000)), override=VARIABLE)
    ranges = {"atteinte.parcours": (-10 * POINT, 5 * POINT), "renouvellement": (0, 1)}
    found = written(studied(structure, ranges=ranges), tmp_path / "a.xlsx")
    names = [row[0] for row in found["bar_leviers"] if row[0]]
    at = names.index("Atteinte des objectifs – parcours pluriprofessionnels")
    base = found["bar_reference"][0][0]
    assert found["bar_leviers"][at][1:] == ["−10 points", "+5 points"]
    assert found["out_effets"][at][:3] == [-5_000, 2_500, 7_500]
    assert found["out_effets"][at][3] == pytest.approx(7_500 / base)
    assert found["bar_leviers_resultats"][at] == [base - 5_000, base + 2_500]
    # the renewal is all or nothing: told, not drawn
    assert [row[0] for row in found["bar_traces"][:2]] == [int(name != "Renouvellement du contrat") for name in names]
    other = 1 - at
    assert found["out_barres"][other] == [0, 0]
    assert any("Hors graphique, tout ou rien : Renouvellement" in (row[0] or "") for row in found["bar_notes"])
    assert found["out_etat_global"] == [["OK"]]


def test_the_probability_of_being_late(tmp_path: Path) -> None:
    # the cash goes below zero when the funder is late, in the first year, and only then
    drawn = draw(tight(), RULES, LATE, 2_000)
    late = int((drawn.changes.delay > 0).sum())
    assert 0 < late < 2_000
    found = written(studied(tight(), LOWEST, LATE, count=2_000), tmp_path / "a.xlsx")
    assert found["bar_sous_zero"] == [[late, 0, 0, 0, 0, late]]
    assert found["out_sous_zero"][0] == pytest.approx([late / 2_000, 0, 0, 0, 0, late / 2_000])
    assert found["out_bref_proba"][0][0] == pytest.approx(late / 2_000)
    below = sum(
        row[0] for row, high in zip(found["bar_effectifs"], found["bar_a"], strict=True) if row[0] and high[0] <= 0
    )
    assert below == late
    assert sum(row[2] for row in found["out_classes"]) == pytest.approx(late / 2_000)
    assert found["out_classes_total"] == [[2_000, 1]]
    assert found["out_etat_global"] == [["OK"]]


def test_every_page_with_a_probability_says_what_it_rests_on(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    found = written(replace(studied(tight()), note="3 % des droits sont à confirmer."), path)
    for name in ("bar_lois_synthese", "bar_lois_probabilites"):
        told = " ".join(row[0] for row in found[name] if row[0])
        assert told.startswith("400 tirages, graine 2026. Ces plages et ces lois sont des hypothèses")
        assert "Retard du financeur : de 0 à +3 mois, le plus probable 0 (loi triangulaire" in told
        assert told.endswith("3 % des droits sont à confirmer.")
    import openpyxl

    # repeated at the head of each printed page
    rows = openpyxl.load_workbook(path)["Probabilités"].print_title_rows
    assert rows == f"$1:${4 + LAW_ROWS}"


@pytest.mark.parametrize("result", MEASURES)
def test_the_reference_is_checked_for_every_result(result: str, tmp_path: Path) -> None:
    found = written(studied(cpts(), result, count=50), tmp_path / "a.xlsx")
    (check,) = found["out_ctl_montants"]
    assert check[0] == check[1]
    years = found["bar_reference_annees"][0]
    wanted = {LOWEST: min(years), TRESORERIE: years[-1]}.get(result, sum(years))
    assert check[0] == pytest.approx(wanted)


def test_the_same_arguments_give_the_same_bytes_and_texts_stay_texts(tmp_path: Path) -> None:
    found = studied(replace(tight(), name="=1+1"))
    path = write_sensitivity(found, tmp_path / "a.xlsx", rules=RULES)
    assert path.read_bytes() == sensitivity_bytes(studied(replace(tight(), name="=1+1")), rules=RULES)
    cells = read_cells(path)
    assert "=1+1 – scénario « central »" in [value for _, value in cells.values()]
    assert not any(formula and formula.startswith("1+1") for formula, _ in cells.values())


def test_more_hypotheses_than_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sensitivity_values, "LEVER_ROWS", 3)
    with pytest.raises(InputError, match=r"10 hypothèses : le classeur en montre 3 au plus\."):
        write_sensitivity(studied(cpts()), tmp_path / "a.xlsx", rules=RULES)
    assert not list(tmp_path.iterdir())


def test_laws_too_long_to_print_are_cut_and_said_so() -> None:
    told = sensitivity_values.lines([f"Loi {number} : {'très longue ' * 20}" for number in range(20)])
    assert len(told) == LAW_ROWS
    assert told[-1] == "… la suite dans le JSON."


def test_classes_are_told_in_round_amounts() -> None:
    assert class_label(-20_000_00, -10_000_00) == "−20 à −10\u00a0k€"
    assert class_label(1_500_00, 2_000_00).replace("\u202f", " ").replace("\u00a0", " ") == "1 500 à 2 000 €"


@pytest.mark.hote
def test_libreoffice_recalculates_every_formula_to_the_cent(tmp_path: Path) -> None:
    cases = [
        studied(tight(), LOWEST, LATE),
        studied(MAKERS["CPTS"](random.Random(4))[0], TRESORERIE),
        studied(MAKERS["MSP"](random.Random(5))[0]),
        studied(replace(MAKERS["ESP"](random.Random(6))[0], opening_cash=-10_000_000_00), DROITS),
    ]
    paths = [write_sensitivity(found, tmp_path / f"{rank}.xlsx", rules=RULES) for rank, found in enumerate(cases)]
    values, texts, visible = sensitivity_values.sensitivity_values(cases[0], RULES)
    # a draw counted twice, a percentile and a reference that are not theirs
    wrongs = {
        "bar_effectifs": [values["bar_effectifs"][0] + 1, *values["bar_effectifs"][1:]],
        "bar_bas_p_horizon": [-9_999_999, *values["bar_bas_p_horizon"][1:]],
        "bar_reference": values["bar_reference"] + 0.01,
    }
    for name, wrong in wrongs.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(compiled().render({**values, name: wrong}, texts=texts, visible_rows=visible))
        paths.append(path)
    done = recalculate_all(paths, "libreoffice", timeout=300)
    state = compiled().names["out_etat_global"]
    place = state.sheet, state.ref
    for path in paths[: len(cases)]:
        kept = {at: value for at, (formula, value) in read_cells(path).items() if formula is not None}
        assert len(kept) > 300
        gaps = compare(kept, done[path])
        assert not gaps, [str(gap) for gap in gaps[:5]]
        assert done[path][place] == "OK"
    for path in paths[len(cases) :]:
        assert done[path][place] == "À revoir", path.name
