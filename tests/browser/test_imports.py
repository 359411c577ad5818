"""A file dropped into the console: matched, tried, and nothing written before it is wanted."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.test_pages import LANGUAGES, WIDTHS, _foreign_words

pytestmark = pytest.mark.browser

TEXT = "编号,店名\\n9901,人民广场店\\n9902,\\n,没有编号\\n"
# What a person does with the mouse: a file is dropped on the field.
DROP = f"""() => {{
  const carried = new DataTransfer();
  carried.items.add(new File(["{TEXT}"], "stores.csv", {{ type: "text/csv" }}));
  document.querySelector("[data-drop]").dispatchEvent(
    new DragEvent("drop", {{ dataTransfer: carried, bubbles: true, cancelable: true }}));
}}"""
WORK_MS_MAX = 30_000


def dropped(visitor, *, language="en", width=1440):
    """Drop the file and go to its columns."""
    visitor.open("imports/", language=language, width=width)
    visitor.page.check("input[value=stores]")
    visitor.page.evaluate(DROP)
    assert "stores.csv" in visitor.page.locator("[data-chosen]").inner_text()
    visitor.page.click("form[data-upload] .btn-primary")
    visitor.settle()


def test_a_dropped_file_is_matched_and_tried_while_the_page_watches(owner):
    dropped(owner)
    page = owner.page
    page.select_option("[id='m-number']", "编号")
    page.select_option("[id='m-name']", "店名")
    page.click("form .btn-primary >> text=Try it without writing")
    page.wait_for_selector("text=What would happen", timeout=WORK_MS_MAX)
    counts = dict(
        zip(
            page.locator(".strip dt").all_inner_texts(),
            page.locator(".strip dd").all_inner_texts(),
            strict=True,
        )
    )
    assert counts["Rows read"] == "3"
    assert counts["Good rows"] == "2"
    assert counts["Refused"] == "1"
    with page.expect_download() as coming:
        page.click("text=Download refused rows")
    assert coming.value.suggested_filename.endswith(".csv")
    # Nothing was written: the stores are those of before.
    owner.open("members/?store=9901")
    assert "store.unknown" in page.content()
    owner.problems.clear()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_imports_is_whole(owner, language, width):
    axe, wrong = Axe(), []
    owner.problems.clear()

    def look(place):
        wrong.extend([f"{place}: {owner.overflow()} px too wide"] if owner.overflow() > 0 else [])
        wrong.extend(f"{place}: {problem}" for problem in _foreign_words(owner, language))
        for violation in axe.run(owner.page).response["violations"]:
            where = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
            wrong.append(f"{place}: {violation['id']}: {violation['help']} {where}")

    owner.open("imports/", language=language, width=width)
    look("list")
    dropped(owner, language=language, width=width)
    look("columns")
    owner.page.select_option("[id='m-number']", "编号")
    owner.page.click("form .form-foot .btn-primary")
    owner.page.wait_for_selector(".strip", timeout=WORK_MS_MAX)
    look("tried")
    wrong += owner.problems
    assert not wrong, "\n".join(wrong)
