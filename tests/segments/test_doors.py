"""Every operation of the segments' pages, for every role: who may not is told so."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import translation
from tests.console.conftest import chain, sign_in

from shuke.interfaces.api.schema import SNAPSHOT
from shuke.interfaces.console import urls  # noqa: F401  # loading the areas fills OPERATIONS
from shuke.interfaces.console.door import OPERATIONS
from shuke.interfaces.console.segments import urls as segment_urls
from shuke.kernel.permissions import MATRIX, ROLES
from shuke.kernel.scope import Scope
from shuke.segments import naming, queries
from shuke.segments.refusals import ReservedSegmentName

__all__ = ["chain", "sign_in"]

NAMED = {"name": "anything"}
ADDRESSES: dict[str, tuple[str, dict[str, str]]] = {
    "views.every": ("list", {}),
    "views.one": ("one", NAMED),
    "views.compare": ("compare", NAMED),
    "views.check": ("check", NAMED),
    "building.new": ("new", {}),
    "building.edit": ("edit", NAMED),
    "building.live": ("live", {}),
    "building.preview": ("preview", {}),
    "building.values": ("values", {}),
    "building.save": ("save", {}),
    "building.combine": ("combine", {}),
    "keeping.save_behind": ("save_behind", {}),
    "keeping.refresh": ("refresh", NAMED),
    "keeping.refresh_all": ("refresh_all", {}),
    "keeping.remove": ("remove", NAMED),
    "files.download": ("download", NAMED),
    "files.upload": ("upload", {}),
    "files.members": ("members", NAMED | {"kind": "csv"}),
}


def operations():
    found = {
        name.removeprefix("segments."): operation
        for name, operation in OPERATIONS.items()
        if name.startswith("segments.")
    }
    assert set(found) == set(ADDRESSES), "an operation without a row in this table"
    return found


@pytest.mark.parametrize("role", ROLES)
def test_a_role_without_the_permission_is_refused_and_nothing_is_saved(sign_in, role):
    client = sign_in(role, stores=("1",))
    for name, operation in operations().items():
        if operation.permission in MATRIX[role]:
            continue
        address, arguments = ADDRESSES[name]
        with translation.override("en"):
            path = reverse(f"segments:{address}", kwargs=arguments)
        method = client.post if operation.methods == ("POST",) else client.get
        answer = method(path)
        assert answer.status_code == 403, (role, name)
        assert "access.not_allowed" in answer.content.decode(), (role, name)
    assert queries.is_empty()


def test_who_may_write_may_read():
    for role in ROLES:
        if Scope(role=role).can("segments.write"):
            assert Scope(role=role).can("segments.read")


def test_no_segment_can_be_called_like_an_address_beside_it():
    """A segment titled New stood behind the page that makes a new one and could not be opened."""
    pages = {str(pattern.pattern).partition("/")[0] for pattern in segment_urls.urlpatterns}
    schema = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    parts = [path.split("/") for path in schema["paths"]]
    operations = {part[4] for part in parts if part[3] == "segments" and len(part) > 4}
    words = {word for word in pages | operations if re.fullmatch(r"[a-z][a-z0-9_]*", word)}
    assert words == naming.RESERVED
    assert naming.name_of_title("New", ()) == "new_2"
    with pytest.raises(ReservedSegmentName):
        naming.checked_name("preview")
