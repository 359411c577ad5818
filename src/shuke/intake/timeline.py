"""Campaigns of the past in a member's timeline: what was received and redeemed (A10).

They came in as events and have no rows of their own; `project` calls `register` at start.
"""

from shuke.intake import records
from shuke.members import timeline
from shuke.members.queries import event_part


def register() -> None:
    """Make campaigns a part of timelines; twice is once."""
    names = (records.CAMPAIGN_RECEIVED, records.REDEEMED)
    timeline.register(event_part("campaign", "Campaigns", "营销活动", names))
