"""The page on the import format names every column of every kind, with its limit."""

from pathlib import Path

import pytest

from shuke.intake.formats import Kind, kinds
from shuke.intake.limits import BYTES_MAX, COLUMNS_MAX, ROWS_MAX

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_the_format_page_lists_every_column(kind: Kind) -> None:
    page = (DOCS / "reference" / "import-format.md").read_text(encoding="utf-8")
    section = page.split(f"(`{kind.name}`)")[1].split("\n## ")[0]
    for column in kind.columns:
        (row,) = [row for row in section.splitlines() if row.startswith(f"| `{column.name}` ")]
        assert column.zh in row
        assert column.type in row
        assert ("needed" in row) == column.is_required


def test_the_how_to_tells_the_limits() -> None:
    page = (DOCS / "how-to" / "import.md").read_text(encoding="utf-8")
    assert f"{BYTES_MAX // 1_048_576} MiB" in page
    assert f"{ROWS_MAX:,} rows" in page
    assert f"{COLUMNS_MAX} columns" in page
