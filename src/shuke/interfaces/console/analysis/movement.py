"""Movement of members over a period: the leaking bucket, and the flow between states."""

from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.ruling import cost_each, given, period_of
from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.panels import Own, Panel
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
from shuke.interfaces.console.wording import name_of
from shuke.interfaces.ui.charts import Cell, Chart, Head, Kpi, Table

MOVEMENTS = ("opening", "joined", "lost", "reactivated", "closing")
_SIGNS = {"joined": "+", "lost": "−", "reactivated": "+"}


def _asked(visit: Visit) -> dict[str, str]:
    return {"days": period_of(visit), **given(visit)}


def bucket(visit: Visit) -> Own:
    """Opening + joined − lost + reactivated = closing, with the sales lost and added."""
    reading = read(visit, "bucket", asked={**_asked(visit), **cost_each(visit)})
    row = reading.rows[0] if reading.rows else {}
    kpis = tuple(_movement(visit, reading, row, name) for name in MOVEMENTS)
    return Own(
        "analysis/bucket.html",
        {
            "kpis": kpis,
            "sentence": _sentence(visit, row),
            "table": _table(visit, reading, row),
            "formula": formula_address("bucket"),
        },
    )


def _movement(visit: Visit, reading: Reading, row: Row, name: str) -> Kpi:
    members = int(row.get(name) or 0)
    return Kpi(
        label=_label(name),
        value=f"{_SIGNS.get(name, '')}{visit.formats.count(members)}",
        figure=reading.name,
        href=reading.behind(column=name),
        listed=members,
    )


def _label(name: str) -> str:
    return {
        "opening": _("At the beginning"),
        "joined": _("Joined"),
        "lost": _("Lost"),
        "reactivated": _("Came back"),
        "closing": _("At the end"),
    }[name]


def _sentence(visit: Visit, row: Row) -> str:
    formats = visit.formats
    need = int(row.get("need") or 0)
    first = (
        _("{need} more new members would hold the number.").format(need=formats.count(need))
        if need
        else _("The bucket holds: more came in than leaked out.")
    )
    if need and row.get("cost"):
        cost = formats.money_short(row["cost"])
        first = _("{need} more new members would hold the number, for {cost}.").format(
            need=formats.count(need), cost=cost
        )
    second = _(
        "The lost had bought for {lost} in the year before; "
        "who joined or came back bought for {added}."
    ).format(
        lost=formats.money_short(row.get("amount_lost") or 0),
        added=formats.money_short(row.get("amount_added") or 0),
    )
    return f"{first} {second}"


def _table(visit: Visit, reading: Reading, row: Row) -> Table:
    formats = visit.formats
    scale = 10**formats.digits
    counts = tuple(
        (
            Cell(_label(name)),
            Cell(
                formats.count(row.get(name) or 0),
                reading.behind(column=name),
                reading.name,
                int(row.get(name) or 0),
                is_number=True,
                value=int(row.get(name) or 0),
            ),
        )
        for name in MOVEMENTS
    )
    others = (
        (
            Cell(_("Missing to hold the number")),
            _plain(formats.count(row.get("need")), row.get("need")),
        ),
        (
            Cell(_("Cost to hold it")),
            _plain(formats.money(row.get("cost")), (row.get("cost") or 0) / scale),
        ),
        (
            Cell(_("Share lost")),
            _plain(formats.percent(row.get("loss_rate")), row.get("loss_rate")),
        ),
        (
            Cell(_("Sales of the lost, year before")),
            _plain(formats.money(row.get("amount_lost")), (row.get("amount_lost") or 0) / scale),
        ),
        (
            Cell(_("Sales of joined and returned")),
            _plain(formats.money(row.get("amount_added")), (row.get("amount_added") or 0) / scale),
        ),
    )
    heads = (Head(_("Movement")), Head(_("Number"), is_number=True))
    return Table(_("Bucket report"), heads, (*counts, *others), "bucket")


def _plain(text: str, value: float | None) -> Cell:
    return Cell(text, is_number=True, value=value)


def flow(visit: Visit) -> Panel:
    """The same transitions as streams from left to right."""
    reading = read(visit, "lifecycle_transitions", asked=_asked(visit))
    chart = flow_chart(visit, reading)
    return Panel(
        title=chart.label,
        note=_("Left: before. Right: now. The width is the number of members."),
        chart=chart,
        chart_size="tall",
        formula=formula_address("lifecycle_transitions"),
    )


def flow_chart(visit: Visit, reading: Reading) -> Chart:
    """One stream for each pair of states."""
    rows = [row for row in reading.rows if row["members"]]
    totals: dict[str, int] = {}
    for row in rows:
        for key in (f"0{row['before']}", f"1{row['after']}"):
            totals[key] = totals.get(key, 0) + int(row["members"])
    tones = {name: index for index, name in enumerate(sorted({key[1:] for key in totals}))}
    nodes = [
        {"name": key, "label": name_of(key[1:]), "total": total, "tone": tones[key[1:]]}
        for key, total in totals.items()
    ]
    links = [
        {
            "source": f"0{row['before']}",
            "target": f"1{row['after']}",
            "from": name_of(row["before"]),
            "to": name_of(row["after"]),
            "value": int(row["members"]),
            "href": reading.behind(before=row["before"], after=row["after"]),
        }
        for row in rows
    ]
    label = _("Where members went")
    table = Table(
        label,
        (Head(_("From")), Head(_("To")), Head(_("Members"), is_number=True)),
        tuple(
            (
                Cell(name_of(row["before"])),
                Cell(name_of(row["after"])),
                Cell(
                    visit.formats.count(row["members"]),
                    reading.behind(before=row["before"], after=row["after"]),
                    reading.name,
                    int(row["members"]),
                    is_number=True,
                    value=int(row["members"]),
                ),
            )
            for row in rows
        ),
        "flow",
    )
    return Chart("flow", label, {"kind": "flow", "nodes": nodes, "links": links}, table)
