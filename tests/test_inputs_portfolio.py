"""Portfolios: the sample in its two forms, values laid over the seven periods, names, communes, injections."""

import csv
import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from excel_tools.dates import parse_day
from excel_tools.errors import InputError
from excel_tools.funding.cpts import BY_INDICATORS
from excel_tools.inputs import read_portfolio, read_scenarios
from excel_tools.inputs.filenames import LONGEST_STEM, safe_stem
from excel_tools.rules import load_rules
from excel_tools.scenarios import Setting, names
from excel_tools.structure import Structure
from samples.dessiner import draw_portfolio, draw_scenarios
from tests.malformed.build import AID, CHARGE, CPTS, INDICATOR, OTHER, book, csv_file, csv_folder, csv_text

SAMPLES = Path(__file__).parents[1] / "samples"
RULES = load_rules()


def only(path: Path) -> Structure:
    portfolio = read_portfolio(path, RULES)
    assert not portfolio.refusals
    return portfolio.items[0].structure


def test_the_sample_is_the_same_as_a_workbook_and_as_csv() -> None:
    workbook = read_portfolio(SAMPLES / "portefeuille.xlsx", RULES)
    folder = read_portfolio(SAMPLES / "portefeuille", RULES)
    assert workbook.structures == folder.structures
    assert not workbook.refusals
    assert not workbook.warnings
    kinds = [structure.kind for structure in workbook.structures]
    assert {kind: kinds.count(kind) for kind in kinds} == {"CPTS": 8, "MSP": 3, "ESS": 1, "ESP": 2}
    assert [path.name for path in workbook.files] == ["portefeuille.xlsx", "contrat-coeur-de-plaine.csv"]


@pytest.mark.parametrize(("name", "draw"), [("portefeuille", draw_portfolio), ("scenarios", draw_scenarios)])
def test_the_sample_workbooks_are_what_their_script_draws(
    name: str, draw: Callable[[Path], Path], tmp_path: Path
) -> None:
    assert draw(tmp_path).read_bytes() == (SAMPLES / f"{name}.xlsx").read_bytes()


def test_the_sample_scenarios_are_the_same_in_both_forms() -> None:
    structures = read_portfolio(SAMPLES / "portefeuille", RULES).structures
    kinds = {structure.name: structure.kind for structure in structures}
    found = read_scenarios(SAMPLES / "scenarios.csv", kinds, RULES, structures=structures).settings
    assert found == read_scenarios(SAMPLES / "scenarios.xlsx", kinds, RULES, structures=structures).settings
    assert names(found) == ("central", "prudent", "ambitieux", "réforme montants", "réforme avances")
    assert Setting("prudent", "CPTS Garrigue et Littoral", "decalage.prevention", 9) in found
    assert Setting("ambitieux", "MSP La Passerelle", "ps_associes", 15, 2028) in found


def test_what_is_supposed_in_the_sample_scenarios_says_so() -> None:
    with (SAMPLES / "scenarios.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert [
        row for row in rows if row["paramètre"] not in ("", "base") and "Hypothèse d'exemple" not in row["notes"]
    ] == []


def test_single_values_are_laid_over_the_seven_periods(tmp_path: Path) -> None:
    changed = CPTS | {"Croissance annuelle": "2 %", "Atteinte": "80 %", "Atteinte prévention": "50 %"}
    contract = only(csv_file(tmp_path, [changed])).contract
    assert contract.population == [58_200] * 7
    # the population given is that of the period open on the first day: growth begins after it
    assert contract.growth == [0, 0, 20_000, 20_000, 20_000, 20_000, 20_000]
    assert contract.attainment["acces"] == [800_000] * 7
    assert contract.attainment["prevention"] == [500_000] * 7
    assert contract.starts == {
        "acces": parse_day("01/01/2024"),
        "parcours": parse_day("01/03/2024"),
        "prevention": parse_day("01/04/2024"),
        "crise": parse_day("01/02/2024"),
        "qualite": 0,
        "accompagnement": 0,
    }


def test_a_value_may_hold_from_some_year_on(tmp_path: Path) -> None:
    yearly = [
        {"Structure": "cpts du gue", "Paramètre": "Population", "À partir de": "2029", "Valeur": "81000"},
        {"Structure": "CPTS du Gué", "Paramètre": "atteinte.parcours", "À partir de": "2030", "Valeur": "95 %"},
    ]
    contract = only(csv_folder(tmp_path, cpts=[CPTS], annees=yearly)).contract
    # signed on 1 September 2023: the periods of a horizon from 2027 open in 2025, 2026, … 2031
    assert contract.population == [58_200] * 4 + [81_000] * 3
    assert contract.attainment["parcours"] == [1_000_000] * 5 + [950_000] * 2


