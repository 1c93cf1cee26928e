"""From the engine's whole numbers to what a cell holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from excel_tools.dates import SERIAL_OFFSET, fiscal_name
from excel_tools.rules import Source
from excel_tools.vector import PPM

Values = dict[str, Any]
"""Defined name → scalar, cells in reading order, or rows."""


def euros(cents: Iterable[int]) -> list[float]:
    """Return cents as euros."""
    return [value / 100 for value in cents]


def rates(ppm: Iterable[int]) -> list[float]:
    """Return millionths as numbers."""
    return [value / PPM for value in ppm]


def serial(day: int) -> int | None:
    """Return a day as a spreadsheet's serial number, an empty cell for no day."""
    return day - SERIAL_OFFSET if day else None


def serials(days: Iterable[int]) -> list[int]:
    """Return days as serial numbers."""
    return [day - SERIAL_OFFSET for day in days]


def unit_shown(unit: str) -> str:
    """Return a unit of the barème as a treasurer reads it: ``"EUR/an"`` → ``"€/an"``."""
    return unit.replace("EUR", "€").replace("habitants", "hab.")


_SHORT = {
    "seed-000": "URPS Hauts-de-France, 2022",
    "seed-001": "Diaporama Cnam, 2019",
    "seed-002": "Page MG France",
    "seed-003": "Livret des cardiologues, 2023",
    "seed-004": "Livret La Salamandre, 2025",
    "aci-cpts-2019": "Accord CPTS, 2019",
    "aci-cpts-av2": "Avenant 2 CPTS, 2021",
    "aci-msp-2017": "Accord MSP, 2017",
    "aci-msp-av1": "Avenant 1 MSP, 2022",
    "guide-aci-2022": "Guide ACI (Cnam), 2022",
    "ameli-msp-2020": "Ameli, MSP, 2020",
    "convention-2024": "Convention médicale, 2024",
    "avenant-9": "Avenant 9, 2022",
    "senat-2025": "Rapport du Sénat, 2025",
    "decret-2022-375": "Décret 2022-375",
    "presse-avenant-2": "Presse, avenant 2 CPTS",
    "annexes-2025-2027": "Annexes de deux contrats",
    "paps-hdf-2023": "PAPS Hauts-de-France, 2023",
    "concours-pluripro": "Concours pluripro",
    "urps-na": "URPS Nouvelle-Aquitaine",
    "outil-msp-2022": "Outil de calcul MSP, 2022",
    "cerfa-12156": "CERFA 12156*06",
    "dauphin-2022": "Téléservice Dauphin, 2022",
    "anc-2018-06": "Règlement ANC 2018-06",
    "loi-2000-321": "Loi du 12 avril 2000",
    "regles-outil": "Règles d'excel-tools",
}


def source_shown(source: Source) -> str:
    """Return a short title of a source for a narrow column; without one, the first clause of its title."""
    return _SHORT.get(source.id) or re.split(r", | \(", source.title, maxsplit=1)[0]


_YEAR_HEADS = re.compile(r"out_(?!s\d_|indemnites_premiers|indemnites_suites).*_exercices|out_s\d_tete_.*")
_LAST_YEAR = 9999


def head_years(values: Values, first_month: int) -> None:
    """Write the heads of fiscal years that are not civil ones as they are read: « 2027-2028 »."""
    if first_month == 1:
        return
    for name, found in values.items():
        if _YEAR_HEADS.fullmatch(name):
            # days of openings head the other blocks of a scenario
            values[name] = [
                fiscal_name(item, first_month) if isinstance(item, int) and item <= _LAST_YEAR else item
                for item in found
            ]


def padded(items: Iterable[Any], count: int, blank: Any = None) -> list[Any]:
    """Return a column of a fixed height, blanks at its end."""
    found = list(items)
    return found + [blank] * (count - len(found))


def flat_euros(rows: Iterable[Iterable[int]]) -> list[float]:
    """Return rows of cents as cells in reading order, in euros."""
    return [value / 100 for row in rows for value in row]


def blocks(prefix: str, found: Mapping[str, Any]) -> Values:
    """Return values under prefixed names."""
    return {prefix + key: value for key, value in found.items()}
