"""S05 会员数据仓库: capture, clean, store, integrate; then the analyses that live on it."""

import json

from tests.stories.conftest import line

AS_OF = "2026-06-01"


def test_till_and_web_shop_add_up_to_the_day(chain):
    """E06: POS 12,345.60 + web 7,654.40 -> warehouse day total 20,000.00, difference 0.00."""
    chain.enrol(1)
    till = [
        line("P1", "2026-05-01 09:30:00", "1", "12000.00", channel="store"),
        line("P2", "2026-05-01 21:59:59", "", "345.60", channel="store"),
    ]
    web = [line("W1", "2026-05-01 23:59:59", "1", "7654.40", store="web", channel="web")]
    chain.bring_in("till.csv", "sales", till)
    chain.bring_in("web.csv", "sales", web)
    chain.refresh()
    (day,) = chain.figure("calendar", AS_OF)
    assert (day["day"], day["sales"], day["amount"]) == ("2026-05-01", 3, 2_000_000)


def test_a_dirty_file_loses_nothing_in_silence(chain):
    """E04: 100 rows: 5 duplicates, 3 bad phones, 2 empty names -> 90 + 5 merged + 5 quarantined."""
    good = [{"number": n, "name": f"会员{n}", "phone": f"1380000{n:04d}"} for n in range(1, 91)]
    twice = good[:5]
    bad = [{"number": n, "name": "坏号码", "phone": "12345"} for n in (91, 92, 93)]
    nameless = [{"number": n, "name": "", "phone": f"1390000{n:04d}"} for n in (94, 95)]
    path = chain.file("members.csv", [*good, *twice, *bad, *nameless])
    said = json.loads(chain.shuke("import", path, "--kind", "members", "--json", code=6))
    assert said["rows"] == 100
    assert (said["accepted"], said["merged"], said["refused"]) == (90, 5, 5)
    listed = (chain.home / said["refused_file"]).read_text(encoding="utf-8-sig").splitlines()
    assert len(listed) == 1 + 5
    again = json.loads(chain.shuke("import", path, "--kind", "members", "--json", code=6))
    assert again["accepted"] == 0


def test_descriptive_statistics_count_buyers_apart_from_members(chain):
    """F03: spends 0, 100, 200, 300 -> total 4, buyers 3, average per buyer 200, median 200."""
    chain.enrol(4)
    bought = [line(f"S{n}", "2026-05-01", n, f"{100 * (n - 1)}.00") for n in (2, 3, 4)]
    chain.bring_in("sales.csv", "sales", bought)
    chain.refresh()
    (row,) = chain.figure("descriptive", AS_OF)
    assert (row["members"], row["buyers"]) == (4, 3)
    assert (row["average"], row["median"]) == (20_000, 20_000)


def test_the_lifecycle_turns_on_the_day(chain):
    """F05: 91 days -> silent, 181 -> churned, buys -> reactivated; no order -> registered."""
    chain.enrol(4)
    chain.bring_in(
        "sales.csv",
        "sales",
        [
            line("A1", "2025-01-01", "1", "10.00"),
            line("A2", "2026-03-02", "1", "10.00"),
            line("B1", "2025-01-01", "2", "10.00"),
            line("B2", "2025-12-02", "2", "10.00"),
            line("C1", "2025-01-01", "3", "10.00"),
            line("C2", "2026-05-30", "3", "10.00"),
        ],
    )
    chain.refresh()
    days = ("--set", "active_days=90", "--set", "silent_days=180", "--set", "sleeping_days=180")
    states = {row["state"]: row["members"] for row in chain.figure("lifecycle", AS_OF, *days)}
    assert states["silent"] == 1
    assert states["lost"] == 1
    assert states["reactivated"] == 1
    assert states["registered"] == 1
    assert sum(states.values()) == 4


def test_the_demo_is_the_whole_real_year(demo):
    (row,) = json.loads(demo.shuke("figure", "summary", "--json"))["rows"]
    assert row == {
        "lines": 1_469_307,
        "sales": 155_848,
        "members": 2_469,
        "stores": 457,
        "products_sold": 68_509,
        "amount": 459_603_958,
    }
