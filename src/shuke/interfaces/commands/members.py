"""`shuke member`: find a member, or show everything about one (masked)."""

from dataclasses import asdict
from typing import Annotated

import typer

from shuke.interfaces.commands import output, session

app = typer.Typer(no_args_is_help=True, help="Members.")
FOUND_MAX = 50


@app.command()
def find(
    words: Annotated[str, typer.Argument(help="Name, pinyin initials, phone, card or number.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Find members by what a customer says."""
    session.wake()
    from shuke.members import queries

    rows = [
        {key: value for key, value in asdict(card).items() if key not in {"id", "store_id"}}
        for card in queries.find(words, session.scope(), FOUND_MAX)
    ]
    if json:
        output.emit(rows)
    else:
        output.show(rows)
    session.say(f"{len(rows)} found")


@app.command()
def show(
    reference: Annotated[str, typer.Argument(help="Member number or public id (mem_...).")],
    *,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show one member: identity (masked), origin, profile with sources, completeness."""
    session.wake()
    from shuke.members import queries

    found = asdict(queries.member_of(reference, session.scope()))
    if json:
        output.emit(found)
        return
    output.show([{"field": key, "value": str(value)} for key, value in found.items()])
