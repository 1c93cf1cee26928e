"""What Calc's function wizard knows of every function; run by a Python that has ``uno``, see test_libreoffice_calc."""

import json
import sys

sys.path.insert(0, sys.argv[1])
from uno_worker import office  # found in the folder given


def main(output: str, *command: str) -> None:
    with office(list(command)) as context:
        known = context.ServiceManager.createInstanceWithContext("com.sun.star.sheet.FunctionDescriptions", context)
        found = {}
        for place in range(known.Count):
            entry = {item.Name: item.Value for item in known.getByIndex(place)}
            found[entry["Name"]] = {
                "category": entry["Category"],
                "description": entry["Description"],
                "arguments": [[item.Name, item.Description, item.IsOptional] for item in entry["Arguments"] or ()],
            }
    with open(output, "w", encoding="utf-8") as stream:
        json.dump(found, stream)


if __name__ == "__main__":
    main(*sys.argv[2:])
