"""Accounts → lines of the budget form: every account has one, the treasurer's rows win, mistakes are told in French."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.accounts.chart import Own, default_chart, named_line, with_own
from excel_tools.errors import InputError, RuleError
from excel_tools.rules import load_rules
from excel_tools.rules.form import padded

RULES = load_rules()
CHART = default_chart(RULES)
GROUPS = [*range(60, 80), 86, 87]
accounts = st.builds(
    lambda group, rest: f"{group}{rest}", st.sampled_from(GROUPS), st.text(alphabet="0123456789", max_size=6)
)


@pytest.mark.parametrize(
    ("account", "line"),
    [
        ("60", "60.matieres"),
        ("6022", "60.matieres"),
        ("6064", "60.autres"),
        ("611", "61.locations"),
        ("6132", "61.locations"),
        ("6156", "61.entretien"),
        ("616", "61.assurance"),
        ("6183", "61.documentation"),
        ("6226", "62.honoraires"),
        ("623", "62.publicite"),
        ("6251", "62.deplacements"),
        ("6261", "62.services"),
        ("627", "62.services"),
        ("6311", "63.remuneration"),
        ("6333", "63.remuneration"),
        ("6351", "63.autres"),
        ("6411", "64.remuneration"),
        ("6451", "64.sociales"),
        ("6475", "64.autres"),
        ("658", "65.gestion"),
        ("6611", "66.financieres"),
        ("671", "67.exceptionnelles"),
        ("6811", "68.dotations"),
        ("689", "68.dotations"),
        ("695", "69.impots"),
        ("706", "70.ventes"),
        ("741", "74.etat"),
        ("745", "74.sociaux"),
        ("748", "74.etablissements"),
        ("7541", "75.dons"),
        ("758", "75.autres"),
        ("7588", "75.autres"),
        ("7561", "75.cotisations"),
        ("768", "76.financiers"),
        ("771", "77.exceptionnels"),
        ("789", "78.reprises"),
        ("791", "79.transferts"),
        ("864", "86.benevolat"),
        ("870", "87.benevolat"),
        ("871", "87.prestations"),
        ("875", "87.dons"),
    ],
)
def test_usual_accounts(account: str, line: str) -> None:
    assert CHART.find(account).code == line


@given(accounts)
def test_every_account_of_the_form_has_one_line_of_its_side(account: str) -> None:
    line = CHART.find(account)
    assert [found.code for found in CHART.form.leaves].count(line.code) == 1
    assert line.side == ("charges" if account[0] == "6" or account.startswith("86") else "produits")
    assert (line.part == "nature") == account.startswith("8")
    assert CHART.find(account.ljust(8, "0")) == line, "zeros at the end change nothing"


@pytest.mark.parametrize("account", ["512", "194", "80", "85999999", "88", "8999", "10", "59999999"])
def test_accounts_of_no_line_are_told(account: str) -> None:
    with pytest.raises(InputError, match=f"« {account} » n'a pas de ligne sur le formulaire ; les charges vont de 60"):
        CHART.find(account)


@pytest.mark.parametrize("account", ["6", "622600001", "62A", "", None, True, 62.5, -62, "６２"])
def test_what_is_no_account_is_told(account: object) -> None:
    with pytest.raises(InputError, match="n'est pas un compte ; écrire de 2 à 8 chiffres"):
        CHART.find(account)


@pytest.mark.parametrize("account", [6226, 6226.0, "6226", " 62 26 ", "6226\u00a0"])
def test_an_account_is_read_from_a_cell_or_a_text(account: object) -> None:
    assert CHART.find(account).code == "62.honoraires"


def test_a_row_of_the_treasurer_wins_for_the_accounts_it_begins_and_for_no_other() -> None:
    own = with_own(CHART, [Own("6226", "65.gestion"), Own("62265", "62.services")])
    assert own.find("6226").code == "65.gestion"
    assert own.find("62264").code == "65.gestion"
    assert own.find("62265").code == "62.services", "the longest account wins, whatever the order"
    assert own.find("622659").code == "62.services"
    assert own.find("62266").code == "65.gestion"
    assert own.find("6227").code == own.find("6225").code == "62.honoraires"
    assert CHART.find("6226").code == "62.honoraires", "the default look-up is left as it was"


@given(st.lists(st.tuples(accounts, st.integers(0, 48)), max_size=6), accounts)
def test_own_rows_are_the_longest_prefix_over_the_default(rows: list[tuple[str, int]], account: str) -> None:
    leaves = CHART.form.leaves
    kept: dict[str, str] = {}
    for digits, rank in rows:
        side = CHART.find(digits)
        alike = [
            line.code for line in leaves if (line.side, line.part == "nature") == (side.side, side.part == "nature")
        ]
        kept[digits] = alike[rank % len(alike)]
    own = with_own(CHART, [Own(digits, line) for digits, line in kept.items()])
    # zeros at the end of an account are padding: the row for « 60 » begins « 60000000 » as well
    whole = account.ljust(8, "0")
    matching = [digits for digits in kept if whole.startswith(digits)]
    expected = kept[max(matching, key=len)] if matching else CHART.find(account).code
    assert own.find(account).code == expected
    assert list(own.bounds) == sorted(set(own.bounds)), "one approximate look-up of a sheet finds them"
    assert own.lines[bisect_right(own.bounds, padded(account)) - 1] == expected


def test_a_line_is_named_by_its_code_or_as_it_is_printed() -> None:
    own = with_own(CHART, [Own("6226", "62 – Services bancaires, autres"), Own("6227", "charges sociales")])
    assert own.find("6226").code == "62.services"
    assert own.find("6227").code == "64.sociales"


def test_every_mistake_of_the_treasurer_is_told_at_once() -> None:
    rows = [
        Own("62x", "62.services", "« comptes.csv », ligne 2"),
        Own("6226", "62.honoraire", "« comptes.csv », ligne 3"),
        Own("6227", "74.sociaux", "« comptes.csv », ligne 4"),
        Own("512", "62.services", "« comptes.csv », ligne 5"),
        Own("6228", "62", "« comptes.csv », ligne 6"),
        Own("6229", "autres", "« comptes.csv », ligne 7"),
        Own("623", "62.services", "« comptes.csv », ligne 8"),
        Own("623", "62.publicite", "« comptes.csv », ligne 9"),
        Own("864", "65.gestion", "« comptes.csv », ligne 10"),
    ]
    with pytest.raises(InputError) as caught:
        with_own(CHART, rows)
    assert caught.value.messages == [
        "« comptes.csv », ligne 2 : « 62x » n'est pas un compte ; écrire de 2 à 8 chiffres, par exemple 6226.",
        "« comptes.csv », ligne 3 : « 62.honoraire » n'est pas une ligne du formulaire. Vouliez-vous dire "
        "« 62.honoraires » ?",
        "« comptes.csv », ligne 4 : le compte « 6227 » ne peut aller sur « 74 – Organismes sociaux (CPAM, CAF…) », "
        "une ligne de produits.",
        "« comptes.csv », ligne 5 : le compte « 512 » n'est pas du formulaire ; les charges vont de 60 à 69, les "
        "produits de 70 à 79, les contributions volontaires en 86 et 87.",
        "« comptes.csv », ligne 6 : « 62 » est une rubrique ; choisir une de ses lignes : 62.honoraires, "
        "62.publicite, 62.deplacements, 62.services.",
        "« comptes.csv », ligne 7 : « autres » n'est pas une ligne du formulaire. Vouliez-vous dire « 75.autres » "
        "ou « 64.autres » ?",
        "« comptes.csv », ligne 9 : le compte « 623 » a déjà une autre ligne, « 62.services » "
        "(« comptes.csv », ligne 8) ; n'en garder qu'une.",
        "« comptes.csv », ligne 10 : le compte « 864 » ne peut aller sur « 65 – Autres charges de gestion courante », "
        "une ligne de charges.",
    ]


def test_a_printed_name_that_two_lines_bear_is_told() -> None:
    alike = tuple(
        replace(line, label="Autres") if line.code in ("60.autres", "64.autres") else line for line in CHART.form.lines
    )
    with pytest.raises(InputError, match="« autres » désigne plusieurs lignes ; écrire « 60"):
        named_line(replace(CHART.form, lines=alike), "autres")


@pytest.mark.parametrize(
    ("kind", "code", "line"),
    [
        ("CPTS", "fonctionnement", "74.sociaux"),
        ("CPTS", "acces_variable", "74.sociaux"),
        ("CPTS", "aides", "74.etablissements"),
        ("MSP", "remuneration", "74.sociaux"),
        ("MSP", "fir", "74.etablissements"),
        ("ESS", "dotation", "74.sociaux"),
        ("ESP", "enveloppe", "74.etablissements"),
        ("DAC", "dotation", "74.etablissements"),
    ],
)
def test_the_receipts_of_each_family_have_their_line(kind: str, code: str, line: str) -> None:
    assert CHART.receipt(kind, code).code == line


def test_baremes_without_a_form_are_told() -> None:
    with pytest.raises(RuleError, match=r"il y manque le fichier « cerfa\.toml »"):
        default_chart(replace(RULES, form=None))
