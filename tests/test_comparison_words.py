"""The words of a gap: what concerns the structure, why nothing moves, where it comes from, in good French."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.comparison.changes import changes
from excel_tools.comparison.details import details
from excel_tools.comparison.figures import PRODUITS, RESULTAT, TRESORERIE
from excel_tools.comparison.idle import Idle
from excel_tools.comparison.sentences import OWN, Sentence, sentences
from excel_tools.dates import day
from excel_tools.errors import InputError
from excel_tools.funding.cpts import BY_INDICATORS
from excel_tools.funding.esp import EspContract
from excel_tools.funding.indicators import DOWN, Indicator
from excel_tools.rules import Contract, ContractLine
from excel_tools.scenarios.amounts import check_amendment, overridden, source_of, supposed
from excel_tools.spending.entry import Entry, raised
from excel_tools.spending.staff import Post
from excel_tools.structure import KINDS, Structure
from excel_tools.vector import PPM
from tests.comparison_support import RULES, SIGNED, attainment, cpts, gap, random_pair, under

TWO = under(cpts(), starts={"parcours": SIGNED, "prevention": SIGNED})
"""A CPTS of size 1 with two missions; their variable parts are 25 000 € and 10 000 € a year."""
NONE = under(cpts(), starts={})


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def told(reference: Structure, variant: Structure, measure: str = PRODUITS) -> list[Sentence]:
    return [
        replace(one, text=plain(one.text), source=plain(one.source))
        for one in sentences(gap(reference, variant), RULES, measure)
    ]


def signed(*lines: ContractLine, file: str = "contrat.csv") -> Contract:
    return Contract(file, lines)


def cited(code: str) -> str:
    amount = RULES.series(code)[-1]
    return f"{amount.source.title}, {amount.place}"


@settings(max_examples=50)
@given(st.integers(0, 10**6), st.sampled_from(KINDS))
def test_what_is_said_to_give_nothing_gives_nothing(seed: int, kind: str) -> None:
    found = gap(*random_pair(seed, kind))
    idle = Idle(found.structure, found.variant, RULES)
    for cause, table in found.alone.items():
        own = [change for change in changes(found.structure, found.variant, RULES) if change.cause == cause]
        if own and all(idle.why(change) for change in own):
            assert not any(map(any, table)), [(change, idle.why(change)) for change in own]


def test_only_the_missions_engaged_are_named_and_cited() -> None:
    (one,) = told(TWO, under(TWO, attainment=attainment(700_000)))
    # 30 % of 35 000 € a year, that of 2025 being paid in 2026 and that of 2030 after the horizon
    assert one.text == (
        "Atteinte des objectifs (parcours pluriprofessionnels, prévention : 70 % au lieu de 100 %) : − 52 500 € de "
        "produits et de résultat sur cinq exercices, ainsi que de trésorerie à la fin du cinquième."
    )
    title = RULES.amount("cpts.parcours.variable").source.title
    places = [RULES.amount(f"cpts.{mission}.variable").place for mission in ("parcours", "prevention")]
    assert one.source == f"{title}, {' ; '.join(places)}"


def test_a_mission_that_is_not_engaged_gives_nothing() -> None:
    (one,) = told(TWO, under(TWO, attainment={"qualite": [PPM // 2] * 7}))
    assert one.text == (
        "Atteinte des objectifs (qualité et pertinence : 50 % au lieu de 100 %) : sans effet (mission non engagée)."
    )
    (two,) = told(TWO, under(TWO, attainment={"qualite": [0] * 7, "acces": [0] * 7}))
    assert two.text.endswith(
        "(accès aux soins, qualité et pertinence : 0 % au lieu de 100 %) : sans effet (missions non engagées)."
    )


def test_indicators_that_nobody_entered_are_said_to_count_for_nothing() -> None:
    rows = {mission: [BY_INDICATORS] * 7 for mission in ("parcours", "prevention", "qualite")}
    (one,) = told(TWO, under(TWO, attainment=rows))
    assert one.text == (
        "Atteinte des objectifs (parcours pluriprofessionnels, prévention : « indicateurs » au lieu de 100 %) : "
        "− 175 000 € de produits et de résultat sur cinq exercices, ainsi que de trésorerie à la fin du cinquième ; "
        "aucun indicateur saisi (parcours pluriprofessionnels, prévention) : part variable comptée 0 €."
    )
    measured = Indicator("parcours", "Dossiers", DOWN, (), (None,) * 7)
    (one,) = told(TWO, under(TWO, attainment=rows, indicators=(measured,)))[:1]
    assert one.text.endswith(" ; aucun indicateur saisi (prévention) : part variable comptée 0 €.")


def test_a_shift_is_told_by_the_day_on_which_the_mission_begins() -> None:
    reference = under(NONE, starts={"parcours": SIGNED, "prevention": day(2027, 7, 15)})
    (one,) = told(reference, under(reference, shifts=dict.fromkeys(("acces", "parcours", "prevention"), 5)))
    assert one.text.startswith(
        "Dates des missions et du contrat (prévention : démarrage le 15/12/2027 au lieu du 15/07/2027) : − "
    )
    both = under(reference, starts={"prevention": day(2027, 8, 1)}, shifts={"prevention": 2})
    assert "prévention : démarrage le 01/10/2027 au lieu du 15/07/2027" in told(reference, both)[0].text
    assert "parcours pluriprofessionnels : mission retirée, au lieu d'un démarrage le 01/01/2024" in (
        told(reference, both)[0].text
    )
    assert "prévention : démarrage le 15/07/2027, mission ajoutée" in told(NONE, reference)[0].text


def test_a_shift_of_what_has_begun_says_so() -> None:
    (one,) = told(TWO, under(TWO, shifts={"parcours": 6, "crise": 6}))
    assert one.text == (
        "Dates des missions et du contrat (décalage, parcours pluriprofessionnels : 6 mois au lieu d'aucun) : sans "
        "effet (mission déjà commencée le 01/01/2024)."
    )
    (two,) = told(TWO, under(TWO, shifts={"parcours": 6, "prevention": 6}))
    assert two.text.endswith("6 mois au lieu d'aucun) : sans effet (missions déjà commencées).")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        # signed on 1 January 2024: the seventh period opens on 1 January 2031, after the last day of the horizon
        ({"attainment": {"parcours": [PPM] * 6 + [0]}}, "après le dernier exercice"),
        ({"ends_on": day(2035, 12, 31)}, "après le dernier exercice"),
        ({"crisis_day": day(2028, 3, 1)}, "mission non engagée"),
    ],
)
def test_nothing_moves_and_it_is_said_why(changed: dict[str, object], why: str) -> None:
    (one,) = told(TWO, under(TWO, **changed))
    assert one.cents == 0
    assert one.text.endswith(f" : sans effet ({why}).")


def test_a_contract_that_outlives_the_horizon_needs_no_renewal() -> None:
    # signed on 1 January 2026: its five years end with the fifth fiscal year
    young = under(cpts(), signature=day(2026, 1, 1), starts={})
    (one,) = told(young, under(young, renewal=0))
    assert one.text == (
        "Dates des missions et du contrat (contrat non renouvelé au 31/12/2030) : sans effet (le contrat court encore "
        "à la fin du dernier exercice)."
    )
    (renewed,) = told(under(young, renewal=0), young)
    assert "(contrat renouvelé au 31/12/2030)" in renewed.text
    # signed two years earlier, it ends on 31 December 2028: two years of 50 000 € less
    (ended,) = told(NONE, under(NONE, renewal=0))
    assert "− 100 000 € de produits et de résultat sur cinq exercices" in ended.text


def test_no_line_no_rise() -> None:
    (prices,) = told(NONE, replace(NONE, price_index=raised((PPM,) * 5, 20_000)))
    assert prices.text == (
        "Indexation des prix et des salaires (hausse des prix par an : 2 % au lieu de 0 %) : sans effet (aucune ligne "
        "de charges)."
    )
    (wages,) = told(NONE, replace(NONE, wage_index=raised((PPM,) * 5, -5_000)))
    assert wages.text.endswith(
        "(hausse des salaires par an : − 0,5 % au lieu de 0 %) : sans effet (aucun poste salarié)."
    )
    (late,) = told(NONE, replace(NONE, charges_delay=3))
    assert late.text.endswith(" : 3 mois au lieu d'aucun) : sans effet (aucune ligne de charges).")


def test_years_that_move_without_their_total_are_no_silence() -> None:
    # 60 000 € are spent each February, before the delayed 50 000 € come in: the cash of each year goes 50 000 € lower,
    # but that of the five years is lowest on 31 December 2030, at 100 + 5 × 50 − 5 × 60 − 200 = −150 thousand euros
    charges = (Entry("606", "Achats", "", 2, (6_000_000,) * 5), Entry("67", "Litige", "", 12, (0,) * 4 + (20_000_000,)))
    reference = replace(NONE, opening_cash=10_000_000, charges=charges)
    (one,) = told(reference, under(reference, funder_delay=2))
    assert one.text.endswith(" : sans effet sur le total des cinq exercices, mais certains exercices changent.")


def test_a_measure_that_nobody_asked_for_is_told_rather_than_nothing() -> None:
    late = gap(NONE, under(NONE, funder_delay=2))
    (one,) = sentences(late, RULES, RESULTAT, (TRESORERIE,))
    assert plain(one.text).endswith(" : sans effet sur le résultat, mais − 50 000 € au point bas de la trésorerie.")


def test_the_advances_and_the_balances_of_one_day() -> None:
    lines = tuple(ContractLine(code, 600_000, 0, 0, source_of("avances")) for code in ("cpts.avance.taux",))
    (one,) = told(NONE, replace(NONE, override=signed(*lines, file="")))
    assert one.text.endswith(
        " : 60 % au lieu de 75 %) : sans effet (l'avance d'une année et le solde de la précédente se paient le même "
        "jour)."
    )


def test_the_amounts_of_the_barème_are_no_change() -> None:
    # printed for size 2, « à confirmer »: a contract that gives the same changes no euro
    unsure = RULES.amount("cpts.crise.plan_premiere_annee")
    assert unsure.confidence(2) == "à confirmer"
    same = signed(ContractLine(unsure.code, unsure.value(2), 2, 0, "contrat"))
    (one,) = told(cpts(50_000), replace(cpts(50_000), override=same))
    assert (one.text, one.cents) == ("Barème et montants du contrat : mêmes montants, sans effet.", 0)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("cpts.amorcage.coordination", "montant étranger à ce budget"),
        ("cpts.qualite.fixe", "mission non engagée"),
        ("cpts.crise.declaree", "mission non engagée"),
    ],
)
def test_amounts_that_do_not_count_are_not_cited_beside_those_that_do(code: str, why: str) -> None:
    idle = ContractLine(code, 7_777_700, 0, 0, source_of("réforme"))
    (one,) = told(TWO, replace(TWO, override=signed(idle, file="")))
    assert one.text.endswith(f" : sans effet ({why}).")
    counts = ContractLine("cpts.fonctionnement", 5_500_000, 0, 0, source_of("réforme"))
    (two,) = told(TWO, replace(TWO, override=signed(counts, idle, file="")))
    assert two.text == (
        "Barème et montants du contrat (fonctionnement de la communauté, taille 1 : 55 000 € par an au lieu de "
        "50 000 €) : + 25 000 € de produits et de résultat sur cinq exercices, ainsi que de trésorerie à la fin du "
        "cinquième, + 5 000 € à son point bas."
    )
    assert two.source == f"hypothèse du scénario « réforme », à la place de : {cited('cpts.fonctionnement')}"


def test_a_crisis_that_nobody_declares_is_no_amount() -> None:
    line = ContractLine("cpts.crise.declaree", 7_777_700, 0, 0, source_of("réforme"))
    (one,) = told(cpts(), replace(cpts(), override=signed(line, file="")))
    assert one.text.endswith(" : sans effet (aucune crise déclarée).")
    first = ContractLine("cpts.crise.plan_premiere_annee", 7_777_700, 0, 0, source_of("réforme"))
    (one,) = told(cpts(), replace(cpts(), override=signed(first, file="")))
    assert one.text.endswith(" : sans effet (plan de crise déjà rédigé).")


def test_what_a_scenario_replaces_is_cited_as_such() -> None:
    own = signed(ContractLine("cpts.fonctionnement", 5_200_000, 0, 0, "avenant du 3 mars 2025"))
    reference = replace(NONE, override=own)
    line = ContractLine("cpts.fonctionnement", 5_500_000, 0, 0, source_of("m"))
    (one,) = told(reference, replace(reference, override=overridden(own, [line], "cpts")))
    assert one.source == "hypothèse du scénario « m », à la place de : avenant du 3 mars 2025, contrat.csv"
    (back,) = told(replace(reference, override=overridden(own, [line], "cpts")), reference)
    assert back.source == one.source
    bare = overridden(None, [line], "cpts")
    assert bare == Contract("", (line,))
    (two,) = told(NONE, replace(NONE, override=bare))
    assert two.source == f"hypothèse du scénario « m », à la place de : {cited('cpts.fonctionnement')}"
    other = overridden(None, [replace(line, value=5_600_000, source=source_of("n"))], "cpts")
    (three,) = told(replace(NONE, override=bare), replace(NONE, override=other))
    assert three.source == (
        f"hypothèse du scénario « m », hypothèse du scénario « n », à la place de : {cited('cpts.fonctionnement')}"
    )


def test_what_a_scenario_supposes_is_its_own() -> None:
    late = replace(under(NONE, funder_delay=2), scenario="prudent")
    (one,) = told(NONE, late)
    assert one.source == "hypothèse du scénario « prudent »"
    (back,) = told(late, NONE)
    assert back.source == "hypothèse du scénario « prudent »"
    (both,) = told(replace(NONE, scenario="central"), late)
    assert both.source == "hypothèse du scénario « central », hypothèse du scénario « prudent »"
    lower = replace(under(TWO, attainment={"parcours": [PPM // 2] * 7}), scenario="prudent")
    (text,) = told(TWO, lower)
    assert text.source == f"hypothèse du scénario « prudent » ; texte de référence : {cited('cpts.parcours.variable')}"
    # a mark, no difference
    assert replace(NONE, scenario="prudent") == NONE
    assert told(NONE, replace(NONE, scenario="prudent")) == []


def test_years_that_all_amounts_share_are_told_once() -> None:
    signature = day(2025, 10, 20)
    reference = under(cpts(), signature=signature, starts={"parcours": signature})
    since = day(2028, 1, 1)
    lines = [
        ContractLine("cpts.fonctionnement", 5_500_000, 0, since, source_of("m")),
        ContractLine("cpts.parcours.fixe", 2_600_000, 0, since, source_of("m")),
    ]
    (one,) = told(reference, replace(reference, override=signed(*lines, file="")))
    assert (
        "(à partir de l'année de contrat ouverte le 20/10/2028, fonctionnement de la communauté, taille 1 : 55 000 € "
        "par an au lieu de 50 000 € ; parcours pluriprofessionnels – part fixe, taille 1 : 26 000 € par an au lieu de "
        "25 000 €)" in one.text
    )
    # 6 000 € a year from 20 October 2028 on: 73 days of 365, one year, one year
    assert one.cents == 600_000 * 73 // 365 + 2 * 600_000
    (later,) = told(reference, under(reference, attainment={"parcours": [PPM] * 3 + [0] * 4}))
    assert "parcours pluriprofessionnels, à partir de l'année de contrat ouverte le 20/10/2027 : 0 %" in later.text


def test_many_amounts_are_counted_as_amounts() -> None:
    missions = ("parcours", "prevention", "qualite", "accompagnement")
    codes = ["cpts.fonctionnement", *(f"cpts.{mission}.fixe" for mission in missions), "cpts.parcours.variable"]
    lines = [ContractLine(code, 9_000_000, 0, 0, source_of("m")) for code in codes]
    (one,) = told(cpts(), replace(cpts(), override=signed(*lines, file="")))
    assert "; et 2 autres montants)" in one.text


def test_a_forfait_typed_by_hand_prevails_on_that_of_a_scenario() -> None:
    contract = EspContract("Centre-Val de Loire", [2] * 7, day(2026, 1, 1), amount=800_000)
    reference = Structure("ESP du Val", "ESP", "Centre-Val de Loire", contract, 2026)
    line = ContractLine("esp.forfait.centre_val_de_loire", 900_000, 0, 0, source_of("r"))
    (one,) = told(reference, replace(reference, override=signed(line, file="")))
    assert one.text.startswith("Barème et montants du contrat (ESP – forfait par équipe, Centre-Val de Loire : 9 000 €")
    assert one.text.endswith(" : sans effet (le montant par équipe saisi l'emporte sur le barème).")


def test_a_line_of_a_table_is_called_as_its_sheet_calls_it() -> None:
    before, after = Post("Anne Durand", "", 300_000, 420_000), Post("Marc Petit", "", 320_000, 420_000)
    (one,) = told(cpts(posts=(before,)), cpts(posts=(after,)))
    assert "(personnel, ligne 1, brut mensuel : 3 200 € au lieu de 3 000 €)" in one.text
    assert one.source == OWN


def worded(reference: Structure, variant: Structure) -> list[str]:
    return [plain(text) for text in details(changes(reference, variant, RULES))]


def test_elisions_and_units() -> None:
    assert worded(NONE, under(NONE, funder_delay=3)) == ["retard du financeur : 3 mois au lieu d'aucun"]
    late = under(NONE, funder_delay=5)
    assert worded(late, under(NONE, funder_delay=3)) == ["retard du financeur : 3 mois au lieu de 5"]
    crises = [under(NONE, crisis_day=day(year, 3, 1)) for year in (2027, 2028)]
    assert worded(*crises) == ["crise sanitaire reconnue le 01/03/2028 au lieu du 01/03/2027"]
    # the line was closed before the horizon opens: a contract brings it back
    line = ContractLine("cpts.acces.snp_compensation", 1_000_000, 1, day(2026, 1, 1), "contrat")
    assert worded(cpts(), replace(cpts(), override=signed(line))) == [
        "accès aux soins – soins non programmés, compensation des professionnels, taille 1 : 10 000 € par an au lieu "
        "d'aucun montant"
    ]


def test_two_days_of_amendment_are_told_to_whom_they_concern() -> None:
    early, late = day(2028, 1, 1), day(2029, 1, 1)
    line = ContractLine("cpts.fonctionnement", 5_500_000, 0, early, source_of("m"))
    assert supposed(line.source)
    with pytest.raises(InputError) as only:
        check_amendment(signed(line, replace(line, code="cpts.parcours.fixe", since=late)), "scénario « m »")
    assert str(only.value) == (
        "scénario « m » : des montants changent à partir du 01/01/2028 et du 01/01/2029 ; un contrat ne porte qu'une "
        "date d'avenant. Donner la même année (« À partir de ») à tous les montants du scénario."
    )
    mixed = signed(line, ContractLine("cpts.parcours.fixe", 2_600_000, 0, late, "avenant"))
    with pytest.raises(InputError, match="laisser « depuis » vide dans le fichier de ce contrat"):
        check_amendment(mixed, "scénario « m »")


def test_a_scenario_that_raises_several_amounts_is_cited_once() -> None:
    rises = {
        "cpts.fonctionnement": ("−\u202f5\u202f%", 5_700_000),
        "cpts.parcours.variable": ("+\u202f10\u202f%", 2_750_000),
    }
    lines = [
        ContractLine(code, cents, 0, 0, f"{source_of('m')} ({rate} sur le barème, au centime)")
        for code, (rate, cents) in rises.items()
    ]
    (one,) = told(TWO, replace(TWO, override=overridden(None, lines, "cpts")))[:1]
    wanted = "hypothèse du scénario « m » (− 5 % ; + 10 % sur le barème, au centime), à la place de : "
    assert one.source.startswith(wanted)
    assert one.source.count("hypothèse") == 1
