"""What the comparison workbook says in words: its sentences, its parameters side by side."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from excel_tools.budget import build_budget
from excel_tools.comparison import Comparison, Scope, compare, one_by_one
from excel_tools.comparison.comparison import ALL, STRUCTURE
from excel_tools.comparison.figures import LOWEST, PRODUITS, RESULTAT, TRESORERIE, total
from excel_tools.reports import comparison_values, comparison_words
from excel_tools.reports.comparison_shape import (
    SENTENCE_PAGE,
    SENTENCE_SOURCE,
    SENTENCE_TEXT,
)
from excel_tools.reports.comparison_words import parameter_label, parameter_rows
from excel_tools.rules import ContractLine, load_rules
from excel_tools.scenarios import Setting, variants
from excel_tools.scenarios.parameters import CATALOGUE
from tests.comparison_books import SETTINGS, cents_of, filled, structures
from tests.comparison_support import attainment, cpts, under


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    rules = load_rules()
    return compare([(item, variants(item, SETTINGS)) for item in structures()], one_by_one(rules))


def test_parameters_stand_side_by_side(comparison: Comparison) -> None:
    values = filled(comparison, ALL, "prudent")[0]
    rows = [
        (*left, *right) for left, right in zip(values["bar_parametres"], values["bar_parametres_valeurs"], strict=True)
    ]
    shown = [row for row in rows if row[0]]
    # of several structures, no single value stands for the reference
    entered = "comme saisi"
    assert shown[0] == ("Part variable obtenue", "toutes", None, entered, "60\u202f%", None, "100\u202f%", None, None)
    assert ("Retard du financeur", "toutes", None, entered, "3 mois", None, None, None, None) in shown
    assert ("Nombre d'équipes", "toutes", 2028, entered, None, "1", None, None, None) in shown


def test_the_reference_shows_what_its_only_structure_has_entered() -> None:
    """The rows of a parameter stand together; a rise of an amount is told as it was typed."""
    lines = tuple(
        ContractLine(
            "cpts.fonctionnement",
            5_000_000 + size,
            size,
            0,
            "hypothèse du scénario « a » (−\u202f5\u202f% sur le barème, au centime)",
        )
        for size in range(1, 5)
    )
    settings = (
        Setting("central"),
        Setting("a", "tous", "retard", 3),
        Setting("a", "tous", "croissance", 20_000),
        Setting("a", "tous", "atteinte", 600_000),
        Setting("a", "tous", "prix", 20_000, 2027),
        Setting("a", "tous", "population", 40_000),
        Setting("a", "tous", "bareme.cpts.fonctionnement", lines),
        Setting("b", "tous", "atteinte", 900_000, 2027),
        Setting("b", "tous", "renouvellement", 0),
    )
    structure = under(cpts(), attainment=attainment(850_000))
    found = compare([(structure, variants(structure, settings))], one_by_one(load_rules()))
    rows = parameter_rows(found, settings, load_rules())
    assert [label for label, *_ in rows[:2]] == ["Part variable obtenue"] * 2
    reference = {(label, year): shown[0] for label, _, year, shown in rows}
    assert reference["Part variable obtenue", 2027] == "85\u202f%"
    assert reference["Croissance annuelle de la population ou de la patientèle", None] == "0\u202f%"
    assert reference["Hausse des prix, par an", 2027] == "0\u202f%"
    assert reference["Population couverte", None] == "30\u202f000"
    assert reference["Retard du financeur", None] == "0\u00a0mois"
    assert reference["Le contrat continue après cinq ans", None] == "oui"
    (amount,) = [shown for label, *_, shown in rows if shown[0] == "comme saisi"]
    assert amount[1] == "−\u202f5\u202f%"


def test_what_a_scenario_takes_from_its_base_is_marked() -> None:
    settings = (
        Setting("central"),
        Setting("prudent", "tous", "atteinte", 600_000),
        Setting("prudent", "tous", "atteinte.parcours", 500_000, 2028),
        Setting("prudent", "tous", "croissance", -5_000),
        Setting("prudent", "tous", "retard", 2),
        Setting("très prudent", "tous", "base", "prudent"),
        Setting("très prudent", "tous", "retard", 4),
        Setting("très prudent", "tous", "renouvellement", 0),
        Setting("extrême", "tous", "base", "très prudent"),
        Setting("extrême", "tous", "atteinte", 0),
    )
    structure = structures()[0]
    found = compare([(structure, variants(structure, settings))], one_by_one(load_rules()))
    rows = {(label, year): shown for label, _, year, shown in parameter_rows(found, settings, load_rules())}
    assert rows["Part variable obtenue", None] == ("comme saisi", "60\u202f%", "60\u202f%\u00a0(repris)", "0\u202f%")
    # the whole attainment of the last scenario leaves nothing of that of a mission
    assert rows["Part variable obtenue, parcours pluriprofessionnels", 2028][2:] == ("50\u202f%\u00a0(repris)", None)
    assert (
        rows["Croissance annuelle de la population ou de la patientèle", None][3] == "−\u00a00,5\u202f%\u00a0(repris)"
    )
    assert rows["Retard du financeur", None] == ("0\u00a0mois", "2 mois", "4 mois", "4 mois\u00a0(repris)")
    assert rows["Le contrat continue après cinq ans", None] == ("non", None, "non", "non\u00a0(repris)")
    assert rows["Bâti sur le scénario", None] == (None, None, "prudent", "très prudent")


def test_what_changed_between_two_states_stands_in_parameters(comparison: Comparison) -> None:
    change = SimpleNamespace(
        sheet="Entrées", ref="C11", label="Trésorerie", scenario="prudent", before="0 €", after="5 €"
    )
    rows = comparison_values.comparison_values(comparison, load_rules(), (), changes=(change,))[0]
    assert rows["bar_parametres"][0] == ["Trésorerie, scénario « prudent »", "Entrées C11", None]
    assert rows["bar_parametres_valeurs"][0][:3] == ["0 €", "5 €", None]
    rows = comparison_values.comparison_values(comparison, load_rules(), (), changes=[change] * 301)[0]
    assert rows["bar_parametres"][-1] == ["Et 2 autres saisies, que donne --json", "", None]


def test_every_parameter_of_a_scenario_has_its_words() -> None:
    rules = load_rules()
    for parameter in CATALOGUE:
        for name in parameter.names:
            label = parameter_label(name, rules)
            assert label[0].isupper(), name
            assert "_" not in label, name
    assert parameter_label("bareme.cpts.fonctionnement.taille2", rules).endswith(", taille 2")


def test_a_cause_is_told_on_every_measure_that_it_moves(comparison: Comparison) -> None:
    rows = filled(comparison, ALL, "prudent")[0]["bar_explications"]
    heads = [at for at, row in enumerate(rows) if row[0] and row[1] is None]
    first = next(at for at in heads if rows[at][0] == "CPTS ~? – prudent")
    # the head may be written again on the next page
    end = next(at for at in heads if at > first and not rows[at][0].startswith("CPTS ~? – prudent"))
    told = {row[0]: row for row in rows[first:end] if row[0] and row[1]}
    gap = comparison.cases[1].gaps["prudent"]
    # attainment moves the receipts; the funder's delay only the cash
    attainment = sum(gap.effect("atteinte", PRODUITS))
    assert cents_of(told["Atteinte des objectifs"][2:4]) == [attainment, sum(gap.effect("atteinte", RESULTAT))]
    assert not any(gap.effect("delais", PRODUITS))
    late = gap.effect("delais", TRESORERIE)
    assert late[-1] < 0
    lowest = min(total("CPTS", gap.before, LOWEST))
    moved = [a + b for a, b in zip(total("CPTS", gap.before, LOWEST), gap.effect("delais", LOWEST), strict=True)]
    assert cents_of(told["Délais de paiement"][2:6]) == [0, 0, late[-1], min(moved) - lowest]
    # the sentences of a gap add up to it, on each measure
    (head,) = [row for row in rows if row[0] == "CPTS ~? – prudent"]
    for step in range(2, 6):
        assert sum(cents_of([row[step] for row in told.values()])) == cents_of([head[step]])[0]
    assert cents_of(head[2:4]) == [sum(gap.years(PRODUITS)), sum(gap.years(RESULTAT))]


@pytest.mark.parametrize("height", [SENTENCE_PAGE, 14])
def test_no_sentence_is_cut_by_the_end_of_a_page(
    comparison: Comparison, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison_words, "SENTENCE_PAGE", height)
    rows = filled(comparison, ALL, "prudent")[0]["bar_explications"]
    pages = [rows[start : start + height] for start in range(0, len(rows), height)]
    written = [page for page in pages if any(row[0] for row in page)]
    assert len(written) > 1
    for page in written:
        # a page opens on the name of a structure and a variant, and never ends on one
        assert page[0][0]
        assert page[0][1] is None
        last = [row for row in page if any(row)][-1]
        assert last[1] or last[6]
    heads = [page[0][0] for page in written]
    assert any(head.endswith(" (suite)") for head in heads) or height == SENTENCE_PAGE
    assert not [row for row in rows if re.match(r"[;:!?»%€]", row[1] or row[6] or "")]
    assert all(len(row[1] or "") <= SENTENCE_TEXT and len(row[6] or "") <= SENTENCE_SOURCE for row in rows)


def test_three_sentences_tell_the_choice() -> None:
    """One CPTS, its variable part lost and its funder three months late: the figures are those of the sheets."""
    settings = (Setting("central"), Setting("prudent", "tous", "atteinte", 0), Setting("prudent", "tous", "retard", 3))
    structure = structures()[1]
    found = compare([(structure, variants(structure, settings))], one_by_one(load_rules()))
    (case,) = found.cases
    gap = case.gaps["prudent"]
    values = comparison_values.comparison_values(found, load_rules(), settings)[0]
    text = " ".join(line.strip("•\u00a0") for line in values["out_phrases"]).replace("\u00a0", " ")
    lost = -sum(gap.years(PRODUITS)) / 100
    assert f"« prudent » donne {_french(lost)} € de produits de moins que « central » sur cinq exercices" in text
    assert f"L'écart de produits vient de : atteinte des objectifs (− {_french(lost)} € ; " in text
    late = -gap.effect("delais", TRESORERIE)[-1] / 100
    shown = f"(− {_french(late)} € ; retard du financeur : 3 mois au lieu de 2)."
    assert f"Sur la trésorerie seule : délais de paiement {shown}" in text
    lows = [min(total("CPTS", table, LOWEST)) / 100 for table in (gap.after, gap.before)]
    shown = [f"{'− ' if low < 0 else ''}{_french(abs(low))} €" for low in lows]
    assert re.search(rf"la trésorerie (descend à|remonte à) {re.escape(shown[0])} en \d{{4}}, contre", text)
    assert re.search(rf"contre {re.escape(shown[1])} en \d{{4}} sous « central » ; y pèsent : ", text)
    assert values["bar_titre"] == structure.name
    assert values["out_phrases"][-1] == ""


def test_a_cause_of_the_charges_is_not_told_of_the_cash_alone() -> None:
    """Receipts move with attainment, the result with prices, the cash alone with the funder's delay."""
    settings = (
        Setting("central"),
        Setting("haut", "tous", "atteinte", 1_000_000),
        Setting("haut", "tous", "prix", 50_000),
        Setting("haut", "tous", "salaires", 50_000),
        Setting("haut", "tous", "retard", 4),
    )
    structure = structures()[1]
    found = compare([(structure, variants(structure, settings))], one_by_one(load_rules()))
    gap = found.cases[0].gaps["haut"]
    values = comparison_values.comparison_values(found, load_rules(), settings)[0]
    text = " ".join(line.strip("•\u00a0") for line in values["out_phrases"]).replace("\u00a0", " ")
    dearer, late = -sum(gap.effect("indexation", RESULTAT)) / 100, -gap.effect("delais", TRESORERIE)[-1] / 100
    paid = -gap.effect("indexation", TRESORERIE)[-1] / 100
    assert dearer > paid > 0
    amounts = f"− {_french(dearer)} € de résultat, − {_french(paid)} € de trésorerie"
    assert f"Sur le résultat et la trésorerie : indexation des prix et des salaires ({amounts}" in text
    assert f". Sur la trésorerie seule : délais de paiement (− {_french(late)} €" in text


