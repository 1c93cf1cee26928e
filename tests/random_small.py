"""Random MSP, ESS and ESP, for tests that hold the workbooks against the engine."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from excel_tools.dates import day
from excel_tools.funding.esp import EspContract
from excel_tools.funding.ess import EssContract
from excel_tools.funding.msp import MspContract
from excel_tools.funding.msp_data import ALWAYS, MspData
from excel_tools.rules import Contract, ContractLine
from excel_tools.structure import Structure
from excel_tools.vector import PPM
from tests.random_structures import random_cash, random_day, random_one_offs, random_spending

_LEAP_DAY = day(2024, 2, 29)
_YES_NO = (
    *("ipa", "soins_non_programmes", "samedi", "derogation_pdsa", "crise_plan", "crise_actions", "coordination"),
    *("cstm", "theme_obesite"),
)
_OFTEN = {"soins_non_programmes", "crise_plan", "coordination"}
_SIGNED = ("msp.point.valeur", "msp.coordination.fixe", "msp.concertation.reunions", "msp.nouvelle_structure.minimum")


def _structure(rng: random.Random, kind: str, region: str, contract: Any, first_exercice: int) -> Structure:
    first_month = rng.choice((1, 7, 9))
    return Structure(
        name=f"{kind} d'essai n° {rng.randint(1, 999)}",
        kind=kind,
        region=region,
        contract=contract,
        first_exercice=first_exercice,
        first_month=first_month,
        opening_cash=rng.randint(-2_000_000, 20_000_000),
        opening_dedicated=rng.choice((0, rng.randint(0, 3_000_000))),
        one_offs=random_one_offs(rng, first_exercice, missions=()),
        **random_spending(rng, first_exercice, first_month, missions=()),
        dedicated_spent=tuple(rng.choice((0, rng.randint(0, 1_000_000))) for _ in range(5)),
    )


def _override(rng: random.Random, codes: tuple[str, ...], largest: int, since: int) -> Contract | None:
    if rng.random() < 0.6:
        return None
    amendment = rng.choice((0, since))
    lines = [
        ContractLine(code, rng.randint(1, largest), 0, moment, "contrat signé")
        for code in rng.sample(codes, rng.randint(1, len(codes)))
        for moment in rng.choice(((0,), (0, amendment), (amendment,)))
    ]
    once = {(line.code, line.since): line for line in lines}
    return Contract("contrat.csv", tuple(once.values()))


def random_answers(rng: random.Random) -> MspData:
    """Return the answers of one year: the prérequis often met, every level and bound reached now and then."""
    software = (ALWAYS, ALWAYS, 0, random_day(rng, 2023, 2030))
    values: dict[str, Any] = {name: int(rng.random() < (0.9 if name in _OFTEN else 0.5)) for name in _YES_NO}
    values.update(
        patientele=rng.choice((0, rng.randint(0, 4001), rng.randint(4000, 30_000))),
        ps_associes=rng.randint(0, 40),
        amplitude=rng.choice((7, 8, Fraction(19, 2), 10, Fraction(23, 2), 12, 13)),
        fermeture_conges=rng.choice((0, 0, 1, Fraction(5, 2), 3, 4)),
        fermeture_hors_conges=rng.choice((0, 0, 0, 1, 2)),
        protocoles=rng.randint(0, 12),
        reunions=rng.choice((None, 0, 3, 5, 6, 12)),
        dossiers=rng.choice((0, rng.randint(0, 200))),
        patients_ald_75=rng.choice((0, rng.randint(1, 3000))),
        diversite=rng.randint(0, 2),
        vacataires=rng.randint(0, 2),
        missions_sante_publique=rng.randint(0, 4),
        usagers=rng.randint(0, 2),
        sas=rng.choice((0, 50, 100)),
        stages=rng.randint(0, 6),
        coordination_externe=rng.randint(0, 1),
        qualite=rng.randint(0, 3),
        pnc=rng.randint(0, 8),
        insuffisance_cardiaque=rng.randint(0, 1),
        surpoids_enfant=rng.randint(0, 1),
        si_standard=rng.choice(software),
        si_avance=rng.choice(software),
        nouvelle_structure=rng.randint(0, 1),
        taux_c2s=rng.choice((0, rng.randint(0, 500_000))),
        taux_ame=rng.choice((0, rng.randint(0, 50_000))),
        taux_c2s_national=rng.choice((None, rng.randint(0, 150_000))),
        taux_ame_national=rng.choice((None, rng.randint(0, 10_000))),
    )
    assert not values.keys() - {field.name for field in fields(MspData)}
    return MspData(**values)


def random_msp(rng: random.Random) -> list[Structure]:
    """Return one to three scenarios of a MSP: first years prorated, prérequis missing, floors, contracts."""
    first_exercice = rng.randint(2022, 2027)
    signature = rng.choice((_LEAP_DAY, random_day(rng, 2018, first_exercice + 2)))
    base = MspContract(
        signature=signature,
        years=tuple(random_answers(rng) for _ in range(7)),
        fir=rng.choice(((0, 0), (random_day(rng, first_exercice - 1, first_exercice + 5), 15_000_00))),
        renewal=rng.randint(0, 1),
    )
    structure = _structure(rng, "MSP", "Bretagne", base, first_exercice)
    found = []
    for _ in range(rng.randint(1, 3)):
        own = replace(
            base,
            years=base.years if rng.random() < 0.3 else tuple(random_answers(rng) for _ in range(7)),
            growth=(0, *(rng.choice((0, rng.randint(-50_000, 80_000))) for _ in range(6))),
            attainment=tuple(rng.choice((PPM, 0, rng.randint(0, PPM))) for _ in range(7)),
            **random_cash(rng, first_exercice, base.signature),
        )
        signed = _override(rng, _SIGNED, 3000, random_day(rng, 2022, first_exercice + 3))
        found.append(replace(structure, contract=own, override=signed))
    return found


def random_ess(rng: random.Random) -> list[Structure]:
    """Return one to three scenarios of an ESS."""
    first_exercice = rng.randint(2025, 2028)
    doctors = rng.randint(0, 400)
    base = EssContract(
        signature=rng.choice((day(2028, 2, 29), random_day(rng, 2025, first_exercice + 2))),
        dotation=[0] * 7,
        amorcage=rng.randint(0, 1),
        first_dotation=rng.randint(0, 2),
        delay=rng.choice((0, rng.randint(0, 20))),
        confirmed=rng.randint(0, 1),
        presents=rng.randint(0, 40),
        liberaux=doctors,
        adherents=rng.randint(0, doctors),
    )
    structure = _structure(rng, "ESS", "Grand Est", base, first_exercice)
    found = []
    for _ in range(rng.randint(1, 3)):
        own = replace(
            base,
            dotation=[rng.choice((50_000_00, 75_000_00, rng.randint(0, 12_000_000))) for _ in range(7)],
            **random_cash(rng, first_exercice, base.signature),
        )
        found.append(replace(structure, contract=own, override=_override(rng, ("ess.amorcage",), 9_000_000, 0)))
    return found


def random_esp(rng: random.Random) -> list[Structure]:
    """Return one to three scenarios of ESP: regional amounts, amounts given, ends in mid-month."""
    first_exercice = rng.randint(2023, 2027)
    centre = rng.random() < 0.5
    start = random_day(rng, 2023, first_exercice + 2)
    end = rng.choice((0, start + rng.randint(0, 1800)))
    if centre:
        start = min(start, day(2025, 6, 30))
        end = min(end or day(2025, 12, 31), day(2025, 12, 31))
    amount = rng.choice((None, None, rng.randint(0, 1_200_000)))
    if centre and rng.random() < 0.4:
        amount, end = rng.randint(0, 1_200_000), 0
    base = EspContract(
        region="Centre-Val de Loire" if centre else "Pays de la Loire",
        teams=[0] * 7,
        start=start,
        end=end,
        amount=amount,
        payment_month=rng.randint(1, 12),
        delay=rng.choice((0, rng.randint(0, 20))),
    )
    structure = _structure(rng, "ESP", base.region, base, first_exercice)
    code = "esp.forfait.centre_val_de_loire" if centre else "esp.forfait.pays_de_la_loire"
    found = []
    for _ in range(rng.randint(1, 3)):
        own = replace(
            base, teams=[rng.randint(0, 30) for _ in range(7)], **random_cash(rng, first_exercice, base.start)
        )
        signed = _override(rng, (code,), 1_500_000, random_day(rng, 2023, first_exercice + 3))
        found.append(replace(structure, contract=own, override=signed))
    return found
