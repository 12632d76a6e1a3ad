"""Writing sheets: rosters as streams, templates and statutory forms with style, PDF."""

from .columns import Column, matrix, write_table
from .returned import write_returned
from .streams import CONTENT_TYPES, FORMATS, CsvStream, OdsStream, SheetStream, XlsxStream, open_stream

__all__ = [
    "CONTENT_TYPES",
    "FORMATS",
    "Column",
    "CsvStream",
    "OdsStream",
    "SheetStream",
    "XlsxStream",
    "matrix",
    "open_stream",
    "write_returned",
    "write_table",
]
