"""The list of malformed inputs: what is wrong, the exit code, and words the French sentence must hold."""

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.malformed.build import (
    AID,
    CHARGE,
    CPTS,
    INCOME,
    INDEMNITY,
    INDICATOR,
    OTHER,
    POST,
    book,
    csv_file,
    csv_folder,
    csv_text,
    replaced_part,
)

Build = Callable[[Path], Sequence[str]]
"""Makes the files in a folder and returns the arguments of ``generer`` (``--sortie`` is added)."""


@dataclass(frozen=True)
class Case:
    """One malformed input."""

    name: str
    code: int
    words: tuple[str, ...]
    build: Build


def row(name: str, code: int, words: tuple[str, ...], **changes: str) -> Case:
    """A CPTS row changed, beside a sound one: the sound one is written, the bad one refused."""
    keys = {key.replace("_", " "): value for key, value in changes.items()}
    return Case(name, code, words, lambda folder: [str(csv_file(folder, [OTHER, CPTS | keys]))])


def linked(name: str, sheet: str, rows: list[dict[str, str]], words: tuple[str, ...], code: int = 1) -> Case:
    """A row of a linked sheet changed; the structure it belongs to is refused, the other one written."""
    return Case(name, code, words, lambda folder: [str(csv_folder(folder, cpts=[OTHER, CPTS], **{sheet: rows}))])


def raw(name: str, data: bytes, words: tuple[str, ...], file: str = "portefeuille.xlsx", code: int = 2) -> Case:
    """A file of those bytes."""

    def build(folder: Path) -> Sequence[str]:
        (folder / file).write_bytes(data)
        return [str(folder / file)]

    return Case(name, code, words, build)


def scenario(name: str, rows: list[dict[str, str]], words: tuple[str, ...], code: int = 2) -> Case:
    """A sound portfolio with a table of scenarios."""

    def build(folder: Path) -> Sequence[str]:
        portfolio = csv_file(folder, [CPTS])
        return [str(portfolio), "--scenarios", str(csv_file(folder, rows, "scenarios.csv"))]

    return Case(name, code, words, build)


def setting(**values: str) -> dict[str, str]:
    return {"scénario": "haut", "structure": "tous", "paramètre": "atteinte", "valeur": "100 %"} | values


def _merged(folder: Path) -> Sequence[str]:
    def merge(workbook: Any) -> None:
        workbook.get_worksheet_by_name("CPTS").merge_range(1, 3, 2, 3, 58200)

    return [str(book(folder, {"CPTS": [OTHER, CPTS]}, merge))]


def _formula(folder: Path) -> Sequence[str]:
    def formula(workbook: Any) -> None:
        workbook.get_worksheet_by_name("CPTS").write_formula(2, 3, "=50000+8200", None, "")

    path = book(folder, {"CPTS": [OTHER, CPTS]}, formula)

    def cut(data: bytes) -> bytes:
        return data.replace(b"<v></v>", b"")

    return [str(replaced_part(path, "xl/worksheets/sheet1.xml", cut))]


def _error_cell(folder: Path) -> Sequence[str]:
    def formula(workbook: Any) -> None:
        workbook.get_worksheet_by_name("CPTS").write_formula(2, 3, "=1/0", None, "#DIV/0!")

    return [str(book(folder, {"CPTS": [OTHER, CPTS]}, formula))]


def _since_1904(folder: Path) -> Sequence[str]:
    path = book(folder, {"CPTS": [CPTS]})
    return [
        str(replaced_part(path, "xl/workbook.xml", lambda d: d.replace(b"<workbookPr ", b'<workbookPr date1904="1" ')))
    ]


def _bomb(folder: Path) -> Sequence[str]:
    path = book(folder, {"CPTS": [CPTS]})
    return [str(replaced_part(path, "xl/worksheets/sheet1.xml", lambda d: d + b" " * (64 << 20)))]


def _entities(folder: Path) -> Sequence[str]:
    path = book(folder, {"CPTS": [CPTS]})
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'
    return [str(replaced_part(path, "xl/worksheets/sheet1.xml", lambda d: d.replace(b"<worksheet", doctype, 1)))]


