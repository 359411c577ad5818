"""The one door of the API: from a request to who calls, how far he sees, and what moment it is.

Every operation is declared by `operation(...)`, which demands a permission and writes it into
`OPERATIONS`; the test of the role x operation matrix reads that list, so none escapes it.
"""

import hashlib
import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import Header, Router, Schema
from ninja.security import HttpBearer
from typing_extensions import override

from shuke.interfaces.api import limiting
from shuke.interfaces.api.errors import ErrorOut, language_of
from shuke.interfaces.api.refusals import IdempotencyKeyMissing, KeyMissing, TooManyCalls
from shuke.kernel.permissions import Permission
from shuke.kernel.refusal import Language
from shuke.kernel.scope import Actor, Scope
from shuke.storage import idempotency
from shuke.stores import queries as stores

Method = Literal["GET", "POST", "PATCH", "DELETE"]
KEY_HEADER = "Idempotency-Key"
_KEY_MAX = 200
# What any operation may answer besides its own: the schema lists them all.
REFUSED = (400, 401, 403, 404, 405, 409, 413, 422, 429, 503)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a program. `now` is the business moment (UTC), `today` the chain's day."""

    request: HttpRequest
    actor: Actor
    scope: Scope
    chain: stores.ChainView
    now: datetime
    today: date
    language: Language

    def query(self, *, known: frozenset[str]) -> dict[str, str]:
        """What the address asks besides the operation's own names."""
        given = self.request.GET
        return {name: str(given[name]) for name in given if name not in known}


@dataclass(frozen=True, slots=True)
class Operation:
    """A declared operation; `is_keyed` when it changes something once per Idempotency-Key."""

    name: str
    permission: Permission
    method: Method
    path: str
    is_keyed: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with another status than the operation's usual one."""

    status: int
    body: Schema


OPERATIONS: dict[str, Operation] = {}

View = Callable[..., Schema | Answer | HttpResponseBase]


