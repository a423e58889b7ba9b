"""`python -m patchcheck`."""

from patchcheck.cli.main import main

main()
