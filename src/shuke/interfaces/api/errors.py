"""Every "no" of the API in one shape, in the caller's language."""

from collections.abc import Mapping
from types import MappingProxyType

from django.http import HttpRequest, JsonResponse
from ninja import Schema

from shuke.interfaces.api.refusals import Broken, Busy
from shuke.kernel.refusal import Kind, Language, Refusal
from shuke.storage.idempotency import KeyReused

TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.INVALID: "invalid_request",
        Kind.NOT_FOUND: "not_found",
        Kind.CONFLICT: "conflict",
        Kind.FORBIDDEN: "permission",
        Kind.UNAUTHENTICATED: "authentication",
        Kind.TOO_LARGE: "too_large",
        Kind.TOO_MANY: "rate_limit",
    }
)


class ErrorBody(Schema):
    """What happened (`message`), to what (`param`), and what to do (`hint`)."""

    type: str
    code: str
    message: str
    param: str | None
    hint: str
    doc_url: str
    request_id: str


class ErrorOut(Schema):
    """An error."""

    error: ErrorBody


def request_id_of(request: HttpRequest) -> str:
    """The id under which this request is logged."""
    return str(getattr(request, "shuke_request_id", ""))


def language_of(request: HttpRequest) -> Language:
    """The language of messages by Accept-Language: the first of zh and en, else English."""
    wanted = []
    for place, part in enumerate(request.headers.get("Accept-Language", "").split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), place, name.lower()))
        except ValueError:
            continue
    for _, _, name in sorted(wanted):
        if name.startswith("zh"):
            return "zh"
        if name.startswith("en"):
            return "en"
    return "en"


def refused(request: HttpRequest, refusal: Refusal, *, status: int | None = None) -> JsonResponse:
    """The answer that a refusal becomes: its kind's status unless another is given."""
    language = language_of(request)
    body = error_body(refusal, language, request_id_of(request))
    return JsonResponse(
        {"error": body.model_dump()},
        status=status or refusal.kind.value,
        json_dumps_params={"ensure_ascii": False},
    )


def _type_of(refusal: Refusal) -> str:
    if isinstance(refusal, Broken | Busy):
        return "server"
    return "idempotency_error" if isinstance(refusal, KeyReused) else TYPES[refusal.kind]


def error_body(refusal: Refusal, language: Language, request_id: str) -> ErrorBody:
    """A refusal as an error object."""
    kind = _type_of(refusal)
    return ErrorBody(
        type=kind,
        code=refusal.code,
        message=refusal.message(language),
        param=refusal.param,
        hint=refusal.next_step(language),
        doc_url=f"/api/v1/docs/errors#{refusal.code}",
        request_id=request_id,
    )
