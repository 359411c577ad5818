"""Pages in parts: a part that is quick stands in the page at once, a slow one follows by itself.

The first visit after a refresh of the lake shows the page's frame with skeletons, and every part
comes as its figures are ready; later visits get the whole page in one answer. Without JavaScript
(or with `?whole=1`) everything comes at once. A part may also be asked for as a file.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from shuke.interfaces.console import exporting
from shuke.interfaces.console.door import Visit, show
from shuke.interfaces.console.panels import Own, Shown
from shuke.interfaces.ui.charts import Chart, Heat, Table

Context = dict[str, Any]
WARM_MAX = 4_000
_PAGE_NAMES = frozenset({"part", "whole", "file", "table"})


@dataclass(frozen=True, slots=True)
class Part:
    """One panel: its name, what it shows, and its place in the grid of the page."""

    name: str
    build: Callable[[Visit], Shown]
    size: str = ""


class _Warm:
    """Which parts this process has computed; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: OrderedDict[tuple[object, ...], None] = OrderedDict()

    def has(self, key: tuple[object, ...]) -> bool:
        with self._lock:
            return key in self._seen

    def add(self, key: tuple[object, ...]) -> None:
        with self._lock:
            self._seen[key] = None
            while len(self._seen) > WARM_MAX:
                self._seen.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._seen.clear()


warm = _Warm()


def show_parts(
    visit: Visit, template: str, parts: tuple[Part, ...], context: Context | None = None
) -> HttpResponseBase:
    """Answer with the page, with one of its parts, or with one of its tables as a file."""
    asked = visit.request.GET
    by_name = {part.name: part for part in parts}
    if asked.get("file") in exporting.KINDS:
        return _file(visit, parts, context or {})
    if asked.get("part") in by_name:
        part = by_name[asked["part"]]
        html = _built(visit, part)
        warm.add(_key(visit, part))
        answer = HttpResponse(html)
        answer["X-Partial"] = "1"
        return answer
    is_whole = "whole" in asked
    shown = {part.name: _now_or_later(visit, part, is_whole=is_whole) for part in parts}
    return show(visit, template, {**(context or {}), "parts": shown})


def _now_or_later(visit: Visit, part: Part, *, is_whole: bool) -> SafeString:
    key = _key(visit, part)
    if not is_whole and not warm.has(key):
        query = _query(visit, part=part.name)
        told = {"href": f"?{query}", "size": part.size, "whole": f"?{_query(visit, whole='1')}"}
        return render_to_string("shell/later.html", told, visit.request)
    html = _built(visit, part)
    warm.add(key)
    return html


def _built(visit: Visit, part: Part) -> SafeString:
    shown = part.build(visit)
    if shown is None:
        return mark_safe("")  # nothing to show
    own = dict(shown.context) if isinstance(shown, Own) else {"shown": shown}
    told = {"visit": visit, "size": part.size, "name": part.name, **own}
    return render_to_string(shown.template, told, visit.request)


def _key(visit: Visit, part: Part) -> tuple[object, ...]:
    return (
        visit.freshness.snapshot,
        visit.request.resolver_match.view_name if visit.request.resolver_match else "",
        part.name,
        _query(visit),
        visit.scope.stores,
        visit.scope.role,
        visit.today,
    )


def _query(visit: Visit, **changes: str) -> str:
    query = visit.request.GET.copy()
    for name in _PAGE_NAMES:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()


def _file(visit: Visit, parts: tuple[Part, ...], context: Context) -> HttpResponseBase:
    wanted = visit.request.GET.get("table", "")
    for table in tables_in(context):
        if table.id == wanted:
            return exporting.answer_with(visit, table)
    for part in parts:
        for table in _tables(part.build(visit)):
            if table.id == wanted:
                return exporting.answer_with(visit, table)
    raise exporting.NoSuchTable(param="table", table=wanted[:40])


def tables_in(context: Mapping[str, Any]) -> Iterator[Table]:
    """Every table that a page shows: its own, those behind its charts, and its heat grids."""
    for value in context.values():
        yield from _tables(value)


def _tables(value: object) -> Iterator[Table]:
    if isinstance(value, Table):
        yield value
    elif isinstance(value, Chart):
        yield value.table
    elif isinstance(value, Heat):
        yield value.as_table()
    elif isinstance(value, Mapping):
        yield from tables_in(value)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _tables(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from _tables(getattr(value, part.name))
