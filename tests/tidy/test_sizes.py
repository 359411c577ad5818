"""Small files, small functions, a narrow member row, no hole in the types without a reason."""

import ast
import re
from itertools import pairwise

from tests.tidy.source import files, shown

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70
MEMBER_COLUMNS_MAX = 20
README_LINES_MAX = 120
EXCEPTION = re.compile(r"# type: ignore\[[\w, -]+\](?P<why>.*)$")


def test_no_python_file_is_longer_than_500_lines():
    long = [
        f"{shown(path)}: {count}"
        for path in files("*.py")
        if "migrations" not in path.parts
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES_MAX
    ]
    assert long == []


def test_no_function_is_longer_than_70_lines():
    long = []
    for path in files("src/*.py", "tools/*.py", "bench/*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES_MAX:
                    long.append(f"{shown(path)}:{node.lineno} {node.name}: {lines}")
    assert long == []


def test_every_exception_from_the_types_says_why():
    silent = []
    for path in files("src/*.py", "tools/*.py", "bench/*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        for before, line in pairwise(["", *lines]):
            mark = EXCEPTION.search(line)
            if mark and not mark["why"] and not before.strip().startswith("#"):
                silent.append(f"{shown(path)}: {line.strip()}")
    assert silent == []


def test_the_member_row_stays_narrow():
    from shuke.members.models import Member

    assert len(Member._meta.concrete_fields) <= MEMBER_COLUMNS_MAX


def test_the_readmes_fit_two_screens():
    for path in files("README.md", "README.zh.md"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= README_LINES_MAX, shown(path)
