"""The one door of the console: from a request to who asks, how far he sees, and which day it is.

Every view is declared by `page(...)`, which demands a permission and writes the view into
`OPERATIONS`; the test of the role x operation matrix reads that list, so no page escapes it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page

from shuke.interfaces.console import guide, navigation
from shuke.interfaces.ui.formats import Formats, Language
from shuke.kernel.day import local_time
from shuke.kernel.permissions import Permission
from shuke.kernel.refusal import Refusal
from shuke.kernel.scope import Actor, Scope
from shuke.lake import queries as lake
from shuke.stores import queries as stores

STORE_CHOICE = "store"
GUIDE_HIDDEN = "guide_hidden"
LANGUAGE_COOKIE = "django_language"
_A_YEAR_SECONDS = 365 * 86_400

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class Visit:
    """One request of a signed-in person: what a view needs to know besides its own inputs.

    `scope` is already narrowed to the store chosen in the header; `reach` is the person's full
    scope. `today` is the chain's business day, `now` the moment to record with events (UTC).
    """

    request: HttpRequest
    actor: Actor
    scope: Scope
    reach: Scope
    chain: stores.ChainView
    today: date
    now: datetime
    language: Language
    store: stores.StoreView | None

    @cached_property
    def formats(self) -> Formats:
        """Numbers in the reader's language and the chain's currency."""
        return Formats(self.language, self.chain.currency, self.chain.digits)

    @cached_property
    def freshness(self) -> lake.Status:
        """The lake's snapshot that the page's figures come from, and when it was made."""
        return lake.status()

    @property
    def refreshed(self) -> str:
        """When the figures' data was brought up to date, in the chain's zone; empty: never."""
        at = self.freshness.refreshed_at
        if at is None:
            return ""
        local = local_time(at, self.chain.zone)
        return f"{self.formats.day(local.date())} {local:%H:%M}"

    @property
    def can_export(self) -> bool:
        """Whether tables offer themselves as files."""
        return self.scope.can("exports.read")

    @cached_property
    def stores(self) -> tuple[stores.StoreView, ...]:
        """The stores that the person may choose from."""
        return stores.stores(self.reach)

    @cached_property
    def menu(self) -> tuple[navigation.Group, ...]:
        """The sidebar, with the places the role may open."""
        return navigation.menu(self.scope, self.request.path)

    @cached_property
    def dock(self) -> tuple[navigation.Item, ...]:
        """The four places at the foot of a phone."""
        return navigation.dock(self.menu)

    @cached_property
    def places(self) -> tuple[navigation.HitGroup, ...]:
        """What search shows before anything is typed: the places themselves."""
        return navigation.found_places(self.menu, "")

    @cached_property
    def guide(self) -> guide.Guide | None:
        """What to do next, until everything is done or the person hid it."""
        if self.request.session.get(GUIDE_HIDDEN) or not self.scope.can("system.manage"):
            return None
        shown = guide.guide()
        return None if shown.is_finished else shown

    @property
    def person(self) -> str:
        """The name of the person who is signed in."""
        return getattr(self.request.user, "name", "") or self.actor.name

    @property
    def initial(self) -> str:
        """The first letter of that name."""
        return self.person[:1].upper()

    @property
    def role_label(self) -> str:
        """The role's name in the reader's language."""
        return navigation.role_label(self.scope.role)

    def day(self, name: str = "as_of") -> date:
        """A day given in the address (YYYY-MM-DD), else the business day."""
        try:
            return date.fromisoformat(self.request.GET.get(name, ""))
        except ValueError:
            return self.today

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """A value given in the address if it is one of the allowed, else the first of them."""
        value = self.request.GET.get(name, "")
        return value if value in allowed else allowed[0]


@dataclass(frozen=True, slots=True)
class Operation:
    """A page: its name, the permission it demands, the methods it answers."""

    name: str
    permission: Permission
    methods: tuple[str, ...]


OPERATIONS: dict[str, Operation] = {}

View = Callable[Concatenate[HttpRequest, Visit, Arguments], HttpResponseBase]


def page(
    permission: Permission, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View[Arguments]], Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]]:
    """Declare a view `(request, visit, **parts of the address)` that demands a permission.

    Nobody signed in: to the sign-in page. A refusal from below becomes a page (or a part, for
    htmx) that says what happened and what to do, with the status of its kind.
    """

    def declare(
        view: View[Arguments],
    ) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]:
        area = view.__module__.removeprefix("shuke.interfaces.console.")
        name = f"{area}.{view.__name__}"
        OPERATIONS[name] = Operation(name, permission, methods)

        @wraps(view)
        def entered(
            request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> HttpResponseBase:
            if request.method not in {*methods, "HEAD"}:
                return HttpResponseNotAllowed(methods)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            visit = visit_of(request)
            if visit is None:
                return redirect_to_login(request.get_full_path())
            try:
                visit.scope.demand(permission)
                answer = view(request, visit, *args, **kwargs)
            except Refusal as refusal:
                answer = refused(visit, refusal)
            return _remembering_language(request, answer)

        return gzip_page(entered)

    return declare


def visit_of(request: HttpRequest) -> Visit | None:
    """Who asks, or None when the account is no longer active. Reads the clock."""
    identity = stores.identity_of_staff(request.user.pk) if request.user.pk else None
    if identity is None:
        return None
    chain = stores.chain()
    wall = datetime.now(UTC)
    reach = identity.scope
    store = _chosen_store(request, reach)
    return Visit(
        request=request,
        actor=identity.actor,
        scope=_narrowed(reach, store),
        reach=reach,
        chain=chain,
        today=chain.today(wall),
        now=chain.now(wall),
        language="zh" if (get_language() or "zh").startswith("zh") else "en",
        store=store,
    )


def _chosen_store(request: HttpRequest, reach: Scope) -> stores.StoreView | None:
    number = request.session.get(STORE_CHOICE)
    if not number:
        return None
    try:
        return stores.store_of(str(number), reach)
    except stores.UnknownStore:
        # The store closed, or the person may no longer see it: back to all of them.
        del request.session[STORE_CHOICE]
        return None


def _narrowed(reach: Scope, store: stores.StoreView | None) -> Scope:
    if store is None:
        return reach
    return Scope(role=reach.role, stores=frozenset({store.id}), permissions=reach.permissions)


def show(
    visit: Visit, template: str, context: dict[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page (or part) of the console."""
    answer = render(visit.request, template, {"visit": visit, **(context or {})}, status=status)
    if visit.request.headers.get("HX-Request"):
        answer["X-Partial"] = "1"
    return answer


def refused(visit: Visit, refusal: Refusal) -> HttpResponse:
    """Say what happened, why, and what to do, in the reader's language."""
    told = {
        "message": refusal.message(visit.language),
        "step": refusal.next_step(visit.language),
        "code": refusal.code,
    }
    partial = visit.request.headers.get("HX-Request")
    template = "shuke/refused_part.html" if partial else "shuke/refused.html"
    return show(visit, template, {"refusal": told}, status=refusal.kind.value)


def _remembering_language(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    # So that "/" opens in the language last read.
    code = get_language()
    if code and request.COOKIES.get(LANGUAGE_COOKIE) != code:
        answer.set_cookie(LANGUAGE_COOKIE, code, max_age=_A_YEAR_SECONDS, samesite="Lax")
    return answer
