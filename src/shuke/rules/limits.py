"""The largest condition the house accepts, each limit by name."""

from typing import Final

NODES_MAX: Final = 200
DEPTH_MAX: Final = 32
TEXT_CHARACTERS_MAX: Final = 200
LIST_ITEMS_MAX: Final = 1_000
DOCUMENT_CHARACTERS_MAX: Final = 262_144
DAYS_MAX: Final = 36_500
# Below 2**53, so that a comparison of whole numbers and floats is exact on every engine.
NUMBER_MAX: Final = 10**15
YEAR_MIN: Final = 1900
YEAR_MAX: Final = 2999
