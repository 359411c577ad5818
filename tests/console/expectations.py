"""Who may do what in the console (F4): one row for every operation, written by hand.

The test of the matrix reads `door.OPERATIONS`; an operation without a row here fails.
"""

from dataclasses import dataclass, field

ALL = frozenset(
    {"owner", "marketer", "manager", "cashier", "assistant", "service", "analyst", "finance"}
)
FIGURES = frozenset({"owner", "marketer", "manager", "analyst", "finance"})
BROWSERS = FIGURES | {"assistant", "service"}
WRITERS = frozenset({"owner", "manager", "cashier", "assistant", "service"})
UNMASKERS = frozenset({"owner", "manager", "service"})
MERGERS = frozenset({"owner", "service"})
SEGMENTERS = frozenset({"owner", "marketer", "analyst"})
IMPORTERS = frozenset({"owner", "marketer"})
IMPORT_READERS = IMPORTERS | {"finance"}
MANAGERS = frozenset({"owner", "marketer"})
OWNER = frozenset({"owner"})


@dataclass(frozen=True)
class Row:
    """One operation: its address, who may, how it is asked, and of whom it speaks."""

    address: str
    who: frozenset[str]
    method: str = "get"
    args: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    about: str = ""


def _member(address: str, who: frozenset[str], method: str = "get") -> Row:
    return Row(address, who, method, about="member")


ROWS: dict[str, Row] = {
    "overview.views.home": Row("overview:home", ALL),
    "analysis.activity.activity": Row("analysis:activity", FIGURES),
    "analysis.baskets.baskets": Row("analysis:baskets", FIGURES),
    "analysis.calendar.calendar": Row("analysis:calendar", FIGURES),
    "analysis.cohorts.cohorts": Row("analysis:cohorts", FIGURES),
    "analysis.concentration.concentration": Row("analysis:concentration", FIGURES),
    "analysis.indicators.indicators": Row("analysis:indicators", FIGURES),
    "analysis.lifecycle.lifecycle": Row("analysis:lifecycle", FIGURES),
    "analysis.preferences.preferences": Row("analysis:preferences", FIGURES),
    "analysis.quality.quality": Row("analysis:quality", FIGURES),
    "analysis.rfm.rfm": Row("analysis:rfm", FIGURES),
    "figures.views.every": Row("figures:all", FIGURES),
    "figures.views.formula": Row("figures:formula", FIGURES, args={"name": "summary"}),
    "figures.views.behind": Row(
        "figures:behind", FIGURES, args={"name": "summary"}, data={"column": "members"}
    ),
    "figures.views.file": Row(
        "figures:file",
        FIGURES,
        args={"name": "summary", "kind": "csv"},
        data={"column": "members"},
    ),
    "shell.views.search": Row("shell:search", ALL),
    "shell.views.stores_found": Row("shell:stores", ALL),
    "shell.views.choose_store": Row("shell:choose_store", ALL, "post"),
    "shell.views.hide_guide": Row("shell:hide_guide", OWNER, "post"),
    "imports.uploading.overview": Row("imports:list", IMPORT_READERS),
    "imports.uploading.template": Row("imports:template", IMPORT_READERS, args={"name": "none"}),
    "imports.uploading.upload": Row("imports:upload", IMPORTERS, "post"),
    "imports.matching.match": Row("imports:match", IMPORTERS, about="import"),
    "imports.matching.attempt": Row("imports:try", IMPORTERS, "post", about="import"),
    "imports.following.one": Row("imports:one", IMPORT_READERS, about="import"),
    "imports.following.run": Row("imports:run", IMPORTERS, "post", about="import"),
    "imports.following.refused": Row("imports:refused", IMPORTERS, about="import"),
    # The action asks for members.unmask too (tests/intake/test_refused_at_rest.py).
    "imports.following.unmask": Row(
        "imports:unmask", IMPORTERS, "post", data={"reason": "no"}, about="import"
    ),
    "members.adding.add": Row("members:add", WRITERS),
    "members.browsing.choose_columns": Row("members:columns", ALL, "post"),
    "members.browsing.export": Row("members:export", FIGURES, args={"kind": "csv"}),
    "members.browsing.members": Row("members:list", ALL),
    "members.browsing.save_segment": Row("members:save", SEGMENTERS, "post"),
    "members.defining.define": _member("members:define", MANAGERS, "post"),
    "members.filing.change_phone": _member("members:change_phone", WRITERS, "post"),
    "members.filing.check_contact": _member("members:check_contact", WRITERS, "post"),
    "members.filing.household": _member("members:household", WRITERS, "post"),
    "members.filing.note": _member("members:note", WRITERS, "post"),
    "members.filing.preference": _member("members:preference", WRITERS, "post"),
    "members.filing.profile": _member("members:profile", WRITERS),
    "members.filing.profile_shown": _member("members:profile_shown", BROWSERS),
    "members.member.drawer": _member("members:drawer", ALL),
    "members.member.habits": _member("members:habits", FIGURES),
    "members.member.one": _member("members:one", ALL),
    "members.member.timeline": _member("members:timeline", BROWSERS),
    "members.member.unmask": _member("members:unmask", UNMASKERS, "post"),
    "members.merging.keep_apart": Row("members:keep_apart", MERGERS, "post"),
    "members.merging.merge": Row("members:merge", MERGERS),
    "members.merging.review": Row("members:review", MERGERS),
    "members.merging.undo_merge": _member("members:undo_merge", MERGERS, "post"),
    "members.prospects.convert": _member("members:convert_prospect", WRITERS, "post"),
    "members.prospects.move": _member("members:move_prospect", WRITERS, "post"),
    "members.prospects.prospects": Row("members:prospects", BROWSERS),
    "members.sale.sale": Row("members:sale", ALL, about="sale"),
    "members.stale.contacts": Row("members:contacts", BROWSERS),
    "segments.building.combine": Row("segments:combine", SEGMENTERS),
    "segments.building.edit": Row("segments:edit", SEGMENTERS, args={"name": "none"}),
    "segments.building.live": Row("segments:live", FIGURES, "post"),
    "segments.building.new": Row("segments:new", SEGMENTERS),
    "segments.building.preview": Row("segments:preview", FIGURES, "post"),
    "segments.building.save": Row("segments:save", SEGMENTERS, "post"),
    "segments.building.values": Row("segments:values", FIGURES),
    "segments.files.download": Row("segments:download", FIGURES, args={"name": "none"}),
    "segments.files.members": Row(
        "segments:members", FIGURES, args={"name": "none", "kind": "csv"}
    ),
    "segments.files.upload": Row("segments:upload", SEGMENTERS, "post"),
    "segments.keeping.refresh": Row("segments:refresh", SEGMENTERS, "post", {"name": "none"}),
    "segments.keeping.refresh_all": Row("segments:refresh_all", SEGMENTERS, "post"),
    "segments.keeping.remove": Row("segments:remove", SEGMENTERS, "post", {"name": "none"}),
    "segments.keeping.save_behind": Row("segments:save_behind", SEGMENTERS, "post"),
    "segments.views.check": Row("segments:check", FIGURES, args={"name": "none"}),
    "segments.views.compare": Row("segments:compare", FIGURES, args={"name": "none"}),
    "segments.views.every": Row("segments:list", FIGURES),
    "segments.views.one": Row("segments:one", FIGURES, args={"name": "none"}),
}
