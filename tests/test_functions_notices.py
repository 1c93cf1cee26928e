"""What a function must tell beside its result."""

from __future__ import annotations

import pytest

from excel_tools.budget import build_budget
from excel_tools.dates import day
from excel_tools.errors import RuleError
from excel_tools.functions import call, explain
from excel_tools.funding.cpts import CptsContract
from excel_tools.rules import load_rules
from excel_tools.structure import Structure

WHOLE = "patientele=4000;ps_associes=16;annee=2024"


def told(name: str, *arguments: str) -> str:
    return "\n".join(call(name, list(arguments)).avertissements).replace("\u202f", " ").replace("\u00a0", " ")


def test_a_share_is_rounded_not_cut() -> None:
    # 3 / 65 = 4.61538… %
    lines = "\n".join(explain("MSP.POINTS", [f"{WHOLE};dossiers=3;patients_ald_75=65", "concertation"]).lines())
    assert "4,6154\u202f%" in lines


def test_the_last_known_version_contradicts_the_amounts_of_2022() -> None:
    # 400 + 985 = 1 385 points, against 1 115 points × 7 € = 7 805 €
    text = told("MEDECIN.FORFAIT_STRUCTURE", "oui", "oui", "2025")
    assert "1 115 points, soit 7 805 €, au lieu de 1 385 points" in text
    assert "1 115" not in told("MEDECIN.FORFAIT_STRUCTURE", "oui", "oui", "2024")


def test_a_rate_among_the_sources_is_in_its_unit() -> None:
    found = call("ESS.ELIGIBLE", ["12", "40", "4"]).sources
    rates = {source["code"]: source["montant"] for source in found if source["unite"] == "%"}
    # at least one doctor in twenty at first, told « 5 » with « % »
    assert rates
    assert all(isinstance(rate, int) and rate >= 1 for rate in rates.values())


@pytest.mark.parametrize(
    ("indicator", "answers", "text"),
    [
        ("protocoles", "protocoles=9", "protocoles : 9 déclarés, 8 retenus au plus."),
        ("protocoles", "", "aucun protocole pluriprofessionnel donné : aucun point."),
        ("concertation", "", "concertation : aucun dossier étudié donné, aucun point."),
        ("concertation", "dossiers=50", "concertation : aucun patient en ALD ou de plus de 75 ans donné, aucun point."),
        ("concertation", "dossiers=5;patients_ald_75=100;reunions=1", "1 réunion de concertation, moins que demandé"),
    ],
)
def test_one_indicator_is_told_what_concerns_it(indicator: str, answers: str, text: str) -> None:
    said = told("MSP.POINTS", f"{WHOLE};{answers}".rstrip(";"), indicator)
    assert text in said
    assert "prérequis manquant" not in said
    assert text in told("MSP.REMUNERATION", f"{WHOLE};{answers}".rstrip(";"))


def test_the_points_of_the_advance_are_broken_down() -> None:
    root = explain("MSP.AVANCE", [WHOLE]).root
    parts = [step.value for step in root.children[0].children]
    # 800 + 100 + (1 000 + 1 700) + 8 × 100 + 1 000 + (500 + 16 × 200) = 9 100 points, × 7 € × 60 % = 38 220 €
    assert parts == [800, 100, 2_700, 800, 1_000, 3_700]
    assert root.value == 38_220_00


@pytest.mark.parametrize("code", ["medecin.donum.maximum", "medecin.forfait_structure.derniere_version"])
def test_the_dotation_numerique_is_not_cited_under_the_ess(code: str) -> None:
    source = load_rules().amount(code).source.title
    assert "équipes de soins spécialisés" not in source
    assert "dotation numérique" in source


def test_the_error_of_a_function_proposes_only_its_arguments() -> None:
    with pytest.raises(RuleError, match="montant accordé par l'ARS") as raised:
        call("ESP.ENVELOPPE", ["4", "2026", "Centre-Val de Loire"])
    assert "date de fin" not in str(raised.value)


def test_a_plan_begun_under_the_barème_of_2019_never_has_its_first_year() -> None:
    structure = Structure(
        "CPTS d'essai",
        "CPTS",
        "",
        CptsContract(
            signature=day(2021, 3, 1), population=[60_000] * 7, growth=[0] * 7, starts={"crise": day(2021, 6, 1)}
        ),
        first_exercice=2021,
    )
    texts = [notice.text for notice in build_budget(structure, load_rules()).notices if "barème" in notice.text]
    assert any("première année du plan n'est alors jamais dû" in text for text in texts)


def test_an_ess_past_the_last_reading_of_the_texts_is_told() -> None:
    assert "prolongés jusqu'au 31/12/2029" in told("ESS.BUDGET", "2025-04-15", "2029", "75000")


def test_one_is_written_without_an_s() -> None:
    assert "1 médecin de la spécialité présent :" in told("ESS.ELIGIBLE", "1", "1", "1")
    assert "1 adhérent sur 1 médecin libéral," in told("ESS.ELIGIBLE", "1", "1", "1")
    assert any("× 1 équipe × " in line for line in explain("ESP.ENVELOPPE", ["1", "2026", "", "6", "8000"]).lines())
