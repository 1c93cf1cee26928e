"""Two states of one workbook: exactly the inputs that changed, and the gap that follows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.comparison import one_by_one
from excel_tools.errors import InputError
from excel_tools.reports.changed import Changes, compare_workbooks
from excel_tools.reports.input_labels import NAMELESS, OTHER_NAME, Labels, same, shown
from excel_tools.rules import load_rules
from excel_tools.workbook.formats import DATE, EUROS, GROUPED, PLAIN, RATE, Formats, format_kind
from excel_tools.workbook.names import areas, read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.read import read_cells
from excel_tools.workbook.refs import cell_ref
from tests.hosts.made_workbooks import NAMES, Cell, at, plain, typed, wrote
from tests.hosts.typing_hand import Typed, by_libreoffice, by_writer
from tests.malformed.build import replaced_part

RULES = load_rules()


def compared(before: Path, after: Path, scenario: str = "") -> Changes:
    return compare_workbooks(before, after, RULES, one_by_one(RULES), scenario)


def told(found: Changes) -> list[tuple[str, str, str, str, str]]:
    return [
        (change.sheet, change.ref, plain(change.label), plain(change.before), plain(change.after))
        for change in found.inputs
    ]


CHANGED: dict[str, dict[Cell, Any]] = {
    "CPTS": {
        ("in_s1_atteinte", 1, 4): (0.6, "Parcours, atteinte – 01/06/2029", "95 %", "60 %"),
        ("in_debut",): (46419, "Accès aux soins – Démarrage", "01/09/2023", "01/02/2027"),
        ("in_charges_imposes", 1): (
            10200.5,
            "Loyer et charges du local, montant imposé – 2027",
            "9 600 €",
            "10 200,50 €",
        ),
        ("in_charges_mois", 2): (None, "Logiciels et maintenance – Mois dû", "1", "vide"),
        ("in_s1_contrat", 0, 1): (64000, "Fonctionnement – Contrat taille 2", "vide", "64 000 €"),
        ("in_s1_contrat_parametres",): (0.7, "Avance sur les parts fixes – Contrat", "vide", "70 %"),
        ("in_indemnites_taux", 1): (80, "Ligne 2 – Taux horaire", "75 €", "80 €"),
        ("in_personnel_taux",): (0.42, "Ligne 1 – Charges patronales", "40 %", "42 %"),
        ("in_aides_libelle",): ("FIR", "Ligne 1 – Libellé", "vide", "FIR"),
        ("in_aides_date",): (46461, "FIR – Date", "vide", "15/03/2027"),
        ("in_aides_montant",): (5000, "FIR – Montant", "vide", "5 000 €"),
        ("in_population",): (61000, "Habitants couverts (avant croissance) – 01/06/2025", "58 200", "61 000"),
        ("in_s1_renouvellement",): ("non", "Renouvellement après cinq ans", "oui", "non"),
        ("in_charges_mission",): ("Prévention", "Fournitures de bureau – Mission", "vide", "Prévention"),
    },
    "MSP": {
        ("in_s1_reponses",): (9700, "Patientèle médecin traitant – 01/01/2026", "9 600", "9 700"),
        ("in_s1_reponses", 5, 1): ("non", "Ouverture le samedi – 01/01/2027", "oui", "non"),
        ("in_contrat",): (7.5, "Valeur du point – Contrat", "vide", "7,50 €"),
    },
    "ESS": {
        ("in_s1_dotation", 0, 1): (80000.25, "Dotation annuelle – 03/11/2025", "75 000 €", "80 000,25 €"),
        ("in_s1_retard",): (2, "Retard du financeur (versements du contrat)", "0", "2"),
        ("in_s1_fin_anticipee",): (47664, "Fin anticipée du contrat", "vide", "30/06/2030"),
    },
    "ESP": {
        ("in_s1_equipes", 0, 2): (3, "Équipes – 01/01/2028", "2", "3"),
        ("in_montant",): (7600, "Forfait par équipe et par an", "7 500 €", "7 600 €"),
        ("in_contrat",): (8000, "Forfait du contrat, par équipe et par an", "vide", "8 000 €"),
    },
}
"""Kind → cell → what is typed, then the label, what was there and what is there."""


def all_typed(kind: str, source: Path) -> Typed:
    return typed(source, {cell: item[0] for cell, item in CHANGED[kind].items()})


def expected(kind: str, source: Path) -> set[tuple[str, ...]]:
    return {(*at(source, cell), *item[1:]) for cell, item in CHANGED[kind].items()}


@pytest.mark.parametrize("kind", list(CHANGED))
def test_exactly_the_changed_inputs_are_found(kind: str, made: dict[str, Path], tmp_path: Path) -> None:
    after = by_writer(made[kind], tmp_path / "apres.xlsx", all_typed(kind, made[kind]))
    found = compared(made[kind], after)
    assert set(told(found)) == expected(kind, made[kind])
    assert len(found.inputs) == len(expected(kind, made[kind]))
    # the writer leaves the stored results as they were: they are said not to be those of the inputs
    assert list(found.stale) == [str(after)]
    (case,) = found.comparison.cases
    gap = case.gaps["après"]
    for measure in ("droits", "produits", "encaissements", "resultat", "tresorerie"):
        causes = [gap.effect(cause, measure) for cause in gap.alone]
        assert [sum(column) for column in zip(*causes, strict=True)] == list(gap.years(measure))
    # and back: the same cells, what was before becoming what is after
    back = compared(after, made[kind])
    assert {(*item[:2], item[4], item[3]) for item in told(back)} == {(*item[:2], *item[3:]) for item in told(found)}


@pytest.mark.hote
def test_a_workbook_changed_and_saved_by_libreoffice(made: dict[str, Path], tmp_path: Path) -> None:
    kept = by_libreoffice(made["CPTS"], tmp_path / "tel quel.xlsx", {})
    found = compared(made["CPTS"], kept)
    assert (found.inputs, dict(found.stale)) == ((), {})
    after = by_libreoffice(made["CPTS"], tmp_path / "apres.xlsx", all_typed("CPTS", made["CPTS"]))
    found = compared(made["CPTS"], after)
    assert set(told(found)) == expected("CPTS", made["CPTS"])
    assert len(found.inputs) == len(expected("CPTS", made["CPTS"]))
    # recalculated by LibreOffice: its results are those of the engine
    assert dict(found.stale) == {}
    written = compared(made["CPTS"], by_writer(made["CPTS"], tmp_path / "excel.xlsx", all_typed("CPTS", made["CPTS"])))
    assert written.inputs == found.inputs
    assert written.comparison.cases[0].tables == found.comparison.cases[0].tables


@settings(max_examples=6)
@given(data=st.data())
def test_random_inputs_are_found_one_by_one(
    data: st.DataObject, made: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    kind = data.draw(st.sampled_from(["CPTS", "ESP"]))
    book = read_book(Package.read(made[kind]))
    places = areas(book, ("in_",))[0]
    names = [
        name
        for name in (
            "in_s1_atteinte",
            "in_s2_atteinte",
            "in_population",
            "in_charges_hausse",
            "in_s3_equipes",
            "in_dettes",
        )
        if name in places
    ]
    chosen: dict[tuple[str, str], float] = {}
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(names))
        area = places[name]
        # the samples have three lines of charges at least; a rise has no meaning on an empty one
        row = data.draw(st.integers(0, min(area.height, 3) - 1))
        col = data.draw(st.integers(0, area.width - 1))
        rate = "atteinte" in name or "hausse" in name
        # values that no sample holds
        value = data.draw(st.integers(1, 19)) / 100 + 0.003 if rate else data.draw(st.integers(70_001, 79_999))
        chosen[area.sheet, cell_ref(area.row + row, area.column + col)] = round(value, 6)
    after = by_writer(made[kind], tmp_path_factory.mktemp("hasard") / "apres.xlsx", chosen)
    assert {(change.sheet, change.ref) for change in compared(made[kind], after).inputs} == set(chosen)


def test_what_is_typed_again_is_no_change(made: dict[str, Path], tmp_path: Path) -> None:
    again: dict[Cell, Any] = {
        ("in_nom",): " CPTS du Bocage Fleuri ",
        ("in_population",): 58200.0,
        ("in_charges_compte",): "606",
        ("in_charges_hausse",): 0.02 + 1e-18,
    }
    after = by_writer(made["CPTS"], tmp_path / "apres.xlsx", typed(made["CPTS"], again))
    found = compared(made["CPTS"], after)
    assert found.inputs == ()
    assert found.comparison.cases[0].gaps["après"].years("produits") == (0,) * 5


def test_a_name_is_only_said_to_be_another_one(made: dict[str, Path], tmp_path: Path) -> None:
    first, last, post = ("in_indemnites_nom",), ("in_indemnites_nom", 39), ("in_personnel_poste",)
    cells: dict[Cell, Any] = {first: "Zébulon Martin", last: "Zoé", post: None}
    source = made["CPTS"]
    after = by_writer(source, tmp_path / "apres.xlsx", typed(source, cells))
    found = {place[:2]: place[2:] for place in told(compared(source, after))}
    assert found[at(source, first)] == ("Ligne 1 – Professionnel", NAMELESS, OTHER_NAME)
    assert found[at(source, last)] == ("Ligne 40 – Professionnel", "vide", NAMELESS)
    assert found[at(source, post)] == ("Ligne 1 – Poste", NAMELESS, "vide")


@pytest.mark.parametrize("kind", list(NAMES))
def test_every_input_has_words_of_its_own(kind: str, made: dict[str, Path]) -> None:
    package = Package.read(made[kind])
    book = read_book(package)
    places, _ = areas(book, ("in_",))
    labels = Labels(read_cells(made[kind]), places, Formats(package, book))
    seen: dict[tuple[str, str, str], str] = {}
    for name, area in places.items():
        for row in range(area.height):
            for col in range(area.width):
                label = labels.label(name, area, row, col)
                assert re.match(r"[A-ZÀÉÊ0-9«]", label), (name, label)
                assert "in_" not in label
                if name.startswith(("in_comptes", "in_nature_")):
                    # the sheet gives several bounds of accounts the same words, the sample two of its lines
                    continue
                scenario = name[:5] if re.match(r"in_s\d", name) else ""
                place = cell_ref(area.row + row, area.column + col)
                assert seen.setdefault((area.sheet, scenario, label), place) == place, (name, label)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", PLAIN),
        ('"Exercice "0', PLAIN),
        ("0.00", PLAIN),
        ('[>=99999999]"libre";0', PLAIN),
        ("#,##0", GROUPED),
        ("#,##0.00", GROUPED),
        ('#,##0.00 "€"', EUROS),
        ("#,##0.00\\ [$€-40C]", EUROS),
        ("0.0%", RATE),
        ("dd/mm/yyyy", DATE),
        ("DD/MM/YYYY", DATE),
        ('dd/mm/yyyy;;"–"', DATE),
        ("mmmm yyyy", DATE),
        ("[Red]0", PLAIN),
    ],
)
def test_a_number_format_says_what_is_shown(code: str, kind: str) -> None:
    assert format_kind(code) == kind


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, EUROS, "vide"),
        ("  ", PLAIN, "vide"),
        (0.8, RATE, "80 %"),
        (0.002, RATE, "0,2 %"),
        (0.1234567, RATE, "12,34567 %"),
        (46419, DATE, "01/02/2027"),
        (1234.5, EUROS, "1 234,50 €"),
        (0.125, EUROS, "0,125 €"),
        (58200, GROUPED, "58 200"),
        (2027, PLAIN, "2027"),
        (2.5, PLAIN, "2,5"),
        (-0.5, PLAIN, "-0,5"),
        (True, PLAIN, "VRAI"),
        ("indicateurs", RATE, "indicateurs"),
    ],
)
def test_a_value_is_told_as_its_cell_shows_it(value: Any, kind: str, text: str) -> None:
    assert plain(shown(value, kind)) == text


@pytest.mark.parametrize(
    ("before", "after", "kind", "equal"),
    [
        (1, 1.0, PLAIN, True),
        (None, "", PLAIN, True),
        ("606", 606, PLAIN, True),
        ("oui", "oui ", PLAIN, True),
        ("80 %", 0.8, RATE, True),
        ("01/06/2023", 45078, DATE, True),
        (0.1 + 0.2, 0.3, RATE, True),
        (None, 0, PLAIN, False),
        ("oui", "non", PLAIN, False),
        (0.8, 0.800001, RATE, False),
        (100.0, 100.01, EUROS, False),
        (True, 1, PLAIN, True),
    ],
)
def test_what_is_the_same(before: Any, after: Any, kind: str, equal: bool) -> None:
    assert same(before, after, kind) is equal
    assert same(after, before, kind) is equal


def refused(before: Path, after: Path) -> str:
    with pytest.raises(InputError) as raised:
        compared(before, after)
    return plain("\n".join(raised.value.messages))


def renamed(source: Path, target: Path, change: Callable[[bytes], bytes]) -> Path:
    target.write_bytes(source.read_bytes())
    return replaced_part(target, "xl/workbook.xml", change)


def without(*names: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        for name in names:
            data = re.sub(rb'<definedName name="' + name.encode() + rb'".*?</definedName>', b"", data)
        return data

    return change


def pointing(name: str, text: bytes) -> Callable[[bytes], bytes]:
    pattern = rb'(<definedName name="' + name.encode() + rb'"[^>]*>).*?(</definedName>)'
    return lambda data: re.sub(pattern, rb"\g<1>" + text + rb"\g<2>", data)


def test_damaged_names_are_listed(made: dict[str, Path], tmp_path: Path) -> None:
    source = made["CPTS"]
    gone = renamed(source, tmp_path / "sans.xlsx", without("in_population", "in_comptes_bornes"))
    said = refused(source, gone)
    assert "« sans.xlsx » : 2 noms manquent (in_comptes_bornes, in_population)" in said
    # both are damaged alike: the template tells
    assert "« sans.xlsx » : 2 noms manquent" in refused(gone, gone)
    dead = renamed(source, tmp_path / "mort.xlsx", pointing("in_debut", b"#REF!"))
    assert "« mort.xlsx » — Nom « in_debut » : il désigne des cellules supprimées" in refused(dead, gone)
    assert "« sans.xlsx »" not in refused(dead, source)
    result = renamed(source, tmp_path / "resultat.xlsx", pointing("out_s1_du", b"#REF!"))
    assert "« out_s1_du »" in refused(source, result)
    taller = renamed(source, tmp_path / "haut.xlsx", pointing("in_debut", "'Entrées'!$C$24:$C$31".encode()))
    assert re.search(r"Nom « in_debut » : Entrées!C\d+:C\d+ dans", refused(source, taller))
    bare = renamed(source, tmp_path / "nu.xlsx", lambda data: re.sub(rb"<definedNames>.*</definedNames>", b"", data))
    assert "« nu.xlsx » est un classeur de budget dont les noms ont disparu" in refused(source, bare)


def test_other_workbooks_are_refused(made: dict[str, Path], tmp_path: Path) -> None:
    assert "ce ne sont pas deux états d'un même classeur" in refused(made["CPTS"], made["MSP"])
    later = wrote(made["ESP"], tmp_path / "tard.xlsx", {("in_exercice",): 2028, ("in_tresorerie",): 5})
    said = refused(made["ESP"], later)
    assert "les exercices ne commencent pas ensemble (01/2027 et 01/2028)" in said
    # what else changed is told all the same
    assert "Entrées C9, Premier exercice : 2027 → 2028" in said
    assert "Trésorerie au premier jour : " in said
    assert " → 5 €" in said
    # the region's own amount is known until 2025 only
    untold = wrote(made["ESP"], tmp_path / "sans montant.xlsx", {("in_montant",): None})
    assert "« sans montant.xlsx » : ESP Centre-Val de Loire : le forfait par équipe" in refused(made["ESP"], untold)
    wrong = wrote(made["ESP"], tmp_path / "faux.xlsx", {("in_mois_paiement",): 13, ("in_debut",): "hier"})
    said = refused(made["ESP"], wrong)
    month = at(made["ESP"], ("in_mois_paiement",))[1]
    assert f"« faux.xlsx », feuille Entrées, {month} : « 13 » trouvé" in said
    assert "« hier »" in said


TEAMS: Cell = ("in_s1_equipes", 0, 2)
"""Teams of the contract year that opens in 2028; the next ones stand at its right."""


def test_a_formula_without_its_result_is_refused(made: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "formule.xlsx"
    target.write_bytes(made["ESP"].read_bytes())
    book = read_book(Package.read(target))
    ref = at(target, TEAMS)[1].encode()

    def edit(data: bytes) -> bytes:
        pattern = rb'<c r="' + ref + rb'"([^>]*?)>.*?</c>'
        return re.sub(pattern, rb'<c r="' + ref + rb'"\1><f>1+2</f></c>', data)

    replaced_part(target, book.sheets["Entrées"], edit)
    assert f"« formule.xlsx », feuille Entrées, {ref.decode()} : la formule « =1+2 » n'a pas de résultat" in refused(
        made["ESP"], target
    )
