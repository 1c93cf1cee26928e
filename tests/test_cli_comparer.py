"""The command ``comparer`` on a portfolio: its table, its files, its errors."""

import csv
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools import api
from excel_tools.batch import comparing
from excel_tools.batch.comparing import reference_of
from excel_tools.cli import main
from excel_tools.cli.paint import paint
from excel_tools.scenarios import Setting
from excel_tools.workbook.names import read_book
from excel_tools.workbook.package import Package
from tests.malformed.build import CHARGE, CPTS, INDEMNITY, OTHER, POST, csv_file, csv_folder
from tests.malformed.comparisons import CALLS, Call

SAMPLES = Path(__file__).parents[1] / "samples"
SCENARIOS = [
    {"scénario": "central", "structure": "tous", "paramètre": "", "valeur": "", "à partir de": ""},
    {"scénario": "bas", "structure": "tous", "paramètre": "atteinte.parcours", "valeur": "0 %", "à partir de": ""},
    {"scénario": "bas", "structure": "CPTS du Gué", "paramètre": "retard", "valeur": "2", "à partir de": ""},
    {"scénario": "grand", "structure": "tous", "paramètre": "croissance", "valeur": "9 %", "à partir de": "2028"},
    {"scénario": "grand", "structure": "tous", "paramètre": "atteinte", "valeur": "60 %", "à partir de": "2028"},
]
TEAM = {
    "Nom": "ESP du Lac",
    "Région": "Pays de la Loire",
    "Date de début": "01/03/2024",
    "Équipes": "3",
    "Premier exercice": "2027",
}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def cents(value: float) -> int:
    return round(value * 100)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio of three structures, its scenarios, and what the command writes of them."""
    base = tmp_path_factory.mktemp("comparer")
    csv_folder(base, cpts=[CPTS, OTHER | {"Région": "Normandie"}], esp=[TEAM], charges=[CHARGE])
    csv_file(base, SCENARIOS, "scenarios.csv")
    assert run(base, "--csv", str(base / "a.csv"), "--json", str(base / "a.json")) == 0
    return base


def run(base: Path, *options: str) -> int:
    return main(["comparer", str(base / "portefeuille"), "--scenarios", str(base / "scenarios.csv"), *options])


def read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def test_the_gap_is_that_of_the_texts(files: Path) -> None:
    # size 2, parcours: variable part of 35 000 € in each of the contract years that open in 2027 (from September)
    found = {item["structure"]: item for item in read(files / "a.json")["structures"]}
    for name in ("CPTS du Gué", "CPTS des Sources"):
        assert found[name]["scenarios"]["bas"]["ecart"]["montants"]["droits"]["2027"] == -35000
    # the year of contract from September 2026 to August 2027 has 365 days, 243 of them in 2027; the next one 366, 122
    share = round(-35_000 * 243 / 365 * 100) + round(-35_000 * 122 / 366 * 100)
    gap = cents(found["CPTS du Gué"]["scenarios"]["bas"]["ecart"]["montants"]["produits"]["2027"])
    assert abs(gap - share) <= 1
    assert all(value == 0 for value in found["ESP du Lac"]["scenarios"]["bas"]["ecart"]["total"].values())


def test_causes_add_up_to_the_gap(files: Path) -> None:
    found = read(files / "a.json")
    assert (found["unite"], found["reference"], found["scenarios"]) == ("euros", "central", ["central", "bas", "grand"])
    seen = set()
    assert "tresorerie_basse" not in found["ensemble"]["scenarios"]["bas"]["ecart"]["total"]
    for item in [found["ensemble"], *found["structures"]]:
        for scenario in ("bas", "grand"):
            entry = item["scenarios"][scenario]
            for measure, gap in entry["ecart"]["total"].items():
                alone = sum(cents(effect[measure]["seule"]) for effect in entry["causes"].values())
                ordered = sum(cents(effect[measure].get("dans_l_ordre", 0)) for effect in entry["causes"].values())
                assert alone == cents(gap) == ordered
            seen |= entry["causes"].keys()
    assert seen == {"taille", "atteinte", "delais", "combine"}


def test_the_table_says_what_the_object_says(files: Path) -> None:
    data = (files / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfstructure;type;region;scenario;reference;exercice;nature;mesure;ligne;")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    amounts: dict[tuple[str, str, str, str], int] = defaultdict(int)
    causes: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for row in rows:
        key = (row["structure"], row["scenario"], row["mesure"], row["exercice"])
        if row["cause"]:
            causes[key] += cents(float(row["seule"].replace(",", ".")))
        else:
            amounts[key] += cents(float(row["montant"].replace(",", ".")))
    for item in read(files / "a.json")["structures"]:
        for scenario, entry in item["scenarios"].items():
            for measure, years in entry["montants"].items():
                for year, value in years.items():
                    assert amounts[item["structure"], scenario, measure, year] == cents(value)
            for measure, years in entry.get("ecart", {"montants": {}})["montants"].items():
                for year, value in years.items():
                    assert causes[item["structure"], scenario, measure, year] == cents(value)


def test_the_api_gives_the_same_table(files: Path) -> None:
    portfolio = api.lire_portefeuille(files / "portefeuille")
    frame = api.tableau(api.comparaison(portfolio, files / "scenarios.csv", "central"))
    rows = list(csv.DictReader((files / "a.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert len(frame) == len(rows)
    lines = frame.query("scenario == 'bas' and cause == ''").groupby("mesure")["ecart"].sum().round(2).to_dict()
    every = read(files / "a.json")["ensemble"]["scenarios"]["bas"]["ecart"]["montants"]
    for measure, years in every.items():
        assert cents(lines[measure]) == sum(map(cents, years.values()))


@pytest.mark.parametrize("options", [(), ("--lignes", "--mesure", "tresorerie"), ("--lignes", "--mesure", "charges")])
def test_the_screen_is_a_hundred_columns_wide(options: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["comparer", str(SAMPLES / "portefeuille.xlsx"), *options]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 100
    assert "\x1b" not in out
    assert "face à « central »" in plain(out)
    # attainment and delays change no charge
    told = "Charges : aucune structure ne change." if "charges" in options else "Écarts les plus grands"
    assert told in out
    assert "Trésorerie sous zéro" in out


def test_a_federation_in_many_exercices_fits_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # forty large structures over seven fiscal years, their names and those of the scenarios as long as may be
    rows = [
        CPTS | {"Nom": f"CPTS {'du Grand Territoire' * 2} {rank}", "Population": "300000", "Premier exercice": year}
        for rank in range(20)
        for year in ("2026", "2028")
    ]
    rows = [row | {"Nom": f"{row['Nom']} {rank}"} for rank, row in enumerate(rows)]
    low = {"scénario": "hypothèse la plus prudente", "structure": "tous", "paramètre": "atteinte", "valeur": "0 %"}
    high = low | {"scénario": "hypothèse des plus ambitieuses", "valeur": "100 %"}
    scenarios = csv_file(tmp_path, [high, low], "scenarios.csv")
    options = ["--scenarios", str(scenarios), "--reference", "hypothèse la plus prudente"]
    assert main(["comparer", str(csv_file(tmp_path, rows)), *options]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 100


def test_one_structure_is_told_in_sentences(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--structure", "cpts du gué", "--mesure", "droits", "--lignes", "--reference", "CENTRAL")
    assert run(files, *options) == 0
    out = plain(capsys.readouterr().out)
    assert "« CPTS du Gué » : « bas », « grand » face à « central »." in out
    assert "- Atteinte des objectifs (" in out
    assert re.search(r"sur cinq exercices, [^.]*\. \[1\]\n", out)
    assert "\nSources\n  [1] " in out
    assert "Parcours – part variable" in out
    assert "CPTS des Sources" not in out


def test_types_and_regions_are_chosen(files: Path, tmp_path: Path) -> None:
    for number, (options, names) in enumerate(
        [
            (("--type", "esp"), ["ESP du Lac"]),
            (("--region", "bretagne"), ["CPTS du Gué"]),
            (("--structure", "ESP du Lac", "--structure", "CPTS du Gué"), ["CPTS du Gué", "ESP du Lac"]),
        ]
    ):
        target = tmp_path / f"{number}.json"
        assert run(files, *options, "--json", str(target)) == 0
        assert [item["structure"] for item in read(target)["structures"]] == names


def test_a_refused_row_stops_only_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    portfolio = csv_file(tmp_path, [CPTS, OTHER | {"Population": "beaucoup"}])
    assert main(["comparer", str(portfolio), "--json", str(tmp_path / "a.json")]) == 1
    told = capsys.readouterr()
    assert "Refusé : cpts.csv, ligne 3, « CPTS des Sources »" in told.err
    assert [item["structure"] for item in read(tmp_path / "a.json")["structures"]] == ["CPTS du Gué"]


def test_a_refused_structure_that_is_asked_for_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["comparer", str(csv_file(tmp_path, [CPTS, OTHER | {"Population": "beaucoup"}])), "--structure"]
    assert main([*words, "CPTS des Sources"]) == 2
    told = capsys.readouterr()
    assert "« beaucoup »" in plain(told.err)
    assert told.out == ""
    # the refusal of another one is no concern of this question
    assert main([*words, "CPTS du Gué"]) == 0
    assert "beaucoup" not in capsys.readouterr().err


def test_what_is_uncertain_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["comparer", str(csv_file(tmp_path, [CPTS]))]) == 0
    told = capsys.readouterr()
    assert "Barème CPTS : dernière vérification le " in told.err
    assert re.search(r"\n\d+ % des droits de la référence reposent sur des montants à confirmer\.\n", plain(told.out))


def test_a_structure_that_the_rules_refuse_stops_only_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown = TEAM | {"Nom": "ESP du Rocher", "Région": "Corse"}
    csv_folder(tmp_path, cpts=[CPTS], esp=[TEAM, unknown])
    assert main(["comparer", str(tmp_path / "portefeuille"), "--json", str(tmp_path / "a.json")]) == 1
    assert "« ESP du Rocher »" in plain(capsys.readouterr().err)
    assert [item["structure"] for item in read(tmp_path / "a.json")["structures"]] == ["CPTS du Gué", "ESP du Lac"]


def test_no_name_of_a_person_comes_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    csv_folder(
        tmp_path,
        cpts=[CPTS],
        indemnites=[INDEMNITY | {"Nom": "Zébulon Martin"}],
        personnel=[POST | {"Poste": "Coordination Zébulon"}],
    )
    files = [tmp_path / "a.csv", tmp_path / "a.json"]
    options = ["--lignes", "--csv", str(files[0]), "--json", str(files[1])]
    assert main(["comparer", str(tmp_path / "portefeuille"), *options]) == 0
    told = capsys.readouterr()
    for text in (told.out, told.err, *(file.read_text("utf-8") for file in files)):
        assert "Zébulon" not in text


def test_a_name_never_becomes_a_formula(tmp_path: Path) -> None:
    portfolio = csv_file(tmp_path, [CPTS | {"Nom": "=1+1"}])
    assert main(["comparer", str(portfolio), "--csv", str(tmp_path / "a.csv")]) == 0
    lines = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert all(line.startswith("'=1+1;") for line in lines[1:])


def _shuffled(rows: Sequence[Mapping[str, str]]) -> "st.SearchStrategy[list[Mapping[str, str]]]":
    return st.permutations(list(rows))


@settings(max_examples=12)
@given(structures=_shuffled([CPTS, OTHER, CPTS | {"Nom": "CPTS du Pont"}]), rows=_shuffled(SCENARIOS))
def test_the_order_of_rows_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    structures: Sequence[Mapping[str, str]],
    rows: Sequence[Mapping[str, str]],
) -> None:
    base = tmp_path_factory.mktemp("ordre")
    given_rows = [(([CPTS, OTHER, CPTS | {"Nom": "CPTS du Pont"}]), SCENARIOS), (structures, rows)]
    found = []
    for number, (portfolio, scenarios) in enumerate(given_rows):
        folder = base / str(number)
        folder.mkdir()
        csv_file(folder, scenarios, "scenarios.csv")
        words = [str(csv_file(folder, portfolio)), "--scenarios", str(folder / "scenarios.csv")]
        assert main(["comparer", *words, "--json", str(folder / "a.json")]) == 0
        found.append(read(folder / "a.json"))
    # the scenarios are told in the order of their table: their names are the same
    assert sorted(found[0].pop("scenarios")) == sorted(found[1].pop("scenarios"))
    assert found[0] == found[1]


def test_many_at_once_are_those_one_by_one(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "_MANY", 0)
    assert run(files, "--json", str(tmp_path / "a.json")) == 0
    assert read(tmp_path / "a.json") == read(files / "a.json")


def test_the_workbook_is_written_once(files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "comparaison.xlsx"
    assert run(files, "--sortie", str(target)) == 0
    data = target.read_bytes()
    assert "Écrit : " in capsys.readouterr().err
    assert {"Synthèse"} <= set(read_book(Package.read(target)).sheets)
    assert run(files, "--sortie", str(target)) == 2
    told = capsys.readouterr()
    assert "existe déjà ; donner un autre nom, ou ajouter --ecraser" in plain(told.err)
    assert (told.out, target.read_bytes()) == ("", data)
    assert run(files, "--sortie", str(target), "--ecraser") == 0
    assert target.read_bytes() == data


def test_the_reference_does_not_hang_on_the_order() -> None:
    low, idle, high = Setting("bas", "tous", "atteinte", 0), Setting("tel quel"), Setting("haut", "tous", "retard", 1)
    assert reference_of([low, idle, high]) == reference_of([high, low, idle]) == "tel quel"
    assert reference_of([low, high]) == reference_of([high, low]) == "tel que saisi"
    assert reference_of([low, idle, Setting("Central", "tous", "retard", 1)]) == "Central"


def test_colours_are_for_a_terminal_that_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert not paint().on
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert paint().below("-3") == "\x1b[31m-3\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert paint().below("-3") == "-3"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert paint().title("Écart") == "Écart"


def test_colours_take_no_room(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["comparer", str(SAMPLES / "portefeuille.xlsx"), "--type", "ESS"]
    assert main(words) == 0
    bare = capsys.readouterr().out
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert main(words) == 0
    coloured = capsys.readouterr().out
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == bare


@pytest.mark.parametrize("wrong", CALLS, ids=lambda wrong: wrong.name)
def test_a_wrong_call_is_told_in_french(
    wrong: Call, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    words = list(wrong.build(tmp_path))
    made = sorted(tmp_path.iterdir())
    assert before == []
    code = main(["comparer", *words])
    told = capsys.readouterr()
    said = plain(told.err)
    assert code == wrong.code, said
    assert told.out == ""
    assert "Traceback" not in said
    for expected in wrong.words:
        assert expected in said
    assert sorted(tmp_path.iterdir()) == made
