"""What came of campaigns."""

import ibis

from shuke.analytics import redeeming
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed
from shuke.lake.figures.registry import register


def _recipients(asked: Asked) -> ibis.Table:
    return redeeming.redemption_members(asked.contacts, as_of=asked.as_of)


def _redeemers(asked: Asked) -> ibis.Table:
    found = _recipients(asked)
    return found.filter(found["redeemed"])


register(
    Entry(
        figure=Figure(
            name="redemption",
            zh="活动核销",
            en="Redemption",
            version=1,
            columns={
                "campaign_type": "text",
                "recipients": "members",
                "redeemers": "members",
                "rate": "share",
            },
            about_zh=(
                "按活动类型：收到人次与核销人次均按（活动，会员）计数后相加，同一会员收到两个活动计"
                "两次；核销率 = 核销人次 ÷ 收到人次。没有收到记录的核销不计。"
            ),
            about_en=(
                "By campaign type: recipients and redeemers counted per (campaign, member) and "
                "summed, so a member of two campaigns counts twice; rate = redeemers / recipients. "
                "A redemption without a receipt of the same campaign is left out."
            ),
        ),
        rows=lambda asked: redeeming.redemption(asked.contacts, as_of=asked.as_of),
        lists={
            "recipients": Listed(_recipients, keys=("campaign_type",), repeats=True),
            "redeemers": Listed(_redeemers, keys=("campaign_type",), repeats=True),
        },
    )
)
