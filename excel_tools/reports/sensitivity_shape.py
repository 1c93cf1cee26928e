"""What the template of a sensitivity and the values that fill it agree on: sheets, numbers and room."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from excel_tools.comparison.figures import LOWEST, PRODUITS, RESULTAT, TRESORERIE

TEMPLATE = "sensibilite.xlsx"
LEVER_ROWS = 30
CLASS_ROWS = 24
LAW_ROWS = 16
NOTE_ROWS = 6
SOURCE_ROWS = 40
LAW_WIDTH = 132
"""Characters of a line of the assumptions, at the head of each page that shows a probability."""

RANKS = (10, 50, 90)
"""Percentiles shown, in per cent."""
OUTLOOKS = (PRODUITS, RESULTAT, TRESORERIE, LOWEST)
"""Measures shown by fiscal year."""
SHORT: Mapping[str, str] = MappingProxyType({PRODUITS: "pro", RESULTAT: "res", TRESORERIE: "tre", LOWEST: "bas"})
"""Measure → its piece of a defined name."""
SUM, LAST, LEAST = 1, 2, 3
"""How a measure is told over the horizon: number that the sheet reads."""
