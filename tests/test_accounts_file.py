"""models/cerfa.toml is held as strictly as the barèmes: each row is sourced, every mistake has its line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from excel_tools.resources import models_dir
from excel_tools.rules import load_rules, rules_from_json, rules_to_json, verify

FORM = load_rules().form
assert FORM is not None


def broken(folder: Path, change: Callable[[str], str]) -> list[str]:
    """Return what is said of the barèmes once the form is changed."""
    for path in models_dir().glob("*.toml"):
        shutil.copy(path, folder)
    file = folder / "cerfa.toml"
    text = file.read_text("utf-8")
    changed = change(text)
    assert changed != text
    file.write_text(changed, "utf-8")
    return [str(problem) for problem in verify(folder)]


def place(text: str, found: str) -> int:
    return text[: text.index(found)].count("\n") + 1


def test_every_row_is_sourced() -> None:
    for row in (*FORM.lines, *FORM.bounds, *FORM.receipts):
        assert row.provenance.source.title
        assert row.provenance.place
        assert row.provenance.verified_on


def test_the_default_line_of_a_receipt_is_to_be_confirmed_since_no_text_decides() -> None:
    assert {receipt.provenance.confidence for receipt in FORM.receipts} == {"à confirmer"}


def test_the_form_has_the_classes_of_the_printed_one() -> None:
    groups = {side: [line.group for line in FORM.lines if line.side == side] for side in ("charges", "produits")}
    assert list(dict.fromkeys(groups["charges"])) == [*map(str, range(60, 70)), "", "86"]
    assert list(dict.fromkeys(groups["produits"])) == [
        *("70", "73", "74", "75", "76", "77", "78", "79"),
        *("", "87"),
    ]


def test_the_form_travels_as_json() -> None:
    assert rules_from_json(rules_to_json()).form == FORM


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        (
            'libelle = "Locations"\ncote = "charges"',
            'libelle = "Locations"\ncote = "charge"',
            'libelle = "Locations"\ncote',
            "« 61.locations » : « cote » vaut « charge » ; mots admis : charges, produits. "
            "Vouliez-vous dire « charges » ?",
        ),
        ('code = "61.locations"', 'code = "61 locations"', "", "un code de ligne s'écrit « 62 » (rubrique)"),
        ('code = "61.entretien"', 'code = "61.locations"', "", "cette ligne est déjà décrite plus haut"),
        ('sous = "64"', 'sous = "65"', "", "rubrique « 65 » inconnue ; la décrire avant ses lignes"),
        ('sous = "75"', 'sous = "60"', "", "la rubrique « 60 » n'est pas du même côté"),
        ('compte = "613"', 'compte = "6A"', "", "un compte s'écrit de 2 à 8 chiffres entre guillemets"),
        ('compte = "613"', 'compte = "619"', "", "les comptes vont en croissant, chacun une fois"),
        ('compte = "66"', 'compte = "661"', "", "aucun compte « 66 » ou sans ligne ; chaque classe de 60 à 79"),
        ('compte = "88"', 'compte = "89"', "", 'un compte « 88 » avec « ligne = "" » arrête les comptes'),
        ('ligne = "66.financieres"', 'ligne = "66.financiere"', "", "« 66.financiere » n'est pas une ligne du formul"),
        ('ligne = "66.financieres"', 'ligne = "60"', "", "« 60 » n'est pas une ligne du formulaire"),
        ('ligne = "66.financieres"', 'ligne = "76.financiers"', "", "« 76.financiers » est du côté des produits"),
        ('structure = "ESP"', 'structure = "EPS"', "", "« structure » vaut « EPS » ; mots admis : *, CPTS, MSP"),
        (
            'recette = "fir"\nligne = "74.etablissements"',
            'recette = "fir"\nligne = "66.financieres"',
            "",
            "« 66.financieres » n'est pas une ligne de produits",
        ),
        ('recette = "fir"', 'recette = "*"', "", "cette recette a déjà sa ligne plus haut"),
        ('source = "anc-2018-06"\n', "", "", "compte sans source ; ajouter la clé « source », tout compte est sourcé"),
        ('source = "anc-2018-06"', 'source = "anc"', "", "source « anc » absente de sources.toml"),
        ('lieu = "comptes 7541 et 7542"\n', "", "", "compte sans lieu"),
        ('confiance = "déduit"', 'confiance = "sûr"', "", "confiance « sûr » inconnue ; mots admis : vérifié"),
        ("verifie_le = 2026-11-22", 'verifie_le = "hier"', "", "« verifie_le » attend une date comme 2019-06-20"),
        ('note = "Pas de ligne à elles."', 'remarque = "Pas de ligne à elles."', "", "clé « remarque » inconnue"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, at: str, said: str) -> None:
    said_all = broken(tmp_path, lambda text: text.replace(old, new, 1))
    assert len(said_all) >= 1
    assert any(said in message for message in said_all), said_all
    assert re.match(rf"{tmp_path.name}/cerfa\.toml(, ligne \d+)? : ", said_all[0])
    if at:
        text = (tmp_path / "cerfa.toml").read_text("utf-8")
        assert f", ligne {place(text, at) + 1} :" in said_all[0]


def test_a_second_file_of_lines_is_refused(tmp_path: Path) -> None:
    for path in models_dir().glob("*.toml"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / "cerfa.toml").read_text("utf-8").replace('famille = "cerfa"', 'famille = "formulaire"')
    (tmp_path / "formulaire.toml").write_text(text, "utf-8")
    assert [str(problem) for problem in verify(tmp_path)] == [
        f"{tmp_path.name}/formulaire.toml : les lignes du formulaire sont déjà tenues par "
        f"« {tmp_path.name}/cerfa.toml » ; un seul fichier."
    ]


def test_a_folder_without_a_form_still_loads(tmp_path: Path) -> None:
    for path in models_dir().glob("*.toml"):
        if path.name != "cerfa.toml":
            shutil.copy(path, tmp_path)
    assert load_rules(tmp_path).form is None
