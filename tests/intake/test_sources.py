"""The built-in sources to the last row and cent, as the demo of this run imported them."""

from datetime import UTC, datetime

import duckdb
import pytest
from tests.intake.conftest import AT, BY
from tests.intake.reading_back import rows_of

from shuke.intake import connectors
from shuke.intake.actions import import_source
from shuke.intake.refusals import SourceMissing, UnknownSource
from shuke.plugins.connectors.complete_journey import CONNECTOR


@pytest.fixture(scope="module")
def staged() -> duckdb.DuckDBPyConnection:
    """Complete Journey as its connector stages it: no database is needed for what it says."""
    duck = duckdb.connect(config={"threads": 2})
    duck.execute("LOAD icu; SET TimeZone = 'UTC'")
    connectors.empty_tables(duck)
    CONNECTOR.stage(duck)
    return duck


def one(duck: duckdb.DuckDBPyConnection, sql: str) -> tuple[object, ...]:
    found = duck.execute(sql).fetchone()
    assert found is not None
    return found


def test_complete_journey_has_its_published_numbers(staged: duckdb.DuckDBPyConnection) -> None:
    assert one(
        staged,
        "SELECT count(*), count(DISTINCT (store_number, sale_number)),"
        " count(DISTINCT member_number), sum(amount) FROM in_lines",
    ) == (1_469_307, 155_848, 2_469, 459_603_958)
    assert one(staged, "SELECT count(*) FROM in_products") == (92_331,)
    assert one(staged, "SELECT count(*) FROM in_stores") == (457,)
    assert one(staged, "SELECT count(*), sum(coupons) FROM in_campaigns") == (27, 1_197)
    assert staged.execute(
        "SELECT kind, count(*) FROM in_contacts GROUP BY 1 ORDER BY 1"
    ).fetchall() == [("received", 6_589), ("redeemed", 2_102)]


def test_gross_less_discounts_is_the_amount_on_every_line(
    staged: duckdb.DuckDBPyConnection,
) -> None:
    assert one(
        staged,
        "SELECT count(*) FROM in_lines WHERE gross - amount <>"
        " coalesce(CAST(json_extract(discounts, '$.shelf') AS BIGINT), 0)"
        " + coalesce(CAST(json_extract(discounts, '$.coupon') AS BIGINT), 0)"
        " + coalesce(CAST(json_extract(discounts, '$.coupon_match') AS BIGINT), 0)",
    ) == (0,)


def test_a_fuel_quantity_is_no_number_of_pieces(staged: duckdb.DuckDBPyConnection) -> None:
    """Thousandths of a gallon, about 2.40 dollars each gallon; not one of them is counted."""
    (price,) = one(
        staged,
        "SELECT sum(l.amount) * 10 / sum(l.quantity_milli) FROM in_lines l"
        " JOIN in_products p ON p.number = l.product_number"
        " WHERE NOT p.is_counted AND l.quantity_milli > 1000",
    )
    assert 2.2 < float(str(price)) < 2.6
    assert one(
        staged, "SELECT count(*) FROM in_products WHERE department = 'FUEL' AND is_counted"
    ) == (0,)


def test_the_sample_of_cdnow_has_its_published_totals(chain: None) -> None:
    """6,919 sales of 2,357 customers, 244,091.94 dollars; again, nothing changes."""
    outcome = import_source("cdnow-sample", at=AT, by=BY)

    assert (outcome.counts["sales"], outcome.counts["members"]) == (6_919, 2_357)
    assert rows_of("SELECT count(*), sum(amount), count(DISTINCT member_id) FROM sales_sale") == [
        (6_919, 24_409_194, 2_357)
    ]
    assert rows_of("SELECT min(day) AS day FROM sales_sale")[0][0].isoformat() == "1997-01-01"
    assert rows_of("SELECT number FROM catalog_product") == [("CDs",)]
    # Everybody's home is the one store.
    assert rows_of("SELECT count(*) FROM members_member WHERE store_id IS NULL") == [(0,)]

    again = import_source("cdnow-sample", at=datetime(2027, 1, 1, tzinfo=UTC), by=BY)
    assert again.is_repeat
    assert (again.counts["accepted"], again.counts["refused"]) == (0, 0)
    assert rows_of("SELECT count(*) FROM sales_sale") == [(6_919,)]


def test_a_source_nobody_has_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownSource):
        import_source("walmart", at=AT, by=BY)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(SourceMissing) as refused:
        import_source("complete-journey", at=AT, by=BY)
    assert "shuke[demo]" in refused.value.next_step("en")
