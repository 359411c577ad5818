"""`shuke serve`: the console and the API under granian (WSGI), with one worker for jobs beside it.

On SQLite one process serves with several threads; on PostgreSQL one process per core.
"""

import multiprocessing
import os
import signal
import threading
from typing import Annotated

import typer

from shuke.interfaces.commands import session

THREADS = 4
STOP_SECONDS = 20


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    *,
    jobs: Annotated[bool, typer.Option(help="Run background jobs too.")] = True,
) -> None:
    """Serve the console and the API, and run background jobs."""
    session.wake()
    session.say(f"http://{host}:{port}/")
    run(port=port, host=host, jobs=jobs)


def worker() -> None:
    """Run background jobs in this process, beside other workers."""
    session.wake()
    _work()


def run(*, port: int, host: str = "127.0.0.1", jobs: bool = True) -> None:
    """Serve until a signal ends it; running requests and jobs end first."""
    from django.db import connection, connections
    from granian import Granian
    from granian.constants import Interfaces

    workers = 1 if connection.vendor == "sqlite" else os.cpu_count() or 1
    connections.close_all()
    beside = multiprocessing.get_context("spawn").Process(target=_beside, daemon=True)
    if jobs:
        beside.start()
    try:
        Granian(
            "shuke.project.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=THREADS,
            log_access=False,
            log_level="warning",  # type: ignore[arg-type]  # the enumeration is made from its text
            respawn_failed_workers=True,
        ).serve()
    finally:
        if jobs:
            beside.terminate()
            beside.join(STOP_SECONDS)


def _beside() -> None:
    session.wake()
    _work()


def _work() -> None:
    from shuke.interfaces.worker import loop

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    loop.run(stop)
