"""`python -m shuke` is the command line."""

from shuke.interfaces.commands import main

main()
