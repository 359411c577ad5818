"""Figures over the API: the envelope, its pages, the lists behind, segments made of them."""

from datetime import timedelta

import pytest
from tests.api.conftest import NOON, OWNER, SYSTEM, ticket

from shuke.lake import actions as lake
from shuke.lake import figures

AS_OF = "as_of=2018-01-10"


@pytest.fixture
def filled(committed, owner):
    """Five members with one to five sales, in a refreshed lake."""
    for number in range(1, 6):
        phone = f"1381234000{number}"
        owner.post("/members", {"number": f"M-{number}", "phone": phone, "store": "1"})
        batch = [
            ticket(
                f"T-{number}-{n}",
                member=f"M-{number}",
                sold_at=(NOON - timedelta(days=n)).isoformat(),
                amount=1000 * number,
            )
            for n in range(number)
        ]
        owner.post("/sales/batch", {"sales": batch})
    lake.refresh(at=NOON, by=SYSTEM)
    return owner


def test_the_envelope_has_the_published_keys(filled):
    answer = filled.get(f"/figures/summary?{AS_OF}").json()
    assert list(answer) == [
        "figure",
        "definition",
        "as_of",
        "zone",
        "currency",
        "scope",
        "parameters",
        "units",
        "freshness",
        "rows",
        "next",
    ]
    (row,) = answer["rows"]
    assert (row["sales"], row["members"], row["amount"]) == (15, 5, 55_000)
    assert (answer["as_of"], answer["zone"], answer["currency"]) == (
        "2018-01-10",
        "Asia/Shanghai",
        "CNY",
    )
    assert answer["scope"] == {"role": "owner", "stores": None}
    assert answer["next"] is None


def test_member_figures_come_in_pages_and_are_equal_to_the_whole(filled):
    whole = figures.compute("rfm", as_of=(NOON + timedelta(days=5)).date(), scope=OWNER)
    seen, after = [], ""
    while True:
        page = filled.get(f"/figures/rfm?{AS_OF}&limit=2{after}").json()
        assert len(page["rows"]) <= 2
        seen += page["rows"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == list(whole.rows)
    assert [one["member"] for one in seen] == [f"M-{n}" for n in range(1, 6)]
    assert {one["member"]: one["monetary"] for one in seen}["M-5"] == 25_000


def test_a_page_of_another_snapshot_is_refused(filled):
    after = filled.get(f"/figures/rfm?{AS_OF}&limit=2").json()["next"]
    filled.post("/sales", ticket("late", member="M-1"))
    lake.refresh(at=NOON, by=SYSTEM)
    answer = filled.get(f"/figures/rfm?{AS_OF}&limit=2&after={after}")
    assert answer.json()["error"]["code"] == "request.bad_cursor"


def test_parameters_stand_in_the_address_under_their_own_names(filled):
    answer = filled.get(f"/figures/rfm?{AS_OF}&scoring=rank&preset=eleven").json()
    assert answer["parameters"]["scoring"] == "rank"
    for bad, code in (
        ("scoring=luck", "figure.bad_parameter"),
        ("no_such=1", "figure.unknown_parameter"),
    ):
        refused = filled.get(f"/figures/rfm?{AS_OF}&{bad}").json()["error"]
        assert refused["code"] == code
    assert filled.get("/figures/rfm?as_of=1800-01-01").status_code == 422
    assert filled.get("/figures/luck").json()["error"]["code"] == "figure.unknown"


def test_the_list_behind_a_number_has_as_many_as_the_number_says(filled):
    (row,) = filled.get(f"/figures/summary?{AS_OF}").json()["rows"]
    for column, kind in (("members", "members"), ("sales", "sales")):
        first = filled.get(f"/figures/summary/behind?{AS_OF}&column={column}&limit=4").json()
        assert (first["kind"], first["total"]) == (kind, row[column])
        seen = first["data"]
        while first["next"]:
            first = filled.get(
                f"/figures/summary/behind?{AS_OF}&column={column}&limit=4&after={first['next']}"
            ).json()
            seen += first["data"]
        assert len({one["id"] for one in seen}) == row[column]
    refused = filled.get(f"/figures/summary/behind?{AS_OF}&column=luck").json()["error"]
    assert refused["code"] == "figure.not_a_number"


def test_every_figure_is_listed_with_its_definition_in_both_languages(filled):
    listed = filled.get("/figures").json()["data"]
    assert {one["name"] for one in listed} >= {
        "summary",
        "rfm",
        "segments_rfm",
        "cohorts",
        "active_members",
        "concentration",
        "repurchase",
        "intervals",
        "pairs",
        "redemption",
        "indicators",
        "lifecycle",
        "pyramid",
        "migration",
        "bucket",
        "preferences",
    }
    chinese = filled.get("/figures", accept_language="zh").json()["data"]
    assert all(a["title"] != b["title"] for a, b in zip(listed, chinese, strict=True))


def test_a_condition_is_counted_explained_saved_and_exported(filled):
    condition = {"fact": "sales.times", "is": "at_least", "value": 3}
    asked = {"condition": condition, "as_of": "2018-01-10"}
    counted = filled.post("/segments/count", asked).json()
    assert (counted["members"], counted["total"]) == (3, 5)
    explained = filled.post("/segments/preview", asked | {"limit": 2}).json()["data"]
    assert [one["member"] for one in explained] == ["M-3", "M-4"]
    assert all(one["reasons"][0]["text"] for one in explained)
    saved = filled.post("/segments", {"name": "fans", "title": "Fans", "condition": condition})
    assert (saved.status_code, saved.json()["version"]) == (201, 1)
    again = filled.post("/segments", {"name": "fans", "title": "Fans", "condition": condition})
    assert (again.status_code, again.json()["is_new"]) == (200, False)
    # The business day is 5 January: the sales of that day are not before its start.
    assert filled.post("/segments/fans/refresh").json()["members"] == 2
    members = filled.get("/segments/fans/members?limit=1").json()
    assert ([one["number"] for one in members["data"]], members["total"]) == (["M-4"], 2)
    document = filled.get("/segments/fans/export")
    assert document["Content-Type"].startswith("application/yaml")
    assert "fact: sales.times" in document.content.decode()
    assert filled.call("DELETE", "/segments/fans").json()["name"] == "fans"
    assert filled.get("/segments/fans").status_code == 404


def test_without_a_lake_figures_say_so(committed, owner):
    answer = owner.get("/figures/summary")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "lake.empty")
