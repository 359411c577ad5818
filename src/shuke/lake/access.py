"""The lake as one reader may see it."""

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import ibis
from typing_extensions import override

from shuke.analytics.conditions.tables import Tables
from shuke.kernel.refusal import Kind, Refusal
from shuke.kernel.scope import Scope
from shuke.lake import engines, folder, views
from shuke.lake.engines import Opened
from shuke.lake.folder import Manifest


class NoLake(Refusal):
    """Nothing was refreshed yet."""

    code = "lake.empty"
    kind = Kind.CONFLICT
    en = "There are no figures yet: the data has not been prepared."
    zh = "尚无指标：数据还未准备。"
    next_en = "Run `shuke lake refresh`, or wait for the next scheduled refresh."
    next_zh = "请运行 `shuke lake refresh`，或等待下一次自动刷新。"


@dataclass(frozen=True, slots=True)
class Freshness:
    """Which snapshot an answer comes from, and when the books were read for it."""

    snapshot: str
    refreshed_at: datetime

    def as_json(self) -> dict[str, str]:
        """As envelopes carry it."""
        return {"snapshot": self.snapshot, "refreshed_at": self.refreshed_at.isoformat()}

    @override
    def __str__(self) -> str:
        return f"{self.refreshed_at.isoformat()} (snapshot {self.snapshot})"


@dataclass(frozen=True, slots=True)
class Lake:
    """One snapshot within one scope: what the scope may not see is not in the tables."""

    scope: Scope
    opened: Opened
    freshness: Freshness

    @property
    def snapshot(self) -> str:
        """The snapshot's name."""
        return self.freshness.snapshot

    @property
    def backend(self) -> Any:
        """The Ibis backend of the calling thread; ask questions in the thread that opened."""
        return self.opened.backend()

    @property
    def tables(self) -> Tables:
        """The tables that conditions and figures read; put together once per thread and scope."""
        held: tuple[Opened, dict[Scope, Tables]] | None = getattr(_kept, "tables", None)
        if held is None or held[0] is not self.opened:
            held = (self.opened, {})
            _kept.tables = held
        if self.scope not in held[1]:
            held[1][self.scope] = self._tables()
        return held[1][self.scope]

    def _tables(self) -> Tables:
        return Tables(
            members=self.table("members"),
            sales=self.table("sales"),
            lines=self.table("lines"),
            products=self.table("products"),
            stores=self.table("stores"),
            attributes=self.table("attributes"),
            contacts=self.table("contacts"),
        )

    def table(self, name: str) -> ibis.Table:
        """A table of the lake by name, within the scope.

        Raises:
            LookupError: the lake has no such table.
        """
        if name not in views.TABLES:
            message = f"{name} is no lake table"
            raise LookupError(message)
        whole = self.opened.table(name)
        return whole if self.scope.stores is None else self._within(name, whole)

    def _within(self, name: str, whole: ibis.Table) -> ibis.Table:
        if name == "products":
            return whole
        if name in {"sales", "lines", "stores"}:
            return whole.filter(self._is_theirs(whole["store"]))
        return whole.semi_join(self._visible(), "member")

    def _is_theirs(self, store: Any) -> Any:
        # An empty scope sees nothing: an `IN ()` would be an error in some engines.
        theirs = sorted(self.scope.stores or ())
        return store.isin(theirs) if theirs else ibis.literal(value=False)

    def _visible(self) -> ibis.Table:
        """Members at home in the stores, or in them before a merge, or served by them."""
        members = self.opened.table("members")
        merged = self.opened.table("survivors")
        sales = self.table("sales")
        home = members.filter(self._is_theirs(members["store"])).select("member")
        known = merged.filter(self._is_theirs(merged["store"])).select(member=merged["survivor"])
        served = sales.filter(sales["member"].notnull()).select("member")
        return home.union(known).union(served).distinct()


_kept = threading.local()
_lock = threading.Lock()
_open: tuple[object, Opened] | None = None


def open_lake(scope: Scope) -> Lake:
    """The newest snapshot within a scope; the snapshot stays open in the process.

    Raises:
        NoLake: nothing was refreshed yet.
    """
    opened, manifest = _newest()
    return Lake(
        scope=scope,
        opened=opened,
        freshness=Freshness(manifest.snapshot, manifest.refreshed_at),
    )


def _newest() -> tuple[Opened, Manifest]:
    global _open  # noqa: PLW0603 - one open snapshot per process, behind a lock
    stamp = (folder.stamp(), str(folder.folder()))
    held = _open
    if held is not None and held[0] == stamp:
        return held[1], held[1].manifest
    with _lock:
        held = _open
        if held is not None and held[0] == stamp:
            return held[1], held[1].manifest
        manifest = folder.current()
        if manifest is None:
            raise NoLake
        # The old one is not closed here: a thread may be in the middle of a question to it.
        opened = engines.open_snapshot(manifest)
        _open = (stamp, opened)
        return opened, manifest


def close() -> None:
    """Forget the open snapshot (a process that forks, a test that moves the lake)."""
    global _open  # noqa: PLW0603 - see above
    with _lock:
        if _open is not None:
            _open[1].close()
        _open = None
