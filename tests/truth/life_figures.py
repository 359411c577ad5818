"""Lifecycle, bucket, migration, seven indicators, preferences: told member by member in Python.

Each member is a sorted list of purchase days; the definitions are read from the requirement rows
and the figures' published formulas, not copied from code. All 2,469 households are members; the
package says nothing of joining, so who has not bought yet is registered.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from typing import Any

import pandas as pd
from journey import Frames

Row = dict[str, Any]
ORDER = ("registered", "new", "active", "silent", "sleeping", "lost", "reactivated")
NEW, ACTIVE, SILENT, SLEEPING = 30, 90, 120, 180
PRIOR = 3


@dataclass(frozen=True)
class Lives:
    """Purchase days of every household, all year, and who they are."""

    days: dict[int, list[date]]
    households: list[int]

    def until(self, as_of: date) -> dict[int, list[date]]:
        cut = {m: [day for day in days if day < as_of] for m, days in self.days.items()}
        return {m: days for m, days in cut.items() if days}


def lives(whole_year: Frames) -> Lives:
    seen = whole_year.sales[["member", "day"]].drop_duplicates()
    days: dict[int, list[date]] = defaultdict(list)
    for member, day in zip(seen["member"], seen["day"], strict=True):
        days[int(member)].append(day.date())
    return Lives({m: sorted(found) for m, found in days.items()}, sorted(days))


def by_days(known: Lives, as_of: date) -> dict[int, str]:
    states = dict.fromkeys(known.households, "registered")
    for member, days in known.until(as_of).items():
        silence = (as_of - days[-1]).days
        recent = [day for day in days if (as_of - day).days <= ACTIVE]
        older = [day for day in days if (as_of - day).days > ACTIVE]
        if (as_of - days[0]).days <= NEW:
            state = "new"
        elif recent and older and (recent[0] - older[-1]).days > SLEEPING:
            state = "reactivated"
        else:
            limits = (("active", ACTIVE), ("silent", SILENT), ("sleeping", SLEEPING))
            state = next((name for name, limit in limits if silence <= limit), "lost")
        states[member] = state
    return states


def cycles(known: Lives, as_of: date) -> dict[int, float]:
    seen = known.until(as_of)
    spans = sum((days[-1] - days[0]).days for days in seen.values())
    gaps = sum(len(days) - 1 for days in seen.values())
    usual = spans / gaps
    return {
        member: ((days[-1] - days[0]).days + usual * PRIOR) / (len(days) - 1 + PRIOR)
        for member, days in seen.items()
    }


def by_cycle(known: Lives, as_of: date) -> dict[int, str]:
    states = dict.fromkeys(known.households, "registered")
    own = cycles(known, as_of)
    for member, days in known.until(as_of).items():
        cycle, silence = own[member], (as_of - days[-1]).days
        came_back = any(
            (later - earlier).days > 3 * cycle and (as_of - later).days <= cycle
            for earlier, later in pairwise(days)
        )
        if len(days) == 1 and silence <= cycle:
            state = "new"
        elif came_back:
            state = "reactivated"
        else:
            limits = (("active", 1), ("silent", 2), ("sleeping", 3))
            state = next((name for name, k in limits if silence <= k * cycle), "lost")
        states[member] = state
    return states


def counted(states: dict[int, str]) -> list[Row]:
    counts = Counter(states.values())
    return [
        {"state": name, "members": counts[name], "share": counts[name] / len(states)}
        for name in ORDER
    ]


def moves(known: Lives, as_of: date, days: int, rule: Any) -> dict[int, tuple[str, str]]:
    """State `days` before and at as-of; "none" where the first purchase lies in between."""
    since = as_of - timedelta(days=days)
    was, now = rule(known, since), rule(known, as_of)
    return {
        m: ("none" if was[m] == "registered" and now[m] != "registered" else was[m], now[m])
        for m in known.households
    }


def transitions(moved: dict[int, tuple[str, str]]) -> list[Row]:
    counts = Counter(moved.values())
    return [{"before": b, "after": a, "members": n} for (b, a), n in sorted(counts.items())]


def bucket(f: Frames, moved: dict[int, tuple[str, str]], days: int) -> list[Row]:
    lost = {m for m, (was, now) in moved.items() if was != "lost" and now == "lost"}
    joined = {m for m, (was, _) in moved.items() if was == "none"}
    back = {m for m, (was, now) in moved.items() if was == "lost" and now != "lost"}
    opening = sum(was not in {"none", "lost"} for was, _ in moved.values())
    closing = sum(now != "lost" for _, now in moved.values())
    since = pd.Timestamp(f.as_of - timedelta(days=days))
    year = since - pd.Timedelta(days=365)
    s = f.sales
    before = s[(s["at"] < since) & (s["at"] >= year) & s["member"].isin(lost)]
    within = s[(s["at"] >= since) & s["member"].isin(joined | back)]
    return [
        {
            "opening": opening,
            "joined": len(joined),
            "lost": len(lost),
            "reactivated": len(back),
            "closing": closing,
            "need": max(opening - closing, 0),
            "amount_lost": int(before["amount"].sum()),
            "amount_added": int(within["amount"].sum()),
            "loss_rate": len(lost) / opening,
        }
    ]


def layers(f: Frames, since: date, until: date) -> dict[int, int]:
    s = f.sales
    inside = s[(s["at"] >= pd.Timestamp(since)) & (s["at"] < pd.Timestamp(until))]
    spent = inside.groupby("member")["amount"].sum()
    ranked = sorted(spent.items(), key=lambda pair: (-int(pair[1]), int(pair[0])))
    n = len(ranked)
    first, second = ceil(n * 5 / 100), ceil(n * 20 / 100)
    return {
        int(member): 1 if place < first else 2 if place < second else 3
        for place, (member, _) in enumerate(ranked)
    }


def migration(f: Frames, days: int) -> list[Row]:
    middle = f.as_of - timedelta(days=days)
    was = layers(f, middle - timedelta(days=days), middle)
    now = layers(f, middle, f.as_of)
    pairs = Counter((was.get(m, 0), now.get(m, 0)) for m in was.keys() | now.keys())
    both = {pair: n for pair, n in pairs.items() if 0 not in pair}
    up = sum(n for (b, a), n in both.items() if a < b)
    down = sum(n for (b, a), n in both.items() if a > b)
    net = (up - down) / sum(both.values())
    return [
        {"before": b, "after": a, "members": n, "net_upward": net}
        for (b, a), n in sorted(pairs.items())
    ]


def indicators(f: Frames, known: Lives, days: int) -> list[Row]:
    since = f.as_of - timedelta(days=days)
    moved = moves(known, f.as_of, days, by_days)
    was = [pair[0] for pair in moved.values()]
    opening = sum(state not in {"none", "lost"} for state in was)
    joined = was.count("none")
    lost = sum(b != "lost" and a == "lost" for b, a in moved.values())
    buyers = [p for p in moved.values() if p[0] not in {"none", "registered", "lost"}]
    ordered = f.sales.sort_values(["member", "at", "sale"])
    is_first = ordered.groupby("member").cumcount() == 0
    inside = ordered["at"] >= pd.Timestamp(since)
    repeat = int(ordered.loc[inside & ~is_first, "amount"].sum())
    visits = Counter(_visits(ordered[inside]))
    recent = ordered[ordered["at"] >= pd.Timestamp(f.as_of - timedelta(days=30))]
    active = int((recent.groupby("member").size() * 5 >= 10).sum())
    rows = (
        ("card_opening", 0, 0),
        ("conversion", 0, 0),
        ("development", joined - lost, opening),
        ("churn", sum(after == "lost" for _, after in buyers), len(buyers)),
        ("repeat_amount", repeat, int(ordered.loc[inside, "amount"].sum())),
        ("repurchase", sum(n > 1 for n in visits.values()), len(visits)),
        ("activity", active, len(known.households)),
    )
    return [
        {"indicator": name, "numerator": n, "denominator": d, "value": n / d if d else None}
        for name, n, d in rows
    ]


def _visits(ordered: pd.DataFrame) -> Iterable[int]:
    """The member of every visit: a ticket within ten minutes of the one before adds none."""
    last: dict[tuple[int, int], pd.Timestamp] = {}
    for row in ordered.itertuples(index=False):
        key = (row.member, row.store)
        if key not in last or row.at - last[key] > pd.Timedelta(minutes=10):
            yield int(row.member)
        last[key] = row.at


def preferences(f: Frames, values: pd.Series, of: pd.DataFrame) -> list[Row]:
    """Index of each pyramid layer by value; `values` names the value of each row of `of`."""
    layer = layers(f, date(2000, 1, 1), f.as_of)
    rows = pd.DataFrame(
        {"group": of["member"].map(layer), "member": of["member"], "amount": of["amount"]}
    )
    rows["value"] = values
    rows = rows.dropna(subset=["value"])
    own, base = rows.groupby("group")["amount"].sum(), rows.groupby("value")["amount"].sum()
    made = rows.groupby(["group", "value"]).agg(
        members=("member", "nunique"), amount=("amount", "sum")
    )
    whole = int(base.sum())
    answer = []
    for (group, value), row in made.sort_index().iterrows():
        share = int(row["amount"]) / int(own[group])
        base_share = int(base[value]) / whole
        answer.append(
            {
                "group": str(group),
                "value": str(value),
                "members": int(row["members"]),
                "amount": int(row["amount"]),
                "share": share,
                "base_share": base_share,
                "index": share / base_share * 100.0 if base_share else None,
            }
        )
    return answer


def time_of_day(f: Frames) -> pd.Series:
    hours = f.sales["at"].dt.hour
    starts = ((21, "night"), (17, "evening"), (14, "afternoon"), (11, "noon"), (6, "morning"))
    return hours.map(lambda h: next((name for start, name in starts if h >= start), "night"))
