"""What an argument may look like: numbers, dates, empty cells, ranges, files; every error of a file at once."""

import datetime
from pathlib import Path

import pytest

from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.functions import CATALOGUE, call
from excel_tools.functions.hosts.cell import CellError, in_cell
from excel_tools.functions.model import RangeError

MISSIONS = [["parcours", datetime.date(2024, 9, 1), 0.8], ["prevention", "15/01/2025", "100 %"]]
INLINE = "parcours|2024-09-01|80%;prevention|2025-01-15|1"


def refused(name: str, *args: object, **named: object) -> list[str]:
    with pytest.raises(ExcelToolsError) as caught:
        call(name, args, named)
    return caught.value.messages


@pytest.mark.parametrize(
    "population", [90000, 90000.0, "90000", "90 000", "90\u202f000", "90\u00a0000", "90000,00", [[90000]], [90000]]
)
def test_one_meaning_of_a_number(population: object) -> None:
    assert call("CPTS.TAILLE", [population]).resultat == 3


@pytest.mark.parametrize(
    "population", [True, "abc", float("inf"), "1e400", "12 34", [[1], [2, 3]], object(), "9" * 400]
)
def test_what_is_no_population_is_refused_in_french(population: object) -> None:
    assert refused("CPTS.TAILLE", population)[0].startswith("CPTS.TAILLE : population")


@pytest.mark.parametrize(
    "day",
    [
        "2020-01-01",
        "01/01/2020",
        "1/1/2020",
        datetime.date(2020, 1, 1),
        datetime.datetime(2020, 1, 1),
        43831,
        43831.0,
        "43831",
        [[43831]],
    ],
)
def test_one_meaning_of_a_date(day: object) -> None:
    assert call("CPTS.TOTAL", [90000, None, day]).resultat == 370000


@pytest.mark.parametrize("empty", [None, "", "  ", "\u00a0", float("nan"), 0, [[None]], []])
def test_an_empty_argument_is_left_out(empty: object) -> None:
    assert call("CPTS.FONCTIONNEMENT", [90000, empty]).resultat == 75000


def test_named_arguments() -> None:
    assert call("CPTS.TOTAL", [90000], {"date": "2020-01-01"}).resultat == 370000
    assert "argument « dat » inconnu. Vouliez-vous dire « date »" in refused("CPTS.TOTAL", 90000, dat="2020-01-01")[0]
    assert "donné deux fois" in refused("CPTS.TOTAL", 90000, population=3)[0]


@pytest.mark.parametrize("name", ["CPTS.TOTAL", "CPTS_TOTAL", "cpts.total", "cpts_total", " Cpts.Total "])
def test_a_name_is_known_by_its_letters(name: str) -> None:
    assert call(name, [200000, None, "2024-01-01"]).resultat == 505000


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CPTS.TAILEL", "Fonction « CPTS.TAILEL » inconnue. Vouliez-vous dire « CPTS.TAILLE »"),
        ("ABRACADABRA", "Fonction « ABRACADABRA » inconnue. « excel-tools fonctions » en donne la liste."),
        ("", "Fonction «  » inconnue"),
    ],
)
def test_an_unknown_name_is_refused(name: str, expected: str) -> None:
    (message,) = refused(name, 3)
    assert message.startswith(expected)


def test_too_many_arguments_are_refused_unless_they_are_empty() -> None:
    assert refused("CPTS.TAILLE", 90000, 3) == [
        "CPTS.TAILLE : 2 arguments trouvés, 1 au plus : CPTS.TAILLE(population)."
    ]
    assert call("CPTS.TAILLE", [90000, None, ""]).resultat == 3


def test_every_wrong_argument_is_told_at_once() -> None:
    messages = refused("CPTS.BUDGET", -3, "30/02/2024", "deux mille", "parcours|hier|80%;danse|2024-01-01")
    assert len(messages) == 5
    assert all(message.startswith("CPTS.BUDGET : ") for message in messages)
    assert "élément 2, mission : « danse » inconnu" in messages[4]


def test_an_impossible_number_is_told_from_a_wrong_type() -> None:
    with pytest.raises(RangeError):
        call("CPTS.TAILLE", [-3])
    with pytest.raises(InputError) as caught:
        call("CPTS.TAILLE", ["beaucoup"])
    assert not isinstance(caught.value, RangeError)


