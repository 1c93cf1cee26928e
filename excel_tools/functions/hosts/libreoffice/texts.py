"""The texts of the extension: what the function wizard and the extension manager show."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from excel_tools import __version__
from excel_tools.functions.hosts.libreoffice.declared import method, parameter, services
from excel_tools.functions.model import Argument, Function

IDENTIFIER = "excel-tools.fonctions"
TITLE = "excel-tools : financement des CPTS, MSP, ESS et ESP"
OLDEST_LIBREOFFICE = "7.4"
TYPES, FUNCTIONS, COMPONENT, ABOUT = "types.idl", "CalcAddIns.xcu", "component.py", "apropos.txt"

LANGUAGES = ("fr", "en-US")
"""The second is where LibreOffice looks when it has no text in its own language."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_MEDIA = "application/vnd.sun.star."


def manifest() -> str:
    """Return META-INF/manifest.xml: what LibreOffice registers, the types before what uses them."""
    entries = (
        (TYPES, "uno-typelibrary;type=RDB"),
        (FUNCTIONS, "configuration-data"),
        (COMPONENT, "uno-component;type=Python"),
    )
    lines = [
        f'  <manifest:file-entry manifest:full-path="{name}" manifest:media-type="{_MEDIA}{media}"/>'
        for name, media in entries
    ]
    return "\n".join(
        [
            _HEAD,
            '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">',
            *lines,
            "</manifest:manifest>",
            "",
        ]
    )


def description() -> str:
    """Return description.xml: identity, version, oldest LibreOffice."""
    return f"""{_HEAD}
<description xmlns="http://openoffice.org/extensions/description/2006"
             xmlns:d="http://openoffice.org/extensions/description/2006"
             xmlns:lo="http://libreoffice.org/extensions/description/2011"
             xmlns:xlink="http://www.w3.org/1999/xlink">
  <identifier value="{IDENTIFIER}"/>
  <version value="{__version__}"/>
  <platform value="all"/>
  <dependencies>
    <lo:LibreOffice-minimal-version value="{OLDEST_LIBREOFFICE}" d:name="LibreOffice {OLDEST_LIBREOFFICE}"/>
  </dependencies>
  <publisher>
    <name xlink:href="" lang="fr">excel-tools</name>
  </publisher>
  <display-name>
    <name lang="fr">{TITLE}</name>
  </display-name>
  <extension-description>
    <src xlink:href="{ABOUT}" lang="fr"/>
  </extension-description>
</description>
"""


def about() -> str:
    """Return the text of the extension manager."""
    families = ", ".join(service.name for service in services())
    count = sum(len(service.functions) for service in services())
    return (
        f"{count} fonctions pour Calc ({families}) : les financements de l'exercice coordonné, datés et cités. "
        "Elles se trouvent dans l'assistant Fonctions, catégorie « Extension ». Licence MIT (fichier LICENSE).\n"
    )


def functions() -> str:
    """Return CalcAddIns.xcu: names, descriptions and help of the arguments, from the catalogue."""
    return "\n".join(
        [
            _HEAD,
            '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
            'xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="CalcAddIns" oor:package="org.openoffice.Office">',
            '  <node oor:name="AddInInfo">',
            *(
                line
                for service in services()
                for line in (
                    f'    <node oor:name="{service.name}" oor:op="replace">',
                    '      <node oor:name="AddInFunctions">',
                    *(line for function in service.functions for line in _function(function)),
                    "      </node>",
                    "    </node>",
                )
            ),
            "  </node>",
            "</oor:component-data>",
            "",
        ]
    )


def function_help(function: Function) -> str:
    """Return what the wizard says of a function."""
    entry = ""
    if function.result.is_table:
        entry = " (tableau : sélectionner la plage, puis valider par Maj + Ctrl + Entrée)"
    return f"{function.description} Résultat : {function.result.help}{entry}. Source : {function.source}."


def argument_help(argument: Argument) -> str:
    """Return what the wizard says of an argument."""
    return f"{argument.help} (facultatif)" if argument.optional else argument.help


def _function(function: Function) -> Iterator[str]:
    indent = " " * 8
    yield f'{indent}<node oor:name="{method(function)}" oor:op="replace">'
    yield from _property("DisplayName", function.name, indent)
    yield from _property("Description", function_help(function), indent)
    yield f'{indent}  <prop oor:name="Category"><value>Add-In</value></prop>'
    yield f'{indent}  <node oor:name="Parameters">'
    for place, argument in enumerate(function.arguments, 1):
        yield f'{indent}    <node oor:name="{parameter(place, argument)}" oor:op="replace">'
        yield from _property("DisplayName", argument.name, f"{indent}    ")
        yield from _property("Description", argument_help(argument), f"{indent}    ")
        yield f"{indent}    </node>"
    yield f"{indent}  </node>"
    yield f"{indent}</node>"


def _property(name: str, text: str, indent: str) -> Iterator[str]:
    yield f'{indent}  <prop oor:name="{name}">'
    for language in LANGUAGES:
        yield f"{indent}    <value xml:lang={quoteattr(language)}>{escape(text)}</value>"
    yield f"{indent}  </prop>"
