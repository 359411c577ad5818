"""Around every view of the API: a request id, clean addresses, and one shape of error."""

import logging
import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from shuke.interfaces.api.door import KEY_HEADER
from shuke.interfaces.api.errors import refused, request_id_of
from shuke.interfaces.api.parsing import BODY_BYTES_MAX, demand_clean
from shuke.interfaces.api.refusals import (
    BadInput,
    Broken,
    Busy,
    IdempotencyKeyMissing,
    Malformed,
    TooLarge,
    UnknownPath,
    WrongMethod,
)
from shuke.kernel.refusal import Refusal
from shuke.storage.transactions import is_busy

logger = logging.getLogger(__name__)

_REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_MALFORMED, _WRONG_METHOD, _BROKEN, _BUSY = 400, 405, 500, 503

View = Callable[..., HttpResponseBase]


def framed(view: View) -> View:
    """Wrap a view: whatever happens inside, the answer is one of the API."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        given = request.headers.get("Request-Id", "")
        request.shuke_request_id = (  # type: ignore[attr-defined]  # read by `errors`
            given if _REQUEST_ID.fullmatch(given) else f"req_{secrets.token_hex(12)}"
        )
        return _headed(request, _tried(view, request, args, kwargs))

    return answered


def _tried(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
    try:
        _demand_clean_address(request)
        _demand_size(request)
        answer = view(request, *args, **kwargs)
    except Refusal as refusal:
        return refused(request, refusal)
    except Http404:
        return refused(request, UnknownPath(path=request.path[:200]))
    except Exception as error:
        # The last line of defence: a bug is logged and answered, never shown.
        logger.exception("request %s failed", request_id_of(request))
        if isinstance(error, OperationalError) and is_busy(error):
            return _busy(request)
        return refused(request, Broken(), status=_BROKEN)
    if isinstance(answer, HttpResponseNotAllowed):
        allowed = answer["Allow"]
        wrong = WrongMethod(path=request.path[:200], method=request.method, allowed=allowed)
        response = refused(request, wrong, status=_WRONG_METHOD)
        response["Allow"] = allowed
        return response
    return answer


def _busy(request: HttpRequest) -> HttpResponseBase:
    answer = refused(request, Busy(), status=_BUSY)
    answer["Retry-After"] = "2"
    return answer


def _demand_clean_address(request: HttpRequest) -> None:
    demand_clean(request.path)
    for name, values in request.GET.lists():
        demand_clean(name)
        for value in values:
            demand_clean(value)


def _demand_size(request: HttpRequest) -> None:
    # Django looks at the size of plain bodies only; files are its upload handlers' business.
    most = BODY_BYTES_MAX
    if request.content_type == "multipart/form-data":
        most += settings.SHUKE_IMPORT_BYTES_MAX
    given = str(request.META.get("CONTENT_LENGTH") or "0")
    if not given.isdigit() or int(given) > most:
        raise TooLarge(most=most)


def _headed(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    answer["Request-Id"] = request.shuke_request_id  # type: ignore[attr-defined]  # set above
    level = getattr(request, "shuke_level", None)
    if level is not None:
        for name, value in level.headers().items():
            answer[name] = value
    answer.setdefault("Cache-Control", "no-store")
    return answer


def unknown(request: HttpRequest, **_: Any) -> HttpResponseBase:
    """The answer where nothing is."""
    raise UnknownPath(path=request.path[:200])


def handle_errors(api: NinjaAPI) -> None:
    """Give ninja's own complaints the API's shape."""

    @api.exception_handler(Refusal)
    def _refusal(request: HttpRequest, refusal: Refusal) -> HttpResponseBase:
        return refused(request, refusal)

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponseBase:
        return refused(request, bad_input(error))

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponseBase:
        # Ninja wraps whatever its parser raises.
        if isinstance(error.__cause__, Refusal):
            return refused(request, error.__cause__)
        return refused(request, Malformed(expected="JSON"), status=_MALFORMED)

    @api.exception_handler(RequestDataTooBig)
    def _too_big(request: HttpRequest, _: RequestDataTooBig) -> HttpResponseBase:
        return refused(request, TooLarge(most=BODY_BYTES_MAX))

    for kind in (MultiPartParserError, TooManyFieldsSent, SuspiciousOperation):

        @api.exception_handler(kind)
        def _form(request: HttpRequest, _: Exception) -> HttpResponseBase:
            return refused(request, Malformed(expected="multipart/form-data"), status=_MALFORMED)


def bad_input(error: ValidationError) -> Refusal:
    """The first value that does not fit, by its path in the request."""
    first = error.errors[0]
    if first["loc"][0] == "header" and KEY_HEADER in first["loc"]:
        return IdempotencyKeyMissing(param=KEY_HEADER)
    path = ".".join(str(part) for part in first["loc"][1:] if part != "body")
    reason = str(first.get("msg", "invalid"))
    return BadInput(param=path[:120] or "body", reason=reason[:200].rstrip("."))
