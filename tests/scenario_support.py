"""Small structures whose figures can be checked by hand, and tables of scenarios read from a few rows."""

import csv
from fractions import Fraction
from pathlib import Path

from excel_tools.dates import day
from excel_tools.funding.cpts import BY_INDICATORS, CptsContract
from excel_tools.funding.esp import EspContract
from excel_tools.funding.ess import EssContract
from excel_tools.funding.indicators import DOWN, UP, Indicator, Tier
from excel_tools.funding.msp import MspContract
from excel_tools.funding.msp_data import MspData
from excel_tools.inputs import read_scenarios
from excel_tools.rules import load_rules
from excel_tools.scenarios import Setting
from excel_tools.spending.entry import Entry
from excel_tools.spending.staff import Post
from excel_tools.structure import Structure
from tests.malformed.build import csv_file

RULES = load_rules()
CASES = Path(__file__).parent / "cas"
HEADER = ("scénario", "structure", "paramètre", "valeur", "à partir de")
_JANUARY = day(2025, 1, 1)

CPTS = Structure(
    name="CPTS du Gué",
    kind="CPTS",
    region="Bretagne",
    contract=CptsContract(
        signature=_JANUARY,
        population=[100_000] * 7,
        growth=[0] * 7,
        starts={"acces": _JANUARY, "parcours": _JANUARY},
    ),
    first_exercice=2027,
    charges=(Entry("6132", "Loyer", "", 0, (1_200_000,) * 5, payments=12),),
    posts=(Post("Coordination", "", 200_000, 400_000),),
)
WITH_INDICATORS = Structure(
    name=CPTS.name,
    kind="CPTS",
    region="",
    contract=CptsContract(
        signature=_JANUARY,
        population=[100_000] * 7,
        growth=[0] * 7,
        starts={"acces": _JANUARY},
        attainment={"acces": [BY_INDICATORS] * 7},
        indicators=(
            Indicator("acces", "Patients sans médecin traitant", DOWN, (Tier(Fraction(50), 900_000),), (None,) * 7),
            Indicator("acces", "Délai SNP", UP, (Tier(Fraction(7, 10), 500_000),), (Fraction(1, 2),) * 7),
        ),
    ),
    first_exercice=2027,
)
MSP = Structure(
    "MSP du Pont",
    "MSP",
    "",
    MspContract(_JANUARY, (MspData(patientele=4_000, ps_associes=12),) * 7),
    2027,
)
ESS = Structure("ESS du Lac", "ESS", "", EssContract(_JANUARY, [7_500_000] * 7), 2027)
ESP = Structure("ESP du Bois", "ESP", "", EspContract("", [3] * 7, day(2024, 1, 1), amount=1_200_000), 2027)
ALL = (WITH_INDICATORS, MSP, ESS, ESP)
KINDS_OF = {one.name: one.kind for one in ALL}


def rows_of(file: str) -> list[dict[str, str]]:
    """Return the rows of a case file, its comments left out."""
    with (CASES / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader((line for line in stream if not line.startswith("#")), delimiter=";"))


def read(folder: Path, *rows: tuple[str, ...], structures: tuple[Structure, ...] = ALL) -> tuple[Setting, ...]:
    """Return the settings of a table whose rows are given as tuples, short ones completed with blanks."""
    table = [dict(zip(HEADER, (*row, *[""] * (len(HEADER) - len(row))), strict=True)) for row in rows]
    path = csv_file(folder, table, "scenarios.csv")
    return read_scenarios(path, {one.name: one.kind for one in structures}, RULES, structures=structures).settings
