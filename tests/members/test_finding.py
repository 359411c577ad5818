"""Finding a member by what he says."""

import pytest
from tests.members.conftest import ALL, PHONE

from shuke.kernel.scope import Scope
from shuke.members import queries


@pytest.mark.parametrize("words", ["王", "王芳", "wf", PHONE, "+86 138 0000 0001", "0001"])
def test_mei_is_found_by_name_initials_phone_and_last_digits(mei, bo, words):
    assert [card.id for card in queries.find(words, ALL)] == [mei]


def test_a_card_shows_the_masked_name_and_phone(mei):
    (card,) = queries.find(PHONE, ALL)
    assert (card.name, card.phone) == ("王*", "138****0001")


def test_listing_pages_through_everybody_once(enrolled):
    wanted = [enrolled(f"会员{index}", number=str(index)) for index in range(7)]
    seen, after = [], ""
    while True:
        page = queries.listing(ALL, after=after, limit=3)
        assert page.total == 7
        seen += [card.id for card in page.cards]
        after = page.next_after
        if not after:
            break
    assert seen == wanted


def test_a_store_sees_its_own_members(mei, bo, chain):
    manager = Scope(role="manager", stores=frozenset({chain["2"]}))
    assert [card.id for card in queries.listing(manager).cards] == [bo]
    assert queries.find("王芳", manager) == ()
    assert queries.member_of(bo, manager).card.id == bo
