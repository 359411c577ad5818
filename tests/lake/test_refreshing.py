"""A refresh reads what is new and leaves what a rebuild would: late, corrected, merged, renamed."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.lake.comparing import same_as_rebuilt, tables
from tests.lake.shop import BY, EVERYTHING, NOON, Shop

from shuke.events import queries as events
from shuke.lake import folder, queries
from shuke.members import actions as members
from shuke.members.actions import Trait


@pytest.fixture
def shop(books) -> Shop:
    """A shop with two members, three sales and a lake."""
    shop = Shop.open()
    ann, bea = shop.member("10"), shop.member("20")
    shop.sale(member=ann, amount=1_000, number="A1")
    shop.sale(member=bea, amount=2_000, at=NOON - timedelta(days=40))
    shop.sale(amount=300)
    first = shop.refresh()
    assert first.is_rebuild
    assert first.new_sales == 3
    return shop


def member_of(number: str) -> int:
    from shuke.members.queries import ids_of_numbers

    return ids_of_numbers([number])[number]


def test_nothing_new_keeps_the_snapshot_and_renews_its_stamp(shop) -> None:
    before = folder.current()
    again = shop.refresh()
    assert (again.snapshot, again.new_sales, again.is_rebuild) == (before.snapshot, 0, False)
    assert folder.current().tables == before.tables


def test_a_new_sale_brings_its_lines(shop) -> None:
    shop.sale(member=member_of("10"), amount=700, products=("bread", "milk"))
    assert shop.refresh().new_sales == 1
    assert len(tables()["sales"]) == 4
    assert len(tables()["lines"]) == 5
    same_as_rebuilt(shop)


def test_a_late_sale_and_a_return_count(shop) -> None:
    shop.sale(member=member_of("20"), amount=900, at=NOON - timedelta(days=400))
    shop.give_back("A1", member=member_of("10"), at=NOON + timedelta(days=2))
    assert shop.refresh().new_sales == 2
    assert sum(row[6] for row in tables()["sales"]) == 1_000 + 2_000 + 300 + 900 - 1_000
    same_as_rebuilt(shop)


def test_a_return_that_came_before_its_sale_counts_once_both_are_there(shop) -> None:
    shop.give_back("X9", at=NOON)
    shop.refresh()
    assert len(tables()["sales"]) == 3
    shop.sale(amount=1_000, number="X9")
    assert shop.refresh().new_sales == 2
    same_as_rebuilt(shop)


def test_a_merge_moves_the_sales_and_its_undoing_moves_them_back(shop) -> None:
    ann, bea = member_of("10"), member_of("20")
    before = tables()
    merge = shop.merge(ann, bea)
    refreshed = shop.refresh()
    assert refreshed.new_sales == 0
    assert {row[1] for row in tables()["sales"]} == {ann, None}
    assert [row[0] for row in tables()["members"]] == [ann]
    same_as_rebuilt(shop)

    members.undo_merge(merge_id=merge, scope=EVERYTHING, at=NOON, by=BY)
    shop.refresh()
    assert tables() == before


def test_a_chain_of_merges_ends_at_one_survivor(shop) -> None:
    ann, bea, cid = member_of("10"), member_of("20"), shop.member("30")
    shop.sale(member=cid)
    shop.refresh()
    shop.merge(bea, cid)
    shop.refresh()
    shop.merge(ann, bea)
    shop.refresh()
    assert {row[1] for row in tables()["sales"]} == {ann, None}
    same_as_rebuilt(shop)


def test_after_a_merge_the_survivors_own_word_counts(shop) -> None:
    ann, bea = member_of("10"), member_of("20")
    for member, size in ((ann, "M"), (bea, "L")):
        members.write_traits(source="t", at=NOON, by=BY, traits=[Trait(member, "trait.size", size)])
    members.write_traits(source="t", at=NOON, by=BY, traits=[Trait(bea, "trait.colour", "red")])
    shop.merge(ann, bea)
    shop.refresh()
    assert [row[:3] for row in tables()["attributes"]] == [
        (ann, "trait.colour", "red"),
        (ann, "trait.size", "M"),
    ]


def test_new_members_take_their_natural_place(shop) -> None:
    shop.member("30")
    shop.refresh()
    ordinals = {row[0]: row[1] for row in tables()["members"]}
    assert [ordinals[member_of(number)] for number in ("10", "20", "30")] == [1, 2, 3]
    same_as_rebuilt(shop)

    shop.member("5")  # sorts before all others: everybody moves one place
    shop.refresh()
    ordinals = {row[0]: row[1] for row in tables()["members"]}
    assert [ordinals[member_of(number)] for number in ("5", "10", "20", "30")] == [1, 2, 3, 4]
    same_as_rebuilt(shop)


def test_changed_profiles_traits_and_interactions_arrive(shop) -> None:
    ann = member_of("10")
    members.write_traits(source="t", at=NOON, by=BY, traits=[Trait(ann, "trait.tier", "gold")])
    members.interact(member_id=ann, kind="sign_in", target="", scope=EVERYTHING, at=NOON, by=BY)
    shop.refresh()
    assert [row[1:3] for row in tables()["attributes"]] == [("trait.tier", "gold")]
    (interaction,) = tables()["interactions"]
    assert (interaction[0], interaction[1], interaction[3].hour) == (ann, "sign_in", 12)
    members.write_traits(source="t", at=NOON, by=BY, traits=[Trait(ann, "trait.tier", "silver")])
    shop.refresh()
    assert [row[1:3] for row in tables()["attributes"]] == [("trait.tier", "silver")]
    same_as_rebuilt(shop)


def test_a_product_that_is_described_later_changes_its_lines_category(shop) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_product SET category = 'bakery', is_known = true")
    refreshed = shop.refresh()
    assert refreshed.new_sales == 0
    assert [row[4] for row in tables()["products"]] == ["bakery"]
    same_as_rebuilt(shop)


def test_campaign_contacts_arrive_once(shop) -> None:
    ann = member_of("10")
    shop.contact(ann, day="2026-01-05")
    shop.refresh()
    shop.contact(ann, day="2026-01-09", redeemed=True)
    shop.refresh()
    assert [row[3] for row in tables()["contacts"]] == ["received", "redeemed"]
    same_as_rebuilt(shop)


def test_a_sale_committed_late_with_an_old_id_is_not_lost(shop) -> None:
    """Its id is older than everything a refresh looks at first: made hours before its commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM sales_sale")
        (oldest,) = cursor.fetchone()
        old = oldest - (5 * 3_600_000 << 22)
        cursor.execute(
            "INSERT INTO sales_sale (id, number, store_id, staff, channel, sold_at, local_at, day,"
            " gross, amount, line_count) SELECT %s, 'LATE', store_id, staff, channel, sold_at,"
            " local_at, day, gross, amount, line_count FROM sales_sale WHERE id = %s",
            [old, oldest],
        )
        cursor.execute(
            "INSERT INTO sales_line (id, sale_id, position, quantity_milli, gross, amount)"
            " VALUES (%s, %s, 1, 1000, 5, 5)",
            [old, old],
        )
    shop.sale(amount=40)
    assert shop.refresh().new_sales == 2
    assert old in [row[0] for row in tables()["sales"]]
    same_as_rebuilt(shop)


def test_a_database_that_lost_sales_gets_a_new_lake(shop) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sales_line")
        cursor.execute("DELETE FROM sales_sale")
    refreshed = shop.refresh()
    assert refreshed.is_rebuild
    assert tables()["sales"] == []


def test_many_refreshes_leave_few_parts(shop) -> None:
    for _ in range(12):
        shop.sale(amount=10)
        shop.refresh()
    manifest = folder.current()
    assert len(manifest.tables["sales"]) <= 4
    assert manifest.rows()["sales"] == 15
    kept = {p.relative_to(folder.parts_folder()) for p in folder.parts_folder().glob("*/*")}
    assert len(kept) < 60
    same_as_rebuilt(shop)


def test_the_refresh_is_told_in_the_book_and_in_the_status(shop) -> None:
    assert events.of_subject("lake/1", limit=1)[0].payload["new_sales"] == 3
    status = queries.status()
    assert (status.is_stale, status.rows["sales"], status.refreshed_at) == (False, 3, NOON)
    shop.sale()
    assert queries.status().is_stale
