"""The customer pyramid, and who climbs it (F10, F12)."""

from datetime import date, timedelta
from itertools import accumulate
from typing import Literal

import ibis
from ibis.expr import types as ir

from shuke.analytics.behaviour import buying
from shuke.analytics.moments import constants, of_all, share, total

Value = Literal["amount", "frequency"]
SHARES = (5, 15, 80)
NO_ORDINAL = 2**62
NOBODY = 0  # the layer of a member without a purchase in the period


def pyramid_members(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    shares: tuple[int, ...] = SHARES,
    value: Value = "amount",
    window_days: int | None = None,
) -> ibis.Table:
    """Place every buyer in a layer: (member, layer, place, amount, frequency), 1 the best.

    Buyers are ranked by net amount or number of purchases. A layer ends at the member with
    place = ceil(cumulative share x buyers): 100 buyers part as 5/15/80, 20 as 1/3/16. Equal
    values are parted by `members.ordinal` (the natural order of member numbers), else by id.

    Raises:
        ValueError: the shares are not positive whole percents that add up to 100.
    """
    check(shares)
    bought = buying(sales, as_of=as_of, window_days=window_days)
    bought = bought.select("member", "frequency", amount=bought["monetary"])
    if members is not None and "ordinal" in members.columns:
        joined = bought.left_join(members.select("member", "ordinal"), "member")
        bought = joined.select(
            "member", "frequency", "amount", ordinal=joined["ordinal"].fill_null(NO_ORDINAL)
        )
    else:
        bought = bought.mutate(ordinal=ibis.literal(NO_ORDINAL))
    order = [bought[value].desc(), bought["ordinal"], bought["member"]]
    placed = bought.mutate(
        place=ibis.row_number().over(order_by=order) + 1, n=bought.count().over(ibis.window())
    )
    return placed.select("member", "place", "amount", "frequency", layer=_layer(placed, shares))


def pyramid(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    shares: tuple[int, ...] = SHARES,
    value: Value = "amount",
    window_days: int | None = None,
) -> ibis.Table:
    """Measure the layers of the pyramid.

    Columns: layer (1 = the best), members, member_share, sales, amount (net, minor units),
    amount_share; ordered, a layer without members has zeros. Only members with a purchase in the
    window are ranked. See `pyramid_members` for cuts and ties.
    """
    placed = pyramid_members(
        sales, members, as_of=as_of, shares=shares, value=value, window_days=window_days
    )
    made = placed.group_by("layer").aggregate(
        members=placed.count(), sales=total(placed["frequency"]), amount=total(placed["amount"])
    )
    named = constants("layer", tuple(range(1, len(shares) + 1))).left_join(made, "layer")
    filled = named.select(
        "layer", **{name: named[name].fill_null(0) for name in ("members", "sales", "amount")}
    )
    made = filled.mutate(
        member_share=share(filled["members"], of_all(filled["members"])),
        amount_share=share(filled["amount"], of_all(filled["amount"])),
    )
    return made.order_by("layer")


def migration_members(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    days: int = 180,
    shares: tuple[int, ...] = SHARES,
    value: Value = "amount",
) -> ibis.Table:
    """Place every member in two pyramids: (member, before, after, move).

    `before` is the layer in the `days` days before the last `days` days, `after` that in the last
    `days` days; 0 = no purchase in that period. move: up, down, same; joined and left for those
    in one period only.
    """
    after = _period(sales, members, as_of, days, shares, value)
    earlier = _period(sales, members, as_of - timedelta(days=days), days, shares, value)
    both = after.outer_join(earlier, "member")
    placed = both.select(
        member=both["member"].fill_null(both["member_right"]),
        before=both["layer_right"].fill_null(NOBODY),
        after=both["layer"].fill_null(NOBODY),
    )
    was, now = placed["before"], placed["after"]
    move = ibis.cases(
        (was == NOBODY, "joined"),
        (now == NOBODY, "left"),
        (now < was, "up"),
        (now > was, "down"),
        else_="same",
    )
    return placed.mutate(move=move)


def migration(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    days: int = 180,
    shares: tuple[int, ...] = SHARES,
    value: Value = "amount",
) -> ibis.Table:
    """Count members by the layer they came from and the layer they are in.

    Columns: before, after (1 the best, 0 = no purchase in that period), members, move, net_upward
    = (members who moved up - who moved down) / members with a purchase in both periods, the same
    on every row. 100 members, 4 up and 1 down: 0.03. Pairs without a member have no row.
    """
    moved = migration_members(sales, members, as_of=as_of, days=days, shares=shares, value=value)
    counted = moved.group_by("before", "after", "move").aggregate(members=moved.count())
    ups = total(counted["members"], where=counted["move"] == "up").fill_null(0)
    downs = total(counted["members"], where=counted["move"] == "down").fill_null(0)
    stayed = counted["move"].isin(["up", "down", "same"])
    net = counted.aggregate(
        net=ups - downs, both=total(counted["members"], where=stayed).fill_null(0)
    )
    rows = counted.cross_join(net)
    made = rows.select(
        "before", "after", "members", "move", net_upward=share(rows["net"], rows["both"])
    )
    return made.order_by("before", "after")


def check(shares: tuple[int, ...]) -> None:
    """Refuse (ValueError) shares that are not positive percents adding up to 100."""
    if sum(shares) != 100 or min(shares) <= 0:  # noqa: PLR2004  # percents
        message = f"shares must be positive percents that add up to 100, got {shares}"
        raise ValueError(message)


def _layer(placed: ibis.Table, shares: tuple[int, ...]) -> ir.IntegerValue:
    # place <= ceil(percent x n / 100), written without division.
    cuts = list(accumulate(shares))[:-1]
    inside = [
        ((placed["place"] - 1) * 100 < placed["n"] * cut, ibis.literal(k, type="int64"))
        for k, cut in enumerate(cuts, start=1)
    ]
    last = ibis.literal(len(shares), type="int64")
    return ibis.cases(*inside, else_=last) if inside else last


def _period(
    sales: ibis.Table,
    members: ibis.Table | None,
    until: date,
    days: int,
    shares: tuple[int, ...],
    value: Value,
) -> ibis.Table:
    placed = pyramid_members(
        sales, members, as_of=until, shares=shares, value=value, window_days=days
    )
    return placed.select("member", "layer")
