"""One intake for every channel, one member behind it; undeclared fields stay out (E01, E02)."""

from tests.intake.conftest import AT, BY, Write
from tests.intake.reading_back import rows_of

from shuke.intake.actions import import_file
from shuke.kernel.scope import Scope
from shuke.members import actions as members

ALL = Scope.everything()


def test_a_web_order_a_till_ticket_and_a_comment_of_one_member(chain: None, write: Write) -> None:
    """E01: 3 intakes, 3 channels, 1 member."""
    people = write("number,name,phone\n1,梅,13800000001\n", name="members.csv")
    import_file(path=people, kind="members", at=AT, by=BY)
    head = "sale_number,store,sold_at,member,amount,channel\n"
    web = write(head + "W1,web,2026-05-01 10:00,1,30.00,taobao\n", name="web.csv")
    till = write(head + "P1,001,2026-05-01 12:00,1,70.00,store\n", name="till.csv")
    import_file(path=web, kind="sales", at=AT, by=BY)
    import_file(path=till, kind="sales", at=AT, by=BY)
    ((mei,),) = rows_of("SELECT id FROM members_member")
    members.interact(member_id=mei, kind="comment", channel="weibo", scope=ALL, at=AT, by=BY)

    sold = {channel for (channel,) in rows_of("SELECT channel FROM sales_sale")}
    said = {channel for (channel,) in rows_of("SELECT channel FROM members_interaction")}
    assert sold | said == {"taobao", "store", "weibo"}
    assert {member for (member,) in rows_of("SELECT member_id FROM sales_sale")} == {mei}
    assert rows_of("SELECT count(*) FROM members_member") == [(1,)]


def test_a_column_nobody_declared_is_dropped_and_reported(chain: None, write: Write) -> None:
    """E02: an undeclared "id card no." is left out and the report names it."""
    path = write("number,name,id card no.\n1,梅,310101199001010000\n")

    outcome = import_file(path=path, kind="members", at=AT, by=BY)

    assert outcome.dropped == ("id card no.",)
    kept = rows_of("SELECT value FROM members_attribute")
    assert not any("310101" in str(value) for (value,) in kept)


def test_a_phone_in_another_spelling_is_the_same_member(chain: None, write: Write) -> None:
    """X24, E07: imported numbers go through the members' own directory."""
    first = write("number,name,phone\n1,梅,138 0000 0001\n", name="a.csv")
    second = write("number,name,phone\n2,梅,+86-13800000001\n", name="b.csv")
    import_file(path=first, kind="members", at=AT, by=BY)

    outcome = import_file(path=second, kind="members", at=AT, by=BY)

    assert (outcome.counts["accepted"], outcome.counts["merged"]) == (0, 1)
    assert rows_of("SELECT count(*) FROM members_identifier WHERE kind = 'phone'") == [(1,)]


def test_the_new_owner_of_a_number_is_a_new_member(chain: None, write: Write) -> None:
    """X24: after the old owner's number is released, an import of it makes somebody else."""
    old = write("number,name,phone\n1,梅,13800000001\n", name="a.csv")
    import_file(path=old, kind="members", at=AT, by=BY)
    ((mei, identity),) = rows_of("SELECT member_id, id FROM members_identity")
    members.release_identity(member_id=mei, identity_id=identity, scope=ALL, at=AT, by=BY)
    new = write("number,name,phone\n2,波,13800000001\n", name="b.csv")

    outcome = import_file(path=new, kind="members", at=AT, by=BY)

    assert outcome.counts["accepted"] == 1
    assert rows_of("SELECT count(*) FROM members_member WHERE merged_into_id IS NULL") == [(2,)]
