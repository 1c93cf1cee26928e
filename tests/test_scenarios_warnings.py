"""What a row of scenarios seems to say and cannot do is told when the file is read, and is no mistake."""

from dataclasses import replace
from pathlib import Path

import pytest

from excel_tools.cli import main
from excel_tools.errors import InputError
from excel_tools.inputs import read_scenarios
from excel_tools.inputs.without_effect import without_effect
from excel_tools.structure import Structure
from tests.malformed.build import csv_file
from tests.scenario_support import ALL, CPTS, ESP, HEADER, KINDS_OF, RULES, WITH_INDICATORS


def told(folder: Path, *rows: tuple[str, ...], structures: tuple[Structure, ...] = ALL) -> tuple[str, ...]:
    cells = [dict(zip(HEADER, (*row, *[""] * (5 - len(row))), strict=True)) for row in rows]
    path = csv_file(folder, cells, "scenarios.csv")
    return without_effect(read_scenarios(path, KINDS_OF, RULES, structures=structures).settings, structures, RULES)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("s", "tous", "atteinte", "60 %", "2050"), "« atteinte » à partir de 2050 : commence après la fin du dernier"),
        (("s", "ESP du Bois", "equipes", "3", "2032"), "« ESP du Bois », « equipes » à partir de 2032 : commence"),
        (
            ("s", "tous", "fin_anticipee", "31/12/2031"),
            "le 31/12/2031 ne précède pas la fin du dernier exercice (31/12",
        ),
        (("s", "tous", "bareme.fonctionnement", "70 000"), "70 000 € vaut pour les quatre tailles, et c'est une "),
        (("s", "tous", "bareme.fonctionnement", "70 000"), "les tailles 3 (75 000 €) et 4 (90 000 €) ;"),
    ],
)
def test_what_cannot_be_done_is_told(row: tuple[str, ...], said: str, tmp_path: Path) -> None:
    (found,) = told(tmp_path, row)
    assert found.startswith("Scénario « s »")
    assert said in found.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    "row",
    [
        ("s", "tous", "atteinte", "60 %", "2031"),
        ("s", "tous", "fin_anticipee", "30/12/2031"),
        ("s", "tous", "bareme.fonctionnement", "120 000"),
        ("s", "tous", "bareme.fonctionnement.taille3", "70 000"),
        ("s", "tous", "bareme.fonctionnement", "+4 %", "2029"),
        ("s", "tous", "bareme.point.valeur", "8"),
    ],
)
def test_what_is_as_it_seems_is_not(row: tuple[str, ...], tmp_path: Path) -> None:
    assert told(tmp_path, row) == ()


def test_a_year_that_opens_within_a_shifted_fiscal_year_counts(tmp_path: Path) -> None:
    # the last fiscal year, from September 2031, ends in August 2032
    shifted = replace(CPTS, first_month=9)
    assert told(tmp_path, ("s", "tous", "atteinte", "60 %", "2032"), structures=(shifted,)) == ()
    (found,) = told(tmp_path, ("s", "tous", "atteinte", "60 %", "2033"), structures=(shifted,))
    assert "31/08/2032" in found


def test_indicators_that_nobody_entered(tmp_path: Path) -> None:
    row = ("s", "tous", "atteinte", "indicateurs")
    (found,) = told(tmp_path, row, structures=(CPTS,))
    assert "part variable comptée 0 € pour « CPTS du Gué » (accès, parcours)." in found
    assert told(tmp_path, row, structures=(WITH_INDICATORS,)) == ()
    (found,) = told(tmp_path, ("s", "tous", "atteinte.parcours", "indicateurs"), structures=(CPTS,))
    assert "« CPTS du Gué » (parcours)." in found
    many = tuple(replace(CPTS, name=f"CPTS {rank}") for rank in range(1, 6))
    (found,) = told(tmp_path, row, structures=many)
    assert "« CPTS 3 » (accès, parcours) et 2 autres." in found


def test_an_amount_granted_to_teams_prevails_on_that_of_the_region(tmp_path: Path) -> None:
    row = ("s", "tous", "bareme.esp.forfait.pays_de_la_loire", "13 000", "2029")
    loire = replace(ESP, contract=replace(ESP.contract, region="Pays-de-la-Loire"))
    (found,) = told(tmp_path, row, structures=(loire,))
    assert "sans effet pour « ESP du Bois », dont le « Montant par équipe » saisi" in found
    free = replace(loire, contract=replace(loire.contract, amount=None))
    assert told(tmp_path, row, structures=(free,)) == ()
    elsewhere = replace(ESP, contract=replace(ESP.contract, region="Bretagne"))
    assert told(tmp_path, row, structures=(elsewhere,)) == ()


def test_an_end_before_the_contract_is_a_mistake_for_every_command(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        told(tmp_path, ("s", "tous", "fin_anticipee", "30/06/2024"), ("s", "tous", "ateinte", "80 %"))
    wrong, unknown = sorted(caught.value.messages)
    assert "le 30/06/2024 précède le début du contrat de « CPTS du Gué » (01/01/2025)" in wrong
    assert "« ateinte » inconnu" in unknown


@pytest.mark.parametrize("command", [["comparer"], ["sensibilite", "--tirages", "20", "--scenario", "s"]])
def test_every_command_tells_them(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = dict(zip(HEADER, ("s", "", "atteinte", "60 %", "2050"), strict=True))
    path = csv_file(tmp_path, [row], "scenarios.csv")
    samples = str(Path(__file__).parents[1] / "samples" / "portefeuille")
    words = [samples, "--structure", "CPTS du Bocage Fleuri", "--scenarios", str(path)]
    assert main([command[0], *words, *command[1:]]) == 0
    assert "Scénario « s », « atteinte » à partir de 2050 : commence après la fin" in capsys.readouterr().err
