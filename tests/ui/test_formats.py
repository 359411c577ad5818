"""Numbers as a reader in Shanghai and one in New York expect them."""

from datetime import date

import pytest

from shuke.interfaces.ui.formats import Formats

SHANGHAI = Formats("zh", "CNY", 2)
NEW_YORK = Formats("en", "USD", 2)
TOKYO = Formats("en", "JPY", 0)


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (0, "0", "0"),
        (9_999, "9,999", "9,999"),
        (12_345, "1.2 万", "12.3K"),
        (1_863_000, "186.3 万", "1.9M"),
        (123_456_789, "1.2 亿", "123.5M"),
        (4_000_000_000, "40.0 亿", "4.0B"),
        (-12_345, "−1.2 万", "−12.3K"),
        (3.14159, "3.1", "3.1"),
        (None, "–", "–"),
    ],
)
def test_large_numbers_are_short(value, chinese, english):
    assert SHANGHAI.short(value) == chinese
    assert NEW_YORK.short(value) == english


def test_money_is_written_in_the_chains_currency():
    assert SHANGHAI.money(123_456) == "¥1,234.56"
    assert NEW_YORK.money(-5) == "−$0.05"
    assert TOKYO.money(1_500) == "¥1,500"
    assert Formats("en", "CHF", 2).money(100) == "CHF 1.00"


def test_short_money_keeps_cents_only_while_they_matter():
    assert NEW_YORK.money_short(9_999) == "$99.99"
    assert NEW_YORK.money_short(459_603_958) == "$4.6M"
    assert SHANGHAI.money_short(459_603_958) == "¥459.6 万"
    assert NEW_YORK.money_short(12_300) == "$123"


def test_shares_and_differences_of_shares_have_their_own_units():
    assert NEW_YORK.percent(0.382) == "38.2%"
    assert NEW_YORK.points(0.013) == "1.3 pp"
    assert SHANGHAI.points(-0.013) == "1.3 个百分点"


def test_halves_round_away_from_zero_as_people_expect():
    assert NEW_YORK.count(2.5) == "3"
    assert NEW_YORK.percent(0.0005, 1) == "0.1%"


def test_days_and_dates():
    assert NEW_YORK.days(1) == "1 day"
    assert NEW_YORK.days(12) == "12 days"
    assert SHANGHAI.days(12) == "12 天"
    assert SHANGHAI.day(date(2017, 12, 31)) == "2017年12月31日"
    assert NEW_YORK.day(date(2017, 12, 31)) == "31 Dec 2017"
    assert SHANGHAI.day_short(date(2017, 1, 2)) == "1月2日"
