"""How many meet a condition, who they are, and why."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import ibis

from shuke.analytics.conditions.compiling import members_meeting
from shuke.analytics.conditions.records import MEMBERS_MAX, records_of
from shuke.kernel.scope import Scope
from shuke.lake.access import open_lake
from shuke.rules.conditions import Cell, Condition, InSegment, cells_in
from shuke.rules.judging import Verdict, judge
from shuke.rules.sentence import Wording, sentence_of_reason
from shuke.segments import asking
from shuke.segments.asking import Question
from shuke.segments.definition import written_out
from shuke.segments.telling import wording

PREVIEW_MAX = 50


@dataclass(frozen=True, slots=True)
class Counted:
    """Members of the scope who meet a condition, those who can be reached, all there are."""

    members: int
    reachable: int
    total: int
    seconds: float

    @property
    def share(self) -> float | None:
        """Who meets it among all, None where there is nobody."""
        return self.members / self.total if self.total else None

    @property
    def share_percent(self) -> int:
        """The share in whole percent, 0 where there is nobody."""
        return round(100 * (self.share or 0.0))

    @property
    def reachable_share(self) -> float | None:
        """Who can be reached among those who meet it, None where nobody does."""
        return self.reachable / self.members if self.members else None


@dataclass(frozen=True, slots=True)
class Told:
    """The reason of one leaf in both languages, and whether it fits."""

    path: str
    zh: str
    en: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """One member, whether the condition holds for him, and why, leaf by leaf."""

    member: int
    holds: bool
    reasons: tuple[Told, ...]


def counted(condition: Condition, *, as_of: date, scope: Scope) -> Counted:
    """Count who meets a condition at the start of `as_of`; seconds are those of the question.

    Raises:
        NotAllowed: the role may not read segments.
        UnknownSegment, UnknownFact, ...: as `asking.question`.
    """
    scope.demand("segments.read")
    started = time.perf_counter()
    lake = open_lake(scope)
    answers = asking.reach_column(asking.question(condition, as_of=as_of, lake=lake).answers())
    totals = answers.aggregate(
        members=answers.count(where=answers.holds),
        reachable=answers.count(where=answers.holds & answers.is_reachable),
        total=answers.count(),
    )
    row = lake.backend.to_pyarrow(totals).to_pylist()[0]
    seconds = time.perf_counter() - started
    return Counted(row["members"], row["reachable"], row["total"], seconds)


def preview(
    condition: Condition, *, as_of: date, scope: Scope, limit: int = 10
) -> tuple[Explained, ...]:
    """Return the first members who meet a condition, in the order of their numbers, and why."""
    scope.demand("segments.read")
    lake = open_lake(scope)
    asked = asking.question(condition, as_of=as_of, lake=lake)
    members = asked.given.tables.members
    first = members.semi_join(asked.members(), "member").order_by("ordinal")
    shown = min(max(limit, 1), PREVIEW_MAX)
    rows = lake.backend.to_pyarrow(first.select("member").limit(shown)).to_pylist()
    return _explained([row["member"] for row in rows], asked)


def explained(
    condition: Condition, members: Sequence[int], *, as_of: date, scope: Scope
) -> tuple[Explained, ...]:
    """Return, for each of at most 200 members of the scope, whether a condition holds and why."""
    scope.demand("segments.read")
    asked = asking.question(condition, as_of=as_of, lake=open_lake(scope))
    return _explained(list(members)[:MEMBERS_MAX], asked)


def _explained(members: list[int], asked: Question) -> tuple[Explained, ...]:
    if not members:
        return ()
    given = replace(asked.given, cells=_cells_of(members, asked))
    records = records_of(members, asked.condition, given)
    zh = wording(asked.condition, "zh", asked.facts)
    en = wording(asked.condition, "en", asked.facts)
    return tuple(
        _told(judge(asked.condition, one, as_of=given.as_of, facts=asked.facts), zh, en)
        for one in records
    )


def _told(verdict: Verdict, zh: Wording, en: Wording) -> Explained:
    reasons = tuple(
        Told(
            path=reason.path,
            zh=sentence_of_reason(reason, zh),
            en=sentence_of_reason(reason, en),
            holds=reason.holds,
        )
        for reason in verdict.reasons
    )
    return Explained(verdict.member, verdict.holds, reasons)


def _cells_of(members: list[int], asked: Question) -> dict[Cell, ibis.Table]:
    """The cells of the condition as it was written: a segment asked for is judged as one leaf."""
    given, found = asked.given, dict(asked.given.cells)
    few = given.tables.members.filter(given.tables.members.member.isin(members))
    narrowed = replace(given, tables=replace(given.tables, members=few))
    for cell in cells_in(asked.condition):
        if isinstance(cell, InSegment) and cell.segment in asked.dynamic:
            inner = written_out(InSegment(cell.segment), asked.dynamic)
            found[cell] = members_meeting(inner, narrowed, facts=asked.facts)
    return found
