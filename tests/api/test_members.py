"""Members over the API: masked, found by what they say, never two for one phone."""

import pytest

from shuke.events import queries as events
from shuke.storage.models import Outcome


def test_a_member_is_enrolled_once_whatever_the_spelling(owner):
    first = owner.post("/members", {"name": "Mei", "phone": "138 1234 0001", "store": "1"})
    assert first.status_code == 201
    again = owner.post("/members", {"phone": "+86-13812340001"})
    assert again.status_code == 200
    assert again.json() == {**first.json(), "is_new": False}
    shown = owner.get(f"/members/{first.json()['id']}").json()
    assert shown["number"] == first.json()["number"]
    assert (shown["phone"], shown["store"]) == ("138****0001", "1")
    assert "13812340001" not in str(shown)


def test_a_profile_is_patched_with_source_and_time(owner, mei):
    answer = owner.call(
        "PATCH", "/members/M-1", {"fields": {"occupation": "teacher", "birthday": "1992-02-29"}}
    )
    assert answer.status_code == 200
    fields = {one["name"]: one for one in answer.json()["fields"]}
    assert (fields["occupation"]["value"], fields["occupation"]["source"]) == ("teacher", "api")
    assert fields["occupation"]["at"] == "2018-01-05T04:00:00Z"
    assert fields["birthday"]["value"] != "1992-02-29"
    refused = owner.call("PATCH", "/members/M-1", {"fields": {"no_such_field": "x"}})
    assert refused.status_code == 422


def test_members_are_found_by_what_they_say(owner, mei, bo):
    for words in ("Mei", "138 1234 0001", "0001", "6001", "M-1"):
        found = owner.post("/members/find", {"words": words}).json()["data"]
        assert [one["number"] for one in found] == ["M-1"], words
    assert owner.post("/members/find", {"words": "nobody"}).json()["data"] == []


def test_the_list_turns_in_the_order_of_numbers(owner, mei, bo):
    first = owner.get("/members?limit=1").json()
    assert ([one["number"] for one in first["data"]], first["has_more"]) == (["M-1"], True)
    second = owner.get(f"/members?limit=1&after={first['next']}").json()
    assert ([one["number"] for one in second["data"]], second["next"]) == (["M-2"], None)


def test_an_analyst_gets_pseudonyms(key, owner, mei):
    analyst = key("analyst")
    (shown,) = analyst.get("/members").json()["data"]
    assert "M-1" not in str(shown)
    assert "Mei" not in str(shown)
    assert analyst.get(f"/members/{shown['id']}").json()["identities"] == []
    assert analyst.get("/members/M-1").status_code == 404


def test_personal_data_is_shown_for_a_reason_and_recorded_but_never_kept_as_an_answer(owner, mei):
    before = Outcome.objects.count()
    refused = owner.post("/members/M-1/unmask", {"reason": "hm"})
    assert refused.json()["error"]["code"] == "member.reason_missing"
    seen = owner.post("/members/M-1/unmask", {"reason": "call about order 7", "what": ["phone"]})
    assert seen.json()["identities"][0]["value"] == "+8613812340001"
    (event,) = events.of_member(mei.member_id, names=frozenset({"member.unmasked"}), limit=9)
    assert event.payload["reason"] == "call about order 7"
    assert event.actor.startswith("key:")
    assert Outcome.objects.count() == before


def test_identities_come_and_go(owner, mei, bo):
    added = owner.post("/members/M-1/identities", {"kind": "card", "value": "7001-0002-2"})
    assert added.status_code == 201
    taken = owner.post("/members/M-2/identities", {"kind": "card", "value": "700100022"})
    assert (taken.status_code, taken.json()["error"]["code"]) == (409, "member.identity_taken")
    identities = owner.get("/members/M-1").json()["identities"]
    (card,) = [one for one in identities if one["kind"] == "card" and one["shown"].endswith("0022")]
    assert owner.post(f"/members/M-1/identities/{card['id']}/verify").status_code == 200
    assert owner.post(f"/members/M-1/identities/{card['id']}/release").status_code == 200
    assert owner.post(f"/members/M-1/identities/{card['id']}/release").status_code == 404
    assert (
        owner.post("/members/M-2/identities", {"kind": "card", "value": "700100022"}).status_code
        == 201
    )


def test_two_members_become_one_and_two_again(owner, mei, bo):
    pair = {"survivor": "M-1", "merged": "M-2"}
    preview = owner.post("/merges/preview", pair).json()
    assert (preview["survivor"]["number"], preview["merged"]["number"]) == ("M-1", "M-2")
    merged = owner.post("/merges", pair | {"reason": "same person"})
    assert merged.status_code == 201
    assert owner.get("/members/M-2").json()["number"] == "M-1"
    assert owner.post("/merges", pair).json()["error"]["code"] == "merge.same_member"
    assert owner.post(f"/merges/{merged.json()['id']}/undo").status_code == 200
    assert owner.get("/members/M-2").json()["number"] == "M-2"
    assert owner.post(f"/merges/{merged.json()['id']}/undo").status_code == 409


def test_whoever_stands_at_the_till_is_identified_by_a_whole_number_only(key, mei, bo):
    cashier = key("cashier", stores_of=["1"])
    (found,) = cashier.post("/members/identify", {"identity": "13812340002"}).json()["data"]
    assert found["number"] == "M-2"
    assert cashier.post("/members/identify", {"identity": "0002"}).json()["data"] == []
    assert cashier.get("/members/M-2").status_code == 403


@pytest.mark.parametrize("reference", ["M-9", "mem_0000000000000", "mem_x", "x" * 300])
def test_nobody_is_not_found(owner, mei, reference):
    assert owner.get(f"/members/{reference}").status_code == 404


def test_a_list_takes_as_many_queries_for_twenty_as_for_one(owner, django_assert_max_num_queries):
    for number in range(20):
        owner.post("/members", {"phone": f"138123400{number:02}", "store": "1"})
    # The key and its stores, the chain, then the same few for any number of members.
    with django_assert_max_num_queries(10):
        assert len(owner.get("/members").json()["data"]) == 20
