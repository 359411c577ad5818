"""Make sure that a Chromium and a Chinese font are on the machine: the browser tests need them.

Debian's packages are installed where this runs as root and apt is there; elsewhere it says what to
install. Nothing is downloaded in any other way.
"""

import os
import shutil
import subprocess
import sys

PACKAGES = ("chromium", "fonts-noto-cjk")


def missing() -> list[str]:
    found = []
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        found.append("chromium")
    listed = (
        subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
        if shutil.which("fc-list")
        else None
    )
    if listed is None or not listed.stdout.strip():
        found.append("fonts-noto-cjk")
    return found


def main() -> int:
    wanted = missing()
    if not wanted:
        return 0
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(f"browser tests need: {' '.join(wanted)} (install them with your package manager)")
        return 0
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted, "fontconfig"],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
