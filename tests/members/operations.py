"""Every operation of the members: what it demands, whom it concerns, and one call of it.

`test_matrix.py` runs each by every role on a member of the own store and of another one. The table
says independently of the code which permission an operation needs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from tests.members.conftest import NOON, ZHANG

from shuke.kernel.permissions import Permission
from shuke.kernel.scope import Scope
from shuke.members import actions, queries
from shuke.members.fields import Field
from shuke.members.targeting import Target

DAY = date(2018, 1, 1)
LATER = NOON + timedelta(days=400)


@dataclass(frozen=True)
class Place:
    """What there is in one store: two similar members, a prospect, a merge, a household."""

    store: int
    member: int
    twin: int
    prospect: int
    phone: str
    identity: int
    merge: int
    household: int
    number: str


# refuses: another store's row is refused. hides: it is not in the answer. passes: the same for all
# stores on purpose. open: definitions without a member. system: no scope, offered to no role.
Reach = Literal["refuses", "hides", "passes", "open", "system"]
Call = Callable[[Place, Scope], Any]


@dataclass(frozen=True)
class Row:
    """One line of the matrix."""

    permission: Permission | None
    reach: Reach
    call: Call | None = None
    blind: tuple[str, ...] = ()


def _act(action: str, /, **fixed: Any) -> Call:
    def call(place: Place, scope: Scope) -> bool:
        arguments = {
            key: value(place) if callable(value) else value for key, value in fixed.items()
        }
        getattr(actions, action)(scope=scope, at=LATER, by=ZHANG, **arguments)
        return True

    return call


def member(place: Place) -> int:
    return place.member


def newcomer(**parts: Any) -> Callable[[Place], actions.Newcomer]:
    return lambda place: actions.Newcomer(store_id=place.store, **parts)


WRITE: Permission = "members.write"
READ: Permission = "members.read"
BROWSE: Permission = "members.browse"
SYSTEM = Row(None, "system")
OPEN = Row(None, "open")

ACTIONS: dict[str, Row] = {
    "add_identity": Row(
        WRITE, "refuses", _act("add_identity", member_id=member, kind="card", value="VIP9")
    ),
    "add_prospect": Row(
        WRITE,
        "refuses",
        _act("add_prospect", newcomer=newcomer(card="LEAD9"), source="fair"),
    ),
    "add_prospects": Row(
        WRITE,
        "hides",
        lambda place, scope: (
            actions.add_prospects(
                newcomers=[newcomer(card="LEAD9")(place)],
                source="fair",
                scope=scope,
                at=LATER,
                by=ZHANG,
            ).added
            == 1
        ),
    ),
    "change_phone": Row(WRITE, "refuses", _act("change_phone", member_id=member, to="13700000009")),
    "convert_prospect": Row(
        WRITE, "refuses", _act("convert_prospect", member_id=lambda place: place.prospect)
    ),
    "define_field": Row(
        "members.manage", "passes", _act("define_field", field=Field("skin", "肤质", "Skin"))
    ),
    "doubt_identity": Row(
        WRITE,
        "refuses",
        _act("doubt_identity", member_id=member, identity_id=lambda place: place.identity),
    ),
    "enrol": Row(WRITE, "refuses", _act("enrol", newcomer=newcomer(phone="13700000009"))),
    "enrol_new_owner": Row(
        WRITE,
        "refuses",
        _act("enrol_new_owner", newcomer=newcomer(phone="13700000009", is_phone_verified=True)),
    ),
    "enter_cost": Row(
        "members.manage",
        "passes",
        _act(
            "enter_cost",
            channel="X",
            starts_on=DAY,
            ends_before=DAY + timedelta(days=1),
            amount=1,
        ),
    ),
    "found_household": Row(
        WRITE,
        "refuses",
        _act("found_household", member_ids=lambda place: [place.twin], name="王家"),
    ),
    "hand_out_file": Row(
        "members.unmask",
        "refuses",
        _act("hand_out_file", member_id=member, reason="asked for it"),
    ),
    "interact": Row(WRITE, "refuses", _act("interact", member_id=member, kind="like")),
    "join_household": Row(
        WRITE,
        "refuses",
        _act(
            "join_household",
            household_id=lambda place: place.household,
            member_id=lambda place: place.twin,
        ),
    ),
    "join_session": Row(
        WRITE,
        "refuses",
        _act("join_session", session="cookie", member_id=member, has_consent=True),
    ),
    "keep_apart": Row(
        "members.merge",
        "refuses",
        _act("keep_apart", first_id=member, second_id=lambda place: place.twin),
    ),
    "learn": Row(
        WRITE,
        "refuses",
        _act("learn", member_id=member, name="region", value="北京", source="call"),
    ),
    "leave_household": Row(WRITE, "refuses", _act("leave_household", member_id=member)),
    "load": SYSTEM,
    "merge": Row(
        "members.merge",
        "refuses",
        _act("merge", survivor_id=member, merged_id=lambda place: place.twin),
    ),
    "move_prospect": Row(
        WRITE,
        "refuses",
        _act("move_prospect", member_id=lambda place: place.prospect, stage="contacted"),
    ),
    "name_for_demo": SYSTEM,
    "place_home": Row(
        WRITE,
        "refuses",
        _act("place_home", member_id=member, place=(31.2, 121.4), stores=(), source="call"),
    ),
    "place_homes": SYSTEM,
    "prefer": Row(
        WRITE,
        "refuses",
        _act("prefer", member_id=member, subject="wine", value="red", source="call"),
    ),
    "release_identity": Row(
        WRITE,
        "refuses",
        _act("release_identity", member_id=member, identity_id=lambda place: place.identity),
    ),
    "see_page": SYSTEM,
    "set_profile": Row(
        WRITE,
        "refuses",
        _act("set_profile", member_id=member, values={"name": "赵强"}, source="call"),
    ),
    "set_target": Row(
        "members.manage", "passes", _act("set_target", target=Target("young", age_to=40))
    ),
    "undo_merge": Row(
        "members.merge", "refuses", _act("undo_merge", merge_id=lambda place: place.merge)
    ),
    "unmask": Row(
        "members.unmask", "refuses", _act("unmask", member_id=member, reason="complaint 17")
    ),
    "verify_identity": Row(
        WRITE,
        "refuses",
        _act("verify_identity", member_id=member, identity_id=lambda place: place.identity),
    ),
    "write_note": Row(
        WRITE,
        "refuses",
        _act(
            "write_note",
            member_id=member,
            store_id=lambda place: place.store,
            texts={"other": "asks for a bag"},
        ),
    ),
    "write_traits": SYSTEM,
}


def _one(query: Callable[..., Any], *arguments: Any, **options: Any) -> Call:
    def call(place: Place, scope: Scope) -> bool:
        query(place.member, *arguments, scope, **options)
        return True

    return call


QUERIES: dict[str, Row] = {
    "cards_of": Row(
        READ, "hides", lambda place, scope: queries.cards_of([place.member], scope) != {}
    ),
    "conversions": Row(
        BROWSE,
        "hides",
        lambda place, scope: (
            f"source {place.store}" in {one.source for one in queries.conversions(scope)}
        ),
    ),
    "counts": Row(
        READ,
        "hides",
        # A store's own people are two members; both stores' are four.
        lambda place, scope: queries.counts(scope).members >= (2 if place.number == "1" else 4),
    ),
    "dislikes_of": Row(READ, "refuses", _one(queries.dislikes_of)),
    "event_part": OPEN,
    "field_definitions": OPEN,
    "find": Row(
        READ,
        "hides",
        lambda place, scope: queries.find(place.phone, scope) != (),
        blind=("analyst",),
    ),
    "fit_of": Row(
        "figures.read",
        "hides",
        lambda place, scope: (
            queries.fit_of(f"of {place.number}", as_of=DAY, scope=scope).inside > 0
        ),
    ),
    "history_of": Row(READ, "refuses", _one(queries.history_of, "region")),
    "household_of": Row(READ, "refuses", _one(queries.household_of)),
    # Whoever says his whole number at any till of the chain is known there, by a masked card.
    "identified": Row(
        READ,
        "passes",
        lambda place, scope: queries.identified(place.phone, scope) is not None,
        blind=("analyst",),
    ),
    "ids_of_numbers": SYSTEM,
    "interactions_of": Row(READ, "refuses", _one(queries.interactions_of)),
    "is_empty": OPEN,
    "likely_duplicates": Row(
        "members.merge",
        "hides",
        lambda place, scope: (
            place.member in {one.first.id for one in queries.likely_duplicates(scope)}
        ),
    ),
    "listing": Row(
        BROWSE,
        "hides",
        lambda place, scope: place.member in {card.id for card in queries.listing(scope).cards},
    ),
    "member_of": Row(READ, "refuses", _one(queries.member_of)),
    "merge_preview": Row(
        "members.merge",
        "refuses",
        lambda place, scope: bool(queries.merge_preview(place.member, place.twin, scope)),
    ),
    "numbers_of": Row(
        READ, "hides", lambda place, scope: queries.numbers_of([place.member], scope) != {}
    ),
    "prospects": Row(
        BROWSE,
        "hides",
        lambda place, scope: place.prospect in {one.card.id for one in queries.prospects(scope)},
    ),
    "quality": Row(
        "quality.read",
        "hides",
        lambda place, scope: (
            str(place.store) in {one.key for one in queries.quality(scope, by="store")}
        ),
    ),
    "recruitment": Row(
        "figures.read",
        "hides",
        lambda place, scope: (
            f"channel {place.number}"
            in {
                one.channel
                for one in queries.recruitment(
                    scope,
                    starts_on=DAY,
                    ends_before=DAY + timedelta(days=1),
                    as_of=DAY,
                    purchases=lambda _: {},
                )
            }
        ),
    ),
    "stale_contacts": Row(
        BROWSE,
        "hides",
        lambda place, scope: (
            place.member in {one.card.id for one in queries.stale_contacts(scope, as_of=LATER)}
        ),
    ),
    "targets": OPEN,
    "timeline": Row(READ, "refuses", _one(queries.timeline)),
    "worth_of": Row(
        READ,
        "refuses",
        lambda place, scope: bool(queries.worth_of(place.member, scope, purchased=lambda _: {})),
    ),
}
