"""The API put together."""

from ninja import NinjaAPI

from shuke.interfaces.api import (
    figures,
    identities,
    imports,
    jobs,
    members,
    sales,
    segments,
    stores,
)
from shuke.interfaces.api.framing import handle_errors
from shuke.interfaces.api.parsing import StrictParser

api = NinjaAPI(
    title="Shuke",
    version="1",
    description="The membership system of a retail chain. Habits: docs/reference/api.md.",
    urls_namespace="api",
    parser=StrictParser(),
)
for area in (members, identities, sales, imports, figures, segments, stores, jobs):
    api.add_router("", area.router)
handle_errors(api)