def test_a_contract_that_is_not_renewed_says_so_with_its_day() -> None:
    """Signed on 1 January 2024 for five years: it ends on 31 December 2028."""
    settings = (Setting("central"), Setting("sans suite", "tous", "renouvellement", 0))
    found = compare([(cpts(), variants(cpts(), settings))], one_by_one(load_rules()))
    values = comparison_values.comparison_values(found, load_rules(), settings)[0]
    text = " ".join(values["out_phrases"]).replace("\u00a0", " ")
    assert re.search(r"dates des missions et du contrat \(− [\d ]+ € ; contrat non renouvelé au 31/12/2028\)", text)
    assert "à la baisse" not in text


def test_a_group_says_how_many_rise_and_fall(comparison: Comparison) -> None:
    # two CPTS rise, the ESP falls, the MSP stays
    for variant, shown in (
        ("~réforme*?", "2 structures à la hausse, 1 à la baisse"),
        ("prudent", "3 structures à la hausse"),
    ):
        moved = [sum(case.gaps[variant].years(PRODUITS)) for case in comparison.cases]
        counts = [sum(cents > 0 for cents in moved), sum(cents < 0 for cents in moved)]
        assert counts == [int(number) for number in re.findall(r"\d", shown)] + [0] * (
            2 - len(re.findall(r"\d", shown))
        )
        text = " ".join(filled(comparison, ALL, variant)[0]["out_phrases"]).replace("\u00a0", " ")
        assert f", {shown} ; le résultat" in text


