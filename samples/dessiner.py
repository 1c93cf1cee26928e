"""Draw the samples that are made by a script: ``python -m samples.dessiner [dossier]``.

``portefeuille.xlsx`` and ``scenarios.xlsx``: the columns, their help and their lists come from
``excel_tools.inputs.columns``, the rows from ``portefeuille/*.csv`` and ``scenarios.csv``, so that the portfolio is the
same in the two forms. The two books of functions and ``fonctions.md``: see ``samples.livres``.
"""

from __future__ import annotations

import csv
import datetime
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter

from excel_tools.dates import parse_day
from excel_tools.errors import InputError
from excel_tools.inputs.columns import MISSION_WORDS, SCENARIOS, Column
from excel_tools.inputs.sheets import SHEET_TITLES, columns_of
from excel_tools.inputs.table import plain
from excel_tools.money import parse_number
from excel_tools.scenarios.parameters import CATALOGUE, MISSION, Parameter
from excel_tools.spending.entry import LONGEST_DELAY
from excel_tools.structure import KINDS
from samples.livres.books import draw_excel, draw_libreoffice, write_page
from templates.kit.style import BAND, FONT, INK, INPUT_FILL, INPUT_INK, RULE, SLATE, WHITE

HERE = Path(__file__).resolve().parent
CREATED = datetime.datetime(2026, 11, 20, 12, 0, 0)
ROOM = 200
"""Rows made ready for the user under each header."""

INTRODUCTIONS = {
    "cpts": "Une ligne par CPTS. Les colonnes obligatoires sont marquées dans la feuille « Aide ».",
    "msp": "Une ligne par maison de santé (SISA). Les réponses valent pour chaque année ; voir la feuille « Années ».",
    "ess": "Une ligne par équipe de soins spécialisés.",
    "esp": "Une ligne par groupe d'équipes de soins primaires d'une même région.",
    "charges": "Jusqu'à 60 lignes par structure : un montant, ou quantité × prix ; vide : le précédent et sa hausse.",
    "produits": "Jusqu'à 20 lignes par structure : les autres produits (comptes 70 à 79), hors contrat et hors aides.",
    "personnel": "Jusqu'à 20 postes par structure. Le brut va au compte 641, les cotisations au 645, payées plus tard.",
    "indemnites": "Jusqu'à 40 lignes par structure : heures × taux, dans la limite du PASS pour une CPTS.",
    "contributions": "Jusqu'à 8 par structure, contreparties comprises : bénévolat, prêts ; 86 et 87 s'égalent.",
    "cerfa": "L'exercice d'avant le premier et le réalisé, par compte ou par ligne du CERFA ; ils s'additionnent.",
    "aides": "Jusqu'à 6 par structure, hors des règles annuelles : aide au démarrage, subvention, reversement.",
    "indicateurs": "Jusqu'à 60 indicateurs par CPTS, 4 paliers chacun ; le meilleur palier atteint compte seul.",
    "annees": "Une valeur qui change : le paramètre (une colonne de la structure), la première année, la valeur.",
    "scenarios": "Une ligne par hypothèse. Sans paramètre, elle déclare un scénario qui ne change rien. Voir « Aide ».",
}
WIDTHS = {
    "nom": 30,
    "structure": 30,
    "communes": 38,
    "region": 24,
    "libelle": 40,
    "contrat": 28,
    "parametre": 22,
    "poste": 34,
    "personne": 24,
    "compte": 10,
    "contrepartie": 13,
    "ligne": 24,
    "financeur": 18,
    "mois": 9,
    "versements": 12,
    "delai": 9,
    "notes": 56,
}
SCENARIO_WIDTHS = {**WIDTHS, "scenario": 18, "parametre": 36}
NOTES = Column("notes", "Notes", "texte", "Ce que vous voulez ; cette colonne n'est pas lue.")
WRAPPED = ("communes", "libelle", "poste")
"""Columns whose texts may take several lines."""
FORMATS = {
    "date": "dd/mm/yyyy",
    "euros": '#,##0.00\u00a0"€"',
    "price": '#,##0.00##\u00a0"€"',
    "rate": "0.0##%",
    "int": "#,##0",
    "year": "0",
    "text": "@",
}


