"""The worked example of the docs says what the code answers."""

import doctest
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "tutorial" / "cdnow.md"


def test_every_block_of_the_cdnow_page_answers_what_it_shows() -> None:
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    text = PAGE.read_text(encoding="utf-8")
    told = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    assert len(told.examples) > 15
    said: list[str] = []
    runner.run(told, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)
