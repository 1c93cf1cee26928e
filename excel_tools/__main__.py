"""`python -m excel_tools`: the same commands as `excel-tools`."""

import sys

from excel_tools.cli import main

if __name__ == "__main__":
    sys.exit(main())
