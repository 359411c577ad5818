"""The pictures of the README are photographs of the demo, made here.

They go to build/pictures; with SHUKE_PICTURES=1 into the tree, where the README shows them.
"""

import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent.parent
TREE = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1280, 900
BYTES_LEAST = 40_000


@pytest.mark.parametrize(("language", "name"), [("en", "en"), ("zh-hans", "zh")])
def test_the_readme_shows_the_overview_as_it_is(owner, language, name):
    folder = TREE if os.environ.get("SHUKE_PICTURES") else ROOT / "build" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    owner.open("", language=language, width=WIDTH)
    owner.page.wait_for_selector("svg[role], .chart svg, [data-chart] svg")
    path = folder / f"overview-{name}.png"
    owner.page.screenshot(path=path, clip={"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT})
    assert path.stat().st_size > BYTES_LEAST
    assert (TREE / f"overview-{name}.png").exists(), "run this test with SHUKE_PICTURES=1"
