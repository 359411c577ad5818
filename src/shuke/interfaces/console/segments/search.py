"""What the search of the console finds among segments."""

from django.urls import reverse
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.navigation import Hit, HitGroup
from shuke.segments import queries

HITS_MAX = 5


def found(words: str, visit: Visit) -> tuple[HitGroup, ...]:
    """The segments whose title or short name holds the words."""
    if not visit.scope.can("segments.read"):
        return ()
    wanted = words.lower()
    titles = queries.names()
    fitting = [
        (name, title) for name, title in titles.items() if wanted in f"{title} {name}".lower()
    ]
    hits = tuple(
        Hit(title, reverse("segments:one", args=[name]), "layers")
        for name, title in fitting[:HITS_MAX]
    )
    return (HitGroup(_("Segments"), hits, is_data=True),) if hits else ()
