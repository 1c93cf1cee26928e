"""Another rate of advance: what was paid before the first fiscal year was paid, at the rate of its day."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from excel_tools.budget import build_budget
from excel_tools.comparison.figures import ENCAISSEMENTS, total
from excel_tools.dates import day
from excel_tools.errors import InputError
from excel_tools.rules import Contract, ContractLine
from excel_tools.scenarios import Setting, apply
from excel_tools.scenarios.amounts import ADVANCE_CODES, source_of
from excel_tools.structure import Structure
from tests.comparison_support import EVALUATE, RULES, SIGNED, cpts, under
from tests.random_small import random_msp
from tests.random_structures import random_cpts

# fonctionnement 50 000 € and the fixed part of parcours 25 000 €, of which 75 % are paid ahead: 15 points are 11 250 €
ONE = under(cpts(), starts={"parcours": SIGNED})
FIFTEEN = 11_250_00


def advance(rate: int, since: int = 0) -> Setting:
    lines = tuple(ContractLine(code, rate, 0, since, source_of("s")) for code in ADVANCE_CODES)
    return Setting("s", "tous", "avance", lines)


def received(structure: Structure) -> list[int]:
    return list(total(structure.kind, EVALUATE([structure])[0], ENCAISSEMENTS))


def moved(structure: Structure, *settings: Setting) -> list[int]:
    """What a scenario adds to the receipts of each fiscal year from 2026 on, in cents."""
    after, before = received(apply(structure, settings)), received(structure)
    return [new - old for new, old in zip(after, before, strict=True)]


def test_the_balance_of_a_year_is_what_its_own_advance_has_left() -> None:
    # that of 2025 is a quarter of it, whatever is supposed: three quarters came in January 2025
    assert moved(ONE, advance(600_000)) == [-FIFTEEN, 0, 0, 0, 0]
    # the contract ends with 2028, and what was not paid ahead comes with the last balance
    assert moved(under(ONE, renewal=0), advance(600_000)) == [-FIFTEEN, 0, 0, FIFTEEN, 0]


def test_a_year_may_be_given() -> None:
    assert moved(ONE, advance(600_000, day(2028, 1, 1))) == [0, 0, -FIFTEEN, 0, 0]


def test_the_signed_rate_is_that_of_the_years_before() -> None:
    signed = replace(ONE, override=Contract("c", (ContractLine("cpts.avance.taux", 900_000, 0, 0, "contrat"),)))
    assert moved(signed, advance(600_000)) == [-2 * FIFTEEN, 0, 0, 0, 0]


def test_a_contract_that_begins_within_the_horizon_has_no_amendment() -> None:
    late = under(ONE, signature=day(2027, 1, 1), starts={"parcours": day(2027, 1, 1)})
    found = apply(late, [advance(600_000)]).override
    assert found is not None
    assert {line.since for line in found.lines} == {0}


def test_the_day_of_another_amount_serves_where_it_parts_the_years_alike() -> None:
    # no contract year opens between 1 October 2025 and 1 January 2026
    amount = ContractLine("cpts.fonctionnement", 60_000_00, 0, day(2025, 10, 1), source_of("s"))
    found = apply(ONE, [advance(600_000), Setting("s", "tous", "bareme.cpts.fonctionnement", (amount,))]).override
    assert found is not None
    assert {line.since for line in found.lines} == {day(2025, 10, 1)}


def test_two_days_are_refused_with_what_to_write() -> None:
    amount = ContractLine("cpts.fonctionnement", 60_000_00, 0, day(2028, 1, 1), source_of("s"))
    with pytest.raises(InputError, match=r"du 01/01/2026 et du 01/01/2028 .* et à l'avance, qui sans année change dès"):
        apply(ONE, [advance(600_000), Setting("s", "tous", "bareme.cpts.fonctionnement", (amount,))])


@pytest.mark.parametrize("draw", [random_cpts, random_msp])
@pytest.mark.parametrize("seed", range(8))
def test_no_payment_of_a_year_open_before_the_horizon_moves(draw: object, seed: int) -> None:
    maker = random_cpts if draw is random_cpts else random_msp
    structure = replace(maker(random.Random(seed))[0], override=None)
    before, after = (build_budget(one, RULES).schedule for one in (structure, apply(structure, [advance(500_000)])))
    frame = before.frame
    for old, new in zip(before.lines, after.lines, strict=True):
        for period, opening in enumerate(frame.ouverture):
            assert old.rows["du"][period] == new.rows["du"][period]
            if opening < frame.first_day and structure.contract.signature < frame.first_day:
                assert old.rows["avance"][period] == new.rows["avance"][period]
                assert old.rows["solde"][period] == new.rows["solde"][period]
