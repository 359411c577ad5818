"""What comes in."""

from ninja import Schema
from pydantic import ConfigDict


class Strict(Schema):
    """A body: an unknown field is refused, never ignored."""

    model_config = ConfigDict(extra="forbid")
