"""What comes with a result: sources, confidence, warnings, the tree of reasons; and what the core may import."""

import json
import subprocess
import sys
from typing import Any

import pytest

from excel_tools.functions import CATALOGUE, call, explain, find
from excel_tools.functions.explanation import Node

GOLDEN = (
    "patientele=4000;ps_associes=16;ipa=oui;protocoles=8;dossiers=50;patients_ald_75=1000;reunions=6;"
    "crise_actions=oui;annee=2024"
)
EXAMPLES = [
    (function.name, example.arguments, example.result)
    for function in CATALOGUE.values()
    for example in function.examples
]


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def leaves(node: Node) -> list[Node]:
    return [node] if not node.children else [leaf for child in node.children for leaf in leaves(child)]


def every(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(below for child in node["etapes"] for below in every(child))]


@pytest.mark.parametrize(("name", "args", "expected"), EXAMPLES, ids=[f"{e[0]}-{i}" for i, e in enumerate(EXAMPLES)])
def test_every_example_of_the_help_is_true(name: str, args: tuple[str, ...], expected: str) -> None:
    found = call(name, args)
    if isinstance(found.value, list):
        assert f"{len(found.value)} " in f"{expected} "
    elif expected != "une phrase":
        assert plain(found.texte) == expected


@pytest.mark.parametrize(("name", "args", "expected"), EXAMPLES, ids=[f"{e[0]}-{i}" for i, e in enumerate(EXAMPLES)])
def test_the_object_of_json_has_four_keys_and_dated_sources(name: str, args: tuple[str, ...], expected: str) -> None:
    found = json.loads(json.dumps(call(name, args).json(), allow_nan=False))
    assert list(found) == ["fonction", "resultat", "sources", "avertissements"]
    assert found["fonction"] == name
    for source in found["sources"]:
        assert {"id", "titre", "lieu", "confiance", "verifie_le", "libelle", "montant", "unite"} <= set(source)
        assert source["confiance"] in ("vérifié", "déduit", "à confirmer")
    assert all(isinstance(text, str) and text.endswith(".") for text in found["avertissements"])


@pytest.mark.parametrize(("name", "args", "expected"), EXAMPLES, ids=[f"{e[0]}-{i}" for i, e in enumerate(EXAMPLES)])
def test_everything_can_be_explained(name: str, args: tuple[str, ...], expected: str) -> None:
    found = explain(name, args)
    tree = json.loads(json.dumps(found.json()))
    steps = every(tree["explication"])
    assert all(list(step) == ["libelle", "formule", "valeur", "bareme", "note", "etapes"] for step in steps)
    cited = [step["bareme"]["id"] for step in steps if step["bareme"]]
    assert set(cited) >= {source["id"] for source in call(name, args).sources if source["code"] in cited}
    assert cited or not call(name, args).sources
    assert len(list(found.lines())) > 1


def test_the_latest_barème_is_named_when_no_date_is_given() -> None:
    without = call("CPTS.TOTAL", [90000]).avertissements
    assert any("dernier barème connu, « avenant 2 », en vigueur depuis le 01/01/2022" in text for text in without)
    assert not any("Sans date" in text for text in call("CPTS.TOTAL", [90000, "", "2024-01-01"]).avertissements)
    assert any("Sans année" in text for text in call("MSP.POINTS", ["patientele=4000;ps_associes=4"]).avertissements)


def test_amounts_to_be_confirmed_are_told_and_carried_by_their_source() -> None:
    found = call("CPTS.MISSION", [60000, "acces", "fixe", "2024-01-01"])
    assert any("à confirmer" in text for text in found.avertissements)
    assert found.sources[-1]["confiance"] == "à confirmer"
    sure = call("CPTS.MISSION", [60000, "parcours", "fixe", "2024-01-01"])
    assert sure.avertissements == ()
    assert {source["confiance"] for source in sure.sources} == {"vérifié"}


