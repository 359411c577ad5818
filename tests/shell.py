"""`shuke` in a warm process: commands one after another, each as a person would type it.

Starting Python and reading Django, Ibis and pandas takes seconds, most commands take a tenth of
one. A process serves one data directory: it reads a line of JSON (the arguments), runs the command
through the same `main` as the installed `shuke`, and answers a line (exit code, stdout, stderr).
"""

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


class Shell:
    """A warm process; `close` ends it."""

    def __init__(self, environment: dict[str, str], cwd: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=cwd,
            text=True,
        )

    def run(self, *arguments: str) -> Said:
        """Run one command to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(arguments) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the process ended at {arguments}"
        return Said(**json.loads(line))

    def shuke(self, *arguments: str, code: int = 0) -> str:
        """Run a command that ends with `code`; answer its stdout."""
        said = self.run(*arguments)
        assert said.code == code, f"{arguments}: {said.code}\n{said.err[-3000:]}"
        return said.out

    def close(self) -> None:
        """Let the process end."""
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()


def _run(arguments: list[str]) -> dict[str, object]:
    from shuke.interfaces.commands import app

    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["shuke", *arguments]
    code: object = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            app.main()
        except SystemExit as ended:
            code = ended.code or 0
    return {"code": code, "out": out.getvalue(), "err": err.getvalue()}


def _serve() -> None:
    # What a command's own children write to its stdout must not stand between two answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps(_run(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    _serve()
