"""What is said of the budget form, from the portfolio: contributions in kind, other years, accounts."""

from pathlib import Path

import pytest

from excel_tools.cli import main
from excel_tools.errors import InputError
from excel_tools.inputs import Portfolio, read_portfolio
from excel_tools.reports.reading import read_workbook
from excel_tools.rules import load_rules
from excel_tools.structure import FormEntries, InKind, Structure
from excel_tools.workbook import read_names
from tests.malformed.build import CPTS, Rows, csv_folder

RULES = load_rules()
SAMPLES = Path(__file__).parents[1] / "samples"
NAME = CPTS["Nom"]
HOURS = {
    "Structure": NAME,
    "Compte": "864",
    "Libellé": "Bénévolat",
    "Contrepartie": "870",
    "Quantité": "100",
    "Prix unitaire": "20",
    "Hausse annuelle": "2 %",
}


def portfolio(folder: Path, comptes: Path | None = None, **tables: Rows) -> Portfolio:
    return read_portfolio(csv_folder(folder, cpts=[CPTS], **tables), RULES, comptes)


def read(folder: Path, comptes: Path | None = None, **tables: Rows) -> Structure:
    found = portfolio(folder, comptes, **tables)
    assert not found.refusals, found.refusals
    return found.structures[0]


def told(folder: Path, **tables: Rows) -> list[str]:
    return [message for refusal in portfolio(folder, **tables).refusals for message in refusal.messages]


def test_nothing_said_is_the_form_as_it_ships(tmp_path: Path) -> None:
    assert read(tmp_path).form == FormEntries()


def test_a_contribution_is_valued_and_balanced_by_its_other_account(tmp_path: Path) -> None:
    lent = {"Structure": NAME, "Compte": "861", "Libellé": "Salle", "Montant 1": "900", "Montant 3": "0"}
    found = read(tmp_path, contributions=[HOURS, lent]).form.in_kind
    # 100 hours at 20 € = 2 000 €, then 2 % a year, each year rounded
    cents = (200_000, 204_000, 208_080, 212_242, 216_487)
    assert found == (
        InKind("864", "Bénévolat", cents),
        InKind("870", "Bénévolat", cents),
        InKind("861", "Salle", (90_000, 90_000, 0, 0, 0)),
    )


def test_amounts_of_an_account_and_of_a_line_add_up(tmp_path: Path) -> None:
    rows = [
        {"Structure": NAME, "Compte ou ligne": "6411", "Exercice précédent": "1 000,50", "Réalisé 1": "300"},
        {"Structure": NAME, "Compte ou ligne": "64.remuneration", "Exercice précédent": "500", "Réalisé 2": "-40"},
        {"Structure": NAME, "Compte ou ligne": "Locations", "Réalisé 1": "0"},
    ]
    form = read(tmp_path, cerfa=rows).form
    assert form.before == {"64.remuneration": 150_050}
    assert form.done == {
        "64.remuneration": (30_000, -4_000, None, None, None),
        "61.locations": (0, None, None, None, None),
    }


def test_all_that_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    kind = [
        HOURS | {"Contrepartie": "861"},
        HOURS | {"Compte": "641"},
        HOURS | {"Prix unitaire": ""},
        HOURS | {"Compte": "88"},
    ]
    lines = [
        {"Structure": NAME, "Compte ou ligne": "64", "Exercice précédent": "1"},
        {"Structure": NAME, "Compte ou ligne": "512", "Exercice précédent": "1"},
        {"Structure": NAME, "Compte ou ligne": "61.locations"},
    ]
    aid = {"Structure": NAME, "Libellé": "Aide", "Date": "01/02/2027", "Montant": "5", "Financeur": "Depart."}
    messages = told(tmp_path, contributions=kind, cerfa=lines, aides=[aid])
    for start, piece in (
        ("contributions.csv », ligne 2, Contrepartie", "un 86 va avec un 87"),
        ("contributions.csv », ligne 3, Compte", "n'est pas un compte de contributions volontaires"),
        ("contributions.csv », ligne 4, Prix unitaire", "vont ensemble"),
        ("contributions.csv », ligne 5, Compte", "écrire de 2 à 8 chiffres, en 86 ou 87 (ex. 864 ou 870)"),
        ("cerfa.csv », ligne 2, Compte ou ligne", "est une rubrique"),
        ("cerfa.csv », ligne 3, Compte ou ligne", "n'a pas de ligne sur le formulaire"),
        ("cerfa.csv », ligne 4, Exercice précédent", "aucun montant"),
        ("aides.csv », ligne 2, Financeur", "n'est pas un financeur connu"),
    ):
        assert sum(start in message and piece in message for message in messages) == 1, (start, messages)


