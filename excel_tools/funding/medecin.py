"""The doctor's side: the forfait structure, that coordinated practice opened until the end of 2025.

Source: avenant 9 to the medical convention of 2016; abolished on 1 January 2026, replaced by the dotation numérique.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from excel_tools.dates import day
from excel_tools.errors import RuleError
from excel_tools.funding.notices import Notice
from excel_tools.money import french_euros, french_number

if TYPE_CHECKING:
    from excel_tools.rules import Amount, Rules


@dataclass(frozen=True, slots=True)
class StructureFee:
    """The forfait structure of one doctor and year.

    Attributes:
        cents: the whole.
        volet1: its first part, in cents.
        volet2: its second part, in cents: only when the first one is complete.
        amounts: the dated amounts used.
    """

    cents: int
    volet1: int
    volet2: int
    amounts: tuple[Amount, ...]
    notices: tuple[Notice, ...]


def structure_fee(volet1: bool, volet2: bool, year: int, rules: Rules) -> StructureFee:
    """Return the forfait structure of a doctor.

    Args:
        volet1: the first part is complete (coordinated practice included).
        volet2: the indicators of the second part are met; they count only when the first part is complete.

    Raises:
        RuleError: a year before the first known amount, or after the abolition (the message points to DONUM).
    """
    opening = day(year, 1, 1)
    if rules.has("medecin.donum.maximum", opening) and not rules.has("medecin.forfait_structure.volet1", opening):
        donum = rules.amount("medecin.donum.maximum", opening)
        worth = donum.value() * rules.amount("medecin.point.valeur", opening).value()
        raise RuleError(
            f"Le forfait structure n'existe plus en {year} : supprimé au 1er janvier 2026, il est remplacé par la "
            f"dotation numérique (DONUM), {donum.value()} points au plus, soit {french_euros(worth)}."
        )
    point, first, second = (
        rules.amount(f"medecin.{code}", opening)
        for code in ("point.valeur", "forfait_structure.volet1", "forfait_structure.volet2")
    )
    cents1 = first.value() * point.value() * volet1
    cents2 = second.value() * point.value() * (volet1 and volet2)
    found = []
    if volet2 and not volet1:
        found.append(Notice("volet-1-incomplet", "Le volet 2 n'est ouvert que si le volet 1 est complet."))
    if "à confirmer" in (first.confidence(), second.confidence()):
        found.append(Notice("forfait-a-confirmer", f"Montants de 2022 repris pour {year} : à confirmer."))
    if rules.has("medecin.forfait_structure.derniere_version", opening):
        last = rules.amount("medecin.forfait_structure.derniere_version", opening).value()
        found.append(
            Notice(
                "forfait-contredit",
                f"La dernière version connue du forfait structure totalise {french_number(last)} points, soit "
                f"{french_euros(last * point.value())}, au lieu de {french_number(first.value() + second.value())} "
                f"points : à vérifier auprès de la CPAM pour {year}.",
            )
        )
    return StructureFee(cents1 + cents2, cents1, cents2, (point, first, second), tuple(found))
