"""The reference pages say what the code says, and the links of the documents lead somewhere."""

import re
import subprocess
import sys

from tests.tidy.source import ROOT, files, shown


def test_the_generated_pages_are_current():
    done = subprocess.run(
        [sys.executable, "tools/reference.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"run tools/reference.py: {done.stdout}{done.stderr[-2000:]}"


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{shown(path)}: {target}"
        for path in files("*.md")
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_template_is_used():
    everything = "\n".join(
        path.read_text(encoding="utf-8") for path in files("src/*.py", "src/*.html")
    )
    dead = []
    for path in files("src/*.html"):
        code = "\n".join(one.read_text(encoding="utf-8") for one in path.parent.glob("*.py"))
        is_component = f"<c-{path.stem.replace('_', '-')}" in everything
        is_named = f"{path.parent.name}/{path.name}" in everything or re.search(
            rf"[\"']{path.stem}[\"']", code
        )
        # Django and allauth look for these by names of their own.
        is_theirs = path.parent.name in {"templates", "layouts", "account", "mfa"}
        if not (is_component or is_named or is_theirs):
            dead.append(shown(path))
    assert dead == []
