"""How the functions are declared to Calc: services, methods, types of arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from excel_tools.functions.catalogue import FUNCTIONS
from excel_tools.functions.kinds import DATE
from excel_tools.functions.model import Argument, Function

MODULE = "exceltools"
"""UNO module of our interfaces and implementations."""

ABOUT_CALLS = "FONCTION"
"""Family whose functions take the name of another and its arguments."""

OPTIONAL, REQUIRED, TABLE = "any", "sequence<sequence<any> >", "sequence<sequence<any> >"
"""A value or a range either way: the function wizard reads from the type whether an argument may be left out."""


@dataclass(frozen=True, slots=True)
class Service:
    """The UNO service of a family: files store ``service.method``, hence its bare name (``CPTS``)."""

    name: str
    functions: tuple[Function, ...]

    @property
    def interface(self) -> str:
        """Name of the UNO interface, without its module."""
        return f"X{self.name}"

    @property
    def implementation(self) -> str:
        """Name of the implementation."""
        return f"{MODULE}.{self.name}"


def services(functions: Iterable[Function] = FUNCTIONS) -> tuple[Service, ...]:
    """Return the services, in the order of the catalogue."""
    families: dict[str, list[Function]] = {}
    for function in functions:
        families.setdefault(function.family, []).append(function)
    return tuple(Service(name, tuple(members)) for name, members in families.items())


def method(function: Function) -> str:
    """Return the name of the method: ``TOTAL``; in capitals, as an IDL name with an underscore must be."""
    return function.name.partition(".")[2]


def parameter(place: int, argument: Argument) -> str:
    """Return the IDL name of an argument: numbered from 1, since the configuration sorts names."""
    return f"a{place:02}{argument.name.replace('_', '')}"


def uses_dates(function: Function) -> bool:
    """Return whether dates may go in or come out: Calc then passes its document, which knows its calendar."""
    return (
        function.family == ABOUT_CALLS
        or any(argument.kind is DATE or argument.kind.shape == "plage" for argument in function.arguments)
        or function.result.kind == "date"
        or any(column.kind == "date" for column in function.result.columns)
    )


def interfaces() -> str:
    """Return the type library: an IDL text that LibreOffice reads as it is."""
    lines = [f"module {MODULE} {{"]
    for service in services():
        lines.append(f"  interface {service.interface} {{")
        lines += [f"    {_method(function)}" for function in service.functions]
        lines.append("  };")
    return "\n".join([*lines, "};", ""])


def _method(function: Function) -> str:
    parameters = [
        f"[in] {OPTIONAL if argument.optional else REQUIRED} {parameter(place, argument)}"
        for place, argument in enumerate(function.arguments, 1)
    ]
    if uses_dates(function):
        # hidden: Calc fills it in, the user never sees it
        parameters.insert(0, "[in] com::sun::star::beans::XPropertySet document")
    return f"{TABLE} {method(function)}({', '.join(parameters)});"


def table() -> Mapping[str, object]:
    """Return what the component needs to know before it can import the catalogue."""
    return {
        service.name: {
            "implementation": service.implementation,
            "interface": f"{MODULE}.{service.interface}",
            "methods": {method(function): [function.name, uses_dates(function)] for function in service.functions},
        }
        for service in services()
    }
