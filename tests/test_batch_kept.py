"""Three scenarios of a file go into the workbooks: the first ones, or those that are named."""

import json
from pathlib import Path

import pytest

from excel_tools.batch.kept import keep
from excel_tools.cli import main
from excel_tools.errors import InputError
from excel_tools.inputs import read_scenarios
from excel_tools.reports.reading import read_structures
from excel_tools.scenarios import DEFAULT_SETTINGS, Setting, variants
from excel_tools.structure import KINDS
from tests.malformed.build import CPTS, csv_file
from tests.scenario_support import HEADER, RULES

FIVE = (
    Setting("a"),
    Setting("b", "tous", "atteinte", 0),
    Setting("c", "tous", "base", "d"),
    Setting("d", "tous", "bareme", 739_000),
    Setting("e", "tous", "indicateur.1", 2),
)


def test_the_first_three_by_default_and_the_others_are_told() -> None:
    assert keep(DEFAULT_SETTINGS, None, KINDS).told == ()
    found = keep((*FIVE[:2], Setting("f"), FIVE[3]), None, KINDS)
    assert found.names == ("a", "b", "f")
    assert found.told == (
        "Scénario laissé de côté : « d » ; un classeur en tient 3 au plus. --garder choisit lesquels, « excel-tools "
        "comparer » les met tous côte à côte.",
    )


def test_those_that_are_named_in_their_order() -> None:
    found = keep(FIVE, " B ; a", KINDS)
    assert found.names == ("b", "a")
    assert "Scénarios laissés de côté : « c », « d », « e » ;" in found.told[0]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("a;zzz", "« zzz » n'est pas un scénario. Scénarios : a, b, c, d, e."),
        ("prudnt", "Vouliez-vous dire « prudent » ?"),
        ("a;A", "« a » est cité deux fois."),
        ("a;b;c;d", "4 scénarios ; un classeur en tient 3 au plus"),
        (" ; ", "aucun nom ; écrire par exemple --garder"),
        ("d", "Scénario « d » : « bareme » ne peut pas différer"),
        ("c", "Scénario « c » : « bareme » (de sa base « d ») ne peut pas différer"),
        ("e", "« indicateur.1 » ne peut pas différer"),
    ],
)
def test_what_cannot_be_kept_is_told(asked: str, told: str) -> None:
    settings = DEFAULT_SETTINGS if asked == "prudnt" else FIVE
    with pytest.raises(InputError) as caught:
        keep(settings, asked, KINDS)
    assert len(caught.value.messages) == 1
    assert told in caught.value.messages[0]


def test_what_concerns_no_structure_of_the_portfolio_stops_nothing() -> None:
    assert keep(FIVE, "e", ("ESS", "ESP")).names == ("e",)


def test_the_command_keeps_what_it_is_told_to(tmp_path: Path) -> None:
    folder = tmp_path / "sortie"
    words = ["generer", str(csv_file(tmp_path, [CPTS])), "--sortie", str(folder)]
    rows = [
        ("central", "", "", "", ""),
        ("grande", "", "bareme", "avenant 2", ""),
        ("montants", "", "base", "central", ""),
        ("montants", "", "bareme.fonctionnement", "61 000", "2029"),
        ("montants", "", "avance", "60 %", "2029"),
    ]
    table = csv_file(tmp_path, [dict(zip(HEADER, row, strict=True)) for row in rows], "scenarios.csv")
    assert main([*words, "--scenarios", str(table)]) == 2
    assert not folder.exists()
    assert main([*words, "--scenarios", str(table), "--garder", "montants;central"]) == 0
    manifest = json.loads((folder / "manifeste.json").read_text(encoding="utf-8"))
    assert manifest["scenarios"] == ["montants", "central"]
    assert any("« grande »" in one["texte"] for one in manifest["avertissements"])
    # what the workbook says back is what the scenario asked for
    structures = read_structures(folder / "CPTS du Gué.xlsx", RULES)
    settings = read_scenarios(table, {"CPTS du Gué": "CPTS"}, RULES).settings
    asked = variants(structures["central"], settings)["montants"].override
    given = structures["montants"].override
    assert asked is not None
    assert given is not None
    assert {(one.code, one.value, one.since) for one in given.lines} == {
        (one.code, one.value, one.since) for one in asked.lines
    }
    assert structures["central"].override is None


@pytest.mark.hote
def test_amounts_of_a_scenario_live_in_the_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        ("central", "", "", "", ""),
        ("montants", "", "bareme.fonctionnement.taille2", "62 400", "2029"),
        ("montants", "", "bareme.parcours.variable", "36 000", "2029"),
        ("montants", "", "avance", "60 %", "2029"),
        ("avances", "", "avance", "60 %", ""),
    ]
    table = csv_file(tmp_path, [dict(zip(HEADER, row, strict=True)) for row in rows], "scenarios.csv")
    portfolio, folder = csv_file(tmp_path, [CPTS]), tmp_path / "sortie"
    assert main(["generer", str(portfolio), "--sortie", str(folder), "--scenarios", str(table)]) == 0
    capsys.readouterr()
    assert main(["verifier", str(folder / "CPTS du Gué.xlsx")]) == 0
    assert "aucun écart" in capsys.readouterr().out
