"""tests/cas/scenarios*.csv: what one hypothesis changes, by hand, and what is told of a wrong row."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from excel_tools.budget import Budget, build_budget
from excel_tools.errors import InputError
from excel_tools.inputs import read_scenarios
from excel_tools.money import parse_euros
from excel_tools.scenarios import variants
from excel_tools.scenarios.parameters import CATALOGUE, CODE
from tests.malformed.build import csv_file
from tests.scenario_support import ALL, CPTS, ESP, ESS, HEADER, KINDS_OF, RULES, WITH_INDICATORS, read, rows_of

STRUCTURES = {"CPTS": CPTS, "ESP": ESP, "ESS": ESS}
FIGURES = rows_of("scenarios.csv")
ERRORS = rows_of("scenarios_erreurs.csv")


def measured(budget: Budget, measure: str, year: int) -> int:
    """Return a figure of a fiscal year, in cents; an account is the sum of its flows."""
    rank = year - budget.structure.first_exercice
    if measure == "creances":
        return sum(calendar.creances[rank + 1] for calendar in budget.calendars.values())
    if measure == "dettes":
        return budget.payables.cloture[rank]
    if measure == "droits":
        return budget.droits_years[rank]
    return sum(flow.years[rank] for flow in budget.flows if flow.account.startswith(measure))


@pytest.mark.parametrize("case", FIGURES, ids=lambda case: " ".join(case.values())[:70])
def test_figure(case: dict[str, str], tmp_path: Path) -> None:
    structure = STRUCTURES[case["structure"]]
    settings = read(tmp_path, ("s", "tous", case["paramètre"], case["valeur"], case["à partir de"]))
    budget = build_budget(variants(structure, settings)["s"], RULES)
    assert measured(budget, case["mesure"], int(case["exercice"])) == parse_euros(case["attendu"]), case["calcul"]


@pytest.mark.parametrize("case", ERRORS, ids=lambda case: f"{case['paramètre']} {case['valeur']}")
def test_error(case: dict[str, str], tmp_path: Path) -> None:
    row = tuple(case.values())[:5]
    with pytest.raises(InputError) as caught:
        read(tmp_path, row, ("autre nom", "", "", "", ""))
    assert len(caught.value.messages) == 1
    (message,) = caught.value.messages
    assert message.startswith("« scenarios.csv »")
    assert case["la phrase contient"] in message.replace("\u202f", " ")


def test_everything_wrong_in_a_file_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(
            tmp_path,
            ("a", "", "ateinte", "80 %"),
            ("a", "", "prix", "90 %"),
            ("b", "", "base", "c"),
            ("d", "", "base", "e"),
            ("e", "", "base", "d"),
            ("f", "", "bareme.fonctionnement", "80 000", "2028"),
            ("f", "", "bareme.parcours.fixe", "80 000", "2029"),
        )
    told = caught.value.messages
    assert [message for message in told if "« ateinte »" in message]
    assert [message for message in told if "« 90 % »" in message]
    assert [message for message in told if "« c » n'est pas un scénario" in message]
    assert [message for message in told if "« d » → « e » → « d »" in message]
    assert [message for message in told if "scénario « f » : des montants changent" in message]
    assert len(told) == 5


def row_under(folder: Path, heads: tuple[str, ...], *cells: str) -> Path:
    return csv_file(folder, [dict(zip(heads, cells, strict=True))], "scenarios.csv")


def test_an_unknown_column_is_told_with_those_admitted(tmp_path: Path) -> None:
    heads = ("scénario", "structure", "paramètre", "valeur", "exercice", "zzz")
    with pytest.raises(InputError, match="Colonnes admises : « Scénario », « Structure », « Paramètre », « Valeur », "):
        read_scenarios(row_under(tmp_path, heads, "a", "", "atteinte", "80 %", "2028", ""), KINDS_OF, RULES)


def test_the_year_may_be_headed_année(tmp_path: Path) -> None:
    heads = ("scénario", "structure", "paramètre", "valeur", "année")
    (setting,) = read_scenarios(
        row_under(tmp_path, heads, "a", "", "atteinte", "80 %", "2028"), KINDS_OF, RULES
    ).settings
    assert setting.from_year == 2028


def test_amounts_of_a_scenario_begin_on_one_day(tmp_path: Path) -> None:
    first = ("f", "", "bareme.fonctionnement", "80 000", "2028")
    with pytest.raises(
        InputError, match="scénario « f » : des montants changent à partir du 01/01/2028 et du 01/01/2029"
    ):
        read(tmp_path, first, ("f", "", "bareme.parcours.fixe", "80 000", "2029"))
    with pytest.raises(InputError, match="scénario « g » : des montants changent"):
        read(tmp_path, first, ("g", "", "base", "f"), ("g", "", "bareme.parcours.fixe", "80 000", "2029"))
    # the same code again, from an earlier year: the later amount is no more
    settings = read(tmp_path, first, ("g", "", "base", "f"), ("g", "", "bareme.fonctionnement", "81 000", "2027"))
    override = variants(CPTS, settings)["g"].override
    assert override is not None
    assert [(line.value, line.since) for line in override.lines] == [(8_100_000, override.since)]


def test_a_rise_is_that_of_each_size_and_is_rounded_to_the_cent(tmp_path: Path) -> None:
    raised, lowered, sized = read(
        tmp_path,
        ("s", "", "bareme.msp.point.valeur", "+4,5 %", "2029"),
        ("t", "", "bareme.msp.point.valeur", "-4,5 %", "2029"),
        ("u", "", "bareme.cpts.acces.fixe", "+10 %", "2029"),
    )
    # 7 € × 1,045 = 7,315 € and 7 € × 0,955 = 6,685 €, halves up
    assert [line.value for line in raised.value] == [732]
    assert [line.value for line in lowered.value] == [669]
    # 57 600, 69 840, 90 000 and 111 600 €, a tenth more
    assert [(line.size, line.value) for line in sized.value] == [
        (1, 6_336_000),
        (2, 7_682_400),
        (3, 9_900_000),
        (4, 12_276_000),
    ]
    assert raised.value[0].source == "hypothèse du scénario « s » (+\u202f4,5\u202f% sur le barème, au centime)"
    assert lowered.value[0].source.endswith("(−\u202f4,5\u202f% sur le barème, au centime)")


def test_a_cell_shown_in_per_cent_is_a_rise_too(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Scénario", "Structure", "Paramètre", "Valeur", "À partir de"])
    sheet.append(["s", None, "bareme.fonctionnement.taille3", 0.04, 2029])
    sheet["D2"].number_format = "0%"
    book.save(tmp_path / "s.xlsx")
    (found,) = read_scenarios(tmp_path / "s.xlsx", KINDS_OF, RULES).settings
    assert [line.value for line in found.value] == [7_800_000], "75 000 € and 4 %"


def test_an_indicator_is_measured_by_its_rank_or_its_label(tmp_path: Path) -> None:
    # 9 000 € for 50 patients at most, 5 000 € for a rate of 70 % at least
    settings = read(
        tmp_path,
        ("rang", "CPTS du Gué", "indicateur.2", "72 %", "2029"),
        ("libellé", "tous", "Indicateur Patients sans medecin traitant", "45"),
    )
    found = {name: build_budget(one, RULES) for name, one in variants(WITH_INDICATORS, settings).items()}
    assert [sum(found["rang"].calendars["acces_variable"].droits[year : year + 1]) for year in (1, 2)] == [0, 500_000]
    assert set(found["libellé"].calendars["acces_variable"].droits) == {900_000}


def test_an_indicator_of_a_refused_structure_is_no_mistake_of_the_scenarios(tmp_path: Path) -> None:
    row = dict(zip(HEADER, ("s", "tous", "indicateur.inconnu", "3", ""), strict=True))
    path = csv_file(tmp_path, [row], "scenarios.csv")
    with pytest.raises(InputError, match="aucun indicateur de ce nom"):
        read_scenarios(path, KINDS_OF, RULES, structures=ALL)
    (found,) = read_scenarios(path, KINDS_OF, RULES, ["CPTS refusée"], ALL).settings
    assert found.parameter == "indicateur.inconnu"


def test_the_catalogue_names_each_parameter_once() -> None:
    shown = [parameter.shown for parameter in CATALOGUE]
    assert len(set(shown)) == len(shown)
    names = [name for parameter in CATALOGUE for name in parameter.names]
    assert len(set(names)) == len(names)
    assert {parameter.cause for parameter in CATALOGUE} == {
        "", "bareme", "taille", "dates", "atteinte", "indexation", "delais", "autres",
    }  # fmt: skip
    assert all(parameter.label and parameter.unit for parameter in CATALOGUE)
    assert [parameter.shown for parameter in CATALOGUE if parameter.follow == CODE] == ["bareme.<code>"]
