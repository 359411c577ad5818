"""Columns are proposed by their headings, remembered, and demanded where they are needed. Pure."""

import pytest

from shuke.intake.formats import kind_of, mapping
from shuke.intake.refusals import MappingIncomplete, MappingUnknown

MEMBERS, SALES = kind_of("members"), kind_of("sales")


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        (["number", "name", "phone"], {"number": "number", "name": "name", "phone": "phone"}),
        (["会员号", "姓名", "手机号码"], {"number": "会员号", "name": "姓名", "phone": "手机号码"}),
        (["Member No.", "E-Mail"], {"number": "Member No.", "email": "E-Mail"}),
        (["ＭＯＢＩＬＥ"], {"phone": "ＭＯＢＩＬＥ"}),
    ],
)
def test_headings_of_other_systems_are_understood(
    headers: list[str], wanted: dict[str, str]
) -> None:
    assert mapping.proposed(MEMBERS, headers) == wanted


def test_the_exact_name_wins_over_a_synonym() -> None:
    found = mapping.proposed(SALES, ["date", "sold_at", "order_id", "store", "total", "amount"])

    assert found["sold_at"] == "sold_at"
    assert found["amount"] == "amount"
    assert found["sale_number"] == "order_id"


def test_discounts_of_any_kind_are_taken_by_their_prefix() -> None:
    found = mapping.proposed(SALES, ["discount.coupon", "discount."])

    assert found == {"discount.coupon": "discount.coupon"}


def test_the_columns_of_a_refused_file_are_not_its_data() -> None:
    assert "code" not in mapping.proposed(MEMBERS, ["line", "code", "number"]).values()


def test_what_is_missing_is_named_in_both_languages() -> None:
    with pytest.raises(MappingIncomplete) as refused:
        mapping.demand(SALES, {"store": "s"}, ["s"])

    assert "Sale number" in refused.value.message("en")
    assert "单号" in refused.value.message("zh")


@pytest.mark.parametrize("given", [{"number": "nowhere"}, {"nothing": "s"}, {"discount.x": "s"}])
def test_a_mapping_to_nowhere_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(MappingUnknown):
        mapping.demand(MEMBERS, given, ["s"])