SCENARIO_STEPS = (
    "1. Une ligne par hypothèse : le scénario, la structure (vide ou « tous » : toutes), le paramètre, la valeur.",
    "2. « À partir de » : la première année concernée, pour les paramètres marqués « oui » ; vide, toutes les années.",
    "3. « base » bâtit un scénario sur un autre : tout ce que dit la base, puis ce que disent ses propres lignes.",
    "4. L'ordre des lignes ne compte pas : une structure nommée l'emporte sur « tous », une mission (une taille) sur "
    "l'ensemble,",
    "    puis l'année la plus tardive.",
    '5. Un classeur tient trois scénarios : les trois premiers du fichier, ou ceux de --garder "central;prudent".',
    "6. Un paramètre marqué « non » dans la colonne « Classeur » ne sert qu'à « excel-tools comparer ».",
    "7. Accents, majuscules et espaces ne comptent pas : « Décalage prévention » vaut « decalage.prevention ».",
)


def help_cells(parameter: Parameter) -> tuple[str, ...]:
    """Return what the help says of a parameter: name, meaning, kinds, value, whether a year and a workbook take it."""
    words = ", ".join(MISSION_WORDS[mission] for mission in parameter.missions)
    meaning = f"{parameter.label} ({words})" if parameter.follow == MISSION else parameter.label
    kinds = "toutes" if len(parameter.kinds) == len(KINDS) else ", ".join(parameter.kinds)
    yearly = "oui" if parameter.yearly else "non"
    return parameter.shown, meaning, kinds, parameter.unit, yearly, "oui" if parameter.live else "non"


def look_of(column: Column) -> str:
    """Return the number format a column asks for."""
    kind = column.kind
    if kind.startswith(("signature", "date")):
        return "date"
    if kind.startswith("euros"):
        return "euros"
    if kind in ("croissance", "taux", "atteinte", "msp.taux_c2s", "msp.taux_ame") or kind.endswith("_national"):
        return "rate"
    if kind == "annee":
        return "year"
    if kind == "prix":
        return "price"
    if kind in ("population", "compteur", "mois", "retard", "rang", "msp.patientele", "msp.dossiers"):
        return "int"
    if kind in ("versements", "delai"):
        return "int"
    return "general" if kind.startswith("msp.") or kind in ("valeur", "brut", "quantite", "heures") else "text"


def typed(text: str, look: str) -> Any:
    """Return the value of a CSV field as a sheet holds it: a date, a number, or the text."""
    if look == "text":
        return text
    if look == "date" or text.count("/") == 2:
        return datetime.date.fromordinal(parse_day(text))
    try:
        share = text.endswith("%")
        number = parse_number(text.removesuffix("%").strip()) / (100 if share else 1)
    except InputError:
        return text
    return int(number) if number.denominator == 1 else float(Fraction(number))


