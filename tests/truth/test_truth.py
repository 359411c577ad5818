"""The truth files are what the scripts say today, and the scripts know nothing of shuke."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SCRIPTS = sorted(path for path in HERE.glob("*.py") if not path.name.startswith("test_"))


@pytest.mark.parametrize("script", ["complete_journey.py", "cdnow.py"])
def test_the_script_would_write_exactly_the_files_in_the_tree(script: str) -> None:
    run = subprocess.run(
        [sys.executable, HERE / script, "--check"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "nothing changed\n"), run.stderr


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_of_the_truth_imports_shuke(path: Path) -> None:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add(str(node.module).split(".")[0])
    assert names.isdisjoint({"shuke", "bench", "tests"})


def test_every_truth_file_is_small() -> None:
    for path in HERE.glob("*/*.json"):
        assert path.stat().st_size < 300_000, path.name
