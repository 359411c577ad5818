"""The rule that parts the states of the lifecycle, as the address gives it."""

from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.frame import Limit
from shuke.interfaces.console.door import Visit
from shuke.lake.figures import figure_of

RULES = ("days", "cycle")
BY_DAYS = ("new_days", "active_days", "silent_days", "sleeping_days")
BY_CYCLE = ("active_cycles", "silent_cycles", "sleeping_cycles")
EACH = "each"
PERIODS = ("90", "30", "180", "365")


def rule_of(visit: Visit) -> str:
    """By days or by the member's own cycle."""
    return visit.choice("method", RULES)


def period_of(visit: Visit) -> str:
    """How many days back the page compares."""
    return visit.choice("days", PERIODS)


def before_words(visit: Visit, days: str) -> str:
    """The words for a moment so many days before."""
    return _("{days} before").format(days=visit.formats.days(int(days)))


def rule_label(name: str) -> str:
    """The words for a rule."""
    return {
        "days": _("By days since the last purchase"),
        "cycle": _("By the member's own cycle (NES)"),
    }[name]


def _limit_names(visit: Visit) -> tuple[str, ...]:
    return BY_DAYS if rule_of(visit) == "days" else BY_CYCLE


def _defaults() -> dict[str, str]:
    return {
        parameter.name: str(parameter.default)
        for parameter in figure_of("lifecycle").parameters
        if parameter.default is not None
    }


def limits(visit: Visit) -> tuple[Limit, ...]:
    """The limits of the chosen rule, as a form."""
    defaults = _defaults()
    is_days = rule_of(visit) == "days"
    states = tuple(
        Limit(
            name,
            _limit_label(name),
            visit.request.GET.get(name) or defaults.get(name, ""),
            unit=_("days") if is_days else _("cycles"),
            least="0",
            step="1" if is_days else "any",
        )
        for name in _limit_names(visit)
    )
    each = Limit(
        EACH,
        _("Cost of a new member"),
        visit.request.GET.get(EACH, ""),
        unit=visit.formats.symbol.strip(),
        step="any",
    )
    return (*states, each)


def cost_each(visit: Visit) -> dict[str, str]:
    """What one new member costs, in minor units, where the address says it."""
    try:
        whole = round(float(visit.request.GET.get(EACH, "")) * 10**visit.formats.digits)
    except (ValueError, OverflowError):
        return {}
    return {"cost_each": str(whole)} if whole > 0 else {}


def _limit_label(name: str) -> str:
    return {
        "new": _("New: first purchase at most"),
        "active": _("Active: last purchase at most"),
        "silent": _("Silent: at most"),
        "sleeping": _("Sleeping: at most; then lost"),
    }[name.rpartition("_")[0]]


def given(visit: Visit) -> dict[str, str]:
    """The rule and the limits that the address carries."""
    asked = {name: visit.request.GET.get(name, "") for name in _limit_names(visit)}
    return {"method": rule_of(visit), **{name: value for name, value in asked.items() if value}}
