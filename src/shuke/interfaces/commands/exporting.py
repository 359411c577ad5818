"""`shuke export --all`: leave whenever you want, with everything, as documented files."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from shuke.interfaces.commands import output, session

USAGE = 2


class Kind(StrEnum):
    """The kinds of files."""

    PARQUET = "parquet"
    CSV = "csv"


def export(
    folder: Annotated[Path, typer.Argument(help="Where to write; made if missing.")],
    kind: Annotated[Kind, typer.Option(help="parquet or csv")] = Kind.PARQUET,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All tables, with a schema.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Write every table as Parquet or CSV, with a description of each column."""
    if not everything:
        session.say("Nothing named: `shuke export --all FOLDER` writes everything.")
        raise typer.Exit(USAGE)
    session.wake()
    from shuke.lake import exporting

    with output.progress("export") as told:
        written = exporting.export_all(
            folder,
            kind=kind.value,
            at=session.wall(),
            by=session.BY,
            scope=session.scope(),
            progress=told,
        )
    rows = [{"table": name, "rows": count} for name, count in written.items()]
    if json:
        output.emit({"folder": str(folder), "tables": rows})
    else:
        output.show(rows)
