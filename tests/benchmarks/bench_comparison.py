"""A portfolio under ten scenarios, compared and explained cause by cause: by arrays and one by one.

    python -m tests.benchmarks.bench_comparison [structures]

Ratios are those of one run, round after round: times alone say how busy the machine is. Both start from the structures
and the settings, and end at the same ``Comparison``: every line and year under every scenario, every gap, what each
cause gives alone, in order, and together. The scalar loop runs on a sample and is scaled; what it finds on its sample
must be what the arrays find, to the cent. First CPTS alone, then a mix of families; then the files of each.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from typing import Any

from excel_tools.batch.comparison_object import json_pieces
from excel_tools.batch.comparison_rows import csv_pieces
from excel_tools.comparison import ALL, Comparison, compare, one_by_one
from excel_tools.comparison.arrays import evaluate_arrays
from excel_tools.comparison.gap import Evaluate
from excel_tools.dates import day
from excel_tools.funding.cpts import CptsContract
from excel_tools.funding.cpts_table import MISSIONS
from excel_tools.funding.esp import EspContract
from excel_tools.funding.ess import EssContract
from excel_tools.funding.msp import MspContract
from excel_tools.funding.msp_data import MspData
from excel_tools.rules import Contract, ContractLine, load_rules
from excel_tools.scenarios import Setting, variants
from excel_tools.spending.entry import Basis, based
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.staff import Post
from excel_tools.structure import Structure
from excel_tools.vector import PPM

EXERCICE = 2027
SAMPLE = 24
ROUNDS = 3
RULES = load_rules()
EVERYONE = "tous"


def settings(count: int) -> list[Setting]:
    """Return some scenarios, the first one as entered; each of the others changes two to four things."""
    reform = Contract("réforme", (ContractLine("cpts.parcours.variable", 30_000_00, 0, day(2028, 1, 1)),))
    found = [Setting("central")]
    for rank in range(1, count):
        name = f"scénario {rank}"
        rows = [
            ("atteinte", PPM - 50_000 * rank, None),
            ("decalage", rank % 4 * 3, None),
            ("croissance", 2_500 * rank, 2028) if rank % 2 else ("retard", rank % 3 + 1, None),
            ("prix", 5_000 * rank, None) if rank % 3 == 0 else ("atteinte.parcours", 600_000, 2029),
        ]
        found += [Setting(name, EVERYONE, parameter, value, since) for parameter, value, since in rows]
        if rank % 5 == 0:
            found.append(Setting(name, EVERYONE, "contrat", reform))
    return found


def spending(draw: random.Random, months: Sequence[int]) -> dict[str, Any]:
    """Return the lines of a treasurer: a dozen charges, two posts, three professionals, two incomes."""
    accounts = ("6063", "6132", "6156", "616", "6226", "6227", "6236", "6251", "6257", "626", "627", "6281")
    return {
        "charges": tuple(
            based(
                account,
                "Ligne",
                "",
                draw.choice(months),
                Basis(None, None, 15_000, (draw.randint(1, 2_000_000),) + (None,) * 4),
            )
            for account in accounts
        ),
        "posts": tuple(
            Post("Poste", "", draw.randint(250_000, 400_000), 420_000, draw.choice((PPM, PPM // 2)), 0, 0, 12_000)
            for _ in range(2)
        ),
        "indemnities": tuple(Indemnity(f"P{rank}", "", 6_000, (draw.randint(2_000, 9_000),) * 5) for rank in range(3)),
        "incomes": tuple(
            based("7561", "Cotisations", "", 3, Basis(imposed=(draw.randint(1, 400_000),) * 5)) for _ in range(2)
        ),
        "opening_cash": draw.randint(0, 20_000_000),
    }


def cpts(draw: random.Random, rank: int) -> Structure:
    """Return one CPTS; one in eight has the amounts of a contract of its own."""
    signature = draw.randint(day(2019, 9, 1), day(2026, 12, 31))
    contract = CptsContract(
        signature=signature,
        population=[draw.randint(15_000, 300_000)] * 7,
        growth=[0, 0] + [10_000] * 5,
        starts={mission: signature + draw.randint(10, 240) for mission in MISSIONS},
    )
    own = Contract(f"contrat {rank}", (ContractLine("cpts.fonctionnement", draw.randint(50_000_00, 90_000_00)),))
    override = own if rank % 8 == 0 else None
    return Structure(
        f"CPTS {rank}", "CPTS", "Bretagne", contract, EXERCICE, override=override, **spending(draw, (0, 3, 9))
    )


def msp(draw: random.Random, rank: int) -> Structure:
    """Return one MSP, its answers the same every year."""
    data = MspData(
        patientele=draw.randint(3_000, 20_000),
        ps_associes=draw.randint(5, 30),
        protocoles=draw.randint(2, 8),
        dossiers=draw.randint(50, 300),
        patients_ald_75=draw.randint(400, 3000),
        qualite=draw.randint(0, 3),
        usagers=draw.randint(0, 2),
        missions_sante_publique=draw.randint(0, 2),
        stages=draw.randint(0, 4),
    )
    contract = MspContract(draw.randint(day(2019, 1, 1), day(2025, 12, 31)), (data,) * 7)
    return Structure(f"MSP {rank}", "MSP", "Bretagne", contract, EXERCICE, **spending(draw, (0, 3)))


def ess(draw: random.Random, rank: int) -> Structure:
    """Return one ESS."""
    contract = EssContract(draw.randint(day(2025, 2, 1), day(2026, 12, 31)), [draw.choice((50_000_00, 75_000_00))] * 7)
    return Structure(f"ESS {rank}", "ESS", "Grand Est", contract, EXERCICE, **spending(draw, (0, 6)))


def esp(draw: random.Random, rank: int) -> Structure:
    """Return ESP."""
    contract = EspContract("Pays de la Loire", [draw.randint(2, 20)] * 7, day(2024, 1, 1), amount=8_000_00)
    return Structure(f"ESP {rank}", "ESP", "Pays de la Loire", contract, EXERCICE, **spending(draw, (0,)))


def mixed(draw: random.Random, rank: int) -> Structure:
    """Return one of the families: half of them CPTS, a third MSP, the rest ESS and ESP."""
    return (cpts, cpts, cpts, msp, msp, ess if rank % 12 else esp)[rank % 6](draw, rank)


def run(structures: Sequence[Structure], wanted: Sequence[Setting], evaluate: Evaluate) -> tuple[Comparison, float]:
    """Return the comparison and how long it took, from the settings on."""
    start = time.process_time()
    found = compare([(one, variants(one, wanted)) for one in structures], evaluate)
    for variant in found.variants:
        found.gap(ALL, variant, "produits")
    return found, time.process_time() - start


def check(arrays: Comparison, scalar: Comparison) -> None:
    """Refuse a cent of difference between what both found of the same structures."""
    for many, one in zip(arrays.cases, scalar.cases, strict=False):
        for name in scalar.variants:
            gaps = (many.gaps[name], one.gaps[name])
            same = [
                tuple(getattr(gaps[0], part)[cause]) == tuple(getattr(gaps[1], part)[cause])
                for part in ("alone", "in_order")
                for cause in getattr(gaps[1], part)
            ]
            if tuple(gaps[0].after) != tuple(gaps[1].after) or not all(same):
                raise SystemExit(f"arrays and numbers disagree on {one.structure.name}, {name}")


def written(comparison: Comparison) -> None:
    """Print what writing the comparison as files takes: they are made and thrown away piece by piece."""
    for name, pieces in (("CSV", csv_pieces(comparison)), ("JSON", json_pieces(comparison, RULES))):
        start, size, largest = time.process_time(), 0, 0
        for piece in pieces:
            size, largest = size + len(piece), max(largest, len(piece))
        took = time.process_time() - start
        print(f"  {name:4}         {took:8.1f} s   ({size / 2**20:.0f} MB, {largest / 2**20:.1f} MB at once)")


def main(count: int = 1_000) -> None:
    """Print the factor of each round; then what half of the structures, or of the gaps, takes; then the files."""
    wanted = settings(10)
    for label, make in (("CPTS", cpts), ("CPTS, MSP, ESS and ESP", mixed)):
        draw = random.Random(20261122)
        structures = [make(draw, rank) for rank in range(count)]
        run(structures[:50], wanted, evaluate_arrays(RULES))
        print(f"{count} {label} × 10 scenarios × 5 years, with the causes of every gap, one process")
        took = []
        for _ in range(ROUNDS):
            found, arrays = run(structures, wanted, evaluate_arrays(RULES))
            expected, sampled = run(structures[:SAMPLE], wanted, one_by_one(RULES))
            check(found, expected)
            scalar = sampled * count / SAMPLE
            took.append(arrays)
            print(
                f"  arrays {arrays:6.2f} s, one by one {scalar:7.1f} s (scaled from {SAMPLE}): × {scalar / arrays:.1f}"
            )
        whole = min(took)
        half = min(run(structures[: count // 2], wanted, evaluate_arrays(RULES))[1] for _ in range(ROUNDS))
        five = min(run(structures, settings(5), evaluate_arrays(RULES))[1] for _ in range(ROUNDS))
        print(f"  half of the structures take {half / whole:.2f} of it (0.50 when linear)")
        print(f"  four gaps instead of nine take {five / whole:.2f} of it ({4 / 9:.2f} when linear)")
        written(found)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
