"""A portfolio under several scenarios: groups are sums, and the order of what is compared changes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from excel_tools.comparison.causes import COMBINED
from excel_tools.comparison.comparison import ALL, KIND, REGION, STRUCTURE, Comparison, Scope, compare
from excel_tools.comparison.figures import ADDED, DROITS, ENCAISSEMENTS, LOWEST, PRODUITS, RESULTAT, TRESORERIE
from excel_tools.comparison.gap import Gap
from excel_tools.errors import InputError
from excel_tools.inputs import read_portfolio
from excel_tools.scenarios import DEFAULT_SETTINGS, variants
from excel_tools.structure import KINDS, Structure
from tests.comparison_support import EVALUATE, RULES, attainment, cpts, random_pair, under

SAMPLE = read_portfolio(Path(__file__).parents[1] / "samples" / "portefeuille", RULES).structures
LISTED = [(structure, variants(structure, DEFAULT_SETTINGS)) for structure in SAMPLE]


@pytest.fixture(scope="module")
def shipped() -> Comparison:
    """The sample portfolio under the three shipped scenarios."""
    return compare(LISTED, EVALUATE, "central")


def test_groups_are_the_sums_of_their_structures(shipped: Comparison) -> None:
    singles = [scope for scope in shipped.scopes if scope.level == STRUCTURE]
    assert [scope.name for scope in singles] == [structure.name for structure in SAMPLE]
    for measure in ADDED:
        for scenario in shipped.scenarios:
            whole = shipped.amounts(ALL, scenario, measure)
            for parts in (singles, [Scope(KIND, kind) for kind in shipped.kinds]):
                found = [shipped.amounts(scope, scenario, measure) for scope in parts]
                assert {year: sum(part[year] for part in found) for year in whole} == whole


def test_a_scenario_is_the_reference_and_its_gap_and_the_gap_its_causes(shipped: Comparison) -> None:
    assert shipped.reference == "central"
    for scope in shipped.scopes:
        for name in shipped.variants:
            before, after = (shipped.amounts(scope, scenario, PRODUITS) for scenario in ("central", name))
            gap = shipped.gap(scope, name, PRODUITS)
            assert gap == {year: after[year] - before[year] for year in before}
            causes = {cause for case in shipped.within(scope) for cause in case.gaps[name].alone}
            for told in (shipped.effect, shipped.step):
                effects = [told(scope, name, cause, PRODUITS) for cause in causes]
                assert {year: sum(effect[year] for effect in effects) for year in gap} == gap


def test_prudent_loses_what_is_variable(shipped: Comparison) -> None:
    for line in ("acces_variable", "parcours_variable", "prevention_variable"):
        assert not any(shipped.amounts(Scope(KIND, "CPTS"), "prudent", PRODUITS, line).values())
        assert any(shipped.amounts(Scope(KIND, "CPTS"), "central", PRODUITS, line).values())


def test_the_order_of_the_structures_changes_nothing_but_the_order(shipped: Comparison) -> None:
    turned = compare(list(reversed(LISTED)), EVALUATE, "central")
    assert turned.exercices == shipped.exercices
    assert turned.kinds == shipped.kinds
    assert set(turned.scopes) == set(shipped.scopes)
    cases = {case.structure.name: case for case in shipped.cases}
    assert [case.structure.name for case in turned.cases] == list(reversed(cases))
    for case in turned.cases:
        assert case == cases[case.structure.name]
    for scope in shipped.scopes:
        assert turned.gap(scope, "prudent", ENCAISSEMENTS) == shipped.gap(scope, "prudent", ENCAISSEMENTS)


def test_the_order_of_the_scenarios_changes_nothing_but_the_order(shipped: Comparison) -> None:
    other = [(structure, dict(reversed(list(named.items())))) for structure, named in LISTED]
    found = compare(other, EVALUATE, "central")
    assert found.scenarios == ("central", "décalé", "prudent")
    assert found.amounts(ALL, "prudent", DROITS) == shipped.amounts(ALL, "prudent", DROITS)
    assert [case.gaps["prudent"] for case in found.cases] == [case.gaps["prudent"] for case in shipped.cases]


@settings(max_examples=10)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(KINDS)), min_size=1, max_size=3))
def test_together_or_apart_is_the_same(chosen: list[tuple[int, str]]) -> None:
    listed = []
    for rank, (seed, kind) in enumerate(chosen):
        reference, variant = (replace(one, name=f"n° {rank}") for one in random_pair(seed, kind))
        listed.append((reference, {"a": reference, "b": variant}))
    firsts = [reference.first_exercice for reference, _ in listed]
    assume(max(firsts) - min(firsts) <= 2)
    together = compare(listed, EVALUATE)
    apart = [compare([each], EVALUATE).cases[0] for each in listed]
    assert list(together.cases) == apart


def test_years_are_named_so_that_horizons_may_differ() -> None:
    early, late = cpts(), replace(cpts(), name="Autre", first_exercice=2027)
    found = compare([(one, {"a": one}) for one in (early, late)], EVALUATE)
    assert found.exercices == (2026, 2027, 2028, 2029, 2030, 2031)
    # 50 000 € of fonctionnement each, where both have a budget
    running = found.amounts(ALL, "a", DROITS, "fonctionnement")
    assert list(running.values()) == [5_000_000, *(10_000_000,) * 4, 5_000_000]


def test_every_group_is_offered_even_of_one() -> None:
    assert compare([(cpts(), {"a": cpts()})], EVALUATE).scopes == (Scope(STRUCTURE, "CPTS des Monts"),)
    twin = replace(cpts(), name="Autre", region="")
    found = compare([(one, {"a": one}) for one in (cpts(), twin)], EVALUATE)
    assert [scope.label for scope in found.scopes] == [
        "Ensemble",
        "CPTS",
        "Bretagne",
        "Région",
        "CPTS des Monts",
        "Autre",
    ]
    # the types add up to everything, and so do the regions, that of those without one among them
    assert found.within(Scope(KIND, "CPTS")) == found.cases
    assert tuple(case for name in ("Bretagne", "") for case in found.within(Scope(REGION, name))) == found.cases


def test_below_zero() -> None:
    poor = cpts(opening_cash=-100_000_000)
    found = compare([(poor, {"a": poor, "b": replace(poor, opening_cash=0)})], EVALUATE)
    assert found.below_zero(ALL, "a") == ("CPTS des Monts",)
    assert found.below_zero(ALL, "b") == ()


def test_one_scenario_alone_has_no_gap() -> None:
    found = compare([(cpts(), {"a": cpts()})], EVALUATE)
    assert found.variants == ()
    assert found.cases[0].gaps == {}
    assert found.over(ALL, "a", DROITS, "fonctionnement") == 25_000_000


def test_what_cannot_be_compared() -> None:
    with pytest.raises(InputError, match="aucune structure"):
        compare([], EVALUATE)
    with pytest.raises(InputError, match=r"« prudant » inconnu\. Vouliez-vous dire « prudent »"):
        compare(LISTED[:1], EVALUATE, "prudant")
    far = replace(cpts(), first_exercice=2029)
    with pytest.raises(InputError, match="de 2026 à 2033"):
        compare([(one, {"a": one}) for one in (cpts(), far)], EVALUATE)


def test_over_the_horizon_of_each_structure() -> None:
    early, late = cpts(), replace(cpts(), name="Autre", first_exercice=2028)
    found = compare([(one, {"a": one, "b": under(one, funder_delay=2)}) for one in (early, late)], EVALUATE)
    singles = [Scope(STRUCTURE, one.name) for one in (early, late)]
    for measure in (DROITS, PRODUITS, TRESORERIE):
        assert found.over(ALL, "a", measure) == sum(found.over(scope, "a", measure) for scope in singles)
        assert found.gap_over(ALL, "b", measure) == sum(found.gap_over(scope, "b", measure) for scope in singles)
    # the first one has no cash in 2032: its own last day is in 2030
    ends = [found.amounts(scope, "a", TRESORERIE)[year] for scope, year in zip(singles, (2030, 2032), strict=True)]
    assert min(ends) > 0
    assert found.over(ALL, "a", TRESORERIE) == sum(ends)
    assert found.amounts(ALL, "a", TRESORERIE)[2032] == ends[1]


def test_the_lowest_cash_is_that_of_one_structure() -> None:
    one = cpts()
    late = under(one, funder_delay=3)
    both = [(each, {"a": each, "b": under(each, funder_delay=3)}) for each in (one, replace(one, name="Autre"))]
    alone, together = compare([(one, {"a": one, "b": late})], EVALUATE), compare(both, EVALUATE)
    lows = list(alone.amounts(ALL, "a", LOWEST).values())
    assert alone.over(ALL, "a", LOWEST) == min(lows)
    assert alone.causes_over(ALL, "b", LOWEST)["delais"][0] == alone.gap_over(ALL, "b", LOWEST)
    for asked in (
        lambda: together.over(ALL, "a", LOWEST),
        lambda: together.gap_over(ALL, "b", LOWEST),
        lambda: together.causes_over(ALL, "b", LOWEST),
    ):
        with pytest.raises(InputError, match="ne s'additionne pas"):
            asked()
    assert together.over(Scope(STRUCTURE, "Autre"), "a", LOWEST) == min(lows)


def test_causes_over_the_horizon_add_up_to_the_gap(shipped: Comparison) -> None:
    for scope in shipped.scopes:
        measures = [*ADDED, RESULTAT, TRESORERIE, *([LOWEST] if scope.level == STRUCTURE else [])]
        for variant in shipped.variants:
            for measure in measures:
                gap = shipped.gap_over(scope, variant, measure)
                found = shipped.causes_over(scope, variant, measure)
                assert [sum(column) for column in zip(*found.values(), strict=True)] in ([gap, gap], [])


def test_an_effect_no_structure_has_is_nothing() -> None:
    variant = under(cpts(), attainment=attainment(0))
    found = compare([(cpts(), {"a": cpts(), "b": variant})], EVALUATE)
    assert not any(found.effect(ALL, "b", "dates", PRODUITS).values())
    assert isinstance(found.cases[0].gaps["b"], Gap)
    assert COMBINED in found.cases[0].gaps["b"].alone


def test_a_structure_belongs_to_its_groups() -> None:
    structure: Structure = cpts()
    assert all(scope.holds(structure) for scope in (ALL, Scope(KIND, "CPTS"), Scope(REGION, "Bretagne")))
    assert not any(scope.holds(structure) for scope in (Scope(KIND, "MSP"), Scope(STRUCTURE, "Autre")))
