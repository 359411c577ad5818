"""A worker in a process of its own, over the test's database: it greets, then hangs.

python tests/jobs/worker_process.py DATABASE_NAME MARKER_FILE
"""

import sys
import time
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings

database, marker = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = database
django.setup()

from shuke.interfaces.worker.running import run_next  # noqa: E402 - after the settings are ready
from shuke.jobs import leases  # noqa: E402
from shuke.jobs.registry import job  # noqa: E402

leases.LEASE = timedelta(seconds=2)
leases.BEAT_SECONDS = 0.2


@job("hang", zh="挂起", en="Hang")
def hang(context, _payload):
    """Say that the work began, then never end."""
    context.progress(1, 2, "hanging")
    Path(marker).write_text(str(context.attempt), encoding="utf-8")
    time.sleep(60)
    return {}


while not run_next("killed"):
    time.sleep(0.05)