def test_charges_left_blank_follow_the_yearly_rise(tmp_path: Path) -> None:
    rows = [
        CHARGE | {"Montant 1": "1000", "Montant 4": "900", "Hausse annuelle": "10 %", "Mission": "Accès", "Mois": "4"}
    ]
    charge = only(csv_folder(tmp_path, cpts=[CPTS], charges=rows)).charges[0]
    # 1 000 → 1 100 → 1 210, then 900 as typed → 990
    assert charge.cents == (100_000, 110_000, 121_000, 90_000, 99_000)
    assert (charge.account, charge.label, charge.mission, charge.month) == ("6132", "Loyer", "acces", 4)


def test_indicators_count_for_a_mission_without_a_rate_of_its_own(tmp_path: Path) -> None:
    rows = [
        INDICATOR | {"Seuil 1": "69,7 %", "Valeur": "71 %", "Valeur 2": "75,5 %"},
        INDICATOR | {"Sens": "fait", "Seuil 1": "", "Valeur": "oui"},
    ]
    contract = only(csv_folder(tmp_path, cpts=[CPTS | {"Atteinte": "80 %"}], indicateurs=rows)).contract
    assert contract.attainment["prevention"] == [BY_INDICATORS] * 7
    assert contract.attainment["parcours"] == [800_000] * 7
    rate, done = contract.indicators
    assert rate.tiers[0].threshold == Fraction(697, 1000)
    assert rate.values == (Fraction(71, 100),) * 3 + (Fraction(755, 1000),) + (Fraction(71, 100),) * 3
    assert (done.tiers[0].threshold, done.tiers[0].cents, done.values[0]) == (1, 300_000, 1)


