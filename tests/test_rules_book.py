"""Look-up by code, size and date; freshness; the JSON copy."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools import resources
from excel_tools.dates import day
from excel_tools.errors import ExcelToolsError, RuleError
from excel_tools.resources import models_dir, templates_dir
from excel_tools.rules import Amount, load_rules, rules_from_json, rules_to_json
from excel_tools.rules.document import JSON_NAME

RULES = load_rules()
ALL = tuple(RULES.amounts)


def test_the_same_rules_are_read_once() -> None:
    assert load_rules() is RULES
    assert load_rules(models_dir()) is RULES


def test_the_shipped_folders_are_found_in_a_checkout() -> None:
    assert models_dir() == Path(__file__).resolve().parent.parent / "models"


def test_the_shipped_folders_are_found_once_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "excel_tools"
    (package / "models").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert models_dir() == package / "models"
    # a folder of that name beside an installed package is somebody else's
    (tmp_path / "templates").mkdir()
    with pytest.raises(ExcelToolsError, match="« templates » manque"):
        templates_dir()


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        # 2019 → avenant 2, size 3 of the accès aux soins: 25 000 → 90 000 € fixed, 25 000 → 35 000 € variable
        ("cpts.acces.fixe", 2_500_000, 9_000_000),
        ("cpts.acces.variable", 2_500_000, 3_500_000),
        ("cpts.fonctionnement", 7_500_000, 7_500_000),
    ],
)
def test_the_bareme_changes_on_1_january_2022(code: str, before: int, after: int) -> None:
    assert RULES.amount(code, day(2021, 12, 31)).value(3) == before
    assert RULES.amount(code, day(2022, 1, 1)).value(3) == after
    assert RULES.amount(code).value(3) == after


def test_the_periods_of_the_cpts() -> None:
    assert RULES.periods("cpts") == ((day(2019, 6, 20), "barème 2019"), (day(2022, 1, 1), "avenant 2"))


def test_an_unnamed_period_is_named_by_its_date() -> None:
    assert RULES.periods("ess") == ((day(2025, 1, 1), "barème du 01/01/2025"),)


def test_a_day_before_the_first_bareme_is_refused_with_its_first_day() -> None:
    assert RULES.amount("cpts.fonctionnement", day(2019, 6, 20)).value(1) == 5_000_000
    with pytest.raises(RuleError, match="le barème commence le 20/06/2019, rien n'est connu au 19/06/2019"):
        RULES.amount("cpts.fonctionnement", day(2019, 6, 19))


@pytest.mark.parametrize(
    ("code", "last", "message"),
    [
        ("cpts.acces.snp_enveloppe", day(2021, 12, 31), "expiré depuis le 31/12/2021.*avenant 2 ramène"),
        ("esp.forfait.centre_val_de_loire", day(2025, 12, 31), "expiré depuis le 31/12/2025.*donner le montant"),
        ("medecin.forfait_structure.volet1", day(2025, 12, 31), "expiré.*DONUM"),
        ("pass.plafond", day(2026, 12, 31), "expiré"),
    ],
)
def test_an_expired_amount_is_refused_the_day_after_its_end(code: str, last: int, message: str) -> None:
    assert RULES.amount(code, last).status(last) == "en vigueur"
    with pytest.raises(RuleError, match=message):
        RULES.amount(code, last + 1)
    assert RULES.amount(code).status(last + 1) == "expiré"


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(RuleError, match=r"ne connaît pas « cpts.parcour.fixe ».*« cpts.parcours.fixe »"):
        RULES.amount("cpts.parcour.fixe")
    with pytest.raises(RuleError, match=r"Barème « cpt » inconnu.*Vouliez-vous dire « cpts »"):
        RULES.family("cpt")


def test_a_sized_amount_asks_for_its_size() -> None:
    amount = RULES.amount("cpts.fonctionnement")
    with pytest.raises(RuleError, match="indiquer une taille de 1 à 4"):
        amount.value()
    for wrong in (0, 5, -1, True):
        with pytest.raises(RuleError, match="n'existe pas"):
            amount.value(wrong)


def test_an_amount_without_sizes_ignores_the_size() -> None:
    assert RULES.amount("msp.point.valeur").value(3) == RULES.amount("msp.point.valeur").value() == 700
    assert not RULES.amount("msp.point.valeur").sized


def test_without_a_size_the_confidence_is_the_least_sure() -> None:
    assert RULES.amount("cpts.acces.fixe").confidence() == "à confirmer"
    assert RULES.amount("cpts.acces.fixe").confidence(3) == "déduit"


def test_the_codes_under_a_prefix() -> None:
    assert RULES.codes("cpts.parcours") == ("cpts.parcours.fixe", "cpts.parcours.variable")
    assert RULES.codes("cpts.parc") == ()
    assert RULES.codes("ess.amorcage") == ("ess.amorcage",)
    assert set(RULES.codes()) == {amount.code for amount in ALL}


def test_the_status_follows_the_day() -> None:
    amount = RULES.amount("cpts.fonctionnement")
    assert amount.status(day(2019, 6, 19)) == "à venir"
    assert amount.status(day(2019, 6, 20)) == "en vigueur"
    assert amount.status(day(2026, 11, 20)) == "en vigueur"
    assert amount.status(day(2026, 11, 21)) == "prolongé"


def test_one_warning_per_bareme_once_it_is_prolonged() -> None:
    assert RULES.warnings(day(2026, 11, 20)) == ()
    warnings = RULES.warnings(day(2027, 6, 1), ("cpts", "msp"))
    assert [warning.split(" : ")[0] for warning in warnings] == ["Barème CPTS", "Barème MSP"]
    assert "20/11/2026" in warnings[0]
    assert "01/06/2027" in warnings[0]
    assert len(RULES.warnings(day(2027, 6, 1))) <= len(RULES.families)


def test_a_bareme_with_an_end_known_is_not_prolonged() -> None:
    assert RULES.warnings(day(2027, 6, 1), ("pass",)) == ()


def test_the_edition_date_is_the_latest_verification() -> None:
    assert RULES.verified_on(("cpts",)) == day(2026, 11, 20)
    assert RULES.verified_on() == RULES.verified_on(("gestion",)) == day(2026, 11, 22)


@pytest.mark.parametrize("amount", ALL, ids=lambda amount: f"{amount.code}-{amount.since}")
def test_every_amount_is_cited(amount: Amount) -> None:
    assert amount.source.title
    assert amount.place
    assert amount.label
    assert amount.verified_on
    assert len(amount.values) == len(amount.confidences)


def test_the_amounts_of_a_cpts_never_fall_with_its_size() -> None:
    for amount in RULES.family("cpts"):
        assert list(amount.values) == sorted(amount.values)


def test_the_crisis_plan_of_later_years_is_half_of_the_first() -> None:
    first = RULES.amount("cpts.crise.plan_premiere_annee").values
    assert tuple(value // 2 for value in first) == RULES.amount("cpts.crise.plan_suivantes").values


def test_the_golden_msp_rests_on_these_points() -> None:
    # 800 + 100 + 350 + (1 000 + 1 700) + 8 × 140 + (1 000 + 200) + 500 + 16 × 200 = 9 970 points, 69 790 €
    value = {code: RULES.amount(code, day(2023, 6, 1)).value() for code in RULES.codes("msp")}
    points = (
        value["msp.horaires.base"]
        + value["msp.crise_plan.fixe"]
        + value["msp.crise_actions.variable"]
        + value["msp.coordination.fixe"]
        + value["msp.coordination.variable_jusqua_8000"]
        + value["msp.protocoles.maximum"] * (value["msp.protocoles.fixe"] + value["msp.protocoles.ipa"])
        + value["msp.concertation.variable"]
        + value["msp.concertation.ipa"]
        + value["msp.si_standard.fixe"]
        + value["msp.si_standard.seuil"] * value["msp.si_standard.par_ps_jusqua_16"]
    )
    assert points == 9_970
    assert points * value["msp.point.valeur"] == 6_979_000


def test_the_regions_and_their_printed_total() -> None:
    regions = RULES.regions
    assert regions is not None
    assert len(regions.rows) == 18
    # the printed total of CPTS is wrong by seven, that of the population is right
    assert sum(row.cpts for row in regions.rows) == 434
    assert regions.printed_total.cpts == 427
    assert sum(row.population for row in regions.rows) == regions.printed_total.population == 36_815_673
    assert regions.rows[2].coverage == 976_200
    assert "434" in regions.note


def test_json_carries_the_same_rules(tmp_path: Path) -> None:
    text = rules_to_json()
    assert rules_from_json(text).amounts == ALL
    assert rules_from_json(text).regions == RULES.regions
    (tmp_path / JSON_NAME).write_text(text, encoding="utf-8")
    assert load_rules(tmp_path).amounts == ALL


def test_a_broken_json_is_told() -> None:
    with pytest.raises(RuleError, match="écriture JSON invalide"):
        rules_from_json("{")
    with pytest.raises(RuleError, match="un objet par fichier"):
        rules_from_json("[]")
    broken = json.loads(rules_to_json())
    broken["cpts.toml"]["montant"][0]["depuis"] = "20/06/2019"
    with pytest.raises(RuleError, match="attend une date"):
        rules_from_json(json.dumps(broken))


def test_a_folder_without_bareme_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="aucun barème"):
        load_rules(tmp_path)


def test_only_the_standard_library_is_imported() -> None:
    script = (
        "import sys, types; sys.modules.update(numpy=None, pandas=None, openpyxl=None)\n"
        "package = types.ModuleType('excel_tools'); package.__path__ = [sys.argv[1]]\n"
        "sys.modules['excel_tools'] = package\n"
        "from excel_tools.rules import load_rules\n"
        "print(load_rules().amount('cpts.fonctionnement').value(4))"
    )
    package = Path(__file__).parent.parent / "excel_tools"
    run = subprocess.run([sys.executable, "-c", script, str(package)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "9000000", "")


@given(st.sampled_from(ALL), st.integers(day(1995, 1, 1), day(2060, 1, 1)))
def test_a_look_up_returns_the_only_entry_in_force_or_refuses(amount: Amount, asked: int) -> None:
    holding = [
        entry
        for entry in RULES.series(amount.code)
        if entry.since <= asked and (not entry.until or asked <= entry.until)
    ]
    if holding:
        assert [RULES.amount(amount.code, asked)] == holding
        assert RULES.has(amount.code, asked)
    else:
        assert not RULES.has(amount.code, asked)
        with pytest.raises(RuleError):
            RULES.amount(amount.code, asked)


def test_an_amount_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        RULES.amount("cpts.fonctionnement").since = 0  # type: ignore[misc]  # the point of the test
