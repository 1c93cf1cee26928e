"""The comparison workbook says what the engine says, for any scope and variant, with and without a recalculation."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from excel_tools.budget import build_budget
from excel_tools.comparison import Comparison, Scope, compare, keys, one_by_one
from excel_tools.comparison.comparison import ALL, KIND, REGION, STRUCTURE
from excel_tools.comparison.figures import ADDED, LOWEST, PRODUITS, RESULTAT, TRESORERIE, total
from excel_tools.errors import InputError
from excel_tools.reports import comparison_gaps, comparison_values, comparison_words
from excel_tools.reports.comparison_book import comparison_bytes, compiled, write_comparison
from excel_tools.reports.comparison_shape import (
    EFFECTS,
    LINE_ITEMS,
    SCENARIO_ROWS,
    SENTENCE_PAGE,
    SENTENCE_SOURCE,
    SENTENCE_TEXT,
    SHORT,
    SHOWN,
    line_number,
)
from excel_tools.reports.comparison_words import parameter_label, parameter_rows
from excel_tools.rules import ContractLine, load_rules
from excel_tools.scenarios import Setting, variants
from excel_tools.scenarios.parameters import CATALOGUE
from excel_tools.structure import Structure
from excel_tools.workbook import Template, read_cells, read_names
from excel_tools.workbook.office import convert
from excel_tools.workbook.recalc import compare as compare_cells
from templates.kit import cells as kit_cells
from tests.comparison_support import attainment, cpts, under
from tests.hosts import pdf
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
    _lines_told(found, comparison, scope, variant)
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
        assert _cents(rows[3 * slot]) == before, label
        assert _cents(rows[3 * slot + 1]) == after, label
        assert _cents(rows[3 * slot + 2]) == [b - a for a, b in zip(before, after, strict=True)], label
    assert not any(text for text, _ in names[3 * len(wanted) :])
    assert not any(_flat(rows[3 * len(wanted) :]))


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
    titles = _filled(comparison, ALL, "prudent")[0]["bar_perimetres"]
    shown = [title for title in titles if title]
    # every type and every region, even of one structure: each of them adds up to the whole
    groups = ["Type : CPTS", "Type : MSP", "Type : ESP", "Région : Bretagne", "Région : Île-de-France"]
    assert shown[:7] == ["Ensemble", *groups, "Région : non indiquée"]
    assert len(shown) == len({title.casefold() for title in shown}) == 11


def test_parameters_stand_side_by_side(comparison: Comparison) -> None:
    values = _filled(comparison, ALL, "prudent")[0]
    rows = [
        (*left, *right) for left, right in zip(values["bar_parametres"], values["bar_parametres_valeurs"], strict=True)
    ]
    shown = [row for row in rows if row[0]]
    # of several structures, no single value stands for the reference
    entered = "comme saisi"
    assert shown[0] == ("Part variable obtenue", "toutes", None, entered, "60\u202f%", None, "100\u202f%", None, None)
    assert ("Retard du financeur", "toutes", None, entered, "3 mois", None, None, None, None) in shown
    assert ("Nombre d'équipes", "toutes", 2028, entered, None, "1", None, None, None) in shown


def test_the_reference_shows_what_its_only_structure_has_entered() -> None:
    """The rows of a parameter stand together; a rise of an amount is told as it was typed."""
    lines = tuple(
        ContractLine(
            "cpts.fonctionnement",
            5_000_000 + size,
            size,
            0,
            "hypothèse du scénario « a » (−\u202f5\u202f% sur le barème, au centime)",
        )
        for size in range(1, 5)
    )
    settings = (
        Setting("central"),
        Setting("a", "tous", "retard", 3),
        Setting("a", "tous", "croissance", 20_000),
        Setting("a", "tous", "atteinte", 600_000),
        Setting("a", "tous", "prix", 20_000, 2027),
        Setting("a", "tous", "population", 40_000),
        Setting("a", "tous", "bareme.cpts.fonctionnement", lines),
        Setting("b", "tous", "atteinte", 900_000, 2027),
        Setting("b", "tous", "renouvellement", 0),
    )
    structure = under(cpts(), attainment=attainment(850_000))
    found = compare([(structure, variants(structure, settings))], one_by_one(load_rules()))
    rows = parameter_rows(found, settings, load_rules())
    assert [label for label, *_ in rows[:2]] == ["Part variable obtenue"] * 2
    reference = {(label, year): shown[0] for label, _, year, shown in rows}
    assert reference["Part variable obtenue", 2027] == "85\u202f%"
    assert reference["Croissance annuelle de la population ou de la patientèle", None] == "0\u202f%"
    assert reference["Hausse des prix, par an", 2027] == "0\u202f%"
    assert reference["Population couverte", None] == "30\u202f000"
    assert reference["Retard du financeur", None] == "0\u00a0mois"
    assert reference["Le contrat continue après cinq ans", None] == "oui"
    (amount,) = [shown for label, *_, shown in rows if shown[0] == "comme saisi"]
    assert amount[1] == "−\u202f5\u202f%"


def test_what_a_scenario_takes_from_its_base_is_marked() -> None:
    settings = (
        Setting("central"),
        Setting("prudent", "tous", "atteinte", 600_000),
        Setting("prudent", "tous", "atteinte.parcours", 500_000, 2028),
        Setting("prudent", "tous", "croissance", -5_000),
        Setting("prudent", "tous", "retard", 2),
        Setting("très prudent", "tous", "base", "prudent"),
        Setting("très prudent", "tous", "retard", 4),
        Setting("très prudent", "tous", "renouvellement", 0),
        Setting("extrême", "tous", "base", "très prudent"),
        Setting("extrême", "tous", "atteinte", 0),
    )
    structure = _structures()[0]
    found = compare([(structure, variants(structure, settings))], one_by_one(load_rules()))
    rows = {(label, year): shown for label, _, year, shown in parameter_rows(found, settings, load_rules())}
    assert rows["Part variable obtenue", None] == ("comme saisi", "60\u202f%", "60\u202f%\u00a0(repris)", "0\u202f%")
    # the whole attainment of the last scenario leaves nothing of that of a mission
    assert rows["Part variable obtenue, parcours pluriprofessionnels", 2028][2:] == ("50\u202f%\u00a0(repris)", None)
    assert (
        rows["Croissance annuelle de la population ou de la patientèle", None][3] == "−\u00a00,5\u202f%\u00a0(repris)"
    )
    assert rows["Retard du financeur", None] == ("0\u00a0mois", "2 mois", "4 mois", "4 mois\u00a0(repris)")
    assert rows["Le contrat continue après cinq ans", None] == ("non", None, "non", "non\u00a0(repris)")
    assert rows["Bâti sur le scénario", None] == (None, None, "prudent", "très prudent")


def test_what_changed_between_two_states_stands_in_parameters(comparison: Comparison) -> None:
    change = SimpleNamespace(
        sheet="Entrées", ref="C11", label="Trésorerie", scenario="prudent", before="0 €", after="5 €"
    )
    rows = comparison_values.comparison_values(comparison, load_rules(), (), changes=(change,))[0]
    assert rows["bar_parametres"][0] == ["Trésorerie, scénario « prudent »", "Entrées C11", None]
    assert rows["bar_parametres_valeurs"][0][:3] == ["0 €", "5 €", None]
    rows = comparison_values.comparison_values(comparison, load_rules(), (), changes=[change] * 301)[0]
    assert rows["bar_parametres"][-1] == ["Et 2 autres saisies, que donne --json", "", None]


def test_every_parameter_of_a_scenario_has_its_words() -> None:
    rules = load_rules()
    for parameter in CATALOGUE:
        for name in parameter.names:
            label = parameter_label(name, rules)
            assert label[0].isupper(), name
            assert "_" not in label, name
    assert parameter_label("bareme.cpts.fonctionnement.taille2", rules).endswith(", taille 2")


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


def test_a_cause_is_told_on_every_measure_that_it_moves(comparison: Comparison) -> None:
    rows = _filled(comparison, ALL, "prudent")[0]["bar_explications"]
    heads = [at for at, row in enumerate(rows) if row[0] and row[1] is None]
    first = next(at for at in heads if rows[at][0] == "CPTS ~? – prudent")
    # the head may be written again on the next page
    end = next(at for at in heads if at > first and not rows[at][0].startswith("CPTS ~? – prudent"))
    told = {row[0]: row for row in rows[first:end] if row[0] and row[1]}
    gap = comparison.cases[1].gaps["prudent"]
    # attainment moves the receipts; the funder's delay only the cash
    attainment = sum(gap.effect("atteinte", PRODUITS))
    assert _cents(told["Atteinte des objectifs"][2:4]) == [attainment, sum(gap.effect("atteinte", RESULTAT))]
    assert not any(gap.effect("delais", PRODUITS))
    late = gap.effect("delais", TRESORERIE)
    assert late[-1] < 0
    lowest = min(total("CPTS", gap.before, LOWEST))
    moved = [a + b for a, b in zip(total("CPTS", gap.before, LOWEST), gap.effect("delais", LOWEST), strict=True)]
    assert _cents(told["Délais de paiement"][2:6]) == [0, 0, late[-1], min(moved) - lowest]
    # the sentences of a gap add up to it, on each measure
    (head,) = [row for row in rows if row[0] == "CPTS ~? – prudent"]
    for step in range(2, 6):
        assert sum(_cents([row[step] for row in told.values()])) == _cents([head[step]])[0]
    assert _cents(head[2:4]) == [sum(gap.years(PRODUITS)), sum(gap.years(RESULTAT))]


@pytest.mark.parametrize("height", [SENTENCE_PAGE, 14])
def test_no_sentence_is_cut_by_the_end_of_a_page(
    comparison: Comparison, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison_words, "SENTENCE_PAGE", height)
    rows = _filled(comparison, ALL, "prudent")[0]["bar_explications"]
    pages = [rows[start : start + height] for start in range(0, len(rows), height)]
    filled = [page for page in pages if any(row[0] for row in page)]
    assert len(filled) > 1
    for page in filled:
        # a page opens on the name of a structure and a variant, and never ends on one
        assert page[0][0]
        assert page[0][1] is None
        last = [row for row in page if any(row)][-1]
        assert last[1] or last[6]
    heads = [page[0][0] for page in filled]
    assert any(head.endswith(" (suite)") for head in heads) or height == SENTENCE_PAGE
    assert not [row for row in rows if re.match(r"[;:!?»%€]", row[1] or row[6] or "")]
    assert all(len(row[1] or "") <= SENTENCE_TEXT and len(row[6] or "") <= SENTENCE_SOURCE for row in rows)


def test_three_sentences_tell_the_choice() -> None:
    """One CPTS, its variable part lost and its funder three months late: the figures are those of the sheets."""
    settings = (Setting("central"), Setting("prudent", "tous", "atteinte", 0), Setting("prudent", "tous", "retard", 3))
    structure = _structures()[1]
    found = compare([(structure, variants(structure, settings))], one_by_one(load_rules()))
    (case,) = found.cases
    gap = case.gaps["prudent"]
    values = comparison_values.comparison_values(found, load_rules(), settings)[0]
    text = " ".join(line.strip("•\u00a0") for line in values["out_phrases"]).replace("\u00a0", " ")
    lost = -sum(gap.years(PRODUITS)) / 100
    assert f"« prudent » donne {_french(lost)} € de produits de moins que « central » sur cinq exercices" in text
    assert f"L'écart de produits vient de : atteinte des objectifs (− {_french(lost)} € ; " in text
    late = -gap.effect("delais", TRESORERIE)[-1] / 100
    shown = f"(− {_french(late)} € ; retard du financeur : 3 mois au lieu de 2)."
    assert f"Sur la trésorerie seule : délais de paiement {shown}" in text
    lows = [min(total("CPTS", table, LOWEST)) / 100 for table in (gap.after, gap.before)]
    shown = [f"{'− ' if low < 0 else ''}{_french(abs(low))} €" for low in lows]
    assert re.search(rf"la trésorerie (descend à|remonte à) {re.escape(shown[0])} en \d{{4}}, contre", text)
    assert re.search(rf"contre {re.escape(shown[1])} en \d{{4}} sous « central » ; y pèsent : ", text)
    assert values["bar_titre"] == structure.name
    assert values["out_phrases"][-1] == ""


def test_a_cause_of_the_charges_is_not_told_of_the_cash_alone() -> None:
    """Receipts move with attainment, the result with prices, the cash alone with the funder's delay."""
    settings = (
        Setting("central"),
        Setting("haut", "tous", "atteinte", 1_000_000),
        Setting("haut", "tous", "prix", 50_000),
        Setting("haut", "tous", "salaires", 50_000),
        Setting("haut", "tous", "retard", 4),
    )
    structure = _structures()[1]
    found = compare([(structure, variants(structure, settings))], one_by_one(load_rules()))
    gap = found.cases[0].gaps["haut"]
    values = comparison_values.comparison_values(found, load_rules(), settings)[0]
    text = " ".join(line.strip("•\u00a0") for line in values["out_phrases"]).replace("\u00a0", " ")
    dearer, late = -sum(gap.effect("indexation", RESULTAT)) / 100, -gap.effect("delais", TRESORERIE)[-1] / 100
    paid = -gap.effect("indexation", TRESORERIE)[-1] / 100
    assert dearer > paid > 0
    amounts = f"− {_french(dearer)} € de résultat, − {_french(paid)} € de trésorerie"
    assert f"Sur le résultat et la trésorerie : indexation des prix et des salaires ({amounts}" in text
    assert f". Sur la trésorerie seule : délais de paiement (− {_french(late)} €" in text


