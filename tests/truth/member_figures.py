"""Figures that rest on one row per member: rfm, concentration, pyramid, states, repurchase.

Each function takes the pandas frames and answers plain rows (dicts), in the order they are kept.
Definitions are those of the issue ("Names and shapes that stay"), read, not copied from code.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
from journey import Frames

Row = dict[str, Any]

# High means a score of 4 or 5. Order: R, F, M.
EIGHT = {
    (True, True, True): "重要价值",
    (False, True, True): "重要保持",
    (True, False, True): "重要发展",
    (False, False, True): "重要挽留",
    (True, True, False): "一般价值",
    (False, True, False): "一般保持",
    (True, False, False): "一般发展",
    (False, False, False): "一般挽留",
}


def behaviour(f: Frames) -> pd.DataFrame:
    """member, recency_days, frequency, monetary of every member with at least one sale."""
    made = f.sales.groupby("member").agg(
        last=("day", "max"), frequency=("sale", "nunique"), monetary=("amount", "sum")
    )
    made["recency_days"] = (pd.Timestamp(f.as_of) - made["last"]).dt.days
    return made.reset_index()[["member", "recency_days", "frequency", "monetary"]].sort_values(
        "member"
    )


def quantile_scores(values: pd.Series) -> pd.Series:
    """1 + the number of 20/40/60/80 % cuts strictly below, in whole numbers: exact at ties."""
    ordered = sorted(int(v) for v in values)
    last = len(ordered) - 1
    cuts = []
    for percent in (20, 40, 60, 80):
        at, part = divmod(percent * last, 100)
        low = ordered[at]
        high = ordered[min(at + 1, last)]
        cuts.append(low * 100 + (high - low) * part)  # a hundred times the cut
    return values.map(lambda v: 1 + sum(cut < int(v) * 100 for cut in cuts))


def rank_scores(values: pd.Series) -> pd.Series:
    """1 + floor(5 x (lowest rank - 1) / n): the rank of a value is 1 + how many are below it."""
    ordered = np.sort(values.to_numpy())
    below = np.searchsorted(ordered, values.to_numpy(), side="left")
    return pd.Series(1 + (5 * below) // len(ordered), index=values.index)


def threshold_scores(values: pd.Series, cuts: Sequence[int]) -> pd.Series:
    """1 + the number of fixed cuts strictly below the value."""
    return values.map(lambda v: 1 + sum(cut < int(v) for cut in cuts))


def with_segment(scored: pd.DataFrame) -> pd.DataFrame:
    scored["segment"] = [
        EIGHT[(r >= 4, f >= 4, m >= 4)]
        for r, f, m in zip(scored["r"], scored["f"], scored["m"], strict=True)
    ]
    return scored


def rfm(f: Frames, scoring: str) -> pd.DataFrame:
    made = behaviour(f)
    score = {"quantile": quantile_scores, "rank": rank_scores}[scoring]
    made["r"] = 6 - score(made["recency_days"])
    made["f"] = score(made["frequency"])
    made["m"] = score(made["monetary"])
    return with_segment(made)


def rfm_threshold(f: Frames, r: Sequence[int], fr: Sequence[int], m: Sequence[int]) -> pd.DataFrame:
    made = behaviour(f)
    made["r"] = 6 - threshold_scores(made["recency_days"], r)
    made["f"] = threshold_scores(made["frequency"], fr)
    made["m"] = threshold_scores(made["monetary"], m)
    return with_segment(made)


def segments(scored: pd.DataFrame) -> list[Row]:
    made = scored.groupby("segment").agg(members=("member", "size"), amount=("monetary", "sum"))
    return [
        {"segment": name, "members": int(row["members"]), "amount": int(row["amount"])}
        for name, row in made.reindex(EIGHT.values(), fill_value=0).iterrows()
    ]


def _ranked(f: Frames) -> pd.DataFrame:
    return behaviour(f).sort_values(["monetary", "member"], ascending=[False, True])


def concentration(f: Frames) -> list[Row]:
    amounts = _ranked(f)["monetary"].to_numpy()
    total = int(amounts.sum())
    rows: list[Row] = []
    for percent in (1, 5, 10, 20, 50):
        n = -(-percent * len(amounts) // 100)  # ceil in whole numbers
        top = int(amounts[:n].sum())
        rows.append(
            {
                "top_share": percent / 100,
                "members": n,
                "amount": top,
                "amount_share": top / total,
            }
        )
    return rows


def gini(f: Frames) -> float:
    amounts = np.sort(behaviour(f)["monetary"].to_numpy())
    n = len(amounts)
    weighted = sum((2 * i - n - 1) * int(x) for i, x in enumerate(amounts, start=1))
    return weighted / (n * int(amounts.sum()))


def pyramid(f: Frames) -> list[Row]:
    ranked = _ranked(f)
    n = len(ranked)
    edges = [0, ceil(n * 5 / 100), ceil(n * 20 / 100), n]
    total = int(ranked["monetary"].sum())
    rows = []
    for layer, (low, high) in enumerate(pairwise(edges), start=1):
        amount = int(ranked["monetary"].iloc[low:high].sum())
        rows.append(
            {
                "layer": layer,
                "members": high - low,
                "amount": amount,
                "amount_share": amount / total,
            }
        )
    return rows


def pyramid_layers(f: Frames) -> pd.DataFrame:
    """member, layer (1 = top 5 %, 2 = the next 15 %, 3 = the other 80 %)."""
    ranked = _ranked(f)
    n = len(ranked)
    place = np.arange(n)
    ranked["layer"] = np.where(
        place < ceil(n * 5 / 100), 1, np.where(place < ceil(n * 20 / 100), 2, 3)
    )
    return ranked[["member", "layer"]].sort_values("member")


def cohorts(f: Frames) -> list[Row]:
    first = f.sales.groupby("member")["month"].min().rename("cohort")
    seen = f.sales[["member", "month"]].drop_duplicates().join(first, on="member")
    made = seen.groupby(["cohort", "month"])["member"].nunique().reset_index(name="members")
    return [
        {"cohort": c, "month": m, "members": int(k)}
        for c, m, k in made.sort_values(["cohort", "month"]).itertuples(index=False)
    ]


def active_members(f: Frames) -> list[Row]:
    made = f.sales.groupby("month")["member"].nunique().sort_index()
    return [{"month": month, "members": int(n)} for month, n in made.items()]


def repurchase(f: Frames) -> list[Row]:
    ordered = f.sales.sort_values(["member", "at", "sale"])
    place = ordered.groupby("member").cumcount()
    first = ordered[place == 0].set_index("member")["at"]
    second = ordered[place == 1].set_index("member")["at"]
    both = pd.DataFrame({"first": first, "second": second})
    rows = []
    for days in (7, 30, 60, 90):
        span = pd.Timedelta(hours=24 * days)
        eligible = both["first"] <= pd.Timestamp(f.as_of) - span
        again = eligible & (both["second"] - both["first"] <= span)
        rows.append(
            {"days": days, "eligible": int(eligible.sum()), "repurchased": int(again.sum())}
        )
    return rows


def gaps(f: Frames) -> pd.Series:
    days = f.sales[["member", "day"]].drop_duplicates().sort_values(["member", "day"])
    return days.groupby("member")["day"].diff().dropna().dt.days.astype("int64")


def _percentile(ordered: Sequence[int], percent: int) -> float:
    at, part = divmod(percent * (len(ordered) - 1), 100)
    high = ordered[min(at + 1, len(ordered) - 1)]
    return (ordered[at] * 100 + (high - ordered[at]) * part) / 100


def intervals(f: Frames) -> list[Row]:
    ordered = sorted(int(g) for g in gaps(f))
    return [
        {
            "n": len(ordered),
            "mean": sum(ordered) / len(ordered),
            "median": _percentile(ordered, 50),
            "p80": _percentile(ordered, 80),
            "p90": _percentile(ordered, 90),
            "p95": _percentile(ordered, 95),
        }
    ]


def lifecycle_by_days(f: Frames, ends: Sequence[tuple[str, int]], last: str) -> list[Row]:
    """States by days since the last purchase day: the first limit not passed, else `last`."""
    recency = behaviour(f)["recency_days"]
    left = pd.Series(data=True, index=recency.index)
    rows: list[Row] = []
    for name, limit in ends:
        here = left & (recency <= limit)
        rows.append({"state": name, "members": int(here.sum())})
        left &= ~here
    rows.append({"state": last, "members": int(left.sum())})
    return rows


def day_before(as_of: date, days: int) -> pd.Timestamp:
    return pd.Timestamp(as_of) - pd.Timedelta(days=days)
