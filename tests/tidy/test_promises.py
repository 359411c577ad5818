"""What the tree promises: every requirement row answered, every planted defect still fits."""

import ast
import re
import subprocess
import tomllib

import pytest
from tests.tidy.source import ROOT, files, shown

ROWS = ROOT / "tests" / "rows.toml"
# The rows that the issues solved so far name.
NAMED = re.findall(
    r"\w+",
    """
    A01 A09 A10 A11 A12 A15 A16 A17 A18 A20
    E01 E03 E04 E05 E06 E07 E08 E09 E11 E12 E16 E18 E19 E21 E22
    F01 F02 F03 F04 F05 F06 F10 F11 F12 F17 F21 F27 F30 F35
    P01 P02 P03 P04 P05 P06 P07 P08 Q02 Q05 X12 X17 X24 X28 S02 S05 S29 S44
    C5 C7 D9 E2 F3 F4 F5
    """,
)
DEFECTS = sorted((ROOT / "tests" / "defects").glob("*.patch"))
LATER = "later, because "


def _tests_in(path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test")
    }
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.ClassDef):
            names = (
                [node.name]
                if isinstance(node, ast.ClassDef)
                else [target.id for target in node.targets if isinstance(target, ast.Name)]
            )
            found |= {name for name in names if name.startswith("Test")}
    return found


def _exists(test: str) -> bool:
    place, _, name = test.partition("::")
    path = ROOT / place
    return path.is_file() and name.split("[")[0].split("::")[0] in _tests_in(path)


def test_every_named_row_has_a_test_or_a_reason():
    rows = tomllib.loads(ROWS.read_text(encoding="utf-8"))
    assert [name for name in NAMED if name not in rows] == []
    wrong = []
    for name, answer in rows.items():
        if isinstance(answer, str):
            if not answer.startswith(LATER):
                wrong.append(f"{name}: a reason begins with “{LATER}”")
            continue
        tests = [one for one in answer if not one.startswith(LATER)]
        wrong += [f"{name}: no test {test}" for test in tests if not _exists(test)]
        if not tests:
            wrong.append(f"{name}: no test")
    assert wrong == []


@pytest.mark.parametrize("patch", DEFECTS, ids=lambda patch: patch.stem)
def test_every_planted_defect_applies_and_names_its_check(patch):
    first = patch.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# check: ")
    assert _exists(first.removeprefix("# check: ").strip())
    applied = subprocess.run(
        ["git", "apply", "--check", str(patch)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert applied.returncode == 0, applied.stderr


def test_the_witnesses_import_nothing_of_shuke():
    for path in files("tests/truth/*.py"):
        if path.name.startswith("test_"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not any(name.split(".")[0] == "shuke" for name in names), shown(path)


def test_no_lock_file_carries_an_address():
    for path in files("*.lock", "package-lock.json"):
        assert "://" not in re.sub(
            r'"(url|homepage|funding)": *"[^"]*"', "", path.read_text(encoding="utf-8")
        ), shown(path)


def test_no_test_is_skipped_in_silence():
    wrong = []
    for path in files("tests/*.py"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"mark\.(skip|xfail)\b(?!.*reason=)|pytest\.skip\(\)", line):
                wrong.append(f"{shown(path)}:{number}")
    assert wrong == []
