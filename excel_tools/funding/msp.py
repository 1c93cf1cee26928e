"""What a MSP is due: points of each civil year, their euros, the advance and the balance."""

from __future__ import annotations

from dataclasses import dataclass

from excel_tools.funding.msp_data import MspData
from excel_tools.schedule import PERIODS
from excel_tools.vector import PPM


@dataclass(frozen=True, slots=True)
class MspContract:
    """A MSP contract and its hypotheses, over the seven civil years of a frame (one structure, not an array).

    Attributes:
        signature: day on which the contract takes effect.
        years: answers of each civil year.
        growth: yearly growth of the patientèle in millionths, by period; it applies from that period on.
        attainment: rate in millionths, by period, on the variable points of indicators that are no prérequis.
        fir: day and cents of the regional start-up aid, ``(0, 0)`` when none.
        renewal: 1 when the contract goes on after its five years.
        shift: months by which the scenario puts the payments off.
    """

    signature: int
    years: tuple[MspData, ...]
    growth: tuple[int, ...] = (0,) * PERIODS
    attainment: tuple[int, ...] = (PPM,) * PERIODS
    fir: tuple[int, int] = (0, 0)
    renewal: int = 1
    shift: int = 0
