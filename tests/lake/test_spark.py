"""The same parts, the same definitions, on a real local Spark: the same rows to the last unit."""

from datetime import date

import pytest
from tests.lake.shop import EVERYTHING, Shop

from shuke.kernel.scope import Scope
from shuke.lake import access, engines, figures

DAY = date(2026, 2, 2)
ASKED = (("summary", {}), ("rfm", {}), ("descriptive", {"by": "month"}))


def answers(scope: Scope) -> list[object]:
    return [
        figures.compute(name, as_of=DAY, parameters=parameters, scope=scope).rows
        for name, parameters in ASKED
    ]


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # Spark's Python client has warnings of its own
def test_spark_reads_the_same_lake_and_answers_the_same(books, settings) -> None:
    shop = Shop.open()
    members = [shop.member(str(number)) for number in range(1, 8)]
    for place, member in enumerate(members):
        shop.sale(member=member, amount=100 * (place + 1), store=str(place % 2 + 1))
    shop.sale(amount=55)
    shop.merge(members[0], members[1])
    shop.refresh()
    store = Scope(role="manager", stores=frozenset({shop.stores["2"]}))
    on_duckdb = [answers(EVERYTHING), answers(store)]
    assert access.open_lake(EVERYTHING).backend.name == "duckdb"

    settings.SHUKE_ENGINE = "pyspark://local[2]"
    access.close()
    figures.forget()
    lake = access.open_lake(EVERYTHING)
    assert lake.backend.name == "pyspark"
    jobs = lake.backend._session.sparkContext.statusTracker()
    before = len(jobs.getJobIdsForGroup(None))
    on_spark = [answers(EVERYTHING), answers(store)]
    assert len(jobs.getJobIdsForGroup(None)) > before
    assert on_spark == on_duckdb


def test_an_engine_nobody_knows_is_refused(books, settings) -> None:
    shop = Shop.open()
    shop.refresh()
    for named in ("clickhouse", "pyspark://", "mysql://localhost"):
        settings.SHUKE_ENGINE = named
        access.close()
        with pytest.raises(engines.UnknownEngine):
            access.open_lake(EVERYTHING)
