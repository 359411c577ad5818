"""Sales from files: whole sales, exact sums, the store's own day, nothing twice (E01, E06, E08)."""

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from tests.intake.conftest import AT, BY, Write, handed_out
from tests.intake.reading_back import rows_of

from shuke.intake.actions import import_file
from shuke.intake.actions.running import Outcome
from shuke.kernel.scope import Scope
from shuke.members import actions as members
from shuke.members.newcomer import Newcomer
from shuke.sales import queries as sales

ALL = Scope.everything()
HEAD = "sale_number,store,sold_at,member,product,quantity,amount,gross,staff,till,returns\n"


@pytest.fixture
def mei(chain: None) -> int:
    """Mei, a member of number 7."""
    mei = Newcomer(number="7", name="梅")
    return members.enrol(newcomer=mei, scope=ALL, at=AT, by=BY).member_id


def imported(path: Path) -> Outcome:
    return import_file(path=path, kind="sales", at=AT, by=BY)


def test_a_ticket_of_three_lines_one_returned_next_day(mei: int, write: Write) -> None:
    """E08: four line records, the net amount right, the staff kept."""
    ticket = HEAD + (
        "T1,001,2026-04-30 18:30,7,A,1,10.00,12.00,zhang,1,\n"
        "T1,001,2026-04-30 18:30,7,B,2,20.50,20.50,zhang,1,\n"
        "T1,001,2026-04-30 18:30,7,C,0.5,4.25,4.25,zhang,1,\n"
        "T2,001,2026-05-01 09:00,,B,-2,-20.50,-20.50,li,1,T1\n"
    )

    outcome = imported(write(ticket))

    assert outcome.counts["accepted"] == 4
    assert outcome.counts["refused"] == 0
    lines = rows_of("SELECT amount, quantity_milli FROM sales_line ORDER BY id")
    assert lines == [(1000, 1000), (2050, 2000), (425, 500), (-2050, -2000)]
    assert rows_of("SELECT sum(amount) FROM sales_sale") == [(1425,)]
    assert rows_of("SELECT number, staff, day, line_count FROM sales_sale ORDER BY id") == [
        ("T1", "zhang", date(2026, 4, 30), 3),
        ("T2", "li", date(2026, 5, 1), 1),
    ]
    assert rows_of("SELECT member_id FROM sales_sale") == [(mei,), (mei,)]


def test_pos_and_web_add_up_to_the_day(chain: None, write: Write) -> None:
    """E06: 12,345.60 at the tills and 7,654.40 on the web are 20,000.00; no difference is left."""
    tills = HEAD + (
        'P1,001,2026-05-01 10:00,,A,1,"12,000.00",,,,\nP2,001,2026-05-01 11:00,,A,1,345.60,,,,\n'
    )
    web = (
        "订单号,门店,下单时间,商品编码,数量,实收,渠道\n"
        "W1,online,2026/05/01 23:59:59,A,3,¥7654.40,web\n"
    )

    imported(write(tills, name="pos.csv"))
    imported(write(web, name="web.csv", encoding="gb18030"))

    assert rows_of("SELECT day, sum(amount) FROM sales_sale GROUP BY day") == [
        (date(2026, 5, 1), 2_000_000)
    ]
    assert rows_of("SELECT channel, sum(amount) FROM sales_sale GROUP BY 1 ORDER BY 1") == [
        ("store", 1_234_560),
        ("web", 765_440),
    ]
    assert rows_of("SELECT sum(amount) FROM sales_line") == [(2_000_000,)]


def test_the_day_turns_with_the_clock_of_the_store(chain: None, write: Write) -> None:
    """X12: an offset names an instant, without one the store's wall clock is meant."""
    places = write("number,zone\nNY,America/New_York\n001,\n", name="stores.csv")
    import_file(path=places, kind="stores", at=AT, by=BY)
    times = HEAD + (
        "Z1,001,2026-04-30T16:30:00Z,,A,1,1.00,,,,\n"  # half past midnight in Shanghai
        "Z2,001,2026-04-30 23:59,,A,1,1.00,,,,\n"
        "Z3,NY,2026-04-30T03:30:00Z,,A,1,1.00,,,,\n"  # still the evening before in New York
        "Z4,NY,2026-04-30T23:30:00+08:00,,A,1,1.00,,,,\n"
    )

    imported(write(times))

    found = {
        number: (sold_at.replace(tzinfo=UTC), local_at, day)
        for number, sold_at, local_at, day in rows_of(
            "SELECT number, sold_at, local_at, day FROM sales_sale"
        )
    }
    assert found["Z1"][2] == date(2026, 5, 1)
    assert found["Z2"][0] == datetime(2026, 4, 30, 15, 59, tzinfo=UTC)
    assert found["Z2"][2] == date(2026, 4, 30)
    assert found["Z3"][2] == date(2026, 4, 29)
    assert str(found["Z3"][1]) == "2026-04-29 23:30:00"
    assert str(found["Z4"][1]) == "2026-04-30 11:30:00"


