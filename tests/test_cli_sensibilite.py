"""The command ``sensibilite``: its two views, its files, its errors."""

from __future__ import annotations

import csv
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excel_tools.cli import main, sensibilite
from excel_tools.cli.paint import Paint
from excel_tools.cli.sensitivity_text import text
from excel_tools.comparison.draws import COUNT, MOST, SEED, draw
from excel_tools.comparison.figures import LOWEST, PRODUITS
from excel_tools.comparison.sensitivity import tornado
from excel_tools.comparison.uncertainty import NOTHING, Uncertainty
from excel_tools.reports.sensitivity_data import Sensitivity, outlook
from excel_tools.rules import Contract, ContractLine
from excel_tools.vector import PPM
from excel_tools.workbook import read_names
from tests.comparison_support import RULES, attainment, cpts, under
from tests.malformed.build import CPTS, OTHER, csv_file

GUE = "CPTS du Gué"


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def portfolio(tmp_path: Path) -> str:
    return str(csv_file(tmp_path, [CPTS, OTHER]))


def run(portfolio: str, *words: str, count: int = 200) -> int:
    return main(["sensibilite", portfolio, "--structure", GUE, "--tirages", str(count), *words])


def told(portfolio: str, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(portfolio, *words) == 0
    return plain(capsys.readouterr().out)


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def test_what_is_said_by_default_is_what_the_engine_does() -> None:
    assert (sensibilite.DEFAULT_COUNT, sensibilite.DEFAULT_SEED, sensibilite.MOST_DRAWS) == (COUNT, SEED, MOST)
    laws = Uncertainty()
    guide = (Path(__file__).parents[1] / "LISEZMOI.md").read_text("utf-8")
    for name, law in (("atteinte", laws.attainment), ("decalage", laws.dates), ("retard", laws.delay)):
        for said in (sensibilite.EXAMPLES, guide):
            assert f"{name}={law.low}:{law.mode}:{law.high}" in said


def test_the_tornado_and_its_bars() -> None:
    # 10 000 € a year at 80 %: ten points are 5 000 € over five years, and half of it 2 500 €
    contract = Contract("contrat", (ContractLine("cpts.parcours.variable", 10_000_00),))
    structure = replace(under(cpts(), attainment=attainment(800_000)), override=contract)
    ranges = {"retard": (0, 1), "atteinte.parcours": (-PPM // 10, PPM // 20), "renouvellement": (0, 1)}
    bars = tornado(structure, RULES, ranges, PRODUITS)
    found = Sensitivity(
        structure, "", bars, outlook(draw(structure, RULES, Uncertainty(NOTHING, NOTHING, NOTHING), 10))
    )
    lines = plain(text(found, Paint())).splitlines()
    (drawn,) = [line for line in lines if line.startswith("Atteinte des objectifs – par")]
    assert re.search(r"−10 / \+5 points +-5 000 +\+2 500  ░{8}│█{4}$", drawn)
    assert max(map(len, lines)) <= 100
    (renewal,) = [line for line in lines if line.startswith("Renouvellement")]
    # the renewal loses or leaves everything: it is told, and the other bars keep their scale
    assert renewal.endswith("tout ou rien")
    (late,) = [line for line in lines if line.startswith("Retard du financeur  ")]
    # what is due does not move, the money comes a month later
    assert late.endswith("0             0  trésorerie seule")
    assert any(line.startswith("« trésorerie seule » : rien sur ce résultat, mais l'argent") for line in lines)


def test_what_never_varies_is_told_as_such() -> None:
    poor = replace(cpts(), opening_cash=-10_000_000_00)
    found = Sensitivity(poor, "", tornado(poor, RULES), outlook(draw(poor, RULES, count=50)))
    shown = plain(text(found, Paint()))
    assert "passe sous zéro un mois au moins : 100 % (50 tirages sur 50)." in " ".join(shown.split())
    rich = replace(cpts(), opening_cash=10_000_000_00)
    found = Sensitivity(rich, "", tornado(rich, RULES), outlook(draw(rich, RULES, count=50)))
    shown = " ".join(plain(text(found, Paint())).split())
    assert "passe sous zéro un mois au moins : 0 % (aucun tirage sur 50)." in shown


def test_the_assumptions_stand_with_the_probabilities(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = " ".join(told(portfolio, capsys).split())
    assert "200 tirages, graine 2026. Ces plages et ces lois sont des hypothèses : aucun texte ne les fixe" in shown
    assert "Retard du financeur : de 0 à +3 mois, le plus probable 0 (loi triangulaire" in shown


def test_the_same_seed_gives_the_same_result_and_another_one_another(
    portfolio: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first = told(portfolio, capsys, "--sortie", str(tmp_path / "a.xlsx"), "--json", str(tmp_path / "a.json"))
    again = told(portfolio, capsys, "--sortie", str(tmp_path / "b.xlsx"), "--json", str(tmp_path / "b.json"))
    assert first == again
    for end in ("xlsx", "json"):
        assert (tmp_path / f"a.{end}").read_bytes() == (tmp_path / f"b.{end}").read_bytes()
    other = told(portfolio, capsys, "--graine", "7", "--json", str(tmp_path / "c.json"))
    assert "graine 7" in other
    seen, moved = (read(tmp_path / name)["probabilites"]["mesures"]["produits"] for name in ("a.json", "c.json"))
    assert seen["reference"] == moved["reference"]
    assert seen["p10"] != moved["p10"]


def test_the_files_say_what_the_workbook_says(portfolio: str, tmp_path: Path) -> None:
    files = {end: tmp_path / f"a.{end}" for end in ("xlsx", "json", "csv")}
    words = ("--sortie", str(files["xlsx"]), "--json", str(files["json"]), "--csv", str(files["csv"]))
    assert run(portfolio, "--resultat", LOWEST, *words) == 0
    names, found = read_names(files["xlsx"]), read(files["json"])
    with files["csv"].open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file, delimiter=";"))

    def value(**wanted: str) -> float:
        (row,) = [row for row in table if all(row[key] == text for key, text in wanted.items())]
        return float(row["valeur"].replace(",", "."))

    assert found["structure"] == GUE
    assert found["tornado"]["resultat"] == LOWEST
    for at, lever in enumerate(found["tornado"]["hypotheses"]):
        assert names["out_effets"][at][:3] == [lever[key] for key in ("effet_bas", "effet_haut", "amplitude")]
        assert value(vue="tornado", code=lever["code"], statistique="effet_haut") == lever["effet_haut"]
    year = str(found["exercices"][2])
    for step, rank in enumerate((10, 50, 90)):
        seen = found["probabilites"]["mesures"]["tresorerie"][f"p{rank}"][year]
        assert names["bar_tre_p"][step][2] == seen
        assert value(vue="probabilites", code="tresorerie", exercice=year, statistique=f"p{rank}") == seen
    zero = found["probabilites"]["sous_zero"]
    assert names["bar_sous_zero"][0][-1] == zero["tirages"]
    assert value(vue="sous_zero", exercice="", statistique="tirages") == zero["tirages"]
    assert zero["probabilite"] == zero["tirages"] / 200
    counts = [item["tirages"] for item in found["probabilites"]["histogramme"]]
    assert sum(counts) == 200
    assert [row[0] for row in names["bar_effectifs"]][: len(counts)] == counts
    assert {row["structure"] for row in table} == {GUE}


def test_ranges_and_laws_asked_for(portfolio: str, tmp_path: Path) -> None:
    words = ["--plage", "atteinte=-5:2,5 %", "--plage", "decalage.parcours=0:12", "--plage", "renouvellement=non:non"]
    words += ["--loi", "retard=1:1:1", "--loi", "atteinte.parcours=-30:0:0"]
    assert run(portfolio, *words, "--json", str(tmp_path / "a.json")) == 0
    found = read(tmp_path / "a.json")
    levers = {item["code"]: (plain(item["de"]), plain(item["a"])) for item in found["tornado"]["hypotheses"]}
    assert levers["atteinte"] == ("−5 points", "+2,5 points")
    assert levers["decalage.parcours"] == ("0 mois", "+12 mois")
    assert levers["renouvellement"] == ("non", "non")
    # those not named keep their own range
    assert levers["retard"] == ("0 mois", "+3 mois")
    laws = " ".join(found["probabilites"]["lois"])
    assert "Retard du financeur : toujours +1 mois." in laws
    assert "parcours pluriprofessionnels de −30 à 0 points" in laws


def test_a_scenario_is_studied_as_it_is(portfolio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"scénario": "central", "structure": "tous", "paramètre": "", "valeur": "", "à partir de": ""},
        {"scénario": "bas", "structure": "tous", "paramètre": "atteinte", "valeur": "0 %", "à partir de": ""},
    ]
    scenarios = str(csv_file(tmp_path, rows, "scenarios.csv"))
    found = {}
    for name in ("central", "BAS"):
        words = ("--scenarios", scenarios, "--scenario", name, "--json", str(tmp_path / f"{name}.json"))
        assert f"scénario « {name.lower()} »" in told(portfolio, capsys, *words)
        found[name] = read(tmp_path / f"{name}.json")["tornado"]
    assert found["BAS"]["reference"] < found["central"]["reference"]
    # from 0 % there is nothing left to lose
    (lever,) = [item for item in found["BAS"]["hypotheses"] if item["code"] == "atteinte"]
    assert lever["effet_bas"] == 0
    assert lever["effet_haut"] > 0
    assert told(portfolio, capsys) != told(portfolio, capsys, "--scenario", "prudent")


def test_which_scenario_is_studied_is_asked(portfolio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    low = {"scénario": "bas", "structure": "tous", "paramètre": "atteinte", "valeur": "0 %", "à partir de": ""}
    one = str(csv_file(tmp_path, [low], "un.csv"))
    assert "scénario « bas »" in told(portfolio, capsys, "--scenarios", one)
    two = str(csv_file(tmp_path, [low, low | {"scénario": "haut", "valeur": "100 %"}], "deux.csv"))
    assert run(portfolio, "--scenarios", two) == 2
    assert "lequel étudier ? Le fichier n'a pas de « central » : bas, haut." in plain(capsys.readouterr().err)


def test_the_only_structure_needs_no_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sensibilite", str(csv_file(tmp_path, [CPTS])), "--tirages", "20"]) == 0
    assert GUE in capsys.readouterr().out


def test_the_workbook_is_written_once(portfolio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "s.xlsx"
    target.write_bytes(b"kept")
    assert run(portfolio, "--sortie", str(target)) == 2
    shown = capsys.readouterr()
    assert "existe déjà ; donner un autre nom, ou ajouter --ecraser" in plain(shown.err)
    assert (shown.out, target.read_bytes()) == ("", b"kept")
    assert run(portfolio, "--sortie", str(target), "--ecraser") == 0
    assert read_names(target)["out_etat_global"] == [["OK"]]


def test_a_bar_is_for_a_terminal_and_for_what_lasts(
    portfolio: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(portfolio, count=8_001) == 0
    assert "Tirages" not in capsys.readouterr().err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("excel_tools.cli.progress.SOON", 1e9)
    assert run(portfolio, count=8_001) == 0
    assert "Tirages" not in capsys.readouterr().err
    monkeypatch.setattr("excel_tools.cli.progress.SOON", 0.0)
    assert run(portfolio, count=8_001) == 0
    assert "Tirages" in capsys.readouterr().err


WRONG = (
    ((), ("--structure", "CPTS du Gue"), "aucune structure « CPTS du Gue ». Vouliez-vous dire « CPTS du Gué » ?"),
    ((), ("--structure", ""), "--structure : laquelle ? Le portefeuille en contient 2"),
    (("--tirages", "0"), (), "--tirages : 0 est hors des bornes ; un nombre de 1 à 1000000 est attendu."),
    (("--tirages", "1000001"), (), "--tirages : 1000001 est hors des bornes"),
    (("--tirages", "beaucoup"), (), "--tirages : « beaucoup » n'est pas un nombre entier."),
    (("--tirages", "1,5"), (), "--tirages : « 1,5 » n'est pas un nombre entier."),
    (("--graine", "-1"), (), "--graine : -1 est hors des bornes"),
    (("--graine", ""), (), "--graine : «  » n'est pas un nombre entier."),
    (("--resultat", "produit"), (), "--resultat : « produit » inconnu. Vouliez-vous dire « produits » ?"),
    (("--scenario", "prudant"), (), "--scenario : scénario « prudant » inconnu. Vouliez-vous dire « prudent » ?"),
    (("--plage", "attente=0:1"), (), "--plage : hypothèse « attente » inconnue pour une CPTS. Vouliez-vous dire"),
    (("--plage", "atteinte"), (), "« atteinte » ne se lit pas ; écrire CODE=BAS:HAUT, par exemple atteinte=-5:5."),
    (("--plage", "atteinte=1:2:3"), (), "« atteinte=1:2:3 » ne se lit pas"),
    (("--plage", "retard=0:6 %"), (), "« retard=0:6 % » ne se lit pas"),
    (("--plage", "atteinte=-5:5 mois"), (), "« atteinte=-5:5 mois » ne se lit pas"),
    (("--plage", "retard=0:1,5"), (), "« retard=0:1,5 » ne se lit pas"),
    (("--plage", "retard=0:1", "--plage", "RETARD=0:2"), (), "--plage : « retard » est donné 2 fois ; n'en garder"),
    (("--loi", "retard=0:0:1", "--loi", "retard=0:0:2"), (), "--loi : « retard » est donné 2 fois ; n'en garder"),
    (("--json", "-"), (), "--json : « - » n'est pas un nom de fichier, et rien n'est écrit sur la sortie standard"),
    (("--plage", "renouvellement=0:1"), (), "par exemple renouvellement=non:oui."),
    (("--plage", "retard=5:1"), (), "Retard du financeur : de +5 mois à +1 mois, le plus bas d'abord."),
    (("--plage", "atteinte=-500:0"), (), "Atteinte des objectifs : −500 points à 0 point ; de −100 points à"),
    (("--loi", "retar=0:0:1"), (), "--loi : « retar » inconnue. Vouliez-vous dire « retard » ?"),
    (("--loi", "retard=0:1"), (), "« retard=0:1 » ne se lit pas ; écrire NOM=BAS:PROBABLE:HAUT"),
    (("--loi", "retard=2:1:3"), (), "retard : de 2 à 3, le plus probable 1, qui se place entre eux."),
    (("--loi", "atteinte.parcour=0:0:1"), (), "mission « parcour » inconnue. Vouliez-vous dire « parcours » ?"),
    (("--sortie", "/nulle/part/a.xlsx"), (), "--sortie : le dossier « /nulle/part » n'existe pas."),
    (("--sortie", "a.ods"), (), "--sortie : « a.ods » doit se terminer par .xlsx."),
    (("--sortie", "."), (), "--sortie : « . » est un dossier"),
    (("--scenarios", "rien.csv"), (), "rien.csv"),
)


@pytest.mark.parametrize(("options", "structure", "message"), WRONG, ids=[message[:40] for *_, message in WRONG])
def test_a_wrong_call_is_told_in_french(
    options: tuple[str, ...],
    structure: tuple[str, ...],
    message: str,
    portfolio: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    named = structure or ("--structure", GUE)
    assert main(["sensibilite", portfolio, *named, *options]) == 2
    shown = capsys.readouterr()
    assert message in plain(shown.err)
    assert shown.out == ""
    assert sorted(tmp_path.iterdir()) == before


def test_everything_wrong_is_told_at_once(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--tirages", "0", "--graine", "x", "--resultat", "rien", "--plage", "x=1:2", "--loi", "y=1"]
    assert main(["sensibilite", portfolio, "--structure", GUE, *words]) == 2
    shown = plain(capsys.readouterr().err)
    for word in ("--tirages", "--graine", "--resultat", "--plage", "--loi"):
        assert f"{word} : " in shown


def test_a_structure_that_was_refused_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    portfolio = str(csv_file(tmp_path, [CPTS | {"Population": "beaucoup"}, OTHER]))
    assert run(portfolio) == 2
    assert "beaucoup" in capsys.readouterr().err


def test_the_laws_of_an_esp_are_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--structure", "ESP Sologne Sud", "--loi", "decalage=0:1:2", "--loi", "atteinte=0:0:1"]
    samples = Path(__file__).parents[1] / "samples" / "portefeuille.xlsx"
    assert main(["sensibilite", str(samples), *words]) == 2
    shown = plain(capsys.readouterr().err)
    assert "--loi : « decalage » ne se tire pas pour une ESP." in shown
    assert "--loi : « atteinte » ne se tire pas pour une ESP." in shown
