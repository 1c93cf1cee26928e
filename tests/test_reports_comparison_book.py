"""The comparison workbook says what the engine says, for any scope and variant, with and without a recalculation."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excel_tools.comparison import Comparison, Scope, compare, keys, one_by_one
from excel_tools.comparison.comparison import ALL, KIND, REGION, STRUCTURE
from excel_tools.comparison.figures import ADDED, LOWEST, PRODUITS, TRESORERIE
from excel_tools.errors import InputError
from excel_tools.reports import comparison_gaps, comparison_values
from excel_tools.reports.comparison_book import comparison_bytes, compiled, write_comparison
from excel_tools.reports.comparison_shape import EFFECTS, LINES, SCENARIO_ROWS, SHORT, SHOWN, line_number
from excel_tools.reports.comparison_words import parameter_label
from excel_tools.rules import load_rules
from excel_tools.scenarios import Setting, variants
from excel_tools.scenarios.parameters import CATALOGUE
from excel_tools.structure import Structure
from excel_tools.workbook import Template, read_cells, read_names
from excel_tools.workbook.office import convert
from excel_tools.workbook.recalc import compare as compare_cells
from templates.kit import cells as kit_cells
from tests.random_small import random_esp, random_msp
from tests.random_structures import random_cpts

SETTINGS = (
    Setting("central"),
    Setting("prudent", "tous", "atteinte", 600_000),
    Setting("prudent", "tous", "croissance", -20_000),
    Setting("prudent", "tous", "retard", 3),
    Setting("~réforme*?", "tous", "decalage", 6),
    Setting("~réforme*?", "tous", "equipes", 1, 2028),
    Setting("ambitieux", "tous", "atteinte", 1_000_000),
)


def _structures() -> list[Structure]:
    """Two CPTS of one region, a MSP elsewhere, an ESP of no region; their names are what SUMIFS would misread."""
    first, second = random_cpts(random.Random(4))[0], random_cpts(random.Random(9))[0]
    msp, esp = random_msp(random.Random(5))[0], random_esp(random.Random(6))[0]
    named = [
        replace(first, name="CPTS *", region="Bretagne"),
        replace(second, name="CPTS ~?", region="Bretagne"),
        replace(msp, name="=1+1", region="Île-de-France"),
        replace(esp, name="MSP", region=""),
    ]
    earliest = min(item.first_exercice for item in named)
    return [replace(item, first_exercice=min(item.first_exercice, earliest + 2)) for item in named]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    rules = load_rules()
    return compare([(item, variants(item, SETTINGS)) for item in _structures()], one_by_one(rules))


CHOICES = (
    (ALL, "prudent"),
    (Scope(KIND, "CPTS"), "~réforme*?"),
    (Scope(REGION, "Bretagne"), "ambitieux"),
    (Scope(STRUCTURE, "CPTS *"), "prudent"),
    (Scope(STRUCTURE, "=1+1"), "ambitieux"),
    (Scope(STRUCTURE, "MSP"), "~réforme*?"),
)


def _filled(comparison: Comparison, scope: Scope, variant: str) -> tuple[dict[str, Any], dict[str, str], Any]:
    return comparison_values.comparison_values(
        comparison, load_rules(), SETTINGS, title="=Essai", scope=scope, variant=variant, version="essai"
    )


def _flat(value: Any) -> list[Any]:
    return [item for part in value for item in _flat(part)] if isinstance(value, (list, tuple)) else [value]


def _cents(row: list[Any]) -> list[int]:
    return [round(100 * item) for item in row]


def _told(found: Mapping[str, Any], comparison: Comparison, scope: Scope, variant: str) -> None:
    """What the sheets show is what the comparison says, told apart from how the values were made."""
    years = len(comparison.exercices)
    for code in SHOWN:
        rows = found[f"out_syn_{SHORT[code]}"]
        for row, scenario in zip(rows, comparison.scenarios, strict=False):
            amounts = comparison.amounts(scope, scenario, code)
            assert _cents(row[3:]) == list(amounts.values()), (code, scenario)
            first = comparison.amounts(scope, comparison.reference, code)
            if code != TRESORERIE:
                assert _cents(row[:2]) == [sum(amounts.values()), sum(amounts.values()) - sum(first.values())]
        causes = found[f"out_eca_{SHORT[code]}"]
        for row, cause in zip(causes, EFFECTS, strict=False):
            assert _cents(row[3:]) == list(comparison.effect(scope, variant, cause, code).values())
            if code != TRESORERIE:
                assert _cents(row[:2]) == [
                    sum(comparison.effect(scope, variant, cause, code).values()),
                    sum(comparison.step(scope, variant, cause, code).values()),
                ]
        gap = comparison.gap(scope, variant, code)
        assert _cents(causes[-1][3:]) == list(gap.values())
        assert _cents(_flat(found[f"out_eca_{SHORT[code]}_annees"])) == list(gap.values())
    for code in ADDED:
        own = [line for line in LINES if line.measure == code]
        rows = found[f"out_lig_{SHORT[code]}"]
        for rank, line in enumerate(own):
            kinds = [line.kind] if line.kind else list(comparison.kinds)
            for step, scenario in enumerate((comparison.reference, variant)):
                wanted = [0] * years
                for case in comparison.within(scope):
                    if case.structure.kind in kinds:
                        alone = comparison.amounts(Scope(STRUCTURE, case.structure.name), scenario, code, line.code)
                        wanted = [a + b for a, b in zip(wanted, alone.values(), strict=True)]
                assert _cents(rows[3 * rank + step]) == wanted, line
    below = [row[0] for row in found["out_syn_zero"]][: len(comparison.scenarios)]
    assert below == [len(comparison.below_zero(scope, name)) for name in comparison.scenarios]
    if scope.level == STRUCTURE:
        rows = found["out_syn_bas"]
        for row, scenario in zip(rows, comparison.scenarios, strict=False):
            case = comparison.within(scope)[0]
            at = [key.measure for key in keys(case.structure.kind)].index(LOWEST)
            lowest = case.tables[scenario][at]
            assert _cents([item for item in row[3:] if item])[: len(lowest)] == [c for c in lowest if c]
            assert _cents(row[:1]) == [min(lowest)]
    assert _flat(found["out_etat_global"]) == ["OK"]


@pytest.mark.parametrize(("scope", "variant"), CHOICES)
def test_the_values_are_those_of_the_comparison(comparison: Comparison, scope: Scope, variant: str) -> None:
    _told(_filled(comparison, scope, variant)[0], comparison, scope, variant)


def test_the_sample_crosses_what_it_must(comparison: Comparison) -> None:
    assert len(comparison.exercices) in (6, 7)
    gap = comparison.gap(ALL, "prudent", PRODUITS)
    assert any(gap.values())
    assert any(comparison.effect(ALL, "prudent", cause, PRODUITS) != dict.fromkeys(gap, 0) for cause in EFFECTS[:-1])
    assert comparison.below_zero(ALL, "prudent")


@pytest.mark.hote
def test_libreoffice_recalculates_every_choice_to_the_cent(comparison: Comparison, tmp_path: Path) -> None:
    template = compiled(len(comparison.exercices))
    values, texts, visible = _filled(comparison, ALL, "prudent")
    # what comes back was computed: no formula has a value to begin with
    bare = {name: [None] * len(_flat(value)) if name.startswith("out_") else value for name, value in values.items()}
    expected: dict[Path, tuple[Scope, str, dict[tuple[str, str], Any]]] = {}
    for rank, (scope, variant) in enumerate(CHOICES):
        wanted = _filled(comparison, scope, variant)[0]
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
        if not re.fullmatch(r"out_(syn|eca|lig)_[a-z]{3}(_annees|_annees_pct)?", name):
            continue
        # total, gap and share before the fiscal years
        left = 0 if "annees" in name or name.startswith("out_lig") else 3
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
    titles = _filled(comparison, ALL, "prudent")[0]["bar_perimetres"]
    shown = [title for title in titles if title]
    assert shown[:3] == ["Ensemble", "Type : CPTS", "Région : Bretagne"]
    assert len(shown) == len({title.casefold() for title in shown}) == 7


def test_parameters_stand_side_by_side(comparison: Comparison) -> None:
    values = _filled(comparison, ALL, "prudent")[0]
    rows = [
        (*left, *right) for left, right in zip(values["bar_parametres"], values["bar_parametres_valeurs"], strict=True)
    ]
    shown = [row for row in rows if row[0]]
    assert shown[0] == ("Part variable obtenue", "toutes", None, None, "60\u202f%", None, "100\u202f%", None, None)
    assert ("Retard du financeur", "toutes", None, None, "3 mois", None, None, None, None) in shown
    assert ("Nombre d'équipes", "toutes", 2028, None, None, "1", None, None, None) in shown


def test_every_parameter_of_a_scenario_has_its_words() -> None:
    rules = load_rules()
    for parameter in CATALOGUE:
        for name in parameter.names:
            label = parameter_label(name, rules)
            assert label[0].isupper(), name
            assert "_" not in label, name
    assert parameter_label("bareme.cpts.fonctionnement.taille2", rules).endswith(", taille 2")


def test_a_step_that_crosses_zero_is_drawn_on_both_sides() -> None:
    # 100 € then − 150 €: one hundred above zero, fifty below, without any base
    steps = [("central", 10_000), ("Barème", -15_000), ("prudent", -5_000)]
    trace = comparison_gaps._steps("res", steps, 1)["out_cas_res_trace"]
    assert trace[0] == [0, 100, 0, 0, 100, 0, 0, 0, 0]
    assert trace[1] == [100, 100, -50, 0, 0, 0, 0, 100, -50]
    assert trace[2] == [0, 0, -50, 0, -50, 0, 0, 0, 0]
    # from − 50 € up by 20 €: it stands on an invisible base of − 30 €
    trace = comparison_gaps._steps("res", [("a", -5_000), ("b", 2_000), ("c", -3_000)], 1)["out_cas_res_trace"]
    assert trace[1] == [-50, 0, -20, -30, 0, 0, -20, 0, 0]


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
    structure = _structures()[3]
    found = compare([(structure, variants(structure, settings))], one_by_one(load_rules()))
    with pytest.raises(InputError) as error:
        write_comparison(found, tmp_path / "a.xlsx", rules=load_rules())
    limit = "Un classeur de comparaison montre de 2 à 6 scénarios, la référence comprise ;"
    assert list(error.value.messages) == [f"{limit} {message}"]
    assert not list(tmp_path.iterdir())


def test_six_scenarios_fit(tmp_path: Path) -> None:
    settings = [Setting(f"scénario {number}", "tous", "retard", number) for number in range(SCENARIO_ROWS)]
    structure = _structures()[3]
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


def test_a_cause_that_moves_no_receipt_is_told_on_the_cash(comparison: Comparison) -> None:
    rows = _filled(comparison, ALL, "prudent")[0]["bar_explications"]
    first = [row[0] for row in rows].index("CPTS ~? – prudent")
    told = {row[0]: row for row in rows[first + 1 : first + 20] if row[2] is not None}
    gap = comparison.cases[1].gaps["prudent"]
    # attainment moves the receipts; the funder's delay only the cash of the last day
    assert _cents([told["Atteinte des objectifs"][2]]) == [sum(gap.effect("atteinte", PRODUITS))]
    assert not any(gap.effect("delais", PRODUITS))
    assert gap.effect("delais", TRESORERIE)[-1] < 0
    assert _cents([told["Délais de paiement"][2]]) == [gap.effect("delais", TRESORERIE)[-1]]
    assert all(len(row[1] or "") <= 96 and len(row[3] or "") <= 70 for row in rows)
