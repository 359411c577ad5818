"""`shuke member`: find a member, or show everything about one (masked)."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer

from shuke.interfaces.commands import output, session
from shuke.kernel.scope import Scope

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

    scope = session.scope()
    rows = _with_stores([asdict(card) for card in queries.find(words, scope, FOUND_MAX)], scope)
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

    scope = session.scope()
    found = _with_stores(asdict(queries.member_of(reference, scope)), scope)
    if json:
        output.emit(found)
        return
    output.show(list(_lines(found)))


def _with_stores(value: Any, scope: Scope) -> Any:
    """Put the store's number where its internal id stands, at any depth."""
    from shuke.stores import queries as stores

    numbers = {store.id: store.number for store in stores.stores(scope)}

    def named(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {
                **{key: named(one) for key, one in value.items() if key != "store_id"},
                **({"store": numbers.get(value["store_id"])} if "store_id" in value else {}),
            }
        if isinstance(value, list | tuple):
            return [named(one) for one in value]
        return value

    return named(value)


def _lines(found: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """A member as lines for people: part, what, value, and where it came from."""
    for part in ("card", "origin", "completeness"):
        for name, value in found[part].items():
            if not output.is_internal(name, value):
                yield _line(part, name, value)
    for identity in found["identities"]:
        yield _line("identity", identity["kind"], identity["shown"], identity["source"])
    for field in found["fields"]:
        yield _line("field", field["name"], field["value"], field["source"])
    for note in found["notes"]:
        yield _line("note", note["topic"], note["text"], note["author"])
    if found["household"]:
        yield _line("household", "name", found["household"]["name"])
    for merge in found["merges"]:
        yield _line("merge", merge["merged_number"], merge["at"], merge["by"])
    yield _line("completeness", "missing", ", ".join(found["missing"]))


def _line(part: str, name: str, value: object, source: str = "") -> dict[str, object]:
    return {"part": part, "name": name, "value": value, "source": source}
