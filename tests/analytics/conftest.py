"""Complete Journey as lake tables, straight from its package, once per run."""

from collections.abc import Mapping
from pathlib import Path

import ibis
import pytest
from bench.journey import write_tables


@pytest.fixture(scope="session")
def journey_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tables(tmp_path_factory.mktemp("journey"))


@pytest.fixture(scope="session")
def journey(journey_folder: Path) -> Mapping[str, ibis.Table]:
    backend = ibis.duckdb.connect(threads=2)
    return {
        folder.name: backend.read_parquet(str(folder / "*.parquet"), table_name=folder.name)
        for folder in sorted(journey_folder.iterdir())
    }
