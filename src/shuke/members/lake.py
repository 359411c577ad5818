"""What members publishes to the lake: nothing personal, no member numbers."""

from collections.abc import Mapping

from shuke.members import records
from shuke.storage.published import Published

# `number` orders the members and stays behind: the lake writes only the place (`ordinal`).
MEMBERS = Published(
    source="members_member",
    key="m.id",
    columns={
        "member": "BIGINT",
        "number": "VARCHAR",
        "joined_on": "DATE",
        "store": "BIGINT",
        "channel": "VARCHAR",
        "stage": "VARCHAR",
    },
    sql="SELECT m.id AS member, m.number AS number, m.joined_on AS joined_on,"
    " m.store_id AS store, m.channel AS channel, m.stage AS stage"
    " FROM {members_member} m",
)

SURVIVORS = Published(
    source="members_member",
    key="m.id",
    columns={"member": "BIGINT", "survivor": "BIGINT", "store": "BIGINT"},
    sql="SELECT m.id AS member, m.merged_into_id AS survivor, m.store_id AS store"
    " FROM {members_member} m WHERE m.merged_into_id IS NOT NULL",
)

ATTRIBUTES = Published(
    source="members_attribute",
    key="a.member_id",
    columns={
        "member": "BIGINT",
        "name": "VARCHAR",
        "value": "VARCHAR",
        "basis": "VARCHAR",
        "at": "TIMESTAMP",
    },
    sql="SELECT a.member_id AS member, a.name AS name, a.value AS value, a.basis AS basis,"
    ' a.at AS "at" FROM {members_attribute} a WHERE a.is_current AND NOT a.is_personal',
)

INTERACTIONS = Published(
    source="members_interaction",
    key="i.member_id",
    columns={
        "member": "BIGINT",
        "kind": "VARCHAR",
        "channel": "VARCHAR",
        "at": "TIMESTAMP",
        "points": "INTEGER",
    },
    sql="SELECT i.member_id AS member, i.kind AS kind, i.channel AS channel,"
    ' i.at AS "at", i.points AS points FROM {members_interaction} i'
    " WHERE i.member_id IS NOT NULL",
)

# Which of the three tables an event of this package changes; one that is not named here may change
# all of them. An event without a member speaks of a whole batch.
PREFIXES = ("member.", "members.", "prospect.")
TABLES = ("members", "attributes", "interactions")
TOUCHES: Mapping[str, tuple[str, ...]] = {
    str(name): tables
    for tables, names in (
        (("attributes",), (records.TRAITS_WRITTEN,)),
        (("members", "attributes"), (records.PROFILE_CHANGED, records.PLACED, records.ENROLLED)),
        (("interactions",), (records.INTERACTED, records.SESSION_JOINED)),
        (
            (),
            (
                records.FIELD_DEFINED,
                records.IDENTITY_ADDED,
                records.IDENTITY_RELEASED,
                records.IDENTITY_VERIFIED,
                records.IDENTITY_DOUBTED,
                records.UNMASKED,
                records.HANDED_OUT,
                records.NOTED,
                records.HOUSEHOLD_CHANGED,
                records.KEPT_APART,
                records.NAMED,
                records.COST_ENTERED,
                records.TARGET_SET,
            ),
        ),
    )
    for name in names
}
