"""Prepares the world of the kill tests and imports a file of sales into it.

python -m tests.intake.filling FILE
"""

import sys
from pathlib import Path

import django

django.setup()

from tests.intake import kill_world  # noqa: E402 - after the settings

kill_world.prepare()
kill_world.counted_import("sales", Path(sys.argv[1]))
