"""Figures: listed, computed, and who is behind one of their numbers."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query, Router, Schema

from shuke.interfaces.api.door import Call, operation
from shuke.interfaces.api.paging import Cursor, Limit, cursor, parts_of
from shuke.kernel import ids
from shuke.lake import figures
from shuke.members import queries as members
from shuke.members.refusals import BadCursor
from shuke.sales import queries as sales

router = Router(tags=["figures"])

OWN = frozenset({"as_of", "limit", "after"})
AsOf = Annotated[
    date | None, Query(description="Start of that day in the chain's zone; default: today.")
]
# A figure has parameters of its own (see the list of figures); they stand in the address too.
_PARAMETERS = {
    "in": "query",
    "name": "parameters",
    "style": "form",
    "explode": True,
    "required": False,
    "description": "The figure's own parameters, each under its own name.",
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
}


class ParameterOut(Schema):
    """One thing that may be asked differently."""

    name: str
    title: str
    type: str
    default: str | int | float | None
    choices: list[str]


class FigureOut(Schema):
    """A figure's published definition; `columns` maps names to units."""

    object: Literal["figure"] = "figure"
    name: str
    title: str
    version: int
    about: str
    columns: dict[str, str]
    parameters: list[ParameterOut]
    has_members: bool


class FigureListOut(Schema):
    """Every figure."""

    object: Literal["list"] = "list"
    data: list[FigureOut]
    has_more: bool = False
    next: str | None = None


class DefinitionOut(Schema):
    """Which definition answered."""

    id: str
    version: int


class ScopeOut(Schema):
    """Within whose sight it was computed; `stores` is null for the whole chain."""

    role: str
    stores: list[str] | None


class FreshnessOut(Schema):
    """The snapshot of the lake that answered, and when it was made."""

    snapshot: str
    refreshed_at: str


class EnvelopeOut(Schema):
    """A figure's answer; money in minor units, months as YYYY-MM, members by their number."""

    figure: str
    definition: DefinitionOut
    as_of: str
    zone: str
    currency: str
    scope: ScopeOut
    parameters: dict[str, str | int | float | None]
    units: dict[str, str]
    freshness: FreshnessOut
    rows: list[dict[str, Any]]
    next: str | None


class BehindOut(Schema):
    """One member or sale behind a number."""

    object: Literal["member", "sale"]
    id: str
    number: str | None


class BehindListOut(Schema):
    """The list behind a number: `total` equals the number."""

    object: Literal["list"] = "list"
    kind: str
    total: int
    data: list[BehindOut]
    has_more: bool
    next: str | None


@operation(router, "GET", "/figures", permission="figures.read", answers={200: FigureListOut})
def listed(call: Call) -> FigureListOut:
    """List the figures with their definitions."""
    is_chinese = call.language == "zh"
    return FigureListOut(
        data=[
            FigureOut(
                name=one.name,
                title=one.zh if is_chinese else one.en,
                version=one.version,
                about=one.about_zh if is_chinese else one.about_en,
                columns=dict(one.columns),
                parameters=[
                    ParameterOut(
                        name=asked.name,
                        title=asked.zh if is_chinese else asked.en,
                        type=asked.type,
                        default=asked.default,
                        choices=list(asked.choices),
                    )
                    for asked in one.parameters
                ],
                has_members=one.has_members,
            )
            for one in figures.all_figures()
        ]
    )


@operation(
    router,
    "GET",
    "/figures/{figure}",
    permission="figures.read",
    answers={200: EnvelopeOut},
    extra={"parameters": [_PARAMETERS]},
)
def computed(
    call: Call, figure: str, as_of: AsOf = None, limit: Limit = 200, after: Cursor = None
) -> EnvelopeOut:
    """Compute a figure; long answers come in pages."""
    result = figures.compute(
        figure,
        as_of=as_of or call.today,
        parameters=call.query(known=OWN),
        scope=call.scope,
    )
    start = _start(after, result)
    page = replace(result, rows=result.rows[start : start + limit])
    following = start + len(page.rows)
    has_more = following < len(result.rows)
    marker = cursor(result.freshness.snapshot, following) if has_more else None
    return EnvelopeOut.model_validate({**page.envelope(), "next": marker})


def _start(after: str | None, result: figures.Result) -> int:
    if after is None:
        return 0
    snapshot, start = parts_of(after, str, int)
    if snapshot != result.freshness.snapshot:
        # The lake was refreshed between two pages: places in the old answer mean nothing now.
        raise BadCursor(param="after")
    return int(start)


@operation(
    router,
    "GET",
    "/figures/{figure}/behind",
    permission="figures.read",
    answers={200: BehindListOut},
    extra={"parameters": [_PARAMETERS]},
)
def behind(
    call: Call, figure: str, as_of: AsOf = None, limit: Limit = 50, after: Cursor = None
) -> BehindListOut:
    """List the members or sales behind one number, named by its row's column values."""
    parameters = {one.name for one in figures.figure_of(figure).parameters}
    given = call.query(known=OWN)
    page = figures.behind(
        figure,
        as_of=as_of or call.today,
        parameters={name: value for name, value in given.items() if name in parameters},
        where={name: value for name, value in given.items() if name not in parameters},
        scope=call.scope,
        after=0 if after is None else parts_of(after, int)[0],
        limit=limit,
    )
    return BehindListOut(
        kind=page.kind,
        total=page.total,
        data=_named(call, page),
        has_more=page.next_after is not None,
        next=None if page.next_after is None else cursor(page.next_after),
    )


def _named(call: Call, page: figures.Behind) -> list[BehindOut]:
    if page.kind == "members":
        numbers = members.numbers_of(page.ids, call.scope)
        return [
            BehindOut(object="member", id=ids.public("mem", one), number=numbers.get(one))
            for one in page.ids
        ]
    cards = sales.of_ids(page.ids, call.scope) if call.scope.can("sales.read") else {}
    return [
        BehindOut(
            object="sale",
            id=ids.public("sal", one),
            number=cards[one].number if one in cards else None,
        )
        for one in page.ids
    ]
