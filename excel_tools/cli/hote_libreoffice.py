"""The functions inside LibreOffice Calc: ``excel-tools fonctions ACTION --hote libreoffice``."""

from __future__ import annotations

import argparse
import tempfile
import zipfile
from pathlib import Path

from excel_tools import __version__
from excel_tools.cli.hotes import target_file
from excel_tools.errors import InputError
from excel_tools.functions.catalogue import FUNCTIONS
from excel_tools.functions.hosts.libreoffice.archive import extension
from excel_tools.functions.hosts.libreoffice.texts import IDENTIFIER
from excel_tools.workbook import extensions
from excel_tools.workbook.files import write_atomically

FILE = "excel-tools.oxt"


def construire(options: argparse.Namespace) -> int:
    """Write the extension."""
    target = target_file(options, FILE)
    if target.exists() and not _ours(target):
        raise InputError(
            f"« {target} » existe déjà, et n'est pas une extension d'excel-tools ; il n'est pas remplacé. Donner un "
            "autre nom par --vers."
        )
    write_atomically(target, extension())
    print(f"Extension écrite : {target} ({len(FUNCTIONS)} fonctions, version {__version__}).")
    print(
        "Pour l'installer : double-cliquer sur le fichier, ou « excel-tools fonctions installer --hote libreoffice »."
    )
    return 0


def _ours(path: Path) -> bool:
    """Whether a file is an earlier extension of ours, which a new one may replace."""
    try:
        with zipfile.ZipFile(path) as archive:
            return IDENTIFIER.encode() in archive.read("description.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def installer(options: argparse.Namespace) -> int:
    """Build the extension and install it for the current user."""
    profile = _profile(options)
    with tempfile.TemporaryDirectory(prefix="excel-tools-") as folder:
        built = Path(folder, FILE)
        built.write_bytes(extension())
        extensions.install(built, profile)
    families = ", ".join(dict.fromkeys(function.family for function in FUNCTIONS))
    print(f"{len(FUNCTIONS)} fonctions installées dans LibreOffice, version {__version__} : {families}.")
    print("Si LibreOffice est ouvert, fermez toutes ses fenêtres, puis rouvrez-le.")
    print("Dans une cellule de Calc : =CPTS.TOTAL(45000)")
    print("Leur aide : l'assistant de fonctions (Ctrl + F2), catégorie « Extension » (« Add-in » en anglais).")
    print("« excel-tools fonctions » en donne la liste.")
    return 0


def desinstaller(options: argparse.Namespace) -> int:
    """Remove the extension."""
    profile = _profile(options)
    if profile is not None and not profile.exists():
        # LibreOffice would make it
        raise InputError(f"--profil : le dossier « {profile} » n'existe pas.")
    if extensions.remove(IDENTIFIER, profile):
        print("Fonctions retirées de LibreOffice. Les classeurs qui s'en servent montreront « #NOM ? ».")
    else:
        print("Les fonctions n'étaient pas installées dans LibreOffice.")
    return 0


def _profile(options: argparse.Namespace) -> Path | None:
    if options.profil is None:
        return None
    profile = Path(options.profil)
    if profile.exists() and not profile.is_dir():
        raise InputError(f"--profil : « {profile} » n'est pas un dossier.")
    return profile
