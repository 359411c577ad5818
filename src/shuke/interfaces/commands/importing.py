"""`shuke import`: a file of yours, or one of the built-in sources."""

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuke.interfaces.commands import output, session

if TYPE_CHECKING:
    from shuke.intake.actions import Outcome

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

    path = Path(source)
    with output.progress("import") as told:
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
    refused = _hand_out(outcome, path) if outcome.has_refused else None
    said = {"import": str(outcome.import_id), **outcome.counts}
    if json:
        output.emit({**said, "refused_file": refused, "dry_run": dry_run})
    else:
        output.show([said])
    if outcome.has_refused:
        session.say(f"Refused rows, with line and reason: {refused}")
        raise typer.Exit(PROBLEMS)


def _hand_out(outcome: "Outcome", source: Path) -> str:
    """Write the refused rows in full beside their file, which is as open as they are."""
    from shuke.intake import actions

    rows = actions.hand_out_refused(
        reference=outcome.import_id,
        reason="shuke import",
        scope=session.scope(),
        at=session.wall(),
        by=session.BY,
    )
    beside = source.resolve()
    for place in itertools.count(1):
        tail = f".refused-{place}.csv" if place > 1 else ".refused.csv"
        path = beside.with_name(beside.stem + tail)
        try:
            file = path.open("x", encoding="utf-8", newline="")
        except FileExistsError:  # it may hold somebody's corrections
            continue
        with file:
            path.chmod(0o600)
            file.writelines(rows)
        return str(path)
    raise AssertionError("counting never ends")
