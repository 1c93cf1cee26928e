"""The functions inside Excel for Windows: ``excel-tools fonctions construire|installer|desinstaller --hote excel``.

Excel is never driven: a workbook with the VBA code of xlwings is written, and the steps that only the user can do are
told.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import sys
from pathlib import Path

import excel_tools
from excel_tools.cli.text import wrapped
from excel_tools.errors import InputError
from excel_tools.functions.hosts.xlwings_book import workbook_bytes
from excel_tools.functions.hosts.xlwings_steps import NOTES, STEPS, numbered
from excel_tools.workbook.files import write_atomically

FILE = "fonctions-excel.xlsm"
ANY_PYTHON = "python"
"""The interpreter named in a workbook built for another computer: the one that Windows finds by itself."""

ELSEWHERE = (
    "Excel ne reçoit ces fonctions que sous Windows (xlwings) ; rien n'a été écrit.",
    "Sur le poste Windows : « pip install excel-tools[excel] », puis « excel-tools fonctions installer --hote excel ».",
    f"Ici : « excel-tools fonctions construire --hote excel --vers {FILE} » prépare le classeur pour ce poste, et "
    "« --hote libreoffice » installe les fonctions dans LibreOffice.",
)


def construire(options: argparse.Namespace) -> int:
    """Write the workbook, on any system."""
    _write(_target(options))
    return 0


def installer(options: argparse.Namespace) -> int:
    """Write the workbook for the Python in use; on Windows only.

    Raises:
        InputError: another system, where nothing is written; a library of xlwings is missing.
    """
    if sys.platform != "win32":
        raise InputError(ELSEWHERE)
    target = _target(options)
    _check_library(Path(sys.executable))
    _write(target)
    return 0


def desinstaller(options: argparse.Namespace) -> int:
    """Tell that there is nothing to remove but the workbook."""
    print("Rien n'est installé dans Excel : les fonctions sont dans le classeur. Il suffit de le supprimer.")
    return 0


def _target(options: argparse.Namespace) -> Path:
    if options.profil is not None:
        raise InputError("« --profil » ne va pas avec « --hote excel ».")
    target = Path(options.vers or FILE)
    if target.is_dir():
        target = target / FILE
    if target.suffix.lower() != ".xlsm":
        raise InputError(f"--vers : « {target.name} » doit se terminer par .xlsm.")
    if not target.parent.is_dir():
        raise InputError(f"--vers : le dossier « {target.parent} » n'existe pas.")
    if target.exists():
        # it may hold the user's own sheets
        raise InputError(
            f"« {target} » existe déjà ; il n'est pas remplacé. Donner un autre nom par --vers, ou, après une mise à "
            "jour d'excel-tools, y refaire seulement l'étape 3."
        )
    return target


def _check_library(python: Path) -> None:
    """Check that the library that binds Excel and Python is where the VBA code looks for it."""
    version = importlib.metadata.version("xlwings")
    folders = (python.parent, python.parent.parent)
    if not any((folder / f"xlwings64-{version}.dll").is_file() for folder in folders):
        raise InputError(
            f"« xlwings64-{version}.dll » n'est ni dans « {folders[0]} » ni dans « {folders[1]} » ; réinstaller "
            "xlwings : pip install --force-reinstall xlwings"
        )


def _write(target: Path) -> None:
    here = sys.platform == "win32"
    root = Path(excel_tools.__file__).resolve().parents[1]
    # a checkout is not in the interpreter's own path
    folder = str(root) if here and (root / "pyproject.toml").is_file() else ""
    write_atomically(target, workbook_bytes(sys.executable if here else ANY_PYTHON, folder))
    print(f"Classeur écrit : {target.resolve()}")
    if not here:
        print(
            f"Il appelle le Python installé sur le poste Windows (« {ANY_PYTHON} ») ; si c'est un autre, écrire son "
            "chemin dans la feuille « xlwings.conf »."
        )
    print()
    print("Il reste à faire, une fois :")
    for step in numbered(STEPS):
        print(wrapped(step, "", "   "))
    print()
    print("À savoir :")
    for note in NOTES:
        print(wrapped(note, "– ", "  "))
