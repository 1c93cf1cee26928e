"""A comparison of structures whose names, regions and scenarios are what a sheet would misread, and its book filled."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from excel_tools.comparison import Comparison, Scope
from excel_tools.reports.comparison_values import comparison_values
from excel_tools.scenarios import Setting
from excel_tools.structure import Structure
from tests.comparison_support import RULES
from tests.random_small import random_esp, random_msp
from tests.random_structures import random_cpts

SETTINGS = (
    Setting("central"),
    Setting("prudent", "tous", "atteinte", 600_000),
    Setting("prudent", "tous", "croissance", -20_000),
    Setting("prudent", "tous", "retard", 3),
    Setting("~réforme*?", "tous", "decalage", 6),
    Setting("~réforme*?", "tous", "equipes", 1, 2028),
    Setting("ambitieux", "tous", "atteinte", 1_000_000),
)


def structures() -> list[Structure]:
    """Two CPTS of one region, a MSP elsewhere, an ESP of no region; their names are what SUMIFS would misread."""
    first, second = random_cpts(random.Random(4))[0], random_cpts(random.Random(9))[0]
    msp, esp = random_msp(random.Random(5))[0], random_esp(random.Random(6))[0]
    named = [
        replace(first, name="CPTS *", region="Bretagne"),
        replace(second, name="CPTS ~?", region="Bretagne"),
        replace(msp, name="=1+1", region="Île-de-France"),
        replace(esp, name="MSP", region=""),
    ]
    earliest = min(item.first_exercice for item in named)
    return [replace(item, first_exercice=min(item.first_exercice, earliest + 2)) for item in named]


def filled(comparison: Comparison, scope: Scope, variant: str) -> tuple[dict[str, Any], dict[str, str], Any]:
    return comparison_values(comparison, RULES, SETTINGS, title="=Essai", scope=scope, variant=variant, version="essai")


def cents_of(row: list[Any]) -> list[int]:
    return [round(100 * item) for item in row]
