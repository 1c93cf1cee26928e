"""What is supposed of the payments, and earmarked aids, from the portfolio, the scenarios and older workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from excel_tools.budget import build_budget
from excel_tools.cli import main
from excel_tools.dates import day
from excel_tools.errors import InputError
from excel_tools.inputs import read_portfolio, read_scenarios
from excel_tools.reports.sheet_inputs import SheetInputs
from excel_tools.rules import load_rules
from excel_tools.scenarios import Setting, apply
from excel_tools.structure import OneOff
from tests.malformed.build import AID, CPTS, csv_file, csv_folder

RULES = load_rules()
SAMPLES = {
    structure.name: structure
    for structure in read_portfolio(Path(__file__).parents[1] / "samples" / "portefeuille", RULES).structures
}


def refused(path: Path) -> str:
    (refusal,) = read_portfolio(path, RULES).refusals
    return "\n".join(refusal.messages)


def test_the_columns_of_the_portfolio(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [CPTS | {"Retard du financeur": "4", "Fin anticipée": "30/06/2029"}])
    (structure,) = read_portfolio(path, RULES).structures
    assert structure.contract.funder_delay == 4
    assert structure.contract.ends_on == day(2029, 6, 30)
    assert "précède le début du contrat" in refused(csv_file(tmp_path, [CPTS | {"Fin anticipée": "01/01/2020"}]))


def test_an_earmarked_aid(tmp_path: Path) -> None:
    row = AID | {"Montant": "12 000", "Fléchée": "oui", "Dépensé 1": "4 000", "Dépensé 3": "1 000,50"}
    (structure,) = read_portfolio(csv_folder(tmp_path, cpts=[CPTS], aides=[row]), RULES).structures
    (aid,) = structure.one_offs
    assert aid == OneOff(aid.label, aid.day, 1_200_000, True, (400_000, 0, 100_050, 0, 0))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"Montant": "-500", "Fléchée": "oui"}, "un remboursement n'est pas une aide fléchée"),
        ({"Montant": "500", "Dépensé 2": "100"}, "écrire « oui » si elle est fléchée"),
        ({"Montant": "500", "Fléchée": "oui", "Dépensé 2": "-1"}, "Dépensé 2"),
    ],
)
def test_an_aid_that_contradicts_itself_is_refused(more: dict[str, str], told: str, tmp_path: Path) -> None:
    assert told in refused(csv_folder(tmp_path, cpts=[CPTS], aides=[AID | more]))


def scenarios(tmp_path: Path, *rows: tuple[str, str]) -> list[Setting]:
    table = [{"Scénario": "s", "Structure": "tous", "Paramètre": name, "Valeur": value} for name, value in rows]
    return list(read_scenarios(csv_file(tmp_path, table, "scenarios.csv"), {}, RULES).settings)


def test_the_parameters_of_a_scenario(tmp_path: Path) -> None:
    found = scenarios(tmp_path, ("Retard du financeur", "3"), ("fin anticipée", "31/12/2028"))
    assert [(one.parameter, one.value) for one in found] == [("retard", 3), ("fin_anticipee", day(2028, 12, 31))]
    for structure in SAMPLES.values():
        contract = apply(structure, found).contract
        assert (contract.funder_delay, contract.ends_on) == (3, day(2028, 12, 31))


def test_they_hold_for_the_whole_contract(tmp_path: Path) -> None:
    row = {"Scénario": "s", "Structure": "tous", "Paramètre": "retard", "Valeur": "3", "À partir de": "2028"}
    with pytest.raises(InputError, match="vaut pour tout le contrat"):
        read_scenarios(csv_file(tmp_path, [row], "scenarios.csv"), {}, RULES)
    yearly = {"Structure": CPTS["Nom"], "Paramètre": "retard", "À partir de": "2028", "Valeur": "3"}
    assert "ne peut pas changer d'une année à l'autre" in refused(csv_folder(tmp_path, cpts=[CPTS], annees=[yearly]))


def test_a_shift_still_puts_off_the_payments_of_those_without_missions() -> None:
    shift, delay = Setting("s", "tous", "decalage", 6), Setting("s", "tous", "retard", 2)
    team, community = SAMPLES["ESP Sologne Sud"], SAMPLES["CPTS des Trois Rivières"]
    assert apply(team, [shift]).contract.funder_delay == 6
    for settings in ([shift, delay], [delay, shift]):
        assert apply(team, settings).contract.funder_delay == 2, "the more precise word prevails"
        contract = apply(community, settings).contract
        assert (contract.funder_delay, set(contract.shifts.values())) == (2, {6})


def test_an_older_workbook_keeps_its_meaning() -> None:
    older = SheetInputs("vieux.xlsx", {"in_s2_decalage": [[4]]}, {})
    assert older.cash(2, "in_signature", "in_s2_decalage") == {"funder_delay": 4, "ends_on": 0}
    missions = SheetInputs("vieux.xlsx", {"in_s2_decalage": [[4]] * 6}, {})
    assert missions.cash(2, "in_signature") == {"funder_delay": 0, "ends_on": 0}, "those of a CPTS put off its missions"
    assert not older.problems


def test_what_is_left_of_older_aids_is_read_for_every_family(tmp_path: Path) -> None:
    team = {
        "Nom": "ESS du Gué",
        "Date de signature": "01/09/2026",
        "Premier exercice": "2027",
        "Dotation annuelle": "75000",
        "Fonds dédiés d'ouverture": "3 000",
        "Fonds dédiés dépensés 2": "1 200",
    }
    (structure,) = read_portfolio(csv_folder(tmp_path, ess=[team]), RULES).structures
    funds = build_budget(structure, RULES).dedicated
    assert funds.cloture == (300_000, 180_000, 180_000, 180_000, 180_000)
    assert funds.reprise == (0, 120_000, 0, 0, 0)


def test_an_early_end_before_the_contract_is_refused_in_a_file_of_scenarios(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portfolio = csv_folder(tmp_path, cpts=[CPTS])
    file = tmp_path / "fin.csv"
    file.write_text("Scénario;Structure;Paramètre;Valeur\nfin;tous;fin_anticipee;01/01/2020\n", encoding="utf-8")
    assert main(["generer", str(portfolio), "--scenarios", str(file), "--sortie", str(tmp_path / "sortie")]) == 2
    said = capsys.readouterr().err
    assert "Scénario « fin »" in said
    assert "le 01/01/2020 précède le début du contrat de « CPTS du Gué » (01/09/2023)" in said
    # the first day of the contract is a day of it
    file.write_text("Scénario;Structure;Paramètre;Valeur\nfin;tous;fin_anticipee;01/09/2023\n", encoding="utf-8")
    assert main(["generer", str(portfolio), "--scenarios", str(file), "--sortie", str(tmp_path / "sortie")]) == 0
