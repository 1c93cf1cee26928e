"""The comparison workbook says what the engine says, for any scope and variant, with and without a recalculation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from excel_tools.comparison import Comparison, Scope, compare, keys, one_by_one
from excel_tools.comparison.comparison import ALL, KIND, REGION, STRUCTURE
from excel_tools.comparison.figures import ADDED, LOWEST, PRODUITS, TRESORERIE
from excel_tools.errors import InputError
from excel_tools.reports import comparison_gaps, comparison_values
from excel_tools.reports.comparison_book import comparison_bytes, compiled, write_comparison
from excel_tools.reports.comparison_shape import (
    EFFECTS,
    LINE_ITEMS,
    SCENARIO_ROWS,
    SHORT,
    SHOWN,
    line_number,
)
from excel_tools.rules import load_rules
from excel_tools.scenarios import Setting, variants
from excel_tools.workbook import Template, read_cells, read_names
from excel_tools.workbook.office import convert
from excel_tools.workbook.recalc import compare as compare_cells
from templates.kit import cells as kit_cells
from tests.comparison_books import SETTINGS, cents_of, filled, structures
from tests.hosts import pdf


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    rules = load_rules()
    return compare([(item, variants(item, SETTINGS)) for item in structures()], one_by_one(rules))


CHOICES = (
    (ALL, "prudent"),
    (Scope(KIND, "CPTS"), "~réforme*?"),
    (Scope(REGION, "Bretagne"), "ambitieux"),
    (Scope(STRUCTURE, "CPTS *"), "prudent"),
    (Scope(STRUCTURE, "=1+1"), "ambitieux"),
    (Scope(STRUCTURE, "MSP"), "~réforme*?"),
)


def _flat(value: Any) -> list[Any]:
    return [item for part in value for item in _flat(part)] if isinstance(value, (list, tuple)) else [value]


def _told(found: Mapping[str, Any], comparison: Comparison, scope: Scope, variant: str) -> None:
    """What the sheets show is what the comparison says, told apart from how the values were made."""
    for code in SHOWN:
        rows = found[f"out_syn_{SHORT[code]}"]
        for row, scenario in zip(rows, comparison.scenarios, strict=False):
            amounts = comparison.amounts(scope, scenario, code)
            assert cents_of(row[3:]) == list(amounts.values()), (code, scenario)
            first = comparison.amounts(scope, comparison.reference, code)
            if code != TRESORERIE:
                assert cents_of(row[:2]) == [sum(amounts.values()), sum(amounts.values()) - sum(first.values())]
        causes = found[f"out_eca_{SHORT[code]}"]
        for row, cause in zip(causes, EFFECTS, strict=False):
            assert cents_of(row[3:]) == list(comparison.effect(scope, variant, cause, code).values())
            if code != TRESORERIE:
                assert cents_of(row[:2]) == [
                    sum(comparison.effect(scope, variant, cause, code).values()),
                    sum(comparison.step(scope, variant, cause, code).values()),
                ]
        gap = comparison.gap(scope, variant, code)
        assert cents_of(causes[-1][3:]) == list(gap.values())
        assert cents_of(_flat(found[f"out_eca_{SHORT[code]}_annees"])) == list(gap.values())
    _lines_told(found, comparison, scope, variant)
    below = [row[0] for row in found["out_syn_zero"]][: len(comparison.scenarios)]
    assert below == [len(comparison.below_zero(scope, name)) for name in comparison.scenarios]
    if scope.level == STRUCTURE:
        rows = found["out_syn_bas"]
        for row, scenario in zip(rows, comparison.scenarios, strict=False):
            case = comparison.within(scope)[0]
            at = [key.measure for key in keys(case.structure.kind)].index(LOWEST)
            lowest = case.tables[scenario][at]
            assert cents_of([item for item in row[3:] if item])[: len(lowest)] == [c for c in lowest if c]
            assert cents_of(row[:1]) == [min(lowest)]
    assert _flat(found["out_etat_global"]) == ["OK"]


def _lines_told(found: Mapping[str, Any], comparison: Comparison, scope: Scope, variant: str) -> None:
    """The lines that the scope has, one under another, each measure headed by its total; nothing after them."""
    cases = comparison.within(scope)
    wanted: list[tuple[str, list[int], list[int]]] = []
    for measure, number, label in LINE_ITEMS:
        blocks, held = [], False
        for scenario in (comparison.reference, variant):
            years = dict.fromkeys(comparison.exercices, 0)
            for case in cases:
                kind = case.structure.kind
                for key, amounts in zip(keys(kind), case.tables[scenario], strict=True):
                    line = line_number(key.measure, kind, key.line)
                    if key.measure == measure and line and number in (0, line):
                        for step, cents in enumerate(amounts):
                            years[case.structure.first_exercice + step] += cents
            blocks.append(list(years.values()))
        for case in cases:
            for table in case.tables.values():
                for key, amounts in zip(keys(case.structure.kind), table, strict=True):
                    line = line_number(key.measure, case.structure.kind, key.line)
                    held |= key.measure == measure and bool(line) and number in (0, line) and any(amounts)
        if held:
            wanted.append((label, *blocks))
    rows, names = found["out_lignes"], found["out_lignes_noms"]
    for slot, (label, before, after) in enumerate(wanted):
        assert [text or "" for text in names[3 * slot]] == [label, "Référence"]
        assert cents_of(rows[3 * slot]) == before, label
        assert cents_of(rows[3 * slot + 1]) == after, label
        assert cents_of(rows[3 * slot + 2]) == [b - a for a, b in zip(before, after, strict=True)], label
    assert not any(text for text, _ in names[3 * len(wanted) :])
    assert not any(_flat(rows[3 * len(wanted) :]))


@pytest.mark.parametrize(("scope", "variant"), CHOICES)
def test_the_values_are_those_of_the_comparison(comparison: Comparison, scope: Scope, variant: str) -> None:
    _told(filled(comparison, scope, variant)[0], comparison, scope, variant)


def test_the_sample_crosses_what_it_must(comparison: Comparison) -> None:
    assert len(comparison.exercices) in (6, 7)
    gap = comparison.gap(ALL, "prudent", PRODUITS)
    assert any(gap.values())
    assert any(comparison.effect(ALL, "prudent", cause, PRODUITS) != dict.fromkeys(gap, 0) for cause in EFFECTS[:-1])
    assert comparison.below_zero(ALL, "prudent")


@pytest.mark.hote
def test_libreoffice_recalculates_every_choice_to_the_cent(comparison: Comparison, tmp_path: Path) -> None:
    template = compiled(len(comparison.exercices))
    values, texts, visible = filled(comparison, ALL, "prudent")
    # what comes back was computed: no formula has a value to begin with
    bare = {name: [None] * len(_flat(value)) if name.startswith("out_") else value for name, value in values.items()}
    expected: dict[Path, tuple[Scope, str, dict[tuple[str, str], Any]]] = {}
    for rank, (scope, variant) in enumerate(CHOICES):
        wanted = filled(comparison, scope, variant)[0]
        chosen = {**bare, "in_perimetre": wanted["in_perimetre"], "in_variante": variant}
        path = tmp_path / f"{rank}.xlsx"
        path.write_bytes(template.render(chosen, texts=texts, visible_rows=visible))
        cells = {
            (name, str(at)): item
            for name, value in wanted.items()
            if name.startswith("out_")
            for at, item in enumerate(_flat(value))
        }
        expected[path] = scope, variant, cells
    (tmp_path / "out").mkdir()
    for path, done in zip(expected, convert(list(expected), "xlsx", tmp_path / "out", timeout=900), strict=True):
        scope, variant, cells = expected[path]
        read = read_names(done, prefixes=("out_",))
        found = {(name, str(at)): item for name, rows in read.items() for at, item in enumerate(_flat(rows))}
        assert found.keys() == cells.keys()
        gaps = compare_cells(cells, found)
        assert not gaps, [str(gap) for gap in gaps[:5]]
        _told(read, comparison, scope, variant)


def test_a_choice_that_is_not_in_the_list_is_told(comparison: Comparison) -> None:
    names = compiled(len(comparison.exercices)).names
    formulas = names["out_ctl_comptes"].formulas
    assert [formulas[len(SHOWN) + step, 0] for step in (0, 1)] == ["IF(out_p=0,1,0)", "IF(out_v>1,0,1)"]


def test_every_row_of_a_block_has_one_formula(comparison: Comparison) -> None:
    for name, area in compiled(len(comparison.exercices)).names.items():
        if not re.fullmatch(r"out_lignes|out_(syn|eca)_[a-z]{3}(_annees|_annees_pct)?", name):
            continue
        # total, gap and share before the fiscal years
        left = 0 if "annees" in name or name == "out_lignes" else 3
        for down in range(area.height):
            first = area.formulas[down, left]
            for right in range(left, area.width):
                moved = kit_cells.shifted(f"={first}", 0, right - left)[1:]
                assert area.formulas[down, right] == moved, (name, down)


def test_the_same_arguments_give_the_same_bytes_and_texts_stay_texts(comparison: Comparison, tmp_path: Path) -> None:
    rules = load_rules()
    path = write_comparison(comparison, tmp_path / "a.xlsx", rules=rules, settings=SETTINGS, title="=Essai")
    again = comparison_bytes(comparison, rules=rules, settings=SETTINGS, title="=Essai")
    assert path.read_bytes() == again
    found = read_cells(path)
    texts = [value for formula, value in found.values() if formula is None and isinstance(value, str)]
    assert "=1+1" in texts
    assert "=Essai" in texts
    assert not any(formula in ("1+1", "Essai") for formula, _ in found.values())


def test_a_name_that_reads_like_a_group_is_told_apart(comparison: Comparison) -> None:
    titles = filled(comparison, ALL, "prudent")[0]["bar_perimetres"]
    shown = [title for title in titles if title]
    # every type and every region, even of one structure: each of them adds up to the whole
    groups = ["Type : CPTS", "Type : MSP", "Type : ESP", "Région : Bretagne", "Région : Île-de-France"]
    assert shown[:7] == ["Ensemble", *groups, "Région : non indiquée"]
    assert len(shown) == len({title.casefold() for title in shown}) == 11


def test_a_step_that_crosses_zero_is_drawn_on_both_sides() -> None:
    # from 100 € down by 150 €: one hundred above zero, fifty below, without any base; a cause of nothing is left out
    causes = [("Taille", 0), ("Barème", -15_000), ("Dates", 0)]
    found = comparison_gaps._cascade("res", (("central", 10_000), ("prudent", -5_000)), causes, True)
    trace = found["out_cas_res_trace"]
    assert trace[0] == [0, 100, 0, 0, 100, 0, 0, 0, 0]
    assert trace[1] == [100, 100, -50, 0, 0, 0, 0, 100, -50]
    assert trace[2] == [0, 0, -50, 0, -50, 0, 0, 0, 0]
    labels = ["central 100\u00a0€", "Barème ▼\u00a0−150\u00a0€", "prudent −50\u00a0€", "", ""]
    assert found["out_cas_res_noms"] == labels
    # thousands of thousands stand apart
    found = comparison_gaps._cascade("res", (("", 0), ("Écart", -1_144_200_000)), [("b", -1_144_200_000)], False)
    assert found["out_cas_res_noms"][0] == "b ▼\u00a0−11\u00a0442\u00a0k€"
    # from − 50 € up by 20 €: it stands on an invisible base of − 30 €
    found = comparison_gaps._cascade("res", (("a", -5_000), ("c", -3_000)), [("b", 2_000)], True)
    assert found["out_cas_res_trace"][1] == [-50, 0, -20, -30, 0, 0, -20, 0, 0]


def test_the_steps_of_a_choice_are_spread_over_the_rows_of_the_fullest() -> None:
    # two causes and the gap over five rows: the first, the third, the last
    causes = [("Taille", 2_000), ("Barème", 0), ("Dates", 1_000), ("Délais", 0)]
    found = comparison_gaps._cascade("p", (("Référence", 0), ("Écart", 3_000)), causes, False, 5)
    labels = ["Taille ▲\u00a0+20\u00a0€", "", "Dates ▲\u00a0+10\u00a0€", "", "Écart 30\u00a0€"]
    assert found["out_cas_p_noms"] == labels
    assert [level for _, level in found["out_cas_p"]] == [20, 20, 30, 30, 30]


def test_every_line_of_every_kind_has_its_row() -> None:
    for kind in ("CPTS", "MSP", "ESS", "ESP"):
        for key in keys(kind):
            assert (line_number(key.measure, kind, key.line) > 0) == (key.measure in ADDED)


@pytest.mark.parametrize(
    ("scenarios", "message"),
    [(1, "1 donné. Ajouter une variante."), (7, "7 donnés. En garder moins.")],
)
def test_too_few_or_too_many_scenarios_are_refused(scenarios: int, message: str, tmp_path: Path) -> None:
    settings = [Setting(f"scénario {number}", "tous", "retard", number) for number in range(scenarios)]
    structure = structures()[3]
    found = compare([(structure, variants(structure, settings))], one_by_one(load_rules()))
    with pytest.raises(InputError) as error:
        write_comparison(found, tmp_path / "a.xlsx", rules=load_rules())
    limit = "Un classeur de comparaison montre de 2 à 6 scénarios, la référence comprise ;"
    assert list(error.value.messages) == [f"{limit} {message}"]
    assert not list(tmp_path.iterdir())


def test_six_scenarios_fit(tmp_path: Path) -> None:
    settings = [Setting(f"scénario {number}", "tous", "retard", number) for number in range(SCENARIO_ROWS)]
    structure = structures()[3]
    found = compare([(structure, variants(structure, settings))], one_by_one(load_rules()))
    path = write_comparison(found, tmp_path / "a.xlsx", rules=load_rules(), settings=settings)
    read = read_names(path, ["bar_scenarios", "out_bref_reference", "out_etat_global"])
    assert _flat(read["bar_scenarios"]) == [f"scénario {number}" for number in range(SCENARIO_ROWS)]
    assert read["out_bref_reference"] == [["scénario 0"]]
    assert read["out_etat_global"] == [["OK"]]


def test_unknown_choices_are_refused(comparison: Comparison) -> None:
    rules = load_rules()
    with pytest.raises(InputError, match=r"Variante « prudente » inconnue.*« prudent »"):
        comparison_bytes(comparison, rules=rules, variant="prudente")
    with pytest.raises(InputError, match=r"Périmètre « Bretagn » inconnu.*« Bretagne »"):
        comparison_bytes(comparison, rules=rules, scope=Scope(REGION, "Bretagn"))


def test_more_rows_than_the_sheets_hold_are_refused(comparison: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison_values, "DATA_ROWS", 10)
    with pytest.raises(InputError, match=r"\d+ lignes de données : le classeur de comparaison en tient 10 au plus"):
        comparison_bytes(comparison, rules=load_rules())


def test_a_template_for_each_horizon() -> None:
    assert isinstance(compiled(5), Template)
    assert compiled(5).names["bar_d_ex"].width == 5
    assert compiled(7).names["bar_d_ex"].width == 7


def test_a_share_of_a_negative_amount_is_a_dash() -> None:
    assert comparison_gaps.share(50, 100) == 0.5
    assert (
        comparison_gaps.share(-150, 100) == comparison_gaps.share(10, -100) == comparison_gaps.share(300, -100) == "–"
    )
    assert comparison_gaps.share(10, 0) == comparison_gaps.share(0, 100) == "–"


def test_the_last_key_figure_is_that_of_the_scope(comparison: Comparison) -> None:
    values = filled(comparison, ALL, "prudent")[0]
    counts = [len(comparison.below_zero(ALL, name)) for name in ("central", "prudent")]
    assert values["out_bref_bas_nom"] == "Structures passant sous zéro"
    assert values["out_bref_bas"] == [*counts, counts[1] - counts[0]]
    values = filled(comparison, Scope(STRUCTURE, "CPTS *"), "prudent")[0]
    assert values["out_bref_bas_nom"] == "Trésorerie la plus basse"


def test_a_file_name_is_no_title(comparison: Comparison) -> None:
    values = comparison_values.comparison_values(comparison, load_rules(), SETTINGS)[0]
    assert values["bar_titre"] == "Comparaison de scénarios"
    values = comparison_values.comparison_values(comparison, load_rules(), SETTINGS, title="AG du 12 mai")[0]
    assert {values["bar_titre"], values["out_titre_synthese"]} == {"AG du 12 mai"}


@pytest.mark.hote
def test_an_assembly_gets_its_page_first_and_no_working_sheet(comparison: Comparison, tmp_path: Path) -> None:
    path = write_comparison(
        comparison, tmp_path / "a.xlsx", rules=load_rules(), settings=SETTINGS, title="AG du 12 mai"
    )
    (tmp_path / "out").mkdir()
    printed = pdf.render(path, tmp_path / "out")
    pages = pdf.page_texts(printed)
    assert "AG du 12 mai" in pages[0]
    assert "En trois phrases" in pages[0]
    assert "D'où vient l'écart de produits" in pages[0]
    assert "Structures dont la trésorerie passe sous zéro" in pages[0]
    assert "Les scénarios côte à côte" in pages[1]
    assert not [
        page for page in pages if re.search(r"Données du moteur|Effets des causes|Phrases de «|pas du graphique", page)
    ]
    assert not pdf.visible_faults(printed)
    assert not pdf.empty_pages(printed)
