"""Which value goes under which name: budget → workbook, and inputs back."""

from excel_tools.reports.values import workbook_values

__all__ = ["workbook_values"]
