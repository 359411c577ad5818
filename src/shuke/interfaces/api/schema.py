"""The schema of the API as a file in the tree: a change of the API is seen in its review.

python -m shuke.interfaces.api.schema --write    writes docs/reference/openapi.json
python -m shuke.interfaces.api.schema            tells whether it is up to date
"""

import json
import os
import sys
from pathlib import Path

import django

SNAPSHOT = Path("docs/reference/openapi.json")


def document() -> str:
    """The schema as the snapshot holds it."""
    from shuke.interfaces.api.app import api  # noqa: PLC0415 - needs Django's settings

    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, default=str) + "\n"


def main(arguments: list[str]) -> int:
    """Write or compare; 0 when the snapshot is right."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.project.settings")
    django.setup()
    if "--write" in arguments:
        SNAPSHOT.write_text(document(), encoding="utf-8")
        return 0
    if SNAPSHOT.is_file() and SNAPSHOT.read_text(encoding="utf-8") == document():
        return 0
    sys.stderr.write("The schema changed: python -m shuke.interfaces.api.schema --write\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
