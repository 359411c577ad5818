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
    """JSON with Chinese as it is written, days as ISO text, without internal ids."""
    return json.dumps(_outward(value), ensure_ascii=False, default=_plain)


def _outward(value: object) -> object:
    # Internal ids have 64 bits; a JSON number of that size is rounded by most readers.
    if isinstance(value, Mapping):
        return {name: _outward(one) for name, one in value.items() if not is_internal(name, one)}
    if isinstance(value, list | tuple):
        return [_outward(one) for one in value]
    return value


def is_internal(name: object, value: object) -> bool:
    """Whether a value is an internal id, which stays inside."""
    text = str(name)
    return (text == "id" or text.endswith("_id")) and not isinstance(value, str)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def show(rows: Sequence[Row], *, title: str = "", as_csv: bool = False) -> None:
    """Write rows to stdout: CSV when asked or when piped, else a table."""
    if not rows:
        return
    names = [name for name in rows[0] if not is_internal(name, rows[0][name])]
    if as_csv or not sys.stdout.isatty():
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([[_cell(row[name]) for name in names] for row in rows])
        return
    table = Table(title=title or None, header_style="bold", show_edge=False)
    for name in names:
        is_number = isinstance(rows[0][name], int | float)
        table.add_column(name, justify="right" if is_number else "left")
    for row in rows:
        table.add_row(*(str(_cell(row[name])) for name in names))
    Console().print(table)


def _cell(value: object) -> object:
    """What stands in a cell: nothing, true or false, a number, a text, else JSON."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case str() | int() | float():
            return value
        case _:
            return as_json(value)


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
