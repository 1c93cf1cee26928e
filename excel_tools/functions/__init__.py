"""The spreadsheet functions: a catalogue, and one way to call it for every host."""

from excel_tools.functions.answer import Answer, Spread
from excel_tools.functions.call import call, explain
from excel_tools.functions.catalogue import CATALOGUE, find
from excel_tools.functions.explanation import Explanation, Node
from excel_tools.functions.model import Argument, Function

__all__ = ["CATALOGUE", "Answer", "Argument", "Explanation", "Function", "Node", "Spread", "call", "explain", "find"]
