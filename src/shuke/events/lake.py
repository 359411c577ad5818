"""What the book of events publishes to the lake."""

from shuke.storage.published import Published

# Campaign history; the payload's keys are declared with the names, in the package that records.
CONTACTS = Published(
    source="events_event",
    key="e.id",
    columns={"event": "BIGINT", "member": "BIGINT", "name": "VARCHAR", "payload": "VARCHAR"},
    sql="SELECT e.id AS event, e.member_id AS member, e.name AS name, e.payload AS payload"
    " FROM {events_event} e"
    " WHERE e.name IN ('campaign.received', 'campaign.redeemed') AND e.member_id IS NOT NULL",
)

CHANGES = Published(
    source="events_event",
    key="e.id",
    columns={"event": "BIGINT", "name": "VARCHAR", "member": "BIGINT"},
    sql="SELECT e.id AS event, e.name AS name, e.member_id AS member FROM {events_event} e",
)
