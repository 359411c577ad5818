"""The loop of a worker: take, run, rest. Many may run, in threads or processes."""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, connection, connections
from django.utils.module_loading import autodiscover_modules

from shuke.interfaces.worker.running import run_next
from shuke.interfaces.worker.subscriptions import LOOK_SECONDS, Watch

logger = logging.getLogger(__name__)

REST_SECONDS = 0.5
_TROUBLE_SECONDS = 5.0
_STOP_SECONDS_MAX = 30.0


def run(stop: threading.Event) -> None:
    """Run due jobs one after another until `stop` is set; a running job is finished first."""
    # Every package declares its kinds of job in a module `work`.
    autodiscover_modules("work")
    worker = f"{socket.gethostname()[:40]}/{os.getpid()}/{secrets.token_hex(4)}"
    watch, look_at = Watch(), 0.0
    try:
        while not stop.is_set():
            if time.monotonic() >= look_at:
                look_at = time.monotonic() + LOOK_SECONDS
                _outliving(watch.look, stop)
            if not _outliving(lambda: run_next(worker), stop):
                stop.wait(REST_SECONDS)
    finally:
        connection.close()


def _outliving(work: Callable[[], object], stop: threading.Event) -> bool:
    try:
        return bool(work())
    except DatabaseError:
        # The database restarts or is being moved: the worker outlives it.
        logger.exception("the worker lost its database and tries again")
        connections.close_all()
        stop.wait(_TROUBLE_SECONDS)
        return True


class _Workers:
    """The workers of this process."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.threads: list[threading.Thread] = []


_workers = _Workers()


def start(count: int = 1) -> None:
    """Start workers as threads of this process (`shuke serve`); a second call adds nothing."""
    if _workers.threads:
        return
    _workers.stop.clear()
    for number in range(count):
        thread = threading.Thread(
            target=run, args=(_workers.stop,), name=f"worker-{number}", daemon=True
        )
        thread.start()
        _workers.threads.append(thread)


def stop() -> None:
    """Let the workers of this process finish what they do, and end."""
    _workers.stop.set()
    for thread in _workers.threads:
        thread.join(_STOP_SECONDS_MAX)
    _workers.threads.clear()
