"""The view model: everything that any report shows, counted, sorted and worded once.

Renderers lay it out and add nothing. All text in it is printable: nothing of a dump can steer a
reader's program.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from patchcheck import __version__
from patchcheck.model.verdict import Finding, Proof
from patchcheck.model.wording import counted
from patchcheck.report.clean import printable, printable_if_any

if TYPE_CHECKING:
    from patchcheck.model.diagnostic import Diagnostic, Input
    from patchcheck.model.exception import PatchException
    from patchcheck.model.patch import ListedPatch
    from patchcheck.model.verdict import Note, Obstacle
    from patchcheck.model.xref import CrossReference
    from patchcheck.report.estate import Estate
    from patchcheck.resolve.assessment import Assessment
    from patchcheck.resolve.compliance import Compliance
    from patchcheck.resolve.doctor import Grade


class PatchView(NamedTuple):
    """One patch on one host, as every format shows it.

    `age_days` are whole days from `released` to the as-of date (R14), None without a date.
    `rank` is the place in the plan, from 1. `exception` is the entry that covers it (R12), lapsed
    or not.
    """

    rank: int
    patch: str
    number: str
    revision: str
    installed: str | None
    verdict: str
    offered: bool
    recommended: bool
    security: bool
    own_recommended: bool
    own_security: bool
    inherited_recommended: tuple[str, ...]
    inherited_security: tuple[str, ...]
    obsolete: bool
    withdrawn: bool
    y2k: bool
    released: date | None
    age_days: int | None
    os: str
    synopsis: str
    requires: tuple[str, ...]
    incompatible: tuple[str, ...]
    after: tuple[str, ...]
    obstacles: tuple["Obstacle", ...]
    notes: tuple["Note", ...]
    reason: str
    proof: Proof
    exception: "PatchException | None" = None

    @property
    def exception_words(self) -> str:
        """The exception that covers it, in words; empty where none does (R12)."""
        if self.exception is None:
            return ""
        lapsed = self.verdict == "lapsed"
        state = "exception lapsed on" if lapsed else "excepted until"
        until = self.exception.until.isoformat()
        return printable(f"{state} {until}: {self.exception.reason} ({self.exception.place})")

    @property
    def blocked(self) -> bool:
        """Whether an obstacle keeps it out of the plan (D28)."""
        return any(obstacle.kind.blocks for obstacle in self.obstacles)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Obstacles, then notes, each with its kind before its words."""
        obstacles = [f"{item.kind}: {item.text}" for item in self.obstacles]
        notes = [f"{item.kind}: {item.text}" for item in self.notes]
        return tuple(printable(text) for text in (*obstacles, *notes))

    @property
    def flags(self) -> str:
        """R, S and B as three letters; `r` and `s` are inherited (R7), `-` is none."""
        return "".join(
            (
                _letter("R", own=self.own_recommended, inherited=self.recommended),
                _letter("S", own=self.own_security, inherited=self.security),
                "B" if self.withdrawn else "-",
            )
        )


def _letter(letter: str, *, own: bool, inherited: bool) -> str:
    if own:
        return letter
    return letter.lower() if inherited else "-"


class ForeignView(NamedTuple):
    """An installed patch whose id is of another shape (R1)."""

    id: str
    obsoletes: tuple[str, ...]
    requires: tuple[str, ...]
    incompatibles: tuple[str, ...]
    packages: tuple[str, ...]


class HostView(NamedTuple):
    """One host: what it is, whether it was judged, and its patches in plan order.

    `plain` holds the rows of the file that `--all-rows` asks for, ascending by id. `excepted` and
    `withdrawn_installed` are there whatever was selected. `compliance` is None where the host is
    not judged or has no pkginfo.
    """

    hostname: str
    release: str | None
    architecture: str | None
    machine: str | None
    platform: str | None
    kernel: str | None
    judged: bool
    not_judged_because: str | None
    inputs: tuple["Input", ...]
    patches: tuple[PatchView, ...]
    foreign: tuple[ForeignView, ...]
    other_release: int
    plain: tuple[PatchView, ...] = ()
    excepted: tuple[PatchView, ...] = ()
    withdrawn_installed: tuple[PatchView, ...] = ()
    compliance: "Compliance | None" = None
    grade: "Grade | None" = None

    @property
    def to_install(self) -> tuple[PatchView, ...]:
        """The selected patches that are to be installed, in plan order, blocked ones among them."""
        return tuple(view for view in self.patches if view.offered)

    @property
    def by_number(self) -> tuple[PatchView, ...]:
        """The patches, ascending by id."""
        return tuple(sorted(self.patches, key=lambda view: view.patch))


