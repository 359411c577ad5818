"""What came of campaigns: who received and who redeemed."""

from datetime import date

import ibis

from shuke.analytics.moments import day_literal, share, surely


def redemption_members(contacts: ibis.Table, *, as_of: date) -> ibis.Table:
    """List recipients: (campaign_type, campaign, member, redeemed), one a campaign and member.

    Contacts with `day` before as-of count. A redemption without a receipt of the same campaign is
    left out: it has no recipient to be counted for.
    """
    known = contacts.filter(contacts["day"] < day_literal(as_of))
    received = known.filter(known["kind"] == "received")
    received = received.select("campaign_type", "campaign", "member").distinct()
    redeemed = known.filter(known["kind"] == "redeemed")
    redeemed = redeemed.select("campaign", "member").distinct().mutate(redeemed=True)
    joined = received.left_join(redeemed, ["campaign", "member"])
    return joined.select(
        "campaign_type",
        "campaign",
        "member",
        redeemed=surely(joined["redeemed"]),
    )


def redemption(contacts: ibis.Table, *, as_of: date) -> ibis.Table:
    """Measure redemption per campaign type.

    Columns: campaign_type, recipients, redeemers, rate. Recipients and redeemers are counted per
    (campaign, member) and summed over the type: a member with two campaigns counts twice.
    """
    rows = redemption_members(contacts, as_of=as_of)
    made = rows.group_by("campaign_type").aggregate(
        recipients=rows.count(), redeemers=rows.count(where=rows["redeemed"])
    )
    made = made.mutate(rate=share(made["redeemers"], made["recipients"]))
    return made.order_by("campaign_type")
