"""« Missions »: what each mission receives, costs and leaves, by hand and against the engine."""

from __future__ import annotations

import random
from dataclasses import replace

from excel_tools.budget import build_budget, by_mission
from excel_tools.dates import day
from excel_tools.funding.cpts import CptsContract
from excel_tools.reports import workbook_values
from excel_tools.reports.cpts_shape import CPTS_SHAPE
from excel_tools.reports.mission_values import COSTS, INCOME, SHOWN, missions_page, rows_of
from excel_tools.rules import load_rules
from excel_tools.structure import Charge, OneOff, Structure
from tests.random_structures import random_cpts

RULES = load_rules()
LABELS = [label for _, label in rows_of(CPTS_SHAPE)]


def cpts(**more: object) -> Structure:
    """Size 2 from 1 January 2026, parcours from the first day: 60 000 € and 40 000 € + 20 000 € a year."""
    contract = CptsContract(day(2026, 1, 1), [60_000] * 7, [0] * 7, {"parcours": day(2026, 1, 1)})
    return replace(Structure("CPTS des Monts", "CPTS", "Bretagne", contract, 2026), **more)  # type: ignore[arg-type]


def test_each_mission_has_its_row_and_the_rest_is_running_costs() -> None:
    assert LABELS == [
        "Accès aux soins", "Parcours", "Prévention", "Crise sanitaire", "Qualité et pertinence", "Accompagnement",
        "Fonctionnement",
    ]  # fmt: skip


def test_what_a_mission_leaves_is_what_it_receives_less_what_it_costs() -> None:
    structure = cpts(
        charges=(
            Charge("6226", "Animation", "parcours", 0, (1_000_000, 0, 0, 0, 0)),
            Charge("641", "Coordination", "", 0, (4_500_000, 4_500_000, 0, 0, 0)),
        ),
        one_offs=(OneOff("FIR", day(2026, 6, 1), 700_000),),
    )
    budget = build_budget(structure, RULES)
    values = missions_page(CPTS_SHAPE, budget, "central")
    received = dict(zip([*LABELS, "Total"], values["out_missions_recoit"], strict=True))
    left = dict(zip([*LABELS, "Total"], values["out_missions_laisse"], strict=True))
    parcours = [
        sum(budget.calendars[code].produits[year] for code in ("parcours_fixe", "parcours_variable")) / 100
        for year in range(5)
    ]
    assert parcours[0] > 0
    assert received["Parcours"] == [*parcours, sum(parcours)]
    assert left["Parcours"][0] == parcours[0] - 10_000
    # 60 000 of running costs and 7 000 of the FIR, less 45 000 of coordination
    assert received["Fonctionnement"][:2] == [67_000, 60_000]
    assert left["Fonctionnement"][:3] == [22_000, 15_000, 60_000]
    assert received["Crise sanitaire"] == [0] * 6
    assert left["Total"] == [*(cents / 100 for cents in budget.result_years), sum(budget.result_years) / 100]


def test_the_unspent_part_of_an_earmarked_aid_is_no_surplus_of_the_running_costs() -> None:
    aid = OneOff("Appel à projets", day(2026, 2, 1), 1_000_000, True, (300_000, 500_000, 0, 0, 0))
    values = missions_page(CPTS_SHAPE, build_budget(cpts(one_offs=(aid,)), RULES), "central")
    # 10 000 received, 3 000 spent: 7 000 put off, of which 5 000 are taken back a year later
    assert values["out_missions_dotation"][-1][:2] == [7_000, 0]
    assert values["out_missions_reprise"][-1][:2] == [0, 5_000]


def test_an_aid_counts_in_the_mission_it_serves_and_so_does_what_is_left_of_it() -> None:
    aids = (
        OneOff("Animation", day(2026, 3, 1), 1_200_000, True, (500_000, 600_000, 0, 0, 0), "prevention"),
        OneOff("Caravane", day(2027, 5, 1), 400_000, mission="prevention"),
        OneOff("Amorçage", day(2026, 2, 1), 900_000),
    )
    values = missions_page(CPTS_SHAPE, build_budget(cpts(one_offs=aids), RULES), "central")
    rank, running = LABELS.index("Prévention"), LABELS.index("Fonctionnement")
    assert values["out_missions_aides"][rank] == [12_000, 4_000, 0, 0, 0, 16_000]
    assert values["out_missions_aides"][running] == [9_000, 0, 0, 0, 0, 9_000]
    # 12 000 received, 5 000 spent: 7 000 put off, of which 6 000 are taken back a year later
    assert values["out_missions_dotation"][rank][:2] == [7_000, 0]
    assert values["out_missions_reprise"][rank][:2] == [0, 6_000]
    assert values["out_missions_dotation"][running] == [0] * 6
    assert values["out_missions_laisse"][rank][:3] == [5_000, 10_000, 0]


def test_the_blocks_of_the_sources_make_the_blocks_above_them() -> None:
    for seed in range(40):
        structure = random_cpts(random.Random(seed))[0]
        budget = build_budget(structure, RULES)
        values = missions_page(CPTS_SHAPE, budget, "central")
        for name, sources in (("recoit", INCOME), ("coute", COSTS)):
            for rank, (code, _) in enumerate(rows_of(CPTS_SHAPE)):
                found = [0.0] * 6
                for source in sources:
                    if source.code in SHOWN:
                        row = values[f"out_missions_{source.code}"][rank]
                        found = [round(a + b, 2) for a, b in zip(found, row, strict=True)]
                assert found == [round(value, 2) for value in values[f"out_missions_{name}"][rank]], (seed, code)
        engine = [[cents / 100 for cents in row.laisse] for row in by_mission(budget)]
        assert engine == [row[:5] for row in values["out_missions_laisse"][:-1]]


def test_a_family_without_missions_has_no_such_sheet() -> None:
    from templates.examples import EXAMPLES

    for kind in ("MSP", "ESS", "ESP"):
        values, _, _ = workbook_values([build_budget(EXAMPLES[kind](), RULES)])
        assert not [name for name in values if "missions" in name]
