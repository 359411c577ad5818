"""Write the truth about the Complete Journey data as JSON beside this file.

    python tests/truth/complete_journey.py           # write tests/truth/complete_journey/*.json
    python tests/truth/complete_journey.py --check   # write nothing; exit 1 if a file would change

Every figure is computed by pandas and, independently, by hand-written SQL; they must agree.
"""

import json
import math
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import basket_figures as baskets
import life_figures as life
import life_opinion as again
import member_figures as members
import pandas as pd
import second_opinion as sql
from journey import ZONE, Frames, database, frames

Row = dict[str, Any]
FOLDER = Path(__file__).with_suffix("")
YEAR_END = date(2018, 1, 1)
MID_YEAR = date(2017, 7, 1)


def agree(name: str, ours: Iterable[Row], theirs: Iterable[Row]) -> list[Row]:
    """Return `ours` if both opinions are equal row for row; stop with the first difference."""
    left, right = list(ours), list(theirs)
    if len(left) != len(right):
        raise SystemExit(f"{name}: pandas has {len(left)} rows, SQL has {len(right)}")
    for a, b in zip(left, right, strict=True):
        same = a.keys() >= b.keys() and all(_same(a[key], value) for key, value in b.items())
        if not same:
            raise SystemExit(f"{name}: pandas says {a}, SQL says {b}")
    return left


def _same(a: object, b: object) -> bool:
    if a is None or b is None:
        return a is b
    if isinstance(a, float) or isinstance(b, float):
        return math.isclose(float(a), float(b), rel_tol=1e-12)  # type: ignore[arg-type]
    return a == b


def plain(table: pd.DataFrame) -> list[Row]:
    return [
        {str(k): v if isinstance(v, str) else int(v) for k, v in row.items()}
        for row in table.to_dict("records")
    ]


def in_both_years(f: Frames, year: Frames) -> dict[str, Any]:
    """The figures kept for every as-of day."""
    con, day = database(f.as_of), f.as_of
    again.add_year(con, database(year.as_of))
    quantile, rank = members.rfm(f, "quantile"), members.rfm(f, "rank")
    rank_sql = sql.rows(con, sql.RFM_RANK, as_of=day)
    gini = members.gini(f)
    agree("gini", [{"gini": gini}], sql.rows(con, sql.GINI, as_of=day))
    made = {
        "summary": agree("summary", baskets.summary(f), sql.rows(con, sql.SUMMARY)),
        "rfm": _table(agree("rfm", plain(quantile), sql.rfm_quantile(con, day))),
        "rfm_rank": _table(agree("rfm_rank", plain(rank), rank_sql)),
        "segments_rfm": members.segments(quantile),
        "segments_rfm_rank": members.segments(rank),
        "concentration": agree(
            "concentration",
            members.concentration(f),
            sql.rows(con, sql.CONCENTRATION, as_of=day),
        ),
        "gini": [{"gini": gini}],
        "repurchase": agree(
            "repurchase", members.repurchase(f), sql.rows(con, sql.REPURCHASE, as_of=day)
        ),
        "pyramid": agree("pyramid", members.pyramid(f), sql.rows(con, sql.PYRAMID, as_of=day)),
    }
    made |= of_lives(f, con, life.lives(year))
    return made | (at_year_end(f, con) | of_tastes(f, con) if day == YEAR_END else {})


def of_lives(f: Frames, con: Any, known: life.Lives) -> dict[str, Any]:
    """Lifecycle by days and by cycle, what moved within 90 days, the seven, preferences."""
    day, days = f.as_of, 90
    made: dict[str, Any] = {}
    for name, rule, state in (
        ("lifecycle", life.by_days, again.DAYS_STATE),
        ("lifecycle_nes", life.by_cycle, again.CYCLE_STATE),
    ):
        theirs = sql.rows(con, again.COUNTED, state=state.format(as_of=day))
        made[name] = agree(name, life.counted(rule(known, day)), theirs)
        moved = life.moves(known, day, days, rule)
        by_hand = again.moved(day, days, state)
        theirs = sql.rows(con, again.TRANSITIONS, moved=by_hand)
        made[f"{name}_transitions"] = agree(name, life.transitions(moved), theirs)
    told = {"moved": again.moved(day, days), "since": day - timedelta(days=days), "as_of": day}
    moved = life.moves(known, day, days, life.by_days)
    made["bucket"] = agree(
        "bucket", life.bucket(f, moved, days), sql.rows(con, again.BUCKET, **told)
    )
    made["indicators"] = agree(
        "indicators", life.indicators(f, known, days), sql.rows(con, again.INDICATORS, **told)
    )
    made["migration"] = agree("migration", life.migration(f, days), again.migration(con, day, days))
    return made


def of_tastes(f: Frames, con: Any) -> dict[str, Any]:
    """Preferences of the pyramid's layers."""
    values = {
        "category": (f.lines["category"], f.lines),
        "brand": (f.lines["brand"], f.lines),
        "weekday": (f.sales["day"].dt.day_of_week + 1, f.sales),
        "time": (life.time_of_day(f), f.sales),
    }
    return {
        f"preferences_{name}": agree(
            name, life.preferences(f, value, table), again.preferences(con, f.as_of, name)
        )
        for name, (value, table) in values.items()
    }


def at_year_end(f: Frames, con: Any) -> dict[str, Any]:
    """The figures kept for the whole year only."""
    made: dict[str, Any] = {
        "cohorts": agree("cohorts", members.cohorts(f), sql.rows(con, sql.COHORTS)),
        "active_members": agree("active", members.active_members(f), sql.rows(con, sql.ACTIVE)),
        "intervals": agree("intervals", members.intervals(f), sql.rows(con, sql.INTERVALS)),
        "redemption": agree("redemption", baskets.redemption(f), sql.rows(con, sql.REDEMPTION)),
        "calendar": agree("calendar", baskets.calendar(f), sql.rows(con, sql.CALENDAR)),
    }
    for level, support in (("category", 0.01), ("product", 0.002)):
        theirs = sql.rows(con, sql.PAIRS, level=level, support=support)
        made[f"pairs_{level}"] = agree(level, baskets.pairs(f, level, support), theirs)
    for by in ("month", "store"):
        theirs = sql.rows(con, sql.STATISTICS, by=by)
        made[f"statistics_{by}"] = agree(by, baskets.statistics(f, by), theirs)
    return made


def _table(rows: list[Row]) -> dict[str, Any]:
    """Columns once and rows as lists: a third of the size of a list of objects."""
    return {"columns": list(rows[0]), "rows": [list(row.values()) for row in rows]}


def as_text(name: str, as_of: date, body: Any) -> str:
    head = {"figure": name, "as_of": as_of.isoformat(), "zone": ZONE}
    kept = body if isinstance(body, dict) else {"rows": body}
    rows = ",\n".join(
        json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in kept["rows"]
    )
    rest = {key: value for key, value in kept.items() if key != "rows"}
    start = json.dumps(head | rest, ensure_ascii=False, separators=(",", ":"))
    return f'{start[:-1]},"rows":[\n{rows}\n]}}\n'


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    FOLDER.mkdir(exist_ok=True)
    changed = []
    year = frames(YEAR_END)
    for day in (YEAR_END, MID_YEAR):
        for name, body in in_both_years(frames(day), year).items():
            path = FOLDER / f"{name}.{day.isoformat()}.json"
            text = as_text(name, day, body)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                changed.append(path.name)
                if not check:
                    path.write_text(text, encoding="utf-8")
    sys.stdout.write("".join(f"{name}\n" for name in changed) or "nothing changed\n")
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
