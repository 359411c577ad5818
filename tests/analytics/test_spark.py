"""Every figure on a real local Spark equals the one on DuckDB, to the last unit."""

import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import ibis
import pytest
from tests.analytics.figures import FIGURES, Tables

pytestmark = pytest.mark.spark
# pandas 3 under PySpark is announced as not fully supported; the frames of Arrow are all we use.
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.sql.session.timeZone": "UTC",
    "spark.driver.memory": "2g",
    # Hundreds of short queries: compiling them well costs more than running them badly.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.showConsoleProgress": "false",
}
Row = tuple[tuple[str, Any], ...]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    pyspark = pytest.importorskip("pyspark.sql", reason="the extra [spark] is not installed")
    builder = pyspark.SparkSession.builder.master("local[2]").appName("shuke-figures")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def on_spark(spark: Any, journey_folder: Path) -> Tables:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        backend = ibis.pyspark.connect(spark)
        return {
            folder.name: backend.read_parquet(str(folder), table_name=folder.name)
            for folder in sorted(journey_folder.iterdir())
        }


def _rows(table: ibis.Table) -> list[Row]:
    found = table.to_pyarrow().to_pylist()
    return sorted((tuple(sorted(row.items())) for row in found), key=repr)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_on_spark_equals_the_figure_on_duckdb(
    name: str, spark: Any, on_spark: Tables, journey: Mapping[str, ibis.Table]
) -> None:
    asked, here = FIGURES[name](on_spark), FIGURES[name](journey)
    assert asked.get_backend().name == "pyspark"
    assert here.get_backend().name == "duckdb"
    spark.sparkContext.setJobGroup(name, name)
    theirs = _rows(asked)
    jobs = spark.sparkContext.statusTracker().getJobIdsForGroup(name)
    assert len(jobs) > 0, "no Spark job ran"
    ours = _rows(here)
    assert len(ours) == len(theirs) > 0
    # Not nearly: the same whole numbers, texts and the last bit of every fraction.
    assert [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]] == []
