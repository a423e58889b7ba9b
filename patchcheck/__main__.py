"""`python -m patchcheck`."""

from patchcheck.cli.start import patchcheck

patchcheck()
