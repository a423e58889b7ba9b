"""The figures of a whole report, counted once: totals, shares and age classes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from patchcheck.resolve.compliance import Share

if TYPE_CHECKING:
    from patchcheck.report.board import Board
    from patchcheck.report.view import HostView, PatchView

AFTER = "after the as-of date"
NO_DATE = "no release date"
_UP_TO: tuple[tuple[int, str], ...] = (
    (-1, AFTER),
    (30, "up to 30 days"),
    (90, "31 to 90 days"),
    (180, "91 to 180 days"),
    (365, "181 to 365 days"),
    (730, "1 to 2 years"),
)
_OLDER = "over 2 years"
_ONLY_IF_ANY = frozenset({AFTER, NO_DATE})


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the judged hosts; a patch on two hosts counts twice, except in `patches`.

    `security_level` is the lowest of all hosts, None where some host has none.
    """

    hosts: int
    judged: int
    patches: int
    to_install: int
    security: int
    recommended: int
    blocked: int
    excepted: int
    withdrawn_installed: int
    security_share: Share
    recommended_share: Share
    all_share: Share
    security_level: date | None

    @property
    def not_judged(self) -> int:
        """How many hosts were not judged."""
        return self.hosts - self.judged


def totals(board: "Board") -> Totals:
    """Count a report."""
    hosts = board.report.hosts
    views = [view for host in board.judged for view in host.to_install]
    measured = [host.compliance for host in hosts if host.compliance]
    levels = [item.security_level for item in measured]
    return Totals(
        hosts=len(hosts),
        judged=len(board.judged),
        patches=len({view.patch for view in views}),
        to_install=len(views),
        security=sum(view.security for view in views),
        recommended=sum(view.recommended for view in views),
        blocked=sum(view.blocked for view in views),
        excepted=sum(len(host.excepted) for host in hosts),
        withdrawn_installed=sum(len(host.withdrawn_installed) for host in hosts),
        security_share=sum_shares(item.security for item in measured),
        recommended_share=sum_shares(item.recommended for item in measured),
        all_share=sum_shares(item.all for item in measured),
        security_level=min((day for day in levels if day), default=None) if all(levels) else None,
    )


def sum_shares(shares: Iterable[Share]) -> Share:
    """Add counts up, host by host."""
    found = list(shares)
    return Share(
        satisfied=sum(share.satisfied for share in found),
        missing=sum(share.missing for share in found),
        not_applicable=sum(share.not_applicable for share in found),
    )


def age_class(age_days: int | None) -> str:
    """The class that an age belongs to."""
    if age_days is None:
        return NO_DATE
    return next((name for limit, name in _UP_TO if age_days <= limit), _OLDER)


def open_security_by_age(hosts: Iterable["HostView"]) -> tuple[tuple[str, int], ...]:
    """Security patches to install or excepted, by age class; each host's patch counts once."""
    return by_age(
        view for host in hosts for view in (*host.to_install, *host.excepted) if view.security
    )


def by_age(views: Iterable["PatchView"]) -> tuple[tuple[str, int], ...]:
    """How many patches are of each age class, youngest first; odd classes only where they occur."""
    counts = Counter(age_class(view.age_days) for view in views)
    classes = (*(name for _, name in _UP_TO), _OLDER, NO_DATE)
    return tuple(
        (name, counts[name]) for name in classes if counts[name] or name not in _ONLY_IF_ANY
    )
