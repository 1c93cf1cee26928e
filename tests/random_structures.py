"""Random structures, for tests that hold the workbooks against the engine."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

from excel_tools.dates import day
from excel_tools.funding.cpts import BY_INDICATORS, CptsContract
from excel_tools.funding.cpts_table import MISSIONS, VARIABLE_LINES
from excel_tools.funding.indicators import DOWN, UP, Indicator, Tier
from excel_tools.funding.msp import MspContract
from excel_tools.rules import Contract, ContractLine
from excel_tools.spending.entry import INSTALMENTS, LEVEL, LONGEST_DELAY, Basis, Entry, based, raised
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.staff import Post
from excel_tools.structure import OneOff, Structure
from excel_tools.vector import PPM

FIRST_CEILING = 2023
"""First civil year whose ceiling of indemnities (PASS) the barème knows."""
_LEAP_DAYS = (day(2020, 2, 29), day(2024, 2, 29))
_FIRST = day(2019, 6, 20)
_LINES = ("fonctionnement", "parcours.fixe", "parcours.variable", "prevention.fixe", "acces.fixe", "acces.variable")


def random_day(rng: random.Random, first: int, last: int) -> int:
    """Return a day between two civil years, included."""
    return rng.randint(day(first, 1, 1), day(last, 12, 31))


def random_entries(
    rng: random.Random, accounts: tuple[int, ...], most: int, missions: tuple[str, ...] = MISSIONS
) -> tuple[Entry, ...]:
    """Return some lines, with cents that do not divide by twelve: amounts typed, or a quantity, a price, a rise."""
    return tuple(
        based(
            account=str(rng.choice(accounts)),
            label=f"Ligne {rank}",
            mission=rng.choice(("", *missions)),
            month=rng.choice((0, 0, rng.randint(1, 12))),
            basis=_random_basis(rng),
            payments=rng.choice((0, 0, *INSTALMENTS)),
            delay=rng.choice((0, 0, rng.randint(0, LONGEST_DELAY))),
        )
        for rank in range(rng.randint(0, most))
    )


def _random_basis(rng: random.Random) -> Basis:
    typed = tuple(rng.randint(0, 4_000_000) for _ in range(5))
    if rng.random() < 0.5:
        return Basis(imposed=typed)
    # nothing of something is said too: a quantity, or a price, of zero
    quantity, price = (rng.choice((Fraction(0), *[Fraction(rng.randint(1, 90_000), 10)] * 5)) for _ in range(2))
    growth = rng.choice((0, rng.randint(-50, 80) * 1000))
    counted = rng.random() < 0.7
    imposed = [cents if rng.random() < 0.3 else None for cents in typed]
    if not counted and imposed[0] is None:
        imposed[0] = typed[0]
    return Basis(quantity if counted else None, price if counted else None, growth, tuple(imposed))


def random_spending(
    rng: random.Random, first_exercice: int, first_month: int, missions: tuple[str, ...] = MISSIONS
) -> dict[str, Any]:
    """Return what a structure spends and its other income: lines, staff that comes and goes, indemnities, debts."""
    people = range(rng.randint(0, 10) if first_exercice >= FIRST_CEILING else 0)
    return {
        "charges": random_entries(rng, (6063, 6132, 6226, 6251, 64, 6411, 658, 681), 12, missions),
        "incomes": random_entries(rng, (706, 7083, 7561, 758, 77), 5, missions),
        "posts": tuple(
            Post(
                label=f"Poste {rank}",
                mission=rng.choice(("", *missions)),
                gross=rng.randint(150_000, 500_000),
                employer=rng.randint(200, 500) * 1000,
                share=rng.choice((PPM, PPM // 2, rng.randint(1, 100) * 10_000)),
                start=rng.choice((0, random_day(rng, first_exercice - 1, first_exercice + 2))),
                end=rng.choice((0, random_day(rng, first_exercice + 3, first_exercice + 5))),
                growth=rng.choice((0, rng.randint(-10, 40) * 1000)),
            )
            for rank in range(rng.randint(0, 4))
        ),
        "indemnities": tuple(
            Indemnity(
                person=rng.choice(("", "Professionnel 1", "Professionnel 2", f"Professionnel {rank + 3}")),
                mission=rng.choice(("", *missions)),
                rate=rng.choice((4_500, 6_000, rng.randint(1, 30_000))),
                hours=tuple(rng.choice((0, rng.randint(0, 60_000))) for _ in range(5)),
                account=rng.choice(("6226", "6226", "6228")),
                before=rng.randint(0, 1_000_000) if first_month > 1 else 0,
            )
            for rank in people
        ),
        "social_delay": rng.randint(0, LONGEST_DELAY),
        "opening_payables": rng.choice((0, rng.randint(1, 3_000_000))),
        "opening_receivables": rng.choice((0, rng.randint(1, 2_000_000))),
    }


def random_one_offs(
    rng: random.Random, first_exercice: int, missions: tuple[str, ...] = MISSIONS
) -> tuple[OneOff, ...]:
    """Return some aids, a few outside the horizon, a few earmarked, a few for one mission."""
    found = []
    for rank in range(rng.randint(0, 6)):
        cents = rng.randint(-500_000, 3_000_000)
        spent = tuple(rng.choice((0, 0, rng.randint(0, 1_500_000))) for _ in range(5))
        day_received = random_day(rng, first_exercice - 1, first_exercice + 5)
        # a repayment is earmarked for nothing, and nothing is spent of an aid that is not
        marked = (True, spent) if cents >= 0 and rng.random() < 0.5 else (False, (0,) * 5)
        found.append(OneOff(f"Aide {rank}", day_received, cents, *marked, rng.choice(("", *missions))))
    return tuple(found)


def random_cash(rng: random.Random, first_exercice: int, start: int) -> dict[str, Any]:
    """Return what a scenario supposes of the payments: now and then a delay of the funder, or an early end.

    Args:
        start: first day of the contract, which an early end does not precede.
    """
    return {
        "funder_delay": rng.choice((0, 0, rng.randint(1, 30))),
        "ends_on": rng.choice((0, 0, max(start, random_day(rng, first_exercice - 1, first_exercice + 5)))),
    }


def _random_indicators(rng: random.Random) -> tuple[Indicator, ...]:
    found = []
    for rank in range(rng.randint(0, 8)):
        direction = rng.choice((UP, DOWN))
        tiers = tuple(
            Tier(Fraction(rng.randint(0, 1000), rng.choice((1, 10, 100))), rng.randint(0, 1_500_000))
            for _ in range(rng.randint(1, 4))
        )
        values = tuple(rng.choice((None, Fraction(rng.randint(0, 1000), 10), tiers[0].threshold)) for _ in range(7))
        found.append(Indicator(rng.choice(tuple(VARIABLE_LINES)), f"Indicateur {rank}", direction, tiers, values))
    return tuple(found)


def random_override(rng: random.Random, signature: int) -> Contract | None:
    """Return the amounts of a signed contract, now and then with an amendment."""
    if rng.random() < 0.5:
        return None
    amendment = rng.choice((0, 0, signature + rng.randint(100, 1500)))
    lines = [
        ContractLine(
            f"cpts.{code}", rng.randint(0, 12_000_000), rng.choice((0, rng.randint(1, 4))), since, "contrat signé"
        )
        for code in rng.sample(_LINES, rng.randint(1, 4))
        for since in ((0, amendment) if amendment and rng.random() < 0.5 else (rng.choice((0, amendment)),))
    ]
    if rng.random() < 0.3:
        rates = rng.sample((500_000, 700_000, 800_000), 2)
        lines.append(ContractLine("cpts.avance.taux", rates[0], 0, 0, "contrat signé"))
        if amendment and rng.random() < 0.5:
            lines.append(ContractLine("cpts.avance.taux", rates[1], 0, amendment, "contrat signé"))
    if rng.random() < 0.2:
        lines.append(ContractLine("cpts.avance_variable.taux", rng.choice((300_000, 250_000)), 0, 0, "contrat signé"))
    return Contract("contrat.csv", tuple(lines))


def random_cpts(rng: random.Random) -> list[Structure]:
    """Return one to three scenarios of a CPTS: leap days, changes of size and barème, all the options."""
    first_exercice = rng.randint(2020, 2026)
    signature = max(_FIRST, rng.choice((*_LEAP_DAYS, random_day(rng, 2019, first_exercice + 2))))
    around = rng.choice((30_000, 60_000, 120_000, 300_000))
    contract = CptsContract(
        signature=signature,
        population=[rng.randint(around // 2, around * 2) for _ in range(7)],
        growth=[0, *(rng.choice((0, rng.randint(-50_000, 80_000))) for _ in range(6))],
        starts={
            mission: rng.choice((0, signature, signature + rng.randint(-60, 900)))
            for mission in MISSIONS
            if rng.random() < 0.9
        },
        indicators=_random_indicators(rng),
        crisis_day=rng.choice((0, random_day(rng, first_exercice - 1, first_exercice + 4))),
        renewal=rng.randint(0, 1),
    )
    first_month = rng.choice((1, 7, 9))
    base = Structure(
        name=f"CPTS d'essai n° {rng.randint(1, 999)}",
        kind="CPTS",
        region="Centre-Val de Loire",
        communes=("Blois", "Vendôme"),
        contract=contract,
        first_exercice=first_exercice,
        first_month=first_month,
        opening_cash=rng.randint(-2_000_000, 20_000_000),
        opening_dedicated=rng.choice((0, rng.randint(0, 3_000_000))),
        one_offs=random_one_offs(rng, first_exercice),
        **random_spending(rng, first_exercice, first_month),
        dedicated_spent=tuple(rng.choice((0, rng.randint(0, 1_500_000))) for _ in range(5)),
        dedicated_mission=rng.choice(("", "prevention", "parcours")),
        snp_spent=tuple(rng.choice((0, rng.randint(0, 7_000_000))) for _ in range(5)),
    )
    return [_variant(rng, base, contract) for _ in range(rng.randint(1, 3))]


def supposed(rng: random.Random, structure: Structure) -> Structure:
    """Return a structure under other prices, wages, delays of charges and renewal, as a scenario may change them."""
    indexes = []
    for _ in range(2):
        index: tuple[int, ...] = LEVEL
        for year in range(1, len(LEVEL)):
            index = raised(index, rng.choice((0, 20_000, 15_000, rng.randint(-500_000, 500_000))), year)
        indexes.append(rng.choice((LEVEL, index)))
    contract = structure.contract
    if isinstance(contract, CptsContract | MspContract):
        contract = replace(contract, renewal=rng.randint(0, 1))
    if isinstance(contract, CptsContract):
        contract = replace(contract, population=[rng.choice((now, 2 * now + 1)) for now in contract.population])
    prices, wages = indexes
    delay = rng.choice((0, 1, 2, 3))
    return replace(structure, contract=contract, price_index=prices, wage_index=wages, charges_delay=delay)


def _variant(rng: random.Random, base: Structure, contract: CptsContract) -> Structure:
    rates = (PPM, 0, BY_INDICATORS, rng.randint(0, PPM))
    own = replace(
        contract,
        **random_cash(rng, base.first_exercice, int(contract.signature)),
        growth=[0, *(rng.choice((0, rng.randint(-50_000, 80_000))) for _ in range(6))],
        shifts={mission: rng.choice((0, rng.randint(0, 30))) for mission in MISSIONS},
        attainment={mission: [rng.choice(rates) for _ in range(7)] for mission in VARIABLE_LINES},
    )
    return replace(base, contract=own, override=random_override(rng, contract.signature))
