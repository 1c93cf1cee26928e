"""Why a change gives nothing: after the horizon, a mission that has begun or is not engaged, no line to raise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from excel_tools.comparison.beginnings import beginning
from excel_tools.comparison.changes import OVERRIDE, Change
from excel_tools.comparison.signed import ABSENT, series
from excel_tools.dates import french
from excel_tools.funding.cpts_table import CODES, MISSIONS
from excel_tools.funding.families import FAMILIES
from excel_tools.rules import Rules
from excel_tools.structure import Structure

SAME = "mêmes montants"
"""The amounts of a contract that are those of the barème."""

_UNSURE = " (à confirmer)"
_BEGUN, _SEVERAL_BEGUN = "mission déjà commencée", "missions déjà commencées"
_NOT_ENGAGED, _SEVERAL_NOT_ENGAGED = "mission non engagée", "missions non engagées"
_SAME_DAY = "l'avance d'une année et le solde de la précédente se paient le même jour"
_PARAMETERS = ("taille", "contrat", "avance", "avance_variable", "variable")
"""Second words of the codes of a CPTS that are no amount of a line, and count."""


class Idle:
    """What can be told of the changes between two structures, their frame being found once."""

    def __init__(self, reference: Structure, variant: Structure, rules: Rules) -> None:
        self._sides = (reference, variant)
        self._rules = rules
        family = FAMILIES[reference.kind]
        self._frame = family.frame(reference.contract, reference.first_exercice, reference.first_month)

    def why(self, change: Change) -> str:
        """Return why a change gives nothing by itself, in French; nothing when it may give something."""
        if change.opens > self._frame.last_day:
            return "après le dernier exercice"
        name, _, mission = change.field.partition(".")
        if name == OVERRIDE:
            return self._amount(change)
        if mission:
            return self._mission(name, mission)
        return self._whole(name)

    def worth_telling(self, told: Sequence[Change]) -> list[Change]:
        """Return the changes that may give something, or else those of the missions engaged, or else all of them."""
        found = [change for change in told if not self.why(change)]
        return found or [change for change in told if self.why(change) != _NOT_ENGAGED] or list(told)

    def reasons(self, told: Sequence[Change]) -> str:
        """Return why some changes give nothing, each reason once; nothing unless all of them have one."""
        found = {change.field or change.label: self.why(change) or self._once_it_is_known(change) for change in told}
        reasons = list(found.values())
        if not all(reasons):
            return ""
        if sum(reason.startswith(_BEGUN) for reason in reasons) > 1:
            reasons = [_SEVERAL_BEGUN if reason.startswith(_BEGUN) else reason for reason in reasons]
        if reasons.count(_NOT_ENGAGED) > 1:
            reasons = [_SEVERAL_NOT_ENGAGED if reason == _NOT_ENGAGED else reason for reason in reasons]
        return " ; ".join(dict.fromkeys(reasons))

    def _once_it_is_known(self, change: Change) -> str:
        """Return why a change has given nothing, where it might have."""
        return _SAME_DAY if change.code == "cpts.avance.taux" else ""

    def engaged(self, mission: str) -> bool:
        """Return whether a mission is engaged on either side; always where there are none."""
        return any(self._starts(side).get(mission, 1) for side in self._sides)

    def _starts(self, side: Structure) -> dict[str, int]:
        contract: Any = side.contract
        return {code: contract.starts.get(code, 0) for code in MISSIONS} if side.kind == "CPTS" else {}

    def _mission(self, name: str, mission: str) -> str:
        if not self.engaged(mission):
            return _NOT_ENGAGED
        begun = [self._starts(side)[mission] for side in self._sides]
        if name == "shifts" and max(begun) < self._frame.first_day:
            return f"{_BEGUN} le {french(max(begun))}"
        return ""

    def _amount(self, change: Change) -> str:
        if _worth(change.before) == _worth(change.after):
            return SAME
        family, part, *_ = change.code.split(".")
        if family == "cpts" and change.code not in CODES.values() and part not in _PARAMETERS:
            return "montant étranger à ce budget"
        if family == "cpts" and part in MISSIONS and not self.engaged(part):
            return _NOT_ENGAGED
        contracts: list[Any] = [side.contract for side in self._sides]
        if change.code == CODES["crise_declaree"] and not any(contract.crisis_day for contract in contracts):
            return "aucune crise déclarée"
        if change.code == CODES["crise_premiere"] and self._written_before():
            return "plan de crise déjà rédigé"
        if family == "esp" and all(contract.amount is not None for contract in contracts):
            return "le montant par équipe saisi l'emporte sur le barème"
        return ""

    def _written_before(self) -> bool:
        """Return whether the plan of the crises belongs to a contract year that is over for good."""
        first = self._frame.ouverture[0]
        return all(0 < beginning(side, "crise") < first for side in self._sides)

    def _whole(self, name: str) -> str:
        reference, variant = self._sides
        contracts: list[Any] = [side.contract for side in self._sides]
        if name in ("price_index", "charges_delay") and not (reference.charges or variant.charges):
            return "aucune ligne de charges"
        if name in ("wage_index", "social_delay") and not (reference.posts or variant.posts):
            return "aucun poste salarié"
        # the contract year open on the last day counts whole in its advance
        closing = max(self._frame.cloture)
        if name == "ends_on" and all(one.ends_on == 0 or one.ends_on >= closing for one in contracts):
            return "après le dernier exercice"
        if name == "crisis_day" and not self.engaged("crise"):
            return _NOT_ENGAGED
        if name == "renewal" and self._before_the_end():
            return "le contrat court encore à la fin du dernier exercice"
        return ""

    def _years(self) -> int:
        family = self._sides[0].kind.lower()
        return int(series(self._sides[1], self._rules, f"{family}.contrat.duree")[-1].value() // 12)

    def _before_the_end(self) -> bool:
        """Return whether the five years of the contract end after the horizon."""
        within = [
            rank
            for rank, opening in zip(self._frame.rang, self._frame.ouverture, strict=True)
            if opening <= self._frame.last_day
        ]
        return int(max(within)) <= self._years()


def _worth(amount: str) -> str:
    """Return what an amount is worth: sure or not, and nothing where there is none."""
    return "0" if amount == ABSENT or amount.startswith("0\u202f€") else amount.removesuffix(_UNSURE)
