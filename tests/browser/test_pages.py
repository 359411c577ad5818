"""Every page of the menu, in both languages, on phone and desk: nothing broken or foreign."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from shuke.interfaces.console.navigation import PLACES

pytestmark = pytest.mark.browser

LANGUAGES = ("zh-hans", "en")
WIDTHS = (390, 1440)
# English that stands on Chinese pages: names and marks.
ALLOWED = re.compile(
    r"Complete Journey|CDNOW|Shuke|CSV|XLSX|Parquet|RFM|YAML|API|Gini|Esc|Ctrl|Enter|EN|Excel"
)
# The words a reader sees, without data, code and the other language's own name.
VISIBLE_TEXT = """() => {
  const left = "[data-user-content],[translate=no],code,pre,kbd,a[hreflang]," +
    "script,style,template,noscript";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest(left)) continue;
    found.push(node.data.trim());
  }
  for (const element of document.querySelectorAll("[placeholder],[aria-label],[title]")) {
    if (element.closest(left)) continue;
    for (const name of ["placeholder", "aria-label", "title"]) {
      if (element.hasAttribute(name)) found.push(element.getAttribute(name));
    }
  }
  return found;
}"""


FIRST_LOAD_BYTES_MAX = 400 * 1024


def _paths() -> list[str]:
    with translation.override("en"):
        found = []
        for _label, places in PLACES:
            for place in places:
                try:
                    found.append(reverse(place.address).removeprefix("/en/"))
                except NoReverseMatch:
                    continue
        return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole(owner, language, width):
    axe, wrong = Axe(), []
    for path in [*_paths(), "search/?q=rfm", "account/two-step/"]:
        owner.problems.clear()
        answer = owner.open(path, language=language, width=width)
        place = f"/{language}/{path} at {width}"
        wrong += [f"{place}: {problem}" for problem in owner.problems]
        if answer.status != 200:
            wrong.append(f"{place}: status {answer.status}")
        if owner.overflow() > 0:
            wrong.append(f"{place}: {owner.overflow()} px too wide")
        wrong += [f"{place}: {problem}" for problem in _foreign_words(owner, language)]
        wrong += [f"{place}: {problem}" for problem in keeping_out(axe, owner)]
    assert not wrong, "\n".join(wrong)


def keeping_out(axe: Axe, visitor) -> list[str]:
    """What would keep somebody out who cannot see, or uses no mouse."""
    return [
        f"{violation['id']}: {violation['help']} "
        + "; ".join(str(node["target"]) for node in violation["nodes"][:3])
        for violation in axe.run(visitor.page).response["violations"]
    ]


def _foreign_words(visitor, language: str) -> list[str]:
    texts = visitor.page.evaluate(VISIBLE_TEXT)
    if language == "en":
        return [f"Chinese: {text}" for text in texts if re.search(r"[\u4e00-\u9fff]", text)]
    # Three English words in a row are an untranslated text.
    return [
        f"English: {text}"
        for text in texts
        if re.search(r"[A-Za-z]{2,}\W+[A-Za-z]{2,}\W+[A-Za-z]{2,}", ALLOWED.sub("", text))
    ]


@pytest.mark.parametrize("path", ["", "rfm/", "lifecycle/", "members/"])
def test_the_first_load_is_light(owner, chromium, path):
    # The same person with an empty cache.
    state = owner.page.context.storage_state()
    context = chromium.new_context(locale="en", storage_state=state)
    page = context.new_page()
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(f"{owner.base}/en/{path}")
    page.wait_for_load_state("networkidle")
    context.close()
    assert sum(sizes) <= FIRST_LOAD_BYTES_MAX, sizes


def test_the_sign_in_page_is_whole(stranger):
    for language in LANGUAGES:
        for width in WIDTHS:
            stranger.open("account/login/", language=language, width=width)
            assert stranger.overflow() <= 0
            assert not Axe().run(stranger.page).response["violations"]
            assert not _foreign_words(stranger, language)
    assert stranger.problems == []


def test_a_first_visit_stays_below_400_kb(stranger):
    """Compressed bytes of the heaviest page, everything included."""
    sizes = []
    stranger.page.on(
        "requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"])
    )
    stranger.sign_in("owner")
    assert sum(sizes) <= 400 * 1024
