"""Which value goes under which name: budget → workbook, and inputs back."""
