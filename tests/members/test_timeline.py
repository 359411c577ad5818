"""Everything that happened to a member, in one order (A01 A10 A20 E18 E19)."""

from datetime import timedelta

import pytest
from tests.members.conftest import ALL, NOON, PHONE, ZHANG

from shuke.events import queries as events
from shuke.kernel.scope import Scope
from shuke.members import actions, queries, timeline
from shuke.members.models import Interaction
from shuke.members.refusals import BadCursor, TooManyInteractions, UnknownInteraction
from shuke.members.timeline import Item, Part, Total
from shuke.members.worth import Bought


def days(count):
    return NOON + timedelta(days=count)


def a_part(kind, *records):
    """A kind of record that another package would keep: (day, amount) each."""
    items = [
        Item(kind, days(day), f"{day:04}", kind.capitalize(), kind, amount=amount)
        for day, amount in records
    ]
    items.sort(key=lambda item: (item.at, item.key), reverse=True)

    def answered(_rows, _scope, until, limit):
        return [item for item in items if until is None or item.at <= until][:limit]

    def total(_rows, _scope):
        has_money = any(item.amount is not None for item in items)
        return Total(len(items), sum(item.amount or 0 for item in items) if has_money else None)

    return Part(kind, kind.capitalize(), kind, answered, total)


@pytest.fixture
def other_packages():
    """Two orders, a discount, a lottery draw, a ticket."""
    parts = (
        a_part("order", (1, 10000), (5, 2500)),
        a_part("discount", (2, -500)),
        a_part("lottery", (3, None)),
        a_part("ticket", (4, None)),
    )
    for part in parts:
        timeline.register(part)
    yield
    for part in parts:
        timeline.unregister(part.kind)


KINDS = ("order", "discount", "lottery", "ticket")


def told(stretch):
    return [entry.item.kind for entry in stretch.items]


@pytest.mark.usefixtures("other_packages")
def test_two_orders_a_discount_a_draw_and_a_ticket_are_five_items_in_time_order(mei):
    whole = queries.timeline(mei, ALL, kinds=KINDS)
    assert told(whole) == ["order", "ticket", "lottery", "discount", "order"]
    assert told(queries.timeline(mei, ALL, kinds={"lottery"})) == ["lottery"]
    # With all kinds, the enrolment is the first of six.
    assert told(queries.timeline(mei, ALL))[-1] == "joined"


@pytest.mark.usefixtures("other_packages")
def test_every_item_carries_the_running_total_of_its_kind(mei):
    orders = queries.timeline(mei, ALL, kinds={"order"})
    assert [entry.running for entry in orders.items] == [Total(2, 12500), Total(1, 10000)]
    assert orders.totals["order"] == Total(2, 12500)
    assert orders.totals["lottery"] == Total(1, None)


@pytest.mark.usefixtures("other_packages")
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6])
def test_stretches_of_any_size_tell_everything_once_with_the_same_totals(mei, size):
    whole = queries.timeline(mei, ALL)
    seen, before = [], None
    while before != "":
        stretch = queries.timeline(mei, ALL, before=before, limit=size)
        seen += stretch.items
        before = stretch.next_before
    assert tuple(seen) == whole.items


def test_many_records_of_one_moment_are_told_once_each(mei):
    timeline.register(a_part("burst", *[(1, None)] * 9))
    try:
        seen, before = 0, None
        while before != "":
            stretch = queries.timeline(mei, ALL, kinds={"burst"}, before=before, limit=2)
            seen += len(stretch.items)
            before = stretch.next_before
        assert seen == 9
    finally:
        timeline.unregister("burst")


@pytest.mark.parametrize("before", ["x", "e30=", "WzEsMiwzXQ==", "bnVsbA=="])
def test_a_marker_of_something_else_is_refused(mei, before):
    with pytest.raises(BadCursor):
        queries.timeline(mei, ALL, before=before)


@pytest.mark.usefixtures("other_packages")
def test_one_person_in_two_stores_and_the_app_is_one_record(mei, chain):
    """Enrolled in store 1, buys in store 2, complains in the app: one id, one profile (A01)."""
    assert (
        actions.enrol(
            newcomer=actions.Newcomer(phone=PHONE, store_id=chain["2"], channel="app"),
            scope=ALL,
            at=days(1),
            by=ZHANG,
        ).member_id
        == mei
    )
    assert queries.counts(ALL).members == 1
    totals = queries.timeline(mei, ALL).totals
    assert (totals["joined"].count, totals["ticket"].count) == (1, 1)


def interact(member, kind, **options):
    options = {"at": NOON, **options}
    return actions.interact(member_id=member, kind=kind, scope=ALL, by=ZHANG, **options)


