"""Figures that rest on sales, lines or contacts: summary, pairs, redemption, calendar, spending."""

from typing import Any

import numpy as np
import pandas as pd
from journey import Frames

Row = dict[str, Any]


def summary(f: Frames) -> list[Row]:
    return [
        {
            "lines": len(f.lines),
            "sales": int(f.lines["sale"].nunique()),
            "members": int(f.lines["member"].nunique()),
            "stores": int(f.lines["store"].nunique()),
            "products_sold": int(f.lines["product"].nunique()),
            "amount": int(f.lines["amount"].sum()),
        }
    ]


def pairs(f: Frames, level: str, min_support: float) -> list[Row]:
    """Unordered pairs a < b bought in one sale, over sales with at least one known item."""
    items = f.lines[["sale", level]].dropna().drop_duplicates()
    n = int(items["sale"].nunique())
    alone = items[level].value_counts()
    least = min_support * n
    often = items[items[level].isin(alone[alone >= least].index)]
    joined = often.merge(often, on="sale")
    joined = joined[joined[f"{level}_x"] < joined[f"{level}_y"]]
    both = joined.groupby([f"{level}_x", f"{level}_y"]).size()
    rows = []
    for (a, b), sales in both[both >= least].items():
        in_a, in_b, ab = int(alone[a]), int(alone[b]), int(sales)
        rows.append(
            {
                "a": _plain(a),
                "b": _plain(b),
                "sales": ab,
                "support": ab / n,
                "confidence_ab": ab / in_a,
                "confidence_ba": ab / in_b,
                "lift": ab * n / (in_a * in_b),
            }
        )
    return sorted(rows, key=lambda row: (row["a"], row["b"]))


def _plain(value: object) -> object:
    return int(value) if isinstance(value, (int, np.integer)) else str(value)


def redemption(f: Frames) -> list[Row]:
    made = f.contacts.groupby("campaign_type").agg(
        recipients=("member", "size"), redeemers=("redeemed", "sum")
    )
    return [
        {
            "campaign_type": str(kind),
            "recipients": int(row["recipients"]),
            "redeemers": int(row["redeemers"]),
            "rate": int(row["redeemers"]) / int(row["recipients"]),
        }
        for kind, row in made.sort_index().iterrows()
    ]


def calendar(f: Frames) -> list[Row]:
    made = f.sales.groupby("day").agg(
        sales=("sale", "nunique"), members=("member", "nunique"), amount=("amount", "sum")
    )
    return [
        {
            "day": day.date().isoformat(),
            "sales": int(row["sales"]),
            "members": int(row["members"]),
            "amount": int(row["amount"]),
        }
        for day, row in made.sort_index().iterrows()
    ]


def statistics(f: Frames, by: str) -> list[Row]:
    """Sales, buyers, amount, mean and median spend per buyer, by `month` or by `store`."""
    spend = f.sales.groupby([by, "member"]).agg(sales=("sale", "size"), amount=("amount", "sum"))
    made = spend.groupby(level=0).agg(
        sales=("sales", "sum"),
        members=("amount", "size"),
        amount=("amount", "sum"),
        mean=("amount", "mean"),
        median=("amount", "median"),
    )
    return [
        {
            by: str(key) if by == "month" else int(key),
            "sales": int(row["sales"]),
            "members": int(row["members"]),
            "amount": int(row["amount"]),
            "mean": int(row["amount"]) / int(row["members"]),
            "median": float(row["median"]),
        }
        for key, row in made.sort_index().iterrows()
    ]


def spend_shares(f: Frames, level: str) -> pd.DataFrame:
    """member, value, own (amount of the member at that value), base (amount of everybody)."""
    known = f.lines[["member", level, "amount"]].dropna()
    own = known.groupby(["member", level])["amount"].sum().reset_index(name="own")
    base = known.groupby(level)["amount"].sum().rename("base")
    return own.join(base, on=level).sort_values(["member", level])
