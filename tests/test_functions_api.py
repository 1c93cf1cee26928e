"""The Python API and the scripts that show it."""

import csv
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import excel_tools
from excel_tools import api
from excel_tools.cli import main
from excel_tools.errors import InputError

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
SCRIPTS = SAMPLES / "scripts"


@pytest.fixture(scope="module")
def cases() -> list[api.Cas]:
    return api.budgets(api.lire_portefeuille(SAMPLES / "portefeuille.xlsx"), SAMPLES / "scenarios.csv")


def test_the_package_offers_the_api_lazily() -> None:
    assert excel_tools.calculer is api.calculer
    assert all(getattr(excel_tools, name) is not None for name in excel_tools.__all__)
    with pytest.raises(AttributeError):
        _ = excel_tools.nothing
    code = "import sys, excel_tools; print('pandas' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


def test_one_value_and_its_reasons() -> None:
    answer = api.calculer("CPTS.TOTAL", 200000, date="2024-01-01")
    assert answer.resultat == 505000
    assert api.expliquer("CPTS.TOTAL", 200000, date="2024-01-01").root.value == 505000 * 100


def test_a_table_in_pandas() -> None:
    frame = api.tableau(api.calculer("CPTS.ECHEANCIER", 90000, "2024-03-01", {"parcours": "2024-09-01"}))
    assert list(frame.columns) == ["date", "ligne", "nature", "montant"]
    assert frame["date"].is_monotonic_increasing
    assert frame["date"].dt.year.max() == 2029
    assert frame.query("ligne == 'fonctionnement'")["montant"].sum() == 5 * 75000
    with pytest.raises(InputError):
        api.tableau(api.calculer("CPTS.TAILLE", 3))
    assert list(api.tableau(api.calculer("CPTS.BUDGET", 9, "2024-03-01", 2020, {"parcours": "2024-09-01"}))) == [
        "ligne",
        "droits",
        "produits",
        "encaissements",
    ]


def test_tables_of_budgets_hold_every_cent(cases: list[api.Cas]) -> None:
    years = api.tableau(cases)
    months = api.tableau(cases, par_mois=True)
    received = years.query("nature == 'encaissement'").groupby(["structure", "scenario"])["montant"].sum()
    by_month = months.groupby(["structure", "scenario"])["montant"].sum()
    for case in cases:
        key = (case.structure.name, case.scenario)
        assert round(received[key], 2) == round(sum(case.montants("encaissements")), 2)
        assert round(by_month[key], 2) == round(sum(case.montants("encaissements")), 2)


def test_comparison_puts_scenarios_side_by_side(cases: list[api.Cas]) -> None:
    frame = api.comparer(cases, "produits")
    assert list(frame.columns)[:3] == ["central", "prudent", "ambitieux"]
    assert (frame["prudent"] <= frame["central"]).all()
    assert (frame["prudent − central"] == (frame["prudent"] - frame["central"]).round(2)).all()
    one = api.comparer(cases, "resultat", cases[0].exercices[0])
    assert one.loc[cases[0].structure.name, "central"] == cases[0].montants("resultat")[0]
    with pytest.raises(InputError, match="Vouliez-vous dire « produits »"):
        api.comparer(cases, "produit")


def test_a_structure_is_found_by_its_name() -> None:
    portfolio = api.lire_portefeuille(SAMPLES / "portefeuille.xlsx")
    assert api.trouver(portfolio, "CPTS du Bocage Fleuri").kind == "CPTS"
    with pytest.raises(InputError, match="Vouliez-vous dire « CPTS du Bocage Fleuri »"):
        api.trouver(portfolio, "CPTS du Bocage Fleurie")


def test_results_are_read_back(tmp_path: Path) -> None:
    file = tmp_path / "resultats.csv"
    file.write_text(
        "\ufeffstructure;type;region;scenario;exercice;mois;ligne;nature;montant\r\n"
        "A;CPTS;Bretagne;central;2027;;parcours_fixe;produit;1234,50\r\n"
        "A;CPTS;Bretagne;central;2027;2027-03;parcours_fixe;encaissement;-0,50\r\n",
        encoding="utf-8",
    )
    frame = api.lire_resultats(tmp_path)
    assert frame["montant"].tolist() == [1234.5, -0.5]
    assert frame["mois"].tolist() == ["", "2027-03"]
    with pytest.raises(InputError, match="introuvable"):
        api.lire_resultats(tmp_path / "ailleurs")


