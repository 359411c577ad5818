"""`shuke figure NAME`: one definition, the same numbers as the console, the API and Python."""

from typing import Annotated

import typer

from shuke.interfaces.commands import output, session


def figure(
    name: Annotated[str, typer.Argument(help="The figure; `shuke figures` lists them.")],
    as_of: Annotated[str | None, typer.Option(help="Start of this day, chain's zone.")] = None,
    by: Annotated[str | None, typer.Option(help="Split by month, store, ...")] = None,
    scoring: Annotated[str | None, typer.Option(help="quantile, threshold or rank")] = None,
    preset: Annotated[str | None, typer.Option(help="eight, eight_mean, eleven, ...")] = None,
    level: Annotated[str | None, typer.Option(help="category or product, for pairs")] = None,
    min_support: Annotated[str | None, typer.Option(help="Least support, for pairs")] = None,
    given: Annotated[
        list[str] | None, typer.Option("--set", help="Any other parameter, NAME=VALUE.")
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="The whole envelope as JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="The rows as CSV.")] = False,
) -> None:
    """Compute a figure and write its rows."""
    session.wake()
    from shuke.lake import figures as lake_figures

    named = {
        "by": by,
        "scoring": scoring,
        "preset": preset,
        "level": level,
        "min_support": min_support,
    }
    parameters = {key: value for key, value in named.items() if value is not None}
    for pair in given or ():
        key, _, value = pair.partition("=")
        parameters[key] = value
    result = lake_figures.compute(
        name, as_of=session.day_of(as_of), parameters=parameters, scope=session.scope()
    )
    if json:
        output.emit(result.envelope())
        return
    output.show(result.rows, title=f"{name}, {result.as_of}, {result.currency}", as_csv=csv)
    session.say(f"{len(result.rows)} rows; as of {result.as_of}; fresh to {result.freshness}")


def figures(*, json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """List the figures with their parameters."""
    session.wake()
    from shuke.lake import figures as lake_figures

    zh = session.language() == "zh"
    rows = [
        {
            "figure": one.name,
            "title": one.zh if zh else one.en,
            "parameters": " ".join(parameter.name for parameter in one.parameters),
        }
        for one in lake_figures.all_figures()
    ]
    if json:
        output.emit(rows)
    else:
        output.show(rows)
