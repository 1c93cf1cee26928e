"""The spreadsheet functions: a catalogue, and one way to call it for every host."""

from excel_tools.functions.answer import Answer
from excel_tools.functions.call import call, explain, find
from excel_tools.functions.catalogue import CATALOGUE
from excel_tools.functions.explanation import Explanation, Node
from excel_tools.functions.model import Argument, Function

__all__ = ["CATALOGUE", "Answer", "Argument", "Explanation", "Function", "Node", "call", "explain", "find"]
