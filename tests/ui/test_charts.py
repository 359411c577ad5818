"""Colours that can be read, steps that cover the scale, changes that say which way is good."""

import re
from pathlib import Path

import pytest

from shuke.interfaces.ui.charts import change, shade
from shuke.interfaces.ui.spark import spark

CSS = Path("src/shuke/interfaces/ui/static/shuke/css/shuke.css").read_text(encoding="utf-8")
LIGHT, DARK = CSS.split('[data-bs-theme="dark"] {', 1)
AA = 4.5


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def tokens(part: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", part))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("step", range(10))
def test_the_label_of_every_heat_step_can_be_read(theme, step):
    found = tokens(theme)
    ink = found["heat-low-ink" if step < 6 else "heat-high-ink"]
    assert contrast(found[f"heat-{step}"], ink) >= AA


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("muted", "ground"),
        ("muted", "surface"),
        ("muted", "sunken"),
        ("brand", "surface"),
        ("brand", "ground"),
        ("brand-deep", "brand-tint"),
        ("on-brand", "brand"),
        ("good", "surface"),
        ("bad", "surface"),
        ("amber", "amber-tint"),
        ("blue", "blue-tint"),
        ("rose", "rose-tint"),
        ("red", "red-tint"),
        ("violet", "violet-tint"),
    ],
)
def test_every_ink_can_be_read_on_its_ground(theme, ink, ground):
    found = tokens(theme)
    assert contrast(found[ink], found[ground]) >= AA


def test_the_scale_is_used_from_end_to_end():
    assert shade(0, 100) == "heat-step-0"
    assert shade(55, 100) == "heat-step-5"
    assert shade(100, 100) == "heat-step-9"
    assert shade(10, 20, 10) == "heat-step-0"
    assert shade(0, 0) == "heat-step-0"


def test_up_and_good_are_two_things():
    sales = change(120, 100, "20.0%", "vs the month before")
    debt = change(80, 100, "20.0%", "vs the month before", up_is_good=False)
    assert (sales.text, sales.way, sales.mood) == ("+20.0%", "up", "good")
    assert (debt.text, debt.way, debt.mood) == ("−20.0%", "down", "good")
    assert change(5, 5, "0", "base").way == "flat"


def test_a_spark_line_touches_floor_and_ceiling():
    drawn = spark([1, 3, 2])
    assert drawn.line == "M0.0 37.0 L120.0 3.0 L240.0 20.0"
    assert spark([4]) is None
    assert spark([4, 4]).line == "M0.0 37.0 L240.0 37.0"
