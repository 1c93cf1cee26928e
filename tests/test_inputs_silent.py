"""Values that used to be taken for something else without a word: formulas, French spaces, contradictory lines."""

from pathlib import Path

import pytest

from excel_tools.errors import InputError
from excel_tools.inputs import Portfolio, parse, read_portfolio, read_scenarios
from excel_tools.rules import load_rules
from excel_tools.scenarios import Setting, apply
from tests.malformed.build import CPTS, book, csv_file, csv_folder, replaced_part

RULES = load_rules()
SHEET = "xl/worksheets/sheet1.xml"


def messages(portfolio: Portfolio) -> str:
    return "\n".join(message for refusal in portfolio.refusals for message in refusal.messages)


def with_formula(folder: Path, column: str, stored: bytes, kind: bytes = b"") -> Path:
    """A portfolio whose cell under that title holds a formula and this stored result."""
    row = CPTS | {column: "123456"}
    path = book(folder, {"CPTS": [row]})

    def change(data: bytes) -> bytes:
        changed = data.replace(b"><v>123456</v>", kind + b"><f>1+1</f>" + stored)
        assert changed != data
        return changed

    return replaced_part(path, SHEET, change)


@pytest.mark.parametrize("stored", [b"", b"<v></v>", b"<v/>", b"<v> </v>"])
@pytest.mark.parametrize("column", ["Trésorerie d'ouverture", "Début qualité", "Population", "Fichier du contrat"])
def test_a_formula_without_result_is_never_an_empty_cell(tmp_path: Path, column: str, stored: bytes) -> None:
    portfolio = read_portfolio(with_formula(tmp_path, column, stored), RULES)
    assert not portfolio.items
    assert "formule sans résultat enregistré" in messages(portfolio)
    assert column in messages(portfolio)


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    path = with_formula(tmp_path, "Trésorerie d'ouverture", b"<v></v>", b' t="str"')
    portfolio = read_portfolio(path, RULES)
    assert not portfolio.refusals
    assert portfolio.structures[0].opening_cash == 0


def test_a_row_made_of_formulas_without_results_is_told(tmp_path: Path) -> None:
    path = book(tmp_path, {"CPTS": [CPTS, {"Nom": "123456"}]})
    portfolio = read_portfolio(
        replaced_part(path, SHEET, lambda data: data.replace(b"<v>123456</v>", b"<f>A9</f><v></v>")), RULES
    )
    assert len(portfolio.items) == 1
    assert "formule sans résultat enregistré" in messages(portfolio)


def test_a_header_made_by_a_formula_without_result_is_told(tmp_path: Path) -> None:
    path = book(tmp_path, {"CPTS": [CPTS | {"123456": "5"}]})
    changed = replaced_part(path, SHEET, lambda data: data.replace(b"<v>123456</v>", b"<f>A9</f><v></v>"))
    with pytest.raises(InputError, match="ligne d'en-tête : formule sans résultat"):
        read_portfolio(changed, RULES)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", " "])
def test_french_spaces_are_read_in_numbers_and_amounts(tmp_path: Path, space: str) -> None:
    changed = {"Population": f"96{space}400", "Trésorerie d'ouverture": f"1{space}234,50{space}€"}
    changed |= {"Croissance annuelle": f"1,5{space}%", "Premier exercice": f"2027{space}"}
    portfolio = read_portfolio(csv_file(tmp_path, [CPTS | changed]), RULES)
    assert not portfolio.refusals
    structure = portfolio.structures[0]
    assert structure.contract.population[0] == 96_400
    assert structure.contract.growth[-1] == 15_000
    assert structure.opening_cash == 123_450


def test_a_refused_value_is_shown_without_its_controls(tmp_path: Path) -> None:
    portfolio = read_portfolio(
        csv_file(tmp_path, [CPTS | {"Population": "96\u202f40\u200bx", "Premier mois": "€"}]), RULES
    )
    assert "« 96\u202f40?x » n'est pas un nombre" in messages(portfolio)
    assert "« € »" in messages(portfolio)


def test_a_euro_sign_alone_is_shown_as_typed(tmp_path: Path) -> None:
    portfolio = read_portfolio(csv_file(tmp_path, [CPTS | {"Trésorerie d'ouverture": "€"}]), RULES)
    assert "« € » n'est pas un nombre" in messages(portfolio)