def test_a_contract_that_is_not_renewed_says_so_with_its_day() -> None:
    """Signed on 1 January 2024 for five years: it ends on 31 December 2028."""
    settings = (Setting("central"), Setting("sans suite", "tous", "renouvellement", 0))
    found = compare([(cpts(), variants(cpts(), settings))], one_by_one(load_rules()))
    values = comparison_values.comparison_values(found, load_rules(), settings)[0]
    text = " ".join(values["out_phrases"]).replace("\u00a0", " ")
    assert re.search(r"dates des missions et du contrat \(− [\d ]+ € ; contrat non renouvelé au 31/12/2028\)", text)
    assert "à la baisse" not in text


def test_a_group_says_how_many_rise_and_fall(comparison: Comparison) -> None:
    # two CPTS rise, the ESP falls, the MSP stays
    for variant, shown in (
        ("~réforme*?", "2 structures à la hausse, 1 à la baisse"),
        ("prudent", "3 structures à la hausse"),
    ):
        moved = [sum(case.gaps[variant].years(PRODUITS)) for case in comparison.cases]
        counts = [sum(cents > 0 for cents in moved), sum(cents < 0 for cents in moved)]
        assert counts == [int(number) for number in re.findall(r"\d", shown)] + [0] * (
            2 - len(re.findall(r"\d", shown))
        )
        text = " ".join(_filled(comparison, ALL, variant)[0]["out_phrases"]).replace("\u00a0", " ")
        assert f", {shown} ; le résultat" in text


