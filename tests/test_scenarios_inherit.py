"""A scenario that builds on another: the base first and whole, its own lines next, in whatever order they stand."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from excel_tools.budget import build_budget
from excel_tools.errors import InputError
from excel_tools.inputs import read_portfolio, read_scenarios
from excel_tools.rules import Contract, ContractLine
from excel_tools.scenarios import Setting, chains, names, variants
from excel_tools.scenarios.changes import apply
from excel_tools.scenarios.parameters import CATALOGUE, COLUMNS, concerns, find, known
from excel_tools.structure import KINDS, Structure
from excel_tools.vector import PPM
from tests.random_structures import random_cpts
from tests.scenario_support import ALL, CPTS, RULES

SAMPLES = Path(__file__).parents[1] / "samples"
SAMPLE = read_portfolio(SAMPLES / "portefeuille", RULES).structures
SETTINGS = read_scenarios(
    SAMPLES / "scenarios.csv", {one.name: one.kind for one in SAMPLE}, RULES, structures=SAMPLE
).settings

rates = st.integers(0, 10).map(lambda tenth: tenth * PPM // 10)
years = st.sampled_from([None, 2026, 2028, 2029, 2031, 2040])
several = st.one_of(
    st.tuples(st.sampled_from(["atteinte", "atteinte.acces", "atteinte.parcours", "croissance"]), rates, years),
    st.tuples(st.sampled_from(["prix", "salaires"]), st.integers(-50_000, 80_000), years),
    st.tuples(st.sampled_from(["decalage", "decalage.acces", "retard", "delai_charges"]), st.integers(0, 3), st.none()),
    st.tuples(st.sampled_from(["equipes", "dotation", "ps_associes", "population"]), st.integers(1, 9_000), years),
    st.tuples(
        st.sampled_from(["bareme.cpts.fonctionnement", "bareme.cpts.fonctionnement.taille3", "avance"]),
        st.integers(1, PPM),
        st.none(),
    ),
)


def setting(scenario: str, structure: str, parameter: str, value: int, year: int | None) -> Setting:
    """Return a setting as the reader makes it."""
    if parameter == "avance":
        lines = (ContractLine("cpts.avance.taux", value), ContractLine("msp.avance.taux", value))
        return Setting(scenario, structure, parameter, lines, year)
    if parameter.startswith("bareme."):
        size = 3 if parameter.endswith("3") else 0
        return Setting(scenario, structure, parameter, (ContractLine("cpts.fonctionnement", value, size),), year)
    return Setting(scenario, structure, parameter, value, year)


def table(scenario: str) -> st.SearchStrategy[list[Setting]]:
    """A scenario without two values for the same thing."""
    named = st.sampled_from(["tous", CPTS.name])
    rows = st.lists(st.tuples(named, several), max_size=8, unique_by=lambda row: (row[0], row[1][0], row[1][2]))
    return rows.map(lambda found: [setting(scenario, name, *one) for name, one in found])


def on(scenario: str, base: str) -> Setting:
    return Setting(scenario, "tous", "base", base)


@examples(max_examples=30, deadline=None)
@given(table("a"), table("b"), table("c"), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(
    a: list[Setting], b: list[Setting], c: list[Setting], rng: random.Random
) -> None:
    settings = [Setting("a"), *a, on("b", "a"), *b, on("c", "b"), *c]
    shuffled = settings[:]
    rng.shuffle(shuffled)
    for structure in ALL:
        assert variants(structure, settings) == variants(structure, shuffled)


@examples(max_examples=30, deadline=None)
@given(table("a"), table("b"))
def test_a_base_is_applied_whole_and_then_what_the_scenario_says(a: list[Setting], b: list[Setting]) -> None:
    for structure in ALL:
        under = variants(structure, [Setting("a"), *a])["a"]
        # months of « decalage » count from the structure's own delay, not from that of the base
        alone = apply(under, b, structure.contract.funder_delay)
        assert variants(structure, [on("b", "a"), *b, Setting("a"), *a])["b"] == alone


@examples(max_examples=30, deadline=None)
@given(table("a"))
def test_a_scenario_that_adds_nothing_or_the_same_is_its_base(a: list[Setting]) -> None:
    again = [Setting("c", one.structure, one.parameter, one.value, one.from_year) for one in a]
    for structure in ALL:
        found = variants(structure, [Setting("a"), *a, on("b", "a"), on("c", "b"), *again])
        assert found["a"] == found["b"] == found["c"]


@pytest.mark.parametrize("kind", ["MSP", "ESS", "ESP"])
def test_months_count_from_the_delay_of_the_structure_not_from_that_of_the_base(kind: str) -> None:
    given_one = next(one for one in SAMPLE if one.kind == kind)
    structure = replace(given_one, contract=replace(given_one.contract, funder_delay=2))
    found = variants(
        structure,
        [
            *(Setting("a", "tous", "decalage", 6), on("b", "a"), Setting("b", "tous", "decalage", 3)),
            *(on("c", "a"), on("d", "a"), Setting("d", "tous", "retard", 5)),
            *(on("e", "d"), Setting("e", "tous", "decalage", 1)),
        ],
    )
    delays = {name: one.contract.funder_delay for name, one in found.items()}
    assert delays == {"a": 2 + 6, "b": 2 + 3, "c": 2 + 6, "d": 5, "e": 2 + 1}


@examples(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), table("a"))
def test_no_hypothesis_changes_what_the_first_year_costs(seed: int, a: list[Setting]) -> None:
    structure = random_cpts(random.Random(seed))[0]
    own = structure.override
    late = [one for one in a if not one.parameter.startswith(("bareme", "avance")) or own is None or not own.since]
    for variant in variants(structure, [Setting("a"), *late]).values():
        assert build_budget(variant, RULES).charges_years[0] == build_budget(structure, RULES).charges_years[0]


def test_the_sample_scenarios_in_any_order() -> None:
    rng = random.Random(5)
    shuffled = list(SETTINGS)
    rng.shuffle(shuffled)
    assert chains(SETTINGS) == {
        "central": ("central",),
        **{name: ("central", name) for name in ("prudent", "ambitieux", "réforme montants", "réforme avances")},
    }
    for structure in SAMPLE:
        assert variants(structure, SETTINGS) == variants(structure, shuffled)


@pytest.mark.parametrize("scenario", names(SETTINGS)[1:])
def test_each_sample_scenario_changes_the_cash_of_every_kind_it_speaks_of(scenario: str) -> None:
    """No scenario is a repeat of the reference for a structure that is well under way."""
    changed: set[str] = set()
    for structure in SAMPLE:
        found = variants(structure, SETTINGS, ["central", scenario])
        before, after = (build_budget(one, RULES).months.fin for one in found.values())
        changed |= {structure.kind} if before != after else set()
        if structure.name == "CPTS des Trois Rivières":
            assert before != after
    assert changed == set(KINDS)


def test_only_some_scenarios_may_be_asked_for() -> None:
    settings = [Setting("a", "tous", "atteinte", 0), on("b", "a"), Setting("c")]
    assert list(variants(CPTS, settings, ["c", "b"])) == ["c", "b"]
    assert variants(CPTS, settings, ["b"])["b"] == variants(CPTS, settings)["a"]


def test_a_structure_says_whose_hypotheses_it_bears() -> None:
    own = [Setting("central"), Setting("prudent", "tous", "retard", 2), on("pire", "prudent"), on("tel", "central")]
    found = variants(CPTS, own)
    assert {name: one.scenario for name, one in found.items()} == {
        "central": "", "prudent": "prudent", "pire": "pire", "tel": "",
    }  # fmt: skip
    assert found["central"] is CPTS
    # a mark makes no difference
    assert found["pire"] == found["prudent"]


def test_circles_and_unknown_bases_are_all_told() -> None:
    settings = [on("a", "b"), on("b", "c"), on("c", "b"), on("d", "d"), on("e", "central"), Setting("centrale")]
    with pytest.raises(InputError) as caught:
        chains(settings)
    told = caught.value.messages
    assert len(told) == 3
    assert "scénario « e » : sa base « central » n'est pas un scénario" in told[0]
    assert "Vouliez-vous dire « centrale » ?" in told[0]
    assert "tournent en rond : « b » → « c » → « b »." in told[1]
    assert "tournent en rond : « d » → « d »." in told[2]


def signed(*lines: ContractLine) -> Structure:
    return replace(CPTS, override=Contract("contrat.csv", lines))


def under(structure: Structure, *settings: Setting) -> list[tuple[str, int, int, int]]:
    override = variants(structure, [Setting("s"), *settings])["s"].override
    return [] if override is None else [(one.code, one.size, one.since, one.value) for one in override.lines]


def amount(code: str, value: int, size: int = 0, year: int | None = None, since: int = 0) -> Setting:
    name = f"bareme.{code}" + (f".taille{size}" if size else "")
    return Setting("s", "tous", name, (ContractLine(code, value, size, since),), year)


def test_an_amount_of_the_scenario_takes_the_place_of_that_of_the_contract() -> None:
    code, late = "cpts.fonctionnement", 740_000
    own = signed(ContractLine(code, 1), ContractLine(code, 2, 0, late), ContractLine("cpts.acces.fixe", 3, 3))
    kept = ("cpts.acces.fixe", 3, 0, 3)
    assert under(own, amount(code, 9)) == [kept, (code, 0, 0, 9)]
    assert under(own, amount(code, 9, 0, 2027, late)) == [kept, (code, 0, 0, 1), (code, 0, late, 9)]
    # for one size the others keep what the contract says
    sizes = [(code, size, 0, 9 if size == 2 else 1) for size in (1, 2, 3, 4)]
    amended = [(code, size, late, 2) for size in (1, 3, 4)]
    assert under(own, amount(code, 9, 2)) == [kept, *sizes, *amended]


def test_two_dates_of_amendment_are_refused_with_the_structure_and_the_scenario() -> None:
    own = signed(ContractLine("cpts.acces.fixe", 3, 0, 738_000))
    with pytest.raises(InputError) as caught:
        under(own, amount("cpts.fonctionnement", 9, 0, 2029, 740_713))
    (told,) = caught.value.messages
    assert told.startswith("« CPTS du Gué », scénario « s » : des montants changent à partir du 29/07/2021 et du ")
    assert "un contrat ne porte qu'une date d'avenant" in told


def test_the_file_of_a_contract_comes_before_the_amounts_of_the_same_scenario() -> None:
    file = Contract("autre.csv", (ContractLine("cpts.fonctionnement", 5), ContractLine("cpts.acces.fixe", 6)))
    contract = Setting("s", CPTS.name, "contrat", file)
    assert under(CPTS, contract, amount("cpts.fonctionnement", 9)) == [
        ("cpts.acces.fixe", 0, 0, 6),
        ("cpts.fonctionnement", 0, 0, 9),
    ]


def test_what_a_parameter_concerns() -> None:
    assert concerns("bareme.cpts.fonctionnement", "CPTS")
    assert not concerns("bareme.cpts.fonctionnement", "MSP")
    assert concerns("indicateur.1", "CPTS")
    assert not concerns("indicateur.1", "ESS")
    assert not concerns("base", "CPTS")
    assert find("base") is not None
    assert find("bareme.") is None
    assert find("inconnu") is None
    assert "associés" in next(one for one in CATALOGUE if one.name == "ps_associes").aliases
    assert set(COLUMNS["ESP"]) == {"equipes"}
    assert "atteinte.<mission>" in known("CPTS")
    assert "atteinte.<mission>" not in known("MSP")