def test_more_contributions_than_the_sheet_holds_are_refused(tmp_path: Path) -> None:
    (message,) = told(tmp_path, contributions=[HOURS] * 5)
    assert message.startswith("10 contributions volontaires, contreparties comprises")


def comptes(folder: Path, *rows: str) -> Path:
    path = folder / "mes-comptes.csv"
    path.write_text("\n".join(("Compte;Ligne", *rows)), "utf-8")
    return path


def test_own_accounts_stand_in_every_structure_and_place_the_year_before(tmp_path: Path) -> None:
    own = comptes(tmp_path, "6132;65.gestion")
    row = {"Structure": NAME, "Compte ou ligne": "6132", "Exercice précédent": "10"}
    found = portfolio(tmp_path, own, cerfa=[row])
    form = found.structures[0].form
    assert form.before == {"65.gestion": 1_000}
    assert form.bounds is not None
    assert form.bounds[61_320_000] == "65.gestion"
    assert found.files[-1] == own


def test_more_accounts_than_the_sheet_holds_are_refused_at_once(tmp_path: Path) -> None:
    rows = [f"62{number};62.services" for number in range(10, 90, 2)]
    with pytest.raises(InputError, match="le classeur en tient 80"):
        portfolio(tmp_path, comptes(tmp_path, *rows))


def test_generer_takes_the_accounts_and_a_workbook_gives_them_back(tmp_path: Path) -> None:
    folder = csv_folder(tmp_path, cpts=[CPTS], contributions=[HOURS])
    own = comptes(tmp_path, "6226;65.gestion")
    assert main(["generer", str(folder), "--comptes", str(own), "--sortie", str(tmp_path / "s")]) == 0
    made = next(path for path in (tmp_path / "s").glob("*.xlsx") if path.name != "index.xlsx")
    names = read_names(made)
    bounds = [row[0] for row in names["in_comptes_bornes"]]
    assert names["in_comptes_lignes"][bounds.index(62_260_000)][0] == "65.gestion"
    # what follows 6226 keeps its line, and says so
    assert names["bar_comptes_libelles"][bounds.index(62_270_000)][0] == "Suite des comptes d'avant"
    found = read_workbook(made, RULES).structures[0].form
    assert found.bounds is not None
    assert found.bounds[62_260_000] == "65.gestion"
    assert [(row.account, row.cents[0]) for row in found.in_kind] == [("864", 200_000), ("870", 200_000)]
    manifest = (tmp_path / "s" / "manifeste.json").read_text("utf-8")
    assert "mes-comptes.csv" in manifest


def test_wrong_accounts_write_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = csv_folder(tmp_path, cpts=[CPTS])
    own = comptes(tmp_path, "512;65.gestion", "641;64.salaires", "613;")
    assert main(["generer", str(folder), "--comptes", str(own), "--sortie", str(tmp_path / "s")]) == 2
    err = capsys.readouterr().err
    assert all(f"« mes-comptes.csv », ligne {line}" in err for line in (2, 3, 4))
    assert not (tmp_path / "s").exists()


def test_accounts_that_are_not_there_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = csv_folder(tmp_path, cpts=[CPTS])
    for given, said in (("rien.csv", "rien.csv"), ("", "--comptes : le nom est vide")):
        assert main(["generer", str(folder), "--comptes", given, "--sortie", str(tmp_path / "s")]) == 2
        assert said in capsys.readouterr().err
