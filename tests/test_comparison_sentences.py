"""A gap in sentences: each cause with its inputs, its amount and its source; together they make the gap."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.comparison.causes import ATTEINTE, BAREME, COMBINED, DATES, DELAIS, TAILLE
from excel_tools.comparison.effects import effect, signed_euros
from excel_tools.comparison.figures import LOWEST, MEASURES, PRODUITS, RESULTAT, TRESORERIE, over_years, total
from excel_tools.comparison.sentences import OWN, Sentence, sentences
from excel_tools.errors import InputError
from excel_tools.rules import Contract, ContractLine
from excel_tools.spending.entry import Entry
from excel_tools.structure import KINDS, Structure
from excel_tools.vector import PPM
from tests.comparison_support import RULES, SIGNED, attainment, cpts, gap, random_pair, under


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def told(reference: Structure, variant: Structure, measure: str = PRODUITS) -> list[Sentence]:
    return [
        replace(one, text=plain(one.text), source=plain(one.source))
        for one in sentences(gap(reference, variant), RULES, measure)
    ]


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from(KINDS))
def test_the_sentences_make_the_gap(seed: int, kind: str) -> None:
    found = gap(*random_pair(seed, kind))
    for measure in MEASURES:
        before, after = (over_years(measure, total(kind, table, measure)) for table in (found.before, found.after))
        said = sentences(found, RULES, measure)
        assert sum(one.cents for one in said) == after - before
        assert [one.cause for one in said] == [
            cause for cause in found.alone if cause in {sentence.cause for sentence in said}
        ]
        assert all(one.text.endswith(".") and one.source for one in said)
        shown = " ".join(one.text for one in said)
        assert "Professionnel" not in shown
        assert "None" not in shown


def test_an_attainment_and_the_text_of_its_amount() -> None:
    variant = under(cpts(), attainment={"parcours": [PPM] * 3 + [600_000] * 4})
    (one,) = told(cpts(), variant)
    # 25 000 € printed in size 1, 40 % less over three years, of which the last one is paid after the horizon
    assert one.cents == -3_000_000
    assert one.text == (
        "Atteinte des objectifs (parcours pluriprofessionnels, à partir de 2028 : 60 % au lieu de 100 %) : "
        "− 30 000 € de produits et de résultat sur cinq exercices, − 20 000 € de trésorerie à la fin du cinquième."
    )
    amount = RULES.amount("cpts.parcours.variable")
    assert one.source == f"{amount.source.title}, {amount.place}"


def test_every_mission_at_once_is_said_once() -> None:
    (one,) = told(under(cpts(), attainment=attainment(PPM)), under(cpts(), attainment=attainment(0)))
    assert "(toutes les missions : 0 % au lieu de 100 %)" in one.text


def test_a_size_that_is_crossed() -> None:
    grown = under(cpts(39_900), population=[39_900] * 4 + [41_000] * 3)
    (one,) = told(cpts(39_900), grown)
    assert one.cause == TAILLE
    assert one.text.startswith(
        "Population et taille (habitants couverts, à partir de 2029 : 41 000 habitants au lieu de 39 900)"
    )
    assert one.text.endswith(" ; taille 2 au lieu de 1 à partir de 2029 (41 000 habitants au lieu de 39 900).")
    amount = RULES.amount("cpts.taille.seuils")
    assert one.source == f"{amount.source.title}, {amount.place}"
    (same,) = told(cpts(39_000), cpts(39_900))
    assert same.text.endswith(" : sans effet (la taille ne change pas).")


def test_what_no_text_fixes_is_the_structures_own() -> None:
    (late,) = told(cpts(), under(cpts(), funder_delay=2))
    assert (late.cause, late.cents, late.source) == (DELAIS, 0, OWN)
    (ended,) = told(cpts(), under(cpts(), ends_on=SIGNED + 1826))
    assert (ended.cause, ended.source) == (DATES, OWN)
    assert "fin anticipée du contrat : 31/12/2028, vide dans la référence" in ended.text


def test_what_is_to_confirm_says_so() -> None:
    (one,) = told(cpts(), under(cpts(), renewal=0))
    assert RULES.amount("cpts.renouvellement").confidence() == "à confirmer"
    assert one.source.endswith("(à confirmer)")


def test_an_amount_of_a_contract_cites_both_texts() -> None:
    line = ContractLine("cpts.fonctionnement", 5_500_000, 0, 0, "contrat signé le 01/01/2024")
    (one,) = told(cpts(), replace(cpts(), override=Contract("contrat.csv", (line,))))
    national = RULES.amount("cpts.fonctionnement")
    assert (one.cause, one.cents) == (BAREME, 2_500_000)
    assert one.source == f"contrat signé le 01/01/2024, contrat.csv. {national.source.title}, {national.place}"
    assert "fonctionnement de la communauté, taille 1 : 55 000 € par an au lieu de 50 000 €)" in one.text


def test_what_causes_give_together_has_its_own_sentence() -> None:
    # 60 % more of a part at half attainment is not 60 % more of the whole of it
    line = ContractLine("cpts.parcours.variable", 4_000_000, 0, 0, "contrat")
    variant = replace(under(cpts(), attainment={"parcours": [PPM // 2] * 7}), override=Contract("contrat.csv", (line,)))
    found = told(cpts(), variant)
    assert [(one.cause, one.cents) for one in found] == [
        (BAREME, 5 * 1_500_000),
        (ATTEINTE, 5 * -1_250_000),
        (COMBINED, 5 * -750_000),
    ]
    assert found[-1].text.startswith("Effet combiné (ce que ces changements donnent ensemble")


def test_many_inputs_are_counted() -> None:
    lines = tuple(Entry("606", f"Achat {rank}", "", 0, (100,) * 5) for rank in range(9))
    (one,) = told(cpts(), cpts(charges=lines), "charges")
    assert one.text.count("ajout") == 4
    assert "; et 5 autres saisies)" in one.text
    assert one.cents == 9 * 500


def test_cash_is_told_by_its_last_day_and_its_lowest() -> None:
    reference, variant = cpts(opening_cash=100_000), cpts(opening_cash=40_000)
    for measure in (TRESORERIE, LOWEST):
        (one,) = told(reference, variant, measure)
        assert one.cents == -60_000
    assert "de trésorerie à la fin du cinquième exercice" in told(reference, variant, TRESORERIE)[0].text


def test_a_cause_that_moves_another_measure_is_never_without_effect() -> None:
    # no mission: on 1 January 2026 come 75 % of the 50 000 € of the year and 25 % of those of the year before
    reference = under(cpts(), starts={})
    (late,) = told(reference, under(reference, funder_delay=2))
    assert (late.cause, late.cents) == (DELAIS, 0)
    assert late.text.endswith(" : sans effet sur les produits, mais − 50 000 € au point bas de la trésorerie.")
    (low,) = told(reference, under(reference, funder_delay=2), LOWEST)
    assert low.cents == -5_000_000
    assert low.text.endswith(" : − 50 000 € au point bas de la trésorerie.")
    # 1 000 € spent in each of five years: the cash is lowest at the end
    paper = Entry("606", "Papier", "", 12, (100_000,) * 5)
    (bought,) = told(cpts(), cpts(charges=(paper,)))
    assert bought.text.endswith(
        " : sans effet sur les produits, mais − 5 000 € de résultat sur cinq exercices, ainsi que de trésorerie à la "
        "fin du cinquième."
    )
    assert told(cpts(), cpts(charges=(paper,)), "charges")[0].text.endswith(
        " : + 5 000 € de charges sur cinq exercices, − 5 000 € de résultat, ainsi que de trésorerie à la fin du "
        "cinquième."
    )


def test_the_same_amount_is_told_once() -> None:
    assert plain(effect({PRODUITS: -1_234_500, RESULTAT: -1_234_500, TRESORERIE: -900_000, LOWEST: 0}, PRODUITS)) == (
        "− 12 345 € de produits et de résultat sur cinq exercices, − 9 000 € de trésorerie à la fin du cinquième"
    )
    assert plain(effect(dict.fromkeys((PRODUITS, RESULTAT, TRESORERIE, LOWEST), 50), PRODUITS)) == (
        "+ 0,50 € de produits et de résultat sur cinq exercices, ainsi que de trésorerie à la fin du cinquième et à "
        "son point bas"
    )
    assert plain(effect({TRESORERIE: 100, PRODUITS: 0, RESULTAT: 0, LOWEST: -100}, TRESORERIE)) == (
        "+ 1 € de trésorerie à la fin du cinquième exercice, − 1 € à son point bas"
    )
    assert effect({RESULTAT: 0, LOWEST: 0}, RESULTAT) == "sans effet sur le résultat"


def test_the_others_are_chosen() -> None:
    reference = under(cpts(), starts={})
    (late,) = sentences(gap(reference, under(reference, funder_delay=2)), RULES, PRODUITS, others=())
    assert plain(late.text).endswith(" : sans effet sur les produits.")
    with pytest.raises(InputError, match="« caisse » inconnue"):
        sentences(gap(cpts(), cpts()), RULES, PRODUITS, ("caisse",))


def test_nothing_differs_nothing_is_said() -> None:
    assert told(cpts(), cpts()) == []


def test_unknown_measure() -> None:
    with pytest.raises(InputError, match=r"« produit » inconnue\. Vouliez-vous dire « produits »"):
        sentences(gap(cpts(), cpts()), RULES, "produit")


def test_signed_euros() -> None:
    assert plain(signed_euros(-1_234_500)) == "− 12 345 €"
    assert plain(signed_euros(123_456)) == "+ 1 234,56 €"


def test_lines_that_make_up_for_each_other_are_told() -> None:
    # size 2 from 2026 on: 60 000 € of running costs less 3 000 €, 30 000 € of « parcours » fixed plus 3 000 €, each
    # year of five
    amounts = [(code, RULES.amount(code).value(2)) for code in ("cpts.fonctionnement", "cpts.parcours.fixe")]
    changed = [
        ContractLine(code, cents + step, 2, 0, "contrat")
        for (code, cents), step in zip(amounts, (-300_000, 300_000), strict=True)
    ]
    reference = cpts(50_000)
    for measure in (PRODUITS, TRESORERIE):
        (one,) = told(reference, replace(reference, override=Contract("", tuple(changed))), measure)
        assert one.text.endswith(
            " ; les lignes de produits se compensent (fonctionnement − 15 000 €, parcours – part fixe + 15 000 €)."
        )
