"""What every command needs: Django awake, who acts, the clock, the reader's language."""

import os
from datetime import UTC, date, datetime
from typing import Literal

import typer

from shuke.kernel.refusal import Refusal
from shuke.kernel.scope import Actor, Scope

BY = Actor(kind="system", name="shuke-cli")


class NotADay(Refusal):
    """The text is not a day."""

    code = "request.not_a_day"
    en = "“{text}” is not a day."
    zh = "“{text}”不是有效日期。"
    next_en = "Write the day as YYYY-MM-DD."
    next_zh = "请按 YYYY-MM-DD 填写日期。"


def wake() -> None:
    """Load Django; every command calls it first, `--help` never does."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.project.settings")
    django.setup()


def wall() -> datetime:
    """The wall clock; commands are doors, so they may read it."""
    return datetime.now(UTC)


def scope() -> Scope:
    """Whoever may start the command may read the database file: the whole chain."""
    return Scope.everything()


def language() -> Literal["zh", "en"]:
    """Chinese where the environment's locale is Chinese, else English."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "zh" if named.lower().startswith("zh") else "en"


def day_of(text: str | None) -> date | None:
    """A day from an option, None where none was given.

    Raises:
        NotADay: the text is no day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADay(param="as-of", text=text[:40]) from None


def say(text: str) -> None:
    """Tell the person at the terminal something; data never goes this way."""
    typer.echo(text, err=True)
