"""S02 顾客金字塔: 5 / 15 / 80 by value, the 20/80 claim measured, movement, the leaking bucket."""

import json
from itertools import pairwise

import pytest
from tests.stories.conftest import line

AS_OF = "2026-06-01"


@pytest.fixture(params=[(100, [5, 15, 80]), (20, [1, 3, 16])], ids=["100 members", "20 members"])
def base(request):
    return request.param


def test_members_stand_in_a_pyramid_of_5_15_80(chain, base):
    count, layers = base
    chain.enrol(count)
    spent = [
        line(f"S{number}", "2026-05-01", number, f"{1000 - number}.00")
        for number in range(1, count + 1)
    ]
    chain.bring_in("sales.csv", "sales", spent)
    chain.refresh()
    rows = chain.figure("pyramid", AS_OF)
    assert [row["members"] for row in rows] == layers
    # The best member spent 999.00 and each further one 1.00 less: sums of an arithmetic series.
    edges = [0, layers[0], layers[0] + layers[1], count]
    amounts = [
        sum(100_000 - 100 * number for number in range(low + 1, high + 1))
        for low, high in pairwise(edges)
    ]
    assert [row["amount"] for row in rows] == amounts


def test_equal_spenders_are_cut_by_member_number(chain):
    chain.enrol(100)
    chain.bring_in(
        "sales.csv", "sales", [line(f"S{n}", "2026-05-01", n, "10.00") for n in range(1, 101)]
    )
    chain.refresh()
    text = chain.shuke("figure", "concentration", "--as-of", AS_OF, "--json")
    top = {row["top_share"]: row for row in json.loads(text)["rows"]}
    assert top[0.2]["members"] == 20
    assert top[0.2]["amount_share"] == 0.2


def test_the_20_80_claim_is_measured_on_the_chains_own_sales(chain):
    chain.enrol(10)
    spent = [line(f"S{n}", "2026-05-01", n, "400.00" if n <= 2 else "25.00") for n in range(1, 11)]
    chain.bring_in("sales.csv", "sales", spent)
    chain.refresh()
    (top,) = [row for row in chain.figure("concentration", AS_OF) if row["top_share"] == 0.2]
    assert (top["members"], top["amount"], top["amount_share"]) == (2, 80_000, 0.8)


def test_the_real_retailer_is_less_concentrated_than_the_claim(demo):
    rows = json.loads(demo.shuke("figure", "concentration", "--json"))["rows"]
    shares = {row["top_share"]: row["amount_share"] for row in rows}
    assert round(shares[0.2], 3) == 0.546
    layers = json.loads(demo.shuke("figure", "pyramid", "--json"))["rows"]
    assert [row["members"] for row in layers] == [124, 370, 1975]


def test_the_bucket_names_how_many_members_must_be_won(demo):
    (row,) = json.loads(demo.shuke("figure", "bucket", "--json", "--set", "cost_each=8000"))["rows"]
    assert row["opening"] + row["joined"] - row["lost"] + row["reactivated"] == row["closing"]
    assert row["need"] == max(row["opening"] - row["closing"], 0)
    assert row["cost"] == row["need"] * 8000
