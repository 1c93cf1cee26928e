"""Who is who among the lines of indemnities, in the engine and in the sheet, without a name in any sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from excel_tools.accounts.alerts import budget_alerts
from excel_tools.batch.templates import shipped
from excel_tools.batch.verify import Replaced, told, verify_files
from excel_tools.budget import build_budget
from excel_tools.errors import discreet
from excel_tools.inputs import read_portfolio
from excel_tools.reports import workbook_values
from excel_tools.rules import load_rules
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.persons import key, near_lines, spelled
from excel_tools.structure import Structure
from excel_tools.workbook.cached import cached_values
from excel_tools.workbook.recalc import Gap
from tests.malformed.build import CPTS, INDEMNITY, POST, csv_folder

RULES = load_rules()
ASKED = (30_000,) * 5
"""Hundredths of an hour: 300 h, at 100 € an hour 30 000 €; two lines of one person ask 60 000 €, 48 060 € are kept."""


def structure(tmp_path: Path, *names: str) -> Structure:
    (found,) = read_portfolio(csv_folder(tmp_path, cpts=[CPTS | {"Premier exercice": "2026"}]), RULES).structures
    return replace(found, indemnities=tuple(Indemnity(name, "", 10_000, ASKED) for name in names))


def kept(tmp_path: Path, *names: str) -> int:
    return sum(row.years[0] for row in build_budget(structure(tmp_path, *names), RULES).retained)


@pytest.mark.parametrize("other", ["dr weiss", "Dr\u00a0Weiss", "DR\u202fWEISS", " Dr  Weiss "])
def test_one_person_written_with_other_spaces_or_capitals(tmp_path: Path, other: str) -> None:
    assert kept(tmp_path, "Dr Weiss", other) == 4_806_000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fin", "\ufb01n"),
        ("Durand", "D*"),
        ("Durand", "Duran?"),
        ("", "Sans nom, ligne 1"),
        ("Straße", "Strasse"),
        ("", ""),
    ],
)
def test_two_persons(tmp_path: Path, one: str, other: str) -> None:
    assert kept(tmp_path, one, other) == 6_000_000


@pytest.mark.parametrize("other", ["D\u2019Ar", "D\u02bcAr", "D'A\u00adr", "D'\u200bAr", "\ufeffD'Ar"])
def test_what_cannot_be_told_apart_is_read_as_one_name(tmp_path: Path, other: str) -> None:
    folder = csv_folder(
        tmp_path,
        cpts=[CPTS],
        indemnites=[INDEMNITY | {"Nom": name, "Heures 1": "500", "Taux horaire": "60"} for name in ("D'Ar", other)],
    )
    (found,) = read_portfolio(folder, RULES).structures
    assert [line.person for line in found.indemnities] == ["D'Ar", "D'Ar"]
    assert spelled("Jean\u2011Paul") == "Jean-Paul"
    assert spelled("E\u0301lise") == "\u00c9lise"


def test_near_names_are_counted_and_not_named(tmp_path: Path) -> None:
    names = ("É. Durand", "E. Durand", "Jean-Paul", "Jean Paul", "jean paul", "Autre", "")
    assert near_lines(names) == 5
    assert near_lines(["Dr Weiss", "dr weiss", "", ""]) == 0
    alerts = {alert.code: alert for alert in budget_alerts(build_budget(structure(tmp_path, *names), RULES))}
    sentence = alerts["noms-presque-identiques"].sentence
    assert "noms presque identiques : 5 lignes" in sentence
    assert not any(word in sentence for word in ("Durand", "Jean", "Paul"))


def test_a_letter_that_grows_in_lower_case_stays() -> None:
    assert key("İpek") == "İpek"
    assert key("ΟΔΟΣ") == "οδοσ"


@pytest.mark.hote
def test_the_sheet_tells_the_same_persons_apart(tmp_path: Path) -> None:
    names = ("Dr Weiss", "Dr\u00a0Weiss", "fin", "\ufb01n", "Durand", "D*", "Duran?", "A~B", "", "Sans nom, ligne 9")
    budget = build_budget(structure(tmp_path, *names), RULES)
    # the two lines of Dr Weiss share 48 060 €, the eight others keep 30 000 € each
    assert sum(row.years[0] for row in budget.retained) == 4_806_000 + 8 * 3_000_000
    values, texts, rows = workbook_values([budget, budget, budget])
    path = tmp_path / "noms.xlsx"
    path.write_bytes(shipped("CPTS").render(values, texts=texts, visible_rows=rows))
    assert cached_values(path)
    _, (check,) = verify_files([path])
    assert (check.errors, check.refused, check.stored, check.computed) == ((), (), (), ())


SECRET = "Quatrevaux"


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("indemnites", INDEMNITY | {"Mission": f"Zéphirin {SECRET}"}),
        ("indemnites", INDEMNITY | {"Taux horaire": SECRET}),
        ("indemnites", INDEMNITY | {"Heures 1": f"{SECRET} 12"}),
        ("indemnites", INDEMNITY | {"Compte": SECRET}),
        ("indemnites", INDEMNITY | {"Structure": SECRET}),
        ("personnel", POST | {"Mission": SECRET}),
        ("personnel", POST | {"Entrée": SECRET}),
        ("personnel", POST | {"Taux patronal": f"{SECRET} %"}),
    ],
)
def test_a_name_in_the_wrong_column_is_not_repeated(tmp_path: Path, sheet: str, row: dict[str, str]) -> None:
    found = read_portfolio(csv_folder(tmp_path, cpts=[CPTS], **{sheet: [row]}), RULES)
    assert found.refusals
    for refusal in found.refusals:
        assert SECRET not in refusal.name
        assert not any(SECRET in message for message in refusal.messages)


def test_a_name_in_the_header_is_not_repeated(tmp_path: Path) -> None:
    from excel_tools.errors import InputError

    with pytest.raises(InputError) as caught:
        read_portfolio(csv_folder(tmp_path, cpts=[CPTS], indemnites=[INDEMNITY | {SECRET: "1"}]), RULES)
    assert "inconnue" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_remedy_stays_when_it_repeats_nothing() -> None:
    sentence = "ligne 2, Heures 1 : « 9000 » est hors limites ; un nombre d'heures de 0 à 8 784 est attendu."
    expected = "ligne 2, Heures 1 : la valeur saisie est hors limites ; un nombre d'heures de 0 à 8 784 est attendu."
    assert discreet(sentence, "ligne 2, Heures 1", "9000", "ressaisir") == expected
    sentence = "C7 : « 42 » est hors limites ; un taux de 0 à 100 % est attendu ; pour 42 % écrire « 42 % »."
    expected = "C7 : la valeur saisie est hors limites ; un taux de 0 à 100 % est attendu."
    assert discreet(sentence, "C7", "42", "ressaisir") == expected
    assert discreet("C7 : « Ana » est « Ana ».", "C7", "Ana", "ressaisir") == "C7 : valeur refusée ; ressaisir."


def test_the_verifier_shows_no_name() -> None:
    for gap in (
        Gap("Indemnités", "A98", SECRET, "Sans nom, ligne 2"),
        Gap("Personnel", "A9", None, SECRET),
        Replaced("Indemnités", "A98", SECRET, None),
        Replaced("Personnel", "A9", 1, SECRET),
    ):
        assert SECRET not in told(gap)
        assert gap.ref in told(gap)
    assert told(Gap("Indemnités", "D98", 1.5, 2)) == "« Indemnités » D98 : attendu 1,5, trouvé 2"
    assert SECRET in told(Gap("Charges", "A98", SECRET, None))