def test_a_single_csv_may_hold_every_kind(tmp_path: Path) -> None:
    teams = {"Type": "ESP", "Date de début": "01/03/2024", "Équipes": "2", "Premier exercice": "2027"}
    rows = [
        {"Type": "cpts"} | CPTS,
        teams | {"Nom": "ESP du Gué", "Région": "Pays de la Loire"},
        teams | {"Nom": "ESP du Lac", "Région": "Bretagne", "Population": "3"},
        {"Type": "CDS", "Nom": "Centre"},
    ]
    portfolio = read_portfolio(csv_file(tmp_path, rows, "tout.csv"), RULES)
    assert [structure.kind for structure in portfolio.structures] == ["CPTS", "ESP"]
    assert [refusal.name for refusal in portfolio.refusals] == ["Centre", "ESP du Lac"]
    assert "« Population » ne concerne pas une ESP" in portfolio.refusals[1].messages[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_the_usual_encodings_and_separators(tmp_path: Path, encoding: str, delimiter: str) -> None:
    (tmp_path / "cpts.csv").write_bytes(csv_text([CPTS]).replace(";", delimiter).encode(encoding))
    assert only(tmp_path / "cpts.csv").region == "Bretagne"
    assert only(tmp_path / "cpts.csv").name == "CPTS du Gué"


def test_every_error_of_a_row_is_told_at_once(tmp_path: Path) -> None:
    changed = CPTS | {"Population": "-3", "Région": "Bretagnes", "Premier exercice": "x"}
    (refusal,) = read_portfolio(
        csv_folder(tmp_path, cpts=[changed, OTHER], charges=[CHARGE | {"Compte": "7"}]), RULES
    ).refusals
    assert (refusal.sheet, refusal.row, refusal.name, len(refusal.messages)) == ("cpts.csv", 2, "CPTS du Gué", 4)


def test_a_refused_structure_takes_only_its_own_rows_with_it(tmp_path: Path) -> None:
    charges = [CHARGE, CHARGE | {"Structure": "CPTS des Sources", "Montant 1": "5"}]
    portfolio = read_portfolio(csv_folder(tmp_path, cpts=[CPTS | {"Population": "0"}, OTHER], charges=charges), RULES)
    assert [structure.name for structure in portfolio.structures] == ["CPTS des Sources"]
    assert portfolio.structures[0].charges[0].cents[0] == 500
    assert len(portfolio.refusals) == 1


def test_communes_are_read_whatever_separates_them(tmp_path: Path) -> None:
    rows = [CPTS | {"Communes": "Vannes, Auray"}, OTHER | {"Communes": "Lorient / AURAY"}]
    portfolio = read_portfolio(csv_file(tmp_path, rows), RULES)
    assert [structure.communes for structure in portfolio.structures] == [("Vannes", "Auray"), ("Lorient", "AURAY")]
    # what structures share is an alert of the whole (accounts.alerts), told once by the run
    assert portfolio.warnings == ()


def test_a_name_that_starts_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    rows = [CPTS | {"Nom": "=HYPERLINK(1)"}, OTHER | {"Nom": "+33 Sud"}]
    names = [structure.name for structure in read_portfolio(csv_file(tmp_path, rows), RULES).structures]
    assert names == ["=HYPERLINK(1)", "+33 Sud"]


def test_dates_and_numbers_of_a_workbook(tmp_path: Path) -> None:
    def dates(workbook):  # type: ignore[no-untyped-def] # a workbook of XlsxWriter, which has no types
        sheet = workbook.get_worksheet_by_name("CPTS")
        sheet.write_number(1, 2, 45170)  # 01/09/2023 as a serial
        sheet.write_formula(1, 3, "=58000+200", None, 58200)

    structure = only(book(tmp_path, {"CPTS": [CPTS]}, dates))
    assert structure.contract.signature == parse_day("2023-09-01")
    assert structure.contract.population[0] == 58_200


def test_a_title_may_stand_above_the_header_and_own_columns_are_left_out(tmp_path: Path) -> None:
    text = "Nos CPTS\r\n\r\n" + csv_text([CPTS | {"Notes": "rappeler l'ARS"}])
    (tmp_path / "cpts.csv").write_text(text, encoding="utf-8")
    assert only(tmp_path / "cpts.csv").name == "CPTS du Gué"


def test_aids_and_signed_contract(tmp_path: Path) -> None:
    (tmp_path / "contrat.csv").write_text("code;taille;montant\ncpts.acces.fixe;2;71000\n", encoding="utf-8")
    row = CPTS | {"Fichier du contrat": "contrat.csv"}
    portfolio = read_portfolio(csv_folder(tmp_path, cpts=[row], aides=[AID | {"Montant": "-3 250,80"}]), RULES)
    structure = portfolio.structures[0]
    assert structure.one_offs[0].cents == -325_080
    assert structure.override is not None
    assert structure.override.lines[0].value == 7_100_000
    assert tmp_path / "contrat.csv" in portfolio.files


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("CPTS des Deux Caps", "CPTS des Deux Caps"),
        ("MSP 1/2 : « Est »", "MSP 1-2 - « Est »"),
        ("CON", "CON_"),
        ("com1.vieux", "com1_.vieux"),
        ("NUL.txt", "NUL_.txt"),
        ("nul .txt", "nul_.txt"),
        ("index", "index_"),
        ("..", "structure"),
        ("  fin. ", "fin"),
        ("a#b%20[c]", "a-b-20-c"),
    ],
)
def test_file_names_every_system_accepts(name: str, stem: str) -> None:
    assert safe_stem(name) == stem


def test_long_names_are_cut_and_told_apart() -> None:
    one, other = safe_stem("x" * 200), safe_stem("x" * 201)
    assert one != other
    assert len(one) == len(other) == LONGEST_STEM


def test_long_names_fit_systems_that_count_bytes() -> None:
    assert len(safe_stem("😀" * 79).encode()) <= 200
    assert safe_stem("😀" * 79) != safe_stem("😀" * 78)


def test_two_names_of_one_file_are_refused(tmp_path: Path) -> None:
    rows = [CPTS | {"Nom": "Rive/Nord"}, OTHER | {"Nom": "Rive : Nord"}]
    (refusal,) = read_portfolio(csv_file(tmp_path, rows), RULES).refusals
    assert "« Rive/Nord »" in refusal.messages[0]


def test_an_oversized_sheet_is_refused(tmp_path: Path) -> None:
    stream = io.StringIO()
    stream.write(csv_text([CPTS]))
    stream.write(csv_text([OTHER]).splitlines()[1] * 1)
    (tmp_path / "cpts.csv").write_text(stream.getvalue() + ("\r\n" + "x;" * 8) * 20_001, encoding="utf-8")
    with pytest.raises(InputError, match="plus de 20000 lignes"):
        read_portfolio(tmp_path / "cpts.csv", RULES)
