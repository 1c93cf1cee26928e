"""Who pays a one-off aid, in the treasurer's words, and the line of subsidies it goes to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FUNDERS: Mapping[str, str] = MappingProxyType(
    {
        "État": "74.etat",
        "Région": "74.region",
        "Département": "74.departement",
        "Commune": "74.communes",
        "Organisme social": "74.sociaux",
        "Europe": "74.europe",
        "ASP": "74.asp",
        "ARS (FIR)": "74.etablissements",
        "Autre public": "74.etablissements",
        "Privé": "74.prives",
    }
)
"""Word → code of a line; an aid whose funder is not said follows the line of the aids."""
