"""The commands calculer, expliquer, fonctions and bareme: output, exit codes, French errors, never a traceback."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from excel_tools import __version__
from excel_tools.cli import COMMANDS, main
from excel_tools.functions import CATALOGUE
from excel_tools.resources import models_dir

MISSIONS = "parcours|2024-09-01|80%;prevention|2025-01-15|1"


class Run:
    """What a command printed and returned."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *words: str) -> None:
        self.code = main(words)
        captured = capsys.readouterr()
        self.out = captured.out.replace("\u202f", " ").replace("\u00a0", " ")
        self.err = captured.err.replace("\u202f", " ").replace("\u00a0", " ")


def test_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "calculer", "CPTS.TOTAL", "200000", "toutes", "2024-01-01", "oui", "--json")
    assert (run.code, run.err) == (0, "")
    found = json.loads(run.out)
    assert list(found) == ["fonction", "resultat", "sources", "avertissements"]
    assert (found["fonction"], found["resultat"]) == ("CPTS.TOTAL", 580000)
    assert "à confirmer" in run.out  # accents are not escaped
    assert {source["id"] for source in found["sources"]} >= {"seed-001"}


def test_json_of_a_table_has_iso_dates_and_euros(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "calculer", "--json", "CPTS.ECHEANCIER", "90000", "29/02/2024", MISSIONS)
    found = json.loads(run.out)["resultat"]
    assert found[0] == {"date": "2024-02-29", "ligne": "fonctionnement", "nature": "forfait", "montant": 75000}
    assert found[1] == {"date": "2024-09-01", "ligne": "parcours_fixe", "nature": "avance", "montant": 16643.84}


def test_text_is_french_with_sources_and_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "calculer", "CPTS.MISSION", "60000", "accès", "fixe")
    assert run.code == 0
    assert run.out.startswith("CPTS.MISSION = 69 840 €\n")
    assert "Sources\n" in run.out
    assert "Avertissements\n" in run.out
    assert "\x1b" not in run.out


def test_table_is_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "calculer", "CPTS.BUDGET", "90000", "2024-03-01", "2025", MISSIONS)
    lines = run.out.splitlines()
    assert lines[2].split() == ["ligne", "droits", "produits", "encaissements"]
    assert len({len(line) for line in lines[2:9]}) == 1


@pytest.mark.parametrize("words", [("-3",), ("-3", "--json"), ("--json", "-3"), ("--", "-3"), ("-3,5",), ("-3 000",)])
def test_a_negative_number_reaches_our_own_message(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    run = Run(capsys, "calculer", "CPTS.TAILLE", *words)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("CPTS.TAILLE : population : « -3")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("calculer",), "il manque : NOM"),
        (("calculer", "CPTS.TAILEL", "3"), "Vouliez-vous dire « CPTS.TAILLE »"),
        (("calculer", "CPTS.TAILLE"), "il manque l'argument « population »"),
        (("calculer", "CPTS.TAILLE", "1", "2"), "2 arguments trouvés, 1 au plus"),
        (("calculer", "CPTS.TAILLE", "3", "--jsn"), "mot non reconnu : « --jsn »"),
        (("calculer", "CPTS.TAILLE", "45.000"), "ambigu"),
        (("calculer", "CPTS.TAILLE", "45.000", "--json"), "ambigu"),
        (("calculer", "CPTS.TOTAL", "90000", "--contrat", "absent.toml"), "introuvable"),
        (("calculer", "CPTS.TOTAL", "90000", "--contrat"), "« --contrat » attend une valeur"),
        (("expliquer", "CPTS.TAILLE", "-3"), "négatif"),
        (("fonctions", "CPTS.RIEN"), "inconnue"),
        (("bareme", "cptss"), "Vouliez-vous dire « cpts »"),
        (("bareme", "--date", "hier"), "n'est pas une date"),
        (("bareme", "cpts", "dossier"), "Mot non reconnu"),
        (("bareme", "verifier", "/nulle/part"), "/nulle/part"),
        (("calculé",), "Commande « calculé » inconnue"),
        (("--jsn",), "inconnue"),
        (("calculer", "", ""), "inconnue"),
        (("calculer", "CPTS.ECHEANCIER", "90000", "2024-03-01", "@\udce9.csv"), "introuvable"),
    ],
)
def test_an_error_is_french_on_stderr_and_code_2(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], expected: str
) -> None:
    run = Run(capsys, *words)
    assert (run.code, run.out) == (2, "")
    assert expected in run.err
    assert "Traceback" not in run.err


def test_empty_arguments_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "calculer", "CPTS.TOTAL", "90000", "", "2020-01-01", "", "--json")
    assert json.loads(run.out)["resultat"] == 370000


def test_a_contract_file_overrides(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "contrat.csv"
    file.write_text("code;montant\ncpts.fonctionnement;80 000\n", "utf-8")
    run = Run(capsys, "calculer", "CPTS.FONCTIONNEMENT", "90000", "--contrat", str(file))
    assert run.out.startswith("CPTS.FONCTIONNEMENT = 80 000 €")
    assert "barème national : 75 000 € par an" in run.out


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "expliquer", "CPTS.TOTAL", "200000", "", "2024-01-01")
    assert run.code == 0
    assert "├─ Mission accès aux soins (taille 4) : 111 600 € + 43 400 € = 155 000 €" in run.out
    assert "Hypothèses\n" in run.out
    tree = json.loads(Run(capsys, "expliquer", "CPTS.TOTAL", "200000", "", "2024-01-01", "--json").out)
    assert tree["explication"]["valeur"] == 505000


