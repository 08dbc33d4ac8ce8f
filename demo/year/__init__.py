"""The generator: a seed and five numbers give the same sample year each time."""

from demo.year.made import Batch, Year, make_year
from demo.year.size import Size

__all__ = ["Batch", "Size", "Year", "make_year"]
