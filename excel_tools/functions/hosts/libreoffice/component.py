"""The component that LibreOffice loads: it hands every call of Calc to the core, or tells why it cannot.

It is read by whatever Python the LibreOffice has, so it keeps to Python 3.8; the core wants a newer one.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Callable
from typing import Any

import uno
import unohelper

HERE = os.path.dirname(os.path.abspath(__file__))
OLDEST = (3, 10)
VALUE_ERROR = struct.unpack("<d", struct.pack("<Q", 0x7FF8000000000000 | 519))[0]


def load() -> Callable[..., Any]:
    """Return the function that answers Calc."""
    if sys.version_info < OLDEST:
        return _refusing(
            f"excel-tools : ce LibreOffice contient Python {sys.version_info[0]}.{sys.version_info[1]} ; il faut "
            f"Python {OLDEST[0]}.{OLDEST[1]} ou plus récent. Installer une version plus récente de LibreOffice, puis "
            "de nouveau l'extension."
        )
    # first, so that another copy of the package on this computer is never taken for ours
    sys.path.insert(0, os.path.join(HERE, "pythonpath"))
    try:
        from excel_tools.functions.hosts.libreoffice.adapter import answer
    except ImportError as error:
        return _refusing(f"excel-tools : l'extension est incomplète ({error}). L'installer de nouveau.")
    return answer


def _refusing(sentence: str) -> Callable[..., Any]:
    """Return what answers in place of the core: real errors, and the sentence where one is asked for."""

    def refuse(name: str, args: Any, document: Any = None) -> Any:
        return ((sentence if name == "FONCTION.MESSAGE" else VALUE_ERROR,),)

    return refuse


_answer: list[Callable[..., Any]] = []


def _method(name: str, takes_document: bool) -> Callable[..., Any]:
    # the core is loaded by the first call only: starting LibreOffice must not cost more
    def with_document(self: Any, document: Any, *args: Any) -> Any:
        return (_answer or _loaded())[0](name, args, document)

    def without(self: Any, *args: Any) -> Any:
        return (_answer or _loaded())[0](name, args)

    return with_document if takes_document else without


def _loaded() -> list[Callable[..., Any]]:
    _answer.append(load())
    return _answer


def _service(interface: str, methods: dict[str, list[Any]]) -> type:
    members = {name: _method(*declared) for name, declared in methods.items()}
    members["__init__"] = lambda self, context: None
    return type(interface, (unohelper.Base, uno.getClass(interface)), members)


g_ImplementationHelper = unohelper.ImplementationHelper()
with open(os.path.join(HERE, "services.json"), encoding="utf-8") as _file:
    for _name, _declared in json.load(_file).items():
        g_ImplementationHelper.addImplementation(
            _service(_declared["interface"], _declared["methods"]), _declared["implementation"], (_name,)
        )
