"""The invented structures that the templates open on: a treasurer puts his own figures in their place."""

from __future__ import annotations

from excel_tools.dates import day
from excel_tools.funding.cpts import CptsContract
from excel_tools.funding.esp import EspContract
from excel_tools.funding.ess import EssContract
from excel_tools.funding.msp import MspContract
from excel_tools.funding.msp_data import MspData
from excel_tools.structure import Charge, Structure
from excel_tools.vector import PPM

_EXERCICE = 2027


def _charges(salaries: int, fees: int) -> tuple[Charge, ...]:
    return (
        Charge("6411", "Coordination – salaires", "", 0, (salaries,) * 5),
        Charge("6226", "Honoraires comptables", "", 3, (fees,) * 5),
        Charge("6132", "Loyer", "", 0, (480_000,) * 5),
    )


def cpts() -> Structure:
    """Return a CPTS of size 2, signed at the opening of the first fiscal year."""
    signature = day(_EXERCICE, 1, 1)
    contract = CptsContract(
        signature=signature,
        population=[60_000] * 7,
        growth=[0] * 7,
        starts={
            "acces": day(_EXERCICE, 4, 1),
            "parcours": day(_EXERCICE, 9, 1),
            "prevention": day(_EXERCICE, 9, 1),
            "crise": day(_EXERCICE, 4, 1),
        },
        attainment={
            mission: [800_000] * 7 for mission in ("acces", "parcours", "prevention", "qualite", "accompagnement")
        },
    )
    return Structure(
        name="CPTS d'exemple",
        kind="CPTS",
        region="Centre-Val de Loire",
        contract=contract,
        first_exercice=_EXERCICE,
        charges=_charges(4_200_000, 300_000),
    )


def msp() -> Structure:
    """Return a MSP of 4 000 patients and 13 associates."""
    answers = MspData(patientele=4000, ps_associes=13, protocoles=8, reunions=6, dossiers=50, patients_ald_75=650)
    contract = MspContract(signature=day(_EXERCICE, 1, 1), years=(answers,) * 7, growth=(0,) * 7, attainment=(PPM,) * 7)
    return Structure(
        name="MSP d'exemple",
        kind="MSP",
        region="Bretagne",
        contract=contract,
        first_exercice=_EXERCICE,
        charges=_charges(2_400_000, 250_000),
    )


def ess() -> Structure:
    """Return an ESS with a dotation of 75 000 €."""
    contract = EssContract(
        signature=day(_EXERCICE, 1, 1),
        dotation=[7_500_000] * 7,
        amorcage=1,
        presents=12,
        liberaux=60,
        adherents=20,
    )
    return Structure(
        name="ESS d'exemple",
        kind="ESS",
        region="Grand Est",
        contract=contract,
        first_exercice=_EXERCICE,
        charges=_charges(3_000_000, 250_000),
    )


def esp() -> Structure:
    """Return five teams of Pays de la Loire."""
    region = "Pays de la Loire"
    contract = EspContract(region=region, teams=[5] * 7, start=day(_EXERCICE, 1, 1))
    return Structure(
        name="ESP d'exemple",
        kind="ESP",
        region=region,
        contract=contract,
        first_exercice=_EXERCICE,
        charges=_charges(1_500_000, 150_000),
    )


EXAMPLES = {"CPTS": cpts, "MSP": msp, "ESS": ess, "ESP": esp}
"""Kind of structure → its example."""
