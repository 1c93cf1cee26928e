"""What ``comparer`` compares and how it tells it: the reference, the scenarios kept, the title, the measures."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from excel_tools.batch.comparing import AS_ENTERED, among, referenced
from excel_tools.batch.kept import find_scenario
from excel_tools.cli import main
from excel_tools.cli.paint import Paint
from excel_tools.cli.tables import fits, table
from excel_tools.errors import InputError
from excel_tools.scenarios import Setting
from excel_tools.workbook import read_names
from tests.malformed.build import CPTS, OTHER, csv_file

SAMPLES = Path(__file__).parents[1] / "samples"
GARRIGUE = "CPTS Garrigue et Littoral"
# 39 500 inhabitants grow by 2 % a year: size 2 from the second year on
GROWING = OTHER | {"Population": "39500"}

REGIONS = ("Bretagne", "Bretagne", "Normandie", "")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def cents(value: float) -> int:
    return round(value * 100)


def row(scenario: str, parameter: str = "", value: str = "", structure: str = "tous") -> dict[str, str]:
    return {"scénario": scenario, "structure": structure, "paramètre": parameter, "valeur": value}


def call(folder: Path, rows: Sequence[Mapping[str, str]], *words: str, structures: Sequence[Any] = (CPTS,)) -> int:
    scenarios = csv_file(folder, rows, "scenarios.csv")
    return main(["comparer", str(csv_file(folder, structures)), "--scenarios", str(scenarios), *words])


def shipped(folder: Path, rows: Sequence[Mapping[str, str]], *words: str) -> int:
    """Compare structures of the sample portfolio, whose charges are paid before receipts come."""
    names = [word for name in words if name.startswith("CPTS") for word in ("--structure", name)]
    scenarios = csv_file(folder, rows, "scenarios.csv")
    others = [word for word in words if not word.startswith("CPTS")]
    return main(["comparer", str(SAMPLES / "portefeuille.xlsx"), "--scenarios", str(scenarios), *names, *others])


def blocks(text: str, head: str) -> list[list[str]]:
    """The rows of the first table whose head begins so, cut at two spaces."""
    lines = plain(text).splitlines()
    start = next(rank for rank, line in enumerate(lines) if line.startswith(head))
    found = []
    for line in lines[start:]:
        if not line:
            break
        found.append([cell.strip() for cell in line.split("  ") if cell.strip()])
    return found


def test_without_a_central_scenario_the_portfolio_is_the_reference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.json"
    assert (
        call(tmp_path, [row("ambitieux", "atteinte", "100 %"), row("bas", "atteinte", "0 %")], "--json", str(target))
        == 0
    )
    first = plain(capsys.readouterr().out).split("\n\n")[0].replace("\n", " ")
    told = "« ambitieux », « bas » face à « tel que saisi » (le portefeuille, sans scénario)."
    assert first == f"« CPTS du Gué » : {told}"
    found = json.loads(target.read_text("utf-8"))
    assert (found["reference"], found["scenarios"]) == (AS_ENTERED, [AS_ENTERED, "ambitieux", "bas"])
    # the variant parts are whole as entered: the ambitious scenario changes nothing
    gaps = {name: entry["ecart"]["total"]["droits"] for name, entry in list(found["ensemble"]["scenarios"].items())[1:]}
    assert gaps["ambitieux"] == 0
    assert gaps["bas"] < 0


def test_the_portfolio_may_be_asked_for_as_the_reference() -> None:
    central, low = Setting("central", "tous", "retard", 2), Setting("bas", "tous", "retard", 1)
    assert referenced([low, central]) == ((low, central), "central")
    assert referenced([low, central], "Tel que saisi") == ((Setting(AS_ENTERED), low, central), AS_ENTERED)
    assert referenced([low, central], "BAS") == ((low, central), "bas")
    # a scenario of that name that changes nothing is the portfolio too
    own = Setting(AS_ENTERED)
    assert referenced([own, low], AS_ENTERED) == ((own, low), AS_ENTERED)
    with pytest.raises(InputError, match=r"« bass » inconnu\. Vouliez-vous dire « bas »"):
        referenced([low, central], "bass")


def test_names_that_differ_by_a_sign_are_not_mixed_up() -> None:
    assert find_scenario(["taux +", "taux -"], "Taux -") == "taux -"
    assert find_scenario(["taux +", "taux -"], "taux") is None
    assert find_scenario(["décalé", "taux"], "DECALE") == "décalé"


def test_scenarios_are_kept_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row("central"), row("a", "atteinte", "0 %"), row("b", "base", "a"), row("c", "atteinte", "50 %")]
    target = tmp_path / "a.json"
    assert call(tmp_path, rows, "--garder", "C ; b", "--json", str(target)) == 0
    found = json.loads(target.read_text("utf-8"))
    # the base of a scenario need not be kept
    assert found["scenarios"] == ["central", "c", "b"]
    assert "« c », « b » face à « central »." in plain(capsys.readouterr().out)
    loss = {name: found["ensemble"]["scenarios"][name]["ecart"]["total"]["droits"] for name in ("b", "c")}
    assert loss["c"] == loss["b"] / 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [("a;z", "« z » n'est pas un scénario"), ("a;A", "« a » est cité deux fois"), (" ; ", "aucun nom")],
)
def test_scenarios_that_cannot_be_kept(asked: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        among([Setting("central"), Setting("a", "tous", "retard", 1)], asked, "central")


def test_too_many_scenarios_for_the_workbook_are_told_with_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row(f"s{rank}", "atteinte", f"{rank} %") for rank in range(6)]
    target, table_file = tmp_path / "a.xlsx", tmp_path / "a.csv"
    words = ("--sortie", str(target), "--csv", str(table_file))
    assert call(tmp_path, rows, *words) == 2
    assert '--garder "s0;s1;s2;s3;s4" choisit lesquels' in plain(capsys.readouterr().err)
    assert not table_file.exists()
    assert call(tmp_path, rows, *words, "--garder", "s0;s1;s2;s3;s4") == 0
    assert {target.name, table_file.name} < set(os.listdir(tmp_path))


def test_a_title_is_shown_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--titre", "AG du 12 mars", "--json", str(tmp_path / "a.json"), "--sortie", str(tmp_path / "a.xlsx"))
    assert call(tmp_path, [row("central"), row("bas", "atteinte", "0 %")], *words) == 0
    assert capsys.readouterr().out.startswith("AG du 12 mars\n")
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["titre"] == "AG du 12 mars"
    texts = str(read_names(tmp_path / "a.xlsx"))
    assert "AG du 12 mars" in texts
    assert call(tmp_path, [row("central")], "--titre", "x" * 81) == 2
    assert "81 caractères ; 80 au plus" in plain(capsys.readouterr().err)


def test_each_measure_has_its_causes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # two months late: nothing is lost, but the cash is lower on the way
    assert shipped(tmp_path, [row("central"), row("tard", "retard", "2")], GARRIGUE) == 0
    out = capsys.readouterr().out
    head, _, late, gap, *_ = blocks(out, "Cause seule")
    assert head == ["Cause seule (€)", "Produits", "Résultat", "Trésorerie de fin", "Point bas"]
    assert (late[0], late[1:3]) == ("Délais de paiement", ["0,00", "0,00"])
    assert late[1:] == gap[1:]
    assert late[4].startswith("-")


def test_the_lowest_cash_of_one_structure_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row("central"), row("tard", "retard", "2"), row("tard", "atteinte", "50 %")]
    target = tmp_path / "a.json"
    assert shipped(tmp_path, rows, GARRIGUE, "--mesure", "tresorerie_basse", "--json", str(target)) == 0
    entry = json.loads(target.read_text("utf-8"))["structures"][0]["scenarios"]["tard"]
    gap = entry["ecart"]["total"]["tresorerie_basse"]
    effects = {cause: found["tresorerie_basse"] for cause, found in entry["causes"].items()}
    assert effects["delais"]["seule"] < 0
    assert round(sum(effect["seule"] for effect in effects.values()), 2) == gap
    assert round(sum(effect.get("dans_l_ordre", 0) for effect in effects.values()), 2) == gap
    head, _, *shown = blocks(capsys.readouterr().out, "Point bas (€)  ")
    assert head[-1] == "au plus bas"
    amounts = {name: float(cells[-1].replace(" ", "").replace(",", ".")) for name, *cells in shown}
    assert amounts["écart"] == round(amounts["tard"] - amounts["central"], 2) == gap


def test_lowest_cashes_are_never_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row("central"), row("tard", "retard", "2")]
    words = ("--mesure", "tresorerie_basse", "--json", str(tmp_path / "a.json"))
    assert shipped(tmp_path, rows, GARRIGUE, "CPTS des Deux Caps", *words) == 0
    out = capsys.readouterr().out
    found = json.loads((tmp_path / "a.json").read_text("utf-8"))
    lows = {
        item["structure"]: [item["scenarios"][name]["total"]["tresorerie_basse"] for name in ("central", "tard")]
        for item in found["structures"]
    }
    head, _, *shown = blocks(out, "Point bas (€)")
    assert head == ["Point bas (€)", "central", "tard"]
    told = {name: [float(cell.replace(" ", "").replace(",", ".")) for cell in cells] for name, *cells in shown}
    assert told == lows
    assert "Par type" not in out
    fall, name = min((round(tard - central, 2), name) for name, (central, tard) in lows.items())
    words = re.sub(r"[ ,.]", "", plain(out).partition(f"Le point bas baisse le plus pour « {name} » : − ")[2])
    assert words.startswith(f"{-cents(fall)}€" if cents(fall) % 100 else f"{-cents(fall) // 100}€")
    for entry in found["ensemble"]["scenarios"].values():
        assert "tresorerie_basse" not in entry["total"]


def test_a_federation_is_told_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row("central"), row("grand", "croissance", "2 %"), row("tard", "retard", "3", "CPTS du Gué")]
    assert call(tmp_path, rows, structures=(CPTS, GROWING, CPTS | {"Nom": "CPTS du Pont"})) == 0
    out = plain(capsys.readouterr().out).replace("\n  ", " ")
    # 58 200 inhabitants stay in size 2 (40 000 to 80 000)
    assert "- Population : 3 CPTS, dont 1 change de taille : « CPTS des Sources »." in out
    assert "une seule structure sur 3 change (« CPTS des Sources »), à la hausse." in out
    # no charge, so that the cash never falls below its opening; some of it comes after the last day
    assert "- Produits, résultat et point bas : aucune structure ne change." in out
    assert "- Trésorerie de fin : une seule structure sur 3 change (« CPTS du Gué »), à la baisse." in out


def test_a_single_scenario_has_nothing_to_be_compared_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(tmp_path, [row("central")]) == 0
    assert "« central », seul scénario : rien à quoi le comparer." in plain(capsys.readouterr().out)


def test_lines_of_a_measure_without_lines_are_those_that_make_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(tmp_path, [row("central"), row("bas", "atteinte", "0 %")], "--lignes", "--mesure", "resultat") == 0
    out = plain(capsys.readouterr().out)
    assert "Produits, ligne à ligne (€)" in out
    assert "Charges : aucune ligne ne change." in out


def test_names_are_cut_only_where_there_is_no_room() -> None:
    long = "Accès aux soins – SNP, compensation du temps de régulation"
    rows = [["Ligne", "central", "réforme montants et avances"], [long, "1 000,00", "1 200,00"]]
    assert table(rows, Paint())[2].startswith(long)
    wide = [[*rows[0], "Écart", "En %"], [long + " des médecins", "1 000,00", "1 200,00", "+200,00", "+20,0 %"]]
    shown = table(wide, Paint())
    assert fits(wide)
    assert max(map(len, shown)) <= 100
    assert shown[0].startswith("Ligne")
    assert "…" in shown[2][:-40]
    assert shown[2].endswith("1 200,00  +200,00  +20,0 %")
    # amounts are whole, whatever the width
    crowded = [["Ligne", *["2026"] * 12], [long, *["1 234 567,89"] * 12]]
    assert table(crowded, Paint())[2].count("1 234 567,89") == 12
    assert not fits(crowded)


def test_a_region_without_a_gap_stays_in_its_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    towns = [CPTS | {"Nom": f"CPTS {rank}", "Région": region} for rank, region in enumerate(REGIONS)]
    bas = [row("bas", "atteinte", "0 %") | {"structure": town["Nom"]} for town in towns[:2]]
    portfolio, scenarios = csv_file(tmp_path, towns), csv_file(tmp_path, bas, "scenarios.csv")
    assert main(["comparer", str(portfolio), "--scenarios", str(scenarios), "--mesure", "droits"]) == 0
    out = plain(capsys.readouterr().out)
    (regions,) = [block.splitlines() for block in out.split("\n\n") if block.startswith("Par région, ")]
    assert [line.split("  ")[0] for line in regions[2:]] == ["(sans région)", "Bretagne", "Normandie"]
    assert regions[-1].split()[-3:] == ["0,00", "0,0", "%"]


def test_a_measure_typed_nearly_right_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["comparer", "absent.xlsx", "--mesure", "tresorerie_bas"]) == 2
    told = plain(capsys.readouterr().err)
    assert "--mesure : « tresorerie_bas » inconnue. Vouliez-vous dire « tresorerie_basse » ?" in told
