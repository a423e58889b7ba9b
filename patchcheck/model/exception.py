"""The user's exceptions (R12): patches that a host is not to have, with reason and end date."""

from datetime import date
from fnmatch import fnmatchcase
from typing import NamedTuple

from patchcheck.model.patch import PatchId


class PatchException(NamedTuple):
    """One exception. Without a revision it excepts every one, else that one and lower.

    `hosts` are names or shell patterns; `until` is the last day on which it holds; `place` is
    `file:line`.
    """

    number: str
    revision: str | None
    reason: str
    until: date
    place: str
    hosts: tuple[str, ...] = ("*",)
    approver: str = ""
    change: str = ""

    def covers(self, patch: PatchId, hostname: str) -> bool:
        """Whether it names this patch on this host, whatever the day."""
        return (
            self.number == patch.number
            and (self.revision is None or patch.revision <= self.revision)
            and any(fnmatchcase(hostname, pattern) for pattern in self.hosts)
        )

    def lapsed(self, as_of: date) -> bool:
        """Whether its end date lies before `as_of`."""
        return self.until < as_of
