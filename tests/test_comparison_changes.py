"""What is said of the inputs that differ: where they stand, their name, the years, before and after."""

import random
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.comparison import fields
from excel_tools.comparison.beginnings import beginning
from excel_tools.comparison.causes import AUTRES, BAREME, CAUSES, DELAIS, IDENTITY, INDEXATION, STRUCTURE_CAUSES
from excel_tools.comparison.changes import Change, _yearly, changes
from excel_tools.comparison.signed import Populations, populations
from excel_tools.comparison.spans import CIVIL, CONTRACT, Years, runs, span, years_of
from excel_tools.dates import day
from excel_tools.funding.cpts import BY_INDICATORS
from excel_tools.funding.cpts_table import MISSION_LABELS
from excel_tools.funding.families import FAMILIES
from excel_tools.funding.indicators import DOWN, Indicator, Tier
from excel_tools.funding.msp_data import MspData
from excel_tools.rules import Contract, ContractLine
from excel_tools.schedule import civil_frame, contract_frame
from excel_tools.spending.entry import Basis, Entry, based, raised
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.staff import Post
from excel_tools.structure import KINDS, OneOff, Structure
from excel_tools.vector import PPM
from tests.comparison_support import MAKERS, RULES, SIGNED, cpts, gap, random_pair, under

seeds, kinds = st.integers(0, 10**6), st.sampled_from(KINDS)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def told(reference: Structure, variant: Structure) -> list[tuple[str, str, str, str]]:
    return [
        (change.sheet, plain(change.label), plain(change.before), plain(change.after))
        for change in changes(reference, variant, RULES)
    ]


@settings(max_examples=40)
@given(seeds, kinds)
def test_every_gap_has_its_changes(seed: int, kind: str) -> None:
    reference, variant = random_pair(seed, kind)
    found = changes(reference, variant, RULES)
    order = [CAUSES.index(change.cause) for change in found]
    assert order == sorted(order)
    causes = {change.cause for change in found}
    explained = gap(reference, variant).in_order
    assert {cause for cause, table in explained.items() if any(map(any, table))} <= causes
    assert all(change.label and change.before != change.after for change in found)
    assert all(RULES.codes(change.code) for change in found if change.code and "calendrier" not in change.code)
    assert changes(reference, reference, RULES) == ()
    back = changes(variant, reference, RULES)
    assert sorted(change.cause for change in back) == sorted(change.cause for change in found)


@settings(max_examples=40)
@given(seeds, kinds)
def test_no_person_is_named(seed: int, kind: str) -> None:
    reference, variant = random_pair(seed, kind)
    shown = " ".join(f"{change.label} {change.before} {change.after}" for change in changes(reference, variant, RULES))
    assert "Professionnel 1" not in shown
    assert "Professionnel 2" not in shown


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_label(kind: str) -> None:
    contract = MAKERS[kind](random.Random(1))[0].contract
    elsewhere = {"CPTS": {"indicators"}, "MSP": {"years", "fir"}}.get(kind, set())
    assert {field.name for field in dataclass_fields(contract)} - elsewhere == set(fields.CONTRACT[kind])
    assert {field.name for field in dataclass_fields(MspData)} == set(fields.ANSWERS)


def test_every_field_of_a_structure_has_a_label() -> None:
    tables = {"contract", "override", "one_offs", "charges", "incomes", "posts", "indemnities"}
    here = {field.name for field in dataclass_fields(Structure)} - tables - set(IDENTITY)
    assert here <= set(fields.STRUCTURE)


def test_a_whole_row_says_no_year_a_part_of_it_does() -> None:
    # signed on 1 January 2024, horizon from 2026: the periods open in 2025, 2026, … 2031
    assert told(cpts(39_900), cpts(41_000)) == [
        ("Entrées", "Habitants couverts", "39 900 habitants", "41 000 habitants")
    ]
    grown = under(cpts(39_900), population=[39_900] * 4 + [41_000] * 3)
    assert told(cpts(39_900), grown) == [
        ("Entrées", "Habitants couverts, à partir de 2029", "39 900 habitants", "41 000 habitants")
    ]
    twice = under(cpts(), attainment={"parcours": [PPM, PPM, 800_000, 800_000, PPM, BY_INDICATORS, PPM]})
    assert told(cpts(), twice) == [
        ("Entrées", "Atteinte, parcours pluriprofessionnels, en 2027 et 2028", "100 %", "80 %"),
        ("Entrées", "Atteinte, parcours pluriprofessionnels, en 2030", "100 %", "« indicateurs »"),
    ]
    assert told(cpts(), under(cpts(), growth=[0, 0] + [15_000] * 5)) == [
        ("Entrées", "Croissance de la population", "0 %", "1,5 %")
    ]


