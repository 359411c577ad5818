"""Write the truth about CDNOW (carried by the package `lifetimes`) as JSON into `cdnow/`.

    python tests/truth/cdnow.py [--check]

`habits` is the one-tenth sample to 1997-09-30 in whole days: frequency (days with a purchase after
the first), recency_days (first to last purchase day), age_days (first purchase day to 1997-09-30).
It must equal the summary that the package ships, which is in weeks rounded to two places.
`totals` counts the rows of the two raw files; one row is one sale, money is whole cents.
"""

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

FOLDER = Path(__file__).with_suffix("")
END = pd.Timestamp("1997-09-30")
ROUNDING_WEEKS = 0.005  # the shipped file keeps two places of a week


def source_folder() -> Path:
    spec = importlib.util.find_spec("lifetimes")
    if spec is None or spec.origin is None:
        raise SystemExit("the truth needs lifetimes==0.11.3 installed")
    return Path(spec.origin).parent / "datasets"


def purchases(name: str, columns: list[str]) -> pd.DataFrame:
    raw = pd.read_csv(
        source_folder() / name,
        sep=r"\s+",
        names=columns,
        skiprows=1 if "master" in name else 0,
        dtype=str,
    )
    return pd.DataFrame(
        {
            "member": raw["member"].astype("int64"),
            "day": pd.to_datetime(raw["day"], format="%Y%m%d"),
            "discs": raw["discs"].astype("int64"),
            "amount": (raw["dollars"].astype(float) * 100).round().astype("int64"),
        }
    )


def sample() -> pd.DataFrame:
    return purchases("CDNOW_sample.txt", ["master", "member", "day", "discs", "dollars"])


def habits(bought: pd.DataFrame) -> pd.DataFrame:
    seen = bought[bought["day"] <= END][["member", "day"]].drop_duplicates()
    made = seen.groupby("member")["day"].agg(["min", "max", "size"])
    return pd.DataFrame(
        {
            "frequency": made["size"] - 1,
            "recency_days": (made["max"] - made["min"]).dt.days,
            "age_days": (END - made["min"]).dt.days,
        }
    ).reset_index()


def habits_in_sql(bought: pd.DataFrame) -> pd.DataFrame:
    con = duckdb.connect()
    con.register("bought", bought)
    return con.execute(
        """
        SELECT member, count(DISTINCT day) - 1 AS frequency,
               date_diff('day', min(day), max(day)) AS recency_days,
               date_diff('day', min(day), TIMESTAMP '1997-09-30') AS age_days
        FROM bought WHERE day < TIMESTAMP '1997-10-01' GROUP BY member ORDER BY member
        """
    ).df()


def compare_with_shipped(made: pd.DataFrame) -> None:
    """Stop unless our day counts are the shipped weeks, but for their rounding."""
    shipped = pd.read_csv(source_folder() / "cdnow_customers_summary.csv")
    if list(shipped["ID"]) != list(made["member"]):
        raise SystemExit("other members than in the shipped summary")
    if list(shipped["frequency"]) != list(made["frequency"]):
        raise SystemExit("another frequency than in the shipped summary")
    for weeks, days in (("recency", "recency_days"), ("T", "age_days")):
        worst = (shipped[weeks] - made[days] / 7).abs().max()
        if worst > ROUNDING_WEEKS:
            raise SystemExit(f"{weeks} is off by {worst} weeks from the shipped summary")


def totals(bought: pd.DataFrame) -> dict[str, Any]:
    per_day = bought.groupby(["member", "day"]).size()
    return {
        "sales": len(bought),
        "members": int(bought["member"].nunique()),
        "discs": int(bought["discs"].sum()),
        "amount": int(bought["amount"].sum()),
        "first_day": str(bought["day"].min().date()),
        "last_day": str(bought["day"].max().date()),
        "zero_amount_sales": int((bought["amount"] == 0).sum()),
        "same_day_repeats": int((per_day - 1).sum()),
    }


def main(arguments: list[str]) -> int:
    tenth = sample()
    made = habits(tenth)
    if not made.equals(habits_in_sql(tenth).astype(made.dtypes.to_dict())):
        raise SystemExit("pandas and SQL disagree about the habits")
    compare_with_shipped(made)
    master = purchases("CDNOW_master.txt", ["member", "day", "discs", "dollars"])
    lines = ",\n".join(
        json.dumps([int(v) for v in row], separators=(",", ":"))
        for row in made.itertuples(index=False)
    )
    head = json.dumps({"until": str(END.date()), "columns": list(made.columns)})
    texts = {
        "habits.json": f'{head[:-1]}, "rows": [\n{lines}\n]}}\n',
        "totals.json": json.dumps({"sample": totals(tenth), "master": totals(master)}, indent=1)
        + "\n",
    }
    FOLDER.mkdir(exist_ok=True)
    changed = []
    for name, text in texts.items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed.append(name)
            if "--check" not in arguments:
                path.write_text(text, encoding="utf-8")
    sys.stdout.write("".join(f"{name}\n" for name in changed) or "nothing changed\n")
    return 1 if "--check" in arguments and changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
