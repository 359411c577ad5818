"""The commands put together, and what an exit code means.

0 done, 1 failed, 2 wrong usage, 3 not found, 4 conflict, 5 refused input, 6 ran and found problems.
"""

import json
import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from shuke.interfaces.commands import (
    demo,
    doctor,
    exporting,
    figures,
    importing,
    lake,
    members,
    segments,
    serving,
    setup,
)
from shuke.interfaces.commands.session import language
from shuke.kernel.refusal import Kind, Refusal

EXIT_CODES = {Kind.NOT_FOUND: 3, Kind.CONFLICT: 4, Kind.INVALID: 5, Kind.TOO_LARGE: 5}

app = typer.Typer(
    name="shuke",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Shuke 熟客: know every member, decide what to give, settle it, prove it worked.",
)
app.command("demo")(demo.demo)
app.command("serve")(serving.serve)
app.command("worker")(serving.worker)
app.command("import")(importing.import_)
app.command("figure")(figures.figure)
app.command("figures")(figures.figures)
app.command("export")(exporting.export)
app.command("doctor")(doctor.doctor)
app.add_typer(segments.app, name="segment")
app.add_typer(members.app, name="member")
app.add_typer(lake.app, name="lake")
app.add_typer(setup.app, name="chain")


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(version("shuke"))
        raise typer.Exit


@app.callback()
def shuke(
    *,
    show: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version."),
    ] = False,
) -> None:
    """Know every member, decide what to give, settle it, prove it worked."""


def main() -> None:
    """Run the command line; a refusal becomes a message with its next step and an exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.project.settings")
    try:
        app()
    except Refusal as refusal:
        _tell(refusal)
        sys.exit(EXIT_CODES.get(refusal.kind, 1))


def _tell(refusal: Refusal) -> None:
    said = {
        "code": refusal.code,
        "message": refusal.message(language()),
        "hint": refusal.next_step(language()),
    }
    if "--json" in sys.argv:
        typer.echo(json.dumps({"error": said}, ensure_ascii=False), err=True)
        return
    typer.echo(f"{said['message']}\n{said['hint']} [{said['code']}]", err=True)