def _truncated(folder: Path) -> Sequence[str]:
    path = book(folder, {"CPTS": [CPTS]})
    path.write_bytes(path.read_bytes()[:1500])
    return [str(path)]


def _plain_zip(folder: Path) -> Sequence[str]:
    with zipfile.ZipFile(folder / "portefeuille.xlsx", "w") as archive:
        archive.writestr("lisezmoi.txt", "bonjour")
    return [str(folder / "portefeuille.xlsx")]


def _output_is_a_file(folder: Path) -> Sequence[str]:
    (folder / "dejala").write_text("x")
    return [str(csv_file(folder, [CPTS])), "--sortie", str(folder / "dejala")]


def _contract(folder: Path, text: str) -> Sequence[str]:
    (folder / "contrat.csv").write_text(text, encoding="utf-8")
    return [str(csv_file(folder, [OTHER, CPTS | {"Fichier du contrat": "contrat.csv"}]))]


CHARGES_61 = [CHARGE | {"Libellé": f"Ligne {n}"} for n in range(61)]
TIERS_5 = INDICATOR | {"Seuil 5": "9", "Montant 5": "100"}
CASES = (
    # values of a row
    row("population négative", 1, ("ligne 3", "Population", "« -3 » est négatif"), Population="-3"),
    row("population 4O 000", 1, ("« 4O 000 »", "lettre", "40 000"), Population="4O 000"),
    row("population vide", 1, ("Population", "manquante"), Population=""),
    row("population 45.000", 1, ("« 45.000 »", "ambigu"), Population="45.000"),
    row("population décimale", 1, ("entier",), Population="58200,5"),
    row("population en lettres", 1, ("« beaucoup »", "nombre"), Population="beaucoup"),
    row("population immense", 1, ("trop grand",), Population="99999999999999999999"),
    row("nombre infini", 1, ("nombre",), Population="1e999"),
    row("date impossible", 1, ("« 31/02/2024 »", "calendrier"), Date_de_signature="31/02/2024"),
    row("date en toutes lettres", 1, ("« le 3 mai »", "date"), Date_de_signature="le 3 mai"),
    row("signature avant 2019", 1, ("20/06/2019",), Date_de_signature="01/05/2019"),
    row("date après 2100", 1, ("2100",), Date_de_signature="01/01/2101"),
    row("mission à une date illisible", 1, ("Début parcours",), **{"Début parcours": "2024-13-01"}),
    row("mois 13", 1, ("Premier mois", "« 13 »"), **{"Premier mois": "13"}),
    row("exercice absurde", 1, ("Premier exercice", "« 27 »"), **{"Premier exercice": "27"}),
    row("contrat après l'horizon", 1, ("2040", "2027"), Date_de_signature="01/01/2040"),
    row("atteinte 130 %", 1, ("« 130 % »", "100 %"), Atteinte="130 %"),
    row("atteinte 85 sans pour cent", 1, ("« 85 »", "« 85 % »"), Atteinte="85"),
    row("région inconnue", 1, ("« Bretagnes »", "« Bretagne »"), Région="Bretagnes"),
    row("trésorerie illisible", 1, ("Trésorerie", "« 12,34,5 »"), **{"Trésorerie d'ouverture": "12,34,5"}),
    row("trois décimales", 1, ("décimales",), **{"Trésorerie d'ouverture": "12,3456"}),
    row("oui ou non ?", 1, ("« peut-être »", "oui"), Renouvellement="peut-être"),
    row("nom vide", 1, ("Nom", "manquante"), Nom=""),
    row("nom sans lettre", 1, ("lettre",), Nom="***"),
    row("nom de 300 caractères", 1, ("trop long", "300"), Nom="x" * 300),
    row("nom répété", 1, ("« CPTS des Sources »", "même nom", "ligne 2"), Nom="CPTS des Sources"),
    row("nom répété aux accents et à la casse près", 1, ("même nom",), Nom="cpts  DÈS sources"),
    row("contrat manquant", 1, ("nulle-part.csv", "introuvable"), **{"Fichier du contrat": "nulle-part.csv"}),
    row("contrat hors du dossier", 1, ("à côté du portefeuille",), **{"Fichier du contrat": "../../etc/passwd"}),
    Case(
        "contrat au code inconnu",
        1,
        ("ligne 2", "cpts.parcours.fix"),
        lambda f: _contract(f, "code;montant\ncpts.parcours.fix;1\n"),
    ),
    Case("contrat négatif", 1, ("négatif",), lambda f: _contract(f, "code;montant\ncpts.parcours.fixe;-1\n")),
    # linked rows
    linked("compte 70", "charges", [CHARGE | {"Compte": "706"}], ("« 706 »", "compte de charges")),
    linked("compte en lettres", "charges", [CHARGE | {"Compte": "loyer"}], ("« loyer »", "compte")),
    linked("charge négative", "charges", [CHARGE | {"Montant 1": "-500"}], ("« -500 »", "négatif")),
    linked("charge au mois 13", "charges", [CHARGE | {"Mois": "13"}], ("Mois", "« 13 »")),
    linked(
        "charge à une mission inconnue", "charges", [CHARGE | {"Mission": "parcour"}], ("« parcour »", "« parcours »")
    ),
    linked(
        "charge sans structure connue",
        "charges",
        [CHARGE | {"Structure": "CPTS du Gu"}],
        ("« CPTS du Gu »", "CPTS du Gué"),
    ),
    linked("plus de 60 charges", "charges", CHARGES_61, ("61 lignes", "60")),
    linked(
        "charge en trois versements",
        "charges",
        [CHARGE | {"Versements": "3"}],
        ("Versements", "« 3 »", "1, 2, 4 ou 12"),
    ),
    linked("charge payée trop tard", "charges", [CHARGE | {"Délai": "4"}], ("Délai", "« 4 »", "de 0 à 3")),
    linked(
        "quantité sans prix",
        "charges",
        [CHARGE | {"Montant 1": "", "Quantité": "12000"}],
        ("ligne 2", "Montant 1", "manquante", "vont ensemble"),
    ),
    linked(
        "prix à cinq décimales",
        "charges",
        [CHARGE | {"Quantité": "12000", "Prix unitaire": "0,66551"}],
        ("Prix unitaire", "« 0,66551 »", "4 décimales"),
    ),
    linked(
        "prix ambigu",
        "charges",
        [CHARGE | {"Quantité": "12", "Prix unitaire": "1,065"}],
        ("« 1,065 »", "ambigu", "1,0650"),
    ),
    linked("quantité négative", "charges", [CHARGE | {"Quantité": "-2", "Prix unitaire": "3"}], ("« -2 »", "négatif")),
    linked(
        "quantité × prix immense",
        "charges",
        [CHARGE | {"Montant 1": "", "Quantité": "9000000", "Prix unitaire": "900"}],
        ("quantité × prix", "8 100 000 000 €"),
    ),
    Case(
        "charges sans montant ni quantité",
        2,
        ("charges.csv", "« Montant 1 »"),
        lambda f: [
            str(csv_folder(f, cpts=[CPTS], charges=[{k: v for k, v in CHARGE.items() if k != "Montant 1"}])),
        ],
    ),
    linked("produit au compte 60", "produits", [INCOME | {"Compte": "606"}], ("« 606 »", "compte de produits")),
    linked("produit négatif", "produits", [INCOME | {"Montant 1": "-5"}], ("« -5 »", "négatif")),
    linked("plus de 20 produits", "produits", [INCOME] * 21, ("Produits", "21 lignes", "20")),
    linked(
        "poste sans brut ni taux",
        "personnel",
        [POST | {"Brut mensuel": "", "Taux patronal": ""}],
        ("Brut mensuel", "Taux patronal", "manquante"),
    ),
    linked(
        "taux patronal en points", "personnel", [POST | {"Taux patronal": "42"}], ("la valeur saisie", "de 0 à 100 %")
    ),
    linked("quotité de 150 %", "personnel", [POST | {"Quotité": "150 %"}], ("Quotité", "la valeur saisie", "100 %")),
    linked("sortie avant l'entrée", "personnel", [POST | {"Sortie": "28/02/2027"}], ("Sortie", "précède l'entrée")),
    linked("plus de 20 postes", "personnel", [POST] * 21, ("Personnel", "21 lignes", "20")),
    linked(
        "poste sans structure connue",
        "personnel",
        [POST | {"Structure": "CPTS du Gu"}],
        ("personnel.csv", "la structure indiquée n'existe pas", "CPTS du Gué"),
    ),
    linked(
        "heures négatives", "indemnites", [INDEMNITY | {"Heures 1": "-4"}], ("Heures 1", "la valeur saisie", "négatif")
    ),
    linked("heures de plus d'un an", "indemnites", [INDEMNITY | {"Heures 1": "9000"}], ("la valeur saisie", "8 784")),
    linked(
        "heures au millième", "indemnites", [INDEMNITY | {"Heures 1": "10,1234"}], ("la valeur saisie", "2 décimales")
    ),
    linked(
        "indemnité à un compte 70",
        "indemnites",
        [INDEMNITY | {"Compte": "706"}],
        ("la valeur saisie", "compte de charges"),
    ),
    linked(
        "versement antérieur sans exercice décalé",
        "indemnites",
        [INDEMNITY | {"Antérieur": "500"}],
        ("ligne 2", "Antérieur", "1er janvier"),
    ),
    linked(
        "nom illisible", "indemnites", [INDEMNITY | {"Nom": "x" * 200}], ("indemnites.csv", "Nom", "120 caractères")
    ),
    linked("plus de 40 indemnités", "indemnites", [INDEMNITY] * 41, ("Indemnités", "41 lignes", "40")),
    row("dettes négatives", 1, ("Dettes d'ouverture", "« -1 »", "négatif"), **{"Dettes d'ouverture": "-1"}),
    row("cotisations trop tardives", 1, ("Délai cotisations", "« 6 »"), **{"Délai cotisations": "6"}),
    linked("plus de 6 aides", "aides", [AID] * 7, ("7 lignes", "6")),
    linked("aide sans date", "aides", [AID | {"Date": ""}], ("Date", "manquante")),
    linked(
        "indicateur d'une mission sans part variable",
        "indicateurs",
        [INDICATOR | {"Mission": "crise"}],
        ("part variable",),
    ),
    linked("palier sans montant", "indicateurs", [INDICATOR | {"Seuil 2": "4"}], ("palier", "montant")),
    linked("sens inconnu", "indicateurs", [INDICATOR | {"Sens": "plus"}], ("« plus »", "hausse")),
    linked("plus de 60 indicateurs", "indicateurs", [INDICATOR] * 61, ("61 lignes", "60")),
    linked("plus de 4 paliers", "indicateurs", [TIERS_5], ("« Seuil 5 »", "inconnue"), 2),
    linked(
        "paramètre annuel inconnu",
        "annees",
        [{"Structure": "CPTS du Gué", "Paramètre": "popul", "À partir de": "2028", "Valeur": "1"}],
        ("« popul »", "« population »"),
    ),
    # tables
    Case(
        "colonne inconnue",
        2,
        ("« Populatoin »", "« Population »"),
        lambda f: [str(csv_file(f, [CPTS | {"Populatoin": "3"}]))],
    ),
    Case(
        "colonne manquante",
        2,
        ("il manque la colonne « Population »",),
        lambda f: [str(csv_file(f, [{k: v for k, v in CPTS.items() if k != "Population"}]))],
    ),
    Case("colonne en double", 2, ("deux fois",), lambda f: [str(csv_file(f, [CPTS | {"population ": "3"}]))]),
    Case("sans en-tête", 2, ("en-tête introuvable",), lambda f: [str(csv_file(f, [{"a": "1", "b": "2"}]))]),
    Case("en-tête seul", 2, ("aucune structure",), lambda f: [str(csv_file(f, [dict.fromkeys(CPTS, "")]))]),
    Case("feuilles manquantes", 2, ("aucune structure", "« CPTS »"), lambda f: [str(book(f, {"Charges": [CHARGE]}))]),
    Case(
        "feuille mal nommée",
        2,
        ("« Charge »", "« Charges »"),
        lambda f: [str(book(f, {"CPTS": [CPTS], "Charge": [CHARGE]}))],
    ),
    Case("cellule fusionnée", 1, ("cellule D3", "fusionnée avec D2"), _merged),
    Case("formule sans résultat", 1, ("cellule D3", "formule"), _formula),
    Case("cellule en erreur", 1, ("cellule D3", "#DIV/0!"), _error_cell),
    # files
    Case("fichier absent", 2, ("introuvable",), lambda f: [str(f / "nulle-part.xlsx")]),
    Case("dossier vide", 2, ("aucune structure",), lambda f: [str(csv_folder(f))]),
    raw("fichier vide", b"", ("vide",)),
    raw("CSV vide", b"\xef\xbb\xbf\r\n", ("vide",), "cpts.csv"),
    raw("pas un classeur", b"Nom;Population\n", ("n'est pas un classeur",)),
    raw("format inconnu", b"%PDF-1.4", ("« .pdf »",), "portefeuille.pdf"),
    raw("classeur chiffré", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ("mot de passe",)),
    raw("CSV binaire", bytes(range(256)) * 4, ("fichier texte",), "cpts.csv"),
    raw("classeur renommé en CSV", b"PK\x03\x04" + b"\0" * 60, (".xlsx",), "cpts.csv"),
    raw(
        "guillemets jamais fermés",
        csv_text([CPTS]).encode() + b'"CPTS sans fin;Bretagne\r\n',
        ("guillemets",),
        "cpts.csv",
    ),
    raw(
        "CSV aux colonnes en trop",
        csv_text([OTHER]).encode() + b"CPTS X;Bretagne;a;b;c;d;e;f;g;h;i\r\n",
        ("11 valeurs pour 9 colonnes",),
        "cpts.csv",
        1,
    ),
    Case("classeur tronqué", 2, ("portefeuille.xlsx",), _truncated),
    Case("archive qui n'est pas un classeur", 2, ("n'est pas un classeur",), _plain_zip),
    Case("bombe de décompression", 2, ("portefeuille.xlsx",), _bomb),
    Case("entités XML", 2, ("DOCTYPE",), _entities),
    Case("dates comptées depuis 1904", 2, ("1904",), _since_1904),
    # scenarios
    scenario("paramètre inconnu", [setting(paramètre="ateinte")], ("« ateinte »", "« atteinte »")),
    scenario(
        "plus de scénarios qu'un fichier n'en tient",
        [setting(scénario=f"s{rank}") for rank in range(41)],
        ("41 scénarios", "40 au plus"),
    ),
    scenario(
        "paramètre que le classeur ne porte pas",
        [setting(paramètre="bareme", valeur="avenant 2")],
        ("« bareme »", "excel-tools comparer", "--garder"),
    ),
    scenario("scénarios en rond", [setting(paramètre="base", valeur="haut")], ("tournent en rond", "« haut »")),
    scenario(
        "structure inconnue du portefeuille", [setting(structure="CPTS du Guet")], ("« CPTS du Guet »", "CPTS du Gué")
    ),
    scenario("valeur hors limites", [setting(valeur="130 %")], ("« 130 % »",)),
    scenario("décalage négatif", [setting(paramètre="decalage", valeur="-6")], ("« -6 »",)),
    scenario("valeur manquante", [setting(valeur="")], ("Valeur", "manquante")),
    scenario("contrat de scénario manquant", [setting(paramètre="contrat", valeur="rien.csv")], ("introuvable",)),
    Case(
        "fichier de scénarios absent",
        2,
        ("scénarios introuvable",),
        lambda f: [str(csv_file(f, [CPTS])), "--scenarios", str(f / "rien.csv")],
    ),
    # output
    Case("la sortie est un fichier", 2, ("--sortie", "dossier"), _output_is_a_file),
)
"""Every kind."""
