"""What a reader gets: his day, his stores, his parameters, a stamp; and what he is refused."""

import threading
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
from tests.lake.shop import EVERYTHING, NOON, Shop

from shuke.kernel.scope import NotAllowed, Scope
from shuke.lake import access, figures, folder, queries
from shuke.members.queries import numbers_of

TODAY = date(2026, 2, 2)


def rows(name: str, *, as_of: date = TODAY, scope: Scope = EVERYTHING, **parameters: str) -> list:
    found = figures.compute(name, as_of=as_of, parameters=parameters, scope=scope)
    return list(found.envelope()["rows"])


@pytest.fixture
def shop(books) -> Shop:
    return Shop.open()


def test_the_lake_agrees_with_till_and_web_to_the_cent(shop) -> None:
    """E06: POS 12,345.60 + web 7,654.40 -> 20,000.00; the difference report says 0.00."""
    shop.sale(amount=1_000_000)
    shop.sale(amount=234_560)
    shop.sale(amount=765_440, channel="web")
    shop.refresh()
    report = queries.reconciled(date(2026, 2, 1))
    assert [(one.channel, one.book_amount, one.lake_amount) for one in report.channels] == [
        ("store", 1_234_560, 1_234_560),
        ("web", 765_440, 765_440),
    ]
    assert (report.book_amount, report.lake_amount) == (2_000_000, 2_000_000)
    assert (report.difference, report.is_equal) == (0, True)
    assert rows("calendar")[0] == {
        "day": "2026-02-01", "sales": 3, "members": 0, "amount": 2_000_000,
    }  # fmt: skip

    shop.sale(amount=1, channel="web")  # not yet in the lake: the report must say so
    report = queries.reconciled(date(2026, 2, 1))
    assert (report.difference, report.is_equal) == (1, False)


def test_the_business_day_turns_at_local_midnight(shop) -> None:
    """X12: 31 Dec 23:59:59 and 1 Jan 00:00:00 in Shanghai are two days, months and years."""
    last_second = datetime(2025, 12, 31, 15, 59, 59, tzinfo=UTC)
    ann = shop.member("1")
    shop.sale(member=ann, amount=10, at=last_second)
    shop.sale(member=ann, amount=20, at=last_second + timedelta(seconds=1))
    shop.sale(member=ann, amount=40, at=datetime(2024, 2, 29, 4, tzinfo=UTC))
    shop.refresh()
    assert [(row["day"], row["amount"]) for row in rows("calendar")] == [
        ("2024-02-29", 40),
        ("2025-12-31", 10),
        ("2026-01-01", 20),
    ]
    assert [row["month"] for row in rows("active_members")] == ["2024-02", "2025-12", "2026-01"]
    # The start of the as-of day is the limit: the last second before it counts, midnight does not.
    assert rows("summary", as_of=date(2026, 1, 1))[0]["amount"] == 50
    assert rows("rfm", as_of=date(2026, 1, 1))[0]["recency_days"] == 1
    assert rows("summary", as_of=date(2026, 1, 2))[0]["amount"] == 70


def test_spends_of_0_100_200_300_describe_themselves(shop) -> None:
    """F03: total 4, buyers 3, average per buyer 200, median of buyers 200."""
    for number, amount in (("1", 0), ("2", 100), ("3", 200), ("4", 300)):
        member = shop.member(number)
        if amount:
            shop.sale(member=member, amount=amount)
    shop.refresh()
    (row,) = rows("descriptive")
    assert (row["members"], row["buyers"], row["average"], row["median"]) == (4, 3, 200, 200)


def test_a_sample_of_1000_drawn_twice_is_the_same_100(shop) -> None:
    """E16: 10 % of 1,000 with seed 7 twice -> the same 100; the log of 0 is 0."""
    for number in range(1_000):
        shop.member(str(number))
    shop.refresh()
    first = figures.compute("sample", as_of=TODAY, parameters={"seed": "7"}, scope=EVERYTHING)
    figures.forget()
    again = figures.compute("sample", as_of=TODAY, parameters={"seed": "7"}, scope=EVERYTHING)
    assert [row["member"] for row in first.rows] == [row["member"] for row in again.rows]
    assert len({row["member"] for row in first.rows}) == 100
    other = figures.compute("sample", as_of=TODAY, parameters={"seed": "8"}, scope=EVERYTHING)
    assert {row["member"] for row in other.rows} != {row["member"] for row in first.rows}
    told = first.envelope()
    assert told["parameters"] == {"percent": 10, "seed": 7}
    assert told["definition"] == {"id": "sample", "version": 1}
    assert told["freshness"]["snapshot"] == first.freshness.snapshot
    assert {row["log_monetary"] for row in first.rows} == {0.0}


