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
from excel_tools.rules import Contract, ContractLine
from excel_tools.structure import Charge, OneOff, Structure
from excel_tools.vector import PPM

_LEAP_DAYS = (day(2020, 2, 29), day(2024, 2, 29))
_FIRST = day(2019, 6, 20)
_LINES = ("fonctionnement", "parcours.fixe", "parcours.variable", "prevention.fixe", "acces.fixe", "acces.variable")


def random_day(rng: random.Random, first: int, last: int) -> int:
    """Return a day between two civil years, included."""
    return rng.randint(day(first, 1, 1), day(last, 12, 31))


def random_charges(rng: random.Random, most: int = 12, missions: tuple[str, ...] = MISSIONS) -> tuple[Charge, ...]:
    """Return some lines of charges, with cents that do not divide by twelve."""
    return tuple(
        Charge(
            account=str(rng.choice((6063, 6132, 6226, 6251, 64, 6411, 658, 681))),
            label=f"Dépense {rank}",
            mission=rng.choice(("", *missions)),
            month=rng.choice((0, 0, rng.randint(1, 12))),
            cents=tuple(rng.randint(0, 4_000_000) for _ in range(5)),
        )
        for rank in range(rng.randint(0, most))
    )


def random_one_offs(rng: random.Random, first_exercice: int) -> tuple[OneOff, ...]:
    """Return some aids, a few outside the horizon, a few earmarked."""
    found = []
    for rank in range(rng.randint(0, 6)):
        cents = rng.randint(-500_000, 3_000_000)
        spent = tuple(rng.choice((0, 0, rng.randint(0, 1_500_000))) for _ in range(5))
        day_received = random_day(rng, first_exercice - 1, first_exercice + 5)
        # a repayment is earmarked for nothing, and nothing is spent of an aid that is not
        marked = (True, spent) if cents >= 0 and rng.random() < 0.5 else (False, (0,) * 5)
        found.append(OneOff(f"Aide {rank}", day_received, cents, *marked))
    return tuple(found)


def random_cash(rng: random.Random, first_exercice: int) -> dict[str, Any]:
    """Return what a scenario supposes of the payments: now and then a delay of the funder, or an early end."""
    return {
        "funder_delay": rng.choice((0, 0, rng.randint(1, 30))),
        "ends_on": rng.choice((0, 0, random_day(rng, first_exercice - 1, first_exercice + 5))),
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
        lines.append(ContractLine("cpts.avance.taux", rng.choice((500_000, 700_000, 800_000)), 0, 0, "contrat signé"))
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
    base = Structure(
        name=f"CPTS d'essai n° {rng.randint(1, 999)}",
        kind="CPTS",
        region="Centre-Val de Loire",
        communes=("Blois", "Vendôme"),
        contract=contract,
        first_exercice=first_exercice,
        first_month=rng.choice((1, 7, 9)),
        opening_cash=rng.randint(-2_000_000, 20_000_000),
        opening_dedicated=rng.choice((0, rng.randint(0, 3_000_000))),
        one_offs=random_one_offs(rng, first_exercice),
        charges=random_charges(rng),
        snp_spent=tuple(rng.choice((0, rng.randint(0, 7_000_000))) for _ in range(5)),
    )
    return [_variant(rng, base, contract) for _ in range(rng.randint(1, 3))]


def _variant(rng: random.Random, base: Structure, contract: CptsContract) -> Structure:
    rates = (PPM, 0, BY_INDICATORS, rng.randint(0, PPM))
    own = replace(
        contract,
        **random_cash(rng, base.first_exercice),
        growth=[0, *(rng.choice((0, rng.randint(-50_000, 80_000))) for _ in range(6))],
        shifts={mission: rng.choice((0, rng.randint(0, 30))) for mission in MISSIONS},
        attainment={mission: [rng.choice(rates) for _ in range(7)] for mission in VARIABLE_LINES},
    )
    return replace(base, contract=own, override=random_override(rng, contract.signature))
