"""The answer in words: who carries the chain."""

from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.concentration import fifth_of
from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.overview.days import days_of
from shuke.interfaces.console.panels import Answer, Link
from shuke.interfaces.console.reading import read


def answer(visit: Visit) -> Answer | None:
    """What the best fifth of the members brings, and how much of the sales is members' at all."""
    reading, row = fifth_of(visit)
    if row is None:
        return None
    now = read(visit, "period", days=str(days_of(visit))).rows[0]
    return Answer(
        text=_("One member in five brings {share} of what members spend").format(
            share=visit.formats.percent(row["amount_share"])
        ),
        more=_more(visit, now["member_amount"], now["amount"]),
        links=(
            Link(
                _("See these {members} members").format(
                    members=visit.formats.count(row["members"])
                ),
                reading.behind(top_share=row["top_share"]),
                reading.name,
                int(row["members"]),
            ),
        ),
    )


def _more(visit: Visit, members: int, whole: int) -> str:
    if not whole or members == whole:
        return ""
    return _("Members brought {share} of all sales in this period.").format(
        share=visit.formats.percent(members / whole)
    )
