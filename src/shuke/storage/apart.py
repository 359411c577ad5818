"""Work that opens the operational database with DuckDB, kept apart from Django's connections.

DuckDB carries its own copy of SQLite. Two copies in one process do not see each other's locks on a
file, and closing the file in one drops the locks of the other (POSIX locks belong to a process):
the database was seen to break (`database disk image is malformed`). So on SQLite such work runs in
a child process, where SQLite's locks hold as between any two processes. PostgreSQL needs no child.

The work is a plain function of this package's code: `work(payload, told) -> answer`, payload and
answer of JSON values; the child knows the settings named below and nothing else of Django.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connection

Told = Callable[[int, int, str], None]
Payload = Mapping[str, Any]
Work = Callable[[Payload, Told], dict[str, Any]]

_SETTINGS = ("SHUKE_THREADS", "SHUKE_LAKE", "SHUKE_MASTER_KEY")


class ChildFailed(Exception):
    """The child ended without an answer; the message holds what it said."""


def run(work: Work, payload: Payload, told: Told) -> dict[str, Any]:
    """Do the work where it may open the operational database, and answer what it answers.

    Raises:
        ChildFailed: an error in the child, with its traceback.
    """
    if connection.vendor != "sqlite":
        return work(payload, told)
    asked = {
        "work": f"{work.__module__}:{work.__qualname__}",
        "payload": dict(payload),
        "settings": {name: str(getattr(settings, name)) for name in _SETTINGS},
        "database": str(connection.settings_dict["NAME"]),
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "shuke.storage.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        text=True,
        encoding="utf-8",
    )
    with child:
        return _answered(child, asked, told)


def _answered(
    child: "subprocess.Popen[str]", asked: Mapping[str, Any], told: Told
) -> dict[str, Any]:
    if child.stdin is None or child.stdout is None:
        raise AssertionError("both ends are pipes")
    with child.stdin:
        # The payload may hold the deployment's key: it goes through the pipe, never the arguments.
        json.dump(asked, child.stdin)
    for line in child.stdout:
        said = json.loads(line)
        if "answer" in said:
            answer: dict[str, Any] = said["answer"]
            return answer
        if "error" in said:
            raise ChildFailed(said["error"])
        told(*said["told"])
    raise ChildFailed(f"the child ended with code {child.wait()} and no answer")


def _serve() -> None:
    asked = json.load(sys.stdin)
    given = asked["settings"]
    settings.configure(
        SHUKE_THREADS=int(given["SHUKE_THREADS"]),
        SHUKE_LAKE=given["SHUKE_LAKE"],
        SHUKE_MASTER_KEY=given["SHUKE_MASTER_KEY"],
        SHUKE_IS_APART=True,
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": asked["database"]}},
    )
    module, _, name = asked["work"].partition(":")
    work: Work = getattr(import_module(module), name)

    def told(done: int, total: int, note: str) -> None:
        _say({"told": [done, total, note]})

    try:
        _say({"answer": work(asked["payload"], told)})
    except Exception:  # noqa: BLE001 - handed to the parent, which raises it
        _say({"error": traceback.format_exc()})
        sys.exit(1)


def _say(what: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _serve()
