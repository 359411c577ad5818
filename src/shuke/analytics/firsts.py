"""Months of activity: cohorts by the first observed purchase, and members active per month."""

from datetime import date

import ibis

from shuke.analytics.moments import before, month_number, month_text, of_members, purchases


def _months(sales: ibis.Table, as_of: date) -> ibis.Table:
    rows = purchases(of_members(before(sales, as_of)))
    return rows.select("member", month=month_number(rows["day"])).distinct()


def _with_cohort(sales: ibis.Table, as_of: date) -> ibis.Table:
    seen = _months(sales, as_of)
    first = seen.group_by("member").aggregate(cohort=seen["month"].min())
    return seen.join(first, "member").select("member", "cohort", "month")


def cohort_members(sales: ibis.Table, *, as_of: date) -> ibis.Table:
    """List who of which cohort bought in which month: (member, cohort, month), YYYY-MM.

    The cohort is the month of the member's first observed purchase; returns are not purchases.
    """
    found = _with_cohort(sales, as_of)
    return found.mutate(cohort=month_text(found["cohort"]), month=month_text(found["month"]))


def cohorts(sales: ibis.Table, *, as_of: date) -> ibis.Table:
    """Count members of each cohort with a purchase in each month: (cohort, month, members).

    Months as YYYY-MM, ordered; a month in which nobody of a cohort bought has no row. "First
    observed" is not "first ever": the earliest cohort holds everybody who bought before records.
    """
    found = _with_cohort(sales, as_of)
    counted = found.group_by("cohort", "month").aggregate(members=found.count())
    texts = counted.mutate(cohort=month_text(counted["cohort"]), month=month_text(counted["month"]))
    return texts.order_by("cohort", "month")


def active_member_months(sales: ibis.Table, *, as_of: date) -> ibis.Table:
    """List who bought in which month: (member, month), the members behind `active_members`."""
    found = _months(sales, as_of)
    return found.mutate(month=month_text(found["month"]))


def active_members(sales: ibis.Table, *, as_of: date) -> ibis.Table:
    """Count members with at least one purchase in each month: (month, members), ordered."""
    found = _months(sales, as_of)
    counted = found.group_by("month").aggregate(members=found.count())
    return counted.mutate(month=month_text(counted["month"])).order_by("month")
