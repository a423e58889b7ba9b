"""The sections of a web page: what stands in each, with an anchor for every place linked to."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from patchcheck.report.anchors import Anchors
from patchcheck.report.board import Board, Change, Cohort
from patchcheck.report.charts import Chart, Datum, chart
from patchcheck.report.figures import Totals, open_security_by_age, totals
from patchcheck.report.view import HostView, PatchView, Report

SECTIONS = (
    ("summary", "Summary"),
    ("changes", "Changes"),
    ("plan", "Plan"),
    ("hosts", "Hosts"),
    ("exceptions", "Exceptions"),
    ("withdrawn", "Withdrawn, installed"),
    ("not-judged", "Not judged, and data problems"),
    ("provenance", "Provenance"),
    ("glossary", "Glossary"),
)
_OF_AN_ESTATE = (("groups", "Groups"), ("since", "Changed since"))
_OTHER_ANCHORS = ("main", "top", "contents", *(anchor for anchor, _ in _OF_AN_ESTATE))
_NOTES = 2  # the last sections: provenance and glossary
_PER_CENT = 100
_MOST_ROWS = 2000  # of one table that a browser lays out at once


@dataclass(frozen=True, slots=True)
class Step:
    """A change as a step of its cohort's plan; a blocked one has no place."""

    anchor: str
    patch_anchor: str | None
    place: int | None
    change: Change


@dataclass(frozen=True, slots=True)
class CohortSection:
    """A cohort and its steps, in plan order."""

    anchor: str
    cohort: Cohort
    steps: tuple[Step, ...]

    @property
    def ready(self) -> tuple[Step, ...]:
        """The steps that can be taken."""
        return tuple(step for step in self.steps if step.place is not None)

    @property
    def blocked(self) -> tuple[Step, ...]:
        """The steps that an obstacle blocks."""
        return tuple(step for step in self.steps if step.place is None)

    @property
    def anchors(self) -> dict[str, str]:
        """The anchor of each patch of the plan."""
        return {step.change.view.patch: step.anchor for step in self.steps}


@dataclass(frozen=True, slots=True)
class HostRow:
    """A patch in the section of a host."""

    anchor: str
    patch_anchor: str | None
    view: PatchView


@dataclass(frozen=True, slots=True)
class HostSection:
    """A host and its rows, in plan order; `cohort` is the one that it belongs to, if any."""

    anchor: str
    host: HostView
    rows: tuple[HostRow, ...]
    cohort: CohortSection | None


class Page:
    """A report as a web page shows it."""

    def __init__(self, report: Report) -> None:
        """Take a report and give out the anchors, in the order of the page."""
        self.report = report
        self.board = Board(report)
        self._anchors = Anchors([*(anchor for anchor, _ in SECTIONS), *_OTHER_ANCHORS])
        self._numbers: set[str] = set()
        anchors = [self._anchors.take(f"host-{host.hostname}") for host in report.hosts]
        self.cohorts = tuple(self._cohorts())
        self._cohort_of = {
            id(host): section for section in self.cohorts for host in section.cohort.hosts
        }
        self.hosts = tuple(map(self._host, anchors, report.hosts))

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """The sections of this page, in their order; those of an estate stand before the notes."""
        estate = self.report.estate
        there = estate and {"groups": estate.groups, "since": estate.since}
        more = [section for section in _OF_AN_ESTATE if there and there[section[0]]]
        return (*SECTIONS[:-_NOTES], *more, *SECTIONS[-_NOTES:])

    @cached_property
    def totals(self) -> Totals:
        """The figures of the whole report."""
        return totals(self.board)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps of all cohorts."""
        return tuple(step for section in self.cohorts for step in section.steps)

    @property
    def one_table(self) -> bool:
        """Whether all changes fit into one table; else each cohort has its own."""
        return len(self.steps) <= _MOST_ROWS

    @property
    def judged(self) -> tuple[HostSection, ...]:
        """The hosts that were judged."""
        return tuple(section for section in self.hosts if section.host.judged)

    @property
    def not_judged(self) -> tuple[HostSection, ...]:
        """The hosts that were not."""
        return tuple(section for section in self.hosts if not section.host.judged)

    @property
    def counts(self) -> dict[str, int]:
        """How much stands in each section that can be empty."""
        return {
            "changes": len(self.steps),
            "plan": len(self.cohorts),
            "hosts": len(self.hosts),
            "exceptions": self.totals.excepted,
            "withdrawn": self.totals.withdrawn_installed,
            "not-judged": self.totals.not_judged + len(self.report.diagnostics),
        }

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """The charts, each told in words too."""
        return (_open_by_host(self), _open_by_age(self), _compliance_by_host(self))

    def _cohorts(self) -> Iterator[CohortSection]:
        changes = {
            name: list(group)
            for name, group in groupby(self.board.changes, lambda change: change.cohort.name)
        }
        for cohort in self.board.cohorts:
            anchor = self._anchors.take(cohort.name)
            steps = self._steps(anchor, changes.get(cohort.name, []))
            yield CohortSection(anchor, cohort, tuple(steps))

    def _steps(self, prefix: str, changes: list[Change]) -> Iterator[Step]:
        place = 0
        for change in changes:
            place += not change.view.blocked
            yield Step(
                anchor=self._anchors.take(f"{prefix}-{change.view.patch}"),
                patch_anchor=self._patch_anchor(change.view),
                place=None if change.view.blocked else place,
                change=change,
            )

    def _host(self, anchor: str, host: HostView) -> HostSection:
        name = anchor.removeprefix("host-")
        rows = tuple(
            HostRow(
                self._anchors.take(f"{name}-{view.patch}"),
                self._patch_anchor(view),
                view,
            )
            for view in host.patches
        )
        return HostSection(anchor, host, rows, self._cohort_of.get(id(host)))

    def _patch_anchor(self, view: PatchView) -> str | None:
        """`patch-NUMBER` for the first place where a number stands, None for any further one."""
        if view.number in self._numbers:
            return None
        self._numbers.add(view.number)
        return self._anchors.take(f"patch-{view.number}")


def _open_by_host(page: Page) -> Chart:
    data = [
        Datum(name, count, str(count))
        for name, count in (
            (section.host.hostname, section.host.compliance.security.missing)
            for section in page.judged
            if section.host.compliance
        )
    ]
    data.sort(key=lambda datum: (-datum.value, datum.label))
    return chart(
        "open-by-host",
        "Open security patches by host",
        "Security patch numbers that apply and are not satisfied, excepted ones among them.",
        data,
    )


def _open_by_age(page: Page) -> Chart:
    counts = open_security_by_age(page.board.judged)
    return chart(
        "open-by-age",
        "Open security patches by age",
        "Security patches to install or excepted, by the age of the revision; each host's count.",
        [Datum(name, count, str(count)) for name, count in counts],
    )


def _compliance_by_host(page: Page) -> Chart:
    data = [
        Datum(
            section.host.hostname,
            share.per_cent,
            f"{share.per_cent:.1f} %",
        )
        for section in page.judged
        if section.host.compliance
        and (share := section.host.compliance.security).per_cent is not None
    ]
    data.sort(key=lambda datum: (datum.value, datum.label))
    return chart(
        "compliance-by-host",
        "Security compliance by host",
        "Satisfied of applicable security patches, the lowest first. A full bar is 100 %.",
        data,
        full=_PER_CENT,
    )
