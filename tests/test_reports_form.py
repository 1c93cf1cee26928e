"""What is typed of the budget form and of its report is read back from a workbook, or refused with its cell."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from excel_tools.accounts.chart import default_chart
from excel_tools.accounts.report15059 import LESS, MORE
from excel_tools.batch.templates import shipped
from excel_tools.budget import build_budget
from excel_tools.errors import InputError
from excel_tools.reports import workbook_values
from excel_tools.reports.reading import read_workbook
from excel_tools.rules import load_rules
from excel_tools.structure import FormEntries, InKind
from excel_tools.workbook import Template
from tests.random_structures import random_cpts

RULES = load_rules()
LEAVES = [line.code for line in default_chart(RULES).form.leaves]


@pytest.fixture(scope="module")
def template() -> Template:
    return shipped("CPTS")


@pytest.fixture
def filling() -> tuple[dict[str, Any], Any, Any]:
    return workbook_values([build_budget(random_cpts(random.Random(7))[0], RULES)])


def written(path: Path, template: Template, filling: tuple[dict[str, Any], Any, Any]) -> Path:
    values, texts, rows = filling
    path.write_bytes(template.render(values, texts=texts, visible_rows=rows))
    return path


def test_an_untouched_workbook_says_nothing_of_the_form(
    tmp_path: Path, template: Template, filling: tuple[dict[str, Any], Any, Any]
) -> None:
    found = read_workbook(written(tmp_path / "a.xlsx", template, filling), RULES)
    assert [each.form for each in found.structures] == [FormEntries()] * 3


def test_what_a_treasurer_types_comes_back(
    tmp_path: Path, template: Template, filling: tuple[dict[str, Any], Any, Any]
) -> None:
    values = filling[0]
    bounds = values["in_comptes_bornes"]
    values["in_comptes_lignes"][bounds.index(62_200_000)] = "65.gestion"
    values["in_comptes_recettes"][0] = "74.etat"
    values["in_comptes_aides"] = "74.region"
    values["in_cerfa_exercice"], values["in_rendu_exercice"] = 3, 2
    values["in_ecart"], values["in_rendu_taux"] = None, 0.05
    values["in_comptes_anterieur"][LEAVES.index("64.sociales")] = 12.5
    values["in_realise"][LEAVES.index("61.locations")] = [None, 0, -3, None, None]
    values["in_nature_compte"][2], values["in_nature_libelle"][2] = 864, "Réunions"
    values["in_nature_montants"][2] = [10, None, None, None, 0.01]
    found = read_workbook(written(tmp_path / "a.xlsx", template, filling), RULES).structures[0].form
    assert found.bounds is not None
    assert found.bounds[62_200_000] == "65.gestion"
    assert len(found.bounds) == len(default_chart(RULES).bounds)
    assert found == FormEntries(
        in_kind=(InKind("864", "Réunions", (1_000, 0, 0, 0, 1)),),
        before={"64.sociales": 1_250},
        done={"61.locations": (None, 0, -300, None, None)},
        bounds=found.bounds,
        receipts={"fonctionnement": "74.etat", "aides": "74.region"},
        year=3,
        report_year=2,
        gap_cents=0,
        gap_rate=50_000,
    )


def test_each_wrong_cell_is_told_with_its_place(
    tmp_path: Path, template: Template, filling: tuple[dict[str, Any], Any, Any]
) -> None:
    values = filling[0]
    bounds, lines = values["in_comptes_bornes"], values["in_comptes_lignes"]
    lines[0], lines[1] = "62.honorairs", "74.etat"
    bounds[5] = bounds[3]
    values["in_comptes_recettes"][0], values["in_comptes_recettes"][1] = None, "64.sociales"
    values["in_nature_compte"][0] = 641
    values["in_nature_montants"][1] = [5, 0, 0, 0, 0]
    values["in_realise"][0][0] = "beaucoup"
    values["in_aides_financeur"][0], values["in_aides_date"][0], values["in_aides_montant"][0] = "CD", 46_000, 10
    values["in_cerfa_exercice"] = 6
    with pytest.raises(InputError) as caught:
        read_workbook(written(tmp_path / "faux.xlsx", template, filling), RULES)
    told = "\n".join(dict.fromkeys(caught.value.messages))
    for piece in (
        "« 62.honorairs » trouvé, le code d'une ligne du formulaire est attendu",
        "ne peut aller sur « 74 – État",
        "un compte sur huit chiffres plus grand que celui d'au-dessus",
        "cellule vide, une ligne de produits est attendue",
        "« 64.sociales » trouvé, une ligne de produits est attendue",
        "« 641 » trouvé, un compte de 86 ou 87",
        "cellule vide, un compte de 86 ou 87",
        "« beaucoup »",
        "« CD » trouvé, attendu : État",
        "« 6 » trouvé, un nombre entier de 1 à 5",
    ):
        assert piece in told, (piece, told)
    assert all("« faux.xlsx », feuille " in message for message in caught.value.messages)


def test_nothing_is_to_be_said_until_something_is_typed() -> None:
    structure = random_cpts(random.Random(7))[0]
    values, _, _ = workbook_values([build_budget(structure, RULES)])
    assert values["out_rendu_saisies"] == 0
    assert values["out_rendu_charges_total"][2] == 0
    assert not {MORE, LESS} & {row[4] for row in values["out_rendu_charges_directes"]}
