"""FONCTION.EXPLIQUER, .SOURCE and .MESSAGE: the sentences a cell's error has no room for."""

import pytest

from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.functions import CATALOGUE, call, explain
from excel_tools.functions.about import PLACES
from excel_tools.functions.hosts.cell import CellError, in_cell


def told(*args: object) -> str:
    return str(call("FONCTION.MESSAGE", args).resultat)


def test_the_message_of_a_wrong_call_is_its_error() -> None:
    with pytest.raises(InputError) as caught:
        call("CPTS.TAILLE", [-3])
    assert told("CPTS.TAILLE", -3) == caught.value.messages[0].removeprefix("CPTS.TAILLE : ")


def test_the_message_of_a_right_call_is_what_must_be_told() -> None:
    assert told("CPTS.TAILLE", 90000) == ""
    assert told("CPTS.FONCTIONNEMENT", 90000) == " ".join(call("CPTS.FONCTIONNEMENT", [90000]).avertissements)
    assert "dernier barème connu" in told("CPTS.FONCTIONNEMENT", 90000)


def test_the_message_of_a_column_is_told_cell_by_cell() -> None:
    shown = in_cell("FONCTION.MESSAGE", ["CPTS.TAILLE", [[90000], [-3], [None]]])
    assert isinstance(shown, list)
    assert shown[0] == [""]
    assert "« -3 » est négatif" in str(shown[1][0])
    assert shown[2] == [None]


def test_the_source_of_a_column_is_told_cell_by_cell() -> None:
    shown = in_cell("FONCTION.SOURCE", ["CPTS.TAILLE", [[90000], [-3]]])
    assert isinstance(shown, list)
    assert shown[0] == [in_cell("FONCTION.SOURCE", ["CPTS.TAILLE", 90000])]
    assert isinstance(shown[1][0], CellError)
    assert shown[1][0].code == "#NOMBRE!"


def test_what_is_borrowed_from_another_region_is_to_be_confirmed() -> None:
    assert "à confirmer" in str(call("FONCTION.SOURCE", ["CPTS.AMORCAGE", 15000, "Bretagne"]).resultat)
    assert "à confirmer" not in str(call("FONCTION.SOURCE", ["CPTS.AMORCAGE", 15000, "Hauts-de-France"]).resultat)


def test_what_is_supposed_of_a_msp_is_told() -> None:
    supposed = told("MSP.REMUNERATION", "patientele=4000;ps_associes=16;annee=2024")
    assert "coordination = oui" in supposed
    assert "amplitude = 12" in supposed
    assert "coordination" not in told(
        "MSP.REMUNERATION",
        "patientele=4000;ps_associes=16;annee=2024;coordination=oui;soins_non_programmes=oui;amplitude=12;samedi=oui;"
        "crise_plan=oui;si_standard=oui",
    )


def test_an_empty_or_wrong_argument_reaches_the_function_asked_about() -> None:
    assert "il manque l'argument « mission »" in told("CPTS.MISSION", 90000)
    assert "il manque l'argument « population »" in told("CPTS.MISSION", None, "parcours")
    assert "porte l'erreur #DIV/0!" in told("CPTS.TAILLE", "#DIV/0!")
    assert "2 arguments trouvés" in told("CPTS.TAILLE", 90000, 3)


def test_an_unknown_function_is_told_with_its_nearest_name() -> None:
    assert "Vouliez-vous dire « CPTS.TAILLE »" in told("CPTS.TAILEL", 3)
    with pytest.raises(ExcelToolsError, match=r"Vouliez-vous dire « CPTS\.TAILLE »"):
        call("FONCTION.SOURCE", ["CPTS.TAILEL", 3])
    assert "ne s'explique pas elle-même" in told("FONCTION.SOURCE", "CPTS.TAILLE", 3)


def test_the_source_names_each_text_once_and_how_sure_it_is() -> None:
    found = str(call("FONCTION.SOURCE", ["CPTS.MISSION", 60000, "acces", "fixe", "2024-01-01"]).resultat)
    answer = call("CPTS.MISSION", [60000, "acces", "fixe", "2024-01-01"])
    for title in {use.amount.source.title for use in answer.usages}:
        assert found.count(title) == 1
    assert "à confirmer" in found


def test_the_amounts_of_the_function_asked_about_are_those_of_the_answer() -> None:
    asked = call("FONCTION.SOURCE", ["CPTS.MISSION", 90000, "parcours"])
    assert asked.usages == call("CPTS.MISSION", [90000, "parcours"]).usages != ()


def test_the_steps_add_up_to_the_amount_asked() -> None:
    rows = call("FONCTION.EXPLIQUER", ["CPTS.MISSION", 90000, "parcours"]).resultat
    assert isinstance(rows, list)
    table = [dict(row) for row in rows]
    assert table[0]["valeur"] == "90\u202f000\u202f€"
    # 45 000 + 45 000, printed for size 3
    assert [row["valeur"] for row in table[2:4]] == ["45\u202f000\u202f€"] * 2
    assert all("vérifié" in row["source"] for row in table[1:4])


def test_a_wrong_call_is_not_explained() -> None:
    with pytest.raises(InputError, match="est négatif"):
        call("FONCTION.EXPLIQUER", ["CPTS.TAILLE", -3])


def test_every_function_fits_in_its_places() -> None:
    assert max(len(function.arguments) for function in CATALOGUE.values() if function.family != "FONCTION") <= PLACES


@pytest.mark.parametrize("name", [name for name in CATALOGUE if not name.startswith("FONCTION.")])
def test_every_example_can_be_asked_about(name: str) -> None:
    for example in CATALOGUE[name].examples:
        rows = call("FONCTION.EXPLIQUER", [name, *example.arguments]).resultat
        assert isinstance(rows, list)
        assert len(rows) >= 1 + len(list(explain(name, example.arguments).hypotheses))
        sources = call("FONCTION.SOURCE", [name, *example.arguments]).resultat
        assert bool(sources) == bool(call(name, example.arguments).usages)