def test_functions(capsys: pytest.CaptureFixture[str]) -> None:
    listed = Run(capsys, "fonctions").out
    assert all(function.signature in listed for function in CATALOGUE.values())
    assert "CPTS.TOTAL(" not in Run(capsys, "fonctions", "msp").out
    assert "avant" in Run(capsys, "fonctions", "cpts_amorcage").out
    assert "patients_ald_75" in Run(capsys, "fonctions", "MSP.POINTS").out
    declared = json.loads(Run(capsys, "fonctions", "--json").out)
    assert [item["nom"] for item in declared] == list(CATALOGUE)


def test_rules(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "bareme", "cpts", "--date", "2020-01-01")
    assert run.code == 0
    assert "220 000 €" in run.out
    assert "450 000 €" in run.out
    rows = json.loads(Run(capsys, "bareme", "cpts.acces", "--json").out)
    assert {row["code"] for row in rows} >= {"cpts.acces.fixe", "cpts.acces.snp_enveloppe"}
    assert Run(capsys, "bareme", "verifier").code == 0


def test_every_problem_of_a_folder_of_rules_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[[source]]\nid = "a"\ntitre = "A"\ndate = ""\nnature = "n"\n', "utf-8")
    (tmp_path / "cpts.toml").write_text('famille = "cpts"\n[[montant]]\ncode = "cpts.x"\nvaleurs = [1, 2]\n', "utf-8")
    run = Run(capsys, "bareme", "verifier", str(tmp_path))
    assert (run.code, run.out) == (2, "")
    assert len(run.err.splitlines()) > 2
    *problems, absent = run.err.splitlines()
    assert all("ligne" in line for line in problems)
    assert "fichier(s) absent(s) : cds.toml, cerfa.toml, dac.toml, esp.toml" in absent


def test_a_folder_without_sources_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for path in models_dir().glob("*.toml"):
        if path.name != "sources.toml":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    run = Run(capsys, "bareme", "verifier", str(tmp_path))
    assert run.code == 2
    (line,) = run.err.splitlines()
    assert line.startswith("sources.toml : fichier absent, ou sans source")


def test_a_folder_without_a_family_is_incomplete(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for path in models_dir().glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert Run(capsys, "bareme", "verifier", str(tmp_path)).code == 0
    (tmp_path / "cpts.toml").unlink()
    run = Run(capsys, "bareme", "verifier", str(tmp_path))
    assert run.code == 2
    assert "fichier(s) absent(s) : cpts.toml ;" in run.err


@pytest.mark.parametrize(
    ("written", "told"),
    [("2099-01-01", "est dans l'avenir (01/01/2099)"), ("0026-11-20", "hors du calendrier accepté")],
)
def test_an_absurd_day_of_verification_is_told(
    written: str, told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for path in models_dir().glob("*.toml"):
        text = path.read_text("utf-8")
        if path.name == "msp.toml":
            first = re.search(r"verifie_le = (\S+)", text)
            assert first is not None
            text = text.replace(first[0], f"verifie_le = {written}", 1)
        (tmp_path / path.name).write_text(text, "utf-8")
    run = Run(capsys, "bareme", "verifier", str(tmp_path))
    assert run.code == 2
    assert told in run.err
    assert "msp.toml, ligne" in run.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("CPTS.MISSION", "9" * 90 + "x", "accès"), f"« {'9' * 59}… »"),
        (("CPTS.TAILLE", "x" * 5000), f"« {'x' * 59}… »"),
        (("x" * 5000,), f"« {'x' * 59}… »"),
        (("CPTS.AMORCAGE", "15000", "Hauts de Frence"), "Vouliez-vous dire « Hauts-de-France » ?"),
        (("CPTS.AMORCAGE", "15000", "Atlantide"), "« Atlantide » n'est pas une région connue. Régions : "),
        (("CPTS.MISSION", "€", "accès"), "« € » n'est pas un nombre"),
        (("CPTS.TOTAL", "-5"), "attendu : un nombre d'habitants, au moins 1."),
    ],
)
def test_a_wrong_argument_is_told_shortly(
    words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(capsys, "calculer", *words)
    assert run.code == 2
    assert told in run.err
    assert max(map(len, run.err.splitlines())) < 600


def test_overview_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for word in ("--help", "-h", "aide"):
        run = Run(capsys, word)
        assert run.code == 0
        assert all(name in run.out for name in COMMANDS)
    assert Run(capsys).code == 2
    assert Run(capsys, "--version").out == f"excel-tools {__version__}\n"


@pytest.mark.parametrize("name", ["calculer", "expliquer", "fonctions", "bareme"])
def test_help_is_french(capsys: pytest.CaptureFixture[str], name: str) -> None:
    run = Run(capsys, name, "--help")
    assert run.code == 0
    assert run.out.startswith(f"Usage : excel-tools {name}")
    assert not {"usage:", "options:", "show this", "positional"} & set(run.out.split("\n"))
    assert "exemples :" in run.out


def test_an_interruption_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("excel_tools.cli.fonctions.run", interrupted)
    run = Run(capsys, "fonctions")
    assert (run.code, run.err) == (130, "Interrompu.\n")


def test_a_reader_that_closes_early_and_an_old_code_page() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp437", "PYTHONUTF8": "0"}
    environment.pop("PYTHONWARNINGS", None)
    command = [sys.executable, "-m", "excel_tools", "bareme"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert "–".encode() in first
    assert process.returncode == 0


def test_the_command_starts_without_numpy_and_pandas() -> None:
    code = (
        "import sys\n"
        "from excel_tools.cli import main\n"
        "main(['calculer', 'CPTS.TAILLE', '90000'])\n"
        "print(sorted({'numpy', 'pandas', 'openpyxl'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
