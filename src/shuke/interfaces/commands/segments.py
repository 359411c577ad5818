"""`shuke segment`: list, count, show and export saved questions about members."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from shuke.interfaces.commands import output, session

app = typer.Typer(no_args_is_help=True, help="Segments.")
PAGE = 1_000


@app.command("list")
def list_(*, json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """List the segments with their sizes."""
    session.wake()
    from shuke.segments import queries

    rows = [asdict(one) for one in queries.segments(session.scope())]
    shown = [{key: value for key, value in row.items() if key != "condition"} for row in rows]
    if json:
        output.emit(shown)
    else:
        output.show(shown)


@app.command()
def count(
    name: Annotated[str, typer.Argument(help="A segment's name, or a YAML file of a condition.")],
    as_of: Annotated[str | None, typer.Option(help="Start of this day, chain's zone.")] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Count the members of a segment, and how many can be reached."""
    session.wake()
    from shuke.rules.conditions import InSegment
    from shuke.rules.reading import from_yaml
    from shuke.segments import queries
    from shuke.stores import queries as stores

    path = Path(name)
    if path.suffix in {".yaml", ".yml"}:
        condition = from_yaml(path.read_text(encoding="utf-8"))
    else:
        found = queries.segment_of(name, session.scope()).condition
        # A plain list has no condition; asking for the segment itself counts it.
        condition = found or InSegment(name)
    day = session.day_of(as_of) or stores.chain().today(session.wall())
    counted = asdict(queries.counted(condition, as_of=day, scope=session.scope()))
    if json:
        output.emit(counted)
    else:
        output.show([counted])


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A segment's name.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Write a segment as YAML."""
    session.wake()
    from shuke.segments import files, queries

    segment = queries.segment_of(name, session.scope())
    if json:
        output.emit(files.to_document(segment))
    else:
        typer.echo(files.to_yaml(segment), nl=False)


@app.command()
def export(
    name: Annotated[str, typer.Argument(help="A segment's name.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Write the member numbers of a segment."""
    session.wake()
    from shuke.members import queries as members
    from shuke.segments import queries

    after, rows = 0, []
    while True:
        page = queries.members_in(name, session.scope(), after, PAGE)
        numbers = members.numbers_of(page.ids, session.scope())
        rows += [{"member": numbers[one]} for one in page.ids]
        if page.next_after is None:
            break
        after = page.next_after
    if json:
        output.emit([row["member"] for row in rows])
    else:
        output.show(rows, as_csv=True)
