"""Names of segments, states and layers in the reader's language."""

from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shuke.analytics.presets import PRESETS

# Values of figures' rows -> the words on screen; those of RFM presets come from the presets.
NAMES: dict[str, str | Promise] = {
    "registered": _("Registered"),
    "new": _("New"),
    "active": _("Active"),
    "silent": _("Silent"),
    "sleeping": _("Sleeping"),
    "lost": _("Lost"),
    "reactivated": _("Reactivated"),
    "vip": _("Top 5 percent"),
    "key": _("Next 15 percent"),
    "ordinary": _("The other 80 percent"),
}


@cache
def _segments() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for preset in PRESETS.values():
        for segment in (*preset.segments, preset.without_sales):
            found[segment.name] = (segment.zh, segment.en)
    return found


def segment_name(value: object) -> str:
    """The words for a segment of an RFM preset."""
    both = _segments().get(str(value))
    if both is None:
        return str(value)
    return both[0] if (get_language() or "zh").startswith("zh") else both[1]


def name_of(value: object) -> str:
    """The words for a value of a figure's row; an unknown value stands as it is."""
    text = str(value)
    return str(NAMES[text]) if text in NAMES else segment_name(text)


def preset_label(name: str) -> str:
    """The preset's name in the reader's language."""
    preset = PRESETS[name]
    return preset.zh if (get_language() or "zh").startswith("zh") else preset.en
