"""Work in forked processes: told from, and killed, from outside."""

import json
import os
import select
import signal

WAIT_SECONDS = 120


class Fork:
    """A piece of work in a forked process, with a pipe to hear from it."""

    def __init__(self, work):
        self.ear, mouth = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.ear)
            code = 1
            try:
                work(mouth)
                code = 0
            finally:
                os._exit(code)
        os.close(mouth)

    def heard(self, seconds=WAIT_SECONDS):
        """What the fork says until it closes its end, or b"" when the time is over."""
        ready, _, _ = select.select([self.ear], [], [], seconds)
        return os.read(self.ear, 1) if ready else b""

    def all_heard(self):
        said = b""
        while piece := os.read(self.ear, 65536):
            said += piece
        return said

    def ended(self):
        _, status = os.waitpid(self.pid, 0)
        os.close(self.ear)
        return os.waitstatus_to_exitcode(status)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        return self.ended()


def in_fork(work):
    """What a piece of work answers, done in a fork with a connection of its own."""

    def run(mouth):
        from django.db import connection

        os.write(mouth, json.dumps(work(), default=str).encode())
        connection.close()

    fork = Fork(run)
    said = fork.all_heard()
    assert fork.ended() == 0, "the work failed"
    return json.loads(said)