@pytest.mark.parametrize(
    "missions",
    [
        INLINE,
        INLINE.replace(";", "\n"),
        " Parcours | 01/09/2024 | 0,8 ; Prévention | 15/01/2025 ;",
        MISSIONS,
        [["Mission", "Date", "Atteinte"], *MISSIONS, [None, None, None], ["", "", ""]],
        [[*row, None] for row in MISSIONS],
        tuple(map(tuple, MISSIONS)),
        {"parcours": ("2024-09-01", 0.8), "prevention": datetime.date(2025, 1, 15)},
        [[INLINE]],
    ],
)
def test_one_meaning_of_the_missions(missions: object) -> None:
    expected = call("CPTS.ECHEANCIER", [90000, "2024-03-01", INLINE]).resultat
    assert call("CPTS.ECHEANCIER", [90000, "2024-03-01", missions]).resultat == expected


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("mission;date;atteinte\nparcours;2024-09-01;80%\nprévention;15/01/2025;\n", "utf-8"),
        ("parcours;2024-09-01;0,8\r\nprévention;15/01/2025;1\r\n\r\n", "utf-8-sig"),
        ("Mission,Date,Atteinte\nparcours,2024-09-01,0.8\nprévention,15/01/2025,100 %\n", "utf-8"),
        ("mission;début;atteinte\nparcours;01/09/2024;80 %\nprévention;15/01/2025;1\n", "cp1252"),
    ],
)
def test_missions_in_a_file(tmp_path: Path, text: str, encoding: str) -> None:
    file = tmp_path / "missions.csv"
    file.write_bytes(text.encode(encoding))
    found = call("CPTS.ECHEANCIER", [90000, "2024-03-01", f"@{file}"]).resultat
    assert found == call("CPTS.ECHEANCIER", [90000, "2024-03-01", INLINE]).resultat


def test_every_error_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "missions.csv"
    file.write_text(
        "mission;date;atteinte\nparcour;2024-09-01;80%\nprevention;31/02/2025;1\nqualite;2025-01-01;80\n"
        "crise;2025-01-01;1;de trop\nacces;;1\nacces;2025-01-01;1\nacces;2025-01-01;1\n",
        encoding="utf-8",
    )
    messages = refused("CPTS.ECHEANCIER", 90000, "2024-03-01", f"@{file}")
    places = [message.split("missions.csv, ligne ")[1].split(",")[0].split(" ")[0] for message in messages]
    assert places == ["2", "3", "4", "5", "6", "8"]
    assert "Vouliez-vous dire « parcours »" in messages[0]
    assert "n'existe pas au calendrier" in messages[1]
    assert "entre 0 et 100 %" in messages[2]
    assert "déjà donnée" in messages[5]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "introuvable"),
        (b"", "aucune ligne"),
        (b"mission;date\n", "aucune ligne"),
        (b"PK\x03\x04rest", "c'est un classeur"),
        (b"\x00\x01\x02", "pas un fichier texte"),
        (b"\x81\x8d\x8f", "pas un fichier texte"),
        (b"parcours;2024-09-01\n" * 60_000, "plus d'un mégaoctet"),
        (b"parcours;2024-09-01\n" * 1_000, "plus de 500 lignes"),
        (b'parcours;"2024-09-01\n', "illisible"),
    ],
)
def test_an_unusable_file_is_refused(tmp_path: Path, content: bytes | None, expected: str) -> None:
    file = tmp_path / "missions.csv"
    if content is not None:
        file.write_bytes(content)
    (message,) = refused("CPTS.ECHEANCIER", 90000, "2024-03-01", f"@{file}")
    assert expected in message
    assert "missions.csv" in message


@pytest.mark.parametrize("path", ["@", "@.", "@ ", "@/nulle/part\x00.csv", "@/"])
def test_a_path_that_is_no_file_is_refused(path: str) -> None:
    assert refused("CPTS.ECHEANCIER", 90000, "2024-03-01", path)


