"""Where the shipped folders stand: inside the package once installed, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from excel_tools.errors import ExcelToolsError

_PACKAGE = Path(__file__).resolve().parent


def models_dir() -> Path:
    """Return the folder of the barèmes (``models/``).

    Raises:
        ExcelToolsError: the folder is missing, the installation is incomplete.
    """
    return _folder("models")


def templates_dir() -> Path:
    """Return the folder of the workbook templates (``templates/``).

    Raises:
        ExcelToolsError: the folder is missing, the installation is incomplete.
    """
    return _folder("templates")


def _folder(name: str) -> Path:
    # the checkout is recognised by its pyproject.toml, so that a stray site-packages/models is never read
    candidates = [_PACKAGE / name]
    if (_PACKAGE.parent / "pyproject.toml").is_file():
        candidates.append(_PACKAGE.parent / name)
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise ExcelToolsError(f"Le dossier « {name} » manque à l'installation d'excel-tools ; réinstaller le paquet.")
