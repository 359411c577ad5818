"""A small chain in Shanghai, and files written as a shopkeeper's systems write them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shuke.intake.actions import hand_out_refused
from shuke.kernel.scope import Actor, Scope
from shuke.stores import actions as stores

AT = datetime(2026, 5, 2, 1, 0, tzinfo=UTC)
BY = Actor(kind="staff", name="lin")
Write = Callable[..., Path]


def handed_out(import_id: int) -> str:
    """The refused rows of an import in full, as somebody with a reason gets them."""
    rows = hand_out_refused(
        reference=import_id, reason="corrects the file", scope=Scope.everything(), at=AT, by=BY
    )
    return "".join(rows).removeprefix("\ufeff")


@pytest.fixture
def chain(db: None) -> None:
    stores.set_chain(name="熟客超市", currency="CNY", zone="Asia/Shanghai", at=AT, by=BY)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, *, name: str = "file.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return written