def setting(**changes: str) -> dict[str, str]:
    row = {"scénario": "prudent", "structure": "tous", "paramètre": "atteinte", "valeur": "50 %", "à partir de": ""}
    return row | {key.replace("_", " "): value for key, value in changes.items()}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([setting(), setting(valeur="80 %")], "« atteinte » a déjà une valeur ligne 2"),
        ([setting(), setting(structure="", paramètre="Atteinte")], "a déjà une valeur ligne 2"),
        ([setting(structure="cpts du gue"), setting(structure="CPTS du Gué")], "a déjà une valeur ligne 2"),
        (
            [setting(à_partir_de="2028"), setting(), setting(à_partir_de="2028", valeur="1")],
            "« atteinte » à partir de 2028 a déjà une valeur ligne 2",
        ),
        ([setting(), setting(scénario="Prudent", structure="CPTS du Gué")], "« Prudent » et « prudent » ne diffèrent"),
        ([setting(paramètre="decalage", valeur="6", à_partir_de="2028")], "« decalage » vaut pour tout le contrat"),
        ([setting(paramètre="decalage.acces", valeur="6", à_partir_de="2028")], "vaut pour tout le contrat"),
        ([setting(paramètre="", valeur="", à_partir_de="2028")], "année sans paramètre"),
    ],
)
def test_contradictory_lines_of_scenarios_are_refused(tmp_path: Path, rows: list[dict[str, str]], told: str) -> None:
    with pytest.raises(InputError) as caught:
        read_scenarios(csv_file(tmp_path, rows, "scenarios.csv"), {"CPTS du Gué": "CPTS"}, RULES)
    assert len(caught.value.messages) == 1
    assert told in caught.value.messages[0]


def test_the_order_of_the_lines_does_not_matter() -> None:
    structure = read_portfolio(Path(__file__).parents[1] / "samples" / "portefeuille", RULES).structures[0]
    settings = [
        Setting("s", "tous", "atteinte", 100_000),
        Setting("s", "tous", "atteinte", 200_000, 2029),
        Setting("s", "tous", "atteinte", 300_000, 2030),
        Setting("s", "tous", "atteinte.parcours", 700_000),
        Setting("s", structure.name, "atteinte.acces", 900_000, 2030),
    ]
    assert apply(structure, settings) == apply(structure, settings[::-1])
    contract = apply(structure, settings[::-1]).contract
    assert set(contract.attainment["prevention"]) == {100_000, 200_000, 300_000}
    assert set(contract.attainment["parcours"]) == {700_000}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("population", "2029", "1000"), ("Population", "2029", "2000")], "a déjà une valeur ligne 2"),
        ([("toto", "2029", "1000")], "« toto » inconnu."),
        ([("populatoin", "2029", "1000")], "« populatoin » inconnu. Vouliez-vous dire « population » ?"),
        ([("Trésorerie d'ouverture", "2029", "1000")], "ne peut pas changer d'une année à l'autre"),
    ],
)
def test_yearly_values_are_told_alike(tmp_path: Path, rows: list[tuple[str, str, str]], told: str) -> None:
    yearly = [
        {"Structure": "CPTS du Gué", "Paramètre": name, "À partir de": year, "Valeur": value}
        for name, year, value in rows
    ]
    portfolio = read_portfolio(csv_folder(tmp_path, cpts=[CPTS], annees=yearly), RULES)
    assert told in messages(portfolio)


def test_two_names_of_one_file_are_not_called_the_same_name(tmp_path: Path) -> None:
    rows = [CPTS | {"Nom": name} for name in ("A/B", "A:B", "a/b")]
    told = messages(read_portfolio(csv_file(tmp_path, rows), RULES)).splitlines()
    assert "« A:B » donne le même nom de fichier que « A/B » (cpts.csv, ligne 2)" in told[0]
    assert "« a/b » est le même nom que « A/B » (cpts.csv, ligne 2)" in told[1]


def test_rows_of_an_unknown_structure_are_told_once(tmp_path: Path) -> None:
    rows = [{"Structure": name, "Compte": "60", "Libellé": "x", "Montant 1": "1"} for name in ("CPTS du Guet",) * 30]
    portfolio = read_portfolio(csv_folder(tmp_path, cpts=[CPTS], charges=rows), RULES)
    assert len(portfolio.refusals) == 1
    told = messages(portfolio)
    assert "« CPTS du Guet » n'existe pas (et lignes 3, 4, " in told
    assert "et 9 autres). Vouliez-vous dire « CPTS du Gué » ?" in told


@pytest.mark.parametrize("path", [Path("/"), Path(".")])
def test_the_folders_without_a_name_are_named(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        read_portfolio(path, RULES)
    assert "«  »" not in caught.value.messages[0]


def test_a_small_count_is_asked_for_by_its_bounds() -> None:
    with pytest.raises(InputError, match=r"^Délai : « 1 mois » n'est pas un nombre ; écrire un nombre de 0 à 3\.$"):
        parse.whole(0, 3)("1 mois", "Délai")
    with pytest.raises(InputError, match="écrire par exemple 45000 ou 1 234,56"):
        parse.whole(1, 15_000_000)("beaucoup", "Population")
