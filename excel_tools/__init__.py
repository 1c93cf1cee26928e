"""Living, cited budget workbooks for French coordinated-care structures."""

__version__ = "0.1.0"
