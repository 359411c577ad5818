"""`shuke chain`: set up a chain of your own, its people and its API keys."""

from typing import Annotated, cast

import typer

from shuke.interfaces.commands import output, session
from shuke.kernel.permissions import Role

app = typer.Typer(no_args_is_help=True, help="Set up the chain, its people and its keys.")


@app.command()
def init(
    name: Annotated[str, typer.Argument(help="The chain's name.")],
    currency: Annotated[str, typer.Option(help="ISO 4217")] = "CNY",
    zone: Annotated[str, typer.Option(help="IANA time zone of the stores")] = "Asia/Shanghai",
) -> None:
    """Prepare an empty system for a chain."""
    session.wake()
    from django.core.management import call_command

    from shuke.stores import actions

    call_command("migrate", interactive=False, verbosity=0)
    actions.set_chain(name=name, currency=currency, zone=zone, at=session.wall(), by=session.BY)
    session.say(f"{name} is set up. Next: shuke chain person USERNAME --role owner")


@app.command()
def person(
    username: Annotated[str, typer.Argument(help="Name to sign in with.")],
    role: Annotated[str, typer.Option(help="owner, marketer, manager, cashier, ...")] = "owner",
    name: Annotated[str, typer.Option(help="The person's name")] = "",
    store: Annotated[list[str] | None, typer.Option(help="Store number, repeatable")] = None,
) -> None:
    """Add a person who signs in; asks for the password."""
    session.wake()
    from shuke.stores import actions

    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    known = actions.ensure_stores(store or ())
    actions.add_staff(
        username=username,
        name=name or username,
        role=cast(Role, role),
        password=password,
        at=session.wall(),
        by=session.BY,
        stores=known.values(),
    )
    session.say(f"{username} can sign in as {role}.")


@app.command()
def key(
    name: Annotated[str, typer.Argument(help="What the key is for.")],
    role: Annotated[str, typer.Option(help="The role whose rights it gets")] = "owner",
    *,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Issue an API key; it is shown this once."""
    session.wake()
    from shuke.stores import actions

    secret = actions.issue_key(name=name, role=cast(Role, role), at=session.wall(), by=session.BY)
    if json:
        output.emit({"name": name, "role": role, "key": secret})
    else:
        typer.echo(secret)