def test_one_sign_in_two_comments_one_share_five_likes(mei):
    for kind, times in (("sign_in", 1), ("comment", 2), ("share", 1), ("like", 5)):
        for number in range(times):
            interact(mei, kind, target=f"post/{number}", channel="app")
    counted = queries.interactions_of(mei, ALL)
    assert [counted[kind] for kind in ("sign_in", "comment", "share", "like")] == [1, 2, 1, 5]
    assert queries.timeline(mei, ALL).totals["interaction"] == Total(9)


def test_the_eleventh_like_within_a_minute_is_refused_and_the_next_minute_is_free(mei):
    for _ in range(10):
        interact(mei, "like")
    with pytest.raises(TooManyInteractions):
        interact(mei, "like", at=NOON + timedelta(seconds=59))
    assert Interaction.objects.count() == 10
    interact(mei, "comment")
    interact(mei, "like", at=NOON + timedelta(seconds=60))
    assert queries.interactions_of(mei, ALL)["like"] == 11


def test_an_unknown_kind_of_interaction_is_refused(mei):
    with pytest.raises(UnknownInteraction):
        interact(mei, "stare")
    assert Interaction.objects.count() == 0


def see(session, *, consent):
    return actions.see_page(
        session=session, target="product/1", channel="web", has_consent=consent, at=NOON
    )


def join(session, member, *, consent=True):
    return actions.join_session(
        session=session, member_id=member, has_consent=consent, scope=ALL, at=NOON, by=ZHANG
    )


def test_three_views_before_sign_in_belong_to_the_member_afterwards(mei):
    for _ in range(3):
        assert see("cookie-of-mei", consent=True)
    assert see("cookie-of-bo", consent=True)

    assert join("cookie-of-mei", mei) == 3
    assert queries.interactions_of(mei, ALL)["view"] == 3
    assert join("cookie-of-mei", mei) == 0
    assert Interaction.objects.filter(member=None).count() == 1


def test_without_consent_nothing_is_stored_and_nothing_is_joined(mei):
    assert not see("cookie-of-mei", consent=False)
    assert Interaction.objects.count() == 0
    see("cookie-of-mei", consent=True)
    assert join("cookie-of-mei", mei, consent=False) == 0
    assert queries.interactions_of(mei, ALL)["view"] == 0


def test_a_browser_that_reads_sixty_pages_a_minute_is_no_person(chain):
    for _ in range(60):
        see("cookie-of-a-script", consent=True)
    with pytest.raises(TooManyInteractions):
        see("cookie-of-a-script", consent=True)
    assert see("cookie-of-mei", consent=True)
    assert Interaction.objects.count() == 61


def test_the_cookie_itself_is_not_kept(mei):
    see("cookie-of-mei", consent=True)
    assert "cookie-of-mei" not in str(list(Interaction.objects.values()))


def test_the_nine_counters_of_a_members_worth(mei, chain):
    friends = [
        actions.enrol(
            newcomer=actions.Newcomer(phone=f"1380000001{last}", referrer_id=mei),
            scope=ALL,
            at=NOON,
            by=ZHANG,
        ).member_id
        for last in (1, 2)
    ]
    interact(mei, "participate", target="spring fair", points=50)
    bought = {mei: Bought(64000, 7, 3), friends[0]: Bought(30000, 2, 1)}

    worth = queries.worth_of(
        mei, ALL, purchased=lambda ids: {one: bought[one] for one in ids if one in bought}
    )

    assert (worth.amount, worth.quantity, worth.times) == (64000, 7, 3)
    assert (worth.referrals, worth.referral_quality, worth.referred_amount) == (2, 0.5, 30000)
    assert (worth.participations, worth.participation_kinds, worth.participation_points) == (
        1,
        1,
        50,
    )


def test_changes_are_told_without_the_values(mei):
    actions.set_profile(
        member_id=mei,
        values={"birthday": "1992-02-29"},
        source="counter",
        scope=ALL,
        at=days(1),
        by=ZHANG,
    )
    newest = queries.timeline(mei, ALL).items[0].item
    assert (newest.kind, newest.en, newest.detail) == ("change", "Profile changed", "birthday")
    assert "1992" not in str(events.of_member(mei, limit=10))


def test_a_note_stands_in_the_timeline_of_those_who_may_read_it(mei, chain):
    actions.write_note(
        member_id=mei,
        store_id=chain["1"],
        texts={"other": "asks for a bag"},
        scope=ALL,
        at=days(1),
        by=ZHANG,
    )
    own = Scope(role="assistant", stores=frozenset({chain["1"]}))
    finance = Scope(role="finance")
    assert queries.timeline(mei, own).totals["note"] == Total(1)
    assert queries.timeline(mei, finance).totals["note"] == Total(0)
    assert "bag" not in str(queries.timeline(mei, own))
