"""« Contrôles »: what is typed wrong spoils the global state, in LibreOffice too."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from excel_tools.batch.templates import shipped  # noqa: E402
from excel_tools.budget import build_budget  # noqa: E402  the templates are beside the package
from excel_tools.dates import day, to_serial  # noqa: E402
from excel_tools.reports import workbook_values  # noqa: E402
from excel_tools.reports.cells import source_shown  # noqa: E402
from excel_tools.reports.msp_shape import ANSWERS  # noqa: E402
from excel_tools.reports.spending_checks import ALL_CHECKS  # noqa: E402
from excel_tools.reports.watched import flat  # noqa: E402
from excel_tools.rules import load_rules  # noqa: E402
from excel_tools.workbook import Template  # noqa: E402
from excel_tools.workbook.cached import cached_values  # noqa: E402
from excel_tools.workbook.recalc import Values, compare, recalculate_all  # noqa: E402
from excel_tools.workbook.refs import cell_ref  # noqa: E402
from templates.examples import EXAMPLES  # noqa: E402

_COORDINATION = [question.code for question in ANSWERS].index("coordination")

# kind, name, cell (row, column), what is typed there
WRONG: tuple[tuple[str, str, tuple[int, int], Any], ...] = (
    ("CPTS", "in_population", (0, 2), -3),
    ("CPTS", "in_population", (0, 2), "4O 000"),
    ("CPTS", "in_population", (0, 2), None),
    ("CPTS", "in_mois1", (0, 0), None),
    ("CPTS", "in_mois1", (0, 0), 13),
    ("CPTS", "in_scenario", (0, 0), 4),
    ("CPTS", "in_exercice", (0, 0), None),
    ("CPTS", "in_signature", (0, 0), None),
    ("CPTS", "in_signature", (0, 0), 43_000),  # 22 September 2017: before any barème
    ("CPTS", "in_debut", (1, 0), "printemps"),
    ("CPTS", "in_s1_atteinte", (0, 0), 1.5),
    ("CPTS", "in_s3_atteinte", (0, 0), "beaucoup"),
    ("CPTS", "in_s2_contrat", (0, 0), "50 k€"),
    ("CPTS", "in_s1_contrat_parametres", (0, 0), 75),
    ("CPTS", "in_aides_montant", (0, 0), 100),
    ("MSP", "in_s1_reponses", (0, 0), "abc"),
    ("MSP", "in_s1_reponses", (0, 0), "oui"),
    ("MSP", "in_s1_reponses", (_COORDINATION, 3), "non"),
    ("MSP", "in_s1_reponses", (_COORDINATION, 3), 1),
    ("ESS", "in_s1_dotation", (0, 3), None),
    ("ESS", "in_amorcage", (0, 0), "o"),
    ("ESP", "in_s1_equipes", (0, 3), "x"),
    ("ESP", "in_charges_imposes", (0, 0), "abc"),
    ("ESP", "in_charges_versements", (0, 0), 24),
    ("ESP", "in_personnel_quotite", (0, 0), 1.5),
    ("ESP", "in_cotisations_delai", (0, 0), 6),
    ("ESP", "in_indemnites_heures", (0, 4), -1),
    ("ESP", "in_creances", (0, 0), -1),
    ("ESP", "in_region", (0, 0), "Centre-Val de Loire"),  # its amount ends with 2025
)


Wrong: TypeAlias = "tuple[str, str, tuple[int, int], Any]"


def _given(kind: str, wrong: Sequence[Wrong] = ()) -> tuple[dict[str, Any], Any, Any]:
    """What fills the example of a kind, some of it typed wrong."""
    values, texts, rows = workbook_values([build_budget(EXAMPLES[kind](), load_rules())])
    template = shipped(kind)
    for _, name, place, typed in wrong:
        area = template.names[name]
        if area.size == 1:
            values[name] = typed
        elif isinstance(values[name][0], (list, tuple)):
            cells = [list(row) for row in values[name]]
            cells[place[0]][place[1]] = typed
            values[name] = cells
        else:
            row = list(values[name])
            row[max(place)] = typed
            values[name] = row
    return values, texts, rows


def _faults(kind: str, wrong: Sequence[Wrong] = ()) -> list[int]:
    values = _given(kind, wrong)[0]
    return [check.faults(values) for check in ALL_CHECKS[kind]]


def _render(kind: str, path: Path, wrong: Sequence[Wrong] = ()) -> None:
    values, texts, rows = _given(kind, wrong)
    path.write_bytes(shipped(kind).render(values, texts=texts, visible_rows=rows))


def _groups() -> list[list[Wrong]]:
    """What is typed wrong, as few workbooks as there may be: one cell once in each.

    What no check counts turns the state otherwise, and has a workbook of its own.
    """
    found: list[list[Wrong]] = []
    for wrong in WRONG:
        counted = any(_faults(wrong[0], [wrong]))
        group = next(
            (
                group
                for group in found
                if counted
                and group[0][0] == wrong[0]
                and all(one[1:3] != wrong[1:3] for one in group)
                and any(_faults(wrong[0], group[:1]))
            ),
            None,
        )
        if group is None:
            found.append([wrong])
        else:
            group.append(wrong)
    return found


STATES = ("out_controles", "out_controles_communs", "out_controles_saisies", "out_moteur")
"""Tables of « Contrôles », the state in their last column."""


def _cells(template: Template, found: Values, name: str) -> list[Any]:
    area = template.names[name]
    rows, cols = range(area.row, area.row + area.height), range(area.column, area.column + area.width)
    return [found[area.sheet, cell_ref(row, col)] for row in rows for col in cols]


def _last(template: Template, found: Values, name: str) -> list[Any]:
    width = template.names[name].width
    return _cells(template, found, name)[width - 1 :: width]


def _state(template: Template, found: Values, name: str) -> Any:
    area = template.names[name]
    return found[area.sheet, cell_ref(area.row, area.column)]


@pytest.mark.hote
def test_what_is_typed_wrong_turns_the_state_and_what_is_right_leaves_it(tmp_path: Path) -> None:
    """Each check counts alone, in the sheet as in the engine: what is wrong may stand together in one workbook."""
    groups = _groups()
    right = {kind: tmp_path / f"{kind}.xlsx" for kind in EXAMPLES}
    wrong = [tmp_path / f"{rank}.xlsx" for rank in range(len(groups))]
    for kind, path in right.items():
        _render(kind, path)
    for path, group in zip(wrong, groups, strict=True):
        _render(group[0][0], path, group)
    found = recalculate_all([*right.values(), *wrong], "libreoffice")
    for kind, path in right.items():
        assert _state(shipped(kind), found[path], "out_etat_global") == "OK"
        assert not compare(found[path], cached_values(path))
    for path, group in zip(wrong, groups, strict=True):
        template = shipped(group[0][0])
        area = template.names["out_controles_saisies"]
        counts = [found[path][area.sheet, cell_ref(area.row + row, area.column)] for row in range(area.height)]
        # a wrong year or scenario may trouble other checks too
        told = zip(counts, _faults(group[0][0], group), strict=True)
        assert all(count == expected for count, expected in told if expected), group
        # every check that is not in order counts in the state, whichever it is
        states = [state for name in STATES if name in template.names for state in _last(template, found[path], name)]
        passed, total = _cells(template, found[path], "out_controles_comptes")
        assert (passed, total) == (len(states) - states.count("À revoir"), len(states)), group
        for name in ("out_etat_global", "out_lisezmoi_etat", "out_synthese_etat"):
            assert _state(template, found[path], name) == "À revoir", group


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_each_wrong_cell_is_counted_or_stands_alone(wrong: Wrong) -> None:
    assert not any(_faults(wrong[0]))
    assert any(_faults(wrong[0], [wrong])) or [wrong] in _groups()


def test_a_fault_is_counted_at_generation_too() -> None:
    values, _, _ = workbook_values([build_budget(EXAMPLES["MSP"](), load_rules())])
    assert values["out_etat_global"] == "OK"
    checks = ALL_CHECKS["MSP"]
    assert [check.faults(values) for check in checks] == [0] * len(checks)
    answers = [list(row) for row in values["in_s1_reponses"]]
    answers[_COORDINATION][0], answers[0][0], answers[0][1] = 1, "oui", -2
    values["in_s1_reponses"] = answers
    assert sum(check.faults(values) for check in checks) == 3


# name, cell, what is typed there
WRONG_SPENDING: tuple[tuple[str, int, Any], ...] = (
    ("in_charges_quantite", 3, -2),
    ("in_produits_prix", 0, "3 € 50"),
    ("in_produits_mois", 0, 13),
    ("in_charges_delai", 0, 4),
    ("in_personnel_brut", 0, "3k"),
    ("in_personnel_taux", 0, 42),
    ("in_personnel_entree", 0, "printemps"),
    ("in_indemnites_taux", 2, -1),
    ("in_indemnites_anterieur", 0, "?"),
)


@pytest.mark.parametrize(("name", "row", "typed"), WRONG_SPENDING)
def test_a_fault_of_spending_is_counted(name: str, row: int, typed: Any) -> None:
    values, _, _ = workbook_values([build_budget(EXAMPLES["CPTS"](), load_rules())])
    column = list(values[name])
    column[row] = typed
    values[name] = column
    assert sum(check.faults(values) for check in ALL_CHECKS["CPTS"]) == 1


def test_a_treasurer_reads_titles_units_and_closing_days() -> None:
    structure = replace(EXAMPLES["CPTS"](), first_month=9)
    values, _, _ = workbook_values([build_budget(structure, load_rules())])
    assert "Diaporama Cnam, 2019" in values["bar_source"]
    assert not any(str(title).startswith("seed-") for title in (*values["bar_source"], *flat(values["bar_sources"])))
    assert "€/an" in values["bar_unites"]
    # opens on 1 September 2027, closes on 31 August 2028
    assert values["out_budget_clotures"][0] == to_serial(day(2028, 8, 31))


def test_every_source_has_a_short_title() -> None:
    titles = [source_shown(source) for source in load_rules().sources.values()]
    assert max(map(len, titles)) <= 40
    assert len(set(titles)) == len(titles)
