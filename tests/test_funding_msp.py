"""The MSP: points, euros, advance and balance of a civil year, then the schedule of a contract."""

from __future__ import annotations

import csv
import datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.errors import InputError, RuleError
from excel_tools.funding import msp
from excel_tools.funding.msp_calls import concertation_note, msp_year
from excel_tools.funding.msp_data import MspData
from excel_tools.funding.msp_fields import QUESTIONS, read_data
from excel_tools.funding.msp_points import CODES
from excel_tools.money import parse_euros
from excel_tools.rules import Rules, load_rules
from excel_tools.schedule import calendar, payments

CASES = Path(__file__).parent / "cas"


@cache
def rules() -> Rules:
    return load_rules()


def d(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


def cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def answers(text: str) -> MspData:
    return read_data(dict(pair.split("=", 1) for pair in text.split("|")))


@pytest.mark.parametrize("case", cases("msp_points.csv"), ids=lambda case: case["cas"])
def test_points_of_one_indicator(case: dict[str, str]) -> None:
    year = msp_year(answers(case["donnees"]), rules())
    assert year.points(case["indicateur"]) == Fraction(case["points"]), case["texte"]
    assert year.rows[f"{case['indicateur']}_euros"] == parse_euros(case["euros"]), case["texte"]


@pytest.mark.parametrize("case", cases("msp_annees.csv"), ids=lambda case: case["cas"])
def test_remuneration_of_a_year(case: dict[str, str]) -> None:
    year = msp_year(answers(case["donnees"]), rules())
    found = (year.remuneration, year.advance, year.balance)
    assert found == tuple(parse_euros(case[name]) for name in ("remuneration", "avance", "solde")), case["texte"]
    assert year.points() == Fraction(case["points"]), case["texte"]


def test_payment_days() -> None:
    # 30 April of the year, or three months after a later contract; the balance on 30 April of the next year
    assert msp_year(answers("annee=2025"), rules()).advance_day == d("2025-04-30")
    late = msp_year(answers("annee=2025|date_contrat=2025-10-01"), rules())
    assert (late.advance_day, late.balance_day) == (d("2026-01-01"), d("2026-04-30"))


def test_the_truncated_share_of_the_guide_is_told() -> None:
    year = msp_year(answers("patientele=8000|dossiers=30|patients_ald_75=650|reunions=6"), rules())
    note = concertation_note(year.data, year.scale)
    assert "846,15" in note
    assert "844,00" in note
    assert "4,61" in note


def test_defaults_are_those_of_the_function() -> None:
    data = read_data({})
    assert (data.soins_non_programmes, data.samedi, data.crise_plan, data.coordination, data.si_standard) == (1,) * 5
    assert data.amplitude == 12
    assert {question.code for question in QUESTIONS} == set(MspData.__dataclass_fields__)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("patientelle=4000", "« patientele »"),
        ("patientele=-3", "-3"),
        ("patientele=4O00", "n'est pas un nombre"),
        ("patientele=4,5", "entier"),
        ("qualite=4", "de 0 à 3"),
        ("diversite=3", "de 0 à 2"),
        ("sas=60", "0, 50 ou 100"),
        ("ipa=peut-être", "oui ou non"),
        ("si_standard=31/02/2025", "calendrier"),
        ("taux_c2s=120%", "de 0 à 1"),
        ("annee=25", "quatre chiffres"),
        ("annee=2024|date_contrat=2025-01-01", "précède le contrat"),
    ],
)
def test_refused_answers(text: str, part: str) -> None:
    with pytest.raises(InputError, match=part):
        answers(text)


def test_every_refusal_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        answers("patientele=-3|qualite=9|couleur=bleu")
    assert len(caught.value.messages) == 3


def test_years_before_the_barème_and_unknown_indicators_are_refused() -> None:
    with pytest.raises(RuleError, match="01/01/2022"):
        msp_year(answers("annee=2021"), rules())
    with pytest.raises(InputError, match="concertation"):
        msp_year(MspData(), rules()).points("concertations")


def test_what_is_capped_or_assumed_is_told() -> None:
    year = msp_year(answers("patientele=100|protocoles=9|pnc=7|stages=6|dossiers=1|patients_ald_75=9"), rules())
    assert [notice.code for notice in year.notices].count("msp-plafond") == 3
    assert "msp-reunions" in {notice.code for notice in year.notices}


yes_no = st.integers(0, 1)
DATA = st.builds(
    MspData,
    patientele=st.integers(0, 40_000),
    ps_associes=st.integers(0, 60),
    ipa=yes_no,
    soins_non_programmes=st.sampled_from([1, 1, 1, 0]),
    amplitude=st.sampled_from([7, 8, Fraction(19, 2), 10, 11, 12]),
    samedi=yes_no,
    fermeture_conges=st.integers(0, 4),
    derogation_pdsa=yes_no,
    crise_plan=st.sampled_from([1, 1, 1, 0]),
    crise_actions=yes_no,
    protocoles=st.integers(0, 12),
    reunions=st.none() | st.integers(0, 8),
    dossiers=st.integers(0, 100),
    patients_ald_75=st.integers(0, 2000),
    diversite=st.integers(0, 2),
    missions_sante_publique=st.integers(0, 3),
    usagers=st.integers(0, 2),
    sas=st.sampled_from([0, 50, 100]),
    stages=st.integers(0, 5),
    qualite=st.integers(0, 3),
    si_standard=st.sampled_from([1, 1, d("2025-05-05")]),
    si_avance=st.sampled_from([0, 1, d("2025-11-11")]),
    nouvelle_structure=yes_no,
    taux_c2s=st.integers(0, 400_000),
    date_contrat=st.integers(d("2024-01-01"), d("2025-12-31")),
    annee=st.just(2025),
)


