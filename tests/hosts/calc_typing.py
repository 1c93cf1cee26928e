"""Type values into the cells of a workbook inside LibreOffice, and save it; run by a Python that has ``uno``."""

import json
import sys

sys.path.insert(0, sys.argv[1])
import uno
from uno_worker import office  # found in the folder given


def main(task_file: str, *command: str) -> None:
    """Read what to type, type it, save."""
    with open(task_file, encoding="utf-8") as stream:
        task = json.load(stream)
    with office(list(command)) as context:
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

        def option(name: str, value: object) -> object:
            found = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            found.Name, found.Value = name, value
            return found

        source = uno.systemPathToFileUrl(task["source"])
        document = desktop.loadComponentFromURL(source, "_blank", 0, (option("Hidden", True),))
        for sheet, ref, value in task["cells"]:
            cell = document.Sheets.getByName(sheet).getCellRangeByName(ref)
            if value is None:
                cell.setString("")
            elif isinstance(value, str):
                cell.setFormula(value)  # as typed in the cell
            else:
                cell.setValue(value)
        document.calculateAll()
        filtered = (option("FilterName", "Calc MS Excel 2007 XML"),)
        document.storeToURL(uno.systemPathToFileUrl(task["target"]), filtered)
        document.close(True)


if __name__ == "__main__":
    main(*sys.argv[2:])
