"""Data quality: what is missing, how fresh it is, what was refused, whose contacts are old."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from shuke.intake import queries as intake
from shuke.interfaces.console.analysis.frame import Page, choice_of, show_page
from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.panels import Answer, Link, Own, Panel
from shuke.interfaces.console.parts import Part
from shuke.interfaces.console.reading import formula_address, read
from shuke.interfaces.console.tables import Column, table_of
from shuke.interfaces.ui.charts import Cell, Head, Kpi, Table
from shuke.kernel.day import local_time
from shuke.members import queries as members

GROUPS = ("store", "staff")
ROWS_SHOWN = 100
IMPORTS_SHOWN = 10
STALE_SHOWN = 10
_LISTED = frozenset({"members", "sales"})


@page("quality.read")
def quality(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Everything that somebody who answers for the data wants to see on one page."""
    return show_page(
        visit,
        Page(
            title=_("Data quality"),
            parts=(
                Part("answer", answer, "answer-later"),
                Part("state", state),
                Part("sales", sales, "w6"),
                Part("members", people, "w6"),
                Part("files", files, "w6"),
                Part("contacts", contacts, "w6"),
                Part("imports", imports),
            ),
            choices=(
                choice_of(
                    visit,
                    "by",
                    _("Completeness by"),
                    [(name, _group(name)) for name in GROUPS],
                    _by(visit),
                ),
            ),
        ),
    )


def _by(visit: Visit) -> str:
    return visit.choice("by", GROUPS)


def _group(name: str) -> str:
    return {"store": _("home store"), "staff": _("who enrolled")}[name]


def answer(visit: Visit) -> Answer | None:
    """How complete the members' files are."""
    whole = members.quality(visit.scope, by="chain")
    if not whole or whole[0].completeness is None:
        return None
    found = whole[0]
    return Answer(
        text=_("The members' files are {share} complete").format(
            share=visit.formats.percent(found.completeness)
        ),
        more=_("{members} members; of what is filled {share} is valid.").format(
            members=visit.formats.count(found.members),
            share=visit.formats.percent(found.validity),
        ),
        links=_link("members:fields", _("Decide which fields count")),
    )


def _link(address: str, text: str) -> tuple[Link, ...]:
    href = _href(address)
    return (Link(text, href),) if href else ()


def _href(address: str, *args: object) -> str:
    try:
        return reverse(address, args=args)
    except NoReverseMatch:
        # The area is not part of this installation.
        return ""


def state(visit: Visit) -> Own:
    """Freshness, and how many rows the figures are made from."""
    reading = read(visit, "summary")
    row = reading.rows[0]
    counts = {
        "members": _("Members with a sale"),
        "sales": _("Sales in the figures"),
        "lines": _("Lines in the figures"),
        "products_sold": _("Products sold"),
    }
    kpis = tuple(
        Kpi(
            label=label,
            value=visit.formats.count(row[name]),
            figure=reading.name,
            href=reading.behind(column=name) if name in _LISTED else formula_address(reading.name),
            listed=int(row[name]) if name in _LISTED else None,
        )
        for name, label in counts.items()
    )
    return Own("analysis/state.html", {"kpis": kpis, "status": visit.freshness})


def check_label(name: object) -> str:
    """The words for a check."""
    return {
        "no_product": _("Lines without a product"),
        "unknown_product": _("Placeholders: not in the catalogue"),
        "no_category": _("Products without a category"),
        "not_counted": _("Quantity is no number of pieces (fuel)"),
        "no_quantity": _("Quantity 0"),
        "zero_amount": _("Sales of 0"),
        "anonymous": _("Sales without a member"),
        "no_sales": _("Never bought"),
        "no_store": _("No home store"),
        "no_joining_day": _("No day of joining"),
        "no_attributes": _("No profile field filled"),
    }.get(str(name), str(name))


def sales(visit: Visit) -> Panel:
    """What is missing in sales; each number opens them."""
    reading = read(visit, "sales_quality")
    rows = [{**row, "label": check_label(row["check"])} for row in reading.rows]
    label = _("Sales and lines")
    columns = (
        Column("label", _("Check"), "text"),
        Column("lines", _("Lines")),
        Column("sales", _("Number of sales"), opens=("check",)),
        Column("share", _("Share"), "percent"),
    )
    return Panel(
        title=label,
        note=_("Nothing is refused for these; they are counted and can be looked at"),
        table=table_of(reading, visit.formats, label, columns, rows, id="sales"),
        formula=formula_address(reading.name),
    )


def people(visit: Visit) -> Panel:
    """What is missing in members; each number opens them."""
    reading = read(visit, "member_quality")
    rows = [{**row, "label": check_label(row["check"])} for row in reading.rows]
    label = _("Members")
    columns = (
        Column("label", _("Check"), "text"),
        Column("members", _("Members"), opens=("check",)),
        Column("share", _("Share"), "percent"),
    )
    return Panel(
        title=label,
        note=_("A member is in every line that concerns him"),
        table=table_of(reading, visit.formats, label, columns, rows, id="members"),
        formula=formula_address(reading.name),
    )


def files(visit: Visit) -> Panel:
    """Completeness, validity and consistency by store or by staff (E12)."""
    by = _by(visit)
    found = members.quality(visit.scope, by="staff" if by == "staff" else "store")
    stores = {str(store.id): store.label for store in visit.stores}
    label = _("Completeness by {group}").format(group=_group(by))
    rows = sorted(found, key=lambda one: one.members, reverse=True)[:ROWS_SHOWN]
    table = Table(
        label,
        (
            Head(_("Store") if by == "store" else _("Staff")),
            Head(_("Members"), is_number=True),
            Head(_("Complete"), is_number=True),
            Head(_("Valid"), is_number=True),
            Head(_("Agreeing"), is_number=True),
        ),
        tuple(
            (
                Cell(stores.get(one.key, one.key) or _("not given"), is_data=bool(one.key)),
                Cell(visit.formats.count(one.members), is_number=True, value=one.members),
                *(
                    Cell(visit.formats.percent(share), is_number=True, value=share)
                    for share in (one.completeness, one.validity, one.consistency)
                ),
            )
            for one in rows
        ),
        "files",
    )
    return Panel(
        title=label,
        note=_("Agreeing: what the member said and what was concluded are the same"),
        table=table,
        empty=_("Nobody is known yet."),
    )


def contacts(visit: Visit) -> Own:
    """Phones and addresses that nobody has seen to work for a year (E11)."""
    found = members.stale_contacts(visit.scope, as_of=visit.now, limit=STALE_SHOWN)
    rows = [
        {
            "name": one.card.name or one.card.number,
            "href": _href("members:one", one.card.public_id),
            "shown": one.shown,
            "days": one.days,
        }
        for one in found
    ]
    return Own("analysis/contacts.html", {"rows": rows, "all": _href("members:contacts")})


def imports(visit: Visit) -> Own | None:
    """The last imports, with what they refused."""
    if not visit.scope.can("imports.read"):
        return None
    rows = [
        {
            "name": one.name,
            "at": visit.formats.day(local_time(one.received_at, visit.chain.zone).date()),
            "rows": one.counts.get("rows", one.total),
            "refused": one.counts.get("refused", 0),
            "href": _href("imports:one", one.public_id),
        }
        for one in intake.imports(visit.scope, IMPORTS_SHOWN)
    ]
    return Own("analysis/imports.html", {"rows": rows, "all": _href("imports:list")})