def test_dates_delays_and_choices() -> None:
    changed = under(cpts(), ends_on=SIGNED + 1000, renewal=0, funder_delay=2, shifts={"qualite": 6})
    assert told(cpts(), changed) == [
        ("Entrées", "Décalage, qualité et pertinence", "0 mois", "6 mois"),
        ("Entrées", "Renouvellement après cinq ans", "oui", "non"),
        ("Entrées", "Fin anticipée du contrat", "vide", "27/09/2026"),
        ("Entrées", "Retard du financeur", "0 mois", "2 mois"),
    ]


def test_the_amounts_of_a_contract_are_told_over_the_barème() -> None:
    lines = (
        ContractLine("cpts.fonctionnement", 5_500_000, 0, 0, "contrat"),
        ContractLine("cpts.parcours.fixe", 2_600_000, 1, SIGNED + 366 * 4, "avenant"),
        ContractLine("cpts.prevention.fixe", RULES.amount("cpts.prevention.fixe").value(2), 2, 0, "contrat"),
    )
    variant = replace(cpts(), override=Contract("contrat.csv", lines))
    printed = RULES.amount("cpts.parcours.fixe").value(1) // 100
    assert told(cpts(), variant) == [
        ("Barème", "Fonctionnement de la communauté, taille 1", "50 000 € par an", "55 000 € par an"),
        (
            "Barème",
            "Parcours pluriprofessionnels – part fixe, taille 1, à partir de 2029",
            f"{printed // 1000} {printed % 1000:03d} € par an",
            "26 000 € par an",
        ),
    ]
    assert {change.cause for change in changes(cpts(), variant, RULES)} == {BAREME}


def test_an_amount_to_confirm_says_so() -> None:
    # size 2, first year of the plan: « à confirmer » in the barème
    assert RULES.amount("cpts.crise.plan_premiere_annee").confidence(2) == "à confirmer"
    line = ContractLine("cpts.crise.plan_premiere_annee", 3_000_000, 2, 0, "contrat")
    (found,) = changes(cpts(50_000), replace(cpts(50_000), override=Contract("c", (line,))), RULES)
    assert found.before.endswith("(à confirmer)")
    assert not found.after.endswith("(à confirmer)")


def test_lines_of_charges() -> None:
    rent = based("613", "Loyer", "", 0, Basis(Fraction(12), Fraction(100_000), 10_000))
    dearer = replace(
        based("613", "Loyer", "acces", 0, Basis(Fraction(12), Fraction(110_000), 20_000)), delay=2, payments=4
    )
    paper = Entry("606", "Papier", "", 0, (10_000,) * 5)
    assert told(cpts(charges=(rent, paper)), cpts(charges=(dearer,))) == [
        ("Charges", "« Loyer » (613), hausse par an", "1 %", "2 %"),
        ("Charges", "« Loyer » (613), délai de paiement", "0 mois", "2 mois"),
        ("Charges", "« Papier » (606)", "500 € sur cinq exercices", "absente"),
        ("Charges", "« Loyer » (613), mission", "vide", "accès aux soins"),
        ("Charges", "« Loyer » (613), prix unitaire", "1 000 €", "1 100 €"),
        ("Charges", "« Loyer » (613), versements par an", "vide", "4"),
    ]
    typed = replace(paper, cents=(10_000, 10_000, 12_000, 12_000, 12_000))
    assert told(cpts(incomes=(paper,)), cpts(incomes=(typed,))) == [
        ("Autres produits", "« Papier » (606), montant à partir de 2028", "100 €", "120 €")
    ]


def test_posts_and_indemnities_are_told_by_their_place() -> None:
    anne, marc = Post("Anne Durand", "", 300_000, 420_000), Post("Marc Petit", "", 300_000, 420_000, growth=20_000)
    assert told(cpts(posts=(anne,)), cpts(posts=(marc,))) == [("Personnel", "Ligne 1, hausse par an", "0 %", "2 %")]
    first = Indemnity("Anne Durand", "", 6_000, (1_000,) * 5)
    second = replace(first, person="Marc Petit", hours=(1_000, 1_250, 1_250, 1_000, 1_000))
    assert told(cpts(indemnities=(first,)), cpts(indemnities=(second,))) == [
        ("Indemnités", "Ligne 1, professionnel", "non affiché", "nom remplacé (non affiché)"),
        ("Indemnités", "Ligne 1, heures en 2027 et 2028", "10 h", "12,5 h"),
    ]


