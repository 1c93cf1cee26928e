"""What a row of scenarios seems to say and cannot do is told when the file is read, and is no mistake."""

from dataclasses import replace
from pathlib import Path

import pytest

from excel_tools.cli import main
from excel_tools.dates import day
from excel_tools.errors import InputError
from excel_tools.inputs import read_scenarios
from excel_tools.inputs.without_effect import without_effect
from excel_tools.structure import Structure
from tests.malformed.build import csv_file
from tests.scenario_support import ALL, CPTS, ESP, HEADER, KINDS_OF, MSP, RULES, WITH_INDICATORS


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


GROWN = replace(CPTS, contract=replace(CPTS.contract, population=[78_000] * 7, growth=[0, 0, *[6_000] * 5]))


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_population_of_a_later_year_is_read_before_growth(tmp_path: Path) -> None:
    # the count of 2027, the first year, is known; it grows in 2028, 2029 and 2030: 1.006 ** 3 = 1.018108, so that
    # 79 000 becomes 80 430.5, and it takes 79 000 / 1.018108 = 77 594.9
    row = ("s", "CPTS du Gué", "population", "79 000", "2030")
    (found,) = told(tmp_path, row, structures=(GROWN,))
    shown = plain(found)
    assert "« population » à partir de 2030 : 79 000 se lit avant croissance. Pour « CPTS du Gué »" in shown
    assert "la croissance déjà comptée (+ 1,8108 %) en fait 80 431 au 01/01/2030" in shown
    assert shown.endswith("pour 79 000 ce jour-là, écrire 77 595.")


@pytest.mark.parametrize(
    ("rows", "structure"),
    [
        # nothing grows
        ((("s", "", "population", "79 000", "2029"),), CPTS),
        # the whole contract, whose growth begins after
        ((("s", "", "population", "79 000"),), GROWN),
        # growth is taken away by the scenario itself
        ((("s", "", "population", "79 000", "2029"), ("s", "", "croissance", "0 %")), GROWN),
        # another row prevails
        ((("s", "", "population", "79 000", "2026"), ("s", "", "population", "80 000")), GROWN),
    ],
)
def test_a_population_that_counts_as_typed_is_not_told(
    rows: tuple[tuple[str, ...], ...], structure: Structure, tmp_path: Path
) -> None:
    assert told(tmp_path, *rows, structures=(structure,)) == ()


def test_the_growth_that_counts_is_that_of_the_scenario(tmp_path: Path) -> None:
    # 10 % in 2028 and in 2029: 1 000 persons are 1 210, and 1 000 / 1.21 = 826.4
    msp = replace(MSP, name="MSP du Pont")
    rows = (("b", "", "croissance", "10 %"), ("s", "", "base", "b"), ("s", "", "patientele", "1 000", "2029"))
    (found,) = told(tmp_path, *rows, structures=(msp, replace(msp, name="MSP 2")))
    assert "(+ 21 %) en fait 1 210 au 01/01/2029 ; pour 1 000 ce jour-là, écrire 826 ; 1 autre struct" in plain(found)


def test_a_contract_that_has_ended_is_not_ended_again_in_silence(tmp_path: Path) -> None:
    # five years from 1 January 2022 end on 31 December 2026, the day before the first fiscal year
    old = replace(CPTS, contract=replace(CPTS.contract, signature=day(2022, 1, 1)))
    row = ("s", "tous", "renouvellement", "non")
    (found,) = told(tmp_path, row, structures=(old, CPTS))
    assert "« renouvellement » : pour « CPTS du Gué » (terme le 31/12/2026), le contrat a pris fin avant le " in found
    assert "tous ses produits disparaissent" in found
    later = replace(CPTS, contract=replace(CPTS.contract, signature=day(2022, 1, 2)))
    assert told(tmp_path, row, structures=(later,)) == ()
    assert told(tmp_path, ("s", "tous", "renouvellement", "oui"), structures=(old,)) == ()


@pytest.mark.parametrize("name", ["prix", "salaires"])
def test_a_rise_never_moves_the_first_fiscal_year(name: str, tmp_path: Path) -> None:
    (found,) = told(tmp_path, ("s", "tous", name, "4 %", "2027"), structures=(CPTS,))
    assert f"« {name} » à partir de 2027 : le premier exercice (2027) ne bouge pas, " in found
    assert found.endswith("l'effet commence en 2028.")
    for row in (("s", "tous", name, "4 %", "2028"), ("s", "tous", name, "4 %"), ("s", "tous", name, "0 %", "2027")):
        assert told(tmp_path, row, structures=(CPTS,)) == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        # 50 000 € in the smallest size
        (("bareme.fonctionnement", "4"), "4 € est moins du centième du montant national (50 000 €). Pour une hausse, "),
        (("bareme.fonctionnement", "4"), "écrire « + 4 % » ; pour supprimer le montant, 0."),
        (("bareme.fonctionnement", "0,04"), "écrire « + 4 % »"),
        (("bareme.fonctionnement.taille3", "749,99"), "(75 000 €). Pour une hausse, écrire « + 4 % »"),
        (("bareme.fonctionnement", "+4"), "s'écrit sans signe ; écrire le montant lui-même, ou « + 4 % » pour une ha"),
        (("bareme.fonctionnement", "- 2,5 €"), "ou « - 2,5 % » pour une baisse en %."),
        (("avance", "0,75"), ""),
        (("bareme.cpts.avance.taux", "+5 %"), "ne se compte que sur un montant en euros ; écrire la valeur."),
        (("bareme.fonctionnement", "0"), ""),
        (("bareme.fonctionnement", "500"), ""),
        (("bareme.msp.point.valeur", "6,5"), ""),
        (("bareme.fonctionnement", "+ 4 %", "2029"), ""),
    ],
)
def test_a_percentage_without_its_sign_is_no_amount(row: tuple[str, ...], said: str, tmp_path: Path) -> None:
    if not said:
        assert told(tmp_path, ("s", "tous", *row)) is not None
        return
    with pytest.raises(InputError) as caught:
        told(tmp_path, ("s", "tous", *row))
    (message,) = caught.value.messages
    assert said in plain(message)


def test_the_name_of_the_portfolio_itself_is_no_name_for_a_scenario(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        told(tmp_path, ("Tel que saisi", "tous", "atteinte", "10 %"), ("x", "tous", "atteinte", "20 %"))
    (message,) = caught.value.messages
    assert "« tel que saisi » désigne le portefeuille lui-même" in message
    assert told(tmp_path, ("tel que saisi", "tous"), ("x", "tous", "atteinte", "20 %")) == ()


def test_a_folder_or_an_empty_file_is_no_table_of_scenarios(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="est un dossier"):
        read_scenarios(tmp_path, KINDS_OF, RULES)
    (tmp_path / "vide.csv").touch()
    with pytest.raises(InputError, match=r"« vide\.csv » est vide ; il faut une ligne d'en-tête, puis au moins une"):
        read_scenarios(tmp_path / "vide.csv", KINDS_OF, RULES)
