"""RFM by cells: the 125 combinations of scores as a table small enough for a chart."""

from datetime import date

import ibis

from shuke.analytics.behaviour import rfm
from shuke.analytics.moments import total
from shuke.analytics.scoring import Scoring


def rfm_cells(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    scoring: Scoring = "quantile",
    preset: str = "eight",
) -> ibis.Table:
    """Count members in every cell of R, F and M: the rows of `rfm`, added up.

    Columns: r, f, m (null for members without sales), segment, members, amount (net, minor units),
    sales, recency_total (sum of days, so that means of several cells can be made exactly),
    recency_least, recency_most (days), frequency_least, frequency_most (sales of a member);
    ordered by r, f, m. Cells without a member have no row.
    """
    found = rfm(sales, members, as_of=as_of, scoring=scoring, preset=preset)
    made = found.group_by("r", "f", "m", "segment").aggregate(
        members=found.count(),
        amount=total(found["monetary"]),
        sales=total(found["frequency"]),
        recency_total=total(found["recency_days"]),
        recency_least=found["recency_days"].min(),
        recency_most=found["recency_days"].max(),
        frequency_least=found["frequency"].min(),
        frequency_most=found["frequency"].max(),
    )
    return made.order_by("r", "f", "m")
