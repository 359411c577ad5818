"""`shuke import`: a file of yours, or one of the built-in sources."""

from pathlib import Path
from typing import Annotated

import typer

from shuke.interfaces.commands import output, session

PROBLEMS = 6


def import_(
    source: Annotated[
        str, typer.Argument(help="A CSV, Parquet or XLSX file; or complete-journey, cdnow.")
    ],
    kind: Annotated[
        str, typer.Option(help="What the file holds: members, products, stores or sales.")
    ] = "sales",
    column: Annotated[
        list[str] | None, typer.Option(help="FIELD=COLUMN, where the names differ; remembered.")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option(help="Check everything, write nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Import a file; a refused row stops nothing and is listed with its line and reason."""
    session.wake()
    from shuke.intake import actions

    with output.progress("import") as told:
        path = Path(source)
        if path.suffix or path.exists():
            outcome = actions.import_file(
                path=path,
                kind=kind,
                mapping=dict(pair.partition("=")[::2] for pair in column) if column else None,
                dry_run=dry_run,
                at=session.wall(),
                by=session.BY,
                progress=told,
            )
        else:
            outcome = actions.import_source(source, at=session.wall(), by=session.BY, progress=told)
    said = {"import": str(outcome.import_id), **outcome.counts}
    if json:
        refused = str(outcome.refused_path) if outcome.refused_path else None
        output.emit({**said, "refused_file": refused, "dry_run": dry_run})
    else:
        output.show([said])
    if outcome.refused_path:
        session.say(f"Refused rows, with line and reason: {outcome.refused_path}")
        raise typer.Exit(PROBLEMS)
