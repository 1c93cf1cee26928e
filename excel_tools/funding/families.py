"""The families of structures under one shape: how each lays its periods, computes its lines and words its notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from excel_tools.funding import cpts, cpts_notices, cpts_table, esp, ess, msp
from excel_tools.funding.notices import Notice
from excel_tools.schedule import Frame, Schedule, civil_frame, contract_frame

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
    """

    code: str
    frame: Callable[[Any, int, int], Frame]
    table: Callable[[Rules], Any]
    schedule: Callable[[Any, Any, Frame], Schedule]
    notices: Callable[[Any, Schedule, Rules], tuple[Notice, ...]]
    lines: Mapping[str, str]
