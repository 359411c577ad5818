"""Search, the choice of a store, the set-up guide."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from shuke.interfaces.console import search as everything
from shuke.interfaces.console.door import GUIDE_HIDDEN, STORE_CHOICE, Visit, page, show
from shuke.stores import queries as stores

STORES_SHOWN = 30


@page("members.read")
def search(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What the words find: a part for the search box, a page of its own without JavaScript."""
    words = request.GET.get("q", "")
    hits = everything.found(words, visit)
    template = "shuke/hits.html" if request.headers.get("HX-Request") else "shell/search.html"
    return show(visit, template, {"hits": hits, "words": words[:80]})


@page("members.read")
def stores_found(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The stores whose name or number holds the words: a part for the choice of a store."""
    words = request.GET.get("words", "").strip().lower()[:40]
    found = [s for s in visit.stores if words in f"{s.number} {s.name}".lower()]
    context: dict[str, object] = {
        "stores": found[:STORES_SHOWN],
        "more": max(len(found) - STORES_SHOWN, 0),
        "words": words,
    }
    return show(visit, "shell/stores.html", context)


@page("members.read", methods=("POST",))
def choose_store(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Look at one store only, or at all again."""
    number = request.POST.get("store", "")
    if number:
        request.session[STORE_CHOICE] = stores.store_of(number, visit.reach).number
    else:
        request.session.pop(STORE_CHOICE, None)
    return _back(request)


@page("system.manage", methods=("POST",))
def hide_guide(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Put the set-up guide away for this session."""
    request.session[GUIDE_HIDDEN] = True
    return _back(request)


def _back(request: HttpRequest) -> HttpResponseBase:
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    return redirect(target)
