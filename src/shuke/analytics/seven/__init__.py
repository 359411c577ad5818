"""The seven core indicators 七大核心指标, with formula, numerator and denominator (P01-P08).

The seed gives only the names; the formulas are ours and published (X17). No data is not 0 %: an
indicator whose denominator is 0 has the value null.
"""

from shuke.analytics.seven.formulas import INDICATORS, Indicator
from shuke.analytics.seven.indicators import indicators, indicators_members
from shuke.analytics.seven.parts import BOARD, Board, Given

__all__ = [
    "BOARD",
    "INDICATORS",
    "Board",
    "Given",
    "Indicator",
    "indicators",
    "indicators_members",
]
