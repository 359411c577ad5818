"""Campaigns of the past as events: described, received, redeemed."""

from collections.abc import Iterator
from datetime import date

import duckdb

from shuke.events import actions as events
from shuke.events.actions import Happening
from shuke.intake import records
from shuke.intake.counts import Counts
from shuke.intake.looking import look_up
from shuke.kernel.day import start_of
from shuke.kernel.scope import Actor
from shuke.stores import queries as stores

_MEMBERS = (
    "SELECT m.number, m.id FROM intake_keys k CROSS JOIN members_member m WHERE m.number = k.number"
)
_NAMES = {"received": records.CAMPAIGN_RECEIVED, "redeemed": records.REDEEMED}


def land_history(duck: duckdb.DuckDBPyConnection, *, by: Actor) -> Counts:
    """Record `in_campaigns` and `in_contacts`, each event at the start of its day in the chain."""
    look_up(
        duck,
        into="contacted",
        keys={"number": "text"},
        source="in_contacts",
        sql=_MEMBERS,
        columns={"number": "text", "id": "bigint"},
    )
    zone = stores.chain().zone
    described = events.record_many(_described(duck, zone, by))
    contacts = events.record_many(_contacts(duck, zone, by))
    return Counts(
        accepted=described + contacts, made={"campaigns": described, "contacts": contacts}
    )


def _described(duck: duckdb.DuckDBPyConnection, zone: str, by: Actor) -> Iterator[Happening]:
    rows = duck.execute(
        "SELECT campaign, campaign_type, starts_on, ends_on, coupons FROM in_campaigns"
        " ORDER BY starts_on, length(campaign), campaign"
    ).fetchall()
    for campaign, kind, starts_on, ends_on, coupons in rows:
        yield Happening(
            name=records.DESCRIBED,
            at=start_of(starts_on, zone),
            by=by,
            subject=f"campaign/{campaign}",
            payload={
                "campaign": campaign,
                "campaign_type": kind,
                "starts_on": starts_on.isoformat(),
                "ends_on": ends_on.isoformat(),
                "coupons": coupons,
            },
        )


def _contacts(duck: duckdb.DuckDBPyConnection, zone: str, by: Actor) -> Iterator[Happening]:
    rows = duck.execute(
        "SELECT c.kind, c.campaign, c.campaign_type, k.id, c.day, c.coupon FROM in_contacts c"
        " JOIN contacted k ON k.number = c.number"
        " ORDER BY c.day, c.kind, k.id, c.campaign, c.coupon"
    ).fetchall()
    for kind, campaign, campaign_type, member, day, coupon in rows:
        yield Happening(
            name=_NAMES[kind],
            at=start_of(day, zone),
            by=by,
            subject=f"campaign/{campaign}",
            member_id=member,
            payload=_payload(campaign, campaign_type, day, coupon),
        )


def _payload(campaign: str, kind: str, day: date, coupon: str | None) -> dict[str, object]:
    payload: dict[str, object] = {
        "campaign": campaign,
        "campaign_type": kind,
        "day": day.isoformat(),
    }
    return payload if coupon is None else {**payload, "coupon": coupon}
