"""Members in the search over everything: by name, initials, phone, card, last four digits."""

from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.members.people import person_of
from shuke.interfaces.console.navigation import Hit, HitGroup
from shuke.members import queries as members

HITS = 8


def found(words: str, visit: Visit) -> tuple[HitGroup, ...]:
    """The members whom the words mean, within the visitor's scope."""
    people = [person_of(card) for card in members.find(words, visit.scope, HITS)]
    if not people:
        return ()
    hits = tuple(Hit(one.name, one.href, "user-round", one.under) for one in people)
    return (HitGroup(_("Members"), hits, is_data=True),)
