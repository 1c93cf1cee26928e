"""The listing of the barème and the totals of a CPTS."""

from __future__ import annotations

import pytest

from excel_tools.dates import day
from excel_tools.errors import RuleError
from excel_tools.rules import Contract, ContractLine, french_value, load_rules
from excel_tools.rules.listing import confidence_text, cpts_totals, rows, text

RULES = load_rules()
ON_2019, ON_2024 = day(2020, 1, 1), day(2024, 1, 1)


def _euros(cents: tuple[int, ...]) -> list[int]:
    return [value // 100 for value in cents]


def test_the_totals_of_2019_are_those_printed() -> None:
    socle, everything = cpts_totals(RULES, ON_2019)
    assert _euros(everything.cents) == [220_000, 287_000, 370_000, 450_000]
    # less qualité (15, 20, 30, 40 k€) and accompagnement (10, 15, 20, 30 k€)
    assert _euros(socle.cents) == [195_000, 252_000, 320_000, 380_000]


def test_the_totals_of_avenant_2() -> None:
    _, everything, declared = cpts_totals(RULES, ON_2024)
    # 2019 + 5 000 of accès aux soins + the plan of the first year (25, 35, 45, 50 k€)
    assert _euros(everything.cents) == [250_000, 327_000, 420_000, 505_000]
    # the published maximum of size 4, with a declared crisis (37.5, 52.5, 67.5, 75 k€)
    assert _euros(declared.cents) == [287_500, 379_500, 487_500, 580_000]
    assert everything.confidences == ("à confirmer", "à confirmer", "déduit", "à confirmer")
    assert cpts_totals(RULES) == cpts_totals(RULES, ON_2024)


def test_the_accès_aux_soins_totals_of_avenant_2() -> None:
    parts = [RULES.amount(f"cpts.acces.{part}", ON_2024).values for part in ("fixe", "variable")]
    assert _euros(tuple(map(sum, zip(*parts, strict=True)))) == [80_000, 97_000, 125_000, 155_000]


def test_totals_before_the_bareme_are_refused() -> None:
    with pytest.raises(RuleError, match="20/06/2019"):
        cpts_totals(RULES, day(2019, 1, 1))


def test_a_row_reads_in_french() -> None:
    (row,) = rows(RULES, "cpts.parcours.fixe", ON_2024)
    assert row.libelle == "Parcours pluriprofessionnels – part fixe"
    assert row.valeurs == ("25\u202f000\u202f€", "35\u202f000\u202f€", "45\u202f000\u202f€", "50\u202f000\u202f€")
    assert (row.depuis, row.jusqua, row.statut, row.confiance) == ("20/06/2019", "", "en vigueur", "vérifié")
    assert row.as_dict()["verifie_le"] == "20/11/2026"


def test_without_a_day_every_dated_entry_is_listed() -> None:
    assert [(row.depuis, row.jusqua, row.statut) for row in rows(RULES, "cpts.acces.fixe")] == [
        ("20/06/2019", "31/12/2021", "expiré"),
        ("01/01/2022", "", "en vigueur"),
    ]


def test_on_a_day_each_code_is_listed_once() -> None:
    listed = {row.code: row.statut for row in rows(RULES, "cpts", day(2027, 1, 1))}
    assert set(listed) == set(RULES.codes("cpts"))
    assert listed["cpts.fonctionnement"] == "prolongé"
    assert listed["cpts.acces.snp_enveloppe"] == "expiré"
    before = {row.code: row.statut for row in rows(RULES, "cpts", ON_2019)}
    assert before["cpts.crise.declaree"] == "à venir"


def test_an_unknown_family_is_told() -> None:
    with pytest.raises(RuleError, match="Barème « ctps » inconnu"):
        rows(RULES, "ctps")


def test_the_text_holds_every_code_its_source_and_the_totals() -> None:
    shown = text(RULES)
    for amount in RULES.amounts:
        assert f"  {amount.code}  –  {amount.label}" in shown
        assert amount.source.title in shown
    assert "220\u202f000\u202f€  |  287\u202f000\u202f€  |  370\u202f000\u202f€  |  450\u202f000\u202f€" in shown
    assert "barème 2019" in shown
    assert "Totaux" not in text(RULES, "msp")


def test_a_contract_shows_the_national_amount_beside() -> None:
    rules = RULES.with_contract(Contract("c.csv", (ContractLine("cpts.fonctionnement", 100, size=1),)))
    (row,) = rows(rules, "cpts.fonctionnement")
    assert row.confiance == "contrat (taille 1), vérifié (tailles 2, 3, 4)"
    assert row.valeurs[0] == "1\u202f€"
    assert row.national[0] == "50\u202f000\u202f€"
    assert "barème national : 50\u202f000\u202f€" in text(rules, "cpts.fonctionnement")


def test_a_confidence_that_differs_is_told_by_size() -> None:
    assert confidence_text(RULES.amount("cpts.acces.fixe")) == "à confirmer (tailles 1, 2, 4), déduit (taille 3)"
    assert confidence_text(RULES.amount("cpts.fonctionnement")) == "vérifié"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (5_000_050, "EUR/an", "50\u202f000,50\u202f€ par an"),
        (976_200, "%", "97,62\u202f%"),
        (1, "oui/non", "oui"),
        (60, "mois", "60\u00a0mois"),
        (4, "mois de l'année", "4"),
        (750_000, "EUR/équipe/an", "7\u202f500\u202f€ par équipe et par an"),
    ],
)
def test_values_are_written_in_french(value: int, unit: str, shown: str) -> None:
    assert french_value(value, unit, with_unit=True) == shown


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1, "ans", "1\u00a0an"),
        (2, "ans", "2\u00a0ans"),
        (1, "médecins", "1\u00a0médecin"),
        (0, "points", "0\u00a0point"),
        (1, "mois", "1\u00a0mois"),
        (1, "demi-journées/mois", "1\u00a0demi-journée/mois"),
        (3, "professionnels", "3\u00a0professionnels"),
    ],
)
def test_a_unit_agrees_with_its_number(value: int, unit: str, text: str) -> None:
    assert french_value(value, unit, with_unit=True) == text