@pytest.mark.parametrize("script", sorted(path.name for path in SCRIPTS.glob("*.py")))
def test_scripts_run(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {"un_lot.py": [str(tmp_path / "lot.csv")], "relire.py": [str(tmp_path)]}.get(script, [])
    if script == "relire.py":
        test_results_are_read_back(tmp_path)
    monkeypatch.setattr(sys, "argv", [script, *words])
    runpy.run_path(str(SCRIPTS / script))
    assert capsys.readouterr().out
    assert len((SCRIPTS / script).read_text(encoding="utf-8").splitlines()) <= 25


def test_a_sensitivity_is_that_of_the_command(tmp_path: Path) -> None:
    structure = api.trouver(api.lire_portefeuille(SAMPLES / "portefeuille.xlsx"), "CPTS du Bocage Fleuri")
    found = api.sensibilite(structure, "produits", ["atteinte=-20:0"], ["retard=0:0:2"], tirages=50, graine=7)
    words = ["sensibilite", str(SAMPLES / "portefeuille.xlsx"), "--structure", structure.name, "--resultat", "produits"]
    words += ["--plage", "atteinte=-20:0", "--loi", "retard=0:0:2", "--tirages", "50", "--graine", "7"]
    assert main([*words, "--csv", str(tmp_path / "s.csv")]) == 0
    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as file:
        written = [row["valeur"].replace(",", ".") for row in csv.DictReader(file, delimiter=";")]
    frame = api.tableau(found)
    assert list(frame["valeur"]) == [float(value) for value in written]
    (bar,) = [bar for bar in found.tornado.bars if bar.lever.code == "atteinte"]
    assert (bar.low, bar.high) == (-200_000, 0)
    assert bar.at_high == found.tornado.base


def test_a_sensitivity_bears_the_name_of_its_scenario() -> None:
    structure = api.trouver(api.lire_portefeuille(SAMPLES / "portefeuille.xlsx"), "CPTS du Bocage Fleuri")
    found = api.sensibilite(structure, tirages=10, scenario="prudent")
    assert set(api.tableau(found)["scenario"]) == {"prudent"}
    assert found.scenario_shown == "scénario « prudent »"
    assert set(api.tableau(api.sensibilite(structure, tirages=10))["scenario"]) == {""}


def test_what_is_wrong_with_a_sensitivity_is_told_at_once() -> None:
    structure = api.trouver(api.lire_portefeuille(SAMPLES / "portefeuille.xlsx"), "CPTS du Bocage Fleuri")
    with pytest.raises(InputError) as caught:
        api.sensibilite(structure, plages=["atteint=-5:5"], lois=["retard=0:1"])
    assert [message.partition(" : ")[0] for message in caught.value.messages] == ["plages", "lois"]
    wrong: tuple[dict[str, Any], ...] = (
        {"tirages": 1.5},
        {"graine": "a"},
        {"resultat": "produit"},
        {"plages": ["retard=6:0"]},
    )
    for one in wrong:
        with pytest.raises(InputError):
            api.sensibilite(structure, **one)
    name: Any = structure.name
    with pytest.raises(InputError, match="trouver"):
        api.sensibilite(name)


def test_scenarios_without_a_central_are_compared_with_the_structures_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("scénario;structure;paramètre;valeur\nbas;tous;atteinte;0 %\n", encoding="utf-8")
    structure = api.trouver(api.lire_portefeuille(SAMPLES / "portefeuille.xlsx"), "CPTS du Bocage Fleuri")
    found = api.comparaison(structure, tmp_path / "s.csv")
    assert (found.reference, found.scenarios) == ("tel que saisi", ("tel que saisi", "bas"))
