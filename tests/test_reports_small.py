"""The MSP, ESS and ESP workbooks: from a structure to its workbook and back, and what their cells refuse."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excel_tools.batch.templates import shipped
from excel_tools.budget import build_budget
from excel_tools.errors import InputError, RuleError
from excel_tools.reports.reading import read_workbook
from excel_tools.reports.values import workbook_values
from excel_tools.rules import load_rules
from excel_tools.structure import Structure
from excel_tools.workbook import Template
from tests.random_small import random_esp, random_ess, random_msp

Draw = Callable[[random.Random], list[Structure]]
DRAWS: dict[str, Draw] = {"msp": random_msp, "ess": random_ess, "esp": random_esp}


@pytest.fixture(scope="module")
def templates() -> dict[str, Template]:
    return {kind: shipped(kind) for kind in DRAWS}


def _written(path: Path, template: Template, structures: list[Structure], **changed: Any) -> Path:
    budgets = [build_budget(structure, load_rules()) for structure in structures]
    values, texts, rows = workbook_values(budgets)
    path.write_bytes(template.render({**values, **changed}, texts=texts, visible_rows=rows))
    return path


@pytest.mark.parametrize("kind", DRAWS)
@pytest.mark.parametrize("seed", range(6))
def test_a_workbook_gives_its_structures_back(
    kind: str, seed: int, templates: dict[str, Template], tmp_path: Path
) -> None:
    structures = DRAWS[kind](random.Random(seed))
    found = read_workbook(_written(tmp_path / "a.xlsx", templates[kind], structures), load_rules())
    for given, read in zip(structures, found.structures, strict=False):
        assert replace(read, override=None) == replace(given, override=None)
        again, expected = build_budget(read, load_rules()), build_budget(given, load_rules())
        assert again.months == expected.months
        assert again.a_confirmer_years == expected.a_confirmer_years


@pytest.mark.parametrize("kind", DRAWS)
def test_every_template_compiles_with_a_value_for_each_name(kind: str, templates: dict[str, Template]) -> None:
    template = templates[kind]
    assert not template.uncovered_formulas
    structure = DRAWS[kind](random.Random(1))[0]
    values, texts, _ = workbook_values([build_budget(structure, load_rules())])
    assert values.keys() == template.names.keys()
    assert template.tokens <= texts.keys()


def test_wrong_answers_are_named_with_their_cells(templates: dict[str, Template], tmp_path: Path) -> None:
    structures = random_msp(random.Random(2))[:1]
    values, _, _ = workbook_values([build_budget(structures[0], load_rules())])
    answers = [list(row) for row in values["in_s1_reponses"]]
    answers[0][0], answers[2][1] = -3, "peut-être"
    path = _written(tmp_path / "faux.xlsx", templates["msp"], structures, in_s1_reponses=answers)
    with pytest.raises(InputError) as raised:
        read_workbook(path, load_rules())
    text = "\n".join(raised.value.messages)
    assert "faux.xlsx" in text
    assert "« -3 »" in text
    assert "« peut-être »" in text


def test_an_amendment_repeats_what_it_keeps(templates: dict[str, Template], tmp_path: Path) -> None:
    structures = [replace(random_esp(random.Random(4))[0], override=None)]
    signed = {"in_contrat": [[8000, None, None], [None] * 3], "in_avenant_dates": [46000, None, None]}
    path = _written(tmp_path / "avenant.xlsx", templates["esp"], structures, **signed)
    with pytest.raises(InputError, match="reprend les montants"):
        read_workbook(path, load_rules())


def test_an_esp_after_the_last_known_amount_makes_no_workbook() -> None:
    structure = random_esp(random.Random(0))[0]
    late = replace(structure.contract, region="Centre-Val de Loire", end=0, ends_on=0, amount=None)
    with pytest.raises(RuleError, match="plus certain"):
        build_budget(replace(structure, contract=late, override=None, first_exercice=2026), load_rules())
