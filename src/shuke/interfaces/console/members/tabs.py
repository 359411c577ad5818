"""The kinds of people beside the members: prospects, possible duplicates, contacts to check."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shuke.interfaces.console.door import Visit
from shuke.kernel.permissions import Permission


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab; `count` marks work that waits."""

    label: str
    href: str
    is_current: bool
    count: int = 0


_TABS: tuple[tuple[str, str | Promise, Permission], ...] = (
    ("list", _("All members"), "members.read"),
    ("prospects", _("Prospects"), "members.browse"),
    ("review", _("Possible duplicates"), "members.merge"),
    ("contacts", _("Contacts to check"), "members.browse"),
)


def tabs_of(visit: Visit, current: str) -> tuple[Tab, ...]:
    """The tabs that the role may open; none when there is only one."""
    found = tuple(
        Tab(str(label), reverse(f"members:{name}"), name == current)
        for name, label, permission in _TABS
        if visit.scope.can(permission)
    )
    return found if len(found) > 1 else ()
