"""An import killed anywhere leaves whole rows only and resumes to the identical result (E2)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.apart import ROOT, made

HEAD = "sale_number,store,sold_at,member,product,quantity,amount,discount.coupon,payment,returns"
SALES_ROWS, MEMBER_ROWS = 20_000, 3_000


def sales_file(folder: Path, rows: int) -> Path:
    """Sales of one to five lines: some with discounts and payments, some bad, some returned."""
    lines = [
        "sale_number,store,sold_at,member,product,quantity,amount,discount.coupon,payment,returns"
    ]
    sale = 0
    while len(lines) <= rows:
        sale += 1
        minute = f"2026-04-{1 + sale % 28:02}T{sale % 24:02}:{sale % 60:02}:00Z"
        store, member = f"S{sale % 7}", f"M{sale % 520}" if sale % 3 else ""
        for line in range(1 + sale % 5):
            amount = (
                "abc"
                if sale % 97 == 0 and line == 0
                else f"{(sale * 7 + line) % 90}.{sale % 100:02}"
            )
            coupon = "1.50" if line % 3 == 1 else ""
            product = f"P{(sale + line) % 230}"
            lines.append(
                f"T{sale},{store},{minute},{member},{product},{1 + line},{amount},{coupon},cash,"
            )
        if sale % 400 == 0:
            lines.append(f"R{sale},{store},2026-04-30T01:00:00Z,,P{sale % 230},-1,-0.01,,,T{sale}")
    path = folder / "sales.csv"
    path.write_text("\n".join(lines[: rows + 1]) + "\n", encoding="utf-8")
    return path


def members_file(folder: Path, rows: int) -> Path:
    """Members with phones in several spellings, doubled, bad and known ones among them."""
    lines = ["会员号,姓名,手机号,性别"]
    for number in range(rows):
        phone = "12" if number % 50 == 7 else f"138{number - (number % 40 == 3):08}"
        lines.append(f"M{number + 250},会员{number},{phone},{'female' if number % 2 else ''}")
    path = folder / "members.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def check(kind: str, file: Path, home: Path, points: int) -> None:
    with made(home) as aside:
        done = subprocess.run(
            [sys.executable, "-m", "tests.intake.killing", kind, str(file), str(points)],
            cwd=ROOT,
            env=aside.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120 + 30 * points,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout)
    whole, kills = said["whole"], said["kills"]
    assert whole["broken"] == []
    assert len(kills) == points
    # Kills by the clock may come after the end on a fast machine; the others cannot.
    certain = [kill for kill in kills if kill["point"][0] != "seconds"]
    assert all(kill["was_killed"] for kill in certain)
    assert [kill for kill in kills if kill["broken"]] == []
    # Where the clock came too late, the second run repeats a whole import, which the book records.
    assert {kill["digest"] for kill in kills if kill["was_killed"]} == {whole["digest"]}
    # The kills hit the middle: some chunks were in, some were not.
    assert len({kill["chunks"] for kill in kills}) > min(3, points // 4)


@pytest.mark.django_db
def test_sales_killed_at_14_points_resume_to_the_same_result(tmp_path: Path) -> None:
    check("sales", sales_file(tmp_path, SALES_ROWS), tmp_path / "home", 14)


@pytest.mark.django_db
def test_members_killed_at_6_points_resume_to_the_same_result(tmp_path: Path) -> None:
    check("members", members_file(tmp_path, MEMBER_ROWS), tmp_path / "home", 6)


@pytest.mark.soak
@pytest.mark.django_db
def test_sales_killed_at_200_points_of_100_000_rows(tmp_path: Path) -> None:
    check("sales", sales_file(tmp_path, 100_000), tmp_path / "home", 200)
