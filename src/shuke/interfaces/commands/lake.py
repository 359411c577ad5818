"""`shuke lake`: bring the analytic tables up to date, or say how fresh they are."""

from dataclasses import asdict
from typing import Annotated

import typer

from shuke.interfaces.commands import output, session

app = typer.Typer(no_args_is_help=True, help="The analytic tables.")


@app.command()
def refresh(*, json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Bring the lake up to date: only what is new is read."""
    session.wake()
    from shuke.lake import actions

    with output.progress("lake") as told:
        refreshed = actions.refresh(at=session.wall(), by=session.BY, progress=told)
    if json:
        output.emit(asdict(refreshed))
    else:
        output.show([asdict(refreshed)])


@app.command()
def status(*, json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Say how fresh the lake is and how many rows each table has."""
    session.wake()
    from shuke.lake import queries

    found = queries.status()
    if json:
        output.emit(asdict(found))
    else:
        output.show([asdict(found)])
