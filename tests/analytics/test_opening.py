"""The notebook's edge: frames, Arrow, Parquet paths; and CDNOW as its package ships it."""

import json
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.analytics.small import by, rows, sale, sales

import shuke.analytics as sa

JUNE = date(2017, 6, 1)
TRUTH = Path(__file__).parent.parent / "truth" / "cdnow"
ROUNDING_WEEKS = 0.005  # the shipped file keeps two places of a week


def _arrow() -> pa.Table:
    made = sales([sale(1, date(2017, 5, 1), 300), sale(2, date(2017, 5, 20), 100)])
    return made.to_pyarrow()


def test_a_figure_takes_whatever_holds_rows(tmp_path: Path) -> None:
    arrow = _arrow()
    pq.write_table(arrow, tmp_path / "sales.parquet")
    expected = rows(sa.buying(ibis.memtable(arrow), as_of=JUNE).order_by("member"))
    assert [row["monetary"] for row in expected] == [300, 100]
    for given in (arrow, arrow.to_pandas(), tmp_path / "sales.parquet", f"{tmp_path}/*.parquet"):
        assert rows(sa.buying(given, as_of=JUNE).order_by("member")) == expected
        assert rows(sa.buying(sales=given, as_of=JUNE).order_by("member")) == expected


def test_anyones_columns_become_sales_and_lines_are_added_up() -> None:
    frame = pd.DataFrame(
        {
            "customer": [7, 7, 8],
            "ticket": ["a", "a", "b"],
            "when": ["2017-05-01 10:00", "2017-05-01 10:00", "2017-05-02 11:30"],
            "dollars": [1.10, 2.20, 0.07],
        }
    )
    made = by(
        sa.sales_of(frame, member="customer", at="when", amount="dollars", sale="ticket"), "sale"
    )
    assert {name: (row["member"], row["amount"]) for name, row in made.items()} == {
        "a": (7, 330),
        "b": (8, 7),
    }
    assert made["b"]["day"] == date(2017, 5, 2)
    each = sa.sales_of(frame, member="customer", at="when", amount="dollars")
    assert len(rows(each)) == 3
    assert rows(sa.groups(each, as_of=JUNE).filter(ibis._["members"] > 0))[0]["group"] == "other"


def test_importing_the_analytics_needs_no_django() -> None:
    code = "import sys, shuke.analytics; print('django' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_every_public_name_is_there_and_says_what_it_does() -> None:
    for name in sa.__all__:
        found: Any = getattr(sa, name)
        assert found is not None
        if callable(found):
            assert found.__doc__, name


def _cdnow(name: str, columns: list[str]) -> pd.DataFrame:
    spec = find_spec("lifetimes")
    assert spec is not None, "lifetimes, which carries CDNOW, is not installed: make dev"
    assert spec.origin is not None
    path = Path(spec.origin).parent / "datasets" / name
    return pd.read_csv(path, sep=r"\s+", names=columns, dtype=str)


@pytest.fixture(scope="module")
def cdnow() -> ibis.Table:
    frame = _cdnow("CDNOW_sample.txt", ["master", "customer", "date", "discs", "dollars"])
    frame["customer"] = frame["customer"].astype("int64")
    frame["date"] = pd.to_datetime(frame["date"], format="%Y%m%d")
    frame["dollars"] = frame["dollars"].astype(float)
    return sa.sales_of(frame, member="customer", at="date", amount="dollars")


def test_cdnow_has_the_totals_of_its_files(cdnow: ibis.Table) -> None:
    told = json.loads((TRUTH / "totals.json").read_text(encoding="utf-8"))["sample"]
    found = rows(sa.buying(cdnow, as_of=date(1998, 7, 1)))
    assert len(found) == told["members"]
    assert sum(row["frequency"] for row in found) == told["sales"]
    assert sum(row["monetary"] for row in found) == told["amount"]


def test_cdnow_equals_the_summary_that_its_package_ships(cdnow: ibis.Table) -> None:
    spec = find_spec("lifetimes")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "datasets" / "cdnow_customers_summary.csv"
    shipped = pd.read_csv(path).set_index("ID")
    end = date(1997, 10, 1)  # the summary runs to 30 September
    cycles = by(sa.purchase_cycles(cdnow, as_of=end), "member")
    first = cdnow.filter(cdnow["at"] < ibis.literal("1997-10-01").cast("timestamp"))
    born = by(first.group_by("member").aggregate(first=first["day"].min()), "member")
    assert set(cycles) == set(shipped.index)
    for member, row in cycles.items():
        age = (date(1997, 9, 30) - born[member]["first"]).days
        recency = age - (row["recency_days"] - 1)
        assert row["days"] - 1 == shipped["frequency"][member]
        assert abs(shipped["T"][member] - age / 7) <= ROUNDING_WEEKS
        assert abs(shipped["recency"][member] - recency / 7) <= ROUNDING_WEEKS
    told = json.loads((TRUTH / "habits.json").read_text(encoding="utf-8"))
    habits = {row[0]: row[1:] for row in told["rows"]}
    for member, (times, last, age) in habits.items():
        assert cycles[member]["days"] - 1 == times
        assert age - (cycles[member]["recency_days"] - 1) == last
