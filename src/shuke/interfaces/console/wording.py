"""Names of segments, states and layers in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The value in a figure's rows -> the words on screen. The eight Chinese segments are the preset's
# own names; their English is ours.
NAMES: dict[str, str | Promise] = {
    "重要价值": _("Champions"),
    "重要保持": _("Key, slipping"),
    "重要发展": _("Key, seldom"),
    "重要挽留": _("Key, leaving"),
    "一般价值": _("Loyal"),
    "一般保持": _("Slipping"),
    "一般发展": _("Fresh"),
    "一般挽留": _("Leaving"),
}


def name_of(value: object) -> str:
    """The words for a value of a figure's row; an unknown value stands as it is."""
    return str(NAMES.get(str(value), value))