def test_what_is_to_be_confirmed_is_said_of_the_chosen_scope(comparison: Comparison) -> None:
    """The share of the dues of the reference, for everything and for a structure alone."""
    rules = load_rules()
    budgets = [build_budget(case.gaps["prudent"].structure, rules) for case in comparison.cases]
    assert filled(comparison, Scope(STRUCTURE, "CPTS *"), "prudent")[0]["out_phrases"][-2] == ""
    for scope, kept in ((ALL, budgets), (Scope(STRUCTURE, "=1+1"), budgets[2:3])):
        part = sum(sum(budget.a_confirmer_years) for budget in kept)
        due = sum(sum(budget.droits_years) for budget in kept)
        assert 0 < part < due
        shown = filled(comparison, scope, "prudent")[0]["out_phrases"][-2].replace("\u00a0", " ")
        said = re.fullmatch(r"(\d+) % des droits de la référence reposent sur des montants à confirmer\.", shown)
        assert said is not None
        assert abs(int(said[1]) - 100 * part / due) <= 0.5


def _french(euros: float) -> str:
    return f"{euros:,.0f}".replace(",", " ")


def test_years_that_not_every_structure_has_are_told(comparison: Comparison) -> None:
    values = filled(comparison, ALL, "prudent")[0]
    firsts = [case.structure.first_exercice for case in comparison.cases]
    count = sum(first == min(firsts) for first in firsts)
    opened = f"{count} structure{'s' if count > 1 else ''}"
    assert f"Ex. {min(firsts)} : {opened} sur 4" in values["out_phrases"][-1]
    late = next(case.structure for case in comparison.cases if case.structure.first_exercice > min(firsts))
    values = filled(comparison, Scope(STRUCTURE, late.name), "prudent")[0]
    said = f"Exercices de cette structure : {late.first_exercice} à {late.first_exercice + 4}"
    assert values["out_phrases"][-1].startswith(said)
