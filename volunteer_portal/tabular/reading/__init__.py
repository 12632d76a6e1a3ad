"""Reading uploaded sheets: xlsx, xls, ods, csv, each in a child process with limits."""

from .reader import read_sheet
from .refusals import SheetRefused
from .sandbox.limits import LIMITS, Limits
from .sheet import Cell, Sheet, SheetWarning, find_header

__all__ = ["LIMITS", "Cell", "Limits", "Sheet", "SheetRefused", "SheetWarning", "find_header", "read_sheet"]
