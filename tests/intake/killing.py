"""Kills an import from outside, at a statement, at a row on its way, or at a moment; resumes it.

    python -m tests.intake.killing KIND FILE POINTS

Runs in a process that holds no connection of its own. Every run is a fork on a fresh copy of the
prepared database; this process kills the fork with SIGKILL when it says that it has reached the
point (it then stands still), or when the time has come. Answers JSON: what the uninterrupted run
left, and per point what stood there after the kill and after the resumed run.
"""

import json
import os
import shutil
import signal
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg

django.setup()

from django.conf import settings  # noqa: E402 - after the settings
from django.db import connection  # noqa: E402
from tests.forks import Fork  # noqa: E402
from tests.intake import kill_world  # noqa: E402

HOME = Path(settings.SHUKE_HOME)
URL = os.environ.get("DATABASE_URL", "")


def database(name):
    """Point Django of this process at a copy; only ever called in a fork."""
    if URL:
        connection.settings_dict["NAME"] = name
    else:
        connection.settings_dict["NAME"] = str(HOME / f"{name}.db")


def admin(sql):
    with closing(psycopg.connect(urlunsplit(urlsplit(URL)._replace(path="/postgres")))) as server:
        server.autocommit = True
        server.execute(sql)


def copied(source, target):
    """A fresh copy of a database nobody is connected to."""
    if URL:
        admin(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
        admin(f"CREATE DATABASE {target} TEMPLATE {source}")
        return
    for ending in ("", "-wal", "-shm"):
        (HOME / f"{target}.db{ending}").unlink(missing_ok=True)
    shutil.copy(HOME / f"{source}.db", HOME / f"{target}.db")


def in_fork(name, work):
    """The text that a piece of work answers, done in a fork on that database."""

    def run(mouth):
        database(name)
        os.write(mouth, work().encode())
        connection.close()

    fork = Fork(run)
    said = fork.all_heard()
    assert fork.ended() == 0, f"the work on {name} failed"
    return said.decode()


def killed(name, kind, file, point):
    """Run the import on a database and kill it at the point; False when it ended before."""
    how, where = point

    def run(mouth):
        database(name)
        stop = kill_world.Stop(how, where, mouth)
        kill_world.run_import(kind, file, stop)
        connection.close()

    fork = Fork(run)
    if how == "seconds":
        time.sleep(where)
    elif fork.heard() != b"!":
        assert fork.ended() == 0
        return False
    return fork.kill() == -signal.SIGKILL


def points_of(counted, many):
    """Kill points spread over the statements, the rows and the seconds of the whole run."""
    per_kind = {"statement": many * 5 // 10, "row": many * 3 // 10}
    if counted["row"] <= per_kind["row"]:  # members travel by statements alone
        per_kind["statement"] += per_kind.pop("row")
    per_kind["seconds"] = many - sum(per_kind.values())
    points = []
    for how, count in per_kind.items():
        for place in range(count):
            where = counted[how] * (place + 1) / (count + 1)
            points.append((how, where if how == "seconds" else max(1, round(where))))
    return points


def main(kind, file, many):
    base = "shuke_kill_base"
    first = urlsplit(URL).path.strip("/") if URL else "shuke"
    in_fork(first, kill_world.prepare)
    copied(first, base)
    copied(base, "shuke_kill_whole")
    counted = json.loads(in_fork("shuke_kill_whole", lambda: kill_world.counted_import(kind, file)))
    whole = json.loads(in_fork("shuke_kill_whole", kill_world.state))
    answers = []
    for point in points_of(counted, many):
        copied(base, "shuke_kill_run")
        was_killed = killed("shuke_kill_run", kind, file, point)
        after = json.loads(in_fork("shuke_kill_run", kill_world.state))
        in_fork("shuke_kill_run", lambda: kill_world.counted_import(kind, file))
        resumed = json.loads(in_fork("shuke_kill_run", kill_world.state))
        answers.append(
            {
                "point": point,
                "was_killed": was_killed,
                "broken": after["broken"],
                "chunks": after["chunks"],
                "digest": resumed["digest"],
            }
        )
    for name in ("base", "whole", "run"):
        if URL:
            admin(f"DROP DATABASE IF EXISTS shuke_kill_{name} WITH (FORCE)")
    json.dump({"whole": whole, "counted": counted, "kills": answers}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
