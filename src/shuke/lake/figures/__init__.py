"""Figures: one definition each, computed, listed and explained from here by every door."""

from shuke.lake.figures.asking import BadParameter, NotANumber, UnknownParameter
from shuke.lake.figures.computing import (
    Behind,
    Result,
    behind,
    compute,
    forget,
    member_table,
    table_of,
)
from shuke.lake.figures.definition import Figure, Parameter
from shuke.lake.figures.registry import UnknownFigure, all_figures, figure_of

__all__ = [
    "BadParameter",
    "Behind",
    "Figure",
    "NotANumber",
    "Parameter",
    "Result",
    "UnknownFigure",
    "UnknownParameter",
    "all_figures",
    "behind",
    "compute",
    "figure_of",
    "forget",
    "member_table",
    "table_of",
]
