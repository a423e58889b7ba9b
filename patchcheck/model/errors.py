"""The exceptions that end a run; bad data inside an input is a Diagnostic instead."""


class PatchcheckError(Exception):
    """A run can't go on. The message is what the user reads, place first."""


class UnusableError(PatchcheckError):
    """A file that the run can't do without is absent, unreadable or of no use (exit code 1)."""


class SelectionError(PatchcheckError):
    """A word to select by is none of the known ones (exit code 2)."""