def test_aids_and_opening_balances() -> None:
    aid = OneOff("Amorçage", SIGNED + 800, 1_500_000)
    variant = cpts(one_offs=(replace(aid, cents=2_000_000),), opening_cash=-50, opening_payables=100)
    assert told(cpts(one_offs=(aid,)), variant) == [
        ("Entrées", "Trésorerie au premier jour", "0 €", "− 0,50 €"),
        ("Entrées", "Dettes au premier jour", "0 €", "1 €"),
        ("Entrées", "Aide « Amorçage », montant", "15 000 €", "20 000 €"),
    ]


def test_fonds_dedies_and_what_an_aid_serves() -> None:
    aid = OneOff("Amorçage", SIGNED + 800, 1_500_000)
    before = cpts(one_offs=(aid,), opening_dedicated=500_000)
    after = replace(
        before,
        one_offs=(replace(aid, mission="acces"),),
        opening_receivables=100,
        snp_spent=(0, 200_000, 200_000, 0, 0),
        dedicated_spent=(0, 0, 0, 300_000, 300_000),
        dedicated_mission="prevention",
    )
    assert sorted(told(before, after)) == [  # in the order of the alphabet
        ("Entrées", "Aide « Amorçage », mission", "vide", MISSION_LABELS["acces"]),
        ("Entrées", "Créances au premier jour", "0 €", "1 €"),
        ("Entrées", "Dépensé sur l'enveloppe SNP de l'exercice, en 2027 et 2028", "0 €", "2 000 €"),
        ("Entrées", "Dépensé sur les fonds dédiés d'ouverture, à partir de 2029", "0 €", "3 000 €"),
        ("Entrées", "Mission servie par les fonds dédiés d'ouverture", "vide", MISSION_LABELS["prevention"]),
    ]


def test_a_blank_row_is_no_line() -> None:
    blank, rent = Entry("", "", "", 0, (0,) * 5), Entry("6132", "Loyer", "", 0, (100_00,) * 5)
    assert told(cpts(charges=(rent,)), cpts(charges=(blank, rent))) == []
    assert told(cpts(charges=(blank, rent)), cpts(charges=(blank, blank, rent))) == []
    assert told(cpts(charges=(blank,)), cpts(charges=(rent,))) == [
        ("Charges", "« Loyer » (6132)", "absente", "500 € sur cinq exercices")
    ]
    nobody, post = Post("", "", 0, 0), Post("Coordination", "", 300_000, 420_000)
    assert told(cpts(posts=(nobody,)), cpts(posts=(post,))) == [
        ("Personnel", "Ligne 1", "absente", "3 000 € brut par mois")
    ]


def test_one_person_is_known_as_the_ceiling_knows_it() -> None:
    first = Indemnity("Anne\u00a0 Durand", "", 6_000, (1_000,) * 5)
    assert told(cpts(indemnities=(first,)), cpts(indemnities=(replace(first, person="anne durand"),))) == []


def test_indicators() -> None:
    one = Indicator("acces", "Médecin traitant", DOWN, (Tier(Fraction(50), 900_000),), (None,) * 7)
    known = replace(one, values=(None, None, *(Fraction("49.5"),) * 5))
    new = replace(one, label="Téléconsultations")
    assert told(under(cpts(), indicators=(one,)), under(cpts(), indicators=(known, new))) == [
        ("Indicateurs", "« Médecin traitant », valeur à partir de 2027", "vide", "49,5"),
        ("Indicateurs", "« Téléconsultations »", "absent", "présent"),
    ]


def test_a_yearly_rise_is_told_as_it_was_typed() -> None:
    # 1,02² = 1,0404; 1,0404 × 1,02 = 1,061208; 1,061208 × 1,02 = 1,08243216, rounded to the millionth
    index = (PPM, 1_020_000, 1_040_400, 1_061_208, 1_082_432)
    assert fields.STRUCTURE["price_index"].since == 1
    assert STRUCTURE_CAUSES["price_index"] == STRUCTURE_CAUSES["wage_index"] == INDEXATION
    assert _yearly(index) == (0, 20_000, 20_000, 20_000, 20_000)


