"""Phones and addresses that nobody has seen to work for a long time (requirement E11)."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.members.people import Person, person_of
from shuke.interfaces.console.members.rights import Rights
from shuke.interfaces.console.members.tabs import tabs_of
from shuke.kernel.day import local_time
from shuke.members import queries as members
from shuke.members.queries.planning import STALE_DAYS

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact to confirm: whose, what, and the day it was last seen to work."""

    id: int
    person: Person
    kind: str
    masked: str
    seen_on: date


@page("members.browse")
def contacts(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The contacts to check, oldest first."""
    labels = {"phone": _("Phone"), "email": _("E-mail")}
    found = [
        Contact(
            id=one.identity_id,
            person=person_of(one.card),
            kind=labels.get(one.kind, one.kind),
            masked=one.shown,
            seen_on=local_time(one.last_seen_at, visit.chain.zone).date(),
        )
        for one in members.stale_contacts(visit.scope, as_of=visit.now, limit=SHOWN)
    ]
    return show(
        visit,
        "members/contacts.html",
        {
            "may": Rights(visit.scope),
            "tabs": tabs_of(visit, "contacts"),
            "contacts": found,
            "total": len(found),
            "limit_days": STALE_DAYS,
        },
    )
