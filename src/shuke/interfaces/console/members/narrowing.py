"""Who is behind the filters that only the lake can answer."""

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.members.asking import Asked, condition_of
from shuke.lake.access import open_lake
from shuke.segments.asking import question


def members_behind(visit: Visit, asked: Asked) -> tuple[int, ...]:
    """The members who meet the parts of the filters that are figures, at the business day."""
    condition = condition_of(asked, is_in_lake=True)
    lake = open_lake(visit.scope)
    table = question(condition, as_of=visit.today, lake=lake).members()
    return tuple(row["member"] for row in lake.backend.to_pyarrow(table).to_pylist())
