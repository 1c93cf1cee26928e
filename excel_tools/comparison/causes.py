"""Causes of a gap: which inputs belong to which, and a structure that takes some causes from another one.

The order of ``CAUSES`` is the order of substitution; it never changes, so that a gap is always told in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias

from excel_tools.comparison.lines import matches
from excel_tools.errors import InputError
from excel_tools.funding.msp_data import MspData
from excel_tools.schedule import PERIODS
from excel_tools.spending.entry import Entry
from excel_tools.spending.staff import Post
from excel_tools.structure import Structure
from excel_tools.vector import PPM

BAREME, TAILLE, DATES, ATTEINTE, INDEXATION, DELAIS, AUTRES = CAUSES = (
    *("bareme", "taille", "dates", "atteinte"),
    *("indexation", "delais", "autres"),
)
COMBINED = "combine"
"""What several causes give together beyond the sum of what each gives alone."""

CAUSE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        BAREME: "Barème et montants du contrat",
        TAILLE: "Population et taille",
        DATES: "Dates des missions et du contrat",
        ATTEINTE: "Atteinte des objectifs",
        INDEXATION: "Indexation des prix et des salaires",
        DELAIS: "Délais de paiement",
        AUTRES: "Autres saisies",
        COMBINED: "Effet combiné",
    }
)

STRUCTURE_CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "override": BAREME,
        "price_index": INDEXATION,
        "wage_index": INDEXATION,
        "social_delay": DELAIS,
        "charges_delay": DELAIS,
    }
)
"""Field of a structure → its cause; the others, but the contract, the lines and who it is, are ``AUTRES``."""

IDENTITY = ("name", "kind", "region", "communes", "first_exercice", "first_month", "form", "scenario")
"""Fields that say which structure it is and how its form is laid out, not what it is worth."""

CONTRACT_CAUSES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "CPTS": {
            "signature": DATES,
            "population": TAILLE,
            "growth": TAILLE,
            "starts": DATES,
            "shifts": DATES,
            "attainment": ATTEINTE,
            "indicators": ATTEINTE,
            "crisis_day": DATES,
            "renewal": DATES,
            "funder_delay": DELAIS,
            "ends_on": DATES,
        },
        "MSP": {
            "signature": DATES,
            "growth": TAILLE,
            "attainment": ATTEINTE,
            "fir": AUTRES,
            "renewal": DATES,
            "funder_delay": DELAIS,
            "ends_on": DATES,
        },
        "ESS": {
            "signature": DATES,
            "dotation": BAREME,
            "amorcage": BAREME,
            "first_dotation": DATES,
            "delay": DELAIS,
            "funder_delay": DELAIS,
            "ends_on": DATES,
            "confirmed": BAREME,
            "presents": AUTRES,
            "liberaux": AUTRES,
            "adherents": AUTRES,
        },
        "ESP": {
            "region": BAREME,
            "teams": AUTRES,
            "start": DATES,
            "end": DATES,
            "amount": BAREME,
            "payment_month": DELAIS,
            "delay": DELAIS,
            "funder_delay": DELAIS,
            "ends_on": DATES,
        },
    }
)
"""Kind → field of its contract → cause. The yearly answers of a MSP have theirs below."""

ANSWER_CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "patientele": TAILLE,
        "ps_associes": AUTRES,
        "nouvelle_structure": DATES,
        "date_contrat": DATES,
        "annee": DATES,
        "taux_c2s": AUTRES,
        "taux_ame": AUTRES,
        "taux_c2s_national": BAREME,
        "taux_ame_national": BAREME,
    }
)
"""Answer of a MSP → its cause; the others tell what is attained."""


@dataclass(frozen=True, slots=True)
class Substitution:
    """The structures whose figures explain a gap.

    Attributes:
        causes: those whose inputs differ, in their order.
        alone: for each of them, the reference with this cause taken from the variant.
        chain: for each of them, the reference with this cause and all those before it; the last one is the variant.
    """

    causes: tuple[str, ...]
    alone: tuple[Structure, ...]
    chain: tuple[Structure, ...]


def substitution(reference: Structure, variant: Structure) -> Substitution:
    """Return what must be computed to explain the gap between two structures.

    Raises:
        InputError: they are not the same structure over the same years.
    """
    check_comparable(reference, variant)
    pair = _Pair(reference, variant)
    causes = pair.causes
    chain = [pair.blend(causes[: rank + 1]) for rank in range(len(causes) - 1)]
    if causes:
        # the variant itself, of which nothing is lost: what no cause names changes no figure
        chain.append(variant)
    alone = (chain[0], *(pair.blend((cause,)) for cause in causes[1:])) if causes else ()
    return Substitution(causes, alone, tuple(chain))


def check_comparable(reference: Structure, variant: Structure) -> None:
    """Refuse two structures of different kinds or horizons.

    Raises:
        InputError: what differs, in French.
    """
    problems = []
    if reference.kind != variant.kind:
        problems.append(
            f"« {reference.name} » est une {reference.kind}, « {variant.name} » une {variant.kind} : leurs lignes ne "
            "se comparent pas."
        )
    if (reference.first_exercice, reference.first_month) != (variant.first_exercice, variant.first_month):
        shown = [f"{item.first_month:02d}/{item.first_exercice}" for item in (reference, variant)]
        problems.append(
            f"« {reference.name} » : les exercices ne commencent pas ensemble ({shown[0]} et {shown[1]}) ; donner le "
            "même premier exercice et le même premier mois."
        )
    if problems:
        raise InputError(problems)


def blend(reference: Structure, variant: Structure, causes: Collection[str]) -> Structure:
    """Return the reference with the inputs of some causes taken from the variant; itself when none of them differs."""
    return _Pair(reference, variant).blend(causes)


class _Pair:
    """What differs between two structures, found once for all the blends of them.

    Blends that take the same of the contract, or of the lines, hold the very same object, whose figures are then
    computed once.
    """

    def __init__(self, reference: Structure, variant: Structure) -> None:
        self.reference, self.variant = reference, variant
        self._fields = [
            (STRUCTURE_CAUSES.get(name, AUTRES), name, getattr(variant, name))
            for name in _STRUCTURE_FIELDS
            if getattr(variant, name) != getattr(reference, name)
        ]
        self._lines = [name for name in _LINES if getattr(variant, name) != getattr(reference, name)]
        self._terms = _terms(reference, variant)
        self._answers = _answers(reference, variant)
        self._of_contract = frozenset(
            [*(cause for cause, _, _ in self._terms), *(cause for found in self._answers for cause, _, _ in found)]
        )
        self._made: dict[tuple[str, frozenset[str]], Any] = {}

    @property
    def causes(self) -> tuple[str, ...]:
        """Return those whose inputs differ, in their order."""
        differ = {*self._of_contract, *(cause for cause, _, _ in self._fields)}
        return tuple(cause for cause in CAUSES if cause in differ or self._changed_lines((cause,)))

    def blend(self, causes: Collection[str]) -> Structure:
        """Return the reference with the inputs of some causes taken from the variant."""
        taken = {name: value for cause, name, value in self._fields if cause in causes}
        taken |= self._changed_lines(causes)
        if self._of_contract:
            contract = self._once("contract", self._of_contract.intersection(causes), self._contract)
            if contract is not self.reference.contract:
                taken["contract"] = contract
        return replace(self.reference, **taken) if taken else self.reference

    def _once(self, name: str, causes: frozenset[str], make: Callable[[frozenset[str]], Any]) -> Any:
        key = (name, causes)
        if key not in self._made:
            self._made[key] = make(causes)
        return self._made[key]

    def _changed_lines(self, causes: Collection[str]) -> dict[str, Any]:
        found = {}
        for name in self._lines:
            before, after = getattr(self.reference, name), getattr(self.variant, name)
            lines = self._once(name, _OF_LINES.intersection(causes), partial(_lines, before, after))
            if lines != before:
                found[name] = lines
        return found

    def _contract(self, causes: frozenset[str]) -> Any:
        before: Any = self.reference.contract
        taken = {name: value for cause, name, value in self._terms if cause in causes}
        if self._answers:
            years = tuple(_answered(old, new, causes) for old, new in zip(before.years, self._answers, strict=True))
            taken |= {"years": years} if years != tuple(before.years) else {}
        return replace(before, **taken) if taken else before


def contract_causes(reference: Structure, variant: Structure) -> Mapping[str, str]:
    """Return the cause of each field of the contract.

    The forfait of an ESP is known for some years only: where it differs, the dates between which it runs go with it,
    since neither can be computed without the other.
    """
    causes = CONTRACT_CAUSES[reference.kind]
    if reference.kind != "ESP":
        return causes
    before: Any = reference.contract
    after: Any = variant.contract
    amounts = ((before.region, before.amount, reference.override), (after.region, after.amount, variant.override))
    return causes if amounts[0] == amounts[1] else {**causes, **dict.fromkeys(("start", "end", "ends_on"), BAREME)}


def alike(name: str, before: Any, after: Any) -> bool:
    """Return whether two values of a field say the same thing: a mission not named is one at its default."""
    return bool(before == after) or _plain(name, before) == _plain(name, after)


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        default = (PPM,) * PERIODS if name == "attainment" else 0
        said = {key: tuple(item) if isinstance(item, list) else item for key, item in value.items()}
        return {key: item for key, item in said.items() if item != default}
    return tuple(value) if isinstance(value, list) else value


_Change: TypeAlias = "tuple[str, str, Any]"
"""A cause, a field, what the variant has there."""


def _terms(reference: Structure, variant: Structure) -> list[_Change]:
    """Return what differs in the contract, but the yearly answers of a MSP."""
    before: Any = reference.contract
    after: Any = variant.contract
    if before is after:
        return []
    return [
        (cause, name, getattr(after, name))
        for name, cause in contract_causes(reference, variant).items()
        if not alike(name, getattr(before, name), getattr(after, name))
    ]


def _answers(reference: Structure, variant: Structure) -> list[list[_Change]]:
    """Return what differs in the answers of each year of a MSP; nothing at all for another family."""
    before: Any = reference.contract
    after: Any = variant.contract
    if reference.kind != "MSP" or before is after or before.years == after.years:
        return []
    return [
        [
            (ANSWER_CAUSES.get(name, ATTEINTE), name, getattr(new, name))
            for name in MspData.__dataclass_fields__
            if getattr(old, name) != getattr(new, name)
        ]
        for old, new in zip(before.years, after.years, strict=True)
    ]


def _answered(before: MspData, changes: Sequence[_Change], causes: Collection[str]) -> MspData:
    taken = {name: value for cause, name, value in changes if cause in causes}
    return replace(before, **taken) if taken else before


def _lines(before: Sequence[Any], after: Sequence[Any], causes: Collection[str]) -> Sequence[Any]:
    """Return lines of charges, of income or posts: their yearly rise is indexation, what delays their payment a delay,
    all the rest another input, as are the lines that come or go.
    """
    if before == after:
        return before
    ranks = matches(before, after)
    apart = {INDEXATION, DELAIS}
    if AUTRES in causes:
        kept = apart.difference(causes)
        return tuple(
            line if at is None else _taking(line, before[at], kept) for line, at in zip(after, ranks, strict=True)
        )
    same = {at: rank for rank, at in enumerate(ranks)}
    taken = apart.intersection(causes)
    return tuple(_taking(line, after[same[at]], taken) if at in same else line for at, line in enumerate(before))


def _taking(line: Any, other: Any, causes: Collection[str]) -> Any:
    """Return a line with what belongs to some causes taken from another one."""
    if INDEXATION in causes:
        line = _risen(line, other)
    if DELAIS in causes and isinstance(line, Entry):
        line = replace(line, delay=other.delay)
    return line


def _risen(line: Any, other: Any) -> Any:
    """Return a line with the yearly rise of another one; between five typed amounts and computed ones there is none."""
    if isinstance(line, Post):
        return replace(line, growth=other.growth)
    if line.basis is None or other.basis is None or line.basis.growth == other.basis.growth:
        return line
    basis = replace(line.basis, growth=other.basis.growth)
    return replace(line, basis=basis, cents=basis.cents)


_LINES = ("charges", "incomes", "posts")
_OF_LINES = frozenset((AUTRES, INDEXATION, DELAIS))
_STRUCTURE_FIELDS = tuple(
    name for name in Structure.__dataclass_fields__ if name not in (*IDENTITY, *_LINES, "contract")
)
