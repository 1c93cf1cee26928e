"""SCENARIO: what is told in two columns is read as a portfolio and a file of scenarios would be."""

import datetime
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.budget import build_budget
from excel_tools.comparison.causes import substitution
from excel_tools.errors import InputError
from excel_tools.functions import call
from excel_tools.functions.evaluate import default_rules
from excel_tools.functions.hosts.cell import CellError, in_cell
from excel_tools.functions.scenario_facts import pair, read_described, structure
from excel_tools.inputs import columns
from excel_tools.inputs.fields import PARSERS
from excel_tools.inputs.table import plain
from excel_tools.scenarios.parameters import find, known, plain_names
from excel_tools.structure import KINDS
from excel_tools.vector import PPM

RULES = default_rules()
DAY = datetime.date(2026, 1, 1)
BARE: dict[str, list[tuple[str, object]]] = {
    "CPTS": [("type", "CPTS"), ("Date de signature", DAY), ("Population", 39_900), ("Premier exercice", 2026)],
    "MSP": [
        ("type", "MSP"),
        ("Date du contrat", DAY),
        ("Premier exercice", 2026),
        ("patientele", 4000),
        ("ps_associes", 16),
    ],
    "ESS": [("type", "ESS"), ("Date de signature", DAY), ("Premier exercice", 2026), ("dotation", 75_000)],
    "ESP": [("type", "ESP"), ("Date de début", DAY), ("Premier exercice", 2026), ("Équipes", 3), ("Montant", 8000)],
}
BARE["ESP"][4] = ("Montant par équipe", 8000)
SAMPLES: dict[str, object] = {
    "date": DAY,
    "signature": DAY,
    "signature_msp": DAY,
    "signature_ess": DAY,
    "signature_esp": DAY,
    "region": "Bretagne",
    "oui_non": "oui",
    "taux": "80 %",
    "atteinte": "80 %",
    "croissance": "1 %",
    "nom": "Une structure",
    "communes": "Blois, Vendôme",
    "annee": 2026,
    "mois": 7,
    "mission": "accès",
}


def rows(kind: str, *more: tuple[object, ...]) -> list[list[object]]:
    return [[*row, *[None] * (3 - len(row))] for row in (*BARE[kind], *more)]


def told(kind: str, *more: tuple[object, ...]) -> Any:
    return structure(read_described(rows(kind, *more), "donnees"), RULES)


