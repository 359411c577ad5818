"""Writing members. Every action takes the scope it acts within, the moment, and the actor."""

from shuke.members.actions.enrolling import Enrolled, enrol
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
from shuke.members.actions.profile import (
    define_field,
    learn,
    place_home,
    prefer,
    set_profile,
)

__all__ = [
    "Enrolled",
    "Loaded",
    "Merged",
    "add_identity",
    "change_phone",
    "define_field",
    "doubt_identity",
    "enrol",
    "interact",
    "join_session",
    "keep_apart",
    "learn",
    "load",
    "merge",
    "place_home",
    "prefer",
    "release_identity",
    "see_page",
    "set_profile",
    "undo_merge",
    "verify_identity",
    "write_note",
]
