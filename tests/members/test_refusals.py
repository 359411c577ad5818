"""Every "no" of the members is said in both languages, with a next step (X28)."""

import re
from typing import get_args

import pytest

from shuke.kernel.refusal import all_refusals
from shuke.members import records
from shuke.members.identifying import IdentityKind
from shuke.members.refusals import BadIdentity

OURS = [one for one in all_refusals() if one.__module__.startswith("shuke.members")]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def blanks(text):
    """What is filled in; a name may be given in both languages ({en_name}, {zh_name})."""
    return {name.removeprefix("en_").removeprefix("zh_") for name in re.findall(r"\{(\w+)\}", text)}


@pytest.mark.parametrize("refusal", OURS, ids=lambda one: one.code)
def test_a_refusal_speaks_both_languages_and_says_what_to_do(refusal):
    for text in (refusal.en, refusal.next_en):
        assert text
        assert not CHINESE.search(text)
    for text in (refusal.zh, refusal.next_zh):
        assert CHINESE.search(text)
    assert blanks(refusal.en) == blanks(refusal.zh)
    assert refusal.code.split(".")[0] in {
        "household",
        "member",
        "merge",
        "prospect",
        "request",
        "target",
    }


def test_codes_are_given_once():
    codes = [one.code for one in OURS]
    assert len(codes) == len(set(codes)) >= 30


def test_events_and_fields_have_names_in_both_languages():
    names = [one for one in vars(records).values() if isinstance(one, records.EventName)]
    assert len(names) > 20
    for one in names:
        assert one.en
        assert CHINESE.search(one.zh)


def test_a_kind_of_identity_is_called_by_its_name_in_each_language():
    refusal = BadIdentity(param="phone", text="12…34", kind="phone")
    assert refusal.message("en") == "“12…34” is not a valid phone number."
    assert refusal.message("zh") == "“12…34”不是有效的手机号。"
    assert refusal.values["kind"] == "phone"
    for kind in get_args(IdentityKind):
        assert kind in BadIdentity.words["kind"]
