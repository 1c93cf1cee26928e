"""The contract of a CPTS, read back from its workbook."""

from __future__ import annotations

from fractions import Fraction

from excel_tools.funding.cpts import BY_INDICATORS, CptsContract
from excel_tools.funding.cpts_table import CODES
from excel_tools.funding.indicators import DOWN, UP, Indicator, Tier
from excel_tools.reports.cpts_shape import (
    BY_INDICATORS_WORD,
    DOWN_WORD,
    LOOKED_UP,
    MISSION_NAMES,
    MISSION_ROWS,
    PARAMETERS,
    RATED,
    UP_WORD,
)
from excel_tools.reports.shape import PERIODS, TIERS
from excel_tools.reports.sheet_inputs import SheetInputs
from excel_tools.rules import Contract, ContractLine, Rules
from excel_tools.rules.contract import MONTHS

_MISSIONS = {label: code for code, label in MISSION_NAMES.items()}
_SIGNED = "contrat saisi dans le classeur"
MOST_INHABITANTS = 15_000_000
"""More than the most populated region."""


def read_cpts(inputs: SheetInputs, number: int, rules: Rules) -> tuple[CptsContract, Contract | None]:
    """Return the contract under a scenario, and the amounts of the signed contract if it has some."""
    contract = CptsContract(
        signature=inputs.day("in_signature", needed=True, least=rules.series(CODES["fonctionnement"])[0].since),
        population=[_population(inputs, number, col) for col in range(PERIODS)],
        growth=[0, *inputs.line(f"in_s{number}_croissance", inputs.growth)],
        starts={mission: inputs.day("in_debut", row) for row, mission in enumerate(MISSION_ROWS)},
        shifts={
            mission: inputs.whole(f"in_s{number}_decalage", row, most=600) for row, mission in enumerate(MISSION_ROWS)
        },
        attainment={
            mission: [_attainment(inputs, f"in_s{number}_atteinte", row, col) for col in range(PERIODS)]
            for row, mission in enumerate(RATED)
        },
        indicators=_indicators(inputs),
        crisis_day=inputs.day("in_crise_date"),
        renewal=inputs.renewal(number),
        **inputs.cash(number, "in_signature"),
    )
    return contract, _signed(inputs, number)


def _population(inputs: SheetInputs, number: int, col: int) -> int:
    """Return the inhabitants of a scenario, those of the contract unless it has its own."""
    shared = inputs.whole("in_population", 0, col, least=1, most=MOST_INHABITANTS, needed=True)
    own = f"in_s{number}_population"
    return (inputs.whole(own, 0, col, least=1, most=MOST_INHABITANTS) if inputs.has(own) else 0) or shared


def _attainment(inputs: SheetInputs, name: str, row: int, col: int) -> int:
    if inputs.text(name, row, col).lower() == BY_INDICATORS_WORD:
        return BY_INDICATORS
    return inputs.rate(name, row, col)


def _indicators(inputs: SheetInputs) -> tuple[Indicator, ...]:
    found = []
    for row in range(inputs.height("in_ind_mission")):
        if inputs.cell("in_ind_mission", row) is None:
            continue
        tiers = []
        for col in range(TIERS):
            threshold, cents = inputs.number("in_ind_seuils", row, col), inputs.maybe_euros("in_ind_montants", row, col)
            if threshold is not None or cents:
                tiers.append(Tier(threshold or Fraction(0), cents or 0))
        found.append(
            Indicator(
                mission=inputs.word("in_ind_mission", _MISSIONS, "", row),
                label=inputs.text("in_ind_libelle", row),
                direction=inputs.word("in_ind_sens", {UP_WORD: UP, DOWN_WORD: DOWN}, UP, row),
                tiers=tuple(tiers),
                values=tuple(inputs.line("in_ind_valeurs", inputs.number, row)),
            )
        )
    return tuple(found)


def _signed(inputs: SheetInputs, number: int) -> Contract | None:
    prefix = f"in_s{number}_"
    since = inputs.day(f"{prefix}avenant_date")
    source = inputs.text(f"{prefix}contrat_reference")
    lines: list[ContractLine] = []
    for key, day in (("contrat", 0), ("avenant", since)):
        if key == "avenant" and not since:
            _check_dated(inputs, prefix)
            continue
        for row, code in enumerate(LOOKED_UP):
            found = inputs.line(prefix + key, inputs.maybe_euros, row)
            given = {size: cents for size, cents in enumerate(found, 1) if cents is not None}
            if len(given) == len(found) and len(set(given.values())) == 1:
                given = {0: given[1]}
            lines += [ContractLine(CODES[code], cents, size, day, source) for size, cents in given.items()]
        for row, (code, _, kind) in enumerate(PARAMETERS):
            name = f"{prefix}{key}_parametres"
            if inputs.cell(name, row) is not None:
                least, most = MONTHS.get(code, (0, 0))
                value = inputs.rate(name, row) if kind == "rate" else inputs.whole(name, row, least=least, most=most)
                lines.append(ContractLine(code, value, 0, day, source))
    return Contract(_SIGNED, tuple(lines)) if lines else None


def _check_dated(inputs: SheetInputs, prefix: str) -> None:
    """Refuse what is typed of an amendment that has no date."""
    for name in (f"{prefix}avenant", f"{prefix}avenant_parametres"):
        for row in range(inputs.height(name)):
            for col in range(inputs.width(name)):
                inputs.undated(name, row, col, (f"{prefix}avenant_date", 0))
