"""Parameters that several figures share, and the rules made of them."""

from shuke.analytics.states import BY_CYCLE, BY_DAYS, ByCycle, ByDays, Rule
from shuke.lake.figures.asking import BadParameter
from shuke.lake.figures.definition import Asked, Parameter

MOST_DAYS = 3660
METHOD = Parameter("method", "choice", "days", "判定方式", "Judged by", choices=("days", "cycle"))


def days(name: str, default: int | None, zh: str, en: str, *, least: int = 1) -> Parameter:
    """A parameter in whole days."""
    return Parameter(name, "integer", default, zh, en, least=least, most=MOST_DAYS)


def cycles(name: str, default: float, zh: str, en: str) -> Parameter:
    """A parameter in multiples of the purchase cycle."""
    return Parameter(name, "number", default, zh, en, least=0.1, most=100)


STATES = (
    METHOD,
    days("new_days", BY_DAYS.new, "新客天数", "New for days", least=0),
    days("active_days", BY_DAYS.active, "活跃天数上限", "Active up to days"),
    days("silent_days", BY_DAYS.silent, "沉默天数上限", "Silent up to days"),
    days("sleeping_days", BY_DAYS.sleeping, "沉睡天数上限", "Sleeping up to days"),
    cycles("active_cycles", BY_CYCLE.active, "活跃周期倍数", "Active up to cycles"),
    cycles("silent_cycles", BY_CYCLE.silent, "沉默周期倍数", "Silent up to cycles"),
    cycles("sleeping_cycles", BY_CYCLE.sleeping, "沉睡周期倍数", "Sleeping up to cycles"),
)
STATES_ZH = (
    "按天：首购不超过 30 天为新客；距最近购买 ≤90 天活跃、≤120 天沉默、≤180 天沉睡、超过 180 天"
    "流失；活跃且此前间隔超过 180 天为唤回；无购买为已注册。按周期（NES）：以会员自身购买周期（向"
    "全体均值收缩）的 1/2/3 倍为界：N 新客、E0 活跃、S1 沉默、S2 沉睡、S3 流失。"
)
STATES_EN = (
    "By days: new = first purchase at most 30 days ago; last purchase at most 90 days ago active, "
    "120 silent, 180 sleeping, longer lost; reactivated = active after a gap of more than 180 "
    "days; registered = no purchase. By cycle (NES): 1, 2 and 3 of the member's own purchase "
    "cycles, drawn towards everybody's mean: N new, E0 active, S1 silent, S2 sleeping, S3 lost. "
)


def rule_of(asked: Asked) -> Rule:
    """The lifecycle rule that the parameters describe.

    Raises:
        BadParameter: limits that do not ascend.
    """
    try:
        if asked.text("method") == "cycle":
            return ByCycle(
                active=asked.number("active_cycles"),
                silent=asked.number("silent_cycles"),
                sleeping=asked.number("sleeping_cycles"),
            )
        return ByDays(
            new=given(asked, "new_days"),
            active=given(asked, "active_days"),
            silent=given(asked, "silent_days"),
            sleeping=given(asked, "sleeping_days"),
        )
    except ValueError as error:
        raise bad("method", asked.text("method"), str(error)) from error


def given(asked: Asked, name: str) -> int:
    """A whole-number parameter that has a default."""
    value = asked.whole(name)
    if value is None:
        raise AssertionError(f"the parameter {name} needs a default")
    return value


def bad(name: str, value: str, allowed: str) -> BadParameter:
    """The refusal of a value that a figure cannot take."""
    return BadParameter(param=name, name=name, value=value[:60], figure="", allowed=allowed)
