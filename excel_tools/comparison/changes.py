"""What differs between the inputs of two structures, in the words of their workbook; no person is ever named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from excel_tools.comparison import causes as groups
from excel_tools.comparison import fields
from excel_tools.comparison.causes import ANSWER_CAUSES, ATTEINTE, AUTRES, BAREME, CAUSES, STRUCTURE_CAUSES
from excel_tools.comparison.fields import EXERCICES, MISSIONS, PERIODS, Field
from excel_tools.comparison.line_changes import indicator_changes, table_changes
from excel_tools.comparison.signed import contract_years, override_changes
from excel_tools.comparison.spans import Years, runs, span
from excel_tools.funding.cpts_table import MISSIONS as MISSION_CODES
from excel_tools.funding.esp import esp_table
from excel_tools.rules import Rules, load_rules
from excel_tools.schedule import PERIODS as PERIOD_COUNT
from excel_tools.schedule import YEARS
from excel_tools.structure import Structure
from excel_tools.vector import PPM, half_up

OVERRIDE = "override"
"""Field of a structure that holds the amounts of its contract."""


@dataclass(frozen=True, slots=True)
class Change:
    """One input that differs.

    Attributes:
        cause: one of ``causes.CAUSES``.
        sheet: title of the sheet of the structure's workbook where it stands.
        label: what it is called there, and the years concerned when they are not all.
        before: its value in the reference, as French text.
        after: its value in the variant.
        code: code of the barème under which stands the text that rules it, or its beginning; empty when none does.
        field: field of the structure or of its contract, ``attainment.parcours`` for that of a mission; empty for a
            line of a table.
        opens: day on which the first year concerned opens, 0 when it is not one of a contract.
        when: the years concerned, as the label ends; empty when they are all of them.
    """

    cause: str
    sheet: str
    label: str
    before: str
    after: str
    code: str = ""
    field: str = ""
    opens: int = 0
    when: str = ""


def changes(reference: Structure, variant: Structure, rules: Rules | None = None) -> tuple[Change, ...]:
    """Return the inputs that differ, in the order of the causes, then in that of the workbook.

    Args:
        rules: the barèmes, those of the package by default; they word the amounts of a contract.

    Raises:
        InputError: the two cannot be compared.
    """
    groups.check_comparable(reference, variant)
    rules = load_rules() if rules is None else rules
    found = [
        *_structure_changes(reference, variant),
        *_contract_changes(reference, variant, rules),
        *_override(reference, variant, rules),
        *(Change(*told) for told in table_changes(reference, variant)),
    ]
    return tuple(sorted(found, key=lambda change: CAUSES.index(change.cause)))


def _structure_changes(reference: Structure, variant: Structure) -> Iterator[Change]:
    years = Years(tuple(range(reference.first_exercice, reference.first_exercice + YEARS)))
    for name, field in fields.STRUCTURE.items():
        # an input that this version does not know yet differs from nothing
        if name in Structure.__dataclass_fields__ and getattr(reference, name) != getattr(variant, name):
            before, after = (_READ.get(name, _same)(getattr(one, name)) for one in (reference, variant))
            yield from _told(STRUCTURE_CAUSES.get(name, AUTRES), name, field, before, after, years)


def _contract_changes(reference: Structure, variant: Structure, rules: Rules) -> Iterator[Change]:
    before: Any = reference.contract
    after: Any = variant.contract
    if before is after:
        return
    years, causes = contract_years(reference), groups.contract_causes(reference, variant)
    for name, field in fields.CONTRACT[reference.kind].items():
        old, new = getattr(before, name), getattr(after, name)
        if field.shape == MISSIONS:
            for mission in MISSION_CODES:
                label, code = fields.mission(field, mission)
                own = Field(label, field.show, PERIODS if name == "attainment" else field.shape, code, since=1)
                which = f"{name}.{mission}"
                yield from _told(causes[name], which, own, _of(name, old, mission), _of(name, new, mission), years)
        else:
            yield from _told(causes[name], name, field, old, new, years, _esp_code(name, variant, rules))
    if reference.kind == "CPTS":
        yield from (Change(*told) for told in indicator_changes(before.indicators, after.indicators, years))
    if reference.kind == "MSP":
        for name, field in fields.ANSWERS.items():
            old, new = ([getattr(year, name) for year in side.years] for side in (before, after))
            yield from _told(ANSWER_CAUSES.get(name, ATTEINTE), name, field, old, new, years)
        yield from _told(AUTRES, "fir", _FIR_DAY, before.fir[0], after.fir[0], years)
        yield from _told(AUTRES, "fir", _FIR_AMOUNT, before.fir[1], after.fir[1], years)


def _told(
    cause: str, name: str, field: Field, before: Any, after: Any, years: Years, code: str = ""
) -> Iterator[Change]:
    code = code or field.code
    if field.shape not in (PERIODS, EXERCICES):
        if before != after:
            yield Change(
                cause,
                field.sheet,
                field.label,
                fields.shown(field.show, before),
                fields.shown(field.show, after),
                code,
                name,
            )
        return
    for first, last, old, new in runs(list(before), list(after)):
        when = span(years, first, last, field.since)
        label = f"{field.label}, {when}" if when else field.label
        opens = years.days[first] if years.days else 0
        yield Change(
            cause, field.sheet, label, fields.shown(field.show, old), fields.shown(field.show, new), code, name, opens
        )


def _override(reference: Structure, variant: Structure, rules: Rules) -> Iterator[Change]:
    for label, before, after, code, opens, when in override_changes(reference, variant, rules):
        yield Change(BAREME, fields.BAREME_SHEET, label, before, after, code, OVERRIDE, opens, when)


def _of(name: str, row: Mapping[str, Any], mission: str) -> Any:
    """Return what a field says of a mission, its default when it says nothing."""
    return row.get(mission, (PPM,) * PERIOD_COUNT if name == "attainment" else 0)


def _esp_code(name: str, structure: Structure, rules: Rules) -> str:
    """Return the code of the forfait of an ESP's region, where one is known."""
    if structure.kind != "ESP" or name not in ("region", "teams", "amount", "end"):
        return ""
    contract: Any = structure.contract
    known = esp_table(rules).regions
    return known[contract.region][0].code if contract.region in known else ""


def _yearly(index: Sequence[int]) -> tuple[int, ...]:
    """Return the yearly rises of an index, to the thousandth of a percent: it is rounded to the millionth itself."""
    rises = [half_up(after * PPM, before) - PPM for before, after in pairwise(index)]
    return (index[0] - PPM, *(half_up(rise, 10) * 10 for rise in rises))


def _same(value: Any) -> Any:
    return value


_READ = MappingProxyType({"price_index": _yearly, "wage_index": _yearly})
_FIR_DAY = Field("Aide au démarrage (FIR) reçue le", fields.a_day, code="msp.fir.montant")
_FIR_AMOUNT = Field("Montant de l'aide FIR", fields.euros, code="msp.fir.montant")