def test_the_envelope_says_what_was_asked_and_how_fresh_it_is(shop) -> None:
    shop.sale(member=shop.member("1"), amount=500)
    shop.refresh()
    told = figures.compute("rfm", as_of=TODAY, scope=EVERYTHING).envelope()
    assert list(told) == [
        "figure", "definition", "as_of", "zone", "currency", "scope", "parameters", "units",
        "freshness", "rows", "next",
    ]  # fmt: skip
    assert (told["as_of"], told["zone"], told["currency"]) == (
        "2026-02-02", "Asia/Shanghai", "CNY",
    )  # fmt: skip
    assert told["freshness"]["refreshed_at"] == NOON.isoformat()
    assert told["units"]["monetary"] == "minor"
    assert told["rows"][0]["member"] == "1"
    assert told["parameters"] == {"scoring": "quantile", "preset": "eight", "window_days": None}


def test_without_a_day_the_business_day_of_the_stamp_counts(shop) -> None:
    shop.refresh()
    assert figures.compute("summary", scope=EVERYTHING).as_of == date(2026, 2, 1)


def test_who_has_not_bought_is_a_group_of_his_own(shop) -> None:
    shop.sale(member=shop.member("1"), amount=500)
    shop.member("2")
    shop.refresh()
    found = {row["segment"]: row["members"] for row in rows("segments_rfm")}
    assert found["无消费"] == 1
    assert sum(found.values()) == 2
    listed = figures.behind(
        "segments_rfm", as_of=TODAY, where={"segment": "无消费"}, scope=EVERYTHING
    )
    assert list(numbers_of(listed.ids, EVERYTHING).values()) == ["2"]


def test_a_store_sees_its_own_sales_and_the_members_it_served(shop) -> None:
    ann, bea, cid = shop.member("1"), shop.member("2", store="2"), shop.member("3")
    shop.sale(member=ann, amount=100, store="1")
    shop.sale(member=ann, amount=900, store="2")
    shop.sale(member=cid, amount=700, store="1")
    shop.refresh()
    manager = Scope(role="manager", stores=frozenset({shop.stores["2"]}))
    assert rows("summary", scope=manager)[0] == {
        "lines": 1, "sales": 1, "members": 1, "stores": 1, "products_sold": 1, "amount": 900,
    }  # fmt: skip
    lake = access.open_lake(manager)
    seen = set(lake.backend.to_pyarrow(lake.table("members"))["member"].to_pylist())
    assert seen == {ann, bea}
    assert [row["store"] for row in rows("descriptive", scope=manager, by="store")] == ["2"]
    nobody = Scope(role="manager", stores=frozenset())
    assert rows("summary", scope=nobody)[0]["amount"] == 0


def test_a_member_known_before_a_merge_stays_in_sight(shop) -> None:
    ann, bea = shop.member("1"), shop.member("2", store="2")
    shop.merge(ann, bea)
    shop.refresh()
    manager = Scope(role="manager", stores=frozenset({shop.stores["2"]}))
    lake = access.open_lake(manager)
    assert lake.backend.to_pyarrow(lake.table("members"))["member"].to_pylist() == [ann]


def test_an_analyst_learns_no_member_number(shop) -> None:
    shop.sale(member=shop.member("4711"), amount=500)
    shop.refresh()
    (row,) = rows("rfm", scope=Scope(role="analyst"))
    assert row["member"] != "4711"
    assert "4711" not in row["member"]
    assert rows("rfm", scope=Scope(role="analyst"))[0]["member"] == row["member"]


def test_a_cashier_reads_no_figures(shop) -> None:
    shop.refresh()
    with pytest.raises(NotAllowed):
        rows("summary", scope=Scope(role="cashier"))


@pytest.mark.parametrize(
    ("name", "parameters", "allowed"),
    [
        ("rfm", {"scoring": "magic"}, "quantile, threshold, rank"),
        ("rfm", {"window_days": "0"}, "integer 1 … 36600"),
        ("rfm", {"window_days": "many"}, "integer 1 … 36600"),
        ("pairs", {"min_support": "1.5"}, "number 0 … 1"),
        ("pairs", {"min_support": "nan"}, "number 0 … 1"),
    ],
)
def test_a_wrong_parameter_is_refused_with_what_would_do(shop, name, parameters, allowed) -> None:
    shop.refresh()
    with pytest.raises(figures.BadParameter) as refused:
        rows(name, **parameters)
    assert refused.value.next_step("en") == f"It takes: {allowed}."


