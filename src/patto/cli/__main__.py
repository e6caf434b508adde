"""`python -m patto.cli` is `patto`."""

from patto.cli import main

main()