def test_a_day_after_the_last_verification_is_told() -> None:
    (warning,) = call("CPTS.FONCTIONNEMENT", [90000, "2030-01-01"]).avertissements
    assert "dernière vérification le 20/11/2026" in warning


def test_a_variable_share_of_the_crisis_is_zero_and_says_why() -> None:
    found = call("CPTS.MISSION", [200000, "crise", "variable", "2024-01-01"])
    assert found.resultat == 0
    assert any("75\u202f000\u202f€" in text for text in found.avertissements)


def test_reasons_of_eligibility_are_told() -> None:
    found = call("ESS.ELIGIBLE", [9, 100, 10])
    assert found.resultat is False
    assert found.avertissements[0].startswith("9 médecins de la spécialité présents : condition non remplie")


def test_formula_of_a_prorated_amount() -> None:
    # parcours, size 1, from 01/08/2024 to the anniversary of 01/03/2025: 212 days of 365
    found = plain("\n".join(explain("CPTS.BUDGET", [30000, "2024-03-01", 2024, "parcours|2024-08-01"]).lines()))
    assert "25 000 € × 212 j / 365 j = 14 520,55 €" in found
    assert "14 520,55 € × 75 % = 10 890,41 €" in found
    # 01/08 to 31/12/2024: 153 days
    assert "14 520,55 € × 153 j / 212 j = 10 479,45 €" in found


def test_formula_of_a_total() -> None:
    found = plain("\n".join(explain("CPTS.TOTAL", [90000, "", "2020-01-01"]).lines()))
    assert "75 000 € + 120 000 € + 90 000 € + 35 000 € + 30 000 € + 20 000 € = 370 000 €" in found


def test_concertation_tells_the_guide_s_truncated_figure() -> None:
    # 30 files of 650: the guide reads 4.61 %, hence 1 844 points; exact 2 000 × (30/650)/5 % = 1 846.15
    args = ["patientele=8000;dossiers=30;patients_ald_75=650;reunions=6;annee=2024", "concertation"]
    found = plain("\n".join(explain("MSP.POINTS", args).lines()))
    assert round(float(str(call("MSP.POINTS", args).resultat)), 2) == 1846.15
    assert "1 844" in found


def test_detail_of_a_msp_adds_up() -> None:
    for facts in (GOLDEN, GOLDEN.replace("ipa=oui", "ipa=oui;coordination=non"), GOLDEN + ";taux_c2s=20%"):
        detail = call("MSP.DETAIL", [facts])
        assert isinstance(detail.value, list)
        assert sum(int(row["euros"]) for row in detail.value) == call("MSP.REMUNERATION", [facts]).value
    assert isinstance(detail.resultat, list)
    assert list(detail.resultat[0]) == ["indicateur", "type", "points", "euros"]


def test_names_are_forgiven() -> None:
    assert find("medecin_forfait_structure").name == "MEDECIN.FORFAIT_STRUCTURE"
    assert find(" Msp.Points ").name == "MSP.POINTS"


def test_declarations_are_complete() -> None:
    for function in CATALOGUE.values():
        names = [argument.name for argument in function.arguments]
        assert len(set(names)) == len(names)
        assert all(name.isidentifier() and name.isascii() for name in names)
        assert function.examples
        assert function.source
        assert function.description.endswith((".", "?"))
        optional = [argument.optional for argument in function.arguments]
        assert optional == sorted(optional), f"{function.name}: a required argument follows an optional one"


def test_the_core_runs_with_numpy_and_pandas_blocked() -> None:
    code = (
        "import sys\n"
        "for name in ('numpy', 'pandas', 'openpyxl', 'rich', 'xlwings', 'orjson'): sys.modules[name] = None\n"
        "from excel_tools.functions import CATALOGUE, call, explain\n"
        "for f in CATALOGUE.values():\n"
        "    for e in f.examples: call(f.name, e.arguments); explain(f.name, e.arguments)\n"
        "print(len(CATALOGUE))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stderr, done.stdout) == ("", f"{len(CATALOGUE)}\n")
