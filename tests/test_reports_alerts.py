"""« Alertes »: formulas, cached values and the alerts of the program say the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excel_tools.accounts.alerts import Alert, budget_alerts
from excel_tools.accounts.grounds import basis
from excel_tools.batch.templates import shipped
from excel_tools.budget import build_budget
from excel_tools.dates import day, to_serial
from excel_tools.funding.cpts import CptsContract
from excel_tools.reports import workbook_values
from excel_tools.reports.alert_shape import (
    NO_OTHER,
    NO_OVERRIDE,
    NOTICE_TEXT,
    STATES,
    dated_rows,
    live_codes,
    mission_rows,
    year_rows,
)
from excel_tools.reports.cpts_shape import CPTS_SHAPE
from excel_tools.reports.msp_shape import MSP_SHAPE
from excel_tools.reports.small import REPORTS
from excel_tools.rules import Contract, ContractLine, load_rules
from excel_tools.structure import Charge, OneOff, Structure
from excel_tools.workbook import Template
from excel_tools.workbook.cached import cached_values
from excel_tools.workbook.recalc import compare, recalculate_all
from excel_tools.workbook.refs import cell_ref
from tests.random_small import random_esp, random_ess, random_msp
from tests.random_structures import random_cpts

RULES = load_rules()
SHAPES = {"CPTS": CPTS_SHAPE, **{kind: report.shape for kind, report in REPORTS.items()}}


def cpts(**more: object) -> Structure:
    """Size 2 from 1 January 2026 without missions: 60 000 € a year."""
    contract = CptsContract(day(2026, 1, 1), [60_000] * 7, [0] * 7, {})
    return replace(Structure("CPTS des Monts", "CPTS", "Bretagne", contract, 2026), **more)  # type: ignore[arg-type]


def page(structure: Structure, **more: Any) -> dict[str, Any]:
    values, _, _ = workbook_values([build_budget(structure, RULES)], **more)
    return values


def states(values: dict[str, Any], kind: str = "CPTS") -> dict[str, str]:
    """State of each live row by its key."""
    shape = SHAPES[kind]
    rows = (*year_rows(shape), *dated_rows(shape), *mission_rows(shape))
    found = [*values["out_alertes_etats"], *values["out_situations_etats"]]
    return {row.key: state for row, state in zip(rows, found, strict=True)}


def test_each_figure_stands_under_its_fiscal_year() -> None:
    values = page(
        cpts(
            opening_cash=1_000_000,
            charges=(Charge("641", "Salaires", "", 0, (0, 9_000_000, 0, 0, 0)),),
            one_offs=(OneOff("FIR", day(2027, 6, 1), 10_000_000),),
        )
    )
    figures = dict(zip([row.key for row in year_rows(CPTS_SHAPE)], values["out_alertes_chiffres"], strict=True))
    # 60 000 + 100 000 of subsidies in 2027, the only fiscal year beyond 153 000; 90 000 of salaries
    assert figures["resultat"] == [60_000, 70_000, 60_000, 60_000, 60_000]
    assert figures["audit"][1] > 153_000 > max(figures["audit"][0], *figures["audit"][2:])
    assert figures["fonds"] == [0] * 5
    assert figures["contrat"] == [60_000] * 5
    texts = dict(zip([row.key for row in year_rows(CPTS_SHAPE)], values["out_alertes_constats"], strict=True))
    assert texts["audit"] == "Exercices au-delà du seuil : 1"
    assert values["bar_alertes_seuil"] == 153_000
    assert states(values)["audit"] == "À revoir"


def test_the_states_are_words_and_are_counted_in_words() -> None:
    quiet = page(cpts())
    # 60 000 € a year and nothing spent, four missions not engaged, a barème prolonged over any horizon
    late = {row.key: "Alerte" for row in mission_rows(CPTS_SHAPE)}
    assert {key: state for key, state in states(quiet).items() if state != "OK"} == {
        **late,
        "bareme": "À revoir",
        "excedent": "À revoir",
    }
    # and the running costs of the second year, paid only once the missions have started
    assert quiet["bar_alertes_etats"][:2] == ["À revoir", None]
    assert quiet["out_alertes_resume"] == "4 alertes, 3 points à revoir"
    short = page(cpts(charges=(Charge("641", "Salaires", "", 0, (50_000_000, 0, 0, 0, 0)),)))
    # cash below zero, and a deficit
    assert short["out_alertes_resume"] == "5 alertes, 4 points à revoir"
    assert short["out_lisezmoi_alertes"] == short["out_synthese_alertes"] == short["out_alertes_resume"]
    timely = page(cpts(contract=_on_time()))
    assert timely["out_alertes_resume"].startswith("Aucune alerte, ")


def _on_time() -> CptsContract:
    starts = {mission: day(2026, 1, 1) for mission in ("acces", "parcours", "prevention", "crise")}
    rate = {mission: [0] * 7 for mission in ("acces", "parcours", "prevention")}
    contract = CptsContract(day(2026, 1, 1), [20_000] * 7, [0] * 7, starts, attainment=rate)
    return contract


def test_a_late_mission_has_its_days_and_its_delay() -> None:
    contract = replace(_on_time(), starts={**_on_time().starts, "acces": day(2026, 7, 11), "crise": 0})
    values = page(cpts(contract=contract))
    top = len(dated_rows(CPTS_SHAPE))
    found = values["out_situations_constats"][top:]
    texts = dict(zip([row.key for row in mission_rows(CPTS_SHAPE)], found, strict=True))
    # six months from 1 January: 1 July at the latest
    assert texts["acces"] == "Retard, en jours : 10"
    assert texts["crise"] == "Mission obligatoire non engagée."
    assert values["out_situations_missions"][0] == [to_serial(day(2026, 7, 11)), to_serial(day(2026, 7, 1))]
    assert values["bar_situations_delais"][0][0] == 6
    assert values["bar_situations_regles"][top][1] == "PAPS Hauts-de-France, 2023, calendrier des missions"
    assert states(values)["acces"] == states(values)["crise"] == "Alerte"


DRAWS: dict[str, Callable[[random.Random], list[Structure]]] = {
    "CPTS": random_cpts,
    "MSP": random_msp,
    "ESS": random_ess,
    "ESP": random_esp,
}


@pytest.mark.parametrize("kind", DRAWS)
def test_every_alert_of_the_program_has_its_row(kind: str) -> None:
    """A live row is not « OK » exactly when the program has its alert; every other alert is written in the list."""
    shape = SHAPES[kind]
    for seed in range(60):
        budgets = [build_budget(structure, RULES) for structure in DRAWS[kind](random.Random(seed))][:3]
        values, _, _ = workbook_values(budgets)
        alerts = budget_alerts(budgets[0])
        found = states(values, kind)
        codes = {alert.code for alert in alerts}
        for row in year_rows(shape):
            assert found[row.key] == (STATES[basis(row.code, RULES).level] if row.code in codes else "OK"), (seed, row)
        late = [found[row.key] for row in mission_rows(shape)].count("Alerte")
        assert late == sum(alert.code in ("mission-tardive", "mission-absente") for alert in alerts), seed
        rows = [text for text in values["bar_alertes"] if text]
        # a long sentence goes on in the row below
        written = " ".join(text.removeprefix("… ") for text in rows)
        assert all(len(text) <= NOTICE_TEXT + 2 for text in rows)
        others = [alert.sentence for alert in alerts if alert.code not in live_codes(shape)]
        assert [text for text in others if text not in written] == [] or len(rows) == 20, seed


def test_what_a_sheet_cannot_know_is_written() -> None:
    shared = Alert("commune-partagee", "alerte", "La commune « Roche » figure dans 2 CPTS : « A », « B ».", "", "")
    values = page(cpts(contract=_on_time()), shared_with=[shared])
    assert values["bar_alertes"][0] == shared.sentence
    assert values["bar_alertes_etats"][0] == "Alerte"
    assert values["bar_alertes_portee"][0] == "Portefeuille"
    assert values["out_alertes_resume"].startswith("1 alerte, ")
    assert page(cpts(contract=_on_time()))["bar_alertes"][0] == NO_OTHER


def test_the_amounts_of_the_contract_stand_beside_the_national_ones() -> None:
    override = Contract("c.csv", (ContractLine("cpts.fonctionnement", 6_100_000, 2, 0, "contrat du 1er mars"),))
    signed, plain = cpts(override=override), cpts()
    budgets = [build_budget(structure, RULES) for structure in (plain, signed)]
    values, _, rows = workbook_values(budgets, ("central", "signé"))
    assert values["bar_derogations"][0] == [
        "Fonctionnement de la communauté, taille 2", "2", "En vigueur depuis le 20/06/2019.",
        "61\u202f000\u202f€", "60\u202f000\u202f€",
    ]  # fmt: skip
    assert "contrat du 1er mars" in values["bar_derogations_sources"][0]
    assert rows["bar_derogations"] == 1
    # the amounts of the contract that count, then those of an amendment without its date
    assert [row[1] for row in values["out_hypotheses"]][-2:] == [1, 0]
    assert page(plain)["bar_derogations"][0][0] == NO_OVERRIDE


def test_another_scenario_shown_has_its_own_alerts() -> None:
    short = cpts(opening_cash=0)
    late = replace(short, contract=replace(short.contract, funder_delay=24), charges=())
    charge = (Charge("641", "Salaires", "", 0, (3_000_000,) * 5),)
    budgets = [build_budget(replace(one, charges=charge), RULES) for one in (short, late)]
    first, _, _ = workbook_values(budgets, ("central", "tardif"))
    second, _, _ = workbook_values(budgets, ("central", "tardif"), displayed=2)
    assert states(first)["tresorerie"] == "OK"
    assert states(second)["tresorerie"] == "Alerte"
    assert second["out_alertes_scenario"] == "Scénario : tardif"


def test_the_threshold_is_not_shown_to_a_sisa() -> None:
    assert "commissaire-aux-comptes" not in {row.code for row in year_rows(MSP_SHAPE)}
    assert "commissaire-aux-comptes" not in live_codes(MSP_SHAPE)


def _render(values: tuple[Any, Any, Any], path: Path, **typed: Any) -> Template:
    template = shipped("CPTS")
    names, texts, rows = values
    path.write_bytes(template.render({**names, **typed}, texts=texts, visible_rows=rows))
    return template


@pytest.mark.hote
def test_the_alerts_follow_what_is_typed(tmp_path: Path) -> None:
    """Cash, missions, an early end and the contract: LibreOffice turns each state, and the sentence that counts."""
    filled = workbook_values([build_budget(cpts(opening_cash=50_000_00), RULES)])
    names = filled[0]
    cases: dict[str, tuple[dict[str, Any], str, str]] = {
        "cash": ({"in_tresorerie": -9_999_999}, "tresorerie", "Alerte"),
        "start": ({"in_debut": [to_serial(day(2026, 2, 1)), *[None] * 5]}, "acces", "OK"),
        "end": ({"in_s1_fin_anticipee": to_serial(day(2027, 3, 31))}, "fin", "À revoir"),
        "bare": ({"in_s1_fin_anticipee": to_serial(day(2027, 3, 31))}, "contrat", "À revoir"),
        "deficit": ({"in_aides_montant": [-300_000, *[None] * 5], "in_aides_date": [to_serial(day(2026, 5, 1)),
                    *[None] * 5]}, "resultat", "À revoir"),
        "public": ({"in_aides_montant": [300_000, *[None] * 5], "in_aides_date": [to_serial(day(2026, 5, 1)),
                   *[None] * 5]}, "audit", "À revoir"),
        "asleep": ({"in_fonds_dedies": 1_000}, "dormants", "À revoir"),
        "spent": ({"in_snp_depense": [1_000, *[0] * 4]}, "fonds", "Alerte"),
    }  # fmt: skip
    paths = {name: tmp_path / f"{name}.xlsx" for name in ("same", *cases)}
    template = _render(filled, paths["same"])
    for name, (typed, _, _) in cases.items():
        assert typed.keys() <= names.keys()
        _render(filled, paths[name], **typed)
    found = recalculate_all(list(paths.values()), "libreoffice")
    assert not compare(cached_values(paths["same"]), found[paths["same"]])
    rows = [*year_rows(CPTS_SHAPE), *dated_rows(CPTS_SHAPE), *mission_rows(CPTS_SHAPE)]
    split = len(year_rows(CPTS_SHAPE))
    resume = template.names["out_synthese_alertes"]
    for name, (_, key, state) in cases.items():
        rank = [row.key for row in rows].index(key)
        area = template.names["out_alertes_etats" if rank < split else "out_situations_etats"]
        at = area.row + (rank if rank < split else rank - split)
        assert found[paths[name]][area.sheet, cell_ref(at, area.column)] == state, name
        text = str(found[paths[name]][resume.sheet, cell_ref(resume.row, resume.column)])
        assert text != names["out_synthese_alertes"], name
        intact = template.names["out_alertes_intactes"]
        told = str(found[paths[name]][intact.sheet, cell_ref(intact.row, intact.column)])
        assert told == "Entrées modifiées : listes à relire.", name