def test_the_same_sales_again_change_nothing(mei: int, write: Write) -> None:
    first = HEAD + "T1,001,2026-04-30 18:30,7,A,1,10.00,12.00,zhang,1,\n"
    second = first + "T2,001,2026-04-30 19:00,7,A,1,11.00,,zhang,1,\n"

    imported(write(first, name="morning.csv"))
    again = imported(write(first, name="renamed.csv"))
    longer = imported(write(second, name="evening.csv"))

    assert again.is_repeat
    assert (longer.counts["known"], longer.counts["accepted"]) == (1, 1)
    assert rows_of("SELECT count(*) FROM sales_sale") == [(2,)]


def test_a_changed_sale_is_refused_and_listed(mei: int, write: Write) -> None:
    """A correction is a return and a new sale; a late sale lands on its own day."""
    imported(write(HEAD + "T1,001,2026-04-30 18:30,7,A,1,10.00,,,,\n", name="one.csv"))

    outcome = imported(
        write(
            HEAD
            + "T1,001,2026-04-30 18:30,7,A,1,9.00,,,,\nT0,001,2026-04-02 08:00,7,A,1,5.00,,,,\n",
            name="two.csv",
        )
    )

    assert (outcome.counts["accepted"], outcome.counts["refused"]) == (1, 1)
    assert outcome.has_refused
    assert "sale.number_taken" in handed_out(outcome.import_id)
    assert rows_of("SELECT number, amount, day FROM sales_sale ORDER BY number") == [
        ("T0", 500, date(2026, 4, 2)),
        ("T1", 1000, date(2026, 4, 30)),
    ]


def test_a_sale_comes_whole_or_not_at_all(chain: None, write: Write) -> None:
    text = HEAD + (
        "T1,001,2026-04-30 18:30,,A,1,10.00,,,,\n"
        "T1,001,2026-04-30 18:30,,B,1,ten,,,,\n"
        "T2,001,2026-04-30 18:31,,A,1,10.00,,,,\n"
        "T2,001,2026-04-30 18:32,,A,1,10.00,,,,\n"
        "T3,001,2026-04-30 18:40,404,A,1,10.00,,,,\n"
        "T4,001,2026-04-30 18:41,,A,-1,-1.00,,,,\n"
        "T5,001,2026-04-30 18:42,,A,1,9.00,8.00,,,\n"
        "T6,001,2026-04-30 18:43,,A,1,10.00,,,,\n"
    )

    outcome = imported(write(text))

    assert (outcome.counts["accepted"], outcome.counts["refused"]) == (1, 7)
    assert rows_of("SELECT number FROM sales_sale") == [("T6",)]
    assert rows_of("SELECT line, code FROM intake_refusedrow ORDER BY line") == [
        (2, "row.sale_broken"),
        (3, "row.not_money"),
        (4, "row.sale_broken"),
        (5, "row.sale_inconsistent"),
        (6, "row.unknown_member"),
        (7, "row.wrong_sign"),
        (8, "row.sums_differ"),
    ]


def test_unknown_products_and_stores_get_placeholders(chain: None, write: Write) -> None:
    imported(write(HEAD + "T1,777,2026-04-30 18:30,,NEW,1,10.00,,,,\n"))

    assert rows_of("SELECT number, is_known FROM catalog_product") == [("NEW", False)]
    assert rows_of("SELECT number FROM stores_store") == [("777",)]
    assert not sales.is_empty()


def test_discounts_are_kept_by_kind(chain: None, write: Write) -> None:
    text = (
        "sale_number,store,sold_at,product,amount,discount.coupon,discount.points,payment\n"
        "T1,001,2026-04-30 18:30,A,10.00,2.00,0.50,wechat\n"
        "T1,001,2026-04-30 18:30,B,5.00,,,wechat\n"
    )

    imported(write(text))

    assert rows_of("SELECT gross, amount FROM sales_line ORDER BY id") == [
        (1250, 1000),
        (500, 500),
    ]
    assert rows_of("SELECT kind, amount FROM sales_payment") == [("wechat", 1500)]
    first = rows_of("SELECT discounts FROM sales_line ORDER BY id")[0][0]
    assert str(first).replace("'", '"') == '{"coupon": 200, "points": 50}'


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"])
def test_duckdb_and_python_agree_on_the_zone(zone: str) -> None:
    """Every hour of three years, with the hours in which clocks change."""
    from shuke.kernel.day import local_time

    duck = duckdb.connect()
    duck.execute("LOAD icu; SET TimeZone = 'UTC'")
    rows = duck.execute(
        "SELECT h, timezone(?, timezone('UTC', h)) FROM"
        " generate_series(TIMESTAMP '2016-01-01', TIMESTAMP '2019-01-01', INTERVAL 1 HOUR) t(h)",
        [zone],
    ).fetchall()
    duck.close()

    assert len(rows) == 26_305
    assert all(local_time(at.replace(tzinfo=UTC), zone) == local for at, local in rows)
