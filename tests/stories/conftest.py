"""A chain of its own for each story: an empty system that people fill through the command line."""

import csv
import itertools
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from tests.shell import Shell

ROOT = Path(__file__).resolve().parent.parent.parent
_numbers = itertools.count(1)


@dataclass
class Chain:
    """Lanxi Retail on its first day: every step is a command that a person could type."""

    home: Path
    environment: dict[str, str]
    shell: Shell

    def shuke(self, *arguments: str, code: int = 0) -> str:
        return self.shell.shuke(*arguments, code=code)

    def file(self, name: str, rows: Iterable[Mapping[str, object]]) -> str:
        """Write rows as a CSV file such as a till exports."""
        written = list(rows)
        path = self.home / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(written[0]))
            writer.writeheader()
            writer.writerows(written)
        return str(path)

    def bring_in(
        self, name: str, kind: str, rows: Iterable[Mapping[str, object]]
    ) -> dict[str, Any]:
        """Import the rows; answer the counts."""
        return json.loads(self.shuke("import", self.file(name, rows), "--kind", kind, "--json"))

    def enrol(self, count: int, **more: object) -> None:
        """Bring in the members 1 to `count`."""
        rows = [{"number": n, "name": f"会员{n}", **more} for n in range(1, count + 1)]
        self.bring_in("members.csv", "members", rows)

    def refresh(self) -> None:
        self.shuke("lake", "refresh")

    def figure(self, name: str, as_of: str, *arguments: str) -> list[dict[str, Any]]:
        text = self.shuke("figure", name, "--as-of", as_of, "--json", *arguments)
        return json.loads(text)["rows"]


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    """An empty chain in Shanghai, on the database of the lane."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    environment = {**os.environ, "SHUKE_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    if os.environ.get("DATABASE_URL"):
        name = f"story_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        parts = urlsplit(os.environ["DATABASE_URL"])
        environment["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{name}"))
    made = Chain(home, environment, Shell(environment, home))
    made.shuke("chain", "init", "Lanxi Retail", "--currency", "CNY", "--zone", "Asia/Shanghai")
    yield made
    made.shell.close()


def line(
    sale: str,
    day: str,
    member: object,
    amount: str,
    *,
    product: str = "milk",
    store: str = "001",
    **more: object,
) -> dict[str, object]:
    """One line of a till's export."""
    return {
        "sale_number": sale,
        "store": store,
        "sold_at": f"{day} 12:00:00" if len(day) == len("2026-05-01") else day,
        "member": member,
        "product": product,
        "quantity": "1",
        "amount": amount,
        **more,
    }