@given(DATA)
def test_the_detail_adds_up_to_the_remuneration(data: MspData) -> None:
    year = msp_year(data, rules())
    lines = year.detail()
    assert sum(line.cents for line in lines) == year.remuneration
    assert sum(line.points for line in lines) == year.points()
    assert all(line.points == line.fixed + line.variable for line in lines if line.code in CODES)
    assert year.advance + year.balance == year.remuneration


@given(DATA, st.integers(0, 5000))
def test_more_patients_never_earn_less(data: MspData, more: int) -> None:
    larger = MspData(
        **{**{name: getattr(data, name) for name in MspData.__dataclass_fields__}, "patientele": data.patientele + more}
    )
    assert msp_year(larger, rules()).remuneration >= msp_year(data, rules()).remuneration


SEVEN = MspData(patientele=4000, ps_associes=13, protocoles=8, dossiers=50, patients_ald_75=1000, reunions=6)


def test_schedule_of_a_contract_signed_in_the_year() -> None:
    contract = msp.MspContract(d("2024-07-01"), (SEVEN,) * 7, fir=(d("2024-03-15"), 15_000_00))
    frame = msp.frame(contract, 2024)
    schedule = msp.schedule(contract, msp.msp_table(rules()), frame)
    line, fir = schedule.lines
    # civil years 2023 to 2029: nothing before the contract, 184 / 366 of 59 500 € in 2024, then the whole
    assert line.rows["du"] == [0, 29_912_57, *[59_500_00] * 5]
    assert line.rows["avance"] == [0, 17_947_54, *[35_700_00] * 5]
    assert line.rows["date_avance"][1:3] == [d("2024-10-01"), d("2025-04-30")]
    assert line.rows["a_confirmer"] == [0, 29_912_57, 0, 0, 0, 0, 0]
    assert fir.rows["du"] == [0, 15_000_00, 0, 0, 0, 0, 0]
    cash = calendar(fir, frame)
    assert cash.mois[2] == 15_000_00
    assert cash.produits == [15_000_00, 0, 0, 0, 0]
    assert [notice.code for notice in msp.notices(contract, schedule, rules())] == []


def test_a_year_before_the_barème_is_told() -> None:
    contract = msp.MspContract(d("2019-07-01"), (SEVEN,) * 7)
    for first, expected in ((2022, ["msp-avant-bareme"]), (2023, [])):
        schedule = msp.schedule(contract, msp.msp_table(rules()), msp.frame(contract, first))
        codes = [notice.code for notice in msp.notices(contract, schedule, rules())]
        assert codes == expected, first


def test_without_renewal_the_last_year_stops_with_the_contract() -> None:
    contract = msp.MspContract(d("2021-07-01"), (SEVEN,) * 7, renewal=0)
    schedule = msp.schedule(contract, msp.msp_table(rules()), msp.frame(contract, 2025))
    # 2026 runs to 30 June: 181 of 365 days
    assert schedule.state["effet_jours"] == [366, 365, 181, 0, 0, 0, 0]
    assert schedule.lines[0].rows["du"][3:] == [0, 0, 0, 0]


def test_patientele_grows_from_the_first_period_on() -> None:
    contract = msp.MspContract(d("2020-01-01"), (SEVEN,) * 7, growth=(0, 0, 100_000, 100_000, 0, 0, 0))
    schedule = msp.schedule(contract, msp.msp_table(rules()), msp.frame(contract, 2025))
    assert schedule.state["patientele"] == [4000, 4000, 4400, 4840, 4840, 4840, 4840]


def test_prudent_attainment_leaves_the_prerequisites() -> None:
    contract = msp.MspContract(d("2020-01-01"), (SEVEN,) * 7, attainment=(0,) * 7)
    schedule = msp.schedule(contract, msp.msp_table(rules()), msp.frame(contract, 2025))
    # 8 500 points less the 1 000 of the concertation
    assert schedule.lines[0].rows["du"] == [52_500_00] * 7


@given(
    st.lists(DATA, min_size=7, max_size=7),
    st.integers(d("2019-01-01"), d("2029-12-31")),
    st.integers(1, 12),
    st.integers(0, 1),
    st.integers(0, 9),
)
def test_payments_add_up_and_receivables_close(
    years: list[MspData], signature: int, first_month: int, renewal: int, delay: int
) -> None:
    contract = msp.MspContract(signature, tuple(years), renewal=renewal, funder_delay=delay, fir=(signature, 15_000_00))
    frame = msp.frame(contract, 2025, first_month)
    schedule = msp.schedule(contract, msp.msp_table(rules()), frame)
    assert sum(payment.cents for payment in payments(schedule.lines)) == sum(
        sum(line.rows["du"]) for line in schedule.lines
    )
    for line in schedule.lines:
        found = calendar(line, frame)
        assert found.creances[-1] == found.creances[0] + sum(found.produits) - sum(found.encaissements)
        for part, other, whole in (("avance", "solde", "du"), ("rattache_1", "rattache_2", "du")):
            sums = [a + b for a, b in zip(line.rows[part], line.rows[other], strict=True)]
            assert sums == line.rows[whole]
        assert all(0 <= cents <= due for cents, due in zip(line.rows["a_confirmer"], line.rows["du"], strict=True))


def test_only_these_values_are_to_be_confirmed() -> None:
    # what the sheet counts in « à confirmer » names them one by one: a new one must be added there and in year_rows
    assert msp.msp_table(rules()).scales[-1].uncertain <= {
        *("concertation.reunions", "surpoids_enfant.missions_min", "avance.taux", "precarite.plafond"),
        *("precarite.taux_c2s_national", "precarite.taux_ame_national"),
    }