def test_what_is_to_be_confirmed_is_said_of_the_chosen_scope(comparison: Comparison) -> None:
    """The share of the dues of the reference, for everything and for a structure alone."""
    rules = load_rules()
    budgets = [build_budget(case.gaps["prudent"].structure, rules) for case in comparison.cases]
    assert _filled(comparison, Scope(STRUCTURE, "CPTS *"), "prudent")[0]["out_phrases"][-2] == ""
    for scope, kept in ((ALL, budgets), (Scope(STRUCTURE, "=1+1"), budgets[2:3])):
        part = sum(sum(budget.a_confirmer_years) for budget in kept)
        due = sum(sum(budget.droits_years) for budget in kept)
        assert 0 < part < due
        shown = _filled(comparison, scope, "prudent")[0]["out_phrases"][-2].replace("\u00a0", " ")
        said = re.fullmatch(r"(\d+) % des droits de la référence reposent sur des montants à confirmer\.", shown)
        assert said is not None
        assert abs(int(said[1]) - 100 * part / due) <= 0.5


def test_a_share_of_a_negative_amount_is_a_dash() -> None:
    assert comparison_gaps.share(50, 100) == 0.5
    assert (
        comparison_gaps.share(-150, 100) == comparison_gaps.share(10, -100) == comparison_gaps.share(300, -100) == "–"
    )
    assert comparison_gaps.share(10, 0) == comparison_gaps.share(0, 100) == "–"


