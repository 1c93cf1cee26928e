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
from excel_tools.cli.hotes import target_file
from excel_tools.cli.text import wrapped
from excel_tools.errors import InputError
from excel_tools.functions.hosts.xlwings_book import workbook_bytes, xlwings_folder
from excel_tools.functions.hosts.xlwings_steps import LAUNCH, NOTES, STEPS, numbered, pip_install
from excel_tools.workbook.files import write_atomically

FILE = "fonctions-excel.xlsm"
ANY_FOLDER = r"%USERPROFILE%\excel-tools"
"""Where a workbook built for another computer looks for the folder of the project."""

ANY_PYTHON = rf"{ANY_FOLDER}\.venv\Scripts\python.exe"
"""The interpreter that it calls: the one that ``lancer.py`` makes there."""

ELSEWHERE_NOTICE = (
    f"Ce classeur, préparé sur un autre poste, appelle « {ANY_PYTHON} » : le dossier d'excel-tools y est supposé rangé "
    "dans votre dossier personnel."
)

_INSTALL = r".venv\Scripts\excel-tools fonctions installer --hote excel"

ELSEWHERE = (
    "Excel ne reçoit ces fonctions que sous Windows (xlwings) ; rien n'a été écrit.",
    f"Sur le poste Windows, dans le dossier d'excel-tools : « {LAUNCH} », puis « {_INSTALL} ».",
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
    target = target_file(options, FILE)
    if target.exists():
        # it may hold the user's own sheets
        raise InputError(
            f"« {target} » existe déjà ; il n'est pas remplacé. Donner un autre nom par --vers, ou, après une mise à "
            "jour d'excel-tools, y refaire seulement l'étape 3."
        )
    return target


def _check_library(python: Path) -> None:
    """Check that the library that binds Excel and Python is where the VBA code looks for it."""
    xlwings_folder()
    version = importlib.metadata.version("xlwings")
    folders = (python.parent, python.parent.parent)
    if not any((folder / f"xlwings64-{version}.dll").is_file() for folder in folders):
        raise InputError(
            f"« xlwings64-{version}.dll » n'est ni dans « {folders[0]} » ni dans « {folders[1]} » ; réinstaller "
            f"xlwings : {pip_install()} --force-reinstall xlwings"
        )


def _write(target: Path) -> None:
    here = sys.platform == "win32"
    if here:
        root = Path(excel_tools.__file__).resolve().parents[1]
        # a checkout is not in the interpreter's own path
        folder = str(root) if (root / "pyproject.toml").is_file() else ""
        data = workbook_bytes(sys.executable, folder)
    else:
        data = workbook_bytes(ANY_PYTHON, ANY_FOLDER, ELSEWHERE_NOTICE)
    write_atomically(target, data)
    print(f"Classeur écrit : {target.resolve()}")
    if not here:
        print(
            wrapped(
                f"Il appelle, sur le poste Windows, « {ANY_PYTHON} » ; si le dossier d'excel-tools est ailleurs, "
                "corriger B1 et B2 de la feuille « xlwings.conf »."
            )
        )
    print()
    print("Il reste à faire, une fois :")
    for step in numbered(STEPS):
        print(wrapped(step, "", "   "))
    print()
    print("À savoir :")
    for note in NOTES:
        print(wrapped(note.text, "– ", "  "))