def varied(kind: str, *changes: tuple[object, ...]) -> Any:
    asked = read_described([[*row, *[None] * (3 - len(row))] for row in changes], "variante")
    return pair(read_described(rows(kind), "reference"), asked, RULES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_the_portfolio_is_a_word_of_the_functions(kind: str) -> None:
    for column in columns.KIND_COLUMNS[kind]:
        if column.key == "contrat":
            continue
        value = SAMPLES.get(column.kind, 1)
        assert PARSERS[column.kind](value, column.title) is not None
        for word in column.titles:
            # told alone over the bare rows, which must not say it as well
            bare = [row for row in BARE[kind] if not names(kind, row[0], column)]
            given = [[*row] for row in (*bare, (word, value))]
            if plain(word) == "retard":
                with pytest.raises(InputError, match="deux façons"):
                    structure(read_described(given, "donnees"), RULES)
            elif column.key not in ("fir_date", "fir_montant", "adherents"):
                structure(read_described(given, "donnees"), RULES)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_spent_of_older_fonds_dedies_is_theirs(kind: str) -> None:
    found = told(
        kind,
        (titled(kind, "fonds_dedies"), 500),
        (titled(kind, "fonds_depense_2"), 300),
        (titled(kind, "creances"), 20),
    )
    assert (found.opening_dedicated, found.opening_receivables) == (500_00, 20_00)
    assert found.dedicated_spent == (0, 300_00, 0, 0, 0)
    assert found.snp_spent == (0,) * 5


def titled(kind: str, key: str) -> str:
    return next(column.title for column in columns.KIND_COLUMNS[kind] if column.key == key)


def names(kind: str, word: str, column: columns.Column) -> bool:
    return plain(word) in {plain(title) for title in column.titles}


@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_of_a_scenario_is_one_of_a_variant(kind: str) -> None:
    values: dict[str, object] = {"bareme": "2024" if kind != "ESS" else "2026", "fin_anticipee": "31/12/2028"}
    for name in known(kind):
        if name in ("base", "contrat") or "<" in name:
            continue
        before, after = varied(
            kind, (name, values.get(name, {"renouvellement": "oui", "population": 50_000}.get(name, 0)))
        )
        build_budget(before, RULES)
        build_budget(after, RULES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_gap_is_told_under_the_cause_its_parameter_announces(kind: str) -> None:
    tried: dict[str, object] = {"renouvellement": "non", "population": 50_000, "fin_anticipee": "31/12/2028"}
    tried |= {"bareme": 2020, "equipes": 7}
    told_under = {}
    for name in plain_names(kind):
        # a parameter takes one of these, and changes something under one of them at least
        for value in () if name in ("base", "contrat") else (tried.get(name, "5 %"), 2, "oui", "non"):
            try:
                causes = substitution(*varied(kind, (name, value))).causes
            except InputError:
                continue
            if causes:
                told_under[name] = causes
    announced = {name: (parameter.cause_for(kind),) for name in told_under if (parameter := find(name)) is not None}
    assert told_under == announced
    # without missions, what is put off is the payments
    assert told_under["decalage"] == ("dates" if kind == "CPTS" else "delais",)
    assert {"retard", "fin_anticipee", "prix", "salaires"} <= set(told_under)


def test_a_value_may_begin_in_a_year() -> None:
    found = told("CPTS", ("population", 41_000, 2028), ("atteinte", "80 %"), ("atteinte parcours", 0.6, 2029))
    # signed on 1 January 2026: the periods open in 2025, 2026, … 2031
    assert found.contract.population == [39_900] * 3 + [41_000] * 4
    assert found.contract.attainment["parcours"] == [800_000] * 4 + [600_000] * 3
    assert found.contract.attainment["acces"] == [800_000] * 7


def test_a_variant_says_only_what_differs() -> None:
    before, after = varied("CPTS", ("début parcours", DAY), ("trésorerie d'ouverture", 1000), ("atteinte", "50 %"))
    assert before.contract.starts["parcours"] == 0
    assert after.contract.starts["parcours"] == DAY.toordinal()
    assert (before.opening_cash, after.opening_cash) == (0, 100_000)
    assert before.contract.attainment["acces"] == [PPM] * 7
    assert after.contract.attainment["acces"] == [500_000] * 7
    assert (before.contract.population, before.first_exercice) == (after.contract.population, after.first_exercice)
    assert varied("ESS", ("retard du financeur", 2))[1].contract.funder_delay == 2
    assert varied("ESS", ("retard de paiement", 2))[1].contract.delay == 2


def test_the_hypotheses_of_the_variant_come_after_those_of_the_reference() -> None:
    reference = read_described(rows("CPTS", ("prix", "2 %"), ("atteinte", "80 %", 2028)), "reference")
    variant = read_described([["atteinte", "60 %"], ["prix", "1 %", 2029]], "variante")
    before: Any
    after: Any
    before, after = pair(reference, variant, RULES)
    assert before.contract.attainment["acces"] == [PPM] * 3 + [800_000] * 4
    assert after.contract.attainment["acces"] == [600_000] * 7
    # 1,02² = 1,0404, then 1 % more a year: 1,050804 and 1,06131204
    assert before.price_index == (1_000_000, 1_020_000, 1_040_400, 1_061_208, 1_082_432)
    assert after.price_index == (1_000_000, 1_020_000, 1_040_400, 1_050_804, 1_061_312)


def test_charges_and_income_by_account() -> None:
    found = told("ESP", ("charge 613", 1200), ("charge 613", 2400, 2028), ("produit 758", "500 €", 2029))
    assert [(line.account, line.cents) for line in found.charges] == [
        ("613", (120_000, 120_000, 240_000, 240_000, 240_000))
    ]
    assert [(line.account, line.cents) for line in found.incomes] == [("758", (0, 0, 0, 50_000, 50_000))]
    _, after = varied("ESP", ("Charges compte 606", 10))
    assert [line.account for line in after.charges] == ["606"]


def test_the_order_of_the_rows_changes_no_amount() -> None:
    late, early = ("charge 613", 1000, 2028), ("charge 613", 3000, 2027)
    for order in ((late, early), (early, late)):
        # nothing in 2026, 3 000 in 2027, then 1 000 three times
        assert build_budget(told("CPTS", *order), RULES).total_charges_years == (0, 300_000, 100_000, 100_000, 100_000)
    # a variant comes over the whole of the reference, whatever year began there
    _, after = pair(
        read_described(rows("CPTS", late), "reference"), read_described([["charge 613", 2000]], "variante"), RULES
    )
    assert build_budget(after, RULES).total_charges_years == (200_000,) * 5


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (("charge 613", 1000, 2028), ("charges 613", 3000, "2028"), "déjà donné ligne 5 pour la même année"),
        (("taux d'atteinte", "80 %", 2028), ("atteinte", "60 %", 2028), "sous le mot « taux d'atteinte »"),
        (("signature", DAY), ("nom", "A"), "« signature » est déjà donné ligne 2, sous le mot « Date de signature »"),
        (("inflation", "2 %"), ("prix", "3 %"), "« prix » est déjà donné ligne 5, sous le mot « inflation »"),
    ],
)
def test_the_same_thing_under_two_words_is_told(
    first: tuple[object, ...], second: tuple[object, ...], said: str
) -> None:
    with pytest.raises(InputError) as error:
        told("CPTS", first, second)
    assert said in "\n".join(error.value.messages)


