"""The command line `shuke`: stdout is data, stderr is messages, `--json` everywhere."""

from shuke.interfaces.commands.app import main

__all__ = ["main"]
