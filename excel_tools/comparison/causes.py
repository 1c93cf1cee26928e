"""Causes of a gap: which inputs belong to which, and a structure that takes some causes from another one.

The order of ``CAUSES`` is the order of substitution; it never changes, so that a gap is always told in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from excel_tools.errors import InputError
from excel_tools.funding.msp_data import MspData
from excel_tools.spending.entry import Entry
from excel_tools.spending.staff import Post
from excel_tools.structure import Structure

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
    }
)
"""Field of a structure → its cause; the others, but the contract, the lines and who it is, are ``AUTRES``."""

IDENTITY = ("name", "kind", "region", "communes", "first_exercice", "first_month")
"""Fields that say which structure it is, not what it is worth."""

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
    causes = tuple(cause for cause in CAUSES if blend(reference, variant, {cause}) is not reference)
    chain = [blend(reference, variant, set(causes[: rank + 1])) for rank in range(len(causes))]
    if causes:
        # the variant itself, of which nothing is lost: what no cause names changes no figure
        chain[-1] = variant
    alone = (chain[0], *(blend(reference, variant, {cause}) for cause in causes[1:])) if causes else ()
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
    fields: dict[str, Any] = {}
    for name in _STRUCTURE_FIELDS:
        if STRUCTURE_CAUSES.get(name, AUTRES) in causes:
            fields[name] = getattr(variant, name)
    for name, risen in (("charges", _entry_risen), ("incomes", _entry_risen), ("posts", _post_risen)):
        fields[name] = _lines(getattr(reference, name), getattr(variant, name), causes, risen)
    fields["contract"] = _contract(reference, variant, causes)
    taken = {name: value for name, value in fields.items() if value != getattr(reference, name)}
    return replace(reference, **taken) if taken else reference


def _contract(reference: Structure, variant: Structure, causes: Collection[str]) -> Any:
    before: Any = reference.contract
    after: Any = variant.contract
    if before == after:
        return before
    taken = {
        name: getattr(after, name)
        for name, cause in CONTRACT_CAUSES[reference.kind].items()
        if cause in causes and getattr(before, name) != getattr(after, name)
    }
    if reference.kind == "MSP":
        taken["years"] = tuple(_answers(old, new, causes) for old, new in zip(before.years, after.years, strict=True))
    return replace(before, **taken) if taken else before


def _answers(before: MspData, after: MspData, causes: Collection[str]) -> MspData:
    taken = {
        name: getattr(after, name)
        for name in MspData.__dataclass_fields__
        if ANSWER_CAUSES.get(name, ATTEINTE) in causes and getattr(before, name) != getattr(after, name)
    }
    return replace(before, **taken) if taken else before


def _lines(
    before: Sequence[Any], after: Sequence[Any], causes: Collection[str], risen: Callable[[Any, Any], Any]
) -> Sequence[Any]:
    """Return lines of charges or posts: their yearly rise is indexation, all the rest another input."""
    if before == after or len(before) != len(after):
        return after if AUTRES in causes else before
    found = []
    for old, new in zip(before, after, strict=True):
        line = risen(new, old) if AUTRES in causes else old
        found.append(risen(line, new) if INDEXATION in causes else line)
    return tuple(found)


def _entry_risen(line: Entry, by: Entry) -> Entry:
    """Return a line with the yearly rise of another one; five amounts typed one by one have none."""
    growth = by.basis.growth if by.basis else 0
    if line.basis is None or line.basis.growth == growth:
        return line
    basis = replace(line.basis, growth=growth)
    return replace(line, basis=None if basis.plain else basis, cents=basis.cents)


def _post_risen(line: Post, by: Post) -> Post:
    return replace(line, growth=by.growth)


_LINES = ("contract", "charges", "incomes", "posts")
_STRUCTURE_FIELDS = tuple(
    name for name in Structure.__dataclass_fields__ if name not in IDENTITY and name not in _LINES
)
