"""Figures: one definition each, computed, listed and explained from here by every door."""

from shuke.lake.figures.definition import Figure, Parameter
from shuke.lake.figures.registry import UnknownFigure, all_figures, figure_of

__all__ = ["Figure", "Parameter", "UnknownFigure", "all_figures", "figure_of"]
