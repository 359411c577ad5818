"""How unevenly spending is spread: top shares, Gini coefficient, Pareto curve (F11)."""

from datetime import date

import ibis

from shuke.analytics.behaviour import buying
from shuke.analytics.moments import constants, rounded, share, total

TOP_PERCENTS = (1, 5, 10, 20, 50)
NO_ORDINAL = 2**62


def members_by_amount(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    window_days: int | None = None,
) -> ibis.Table:
    """Rank members by net amount: (member, amount, place), place 1 spends most.

    Equal amounts are ordered by `members.ordinal` (the natural order of the chain's member
    numbers), else by member id, so a cut always falls between the same two members.
    """
    spent = buying(sales, as_of=as_of, window_days=window_days)
    spent = spent.select("member", amount=spent["monetary"])
    if members is None or "ordinal" not in members.columns:
        order = [spent["amount"].desc(), spent["member"]]
        return spent.mutate(place=ibis.row_number().over(order_by=order) + 1)
    joined = spent.left_join(members.select("member", "ordinal"), "member")
    joined = joined.select("member", "amount", ordinal=joined["ordinal"].fill_null(NO_ORDINAL))
    order = [joined["amount"].desc(), joined["ordinal"], joined["member"]]
    return joined.select("member", "amount", place=ibis.row_number().over(order_by=order) + 1)


def concentration(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    percents: tuple[int, ...] = TOP_PERCENTS,
    window_days: int | None = None,
) -> ibis.Table:
    """Measure the share of the best members in all members' spending.

    Columns: top_share (0.01 = the top 1 %), members = ceil(share x members with a purchase),
    amount (minor units, net), amount_share, gini (the same on every row, see `gini`). The claim
    "20 % of the members bring 80 % of the sales" is the row 0.2, measured.
    """
    placed = members_by_amount(sales, members, as_of=as_of, window_days=window_days)
    whole = _whole(placed)
    both = placed.cross_join(whole)
    # Inside the top p % of n: place <= ceil(p n / 100), written without division.
    sums = both.aggregate(
        **{
            f"top_{p}": total(
                both["amount"], where=(both["place"] - 1) * 100 < both["n"] * p
            ).fill_null(0)
            for p in percents
        }
    )
    rows = constants("percent", percents).cross_join(sums).cross_join(whole)
    picked = (
        ibis.cases(
            *[(rows["percent"] == p, rows[f"top_{p}"]) for p in percents[:-1]],
            else_=rows[f"top_{percents[-1]}"],
        )
        if len(percents) > 1
        else rows[f"top_{percents[0]}"]
    )
    rows = rows.mutate(amount=picked)
    made = rows.select(
        top_share=rows["percent"] / 100.0,
        members=(rows["n"] * rows["percent"] + 99) // 100,
        amount=rows["amount"],
        amount_share=share(rows["amount"], rows["whole"]),
        gini=rows["gini"],
    )
    return made.order_by("top_share")


def gini(sales: ibis.Table, *, as_of: date, window_days: int | None = None) -> ibis.Table:
    """Compute the Gini coefficient of members' net amounts: one row (gini, members, amount).

    G = sum_i (2 i - n - 1) x_i / (n sum_i x_i), x ascending, i = 1..n (0 = all equal; without
    the small-sample factor n / (n - 1)); rounded to 12 places; null without any amount.
    """
    whole = _whole(members_by_amount(sales, as_of=as_of, window_days=window_days))
    return whole.select("gini", members=whole["n"], amount=whole["whole"])


def pareto(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    window_days: int | None = None,
) -> ibis.Table:
    """Draw the Pareto curve in 100 steps: the best p % of members and their share of amount.

    Columns: percent 1..100, members (in the top p %), amount (cumulative), amount_share. A member
    belongs to the first percent that reaches its place, as in `concentration`; a percent that
    adds nobody (fewer than 100 members) has no row of its own.
    """
    placed = members_by_amount(sales, members, as_of=as_of, window_days=window_days)
    whole = _whole(placed)
    both = placed.cross_join(whole)
    # The smallest p with place <= ceil(p n / 100), that is p n > 100 (place - 1).
    both = both.mutate(percent=(both["place"] - 1) * 100 // both["n"] + 1)
    steps = both.group_by("percent").aggregate(
        joined=both.count(), added=total(both["amount"]), whole=both["whole"].max()
    )
    so_far = ibis.window(order_by=steps["percent"], rows=(None, 0))
    made = steps.select(
        "percent",
        members=steps["joined"].sum().over(so_far),
        amount=steps["added"].sum().over(so_far),
        whole=steps["whole"],
    )
    made = made.mutate(amount_share=share(made["amount"], made["whole"])).drop("whole")
    return made.order_by("percent")


def _whole(placed: ibis.Table) -> ibis.Table:
    """Return n, whole amount and gini in one row.

    With places descending (place = n + 1 - i) the sum of the definition is
    (n + 1) sum x - 2 sum place x. The products are added up as decimals: place x amount of
    millions of members passes 64 bits.
    """
    exact = placed.mutate(
        weighted=placed["place"].cast("decimal(38, 0)") * placed["amount"].cast("decimal(38, 0)")
    )
    sums = exact.aggregate(
        n=exact.count(), whole=total(exact["amount"]), weighted=exact["weighted"].sum()
    )
    n = sums["n"].cast("float64")
    mass = n * sums["whole"].cast("float64")
    numerator = mass + sums["whole"].cast("float64") - sums["weighted"].cast("float64") * 2.0
    return sums.select("n", "whole", gini=rounded(share(numerator, mass), 12))