class XrefView(NamedTuple):
    """The cross-reference file that was judged by; `rejected` are lines that could not be read."""

    path: str
    sha256: str
    date: date | None
    rows: int
    numbers: int
    rejected: int = 0

    @property
    def size(self) -> str:
        """How many rows there are, and how many lines were lost."""
        if not self.rejected:
            return f"{self.rows} rows"
        return f"{self.rows} rows and {counted(self.rejected, 'line')} that COULD NOT BE READ"


class TableView(NamedTuple):
    """A table of the user's that was read: `kind` is `exceptions` or `special-cases`."""

    kind: str
    path: str
    sha256: str


class Report(NamedTuple):
    """A whole report. `selection` are the words asked for; `classic` tells that none was.

    `estate` is there where many hosts were looked at as one.
    """

    as_of: date
    xref: XrefView
    selection: tuple[str, ...]
    classic: bool
    hosts: tuple[HostView, ...]
    diagnostics: tuple["Diagnostic", ...]
    special_cases: str
    minimal: bool
    flags: str
    tables: tuple[TableView, ...] = ()
    version: str = __version__
    estate: "Estate | None" = None


def view_xref(xref: "CrossReference") -> XrefView:
    """Say what a cross-reference file is."""
    source = xref.source
    return XrefView(
        path=printable(source.path) if source else "",
        sha256=source.sha256 if source else "",
        date=xref.date,
        rows=len(xref.rows),
        numbers=len(xref.numbers),
        rejected=source.account.rejected_lines if source else 0,
    )


def view_host(
    assessment: "Assessment", plain: Sequence[Finding] = (), *, explain: bool = True
) -> HostView:
    """Word and sort what was found on one host; without `explain` no reasons and no proofs."""
    host = assessment.world.host
    as_of = assessment.world.options.as_of
    system = host.system
    return HostView(
        hostname=printable(host.hostname),
        release=printable_if_any(system.release),
        architecture=printable_if_any(system.processor),
        machine=printable_if_any(system.machine),
        platform=printable_if_any(system.platform),
        kernel=printable_if_any(system.kernel),
        judged=assessment.judged,
        not_judged_because=printable_if_any(assessment.not_judged_because),
        inputs=host.inputs,
        patches=_views(assessment.findings(explain=explain), as_of),
        foreign=tuple(
            ForeignView(
                printable(entry.text),
                _texts(entry.obsoletes),
                _texts(entry.requires),
                _texts(entry.incompatibles),
                _texts(entry.packages),
            )
            for entry in assessment.foreign
        ),
        other_release=assessment.other_release,
        plain=_views(plain, as_of),
        excepted=_views(assessment.beside(assessment.excepted), as_of),
        withdrawn_installed=_views(assessment.beside(assessment.withdrawn_installed), as_of),
        compliance=assessment.compliance,
        grade=assessment.grade,
    )


def _views(findings: Sequence[Finding], as_of: date) -> tuple[PatchView, ...]:
    return tuple(view_patch(finding, as_of, rank) for rank, finding in enumerate(findings, start=1))


def view_patch(finding: Finding, as_of: date, rank: int) -> PatchView:
    """Word one finding."""
    row = finding.row
    released = row.released if row else None
    return PatchView(
        rank=rank,
        patch=str(finding.patch),
        number=finding.patch.number,
        revision=finding.patch.revision,
        installed=finding.installed,
        verdict=str(finding.verdict),
        offered=finding.offered,
        recommended=finding.recommended,
        security=finding.security,
        own_recommended=row is not None and row.recommended,
        own_security=row is not None and row.security,
        inherited_recommended=_texts(finding.inherited.recommended),
        inherited_security=_texts(finding.inherited.security),
        obsolete=row is not None and row.obsolete,
        withdrawn=row is not None and row.bad,
        y2k=row is not None and row.y2k,
        released=released,
        age_days=(as_of - released).days if released else None,
        os=printable(row.os) if row else "",
        synopsis=printable(row.synopsis) if row else "",
        requires=_listed(row.requires) if row else (),
        incompatible=_listed(row.incompatibles) if row else (),
        after=_texts(finding.after),
        obstacles=finding.obstacles,
        notes=finding.notes,
        reason=printable(finding.reason),
        proof=finding.proof,
        exception=finding.exception,
    )


def _listed(values: "Sequence[ListedPatch]") -> tuple[str, ...]:
    return tuple([printable(value.text) for value in values])


def _texts(values: Sequence[object]) -> tuple[str, ...]:
    return tuple([printable(str(value)) for value in values])
