"""A profile field of the chain's own, defined while looking at a member (requirement A09)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.members.whole import field_types
from shuke.interfaces.console.saying import said
from shuke.kernel.refusal import Kind, Refusal
from shuke.members import actions
from shuke.members.fields import Field, FieldType


@page("members.manage", methods=("POST",))
def define(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Define a field for all members; it takes values and stands in segments at once."""
    given = {name: request.POST.get(name, "").strip()[:60] for name in ("name", "zh", "en")}
    wanted = request.POST.get("type", "")
    kinds = {value for value, _label in field_types()}
    field = Field(
        name=given["name"],
        zh=given["zh"] or given["name"],
        en=given["en"] or given["name"],
        type=FieldType(wanted) if wanted in kinds else FieldType.TEXT,
        is_personal="personal" in request.POST,
    )
    try:
        actions.define_field(field=field, scope=visit.scope, at=visit.now, by=visit.actor)
    except Refusal as refusal:
        if refusal.kind is Kind.FORBIDDEN:
            raise
        words = said(refusal, visit)
        messages.error(request, f"{words.message} {words.step}")
    else:
        messages.success(request, _("The field is defined: edit the profile to fill it in."))
    return redirect("members:one", reference=reference)