def test_another_word_for_a_column_that_must_be_there() -> None:
    bare = [row for row in rows("MSP") if row[0] != "ps_associes"]
    found = structure(read_described([*bare, ["associés", 12]], "donnees"), RULES)
    assert [data.ps_associes for data in found.contract.years] == [12] * 7


@pytest.mark.parametrize("value", [float("inf"), float("-inf")])
def test_what_is_no_finite_number_is_no_date(value: float) -> None:
    with pytest.raises(InputError, match="n'est pas une date"):
        told("ESP", ("date de fin", value))


def test_an_amount_of_the_barème_may_be_another_one() -> None:
    _, after = varied("CPTS", ("bareme.fonctionnement", 55_000), ("bareme.cpts.parcours.fixe.taille1", 26_000, 2028))
    lines = {(line.code, line.size): line for line in after.override.lines}
    assert lines["cpts.fonctionnement", 0].value == 5_500_000
    assert lines["cpts.parcours.fixe", 1].since == datetime.date(2028, 1, 1).toordinal()
    assert lines["cpts.fonctionnement", 0].source == "hypothèse du scénario « variante »"


@pytest.mark.parametrize(
    ("kind", "row", "said"),
    [
        ("CPTS", ("populations", 3), "ligne 1 : donnée « populations » inconnue. Vouliez-vous dire « population »"),
        ("CPTS", ("dates de signature", DAY), "Vouliez-vous dire « Date de signature »"),
        ("CPTS", ("zzz", 3), "Écrire une colonne du portefeuille"),
        ("CPTS", ("equipes", 3), "sans effet sur une CPTS"),
        ("CPTS", ("contrat", "contrat.csv"), "écrire « bareme. » suivi du code"),
        ("CPTS", ("base", "central"), "part toujours de la référence"),
        ("CPTS", ("indicateur.1", 3), "aucun indicateur"),
        ("CPTS", ("date de signature", DAY, 2028), "vaut pour tout le contrat, sans année"),
        ("CPTS", ("retard", 2, 2028), "sans année"),
        ("CPTS", ("charge 99", 3), "ligne 1 : « 99 » n'est pas un compte de charges"),
        ("CPTS", ("charge 613", "mille"), "ligne 1, charge 613 : « mille » n'est pas un nombre"),
        ("CPTS", ("charge 613", 3, "bientôt"), "« bientôt » n'est pas un nombre"),
        ("CPTS", ("premier exercice", 2099), "hors limites"),
        ("MSP", ("type", "CPTS"), "un autre type ne se compare pas"),
        ("ESS", ("date de signature", "01/01/2024"), "ne finance les ESS qu'à partir"),
        ("ESP", ("equipes", -1), "« -1 » est négatif"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(kind: str, row: tuple[object, ...], said: str) -> None:
    with pytest.raises(InputError) as error:
        varied(kind, row)
    assert said in "\n".join(error.value.messages)


def test_every_mistake_of_a_range_at_once() -> None:
    with pytest.raises(InputError) as error:
        told("CPTS", ("zzz", 3), ("charge 99 9", 3), ("retards", 2))
    assert len(error.value.messages) == 3
    with pytest.raises(InputError) as error:
        read_described([["a", 1, 2028, 4], ["b"], ["Atteinte", 1], ["atteinte", 2]], "donnees")
    assert len(error.value.messages) == 3


def test_the_contract_must_touch_the_horizon() -> None:
    late = [["type", "CPTS"], ["signature", DAY], ["population", 3], ["premier exercice", 2020]]
    with pytest.raises(InputError, match="trop loin du contrat, qui commence en 2026"):
        structure(read_described(late, "donnees"), RULES)


def test_the_gap_is_that_of_its_causes() -> None:
    reference = rows("CPTS", ("début parcours", DAY), ("charge 641", 30_000))
    variant = [["atteinte", "60 %"], ["population", 50_000], ["charge 641", 35_000], ["retard du financeur", 2]]
    for measure in ("produits", "charges", "tresorerie", "tresorerie_basse"):
        causes: Any = call("SCENARIO.CAUSES", [reference, variant, measure]).resultat
        gap: Any = call("SCENARIO.COMPARER", [reference, variant, measure]).resultat
        *parts, whole = causes
        for name in whole:
            if name.startswith(("exercice", "cinq")):
                assert round(sum(part[name] for part in parts), 2) == whole[name]
        assert whole["cause"] == "Écart"
        assert gap[-1]["ecart"] == whole["cinq_exercices"]
        assert gap[-1]["ecart_2026"] == whole["exercice_2026"]


def test_what_must_be_told_is_told() -> None:
    answer = call("SCENARIO.BUDGET", [rows("CPTS", ("charge 641", 900_000))])
    assert any("trésorerie" in sentence.lower() for sentence in answer.avertissements)
    assert any("n'est pas engagée" in sentence for sentence in answer.avertissements)


cells = st.one_of(st.none(), st.text(max_size=12), st.integers(-5, 3000), st.floats(allow_nan=False), st.booleans())


@given(
    st.lists(st.tuples(st.sampled_from(["type", "population", "atteinte", "prix", "charge 613", "x"]), cells, cells))
)
def test_any_range_gives_a_budget_or_a_sentence(found: list[tuple[object, ...]]) -> None:
    shown = in_cell("SCENARIO.COMPARER", [rows("CPTS"), [list(row) for row in found]])
    assert isinstance(shown, list) or (isinstance(shown, CellError) and shown.sentence)


def test_the_functions_import_without_what_libreoffice_lacks() -> None:
    code = (
        "import sys\n"
        "for name in ('numpy', 'pandas', 'isal', 'orjson', 'openpyxl', 'xlsxwriter'): sys.modules[name] = None\n"
        "from excel_tools.functions import call\n"
        "print(call('SCENARIO.BUDGET', ['type=ESP;début=01/01/2026;équipes=3;montant=8000;premier exercice=2026',"
        " 'droits']).resultat[-1]['cinq_exercices'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout == "120000\n"