def test_indexes_and_delays_stand_in_the_file_of_scenarios() -> None:
    dearer = cpts(price_index=raised((PPM,) * 5, 20_000), wage_index=raised((PPM,) * 5, 10_000, 3), charges_delay=2)
    assert told(cpts(), dearer) == [
        ("Scénarios", "Hausse des prix par an", "0 %", "2 %"),
        ("Scénarios", "Hausse des salaires par an, à partir de 2029", "0 %", "1 %"),
        ("Scénarios", "Délai ajouté au paiement des charges", "0 mois", "2 mois"),
    ]


@settings(max_examples=40)
@given(seeds)
def test_the_sizes_told_are_those_of_the_schedule(seed: int) -> None:
    for structure in random_pair(seed, "CPTS"):
        family = FAMILIES["CPTS"]
        frame = family.frame(structure.contract, structure.first_exercice, structure.first_month)
        rules = RULES.with_contract(structure.override) if structure.override else RULES
        state = family.schedule(structure.contract, family.table(rules), frame).state
        found = populations(structure, RULES)
        assert (list(found.persons), list(found.sizes)) == (state["population"], state["taille"])
        for mission in MISSION_LABELS:
            facts = family.schedule(structure.contract, family.table(rules), frame).facts
            assert beginning(structure, mission) == facts[f"debut_{mission}"]
    assert populations(MAKERS["ESP"](random.Random(seed))[0], RULES) == Populations((), ())


def test_runs_and_spans() -> None:
    assert list(runs("aaabb", "abbbb")) == [(1, 2, "a", "b")]
    assert list(runs("aab", "bbc")) == [(0, 1, "a", "b"), (2, 2, "b", "c")]
    years = Years((2026, 2027, 2028, 2029, 2030))
    assert span(years, 0, 4) == ""
    assert span(years, 1, 4) == "à partir de 2027"
    assert span(years, 1, 4, since=1) == ""
    assert span(years, 0, 2) == "jusqu'en 2028"
    assert span(years, 1, 3) == "de 2027 à 2029"
    assert span(years, 1, 2) == "en 2027 et 2028"
    assert span(years, 3, 3) == "en 2029"
    assert span(years, 0, 0) == "en 2026"
    # two ranks are the beginning: the second one alone is a year
    assert span(years, 0, 1, since=1) == span(years, 1, 1, since=1) == "en 2027"
    assert span(years, 0, 2, since=1) == "jusqu'en 2028"


def test_a_contract_year_is_told_by_its_first_day() -> None:
    years = years_of(contract_frame(day(2026, 10, 20), 2027))
    assert (years.kind, years.named) == (CONTRACT, (2025, 2026, 2027, 2028, 2029, 2030, 2031))
    assert span(years, 3, 6, since=1) == "à partir de l'année de contrat ouverte le 20/10/2028"
    assert span(years, 0, 3, since=1) == "jusqu'à l'année de contrat ouverte le 20/10/2028"
    assert span(years, 3, 3) == "pour l'année de contrat ouverte le 20/10/2028"
    assert span(years, 3, 4) == "pour les années de contrat ouvertes le 20/10/2028 et le 20/10/2029"
    assert span(years, 2, 4) == "pour les années de contrat ouvertes du 20/10/2027 au 20/10/2029"
    assert span(years, 0, 6) == ""
    # a contract that opens with the fiscal year is told as it is
    assert span(years_of(contract_frame(day(2025, 9, 1), 2026, 9)), 3, 6) == "à partir de 2028"


def test_a_civil_year_says_so_where_it_is_no_fiscal_year() -> None:
    years = years_of(civil_frame(2026, 9))
    assert (years.kind, years.named) == (CIVIL, (2025, 2026, 2027, 2028, 2029, 2030, 2031))
    assert span(years, 3, 6) == "à partir de l'année civile 2028"
    assert span(years, 0, 3) == "jusqu'à l'année civile 2028"
    assert span(years, 3, 3) == "pour l'année civile 2028"
    assert span(years, 3, 4) == "pour les années civiles 2028 et 2029"
    assert span(years, 2, 4) == "pour les années civiles 2027 à 2029"
    assert span(years_of(civil_frame(2026)), 3, 6) == "à partir de 2028"


def test_a_change_is_a_plain_value() -> None:
    assert Change(AUTRES, "Entrées", "x", "a", "b") == Change(AUTRES, "Entrées", "x", "a", "b", "")
    assert DELAIS in CAUSES
