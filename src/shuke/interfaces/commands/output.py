"""Rows as a table for people, JSON or CSV for programs; progress on the terminal only."""

import csv
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

Row = Mapping[str, Any]
_LINES_SECONDS = 5.0


class Told(Protocol):
    """How long work says where it is: done of total, and what it is doing."""

    def __call__(self, done: int, total: int, note: str) -> None: ...


def as_json(value: object) -> str:
    """JSON with Chinese as it is written, days as ISO text."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def show(rows: Sequence[Row], *, title: str = "", as_csv: bool = False) -> None:
    """Write rows to stdout: CSV when asked or when piped, else a table."""
    if not rows:
        return
    names = list(rows[0])
    if as_csv or not sys.stdout.isatty():
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(
            [["" if row[name] is None else row[name] for name in names] for row in rows]
        )
        return
    table = Table(title=title or None, header_style="bold", show_edge=False)
    for name in names:
        is_number = isinstance(rows[0][name], int | float)
        table.add_column(name, justify="right" if is_number else "left")
    for row in rows:
        table.add_row(*("" if row[name] is None else str(row[name]) for name in names))
    Console().print(table)


def emit(value: object) -> None:
    """Write one JSON document to stdout."""
    typer.echo(as_json(value))


@contextmanager
def progress(what: str) -> Iterator[Told]:
    """A bar on a terminal; elsewhere a line now and then; always on stderr."""
    if not sys.stderr.isatty():
        yield _lines(what)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, note="")

        def told(done: int, total: int, note: str) -> None:
            bar.update(task, completed=done, total=total or None, note=note)

        yield told


def _lines(what: str) -> Told:
    said_at, said_note = 0.0, ""

    def told(done: int, total: int, note: str) -> None:
        nonlocal said_at, said_note
        now = time.monotonic()
        if note == said_note and now - said_at < _LINES_SECONDS:
            return
        said_at, said_note = now, note
        share = f" {done * 100 // total}%" if total else ""
        typer.echo(f"{what}:{share} {note}", err=True)

    return told
