"""The same questions as pandas users ask them: from the Parquet files, with groupby."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

CUTS = (0.2, 0.4, 0.6, 0.8)
NAMES = {
    (True, True, True): "重要价值",
    (False, True, True): "重要保持",
    (True, False, True): "重要发展",
    (False, False, True): "重要挽留",
    (True, True, False): "一般价值",
    (False, True, False): "一般保持",
    (True, False, False): "一般发展",
    (False, False, False): "一般挽留",
}


def _sales(home: Path, as_of: date, *columns: str) -> pd.DataFrame:
    frame = pd.read_parquet(home / "sales", columns=["member", "at", *columns])
    return frame[(frame["at"] < pd.Timestamp(as_of)) & frame["member"].notna()]


def _answer(frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(frame, preserve_index=False)


def rfm(home: Path, as_of: date) -> pa.Table:
    sales = _sales(home, as_of, "day", "amount")
    made = sales.groupby("member").agg(
        last=("day", "max"), frequency=("amount", "size"), monetary=("amount", "sum")
    )
    made["recency_days"] = (pd.Timestamp(as_of) - pd.to_datetime(made["last"])).dt.days
    score = {
        name: 1 + np.searchsorted(made[name].quantile(list(CUTS)).round(6), made[name])
        for name in ("recency_days", "frequency", "monetary")
    }
    made["r"], made["f"], made["m"] = (
        6 - score["recency_days"],
        score["frequency"],
        score["monetary"],
    )
    made["segment"] = [
        NAMES[(r >= 4, f >= 4, m >= 4)]
        for r, f, m in zip(made["r"], made["f"], made["m"], strict=True)
    ]
    return _answer(made.drop(columns="last").reset_index())


def cohorts(home: Path, as_of: date) -> pa.Table:
    sales = _sales(home, as_of, "day")
    month = pd.to_datetime(sales["day"]).dt.strftime("%Y-%m")
    seen = pd.DataFrame({"member": sales["member"], "month": month}).drop_duplicates()
    seen["cohort"] = seen.groupby("member")["month"].transform("min")
    made = seen.groupby(["cohort", "month"]).size().rename("members")
    return _answer(made.reset_index())


def pairs(home: Path, as_of: date, least: float = 0.01) -> pa.Table:
    lines = pd.read_parquet(home / "lines", columns=["sale", "product", "at"])
    lines = lines[lines["at"] < pd.Timestamp(as_of)]
    goods = pd.read_parquet(home / "products", columns=["product", "category"]).dropna()
    items = lines.merge(goods, on="product")[["sale", "category"]].drop_duplicates()
    n = items["sale"].nunique()
    alone = items["category"].value_counts()
    often = items[items["category"].isin(alone.index[alone >= least * n])]
    both = often.merge(often, on="sale", suffixes=("_a", "_b"))
    both = both[both["category_a"] < both["category_b"]]
    made = both.groupby(["category_a", "category_b"]).size().rename("sales").reset_index()
    made = made[made["sales"] >= least * n].rename(columns={"category_a": "a", "category_b": "b"})
    in_a, in_b = made["a"].map(alone), made["b"].map(alone)
    made["support"] = made["sales"] / n
    made["confidence_ab"], made["confidence_ba"] = made["sales"] / in_a, made["sales"] / in_b
    made["lift"] = made["sales"] * float(n) / (in_a * in_b)
    return _answer(made)