class Drawing:
    """A workbook with its formats."""

    def __init__(self, path: Path, title: str, widths: Mapping[str, int] = WIDTHS) -> None:
        self.widths = widths
        self.book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
        self.book.set_properties({"title": title, "author": "excel-tools", "created": CREATED})
        self.book.formats[0].set_font_name(FONT)
        self.book.formats[0].set_font_size(10)
        self.formats: dict[Any, Any] = {}

    def format(self, **properties: Any) -> Any:
        """Return a format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(
                {"font_name": FONT, "font_size": 10, "valign": "vcenter", **properties}
            )
        return self.formats[key]

    def head(self, name: str, title: str, introduction: str, column: int = 0) -> Any:
        """Add a sheet with its title, in the given column."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L&8{name}&R&8page &P / &N")
        sheet.set_row(0, 28)
        sheet.write_string(0, column, title, self.format(bold=True, font_size=18, font_color=INK))
        sheet.write_string(1, column, introduction, self.format(italic=True, font_color=SLATE))
        return sheet

    def table(self, name: str, title: str, introduction: str, columns: Sequence[Column], file: Path) -> None:
        """Draw a sheet of inputs: header, rows of the CSV file, validations over the room left."""
        widths = [self.width(column) for column in columns]
        across = -(-int(sum(widths)) // 230)
        # the first column is repeated on every page across: a title that overflows it would be cut there
        sheet = self.head(name, title, introduction, int(across > 1))
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header, *rows = list(csv.reader(stream, delimiter=";"))
        room = max(ROOM, len(rows) + 100)
        ranks = {plain(word): rank for rank, word in enumerate(header)}
        for rank, column in enumerate(columns):
            look = look_of(column)
            sheet.set_column(rank, rank, self.width(column))
            star = " *" if column.required else ""
            sheet.write_string(
                3, rank, column.title,
                self.format(bold=True, font_color=WHITE, bg_color=INK, text_wrap=True, border=1, border_color=RULE),
            )  # fmt: skip
            properties = {"font_color": INPUT_INK, "bg_color": INPUT_FILL, "border": 1, "border_color": RULE}
            if look != "general":
                properties["num_format"] = FORMATS[look]
            if column.key in WRAPPED:
                properties["text_wrap"] = True
            cell = self.format(**properties)
            for line in range(room):
                text = (
                    rows[line][ranks[plain(column.title)]] if line < len(rows) and plain(column.title) in ranks else ""
                )
                if not text:
                    sheet.write_blank(4 + line, rank, None, cell)
                elif isinstance(value := typed(text, look), datetime.date):
                    sheet.write_datetime(
                        4 + line, rank, value, self.format(**{**properties, "num_format": "dd/mm/yyyy"})
                    )
                elif isinstance(value, str):
                    sheet.write_string(4 + line, rank, value, cell)
                else:
                    number = self.format(**{**properties, "num_format": "0.0##%"}) if text.endswith("%") else cell
                    sheet.write_number(4 + line, rank, value, number)
            sheet.data_validation(4, rank, 3 + room, rank, self.validation(column, look, star))
        # a word longer than its column is cut in two, so a line more than the length tells
        sheet.set_row(3, 14 * (1 + max(-(-len(c.title) // int(w - 2)) for c, w in zip(columns, widths, strict=True))))
        for line, row in enumerate(rows):
            lines = [-(-len(row[ranks[plain(c.title)]]) // int(w - 4)) for c, w in zip(columns, widths, strict=True)
                     if c.key in WRAPPED and plain(c.title) in ranks]  # fmt: skip
            sheet.set_row(4 + line, 14 * max([1, *lines]))
        sheet.freeze_panes(4, 1)
        sheet.repeat_rows(3)
        sheet.fit_to_pages(across, 0)
        sheet.repeat_columns(0)
        sheet.print_area(0, 0, 3 + max(len(rows), 1), len(columns) - 1)

    def width(self, column: Column) -> float:
        """Return the width of a column, in characters."""
        return self.widths.get(column.key, 13 if look_of(column) != "text" else 15)

    def validation(self, column: Column, look: str, star: str) -> dict[str, Any]:
        """Return the check of a column, with its help and its refusal in French."""
        found: dict[str, Any] = {
            "validate": "any",
            "input_title": (column.title + star)[:32],
            "input_message": column.help[:255],
            "error_title": "Valeur refusée",
            "error_message": f"{column.title} : {column.help}"[:255],
        }
        if column.choices and len(",".join(column.choices)) <= 255:
            found |= {"validate": "list", "source": list(column.choices)}
        elif column.choices:
            found |= {"validate": "list", "source": f"=Listes!$A$2:$A${1 + len(column.choices)}"}
        elif look == "date":
            found |= {
                "validate": "date", "criteria": "between",
                "minimum": datetime.date(2015, 1, 1), "maximum": datetime.date(2100, 12, 31),
            }  # fmt: skip
        elif look == "year":
            found |= {"validate": "integer", "criteria": "between", "minimum": 2015, "maximum": 2095}
        elif column.kind == "delai":
            found |= {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": LONGEST_DELAY}
        elif column.kind == "mois":
            found |= {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 12}
        elif look == "int":
            found |= {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 15_000_000}
        elif column.kind in ("prix", "quantite", "heures"):
            most = {"prix": 100_000_000, "quantite": 10_000_000, "heures": 24 * 366}[column.kind]
            found |= {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most}
        elif look == "euros":
            lowest = 0 if column.kind == "euros_positifs" else -100_000_000
            found |= {"validate": "decimal", "criteria": "between", "minimum": lowest, "maximum": 100_000_000}
        elif look == "rate" and column.kind != "atteinte":
            least = -0.5 if column.kind == "croissance" else 0
            found |= {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": 1}
        return found

    def help(self, keys: Sequence[str]) -> None:
        """Draw the help sheet: what to do, then every column of every sheet."""
        sheet = self.head("Aide", "Remplir le portefeuille", "Rien n'est à saisir dans cette feuille.")
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 36)
        sheet.set_column(2, 2, 12)
        sheet.set_column(3, 3, 78)
        steps = (
            "1. Une ligne par structure, dans la feuille de son type ; son nom ne sert qu'une fois.",
            "2. Les feuilles suivantes (charges, produits, personnel, indemnités, contributions, CERFA, aides, "
            "indicateurs, années) sont reliées par le nom de la structure.",
            "3. Ne pas fusionner de cellules. Les dates s'écrivent jj/mm/aaaa, les taux en pourcentage.",
            "4. Enregistrer, puis : excel-tools generer portefeuille.xlsx --sortie sortie",
            "5. Une ligne refusée n'empêche pas les autres : le motif et la cellule sont dans l'index.",
            "6. Ce qui est écrit dans « Personnel » et « Indemnités » ne nomme personne dans l'index ni dans les "
            "résultats.",
            "(1) Sauf si la quantité et le prix unitaire sont donnés.",
            "Une colonne personnelle peut s'intituler « Notes » ; elle n'est pas lue.",
        )
        text = self.format(font_color=INK)
        for line, step in enumerate(steps):
            sheet.write_string(3 + line, 0, step, text)
        line = 4 + len(steps)
        head = self.format(bold=True, font_color=WHITE, bg_color=INK, text_wrap=True)
        for rank, word in enumerate(("Feuille", "Colonne", "Obligatoire", "Ce qu'il faut y écrire")):
            sheet.write_string(line, rank, word, head)
        sheet.repeat_rows(line)
        for key in keys:
            for column in columns_of(key):
                line += 1
                bottom = {"bottom": 4, "bottom_color": RULE, "text_wrap": True}
                sheet.write_string(line, 0, SHEET_TITLES[key], self.format(bold=True, bg_color=BAND, **bottom))
                sheet.write_string(line, 1, column.title, self.format(**bottom))
                needed = "oui *" if column.required else ""
                sheet.write_string(line, 2, f"{needed} (1)" if column.instead else needed, self.format(**bottom))
                listed = f" ({', '.join(column.choices)})" if 2 < len(column.choices) < 8 else ""
                told = column.help + listed
                sheet.write_string(line, 3, told, self.format(**bottom))
                # LibreOffice does not raise every wrapped row of a long sheet by itself
                most = max(-(-len(told) // 84), -(-len(column.title) // 32))
                sheet.set_row(line, 14 * most)

    def parameters(self) -> None:
        """Draw the help of the scenarios: what to do, then every parameter."""
        sheet = self.head("Aide", "Écrire des scénarios", "Rien n'est à saisir dans cette feuille.")
        for rank, width in enumerate((34, 46, 16, 50, 9, 10)):
            sheet.set_column(rank, rank, width)
        text = self.format(font_color=INK)
        for line, step in enumerate(SCENARIO_STEPS):
            sheet.write_string(3 + line, 0, step, text)
        line = 4 + len(SCENARIO_STEPS)
        head = self.format(bold=True, font_color=WHITE, bg_color=INK, text_wrap=True)
        for rank, word in enumerate(("Paramètre", "Ce que c'est", "Structures", "Valeur", "Année", "Classeur")):
            sheet.write_string(line, rank, word, head)
        sheet.repeat_rows(line)
        bottom = {"bottom": 4, "bottom_color": RULE, "text_wrap": True}
        for parameter in CATALOGUE:
            line += 1
            cells = help_cells(parameter)
            for rank, words in enumerate(cells):
                sheet.write_string(line, rank, words, self.format(**bottom, **({"bold": True} if not rank else {})))
            sheet.set_row(line, 14 * max(-(-len(cells[1]) // 42), -(-len(cells[3]) // 46), -(-len(cells[0]) // 30)))

    def lists(self, regions: Sequence[str]) -> None:
        """Draw the long lists that validations read."""
        sheet = self.head("Listes", "Régions", "")
        sheet.set_column(0, 0, 34)
        for line, region in enumerate(regions):
            sheet.write_string(1 + line, 0, region, self.format())


def draw_portfolio(folder: Path) -> Path:
    """Draw the portfolio workbook into a folder."""
    path = folder / "portefeuille.xlsx"
    drawing = Drawing(path, "Portefeuille de structures")
    drawing.help(tuple(SHEET_TITLES))
    for key, name in SHEET_TITLES.items():
        titles = {"annees": "Valeurs qui changent", "aides": "Aides et reversements"}
        drawing.table(
            name, titles.get(key, name), INTRODUCTIONS[key], columns_of(key), HERE / "portefeuille" / f"{key}.csv"
        )
    regions = next(column.choices for column in columns_of("cpts") if column.key == "region")
    drawing.lists(regions)
    drawing.book.get_worksheet_by_name("CPTS").activate()
    drawing.book.close()
    return path


def draw_scenarios(folder: Path) -> Path:
    """Draw the scenario workbook into a folder."""
    path = folder / "scenarios.xlsx"
    drawing = Drawing(path, "Scénarios", SCENARIO_WIDTHS)
    drawing.parameters()
    columns = (*SCENARIOS, NOTES)
    drawing.table("Scénarios", "Scénarios", INTRODUCTIONS["scenarios"], columns, HERE / "scenarios.csv")
    drawing.book.get_worksheet_by_name("Scénarios").activate()
    drawing.book.close()
    return path


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for draw in (draw_portfolio, draw_scenarios, draw_libreoffice, draw_excel, write_page):
        print(draw(target))
