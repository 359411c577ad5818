"""One sample call per operation and side; an operation without a row fails the matrix (F4)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.world import CONDITION, STORE_OF, World


@dataclass(frozen=True)
class Sample:
    """A call: `files` makes it multipart."""

    method: str
    path: str
    body: Any = None
    files: dict[str, Any] | None = None


def _ticket(side: str) -> dict[str, Any]:
    return {
        "number": "M-1",
        "store": STORE_OF[side],
        "sold_at": "2018-01-05T12:00:00+08:00",
        "lines": [{"amount": 1}],
    }


def _pair(world: World, side: str) -> dict[str, str]:
    return {"survivor": world.members[side], "merged": world.twins[side]}


def _file(_: World, __: str) -> Sample:
    file = SimpleUploadedFile("stores.csv", b"number,name\n7,Seven\n")
    return Sample("POST", "/imports", files={"file": file, "kind": "stores"})


Make = Callable[[World, str], Sample]

# What belongs to a store: store staff may not touch the other side's.
BOUND: dict[str, Make] = {
    "members.listed": lambda _, s: Sample("GET", f"/members?store={STORE_OF[s]}"),
    "members.enrolled": lambda _, s: Sample("POST", "/members", {"store": STORE_OF[s]}),
    "members.shown": lambda w, s: Sample("GET", f"/members/{w.members[s]}"),
    "members.changed": lambda w, s: Sample(
        "PATCH", f"/members/{w.members[s]}", {"fields": {"occupation": "teacher"}}
    ),
    "members.timeline": lambda w, s: Sample("GET", f"/members/{w.members[s]}/timeline"),
    "members.unmasked": lambda w, s: Sample(
        "POST", f"/members/{w.members[s]}/unmask", {"reason": "asked at the counter"}
    ),
    "identities.added": lambda w, s: Sample(
        "POST", f"/members/{w.members[s]}/identities", {"kind": "card", "value": "70010002"}
    ),
    "identities.released": lambda w, s: Sample(
        "POST", f"/members/{w.members[s]}/identities/{w.identities[s]}/release"
    ),
    "identities.verified": lambda w, s: Sample(
        "POST", f"/members/{w.members[s]}/identities/{w.identities[s]}/verify"
    ),
    "identities.previewed": lambda w, s: Sample("POST", "/merges/preview", _pair(w, s)),
    "identities.merged": lambda w, s: Sample("POST", "/merges", _pair(w, s)),
    "identities.undone": lambda w, s: Sample("POST", f"/merges/{w.merges[s]}/undo"),
    "sales.recorded": lambda _, s: Sample("POST", "/sales", _ticket(s)),
    "sales.listed": lambda _, s: Sample("GET", f"/sales?store={STORE_OF[s]}"),
    "sales.shown": lambda w, s: Sample("GET", f"/sales/{w.sales[s]}"),
}

# What answers everybody who may ask, each within his own sight (`test_sight` looks at that).
OPEN: dict[str, Make] = {
    "members.found": lambda _, s: Sample("POST", "/members/find", {"words": f"{s}-0"}),
    "members.identified": lambda _, s: Sample("POST", "/members/identify", {"identity": f"{s}-0"}),
    "sales.recorded_many": lambda _, s: Sample("POST", "/sales/batch", {"sales": [_ticket(s)]}),
    "imports.queued": _file,
    "imports.listed": lambda _, __: Sample("GET", "/imports"),
    "imports.templates": lambda _, __: Sample("GET", "/imports/templates"),
    "imports.template": lambda _, __: Sample("GET", "/imports/templates/shuke-sales.csv"),
    "imports.shown": lambda _, __: Sample("GET", "/imports/imp_0000000000000"),
    "imports.refused": lambda _, __: Sample("GET", "/imports/imp_0000000000000/refused"),
    "imports.refused_unmasked": lambda _, __: Sample(
        "POST", "/imports/imp_0000000000000/refused/unmask", {"reason": "corrects the file"}
    ),
    "figures.listed": lambda _, __: Sample("GET", "/figures"),
    "figures.computed": lambda _, __: Sample("GET", "/figures/summary?as_of=2018-02-01"),
    "figures.behind": lambda _, __: Sample(
        "GET", "/figures/summary/behind?as_of=2018-02-01&column=members"
    ),
    "segments.listed": lambda _, __: Sample("GET", "/segments"),
    "segments.counted": lambda _, __: Sample("POST", "/segments/count", {"condition": CONDITION}),
    "segments.previewed": lambda _, __: Sample(
        "POST", "/segments/preview", {"condition": CONDITION}
    ),
    "segments.saved": lambda _, __: Sample(
        "POST", "/segments", {"title": "New", "condition": CONDITION}
    ),
    "segments.shown": lambda _, __: Sample("GET", "/segments/buyers"),
    "segments.removed": lambda _, __: Sample("DELETE", "/segments/buyers"),
    "segments.refreshed": lambda _, __: Sample("POST", "/segments/buyers/refresh"),
    "segments.listed_members": lambda _, __: Sample("GET", "/segments/buyers/members"),
    "segments.exported": lambda _, __: Sample("GET", "/segments/buyers/export"),
    "stores.listed": lambda _, __: Sample("GET", "/stores"),
    "jobs.shown": lambda w, __: Sample("GET", f"/jobs/{w.job}"),
}
# The samples that name something that is not there: found missing, but only by who may look.
MISSING = {"imports.shown", "imports.refused", "imports.refused_unmasked"}
SAMPLES = BOUND | OPEN