def test_facts_of_a_msp_in_every_form(tmp_path: Path) -> None:
    inline = "patientele=4000;ps_associes=16;ipa=oui;amplitude=11,5;annee=2024"
    file = tmp_path / "donnees.csv"
    file.write_text("clé;valeur\nPatientèle;4 000\nps_associes;16\nipa;OUI\namplitude;11,5\nannee;2024\n", "utf-8")
    forms: list[object] = [
        inline,
        "patientele=4000,ps_associes=16,ipa=oui,amplitude=11.5,annee=2024",
        f"@{file}",
        [
            ["patientele", 4000.0],
            ["ps_associes", 16],
            ["ipa", True],
            ["amplitude", 11.5],
            [None, None],
            ["annee", 2024],
        ],
        {"patientele": 4000, "ps_associes": 16, "ipa": "oui", "amplitude": "11,5", "annee": 2024},
    ]
    assert {call("MSP.AVANCE", [form]).value for form in forms} == {call("MSP.AVANCE", [inline]).value}


def test_every_error_of_the_facts_is_told(tmp_path: Path) -> None:
    file = tmp_path / "donnees.csv"
    file.write_text("patientelle;4000\nps_associes;seize\nipa;peut-être\nqualite;4\nrien\n", "utf-8")
    messages = refused("MSP.POINTS", f"@{file}")
    assert messages[0] == "MSP.POINTS : donnees.csv, ligne 5 : « rien » n'est pas de la forme clé=valeur."
    assert [f"ligne {number} :" in message for number, message in enumerate(messages[1:], 1)] == [True] * 4
    assert "entre virgules" in refused("MSP.POINTS", "patientele=4000,5")[0]


def test_a_contract_overrides_the_barème(tmp_path: Path) -> None:
    from excel_tools.rules import load_rules, read_contract

    file = tmp_path / "contrat.csv"
    file.write_text("code;montant\ncpts.fonctionnement;80 000,50\n", "utf-8")
    rules = load_rules().with_contract(read_contract(file))
    found = call("CPTS.FONCTIONNEMENT", [90000], rules=rules)
    assert found.resultat == 80000.5
    source = found.sources[-1]
    assert (source["id"], source["confiance"], source["montant_national"]) == ("contrat", "contrat", 75000)


def test_numpy_and_pandas_values_are_read_as_cells() -> None:
    import numpy as np
    import pandas as pd

    assert call("CPTS.TAILLE", [np.int64(90000)]).resultat == 3
    assert call("CPTS.TAILLE", [np.array([90000.0])]).resultat == 3
    assert "une seule valeur attendue" in refused("CPTS.ECHEANCIER", np.array([1, 2]), "2024-03-01", INLINE)[0]
    assert call("CPTS.TOTAL", [90000, None, pd.Timestamp("2020-01-01")]).resultat == 370000
    missions = pd.DataFrame(
        {"mission": ["parcours", "prevention"], "date": ["2024-09-01", "2025-01-15"], "t": [0.8, 1]}
    )
    expected = call("CPTS.ECHEANCIER", [90000, "2024-03-01", INLINE]).resultat
    assert call("CPTS.ECHEANCIER", [90000, "2024-03-01", missions]).resultat == expected


@pytest.mark.parametrize(
    "facts", ["patientele=4000;ps_associes=13;annee=2024", "patientele=4000\nps_associes=13\nannee=2024"]
)
def test_one_cell_may_hold_all_the_facts(facts: str) -> None:
    # a host gives a range of one cell as rows
    assert call("MSP.AVANCE", [[[facts]]]).value == call("MSP.AVANCE", [facts]).value == 3_570_000


# counts of doctors: the answer is FAUX, and no amount comes out
ZERO_HAS_A_MEANING = {("ESS.ELIGIBLE", name) for name in ("presents", "liberaux", "adherents")}
# nothing paid yet: the whole ceiling is left
ZERO_HAS_A_MEANING.add(("CHARGE.PASS_RESTE", "deja_verse"))


@pytest.mark.parametrize("name", [name for name in CATALOGUE if not name.startswith("FONCTION.")])
def test_a_zero_is_an_empty_cell_or_an_error(name: str) -> None:
    """LibreOffice gives 0 for an empty cell: no amount may come out of it."""
    function = CATALOGUE[name]
    for example in function.examples:
        for place, argument in enumerate(function.arguments):
            if (name, argument.name) in ZERO_HAS_A_MEANING:
                continue
            args: list[object] = [*example.arguments, *[None] * (len(function.arguments) - len(example.arguments))]
            args[place] = 0.0
            zero = in_cell(name, args)
            args[place] = None
            assert zero == in_cell(name, args) or isinstance(zero, CellError), argument.name