def test_the_last_key_figure_is_that_of_the_scope(comparison: Comparison) -> None:
    values = _filled(comparison, ALL, "prudent")[0]
    counts = [len(comparison.below_zero(ALL, name)) for name in ("central", "prudent")]
    assert values["out_bref_bas_nom"] == "Structures passant sous zéro"
    assert values["out_bref_bas"] == [*counts, counts[1] - counts[0]]
    values = _filled(comparison, Scope(STRUCTURE, "CPTS *"), "prudent")[0]
    assert values["out_bref_bas_nom"] == "Trésorerie la plus basse"


def _french(euros: float) -> str:
    return f"{euros:,.0f}".replace(",", " ")


def test_years_that_not_every_structure_has_are_told(comparison: Comparison) -> None:
    values = _filled(comparison, ALL, "prudent")[0]
    firsts = [case.structure.first_exercice for case in comparison.cases]
    count = sum(first == min(firsts) for first in firsts)
    opened = f"{count} structure{'s' if count > 1 else ''}"
    assert f"Ex. {min(firsts)} : {opened} sur 4" in values["out_phrases"][-1]
    late = next(case.structure for case in comparison.cases if case.structure.first_exercice > min(firsts))
    values = _filled(comparison, Scope(STRUCTURE, late.name), "prudent")[0]
    said = f"Exercices de cette structure : {late.first_exercice} à {late.first_exercice + 4}"
    assert values["out_phrases"][-1].startswith(said)


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
