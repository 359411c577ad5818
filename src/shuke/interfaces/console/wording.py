"""Names of segments, states, layers, columns and units in the reader's language."""

from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shuke.analytics.presets import PRESETS

# Values of figures' rows -> the words on screen; those of RFM presets come from the presets.
NAMES: dict[str, str | Promise] = {
    "registered": _("Registered"),
    "new": _("New"),
    "active": _("Active"),
    "silent": _("Silent"),
    "sleeping": _("Sleeping"),
    "lost": _("Lost"),
    "reactivated": _("Reactivated"),
    "vip": _("Top 5 percent"),
    "key": _("Next 15 percent"),
    "ordinary": _("The other 80 percent"),
    "none": _("Not yet a member"),
    "store": _("In the store"),
    "online": _("Online"),
    "up": _("Moved up"),
    "down": _("Moved down"),
    "same": _("Stayed"),
    "joined": _("Joined"),
    "left": _("Bought nothing since"),
    "all": _("All members"),
}


@cache
def _segments() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for preset in PRESETS.values():
        for segment in (*preset.segments, preset.without_sales):
            found[segment.name] = (segment.zh, segment.en)
    return found


def segment_name(value: object) -> str:
    """The words for a segment of an RFM preset."""
    both = _segments().get(str(value))
    if both is None:
        return str(value)
    return both[0] if (get_language() or "zh").startswith("zh") else both[1]


def short_segment_name(value: object) -> str:
    """The words for a segment where room is scarce: a star for the important ones in English."""
    return segment_name(value).replace("Important, ", "★ ").replace("Ordinary, ", "")


def name_of(value: object) -> str:
    """The words for a value of a figure's row; an unknown value stands as it is."""
    text = str(value)
    return str(NAMES[text]) if text in NAMES else segment_name(text)


def preset_label(name: str) -> str:
    """The preset's name in the reader's language."""
    preset = PRESETS[name]
    return preset.zh if (get_language() or "zh").startswith("zh") else preset.en


# Columns of figures -> what a reader calls them.
COLUMNS: dict[str, str | Promise] = {
    "a": _("A"),
    "after": _("Afterwards"),
    "amount": _("Amount"),
    "amount_added": _("Amount added"),
    "amount_lost": _("Amount lost"),
    "amount_share": _("Share of amount"),
    "anonymous_amount": _("Amount of others"),
    "anonymous_sales": _("Sales of others"),
    "area": _("Area"),
    "average": _("Mean per buyer"),
    "b": _("B"),
    "band": _("Band"),
    "base_share": _("Share of everybody"),
    "basket": _("Median basket"),
    "before": _("Before"),
    "both": _("Buy both"),
    "buyers": _("Buyers"),
    "campaign_type": _("Kind of campaign"),
    "channel": _("Channel"),
    "check": _("Check"),
    "closing": _("At the end"),
    "cohort": _("First purchase"),
    "confidence": _("A, then also B"),
    "confidence_ab": _("A, then also B"),
    "confidence_ba": _("B, then also A"),
    "cost": _("Cost to hold it"),
    "day": _("Day"),
    "days": _("Within"),
    "denominator": _("Of"),
    "eligible": _("Could have"),
    "f": "F",
    "frequency": _("Number of sales"),
    "frequency_least": _("Fewest sales"),
    "frequency_most": _("Most sales"),
    "from_layer": _("Layer before"),
    "from_state": _("State before"),
    "gini": _("Gini"),
    "gross": _("Gross rate"),
    "group": _("Group"),
    "index": _("Index"),
    "indicator": _("Indicator"),
    "interactions": _("Interactions"),
    "interval_days": _("Days between purchases"),
    "item": _("Item"),
    "joined": _("Joined"),
    "layer": _("Layer"),
    "level": _("Level"),
    "lift": _("Lift"),
    "lines": _("Lines"),
    "log_frequency": _("Logarithm of sales"),
    "log_monetary": _("Logarithm of the amount"),
    "loss_rate": _("Share lost"),
    "lost": _("Lost"),
    "m": "M",
    "mean": _("Mean"),
    "median": _("Median"),
    "member": _("Member"),
    "member_amount": _("Amount of members"),
    "member_sales": _("Sales of members"),
    "member_share": _("Share of members"),
    "members": _("Members"),
    "monetary": _("Amount"),
    "month": _("Month"),
    "move": _("Movement"),
    "n": _("Count"),
    "need": _("Missing to hold the number"),
    "net_upward": _("Net upward rate"),
    "new_members": _("New members"),
    "numerator": _("Part"),
    "open": _("Still open"),
    "opening": _("At the beginning"),
    "orders": _("Orders"),
    "p80": _("80th percentile"),
    "p90": _("90th percentile"),
    "p95": _("95th percentile"),
    "part_members": _("Members of the part"),
    "percent": _("Percent"),
    "products_sold": _("Products sold"),
    "r": "R",
    "rate": _("Share"),
    "reactivated": _("Came back"),
    "recency_days": _("Days since last purchase"),
    "recency_least": _("Fewest days"),
    "recency_most": _("Most days"),
    "recency_total": _("Sum of days"),
    "recipients": _("Recipients"),
    "redeemers": _("Redeemers"),
    "repurchased": _("Bought again"),
    "sales": _("Number of sales"),
    "segment": _("Segment"),
    "several_channels": _("In several channels"),
    "share": _("Share"),
    "state": _("State"),
    "store": _("Store"),
    "stores": _("Stores"),
    "support": _("Support"),
    "to_layer": _("Layer after"),
    "to_state": _("State after"),
    "top_share": _("Top share of members"),
    "value": _("Value"),
    "visits": _("Visits"),
    "whole_members": _("Members of the whole"),
}

UNITS: dict[str, str | Promise] = {
    "member": _("member number"),
    "store": _("store number"),
    "text": _("text"),
    "choice": _("choice"),
    "month": _("month, YYYY-MM"),
    "day": _("day, YYYY-MM-DD"),
    "score": _("score 1 to 5"),
    "members": _("count of members"),
    "sales": _("count of sales"),
    "lines": _("count of lines"),
    "products": _("count of products"),
    "stores": _("count of stores"),
    "count": _("count"),
    "minor": _("money, minor units"),
    "share": _("share, 0 to 1"),
    "days": _("days"),
    "number": _("number"),
    "integer": _("whole number"),
}


def column_label(name: str) -> str:
    """What a reader calls a column of a figure; an unknown one keeps its own words."""
    return str(COLUMNS.get(name, name.replace("_", " ")))


def unit_label(name: str) -> str:
    """What a reader calls a unit."""
    return str(UNITS.get(name, name))
