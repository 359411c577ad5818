"""Every text of the pages is translated, and no translation is left over."""

import subprocess
import sys


def test_every_text_is_translated_and_used():
    done = subprocess.run(
        [sys.executable, "tools/messages.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
