"""Reading segments: the list, one of them, its members; counting, explaining, comparing."""

from shuke.segments.queries.comparing import Comparison, compared
from shuke.segments.queries.counting import (
    Counted,
    Explained,
    Told,
    counted,
    explained,
    preview,
)
from shuke.segments.queries.listing import (
    Page,
    SegmentView,
    SizeView,
    is_empty,
    members_in,
    names,
    segment_of,
    segments,
    sizes,
)
from shuke.segments.queries.values import Offer, preferences, values_of

__all__ = [
    "Comparison",
    "Counted",
    "Explained",
    "Offer",
    "Page",
    "SegmentView",
    "SizeView",
    "Told",
    "compared",
    "counted",
    "explained",
    "is_empty",
    "members_in",
    "names",
    "preferences",
    "preview",
    "segment_of",
    "segments",
    "sizes",
    "values_of",
]
