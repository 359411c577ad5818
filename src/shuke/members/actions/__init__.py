"""Writing members. Every action takes the scope it acts within, the moment, and the actor."""

from shuke.members.actions.demo import name_for_demo, place_homes
from shuke.members.actions.enrolling import Enrolled, enrol, enrol_new_owner
from shuke.members.actions.households import found_household, join_household, leave_household
from shuke.members.actions.identities import (
    add_identity,
    change_phone,
    doubt_identity,
    release_identity,
    verify_identity,
)
from shuke.members.actions.loading import Loaded, load
from shuke.members.actions.merging import Merged, keep_apart, merge, undo_merge
from shuke.members.actions.notes import interact, join_session, see_page, write_note
from shuke.members.actions.planning import enter_cost, set_target
from shuke.members.actions.profile import (
    define_field,
    learn,
    place_home,
    prefer,
    set_profile,
)
from shuke.members.actions.prospects import (
    Listed,
    add_prospect,
    add_prospects,
    convert_prospect,
    move_prospect,
)
from shuke.members.actions.traits import Trait, write_traits
from shuke.members.actions.unmasking import Shown, hand_out_file, unmask
from shuke.members.newcomer import Newcomer

__all__ = [
    "Enrolled",
    "Listed",
    "Loaded",
    "Merged",
    "Newcomer",
    "Shown",
    "Trait",
    "add_identity",
    "add_prospect",
    "add_prospects",
    "change_phone",
    "convert_prospect",
    "define_field",
    "doubt_identity",
    "enrol",
    "enrol_new_owner",
    "enter_cost",
    "found_household",
    "hand_out_file",
    "interact",
    "join_household",
    "join_session",
    "keep_apart",
    "learn",
    "leave_household",
    "load",
    "merge",
    "move_prospect",
    "name_for_demo",
    "place_home",
    "place_homes",
    "prefer",
    "release_identity",
    "see_page",
    "set_profile",
    "set_target",
    "undo_merge",
    "unmask",
    "verify_identity",
    "write_note",
    "write_traits",
]
