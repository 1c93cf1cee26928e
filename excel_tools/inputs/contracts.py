"""One row of a family's sheet → the contract of a structure, each single value laid over the seven periods."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from excel_tools.funding.cpts import BY_INDICATORS, CptsContract
from excel_tools.funding.cpts_table import MISSIONS, VARIABLE_LINES
from excel_tools.funding.esp import EspContract
from excel_tools.funding.ess import EssContract
from excel_tools.funding.indicators import Indicator
from excel_tools.funding.msp import MspContract
from excel_tools.funding.msp_data import MspData
from excel_tools.inputs.fields import Entry
from excel_tools.scenarios import growth_row
from excel_tools.schedule import PERIODS
from excel_tools.structure import KINDS, Contract
from excel_tools.vector import PPM

_ALL = (True,) * PERIODS


def cpts_contract(entry: Entry, indicators: Sequence[Indicator]) -> CptsContract:
    """Return the contract of a CPTS.

    A mission whose indicators are given, and no rate of its own, is worth what they earn.
    """
    everywhere = entry.get("atteinte", PPM)
    counted = {indicator.mission for indicator in indicators}
    attainment = {}
    for mission in VARIABLE_LINES:
        rate = entry.get(f"atteinte.{mission}", BY_INDICATORS if mission in counted else everywhere)
        attainment[mission] = [rate] * PERIODS
    return CptsContract(
        signature=entry.get("signature", 0),
        population=[entry.get("population", 0)] * PERIODS,
        growth=growth_row(entry.get("croissance", 0), _ALL),
        starts={mission: entry.get(f"debut_{mission}", 0) for mission in MISSIONS},
        attainment=attainment,
        indicators=tuple(indicators),
        crisis_day=entry.get("crise_declaree", 0),
        renewal=entry.get("renouvellement", 1),
        **_cash(entry, "signature"),
    )


def msp_contract(entry: Entry, indicators: Sequence[Indicator]) -> MspContract:
    """Return the contract of a MSP: the same answers every year."""
    given = {
        field.name: entry.get(field.name, field.default)
        for field in fields(MspData)
        if field.name not in ("date_contrat", "annee")
    }
    day, cents = entry.get("fir_date", 0), entry.get("fir_montant", 0)
    if bool(day) != bool(cents):
        missing = "fir_montant" if day else "fir_date"
        entry.refuse(missing, "l'aide FIR demande une date et un montant, ou ni l'un ni l'autre.")
    return MspContract(
        signature=entry.get("signature", 0),
        years=(MspData(**given),) * PERIODS,
        growth=tuple(growth_row(entry.get("croissance", 0), _ALL)),
        fir=(day, cents),
        renewal=entry.get("renouvellement", 1),
        **_cash(entry, "signature"),
    )


def ess_contract(entry: Entry, indicators: Sequence[Indicator]) -> EssContract:
    """Return the contract of an ESS."""
    liberaux, adherents = entry.get("liberaux", 0), entry.get("adherents", 0)
    if adherents > liberaux:
        entry.refuse("adherents", f"« {adherents} » dépasse le nombre de médecins libéraux ({liberaux}).")
    return EssContract(
        signature=entry.get("signature", 0),
        dotation=[entry.get("dotation", 0)] * PERIODS,
        amorcage=entry.get("amorcage", 1),
        first_dotation=entry.get("premiere_dotation", 1),
        delay=entry.get("retard", 0),
        confirmed=entry.get("dotation_contrat", 0),
        presents=entry.get("presents", 0),
        liberaux=liberaux,
        adherents=adherents,
        **_cash(entry, "signature"),
    )


def esp_contract(entry: Entry, indicators: Sequence[Indicator]) -> EspContract:
    """Return the contract of ESP teams."""
    start, end = entry.get("debut", 0), entry.get("fin", 0)
    if end and end < start:
        entry.refuse("fin", "la date de fin précède la date de début.")
    return EspContract(
        region=entry.get("region", ""),
        teams=[entry.get("equipes", 0)] * PERIODS,
        start=start,
        end=end,
        amount=entry.get("montant"),
        payment_month=entry.get("mois_paiement", 1),
        delay=entry.get("retard", 0),
        **_cash(entry, "debut"),
    )


def _cash(entry: Entry, opening: str) -> dict[str, Any]:
    """Return what is supposed of the payments: the funder's delay, an early end."""
    start, end = entry.get(opening, 0), entry.get("fin_anticipee", 0)
    if end and end < start:
        entry.refuse("fin_anticipee", "la fin anticipée précède le début du contrat.")
    return {"funder_delay": entry.get("retard_financeur", 0), "ends_on": end}


CONTRACTS: Mapping[str, Callable[[Entry, Sequence[Indicator]], Contract]] = MappingProxyType(
    dict(zip(KINDS, (cpts_contract, msp_contract, ess_contract, esp_contract), strict=True))
)
"""Kind of structure → reader of its contract."""