@pytest.mark.parametrize(
    ("name", "parameters", "known"),
    [
        ("rfm", {"colour": "red"}, "scoring, preset, window_days"),
        ("summary", {"by": "month"}, "–"),
    ],
)
def test_a_parameter_that_the_figure_has_not_is_named(shop, name, parameters, known) -> None:
    shop.refresh()
    with pytest.raises(figures.UnknownParameter) as refused:
        rows(name, **parameters)
    assert refused.value.next_step("en").endswith(f"Parameters of this figure: {known}.")


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("cohorts", {"cohort": "2026-01"}),
        ("cohorts", {"cohort": "2026-01", "month": "2026-01", "colour": "red"}),
        ("summary", {"column": "stores"}),
        ("repurchase", {"days": "soon", "column": "eligible"}),
        ("calendar", {"day": "2026-02-31"}),
        ("intervals", {}),
        ("rfm", {"r": "5", "recency_days": "1"}),
    ],
)
def test_what_names_no_number_is_refused(shop, name, where) -> None:
    shop.refresh()
    with pytest.raises(figures.NotANumber):
        figures.behind(name, as_of=TODAY, where=where, scope=EVERYTHING)


def test_an_unknown_figure_and_an_impossible_day_are_refused(shop) -> None:
    shop.refresh()
    with pytest.raises(figures.UnknownFigure):
        rows("horoscope")
    with pytest.raises(figures.BadParameter):
        rows("summary", as_of=date(9999, 1, 1))


def test_before_the_first_refresh_there_are_no_figures(shop) -> None:
    with pytest.raises(access.NoLake):
        rows("summary")
    status = queries.status()
    assert (status.snapshot, status.refreshed_at, status.is_stale) == ("", None, False)


def test_a_list_is_paged_in_the_order_of_member_numbers(shop) -> None:
    numbers = ["7", "70", "8", "100", "9"]
    for number in numbers:
        shop.sale(member=shop.member(number))
    shop.refresh()
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        where = {"column": "members"}
        page = figures.behind(
            "summary", as_of=TODAY, where=where, scope=EVERYTHING, after=after, limit=2
        )
        assert page.total == 5
        seen += page.ids
        after = page.next_after
    named = numbers_of(seen, EVERYTHING)
    assert [named[one] for one in seen] == ["7", "8", "9", "70", "100"]


def test_a_reader_keeps_his_snapshot_while_a_new_one_is_made(shop) -> None:
    shop.sale(amount=100)
    shop.refresh()
    lake = access.open_lake(EVERYTHING)
    shop.sale(amount=900)
    shop.refresh()
    assert lake.backend.to_pyarrow(lake.table("sales")["amount"].sum()).as_py() == 100
    assert rows("summary")[0]["amount"] == 1_000


def test_a_refresh_that_breaks_leaves_the_snapshot_as_it_was(shop, monkeypatch) -> None:
    shop.sale(amount=100)
    shop.refresh()
    before = folder.current()
    shop.sale(amount=900)

    def broken(manifest: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(folder, "switch", broken)
        with pytest.raises(OSError, match="disk full"):
            shop.refresh()
    assert folder.current() == before
    assert rows("summary")[0]["amount"] == 100
    assert shop.refresh().new_sales == 1
    assert rows("summary")[0]["amount"] == 1_000


def test_an_answer_is_computed_once_for_many_threads(shop, monkeypatch) -> None:
    shop.sale(member=shop.member("1"), amount=100)
    shop.refresh()
    counted: list[str] = []
    real = figures.computing._answer

    def slow(lake: object, table: object) -> object:
        counted.append(threading.current_thread().name)
        return real(lake, table)

    monkeypatch.setattr(figures.computing, "_answer", slow)
    answers: list[object] = []

    def ask() -> None:
        from django.db import connection

        answers.append(rows("summary")[0]["amount"])
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [100] * 8
    assert len(counted) == 1


def test_a_question_reads_the_lake_and_no_other_file(shop, tmp_path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    shop.refresh()
    raw = access.open_lake(EVERYTHING).backend.con
    assert raw.execute("SELECT count(*) FROM sales").fetchone() == (0,)
    for stolen in (
        f"FROM read_csv('{tmp_path}/secret.csv')",
        "FROM read_text('/etc/passwd')",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            raw.execute(stolen)
