"""Everything can be taken away: each table a file, each file described, nothing secret inside."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.lake.shop import Shop

from shuke.kernel.scope import Actor, NotAllowed, Scope
from shuke.lake import actions, exporting
from shuke.lake.access import NoLake

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
BY = Actor("system", "test")


def export(folder: Path, **changes: object) -> dict[str, int]:
    asked = {"kind": "parquet", "at": AT, "by": BY, "scope": Scope.everything(), **changes}
    return exporting.export_all(folder, **asked)


def test_every_table_is_a_file_and_every_column_is_described(books, tmp_path) -> None:
    shop = Shop.open()
    member = shop.member("7", phone="+8613800138000")
    shop.sale(member=member, amount=1_234)
    actions.refresh(at=AT, by=BY)

    counts = export(tmp_path / "out")

    assert counts["lake/sales"] == counts["books/sales_sale"] == 1
    assert pq.read_table(tmp_path / "out/lake/sales.parquet")["amount"].to_pylist() == [1_234]
    readme = (tmp_path / "out/README.md").read_text(encoding="utf-8")
    for name in counts:
        file = tmp_path / "out" / f"{name}.parquet"
        assert f"## {name}.parquet" in readme
        assert pq.ParquetFile(file).metadata.num_rows == counts[name]
        for column in pq.read_schema(file).names:
            assert f"| `{column}` |" in readme


def test_the_owner_takes_phones_along_readable_and_secrets_stay(books, tmp_path) -> None:
    shop = Shop.open()
    shop.member("7", phone="+8613800138000")
    actions.refresh(at=AT, by=BY)

    export(tmp_path / "out", kind="csv")

    with (tmp_path / "out/books/members_identity.csv").open(encoding="utf-8") as file:
        (identity,) = csv.DictReader(file)
    assert identity["sealed"] == "+8613800138000"
    assert not {"hash", "tail"} & identity.keys()
    with (tmp_path / "out/books/stores_staff.csv").open(encoding="utf-8") as file:
        assert "password" not in (csv.DictReader(file).fieldnames or ())
    assert not (tmp_path / "out/books/storage_outcome.csv").exists()


@pytest.mark.parametrize("role", ["analyst", "marketer", "manager", "cashier"])
def test_everything_is_for_who_manages_the_system(books, tmp_path, role) -> None:
    with pytest.raises(NotAllowed):
        export(tmp_path / "out", scope=Scope(role=role))


def test_refuses_unknown_kinds_full_folders_and_an_empty_lake(books, tmp_path) -> None:
    with pytest.raises(exporting.UnknownKind):
        export(tmp_path / "out", kind="xlsx")
    with pytest.raises(NoLake):
        export(tmp_path / "out")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("keep")
    with pytest.raises(exporting.FolderNotEmpty):
        export(tmp_path / "full")
    assert (tmp_path / "full" / "mine.txt").read_text() == "keep"
