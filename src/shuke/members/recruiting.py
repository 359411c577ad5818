"""What winning members costs and brings, per channel (requirement A16)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_PURCHASE_DAYS = 30
RETENTION_DAYS = 90


@dataclass(frozen=True, slots=True)
class Join:
    """One enrolment: who, where from, which day."""

    member_id: int
    channel: str
    day: date


@dataclass(frozen=True, slots=True)
class ChannelResult:
    """One channel's result; `cost` in minor units. Shares are None where nobody could be counted.

    `buyers` bought within 30 days of joining; `retained` of the `eligible` (joined at least 90
    days before as-of) bought in the days 31 to 90 after joining.
    """

    channel: str
    joins: int
    cost: int
    buyers: int
    eligible: int
    retained: int

    @property
    def cost_per_join(self) -> float | None:
        """Minor units per enrolment."""
        return self.cost / self.joins if self.joins else None

    @property
    def cost_per_buyer(self) -> float | None:
        """Minor units per member who bought within 30 days."""
        return self.cost / self.buyers if self.buyers else None

    @property
    def conversion(self) -> float | None:
        """The share of joins that bought within 30 days."""
        return self.buyers / self.joins if self.joins else None

    @property
    def retention(self) -> float | None:
        """The share of the eligible that bought again after their first month."""
        return self.retained / self.eligible if self.eligible else None


def evaluate(
    *,
    joins: Iterable[Join],
    costs: Mapping[str, int],
    purchase_days: Mapping[int, Sequence[date]],
    as_of: date,
) -> tuple[ChannelResult, ...]:
    """Return the result of every channel that had joins or costs, in order of its name."""
    by_channel: dict[str, list[Join]] = {channel: [] for channel in costs}
    for join in joins:
        by_channel.setdefault(join.channel, []).append(join)
    return tuple(
        _evaluated(channel, by_channel[channel], costs.get(channel, 0), purchase_days, as_of)
        for channel in sorted(by_channel)
    )


def _evaluated(
    channel: str,
    joins: Sequence[Join],
    cost: int,
    purchase_days: Mapping[int, Sequence[date]],
    as_of: date,
) -> ChannelResult:
    buyers = eligible = retained = 0
    for join in joins:
        days = [
            (day - join.day).days
            for day in purchase_days.get(join.member_id, ())
            if join.day <= day < as_of
        ]
        buyers += any(day <= FIRST_PURCHASE_DAYS for day in days)
        if join.day <= as_of - timedelta(days=RETENTION_DAYS):
            eligible += 1
            retained += any(FIRST_PURCHASE_DAYS < day <= RETENTION_DAYS for day in days)
    return ChannelResult(
        channel=channel,
        joins=len(joins),
        cost=cost,
        buyers=buyers,
        eligible=eligible,
        retained=retained,
    )
