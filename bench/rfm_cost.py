"""What RFM with its segments costs beside bare scans, and how much memory it takes.

From the sale headers at most 3 times, from the lines at most 10 times the CPU of one and the same
bare scan: of the four columns it needs of the lines (the scan that the limits were measured
against, field/analytics.md section 3); at most 2 GB. Beside it stands, without a limit, the ratio
to a scan of the headers. Each contestant runs in a process of its
own, so that its peak memory is its own.
"""

from datetime import date
from pathlib import Path

import ibis

from bench.measure import Cost, in_fresh_process, median, peak_rss_mb, timed
from bench.report import Line, Section
from bench.tables import Tables, open_tables

AS_OF = date(2018, 1, 1)
FROM_HEADERS, FROM_LINES = 3.0, 10.0
MEMORY_MB = 2_000.0
REPEATS = 3
COLUMNS = ["member", "recency_days", "frequency", "monetary", "r", "f", "m", "segment"]


def run(home: Path, lines: int) -> Section:
    """Measure; the answers of both ways must have the same digest as the SQL written by hand."""
    scan_sales, scan_lines = (in_fresh_process(_scan, home, name) for name in ("sales", "lines"))
    headers = in_fresh_process(_rfm, home, "sales")
    from_lines = in_fresh_process(_rfm, home, "lines")
    by_hand = in_fresh_process(_digest_by_hand, home)
    on = f"{lines:,} lines, {lines // 4:,} sales, {lines // 20:,} members"
    measured = (
        ("from sale headers", headers, scan_lines, FROM_HEADERS),
        ("from lines", from_lines, scan_lines, FROM_LINES),
    )
    found: list[Line] = []
    for name, (cost, peak, digest), scan, limit in measured:
        found.append(
            Line(
                f"RFM with segments {name}",
                on,
                f"{cost.cpu_seconds:.2f} s",
                f"four-column scan of lines {scan.cpu_seconds:.2f} s",
                cost.cpu_seconds / max(scan.cpu_seconds, 1e-9),
                limit,
                equal=digest == by_hand,
            )
        )
        found.append(
            Line(
                f"peak memory {name}",
                on,
                f"{peak:,.0f} MB",
                "",
                peak / 1000,
                MEMORY_MB / 1000,
                "GB",
            )
        )
    found.append(
        Line(
            "RFM from sale headers, to a scan of the headers",
            on,
            f"{headers[0].cpu_seconds:.2f} s",
            f"four-column scan of headers {scan_sales.cpu_seconds:.2f} s",
            headers[0].cpu_seconds / max(scan_sales.cpu_seconds, 1e-9),
        )
    )
    return Section(
        "What RFM costs",
        "RFM with scores and segments of every member, written to a table, beside a bare scan of"
        " four columns of the lines (member, sale, day, amount): the scan that the limits of 3x and"
        " 10x were measured against. The last row shows the same beside a scan of the headers.",
        tuple(found),
    )


def _scan(home: Path, table: str) -> Cost:
    t = open_tables(home)
    sql = t.sql(f"scan4_{table}")
    t.ask(sql)
    return median([timed(lambda: t.ask(sql))[1] for _ in range(REPEATS)])


def headers_of(lines: ibis.Table) -> ibis.Table:
    """Sales put together from their lines, for whoever keeps no headers."""
    made = lines.group_by("sale").aggregate(
        member=lines["member"].arbitrary(),
        at=lines["at"].arbitrary(),
        day=lines["day"].arbitrary(),
        amount=lines["amount"].sum().cast("int64"),
        is_return=lines["is_return"].arbitrary(),
    )
    return made.mutate(returns_sale=made["is_return"].ifelse(made["sale"], ibis.null()))


def _rfm(home: Path, table: str) -> tuple[Cost, float, str]:
    import shuke.analytics as sa

    t = open_tables(home)
    sales = (
        t["sales"]
        if table == "sales"
        else headers_of(t["lines"].filter(ibis._["member"].notnull()))
    )
    sql = str(ibis.to_sql(sa.rfm(sales, as_of=AS_OF), dialect="duckdb"))

    def made() -> None:
        t.raw.execute(f"CREATE OR REPLACE TEMP TABLE answer AS {sql}")

    made()
    cost = median([timed(made)[1] for _ in range(REPEATS)])
    return cost, peak_rss_mb(), t.digest("FROM answer", COLUMNS)


def _digest_by_hand(home: Path) -> str:
    t: Tables = open_tables(home)
    return t.digest(t.sql("rfm", as_of=AS_OF), COLUMNS)
