"""The outside world reception touches: Excel files, as a template to fill in and as they come back."""

from services.reception.adapters.columns import COLUMNS, Column
from services.reception.adapters.lines import Act, Line, lines_of
from services.reception.adapters.template import template
from services.reception.adapters.workbook import LARGEST, MOST_LINES, read_workbook

__all__ = [
    "COLUMNS",
    "LARGEST",
    "MOST_LINES",
    "Act",
    "Column",
    "Line",
    "lines_of",
    "read_workbook",
    "template",
]
