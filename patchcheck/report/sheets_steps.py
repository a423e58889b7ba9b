"""The steps of the plans: one patch for one cohort, as all hosts of the cohort show it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from patchcheck.report.board import Board, Cohort
from patchcheck.report.sheet import Cell, Item
from patchcheck.report.view import PatchView

MAX_NAMES = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One patch for one cohort, with its view on each of the cohort's hosts, the pilot's first.

    `place` is the place in the order of installation, from 1; None where it is blocked.
    """

    cohort: Cohort
    place: int | None
    views: tuple[PatchView, ...]

    @property
    def view(self) -> PatchView:
        """What the pilot shows."""
        return self.views[0]

    @property
    def order(self) -> Item:
        """The place, or the word for having none."""
        return Cell("blocked", "warning") if self.place is None else self.place

    @property
    def flags(self) -> tuple[str, str, str]:
        """R, S and B; an inherited flag of any host counts."""
        return (
            _letter("R", own=self.view.own_recommended, any_=_any(self.views, "recommended")),
            _letter("S", own=self.view.own_security, any_=_any(self.views, "security")),
            "B" if self.view.withdrawn else "",
        )

    @property
    def move(self) -> str:
        """Installed > target; several installed revisions where the hosts differ."""
        installed = sorted({view.installed or "none" for view in self.views})
        return f"{', '.join(installed)} > {self.view.revision}"

    @property
    def why(self) -> str:
        """The reason, with the hosts in front where they differ, then where flags come from."""
        reasons = _by_host(self, [view.reason for view in self.views])
        return "; ".join((*reasons, *self._more()))

    def _more(self) -> Iterator[str]:
        security = distinct(item for view in self.views for item in view.inherited_security)
        if security:
            yield f"inherits S from {', '.join(security)}"
        recommended = distinct(item for view in self.views for item in view.inherited_recommended)
        if recommended:
            yield f"inherits R from {', '.join(recommended)}"

    @property
    def remarks(self) -> str:
        """Obstacles and notes of all its hosts, a line each."""
        return "\n".join(distinct(text for view in self.views for text in view.remarks))


def steps_of(board: Board) -> list[Step]:
    """Every cohort's steps, in its plan order, blocked ones among them."""
    return [step for cohort in board.cohorts for step in _steps(cohort)]


def _steps(cohort: Cohort) -> Iterator[Step]:
    columns = [{view.patch: view for view in host.to_install} for host in cohort.hosts]
    place = 0
    for patch, view in columns[0].items():
        place += not view.blocked
        views = tuple(column[patch] for column in columns)
        yield Step(cohort, None if view.blocked else place, views)


def names(hosts: Sequence[str], where: str = "see the cohort in Summary") -> str:
    """The names of hosts, the first ones of many."""
    if len(hosts) <= MAX_NAMES:
        return ", ".join(hosts)
    more = len(hosts) - MAX_NAMES
    return f"{', '.join(hosts[:MAX_NAMES])} and {more:,} more: {where}"


def _by_host(step: Step, texts: Sequence[str]) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for host, text in zip(step.cohort.hosts, texts, strict=True):
        found.setdefault(text, []).append(host.hostname)
    for text, hosts in found.items():
        yield text if len(found) == 1 else f"{names(hosts)}: {text}"


def distinct(texts: Iterable[str | None]) -> list[str]:
    """Each text once, in the order of its first place; empty ones are left out."""
    return list(dict.fromkeys(text for text in texts if text))


def _any(views: Sequence[PatchView], flag: str) -> bool:
    return any(getattr(view, flag) for view in views)


def _letter(letter: str, *, own: bool, any_: bool) -> str:
    if own:
        return letter
    return letter.lower() if any_ else ""
