"""The extension as one file: the same bytes for the same catalogue and barèmes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from importlib.metadata import distribution

from excel_tools.functions.hosts.libreoffice import declared, modules, texts
from excel_tools.rules import rules_to_json
from excel_tools.rules.document import JSON_NAME

_HERE = "excel_tools.functions.hosts.libreoffice"
_PYTHON = "pythonpath"
_MODELS = f"{_PYTHON}/excel_tools/models/{JSON_NAME}"
_OLDEST_DATE = (1980, 1, 1, 0, 0, 0)


def extension() -> bytes:
    """Return the bytes of the ``.oxt``: it needs nothing but LibreOffice and its own Python.

    Raises:
        RuleError: a file of the barèmes cannot be read.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(contents().items()):
            entry = zipfile.ZipInfo(name, _OLDEST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def contents() -> Mapping[str, bytes]:
    """Return the files of the extension, by their path inside it."""
    ours = {
        "META-INF/manifest.xml": texts.manifest(),
        "description.xml": texts.description(),
        "LICENSE": _license(),
        texts.ABOUT: texts.about(),
        texts.TYPES: declared.interfaces(),
        texts.FUNCTIONS: texts.functions(),
        "services.json": json.dumps(declared.table(), ensure_ascii=False, indent=1) + "\n",
        _MODELS: rules_to_json(),
    }
    component = modules.ROOT / "functions/hosts/libreoffice" / texts.COMPONENT
    core = modules.needed(f"{_HERE}.adapter")
    return {
        **{name: text.encode() for name, text in ours.items()},
        texts.COMPONENT: component.read_bytes(),
        **{f"{_PYTHON}/{name}": source for name, source in core.items()},
    }


def _license() -> str:
    """Return the licence, which must go with every copy: from the checkout, or as the package was installed with it."""
    checkout = modules.ROOT.parent
    if (checkout / "pyproject.toml").is_file():
        return (checkout / "LICENSE").read_text("utf-8")
    return distribution("excel-tools").read_text("licenses/LICENSE") or ""
