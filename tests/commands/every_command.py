"""Runs commands in one process, for a start of Python costs more than most of them.

Reads a JSON list of argument lists from stdin; writes per command its exit code, stdout, stderr.
"""

import contextlib
import io
import json
import sys

from shuke.interfaces.commands import app as commands


def _run(arguments: list[str]) -> dict[str, object]:
    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["shuke", *arguments]
    code: object = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            commands.main()
        except SystemExit as ended:
            code = ended.code or 0
    return {"code": code, "out": out.getvalue(), "err": err.getvalue()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps([_run(arguments) for arguments in json.load(sys.stdin)]))