class ApiKey(HttpBearer):
    """Bearer key `sk_…`, issued by `shuke key`; its role and stores limit what it may do."""

    def __init__(self, permission: Permission) -> None:
        super().__init__()
        self._permission = permission

    @override
    def __call__(self, request: HttpRequest) -> stores.Identity:
        """Who calls; refuse before anything of the request is read.

        Raises:
            KeyMissing, TooManyCalls, NotAllowed: nobody, too often, or not his business.
        """
        head, _, token = request.headers.get("Authorization", "").partition(" ")
        identity = None
        if head.lower() == "bearer" and token:
            identity = stores.identity_of_key(token.strip())
        if identity is None:
            _count_bad_key(request)
            raise KeyMissing
        _count(request, identity.actor)
        identity.scope.demand(self._permission)
        return identity

    @override
    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Demanded by the base class, which calls it from the `__call__` that is replaced here."""
        raise AssertionError("the door is entered by __call__")


def _count(request: HttpRequest, actor: Actor) -> None:
    level = limiting.buckets.take(str(actor), burst=limiting.BURST, per_second=limiting.PER_SECOND)
    request.shuke_level = level  # type: ignore[attr-defined]  # read by `framing`
    if level.is_empty:
        raise TooManyCalls(seconds=level.wait_seconds)


def _count_bad_key(request: HttpRequest) -> None:
    address = request.META.get("REMOTE_ADDR", "")
    level = limiting.buckets.take(
        f"address/{address}",
        burst=limiting.BAD_KEYS_BURST,
        per_second=limiting.BAD_KEYS_PER_SECOND,
    )
    request.shuke_level = level  # type: ignore[attr-defined]  # read by `framing`
    if level.is_empty:
        raise TooManyCalls(seconds=level.wait_seconds)


def operation(
    router: Router,
    method: Method,
    path: str,
    *,
    permission: Permission,
    answers: Mapping[int, Any],
    is_keyed: bool = False,
    extra: Mapping[str, Any] | None = None,
) -> Callable[[View], View]:
    """Declare `view(call, **inputs)` as an operation that demands a permission.

    `answers` maps good statuses to schemas. With `is_keyed` a call runs once per Idempotency-Key,
    in one transaction with its stored answer, and repeats get that answer byte for byte.
    """

    def declare(view: View) -> View:
        name = f"{view.__module__.rpartition('.')[2]}.{view.__name__}"
        declared = Operation(name, permission, method, path, is_keyed)
        if name in OPERATIONS:
            raise ValueError(f"operation declared twice: {name}")
        OPERATIONS[name] = declared

        @wraps(view)
        def entered(request: HttpRequest, **given: Any) -> HttpResponseBase:
            key = given.pop("idempotency_key", None)
            call = call_of(request)
            if not is_keyed:
                return _rendered(view(call, **given), min(answers))
            return _once(call, declared, key, lambda: view(call, **given), min(answers))

        # Ninja reads the parameters of an operation from here.
        entered.__signature__ = _signature(view, is_keyed=is_keyed)  # type: ignore[attr-defined]
        router.add_api_operation(
            path,
            [method],
            entered,
            auth=ApiKey(permission),
            response={**answers, **dict.fromkeys(REFUSED, ErrorOut)},
            operation_id=name.replace(".", "_"),
            summary=(view.__doc__ or name).strip().splitlines()[0],
            description=f"Permission: `{permission}`.",
            openapi_extra=dict(extra or {}),
        )
        return view

    return declare


def as_file(content_type: str, **schema: str) -> dict[str, Any]:
    """What the schema says of an operation that answers with a file: bytes, or parsed `schema`."""
    schema = schema or {"type": "string", "format": "binary"}
    return {"responses": {200: {"content": {content_type: {"schema": schema}}}}}


def _signature(view: View, *, is_keyed: bool) -> inspect.Signature:
    """The view's signature as ninja wants it: `request` first, the key's header last."""
    signature = inspect.signature(view)
    first, *rest = signature.parameters.values()
    shown = [first.replace(name="request", annotation=HttpRequest), *rest]
    if is_keyed:
        about = "One random key per request, the same for its repeats."
        header = Annotated[
            str,
            Header(..., alias=KEY_HEADER, min_length=1, max_length=_KEY_MAX, description=about),
        ]
        shown.append(
            inspect.Parameter("idempotency_key", inspect.Parameter.KEYWORD_ONLY, annotation=header)
        )
    return signature.replace(parameters=shown)


def call_of(request: HttpRequest) -> Call:
    """Who calls and when. Reads the clock."""
    identity: stores.Identity = request.auth  # type: ignore[attr-defined]  # set by ninja
    chain = stores.chain()
    wall = datetime.now(UTC)
    return Call(
        request=request,
        actor=identity.actor,
        scope=identity.scope,
        chain=chain,
        now=chain.now(wall),
        today=chain.today(wall),
        language=language_of(request),
    )


def _rendered(answer: Schema | Answer | HttpResponseBase, usual: int) -> HttpResponseBase:
    if isinstance(answer, HttpResponseBase):
        return answer
    status, body = _written(answer, usual)
    return _json(status, body)


def _written(answer: Schema | Answer, usual: int) -> tuple[int, str]:
    if isinstance(answer, Answer):
        return answer.status, answer.body.model_dump_json()
    return usual, answer.model_dump_json()


def _json(status: int, body: str) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json")


def _once(
    call: Call, declared: Operation, key: str | None, run: Callable[[], Any], usual: int
) -> HttpResponse:
    if not key or len(key) > _KEY_MAX or not key.isprintable():
        raise IdempotencyKeyMissing(param=KEY_HEADER)
    stored = idempotency.once(
        scope=f"api/{call.actor}",
        key=key,
        digest=_digest(call.request, declared),
        at=call.now,
        run=lambda: _written(run(), usual),
    )
    response = _json(stored.status, stored.body)
    if stored.is_replay:
        response["Idempotent-Replayed"] = "true"
    return response


def _digest(request: HttpRequest, declared: Operation) -> str:
    """What makes two requests the same: operation, address, body."""
    digest = hashlib.sha256(f"{declared.name}\n{request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        # The boundary differs from try to try; what it parts does not.
        for name, values in sorted(request.POST.lists()):
            digest.update(json.dumps([name, values]).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(json.dumps([name, file.name]).encode())
                for chunk in file.chunks():
                    digest.update(chunk)
    else:
        digest.update(request.body)
    return digest.hexdigest()
