"""Business days and wall clocks of stores (requirement X12)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shuke.kernel.refusal import Refusal


class UnknownZone(Refusal):
    """The name is not an IANA time zone."""

    code = "day.unknown_zone"
    en = "“{zone}” is not a time zone."
    zh = "“{zone}”不是有效的时区。"
    next_en = "Use an IANA name such as Asia/Shanghai."
    next_zh = "请使用 IANA 时区名，例如 Asia/Shanghai。"


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant as a store lives it."""

    utc: datetime
    local: datetime
    day: date


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """The zone of that IANA name, or `day.unknown_zone`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError):
        raise UnknownZone(zone=name[:40]) from None


def local_time(at: datetime, zone: str) -> datetime:
    """The naive wall-clock time of a store at an aware instant."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(zone_of(zone)).replace(tzinfo=None)


def moment(at: datetime, zone: str) -> Moment:
    """An instant with the store's wall clock and business day (which turns at local midnight)."""
    local = local_time(at, zone)
    return Moment(utc=at.astimezone(UTC), local=local, day=local.date())


def start_of(day: date, zone: str) -> datetime:
    """The instant at which a day begins in the zone."""
    return datetime.combine(day, time.min, tzinfo=zone_of(zone)).astimezone(UTC)


def days_before(day: date, count: int) -> date:
    """The day `count` calendar days earlier."""
    return day - timedelta(days=count)
