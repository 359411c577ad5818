"""Which column of a file is what: proposed, corrected, tried."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from shuke.intake import actions
from shuke.intake import queries as intake
from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.imports import wording
from shuke.interfaces.console.imports.wording import (
    head_of,
    may_of,
)
from shuke.interfaces.console.saying import said
from shuke.kernel.refusal import Refusal

_FIELD = "map."


@dataclass(frozen=True, slots=True)
class Field:
    """A field to be matched, and the first values of its column."""

    name: str
    label: str
    about: str
    is_required: bool
    column: str
    sample: str


@page("imports.write")
def match(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Which column of the file is what: proposed, to be corrected."""
    return _match(visit, reference)


def _match(
    visit: Visit,
    reference: str,
    *,
    chosen: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponseBase:
    view = intake.import_of(reference, visit.scope)
    preview = intake.preview_of(reference, visit.scope)
    context: dict[str, object] = {
        "may": may_of(visit),
        "one": head_of(view, visit),
        "steps": wording.steps(1),
        "columns": preview.headers,
        "fields": [_field(field, preview, chosen, view, visit) for field in preview.fields],
        "is_remembered": preview.is_remembered and chosen is None,
    }
    if refusal is not None:
        context["refusal"] = said(refusal, visit)
    status = 200 if refusal is None else refusal.kind.value
    return show(visit, "imports/match.html", context, status=status)


def _field(
    field: intake.Field,
    preview: intake.Preview,
    chosen: Mapping[str, str] | None,
    view: intake.ImportView,
    visit: Visit,
) -> Field:
    column = (field.column or "") if chosen is None else chosen.get(field.name, "")
    examples = intake.kind_of(view.kind).column_of(field.name)
    values = [one for one in preview.samples.get(column, ()) if one]
    return Field(
        name=field.name,
        label=field.label(visit.language),
        about=examples.example if examples else "",
        is_required=field.is_required,
        column=column,
        sample=" · ".join(values),
    )


@page("imports.write", methods=("POST",))
def attempt(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Try the import without writing anything."""
    chosen = {
        name.removeprefix(_FIELD): str(column)
        for name, column in request.POST.items()
        if name.startswith(_FIELD)
    }
    view = intake.import_of(reference, visit.scope)
    try:
        # An empty choice is said too: that column is not in the file, whatever is proposed.
        actions.start(import_id=view.id, mapping=chosen, dry_run=True, at=visit.now, by=visit.actor)
    except Refusal as refusal:
        return _match(visit, reference, chosen=chosen, refusal=refusal)
    return redirect("imports:one", reference=reference)
