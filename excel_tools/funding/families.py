"""The families of structures under one shape: how each lays its periods, computes its lines and words its notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from excel_tools.funding import cpts, cpts_notices, cpts_table, esp, ess, msp
from excel_tools.funding.notices import Notice
from excel_tools.schedule import Frame, Schedule, contract_frame

if TYPE_CHECKING:
    from excel_tools.rules import Rules


@dataclass(frozen=True, slots=True)
class Family:
    """One family of structures.

    Attributes:
        code: prefix of its amounts, ``"cpts"``.
        frame: contract, first fiscal year and first month → periods.
        table: rules → the tables its arithmetic reads.
        schedule: contract, tables and periods → what is due.
        notices: contract, schedule and rules → what must be told.
        lines: label of each line of receipts.
        missions: label of each mission a charge may serve.
        line_missions: line of receipts → the mission it pays, where it pays one.
    """

    code: str
    frame: Callable[[Any, int, int], Frame]
    table: Callable[[Rules], Any]
    schedule: Callable[[Any, Any, Frame], Schedule]
    notices: Callable[[Any, Schedule, Rules], tuple[Notice, ...]]
    lines: Mapping[str, str]
    missions: Mapping[str, str] = field(default_factory=dict)
    line_missions: Mapping[str, str] = field(default_factory=dict)


def _cpts_frame(contract: cpts.CptsContract, first_exercice: int, first_month: int) -> Frame:
    return contract_frame(contract.signature, first_exercice, first_month)


FAMILIES: Mapping[str, Family] = {
    "CPTS": Family(
        "cpts",
        _cpts_frame,
        cpts_table.cpts_table,
        cpts.schedule,
        cpts_notices.notices,
        cpts_table.LINE_LABELS,
        cpts_table.MISSION_LABELS,
        cpts_table.LINE_MISSIONS,
    ),
    "MSP": Family("msp", msp.frame, msp.msp_table, msp.schedule, msp.notices, msp.LINES),
    "ESS": Family("ess", ess.frame, ess.ess_table, ess.schedule, ess.notices, ess.LINES),
    "ESP": Family("esp", esp.frame, esp.esp_table, esp.schedule, esp.notices, esp.LINES),
}
"""Kind of structure → its family."""
